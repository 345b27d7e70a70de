"""客户销售毛利排名表 computed: the customers of a period by what they brought (manual §4.6).

A customer one of whose lines lacks its cost has no profit and no rank and stands last, listed by
himself even where only the first ranks are: a missing cost is never 0 (F5). Shares are those of the
whole firm (F7), margins of several customers come from sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import compress
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
from csdforms.reports.figure import Figure, given, less, line_by_line, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts
from csdforms.schemas import figures, settings
from csdforms.schemas.customer.customer_gross_profit_ranking import (
    ZERO,
    CustomerGrossProfitRanking,
    incomplete_note,
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
    found = [now.found[file] for file in order]
    earlier = dict(zip(*_ranks(request, before), strict=True))
    total = _together(found, quantities, order)
    total["net_sales_amount"] = now.lines.total(now.sales.net, "销售净额（销售－退货－折让）")
    total["customer_count"] = now.lines.distinct(now.sales.file, "客户")
    profits = [one.profit for one in found]
    columns = {
        "rank": ranks,
        "cumulative_profit_share": running_shares(
            "按名次累计的毛利 ÷ 全公司毛利", profits, total["gross_profit_amount"]
        ),
        "profit_class": classes(order, now.found, *limits),
    }
    is_listed = [_is_listed(request, *line) for line in zip(ranks, profits, strict=True)]
    columns = {name: list(compress(column, is_listed)) for name, column in columns.items()}
    files, listed = list(compress(order, is_listed)), list(compress(found, is_listed))
    columns |= _moved(columns["rank"], [earlier.get(file) for file in files])
    columns |= _cells(listed, [quantities[file] for file in files] if quantities else [])
    columns |= _margin_change(listed, [before.found.get(file) for file in files])
    columns |= _shares(columns["net_sales_amount"], columns["gross_profit_amount"], total)
    customers, day = request.sources.customers, request.period.as_of
    cells = zip(*columns.values(), strict=True)
    rows = [
        {
            **named(customers, file),
            **read_off(customers, file, day),
            **dict(zip(columns, line, strict=True)),
        }
        for file, line in zip(files, cells, strict=True)
    ]
    note = worked("没有毛利的客户数", incomplete_note, 各户毛利=columns["gross_profit_amount"])
    data: dict[str, Any] = {"rows": rows, "incomplete_note": note}
    if len(files) < len(order):
        rest = [file for file in order if file not in set(files)]
        data["others"] = _others(now, quantities, rest, total)
    data["total"] = total | _shares_of(total, total)
    summed = sum(one.net.number() for one in found)
    request.require(summed == total["net_sales_amount"].value, "各户销售净额之和不等于合计")
    return data


def _others(
    now: Trade, quantities: Counts, files: Sequence[str], total: Mapping[str, Figure]
) -> dict[str, Figure]:
    """Return the line of those that are not listed."""
    found = [now.found[file] for file in files]
    others = _together(found, quantities, files)
    counted = [one.net for one in found]
    others["customer_count"] = worked("没有单独列出的客户数", len, 各户销售净额=counted)
    return others | _shares_of(others, total)


def _ranks(request: Request, trade: Trade) -> tuple[list[str], list[Figure]]:
    """Return the customers of a period in their order, and the rank of each."""
    least = request.option("min_sales_amount", ZERO)
    measure = measures(trade.found, request.option("rank_by"), least)
    order = ranked(trade.found, measure)
    return order, places([measure[file] for file in order], request.option("tie_rule"))


def _is_listed(request: Request, rank: Figure, profit: Figure) -> bool:
    """Whether a customer has a line of his own: the first ranks, and who lacks costs."""
    top = request.option("top_ranks")
    if top is None or profit.value is None:
        return True
    return rank.value is not None and rank.number() <= top


def _moved(ranks: list[Figure], earlier: Sequence[Figure | None]) -> dict[str, list[Figure]]:
    none = given(None, "上期没有销售")
    followed = any(one is not None and one.value is not None for one in earlier)
    previous = [one or none for one in earlier]
    moves = line_by_line(
        "上期名次－本期名次；上期没有名次的为新",
        partial(rank_move, followed=followed),
        本期名次=ranks,
        上期名次=previous,
    )
    return {"previous_rank": previous, "rank_change": moves}


def _cells(several: Sequence[Bought], quantities: list[Figure]) -> dict[str, list[Figure]]:
    columns = {"sales_quantity": quantities} if quantities else {}
    return columns | {
        "net_sales_amount": [one.net for one in several],
        "cost_amount": [one.cost for one in several],
        "gross_profit_amount": [one.profit for one in several],
        "gross_margin_rate": [one.margin for one in several],
    }


def _margin_change(
    several: Sequence[Bought], before: Sequence[Bought | None]
) -> dict[str, list[Figure]]:
    none = given(None, "上期没有销售")
    now, earlier = [one.margin for one in several], [one.margin if one else none for one in before]
    moved = line_by_line("本期毛利率－上期毛利率（百分点）", less, 本期=now, 上期=earlier)
    return {"previous_margin_rate": earlier, "margin_change": moved}


def _shares(
    nets: list[Figure], profits: list[Figure], total: Mapping[str, Figure]
) -> dict[str, list[Figure]]:
    sales, profit = total["net_sales_amount"], total["gross_profit_amount"]
    return {
        "sales_share": line_by_line(
            "销售净额 ÷ 全公司销售净额", figures.ratio, 销售净额=nets, 全公司=sales
        ),
        "profit_share": line_by_line(
            "毛利 ÷ 全公司毛利", figures.ratio, 毛利=profits, 全公司=profit
        ),
    }


def _shares_of(line: Mapping[str, Figure], total: Mapping[str, Figure]) -> dict[str, Figure]:
    columns = _shares([line["net_sales_amount"]], [line["gross_profit_amount"]], total)
    return {name: figure for name, [figure] in columns.items()}


def _together(
    several: Sequence[Bought], quantities: Counts, files: Sequence[str]
) -> dict[str, Figure]:
    """Return what several customers come to; costs only where none are missing."""
    together = {
        "net_sales_amount": sum_known("各户销售净额之和", [one.net for one in several]),
        "cost_amount": sum_whole(
            "各户销售成本之和；有成本不全的客户时不出数", [one.cost for one in several]
        ),
        "gross_profit_amount": sum_known(
            "各户毛利之和；成本不全的客户不计", [one.profit for one in several]
        ),
        "gross_margin_rate": costed_margin(several),
    }
    if quantities:
        counted = [quantities[file] for file in files]
        together["sales_quantity"] = sum_known("各户数量之和", counted)
    return together


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
