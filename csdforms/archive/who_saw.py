"""What a customer is told who asks who has had his data (个人信息保护法 45; archive.md §4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from csdforms.archive.records import Event
from csdforms.archive.store import Document, Line, Store

__all__ = ["who_saw"]


def who_saw(store: Store, number: str) -> Iterator[Event]:
    """Return what was done with a customer's file, in order of time: notes and acts.

    The notes are those of the log of access that are about the file, or name it or one of its items
    in their detail: readings, prints, exports, tries that were refused. An act is a line of the
    journal about it. Where both are of one moment, the note, which is written first, comes first.
    What a note or an act says of other customers' files in the same list is left out.

    Memory does not grow with the log; it is read through once, as the events are asked for.

    Args:
        store: where everything is kept.
        number: the file's own number, in its normal form. A file that was destroyed has its notes
            all the same.

    Raises:
        DamagedArchive: if a line is not as it was written, or the log was taken away.
    """
    notes = (
        Event.of(line, _cut(said, number))
        for line, said in store.notes()
        if _is_about(line, said, number)
    )
    acts = (
        Event.of(line, _cut(store.get("acts", line.no) or {"detail": {}}, number))
        for line in store.history(number)
    )
    return merge(notes, acts, key=lambda event: event.at)


def _is_about(line: Line, said: Document, number: str) -> bool:
    detail = said["detail"]
    return (
        line.subject == number
        or number in detail.get("files", ())
        or str(detail.get("item", "")).startswith(f"{number}/")
    )


def _cut(said: Document, number: str) -> Document:
    """Return what a note says without the other files that it names."""
    detail = said["detail"]
    if "files" not in detail:
        return said
    return {
        **said,
        "detail": {**detail, "files": [name for name in detail["files"] if name == number]},
    }
