"""投诉处理报告表: one decided or closed case told to management, an authority or the customer.

Manual section 3.9. The handler writes it with the responsible unit for 高等级, much money, a
recall, press or authorities, or when the customer asks for it; 客户服务部经理 reviews it, 总经理
approves it for 高等级. It takes the case, its diary and its decision, and feeds the measures of
the analysis and the typical cases of the summary.

Sources: reports of manufacturing companies with cause, countermeasure, check and the signature of
the quality head; 8D reports, whose steps D1 to D8 are the sections of this sheet.

>>> from csdforms.schemas.complaint import ComplaintHandlingReport
>>> ComplaintHandlingReport.title(), ComplaintHandlingReport.number
('投诉处理报告表', 'report_no')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from csdforms.schemas.complaint import case_state
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import (
    claim,
    complaint,
    customer,
    figures,
    handling,
    improvement,
    service,
    sheet,
)
from csdforms.schemas.figures import sum_of
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_before,
    not_future,
    others,
    requires,
    warning,
)
from csdforms.schemas.types.dates import show_day

CUSTOMER = "客户"
CLOSED = "已关闭"
#: What a report to the customer leaves out.
KEPT_BACK = ("penalty", "compensation_amount", "loss_amount")
JUSTIFIED = ("属实", "部分属实")
_LONGEST_TITLE = 100
_SHORTEST_NAME = 2  # a shorter one may be part of any word


class TeamMember(Row):
    """Somebody of the team that handles the case (D1)."""

    member_name: Annotated[handling.MemberName, PrintedAs("姓名")]
    department: sheet.Department | None = None
    team_role: Annotated[handling.TeamRole, PrintedAs("职责")] | None = None


class TimelineStep(Row):
    """One step of the case, as its diary has it."""

    handled_at: Annotated[handling.HandledAt, PrintedAs("时间")]
    step: handling.Step | None = None
    handling_content: Annotated[handling.HandlingContent, PrintedAs("内容")]
    handler: handling.Handler | None = None


class Action(Row):
    """One measure that corrects or prevents (D5 to D7), and whether it helped."""

    measure_kind: Annotated[improvement.MeasureKind, PrintedAs("类别")]
    measure: Annotated[improvement.Measure, PrintedAs("措施")]
    responsible_person: Annotated[
        complaint.ResponsiblePerson, PrintedAs("责任人", "负责人 执行人 担当 担当者")
    ]
    responsible_department: (
        Annotated[complaint.ResponsibleDepartment, PrintedAs("责任部门", "部门")] | None
    ) = None
    action_due_on: improvement.ActionDueOn
    done_on: handling.DoneOn | None = None
    effect_check: handling.EffectCheck | None = None
    proposer: handling.Proposer | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a completion still to come, and an effect seen before it."""
        yield from not_future(self, "done_on", today=today, severity="warning")
        checked = self.effect_check is not None
        because = "填了效果检查"
        yield from requires(self, "done_on", when=checked, because=because, severity="warning")


