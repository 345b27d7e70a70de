"""呼出记录表: its rules, proposals, the figures of the sheet, and what its columns show."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.telephone.outbound_call_record import COLUMNS, Call, OutboundCallRecord
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.outbound_call_record import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "outbound_call_record.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()

SERVICE, MISSED, PROMISE, AGAIN, LATER, INVALID, COMPLAINT, REFUSAL, DATA = range(9)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(OutboundCallRecord, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_call(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["calls"][position] |= changes
    return data


def call_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one call; return the problems as ``(field of this call, severity)``."""
    prefix = f"calls.{position + 1}."
    found = problems_of(with_call(position, **changes))
    assert all(path.startswith(prefix) for path, _ in found), found
    return {(path.removeprefix(prefix), severity) for path, severity in found}


def filled(data: dict[str, Any] | None = None) -> OutboundCallRecord:
    return parse(OutboundCallRecord, SAMPLE if data is None else data, today=TODAY)


def draft(**changes: Any) -> OutboundCallRecord:
    return examine(OutboundCallRecord, copy.deepcopy(SAMPLE) | changes, today=TODAY)[0]


def a_call(**changes: Any) -> dict[str, Any]:
    """Return the data of a call that nobody answered."""
    values = {
        "dialled_at": "2026-03-05 09:00",
        "customer_name": "李晓岚",
        "callee_number": "13900006721",
        "call_purpose": "客户关怀",
        "unconnected_reason": "忙音",
    }
    return values | changes


def with_calls(*calls: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE) | {"calls": list(calls)} | changes


def reached(**changes: Any) -> dict[str, Any]:
    """Return the data of a call that was answered."""
    talk = {"unconnected_reason": None, "call_result": "成功", "talk_content": "问候客户。"}
    return a_call(**talk) | changes


WITHOUT_TASK = {"task_no": None, "task_name": None, "plan_no": None}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Required boxes


@pytest.mark.parametrize("name", ["form_no", "recorded_on", "prepared_by", "prepared_on"])
def test_the_head_needs_number_day_and_author(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_a_ledger_needs_a_call() -> None:
    assert problems(calls=[]) == {("calls", "error")}


@pytest.mark.parametrize("name", ["dialled_at", "customer_name", "callee_number", "call_purpose"])
def test_a_call_needs_time_customer_number_and_purpose(name: str) -> None:
    assert call_problems(REFUSAL, **{name: None}) == {(name, "error")}


def test_whether_somebody_answered_must_be_said_or_follow() -> None:
    silent = {"is_connected": None, "unconnected_reason": None, "remarks": None}
    assert call_problems(INVALID, **silent) == {("is_connected", "error")}


@pytest.mark.parametrize(
    ("boxes", "connected"),
    [
        ({"unconnected_reason": "关机"}, False),
        ({"unconnected_reason": None, "answered_at": "2026-03-05 09:01"}, True),
        ({"unconnected_reason": None, "call_result": "成功"}, True),
        ({"unconnected_reason": None}, None),
    ],
)
def test_whether_somebody_answered_is_proposed(
    boxes: dict[str, Any], connected: bool | None
) -> None:
    sheet, _ = examine(OutboundCallRecord, with_calls(a_call(**boxes)), today=TODAY)
    assert sheet.calls[0].is_connected is connected


@pytest.mark.parametrize(
    ("word", "connected"), [("已接通", True), ("接通", True), ("未接通", False), ("未接", False)]
)
def test_whether_somebody_answered_may_be_said_in_words(word: str, connected: bool) -> None:
    sheet, _ = examine(OutboundCallRecord, with_calls(a_call(is_connected=word)), today=TODAY)
    assert sheet.calls[0].is_connected is connected


@pytest.mark.parametrize("label", ["呼出号码", "顾客手机号"])
def test_the_number_dialled_has_many_labels(label: str) -> None:
    assert Call.labels().find(label) == ("callee_number",)


def test_a_call_without_a_number_gets_the_sheets_and_its_line() -> None:
    assert filled(with_call(MISSED, call_no=None)).calls[MISSED].call_no == "HCB-20260305-001-02"


@pytest.mark.parametrize("label", ["联系电话", "手机号码", "被叫号码", "办公电话"])
def test_a_line_has_one_telephone_whatever_its_label(label: str) -> None:
    assert Call.labels().find(label) == ("callee_number",)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("呼出编号", "call_no"),
        ("回访时间", "dialled_at"),
        ("回访内容", "talk_content"),
        ("呼叫结果", "call_result"),
        ("坐席", "agent_name"),
        ("处理状态", "process_status"),
        ("主修人员", "responsible_person"),
    ],
)
def test_labels_of_other_sheets_are_known(label: str, name: str) -> None:
    assert Call.labels().find(label) == (name,)


