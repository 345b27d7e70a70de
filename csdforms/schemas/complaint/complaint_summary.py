"""客户投诉总结表: what a week, month, quarter or year of complaints was like, and what is planned.

Manual section 3.12. 客户服务部 writes it, the general manager comments on it; it goes into the
management review. Indicators and tables come from the cases; here they are completed (changes,
sums, shares, targets met) and checked. Judgement, problems and plan are written.

Sources: complaint summaries of service desks with their indicators and data-quality lines; the
rule that the head of the house answers for complaints.

>>> from csdforms.schemas.complaint import ComplaintSummary
>>> ComplaintSummary.title(), ComplaintSummary.section
('客户投诉总结表', '3.12')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas.complaint.case_tables import (
    LongestCase,
    RepeatCustomer,
    RepeatObject,
    longest,
    ranked,
    repeats,
)
from csdforms.schemas.complaint.composition import (
    CompositionRow,
    check_composition,
    complete_composition,
)
from csdforms.schemas.complaint.dimensions import UNKNOWN
from csdforms.schemas.complaint.indicators import (
    IndicatorLine,
    IndicatorRow,
    check_indicators,
    complete_indicators,
    current,
    print_indicators,
)
from csdforms.schemas.complaint.report_period import due_after, is_whole, period
from csdforms.schemas.fields import (
    complaint,
    figures,
    handling,
    improvement,
    indicator,
    sheet,
)
from csdforms.schemas.figures import completed, plus
from csdforms.schemas.form import Part, Report, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, in_order, once, requires, warning

#: The tables of what the complaints were, with the dimension of each.
COMPOSITIONS = {
    "composition_category": "投诉类别",
    "composition_department": "责任部门",
    "composition_channel": "投诉方式",
}


class TypicalCase(Row):
    """A case worth telling: what happened, what was done, what it teaches."""

    complaint_no: complaint.ComplaintNo
    case_title: Annotated[complaint.CaseTitle, PrintedAs("标题")]
    category: complaint.Category | None = None
    story: Annotated[complaint.Story, PrintedAs("经过")]
    case_handling: Annotated[complaint.CaseHandling, PrintedAs("处理")] | None = None
    handling_result: Annotated[complaint.HandlingResult, PrintedAs("结果")] | None = None
    lessons: Annotated[complaint.Lessons, PrintedAs("启示")] | None = None
    level: Annotated[complaint.Level, PrintedAs("等级")] | None = None
    total_cost: Annotated[figures.TotalCost, PrintedAs("费用")] | None = None
    cycle_days: Annotated[complaint.CycleDays, PrintedAs("天数")] | None = None
    chosen_because: complaint.ChosenBecause | None = None

    def weight(self) -> tuple[bool, Decimal, int]:
        """Return what cases are chosen by: the level, then the cost, then the days."""
        return self.level == "高等级", self.total_cost or Decimal(0), self.cycle_days or 0

    def proposed(self) -> Mapping[str, object]:
        """Propose why the case was chosen."""
        return {"chosen_because": chosen_because(*self.weight())}


def chosen_because(is_high: bool, cost: Decimal, days: int) -> str | None:
    """Return why a case was chosen, from what cases are chosen by (:meth:`TypicalCase.weight`)."""
    reasons = ["高等级"] if is_high else []
    if cost:
        reasons.append(f"费用 {cost:,.2f} 元")
    if not reasons and days:
        reasons.append(f"用时 {days} 天")
    return "，".join(reasons) or None


class HandlerRow(Row):
    """The cases of one handler; no score is made of them."""

    handler: Annotated[handling.Handler, PrintedAs("承办人", "客服 客服人员 姓名")]
    case_count: Annotated[figures.CaseCount, PrintedAs("件数", "处理件数 处理数量 处理量 受理件数")]
    avg_ack_hours: figures.AvgAckHours | None = None
    avg_days: figures.AvgDays | None = None
    overdue_rate: figures.OverdueRate | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None


class ProblemRow(Row):
    """A main problem, its cause and who is responsible."""

    main_problem: improvement.MainProblem
    cause_analysis: Annotated[complaint.CauseAnalysis, PrintedAs("原因", "产生原因")] | None = None
    responsible_department: complaint.ResponsibleDepartment | None = None
    category: complaint.Category | None = None
    cause_category: complaint.CauseCategory | None = None
    case_count: Annotated[figures.CaseCount, PrintedAs("件数", "发生次数 投诉次数")] | None = None


class MeasureDone(Row):
    """A measure that was taken, and what it brought."""

    measure: Annotated[improvement.Measure, PrintedAs("已采取措施")]
    effect: Annotated[improvement.Effect, PrintedAs("效果")] | None = None
    before_value: improvement.BeforeValue | None = None
    after_value: improvement.AfterValue | None = None


class PlannedMeasure(Row):
    """A measure of the next period: who does it, until when, what it shall reach."""

    measure: Annotated[
        improvement.Measure,
        PrintedAs("改进措施", "工作计划 工作内容 计划内容 改善计划 下一步计划 下步措施"),
    ]
    action_owner: Annotated[handling.ActionOwner, PrintedAs("责任人", "负责人 执行人")]
    responsible_department: complaint.ResponsibleDepartment | None = None
    action_due_on: Annotated[improvement.ActionDueOn, PrintedAs("完成期限", "完成时间 时间节点")]
    plan_target: Annotated[improvement.PlanTarget, PrintedAs("目标")] | None = None


class DataQuality(Part):
    """How many cases lack what the figures need."""

    missing_department: indicator.MissingDepartment | None = None
    missing_cause: indicator.MissingCause | None = None
    missing_acknowledgement: indicator.MissingAcknowledgement | None = None
    date_errors: indicator.DateErrors | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield dates that must be mended before anything is counted."""
        if self.date_errors:
            yield error("date_errors", "有结案早于受理的案件，请先更正，再重新统计。")


