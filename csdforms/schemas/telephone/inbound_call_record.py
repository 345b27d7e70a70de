"""呼入记录表: the calls of one shift, one line a call, with the day's figures below.

Manual section 5.2, flows 5.6 and 5.8. 电话专员 fills it in during the call, the supervisor reviews
it each day. A line (:class:`Call`) is a model of its own: other programs add calls one by one. It
feeds the after-sales register, the complaint register, call-backs and new customer files.

Sources: call ledgers and hotline sheets of service desks; exports of call-centre systems with
their counts (answered, lost, waiting, talking); rules that demand a promised reply within 24 hours.

>>> from csdforms.schemas.telephone import InboundCallRecord
>>> InboundCallRecord.title(), InboundCallRecord.section
('呼入记录表', '5.2')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Self

from csdforms.schemas import settings
from csdforms.schemas.fields import call, complaint, customer, figures, sheet
from csdforms.schemas.figures import mean, ratio
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    repeated,
    requires,
)
from csdforms.schemas.telephone import call_ledger
from csdforms.schemas.telephone.call_ledger import (
    CallDetails,
    CallTally,
    averaged,
    hour_of,
    hours,
    seconds,
    tally,
)

#: The columns of the ledger; everything else of a call is printed in the second table.
COLUMNS = (
    "seq", "called_at", "caller_number", "customer_name", "call_category", "call_content",
    "handling_method", "handling_result", "call_status", "promised_reply_at", "agent_name",
    "remarks",
)  # fmt: skip
LOST = "未接"
#: What the calls are tallied by, in this order.
CATEGORIES = (*call.CALL_CATEGORY.choices(), LOST)
#: What the means rest on, as the sheet says it.
AVERAGED = ("等待", "响应", "通话", "满意度")
#: A call of this status was answered, though the time of it may not have been noted.
_DEALT_WITH = ("处理中", "已解决", "待回访", "已办结")
#: The sheet that a call goes on to when it is handled so.
_LINKED_FORMS = {"派工": "售后服务登记", "转投诉处理": "投诉登记"}
#: These shifts may run into the next day, but not past noon.
_PAST_MIDNIGHT = ("中班", "晚班", "全天")
_SHIFT_OVER = dt.time(12)


class Call(Row):
    """One incoming call."""

    call_no: (
        Annotated[
            call.CallNo,
            PrintedAs(
                "呼入编号",
                "受理单号 工单号 工单编号 来电编号 来电流水号 流水号 受理编号",
            ),
        ]
        | None
    ) = None
    called_at: Annotated[
        call.CalledAt,
        PrintedAs("来电时间", "时间 开始时间 受理时间 受理日期 登记时间 反映时间"),
    ]
    caller_number: call.CallerNumber
    caller_name: call.CallerName | None = None
    gender: customer.Gender | None = None
    customer_name: customer.CustomerName | None = None
    customer_no: customer.CustomerNo | None = None
    customer_type: Annotated[customer.CustomerType, PrintedAs("客户类别")] | None = None
    identity_verified: call.IdentityVerified | None = None
    caller_region: call.CallerRegion | None = None
    product_or_order: call.ProductOrOrder | None = None
    wait_seconds: call.WaitSeconds | None = None
    answered_at: call.AnsweredAt | None = None
    ended_at: call.EndedAt | None = None
    is_abandoned: call.IsAbandoned | None = None
    call_category: call.CallCategory | None = None
    call_subcategory: call.CallSubcategory | None = None
    call_content: call.CallContent | None = None
    customer_request: call.CustomerRequest | None = None
    urgency: Annotated[complaint.Urgency, PrintedAs("紧急程度")] = "一般"
    handling_method: call.HandlingMethod | None = None
    transfer_to: call.TransferTo | None = None
    transferred_at: call.TransferredAt | None = None
    handling_result: (
        Annotated[
            complaint.HandlingResult,
            PrintedAs(
                "处理结果",
                "答复 答复内容 答复情况 回复内容 回复结果 解答内容 反馈结果 处理意见 处理内容",
                "解决方案 办理情况",
            ),
        ]
        | None
    ) = None
    call_status: call.CallStatus
    promised_reply_at: call.PromisedReplyAt | None = None
    replied_at: call.RepliedAt | None = None
    intent_result: call.IntentResult | None = None
    satisfaction: customer.Satisfaction | None = None
    linked_form: call.LinkedForm | None = None
    linked_no: call.LinkedNo | None = None
    agent_name: Annotated[call.AgentName, PrintedAs("接听人")] | None = None
    agent_no: call.AgentNo | None = None
    extension: call.Extension | None = None
    recording_no: call.RecordingNo | None = None
    remarks: sheet.Remarks | None = None

    @computed
    def response_seconds(self) -> call.ResponseSeconds | None:
        """How long the caller waited until somebody answered."""
        return seconds(self.called_at, self.answered_at)

    @computed
    def talk_seconds(self) -> call.TalkSeconds | None:
        """How long the two spoke."""
        return seconds(self.answered_at, self.ended_at)

    @property
    def tallied_as(self) -> str | None:
        """What it counts as among the categories: a lost call of none is one of its own."""
        return self.call_category or (LOST if self.is_abandoned else None)

    @property
    def is_answered(self) -> bool:
        """Whether somebody took the call."""
        return self.is_abandoned is False

    @property
    def is_prompt(self) -> bool:
        """Whether it was answered within the service level (20 seconds by default).

        The system's count of seconds stands in for missing times.
        """
        wait = self.wait_seconds if self.response_seconds is None else self.response_seconds
        limit = settings.current().service_level_seconds
        return self.is_answered and wait is not None and wait <= limit

    @property
    def is_settled_at_once(self) -> bool:
        """Whether the answer settled it."""
        at_once = self.handling_method == "当场答复" and self.call_status == "已办结"
        return self.is_answered and at_once

    @property
    def is_replied_promptly(self) -> bool:
        """Whether the promised reply was given within the limit from the call (24 hours)."""
        if None in (self.promised_reply_at, self.replied_at, self.called_at):
            return False
        assert self.replied_at is not None
        limit = dt.timedelta(hours=settings.current().promised_reply_hours)
        return self.replied_at - self.called_at <= limit

    def is_overdue(self, as_of: dt.datetime) -> bool:
        """Whether the promised reply is late at ``as_of``, or came late."""
        return not not_before(self.promised_reply_at, self.replied_at or as_of)

    def proposed(self) -> Mapping[str, object]:
        """Propose whether the call was lost, where it went on to, when a promised reply is due.

        A call without time of answer is lost, unless its status or what is written about it says
        that somebody took it: ledgers on paper do not note the time of answer.
        """
        written = self.call_content is not None or self.handling_method is not None
        taken = self.call_status in _DEALT_WITH or (written and self.call_status != LOST)
        lost = self.answered_at is None and not taken
        values: dict[str, object] = {
            "is_abandoned": lost,
            "linked_form": _LINKED_FORMS.get(self.handling_method or ""),
        }
        if self.handling_method == "登记后回复" and self.called_at is not None:
            hours = settings.current().promised_reply_hours
            values["promised_reply_at"] = self.called_at + dt.timedelta(hours=hours)
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of one call: its times, its outcome, where it went on to."""
        yield from in_order(self, "called_at", "answered_at", "transferred_at", "ended_at")
        yield from in_order(self, "called_at", "promised_reply_at")
        yield from in_order(self, "called_at", "replied_at")
        yield from not_future(self, "called_at", today=today, severity="warning")
        yield from self._outcome()
        yield from self._onward()

    def _outcome(self) -> Iterator[Problem]:
        if self.is_abandoned and self.answered_at is not None:
            yield error("is_abandoned", "填了接听时间，不能是未接；请改为“否”，或删去接听时间。")
        if self.is_abandoned and self.call_status not in (None, "未接"):
            yield error("call_status", "未接的来电，处理状态应是“未接”；已接听的请填接听时间。")
        if self.is_answered and self.call_status == "未接":
            yield error("call_status", "来电已接听，处理状态不能是“未接”。")
        yield from requires(
            self,
            "call_category",
            "call_content",
            "handling_method",
            when=self.is_answered,
            because="来电已接听",
        )
        closed = self.call_status == "已办结"
        yield from requires(self, "handling_result", when=closed, because="处理状态是“已办结”")

    def _onward(self) -> Iterator[Problem]:
        transferred = self.handling_method == "转接"
        because = "处理方式是“转接”"
        yield from requires(self, "transfer_to", when=transferred, because=because)
        yield from requires(
            self, "transferred_at", when=transferred, because=because, severity="warning"
        )
        passed_on = self.handling_method in ("派工", "转投诉处理")
        because = f"处理方式是“{self.handling_method}”"
        yield from requires(self, "linked_no", when=passed_on, because=because)
        if passed_on and self.linked_form == "无":
            yield error("linked_form", f"{because}，应写明转成了哪种单据。")
        numbered = not passed_on and self.linked_no is not None
        if numbered and self.linked_form in (None, "无"):
            yield error("linked_form", "填了转单编号，应写明转成了哪种单据。")
        if self.call_category == "投诉" and self.linked_form != "投诉登记" and self.remarks is None:
            yield error("linked_form", "投诉来电应转“投诉登记”；没有转的，请在备注中说明原因。")