# The head


def test_a_sheet_of_several_days_names_both_ends() -> None:
    several = {"recorded_on": None, "period_start": "2026-03-05", "period_end": "2026-03-06"}
    assert problems(**several) == CLEAN
    assert problems(**several | {"period_end": None}) == {("period_end", "error")}
    assert problems(**several | {"period_start": None}) == {("period_start", "error")}
    assert ("period_end", "error") in problems(**several | {"period_end": "2026-03-04"})


def test_a_task_does_not_end_before_it_starts() -> None:
    assert problems(task_ends_at="2026-03-05 09:00", calls=[a_call()]) == CLEAN
    late = problems(task_ends_at="2026-03-05 08:59", calls=[a_call()])
    assert ("task_ends_at", "error") in late


def test_no_more_customers_are_called_than_were_assigned() -> None:
    assert problems(assigned_count=8) == CLEAN
    assert problems(assigned_count=7) == {("assigned_count", "error")}


def test_a_sheet_of_tomorrow_is_doubted() -> None:
    later = {
        "recorded_on": "2026-03-11",
        "prepared_on": "2026-03-11",
        "reviewed_on": "2026-03-11",
        "task_ends_at": "2026-03-12",
        "calls": [a_call(dialled_at="2026-03-11 09:00")],
    }
    assert problems(**later) == {("recorded_on", "warning"), ("calls.1.dialled_at", "warning")}
    period = {"period_start": "2026-03-05", "period_end": "2026-03-11", "recorded_on": None}
    assert problems(**period) == {("period_end", "warning")}


# Times


def test_an_answer_is_not_before_the_call() -> None:
    assert call_problems(SERVICE, answered_at="2026-03-05 09:10:00") == CLEAN
    assert call_problems(SERVICE, answered_at="2026-03-05 09:09:59") == {("answered_at", "error")}


def test_a_call_does_not_end_before_the_answer() -> None:
    assert call_problems(SERVICE, ended_at="2026-03-05 09:10:20") == CLEAN
    assert call_problems(SERVICE, ended_at="2026-03-05 09:10:19") == {("ended_at", "error")}


def test_a_problem_is_not_solved_before_the_call() -> None:
    assert call_problems(DATA, resolved_on="2026-03-05") == CLEAN
    assert call_problems(DATA, resolved_on="2026-03-04") == {("resolved_on", "error")}


@pytest.mark.parametrize(
    ("dialled_at", "expected"),
    [
        ("2026-03-05 09:00:00", CLEAN),
        ("2026-03-05 08:59:59", {("calls.1.dialled_at", "warning")}),
        ("2026-03-05 18:00:00", CLEAN),
        ("2026-03-05 18:00:01", {("calls.1.dialled_at", "warning")}),
        ("2026-03-06 10:00:00", CLEAN),  # a Friday
        ("2026-03-07 10:00:00", {("calls.1.dialled_at", "warning")}),
        ("2026-03-08 10:00:00", {("calls.1.dialled_at", "warning")}),
        ("2026-03-09 10:00:00", CLEAN),
    ],
)
def test_customers_are_called_in_working_hours(
    dialled_at: str, expected: set[tuple[str, str]]
) -> None:
    day = {"recorded_on": dialled_at[:10], "task_starts_at": None, "task_ends_at": None}
    changes = day | {"prepared_on": "2026-03-09", "reviewed_on": None}
    assert problems(**changes, calls=[a_call(dialled_at=dialled_at)]) == expected


