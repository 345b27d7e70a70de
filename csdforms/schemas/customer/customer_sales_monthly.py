"""客户销售信息月报表: what each customer bought, paid and owes in one month of sales.

Manual section 4.5. 客户信息专员 compiles it by the day the month closes, 客户信息主管 reviews it,
客户服务部经理 approves. Figures come from the sales system and from finance; those that follow from
others are filled in and checked. A closed month is frozen: corrections go into the next one.

Sources: monthly reports on sales and receivables of trading firms, with their closing on the 25th,
their 迟收货款 and its reason, and their rate of collection.

>>> from csdforms.schemas.customer import CustomerSalesMonthly
>>> CustomerSalesMonthly.month_of(2026, 6, closes_on=25)
(datetime.date(2026, 5, 26), datetime.date(2026, 6, 25))
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas import settings
from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    SalesColumns,
    SalesReport,
    change,
    column_sums,
    disagreements,
    known,
    once_each,
    period,
    quotient,
    signed_sum,
    sums_disagree,
)
from csdforms.schemas.fields import customer, figures, sales, sheet
from csdforms.schemas.figures import Number, completed, plus
from csdforms.schemas.form import Part, Row
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    requires,
    under,
    warning,
)

ZERO = Decimal(0)
_FEBRUARY, _DECEMBER = 2, 12

#: Columns whose sum needs every line: against part of a base a rate would mislead.
BASES = ("target_amount", "last_month_amount", "last_year_month_amount", "ytd_receipts_amount")
SUMMED = (
    "sales_amount", "return_amount", "net_sales_amount", "ytd_sales_amount",
    "opening_receivable_amount", "invoiced_amount", "receipts_amount", "written_off_amount",
    "offset_amount", "balance_amount", "due_amount", "overdue_amount",
    "shipped_not_invoiced_amount",
)  # fmt: skip


class _Figures(SalesColumns):
    """The columns that a customer's line and the total line share."""

    target_amount: Annotated[sales.TargetAmount, PrintedAs("本月目标")] | None = None
    attainment_rate: sales.AttainmentRate | None = None
    last_month_amount: Annotated[sales.LastMonthAmount, PrintedAs("上月")] | None = None
    month_on_month_rate: Annotated[sales.MonthOnMonthRate, PrintedAs("环比")] | None = None
    last_year_month_amount: Annotated[sales.LastYearMonthAmount, PrintedAs("去年同月")] | None = (
        None
    )
    year_on_year_rate: Annotated[sales.YearOnYearRate, PrintedAs("同比")] | None = None
    ytd_sales_amount: (
        Annotated[
            sales.YtdSalesAmount,
            PrintedAs("本年累计", "累计 累计销售 累计销售额 累计销售金额"),
        ]
        | None
    ) = None
    opening_receivable_amount: sales.OpeningReceivableAmount | None = None
    invoiced_amount: sales.InvoicedAmount | None = None
    receipts_amount: Annotated[sales.ReceiptsAmount, PrintedAs("本月收款")] | None = None
    written_off_amount: sales.WrittenOffAmount | None = None
    offset_amount: sales.OffsetAmount | None = None
    balance_amount: Annotated[sales.BalanceAmount, PrintedAs("期末应收")] | None = None
    due_amount: sales.DueAmount | None = None
    overdue_amount: Annotated[sales.OverdueAmount, PrintedAs("迟收货款")] | None = None
    shipped_not_invoiced_amount: sales.ShippedNotInvoicedAmount | None = None
    ytd_receipts_amount: sales.YtdReceiptsAmount | None = None
    collection_rate: Annotated[sales.CollectionRate, PrintedAs("货款回收率")] | None = None

    def rates(self, head: CustomerSalesMonthly) -> dict[str, Exact]:
        """Return the rates of the line; those of the total come from the totals."""
        off, net = head.rounding(), self.net_sales_amount
        rates = {
            "attainment_rate": quotient(off, net, self.target_amount),
            "month_on_month_rate": change(off, net, self.last_month_amount),
            "year_on_year_rate": change(off, net, self.last_year_month_amount),
        }
        if head.collection_basis == "按开票":
            billed = plus(self.opening_receivable_amount, self.invoiced_amount)
            rates["collection_rate"] = quotient(off, self.receipts_amount, billed)
        elif self.ytd_receipts_amount is not None:
            late = self.overdue_amount or ZERO
            whole = self.ytd_receipts_amount + late
            rates["collection_rate"] = quotient(off, self.ytd_receipts_amount, whole)
        return rates


