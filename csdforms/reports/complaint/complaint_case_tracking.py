"""客户投诉案件追踪表 computed: every case on one line, as it stood on a day (manual §3.11)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.columns import Index
from csdforms.reports.complaint.measures import (
    carried_in,
    closed_in,
    flow,
    line_figures,
    matrix,
    open_at_end,
    received_in,
)
from csdforms.reports.complaint.tracked_lines import TrackedLines
from csdforms.reports.figure import Figure, worked
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Report, Request, require_room
from csdforms.reports.rows import Rows
from csdforms.reports.sources.complaint_cases import TIMELINESS, Cases
from csdforms.schemas.complaint import ComplaintCaseTracking

__all__ = ["REPORT", "compute", "listed"]


def compute(request: Request) -> Data:
    """Return the lines in the order of receipt, and the flow of cases below them."""
    cases, period = request.sources.cases, request.period
    places = listed(request)
    require_room(request.model, "cases", len(places))  # before each of too many is worked out
    lines = TrackedLines(request)
    scope = request.option("scope")
    rows = Rows(cases, places, f"追踪范围“{scope}”的投诉")
    received = received_in(cases, period).together()
    overdue = open_at_end(cases, period).where(
        cases.timeliness(period.as_of).isin("超期未结"), f"到{period.as_of:%Y-%m-%d}超期"
    )
    whole = line_figures(matrix(cases, received, period.as_of), "合计")
    return {
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        "scope": scope,
        "cases": [lines.line(place) for place in places.tolist()],
        "total_compensation_amount": rows.total_if_any(
            cases.compensation_by(period.as_of), "赔付金额"
        ),
        "total_loss_amount": rows.total_if_any(cases.loss_by(period.as_of), "损失金额"),
        **_for_meeting(cases, rows, period),
        **flow(request, cases),
        "open_overdue": overdue.count(),
        "on_time_rate": whole["on_time_rate"],
    }


def _for_meeting(cases: Cases, rows: Rows, period: Period) -> dict[str, Figure]:
    """Return the numbers of the cases listed that came in, go on, and were closed."""
    carried = carried_in(cases, period, rows)
    found = {
        "new_cases": received_in(cases, period, rows),
        "followed_cases": open_at_end(cases, period, carried),
        "closed_cases": closed_in(cases, period, rows),
    }
    return {
        name: worked("各案的投诉编号", _or_none, 各案=own.listed(cases.number, "投诉编号"))
        for name, own in found.items()
    }


def _or_none(numbers: tuple[str, ...]) -> tuple[str, ...] | None:
    return numbers or None


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
