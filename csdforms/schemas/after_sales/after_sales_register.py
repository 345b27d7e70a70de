"""售后服务登记表: one request for service, from its receipt to the call afterwards.

Manual section 2.2, flow 2.9. 售后服务专员 fills it in at three moments: receipt, dispatch and
service, confirmation and call-back. 售后服务主管 reviews it; the manager approves returns,
exchanges, larger refunds, and work done free of charge outside the warranty. It feeds the summary
of returns and exchanges, the evaluation of the service and who gets a questionnaire.

Sources: repair sheets and service orders of makers and shops, exports of service systems; the
legal terms of return and exchange for goods under 三包.

>>> from csdforms.schemas.after_sales import AfterSalesRegister
>>> AfterSalesRegister.title(), AfterSalesRegister.number
('售后服务登记表', 'register_no')
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from csdforms.schemas import settings
from csdforms.schemas.after_sales.return_line import Amount, ReturnLine, price_of
from csdforms.schemas.fields import claim, complaint, customer, returns, sales, service
from csdforms.schemas.figures import completed, sum_of
from csdforms.schemas.form import Part, Record, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    others,
    requires,
    warning,
)

#: Who bears such a name is no person: somebody must be asked for.
_BODY = re.compile(
    "(?:公司|集团|工厂|商行|经营部|中心|医院|学校|小学|中学|大学|学院|酒店|研究院|事务所)$"
)
_RETURNS = ("退货", "换货", "仅退款")
_DISPATCHED = ("已派工", "处理中", "待配件")
_FINISHED = ("已完工", "待回访", "已关闭")
#: These results end a case without the work being done.
_NOT_DONE = ("未解决", "转投诉", "客户取消")
#: Somebody is sent or works at the bench; advice may come from whoever took the call.
_BY_HAND = ("上门", "送修", "寄修")
#: Work that is paid for outside the warranty.
_PAID_WORK = ("维修", "保养", "改造")
#: The days from the purchase within which goods under 三包 are taken back for poor quality or
#: changed, and those from the receipt within which goods sold at a distance need no reason.
_TERMS = {
    ("退货", "商品质量问题"): (7, "三包规定的退货期"),
    ("换货", "商品质量问题"): (15, "三包规定的换货期"),
    ("退货", "七日无理由"): (7, "七日无理由退货期，该期限自签收之日起算"),
}


class ReplacedPart(Row):
    """A part put in, or a fee booked as a line."""

    part_code: service.PartCode | None = None
    part_name: service.PartName
    part_spec: Annotated[service.PartSpec, PrintedAs("规格")] | None = None
    part_source: service.PartSource | None = None
    unit: Annotated[claim.Unit, PrintedAs("单位")] | None = None
    quantity: Annotated[
        returns.GoodsQuantity,
        PrintedAs("数量", "用量 配件数量 更换数量 使用数量 领用数量 耗用数量"),
    ]
    unit_price: (
        Annotated[claim.UnitPrice, PrintedAs("单价", "配件单价 材料单价 售价 零售价")] | None
    ) = None
    replace_reason: service.ReplaceReason | None = None

    @computed
    def line_amount(self) -> Amount | None:
        """What the part costs the customer; a price of 0 is free of charge."""
        return price_of(self.quantity, self.unit_price)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a line of nothing."""
        if self.quantity == 0:
            yield error("quantity", "应大于 0。")


