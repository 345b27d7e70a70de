"""An archive as it stands, whole or not: what a verification reads. Nothing here writes."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from csdforms.archive.access_log import ACCESS, LOCK, AccessJournal
from csdforms.archive.chain import Chain, Problem, Reading
from csdforms.archive.disk import DISK
from csdforms.archive.documents import Documents
from csdforms.archive.index import Index
from csdforms.archive.line import BLANK, document
from csdforms.archive.lock import WriterLock
from csdforms.archive.reading import CHUNK, JOURNAL, Reader
from csdforms.archive.store import Document, Store
from csdforms.errors import DamagedArchive, NoArchive

__all__ = ["InFolder", "InStore", "Place", "is_open_to_all"]


class Place(Protocol):
    """Where an archive lies, whole or not."""

    problems: list[Problem]

    def lines(self) -> Iterator[bytes]:
        """Return what stands in the journal, line by line."""

    def notes(self) -> Iterator[bytes] | None:
        """Return what stands in the log of access, line by line; None if there is none."""

    def see(self, line: Reading) -> None:
        """Take notice of a line of the journal that was read."""

    def finish(self, chain: Chain) -> None:
        """Compare the lines with what stands beside them."""

    def files(self) -> Iterator[str]:
        """Return the digests of all documents."""

    def get_file(self, digest: str) -> bytes:
        """Return a document; raise DamagedArchive if it is not as its name says."""


class InFolder:
    """An archive in a folder, read as it stands."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = folder
        self._path = folder / JOURNAL
        if not self._path.is_file():
            raise NoArchive(folder)
        self._documents = Documents(folder / "documents")
        if is_open_to_all(folder):
            text = "本机的任何人都能进入这个文件夹读取或改动其中的文件。请去掉旁人的权限："
            self.problems.append(Problem(f"{text}chmod -R o= {folder}", is_error=False))

    def lines(self) -> Iterator[bytes]:
        """Return the committed lines; where damage hides what is committed, everything."""
        return self._standing(self._path, Reader, WriterLock(self._folder / "lock"))

    def notes(self) -> Iterator[bytes] | None:
        """Return the committed lines of the log, likewise; None if there is none."""
        path = self._folder / ACCESS
        if not path.is_file():
            return None
        return self._standing(path, AccessJournal, WriterLock(self._folder / LOCK), log=True)

    def _standing(
        self,
        path: Path,
        reader: Callable[[Path, Callable[[], bool]], Reader],
        lock: WriterLock,
        *,
        log: bool = False,
    ) -> Iterator[bytes]:
        try:
            with reader(path, lock.held) as journal:
                end: int | None = journal.refresh().offset
        except DamagedArchive:
            end = None
        torn = path.stat().st_size - (end or 0)
        if end is not None and torn > 0 and not lock.held():
            where = "查阅日志末尾" if log else "末尾"
            text = f"{where}有 {torn} 字节的残片，是写到一半时中断留下的，从未算数。"
            text += "下次写入时会另存并切去。"
            self.problems.append(Problem(text, is_error=False, log=log))
        start = 0
        with BufferedReader(DISK.open(path), CHUNK) as file:
            for raw in file:
                if end is None or start + len(raw) < end:
                    yield raw
                    start += len(raw)
                else:  # the newline of a commit whose writer died may be missing, or lost to zeros
                    yield raw[: end - 1 - start] + b"\n"
                    break

    def files(self) -> Iterator[str]:
        """Return the digests of all documents."""
        return iter(self._documents)

    def get_file(self, digest: str) -> bytes:
        """Return a document."""
        return self._documents.get(digest)

    def see(self, line: Reading) -> None:
        """Nothing but the journal holds what it says."""

    def finish(self, chain: Chain) -> None:
        """Ask the index whether it once knew more lines."""
        with Index(self._folder / "index.sqlite", chain.archive, _pass, writable=False) as index:
            known = index.seen.no
        if known > chain.position:
            text = f"索引记到第 {known} 行，而日志只有 {chain.position} 行：末尾可能被截去。"
            self.problems.append(Problem(text))


def is_open_to_all(folder: Path) -> bool:
    """Whether everybody who has an account on the computer gets into a folder.

    Each folder on the way must let him. On Windows that is not to be told from the mode.
    """
    if os.name == "nt":
        return False
    return all(
        one.stat().st_mode & stat.S_IXOTH for one in (folder.resolve(), *folder.resolve().parents)
    )


def _pass(_: Index) -> None:
    """Leave an index as it is."""


class InStore:
    """An archive in a store, whose tables must say what the lines say."""

    def __init__(self, store: Store) -> None:
        self.problems: list[Problem] = []
        self._store = store
        self._newest: dict[str, dict[int, int]] = {}

    def lines(self) -> Iterator[bytes]:
        """Return the committed lines, as far as the store hands them out."""
        return self._given(self._store.raw_lines(), log=False)

    def notes(self) -> Iterator[bytes] | None:
        """Return the lines of the log, likewise; None if there is none."""
        try:
            if self._store.last_note() is None:
                return None
        except DamagedArchive:  # is said when it is read, and better
            pass
        return self._given(self._store.raw_notes(), log=True)

    def _given(self, lines: Iterable[bytes], *, log: bool) -> Iterator[bytes]:
        try:
            yield from lines
        except DamagedArchive as damage:
            self.problems.append(Problem(str(damage), damage.line, log=log))

    def files(self) -> Iterator[str]:
        """Return the digests of all documents."""
        return self._store.files()

    def get_file(self, digest: str) -> bytes:
        """Return a document."""
        return self._store.get_file(digest)

    def see(self, line: Reading) -> None:
        """Note what a line makes the newest version of each document."""
        for change, payload in line.changes:
            newest = self._newest.setdefault(change.table, {})
            if payload == BLANK:
                newest.pop(change.key, None)
            else:
                newest[change.key] = _print(document(payload))

    def finish(self, chain: Chain) -> None:
        """Compare the tables with the lines."""
        if self.problems:  # a store that cannot read its lines
            return
        different = []
        for table, newest in self._newest.items():
            for key, row in self._store.rows(table):
                if newest.pop(key, None) != _print(row):
                    different.append((table, key))
            different += [(table, key) for key in newest]
        if different:
            written = self._store.lines(chain.position + 1)  # meanwhile
            since = {(each.table, each.key) for line in written for each in line.changes}
            for table, key in different:
                if (table, key) not in since:
                    text = f"数据表里的 {table} {key} 与日志不符，被改动过。"
                    self.problems.append(Problem(text))


def _print(kept: Document | None) -> int:
    """Return a hash of a document, short enough to keep those of all of them."""
    return hash(json.dumps(kept, sort_keys=True))
