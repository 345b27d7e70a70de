"""What all acts on an application share: which one, of which file, and what is written of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.checking import Partners, ask
from csdforms.archive.deregistration.findings import open_matters
from csdforms.archive.deregistration.joint_check import LINES
from csdforms.archive.deregistration.records import (
    DECISION_WITHIN,
    DEREGISTRATIONS,
    STATES,
    Application,
    lapses_on,
)
from csdforms.archive.deregistration.warranties import running
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Act, Document, Work
from csdforms.archive.workdays import Calendar
from csdforms.errors import NotAllowedNow, NotAuthorised, UnknownFile

__all__ = ["Case", "Desk", "hand", "role_of"]

_WHAT = "注销申请"
#: Who has to do with deregistrations, besides the owners of the lines.
_READERS = ("deregister", "lead_check", "agree", "pay", "notify", "second_seal")
_OWNERS = frozenset(role for line in LINES for role in line.owners)


class Case(NamedTuple):
    """An application and its file, each with its key; both documents may be changed."""

    key: int
    row: Document
    place: int
    card: Document

    def __repr__(self) -> str:
        return f"Case({self.row.get('number')!r})"


class Desk:
    """Where applications are taken, checked and decided.

    Args:
        office: the archive's.
        partners: the systems outside that are asked, see
            :data:`csdforms.archive.deregistration.checking.Partners`.
    """

    def __init__(self, office: Office, partners: Partners) -> None:
        self.office = office
        self.partners = partners

    @cached_property
    def calendar(self) -> Calendar:
        """The working days."""
        return Calendar(self.office)

    def person(self, right: str, act: str, actor: str) -> Person:
        """Return who acts, if he has the right to it.

        Raises:
            NotAuthorised: if he has not; noted.
        """
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return person

    def begin(self, person: Person, number: str, act: str) -> tuple[Blocker, ...]:
        """Let an application end that waited too long; return what the systems outside say of it.

        Raises:
            UnknownFile: if there is no such application for him; noted.
        """
        at = self.office.moment()
        case = self.case(self.office.store, person, number, at=at, act=act)
        if self.is_over(case.row, at):
            with self.office.writing(person) as (work, now):
                self.lapse(work, self.case(work, person, number, at=now, act=act), person, now)
            return ()
        return ask(self.partners, case.row["file"])

    def case(self, reader: Reader, person: Person, number: str, *, at: str, act: str) -> Case:
        """Return an application with its file.

        Raises:
            UnknownFile: if there is none, or he may not know of its file; noted.
        """
        found = entry(reader, DEREGISTRATIONS, number.strip().upper())
        file = located(reader, found[1]["file"]) if found else None
        if found and file and known(reader, person, file[1], at):
            return Case(*found, *file)
        subject = found[1]["file"] if found else ""
        self.office.note("refused", person, subject=subject, wanted=act)
        raise UnknownFile(number, _WHAT)

    def running(
        self, work: Work, person: Person, number: str, *, at: str, act: str, event: str
    ) -> Case:
        """Return an application that runs, and whose state allows an act.

        Raises:
            UnknownFile: as :meth:`case`.
            NotAllowedNow: if it is over, or its state does not allow the act.
        """
        case = self.case(work, person, number, at=at, act=act)
        number = case.row["number"]
        if case.card.get("deregistration") != number or "ended_at" in case.row:
            raise NotAllowedNow(number, STATES[case.row["state"]], states.ACTS[event], _WHAT)
        states.require(case.row["file"], case.card["state"], event)
        return case

    def cases(self, person: Person, at: str) -> Iterator[Case]:
        """Yield the applications of which somebody may know, oldest first."""
        store = self.office.store
        for key, row in store.rows(DEREGISTRATIONS):
            file = located(store, row["file"])
            if file and known(store, person, file[1], at):
                yield Case(key, row, *file)

    def known(
        self, work: Work, case: Case, at: str, asked: tuple[Blocker, ...]
    ) -> tuple[Blocker, ...]:
        """Return what is known to be open; put down the warranties to which links stay."""
        found = running(work, case.card, at=at)
        case.row.pop("warranties", None)
        if found:
            case.row["warranties"] = [list(one) for one in found]
        return (*open_matters(work, case.card, at=at), *asked)

    def separate(self, person: Person, case: Case, act: str, *, others: bool) -> None:
        """Refuse whoever had a hand in an application before.

        Args:
            person: who acts.
            case: the application.
            act: what he would do.
            others: whether who led the check, and who approved, count as well as the applicant.

        Raises:
            NotAuthorised: if he had; noted.
        """
        row = case.row
        hands = [row["applicant"]]
        if others:
            hands += [one["by"] for one in (*row["checks"], *row["approvals"])]
        if person.person in hands and not person.sole:
            raise self.refused(person, case, act, "没有经手这项申请的人")

    def refused(self, person: Person, case: Case, act: str, who: str) -> NotAuthorised:
        """Note a try that is refused, and return the error to raise."""
        return self.office.refused(person, act, subject=case.row["file"], who=who)

    def write(
        self,
        work: Work,
        case: Case,
        name: str,
        person: Person,
        at: str,
        *,
        reason: str = "",
        **detail: object,
    ) -> None:
        """Write an application and its file, and the line that says what was done."""
        work.put(DEREGISTRATIONS, case.key, case.row)
        work.put("files", case.place, case.card)
        said = {"application": case.row["number"], "state": case.row["state"], **detail}
        if case.row["blockers"]:
            said["lines"] = list(dict.fromkeys(line for line, *_ in case.row["blockers"]))
        work.record(Act(name, person.account, at, case.row["file"], "", reason, said))

    def end(self, case: Case, state: str, event: str, at: str, said: Document) -> None:
        """Let an application end, and its file be what it was before."""
        states.advance(case.card, event, back_to=case.row["before"])
        case.card.pop("deregistration", None)
        case.row.update(state=state, ended_at=at, ended=said)

    def is_over(self, row: Document, at: str) -> bool:
        """Whether an application waited for so long that it ends."""
        return bool(day := lapses_on(row)) and day <= day_of(at)

    def lapse(self, work: Work, case: Case, person: Person, at: str) -> None:
        """Let an application end that waited too long; nobody decides that."""
        self.end(case, "lapsed", "lapse", at, {"by": "", "role": "", "reason": "中止满 90 天"})
        self.write(work, case, "lapse-deregistration", person, at)

    def handed(self, row: Document, at: str, *, whole: bool = False) -> Application:
        """Return an application as it is handed out."""
        first = day_of(row["at"])
        due = self.calendar.after(first, DECISION_WITHIN)
        warning = self.calendar.warning(first, due)
        return Application.of(row, at, due, warning, whole=whole)

    def require_reader(self, person: Person, act: str) -> None:
        """Let somebody pass who has to do with deregistrations.

        Raises:
            NotAuthorised: if he has not; noted.
        """
        is_owner = not _OWNERS.isdisjoint(person.roles)
        if not (is_owner or any(map(person.may, _READERS))):
            raise self.office.refused(person, act)


def hand(person: Person, at: str) -> Document:
    """Return what a row says of who did something, in which offices, and when."""
    return {"by": person.person, "roles": list(person.roles), "at": at}


def role_of(person: Person, right: str) -> str:
    """Return the role in which somebody has a right, "" for the only keeper."""
    return next((name for name in person.roles if right in ROLES[name].rights), "")