class ReturnExchangeItem(ReturnLine):
    """Goods given back, and what the customer gets for them."""

    printed_through: ClassVar[frozenset[str]] = frozenset(
        {
            "replacement_product_name",
            "replacement_product_model",
            "replacement_quantity",
            "replacement_unit_price",
        }
    )

    product_code: returns.ProductCode | None = None
    stock_in_quantity: returns.StockInQuantity | None = None
    refund_amount: returns.RefundAmount | None = None
    replacement_product_name: returns.ReplacementProductName | None = None
    replacement_product_model: returns.ReplacementProductModel | None = None
    replacement_quantity: returns.ReplacementQuantity | None = None
    replacement_unit_price: returns.ReplacementUnitPrice | None = None

    @computed
    def price_difference_amount(self) -> returns.PriceDifferenceAmount | None:
        """What the customer pays for dearer goods; less than 0: what he gets back."""
        given = price_of(self.replacement_quantity, self.replacement_unit_price)
        if self.return_action != "换货" or given is None or self.line_amount is None:
            return None
        return given - self.line_amount

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the line: its quantities, the refund, the goods given out."""
        yield from super().rules(today)
        arrived = self.quantity if self.received_quantity is None else self.received_quantity
        stored = self.stock_in_quantity
        if stored is not None and arrived is not None and stored > arrived:
            yield error("stock_in_quantity", "多于收到的数量，请核对。")
        because = f"退换类型是“{self.return_action}”"
        refund = self.return_action in ("退货", "仅退款")
        yield from requires(self, "refund_amount", when=refund, because=because)
        exchange = self.return_action == "换货"
        names = ("replacement_product_name", "replacement_quantity")
        yield from requires(self, *names, when=exchange, because=because)
        priced = exchange and self.unit_price is not None
        because = "要算出差价"
        yield from requires(
            self, "replacement_unit_price", when=priced, because=because, severity="warning"
        )


class ItemsTotal(Part):
    """The sums of the lines of goods."""

    quantity: returns.GoodsQuantity | None = None
    line_amount: Amount | None = None
    refund_amount: returns.RefundAmount | None = None


class AfterSalesRegister(Record, title="售后服务登记表", section="2.2", number="register_no"):
    """A request for installation, repair, maintenance, return, exchange or advice."""

    spans = dict.fromkeys(
        ("维修起止时间", "服务起止时间", "起止时间"), ("arrived_at", "finished_at")
    )

    register_no: Annotated[
        service.RegisterNo,
        PrintedAs(
            "登记编号",
            "服务单号 单据编号 记录ID 编号 单号 流水号 受理编号 业务单号 任务单号 表单编号",
            "案例编号 退换货单号 退货单号",
        ),
    ]
    registered_at: service.RegisteredAt
    accept_channel: service.AcceptChannel | None = None
    accepted_by: service.AcceptedBy
    source_call_no: (
        Annotated[complaint.SourceCallNo, PrintedAs("来电记录号", "话务编号 通话编号")] | None
    ) = None

    customer_name: Annotated[
        customer.CustomerName,
        PrintedAs(
            "客户名称",
            "姓名 使用单位 报修单位 送修单位 申请单位 申请人 委托单位 收货人 买家昵称 退货人",
        ),
    ]
    customer_kind: customer.CustomerKind | None = None
    customer_no: customer.CustomerNo | None = None
    contact_person: (
        Annotated[customer.ContactPerson, PrintedAs("联系人", "现场联系人 单位联系人 联系人员")]
        | None
    ) = None
    phone: Annotated[
        customer.ContactPhone,
        PrintedAs(
            "联系电话",
            *customer.MOBILE_LABELS,
            "客户联系方式",
            "来电号码",
            "来电电话",
            "联系手机",
            "收货电话",
        ),
    ]
    email: Annotated[customer.EmailAddress, PrintedAs("邮箱")] | None = None
    region: (
        Annotated[
            sales.Region,
            PrintedAs("所在地区", "省市区县 省份 城市 省市 省/市 所在城市 所在省市 地市"),
        ]
        | None
    ) = None
    address: (
        Annotated[
            customer.PostalAddress,
            PrintedAs(
                "详细地址",
                "服务地点 顾客地址 安装地址 安装地点 上门地址 通讯地址 家庭地址 家庭住址",
                "房号 房间号",
                "楼栋房号 单位地址 收货地址 使用地点 设备地点 设备安放地点 现场地址",
                "取件地址 故障地点",
            ),
        ]
        | None
    ) = None

    product_name: Annotated[
        complaint.ProductName,
        PrintedAs(
            "产品名称",
            "产品类型 产品 设备 商品 名称 报修项目 报修设备 报修产品 报修物品 维修设备 家电名称",
            "仪器名称 品类 品种",
        ),
    ]
    brand: service.Brand | None = None
    product_model: Annotated[service.ProductModel, PrintedAs("规格型号")] | None = None
    serial_number: service.SerialNumber | None = None
    order_no: (
        Annotated[
            complaint.OrderNo,
            PrintedAs(
                "订单号/合同号",
                "源单据号 发票号 发票号码 关联订单 购货单号 销售单号 采购单号 发货单号",
                "小票号 源单号",
                "原单号 购货凭证",
            ),
        ]
        | None
    ) = None
    purchase_place: service.PurchasePlace | None = None
    purchased_on: (
        Annotated[
            complaint.PurchasedOn,
            PrintedAs("购买日期", "购货日期 购车日期 销售日期 售出日期 发票日期"),
        ]
        | None
    ) = None
    warranty_period_months: service.WarrantyPeriodMonths | None = None
    warranty_status: service.WarrantyStatus | None = None

    service_type: Annotated[
        service.ServiceType, PrintedAs("服务类型", "单据类型 申请类型 任务类别")
    ]
    service_type_other: service.ServiceTypeOther | None = None
    service_mode: service.ServiceMode
    urgency: Annotated[complaint.Urgency, PrintedAs("紧急程度", "工单级别 重要程度")] = "一般"
    problem_title: service.ProblemTitle | None = None
    problem_description: Annotated[
        service.ProblemDescription,
        PrintedAs(
            "问题描述",
            "故障 故障表现 故障状况 不良现象 问题反馈 反映问题 客户反映 客户反映内容 客户反映问题",
            "客户陈述 客户主诉 客户诉求 客户要求 客户需求 报修原因 报修故障 送修原因 申请原因",
            "申请事由 服务需求 服务要求 服务请求 来电内容 工单内容 工单描述",
        ),
    ]
    fault_since: service.FaultSince | None = None

    appointment_at: service.AppointmentAt | None = None
    outlet_name: (
        Annotated[
            service.OutletName,
            PrintedAs(
                "服务网点",
                "承修单位 承修网点 接修网点 派工网点 派工单位 承接网点 维修商 门店 受理门店 4S店",
            ),
        ]
        | None
    ) = None
    outlet_code: service.OutletCode | None = None
    service_person: service.ServicePerson | None = None
    assistants: service.Assistants | None = None
    dispatched_at: service.DispatchedAt | None = None
    arrived_at: service.ArrivedAt | None = None
    finished_at: service.FinishedAt | None = None

    diagnosis: service.Diagnosis | None = None
    fault_cause: Annotated[service.FaultCause, PrintedAs("原因分类")] | None = None
    service_measures: service.ServiceMeasures | None = None
    service_result: Annotated[service.ServiceResult, PrintedAs("处理结果")] | None = None
    service_status: Annotated[service.ServiceStatus, PrintedAs("处理状态")] | None = None
    closed_on: service.ClosedOn | None = None
    complaint_no: Annotated[complaint.ComplaintNo, PrintedAs("投诉登记号", "关联投诉单")] | None = (
        None
    )

    parts: Annotated[
        tuple[ReplacedPart, ...],
        Group(
            "更换配件",
            "配件明细 零件明细 备件明细 材料明细 配件更换情况 更换零件 更换备件 更换部件",
            "更换零部件 更换零配件 维修配件 使用配件 维修材料 使用材料",
            at_most=200,
        ),
    ] = ()
    labor_fee_amount: service.LaborFeeAmount | None = None
    travel_fee_amount: service.TravelFeeAmount | None = None
    inspection_fee_amount: service.InspectionFeeAmount | None = None
    other_fee_amount: service.OtherFeeAmount | None = None
    is_charged: service.IsCharged | None = None

    return_exchange_items: Annotated[
        tuple[ReturnExchangeItem, ...], Group("退换货明细", "退换明细", at_most=200)
    ] = ()

    customer_opinion: (
        Annotated[
            complaint.CustomerOpinion,
            PrintedAs("客户意见", "客户留言 客户评语 客户确认意见 验收意见 评价内容"),
        ]
        | None
    ) = None
    satisfaction: (
        Annotated[
            customer.Satisfaction,
            PrintedAs(
                "客户满意度",
                "评价 评价等级 评价星级 综合评价 满意度评价 服务质量评价 服务态度评价",
            ),
        ]
        | None
    ) = None
    customer_signature: (
        Annotated[
            customer.CustomerSignature,
            PrintedAs(
                "客户签字",
                "客户确认 客户确认签字 客户签收 客户盖章 客户验收 客户代表",
                "客户代表签字 使用单位签字",
                "验收人 验收签字 取机人签字 确认签字",
            ),
        ]
        | None
    ) = None
    signed_on: (
        Annotated[
            complaint.SignedOn,
            PrintedAs("签字日期", "确认日期 确认时间 客户确认日期 验收日期 验收时间"),
        ]
        | None
    ) = None
    follow_up_on: service.FollowUpOn | None = None
    follow_up_by: service.FollowUpBy | None = None
    follow_up_result: service.FollowUpResult | None = None

    @computed
    def parts_fee_amount(self) -> service.PartsFeeAmount | None:
        """What the parts come to, if any of them has a price."""
        return _money(sum_of(part.line_amount for part in self.parts))

    @computed
    def total_fee_amount(self) -> Annotated[service.TotalFeeAmount, PrintedAs("费用合计")]:
        """All fees and the parts together."""
        fees = (
            self.labor_fee_amount,
            self.travel_fee_amount,
            self.inspection_fee_amount,
            self.other_fee_amount,
            self.parts_fee_amount,
        )
        return _money(sum_of(fees)) or Decimal("0.00")

    @computed
    def response_hours(self) -> service.ResponseHours | None:
        """Hours from the receipt to the arrival."""
        return _hours(self.registered_at, self.arrived_at)

    @computed
    def service_duration_hours(self) -> service.ServiceDurationHours | None:
        """Hours from the arrival to the end of the work."""
        return _hours(self.arrived_at, self.finished_at)

    @computed
    def items_total(self) -> Annotated[ItemsTotal, Label("退换货合计")]:
        """The sums of the goods given back."""
        items = self.return_exchange_items
        names = ItemsTotal.model_fields
        return ItemsTotal.draft({name: sum_of(getattr(i, name) for i in items) for name in names})

    @computed
    def exchanges(self) -> Annotated[tuple[ReturnExchangeItem, ...], Group("换出产品")]:
        """The lines for which goods were given out."""
        return tuple(
            item
            for item in self.return_exchange_items
            if item.return_action == "换货" or item.replacement_product_name
        )

    def warranty_ends_on(self) -> dt.date | None:
        """Return the last day under warranty, as far as purchase and period are known."""
        if self.purchased_on is None or self.warranty_period_months is None:
            return None
        return _months_later(self.purchased_on, self.warranty_period_months)

    def complete(self) -> Self:
        """Fill what the sheet proposes, and the lines of goods with the sheet's own product."""
        super().complete()
        items = self.return_exchange_items
        self._set(
            "return_exchange_items", tuple(completed(item, self._known(item)) for item in items)
        )
        return self

    def _known(self, item: ReturnExchangeItem) -> Mapping[str, object]:
        """Return what the sheet knows of a line: its day, and the product if it is the same."""
        moment = self.finished_at or self.registered_at
        values: dict[str, object] = {}
        if moment is not None:
            values["returned_on"] = moment.date()
        if item.product_name in (None, self.product_name):
            values |= {"product_name": self.product_name, "product_model": self.product_model}
        return {name: value for name, value in values.items() if value is not None}

    def proposed(self) -> Mapping[str, object]:
        """Propose what follows from the customer's name, the warranty, the fees and the days."""
        body = self.customer_name is not None and _BODY.search(self.customer_name)
        return {
            "customer_kind": "单位" if body else None,
            "warranty_status": self._warranty(),
            "service_status": self._status(),
            "is_charged": self.total_fee_amount > 0,
        }

    def _warranty(self) -> str | None:
        last = self.warranty_ends_on()
        if last is None or self.registered_at is None:
            return None
        return "保内" if last >= self.registered_at.date() else "保外"

    def _status(self) -> str:
        """Return how far the case has come, the furthest mark that is filled."""
        if self.service_result == "客户取消":
            return "已取消"
        for name, status in (
            ("closed_on", "已关闭"),
            ("finished_at", "已完工"),
            ("arrived_at", "处理中"),
            ("dispatched_at", "已派工"),
            ("service_person", "已派工"),
        ):
            if getattr(self, name) is not None:
                return status
        return "待派工"

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from self._days(today)
        yield from self._customer()
        yield from self._progress()
        yield from self._fees()
        yield from self._returns()

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from not_future(self, "registered_at", today=today)
        # Sheets are filled in later, and customers misremember the purchase.
        yield from in_order(self, "purchased_on", "registered_at", severity="warning")
        yield from in_order(self, "registered_at", "appointment_at")
        yield from in_order(
            self, "registered_at", "dispatched_at", "arrived_at", "finished_at", "closed_on"
        )
        yield from in_order(self, "registered_at", "signed_on")
        done = "closed_on" if self.finished_at is None else "finished_at"
        yield from in_order(self, done, "follow_up_on")

    def _customer(self) -> Iterator[Problem]:
        body = self.customer_kind == "单位"
        yield from requires(self, "contact_person", when=body, because="客户是单位")
        visit = self.service_mode == "上门"
        yield from requires(self, "address", when=visit, because="服务方式是“上门”")
        yield from others(self, ("service_type", "service_type_other"))
        signed = self.signed_on is not None
        yield from requires(self, "customer_signature", when=signed, because="填了签字日期")
        yield from requires(self, "warranty_status", because="要据此判断是否收费")
        suggested = self._warranty()
        doubtful = {self.warranty_status, suggested} == {"保内", "保外"}
        if doubtful and self.remarks is None:
            text = f"按购买日期和保修期推算是“{suggested}”；确属例外的，请在备注中说明原因。"
            yield warning("warranty_status", text)

    def _progress(self) -> Iterator[Problem]:
        status, result = self.service_status, self.service_result
        finished = status in _FINISHED
        done = finished and result not in _NOT_DONE
        sent = self.dispatched_at is not None or status in _DISPATCHED
        worked = done and self.service_mode in _BY_HAND
        because = f"处理状态是“{status}”"
        yield from requires(
            self, "service_person", when=sent or worked, because="已经派工" if sent else because
        )
        names = ("service_measures", "service_result")
        yield from requires(self, *names, when=finished, because=because)
        yield from requires(self, "finished_at", when=done, because=because)
        closed = status == "已关闭"
        yield from requires(self, "closed_on", when=closed, because=because)
        passed_on = result == "转投诉"
        yield from requires(self, "complaint_no", when=passed_on, because="处理结果是“转投诉”")

    def _fees(self) -> Iterator[Problem]:
        total = self.total_fee_amount
        if self.is_charged and not total:
            yield error("is_charged", "费用合计为 0，应是“否”；收费的请填各项费用。")
        if self.is_charged is False and total and self.approved_by is None:
            text = "有费用而不收，属于减免，请填批准人；照收的请改为“是”。"
            yield error("is_charged", text)
        charged = self.warranty_status == "保内" and total > 0
        because = "保内服务有费用，要说明原因"
        yield from requires(self, "remarks", when=charged, because=because)
        free = (
            self.warranty_status == "保外"
            and self.service_type in _PAID_WORK
            and self.service_status in _FINISHED
            and not total
        )
        because = "保外免费服务须经批准"
        yield from requires(self, "approved_by", when=free, because=because, severity="warning")

    def _returns(self) -> Iterator[Problem]:
        because = f"服务类型是“{self.service_type}”"
        named = self.service_type in _RETURNS
        yield from requires(self, "return_exchange_items", when=named, because=because)
        refund = self.items_total.refund_amount or Decimal(0)
        limit = settings.current().return_approval_amount
        # At receipt nobody can have approved yet.
        finished = self.service_status in _FINISHED
        yield from requires(
            self,
            "approved_by",
            when=self.service_type in ("退货", "换货") or refund > limit,
            because="退货、换货和大额退款须经批准",
            severity="error" if finished else "warning",
        )
        for number, item in enumerate(self.return_exchange_items, start=1):
            days, term = _TERMS.get((item.return_action, item.reason_category), (0, ""))
            if days and self.purchased_on is not None and item.returned_on is not None:
                passed = (item.returned_on - self.purchased_on).days
                if passed > days:
                    text = f"退换日距购买日 {passed} 日，超过{term}，请核对是否另有约定。"
                    yield warning(f"return_exchange_items.{number}.returned_on", text)


def timed_seconds(start: dt.datetime | None, end: dt.datetime | None) -> int | None:
    """Return the seconds between two moments; a moment at midnight has no time."""
    if start is None or end is None or end < start:
        return None
    if dt.time() in (start.time(), end.time()):
        return None
    return int((end - start).total_seconds())


def _hours(start: dt.datetime | None, end: dt.datetime | None) -> Decimal | None:
    seconds = timed_seconds(start, end)
    return None if seconds is None else Decimal(seconds) / 3600


def _months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _money(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal("0.01"))
