"""客户注销中止通知书: every open matter, the term, a person's data, and the service."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems
from support import sample

from csdforms.schemas.archive.deregistration_suspension import DeregistrationSuspension
from csdforms.schemas.checking import parse

FORM = "deregistration_suspension"
SERVICE = (
    "notice_mode", "served_on", "served_by", "receipt_signed_by", "receipt_signed_on", "cleared_on",
    "cleared_note",
)  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {},
        dict.fromkeys(SERVICE),
        {"open_rows.1.matter_remedy": None, "open_rows.2.check_line": "G1"},
        {"file_kind": "法人或其他组织", "is_restricted": False, "restricted_scope": None},
    ],
)
def test_a_sound_notice_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = DeregistrationSuspension.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()
    assert blank.lapse_on is None


def test_the_application_lapses_after_ninety_days() -> None:
    notice = parse(DeregistrationSuspension, sample(FORM), today=TODAY)
    assert notice.lapse_on == dt.date(2026, 6, 7)
    today = dt.date(2026, 7, 1)
    assert problems(FORM, {"cleared_on": "2026-06-07"}, today) == set()
    assert problems(FORM, {"cleared_on": "2026-06-08"}, today) == {("cleared_on", "error")}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"open_rows": []}, "open_rows"),
        ({"open_rows.1.open_matters": None}, "open_rows.1.open_matters"),
        ({"open_rows.1.clear_by": "2026-03-08"}, "open_rows.1.clear_by"),
        ({"restricted_scope": None}, "restricted_scope"),
        ({"suspended_on": "2026-03-05"}, "suspended_on"),
        ({"cs_manager_on": "2026-03-08"}, "cs_manager_on"),
        ({"cs_manager_by": None}, "cs_manager_by"),
        ({"served_on": "2026-03-08"}, "served_on"),
        ({"served_on": None}, "served_on"),
        ({"served_by": None}, "served_by"),
        ({"notice_mode": None}, "notice_mode"),
        ({"receipt_signed_on": None}, "receipt_signed_on"),
        ({"receipt_signed_on": "2026-03-09"}, "receipt_signed_on"),
        ({"cleared_on": "2026-03-08"}, "cleared_on"),
        ({"cleared_note": None}, "cleared_note"),
        ({"objection_way": None}, "objection_way"),
        ({"suspension_ground": "☆"}, "suspension_ground"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "error")}


@pytest.mark.parametrize("kind", ["自然人", "个体工商户"])
def test_d13_a_persons_data_are_restricted_meanwhile(kind: str) -> None:
    changes = {"file_kind": kind, "is_restricted": False, "restricted_scope": None}
    assert problems(FORM, changes) == {("is_restricted", "error")}
