"""The index beside a journal: a cache in SQLite that can be thrown away at any time.

What is found by number or by name is a row of grams, one for each document: its exact terms
(``x`` and the hexadecimal digits of table, kind and value) and what its names are searched by
(:func:`csdforms.archive.names.grams`). SQLite's full-text search keeps them; where it was left out
of SQLite, a plain table does, at twice the time. It takes many rows at once ten times as fast as
one by one, so a few that changed wait beside it, and are looked through by themselves.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from csdforms.archive import names, terms
from csdforms.archive.cache import Cache, transaction
from csdforms.archive.grams import FullText, Grams, Plain
from csdforms.archive.store import Document, Line

__all__ = ["Entry", "Index", "Placed", "Readings", "Seen", "has_full_text"]

_VERSION = 0x63736403  # of the tables below; with full-text search it is one more
_CHUNK = 10_000  # lines that are one transaction
_TABLE_BITS = 16  # of a row's number; the rest is the key, so that rows are in the keys' order
_DIGEST = 8  # bytes
_TABLE_MASK = (1 << _TABLE_BITS) - 1
_NOTHING = (b"", "")  # neither terms nor names
_WAITING = 32  # rows that changed and are not yet in the grams

_TABLES = """
CREATE TABLE state(archive TEXT, made INTEGER, no INTEGER, hash TEXT, "end" INTEGER);
CREATE TABLE line(no INTEGER PRIMARY KEY, subject TEXT, offset INTEGER);
CREATE INDEX line_subject ON line(subject);
CREATE TABLE "table"(
    id INTEGER PRIMARY KEY,
    name TEXT UNIQUE, count INTEGER DEFAULT 0, last INTEGER DEFAULT 0
);
CREATE TABLE document(
    "table" INTEGER, key INTEGER, offset INTEGER, size INTEGER, digest BLOB,
    PRIMARY KEY("table", key)
) WITHOUT ROWID;
CREATE TABLE found(row INTEGER PRIMARY KEY, terms BLOB, names TEXT);
CREATE TABLE waiting(row INTEGER PRIMARY KEY, terms BLOB, names TEXT);
CREATE TABLE reading(char TEXT PRIMARY KEY, syllables TEXT) WITHOUT ROWID;
"""
_PLACE = """
SELECT offset, size, digest FROM document
WHERE "table" = (SELECT id FROM "table" WHERE name = ?) AND key = ?"""
_KEYS = """
SELECT key FROM document WHERE "table" = (SELECT id FROM "table" WHERE name = ?) ORDER BY key"""
_FOUND = """
SELECT ifnull(terms, x''), ifnull(names, '') FROM document
LEFT JOIN found ON row = key << 16 | "table" WHERE "table" = ? AND key = ?"""
_CHANGED = "SELECT row, {} FROM waiting JOIN found USING (row) ORDER BY row"
_IN_GRAMS = "SELECT * FROM waiting ORDER BY row"
_NOT_IN_GRAMS = "SELECT found.* FROM waiting JOIN found USING (row) ORDER BY row"
_OLD_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'
ORDER BY sql NOT LIKE 'CREATE VIRTUAL %'"""  # whose own tables go with them
_HISTORY = "SELECT offset FROM line WHERE subject = ? ORDER BY no"


class Placed(NamedTuple):
    """One document of a line, and where its payload stands in the journal."""

    table: str
    key: int
    offset: int
    size: int
    digest: str | None
    document: Document | None  # None: removed, or its payload was blanked

    def __repr__(self) -> str:
        return f"Placed({self.table!r}, {self.key!r}, {self.offset!r})"


class Entry(NamedTuple):
    """One committed line of the journal, from its first byte to behind its newline."""

    line: Line
    offset: int
    end: int
    documents: list[Placed]


class Seen(NamedTuple):
    """The last line that the index knows, and where it ends; ``(0, "0" * 64, 0)`` for none."""

    no: int
    hash: str
    end: int


