"""What the complaints of a period were: the most frequent values, the rest in one line (§3.12)."""

from __future__ import annotations

from typing import Any

from csdforms.reports.columns import Words
from csdforms.reports.complaint.dimensions import column, names, unknown
from csdforms.reports.complaint.measures import received_in
from csdforms.reports.figure import Figure, change, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts
from csdforms.schemas.complaint.composition import REST
from csdforms.schemas.complaint.dimensions import words

__all__ = ["composition"]


def composition(request: Request, dimension: str, top_n: int) -> list[dict[str, Any]]:
    """Return the lines of a dimension, most frequent first; then the rest, then the unknown."""
    cases, period = request.sources.cases, request.period
    by = column(cases, dimension, period.as_of)
    assert isinstance(by, Words)
    received = received_in(cases, period)
    now, before = received.by(by).count(), received_in(cases, period.before()).by(by).count()
    total = received.count()
    there = [word for word, count in now.items() if word is not None and count.value]
    called = names(request, dimension, there)
    # Of as many cases each, a closed list keeps its order, an open one that of the names.
    places = {word: place for place, word in enumerate(words(dimension))}
    there.sort(key=lambda word: (-now[word].number(), places.get(word, len(places)), called[word]))
    rows = [_row(called[word], now[word], before[word], total) for word in there[:top_n]]
    if rest := there[top_n:]:
        others = [word for word in by.values if word not in there[:top_n]]
        rows.append(_row(REST, _together(now, rest), _together(before, others), total))
    if now[None].value:
        rows.append(_row(unknown(dimension), now[None], before[None], total))
    return rows


def _row(value: str, now: Figure, before: Figure, total: Figure) -> dict[str, Any]:
    return {
        "dimension_value": value,
        "case_count": now,
        "share": ratio("件数 ÷ 受理件数", 件数=now, 受理件数=total),
        "change_rate": change("（件数－上期件数）÷ 上期件数", 件数=now, 上期件数=before),
    }


def _together(counts: Counts, others: list[str]) -> Figure:
    return worked("未单独列出各项的件数之和", sum, 各项=[counts[word] for word in others])
