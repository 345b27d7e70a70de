"""Every copy of what is destroyed that the archive knows of, and what became of each (§7.5, X11).

They are enumerated when the execution starts, while the registers still tell of them, and stand in
the list's ``execution``::

    {"no": 1, "file": "KH-…", "kind": "print", "where": "…", "became": "recalled", "said": "…",
     "until": "", "by": "陈静", "at": "…"}

``file`` is absent for what holds several files, a backup; ``until`` is the day by which what is
there still will be gone. None may be left open (``became`` is empty), or the list is not done.
"""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive.destruction.known_copies import (
    GONE,
    OPEN,
    SWEPT,
    UNREADABLE,
    KnownCopy,
    known_copies,
)
from csdforms.archive.destruction.listing import card_of_file, whole
from csdforms.archive.destruction.records import live
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["BECAME", "enumerated", "open_copies", "refresh", "swept"]

#: What may become of a copy. ``unreadable``: nobody has a key any more that opens it.
BECAME = {
    "destroyed": "已销毁",
    "recalled": "已收回",
    "explained": "说明原因和期限",
    "unreadable": "已无法解读",
}
#: What goes with a whole file, and stays if only an item goes.
_OF_ALL = frozenset({"document", "key"})
_OF_STATE = {GONE: "destroyed", UNREADABLE: "unreadable", SWEPT: "", OPEN: ""}


def enumerated(office: Office, reader: Reader, row: Document) -> list[Document]:
    """Return the known copies of all that is on a list, each once."""
    found: dict[tuple[str, str], Document] = {}
    for file, items in _asked(reader, row):
        for one in _known(office, reader, file, items):
            copy = {"kind": one.kind, "where": one.where, "swept": one.state == SWEPT, **_told(one)}
            if before := found.get((one.kind, one.where)):
                before.pop("file", None)
            else:
                found[one.kind, one.where] = copy | {"file": file}
    return [{"no": no} | copy for no, copy in enumerate(found.values(), start=1)]


def swept(row: Document, person: str, at: str) -> None:
    """Put down that what goes with the file itself is gone."""
    for copy in open_copies(row):
        if copy["swept"]:
            copy |= {"became": "destroyed", "by": person, "at": at}


def refresh(office: Office, reader: Reader, row: Document) -> None:
    """Put down what the registers tell meanwhile of open copies: a backup that is gone."""
    open_ones = {(copy["kind"], copy["where"]): copy for copy in open_copies(row)}
    for file, items in _asked(reader, row) if open_ones else ():
        for one in _known(office, reader, file, items):
            if copy := open_ones.get((one.kind, one.where)):
                copy |= _told(one)


def open_copies(row: Document) -> list[Document]:
    """Return the copies of which nobody has said what became."""
    return [copy for copy in row["execution"]["copies"] if not copy["became"]]


def _told(one: KnownCopy) -> Document:
    """Return what a register tells of a copy; what is there still needs a reason and a day."""
    became = _OF_STATE[one.state]
    if one.state == OPEN and one.note and one.due:
        became = "explained"
    return {"became": became, "said": one.note, "until": one.due}


def _asked(reader: Reader, row: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the files on a list with what was merged into them; of files that stay, the items."""
    for file in sorted({line["file"] for line in live(row)}):
        items = [line.get("item", "") for line in live(row) if line["file"] == file]
        for card in whole(reader, card_of_file(reader, file)):
            yield card["number"], tuple(filter(None, items))


def _known(
    office: Office, reader: Reader, file: str, items: tuple[str, ...]
) -> Iterator[KnownCopy]:
    """Yield the known copies of a file; if only items of it go, those that may hold these."""
    for one in known_copies(office, reader, file):
        about = one.where.partition(" ")[0]
        is_of_others = one.kind in _OF_ALL or about.startswith(f"{file}/")
        if not items or about in items or not is_of_others:
            yield one
