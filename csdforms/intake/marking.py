"""The problem workbook: wrong cells coloured, with a note in each.

An .xlsx stays what it is (``patching``); of other files the cells are written to a new workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csdforms.intake.grid import Grid
from csdforms.intake.new_book import new_book
from csdforms.schemas.checking import Finding

__all__ = ["AUTHOR", "COLOURS", "Cell", "Mark", "box_size", "gathered", "rewritten"]

#: The fills of cells with errors and with warnings only.
COLOURS = {True: "FF9999", False: "FFEB84"}
AUTHOR = "表单检查"

_MOST_CHARACTERS = 2_000  # in one note
_MOST_IN_CELL = 32_767
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell that is marked: whether anything in it is an error, and the note."""

    is_error: bool
    note: str


def gathered(
    findings: Iterable[tuple[Cell, Finding]], whole_column: int, headings: Mapping[int, int]
) -> dict[Cell, Mark]:
    """Return the marks of a file: what several findings say of one cell in one note.

    A warning that ``whole_column`` lines or more of a column have is said once, at the heading,
    whose row ``headings`` gives for each sheet.
    """
    found = list(findings)
    alike: dict[tuple[int, int, str], int] = {}
    for (sheet, _, column), finding in found:
        if not finding.is_error:
            key = sheet, column, finding.message
            alike[key] = alike.get(key, 0) + 1
    said: dict[Cell, dict[str, bool]] = {}
    for (sheet, row, column), finding in found:
        many = not finding.is_error and alike[sheet, column, finding.message] >= whole_column
        cell = (sheet, headings.get(sheet, row), column) if many else (sheet, row, column)
        mark = "错误" if finding.is_error else "提醒"
        text = _CONTROLS.sub("", f"[{mark}] {finding.label}：{finding.message}")
        said.setdefault(cell, {})[text] = finding.is_error
    return {
        cell: Mark(any(texts.values()), "\n".join(texts)[:_MOST_CHARACTERS])
        for cell, texts in said.items()
    }


def rewritten(grids: Sequence[Grid], marks: Mapping[Cell, Mark]) -> bytes:
    """Return a new workbook of these cells with the marks; text stays text, never a formula.

    Raises:
        CsdformsError: if the Excel extra is not installed.
    """
    with new_book() as (book, buffer):
        writer = _Writer(book, marks)
        for index, grid in enumerate(grids):
            writer.write(index, grid)
    return buffer.getvalue()


class _Writer:
    """Writes grids as they are, with marks."""

    def __init__(self, book: Any, marks: Mapping[Cell, Mark]) -> None:
        self.book = book
        self.marks = marks
        self.formats: dict[tuple[str, bool | None], Any] = {}

    def write(self, index: int, grid: Grid) -> None:
        sheet = self.book.add_worksheet(_sheet_name(grid.name, index))
        sheet.set_comments_author(AUTHOR)
        for column, width in enumerate(_widths(grid)):
            sheet.set_column(column, column, width)
        for top, left, bottom, right in grid.merged:
            if top == bottom and left < right:  # titles; merged downwards, each cell has the value
                sheet.merge_range(top, left, bottom, right, "")
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                self._cell(sheet, (row, column), value, self.marks.get((index, row, column)))
        for (where, row, column), mark in self.marks.items():
            if where == index:
                if row >= len(grid.rows) or column >= len(grid.rows[row]):
                    self._cell(sheet, (row, column), None, mark)
                sheet.write_comment(row, column, mark.note, _box(mark.note))

    def _cell(self, sheet: Any, place: tuple[int, int], value: Any, mark: Mark | None) -> None:
        number, colour = "General", None if mark is None else mark.is_error
        if isinstance(value, str):
            number = "@"
        elif isinstance(value, dt.datetime):
            number = "yyyy-mm-dd hh:mm:ss"
        elif isinstance(value, dt.date):
            number = "yyyy-mm-dd"
        elif isinstance(value, dt.time | dt.timedelta):
            number = "[hh]:mm:ss"
        style = self._format(number, colour)
        if value is None or value == "":
            if mark is not None:
                sheet.write_blank(*place, None, style)
        elif isinstance(value, str):
            sheet.write_string(*place, _CONTROLS.sub("", str(value))[:_MOST_IN_CELL], style)
        elif isinstance(value, bool):
            sheet.write_boolean(*place, value, style)
        elif isinstance(value, dt.date | dt.time | dt.timedelta):
            sheet.write_datetime(*place, value, style)
        else:
            sheet.write_number(*place, value, style)

    def _format(self, number: str, colour: bool | None) -> Any:
        if (number, colour) not in self.formats:
            look: dict[str, Any] = {"num_format": number, "valign": "top"}
            if colour is not None:
                look |= {"bg_color": f"#{COLOURS[colour]}"}
            self.formats[number, colour] = self.book.add_format(look)
        return self.formats[number, colour]


def _sheet_name(name: str, index: int) -> str:
    clean = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:31]
    return clean or f"Sheet{index + 1}"


def _widths(grid: Grid) -> Iterator[int]:
    """Yield a width for each column, by its longest text among the first rows."""
    first = grid.rows[:50]
    for column in range(max(map(len, first), default=0)):
        texts = [str(cells[column]) for cells in first if column < len(cells)]
        lines = (line for text in texts for line in text.split("\n"))
        longest = max((len(line) + sum(not c.isascii() for c in line) for line in lines), default=0)
        yield min(max(longest + 2, 8), 40)


def box_size(note: str) -> tuple[int, int]:
    """Return width and height of a note's box in pixels."""
    lines = sum(1 + len(line) // 18 for line in note.split("\n"))
    return 260, 12 + 19 * min(lines, 20)


def _box(note: str) -> dict[str, Any]:
    width, height = box_size(note)
    return {"author": AUTHOR, "width": width, "height": height, "font_size": 9}
