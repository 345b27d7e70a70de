"""交叉表: how many cases have one value of the row and one of the column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from csdforms.schemas.complaint.dimensions import MANY_VALUED, UNKNOWN, foreign, spelled
from csdforms.schemas.fields import figures
from csdforms.schemas.figures import TOTALS, agrees, completed
from csdforms.schemas.form import Part, Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, repeated, under

__all__ = [
    "CrossCell",
    "CrossLine",
    "blank_cells",
    "check_cells",
    "complete_cells",
    "count_cells",
    "print_cells",
]

TOTAL = "合计"
#: So many columns stand beside each other, the others below.
_COLUMNS = 6
#: The lines of an empty table, for handwriting.
_BLANK_LINES = 5


class CrossCell(Part):
    """The cases of one row and one column, with the totals of both."""

    row_value: figures.RowValue
    column_value: figures.ColumnValue
    case_count: Annotated[figures.CaseCount, PrintedAs("件数")]
    row_total: figures.RowTotal | None = None
    column_total: figures.ColumnTotal | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a pasted total, which the table works out by itself."""
        for name in ("row_value", "column_value"):
            if getattr(self, name) in TOTALS:
                yield error(name, "这是合计，请删去这一格；合计由表格自动得出。")


#: The cells are printed as the lines of a table.
CrossCell.printed_through = frozenset(CrossCell.model_fields)


class CrossLine(Row):
    """One line of the cross table as it is printed."""

    cross_head: figures.CrossHead | None = None
    cross_cell_1: figures.CrossCell1 | None = None
    cross_cell_2: figures.CrossCell2 | None = None
    cross_cell_3: figures.CrossCell3 | None = None
    cross_cell_4: figures.CrossCell4 | None = None
    cross_cell_5: figures.CrossCell5 | None = None
    cross_cell_6: figures.CrossCell6 | None = None
    cross_total: figures.CrossTotal | None = None


def count_cells(cells: Sequence[CrossCell], row: str | None, column: str | None) -> int | None:
    """Return how many cases the cells hold, ``None`` where that is not their sum."""
    counts = [cell.case_count for cell in cells]
    many_valued = MANY_VALUED in (row, column)  # such a case stands in several cells
    return None if many_valued or not counts or None in counts else sum(counts)


def complete_cells(
    cells: Sequence[CrossCell], row: str | None, column: str | None
) -> tuple[CrossCell, ...]:
    """Return the cells with their values spelled as printed and their totals filled in."""
    named = []
    for cell in cells:
        values = {
            "row_value": cell.row_value and spelled(row, cell.row_value),
            "column_value": cell.column_value and spelled(column, cell.column_value),
        }
        named.append(cell.model_copy(update=values))
    if count_cells(named, row, column) is None:
        return tuple(named)
    return tuple(completed(cell, _totals(cell, named)) for cell in named)


def check_cells(
    path: str, cells: Sequence[CrossCell], row: str | None, column: str | None
) -> Iterator[Problem]:
    """Yield where cells are doubled, foreign to their dimension, or do not add up."""
    pairs = [(cell.row_value, cell.column_value) for cell in cells]
    for number in repeated(None if None in pair else pair for pair in pairs):
        text = "这一行、这一列前面已有一格，请合并成一格。"
        yield error(f"{path}.{number}.column_value", text)
    summed = count_cells(cells, row, column) is not None
    for number, cell in enumerate(cells, start=1):
        where = f"{path}.{number}"
        yield from foreign(f"{where}.row_value", row, cell.row_value)
        yield from foreign(f"{where}.column_value", column, cell.column_value)
        if summed:
            for name, exact in _totals(cell, cells).items():
                yield from under(where, agrees(cell, name, exact))


def print_cells(
    cells: Sequence[CrossCell], corner: str, grand_total: int | None
) -> tuple[CrossLine, ...]:
    """Return the lines of the table: the head, one line a value, the totals.

    Cases that have no value of the dimension stand last.
    """
    known = [cell for cell in cells if None not in (cell.row_value, cell.column_value)]
    counts = {(cell.row_value, cell.column_value): cell.case_count for cell in known}
    rows = {cell.row_value: cell.row_total for cell in known}
    columns = {cell.column_value: cell.column_total for cell in known}
    values = sorted(columns, key=UNKNOWN.__contains__)
    lines: list[CrossLine] = []
    for start in range(0, len(values), _COLUMNS):
        band = values[start : start + _COLUMNS]
        lines.append(_line(corner, band, TOTAL))
        lines += [
            _line(row, [counts.get((row, column), 0) for column in band], total)
            for row, total in sorted(rows.items(), key=lambda item: item[0] in UNKNOWN)
        ]
        lines.append(_line(TOTAL, [columns[column] for column in band], grand_total))
    return tuple(lines)


def blank_cells() -> tuple[CrossLine, ...]:
    """Return the lines of an empty table."""
    empty = [CrossLine() for _ in range(_BLANK_LINES)]
    return (_line("项目", [], TOTAL), *empty, _line(TOTAL, [], None))


def _totals(cell: CrossCell, cells: Sequence[CrossCell]) -> dict[str, int]:
    return {
        total: sum(one.case_count for one in cells if getattr(one, name) == getattr(cell, name))
        for total, name in (("row_total", "row_value"), ("column_total", "column_value"))
    }


def _line(head: str, cells: Sequence[object], total: object) -> CrossLine:
    texts = {f"cross_cell_{number}": cell for number, cell in enumerate(cells, start=1)}
    values = {"cross_head": head, **texts, "cross_total": total}
    return CrossLine(**{name: str(value) for name, value in values.items() if value is not None})
