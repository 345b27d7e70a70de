"""Files that leave the archive whole in a bag: registered, and within what one may carry (M14)."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Sequence

from csdforms.archive import lookup
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.granting.grants import GRANTS
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.outgoing.bulk import Records, records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import Copy, CopyRegister
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.sight import ALL, sight
from csdforms.archive.store import Act, Document
from csdforms.errors import CsdformsError

__all__ = ["exporting"]


@contextlib.contextmanager
def exporting(
    office: Office,
    person: Person,
    cards: Sequence[Document],
    *,
    purpose: str = "",
    reason: str = "",
) -> Iterator[Sequence[Copy]]:
    """Register that files leave the archive whole in a bag, and let the block write it.

    If the block fails, the register says so; the log is the caller's business.

    Args:
        office: the archive's.
        person: who exports.
        cards: the cards of the files.
        purpose: what for.
        reason: why.

    Raises:
        NotAuthorised: if he may not see everything in one of the files any more; if it is more
            than he may carry away today, or the level of one of the files needs a release.
        NotPermitted: if one of them is 绝密.
    """
    numbers = [str(card["number"]) for card in cards]
    with office.writing(person) as (work, at):
        cards = [lookup.get_file(work, lookup.key_of(work, number)) for number in numbers]
        for number, card in zip(numbers, cards, strict=True):
            seen = sight(work, person, card, at=at, purpose=purpose, fields=(ALL,))
            if not seen.shows((ALL,)):  # since he was let pass
                raise office.refused(person, "导出档案", subject=number)
            if _is_emergency(work, seen.grant):  # which is for reading, and which he gave himself
                raise office.refused(person, "凭紧急查阅导出档案", subject=number)
        records = [_records(work, number) for number in numbers]
        total = functools.reduce(Records.plus, records, Records())
        require_within(office, person, total, level=max(map(effective, cards), default=0))
        register = CopyRegister(work, person, at)
        entries = [
            register.add(number, "", "export", one)
            for number, one in zip(numbers, records, strict=True)
        ]
        detail = {"files": numbers}
        work.record(Act("export", person.account, at, "", purpose, reason, detail))
    try:
        yield [copy for _, copy in entries]
    except BaseException as problem:
        kind = type(problem).__name__
        with contextlib.suppress(CsdformsError), office.writing() as (work, at):
            for key, _ in entries:
                CopyRegister(work, person, at).recall(key, "export-failed", kind)
        raise


def _is_emergency(reader: Reader, grant: str) -> bool:
    """Whether somebody sees a file by a grant that is an emergency's."""
    found = entry(reader, GRANTS, grant) if grant else None
    return found is not None and "emergency" in found[1]


def _records(reader: Reader, number: str) -> Records:
    """Return how many records a file has in all: its profile, in its newest version, and items."""
    profiles, items = (
        [
            document
            for key in reader.find(table, "file", number)
            if (document := reader.get(table, key))
        ]
        for table in ("profiles", "items")
    )
    counted = (records_of(form["form"], form["data"]) for form in (*profiles[-1:], *items))
    return functools.reduce(Records.plus, counted, Records())
