"""The clerk's input workbook: one line a document, row groups on linked sheets, instructions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from csdforms.intake.columns import (
    INSTRUCTIONS,
    LINE_HEADING,
    LISTS,
    Column,
    Table,
    columns,
    link_heading,
    tables,
)
from csdforms.intake.grid import letters
from csdforms.intake.new_book import new_book
from csdforms.schemas.checking import examine
from csdforms.schemas.fields.indicator import Figure
from csdforms.schemas.form import Block, Form
from csdforms.schemas.types import (
    Average,
    Choice,
    Choices,
    Clock,
    Day,
    FieldType,
    Flag,
    Integer,
    Items,
    Line,
    Moment,
    Money,
    Percent,
    Quantity,
    Text,
)
from csdforms.schemas.types.terms import Year
from csdforms.shipped import shared_folder

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["entry_sheet", "number_format"]

_LINES = 5_000  # that get drop-downs and hints
_INLINE = 255  # characters of a drop-down list that Excel keeps in the cell
_HINT, _HINT_TITLE = 255, 32
_NARROWEST, _WIDEST = 10, 40
_FONT = "微软雅黑"
_A4 = 9
_MADE = dt.datetime(2020, 1, 1)  # the same form gives the same bytes

#: How cells are formatted, by the first type that fits; digits that are no numbers are text.
_FORMATS: tuple[tuple[type[FieldType[Any]], str], ...] = (
    (Figure, "General"),
    (Percent, "0.00%"),
    (Money, "#,##0.00"),
    (Integer, "0"),
    (Year, "0"),
    (Quantity, "General"),
    (Average, "General"),
    (Moment, "yyyy-mm-dd hh:mm"),
    (Day, "yyyy-mm-dd"),
    (Clock, "hh:mm"),
)
_WIDTHS: tuple[tuple[type[FieldType[Any]], int], ...] = (
    (Moment, 17),
    (Day, 12),
    (Items, 28),
    (Choices, 28),
    (Line, 18),
    (Text, 36),
)


class _Styles(NamedTuple):
    required: Format
    optional: Format
    link: Format
    title: Format
    section: Format
    text: Format
    head: Format


def entry_sheet(form: type[Form]) -> bytes:
    """Return the input workbook of a form, as the bytes of an .xlsx.

    Raises:
        CsdformsError: if the Excel extra is not installed.
    """
    with new_book() as (book, buffer):
        book.set_properties({"title": f"{form.title()} 录入表", "created": _MADE})
        _Writer(book, form).write()
    return buffer.getvalue()


def number_format(kind: FieldType[Any] | None) -> str:
    """Return Excel's format for the cells of a field; ``@`` keeps what is typed as text."""
    return next((text for one, text in _FORMATS if isinstance(kind, one)), "@")


