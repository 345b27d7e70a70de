"""客户销售毛利排名表 computed: the customers of a period by what they brought (manual §4.6).

A customer one of whose lines lacks its cost has no profit and no rank and stands last, listed by
himself even where only the first ranks are: a missing cost is never 0 (F5). Shares are those of the
whole firm (F7), margins of several customers come from sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.bought import Bought, Trade, sales_of, trade_in
from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.ranking import (
    classes,
    costed_margin,
    measures,
    places,
    ranked,
    running_shares,
    sum_known,
    sum_whole,
)
from csdforms.reports.customer.turnover import one_unit
from csdforms.reports.figure import Figure, given, minus, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts
from csdforms.schemas import settings
from csdforms.schemas.customer.customer_gross_profit_ranking import (
    ZERO,
    CustomerGrossProfitRanking,
    rank_move,
)

__all__ = ["REPORT", "charts", "compute"]

_CHARTED = 15  # columns that can be told apart
_HEAD = ("rank_by", "tie_rule", "top_ranks", "min_sales_amount", "money_unit", "scope_note")


def compute(request: Request) -> Data:
    """Return the ranking, the customers behind it in one line, and the whole firm."""
    basis, sales = sales_of(request)
    now, before = trade_in(sales, request.period), trade_in(sales, request.period.before())
    limits = dict(
        zip(("class_a_share", "class_b_share"), settings.current().profit_class_shares, strict=True)
    )
    limits = {name: request.option(name, limit) for name, limit in limits.items()}
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        "tax_basis": basis,
        "cost_basis": request.option("cost_basis", request.last.get("cost_basis")),
        **{name: request.option(name) for name in _HEAD},
        **limits,
    }
    if now.found:
        unit = one_unit(sales, now.lines)
        quantities = now.groups.total(sales.quantity, "数量") if unit else {}
        data["quantity_unit"] = unit
        data |= _ranking(request, now, before, quantities, tuple(limits.values()))
    return {name: value for name, value in data.items() if value is not None}


def _ranking(
    request: Request, now: Trade, before: Trade, quantities: Counts, limits: tuple[Any, ...]
) -> dict[str, Any]:
    """Return the lines, 其他 and the total."""
    order, ranks = _ranks(request, now)
    earlier_order, earlier_ranks = _ranks(request, before)
    earlier = dict(zip(earlier_order, earlier_ranks, strict=True))
    found = now.found
    total = _together([found[file] for file in order], quantities, order)
    total["net_sales_amount"] = now.lines.total(now.sales.net, "销售净额（销售－退货－折让）")
    total["customer_count"] = now.lines.distinct(now.sales.file, "客户")
    listed = [_listed(request, rank, found[file]) for file, rank in zip(order, ranks, strict=True)]
    followed = any(
        earlier[file].value is not None
        for file, is_listed in zip(order, listed, strict=True)
        if is_listed and file in earlier
    )
    profits = [found[file].profit for file in order]
    running = running_shares("按名次累计的毛利 ÷ 全公司毛利", profits, total["gross_profit_amount"])
    graded = classes(order, found, *limits)
    rows = [
        {
            **named(request.sources.customers, file),
            **read_off(request.sources.customers, file, request.period.as_of),
            "rank": ranks[place],
            **_moved(ranks[place], earlier.get(file), followed=followed),
            **_cells(found[file], quantities.get(file)),
            **_margin_change(found[file], before.found.get(file)),
            **_shares(found[file].net, found[file].profit, total),
            "cumulative_profit_share": running[place],
            "profit_class": graded[place],
        }
        for place, file in enumerate(order)
        if listed[place]
    ]
    left_out = [file for file, is_listed in zip(order, listed, strict=True) if not is_listed]
    data: dict[str, Any] = {"rows": rows}
    if left_out:
        others = _together([found[file] for file in left_out], quantities, left_out)
        counted = [found[file].net for file in left_out]
        others["customer_count"] = worked("没有单独列出的客户数", len, 各户销售净额=counted)
        data["others"] = others | _shares(
            others["net_sales_amount"], others["gross_profit_amount"], total
        )
    data["total"] = total | _shares(total["net_sales_amount"], total["gross_profit_amount"], total)
    summed = sum(found[file].net.number() for file in order)
    request.require(summed == total["net_sales_amount"].value, "各户销售净额之和不等于合计")
    return data


def _ranks(request: Request, trade: Trade) -> tuple[list[str], list[Figure]]:
    """Return the customers of a period in their order, and the rank of each."""
    least = request.option("min_sales_amount", ZERO)
    measure = measures(trade.found, request.option("rank_by"), least)
    order = ranked(trade.found, measure)
    return order, places([measure[file] for file in order], request.option("tie_rule"))


def _listed(request: Request, rank: Figure, bought: Bought) -> bool:
    """Whether a customer has a line of his own: the first ranks, and who lacks costs."""
    top = request.option("top_ranks")
    if top is None or bought.profit.value is None:
        return True
    return rank.value is not None and rank.number() <= top


def _moved(rank: Figure, earlier: Figure | None, *, followed: bool) -> dict[str, Figure]:
    previous = earlier or given(None, "上期没有销售")
    move = worked(
        "上期名次－本期名次；上期没有名次的为新",
        partial(rank_move, followed=followed),
        本期名次=rank,
        上期名次=previous,
    )
    return {"previous_rank": previous, "rank_change": move}


def _cells(bought: Bought, quantity: Figure | None) -> dict[str, Figure]:
    cells = {} if quantity is None else {"sales_quantity": quantity}
    return cells | {
        "net_sales_amount": bought.net,
        "cost_amount": bought.cost,
        "gross_profit_amount": bought.profit,
        "gross_margin_rate": bought.margin,
    }


def _margin_change(bought: Bought, before: Bought | None) -> dict[str, Figure]:
    earlier = before.margin if before else given(None, "上期没有销售")
    moved = minus("本期毛利率－上期毛利率（百分点）", 本期=bought.margin, 上期=earlier)
    return {"previous_margin_rate": earlier, "margin_change": moved}


def _shares(net: Figure, profit: Figure, total: Mapping[str, Figure]) -> dict[str, Figure]:
    return {
        "sales_share": ratio(
            "销售净额 ÷ 全公司销售净额", 销售净额=net, 全公司=total["net_sales_amount"]
        ),
        "profit_share": ratio(
            "毛利 ÷ 全公司毛利", 毛利=profit, 全公司=total["gross_profit_amount"]
        ),
    }


def _together(
    several: Sequence[Bought], quantities: Counts, files: Sequence[str]
) -> dict[str, Figure]:
    """Return what several customers come to; costs only where none are missing."""
    together = Bought(
        sum_known("各户销售净额之和", [one.net for one in several]),
        sum_whole("各户销售成本之和；有成本不全的客户时不出数", [one.cost for one in several]),
        sum_known("各户毛利之和；成本不全的客户不计", [one.profit for one in several]),
        costed_margin(several),
    )
    counted = [quantities[file] for file in files if file in quantities]
    return _cells(together, sum_known("各户数量之和", counted) if counted else None)


def charts(form: CustomerGrossProfitRanking) -> tuple[Chart, ...]:
    """Return the profits of the first customers as bars, and their running share as a line."""
    rows = [row for row in form.rows if row.gross_profit_amount is not None][:_CHARTED]
    if not rows:
        return ()
    names = [row.customer_name for row in rows]
    if form.rank_by == "毛利率":
        rates = Series("毛利率", [row.gross_margin_rate for row in rows], percent=True)
        return (Chart("客户毛利率排名", names, (rates,), "bar"),)
    shares = [row.cumulative_profit_share for row in rows]
    return (
        Chart(
            "客户毛利排名",
            names,
            [
                Series("毛利", [row.gross_profit_amount for row in rows]),
                Series("累计毛利占比", shares, "line", second=True, percent=True),
            ],
            unit="元",
        ),
    )


REPORT = Report(
    form="customer_gross_profit_ranking",
    letters="ML",
    compute=compute,
    boxes=(*_HEAD, "class_a_share", "class_b_share", "tax_basis", "cost_basis"),
    charts=charts,
)
