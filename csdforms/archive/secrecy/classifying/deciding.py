"""Who decides on a level, and what may be decided: rules alone, no writing (archive.md §4.1, §4.2).

A decision needs two people: somebody proposes, the leader of the level decides. Each check raises
what the act ends with; that a file is there has been settled before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.periods import FOREVER, end_of
from csdforms.archive.secrecy.levels import (
    CONFIDENTIAL,
    Entry,
    effective,
    entry_of,
    floor,
    item_level,
    own_level,
    with_entry,
)
from csdforms.archive.secrecy.people import STAFF, Person, persons_named
from csdforms.errors import NotPermitted

__all__ = [
    "DECIDERS",
    "MANAGER",
    "POWER",
    "Wish",
    "applied",
    "asked_to_read",
    "check",
    "decider_of",
    "level_in",
    "lowers",
    "may_decide",
    "may_lower",
]

#: What somebody must be able to decide to decide on each level; publishing is the manager's.
POWER = (2, 1, 2, 3, 4)

DECIDERS = {1: "客户信息主管", 2: "客户服务部经理", 3: "总经理", 4: "总经理"}
MANAGER = 2  # decides this: it is he who proposes 机密 and above to the general manager


class Wish(NamedTuple):
    """What is proposed: the whole of what is to hold, whichever part of it changes."""

    kind: str  # classify, lower, release, extend, circle
    level: int
    term: str = ""  # see periods.end_of
    circle: tuple[str, ...] = ()
    reason: str = ""
    basis: str = ""

    def __repr__(self) -> str:
        return f"Wish({self.kind!r}, {self.level!r})"

    @classmethod
    def of(cls, proposed: Entry) -> Self:
        """Read what a card says of a proposal."""
        given = {name: proposed[name] for name in cls._fields}
        return cls(**given | {"circle": tuple(given["circle"])})


def level_in(card: Mapping[str, Any], item: str) -> int:
    """Return the level of the file by itself, or of an item in it."""
    return item_level(card, item) if item else own_level(card)


def may_decide(person: Person, card: Mapping[str, Any]) -> bool:
    """Whether somebody may decide on the level that a file has.

    He sees that there is such a file, its level and what is proposed, though he may be in no
    circle, and though nobody granted him to read it; what is in it he does not see by this.
    """
    return person.highest("decides") >= POWER[effective(card)]


def decider_of(card: Mapping[str, Any], level: int) -> tuple[int, str]:
    """Return what somebody must be able to decide to give a file this level, and who he is.

    A file is also decided on by whom its present level needs, so that nobody below lowers it.
    """
    power = max(POWER[level], POWER[effective(card)])
    return power, DECIDERS[power]


def check(
    reader: Reader, card: Mapping[str, Any], item: str, wish: Wish, *, today: str, filed: str
) -> None:
    """Refuse what may not be decided by anybody.

    Args:
        reader: for the registry of staff.
        card: the file's card.
        item: the item's number, "" for the file itself.
        wish: what is proposed.
        today: the day on which the term would begin.
        filed: the day on which it was proposed; an extension must be so before the end.

    Raises:
        NotPermitted: if the reason is missing; if the file would be more open than it may ever be;
            if the term is none or is over; if the circle is missing where it must be named, or
            names somebody who may not read on this level.
    """
    if not wish.reason.strip():
        raise NotPermitted("没有办理：请写明理由。")
    if wish.kind == "classify" and not wish.basis.strip():
        raise NotPermitted("没有办理：请写明定密依据。")
    if wish.level < floor(card):
        raise NotPermitted("没有办理：个人客户的档案不得公开，最低为内部。")
    end = end_of(wish.term, wish.level, today)
    _check_change(card, item, wish, end or FOREVER, filed)
    _check_circle(reader, card, wish)


def _check_change(card: Mapping[str, Any], item: str, wish: Wish, end: str, filed: str) -> None:
    """Refuse a change that is none, or that comes too late."""
    entry = entry_of(card, item)
    if "raised" in entry:
        raise NotPermitted("没有办理：提高密级尚待确认，请先确认或不予确认。")
    if wish.kind in ("lower", "release") and wish.level >= level_in(card, item):
        raise NotPermitted("没有办理：所定的密级不低于现在的密级。")
    if wish.kind == "extend":
        if "until" not in entry:
            raise NotPermitted("没有办理：现在的密级没有可以延长的期限。")
        if entry["until"] < filed:
            raise NotPermitted("没有办理：保密期限已满，不能再延长；仍须保密的请重新定密。")
        if end <= entry["until"]:  # 长期 is later than every day
            raise NotPermitted("没有办理：新的期限不晚于现在的期限。")
    if wish.kind == "circle" and effective(card) < CONFIDENTIAL:
        raise NotPermitted("没有办理：机密、绝密档案才有知悉范围。")


def _check_circle(reader: Reader, card: Mapping[str, Any], wish: Wish) -> None:
    if wish.level >= CONFIDENTIAL and not wish.circle and not entry_of(card).get("circle"):
        raise NotPermitted("没有办理：机密、绝密须写明知悉范围（哪些人可以知悉）。")
    if reader.get(STAFF, 1) is None:  # nobody is registered: a one-person office
        return
    for number, name in enumerate(wish.circle, start=1):
        cleared = [account.clearance for account in persons_named(reader, name)]
        if not cleared:
            raise NotPermitted(f"没有办理：知悉范围中的第 {number} 人没有登记，请核对姓名。")
        if max(cleared) < wish.level:
            raise NotPermitted(f"没有办理：知悉范围中的第 {number} 人的涉密等级不够，请核对。")


def lowers(card: Mapping[str, Any], item: str, wish: Wish) -> bool:
    """Whether this makes the file, or the item, more open than it is now."""
    return wish.level < level_in(card, item)


def may_lower(person: Person, entry: Entry) -> bool:
    """Whether it was he who decided the level, or he is above who did.

    Who succeeds the decider in his office is neither: then it is for the general manager.
    """
    if person.sole or "by" not in entry:
        return True
    return bool(person.person == entry["by"] or person.highest("decides") > entry["power"])


def asked_to_read(reader: Reader, number: str, who: Sequence[str]) -> bool:
    """Whether one of these people has, or had, or asked for a grant to read a file."""
    grants = (reader.get("grants", key) or {} for key in reader.find("grants", "file", number))
    return any(grant.get("reader") in who for grant in grants)


def applied(
    card: Mapping[str, Any], item: str, wish: Wish, person: Person, today: str
) -> dict[str, Any]:
    """Return the card on which it is decided."""
    entry = {name: said for name, said in entry_of(card, item).items() if name not in _PENDING}
    end = end_of(wish.term, wish.level, today)
    if wish.kind not in ("extend", "circle"):
        entry = {
            "level": wish.level,
            "by": person.person,
            "power": person.highest("decides"),
            "on": today,
            "reason": wish.reason,
            "basis": wish.basis,
        }
        if wish.kind == "release":
            entry["released"] = today
    entry.pop("until", None)
    if end:
        entry["until"] = end
    secrecy = dict(card.get("secrecy", {}))
    if wish.circle:
        secrecy["circle"] = list(wish.circle)
    return with_entry({**card, "secrecy": secrecy}, entry, item)


#: What is said beside the decision, and ends with the next one.
_PENDING = frozenset({"circle", "items", "proposed", "raised"})
