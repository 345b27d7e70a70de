"""An archive in a database: the same lines as in a journal, and what is found by them beside.

The lines are the truth. Everything else in the tables is derived from them in the transaction that
writes them, and can be derived anew.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from csdforms.archive import database as db
from csdforms.archive import sql_access as access
from csdforms.archive import sql_reading as reading
from csdforms.archive.access_log import BEGINNING, act_of
from csdforms.archive.following import following
from csdforms.archive.line import decode, header, new_salt
from csdforms.archive.reading import FORMAT
from csdforms.archive.sql_compacting import blank
from csdforms.archive.sql_names import find_text
from csdforms.archive.sql_receiving import receive
from csdforms.archive.sql_writer import Writer, drop_files, put_file
from csdforms.archive.store import Act, Document, Line
from csdforms.archive.tiny_work import TinyWork
from csdforms.errors import NoArchive, UnreadableInput

__all__ = ["SqlStore"]

_PAGE = 200  # rows read at a time: no statement stays open while the caller thinks
_PATIENCE = 10.0  # seconds for the writer's lock, where the caller sets none


class _Writing(NamedTuple):
    """A thread's block of writing."""

    connection: Connection
    work: TinyWork
    notes: list[tuple[bytes, Line]]  # made meanwhile, where there is but one writer


