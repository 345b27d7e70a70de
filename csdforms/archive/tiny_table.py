"""TinyDB's tables on a journal: what is touched is read and written, and nothing else.

TinyDB's own classes read and write a whole database at a time. Here a table reads a document when
it is asked for, writes those that changed, and asks the index when a query says what it looks for.
Ids rise and are never used again; documents come in the order of their ids; an empty table is none.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from csdforms.archive.planner import candidates
from csdforms.archive.store import OWN_TABLES
from csdforms.archive.tiny_work import TinyWork
from csdforms.errors import NotPermitted

if TYPE_CHECKING:
    from csdforms.archive.committed import Committed
    from csdforms.archive.journal import Entry
    from csdforms.archive.store import Document as Content
    from csdforms.archive.tiny import TinyStore

__all__ = ["JournalDatabase", "JournalStorage", "JournalTable"]

_BATCH = 100  # documents in a line of many: some 100 kB


class Rows(Mapping[str, "Content"]):
    """A table's documents by their ids as text, as TinyDB's storages give them."""

    def __init__(self, view: Committed | TinyWork, table: str) -> None:
        self._view = view
        self._table = table

    def __getitem__(self, doc_id: str) -> Content:
        document = self._view.get(self._table, int(doc_id)) if doc_id.isdecimal() else None
        if document is None:
            raise KeyError(doc_id)
        return document

    def __iter__(self) -> Iterator[str]:
        return map(str, self._view.keys(self._table))

    def __len__(self) -> int:
        return self._view.count(self._table)


class Edits(MutableMapping[int, "Content"]):
    """A table's documents by id, to be changed; a document may also be changed in place."""

    def __init__(self, work: TinyWork, table: str) -> None:
        self._work = work
        self._table = table
        self._handed_out: dict[int, tuple[Content, str]] = {}

    def __getitem__(self, key: int) -> Content:
        if key not in self._handed_out:
            document = self._work.get(self._table, key)
            if document is None:
                raise KeyError(key)
            self._handed_out[key] = document, json.dumps(document)
        return self._handed_out[key][0]

    def __setitem__(self, key: int, document: Content) -> None:
        self._handed_out.pop(key, None)
        self._work.put(self._table, key, document)

    def __delitem__(self, key: int) -> None:
        self._handed_out.pop(key, None)
        self._work.remove(self._table, key)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int) and self._work.holds(self._table, key)

    def __iter__(self) -> Iterator[int]:
        return iter(self._work.keys(self._table))

    def __len__(self) -> int:
        return self._work.count(self._table)

    def clear(self) -> None:
        """Remove all documents without reading them."""
        for key in self._work.keys(self._table):
            del self[key]

    def settle(self) -> None:
        """Put what was changed in place."""
        for key, (document, text) in self._handed_out.items():
            if json.dumps(document) != text:
                self._work.put(self._table, key, document)


