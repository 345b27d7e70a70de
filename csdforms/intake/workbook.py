"""Workbooks as cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdforms.errors import CsdformsError, UnreadableInput
from csdforms.intake.columns import INSTRUCTIONS
from csdforms.intake.grid import CellError, Grid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["MISSING_EXCEL", "Workbook", "read_workbook"]

MISSING_EXCEL = (
    '读写 Excel 文件要先安装附加组件，请运行：pip install "csdforms[excel]"。'
    "CSV（.csv）和 JSON Lines（.jsonl）不用安装就能读。"
)

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PASSWORD = "设了打开密码，请在 Excel 中去掉密码后再用。"  # noqa: S105 - a sentence about one

Errors = Mapping[str, Sequence[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a workbook; ``package`` are the bytes of an .xlsx."""

    grids: list[Grid]
    notes: list[str]
    package: bytes | None


def read_workbook(data: bytes, path: Path) -> Workbook:
    """Return the sheets of a workbook; its content decides what it is, not its suffix.

    Hidden sheets, and those that ``csdforms sheet`` adds, are left out.

    Raises:
        UnreadableInput: if it is no workbook, encrypted or damaged, or could do harm.
        CsdformsError: if the Excel extra is not installed.
    """
    source = str(path)
    notes: list[str] = []
    errors: Errors = {}
    hidden: Mapping[str, frozenset[int]] = {}
    package = None
    if data.startswith(b"PK"):
        from csdforms.intake import spreadsheet

        parts = spreadsheet.read_parts(data, source)
        if spreadsheet.is_workbook(parts):
            package = data
            contents = {sheet.name: parts[sheet.part] for sheet in spreadsheet.sheets(parts)}
            errors = {name: list(spreadsheet.cell_errors(one)) for name, one in contents.items()}
            hidden = {name: spreadsheet.hidden_rows(one) for name, one in contents.items()}
            del contents
        elif spreadsheet.CONTENT in parts:
            errors = spreadsheet.open_document_errors(parts[spreadsheet.CONTENT])
        del parts  # before another library lays the same cells out
    elif not data.startswith(_OLE):
        text = "不是 Excel 文件（可能是网页或文本改了后缀），请用 Excel 打开，另存为 .xlsx。"
        raise UnreadableInput(source, text)
    elif _ENCRYPTED in data:
        raise UnreadableInput(source, _PASSWORD)
    else:
        # LibreOffice keeps no words for formulas there; errors are not told from blanks.
        notes.append(
            "旧版 .xls 里的错误值（#N/A 等）读不出来，按空格处理；结果是文字的公式可能读成 0。"
            "请核对，最好另存为 .xlsx。"
        )
    grids = list(_grids(data, source, errors))
    for grid in grids:
        grid.hidden = hidden.get(grid.name, grid.hidden)
    if not grids:
        raise UnreadableInput(source, "里面没有可读的工作表。")
    return Workbook(grids, notes, package)


def _grids(data: bytes, source: str, errors: Errors) -> Iterator[Grid]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError:
        raise CsdformsError(MISSING_EXCEL) from None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in _visible(book):
                yield _grid(book.get_sheet_by_name(name), errors.get(name, ()))
    except PasswordError:
        raise UnreadableInput(source, _PASSWORD) from None
    except (CalamineError, ValueError, OSError):
        text = "不是完好的 Excel 文件，请用 Excel 打开，另存为 .xlsx。"
        raise UnreadableInput(source, text) from None


def _visible(book: CalamineWorkbook) -> Iterator[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for sheet in book.sheets_metadata:
        shown = sheet.visible == SheetVisibleEnum.Visible
        if shown and sheet.typ == SheetTypeEnum.WorkSheet and sheet.name != INSTRUCTIONS:
            yield sheet.name


def _rows(sheet: CalamineSheet) -> list[Sequence[Any]]:
    """Return the cells by row, from the first; words that repeat are kept once."""
    _, left = sheet.start or (0, 0)  # empty rows are counted, empty columns are not
    words: dict[str, str] = {}
    rows: list[Sequence[Any]] = []
    for row in sheet.iter_rows():
        cells = [words.setdefault(cell, cell) if type(cell) is str else cell for cell in row]
        rows.append([None] * left + cells)
    return rows


def _grid(sheet: CalamineSheet, errors: Sequence[tuple[int, int, str]]) -> Grid:
    rows = _rows(sheet)
    for row, column, text in errors:
        rows += [[] for _ in range(row + 1 - len(rows))]
        cells = list(rows[row])
        cells += [None] * (column + 1 - len(cells))
        cells[column] = CellError(text)
        rows[row] = cells
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(sheet.name, rows, merged)
