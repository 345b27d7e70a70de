"""What the reports on sales share: their head, the columns of a line, the check of typed figures.

Data are in yuan. A sheet printed in 万元 was often typed from such a sheet, so each amount may be
off by half of what is printed last: a figure that follows from others is then checked no closer
than that allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from csdforms.schemas.fields import customer, grading, sales, sheet
from csdforms.schemas.figures import TOTALS, WAN, Number, agrees, pasted_total, plus, ratio, sum_of
from csdforms.schemas.form import Block, Report, Row
from csdforms.schemas.rules import Problem, Severity, error, in_order, not_before, repeated, warning
from csdforms.schemas.types import Money

__all__ = [
    "UNKNOWN",
    "CustomerLine",
    "Exact",
    "MoneyReport",
    "SalesColumns",
    "SalesReport",
    "Sold",
    "as_counted",
    "change",
    "column_sums",
    "disagreements",
    "known",
    "once_each",
    "period",
    "precedence",
    "quotient",
    "signed_sum",
    "sums_disagree",
    "unlike",
]

_YUAN_PER_UNIT = {"元": 1, "万元": WAN}


class Exact(NamedTuple):
    """A figure that follows from others, and by how much their rounding may have moved it."""

    value: Number | None
    moved: Decimal = Decimal(0)


#: A figure that rests on one that is not noted: whatever is typed may be right.
UNKNOWN = Exact(None, Decimal("Infinity"))


class MoneyReport(Report):
    """The head of a report on amounts; they are in yuan, the print may be in 万元."""

    form_no: sheet.FormNo
    money_unit: sales.MoneyUnit = "元"

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    def yuan_per_unit(self) -> int:
        """Return how many yuan make one unit of the money printed."""
        return _YUAN_PER_UNIT.get(self.money_unit, 1)

    def rounding(self) -> Decimal:
        """Return by how many yuan an amount may be off: amounts in yuan are exact to the fen."""
        per_unit = self.yuan_per_unit()
        return Decimal(0) if per_unit == 1 else per_unit * Decimal("0.005")


class SalesReport(MoneyReport):
    """The head of a report on goods sold."""

    tax_basis: sales.TaxBasis
    quantity_unit: sales.QuantityUnit | None = None
    #: Customers whom the reader may not see are in no line and in no total.
    withheld_count: grading.WithheldCount | None = None

    def mixed_units(self, path: str, total: Block | None, *names: str) -> Iterator[Problem]:
        """Yield the sums of quantities that may be of different units."""
        for name in names:
            if self.quantity_unit is None and getattr(total, name, None) is not None:
                text = "单位不同的数量不能相加；单位相同的，请在表头填数量单位。"
                yield warning(f"{path}.{name}", text)


class CustomerLine(Row):
    """A line about one customer."""

    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName
    region: sales.Region | None = None
    salesperson: customer.Salesperson | None = None

    def is_total(self) -> bool:
        """Whether this is a total line, pasted among the customers."""
        return bool({self.customer_no, self.customer_name} & TOTALS)


class SalesColumns(Block):
    """What was sold and taken back: the columns of a line and of the total."""

    sales_quantity: sales.SalesQuantity | None = None
    sales_amount: sales.SalesAmount | None = None
    return_amount: sales.ReturnAmount | None = None
    net_sales_amount: sales.NetSalesAmount | None = None

    def net_sales(self, rounding: Decimal = Decimal(0)) -> Exact:
        """Return sales less returns and allowances; a blank means that there were none."""
        return signed_sum(rounding, [self.sales_amount], [self.return_amount or Decimal(0)])


def signed_sum(
    rounding: Decimal, plus_: Iterable[Decimal | None], minus: Iterable[Decimal | None]
) -> Exact:
    """Return a sum less another; nothing if one of the amounts is unknown."""
    amounts = [*plus_, *(amount and -amount for amount in minus)]
    return Exact(plus(*amounts), rounding * (len(amounts) + 1))  # the sum itself is rounded too


def quotient(
    rounding: Decimal,
    part: Number | None,
    whole: Number | None,
    *,
    of_part: int = 1,
    of_whole: int = 1,
) -> Exact:
    """Return part ÷ whole, each the sum of so many rounded amounts."""
    if part is None or whole is None:
        return UNKNOWN
    exact = ratio(part, whole)
    if exact is None:
        return Exact(None)
    return Exact(exact, rounding * (of_part + of_whole * abs(exact)) / whole)


def change(rounding: Decimal, current: Number | None, base: Number | None) -> Exact:
    """Return the change of an amount against its base (同比, 环比)."""
    exact, moved = quotient(rounding, current, base)
    return Exact(None if exact is None else exact - 1, moved)


def as_counted(
    measures: Sequence[Decimal | None],
    amounts: Sequence[Decimal | None],
    running: Sequence[Decimal | None],
) -> list[Decimal]:
    """Return what puts equals into the order in which a sheet's own running sums count them.

    ``measures`` say who are equal, ``amounts`` what is summed; where one of the equals has no
    running sum, or one gained and one lost, other rules decide.

    >>> [int(place) for place in as_counted([20, 20, 16, 16], [20, 20, 16, 16], [40, 20, 56, None])]
    [40, 20, 0, 0]
    """
    blank = {measure for measure, sum_ in zip(measures, running, strict=True) if sum_ is None}
    signed = zip(measures, amounts, strict=True)
    signs = {(measure, (amount or 0) < 0) for measure, amount in signed}
    blank |= {measure for measure, _ in signs if {(measure, True), (measure, False)} <= signs}
    return [
        Decimal(0) if sum_ is None or measure in blank else -sum_ if (amount or 0) < 0 else sum_
        for measure, amount, sum_ in zip(measures, amounts, running, strict=True)
    ]


def known(figures: Mapping[str, Exact]) -> dict[str, Number]:
    """Return the values that could be worked out, to fill empty boxes with."""
    return {name: exact.value for name, exact in figures.items() if exact.value is not None}


def disagreements(block: Block, figures: Mapping[str, Exact]) -> Iterator[Problem]:
    """Yield a problem for each typed figure that is not what follows from the others."""
    for name, exact in figures.items():
        if exact != UNKNOWN:
            yield from agrees(block, name, exact.value, inputs=[exact.moved])


def column_sums(
    lines: Sequence[Block], names: Iterable[str], whole: Iterable[str] = ()
) -> dict[str, Number | None]:
    """Return the sums of columns; of those named ``whole`` only where no line is blank.

    A blank means nothing sold or owed, but of a base (上月, 目标) it means that it is not known.
    """
    sums = {name: sum_of(getattr(line, name) for line in lines) for name in names}
    if lines:
        sums |= {name: plus(*(getattr(line, name) for line in lines)) for name in whole}
    return sums


def sums_disagree(
    rounding: Decimal, total: Block, sums: Mapping[str, Number | None], lines: int
) -> Iterator[Problem]:
    """Yield a problem for each figure of a total line that is not the sum of so many lines."""
    for name, exact in sums.items():
        if exact is not None:
            moved = rounding * (lines + 1) if _is_money(total, name) else Decimal(0)
            yield from agrees(total, name, exact, inputs=[moved])


def _is_money(block: Block, name: str) -> bool:
    return isinstance(type(block).specs()[name].type, Money)


class Sold(Protocol):
    """A customer's line with what he bought."""

    @property
    def customer_no(self) -> str: ...
    @property
    def net_sales_amount(self) -> Decimal | None: ...
    @property
    def gross_profit_amount(self) -> Decimal | None: ...
    @property
    def gross_margin_rate(self) -> Decimal | None: ...


