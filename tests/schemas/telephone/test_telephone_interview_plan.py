"""电话访谈计划表: its rules, the figures of its execution, and what its tables show."""

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
from csdforms.schemas.telephone.telephone_interview_plan import (
    BACKGROUND,
    OUTCOME,
    Interviewee,
    ScheduleRule,
    TelephoneInterviewPlan,
)
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.telephone_interview_plan import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "telephone_interview_plan.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()

DONE, MOVED, LOST, COMPLAINT, REFUSED, FIRM = range(6)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(TelephoneInterviewPlan, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_row(group: str, position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data[group][position] |= changes
    return data


def row_problems(group: str, position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one row; return the problems as ``(field of this row, severity)``."""
    prefix = f"{group}.{position + 1}."
    found = problems_of(with_row(group, position, **changes))
    assert all(path.startswith(prefix) for path, _ in found), found
    return {(path.removeprefix(prefix), severity) for path, severity in found}


def interview_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    return row_problems("interviewees", position, **changes)


def filled(data: dict[str, Any] | None = None) -> TelephoneInterviewPlan:
    return parse(TelephoneInterviewPlan, SAMPLE if data is None else data, today=TODAY)


def draft(**changes: Any) -> TelephoneInterviewPlan:
    return examine(TelephoneInterviewPlan, copy.deepcopy(SAMPLE) | changes, today=TODAY)[0]


def waiting(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return the data of an interview that nobody has begun yet."""
    values = {
        "customer_name": f"客户{number}",
        "contact_person": "李晓岚",
        "phone": "13900006721",
        "planned_on": "2026-03-05",
        "interview_topic": "服务质量",
        "interviewed_by": "林小雨",
    }
    return values | changes


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Required boxes


@pytest.mark.parametrize(
    "name",
    [
        "plan_no", "plan_name", "period_start", "period_end", "interview_purpose",
        "interview_type", "target_description", "interviewers", "expected_results",
        "recording_notice", "prepared_by", "prepared_on",
    ],
)  # fmt: skip
def test_a_plan_needs_its_head(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


@pytest.mark.parametrize(
    "name",
    [
        "customer_name", "contact_person", "phone", "planned_on", "interview_topic",
        "interviewed_by",
    ],
)  # fmt: skip
def test_an_interview_needs_whom_when_what_and_by_whom(name: str) -> None:
    assert interview_problems(LOST, **{name: None}) == {(name, "error")}


def test_an_interview_waits_until_it_is_said_otherwise() -> None:
    assert (
        filled(with_row("interviewees", MOVED, interview_status=None))
        .interviewees[MOVED]
        .interview_status
        == "待访"
    )


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("outline", "question_text"),
        ("responses", "objection_kind"),
        ("responses", "planned_answer"),
        ("schedule_rules", "target_group"),
    ],
)
def test_the_other_rows_need_their_words(group: str, name: str) -> None:
    assert row_problems(group, 0, **{name: None}) == {(name, "error")}


def test_a_short_plan_is_a_plan() -> None:
    groups = {"outline": None, "responses": None, "schedule_rules": None}
    head = {"questionnaire_no": None, "materials": None, "greeting": None, "thanks": None}
    more = {"sample_size": None, "budget_amount": None, "quality_check": None, "trained_on": None}
    assert problems(**groups, **head, **more) == CLEAN


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("编号", "plan_no"),
        ("计划编号", "plan_no"),
        ("使用问卷", "questionnaire_no"),
        ("计划人", "prepared_by"),
        ("督导", "supervisor"),
        ("培训时间", "trained_on"),
    ],
)
def test_labels_of_other_sheets_are_known(label: str, name: str) -> None:
    assert TelephoneInterviewPlan.labels().find(label) == (name,)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("拜访级别", "customer_grade"),
        ("拜访时间", "planned_on"),
        ("会谈主题", "interview_topic"),
        ("负责人", "interviewed_by"),
        ("回访结果", "interview_findings"),
        ("手机", "phone"),
    ],
)
def test_labels_of_other_lists_are_known(label: str, name: str) -> None:
    assert Interviewee.labels().find(label) == (name,)


# Days


