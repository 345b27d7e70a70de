"""csdforms' store with everything in it encrypted, and looked up by keyed digests."""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks.engines.keep_with_tiny_store import WithTinyStore, act, put_all
from benchmarks.engines.keeping import run

if TYPE_CHECKING:
    from csdforms.archive.sealing.keys import ArchiveKey
    from csdforms.archive.store import Store


class WithSealedStore(WithTinyStore):
    """The same store behind the same questions; a query of TinyDB's own cannot be asked here."""

    _store: Store

    def load(self, records: list[Any]) -> None:
        from csdforms.archive.places import create_store

        self._store = create_store(self.folder / "archive", act("init"), key=benchmark_key())
        put_all(self._store, records, count(1))
        self.close()

    def index(self) -> None:
        self.open()
        self._store.find_text("files", "有限公司", 1)  # the names are kept encrypted from here on
        self.close()

    def open(self) -> None:
        from csdforms.archive.places import open_store

        self._store = open_store(self.folder / "archive", key=benchmark_key())

    def get(self, key: int, number: str) -> list[Any]:
        return [self._store.get("files", key)]

    def by_uscc(self, uscc: str) -> list[Any]:
        return self._found(self._store.find("files", "uscc", uscc))


def benchmark_key() -> ArchiveKey:
    """Return a key that guards nothing."""
    from csdforms.archive.sealing.keys import ArchiveKey

    return ArchiveKey(bytes(32))


if __name__ == "__main__":
    run(WithSealedStore)
