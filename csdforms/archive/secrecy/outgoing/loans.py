"""Loans of paper and sealed copies (借阅登记) as they are kept; nothing here writes.

A document of the table ``loans``::

    {"number": "JY-2026-0001", "file": "KH-…", "item": "KH-…/3.2-2026-0001", "borrower": "王敏",
     "purpose": "…", "pages": 12, "out": "2026-11-22T…", "due": "2026-11-25T23:59:59.999999+08:00",
     "by": "赵强", "original": true, "in_office": true,
     "back": "2026-11-24T…", "pages_back": 11, "condition": "…", "taken_by": "…"}

``item`` is absent for the whole file, ``original`` and ``in_office`` (to be read there) where they
are not so, and what follows until it is back.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator
from typing import NamedTuple, Self

from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["LOANS", "Loan", "is_out", "out_of_file", "overdue"]

LOANS = "loans"


class Loan(NamedTuple):
    """A loan, as it is handed out."""

    number: str
    file: str
    borrower: str
    purpose: str
    pages: int
    out: str
    due: str
    by: str
    state: str  # out, overdue, back, short (back with fewer pages)
    item: str = ""
    original: bool = False
    in_office: bool = False
    back: str = ""
    pages_back: int | None = None
    condition: str = ""
    taken_by: str = ""

    def __repr__(self) -> str:
        return f"Loan({self.number!r}, {self.file!r}, {self.state!r})"

    @classmethod
    def of(cls, document: Document, at: str) -> Self:
        """Read a document as it is at a moment; keys of a later edition are left out."""
        known = {name: document[name] for name in cls._fields if name in document}
        return cls(**known, state=_state(document, at))


def _state(document: Document, at: str) -> str:
    if "back" in document:
        return "short" if document["pages_back"] < document["pages"] else "back"
    return "overdue" if document["due"] < at else "out"


def out_of_file(reader: Reader, file: str) -> Iterator[Document]:
    """Yield the loans of a file that are not back: a file is sealed when there are none."""
    for key in reader.find(LOANS, "file", file):
        loan = reader.get(LOANS, key)
        if loan and "back" not in loan:
            yield loan


def is_out(reader: Reader, file: str, item: str) -> bool:
    """Whether a file, or the item in it, is out; so is an item with its file, and the reverse."""
    return any(not item or loan.get("item", "") in ("", item) for loan in out_of_file(reader, file))


def overdue(reader: Reader, borrower: str, at: str) -> list[Document]:
    """Return what somebody has kept beyond its day."""
    loans = (reader.get(LOANS, key) for key in reader.find(LOANS, "borrower", borrower))
    return [loan for loan in loans if loan and "back" not in loan and loan["due"] < at]
