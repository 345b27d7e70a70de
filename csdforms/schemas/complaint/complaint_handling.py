"""客户投诉处理表: the decision on one complaint, from the plan to the closing of the case.

Manual section 3.8, flow 3.14. The handler opens it after the investigation, at once for 低等级; the
responsible unit states cause and countermeasure; who must approve follows from level and amount;
客服专员 calls the customer afterwards. It is fed by the register and the investigation, and feeds
the handling notice, the report on the case, the case tracking and every figure of the chapter.

Sources: handling sheets of trading, manufacturing and service companies (urgent or ordinary, cause
and countermeasure, approval by authority, answer, follow-up, number of the sheet that reopens the
case); the department's rules on who approves what. Amounts from which more must approve are
settings: no sheet prints them.

>>> from csdforms.schemas.complaint import ComplaintHandling
>>> ComplaintHandling.title(), ComplaintHandling.number
('客户投诉处理表', 'complaint_no')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.complaint import case_rules, case_state
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import (
    claim,
    complaint,
    customer,
    figures,
    handling,
    improvement,
    returns,
    service,
    sheet,
)
from csdforms.schemas.figures import sum_of
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
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

#: What the customer is paid or need not pay.
REFUSED = "不予支持"
WITHDRAWN = "客户撤诉"
JUSTIFIED = ("属实", "部分属实")


class Remedy(Row):
    """One thing that is done for the customer."""

    remedy_type: Annotated[complaint.RemedyType, PrintedAs("处理方式")]
    remedy_detail: Annotated[handling.RemedyDetail, PrintedAs("内容")] | None = None
    quantity: Annotated[returns.GoodsQuantity, PrintedAs("数量")] | None = None
    unit: Annotated[claim.Unit, PrintedAs("单位")] | None = None
    line_amount: claim.LineAmount | None = None
    bearer: handling.Bearer | None = None
    remedy_due_on: Annotated[handling.RemedyDueOn, PrintedAs("完成期限")] | None = None
    done: handling.Done | None = None
    done_on: handling.DoneOn | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose that what has a day of completion is done."""
        return {"done": True if self.done_on else None}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what one line of the plan lacks, and a completion that contradicts itself."""
        yield from others(self, ("remedy_type", "remedy_detail"), ("bearer", "remedy_detail"))
        because = f"处理方式是“{self.remedy_type}”"
        yield from requires(
            self, "line_amount", when=self.remedy_type in case_state.PAID, because=because
        )
        if self.quantity == 0:
            yield error("quantity", "应大于 0。")
        if self.done is False and self.done_on is not None:
            yield error("done", "填了完成日期，却勾选未完成，请核对。")
        because = "方案已完成"
        yield from requires(
            self, "done_on", when=self.done is True, because=because, severity="warning"
        )
        yield from not_future(self, "done_on", today=today, severity="warning")


class Approval(Row):
    """What one post says to the plan, with its signature."""

    approval_role: handling.ApprovalRole
    approval_decision: handling.ApprovalDecision | None = None
    approval_comment: Annotated[handling.ApprovalComment, PrintedAs("意见")] | None = None
    approved_by: Annotated[sheet.ApprovedBy, PrintedAs("签名", "签字")] | None = None
    approved_at: Annotated[handling.ApprovedAt, PrintedAs("审批时间", "审批日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a decision without its signature, or without the reason it needs."""
        given = self.approval_decision is not None
        because = "填了审批结论"
        yield from requires(self, "approved_by", "approved_at", when=given, because=because)
        signed = self.approved_at is not None or self.approval_comment is not None
        because = "填了意见或审批时间"
        yield from requires(self, "approval_decision", when=signed, because=because)
        unwilling = self.approval_decision in ("不同意", "补充")
        because = f"审批结论是“{self.approval_decision}”"
        yield from requires(self, "approval_comment", when=unwilling, because=because)
        yield from others(self, ("approval_role", "approval_comment"))


