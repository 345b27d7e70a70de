"""销户函: sent when nothing is owed, signed and sealed; it says what remains and for how long."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems

from csdforms.schemas.archive.deregistration_letter import DeregistrationLetter

FORM = "deregistration_letter"
#: A person's file: three years, until then only kept.
PERSON: dict[str, Any] = {
    "file_no": "KH-Z-2025-000128-3",
    "file_kind": "自然人",
    "trigger": "个人申请注销或删除",
    "retention": "3年",
    "retention_until": "2029-03-26",
}
DRAFT: dict[str, Any] = dict.fromkeys(
    ("sent_on", "cs_manager_by", "company_sealed", "notice_mode", "served_by", "served_on")
)
SERVED: dict[str, Any] = {
    "notice_mode": "邮寄",
    "served_by": "陈立",
    "served_on": "2026-03-20",
}
NO_REFUND: dict[str, Any] = {"refunded_amount": "0", "refunded_on": None, "refund_proof": None}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        PERSON,
        DRAFT,
        DRAFT | {"object_by": None},
        NO_REFUND,
        {"receivable_amount": "500", "write_off_ref": "财核字2026-01号"},
        {"retention": "永久", "retention_until": None},
        {"warranty_until": None, "warranty_note": None},
    ],
)
def test_a_sound_letter_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = DeregistrationLetter.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"receivable_amount": "0.01"}, "receivable_amount"),
        ({"receivable_amount": "-0.01"}, "receivable_amount"),
        ({"payable_amount": "0.01"}, "payable_amount"),
        ({"refund_proof": None}, "refund_proof"),
        ({"refunded_on": None}, "refunded_on"),
        (NO_REFUND | {"refunded_on": "2026-03-17"}, "refunded_on"),
        ({"refunded_on": "2026-03-19"}, "sent_on"),
        ({"balance_as_of": "2026-02-13"}, "balance_as_of"),
        ({"ends_on": "2026-03-15"}, "ends_on"),
        ({"sent_on": "2026-03-17"}, "sent_on"),
        ({"served_on": "2026-03-17"}, "served_on"),
        ({"object_by": "2026-03-19"}, "object_by"),
        ({"object_by": None}, "object_by"),
        ({"cs_manager_by": None}, "cs_manager_by"),
        ({"company_sealed": None}, "company_sealed"),
        ({"company_sealed": False}, "company_sealed"),
        ({"notice_mode": None}, "notice_mode"),
        ({"served_by": None}, "served_by"),
        (
            DRAFT | {"notice_mode": "邮寄", "served_by": "陈立", "served_on": "2026-03-20"},
            "sent_on",
        ),
        ({"warranty_note": None}, "warranty_note"),
        ({"retention_until": None}, "retention_until"),
        ({"retention_until": "2026-03-17"}, "retention_until"),
        ({"retention": "永久"}, "retention_until"),
        ({"secrecy_note": None}, "secrecy_note"),
        ({"data_note": None}, "data_note"),
        ({"secrecy_note": "★"}, "secrecy_note"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "error")}


def test_d04_the_statement_may_be_thirty_days_old_at_the_approval() -> None:
    assert problems(FORM, {"balance_as_of": "2026-02-14"}) == set()


def test_ten_years_for_a_person_are_doubted() -> None:
    assert problems(FORM, PERSON | {"retention": "10年"}) == {("retention", "warning")}
