"""Tables as cells: what a spreadsheet or CSV file holds, before anybody asks what it means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["LOST", "UNSOLVED", "CellError", "Grid", "Hours", "letters", "place_of", "plain"]

#: From here on a spreadsheet no longer knows all digits of a number.
LOST = 1e15
_LETTERS = 26
_PROTECTED = re.compile(r'="([^"]*)"')  # how CSV files keep Excel from reading 00123 as 123
_DAY_ZERO = dt.datetime(1899, 12, 31)  # what a spreadsheet takes a time of day for
_NO_YEAR = 1900


class CellError(str):
    """What a spreadsheet shows in a cell whose formula failed: ``#N/A``."""

    __slots__ = ()


#: What stands in a cell whose formula no spreadsheet has worked out yet.
UNSOLVED = CellError("未计算")


class Hours(str):
    """A day or more in a cell formatted as a date, in hours: 24:00, or just a number there."""

    __slots__ = ()


@dataclass(slots=True)
class Grid:
    """One sheet of a workbook, or a CSV file: its cells by row and column from the first.

    ``merged`` are areas that are one cell: first row, first column, last row, last column.
    ``typed`` is false where everything is text and a cell too many may be a comma unquoted.
    ``hidden`` are the rows that nobody sees.
    """

    name: str
    rows: list[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    typed: bool = True
    hidden: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Any:
        """Return what stands in a cell, ``None`` if nothing does or the sheet ends before it."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return plain(cells[column]) if column < len(cells) else None

    def cells(self, row: int) -> list[Any]:
        """Return what stands in the cells of a row, from the first column on."""
        return [_text(cell) if type(cell) is str else plain(cell) for cell in self.rows[row]]

    def filled(self, row: int) -> list[tuple[int, Any]]:
        """Return the cells of a row that are not empty, with their columns."""
        return [(column, cell) for column, cell in enumerate(self.cells(row)) if cell is not None]


def plain(value: Any) -> Any:
    """Return a cell's value as data has it: whole numbers whole, nothing for blank text.

    A number keeps the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3. Numbers that have
    lost digits stay floats.
    """
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and abs(value) < LOST:
        value = float(f"{value:.15g}")
        return int(value) if value.is_integer() else value
    if isinstance(value, dt.timedelta):
        return _time(value)
    if isinstance(value, dt.date) and value.year <= _NO_YEAR:  # 24:00 in a cell for times of day
        time = _time(dt.datetime.fromisoformat(value.isoformat()) - _DAY_ZERO)
        return Hours(time) if isinstance(time, str) else time
    return value


def _text(value: str) -> str | None:
    if isinstance(value, CellError):
        return value
    if not value or value.isspace():
        return None
    if "=" not in value:
        return value
    protected = _PROTECTED.fullmatch(value.strip()) if value.lstrip().startswith("=") else None
    return protected[1] or None if protected else value


def _time(value: dt.timedelta) -> dt.time | str:
    seconds = round(value.total_seconds())
    if 0 <= seconds < dt.timedelta(days=1).total_seconds():
        return (dt.datetime.min + dt.timedelta(seconds=seconds)).time()
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text


def letters(column: int) -> str:
    """Return the letters over a column: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def place_of(row: int, column: int) -> str:
    """Return the name of a cell: 0, 0 is A1."""
    return f"{letters(column)}{row + 1}"
