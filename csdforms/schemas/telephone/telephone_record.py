"""电话记录表: one important call, in or out: what was said, and what was done with it.

Manual section 5.4, flows 5.8 and 5.9. Whoever takes or makes the call writes it down; the
supervisor proposes what to do, the manager or the company's leaders instruct, the department named
carries it out; then it is filed like a document. A line of the call ledgers may become one, and it
may lead to a service or to a complaint.

Sources: telephone records of offices and service desks (notice, negotiation, incident; the points
of a meeting that note-takers forget), their rules on passing on messages: an ordinary one is in
the log within 20 minutes, an urgent one with the person within 5.

>>> from csdforms.schemas.telephone import TelephoneRecord
>>> TelephoneRecord.title(), TelephoneRecord.section
('电话记录表', '5.4')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from csdforms.schemas import settings
from csdforms.schemas.fields import call, complaint, customer, handling, improvement, memo, sheet
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    requires,
    warning,
)

NOTICE, MESSAGE = "通知", "留言"
RECORDED: Final = "已记录"
AWAITED: Final = "待批示"
UNDER_WAY: Final = "办理中"
DONE: Final = "已办结"
NOTHING_TO_DO: Final = "无需办理"
URGENT = ("紧急", "特急")
MEETING = (
    "meeting_at", "meeting_place", "convener", "meeting_topic", "attendees", "meeting_materials",
)  # fmt: skip
#: Without these nobody can come prepared.
_NEEDED = MEETING[:4]
#: What each side is called, theirs first, by the direction of the call.
_ROLES = {
    "来电": ("来电方（对方）", "接电方（本方）"),
    "去电": ("接电方（对方）", "去电方（本方）"),
}


class CallParty(Row):
    """One side of the call, as the sheet prints it."""

    party_role: memo.PartyRole
    party_unit: Annotated[memo.PartyUnit, PrintedAs("单位/部门")] | None = None
    name: customer.PersonName | None = None
    job_title: customer.JobTitle | None = None
    counterpart_phone: Annotated[memo.CounterpartPhone, PrintedAs("电话号码")] | None = None
    fax: customer.Fax | None = None


class TelephoneRecord(Record, title="电话记录表", section="5.4"):
    """An important call that needs an answer, an instruction, or a message passed on."""

    printed_through = frozenset(
        (
            "counterpart_unit", "counterpart_name", "counterpart_title", "counterpart_phone",
            "fax", "our_unit", "our_person", "our_title",
        )
    )  # fmt: skip

    spans = dict.fromkeys(
        (
            "通话时间（起/讫）",
            "通话时间",
            "起讫时间",
            "通话起止时间",
            "来电时间",
            "去电时间",
        ),
        ("called_at", "ended_at"),
    )

    form_no: sheet.FormNo
    direction: memo.Direction
    called_at: Annotated[
        call.CalledAt,
        PrintedAs(
            "通话时间（起）",
            "通话时间 去电时间 来话时间 起讫时间 开始时间 时间 电话时间 通话日期 去电日期",
            "来话日期 接电时间 接话时间 接听时间",
        ),
    ]
    ended_at: Annotated[call.EndedAt, PrintedAs("通话时间（讫）")] | None = None
    counterpart_unit: memo.CounterpartUnit | None = None
    counterpart_name: memo.CounterpartName
    counterpart_title: memo.CounterpartTitle | None = None
    counterpart_phone: memo.CounterpartPhone
    fax: Annotated[customer.Fax, PrintedAs("传真", "对方传真")] | None = None
    customer_no: customer.CustomerNo | None = None
    our_unit: memo.OurUnit | None = None
    our_person: memo.OurPerson
    our_title: memo.OurTitle | None = None
    matter_type: memo.MatterType
    urgency: Annotated[complaint.Urgency, PrintedAs("紧急程度")] = "一般"
    subject: memo.Subject
    talk_content: Annotated[
        call.TalkContent,
        PrintedAs(
            "电话内容",
            "记录内容 来电内容 内容 主要内容 内容摘要 内容记录 来电内容摘要 来电内容记录 来话内容",
            "去电内容 留言内容 电话记录内容",
        ),
    ]
    read_back: memo.ReadBack | None = None
    identity_verified: Annotated[call.IdentityVerified, PrintedAs("核实对方身份")] | None = None
    recording_no: call.RecordingNo | None = None
    call_no: Annotated[call.CallNo, PrintedAs("呼入/呼出编号", "呼入编号 呼出编号")] | None = None
    outcome: memo.Outcome | None = None

    meeting_at: memo.MeetingAt | None = None
    meeting_place: memo.MeetingPlace | None = None
    convener: memo.Convener | None = None
    attendees: memo.Attendees | None = None
    meeting_topic: memo.MeetingTopic | None = None
    meeting_materials: memo.MeetingMaterials | None = None

    target_person: memo.TargetPerson | None = None
    message_delivered_to: memo.DeliveredTo | None = None
    delivered_at: memo.DeliveredAt | None = None
    receiver_signature: memo.ReceiverSignature | None = None

    proposed_opinion: memo.ProposedOpinion | None = None
    proposed_by: memo.ProposedBy | None = None
    proposed_on: memo.ProposedOn | None = None
    leader_comment: improvement.LeaderComment | None = None
    commented_by: improvement.CommentedBy | None = None
    commented_on: improvement.CommentedOn | None = None
    assigned_department: (
        Annotated[
            complaint.AssignedDepartment,
            PrintedAs("承办部门", "承办科室 主办部门 经办部门 转办部门 交办部门 责任部门"),
        ]
        | None
    ) = None
    assigned_handler: (
        Annotated[
            complaint.AssignedHandler,
            PrintedAs("承办人", "经办人 办理人 处理人 责任人 跟进人"),
        ]
        | None
    ) = None
    due_on: Annotated[complaint.DueOn, PrintedAs("办理时限", "办理期限")] | None = None
    handling_result: (
        Annotated[complaint.HandlingResult, PrintedAs("办理结果", "办理情况 处理情况 落实情况")]
        | None
    ) = None
    handled_at: (
        Annotated[
            handling.HandledAt,
            PrintedAs("承办时间", "承办日期 办理时间 办理日期 办结时间 完成时间 完成日期"),
        ]
        | None
    ) = None
    record_status: (
        Annotated[memo.RecordStatus, PrintedAs("办理状态", "处理状态 处理进度 是否办结 办结情况")]
        | None
    ) = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("记录人", "登记人")]
    recorded_at: memo.RecordedAt

    @computed
    def parties(self) -> Annotated[tuple[CallParty, CallParty], Group("通话双方")]:
        """Both sides of the call, called by its direction."""
        theirs, ours = _ROLES.get(self.direction or "", ("对方", "本方"))
        return (
            CallParty(
                party_role=theirs,
                party_unit=self.counterpart_unit,
                name=self.counterpart_name,
                job_title=self.counterpart_title,
                counterpart_phone=self.counterpart_phone,
                fax=self.fax,
            ),
            CallParty(
                party_role=ours,
                party_unit=self.our_unit,
                name=self.our_person,
                job_title=self.our_title,
            ),
        )

    @computed
    def talk_minutes(self) -> memo.TalkMinutes | None:
        """How long the two spoke; a minute begun counts as one."""
        if self.called_at is None or self.ended_at is None or self.ended_at < self.called_at:
            return None
        return -((self.called_at - self.ended_at) // dt.timedelta(minutes=1))

    @computed
    def message_due_at(self) -> memo.MessageDueAt | None:
        """Until when the message is to be in the log, an urgent one with the person."""
        over = self.ended_at or self.called_at
        if self.matter_type != MESSAGE or over is None:
            return None
        return over + dt.timedelta(minutes=self._message_minutes())

    @computed
    def is_message_late(self) -> memo.IsMessageLate | None:
        """Whether the message came later than that, ``None`` where no time says so."""
        noted = self._noted_at()
        if self.message_due_at is None or noted is None or noted.time() == dt.time():
            return None
        return noted > self.message_due_at

    def is_message_overdue(self, as_of: dt.datetime) -> bool:
        """Whether an urgent message has not reached the person though its time is over."""
        due = self.message_due_at
        return due is not None and self._noted_at() is None and as_of > due

    def _message_minutes(self) -> int:
        limits = settings.current()
        return limits.urgent_message_minutes if self._is_urgent() else limits.message_minutes

    def _noted_at(self) -> dt.datetime | None:
        return self.delivered_at if self._is_urgent() else self.recorded_at

    def _is_urgent(self) -> bool:
        return self.urgency in URGENT

    def proposed(self) -> Mapping[str, object]:
        """Propose how far the matter has come."""
        return {"record_status": self._progress()}

    def _progress(self) -> memo.RecordStatusWord:
        """Return the status that follows from the boxes."""
        if self.handling_result is not None and self.handled_at is not None:
            return DONE
        instructed = self.leader_comment is not None
        if self.assigned_handler or (instructed and self.assigned_department):
            return UNDER_WAY
        return AWAITED if self.proposed_opinion is not None and not instructed else RECORDED

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the problems of the call, of what it was about, and of what followed."""
        yield from in_order(self, "called_at", "ended_at")
        yield from in_order(
            self, "called_at", "recorded_at", "proposed_on", "commented_on", "handled_at"
        )
        yield from in_order(self, "called_at", "due_on")
        yield from not_future(
            self, "called_at", "recorded_at", "handled_at", today=today, severity="warning"
        )
        yield from self._reading_back()
        yield from self._meeting()
        yield from self._message()
        yield from self._handling()
        yield from self._status()

    def _reading_back(self) -> Iterator[Problem]:
        """What is urgent, and every notice, is read back to the other side."""
        must = self._is_urgent() or self.matter_type == NOTICE
        because = "通知和紧急的电话"
        yield from requires(self, "read_back", when=must, because=because)
        if must and self.read_back is False:
            yield warning("read_back", "通知和紧急的电话应向对方复述核对，请补做。")

    def _meeting(self) -> Iterator[Problem]:
        """A notice of a meeting says when, where, who calls it and what about."""
        noted = any(getattr(self, name) is not None for name in MEETING)
        meeting = noted or "会议" in (self.subject or "") or "开会" in (self.subject or "")
        yield from requires(
            self,
            *_NEEDED,
            when=meeting and self.matter_type == NOTICE,
            because="通知的是会议",
            severity="warning",
        )
        yield from in_order(self, "called_at", "meeting_at", severity="warning")

    def _message(self) -> Iterator[Problem]:
        """A message names whom it is for, and is passed on in time."""
        message = self.matter_type == MESSAGE
        because = f"电话性质是“{MESSAGE}”"
        yield from requires(self, "target_person", when=message, because=because)
        names = ("message_delivered_to", "delivered_at")
        passed_on = any(getattr(self, name) is not None for name in names)
        finished = message and self.record_status in (DONE, NOTHING_TO_DO)
        yield from requires(self, *names, when=passed_on or finished, because="留言已转达或已办结")
        if message and not (passed_on or finished):
            yield warning("message_delivered_to", "留言尚未转达，转达后请填转达给谁和时间。")
        yield from in_order(self, "called_at", "delivered_at")
        if self.is_message_late:
            name = "delivered_at" if self._is_urgent() else "recorded_at"
            minutes = self._message_minutes()
            yield warning(name, f"晚于留言时限（通话结束后 {minutes} 分钟内），请核对时间。")

    def _handling(self) -> Iterator[Problem]:
        """Opinion and instruction are signed; an instruction goes to somebody."""
        for signer, details in (
            ("proposed_by", ("proposed_opinion", "proposed_on")),
            ("commented_by", ("leader_comment", "commented_on")),
        ):
            given = any(getattr(self, detail) is not None for detail in details)
            yield from requires(self, signer, when=given, because="填了意见或日期，应写明是谁")
        nobody = self.assigned_department is None and self.assigned_handler is None
        if self.leader_comment is not None and nobody:
            yield error("assigned_department", "有领导批示的，承办部门和承办人至少填一项。")

    def _status(self) -> Iterator[Problem]:
        """The status agrees with what the other boxes say."""
        done = self.record_status == DONE
        because = f"办理状态是“{DONE}”"
        yield from requires(self, "handling_result", "handled_at", when=done, because=because)
        status = self._progress()
        idle = self.record_status == NOTHING_TO_DO and status in (RECORDED, AWAITED)
        if not (done or idle) and self.record_status not in (None, status):
            text = f"与表中所填不符，应是“{status}”，请核对；也可以不填。"
            yield warning("record_status", text)