def test_the_hours_and_days_of_calling_are_settings() -> None:
    saturday = {
        "recorded_on": "2026-03-07",
        "task_ends_at": None,
        "prepared_on": "2026-03-09",
        "reviewed_on": None,
        "calls": [a_call(dialled_at="2026-03-07 19:30")],
    }
    assert problems(**saturday) == {("calls.1.dialled_at", "warning")}
    wider = settings.Settings(call_until=dt.time(20), call_weekdays=frozenset(range(1, 8)))
    with settings.use(wider):
        assert problems(**saturday) == CLEAN
    with settings.use(settings.Settings(call_from=dt.time(9, 30))):
        assert ("calls.1.dialled_at", "warning") in problems()


def test_a_call_belongs_to_the_day_of_the_sheet() -> None:
    elsewhen = {"task_starts_at": None, "task_ends_at": None}
    for day in ("2026-03-04", "2026-03-06"):
        data = with_calls(a_call(dialled_at=f"{day} 10:00"), **elsewhen)
        assert problems_of(data) == {("calls.1.dialled_at", "error")}


def test_a_call_belongs_to_the_days_of_the_period() -> None:
    period = {"recorded_on": None, "period_start": "2026-03-03", "period_end": "2026-03-05"}
    head = period | {"task_starts_at": None, "task_ends_at": None}
    for day, expected in (
        ("2026-03-02", {("calls.1.dialled_at", "error")}),
        ("2026-03-03", CLEAN),
        ("2026-03-05", CLEAN),
        ("2026-03-06", {("calls.1.dialled_at", "error")}),
    ):
        assert problems_of(with_calls(a_call(dialled_at=f"{day} 10:00"), **head)) == expected


def test_a_call_outside_its_task_is_doubted() -> None:
    for dialled_at, expected in (
        ("2026-03-05 09:29", {("calls.1.dialled_at", "warning")}),
        ("2026-03-05 09:30", CLEAN),
        ("2026-03-05 15:00", CLEAN),
        ("2026-03-05 15:01", {("calls.1.dialled_at", "warning")}),
    ):
        task = {"task_starts_at": "2026-03-05 09:30", "task_ends_at": "2026-03-05 15:00"}
        assert problems_of(with_calls(a_call(dialled_at=dialled_at), **task)) == expected


def test_a_line_may_note_only_the_time_of_the_sheets_day() -> None:
    assert filled(with_call(MISSED, dialled_at="9:30")).calls[MISSED].dialled_at == at(
        "2026-03-05 09:30"
    )


# Answered or not


@pytest.mark.parametrize("name", ["call_result", "talk_content"])
def test_an_answered_call_needs_result_and_content(name: str) -> None:
    assert call_problems(DATA, **{name: None}) == {(name, "error")}


def test_an_answered_call_has_no_reason_of_failure() -> None:
    assert call_problems(DATA, unconnected_reason="忙音") == {("unconnected_reason", "error")}


def test_a_call_not_answered_needs_its_reason() -> None:
    assert call_problems(MISSED, unconnected_reason=None) == {("unconnected_reason", "error")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answered_at", "2026-03-05 09:30:20"),
        ("call_result", "成功"),
        ("talk_content", "约定上门时间。"),
        ("satisfaction", "满意"),
    ],
)
def test_a_call_not_answered_has_no_outcome(name: str, value: str) -> None:
    assert call_problems(MISSED, **{name: value}) == {(name, "error")}


@pytest.mark.parametrize("purpose", ["服务回访", "投诉回访", "满意度调查"])
def test_call_backs_and_surveys_ask_for_satisfaction(purpose: str) -> None:
    related = {"related_form": "售后服务登记表", "related_no": "SH-1"}
    asked = reached(call_purpose=purpose, **related)
    assert problems_of(with_calls(asked)) == {("calls.1.satisfaction", "error")}
    assert problems_of(with_calls(asked | {"satisfaction": "一般"})) == CLEAN


def test_other_calls_do_not_ask_for_satisfaction() -> None:
    assert problems_of(with_calls(reached(call_purpose="预约通知"))) == CLEAN


