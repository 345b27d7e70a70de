"""呼出记录表 computed: the outgoing calls of a period, of an agent or task (manual §5.3).

The sheet works its totals out from its lines, as on any day; here each of them can be opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.columns import Words
from csdforms.reports.figure import Figure, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.calls import OutboundCalls
from csdforms.reports.telephone.call_lines import (
    by_agent,
    counted,
    means,
    only,
    ratios,
    rested_on,
    tallied,
)
from csdforms.reports.telephone.outbound_lines import outbound_lines
from csdforms.schemas import figures
from csdforms.schemas.telephone.outbound_call_record import (
    AVERAGED,
    OUTCOMES,
    REFUSED,
    SATISFIED,
    SUCCESS,
    OutboundCallRecord,
)

__all__ = ["REPORT", "charts", "compute"]

_ALL = "合计"


def compute(request: Request) -> Data:
    """Return the calls, and the figures and tallies that the sheet works out from them."""
    calls = request.sources.calls.outbound
    rows = counted(request, calls.all(), calls.on, calls.agent)
    rows = only(request, rows, "task_no", calls.task, "任务")
    of_task = request.option("task_no") is not None
    lines, customer = outbound_lines(request, calls, rows, of_task=of_task)
    agents = rows.by(calls.agent)
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        **_totals(calls, rows, customer),
        "by_result": tallied(rows, calls.outcome, OUTCOMES, "呼出结果"),
        "by_agent": by_agent(agents, "呼出人", _columns(calls, agents, customer)),
    }
    for name in ("agent_name", "task_no", "assigned_count"):
        if (said := request.option(name)) is not None:
            data[name] = said
    if (assigned := request.option("assigned_count")) is not None:
        data["execution_rate"] = worked(
            "执行量 ÷ 数据量", figures.ratio, 执行量=data["executed_count"], 数据量=assigned
        )
    if lines:
        data["calls"] = lines
    return data


def _columns(calls: OutboundCalls, groups: Groups, customer: Words) -> Mapping[str, Counts]:
    """Return the figures of each group of calls, by their boxes."""
    connected = groups.where(calls.marked(lambda one: one.is_connected), "已接通")
    rated = groups.where(calls.satisfaction.known(), "有满意度")
    count, reached = groups.count(), connected.count()
    success = connected.where(calls.result.isin(SUCCESS), SUCCESS).count()
    return {
        "outbound_count": count,
        "executed_count": groups.distinct(customer, "客户"),
        "connected_count": reached,
        "connect_rate": ratios("接通量 ÷ 呼出次数", 接通量=reached, 呼出次数=count),
        "success_count": success,
        "success_rate": ratios("成功量 ÷ 接通量", 成功量=success, 接通量=reached),
        "avg_talk_seconds": means(groups, calls.talk_seconds, "通话时长"),
        "satisfaction_rate": ratios(
            "满意以上 ÷ 有满意度的件数",
            满意以上=rated.where(calls.satisfaction.isin(*SATISFIED), "满意以上").count(),
            件数=rated.count(),
        ),
    }


def _totals(calls: OutboundCalls, rows: Rows, customer: Words) -> dict[str, Figure]:
    """Return the figures of all calls: those of each agent, and more."""
    columns = _columns(calls, rows.together(_ALL), customer)
    total = {name: column[_ALL] for name, column in columns.items()}
    count, customers, reached = (
        total[name] for name in ("outbound_count", "executed_count", "connected_count")
    )
    connected = rows.where(calls.marked(lambda one: one.is_connected), "已接通")
    invalid = rows.where(calls.marked(lambda one: one.is_invalid), "无效号码或错号")
    refused = connected.where(calls.result.isin(*REFUSED), "拒访")
    total |= {
        "customer_connect_rate": ratio(
            "接通的客户 ÷ 执行量", 接通的客户=connected.distinct(customer, "客户"), 执行量=customers
        ),
        "refusal_rate": ratio("拒访量 ÷ 接通量", 拒访量=refused.count(), 接通量=reached),
        "invalid_number_rate": ratio(
            "无效号码量 ÷ 呼出次数", 无效号码量=invalid.count(), 呼出次数=count
        ),
        "avg_attempts": ratio("呼出次数 ÷ 执行量", 呼出次数=count, 执行量=customers),
    }
    if len(rows):
        known = calls.talk_seconds, calls.satisfaction
        total["averaged_calls"] = rested_on(rows, AVERAGED, *known)
    return total


def charts(form: OutboundCallRecord) -> tuple[Chart, ...]:
    """Return how many calls came to each result."""
    if not form.by_result:
        return ()
    counts = Series("件数", [one.call_count for one in form.by_result])
    return (Chart("各呼出结果", [one.dimension_value for one in form.by_result], [counts], "bar"),)


REPORT = Report(
    form="outbound_call_record",
    letters="HCTJ",
    compute=compute,
    boxes=("agent_name", "task_no", "assigned_count"),
    charts=charts,
)
