"""One sheet of a table read line by line: what each line says about a form, a row, and where."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csdforms.intake.columns import columns
from csdforms.intake.grid import LOST, UNSOLVED, CellError, Grid, Hours, letters
from csdforms.intake.headings import Heading, HeadingLine, resolved
from csdforms.schemas.checking import Finding
from csdforms.schemas.figures import TOTALS
from csdforms.schemas.form import Block, FieldSpec
from csdforms.schemas.labels import normalise
from csdforms.schemas.rules import Severity
from csdforms.schemas.types import (
    Average,
    BankAccount,
    Day,
    FieldType,
    IdNumber,
    Integer,
    Items,
    Line,
    Moment,
    Money,
    Percent,
    Phone,
    Postcode,
    Quantity,
    Refused,
    RegionCode,
    Text,
    Uscc,
)

__all__ = ["Cell", "Sheet", "SheetLine", "harm", "no_data", "suited"]

#: A cell of the file: which grid, row, column.
Cell = tuple[int, int, int]

#: How spreadsheets show a number that does not fit: its last digits are gone.
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d+)?[Ee]\+\d{2,3}\s*")
#: Boxes of digits that are no numbers: a zero in front counts.
_DIGITS = (BankAccount, IdNumber, Phone, Postcode, RegionCode, Uscc)
_FIGURES = (Average, Integer, Money, Percent, Quantity)
_COUNTERS = frozenset({"序号", "序", "项次", "行号", "no"})
_NAMED = 5  # of several lines
_AGAIN = "请把这一格设为文本后重新输入。"
_TOTAL = re.compile(
    rf"(?:[本上全各]?(?:页|日|周|月|季度?|年度?|期|部门))?(?:{'|'.join(TOTALS)}|累计|总数)数?"
)
#: Lines under a table: 制表人：张三　审核：李四, 注：……
_NOTE = re.compile(
    r"\s*(?:(?:制表|填表|填报|制单|审核|复核|批准|审批|编制|统计|打印|导出|报送|记录|经办|部门负责"
    r"|单位负责|负责|主管|经理|总经理)(?:人|者|员|单位|部门|日期|时间|签字|签名|盖章)?(?:[(（].*[)）])?"
    r"|(?:日期|时间|备注|说明|注|附注|填表说明|注意事项|签字|盖章)\d*)\s*[:：].*",
    re.DOTALL,
)


@dataclass(slots=True)
class SheetLine:
    """One line as data, with what was wrong in reading it and where each field stands."""

    sheet: Sheet | None
    row: int
    data: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    extras: list[int] = field(default_factory=list)
    #: Where findings stand that are not about a column of their own.
    cells: dict[str, Cell] = field(default_factory=dict)
    groups: dict[str, list[SheetLine]] = field(default_factory=dict)

    def all_findings(self, where: str = "") -> Iterator[Finding]:
        """Yield the findings of the line and of the rows in it, with their whole paths."""
        for one in self.findings:
            path = f"{where}{one.path}"
            yield Finding(path, one.label, one.message, one.severity)
        for key, lines in self.groups.items():
            for number, line in enumerate(lines, start=1):
                yield from line.all_findings(f"{where}{key}.{number}.")

    def cell(self, path: str) -> Cell | None:
        """Return the cell that a finding is about, the first of the line if it has no column.

        ``None`` if rows stand alone, without the line that they belong to.
        """
        if path in self.cells:
            return self.cells[path]
        steps = path.split(".")
        for length in range(1, len(steps)):
            lines = self.groups.get(".".join(steps[:length]), ())
            number = steps[length]
            if number.isdecimal() and 0 < int(number) <= len(lines):
                return lines[int(number) - 1].cell(".".join(steps[length + 1 :]))
        if self.sheet is None:
            return None
        return self.sheet.index, self.row, self.sheet.column_of(steps, self.extras)


class Sheet:
    """The lines of one grid below its headings, as data of one block.

    Args:
        grid: The cells.
        index: Which grid of the file it is.
        block: The form or the row that a line describes.
        line: Where the headings stand.
        links: Columns that link lines to others, and are no data.
        only: The columns that concern the block; all by default.
    """

    def __init__(
        self,
        grid: Grid,
        index: int,
        block: type[Block],
        line: HeadingLine,
        *,
        links: Sequence[int] = (),
        only: Iterable[int] | None = None,
    ) -> None:
        self.grid = grid
        self.index = index
        self.block = block
        self.links = tuple(links)
        self.heading_row = line.row
        self.notes: list[str] = []
        mine = line.texts.keys() if only is None else set(only)
        texts = {
            column: text
            for column, text in line.texts.items()
            if column in mine and column not in self.links
        }
        for column in [column for column, text in texts.items() if _counts(block, text)]:
            where = f"工作表“{grid.name}”" if grid.typed else "表中"
            self.notes.append(f"{where}“{texts.pop(column)}”只是行号，没有读取。")
        self.headings = resolved(block, texts)
        self._columns = _by_text(self.headings)
        self._foreign = any(heading.how == "foreign" for heading in self.headings)
        self._places = self._fields()
        self._first = min([*self.links, *texts], default=0)
        self._keeps_extra = "extra" in block.model_fields
        self._loose: dict[int, list[int]] = {}
        _spread(grid, line.row)
        self.rows = list(self._data_rows(line.texts))
        if not grid.typed:
            self._find_longer()

    def number(self, row: int, column: int | None) -> Any:
        """Return what stands in a linking column."""
        return None if column is None else self.grid.cell(row, column)

    def column_of(self, steps: Sequence[str], extras: Sequence[int]) -> int:
        """Return the column of a field, the first of the line if there is none."""
        boxes = {f"extra.{number}": column for number, column in enumerate(extras, start=1)}
        if (box := ".".join(steps[:2])) in boxes:
            return boxes[box]
        path = ".".join(steps)
        inside = (place for name, place in self._places.items() if name.startswith(f"{path}."))
        return self._places.get(path, next(inside, self._first))

    def line(self, row: int) -> SheetLine:
        """Return a line as data, by heading; what is under unknown ones goes to ``extra``."""
        line = SheetLine(self, row)
        boxes: list[dict[str, str]] = []
        cells = self.grid.cells(row)
        for same in self._columns:
            heading, value = self._value(same, cells, line)
            if heading.how == "unknown" and self._keeps_extra:
                if value is not None:
                    boxes.append({"label": heading.text, "value": _as_text(value)})
                    line.extras.append(heading.column)
                    self._inspect(heading, value, f"extra.{len(boxes)}.value", line)
            elif value is not None:
                self._inspect(heading, value, ".".join(heading.path), line)
                line.data[heading.text] = (
                    value if type(value) is str else _typed(value, heading.spec)
                )
            elif self._foreign:
                line.data[heading.text] = None  # which field a heading means depends on all of them
        if boxes:
            line.data["extra"] = boxes
        for column in self._loose.get(row, ()):
            self._say_loose(line, column)
        return line

    # Headings

    def _fields(self) -> dict[str, int]:
        """Return the column of each field that has one."""
        spans = {normalise(label): names for label, names in self.block.spans.items()}
        places: dict[str, int] = {}
        for heading in self.headings:
            for name in spans.get(normalise(heading.text), (".".join(heading.path),)):
                places.setdefault(name, heading.column)
        return places

    def _missing(self) -> Iterator[str]:
        """Yield the headings of required fields that have no column, nor their part."""
        for column in columns(self.block):
            paths = (".".join(column.path[:steps]) for steps in range(1, len(column.path) + 1))
            if column.required and self._places.keys().isdisjoint(paths):
                yield column.heading

    def describe(self) -> Iterator[str]:
        """Yield what people should know of the headings."""
        where = f"工作表“{self.grid.name}”" if self.grid.typed else "表中"
        if missing := list(self._missing()):
            yield f"{where}没有必填的栏目：{'、'.join(missing)}。请加上这些列。"
        for same in self._columns:
            heading = same[0]
            if len(same) > 1:
                places = "、".join(one.place for one in same)
                yield f"{where}“{heading.text}”有 {len(same)} 列（{places}），请只留一列。"
            if heading.how == "foreign" and heading.spec is not None:
                labels = {one.path: one.heading for one in columns(self.block)}
                label = labels.get(heading.path, heading.spec.label)
                if self.block.labels().same_unit(heading.text, heading.path):
                    yield f"{where}“{heading.text}”按“{label}”读取，请确认。"
                else:
                    yield (
                        f"{where}“{heading.text}”与“{label}”单位不同：格里写明单位的按“{label}”读取，"
                        f"其余放入“其他栏目”。请换算后改用“{label}”。"
                    )
            elif heading.how == "unknown" and self._keeps_extra:
                nearest = self.block.labels().nearest(heading.text)
                hint = f"；最接近的栏目是“{nearest}”" if nearest else ""
                text = f"{where}“{heading.text}”表上没有这一栏，内容放入“其他栏目”{hint}。"
                yield text
        loose = sorted({column for found in self._loose.values() for column in found})
        if loose:
            places = "、".join(letters(column) for column in loose)
            yield f"{where}{places} 列没有标题，里面的内容没有读取。"
        if unseen := [row + 1 for row in self.rows if row in self.grid.hidden]:
            places = "、".join(map(str, unseen[:_NAMED]))
            more = "等" if len(unseen) > _NAMED else ""
            text = f"{where}有 {len(unseen)} 行隐藏着（第 {places} 行{more}），也读取了；"
            yield f"{text}不要的请删去。"
        yield from self.notes

    # Lines

    def _data_rows(self, texts: Mapping[int, str]) -> Iterator[int]:
        """Yield the rows that hold data; say which others were left out."""
        headed = texts.keys() | set(self.links)
        headings = {normalise(text) for text in texts.values()}
        for row in range(self.heading_row + 1, len(self.grid.rows)):
            cells = self.grid.filled(row)
            if all(column in self.links for column, _ in cells):
                continue
            reason = no_data(cells, headings)
            if reason:
                where = f"工作表“{self.grid.name}”第" if self.grid.typed else "第"
                self.notes.append(f"{where} {row + 1} 行是{reason}，没有当作数据。")
                continue
            loose = [column for column, _ in cells if column not in headed]
            if loose:
                self._loose[row] = loose
            if len(loose) < len(cells):
                yield row

    def _find_longer(self) -> None:
        """Find lines with a cell too many, though it is empty: all behind a comma has moved."""
        width = len(self.grid.rows[self.heading_row])
        longer = [row for row in self.rows if len(self.grid.rows[row]) > width]
        if len(longer) < len(self.rows):  # some programs end every line with a comma
            for row in longer:
                self._loose.setdefault(row, [width])

    def _value(
        self, same: Sequence[Heading], cells: Sequence[Any], line: SheetLine
    ) -> tuple[Heading, Any]:
        """Return what stands under a heading; under one that stands twice the only value."""
        there = len(cells)
        if len(same) == 1:
            column = same[0].column
            return same[0], cells[column] if column < there else None
        filled = [
            (heading, cells[heading.column])
            for heading in same
            if heading.column < there and cells[heading.column] is not None
        ]
        if not filled:
            return same[0], None
        heading, value = filled[0]
        if any(other != value for _, other in filled):
            places = "、".join(one.place for one, _ in filled)
            text = f"“{heading.text}”在{places}各填了一个，内容不同，请只留一个。"
            line.findings.append(Finding(".".join(heading.path) or "extra", heading.text, text))
        return heading, value

    def _inspect(self, heading: Heading, value: Any, path: str, line: SheetLine) -> None:
        """Say what a spreadsheet did to a value; it is named, never guessed."""
        kind = heading.spec.type if heading.spec else None
        text = harm(value, kind)
        if text:
            line.findings.append(Finding(path, heading.text, text))

    def _say_loose(self, line: SheetLine, column: int) -> None:
        severity: Severity = "warning"
        text = "这一列没有标题，内容没有读取。请补上标题，或移走内容。"
        if not self.grid.typed:
            severity = "error"
            text = "这一行比标题多出内容；内容里有逗号的，两头要加英文引号。"
        label = f"{letters(column)} 列"
        line.findings.append(Finding("extra", label, text, severity))
        line.cells.setdefault("extra", (self.index, line.row, column))


def _counts(block: type[Block], text: str) -> bool:
    """Whether a column only counts the lines of a list: its numbers are nobody's."""
    return normalise(text) in _COUNTERS and block.labels().find(text) is None