@pytest.mark.parametrize(
    ("result", "asked"),
    [
        ("成功", True),
        ("意向客户", True),
        ("其他", True),
        ("错号", False),
        ("中途拒绝", False),
        ("拒绝-风险", False),
        ("不配合", False),
        ("不感兴趣", False),
        ("需再联系", False),
        ("预约再访", False),
    ],
)
def test_satisfaction_is_not_asked_of_a_talk_that_came_to_no_question(
    result: str, asked: bool
) -> None:
    one = reached(call_purpose="满意度调查", call_result=result, next_contact_at="2026-03-06")
    expected = {("calls.1.satisfaction", "error")} if asked else CLEAN
    assert problems_of(with_calls(one)) == expected


# What follows


@pytest.mark.parametrize("position", [SERVICE, PROMISE, COMPLAINT])
@pytest.mark.parametrize("name", ["related_form", "related_no"])
def test_a_call_back_names_the_sheet_it_goes_back_to(position: int, name: str) -> None:
    assert call_problems(position, **{name: None}) == {(name, "error")}


def test_other_calls_name_no_sheet() -> None:
    assert call_problems(AGAIN, related_form=None, related_no=None) == CLEAN


@pytest.mark.parametrize("result", ["需再联系", "预约再访"])
def test_a_call_to_be_repeated_needs_its_date(result: str) -> None:
    changes = {"call_result": result, "next_contact_at": None}
    assert call_problems(LATER, **changes) == {("next_contact_at", "error")}


@pytest.mark.parametrize(
    ("next_contact_at", "expected"),
    [
        ("2026-03-05 11:00:01", CLEAN),
        ("2026-03-05 11:00:00", {("next_contact_at", "error")}),
        ("2026-03-05 10:59:59", {("next_contact_at", "error")}),
        ("2026-03-05", CLEAN),  # later that day
        ("2026-03-04", {("next_contact_at", "error")}),
    ],
)
def test_the_next_contact_is_after_the_call(
    next_contact_at: str, expected: set[tuple[str, str]]
) -> None:
    assert call_problems(LATER, next_contact_at=next_contact_at) == expected


@pytest.mark.parametrize("name", ["follow_up_action", "follow_up_department"])
def test_a_problem_found_is_followed_up(name: str) -> None:
    assert call_problems(COMPLAINT, **{name: None}) == {(name, "error")}


@pytest.mark.parametrize(
    ("satisfaction", "reopened"),
    [("非常不满意", True), ("不满意", True), ("一般", False), ("满意", False)],
)
def test_a_complaint_whose_customer_is_still_dissatisfied_is_reopened(
    satisfaction: str, reopened: bool
) -> None:
    changes = {"satisfaction": satisfaction, "problem_found": None, "follow_up_action": None}
    expected = {("follow_up_action", "error")} if reopened else CLEAN
    assert call_problems(COMPLAINT, **changes) == expected


def test_a_dissatisfied_customer_of_another_call_needs_no_action() -> None:
    assert call_problems(SERVICE, satisfaction="不满意") == CLEAN


# Between the calls


def test_call_numbers_are_unique() -> None:
    assert call_problems(PROMISE, call_no="HC-20260305-001") == {("call_no", "error")}


def test_calls_of_a_sheet_without_a_number_have_none_to_repeat() -> None:
    calls = [a_call(), a_call(customer_name="王芳")]
    assert problems(form_no=None, calls=calls) == {("form_no", "error")}


def test_the_agent_stands_in_the_line_or_in_the_head() -> None:
    named = {REFUSAL + 1, DATA + 1}
    expected = {(f"calls.{n}.agent_name", "error") for n in range(1, 10) if n not in named}
    assert problems(agent_name=None) == expected


def test_the_agent_of_the_head_is_entered_into_lines_that_name_nobody() -> None:
    calls = filled().calls
    assert (calls[SERVICE].agent_name, calls[SERVICE].agent_no) == ("林小雨", "8003")
    assert (calls[REFUSAL].agent_name, calls[REFUSAL].agent_no) == ("赵文", "8005")


