"""How every act on a level begins and ends: who, with what right, on which file (archive.md §4.2).

Rights are checked first; then a file of which somebody may not know is as if absent.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from csdforms.archive import numbers
from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.secrecy.classifying import deciding
from csdforms.archive.secrecy.classifying.consequences import Decision, put_change
from csdforms.archive.secrecy.levels import INTERNAL, Entry, entry_of, with_entry
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import visible
from csdforms.archive.states import STATES, is_on_file
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotAllowedNow, NotAuthorised, UnknownFile

__all__ = ["Case", "LevelActs", "Words"]


class Words(NamedTuple):
    """What is said with an act."""

    purpose: str
    reason: str

    def __repr__(self) -> str:
        return "Words()"


class Case(NamedTuple):
    """A file taken up, or an item in it, under the writer's lock."""

    work: Work
    at: str
    person: Person
    act: str  # what is tried, as a refusal calls it
    key: int
    card: Document
    item: str

    def __repr__(self) -> str:
        return f"Case({self.act!r}, {self.item!r})"

    @property
    def today(self) -> str:
        """The day."""
        return day_of(self.at)

    @property
    def number(self) -> str:
        """The file's number."""
        return str(self.card["number"])

    @property
    def entry(self) -> Entry:
        """What is said of the file, or of the item."""
        return entry_of(self.card, self.item)

    def having(self, **said: Any) -> Document:
        """Return the card on which this is said as well; what is None is said no more."""
        entry = {name: value for name, value in (self.entry | said).items() if value is not None}
        return with_entry(self.card, entry, self.item)


class LevelActs:
    """What all acts on levels have in common: a file taken up by somebody with the right to it.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    @contextlib.contextmanager
    def proposing(self, act: str, number: str, item: str, actor: str) -> Iterator[Case]:
        """Take up a file for somebody who may propose."""
        with self._taken_up(self.proposer(act, actor), act, number, item) as case:
            yield case

    @contextlib.contextmanager
    def deciding(self, act: str, number: str, item: str, actor: str) -> Iterator[Case]:
        """Take up a file for somebody who decides on levels."""
        with self._taken_up(self.decider(act, actor), act, number, item) as case:
            yield case

    def proposer(self, act: str, actor: str) -> Person:
        """Return who acts, if he may propose."""
        person = self.office.person(actor)
        self.office.require(person, "propose", act)
        return person

    def decider(self, act: str, actor: str, power: int = INTERNAL) -> Person:
        """Return who acts, if he may decide on this level."""
        person = self.office.person(actor)
        if person.highest("decides") < power:
            raise self.office.refused(person, act, who=deciding.DECIDERS[power])
        return person

    def change(
        self, case: Case, after: Document, name: str, words: Words, **detail: Any
    ) -> Decision:
        """Keep what was decided as one act."""
        act = Act(name, case.person.account, case.at, case.number, *words, detail)
        return put_change(case.work, case.key, (case.card, after), case.item, act)

    def refused(self, case: Case, who: str) -> NotAuthorised:
        """Note a try that is refused; return the error to raise: it says whose business it is."""
        return self.office.refused(case.person, case.act, subject=case.number, who=who)

    def require_disinterested(self, case: Case, *who: str) -> None:
        """Refuse a lower level to those who asked to read the file (archive.md §4.2)."""
        if not case.person.sole and deciding.asked_to_read(case.work, case.number, who):
            raise self.refused(case, "没有申请查阅过这份档案的人")

    @contextlib.contextmanager
    def _taken_up(self, person: Person, act: str, number: str, item: str) -> Iterator[Case]:
        with self.office.writing(person) as (work, at):
            key, card = visible(self.office, work, person, number, at=at, act=act)
            if item:
                item = _item_in(work, card["number"], item)
            if not is_on_file(card["state"]):
                raise NotAllowedNow(card["number"], STATES[card["state"]].title, act)
            yield Case(work, at, person, act, key, card, item)


def _item_in(work: Work, number: str, item: str) -> str:
    """Return an item's number in its one spelling; it must be in this file."""
    plain = numbers.read_item(item)
    for key in work.find("items", "number", plain):
        found = work.get("items", key)
        if found and found["file"] == number:
            return plain
    raise UnknownFile(plain, "件")
