"""产品退换货汇总表: the returns and exchanges of a period, by product, customer or reason.

Manual section 2.3, flow 2.9. 售后服务专员 prepares it each week or month, 售后服务主管 reviews it,
the manager approves; quality, warehouse, finance and sales get copies. Three tables: the summary
(A), the lines behind it (B), the reasons (C). What A and C leave empty is worked out from B where
B is given; whatever can be worked out must agree. Without lines, cells left empty are 0.

Sources: return summaries of trading systems, which tell return, exchange and refund without
return apart; return ledgers of shops and makers.

>>> from csdforms.schemas.after_sales import ReturnExchangeSummary
>>> ReturnExchangeSummary.title(), ReturnExchangeSummary.number
('产品退换货汇总表', 'summary_no')
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final, Self

from csdforms.schemas import settings
from csdforms.schemas.after_sales.return_line import Amount, ReturnLine, difference_of
from csdforms.schemas.fields import (
    claim,
    complaint,
    customer,
    figures,
    handling,
    returns,
    sales,
    service,
    sheet,
)
from csdforms.schemas.figures import (
    TOTALS,
    agrees,
    completed,
    pasted_total,
    plus,
    ratio,
    shares,
    sum_of,
    sums_agree,
)
from csdforms.schemas.form import Block, Part, Report, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    once,
    repeated,
    requires,
    under,
    warning,
)
from csdforms.schemas.types import Choice, Refused
from csdforms.schemas.types.numbers import rounded

PRODUCT: Final = "产品"
#: What tells the groups of a dimension apart in the lines; of regions and channels these know
#: nothing.
_KEYS = {
    PRODUCT: ("product_name", "product_model"),
    "客户": ("customer_name",),
    "退换原因": ("reason_category",),
    "责任方": ("responsible_party",),
}
#: The dimensions whose values are a closed list.
_CLOSED: Mapping[str, Choice] = {"退换原因": returns.REASON, "责任方": returns.PARTY}

RETURN = ("return_quantity", "return_count", "return_amount")
EXCHANGE = ("exchange_quantity", "exchange_count", "exchange_amount")
REFUND_ONLY = ("refund_only_quantity", "refund_only_amount")
SUMMED = (
    "sales_quantity",
    *RETURN,
    "return_cost_amount",
    "stock_in_quantity",
    "stock_in_amount",
    *EXCHANGE,
    *REFUND_ONLY,
    "refund_amount",
)
_NO_REASON_DAYS = 7
_SHARE_PLACES = 4  # of the fraction; two of the percentage
_PRECISION = 10_000  # quantities have at most four decimals


class _Figures(Block):
    """The columns that a line of the summary and its total line share."""

    sales_quantity: (
        Annotated[
            sales.SalesQuantity,
            PrintedAs("销售数量", "出货数量 出货量 发货数量 发货量 订单数量 成交数量"),
        ]
        | None
    ) = None
    return_count: returns.ReturnCount | None = None
    return_quantity: sales.ReturnQuantity | None = None
    return_amount: (
        Annotated[sales.ReturnAmount, PrintedAs("退货金额", "退货总额 退货货款")] | None
    ) = None
    return_cost_amount: returns.ReturnCostAmount | None = None
    stock_in_quantity: returns.StockInQuantity | None = None
    stock_in_amount: returns.StockInAmount | None = None
    exchange_count: returns.ExchangeCount | None = None
    exchange_quantity: returns.ExchangeQuantity | None = None
    exchange_amount: returns.ExchangeAmount | None = None
    refund_only_quantity: returns.RefundOnlyQuantity | None = None
    refund_only_amount: returns.RefundOnlyAmount | None = None
    refund_amount: returns.RefundAmount | None = None
    return_rate: returns.ReturnRate | None = None
    exchange_rate: returns.ExchangeRate | None = None

    def follows(self) -> Mapping[str, Decimal | None]:
        """Return the rates that follow from the quantities of the same line."""
        return {
            "return_rate": ratio(self.return_quantity, self.sales_quantity),
            "exchange_rate": ratio(self.exchange_quantity, self.sales_quantity),
        }

    def proposed(self) -> Mapping[str, object]:
        """Propose the rates."""
        return self.follows()

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the cells of one line contradict each other."""
        for name, exact in self.follows().items():
            yield from agrees(self, name, exact)
        back = plus(self.return_quantity, self.exchange_quantity)
        if _exceeds(self.stock_in_quantity, back):
            yield error("stock_in_quantity", "多于退货数量与换货数量之和，请核对。")
        if _exceeds(self.return_quantity, self.sales_quantity):
            yield warning("return_quantity", "多于“销售数量”；退的是以前各期售出的，属正常。")