def test_the_plan_is_made_before_its_period() -> None:
    early = {"reviewed_on": None, "approved_on": "2026-03-05"}
    assert problems(prepared_on="2026-03-05", **early) == CLEAN
    late = problems(prepared_on="2026-03-06", **early)
    assert ("period_start", "error") in late


def test_the_period_does_not_end_before_it_starts() -> None:
    rows = {"interviewees": [waiting()], "remarks": "名单待补。"}
    assert problems(period_end="2026-03-05", **rows) == CLEAN
    assert ("period_end", "error") in problems(period_end="2026-03-04", **rows)


def test_training_comes_before_the_first_interview() -> None:
    assert problems(trained_on="2026-03-05") == CLEAN
    assert problems(trained_on="2026-03-06") == {("trained_on", "error")}


@pytest.mark.parametrize(
    ("planned_on", "expected"),
    [
        ("2026-03-04", {("planned_on", "error")}),
        ("2026-03-05", CLEAN),
        ("2026-03-06", CLEAN),
        ("2026-03-09", {("planned_on", "error")}),
    ],
)
def test_an_interview_is_planned_within_the_period(
    planned_on: str, expected: set[tuple[str, str]]
) -> None:
    assert interview_problems(LOST, planned_on=planned_on) == expected


def test_an_interview_did_not_take_place_tomorrow() -> None:
    assert interview_problems(FIRM, actual_on="2026-03-10") == CLEAN
    assert interview_problems(FIRM, actual_on="2026-03-11") == {("actual_on", "error")}


# Hours


def test_a_slot_ends_after_it_starts() -> None:
    assert interview_problems(FIRM, slot_end="10:01") == CLEAN
    assert interview_problems(FIRM, slot_end="10:00") == {("slot_end", "error")}
    assert interview_problems(FIRM, slot_end="09:59") == {("slot_end", "error")}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("09:00", "18:00", CLEAN),
        ("08:59", "10:00", {("slot_start", "warning")}),
        ("17:30", "18:01", {("slot_end", "warning")}),
        ("12:00", None, CLEAN),
        (None, "18:30", {("slot_end", "warning")}),
    ],
)
def test_a_slot_outside_working_hours_is_doubted(
    start: str | None, end: str | None, expected: set[tuple[str, str]]
) -> None:
    assert interview_problems(FIRM, slot_start=start, slot_end=end) == expected


def test_an_interview_on_a_weekend_is_doubted() -> None:
    for day, expected in (("2026-03-06", CLEAN), ("2026-03-07", {("planned_on", "warning")})):
        data = with_row("interviewees", LOST, planned_on=day) | {"period_end": "2026-03-09"}
        assert problems_of(data) == {
            (f"interviewees.3.{name}", severity) for name, severity in expected
        }


def test_the_hours_and_days_of_calling_are_settings() -> None:
    data = with_row("interviewees", FIRM, slot_start="18:30", slot_end="18:45")
    data["interviewees"][FIRM]["planned_on"] = "2026-03-07"
    data["period_end"] = "2026-03-07"
    wider = settings.Settings(call_until=dt.time(20), call_weekdays=frozenset(range(1, 8)))
    with settings.use(wider):
        assert problems_of(data) == CLEAN
    assert len(problems_of(data)) == 3


# One interviewer


def slots(*times: tuple[str | None, str | None, int | None], **changes: Any) -> dict[str, Any]:
    rows = [
        waiting(number, slot_start=start, slot_end=end, planned_minutes=minutes, **changes)
        for number, (start, end, minutes) in enumerate(times, start=1)
    ]
    return copy.deepcopy(SAMPLE) | {"interviewees": rows, "sample_size": None}


