"""What was destroyed by law and came back with a backup is destroyed again (X12).

The decision was made once, by all who had to make it; here it is only carried out again, under the
number of the list that ordered it, by whoever looks after the archive.
"""

from __future__ import annotations

from csdforms.archive.compacting import DESTROY
from csdforms.archive.destruction.destroyed_register import Remembered, lacking, remember
from csdforms.archive.destruction.erasing import erase_file, erase_item, is_swept, sweep
from csdforms.archive.destruction.tombstone import tombstone_of
from csdforms.archive.lookup import get_file
from csdforms.archive.office import Office
from csdforms.archive.places import as_kept
from csdforms.archive.secrecy.people import Person
from csdforms.archive.states import DESTROYED
from csdforms.archive.store import Act, Work

__all__ = ["destroy_again"]

_ACT = "重新销毁"
_REGISTER = "destructions"


def destroy_again(office: Office, *, actor: str = "") -> list[str]:
    """Destroy again what the register of destroyed files knows and a restored archive does not.

    To be called with an archive that was opened for it (``places.open_store(…, restored=True)``).
    Broken off, the next call brings it to its end; when there is nothing to do, nothing is written.

    Args:
        office: the archive's.
        actor: who acts.

    Returns:
        The numbers of the files and items that were destroyed again.

    Raises:
        NotAuthorised: if who acts does not maintain the archive; noted.
        NotPermitted, ArchiveLocked, DamagedArchive: as every writing.
    """
    person = office.person(actor)
    office.require(person, "maintain", _ACT)
    again = lacking(office.store)
    for entry in again:
        with office.writing(person) as (work, at):
            _erase(work, entry, person)
            said = {"list": entry.list, "again": entry.destroyed_at}
            work.record(Act(DESTROY, person.account, at, entry.file, detail=said))
    if not is_swept(as_kept(office.store)):
        sweep(office, person)
    remember(office.store)
    return [entry.file for entry in again]


def _erase(work: Work, entry: Remembered, person: Person) -> None:
    """Take out what an entry names; a number that a restored archive never gave out is burnt."""
    _, year, serial = entry.list.split("-")
    _burn(work, year, _REGISTER, serial)  # no other list gets its number
    if "/" in entry.file:
        for key in work.find("items", "number", entry.file):
            erase_item(work, key)
        return
    for key in work.find("files", "number", entry.file):
        witnessed = {"executor": person.person, "witnesses": []}
        row = {"number": entry.list, "approvals": [], "execution": witnessed}
        stone = tombstone_of(get_file(work, key), row, entry.destroyed_at)
        erase_file(work, key, stone | {"state": DESTROYED})
        return
    _, _, year, serial, _ = entry.file.split("-")
    _burn(work, year, "serial", serial)


def _burn(work: Work, year: str, name: str, serial: str) -> None:
    """Let a serial not be given out, nor any before it: they were, in the time that was lost."""
    counter = work.get("counters", int(year)) or {}
    highest = max(int(serial), counter.get(name, 0))
    work.put("counters", int(year), counter | {name: highest})
