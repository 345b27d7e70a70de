"""呼出记录表: the calls made to customers, by one agent on a day or for one task.

Manual section 5.3, flows 5.7 and 5.8. 电话专员 fills in a line after each call, the supervisor
reviews the sheet. It is fed by the interview plan, by services and complaints whose call-back is
due and by replies promised to callers; it feeds questionnaires, the registers' call-backs and
changes of customer files (wrong numbers, refusals of further calls).

Sources: call-back ledgers of service desks; task lists and result lists of call-centre systems;
rules on calling hours.

>>> from csdforms.schemas.telephone import OutboundCallRecord
>>> OutboundCallRecord.title(), OutboundCallRecord.section
('呼出记录表', '5.3')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Annotated, Self

from csdforms.schemas import settings
from csdforms.schemas.fields import call, complaint, customer, figures, interview, sheet, survey
from csdforms.schemas.figures import mean, ratio
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs, normalise
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    repeated,
    requires,
    warning,
)
from csdforms.schemas.telephone import call_ledger
from csdforms.schemas.telephone.call_ledger import CallDetails, CallTally, averaged, seconds, tally

#: The columns of the ledger; everything else of a call is printed in the second table.
COLUMNS = (
    "seq", "dialled_at", "callee_number", "customer_name", "call_purpose", "attempt_no",
    "call_outcome", "talk_content", "satisfaction", "follow_up_action", "next_contact_at",
    "agent_name", "remarks",
)  # fmt: skip
#: What they show; the outcome says three things.
_SHOWN = (*COLUMNS, "is_connected", "unconnected_reason", "call_result")
SUCCESS = "成功"
#: What the means rest on, as the sheet says it.
AVERAGED = ("通话", "满意度")
#: The customer did not want to talk, or not to the end.
REFUSED = (
    "中途拒绝", "拒绝-风险", "拒绝-信任度", "拒绝-资金问题", "拒绝-其他", "不配合", "不感兴趣",
)  # fmt: skip
AGAIN = ("预约再访", "需再联系")
WRONG_NUMBER, INVALID_NUMBER = "错号", "无效号码"
MARKETING = "产品推介"
SATISFIED, DISSATISFIED = ("非常满意", "满意"), ("不满意", "非常不满意")

#: Calls that go back to another sheet, and calls that ask whether the customer is satisfied.
_RELATED = ("服务回访", "投诉回访", "承诺回复")
_ASKING = ("服务回访", "投诉回访", "满意度调查")
#: Results of talks that came to no question.
_NOT_ASKED = (*REFUSED, *AGAIN, WRONG_NUMBER)


def outcome(is_connected: bool | None, reason: str | None, result: str | None) -> str | None:
    """Return what came of a call: its result, or why nobody was reached."""
    return _lost(reason or call_ledger.UNKNOWN) if is_connected is False else result


def _lost(reason: str) -> str:
    return f"未接通：{reason}"


#: What the calls are tallied by, in this order.
OUTCOMES = (
    *call.CALL_RESULT.choices(),
    *map(_lost, (*call.UNCONNECTED_REASON.choices(), call_ledger.UNKNOWN)),
)


class Call(Row):
    """One outgoing call."""

    call_no: Annotated[call.CallNo, PrintedAs("呼出编号")] | None = None
    dialled_at: call.DialledAt
    customer_name: Annotated[customer.CustomerName, PrintedAs("客户名称", "姓名")]
    customer_no: customer.CustomerNo | None = None
    contact_person: (
        Annotated[
            customer.ContactPerson,
            PrintedAs(
                "通话人",
                "受访人 被访人 受访者 被回访人 回访对象 通话对象 联系对象 接电话人",
            ),
        ]
        | None
    ) = None
    job_title: customer.JobTitle | None = None
    callee_number: call.CalleeNumber
    backup_phone: Annotated[customer.BackupPhone, PrintedAs("备用号码")] | None = None
    call_purpose: call.CallPurpose
    related_form: call.RelatedForm | None = None
    related_no: call.RelatedNo | None = None
    attempt_no: call.AttemptNo | None = None
    is_connected: call.IsConnected
    unconnected_reason: call.UnconnectedReason | None = None
    answered_at: call.AnsweredAt | None = None
    ended_at: call.EndedAt | None = None
    talk_content: (
        Annotated[
            call.TalkContent,
            PrintedAs(
                "通话内容",
                "回访情况 回访详情 回访记录 跟进内容 跟进记录 外呼内容 访谈内容 话务小结 小结",
            ),
        ]
        | None
    ) = None
    customer_feedback: call.CustomerFeedback | None = None
    call_result: call.CallResult | None = None
    process_status: Annotated[call.ProcessStatus, PrintedAs("处理状态", "状态")] | None = None
    satisfaction: customer.Satisfaction | None = None
    response_no: Annotated[survey.ResponseNo, PrintedAs("问卷答卷编号")] | None = None
    problem_found: call.ProblemFound | None = None
    responsible_person: (
        Annotated[complaint.ResponsiblePerson, PrintedAs("责任人(主修人员)", "主修人员")] | None
    ) = None
    follow_up_action: call.FollowUpAction | None = None
    follow_up_department: call.FollowUpDepartment | None = None
    resolved_on: call.ResolvedOn | None = None
    handling_result: complaint.HandlingResult | None = None
    next_contact_at: call.NextContactAt | None = None
    do_not_call: call.DoNotCall | None = None
    agent_name: (
        Annotated[
            call.AgentName,
            PrintedAs(
                "呼出人",
                "回访人 拨打人 回访人员 回访员 回访专员 回访客服 外呼人员 外呼员 外呼坐席 拨打人员",
                "拨出人 呼叫人 致电人 访问员 跟进人 电话员",
            ),
        ]
        | None
    ) = None
    agent_no: call.AgentNo | None = None
    ended_by: call.EndedBy | None = None
    recording_no: call.RecordingNo | None = None
    sign_off: call.SignOff | None = None
    remarks: sheet.Remarks | None = None

    @computed
    def talk_seconds(self) -> call.TalkSeconds | None:
        """How long the two spoke."""
        return seconds(self.answered_at, self.ended_at)

    @computed
    def call_outcome(self) -> call.CallOutcome | None:
        """What came of the call: its result, or why nobody was reached."""
        return outcome(self.is_connected, self.unconnected_reason, self.call_result)

    @property
    def customer_key(self) -> str | None:
        """What calls to the same customer share: his number, or else his name."""
        return self.customer_no or (normalise(self.customer_name) if self.customer_name else None)

    @property
    def is_invalid(self) -> bool:
        """Whether the number is nobody's, or another's."""
        return self.unconnected_reason == INVALID_NUMBER or self.call_result == WRONG_NUMBER

    def proposed(self) -> Mapping[str, object]:
        """Propose whether somebody answered, from what is written about it."""
        if self.unconnected_reason is not None:
            return {"is_connected": False}
        talked = self.answered_at is not None or self.call_result is not None
        return {"is_connected": True if talked else None}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of one call: its times, its outcome, what follows from it."""
        yield from in_order(self, "dialled_at", "answered_at", "ended_at")
        yield from in_order(self, "dialled_at", "resolved_on")
        yield from not_future(self, "dialled_at", today=today, severity="warning")
        if self.dialled_at is not None and not settings.current().may_call(self.dialled_at):
            yield warning("dialled_at", "不在允许呼出的时段内（工作日的规定时间），请核对。")
        related = self.call_purpose in _RELATED
        because = f"呼出目的是“{self.call_purpose}”"
        yield from requires(self, "related_form", "related_no", when=related, because=because)
        yield from self._connected() if self.is_connected else self._unconnected()
        yield from self._onward()

    def _connected(self) -> Iterator[Problem]:
        yield from requires(self, "call_result", "talk_content", because="电话已接通")
        if self.unconnected_reason is not None:
            yield error("unconnected_reason", "电话已接通，不填未接通原因，请核对“是否接通”。")
        asked = self.call_purpose in _ASKING and self.call_result not in (None, *_NOT_ASKED)
        yield from requires(self, "satisfaction", when=asked, because="回访和调查要问满意度")

    def _unconnected(self) -> Iterator[Problem]:
        if self.is_connected is None:
            return
        yield from requires(self, "unconnected_reason", because="电话没有接通")
        for name in ("answered_at", "call_result", "talk_content", "satisfaction"):
            if getattr(self, name) is not None:
                text = "电话没有接通，这一栏应空着；要说明的请写在备注里。"
                yield error(name, text)

    def _onward(self) -> Iterator[Problem]:
        again = self.call_result in AGAIN
        because = f"呼出结果是“{self.call_result}”"
        yield from requires(self, "next_contact_at", when=again, because=because)
        next_at = self.next_contact_at
        if next_at is not None and (
            next_at == self.dialled_at or not not_before(next_at, self.dialled_at)
        ):
            yield error("next_contact_at", "应晚于“呼出时间”，请核对两处的日期和时间。")
        if self.problem_found is not None:
            because = "填了“发现问题”"
            yield from requires(self, "follow_up_action", "follow_up_department", because=because)
        elif self.call_purpose == "投诉回访" and self.satisfaction in DISSATISFIED:
            because = "投诉客户仍不满意，要重新处理"
            yield from requires(self, "follow_up_action", because=because)


