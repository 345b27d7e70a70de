"""The log of access in a database: a table of lines that are chained like the journal's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from csdforms.archive import database as db
from csdforms.archive.access_log import FORMAT, lost
from csdforms.archive.actor import account, moment, now
from csdforms.archive.line import NO_HASH, decode, encode
from csdforms.archive.sql_reading import fitting
from csdforms.archive.store import Act, Line

__all__ = ["SqlLog", "add", "begin", "receive"]

_PAGE = 1000  # lines written at a time
_LAST = sa.select(db.note.c.no, db.note.c.raw).order_by(db.note.c.no.desc()).limit(1)


class SqlLog:
    """The log of an archive in a database.

    Args:
        database: where.
        archive: the archive's UUID.
        begins: tells whether the archive's first act knows of a log; asked when there is none.
        salt: gives 32 hex digits for every payload.
    """

    def __init__(
        self,
        database: db.Database,
        archive: str,
        begins: Callable[[], bool],
        salt: Callable[[], str],
    ) -> None:
        self.place = f"{database.place}（查阅日志）"
        self._database = database
        self._archive = archive
        self._begins = begins
        self._salt = salt
        self._is_there = False

    def is_there(self) -> bool:
        """Return whether there is a log: not in an archive from before there was one.

        Raises:
            DamagedArchive: if it was taken away.
        """
        if not self._is_there:
            self._is_there = self._database.has_log()
            if not self._is_there and self._begins():
                raise lost(self.place)
        return self._is_there

    def require(self, timeout: float) -> None:
        """Begin the log if there is none yet; before a work, which has the same lock."""
        if not self.is_there():
            act = Act("init", account(), moment(now()))
            with self._database.writing(timeout) as connection:
                begin(connection, self.place, self._archive, act, self._salt)

    def note(self, act: Act, timeout: float) -> int:
        """Write a note durably; return its number. Errors as the store's."""
        self.require(timeout)
        with self._database.writing(timeout, db.note) as connection:
            return self.append(connection, act)[1].no

    def append(self, connection: Connection, act: Act) -> tuple[bytes, Line]:
        """Write the next line, under the log's lock; its moment is not before the last one's."""
        before = self._last(connection)
        act = act._replace(at=max(act.at, before.at))
        raw, line, _ = encode(before.no + 1, act, (), before.hash, salt=self._salt)
        add(connection, [(raw, line)])
        return raw, line

    def last(self) -> Line | None:
        """Return the last line, None if there is no log yet."""
        if not self.is_there():
            return None
        with self._database.reading() as connection:
            return self._last(connection)

    def _last(self, connection: Connection) -> Line:
        line = _last_line(connection, self.place)
        if line is None:
            raise lost(self.place)
        return line


def begin(
    connection: Connection, place: str, archive: str, act: Act, salt: Callable[[], str]
) -> Line:
    """Write line 1, who began the log and when, unless it is there; under the writer's lock."""
    db.note.create(connection, checkfirst=True)
    there = _last_line(connection, place)
    if there is not None:
        return there
    begun = Act("init", act.actor, act.at)
    extras = {"format": FORMAT, "archive": archive}
    raw, line, _ = encode(1, begun, (), NO_HASH, extras=extras, salt=salt)
    add(connection, [(raw, line)])
    return line


def _last_line(connection: Connection, place: str) -> Line | None:
    row = connection.execute(_LAST).first()
    return None if row is None else decode(row.raw, place, row.no)


def receive(connection: Connection, lines: Iterable[tuple[bytes, Line]]) -> str:
    """Add the lines of another archive's log; return the SHA-256 of them all."""
    received = sha256()
    rest = iter(lines)
    while page := list(islice(rest, _PAGE)):
        add(connection, page)
        for raw, _ in page:
            received.update(raw)
    return received.hexdigest()


def add(connection: Connection, lines: Iterable[tuple[bytes, Line]]) -> None:
    """Add lines that follow what is there."""
    connection.execute(sa.insert(db.note), [_row(raw, line) for raw, line in lines])


def _row(raw: bytes, line: Line) -> dict[str, Any]:
    texts = {"actor": line.actor, "act": line.act, "subject": line.subject}
    return {
        "no": line.no,
        "at": line.at,
        **{name: fitting(text) for name, text in texts.items()},
        "raw": raw,
    }
