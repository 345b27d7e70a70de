"""The joint check led and signed, and debts written off (archive.md §6.3, §6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.checking import follow, standing
from csdforms.archive.deregistration.desk import Desk, hand
from csdforms.archive.deregistration.joint_check import line_of, read_statement
from csdforms.archive.deregistration.records import Application
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Document
from csdforms.errors import NotCleared, NotPermitted

__all__ = ["check", "sign", "write_off"]

#: Who signs a write-off, each with the right that makes him it.
_DECIDERS = {"finance": "pay", "gm": "agree_finally"}


def check(desk: Desk, number: str, *, actor: str = "") -> Application:
    """Lead the joint check; see ``Deregistration.check``."""
    act = "组织注销核查"
    person = desk.person("lead_check", act, actor)
    asked = desk.begin(person, number, act)
    with desk.office.writing(person) as (work, at):
        case = desk.case(work, person, number, at=at, act=act)
        is_first = case.card["state"] == states.APPLIED
        event = "check" if is_first else "sign"
        case = desk.running(work, person, number, at=at, act=act, event=event)
        desk.separate(person, case, act, others=False)
        if is_first:
            states.advance(case.card, "check")
            case.row["state"] = "checking"
        case.row["checks"].append(hand(person, at))
        known = desk.known(work, case, at, asked)
        follow(case.row, case.card, standing(case.row, known, at=at), at=at)
        desk.write(work, case, "check-deregistration", person, at)
    return desk.handed(case.row, at)


def sign(
    desk: Desk,
    number: str,
    line: str,
    *,
    clear: bool,
    text: str = "",
    statement: Mapping[str, Any] | None = None,
    actor: str = "",
) -> Application:
    """Sign a line of the joint check; see ``Deregistration.sign``."""
    one = line_of(line)
    act = f"签署核查事项 {one.code}"
    office = desk.office
    person = office.person(actor)
    if not (person.sole or set(one.owners) & set(person.roles)):
        raise office.refused(person, act, who=one.owner)
    plain = text.strip() if clear else said(text, "未了的是什么")
    asked = desk.begin(person, number, act)
    with office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event="sign")
        found = read_statement(one, statement, day_of(at))
        known = desk.known(work, case, at, asked)
        open_here = [each for each in known if each.line == one.code] if clear else []
        if not open_here:
            case.row["lines"][one.code] = hand(person, at) | {"clear": clear, "text": plain} | found
            if one.code == "G4" and Decimal(found["statement"]["balance"]) != 0:
                case.row["owed"] = True
        follow(case.row, case.card, standing(case.row, known, at=at), at=at)
        name = "suspend-deregistration" if open_here else "sign-deregistration"
        desk.write(work, case, name, person, at, line=one.code, clear=clear and not open_here)
    if open_here:  # what the archive knows is not signed away; the file waits all the same
        raise NotCleared(case.row["file"], open_here, act="签署")
    return desk.handed(case.row, at)


def write_off(
    desk: Desk, number: str, amount: str, *, document: str, reason: str, actor: str = ""
) -> Application:
    """Sign the decision to write off a debt; see ``Deregistration.write_off``."""
    act = "核销余额"
    office = desk.office
    person = office.person(actor)
    mine = [role for role, right in _DECIDERS.items() if person.sole or person.may(right)]
    if not mine:
        raise office.refused(person, act, who="财务和总经理")
    said_so = {"amount": _amount(amount), "document": said(document, "核销决定的文号")}
    why = said(reason, "核销的理由")
    asked = desk.begin(person, number, act)
    with office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event="sign")
        desk.separate(person, case, act, others=False)
        decision: Document = case.row.get("write_off", {})
        if "decided_at" in decision or {name: decision.get(name) for name in said_so} != said_so:
            decision = {**said_so, "reason": why, "signed": {}}
        signed = decision["signed"]
        if any(one["by"] == person.person for one in signed.values()) and not person.sole:
            raise desk.refused(person, case, "一人签两次", "财务和总经理各一人")
        free = [role for role in mine if role not in signed]
        if not free:
            raise NotPermitted("没有办理：您这一岗位已有人签过。")
        for role in free if person.sole else free[:1]:
            signed[role] = hand(person, at)
        if len(signed) == len(_DECIDERS):
            decision["decided_at"] = at
        case.row["write_off"] = decision
        if case.card["state"] == states.SUSPENDED:
            known = desk.known(work, case, at, asked)
            follow(case.row, case.card, standing(case.row, known, at=at), at=at)
        desk.write(work, case, "write-off", person, at, reason=why)
    return desk.handed(case.row, at)


def _amount(given: str) -> str:
    """Return an amount as it is kept."""
    try:
        amount = Decimal(given.strip())
    except InvalidOperation:
        amount = Decimal(0)
    if not (amount.is_finite() and amount > 0):
        raise NotPermitted("没有办理：核销的金额应大于零，如 1200.00。")
    return str(amount)