class SqlStore:
    """A :class:`csdforms.archive.store.Store` in a database. Threads and processes may share it.

    Readers do not wait for writers. A file that a thread puts while it is writing is committed with
    that work. Only SQLite and PostgreSQL are tested.

    Args:
        database: where there is an archive, see :meth:`open` and :meth:`create`.
        salt: gives 32 hex digits for every payload.
    """

    def __init__(self, database: db.Database, *, salt: Callable[[], str] = new_salt) -> None:
        self._database = database
        self._salt = salt
        self._mine = threading.local()  # what this thread is writing
        self.place = database.place
        first = next(self.raw_lines(), None) if database.has_archive() else None
        if first is None:
            raise NoArchive(self.place)
        decode(first, self.place, 1)
        beginning = header(first)
        if beginning.get("format") != FORMAT:
            raise UnreadableInput(self.place, "档案库的格式比本程序新，请升级 csdforms。")
        self._archive = str(beginning["archive"])
        self._log = access.SqlLog(database, self._archive, self._log_begins, salt)

    @classmethod
    def open(cls, url: str, *, salt: Callable[[], str] = new_salt) -> Self:
        """Open the archive in a database.

        Raises:
            NoArchive: if there is none.
            NotPermitted: if the database cannot be reached, or refuses.
            UnreadableInput: if the URL is none, the driver is missing, or the format is unknown.
            DamagedArchive: if line 1 is not in order.
        """
        with _connected(url) as database:
            return cls(database, salt=salt)

    @classmethod
    def create(
        cls, url: str, archive: str, act: Act, *, salt: Callable[[], str] = new_salt
    ) -> Self:
        """Make a new archive in a database that has none; its line 1 is this act.

        Raises:
            ArchiveExists: if there are tables of an archive already.
            NotPermitted, UnreadableInput: as :meth:`open`.
        """
        with _connected(url) as database:
            extras = {"format": FORMAT, "archive": archive}
            with database.creating() as connection:
                begins = access.begin(connection, database.place, archive, act, salt).anchor
                act = act._replace(detail={**act.detail, BEGINNING: begins})
                Writer(connection, database.place, None, salt, extras).commit([(act, [])])
            return cls(database, salt=salt)

    @classmethod
    def receive(
        cls,
        url: str,
        lines: Iterable[tuple[bytes, Line]],
        files: Iterable[bytes],
        notes: Iterable[tuple[bytes, Line]] = (),
    ) -> Self:
        """Make an archive of lines and files from elsewhere, in one transaction: whole or not.

        All is read back before it is committed.

        Args:
            url: where.
            lines: the lines as they stand and what they say, checked
                (:func:`csdforms.archive.following.following`).
            files: the content of the files.
            notes: the lines of the log of access, likewise.

        Raises:
            ArchiveExists: if there are tables of an archive already.
            DamagedArchive: if what is read back is not what was written.
            NotPermitted, UnreadableInput: as :meth:`open`.
        """
        with _connected(url) as database:
            with database.creating() as connection:
                receive(connection, database.place, lines, files, notes)
            return cls(database)

    @property
    def archive(self) -> str:
        """The archive's own identity, a UUID."""
        return self._archive

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None. The caller may change it."""
        with self._database.reading() as connection:
            return reading.get(connection, self.place, table, key)

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        """Return every document of a table with its key, in ascending order."""
        row = db.document.c
        present = sa.select(db.document).where(row.table == table, row.payload.is_not(None))
        for found in self._pages(present, row.key):
            yield found.key, reading.read(found, self.place)

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        with self._database.reading() as connection:
            return reading.count(connection, table)

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        with self._database.reading() as connection:
            return reading.find(connection, table, kind, value)

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the lowest keys of documents that have a name with this text in it, ascending."""
        return find_text(self._database, table, text, limit)

    def history(self, subject: str) -> Iterator[Line]:
        """Return the lines about a file, oldest first."""
        about = sa.select(db.line.c.no, db.line.c.raw).where(
            db.line.c.subject == reading.fitting(subject)
        )
        for row in self._pages(about, db.line.c.no):
            yield decode(row.raw, self.place, row.no)

    def lines(self, first: int = 1) -> Iterator[Line]:
        """Return the committed lines from number ``first`` on, each checked."""
        for _, line in following(self.raw_lines(first), self.place, first):
            yield line

    def raw_lines(self, first: int = 1) -> Iterator[bytes]:
        """Return the committed lines as they stand, newline included."""
        wanted = sa.select(db.line.c.no, db.line.c.raw)
        for row in self._pages(wanted, db.line.c.no, first - 1):
            yield row.raw

    def last(self) -> Line:
        """Return the last committed line."""
        with self._database.reading() as connection:
            return reading.last(connection, self.place)

    @property
    def _own(self) -> _Writing | None:
        own: _Writing | None = getattr(self._mine, "writing", None)
        return own

    @contextlib.contextmanager
    def writing(self, timeout: float = _PATIENCE) -> Iterator[TinyWork]:
        """Take the writer's lock (across threads and processes), and commit at the block's end.

        A block inside a block of the same thread is a part of it: it leaves no change behind if it
        raises, and is committed with the outer one.

        Raises:
            ArchiveLocked: if another writer keeps it longer than ``timeout`` seconds.
            DamagedArchive: if the last line is not in order; nothing is written then.
            NotPermitted: if the database refuses; the old state is intact.
            RuntimeError: if something was put and no act recorded for it.
        """
        outer = self._own
        if outer is not None:
            with outer.work.part():
                yield outer.work
            return
        self._log.require(timeout)
        with self._database.writing(timeout) as connection:
            last = reading.last(connection, self.place)
            writer = Writer(connection, self.place, last, self._salt)
            work = TinyWork(writer)
            self._mine.writing = own = _Writing(connection, work, [])
            self._database.mark(connection)
            try:
                yield work
                work.finish()
            except BaseException:
                if own.notes:  # a refusal is noted, whatever becomes of the work
                    self._database.take_back(connection)
                    access.add(connection, own.notes)
                    connection.commit()
                raise
            finally:
                del self._mine.writing

    def compact(self, act: Act) -> None:
        """Blank superseded versions of what may change, what was removed, and what was destroyed.

        By the rule of :mod:`csdforms.archive.compacting`. Headers stay, and with them the proof.
        This act is the line that says so. The database is asked to clear away what it overwrote;
        its own backups and logs are its administrator's.

        Raises:
            ArchiveLocked, NotPermitted, DamagedArchive: as :meth:`writing`.
            RuntimeError: in the middle of a work.
        """
        if self._own is not None:
            raise RuntimeError("an archive is not compacted in the middle of a work")
        with self._database.writing(_PATIENCE) as connection:
            blank(connection, self.place)
            last = reading.last(connection, self.place)
            Writer(connection, self.place, last, self._salt).commit([(act, [])])
        self._database.wipe()

    def put_file(self, content: bytes) -> str:
        """Keep a file under the SHA-256 of its content, once; return that, durably written."""
        own = self._own
        if own is not None:
            return put_file(own.connection, content)
        with self._database.writing(_PATIENCE) as connection:
            return put_file(connection, content)

    def get_file(self, digest: str) -> bytes:
        """Return a file; raise DamagedArchive if it is missing or does not match its name."""
        with self._database.reading() as connection:
            return reading.get_file(connection, self.place, digest)

    def files(self) -> Iterator[str]:
        """Return the digests of all files kept, in ascending order."""
        for row in self._pages(sa.select(db.file.c.digest), db.file.c.digest, ""):
            yield row.digest

    def drop_files(self, digests: Iterable[str]) -> None:
        """Delete files for good; one that is not there is no error.

        In this thread's own work they go when that is committed.

        Raises:
            ArchiveLocked, NotPermitted: as :meth:`writing`.
        """
        own = self._own
        if own is not None:
            drop_files(own.connection, digests)
            return
        with self._database.writing(_PATIENCE) as connection:
            drop_files(connection, digests)

    def wipe(self) -> list[str]:
        """Let the database write its tables anew, without what was blanked or deleted.

        Return what cannot be reached from here.

        Raises:
            ArchiveLocked, NotPermitted: if others use the database, or it refuses.
        """
        return self._database.rewrite()

    # The log of access

    def note(self, act: Act, timeout: float = _PATIENCE) -> int:
        """Write an act that changes nothing (a reading, a refusal) into the log of access, durably.

        In the middle of this thread's own work, in a database with one writer (SQLite), it is
        durable at the end of that work, whether this succeeds or fails.

        Raises:
            ArchiveLocked: if others keep the lock longer than ``timeout`` seconds.
            NotPermitted: if the database refuses; then the act must not happen.
            DamagedArchive: if the log's last line is not in order, or the log was taken away.
        """
        own = self._own
        if own is not None and self._database.has_one_writer:
            own.notes.append(self._log.append(own.connection, act))
            return own.notes[-1][1].no
        return self._log.note(act, timeout)

    def notes(self, first: int = 1) -> Iterator[tuple[Line, Document]]:
        """Return the lines of the log of access from number ``first`` on, each with its act."""
        for raw, line in following(self.raw_notes(first), self._log.place, first):
            yield line, act_of(line, raw)

    def raw_notes(self, first: int = 1) -> Iterator[bytes]:
        """Return the lines of the log of access as they stand, newline included."""
        if self._log.is_there():
            wanted = sa.select(db.note.c.no, db.note.c.raw)
            for row in self._pages(wanted, db.note.c.no, first - 1):
                yield row.raw

    def last_note(self) -> Line | None:
        """Return the last line of the log of access, None if there is no log yet."""
        return self._log.last()

    def _log_begins(self) -> bool:
        first = self.get("acts", 1) or {"detail": {}}
        return BEGINNING in first["detail"]

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pages(
        self, wanted: sa.Select[Any], column: sa.Column[Any], after: int | str = 0
    ) -> Iterator[Row[Any]]:
        """Yield rows in a column's order, from behind a value on."""
        ordered = wanted.order_by(column).limit(_PAGE)
        while True:
            with self._database.reading() as connection:
                page = connection.execute(ordered.where(column > after)).all()
            yield from page
            if len(page) < _PAGE:
                return
            after = getattr(page[-1], column.name)


@contextlib.contextmanager
def _connected(url: str) -> Iterator[db.Database]:
    """Let go of a database if something goes wrong before a store has it."""
    database = db.Database(url)
    with contextlib.ExitStack() as undo:
        undo.callback(database.close)
        yield database
        undo.pop_all()
