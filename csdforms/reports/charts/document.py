"""Charts put into a filled document: on a page of their own behind the sheet.

The sheet stays as its template prints it, whichever template that is; nothing of it moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from csdforms.reports.charts.chart import Chart
from csdforms.reports.charts.drawing import draw
from csdforms.templates.package import (
    CONTENT_TYPES,
    DOCUMENT,
    W,
    parser,
    read_package,
    serialised,
    write_package,
)

__all__ = ["with_charts"]

_RELATIONS = "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU = 635  # in a twip
_HEIGHT = 4300  # twips; two stand on a page lying down, three upright
_TALLEST = 8200  # fills a page lying down
_BAR, _AROUND = 340, 1500  # what a bar takes, and what stands around the bars
_LETTER, _SLANTING = 230, 6000  # what a letter takes; where names do not fit abreast
_FIRST_ID = 9001  # of drawings; templates count theirs from 1


def with_charts(document: bytes, charts: Sequence[Chart]) -> bytes:
    """Return a filled document with charts behind its sheet; without charts as it is.

    They are Word's own: a double click opens the numbers. The same input gives the same bytes.

    Raises:
        CsdformsError: if XlsxWriter is not installed.
        UnsafeTemplate: if the document is no plain .docx.
    """
    drawn = [(chart, draw(chart)) for chart in charts if chart.categories and chart.series]
    if not drawn:
        return document
    parts = read_package(document, "文档")
    root = etree.fromstring(parts[DOCUMENT], parser())
    relations = etree.fromstring(parts[_RELATIONS], parser())
    types = etree.fromstring(parts[CONTENT_TYPES], parser())
    end: Any = root.find(f"{W}body/{W}sectPr")
    width = _width(end)
    end.addprevious(_paragraph("<w:r><w:t>附图</w:t></w:r>", "<w:pageBreakBefore/>"))
    _default(types, "xlsx", _BOOK_TYPE)
    for number, (chart, (drawing, workbook)) in enumerate(drawn, start=1):
        name, book = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
        parts[name], parts[book] = drawing, workbook
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = _relation_to(book)
        relation = f"rIdChart{number}"
        attributes = {"Id": relation, "Type": f"{_OFFICE}/chart", "Target": f"/{name}"}
        etree.SubElement(relations, f"{{{_PACKAGE}}}Relationship", attributes)
        override = {"PartName": f"/{name}", "ContentType": _CHART_TYPE}
        etree.SubElement(types, f"{{{_TYPES}}}Override", override)
        end.addprevious(_drawing(relation, _FIRST_ID + number, chart, width))
    parts |= {
        DOCUMENT: serialised(root),
        _RELATIONS: serialised(relations),
        CONTENT_TYPES: serialised(types),
    }
    return write_package(parts)


def _width(section: Any) -> int:
    """Return the width between the margins in twips."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    sides = int(margins.get(f"{W}left")) + int(margins.get(f"{W}right"))
    return int(size.get(f"{W}w")) - sides


def _paragraph(content: str, properties: str = "") -> Any:
    return etree.fromstring(
        f'<w:p xmlns:w="{W[1:-1]}"><w:pPr>{properties}<w:spacing w:before="60" w:after="60"/>'
        f'<w:jc w:val="center"/></w:pPr>{content}</w:p>'
    )


def _height(chart: Chart, width: int) -> int:
    """Return how tall a chart must be so that all its categories can be read, in twips."""
    if chart.drawing == "bar":
        bars = len(chart.categories) * len(chart.series)
        return min(_TALLEST, max(_HEIGHT, _AROUND + _BAR * bars))
    is_abreast = sum(map(len, chart.categories)) * _LETTER <= width
    return _HEIGHT if is_abreast or chart.drawing == "pie" else _SLANTING


def _drawing(relation: str, number: int, chart: Chart, width: int) -> Any:
    """Return the paragraph in which a chart stands; its title is what screen readers say."""
    paragraph = _paragraph(
        "<w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width * _EMU}" cy="{_height(chart, width) * _EMU}"/>'
        f'<wp:docPr id="{number}" name="图表{number - _FIRST_ID}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        f' xmlns:r="{_OFFICE}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    next(paragraph.iter("{*}docPr")).set("descr", chart.title)
    return paragraph


def _relation_to(book: str) -> bytes:
    root = etree.fromstring(f'<Relationships xmlns="{_PACKAGE}"/>')
    attributes = {"Id": "rId1", "Type": f"{_OFFICE}/package", "Target": f"/{book}"}
    etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", attributes)
    return serialised(root)


def _default(types: Any, extension: str, kind: str) -> None:
    known = {declared.get("Extension") for declared in types}
    if extension not in known:
        declared = {"Extension": extension, "ContentType": kind}
        types.insert(0, etree.Element(f"{{{_TYPES}}}Default", declared))
