"""Blanking in a database what no line's newest version needs any more."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from csdforms.archive import database as db
from csdforms.archive.following import following
from csdforms.archive.line import blanked
from csdforms.archive.store import KEPT_WHOLE, Change, Line

__all__ = ["blank_superseded"]

_PAGE = 200  # lines at a time
_AFTER = (
    sa.select(db.line.c.no, db.line.c.raw)
    .where(db.line.c.no > sa.bindparam("after"))
    .order_by(db.line.c.no)
    .limit(_PAGE)
)
_REPLACED = (
    sa.update(db.line).where(db.line.c.no == sa.bindparam("its_no")).values(raw=sa.bindparam("raw"))
)


def blank_superseded(connection: Connection, place: str) -> None:
    """Blank the payloads that need not be kept, under the writer's lock; every header stays.

    Raises:
        DamagedArchive: if the lines are not in order.
    """
    newest: dict[tuple[str, int], str | None] = {}
    for _, line in following(_lines(connection), place):
        for change in line.changes:
            if change.table not in KEPT_WHOLE:
                newest[change.table, change.key] = change.digest

    def keep(_: Line, change: Change) -> bool:
        name = (change.table, change.key)
        return change.table in KEPT_WHOLE or newest[name] == change.digest

    for raw, line in following(_lines(connection), place):
        kept = blanked(line, raw, keep)
        if kept != raw:
            connection.execute(_REPLACED, {"its_no": line.no, "raw": kept})


def _lines(connection: Connection) -> Iterator[bytes]:
    """Return the lines, a page at a time: no statement stays open while they are changed."""
    after = 0
    while page := connection.execute(_AFTER, {"after": after}).all():
        for row in page:
            yield row.raw
        after = page[-1].no
