"""Grants of reading (查阅批准) as they are kept, and when one holds; nothing here writes.

A document of the table ``grants``::

    {"number": "SQ-2026-0001", "file": "KH-…", "reader": "王敏", "fields": ["mobile"],
     "purpose": "…", "from": "2026-11-22T…", "to": "2026-11-29T…", "by": "赵强", "at": "2026-…",
     "up_to": 2, "case": "TS-20261122-001", "revoked": "2026-11-23T…", "reason": "…",
     "emergency": true, "reviewed": {"by": "…", "at": "…", "justified": true, "reason": "…"}}

``up_to`` is the highest level for which the grantor could give it; ``case`` and all that follows
may be absent. No ``fields`` mean masked reading, ``*`` all. What somebody has only asked for has an
empty ``from``, ``to`` and ``by``, and says how the file was ``given`` and for how many ``days``;
when that was refused, ``refused`` says by whom and why.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person, is_current
from csdforms.archive.store import Document

__all__ = ["GRANTS", "Grant", "in_force", "unreviewed"]

GRANTS = "grants"


class Grant(NamedTuple):
    """A grant, or what somebody asks for, as it is handed out."""

    number: str
    file: str
    reader: str
    fields: tuple[str, ...]
    purpose: str
    state: str  # asked, refused, granted, ended
    start: str
    end: str
    by: str
    at: str
    case: str = ""
    emergency: bool = False
    reviewed: Mapping[str, Any] | None = None
    reason: str = ""

    def __repr__(self) -> str:
        return f"Grant({self.number!r}, {self.file!r}, {self.state!r})"

    @classmethod
    def of(cls, document: Document, at: str) -> Self:
        """Read a document as it is at a moment."""
        return cls(
            number=document["number"],
            file=document["file"],
            reader=document["reader"],
            fields=tuple(document["fields"]),
            purpose=document["purpose"],
            state=_state(document, at),
            start=document["from"],
            end=str(document.get("revoked", document["to"])),
            by=document["by"],
            at=document["at"],
            case=document.get("case", ""),
            emergency=document.get("emergency", False),
            reviewed=document.get("reviewed"),
            reason=document.get("refused", document).get("reason", ""),
        )


def _state(document: Document, at: str) -> str:
    if "refused" in document:
        return "refused"
    if "revoked" in document:
        return "ended"
    if not document["by"]:
        return "asked"
    return "granted" if at < document["to"] else "ended"


def in_force(grant: Mapping[str, Any], person: Person, level: int, at: str) -> bool:
    """Whether a grant lets a person read a file of this level at this moment.

    It ends with its window, when it is revoked, when its reader is transferred or leaves, and while
    the file is above what its grantor could grant (archive.md §4.3). Whether the reader is cleared
    for the file now and in its circle, and whether ``case`` is still open, are other questions.
    """
    return bool(
        grant["by"]
        and grant["reader"] == person.person
        and grant["from"] <= at < grant["to"]
        and "revoked" not in grant
        and level <= grant["up_to"]
        and is_current(person, grant["at"])
    )


def unreviewed(reader: Reader, person: str) -> list[Document]:
    """Return the emergency readings of somebody that nobody has looked at yet."""
    documents = (reader.get(GRANTS, key) for key in reader.find(GRANTS, "reader", person))
    return [one for one in documents if one and "emergency" in one and "reviewed" not in one]
