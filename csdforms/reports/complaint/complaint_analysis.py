"""客户投诉分析表 computed: why the complaints of a period arose (manual §3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.complaint.concentration import (
    longest_cases,
    repeat_customers,
    repeat_objects,
)
from csdforms.reports.complaint.crossing import cross_table
from csdforms.reports.complaint.measures import line_figures, matrix, rates, received_in
from csdforms.reports.complaint.open_measures import open_measures
from csdforms.reports.complaint.pareto import pareto
from csdforms.reports.complaint.trend import trend
from csdforms.reports.figure import Figure, change
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Rows
from csdforms.schemas import settings
from csdforms.schemas.complaint import ComplaintAnalysis

__all__ = ["REPORT", "compute"]

#: More values than these nobody tells apart in a chart.
_CHARTED = 20


def compute(request: Request) -> Data:
    """Return overview, ranking, cross table, trend, what gathers, and measures still open."""
    cases, period = request.sources.cases, request.period
    received = received_in(cases, period)
    boxes = {name: request.option(name) for name in REPORT.boxes}
    window = boxes["repeat_window_days"]
    if window is None:
        window = boxes["repeat_window_days"] = settings.current().repeat_window_days
    crossed = received
    if statuses := boxes["case_statuses"]:
        crossed = received.where(cases.status(period.as_of).isin(*statuses), "、".join(statuses))
    cells, total = cross_table(request, crossed, boxes["cross_row"], boxes["cross_column"])
    return {
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        **{name: value for name, value in boxes.items() if value is not None},
        "overview": _overview(request, received, window),
        **pareto(request, received, boxes["pareto_dimension"]),
        "cross_table": cells,
        "grand_total": total,
        "trend": trend(request, boxes["trend_months"]),
        "repeat_customers": repeat_customers(request, boxes["top_n"]),
        "repeat_objects": repeat_objects(request, boxes["top_n"]),
        "longest_cases": longest_cases(request, boxes["top_n"]),
        "previous_measures": open_measures(request),
    }


def _overview(request: Request, received: Rows, window: int) -> dict[str, Figure]:
    cases, period = request.sources.cases, request.period
    found = matrix(cases, received.together(), period.as_of, cases.repeated(window))
    line = line_figures(found, "合计")
    before = received_in(cases, period.before()).count()
    names = ("received", "close_rate", "on_time_rate", "satisfaction_rate", "total_cost")
    return {
        **{name: line[name] for name in names},
        **rates(line),
        "prev_received": before,
        "change_rate": change(
            "（受理件数－上期件数）÷ 上期件数", 受理件数=line["received"], 上期件数=before
        ),
    }


def _charts(form: ComplaintAnalysis) -> Sequence[Chart]:
    """Return the ranking with its cumulative share, and the trend."""
    charts = []
    if ranking := form.pareto[:_CHARTED]:
        charts.append(
            Chart(
                f"投诉排列图（按{form.pareto_dimension}）",
                [row.dimension_value for row in ranking],
                (
                    Series("件数", [row.case_count for row in ranking]),
                    Series(
                        "累计占比",
                        [row.cumulative_share for row in ranking],
                        drawing="line",
                        second=True,
                        percent=True,
                    ),
                ),
                unit="件",
            )
        )
    if any(row.received or row.closed or row.open_end for row in form.trend):
        charts.append(
            Chart(
                "投诉趋势",
                [row.report_month for row in form.trend],
                (
                    Series("受理", [row.received for row in form.trend]),
                    Series("结案", [row.closed for row in form.trend]),
                    Series("期末未结", [row.open_end for row in form.trend], drawing="line"),
                ),
                unit="件",
            )
        )
    return charts


REPORT = Report(
    form="complaint_analysis",
    letters="TSFX",
    compute=compute,
    boxes=(
        "pareto_dimension",
        "cross_row",
        "cross_column",
        "case_statuses",
        "top_n",
        "trend_months",
        "repeat_window_days",
    ),
    charts=_charts,
)
