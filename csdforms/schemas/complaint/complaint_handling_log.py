"""投诉处理记录表: the diary of one complaint, a line for each step and each contact.

Manual section 3.7. Everybody who touches the case writes a line the same day, from receipt to
filing; the handler keeps the sheet, 客户服务部 reads in it how far the case has come. It is fed by
the register, and feeds the report on the case and the case tracking.

Sources: complaint diaries of shops and service desks (first steps printed, contacts, what the
customer said to each offer); the department's rules that the first employee asked stays
responsible and that a floor manager tells 客户服务部 of the progress.

>>> from csdforms.schemas.complaint import ComplaintHandlingLog
>>> ComplaintHandlingLog.title(), ComplaintHandlingLog.number
('投诉处理记录表', 'complaint_no')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Self

from csdforms.schemas.complaint import case_rules, case_state
from csdforms.schemas.fields import complaint, customer, handling, sheet
from csdforms.schemas.form import Ledger, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.masking import Mask
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
from csdforms.schemas.types.choices import choice_of

REGISTERED, TOLD, CLOSED, FILED, ESCALATED = "登记受理", "受理告知", "结案", "归档", "升级"
PROGRESS = "进度告知"
#: Steps in which somebody is spoken to, and steps in which the case changes hands.
CONTACTS = ("与客户沟通", TOLD, PROGRESS, "回访")
TRANSFERS = ("转办", ESCALATED)
REFUSED = "不接受"
#: So many refusals ask for somebody higher.
_TOO_MANY = 2
_SERVICE_DEPARTMENT = re.compile("[客顾]服|[客顾][户客]服务")
#: The words by which a next step names a step.
_NAMES = {step: step for step in choice_of(handling.Step).choices()} | {
    "调查": "调查核实",
    "核实": "调查核实",
    "拟定": "方案拟定",
    "沟通": "与客户沟通",
    "执行": "方案执行",
}


class LogEntry(Row):
    """One step: when, what was done by whom, what the customer said, what comes next."""

    handled_at: Annotated[handling.HandledAt, PrintedAs("时间", "日期")]
    step: handling.Step
    handler: Annotated[handling.Handler, PrintedAs("处理人")]
    department: sheet.Department | None = None
    contact_channel: Annotated[handling.ContactChannel, PrintedAs("沟通方式")] | None = None
    contacted_person: Annotated[handling.ContactedPerson, PrintedAs("沟通对象", "对象")] | None = (
        None
    )
    handling_content: handling.HandlingContent
    offer: Annotated[handling.Offer, PrintedAs("提出的方案", "处理方案")] | None = None
    customer_response: complaint.CustomerResponse | None = None
    customer_opinion: complaint.CustomerOpinion | None = None
    handling_result: (
        Annotated[complaint.HandlingResult, PrintedAs("处理结果", "结果 跟进结果 沟通结果")] | None
    ) = None
    transferred_to: handling.TransferredTo | None = None
    next_step: handling.NextStep | None = None
    next_due_on: Annotated[handling.NextDueOn, PrintedAs("期限")] | None = None
    attachments: sheet.Attachments | None = None
    case_status: Annotated[handling.CaseStatus, PrintedAs("状态")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what a step lacks: with whom one spoke, what he said, who has the case now."""
        because = f"环节是“{self.step}”"
        spoken = self.step in CONTACTS
        yield from requires(
            self, "contact_channel", "contacted_person", when=spoken, because=because
        )
        asked = self.step == "与客户沟通"
        yield from requires(self, "customer_response", when=asked, because=because)
        passed_on = self.step in TRANSFERS
        yield from requires(self, "transferred_to", when=passed_on, because=because)
        refused = self.customer_response == REFUSED
        because = f"客户意愿是“{REFUSED}”"
        yield from requires(self, "customer_opinion", when=refused, because=because)
        dated = self.next_due_on is not None
        yield from requires(self, "next_step", when=dated, because="填了下一步的期限")
        yield from in_order(self, "handled_at", "next_due_on")
        yield from not_future(self, "handled_at", today=today, severity="warning")