class JournalStorage(Storage):
    """TinyDB's storage on a store's journal; TinyDB lists and drops tables through it."""

    def __init__(self, store: TinyStore) -> None:
        self.store = store

    @contextlib.contextmanager
    def edits(self, table: str) -> Iterator[Edits]:
        """Change a table: all of it, or nothing if the block raises."""
        _require_free(table)
        with self.store.editing() as work:
            edits = Edits(work, table)
            yield edits
            edits.settle()

    def read(self) -> dict[str, Any]:
        """Return all tables but the acts; each document is read when it is asked for."""
        view = self.store.view
        return {name: Rows(view, name) for name in view.tables() if name != "acts"}

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Make this the content of all tables; those that :meth:`read` gave stay as they are."""
        with self.store.editing():
            for name in {*self.read(), *data}:
                given = data.get(name, {})
                if isinstance(given, Rows):
                    continue
                with self.edits(name) as edits:
                    wanted = {int(doc_id): document for doc_id, document in given.items()}
                    for key in set(edits) - set(wanted):
                        del edits[key]
                    for key, document in wanted.items():
                        edits[key] = dict(document)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


class JournalTable(Table):
    """A table of TinyDB; every writing call is one commit, or part of the ``writing()`` block."""

    def __init__(self, storage: JournalStorage, name: str, **_options: Any) -> None:
        # No cache: TinyDB's takes two queries for one that differ in their regex flags, and it
        # knows nothing of other writers. And no empty table has to be stored.
        super().__init__(storage, name, cache_size=0)
        self._store = storage.store
        self._edits = storage.edits

    # --- reading --------------------------------------------------------------------------------

    def _read_table(self) -> Rows:  # type: ignore[override]
        return Rows(self._store.view, self.name)

    def _matching(self, cond: Callable[[Content], bool] | None = None) -> Iterator[Document]:
        """Return the documents that a query matches, or all, one after the other."""
        view = self._store.view
        keys = None if cond is None else candidates(self.name, cond, view.find)
        for key, document in view.each(self.name, view.keys(self.name) if keys is None else keys):
            if cond is None or cond(document):
                yield self.document_class(document, key)

    def __iter__(self) -> Iterator[Document]:
        return self._matching()

    def search(self, cond: Any) -> list[Document]:
        """Return all documents that a query matches."""
        return list(self._matching(cond))

    def count(self, cond: Any) -> int:
        """Return how many documents a query matches."""
        return sum(1 for _ in self._matching(cond))

    def get(
        self, cond: Any = None, doc_id: int | None = None, doc_ids: list[int] | None = None
    ) -> Any:
        """Return the document with an id, those with some ids, or the first of a query."""
        if doc_id is None and doc_ids is not None:
            found = self._store.view.each(self.name, sorted(set(map(int, doc_ids))))
            return [self.document_class(document, key) for key, document in found]
        if doc_id is None and cond is not None:
            return next(self._matching(cond), None)
        return super().get(cond, doc_id, doc_ids)

    # --- writing --------------------------------------------------------------------------------

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._edits(self.name) as edits:
            updater(edits)

    def _get_next_id(self) -> int:
        return self._store.view.last_key(self.name) + 1

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add a document and return its id."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add many documents in one commit and return their ids; memory does not grow with them."""
        if self._store.is_writing:
            with self._edits(self.name):
                return super().insert_multiple(documents)
        _require_free(self.name)
        doc_ids: list[int] = []
        with self._store.editing() as work:
            work.stream(self._lines(work, work.last_key(self.name), documents, doc_ids))
        return doc_ids

    def _lines(
        self,
        work: TinyWork,
        last: int,
        documents: Iterable[Mapping[str, Any]],
        doc_ids: list[int],
    ) -> Iterator[Entry]:
        act = self._store.act("write")
        changes: list[tuple[str, int, Content | None]] = []
        given: set[int] = set()
        for document in documents:
            if not isinstance(document, Mapping):
                raise ValueError("Document is not a Mapping")  # noqa: TRY004  (TinyDB's own)
            key = last + 1
            if isinstance(document, self.document_class):
                key = document.doc_id
                if key in given or work.holds(self.name, key):
                    raise ValueError(f"Document with ID {key} already exists")
            given.add(key)
            last = max(last, key)
            doc_ids.append(key)
            changes.append((self.name, key, dict(document)))
            if len(changes) == _BATCH:
                yield act, changes
                changes = []
        if changes:
            yield act, changes

    def update(
        self, fields: Any, cond: Any = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Change documents by id, by query, or all; return their ids."""
        with self._edits(self.name):
            return super().update(fields, None, self._chosen(cond, doc_ids))

    def update_multiple(self, updates: Iterable[tuple[Any, Any]]) -> list[int]:
        """Change documents by several queries in turn; return their ids."""
        each = list(updates)
        updated: list[int] = []
        with self._edits(self.name) as edits:
            # What no query matches at first, none matches afterwards.
            touched = self.search(lambda document: any(cond(document) for _, cond in each))
            for key in [document.doc_id for document in touched]:
                for fields, cond in each:
                    if cond(edits[key]):
                        updated.append(key)
                        fields(edits[key]) if callable(fields) else edits[key].update(fields)
        return updated

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        """Change the documents that a query matches, or add one."""
        with self._edits(self.name):
            return super().upsert(document, cond)

    def remove(self, cond: Any = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove documents by id or by query; return their ids."""
        with self._edits(self.name):
            return super().remove(None, self._chosen(cond, doc_ids))

    def _chosen(self, cond: Any, doc_ids: Iterable[int] | None) -> list[int] | None:
        if doc_ids is not None:
            return list(doc_ids)
        return None if cond is None else [document.doc_id for document in self._matching(cond)]


class JournalDatabase(TinyDB):
    """TinyDB on a store's journal."""

    table_class = JournalTable  # type: ignore[assignment]
    default_storage_class = JournalStorage  # type: ignore[assignment]


def _require_free(table: str) -> None:
    if table in OWN_TABLES:
        raise NotPermitted(
            f"表 {table} 由档案库自己登记，不能直接改写，没有改动。"
            "请用 csdforms archive 的命令办理。"
        )
