"""客户投诉总结表 computed: a period of complaints for the management (manual §3.12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csdforms.errors import InvalidData
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.complaint.compositions import composition
from csdforms.reports.complaint.concentration import (
    longest_cases,
    repeat_customers,
    repeat_objects,
)
from csdforms.reports.complaint.indicators import indicator_rows, measured
from csdforms.reports.complaint.measures import received_in
from csdforms.reports.complaint.typical_cases import typical_cases
from csdforms.reports.figure import Figure
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.reports.rows import Rows
from csdforms.schemas.checking import Finding
from csdforms.schemas.complaint import ComplaintSummary
from csdforms.schemas.complaint.complaint_summary import COMPOSITIONS
from csdforms.schemas.complaint.report_period import kind_of
from csdforms.schemas.types import Flag

__all__ = ["REPORT", "compute"]

_HANDLERS = Option("by_handler", "列出承办人", Flag(), False, "列出各承办人的件数、时长和满意率")  # noqa: FBT003
#: The measures of a handler.
_OF_HANDLER = ("avg_ack_hours", "avg_days", "overdue_rate", "satisfaction_rate")
#: So many cases are named that must be mended first.
_NAMED = 10
_COMPARED = ("及时率", "满意率")


def compute(request: Request) -> Data:
    """Return indicators, compositions, cases worth telling, what comes back, and data quality."""
    period, top_n = request.period, request.option("top_n")
    base = request.option("base_quantity")
    received = received_in(request.sources.cases, period)
    data: dict[str, Any] = {
        "period_kind": request.option("period_kind") or kind_of(period.start, period.end),
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        "top_n": top_n,
        "indicators": indicator_rows(request, base),
        **{name: composition(request, by, top_n) for name, by in COMPOSITIONS.items()},
        "typical_cases": typical_cases(request, top_n),
        "longest_cases": longest_cases(request, top_n),
        "repeat_customers": repeat_customers(request, top_n),
        "repeat_objects": repeat_objects(request, top_n),
        "data_quality": _quality(request, received),
        "main_problems": _problems(request, received),
        "measures_done": [{"measure": row["measure"]} for row in request.last.get("next_plan", ())],
    }
    if base is not None:
        data |= {"base_quantity": base, "base_unit": request.option("base_unit")}
    if request.option(_HANDLERS.name, _HANDLERS.default):
        data["handlers"] = _handlers(request, received)
    return data


def _handlers(request: Request, received: Rows) -> list[dict[str, Any]]:
    """Return the measures of each handler's cases, who has most first."""
    cases = request.sources.cases
    groups = received.by(cases.handler)
    line = measured(cases, groups, request.period)
    lines = {word: line(word) for word in groups.words() if word is not None}
    order = sorted(lines, key=lambda word: (-lines[word]["received"].number(), word))
    return [
        {
            "handler": word,
            "case_count": lines[word]["received"],
            **{name: lines[word][name] for name in _OF_HANDLER},
        }
        for word in order
    ]


def _quality(request: Request, received: Rows) -> dict[str, Figure]:
    """Return how many of the cases lack what the figures need.

    Raises:
        InvalidData: if some were closed before they came in, which must be mended first; named.
    """
    cases = request.sources.cases
    told = cases.acknowledged_minutes_by(request.period.as_of)
    wrong = [record.number for record in received.where(cases.misdated, "").records()]
    if wrong:
        shown = "、".join(wrong[:_NAMED]) + ("等" if len(wrong) > _NAMED else "")
        text = f"投诉 {shown} 的结案早于受理，请先更正，再重新统计。"
        label = request.model.label_of("data_quality")
        raise InvalidData(request.model.title(), [Finding("data_quality.date_errors", label, text)])
    return {
        name: received.where(mask, said).count()
        for name, mask, said in (
            ("missing_department", ~cases.department.known(), "没有责任部门"),
            ("missing_cause", ~cases.cause.known(), "没有原因分类"),
            ("missing_acknowledgement", ~told.known(), "没有受理告知时间"),
            ("date_errors", cases.misdated, "结案早于受理"),
        )
    }


def _problems(request: Request, received: Rows) -> list[dict[str, Any]]:
    """Return the problems that people wrote, with the cases of the category or cause named."""
    cases = request.sources.cases
    rows = []
    for written in request.texts.get("main_problems", ()):
        own, found = dict(written), received
        for name, column in (("category", cases.category), ("cause_category", cases.cause)):
            if word := own.get(name):
                found = found.where(column.isin(word), word)
        if found is not received:
            own["case_count"] = found.count()
        rows.append(own)
    return rows


def _charts(form: ComplaintSummary) -> Sequence[Chart]:
    """Return timeliness and satisfaction beside the period before, and what it was about."""
    charts = []
    rows = {row.indicator_name: row for row in form.indicators}
    compared = [rows[name] for name in _COMPARED if name in rows]
    if any(row.current_value is not None for row in compared):
        charts.append(
            Chart(
                "及时率与满意率",
                [row.indicator_name for row in compared],
                (
                    Series("上期", [row.previous_value for row in compared], percent=True),
                    Series("本期", [row.current_value for row in compared], percent=True),
                ),
            )
        )
    if parts := form.composition_category:
        counts = Series("件数", [row.case_count for row in parts])
        values = [row.dimension_value for row in parts]
        charts.append(Chart("投诉类别构成", values, (counts,), "pie", unit="件"))
    return charts


REPORT = Report(
    form="complaint_summary",
    letters="TSZJ",
    compute=compute,
    boxes=("period_kind", "base_quantity", "base_unit", "top_n"),
    options=(_HANDLERS,),
    charts=_charts,
)
