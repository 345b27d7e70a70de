"""Printed copies of what lies in the archive: filled anew, by the right of whoever prints.

Never is the document of whoever filed the form handed on: a copy is made of the data that its
reader may see. What a box cannot show hidden (a day, an amount) stays empty. Every page carries the
level's mark, the copy's number, who has it and since when.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.archive.secrecy.outgoing.copies import Copies, Printout
from csdforms.errors import OutputExists, UnreadableInput
from csdforms.files import safe_name, write_file
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine
from csdforms.schemas.masking import Mask
from csdforms.templates.copy_marks import CopyMarks, marked
from csdforms.templates.filling import print_form

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["copy_name", "print_copy"]

_MINUTE = 16  # characters of a moment up to its minutes
_DAY = 10


def copy_name(number: str) -> str:
    """Return the usual name of a copy's file: its number, and nothing of the customer.

    >>> copy_name("KH-F-2026-000001-4/3.2-2026-0001")
    'KH-F-2026-000001-4_3.2-2026-0001.docx'
    """
    return safe_name(number.replace("／", "/"), ".docx")


def print_copy(
    archive: Archive,
    number: str,
    path: Path | None = None,
    *,
    purpose: str,
    fields: Collection[str] = (),
    version: int | None = None,
    templates: Path | None = None,
    overwrite: bool = False,
    actor: str = "",
) -> Path:
    """Write a copy of a profile or an item as a Word document; return its path.

    The copy is in the log and in the register before it is written; if it cannot be written, they
    say so.

    Args:
        archive: The archive.
        number: The file's number, for its profile, or an item's.
        path: The file to write; by default named after the number, in the present folder.
        purpose: What for.
        fields: The names of the fields to be printed unmasked.
        version: Which version of the profile; the newest by default.
        templates: A folder with the department's own templates.
        overwrite: Whether a file that is there may be replaced.
        actor: Who prints.

    Raises:
        OutputExists, MissingFile, NotPermitted: if the file cannot be written.
        UnknownForm, UnreadableInput: if it is no form of csdforms, or of another edition.
        CsdformsError: whatever else ``Copies.printing`` refuses.
    """
    target = Path(copy_name(number)) if path is None else path
    if target.exists() and not overwrite:
        raise OutputExists(target)
    copies = Copies(archive.office)
    with copies.printing(
        number, purpose=purpose, fields=fields, version=version, path=target, actor=actor
    ) as printout:
        return write_file(target, _document(printout, templates), overwrite=overwrite)


def _document(printout: Printout, templates: Path | None) -> bytes:
    model = find(printout.form)
    if printout.edition not in ("", str(model.edition)):
        reason = f"《{model.title()}》的栏目已经改版，印不了旧版的数据。"
        raise UnreadableInput(printout.number, reason)
    form, _ = examine(model, printout.data)  # what cannot be read is hidden, and stays empty
    document = print_form(form, mask=Mask.NONE, templates=templates)
    at = printout.at[:_MINUTE].replace("T", " ")
    copy = f"副本第 {printout.copy_no} 份"
    marks = CopyMarks(
        above=printout.mark,
        below=f"{copy}　阅件人 {printout.reader}　打印时间 {at}　{printout.number}",
        behind=f"{printout.reader} {printout.at[:_DAY]} {copy}",
    )
    return marked(document, marks)
