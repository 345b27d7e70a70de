"""What every complaint report measures of a set of cases, group by group (specification, A.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from csdforms.reports.figure import Figure, mean, minus, plus, ratio
from csdforms.reports.period import Period
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.complaint_cases import TIMELINESS, VALIDITY, Cases

__all__ = ["flow", "line_figures", "matrix", "received_in"]

_TIMELINESS = ("closed_on_time", "closed_late", "open_within", "open_overdue")
_VALIDITY = ("verified", "partly_verified", "unverified", "pending")
_SATISFIED = ("非常满意", "满意")


def received_in(cases: Cases, period: Period) -> Rows:
    """Return the cases received in a period."""
    days = f"{period.start:%Y-%m-%d}至{period.end:%Y-%m-%d}受理"
    return cases.all().where(cases.received_on.between(period.start, period.end), days)


def matrix(cases: Cases, groups: Groups, as_of: dt.date) -> Mapping[str, Counts]:
    """Return what is counted and summed of each group, by the boxes of the statistics' lines."""
    found: dict[str, Counts] = {"received": groups.count()}
    timeliness, validity = cases.timeliness(as_of), cases.validity
    for names, column, values in (
        (_TIMELINESS, timeliness, TIMELINESS),
        (_VALIDITY, validity, VALIDITY),
    ):
        for name, value in zip(names, values, strict=True):
            found[name] = groups.where(column.isin(value), value).count()
    found["repeat_count"] = groups.where(cases.repeats, "重复投诉").count()
    found["high_level_count"] = groups.where(cases.level.isin("高等级"), "高等级").count()
    found["followed_up"] = groups.where(cases.satisfaction.known(), "回访有满意度").count()
    found["satisfied"] = groups.where(cases.satisfaction.isin(*_SATISFIED), "满意以上").count()
    found["compensation_amount"] = groups.total(cases.compensation, "赔付金额")
    found["loss_amount"] = groups.total(cases.loss, "损失金额")
    closed = groups.where(cases.closed(as_of), f"{as_of:%Y-%m-%d}前结案")
    found["closed"] = closed.count()
    found["processing_days"] = closed.total(cases.processing_days, "处理天数")
    return found


def line_figures(found: Mapping[str, Counts], word: str | None) -> dict[str, Figure]:
    """Return the cells of one line that follow from its counts and sums."""
    line = {name: counts[word] for name, counts in found.items()}
    closed, days = line.pop("closed"), line.pop("processing_days")
    due = plus(
        "及时结案＋超期结案＋超期未结",
        及时结案=line["closed_on_time"],
        超期结案=line["closed_late"],
        超期未结=line["open_overdue"],
    )
    return line | {
        "close_rate": ratio("结案件数 ÷ 受理件数", 结案件数=closed, 受理件数=line["received"]),
        "on_time_rate": ratio(
            "及时结案 ÷（及时结案＋超期结案＋超期未结）", 及时结案=line["closed_on_time"], 到期=due
        ),
        "total_cost": plus(
            "赔付金额＋损失金额", 赔付=line["compensation_amount"], 损失=line["loss_amount"]
        ),
        "avg_days": mean("处理天数之和 ÷ 结案件数", 处理天数=days, 结案件数=closed),
        "satisfaction_rate": ratio(
            "满意以上件数 ÷ 回访件数", 满意=line["satisfied"], 回访=line["followed_up"]
        ),
    }


def flow(request: Request, cases: Cases) -> dict[str, Figure]:
    """Return what was open, came in, was closed and is open; the identity is asserted.

    Raises:
        InconsistentReport: if it does not hold.
    """
    start, end, as_of = request.period
    last = min(end, as_of)
    before = cases.received_on.until(start - dt.timedelta(days=1))
    everything = cases.all()
    opening = everything.where(
        before & ~cases.closed(start - dt.timedelta(days=1)), "期间开始前受理而未结案"
    ).count()
    received = everything.where(cases.received_on.between(start, end), "本期受理").count()
    closed = everything.where(cases.closed_on.between(start, last), "本期结案").count()
    left = everything.where(
        cases.received_on.until(end) & ~cases.closed(last), f"到{last:%Y-%m-%d}尚未结案"
    ).count()
    worked = minus(
        "期初未结＋本期受理－本期结案",
        期初加受理=plus("期初未结＋本期受理", 期初未结=opening, 本期受理=received),
        本期结案=closed,
    )
    request.require(worked.value == left.value, "期初未结＋本期受理－本期结案 不等于期末未结")
    return {"opening": opening, "received": received, "closed": closed, "open_end": left}
