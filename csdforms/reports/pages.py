"""The pages of a new workbook, written line by line: numbers as numbers, text never a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csdforms.reports.figure import Value

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["OPTIONS", "Pages"]

#: What a workbook is made with: lines are written as they come. Each says itself what it writes.
OPTIONS = {"constant_memory": True}
_MOST_LINES = 1_048_576  # of a page
_MOST_DIGITS = 15  # that Excel keeps
_MOST_PLACES = 8  # of an amount or a price; what has more was divided
_MOST_TEXT = 32_767
_WIDTH = 16
_BEFORE_EXCEL = 1900  # Excel knows no day before, and one too many in that year


class Pages:
    """The pages of a workbook, written line by line."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}
        self._page: Worksheet
        self._line = 0

    def begin(self, name: str, columns: int) -> None:
        """Begin a page of so many columns."""
        self._page = self._book.add_worksheet(name)
        self._page.set_column(0, max(columns - 1, 0), _WIDTH)
        self._line = 0

    def head(self, cells: Sequence[str]) -> None:
        """Write a line of headings."""
        bold = self.format("", bold=True)
        for column, text in enumerate(cells):
            self._page.write_string(self._line, column, text, bold)
        self._line += 1

    def line(self, cells: Sequence[tuple[Value, str]]) -> None:
        """Write values, each with its format; a number that Excel cannot keep stays a text."""
        for column, (value, pattern) in enumerate(cells):
            self._write(column, value, pattern)
        self._line += 1

    def skip(self) -> None:
        """Leave a line empty."""
        self._line += 1

    @property
    def is_full(self) -> bool:
        """Return whether the page takes no more lines."""
        return self._line >= _MOST_LINES

    def format(self, pattern: str, *, bold: bool = False) -> Any:
        """Return the format of this pattern of numbers, each made once."""
        key = f"{pattern}{bold}"
        if key not in self._formats:
            said = {"num_format": pattern} if pattern else {}
            self._formats[key] = self._book.add_format({**said, "bold": bold})
        return self._formats[key]

    def _write(self, column: int, value: Value, pattern: str) -> None:
        if isinstance(value, Decimal | int) and _fits(value):
            self._page.write_number(self._line, column, value, self.format(pattern))
        elif isinstance(value, dt.date) and value.year > _BEFORE_EXCEL:
            day = dt.datetime(value.year, value.month, value.day)
            self._page.write_datetime(self._line, column, day, self.format("yyyy-mm-dd"))
        elif value is not None:
            text = "、".join(value) if isinstance(value, tuple) else str(value)
            self._page.write_string(self._line, column, text[:_MOST_TEXT])


def _fits(value: Decimal | int) -> bool:
    """Whether Excel keeps every digit of a number; of a quotient it may drop the last."""
    _, digits, exponent = Decimal(value).normalize().as_tuple()
    is_quotient = isinstance(exponent, int) and -exponent > _MOST_PLACES
    return not isinstance(value, bool) and (len(digits) <= _MOST_DIGITS or is_quotient)
