"""What a change of level brings with it: the new mark, the copies to recall, the grants that end.

archive.md §4.2: the old mark is struck and the new one set beside it; printed copies in circulation
are listed and recalled. A raise hides the file from whoever was reading it: every grant ends.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator
from typing import NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying.deciding import level_in
from csdforms.archive.secrecy.classifying.labels import Marking, marking, marking_settings
from csdforms.archive.secrecy.levels import effective, entry_of
from csdforms.archive.secrecy.outgoing.copy_register import COPIES, Copy, of_file
from csdforms.archive.store import Act, Document, Work

__all__ = ["Decision", "copies_out", "put_change"]


class Decision(NamedTuple):
    """What holds now."""

    number: str
    item: str  # "": the file itself
    level: int
    until: str  # the last day of the term; "": none
    marking: Marking
    recall: tuple[Copy, ...]


def put_change(
    work: Work, key: int, cards: tuple[Document, Document], item: str, act: Act
) -> Decision:
    """Keep a changed card as one act, with all that follows from the change.

    Args:
        work: what is being written.
        key: the file's key.
        cards: its card as it was, and as it is to be.
        item: what was decided on, "" for the file itself.
        act: the act; what has changed is added to its detail.
    """
    before, after = cards
    number = before["number"]
    old, new = effective(before), effective(after)
    recalled = []
    if new != old:
        for place, copy in list(_out(work, number)):
            work.put(COPIES, place, {"recall": act.at, **(work.get(COPIES, place) or {})})
            recalled.append(copy)
    if new > old:
        _end_grants(work, number, act.at)
    entry = entry_of(after, item)
    level = level_in(after, item)
    detail = {
        "item": item,
        "level": level,
        "before": level_in(before, item),
        "until": entry.get("until", ""),
        "circle": entry_of(after).get("circle", []),
        "recall": [copy.copy_no for copy in recalled],
    }
    said = {name: value for name, value in detail.items() if value or name in ("level", "before")}
    work.put("files", key, after)
    work.record(act._replace(detail={**said, **act.detail}))
    released = day_of(act.at) if entry.get("released") == day_of(act.at) else ""
    marks = marking(marking_settings(work), before, after, released=released)
    return Decision(number, item, level, entry.get("until", ""), marks, tuple(recalled))


def copies_out(reader: Reader, number: str) -> tuple[Copy, ...]:
    """Return the copies of a file that were asked back (``recall``) and have not come."""
    out = _out(reader, number)
    return tuple(copy for place, copy in out if "recall" in (reader.get(COPIES, place) or {}))


def _out(reader: Reader, number: str) -> Iterator[tuple[int, Copy]]:
    """Yield the copies of a file that are out, with their keys."""
    return (one for one in of_file(reader, number) if not one[1].recalled)


def _end_grants(work: Work, number: str, at: str) -> None:
    for key in work.find("grants", "file", number):
        grant = work.get("grants", key)
        if grant and "revoked" not in grant and grant["to"] > at:
            work.put("grants", key, grant | {"revoked": at})
