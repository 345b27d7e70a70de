"""sqlite-utils: a column a field, lists as JSON, an index on each term looked up.

Write-ahead log and ``synchronous=FULL``, as with the standard library's sqlite3.
"""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

import json
from typing import Any

from benchmarks.engines.keeping import Keeper, Record, run


class SqliteUtils(Keeper):
    """A table with one row a record."""

    _base: Any

    def load(self, records: list[Any]) -> None:
        self.open()
        files = self._base["files"]
        files.create({"id": int, **_columns(records[0])}, pk="id")
        files.insert_all(records)
        files.create_index(["phones"])
        files.create_index(["uscc"])
        files.create_index(["region", "grade"])
        self.close()

    def open(self) -> None:
        from sqlite_utils import Database  # type: ignore[import-not-found, unused-ignore]

        self._base = Database(self.folder / "files.sqlite")
        self._base.enable_wal()
        self._base.execute("PRAGMA synchronous = FULL")

    def get(self, key: int, number: str) -> list[Any]:
        return [self._base["files"].get(key)]

    def by_phone(self, phone: str) -> list[Any]:
        return list(self._base["files"].rows_where("phones = ?", [json.dumps([phone])]))

    def by_uscc(self, uscc: str) -> list[Any]:
        return list(self._base["files"].rows_where("uscc = ?", [uscc]))

    def by_name(self, text: str) -> list[Any]:
        return list(self._base["files"].rows_where("instr(name, ?)", [text]))

    def by_region(self, region: str, grade: str) -> list[Any]:
        return list(self._base["files"].rows_where("region = ? AND grade = ?", [region, grade]))

    def add(self, record: Record) -> None:
        self._base["files"].insert(record)

    def update(self, key: int, number: str, record: Record) -> None:
        self._base["files"].update(key, {"grade": record["grade"]})

    def close(self) -> None:
        self._base.close()


def _columns(record: Record) -> dict[str, type]:
    return {name: type(value) for name, value in record.items()}


if __name__ == "__main__":
    run(SqliteUtils)
