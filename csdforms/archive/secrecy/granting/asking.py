"""Asking to read a file (查阅申请), and what was asked for and granted (archive.md §4.3).

Who asks for a file that is not there, or of which he may not know, is answered as for any other:
his request is registered. The file's leaders see it; he himself sees a request that waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from csdforms.archive.records import Reader
from csdforms.archive.secrecy.granting.emergency import Emergencies
from csdforms.archive.secrecy.granting.grants import GRANTS, Grant
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import known, located, said
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.store import Act, Document
from csdforms.errors import NotPermitted

__all__ = ["LONGEST", "Asking", "Wish", "read_fields"]

#: Days of a grant at the most.
LONGEST = 30

_FIELD = re.compile(r"[a-z][a-z0-9_.]*")


class Wish(NamedTuple):
    """What somebody wants to read: for what, which fields unmasked, for how many days."""

    purpose: str
    fields: list[str]
    days: int

    def __repr__(self) -> str:
        return f"Wish({self.fields!r}, {self.days!r})"

    @classmethod
    def of(cls, purpose: str, fields: Sequence[str], days: int) -> Self:
        """Check what is wanted.

        Raises:
            NotPermitted: if the purpose is missing, or fields or days are none.
        """
        what_for = said(purpose, "查阅用途")
        names = read_fields(fields)
        if not 1 <= days <= LONGEST:
            raise NotPermitted(f"没有办理：查阅期限应为 1 至 {LONGEST} 天。")
        return cls(what_for, names, days)


def read_fields(fields: Sequence[str]) -> list[str]:
    """Return the names of fields, each once.

    Raises:
        NotPermitted: if one is no name; a value must not get into the journal this way.
    """
    names = list(dict.fromkeys(fields))
    if names != [ALL] and not all(map(_FIELD.fullmatch, names)):
        raise NotPermitted("没有办理：字段应是字段名（例如 mobile），或只写 * 表示全部。")
    return names


class Asking(Emergencies):
    """Requests, and the list of what was asked for and granted."""

    def ask(
        self,
        number: str,
        *,
        purpose: str,
        fields: Sequence[str] = (),
        days: int = 1,
        reason: str = "",
        actor: str = "",
    ) -> str:
        """Ask to read a file (申请查阅); return the request's number, whatever the file.

        Args:
            number: the file's number.
            purpose: what for.
            fields: the names of the fields to be seen unmasked, or ``*``; none: masked reading.
            days: for how long.
            reason: why.
            actor: who asks.

        Raises:
            NotAuthorised: if he may see no customer at all.
            NotPermitted: if the purpose is missing, or fields or days are none.
            InvalidNumber: if the number is written like a file number, but wrongly.
        """
        office = self.office
        person = office.person(actor)
        if not person.is_audience:
            raise office.refused(person, "申请查阅客户档案")
        wish = Wish.of(purpose, fields, days)
        with office.writing(person) as (work, at):
            found = located(work, number)
            request = {
                "number": next_number(work, GRANTS, at),
                "file": found[1]["number"] if found else "",
                "given": number,
                "reader": person.person,
                **wish._asdict(),
                "reason": reason,
                "from": "",
                "to": "",
                "by": "",
                "at": at,
            }
            work.put(GRANTS, work.last_key(GRANTS) + 1, request)
            detail = {"grant": request["number"], "fields": wish.fields, "days": days}
            who = person.account
            work.record(Act("ask", who, at, request["file"], wish.purpose, reason, detail))
        return str(request["number"])

    def grants(self, *, file: str = "", state: str = "", actor: str = "") -> Iterator[Grant]:
        """Return requests and grants, oldest first: one's own, and those for which one answers.

        Of a file that he may not know of nobody sees any, but his own requests: each as one that
        waits, whether there is such a file or not.

        Args:
            file: only those of this file.
            state: ``asked``, ``refused``, ``granted``, ``ended``; ``unreviewed`` emergencies.
            actor: who asks.
        """
        person, at = self.office.person(actor), self.office.moment()
        store = self.office.store
        found = located(store, file) if file else None
        is_known = found is not None and known(store, person, found[1], at)
        number = found[1]["number"] if found and is_known else ""
        for _, document in store.rows(GRANTS):
            if (grant := _shown(store, person, document, at)) is None:
                continue
            if file and grant.file not in (number, file):
                continue
            pending = grant.emergency and grant.reviewed is None
            if state in ("", "unreviewed" if pending else grant.state, grant.state):
                yield grant


def _shown(reader: Reader, person: Person, document: Document, at: str) -> Grant | None:
    """Return what somebody sees of a request or a grant, None if nothing."""
    grant = Grant.of(document, at)
    own = grant.reader == person.person
    answers = person.highest("grants") >= 0 or person.may("review")
    file = located(reader, grant.file) if own or answers else None
    if file and known(reader, person, file[1], at):
        return grant
    if own and not grant.by:
        return grant._replace(
            file=document["given"], state="asked", end="", reason=document["reason"]
        )
    return None
