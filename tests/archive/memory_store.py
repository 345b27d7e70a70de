"""A store that keeps everything in memory: the contract of store.py in the plainest way."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import threading
from collections.abc import Iterable, Iterator

from csdforms.archive import line as lines
from csdforms.archive import names, terms
from csdforms.archive.compacting import Compaction, may_remove
from csdforms.archive.store import Act, Document, Line
from csdforms.errors import DamagedArchive, NotPermitted


class MemoryStore:
    """A store without a disk; what is committed is a dictionary of tables and a list of lines."""

    def __init__(self, act: Act, archive: str = "00000000-0000-0000-0000-000000000000") -> None:
        self.archive = archive
        self.tables: dict[str, dict[int, Document]] = {}
        self.highest: dict[str, int] = {}
        self.written: list[tuple[bytes, Line]] = []
        self.noted: list[tuple[bytes, Line]] = []
        self.kept: dict[str, bytes] = {}
        self.commits = 0
        self._lock = threading.RLock()
        self._notes = threading.Lock()
        self._open: MemoryWork | None = None
        with self.writing() as work:
            work.record(act)
        self.note(Act("init", act.actor, act.at))

    def get(self, table: str, key: int) -> Document | None:
        return copy.deepcopy(self.tables.get(table, {}).get(key))

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        for key in sorted(self.tables.get(table, {})):
            yield key, copy.deepcopy(self.tables[table][key])

    def count(self, table: str) -> int:
        return len(self.tables.get(table, {}))

    def find(self, table: str, kind: str, value: str) -> list[int]:
        wanted = (kind, terms.normal(kind, value))
        return sorted(
            key
            for key, document in self.tables.get(table, {}).items()
            if wanted in terms.terms(table, document)
        )

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        query = names.Query(text)
        return [
            key
            for key, document in self.rows(table)
            if query.matches(names.searched(*terms.texts(table, document)))
        ][:limit]

    def history(self, subject: str) -> Iterator[Line]:
        return iter([line for _, line in self.written if line.subject == subject])

    def lines(self, first: int = 1) -> Iterator[Line]:
        return iter([line for _, line in self.written[first - 1 :]])

    def raw_lines(self, first: int = 1) -> Iterator[bytes]:
        return iter([raw for raw, _ in self.written[first - 1 :]])

    def last(self) -> Line:
        return self.written[-1][1]

    @contextlib.contextmanager
    def writing(self, timeout: float = 10.0) -> Iterator[MemoryWork]:
        with self._lock:
            if self._open is not None:
                with self._open.part():
                    yield self._open
                return
            self._open = work = MemoryWork(self)
            try:
                yield work
            finally:
                self._open = None
            assert not work.put_aside, "changes without an act"
            self.tables, self.highest = work.tables, work.highest
            self.written += work.written
            self.commits += bool(work.written)

    def put_file(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.kept[digest] = content
        return digest

    def get_file(self, digest: str) -> bytes:
        if digest not in self.kept:
            raise DamagedArchive("memory", "文书不在了")
        return self.kept[digest]

    def files(self) -> Iterator[str]:
        return iter(sorted(self.kept))

    def drop_files(self, digests: Iterable[str]) -> None:
        for digest in digests:
            self.kept.pop(digest, None)

    def wipe(self) -> list[str]:
        return ["内存"]

    def note(self, act: Act) -> int:
        with self._notes:
            prev, number = lines.NO_HASH, 1
            if self.noted:
                last = self.noted[-1][1]
                prev, number = last.hash, last.no + 1
                act = act._replace(at=max(act.at, last.at))
            extras = {} if self.noted else {"format": "csdforms-access 1", "archive": self.archive}
            self.noted.append(lines.encode(number, act, (), prev, extras=extras)[:2])
            return number

    def notes(self, first: int = 1) -> Iterator[tuple[Line, Document]]:
        for raw, line in self.noted[first - 1 :]:
            yield line, json.loads(raw)[2]["document"]

    def raw_notes(self, first: int = 1) -> Iterator[bytes]:
        return iter([raw for raw, _ in self.noted[first - 1 :]])

    def last_note(self) -> Line | None:
        return self.noted[-1][1] if self.noted else None

    def compact(self, act: Act) -> None:
        if self._open is not None:
            raise RuntimeError("in the middle of a work")
        with self.writing() as work:
            work.record(act)
        found = Compaction()
        for raw, line in self.written:
            found.see(line, raw)
        self.written = [(lines.blanked(line, raw, found.keep), line) for raw, line in self.written]
        for _, line in self.written:
            if not found.keep(line, line.changes[0]):
                self.tables["acts"].pop(line.no, None)

    def close(self) -> None:
        pass


class MemoryWork(MemoryStore):
    """A copy of the store's tables, which takes their place when the block ends."""

    def __init__(self, store: MemoryStore) -> None:
        self.tables = copy.deepcopy(store.tables)
        self.highest = dict(store.highest)
        self.written: list[tuple[bytes, Line]] = []
        self.put_aside: dict[tuple[str, int], Document | None] = {}
        self.archive = store.archive
        self._before = len(store.written)
        self._prev = store.last().hash if store.written else lines.NO_HASH

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        before = copy.deepcopy((self.tables, self.highest, self.put_aside))
        written, prev = list(self.written), self._prev
        try:
            yield
        except BaseException:
            self.tables, self.highest, self.put_aside = before
            self.written, self._prev = written, prev
            raise

    def last_key(self, table: str) -> int:
        return self.highest.get(table, 0)

    def put(self, table: str, key: int, document: Document) -> None:
        self.tables.setdefault(table, {})[key] = copy.deepcopy(document)
        self.highest[table] = max(key, self.last_key(table))
        self.put_aside[table, key] = copy.deepcopy(document)

    def remove(self, table: str, key: int) -> None:
        if self.tables.get(table, {}).pop(key, None) is not None:
            self.put_aside[table, key] = None

    def record(self, act: Act) -> int:
        number = self._before + len(self.written) + 1
        changes = [(table, key, document) for (table, key), document in self.put_aside.items()]
        if not all(may_remove(table, act.name) for table, _, gone in changes if gone is None):
            raise NotPermitted("只增不减")
        self.put_aside = {}
        begins = {"format": "csdforms-archive 1", "archive": self.archive} if number == 1 else {}
        raw, line, _ = lines.encode(number, act, changes, self._prev, extras=begins)
        self.tables.setdefault("acts", {})[number] = {
            "purpose": act.purpose,
            "reason": act.reason,
            "detail": copy.deepcopy(dict(act.detail)),
        }
        self.highest["acts"] = number
        self.written.append((raw, line))
        self._prev = line.hash
        return number
