"""呼入记录表: its rules, proposals, the figures of the shift, and what the second table prints."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.telephone.inbound_call_record import COLUMNS, Call, InboundCallRecord
from csdforms.templates.sheet import Table
from csdforms.templates.sheets.inbound_call_record import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "inbound_call_record.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()

ADVICE, LOST, REPAIR, TRANSFER, PROMISE, HIDDEN, COMPLAINT, ORDER = range(8)


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(InboundCallRecord, data, today=TODAY)
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


def filled(data: dict[str, Any] | None = None) -> InboundCallRecord:
    return parse(InboundCallRecord, SAMPLE if data is None else data, today=TODAY)


def draft(**changes: Any) -> InboundCallRecord:
    return examine(InboundCallRecord, copy.deepcopy(SAMPLE) | changes, today=TODAY)[0]


def one_call(**changes: Any) -> Call:
    values = {
        "call_no": "HR-1",
        "called_at": "2026-03-04 09:00:00",
        "caller_number": "13900006721",
        "call_status": "处理中",
    }
    return Call.model_validate(values | changes)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Required boxes


@pytest.mark.parametrize("name", ["form_no", "recorded_on", "prepared_by", "prepared_on"])
def test_the_head_needs_number_days_and_author(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_a_call_without_a_number_gets_the_sheets_and_its_line() -> None:
    sheet = filled(with_call(LOST, call_no=None))
    assert sheet.calls[LOST].call_no == f"{SAMPLE['form_no']}-02"


def test_a_line_may_note_only_the_time_of_the_sheets_day() -> None:
    data = with_call(LOST, called_at="13:40", replied_at=None)
    assert filled(data).calls[LOST].called_at == dt.datetime(2026, 3, 4, 13, 40)


@pytest.mark.parametrize("written", ["13:40", "下午1点40分", dt.time(13, 40), 13.6666666667 / 24])
def test_the_time_of_a_line_may_come_from_a_spreadsheet(written: object) -> None:
    data = with_call(LOST, called_at=written, replied_at=None)
    assert filled(data).calls[LOST].called_at == dt.datetime(2026, 3, 4, 13, 40)


@pytest.mark.parametrize("written", [0.0, 1.5, 0.9999999])
def test_a_number_that_is_no_time_of_day_is_refused(written: float) -> None:
    assert ("called_at", "error") in call_problems(LOST, called_at=written)


def test_a_ledger_needs_a_call() -> None:
    assert problems(calls=[]) == {("calls", "error")}


@pytest.mark.parametrize("name", ["called_at", "caller_number", "call_status"])
def test_a_call_needs_time_caller_and_status(name: str) -> None:
    assert (name, "error") in call_problems(ADVICE, **{name: None})


@pytest.mark.parametrize("name", ["call_category", "call_content", "handling_method"])
def test_an_answered_call_needs_category_content_and_handling(name: str) -> None:
    assert call_problems(TRANSFER, **{name: None}) == {(name, "error")}


def test_a_lost_call_needs_no_content() -> None:
    assert "call_content" not in SAMPLE["calls"][LOST]
    assert call_problems(LOST, call_content=None) == CLEAN


@pytest.mark.parametrize("label", ["联系电话", "手机", "手机号码", "办公电话", "顾客手机号"])
def test_a_line_has_one_telephone_whatever_its_label(label: str) -> None:
    assert Call.labels().find(label) == ("caller_number",)


def test_the_caller_may_hide_the_number() -> None:
    assert call_problems(ADVICE, caller_number="隐藏号码") == CLEAN
    assert call_problems(ADVICE, caller_number="不显示") == {("caller_number", "error")}


# Times


def test_an_answer_is_not_before_the_call() -> None:
    assert call_problems(ADVICE, answered_at="2026-03-04 13:12:08") == CLEAN
    assert call_problems(ADVICE, answered_at="2026-03-04 13:12:07") == {("answered_at", "error")}


def test_a_call_does_not_end_before_the_answer() -> None:
    assert call_problems(ADVICE, ended_at="2026-03-04 13:12:16") == CLEAN
    assert call_problems(ADVICE, ended_at="2026-03-04 13:12:15") == {("ended_at", "error")}


def test_a_transfer_lies_between_answer_and_end() -> None:
    assert call_problems(TRANSFER, transferred_at="2026-03-04 14:50:30") == CLEAN
    assert call_problems(TRANSFER, transferred_at="2026-03-04 14:50:29") == {
        ("transferred_at", "error")
    }
    assert call_problems(TRANSFER, transferred_at="2026-03-04 14:52:31") == {("ended_at", "error")}


@pytest.mark.parametrize("name", ["promised_reply_at", "replied_at"])
def test_a_reply_is_not_before_the_call(name: str) -> None:
    assert call_problems(PROMISE, **{name: "2026-03-04 16:20:00"}) == CLEAN
    assert call_problems(PROMISE, **{name: "2026-03-04 16:19:59"}) == {(name, "error")}


def test_a_time_without_hour_is_refused() -> None:
    assert ("called_at", "error") in call_problems(ADVICE, called_at="2026-03-04")


def test_a_sheet_or_call_of_tomorrow_is_doubted() -> None:
    data = copy.deepcopy(SAMPLE) | {"calls": SAMPLE["calls"][:1], "prepared_on": "2026-03-11"}
    data |= {"reviewed_on": "2026-03-11", "recorded_on": "2026-03-11"}
    data["calls"] = [
        dict(
            data["calls"][0],
            called_at="2026-03-11 00:10",
            answered_at="2026-03-11 00:11",
            ended_at="2026-03-11 00:12",
        )
    ]
    assert problems_of(data) == {("recorded_on", "warning"), ("calls.1.called_at", "warning")}


def test_a_call_belongs_to_the_day_of_the_sheet() -> None:
    times = {"answered_at": None, "ended_at": None, "is_abandoned": False}
    for shift in ("早班", None):
        for called_at, expected in (
            ("2026-03-03 23:59", {("calls.1.called_at", "error")}),
            ("2026-03-04 00:01", CLEAN),
            ("2026-03-04 23:59", CLEAN),
            ("2026-03-05 00:01", {("calls.1.called_at", "error")}),
        ):
            data = with_call(ADVICE, called_at=called_at, **times) | {"shift": shift}
            assert problems_of(data) == expected


@pytest.mark.parametrize(
    ("called_at", "expected"),
    [
        ("2026-03-05 00:01", CLEAN),
        ("2026-03-05 11:59", CLEAN),
        ("2026-03-05 12:00", {("calls.1.called_at", "error")}),
        ("2026-03-03 23:59", {("calls.1.called_at", "error")}),
        ("2026-03-06 01:00", {("calls.1.called_at", "error")}),
    ],
)
@pytest.mark.parametrize("shift", ["中班", "晚班", "全天"])
def test_a_later_shift_may_cross_midnight(
    called_at: str, expected: set[tuple[str, str]], shift: str
) -> None:
    times = {"answered_at": None, "ended_at": None, "is_abandoned": False}
    data = with_call(ADVICE, called_at=called_at, **times) | {"shift": shift}
    assert problems_of(data) == expected


# Lost calls


def test_a_call_without_answer_is_proposed_as_lost() -> None:
    assert filled().calls[LOST].is_abandoned is True
    assert filled().calls[ADVICE].is_abandoned is False


@pytest.mark.parametrize(
    ("status", "lost"),
    [
        ("待处理", True),
        ("未接", True),
        ("处理中", False),
        ("已解决", False),
        ("待回访", False),
        ("已办结", False),
    ],
)
def test_a_call_that_was_dealt_with_is_not_lost_though_its_answer_was_not_timed(
    status: str, lost: bool
) -> None:
    assert one_call(call_status=status).is_abandoned is lost
    timed = one_call(call_status=status, answered_at="2026-03-04 09:00:05")
    assert timed.is_abandoned is False


@pytest.mark.parametrize(
    "written", [{"call_content": "询问安装时间"}, {"handling_method": "登记后回复"}]
)
def test_a_call_that_is_written_down_is_not_lost_though_it_still_waits(
    written: dict[str, str],
) -> None:
    assert one_call(call_status="待处理", **written).is_abandoned is False
    assert one_call(call_status="未接", **written).is_abandoned is True


def test_a_call_on_paper_that_waits_for_its_reply_has_no_finding() -> None:
    written = dict.fromkeys(("answered_at", "ended_at", "replied_at", "handling_result"))
    assert call_problems(PROMISE, call_status="待处理", **written) == CLEAN


def test_a_call_answered_in_time_cannot_be_lost() -> None:
    assert call_problems(ADVICE, is_abandoned=True) == {
        ("is_abandoned", "error"),
        ("call_status", "error"),
    }


def test_a_lost_call_has_the_status_lost() -> None:
    assert call_problems(LOST, is_abandoned=True, call_status="待处理") == {
        ("call_status", "error")
    }


def test_an_answered_call_has_another_status() -> None:
    assert call_problems(ADVICE, call_status="未接") == {("call_status", "error")}


# What became of the call


def test_a_transfer_needs_its_receiver_and_should_have_its_time() -> None:
    assert call_problems(TRANSFER, transfer_to=None) == {("transfer_to", "error")}
    assert call_problems(TRANSFER, transferred_at=None) == {("transferred_at", "warning")}


@pytest.mark.parametrize("position", [REPAIR, COMPLAINT])
def test_work_passed_on_needs_the_number_of_the_next_sheet(position: int) -> None:
    assert call_problems(position, linked_no=None) == {("linked_no", "error")}


@pytest.mark.parametrize(("position", "form"), [(REPAIR, "售后服务登记"), (COMPLAINT, "投诉登记")])
def test_the_kind_of_the_next_sheet_is_proposed(position: int, form: str) -> None:
    assert call_problems(position, linked_form=None) == CLEAN
    assert filled(with_call(position, linked_form=None)).calls[position].linked_form == form


def test_work_passed_on_needs_the_kind_of_the_next_sheet() -> None:
    assert call_problems(REPAIR, linked_form="无") == {("linked_form", "error")}


def test_a_number_of_another_sheet_needs_its_kind() -> None:
    assert call_problems(ORDER, linked_form=None) == {("linked_form", "error")}
    assert call_problems(ORDER, linked_form="无", linked_no=None) == CLEAN


def test_a_complaint_goes_to_the_complaint_register_or_has_a_remark() -> None:
    changes = {"handling_method": "当场答复", "linked_form": "无", "linked_no": None}
    assert call_problems(COMPLAINT, **changes) == {("linked_form", "error")}
    assert call_problems(COMPLAINT, **changes, remarks="客户不愿登记。") == CLEAN


def test_a_closed_call_needs_its_result() -> None:
    assert call_problems(ADVICE, handling_result=None) == {("handling_result", "error")}
    assert call_problems(ADVICE, handling_result=None, call_status="待处理") == CLEAN


def test_a_promised_reply_is_proposed_for_the_next_day() -> None:
    promised = filled(with_call(PROMISE, promised_reply_at=None)).calls[PROMISE]
    assert promised.promised_reply_at == at("2026-03-05 16:20")
    assert filled().calls[ADVICE].promised_reply_at is None


def test_the_hours_of_a_promised_reply_are_a_setting() -> None:
    with settings.use(settings.Settings(promised_reply_hours=4)):
        one = one_call(handling_method="登记后回复")
    assert one.promised_reply_at == at("2026-03-04 13:00")


@pytest.mark.parametrize(
    ("replied_at", "as_of", "late"),
    [
        (None, "2026-03-05 09:00:00", False),
        (None, "2026-03-05 09:00:01", True),
        ("2026-03-05 09:00:00", "2026-04-01 09:00:00", False),
        ("2026-03-05 09:00:01", "2026-03-05 09:00:02", True),
    ],
)
def test_a_reply_is_overdue_after_the_promised_time(
    replied_at: str | None, as_of: str, late: bool
) -> None:
    one = one_call(handling_method="登记后回复", replied_at=replied_at)
    assert one.is_overdue(at(as_of)) is late


def test_the_sheet_lists_its_overdue_calls() -> None:
    sheet = filled(with_call(PROMISE, replied_at=None))
    assert sheet.overdue(at("2026-03-05 16:20")) == ()
    assert sheet.overdue(at("2026-03-05 16:21")) == (sheet.calls[PROMISE],)


# Between the calls


def test_call_numbers_are_unique() -> None:
    assert call_problems(REPAIR, call_no="HR-20260304-011") == {("call_no", "error")}


def test_the_agent_stands_in_the_line_or_in_the_head() -> None:
    data = copy.deepcopy(SAMPLE) | {"agent_name": None}
    answered = {number for number in range(1, 9) if number not in (LOST + 1, COMPLAINT + 1)}
    assert problems_of(data) == {(f"calls.{number}.agent_name", "error") for number in answered}


def test_the_agent_of_the_head_is_entered_into_lines_that_name_nobody() -> None:
    calls = filled().calls
    assert (calls[ADVICE].agent_name, calls[ADVICE].agent_no) == ("林小雨", "8003")
    assert (calls[COMPLAINT].agent_name, calls[COMPLAINT].agent_no) == ("赵文", "8005")


def test_lines_are_numbered() -> None:
    assert [one.seq for one in filled().calls] == [1, 2, 3, 4, 5, 6, 7, 8]


# Computed values


def test_a_call_counts_its_seconds() -> None:
    one = filled().calls[ADVICE]
    assert (one.response_seconds, one.talk_seconds) == (8, 180)
    lost = filled().calls[LOST]
    assert (lost.response_seconds, lost.talk_seconds) == (None, None)


def test_the_counts_of_the_shift() -> None:
    sheet = filled()
    assert (sheet.inbound_count, sheet.answered_count, sheet.abandoned_count) == (8, 7, 1)
    assert sheet.answer_rate == Decimal("0.875")


def test_the_mean_times_leave_blanks_out() -> None:
    sheet = filled()
    assert sheet.avg_wait_seconds == Decimal(106) / 8
    assert sheet.avg_response_seconds == Decimal(104) / 7
    assert sheet.avg_talk_seconds == Decimal(1440) / 7
    assert sheet.averaged_calls == "等待8件、响应7件、通话7件、满意度4件"


def test_the_service_level_counts_answers_within_twenty_seconds() -> None:
    assert filled().service_level_rate == Decimal(6) / 8  # one of them after 20 seconds exactly
    late = with_call(COMPLAINT, answered_at="2026-03-04 20:35:21")
    assert filled(late).service_level_rate == Decimal(5) / 8
    with settings.use(settings.Settings(service_level_seconds=10)):
        assert filled().service_level_rate == Decimal(3) / 8


def test_the_wait_stands_in_where_the_answer_was_not_timed() -> None:
    data = with_call(ADVICE, answered_at=None, ended_at=None)
    assert filled(data).service_level_rate == Decimal(6) / 8


def test_first_resolution_is_answered_on_the_spot_and_closed() -> None:
    assert filled().first_resolution_rate == Decimal(2) / 7
    reopened = with_call(ADVICE, call_status="待回访")
    assert filled(reopened).first_resolution_rate == Decimal(1) / 7


def test_a_reply_within_a_day_counts_as_prompt() -> None:
    assert filled().prompt_reply_rate == 1
    assert filled(with_call(PROMISE, replied_at="2026-03-05 16:20:00")).prompt_reply_rate == 1
    assert filled(with_call(PROMISE, replied_at="2026-03-05 16:20:01")).prompt_reply_rate == 0
    assert filled(with_call(PROMISE, replied_at=None)).prompt_reply_rate == 0


def test_satisfaction_is_scored_from_five_to_one() -> None:
    assert filled().avg_satisfaction == 4  # 5, 4, 4, 3
    worst = with_call(ADVICE, satisfaction="非常不满意")
    assert filled(worst).avg_satisfaction == 3
    poor = with_call(ADVICE, satisfaction="不满意")
    assert filled(poor).avg_satisfaction == Decimal("3.25")


def test_calls_are_counted_by_category_in_the_printed_order() -> None:
    counted = [(one.dimension_value, one.call_count, one.share) for one in filled().by_category]
    eighth = Decimal("0.1250")
    assert counted == [
        ("咨询", 2, Decimal("0.2500")),
        ("查询", 1, eighth),
        ("报修", 1, eighth),
        ("投诉", 1, eighth),
        ("建议", 1, eighth),
        ("订购", 1, eighth),
        ("未接", 1, eighth),
    ]


def test_answered_calls_of_no_category_are_counted_last() -> None:
    sheet = draft(calls=[dict(SAMPLE["calls"][ADVICE], call_category=None), SAMPLE["calls"][LOST]])
    assert [one.dimension_value for one in sheet.by_category] == ["未接", "未填"]


def test_shares_add_up_to_one() -> None:
    data = copy.deepcopy(SAMPLE)
    data["calls"] = [data["calls"][position] for position in (ADVICE, REPAIR, ORDER)]
    counted = filled(data).by_category
    assert [one.share for one in counted] == [
        Decimal("0.3334"),
        Decimal("0.3333"),
        Decimal("0.3333"),
    ]


def test_calls_are_counted_by_hour() -> None:
    counted = [(one.dimension_value, one.call_count) for one in filled().by_hour]
    assert counted == [
        ("13:00—13:59", 2),
        ("14:00—14:59", 2),
        ("16:00—16:59", 1),
        ("18:00—18:59", 1),
        ("20:00—20:59", 2),
    ]


def test_the_hours_of_a_shift_past_midnight_follow_each_other() -> None:
    times = ("2026-03-02T23:50", "2026-03-03T00:10", "2026-03-02T22:05")
    sheet = draft(calls=[{**SAMPLE["calls"][LOST], "called_at": time} for time in times])
    assert [one.dimension_value for one in sheet.by_hour] == [
        "22:00—22:59", "23:00—23:59", "00:00—00:59",
    ]  # fmt: skip


def test_an_hour_of_several_days_is_one_line() -> None:
    times = ("2026-03-02T14:50", "2026-03-03T09:10", "2026-03-04T14:05")
    sheet = draft(calls=[{**SAMPLE["calls"][LOST], "called_at": time} for time in times])
    counted = [(one.dimension_value, one.call_count, one.share) for one in sheet.by_hour]
    assert counted == [
        ("09:00—09:59", 1, Decimal("0.3333")), ("14:00—14:59", 2, Decimal("0.6667")),
    ]  # fmt: skip


def test_calls_are_counted_by_agent() -> None:
    first, second = filled().by_agent
    assert (first.agent_name, first.inbound_count, first.answered_count) == ("林小雨", 7, 6)
    assert (first.abandoned_count, first.answer_rate) == (1, Decimal(6) / 7)
    assert (first.avg_talk_seconds, first.avg_satisfaction) == (Decimal(180), Decimal(4))
    assert first.first_resolution_rate == Decimal(2) / 6
    assert (second.agent_name, second.inbound_count) == ("赵文", 1)
    assert (second.answer_rate, second.first_resolution_rate) == (Decimal(1), Decimal(0))
    assert second.avg_satisfaction is None


def test_agents_with_as_many_calls_stand_by_name_and_nobody_last() -> None:
    data = copy.deepcopy(SAMPLE) | {"agent_name": None}
    data["calls"] = [
        data["calls"][position] | {"agent_name": name}
        for position, name in ((ADVICE, "赵文"), (REPAIR, "林小雨"), (LOST, None), (ORDER, None))
    ]
    sheet, _ = examine(InboundCallRecord, data, today=TODAY)
    assert [one.agent_name for one in sheet.by_agent] == ["林小雨", "赵文", "未填"]


def test_an_empty_sheet_has_no_rates() -> None:
    sheet = draft(calls=[])
    assert sheet.inbound_count == 0
    rates = (sheet.answer_rate, sheet.service_level_rate, sheet.first_resolution_rate)
    means = (sheet.avg_wait_seconds, sheet.avg_talk_seconds, sheet.avg_satisfaction)
    assert {*rates, *means, sheet.prompt_reply_rate, sheet.averaged_calls} == {None}
    assert len(sheet.by_category) == len(sheet.by_hour) == len(sheet.by_agent) == 0
    assert sheet.more_details == ()


def test_a_typed_total_must_agree() -> None:
    assert problems(answered_count=7) == CLEAN
    assert problems(answered_count=8) == {("answered_count", "error")}


# The second table


@pytest.mark.parametrize("label", ["及时回复率", "24小时回复率"])
def test_the_rate_of_prompt_replies_names_no_limit(label: str) -> None:
    assert InboundCallRecord.labels().find(label) == ("prompt_reply_rate",)
    assert InboundCallRecord.specs()["prompt_reply_rate"].label == "及时回复率"
    assert not re.search(r"\d+\s*(?:秒|小时|天)", "".join(SHEET.notes))


def test_a_masked_copy_keeps_the_firm_s_own_number() -> None:
    assert masked(filled(), Mask.ALL).hotline == "400-050-0827"


def test_the_columns_are_those_of_the_sheet() -> None:
    ledger = next(part for part in SHEET.parts if isinstance(part, Table))
    assert tuple(column.path for column in ledger.columns) == COLUMNS
    assert len(COLUMNS) == 12


def test_every_filled_box_without_a_column_is_printed_in_the_second_table() -> None:
    sheet = filled()
    for one, line in zip(sheet.calls, sheet.more_details, strict=True):
        assert line.call_no == one.call_no
        for name, spec in Call.specs().items():
            if name in (*COLUMNS, "call_no") or spec.type is None:
                continue
            value = getattr(one, name)
            boxes = (line.call_details or "").split("　")
            labels = [box.partition("：")[0] for box in boxes]
            assert (spec.label in labels) is (value is not None)


def test_the_second_table_reads_like_a_list_of_boxes() -> None:
    line = filled().more_details[HIDDEN]
    assert line.call_details == (
        "等待时长：12秒　接听时间：2026年3月4日 18:03:18　结束时间：2026年3月4日 18:04:18　"
        "未接/呼损：否　紧急程度：一般　工号：8003　响应时长：18秒　通话时长：60秒"
    )


def test_a_masked_copy_hides_the_caller_in_the_second_table_too() -> None:
    lines = masked(filled(), Mask.ALL).more_details
    assert "王女士" not in (lines[ADVICE].call_details or "")


def test_a_long_request_fits_into_the_second_table() -> None:
    sheet = filled(with_call(REPAIR, customer_request="急" * 5000))
    assert "急" * 5000 in (sheet.more_details[REPAIR].call_details or "")
