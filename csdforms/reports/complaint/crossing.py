"""交叉表 computed: how many cases have one value of the row and one of the column (manual §3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from csdforms.errors import InvalidData
from csdforms.reports.columns import ManyWords, Words
from csdforms.reports.complaint.dimensions import column, names, ordered
from csdforms.reports.figure import Figure
from csdforms.reports.request import Request
from csdforms.reports.rows import Groups, Rows
from csdforms.schemas.checking import Finding

__all__ = ["cross_table"]

#: A greater table has only the cells in which there are cases.
_CELLS = 1000


def cross_table(
    request: Request, rows: Rows, row: str, column_: str
) -> tuple[list[dict[str, Any]], Figure]:
    """Return the cells with the totals of their row and column, and the grand total.

    Raises:
        InvalidData: if row and column are the same.
        InconsistentReport: if the cells do not add up.
    """
    if row == column_:
        label = request.model.label_of("cross_column")
        same = Finding("cross_column", label, "与交叉行口径相同，请另选一个口径。")
        raise InvalidData(request.model.title(), [same])
    cases = request.sources.cases
    as_of = request.period.as_of
    across, down = column(cases, row, as_of), column(cases, column_, as_of)
    row_totals, column_totals = rows.by(across).count(), rows.by(down).count()
    lines, heads = rows.by(across).words(), rows.by(down).words()
    row_names, column_names = names(request, row, lines), names(request, column_, heads)
    lines = ordered(row, lines, row_totals, row_names)
    heads = ordered(column_, heads, column_totals, column_names)

    groups, row_codes, column_codes = _both(rows, across, down)
    places = _places(across, lines)[row_codes] * len(heads) + _places(down, heads)[column_codes]
    size = len(lines) * len(heads)
    pairs = np.arange(size) if size <= _CELLS else np.unique(places)
    there = [(lines[pair // len(heads)], heads[pair % len(heads)]) for pair in pairs.tolist()]
    titles = _titles((row_names[line], column_names[head]) for line, head in there)
    codes = np.searchsorted(pairs, places).astype(np.int32)
    counts = Groups(rows, groups.index, codes, titles).count()
    cells = [
        {
            "row_value": row_names[line],
            "column_value": column_names[head],
            "case_count": counts[title],
            "row_total": row_totals[line],
            "column_total": column_totals[head],
        }
        for title, (line, head) in zip(titles, there, strict=True)
    ]
    total = rows.count()
    if isinstance(across, Words) and isinstance(down, Words):
        counted = sum(counts[title].number() for title in titles)
        request.require(counted == total.value, "交叉表各格之和不等于案件总数")
    return cells, total


def _titles(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what the cells are called, no two the same: a value may have a “ × ” in it."""
    found: dict[str, None] = {}
    for line, head in pairs:
        title = f"{line} × {head}"
        while title in found:
            title += "′"
        found[title] = None
    return tuple(found)


def _both(
    rows: Rows, across: Words | ManyWords, down: Words | ManyWords
) -> tuple[Groups, Any, Any]:
    """Return places with the code of row and column of each; of several words each by itself."""
    if isinstance(down, ManyWords):
        groups, column_codes, row_codes = _both(rows, down, across)
        return groups, row_codes, column_codes
    groups = rows.by(across)
    return groups, groups.codes, down.codes[groups.index]


def _places(by: Words | ManyWords, listed: Sequence[str | None]) -> Any:
    """Return for each code, -1 as the last one, where its word is listed."""
    places = {word: place for place, word in enumerate(listed)}
    return np.array([places.get(word, -1) for word in (*by.values, None)], np.int64)
