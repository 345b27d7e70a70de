"""Issuing a report (出表): computed, numbered, printed, filed, and registered as out.

It all happens under the writer's lock, in this order, so that a number stands on one paper only and
every paper with a number is in the archive:

1. The sheet is computed, takes the next free number, and is printed. Until here nothing is kept.
2. The document is written aside, beside its place, and waits until the disk has it. A full disk or
   a missing folder ends it here: nothing is filed, and the number is still free.
3. The sheet is filed among the department's own papers with its document, and entered in the
   register of copies; both are committed together.
4. The document takes its name. If that fails, the report is filed all the same, the register takes
   the copy back, and the error says how to get the document out of the archive.

A report is as secret as the most secret file that was counted: who must not know of that file knows
of no report in which it counts (archive.md §4.3). Customers whose files are closed are counted, and
names may be masked: what a report says is not what a clerk types of a customer, so it is kept as it
was counted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from csdforms.archive.items import file_item
from csdforms.archive.opening import By
from csdforms.archive.records import Reader
from csdforms.archive.requests import NewItem
from csdforms.archive.secrecy.outgoing.bulk import records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.serials import DEPARTMENT
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import CsdformsError, InvalidNumber, NotPermitted, OutputExists
from csdforms.files import new_file, safe_name
from csdforms.reports.catalogue import report_of
from csdforms.reports.charts.document import with_charts
from csdforms.reports.computing import compute, period_of
from csdforms.reports.exporting import recall
from csdforms.reports.request import Report
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.catalogue import find
from csdforms.schemas.masking import Mask
from csdforms.templates.filling import print_form

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["Issued", "document_name", "issue", "next_number"]

_FILE = "归档统计报表"
_MOST = 999


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that was issued: the sheet, its item's number, where its document lies."""

    sheet: ComputedSheet
    number: str
    item: str
    path: Path


def issue(
    archive: Archive,
    form: str,
    path: Path | None = None,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    said: Mapping[str, object] | None = None,
    texts: Mapping[str, object] | None = None,
    templates: Path | None = None,
    overwrite: bool = False,
    actor: str = "",
    purpose: str = "",
) -> Issued:
    """Compute a report, give it a number, file it, and write its document.

    Args:
        archive: The archive.
        form: The form's identifier or Chinese title.
        path: The .docx to write; by default named after number and title, in the present folder.
        start: The first day of the period.
        end: The last day of the period.
        as_of: The day at which the data stand.
        said: Boxes of the form, and options, by which one says what is wanted.
        texts: Boxes that people write; they stand in the next period's report, too.
        templates: A folder with the department's own templates.
        overwrite: Whether a file that is there may be replaced.
        actor: Who compiles it.
        purpose: What for; may be left out.

    Raises:
        OutputExists, MissingFile, NotPermitted: if the file cannot be written.
        NotAuthorised: if he may not compile or file reports, or has printed and exported as much
            today as one may; noted.
        CsdformsError: as ``compute``; whatever is raised but for the last step of four (see above),
            nothing is filed.
    """
    report = report_of(form)
    period = period_of(report, start, end, as_of)
    office = archive.office
    person = office.person(actor)
    office.require(person, "file", _FILE)
    if path is not None and path.exists() and not overwrite:
        raise OutputExists(path)
    done: list[_Kept] = []
    try:
        with contextlib.ExitStack() as aside, office.writing(person) as (work, at):
            number = next_number(work, report, period.as_of if report.of_day else period.end)
            sheet = compute(
                archive,
                form,
                start=start,
                end=end,
                as_of=as_of,
                said=said,
                texts=texts,
                number=number,
                actor=actor,
                purpose=purpose,
            )
            # A tally has the number of its questionnaire: none is given out.
            number = sheet.form.reference()
            target = path or Path(document_name(sheet))
            printed = print_form(sheet.form, mask=Mask.NONE, templates=templates)
            document = with_charts(printed, report.charts(sheet.form))
            file = aside.enter_context(new_file(target, overwrite=overwrite))
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
            by = By(person, purpose, "")
            done.append(_keep(archive, work, by, at, sheet=sheet, document=document, path=target))
    except BaseException as problem:
        if not done or not _is_filed(archive, done[0]) or _is_there(target, document):
            raise
        _take_back(archive, person, done[0], problem)
        if not isinstance(problem, CsdformsError):  # somebody pressed Ctrl-C
            raise
        text = f"报表已编号 {number} 并归档，件号 {done[0].item}，只是没有写到 {target}："
        raise NotPermitted(f"{text}{problem} 请用 csdforms archive document 取出。") from None
    return Issued(sheet, number, done[0].item, target)


def document_name(sheet: ComputedSheet, suffix: str = ".docx") -> str:
    """Return the usual name of a report's file: number and title."""
    return safe_name(f"{sheet.form.reference()}-{sheet.form.title()}".replace("／", "/"), suffix)


def next_number(reader: Reader, report: Report, day: dt.date) -> str:
    """Return the next free number of a report about a day: ``TSTJ-20240630-001``.

    Raises:
        InvalidNumber: if there are 999 of that day.
    """
    model = find(report.form)
    begun = f"{report.letters}-{day:%Y%m%d}-"
    items = (reader.get("items", key) for key in reader.find("items", "form", report.form))
    taken = {str(item["data"].get(model.number)) for item in items if item}
    for serial in range(1, _MOST + 1):
        if (number := f"{begun}{serial:03}") not in taken:
            return number
    raise InvalidNumber(f"{begun}{_MOST}", "这一天的报表编号已经用完。")


class _Kept(NamedTuple):
    """A report that is filed: its item, and its copy's key in the register."""

    item: str
    copy: int


def _keep(
    archive: Archive,
    work: Work,
    by: By,
    at: str,
    *,
    sheet: ComputedSheet,
    document: bytes,
    path: Path,
) -> _Kept:
    """File a sheet and register its document, both in this work; note that it goes out."""
    office, form, person = archive.office, sheet.form, by.person
    records = records_of(form.identifier(), sheet.data)
    require_within(office, person, records)
    model = type(form)
    new = NewItem(
        form.identifier(),
        sheet.data,
        model.section,
        form.title(),
        str(form.edition),
        document,
        sheet.tells_of,
    )
    done = file_item(
        work,
        None,
        new,
        at,
        office.store.put_file,
        by=person.person,
        sees=lambda card: is_listed(person, card),
    )
    work.record(by.act("file", at, done))
    item = done.receipt.number
    key, copy = CopyRegister(work, person, at).add(DEPARTMENT, item, "paper", records, path=path)
    detail: Document = {"item": item, "form": form.identifier(), "copy_no": copy.copy_no}
    work.record(Act("paper", person.account, at, "", by.purpose, "", detail))
    office.note("paper", person, purpose=by.purpose, **detail)
    return _Kept(item, key)


def _is_filed(archive: Archive, kept: _Kept) -> bool:
    return bool(archive.store.find("items", "number", kept.item))


def _is_there(path: Path, document: bytes) -> bool:
    """Whether the document has its name all the same."""
    with contextlib.suppress(OSError):
        return path.read_bytes() == document
    return False


def _take_back(archive: Archive, person: Person, kept: _Kept, problem: BaseException) -> None:
    """Note that a document did not get its name, and put down that the copy is out no more."""
    with contextlib.suppress(CsdformsError):
        archive.office.note("failed", person, item=kept.item, problem=type(problem).__name__)
    recall(archive, person, kept.copy, problem)
