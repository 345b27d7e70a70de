"""销户确认单: what the customer confirms agrees with the figures, what he objects to is said."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems

from csdforms.schemas.archive.deregistration_receipt import DeregistrationReceipt

FORM = "deregistration_receipt"
CONTENT: dict[str, Any] = {"confirm_result": "无异议", "objection_text": None}
NO_REFUND: dict[str, Any] = {
    "refunded_amount": "0",
    "refund_received_on": None,
    "refund_account_name": None,
    "confirmed_items": ["账款已核对两清"],
}
UNSIGNED: dict[str, Any] = dict.fromkeys(
    (
        "signer_name", "signer_title", "customer_sealed", "signed_by_customer_on",
        "receipt_taken_by", "receipt_taken_on",
    )
)  # fmt: skip


@pytest.mark.parametrize("changes", [{}, CONTENT, CONTENT | NO_REFUND, UNSIGNED])
def test_a_sound_receipt_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = DeregistrationReceipt.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"objection_text": None}, "objection_text"),
        (CONTENT | {"objection_text": "金额不对"}, "objection_text"),
        (CONTENT | {"receivable_amount": "0.01"}, "receivable_amount"),
        (CONTENT | {"confirmed_items": None}, "confirmed_items"),
        (CONTENT | {"confirmed_items": ["应退款项已收到"]}, "confirmed_items"),
        (CONTENT | {"confirmed_items": ["账款已核对两清"]}, "confirmed_items"),
        (NO_REFUND | {"confirmed_items": ["应退款项已收到"]}, "confirmed_items"),
        ({"refund_received_on": None}, "refund_received_on"),
        ({"refund_received_on": "2026-03-24"}, "signed_by_customer_on"),
        ({"signed_by_customer_on": "2026-03-19"}, "signed_by_customer_on"),
        ({"receipt_taken_on": "2026-03-22"}, "receipt_taken_on"),
        ({"receipt_taken_on": "2026-04-01"}, "receipt_taken_on"),
        ({"signed_by_customer_on": None}, "signed_by_customer_on"),
        ({"customer_sealed": None}, "customer_sealed"),
        ({"receipt_taken_by": None}, "receipt_taken_by"),
        ({"receipt_taken_on": None}, "receipt_taken_on"),
        ({"signer_name": None}, "signer_name"),
        ({"remarks": "★"}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "error")}