class ComplaintHandlingReport(Record, title="投诉处理报告表", section="3.9", number="report_no"):
    """What happened, why, who answers for it, what was done, and whether it helped."""

    report_no: Annotated[
        figures.ReportNo,
        PrintedAs("报告编号", "编号 8D编号 8D报告编号 8D报告号 报告单号"),
    ]
    complaint_no: complaint.ComplaintNo
    report_on: Annotated[handling.ReportOn, PrintedAs("报告日期", "回复日期")]
    audience: handling.Audience
    report_title: handling.ReportTitle | None = None
    report_status: handling.ReportStatus = "跟踪中"
    team: Annotated[
        tuple[TeamMember, ...],
        Group(
            "处理小组",
            "小组成员 改善小组 团队 团队成员 小组 小组组成 8D小组 项目小组 工作小组 成立小组",
            "成立团队 建立小组 成立改善小组",
            at_most=50,
        ),
    ] = ()

    summary: handling.Summary | None = None
    customer_name: customer.CustomerName
    complained_party: complaint.ComplainedParty | None = None
    product_name: complaint.ProductName | None = None
    batch_no: claim.BatchNo | None = None
    order_no: complaint.OrderNo | None = None
    received_at: complaint.ReceivedAt
    occurred_at: (
        Annotated[complaint.OccurredAt, PrintedAs("发生时间", "发现时间 发现日期")] | None
    ) = None
    occurred_place: (
        Annotated[
            complaint.OccurredPlace,
            PrintedAs("发生地点", "发现地点 发现地 发现场所 不良发现地点 不良发生地点"),
        ]
        | None
    ) = None
    level: Annotated[complaint.Level, PrintedAs("投诉等级", "严重等级 严重程度")]
    due_on: Annotated[complaint.DueOn, PrintedAs("办结期限", "回复期限 要求关闭日期")] | None = None
    decided_at: handling.DecidedAt | None = None
    closed_at: complaint.ClosedAt | None = None
    problem_source: Annotated[
        handling.ProblemSource, PrintedAs("问题来源", "来源 信息来源 异常来源 客诉来源")
    ] = "客户投诉"
    problem_description: Annotated[
        service.ProblemDescription,
        PrintedAs(
            "问题描述",
            "客户投诉内容 问题点 事件经过 投诉内容 客诉内容 投诉描述 投诉问题 投诉情况 投诉事项",
            "问题说明 现象描述 描述问题",
        ),
    ]

    timeline: Annotated[
        tuple[TimelineStep, ...],
        Group(
            "处理经过",
            "处理过程 经过 时间线 调查经过 调查处理过程 处理过程记录",
            at_least=1,
            at_most=500,
        ),
    ] = ()
    containment: complaint.Containment | None = None
    containment_on: handling.ContainmentOn | None = None

    validity: complaint.Validity | None = None
    cause_analysis: Annotated[
        complaint.CauseAnalysis, PrintedAs("原因分析", "调查结果 调查情况 分析过程")
    ]
    root_cause: complaint.RootCause
    analysis_tool: complaint.AnalysisTool
    analyst: handling.Analyst | None = None
    analysed_on: handling.AnalysedOn | None = None
    occurrence_cause: handling.OccurrenceCause | None = None
    escape_cause: handling.EscapeCause | None = None

    responsible_department: complaint.ResponsibleDepartment | None = None
    responsible_person: complaint.ResponsiblePerson | None = None
    responsibility: handling.Responsibility
    penalty: complaint.Penalty | None = None

    handling_result: Annotated[
        complaint.HandlingResult, PrintedAs("处理结果", "最终结果 最终处理结果 处置情况")
    ]
    compensation_amount: complaint.CompensationAmount | None = None
    loss_amount: complaint.LossAmount | None = None
    satisfaction: customer.Satisfaction | None = None

    actions: Annotated[
        tuple[Action, ...],
        Group(
            "纠正与预防措施",
            "纠正预防措施 改善措施 纠正措施 预防措施 永久对策 永久措施 永久纠正措施 长期对策",
            "纠正和预防措施 纠正措施及预防措施 预防再发 预防再发生",
            at_most=100,
        ),
    ] = ()
    verification: Annotated[improvement.Verification, PrintedAs("效果验证")] | None = None
    effect_verified_by: improvement.EffectVerifiedBy | None = None
    effect_verified_on: improvement.EffectVerifiedOn | None = None
    standardization: handling.Standardization | None = None
    lessons: (
        Annotated[complaint.Lessons, PrintedAs("经验教训", "总结 改进建议 总结与祝贺 团队祝贺")]
        | None
    ) = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("编写人", "编写 撰写人 拟稿人 作成 作成者")]
    prepared_on: Annotated[sheet.PreparedOn, PrintedAs("编写日期")]
    reviewed_by: Annotated[sheet.ReviewedBy, PrintedAs("审核人", "确认")]
    reviewed_on: sheet.ReviewedOn

    @computed
    def total_cost(self) -> figures.TotalCost | None:
        """What the customer got and what the company lost besides, together."""
        return sum_of((self.compensation_amount, self.loss_amount))

    @computed
    def processing_days(self) -> handling.ProcessingDays | None:
        """Calendar days from receipt to closing."""
        return days_between(self.received_at, self.closed_at)

    @computed
    def timeliness(self) -> handling.Timeliness | None:
        """Whether the case was closed in time, or still could be, on the day of the report."""
        if self.report_on is None:
            return None
        closed_on = None if self.closed_at is None else self.closed_at.date()
        return case_state.timeliness(self.due_on, closed_on, self.report_on)

    @computed
    def containment_days(self) -> handling.ContainmentDays | None:
        """Calendar days from receipt until the damage was contained."""
        return days_between(self.received_at, self.containment_on)

    def least_mask(self) -> Mask:
        """Mask a report to the customer whatever was asked for, see :meth:`masks`."""
        return Mask.IDS if self.audience == CUSTOMER else Mask.NONE

    def hidden_names(self) -> tuple[str, ...]:
        """Return the names of staff where the customer reads the report."""
        if self.audience != CUSTOMER:
            return ()
        names = {
            self.prepared_by,
            self.reviewed_by,
            self.approved_by,
            self.analyst,
            self.responsible_person,
            self.effect_verified_by,
            *(member.member_name for member in self.team),
            *(step.handler for step in self.timeline),
            *(name for row in self.actions for name in (row.responsible_person, row.proposer)),
        }
        units = {
            self.department,
            self.responsible_department,
            *(member.department for member in self.team),
            *(row.responsible_department for row in self.actions),
        }
        known = (name for name in names - units if name is not None)
        return tuple(sorted(name for name in known if len(name) >= _SHORTEST_NAME))

    def masks(self, level: Mask) -> Mapping[str, Any]:
        """Leave penalties and costs out of a report to the customer, and hide who is on the staff.

        ``Mask.ALL`` hides the staff, but the customer too: he may read his own name.
        """
        if self.audience != CUSTOMER:
            return {}
        left_out = dict.fromkeys(KEPT_BACK)
        if level is Mask.ALL:
            return left_out
        copy = masked(self.model_copy(update={"customer_name": None}), Mask.ALL)
        return {name: value for name, _, value in copy.filled()} | left_out

    def proposed(self) -> Mapping[str, object]:
        """Propose title and summary from the case, and when the damage was contained."""
        steps = (row.handled_at for row in self.timeline if row.step == "方案执行")
        days = [moment.date() for moment in steps if moment is not None and self.containment]
        return {
            "report_title": self._title(),
            "summary": self._summary(),
            "containment_on": min(days, default=None),
        }

    def _title(self) -> str | None:
        if self.customer_name is None:
            return None
        title = f"关于{self._customer()}投诉{self._object()}的处理报告"
        return title if len(title) <= _LONGEST_TITLE else f"关于{self._customer()}投诉的处理报告"

    def _summary(self) -> str | None:
        if None in (self.customer_name, self.received_at, self.complaint_no):
            return None
        about = f"，涉及{self._object()}" if self._object() else ""
        day = show_day(self.received_at)
        texts = [f"{day}受理{self._customer()}的投诉（{self.complaint_no}）{about}。"]
        if self.validity is not None:
            texts.append(f"经调查，投诉认定为{self.validity}。")
        if self.closed_at is not None:
            days = self.processing_days
            took = f"，历时 {days} 天" if days is not None else ""
            texts.append(f"案件已于{show_day(self.closed_at)}结案{took}。")
        return "".join(texts)

    def _customer(self) -> str:
        """Return what the report calls the customer: himself it calls 贵方."""
        return "贵方" if self.audience == CUSTOMER else self.customer_name

    def _object(self) -> str:
        return self.product_name or self.complained_party or ""

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the report."""
        yield from requires(self, "report_title", "summary", because="表头未填全，无法代拟")
        yield from self._days(today)
        yield from others(self, ("problem_source", "remarks"))
        because = f"投诉认定为“{self.validity}”"
        yield from requires(self, "actions", when=self.validity in JUSTIFIED, because=because)
        high = self.level == "高等级"
        yield from requires(self, "approved_by", when=high, because="高等级投诉的报告须批准")
        for name, details, because in (
            ("containment", ("containment_on",), "填了临时措施完成日期"),
            ("analyst", ("analysed_on",), "填了分析日期"),
            ("effect_verified_by", ("verification", "effect_verified_on"), "填了效果验证"),
            ("verification", ("effect_verified_on",), "填了验证日期"),
        ):
            filled = any(getattr(self, detail) is not None for detail in details)
            yield from requires(self, name, when=filled, because=because)
        yield from self._verification()

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "occurred_at", "received_at", "decided_at", "closed_at")
        yield from in_order(self, "received_at", "due_on")
        yield from in_order(self, "received_at", "containment_on")
        yield from in_order(self, "received_at", "analysed_on")
        yield from in_order(self, "decided_at", "report_on")
        yield from in_order(self, "closed_at", "report_on", severity="warning")
        yield from not_future(self, "received_at", "report_on", today=today, severity="warning")
        latest: dt.datetime | None = None
        for number, row in enumerate(self.timeline, start=1):
            path = f"timeline.{number}.handled_at"
            if not not_before(row.handled_at, latest):
                yield error(path, "早于上一行的时间，请按先后排列。")
            elif not not_before(row.handled_at, self.received_at):
                yield warning(path, "早于受理时间，请核对；受理之前的事写入问题描述。")
            latest = row.handled_at or latest
        for number, action in enumerate(self.actions, start=1):
            for name in ("action_due_on", "done_on"):
                if not not_before(getattr(action, name), self.received_at):
                    yield error(f"actions.{number}.{name}", "早于受理时间，请核对两处的日期。")

    def _verification(self) -> Iterator[Problem]:
        """The measures are verified after the last is done, and before the report is closed."""
        verified = self.effect_verified_on
        for number, row in enumerate(self.actions, start=1):
            if row.done_on is None and self.report_status == CLOSED:
                text = "措施尚未完成，报告状态应为“跟踪中”；已完成的，请填完成日期。"
                yield error(f"actions.{number}.done_on", text)
            if row.done_on is not None and verified is not None and verified <= row.done_on:
                text = f"应在各项措施完成之后，第 {number} 行的完成日期不早于它，请核对。"
                yield error("effect_verified_on", text)
        closed = self.report_status == CLOSED
        because = "报告已关闭"
        yield from requires(
            self,
            "verification",
            "effect_verified_by",
            "effect_verified_on",
            when=closed,
            because=because,
        )
