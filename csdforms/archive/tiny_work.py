"""What a writer has put but not committed yet, seen together with what is committed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from csdforms.archive.committed import HIGHEST_KEY
from csdforms.archive.compacting import may_remove
from csdforms.archive.journal import Entry, Position
from csdforms.archive.store import Act, Document
from csdforms.archive.terms import normal, terms
from csdforms.errors import NotPermitted, UnreadableInput

__all__ = ["Base", "TinyWork"]

_ABSENT: Any = object()


class _Journal(Protocol):
    @property
    def end(self) -> Position:
        """Where the last line ends."""


class Base(Protocol):
    """What is committed, on which a work stands."""

    @property
    def journal(self) -> _Journal:
        """What the work's lines will follow."""

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None."""

    def holds(self, table: str, key: int) -> bool:
        """Return whether there is such a document."""

    def tables(self) -> list[str]:
        """Return the names of the tables that have documents, sorted."""

    def keys(self, table: str) -> list[int]:
        """Return the keys of a table's documents in ascending order."""

    def count(self, table: str) -> int:
        """Return how many documents a table has."""

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""

    def commit(self, lines: Iterable[Entry]) -> None:
        """Commit these lines together, durably; all or none."""


class TinyWork:
    """A :class:`csdforms.archive.store.Work` on a journal.

    Documents are copied when they come and when they go, so that whoever changes one afterwards
    changes nothing here.
    """

    def __init__(self, committed: Base) -> None:
        self._committed = committed
        self._next_no = committed.journal.end.no + 1
        self._changes: list[tuple[str, int, Document | None]] = []
        self._acts: list[tuple[Act, int]] = []  # and behind which change each of them stands
        self._pending: dict[str, dict[int, Document | None]] = {}
        self._before: list[tuple[str, int, Document | None]] = []  # what a change came in place of
        self._last_keys: dict[str, int] = {}
        self._terms = _Terms()
        self._is_open = True

    # --- reading --------------------------------------------------------------------------------

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None."""
        pending = self._pending.get(table, {})
        if key in pending:
            document: Document | None = _copied(pending[key])
            return document
        return None if self._is_new(table, key) else self._committed.get(table, key)

    def each(self, table: str, keys: Iterable[int]) -> Iterator[tuple[int, Document]]:
        """Return the documents with these keys, passing over those that are not there."""
        for key in keys:
            document = self.get(table, key)
            if document is not None:
                yield key, document

    def holds(self, table: str, key: int) -> bool:
        """Return whether there is such a document."""
        pending = self._pending.get(table, {})
        if key in pending:
            return pending[key] is not None
        return not self._is_new(table, key) and self._committed.holds(table, key)

    def _is_new(self, table: str, key: int) -> bool:
        """Whether no document ever had this key, which is known without the index."""
        return key > self._committed.last_key(table)

    def tables(self) -> list[str]:
        """Return the names of the tables that have documents, sorted."""
        names = {*self._committed.tables(), *self._pending}
        return sorted(name for name in names if self.count(name))

    def keys(self, table: str) -> list[int]:
        """Return the keys of a table's documents in ascending order."""
        keys = self._committed.keys(table)
        pending = self._pending.get(table)
        return keys if not pending else _merged(keys, pending, pending)

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return len(self.keys(table)) if self._pending.get(table) else self._committed.count(table)

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        keys = self._committed.find(table, kind, value)
        pending = self._pending.get(table)
        if not pending:
            return keys
        return _merged(keys, pending, self._terms.find(table, pending, kind, value))

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""
        if table == "acts":
            return self._next_no + len(self._acts) - 1
        return max(self._committed.last_key(table), self._last_keys.get(table, 0))

    # --- writing --------------------------------------------------------------------------------

    def put(self, table: str, key: int, document: Document) -> None:
        """Add a document, or a new version of it.

        Raises:
            TypeError: if the key is no positive number that an index can hold.
            UnreadableInput: if the document holds itself.
        """
        if type(key) is not int or not 0 < key <= HIGHEST_KEY:
            raise TypeError("the key of a document is a positive int below 2**47")
        self._change(table, key, _copied(document))

    def remove(self, table: str, key: int) -> None:
        """Take a document out; its versions stay in the journal."""
        if self.holds(table, key):
            self._change(table, key, None)

    def record(self, act: Act) -> int:
        """Close a line: everything put since the last one is this act's; return its number.

        Raises:
            NotPermitted: if something was removed that stays for good.
        """
        self._require_open()
        self._require_removable(act)
        kept = act._replace(detail=_copied(dict(act.detail)))
        number = self._next_no + len(self._acts)
        self._acts.append((kept, len(self._changes)))
        payload = {"purpose": act.purpose, "reason": act.reason, "detail": kept.detail}
        self._pending.setdefault("acts", {})[number] = payload
        return number

    def _require_removable(self, act: Act) -> None:
        start = self._acts[-1][1] if self._acts else 0
        for table, key, document in self._changes[start:]:
            if document is None and not may_remove(table, act.name):
                raise NotPermitted(
                    f"没有移去 {table} {key}：档案库自己的登记只增不减，只有依法销毁可以移去。"
                )

    def _change(self, table: str, key: int, document: Document | None) -> None:
        self._require_open()
        if table == "acts":
            raise ValueError("acts are written by record()")
        pending = self._pending.setdefault(table, {})
        self._before.append((table, key, pending.get(key, _ABSENT)))
        pending[key] = document
        self._changes.append((table, key, document))
        self._last_keys[table] = max(self._last_keys.get(table, 0), key)
        self._terms.forget(table, key)

    def _require_open(self) -> None:
        if not self._is_open:
            raise RuntimeError("this work is committed, or being committed")

    @property
    def is_recorded(self) -> bool:
        """Whether every change belongs to an act."""
        return len(self._changes) == (self._acts[-1][1] if self._acts else 0)

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        """A part of the work that leaves nothing behind if it raises."""
        changes, acts = len(self._changes), len(self._acts)
        try:
            yield
        except BaseException:
            if self._is_open:
                self._take_back(changes, acts)
            raise

    def _take_back(self, changes: int, acts: int) -> None:
        while len(self._before) > changes:
            table, key, before = self._before.pop()
            if before is _ABSENT:
                del self._pending[table][key]
            else:
                self._pending[table][key] = before
            self._terms.forget(table, key)
        del self._changes[changes:]
        while len(self._acts) > acts:
            self._acts.pop()
            del self._pending["acts"][self._next_no + len(self._acts)]

    # --- the end --------------------------------------------------------------------------------

    def finish(self) -> None:
        """Commit everything that was recorded.

        Raises:
            RuntimeError: if there are changes of which nobody said whose act they are.
        """
        if not self.is_recorded:
            raise RuntimeError("there are changes without an act: call record()")
        if self._is_open and self._acts:
            self.stream(self._lines())

    def _lines(self) -> Iterator[Entry]:
        start = 0
        for act, end in self._acts:
            newest = {(table, key): document for table, key, document in self._changes[start:end]}
            yield act, [(table, key, document) for (table, key), document in newest.items()]
            start = end

    def stream(self, lines: Iterable[Entry]) -> None:
        """Commit these lines as they come; that is the end of this work."""
        self._require_open()
        self._is_open = False
        self._committed.commit(lines)


