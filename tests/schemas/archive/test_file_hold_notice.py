"""客户档案保全通知单: set and lifted by the legal department, received by the keeper."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_hold_notice import FileHoldNotice

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileHoldNotice, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileHoldNotice.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileHoldNotice.specs().keys()


LIFTING = ("lift_reference", "lift_reason", "lifted_by", "lifted_on")
SEEN = ("lift_seen_by", "lift_seen_on")
SET: dict[str, Any] = {"hold_action": "设置保全", **dict.fromkeys(LIFTING + SEEN)}


def test_a_hold_just_set_has_no_finding() -> None:
    assert problems(**SET) == set()
    assert problems(**SET, keeper_by=None, keeper_on=None) == set()


@pytest.mark.parametrize("name", ["hold_reference", "hold_reason", "legal_by", "hold_served_on"])
def test_a_hold_has_its_reference_and_its_reason(name: str) -> None:
    assert problems(**SET, **{name: None}) == error(name)


@pytest.mark.parametrize("name", LIFTING)
def test_k07_lifting_has_a_reference_and_a_reason_of_its_own(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_what_is_only_set_is_not_lifted() -> None:
    assert problems(hold_action="设置保全") == error(*LIFTING, *SEEN)


def test_a_hold_is_looked_at_again_within_a_year() -> None:
    assert filled(hold_review_on=None).hold_review_on == dt.date(2027, 2, 3)
    leap = {"hold_on": "2024-02-29", "legal_on": "2024-02-29", "keeper_on": "2024-02-29"}
    assert filled(**leap, hold_review_on=None).hold_review_on == dt.date(2025, 2, 28)
    assert problems(hold_review_on="2027-02-04") == warning("hold_review_on")
    assert problems(hold_review_on="2026-02-02") == error("hold_review_on")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"legal_on": "2026-02-02"}, "legal_on"),
        ({"keeper_on": "2026-02-02"}, "keeper_on"),
        ({"lifted_on": "2026-02-02"}, "lifted_on"),
        ({"lift_seen_on": "2026-03-17"}, "lift_seen_on"),
        ({"lifted_on": "2026-06-02", "lift_seen_on": None}, "lifted_on"),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)


def test_single_items_are_named() -> None:
    assert problems(hold_scope=["指定件"], hold_scope_note=None) == error("hold_scope_note")
    assert problems(hold_scope=["整卷"], hold_scope_note=None) == set()


@pytest.mark.parametrize(
    ("name", "day"), [("keeper_by", "keeper_on"), ("lift_seen_by", "lift_seen_on")]
)
def test_a_day_of_receipt_has_its_person(name: str, day: str) -> None:
    assert problems(**{name: None}) == error(name)
    assert problems(**{name: None, day: None}) == set()


def test_legal_gives_notice_and_the_keeper_receives_it() -> None:
    assert problems(keeper_by="沈文") == error("keeper_by")
    assert problems(lift_seen_by="沈文") == error("lift_seen_by")
