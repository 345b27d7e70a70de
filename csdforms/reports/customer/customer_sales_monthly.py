"""客户销售信息月报表 computed: what each customer bought, paid and owes in a month (manual §4.5).

The month is that in which the period ends; it closes on the day said, on that of the settings, or
on that of the period itself (26th to 25th), else with the calendar. What the last month's filed
sheet says stays as it is: its sales, its year to date and what was owed at its end (A.2, 4.5), for
who does not stand on it nothing; an opening balance that differs is explained in a row of its own.
On the sheet stands every customer with a figure that is not 0, so that its totals are those of the
firm. Before the month has ended it is still compared with whole months, as its columns say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.bought import sales_of
from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.ranking import sum_whole
from csdforms.reports.customer.receivables import (
    Balances,
    Due,
    on_billed,
    on_due,
    paid_in,
)
from csdforms.reports.customer.sales_month import SalesMonth, frozen_of
from csdforms.reports.customer.shipped import unbilled
from csdforms.reports.customer.turnover import of_file, one_unit, turnover_in
from csdforms.reports.figure import Figure, change, given, minus, plus, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts
from csdforms.reports.sources.sales import Sales
from csdforms.schemas import figures
from csdforms.schemas.customer.customer_sales_monthly import BASES, SUMMED, CustomerSalesMonthly

__all__ = ["REPORT", "charts", "compute"]

_CHARTED = 10  # pairs of columns that can be told apart
_QUANTITY = "sales_quantity"
_PLACE = ("region", "salesperson")
_NO_SALES = "没有销售明细"


def compute(request: Request) -> Data:
    """Return a line for each customer, their totals, and openings that differ."""
    month = SalesMonth.of(request)
    basis, sales = sales_of(request)
    sheet = _Sheet(request, month, basis, sales)
    rows = [row for file in sheet.files() if (row := sheet.row(file)) is not None]
    rows.sort(key=lambda row: (-row["net_sales_amount"].value, row["customer_no"]))
    data: dict[str, Any] = {
        "year": month.year,
        "month": month.month,
        "cut_off_day": month.closes_on,
        "period_start": month.start,
        "period_end": month.end,
        "money_unit": request.option("money_unit"),
        "tax_basis": basis,
        "quantity_unit": sheet.unit,
        "collection_basis": sheet.collection_basis,
        "rows": rows,
        "opening_differences": sheet.differences(rows),
    }
    if rows:
        data["total"] = sheet.total(rows)
    return {name: value for name, value in data.items() if value not in (None, [])}


class _Sheet:
    """The figures of all customers in one month."""

    def __init__(self, request: Request, month: SalesMonth, basis: str, sales: Sales) -> None:
        self.request = request
        self.day = min(month.end, request.period.as_of)
        self.collection_basis = request.option("collection_basis")
        sources, start = request.sources, month.start
        self._sold = turnover_in(sales, start, self.day)
        self._last = turnover_in(sales, *month.before().days)
        self._last_year = turnover_in(sales, *month.last_year().days)
        self._year = turnover_in(sales, month.first().start, self.day)
        self.unit = one_unit(sales, self._sold.lines)
        self._balances = Balances(request, start, self.day)
        self._due = Due(sources, self.day)
        self._paid = paid_in(sources, month.first().start, self.day)
        self._shipped = unbilled(sources, self.day)
        targets = sources.targets
        planned = targets.all().where(targets.month.isin(month.text), f"{month.text}的目标")
        grouped = planned.by(targets.file)
        planned_for = set(grouped.words())
        self._targets: Counts = {
            file: target
            for file, target in grouped.total(targets.amount, "金额").items()
            if file in planned_for
        }
        self._frozen = frozen_of(request, month.before(), basis)
        self._starts_year = month.month == 1
        self._reasons = request.kept("rows", "customer_no", "overdue_reason")

    def files(self) -> list[str]:
        """Return all customers who may have a figure."""
        known = set(self._sold.sales.file.values)
        known |= self._balances.files() | {file for file in self._targets if file}
        return sorted(known | set(self._frozen.listed))

    def row(self, file: str) -> dict[str, Any] | None:
        """Return a customer's line, none if all its figures are 0."""
        cells = self._amounts(file)
        frozen = self._frozen.of(file)
        if not any(cell.value for cell in cells.values()) and not (frozen and frozen.closing.value):
            return None
        customers = self.request.sources.customers
        place = read_off(customers, file, self.day)
        row: dict[str, Any] = {
            **named(customers, file),
            **{name: place[name] for name in _PLACE if name in place},
            **cells,
            **self._rates(cells),
        }
        if cells["overdue_amount"].number() > 0:
            row |= self._reasons.get(row["customer_no"], {})
        return row

    def total(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
        """Return the sums of the lines, and the rates that follow from these."""
        names = SUMMED if self.unit is None else (*SUMMED, _QUANTITY)
        sums = {
            name: worked("各户之和", figures.sum_of, 各户=[row[name] for row in rows])
            for name in names
            if name in rows[0]
        }
        sums |= {
            name: sum_whole("各户之和；有一户没有数的不出数", [row[name] for row in rows])
            for name in BASES
        }
        net = self._sold.lines.total(self._sold.sales.net, "销售净额")
        self.request.require(
            sums["net_sales_amount"].value == net.value, "各户销售净额之和不等于全部明细之和"
        )
        return {**sums, **self._rates(sums)}

    def differences(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return whose opening balance is not what the last sheet closed with."""
        found = []
        for row in rows:
            frozen, opening = self._frozen.of(row["customer_no"]), row["opening_receivable_amount"]
            if frozen is None or frozen.closing.value in (None, opening.value):
                continue
            names = ("customer_no", "customer_name")
            difference = minus("期初应收－上月期末应收", 期初=opening, 上月期末=frozen.closing)
            found.append(
                {
                    **{name: row[name] for name in names},
                    "last_closing_amount": frozen.closing,
                    "opening_receivable_amount": opening,
                    "opening_difference_amount": difference,
                }
            )
        return found

    def _amounts(self, file: str) -> dict[str, Figure]:
        sold, frozen = self._sold, self._frozen.of(file)
        balance, net = self._balances.of(file), sold.net(file)
        last, year = of_file(self._last.nets, file, _NO_SALES), self._year.nets
        to_date = of_file(year, file, _NO_SALES)
        if frozen is not None and frozen.sold is not None:
            last, before = frozen.sold
            if not self._starts_year:
                to_date = plus("上月报表的本年累计＋本月销售净额", 上月=before, 本月=net)
        cells = {
            "target_amount": self._targets.get(file) or given(None, "本月没有销售目标"),
            "sales_amount": of_file(sold.gross, file, "没有销售"),
            "return_amount": of_file(sold.returns, file, "没有退货和折让"),
            "net_sales_amount": net,
            "last_month_amount": last,
            "last_year_month_amount": of_file(self._last_year.nets, file, _NO_SALES),
            "ytd_sales_amount": to_date,
            "opening_receivable_amount": balance.opening,
            "invoiced_amount": balance.billed,
            "receipts_amount": balance.receipts,
            "written_off_amount": balance.written_off,
            "offset_amount": balance.offset,
            "balance_amount": balance.closing,
            "due_amount": self._due.due(file),
            "overdue_amount": self._due.overdue(file),
            "ytd_receipts_amount": of_file(self._paid, file, "没有收款"),
        }
        if self.unit is not None:
            cells[_QUANTITY] = of_file(sold.quantity, file, _NO_SALES)
        if self._shipped is not None:
            shipped = of_file(self._shipped, file, "没有发货而未开票")
            cells["shipped_not_invoiced_amount"] = shipped
        return cells

    def _rates(self, cells: Mapping[str, Figure]) -> dict[str, Figure]:
        """Return the rates of a line or of the total (F11, F13, F16)."""
        net, received = cells["net_sales_amount"], cells["receipts_amount"]
        if self.collection_basis == "按开票":
            opening, billed = cells["opening_receivable_amount"], cells["invoiced_amount"]
            collected = on_billed(received, opening, billed)
        else:
            collected = on_due(cells["ytd_receipts_amount"], cells["overdue_amount"])
        base, before = cells["last_year_month_amount"], cells["last_month_amount"]
        return {
            "attainment_rate": ratio(
                "销售净额 ÷ 销售目标", 销售净额=net, 销售目标=cells["target_amount"]
            ),
            "month_on_month_rate": change("（本月－上月）÷ 上月", 本月=net, 上月=before),
            "year_on_year_rate": change("（本月－去年同月）÷ 去年同月", 本月=net, 去年同月=base),
            "collection_rate": collected,
        }


def charts(form: CustomerSalesMonthly) -> tuple[Chart, ...]:
    """Return the net sales of the first customers as columns, beside their targets if they have."""
    rows = [row for row in form.rows if row.net_sales_amount][:_CHARTED]
    if not rows:
        return ()
    series = [Series("销售净额", [row.net_sales_amount for row in rows])]
    targets = [row.target_amount for row in rows]
    if any(targets):
        series.append(Series("本月目标", targets))
    names = [row.customer_name for row in rows]
    return (Chart("本月客户销售净额排名", names, series, unit="元"),)


def _days(data: Data) -> tuple[dt.date, dt.date]:
    """Return the days of the month that is counted."""
    return data["period_start"], data["period_end"]


REPORT = Report(
    form="customer_sales_monthly",
    letters="YB",
    compute=compute,
    boxes=("cut_off_day", "collection_basis", "tax_basis", "money_unit"),
    charts=charts,
    days=_days,
)
