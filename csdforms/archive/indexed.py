"""A journal and its index: the journal is the truth, the index is brought up to it and proved.

Whatever the index says is checked against the journal, and an index that is wrong is made anew
without a word.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from csdforms.archive.disk import DISK, Disk
from csdforms.archive.index import Entry, Index, Placed
from csdforms.archive.journal import START, Journal, Position
from csdforms.archive.line import BLANK, document, new_salt, offsets
from csdforms.archive.reading import JOURNAL
from csdforms.archive.store import Change
from csdforms.errors import DamagedArchive

__all__ = ["Indexed"]

T = TypeVar("T")

_PATIENCE = 3  # how often an index is made anew for one question
_BATCH = 5000  # documents given to the index at a time


class Indexed:
    """The journal in an archive's folder, and the index beside it. Threads may share it.

    Args:
        folder: The archive's.
        lock_held: Tells, without waiting, whether anybody has the writer's lock.
        disk: The file operations.
        salt: Gives 32 hex digits for every payload.

    Raises:
        NoArchive, NotPermitted, UnreadableInput, DamagedArchive: see
            :class:`csdforms.archive.journal.Journal`.
    """

    def __init__(
        self,
        folder: Path,
        lock_held: Callable[[], bool],
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        self.folder = folder
        self.journal = Journal(folder / JOURNAL, lock_held, disk=disk, salt=salt)
        self._index = Index(folder / "index.sqlite", self.journal.archive, self._fill)
        self._ahead = False
        self._filling = threading.Lock()
        self._filled_to = START

    def refresh(self) -> Position:
        """Look for what others have committed; return where the journal ends."""
        return self.journal.refresh() if self.journal.grown() else self.journal.end

    @property
    def index_ahead(self) -> bool:
        """Whether the index knew a line that the journal does not have: it was cut or altered."""
        self._catch_up()
        return self._ahead

    def ask(self, question: Callable[[Index], T]) -> T:
        """Ask the index, when it knows every line of the journal, and did so to the end."""
        while True:
            end = self.refresh()
            if end != self._filled_to:
                end = self._catch_up()
            answer = question(self._index)
            # Another process may have emptied it in between, to make it anew.
            if self._index.last_no >= end.no:
                self._filled_to = end
                return answer
            self._filled_to = START

    def prove(self, read: Callable[[], T]) -> T:
        """Read what the index points to; if it is not there, see whose fault that is.

        Raises:
            DamagedArchive: with the line's number, if the journal is not as it was written.
        """
        for _ in range(_PATIENCE):
            generation = self.journal.generation
            try:
                return read()
            except DamagedArchive:
                self.journal.refresh()
                if self.journal.generation == generation:  # not just replaced by a compacted one
                    for _ in self.journal.scan():
                        pass  # raises the error with the line's number
                    self._index.forget()
        raise self.misplaced()

    def misplaced(self) -> DamagedArchive:
        """Return the error that says that the index is wrong."""
        return DamagedArchive(self.folder, "索引与日志不符，请删去 index.sqlite 后重试")

    def _catch_up(self) -> Position:
        # The index first: what it knows by now was committed before, and a refresh sees it.
        seen = self._index.seen
        if tuple(seen) != self.refresh():
            with self._filling:  # so that threads do not do it twice
                self._fill(self._index)
        return self.journal.end

    def _fill(self, index: Index) -> None:
        """Add to the index what it does not know yet."""
        while (known := Position(*(seen := index.seen))) != (end := self.refresh()):
            if not self.journal.at(known):  # compacted, or another journal
                self._ahead |= seen.no > end.no
                index.forget()
                known = START
            for entries in _batches(self._entries(known)):
                for entry in entries:
                    self._ahead |= entry.line.no == seen.no and entry.line.hash != seen.hash
                index.add(entries)

    def _entries(self, position: Position) -> Iterator[Entry]:
        for line, offset, raw in self.journal.scan(position):
            places = zip(line.changes, offsets(line, raw), strict=True)
            documents = [_placed(offset, raw, change, start) for change, start in places]
            yield Entry(line, offset, offset + len(raw), documents)

    def discard_index(self) -> None:
        """Delete the index's file: what was removed may linger in it. The next question fills it.

        Raises:
            NotPermitted: if the system refuses (Windows: while other processes have it open).
        """
        self._index.discard()

    def close(self) -> None:
        """Let go of both."""
        self._index.close()
        self.journal.close()


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Return entries in portions of so many documents that memory does not grow with them."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.documents)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def _placed(offset: int, raw: bytes, change: Change, start: int) -> Placed:
    """Return one document of a line for the index."""
    kept = None if raw.startswith(BLANK, start) else document(raw[start : start + change.size])
    return Placed(change.table, change.key, offset + start, change.size, change.digest, kept)