def _by_text(headings: Iterable[Heading]) -> list[list[Heading]]:
    """Gather columns with the same heading."""
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        found.setdefault(normalise(heading.text) or heading.text, []).append(heading)
    return list(found.values())


def _spread(grid: Grid, heading_row: int) -> None:
    """Let what stands in cells merged downwards stand in each of them."""
    for top, left, bottom, right in grid.merged:
        if heading_row < top < bottom and left == right:
            for row in range(top + 1, min(bottom + 1, len(grid.rows))):
                cells = list(grid.rows[row])
                cells += [None] * (left + 1 - len(cells))
                cells[left] = grid.cell(top, left)
                grid.rows[row] = cells


def no_data(cells: Sequence[tuple[int, Any]], headings: set[str]) -> str | None:
    """Return what a line is if it is no data: a total, the headings again, a note."""
    texts = [value for _, value in cells]
    if not all(isinstance(text, str) for text in texts[:1]):
        return None
    if _TOTAL.fullmatch(normalise(texts[0])):
        return "合计"
    if not all(isinstance(text, str) for text in texts):
        return None
    if len(texts) > 1 and headings.issuperset(map(normalise, texts)):
        return "重复的标题"
    notes = [text for text in texts if _NOTE.fullmatch(text)]
    if notes[:1] == texts[:1] and 2 * len(notes) >= len(texts):
        return "表下的说明"
    return None


