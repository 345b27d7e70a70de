"""Levels of secrecy (密级): ranks, and what a card says of a file's level (archive.md §4.1, §4.2).

A card's ``secrecy`` is what was decided about the file, and what waits for a decision::

    {"level": 3, "until": "2031-11-22", "by": "赵强", "power": 4, "on": "2026-11-22",
     "reason": "…", "basis": "…", "reviewed": "2027-11-20", "released": "2028-01-05",
     "raised": {"level": 4, "by": "…", "at": "…", "due": "2026-11-25", "reason": "…"},
     "proposed": {"kind": "lower", "level": 2, "term": "…", "by": "…", "at": "…", …},
     "circle": ["王敏"],
     "items": {"KH-…/3.2-2026-0001": {"level": 4, "until": …, "raised": …, "proposed": …}}}

Everything but ``circle`` and ``items`` may also be said of one item: that is an *entry*. ``by`` is
the person who decided and ``power`` the highest level that he could decide then; ``until`` is the
last day, absent for a term without an end (长期); ``released`` is the day of 解密; ``raised`` is a
raise that waits for its confirmation; the ``circle`` is the file's, with all its items.

Before a decision the level is the one that the profile's box 密级 says. Nothing here looks at the
clock: a term that is over opens nothing until an act releases the file, so that whatever is
unknown, pending or late keeps it closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

__all__ = [
    "CONFIDENTIAL",
    "HIGHEST",
    "INTERNAL",
    "RANKS",
    "SECRET",
    "Entry",
    "default_level",
    "effective",
    "entry_of",
    "floor",
    "item_level",
    "items_of",
    "level_shown",
    "merged",
    "own_level",
    "rank",
    "with_entry",
]

#: What is said of a file, or of one item in it.
Entry: TypeAlias = dict[str, Any]

#: From 0 up; what a form's box 密级 says.
RANKS = ("公开", "内部", "秘密", "机密", "绝密")
HIGHEST = len(RANKS) - 1
INTERNAL, SECRET, CONFIDENTIAL = 1, 2, 3

_ORGANISATION = "F"

#: The level that follows from the customer's grade (archive.md §4.1); of all others it is 秘密.
_BY_GRADE = {
    **dict.fromkeys(("重点", "重要", "关键", "A", "B", "AA", "AAA", "VIP"), CONFIDENTIAL),
    **dict.fromkeys(("战略", "VIP+"), HIGHEST),
}


def rank(value: object) -> int:
    """Return the rank of a level as it is written or counted; what is unknown is the highest."""
    if type(value) is int and 0 <= value <= HIGHEST:
        return value
    return RANKS.index(value) if isinstance(value, str) and value in RANKS else HIGHEST


def own_level(card: Mapping[str, Any]) -> int:
    """Return the level of a file by itself, a raise that is not yet confirmed included."""
    return _level({"level": card.get("level"), **_mapping(card.get("secrecy", {}))})


def item_level(card: Mapping[str, Any], item: str) -> int:
    """Return the level of an item by itself, 0 if nothing was decided about it."""
    return _level(entry_of(card, item))


def effective(card: Mapping[str, Any]) -> int:
    """Return the level that counts: the file's own, or the highest of its items."""
    return max(own_level(card), *map(_level, items_of(card).values()), 0)


def level_shown(card: Mapping[str, Any]) -> str:
    """Return the level that counts in words, "" where nobody has said anything of it."""
    return RANKS[effective(card)] if card.get("level") or card.get("secrecy") else ""


def items_of(card: Mapping[str, Any]) -> dict[str, Entry]:
    """Return what is said of the items of a file, by their numbers."""
    said = _mapping(_mapping(card.get("secrecy", {})).get("items", {}))
    return {str(number): _mapping(entry) for number, entry in said.items()}


def entry_of(card: Mapping[str, Any], item: str = "") -> Entry:
    """Return what is said of a file, or of an item in it; a copy."""
    return items_of(card).get(item, {}) if item else _mapping(card.get("secrecy", {}))


