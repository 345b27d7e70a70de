"""The papers of the settlement: statement of account, letter, receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock
from archive.deregistration.leaving import (
    applied,
    approved,
    checked,
    customer,
    engage,
    row_of,
    sign,
    sign_all,
    statement,
)
from archive.secrecy.department import passes
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.errors import NotPermitted

DAY = "2026-03-05"
NAME = "上海屿泊包装有限公司"


@pytest.fixture
def number(archive: Archive) -> str:
    opened = customer(archive)
    engage(archive)
    return opened


def settle(archive: Archive, zx: str, step: str, actor: str, **said: str) -> None:
    archive.deregistration.settle(zx, step, actor=actor, **said)


def test_the_statement_of_account_says_what_both_agreed(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    zx = approved(archive, number)
    settle(archive, zx, "account", "qian", document="对账 7")
    found = sheet(archive, zx, actor="qian")
    assert (
        found
        | {
            "statement_no": "对账 7",
            "deregistration_no": zx,
            "file_no": number,
            "customer_name": NAME,
            "balance_as_of": DAY,
            "statement_reply": "相符",
            "customer_book_amount": "0.00",
            "customer_claim_amount": "0.00",
            "finance_by": "孙倩",
            "finance_on": DAY,
        }
        == found
    )
    assert "entry_rows" not in found or not found["entry_rows"]  # the books are not here
    assert "孙倩" in printed(archive, zx, tmp_path / "a.docx", actor="qian")


def test_there_is_no_statement_before_finance_signed(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    with pytest.raises(NotPermitted, match="账款核对单"):
        sheet(archive, zx, "account_statement", actor="qian")
    sign(archive, zx, "G3", statement=statement(archive, agreed=False))
    found = sheet(archive, zx, "account_statement", actor="qian")
    assert "statement_reply" not in found
    assert found["finance_by"] == "孙倩"


def test_a_balance_that_both_agreed_to_is_not_settled(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    sign(archive, zx, "G3")
    sign(archive, zx, "G4", statement=statement(archive, balance="80.00"))
    found = sheet(archive, zx, "account_statement", actor="qian")
    assert found["remarks"] == "双方已核对：客户欠款余额 0.00 元，应退客户款 80.00 元。"
    assert "statement_reply" not in found
    assert "is_settled_up" not in found


def test_after_the_seal_the_letter_says_until_when_the_file_is_kept(
    archive: Archive, number: str
) -> None:
    zx = approved(archive, number)
    settle(archive, zx, "account", "qian", document="对账 7")
    for step, actor in {"signature": "qiang", "letter": "wang", "receipt": "wang"}.items():
        settle(archive, zx, step, actor, document="文 1")
    archive.seals.prepare(number, actor="zhou")
    archive.seals.confirm(number, actor="chen")
    found = sheet(archive, zx, "deregistration_letter", actor="wang")
    assert (found["retention"], found["retention_until"]) == ("10年", "2036-12-31")


def test_the_letter_grows_with_the_settlement(
    archive: Archive, number: str, clock: Clock, tmp_path: Path
) -> None:
    zx = approved(archive, number)
    settle(archive, zx, "account", "qian", document="对账 7")
    found = sheet(archive, zx, "deregistration_letter", actor="qiang")
    assert (
        found
        | {
            "customer_name": NAME,
            "trigger": "客户申请销户",
            "deregistration_reason": "不再往来",
            "deregistration_agreed_on": DAY,
            "statement_no": "对账 7",
            "balance_as_of": DAY,
            "receivable_amount": "0.00",
            "payable_amount": "0.00",
            "retention": "10年",
        }
        == found
    )
    assert "sent_on" not in found
    assert "retention_until" not in found  # that is known when the file is sealed
    passes(clock, days=1)
    settle(archive, zx, "signature", "qiang", document="销函 3")
    found = sheet(archive, zx, actor="qiang")
    assert (found["letter_no"], found["cs_manager_by"]) == ("销函 3", "赵强")
    assert found["sent_on"] == "2026-03-06"
    settle(archive, zx, "letter", "wang", document="快递 5", how="邮寄")
    found = sheet(archive, zx, actor="wang")
    assert (found["notice_mode"], found["served_by"], found["served_on"]) == (
        "邮寄",
        "王敏",
        "2026-03-06",
    )
    assert "王敏" in printed(archive, zx, tmp_path / "a.docx", actor="wang")


def test_the_receipt_is_printed_with_the_letter_and_comes_back(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    zx = approved(archive, number)
    with pytest.raises(NotPermitted, match="销户确认单"):
        sheet(archive, zx, "deregistration_receipt", actor="wang")
    settle(archive, zx, "account", "qian", document="对账 7")
    settle(archive, zx, "signature", "qiang", document="销函 3")
    found = sheet(archive, zx, "deregistration_receipt", actor="wang")
    assert (found["letter_no"], found["statement_no"]) == ("销函 3", "对账 7")
    assert found["receivable_amount"] == "0.00"
    assert found["authority_no"] == "授权委托书"
    assert "receipt_taken_by" not in found
    settle(archive, zx, "letter", "wang", document="快递 5", how="顺丰到付")
    assert "notice_mode" not in sheet(archive, zx, "deregistration_letter", actor="wang")
    settle(archive, zx, "receipt", "wang", document="回执 1")
    found = sheet(archive, zx, actor="wang")
    assert found["receipt_no"] == "回执 1"
    assert (found["receipt_taken_by"], found["receipt_taken_on"]) == ("王敏", DAY)
    assert "销函 3" in printed(archive, zx, tmp_path / "a.docx", actor="wang")


def test_no_letter_while_money_is_owed_to_the_customer(archive: Archive, number: str) -> None:
    zx = approved(archive, number, balance="-80.00", balance_as_of=DAY)
    with pytest.raises(NotPermitted, match="销户函"):
        sheet(archive, zx, "deregistration_letter", actor="qiang")
    settle(archive, zx, "refund", "qian", document="银付 9")
    found = sheet(archive, zx, "deregistration_letter", actor="qiang")
    assert (found["refunded_on"], found["refund_proof"]) == (DAY, "银付 9")
    assert sheet(archive, zx, actor="qian")["balance_as_of"] == DAY  # now: the statement


def test_no_letter_before_the_approval(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    with pytest.raises(NotPermitted, match="销户函"):
        sheet(archive, zx, "deregistration_letter", actor="qiang")


def test_a_debt_that_was_written_off_is_named_with_its_decision(
    archive: Archive, number: str
) -> None:
    zx = checked(archive, number)
    sign_all(archive, zx, but=("G3",))
    sign(archive, zx, "G3", statement=statement(archive, balance="50.00"))
    with archive.office.writing() as (work, at):
        key = work.find("deregistrations", "number", zx)[0]
        decision = {"amount": "50.00", "document": "核字1号", "decided_at": at}
        signed = [{"step": "agree", "by": "赵强", "role": "cs_manager", "at": at}]
        said = {"state": "approved", "write_off": decision, "approvals": signed, "blockers": []}
        said["settled"] = {"signature": {"by": "赵强", "at": at, "on": DAY, "document": "销函 3"}}
        said["warranties"] = [[f"{number}/2.2-2026-0001", "2027-03-05"]]
        work.put("deregistrations", key, row_of(archive, zx) | said)
        work.record(Act("test", "tests", at))
    letter = sheet(archive, zx, "deregistration_letter", actor="qiang")
    assert (letter["receivable_amount"], letter["write_off_ref"]) == ("50.00", "核字1号")
    assert letter["warranty_until"] == "2027-03-05"
    receipt = sheet(archive, zx, "deregistration_receipt", actor="qiang")
    assert receipt["receivable_amount"] == "0.00"
