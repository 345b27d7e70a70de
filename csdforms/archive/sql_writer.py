"""Writing an archive's lines into a database, and beside them what is found by them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.compiler import SQLCompiler

from csdforms.archive import database as db
from csdforms.archive import names, terms
from csdforms.archive import sql_reading as reading
from csdforms.archive.journal import Entry, Position
from csdforms.archive.line import BLANK, NO_HASH, digest_of, document, encode, offsets
from csdforms.archive.store import Document, Line

__all__ = ["Writer", "drop_files", "put_file"]

_MANY = 5000  # documents written at a time, so that memory does not grow with the commit

#: Table and key.
_Name: TypeAlias = tuple[str, int]
_Fields: TypeAlias = dict[str, Any]


class _Version(NamedTuple):
    """A document as a line wrote it; without content it was removed, or destroyed since."""

    no: int
    digest: str | None
    payload: bytes
    content: Document | None

    def __repr__(self) -> str:
        return f"_Version({self.no!r}, {self.digest!r})"


class _Journal(NamedTuple):
    """What a work's lines will follow."""

    end: Position


class Writer:
    """Adds lines to the tables, under the writer's lock; the transaction commits them.

    It is also what a work sees of the archive behind its own changes.

    Args:
        connection: the transaction.
        place: the archive, for errors.
        last: the last line, None in a new archive.
        salt: gives 32 hex digits for every payload.
        extras: what stands in front of line 1.
    """

    def __init__(
        self,
        connection: Connection,
        place: str,
        last: Line | None,
        salt: Callable[[], str],
        extras: Mapping[str, str] | None = None,
    ) -> None:
        self._connection = connection
        self._place = place
        self._no, self._hash = (last.no, last.hash) if last else (0, NO_HASH)
        self.journal = _Journal(Position(self._no, self._hash, 0))
        self._salt = salt
        self._extras = extras
        self._lines: list[_Fields] = []
        self._versions: dict[_Name, _Version] = {}
        self._last_keys: dict[str, int] = {}

    def get(self, table: str, key: int) -> Document | None:
        """Return a document as it is stored; the caller may change it."""
        return reading.get(self._connection, self._place, table, key)

    def holds(self, table: str, key: int) -> bool:
        """Return whether there is such a document."""
        return self.get(table, key) is not None

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        return reading.find(self._connection, table, kind, value)

    def tables(self) -> list[str]:
        """Return the names of the tables that have documents, sorted."""
        return reading.tables(self._connection)

    def keys(self, table: str) -> list[int]:
        """Return the keys of a table's documents in ascending order."""
        return reading.keys(self._connection, table)

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return reading.count(self._connection, table)

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""
        if table not in self._last_keys:
            self._last_keys[table] = reading.last_key(self._connection, table)
        return self._last_keys[table]

    def commit(self, entries: Iterable[Entry]) -> None:
        """Write these lines, one at least; all but the last one say that the commit goes on."""
        *earlier, last = entries
        for entry in earlier:
            self._write(entry, more=True)
        self._write(last, more=False)
        self.flush()

    def _write(self, entry: Entry, *, more: bool) -> None:
        act, changes = entry
        raw, line, places = encode(
            self._no + 1, act, changes, self._hash, more=more, extras=self._extras, salt=self._salt
        )
        self._extras = None
        said = {"purpose": act.purpose, "reason": act.reason, "detail": dict(act.detail)}
        self._add(raw, line, places, [said, *(content for _, _, content in changes)])

    def append(self, raw: bytes, line: Line) -> None:
        """Add a line from elsewhere that was found in order."""
        places = offsets(line, raw)
        contents = [
            None if raw.startswith(BLANK, place) else document(raw[place : place + change.size])
            for change, place in zip(line.changes, places, strict=True)
        ]
        self._add(raw, line, places, contents)

    def _add(
        self, raw: bytes, line: Line, places: list[int], contents: list[Document | None]
    ) -> None:
        texts = {"actor": line.actor, "act": line.act, "subject": line.subject}
        searched = {column: reading.fitting(text) for column, text in texts.items()}
        self._lines.append({"no": line.no, "at": line.at, **searched, "raw": raw})
        for change, place, content in zip(line.changes, places, contents, strict=True):
            payload = raw[place : place + change.size]
            version = _Version(line.no, change.digest, payload, content)
            self._versions[change.table, change.key] = version
        self._no, self._hash = line.no, line.hash
        if len(self._versions) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Write the rows of the lines added since the last time."""
        now = {name: version.content for name, version in self._versions.items()}
        before = {name: self.get(*name) for name in now if name[1] <= self.last_key(name[0])}
        self._insert(db.line, self._lines)
        self._delete(db.document, [{"table": table, "key": key} for table, key in before])
        self._insert(db.document, [_row(*version) for version in self._versions.items()])
        for table, rows_of in ((db.term, _terms_of), (db.name, _grams_of)):
            gone, new = [], []
            for name, content in now.items():
                rows = rows_of(name, content)
                old = rows_of(name, before[name]) if name in before else []
                gone += [row for row in old if row not in rows]
                new += [row for row in rows if row not in old]
            self._delete(table, gone)
            self._insert(table, new)
        self._lines, self._versions, self._last_keys = [], {}, {}

    def _delete(self, table: sa.Table, rows: list[_Fields]) -> None:
        if rows:
            keys = [column.name for column in table.primary_key]
            same = [table.c[name] == sa.bindparam(f"its_{name}") for name in keys]
            named = [{f"its_{name}": row[name] for name in keys} for row in rows]
            self._connection.execute(sa.delete(table).where(*same), named)

    def _insert(self, table: sa.Table, rows: list[_Fields]) -> None:
        if rows:
            # Past SQLAlchemy's look at every value, which takes as long as the writing itself.
            statement, names = _insertion(table, self._connection.dialect)
            values = [tuple([row[name] for name in names]) for row in rows] if names else rows
            self._connection.exec_driver_sql(statement, values)


@functools.lru_cache(maxsize=2**6)
def _insertion(table: sa.Table, dialect: sa.Dialect) -> tuple[str, list[str] | None]:
    """Return a statement for the driver, and the order of its values if they have no names."""
    statement = sa.insert(table).compile(dialect=dialect)
    assert isinstance(statement, SQLCompiler)
    return str(statement), statement.positiontup


def _row(name: _Name, version: _Version) -> _Fields:
    table, key = name
    payload = None if version.content is None else version.payload.decode()
    return {
        "table": table,
        "key": key,
        "line": version.no,
        "digest": version.digest,
        "payload": payload,
    }


def _terms_of(name: _Name, content: Document | None) -> list[_Fields]:
    table, key = name
    known = terms.terms(table, content) if content else ()
    found = sorted({(kind, reading.fitting(value)) for kind, value in known})
    return [{"table": table, "kind": kind, "value": value, "key": key} for kind, value in found]


def _grams_of(name: _Name, content: Document | None) -> list[_Fields]:
    table, key = name
    texts = tuple(terms.texts(table, content)) if content else ()
    return [{"table": table, "key": key, "grams": _grams(texts)}] if texts else []


@functools.lru_cache(maxsize=2**10)  # a card is written again and again, under the same names
def _grams(texts: tuple[str, ...]) -> str:
    found = {gram for text in texts for gram in names.grams(names.searched(text)).split()}
    return f" {' '.join(sorted(found))} "


def put_file(connection: Connection, content: bytes) -> str:
    """Keep a file under the SHA-256 of its content, once; return that."""
    digest = digest_of(content)
    wanted = sa.select(db.file.c.digest).where(db.file.c.digest == digest)
    if connection.execute(wanted).first() is None:
        connection.execute(sa.insert(db.file), {"digest": digest, "content": content})
    return digest


def drop_files(connection: Connection, digests: Iterable[str]) -> None:
    """Delete files; one that is not there is no error."""
    for digest in digests:
        connection.execute(sa.delete(db.file).where(db.file.c.digest == digest))