def with_entry(card: Mapping[str, Any], entry: Entry, item: str = "") -> dict[str, Any]:
    """Return a card on which this is said of the file, or of an item in it.

    The circle stays as long as the file or an item in it needs one.
    """
    secrecy = dict(card.get("secrecy", {}))
    if item:
        others = {name: said for name, said in items_of(card).items() if name != item}
        secrecy["items"] = others | ({item: entry} if entry else {})
    else:
        kept = {name: secrecy[name] for name in ("circle", "items") if name in secrecy}
        secrecy = kept | entry
    changed = {**card, "secrecy": secrecy}
    if effective(changed) < CONFIDENTIAL:
        secrecy.pop("circle", None)
    return changed


def floor(card: Mapping[str, Any]) -> int:
    """Return the lowest level that a file may have: a person's is never public (L-PIPL 25).

    A sole trader's file is a person's; so is one of a kind that this edition does not know.
    """
    return 0 if card.get("kind") == _ORGANISATION else INTERNAL


def default_level(card: Mapping[str, Any], *, heightened: bool = False) -> int:
    """Return the level to propose for a file that has none (archive.md §4.1).

    From the first grade: 一般 and below 秘密, 重点 and above 机密, VIP+ 绝密; one more for a
    customer at risk. That is never below what persons (内部) and sensitive data (秘密) need.

    Args:
        card: the file's card.
        heightened: whether it is a customer at risk with a lawsuit, or with a marketing strategy
            of its own.
    """
    grade = "".join(str(card.get("grade", "")).upper().split())
    for suffix in ("客户", "类", "级"):  # A类客户, A级 and A are one grade
        grade = grade.removesuffix(suffix)
    level = _BY_GRADE.get(grade, SECRET)
    return min(level + heightened, HIGHEST)


def merged(survivor: Mapping[str, Any], other: Mapping[str, Any]) -> Entry:
    """Return what is said of the file into which another one is merged: the stricter of each.

    The higher level wins with its decision; of two equal ones the longer term. The circle is that
    of the file with the higher level, and of two equal ones only who was in both (archive.md §4.2).
    """
    first, second = _whole(survivor), _whole(other)
    decided = max(first, second, key=lambda entry: (rank(entry["level"]), _end(entry)))
    pending = [entry["raised"] for entry in (first, second) if "raised" in entry]
    secrecy = {name: value for name, value in decided.items() if name not in _SEPARATE}
    if pending:
        secrecy["raised"] = max(pending, key=lambda raised: rank(raised["level"]))
    if items := {**first.get("items", {}), **second.get("items", {})}:
        secrecy["items"] = items
    secrecy["circle"] = _circle(survivor, other)
    return entry_of(with_entry({**survivor, "secrecy": secrecy}, secrecy))


#: What a merger settles by itself; a proposal about one of the two files lapses.
_SEPARATE = frozenset({"circle", "items", "proposed", "raised"})
_NEVER = "9999-12-31"


def _whole(card: Mapping[str, Any]) -> Entry:
    """Return what is said of a file, with the level that counts before a decision."""
    entry = entry_of(card)
    return entry | {"level": rank(entry.get("level", card.get("level")))}


def _end(entry: Entry) -> str:
    return str(entry.get("until", _NEVER))


def _circle(survivor: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    circles = [list(entry_of(card).get("circle", ())) for card in (survivor, other)]
    levels = [effective(card) for card in (survivor, other)]
    if levels[0] == levels[1]:
        return [reader for reader in circles[0] if reader in circles[1]]
    return circles[levels.index(max(levels))]


def _level(entry: Entry) -> int:
    """Return the level of an entry; one that only waits for a decision has none yet."""
    decided = rank(entry["level"]) if "level" in entry else 0
    return max(decided, rank(_mapping(entry["raised"]).get("level")) if "raised" in entry else 0)


def _mapping(given: object) -> Entry:
    """Return what should be an object; anything else is taken for a level, known or not."""
    return dict(given) if isinstance(given, Mapping) else {"level": given}
