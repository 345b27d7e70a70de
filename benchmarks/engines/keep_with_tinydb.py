"""TinyDB, in the way that the last argument names.

``json``: as it comes, with its JSONStorage. ``orjson``: with a storage on orjson, as many people
write it, that reads and writes the whole file too. Both wait until the disk has the file.
"""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.engines.keeping import Keeper, Record, run

if TYPE_CHECKING:
    from tinydb import TinyDB


class WithTinyDB(Keeper):
    """A database with all records in its default table; TinyDB numbers them from 1 on."""

    _base: TinyDB

    def load(self, records: list[Any]) -> None:
        self.open()
        self._base.insert_multiple(records)
        self.close()

    def open(self) -> None:
        from tinydb import TinyDB

        path = self.folder / "files.json"
        if sys.argv[2] == "orjson":
            self._base = TinyDB(path, storage=_orjson_storage())
        else:
            self._base = TinyDB(path)

    def get(self, key: int, number: str) -> list[Any]:
        return [self._base.get(doc_id=key)]

    def by_phone(self, phone: str) -> list[Any]:
        from tinydb import where

        return self._search(where("phones").any([phone]))

    def by_uscc(self, uscc: str) -> list[Any]:
        from tinydb import where

        return self._search(where("uscc") == uscc)

    def by_name(self, text: str) -> list[Any]:
        from tinydb import where

        return self._search(where("name").search(re.escape(text)))

    def by_region(self, region: str, grade: str) -> list[Any]:
        from tinydb import where

        return self._search((where("region") == region) & (where("grade") == grade))

    def _search(self, query: Any) -> list[Any]:
        found: list[Any] = self._base.search(query)
        return found

    def add(self, record: Record) -> None:
        self._base.insert(record)

    def update(self, key: int, number: str, record: Record) -> None:
        self._base.update({"grade": record["grade"]}, doc_ids=[key])

    def close(self) -> None:
        self._base.close()


def _orjson_storage() -> Any:
    import orjson
    from tinydb.storages import Storage

    class OrjsonStorage(Storage):  # type: ignore[misc, unused-ignore]
        def __init__(self, path: Path) -> None:
            self._path = path

        def read(self) -> Any:
            return orjson.loads(self._path.read_bytes()) if self._path.exists() else None

        def write(self, data: Any) -> None:
            with self._path.open("wb") as file:
                file.write(orjson.dumps(data))
                file.flush()
                os.fsync(file.fileno())

    return OrjsonStorage


if __name__ == "__main__":
    run(WithTinyDB)
