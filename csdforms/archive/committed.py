"""What is committed: documents and lines, found by the index and read from the journal."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from csdforms.archive.compacting import Compaction
from csdforms.archive.disk import DISK, Disk
from csdforms.archive.index import Index
from csdforms.archive.indexed import Indexed
from csdforms.archive.journal import START, Entry, Position
from csdforms.archive.line import digest_of, document, new_salt
from csdforms.archive.store import Document, Line
from csdforms.archive.terms import normal
from csdforms.errors import DamagedArchive

__all__ = ["HIGHEST_KEY", "Committed"]

_PAGE = 100  # documents looked for at a time

#: The highest key that an index can hold.
HIGHEST_KEY = 2**47 - 1


class Committed(Indexed):
    """The committed documents of an archive's folder. Threads may share it.

    Every question sees all that was committed before it was asked, by whomever.
    """

    def __init__(
        self,
        folder: Path,
        lock_held: Callable[[], bool],
        *,
        disk: Disk = DISK,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        super().__init__(folder, lock_held, disk=disk, salt=salt)
        self._last_keys: dict[str, int] = {}
        self._last_keys_at = START
        self._last: Line | None = None

    # --- documents ------------------------------------------------------------------------------

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None.

        Raises:
            DamagedArchive: with the line's number, if it is not as it was written.
        """

        def read() -> Document | None:
            (place,) = self._locate(table, [key])
            return None if place is None else self._read(*place)

        return self.prove(read)

    def each(self, table: str, keys: Iterable[int]) -> Iterator[tuple[int, Document]]:
        """Return the documents with these keys, passing over those that are not there.

        Memory does not grow with them.
        """
        rest = iter(keys)
        while page := list(itertools.islice(rest, _PAGE)):
            places = self._locate(table, page)
            for key, place in zip(page, places, strict=True):
                try:
                    document = None if place is None else self._read(*place)
                except DamagedArchive:
                    document = self.get(table, key)
                if document is not None:
                    yield key, document

    def _locate(self, table: str, keys: list[int]) -> list[tuple[int, int, str] | None]:
        def places(index: Index) -> list[tuple[int, int, str] | None]:
            return [index.locate(table, key) if 0 < key <= HIGHEST_KEY else None for key in keys]

        return self.ask(places)

    def _read(self, offset: int, size: int, digest: str) -> Document | None:
        payload = self.journal.read(offset, size)
        if digest_of(payload) != digest:
            raise self.misplaced()
        return document(payload)

    def holds(self, table: str, key: int) -> bool:
        """Return whether there is such a document."""
        return self._locate(table, [key]) != [None]

    def tables(self) -> list[str]:
        """Return the names of the tables that have documents, sorted."""
        return self.ask(lambda index: [name for name in index.tables() if index.count(name)])

    def keys(self, table: str) -> list[int]:
        """Return the keys of a table's documents in ascending order."""
        return self.ask(lambda index: index.keys(table))

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return self.ask(lambda index: index.count(table))

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        term = normal(kind, value)
        return self.ask(lambda index: index.find(table, kind, term))

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it, ascending."""
        return self.ask(lambda index: index.find_text(table, text, limit))

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none; for the writer.

        It is remembered from one commit of ours to the next, so that adding many documents one by
        one does not have to wait for the index.
        """
        if self._last_keys_at != self.journal.end:
            self._last_keys, self._last_keys_at = {}, self.journal.end
        if table not in self._last_keys:
            self._last_keys[table] = self.ask(lambda index: index.last_key(table))
        return self._last_keys[table]

    # --- lines ----------------------------------------------------------------------------------

    def history(self, subject: str) -> Iterator[Line]:
        """Return the lines about a file, oldest first."""

        def read() -> list[Line]:
            places = self.ask(lambda index: index.history(subject))
            return [self._line(place) for place in places]

        return iter(self.prove(read))

    def scan(self, first: int = 1) -> Iterator[tuple[Line, int, bytes]]:
        """Return the committed lines from this number on, each with its offset and its bytes."""
        end = self.refresh()
        return self.journal.scan(end if first > end.no else self._before(first))

    def last(self) -> Line:
        """Return the last committed line."""
        end = self.refresh()
        if self._last is None or self._last.hash != end.hash:
            self._last = next(self.journal.scan(self._before(end.no)))[0]
        return self._last

    def _before(self, no: int) -> Position:
        """Return the place where a line starts."""
        if no <= 1:
            return START

        def read() -> Position:
            before, start = self.ask(lambda index: (index.line(no - 1), index.line(no)))
            line = self._line(before)
            if line.no != no - 1 or start is None:
                raise self.misplaced()
            return Position(line.no, line.hash, start)

        return self.prove(read)

    def _line(self, offset: int | None) -> Line:
        if offset is None:
            raise self.misplaced()
        return self.journal.line(offset, 0)

    # --- writing, under the lock ----------------------------------------------------------------

    def commit(self, lines: Iterable[Entry]) -> None:
        """Commit these lines together, durably; all or none."""
        known = self._last_keys if self._last_keys_at == self.journal.end else {}
        self._last_keys_at = START
        self._last = None
        last: Line | None = None

        def note(line: Line, _places: list[int]) -> None:
            nonlocal last
            last = line
            for change in line.changes:
                if change.table in known:
                    known[change.table] = max(known[change.table], change.key)

        end = self.journal.commit(lines, note)
        self._last_keys, self._last_keys_at, self._last = known, end, last

    def compact(self, line: Entry) -> None:
        """Blank what need not be kept, and add the line that says so."""
        # The index is no witness: it may be emptied by another process at any time.
        found = Compaction()
        self.journal.recover()
        for written, _, raw in self.journal.scan():
            found.see(written, raw)
        self.journal.rewrite(found.keep, [line])
