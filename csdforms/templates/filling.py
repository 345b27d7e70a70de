"""Filling: data → checked form → the bytes of a Word document, proved before anyone gets them."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from csdforms.errors import TemplateWarning
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask, masked
from csdforms.templates.compiled import CompiledTemplate
from csdforms.templates.embedding import data_parts, properties_part
from csdforms.templates.locating import declared_sheet, template_for
from csdforms.templates.paths import labelled
from csdforms.templates.printing import Context, blank, printed

__all__ = ["print_form", "render", "render_blank", "typed"]


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
    return _document(shown, template, printed(shown, template.names))


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
    from csdforms.templates.sheet import Table  # filling in needs no arrangement

    model = find(form) if isinstance(form, str) else form
    counts: dict[str, int] = {}
    for part in declared_sheet(model).parts:
        if isinstance(part, Table) and not model.specs()[part.group].computed:
            drawn = part.rows or not part.optional
            lines = part.rows if rows is None else rows
            counts[part.group] = max(counts.get(part.group, 0), lines if drawn else 0)
    context = blank(model, counts)
    return _document(model, template_for(model, templates), context)


def _warn_of_unprinted(form: Form, template: CompiledTemplate) -> None:
    model = type(form)
    missing = [labelled(model, path) for path in template.unprinted if _has(form, path)]
    if missing:
        text = (
            f"模板 {template.name} 没有印出已填的栏目：{'、'.join(missing)}（数据仍随文件保存）。"
        )
        warnings.warn(text, TemplateWarning, stacklevel=4)


def _has(block: Any, path: str) -> bool:
    head, _, rest = path.partition(".")
    value = getattr(block, head)
    if isinstance(value, tuple) and rest:
        if "." in rest:
            return any(_has(row, rest) for row in value)
        return any(one is not None and one != () for one in map(attrgetter(rest), value))
    return _has(value, rest) if rest and value is not None else value not in (None, ())


def _document(form: Form | type[Form], template: CompiledTemplate, context: Context) -> bytes:
    """Render the parts, prove them, and put the package together."""
    parts = template.proved(context)
    department = getattr(form, "department", None) or ""
    parts |= properties_part(form.title(), str(department))
    if isinstance(form, Form):
        return template.frame.fill(parts | data_parts(form))
    return template.blank_frame.fill(parts)
