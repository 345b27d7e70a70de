"""Blanking in a database what need not be kept, in the lines and in what is derived from them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from csdforms.archive import database as db
from csdforms.archive.compacting import Compaction
from csdforms.archive.following import following
from csdforms.archive.line import blanked
from csdforms.archive.store import Line

__all__ = ["blank"]

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
_TABLE: sa.BindParameter[str] = sa.bindparam("its_table")
_KEY: sa.BindParameter[int] = sa.bindparam("its_key")
#: The newest version of a document, if it is the one that this line wrote.
_EMPTIED = (
    sa.update(db.document)
    .where(db.document.c.table == _TABLE, db.document.c.key == _KEY)
    .where(db.document.c.line == sa.bindparam("its_no"), db.document.c.payload.is_not(None))
    .values(payload=None)
)
_FORGOTTEN = [
    sa.delete(table).where(table.c.table == _TABLE, table.c.key == _KEY)
    for table in (db.term, db.name)
]


def blank(connection: Connection, place: str) -> None:
    """Blank the payloads that need not be kept, under the writer's lock; every header stays.

    Raises:
        DamagedArchive: if the lines are not in order.
    """
    found = Compaction()
    for raw, line in following(_lines(connection), place):
        found.see(line, raw)
    for raw, line in following(_lines(connection), place):
        kept = blanked(line, raw, found.keep)
        if kept != raw:
            connection.execute(_REPLACED, {"its_no": line.no, "raw": kept})
            _forget(connection, found, line)


def _forget(connection: Connection, found: Compaction, line: Line) -> None:
    """Forget what the tables derived from payloads that are blank now."""
    for change in line.changes:
        if not found.keep(line, change):
            name = {"its_table": change.table, "its_key": change.key}
            if connection.execute(_EMPTIED, name | {"its_no": line.no}).rowcount:
                for statement in _FORGOTTEN:
                    connection.execute(statement, name)


def _lines(connection: Connection) -> Iterator[bytes]:
    """Return the lines, a page at a time: no statement stays open while they are changed."""
    after = 0
    while page := connection.execute(_AFTER, {"after": after}).all():
        for row in page:
            yield row.raw
        after = page[-1].no