def harm(value: Any, kind: FieldType[Any] | None) -> str | None:
    """Return a sentence if a spreadsheet has spoilt what was typed."""
    free = isinstance(kind, Text) and not isinstance(kind, Line)
    if type(value) is str and "+" not in value:  # most cells
        return None
    if isinstance(value, CellError):
        unsolved = "这一格的公式还没有结果，请用 Excel 打开文件，保存后再用；或改成实际内容。"
        return (
            unsolved if value == UNSOLVED else f"这一格是错误值 {value}，请改成实际内容，或清空。"
        )
    if isinstance(value, float) and abs(value) >= LOST:
        return f"号码被存成了数字，后几位已丢失，{_AGAIN}"
    if isinstance(value, str) and _SCIENTIFIC.fullmatch(value) and not free:
        return f"号码变成了科学计数法，后几位已丢失，{_AGAIN}"
    if kind is None or isinstance(value, bool) or type(value) is str:
        return None
    return _misread(value, kind)


def _misread(value: Any, kind: FieldType[Any]) -> str | None:
    """Return a sentence if a box takes no such number or date; a word may have become one."""
    words = isinstance(kind, (Text, Items, *_DIGITS))
    try:
        kind.accept(suited(value, kind))
    except Refused:
        pass
    else:
        if not (words and isinstance(value, Hours)):
            return None
    text = None
    if isinstance(kind, _DIGITS) and isinstance(value, int | float):
        text = f"存成了数字，开头的 0 可能已丢失，{_AGAIN}"
    elif not isinstance(value, dt.date | dt.time | Hours):
        pass
    elif words:
        text = f"被当成了日期或时间，{_AGAIN}"
    elif isinstance(kind, _FIGURES):
        text = "这一格的格式是日期或时间，读不出数字，请改成“常规”格式后重新输入。"
    elif isinstance(kind, (Day, Moment)) and isinstance(value, Hours):
        text = "这一格不是完整的日期，请连年份重新输入，例如 2026-03-05。"
    return text


def _typed(value: Any, spec: FieldSpec | None) -> Any:
    if type(value) is str or spec is None or spec.type is None:
        return value
    return suited(value, spec.type)


def suited(value: Any, kind: FieldType[Any]) -> Any:
    """Return a cell's number as text where a box takes words: 2.5 for a model is ``2.5``."""
    if isinstance(value, float) and abs(value) < LOST and isinstance(kind, (Text, Items)):
        return f"{value:.15g}"
    return str(value) if isinstance(value, CellError) else value


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
