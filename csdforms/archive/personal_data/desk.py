"""What all acts about requests share: whose it is, of which file, its clock, the act's line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from csdforms.archive import lookup
from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data import deadlines
from csdforms.archive.personal_data.left_alone import is_asked
from csdforms.archive.personal_data.records import HELD, OPEN, REQUESTS, STATES
from csdforms.archive.personal_data.relations import RELATIONS, gap
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located, visible
from csdforms.archive.store import Act, Document, Work
from csdforms.archive.workdays import Calendar
from csdforms.errors import NotAllowedNow, UnknownFile

__all__ = ["ANSWER", "TAKE", "Desk", "act_of", "require_state"]

TAKE, ANSWER = "take_request", "answer_request"
_WHAT = "个人信息请求"


class Desk:
    """Where requests are taken and answered.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    @cached_property
    def calendar(self) -> Calendar:
        """The working days."""
        return Calendar(self.office)

    def require_either(self, person: Person, act: str) -> None:
        """Let somebody pass who takes requests or answers them.

        Raises:
            NotAuthorised: if he does neither; noted.
        """
        if not person.may(TAKE):
            self.office.require(person, ANSWER, act)

    def card(
        self, reader: Reader, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document]:
        """Return the key and the card of the file with a number, of a merged one where it went.

        Raises:
            InvalidNumber, UnknownFile: if there is none for him.
        """
        return visible(self.office, reader, person, number, at=at, act=act)

    def card_of(self, reader: Reader, row: Document) -> Document | None:
        """Return the card of a request's file as it is now, None if it has none."""
        found = self._file(reader, row)
        return found[1] if found else None

    def row(
        self, reader: Reader, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document]:
        """Return the key and the document of a request.

        Raises:
            UnknownFile: if there is none, or he may not know of its file; noted.
        """
        found = entry(reader, REQUESTS, number.strip().upper())
        if found and self._knows(reader, person, found[1], at):
            return found
        subject = found[1]["file"] if found else ""
        self.office.note("refused", person, subject=subject, wanted=act)
        raise UnknownFile(number, _WHAT)

    def rows(self, person: Person, at: str, file: str) -> Iterator[Document]:
        """Yield the requests that somebody may know of, all or those about a file."""
        store = self.office.store
        meant = located(store, file) if file else None
        for _, row in store.rows(REQUESTS):
            about = self._file(store, row)
            if file and (meant is None or about is None or about[0] != meant[0]):
                continue
            if self._knows(store, person, row, at):
                yield row

    def start(self, reader: Reader, row: Document, at: str, day: str) -> None:
        """Let the clock of a request run from a day on, if nothing is missing of its proof."""
        waits = RELATIONS[row["requester"]["relation"]].waits
        if "proof" not in row or (waits and gap(row, day_of(at))):
            row["state"] = HELD
            if not row["pauses"] or "to" in row["pauses"][-1]:
                row["pauses"].append({"from": day, "why": "身份或关系未证明", "by": ""})
            return
        if row["pauses"] and "to" not in row["pauses"][-1]:
            row["pauses"][-1]["to"] = day
        row["state"] = OPEN
        deadlines.resume(row, self.calendar, day, deadlines.answer_workdays(reader))

    def stop_marketing(self, work: Work, row: Document) -> None:
        """Set do-not-call for somebody who wants to be left alone; it takes no proof of him.

        Not for a company one of whose people wants to be left out.
        """
        found = self._file(work, row)
        if found and is_asked(row):
            key, card = found
            work.put("files", key, card | {"do_not_call": True})

    def put_card(self, work: Work, card: Document) -> None:
        """Write the card of a file."""
        work.put("files", lookup.key_of(work, card["number"]), card)

    def _file(self, reader: Reader, row: Document) -> tuple[int, Document] | None:
        return located(reader, row["file"]) if row["file"] else None

    def _knows(self, reader: Reader, person: Person, row: Document, at: str) -> bool:
        """Whether somebody may know of a request: of its file, if it has one."""
        found = self._file(reader, row)
        return found is None or known(reader, person, found[1], at)


def require_state(row: Document, states: tuple[str, ...], act: str) -> None:
    """Let an act pass if the request's state allows it.

    Raises:
        NotAllowedNow: if it does not.
    """
    if row["state"] not in states:
        raise NotAllowedNow(row["number"], STATES[row["state"]], act, _WHAT)


def act_of(
    name: str, person: Person, at: str, row: Document, *, reason: str = "", **detail: object
) -> Act:
    """Return the line of an act about a request."""
    said = {"request": row["number"], **detail}
    return Act(name, person.account, at, row["file"], "", reason, said)
