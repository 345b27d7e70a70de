"""客户投诉登记表二: one complaint of a dealer or company about goods that were delivered.

Manual section 3.3, flow 3.14. One order, one or more lines of goods, a claim in money or goods, and
a chain of opinions. The salesperson or 客服专员 fills it in; purchasing, quality and finance write
their opinions; 经理 and 总经理 decide. It feeds the investigation, the handling sheet (its claim is
the first proposal), the case tracking and the figures; returned goods go on to 退换货汇总表.

Sources: complaint sheets of trading and manufacturing companies, tied to an order, with the claim
as compensation, discount or return and one box for each department.

>>> from csdforms.schemas.complaint import ComplaintRegisterTwo
>>> ComplaintRegisterTwo.title(), ComplaintRegisterTwo.section
('客户投诉登记表二', '3.3')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.complaint import case_rules
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import claim, complaint, customer, service, sheet
from csdforms.schemas.figures import agrees, ratio, sum_of
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    OTHER,
    Problem,
    error,
    in_order,
    not_after,
    not_before,
    not_future,
    others,
    requires,
    warning,
)
from csdforms.schemas.types.numbers import rounded

#: The boxes of the claim, of which at least one is filled.
CLAIMS = (
    "claim_compensation_amount", "claim_discount_rate", "claim_discount_amount",
    "claim_return_quantity", "claim_return_amount", "claim_other",
)  # fmt: skip
#: The departments in the order in which they sign; 其他 has no place of its own.
CHAIN = tuple(unit for unit in claim.OPINION_UNIT.choices() if unit != OTHER)
DECIDER = "总经理"
_HALF_CENT = Decimal("0.005")  # what rounding a unit price may hide


class ClaimItem(Row):
    """One line of the goods delivered."""

    product_name: Annotated[complaint.ProductName, PrintedAs("品名")]
    product_model: (
        Annotated[
            service.ProductModel,
            PrintedAs(
                "规格型号",
                "规格 料号 品号 件号 图号 产品编号 产品编码 产品料号 产品图号 零件号 物料编码",
                "物料编号 物料号 客户料号 机种 P/N",
            ),
        ]
        | None
    ) = None
    unit: Annotated[claim.Unit, PrintedAs("单位")]
    batch_no: claim.BatchNo | None = None
    produced_on: claim.ProducedOn | None = None
    delivered_quantity: Annotated[claim.DeliveredQuantity, PrintedAs("交货数量", "数量")]
    unit_price: Annotated[claim.UnitPrice, PrintedAs("单价", "含税单价 销售单价")] | None = None
    line_amount: (
        Annotated[claim.LineAmount, PrintedAs("金额", "小计 总价 货款 货值 金额小计")] | None
    ) = None
    defective_quantity: claim.DefectiveQuantity | None = None

    @computed
    def defect_rate(self) -> claim.DefectRate | None:
        """Share of the goods delivered that is defective."""
        return ratio(self.defective_quantity, self.delivered_quantity)

    def proposed(self) -> Mapping[str, object]:
        """Propose quantity times price as the amount."""
        amount = self._amount()
        return {"line_amount": None if amount is None else rounded(amount, 2)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield quantities that cannot be, and an amount that is not quantity times price."""
        if self.delivered_quantity == 0:
            yield error("delivered_quantity", "应大于 0。")
        if (rate := self.defect_rate) is not None and rate > 1:
            yield error("defective_quantity", "多于“交货数量”，请核对。")
        if (amount := self._amount()) is not None:
            rounding = (self.delivered_quantity * _HALF_CENT,)
            yield from agrees(self, "line_amount", amount, inputs=rounding)

    def _amount(self) -> Decimal | None:
        if self.delivered_quantity is None or self.unit_price is None:
            return None
        return self.delivered_quantity * self.unit_price


