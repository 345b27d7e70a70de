"""The standard library's sqlite3: records in a JSON column, an index on each term looked up.

Write-ahead log and ``synchronous=FULL``: a commit is on the disk before it is acknowledged. The
indexes are made behind the records at the first import, which is faster.
"""

# ruff: noqa: D102 - what each method does stands in Keeper

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.engines.keeping import Keeper, Record, run

if TYPE_CHECKING:
    import sqlite3

_ALL = "SELECT data FROM files WHERE "


class Sqlite3(Keeper):
    """A table with one row a record."""

    _connection: sqlite3.Connection

    def load(self, records: list[Any]) -> None:
        self.open()
        with self._connection as base:
            base.execute("CREATE TABLE files(id INTEGER PRIMARY KEY, data TEXT NOT NULL)")
            rows = ((json.dumps(record, ensure_ascii=False),) for record in records)
            base.executemany("INSERT INTO files(data) VALUES (?)", rows)
            base.execute("CREATE INDEX phone ON files(data ->> '$.phones[0]')")
            base.execute("CREATE INDEX uscc ON files(data ->> '$.uscc')")
            base.execute("CREATE INDEX region ON files(data ->> '$.region', data ->> '$.grade')")
        self.close()

    def open(self) -> None:
        import sqlite3

        self._connection = sqlite3.connect(self.folder / "files.sqlite")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")

    def get(self, key: int, number: str) -> list[Any]:
        return self._select("id = ?", key)

    def by_phone(self, phone: str) -> list[Any]:
        return self._select("data ->> '$.phones[0]' = ?", phone)

    def by_uscc(self, uscc: str) -> list[Any]:
        return self._select("data ->> '$.uscc' = ?", uscc)

    def by_name(self, text: str) -> list[Any]:
        return self._select("instr(data ->> '$.name', ?)", text)

    def by_region(self, region: str, grade: str) -> list[Any]:
        return self._select("data ->> '$.region' = ? AND data ->> '$.grade' = ?", region, grade)

    def add(self, record: Record) -> None:
        with self._connection as base:
            data = json.dumps(record, ensure_ascii=False)
            base.execute("INSERT INTO files(data) VALUES (?)", (data,))

    def update(self, key: int, number: str, record: Record) -> None:
        with self._connection as base:
            change = "UPDATE files SET data = json_set(data, '$.grade', ?) WHERE id = ?"
            base.execute(change, (record["grade"], key))

    def close(self) -> None:
        self._connection.close()

    def _select(self, condition: str, *values: Any) -> list[Any]:
        rows = self._connection.execute(_ALL + condition, values)
        return [json.loads(data) for (data,) in rows]


if __name__ == "__main__":
    run(Sqlite3)