def test_attempts_to_reach_a_customer_are_counted() -> None:
    assert [one.attempt_no for one in filled().calls] == [1, 1, 1, 2, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [([1, 2, 3], []), ([2, 3, 4], []), ([1, 3, 4], [2]), ([1, 1, 2], [2]), ([1, 2, 4], [3])],
)
def test_attempts_go_up_one_by_one(typed: list[int], wrong: list[int]) -> None:
    calls = [
        a_call(dialled_at=f"2026-03-05 {hour}:00", attempt_no=number)
        for hour, number in enumerate(typed, start=9)
    ]
    expected = {(f"calls.{place}.attempt_no", "error") for place in wrong}
    assert problems_of(with_calls(*calls)) == expected


def test_attempts_are_counted_in_the_order_of_time() -> None:
    late, early = a_call(dialled_at="2026-03-05 10:00"), a_call(dialled_at="2026-03-05 09:00")
    assert [one.attempt_no for one in filled(with_calls(late, early)).calls] == [2, 1]


def test_an_attempt_left_empty_goes_on_from_the_one_before() -> None:
    calls = (a_call(attempt_no=3), a_call(dialled_at="2026-03-05 10:00"))
    assert [one.attempt_no for one in filled(with_calls(*calls)).calls] == [3, 4]


def test_within_a_task_all_calls_to_a_customer_are_attempts() -> None:
    calls = (a_call(), a_call(dialled_at="2026-03-05 10:00", call_purpose="资料核实"))
    assert [one.attempt_no for one in filled(with_calls(*calls)).calls] == [1, 2]
    without = filled(with_calls(*calls, **WITHOUT_TASK))
    assert [one.attempt_no for one in without.calls] == [1, 1]


def test_a_customer_is_known_by_number_before_name() -> None:
    calls = (
        a_call(customer_no="KH-1"),
        a_call(customer_no="KH-2", dialled_at="2026-03-05 10:00"),
        a_call(customer_no="KH-1", dialled_at="2026-03-05 11:00", customer_name="李女士"),
        a_call(dialled_at="2026-03-05 13:00"),
        a_call(dialled_at="2026-03-05 14:00", customer_name="李 晓岚"),
    )
    sheet = filled(with_calls(*calls))
    assert [one.attempt_no for one in sheet.calls] == [1, 1, 2, 1, 2]
    assert sheet.executed_count == 3


def test_lines_without_a_customer_are_no_attempts_of_one() -> None:
    sheet = draft(calls=[a_call(customer_name=None), a_call(customer_name=None)])
    assert [one.attempt_no for one in sheet.calls] == [1, 1]
    assert sheet.executed_count == 0


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [("产品推介", {("calls.2.call_purpose", "error")}), ("客户关怀", CLEAN)],
)
def test_nothing_is_offered_to_a_number_that_refused_calls(
    purpose: str, expected: set[tuple[str, str]]
) -> None:
    refused = reached(call_result="不配合", do_not_call=True)
    later = a_call(dialled_at="2026-03-05 10:00", call_purpose=purpose)
    assert problems_of(with_calls(refused, later)) == expected


def test_a_refusal_holds_for_the_number_and_for_later_calls() -> None:
    refused = reached(call_result="不感兴趣", do_not_call=True, call_purpose="产品推介")
    other = a_call(
        dialled_at="2026-03-05 10:00", call_purpose="产品推介", callee_number="13900006722"
    )
    assert problems_of(with_calls(refused, other)) == CLEAN
    both = other | {"callee_number": "13900006722 / 13900006721"}
    assert problems_of(with_calls(refused, both)) == {("calls.2.call_purpose", "error")}
    before = refused | {"dialled_at": "2026-03-05 11:00"}
    assert problems_of(with_calls(before, both)) == CLEAN


# Due calls


def test_calls_to_be_repeated_are_due_at_their_time() -> None:
    sheet = filled()
    assert sheet.due(at("2026-03-06 09:59")) == ()
    assert sheet.due(at("2026-03-06 10:00")) == (sheet.calls[LATER],)


