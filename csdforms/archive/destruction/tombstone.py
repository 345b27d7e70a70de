"""What is left of a file that was destroyed: a card that says so, and by whom (archive.md §7.6).

Of an organisation the name and the unified code stay, so that it is known again. Of a person, and
of a sole trader, who is one, nothing that identifies stays, and no digest of it either: whoever can
guess a number could try it out (X10).
"""

from __future__ import annotations

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.secrecy.levels import effective, entry_of
from csdforms.archive.store import Document

__all__ = ["tombstone_of"]

_ORGANISATION = "F"
_KNOWN_BY = ("name", "uscc")
_POINTERS = ("absorbed", "merged_into")


def tombstone_of(card: Document, row: Document, at: str) -> Document:
    """Return the card that takes the place of a file's.

    The file is ``DESTROYING`` until both witnesses have signed, though nothing of it is there any
    more. One that was merged into it stays a pointer to it.

    Args:
        card: the file's card.
        row: the list of destruction.
        at: the moment at which it is destroyed.
    """
    execution = row["execution"]
    secrecy: Document = {"level": effective(card)}
    if circle := entry_of(card).get("circle"):
        secrecy["circle"] = circle
    sealed = card.get("sealed", {})
    is_merged = card["state"] == states.MERGED
    kept = (*_POINTERS, *(_KNOWN_BY if card["kind"] == _ORGANISATION else ()))
    return {
        "number": card["number"],
        "kind": card["kind"],
        "state": states.MERGED if is_merged else states.DESTROYING,
        "name": "",
        "created_at": card["created_at"],
        "versions": 0,
        "items": 0,
        "secrecy": secrecy,
        **{name: card[name] for name in kept if name in card},
        "destroyed_at": at,
        "tombstone": {
            "created": day_of(card["created_at"]),
            "sealed": sealed.get("day", ""),
            "list": row["number"],
            "approvers": [one["by"] for one in row["approvals"]],
            "executor": execution["executor"],
            "witnesses": [one["person"] for one in execution["witnesses"]],
        },
    }
