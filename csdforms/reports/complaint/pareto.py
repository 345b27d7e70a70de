"""排列图 computed: the values of a dimension, the most frequent first, with ABC (manual §3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csdforms.reports.complaint.dimensions import column, names
from csdforms.reports.figure import across, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.schemas import figures
from csdforms.schemas.complaint.dimensions import spelled
from csdforms.schemas.complaint.pareto import classes, of_class_a

__all__ = ["pareto"]


def pareto(request: Request, received: Rows, dimension: str) -> dict[str, Any]:
    """Return the ranking, what its lines come to, and how many cases have no value.

    Shares are of the cases ranked; a case with several values stands in each of their lines.
    """
    cases = request.sources.cases
    as_of = request.period.as_of
    groups = received.by(column(cases, dimension, as_of))
    by_value, by_cost = groups.count(), groups.total(cases.cost_by(as_of), "费用")
    known = [word for word in groups.words() if word is not None]
    called = names(request, dimension, known)
    known.sort(key=lambda word: (-by_value[word].number(), -by_cost[word].number(), called[word]))
    counts, costs = [by_value[word] for word in known], [by_cost[word] for word in known]
    titles = tuple(called[word] for word in known)
    whole = worked("各项件数之和", _sum, 件数=counts)
    ranks = across(
        "按件数从多到少，件数相同的按费用从多到少，再按名称", _ranks,
        件数=counts, 费用=costs, 名称=titles,
    )  # fmt: skip
    running = across("本行及以上各行件数之和", figures.cumulative, 件数=counts)
    abc = across("本行之前的累计占比不到80%为A，不到95%为B，其余为C", classes, 件数=counts)
    rows = [
        {
            "rank": rank,
            "dimension_value": title,
            "case_count": count,
            "share": ratio("件数 ÷ 各项件数之和", 件数=count, 各项件数之和=whole),
            "cumulative_count": so_far,
            "cumulative_share": ratio(
                "累计件数 ÷ 各项件数之和", 累计件数=so_far, 各项件数之和=whole
            ),
            "total_cost": cost,
            "abc_class": grade,
        }
        for rank, title, count, so_far, cost, grade in zip(
            ranks, titles, counts, running, costs, abc, strict=True
        )
    ]
    found = {"pareto": rows, "unknown_count": by_value[None]}
    if not rows:
        return found
    spelt = tuple(spelled(dimension, title) for title in titles)
    return found | {
        "known_count": whole,
        "known_cost": worked("各项费用之和", _sum, 费用=costs),
        "main_causes": worked("ABC类为A的各项", of_class_a, 名称=spelt, ABC类=abc),
    }


def _sum(numbers: Sequence[Any]) -> Any:
    return sum(numbers)


def _ranks(counts: Sequence[Any], costs: Sequence[Any], titles: Sequence[str]) -> list[int]:
    keys = [
        (-count, -cost, title) for count, cost, title in zip(counts, costs, titles, strict=True)
    ]
    places = {key: place for place, key in enumerate(sorted(keys), start=1)}
    return [places[key] for key in keys]
