"""The archive's default store: TinyDB on a journal in a folder.

The folder holds ``journal.jsonl`` (the truth), ``documents/`` (files under the hash of their
content), ``lock``, and ``index.sqlite`` (a cache that can be thrown away). Any query of TinyDB
works on :attr:`TinyStore.database`, which is fast by id and by the archive's exact terms at any
size; for names there is :meth:`TinyStore.find_text`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from csdforms.archive import actor as actors
from csdforms.archive.access_log import BEGINNING, AccessLog, act_of
from csdforms.archive.committed import Committed
from csdforms.archive.disk import DISK, Disk, refusal
from csdforms.archive.documents import Documents
from csdforms.archive.journal import Journal
from csdforms.archive.line import decode, new_salt
from csdforms.archive.lock import WriterLock
from csdforms.archive.reading import JOURNAL
from csdforms.archive.store import Act, Document, Line
from csdforms.archive.tiny_work import TinyWork
from csdforms.errors import ArchiveExists

if TYPE_CHECKING:
    from csdforms.archive.tiny_table import JournalDatabase

__all__ = ["TinyStore"]

_PATIENCE = 10.0  # seconds
#: Caches, torn ends, and what crashed writers left, under the writer's lock.
_LEFT = ("names.sealed*", "torn-*.bin", f"{JOURNAL}.new")
_ON_THE_DISK = (
    "磁盘上已释放、尚未改写的空间和文件系统的快照，本程序管不到：请系统管理员处理，"
    "或随磁盘报废一并销毁。"
)


class TinyStore:
    """A :class:`csdforms.archive.store.Store` in a folder; threads and processes may share it.

    Looking things up makes no archive and no lock, waits for nobody, and works on read-only media.
    A store must not be carried through a fork: open it in the child.

    Args:
        folder: The archive's.
        actor: Who acts when TinyDB's own calls write; the account of this process by default.
        clock: Tells what time it is.
        disk: The file operations.
        salt: Gives 32 hex digits for every payload.
    """

    def __init__(
        self,
        folder: Path,
        *,
        actor: str = "",
        clock: actors.Clock = actors.now,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        self.folder = folder
        self._actor = actor
        self._clock = clock
        self._lock = WriterLock(folder / "lock")
        self._disk = disk
        self._documents = Documents(folder / "documents", disk=disk)
        self._mine = threading.local()  # the work of this thread's block
        self._committed = Committed(folder, self._lock.held, disk=disk, salt=salt)
        self._access = AccessLog(folder, self.archive, self._log_begins, disk=disk, salt=salt)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        actor: str = "",
        clock: actors.Clock = actors.now,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> Self:
        """Open the archive in a folder; nothing is made.

        Raises:
            NoArchive: if there is none.
            NotPermitted: if it cannot be read.
            UnreadableInput: if it is of another format.
            DamagedArchive: if its first line is not in order.
        """
        return cls(folder, actor=actor, clock=clock, disk=disk, salt=salt)

    @classmethod
    def create(
        cls,
        folder: Path,
        archive: str,
        act: Act,
        *,
        actor: str = "",
        clock: actors.Clock = actors.now,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> Self:
        """Make a new archive in a new or empty folder; its line 1 is this act.

        Args:
            folder: Where.
            archive: The archive's own identity, a UUID.
            act: Who made it, "init".
            actor: Who acts when TinyDB's own calls write.
            clock: Tells what time it is.
            disk: The file operations.
            salt: Gives 32 hex digits for every payload.

        Raises:
            ArchiveExists: if there is something already.
            NotPermitted: if the system refuses.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise ArchiveExists(folder)
        except FileExistsError:  # a file
            raise ArchiveExists(folder) from None
        except OSError as problem:
            raise refusal(folder, problem) from None
        held = WriterLock(folder / "lock").held
        begins = AccessLog.create(folder, archive, act, disk=disk, salt=salt)
        act = act._replace(detail={**act.detail, BEGINNING: begins})
        Journal.create(folder / JOURNAL, archive, act, held, disk=disk, salt=salt).close()
        return cls(folder, actor=actor, clock=clock, disk=disk, salt=salt)

    @property
    def archive(self) -> str:
        """The archive's own identity, a UUID."""
        return self._committed.journal.archive

    @property
    def index_ahead(self) -> bool:
        """Whether the index knew a line that the journal does not have any more.

        Then somebody cut the journal off or wrote it anew: for those who verify.
        """
        self._committed.last()
        return self._committed.index_ahead

    @cached_property
    def database(self) -> JournalDatabase:
        """The archive as TinyDB: ``store.database.table("files").search(where("grade") == "A")``.

        Tables of the archive itself can only be read. Any other name is a table of the caller's
        own; each call that writes is one commit, an act "write", or part of :meth:`writing`.
        """
        from csdforms.archive.tiny_table import JournalDatabase

        return JournalDatabase(self)

    # --- documents ------------------------------------------------------------------------------

    @property
    def view(self) -> Committed | TinyWork:
        """What this thread sees: what is committed, and in its ``writing()`` its own changes."""
        return self._work or self._committed

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None. The caller may change it."""
        return self.view.get(table, key)

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        """Return every document of a table with its key, in ascending order."""
        view = self.view
        return view.each(table, view.keys(table))

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return self.view.count(table)

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        return self.view.find(table, kind, value)

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it, ascending.

        Chinese from one character up, full pinyin, initials, Latin words. Committed ones only.
        """
        return self._committed.find_text(table, text, limit)

    # --- lines ----------------------------------------------------------------------------------

    def history(self, subject: str) -> Iterator[Line]:
        """Return the lines about a file, oldest first."""
        return self._committed.history(subject)

    def lines(self, first: int = 1) -> Iterator[Line]:
        """Return the committed lines from number ``first`` on."""
        return (line for line, _, _ in self._committed.scan(first))

    def raw_lines(self, first: int = 1) -> Iterator[bytes]:
        """Return the committed lines as they stand, newline included."""
        return (raw for _, _, raw in self._committed.scan(first))

    def last(self) -> Line:
        """Return the last committed line."""
        return self._committed.last()

    # --- writing --------------------------------------------------------------------------------

    @property
    def _work(self) -> TinyWork | None:
        work: TinyWork | None = getattr(self._mine, "work", None)
        return work

    @property
    def is_writing(self) -> bool:
        """Whether this thread is in a block of :meth:`writing`."""
        return self._work is not None

    @contextlib.contextmanager
    def writing(self, timeout: float = _PATIENCE) -> Iterator[TinyWork]:
        """Take the writer's lock (across threads and processes), and commit at the block's end.

        A block inside a block of the same thread is a part of it: it leaves nothing behind if it
        raises, and is committed with the outer one.

        Raises:
            ArchiveLocked: if another writer keeps it longer than ``timeout`` seconds.
            NotPermitted: if the disk is full or refuses; the old state is intact.
            DamagedArchive: if the journal is not in order; nothing is written any more.
            RuntimeError: if something was put and no act recorded for it.
        """
        outer = self._work
        if outer is not None:
            with outer.part():
                yield outer
            return
        with self._lock.hold(timeout):
            self._committed.journal.recover()
            self._mine.work = work = TinyWork(self._committed)
            try:
                yield work
                work.finish()
            finally:
                self._mine.work = None

    @contextlib.contextmanager
    def editing(self) -> Iterator[TinyWork]:
        """Join the work of this thread's block, or begin one that is an act "write"."""
        inside = self.is_writing
        with self.writing() as work:
            yield work
            if not inside and not work.is_recorded:
                work.record(self.act("write"))

    def act(self, name: str) -> Act:
        """Return an act of now, by the actor given at opening."""
        self._actor = self._actor or actors.account()
        return Act(name, self._actor, actors.moment(self._clock()))

    def compact(self, act: Act | None = None, timeout: float = _PATIENCE) -> None:
        """Blank superseded versions of what may change, what was removed, and what was destroyed.

        By the rule of :mod:`csdforms.archive.compacting`. Headers stay, and with them the proof.
        This act, by default "compact" by the actor given at opening, is the line that says so.

        Raises:
            ArchiveLocked, NotPermitted, DamagedArchive: as :meth:`writing`.
            RuntimeError: in the middle of a work.
        """
        if self.is_writing:
            raise RuntimeError("an archive is not compacted in the middle of a work")
        with self._lock.hold(timeout):
            self._committed.compact((act or self.act("compact"), []))

    # --- the log of access ----------------------------------------------------------------------

    def note(self, act: Act, timeout: float = _PATIENCE) -> int:
        """Write an act that changes nothing (a reading, a refusal) into the log of access, durably.

        It does not wait for who writes into the archive. Return the line's number in the log.

        Raises:
            ArchiveLocked: if others keep the log's own lock longer than ``timeout`` seconds.
            NotPermitted: if the disk is full or refuses; then the act must not happen.
            DamagedArchive: if the log is not in order, or was taken away; likewise.
        """
        return self._access.note(act, timeout)

    def notes(self, first: int = 1) -> Iterator[tuple[Line, Document]]:
        """Return the lines of the log of access from number ``first`` on, each with its act."""
        return ((line, act_of(line, raw)) for line, raw in self._access.scan(first))

    def raw_notes(self, first: int = 1) -> Iterator[bytes]:
        """Return the lines of the log of access as they stand, newline included."""
        return (raw for _, raw in self._access.scan(first))

    def last_note(self) -> Line | None:
        """Return the last line of the log of access, None if there is no log yet."""
        return self._access.last()

    def _log_begins(self) -> str:
        raw = self._committed.journal.first
        detail = act_of(decode(raw, self.folder, 1), raw)["detail"]
        return str(detail.get(BEGINNING, ""))

    # --- files ----------------------------------------------------------------------------------

    def put_file(self, content: bytes) -> str:
        """Keep a file under the SHA-256 of its content, once; return that, durably written."""
        return self._documents.put(content)

    def get_file(self, digest: str) -> bytes:
        """Return a file; raise DamagedArchive if it is missing or does not match its name."""
        return self._documents.get(digest)

    def files(self) -> Iterator[str]:
        """Return the digests of all files kept, in ascending order."""
        return iter(self._documents)

    def drop_files(self, digests: Iterable[str]) -> None:
        """Delete files for good; one that is not there is no error.

        Raises:
            NotPermitted: if the system refuses; call it again then.
        """
        for digest in digests:
            self._documents.remove(digest)

    def wipe(self, timeout: float = _PATIENCE) -> list[str]:
        """Clear away whatever beside the journal may still hold what was blanked or deleted.

        Return what cannot be reached from here.

        Raises:
            NotPermitted, ArchiveLocked: if the system refuses; call it again then.
        """
        with self._lock.hold(timeout):
            self._committed.discard_index()
            left = [path for pattern in _LEFT for path in sorted(self.folder.glob(pattern))]
            try:
                for path in [*left, *self._documents.leftovers()]:
                    self._disk.remove(path)
                self._disk.sync_folder(self.folder)
            except OSError as problem:
                raise refusal(self.folder, problem) from None
        return [_ON_THE_DISK]

    # --- the end --------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of files; closing twice is no error."""
        self._access.close()
        self._committed.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
