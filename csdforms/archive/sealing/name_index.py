"""Names, pinyin and initials of a sealed archive, without a plain index on the disk.

The index lives in memory, in SQLite, and is brought up to date from the journal before each
question. From one process to the next it is kept as one sealed file, ``names.sealed``: a cache that
is made anew without a word when it is missing, old, foreign or damaged.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from csdforms.archive import names, terms
from csdforms.archive.cache import transaction
from csdforms.archive.grams import FullText, Grams, Plain
from csdforms.archive.index import Readings, has_full_text
from csdforms.archive.line import BLANK, decode, document, offsets
from csdforms.archive.sealing.envelope import BrokenSeal
from csdforms.archive.sealing.sealer import Sealer
from csdforms.archive.store import Change, Document, Line, Store
from csdforms.errors import CsdformsError, DamagedArchive, WrongKey

__all__ = ["NAMES", "NameIndex"]

#: Its name in an archive's folder.
NAMES = "names.sealed"

_MAGIC = b"csdforms-names 1\n"
_BEHIND = 256  # lines, or names, that are caught up with rather than written down
_SERIALIZES = hasattr(sqlite3.Connection, "serialize")  # SQLite may be built without
_DESTROY = "destroy"  # the act after which cards may be blank that no line changed

_TABLES = """
CREATE TABLE state(no INTEGER, hash TEXT);
INSERT INTO state VALUES (0, '');
CREATE TABLE found(row INTEGER PRIMARY KEY, names TEXT);
CREATE TABLE reading(char TEXT PRIMARY KEY, syllables TEXT) WITHOUT ROWID;
"""


class _Anew(Exception):
    """The index must be made anew."""


class NameIndex:
    """Finds cards by name. Threads may share it.

    Args:
        raw: the store, as it is kept.
        sealer: opens its cards.
        folder: where the sealed file may be kept, None for nowhere.
    """

    def __init__(self, raw: Store, sealer: Sealer, folder: Path | None) -> None:
        self._raw = raw
        self._sealer = sealer
        self._path = folder / NAMES if folder is not None and _SERIALIZES else None
        full_text = has_full_text()
        self._grams: Grams = FullText() if full_text else Plain()
        self._version = f"{sqlite3.sqlite_version} {full_text}"
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._readings = Readings()
        self._kept = 0  # the last line that the file knows
        self._new_names = 0  # that it does not know

    def find(self, text: str, limit: int) -> list[int]:
        """Return the lowest keys of cards that have a name with this text in it, ascending."""
        query = names.Query(text)
        with self._lock:
            database = self._caught_up()
            rows = self._grams.names(database, query.plan)
            return list(islice((row for row, name in rows if query.matches(name)), limit))

    def close(self) -> None:
        """Forget what is in memory."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    # Catching up

    def _caught_up(self) -> sqlite3.Connection:
        """Return the index when it knows every line."""
        last = self._raw.last()
        database = self._opened()
        no, hash_ = database.execute("SELECT no, hash FROM state").fetchone()
        if (no, hash_) == (last.no, last.hash):
            return database
        try:
            if not self._follows(no, hash_):
                raise _Anew  # noqa: TRY301 - so does a line further on
            forgotten = self._add(database, no)
        except _Anew:
            database, forgotten = self._made(), True
            self._add(database, 0)
        if forgotten or max(last.no - self._kept, self._new_names) >= _BEHIND:
            self._keep(database)
        return database

    def _follows(self, no: int, hash_: str) -> bool:
        """Whether the journal still has the last line that the index knows."""
        line = next(self._raw.lines(no), None) if no else None
        return not no or (line is not None and line.hash == hash_)

    def _add(self, database: sqlite3.Connection, no: int) -> bool:
        """Add what the lines behind this one say; return whether a card's names are gone.

        Raises:
            _Anew: if other cards than those that the lines change may be blank now.
            DamagedArchive, WrongKey: if a card cannot be opened; nothing was added then.
        """
        gone = False
        unopened: dict[int, CsdformsError] = {}
        lines = _changed(self._raw, no + 1)
        with transaction(database):
            self._readings.start(0)
            for line, cards in lines:
                if no and line.act == _DESTROY:
                    raise _Anew
                for key, kept in cards:
                    try:
                        gone |= self._put(database, key, kept)
                    except (DamagedArchive, WrongKey) as problem:
                        unopened[key] = problem  # a version before the key was changed
                    else:
                        unopened.pop(key, None)
                seen = line.no, line.hash
            if unopened:
                raise next(iter(unopened.values()))
            self._readings.save(database)
            database.execute("UPDATE state SET no = ?, hash = ?", seen)
        return gone and no > 0

    def _put(self, database: sqlite3.Connection, key: int, kept: Document | None) -> bool:
        """Put a card's names in the place of its old ones; return whether it has none any more."""
        new = ""
        if kept is not None:
            card, _ = self._sealer.open(self._raw, "files", key, kept)
            read = self._readings.of(database)
            new = names.searched(*terms.texts("files", card), read=read)
        row = database.execute("SELECT names FROM found WHERE row = ?", (key,)).fetchone()
        old = row[0] if row else ""
        if old != new:
            self._new_names += 1
            if old:
                self._grams.remove(database, [(key, names.grams(old))])
                database.execute("DELETE FROM found WHERE row = ?", (key,))
            if new:
                self._grams.add(database, [(key, names.grams(new))])
                database.execute("INSERT INTO found VALUES (?, ?)", (key, new))
        return bool(old) and not new

    # Keeping

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = self._from_file() or self._made()
        return self._database

    def _made(self) -> sqlite3.Connection:
        """Make an empty index in the place of whatever there is."""
        if self._database is not None:
            self._database.close()
        self._database = _connected()
        self._database.executescript(_TABLES + self._grams.table)
        self._readings = Readings()
        return self._database

    def _from_file(self) -> sqlite3.Connection | None:
        """Return what the file holds, None if it is of no use."""
        if self._path is None:
            return None
        try:
            sealed = self._path.read_bytes()
            if not sealed.startswith(_MAGIC):
                return None
            content = self._sealer.open_names(sealed[len(_MAGIC) :], self._version)
        except (OSError, BrokenSeal):
            return None
        database = _connected()
        database.deserialize(content)
        (self._kept,) = database.execute("SELECT no FROM state").fetchone()
        return database

    def _keep(self, database: sqlite3.Connection) -> None:
        """Write the file, whole or not at all; where that is refused, nothing is lost."""
        if self._path is None:
            return
        sealed = _MAGIC + self._sealer.seal_names(database.serialize(), self._version)
        aside = self._path.with_name(f"{NAMES}-{os.urandom(8).hex()}.tmp")
        try:
            aside.write_bytes(sealed)
            aside.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink()
        self._new_names = 0
        (self._kept,) = database.execute("SELECT no FROM state").fetchone()


def _connected() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _changed(raw: Store, first: int) -> Iterator[tuple[Line, list[tuple[int, Document | None]]]]:
    """Yield the lines, each with the cards that it changes, as they are kept; None is blank.

    They are read from the lines themselves: what a work of this thread has put is not committed.
    """
    for no, line in enumerate(raw.raw_lines(first), start=first):
        read = decode(line, raw.archive, no)
        places = zip(read.changes, offsets(read, line), strict=True)
        yield (
            read,
            [
                (change.key, _kept(line, start, change))
                for change, start in places
                if change.table == "files"
            ],
        )


def _kept(line: bytes, start: int, change: Change) -> Document | None:
    return None if line.startswith(BLANK, start) else document(line[start : start + change.size])
