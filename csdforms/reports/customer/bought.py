"""What each customer bought in a period, on one basis of tax (F1–F6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from csdforms.reports.customer.turnover import sold_in
from csdforms.reports.figure import Figure, given, less, line_by_line, minus, ratio
from csdforms.reports.period import Period
from csdforms.reports.request import Request
from csdforms.reports.rows import Groups, Rows
from csdforms.reports.sources.sales import TAXED, Sales
from csdforms.schemas import figures

__all__ = ["NOTHING", "Bought", "Trade", "measured_in", "sales_of", "trade_in"]


class Bought(NamedTuple):
    """What one customer, or several together, bought; without profit where costs are missing."""

    net: Figure
    cost: Figure
    profit: Figure
    margin: Figure


class Trade(NamedTuple):
    """The lines of sales of a period, and the figures of each customer that has some."""

    sales: Sales
    lines: Rows
    groups: Groups
    found: dict[str, Bought]

    def of(self, file: str) -> Bought:
        """Return what a customer bought, nothing if it was nothing."""
        return self.found.get(file) or NOTHING


def _nothing() -> Bought:
    net = given(Decimal("0.00"), "本期没有销售明细")
    cost = given(Decimal("0.00"), "本期没有销售明细")
    profit = minus("销售净额－销售成本", 销售净额=net, 销售成本=cost)
    return Bought(net, cost, profit, ratio("毛利 ÷ 销售净额", 毛利=profit, 销售净额=net))


#: What somebody bought of whom there is no line.
NOTHING = _nothing()


def sales_of(request: Request) -> tuple[str, Sales]:
    """Return the basis of tax, as said, as on the last report or with tax, and the lines on it."""
    basis = request.option("tax_basis", request.last.get("tax_basis") or TAXED)
    return basis, request.sources.sales.based(basis)


def trade_in(sales: Sales, period: Period) -> Trade:
    """Return what was sold in a period, both days included, as far as it is known on its day."""
    lines = sold_in(sales, period.start, period.counted_to)
    groups = lines.by(sales.file)
    files = [file for file in groups.words() if file is not None]
    return Trade(sales, lines, groups, measured_in(sales, groups, files))


def measured_in(sales: Sales, groups: Groups, words: Sequence[str]) -> dict[str, Bought]:
    """Return the sales, costs, profit and margin of some groups of lines (F3–F6)."""
    net = groups.total(sales.net, "销售净额（销售－退货－折让）")
    cost = groups.total(sales.cost, "销售成本")
    gaps = groups.where(sales.lacks_cost, "没有成本").count()
    nets = [net[word] for word in words]
    costs = line_by_line(
        "销售成本之和；有明细没有成本的为成本不全，不出数",
        _unless,
        成本之和=[cost[word] for word in words],
        没有成本的明细=[gaps[word] for word in words],
    )
    profits = line_by_line("销售净额－销售成本", less, 销售净额=nets, 销售成本=costs)
    margins = line_by_line("毛利 ÷ 销售净额", figures.ratio, 毛利=profits, 销售净额=nets)
    return dict(zip(words, map(Bought, nets, costs, profits, margins), strict=True))


def _unless(cost: Any, gaps: int) -> Any:
    return None if gaps else cost
