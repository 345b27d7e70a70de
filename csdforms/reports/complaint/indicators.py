"""The indicators of the summary: of a period, and of a handler's cases (manual §3.12, A.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from csdforms.reports.columns import Amounts
from csdforms.reports.complaint.complaint_statistics import per_base
from csdforms.reports.complaint.measures import (
    flow,
    line_figures,
    matrix,
    rates,
    received_in,
)
from csdforms.reports.figure import Figure, plus, ratio, worked
from csdforms.reports.period import Period
from csdforms.reports.request import Request
from csdforms.reports.rows import Groups
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.schemas import figures
from csdforms.schemas.complaint.indicators import indicator_change, is_rate

__all__ = ["indicator_rows", "indicators", "measured"]

#: The measure of each indicator, as they stand on the sheet; the rate on a base comes last.
_MEASURES = {
    "受理件数": "received",
    "本期结案": "closed",
    "期末未结": "open_end",
    "结案率": "close_rate",
    "及时率": "on_time_rate",
    "超期率": "overdue_rate",
    "平均受理确认时长": "avg_ack_hours",
    "平均处理天数": "avg_days",
    "属实率": "verified_rate",
    "重复投诉率": "repeat_rate",
    "高等级占比": "high_level_share",
    "回访率": "follow_up_rate",
    "满意率": "satisfaction_rate",
    "赔付金额": "compensation_amount",
    "损失金额": "loss_amount",
    "费用合计": "total_cost",
    "件均费用": "cost_per_case",
}
_RATE = "投诉率"
#: Who took his complaint back, or had none, is not asked whether he is satisfied.
_NOT_ASKED = ("客户撤诉", "无效关闭")
_MINUTES = 60


def indicator_rows(request: Request, base: Decimal | None) -> list[dict[str, Any]]:
    """Return the rows of the indicators: this period, the one before, the change, the target.

    Targets, and in which direction a figure is the better, hold until others are typed.
    """
    period = request.period
    now, before = indicators(request, period), indicators(request, period.before())
    if base is not None:
        now[_RATE] = per_base(now["受理件数"], base)["complaint_rate"]
        former = _former_base(request)
        if former is not None:
            before[_RATE] = per_base(before["受理件数"], former)["complaint_rate"]
    targets = request.kept("indicators", "indicator_name", "target_value", "indicator_direction")
    return [
        {
            "indicator_name": name,
            "current_value": value,
            **_compared(name, value, before.get(name)),
            **targets.get(name, {}),
        }
        for name, value in now.items()
    ]


def indicators(request: Request, period: Period) -> dict[str, Figure]:
    """Return the indicators of a period by their names."""
    cases = request.sources.cases
    groups = received_in(cases, period).together()
    line = measured(cases, groups, period)("合计")
    line |= flow(replace(request, period=period), cases)
    return {name: line[measure] for name, measure in _MEASURES.items()}


def measured(
    cases: Cases, groups: Groups, period: Period
) -> Callable[[str | None], dict[str, Figure]]:
    """Return what tells the measures of a group of the cases of a period."""
    found = matrix(cases, groups, period.as_of)
    hours = _acknowledgement(groups, cases.acknowledged_minutes_by(period.as_of))
    asked = groups.where(
        cases.closed(period.as_of) & ~cases.closing_type.isin(*_NOT_ASKED), "结案且未撤诉、非无效"
    )
    asking = asked.count()
    answering = asked.where(cases.satisfaction_by(period.as_of).known(), "回访有满意度").count()

    def line(word: str | None) -> dict[str, Figure]:
        own = line_figures(found, word)
        late = plus("超期结案＋超期未结", 超期结案=own["closed_late"], 超期未结=own["open_overdue"])
        received = {"受理件数": own["received"]}
        return {
            **own,
            **rates(own),
            "avg_ack_hours": hours(word),
            "overdue_rate": ratio("（超期结案＋超期未结）÷ 受理件数", 超期=late, **received),
            "high_level_share": ratio(
                "高等级件数 ÷ 受理件数", 高等级=own["high_level_count"], **received
            ),
            "follow_up_rate": ratio(
                "回访件数 ÷ 应回访件数（结案，客户撤诉和无效关闭的除外）",
                回访=answering[word],
                应回访=asking[word],
            ),
            "cost_per_case": ratio("费用合计 ÷ 受理件数", 费用合计=own["total_cost"], **received),
        }

    return line


def _acknowledgement(groups: Groups, minutes: Amounts) -> Callable[[str | None], Figure]:
    """Return what tells the mean hours from receipt to the first word to the customer."""
    told = groups.where(minutes.above(-1), "已记受理告知")
    sums, counts = told.total(minutes, "受理确认分钟"), told.count()

    def hours(word: str | None) -> Figure:
        return worked(
            "受理到告知的分钟之和 ÷ 已告知件数 ÷ 60", _hours, 分钟=sums[word], 已告知=counts[word]
        )

    return hours


def _hours(minutes: int, count: int) -> Decimal | None:
    return figures.ratio(minutes, count * _MINUTES)


def _compared(name: str, now: Figure, before: Figure | None) -> Mapping[str, Figure]:
    if before is None:
        return {}
    formula = "本期－上期（百分点）" if is_rate(name) else "（本期－上期）÷ 上期"
    change = worked(formula, partial(indicator_change, name), 本期=now, 上期=before)
    return {"previous_value": before, "indicator_change": change}


def _former_base(request: Request) -> Decimal | None:
    """Return the base of the summary of the period before, if that is the last one.

    A base of another unit is none to compare with.
    """
    last, before = request.last, request.period.before()
    base, days = last.get("base_quantity"), (last.get("period_start"), last.get("period_end"))
    is_former = days == (before.start.isoformat(), before.end.isoformat())
    is_alike = last.get("base_unit") == request.option("base_unit")
    return Decimal(base) if base is not None and is_former and is_alike else None
