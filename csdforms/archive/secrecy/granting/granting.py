"""Asking to read, and grants of reading (查阅申请与批准; archive.md §4.3, flows.md 4.16).

Somebody who may not read a file asks; who may grant on its level decides: never the reader himself,
under whatever account (S08, S30). A grant names one person, one file, the fields shown unmasked,
the purpose and a window; it cannot be passed on, because nobody can grant by having been granted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from csdforms.archive import terms
from csdforms.archive.actor import BEIJING, day_of, moment
from csdforms.archive.secrecy.granting.asking import Asking, Wish
from csdforms.archive.secrecy.granting.cases import is_open
from csdforms.archive.secrecy.granting.emergency import later
from csdforms.archive.secrecy.granting.grants import GRANTS, Grant
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import (
    accounts_of,
    denied,
    known,
    located,
    missing,
    said,
    visible,
)
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["Granting"]

_WHAT = "查阅申请或批准"
_GRANTORS = {2: "客户信息主管", 3: "客户服务部经理", 4: "总经理"}


class Granting(Asking):
    """Requests, grants and emergency readings."""

    def approve(
        self,
        request: str,
        *,
        fields: Sequence[str] | None = None,
        days: int | None = None,
        start: str = "",
        reason: str = "",
        actor: str = "",
    ) -> Grant:
        """Grant what somebody asked for (批准), or less of it.

        Args:
            request: the request's number.
            fields: fewer fields than he asked for.
            days: fewer days.
            start: the day on which it begins; "" is now.
            reason: why.
            actor: who decides.

        Raises:
            NotAuthorised, NotPermitted: see :meth:`grant`; also if it is more than was asked for.
            UnknownFile: if there is no such request for him.
        """
        office = self.office
        person = self._grantor(actor)
        with office.writing(person) as (work, at):
            key, asked, card = self._asked(work, person, request, at)
            wish = Wish.of(
                asked["purpose"],
                asked["fields"] if fields is None else fields,
                asked["days"] if days is None else days,
            )
            more = ALL not in asked["fields"] and not set(wish.fields) <= set(asked["fields"])
            if more or wish.days > asked["days"]:
                raise NotPermitted("没有办理：批准的字段或天数超出了申请，请缩小范围。")
            accounts = accounts_of(work, asked["reader"])
            given = self._given(person, card, accounts, wish, start=start, at=at)
            return self._put(work, key, asked | given, person, reason)

    def refuse(self, request: str, *, reason: str, actor: str = "") -> None:
        """Refuse what somebody asked for, with a reason.

        He reads it in the list of his requests, unless he may not know of the file.

        Raises:
            NotAuthorised: if it is not for him to decide.
            NotPermitted: if the reason is missing, or it was decided already.
            UnknownFile: if there is no such request for him.
        """
        person = self._grantor(actor)
        why = said(reason, "不批准的理由")
        with self.office.writing(person) as (work, at):
            key, asked, card = self._asked(work, person, request, at)
            self._check_power(person, card, asked["reader"])
            refused = {"by": person.person, "at": at, "reason": why}
            work.put(GRANTS, key, asked | {"refused": refused})
            detail = {"grant": asked["number"]}
            work.record(Act("refuse", person.account, at, card["number"], "", why, detail))

    def grant(
        self,
        number: str,
        reader: str,
        *,
        purpose: str,
        fields: Sequence[str] = (),
        days: int = 1,
        start: str = "",
        case: str = "",
        reason: str = "",
        actor: str = "",
    ) -> Grant:
        """Let somebody read a file (批准查阅), who may not have asked for it.

        Args:
            number: the file's number.
            reader: his name in the registry, or one of his accounts.
            purpose: what for.
            fields: the names of the fields that he sees unmasked, or ``*``; none: masked reading.
            days: for how long, 30 at the most.
            start: the day on which it begins; "" is now.
            case: the number of the matter in the file with whose end it ends.
            reason: why.
            actor: who decides.

        Raises:
            NotAuthorised: if he may not grant on this level, or is the reader himself.
            NotPermitted: if the purpose is missing, the window none, or the reader not registered,
                not cleared for the level or not in the circle.
            UnknownFile: if there is no such file for him, or no such matter in it.
        """
        office = self.office
        person = self._grantor(actor)
        wish = Wish.of(purpose, fields, days)
        with office.writing(person) as (work, at):
            _, card = visible(office, work, person, number, at=at, act="批准查阅")
            given = self._given(person, card, accounts_of(work, reader), wish, start=start, at=at)
            if case:
                given["case"] = terms.normal("link", case)
                if not is_open(work, case, card["number"]):
                    raise UnknownFile(case, "办理中的案件")
            given |= {"number": next_number(work, GRANTS, at), "file": card["number"]}
            return self._put(work, work.last_key(GRANTS) + 1, given, person, reason)

    def revoke(self, number: str, *, reason: str, actor: str = "") -> Grant:
        """End a grant at once (撤销): who may grant on this level, or its reader himself.

        Raises:
            NotAuthorised: if he is neither.
            NotPermitted: if the reason is missing, or it has ended.
            UnknownFile: if there is no such grant for him.
        """
        office = self.office
        person = office.person(actor)
        why = said(reason, "撤销的理由")
        with office.writing(person) as (work, at):
            key, grant, card = self._entry(work, person, number, at, "撤销查阅批准")
            if grant["reader"] != person.person and person.highest("grants") < effective(card):
                raise office.refused(person, "撤销查阅批准", subject=card["number"])
            if Grant.of(grant, at).state != "granted":
                raise NotPermitted(f"没有办理：{grant['number']} 现在没有效力，不用撤销。")
            grant["revoked"] = at
            work.put(GRANTS, key, grant)
            detail = {"grant": grant["number"]}
            work.record(Act("revoke", person.account, at, card["number"], "", why, detail))
        return Grant.of(grant, at)

    def _grantor(self, actor: str) -> Person:
        person = self.office.person(actor)
        if person.highest("grants") < 0:
            raise self.office.refused(person, "批准查阅", who=_GRANTORS[2])
        return person

    def _entry(
        self, work: Work, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document, Document]:
        """Return the key and document of a number, and the card of its file."""
        found = entry(work, GRANTS, number)
        file = located(work, found[1]["file"]) if found else None
        if found and file and known(work, person, file[1], at):
            return *found, file[1]
        self.office.note("refused", person, wanted=act)
        raise UnknownFile(number, _WHAT)

    def _asked(
        self, work: Work, person: Person, number: str, at: str
    ) -> tuple[int, Document, Document]:
        """Return the same of a request that nobody has decided on."""
        key, asked, card = self._entry(work, person, number, at, "批准查阅")
        if Grant.of(asked, at).state != "asked":
            raise NotPermitted(f"没有办理：{asked['number']} 已经办理过。")
        return key, asked, card

    def _check_power(self, person: Person, card: Document, reader: str) -> None:
        """Refuse a grantor whose role is too low, and one who is the reader (S08, S30)."""
        number, level = card["number"], effective(card)
        if person.highest("grants") < level:
            who = _GRANTORS[level]
            raise self.office.refused(person, "批准查阅这一密级的档案", subject=number, who=who)
        if reader == person.person:
            raise self.office.refused(
                person, "批准本人查阅", subject=number, who="其他有权批准的人"
            )

    def _given(
        self,
        person: Person,
        card: Document,
        accounts: Sequence[Person],
        wish: Wish,
        *,
        start: str,
        at: str,
    ) -> Document:
        """Return what a grant says, if all this may be granted."""
        reader = accounts[0].person if accounts else ""
        self._check_power(person, card, reader)
        if gap := missing(card, accounts):
            act, number = "批准查阅", card["number"]
            raise denied(self.office, person, f"查阅人{gap}", subject=number, act=act)
        begin = _begin(start, at)
        return {
            "reader": reader,
            "fields": wish.fields,
            "purpose": wish.purpose,
            "from": begin,
            "to": later(begin, wish.days),
            "by": person.person,
            "at": at,
            "up_to": person.highest("grants"),
        }

    def _put(self, work: Work, key: int, grant: Document, person: Person, reason: str) -> Grant:
        if reason:
            grant["reason"] = reason
        work.put(GRANTS, key, grant)
        names = ("number", "reader", "fields", "from", "to", "case")
        detail = {name: grant[name] for name in names if name in grant}
        detail["grant"] = detail.pop("number")
        at, who = grant["at"], person.account
        work.record(Act("grant", who, at, grant["file"], grant["purpose"], reason, detail))
        return Grant.of(grant, at)


def _begin(start: str, at: str) -> str:
    """Return the moment at which a grant begins: now, or at the beginning of a day to come."""
    if start in ("", day_of(at)):
        return at
    try:
        day = dt.date.fromisoformat(start)
    except ValueError:
        raise NotPermitted("没有办理：开始日期应写作 2026-03-05 的样子。") from None
    begin = moment(dt.datetime.combine(day, dt.time(), BEIJING))
    if begin < at:
        raise NotPermitted("没有办理：开始日期已经过去。")
    return begin
