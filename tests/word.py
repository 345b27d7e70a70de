"""Small Word files written by hand: the templates that others might bring."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{OFFICE}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def word(
    *body: str,
    header: str | None = None,
    footer: str | None = None,
    footnotes: str | None = None,
    main: str = f"{MAIN}.document.main+xml",
    relations: Iterable[str] = (),
    parts: Mapping[str, bytes] | None = None,
    types: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Return the parts of a Word file with this body, in WordprocessingML."""
    given = {"header1": ("hdr", header), "footer1": ("ftr", footer)}
    given["footnotes"] = ("footnotes", footnotes)
    known = {"/word/document.xml": main, **(types or {})}
    links = list(relations)
    package: dict[str, bytes] = {}
    marks = ""
    for name, (tag, content) in given.items():
        if content is None:
            continue
        kind = name.rstrip("1")
        package[f"word/{name}.xml"] = f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>".encode()
        known[f"/word/{name}.xml"] = f"{MAIN}.{kind}+xml"
        links.append(relation(kind, f"{name}.xml", identity=f"rId{name}"))
        if kind != "footnotes":
            marks += f'<w:{kind}Reference w:type="default" r:id="rId{name}"/>'
    document = f"<w:document {_NAMESPACES}><w:body>{''.join(body)}<w:sectPr>{marks}</w:sectPr>"
    package["word/document.xml"] = f"{document}</w:body></w:document>".encode()
    package["_rels/.rels"] = relations_part([relation("officeDocument", "word/document.xml")])
    package["word/_rels/document.xml.rels"] = relations_part(links)
    package["[Content_Types].xml"] = content_types(known)
    return {**package, **(parts or {})}


def content_types(known: Mapping[str, str]) -> bytes:
    """Return the part that declares content types: by part name, or by extension."""
    declared = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        if name.startswith("/")
        else f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in known.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{declared}</Types>'
    ).encode()


def relation(kind: str, target: str, *, external: bool = False, identity: str = "") -> str:
    """Return one relation."""
    mode = ' TargetMode="External"' if external else ""
    name = identity or f"rId{kind}"
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'


def relations_part(relations: Iterable[str]) -> bytes:
    """Return a part of relations."""
    heading = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{heading}{''.join(relations)}</Relationships>".encode()


def zipped(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these parts, just as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def para(*texts: str) -> str:
    """Return a paragraph with one run for each text."""
    return f"<w:p>{''.join(run(text) for text in texts)}</w:p>"


def run(text: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def control(tag: str, text: str) -> str:
    """Return a content control in a line of text."""
    properties = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def table(*rows: Iterable[str]) -> str:
    """Return a table; a cell that begins with ``<`` is WordprocessingML, any other a text."""
    lines = [[cell if cell.startswith("<") else para(cell) for cell in row] for row in rows]
    widest = max(len(line) for line in lines)
    grid = "".join('<w:gridCol w:w="1000"/>' for _ in range(widest))
    width = '<w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>'
    drawn = "".join(
        f"<w:tr>{''.join(f'<w:tc>{width}{cell}</w:tc>' for cell in line)}</w:tr>" for line in lines
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{drawn}</w:tbl>"


def text_in(root: etree._Element) -> str:
    """Return the text of a part, a paragraph a line."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in root.iter(f"{W}p")
    )