class ComplaintHandlingLog(Ledger, title="投诉处理记录表", section="3.7", number="complaint_no"):
    """What was done for one complaint, step by step, and how it ended."""

    complaint_no: Annotated[
        complaint.ComplaintNo, PrintedAs("投诉编号", "编号 工单编号 记录编号 登记编号")
    ]
    received_at: complaint.ReceivedAt
    customer_name: customer.CustomerName
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    keep_confidential: customer.KeepConfidential = False
    complained_party: complaint.ComplainedParty | None = None
    category: complaint.Category | None = None
    level: complaint.Level
    due_on: complaint.DueOn | None = None
    content_summary: handling.ContentSummary
    demand_summary: Annotated[handling.DemandSummary, PrintedAs("客户要求", "客户诉求")] | None = (
        None
    )
    first_responder: complaint.FirstResponder
    handler: Annotated[handling.Handler, PrintedAs("现承办人", "承办人 承办人员")]
    handler_role: complaint.HandlerRole | None = None

    entries: Annotated[
        tuple[LogEntry, ...],
        Group("处理记录", "处理过程记录 处理过程 处理经过", at_least=1, at_most=500),
    ] = ()

    final_result: handling.FinalResult | None = None
    closed_at: Annotated[complaint.ClosedAt, PrintedAs("结案时间", "完成时间")] | None = None
    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("记录人")] | None = None

    @computed
    def transfer_count(self) -> handling.TransferCount:
        """How often the case changed hands."""
        return len(self._transfers())

    @computed
    def contact_count(self) -> handling.ContactCount:
        """How often somebody was spoken to about the case."""
        return sum(row.step in CONTACTS for row in self.entries)

    @computed
    def handler_history(self) -> handling.HandlerHistory | None:
        """Who has had the case, the first employee asked first."""
        hands = [self.first_responder, *(row.transferred_to for row in self._transfers())]
        return tuple(one for one in hands if one is not None) or None

    @computed
    def acknowledged_at(self) -> complaint.AcknowledgedAt | None:
        """When the customer was first told of the acceptance."""
        return next((row.handled_at for row in self.entries if row.step == TOLD), None)

    @computed
    def case_status(self) -> handling.CaseStatus | None:
        """How far the case has come."""
        moments: dict[str | None, dt.datetime | None]
        moments = {row.step: row.handled_at for row in self.entries}
        return _status(moments, self.closed_at) if moments else None

    def open_steps(self, as_of: dt.date) -> tuple[LogEntry, ...]:
        """Return the lines whose next step was due before ``as_of`` and has not been taken.

        A next step that names a step (回访顾客) waits for a later line of it, any other one for
        the closing; nothing waits once the case is filed.
        """
        return tuple(
            row
            for number, row in enumerate(self.entries, start=1)
            if row.next_step is not None
            and row.next_due_on is not None
            and row.next_due_on < as_of
            and not _taken(row.next_step, self.entries[number:])
        )

    def least_mask(self) -> Mask:
        """Hide the customer's data on paper that goes from hand to hand, when he asked for it."""
        return Mask.ALL if self.keep_confidential else Mask.NONE

    def proposed(self) -> Mapping[str, object]:
        """Propose the last to whom the case was passed on as its handler, and when it closed."""
        hands = self.handler_history
        return {"handler": hands[-1] if hands else None, "closed_at": self._closing()}

    def complete(self) -> Self:
        """Enter how the case stood after each line."""
        super().complete()
        rows = (
            row.model_copy(update={"case_status": row.case_status or status})
            for row, status in zip(self.entries, self._statuses(), strict=True)
        )
        self._set("entries", tuple(rows))
        return self

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with the case, between its lines, and with how it ended."""
        yield from in_order(self, "received_at", "due_on")
        yield from in_order(self, "received_at", "closed_at")
        yield from not_future(self, "received_at", "closed_at", today=today, severity="warning")
        late = case_rules.acknowledged_late(self.received_at, self.acknowledged_at)
        yield from case_rules.acknowledgement(late=late)
        yield from others(self, ("category", "remarks"), ("handler_role", "remarks"))
        yield from case_rules.grading(
            level=self.level, severity=None, handler_role=self.handler_role
        )
        yield from self._sequence()
        yield from self._hands()
        yield from self._refusals()
        yield from self._end()

    def _sequence(self) -> Iterator[Problem]:
        """The lines are numbered and dated in order, from the receipt to the filing."""
        latest = self.received_at
        steps: set[str | None] = set()
        for number, (row, status) in enumerate(
            zip(self.entries, self._statuses(), strict=True), start=1
        ):
            path = f"entries.{number}"
            if row.seq is not None and row.seq != number:
                yield error(f"{path}.seq", f"序号应从 1 起连续，这一行应是 {number}。")
            if not not_before(row.handled_at, latest):
                earlier = "受理时间" if number == 1 else "前面的记录"
                yield error(f"{path}.handled_at", f"早于{earlier}，请按时间先后记录。")
            elif row.handled_at is not None:
                latest = row.handled_at
            if FILED in steps:
                yield error(f"{path}.step", "案件已归档，其后不能再有记录。")
            elif CLOSED in steps and row.step not in (None, FILED):
                yield warning(f"{path}.step", "案件已结案，其后一般只有归档，请核对。")
            if row.case_status not in (None, status):
                yield error(f"{path}.case_status", f"与环节不符，应是“{status}”；也可以不填。")
            steps.add(row.step)
        yield from self._registration()

    def _registration(self) -> Iterator[Problem]:
        """The first line is the registration, at the time of receipt."""
        if not self.entries:
            return
        first = self.entries[0]
        if first.step not in (None, REGISTERED):
            yield error("entries.1.step", f"第一行应是“{REGISTERED}”。")
        elif not not_before(self.received_at, first.handled_at):
            yield error("entries.1.handled_at", "登记受理的时间应与受理时间相同，请核对。")

    def _hands(self) -> Iterator[Problem]:
        """Who has the case now is who got it last; a floor manager tells 客户服务部."""
        names: set[str | None] = {self.handler}  # who may be meant, since the last transfer
        for row in self.entries:
            names = {row.transferred_to} if _passed_on(row) else {*names, row.handler}
        if self.handler and not any(self.handler in name for name in names if name):
            yield warning("handler", "与最后一次转交的部门/人不符，请核对现在由谁承办。")
        if self.handler_role == "楼层经理" and self._closing() is not None:
            steps: list[str] = [row.step for row in self.entries]
            before = self.entries[: steps.index(CLOSED)]
            if not any(_told_service(row) for row in before):
                text = "楼层经理承办的，结案前应有一行告知客户服务部的“进度告知”。"
                yield warning("entries", text)

    def _refusals(self) -> Iterator[Problem]:
        """Who does not accept twice is passed on to somebody higher."""
        refusals = [
            number
            for number, row in enumerate(self.entries, start=1)
            if row.customer_response == REFUSED
        ]
        escalated = any(row.step == ESCALATED for row in self.entries)
        if len(refusals) >= _TOO_MANY and not escalated:
            path = f"entries.{refusals[_TOO_MANY - 1]}.customer_response"
            yield warning(path, "客户两次不接受，应升级处理，并记一行“升级”。")

    def _end(self) -> Iterator[Problem]:
        """The foot says how the case ended, and when the diary says that it did."""
        ended = self.closed_at is not None
        yield from requires(self, "final_result", when=ended, because="案件已结案")
        closing = self._closing()
        if ended and all(row.step not in (None, CLOSED) for row in self.entries):
            yield warning("closed_at", "处理记录里还没有“结案”一行，请补记或核对。")
        elif not (not_before(closing, self.closed_at) and not_before(self.closed_at, closing)):
            yield warning("closed_at", "与处理记录中“结案”一行的时间不同，请核对。")

    def _transfers(self) -> list[LogEntry]:
        return [row for row in self.entries if _passed_on(row)]

    def _closing(self) -> dt.datetime | None:
        """Return when the diary says that the case was closed, the last time if it was reopened."""
        moments = [row.handled_at for row in self.entries if row.step == CLOSED]
        return moments[-1] if moments else None

    def _statuses(self) -> list[complaint.CaseStatusWord]:
        """Return how the case stood after each line."""
        moments: dict[str | None, dt.datetime | None] = {}
        statuses = []
        for row in self.entries:
            moments[row.step] = row.handled_at
            statuses.append(_status(moments))
        return statuses


def _status(
    moments: Mapping[str | None, dt.datetime | None], closed_at: dt.datetime | None = None
) -> complaint.CaseStatusWord:
    """Return how far a case has come by the steps taken; a plan that is made counts as decided."""
    return case_state.status(
        closed_at=closed_at or moments.get(CLOSED),
        executed_at=moments.get("方案执行"),
        decided_at=moments.get("方案拟定"),
        investigated="调查核实" in moments,
    )


def _taken(next_step: str, later: Sequence[LogEntry]) -> bool:
    """Whether a later line takes the next step, in whatever words it is named."""
    named = {step for word, step in _NAMES.items() if word in next_step}
    done = {row.step for row in later}
    return FILED in done or bool(done & (named or {CLOSED}))


def _passed_on(row: LogEntry) -> bool:
    return row.step in TRANSFERS and row.transferred_to is not None


def _told_service(row: LogEntry) -> bool:
    told = f"{row.contacted_person or ''}{row.transferred_to or ''}"
    return row.step == PROGRESS and _SERVICE_DEPARTMENT.search(told) is not None
