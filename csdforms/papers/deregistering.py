"""The papers of a deregistration (archive.md §6.1 to §6.4): from the application to the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.archive.deregistration.records import DECISION_WITHIN
from csdforms.archive.drafting.draft import is_key_customer
from csdforms.archive.store import Document
from csdforms.archive.workdays import Calendar
from csdforms.papers.joint_check import PASSED, concluded_at, joint_check, suspension
from csdforms.papers.proceedings import (
    Data,
    Flow,
    Proceeding,
    customer,
    day,
    department,
    opinion,
)
from csdforms.papers.settling import (
    account_statement,
    asker,
    authority_letter,
    common,
    letter,
    receipt,
    write_off,
)

__all__ = ["FLOWS"]

_MODES = ("无未结账款", "客户付清", "公司退款", "相互抵销", "按核销决定")
_NOTHING_OPEN, _WRITTEN_OFF = _MODES[0], _MODES[-1]
#: The paper of each step of the settlement.
_OF_STEP = {
    "account": "account_statement",
    "refund": "account_statement",
    "signature": "deregistration_letter",
    "letter": "deregistration_letter",
    "receipt": "deregistration_receipt",
}


def _now(case: Proceeding) -> str:
    """Return the paper of where a deregistration stands."""
    row = case.row
    if done := row.get("settled"):
        last = max(str(one["at"]) for one in done.values())
        return [_OF_STEP[step] for step in _OF_STEP if done.get(step, {}).get("at") == last][-1]
    if row["state"] == "suspended":
        return "deregistration_suspension"
    is_checked = row["state"] == "checking" or (row["state"] == "cleared" and not row["approvals"])
    return "deregistration_check" if is_checked else "deregistration_application"


def _application(case: Proceeding) -> Data:
    row, card = case.row, case.card
    calendar = Calendar(case.office)
    return {
        **common(case),
        "file_level": customer(case)["file_level"],
        "customer_grade": card.get("grade", ""),
        "is_key_customer": is_key_customer({"customer_grade": card.get("grade", "")}),
        "state_before": row["before"],
        "deregistration_reason": row["reason"],
        "proof_document": row.get("document", ""),
        **asker(row),
        "request_no": row.get("request", ""),
        "applied_by": row["applicant"],
        "applied_department": department(row["roles"]),
        "applied_on": row["applied_on"],
        "stopped_on": day(row["at"]),
        "decide_by": calendar.after(day(row["at"]), DECISION_WITHIN),
        **_account(row),
        "keeps_warranty": "warranties" in row,
        **_opinions(row),
        **_ended(row),
    }


def _account(row: Document) -> Data:
    """Return the balance as it was said in the application, and how it is settled."""
    said, settlement = row.get("balance", ""), row["settlement"]
    mode = settlement if settlement in _MODES else ""
    data: Data = {"balance_as_of": row.get("balance_as_of", "")}
    if said:
        owes = not said.startswith("-")
        data |= {"receivable_amount": said if owes else "0.00"}
        data |= {"payable_amount": "0.00" if owes else said.removeprefix("-")}
        mode = mode or ("" if any(digit in said for digit in "123456789") else _NOTHING_OPEN)
    if decided := write_off(row):
        mode = _WRITTEN_OFF
        data |= {"write_off_amount": decided["amount"], "write_off_ref": decided["document"]}
    note = "" if settlement == mode else settlement
    return data | {"settlement_mode": mode, "settlement_note": note}


def _opinions(row: Document) -> Data:
    """Return what those said who decide: the check that passed, and the approvals."""
    data: Data = {}
    if row["state"] in PASSED:
        data["info_supervisor_opinion"] = opinion(
            row["checks"][-1]["by"], concluded_at(row), text="联合核查通过"
        )
    for one in row["approvals"]:
        data[_box(one["role"], one["step"])] = opinion(one["by"], one["at"])
    return data


def _box(role: str, step: str) -> str:
    """Return in which box somebody's decision stands; the only keeper's by its step."""
    is_top = role == "gm" or (not role and step == "agree_finally")
    return "gm_opinion" if is_top else "cs_manager_opinion"


def _ended(row: Document) -> Data:
    """Return how an application ended that led to no seal."""
    ended = row.get("ended", {})
    if row["state"] == "refused":
        said = opinion(ended["by"], row["ended_at"], agreed=False, text=ended["reason"])
        return {_box(ended["role"], "agree"): said}
    if row["state"] == "withdrawn":
        return {"revoked_on": day(row["ended_at"]), "revoked_by": ended["by"]}
    return {"remarks": ended["reason"]} if row["state"] == "lapsed" else {}


FLOWS: Mapping[str, Flow] = {
    "ZX": Flow(
        {
            "deregistration_application": _application,
            "authority_letter": authority_letter,
            "deregistration_check": joint_check,
            "deregistration_suspension": suspension,
            "account_statement": account_statement,
            "deregistration_letter": letter,
            "deregistration_receipt": receipt,
        },
        _now,
    )
}
