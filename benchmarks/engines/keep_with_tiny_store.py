"""csdforms' store, TinyDB on a journal: the same records as the peers' in the table of the files.

What is looked up by number or unified code is asked in TinyDB's own words, the rest from the
store's index. Every record added is a line of the journal, in the chain, with actor and time.
"""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks.engines.keeping import Keeper, Record, run

if TYPE_CHECKING:
    from csdforms.archive.store import Act, Store

#: So many records are one commit in an import, and so many of them one line.
_COMMIT, _LINE = 1_000, 100
_MOST = 1_000_000


class WithTinyStore(Keeper):
    """An archive's store without the archive's rules."""

    _store: Any

    def load(self, records: list[Any]) -> None:
        from uuid import uuid4

        from csdforms.archive.tiny import TinyStore

        self._store = TinyStore.create(self.folder / "archive", str(uuid4()), act("init"))
        put_all(self._store, records, count(1))
        self.close()

    def index(self) -> None:
        self.open()
        self._store.count("files")
        self.close()

    def open(self) -> None:
        from csdforms.archive.tiny import TinyStore

        self._store = TinyStore.open(self.folder / "archive")

    def get(self, key: int, number: str) -> list[Any]:
        return [self._store.database.table("files").get(doc_id=key)]

    def by_phone(self, phone: str) -> list[Any]:
        return self._found(self._store.find("files", "phone", phone))

    def by_uscc(self, uscc: str) -> list[Any]:
        from tinydb import where

        found: list[Any] = self._store.database.table("files").search(where("uscc") == uscc)
        return found

    def by_name(self, text: str) -> list[Any]:
        return self._found(self._store.find_text("files", text, _MOST))

    def by_region(self, region: str, grade: str) -> list[Any]:
        graded = set(self._store.find("files", "grade", grade))
        keys = self._store.find("files", "region", region)
        return self._found([key for key in keys if key in graded])

    def add(self, record: Record) -> None:
        with self._store.writing() as work:
            work.put("files", work.last_key("files") + 1, record)
            work.record(act("create", record["number"]))

    def update(self, key: int, number: str, record: Record) -> None:
        with self._store.writing() as work:
            card = work.get("files", key)
            assert card is not None
            work.put("files", key, card | {"grade": record["grade"]})
            work.record(act("revise", number))

    def close(self) -> None:
        self._store.close()

    def _found(self, keys: list[int]) -> list[Any]:
        return [self._store.get("files", key) for key in keys]


def put_all(store: Store, records: list[Any], keys: Iterator[int]) -> None:
    """Put records into a store, many of them in one commit."""
    for start in range(0, len(records), _COMMIT):
        with store.writing() as work:
            for line in range(start, min(start + _COMMIT, len(records)), _LINE):
                for record in records[line : line + _LINE]:
                    work.put("files", next(keys), record)
                work.record(act("create"))


def act(name: str, subject: str = "") -> Act:
    """Return an act of this moment."""
    from csdforms.archive import actor
    from csdforms.archive.store import Act

    return Act(name, "benchmark", actor.moment(actor.now()), subject)


if __name__ == "__main__":
    run(WithTinyStore)
