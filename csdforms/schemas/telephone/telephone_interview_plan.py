"""电话访谈计划表: whom to interview by telephone, when, about what, and how far it has come.

Manual section 5.5, flows 5.7 and 5.9. 电话专员 drafts it, the supervisor reviews it, the manager
approves it before the first call. It is fed by customer files, services and complaints; it drives
the outgoing calls (5.3) and names the questionnaire used (2.5). Afterwards it reports on itself.

Sources: visit and interview plans of sales and service departments; call-back rules by day and
frequency; the contents that the standard for telephone surveys wants of a plan.

>>> from csdforms.schemas.telephone import TelephoneInterviewPlan
>>> TelephoneInterviewPlan.title(), TelephoneInterviewPlan.number
('电话访谈计划表', 'plan_no')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.fields import call, customer, figures, interview, sheet, survey
from csdforms.schemas.figures import mean, ratio
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_after,
    not_future,
    requires,
    warning,
)

WAITING, DONE, REFUSED, UNREACHABLE, CANCELLED = "待访", "完成", "拒访", "联系不上", "取消"
#: The customer was spoken to, or was called at all.
CONTACTED = ("已约", "改期", DONE, REFUSED)
CALLED = (DONE, REFUSED, UNREACHABLE)
#: What is known of an interviewee beforehand, and afterwards; both are tables of their own.
BACKGROUND = (
    "customer_no", "customer_grade", "backup_phone", "customer_background", "selection_reason",
    "interview_goals",
)  # fmt: skip
OUTCOME = ("actual_on", "call_no", "satisfaction_score", "interview_findings")
#: Lists drawn by chance need customers to fall back on.
_DRAWN = ("随机", "分层/配额")
_OBJECTIONS = ("客户可能提出的问题", "可能出现的异议")


class Interviewee(Row):
    """One customer to be interviewed: when, by whom, and what came of it."""

    printed_through = frozenset((*BACKGROUND, *OUTCOME))
    spans = dict.fromkeys(("时段", "时间段", "访谈时段"), ("slot_start", "slot_end"))

    customer_no: customer.CustomerNo | None = None
    customer_name: customer.CustomerName
    contact_person: Annotated[
        customer.ContactPerson, PrintedAs("访谈对象", "受访人 姓名 访谈对象姓名")
    ]
    job_title: customer.JobTitle | None = None
    phone: Annotated[customer.ContactPhone, PrintedAs("电话", *customer.MOBILE_LABELS)]
    backup_phone: customer.BackupPhone | None = None
    customer_grade: Annotated[customer.CustomerGrade, PrintedAs("客户等级", "拜访级别")] | None = (
        None
    )
    customer_background: interview.CustomerBackground | None = None
    selection_reason: interview.SelectionReason | None = None
    planned_on: Annotated[interview.PlannedOn, PrintedAs("计划日期")]
    slot_start: interview.SlotStart | None = None
    slot_end: interview.SlotEnd | None = None
    planned_minutes: interview.PlannedMinutes | None = None
    interview_topic: interview.InterviewTopic
    interview_goals: interview.InterviewGoals | None = None
    interviewed_by: Annotated[
        survey.InterviewedBy,
        PrintedAs("访谈人", "负责人 访谈员 责任人 执行人 实施人 拜访人 回访专员"),
    ]
    interview_status: Annotated[interview.InterviewStatus, PrintedAs("状态")] = "待访"
    actual_on: Annotated[interview.ActualOn, PrintedAs("实际日期")] | None = None
    call_no: Annotated[call.CallNo, PrintedAs("呼出编号")] | None = None
    interview_findings: interview.InterviewFindings | None = None
    satisfaction_score: Annotated[interview.SatisfactionScore, PrintedAs("评分")] | None = None
    remarks: sheet.Remarks | None = None

    def slot(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Return when the interview begins and ends, ``None`` if its time is open."""
        if self.planned_on is None or self.slot_start is None:
            return None
        start = dt.datetime.combine(self.planned_on, self.slot_start)
        if self.slot_end is not None:
            return start, dt.datetime.combine(self.planned_on, self.slot_end)
        return start, start + dt.timedelta(minutes=self.planned_minutes or 1)

    def is_overdue(self, as_of: dt.date) -> bool:
        """Whether the day of the interview has passed and nobody has called yet."""
        late = self.planned_on is not None and self.planned_on < as_of
        return late and self.interview_status == WAITING

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of one interview: its hours, and what shows that it took place."""
        start, end = self.slot_start, self.slot_end
        if start is not None and end is not None and end <= start:
            yield error("slot_end", "应晚于“时段起”，请核对。")
        yield from self._hours()
        yield from not_future(self, "actual_on", today=today)
        done = self.interview_status == DONE
        yield from requires(self, "actual_on", when=done, because="状态是“完成”")
        if done and self.call_no is None and self.interview_findings is None:
            yield error("call_no", "状态是“完成”，请填呼出编号，或填访谈结果。")

    def _hours(self) -> Iterator[Problem]:
        limits = settings.current()
        if self.planned_on is not None and not limits.may_call(
            dt.datetime.combine(self.planned_on, limits.call_from)
        ):
            yield warning("planned_on", "不是工作日，请核对；与客户约好的可以保留。")
        for name in ("slot_start", "slot_end"):
            time = getattr(self, name)
            if time is not None and not limits.call_from <= time <= limits.call_until:
                yield warning(name, "不在允许呼出的时段内，请核对；与客户约好的可以保留。")


class OutlineQuestion(Row):
    """One question of the outline."""

    question_text: Annotated[
        survey.QuestionText, PrintedAs("问题", "访谈题目 访谈要点 提问内容 提纲内容")
    ]
    intention: interview.Intention | None = None
    question_style: Annotated[interview.QuestionStyle, PrintedAs("题型")] | None = None
    follow_up_question: interview.FollowUpQuestion | None = None
    question_no: Annotated[survey.QuestionNo, PrintedAs("对应问卷题号", "问卷题号")] | None = None


class Objection(Row):
    """What the customer may say, and what is said or done then."""

    objection_kind: Annotated[interview.ObjectionKind, PrintedAs("类别")]
    possible_issue: interview.PossibleIssue | None = None
    planned_answer: Annotated[interview.PlannedAnswer, PrintedAs("回答/处理办法/策略")]

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield that a question or an objection is missing where one is answered."""
        worded = self.objection_kind in _OBJECTIONS
        because = f"类别是“{self.objection_kind}”"
        yield from requires(self, "possible_issue", when=worded, because=because)


