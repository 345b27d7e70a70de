"""A computed sheet on the screen: its boxes and tables as they are printed, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csdforms.cli.archive.tables import columns
from csdforms.reports.sheet import ComputedSheet, at
from csdforms.reports.table import tables

__all__ = ["as_data", "lines"]


def lines(sheet: ComputedSheet) -> Iterator[str]:
    """Yield the lines of a sheet: title, boxes, and each group as a table."""
    yield f"《{sheet.form.title()}》"
    for table in tables(sheet):
        if table.title:
            yield ""
            yield f"【{table.title}】"
        rows = [
            [str(at(sheet.printed, path)) if path in table.kinds else path for path in row]
            for row in table.rows
        ]
        yield from columns(table.head, rows) if table.title else columns(*_split(rows))


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