class _Terms:
    """The terms of pending documents, found out when somebody first asks."""

    def __init__(self) -> None:
        self._unknown: dict[str, set[int]] = {}
        self._keys: dict[tuple[str, str, str], set[int]] = {}
        self._terms: dict[tuple[str, int], set[tuple[str, str]]] = {}

    def forget(self, table: str, key: int) -> None:
        """Note that a document is another one now."""
        self._unknown.setdefault(table, set()).add(key)

    def find(
        self, table: str, pending: dict[int, Document | None], kind: str, value: str
    ) -> set[int]:
        """Return the keys of the pending documents with exactly this term."""
        for key in self._unknown.pop(table, ()):
            for term in self._terms.pop((table, key), ()):
                self._keys[table, *term].discard(key)
            document = pending.get(key)
            if document is not None:
                self._terms[table, key] = found = set(terms(table, document))
                for term in found:
                    self._keys.setdefault((table, *term), set()).add(key)
        return self._keys.get((table, kind, normal(kind, value)), set())


def _merged(
    keys: list[int], pending: dict[int, Document | None], pending_keys: Iterable[int]
) -> list[int]:
    """Return committed keys without those that are pending, and of these the ones that remain."""
    committed = {key for key in keys if key not in pending}
    return sorted(committed.union(key for key in pending_keys if pending[key] is not None))


def _copied(value: Any) -> Any:
    """Return a copy of JSON values; others are refused when they are written."""
    try:
        return _copy(value)
    except RecursionError:
        raise UnreadableInput("要归档的内容", "层次太深，或内容里又含有它自己") from None


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(inner) for inner in value]
    return value