class _Item(Row):
    #: Sheets of one dimension head the column with its name.
    group_value: (
        Annotated[
            returns.GroupValue,
            PrintedAs("汇总项目", "客户 客户名称 退换原因 退货原因 责任方 地区 区域 渠道"),
        ]
        | None
    ) = None
    product_code: Annotated[returns.ProductCode, PrintedAs("货品编号", "条码 条形码")] | None = None
    product_name: (
        Annotated[complaint.ProductName, PrintedAs("产品名称", "商品 产品 存货名称")] | None
    ) = None
    product_model: (
        Annotated[service.ProductModel, PrintedAs("规格型号", "颜色规格 规格属性")] | None
    ) = None
    unit: Annotated[claim.Unit, PrintedAs("单位")] | None = None


class SummaryRow(_Figures, _Item):
    """The returns and exchanges of one product, or of one value of another dimension."""

    printed_through: ClassVar[frozenset[str]] = frozenset({"group_value", "product_name"})

    main_reason: returns.MainReason | None = None
    remarks: sheet.Remarks | None = None

    @computed
    def summary_item(self) -> returns.SummaryItem | None:
        """What the line is about: the value it is grouped by, and the product."""
        return "　".join(filter(None, (self.group_value, self.product_name))) or None

    def nothing(self) -> Mapping[str, object]:
        """Return zeros for what did not happen: neither typed, nor of any quantity."""
        zeros: dict[str, Any] = {}
        for names in (RETURN, EXCHANGE, REFUND_ONLY):
            cells = [getattr(self, name) for name in names]
            if cells[0] == 0 or all(cell is None for cell in cells):
                zeros |= {name: _zero(name) for name in names}
        if RETURN[0] in zeros and REFUND_ONLY[0] in zeros:
            zeros["refund_amount"] = _zero("refund_amount")
        return zeros

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the line; a pasted total line is told apart at once."""
        for name in ("group_value", "product_name"):
            if getattr(self, name) in TOTALS:
                yield pasted_total(name)
                return
        yield from super().rules(today)


class SummaryTotal(_Figures, Part):
    """The total line: sums of the columns, and rates worked out from these sums."""


class DetailRow(ReturnLine):
    """One line of goods of one after-sales case."""

    register_no: Annotated[
        service.RegisterNo,
        PrintedAs(
            "登记编号",
            "退货单编号 退货单号 退换货单号 单据编号 退款单号 退款编号 退换编号 RMA单号 RMA号",
        ),
    ]
    returned_on: Annotated[
        returns.ReturnedOn,
        PrintedAs("退换日期", "登记日期 申请日期 申请时间 退件日期 客退日期"),
    ]
    customer_name: Annotated[
        customer.CustomerName,
        PrintedAs(
            "客户名称",
            "收货人 收件人 买家ID 买家昵称 会员昵称 旺旺 旺旺号 退货人 退货客户 退货单位 经销商",
        ),
    ]
    phone: (
        Annotated[
            customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS, "收货人电话")
        ]
        | None
    ) = None
    order_no: (
        Annotated[
            complaint.OrderNo,
            PrintedAs(
                "订单编号",
                "原单号 原单据号 销售单号 原销售单号 关联订单 发货单号 送货单号 出库单号 采购单号",
                "发票号",
            ),
        ]
        | None
    ) = None
    ordered_on: returns.OrderedOn | None = None
    goods_received_on: returns.GoodsReceivedOn | None = None
    product_name: Annotated[
        complaint.ProductName,
        PrintedAs(
            "产品名称",
            "产品 商品 退货产品 退货商品 退货品名 退回产品 退换商品 宝贝名称 存货名称",
        ),
    ]
    return_handling: Annotated[returns.ReturnHandling, PrintedAs("处理方式")]
    return_status: returns.ReturnStatus
    handler: (
        Annotated[
            handling.Handler,
            PrintedAs("处理人员", "客服 客服人员 操作人 登记人 受理人 业务员 跟单员"),
        ]
        | None
    ) = None
    reviewed_by: sheet.ReviewedBy | None = None
    reviewed_on: sheet.ReviewedOn | None = None
    remarks: sheet.Remarks | None = None

    @computed
    def quantity_difference(self) -> returns.QuantityDifference | None:
        """What was received less what was announced: 0, or what is missing below it."""
        return difference_of(self.quantity, self.received_quantity)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the line: its quantities, its days, its review."""
        yield from super().rules(today)
        yield from in_order(self, "ordered_on", "goods_received_on", "returned_on")
        if (
            self.reason_category == "七日无理由"
            and self.goods_received_on is not None
            and self.returned_on is not None
            and (self.returned_on - self.goods_received_on).days > _NO_REASON_DAYS
        ):
            text = f"签收已超过 {_NO_REASON_DAYS} 日，不属七日无理由，请核对原因或日期。"
            yield warning("returned_on", text)
        reviewed = self.reviewed_on is not None
        yield from requires(self, "reviewed_by", when=reviewed, because="填了审核日期")


