"""Verifying an archive: every line, every payload, every document, and what refers to what.

It reads an archive however damaged, never writes, and names all that it finds: a check that stops
at the first problem says nothing of the rest. Memory grows with the number of customers' files,
items and documents, by some hundred bytes each, and not with the length of the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, Protocol

from csdforms.archive.chain import Chain, Problem, Reading
from csdforms.archive.contents import Contents
from csdforms.archive.disk import DISK
from csdforms.archive.documents import Documents
from csdforms.archive.index import Index
from csdforms.archive.line import BLANK, document
from csdforms.archive.lock import WriterLock
from csdforms.archive.reading import CHUNK, JOURNAL, Reader
from csdforms.archive.store import Document, Store
from csdforms.errors import DamagedArchive, NoArchive

__all__ = ["Problem", "Verification", "verify"]


class Verification(NamedTuple):
    """What :func:`verify` found."""

    problems: tuple[Problem, ...]
    archive: str  # the archive's own identity
    lines: int
    files: int  # of customers
    items: int
    documents: int  # Word documents that are there
    anchor: str  # of the last line
    first_at: str
    last_at: str
    lost_from: int | None  # the line from which the chain proves nothing any more

    @property
    def is_sound(self) -> bool:
        """Whether there is no error among the problems."""
        return not any(problem.is_error for problem in self.problems)


class _Place(Protocol):
    """Where an archive lies, whole or not."""

    problems: list[Problem]

    def lines(self) -> Iterator[bytes]:
        """Return what stands there, line by line."""

    def see(self, line: Reading) -> None:
        """Take notice of a line that was read."""

    def finish(self, chain: Chain) -> None:
        """Compare the lines with what stands beside them."""

    def files(self) -> Iterator[str]:
        """Return the digests of all documents."""

    def get_file(self, digest: str) -> bytes:
        """Return a document; raise DamagedArchive if it is not as its name says."""


def verify(
    source: Path | Store, *, read_data: bool = False, anchor: str | None = None
) -> Verification:
    """Verify an archive: a folder, damaged or not, or an open store.

    Args:
        source: the archive's folder; for an archive in a database, its store.
        read_data: read every document, and compare it with its hash.
        anchor: ``<no>:<hash>`` of an earlier last line that was kept elsewhere: without one, lines
            that were cut off at the end are missed by nobody.

    Raises:
        NoArchive: if there is none.
        NotPermitted: if the system does not let us read it.
        UnreadableInput: if it is of a format to come.
    """
    place: _Place = _Folder(source) if isinstance(source, Path) else _Kept(source)
    chain, contents = Chain(anchor), Contents()
    for raw in place.lines():
        line = chain.read(raw)
        if line is not None:
            contents.take(line, chain.position)
            place.see(line)
    chain.finish()
    contents.finish()
    place.finish(chain)
    documents, about_documents = _check_documents(place, contents.mentioned, read_data=read_data)
    problems = [*chain.problems, *contents.problems, *place.problems, *about_documents]
    problems.sort(key=lambda problem: (problem.line is None, problem.line or 0))
    return Verification(
        problems=tuple(problems),
        archive=chain.archive,
        lines=chain.position,
        files=len(contents.files),
        items=contents.items,
        documents=documents,
        anchor=chain.anchor,
        first_at=chain.first_at,
        last_at=chain.last_at,
        lost_from=chain.lost_from,
    )


def _check_documents(
    place: _Place, mentioned: dict[bytes, int], *, read_data: bool
) -> tuple[int, list[Problem]]:
    """Return how many documents there are, and what is wrong with them."""
    problems = []
    count = 0
    for digest in place.files():
        count += 1
        if mentioned.pop(bytes.fromhex(digest), None) is None:
            text = f"文档 {digest} 不属于任何档案（存入后没有登记，或正在登记）。"
            problems.append(Problem(text, document=digest, is_error=False))
        elif read_data:
            try:
                place.get_file(digest)
            except DamagedArchive:
                text = f"文档 {digest} 的内容与它的哈希不符，被改动过。"
                problems.append(Problem(text, document=digest))
    for missing, line in mentioned.items():
        text = f"这里提到的文档 {missing.hex()} 不在档案库里。"
        problems.append(Problem(text, line, missing.hex()))
    return count, problems


class _Folder:
    """An archive in a folder, read as it stands."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = folder
        self._path = folder / JOURNAL
        if not self._path.is_file():
            raise NoArchive(folder)
        self._documents = Documents(folder / "documents")

    def lines(self) -> Iterator[bytes]:
        """Return the committed lines; where damage hides what is committed, everything."""
        end = self._committed()
        start = 0
        with BufferedReader(DISK.open(self._path), CHUNK) as file:
            for raw in file:
                if end is None or start + len(raw) < end:
                    yield raw
                    start += len(raw)
                else:  # the newline of a commit whose writer died may be missing, or lost to zeros
                    yield raw[: end - 1 - start] + b"\n"
                    break

    def _committed(self) -> int | None:
        """Return where the last commit ends, None if that cannot be told."""
        lock = WriterLock(self._folder / "lock")
        try:
            with Reader(self._path, lock.held) as journal:
                end = journal.refresh().offset
        except DamagedArchive:
            return None
        torn = self._path.stat().st_size - end
        if torn > 0 and not lock.held():
            text = f"末尾有 {torn} 字节的残片，是写到一半时中断留下的，从未算数。"
            self.problems.append(Problem(text + "下次写入时会另存并切去。", is_error=False))
        return end

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


def _pass(_: Index) -> None:
    """Leave an index as it is."""


class _Kept:
    """An archive in a store, whose tables must say what the lines say."""

    def __init__(self, store: Store) -> None:
        self.problems: list[Problem] = []
        self._store = store
        self._newest: dict[str, dict[int, int]] = {}

    def lines(self) -> Iterator[bytes]:
        """Return the committed lines, as far as the store hands them out."""
        try:
            yield from self._store.raw_lines()
        except DamagedArchive as damage:
            self.problems.append(Problem(str(damage), damage.line))

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
