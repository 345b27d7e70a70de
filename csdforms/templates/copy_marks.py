"""What a copy out of the archive carries on every page besides its form.

The mark of its level stands above the header, who has it and when below the footer, each in a frame
at the page's edge, so that the pages break as they do without; behind the text a pale watermark
says the same. What a document tells of whoever made it is taken out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from csdforms.templates.word import element, run

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer, _Header

__all__ = ["CopyMarks", "marked"]

_LINE = 170  # twips: the height of a line in a frame
_LEAST = 240  # what printers leave white at the edge
_GAP = 20
_WIDTH = 9_600
_A4 = 16_838  # the height of a sheet
_HALF_POINTS = "15"
_WATERMARK = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
    '<v:shape id="csdforms-copy" o:spid="_x0000_s2049" type="#_x0000_t136" alt=""'
    ' style="position:absolute;margin-left:0;margin-top:0;'
    "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#c8c8c8" stroked="f">'
    '<v:fill opacity=".5"/><v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt"'
    ' string=""/></v:shape></w:pict>'
)
_VML = "urn:schemas-microsoft-com:vml"
_GLYPH = 26  # points of a watermark's sign
_DIAGONAL = 620  # points from corner to corner
_ASCII, _HALF = 127, 0.5


@dataclass(frozen=True, slots=True)
class CopyMarks:
    """What is printed at the edges and behind the text, each in one line; "" for nothing."""

    above: str
    below: str
    behind: str


def marked(document: bytes, marks: CopyMarks) -> bytes:
    """Return a filled Word document with the marks of a copy on every page, made by nobody."""
    import docx

    word = docx.Document(io.BytesIO(document))
    _forget_who(word)
    done: set[str] = set()
    for section in word.sections:
        for header in _headers(word, section):
            if header.part.partname not in done:
                done.add(header.part.partname)
                _set_above(header, section, marks.above)
                _set_behind(header, marks.behind)
        for footer in _footers(word, section):
            if footer.part.partname not in done:
                done.add(footer.part.partname)
                _set_below(footer, section, marks.below)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _forget_who(word: Document) -> None:
    """Leave of the properties only what the document is."""
    properties = word.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")


def _headers(word: Document, section: Section) -> Iterator[_Header]:
    """Yield every header that a page of the section may have."""
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if word.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _footers(word: Document, section: Section) -> Iterator[_Footer]:
    yield section.footer
    if section.different_first_page_header_footer:
        yield section.first_page_footer
    if word.settings.odd_and_even_pages_header_footer:
        yield section.even_page_footer


def _set_above(header: _Header, section: Section, text: str) -> None:
    distance = section.header_distance
    top = (distance.twips if distance else 0) - _LINE - _GAP
    _set_frame(header, text, max(top, _LEAST))


def _set_below(footer: _Footer, section: Section, text: str) -> None:
    distance, height = section.footer_distance, section.page_height
    white = min(_LEAST, distance.twips) if distance else _LEAST
    _set_frame(footer, text, (height.twips if height else _A4) - white - _LINE)


def _set_frame(part: _Header | _Footer, text: str, y: int) -> None:
    """Put a line in front, at a place of the page; it takes no room from anything."""
    if not text:
        return
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    place = {"vAnchor": "page", "hAnchor": "margin", "xAlign": "center", "y": str(y)}
    size = {"w": str(_WIDTH), "h": str(_LINE), "hRule": "exact"}
    properties.append(element("w:framePr", **size, wrap="around", **place))
    line = {"before": "0", "after": "0", "line": str(_LINE), "lineRule": "exact"}
    properties.append(element("w:spacing", **line))
    properties.append(element("w:jc", val="center"))
    paragraph.append(properties)
    words = run(text)
    for tag in ("w:sz", "w:szCs"):
        words.find(qn("w:rPr")).append(element(tag, val=_HALF_POINTS))
    paragraph.append(words)
    part.part.element.insert(0, paragraph)


def _set_behind(header: _Header, text: str) -> None:
    """Put a watermark into a header, as Word itself does."""
    if not text:
        return
    picture = parse_xml(_WATERMARK)
    (shape,) = picture.iter(f"{{{_VML}}}shape")
    units = sum(1 if ord(sign) > _ASCII else _HALF for sign in text)
    glyph = min(_GLYPH, _DIAGONAL / units)
    size = f"width:{round(units * glyph)}pt;height:{round(glyph)}pt"
    shape.set("style", f"{shape.get('style')};{size}")
    (path,) = shape.iter(f"{{{_VML}}}textpath")
    path.set("string", text)
    holder = OxmlElement("w:r")
    holder.append(picture)
    header.paragraphs[-1]._p.append(holder)  # noqa: SLF001 - python-docx has no other way to it
