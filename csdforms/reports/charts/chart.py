"""What a chart shows: categories, series of numbers, and how each is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Chart", "Series"]

Drawing = Literal["column", "bar", "line", "pie"]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers; ``None`` is a gap.

    ``drawing`` differs from the chart's own where two are combined (a line over columns); with
    ``second`` it has the axis on the right. ``percent`` are fractions, labelled as percentages.
    """

    name: str
    values: Sequence[Decimal | int | None]
    drawing: Drawing | None = None
    second: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a report; ``stacked`` puts the series on top of each other."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    drawing: Drawing = "column"
    stacked: bool = False
    unit: str = ""
