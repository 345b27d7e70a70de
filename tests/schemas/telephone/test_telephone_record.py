"""电话记录表: its two sides, its message and meeting, who signs, how far the matter has come."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.telephone.telephone_record import TelephoneRecord

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "telephone_record.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 12)
CLEAN: set[tuple[str, str]] = set()

MEETING = (
    "meeting_at",
    "meeting_place",
    "convener",
    "attendees",
    "meeting_topic",
    "meeting_materials",
)
RESULT = ("handling_result", "handled_at")
INSTRUCTION = ("leader_comment", "commented_by", "commented_on")
OPINION = ("proposed_opinion", "proposed_by", "proposed_on")
HANDLER = ("assigned_department", "assigned_handler", "due_on")
#: The sheet as it is when the call is over.
BARE: dict[str, Any] = SAMPLE | dict.fromkeys((*MEETING, *OPINION, *INSTRUCTION, *HANDLER, *RESULT))
ASKED = BARE | {"matter_type": "咨询", "subject": "询问沙发套尺寸", "read_back": None}
#: A message for somebody who was out: the call was over at 10:20, it was written down at 10:25.
MESSAGE = ASKED | {
    "matter_type": "留言",
    "target_person": "王芳",
    "message_delivered_to": "王芳",
    "delivered_at": "2026-03-06 11:30",
}
#: What makes the bare notice a notice of no meeting.
NO_MEETING = {"subject": "停水通知"}


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(TelephoneRecord, copy.deepcopy(data), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(SAMPLE | changes)


def draft(data: dict[str, Any]) -> TelephoneRecord:
    return examine(TelephoneRecord, copy.deepcopy(data), today=TODAY)[0]


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("data", [SAMPLE, ASKED, MESSAGE])
def test_the_sheet_is_in_order(data: dict[str, Any]) -> None:
    assert problems_of(data) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "form_no",
        "direction",
        "called_at",
        "counterpart_name",
        "counterpart_phone",
        "our_person",
        "matter_type",
        "subject",
        "talk_content",
        "prepared_by",
        "recorded_at",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_a_call_is_ordinary_unless_it_is_said_to_be_urgent() -> None:
    assert draft(SAMPLE | {"urgency": None}).urgency == "一般"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("来电时间", "called_at"),
        ("去电时间", "called_at"),
        ("来话时间", "called_at"),
        ("起讫时间", "called_at"),
        ("通话时间", "called_at"),
        ("来电单位", "counterpart_unit"),
        ("来话单位", "counterpart_unit"),
        ("去电单位", "counterpart_unit"),
        ("来电人", "counterpart_name"),
        ("发话人", "counterpart_name"),
        ("受话单位", "our_unit"),
        ("接电人", "our_person"),
        ("使用人", "our_person"),
        ("留言对象", "target_person"),
        ("联络事项", "subject"),
        ("处理意见", "proposed_opinion"),
        ("领导批示", "leader_comment"),
        ("办理结果", "handling_result"),
        ("承办时间", "handled_at"),
        ("记录人", "prepared_by"),
        ("状态", "record_status"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert TelephoneRecord.labels().find(label) == (name,)


# The two sides


@pytest.mark.parametrize(
    ("direction", "roles"),
    [
        ("来电", ["来电方（对方）", "接电方（本方）"]),
        ("去电", ["接电方（对方）", "去电方（本方）"]),
        (None, ["对方", "本方"]),
    ],
)
def test_the_sides_are_called_by_the_direction(direction: str | None, roles: list[str]) -> None:
    assert [side.party_role for side in draft(SAMPLE | {"direction": direction}).parties] == roles


def test_each_side_stands_in_its_line() -> None:
    theirs, ours = draft(SAMPLE).parties
    assert theirs.party_unit == "临江市海晏区消费者协会"
    assert (theirs.name, theirs.job_title) == ("贺文涛", "干事")
    assert (theirs.counterpart_phone, theirs.fax) == ("021-62345671", "021-62345672")
    assert (ours.party_unit, ours.name, ours.job_title) == ("客户服务部", "林小雨", "电话专员")
    assert (ours.counterpart_phone, ours.fax) == (None, None)


def test_a_withheld_number_stands_on_the_sheet_too() -> None:
    hidden = SAMPLE | {"counterpart_phone": "隐藏号码"}
    assert problems_of(hidden) == CLEAN
    assert draft(hidden).parties[0].counterpart_phone == "隐藏号码"


def test_a_copy_for_others_hides_the_other_side_in_its_line_too() -> None:
    theirs, ours = masked(parse(TelephoneRecord, SAMPLE, today=TODAY), Mask.ALL).parties
    assert (theirs.name, theirs.party_unit) == ("贺某某", "临某某")
    assert theirs.counterpart_phone == "****5671"
    assert ours.name == "林小雨"


# The times


@pytest.mark.parametrize(
    ("ended_at", "minutes"),
    [
        ("2026-03-06 10:20", 8),
        ("2026-03-06 10:20:01", 9),
        ("2026-03-06 10:12:59", 1),
        ("2026-03-06 10:12", 0),
        ("2026-03-06 10:11", None),
        (None, None),
    ],
)
def test_a_minute_begun_counts(ended_at: str | None, minutes: int | None) -> None:
    assert draft(SAMPLE | {"ended_at": ended_at}).talk_minutes == minutes


def test_the_length_of_a_call_without_beginning_is_unknown() -> None:
    assert draft(SAMPLE | {"called_at": None}).talk_minutes is None


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("ended_at", "2026-03-06 10:12", "2026-03-06 10:11"),
        ("recorded_at", "2026-03-06 10:12", "2026-03-06 10:11"),
        ("recorded_at", "2026-03-06", "2026-03-05"),
        ("commented_on", "2026-03-06", "2026-03-05"),
        ("handled_at", "2026-03-06", "2026-03-05"),
        ("due_on", "2026-03-06", "2026-03-05"),
    ],
)
def test_each_step_follows_the_one_before(name: str, good: str, bad: str) -> None:
    assert problems(**{name: good}) == CLEAN
    assert problems(**{name: bad}) == {(name, "error")}


def test_an_opinion_before_the_record_is_wrong() -> None:
    assert problems(proposed_on="2026-03-05") == {("proposed_on", "error")}
    assert problems(proposed_on="2026-03-07") == {("commented_on", "error")}


def test_a_result_before_the_instruction_is_wrong() -> None:
    assert problems(commented_on="2026-03-11") == CLEAN
    assert problems(commented_on="2026-03-12") == {("handled_at", "error")}


def test_times_to_come_are_doubted() -> None:
    assert problems(handled_at="2026-03-12") == CLEAN
    assert problems(handled_at="2026-03-13") == {("handled_at", "warning")}
    assert problems_of(ASKED | {"recorded_at": "2026-03-13"}) == {("recorded_at", "warning")}
    tomorrow = {"called_at": "2026-03-13 09:00", "ended_at": None, "recorded_at": "2026-03-13"}
    assert problems_of(ASKED | tomorrow) == {("called_at", "warning"), ("recorded_at", "warning")}


# Reading back


@pytest.mark.parametrize(
    "changes", [{"urgency": "紧急"}, {"urgency": "特急"}, {"matter_type": "通知"}]
)
def test_what_is_urgent_or_a_notice_is_read_back(changes: dict[str, str]) -> None:
    assert problems_of(ASKED | changes) == {("read_back", "error")}
    assert problems_of(ASKED | changes | {"read_back": False}) == {("read_back", "warning")}
    assert problems_of(ASKED | changes | {"read_back": True}) == CLEAN


def test_an_ordinary_call_need_not_be_read_back() -> None:
    assert problems_of(ASKED | {"read_back": False}) == CLEAN


# A meeting


@pytest.mark.parametrize("name", ["meeting_at", "meeting_place", "convener", "meeting_topic"])
def test_a_notice_of_a_meeting_says_what_one_must_know(name: str) -> None:
    assert problems(**{name: None}) == {(name, "warning")}


@pytest.mark.parametrize("name", ["attendees", "meeting_materials"])
def test_a_meeting_may_leave_out_who_comes_and_what_to_bring(name: str) -> None:
    assert problems(**{name: None}) == CLEAN


@pytest.mark.parametrize("subject", ["通知3月12日开会", "维权工作会议"])
def test_a_meeting_is_known_by_its_subject_too(subject: str) -> None:
    notice = ASKED | {"matter_type": "通知", "read_back": True}
    names = ("meeting_at", "meeting_place", "convener", "meeting_topic")
    assert problems_of(notice | {"subject": subject}) == {(name, "warning") for name in names}
    assert problems_of(notice | {"subject": "停水通知"}) == CLEAN


def test_another_call_may_speak_of_a_meeting() -> None:
    assert problems(matter_type="协商", convener=None) == CLEAN
    assert problems_of(ASKED | {"subject": "询问会议室租用"}) == CLEAN


def test_a_meeting_in_the_past_is_doubted() -> None:
    assert problems(meeting_at="2026-03-06 10:12") == CLEAN
    assert problems(meeting_at="2026-03-06 10:11") == {("meeting_at", "warning")}


# A message


def test_a_message_is_for_somebody() -> None:
    assert problems_of(MESSAGE | {"target_person": None}) == {("target_person", "error")}


def test_a_message_that_was_not_passed_on_is_reminded_of() -> None:
    waiting = MESSAGE | dict.fromkeys(("message_delivered_to", "delivered_at"))
    assert problems_of(waiting) == {("message_delivered_to", "warning")}
    assert problems_of(waiting | {"matter_type": "咨询"}) == CLEAN


@pytest.mark.parametrize("name", ["message_delivered_to", "delivered_at"])
def test_a_message_passed_on_says_to_whom_and_when(name: str) -> None:
    assert problems_of(MESSAGE | {name: None}) == {(name, "error")}


@pytest.mark.parametrize("status", ["无需办理", "已办结"])
def test_a_message_is_not_done_with_before_it_was_passed_on(status: str) -> None:
    waiting = MESSAGE | dict.fromkeys(("message_delivered_to", "delivered_at"))
    done = {name: SAMPLE[name] for name in RESULT} if status == "已办结" else {}
    assert problems_of(waiting | done | {"record_status": status}) == {
        ("message_delivered_to", "error"),
        ("delivered_at", "error"),
    }


def test_a_message_is_not_passed_on_before_the_call() -> None:
    assert problems_of(MESSAGE | {"delivered_at": "2026-03-06 10:12"}) == CLEAN
    assert problems_of(MESSAGE | {"delivered_at": "2026-03-06 10:11"}) == {
        ("delivered_at", "error")
    }


def test_an_ordinary_message_is_in_the_log_within_twenty_minutes() -> None:
    assert draft(MESSAGE).message_due_at == at("2026-03-06 10:40")
    assert draft(MESSAGE).is_message_late is False
    on_time = MESSAGE | {"recorded_at": "2026-03-06 10:40"}
    assert (problems_of(on_time), draft(on_time).is_message_late) == (CLEAN, False)
    late = MESSAGE | {"recorded_at": "2026-03-06 10:41"}
    assert problems_of(late) == {("recorded_at", "warning")}
    assert draft(late).is_message_late is True


@pytest.mark.parametrize("urgency", ["紧急", "特急"])
def test_an_urgent_message_is_with_the_person_within_five_minutes(urgency: str) -> None:
    urgent = MESSAGE | {"urgency": urgency, "read_back": True}
    assert draft(urgent).message_due_at == at("2026-03-06 10:25")
    on_time = urgent | {"delivered_at": "2026-03-06 10:25"}
    assert (problems_of(on_time), draft(on_time).is_message_late) == (CLEAN, False)
    late = urgent | {"delivered_at": "2026-03-06 10:26"}
    assert problems_of(late) == {("delivered_at", "warning")}
    assert draft(late).is_message_late is True


def test_a_message_counts_from_the_call_where_its_end_is_not_known() -> None:
    assert draft(MESSAGE | {"ended_at": None}).message_due_at == at("2026-03-06 10:32")


def test_the_time_for_messages_is_a_setting() -> None:
    urgent = MESSAGE | {"urgency": "紧急"}
    with settings.use(settings.Settings(message_minutes=4, urgent_message_minutes=90)):
        assert draft(MESSAGE).is_message_late is True
        assert draft(urgent).is_message_late is False


def test_where_the_time_is_not_known_nothing_is_late() -> None:
    assert draft(MESSAGE | {"recorded_at": "2026-03-07"}).is_message_late is None
    assert draft(MESSAGE | {"urgency": "紧急", "delivered_at": None}).is_message_late is None
    assert draft(MESSAGE | {"called_at": None, "ended_at": None}).is_message_late is None
    assert (draft(ASKED).message_due_at, draft(ASKED).is_message_late) == (None, None)


def test_an_urgent_message_still_to_be_passed_on_is_owed() -> None:
    waiting = draft(MESSAGE | {"urgency": "紧急", "delivered_at": None})
    assert not waiting.is_message_overdue(at("2026-03-06 10:25"))
    assert waiting.is_message_overdue(at("2026-03-06 10:26"))
    passed_on = draft(MESSAGE | {"urgency": "紧急"})
    assert not passed_on.is_message_overdue(at("2026-03-06 12:00"))
    assert not draft(ASKED).is_message_overdue(at("2026-03-06 12:00"))


# Opinion, instruction, handling


@pytest.mark.parametrize(
    ("given", "signer"),
    [
        ("proposed_opinion", "proposed_by"),
        ("proposed_on", "proposed_by"),
        ("commented_on", "commented_by"),
    ],
)
def test_an_opinion_or_its_day_is_signed(given: str, signer: str) -> None:
    assert problems_of(BARE | {given: SAMPLE[given]} | NO_MEETING) == {(signer, "error")}


def test_an_instruction_is_signed_and_goes_to_somebody() -> None:
    instructed = BARE | NO_MEETING | {"leader_comment": "请办理。"}
    assert problems_of(instructed) == {("commented_by", "error"), ("assigned_department", "error")}
    instructed |= {"commented_by": "罗承安"}
    assert problems_of(instructed | {"assigned_department": "客户服务部"}) == CLEAN
    assert problems_of(instructed | {"assigned_handler": "周明"}) == CLEAN


# How far the matter has come


@pytest.mark.parametrize(
    ("emptied", "status"),
    [
        ((), "已办结"),
        (("handled_at",), "办理中"),
        (("handling_result",), "办理中"),
        ((*RESULT, "assigned_handler"), "办理中"),  # the department was instructed
        ((*RESULT, *INSTRUCTION), "办理中"),
        ((*RESULT, *INSTRUCTION, "assigned_handler"), "待批示"),
        ((*RESULT, *HANDLER), "已记录"),
        ((*RESULT, *HANDLER, *INSTRUCTION), "待批示"),
        ((*RESULT, *HANDLER, *INSTRUCTION, *OPINION), "已记录"),
    ],
)
def test_the_status_follows_from_the_boxes(emptied: tuple[str, ...], status: str) -> None:
    assert draft(SAMPLE | dict.fromkeys(emptied)).record_status == status


def test_a_typed_status_agrees_with_the_boxes() -> None:
    assert problems(record_status="已办结") == CLEAN
    assert problems(record_status="办理中") == {("record_status", "warning")}
    assert problems_of(ASKED | {"record_status": "待批示"}) == {("record_status", "warning")}
    assert problems_of(ASKED | {"record_status": "已记录"}) == CLEAN


def test_a_matter_is_done_when_its_result_has_its_time() -> None:
    typed: dict[str, Any] = {"record_status": "已办结"}
    assert problems(**typed, handling_result=None) == {("handling_result", "error")}
    assert problems(**typed, handled_at=None) == {("handled_at", "error")}


def test_nothing_need_be_done_unless_somebody_does_it() -> None:
    idle: dict[str, Any] = {"record_status": "无需办理"}
    assert problems_of(ASKED | idle) == CLEAN
    assert problems_of(ASKED | {name: SAMPLE[name] for name in OPINION} | idle) == CLEAN
    assert problems_of(ASKED | idle | {"assigned_handler": "周明"}) == {
        ("record_status", "warning")
    }


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just("留言")
)


@budget(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted({**SAMPLE, **MESSAGE})), GARBAGE))
def test_checking_survives_garbage(changes: dict[str, Any]) -> None:
    for base in (SAMPLE, MESSAGE):
        sheet = draft(base | changes)
        sheet.is_message_overdue(at("2026-03-06 12:00"))
        for name, spec in type(sheet).specs().items():
            if spec.computed:
                getattr(sheet, name)