def test_the_earliest_is_due_first() -> None:
    again = {"call_result": "需再联系", "next_contact_at": "2026-03-06 15:00"}
    calls = (
        reached(**again),
        reached(**again | {"next_contact_at": "2026-03-06 09:00"}, customer_name="王芳"),
    )
    due = filled(with_calls(*calls)).due(at("2026-03-09 09:00"))
    assert [one.customer_name for one in due] == ["王芳", "李晓岚"]


def test_a_customer_reached_since_is_no_longer_due() -> None:
    first = reached(call_result="需再联系", next_contact_at="2026-03-05 14:00")
    missed = a_call(dialled_at="2026-03-05 14:00")
    sheet = filled(with_calls(first, missed))
    assert sheet.due(at("2026-03-09 09:00")) == (sheet.calls[0],)
    again = reached(dialled_at="2026-03-05 14:00")
    assert filled(with_calls(first, again)).due(at("2026-03-09 09:00")) == ()


# Computed values


def test_a_call_counts_its_seconds() -> None:
    calls = filled().calls
    assert (calls[SERVICE].talk_seconds, calls[MISSED].talk_seconds) == (240, None)


def test_the_counts_of_the_sheet() -> None:
    sheet = filled()
    assert (sheet.outbound_count, sheet.executed_count) == (9, 8)  # one was called twice
    assert (sheet.connected_count, sheet.success_count) == (7, 5)


def test_the_rates_of_the_sheet() -> None:
    sheet = filled()
    assert sheet.connect_rate == Decimal(7) / 9
    assert sheet.customer_connect_rate == Decimal(7) / 8
    assert sheet.success_rate == Decimal(5) / 7
    assert sheet.refusal_rate == Decimal(1) / 7
    assert sheet.invalid_number_rate == Decimal(1) / 9
    assert sheet.execution_rate == Decimal("0.8")
    assert sheet.satisfaction_rate == Decimal("0.5")


def test_the_means_of_the_sheet_leave_blanks_out() -> None:
    sheet = filled()
    assert sheet.avg_talk_seconds == Decimal(1170) / 7
    assert sheet.avg_attempts == Decimal(9) / 8
    assert sheet.averaged_calls == "通话7件、满意度2件"


@pytest.mark.parametrize(
    "result",
    ["中途拒绝", "拒绝-风险", "拒绝-信任度", "拒绝-资金问题", "拒绝-其他", "不配合", "不感兴趣"],
)
def test_every_way_to_refuse_counts(result: str) -> None:
    assert filled(with_call(REFUSAL, call_result=result)).refusal_rate == Decimal(1) / 7


def test_a_wrong_number_counts_as_an_invalid_one() -> None:
    assert filled(with_call(REFUSAL, call_result="错号")).invalid_number_rate == Decimal(2) / 9
    assert filled(with_call(INVALID, unconnected_reason="停机")).invalid_number_rate == 0


def test_a_sheet_without_a_list_has_no_rate_of_it() -> None:
    assert filled(copy.deepcopy(SAMPLE) | {"assigned_count": None}).execution_rate is None


def test_calls_are_counted_by_result_and_then_by_reason() -> None:
    counted = [(one.dimension_value, one.call_count, one.share) for one in filled().by_result]
    ninth = Decimal("0.1111")
    assert counted == [
        ("成功", 5, Decimal("0.5556")),
        ("需再联系", 1, ninth),
        ("不配合", 1, ninth),
        ("未接通：无效号码", 1, ninth),
        ("未接通：无人接听", 1, ninth),
    ]


def test_calls_of_unknown_outcome_are_counted_last() -> None:
    unknown = reached(call_result=None)
    silent = a_call(unconnected_reason=None, is_connected=False)
    sheet = draft(calls=[a_call(unconnected_reason=None), silent, unknown, a_call()])
    counted = [(one.dimension_value, one.call_count) for one in sheet.by_result]
    assert counted == [("未接通：忙音", 1), ("未接通：未填", 1), ("未填", 2)]