class _Writer:
    """Writes the workbook of one form."""

    def __init__(self, book: Workbook, form: type[Form]) -> None:
        self.book = book
        self.form = form
        self.styles = _styles(book)
        self.cells: dict[tuple[str, bool], Format] = {}
        self.lists: dict[tuple[str, ...], str] = {}
        self.list_sheet: Worksheet | None = None
        self.example = _example(form)

    def write(self) -> None:
        main = self._sheet(_main_name(self.form))
        self._columns(main, columns(self.form), 0)
        main.freeze_panes(1, 1)
        linked = tables(self.form)
        for table in linked:
            sheet = self._sheet(table.name)
            links = [link_heading(self.form)] + ([LINE_HEADING] if table.outer else [])
            for place, heading in enumerate(links):
                self._link(sheet, place, heading, table)
            self._columns(sheet, columns(table.model), len(links))
            sheet.freeze_panes(1, len(links))
        self._instructions(linked)
        main.activate()

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_row(0, 33)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        return sheet

    def _columns(self, sheet: Worksheet, found: Sequence[Column], first: int) -> None:
        for place, column in enumerate(found, start=first):
            kind = column.spec.type
            style = self.styles.required if column.required else self.styles.optional
            heading = f"*{column.heading}" if column.required else column.heading
            wraps = isinstance(kind, Text) and not isinstance(kind, Line)
            sheet.write_string(0, place, heading, style)
            sheet.set_column(place, place, _width(column), self._cell(number_format(kind), wraps))
            self._validate(sheet, place, column)

    def _link(self, sheet: Worksheet, place: int, heading: str, table: Table) -> None:
        sheet.write_string(0, place, f"*{heading}", self.styles.link)
        sheet.set_column(place, place, max(20 - 8 * place, 12), self._cell("@", wraps=False))
        text = f"填“{_main_name(self.form)}”表里这一张的{self.form.label_of(self.form.number)}。"
        if place:
            assert table.outer is not None
            text = f"填“{table.outer.name}”表里的序号；序号没填的，按那里的先后数，从 1 起。"
        sheet.data_validation(
            1, place, _LINES, place,
            {"validate": "any", "input_title": heading, "input_message": text},
        )  # fmt: skip

    def _cell(self, form: str, wraps: bool) -> Format:
        key = form, wraps
        if key not in self.cells:
            look = {"num_format": form, "font_name": _FONT, "font_size": 10, "valign": "top"}
            self.cells[key] = self.book.add_format({**look, "text_wrap": wraps})
        return self.cells[key]

    def _validate(self, sheet: Worksheet, place: int, column: Column) -> None:
        kind = column.spec.type
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": column.heading[:_HINT_TITLE],
            "input_message": _shortened("".join(_hints(column)), _HINT),
        }
        if isinstance(kind, (Choice, Flag)):
            rule |= {
                "validate": "list",
                "source": self._source(kind.choices()),
                "error_title": "请从列表中选择",
                "error_message": "这一栏只能填下拉列表里的内容。",
            }
        sheet.data_validation(1, place, _LINES, place, rule)

    def _source(self, words: tuple[str, ...]) -> list[str] | str:
        """Return the words of a drop-down, or where they stand if they are too long for one."""
        if len(",".join(words)) <= _INLINE and not any("," in word for word in words):
            return list(words)
        if self.list_sheet is None:
            self.list_sheet = self.book.add_worksheet(LISTS)
            self.list_sheet.hide()
        if words not in self.lists:
            column = letters(len(self.lists))
            self.list_sheet.write_column(0, len(self.lists), words)
            self.lists[words] = f"={LISTS}!${column}$1:${column}${len(words)}"
        return self.lists[words]

    # The last sheet

    def _instructions(self, linked: Sequence[Table]) -> None:
        sheet = self.book.add_worksheet(INSTRUCTIONS)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        for place, width in enumerate((18, 26, 8, 14, 60, 36)):
            sheet.set_column(place, place, width)
        title = f"《{self.form.title()}》录入表填写说明"
        sheet.merge_range(0, 0, 0, 5, title, self.styles.title)
        sheet.set_row(0, 28)
        row = 1
        for text in self._how_to(linked):
            sheet.merge_range(row, 0, row, 5, text, self.styles.text)
            sheet.set_row(row, 17 * (1 + len(text) // 88))
            row += 1
        row += 1
        for place, head in enumerate(("工作表", "栏目", "必填", "填什么", "说明", "示例")):
            sheet.write_string(row, place, head, self.styles.head)
        sheet.repeat_rows(row)
        for cells in self._described(linked):
            row += 1
            for place, text in enumerate(cells):
                sheet.write_string(row, place, text, self.styles.section)
            longest = max(-(-_wide(cells[4]) // 58), -(-_wide(cells[5]) // 34), 1)
            sheet.set_row(row, 15 * longest + 3)

    def _how_to(self, linked: Sequence[Table]) -> Iterator[str]:
        number = self.form.label_of(self.form.number)
        main = _main_name(self.form)
        texts = [
            f"“{main}”表里一行是一张《{self.form.title()}》，{number}不能重复。",
            "橙色、标题前有 * 的必填；其他的没有就空着，有些看情况也要填，运行后会指出。",
            "可以调列宽、换位置，请不要改标题的字和工作表的名字。",
            "单选栏请从下拉列表中选；多选栏几项之间用顿号（、）隔开。",
            "日期写成 2026-03-05 或 2026年3月5日；时间写成 2026-03-05 14:05。",
            "电话、证件号、账号、编号等栏已设为文本，请直接输入，以免号码变成 1.10E+17。",
            "从别处粘贴时请选“匹配目标格式”，不要带来别处的格式。",
            "要加表上没有的栏目，在最右边加一列，写上标题就行，内容会印在“其他栏目”里。",
            "合计等自动计算的栏没有列，不用填。",
        ]
        if linked:
            names = "、".join(f"“{table.name}”" for table in linked)
            texts.append(
                f"有多行的内容填在各自的工作表：{names}。一行一条，第一列“{link_heading(self.form)}”"
                f"填“{main}”表里的{number}，说明这一行属于哪一张；只有一张时可以不填。"
            )
        if any(table.outer for table in linked):
            texts.append(f"“{LINE_HEADING}”填上一级表里的序号；序号没填的，按先后数，从 1 起。")
        texts.append(
            f"填好后运行：csdforms batch {self.form.identifier()} 录入.xlsx -o 输出文件夹。"
            "有问题的格子会在输出文件夹的“_问题.xlsx”里标红（错误）或标黄（提醒），"
            "在里面改好，再用它运行一次。"
        )
        yield from (f"{place}. {text}" for place, text in enumerate(texts, start=1))

    def _described(self, linked: Sequence[Table]) -> Iterator[tuple[str, ...]]:
        yield from self._rows_of(_main_name(self.form), self.form, self.example)
        examples: dict[Table, Block | None] = {}
        for table in linked:
            outer = examples[table.outer] if table.outer else self.example
            examples[table] = _first(outer, table)
            number = str(_value(self.example, (self.form.number,)) or "")
            label = self.form.label_of(self.form.number)
            yield (
                table.name,
                link_heading(self.form),
                "是",
                "文字",
                f"这一行属于哪一张：{label}",
                number,
            )
            if table.outer:
                yield (
                    table.name,
                    LINE_HEADING,
                    "是",
                    "整数",
                    f"属于“{table.outer.name}”的哪一行",
                    "1",
                )
            yield from self._rows_of(table.name, table.model, examples[table])

    def _rows_of(
        self, sheet: str, block: type[Block], example: Block | None
    ) -> Iterator[tuple[str, ...]]:
        for column in columns(block):
            kind = column.spec.type
            assert kind is not None
            value = _value(example, column.path)
            shown = kind.show(value) if value is not None else ""
            hints = "".join(_hints(column, kind=False))
            required = "是" if column.required else ""
            yield (sheet, column.heading, required, kind.kind, hints, shown)


def _styles(book: Workbook) -> _Styles:
    base: dict[str, Any] = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
    head = {**base, "bold": True, "text_wrap": True, "align": "center", "border": 1}
    head["border_color"] = "#BFBFBF"
    wrapped = {**base, "text_wrap": True, "valign": "top"}
    return _Styles(
        required=book.add_format({**head, "bg_color": "#F8CBAD", "font_color": "#833C0B"}),
        optional=book.add_format({**head, "bg_color": "#DDEBF7"}),
        link=book.add_format({**head, "bg_color": "#E2EFDA"}),
        title=book.add_format({**base, "bold": True, "font_size": 14, "align": "center"}),
        section=book.add_format({**wrapped, "border": 1, "border_color": "#D9D9D9"}),
        text=book.add_format(wrapped),
        head=book.add_format({**head, "bg_color": "#DDEBF7"}),
    )


def _main_name(form: type[Form]) -> str:
    return form.title()[:31]


def _hints(column: Column, *, kind: bool = True) -> Iterator[str]:
    """Yield what a clerk should know of a column, in whole sentences."""
    field = column.spec.type
    assert field is not None
    if kind:
        yield f"{'必填' if column.required else '选填'}，{field.kind}。"
    if column.spec.required and not column.required:
        yield "填写这一组时必填。"
    if isinstance(field, Choices):
        yield f"可填几项，用顿号隔开：{'、'.join(field.choices())}。"
    elif isinstance(field, Choice) and not kind:
        yield f"选一项：{'、'.join(field.choices())}。"
    elif isinstance(field, Items):
        yield "可填几项，用顿号隔开。"
    elif isinstance(field, Flag) and not kind:
        yield "是或否。"
    elif isinstance(field, Percent) and not isinstance(field, Figure):
        yield "例如 5.23%。"
    if column.path == ("seq",):
        yield "空着就按先后自动编号。"
    if column.spec.default not in (None, ()):
        yield f"空着就是“{field.show(column.spec.default)}”。"


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _wide(text: str) -> int:
    """Return how wide a text is in letters; Chinese characters take two."""
    return sum(1 if char.isascii() else 2 for char in text)


def _width(column: Column) -> float:
    kind = column.spec.type
    least = next((width for one, width in _WIDTHS if isinstance(kind, one)), _NARROWEST)
    if isinstance(kind, Choice):
        least = max(_NARROWEST, *(_wide(word) + 4 for word in kind.choices()))
    half = -(-_wide(column.heading) // 2)  # headings may take two lines
    whole = _wide(column.heading) + 3
    return min(_WIDEST, max(least, whole if whole <= 2 * _NARROWEST else half + 4))


def _example(form: type[Form]) -> Form | None:
    """Return the shipped sample, as far as it can be read."""
    path = shared_folder("examples") / f"{form.identifier()}.json"
    if not path.is_file():
        return None
    return examine(form, json.loads(path.read_text("utf-8")))[0]


def _first(block: Block | None, table: Table) -> Block | None:
    rows = _value(block, table.path)
    return rows[0] if rows else None


def _value(block: Block | None, path: Sequence[str]) -> Any:
    value: Any = block
    for step in path:
        value = None if value is None else getattr(value, step)
    return value