def precedence(line: Sold) -> tuple[Decimal, Decimal, str]:
    """Return what decides between customers of one rank, the smallest first.

    The best margin comes first, then the most sales, then the customer's number.
    """
    margin = ratio(line.gross_profit_amount, line.net_sales_amount)
    if margin is None:
        margin = line.gross_margin_rate
    return (
        Decimal("Infinity") if margin is None else -margin,
        -(line.net_sales_amount or Decimal(0)),
        line.customer_no or "",
    )


def unlike(path: str, typed: object, found: object, severity: Severity) -> Iterator[Problem]:
    """Yield a problem for a rank, class or grade that is not the one worked out."""
    if typed is not None and typed != found:
        hint = "这一项应留空" if found is None else f"按表内的数应是“{found}”"
        yield Problem(path, f"{hint}，请核对。", severity)


def period(sheet: MoneyReport, today: dt.date) -> Iterator[Problem]:
    """Yield a period whose days are not in order, or that was not over when it was reported on."""
    days: Any = sheet  # every sheet that reports on a period has its days
    yield from in_order(sheet, "period_start", "period_end")
    if not not_before(days.prepared_on or today, days.period_end):
        yield warning("period_end", "统计期间尚未结束，数据不全，请确认。")


def once_each(group: str, lines: Sequence[CustomerLine], *names: str) -> Iterator[Problem]:
    """Yield a problem for each line whose customer (and contract) stands in an earlier one."""
    again = set(repeated(map(attrgetter("customer_no", *names), lines)))
    for number, line in enumerate(lines, start=1):
        path = f"{group}.{number}"
        if line.is_total():
            yield pasted_total(f"{path}.customer_name")
        elif line.customer_no is not None and number in again:
            yield error(f"{path}.customer_no", "前面已有这一户，请合并成一行。")
