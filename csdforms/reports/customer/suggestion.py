"""What the score of a credit analysis leads to: grade, factor, term and limit (A.4).

Each is what follows from the boxes above unless somebody writes another; then the next follows from
what he wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from csdforms.reports.customer.score_judgements import WRITTEN
from csdforms.reports.figure import Figure, given, worked
from csdforms.reports.request import Request
from csdforms.reports.sheet import split
from csdforms.schemas.checking import examine
from csdforms.schemas.customer.credit_policy import (
    WITHOUT_CREDIT,
    grade_of,
    limit_by_formula,
    only_factor,
    term_range,
    total_of,
)
from csdforms.schemas.customer.customer_credit_analysis import (
    CustomerCreditAnalysis,
    approver_of,
    something,
)

__all__ = ["suggested"]

#: What is written and decides what is suggested; ticks of indicators are in the score table.
_READ = (
    "expected_month_sales_amount", "knock_outs", "missing_items", "suggested_grade", "factor_rate",
    "season_rate", "suggested_term_days", "suggested_limit",
)  # fmt: skip
_FIRST = "首次"


def suggested(request: Request, data: Mapping[str, Any], term_days: Figure) -> dict[str, Any]:
    """Return what is suggested and what follows from it, with what somebody wrote that decides it.

    Args:
        request: what is wanted, with what was written.
        data: the sheet's other data.
        term_days: the term of credit that the customer has.
    """
    written = {name: request.texts[name] for name in _READ if name in request.texts}
    form, _ = examine(CustomerCreditAnalysis, split({**data, **written})[0], today=request.today)

    def box(name: str, figure: Figure) -> Figure:
        """Return what was written in a box, else this figure, which then stands there."""
        if name in written and getattr(form, name) != figure.value:
            return given(getattr(form, name), WRITTEN)
        written[name] = figure
        return figure

    total = _total(form, data["score_rows"])
    computed = _grade(form, total)
    grade = box("suggested_grade", computed)
    factor = box("factor_rate", worked("该等级的系数；有幅度的须选定", only_factor, 等级=grade))
    term = box(
        "suggested_term_days",
        worked("C级为0天，其余沿用现期限", _term, 等级=grade, 现期限=term_days),
    )
    formula = worked(
        "月均销售额×期限÷30×系数；月均封顶的为月均销售额×（1＋季节调整）；C级为0",
        limit_by_formula,
        等级=grade,
        月均销售额=_month_sales(form, data),
        期限=term,
        系数=factor,
        季节调整=given(form.season_rate, WRITTEN),
    )
    limit = box("suggested_limit", formula)
    suggested_ = {
        name: one
        for name, one in written.items()
        if not isinstance(one, Figure) or one.value is not None
    }
    return {
        **suggested_,
        "total_score": total,
        "computed_grade": computed,
        "formula_limit": formula,
        "approval_level": worked(
            "建议等级高于测算等级、额度高于公式额度或超过经理权限的由总经理审批",
            approver_of,
            测算等级=computed,
            建议等级=grade,
            建议额度=limit,
            公式额度=formula,
        ),
    }


def _total(form: CustomerCreditAnalysis, rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Return the total of the score table."""
    scores, full = [], []
    for row, cells in zip(form.score_rows, rows, strict=True):
        own, note = cells.get("score"), row.score_note or WRITTEN
        scores.append(own if isinstance(own, Figure) else given(row.score, note))
        full.append(given(row.max_score, f"{row.indicator}的满分"))
    return worked("各项得分之和", _sum, 各项得分=scores, 各项满分=full)


def _grade(form: CustomerCreditAnalysis, total: Figure) -> Figure:
    """Return the grade of the total, a knock-out and missing papers taken into account."""
    return worked(
        "合计得分所在的等级；有否决项的为C，首次评估或缺关键资料的不高于A",
        _graded,
        合计得分=total,
        有否决项=given(something(form.knock_outs), WRITTEN),
        不高于A=given(form.analysis_kind == _FIRST or something(form.missing_items), WRITTEN),
    )


def _month_sales(form: CustomerCreditAnalysis, data: Mapping[str, Any]) -> Figure:
    known: Figure = data["avg_month_sales_amount"]
    expected = given(form.expected_month_sales_amount, WRITTEN)
    return expected if known.value is None else known


def _sum(scores: Iterable[Decimal | None], full: Iterable[Decimal | None]) -> Decimal | None:
    return total_of(zip(scores, full, strict=True))


def _graded(total: Decimal | None, knocked_out: object, capped: object) -> str | None:
    if total is None and not knocked_out:
        return None
    return grade_of(total or Decimal(0), knocked_out=bool(knocked_out), capped=bool(capped))


def _term(grade: str | None, current: int | None) -> int | None:
    if grade == WITHOUT_CREDIT:
        return 0
    shortest, longest = term_range()
    return current if current is not None and shortest <= current <= longest else None