Call.printed_through = frozenset(Call.model_fields) - {*COLUMNS, "extra"}


class AgentTally(Row):
    """The calls of one agent."""

    agent_name: Annotated[call.AgentName, PrintedAs("呼出人")]
    outbound_count: call.OutboundCount
    executed_count: call.ExecutedCount
    connected_count: call.ConnectedCount
    connect_rate: call.ConnectRate | None = None
    success_count: call.SuccessCount
    success_rate: call.SuccessRate | None = None
    avg_talk_seconds: call.AvgTalkSeconds | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None


class OutboundCallRecord(Ledger, title="呼出记录表", section="5.3"):
    """The outgoing calls of one agent's day, or of one task."""

    day_of_rows = "recorded_on"
    spans = {  # noqa: RUF012 - nobody changes it
        **dict.fromkeys(("记录期间", "起止日期"), ("period_start", "period_end")),
        **dict.fromkeys(
            ("生效时间", "任务时间", "任务起止时间"),
            ("task_starts_at", "task_ends_at"),
        ),
    }

    form_no: sheet.FormNo
    recorded_on: call.RecordedOn | None = None
    period_start: Annotated[figures.PeriodStart, PrintedAs("记录期间起")] | None = None
    period_end: Annotated[figures.PeriodEnd, PrintedAs("记录期间止")] | None = None
    task_no: call.TaskNo | None = None
    task_name: call.TaskName | None = None
    task_starts_at: call.TaskStartsAt | None = None
    task_ends_at: call.TaskEndsAt | None = None
    plan_no: interview.PlanNo | None = None
    assigned_count: call.AssignedCount | None = None
    display_number: call.DisplayNumber | None = None
    agent_name: call.AgentName | None = None
    agent_no: call.AgentNo | None = None
    team: call.Team | None = None
    calls: Annotated[tuple[Call, ...], Group("呼出明细", "呼出记录 回访记录", at_least=1)] = ()
    provenance: ProvenanceBox | None = None

    prepared_by: sheet.PreparedBy
    prepared_on: sheet.PreparedOn

    @computed
    def outbound_count(self) -> call.OutboundCount:
        """How many calls were made."""
        return len(self.calls)

    @computed
    def executed_count(self) -> call.ExecutedCount:
        """How many customers were called, each counted once."""
        return len(_customers(self.calls))

    @computed
    def connected_count(self) -> call.ConnectedCount:
        """How many calls were answered."""
        return len(_connected(self.calls))

    @computed
    def success_count(self) -> call.SuccessCount:
        """How many of them reached their purpose."""
        return _successes(self.calls)

    @computed
    def connect_rate(self) -> call.ConnectRate | None:
        """Share of the calls that were answered."""
        return ratio(self.connected_count, self.outbound_count)

    @computed
    def customer_connect_rate(self) -> call.CustomerConnectRate | None:
        """Share of the customers called who answered at least once."""
        return ratio(len(_customers(_connected(self.calls))), self.executed_count)

    @computed
    def success_rate(self) -> call.SuccessRate | None:
        """Share of the answered calls that reached their purpose."""
        return ratio(self.success_count, self.connected_count)

    @computed
    def refusal_rate(self) -> call.RefusalRate | None:
        """Share of the answered calls in which the customer refused to talk on."""
        refused = sum(one.call_result in REFUSED for one in _connected(self.calls))
        return ratio(refused, self.connected_count)

    @computed
    def invalid_number_rate(self) -> call.InvalidNumberRate | None:
        """Share of the calls whose number is nobody's, or another's."""
        return ratio(sum(one.is_invalid for one in self.calls), self.outbound_count)

    @computed
    def avg_talk_seconds(self) -> call.AvgTalkSeconds | None:
        """Mean duration of the talk."""
        return mean(one.talk_seconds for one in self.calls)

    @computed
    def avg_attempts(self) -> call.AvgAttempts | None:
        """Calls made to each customer, on average."""
        return ratio(self.outbound_count, self.executed_count)

    @computed
    def execution_rate(self) -> call.ExecutionRate | None:
        """Share of the customers assigned who were called."""
        return ratio(self.executed_count, self.assigned_count)

    @computed
    def satisfaction_rate(self) -> figures.SatisfactionRate | None:
        """Share of the customers asked who are satisfied or very satisfied."""
        return _satisfaction(self.calls)

    @computed
    def averaged_calls(self) -> call.AveragedCalls | None:
        """On how many calls the figures rest from which blanks are left out."""
        if not self.calls:
            return None
        talks = sum(one.talk_seconds is not None for one in self.calls)
        asked = sum(one.satisfaction is not None for one in self.calls)
        return averaged(AVERAGED, (talks, asked))

    @computed
    def by_result(self) -> Annotated[tuple[CallTally, ...], Group("按呼出结果统计")]:
        """The answered calls of each result, then the others by their reason."""
        return tally((one.call_outcome for one in self.calls), OUTCOMES)

    @computed
    def by_agent(self) -> Annotated[tuple[AgentTally, ...], Group("按呼出人统计")]:
        """The calls of each agent, busiest first, those of nobody last."""
        agents = call_ledger.by_agent(self.calls, lambda one: one.agent_name)
        return tuple(_agent(name, calls) for name, calls in agents)

    @computed
    def more_details(self) -> Annotated[tuple[CallDetails, ...], Group("呼出补充信息")]:
        """What the ledger has no column for: every call's number and its other filled boxes."""
        return tuple(
            CallDetails(call_no=one.call_no, call_details=call_ledger.details(one, _SHOWN))
            for one in self.calls
        )

    def due(self, as_of: dt.datetime) -> tuple[Call, ...]:
        """Return the calls after which the customer is to be called again by ``as_of``.

        The earliest comes first; a customer reached since then is no longer due.
        """
        waiting: dict[Hashable, tuple[dt.datetime, Call]] = {}
        for _, one in self._in_time():
            if one.next_contact_at is not None:
                waiting[self._matter(one)] = (one.next_contact_at, one)
            elif one.is_connected:
                waiting.pop(self._matter(one), None)
        owed = sorted(waiting.values(), key=itemgetter(0))
        return tuple(one for next_at, one in owed if next_at <= as_of)

    def complete(self) -> Self:
        """Enter the head's agent into lines that name nobody; number lines and attempts."""
        super().complete()
        head = (self.form_no, self.agent_name, self.agent_no)
        calls = list(call_ledger.entered(self.calls, *head))
        for place, one, expected in self._attempts():
            attempt = one.attempt_no or expected or 1
            calls[place - 1] = calls[place - 1].model_copy(update={"attempt_no": attempt})
        self._set("calls", tuple(calls))
        return self

    def _in_time(self) -> list[tuple[int, Call]]:
        """Return the calls with their places, in the order of time, those without one last."""
        return sorted(
            enumerate(self.calls, start=1), key=lambda line: line[1].dialled_at or dt.datetime.max
        )

    def _matter(self, one: Call) -> Hashable:
        """What the attempts to reach one customer share: the task, or what the call is about."""
        of_task = bool(self.task_no or self.task_name or self.plan_no)
        about = (one.call_purpose, one.related_no)
        return one.customer_key if of_task else (one.customer_key, *about)

    def _attempts(self) -> Iterator[tuple[int, Call, int | None]]:
        """Yield the place of each call, the call, and its attempt where another went before."""
        last: dict[Hashable, int] = {}
        for place, one in self._in_time():
            matter = self._matter(one)
            expected = last[matter] + 1 if matter in last else None
            yield place, one, expected
            if one.customer_key is not None:
                last[matter] = one.attempt_no or expected or 1

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong between the calls, and between them and the head."""
        yield from self._head(today)
        for number in repeated(one.call_no for one in self.calls):
            yield error(f"calls.{number}.call_no", "呼出编号重复，请核对。")
        for number, one in enumerate(self.calls, start=1):
            if one.agent_name is None:
                text = "请填呼出人；全表由一人呼出的，填在表头。"
                yield error(f"calls.{number}.agent_name", text)
            if one.dialled_at is not None:
                yield from self._dialled(f"calls.{number}.dialled_at", one.dialled_at)
        for number, one, expected in self._attempts():
            if None not in (one.attempt_no, expected) and one.attempt_no != expected:
                text = f"同一客户的拨打应逐次计数，这一次是第 {expected} 次，请核对。"
                yield error(f"calls.{number}.attempt_no", text)
        yield from self._refusals()

    def _head(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "period_start", "period_end")
        yield from in_order(self, "task_starts_at", "task_ends_at")
        yield from not_future(self, "recorded_on", "period_end", today=today, severity="warning")
        over_days = self.period_start is not None or self.period_end is not None
        because = "记录多天的，起止日期都要填"
        yield from requires(self, "period_start", "period_end", when=over_days, because=because)
        because = "没有填记录期间的，要写明是哪一天"
        yield from requires(self, "recorded_on", when=not over_days, because=because)
        if self.assigned_count is not None and self.executed_count > self.assigned_count:
            yield error("assigned_count", "少于已拨打的客户数，请核对。")

    def _dialled(self, path: str, dialled_at: dt.datetime) -> Iterator[Problem]:
        """Yield where a call lies outside the days of the sheet or of its task."""
        first = self.period_start or self.recorded_on
        last = self.period_end or self.recorded_on
        if not (not_before(dialled_at, first) and not_before(last, dialled_at)):
            yield error(path, "不在表头的日期或记录期间之内，请核对。")
        in_task = not_before(dialled_at, self.task_starts_at) and not_before(
            self.task_ends_at, dialled_at
        )
        if not in_task:
            yield warning(path, "不在任务的生效时间之内，请核对。")

    def _refusals(self) -> Iterator[Problem]:
        """Yield calls that offer products to a number whose owner refused further calls."""
        refused: set[str] = set()
        for number, one in self._in_time():
            dialled = set((one.callee_number or "").split(" / "))
            if one.call_purpose == MARKETING and dialled & refused:
                text = "客户已拒绝再次来电，不得再向这个号码推介产品。"
                path = f"calls.{number}.call_purpose"
                # A sheet over days tells of what was done; nobody can mend it there.
                over_days = self.period_start is not None
                yield warning(path, text) if over_days else error(path, text)
            if one.do_not_call and one.callee_number:
                refused |= dialled


def _connected(calls: Iterable[Call]) -> list[Call]:
    return [one for one in calls if one.is_connected]


def _customers(calls: Iterable[Call]) -> set[str]:
    return {one.customer_key for one in calls if one.customer_key is not None}


def _successes(calls: Iterable[Call]) -> int:
    return sum(one.call_result == SUCCESS for one in _connected(calls))


def _satisfaction(calls: Iterable[Call]) -> figures.SatisfactionRate | None:
    answers = [one.satisfaction for one in calls if one.satisfaction is not None]
    return ratio(sum(answer in SATISFIED for answer in answers), len(answers))


def _agent(name: str, calls: Sequence[Call]) -> AgentTally:
    connected, succeeded = len(_connected(calls)), _successes(calls)
    return AgentTally(
        agent_name=name,
        outbound_count=len(calls),
        executed_count=len(_customers(calls)),
        connected_count=connected,
        connect_rate=ratio(connected, len(calls)),
        success_count=succeeded,
        success_rate=ratio(succeeded, connected),
        avg_talk_seconds=mean(one.talk_seconds for one in calls),
        satisfaction_rate=_satisfaction(calls),
    )