@pytest.mark.parametrize(
    ("times", "wrong"),
    [
        ([("09:00", "09:30", None), ("09:30", "10:00", None)], []),
        ([("09:00", "09:31", None), ("09:30", "10:00", None)], [2]),
        ([("09:30", "10:00", None), ("09:00", "09:31", None)], [1]),
        ([("09:00", None, 30), ("09:29", None, None)], [2]),
        ([("09:00", None, 30), ("09:30", None, None)], []),
        ([("09:00", None, None), ("09:00", None, None)], [2]),
        ([("09:00", None, None), ("09:01", None, None)], []),
        ([("09:00", "12:00", None), ("09:30", "09:40", None), ("11:00", "11:10", None)], [2, 3]),
        ([(None, None, 30), (None, None, 30)], []),
    ],
)
def test_interviews_of_one_interviewer_do_not_overlap(
    times: list[tuple[str | None, str | None, int | None]], wrong: list[int]
) -> None:
    expected = {(f"interviewees.{place}.slot_start", "error") for place in wrong}
    assert problems_of(slots(*times)) == expected


@pytest.mark.parametrize(
    "changes",
    [{"interviewed_by": "赵文"}, {"planned_on": "2026-03-06"}, {"interview_status": "取消"}],
)
def test_interviews_of_others_on_other_days_or_called_off_may_overlap(
    changes: dict[str, Any],
) -> None:
    data = slots(("09:00", "10:00", None), ("09:30", "10:00", None))
    assert problems_of(data) == {("interviewees.2.slot_start", "error")}
    data["interviewees"][1] |= changes
    assert problems_of(data) == CLEAN


def test_forty_interviews_a_day_are_enough() -> None:
    def day(number: int) -> dict[str, Any]:
        return copy.deepcopy(SAMPLE) | {
            "interviewees": [waiting(each) for each in range(1, number + 1)]
        }

    assert problems_of(day(40)) == CLEAN
    assert problems_of(day(41)) == {("interviewees.41.planned_on", "warning")}
    assert problems_of(day(43)) == {("interviewees.41.planned_on", "warning")}
    with settings.use(settings.Settings(interviews_per_day=5)):
        assert problems_of(day(5)) == CLEAN
        assert problems_of(day(6)) == {("interviewees.6.planned_on", "warning")}


# What shows that an interview took place


def test_an_interview_that_took_place_has_its_day() -> None:
    assert interview_problems(FIRM, actual_on=None) == {("actual_on", "error")}


def test_an_interview_that_took_place_has_a_call_or_a_result() -> None:
    assert interview_problems(FIRM, call_no=None) == CLEAN
    assert interview_problems(FIRM, interview_findings=None) == CLEAN
    nothing = {"call_no": None, "interview_findings": None}
    assert interview_problems(FIRM, **nothing) == {("call_no", "error")}
    assert interview_problems(FIRM, **nothing, interview_status="已约") == CLEAN


@pytest.mark.parametrize("name", ["approved_by", "approved_on"])
@pytest.mark.parametrize("status", ["完成", "拒访", "联系不上"])
def test_no_interview_begins_before_the_plan_is_approved(name: str, status: str) -> None:
    approval = {"approval_opinion": None, "approved_by": None, "approved_on": None}
    others = {"approved_by": "李建国", "approved_on": "2026-03-04"} | {name: None}
    row = waiting(interview_status=status)
    if status == "完成":
        row |= {"actual_on": "2026-03-05", "call_no": "HC-1"}
    rows = {"interviewees": [row], "sample_size": None}
    assert problems(**rows, **approval | others) == {(name, "error")}


@pytest.mark.parametrize("status", ["待访", "已约", "改期", "取消"])
def test_a_draft_needs_no_approval(status: str) -> None:
    approval = {"approval_opinion": None, "approved_by": None, "approved_on": None}
    rows = {"interviewees": [waiting(interview_status=status)], "sample_size": None}
    assert problems(**rows, **approval) == CLEAN


def test_approval_is_not_after_the_first_interview() -> None:
    assert problems(approved_on="2026-03-05") == CLEAN
    assert problems(approved_on="2026-03-06") == {("approved_on", "error")}


# The list


def test_a_plan_lists_customers_or_has_standing_rules() -> None:
    assert problems(interviewees=None) == CLEAN
    assert problems(interviewees=None, schedule_rules=None) == {("interviewees", "error")}


