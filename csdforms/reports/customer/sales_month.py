"""The month of a monthly sheet, its neighbours, and what the last month's filed sheet says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.provenance import period_in
from csdforms.reports.request import Request
from csdforms.reports.sheet import COMPLETE
from csdforms.schemas import settings
from csdforms.schemas.customer.customer_sales_monthly import CustomerSalesMonthly
from csdforms.schemas.figures import plus

__all__ = ["Frozen", "FrozenMonth", "SalesMonth", "frozen_of"]

_DECEMBER = 12
_FORM = "customer_sales_monthly"


class SalesMonth(NamedTuple):
    """A month of sales; without ``closes_on`` one of the calendar."""

    year: int
    month: int
    closes_on: int | None = None

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return the month in which a period ends."""
        start, end, _ = request.period
        closes_on = request.option("cut_off_day", settings.current().month_closes_on)
        if closes_on is None and (start, end) == cls(end.year, end.month, end.day).days:
            closes_on = None if start.day == 1 else end.day
        return cls(end.year, end.month, closes_on)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return its first and its last day."""
        return CustomerSalesMonthly.month_of(self.year, self.month, self.closes_on)

    @property
    def start(self) -> dt.date:
        """Return its first day."""
        return self.days[0]

    @property
    def end(self) -> dt.date:
        """Return its last day."""
        return self.days[1]

    @property
    def text(self) -> str:
        """Return it as targets name it: ``2026-03``."""
        return f"{self.year}-{self.month:02d}"

    def before(self) -> Self:
        """Return the month before."""
        if self.month == 1:
            return self._replace(year=self.year - 1, month=_DECEMBER)
        return self._replace(month=self.month - 1)

    def last_year(self) -> Self:
        """Return the same month of the year before."""
        return self._replace(year=self.year - 1)

    def first(self) -> Self:
        """Return the first month of its year."""
        return self._replace(month=1)


class Frozen(NamedTuple):
    """What a filed sheet says of a customer: it stays so, whatever is booked later.

    ``sold`` are the net sales of the month and of the year to its end; none where the sheet does
    not have both on the same basis of tax.
    """

    closing: Figure
    sold: tuple[Figure, Figure] | None


class FrozenMonth(NamedTuple):
    """A filed sheet: what it says of the customers who stand on it, and of those who do not."""

    listed: Mapping[str, Frozen]
    others: Frozen | None = None

    def of(self, file: str) -> Frozen | None:
        """Return what it says of a customer, None if it says nothing."""
        return self.listed.get(file, self.others)


def frozen_of(request: Request, month: SalesMonth, basis: str) -> FrozenMonth:
    """Return what the filed sheet of a month says.

    Of several sheets the last filed counts; without any there is nothing. Who does not stand on it
    had nothing then, unless its compiler could not know of everybody.
    """
    filed = (item["data"] for item in request.sources.kept.items(_FORM))
    sheets = [data for data in (request.last, *filed) if _is_of(data, month)]
    if not sheets:
        return FrozenMonth({})
    sheet = sheets[-1]
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for row in sheet.get("rows") or ():
        customer = request.sources.customers.of(row.get("customer_no"))
        if customer is not None:
            lines.setdefault(customer.file, []).append(row)
    number, same = str(sheet.get("form_no", "")), sheet.get("tax_basis") == basis

    def read(name: str, file: str) -> Figure:
        record = Record(CustomerSalesMonthly.title(), number, file, on=month.end)
        return given(_sum(lines[file], name), f"读自{month.text}的客户销售信息月报表", record)

    def sold(file: str) -> tuple[Figure, Figure] | None:
        net, to_date = read("net_sales_amount", file), read("ytd_sales_amount", file)
        return (net, to_date) if same and None not in (net.value, to_date.value) else None

    listed = {file: Frozen(read("balance_amount", file), sold(file)) for file in lines}
    return FrozenMonth(listed, _nothing(number, month, same=same) if _is_whole(sheet) else None)


def _nothing(number: str, month: SalesMonth, *, same: bool) -> Frozen:
    record = Record(CustomerSalesMonthly.title(), number, on=month.end)
    text = f"{month.text}的客户销售信息月报表上没有这一户"
    zero = given(Decimal("0.00"), text, record)
    return Frozen(zero, (zero, zero) if same else None)


def _is_whole(sheet: Mapping[str, Any]) -> bool:
    """Tell whether a sheet has everybody: one that was typed, or whose compiler knew of all."""
    said = (sheet.get("provenance") or {}).get("report_coverage", COMPLETE)
    return bool(said == COMPLETE and not sheet.get("withheld_count"))


def _is_of(data: Mapping[str, Any], month: SalesMonth) -> bool:
    """Tell whether a sheet is of this month, all of it: not one of which the rest came later."""
    if (data.get("year"), data.get("month")) != (month.year, month.month):
        return False
    counted, end = period_in(data), data.get("period_end")
    if counted is None or end is None:
        return True
    made = str((data.get("provenance") or {}).get("computed_at") or end)
    return min(counted.as_of.isoformat(), made[: len(end)]) >= str(end)


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> Decimal | None:
    """Return a customer's amount: his contracts may have lines of their own."""
    amounts = [row.get(name) for row in rows]
    return plus(*(None if amount is None else Decimal(amount) for amount in amounts))
