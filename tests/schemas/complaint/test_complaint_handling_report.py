"""投诉处理报告表: what the customer may not read, what is proposed, and each rule at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from support import part

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_handling_report import ComplaintHandlingReport
from csdforms.schemas.masking import Mask, masked
from csdforms.templates.embedding import read_back
from csdforms.templates.filling import render
from csdforms.templates.proof import text_of

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_handling_report.json").read_text("utf-8")
)
TODAY = dt.date(2026, 4, 21)
CLEAN: set[tuple[str, str]] = set()

VERIFIED = ("verification", "effect_verified_by", "effect_verified_on")
#: The sample while its measures are still being carried out.
OPEN = SAMPLE | dict.fromkeys(VERIFIED) | {"report_status": "跟踪中"}
STAFF = ("王芳", "高远", "梁静", "周明", "孙平", "何岩")


def data_with(base: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE if base is None else base) | changes


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintHandlingReport, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(data_with(**changes))


def with_row(
    group: str, position: int, base: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    data = data_with(base)
    data[group][position] |= changes
    return data


def filled(**changes: Any) -> ComplaintHandlingReport:
    return parse(ComplaintHandlingReport, data_with(**changes), today=TODAY)


def draft(**changes: Any) -> ComplaintHandlingReport:
    return examine(ComplaintHandlingReport, data_with(**changes), today=TODAY)[0]


@pytest.mark.parametrize("data", [SAMPLE, OPEN])
def test_the_report_is_in_order_open_and_closed(data: dict[str, Any]) -> None:
    assert problems_of(data) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "report_no",
        "complaint_no",
        "report_on",
        "audience",
        "customer_name",
        "received_at",
        "level",
        "problem_description",
        "timeline",
        "cause_analysis",
        "root_cause",
        "analysis_tool",
        "responsibility",
        "handling_result",
        "prepared_by",
        "prepared_on",
        "reviewed_by",
        "reviewed_on",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_a_report_is_of_a_complaint_and_still_open_unless_it_says_otherwise() -> None:
    report = filled(problem_source=None, report_status=None)
    assert (report.problem_source, report.report_status) == ("客户投诉", "跟踪中")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("编号", "report_no"),
        ("标题", "report_title"),
        ("编写人", "prepared_by"),
        ("标准化", "standardization"),
        ("验证人", "effect_verified_by"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintHandlingReport.labels().find(label) == (name,)


# What the customer may not read


def printed(report: ComplaintHandlingReport, mask: Mask | None = None) -> str:
    document = render(report, mask=mask, today=TODAY)
    return text_of(part(document)) + json.dumps(read_back(document).stored(), ensure_ascii=False)


@pytest.mark.parametrize("mask", [None, *Mask])
def test_the_customer_reads_no_penalty_no_cost_and_no_name_of_the_staff(mask: Mask | None) -> None:
    text = printed(filled(audience="客户"), mask)
    for secret in (*STAFF, "绩效", "1,480.00", "1480.00", "2,080.00", "责任处理", "损失金额"):
        assert secret not in text.replace("送客户的报告不列责任处理和费用", "")
    assert "孙某某" in text
    assert ("沈屿舟" in text) is (mask is not Mask.ALL)


@pytest.mark.parametrize("audience", ["公司领导", "监管部门"])
def test_others_read_the_whole_report(audience: str) -> None:
    text = printed(filled(audience=audience))
    for shown in (*STAFF, "绩效", "1,480.00", "2,080.00", "责任处理", "沈屿舟"):
        assert shown in text


def test_a_report_to_the_customer_is_masked_whatever_was_asked() -> None:
    assert filled(audience="客户").least_mask() is Mask.IDS
    assert filled().least_mask() is Mask.NONE
    assert filled().hidden_names() == ()


@pytest.mark.parametrize("level", [Mask.IDS, Mask.ALL])
def test_the_customer_s_copy_is_a_report_and_masking_it_again_changes_nothing(level: Mask) -> None:
    shown = masked(filled(audience="客户"), level)
    assert masked(shown, level) == shown
    assert parse(ComplaintHandlingReport, shown.stored(), today=TODAY) == shown


def test_numbers_of_persons_are_hidden_from_the_customer_too() -> None:
    report = filled(audience="客户", lessons="证件310199197804120035，电话13900006721。")
    assert masked(report, Mask.IDS).lessons == "证件310199********0035，电话139****6721。"


def test_a_department_that_stands_for_a_person_keeps_its_name() -> None:
    data = with_row("timeline", 0, handler="家具建材部") | {"audience": "客户"}
    report = parse(ComplaintHandlingReport, data, today=TODAY)
    assert "家具建材部" not in report.hidden_names()
    assert masked(report, Mask.IDS).timeline[0].handler == "家具建材部"


def test_a_single_letter_is_no_name_to_look_for_in_the_text() -> None:
    names = draft(audience="客户", analyst="王").hidden_names()
    assert "王" not in names
    assert "王芳" in names


# What is proposed


def test_title_and_summary_are_proposed_from_the_case() -> None:
    report = filled(report_title=None, summary=None, product_name="SL-1806衣柜")
    assert report.report_title == "关于沈屿舟投诉SL-1806衣柜的处理报告"
    assert report.summary == (
        "2026年3月9日受理沈屿舟的投诉（TS-20260309-002），涉及SL-1806衣柜。"
        "经调查，投诉认定为属实。案件已于2026年3月16日结案，历时 7 天。"
    )


def test_what_is_not_known_of_the_case_is_left_out_of_the_summary() -> None:
    unknown = dict.fromkeys(
        ("report_title", "summary", "product_name", "complained_party", "validity", "closed_at")
    )
    report = filled(**unknown, audience="客户")
    assert report.report_title == "关于贵方投诉的处理报告"
    assert report.summary == "2026年3月9日受理贵方的投诉（TS-20260309-002）。"
    assert filled(**unknown | {"complained_party": "专柜"}).report_title == (
        "关于沈屿舟投诉专柜的处理报告"
    )


def test_a_title_that_grows_too_long_does_without_the_goods() -> None:
    fits, too_long = "柜" * 88, "柜" * 89  # 关于沈屿舟投诉…的处理报告 has 12 characters of its own
    assert filled(report_title=None, product_name=fits).report_title == (
        f"关于沈屿舟投诉{fits}的处理报告"
    )
    assert filled(report_title=None, product_name=too_long).report_title == (
        "关于沈屿舟投诉的处理报告"
    )


def test_days_that_run_backwards_are_not_told() -> None:
    report = draft(summary=None, closed_at="2026-03-08")
    assert report.summary is not None
    assert report.summary.endswith("案件已于2026年3月8日结案。")


@pytest.mark.parametrize("name", ["customer_name", "received_at", "complaint_no"])
def test_without_its_facts_no_summary_is_proposed(name: str) -> None:
    found = problems(**{name: None}, summary=None)
    assert {(name, "error"), ("summary", "error")} <= found


def test_the_damage_is_contained_by_the_first_step_of_execution() -> None:
    assert filled(containment_on=None).containment_on == dt.date(2026, 3, 10)
    assert filled(containment_on=None, containment=None).containment_on is None
    steps = [row for row in SAMPLE["timeline"] if row["step"] != "方案执行"]
    assert filled(containment_on=None, timeline=steps).containment_on is None
    unread = [row | {"handled_at": "不详"} for row in SAMPLE["timeline"]]
    assert draft(containment_on=None, timeline=unread).containment_on is None


# What is computed


def test_days_costs_and_timeliness() -> None:
    report = filled()
    assert (report.processing_days, report.containment_days) == (7, 1)
    assert report.total_cost == Decimal("2080.00")
    assert report.timeliness == "及时结案"


def test_half_of_the_costs_is_their_sum() -> None:
    assert filled(loss_amount=None).total_cost == Decimal("600.00")
    assert filled(loss_amount=None, compensation_amount=None).total_cost is None


@pytest.mark.parametrize(
    ("due_on", "closed_at", "report_on", "bucket"),
    [
        ("2026-03-16", "2026-03-16 15:00", "2026-04-20", "及时结案"),
        ("2026-03-15", "2026-03-16 15:00", "2026-04-20", "超期结案"),
        ("2026-04-20", None, "2026-04-20", "期限内未结"),
        ("2026-04-19", None, "2026-04-20", "超期未结"),
        (None, None, "2026-04-20", None),
        ("2026-03-16", "2026-03-16 15:00", None, None),
    ],
)
def test_the_day_of_the_report_decides_on_timeliness(
    due_on: str | None, closed_at: str | None, report_on: str | None, bucket: str | None
) -> None:
    report = draft(due_on=due_on, closed_at=closed_at, report_on=report_on)
    assert report.timeliness == bucket


def test_nothing_is_known_of_days_that_are_missing_or_reversed() -> None:
    assert draft(containment_on=None, containment=None).containment_days is None
    assert draft(containment_on="2026-03-08").containment_days is None
    assert draft(closed_at=None).processing_days is None


# The time line


@pytest.mark.parametrize(
    ("name", "good", "bad", "blamed"),
    [
        ("occurred_at", "2026-03-09 09:20", "2026-03-09 09:21", "received_at"),
        ("due_on", "2026-03-09", "2026-03-08", "due_on"),
        ("decided_at", "2026-03-09 09:20", "2026-03-09 09:19", "decided_at"),
        ("closed_at", "2026-03-11 16:30", "2026-03-11 16:29", "closed_at"),
        ("containment_on", "2026-03-09", "2026-03-08", "containment_on"),
        ("analysed_on", "2026-03-09", "2026-03-08", "analysed_on"),
    ],
)
def test_each_step_follows_the_one_before(name: str, good: str, bad: str, blamed: str) -> None:
    assert problems(**{name: good}) == CLEAN
    assert problems(**{name: bad}) == {(blamed, "error")}


def test_the_report_is_not_before_the_decision() -> None:
    assert problems_of(data_with(OPEN, report_on="2026-03-11", closed_at=None)) == CLEAN
    early = data_with(OPEN, report_on="2026-03-10", closed_at=None)
    assert problems_of(early) == {("report_on", "error")}


def test_a_report_before_the_closing_it_tells_of_is_doubted() -> None:
    assert problems(report_on="2026-03-16") == CLEAN
    assert problems(report_on="2026-03-15") == {("report_on", "warning")}


def test_days_to_come_are_doubted() -> None:
    assert problems(report_on="2026-04-21") == CLEAN
    assert problems(report_on="2026-04-22") == {("report_on", "warning")}
    assert ("received_at", "warning") in problems(received_at="2026-04-22")


def test_the_steps_stand_in_their_order() -> None:
    assert problems_of(with_row("timeline", 1, handled_at="2026-03-09 09:20")) == CLEAN
    data = with_row("timeline", 1, handled_at="2026-03-09 09:19")
    assert problems_of(data) == {("timeline.2.handled_at", "error")}


def test_a_step_before_the_receipt_is_doubted() -> None:
    data = with_row("timeline", 0, handled_at="2026-03-09 09:19")
    assert problems_of(data) == {("timeline.1.handled_at", "warning")}


def test_a_step_that_cannot_be_read_does_not_hide_the_disorder() -> None:
    data = with_row("timeline", 1, handled_at="不详")
    data["timeline"][2]["handled_at"] = "2026-03-09 09:00"
    expected = {("timeline.2.handled_at", "error"), ("timeline.3.handled_at", "error")}
    assert problems_of(data) == expected


# The measures and their verification


def test_a_justified_complaint_has_measures() -> None:
    assert problems(actions=[]) == {("actions", "error")}
    assert problems(actions=[], validity="部分属实") == {("actions", "error")}
    assert problems(actions=[], validity="不属实") == CLEAN


def test_a_report_with_an_open_measure_is_not_closed() -> None:
    data = with_row("actions", 1, done_on=None, effect_check=None)
    assert problems_of(data) == {("actions.2.done_on", "error")}
    assert problems_of(data | {"report_status": "跟踪中"}) == CLEAN


@pytest.mark.parametrize("name", VERIFIED)
def test_a_closed_report_is_verified(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_the_verification_comes_after_the_last_measure() -> None:
    assert problems(effect_verified_on="2026-03-28") == CLEAN
    assert problems(effect_verified_on="2026-03-27") == {("effect_verified_on", "error")}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"action_due_on": "2026-03-09"}, CLEAN),
        ({"action_due_on": "2026-03-08"}, {("actions.1.action_due_on", "error")}),
        ({"done_on": "2026-03-09"}, CLEAN),
        ({"done_on": "2026-03-08"}, {("actions.1.done_on", "error")}),
        ({"done_on": "2026-04-22"}, {("actions.1.done_on", "warning")}),
        ({"done_on": None}, {("actions.1.done_on", "warning")}),
        ({"done_on": None, "effect_check": None}, CLEAN),
        ({"measure_kind": None}, {("actions.1.measure_kind", "error")}),
        ({"measure": None}, {("actions.1.measure", "error")}),
        ({"responsible_person": None}, {("actions.1.responsible_person", "error")}),
        ({"action_due_on": None}, {("actions.1.action_due_on", "error")}),
    ],
)
def test_a_measure_is_whole(changes: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert problems_of(with_row("actions", 0, OPEN, **changes)) == found


# Boxes that come together


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("containment_on", "containment"),
        ("analysed_on", "analyst"),
        ("verification", "effect_verified_by"),
        ("effect_verified_on", "effect_verified_by"),
        ("effect_verified_on", "verification"),
    ],
)
def test_boxes_that_come_together(given: str, missing: str) -> None:
    both = {name: SAMPLE[name] for name in VERIFIED}
    assert problems_of(data_with(OPEN, **both | {given: SAMPLE[given], missing: None})) == {
        (missing, "error")
    }


def test_what_stands_alone_may() -> None:
    assert problems(containment_on=None, containment=None) == CLEAN
    assert problems(analysed_on=None) == CLEAN
    assert problems(analysed_on=None, analyst=None) == CLEAN
    assert problems_of(data_with(OPEN, effect_verified_by="梁静")) == CLEAN


def test_a_report_of_the_high_level_is_approved() -> None:
    unsigned: dict[str, Any] = {"approved_by": None, "approved_on": None}
    assert problems(**unsigned) == {("approved_by", "error")}
    assert problems(**unsigned, level="低等级") == CLEAN


def test_another_source_is_explained() -> None:
    assert problems(problem_source="其他") == CLEAN
    assert problems(problem_source="其他", remarks=None) == {("remarks", "error")}


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just([{"措施": "x"}])
)


@budget(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE))
def test_checking_survives_garbage(changes: dict[str, Any]) -> None:
    report, _ = examine(ComplaintHandlingReport, data_with(**changes), today=TODAY)
    for name, spec in type(report).specs().items():
        if spec.computed:
            getattr(report, name)
