"""What every complaint report measures of a set of cases, group by group (specification, A.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from csdforms.reports.columns import Mask
from csdforms.reports.figure import Figure, mean, plus, ratio
from csdforms.reports.period import Period
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.complaint_cases import TIMELINESS, VALIDITY, Cases

__all__ = [
    "SATISFIED",
    "carried_in",
    "closed_in",
    "flow",
    "line_figures",
    "matrix",
    "open_at_end",
    "rates",
    "received_in",
]

_TIMELINESS = ("closed_on_time", "closed_late", "open_within", "open_overdue")
_VALIDITY = ("verified", "partly_verified", "unverified", "pending")
#: What counts as satisfied (A.5).
SATISFIED = ("非常满意", "满意")


def received_in(cases: Cases, period: Period, among: Rows | None = None) -> Rows:
    """Return the cases received in a period; one that stands at an earlier day goes up to that.

    Here and below those of all cases, or of the ones given.
    """
    start, last = period.start, min(period.end, period.as_of)
    days = f"{start:%Y-%m-%d}至{last:%Y-%m-%d}受理"
    return _those(cases, among).where(cases.received_on.between(start, last), days)


def carried_in(cases: Cases, period: Period, among: Rows | None = None) -> Rows:
    """Return the cases that came before a period and were still open when it began."""
    eve = period.start - dt.timedelta(days=1)
    mask = cases.received_on.until(eve) & ~cases.closed(eve)
    return _those(cases, among).where(mask, f"{period.start:%Y-%m-%d}前受理，到该日尚未结案")


def closed_in(cases: Cases, period: Period, among: Rows | None = None) -> Rows:
    """Return the cases closed in a period, whenever they were received."""
    start, last = period.start, min(period.end, period.as_of)
    days = f"{start:%Y-%m-%d}至{last:%Y-%m-%d}结案"
    return _those(cases, among).where(cases.closed_on.between(start, last), days)


def open_at_end(cases: Cases, period: Period, among: Rows | None = None) -> Rows:
    """Return the cases that were received by the end of a period and still open then."""
    last = min(period.end, period.as_of)
    mask = cases.received_on.until(last) & ~cases.closed(last)
    return _those(cases, among).where(mask, f"{last:%Y-%m-%d}前（含）受理，到该日尚未结案")


def _those(cases: Cases, among: Rows | None) -> Rows:
    return cases.all() if among is None else among


def matrix(
    cases: Cases, groups: Groups, as_of: dt.date, repeats: Mask | None = None
) -> Mapping[str, Counts]:
    """Return what is counted and summed of each group, by the boxes of the statistics' lines.

    ``repeats`` tells which cases repeat an earlier one, by default within the usual window.
    """
    again = cases.repeats if repeats is None else repeats
    found: dict[str, Counts] = {"received": groups.count()}
    timeliness, validity = cases.timeliness(as_of), cases.validity
    satisfaction = cases.satisfaction_by(as_of)
    for names, column, values in (
        (_TIMELINESS, timeliness, TIMELINESS),
        (_VALIDITY, validity, VALIDITY),
    ):
        for name, value in zip(names, values, strict=True):
            found[name] = groups.where(column.isin(value), value).count()
    found["repeat_count"] = groups.where(again, "重复投诉").count()
    found["high_level_count"] = groups.where(cases.level.isin("高等级"), "高等级").count()
    found["followed_up"] = groups.where(satisfaction.known(), "回访有满意度").count()
    found["satisfied"] = groups.where(satisfaction.isin(*SATISFIED), "满意以上").count()
    found["compensation_amount"] = groups.total(cases.compensation_by(as_of), "赔付金额")
    found["loss_amount"] = groups.total(cases.loss_by(as_of), "损失金额")
    closed = groups.where(cases.closed(as_of), f"{as_of:%Y-%m-%d}前（含）结案")
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


def rates(line: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the rates that no line of the statistics has, from its counts."""
    decided = plus(
        "属实＋部分属实＋不属实",
        属实=line["verified"],
        部分属实=line["partly_verified"],
        不属实=line["unverified"],
    )
    true = plus("属实＋部分属实", 属实=line["verified"], 部分属实=line["partly_verified"])
    return {
        "verified_rate": ratio(
            "（属实＋部分属实）÷（属实＋部分属实＋不属实）", 属实或部分属实=true, 已认定=decided
        ),
        "repeat_rate": ratio(
            "重复投诉件数 ÷ 受理件数", 重复投诉=line["repeat_count"], 受理件数=line["received"]
        ),
    }


def flow(request: Request, cases: Cases) -> dict[str, Figure]:
    """Return what was open, came in, was closed and is open; the identity is asserted.

    Raises:
        InconsistentReport: if it does not hold.
    """
    period = request.period
    opening, received = carried_in(cases, period).count(), received_in(cases, period).count()
    closed, left = closed_in(cases, period).count(), open_at_end(cases, period).count()
    holds = opening.number() + received.number() - closed.number() == left.number()
    request.require(holds, "期初未结＋本期受理－本期结案 不等于期末未结")
    return {"opening": opening, "received": received, "closed": closed, "open_end": left}
