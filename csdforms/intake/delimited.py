"""CSV files as Excel and other programs save them: which sign stands between the cells is found."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.errors import UnreadableInput
from csdforms.intake.columns import tables
from csdforms.intake.grid import Grid
from csdforms.intake.reading import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csdforms.schemas.form import Form

__all__ = ["read_csv", "split"]

_DELIMITERS = ",\t;"
_FIRST_ROWS = 20
_LONGEST = 1_000_000  # characters in one cell


def read_csv(data: bytes, path: Path, form: type[Form]) -> Grid:
    """Return a CSV file as cells of text.

    UTF-8, UTF-16 with its mark, or GBK; comma, tab or semicolon: whichever finds most headings.

    Raises:
        UnreadableInput: if it is no text, or a quotation mark is not closed.
    """
    text = decode(data, str(path))
    finders = [form.labels().find, *(table.model.labels().find for table in tables(form))]

    def headings(delimiter: str) -> tuple[int, int]:
        first = text.splitlines(keepends=True)[:_FIRST_ROWS]
        try:
            rows = list(csv.reader(first, delimiter=delimiter))
        except csv.Error:
            return 0, 0
        known = (sum(any(find(cell) for find in finders) for cell in row) for row in rows)
        return max(known, default=0), max(map(len, rows), default=0)

    return Grid(path.stem, split(text, max(_DELIMITERS, key=headings), str(path)), typed=False)


def split(text: str, delimiter: str, source: str) -> list[Sequence[str]]:
    """Return the cells of CSV text.

    Raises:
        UnreadableInput: if a quotation mark is not closed, or follows one that is.
    """
    limit = csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        place = f"第 {len(rows) + 1} 行"
        text = f"{place}（文件的第 {reader.line_num} 行）引号没有配对，或内容太长，请核对英文引号。"
        raise UnreadableInput(source, text) from None
    finally:
        csv.field_size_limit(limit)
    return rows
