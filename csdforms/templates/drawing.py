"""Draws a declared sheet as a Word template in the house style, with python-docx.

House style: A4; title in 黑体, centred; body in 宋体 and Times New Roman; outer rules 1.5 pt, inner
rules 0.5 pt; label cells lightly shaded; the heading line of a table repeats on every page; no
line breaks across pages. Every value stands in a content control whose tag is the field's path.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from csdforms.schemas.form import FieldSpec, Form
from csdforms.templates import word
from csdforms.templates.package import read_package, write_package
from csdforms.templates.sheet import (
    Cell,
    Column,
    Grid,
    Heading,
    IfFilled,
    Opinion,
    Prose,
    Sheet,
    Signature,
    Table,
)

__all__ = ["PORTRAIT", "SHADE", "assembled", "draw"]

BASE = Path(__file__).with_name("base")

_UNITS = 24
PORTRAIT, _LANDSCAPE = 9638, 15138  # width between the margins, in twips
_LABEL_UNITS = {False: (5, 5, 3, 3), True: (3, 3, 3, 2)}  # by landscape and boxes in the row
_LINE = 280  # one line of 10.5 pt text
_TALL = 3  # boxes of so many lines are written from the top
_TINY = "Tiny"
_PADDING = 170  # left and right in a box
_EM = 210  # 10.5 pt
SHADE = "EFF3F8"
_NUMERALS = "一二三四五六七八九十"
_WRITE_NAME = "＿＿＿＿＿＿"
_WRITE_DAY = "　　年　　月　　日"
#: Shared boxes that are printed only when filled, where a sheet does not place them itself.
_TAIL = (
    ("attachments",),
    ("prepared_by", "prepared_on"),
    ("reviewed_by", "reviewed_on"),
    ("review_opinion",),
    ("approved_by", "approved_on"),
    ("approval_opinion",),
)

#: Where the figures of a computed sheet come from; at its very end, on such sheets only.
_PROVENANCE = (
    ("provenance.computed_at", "provenance.report_coverage"),
    ("provenance.archive_head",),
    ("provenance.report_options",),
)


def draw(form: type[Form], sheet: Sheet) -> bytes:
    """Return the Word template of a form, drawn as its sheet declares."""
    return _Drawing(form, sheet).package()


def assembled(
    name: str, header: Any, footer: Any, body: Iterable[Any], *, landscape: bool = False
) -> bytes:
    """Return a Word file in the house style; header and footer are paragraphs."""
    document = Document(io.BytesIO(_base()))
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = Twips(850)
    for part, paragraph in ((section.header.part, header), (section.footer.part, footer)):
        for child in list(part.element):
            part.element.remove(child)
        part.element.append(paragraph)
    end = document.element.body.find(qn("w:sectPr"))
    for element in body:
        end.addprevious(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return write_package(read_package(buffer.getvalue(), name))


def placed(sheet: Sheet) -> Iterator[str]:
    """Yield the path of every field that a declaration places, in order."""
    for part in sheet.parts:
        if isinstance(part, Prose):
            yield part.path
        elif isinstance(part, Table):
            yield part.group
            heads = dict.fromkeys(column.under for column in part.columns)
            yield from (head.path for head in heads if isinstance(head, Heading))
            for line in (part.others, part.total):
                yield from line[1].values() if line else ()
        else:
            for row in part.rows:
                if isinstance(row, Opinion):
                    yield from (row.path, row.by, row.at)
                else:
                    cells = row.cells if isinstance(row, IfFilled) else row
                    yield from (_cell(cell).path for cell in cells)
    for signature in sheet.signatures:
        yield signature.by
        if signature.on:
            yield signature.on


class _Drawing:
    """One sheet being drawn."""

    def __init__(self, form: type[Form], sheet: Sheet) -> None:
        self.form = form
        self.sheet = sheet
        self.width = _LANDSCAPE if sheet.landscape else PORTRAIT
        self.headings = 0
        self.placed = set(placed(sheet))

    def package(self) -> bytes:
        return assembled(
            self.form.identifier(),
            self._page_header(),
            self._page_footer(),
            self._body(),
            landscape=self.sheet.landscape,
        )

    # The page around the boxes

    def _page_header(self) -> Any:
        number = self._spec(self.form.number)
        return word.paragraph(
            "Header",
            self._value("confidentiality", face="mark"),
            word.tab(),
            word.run(f"{number.label}："),
            self._value(self.form.number),
            stops=[("right", self.width)],
        )

    def _page_footer(self) -> Any:
        runs: list[Any] = [] if "department" in self.placed else [self._value("department")]
        return word.paragraph(
            "Footer",
            *runs,
            word.tab(),
            word.run("第 "),
            *word.field("PAGE"),
            word.run(" 页 共 "),
            *word.field("NUMPAGES"),
            word.run(" 页"),
            stops=[("center", self.width // 2)],
        )

    def _body(self) -> Iterator[Any]:
        if "company_name" not in self.placed:
            yield from word.when(
                "p", "company_name", [word.paragraph("Company", self._value("company_name"))]
            )
        yield word.paragraph("Title", word.run(self.form.title()))
        rows: list[Any] = []
        for part in self.sheet.parts:
            if isinstance(part, Grid):
                rows += self._grid_rows(part)
                continue
            yield from self._boxes(rows)
            rows = []
            yield from self._table(part) if isinstance(part, Table) else [self._prose(part)]
        yield from self._boxes([*rows, *self._tail()])
        yield from self._signatures(self.sheet.signatures)
        yield from self._notes(self.sheet.notes)
        if not self.sheet.notes:
            yield word.paragraph("Gap")

    def _boxes(self, rows: list[Any]) -> Iterator[Any]:
        if rows:
            unit = self.width / _UNITS
            edges = [round(unit * number) for number in range(_UNITS + 1)]
            widths = [right - left for left, right in itertools.pairwise(edges)]
            yield word.table(widths, rows)
            yield word.paragraph("Gap")

    def _tail(self) -> Iterator[Any]:
        """The boxes that every sheet ends with: shared ones, the department's own, remarks."""
        for names in _TAIL:
            free = [name for name in names if name not in self.placed]
            if free:
                yield from self._grid_row(IfFilled(*free))
        label = self._control("extra.{{ loop.index }}.label", "栏目", "box.label")
        value = self._control("extra.{{ loop.index }}.value", "内容", "box.value")
        yield word.tag_row("tr for box in extra")
        units = _LABEL_UNITS[self.sheet.landscape][0]
        yield word.row(
            [self._label_cell([label], units), self._value_cell([[value]], _UNITS - units)]
        )
        yield word.tag_row("tr endfor")
        if "remarks" not in self.placed:
            yield from self._grid_row((Cell("remarks", lines=self.sheet.remarks_lines),))
        if "provenance" in self.form.specs():
            for paths in _PROVENANCE:
                row = self._boxes_row([_cell(path) for path in paths], keep=True)
                yield from word.when("tr", " or ".join(paths), [row])

    def _signatures(self, signatures: Sequence[Signature]) -> Iterator[Any]:
        if not signatures:
            return
        cells = []
        width = self.width // len(signatures)
        for signature in signatures:
            runs = [
                word.run(f"{signature.label}："),
                self._value(signature.by, instead=_WRITE_NAME),
            ]
            lines = [word.paragraph("Value", *runs, before=60)]
            if signature.on:
                day = self._value(signature.on, instead=_WRITE_DAY)
                lines.append(word.paragraph("Value", word.run("日期："), day))
            cells.append(word.cell(lines, width, valign="top"))
        yield word.table([width] * len(signatures), [word.row(cells)], ruled=False)

    def _notes(self, notes: Sequence[str]) -> Iterator[Any]:
        # A computed sheet is as long as it is: its notes go over to the next page together.
        together = "provenance" in self.form.specs()
        for number, note in enumerate(notes, start=1):
            lead = "注：" if number == 1 else "　　"
            mark = f"{number}. " if len(notes) > 1 else ""
            keep = together and number < len(notes)
            run = word.run(f"{lead}{mark}{note}")
            yield word.paragraph("Small", run, hanging=360, keep=keep)

    # Labelled boxes

    def _grid_rows(self, grid: Grid) -> Iterator[Any]:
        if grid.heading:
            heading = word.paragraph("Section", word.run(self._numbered(grid.heading)))
            cell = word.cell([heading], _UNITS, units=True, shade=SHADE)
            yield word.row([cell], keep=True)
        for row in grid.rows:
            yield from self._grid_row(row)

    def _numbered(self, heading: str) -> str:
        if not self.sheet.numbered:
            return heading
        self.headings += 1
        return f"{_NUMERALS[self.headings - 1]}、{heading}"

    def _grid_row(self, row: tuple[str | Cell, ...] | IfFilled | Opinion) -> Iterator[Any]:
        if isinstance(row, Opinion):
            yield from self._opinion_rows(row)
            return
        cells = [_cell(cell) for cell in (row.cells if isinstance(row, IfFilled) else row)]
        drawn = self._boxes_row(cells)
        if isinstance(row, IfFilled):
            paths = [*([row.by] if row.by else []), *(cell.path for cell in cells)]
            yield from word.when("tr", " or ".join(paths), [drawn])
        else:
            yield drawn

    def _boxes_row(self, cells: Sequence[Cell], *, keep: bool = False) -> Any:
        label_units = _LABEL_UNITS[self.sheet.landscape][len(cells) - 1]
        free = _UNITS - label_units * len(cells)
        weight = sum(cell.width for cell in cells)
        drawn: list[Any] = []
        used = 0
        for position, cell in enumerate(cells):
            last = position == len(cells) - 1
            units = free - used if last else round(free * cell.width / weight)
            used += units
            spec = self._spec(cell.path)
            drawn.append(self._label_cell([word.run(cell.label or spec.label)], label_units))
            value = self._value(cell.path, face=_face(cell, spec, units * self.width / _UNITS))
            drawn.append(self._value_cell([[value]], units, top=cell.lines >= _TALL))
        return word.row(
            drawn,
            height=max(word.LEAST_HEIGHT, _LINE * max(cell.lines for cell in cells)),
            keep=keep,
        )

    def _opinion_rows(self, opinion: Opinion) -> Iterator[Any]:
        """Two rows that look like one: the text above, signature and date at the lower right."""
        label_units = _LABEL_UNITS[self.sheet.landscape][0]
        units = _UNITS - label_units
        label = word.paragraph("Label", word.run(opinion.label or self._spec(opinion.path).label))
        signed = word.paragraph(
            "Value",
            word.run(f"{opinion.by_label}："),
            self._value(opinion.by, instead=_WRITE_NAME),
            word.run(f"　{opinion.at_label}："),
            self._value(opinion.at, instead=_WRITE_DAY),
            align="right",
        )
        text = word.paragraph("Value", self._value(opinion.path))
        for paragraphs, side, merge, height in (
            ([text], "bottom", "restart", _LINE * opinion.lines),
            ([signed], "top", "continue", word.LEAST_HEIGHT),
        ):
            head = [label] if merge == "restart" else [word.paragraph("Label")]
            cells = [
                word.cell(head, label_units, units=True, shade=SHADE, merge=merge),
                word.cell(paragraphs, units, units=True, valign="top", open_side=side),
            ]
            yield word.row(cells, height=height, keep=merge == "restart")

    def _label_cell(self, runs: list[Any], units: int) -> Any:
        paragraph = word.paragraph("Label", *runs)
        return word.cell([paragraph], units, units=True, shade=SHADE)

    def _value_cell(self, lines: list[list[Any]], units: int, *, top: bool = False) -> Any:
        paragraphs = [word.paragraph("Value", *runs) for runs in lines]
        return word.cell(paragraphs, units, units=True, valign="top" if top else "center")

    def _prose(self, prose: Prose) -> Any:
        lead = [word.run(prose.label)] if prose.label else []
        return word.paragraph("Value", *lead, self._value(prose.path), align=prose.align, after=60)

    # Tables

    def _table(self, table: Table) -> Iterator[Any]:
        elements = [self._lines(table, self._spec(table.group)), word.paragraph("Gap")]
        yield from word.when("p", table.group, elements) if table.optional else elements

    def _lines(self, table: Table, spec: FieldSpec) -> Any:
        style = _dense(len(table.columns), self.sheet.landscape)
        shares = sum(column.width for column in table.columns)
        widths = [round(self.width * column.width / shares) for column in table.columns]
        widths[-1] += self.width - sum(widths)
        rows = [self._title_row(table, table.heading)] if table.heading else []
        if table.header:
            rows += self._heading_rows(table, spec, style)
        rows.append(word.tag_row(f"tr for row in {table.group}"))
        rows.append(self._line(table, spec, style))
        rows.append(word.tag_row("tr endfor"))
        if table.others:
            line = self._closing_row(table, table.others, style)
            rows += word.when("tr", " or ".join(table.others[1].values()), [line])
        if table.total:
            rows.append(self._closing_row(table, table.total, style))
        return word.table(widths, rows, tight=style == _TINY)

    def _title_row(self, table: Table, heading: str) -> Any:
        """The table's heading inside of it.

        A paragraph before it would have to be kept with it, and then LibreOffice drops lines of a
        table that begins low on its page.
        """
        # A table that may be missing bears no number: the others keep theirs.
        title = heading if table.optional else self._numbered(heading)
        cell = word.cell(
            [word.paragraph("Section", word.run(title))],
            len(table.columns),
            units=True,
            shade=SHADE,
        )
        blanks = word.tag_cells(
            "box", f"{table.group}_extra", word.paragraph("Section"), shade=SHADE
        )
        return word.row([cell, *blanks], repeat=True)

    def _heading_rows(self, table: Table, spec: FieldSpec, style: str) -> Iterator[Any]:
        """The heading line, or two where columns stand under common headings."""
        labels = [self._column_label(spec, column) for column in table.columns]
        if not any(column.under for column in table.columns):
            cells = [_heading_cell(word.run(label), style) for label in labels]
            yield word.row([*cells, *self._extra_heads(table, style)], repeat=True)
            return
        upper: list[Any] = []
        lower: list[Any] = []
        columns = list(zip(table.columns, labels, strict=True))
        for position, (column, label) in enumerate(columns):
            if column.under is None:
                upper.append(_heading_cell(word.run(label), style, merge="restart"))
                lower.append(_heading_cell(None, style, merge="continue"))
                continue
            lower.append(_heading_cell(word.run(label), style))
            if position == 0 or columns[position - 1][0].under != column.under:
                same = [c.under == column.under for c, _ in columns[position:]]
                span = same.index(False) if False in same else len(same)
                head = column.under
                run = self._value(head.path) if isinstance(head, Heading) else word.run(head)
                upper.append(_heading_cell(run, style, span=span))
        yield word.row([*upper, *self._extra_heads(table, style)], repeat=True)
        yield word.row([*lower, *self._extra_blanks(table, style)], repeat=True)

    def _line(self, table: Table, spec: FieldSpec, style: str) -> Any:
        assert spec.model is not None
        cells = []
        for column in table.columns:
            label = self._column_label(spec, column)
            path = f"{table.group}.{{{{ loop.index }}}}.{column.path}"
            value = self._control(path, label, _faced(f"row.{column.path}", column.face))
            cells.append(word.cell([word.paragraph(style, value, align=column.align)]))
        extra = self._control(f"{table.group}.{{{{ row.line_number }}}}.extra", "其他栏目", "box")
        cells += word.tag_cells("box", "row.extra_cells", word.paragraph(style, extra))
        return word.row(cells, height=max(word.LEAST_HEIGHT, _LINE * table.lines))

    def _closing_row(self, table: Table, line: tuple[str, dict[str, str]], style: str) -> Any:
        """A line of sums: a label over the columns before the first sum, then the sums."""
        label, sums = line
        first = next(i for i, column in enumerate(table.columns) if column.path in sums)
        cells = []
        if first:
            cells.append(_heading_cell(word.run(label), style, span=first))
        for column in table.columns[first:]:
            runs = [self._value(sums[column.path])] if column.path in sums else []
            cells.append(word.cell([word.paragraph(style, *runs, align=column.align)]))
        return word.row([*cells, *self._extra_blanks(table, style)])

    def _extra_heads(self, table: Table, style: str) -> list[Any]:
        head = word.paragraph(style, word.run("{{ box }}"), align="center")
        return word.tag_cells("box", f"{table.group}_extra", head, shade=SHADE)

    def _extra_blanks(self, table: Table, style: str) -> list[Any]:
        return word.tag_cells("box", f"{table.group}_extra", word.paragraph(style))

    def _column_label(self, spec: FieldSpec, column: Column) -> str:
        if column.label is not None:
            return column.label
        return _inside(spec, column.path).label

    # Values

    def _spec(self, path: str) -> FieldSpec:
        head, _, rest = path.partition(".")
        spec = self.form.specs()[head]
        return _inside(spec, rest) if rest else spec

    def _value(self, path: str, *, face: str | None = None, instead: str | None = None) -> Any:
        expression = _faced(path, face)
        if instead:
            expression += f" or '{instead}'"
        return self._control(path, self._spec(path).label, expression)

    @staticmethod
    def _control(path: str, label: str, expression: str) -> Any:
        """A content control with the field's path as its tag and a docxtpl tag as its text."""
        control = OxmlElement("w:sdt")
        properties = OxmlElement("w:sdtPr")
        properties.append(word.run_properties())
        properties.append(word.element("w:alias", val=label))
        properties.append(word.element("w:tag", val=path))
        content = OxmlElement("w:sdtContent")
        content.append(word.run(f"{{{{ {expression} }}}}"))
        control.append(properties)
        control.append(content)
        return control