class DetailTotal(Part):
    """The sums of the lines."""

    quantity: returns.GoodsQuantity | None = None
    received_quantity: returns.ReceivedQuantity | None = None
    quantity_difference: returns.QuantityDifference | None = None
    line_amount: Amount | None = None


class _Reason(Block):
    """The columns that a reason and the total line of reasons share."""

    return_quantity: sales.ReturnQuantity | None = None
    exchange_quantity: returns.ExchangeQuantity | None = None
    return_exchange_amount: Annotated[returns.ReturnExchangeAmount, PrintedAs("金额")] | None = None
    share: figures.Share | None = None


class ReasonRow(_Reason, Row):
    """The goods returned and exchanged for one reason."""

    reason_category: Annotated[returns.ReasonCategory, PrintedAs("退换原因", "原因类别 不良原因")]

    def quantity(self) -> Decimal:
        """Return what was returned and exchanged together."""
        return Decimal(sum_of((self.return_quantity, self.exchange_quantity)) or 0)

    def nothing(self) -> Mapping[str, object]:
        """Return zeros for the quantities left empty."""
        return {"return_quantity": Decimal(0), "exchange_quantity": Decimal(0)}


class ReasonTotal(_Reason, Part):
    """The sums over all reasons."""


class ReturnExchangeSummary(Report, title="产品退换货汇总表", section="2.3", number="summary_no"):
    """Returns, exchanges and refunds of a period, with their reasons and what is done."""

    spans = dict.fromkeys(
        (
            "统计起止日期",
            "统计期间",
            "统计时间",
            "起止日期",
            "起止时间",
        ),
        ("period_start", "period_end"),
    )

    summary_no: Annotated[returns.SummaryNo, PrintedAs("编号")]
    period_type: returns.PeriodType
    period_start: Annotated[figures.PeriodStart, PrintedAs("开始日期")]
    period_end: Annotated[figures.PeriodEnd, PrintedAs("结束日期", "截止日期 统计截止日期")]
    group_by: returns.GroupBy = PRODUCT
    product_category: returns.ProductCategory | None = None
    brand: service.Brand | None = None
    warehouse: returns.Warehouse | None = None
    summary_rows: Annotated[
        tuple[SummaryRow, ...], Group("退换货汇总", "汇总 汇总明细", at_least=1)
    ] = ()
    total: Annotated[SummaryTotal, Label("合计", "总计")] | None = None
    detail_rows: Annotated[tuple[DetailRow, ...], Group("退换货明细", "明细 退货明细")] = ()
    reason_rows: Annotated[
        tuple[ReasonRow, ...], Group("退换原因分析", "原因分析", at_most=100)
    ] = ()
    main_problem_analysis: returns.MainProblemAnalysis | None = None
    improvement_measures: Annotated[returns.ImprovementMeasures, PrintedAs("改进措施")] | None = (
        None
    )
    provenance: ProvenanceBox | None = None

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    @computed
    def detail_total(self) -> Annotated[DetailTotal, Label("明细合计")] | None:
        """The sums of table B."""
        if not self.detail_rows:
            return None
        return DetailTotal.draft(_column_sums(self.detail_rows, DetailTotal.model_fields))

    @computed
    def reason_total(self) -> Annotated[ReasonTotal, Label("原因分析合计")] | None:
        """The sums of table C."""
        if not self.reason_rows:
            return None
        return ReasonTotal.draft(_column_sums(self.reason_rows, ReasonTotal.model_fields))

    def hidden_names(self) -> tuple[str, ...]:
        """Return the customers' names where returns are summed up by customer."""
        if self.group_by != "客户":
            return ()
        return tuple(row.group_value for row in self.summary_rows if row.group_value)

    # What the sheet fills in

    def complete(self) -> Self:
        """Work out from table B what A and C leave empty, then sums, rates and shares."""
        if not self.summary_rows:
            self._set("summary_rows", self._groups())
        if not self.reason_rows:
            self._set("reason_rows", self._reasons())
        super().complete()
        rows = tuple(self._summed_up(self._spelled(row)) for row in self.summary_rows)
        self._set("summary_rows", rows)
        if rows:
            self._set("total", completed(self.total or SummaryTotal(), _sums(rows)))
        reasons = tuple(self._known(row) for row in self.reason_rows)
        parts = _shares(reasons)
        self._set(
            "reason_rows",
            tuple(
                completed(row, {"share": part}) for row, part in zip(reasons, parts, strict=True)
            ),
        )
        return self

    def _groups(self) -> tuple[SummaryRow, ...]:
        """Return a line of table A for each group in table B, in their order."""
        groups: dict[tuple[str | None, ...], None] = {}
        names = _KEYS.get(self.group_by, ())
        units = {_product_of(line): line.unit for line in self.detail_rows if line.unit}
        for line in self.detail_rows:
            key = tuple(getattr(line, name) for name in names)
            if self.group_by == PRODUCT:
                key += (line.unit or units.get(_product_of(line)),)
            if key and key[0] is not None:
                groups.setdefault(key)
        return tuple(
            SummaryRow.empty().model_copy(
                update=dict(zip((*names, "unit"), key, strict=True))
                if self.group_by == PRODUCT
                else {"group_value": key[0]}
            )
            for key in groups
        )

    def _spelled(self, row: SummaryRow) -> SummaryRow:
        """Return the row with the value of a closed dimension as it is printed."""
        kind = _CLOSED.get(self.group_by)
        if kind is None or row.group_value is None:
            return row
        try:
            return row.model_copy(update={"group_value": kind.accept(row.group_value)})
        except Refused:
            return row

    def _lines_of(self, row: SummaryRow) -> list[DetailRow]:
        """Return the lines of a group; a product without model takes all its models."""
        names = _KEYS.get(self.group_by, ())
        product = self.group_by == PRODUCT
        wanted = (row.product_name, row.product_model) if product else (row.group_value,)
        if not names or wanted[0] is None:
            return []
        pairs = list(zip(names, wanted, strict=True))
        return [
            line
            for line in self.detail_rows
            if all(value in (None, getattr(line, name)) for name, value in pairs)
            and not (product and _differ(line.unit, row.unit))
        ]

    def _groups_of_lines(self) -> list[list[DetailRow]] | None:
        """Return the lines of each row, none if one has no row or several.

        The lines do not know their product's code; two of one name are not told apart by them.
        """
        groups = [self._lines_of(row) for row in self.summary_rows]
        numbers = Counter(id(line) for lines in groups for line in lines)
        return groups if all(numbers[id(line)] == 1 for line in self.detail_rows) else None

    def _summed_up(self, row: SummaryRow) -> SummaryRow:
        """Return a line of table A with what its lines come to, and zeros for the rest."""
        lines = self._lines_of(row)
        if lines:
            row = completed(row, {**_tally(lines), "main_reason": _main_reason(lines)})
        return completed(row, row.nothing())

    def _reasons(self) -> tuple[ReasonRow, ...]:
        """Return a line of table C for each reason of a return or exchange, in their order."""
        named = {one.reason_category for one in self.detail_rows if _is_back(one)}
        words = (word for word in returns.REASON.choices() if word in named)
        return tuple(
            ReasonRow.empty().model_copy(update={"reason_category": word}) for word in words
        )

    def _known(self, row: ReasonRow) -> ReasonRow:
        return completed(completed(row, self._reason_figures(row)), row.nothing())

    def _reason_figures(self, row: ReasonRow) -> Mapping[str, Decimal | None]:
        """Return what table B says of a reason, nothing where there is no table B."""
        if not self.detail_rows or row.reason_category is None:
            return {}
        lines = [one for one in self.detail_rows if one.reason_category == row.reason_category]
        tally = _tally(lines)
        amount = plus(tally["return_amount"], tally["exchange_amount"])
        return {
            "return_quantity": tally["return_quantity"],
            "exchange_quantity": tally["exchange_quantity"],
            "return_exchange_amount": amount,
        }

    # What must agree

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the head and the three tables contradict each other."""
        yield from in_order(self, "period_start", "period_end")
        yield from self._summary()
        yield from self._details()
        yield from self._reason_table()
        yield from self._approval()

    def _summary(self) -> Iterator[Problem]:
        """Table A: every group once, main reasons and the total line."""
        name = "product_name" if self.group_by == PRODUCT else "group_value"
        kind = _CLOSED.get(self.group_by)
        keys = (
            (row.group_value, row.product_code, row.product_name, row.product_model, row.unit)
            for row in self.summary_rows
        )
        again = set(repeated(key if any(key[:-1]) else None for key in keys))
        for number, row in enumerate(self.summary_rows, start=1):
            path = f"summary_rows.{number}"
            because = f"汇总口径是“{self.group_by}”"
            yield from under(path, requires(row, name, because=because))
            if number in again:
                yield error(f"{path}.{name}", "这个项目前面已有一行，请合并成一行。")
            value = row.group_value
            if kind and value and value not in (*kind.choices(), *TOTALS):
                words = "、".join(kind.choices())
                yield error(f"{path}.group_value", f"汇总口径是“{self.group_by}”，应是：{words}。")
        yield from self._main_reasons()
        if self.total is not None and self.summary_rows:
            sums = _sums(self.summary_rows)
            yield from sums_agree(self.total, {name: sums[name] for name in SUMMED})

    def _main_reasons(self) -> Iterator[Problem]:
        groups = self._groups_of_lines() or ()
        for number, (row, lines) in enumerate(zip(self.summary_rows, groups, strict=False), 1):
            exact = _main_reason(lines)
            if exact and row.main_reason and row.main_reason != exact:
                text = f"按明细应是“{exact}”，请核对。"
                yield error(f"summary_rows.{number}.main_reason", text)

    def _details(self) -> Iterator[Problem]:
        """Table B: its days lie in the period, its sums are those of table A."""
        for number, line in enumerate(self.detail_rows, start=1):
            day, first, last = line.returned_on, self.period_start, self.period_end
            if day is None:
                continue
            if (first is not None and day < first) or (last is not None and day > last):
                yield error(f"detail_rows.{number}.returned_on", "不在统计期间内，请核对。")
        if self.total is None or not self.detail_rows:
            return
        exact: dict[str, Any] = dict(_tally(self.detail_rows))
        groups = self._groups_of_lines()
        counts = [_tally(lines) for lines in groups or ()]
        for name in ("return_count", "exchange_count"):
            # A case with two products counts in both groups.
            exact[name] = None if groups is None else sum(count[name] or 0 for count in counts)
        for name, value in exact.items():
            typed = getattr(self.total, name)
            if None not in (typed, value) and typed != value:
                kind = SummaryTotal.specs()[name].type
                assert kind is not None
                text = f"按明细合计是“{kind.show(value)}”，汇总与明细应一致，请核对。"
                yield error(f"total.{name}", text)
        yield from self._rows_and_lines()

    def _rows_and_lines(self) -> Iterator[Problem]:
        """Each line of A is what its lines of B come to, where these know their group."""
        groups = self._groups_of_lines() or ()
        for place, (row, lines) in enumerate(zip(self.summary_rows, groups, strict=False), 1):
            for name, value in _tally(lines).items():
                typed = getattr(row, name)
                if None not in (typed, value) and typed != value:
                    kind = SummaryRow.specs()[name].type
                    assert kind is not None
                    text = f"按这一项的明细是“{kind.show(value)}”，请核对。"
                    yield error(f"summary_rows.{place}.{name}", text)

    def _reason_table(self) -> Iterator[Problem]:
        """Table C: every reason once, its figures those of table B, its sums those of table A."""
        yield from once("reason_rows", self.reason_rows, "reason_category", mend="请合并成一行")
        for number, row in enumerate(self.reason_rows, start=1):
            path = f"reason_rows.{number}"
            for name, exact in self._reason_figures(row).items():
                if exact is not None:
                    yield from under(path, agrees(row, name, exact))
        yield from self._reason_shares()
        sums = self.reason_total
        if self.total is None or sums is None:
            return
        for name in ("return_quantity", "exchange_quantity"):
            typed, summed = getattr(self.total, name), getattr(sums, name)
            if None not in (typed, summed) and typed != summed:
                label = self.total.label_of(name)
                yield error("reason_rows", f"各原因的{label}之和与汇总表的合计不一致，请核对。")

    def _reason_shares(self) -> Iterator[Problem]:
        """The largest share takes what rounding leaves over; rounded by itself it is no error."""
        whole = sum(row.quantity() for row in self.reason_rows)
        parts = _shares(self.reason_rows)
        for number, (row, part) in enumerate(zip(self.reason_rows, parts, strict=True), start=1):
            alone = ratio(row.quantity(), whole)
            if alone is None or row.share is None or _printed(row.share) != _printed(alone):
                yield from under(f"reason_rows.{number}", agrees(row, "share", part))
        if whole and sum(row.share or 0 for row in self.reason_rows) != 1:
            yield warning("reason_rows", "各项占比之和不是 100.00%，尾差请并入占比最大的一项。")

    def _approval(self) -> Iterator[Problem]:
        if self.total is None:
            return
        amounts = (getattr(self.total, names[-1]) for names in (RETURN, EXCHANGE, REFUND_ONLY))
        large = (sum_of(amounts) or 0) > settings.current().return_approval_amount
        yield from requires(self, "approved_by", when=large, because="退换货金额超过限额")


def _product_of(line: DetailRow) -> tuple[str | None, ...]:
    return tuple(getattr(line, name) for name in _KEYS[PRODUCT])


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def _exceeds(part: Decimal | int | None, whole: Decimal | int | None) -> bool:
    return part is not None and whole is not None and part > whole


def _is_back(line: DetailRow) -> bool:
    """Whether a line counts as returned or exchanged."""
    return line.return_action in ("退货", "换货")


def _tally(lines: Iterable[DetailRow]) -> dict[str, Any]:
    """Return the figures of table A that lines of table B come to; refunds are not among them."""
    lines = list(lines)
    figures_of: dict[str, Any] = {}
    for action, names in (("退货", RETURN), ("换货", EXCHANGE), ("仅退款", REFUND_ONLY[:1])):
        own = [line for line in lines if line.return_action == action]
        numbers = {line.register_no for line in own if line.register_no is not None}
        values = (
            plus(*(line.quantity for line in own)),
            len(numbers),
            plus(*(line.line_amount for line in own)),
        )
        for name, value in zip(names, values, strict=False):
            figures_of[name] = value if value is None else type(_zero(name))(value)
    return figures_of


def _main_reason(lines: Iterable[DetailRow]) -> str | None:
    weights: dict[str, tuple[Decimal, Decimal]] = {}
    for line in lines:
        if line.reason_category is not None:
            quantity, amount = weights.get(line.reason_category, (Decimal(0), Decimal(0)))
            more = (line.quantity or 0, line.line_amount or 0)
            weights[line.reason_category] = (quantity + more[0], amount + more[1])
    return leading_reason(weights)


def leading_reason(weights: Mapping[str, tuple[Decimal | int, Decimal | int]]) -> str | None:
    """Return the reason of the greatest quantity, then amount, then the first of the list."""
    known = (word for word in returns.REASON.choices() if word in weights)
    return max(known, key=lambda word: weights[word], default=None)


def _sums(rows: Sequence[SummaryRow]) -> dict[str, Any]:
    """Return what the total line should hold."""
    sums: dict[str, Any] = {name: sum_of(getattr(row, name) for row in rows) for name in SUMMED}
    units = [row.unit or "" for row in rows]
    sums["sales_quantity"] = sales_base([row.sales_quantity for row in rows], units)
    return sums


def sales_base(quantities: Sequence[Decimal | int | None], units: Sequence[str]) -> Any:
    """Return what was sold of all lines together: none unless all is known and of one unit.

    A rate against part of the sales, or against boxes and pieces added up, would mislead.
    """
    return None if None in quantities or len(set(units)) > 1 else sum_of(quantities)


def _column_sums(rows: Sequence[Row], names: Iterable[str]) -> dict[str, Any]:
    return {name: sum_of(getattr(row, name) for row in rows) for name in names}


def _shares(rows: Sequence[ReasonRow]) -> tuple[Decimal | None, ...]:
    return shares([int(row.quantity() * _PRECISION) for row in rows])


def _printed(share: Decimal) -> Decimal:
    return rounded(share, _SHARE_PLACES)


def _zero(name: str) -> Decimal | int:
    """Return nothing of a column: no case, no goods, no money."""
    if name.endswith("_count"):
        return 0
    return Decimal("0.00") if name.endswith("_amount") else Decimal(0)
