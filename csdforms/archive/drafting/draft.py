"""A customer's file before it is one: the draft, whose it is, and who sees it (archive.md §3.5).

A document of the table ``drafts`` holds, beside what the register card would say::

    {"number": "CG-2026-0001", "state": "SUBMITTED", "owner": "王敏", "begun": "2026-11-22T…",
     "form": "…", "edition": "1", "data": {…}, "papers": […], "parent": "", "returns": 1,
     "defects": [["uscc", "与执照不符"]], "rivals": ["李强"]}

and once it is accepted ``acceptor``, ``accepted``, ``digest`` (of all that was accepted),
``distinct`` and ``alike`` (why these files are another customer's).
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from csdforms.archive import states, terms
from csdforms.archive.card import card_of
from csdforms.archive.items import digest_of
from csdforms.archive.records import Reader
from csdforms.archive.requests import NewFile, Printed
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Document, Work

__all__ = [
    "DRAFTS",
    "Draft",
    "accepted_digest",
    "contents",
    "find",
    "is_key_customer",
    "new_file",
    "next_number",
    "row",
    "sees",
]

DRAFTS = "drafts"

#: The grades of customers whom the general manager approves.
_KEY_GRADES = frozenset({"A", "AA", "AAA"})
_KEY_WORDS = ("重点", "大客户", "VIP")


class Draft(NamedTuple):
    """A draft as it is shown to those who work on it."""

    number: str
    state: str
    owner: str
    form: str
    edition: str
    kind: str
    name: str
    data: Mapping[str, Any]
    papers: tuple[Mapping[str, Any], ...]
    begun: str
    parent: str = ""
    returns: int = 0
    defects: tuple[tuple[str, str], ...] = ()
    acceptor: str = ""
    rivals: tuple[str, ...] = ()  # colleagues who began one for the same customer

    def __repr__(self) -> str:
        return f"Draft({self.number!r}, {self.state!r})"

    @classmethod
    def of(cls, document: Document) -> "Draft":
        """Read a document of the archive."""
        known = {name: document[name] for name in cls._fields if name in document}
        known["papers"] = tuple(known["papers"])
        known["defects"] = tuple((field, text) for field, text in known.get("defects", ()))
        known["rivals"] = tuple(known.get("rivals", ()))
        return cls(**known)

    @property
    def is_key(self) -> bool:
        """Whether the general manager approves it."""
        return is_key_customer(self.data)


def row(number: str, new: NewFile, papers: Sequence[Document], at: str, owner: str) -> Document:
    """Return the document of a new draft."""
    begun = {"number": number, "state": states.DRAFT, "owner": owner, "begun": at, "returns": 0}
    return {**card_of(new.form, new.data), **begun, **contents(new, papers)}


def contents(new: NewFile, papers: Sequence[Document]) -> Document:
    """Return what of a draft its owner may change."""
    return {
        "form": new.form,
        "edition": new.edition,
        "data": dict(new.data),
        "papers": list(papers),
        "parent": new.parent,
    }


def new_file(draft: Document, document: Printed | None = None) -> NewFile:
    """Return what the file is to hold, as it was accepted."""
    return NewFile(
        draft["form"],
        draft["data"],
        draft["edition"],
        document,
        draft["parent"],
        draft.get("distinct", ""),
        tuple(draft.get("alike", ())),
        tuple(draft["papers"]),
    )


def accepted_digest(draft: Document) -> str:
    """Return the SHA-256 of all that is accepted."""
    names = ("form", "edition", "data", "papers", "parent", "distinct", "alike")
    return digest_of({name: draft.get(name) for name in names})


def next_number(work: Work, year: int) -> str:
    """Give out the next draft's number of the year."""
    counter = work.get("counters", year) or {}
    serial = counter.get(DRAFTS, 0) + 1
    work.put("counters", year, counter | {DRAFTS: serial})
    return f"CG-{year}-{serial:04}"


def find(reader: Reader, given: str) -> tuple[int, Document] | None:
    """Return the key and the document of the draft with this number."""
    keys = reader.find(DRAFTS, "number", terms.normal("number", given))
    document = reader.get(DRAFTS, keys[0]) if keys else None
    return (keys[0], document) if document else None


def sees(person: Person, draft: Document) -> bool:
    """Whether a draft exists for somebody: it is his, went through his hands, or waits for him."""
    if person.sole or person.person in (draft["owner"], draft.get("acceptor")):
        return True
    waits = {states.SUBMITTED: ("check", "approve"), states.ACCEPTED: ("approve",)}
    return any(map(person.may, waits.get(draft["state"], ())))


def is_key_customer(data: Mapping[str, Any]) -> bool:
    """Whether this is a key customer by his grade: A and above, or called so."""
    grade = terms.normal("grade", str(data.get("customer_grade") or ""))
    return grade.rstrip("级类") in _KEY_GRADES or any(word in grade for word in _KEY_WORDS)
