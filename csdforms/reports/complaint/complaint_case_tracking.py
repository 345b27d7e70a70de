"""客户投诉案件追踪表 computed: every case on one line, as it stood on a day (manual §3.11)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.columns import Index
from csdforms.reports.complaint.measures import (
    carried_in,
    flow,
    line_figures,
    matrix,
    open_at_end,
    received_in,
)
from csdforms.reports.complaint.tracked_lines import TrackedLines
from csdforms.reports.request import Data, Report, Request, require_room
from csdforms.reports.sources.complaint_cases import TIMELINESS
from csdforms.schemas.complaint import ComplaintCaseTracking

__all__ = ["REPORT", "compute", "listed"]


def compute(request: Request) -> Data:
    """Return the lines in the order of receipt, and the flow of cases below them."""
    cases, period = request.sources.cases, request.period
    places = listed(request).tolist()
    require_room(request.model, "cases", len(places))  # before each of too many is worked out
    lines = TrackedLines(request)
    received = received_in(cases, period).together()
    overdue = open_at_end(cases, period).where(
        cases.timeliness(period.as_of).isin("超期未结"), f"到{period.as_of:%Y-%m-%d}超期"
    )
    whole = line_figures(matrix(cases, received, period.as_of), "合计")
    return {
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        "scope": request.option("scope"),
        "cases": [lines.line(place) for place in places],
        **flow(request, cases),
        "open_overdue": overdue.count(),
        "on_time_rate": whole["on_time_rate"],
    }


def listed(request: Request) -> Index:
    """Return the places of the cases that the list's scope asks for, in the order of receipt."""
    cases, period = request.sources.cases, request.period
    scope = request.option("scope")
    known = cases.received_on.until(period.as_of)
    if scope == "未结案件":
        return np.flatnonzero(known & ~cases.closed(period.as_of))
    if scope == "全部":
        return np.flatnonzero(known)
    received = received_in(cases, period).index
    if scope == "期间受理":
        return received
    return np.union1d(carried_in(cases, period).index, received)


def _charts(form: ComplaintCaseTracking) -> Sequence[Chart]:
    """Return how many of the cases listed lie in time."""
    if not form.cases:
        return ()
    found: list[str | None] = [case.timeliness for case in form.cases]
    counts = [found.count(word) for word in TIMELINESS]
    return (Chart("案件时效", TIMELINESS, (Series("件数", counts),), unit="件"),)


REPORT = Report(
    form="complaint_case_tracking",
    letters="TSZZ",
    compute=compute,
    boxes=("scope",),
    charts=_charts,
)
