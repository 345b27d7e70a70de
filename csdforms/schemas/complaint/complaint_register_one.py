"""客户投诉登记表一: one complaint of a person, filled in while the customer speaks.

Manual section 3.2, flow 3.13. The first employee asked fills it in; the duty supervisor decides on
acceptance and assigns the case; the customer signs when present. It feeds the investigation, the
handling notice, the case tracking and every figure of the chapter.

Sources: the department's rules on first responsibility and the two levels (low and high);
GB/T 19012-2019 for receipt, acknowledgement, initial assessment; intake sheets of shops and
service desks.

>>> from csdforms.schemas.complaint import ComplaintRegisterOne
>>> ComplaintRegisterOne.title(), ComplaintRegisterOne.section
('客户投诉登记表一', '3.2')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.fields import complaint, customer
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_after,
    not_before,
    requires,
    warning,
)
from csdforms.schemas.types import Name, Phone

ANONYMOUS = "匿名"
REFERRED = "监管转办"
#: Who handles a complaint of the low level.
_LOW_LEVEL_ROLES = ("客服专员", "楼层经理")


class ComplaintRegisterOne(Record, title="客户投诉登记表一", section="3.2", number="complaint_no"):
    """A complaint about goods, a service, a shop or a member of staff."""

    complaint_no: Annotated[complaint.ComplaintNo, PrintedAs("投诉编号", "编号")]
    received_at: complaint.ReceivedAt
    channel: complaint.Channel
    channel_other: complaint.ChannelOther | None = None
    reception_unit: complaint.ReceptionUnit
    first_responder: complaint.FirstResponder
    source_call_no: complaint.SourceCallNo | None = None

    customer_no: Annotated[customer.CustomerNo, PrintedAs("客户编号/会员卡号")] | None = None
    customer_name: Annotated[customer.CustomerName, PrintedAs("投诉人姓名", "投诉人")]
    customer_kind: customer.CustomerKind = "个人"
    complainant_type: complaint.ComplainantType = "顾客"
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    email: customer.EmailAddress | None = None
    address: customer.PostalAddress | None = None
    keep_confidential: customer.KeepConfidential = False

    complained_party_kind: complaint.ComplainedPartyKind
    complained_party: complaint.ComplainedParty
    category: complaint.Category
    subcategory: complaint.Subcategory | None = None
    product_name: complaint.ProductName | None = None
    order_no: complaint.OrderNo | None = None
    purchased_on: complaint.PurchasedOn | None = None
    amount_involved: complaint.AmountInvolved | None = None
    occurred_at: complaint.OccurredAt | None = None
    occurred_place: complaint.OccurredPlace | None = None
    content: complaint.Content
    evidence: complaint.Evidence | None = None
    repeat_no: complaint.RepeatNo = 1

    demand_types: complaint.DemandTypes | None = None
    demand_amount: complaint.DemandAmount | None = None
    demand_detail: complaint.DemandDetail | None = None
    expected_reply_on: complaint.ExpectedReplyOn | None = None

    nature: complaint.Nature = "有效投诉"
    reject_reason: complaint.RejectReason | None = None
    level: complaint.Level
    severity: complaint.Severity
    urgency: complaint.Urgency = "一般"
    safety_related: complaint.SafetyRelated = False
    immediate_action: complaint.ImmediateAction | None = None
    acknowledged_at: complaint.AcknowledgedAt | None = None
    acknowledged_by_channel: complaint.AcknowledgedByChannel | None = None
    assigned_department: complaint.AssignedDepartment
    assigned_handler: complaint.AssignedHandler
    handler_role: complaint.HandlerRole
    due_on: complaint.DueOn | None = None
    external_ref: complaint.ExternalRef | None = None
    external_due_on: complaint.ExternalDueOn | None = None

    customer_signature: (
        Annotated[customer.CustomerSignature, PrintedAs("投诉人签字", "投诉人签名")] | None
    ) = None
    signed_on: complaint.SignedOn | None = None

    @computed
    def is_acknowledged_late(self) -> complaint.IsAcknowledgedLate | None:
        """Whether the customer was told of the acceptance after the limit.

        Where only the day of one of them is known, days are compared.
        """
        if self.acknowledged_at is None or self.received_at is None:
            return None
        hours = settings.current().acknowledge_hours
        if dt.time() in (self.acknowledged_at.time(), self.received_at.time()):
            return (self.acknowledged_at.date() - self.received_at.date()).days * 24 > hours
        return self.acknowledged_at - self.received_at > dt.timedelta(hours=hours)

    @computed
    def masked_name(self) -> complaint.MaskedName | None:
        """The customer's name on a copy that goes to a unit: 李某某."""
        return self.customer_name and Name().mask(self.customer_name)

    @computed
    def masked_phone(self) -> complaint.MaskedPhone | None:
        """The customer's telephone on a copy that goes to a unit: 139****6721."""
        return self.phone and Phone().mask(self.phone)

    def proposed(self) -> Mapping[str, object]:
        """Propose the day to close the case by its urgency, not after the authority's limit."""
        days: list[dt.date | None] = []
        if self.received_at is not None and self.urgency is not None:
            days.append(settings.current().close_by(self.received_at, self.urgency))
        if self.channel == REFERRED:
            days.append(self.external_due_on)
        return {"due_on": min((day for day in days if day is not None), default=None)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet (X1 to X6 of the chapter and its own)."""
        yield from in_order(self, "occurred_at", "received_at", "acknowledged_at")
        yield from in_order(self, "purchased_on", "received_at", "due_on")
        yield from in_order(self, "received_at", "expected_reply_on", severity="warning")
        yield from in_order(self, "received_at", "signed_on")
        if self.is_acknowledged_late:
            hours = settings.current().acknowledge_hours
            text = f"晚于受理告知时限（受理后 {hours} 小时内），请核对两处的时间。"
            yield warning("acknowledged_at", text)
        if not not_before(today, self.received_at):
            yield warning("received_at", "晚于今天，请核对年份和日期。")
        yield from self._others()
        yield from self._complainant()
        yield from self._assessment()
        referred = self.channel == REFERRED
        because = f"投诉方式是“{REFERRED}”"
        yield from requires(self, "external_ref", "external_due_on", when=referred, because=because)
        yield from not_after(self, "due_on", "external_due_on")

    def _others(self) -> Iterator[Problem]:
        """X3: every 其他 needs its text."""
        for name, text in (
            ("channel", "channel_other"),
            ("category", "subcategory"),
            ("complainant_type", "remarks"),
            ("acknowledged_by_channel", "remarks"),
            ("handler_role", "remarks"),
        ):
            label = self.label_of(name)
            because = f"“{label}”选了“其他”"
            yield from requires(self, text, when=getattr(self, name) == "其他", because=because)
        other = "其他" in (self.demand_types or ())
        because = "“客户要求”选了“其他”"
        yield from requires(self, "demand_detail", when=other, because=because)

    def _complainant(self) -> Iterator[Problem]:
        if self.customer_name != ANONYMOUS:
            if not (self.phone or self.email or self.address):
                yield error("phone", "电话、邮箱、地址至少填一项；不愿留名的写“匿名”。")
            yield from requires(self, "demand_types", because="除匿名投诉外")
        because = "投诉对象是商品"
        goods = self.complained_party_kind == "商品"
        yield from requires(self, "product_name", when=goods, because=because)
        if self.customer_signature and self.channel not in (None, "来访"):
            yield warning("customer_signature", "只有来访投诉才由投诉人当面签字，请核对。")
        signed = self.signed_on is not None
        yield from requires(self, "customer_signature", when=signed, because="填了签字日期")

    def _assessment(self) -> Iterator[Problem]:
        rejected = self.nature == "无效投诉"
        yield from requires(self, "reject_reason", when=rejected, because="投诉性质是“无效投诉”")
        high = self.level == "高等级"
        if self.level == "低等级" and (self.severity == "严重" or self.safety_related):
            yield error("level", "情节严重或涉及人身安全的投诉应定为“高等级”。")
        if high and self.handler_role not in (None, "客户服务部经理"):
            yield error("handler_role", "高等级投诉应由“客户服务部经理”承办。")
        if self.level == "低等级" and self.handler_role not in (None, *_LOW_LEVEL_ROLES):
            yield warning("handler_role", "低等级投诉一般由客服专员或楼层经理承办。")
