"""The cases worth telling: the gravest, then the dearest, then the longest (manual §3.12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from csdforms.reports.columns import Amounts
from csdforms.reports.complaint.case_texts import CaseTexts, cut
from csdforms.reports.complaint.measures import received_in
from csdforms.reports.figure import Figure, Record, given, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.schemas.complaint.complaint_summary import chosen_because

__all__ = ["typical_cases"]

_HIGH = "高等级"
_TITLE = 100
#: The boxes that tell of a case, with what its sheets call it; people may tell it otherwise.
_TOLD = {
    "case_title": "title",
    "story": "story",
    "case_handling": "handling",
    "handling_result": "result",
    "lessons": "lessons",
}


def typical_cases(request: Request, top_n: int) -> list[dict[str, Any]]:
    """Return the cases of the period that are proposed, each with why it was chosen."""
    cases = request.sources.cases
    places, costs = received_in(cases, request.period).index, cases.cost_by(request.period.as_of)
    days = cases.days_taken(request.period.as_of).units[places]
    is_high = cases.level.isin(_HIGH)[places]
    best = np.lexsort((places, -days, -costs.units[places], ~is_high))[:top_n]
    written = {row.get("complaint_no"): row for row in request.texts.get("typical_cases", ())}
    return [_row(request, int(place), costs, written) for place in places[best]]


def _row(
    request: Request, place: int, costs: Amounts, written: Mapping[Any, Mapping[str, Any]]
) -> dict[str, Any]:
    cases = request.sources.cases
    case, record = cases.cases[place], cases.record(place)
    one = Rows(cases, np.array([place], np.intp), f"投诉 {case.complaint_no}")
    level = given(case.level, "投诉等级，读自投诉登记表", record)
    cost = one.total(costs, "赔付金额和损失金额")
    days = one.greatest(
        cases.days_taken(request.period.as_of), "天数（受理到结案，未结的到截止日期）"
    )
    own = written.get(case.complaint_no, {})
    return {
        "complaint_no": given(case.complaint_no, "读自投诉登记表", record),
        "category": given(case.category, "投诉类别，读自投诉登记表", record),
        **{name: text for name, text in _told(request, case, record).items() if name not in own},
        "level": level,
        "total_cost": cost,
        "cycle_days": days,
        "chosen_because": worked(
            "先选高等级，再按费用、天数从多到少", _reason, 等级=level, 费用=cost, 天数=days
        ),
    }


def _told(request: Request, case: ComplaintCase, record: Record) -> dict[str, Figure]:
    """Return what the sheets tell; a case without a title has what it was about for one."""
    texts = CaseTexts(request.sources.kept, case, request.period.as_of)
    found = {name: texts.text(said) for name, said in _TOLD.items()}
    about = "，".join(
        filter(
            None, (case.product_name or case.complained_party, case.subcategory or case.category)
        )
    )
    if found["case_title"] is None and about:
        found["case_title"] = given(cut(about, _TITLE), "品名和类别，读自投诉登记表", record)
    return {name: text for name, text in found.items() if text is not None}


def _reason(level: str | None, cost: Any, days: int) -> str | None:
    return chosen_because(level == _HIGH, cost, days)
