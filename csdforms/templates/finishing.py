"""What docxtpl does to a document after rendering, for documents that need it."""

from __future__ import annotations

import io
import re

import docxtpl
from lxml import etree

from csdforms.errors import InvalidTemplate
from csdforms.templates.package import parser, serialised

__all__ = ["BEFORE_FIRST_DRAWING", "LISTING", "finished"]

#: What docxtpl makes breaks, tabs, paragraphs and pages of.
LISTING = re.compile(r"[\n\t\a\f]")
#: docxtpl numbers the drawings of a finished body from the next number on.
BEFORE_FIRST_DRAWING = 1000


def finished(name: str, xml: bytes, *, repair: bool) -> bytes:
    """Let docxtpl break lines, fit each table's grid to its cells, and number the drawings.

    Raises:
        InvalidTemplate: if the tags tore the XML apart, or a table has no widths.
    """
    engine = docxtpl.DocxTemplate(io.BytesIO())
    declaration, _, text = xml.decode().partition("\n")
    if LISTING.search(text):
        text = engine.resolve_listing(text)
    try:
        tree = etree.fromstring(text.encode(), parser())
    except etree.XMLSyntaxError:
        words = "if 和 for 的标签与表格的行、格交错，请让每一对标签在同一格里，或各占一行。"
        raise InvalidTemplate(name, words) from None
    if not repair:
        return f"{declaration}\n{text}".encode()
    try:
        tree = engine.fix_tables(text)
    except (AttributeError, TypeError, ValueError):
        raise InvalidTemplate(name, "有表格没有列宽，请在 Word 中重新设置。") from None
    engine.docx_ids_index = BEFORE_FIRST_DRAWING
    engine.fix_docpr_ids(tree)
    return serialised(tree)
