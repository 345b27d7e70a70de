"""Which rows have which grams: in SQLite's full-text search, or in a plain table without it.

Both keep, for each row, grams with spaces between them, and answer a plan
(:class:`csdforms.archive.names.Query`) with the rows that come into question.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

__all__ = ["FullText", "Grams", "Plain", "Plan"]

#: Any of these lists, and of such a list one gram of each tuple; ``*`` stands for any ending.
Plan: TypeAlias = Sequence[Sequence[Sequence[str]]]

_END = "\U0010ffff"  # behind every ending of a gram


class Grams(Protocol):
    """Rows and their grams."""

    table: str

    def add(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Add rows that are not there."""

    def remove(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Remove rows with just the words that they have."""

    def rows(self, database: sqlite3.Connection, gram: str) -> Iterator[int]:
        """Return the rows that have a gram, in ascending order."""

    def names(self, database: sqlite3.Connection, plan: Plan) -> Iterator[tuple[int, str]]:
        """Return the rows that have what the plan asks for, in ascending order, one by one.

        Each comes with its names, from the table ``found``.
        """


class FullText:
    """SQLite's FTS5, which keeps the rows of each gram and nothing else."""

    table = """
    CREATE VIRTUAL TABLE gram USING
        fts5(words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
    INSERT INTO gram(gram, rank) VALUES ('hashsize', 8388608);"""  # bytes sorted in memory

    def add(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Add rows that are not there."""
        database.executemany("INSERT INTO gram(rowid, words) VALUES (?, ?)", rows)

    def remove(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Remove rows with just the words that they have."""
        statement = "INSERT INTO gram(gram, rowid, words) VALUES ('delete', ?, ?)"
        database.executemany(statement, rows)

    def rows(self, database: sqlite3.Connection, gram: str) -> Iterator[int]:
        """Return the rows that have a gram, in ascending order."""
        statement = "SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid"
        return (row for (row,) in database.execute(statement, (_quoted(gram),)))

    def names(self, database: sqlite3.Connection, plan: Plan) -> Iterator[tuple[int, str]]:
        """Return the rows that have what the plan asks for, in ascending order, one by one."""
        if plan:
            wanted = " OR ".join(f"({_all(grams)})" for grams in plan)
            yield from database.execute(_NAMES, (wanted,))


_NAMES = """
SELECT found.row, found.names FROM gram CROSS JOIN found ON found.row = gram.rowid
WHERE gram MATCH ? ORDER BY gram.rowid"""


def _all(grams: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(map(_quoted, each))})" for each in grams)


def _quoted(gram: str) -> str:
    return f'"{gram[:-1]}"*' if gram.endswith("*") else f'"{gram}"'


class Plain:
    """A table of grams and rows, for a SQLite without full-text search; larger and slower."""

    table = "CREATE TABLE gram(gram TEXT, row INTEGER, PRIMARY KEY(gram, row)) WITHOUT ROWID;"

    def add(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Add rows that are not there."""
        database.executemany("INSERT OR IGNORE INTO gram VALUES (?, ?)", _each(rows))

    def remove(self, database: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
        """Remove rows with just the words that they have."""
        database.executemany("DELETE FROM gram WHERE gram = ? AND row = ?", _each(rows))

    def rows(self, database: sqlite3.Connection, gram: str) -> Iterator[int]:
        """Return the rows that have a gram, in ascending order."""
        return iter(sorted(_having(database, gram)))

    def names(self, database: sqlite3.Connection, plan: Plan) -> Iterator[tuple[int, str]]:
        """Return the rows that have what the plan asks for, in ascending order, one by one."""
        found: set[int] = set()
        for grams in plan:
            having = (set().union(*(_having(database, gram) for gram in each)) for each in grams)
            found |= set.intersection(*having)
        for row in sorted(found):
            yield from database.execute("SELECT row, names FROM found WHERE row = ?", (row,))


def _each(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    return ((gram, row) for row, words in rows for gram in words.split())


def _having(database: sqlite3.Connection, gram: str) -> set[int]:
    first = gram.rstrip("*")
    last = first + _END if gram.endswith("*") else first
    statement = "SELECT row FROM gram WHERE gram BETWEEN ? AND ?"
    return {row for (row,) in database.execute(statement, (first, last))}
