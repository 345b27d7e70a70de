"""客户信息泄露事件报告表: told in time and in full, judged by others, closed when all is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_incident_report import FileIncidentReport
from csdforms.schemas.checking import parse

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileIncidentReport, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileIncidentReport.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileIncidentReport.specs().keys()


#: Just found: nothing is decided yet.
FOUND: dict[str, Any] = dict.fromkeys(
    ("level_review", "liable_persons", "discipline", "discipline_note", "dpo_opinion",
     "cs_manager_opinion", "gm_opinion", "incident_closed_on", "authority", "authority_told_at",
     "are_persons_told", "persons_told_on", "persons_told_by", "notice_note", "remedies",
     "incident_cause", "self_help", "gm_told_at")
)  # fmt: skip


def test_a_report_just_made_has_no_finding() -> None:
    assert problems(**FOUND) == set()


def test_the_sheet_itself_is_confidential() -> None:
    without = {name: value for name, value in SAMPLE.items() if name != "confidentiality"}
    assert parse(FileIncidentReport, without, today=TODAY).confidentiality == "机密"
    assert problems(confidentiality="秘密") == error("confidentiality")
    assert problems(confidentiality="绝密") == set()


def test_what_must_be_in_the_first_report() -> None:
    for name in ("incident_kind", "found_at", "found_by", "incident_course", "data_kinds",
                 "possible_harm", "contained", "our_contact", "our_phone"):  # fmt: skip
        assert (name, "error") in problems(**FOUND | {name: None})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"occurred_at": "2026-03-06 17:11"}, "found_at"),
        ({"contained_at": "2026-03-06 17:09"}, "contained_at"),
        ({"manager_told_at": "2026-03-06 17:09"}, "manager_told_at"),
        ({"gm_told_at": "2026-03-06 17:19"}, "gm_told_at"),
        ({"authority_told_at": "2026-03-06 17:09"}, "authority_told_at"),
        ({"persons_told_on": "2026-03-05"}, "persons_told_on"),
        ({"dpo_opinion": {"opinion_on": "2026-03-05"}}, "dpo_opinion.opinion_on"),
        ({"cs_manager_opinion": {"opinion_on": "2026-03-08"}}, "cs_manager_opinion.opinion_on"),
        ({"incident_closed_on": "2026-03-09"}, "incident_closed_on"),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)


def test_it_is_not_found_tomorrow() -> None:
    late = {"found_at": "2026-06-02 09:00", "occurred_at": None, "contained_at": None,
            "manager_told_at": "2026-06-02 09:10"}  # fmt: skip
    assert problems(**FOUND | late) == error("found_at") | warning("contained_at")


def test_the_manager_is_told_the_same_day() -> None:
    assert problems(manager_told_at="2026-03-07 08:00", gm_told_at=None) == warning(
        "manager_told_at"
    )
    assert problems(manager_told_at=None) == warning("manager_told_at")
    assert problems(contained_at=None) == warning("contained_at")


def test_persons_are_told_what_the_law_demands() -> None:
    for name in ("persons_told_by", "remedies", "incident_cause", "self_help"):
        assert problems(**{name: None}) == error(name)
    assert problems(persons_told_on=None) == error("persons_told_on")


def test_a_day_of_telling_says_that_they_were_told() -> None:
    assert filled(are_persons_told=None).are_persons_told is True


def test_who_does_not_tell_says_why() -> None:
    silent = {"are_persons_told": False, "persons_told_on": None, "persons_told_by": None}
    assert problems(**silent) == set()
    assert problems(**silent, notice_note=None) == error("notice_note")


def test_an_authority_is_named() -> None:
    assert problems(authority=None) == error("authority")


@pytest.mark.parametrize("name", ["dpo_opinion", "cs_manager_opinion", "gm_opinion"])
def test_who_is_at_fault_does_not_judge(name: str) -> None:
    assert problems(**{name: {"opinion_by": "李楠"}}) == error(f"{name}.opinion_by")
    assert problems(our_contact="李楠") == error("our_contact")


def test_a_sanction_has_its_person_and_its_reason() -> None:
    assert problems(liable_persons=None) == error("liable_persons")
    assert problems(discipline_note=None) == error("discipline_note")
    faultless = {"discipline": "无责任", "liable_persons": None, "discipline_note": None}
    assert problems(**faultless) == set()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"level_review": None}, "level_review"),
        ({"discipline": None}, "discipline"),
        ({"authority_told_at": None}, "authority_told_at"),
        ({"dpo_opinion": None}, "incident_closed_on"),
        ({"cs_manager_opinion": None}, "incident_closed_on"),
    ],
)
def test_it_is_closed_when_all_is_done(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)


def test_it_is_not_closed_before_it_is_contained() -> None:
    assert problems(contained_at="2026-03-11 09:00") == error("incident_closed_on")


def test_what_else_is_explained() -> None:
    assert problems(incident_kind="其他", remarks=None) == error("remarks")
    assert problems(data_kinds=["联系方式", "其他"], remarks=None) == error("remarks")
