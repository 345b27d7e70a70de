"""What travels in a document besides its pages: its properties, and the data it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from csdforms.errors import UnreadableInput
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form

try:
    import orjson
except ImportError:  # no wheel for this machine: the same text, somewhat slower
    orjson = None  # type: ignore[assignment]

__all__ = [
    "DATA_PARTS",
    "PROPERTIES",
    "carried",
    "data_parts",
    "properties_part",
    "read_back",
    "related",
]

NAMESPACE = "urn:csdforms:form"
PROPERTIES = "docProps/core.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ITEM = "customXml/item1.xml"
_ITEM_PROPERTIES = "customXml/itemProps1.xml"
DATA_PARTS = (_ITEM, _ITEM_PROPERTIES)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def related(package: Mapping[str, bytes], *, with_data: bool) -> dict[str, bytes]:
    """Return a template's package with relations to these parts, and their content types."""
    parts = dict(package)
    kind = f"{_PACKAGE}/relationships/metadata/core-properties"
    _relate(parts, "_rels/.rels", kind, PROPERTIES)
    _declare(parts, PROPERTIES, "application/vnd.openxmlformats-package.core-properties+xml")
    if with_data:
        relations = f"{_OFFICE}/relationships"
        _relate(
            parts, "customXml/_rels/item1.xml.rels", f"{relations}/customXmlProps", _ITEM_PROPERTIES
        )
        _relate(parts, "word/_rels/document.xml.rels", f"{relations}/customXml", _ITEM)
        _declare(parts, _ITEM, "application/xml")
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        _declare(parts, _ITEM_PROPERTIES, kind)
    return parts


def properties_part(title: str, author: str) -> dict[str, bytes]:
    """Return the part that says what the document is and which department made it, no more."""
    text = (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:creator>{_escaped(author)}</dc:creator>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
    return {PROPERTIES: text.encode()}


def data_parts(form: Form) -> dict[str, bytes]:
    """Return the parts with the form's data, the schema's edition and a hash."""
    data = _as_json(form.stored())
    digest = hashlib.sha256(data).hexdigest()
    head = (
        f'{_DECLARATION}<form xmlns="{NAMESPACE}" id="{form.identifier()}"'
        f' edition="{form.edition}" sha256="{digest}">'
    )
    escaped = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    hexes = digest[:32].upper()
    identity = "-".join((hexes[:8], hexes[8:12], hexes[12:16], hexes[16:20], hexes[20:]))
    properties = (
        f'{_DECLARATION}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml"'
        f' ds:itemID="{{{identity}}}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    )
    item = b"".join((head.encode(), escaped, b"</form>"))
    return {_ITEM: item, _ITEM_PROPERTIES: properties.encode()}


def read_back(document: bytes, name: str = "文档") -> Form:
    """Return the typed form that a filled document carries.

    Raises:
        UnsafeTemplate: if the file could do harm.
        UnreadableInput: if it was not made by csdforms, or its data were changed since.
        InvalidData: if the data break the rules of the form as it is now.

    Example:
        >>> import csdforms, json
        >>> from csdforms.shipped import shared_folder
        >>> sample = shared_folder("examples") / "complaint_register_one.json"
        >>> data = json.loads(sample.read_text("utf-8"))
        >>> form = csdforms.read_back(csdforms.render("complaint_register_one", data))
        >>> form.reference()
        'TS-20260305-001'
    """
    return parse(*carried(document, name))


def carried(document: bytes, name: str = "文档") -> tuple[type[Form], dict[str, Any]]:
    """Return the form of a filled document and its data as they were kept; no rule is asked.

    Raises:
        UnsafeTemplate: if the file could do harm.
        UnreadableInput: if it was not made by csdforms, or its data were changed since.
    """
    from lxml import etree

    from csdforms.templates.package import parser, read_package

    for part, content in read_package(document, name).items():
        if part.startswith("customXml/") and NAMESPACE.encode() in content:
            root = etree.fromstring(content, parser())
            if root.tag == f"{{{NAMESPACE}}}form":
                return _read(root, name)
    raise UnreadableInput(name, "里面没有 csdforms 表单的数据。")


def _read(root: Any, name: str) -> tuple[type[Form], dict[str, Any]]:
    text = root.text or ""
    if hashlib.sha256(text.encode()).hexdigest() != root.get("sha256"):
        raise UnreadableInput(name, "文件里的数据与校验值不符，可能被改动过。")
    form = find(str(root.get("id")))
    if root.get("edition") != str(form.edition):
        raise UnreadableInput(name, f"《{form.title()}》的栏目已经改版，读不了旧版的数据。")
    try:
        return form, json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableInput(name, "文件里的数据已损坏。") from None


def _as_json(data: Mapping[str, Any]) -> bytes:
    """Return data as JSON without blanks; whichever library writes it, it is the same text."""
    if orjson is not None:
        with contextlib.suppress(TypeError):  # a whole number of more than 64 bits
            return orjson.dumps(data)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _relate(parts: dict[str, bytes], rels: str, kind: str, target: str) -> None:
    from lxml import etree

    from csdforms.templates.package import parser, serialised

    known = parts.get(rels, f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode())
    root = etree.fromstring(known, parser())
    taken = {relation.get("Id") for relation in root}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    attributes = {"Id": free, "Type": kind, "Target": f"/{target}"}
    etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", attributes)
    parts[rels] = serialised(root)


def _declare(parts: dict[str, bytes], part: str, kind: str) -> None:
    from lxml import etree

    from csdforms.templates.package import CONTENT_TYPES, parser, serialised

    root = etree.fromstring(parts[CONTENT_TYPES], parser())
    attributes = {"PartName": f"/{part}", "ContentType": kind}
    etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", attributes)
    parts[CONTENT_TYPES] = serialised(root)
