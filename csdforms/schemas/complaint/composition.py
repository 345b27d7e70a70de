"""What the complaints of a period were: the most frequent values of a dimension, then the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from csdforms.schemas.complaint.case_tables import ranked
from csdforms.schemas.complaint.dimensions import UNKNOWN, foreign, spelled
from csdforms.schemas.fields import figures
from csdforms.schemas.figures import TOTALS, agrees, completed, plus, ratio
from csdforms.schemas.form import Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, once, under, warning

__all__ = ["REST", "CompositionRow", "check_composition", "complete_composition"]

#: The line of all values that are not listed.
REST = "其余"


class CompositionRow(Row):
    """The complaints with one value of the dimension."""

    dimension_value: figures.DimensionValue
    case_count: Annotated[figures.CaseCount, PrintedAs("件数")]
    share: figures.Share | None = None
    change_rate: Annotated[figures.ChangeRate, PrintedAs("环比")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a pasted total line."""
        if self.dimension_value in TOTALS:
            yield error("dimension_value", "这是合计行，请删去；合计见总体情况。")


def complete_composition(
    rows: Sequence[CompositionRow], dimension: str, cases: int | None
) -> tuple[CompositionRow, ...]:
    """Return the rows with their values spelled as printed and their shares filled in."""
    done = []
    for row in rows:
        value = row.dimension_value and spelled(dimension, row.dimension_value)
        named = row.model_copy(update={"dimension_value": value})
        done.append(completed(named, {"share": ratio(row.case_count, cases)}))
    return tuple(done)


def check_composition(
    path: str,
    rows: Sequence[CompositionRow],
    dimension: str,
    *,
    cases: int | None,
    top_n: int | None,
) -> Iterator[Problem]:
    """Yield rows that are doubled, foreign, out of order, or not all cases together."""
    yield from once(path, rows, "dimension_value")
    last = (REST, *UNKNOWN)
    listed = [row for row in rows if row.dimension_value not in last]
    if list(rows[: len(listed)]) != listed:
        yield warning(path, f"“{'”、“'.join(last)}”请列在最后。")
    yield from ranked(path, listed, "case_count", top_n)
    for number, row in enumerate(rows, start=1):
        where = f"{path}.{number}"
        if row.dimension_value != REST:
            yield from foreign(f"{where}.dimension_value", dimension, row.dimension_value)
        if cases is not None and row.case_count is not None:
            yield from under(where, agrees(row, "share", ratio(row.case_count, cases)))
    together = plus(*(row.case_count for row in rows))
    if cases and not rows:
        yield warning(path, "本期有投诉，请填构成。")
    elif None not in (cases, together) and together != cases:
        text = f"件数之和是 {together}，应等于受理件数 {cases}；未列出的并入“{REST}”。"
        yield error(path, text)
