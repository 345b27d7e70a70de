"""What the scores of an evaluation come to: by category, out of 100, and as a grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from csdforms.schemas.after_sales.evaluation_item import FIVE, HUNDRED, WEIGHTED
from csdforms.schemas.fields import evaluation
from csdforms.schemas.figures import ratio, sum_of
from csdforms.schemas.types.numbers import rounded

__all__ = ["GRADES", "by_category", "grade_of", "reached", "total_score", "weighted_score"]

#: The lowest total of each grade, best first.
GRADES: Mapping[str, Mapping[evaluation.EvaluationGradeWord, int]] = {
    "部门标准": {"优秀": 80, "良好": 60, "一般": 40, "不合格": 0},
    "国家标准": {"五星": 95, "四星": 90, "三星": 80, "达标": 70, "未达标": 0},
}
_UNSORTED = "未分类"
_PLACES = 2  # of the total, as it is printed

Scores = Sequence[Decimal | None]


def by_category(categories: Sequence[str | None]) -> list[tuple[str, list[int]]]:
    """Return the places of the items of each category, in the order of the sheet.

    Nothing if no item has a category.

    >>> by_category(["业务", "要求", "业务", None]), by_category([None, None])
    ([('业务', [0, 2]), ('要求', [1]), ('未分类', [3])], [])
    """
    groups: dict[str | None, list[int]] = {}
    for place, category in enumerate(categories):
        groups.setdefault(category, []).append(place)
    if groups.keys() <= {None}:
        return []
    return [(category or _UNSORTED, places) for category, places in groups.items()]


def reached(scores: Scores, most: Scores) -> Decimal | None:
    """Return the share of their scores that items reached, ``None`` while one is not known."""
    if None in scores or None in most:
        return None
    return ratio(sum_of(scores), sum_of(most))


def weighted_score(scores: Scores, most: Scores, weight: Decimal | None) -> Decimal | None:
    """Return what the items of a category add to the total of a weighted sheet.

    >>> weighted_score([Decimal(4), Decimal(5)], [Decimal(5), Decimal(5)], Decimal("0.6"))
    Decimal('54.00')
    """
    share = reached(scores, most)
    return None if share is None or weight is None else share * weight * 100


def total_score(
    method: str | None, scores: Scores, most: Scores, weighted: Scores
) -> Decimal | None:
    """Return the score out of 100, worked out as the way of scoring says.

    On a sheet of five levels a customer leaves out what did not happen: it drops out. ``weighted``
    are the weighted scores of the categories.
    """
    if method is None:
        return None
    if method == WEIGHTED:
        return None if None in weighted else sum_of(weighted)
    if method == HUNDRED:
        return None if None in scores else sum_of(scores)
    if method == FIVE:
        pairs = [pair for pair in zip(scores, most, strict=True) if pair[0] is not None]
        scores, most = [score for score, _ in pairs], [top for _, top in pairs]
    share = reached(scores, most)
    return None if share is None else share * 100


def grade_of(total: Decimal | None, standard: str | None) -> evaluation.EvaluationGradeWord | None:
    """Return the grade of a total as it is printed, on a scale.

    >>> grade_of(Decimal("79.995"), "部门标准"), grade_of(Decimal(94), "国家标准")
    ('优秀', '四星')
    """
    if total is None or standard is None:
        return None
    printed = rounded(total, _PLACES)
    return next((grade for grade, lowest in GRADES[standard].items() if printed >= lowest), None)
