"""The measured form's paper: one design, written once for each peer's kind of placeholder.

Drawn with python-docx from its default package, as most people's templates are: A4, header and
footer with tags, a title, a table of labelled boxes with merged cells, a table with one repeated
row, a block for signatures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from benchmarks.service_order import PartLine, ServiceOrder

__all__ = ["COLUMNS", "FIELDS", "GROUP", "SYNTAXES", "draw"]

#: The boxes of the first table, a line each; a box alone in its line is as wide as the table.
_BOXES = (
    ("customer_name", "customer_no"),
    ("contact_person", "phone"),
    ("address",),
    ("registered_at", "service_type"),
    ("service_mode", "warranty_status"),
    ("product_name", "product_model"),
    ("serial_number", "purchased_on"),
    ("problem_description",),
    ("service_person", "dispatched_at"),
    ("arrived_at", "finished_at"),
    ("service_measures",),
    ("service_result", "satisfaction"),
    ("parts_fee_amount", "labor_fee_amount"),
    ("total_fee_amount",),
)
_SIGNATURES = (
    ("prepared_by", "prepared_on"),
    ("reviewed_by", "reviewed_on"),
    ("customer_signature", "signed_on"),
)
_HEADER = ("confidentiality_mark", "register_no")
_FOOTER = "department"
_WORDS = "total_fee_amount_words"

#: The group of the repeated row, its columns, and every other name that the paper prints.
GROUP = "parts"
COLUMNS = (
    "seq", "part_code", "part_name", "part_spec", "unit", "quantity", "unit_price", "line_amount",
)  # fmt: skip
FIELDS = (
    *_HEADER, _FOOTER, *(name for line in (*_BOXES, *_SIGNATURES) for name in line), _WORDS,
)  # fmt: skip


class Syntax(Protocol):
    """How a template says what goes where."""

    def field(self, paragraph: Any, name: str) -> None:
        """Write the placeholder of a field."""

    def rows(self, table: Any) -> None:
        """Write the repeated row."""


class Jinja:
    """docxtpl: ``{{ name }}``, a loop in rows of its own."""

    def field(self, paragraph: Any, name: str) -> None:
        paragraph.add_run(f"{{{{ {name} }}}}")

    def rows(self, table: Any) -> None:
        table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr for line in {GROUP} %}}")
        for cell, column in zip(table.add_row().cells, COLUMNS, strict=True):
            self.field(cell.paragraphs[0], f"line.{column}")
        table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")


class Braces:
    """docxtemplater and easy-template-x: ``{name}``, a loop from the first cell to the last."""

    def field(self, paragraph: Any, name: str) -> None:
        paragraph.add_run(f"{{{name}}}")

    def rows(self, table: Any) -> None:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(f"{{#{GROUP}}}")
        for cell, column in zip(cells, COLUMNS, strict=True):
            self.field(cell.paragraphs[0], column)
        cells[-1].paragraphs[0].add_run(f"{{/{GROUP}}}")


class MergeFields:
    """Word's own mail merge: a ``MERGEFIELD`` for each name, the repeated row by its fields."""

    def field(self, paragraph: Any, name: str) -> None:
        self._mark(paragraph, "begin")
        instruction = OxmlElement("w:instrText")
        instruction.set(qn("xml:space"), "preserve")
        instruction.text = f" MERGEFIELD {name} "
        paragraph.add_run()._r.append(instruction)  # noqa: SLF001 - python-docx knows no fields
        self._mark(paragraph, "separate")
        paragraph.add_run(f"«{name}»")
        self._mark(paragraph, "end")

    def rows(self, table: Any) -> None:
        for cell, column in zip(table.add_row().cells, COLUMNS, strict=True):
            self.field(cell.paragraphs[0], column)

    def _mark(self, paragraph: Any, kind: str) -> None:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)  # noqa: SLF001 - as above


class ByHand(Braces):
    """A program with python-docx: ``{name}`` to be replaced; it adds the rows itself."""

    def rows(self, table: Any) -> None:
        """Leave the table with its headings."""


SYNTAXES: dict[str, Syntax] = {
    "jinja": Jinja(),
    "braces": Braces(),
    "merge-fields": MergeFields(),
    "by-hand": ByHand(),
}


def draw(syntax: Syntax, path: Path) -> None:
    """Write the template with these placeholders."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)

    header = section.header.paragraphs[0]
    mark, number = _HEADER
    syntax.field(header, mark)
    header.add_run("\t\t编号：")
    syntax.field(header, number)
    footer = section.footer.paragraphs[0]
    footer.add_run("经办部门：")
    syntax.field(footer, _FOOTER)

    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(ServiceOrder.title())
    run.bold, run.font.size = True, Pt(18)

    _boxes(document.add_table(len(_BOXES), 4, style="Table Grid"), syntax)
    document.add_paragraph()
    parts = document.add_table(1, len(COLUMNS), style="Table Grid")
    for cell, column in zip(parts.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(PartLine.label_of(column)).bold = True
    syntax.rows(parts)
    document.add_paragraph()
    for who, when in _SIGNATURES:
        line = document.add_paragraph(f"{ServiceOrder.label_of(who)}：")
        syntax.field(line, who)
        line.add_run(f"    {ServiceOrder.label_of(when)}：")
        syntax.field(line, when)
    for table in document.tables:
        _dress(table)
    document.save(str(path))


def _dress(table: Any) -> None:
    """Set a table as Word saves a Chinese form: each run in 宋体 五号, each cell centred."""
    for paragraph in table._tbl.iter(qn("w:p")):  # noqa: SLF001 - merged cells come but once
        properties = paragraph.get_or_add_pPr()
        spacing = OxmlElement("w:spacing")
        for side in ("before", "after"):
            spacing.set(qn(f"w:{side}"), "0")
        properties.append(spacing)
        properties.jc_val = WD_ALIGN_PARAGRAPH.CENTER
        for run in paragraph.iter(qn("w:r")):
            style = run.get_or_add_rPr()
            fonts = style.get_or_add_rFonts()
            for name in ("ascii", "hAnsi", "eastAsia"):
                fonts.set(qn(f"w:{name}"), "宋体")
            fonts.set(qn("w:hint"), "eastAsia")
            style.sz_val = Pt(10.5)
    for cell in table._tbl.iter(qn("w:tc")):  # noqa: SLF001 - as above
        middle = OxmlElement("w:vAlign")
        middle.set(qn("w:val"), "center")
        cell.get_or_add_tcPr().append(middle)


def _boxes(table: Any, syntax: Syntax) -> None:
    for row, names in zip(table.rows, _BOXES, strict=True):
        cells = list(row.cells)
        if len(names) == 1:
            cells[1:] = [cells[1].merge(cells[3])]
        for place, name in enumerate(names):
            label, box = cells[2 * place : 2 * place + 2]
            label.paragraphs[0].add_run(ServiceOrder.label_of(name)).bold = True
            syntax.field(box.paragraphs[0], name)
            if f"{name}_words" == _WORDS:
                box.paragraphs[0].add_run(" 元，大写：")
                syntax.field(box.paragraphs[0], _WORDS)