class ScheduleRule(Row):
    """A standing rule: which customers are called so many days after an event, or how often."""

    target_group: interview.TargetGroup
    reference_event: interview.ReferenceEvent | None = None
    plus_days: interview.PlusDays | None = None
    frequency: interview.Frequency | None = None
    contact_method: Annotated[interview.ContactMethod, PrintedAs("方式", "回访方式")] = "电话"

    def due_on(self, reference: dt.date) -> dt.date | None:
        """Return the day T + N of an event on the day ``reference``."""
        return None if self.plus_days is None else reference + dt.timedelta(days=self.plus_days)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what the rule lacks to say when to call."""
        if self.plus_days is None and self.frequency is None:
            yield error("frequency", "“T+N天”和“频次”至少填一项。")
        counted = self.plus_days is not None
        yield from requires(self, "reference_event", when=counted, because="填了“T+N天”")


class Workload(Row):
    """The interviews of one interviewer on one day."""

    interviewed_by: Annotated[survey.InterviewedBy, PrintedAs("访谈人")]
    planned_on: Annotated[interview.PlannedOn, PrintedAs("计划日期")]
    planned_count: Annotated[interview.PlannedCount, PrintedAs("访谈户数")]
    planned_minutes_total: interview.PlannedMinutesTotal | None = None


class TelephoneInterviewPlan(Record, title="电话访谈计划表", section="5.5", number="plan_no"):
    """A plan of interviews by telephone."""

    spans = dict.fromkeys(
        ("访谈起止日期", "访谈期间", "访谈时间", "起止日期"), ("period_start", "period_end")
    )

    plan_no: Annotated[interview.PlanNo, PrintedAs("计划编号", "编号")]
    plan_name: Annotated[interview.PlanName, PrintedAs("计划名称")]
    period_start: Annotated[figures.PeriodStart, PrintedAs("访谈开始日期", "访谈起始日期")]
    period_end: Annotated[figures.PeriodEnd, PrintedAs("访谈结束日期", "访谈截止日期")]
    interview_purpose: interview.InterviewPurpose
    interview_type: interview.InterviewType
    interview_mode: interview.InterviewMode | None = None
    target_description: interview.TargetDescription
    sample_size: interview.SampleSize | None = None
    sampling_method: interview.SamplingMethod | None = None
    questionnaire_no: Annotated[survey.QuestionnaireNo, PrintedAs("使用问卷")] | None = None
    interviewers: interview.Interviewers
    supervisor: interview.Supervisor | None = None
    trained_on: interview.TrainedOn | None = None
    materials: interview.Materials | None = None
    expected_results: interview.ExpectedResults
    greeting: survey.Greeting | None = None
    thanks: survey.Thanks | None = None
    recording_notice: interview.RecordingNotice
    quality_check: interview.QualityCheck | None = None
    budget_amount: interview.BudgetAmount | None = None

    interviewees: Annotated[
        tuple[Interviewee, ...],
        Group("访谈对象及时间安排", "访谈对象名单 访谈名单 访谈对象"),
    ] = ()
    outline: Annotated[
        tuple[OutlineQuestion, ...], Group("访谈提纲", "提纲 访谈问题", at_most=200)
    ] = ()
    responses: Annotated[
        tuple[Objection, ...], Group("应对预案", "预案 异议处理", at_most=200)
    ] = ()
    schedule_rules: Annotated[
        tuple[ScheduleRule, ...], Group("定期规则", "定期回访规则 回访规则", at_most=100)
    ] = ()
    avg_talk_minutes: interview.AvgTalkMinutes | None = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("计划人")]
    prepared_on: sheet.PreparedOn

    @computed
    def planned_count(self) -> interview.PlannedCount:
        """How many customers are to be interviewed."""
        return len(self.interviewees)

    @computed
    def completed_count(self) -> interview.CompletedCount:
        """How many interviews took place."""
        return self._of(DONE)

    @computed
    def refused_count(self) -> interview.RefusedCount:
        """How many customers refused."""
        return self._of(REFUSED)

    @computed
    def unreachable_count(self) -> interview.UnreachableCount:
        """How many customers could not be reached."""
        return self._of(UNREACHABLE)

    @computed
    def completion_rate(self) -> interview.CompletionRate | None:
        """Share of the planned interviews that took place."""
        return ratio(self.completed_count, self.planned_count)

    @computed
    def contact_rate(self) -> interview.ContactRate | None:
        """Share of the customers called so far who could be spoken to."""
        reached = self._of(*CONTACTED)
        return ratio(reached, reached + self.unreachable_count)

    @computed
    def refusal_rate(self) -> call.RefusalRate | None:
        """Share of the customers spoken to who refused."""
        return ratio(self.refused_count, self._of(*CONTACTED))

    @computed
    def avg_score(self) -> interview.AvgScore | None:
        """Mean of the marks given, from 5 to 1."""
        return mean(one.satisfaction_score for one in self.interviewees)

    @computed
    def workload(self) -> Annotated[tuple[Workload, ...], Group("访谈人每日工作量")]:
        """How many interviews each interviewer has on each day, and how long they take."""
        return tuple(
            Workload(
                interviewed_by=name,
                planned_on=day,
                planned_count=len(rows),
                planned_minutes_total=sum(row.planned_minutes or 0 for _, row in rows) or None,
            )
            for (day, name), rows in sorted(self._days().items())
        )

    @computed
    def backgrounds(self) -> Annotated[tuple[Interviewee, ...], Group("访谈对象情况")]:
        """The interviewees of whom something is noted beforehand."""
        return self._with(BACKGROUND)

    @computed
    def outcomes(self) -> Annotated[tuple[Interviewee, ...], Group("访谈结果记录")]:
        """The interviewees of whom something is noted afterwards."""
        return self._with(OUTCOME)

    def overdue(self, as_of: dt.date) -> tuple[Interviewee, ...]:
        """Return the interviewees who should have been called before ``as_of``."""
        return tuple(one for one in self.interviewees if one.is_overdue(as_of))

    def _of(self, *statuses: str) -> int:
        return sum(one.interview_status in statuses for one in self.interviewees)

    def _with(self, names: tuple[str, ...]) -> tuple[Interviewee, ...]:
        return tuple(
            one
            for one in self.interviewees
            if any(getattr(one, name) is not None for name in names)
        )

    def _days(self) -> dict[tuple[dt.date, str], list[tuple[int, Interviewee]]]:
        """Return each interviewer's days with the interviews of each, and their places."""
        days: dict[tuple[dt.date, str], list[tuple[int, Interviewee]]] = {}
        for place, one in enumerate(self.interviewees, start=1):
            planned = one.planned_on is not None and one.interviewed_by is not None
            if planned and one.interview_status != CANCELLED:
                days.setdefault((one.planned_on, one.interviewed_by), []).append((place, one))
        return days

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with the plan, and between the interviews and the plan."""
        yield from in_order(self, "prepared_on", "period_start", "period_end")
        yield from not_after(self, "trained_on", "period_start")
        standing = bool(self.schedule_rules)
        because = "没有填定期规则的，要列出访谈对象"
        yield from requires(self, "interviewees", when=not standing, because=because)
        if self.greeting is not None and self.recording_notice and "录音" not in self.greeting:
            yield warning("greeting", "要告知录音的，请在开场语中说明通话将被录音。")
        yield from self._sample()
        yield from self._approval()
        for place, one in enumerate(self.interviewees, start=1):
            if not self._within(one.planned_on):
                text = "不在访谈起止日期之内，请核对。"
                yield error(f"interviewees.{place}.planned_on", text)
        for rows in self._days().values():
            yield from _crowded(rows)
            yield from _overlaps(rows)

    def _within(self, day: dt.date | None) -> bool:
        if day is None:
            return True
        started = self.period_start is None or self.period_start <= day
        return started and (self.period_end is None or day <= self.period_end)

    def _sample(self) -> Iterator[Problem]:
        """Yield that the list is too short for the sample, or has nobody to fall back on."""
        if self.sample_size is None or not self.interviewees:
            return
        short = self.planned_count < self.sample_size
        yield from requires(self, "remarks", when=short, because="访谈对象少于计划样本量")
        exact = self.planned_count == self.sample_size and self.sampling_method in _DRAWN
        if exact and self.remarks is None:
            text = "名单正好等于样本量，没有替补；请多备几户，或在备注中说明。"
            yield warning("sample_size", text)

    def _approval(self) -> Iterator[Problem]:
        """Yield that calls began before the plan was approved."""
        begun = any(
            one.actual_on is not None or one.interview_status in CALLED for one in self.interviewees
        )
        because = "访谈已经开始，计划应先经批准"
        yield from requires(self, "approved_by", "approved_on", when=begun, because=because)
        days = [one.actual_on for one in self.interviewees if one.actual_on is not None]
        if self.approved_on is not None and days and min(days) < self.approved_on:
            yield error("approved_on", "晚于第一次访谈的日期，计划应先批准再访谈，请核对。")


def _crowded(rows: list[tuple[int, Interviewee]]) -> Iterator[Problem]:
    """Yield that one interviewer's day holds too many interviews, at the first too many."""
    most = settings.current().interviews_per_day
    for place, _ in rows[most : most + 1]:
        text = f"这位访谈人当天超过 {most} 个访谈，请分到别的日期或人员。"
        yield warning(f"interviewees.{place}.planned_on", text)


def _overlaps(rows: list[tuple[int, Interviewee]]) -> Iterator[Problem]:
    """Yield the interviews that begin before an earlier one of the same day is over."""
    slots = sorted((slot, place) for place, one in rows if (slot := one.slot()) is not None)
    over: dt.datetime | None = None
    for (start, end), place in slots:
        if over is not None and start < over:
            text = "与同一访谈人当天另一个访谈的时段重叠，请错开。"
            yield error(f"interviewees.{place}.slot_start", text)
        over = end if over is None else max(over, end)
