"""The papers of sealing and reviving (archive.md §6.5, §6.7): the inventory, the application."""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.archive.deregistration.revival_rules import FINAL
from csdforms.archive.deregistration.sealing_off import UNDO_WITHIN
from csdforms.archive.destruction.retention import is_financial, retention_of
from csdforms.archive.drafting.draft import is_key_customer
from csdforms.archive.drafting.papers import CONSENTS
from csdforms.archive.secrecy.levels import RANKS, rank
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document, Store
from csdforms.archive.workdays import Calendar
from csdforms.papers.proceedings import (
    Data,
    Flow,
    Proceeding,
    customer,
    day,
    department,
    opinion,
)
from csdforms.schemas.catalogue import find

__all__ = ["FLOWS"]

_DEREGISTRATIONS, _SEALS = "deregistrations", "seals"
_REVIVED = "revived"
_OPINIONS = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")
_MANAGER, _TOP = _OPINIONS[1:]


def _inventory(case: Proceeding) -> Data:
    row, store = case.row, case.store
    sealed: Document = row.get("sealed", {})
    application = _entry(store, _DEREGISTRATIONS, row["deregistration"])
    on = day(sealed.get("at"))
    stock = day(row["prepared"]["at"])
    undo_by = Calendar(case.office).after(on, UNDO_WITHIN) if on else ""
    return {
        **customer(case),
        "seal_no": case.number,
        "deregistration_no": application["number"],
        "volume_no": 1 + _volumes_before(case),
        "file_level": RANKS[max(rank(one["level"]) for one in row["inventory"])],
        "trigger": application["trigger"],
        "deregistration_agreed_on": day(application["approvals"][-1]["at"]),
        # Nobody takes stock of a file, or seals it, to which these do not apply.
        "seal_check_passed": True,
        "loans_out": 0,
        "copies_out": 0,
        "sealed_on": on,
        "item_rows": [_item(one) for one in row["inventory"]],
        "inventory_digest": row["digest"],
        **_retention(case, str(application["trigger"]), on),
        "undo_by": undo_by,
        "sealer_by": row["prepared"]["by"],
        "sealer_on": stock if stock >= on else "",  # he signs when it is sealed
        "second_sealer_by": sealed.get("by", ""),
        "second_sealer_on": on,
        "remarks": _struck(row),
    }


def _entry(store: Store, register: str, number: str) -> Document:
    """Return the document of a number that another one names."""
    found = entry(store, register, number)
    assert found is not None
    return found[1]


def _volumes_before(case: Proceeding) -> int:
    """Return how often the file had been revived when this seal was set."""
    store = case.store
    seals = (store.get(_SEALS, key) or {} for key in store.find(_SEALS, "file", case.file))
    return sum(one["state"] == _REVIVED and one["number"] < case.number for one in seals)


def _item(listed: Document) -> Data:
    return {
        "listed_no": listed["number"],
        "item_title": listed.get("title") or find(listed["form"]).title(),
        "page_count": listed.get("pages", ""),
        "file_level": listed["level"],
        "item_digest": listed["digest"],
    }


def _struck(row: Document) -> str:
    """Return which items are gone by law since."""
    gone = [one for one in row["inventory"] if "struck" in one]
    return "；".join(f"{one['number']} 已按 {one['struck']} 销毁" for one in gone)


def _retention(case: Proceeding, trigger: str, on: str) -> Data:
    """Return how long the file is kept: by its card, or by what is due without the seal."""
    card = case.card
    kept: Document = card.get("retention", {})
    if card.get("sealed", {}).get("number") != case.number:
        financial = is_financial(case.store)
        kept = retention_of(card, on or day(case.at), trigger, financial=financial)
    if not on:
        return {"retention": kept["code"]}
    return {
        "retention": kept["code"],
        "retention_from": kept["from"],
        "retention_until": kept["until"],
    }


def _revival(case: Proceeding) -> Data:
    row, card = case.row, case.card
    seal = _entry(case.store, _SEALS, row["seal"])
    shown: list[Document] = row["papers"]
    checked: Document = next((one for one in row["steps"] if one["step"] == "check-revival"), {})
    return {
        **customer(case),
        "revival_no": case.number,
        "is_key_customer": is_key_customer({"customer_grade": card.get("grade", "")}),
        "deregistration_no": seal["deregistration"],
        "trigger": row["trigger"],
        "seal_no": seal["number"],
        "sealed_on": day(seal["sealed"]["at"]),
        "retention_until": card.get("retention", {}).get("until", ""),
        "revival_reason": row["reason"],
        "applied_by": row["applicant"],
        "applied_department": department(row["roles"]),
        "applied_on": day(row["at"]),
        "fresh_papers": [one["kind"] for one in shown],
        "papers_seen_by": checked.get("by", ""),
        "papers_seen_on": day(checked.get("at")),
        "duplicate_result": "无重复" if checked else "",  # a step is refused where there is one
        **_consent(card, shown),
        **_decided(row),
    }


def _consent(card: Document, shown: list[Document]) -> Data:
    """Return the new consent of a person: told and asked at once."""
    given = [one for one in shown if one["kind"] in CONSENTS]
    if card["kind"] == "F" or not given:
        return {}
    last = max(given, key=lambda one: str(one["given_on"]))
    days = dict.fromkeys(("notice_again_on", "consent_again_on"), last["given_on"])
    return {**days, "consent_version": last["version"]}


def _decided(row: Document) -> Data:
    """Return what those said who decide, and what came of it."""
    data: Data = {}
    for box, one in zip(_boxes(row), row["steps"], strict=False):
        if one["step"] == "withdrawn":
            data["remarks"] = f"{day(one['at'])} 申请人撤回：{one['reason']}"
        else:
            is_refused = one["step"] == "refused"
            text = one["reason"] if is_refused else ""
            data[box] = opinion(one["by"], one["at"], agreed=not is_refused, text=text)
    if row["state"] == _REVIVED:
        data["new_volume_no"] = row["volume"]
        data |= {"revived_on": day(row["ended_at"]), "revived_by": row["steps"][-1]["by"]}
    return data


def _boxes(row: Document) -> tuple[str, ...]:
    """Return in which box each step stands; the general manager may agree in a manager's place."""
    roles = row["steps"][1]["roles"] if len(row["steps"]) > 1 else []
    if row["trigger"] not in FINAL and "gm" in roles:
        return _OPINIONS[0], _TOP
    return _OPINIONS


FLOWS: Mapping[str, Flow] = {
    "FC": Flow({"sealing_inventory": _inventory}, lambda _: "sealing_inventory"),
    "HF": Flow({"revival_application": _revival}, lambda _: "revival_application"),
}
