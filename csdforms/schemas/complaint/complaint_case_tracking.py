"""客户投诉案件追踪表: every case side by side, what is late, and what is to be done about it.

Manual section 3.11. 客服专员 prints it each week for the meeting, 客户服务部经理 chases the lines
that are late; it serves as the register book too. Lines come from the other sheets of each case;
here they are completed (warning day, light, days, timeliness) and checked, and counted at the
foot. The reason of a delay and the remarks are written.

Sources: tracking lists and running registers of complaints of manufacturing and service companies
(light, working days before the limit, 3D and 8D days, effect three months on, weekly lists).

>>> from csdforms.schemas.complaint import ComplaintCaseTracking
>>> ComplaintCaseTracking.title(), ComplaintCaseTracking.section
('客户投诉案件追踪表', '3.11')
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas.complaint.case_state import timeliness
from csdforms.schemas.complaint.report_period import period
from csdforms.schemas.complaint.tracked_case import OVERDUE, TrackedCase
from csdforms.schemas.fields import figures, sheet, tracking
from csdforms.schemas.figures import agrees, completed, plus, ratio, sum_of
from csdforms.schemas.form import Ledger, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, once, under, warning

#: The foot: what was open, came in, was closed, is open, and is late.
_FLOW = ("opening", "received", "closed", "open_end", "open_overdue")
_ALL = frozenset({*_FLOW, "on_time_rate"})
_OF_PERIOD = ("期间受理", "期间受理+期初未结")
#: The figures that the lines listed are enough for; of the others there may be more.
_COUNTED = {
    "未结案件": frozenset({"open_overdue"}),
    "期间受理": frozenset({"received", "on_time_rate"}),
    "期间受理+期初未结": _ALL,
    "全部": _ALL,
}


class ComplaintCaseTracking(Ledger, title="客户投诉案件追踪表", section="3.11"):
    """The complaint cases of a period, one line each."""

    form_no: sheet.FormNo
    period_start: Annotated[figures.PeriodStart, PrintedAs("开始日期")]
    period_end: Annotated[figures.PeriodEnd, PrintedAs("结束日期")]
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    scope: tracking.TrackingScope = "期间受理+期初未结"
    cases: Annotated[tuple[TrackedCase, ...], Group("案件明细", "案件 投诉案件")] = ()
    opening: figures.Opening | None = None
    received: Annotated[figures.Received, PrintedAs("本期受理")] | None = None
    closed: Annotated[figures.Closed, PrintedAs("本期结案")] | None = None
    open_end: figures.OpenEnd | None = None
    open_overdue: Annotated[figures.OpenOverdue, PrintedAs("其中超期未结")] | None = None
    on_time_rate: figures.OnTimeRate | None = None
    provenance: ProvenanceBox | None = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("制表")] | None = None
    prepared_on: Annotated[sheet.PreparedOn, PrintedAs("制表日期")] | None = None

    @computed
    def total_compensation_amount(self) -> tracking.TotalCompensationAmount | None:
        """What was paid to the customers of the cases listed."""
        return sum_of(case.compensation_amount for case in self.cases)

    @computed
    def total_loss_amount(self) -> tracking.TotalLossAmount | None:
        """What the cases listed cost the company itself."""
        return sum_of(case.loss_amount for case in self.cases)

    @computed
    def new_cases(self) -> tracking.NewCases | None:
        """For the meeting: the cases that came in within the period."""
        return _numbers(case for case in self.cases if self._came_in(case))

    @computed
    def followed_cases(self) -> tracking.FollowedCases | None:
        """For the meeting: the cases that came in earlier and are still open."""
        return _numbers(
            case for case in self.cases if self._carried_in(case) and not self._was_closed(case)
        )

    @computed
    def closed_cases(self) -> tracking.ClosedCases | None:
        """For the meeting: the cases that were closed within the period."""
        return _numbers(case for case in self.cases if self._was_closed(case))

    def complete(self) -> Self:
        """Fill in how each case stood on the closing day of the list."""
        as_of = self.as_of or self.period_end
        if as_of is not None:
            cases = (completed(case, case.standing(as_of)) for case in self.cases)
            self._set("cases", tuple(cases))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the closing day, and the foot as far as the lines tell it."""
        as_of = self.as_of or self.period_end
        listed, counted = self._listed(as_of), self._counted(as_of)
        foot = {name: value for name, value in listed.items() if name in counted}
        return {"open_end": self._left(foot), **foot, "as_of": as_of}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, lines and foot contradict each other."""
        yield from period(self)
        yield from once("cases", self.cases, "complaint_no")
        days = [case.received_on for case in self.cases if case.received_on is not None]
        if any(later < earlier for earlier, later in itertools.pairwise(days)):
            yield warning("cases", "请按投诉日期、投诉编号的先后排列。")
        for number, case in enumerate(self.cases, start=1):
            problems = [*self._outside(case)]
            if self.as_of is not None:
                problems += case.standing_rules(self.as_of)
            yield from under(f"cases.{number}", problems)
        yield from self._foot()

    # Which cases belong on the list

    def _days(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day of the period, if it is one."""
        start, end = self.period_start, self.period_end
        return None if start is None or end is None or end < start else (start, end)

    def _came_in(self, case: TrackedCase) -> bool:
        """Whether the case was received within the period."""
        days = self._days()
        return bool(days and case.received_on and days[0] <= case.received_on <= days[1])

    def _carried_in(self, case: TrackedCase) -> bool:
        """Whether the case was open when the period began."""
        days = self._days()
        if days is None or case.received_on is None or case.received_on >= days[0]:
            return False
        return case.closed_on is None or case.closed_on >= days[0]

    def _was_closed(self, case: TrackedCase) -> bool:
        """Whether the case was closed within the period, as far as is known by now."""
        days = self._days()
        if days is None or case.closed_on is None:
            return False
        return days[0] <= case.closed_on <= min(days[1], self.as_of or days[1])

    def _outside(self, case: TrackedCase) -> Iterator[Problem]:
        """Yield why a case does not belong on the list."""
        received_on, as_of, days = case.received_on, self.as_of, self._days()
        if received_on is not None and as_of is not None and received_on > as_of:
            yield error("received_on", "晚于截止日期，请核对；确属以后受理的请删去这一行。")
        elif self.scope == "未结案件" and as_of is not None and case.is_closed(as_of):
            yield error("closed_on", "追踪范围是“未结案件”，已结案的请删去这一行。")
        elif self.scope not in _OF_PERIOD or received_on is None or days is None:
            return
        elif received_on > days[1] or (self.scope == "期间受理" and received_on < days[0]):
            yield error("received_on", "不在统计期间之内，请核对日期和追踪范围。")
        elif received_on < days[0] and not self._carried_in(case):
            yield error("closed_on", "期间开始前已经结案，不属于期初未结，请核对或删去这一行。")

    # The foot

    def _counted(self, as_of: dt.date | None) -> frozenset[str]:
        """Return the figures of the foot for which no case can be missing."""
        names = _COUNTED.get(self.scope, frozenset())
        end = self.period_end
        if self.scope == "未结案件" and as_of is not None and end is not None and as_of <= end:
            return names | {"open_end"}  # no case was closed after the period and left out
        return names

    def _listed(self, as_of: dt.date | None) -> Mapping[str, Decimal | int | None]:
        """Count the lines; nothing is known of the foot while a line is not."""
        days = self._days()
        if days is None or as_of is None or not all(case.is_certain for case in self.cases):
            return {}
        opening = sum(map(self._carried_in, self.cases))
        received = sum(map(self._came_in, self.cases))
        closed = sum(map(self._was_closed, self.cases))
        late, own = 0, []
        for case in self.cases:
            state = timeliness(case.due_on, case.closed_on, as_of)
            late += state == OVERDUE and case.received_on <= days[1]
            own += [state] if self._came_in(case) else []
        due = [state for state in own if state not in (None, "期限内未结")]
        return {
            "opening": opening,
            "received": received,
            "closed": closed,
            "open_end": opening + received - closed,
            "open_overdue": late,
            "on_time_rate": ratio(own.count("及时结案"), len(due)),
        }

    def _left(self, foot: Mapping[str, Decimal | int | None]) -> int | None:
        """Return how many cases opening, receipts and closings leave open; not less than 0."""
        opening, received, closed = (
            foot.get(name) if getattr(self, name) is None else getattr(self, name)
            for name in _FLOW[:3]
        )
        left = plus(opening, received, None if closed is None else -closed)
        return None if left is None or left < 0 else left

    def _foot(self) -> Iterator[Problem]:
        listed, counted = self._listed(self.as_of), self._counted(self.as_of)
        for name, value in listed.items():
            typed = getattr(self, name)
            if name in counted:
                yield from agrees(self, name, value)
            elif name in _FLOW and None not in (typed, value) and typed < value:
                yield error(name, f"表内已列出 {value} 件，不能少于此数，请核对。")
        left, end, late = self._left({}), self.open_end, self.open_overdue
        if None not in (self.opening, self.received, self.closed) and left is None:
            yield error("closed", "多于期初未结与本期受理之和，请核对。")
        elif None not in (left, end) and left != end and counted != _ALL:
            text = f"期初未结＋本期受理－本期结案＝{left}，期末未结应与此相等，请核对。"
            yield error("open_end", text)
        if late is not None and end is not None and late > end:
            yield error("open_overdue", "多于“期末未结”，请核对。")


def _numbers(cases: Iterable[TrackedCase]) -> tuple[str, ...] | None:
    """Return the numbers of cases."""
    return tuple(case.complaint_no for case in cases if case.complaint_no is not None) or None
