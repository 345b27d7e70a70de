"""The applications for revival: who may see one, and in what state it is."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive import revising
from csdforms.archive.deregistration.revivals import OPEN_STATES, REVIVALS, STATES, Revival
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Document
from csdforms.errors import NotAllowedNow, UnknownFile

__all__ = ["APPLY", "WHAT", "RevivalDesk", "require_state"]

WHAT, APPLY = "恢复申请", "申请恢复"


class RevivalDesk:
    """The register of revivals, as it is read.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def form_of(self, number: str, *, actor: str = "") -> tuple[str, str]:
        """Return the form of the profile that an application needs, and the customer's number."""
        person = self._who("deregister", APPLY, actor)
        store = self.office.store
        card = listed(self.office, store, person, number, act=APPLY)[1]
        profile = revising.latest_profile(store, card["number"])
        return str(profile["form"]), str(profile["data"]["customer_no"])

    def revivals(self, *, every: bool = False, actor: str = "") -> Iterator[Revival]:
        """Return the applications that wait, oldest first; ``every``: those that are over, too."""
        person = self.office.person(actor)
        store = self.office.store
        for _, row in store.rows(REVIVALS):
            if (every or row["state"] in OPEN_STATES) and _knows(store, person, row["file"]):
                yield Revival.of(row)

    def _who(self, right: str, act: str, actor: str) -> Person:
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return person

    def _row(self, reader: Reader, person: Person, number: str, act: str) -> tuple[int, Document]:
        """Return an application of whose file somebody may know."""
        found = entry(reader, REVIVALS, number.strip().upper())
        if found and _knows(reader, person, found[1]["file"]):
            return found
        self.office.note("refused", person, wanted=act)
        raise UnknownFile(number, WHAT)


def _knows(reader: Reader, person: Person, file: str) -> bool:
    keys = reader.find("files", "number", file)
    card = reader.get("files", keys[0]) if keys else None
    return card is not None and is_listed(person, card)


def require_state(row: Document, wanted: tuple[str, ...], act: str) -> None:
    """Let an act pass if the application is in one of these states."""
    if row["state"] not in wanted:
        raise NotAllowedNow(row["number"], STATES[row["state"]], act, WHAT)
