"""Seals (封存) as they are kept and handed out; what sealing puts on a card.

A document of the table ``seals``, which is destroyed with the file::

    {"number": "FC-2026-0001", "file": "KH-…", "deregistration": "ZX-2026-0001",
     "state": "prepared", "inventory": [{"number": "1", "form": "…", "digest": "…", …}, …],
     "digest": "…", "prepared": {"by": "周明", "roles": ["info_supervisor"], "at": "2026-…"},
     "sealed": {"by": "陈静", "roles": […], "at": "2026-…"},
     "before": {"do_not_call": true, "restricted": ["QQ-2026-0001"]},
     "undone": {"by": "赵强", "roles": […], "at": "…", "reason": "…"}}

``state`` goes from prepared to sealed, and from there to undone or revived. ``before`` is what the
card said of this before. A version of the profile is numbered by itself in the inventory, an item
as ever; see :mod:`csdforms.archive.deregistration.inventory`.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.retention import retention_of
from csdforms.archive.personal_data.left_alone import asked_since
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document, Work
from csdforms.errors import UnknownFile

__all__ = [
    "SEALS",
    "Seal",
    "SealCheck",
    "as_active",
    "pending",
    "seal_of",
    "sealed",
    "signed",
    "unsealed",
]

SEALS = "seals"
_ORGANISATION = "F"


class Seal(NamedTuple):
    """A seal, as it is handed out."""

    number: str
    file: str
    deregistration: str
    state: str  # prepared, sealed, undone, revived
    papers: int  # how many the inventory lists
    digest: str
    prepared_by: str
    prepared_at: str
    sealed_by: str = ""
    sealed_at: str = ""
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document, *warnings: str) -> Self:
        """Read a document of the archive."""
        first, second = document["prepared"], document.get("sealed", {})
        return cls(
            document["number"],
            document["file"],
            document["deregistration"],
            document["state"],
            len(document["inventory"]),
            document["digest"],
            first["by"],
            first["at"],
            second.get("by", ""),
            second.get("at", ""),
            tuple(filter(None, warnings)),
        )


class SealCheck(NamedTuple):
    """What a seal is found to be when it is looked at again."""

    number: str
    file: str
    sound: bool
    differing: tuple[str, ...]  # papers of the inventory that are not as they were sealed


def seal_of(reader: Reader, card: Mapping[str, Any]) -> tuple[int, Document]:
    """Return the key and the document of the seal under which a file lies.

    Raises:
        UnknownFile: if it has none here: it was sealed in another archive.
    """
    found = entry(reader, SEALS, card["sealed"]["number"]) if "sealed" in card else None
    if found is None:
        raise UnknownFile(str(card["number"]), "封存")
    return found


def pending(work: Work, card: Mapping[str, Any]) -> tuple[int, Document]:
    """Return the key and the document of the stock that was taken for a seal; it may be empty."""
    for key in work.find(SEALS, "file", card["number"]):
        row = work.get(SEALS, key) or {}
        if row.get("state") == "prepared" and row["deregistration"] == card["deregistration"]:
            return key, row
    return work.last_key(SEALS) + 1, {}


def signed(person: Person, at: str) -> Document:
    """Return who did something, in which offices, and when."""
    return {"by": person.person, "roles": list(person.roles), "at": at}


def sealed(card: Document, seal: Document, by: Document, trigger: str, *, financial: bool) -> None:
    """Put on a card what sealing says of the file, and into the seal what it said before.

    Consents end with the seal, so nobody calls the customer any more, and a person's data rest for
    the duty to keep them alone (L-PIPL 47(2)).
    """
    before = {name: card[name] for name in ("do_not_call", "restricted") if name in card}
    seal |= {"state": "sealed", "sealed": by, "before": before}
    day = day_of(by["at"])
    card["sealed"] = {
        "number": seal["number"],
        "at": by["at"],
        "day": day,
        "deregistration": card.pop("deregistration"),
    }
    card["retention"] = retention_of(card, day, trigger, financial=financial)
    card["do_not_call"] = True
    if card["kind"] != _ORGANISATION:
        card["restricted"] = [*card.get("restricted", []), seal["deregistration"]]


def unsealed(reader: Reader, card: Document, seal: Document) -> None:
    """Take from a card what sealing put there; what others put there since stays."""
    before = seal["before"]
    del card["sealed"], card["retention"]
    is_asked = asked_since(reader, card["number"], seal["sealed"]["at"])
    if "do_not_call" not in before and not is_asked:
        card.pop("do_not_call", None)
    if rest := [one for one in card.pop("restricted", []) if one != seal["deregistration"]]:
        card["restricted"] = rest


def as_active(card: Document) -> None:
    """Let a file that is in use again be in use: it sleeps no more; a freeze, though, stays."""
    card.pop("dormant_since", None)
    if "frozen" in card:
        states.advance(card, "freeze")