class ComplaintHandling(Record, title="客户投诉处理表", section="3.8", number="complaint_no"):
    """The plan for one complaint, its approval, execution, answer, follow-up and closing."""

    printed_through = frozenset({"approvals"})

    complaint_no: Annotated[
        complaint.ComplaintNo,
        PrintedAs("投诉编号", "编号 单号 工单编号 处理单号 记录编号 登记编号 受理编号"),
    ]
    received_at: complaint.ReceivedAt
    urgency: complaint.Urgency
    level: complaint.Level
    category: complaint.Category
    subcategory: complaint.Subcategory | None = None
    due_on: Annotated[complaint.DueOn, PrintedAs("办结期限", "要求完成时间 时限 限期 截止日期")]
    customer_name: Annotated[
        customer.CustomerName, PrintedAs("客户名称", "投诉单位 投诉人 投诉客户")
    ]
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    handler: Annotated[handling.Handler, PrintedAs("承办人")]
    handler_role: complaint.HandlerRole

    content: complaint.Content
    safety_related: complaint.SafetyRelated = False
    demand_types: complaint.DemandTypes | None = None
    demand_amount: complaint.DemandAmount | None = None
    demand_detail: complaint.DemandDetail | None = None

    validity: Annotated[complaint.Validity, PrintedAs("投诉认定", "核实结果 核查结果")] | None = (
        None
    )
    cause_analysis: (
        Annotated[
            complaint.CauseAnalysis,
            PrintedAs(
                "原因分析",
                "产生原因 调查结果 调查情况 调查经过 调查核实情况 核实情况 核查情况 调查处理情况",
            ),
        ]
        | None
    ) = None
    cause_category: complaint.CauseCategory | None = None
    root_cause: complaint.RootCause | None = None
    responsible_department: (
        Annotated[complaint.ResponsibleDepartment, PrintedAs("责任部门", "被投诉部门")] | None
    ) = None
    responsible_person: complaint.ResponsiblePerson | None = None

    remedies: Annotated[
        tuple[Remedy, ...],
        Group(
            "处理方案",
            "处理措施 解决方案 处理意见 处理办法 处理方法 处理对策 解决办法 解决措施 解决方法",
            "补救措施 处置方案 方案",
            at_most=100,
        ),
    ] = ()
    plan_reason: handling.PlanReason | None = None
    loss_amount: complaint.LossAmount | None = None
    containment: complaint.Containment | None = None

    corrective_action: complaint.CorrectiveAction | None = None
    preventive_action: complaint.PreventiveAction | None = None
    action_owner: Annotated[handling.ActionOwner, PrintedAs("对策责任人")] | None = None
    action_due_on: Annotated[improvement.ActionDueOn, PrintedAs("对策完成期限")] | None = None
    penalty: complaint.Penalty | None = None

    approvals: Annotated[tuple[Approval, ...], Group("审批记录", "审批流程", at_most=50)] = ()

    reply_at: handling.ReplyAt | None = None
    reply_by: handling.ReplyBy | None = None
    reply_channel: handling.ReplyChannel | None = None
    reply_content: handling.ReplyContent | None = None
    customer_response: Annotated[complaint.CustomerResponse, PrintedAs("客户是否接受")] | None = (
        None
    )
    customer_opinion: complaint.CustomerOpinion | None = None
    external_route: handling.ExternalRoute | None = None
    executed_at: Annotated[handling.ExecutedAt, PrintedAs("执行完成时间", "完成时间")] | None = None
    executed_by: handling.ExecutedBy | None = None
    execution_note: (
        Annotated[
            handling.ExecutionNote,
            PrintedAs(
                "执行记录",
                "处理结果 处理情况 处理结果说明 最终处理结果 解决结果 解决情况 办理结果",
            ),
        ]
        | None
    ) = None
    return_exchange_no: handling.ReturnExchangeNo | None = None

    follow_up_at: handling.FollowUpAt | None = None
    follow_up_by: service.FollowUpBy | None = None
    follow_up_channel: handling.FollowUpChannel | None = None
    no_follow_up_reason: handling.NoFollowUpReason | None = None
    satisfaction: (
        Annotated[customer.Satisfaction, PrintedAs("客户满意度", "回访满意度 对处理结果是否满意")]
        | None
    ) = None
    dissatisfaction_reason: handling.DissatisfactionReason | None = None
    reopened_as: handling.ReopenedAs | None = None

    closing_type: complaint.ClosingType | None = None
    closed_at: complaint.ClosedAt | None = None
    closed_by: handling.ClosedBy | None = None
    lessons: (
        Annotated[complaint.Lessons, PrintedAs("总结与改进", "总结 处理总结 改进建议")] | None
    ) = None

    @computed
    def compensation_amount(self) -> complaint.CompensationAmount | None:
        """What the customer is paid or need not pay, by the plan."""
        return case_state.compensation((row.remedy_type, row.line_amount) for row in self.remedies)

    @computed
    def total_cost(self) -> figures.TotalCost | None:
        """What the customer gets and what the company loses besides, together."""
        return sum_of((self.compensation_amount, self.loss_amount))

    @computed
    def required_approvals(self) -> handling.RequiredApprovals:
        """Who must approve the plan."""
        return case_state.required_approvals(
            self.level, self.compensation_amount, safety_related=self.safety_related
        )

    @computed
    def decided_at(self) -> handling.DecidedAt | None:
        """When the last of those who must approve did so; the last word of each counts."""
        words: dict[str | None, tuple[str | None, dt.datetime | None]] = {
            row.approval_role: (row.approval_decision, row.approved_at) for row in self.approvals
        }
        return case_state.decided_at(self.required_approvals, words)

    @computed
    def approval_chain(self) -> Annotated[tuple[Approval, ...], Group("审批栏")]:
        """The approvals in the order of signing, with a line for each post still to sign.

        An empty sheet has a line for every post.
        """
        posts = handling.APPROVAL_ROLE.choices()
        needed = self.required_approvals if self.level else posts[: posts.index("其他")]
        missing = set(needed) - {row.approval_role for row in self.approvals}
        lines = [*self.approvals, *(Approval(approval_role=role) for role in missing)]
        return tuple(sorted(lines, key=_place))

    @computed
    def case_status(self) -> handling.CaseStatus:
        """How far the case has come."""
        return case_state.status(
            closed_at=self.closed_at,
            executed_at=self.executed_at,
            decided_at=self.decided_at,
            investigated=self.cause_analysis is not None,
        )

    @computed
    def processing_days(self) -> handling.ProcessingDays | None:
        """Calendar days from receipt to closing."""
        return days_between(self.received_at, self.closed_at)

    @computed
    def timeliness(self) -> handling.Timeliness | None:
        """Whether the case was closed in time; of an open case see :meth:`timeliness_as_of`."""
        return None if self.closed_at is None else self.timeliness_as_of(self.closed_at.date())

    def timeliness_as_of(self, day: dt.date) -> handling.TimelinessWord | None:
        """Return whether the case was closed in time, or still could be, as it stood on a day."""
        closed_on = None if self.closed_at is None else self.closed_at.date()
        return case_state.timeliness(self.due_on, closed_on, day)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet (X1 to X6 of the chapter and its own)."""
        yield from self._days(today)
        yield from others(
            self,
            ("category", "subcategory"),
            ("demand_types", "demand_detail"),
            ("handler_role", "remarks"),
            ("reply_channel", "remarks"),
            ("follow_up_channel", "remarks"),
            ("closing_type", "remarks"),
        )
        yield from case_rules.grading(
            level=self.level,
            severity=None,
            safety_related=self.safety_related,
            handler_role=self.handler_role,
        )
        if not case_rules.is_anonymous(self.customer_name):
            because = "除匿名投诉外"
            yield from requires(self, "phone", because=because, severity="warning")
            yield from requires(self, "demand_types", because=because)
        yield from self._findings()
        yield from self._plan()
        yield from self._approval()
        yield from self._answer()
        yield from self._limits()
        yield from self._follow_up()
        yield from self._closing()

    def _days(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "received_at", "due_on")
        yield from in_order(self, "received_at", "action_due_on")
        for step in ("reply_at", "executed_at"):
            yield from in_order(self, "received_at", step, "follow_up_at", "closed_at")
            yield from in_order(self, "decided_at", step)
        yield from not_future(self, "received_at", "closed_at", today=today, severity="warning")
        for group, name, rows in (
            ("remedies", "remedy_due_on", self.remedies),
            ("remedies", "done_on", self.remedies),
            ("approvals", "approved_at", self.approvals),
        ):
            for number, row in enumerate(rows, start=1):
                if not not_before(getattr(row, name), self.received_at):
                    yield error(f"{group}.{number}.{name}", "早于受理时间，请核对两处的日期。")

    def _findings(self) -> Iterator[Problem]:
        """What was found, and what it asks for."""
        if self.closing_type != WITHDRAWN:
            yield from requires(self, "cause_analysis", "remedies", because="除客户撤诉外")
        decided = self.decided_at is not None
        yield from requires(self, "validity", when=decided, because="处理方案已批准")
        if decided and self.validity == "待核实":
            yield warning("validity", "处理方案已批准，认定仍是“待核实”，请核对。")
        because = f"投诉认定为“{self.validity}”"
        yield from requires(
            self,
            "responsible_department",
            "responsible_person",
            "corrective_action",
            when=self.validity in JUSTIFIED,
            because=because,
        )
        mended = self.corrective_action is not None
        because = "填了纠正措施"
        yield from requires(self, "action_owner", "action_due_on", when=mended, because=because)

    def _plan(self) -> Iterator[Problem]:
        """The plan against the findings and the demand."""
        types = {row.remedy_type for row in self.remedies}
        if self.validity == "属实" and types == {REFUSED}:
            yield error("remedies", f"投诉属实，处理方案不能只有“{REFUSED}”。")
        if self.validity == "不属实" and "赔款" in types:
            yield warning("remedies", "投诉认定为“不属实”，处理方案却有“赔款”，请核对。")
        paid = self.compensation_amount or Decimal(0)
        for unusual, because in (
            (REFUSED in types, f"处理方式有“{REFUSED}”"),
            (paid > settings.current().finance_above, "赔付金额超过限额"),
            (self.demand_amount is not None and paid > self.demand_amount, "赔付多于客户要求"),
        ):
            yield from requires(self, "plan_reason", when=unusual, because=because)

    def _approval(self) -> Iterator[Problem]:
        """Nothing is carried out or closed before everybody has approved."""
        if self.decided_at is None and self.closing_type != WITHDRAWN:
            text = "须审批的岗位尚未全部同意，"
            if self.closing_type == "正常结案":
                yield error("approvals", f"{text}不能正常结案。")
            elif self.reply_at is not None or self.executed_at is not None:
                yield warning("approvals", f"{text}却已答复客户或执行，请核对。")
        words = {row.approval_role: row.approval_decision for row in self.approvals}
        if self.decided_at is not None and "不同意" in words.values():
            yield warning("approvals", "还有岗位不同意处理方案，请核对。")

    def _answer(self) -> Iterator[Problem]:
        """The answer to the customer, and how the plan was carried out."""
        replied = self.reply_at is not None
        because = "填了答复时间"
        yield from requires(
            self, "reply_channel", "reply_by", "reply_content", when=replied, because=because
        )
        done = self.executed_at is not None
        yield from requires(
            self, "executed_by", "execution_note", when=done, because="填了执行完成时间"
        )
        noted = self.executed_by is not None or self.execution_note is not None
        yield from requires(self, "executed_at", when=noted, because="填了执行人或执行记录")
        goods = any(row.remedy_type in ("退货退款", "换货") for row in self.remedies)
        because = "退货、换货已执行"
        yield from requires(self, "return_exchange_no", when=done and goods, because=because)
        for number, row in enumerate(self.remedies, start=1):
            if not not_before(self.executed_at, row.done_on):
                yield warning(f"remedies.{number}.done_on", "晚于执行完成时间，请核对两处的日期。")

    def _limits(self) -> Iterator[Problem]:
        """The customer is answered and the plan carried out soon after its approval."""
        if self.decided_at is None:
            return
        limits = settings.current()
        if case_rules.later(self.decided_at, self.reply_at, limits.reply_hours):
            text = f"晚于答复时限（方案批准后 {limits.reply_hours} 小时内），请核对。"
            yield warning("reply_at", text)
        days = [limits.execute_by(self.decided_at.date())]
        days += [row.remedy_due_on for row in self.remedies if row.remedy_due_on is not None]
        if not not_before(max(days), self.executed_at):
            workdays = limits.execution_workdays
            text = f"晚于方案的完成期限和执行时限（批准后 {workdays} 个工作日内），请核对。"
            yield warning("executed_at", text)

    def _follow_up(self) -> Iterator[Problem]:
        called = self.follow_up_at is not None
        because = "填了回访时间"
        yield from requires(self, "follow_up_by", "follow_up_channel", when=called, because=because)
        asked = self.satisfaction is not None
        yield from requires(self, "follow_up_at", when=asked, because="填了客户满意度")
        if called and not asked and self.no_follow_up_reason is None:
            yield error("satisfaction", "已回访的应填满意度；未能访到的，请填未能回访原因。")
        unhappy = self.satisfaction in ("不满意", "非常不满意")
        because = f"客户满意度是“{self.satisfaction}”"
        yield from requires(self, "dissatisfaction_reason", when=unhappy, because=because)
        if self.reopened_as is not None:
            if not unhappy and self.customer_response != "不接受":
                yield warning("reopened_as", "客户没有不满意或不接受，却重新处理，请核对。")
            if self.reopened_as == self.complaint_no:
                yield error("reopened_as", "新处理表应另编号，不能与本表相同。")
        limit = settings.current().follow_up_days
        days = days_between(self.reply_at, self.follow_up_at)
        if days is not None and days > limit:
            yield warning("follow_up_at", f"晚于回访时限（答复客户后 {limit} 天内），请核对。")

    def _closing(self) -> Iterator[Problem]:
        """What a closed case must hold; a complaint that was withdrawn skips steps."""
        closed = self.closed_at is not None
        because = "填了结案时间"
        yield from requires(self, "closing_type", "closed_by", when=closed, because=because)
        typed = self.closing_type is not None
        yield from requires(self, "closed_at", when=typed, because="填了结案方式")
        if not closed or self.closing_type == WITHDRAWN:
            return
        if not case_rules.is_anonymous(self.customer_name):
            yield from requires(self, "reply_at", "customer_response", because="案件已结案")
            called = self.follow_up_at is not None or self.no_follow_up_reason is not None
            if not called and self.closing_type != "无效关闭":
                yield error("follow_up_at", "结案前应回访客户；未能回访的，请填未能回访原因。")
        refused = self.customer_response == "不接受" and self.reopened_as is None
        because = "客户不接受处理，又没有另立处理表"
        yield from requires(self, "external_route", when=refused, because=because)
        outside = self.closing_type == "转仲裁诉讼"
        because = "结案方式是“转仲裁诉讼”"
        yield from requires(self, "external_route", when=outside, because=because)
        if self.closing_type == "正常结案":
            refused_only = {row.remedy_type for row in self.remedies} == {REFUSED}
            yield from requires(self, "executed_at", when=not refused_only, because="正常结案")
            for number, row in enumerate(self.remedies, start=1):
                if row.done is False:
                    yield error(f"remedies.{number}.done", "方案未完成，不能正常结案。")


def _place(row: Approval) -> int:
    """Return the place of a post in the order of signing; a post that cannot be read is last."""
    posts = handling.APPROVAL_ROLE.choices()
    return posts.index(row.approval_role) if row.approval_role in posts else len(posts)
