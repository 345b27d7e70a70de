"""The papers of the settlement with a customer who leaves (archive.md §6.4), and common boxes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from csdforms.archive.destruction.retention import is_financial, retention_of
from csdforms.archive.store import Document
from csdforms.papers.proceedings import Data, Proceeding, customer, day

__all__ = [
    "account_statement",
    "asker",
    "authority_letter",
    "common",
    "letter",
    "receipt",
    "settled",
    "statement",
    "write_off",
]

_AGENT = "agent"
_FIRM = "本公司"
_NOTICE_MODES = ("当面", "邮寄", "电子邮件", "短信", "公告")
_APPROVED = frozenset({"approved", "settled", "sealed"})


def common(case: Proceeding) -> Data:
    """Return what all these papers say first."""
    whose = customer(case)
    del whose["file_level"]
    return {"deregistration_no": case.number, "trigger": case.row["trigger"], **whose}


def asker(row: Document) -> Data:
    """Return who asks from outside, and who looked at his papers."""
    authority: Document = row.get("authority", {})
    if not authority:
        return {"applicant_kind": _FIRM}
    is_agent = authority["kind"] == _AGENT
    return {
        "applicant_kind": authority["kind"],
        "asker_name": authority.get("name", ""),
        "asker_phone": authority.get("phone", ""),
        "asker_verified": True,
        "asker_verified_by": authority["holder_seen_by"],
        "authority_no": authority["document"] if is_agent else "",
        "authority_until": authority.get("valid_to", "") if is_agent else "",
    }


def write_off(row: Document) -> Document:
    """Return the decision to write a debt off, {} if there is none that both signed."""
    decision: Document = row.get("write_off", {})
    return decision if "decided_at" in decision else {}


def statement(row: Document, line: str) -> Mapping[str, Any]:
    """Return the statement of account with which a line was signed, {} if there is none."""
    found: Mapping[str, Any] = row["lines"].get(line, {}).get("statement", {})
    return found


def settled(row: Document, step: str) -> Mapping[str, Any]:
    """Return a step of the settlement, {} if it is not done."""
    found: Mapping[str, Any] = row.get("settled", {}).get(step, {})
    return found


def account_statement(case: Proceeding) -> Data:
    """Return the statement of account, so far as it stands in the signature of line G3."""
    row = case.row
    owed, owing = statement(row, "G3"), statement(row, "G4")
    if not owed:
        return {}
    data: Data = {
        **common(case),
        "statement_no": settled(row, "account").get("document", ""),
        "balance_as_of": owed["as_of"],
        "finance_by": row["lines"]["G3"]["by"],
        "finance_on": day(row["lines"]["G3"]["at"]),
    }
    if owed["agreed"] and owing.get("agreed"):
        data |= _agreed(str(owed["balance"]), str(owing["balance"]))
    del data["trigger"], data["file_kind"]
    return data


def _agreed(owed: str, owing: str) -> Data:
    """Return what both sides agreed to; the sheet itself counts, and the entries are not here."""
    if not Decimal(owed) and not Decimal(owing):
        books = {"customer_book_amount": owed, "customer_claim_amount": owing}
        return {"statement_reply": "相符", **books}
    return {"remarks": f"双方已核对：客户欠款余额 {owed} 元，应退客户款 {owing} 元。"}


def letter(case: Proceeding) -> Data:
    """Return the letter that ends the relation; not before what is owed was paid back."""
    row = case.row
    refund, signed, served = (settled(row, step) for step in ("refund", "signature", "letter"))
    if row["state"] not in _APPROVED or (row.get("owed") and not refund):
        return {}
    kept = [until for _, until in row.get("warranties", ())]
    how = served.get("how", "")
    return {
        **common(case),
        "letter_no": signed.get("document", ""),
        "deregistration_reason": row["reason"],
        "deregistration_agreed_on": day(row["approvals"][-1]["at"]),
        "statement_no": settled(row, "account").get("document", ""),
        "balance_as_of": statement(row, "G3")["as_of"],
        "receivable_amount": statement(row, "G3")["balance"],
        "payable_amount": statement(row, "G4")["balance"],
        "write_off_ref": write_off(row).get("document", ""),
        "refunded_on": refund.get("on", ""),
        "refund_proof": refund.get("document", ""),
        "warranty_until": max(kept, default=""),
        **_retention(case),
        "sent_on": signed.get("on", ""),
        "cs_manager_by": signed.get("by", ""),
        "notice_mode": how if how in _NOTICE_MODES else "",
        "served_by": served.get("by", ""),
        "served_on": served.get("on", ""),
    }


def _retention(case: Proceeding) -> Data:
    """Return how long the file is kept; until when is known once it is sealed."""
    card = case.card
    if kept := card.get("retention"):
        return {"retention": kept["code"], "retention_until": kept["until"]}
    financial = is_financial(case.store)
    kept = retention_of(card, day(case.at), case.row["trigger"], financial=financial)
    return {"retention": kept["code"]}


def receipt(case: Proceeding) -> Data:
    """Return the receipt that is enclosed with the letter."""
    row = case.row
    signed, served, back = (settled(row, step) for step in ("signature", "letter", "receipt"))
    if not signed:
        return {}
    data = {
        **common(case),
        "receipt_no": back.get("document", ""),
        "letter_no": signed["document"],
        "letter_received_on": served.get("on", ""),
        "statement_no": settled(row, "account").get("document", ""),
        "receivable_amount": "0.00" if write_off(row) else statement(row, "G3")["balance"],
        "authority_no": asker(row).get("authority_no", ""),
        "receipt_taken_by": back.get("by", ""),
        "receipt_taken_on": back.get("on", ""),
    }
    del data["trigger"], data["file_kind"]
    return data


def authority_letter(case: Proceeding) -> Data:
    """Return the letter of authority on which an agent asked."""
    row, card = case.row, case.card
    authority = row.get("authority", {})
    if authority.get("kind") != _AGENT:
        return {}
    return {
        "authority_no": authority["document"],
        "file_no": case.file,
        "principal_name": card["name"],
        "file_kind": card["kind"],
        "uscc": card.get("uscc", ""),
        "proxy_name": authority.get("name", ""),
        "proxy_phone": authority.get("phone", ""),
        "authority_matters": ["申请注销"],
        "authority_from": authority["issued_on"],
        "authority_until": authority.get("valid_to", ""),
        "authority_signed_on": authority["issued_on"],
        "authority_received_on": row["applied_on"],
        "authority_verified_by": authority["holder_seen_by"],
    }
