"""A file of SQLite that can be thrown away: made when needed, made anew when it is lost.

Whoever uses it never sees an error of the file: where there is none, or none can be written, the
same tables live in memory.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from csdforms.archive.disk import refusal

__all__ = ["Cache", "transaction"]

T = TypeVar("T")

_PATIENCE = 2.0  # seconds that another process may keep the file to itself
_PAGES = -16_384  # KiB of it in memory
_LIVES = 2  # a file that is damaged twice is left alone


class Cache:
    """One connection to a disposable file. Threads share it, one at a time.

    Args:
        path: the file; it is opened when first needed.
        is_ours: whether a database has the tables that are wanted.
        make: makes them, instead of whatever is there.
        lost: called when the tables were lost in use, or part of them, to fill them again.
        writable: False keeps the file as it is; changes go to a copy in memory.
    """

    def __init__(
        self,
        path: Path,
        is_ours: Callable[[sqlite3.Connection], bool],
        make: Callable[[sqlite3.Connection], None],
        lost: Callable[[], None],
        *,
        writable: bool = True,
    ) -> None:
        self.in_memory = False
        self._path = path.absolute()
        self._is_ours = is_ours
        self._make = make
        self._lost = lost
        self._mode = "rwc" if writable else "ro"
        self._lock = threading.RLock()
        self._renewed = False
        self._database: sqlite3.Connection | None = None

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what the work returns; it is done again if the file fails under it."""
        with self._lock:
            for _ in range(_LIVES):
                database = self._opened()
                try:
                    return work(database)
                except sqlite3.Error as problem:
                    refused = isinstance(problem, sqlite3.OperationalError)
                    self._leave(database, sound=refused and not self.in_memory)
                    self._lost()
            return work(self._opened())

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def discard(self) -> None:
        """Delete the file and all beside it, whatever is in memory too; the next use makes it anew.

        Raises:
            NotPermitted: if the system refuses.
        """
        with self._lock:
            self.close()
            self.in_memory = False
            for path in self._files():
                try:
                    path.unlink(missing_ok=True)
                except OSError as problem:
                    raise refusal(path, problem) from None

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = self._from_file() or self._from_snapshot()
        return self._database

    def _leave(self, database: sqlite3.Connection, *, sound: bool) -> None:
        """Throw a damaged file away, once; go on in memory when the file is locked, full or so."""
        if sound or self._renewed or self.in_memory or self._mode == "ro":
            self._database = self._copied(database if sound else None)
            database.close()
        else:
            self._renewed = True
            self.close()
            self._remove()

    def _from_file(self) -> sqlite3.Connection | None:
        for _ in range(_LIVES):
            try:
                return self._connected()
            except sqlite3.OperationalError:
                break  # it does not let us in
            except sqlite3.DatabaseError:
                if self._mode == "ro":
                    break
                self._remove()
        return None

    def _connected(self) -> sqlite3.Connection:
        address = f"{self._path.as_uri()}?mode={self._mode}"
        if self._mode != "ro":
            with suppress(OSError):  # SQLite would let its maker alone write, not his group
                self._path.touch(exist_ok=False)
        database = _connect(address)
        try:
            if self._mode != "ro" and _value(database, "PRAGMA journal_mode = WAL") != "wal":
                raise sqlite3.OperationalError("readers would block writers")  # noqa: TRY301
            database.execute("PRAGMA synchronous = NORMAL")  # a lost cache is made anew
            database.execute("PRAGMA secure_delete = ON")  # removed is gone from the file, too
            database.execute(f"PRAGMA cache_size = {_PAGES}")
            self._make_ours(database)
        except BaseException:
            database.close()
            raise
        return database

    def _make_ours(self, database: sqlite3.Connection) -> None:
        if not self._is_ours(database):
            with transaction(database):
                if not self._is_ours(database):  # another process was not quicker
                    self._make(database)

    def _from_snapshot(self) -> sqlite3.Connection:
        """Copy a file that cannot be opened as usual, such as one on read-only media.

        With a log beside it somebody may be writing; then the copy might be half of it.
        """
        log = self._path.with_name(f"{self._path.name}-wal")
        with suppress(OSError, sqlite3.Error):
            if not log.exists() or not log.stat().st_size:
                address = f"{self._path.as_uri()}?mode=ro&immutable=1"
                with closing(_connect(address)) as file:
                    return self._copied(file)
        return self._copied(None)

    def _copied(self, source: sqlite3.Connection | None) -> sqlite3.Connection:
        """Return a database in memory, with what the source has if that can be read."""
        self.in_memory = True
        if source is not None:
            database = _connect(":memory:")
            try:
                source.backup(database)
                self._make_ours(database)
            except sqlite3.Error:
                database.close()
            else:
                return database
        database = _connect(":memory:")
        self._make_ours(database)
        return database

    def _remove(self) -> None:
        for path in self._files():
            with suppress(OSError):
                path.unlink()

    def _files(self) -> list[Path]:
        return [self._path.with_name(self._path.name + ending) for ending in ("", "-wal", "-shm")]


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(
        address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )


def _value(database: sqlite3.Connection, statement: str) -> Any:
    return database.execute(statement).fetchone()[0]


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing; other writers wait for it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise
