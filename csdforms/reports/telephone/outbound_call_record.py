"""呼出记录表 computed: the outgoing calls of a period, of an agent or task (manual §5.3).

The sheet works its totals out from its lines, as on any day; here each of them can be opened.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.calls import Noted, OutboundCalls
from csdforms.reports.telephone.call_lines import average, counted, printed
from csdforms.schemas import figures
from csdforms.schemas.labels import normalise
from csdforms.schemas.telephone.outbound_call_record import (
    REFUSED,
    SATISFIED,
    SUCCESS,
    Call,
    OutboundCallRecord,
)

__all__ = ["REPORT", "charts", "compute"]

#: What is counted of a call; it tells of no person but the agent.
_COUNTED = (
    "call_no", "dialled_at", "call_purpose", "is_connected", "unconnected_reason", "answered_at",
    "ended_at", "call_result", "satisfaction", "agent_name",
)  # fmt: skip
_CUSTOMER = "客户"


def compute(request: Request) -> Data:
    """Return the calls and the figures that the sheet works out from them."""
    calls = request.sources.calls.outbound
    rows = counted(request, calls.all(), calls.on, calls.agent)
    if (task := request.option("task_no")) is not None:
        rows = rows.where(calls.task.isin(task), f"任务{task}")
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        **_figures(request, calls, rows),
    }
    for name in ("agent_name", "task_no", "assigned_count"):
        if (said := request.option(name)) is not None:
            data[name] = said
    if lines := _lines(request, calls, rows, of_task=task is not None):
        data["calls"] = lines
    return data


def _lines(
    request: Request, calls: OutboundCalls, rows: Rows, *, of_task: bool
) -> list[dict[str, Any]]:
    """Return the lines; an attempt after another one of the period is counted on by the sheet."""
    seen: set[Hashable] = set()
    lines = []
    for place in rows.index.tolist():
        one = calls.calls[place]
        line = printed(request, one, calls.record(place), _COUNTED)
        line = _named(line, one, int(calls.customer.codes[place]))
        if (matter := one.call.matter(of_task=of_task)) in seen:
            line.pop("attempt_no", None)
        seen.add(matter)
        lines.append(line)
    return lines


def _named(line: dict[str, Any], one: Noted[Call], code: int) -> dict[str, Any]:
    """Return the line so that it tells customers apart whose names are masked."""
    name = line.get("customer_name")
    shown = line.get("customer_no") or (normalise(name) if name else None)
    if shown == one.call.customer_key:
        return line
    line.pop("customer_no", None)
    return {**line, "customer_name": f"{name or _CUSTOMER}（{code + 1}）"}


def _figures(request: Request, calls: OutboundCalls, rows: Rows) -> dict[str, Figure]:
    count, customers = rows.count(), rows.distinct(calls.customer, "客户")
    connected = rows.where(calls.marked(lambda one: one.is_connected), "已接通")
    reached, success = connected.count(), connected.where(calls.result.isin(SUCCESS), SUCCESS)
    rated = rows.where(calls.satisfaction.known(), "有满意度")
    invalid = rows.where(calls.marked(lambda one: one.is_invalid), "无效号码或错号")
    refused = connected.where(calls.result.isin(*REFUSED), "拒访")
    cells = {
        "outbound_count": count,
        "executed_count": customers,
        "connected_count": reached,
        "success_count": success.count(),
        "connect_rate": ratio("接通量 ÷ 呼出次数", 接通量=reached, 呼出次数=count),
        "customer_connect_rate": ratio(
            "接通的客户 ÷ 执行量",
            接通的客户=connected.distinct(calls.customer, "客户"),
            执行量=customers,
        ),
        "success_rate": ratio("成功量 ÷ 接通量", 成功量=success.count(), 接通量=reached),
        "refusal_rate": ratio("拒访量 ÷ 接通量", 拒访量=refused.count(), 接通量=reached),
        "invalid_number_rate": ratio(
            "无效号码量 ÷ 呼出次数", 无效号码量=invalid.count(), 呼出次数=count
        ),
        "avg_talk_seconds": average(rows, calls.talk_seconds, "通话时长"),
        "avg_attempts": ratio("呼出次数 ÷ 执行量", 呼出次数=count, 执行量=customers),
        "satisfaction_rate": ratio(
            "满意以上 ÷ 有满意度的件数",
            满意以上=rated.where(calls.satisfaction.isin(*SATISFIED), "满意以上").count(),
            件数=rated.count(),
        ),
    }
    if (assigned := request.option("assigned_count")) is not None:
        cells["execution_rate"] = worked(
            "执行量 ÷ 数据量", figures.ratio, 执行量=customers, 数据量=assigned
        )
    return cells


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