class Index:
    """Where documents stand, by key, by exact term and by name. Threads and processes may share it.

    It is never the truth: a missing, foreign or damaged index is made anew, and where none can be
    written it lives in memory. Nothing of this is an error to the caller.

    Args:
        path: the file, beside the journal. It is opened when first needed.
        archive: the archive's own identity; an index of another archive is made anew.
        refill: called with the index when it was lost in use (a damaged file, no room on the disk)
            and has to be filled again: it adds everything behind ``index.seen``.
        writable: False keeps the file as it is; what it lacks is added in memory only.

    The caller brings it up to date: it looks whether ``seen`` stands in the journal (the line's
    hash, at this end), calls ``forget()`` if not, and ``add()`` for the lines behind ``seen``,
    until ``seen`` is the journal's last line (another process may add or forget meanwhile).
    """

    def __init__(
        self, path: Path, archive: str, refill: Callable[[Index], None], *, writable: bool = True
    ) -> None:
        self._archive = archive
        full_text = has_full_text()
        self._grams: Grams = FullText() if full_text else Plain()
        self._version = _VERSION + full_text
        self._readings = Readings()
        self._cache = Cache(
            path, self._is_ours, self._make, lambda: refill(self), writable=writable
        )

    @property
    def in_memory(self) -> bool:
        """Whether the file could not be used, so that what was added goes when this is closed."""
        return self._cache.in_memory

    @property
    def seen(self) -> Seen:
        """The last line added by anybody."""
        return Seen(*self._rows('SELECT no, hash, "end" FROM state')[0])

    @property
    def last_no(self) -> int:
        """The number of that line alone, which every look-up asks for."""
        no: int = self._cache.do(_last_no)
        return no

    def tables(self) -> list[str]:
        """Return the names of the tables that ever held a document, sorted."""
        return [name for (name,) in self._rows('SELECT name FROM "table" ORDER BY name')]

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        rows = self._rows('SELECT count FROM "table" WHERE name = ?', table)
        return rows[0][0] if rows else 0

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""
        rows = self._rows('SELECT last FROM "table" WHERE name = ?', table)
        return rows[0][0] if rows else 0

    def locate(self, table: str, key: int) -> tuple[int, int, str] | None:
        """Return offset, size and digest of a document's newest payload, or None."""
        row = self._cache.do(lambda database: database.execute(_PLACE, (table, key)).fetchone())
        return None if row is None else (row[0], row[1], row[2].hex())

    def keys(self, table: str) -> list[int]:
        """Return the keys of a table's documents in ascending order."""
        return [key for (key,) in self._rows(_KEYS, table)]

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order.

        The value is a normal one (:func:`csdforms.archive.terms.normal`).
        """
        term = _digest(table, kind, value)
        rows = self._cache.do(functools.partial(self._having, term))
        return [row >> _TABLE_BITS for row in rows]

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the lowest keys of documents that have a name with this text in it, ascending."""
        query = names.Query(text)
        return self._cache.do(functools.partial(self._matching, table, query, limit))

    def _having(self, term: bytes, database: sqlite3.Connection) -> list[int]:
        # What waits is read first: another process may put it in meanwhile, not take it out.
        statement = _CHANGED.format("instr(found.terms, ?)")
        changed = dict(database.execute(statement, (term,)))
        rows = [row for row in self._grams.rows(database, term.hex()) if row not in changed]
        return sorted([*rows, *(row for row, has_term in changed.items() if has_term)])

    def _matching(
        self, table: str, query: names.Query, limit: int, database: sqlite3.Connection
    ) -> list[int]:
        number = database.execute('SELECT id FROM "table" WHERE name = ?', (table,)).fetchone()

        def keys(rows: Iterable[tuple[int, str]]) -> Iterator[int]:
            for row, text in rows:
                if (row & _TABLE_MASK,) == number and query.matches(text):
                    yield row >> _TABLE_BITS

        changed = dict(database.execute(_CHANGED.format("found.names")))
        rows = self._grams.names(database, query.plan)
        found = islice(keys(row for row in rows if row[0] not in changed), limit)
        return sorted([*found, *keys(changed.items())])[:limit]

    def line(self, no: int) -> int | None:
        """Return where a line of the journal begins, or None."""
        rows = self._rows("SELECT offset FROM line WHERE no = ?", no)
        return rows[0][0] if rows else None

    def history(self, subject: str) -> list[int]:
        """Return where the lines about a file begin, oldest first."""
        return [place for (place,) in self._rows(_HISTORY, subject)]

    def add(self, entries: Iterable[Entry]) -> None:
        """Add lines; those that are in already are skipped, what does not join on ends it.

        A document's new version replaces its terms and names, a removal drops them. Some thousand
        lines at a time are one transaction, so that other processes come to their turn.
        """
        rest = iter(entries)
        while chunk := list(islice(rest, _CHUNK)):
            if not self._cache.do(functools.partial(self._add, chunk)):
                return

    def forget(self) -> None:
        """Empty the index; ``seen`` is the beginning again."""

        def empty(database: sqlite3.Connection) -> None:
            with transaction(database):
                self._make(database)

        self._cache.do(empty)

    def discard(self) -> None:
        """Delete the file; the next use makes it anew. Raise NotPermitted if that is refused."""
        self._cache.discard()

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._cache.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        return self._cache.do(lambda database: database.execute(statement, values).fetchall())

    def _is_ours(self, database: sqlite3.Connection) -> bool:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != self._version:
            return False
        archives = database.execute("SELECT archive FROM state").fetchall()
        return archives == [(self._archive,)]

    def _make(self, database: sqlite3.Connection) -> None:
        for (name,) in database.execute(_OLD_TABLES).fetchall():
            quoted = name.replace('"', '""')
            database.execute(f'DROP TABLE IF EXISTS "{quoted}"')
        for statement in (_TABLES + self._grams.table).split(";"):
            database.execute(statement)
        start = (self._archive, int.from_bytes(os.urandom(7), "big"), 0, "0" * 64, 0)
        database.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?)", start)
        database.execute(f"PRAGMA user_version = {self._version}")

    def _add(self, chunk: list[Entry], database: sqlite3.Connection) -> bool:
        """Add lines; return whether those behind them may join on."""
        with transaction(database):
            made, no, last = database.execute("SELECT made, no, hash FROM state").fetchone()
            newest: dict[str, dict[int, Placed]] = {}
            lines = []
            for entry in chunk:
                line = entry.line
                if line.no <= no:
                    continue
                if line.no != no + 1 or line.prev != last:
                    break
                no, last, end = line.no, line.hash, entry.end
                lines.append((no, line.subject, entry.offset))
                for placed in entry.documents:
                    newest.setdefault(placed.table, {})[placed.key] = placed
            if lines:
                database.executemany("INSERT INTO line VALUES (?, ?, ?)", lines)
                self._readings.start(made)
                for table, documents in newest.items():
                    self._put(database, table, documents)
                self._readings.save(database)
                self._settle(database)
                statement = 'UPDATE state SET no = ?, hash = ?, "end" = ?'
                database.execute(statement, (no, last, end))
        return bool(chunk[-1].line.no <= no)

    def _put(self, database: sqlite3.Connection, table: str, documents: dict[int, Placed]) -> None:
        """Put the newest versions of a table's documents in place of those that are there."""
        database.execute('INSERT OR IGNORE INTO "table"(name) VALUES (?)', (table,))
        own = 'SELECT id, count, last FROM "table" WHERE name = ?'
        number, count, last = database.execute(own, (table,)).fetchone()
        read = self._readings.of(database)
        written, gone, found, waiting = [], [], [], []
        for key in sorted(documents):
            placed = documents[key]
            # Only a key that was given out before can be there.
            old = database.execute(_FOUND, (number, key)).fetchone() if key <= last else None
            new = None if placed.document is None else _described(table, placed.document, read)
            if placed.document is not None:
                digest = bytes.fromhex(placed.digest or "")
                written.append((number, key, placed.offset, placed.size, digest))
            elif old:
                gone.append((number, key))
            count += bool(new) - bool(old)
            row = key << _TABLE_BITS | number
            before, after = old or _NOTHING, new or _NOTHING
            if before != after:
                waiting.append((row, *before))
                found.append((row, *after))
        database.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", written)
        database.executemany('DELETE FROM document WHERE "table" = ? AND key = ?', gone)
        # The first of several changes tells what the grams have.
        database.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?)", waiting)
        database.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", found)
        statement = 'UPDATE "table" SET count = ?, last = ? WHERE id = ?'
        database.execute(statement, (count, max(last, *documents), number))

    def _settle(self, database: sqlite3.Connection) -> None:
        """Bring the grams up to date when it is worth it."""
        (count,) = database.execute("SELECT count(*) FROM waiting").fetchone()
        if count > _WAITING:
            self._grams.remove(database, _words(database.execute(_IN_GRAMS)))
            self._grams.add(database, _words(database.execute(_NOT_IN_GRAMS)))
            database.execute("DELETE FROM waiting")


