"""The log of access (查阅日志): who looked for what, saw what, and was refused what.

``access.jsonl`` stands beside the journal and is written like it: the same lines, the same chain,
one commit a note. It has a lock of its own, so that who reads never waits for who writes. Whoever
opens it reads its beginning and its end only; the whole chain is for those who verify.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from csdforms.archive.disk import DISK, Disk
from csdforms.archive.journal import Journal
from csdforms.archive.line import BLANK, decode, document, new_salt, offsets
from csdforms.archive.lock import WriterLock
from csdforms.archive.reading import START, Position
from csdforms.archive.store import Act, Document, Line
from csdforms.errors import DamagedArchive, NoArchive

__all__ = ["ACCESS", "BEGINNING", "FORMAT", "LOCK", "AccessJournal", "AccessLog", "act_of", "lost"]

#: Its name in an archive's folder.
ACCESS = "access.jsonl"

#: The name of its lock.
LOCK = "access.lock"

#: What line 1 says that this is.
FORMAT = "csdforms-access 1"

#: Where the detail of the archive's first act holds the anchor of the log's line 1.
BEGINNING = "access"

_NEAR = 1 << 16  # bytes that are read through rather than searched


class AccessJournal(Journal):
    """The log's file, as a journal."""

    format = FORMAT
    torn = "torn-access"

    @property
    def _place(self) -> Path:
        return self.path

    def _stat(self) -> os.stat_result:
        try:
            return super()._stat()
        except NoArchive:
            raise lost(self.path) from None

    def last(self) -> Line:
        """Return the last line of the last look."""
        offset, raw = self._last_line(self._end.offset - 1)
        return self.line(offset + len(raw), self._end.no)

    def near(self, no: int) -> Position:
        """Return a place from which it is not far to the line of this number, found by halving."""
        at, end = START, self._end.offset
        while end - at.offset > _NEAR:
            offset, raw = self._last_line((at.offset + end) // 2)
            if offset < at.offset:  # one line fills the middle
                break
            try:
                line = decode(raw, self._place, 0)
            except DamagedArchive:  # who reads on finds it, and tells its number
                break
            if line.no < no:
                at = Position(line.no, line.hash, offset + len(raw))
            else:
                end = offset
        return at


class AccessLog:
    """The log of an archive in a folder; threads and processes may share it.

    Args:
        folder: the archive's.
        archive: the archive's UUID.
        beginning: tells the anchor of the log's line 1 as the archive's first act says it, "" if
            the archive is older than that; asked when the log is not there.
        disk: the file operations.
        salt: gives 32 hex digits for every payload.
    """

    def __init__(
        self,
        folder: Path,
        archive: str,
        beginning: Callable[[], str],
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        self._path = folder / ACCESS
        self._archive = archive
        self._beginning = beginning
        self._disk = disk
        self._salt = salt
        self._lock = WriterLock(folder / LOCK)
        self._opening = threading.Lock()
        self._journal: AccessJournal | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        archive: str,
        act: Act,
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> str:
        """Begin the log of a new archive; return the anchor of line 1.

        Raises:
            ArchiveExists, NotPermitted: see :meth:`Journal.create`.
        """
        path, held = folder / ACCESS, WriterLock(folder / LOCK).held
        with AccessJournal.create(path, archive, act, held, disk=disk, salt=salt) as journal:
            journal.refresh()
            return journal.last().anchor

    def note(self, act: Act, timeout: float) -> int:
        """Write a note durably; return its number. Its moment is not before the last one's.

        Raises:
            ArchiveLocked: if others keep the lock longer than ``timeout`` seconds.
            NotPermitted: if the disk is full or refuses.
            DamagedArchive: if the log's end is not in order, it is another archive's, or it was
                taken away.
        """
        with self._lock.hold(timeout):
            journal = self._opened() or self._begun(act)
            journal.recover()
            at = max(act.at, journal.last().at)
            return journal.append([(act._replace(at=at), [])])[0][0].no

    def _begun(self, act: Act) -> AccessJournal:
        """Begin the log of an archive from before there was one."""
        self._refuse_if_lost()
        begun = Act("init", act.actor, act.at)
        AccessJournal.create(
            self._path, self._archive, begun, self._lock.held, disk=self._disk, salt=self._salt
        ).close()
        journal = self._opened()
        assert journal is not None
        return journal

    def _refuse_if_lost(self) -> None:
        if self._beginning():
            raise lost(self._path)

    def scan(self, first: int = 1) -> Iterator[tuple[Line, bytes]]:
        """Return the lines from a number on, and their bytes, each checked.

        Memory does not grow with the log.

        Raises:
            DamagedArchive: with the line's number, if one is not as it was written, or does not
                follow the one before; or if the log was taken away.
            NotPermitted: if it cannot be read.
        """
        journal = self._looked()
        if journal is None:
            return
        for line, _, raw in journal.scan(journal.near(first)):
            if line.no >= first:
                yield line, raw

    def last(self) -> Line | None:
        """Return the last line, None if there is no log yet; errors as :meth:`scan`."""
        journal = self._looked()
        return None if journal is None else journal.last()

    def _looked(self) -> AccessJournal | None:
        journal = self._opened()
        if journal is None:
            self._refuse_if_lost()
        else:
            journal.refresh()
        return journal

    def _opened(self) -> AccessJournal | None:
        """Open the file once, if it is there."""
        with self._opening:
            if self._journal is None and self._path.exists():
                journal = AccessJournal(
                    self._path, self._lock.held, disk=self._disk, salt=self._salt
                )
                if journal.archive != self._archive:
                    journal.close()
                    raise DamagedArchive(self._path, "查阅日志是另一个档案库的")
                self._journal = journal
            return self._journal

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._opening:
            if self._journal is not None:
                self._journal.close()
                self._journal = None


def act_of(line: Line, raw: bytes) -> Document:
    """Return what a line of the log kept of its act; if somebody blanked that, nothing."""
    place = offsets(line, raw)[0]
    if raw.startswith(BLANK, place):
        return {"purpose": "", "reason": "", "detail": {}}
    return document(raw[place : place + line.changes[0].size]) or {}


def lost(place: Path | str) -> DamagedArchive:
    """Return the error of an archive whose log was taken away."""
    return DamagedArchive(place, "查阅日志不见了")
