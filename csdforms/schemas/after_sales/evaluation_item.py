"""A line of an evaluation: what is judged, and the levels it may be given with their scores.

A level is worth one score or a range of scores. Each way of scoring brings its levels; a sheet
with a scale of its own names them, and an item whose question offers other answers (没有, 有)
names its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.fields import evaluation, survey
from csdforms.schemas.form import Part, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error
from csdforms.schemas.types import Quantity
from csdforms.schemas.types.base import fold

__all__ = [
    "FIVE",
    "FOUR",
    "HUNDRED",
    "SCALES",
    "WEIGHTED",
    "EvaluationItem",
    "Level",
    "find",
    "levels_text",
]

FIVE, FOUR, HUNDRED, WEIGHTED = "五级", "四级", "百分制", "权重制"
_SCORE = Quantity()


class Level(Part):
    """A level and its scores; one score alone is the lowest and the highest."""

    main = "rating_level"

    rating_level: evaluation.RatingLevel
    lowest_score: evaluation.LowestScore
    highest_score: evaluation.HighestScore | None = None

    @property
    def score(self) -> Decimal | None:
        """The score, where the level stands for just one."""
        return self.lowest_score if self.lowest_score == self.highest_score else None

    def holds(self, score: Decimal) -> bool:
        """Whether a score belongs to the level; an unreadable limit excludes nothing."""
        low, high = self.lowest_score, self.highest_score
        return (low is None or low <= score) and (high is None or score <= high)

    def proposed(self) -> Mapping[str, object]:
        """Take a single score as both limits."""
        return {"highest_score": self.lowest_score}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield limits in the wrong order."""
        low, high = self.lowest_score, self.highest_score
        if low is not None and high is not None and high < low:
            yield error("highest_score", "低于分数下限，请核对。")


def _scale(scores: Mapping[str, int]) -> tuple[Level, ...]:
    return tuple(
        Level(rating_level=word, lowest_score=Decimal(score)) for word, score in scores.items()
    )


_FIVE = _scale({"很好": 5, "较好": 4, "一般": 3, "差": 2, "很差": 1})
#: The levels that a way of scoring brings with it, best first.
SCALES: Mapping[str, tuple[Level, ...]] = {
    FIVE: _FIVE,
    WEIGHTED: _FIVE,
    FOUR: _scale({"满意": 10, "较满意": 6, "一般": 2, "不满意": 0}),
}
#: What customers tick on other sheets of five levels.
_FIVE_ALSO = {
    "非常满意": "很好",
    "满意": "较好",
    "好": "较好",
    "较差": "差",
    "不满意": "差",
    "非常不满意": "很差",
}


def find(levels: Sequence[Level], word: str) -> Level | None:
    """Return the level that a word means.

    >>> level = find(SCALES["五级"], "非常满意")
    >>> level and level.rating_level
    '很好'
    """
    wanted = fold(word).casefold()
    if levels is _FIVE:
        wanted = _FIVE_ALSO.get(wanted, wanted)
    names = (fold(level.rating_level or "").casefold() for level in levels)
    return next((level for level, name in zip(levels, names, strict=True) if name == wanted), None)


def levels_text(levels: Sequence[Level]) -> str:
    """Return levels as they stand on the sheet.

    >>> levels_text(SCALES["四级"])
    '满意10分、较满意6分、一般2分、不满意0分'
    """
    texts = []
    for level in levels:
        limits = dict.fromkeys((level.lowest_score, level.highest_score))
        scores = "—".join(_SCORE.show(limit) for limit in limits if limit is not None)
        texts.append(f"{level.rating_level or ''}{scores}分")
    return "、".join(texts)


class EvaluationItem(Row):
    """One thing that is judged."""

    printed_through = frozenset({"evaluation_criteria", "options"})

    item_category: evaluation.ItemCategory | None = None
    evaluation_item: evaluation.Item
    evaluation_criteria: evaluation.Criteria | None = None
    options: Annotated[tuple[Level, ...], Group("选项计分", "选项", at_most=20)] = ()
    max_score: evaluation.MaxScore | None = None
    weight_rate: evaluation.WeightRate | None = None
    importance: evaluation.Importance | None = None
    rating_level: evaluation.RatingLevel | None = None
    score: (
        Annotated[
            evaluation.Score,
            PrintedAs(
                "得分",
                "实际得分 实得分 单项得分 项目得分 自评分 自评得分 上级评分 主管评分 评分值",
            ),
        ]
        | None
    ) = None
    comment: (
        Annotated[
            survey.Comment,
            PrintedAs(
                "说明",
                "扣分原因 扣分说明 扣分理由 评分理由 评分说明 得分说明 加减分原因",
            ),
        ]
        | None
    ) = None

    @computed
    def criteria_and_options(self) -> evaluation.CriteriaAndOptions | None:
        """What the item is judged by, and the answers of its own with their scores."""
        own = f"（{levels_text(self.options)}）" if self.options else ""
        return f"{self.evaluation_criteria or ''}{own}" or None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield scores beyond what the item can reach."""
        if self.max_score is None:
            return
        if not self.max_score:
            yield error("max_score", "分值应大于 0。")
        if self.score is not None and self.score > self.max_score:
            yield error("score", "得分不能高于分值，请核对。")
        for number, level in enumerate(self.options, start=1):
            if level.highest_score is not None and level.highest_score > self.max_score:
                yield error(f"options.{number}.highest_score", "选项的分数不能高于分值，请核对。")
