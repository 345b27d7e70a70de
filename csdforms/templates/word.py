"""Pieces of WordprocessingML, and docxtpl's tags around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

__all__ = [
    "LEAST_HEIGHT",
    "cell",
    "element",
    "field",
    "paragraph",
    "row",
    "run",
    "run_properties",
    "tab",
    "table",
    "tag_cells",
    "tag_row",
    "when",
]

#: The least height of a row, in twips.
LEAST_HEIGHT = 323
_TIGHT = 40  # left and right in the boxes of a table with many columns, in twips


def element(tag: str, **attributes: str) -> Any:
    """An element with attributes of its own namespace."""
    xml = OxmlElement(tag)
    for name, value in attributes.items():
        xml.set(qn(f"w:{name}"), value)
    return xml


def run_properties() -> Any:
    """Signs that are in both fonts (□ “ ”) are printed from the Chinese one."""
    properties = OxmlElement("w:rPr")
    properties.append(element("w:rFonts", hint="eastAsia"))
    return properties


def run(text: str) -> Any:
    """A run of text; what stands in it may be a tag of docxtpl."""
    xml = OxmlElement("w:r")
    xml.append(run_properties())
    content = OxmlElement("w:t")
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    content.text = text
    xml.append(content)
    return xml


def tab() -> Any:
    """A run with a tab."""
    xml = OxmlElement("w:r")
    xml.append(OxmlElement("w:tab"))
    return xml


def field(code: str) -> list[Any]:
    """A Word field, each piece in a run of its own: some programs show it only so."""
    pieces: list[Any] = [element("w:fldChar", fldCharType="begin")]
    instruction = OxmlElement("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = f" {code} "
    pieces += [instruction, element("w:fldChar", fldCharType="separate")]
    runs = []
    for piece in pieces:
        holder = OxmlElement("w:r")
        holder.append(piece)
        runs.append(holder)
    end = OxmlElement("w:r")
    end.append(element("w:fldChar", fldCharType="end"))
    return [*runs, run("1"), end]


def paragraph(
    style: str,
    *runs: Any,
    align: str | None = None,
    stops: Sequence[tuple[str, int]] = (),
    before: int | None = None,
    after: int | None = None,
    hanging: int | None = None,
    keep: bool = False,
) -> Any:
    """A paragraph in a style of the base document; ``stops`` are tab stops, lengths are twips.

    ``keep`` holds it on one page with the next.
    """
    xml = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(element("w:pStyle", val=style))
    if keep:
        properties.append(OxmlElement("w:keepNext"))
    if stops:
        tabs = OxmlElement("w:tabs")
        for kind, position in stops:
            tabs.append(element("w:tab", val=kind, pos=str(position)))
        properties.append(tabs)
    if before is not None or after is not None:
        properties.append(element("w:spacing", before=str(before or 0), after=str(after or 0)))
    if hanging:
        properties.append(element("w:ind", left=str(hanging), hanging=str(hanging)))
    if align and align != "left":
        properties.append(element("w:jc", val=align))
    xml.append(properties)
    for run in runs:
        xml.append(run)
    return xml


def cell(
    paragraphs: Iterable[Any],
    width: int | None = None,
    *,
    units: bool = False,
    shade: str | None = None,
    valign: str = "center",
    merge: str | None = None,
    open_side: str | None = None,
) -> Any:
    """A cell; ``width`` is in twips, or with ``units`` in columns of the grid."""
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    if width is not None and not units:
        properties.append(element("w:tcW", w=str(width), type="dxa"))
    if width is not None and units:
        properties.append(element("w:gridSpan", val=str(width)))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    if open_side:
        borders = OxmlElement("w:tcBorders")
        borders.append(element(f"w:{open_side}", val="nil"))
        properties.append(borders)
    if shade:
        properties.append(element("w:shd", val="clear", color="auto", fill=shade))
    properties.append(element("w:vAlign", val=valign))
    cell.append(properties)
    for paragraph in paragraphs:
        cell.append(paragraph)
    return cell


def row(
    cells: Iterable[Any], *, height: int = LEAST_HEIGHT, repeat: bool = False, keep: bool = False
) -> Any:
    """A row that does not break across pages; headings repeat, ``keep`` ties it to the next."""
    xml = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(element("w:trHeight", val=str(height), hRule="atLeast"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))
    xml.append(properties)
    for cell in cells:
        xml.append(cell)
    if keep:
        for properties in xml.iter(qn("w:pPr")):
            properties.insert(1, OxmlElement("w:keepNext"))
    return xml


def table(
    widths: Sequence[int], rows: Iterable[Any], *, ruled: bool = True, tight: bool = False
) -> Any:
    """A table of fixed columns, ruled in the house style; ``tight`` ones have narrow margins."""
    xml = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(element("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(element("w:jc", val="center"))
    if ruled:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right"):
            borders.append(element(f"w:{side}", val="single", sz="12", space="0", color="auto"))
        for side in ("insideH", "insideV"):
            borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="auto"))
        properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    if tight:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margins.append(element(f"w:{side}", w=str(_TIGHT), type="dxa"))
        properties.append(margins)
    xml.append(properties)
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=str(width)))
    xml.append(grid)
    for row in rows:
        xml.append(row)
    return xml


def tag_row(tag: str) -> Any:
    """A row that stands for one of docxtpl's tags."""
    return row([cell([paragraph("Value", run(f"{{%{tag} %}}"))])])


def tag_cells(name: str, items: str, content: Any, *, shade: str | None = None) -> list[Any]:
    """Cells that docxtpl repeats for each item: columns that a department added."""
    first = paragraph("Value", run(f"{{%tc for {name} in {items} %}}"))
    last = paragraph("Value", run("{%tc endfor %}"))
    return [cell([first]), cell([content], shade=shade), cell([last])]


def when(kind: str, condition: str, elements: list[Any]) -> Iterator[Any]:
    """Elements that are printed only under a condition; ``kind`` is docxtpl's prefix."""
    first, last = f"{kind} if {condition}", f"{kind} endif"
    if kind == "tr":
        yield from (tag_row(first), *elements, tag_row(last))
    else:
        start = paragraph("Value", run(f"{{%{first} %}}"))
        yield from (start, *elements, paragraph("Value", run(f"{{%{last} %}}")))
