"""What of a computed sheet goes into a file on disk: registered and limited like any export."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.secrecy.outgoing.amounts import Records
from csdforms.archive.secrecy.outgoing.bulk import records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.secrecy.people import Person
from csdforms.archive.serials import DEPARTMENT
from csdforms.archive.store import Act, Document
from csdforms.errors import CsdformsError
from csdforms.reports.sheet import ComputedSheet

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["exporting", "recall"]


@contextlib.contextmanager
def exporting(
    archive: Archive,
    sheet: ComputedSheet,
    *,
    path: Path | None = None,
    files: int = 0,
    is_bulk: bool = True,
    actor: str = "",
    purpose: str = "",
) -> Iterator[None]:
    """Register that a sheet, or its details, go into a file on disk; then let the block write it.

    Args:
        archive: The archive.
        sheet: The sheet.
        path: Where it goes, if that is known.
        files: How many customers' files stand in it besides those that the sheet names.
        is_bulk: Whether it is an export, with the archive's rules for levels; a screen that is
            redirected into a file only counts.
        actor: Who exports.
        purpose: What for.

    Raises:
        NotAuthorised: if it is more than he may carry away today, or too secret; noted.
        NotPermitted: if it is 绝密, which nobody exports; noted.
    """
    office = archive.office
    person = office.person(actor)
    own = records_of(sheet.report.form, sheet.data)
    records = Records(*(max(count, files) if count else 0 for count in own))
    level = RANKS.index(sheet.form.confidentiality) if is_bulk else 0
    with office.writing(person) as (work, at):
        require_within(office, person, records, level=level)
        key, copy = CopyRegister(work, person, at).add(DEPARTMENT, "", "export", records, path=path)
        detail: Document = {"form": sheet.report.form, "copy_no": copy.copy_no}
        work.record(Act("export", person.account, at, "", purpose, "", detail))
    try:
        with office.noted("export", person, purpose=purpose, **detail):
            yield
    except BaseException as problem:
        recall(archive, person, key, problem)
        raise


def recall(archive: Archive, person: Person, key: int, problem: BaseException) -> None:
    """Put down that a copy is not out: it could not be written."""
    kind = type(problem).__name__  # never its words
    with contextlib.suppress(CsdformsError), archive.office.writing() as (work, at):
        CopyRegister(work, person, at).recall(key, "print-failed", kind)
