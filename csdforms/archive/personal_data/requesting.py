"""What people ask of their own data: taken, proven, answered in time (archive.md §5, §6.2).

Everybody's request is taken and gets a number (L-PIPL 50), also that of somebody who is not on
file, or of whose file whoever takes it may not know: who answers adds the file. Marketing stops at
once when somebody wants his data deleted, or takes his consent back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data.deadlines import WORKDAYS
from csdforms.archive.personal_data.desk import ANSWER, TAKE, Desk, act_of, require_state
from csdforms.archive.personal_data.records import ANSWERED, OPEN, REQUESTS, Request
from csdforms.archive.personal_data.taking import NewRequest, checked
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document
from csdforms.errors import NotPermitted

if TYPE_CHECKING:
    from csdforms.archive.personal_data.answers import NewAnswer
    from csdforms.archive.personal_data.portability import Portable

__all__ = ["PersonalRequests"]


class PersonalRequests:
    """The register of requests about personal data.

    Every method raises NotAuthorised if who acts has no right to it, and UnknownFile if there is no
    such request for him: a request about a file of which he may not know is as if absent.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self._desk = Desk(office)

    def take(self, new: NewRequest, *, actor: str = "") -> Request:
        """Take a request in (受理), whatever comes of it; return it with its number.

        If it is not proven who asks, or in whose name, it waits for that and its clock stands.

        Args:
            new: what is asked for, and by whom.
            actor: who takes it.

        Raises:
            InvalidNumber, UnknownFile: if the file's number is wrong, or there is none for him.
            NotPermitted: if something is missing in it, or it cannot be about such a file.
        """
        act = "登记个人信息请求"
        office = self.office
        person = office.person(actor)
        office.require(person, TAKE, act)
        with office.writing(person) as (work, at):
            card = self._desk.card(work, person, new.file, at, act)[1] if new.file else None
            row: Document = {"number": "", "file": card["number"] if card else ""}
            row |= checked(new, card, day_of(at)) | {"at": at, "taken_by": person.person}
            if new.proof.strip():
                row["proof"] = {"how": new.proof.strip(), "by": person.person, "at": at}
            row["number"] = next_number(work, REQUESTS, at)
            self._desk.start(work, row, at, row["received_on"])
            self._desk.stop_marketing(work, row)
            work.put(REQUESTS, work.last_key(REQUESTS) + 1, row)
            work.record(act_of("take-request", person, at, row, kind=row["kind"]))
        return Request.of(row, day_of(at), whole=True)

    def identify(
        self,
        number: str,
        *,
        proof: str = "",
        authority: str = "",
        authority_until: str = "",
        file: str = "",
        actor: str = "",
    ) -> Request:
        """Put down that it is proven who asks; see :func:`.identifying.identify`."""
        from csdforms.archive.personal_data.identifying import identify

        return identify(
            self.office,
            number,
            proof=proof,
            authority=authority,
            authority_until=authority_until,
            file=file,
            actor=actor,
        )

    def doubt(self, number: str, *, reason: str, actor: str = "") -> Request:
        """Ask for a proof of the identity; see :func:`.identifying.doubt`."""
        from csdforms.archive.personal_data.identifying import doubt

        return doubt(self.office, number, reason=reason, actor=actor)

    def extend(
        self, number: str, until: str = "", *, reason: str, told: str, actor: str = ""
    ) -> Request:
        """Extend the term of an answer, once, before it is over, and tell who asks why.

        Args:
            number: the request's.
            until: the new day; by default thirty days after the request, and never later.
            reason: why.
            told: how and when he was told.
            actor: who decides.

        Raises:
            NotAllowedNow: if the request waits for a proof, or is answered.
            NotPermitted: without reason or telling; a second time; after the term; for too long.
        """
        act = "延长答复期限"
        office = self.office
        person = office.person(actor)
        office.require(person, ANSWER, act)
        why, how = said(reason, "延长的理由"), said(told, "如何告知了请求人")
        with office.writing(person) as (work, at):
            key, row = self._desk.row(work, person, number, at, act)
            require_state(row, (OPEN,), act)
            new, day = until or row["outer"], day_of(at)
            if "extended" in row:
                raise NotPermitted(f"没有办理：{row['number']} 已延长过一次，请尽快答复。")
            if day > row["due"]:
                raise NotPermitted(f"没有办理：{row['number']} 已过答复期限，请立即答复。")
            if not row["due"] < new <= row["outer"]:
                raise NotPermitted(
                    f"没有办理：新的期限应晚于 {row['due']}，不晚于 {row['outer']}。"
                )
            said_so = {"reason": why, "told": how, "by": person.person, "at": at}
            row["extended"] = {"from": row["due"], "to": new} | said_so
            row["due"] = new
            work.put(REQUESTS, key, row)
            work.record(act_of("extend-request", person, at, row, reason=why, due=new))
        return Request.of(row, day, whole=True)

    def set_workdays(self, count: int, *, reason: str, actor: str = "") -> None:
        """Settle how many working days the department gives itself, for requests from now on.

        Args:
            count: 1 to 15.
            reason: why.
            actor: who decides: the person in charge of personal data.

        Raises:
            NotPermitted: without a reason, or for longer.
        """
        act = "规定答复期限"
        office = self.office
        person = office.person(actor)
        office.require(person, ANSWER, act)
        why = said(reason, "理由")
        if not 1 <= count <= WORKDAYS:
            raise NotPermitted(f"没有办理：答复期限应为 1 至 {WORKDAYS} 个工作日。")
        with office.writing(person) as (work, at):
            work.put("settings", 1, (work.get("settings", 1) or {}) | {"request_workdays": count})
            detail = {"request_workdays": count}
            work.record(Act("request-setting", person.account, at, reason=why, detail=detail))

    def answer(self, number: str, answer: NewAnswer, *, actor: str = "") -> Request:
        """Answer a request, with reasons; see :func:`.answering.give`."""
        from csdforms.archive.personal_data.answering import give

        return give(self.office, number, answer, actor=actor)

    def restrict(self, number: str, *, reason: str, actor: str = "") -> Request:
        """Let the data of a request's file only be stored; see :func:`.restricting.restrict`."""
        from csdforms.archive.personal_data.restricting import restrict

        return restrict(self.office, number, reason=reason, actor=actor)

    def release(self, number: str, *, reason: str, actor: str = "") -> Request:
        """End a restriction; see :func:`.restricting.release`."""
        from csdforms.archive.personal_data.restricting import release

        return release(self.office, number, reason=reason, actor=actor)

    def export(self, number: str, *, actor: str = "") -> Portable:
        """Hand somebody's own data out for him; see :func:`.portability.export`."""
        from csdforms.archive.personal_data.portability import export

        return export(self.office, number, actor=actor)

    def show(self, number: str, *, actor: str = "") -> Request:
        """Return one request with who asks for what, and what became of it; it is noted."""
        from csdforms.archive.personal_data.situations import situations

        act = "查看个人信息请求"
        office = self.office
        person, at = office.person(actor), office.moment()
        self._desk.require_either(person, act)
        _, row = self._desk.row(office.store, person, number, at, act)
        office.note("show-request", person, subject=row["file"], request=row["number"])
        request = Request.of(row, day_of(at), whole=True)
        if row["state"] == ANSWERED:
            return request
        card = self._desk.card_of(office.store, row)
        return request._replace(situations=situations(office.store, row, card, at=at))

    def requests(
        self, *, file: str = "", overdue_only: bool = False, every: bool = False, actor: str = ""
    ) -> Iterator[Request]:
        """Return the requests that are not answered yet, the most urgent first.

        Args:
            file: only those about this file.
            overdue_only: only those whose term is over.
            every: also what is answered.
            actor: who asks.
        """
        person, at = self.office.person(actor), self.office.moment()
        self._desk.require_either(person, "查看个人信息请求")
        rows = self._desk.rows(person, at, file)
        found = (Request.of(row, day_of(at)) for row in rows)
        wanted = (
            one
            for one in found
            if (every or one.state != ANSWERED) and (one.overdue or not overdue_only)
        )
        return iter(sorted(wanted, key=lambda one: (one.state, one.due or one.received_on)))
