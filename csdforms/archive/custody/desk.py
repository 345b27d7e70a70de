"""What the acts of keeping begin with: who acts, with what right, and what he may know of."""

from __future__ import annotations

import datetime as dt

from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["Desk", "date_of", "hand", "knows"]


class Desk:
    """A part of the archive's custody.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def person(self, right: str, act: str, actor: str) -> Person:
        """Return who acts, if he has the right to it.

        Raises:
            NotAuthorised: if he has not; noted.
        """
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return person

    def entry(
        self, reader: Reader, person: Person, register: str, number: str, *, at: str, act: str
    ) -> tuple[int, Document]:
        """Return the key and the document of a number in a register.

        Raises:
            UnknownFile: if there is none, or it is about a file of which he may not know; noted.
        """
        found = entry(reader, register, number)
        if found and all(knows(reader, person, file, at) for file in _files(found[1])):
            return found
        subject = found[1]["file"] if found else ""
        self.office.note("refused", person, subject=subject, wanted=act)
        raise UnknownFile(number, _CALLED[register])


def knows(reader: Reader, person: Person, number: str, at: str) -> bool:
    """Whether somebody may know of the file with a number, of a merged one where it went."""
    found = located(reader, number)
    return found is not None and known(reader, person, found[1], at)


def hand(person: Person, at: str, **said: str) -> Document:
    """Return what a row says of who did something, in which offices, and when."""
    return {"by": person.person, "roles": list(person.roles), "at": at, **said}


def date_of(given: str, what: str) -> str:
    """Return a day as it is kept, ``2026-11-22``.

    Raises:
        NotPermitted: if it is none.
    """
    try:
        return dt.date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        raise NotPermitted(f"没有办理：{what}应写作 2026-03-05 的样子。") from None


_CALLED = {"changes": "变更", "holds": "保全", "mergers": "合并"}


def _files(row: Document) -> list[str]:
    return [row[name] for name in ("file", "into") if name in row]