def _inside(spec: FieldSpec, path: str) -> FieldSpec:
    """Return the field that a path leads to from a part or a group of rows."""
    for step in path.split("."):
        assert spec.model is not None
        spec = spec.model.specs()[step]
    return spec


def _cell(cell: str | Cell) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _face(cell: Cell, spec: FieldSpec, width: float) -> str | None:
    """Return how a box prints its value: tick boxes in as many lines as keep their words whole."""
    faces = spec.type.faces() if spec.type else {}
    if cell.face or cell.plain or "boxes" not in faces:
        return cell.face
    room = (width - _PADDING) / _EM
    rows = (name for name in faces if name.startswith("boxes") and _ems(faces[name](None)) <= room)
    return next(rows, "boxes")


def _ems(text: str) -> float:
    """Return the width of the longest line, as a multiple of the type size."""
    return max(
        sum(0.25 if char == " " else 0.5 if char <= "~" else 1 for char in line)
        for line in text.split("\n")
    )


def _faced(path: str, face: str | None) -> str:
    return f"{path}_{face}" if face else path


def _dense(columns: int, landscape: bool) -> str:
    """Return the style of a table's text: the more columns, the smaller."""
    if columns > (14 if landscape else 12):
        return _TINY
    return "Small" if columns > (8 if landscape else 5) else "Value"


def _base() -> bytes:
    parts = {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in BASE.rglob("*")
        if path.is_file()
    }
    return write_package(parts)


def _heading_cell(run: Any, style: str, *, span: int = 1, merge: str | None = None) -> Any:
    paragraph = word.paragraph(style, *([] if run is None else [run]), align="center")
    width = span if span > 1 else None
    return word.cell([paragraph], width, units=True, shade=SHADE, merge=merge)