class Readings(dict[str, tuple[str, ...]]):
    """How characters are read: what the index knows already, so that no look-up needs pypinyin."""

    def __init__(self) -> None:
        super().__init__()
        self._made: int | None = None
        self._database: sqlite3.Connection | None = None
        self._new: list[tuple[str, str]] = []

    def start(self, made: int) -> None:
        """Forget what was read for an index that was emptied since."""
        if made != self._made:
            self.clear()
            self._made = made

    def of(self, database: sqlite3.Connection) -> names.Readings:
        """Return what tells how a character is read."""
        self._database = database
        return self.__getitem__

    def __missing__(self, char: str) -> tuple[str, ...]:
        assert self._database is not None
        statement = "SELECT syllables FROM reading WHERE char = ?"
        if not names.is_cjk(char):
            known: tuple[str, ...] = ()
        elif row := self._database.execute(statement, (char,)).fetchone():
            known = tuple(row[0].split())
        else:
            known = names.readings(char)
            self._new.append((char, " ".join(known)))
        self[char] = known
        return known

    def save(self, database: sqlite3.Connection) -> None:
        """Keep what was read for the first time."""
        database.executemany("INSERT OR IGNORE INTO reading VALUES (?, ?)", self._new)
        self._new.clear()


def _last_no(database: sqlite3.Connection) -> int:
    no: int = database.execute("SELECT no FROM state").fetchone()[0]
    return no


