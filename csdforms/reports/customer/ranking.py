"""Customers by what they bought and brought in a period, in the order of a ranking (F3–F6, F9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from csdforms.reports.customer.bought import Bought
from csdforms.reports.customer.listing import across
from csdforms.reports.figure import Figure, line_by_line, worked
from csdforms.schemas.customer.customer_gross_profit_ranking import measured, profit_classes
from csdforms.schemas.customer.sales_sheet import precedence
from csdforms.schemas.figures import Tie, cumulative, plus, ranks, ratio, sum_of

__all__ = [
    "Sold",
    "classes",
    "costed_margin",
    "measures",
    "places",
    "ranked",
    "running_shares",
    "running_sums",
    "sum_known",
    "sum_of_marks",
    "sum_whole",
]

_Column = Sequence[Any]


class Sold(NamedTuple):
    """What decides between customers of one rank (see ``sales_sheet.precedence``)."""

    customer_no: str
    net_sales_amount: Decimal | None
    gross_profit_amount: Decimal | None
    gross_margin_rate: Decimal | None = None

    @classmethod
    def of(cls, file: str, bought: Bought) -> Sold:
        """Return what a customer's line says of it."""
        net, profit, margin = bought.net.value, bought.profit.value, bought.margin.value
        return cls(file, _amount(net), _amount(profit), _amount(margin))


def measures(found: Mapping[str, Bought], rank_by: str, least: Decimal) -> dict[str, Figure]:
    """Return what each customer is ranked by; none where he is not ranked."""
    formula = f"{rank_by}；成本不全的不排名"
    if rank_by == "毛利率":
        formula = f"毛利率；成本不全的、销售净额低于{least:,.2f}元的不排名"
    column = line_by_line(
        formula,
        partial(measured, rank_by),
        销售净额=[one.net for one in found.values()],
        毛利=[one.profit for one in found.values()],
        最低销售净额=least,
    )
    return dict(zip(found, column, strict=True))


def ranked(found: Mapping[str, Bought], measure: Mapping[str, Figure]) -> list[str]:
    """Return the customers in the order of the ranking (F9).

    Who is not ranked comes behind, by profit; whose costs are missing comes last.
    """

    def key(file: str) -> tuple[Any, ...]:
        line, value = Sold.of(file, found[file]), measure[file].value
        if line.gross_profit_amount is None and value is None:
            return (2, 0, *precedence(line))
        if value is None:
            return (1, -(line.gross_profit_amount or 0), *precedence(line))
        return (0, -measure[file].number(), *precedence(line))

    return sorted(found, key=key)


def places(measured_: list[Figure], tie: Tie = "并列跳号") -> list[Figure]:
    """Return the rank of each line; ``measured_`` are in the order of the ranking."""
    return across(f"按排名依据从大到小的名次（{tie}）", partial(ranks, tie=tie), 各户=measured_)


def running_sums(formula: str, amounts: list[Figure]) -> list[Figure]:
    """Return the running sum at each line, in the order of the ranking; none at what is unknown."""
    return across(formula, _running, 各户=amounts)


def running_shares(formula: str, amounts: list[Figure], whole: Figure) -> list[Figure]:
    """Return the running sum at each line as a share of the whole (F8)."""
    return across(formula, _shares, 各户=amounts, 合计=whole)


def classes(
    files: Sequence[str], found: Mapping[str, Bought], a: Decimal, b: Decimal
) -> list[Figure]:
    """Return the class of each customer's profit (F10): A, B, C, or 亏损."""
    return across(
        "有毛利的客户按毛利从大到小累计：不超过A类上限为A，不超过B类上限为B，其余为C；负毛利为亏损",
        _classes,
        客户=tuple(files),
        各户毛利=[found[file].profit for file in files],
        各户销售净额=[found[file].net for file in files],
        A类上限=a,
        B类上限=b,
    )


def sum_known(formula: str, column: list[Figure]) -> Figure:
    """Return the sum of a column; what is not known adds nothing, and of nothing there is none."""
    return worked(formula, sum_of, 各户=column)


def sum_whole(formula: str, column: list[Figure]) -> Figure:
    """Return the sum of a column, none where one of its figures is not known."""
    return worked(formula, lambda values: plus(*values), 各户=column)


def sum_of_marks(marks: Sequence[str]) -> Decimal:
    """Return the sum of marks as lists of indicators have them, as texts."""
    return sum(map(Decimal, marks), Decimal(0))


def costed_margin(found: Sequence[Bought]) -> Figure:
    """Return profit by sales of those customers whose profit is known, not the mean of margins."""
    return worked(
        "毛利之和 ÷ 销售净额之和（成本不全的客户都不计）",
        _costed,
        各户毛利=[one.profit for one in found],
        各户销售净额=[one.net for one in found],
    )


def _costed(profits: _Column, nets: _Column) -> Decimal | None:
    costed = [
        (profit, net) for profit, net in zip(profits, nets, strict=True) if profit is not None
    ]
    return ratio(sum(profit for profit, _ in costed), sum(net for _, net in costed))


def _classes(files: _Column, profits: _Column, nets: _Column, a: Decimal, b: Decimal) -> list[Any]:
    lines = [
        Sold(file, net, profit) for file, profit, net in zip(files, profits, nets, strict=True)
    ]
    return profit_classes(lines, a, b)


def _running(amounts: _Column) -> list[Any]:
    sums = iter(cumulative([amount for amount in amounts if amount is not None]))
    return [None if amount is None else next(sums) for amount in amounts]


def _shares(amounts: _Column, whole: Any) -> list[Any]:
    return [ratio(amount, whole) for amount in _running(amounts)]


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
