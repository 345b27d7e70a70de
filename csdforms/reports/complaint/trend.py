"""趋势 computed: month by month what came in, what was closed and what was left (manual §3.6)."""

from __future__ import annotations

from typing import Any

from csdforms.reports.complaint.measures import SATISFIED, closed_in, open_at_end, received_in
from csdforms.reports.figure import mean, ratio
from csdforms.reports.period import Period, month_end, months_before
from csdforms.reports.request import Request

__all__ = ["trend"]


def trend(request: Request, months: int) -> list[dict[str, Any]]:
    """Return the last months, of which the last is that in which the period ends.

    Of a period that is running still it is that of the day at which the report stands.

    Mean days and satisfaction are those of the cases closed in the month.
    """
    period, first = request.period, request.period.counted_to.replace(day=1)
    starts = [months_before(first, number) for number in reversed(range(months))]
    return [_month(request, Period.of(start, month_end(start), period.as_of)) for start in starts]


def _month(request: Request, month: Period) -> dict[str, Any]:
    cases = request.sources.cases
    closed, satisfaction = closed_in(cases, month), cases.satisfaction_by(month.as_of)
    answered = closed.where(satisfaction.known(), "回访有满意度").count()
    satisfied = closed.where(satisfaction.isin(*SATISFIED), "满意以上").count()
    count = closed.count()
    return {
        "report_month": f"{month.start:%Y-%m}",
        "received": received_in(cases, month).count(),
        "closed": count,
        "open_end": open_at_end(cases, month).count(),
        "avg_days": mean(
            "当月结案案件的处理天数之和 ÷ 当月结案件数",
            处理天数=closed.total(cases.processing_days, "处理天数"),
            结案件数=count,
        ),
        "satisfaction_rate": ratio(
            "当月结案案件的满意以上件数 ÷ 回访件数", 满意=satisfied, 回访=answered
        ),
    }
