"""Word files as packages: read with suspicion, written the same bytes for the same parts.

A template may come from anywhere. What could run, phone home or blow up is refused; a link to the
Word template that a file was once made from is let go with a warning.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from lxml import etree

from csdforms.errors import TemplateWarning, UnsafeTemplate

__all__ = [
    "CONTENT_TYPES",
    "DOCUMENT",
    "Package",
    "W",
    "content_types",
    "parser",
    "read_package",
    "serialised",
    "stripped",
    "write_package",
]

Package = dict[str, bytes]

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MOST_PARTS = 2_000
_MOST_BYTES = 100 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_FLOOR = 1024 * 1024  # small parts may pack well: styles do
_EPOCH = (1980, 1, 1, 0, 0, 0)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = f"{_WORD}document.main+xml"
_MARKUP = re.compile(
    r"application/(?:xml|vnd\.openxmlformats-(?:officedocument\.(?:(?:wordprocessingml|drawingml)"
    r"\.(?!.*macro)[\w.-]+|theme|customXmlProperties|(?:extended|custom)-properties)"
    r"|package\.(?:relationships|core-properties))\+xml"
    r"|vnd\.ms-word\.stylesWithEffects\+xml"
    r"|vnd\.ms-office\.(?:classificationlabels|chart(?:color)?style)\+xml)",
    re.IGNORECASE,
)
_BINARY = re.compile(
    r"image/(?:png|jpe?g|gif|bmp|tiff|x-emf|x-wmf)|application/vnd\.openxmlformats-officedocument\."
    r"(?:obfuscatedFont|wordprocessingml\.printerSettings)",
    re.IGNORECASE,
)
_ENCODING = re.compile(r"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)
#: Relations inside the package that bring in other documents or things that run.
_FOREIGN = frozenset({"aFChunk", "subDocument", "oleObject", "package", "control", "vbaProject"})
#: Where the numbers of Word's charts stand: the only document that may stand in another.
_CHART = re.compile(r"word/charts/[^/]+\.xml", re.IGNORECASE)
_CELLS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK = re.compile(r"word/embeddings/[^/]+\.xlsx", re.IGNORECASE)
#: Parts of a workbook that run, fetch or hold other documents.
_LIVELY = re.compile(
    r"vba|macro|externalLink|oleObject|activeX|ctrlProp|connections|queryTable|embeddings",
    re.IGNORECASE,
)
#: Word fields that fetch, start or rebuild something; links may only lead to the web and mail.
_FIELD = re.compile(
    r"\s*(?:(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD|EMBED|QUOTE"
    r")\b|HYPERLINK\b(?!\s+(?:\"?(?:https?://|mailto:)|\\l\b)))",
    re.IGNORECASE,
)


def parser() -> etree.XMLParser:
    """Return an XML parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def serialised(root: Any) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_package(data: bytes, name: str) -> Package:
    """Return the parts of a Word file by name.

    Raises:
        UnsafeTemplate: if the file is no plain .docx: not a zip, too large or too well packed to be
            honest, parts twice or outside the package, encrypted, damaged XML, a DOCTYPE, macros,
            embedded objects, or relations to files outside other than web and mail links.
    """
    parts = _unzipped(data, name)
    if CONTENT_TYPES not in parts or DOCUMENT not in parts:
        raise UnsafeTemplate(name, "不是 Word 文档（.docx），请用 Word 另存为 .docx。")
    _checked_xml(parts[CONTENT_TYPES], CONTENT_TYPES, name)
    types = content_types(parts)
    if types[DOCUMENT] != _MAIN:
        raise UnsafeTemplate(name, "不是普通的 Word 文档（.docx），请用 Word 另存为 .docx。")
    workbooks = _chart_workbooks(parts, name)
    for part, kind in types.items():
        if _MARKUP.fullmatch(kind):
            root = _checked_xml(parts[part], part, name) if part in parts else None
            if root is not None and kind.startswith(_WORD):
                _check_fields(root, part, name)
        elif not (_BINARY.fullmatch(kind) or (part in workbooks and kind == _CELLS)):
            raise UnsafeTemplate(name, f"含有不允许的内容（宏、控件或嵌入对象）：{part}。")
    _check_relations(parts, name)
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file of these parts: the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the content type of every part, declared parts that are missing included."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for declared in etree.fromstring(parts[CONTENT_TYPES], parser()):
        kind = str(declared.get("ContentType"))
        if declared.get("PartName") is not None:
            overrides[unquote(str(declared.get("PartName"))).lstrip("/").casefold()] = kind
        elif declared.get("Extension") is not None:
            defaults[str(declared.get("Extension")).casefold()] = kind
    types = dict(overrides)
    for part in parts:
        if part != CONTENT_TYPES:
            by_extension = defaults.get(part.rpartition(".")[2].casefold(), "")
            types[part] = types.pop(part.casefold(), by_extension)
    return types


