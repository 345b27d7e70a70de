"""呼入记录表 computed: the incoming calls of a period on one sheet, with its figures (manual §5.2).

The sheet works its totals out from its lines, as on any day; here each of them can be opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure, ratio
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.calls import InboundCalls
from csdforms.reports.telephone.call_lines import (
    by_agent,
    counted,
    duration,
    means,
    printed,
    ratios,
    rested_on,
    tallied,
)
from csdforms.schemas.telephone.call_ledger import hours
from csdforms.schemas.telephone.inbound_call_record import AVERAGED, CATEGORIES, InboundCallRecord

__all__ = ["REPORT", "charts", "compute"]

#: What is counted of a call; it tells of no person but the agent.
_COUNTED = (
    "call_no", "called_at", "wait_seconds", "answered_at", "ended_at", "is_abandoned",
    "call_category", "handling_method", "call_status", "promised_reply_at", "replied_at",
    "satisfaction", "agent_name",
)  # fmt: skip
_HIDDEN = "隐藏号码"
_ALL = "合计"


def compute(request: Request) -> Data:
    """Return the calls, and the figures and tallies that the sheet works out from them."""
    calls = request.sources.calls.inbound
    rows = counted(request, calls.all(), calls.on, calls.agent)
    places = rows.index.tolist()
    agents = rows.by(calls.agent)
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        **_totals(calls, rows),
        "by_category": tallied(rows, calls.category, CATEGORIES, "来电类型"),
        "by_hour": tallied(
            rows, calls.hour, hours(calls.calls[place].at for place in places), "来电时间"
        ),
        "by_agent": by_agent(agents, "接听人", _columns(calls, agents)),
    }
    if (agent := request.option("agent_name")) is not None:
        data["agent_name"] = agent
    if places:
        data["calls"] = [_line(request, calls, place) for place in places]
    return data


def _line(request: Request, calls: InboundCalls, place: int) -> dict[str, Any]:
    line = printed(request, calls.calls[place], calls.record(place), _COUNTED)
    called, answered, ended = map(line.get, ("called_at", "answered_at", "ended_at"))
    return {
        "caller_number": _HIDDEN,
        **line,
        "response_seconds": duration(来电时间=called, 接听时间=answered),
        "talk_seconds": duration(接听时间=answered, 结束时间=ended),
    }


def _columns(calls: InboundCalls, groups: Groups) -> Mapping[str, Counts]:
    """Return the figures of each group of calls, by their boxes."""
    count = groups.count()
    answered = groups.where(calls.marked(lambda one: one.is_answered), "已接听")
    lost = groups.where(calls.marked(lambda one: one.is_abandoned is True), "未接")
    at_once = calls.marked(lambda one: one.is_settled_at_once)
    took = answered.count()
    return {
        "inbound_count": count,
        "answered_count": took,
        "abandoned_count": lost.count(),
        "answer_rate": ratios("接听量 ÷ 呼入总量", 接听量=took, 呼入总量=count),
        "avg_talk_seconds": means(groups, calls.talk_seconds, "通话时长"),
        "first_resolution_rate": ratios(
            "当场答复且已办结 ÷ 接听量",
            当场答复且已办结=answered.where(at_once, "当场答复且已办结").count(),
            接听量=took,
        ),
        "avg_satisfaction": means(groups, calls.satisfaction_score, "满意度分数"),
    }


def _totals(calls: InboundCalls, rows: Rows) -> dict[str, Figure]:
    """Return the figures of all calls: those of each agent, and more."""
    whole = rows.together(_ALL)
    columns = {
        **_columns(calls, whole),
        "avg_wait_seconds": means(whole, calls.wait_seconds, "等待时长"),
        "avg_response_seconds": means(whole, calls.response_seconds, "响应时长"),
    }
    total = {name: column[_ALL] for name, column in columns.items()}
    prompt = rows.where(calls.marked(lambda one: one.is_prompt), "时限内接听")
    promised = rows.where(calls.marked(lambda one: one.promised_reply_at is not None), "承诺回复")
    replied = promised.where(calls.marked(lambda one: one.is_replied_promptly), "时限内回复")
    total["service_level_rate"] = ratio(
        "时限内接听量 ÷ 呼入总量", 时限内接听量=prompt.count(), 呼入总量=total["inbound_count"]
    )
    total["prompt_reply_rate"] = ratio(
        "时限内回复 ÷ 承诺回复", 时限内回复=replied.count(), 承诺回复=promised.count()
    )
    if len(rows):
        known = calls.wait_seconds, calls.response_seconds, calls.talk_seconds, calls.satisfaction
        total["averaged_calls"] = rested_on(rows, AVERAGED, *known)
    return total


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
