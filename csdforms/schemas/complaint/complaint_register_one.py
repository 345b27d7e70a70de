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

from csdforms.schemas.complaint import case_rules
from csdforms.schemas.fields import complaint, customer
from csdforms.schemas.form import Record, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_future, others, requires, warning
from csdforms.schemas.types import Name, Phone


class ComplaintRegisterOne(Record, title="客户投诉登记表一", section="3.2", number="complaint_no"):
    """A complaint about goods, a service, a shop or a member of staff."""

    complaint_no: Annotated[
        complaint.ComplaintNo,
        PrintedAs(
            "投诉编号",
            "编号 工单编号 受理编号 受理登记编号 登记编号 记录编号 投诉登记编号 单据编号 档案编号",
            "表单编号",
        ),
    ]
    received_at: Annotated[
        complaint.ReceivedAt,
        PrintedAs("受理时间", "来电时间 来访时间 提交时间 诉求时间 收到日期 接到日期"),
    ]
    channel: complaint.Channel
    channel_other: complaint.ChannelOther | None = None
    reception_unit: complaint.ReceptionUnit
    first_responder: complaint.FirstResponder
    source_call_no: complaint.SourceCallNo | None = None

    customer_no: (
        Annotated[customer.CustomerNo, PrintedAs("客户编号/会员卡号", "会员卡号 会员号")] | None
    ) = None
    customer_name: Annotated[
        customer.CustomerName,
        PrintedAs("投诉人姓名", "投诉人 姓名 投诉单位 投诉者 诉求人"),
    ]
    customer_kind: customer.CustomerKind = "个人"
    complainant_type: complaint.ComplainantType = "顾客"
    phone: (
        Annotated[
            customer.ContactPhone,
            PrintedAs(
                "联系电话",
                *customer.MOBILE_LABELS,
                "来电号码",
                "主叫号码",
                "回电号码",
                "联系手机",
                "投诉电话",
            ),
        ]
        | None
    ) = None
    email: customer.EmailAddress | None = None
    address: (
        Annotated[
            customer.PostalAddress,
            PrintedAs("联系地址", "通讯地址 通信地址 家庭住址 所在地区"),
        ]
        | None
    ) = None
    keep_confidential: customer.KeepConfidential = False

    complained_party_kind: complaint.ComplainedPartyKind
    complained_party: complaint.ComplainedParty
    category: complaint.Category
    subcategory: complaint.Subcategory | None = None
    product_name: complaint.ProductName | None = None
    order_no: (
        Annotated[complaint.OrderNo, PrintedAs("订单/合同/票据号", "运单号 快递单号 单据号")] | None
    ) = None
    purchased_on: complaint.PurchasedOn | None = None
    amount_involved: (
        Annotated[complaint.AmountInvolved, PrintedAs("涉及金额", "金额 付款金额")] | None
    ) = None
    occurred_at: complaint.OccurredAt | None = None
    occurred_place: Annotated[complaint.OccurredPlace, PrintedAs("发生地点", "地点")] | None = None
    content: Annotated[
        complaint.Content,
        PrintedAs("投诉内容", "投诉原因 投诉理由 投诉缘由 诉求内容 工单内容 案情"),
    ]
    evidence: complaint.Evidence | None = None
    repeat_no: complaint.RepeatNo = 1

    demand_types: complaint.DemandTypes | None = None
    demand_amount: complaint.DemandAmount | None = None
    demand_detail: complaint.DemandDetail | None = None
    expected_reply_on: complaint.ExpectedReplyOn | None = None

    nature: complaint.Nature = "有效投诉"
    reject_reason: complaint.RejectReason | None = None
    level: complaint.Level | None = None
    severity: complaint.Severity
    urgency: complaint.Urgency = "一般"
    safety_related: complaint.SafetyRelated = False
    immediate_action: complaint.ImmediateAction | None = None
    acknowledged_at: complaint.AcknowledgedAt | None = None
    acknowledged_by_channel: complaint.AcknowledgedByChannel | None = None
    assigned_department: complaint.AssignedDepartment
    assigned_handler: Annotated[complaint.AssignedHandler, PrintedAs("承办人", "经办人")]
    handler_role: complaint.HandlerRole
    due_on: (
        Annotated[
            complaint.DueOn,
            PrintedAs(
                "办结期限",
                "要求完成时间 要求完成日期 完成期限 时限 截止日期 截止时间",
                "计划完成时间 预计完成时间",
                "承诺时间 到期时间",
            ),
        ]
        | None
    ) = None
    external_ref: complaint.ExternalRef | None = None
    external_due_on: complaint.ExternalDueOn | None = None

    customer_signature: (
        Annotated[
            customer.CustomerSignature,
            PrintedAs("投诉人签字", "投诉人签名 客户确认 投诉人确认 客户确认签字"),
        ]
        | None
    ) = None
    signed_on: complaint.SignedOn | None = None

    @computed
    def is_acknowledged_late(self) -> complaint.IsAcknowledgedLate | None:
        """Whether the customer was told of the acceptance after the limit."""
        return case_rules.acknowledged_late(self.received_at, self.acknowledged_at)

    @computed
    def masked_name(self) -> complaint.MaskedName | None:
        """The customer's name on a copy that goes to a unit: 李某某."""
        return self.customer_name and Name().mask(self.customer_name)

    @computed
    def masked_phone(self) -> complaint.MaskedPhone | None:
        """The customer's telephone on a copy that goes to a unit: 139****6721."""
        return self.phone and Phone().mask(self.phone)

    def proposed(self) -> Mapping[str, object]:
        """Propose the high level for a serious case, and the day to close it.

        That day goes by the urgency and is not after the authority's limit.
        """
        level = case_rules.high_level(
            severity=self.severity,
            safety_related=self.safety_related,
            repeat_no=self.repeat_no,
            channel=self.channel,
            demand_amount=self.demand_amount,
        )
        limit = case_rules.close_by(self.received_at, self.urgency, self.external_due_on)
        return {"level": level, "due_on": limit}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet (X1 to X6 of the chapter and its own)."""
        yield from in_order(self, "occurred_at", "received_at", "acknowledged_at")
        yield from in_order(self, "purchased_on", "received_at", "due_on")
        yield from in_order(self, "received_at", "expected_reply_on", severity="warning")
        yield from in_order(self, "received_at", "signed_on")
        yield from case_rules.acknowledgement(late=self.is_acknowledged_late)
        yield from not_future(self, "received_at", today=today, severity="warning")
        yield from others(
            self,
            ("channel", "channel_other"),
            ("category", "subcategory"),
            ("complainant_type", "remarks"),
            ("acknowledged_by_channel", "remarks"),
            ("handler_role", "remarks"),
            ("demand_types", "demand_detail"),
        )
        yield from self._complainant()
        yield from case_rules.rejection(self, self.nature)
        yield from requires(self, "level", because="受理时应评定投诉等级")
        yield from case_rules.grading(
            level=self.level,
            severity=self.severity,
            safety_related=self.safety_related,
            handler_role=self.handler_role,
        )
        yield from case_rules.referral(self, self.channel)

    def _complainant(self) -> Iterator[Problem]:
        if not case_rules.is_anonymous(self.customer_name):
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
