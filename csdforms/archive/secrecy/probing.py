"""Who asks for customers that he may not see (archive.md §3.4, leak guard).

A match with a hidden file is answered by one sentence that tells nothing, and noted. Whoever gets
that answer ten times in a day sets off an alarm, and asks no more until a supervisor has looked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from csdforms.archive.actor import day_of
from csdforms.archive.duplicates import OPEN, Guard
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import DuplicateCustomer, UnknownFile

__all__ = ["ALARMS", "MOST_PROBES", "Watch", "clear", "watched"]

#: How often a day somebody may hit upon hidden files; with this one the alarm goes off.
MOST_PROBES = 10

#: The table of who hit upon what is hidden: ``person``, ``day``, ``probes`` on that day, and since
#: when there is an ``alarm``.
ALARMS = "alarms"


class Watch(Guard):
    """A guard over what one person is told; it notes what he hits upon, and what he decides."""

    def __init__(self, office: Office, who: Person) -> None:
        self.office = office
        self.who = who
        self.person = who.person

    def sees(self, card: Document) -> bool:
        """Whether a file exists for him."""
        return is_listed(self.who, card)

    def hides(self, numbers: Sequence[str]) -> DuplicateCustomer:
        """Note what he hit upon; return the error that tells him nothing."""
        self.hidden = tuple(numbers)
        self.office.note("probe", self.who, files=list(numbers))
        return super().hides(numbers)

    def decided(self, numbers: Sequence[str]) -> None:
        """Note of which files he decided that they are another customer's."""
        self.office.note("distinct", self.who, files=list(numbers))


@contextlib.contextmanager
def watched(office: Office, person: Person) -> Iterator[Guard]:
    """Yield the guard under which a person asks; count what he hits upon, once it is over.

    To be entered before the writer's lock, so that the count is kept when the work is not.

    Raises:
        NotAuthorised: if there is an alarm that nobody has looked into.
    """
    if person.sole:
        yield OPEN
        return
    if "alarm" in _entry(office.store, person.person)[1]:
        raise office.refused(person, "继续查重和建档", who="客户信息主管核查")
    watch = Watch(office, person)
    try:
        yield watch
    finally:
        if watch.hidden:
            _count(office, person)


def clear(office: Office, who: str, *, actor: str = "", reason: str) -> None:
    """Let somebody ask again, after a look at what he asked for; never oneself.

    Raises:
        NotAuthorised: if it is no supervisor, or himself.
        UnknownFile: if there is no alarm about him.
    """
    person = office.person(actor)
    office.require(person, "check", "解除查重警报")
    if who == person.person and not person.sole:
        raise office.refused(person, "解除本人的查重警报")
    with office.writing(person) as (work, at):
        key, entry = _entry(work, who)
        if "alarm" not in entry:
            raise UnknownFile(who, "查重警报")
        work.put(ALARMS, key, {"person": who, "day": "", "probes": 0})
        work.record(Act("clear-alarm", person.account, at, reason=reason, detail={"person": who}))


def _entry(reader: Reader | Work, person: str) -> tuple[int, Document]:
    for key in reader.find(ALARMS, "person", person):
        return key, reader.get(ALARMS, key) or {}
    return 0, {}


def _count(office: Office, person: Person) -> None:
    with office.writing() as (work, at):
        key, entry = _entry(work, person.person)
        day = day_of(at)
        probes = (entry["probes"] if entry.get("day") == day else 0) + 1
        entry = {"person": person.person, "day": day, "probes": probes}
        if probes >= MOST_PROBES:
            office.note("alarm", person, reason="一日内多次查到无权知悉的客户", probes=probes)
            entry["alarm"] = at
        work.put(ALARMS, key or work.last_key(ALARMS) + 1, entry)
        work.record(Act("probe", person.account, at, detail={"probes": probes}))