class DepartmentOpinion(Row):
    """What one department says, with its signature."""

    opinion_unit: Annotated[claim.OpinionUnit, PrintedAs("部门")]
    unit_opinion: Annotated[complaint.UnitOpinion, PrintedAs("意见")] | None = None
    opinion_by: Annotated[complaint.OpinionBy, PrintedAs("签名", "签字 会签人")] | None = None
    opinion_on: Annotated[claim.OpinionOn, PrintedAs("日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an opinion or a day that nobody signed."""
        given = self.unit_opinion is not None or self.opinion_on is not None
        because = "填了意见或日期，应写明是谁"
        yield from requires(self, "opinion_by", when=given, because=because)


class ComplaintRegisterTwo(Record, title="客户投诉登记表二", section="3.3", number="complaint_no"):
    """A complaint about an order, with the goods, the claim and the departments' opinions."""

    printed_through = frozenset({"opinions"})

    complaint_no: Annotated[
        complaint.ComplaintNo, PrintedAs("投诉编号", "编号 记录编号 登记编号 受理编号")
    ]
    received_at: Annotated[
        complaint.ReceivedAt, PrintedAs("投诉日期", "日期 客户反馈日期 客户反馈时间")
    ]
    urgency: complaint.Urgency
    channel: complaint.Channel = "来电"
    channel_other: complaint.ChannelOther | None = None
    first_responder: complaint.FirstResponder
    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("经办人")] | None = None

    customer_no: customer.CustomerNo | None = None
    customer_name: Annotated[customer.CustomerName, PrintedAs("客户名称", "投诉单位 投诉客户")]
    customer_kind: customer.CustomerKind = "单位"
    contact_person: Annotated[customer.ContactPerson, PrintedAs("联系人", "客户代表 客户方联系人")]
    phone: Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)]
    address: Annotated[customer.PostalAddress, PrintedAs("地址", "公司地址")] | None = None
    keep_confidential: customer.KeepConfidential = False

    order_no: Annotated[
        complaint.OrderNo, PrintedAs("订单（合同）编号", "订单/合同编号 制令单号 生产工单号")
    ]
    delivery_no: claim.DeliveryNo | None = None
    manufacturing_unit: claim.ManufacturingUnit | None = None
    shipped_on: claim.ShippedOn | None = None
    items: Annotated[
        tuple[ClaimItem, ...], Group("货品明细", "产品明细 商品明细", at_least=1, at_most=200)
    ] = ()

    quality_exception: claim.QualityException
    category: complaint.Category = "产品质量"
    subcategory: (
        Annotated[
            complaint.Subcategory,
            PrintedAs("细类", "不良类别 不良类型 不良分类 缺陷类别 缺陷类型"),
        ]
        | None
    ) = None
    content: Annotated[complaint.Content, PrintedAs("投诉理由", "投诉原因")]
    sample_received: claim.SampleReceived | None = None
    sample_quantity: claim.SampleQuantity | None = None
    evidence: complaint.Evidence | None = None
    repeat_same_order: claim.RepeatSameOrder | None = None
    repeat_same_product: claim.RepeatSameProduct | None = None
    repeat_same_fault: claim.RepeatSameFault | None = None

    claim_compensation_amount: claim.ClaimCompensationAmount | None = None
    claim_discount_rate: claim.ClaimDiscountRate | None = None
    claim_discount_amount: claim.ClaimDiscountAmount | None = None
    claim_return_quantity: Annotated[claim.ClaimReturnQuantity, PrintedAs("退货数量")] | None = None
    claim_return_amount: Annotated[claim.ClaimReturnAmount, PrintedAs("退货金额")] | None = None
    claim_other: (
        Annotated[claim.ClaimOther, PrintedAs("其他要求", "客户要求 客户诉求 投诉要求 诉求")] | None
    ) = None
    expected_reply_on: Annotated[complaint.ExpectedReplyOn, PrintedAs("要求答复日期")] | None = None

    nature: complaint.Nature = "有效投诉"
    reject_reason: complaint.RejectReason | None = None
    level: complaint.Level | None = None
    severity: complaint.Severity
    safety_related: complaint.SafetyRelated = False
    immediate_action: complaint.ImmediateAction | None = None
    acknowledged_at: complaint.AcknowledgedAt | None = None
    acknowledged_by_channel: complaint.AcknowledgedByChannel | None = None
    assigned_department: complaint.AssignedDepartment
    assigned_handler: complaint.AssignedHandler
    handler_role: complaint.HandlerRole
    due_on: (
        Annotated[
            complaint.DueOn,
            PrintedAs("办结期限", "要求完成日期 要求完成时间 完成期限 期限 时限 截止日期"),
        ]
        | None
    ) = None
    external_ref: complaint.ExternalRef | None = None
    external_due_on: complaint.ExternalDueOn | None = None
    opinions: Annotated[
        tuple[DepartmentOpinion, ...], Group("各部门意见", "部门意见 会签意见", at_most=50)
    ] = ()

    @computed
    def days_since_shipment(self) -> claim.DaysSinceShipment | None:
        """Days from the shipment to the complaint."""
        return days_between(self.shipped_on, self.received_at)

    @computed
    def total_delivered_quantity(self) -> claim.TotalDeliveredQuantity | None:
        """The goods delivered, where all lines have the same unit."""
        return self._sum("delivered_quantity") if self._same_unit() else None

    @computed
    def amount_involved(self) -> complaint.AmountInvolved | None:
        """What the goods cost together."""
        return self._sum("line_amount")

    @computed
    def total_defective_quantity(self) -> claim.TotalDefectiveQuantity | None:
        """The defective goods, where all lines have the same unit."""
        return self._sum("defective_quantity") if self._same_unit() else None

    @computed
    def defect_rate(self) -> claim.DefectRate | None:
        """Share of all goods delivered that is defective."""
        return ratio(self.total_defective_quantity, self.total_delivered_quantity)

    @computed
    def repeat_no(self) -> complaint.RepeatNo | None:
        """How often this was complained of: the most of the three counts."""
        counts = (self.repeat_same_order, self.repeat_same_product, self.repeat_same_fault)
        return max((count for count in counts if count is not None), default=None)

    @computed
    def demand_amount(self) -> Annotated[complaint.DemandAmount, PrintedAs("索赔合计")] | None:
        """The claim in money: compensation, discount and return together."""
        amounts = (
            self.claim_compensation_amount,
            self.claim_discount_amount,
            self.claim_return_amount,
        )
        return sum_of(amounts)

    @computed
    def is_acknowledged_late(self) -> complaint.IsAcknowledgedLate | None:
        """Whether the customer was told of the acceptance after the limit."""
        return case_rules.acknowledged_late(self.received_at, self.acknowledged_at)

    @computed
    def opinion_chain(self) -> Annotated[tuple[DepartmentOpinion, ...], Group("会签")]:
        """The opinions in the order of signing, with a line for each department still to sign."""
        missing = set(CHAIN) - {opinion.opinion_unit for opinion in self.opinions}
        lines = [*self.opinions, *(DepartmentOpinion(opinion_unit=unit) for unit in missing)]
        return tuple(sorted(lines, key=_place))

    def proposed(self) -> Mapping[str, object]:
        """Propose clerk, discount in money, level of a serious case, and day to close it."""
        discount = self._discount()
        level = case_rules.high_level(
            severity=self.severity,
            safety_related=self.safety_related,
            repeat_no=self.repeat_no,
            channel=self.channel,
            demand_amount=self.demand_amount,
        )
        return {
            "prepared_by": self.first_responder,
            "claim_discount_amount": None if discount is None else rounded(discount, 2),
            "level": level,
            "due_on": case_rules.close_by(self.received_at, self.urgency, self.external_due_on),
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet (X1 to X6 of the chapter and its own)."""
        yield from not_after(self, "shipped_on", "received_at")
        yield from in_order(self, "received_at", "acknowledged_at")
        yield from in_order(self, "received_at", "due_on")
        yield from in_order(self, "received_at", "expected_reply_on", severity="warning")
        yield from case_rules.acknowledgement(late=self.is_acknowledged_late)
        yield from not_future(self, "received_at", today=today, severity="warning")
        yield from others(
            self,
            ("channel", "channel_other"),
            ("category", "subcategory"),
            ("acknowledged_by_channel", "remarks"),
            ("handler_role", "remarks"),
        )
        if self.customer_kind == "个人":
            yield error("customer_kind", "本表用于单位客户；个人投诉请填客户投诉登记表一。")
        yield from case_rules.sample(received=self.sample_received, quantity=self.sample_quantity)
        yield from self._goods()
        yield from self._claim()
        yield from case_rules.rejection(self, self.nature)
        yield from requires(self, "level", because="受理时应评定投诉等级")
        yield from case_rules.grading(
            level=self.level,
            severity=self.severity,
            safety_related=self.safety_related,
            handler_role=self.handler_role,
        )
        yield from case_rules.referral(self, self.channel)
        yield from self._opinions()

    def _goods(self) -> Iterator[Problem]:
        name = "received_at" if self.shipped_on is None else "shipped_on"
        for number, item in enumerate(self.items, start=1):
            if not not_before(getattr(self, name), item.produced_on):
                text = f"晚于“{self.label_of(name)}”，请核对两处的日期。"
                yield error(f"items.{number}.produced_on", text)

    def _claim(self) -> Iterator[Problem]:
        if all(getattr(self, name) is None for name in CLAIMS):
            yield error(CLAIMS[0], "客户要求的各栏（赔款、折价、退货、其他）至少填一栏。")
        if self.claim_return_quantity == 0:
            yield error("claim_return_quantity", "应大于 0；不要求退货的请留空。")
        returned = ratio(self.claim_return_quantity, self.total_delivered_quantity)
        if returned is not None and returned > 1:
            yield error("claim_return_quantity", "多于交货数量合计，请核对。")
        if (discount := self._discount()) is not None:
            # A discount on some of the goods only is no mistake.
            for problem in agrees(self, "claim_discount_amount", discount):
                yield warning(problem.path, problem.message)
        asked, paid = self.demand_amount, self.amount_involved
        if self.level != "高等级" and asked is not None and paid is not None and asked > paid:
            yield warning("demand_amount", "超过货款合计，请核对；确属如此的应考虑定为“高等级”。")

    def _opinions(self) -> Iterator[Problem]:
        """Each signs after those before him; a large claim is for the general manager."""
        other = any(opinion.opinion_unit == OTHER for opinion in self.opinions)
        because = "各部门意见中有“其他”，应注明是哪个部门"
        yield from requires(self, "remarks", when=other, because=because)
        signed = [
            (opinion.opinion_on, _place(opinion), number)
            for number, opinion in enumerate(self.opinions, start=1)
            if opinion.opinion_on is not None and opinion.opinion_unit in CHAIN
        ]
        for day, place, number in signed:
            if any(day < earlier for earlier, before, _ in signed if before < place):
                text = "早于前面部门签署的日期，请核对。"
                yield warning(f"opinions.{number}.opinion_on", text)
            if not not_before(day, self.received_at):
                yield error(f"opinions.{number}.opinion_on", "早于投诉日期，请核对。")
        limit = settings.current().general_manager_above
        decided = any(
            opinion.opinion_unit == DECIDER and opinion.opinion_by is not None
            for opinion in self.opinions
        )
        if self.demand_amount is not None and self.demand_amount > limit and not decided:
            text = f"索赔合计超过经理的权限（{limit:,f} 元），批准处理之前须有{DECIDER}的意见。"
            yield warning("opinions", text)

    def _sum(self, name: str) -> Decimal | None:
        return sum_of(getattr(item, name) for item in self.items)

    def _same_unit(self) -> bool:
        return len({item.unit for item in self.items}) == 1

    def _discount(self) -> Decimal | None:
        if self.claim_discount_rate is None or self.amount_involved is None:
            return None
        return self.amount_involved * self.claim_discount_rate


def _place(opinion: DepartmentOpinion) -> int:
    """Return the place of a department in the chain; what has none comes last."""
    return CHAIN.index(opinion.opinion_unit) if opinion.opinion_unit in CHAIN else len(CHAIN)
