"""The register of copies that left the archive, on paper or in a bag (archive.md §4.3, S21, M14).

Documents of the table ``copies``::

    {"file": "KH-…", "item": "KH-…/3.2-2026-0001", "reader": "王敏", "kind": "print", "copy_no": 2,
     "at": "2026-11-22T…", "day": "2026-11-22", "records": {"credit": 0, …}, "recalled": "2026-…"}

``path`` is where it was written on disk, if that is known; a destruction does not go on while it is
there (X11). ``item`` is absent for the profile and for a whole file, ``recalled`` while it is out.
A copy of the department's own papers has the letters of their numbers as its ``file``.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from csdforms.archive.actor import day_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.outgoing.bulk import Records
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document, Work

__all__ = ["COPIES", "Copy", "CopyRegister", "of_file", "of_form", "on_disk"]

COPIES = "copies"


class Copy(NamedTuple):
    """An entry of the register."""

    file: str
    reader: str
    kind: str  # print, export; paper: a paper of a proceeding, which belongs into the file
    copy_no: int
    at: str
    item: str = ""
    recalled: str = ""

    @classmethod
    def of(cls, document: Document) -> Self:
        """Read a document of the archive; keys of a later edition are left out."""
        return cls(**{name: document[name] for name in cls._fields if name in document})

    @property
    def is_on_paper(self) -> bool:
        """Whether it is a printed copy that is still out."""
        return self.kind == "print" and not self.recalled


def of_file(reader: Reader, file: str) -> Iterator[tuple[int, Copy]]:
    """Yield the copies of a file and of its items with their keys, oldest first."""
    for key in reader.find(COPIES, "file", file):
        if document := reader.get(COPIES, key):
            yield key, Copy.of(document)


def on_disk(reader: Reader, file: str) -> Iterator[str]:
    """Yield where copies of a file are still on this computer's disk, as far as that is known."""
    for key in reader.find(COPIES, "file", file):
        document = reader.get(COPIES, key) or {}
        if "path" in document and Path(document["path"]).exists():
            yield document["path"]


def of_form(reader: Reader, file: str, item: str) -> Iterator[tuple[int, Copy]]:
    """Yield the copies of an item, or of a file's profile, with which its exports are counted."""
    return ((key, copy) for key, copy in of_file(reader, file) if copy.item == item)


class CopyRegister:
    """The register under the writer's lock: no two copies of a form get the same number.

    Args:
        work: what is being written.
        person: who prints, exports or takes back.
        at: the moment.
    """

    def __init__(self, work: Work, person: Person, at: str) -> None:
        self.work = work
        self.person = person
        self.at = at

    def add(
        self, file: str, item: str, kind: str, records: Records, *, path: Path | None = None
    ) -> tuple[int, Copy]:
        """Put in a copy, and where it is written; return its key in the table, and the entry."""
        last = max((copy.copy_no for _, copy in of_form(self.work, file, item)), default=0)
        document: Document = {
            "file": file,
            "reader": self.person.person,
            "kind": kind,
            "copy_no": last + 1,
            "at": self.at,
            "day": day_of(self.at),
            "records": records._asdict(),
        }
        document |= {"item": item} if item else {}
        document |= {"path": str(path.absolute())} if path else {}
        key = self.work.last_key(COPIES) + 1
        self.work.put(COPIES, key, document)
        return key, Copy.of(document)

    def recall(self, key: int, act: str, reason: str) -> Copy:
        """Put down that a copy is out no more; ``act`` names the line."""
        document = self.work.get(COPIES, key)
        assert document is not None
        document["recalled"] = self.at
        self.work.put(COPIES, key, document)
        copy = Copy.of(document)
        detail = {"item": copy.item, "copy_no": copy.copy_no}
        self.work.record(Act(act, self.person.account, self.at, copy.file, "", reason, detail))
        return copy
