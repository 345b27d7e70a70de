"""A table in a file, row by row: headings, then cells; CSV files are never held whole."""

from __future__ import annotations

import codecs
import contextlib
import csv
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput
from csdforms.intake.grid import Grid
from csdforms.intake.headings import find_headings

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = ["Source", "open_source"]

_DELIMITERS = ",\t;"
_FIRST_ROWS = 20
_PIECE = 1 << 20
_LONGEST = 1_000_000  # characters in one cell
_BOOKS = frozenset({".xlsx", ".xls", ".ods", ".et"})
_TEXTS = frozenset({".csv", ".txt", ".tsv"})


class Source(ABC):
    """The rows of a table; may be gone through again and again.

    Args:
        path: where it lies.
        first: its first rows.
        block: what a line describes.
    """

    #: Chinese sentences about the file.
    notes: Sequence[str] = ()

    def __init__(self, path: Path, first: Grid, block: type[Block]) -> None:
        self.path = path
        line = find_headings(first, block)
        if line is None:
            labels = "、".join(spec.label for spec in block.specs().values() if spec.required)
            text = f"找不到标题行：前 {_FIRST_ROWS} 行里应有“{labels}”等栏目。"
            raise UnreadableInput(str(path), text)
        #: The row of the headings, counted from 0, and what stands there by column.
        self.heading_row = line.row
        self.headings = line.texts

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the rows below the headings, each with its place counted from 0."""
        with contextlib.closing(self._all()) as rows:
            yield from islice(enumerate(rows), self.heading_row + 1, None)

    @abstractmethod
    def _all(self) -> Generator[Sequence[Any], None, None]:
        """Yield all rows of the table."""


class _Book(Source):
    def __init__(self, path: Path, grid: Grid, block: type[Block], notes: Sequence[str]) -> None:
        super().__init__(path, grid, block)
        self.notes = notes
        self._grid = grid

    def _all(self) -> Generator[Sequence[Any], None, None]:
        yield from self._grid.rows


class _Text(Source):
    def __init__(self, path: Path, block: type[Block]) -> None:
        self._encoding = _encoding(path)
        self._delimiter = ","
        self.path = path
        self._delimiter = max(_DELIMITERS, key=lambda sign: self._known(sign, block))
        super().__init__(path, Grid(path.stem, self._first(self._delimiter), typed=False), block)

    def _known(self, delimiter: str, block: type[Block]) -> tuple[int, int]:
        """Return how many headings of a block a delimiter finds, and how many columns."""
        rows = self._first(delimiter)
        find = block.labels().find
        known = (sum(find(cell) is not None for cell in row) for row in rows)
        return max(known, default=0), max(map(len, rows), default=0)

    def _first(self, delimiter: str) -> list[Sequence[Any]]:
        with contextlib.closing(self._all(delimiter)) as rows:
            try:
                return list(islice(rows, _FIRST_ROWS))
            except UnreadableInput:
                return []

    def _all(self, delimiter: str = "") -> Generator[Sequence[Any], None, None]:
        limit = csv.field_size_limit(_LONGEST)
        number = 0
        with self.path.open(encoding=self._encoding, newline="") as file:
            try:
                for row in csv.reader(file, delimiter=delimiter or self._delimiter, strict=True):
                    number += 1
                    yield row
            except csv.Error:
                text = f"第 {number + 1} 行引号没有配对，或内容太长，请核对英文引号。"
                raise UnreadableInput(str(self.path), text) from None
            finally:
                csv.field_size_limit(limit)


def open_source(path: Path, block: type[Block]) -> Source:
    """Return the table in a file, of several sheets the one with most headings.

    Raises:
        MissingFile: if there is no such file.
        NotPermitted: if the system does not let us read it.
        UnreadableInput: if it is no table, damaged, or has no headings that the block knows.
        CsdformsError: if it is a workbook and the Excel extra is not installed.
    """
    suffix = path.suffix.casefold()
    if suffix not in _BOOKS | _TEXTS:
        text = "应是 .xlsx、.xls、.ods、.csv 或 .txt；其他表格请另存为 .xlsx。"
        raise UnreadableInput(str(path), text)
    try:
        if path.is_dir():
            raise UnreadableInput(str(path), "这是文件夹，不是数据文件。")
        if not path.stat().st_size:
            raise UnreadableInput(str(path), "里面没有内容。")
        return _Text(path, block) if suffix in _TEXTS else _book(path, block)
    except FileNotFoundError:
        raise MissingFile(path, "数据文件") from None
    except NotPermitted:
        raise
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        text = f"读不了 {path}（{reason}）。文件若正在 Excel 中打开，请先关闭。"
        raise NotPermitted(text) from None


def _book(path: Path, block: type[Block]) -> Source:
    from csdforms.intake.workbook import read_workbook

    book = read_workbook(path.read_bytes(), path)
    fits = [line.fit if (line := find_headings(grid, block)) else 0 for grid in book.grids]
    best = max(range(len(fits)), key=fits.__getitem__)
    others = [grid.name for index, grid in enumerate(book.grids) if index != best and grid.rows]
    notes = [*book.notes, *(f"工作表“{name}”没有读取。" for name in others)]
    return _Book(path, book.grids[best], block, notes)


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: UTF-8, UTF-16 with its mark, or GB 18030."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        for encoding in ("utf-8-sig", "gb18030"):
            file.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                while piece := file.read(_PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise UnreadableInput(str(path), "文字编码不是 UTF-8 或 GBK，请另存为 UTF-8。")
