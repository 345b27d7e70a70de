"""客户投诉调查表: its time line, what the facts say, who investigates, what the end demands."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_investigation import ComplaintInvestigation

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_investigation.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 20)
CLEAN: set[tuple[str, str]] = set()
UNFINISHED: dict[str, Any] = dict.fromkeys(
    ("finished_on", "validity", "proposal", "approved_by", "approved_on", "reviewed_on")
)


def problems(**changes: Any) -> set[tuple[str, str]]:
    findings = check(ComplaintInvestigation, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def filled(**changes: Any) -> ComplaintInvestigation:
    return parse(ComplaintInvestigation, copy.deepcopy(SAMPLE) | changes, today=TODAY)


def facts(*results: str | None, **changes: Any) -> dict[str, Any]:
    """Facts with these results, and nothing else in the lines but what is given."""
    return {"facts": [{"allegation": "漏水。", "check_result": one} | changes for one in results]}


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


def test_an_investigation_just_begun_has_no_finding() -> None:
    begun = UNFINISHED | dict.fromkeys(("cause_category", "root_cause", "responsible_department"))
    assert problems(**begun, **facts(None, "属实")) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "complaint_no",
        "received_at",
        "customer_name",
        "content",
        "level",
        "investigator",
        "investigation_methods",
        "started_on",
        "facts",
        "severity",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_columns_that_must_be_filled() -> None:
    lines = copy.deepcopy(SAMPLE["facts"])
    lines[0]["allegation"] = None
    assert problems(facts=lines) == {("facts.1.allegation", "error")}
    said = [{"unit_role": "营业员"}]
    assert problems(statements=said) == {
        ("statements.1.name", "error"),
        ("statements.1.statement", "error"),
    }


def test_defaults_are_those_of_the_ordinary_case() -> None:
    sheet = filled(round_no=None, recall_needed=None, recall_scope=None)
    assert (sheet.round_no, sheet.recall_needed) == (1, False)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("认定结果", "validity"),
        ("部门负责人", "reviewed_by"),
        ("部门意见", "review_opinion"),
        ("批准人", "approved_by"),
        ("分析工具", "analysis_tool"),
        ("是否召回", "recall_needed"),
        ("召回范围", "recall_scope"),
        ("有效期", "expires_on"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintInvestigation.labels().find(label) == (name,)


# The time line


@pytest.mark.parametrize(
    ("name", "good", "bad", "found"),
    [
        ("started_on", "2026-03-09", "2026-03-08", {("started_on", "error")}),
        ("due_on", "2026-03-11", "2026-03-10", {("investigation_due_on", "error")}),
        ("reviewed_on", "2026-03-11", "2026-03-10", {("reviewed_on", "error")}),
        ("approved_on", "2026-03-11", "2026-03-10", {("approved_on", "error")}),
    ],
)
def test_each_step_follows_the_one_before(
    name: str, good: str, bad: str, found: set[tuple[str, str]]
) -> None:
    assert problems(**{name: good}) == CLEAN
    assert problems(**{name: bad}) == found


def test_the_end_is_not_before_the_beginning() -> None:
    assert problems(started_on="2026-03-11") == CLEAN
    assert problems(started_on="2026-03-12", investigation_due_on="2026-03-12") == {
        ("finished_on", "error"),
        ("reviewed_on", "error"),
        ("approved_on", "error"),
    }


def test_the_limit_is_not_before_the_beginning() -> None:
    ending: dict[str, Any] = {"started_on": "2026-03-10", "statements": []}
    assert problems(**ending, investigation_due_on="2026-03-11") == CLEAN
    assert problems(**ending, investigation_due_on="2026-03-09") == {
        ("investigation_due_on", "error"),
        ("finished_on", "warning"),
    }


def test_the_limit_of_the_case_is_not_before_its_receipt() -> None:
    assert problems(due_on="2026-03-08") == {
        ("due_on", "error"),
        ("investigation_due_on", "error"),
    }


def test_an_end_after_the_limit_is_doubted() -> None:
    assert problems(investigation_due_on="2026-03-10") == {("finished_on", "warning")}


def test_the_limit_is_proposed_from_that_of_the_case() -> None:
    assert filled(investigation_due_on=None).investigation_due_on == dt.date(2026, 3, 12)
    nothing: dict[str, Any] = {"investigation_due_on": None, "due_on": None}
    assert problems(**nothing) == {("investigation_due_on", "error")}


def test_what_lies_ahead_is_doubted() -> None:
    later = {"due_on": "2026-03-31", "investigation_due_on": "2026-03-31"}
    signed = dict.fromkeys(("prepared_on", "reviewed_on"), "2026-03-21")
    ends = later | signed | {"approved_on": "2026-03-21"}
    assert problems(**ends, finished_on="2026-03-20") == CLEAN
    assert problems(**ends, finished_on="2026-03-21") == {("finished_on", "warning")}
    begins = ends | {"finished_on": "2026-03-21", "started_on": "2026-03-21"}
    assert problems(**begins) == {("started_on", "warning"), ("finished_on", "warning")}
    begins["received_at"] = "2026-03-21"
    assert ("received_at", "warning") in problems(**begins)


def test_a_statement_after_the_end_is_doubted() -> None:
    lines = copy.deepcopy(SAMPLE["statements"])
    lines[1]["said_at"] = "2026-03-11 23:00"
    assert problems(statements=lines) == CLEAN
    lines[1]["said_at"] = "2026-03-12 08:00"
    assert problems(statements=lines) == {("statements.2.said_at", "warning")}


def test_the_days_of_the_investigation() -> None:
    assert filled().investigation_days == 2
    assert filled(started_on="2026-03-11").investigation_days == 0
    assert filled(**UNFINISHED).investigation_days is None


# Who investigates


def test_another_method_is_explained() -> None:
    other = {"investigation_methods": ["查阅记录", "其他"]}
    assert problems(**other, remarks=None) == {("remarks", "error")}
    assert problems(**other) == CLEAN


def test_the_person_complained_about_investigates_nothing() -> None:
    accused = {"complained_party_kind": "人员", "complained_party": "仓储部收货员袁立春"}
    assert problems(**accused) == CLEAN
    assert problems(**accused, investigator="袁立春") == {("investigator", "error")}
    assert problems(**accused, investigation_team=["周明", "袁立春"]) == {
        ("investigation_team", "error")
    }
    assert problems(**accused, investigation_team=["员"]) == CLEAN


@pytest.mark.parametrize("name", ["唐静", "韩柏"])
def test_whoever_is_responsible_should_not_investigate(name: str) -> None:
    assert problems(responsible_person=name) == {("responsible_person", "warning")}


def test_the_investigator_fills_in_the_sheet() -> None:
    assert filled(prepared_by=None, prepared_on=None).prepared_by == "唐静"


# The goods


def test_of_goods_the_sample_and_the_name_are_asked_for() -> None:
    without_sample: dict[str, Any] = dict.fromkeys(
        ("sample_received", "sample_quantity", "sample_condition")
    )
    assert problems(**without_sample) == {("sample_received", "error")}
    assert problems(product_name=None) == {("product_name", "error")}
    service = {"complained_party_kind": "服务", "product_name": None}
    assert problems(**service, **without_sample) == CLEAN


@pytest.mark.parametrize("name", ["sample_quantity", "sample_condition"])
def test_a_sample_received_is_counted_and_described(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}
    nothing = {"sample_received": False, "sample_quantity": None, "sample_condition": None}
    assert problems(**nothing) == CLEAN


def test_only_a_sample_received_has_a_quantity() -> None:
    assert problems(sample_received=False) == {("sample_received", "error")}


def test_goods_are_made_before_they_expire_and_before_the_complaint() -> None:
    assert problems(expires_on="2026-01-18") == CLEAN
    assert problems(expires_on="2026-01-17") == {("expires_on", "error")}
    assert problems(produced_on="2026-03-09") == CLEAN
    assert problems(produced_on="2026-03-10") == {("produced_on", "error")}


def test_a_case_is_not_like_itself() -> None:
    both = ["TS-20260212-003", "TS-20260309-002"]
    assert problems(similar_complaints=both) == {("similar_complaints", "error")}
    assert problems(similar_complaints=None) == CLEAN


# What was found


@pytest.mark.parametrize(
    ("results", "finding"),
    [
        (("属实", "属实"), "属实"),
        (("属实", "无法核实"), "属实"),
        (("不属实", "不属实"), "不属实"),
        (("不属实", "无法核实"), "不属实"),
        (("属实", "不属实"), "部分属实"),
        (("部分属实", "部分属实"), "部分属实"),
        (("部分属实", "不属实"), "部分属实"),
    ],
)
def test_the_finding_is_proposed_from_the_facts(results: tuple[str, ...], finding: str) -> None:
    assert filled(validity=None, **facts(*results)).validity == finding


@pytest.mark.parametrize("results", [("无法核实",), ("属实", None)])
def test_nothing_is_proposed_from_facts_that_are_open(results: tuple[str | None, ...]) -> None:
    data = copy.deepcopy(SAMPLE) | {"validity": None} | facts(*results)
    draft, _ = examine(ComplaintInvestigation, data, today=TODAY)
    assert (draft.validity, draft.finding()) == (None, None)


def test_before_the_end_nothing_is_proposed() -> None:
    sheet = filled(**UNFINISHED, **facts("属实"))
    assert (sheet.finding(), sheet.validity) == ("属实", None)


def test_another_finding_than_the_facts_is_doubted() -> None:
    assert problems(validity="属实") == {("validity", "warning")}
    assert problems(validity="属实", **facts("属实", "无法核实")) == CLEAN
    assert problems(validity="属实", **facts("无法核实")) == CLEAN


@pytest.mark.parametrize(
    "name", ["cause_category", "root_cause", "responsible_department", "responsible_person"]
)
def test_a_founded_complaint_has_its_cause_and_somebody_responsible(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}
    assert problems(**{name: None}, validity="属实", **facts("属实")) == {(name, "error")}
    assert problems(**{name: None}, validity="不属实", **facts("不属实")) == CLEAN


@pytest.mark.parametrize("name", ["validity", "proposal"])
def test_the_end_needs_a_finding_and_a_proposal(name: str) -> None:
    open_facts = facts("无法核实")
    assert problems(**{name: None}, **open_facts) == {(name, "error")}
    assert problems(**UNFINISHED | {"proposal": "退货。"}, **open_facts) == CLEAN


def test_the_end_needs_a_result_for_every_fact() -> None:
    assert problems(**facts("属实", None)) == {("facts.2.check_result", "error")}
    assert problems(**UNFINISHED, **facts("属实", None)) == CLEAN


def test_a_finished_investigation_that_settles_nothing_is_doubted() -> None:
    assert problems(validity="待核实") == {("validity", "warning")}
    assert problems(**UNFINISHED | {"validity": "待核实"}) == CLEAN


# How grave it is


LOW: dict[str, Any] = {"level": "低等级", "recall_needed": False, "recall_scope": None}


def test_a_grave_case_is_of_the_high_level() -> None:
    assert problems(severity="严重") == CLEAN
    assert problems(**LOW) == CLEAN
    assert problems(**LOW, severity="严重") == {("level", "error")}


def test_a_recall_makes_the_case_one_of_the_high_level() -> None:
    assert problems(level="低等级") == {("level", "error")}


def test_a_recall_says_what_is_recalled() -> None:
    assert problems(recall_scope=None) == {("recall_scope", "error")}
    assert problems(recall_scope=None, recall_needed=False) == CLEAN


def test_an_investigation_of_the_high_level_is_approved_at_its_end() -> None:
    nobody: dict[str, Any] = dict.fromkeys(("approved_by", "approved_on"))
    assert problems(**nobody) == {("approved_by", "error"), ("approved_on", "error")}
    assert problems(approved_on=None) == {("approved_on", "error")}
    assert problems(**nobody, **LOW) == CLEAN
    assert problems(**UNFINISHED) == CLEAN


def test_a_merchant_is_asked_in_a_case_of_the_high_level() -> None:
    merchant = {"complained_party_kind": "商户"}
    founded = {"validity": "属实"}
    assert problems(**merchant) == {("facts", "warning")}
    assert problems(**merchant, **founded, **facts("属实", check_method="商户核实")) == CLEAN
    assert problems(**merchant, **founded, **facts("属实")) == {("facts", "warning")}
    assert problems(**merchant, **LOW) == CLEAN
    assert problems(**merchant, **UNFINISHED) == CLEAN


# The number


def test_the_number_is_proposed_for_each_round() -> None:
    assert filled(investigation_no=None).investigation_no == "TS-20260309-002-D1"
    second = filled(investigation_no=None, round_no=2)
    assert second.reference() == "TS-20260309-002-D2"
    assert filled(investigation_no="调2026-8").reference() == "调2026-8"
    assert second.model_copy(update={"investigation_no": None}).reference() == "TS-20260309-002"


# Whatever comes

JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "—", "其他", "严重", "商户", "2026-03-09", "9999-12-31", -1, 0, "1e9", True, [],
     [None], [{}], {}, [{"check_result": "属实"}], [{"allegation": "漏", "check_method": "商户"}],
     [{"said_at": "2027-01-01", "name": 3}]]
)  # fmt: skip


@hypothesis_settings(max_examples=50, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(list(ComplaintInvestigation.specs())), JUNK))
def test_checking_survives_whatever_is_missing_or_garbage(changes: dict[str, Any]) -> None:
    findings = check(ComplaintInvestigation, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    assert all(finding.message.endswith("。") for finding in findings)
