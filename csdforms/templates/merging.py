"""One file to print of many documents: each a section with its own header, footer and page count.

The documents come from one template; what they share (styles, settings, fonts) is there once. Parts
go into the package as they come, the body by way of a packed file beside it: memory does not grow
with the number of documents. The data that single documents carry are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import posixpath
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import quoteattr

from lxml import etree

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput
from csdforms.files import new_file
from csdforms.templates.package import (
    CONTENT_TYPES,
    DOCUMENT,
    W,
    content_types,
    parser,
    read_package,
    serialised,
)

__all__ = ["merge"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = "docProps/core.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: What each document brings along; everything else it refers to must be the same in all.
_OWN = frozenset({"header", "footer", "image", "hyperlink"})
_LEFT_OUT = frozenset({"customXml"})
_LONGEST_BOOKMARK = 40
#: What stands behind the kind of a section and the numbering of its pages in a ``w:sectPr``.
_BEHIND_PAGES = (
    "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter",
    "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
_BEHIND_KIND = ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", *_BEHIND_PAGES)


def merge(documents: Iterable[Path], target: Path, *, overwrite: bool = False) -> Path:
    """Bind filled documents of one template into one file to print, and return its path.

    Each begins on a new page and counts its pages from 1; 共 Y 页 counts its own. The same
    documents give the same bytes.

    Raises:
        UnreadableInput: if there are none, or one is of another template or has something that
            cannot stand twice in a file: several sections, automatic numbers, comments.
        UnsafeTemplate: if one is no plain .docx.
        MissingFile, NotPermitted: if one cannot be read, or the file cannot be written.
        OutputExists: if the file is there already and may not be overwritten.
    """
    with (
        new_file(target, overwrite=overwrite) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        tempfile.TemporaryFile(dir=target.parent) as aside,
    ):
        binder = _Binder(archive)
        with gzip.GzipFile(fileobj=aside, mode="wb", compresslevel=1) as body:
            last: _Section | None = None
            for document in documents:
                if document.resolve() == target.resolve():
                    raise NotPermitted(f"合订的文件不能是其中的一份：{target}。")
                section = binder.section(document)
                if last is not None:
                    last.close()
                    body.write(last.content())
                last = section
            if last is None:
                raise UnreadableInput(target.name, "没有可以合订的文档。")
            body.write(last.content())
            size = body.tell()
        aside.seek(0)
        with gzip.GzipFile(fileobj=aside, mode="rb") as body:
            binder.finish(cast("BinaryIO", body), size)
    return target


class _Source:
    """A document with the content types of its parts."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.parts = read_package(_read(path), path.name)
        self.types = content_types(self.parts)

    def relations(self, part: str) -> list[Any]:
        """Return what a part refers to."""
        rels = self.parts.get(_relations_of(part))
        return [] if rels is None else list(etree.fromstring(rels, parser()))


class _Section:
    """One document as a section of the file."""

    def __init__(self, root: Any, head: bytes, tail: bytes) -> None:
        self._root = root
        self._head = head
        self._tail = tail

    def close(self) -> None:
        """End the section before the end of the file: its last paragraph says what it is."""
        body = self._root.find(f"{W}body")
        properties = body[-1]
        paragraph = body[-2] if len(body) > 1 else None
        if paragraph is None or paragraph.tag != f"{W}p":
            paragraph = etree.Element(f"{W}p")
            properties.addprevious(paragraph)
            flat = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
            spacing = {f"{W}{name}": value for name, value in flat.items()}
            etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}spacing", spacing)
        if paragraph.find(f"{W}pPr") is None:
            paragraph.insert(0, etree.Element(f"{W}pPr"))
        holder = paragraph.find(f"{W}pPr")
        _insert(holder, properties, ("pPrChange",))

    def content(self) -> bytes:
        """Return what stands in the body."""
        return etree.tostring(self._root, encoding="UTF-8")[len(self._head) : -len(self._tail)]


