"""Revivals (恢复) as they are kept and handed out; nothing here writes.

A document of the table ``revivals``, which is destroyed with the file::

    {"number": "HF-2026-0001", "file": "KH-…", "state": "applied", "applicant": "王敏",
     "roles": ["sales"], "at": "…", "reason": "…", "evidence": "…", "distinct": "…",
     "seal": "FC-2026-0001", "trigger": "D5", "was": "DESTROY_APPROVED",
     "profile": {"form": "…", "edition": "…", "data": {…}}, "papers": [{"kind": "告知同意", …}],
     "steps": [{"step": "check", "by": "周明", "roles": […], "at": "…", "reason": "…"}],
     "ended_at": "…", "version": 3, "volume": 2}

``state`` is applied, checked, agreed (where the general manager decides last), revived, refused or
withdrawn; ``was`` is what the file was when it was not just sealed. The ``profile`` stands here
until it is a version of the file's own, or the application is over.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator
from typing import NamedTuple, Self

from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = ["OPEN_STATES", "REVIVALS", "STATES", "Revival", "of_file"]

REVIVALS = "revivals"

STATES = {
    "applied": "待核对",
    "checked": "待批准",
    "agreed": "待终审",
    "revived": "已恢复",
    "refused": "未批准",
    "withdrawn": "已撤回",
}
#: Somebody is still to decide.
OPEN_STATES = ("applied", "checked", "agreed")


class Revival(NamedTuple):
    """An application for revival, as it is handed out."""

    number: str
    file: str
    state: str
    applicant: str
    at: str
    steps: tuple[tuple[str, str, str], ...]  # step, who, when
    reason: str = ""
    volume: int = 0  # what the file's is, once it is revived
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Revival({self.number!r}, {self.file!r}, {self.state!r})"

    @classmethod
    def of(cls, document: Document, *warnings: str) -> Self:
        """Read a document of the archive."""
        return cls(
            document["number"],
            document["file"],
            document["state"],
            document["applicant"],
            document["at"],
            tuple((one["step"], one["by"], one["at"]) for one in document["steps"]),
            document["reason"],
            document.get("volume", 0),
            tuple(filter(None, warnings)),
        )


def of_file(reader: Reader, file: str) -> Iterator[Document]:
    """Return the applications for a file's revival, oldest first."""
    found = (reader.get(REVIVALS, key) for key in reader.find(REVIVALS, "file", file))
    return (row for row in found if row)
