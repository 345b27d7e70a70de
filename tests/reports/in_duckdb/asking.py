"""Tables and statements in DuckDB, for sheets that are compared with what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np

Row = dict[str, Any]


def rows(database: duckdb.DuckDBPyConnection, statement: str, said: Mapping[str, Any]) -> list[Row]:
    """Return the lines that a statement gives; it is told what it asks for."""
    wanted = {name: value for name, value in said.items() if f"${name}" in statement}
    cursor = database.execute(statement, wanted)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]


def create(
    database: duckdb.DuckDBPyConnection,
    name: str,
    kinds: Mapping[str, str],
    lines: Sequence[Sequence[Any]],
) -> None:
    """Create a table with columns of these kinds; days and amounts may be texts."""
    columns = {
        column: np.array([None if line[at] is None else str(line[at]) for line in lines], object)
        for at, column in enumerate(kinds)
    }
    database.register("given", columns)
    typed = ", ".join(f"{column}::{kind} as {column}" for column, kind in kinds.items())
    database.execute(f"create table {name} as select {typed} from given")  # noqa: S608
    database.unregister("given")
