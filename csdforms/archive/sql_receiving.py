"""An archive from elsewhere written into a database's empty tables, and read back."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from csdforms.archive import database as db
from csdforms.archive import sql_access as access
from csdforms.archive.following import following
from csdforms.archive.line import new_salt
from csdforms.archive.sql_reading import get_file
from csdforms.archive.sql_writer import Writer, put_file
from csdforms.archive.store import Line
from csdforms.errors import DamagedArchive

__all__ = ["receive"]

_PAGE = 200  # rows read at a time


def receive(
    connection: Connection,
    place: str,
    lines: Iterable[tuple[bytes, Line]],
    files: Iterable[bytes],
    notes: Iterable[tuple[bytes, Line]],
) -> None:
    """Write lines, files and notes that were checked; read all of it back.

    Raises:
        DamagedArchive: if what is read back is not what was written.
    """
    writer = Writer(connection, place, None, new_salt)
    written = sha256()
    for raw, line in lines:
        writer.append(raw, line)
        written.update(raw)
    writer.flush()
    digests = [put_file(connection, content) for content in files]
    noted = access.receive(connection, notes)
    _read_back(connection, place, db.line, written.hexdigest())
    _read_back(connection, place, db.note, noted)
    for digest in digests:
        get_file(connection, place, digest)


def _read_back(connection: Connection, place: str, chain: sa.Table, written: str) -> None:
    """Check a chain that was received, and that it is the one written."""
    there = sha256()
    wanted = sa.select(chain.c.raw).order_by(chain.c.no)
    rows = connection.execute(wanted, execution_options={"yield_per": _PAGE})
    for raw, _ in following(rows.scalars(), place):
        there.update(raw)
    if there.hexdigest() != written:
        raise DamagedArchive(place, "读回的内容与写入的不同")
