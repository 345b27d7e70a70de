"""The journal as its writer sees it: lines are appended, and none is ever altered.

How a commit is written, and what a crash may leave behind it, is told in
:mod:`csdforms.archive.reading`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import Self, TypeAlias

from csdforms.archive.disk import DISK, Disk, refusal
from csdforms.archive.line import NO_HASH, blanked, encode, new_salt
from csdforms.archive.reading import CHUNK, START, Position, Reader
from csdforms.archive.store import Act, Change, Document, Line
from csdforms.errors import ArchiveExists, CsdformsError, DamagedArchive

__all__ = ["START", "Entry", "Journal", "Position", "Written"]

#: An act, and the documents that it puts (table, key, document) or removes (None).
Entry: TypeAlias = tuple[Act, list[tuple[str, int, Document | None]]]

#: A line, and where in the file the payload of each of its changes starts.
Written: TypeAlias = tuple[Line, list[int]]


class Journal(Reader):
    """An archive's ``journal.jsonl``. Threads may share it; one of them may write, under the lock.

    Args:
        path: The file.
        lock_held: Tells, without waiting, whether anybody (we too) holds the writer's lock.
        disk: The file operations.
        salt: Gives 32 hex digits for every payload.

    Raises:
        NoArchive, NotPermitted, UnreadableInput, DamagedArchive: see :class:`Reader`.
    """

    #: What the name of a torn tail begins with.
    torn = "torn"

    def __init__(
        self,
        path: Path,
        lock_held: Callable[[], bool],
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        self._salt = salt
        self._writer: tuple[int, FileIO] | None = None  # for this generation
        super().__init__(path, lock_held, disk=disk)

    @classmethod
    def create(
        cls,
        path: Path,
        archive: str,
        act: Act,
        lock_held: Callable[[], bool],
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> Self:
        """Write a new journal, whole or not at all, with line 1: act "init" of the archive's UUID.

        Raises:
            ArchiveExists: if the file is there.
            NotPermitted: if the system refuses.
        """
        if path.exists():
            raise ArchiveExists(path.parent)
        extras = {"format": cls.format, "archive": archive}
        raw, _, _ = encode(1, act, (), NO_HASH, extras=extras, salt=salt)
        aside = _aside(path)
        with _refusing(path):
            disk.remove(aside)
            with disk.create(aside) as file:
                disk.write(file, 0, raw)
                disk.sync(file)
            disk.replace(aside, path)
            disk.sync_folder(path.parent)
        return cls(path, lock_held, disk=disk, salt=salt)

    def recover(self) -> None:
        """Bring the end in order after a writer died; call it first, under the lock.

        Completes a newline; saves a torn tail as ``torn-<offset>.bin`` beside and cuts it off.

        Raises:
            DamagedArchive: if anything else is wrong; nothing is changed then.
            NotPermitted: if the system refuses.
        """
        with self._state:
            size = self._look(mine=True)
            end = self._end.offset
        finished = self._read(self._file, end - 1, 1) == b"\n"
        cut = end if finished else end - 1
        if size == end and finished:
            return
        with _refusing(self.path):
            file = self._open_to_write()
            if size > cut:
                self._save_torn(cut, size)
                self._disk.truncate(file, cut)
            self._disk.sync(file)  # and the line itself, if its writer died before that
            if not finished:
                self._disk.write(file, cut, b"\n")
        self._seen = end

    def append(self, entries: Iterable[Entry]) -> list[Written]:
        """Commit these lines together, durably, under the lock; return them.

        Raises:
            NotPermitted: if the disk is full or refuses; the old state is intact.
            UnreadableInput, TypeError: see :func:`csdforms.archive.line.encode`; likewise.
        """
        written: list[Written] = []
        self.commit(entries, lambda line, places: written.append((line, places)))
        return written

    def commit(
        self, entries: Iterable[Entry], each: Callable[[Line, list[int]], object]
    ) -> Position:
        """Do as :meth:`append`, telling each line to ``each``: memory does not grow with it.

        What is told is true once this returns. If ``entries`` or ``each`` raises, nothing is kept.
        """
        self.recover()
        old = self._end.offset
        with _refusing(self.path):
            file = self._open_to_write()
        try:
            end = self._write(file, entries, each)
        except BaseException:
            self._cut_back(file, old)
            raise
        if end.offset == old:
            return end
        # From here on it is done, even if this program dies: nobody may take it back any more.
        try:
            self._disk.write(file, end.offset - 1, b"\n")
        except OSError as problem:
            self._cut_back(file, old)
            raise refusal(self.path, problem) from None
        with self._state:
            self._end, self._seen, self._flying = end, end.offset, None
        return end

    def _write(
        self,
        file: FileIO,
        entries: Iterable[Entry],
        each: Callable[[Line, list[int]], object],
    ) -> Position:
        """Write lines durably, without the very last newline; return where they will end."""
        at = self._end
        buffer = bytearray()
        rest = iter(entries)
        entry = next(rest, None)
        if entry is None:
            return at
        while entry is not None:
            following = next(rest, None)
            raw, line, places = encode(
                at.no + 1, *entry, at.hash, more=following is not None, salt=self._salt
            )
            each(line, [at.offset + place for place in places])
            buffer += raw
            at = Position(line.no, line.hash, at.offset + len(raw))
            if len(buffer) >= CHUNK and following is not None:
                with _refusing(self.path):
                    self._disk.write(file, at.offset - len(buffer), buffer)
                buffer.clear()
            entry = following
        with _refusing(self.path):
            self._disk.write(file, at.offset - len(buffer), buffer[:-1])
            self._disk.sync(file)
        return at

    def _cut_back(self, file: FileIO, size: int) -> None:
        """Take back what was not committed; if even that fails, it stays as a torn tail."""
        self._seen = -1
        with contextlib.suppress(OSError):
            self._disk.truncate(file, size)
            self._disk.sync(file)

    def rewrite(self, keep: Callable[[Line, Change], bool], entries: Iterable[Entry] = ()) -> None:
        """Blank the payloads that need not be kept, under the lock; every header stays.

        Writes a new file beside, adds ``entries`` to it as a commit, checks it against the old
        one, and renames it. Who reads the old one goes on until the next :meth:`refresh`.

        Raises:
            NotPermitted: if the system refuses (Windows: while others have it open); the old
                state is intact.
            DamagedArchive: if the journal is not in order.
        """
        self.recover()
        aside = _aside(self.path)
        try:
            with _refusing(self.path):
                self._disk.remove(aside)
                self._copy(aside, keep)
            with type(self)(aside, lambda: True, disk=self._disk, salt=self._salt) as copy:
                copy.commit(entries, lambda _line, _places: None)
                self._compare(copy, keep)
            with _refusing(self.path):
                self._rename(aside)
                self._disk.sync_folder(self.path.parent)
        finally:
            with contextlib.suppress(OSError):
                self._disk.remove(aside)
        self._look(mine=True)

    def _copy(self, aside: Path, keep: Callable[[Line, Change], bool]) -> None:
        with self._disk.create(aside) as file:
            buffer = bytearray()
            written = 0
            for line, _, raw in self.scan():
                buffer += blanked(line, raw, keep)
                if len(buffer) >= CHUNK:
                    self._disk.write(file, written, buffer)
                    written += len(buffer)
                    buffer.clear()
            self._disk.write(file, written, buffer)
            self._disk.sync(file)
        self._disk.copy_mode(self.path, aside)

    def _compare(self, copy: Journal, keep: Callable[[Line, Change], bool]) -> None:
        """Make sure that the copy, read from the disk, is what it should be."""
        copied = copy.scan()
        for line, _, raw in self.scan():
            if next(copied, (None, 0, b""))[2] != blanked(line, raw, keep):
                raise DamagedArchive(self._place, "写出的副本与原文不符", line.no)
        for _ in copied:  # the new lines
            pass

    def _rename(self, aside: Path) -> None:
        try:
            self._disk.replace(aside, self.path)
        except PermissionError:  # Windows: while anybody has it open, ourselves included
            with self._state:
                self.close()
                self._writer = None
                try:
                    self._disk.replace(aside, self.path)
                finally:
                    self._open()

    def _open_to_write(self) -> FileIO:
        if self._writer is None or self._writer[0] != self._generation:
            file = self._disk.open(self.path, write=True)
            self._handles.append(file)
            self._writer = self._generation, file
        return self._writer[1]

    def _save_torn(self, start: int, end: int) -> None:
        """Keep what is to be cut off, beside the journal."""
        again = ("", *(f"-{count}" for count in range(2, 1000)))
        names = (self.path.with_name(f"{self.torn}-{start}{mark}.bin") for mark in again)
        path = next(name for name in names if not name.exists())
        try:
            with self._disk.create(path) as file:
                for offset in range(start, end, CHUNK):
                    piece = self._disk.read(self._file, offset, min(CHUNK, end - offset))
                    self._disk.write(file, offset - start, piece)
                self._disk.sync(file)
        except BaseException:
            with contextlib.suppress(OSError):
                self._disk.remove(path)
            raise
        self._disk.sync_folder(path.parent)


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say it in Chinese if the system refuses."""
    try:
        yield
    except OSError as problem:
        if isinstance(problem, CsdformsError):
            raise
        raise refusal(path, problem) from None
