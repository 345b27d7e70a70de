"""The department with a lawyer, and what tests of custody ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from archive.customers import Clock
from archive.secrecy.department import STAFF, hire

from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.archive.store import Document

#: Account: person, roles, clearance; 方正 is cleared for 机密.
KEEPERS: dict[str, tuple[str, list[str], int]] = {
    **STAFF,
    "fang": ("方正", ["legal"], 3),
    "zhou2": ("周明", ["cs_manager"], 3),  # the supervisor under another account
}
#: Whoever has none of the rights of keeping.
OTHERS = ("gao", "jie", "wang", "liu", "lin", "sun", "he")


def engage(archive: Archive) -> Custody:
    """Register the department; return its custody."""
    hire(archive, KEEPERS)
    return archive.custody


def row(archive: Archive, table: str, key: int = 1) -> Document:
    """Return a row as it is kept."""
    return archive.store.get(table, key) or {}


def goes_to(clock: Clock, day: str) -> None:
    """Let it be noon on a day."""
    clock.at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), clock.at.tzinfo)


def last_act(archive: Archive) -> tuple[str, str, str]:
    """Return name, account and subject of the last line."""
    line = archive.store.last()
    return line.act, line.actor, line.subject


def unchanged(archive: Archive) -> Any:
    """Return what is the same as long as nothing was written."""
    return archive.store.last()
