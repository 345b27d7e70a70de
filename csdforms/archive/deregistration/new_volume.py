"""A sealed file that is opened again: same number, next volume (archive.md §6.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from csdforms.archive import states
from csdforms.archive.deregistration.seals import SEALS, as_active, seal_of, unsealed
from csdforms.archive.duplicates import Guard
from csdforms.archive.registering import Keeper
from csdforms.archive.requests import NewVersion
from csdforms.archive.revising import check_revision, put_revision
from csdforms.archive.store import Document, Work

__all__ = ["ProfilePrinter", "begin"]

#: Prints a profile's Word file, given the form's identifier and the data.
ProfilePrinter: TypeAlias = Callable[[str, Mapping[str, Any]], bytes]


def begin(
    work: Work,
    key: int,
    row: Document,
    at: str,
    *,
    keep: Keeper,
    guard: Guard,
    printer: ProfilePrinter | None,
) -> tuple[str, ...]:
    """Revive a file, with the profile of an agreed application as its next version.

    Args:
        work: the work under the writer's lock.
        key: the file's key.
        row: the application, which is changed: it is over.
        at: the moment.
        keep: keeps a document and returns its hash.
        guard: who acts, and what he may be told.
        printer: prints the profile.

    Returns:
        What should be looked at again.
    """
    card = work.get("files", key)
    assert card is not None
    seal_key, seal = seal_of(work, card)
    states.advance(card, "revive")
    unsealed(work, card, seal)
    as_active(card)
    card["volume"] = int(card.get("volume", 1)) + 1
    work.put("files", key, card)
    work.put(SEALS, seal_key, seal | {"state": "revived"})
    profile = row.pop("profile")
    new = NewVersion(
        profile["data"],
        profile["edition"],
        printer(profile["form"], profile["data"]) if printer else None,
        row["evidence"],
        row.get("distinct", ""),
        verified=True,
        papers=tuple(row["papers"]),
    )
    revision = check_revision(work, key, new, guard)
    done = put_revision(work, key, revision, new, keep)
    row |= {"state": "revived", "ended_at": at, "volume": card["volume"]}
    row["version"] = revision.profile["version"]
    return done.receipt.warnings
