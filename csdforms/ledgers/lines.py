"""Rows as typed lines, with everything that is wrong and the cell where it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from csdforms.errors import UnreadableInput
from csdforms.intake.grid import place_of, plain
from csdforms.intake.sheet import harm, no_data, suited
from csdforms.ledgers.source import Source
from csdforms.schemas.form import Block, FieldSpec
from csdforms.schemas.labels import normalise
from csdforms.schemas.ledgers.line import LedgerLine
from csdforms.schemas.types import Refused, Text

__all__ = ["PROBLEMS", "Flaw", "Line", "Lines"]

#: The heading of the column that says in an error workbook what is wrong.
PROBLEMS = "导入问题"
_DASHES = frozenset({"—", "——", "－", "-", "--", "/"})
_NAMED = 5  # of several lines
_SUM = re.compile(r"合\s*计|小\s*计|总\s*计|累\s*计|total", re.IGNORECASE)


class Flaw(NamedTuple):
    """What is wrong with a cell, or with a line: ``place`` is ``C5`` or ``第 5 行``."""

    place: str
    label: str
    message: str
    is_error: bool = True
    column: int | None = None

    def __str__(self) -> str:
        mark = "错误" if self.is_error else "提醒"
        return f"{self.place} [{mark}] {self.label}：{self.message}"


@dataclass(slots=True)
class Line:
    """One row: its cells as they are, and what they say; ``block`` may be half empty."""

    row: int
    cells: Sequence[Any]
    block: Block
    flaws: list[Flaw] = field(default_factory=list)


class _Box(NamedTuple):
    column: int
    name: str
    spec: FieldSpec


class Lines:
    """The lines of a file as blocks of one kind.

    Args:
        source: the file.
        block: what a line describes.
        today: the day of checking.

    Raises:
        UnreadableInput: if a required heading is missing.
    """

    def __init__(self, source: Source, block: type[LedgerLine], today: dt.date) -> None:
        self.source = source
        self.block = block
        self.notes = list(source.notes)
        self._today = today
        self._plan = block.plan()
        self._words = {normalise(text) for text in source.headings.values()}
        self._boxes = self._found()
        self._implied = self._said_by_headings()
        self._columns = {box.name: box.column for box in self._boxes}
        specs = block.specs().values()
        self._required = [spec for spec in specs if spec.required]
        if missing := [spec.label for spec in self._required if spec.name not in self._columns]:
            text = f"没有必填的栏目：{'、'.join(missing)}。请加上这些列。{self._unknown()}"
            raise UnreadableInput(str(source.path), text)
        self._once = [self._columns[name] for name in block.said_once if name in self._columns]
        required = {self._columns[spec.name] for spec in self._required}
        self._same = required.intersection(self._once)
        own = [spec.name for spec in self._required if spec.name not in block.said_once]
        self._names = self._columns[own[0]]  # what a line is about
        #: The rows that go on with the document above them.
        self.continued: set[int] = set()

    def _unknown(self) -> str:
        """Return what to do if the column is there, but is called something else."""
        find = self.block.labels().find
        texts = [text for text in self.source.headings.values() if find(text) is None]
        said = "".join(f"“{text}”" for text in texts[:_NAMED])
        more = "等" if len(texts) > _NAMED else ""
        return f"已有而叫法不同的，请改标题（不认得的标题：{said}{more}）。" if texts else ""

    @cached_property
    def columns(self) -> int:
        """How many columns the headings take."""
        return max(self.source.headings) + 1

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the rows that hold data: no empty ones, totals, repeated headings or notes.

        A row that goes on with the document above it says what that says of the document.
        """
        left_out: dict[str, list[int]] = {}
        head: Sequence[Any] = ()
        for row, cells in self.source.rows():
            filled = [
                (column, one)
                for column, cell in enumerate(cells)
                if (one := plain(cell)) is not None
            ]
            if not filled:
                continue
            if reason := no_data(filled, self._words):
                left_out.setdefault(reason, []).append(row + 1)
                continue
            if self._goes_on(cells, head):
                self.continued.add(row)
                yield row, self._with_head(cells, head)
            else:
                head = cells
                yield row, cells
        for reason, rows in left_out.items():
            self._note(rows, f"是{reason}，没有当作数据。")
        if self.continued:
            rows = [row + 1 for row in sorted(self.continued)]
            number = self.source.headings[self._once[0]]
            self._note(rows, f"没有“{number}”，当作接着上面一张单的，空着的照它的第一行。")

    def _goes_on(self, cells: Sequence[Any], head: Sequence[Any]) -> bool:
        """Whether a row is of the document above it: it says only what is its own.

        A sum that ``no_data`` does not know is no line, however it is called.
        """
        if not self._once or _cell(cells, self._once[0]) is not None:
            return False
        if _cell(head, self._once[0]) is None or _cell(cells, self._names) is None:
            return False
        if any(isinstance(cell, str) and _SUM.search(cell) for cell in cells):
            return False
        return all(_cell(cells, column) in (None, _cell(head, column)) for column in self._same)

    def _with_head(self, cells: Sequence[Any], head: Sequence[Any]) -> Sequence[Any]:
        """Return a row with what it leaves to the first line of its document."""
        full = [*cells, *[None] * (self.columns - len(cells))]
        for column in self._once:
            if plain(full[column]) is None:
                full[column] = _cell(head, column)
        return full

    def _note(self, rows: Sequence[int], text: str) -> None:
        places = "、".join(map(str, rows[:_NAMED])) + ("等" if len(rows) > _NAMED else "")
        note = f"第 {places} 行{text}"
        if note not in self.notes:  # the file may be gone through again
            self.notes.append(note)

    def reads(self, name: str) -> bool:
        """Return whether a box has a column."""
        return name in self._columns

    def said(self, cells: Sequence[Any], *names: str) -> str:
        """Return what a row says in some boxes, as one text; "" if all are empty.

        However a month is spelt, it is the same.
        """
        specs = self.block.specs()
        return "\t".join(_said(specs[name], _cell(cells, self._columns[name])) for name in names)

    def line(self, row: int, cells: Sequence[Any]) -> Line:
        """Return a row as a typed line with what is wrong."""
        values, given = {**self._plan.defaults, **self._implied}, set(self._implied)
        flaws: list[Flaw] = []
        for column, name, spec in self._boxes:
            cell = _cell(cells, column)
            if cell is None or _is_dash(spec, cell):
                if spec.required:
                    flaws.append(self.flaw(row, name, "必填，请补上。"))
                continue
            try:
                values[name] = _value(spec, cell)
                given.add(name)
            except Refused as refused:
                flaws.append(self.flaw(row, name, str(refused)))
        if any(plain(cell) is not None for cell in cells[self.columns :]):
            text = "这一行比标题多出内容；内容里有逗号的，两头要加英文引号。"
            flaws.append(Flaw(f"第 {row + 1} 行", "整行", text))
        block = self._plan.make(values, given).complete_new()
        flaws += self._judged(row, block)
        return Line(row, cells, block, flaws)

    def _judged(self, row: int, block: Block) -> Iterator[Flaw]:
        for problem in block.rules(self._today):
            label = self.block.label_of(problem.path)
            column = self._columns.get(problem.path)
            place = f"第 {row + 1} 行" if column is None else place_of(row, column)
            yield Flaw(place, label, problem.message, problem.severity == "error", column)

    def flaw(self, row: int, name: str, message: str) -> Flaw:
        """Return an error of a row about one of its boxes that has a column."""
        column = self._columns[name]
        return Flaw(place_of(row, column), self.block.label_of(name), message, column=column)

    def _found(self) -> list[_Box]:
        """Return the columns that are read; of two that mean one box, the one called more so."""
        best: dict[str, tuple[int, int]] = {}
        for column, text in self.source.headings.items():
            path = self.block.labels().find(text)
            if path is None:
                if normalise(text) != PROBLEMS:
                    self.notes.append(f"“{text}”一栏没有读取。")
                continue
            spec = self.block.specs()[path[0]]
            ranks = {normalise(name): rank for rank, name in reversed([*enumerate(spec.names)])}
            rank = ranks.get(normalise(text), len(ranks))
            mine = -1 if self.block.is_surer(spec.name, text) else rank, column
            if path[0] in best:
                taken, lost = (
                    self.source.headings[one] for _, one in sorted([mine, best[path[0]]])
                )
                self.notes.append(f"“{lost}”一栏没有读取：“{spec.label}”取自“{taken}”一栏。")
            best[path[0]] = min(mine, best.get(path[0], mine))
        specs = self.block.specs()
        return [_Box(column, name, specs[name]) for name, (_, column) in best.items()]

    def _said_by_headings(self) -> Mapping[str, Any]:
        """Return what the headings say of boxes, whose own columns are not read then."""
        headings = self.source.headings
        implied = self.block.implied({box.name: headings[box.column] for box in self._boxes})
        for box in self._boxes:
            if box.name in implied:
                said = implied[box.name]
                self.notes.append(
                    f"“{headings[box.column]}”一栏没有读取：别的标题已说明是{said}的。"
                )
        self._boxes = [box for box in self._boxes if box.name not in implied]
        return implied


def _cell(cells: Sequence[Any], column: int) -> Any:
    """Return what stands in a column; None if nothing does."""
    return plain(cells[column]) if column < len(cells) else None


def _value(spec: FieldSpec, cell: object) -> object:
    """Return what a cell says in a box; raise Refused if it says nothing."""
    assert spec.type is not None
    value = spec.type.plain(cell)
    if value is not None:
        return value
    if text := harm(cell, spec.type):
        raise Refused(text)
    return spec.type.accept(suited(cell, spec.type))


def _said(spec: FieldSpec, cell: object) -> str:
    """Return what a cell says as its box keeps it; as it stands if the box refuses it."""
    if cell is None:
        return ""
    assert spec.type is not None
    try:
        return str(spec.type.encode(_value(spec, cell)))
    except Refused:
        return str(cell)


def _is_dash(spec: FieldSpec, cell: object) -> bool:
    """Whether a box that takes no words was struck through, as on paper."""
    return isinstance(cell, str) and cell.strip() in _DASHES and not isinstance(spec.type, Text)
