"""The score table of a credit analysis: its rows, how it is filled in, what is wrong with it.

A row that judges by a default indicator takes its words, full marks and, from the value found, its
marks. A firm's own indicator, or one with the firm's own basis or marks, is taken as it is typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.customer import credit_indicators
from csdforms.schemas.customer.credit_indicators import INDICATORS, Indicator
from csdforms.schemas.fields import credit, evaluation
from csdforms.schemas.figures import agrees, completed
from csdforms.schemas.form import Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, once, requires, warning
from csdforms.schemas.types import Quantity
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "NO_DATA",
    "Figures",
    "ScoreRow",
    "filled",
    "missing_marks",
    "missing_note",
    "problems",
]

#: What other boxes say of default indicators, by name and in their units.
Figures = Mapping[str, Decimal | int | None]

_FULL = 100  # marks of all indicators together
#: What the table says of an indicator without data, by the policy on missing values.
NO_DATA = {"零分": "无资料，按零分计", "六成": "无资料，按六成计", "不计": "无资料，不计入"}


class ScoreRow(Row):
    """An indicator: what it counts, what was found, what it scores."""

    indicator_group: credit.IndicatorGroup | None = None
    indicator: credit.Indicator
    basis: credit.Basis | None = None
    standard: credit.Standard | None = None
    max_score: Annotated[evaluation.MaxScore, PrintedAs("满分", "满分值 最高分")] | None = None
    scorer: credit.Scorer | None = None
    actual_value: credit.ActualValue | None = None
    score: (
        Annotated[
            evaluation.Score,
            PrintedAs("得分", "实得分 实际得分 评估得分 评定得分 自评分"),
        ]
        | None
    ) = None
    score_note: credit.ScoreNote | None = None

    def policy(self) -> Indicator | None:
        """Return the default indicator of this name, if the row judges by it."""
        known = credit_indicators.find(self.indicator)
        if known is None or self.basis not in (None, known.basis):
            return None
        return known if self.max_score in (None, known.full) else None

    def points(self) -> Decimal | None:
        """Return the marks that the indicator gives for the value found."""
        known = self.policy()
        return known.points(self.actual_value) if known and self.actual_value else None

    def told(self, figures: Figures) -> str | None:
        """Return what other boxes say of the indicator, as it is written in the table."""
        known = self.policy()
        figure = figures.get(known.name) if known else None
        if known is None or figure is None:
            return None
        shown = Quantity(None, places=2).show(Decimal(figure)).replace(",", "")
        return f"{shown}{known.unit}"

    def contradicts(self, figures: Figures) -> str | None:
        """Return what other boxes say, if the value found is another figure."""
        known, told = self.policy(), self.told(figures)
        if known is None or told is None:
            return None
        typed = known.figure(self.actual_value or "")
        return None if typed in (None, known.figure(told)) else told

    def proposed(self) -> Mapping[str, object]:
        """Propose what the default indicator says, and the marks for the value found."""
        known = self.policy()
        if known is None:
            return {}
        return {
            "indicator_group": known.group,
            "basis": known.basis,
            "standard": known.standard,
            "max_score": Decimal(known.full),
            "scorer": known.scorer,
            "score": self.points(),
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield marks beyond the full ones, without a ground, or not as the indicator counts."""
        yield from requires(self, "max_score", because="每项指标都有满分")
        if self.score is None:
            return
        if self.max_score is not None and self.score > self.max_score:
            yield error("score", "超过满分，请核对。")
        because = "打了分，应写明依据的实际值"
        known = self.score_note not in NO_DATA.values()
        yield from requires(self, "actual_value", when=known, because=because, severity="warning")
        exact = self.points()
        if exact is not None and self.score_note is None:
            yield from agrees(self, "score", exact)


def filled(rows: tuple[ScoreRow, ...], figures: Figures) -> tuple[ScoreRow, ...]:
    """Return the table with values taken from other boxes; the default one where there is none.

    Once something is scored, what has no data scores as the policy says.
    """
    if not rows:
        blank = ScoreRow.empty()
        rows = tuple(blank.model_copy(update={"indicator": known.name}) for known in INDICATORS)
        rows = tuple(row.complete() for row in rows)
    rows = tuple(_with_value(row, row.told(figures)) for row in rows)
    return tuple(map(_without_data, rows)) if any(row.score is not None for row in rows) else rows


def _with_value(row: ScoreRow, told: str | None) -> ScoreRow:
    return row if told is None else completed(row, {"actual_value": told})


def _without_data(row: ScoreRow) -> ScoreRow:
    """Return an indicator that has neither value nor marks with the marks that the policy gives."""
    if row.score is not None or row.actual_value is not None or row.max_score is None:
        return row
    return completed(row, {"score": missing_marks(row.max_score), "score_note": missing_note()})


def missing_marks(full: Decimal) -> Decimal | None:
    """Return the marks of an indicator without data, by the policy on them; ``None`` for none.

    >>> missing_marks(Decimal(5))  # as it stands by default
    Decimal('0')
    """
    marks = {"零分": Decimal(0), "六成": rounded(full * 6 / 10, 2), "不计": None}
    return marks[settings.current().credit.missing_score]


def missing_note() -> str:
    """Return what the table says of an indicator without data."""
    return NO_DATA[settings.current().credit.missing_score]


def problems(rows: tuple[ScoreRow, ...], figures: Figures) -> Iterator[Problem]:
    """Yield what is wrong with the table as a whole, with paths that start at the table."""
    if rows and all(row.score is None for row in rows):
        yield error("score_rows", "还没有评分，请按指标逐项填实际值或打分。")
        return
    full = [row.max_score for row in rows if row.max_score is not None]
    if rows and len(full) == len(rows) and sum(full) != _FULL:
        total = Quantity().show(Decimal(sum(full)))
        yield error("score_rows", f"各项满分之和应是 {_FULL} 分，现在是 {total} 分，请核对。")
    yield from once("score_rows", rows, "indicator")
    for number, row in enumerate(rows, start=1):
        path = f"score_rows.{number}"
        if row.score is None and row.actual_value is not None:
            yield error(f"{path}.score", "填了实际值，请打分。")
        elif row.score is None:
            text = "没有资料，不计入总分，其余指标按比例折算；请补充资料。"
            yield warning(f"{path}.score", text)
        if told := row.contradicts(figures):
            yield warning(f"{path}.actual_value", f"上面填的数是“{told}”，请核对两处。")
