"""Word files as packages: read with suspicion, written the same bytes for the same parts.

A template may come from anywhere. What could run, phone home or blow up is refused before any XML
library sees it; a link to the Word template that a file was once made from is let go quietly.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping

from csdforms.errors import UnsafeTemplate

__all__ = ["TemplateWarning", "read_package", "write_package"]

Package = dict[str, bytes]

_MOST_PARTS = 2_000
_MOST_BYTES = 100 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_FLOOR = 1024 * 1024  # small parts may pack well: styles do
_EPOCH = (1980, 1, 1, 0, 0, 0)

_TYPES = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.(?:wordprocessingml\.(?!.*macro).*"
    r"|drawingml\..*|theme\+xml|customXmlProperties\+xml|extended-properties\+xml"
    r"|custom-properties\+xml|obfuscatedFont)"
    r"|application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml"
    r"|application/xml|image/(?:png|jpe?g|gif|bmp|tiff|x-emf|x-wmf)",
    re.IGNORECASE,
)
_CONTENT_TYPE = re.compile(rb'<(?:\w+:)?(Default|Override)\b[^>]*?>')
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/?>(?:</(?:\w+:)?Relationship>)?")
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*/>")


class TemplateWarning(UserWarning):
    """Something was left out of a template, or a template leaves something out."""


def read_package(data: bytes, name: str) -> Package:
    """Return the parts of a Word file by name.

    Raises:
        UnsafeTemplate: if the file is no plain .docx: not a zip, too large or too well packed to be
            honest, parts twice or outside the package, encrypted, a DOCTYPE, macros, embedded
            objects, or relations to files outside other than web and mail links.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist(), len(data), name)
            parts = {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if not info.is_dir()
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise UnsafeTemplate(name, "不是完好的 .docx 文件，请用 Word 另存为 .docx。") from None
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        raise UnsafeTemplate(name, "不是 Word 文档（.docx），请用 Word 另存为 .docx。")
    _check_types(parts, name)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels", ".vml")) and _declares_doctype(content):
            raise UnsafeTemplate(name, f"{part} 含有 DOCTYPE 声明，可能有害。")
    _check_relations(parts, name)
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file of these parts: the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


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


def _check_types(parts: Package, name: str) -> None:
    """Refuse every part whose type is not on the list of what a form needs."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for match in _CONTENT_TYPE.finditer(parts["[Content_Types].xml"]):
        attributes = _attributes(match[0])
        kind = attributes.get("ContentType", "")
        if match[1] == b"Default":
            defaults[attributes.get("Extension", "").casefold()] = kind
        else:
            overrides[attributes.get("PartName", "").lstrip("/")] = kind
    for part in parts:
        extension = part.rpartition(".")[2].casefold()
        kind = overrides.get(part) or defaults.get(extension, "")
        if part != "[Content_Types].xml" and not _TYPES.fullmatch(kind):
            raise UnsafeTemplate(name, f"含有不允许的内容（宏、控件或嵌入对象）：{part}。")


def _declares_doctype(content: bytes) -> bool:
    head = content[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        return "<!DOCTYPE" in content.decode("utf-16", "replace").upper()
    return b"<!DOCTYPE" in content or b"<!ENTITY" in content


def _check_relations(parts: Package, name: str) -> None:
    for part in [part for part in parts if part.endswith(".rels")]:
        kept = bytearray()
        position = 0
        for match in _RELATION.finditer(parts[part]):
            attributes = _attributes(match[0])
            if attributes.get("TargetMode", "").casefold() != "external":
                continue
            kind = attributes.get("Type", "").rpartition("/")[2]
            if kind == "attachedTemplate":
                kept += parts[part][position : match.start()]
                position = match.end()
            elif kind != "hyperlink" or not _LINK.match(attributes.get("Target", "")):
                raise UnsafeTemplate(name, f"引用了文件之外的内容（{part}：{kind}），请在 Word 中去掉。")
        if position:
            parts[part] = bytes(kept + parts[part][position:])
            settings = "word/settings.xml"
            parts[settings] = _ATTACHED.sub(b"", parts.get(settings, b""))
            text = f"模板 {name} 记着它当初所用的 Word 模板，已略去这个链接。"
            warnings.warn(text, TemplateWarning, stacklevel=3)


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        match[1].decode("utf-8", "replace"): (match[2] or match[3] or b"").decode("utf-8", "replace")
        for match in _ATTRIBUTE.finditer(tag)
    }
