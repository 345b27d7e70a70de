"""Filling: data → checked form → the bytes of a Word document, proved before anyone gets them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from csdforms.errors import UnreadableInput
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask, masked
from csdforms.templates.compiling import CompiledTemplate
from csdforms.templates.lint import labelled, unprinted
from csdforms.templates.locating import declared_sheet, template_for
from csdforms.templates.package import (
    CONTENT_TYPES,
    Package,
    TemplateWarning,
    parser,
    read_package,
    serialised,
    write_package,
)
from csdforms.templates.printing import Context, blank, printed
from csdforms.templates.proof import prove
from csdforms.templates.sheet import Table

__all__ = ["print_form", "read_back", "render", "render_blank", "typed"]

NAMESPACE = "urn:csdforms:form"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "docProps/core.xml"
_ITEM = "customXml/item1.xml"
_ITEM_PROPERTIES = "customXml/itemProps1.xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def typed(
    form: str | type[Form] | Form, data: Mapping[str, object] | None, today: dt.date | None = None
) -> Form:
    """Return the typed form of what a caller gave: a name or class with data, or a form.

    Raises:
        UnknownForm: if no form has that name.
        InvalidData: if the data break a rule of the form.
    """
    if isinstance(form, Form):
        return parse(form, data, today=today)
    model = find(form) if isinstance(form, str) else form
    return parse(model, data if data is not None else {}, today=today)


def render(
    form: str | type[Form] | Form,
    data: Mapping[str, object] | None = None,
    *,
    mask: Mask | None = None,
    templates: Path | None = None,
    today: dt.date | None = None,
) -> bytes:
    """Return a filled form as the bytes of a .docx; the same data give the same bytes.

    Args:
        form: A form's identifier, Chinese title or class, with ``data``; or a typed form.
        data: Values by English name, Chinese label or alias.
        mask: How much the copy hides; numbers of identity documents and bank accounts by default.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.

    Raises:
        UnknownForm, InvalidData, MissingFile, InvalidTemplate: as the words say.
        LostValue: if a value would not stand in the document.

    Example:
        >>> import csdforms, json
        >>> from csdforms.shipped import shared_folder
        >>> sample = shared_folder("examples") / "complaint_register_one.json"
        >>> data = json.loads(sample.read_text("utf-8"))
        >>> document = csdforms.render("complaint_register_one", data)
        >>> document == csdforms.render("客户投诉登记表一", data)
        True
    """
    return print_form(typed(form, data, today), mask=mask, templates=templates)


def print_form(form: Form, *, mask: Mask | None = None, templates: Path | None = None) -> bytes:
    """Return the document of a form that has been checked, see :func:`render`."""
    level = max(Mask.IDS if mask is None else mask, form.least_mask())
    shown = masked(form, level)
    template = template_for(type(form), templates)
    _warn_of_unprinted(shown, template)
    return _document(shown, template, printed(shown), shown.stored())


def render_blank(
    form: str | type[Form], *, rows: int | None = None, templates: Path | None = None
) -> bytes:
    """Return an empty sheet for handwriting, as the bytes of a .docx.

    ``rows`` is the number of empty lines in each table; without it the sheet's own number.

    Example:
        >>> import csdforms
        >>> csdforms.render_blank("complaint_handling_notice")[:2]
        b'PK'
    """
    model = find(form) if isinstance(form, str) else form
    counts: dict[str, int] = {}
    for part in declared_sheet(model).parts:
        if isinstance(part, Table) and not model.specs()[part.group].computed:
            drawn = part.rows or not part.optional
            lines = part.rows if rows is None else rows
            counts[part.group] = max(counts.get(part.group, 0), lines if drawn else 0)
    context = blank(model, counts)
    return _document(model, template_for(model, templates), context, {})


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
    parts = read_package(document, name)
    for part, content in parts.items():
        if part.startswith("customXml/") and NAMESPACE.encode() in content:
            root = etree.fromstring(content, parser())
            if root.tag == f"{{{NAMESPACE}}}form":
                return _read(root, name)
    raise UnreadableInput(name, "里面没有 csdforms 表单的数据。")


def _read(root: Any, name: str) -> Form:
    text = root.text or ""
    if hashlib.sha256(text.encode()).hexdigest() != root.get("sha256"):
        raise UnreadableInput(name, "文件里的数据与校验值不符，可能被改动过。")
    form = find(str(root.get("id")))
    if root.get("edition") != str(form.edition):
        raise UnreadableInput(name, f"《{form.title()}》的栏目已经改版，读不了旧版的数据。")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableInput(name, "文件里的数据已损坏。") from None
    return parse(form, data)


def _warn_of_unprinted(form: Form, template: CompiledTemplate) -> None:
    model = type(form)
    missing = [labelled(model, path) for path in unprinted(model, template) if _has(form, path)]
    if missing:
        text = (
            f"模板 {template.name} 没有印出已填的栏目：{'、'.join(missing)}（数据仍随文件保存）。"
        )
        warnings.warn(text, TemplateWarning, stacklevel=4)


def _has(block: Any, path: str) -> bool:
    head, _, rest = path.partition(".")
    value = getattr(block, head)
    if isinstance(value, tuple) and rest:
        return any(_has(row, rest) for row in value)
    return _has(value, rest) if rest and value is not None else value not in (None, ())


def _document(
    form: Form | type[Form], template: CompiledTemplate, context: Context, data: dict[str, Any]
) -> bytes:
    """Render the parts, prove them, and put the package together."""
    trees = template.render(context)
    prove(template.name, list(trees.values()), context, template.asks)
    package = {**template.package, **{part: serialised(tree) for part, tree in trees.items()}}
    department = getattr(form, "department", None) or ""
    _attach_properties(package, form.title(), str(department))
    if data:
        _attach_data(package, form, data)
    return write_package(package)


def _attach_properties(package: Package, title: str, author: str) -> None:
    """Say what the document is and which department made it, and nothing else."""
    package[_CORE] = (
        _DECLARATION
        + (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
            "<dc:language>zh-CN</dc:language></cp:coreProperties>"
        ).encode()
    )
    _relate(package, "_rels/.rels", f"{_PACKAGE}/relationships/metadata/core-properties", _CORE)
    _declare(package, _CORE, "application/vnd.openxmlformats-package.core-properties+xml")


def _attach_data(package: Package, form: Form | type[Form], data: dict[str, Any]) -> None:
    """Put the data, the schema's edition and a hash into a custom XML part."""
    text = json.dumps(data, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    package[_ITEM] = (
        _DECLARATION
        + (
            f'<form xmlns="{NAMESPACE}" id={quoteattr(form.identifier())} edition="{form.edition}"'
            f' sha256="{digest}">{escape(text)}</form>'
        ).encode()
    )
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}:{digest}")).upper()
    package[_ITEM_PROPERTIES] = (
        _DECLARATION
        + (
            f'<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{{{identity}}}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
            "</ds:datastoreItem>"
        ).encode()
    )
    relations = f"{_OFFICE}/relationships"
    rels = "customXml/_rels/item1.xml.rels"
    _relate(package, rels, f"{relations}/customXmlProps", _ITEM_PROPERTIES)
    _relate(package, "word/_rels/document.xml.rels", f"{relations}/customXml", _ITEM)
    _declare(package, _ITEM, "application/xml")
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    _declare(package, _ITEM_PROPERTIES, kind)


def _relate(package: Package, rels: str, kind: str, target: str) -> None:
    known = package.get(rels, f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode())
    root = etree.fromstring(known, parser())
    taken = {relation.get("Id") for relation in root}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    attributes = {"Id": free, "Type": kind, "Target": f"/{target}"}
    etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", attributes)
    package[rels] = serialised(root)


def _declare(package: Package, part: str, kind: str) -> None:
    root = etree.fromstring(package[CONTENT_TYPES], parser())
    attributes = {"PartName": f"/{part}", "ContentType": kind}
    etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", attributes)
    package[CONTENT_TYPES] = serialised(root)