class _Binder:
    """Takes document after document into one package."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._written: dict[bytes, str] = {}  # parts by their content and what they refer to
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}
        self._types: dict[str, str] = {}
        self._ids: dict[tuple[str, str], str] = {}  # of the relations of the body
        self._relations: list[str] = []
        self._first: tuple[Any, ...] | None = None
        self._shell = (b"", b"")
        self._count = itertools.count(1)
        self._pictures = itertools.count(1)
        self._bookmarks = itertools.count(0)

    def section(self, path: Path) -> _Section:
        """Take a document in; return it as a section."""
        source = _Source(path)
        root = etree.fromstring(source.parts[DOCUMENT], parser())
        body = root.find(f"{W}body")
        if body is None or [*root.iter(f"{W}sectPr")] != [*body][-1:]:
            raise UnreadableInput(path.name, "文档分了几节，不能合订。")
        properties = body[-1]
        if self._first is None:
            self._begin(source)
        kinds, shared = self._related(source, root)
        self._match(root, properties, kinds, shared, path.name)
        if {"numbering", "styles"} <= shared.keys():
            _refuse_numbers(source, root)
        _restart(properties)
        _count_section(root)
        self._make_unique(root, next(self._count))
        return _Section(root, *self._shell)

    def finish(self, body: BinaryIO, size: int) -> None:
        """Write the body, and what tells where everything is."""
        head, tail = self._shell
        info = _info(DOCUMENT)
        info.file_size = len(_DECLARATION) + len(head) + size + len(tail)
        with self._archive.open(info, "w") as part:
            part.write(_DECLARATION + head)
            shutil.copyfileobj(body, part)
            part.write(tail)
        self._write(_relations_of(DOCUMENT), _relations(self._relations))
        self._write(CONTENT_TYPES, self._content_types())

    def _begin(self, source: _Source) -> None:
        """Take over what the file is called and by whom it was made from the first document."""
        relations = [_relation("rId1", f"{_OFFICE}/officeDocument", f"/{DOCUMENT}")]
        self._types[DOCUMENT] = source.types[DOCUMENT]
        if _CORE in source.parts:
            kind = f"{_RELATIONS}/metadata/core-properties"
            relations.append(_relation("rId2", kind, f"/{_CORE}"))
            self._types[_CORE] = source.types[_CORE]
            self._write(_CORE, source.parts[_CORE])
        self._write(_relations_of(""), _relations(relations))

    def _match(
        self, root: Any, properties: Any, kinds: dict[str, str], shared: dict[str, str], name: str
    ) -> None:
        """Refuse a document that is not of the first one's template."""
        whole = etree.tostring(root, encoding="UTF-8")
        tag = f"{root.find(f'{W}body').prefix}:body".encode()
        start = whole.index(b"<" + tag + b">") + len(tag) + 2
        shell = whole[:start], whole[whole.rindex(b"</" + tag + b">") :]
        # A section without a header would show the one before: somebody else's.
        references = [
            (node.tag, node.get(f"{W}type"), kinds[node.get(f"{{{_OFFICE}}}id")])
            for node in properties
            if node.tag in (f"{W}headerReference", f"{W}footerReference")
        ]
        mine = (shell, references, shared)
        if self._first is None:
            self._first, self._shell = mine, shell
        elif self._first != mine:
            text = "用的模板和第一份不同，或在 Word 里改过，不能合订到一个文件里。"
            raise UnreadableInput(name, text)

    def _related(self, source: _Source, root: Any) -> tuple[dict[str, str], dict[str, str]]:
        """Take in what the body refers to, and rename its references.

        Return the kinds of its relations by their new name, and the parts that all must share.
        """
        new: dict[str, str] = {}
        kinds: dict[str, str] = {}
        shared: dict[str, str] = {}
        for relation in source.relations(DOCUMENT):
            kind = str(relation.get("Type")).rpartition("/")[2]
            if kind.startswith("comments"):
                raise UnreadableInput(
                    source.name, "文档里有批注，不能合订。请先在 Word 中删去批注。"
                )
            if kind not in _LEFT_OUT:
                attributes = self._adopted(source, DOCUMENT, relation)
                identity = self._relate(kind, attributes)
                new[str(relation.get("Id"))] = identity
                kinds[identity] = kind
                if kind not in _OWN:
                    shared[kind] = attributes["Target"]
        for value in root.xpath("//@r:*", namespaces={"r": _OFFICE}):
            if value not in new:
                raise UnreadableInput(source.name, "文档引用了里面没有的内容，可能已损坏。")
            value.getparent().set(value.attrname, new[value])
        return kinds, shared

    def _relate(self, kind: str, attributes: dict[str, str]) -> str:
        key = (kind, attributes["Target"])
        if key not in self._ids:
            self._ids[key] = f"rId{len(self._ids) + 1}"
            self._relations.append(_relation(self._ids[key], **attributes))
        return self._ids[key]

    def _adopted(self, source: _Source, part: str, relation: Any) -> dict[str, str]:
        """Take in the part that a relation leads to; return the relation to it here."""
        kind, target = str(relation.get("Type")), str(relation.get("Target"))
        if str(relation.get("TargetMode")).casefold() == "external":
            return {"kind": kind, "Target": target, "TargetMode": "External"}
        whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
        return {"kind": kind, "Target": f"/{self._adopt(source, whole.lstrip('/'))}"}

    def _adopt(self, source: _Source, part: str) -> str:
        """Take in a part with all that it refers to; the same content is there only once."""
        content = source.parts[part]
        if source.types[part].endswith(("header+xml", "footer+xml")):
            root = etree.fromstring(content, parser())
            _count_section(root)
            content = serialised(root)
        relations = [
            _relation(str(relation.get("Id")), **self._adopted(source, part, relation))
            for relation in source.relations(part)
        ]
        digest = hashlib.sha256(content + b"\0" + "".join(relations).encode()).digest()
        if digest not in self._written:
            name = self._written[digest] = self._free(part)
            self._types[name] = source.types[part]
            self._write(name, content)
            if relations:
                self._write(_relations_of(name), _relations(relations))
        return self._written[digest]

    def _free(self, part: str) -> str:
        """Return a name that no other part has: header1.xml, header2.xml."""
        stem, dot, suffix = part.rpartition(".")
        stem = stem.rstrip("0123456789")
        numbers = self._numbers.setdefault(f"{stem}.{suffix}", itertools.count(1))
        name = part
        while name in self._taken:
            name = f"{stem}{next(numbers)}{dot}{suffix}"
        self._taken.add(name)
        return name

    def _make_unique(self, root: Any, number: int) -> None:
        """Give pictures and bookmarks numbers and names of their own; others Word makes anew."""
        for picture in root.iter(f"{_DRAWING}docPr"):
            picture.set("id", str(next(self._pictures)))
        for identity in list(root.iter(f"{W}id")):
            if identity.getparent().tag == f"{W}sdtPr":
                identity.getparent().remove(identity)
        for node in root.iter(f"{W}p", f"{W}tr"):
            for name in (f"{_W14}paraId", f"{_W14}textId"):
                node.attrib.pop(name, None)
        ids: dict[str, str] = {}
        names: dict[str, str] = {}
        for node in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            old = node.get(f"{W}id")
            ids.setdefault(old, str(next(self._bookmarks)) if old not in ids else ids[old])
            node.set(f"{W}id", ids[old])
            if (name := node.get(f"{W}name")) is not None and number > 1:
                mark = f"_{number}"
                names[name] = name[: _LONGEST_BOOKMARK - len(mark)] + mark
                node.set(f"{W}name", names[name])
        if names:
            _rename(root, names)

    def _write(self, name: str, content: bytes) -> None:
        self._archive.writestr(_info(name), content)

    def _content_types(self) -> bytes:
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
        defaults["xml"] = "application/xml"
        overrides = []
        for part, kind in self._types.items():
            suffix = part.rpartition(".")[2].casefold()
            if defaults.setdefault(suffix, kind) != kind:
                part_name = quoteattr(f"/{part}")
                overrides.append(f"<Override PartName={part_name} ContentType={quoteattr(kind)}/>")
        known = [
            f"<Default Extension={quoteattr(suffix)} ContentType={quoteattr(kind)}/>"
            for suffix, kind in defaults.items()
        ]
        return (
            _DECLARATION + f'<Types xmlns="{_TYPES}">{"".join(known + overrides)}</Types>'.encode()
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as problem:
        raise NotPermitted(f"读不了 {path}（{problem.strerror or '系统拒绝'}）。") from None


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def _relations_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relation(identity: str, kind: str, Target: str, TargetMode: str = "") -> str:  # noqa: N803
    mode = f" TargetMode={quoteattr(TargetMode)}" if TargetMode else ""
    return (
        f'<Relationship Id="{identity}" Type={quoteattr(kind)} Target={quoteattr(Target)}{mode}/>'
    )


def _relations(relations: Iterable[str]) -> bytes:
    content = "".join(relations)
    return _DECLARATION + f'<Relationships xmlns="{_RELATIONS}">{content}</Relationships>'.encode()


def _insert(parent: Any, child: Any, behind: Iterable[str]) -> None:
    """Put a child where the schema wants it: before what must stand behind it."""
    tags = {W + tag for tag in behind}
    place = next((node for node in parent if node.tag in tags), None)
    if place is None:
        parent.append(child)
    else:
        place.addprevious(child)


def _restart(properties: Any) -> None:
    """Begin on a new page, and count from 1 unless the template says otherwise."""
    for kind in properties.findall(f"{W}type"):
        properties.remove(kind)
    kind = etree.Element(f"{W}type", {f"{W}val": "nextPage"})
    _insert(properties, kind, _BEHIND_KIND)
    numbering = properties.find(f"{W}pgNumType")
    if numbering is None:
        numbering = etree.Element(f"{W}pgNumType")
        _insert(properties, numbering, _BEHIND_PAGES)
    if f"{W}start" not in numbering.attrib:
        numbering.set(f"{W}start", "1")


def _count_section(root: Any) -> None:
    """Make fields that count the pages of the whole file count those of the section."""
    for field in root.iter(f"{W}fldSimple"):
        field.set(f"{W}instr", _of_section(field.get(f"{W}instr", "")))
    codes: list[list[Any]] = []
    for node in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            codes.append([])
        elif kind == "end" and codes:
            pieces = codes.pop()
            code = "".join(piece.text or "" for piece in pieces)
            if code != _of_section(code):
                for piece in pieces:
                    piece.text = ""
                pieces[0].text = _of_section(code)
        elif kind is None and codes:
            codes[-1].append(node)


def _of_section(code: str) -> str:
    return re.sub(r"^(\s*)NUMPAGES\b", r"\1SECTIONPAGES", code, flags=re.IGNORECASE)


def _rename(root: Any, names: dict[str, str]) -> None:
    """Let links and fields lead to the bookmarks of their own document."""
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    for node in root.iter(f"{W}hyperlink", f"{W}fldSimple", f"{W}instrText"):
        for name in (f"{W}anchor", f"{W}instr"):
            if name in node.attrib:
                node.set(name, known.sub(lambda found: names[found[0]], node.get(name)))
        if node.tag == f"{W}instrText" and node.text:
            node.text = known.sub(lambda found: names[found[0]], node.text)


def _refuse_numbers(source: _Source, root: Any) -> None:
    """Refuse 1. 2. 3. that Word counts: it would go on counting in the next document."""
    styles, numbering = (
        etree.fromstring(content, parser())
        for end in ("/styles.xml", "/numbering.xml")
        for content in [source.parts[min((p for p in source.parts if p.endswith(end)), key=len)]]
    )
    worn = {node.get(f"{W}val") for node in root.iter(f"{W}pStyle")}
    blocks = [root, *(style for style in styles if style.get(f"{W}styleId") in worn)]
    used = {node.get(f"{W}val") for block in blocks for node in block.iter(f"{W}numId")}
    lists = {
        kind.get(f"{W}val")
        for number in numbering.iter(f"{W}num")
        for kind in number.iter(f"{W}abstractNumId")
        if number.get(f"{W}numId") in used
    }
    for kind in numbering.iter(f"{W}abstractNum"):
        formats = {level.get(f"{W}val") for level in kind.iter(f"{W}numFmt")}
        if kind.get(f"{W}abstractNumId") in lists and not formats <= {"bullet", "none"}:
            text = "模板用了 Word 的自动编号，合订后会接着编下去。请把编号改成普通文字。"
            raise UnreadableInput(source.name, text)