def test_a_list_shorter_than_its_sample_is_explained() -> None:
    rows = [waiting(number) for number in range(1, 5)]
    assert problems(interviewees=rows, sample_size=5) == CLEAN
    assert problems(interviewees=rows, sample_size=5, remarks=None) == {("remarks", "error")}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("随机", {("sample_size", "warning")}),
        ("分层/配额", {("sample_size", "warning")}),
        ("全部", CLEAN),
        ("指定", CLEAN),
        (None, CLEAN),
    ],
)
def test_a_list_drawn_by_chance_has_somebody_to_fall_back_on(
    method: str | None, expected: set[tuple[str, str]]
) -> None:
    rows = [waiting(number) for number in range(1, 6)]
    plan = {"interviewees": rows, "sampling_method": method, "remarks": None}
    assert problems(**plan, sample_size=5) == expected
    assert problems(**plan, sample_size=4) == CLEAN
    assert problems(**plan | {"remarks": "不足时另抽。"}, sample_size=5) == CLEAN


def test_the_opening_words_tell_of_the_recording() -> None:
    silent = "您好，想了解您对服务的感受。"
    assert problems(greeting=silent) == {("greeting", "warning")}
    assert problems(greeting=silent, recording_notice=False) == CLEAN


# Answers prepared, and standing rules


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("客户可能提出的问题", {("possible_issue", "error")}),
        ("可能出现的异议", {("possible_issue", "error")}),
        ("客户态度不明确", CLEAN),
        ("客户拒绝", CLEAN),
    ],
)
def test_a_question_or_objection_is_worded(kind: str, expected: set[tuple[str, str]]) -> None:
    assert row_problems("responses", 0, objection_kind=kind, possible_issue=None) == expected


def test_a_standing_rule_says_when_to_call() -> None:
    nothing = {"reference_event": None, "plus_days": None}
    assert row_problems("schedule_rules", 0, **nothing) == {("frequency", "error")}
    assert row_problems("schedule_rules", 0, **nothing, frequency="每季一次") == CLEAN


def test_days_are_counted_from_an_event() -> None:
    assert row_problems("schedule_rules", 0, reference_event=None) == {("reference_event", "error")}
    assert row_problems("schedule_rules", 0, plus_days=0) == CLEAN


def test_a_standing_rule_calls_by_telephone_unless_it_says_otherwise() -> None:
    assert [one.contact_method for one in filled().schedule_rules] == ["电话", "电话"]


def test_a_standing_rule_gives_the_day() -> None:
    first, second = filled().schedule_rules
    assert first.due_on(dt.date(2026, 2, 27)) == dt.date(2026, 3, 2)
    assert second.due_on(dt.date(2026, 2, 27)) is None
    same_day = ScheduleRule(target_group="新客户", reference_event="建档日", plus_days=0)
    assert same_day.due_on(dt.date(2026, 2, 27)) == dt.date(2026, 2, 27)


# Computed values


def test_the_counts_of_the_execution() -> None:
    plan = filled()
    assert (plan.planned_count, plan.completed_count) == (6, 3)
    assert (plan.refused_count, plan.unreachable_count) == (1, 1)


def test_the_rates_of_the_execution() -> None:
    plan = filled()
    assert plan.completion_rate == Decimal("0.5")
    assert plan.contact_rate == Decimal(5) / 6  # three done, one moved, one refused
    assert plan.refusal_rate == Decimal("0.2")
    assert plan.avg_score == Decimal(11) / 3


@pytest.mark.parametrize("status", ["待访", "取消"])
def test_who_was_not_called_counts_for_no_rate_of_contact(status: str) -> None:
    assert filled(with_row("interviewees", MOVED, interview_status=status)).contact_rate == (
        Decimal("0.8")
    )


def test_who_agreed_to_a_time_was_contacted() -> None:
    plan = filled(with_row("interviewees", MOVED, interview_status="已约"))
    assert plan.contact_rate == Decimal(5) / 6


def test_a_plan_not_begun_has_no_rates_of_contact() -> None:
    plan = filled(copy.deepcopy(SAMPLE) | {"interviewees": [waiting()]})
    assert plan.completion_rate == 0
    assert (plan.contact_rate, plan.refusal_rate, plan.avg_score) == (None, None, None)
    assert filled(copy.deepcopy(SAMPLE) | {"interviewees": None}).completion_rate is None


