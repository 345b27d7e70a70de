"""The month of a monthly sheet, its neighbours, and what the last month's filed sheet says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.request import Request
from csdforms.schemas import settings
from csdforms.schemas.customer.customer_sales_monthly import CustomerSalesMonthly
from csdforms.schemas.figures import plus

__all__ = ["Frozen", "SalesMonth", "frozen_of"]

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


def frozen_of(request: Request, month: SalesMonth, basis: str) -> Mapping[str, Frozen]:
    """Return what the filed sheet of a month says of each customer, by file.

    Of several sheets the last filed counts; without any there is nothing.
    """
    filed = (item["data"] for item in request.sources.kept.items(_FORM))
    sheets = [data for data in (request.last, *filed) if _is_of(data, month)]
    if not sheets:
        return {}
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

    return {file: Frozen(read("balance_amount", file), sold(file)) for file in lines}


def _is_of(data: Mapping[str, Any], month: SalesMonth) -> bool:
    return (data.get("year"), data.get("month")) == (month.year, month.month)


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> Decimal | None:
    """Return a customer's amount: his contracts may have lines of their own."""
    amounts = [row.get(name) for row in rows]
    return plus(*(None if amount is None else Decimal(amount) for amount in amounts))