def test_calls_are_counted_by_agent() -> None:
    first, second = filled().by_agent
    assert (first.agent_name, first.outbound_count, first.executed_count) == ("林小雨", 7, 6)
    assert (first.connected_count, first.success_count) == (5, 4)
    assert (first.connect_rate, first.success_rate) == (Decimal(5) / 7, Decimal("0.8"))
    assert (first.avg_talk_seconds, first.satisfaction_rate) == (Decimal(192), Decimal("0.5"))
    assert (second.agent_name, second.outbound_count, second.executed_count) == ("赵文", 2, 2)
    assert (second.connect_rate, second.success_rate) == (Decimal(1), Decimal("0.5"))
    assert (second.avg_talk_seconds, second.satisfaction_rate) == (Decimal(105), None)


def test_an_empty_sheet_has_no_rates() -> None:
    sheet = draft(calls=[])
    assert (sheet.outbound_count, sheet.executed_count, sheet.success_count) == (0, 0, 0)
    rates = {sheet.connect_rate, sheet.customer_connect_rate, sheet.success_rate}
    rates |= {sheet.refusal_rate, sheet.invalid_number_rate, sheet.satisfaction_rate}
    means = {sheet.avg_talk_seconds, sheet.avg_attempts, sheet.averaged_calls}
    assert rates | means == {None}
    assert len(sheet.by_result) == len(sheet.by_agent) == len(sheet.more_details) == 0


def test_a_typed_total_must_agree() -> None:
    assert problems(connected_count=7) == CLEAN
    assert problems(connected_count=8) == {("connected_count", "error")}


# What the columns show


def test_the_columns_are_those_of_the_sheet() -> None:
    ledger = next(part for part in SHEET.parts if isinstance(part, Table))
    assert tuple(column.path for column in ledger.columns) == COLUMNS


@pytest.mark.parametrize(
    ("position", "outcome"),
    [(SERVICE, "成功"), (LATER, "需再联系"), (MISSED, "未接通：无人接听")],
)
def test_the_outcome_says_what_came_of_a_call(position: int, outcome: str) -> None:
    assert filled().calls[position].call_outcome == outcome


def test_the_second_table_reads_like_a_list_of_boxes() -> None:
    line = filled().more_details[DATA]
    assert line.call_no == "HC-20260305-009"
    assert line.call_details == (
        "客户编号：KH-F-2023-000037-1　通话人：刘伟　职务：采购经理　"
        "接听时间：2026年3月5日 16:00:12　结束时间：2026年3月5日 16:03:12　"
        "处理状态：成功提交　解决日期：2026年3月5日　处理结果：已填写客户资料变更申请。　"
        "工号：8005　通话时长：180秒"
    )


def test_every_filled_box_is_a_column_or_stands_in_the_second_table() -> None:
    shown = {*COLUMNS, "call_no", "is_connected", "unconnected_reason", "call_result"}
    sheet = filled()
    for one, line in zip(sheet.calls, sheet.more_details, strict=True):
        labels = [box.partition("：")[0] for box in (line.call_details or "").split("　")]
        for name, spec, _ in one.filled():
            if name not in shown and spec.type is not None:
                assert spec.label in labels


def test_a_masked_copy_hides_the_customer_in_the_second_table_too() -> None:
    lines = masked(filled(), Mask.ALL).more_details
    assert "刘伟" not in (lines[DATA].call_details or "")
    assert "62345672" not in (lines[MISSED].call_details or "")


# Half-filled sheets

GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just("2026-03-05 10:00"),
    st.just([]),
    st.just({}),
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(OutboundCallRecord.model_fields)), GARBAGE),
    st.lists(st.dictionaries(st.sampled_from(sorted(Call.model_fields)), GARBAGE), max_size=4),
)
def test_any_part_of_the_sheet_may_be_missing_or_garbage(
    head: dict[str, Any], changes: list[dict[str, Any]]
) -> None:
    data = copy.deepcopy(SAMPLE)
    for call, boxes in zip(data["calls"], changes, strict=False):
        call.update(boxes)
    data |= head
    sheet, findings = examine(OutboundCallRecord, data, today=TODAY)
    assert all(hasattr(sheet, name) for name in OutboundCallRecord.specs())
    assert len(sheet.due(at("2026-03-31 12:00"))) <= len(sheet.calls)
    assert all(finding.message.endswith("。") for finding in findings)
