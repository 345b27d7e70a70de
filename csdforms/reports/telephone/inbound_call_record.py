"""呼入记录表 computed: the incoming calls of a period on one sheet, with its figures (manual §5.2).

The sheet works its totals out from its lines, as on any day; here each of them can be opened.
"""

from __future__ import annotations

from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure, ratio
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.calls import InboundCalls
from csdforms.reports.telephone.call_lines import average, counted, printed
from csdforms.schemas.telephone.inbound_call_record import InboundCallRecord

__all__ = ["REPORT", "charts", "compute"]

#: What is counted of a call; it tells of no person but the agent.
_COUNTED = (
    "call_no", "called_at", "wait_seconds", "answered_at", "ended_at", "is_abandoned",
    "call_category", "handling_method", "call_status", "promised_reply_at", "replied_at",
    "satisfaction", "agent_name",
)  # fmt: skip
_HIDDEN = "隐藏号码"


def compute(request: Request) -> Data:
    """Return the calls and the figures that the sheet works out from them."""
    calls = request.sources.calls.inbound
    rows = counted(request, calls.all(), calls.on, calls.agent)
    lines = [
        printed(request, calls.calls[place], calls.record(place), _COUNTED)
        for place in rows.index.tolist()
    ]
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        **_figures(calls, rows),
    }
    if (agent := request.option("agent_name")) is not None:
        data["agent_name"] = agent
    if lines:
        data["calls"] = [{"caller_number": _HIDDEN, **line} for line in lines]
    return data


def _figures(calls: InboundCalls, rows: Rows) -> dict[str, Figure]:
    count = rows.count()
    answered = rows.where(calls.marked(lambda one: one.is_answered), "已接听")
    promised = rows.where(calls.marked(lambda one: one.promised_reply_at is not None), "承诺回复")
    took = answered.count()
    return {
        "inbound_count": count,
        "answered_count": took,
        "abandoned_count": _where(calls, rows, lambda one: one.is_abandoned is True, "未接"),
        "answer_rate": ratio("接听量 ÷ 呼入总量", 接听量=took, 呼入总量=count),
        "service_level_rate": ratio(
            "时限内接听量 ÷ 呼入总量",
            时限内接听量=_where(calls, rows, lambda one: one.is_prompt, "时限内接听"),
            呼入总量=count,
        ),
        "avg_wait_seconds": average(rows, calls.wait_seconds, "等待时长"),
        "avg_response_seconds": average(rows, calls.response_seconds, "响应时长"),
        "avg_talk_seconds": average(rows, calls.talk_seconds, "通话时长"),
        "first_resolution_rate": ratio(
            "当场答复且已办结 ÷ 接听量",
            当场答复且已办结=_where(
                calls, answered, lambda one: one.is_settled_at_once, "当场答复且已办结"
            ),
            接听量=took,
        ),
        "prompt_reply_rate": ratio(
            "时限内回复 ÷ 承诺回复",
            时限内回复=_where(calls, promised, lambda one: one.is_replied_promptly, "时限内回复"),
            承诺回复=promised.count(),
        ),
        "avg_satisfaction": average(rows, calls.satisfaction_score, "满意度分数"),
    }


def _where(calls: InboundCalls, rows: Rows, mark: Any, said: str) -> Figure:
    return rows.where(calls.marked(mark), said).count()


def charts(form: InboundCallRecord) -> tuple[Chart, ...]:
    """Return how many calls there were of each category."""
    if not form.by_category:
        return ()
    counts = Series("件数", [one.call_count for one in form.by_category])
    return (Chart("各类来电", [one.dimension_value for one in form.by_category], [counts]),)


REPORT = Report(
    form="inbound_call_record",
    letters="HRTJ",
    compute=compute,
    boxes=("agent_name",),
    charts=charts,
)
