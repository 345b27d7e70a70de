"""Applications for deregistration: made, and taken back (archive.md §6.1, §6.4, §8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.card import text_of
from csdforms.archive.deregistration.authority import read_authority
from csdforms.archive.deregistration.desk import Case, Desk, hand
from csdforms.archive.deregistration.records import DEREGISTRATIONS, Application
from csdforms.archive.deregistration.triggers import grounds, trigger_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import listed, said
from csdforms.archive.store import Document, Work
from csdforms.errors import NotPermitted

__all__ = ["apply", "withdraw"]

_LARGEST = Decimal(10) ** 14


def apply(
    desk: Desk,
    number: str,
    trigger: str,
    *,
    reason: str,
    settlement: str,
    balance: str = "",
    balance_as_of: str = "",
    authority: Mapping[str, Any] | None = None,
    document: str = "",
    request: str = "",
    applied_on: str = "",
    actor: str = "",
) -> Application:
    """Apply; see :meth:`csdforms.archive.deregistration.deregistration.Deregistration.apply`."""
    act = "申请注销"
    person = desk.person("deregister", act, actor)
    why = trigger_of(trigger)
    texts = {"reason": said(reason, "注销的理由"), "settlement": said(settlement, "结算的方式")}
    texts |= _balance(balance)
    with desk.office.writing(person) as (work, at):
        key, card = listed(desk.office, work, person, number, act=act)
        file, before = card["number"], card["state"]
        states.require(file, before, "deregister")
        day = _past(applied_on, day_of(at), "申请的日期")
        if balance_as_of:
            texts["balance_as_of"] = _past(balance_as_of, day_of(at), "余额的截止日")
        found = grounds(work, why, card, document=document, request=request, at=at)
        birthday = _birthday(work, file)
        given = read_authority(authority, why, card, applied_on=day, birthday=birthday)
        row: Document = {
            "number": next_number(work, DEREGISTRATIONS, at),
            "file": file,
            "trigger": why.code,
            **texts,
            **found,
            "applicant": person.person,
            "roles": list(person.roles),
            "at": at,
            "applied_on": day,
            "before": before,
            "state": "applied",
            "checks": [],
            "lines": {},
            "blockers": [],
            "approvals": [],
        }
        row |= {"authority": given} if given else {}
        row |= {"owed": True} if Decimal(row.get("balance", 0)) < 0 else {}
        states.advance(card, "deregister")
        card["deregistration"] = row["number"]
        _link(work, row)
        case = Case(work.last_key(DEREGISTRATIONS) + 1, row, key, card)
        desk.write(work, case, "deregister", person, at, trigger=why.code)
    return desk.handed(row, at)


def withdraw(desk: Desk, number: str, *, reason: str, actor: str = "") -> Application:
    """Take an application back; see ``Deregistration.withdraw``."""
    act = "撤回注销申请"
    person = desk.person("deregister", act, actor)
    why = said(reason, "撤回的理由")
    desk.begin(person, number, act)
    with desk.office.writing(person) as (work, at):
        case = desk.running(work, person, number, at=at, act=act, event="withdraw")
        desk.end(case, "withdrawn", "withdraw", at, hand(person, at) | {"reason": why})
        desk.write(work, case, "withdraw-deregistration", person, at, reason=why)
    return desk.handed(case.row, at)


def _balance(given: str) -> Document:
    """Return the balance as it is kept, ``{}`` where nobody said one."""
    if not given.strip():
        return {}
    try:
        balance = Decimal(given.strip())
    except InvalidOperation:
        balance = Decimal("NaN")
    if not (balance.is_finite() and abs(balance) < _LARGEST):
        raise NotPermitted("没有申请：余额应写作 1200.00；客户多付的写负数，如 -80.00。")
    return {"balance": str(balance)}


def _past(given: str, today: str, what: str) -> str:
    """Return a day that does not lie ahead, today if none is given."""
    try:
        day = dt.date.fromisoformat(given).isoformat() if given else today
    except ValueError:
        raise NotPermitted(f"没有申请：{what}应写作 2026-03-05 的样子。") from None
    if day > today:
        raise NotPermitted(f"没有申请：{what}还没有到，请核对。")
    return day


def _birthday(reader: Reader, file: str) -> str:
    """Return a person's birthday as the profile says it, "" if it does not."""
    profile = reader.get("profiles", reader.find("profiles", "file", file)[-1])
    assert profile is not None
    return text_of(profile["data"].get("birthday"))


def _link(work: Work, row: Document) -> None:
    """Let the request about personal data know of the application that joins it."""
    if found := entry(work, "personal_requests", row.get("request", "")):
        key, request = found
        work.put("personal_requests", key, request | {"deregistration": row["number"]})
