"""排列图: the causes (or units, products …) of complaints, the most frequent first, with ABC."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.complaint.dimensions import UNKNOWN, foreign, spelled
from csdforms.schemas.fields import figures, sales
from csdforms.schemas.figures import (
    TOTALS,
    agrees,
    completed,
    cumulative,
    pareto_classes,
    pasted_total,
    ratio,
)
from csdforms.schemas.form import Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, once, under, warning

__all__ = ["ParetoRow", "check_pareto", "classes", "complete_pareto", "of_class_a", "ranked_rows"]

#: A value is of class A while those before it make up less than this share of the cases; of B.
_A_SHARE, _B_SHARE = Decimal("0.80"), Decimal("0.95")


class ParetoRow(Row):
    """One value of the dimension, ranked by its number of cases."""

    rank: sales.Rank | None = None
    dimension_value: Annotated[
        figures.DimensionValue,
        PrintedAs(
            "项目",
            "原因 因素 不良项目 不良类型 不良原因 缺陷项目 投诉类别 投诉项目 问题类型",
        ),
    ]
    case_count: Annotated[figures.CaseCount, PrintedAs("件数", "次数 不良数")]
    share: Annotated[figures.Share, PrintedAs("占比", "频率 影响比例")] | None = None
    cumulative_count: figures.CumulativeCount | None = None
    cumulative_share: (
        Annotated[sales.CumulativeShare, PrintedAs("累计占比", "累计频率 累计影响度 累积百分比")]
        | None
    ) = None
    total_cost: Annotated[figures.TotalCost, PrintedAs("费用", "损失")] | None = None
    abc_class: Annotated[figures.AbcClass, PrintedAs("ABC类")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a line that does not belong in the ranking."""
        if self.dimension_value in TOTALS:
            yield pasted_total("dimension_value")
        elif self.dimension_value in UNKNOWN:
            yield error("dimension_value", "未认定的不参加排列，请删去，件数填在“未认定件数”。")
        if self.case_count == 0:
            yield error("case_count", "没有投诉的项目不参加排列，请删去这一行。")


def classes(counts: Sequence[int]) -> tuple[str, ...]:
    """Return the ABC classes of values with so many cases, the most frequent first.

    >>> classes([2, 1, 1, 1])
    ('A', 'A', 'A', 'B')
    """
    return pareto_classes(counts, _A_SHARE, _B_SHARE)


def of_class_a(
    values: Sequence[str | None], abc_classes: Sequence[str | None]
) -> tuple[str, ...] | None:
    """Return the values of class A, ``None`` if there are none.

    >>> of_class_a(["运输", "检验"], ["A", "B"])
    ('运输',)
    """
    pairs = zip(values, abc_classes, strict=True)
    found = (value for value, abc_class in pairs if value is not None and abc_class == "A")
    return tuple(found) or None


def complete_pareto(rows: Sequence[ParetoRow], dimension: str | None) -> tuple[ParetoRow, ...]:
    """Return the rows with their values spelled as printed, places, shares and classes filled."""
    named = [
        row.model_copy(update={"dimension_value": spelled(dimension, row.dimension_value)})
        if row.dimension_value is not None
        else row
        for row in rows
    ]
    exact = _exact(rows)
    return tuple(completed(row, exact.get(number, {})) for number, row in enumerate(named))


def check_pareto(path: str, rows: Sequence[ParetoRow], dimension: str | None) -> Iterator[Problem]:
    """Yield where the ranking is not in order or its cells contradict each other."""
    yield from once(path, rows, "dimension_value")
    yield from _in_order(path, rows)
    for number, row in enumerate(rows, start=1):
        yield from foreign(f"{path}.{number}.dimension_value", dimension, row.dimension_value)
    for place, exact in _exact(rows).items():
        row, where = rows[place], f"{path}.{place + 1}"
        abc_class = exact.pop("abc_class")
        for name, value in exact.items():
            assert not isinstance(value, str)
            yield from under(where, agrees(row, name, value))
        if row.abc_class not in (None, abc_class):
            text = f"按这一行之前的累计占比应是“{abc_class}”类，请核对。"
            yield error(f"{where}.abc_class", text)


def ranked_rows(rows: Sequence[ParetoRow]) -> list[tuple[int, ParetoRow]]:
    """Return the rows that belong in the ranking with their places, counted from 0."""
    return [
        (place, row)
        for place, row in enumerate(rows)
        if row.dimension_value not in (*TOTALS, *UNKNOWN)
    ]


def _exact(rows: Sequence[ParetoRow]) -> dict[int, dict[str, Decimal | int | str | None]]:
    """Return what follows from the counts, nothing while one of them is unknown."""
    places = [place for place, _ in ranked_rows(rows)]
    counts = [rows[place].case_count for place in places]
    if None in counts:
        return {}
    known = sum(counts)
    return {
        place: {
            "rank": rank,
            "share": ratio(count, known),
            "cumulative_count": running,
            "cumulative_share": ratio(running, known),
            "abc_class": abc_class,
        }
        for rank, (place, count, running, abc_class) in enumerate(
            zip(
                places,
                counts,
                cumulative(counts),
                classes(counts),
                strict=True,
            ),
            start=1,
        )
    }


def _in_order(path: str, rows: Sequence[ParetoRow]) -> Iterator[Problem]:
    """Most cases first; of as many, what cost more; of as much, by name."""
    for (_, above), (place, row) in itertools.pairwise(ranked_rows(rows)):
        number = place + 1
        if None in (above.case_count, row.case_count) or above.case_count > row.case_count:
            continue
        if above.case_count < row.case_count:
            yield error(f"{path}.{number}.case_count", "多于上一行，请按件数从多到少排列。")
        elif above.total_cost is None or row.total_cost is None:
            continue
        elif above.total_cost < row.total_cost:
            text = "件数与上一行相同、费用多于上一行，费用多的应排在前面。"
            yield warning(f"{path}.{number}.total_cost", text)
        elif above.total_cost == row.total_cost and _name(above) > _name(row):
            text = "件数、费用都与上一行相同，应按名称的次序排列。"
            yield warning(f"{path}.{number}.dimension_value", text)


def _name(row: ParetoRow) -> str:
    return row.dimension_value or ""
