"""A file is taken off its appraisal or its list, and the list's approval is void (X02, X03, R04).

Because of a legal hold, a revival, a change: the file is sealed again, and what remains on the list
goes back to be approved anew.
"""

from __future__ import annotations

from csdforms.archive import states
from csdforms.archive.destruction.freezing import digest_of_lines
from csdforms.archive.destruction.listing import card_of_file, open_rows
from csdforms.archive.destruction.records import live
from csdforms.archive.store import Document, Work

__all__ = ["pull", "put_back", "void_approvals"]

_REPRIEVED = frozenset({states.APPRAISAL, states.PROPOSED, states.CONDEMNED})


def pull(work: Work, file: str, reason: str, *, at: str = "") -> Document:
    """Take a file, and every item in it, off whatever appraisal or list names it.

    Works under the writer's lock, inside somebody's act, which says so. A file that is on none is
    as it was.

    Args:
        work: the work.
        file: the file's number.
        reason: why; it is kept for good, so no person's name in it: ``保全 BQ-2026-0001``.
        at: the moment.

    Returns:
        The card as it is now kept; a copy from before is stale.

    Raises:
        NotAllowedNow: if it is being destroyed.
    """
    card = card_of_file(work, file)
    if card["state"] == states.DESTROYING:
        states.require(file, card["state"], "reprieve")
    for table in ("appraisals", "destructions"):
        for key, row in open_rows(work, table, file):
            lines = [line for line in live(row) if line["file"] == file and "done_at" not in line]
            for line in lines:
                line["pulled"] = reason
                line.update({"pulled_at": at} if at else {})
            if lines:
                void_approvals(work, row)
                work.put(table, key, row)
    if card["state"] in _REPRIEVED:
        card = put_back(work, file, "reprieve")
    return card


def put_back(work: Work, file: str, event: str) -> Document:
    """Let a file be sealed again, and listed no more; return its card."""
    key = work.find("files", "number", file)[0]
    card = card_of_file(work, file)
    states.advance(card, event)
    card.pop("listed", None)
    work.put("files", key, card)
    return card


def void_approvals(work: Work, row: Document) -> None:
    """Let what a group or a manager signed count no more; files that remain wait for it again.

    A list without lines is over. A list that is being carried out goes on: each of its files is
    past the point from which one comes back.
    """
    rest = live(row)
    if "members" in row:
        row["signatures"] = []
        row["state"] = row["state"] if rest else "cancelled"
        return
    if row["state"] == "executing":
        return
    row |= {"former_approvals": [*row.get("former_approvals", []), *row["approvals"]]}
    row |= {"approvals": [], "digest": digest_of_lines(rest)}
    row["state"] = "proposed" if rest else "void"
    row.pop("valid_until", None)
    row.pop("execution", None)
    for number in {line["file"] for line in rest if "item" not in line}:
        key = work.find("files", "number", number)[0]
        card = card_of_file(work, number)
        if card["state"] == states.CONDEMNED:
            states.advance(card, "relist")
            work.put("files", key, card)
