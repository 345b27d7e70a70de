"""A clerk for tests: fills the columns of an entry workbook with the data of typed forms."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from csdforms.intake.columns import LINE_HEADING, columns, link_heading, tables
from csdforms.intake.entry_sheet import number_format
from csdforms.schemas.form import Block, Extra, Form

#: The sheets of a workbook by name: rows of cells.
Sheets = dict[str, list[list[Any]]]


def filled_sheets(forms: Sequence[Form]) -> Sheets:
    """Return what a clerk types into the entry workbook to say what these forms say."""
    model = type(forms[0])
    sheets = {model.title(): [[column.heading for column in columns(model)]]}
    _rows(sheets[model.title()], [((), form) for form in forms], model)
    for table in tables(model):
        lines = []
        for form in forms:
            outer: Iterable[tuple[tuple[Any, ...], Block]] = [((getattr(form, form.number),), form)]
            if table.outer is not None:
                rows = _at(form, table.outer.path)
                number = getattr(form, form.number)
                outer = [((number, _seq(row, place)), row) for place, row in enumerate(rows, 1)]
            lines += [(link, row) for link, block in outer for row in _at(block, table.path)]
        head = [link_heading(model)] + ([LINE_HEADING] if table.outer else [])
        sheets[table.name] = [head + [column.heading for column in columns(table.model)]]
        _rows(sheets[table.name], lines, table.model)
    return sheets


def _rows(
    sheet: list[list[Any]], lines: Sequence[tuple[tuple[Any, ...], Block]], model: type[Block]
) -> None:
    boxes = {box.label: None for _, block in lines for box in getattr(block, "extra", ())}
    sheet[0] += boxes
    for link, block in lines:
        extra = {box.label: box.value for box in getattr(block, "extra", ())}
        cells = [_typed(_at(block, column.path)) for column in columns(model)]
        sheet.append([*link, *cells, *(extra.get(label) for label in boxes)])


def _seq(row: Block, place: int) -> int:
    return getattr(row, "seq", None) or place


def _at(block: Any, path: Sequence[str]) -> Any:
    for step in path:
        block = None if block is None else getattr(block, step)
    return () if block is None and path and path[-1].endswith("s") else block


def _typed(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        assert not any(isinstance(one, Extra) for one in value)
        return "、".join(value) or None
    return float(value) if isinstance(value, Decimal) else value


def write_book(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **more: Callable[..., Any]
) -> Path:
    """Write a workbook whose cells are of the kinds that Excel makes of what is typed."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = {
            dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
            dt.time: book.add_format({"num_format": "hh:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value)
                    elif type(value) in formats:
                        sheet.write_datetime(row, column, value, formats[type(value)])
                    elif isinstance(value, tuple):  # a formula and what it shows
                        sheet.write_formula(row, column, value[0], None, value[1])
                    elif value is not None:
                        sheet.write(row, column, value)
            if name in more:
                more[name](book, sheet)
    path.write_bytes(buffer.getvalue())
    return path


__all__ = ["Sheets", "filled_sheets", "number_format", "write_book"]
