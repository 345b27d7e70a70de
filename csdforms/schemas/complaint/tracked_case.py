"""One line of the case tracking: a complaint from its acceptance to three months after its end.

Most of a line is copied from the other sheets of the case. What follows from its own days, as they
stood on a day (``as_of``), is proposed where it was left empty and checked where it was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated

from csdforms.schemas import settings
from csdforms.schemas.complaint import case_state
from csdforms.schemas.complaint.case_state import AGAIN, NOT_AGAIN
from csdforms.schemas.days import days_between
from csdforms.schemas.fields import (
    claim,
    complaint,
    customer,
    handling,
    sales,
    service,
    sheet,
    tracking,
)
from csdforms.schemas.figures import TOTALS, agrees, pasted_total, ratio
from csdforms.schemas.form import Row, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, requires, warning
from csdforms.schemas.types.dates import show_day

__all__ = ["CLOSED", "OVERDUE", "TrackedCase", "cycle_text"]

CLOSED = "已结案"
OVERDUE = "超期未结"
_OPEN = ("期限内未结", OVERDUE)
_EFFECTS = ("effect_month_1", "effect_month_2", "effect_month_3")
#: The list shows how a case lies at a glance: longer texts belong on the sheets of the case.
_BRIEF = {"content_summary": 60, "containment": 80, "root_cause": 80, "corrective_action": 80}


def cycle_text(cycle_days: int | None, timeliness: str | None) -> str | None:
    """Return the days that a case took; in brackets, how long it has been open.

    >>> cycle_text(12, "及时结案"), cycle_text(12, "超期未结")
    ('12', '（12）')
    """
    if cycle_days is None:
        return None
    return f"（{cycle_days}）" if timeliness in _OPEN else str(cycle_days)


class TrackedCase(Row):
    """One case."""

    #: Days of an open case stand in brackets.
    printed_through = frozenset({"cycle_days"})

    complaint_no: Annotated[complaint.ComplaintNo, PrintedAs("投诉编号", "编号")]
    received_on: tracking.ReceivedOn
    registered_on: tracking.RegisteredOn | None = None
    customer_name: Annotated[customer.CustomerName, PrintedAs("客户")]
    region: Annotated[sales.Region, PrintedAs("区域")] | None = None
    is_key_customer: tracking.IsKeyCustomer | None = None
    category: complaint.Category | None = None
    level: Annotated[complaint.Level, PrintedAs("等级")] | None = None
    urgency: complaint.Urgency | None = None
    demand_types: Annotated[complaint.DemandTypes, PrintedAs("客户诉求")] | None = None
    content_summary: Annotated[handling.ContentSummary, PrintedAs("投诉内容")] | None = None

    order_no: Annotated[complaint.OrderNo, PrintedAs("订单")] | None = None
    product_name: Annotated[complaint.ProductName, PrintedAs("品名")] | None = None
    defective_quantity: claim.DefectiveQuantity | None = None
    delivered_quantity: Annotated[claim.DeliveredQuantity, PrintedAs("批量", "数量")] | None = None
    defect_rate: claim.DefectRate | None = None

    responsible_department: (
        Annotated[complaint.ResponsibleDepartment, PrintedAs("责任单位")] | None
    ) = None
    handler: Annotated[handling.Handler, PrintedAs("跟进人", "责任人 负责人 担当")] | None = None
    handling_kind: Annotated[tracking.HandlingKind, PrintedAs("处理类型")] | None = None
    containment: complaint.Containment | None = None
    containment_on: (
        Annotated[tracking.ContainmentOn, PrintedAs("临时措施完成", "临时措施完成时间")] | None
    ) = None
    root_cause: (
        Annotated[complaint.RootCause, PrintedAs("原因简述", "原因 原因分析 不良原因")] | None
    ) = None
    corrective_action: (
        Annotated[complaint.CorrectiveAction, PrintedAs("对策简述", "处理措施 处理方案")] | None
    ) = None
    report_on: (
        Annotated[
            handling.ReportOn,
            PrintedAs("报告完成", "报告完成日期 8D完成日期 8D报告日期 8D回复日期"),
        ]
        | None
    ) = None

    case_status: Annotated[handling.CaseStatus, PrintedAs("状态")] | None = None
    current_step: tracking.CurrentStep | None = None
    due_on: Annotated[complaint.DueOn, PrintedAs("应结案日期", "应结日期 要求结案日期")]
    warning_on: tracking.WarningOn | None = None
    light: Annotated[tracking.Light, PrintedAs("预警")] | None = None
    closed_on: (
        Annotated[
            service.ClosedOn,
            PrintedAs(
                "实际结案",
                "实际结案日期 结案日期 实际完成日期 实际完成时间 关闭时间 办结时间 结案时间",
            ),
        ]
        | None
    ) = None
    cycle_days: complaint.CycleDays | None = None
    timeliness: Annotated[handling.Timeliness, PrintedAs("时效")] | None = None
    overdue_days: tracking.OverdueDays | None = None
    delay_reason: complaint.DelayReason | None = None

    compensation_amount: Annotated[complaint.CompensationAmount, PrintedAs("赔付")] | None = None
    loss_amount: Annotated[complaint.LossAmount, PrintedAs("损失")] | None = None
    satisfaction: Annotated[customer.Satisfaction, PrintedAs("满意度")] | None = None
    effect_month_1: tracking.EffectMonth1 | None = None
    effect_month_2: tracking.EffectMonth2 | None = None
    effect_month_3: tracking.EffectMonth3 | None = None
    fully_solved: tracking.FullySolved | None = None
    remarks: sheet.Remarks | None = None

    @computed
    def cycle_text(self) -> tracking.CycleText | None:
        """The days that the case took; in brackets, how long it has been open."""
        return cycle_text(self.cycle_days, self.timeliness)

    @property
    def is_certain(self) -> bool:
        """Whether it is known when the case came in, and whether and when it was closed."""
        closing_known = self.closed_on is not None or self.case_status != CLOSED
        return self.received_on is not None and closing_known

    def is_closed(self, day: dt.date) -> bool:
        """Whether the case was closed on a day or before."""
        return self.closed_on is not None and self.closed_on <= day

    # What follows from the line itself

    def proposed(self) -> Mapping[str, object]:
        """Propose what follows from the line, whatever the day."""
        return {
            "registered_on": self.received_on,
            "defect_rate": ratio(self.defective_quantity, self.delivered_quantity),
            "handling_kind": self._kind(),
            "warning_on": self._warn_on(),
            "fully_solved": self._solved(),
        }

    def standing(self, as_of: dt.date) -> Mapping[str, object]:
        """Return what follows from the days of the case as it stood on a day."""
        if not self.is_certain:
            return {}
        closed = self.is_closed(as_of)
        end = self.closed_on if closed and self.closed_on is not None else as_of
        return {
            "case_status": CLOSED if closed else None,
            "timeliness": case_state.timeliness(self.due_on, self.closed_on, as_of),
            "overdue_days": case_state.overdue_days(self.due_on, self.closed_on, as_of),
            "cycle_days": days_between(self.received_on, end),
            "light": self._light(as_of),
        }

    def _kind(self) -> tracking.HandlingKindWord | None:
        return case_state.handling_kind(self.category)

    def _warn_on(self) -> dt.date | None:
        return None if self.due_on is None else settings.current().warn_on(self.due_on)

    def _light(self, as_of: dt.date) -> tracking.LightWord | None:
        warning_on = self.warning_on or self._warn_on()
        return case_state.light(self.due_on, warning_on, self.closed_on, as_of)

    def _solved(self) -> bool | None:
        """Whether it never came back; unknown before three months have passed without."""
        return case_state.solved(*(getattr(self, name) for name in _EFFECTS))

    # What is wrong in it

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the line, whatever the day."""
        if TOTALS & {self.complaint_no, self.customer_name}:
            yield pasted_total("complaint_no")
        yield from in_order(self, "received_on", "registered_on", "closed_on")
        for name in ("due_on", "containment_on", "report_on"):
            yield from in_order(self, "received_on", name)
        yield from self._goods()
        if self.handling_kind is not None and self._kind() not in (None, self.handling_kind):
            text = f"投诉类别是“{self.category}”，处理类型一般是“{self._kind()}”，请核对。"
            yield warning("handling_kind", text)
        for name, most in _BRIEF.items():
            if len(getattr(self, name) or "") > most:
                text = f"追踪表只写摘要，请压缩到 {most} 字以内，详情写在该案的单据上。"
                yield warning(name, text)
        yield from self._warning_day()
        yield from self._lasting()

    def _goods(self) -> Iterator[Problem]:
        if self.delivered_quantity == 0:
            yield error("delivered_quantity", "应大于 0；没有批量的请留空。")
        rate = ratio(self.defective_quantity, self.delivered_quantity)
        if rate is not None and rate > 1:
            yield error("defective_quantity", "多于“批量”，请核对。")
        elif rate is not None:
            yield from agrees(self, "defect_rate", rate)

    def _warning_day(self) -> Iterator[Problem]:
        if self.warning_on is None or self.due_on is None:
            return
        limits = settings.current()
        exact = limits.warn_on(self.due_on)
        if self.warning_on > self.due_on:
            yield error("warning_on", "晚于“应结案日期”，请核对两处的日期。")
        elif self.warning_on != exact:
            days = limits.warning_workdays
            text = (
                f"按 {days} 个工作日应是{show_day(exact)}，请核对；节假日和调休日可在设置里登记。"
            )
            yield warning("warning_on", text)

    def _lasting(self) -> Iterator[Problem]:
        solved = self._solved()
        if self.fully_solved in (None, solved):
            return
        if solved is None:
            text = "结案后三个月的效果没有填齐，还不能判断，请补填各月效果或留空。"
            yield warning("fully_solved", text)
        elif solved:
            yield error("fully_solved", "三个月都没有复发，应是“是”，请核对。")
        else:
            yield error("fully_solved", "结案后有复发，应是“否”，请核对。")

    def standing_rules(self, as_of: dt.date) -> Iterator[Problem]:
        """Yield where the line contradicts how the case stood on a day."""
        closed = self.is_closed(as_of)
        if self.case_status == CLOSED and not closed:
            because = f"状态是“{CLOSED}”"
            yield from requires(self, "closed_on", because=because)
            if self.closed_on is not None:
                yield error("case_status", "截止日期时尚未结案，请改为当时的状态。")
        elif closed and self.case_status != CLOSED:
            yield error("case_status", f"截止日期时已经结案，应是“{CLOSED}”。")
        if not self.is_certain:
            return
        yield from requires(
            self, "case_status", when=not closed, because="案件未结", severity="warning"
        )
        yield from self._figures(as_of)
        yield from self._effects(as_of)

    def _figures(self, as_of: dt.date) -> Iterator[Problem]:
        """Timeliness, days and light are those of the day; a late case has its reason."""
        exact = dict(self.standing(as_of))
        for name in ("overdue_days", "cycle_days"):
            days = exact[name]
            if isinstance(days, int):
                yield from agrees(self, name, days)
        for name in ("timeliness", "light"):
            word, typed = exact[name], getattr(self, name)
            if typed is not None and word is not None and typed != word:
                yield error(name, f"按应结案日期和截止日期应是“{word}”，请核对。")
        if self.light is not None and self.is_closed(as_of):
            yield error("light", "已结案的不再预警，请留空。")
        yield from requires(
            self,
            "delay_reason",
            when=bool(exact["overdue_days"]),
            because="案件超过了应结案日期",
            severity="warning",
        )

    def _effects(self, as_of: dt.date) -> Iterator[Problem]:
        """The effect of a month is known when the month is over, never before the closing."""
        if self.closed_on is None or not self.is_closed(as_of):
            for name in (*_EFFECTS, "fully_solved"):
                if getattr(self, name) is not None:
                    yield error(name, "截止日期时尚未结案，请留空。")
            return
        for number, name in enumerate(_EFFECTS, start=1):
            over = as_of >= _month_end(self.closed_on, number)
            effect = getattr(self, name)
            if effect is not None and not over:
                yield error(name, f"截止日期时结案后第 {number} 个月还没有过完，请留空。")
            elif effect is None and over:
                text = f"结案后第 {number} 个月已经过完，请填“{AGAIN}”或“{NOT_AGAIN}”。"
                yield warning(name, text)


def _month_end(day: dt.date, later: int) -> dt.date:
    """Return the last day of the calendar month so many months later."""
    months = day.year * 12 + day.month + later  # the month after it, counted from 0
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)