def test_the_workload_is_counted_by_interviewer_and_day() -> None:
    counted = [
        (one.interviewed_by, one.planned_on.day, one.planned_count, one.planned_minutes_total)
        for one in filled().workload
    ]
    assert counted == [("林小雨", 5, 4, 25), ("赵文", 5, 1, 5), ("赵文", 6, 1, 15)]


def test_the_workload_leaves_out_what_was_called_off_or_has_no_day() -> None:
    rows = [waiting(1), waiting(2, interview_status="取消"), waiting(3, planned_on=None)]
    (one,) = draft(interviewees=rows).workload
    assert (one.planned_count, one.planned_minutes_total) == (1, None)


def test_an_interview_not_held_on_its_day_is_overdue() -> None:
    rows = [waiting(1), waiting(2, interview_status="已约"), waiting(3, planned_on="2026-03-06")]
    plan = filled(copy.deepcopy(SAMPLE) | {"interviewees": rows})
    assert plan.overdue(dt.date(2026, 3, 5)) == ()
    assert plan.overdue(dt.date(2026, 3, 6)) == (plan.interviewees[0],)
    assert plan.overdue(dt.date(2026, 3, 7)) == (plan.interviewees[0], plan.interviewees[2])


def test_a_typed_count_must_agree() -> None:
    assert problems(completed_count=3) == CLEAN
    assert problems(completed_count=4) == {("completed_count", "error")}


# What the tables show


def test_every_box_of_an_interviewee_stands_in_one_of_the_three_tables() -> None:
    tables = {part.group: part for part in SHEET.parts if isinstance(part, Table)}
    columns = [
        column.path
        for group in ("interviewees", "backgrounds", "outcomes")
        for column in tables[group].columns
        if column.path not in ("seq", "customer_name") or group == "interviewees"
    ]
    assert sorted(columns) == sorted(set(Interviewee.model_fields) - {"extra"})


def test_the_tables_of_notes_leave_out_who_has_none() -> None:
    plan = filled()
    assert [one.seq for one in plan.backgrounds] == [1, 2, 4, 6]
    assert [one.seq for one in plan.outcomes] == [1, 4, 6]


@pytest.mark.parametrize("name", [*BACKGROUND, *OUTCOME])
def test_any_note_brings_the_interviewee_into_its_table(name: str) -> None:
    samples = {
        "interview_goals": ["收集信息"],
        "satisfaction_score": 4,
        "actual_on": "2026-03-05",
        "backup_phone": "021-62345675",
    }
    row = waiting() | {name: samples.get(name, "甲")}
    plan = filled(copy.deepcopy(SAMPLE) | {"interviewees": [row]})
    table = plan.backgrounds if name in BACKGROUND else plan.outcomes
    other = plan.outcomes if name in BACKGROUND else plan.backgrounds
    assert (table, other) == (plan.interviewees, ())


def test_a_masked_copy_hides_the_customer_in_every_table() -> None:
    copy_for_others = masked(filled(), Mask.ALL)
    for one in (*copy_for_others.backgrounds, *copy_for_others.outcomes):
        assert one.customer_name.endswith("某某")


# Half-filled sheets

GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just("2026-03-05"),
    st.just("23:59"),
    st.just([]),
    st.just({}),
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(TelephoneInterviewPlan.model_fields)), GARBAGE),
    st.lists(st.dictionaries(st.sampled_from(sorted(Interviewee.model_fields)), GARBAGE)),
    st.dictionaries(st.sampled_from(sorted(ScheduleRule.model_fields)), GARBAGE),
)
def test_any_part_of_the_plan_may_be_missing_or_garbage(
    head: dict[str, Any], changes: list[dict[str, Any]], rule: dict[str, Any]
) -> None:
    data = copy.deepcopy(SAMPLE)
    for row, boxes in zip(data["interviewees"], changes, strict=False):
        row.update(boxes)
    data["schedule_rules"][0].update(rule)
    data |= head
    plan, findings = examine(TelephoneInterviewPlan, data, today=TODAY)
    assert all(hasattr(plan, name) for name in TelephoneInterviewPlan.specs())
    assert len(plan.overdue(dt.date(2026, 3, 31))) <= plan.planned_count
    assert all(finding.message.endswith("。") for finding in findings)
