"""What is asked of an archive's tables, by whoever has a connection: readers, and the writer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from csdforms.archive import database as db
from csdforms.archive.line import decode, digest_of, document
from csdforms.archive.store import Document, Line
from csdforms.archive.terms import normal
from csdforms.errors import DamagedArchive

__all__ = [
    "count",
    "find",
    "fitting",
    "get",
    "get_file",
    "keys",
    "last",
    "last_key",
    "read",
    "tables",
]

_LONGEST = 200  # of what is looked for
_HIGHEST_KEY = 2**63 - 1  # of a BIGINT

# Made once: putting a statement together takes longer than running it.
_LAST = sa.select(db.line.c.no, db.line.c.raw).order_by(db.line.c.no.desc()).limit(1)
_TABLE = db.document.c.table == sa.bindparam("table")
_DOCUMENT = sa.select(db.document).where(_TABLE, db.document.c.key == sa.bindparam("key"))
_LAST_KEY = sa.select(sa.func.max(db.document.c.key)).where(_TABLE)
_THERE = db.document.c.payload.is_not(None)
_COUNT = sa.select(sa.func.count()).where(_TABLE, _THERE)
_KEYS = sa.select(db.document.c.key).where(_TABLE, _THERE).order_by(db.document.c.key)
_TABLES = sa.select(db.document.c.table).where(_THERE).distinct()
_FOUND = (
    sa.select(db.term.c.key)
    .where(db.term.c.table == sa.bindparam("table"))
    .where(db.term.c.kind == sa.bindparam("kind"))
    .where(db.term.c.value == sa.bindparam("value"))
    .order_by(db.term.c.key)
)
_FILE = sa.select(db.file.c.content).where(db.file.c.digest == sa.bindparam("digest"))


def fitting(text: str) -> str:
    """Return a text as every database keeps and compares it: its hash if it is long or odd."""
    if len(text) <= _LONGEST and text.isprintable():
        return text
    return digest_of(text.encode(errors="surrogatepass"))


def last(connection: Connection, place: str) -> Line:
    """Return the last line.

    Raises:
        DamagedArchive: if it is not as it was written.
    """
    no, raw = connection.execute(_LAST).one()
    return decode(raw, place, no)


def get(connection: Connection, place: str, table: str, key: int) -> Document | None:
    """Return a document; the caller may change it.

    Raises:
        DamagedArchive: if it is not what its line wrote.
    """
    if not 0 < key <= _HIGHEST_KEY:
        return None
    row = connection.execute(_DOCUMENT, {"table": table, "key": key}).first()
    return None if row is None or row.payload is None else read(row, place)


def read(row: Row[Any], place: str) -> Document:
    """Return the document in a row that has one; raise DamagedArchive as :func:`get`."""
    payload = row.payload.encode()
    content = document(payload) if digest_of(payload) == row.digest else None
    if content is None:
        raise DamagedArchive(place, f"内容（{row.table} {row.key}）与它的校验值不符", row.line)
    return content


def last_key(connection: Connection, table: str) -> int:
    """Return the highest key that a table ever had, 0 for none."""
    return connection.scalar(_LAST_KEY, {"table": table}) or 0


def count(connection: Connection, table: str) -> int:
    """Return how many documents a table has."""
    return connection.scalar(_COUNT, {"table": table}) or 0


def keys(connection: Connection, table: str) -> list[int]:
    """Return the keys of a table's documents in ascending order."""
    return list(connection.scalars(_KEYS, {"table": table}))


def tables(connection: Connection) -> list[str]:
    """Return the names of the tables that have documents, sorted."""
    return sorted(connection.scalars(_TABLES))


def find(connection: Connection, table: str, kind: str, value: str) -> list[int]:
    """Return the keys of the documents with exactly this term, in ascending order."""
    wanted = {"table": table, "kind": kind, "value": fitting(normal(kind, value))}
    return list(connection.scalars(_FOUND, wanted))


def get_file(connection: Connection, place: str, digest: str) -> bytes:
    """Return a file.

    Raises:
        DamagedArchive: if it is missing, or its content is not what its name says.
    """
    content: bytes | None = connection.scalar(_FILE, {"digest": fitting(digest)})
    if content is None:
        raise DamagedArchive(place, f"缺少文件 {digest}")
    if digest_of(content) != digest:
        raise DamagedArchive(place, f"文件 {digest} 的内容与它的校验值不符")
    return content