def _described(table: str, document: Document, read: names.Readings) -> tuple[bytes, str]:
    """Return the terms and the names of a document, as the index keeps them."""
    exact = b"".join(
        itertools.starmap(functools.partial(_digest, table), terms.terms(table, document))
    )
    return exact, names.searched(*terms.texts(table, document), read=read)


def _words(rows: Iterable[tuple[int, bytes, str]]) -> Iterator[tuple[int, str]]:
    """Return the grams of rows: their terms in hexadecimal, and those of their names."""
    for row, exact, text in rows:
        if exact or text:
            yield row, f"{exact.hex(' ', _DIGEST)} {names.grams(text)}"


@functools.lru_cache(maxsize=2**14)
def _digest(table: str, kind: str, value: str) -> bytes:
    """Return the digest of a term; among a thousand million of them hardly two are the same."""
    return hashlib.blake2b(
        _field(table, kind) + value.encode(errors="surrogatepass"), digest_size=_DIGEST
    ).digest()


@functools.lru_cache(maxsize=1_000)
def _field(table: str, kind: str) -> bytes:
    return json.dumps([table, kind]).encode()


def has_full_text() -> bool:
    """Whether this SQLite has full-text search."""
    with closing(sqlite3.connect(":memory:")) as database:
        statement = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
        return database.execute(statement).fetchone() is not None