def stripped(package: Package) -> Package:
    """Return what the document itself refers to, with nothing of how or from what it was made.

    Properties, thumbnails and custom XML are left out: they tell who made the template, and may
    hold the data of another document.
    """
    names = {part.casefold(): part for part in package}
    kept: Package = {}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        rels = _relations_of(source)
        if rels not in package:
            continue
        root = etree.fromstring(package[rels], parser())
        for relation in list(root):
            kind = str(relation.get("Type")).rpartition("/")[2]
            if kind == "customXml" or (source == "" and kind != "officeDocument"):
                root.remove(relation)
            elif not _is_external(relation):
                target = names.get(_target(source, relation).casefold())
                if target is not None and target not in kept:
                    kept[target] = package[target]
                    waiting.append(target)
        kept[rels] = serialised(root)
    types = etree.fromstring(package[CONTENT_TYPES], parser())
    for declared in list(types):
        part = declared.get("PartName")
        if part is not None and names.get(unquote(part).lstrip("/").casefold()) not in kept:
            types.remove(declared)
    return {**kept, CONTENT_TYPES: serialised(types)}


def _unzipped(data: bytes, name: str) -> Package:
    broken = "不是完好的 .docx 文件，请用 Word 另存为 .docx。"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        broken = "是旧版 .doc，或设了打开密码；请去掉密码，用 Word 另存为 .docx。"
    problems = (
        zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError,
        EOFError, OSError, ValueError, OverflowError,
    )  # fmt: skip
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except problems:
        raise UnsafeTemplate(name, broken) from None
    with archive:
        _check_entries(archive.infolist(), len(data), name)
        try:
            return {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if not info.is_dir()
            }
        except problems:
            raise UnsafeTemplate(name, broken) from None


