"""What the scores of an evaluation come to, with what is behind it (manual §2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.figure import Figure, given, worked
from csdforms.reports.sheet import split
from csdforms.schemas.after_sales.after_sales_evaluation import AfterSalesEvaluation
from csdforms.schemas.after_sales.evaluation_item import FIVE, HUNDRED, WEIGHTED, EvaluationItem
from csdforms.schemas.after_sales.evaluation_scoring import (
    by_category,
    grade_of,
    total_score,
    weighted_score,
)
from csdforms.schemas.checking import examine
from csdforms.schemas.figures import sum_of

__all__ = ["evaluation_totals"]

_BOXES = ("evaluation_object", "scoring_method", "grade_standard", "levels", "items")
_UNKNOWN = "；有一项没有得分的不出数"
_OF_HUNDRED = "得分之和 ÷ 分值之和 × 100"
#: How the total is worked out, by the way of scoring.
_TOTALS = {
    WEIGHTED: f"各类别折算得分之和{_UNKNOWN}",
    HUNDRED: f"各项得分之和{_UNKNOWN}",
    FIVE: f"{_OF_HUNDRED}；没有得分的项目不计",
}


def evaluation_totals(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sums, the lines of the categories, the total and its grade.

    The form says which items there are, and which score follows from a level that somebody chose;
    the figures among the data stand behind what is worked out of them.
    """
    plain, figures = split({name: data[name] for name in _BOXES if name in data})
    form, _ = examine(AfterSalesEvaluation, plain)
    scores = _column(form.items, figures, "score", "评价人填写的得分或等级")
    most = _column(form.items, figures, "max_score", "评价项目的分值")
    lines = [
        _category(form, category, places, scores, most)
        for category, places in by_category([item.item_category for item in form.items])
    ]
    method = form.scoring_method
    total = worked(
        _TOTALS.get(method, f"{_OF_HUNDRED}{_UNKNOWN}"),
        total_score,
        计分方式=method,
        得分=scores,
        分值=most,
        折算得分=[line["weighted_score"] for line in lines if "weighted_score" in line],
    )
    return {
        "max_score_sum": worked("各项分值之和", sum_of, 分值=most),
        "score_sum": worked("各项得分之和", sum_of, 得分=scores),
        "category_scores": lines,
        "total_score": total,
        "evaluation_grade": worked(
            "总分四舍五入到两位小数，按等级标准分等",
            grade_of,
            总分=total,
            等级标准=form.grade_standard,
        ),
    }


def _column(
    items: Sequence[EvaluationItem], figures: Mapping[str, Figure], name: str, said: str
) -> list[Figure]:
    """Return a column of the items: the sheet's own figures, else what somebody wrote."""
    return [
        figures.get(f"items.{number}.{name}", given(getattr(item, name), said))
        for number, item in enumerate(items, start=1)
    ]


def _category(
    form: AfterSalesEvaluation,
    category: str,
    places: Sequence[int],
    all_scores: Sequence[Figure],
    all_most: Sequence[Figure],
) -> dict[str, Figure]:
    items = [form.items[place] for place in places]
    scores, most = [all_scores[place] for place in places], [all_most[place] for place in places]
    weights = (item.weight_rate for item in items if item.weight_rate is not None)
    line = {
        "item_category": given(category, "评价项目的类别"),
        "item_count": worked(
            "这一类的评价项目数", len, 评价项目=tuple(item.evaluation_item for item in items)
        ),
        "max_score": worked("这一类各项分值之和", sum_of, 分值=most),
        "score": worked("这一类各项得分之和", sum_of, 得分=scores),
        "weight_rate": given(next(weights, None), "这一类评价项目的权重"),
    }
    if form.scoring_method == WEIGHTED:
        line["weighted_score"] = worked(
            f"这一类得分之和 ÷ 分值之和 × 权重 × 100{_UNKNOWN}",
            weighted_score,
            得分=scores,
            分值=most,
            权重=line["weight_rate"],
        )
    return line
