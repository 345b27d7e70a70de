"""The seals under which files lie, and whether all is as it was sealed (archive.md §6.5; D20)."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive import states
from csdforms.archive.deregistration.inventory import differing, hash_of
from csdforms.archive.deregistration.seals import Seal, SealCheck, seal_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Document
from csdforms.errors import NotAllowedNow

__all__ = ["SealRegister"]

_CHECK = "核对封存"


class SealRegister:
    """The register of seals.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def check(self, number: str, *, actor: str = "") -> SealCheck:
        """Look whether what was sealed in a file is still so; if not, there is an alarm (D20).

        The Word documents themselves are proved by ``verify``.

        Args:
            number: the file's number.
            actor: who looks.

        Raises:
            NotAllowedNow: if the file is not sealed.
            UnknownFile: if it was sealed elsewhere, and came here without its seal.
        """
        person = self._who("inspect", _CHECK, actor)
        return self._checked(person, self._sealed(person, number))

    def check_all(self, *, actor: str = "") -> Iterator[SealCheck]:
        """Look at all seals, see :meth:`check`; of files that he may know of."""
        person = self._who("inspect", _CHECK, actor)
        for card in self._cards(person):
            yield self._checked(person, card)

    def seals(self, *, actor: str = "") -> Iterator[Seal]:
        """Return the seals under which files lie, in the order of the files."""
        person = self.office.person(actor)
        for card in self._cards(person):
            yield Seal.of(seal_of(self.office.store, card)[1])

    def inventory(self, number: str, *, actor: str = "") -> list[Document]:
        """Return a sealed file's inventory (封存清单): numbers, forms and hashes, nothing else.

        Raises:
            NotAllowedNow: if the file is not sealed.
        """
        person = self._who("inspect", _CHECK, actor)
        card = self._sealed(person, number)
        row = seal_of(self.office.store, card)[1]
        self.office.note("show", person, subject=card["number"], seal=row["number"])
        return list(row["inventory"])

    def _sealed(self, person: Person, number: str) -> Document:
        """Return the card of a file that lies under a seal."""
        card = listed(self.office, self.office.store, person, number, act=_CHECK)[1]
        if card["state"] not in states.CLOSED:
            raise NotAllowedNow(card["number"], states.STATES[card["state"]].title, _CHECK)
        return card

    def _checked(self, person: Person, card: Document) -> SealCheck:
        store, file = self.office.store, card["number"]
        row = seal_of(store, card)[1]
        is_whole = hash_of(file, row["inventory"]) == row["digest"]
        wrong = differing(store, card, row["inventory"])
        if wrong or not is_whole:
            number = row["number"]
            self.office.note("alarm", person, subject=file, wanted=_CHECK, seal=number)
        return SealCheck(row["number"], file, is_whole and not wrong, tuple(wrong))

    def _cards(self, person: Person) -> Iterator[Document]:
        for _, card in self.office.store.rows("files"):
            is_sealed = card["state"] in states.CLOSED and "sealed" in card
            if is_sealed and is_listed(person, card):
                yield card

    def _who(self, right: str, act: str, actor: str) -> Person:
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return person
