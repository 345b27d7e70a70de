"""客户档案恢复申请表: inside the retention, no duplicate, not lower, asked anew, and who agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.revival_application import RevivalApplication
from csdforms.schemas.checking import examine

FORM = "revival_application"
TODAY = dt.date(2026, 4, 30)
JUST_MADE: dict[str, Any] = dict.fromkeys(
    (
        "papers_seen_by", "papers_seen_on", "duplicate_result", "duplicate_file_no", "level_after",
        "notice_again_on", "consent_again_on", "consent_version", "info_supervisor_opinion",
        "cs_manager_opinion", "gm_opinion", "new_volume_no", "revived_on", "revived_by",
        "approved_by", "approved_on",
    )
)  # fmt: skip
BODY: dict[str, Any] = {
    "file_no": "KH-F-2024-000087-7",
    "file_kind": "法人或其他组织",
    "trigger": "客户申请销户",
    **dict.fromkeys(("notice_again_on", "consent_again_on", "consent_version")),
}
NO_DUPLICATE: dict[str, Any] = {"duplicate_result": "无重复", "duplicate_file_no": None}


def found(changes: dict[str, Any]) -> set[tuple[str, str]]:
    return problems(FORM, changes, TODAY)


def form(**changes: Any) -> RevivalApplication:
    return examine(RevivalApplication, sample(FORM) | changes, today=TODAY)[0]


@pytest.mark.parametrize("changes", [{}, JUST_MADE, BODY, NO_DUPLICATE])
def test_a_sound_application_has_no_finding(changes: dict[str, Any]) -> None:
    assert found(changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = RevivalApplication.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()
    assert blank.decider is None


@pytest.mark.parametrize(
    ("changes", "decider"),
    [
        ({"is_key_customer": False}, "客户服务部经理"),
        ({}, "总经理"),
        ({"is_key_customer": False, "trigger": "D5"}, "总经理"),
        ({"is_key_customer": False, "trigger": "D8"}, "总经理"),
        ({"is_key_customer": False, "level_after": "机密"}, "总经理"),
        ({"is_key_customer": False, "file_level": "绝密", "level_after": None}, "总经理"),
    ],
)
def test_r03_the_general_manager_decides_after_a_breach_or_an_order(
    changes: dict[str, Any], decider: str
) -> None:
    assert form(**changes).decider == decider


def test_what_the_one_said_who_decides_is_the_approval() -> None:
    proposed = form(approved_by=None, approved_on=None, level_after=None)
    assert (proposed.approved_by, proposed.approved_on) == ("林岚", dt.date(2026, 4, 23))
    assert proposed.level_after == "秘密"


def test_r01_inside_the_retention_up_to_its_last_day() -> None:
    assert found({"retention_until": "2026-04-24"}) == set()


def test_r02_not_one_day_after_the_retention() -> None:
    assert found({"retention_until": "2026-04-23"}) == {("revived_on", "error")}
    both = {("revived_on", "error"), ("applied_on", "error")}
    assert found({"retention_until": "2026-04-20"}) == both


def test_r05_a_person_is_asked_anew() -> None:
    old = {"consent_again_on": None, "notice_again_on": None, "consent_version": None}
    assert found(old) == {(name, "error") for name in old}
    before = {"consent_again_on": "2026-02-11", "notice_again_on": "2026-02-11"}
    assert found(before) == {(name, "error") for name in before}


def test_r06_the_credit_is_that_of_a_new_customer() -> None:
    assert form(credit_after=None).credit_after == "按新客户，不给信用"
    assert found({"credit_after": "恢复原额度"}) == {("credit_after", "error")}


def test_r07_the_level_is_not_lowered() -> None:
    assert found({"level_after": "机密"}) == set()
    assert found({"level_after": "内部"}) == {("level_after", "error")}


def test_r08_a_duplicate_is_merged_first() -> None:
    assert found({"duplicate_result": "有重复未处理"}) == {("revived_on", "error")}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"gm_opinion": None}, "revived_on"),
        ({"duplicate_file_no": None}, "duplicate_file_no"),
        ({"duplicate_result": "无重复"}, "duplicate_file_no"),
        ({"papers_seen_on": None}, "papers_seen_on"),
        ({"papers_seen_by": "陈立"}, "papers_seen_by"),
        ({"papers_seen_by": None, "papers_seen_on": None}, "papers_seen_by"),
        ({"papers_seen_on": "2026-04-20"}, "papers_seen_on"),
        ({"applied_on": "2026-02-11"}, "applied_on"),
        ({"revived_on": "2026-04-22"}, "revived_on"),
        ({"revived_on": "2026-05-01"}, "revived_on"),
        ({"revived_by": None}, "revived_by"),
        ({"new_volume_no": None}, "new_volume_no"),
        ({"new_volume_no": 1}, "new_volume_no"),
        ({"cs_manager_opinion.opinion_on": "2026-04-21"}, "cs_manager_opinion.opinion_on"),
        ({"consent_again_on": "2026-04-20"}, "consent_again_on"),
        ({"info_supervisor_opinion": None}, "info_supervisor_opinion"),
        ({"cs_manager_opinion": None}, "cs_manager_opinion"),
        ({"cs_manager_opinion.opinion_by": "陈立"}, "cs_manager_opinion.opinion_by"),
        ({"gm_opinion.opinion_by": "沈静"}, "gm_opinion.opinion_by"),
        ({"remarks": "★"}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert found(changes) == {(where, "error")}