class ComplaintSummary(Report, title="客户投诉总结表", section="3.12", number="report_no"):
    """The complaints of a period for the management: figures, cases, problems, plan."""

    #: Figures of all units stand in one column: they are printed as lines of text.
    printed_through = frozenset({"indicators"})

    report_no: Annotated[figures.ReportNo, PrintedAs("编号")]
    period_kind: Annotated[figures.PeriodKind, PrintedAs("期间类别", "报告类型")]
    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    base_quantity: figures.BaseQuantity | None = None
    base_unit: figures.BaseUnit | None = None
    top_n: figures.TopN = 5

    indicators: Annotated[tuple[IndicatorRow, ...], Group("总体情况", "指标表 总体指标")] = ()
    composition_category: Annotated[
        tuple[CompositionRow, ...], Group("类别构成", "按投诉类别")
    ] = ()
    composition_department: Annotated[
        tuple[CompositionRow, ...], Group("责任部门构成", "按责任部门")
    ] = ()
    composition_channel: Annotated[
        tuple[CompositionRow, ...], Group("投诉方式构成", "按投诉方式")
    ] = ()
    typical_cases: Annotated[tuple[TypicalCase, ...], Group("典型案例", "案例")] = ()
    longest_cases: Annotated[
        tuple[LongestCase, ...], Group("处理时间最长的案件", "最长案件 拖期案件")
    ] = ()
    repeat_customers: Annotated[tuple[RepeatCustomer, ...], Group("重复投诉客户")] = ()
    repeat_objects: Annotated[
        tuple[RepeatObject, ...], Group("重复投诉对象", "集中投诉对象 重复投诉产品")
    ] = ()
    handlers: Annotated[tuple[HandlerRow, ...], Group("承办人情况", "按承办人")] = ()
    data_quality: Annotated[DataQuality, Label("数据质量")] | None = None
    overall_assessment: improvement.OverallAssessment
    main_problems: Annotated[tuple[ProblemRow, ...], Group("主要问题及原因", "主要问题 问题")] = ()
    measures_done: Annotated[tuple[MeasureDone, ...], Group("已采取措施与效果", "已采取措施")] = ()
    next_plan: Annotated[
        tuple[PlannedMeasure, ...], Group("下期改进计划", "改进计划 下期计划", at_least=1)
    ] = ()
    resources_needed: improvement.ResourcesNeeded | None = None
    leader_comment: improvement.LeaderComment | None = None
    commented_by: improvement.CommentedBy | None = None
    commented_on: improvement.CommentedOn | None = None
    provenance: ProvenanceBox | None = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("总结人", "撰写人 汇报人")] | None = None

    @computed
    def indicator_lines(self) -> Annotated[tuple[IndicatorLine, ...], Group("指标印出表")]:
        """The indicators as they are printed."""
        return print_indicators(self.indicators, counted=self.provenance is not None)

    @computed
    def no_complaints(self) -> indicator.NoComplaints | None:
        """What the sheet says where its tables stay empty."""
        return "本期无投诉" if self.cases() == 0 else None

    def cases(self) -> int | None:
        """Return the number of complaints received, N."""
        received = current(self.indicators, "受理件数")
        return None if received is None else int(received)

    def complete(self) -> Self:
        """Fill in indicators and shares, and the cases of a problem's category."""
        self._set("indicators", complete_indicators(self.indicators, self.base_quantity))
        for name, dimension in COMPOSITIONS.items():
            rows = complete_composition(getattr(self, name), dimension, self.cases())
            self._set(name, rows)
        problems = (completed(row, {"case_count": self._of(row)}) for row in self.main_problems)
        self._set("main_problems", tuple(problems))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the day the data stand at."""
        return {"as_of": self.period_end}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the sections contradict themselves or each other."""
        yield from period(self)
        yield from self._whole_period()
        yield from self._base()
        yield from check_indicators("indicators", self.indicators, self.base_quantity)
        for name, dimension in COMPOSITIONS.items():
            yield from check_composition(
                name, getattr(self, name), dimension, cases=self.cases(), top_n=self.top_n
            )
        yield from self._typical_cases()
        yield from longest(self.longest_cases, self.top_n)
        days = (self.period_start, self.period_end)
        yield from repeats(
            self.repeat_customers,
            self.repeat_objects,
            self.top_n,
            cases=self.cases(),
            period=days,
        )
        yield from self._handlers()
        yield from self._quality()
        yield from self._problems()
        for number, row in enumerate(self.next_plan, start=1):
            path = f"next_plan.{number}.action_due_on"
            yield from due_after(path, row.action_due_on, self.period_end)
        yield from self._comment()

    def _whole_period(self) -> Iterator[Problem]:
        if None in (self.period_kind, self.period_start, self.period_end):
            return
        if not is_whole(self.period_kind, self.period_start, self.period_end):
            yield warning("period_kind", f"起止日期不是完整的一{self.period_kind}，请核对。")

    def _base(self) -> Iterator[Problem]:
        rated = current(self.indicators, "投诉率") is not None
        yield from requires(self, "base_quantity", when=rated, because="填了投诉率")
        based = self.base_quantity is not None
        because = "填了投诉率基数"
        yield from requires(self, "base_unit", when=based, because=because, severity="warning")

    def _typical_cases(self) -> Iterator[Problem]:
        """The gravest cases first, each once, no more than the head says."""
        yield from once("typical_cases", self.typical_cases, "complaint_no")
        weights = [row.weight() for row in self.typical_cases]
        if weights != sorted(weights, reverse=True):
            text = "请先列高等级的，再按费用、处理时间从多到少排列。"
            yield warning("typical_cases", text)
        if self.top_n is not None and len(weights) > self.top_n:
            text = f"共 {len(weights)} 件，多于列示项数 {self.top_n}，请只留前 {self.top_n} 件。"
            yield warning("typical_cases", text)

    def _handlers(self) -> Iterator[Problem]:
        yield from once("handlers", self.handlers, "handler")
        yield from ranked("handlers", self.handlers, "case_count")
        together, cases = plus(*(row.case_count for row in self.handlers)), self.cases()
        if together is not None and cases is not None and together > cases:
            yield error("handlers", f"件数之和是 {together}，多于受理件数 {cases}，请核对。")

    def _quality(self) -> Iterator[Problem]:
        cases, quality = self.cases(), self.data_quality
        if cases is None or quality is None:
            return
        for name, _, value in quality.filled():
            if value > cases:
                yield error(f"data_quality.{name}", "多于受理件数，请核对。")
        rows = self.composition_department
        unknown = plus(*(row.case_count for row in rows if row.dimension_value in UNKNOWN))
        comparable = rows and None not in (unknown, quality.missing_department)
        if comparable and quality.missing_department != unknown:
            text = f"责任部门构成中未认定的是 {unknown} 件，应与此相等，请核对。"
            yield error("data_quality.missing_department", text)

    def _of(self, problem: ProblemRow) -> int | None:
        """Return the cases of a problem that is a whole category, as the composition has them."""
        if problem.category is None or problem.cause_category is not None:
            return None
        rows = self.composition_category
        return next(
            (row.case_count for row in rows if row.dimension_value == problem.category), None
        )

    def _problems(self) -> Iterator[Problem]:
        cases = self.cases()
        for number, row in enumerate(self.main_problems, start=1):
            path, exact = f"main_problems.{number}.case_count", self._of(row)
            if row.case_count is None:
                continue
            if exact is not None and row.case_count != exact:
                yield error(path, f"类别构成中这一类是 {exact} 件，应与此相等，请核对。")
            elif cases is not None and row.case_count > cases:
                yield error(path, "多于受理件数，请核对。")

    def _comment(self) -> Iterator[Problem]:
        commented = self.leader_comment is not None or self.commented_on is not None
        because = "填了领导批示或日期"
        yield from requires(self, "commented_by", when=commented, because=because)
        yield from in_order(self, "prepared_on", "commented_on")
