"""What somebody looks up into a file on disk is an export: registered and counted (Z08).

On a screen it is gone when he is; in a file it can be carried away. So a command whose output is
redirected into a file, or that writes one, counts as any other export does (archive.md §4.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csdforms.archive.office import Office
from csdforms.archive.secrecy.outgoing.amounts import Records, records_of
from csdforms.archive.secrecy.outgoing.bulk import require_within
from csdforms.archive.secrecy.outgoing.copy_register import CopyRegister
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act

__all__ = ["carry", "carry_list"]


def carry(
    office: Office,
    person: Person,
    file: str,
    forms: Iterable[Mapping[str, Any]],
    *,
    item: str = "",
    purpose: str = "",
) -> None:
    """Register that these forms of a file go into a file on disk, before they do.

    Args:
        office: the archive's.
        person: who looks.
        file: the file's number.
        forms: the profile and items, as they are kept.
        item: the item's number, if it is one alone.
        purpose: what for.

    Raises:
        NotAuthorised: if it is more than he may carry away today; noted.
    """
    records = Records()
    for form in forms:
        records = records.plus(records_of(form["form"], form["data"]))
    _register(office, person, records, file=file, item=item, purpose=purpose)


def carry_list(office: Office, person: Person, files: list[str], *, purpose: str = "") -> None:
    """Register that the cards of these files go into a file on disk; errors as :func:`carry`."""
    _register(office, person, Records(other=len(files)), purpose=purpose, files=files)


def _register(
    office: Office,
    person: Person,
    records: Records,
    *,
    file: str = "",
    item: str = "",
    purpose: str = "",
    files: list[str] | None = None,
) -> None:
    with office.writing(person) as (work, at):
        require_within(office, person, records)
        _, copy = CopyRegister(work, person, at).add(file, item, "export", records)
        detail: dict[str, Any] = {"copy_no": copy.copy_no}
        detail |= {"item": item} if item else {}
        detail |= {"files": files} if files else {}
        work.record(Act("export", person.account, at, file, purpose, "", detail))
