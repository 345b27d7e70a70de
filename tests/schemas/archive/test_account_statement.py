"""账款核对单: the entries add up, the two balances agree or their difference is explained."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems
from support import sample

from csdforms.schemas.archive.account_statement import AccountStatement
from csdforms.schemas.checking import examine

FORM = "account_statement"
D = Decimal
#: The customer agrees with what stands there.
AGREED: dict[str, Any] = {
    "statement_reply": "相符",
    "customer_book_amount": "12600.00",
    "customer_claim_amount": "20000.00",
    "gap_rows": [],
}
#: Nothing is owed on either side.
NOTHING: dict[str, Any] = AGREED | {
    "opening_amount": "0",
    "entry_rows": [],
    "deposit_amount": "0",
    "customer_book_amount": "0",
    "customer_claim_amount": "0",
}
#: Sent out, not answered.
UNANSWERED: dict[str, Any] = dict.fromkeys(
    (
        "statement_reply", "customer_book_amount", "customer_claim_amount", "gap_rows",
        "customer_handler", "customer_signed_on", "customer_sealed",
    )
)  # fmt: skip


def form(**changes: Any) -> AccountStatement:
    return examine(AccountStatement, sample(FORM) | changes, today=TODAY)[0]


@pytest.mark.parametrize("changes", [{}, AGREED, NOTHING, UNANSWERED])
def test_a_sound_statement_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = AccountStatement.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()
    assert blank.is_settled_up is None


def test_the_account_is_worked_out() -> None:
    statement = form()
    running = [row.running_amount for row in statement.entry_rows]
    assert running == [D("140600.00"), D("54200.00"), D("52600.00"), D("12600.00")]
    assert statement.debit_total_amount == D("54200.00")
    assert statement.credit_total_amount == D("128000.00")
    assert statement.receivable_amount == D("12600.00")
    assert statement.payable_amount == D("20000.00")
    assert (statement.difference_amount, statement.claim_difference_amount) == (D(600), D(0))
    assert statement.gap_total_amount == D("600.00")


def test_a_typed_balance_is_kept_and_compared() -> None:
    assert problems(FORM, {"entry_rows.2.running_amount": "54200.00"}) == set()
    found = problems(FORM, {"entry_rows.2.running_amount": "54200.01"})
    assert found == {("entry_rows.2.running_amount", "error")}


def test_what_the_customer_agrees_to_needs_no_figures_of_his() -> None:
    agreed = form(**AGREED | {"customer_book_amount": None, "customer_claim_amount": None})
    assert agreed.customer_book_amount == D("12600.00")
    assert agreed.customer_claim_amount == D("20000.00")
    silent = form(**UNANSWERED)
    assert silent.customer_book_amount is None
    assert silent.is_settled_up is None


@pytest.mark.parametrize(
    ("changes", "clear"),
    [
        (NOTHING, True),
        (AGREED, False),
        ({}, False),
        (NOTHING | {"opening_amount": "0.01"}, False),
        (NOTHING | {"opening_amount": "-0.01"}, False),
        (NOTHING | {"rebate_amount": "0.01"}, False),
    ],
)
def test_d03_only_nothing_on_both_sides_is_settled(changes: dict[str, Any], *, clear: bool) -> None:
    assert form(**changes).is_settled_up is clear


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"entry_rows.1.debit_amount": "0"}, "entry_rows.1.debit_amount"),
        ({"entry_rows.1.entry_on": "2025-11-30"}, "entry_rows.1.entry_on"),
        ({"entry_rows.4.entry_on": "2026-03-01"}, "entry_rows.4.entry_on"),
        (NOTHING | {"statement_from": "2026-03-01"}, "balance_as_of"),
        ({"finance_on": "2026-02-27"}, "finance_on"),
        ({"reply_due_on": "2026-03-02"}, "reply_due_on"),
        ({"customer_signed_on": "2026-03-02"}, "customer_signed_on"),
        ({"customer_handler": None}, "customer_handler"),
        ({"customer_signed_on": None}, "customer_signed_on"),
        ({"customer_sealed": None}, "customer_sealed"),
        ({"finance_by": None}, "finance_by"),
        ({"gap_rows": []}, "gap_rows"),
        ({"gap_rows.1.gap_amount": "599.99"}, "gap_rows"),
        ({"customer_book_amount": None}, "customer_book_amount"),
        (AGREED | {"customer_book_amount": "12600.01"}, "customer_book_amount"),
        (AGREED | {"customer_claim_amount": "0"}, "customer_claim_amount"),
        (AGREED | {"gap_rows": sample(FORM)["gap_rows"]}, "gap_rows"),
        ({"remarks": "★"}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    found = problems(FORM, changes)
    assert (where, "error") in found
    assert {path.split(".")[0] for path, _ in found} <= {
        where.split(".", maxsplit=1)[0],
        "gap_rows",
    }


def row(**values: Any) -> dict[str, Any]:
    return {"entry_on": "2026-01-05", "entry_no": "XS-1", "entry_kind": "调整", **values}


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        (row(), "debit_amount"),
        (row(debit_amount="1", credit_amount="1"), "credit_amount"),
        (row(entry_kind="销售", credit_amount="1"), "credit_amount"),
        (row(entry_kind="退款", credit_amount="1"), "credit_amount"),
        (row(entry_kind="收款", debit_amount="1"), "debit_amount"),
        (row(entry_kind="折让", debit_amount="1"), "debit_amount"),
        (row(entry_no="合计", debit_amount="1"), "entry_no"),
    ],
)
def test_an_entry_stands_on_its_own_side(entry: dict[str, Any], where: str) -> None:
    found = problems(FORM, UNANSWERED | {"entry_rows": [entry]})
    assert found == {(f"entry_rows.1.{where}", "error")}


def test_the_same_entry_twice_is_doubted() -> None:
    entry = row(debit_amount="1")
    found = problems(FORM, UNANSWERED | {"entry_rows": [entry, entry]})
    assert found == {("entry_rows.2.entry_no", "warning")}
    other = entry | {"entry_kind": "销售"}
    assert problems(FORM, UNANSWERED | {"entry_rows": [entry, other]}) == set()


def test_balances_that_agree_are_no_difference() -> None:
    found = problems(FORM, {"customer_book_amount": "12600.00"})
    assert found == {("statement_reply", "error"), ("gap_rows", "error")}
    found = problems(FORM, {"gap_rows.1.gap_amount": "0"})
    assert found == {("gap_rows.1.gap_amount", "error"), ("gap_rows", "error")}


def test_an_answer_without_seal_is_doubted() -> None:
    assert problems(FORM, {"customer_sealed": False}) == {("customer_sealed", "warning")}
