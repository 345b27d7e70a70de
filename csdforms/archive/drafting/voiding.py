"""A file that was opened by mistake is made void (作废): two persons, two steps (archive.md §8).

Within 15 days of its approval, and with nothing in it but the profile. One of them is the
supervisor, the other one the manager. The number stays burnt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import permutations
from typing import Any

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.store import Act, Document
from csdforms.errors import NotPermitted

__all__ = ["is_proposed", "require_pair", "void"]

_DAYS = dt.timedelta(days=15)
_ACT = "作废档案"
_PAIR = ("info_supervisor", "cs_manager")


def void(office: Office, number: str, *, reason: str, actor: str = "") -> bool:
    """Propose that a file be void, or confirm what another one proposed; return whether it is.

    Args:
        office: who acts, and when.
        number: the file's number.
        reason: why; both write it.
        actor: the account that acts.

    Raises:
        NotAuthorised: if he may not, or proposed it himself, or the two have not the two offices.
        NotPermitted: without a reason, later than 15 days, or with items in it.
        UnknownFile: if there is no such file for him.
        NotAllowedNow: if it is not in use.
    """
    person = office.person(actor)
    office.require(person, "void", _ACT)
    if not reason.strip():
        raise NotPermitted("没有作废：请写明理由。")
    with office.writing(person) as (work, at):
        key, card = listed(office, work, person, number, act=_ACT)
        states.require(card["number"], card["state"], "void")
        _require_fresh(card, at)
        proposed = card.pop("voiding", None)
        is_void = person.sole or proposed is not None
        if proposed is not None:
            require_pair(office, person, card["number"], proposed, "确认这项作废")
        if is_void:
            card["state"] = states.VOID
        else:
            card["voiding"] = {"by": person.person, "roles": list(person.roles), "at": at}
        work.put("files", key, card)
        act = "void" if is_void else "propose-void"
        detail = {"proposed_by": proposed["by"]} if proposed else {}
        work.record(Act(act, person.account, at, card["number"], reason=reason, detail=detail))
    return is_void


def is_proposed(card: Mapping[str, Any], at: str) -> bool:
    """Whether a file is proposed to be void, and another one can still confirm it."""
    return "voiding" in card and not card["items"] and not _is_late(card, at)


def _is_late(card: Mapping[str, Any], at: str) -> bool:
    opened = dt.date.fromisoformat(day_of(card["created_at"]))
    return dt.date.fromisoformat(day_of(at)) > opened + _DAYS


def _require_fresh(card: Document, at: str) -> None:
    if _is_late(card, at):
        raise NotPermitted(f"没有作废：档案 {card['number']} 建档已超过 15 天，请办理注销。")
    if card["items"]:
        raise NotPermitted(f"没有作废：档案 {card['number']} 里已有归档的件，请办理注销。")


def require_pair(office: Office, person: Person, number: str, proposed: Document, act: str) -> None:
    """Refuse whoever proposed it, and two of the same office: supervisor and manager, one each."""
    one, other = set(proposed["roles"]), set(person.roles)
    paired = any(here in one and there in other for here, there in permutations(_PAIR))
    if person.person == proposed["by"] or not paired:
        whom = "另一位，客户信息主管和客户服务部经理各一人"
        raise office.refused(person, act, subject=number, who=whom)
