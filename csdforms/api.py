"""Filling to a file: the calls that most programs need."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.files import safe_name, write_file
from csdforms.schemas.catalogue import find
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.templates.filling import print_form, render_blank, typed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


__all__ = ["file_name", "fill", "save_blank"]


def file_name(form: Form | type[Form], *, masked: bool = False) -> str:
    """Return the usual name of a form's file: ``<中文名>_<编号>.docx``, ``<中文名>_空白.docx``.

    A copy that hides the customer is called otherwise than the sheet itself.

    Example:
        >>> import csdforms
        >>> csdforms.file_name(csdforms.find("inbound_call_record"))
        '呼入记录表_空白.docx'
    """
    which = form.reference() if isinstance(form, Form) else "空白"
    return safe_name(f"{form.title()}_{which}{'_隐名副本' if masked else ''}", ".docx")


def fill(
    form: str | type[Form] | Form,
    data: Mapping[str, object] | None = None,
    path: Path | str | None = None,
    *,
    overwrite: bool = False,
    mask: Mask | None = None,
    templates: Path | None = None,
    today: dt.date | None = None,
    durable: bool = True,
) -> Path:
    """Fill a form, write the .docx, and return its path.

    Args:
        form: A form's identifier, Chinese title or class, with ``data``; or a typed form.
        data: Values by English name, Chinese label or alias.
        path: Where to write; in the current folder under :func:`file_name` by default.
        overwrite: Whether a file that is there may be replaced.
        mask: How much the copy hides; numbers of identity documents and bank accounts by default.
        templates: A folder with the department's own templates.
        today: The day of checking; the computer's by default.
        durable: Whether to wait until the disk holds the file, so that not even a power cut leaves
            an empty one; whoever makes thousands, and can make them again, may go without.

    Raises:
        InvalidData: if the data break a rule; ``findings`` holds everything that is wrong.
        OutputExists: if the file is there already and may not be overwritten.
        CsdformsError: whatever else goes wrong; then no file is written.

    Example:
        >>> import csdforms, json
        >>> from csdforms.shipped import shared_folder
        >>> sample = shared_folder("examples") / "complaint_register_one.json"
        >>> data = json.loads(sample.read_text("utf-8"))
        >>> csdforms.fill("客户投诉登记表一", data).name
        '客户投诉登记表一_TS-20260305-001.docx'
    """
    model = typed(form, data, today)
    target = Path(file_name(model, masked=mask is Mask.ALL) if path is None else path)
    document = print_form(model, mask=mask, templates=templates)
    return write_file(target, document, overwrite=overwrite, durable=durable)


def save_blank(
    form: str | type[Form],
    path: Path | str | None = None,
    *,
    rows: int | None = None,
    overwrite: bool = False,
    templates: Path | None = None,
) -> Path:
    """Write an empty sheet for handwriting, and return its path.

    ``rows`` is the number of empty lines in each table; the sheet's own number by default.

    Example:
        >>> import csdforms
        >>> csdforms.save_blank("呼入记录表", rows=10).name
        '呼入记录表_空白.docx'
    """
    model = find(form) if isinstance(form, str) else form
    target = Path(path) if path is not None else Path(file_name(model))
    document = render_blank(model, rows=rows, templates=templates)
    return write_file(target, document, overwrite=overwrite)
