"""What comes over to the file that stays when two become one, and goes back if that is undone.

Of two files the stricter wins: the higher level, the longer retention, every hold, restriction and
bar (archive.md §4.2, §5; K05, S28). Former names and other numbers find the survivor from now on.

Undone, each file is what it was, as far as nothing new rests on it: what was lifted meanwhile stays
lifted, and a level that was decided anew holds for both, unless their own was higher.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.archive.destruction.retention import longer_of
from csdforms.archive.secrecy.levels import Entry, entry_of, items_of, merged, with_entry
from csdforms.archive.store import Document

__all__ = ["CARRIED", "carried", "given_back", "state_of", "taken_back"]

#: Lists of which the survivor gets what it has not …
_LISTS = ("holds", "restricted", "consent_withdrawn", "customer_nos", "former_names")
#: … marks that either file gives to both …
_MARKS = ("do_not_call", "blacklist")
#: … and all of a card that a merger may change.
CARRIED = (*_LISTS, *_MARKS, "retention", "secrecy")
#: What of the merged file ended while it was a part of the other.
_LIFTED = ("holds", "restricted")


def carried(survivor: Document, other: Document) -> Document:
    """Return the survivor's card with what comes over from the other one."""
    card = dict(survivor)
    names = {**other, "former_names": [other["name"], *other.get("former_names", [])]}
    for name in _LISTS:
        union = list(dict.fromkeys([*survivor.get(name, []), *names.get(name, [])]))
        if name == "former_names":
            union = [one for one in union if one != survivor["name"]]
        card |= {name: union} if union else {}
    for name in _MARKS:
        if not card.get(name) and other.get(name):
            card[name] = other[name]
    if longer := longer_of(survivor.get("retention"), other.get("retention")):
        card["retention"] = longer
    card["secrecy"] = merged(survivor, other)
    card["absorbed"] = [*survivor.get("absorbed", []), *_numbers(other)]
    return card


def state_of(card: Mapping[str, Any]) -> Document:
    """Return of a card what a merger may change."""
    return {name: card[name] for name in CARRIED if name in card}


def taken_back(
    survivor: Document, other: Mapping[str, Any], before: Document, after: Document
) -> Document:
    """Return the survivor's card without what came over.

    Args:
        survivor: its card now.
        other: the card of the merged file.
        before: what of the survivor's card a merger may change, as it was before this one.
        after: likewise, after it.
    """
    card = {**survivor, "secrecy": _level_back(survivor, other, before, after)}
    for name in _LISTS:
        came = [one for one in after.get(name, []) if one not in before.get(name, [])]
        card[name] = [one for one in survivor.get(name, []) if one not in came]
    for name in (*_MARKS, "retention"):
        if survivor.get(name) == after.get(name):
            card[name] = before.get(name)
    gone = _numbers(other)
    card["absorbed"] = [one for one in survivor["absorbed"] if one not in gone]
    return _without_nothing(card)


def given_back(
    other: Document, survivor: Mapping[str, Any], own: Entry, after: Document
) -> Document:
    """Return the merged file's card as it was.

    Args:
        other: its card now.
        survivor: the card of the file that it was a part of, now.
        own: what was said of its level before.
        after: what of the survivor's card a merger may change, after it.
    """
    card = {name: value for name, value in other.items() if name != "merged_into"}
    for name in _LIFTED:
        card[name] = [one for one in other.get(name, []) if one in survivor.get(name, [])]
    items = _of_items(survivor, _numbers(other), inside=True)
    card["secrecy"] = {**own, "items": items} if items else own
    if _own(survivor) != _own(after):
        card["secrecy"] = merged(card, {**survivor, "secrecy": _own(survivor)})
    return _without_nothing(card)


def _level_back(
    survivor: Mapping[str, Any], other: Mapping[str, Any], before: Document, after: Document
) -> Entry:
    """Return what is said of the survivor's level once the other file is out of it."""
    items = _of_items(survivor, _numbers(other), inside=False)
    own = _own(before) if _own(survivor) == _own(after) else _own(survivor)
    return entry_of(with_entry({**survivor, "secrecy": {"items": items} if items else {}}, own))


def _own(card: Mapping[str, Any]) -> Entry:
    """Return what is said of a file's level, without that of its items."""
    return {name: value for name, value in entry_of(card).items() if name != "items"}


def _numbers(other: Mapping[str, Any]) -> list[str]:
    """Return the numbers of a merged file, and of those that had been merged into it."""
    return [other["number"], *other.get("absorbed", [])]


def _of_items(card: Mapping[str, Any], files: list[str], *, inside: bool) -> dict[str, Entry]:
    """Return what is said of the items that lie in these files, or of all others."""
    mine = tuple(f"{number}/" for number in files)
    return {name: said for name, said in items_of(card).items() if name.startswith(mine) == inside}


def _without_nothing(card: Document) -> Document:
    """Return a card without keys that say nothing; absent means no."""
    return {name: value for name, value in card.items() if value or name not in _EMPTY}


_EMPTY = frozenset({*CARRIED, "absorbed"})
