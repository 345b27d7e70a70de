"""A computed sheet on the screen: its boxes and tables as they are printed, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csdforms.cli.archive.tables import columns, cut
from csdforms.reports.sheet import ComputedSheet, at
from csdforms.reports.table import tables

__all__ = ["as_data", "lines"]

_WIDEST = 56  # columns of the screen that a cell of a table takes


def lines(sheet: ComputedSheet) -> Iterator[str]:
    """Yield the lines of a sheet: title, boxes, and each group as a table, its long texts cut."""
    is_cut = False
    yield f"《{sheet.form.title()}》"
    for table in tables(sheet, as_printed=True):
        if table.title:
            yield ""
            yield f"【{table.title}】"
        rows = [
            [str(at(sheet.printed, path)) if path in table.kinds else path for path in row]
            for row in table.rows
        ]
        if not table.title:
            yield from columns(*_split(rows))
            continue
        short = [[cut(cell, _WIDEST) for cell in row] for row in rows]
        is_cut = is_cut or short != rows
        yield from columns(table.head, short)
    if is_cut:
        yield ""
        yield "太长的文字以“…”略去，全文见 --json、--xlsx 或 -o。"


def as_data(sheet: ComputedSheet) -> dict[str, Any]:
    """Return a sheet as plain JSON: its data, and what should be looked at again."""
    return {
        "form": sheet.report.form,
        "title": sheet.form.title(),
        "edition": sheet.form.edition,
        "number": sheet.form.reference(),
        "complete": sheet.is_complete,
        "data": dict(sheet.data),
        "findings": [finding.as_dict() for finding in sheet.findings],
    }


def _split(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    return rows[0], rows[1:]