class AgentTally(Row):
    """The calls of one agent."""

    agent_name: call.AgentName
    inbound_count: call.InboundCount
    answered_count: call.AnsweredCount
    abandoned_count: call.AbandonedCount
    answer_rate: call.AnswerRate | None = None
    avg_talk_seconds: call.AvgTalkSeconds | None = None
    first_resolution_rate: call.FirstResolutionRate | None = None
    avg_satisfaction: call.AvgSatisfaction | None = None


Call.printed_through = frozenset(Call.model_fields) - {*COLUMNS, "extra"}


class InboundCallRecord(Ledger, title="呼入记录表", section="5.2"):
    """The incoming calls of one shift; a computed sheet has those of a period."""

    day_of_rows = "recorded_on"
    spans = {  # noqa: RUF012 - nobody changes it
        "记录期间": ("period_start", "period_end")
    }

    form_no: sheet.FormNo
    recorded_on: call.RecordedOn | None = None
    period_start: Annotated[figures.PeriodStart, PrintedAs("记录期间起")] | None = None
    period_end: Annotated[figures.PeriodEnd, PrintedAs("记录期间止")] | None = None
    shift: call.Shift | None = None
    hotline: call.Hotline | None = None
    agent_name: call.AgentName | None = None
    agent_no: call.AgentNo | None = None
    team: call.Team | None = None
    calls: Annotated[
        tuple[Call, ...],
        Group("来电记录", "呼入记录 来电登记 来电明细 接听记录 通话记录", at_least=1),
    ] = ()
    provenance: ProvenanceBox | None = None

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    @computed
    def inbound_count(self) -> call.InboundCount:
        """How many calls came in."""
        return len(self.calls)

    @computed
    def answered_count(self) -> call.AnsweredCount:
        """How many of them were answered."""
        return len(_answered(self.calls))

    @computed
    def abandoned_count(self) -> call.AbandonedCount:
        """How many of them were lost."""
        return sum(one.is_abandoned is True for one in self.calls)

    @computed
    def answer_rate(self) -> call.AnswerRate | None:
        """Share of the calls that were answered."""
        return ratio(self.answered_count, self.inbound_count)

    @computed
    def service_level_rate(self) -> call.ServiceLevelRate | None:
        """Share of the calls answered within the service level (20 seconds by default)."""
        prompt = sum(one.is_prompt for one in self.calls)
        return ratio(prompt, self.inbound_count)

    @computed
    def avg_wait_seconds(self) -> call.AvgWaitSeconds | None:
        """Mean waiting time, lost calls included."""
        return mean(one.wait_seconds for one in self.calls)

    @computed
    def avg_response_seconds(self) -> call.AvgResponseSeconds | None:
        """Mean time until somebody answered."""
        return mean(one.response_seconds for one in self.calls)

    @computed
    def avg_talk_seconds(self) -> call.AvgTalkSeconds | None:
        """Mean duration of the talk."""
        return mean(one.talk_seconds for one in self.calls)

    @computed
    def first_resolution_rate(self) -> call.FirstResolutionRate | None:
        """Share of the answered calls that were settled at once."""
        return _first_resolution(self.calls)

    @computed
    def prompt_reply_rate(self) -> call.PromptReplyRate | None:
        """Share of the promised replies that were given within the limit from the call."""
        promised = [one for one in self.calls if one.promised_reply_at is not None]
        prompt = sum(one.is_replied_promptly for one in promised)
        return ratio(prompt, len(promised))

    @computed
    def avg_satisfaction(self) -> call.AvgSatisfaction | None:
        """Mean satisfaction, from 5 for 非常满意 to 1 for 非常不满意."""
        return _satisfaction(self.calls)

    @computed
    def averaged_calls(self) -> call.AveragedCalls | None:
        """On how many calls each mean rests: blanks are left out of it."""
        if not self.calls:
            return None
        names = ("wait_seconds", "response_seconds", "talk_seconds", "satisfaction")
        counts = (sum(getattr(one, name) is not None for one in self.calls) for name in names)
        return averaged(AVERAGED, counts)

    @computed
    def by_category(self) -> Annotated[tuple[CallTally, ...], Group("按来电类型统计")]:
        """The calls of each category, then the lost ones, then those of no category."""
        return tally((one.tallied_as for one in self.calls), CATEGORIES)

    @computed
    def by_hour(self) -> Annotated[tuple[CallTally, ...], Group("按时段统计")]:
        """The calls of each hour of the day, of all days together; a shift's as they follow."""
        times = [one.called_at for one in self.calls]
        words = (None if time is None else hour_of(time.hour) for time in times)
        return tally(words, hours(times))

    @computed
    def by_agent(self) -> Annotated[tuple[AgentTally, ...], Group("按接听人统计")]:
        """The calls of each agent, busiest first, those of nobody last."""
        agents = call_ledger.by_agent(self.calls, lambda one: one.agent_name)
        return tuple(_agent(name, calls) for name, calls in agents)

    @computed
    def more_details(self) -> Annotated[tuple[CallDetails, ...], Group("呼入补充信息")]:
        """What the ledger has no column for: every call's number and its other filled boxes."""
        return tuple(
            CallDetails(call_no=one.call_no, call_details=call_ledger.details(one, COLUMNS))
            for one in self.calls
        )

    def overdue(self, as_of: dt.datetime) -> tuple[Call, ...]:
        """Return the calls whose promised reply is late at ``as_of``, or came late."""
        return tuple(one for one in self.calls if one.is_overdue(as_of))

    def complete(self) -> Self:
        """Enter the head's agent into lines that name nobody, and number lines without number."""
        super().complete()
        head = (self.form_no, self.agent_name, self.agent_no)
        self._set("calls", tuple(call_ledger.entered(self.calls, *head)))
        return self

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the calls, and between them and the head."""
        yield from in_order(self, "period_start", "period_end")
        yield from not_future(self, "recorded_on", "period_end", today=today, severity="warning")
        over_days = self.period_start is not None or self.period_end is not None
        because = "记录多天的，起止日期都要填"
        yield from requires(self, "period_start", "period_end", when=over_days, because=because)
        because = "没有填记录期间的，要写明是哪一天"
        yield from requires(self, "recorded_on", when=not over_days, because=because)
        for number in repeated(one.call_no for one in self.calls):
            yield error(f"calls.{number}.call_no", "呼入编号重复，请核对。")
        for number, one in enumerate(self.calls, start=1):
            path = f"calls.{number}"
            if one.is_answered and one.agent_name is None:
                yield error(f"{path}.agent_name", "请填接听人；全表由一人接听的，填在表头。")
            if not self._within_period(one.called_at):
                yield error(f"{path}.called_at", "不在表头的记录期间之内，请核对。")
            if not self._within_shift(one.called_at):
                yield error(
                    f"{path}.called_at",
                    "与表头日期不是同一天；跨零点的班次，请在表头选“班次”，早班除外。",
                )

    def _within_period(self, called_at: dt.datetime | None) -> bool:
        first, last = self.period_start, self.period_end
        return not_before(called_at, first) and not_before(last, called_at)

    def _within_shift(self, called_at: dt.datetime | None) -> bool:
        if called_at is None or self.recorded_on is None or called_at.date() == self.recorded_on:
            return True
        after_midnight = called_at.date() == self.recorded_on + dt.timedelta(days=1)
        in_time = after_midnight and called_at.time() < _SHIFT_OVER
        return self.shift in _PAST_MIDNIGHT and in_time


def _answered(calls: Iterable[Call]) -> list[Call]:
    return [one for one in calls if one.is_answered]


def _first_resolution(calls: Iterable[Call]) -> call.FirstResolutionRate | None:
    answered = _answered(calls)
    settled = sum(one.is_settled_at_once for one in answered)
    return ratio(settled, len(answered))


def _satisfaction(calls: Iterable[Call]) -> call.AvgSatisfaction | None:
    return mean(customer.SATISFACTION_SCORES.get(one.satisfaction or "") for one in calls)


def _agent(name: str, calls: Sequence[Call]) -> AgentTally:
    answered = len(_answered(calls))
    return AgentTally(
        agent_name=name,
        inbound_count=len(calls),
        answered_count=answered,
        abandoned_count=sum(one.is_abandoned is True for one in calls),
        answer_rate=ratio(answered, len(calls)),
        avg_talk_seconds=mean(one.talk_seconds for one in calls),
        first_resolution_rate=_first_resolution(calls),
        avg_satisfaction=_satisfaction(calls),
    )