class MonthlyLine(_Figures, CustomerLine):
    """What one customer, or one of his contracts, comes to in the month."""

    contract_no: sales.ContractNo | None = None
    overdue_reason: sales.OverdueReason | None = None
    remarks: sheet.Remarks | None = None

    def identities(self, head: CustomerSalesMonthly) -> dict[str, Exact]:
        """Return the amounts that follow from others, where these are known."""
        off = head.rounding()
        exact = {
            "net_sales_amount": self.net_sales(off),
            "balance_amount": self._closing(head),
            "ytd_sales_amount": self._year_to_date(head),
        }
        if head.month == 1:
            exact["ytd_receipts_amount"] = signed_sum(off, [self.receipts_amount], [])
        return {name: figure for name, figure in exact.items() if figure.value is not None}

    def _closing(self, head: CustomerSalesMonthly) -> Exact:
        """Opening, and what was billed with tax, less what was received, written off, offset.

        Where no invoices are noted, net sales stand for them if they are with tax.
        """
        billed = self.invoiced_amount
        if billed is None and head.tax_basis == "含税":
            billed = self.net_sales_amount
        taken = (self.receipts_amount, self.written_off_amount, self.offset_amount)
        less = [amount or ZERO for amount in taken]
        return signed_sum(head.rounding(), [self.opening_receivable_amount, billed], less)

    def _year_to_date(self, head: CustomerSalesMonthly) -> Exact:
        """Return the sales of the year as far as this sheet knows the months before."""
        if head.month == 1:
            return signed_sum(head.rounding(), [self.net_sales_amount], [])
        if head.month == _FEBRUARY:
            return signed_sum(head.rounding(), [self.last_month_amount, self.net_sales_amount], [])
        return Exact(None)

    def filled_in(self, head: CustomerSalesMonthly) -> Self:
        """Return the line with empty boxes filled, amounts before the rates that rest on them."""
        line = self
        for _ in range(2):  # what is owed may rest on the net sales
            line = completed(line, known(line.identities(head)))
        return completed(line, known(line.rates(head)))

    def disagree(self, head: CustomerSalesMonthly) -> Iterator[Problem]:
        """Yield the typed figures that are not what follows from the others."""
        yield from disagreements(self, self.identities(head) | self.rates(head))

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with what is due and overdue."""
        overdue, due, owed = self.overdue_amount, self.due_amount, self.balance_amount
        late = overdue is not None and overdue > 0
        yield from requires(self, "overdue_reason", when=late, because="有迟收货款")
        if overdue is not None and due is not None and overdue > due:
            yield error("overdue_amount", "大于“到期应收款”；迟收的货款都已到期，请核对。")
        if due is not None and owed is not None and due > max(owed, ZERO):
            yield warning("due_amount", "大于“期末应收”，请核对是否有预收款未冲抵。")


class MonthlyTotal(_Figures, Part):
    """The total line: sums of the columns, and rates worked out from these sums."""

    main = "net_sales_amount"


class OpeningDifference(Row):
    """Why a customer's opening balance is not what the last report closed with."""

    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName | None = None
    last_closing_amount: sales.LastClosingAmount
    opening_receivable_amount: sales.OpeningReceivableAmount
    opening_difference_amount: sales.OpeningDifferenceAmount | None = None
    difference_reason: sales.DifferenceReason

    def difference(self) -> Exact:
        """Return by how much the opening balance exceeds the last closing one."""
        return signed_sum(ZERO, [self.opening_receivable_amount], [self.last_closing_amount])

    def proposed(self) -> Mapping[str, object]:
        """Propose the difference."""
        return {"opening_difference_amount": self.difference().value}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a difference that is none, or not the one typed."""
        exact = self.difference()
        if exact.value is not None:
            yield from disagreements(self, {"opening_difference_amount": exact})
        if exact.value == 0:
            yield error("opening_difference_amount", "期初与上月期末相同，这一行请删去。")


class CustomerSalesMonthly(SalesReport, title="客户销售信息月报表", section="4.5"):
    """Sales, receipts and receivables of one month, one line a customer or contract."""

    year: customer.AccountYear
    month: Annotated[sales.Month, PrintedAs("月份")]
    cut_off_day: sales.CutOffDay | None = None
    period_start: figures.PeriodStart | None = None
    period_end: figures.PeriodEnd | None = None
    collection_basis: sales.CollectionBasis = "按到期"
    rows: Annotated[tuple[MonthlyLine, ...], Group("客户明细", "明细", at_least=1)] = ()
    total: Annotated[MonthlyTotal, Label("合计", "总计")] | None = None
    opening_differences: Annotated[
        tuple[OpeningDifference, ...], Group("期初差异说明", "期初差异明细")
    ] = ()

    @staticmethod
    def month_of(year: int, month: int, closes_on: int | None = None) -> tuple[dt.date, dt.date]:
        """Return the first and last day of a month of sales.

        It closes on the day given, or on the month's last day if that is earlier; without a day
        it is the month of the calendar.
        """
        before = (year - 1, _DECEMBER) if month == 1 else (year, month - 1)
        first = _closing_day(*before, closes_on) + dt.timedelta(days=1)
        return first, _closing_day(year, month, closes_on)

    provenance: ProvenanceBox | None = None

    def complete(self) -> Self:
        """Fill in the period, what follows in each line, and the total line."""
        if self.cut_off_day is None and self.period_start is None and self.period_end is None:
            closes_on = settings.current().month_closes_on
            if closes_on is not None:
                self._set("cut_off_day", closes_on)
        super().complete()
        self._set("rows", tuple(line.filled_in(self) for line in self.rows))
        if self.rows:
            total = completed(self.total or MonthlyTotal(), self._sums())
            self._set("total", completed(total, known(total.rates(self))))
        return self

    def proposed(self) -> Mapping[str, object]:
        """Propose the period."""
        if self.year is None or self.month is None:
            return {}
        start, end = self.month_of(self.year, self.month, self.cut_off_day)
        return {"period_start": start, "period_end": end}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, lines, total and opening differences contradict each other."""
        yield from self._period(today)
        yield from once_each("rows", self.rows, "contract_no")
        for number, line in enumerate(self.rows, start=1):
            yield from under(f"rows.{number}", line.disagree(self))
        if self.total is not None:
            sums = sums_disagree(self.rounding(), self.total, self._sums(), len(self.rows))
            yield from under("total", sums)
            yield from under("total", disagreements(self.total, self.total.rates(self)))
            yield from self.mixed_units("total", self.total, "sales_quantity")
        yield from self._openings()

    def _period(self, today: dt.date) -> Iterator[Problem]:
        yield from period(self, today)
        start, end = self.period_start, self.period_end
        if None in (start, end, self.year, self.month):
            return
        assert end is not None
        if (end.year, end.month) != (self.year, self.month):
            yield error("period_end", "不在表头的年度和月份内，请核对。")
        elif (start, end) != self.month_of(self.year, self.month, self.cut_off_day):
            yield warning("period_start", "统计期间与月结截止日推算的不同，请确认。")

    def _sums(self) -> dict[str, Number | None]:
        sums = column_sums(self.rows, SUMMED, BASES)
        if self.quantity_unit is not None:
            sums |= column_sums(self.rows, ["sales_quantity"])
        return sums

    def _openings(self) -> Iterator[Problem]:
        """Each opening difference belongs to a customer of this sheet, and to his opening."""
        for number, note in enumerate(self.opening_differences, start=1):
            if note.customer_no is None:
                continue
            path = f"opening_differences.{number}"
            lines = [line for line in self.rows if line.customer_no == note.customer_no]
            if not lines:
                yield error(f"{path}.customer_no", "客户明细里没有这个客户，请核对编号。")
                continue
            exact = column_sums(lines, ["opening_receivable_amount"])
            yield from under(path, sums_disagree(self.rounding(), note, exact, len(lines)))


def _closing_day(year: int, month: int, closes_on: int | None) -> dt.date:
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, last if closes_on is None else min(closes_on, last))
