"""The error workbook: the rows that were not imported, as they were, and what is wrong with them.

Mended, it is imported like any other file: the column that says what is wrong is passed over.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdforms.errors import CsdformsError
from csdforms.files import write_file
from csdforms.intake.grid import Grid
from csdforms.intake.marking import Mark, rewritten
from csdforms.ledgers.lines import PROBLEMS

if TYPE_CHECKING:
    from csdforms.ledgers.importing import Imported

__all__ = ["write_errors"]

_MARKED = re.compile(r"(?<=.)(?:_问题\d*)+$")
_CSV = ".csv"
#: What a spreadsheet would work out; neither a number with a sign nor a protected text (="007").
_FORMULA = re.compile(r'(?!="[^"]*"$|[+-][0-9.,]*$)[=+\-@＝＋－＠\t\r\n]')


def write_errors(done: Imported, target: Path | None = None) -> Path:
    """Write the wrong rows of a file; return where they are.

    Args:
        done: what became of the file.
        target: .xlsx or .csv; by default a free name beside the file, .csv where the Excel extra is
            missing.

    Raises:
        OutputExists: if it is there already.
        MissingFile, NotPermitted: as :func:`csdforms.files.write_file`.
        CsdformsError: if it is to be a workbook and the Excel extra is not installed.
    """
    if target is not None:
        return write_file(target, _text(done) if _is_csv(target) else _book(done))
    try:
        data, suffix = _book(done), ".xlsx"
    except CsdformsError:
        data, suffix = _text(done), _CSV
    return write_file(_free(done.lines.source.path, suffix), data)


def _is_csv(path: Path) -> bool:
    return path.suffix.casefold() == _CSV


def _free(path: Path, suffix: str) -> Path:
    usual = f"{_MARKED.sub('', path.stem)}_问题"
    names = itertools.chain([usual], (f"{usual}{number}" for number in itertools.count(2)))
    return next(one for name in names if not (one := path.with_name(name + suffix)).exists())


def _rows(done: Imported) -> list[Sequence[Any]]:
    """Return the headings and the wrong rows, each with what is wrong behind it."""
    width = done.lines.columns
    headings = done.lines.source.headings
    keep = [column for column in range(width) if headings.get(column) != PROBLEMS]
    rows: list[Sequence[Any]] = [[*(headings.get(column, "") for column in keep), PROBLEMS]]
    for one in done.wrong:
        cells = [one.cells[column] if column < len(one.cells) else None for column in keep]
        more = list(one.cells[width:])  # a comma too many: to be seen, and mended
        texts = "；".join(f"{flaw.label}：{flaw.message}" for flaw in one.flaws if flaw.is_error)
        rows.append([*cells, texts or "同一单据的其他行有错。", *more])
    return rows


def _harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: reading drops a blank in front."""
    return f" {cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _text(done: Imported) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([*map(_harmless, row)] for row in _rows(done))
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _book(done: Imported) -> bytes:
    marks = {
        (0, row, flaw.column): Mark(flaw.is_error, flaw.message)
        for row, one in enumerate(done.wrong, start=1)
        for flaw in one.flaws
        if flaw.column is not None
    }
    return rewritten([Grid(PROBLEMS, _rows(done))], marks)
