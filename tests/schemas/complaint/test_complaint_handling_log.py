"""投诉处理记录表: the order of its lines, who has the case, what each step demands."""

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
from csdforms.schemas.complaint.complaint_handling_log import ComplaintHandlingLog
from csdforms.schemas.masking import Mask, masked

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_handling_log.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()
FIRST, TOLD, PASSED, INQUIRY, NEWS, PLAN, TALK, DONE, CALL, CLOSED, FILED = range(11)
CONTACT = {"contact_channel": "来电", "contacted_person": "客户服务部周明"}


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintHandlingLog, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_line(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["entries"][position] |= changes
    return data


def up_to(count: int, **changes: Any) -> dict[str, Any]:
    """The sample as it was when so many lines were written."""
    data = copy.deepcopy(SAMPLE) | {"final_result": None}
    data["entries"] = data["entries"][:count]
    return data | changes


def line(step: str, handled_at: str, **boxes: Any) -> dict[str, Any]:
    return {
        "step": step,
        "handled_at": handled_at,
        "handler": "陈立",
        "handling_content": "见附件。",
    } | boxes


def refusal(handled_at: str) -> dict[str, Any]:
    return line(
        "与客户沟通",
        handled_at,
        contact_channel="来电",
        contacted_person="李晓岚",
        customer_response="不接受",
        customer_opinion="要求退货。",
    )


def draft(data: dict[str, Any]) -> ComplaintHandlingLog:
    return examine(ComplaintHandlingLog, copy.deepcopy(data), today=TODAY)[0]


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("count", range(1, 12))
def test_the_diary_is_in_order_after_each_line(count: int) -> None:
    ended = {"final_result": SAMPLE["final_result"]} if count > CLOSED else {}
    assert problems_of(up_to(count, **ended)) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "complaint_no",
        "received_at",
        "customer_name",
        "level",
        "content_summary",
        "first_responder",
        "entries",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize("name", ["handled_at", "step", "handler", "handling_content"])
def test_columns_that_must_be_filled(name: str) -> None:
    data = with_line(NEWS, **{name: None})
    assert (f"entries.5.{name}", "error") in problems_of(data)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("承办人", "handler"),
        ("客户要求", "demand_summary"),
        ("投诉内容", "content_summary"),
        ("处理过程", "entries"),
        ("记录人", "prepared_by"),
        ("登记人", "first_responder"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintHandlingLog.labels().find(label) == (name,)


# What follows from the lines


def test_each_line_says_how_the_case_stands() -> None:
    statuses = [row.case_status for row in draft(SAMPLE).entries]
    assert statuses == (
        ["已受理"] * 3 + ["调查中"] * 2 + ["处理中"] * 2 + ["待回访"] * 2 + ["已结案"] * 2
    )


@pytest.mark.parametrize(
    ("count", "status"),
    [
        (0, None),
        (PASSED + 1, "已受理"),
        (NEWS + 1, "调查中"),
        (TALK + 1, "处理中"),
        (CALL + 1, "待回访"),
        (CLOSED + 1, "已结案"),
    ],
)
def test_the_case_stands_where_its_last_line_left_it(count: int, status: str | None) -> None:
    assert draft(up_to(count)).case_status == status


def test_a_case_that_is_closed_by_another_sheet_is_closed() -> None:
    assert draft(up_to(TALK + 1, closed_at="2026-03-08 16:30")).case_status == "已结案"


def test_a_new_inquiry_does_not_undo_a_plan() -> None:
    data = up_to(TALK + 1)
    data["entries"].append(line("调查核实", "2026-03-06 16:00"))
    assert draft(data).case_status == "处理中"


def test_contacts_and_transfers_are_counted() -> None:
    sheet = draft(SAMPLE)
    assert sheet.contact_count == 4  # 受理告知, 进度告知, 与客户沟通, 回访
    assert sheet.transfer_count == 1
    assert sheet.handler_history == ("周明", "家电部陈立")
    data = copy.deepcopy(SAMPLE)
    data["entries"].insert(PLAN, line("升级", "2026-03-05 21:00", transferred_to="王芳"))
    sheet = draft(data)
    assert sheet.transfer_count == 2
    assert sheet.handler_history == ("周明", "家电部陈立", "王芳")


def test_a_name_of_a_next_hand_in_another_step_is_no_transfer() -> None:
    sheet = draft(with_line(NEWS, transferred_to="王芳"))
    assert (sheet.transfer_count, sheet.handler_history) == (1, ("周明", "家电部陈立"))


def test_nobody_is_known_on_an_empty_sheet() -> None:
    sheet = ComplaintHandlingLog.empty().complete()
    nobody = (sheet.handler_history, sheet.closed_at, sheet.case_status, sheet.acknowledged_at)
    assert nobody == (None, None, None, None)
    assert draft({}).stored().get("handler") is None
    assert sheet.contact_count == 0


def test_the_first_line_that_tells_the_customer_is_the_acknowledgement() -> None:
    assert draft(SAMPLE).acknowledged_at == at("2026-03-05 14:30")
    assert draft(up_to(1)).acknowledged_at is None
    again = copy.deepcopy(SAMPLE)
    again["entries"][NEWS] |= {"step": "受理告知"}
    assert draft(again).acknowledged_at == at("2026-03-05 14:30")


def test_the_line_of_closing_dates_the_closing_unless_another_sheet_has_it() -> None:
    assert draft(SAMPLE).closed_at == at("2026-03-08 16:30")
    assert draft(up_to(CALL + 1)).closed_at is None
    assert draft(SAMPLE | {"closed_at": "2026-03-08 17:00"}).closed_at == at("2026-03-08 17:00")


def test_who_got_the_case_last_has_it() -> None:
    assert draft(SAMPLE | {"handler": None}).handler == "家电部陈立"
    assert draft(up_to(TOLD + 1, handler=None)).handler == "周明"


# What comes next


def due(sheet: ComplaintHandlingLog, day: str) -> list[int | None]:
    return [row.seq for row in sheet.open_steps(dt.date.fromisoformat(day))]


def test_a_next_step_is_owed_from_the_day_after_its_limit() -> None:
    sheet = draft(up_to(TALK + 1))  # 执行方案, until 7 March
    assert due(sheet, "2026-03-07") == []
    assert due(sheet, "2026-03-08") == [1 + TALK]


def test_a_step_taken_later_is_not_owed() -> None:
    sheet = draft(up_to(DONE + 1))
    assert 1 + TALK not in due(sheet, "2026-03-20")
    assert 1 + DONE in due(sheet, "2026-03-20")
    assert 1 + DONE not in due(draft(up_to(CALL + 1)), "2026-03-20")


def test_a_step_taken_before_is_owed_again() -> None:
    data = up_to(DONE + 1)
    data["entries"][DONE] |= {"next_step": "再次执行"}
    assert 1 + DONE in due(draft(data), "2026-03-20")


def test_a_next_step_in_other_words_waits_for_the_closing() -> None:
    data = up_to(CALL + 1)
    data["entries"][NEWS] |= {"next_step": "等厂家回函"}
    assert 1 + NEWS in due(draft(data), "2026-03-20")
    data["entries"].append(line("结案", "2026-03-08 16:30"))
    assert 1 + NEWS not in due(draft(data), "2026-03-20")


def test_nothing_is_owed_once_the_case_is_filed() -> None:
    assert due(draft(up_to(CLOSED + 1)), "2026-03-20") == [1 + CLOSED]
    assert due(draft(SAMPLE), "2026-03-20") == []


def test_a_next_step_without_limit_is_not_owed() -> None:
    data = up_to(1)
    data["entries"][FIRST] |= {"next_due_on": None}
    assert due(draft(data), "2026-03-20") == []
    data["entries"][FIRST] |= {"next_due_on": "2026-03-06", "next_step": None}
    assert due(draft(data), "2026-03-20") == []


# The order of the lines


def test_lines_are_numbered_without_gap() -> None:
    assert [row.seq for row in draft(SAMPLE).entries] == list(range(1, 12))
    assert problems_of(with_line(NEWS, seq=5)) == CLEAN
    assert problems_of(with_line(NEWS, seq=6)) == {("entries.5.seq", "error")}


def test_lines_follow_each_other_in_time() -> None:
    assert problems_of(with_line(INQUIRY, handled_at="2026-03-05 14:40")) == CLEAN
    assert problems_of(with_line(INQUIRY, handled_at="2026-03-05 14:39")) == {
        ("entries.4.handled_at", "error")
    }
    # A line out of its place does not make the others wrong.
    assert problems_of(with_line(INQUIRY, handled_at="2026-03-04")) == {
        ("entries.4.handled_at", "error")
    }
    assert problems_of(with_line(INQUIRY, handled_at="2026-03-05")) == CLEAN


def test_the_first_line_is_the_registration_at_the_time_of_receipt() -> None:
    assert problems_of(with_line(FIRST, step="调查核实", case_status=None)) == {
        ("entries.1.step", "error")
    }
    assert problems_of(with_line(FIRST, handled_at="2026-03-05 14:04")) == {
        ("entries.1.handled_at", "error")
    }
    assert problems_of(with_line(FIRST, handled_at="2026-03-05 14:06")) == {
        ("entries.1.handled_at", "error")
    }
    assert problems_of(with_line(FIRST, handled_at="2026-03-05")) == CLEAN


def test_nothing_follows_the_filing() -> None:
    data = copy.deepcopy(SAMPLE)
    data["entries"].append(line("进度告知", "2026-03-09 10:00") | CONTACT)
    assert problems_of(data) == {("entries.12.step", "error")}
    data["entries"][11] |= {"step": "归档"}
    assert problems_of(data) == {("entries.12.step", "error")}


def test_after_the_closing_the_case_is_only_filed() -> None:
    data = up_to(CLOSED + 1, final_result="换货。")
    data["entries"].append(line("回访", "2026-03-09 10:00") | CONTACT)
    assert problems_of(data) == {("entries.11.step", "warning")}


def test_a_typed_status_agrees_with_the_steps() -> None:
    assert problems_of(with_line(INQUIRY, case_status="调查中")) == CLEAN
    assert problems_of(with_line(INQUIRY, case_status="处理中")) == {
        ("entries.4.case_status", "error")
    }


# What a step demands


@pytest.mark.parametrize("position", [TOLD, NEWS, TALK, CALL])
@pytest.mark.parametrize("name", ["contact_channel", "contacted_person"])
def test_a_contact_says_how_and_with_whom(position: int, name: str) -> None:
    found = problems_of(with_line(position, **{name: None}))
    assert (f"entries.{position + 1}.{name}", "error") in found


def test_a_step_without_contact_needs_none() -> None:
    nobody = dict.fromkeys(("contact_channel", "contacted_person"))
    assert problems_of(with_line(PLAN, **nobody)) == CLEAN


def test_a_talk_says_what_the_customer_thinks() -> None:
    assert problems_of(with_line(TALK, customer_response=None)) == {
        ("entries.7.customer_response", "error")
    }
    assert problems_of(with_line(CALL, customer_response=None)) == CLEAN
    assert problems_of(with_line(TALK, customer_opinion=None)) == CLEAN
    assert problems_of(with_line(TALK, customer_response="不接受")) == CLEAN
    silent = {"customer_response": "不接受", "customer_opinion": None}
    assert problems_of(with_line(TALK, **silent)) == {("entries.7.customer_opinion", "error")}


@pytest.mark.parametrize("step", ["转办", "升级"])
def test_a_case_that_is_passed_on_goes_to_somebody(step: str) -> None:
    data = with_line(PASSED, step=step, transferred_to=None)
    assert problems_of(data) == {("entries.3.transferred_to", "error")}


def test_a_limit_belongs_to_a_step_and_lies_ahead() -> None:
    assert problems_of(with_line(PLAN, next_step=None)) == {("entries.6.next_step", "error")}
    assert problems_of(with_line(PLAN, next_due_on=None)) == CLEAN
    assert problems_of(with_line(PLAN, next_due_on="2026-03-06")) == CLEAN
    assert problems_of(with_line(PLAN, next_due_on="2026-03-05")) == {
        ("entries.6.next_due_on", "error")
    }


def test_a_line_of_tomorrow_is_doubted() -> None:
    assert problems_of(with_line(FILED, handled_at="2026-03-10 23:59")) == CLEAN
    assert problems_of(with_line(FILED, handled_at="2026-03-11 00:01")) == {
        ("entries.11.handled_at", "warning")
    }


# Who has the case


def test_the_handler_is_who_got_the_case_last() -> None:
    assert problems_of(up_to(PASSED + 1)) == CLEAN
    assert problems_of(up_to(PASSED + 1, handler="周明")) == {("handler", "warning")}
    assert problems_of(up_to(PASSED + 1, handler="家电部陈立")) == CLEAN
    assert problems_of(up_to(TOLD + 1, handler="周明")) == CLEAN


def test_whoever_writes_on_in_a_department_may_have_taken_the_case() -> None:
    data = up_to(INQUIRY + 1)
    data["entries"][PASSED] |= {"transferred_to": "家电部"}
    assert problems_of(data) == CLEAN
    assert problems_of(data | {"handler": "高远"}) == {("handler", "warning")}


def test_a_floor_manager_tells_the_service_department_before_the_closing() -> None:
    data = with_line(NEWS, contacted_person="家电部高远")
    assert problems_of(data) == {("entries", "warning")}
    assert problems_of(data | {"handler_role": "客服专员"}) == CLEAN
    data["entries"] = data["entries"][: CALL + 1]
    assert problems_of(data | {"final_result": None}) == CLEAN


@pytest.mark.parametrize("name", ["客户服务部", "顾客服务部王芳", "客服部", "客服专员周明"])
def test_the_service_department_goes_by_several_names(name: str) -> None:
    assert problems_of(with_line(NEWS, contacted_person=name)) == CLEAN


def test_telling_it_after_the_closing_is_too_late() -> None:
    data = with_line(NEWS, contacted_person="家电部高远")
    data["entries"].insert(FILED, line("进度告知", "2026-03-08 17:00") | CONTACT)
    assert problems_of(data) == {("entries", "warning"), ("entries.11.step", "warning")}


def test_who_does_not_accept_twice_is_passed_on_upwards() -> None:
    data = up_to(PLAN + 1)
    data["entries"].append(refusal("2026-03-06 15:00"))
    assert problems_of(data) == CLEAN
    data["entries"].append(refusal("2026-03-06 16:00"))
    assert problems_of(data) == {("entries.8.customer_response", "warning")}
    data["entries"].append(line("升级", "2026-03-06 17:00", transferred_to="陈立、王芳"))
    assert problems_of(data) == CLEAN


# The case itself


def test_the_high_level_is_handled_by_the_manager() -> None:
    assert problems(level="高等级") == {("handler_role", "error")}
    assert problems(level="高等级", handler_role="客户服务部经理") == CLEAN
    assert problems(handler_role=None) == CLEAN
    assert problems(handler_role="责任部门负责人") == {("handler_role", "warning")}


@pytest.mark.parametrize("changes", [{"category": "其他"}, {"handler_role": "其他"}])
def test_what_is_other_is_explained(changes: dict[str, str]) -> None:
    assert ("remarks", "error") in problems(**changes, remarks=None)
    assert ("remarks", "error") not in problems(**changes)


def test_the_limit_is_not_before_the_receipt() -> None:
    assert problems(due_on="2026-03-05") == CLEAN
    assert problems(due_on="2026-03-04") == {("due_on", "error")}


def test_a_case_from_tomorrow_is_doubted() -> None:
    data = up_to(1, received_at="2026-03-11 00:01", due_on=None, handler="周明")
    data["entries"][0] |= {"handled_at": "2026-03-11 00:01", "next_due_on": None}
    assert problems_of(data) == {
        ("received_at", "warning"),
        ("entries.1.handled_at", "warning"),
    }


def test_the_customer_is_told_within_the_limit() -> None:
    data = up_to(TOLD + 1, handler="周明")
    data["entries"][TOLD] |= {"handled_at": "2026-03-06 14:05", "next_due_on": None}
    assert problems_of(data) == CLEAN
    data["entries"][TOLD] |= {"handled_at": "2026-03-06 14:06"}
    assert problems_of(data) == {("acknowledged_at", "warning")}
    with settings.use(settings.Settings(acknowledge_hours=25)):
        assert problems_of(data) == CLEAN


# The end


def test_a_closed_case_has_its_result() -> None:
    assert problems(final_result=None) == {("final_result", "error")}
    assert problems_of(up_to(CALL + 1)) == CLEAN


def test_the_foot_and_the_diary_agree_on_the_closing() -> None:
    assert problems(closed_at="2026-03-08") == CLEAN
    assert problems(closed_at="2026-03-08 16:31") == {("closed_at", "warning")}
    assert problems(closed_at="2026-03-08 16:29") == {("closed_at", "warning")}
    open_diary = up_to(CALL + 1, final_result="换货。", closed_at="2026-03-08 16:30")
    assert problems_of(open_diary) == {("closed_at", "warning")}


def test_a_case_is_not_closed_before_it_was_received() -> None:
    assert problems(closed_at="2026-03-05 14:04") == {
        ("closed_at", "error"),
        ("closed_at", "warning"),
    }


def test_a_closing_of_tomorrow_is_doubted() -> None:
    data = up_to(CLOSED + 1, final_result="换货。")
    data["entries"][CLOSED] |= {"handled_at": "2026-03-11 00:01", "next_due_on": None}
    assert problems_of(data) == {
        ("closed_at", "warning"),
        ("entries.10.handled_at", "warning"),
    }


def test_the_last_closing_counts_when_a_case_was_reopened() -> None:
    data = copy.deepcopy(SAMPLE)
    data["entries"].insert(FILED, line("结案", "2026-03-08 18:00"))
    assert draft(data).closed_at == at("2026-03-08 18:00")
    assert problems_of(data) == {("entries.11.step", "warning")}


# Who may read it


def test_a_customer_who_asked_for_it_is_not_named_on_paper() -> None:
    assert draft(SAMPLE).least_mask() is Mask.NONE
    secret = parse(ComplaintHandlingLog, SAMPLE | {"keep_confidential": True}, today=TODAY)
    assert secret.least_mask() is Mask.ALL
    copy_for_others = masked(secret, secret.least_mask())
    assert copy_for_others.customer_name == "李某某"
    assert copy_for_others.phone == "139****6721"
    assert "李晓岚" not in str(copy_for_others)


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just([{"环节": "结案"}])
)


@budget(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE),
    st.dictionaries(st.sampled_from(sorted(SAMPLE["entries"][TALK])), GARBAGE),
    st.integers(0, 10),
)
def test_checking_survives_garbage(
    changes: dict[str, Any], boxes: dict[str, Any], position: int
) -> None:
    data = with_line(position, **boxes) | changes
    sheet, _ = examine(ComplaintHandlingLog, data, today=TODAY)
    sheet.open_steps(TODAY)
    for name, spec in type(sheet).specs().items():
        if spec.computed:
            getattr(sheet, name)
