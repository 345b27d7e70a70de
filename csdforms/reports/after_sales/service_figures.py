"""What a service person, an outlet or the department achieved in a period (manual §2.4, §2.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from csdforms.reports.figure import Figure, mean, ratio, worked
from csdforms.reports.period import Period
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.services import FIRST_FIX_DAYS, Services
from csdforms.schemas import figures

__all__ = ["closed_in", "matrix", "performance", "service_line"]

_HOUR = 3600
#: Each rate, what it is the share of, and how it is said.
_RATES = (
    ("arrived_on_time", "appointed", "及时到达次数 ÷ 有预约次数"),
    ("first_fix", "repair", "一次修复次数 ÷ 维修次数"),
    ("rework", "repair", "返修次数 ÷ 维修次数"),
)


def closed_in(services: Services, period: Period) -> Rows:
    """Return the services that were closed in a period."""
    last = min(period.end, period.as_of)
    said = f"{period.start:%Y-%m-%d}至{last:%Y-%m-%d}关闭"
    return services.all().where(services.closed_on.between(period.start, last), said)


def performance(services: Services, groups: Groups) -> Mapping[str, Counts]:
    """Return of each group how many services, how fast, and how satisfied the customers were."""
    response = groups.where(services.response_seconds.known(), "有登记和到达时间")
    rated = groups.where(services.satisfaction.known(), "有满意度")
    return {
        "service_count": groups.count(),
        "timed": response.count(),
        "response": response.total(services.response_seconds, "响应秒数"),
        "rated_count": rated.count(),
        "scores": rated.total(services.satisfaction_score, "满意度分数"),
    }


def matrix(services: Services, groups: Groups, as_of: dt.date) -> Mapping[str, Counts]:
    """Return what is counted and summed of each group, by the boxes of the service data.

    A repair came back if the same machine was registered again within 30 days; it was right the
    first time if it was repaired and did not come back.
    """
    repairs = groups.where(services.is_repair, "维修")
    again = services.came_back(as_of)
    lasting = services.result.isin("已修复") & ~again
    within = f"{FIRST_FIX_DAYS}日内同一序列号"
    return {
        **performance(services, groups),
        "appointed_count": groups.where(services.has_appointment, "有预约且看得出是否及时").count(),
        "arrived_on_time_count": groups.where(
            services.has_appointment & services.is_on_time, "不晚于预约时间到达"
        ).count(),
        "repair_count": repairs.count(),
        "first_fix_count": repairs.where(lasting, f"已修复且{within}没有再登记").count(),
        "rework_count": repairs.where(again, f"{within}又登记").count(),
        "complaint_count": groups.where(services.result.isin("转投诉"), "转投诉").count(),
        "return_exchange_count": groups.where(services.is_return, "有退货或换货").count(),
        "charged_amount": groups.total(services.charged, "收费金额"),
    }


def service_line(found: Mapping[str, Counts], word: str | None) -> dict[str, Figure]:
    """Return the cells of one line that follow from its counts and sums."""
    line = {name: counts[word] for name, counts in found.items()}
    timed, seconds, scores = (line.pop(name) for name in ("timed", "response", "scores"))
    line["avg_response_hours"] = worked(
        "响应秒数之和 ÷ 3600 ÷ 有登记和到达时间的次数", _hours, 响应秒数=seconds, 次数=timed
    )
    line["avg_satisfaction"] = mean(
        "满意度分数之和 ÷ 有满意度的次数", 满意度分数=scores, 次数=line["rated_count"]
    )
    for name, base, formula in _RATES:
        if f"{name}_count" in line:
            line[f"{name}_rate"] = ratio(
                formula, 件数=line[f"{name}_count"], 基数=line[f"{base}_count"]
            )
    return line


def _hours(seconds: int, count: int) -> Any:
    return figures.ratio(seconds, count * _HOUR)