def _check_entries(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    names = [entry.filename for entry in entries]
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_PARTS or total > _MOST_BYTES:
        raise UnsafeTemplate(name, "展开后太大，不像一份表单模板。")
    if total > _RATIO_FLOOR and total > size * _MOST_RATIO:
        raise UnsafeTemplate(name, "压缩比异常，可能是压缩炸弹。")
    if len({entry.casefold() for entry in names}) != len(names):
        raise UnsafeTemplate(name, "内部有重名的部件。")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnsafeTemplate(name, "已加密，请去掉打开密码后再用。")
        if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
            raise UnsafeTemplate(name, "内部部件的路径指向文件之外。")


def _checked_xml(content: bytes, part: str, name: str) -> Any:
    """Return a part's root; refuse a DOCTYPE in any disguise before an XML library sees it."""
    damaged = UnsafeTemplate(name, f"{part} 的内容已损坏。")
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise damaged from None
    declared = _ENCODING.match(text)
    known = {"utf-16"} if utf_16 else {"utf-8", "us-ascii", "ascii"}
    if "\x00" in text or (declared and declared[1].casefold() not in known):
        raise damaged
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnsafeTemplate(name, f"{part} 含有 DOCTYPE 声明，可能有害。")
    try:
        return etree.fromstring(content, parser())
    except etree.XMLSyntaxError:
        raise damaged from None


def _check_fields(root: Any, part: str, name: str) -> None:
    for code in _field_codes(root):
        if _FIELD.match(code):
            command = code.split()[0]
            raise UnsafeTemplate(name, f"{part} 里的 Word 域 {command} 会引用外部内容，请删去。")


def _field_codes(root: Any) -> Iterator[str]:
    """Yield the instructions of Word's fields, each put together from its runs."""
    codes: list[str] = []
    for node in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        if node.tag == f"{W}fldSimple":
            yield node.get(f"{W}instr", "")
        elif node.tag == f"{W}instrText":
            codes = codes or [""]
            codes[-1] += node.text or ""
        elif node.get(f"{W}fldCharType") == "begin":
            codes.append("")
        elif node.get(f"{W}fldCharType") == "end" and codes:
            yield codes.pop()
    yield from codes


def _check_relations(parts: Package, name: str) -> None:
    main: list[str] = []
    for rels in [part for part in parts if part.casefold().endswith(".rels")]:
        source = _source_of(rels)
        root = _checked_xml(parts[rels], rels, name)
        for relation in list(root.iter("{*}Relationship")):
            kind = str(relation.get("Type")).rpartition("/")[2]
            target = str(relation.get("Target"))
            if kind == "attachedTemplate":
                relation.getparent().remove(relation)
                parts[rels] = serialised(root)
                _detach(parts, source, name)
            elif _is_external(relation):
                if kind != "hyperlink" or not _LINK.match(target):
                    _refuse_relation(name, rels, kind)
            elif kind == "package" and _is_workbook(source, _target(source, relation)):
                continue
            elif kind in _FOREIGN or _OUTSIDE.match(target):
                _refuse_relation(name, rels, kind)
            elif kind == "officeDocument" and source == "":
                main.append(_target(source, relation))
    if main != [DOCUMENT]:
        raise UnsafeTemplate(name, "不是 Word 文档（.docx），请用 Word 另存为 .docx。")


def _chart_workbooks(parts: Package, name: str) -> set[str]:
    """Return the workbooks of charts, each looked through."""
    found: set[str] = set()
    for rels in [part for part in parts if part.casefold().endswith(".rels")]:
        source = _source_of(rels)
        if _CHART.fullmatch(source):
            root = _checked_xml(parts[rels], rels, name)
            targets = (_target(source, one) for one in root.iter("{*}Relationship"))
            found |= {target for target in targets if _is_workbook(source, target)}
    for part in found:
        _check_workbook(parts, part, name)
    return found


def _is_workbook(source: str, target: str) -> bool:
    """Whether a part is the workbook with the numbers of a chart."""
    return bool(_CHART.fullmatch(source) and _WORKBOOK.fullmatch(target))


def _check_workbook(parts: Package, part: str, name: str) -> None:
    """Refuse a chart's workbook that has more than cells in it."""
    inside = _unzipped(parts.get(part, b""), name)
    if CONTENT_TYPES not in inside:
        raise UnsafeTemplate(name, f"{part} 不是普通的 Excel 工作簿。")
    _checked_xml(inside[CONTENT_TYPES], CONTENT_TYPES, name)
    kinds = [*inside, *content_types(inside).values()]
    if any(map(_LIVELY.search, kinds)):
        raise UnsafeTemplate(name, f"图表的工作簿 {part} 含有宏、外部链接或嵌入对象。")
    for rels in [one for one in inside if one.casefold().endswith(".rels")]:
        root = _checked_xml(inside[rels], rels, name)
        if any(map(_is_external, root.iter("{*}Relationship"))):
            _refuse_relation(name, f"{part}：{rels}", "package")


def _refuse_relation(name: str, rels: str, kind: str) -> None:
    raise UnsafeTemplate(name, f"引用了文件之外的内容（{rels}：{kind}），请在 Word 中去掉。")


def _detach(parts: Package, source: str, name: str) -> None:
    """Take the mention of the Word template out of the settings."""
    if source in parts:
        root = _checked_xml(parts[source], source, name)
        for mention in list(root.iter(f"{W}attachedTemplate")):
            mention.getparent().remove(mention)
        parts[source] = serialised(root)
    text = f"模板 {name} 记着它当初所用的 Word 模板，已略去这个链接。"
    warnings.warn(text, TemplateWarning, stacklevel=4)


def _is_external(relation: Any) -> bool:
    return str(relation.get("TargetMode")).casefold() == "external"


def _relations_of(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _source_of(rels: str) -> str:
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])


def _target(source: str, relation: Any) -> str:
    target = unquote(str(relation.get("Target")).partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
