"""Lending paper and sealed copies, and taking them back (借阅; archive.md §4.3, §5; flows.md 4.15).

Who may lend, and how long, follows from the file's level; 绝密 is never lent. Originals never leave
the office and are back the same day. What is out cannot be lent on. Pages are counted out and back;
missing ones are an incident, whose sheet is 机密.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csdforms.archive import numbers
from csdforms.archive.actor import BEIJING, day_of, moment
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import CONFIDENTIAL, HIGHEST, effective
from csdforms.archive.secrecy.outgoing.loans import LOANS, Loan, is_out, overdue
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
from csdforms.archive.states import require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotAllowedNow, NotPermitted, UnknownFile

__all__ = ["Lending"]


#: Days for which copies may be out, by level; 0: to be read in the office, and back the same day.
_LONGEST = (3, 3, 3, 0)
_LENDERS = {1: "客户信息专员", 2: "客户信息主管", 3: "客户服务部经理"}


class Lending:
    """The register of loans.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def lend(
        self,
        number: str,
        borrower: str,
        *,
        purpose: str,
        pages: int,
        days: int | None = None,
        original: bool = False,
        actor: str = "",
        reason: str = "",
    ) -> Loan:
        """Lend a file's papers, or an item's (借出).

        Args:
            number: the file's number, or an item's.
            borrower: his name in the registry, or one of his accounts.
            purpose: what for.
            pages: how many sheets go out.
            days: for how long; 0: back today; None: as long as the level allows.
            original: whether it is the original, not a copy.
            actor: who lends.
            reason: why.

        Raises:
            NotAuthorised: if he may not lend on this level, or is the borrower himself.
            NotPermitted: if the purpose is missing; if it is longer than allowed, or 绝密; if the
                borrower is not registered, cleared and in the circle, or keeps an overdue loan of
                a file of which the lender may know.
            NotAllowedNow: if it is out, or the file is frozen, being checked, or closed.
            UnknownFile: if there is no such file or item for him.
        """
        act = "出借档案"
        office = self.office
        person = office.person(actor)
        if person.highest("lends") < 0:
            raise office.refused(person, act, who=_LENDERS[1])
        what_for = said(purpose, "借阅用途")
        if pages < 1:
            raise NotPermitted("没有办理：请写明借出的页数。")
        file, _, rest = number.replace("／", "/").partition("/")
        with office.writing(person) as (work, at):
            _, card = visible(office, work, person, file, at=at, act=act)
            item = _item(work, f"{card['number']}/{rest}") if rest else ""
            who = self._check_parties(work, person, card, borrower, at)
            require(card["number"], card["state"], "lend")
            if is_out(work, card["number"], item):
                raise NotAllowedNow(card["number"], "借出", "出借")
            longest = 0 if original else _LONGEST[effective(card)]
            loan = {
                "number": next_number(work, LOANS, at),
                "file": card["number"],
                "borrower": who,
                "purpose": what_for,
                "pages": pages,
                "out": at,
                "due": _due(at, days, longest),
                "by": person.person,
            }
            loan |= {"item": item} if item else {}
            loan |= {"original": True} if original else {}
            loan |= {"in_office": True} if longest == 0 else {}
            work.put(LOANS, work.last_key(LOANS) + 1, loan)
            detail = {name: loan[name] for name in loan if name not in _IN_THE_LINE}
            detail["loan"] = loan["number"]
            work.record(Act("lend", person.account, at, card["number"], what_for, reason, detail))
        return Loan.of(loan, at)

    def give_back(
        self, number: str, pages: int, *, condition: str = "", actor: str = "", reason: str = ""
    ) -> Loan:
        """Take back what was lent (归还): anybody who lends, not only he who lent it.

        Fewer pages than went out are an incident: a line of its own, an alarm in the log. The
        borrower is to be told; he finds it in his list of loans.

        Args:
            number: the loan's, ``JY-2026-0001``.
            pages: how many sheets came back; 0 if it is lost.
            condition: what they are like.
            actor: who takes it back and counts.
            reason: what is to be said of it.

        Raises:
            NotAuthorised: if he does not lend, or is the borrower himself.
            NotPermitted: if more pages came back than went out, or it is back already.
            UnknownFile: if there is no such loan for him.
        """
        act = "办理归还"
        office = self.office
        person = office.person(actor)
        if person.highest("lends") < 0:
            raise office.refused(person, act, who=_LENDERS[1])
        with office.writing(person) as (work, at):
            key, loan = self._loan(work, person, number, at, act)
            file, pages_out = loan["file"], loan["pages"]
            if loan["borrower"] == person.person and not person.sole:
                raise office.refused(person, "清点本人的借阅", subject=file, who="其他经办人")
            if "back" in loan:
                raise NotPermitted(f"没有办理：{loan['number']} 已经归还。")
            if not 0 <= pages <= pages_out:
                raise NotPermitted(f"没有办理：归还的页数应为 0 至 {pages_out}，请重新清点。")
            loan |= {"back": at, "pages_back": pages, "taken_by": person.person}
            loan |= {"condition": condition} if condition else {}
            work.put(LOANS, key, loan)
            detail = {"loan": loan["number"], "pages": pages_out, "pages_back": pages}
            account = person.account
            work.record(Act("give-back", account, at, file, "", reason, detail))
            if pages < pages_out:
                detail |= {"borrower": loan["borrower"], "level": CONFIDENTIAL}
                work.record(Act("incident", account, at, file, "", reason, detail))
                office.note("alarm", person, subject=file, wanted=act, loan=loan["number"])
        return Loan.of(loan, at)

    def loans(
        self, *, file: str = "", overdue_only: bool = False, every: bool = False, actor: str = ""
    ) -> Iterator[Loan]:
        """Return what is out, oldest first: one's own loans; who lends sees everybody's.

        Of a file that he may not know of nobody sees any.

        Args:
            file: only those of this file.
            overdue_only: only what should be back: the list of reminders.
            every: also what is back.
            actor: who asks.
        """
        person, at = self.office.person(actor), self.office.moment()
        store = self.office.store
        meant = located(store, file) if file else None
        lends = person.highest("lends") >= 0
        for _, document in store.rows(LOANS):
            loan = Loan.of(document, at)
            if file and (meant is None or loan.file != meant[1]["number"]):
                continue
            if not (lends or loan.borrower == person.person) or not (every or not loan.back):
                continue
            if overdue_only and loan.state != "overdue":
                continue
            if self._knows(store, person, document, at):
                yield loan

    def _check_parties(
        self, work: Work, person: Person, card: Document, borrower: str, at: str
    ) -> str:
        """Return the borrower's name, if this person may lend this file to him."""
        office, number, level = self.office, card["number"], effective(card)
        if level == HIGHEST:
            raise denied(office, person, "绝密档案不外借", subject=number, act="出借绝密档案")
        if person.highest("lends") < level:
            who = _LENDERS[level]
            raise office.refused(person, "出借这一密级的档案", subject=number, who=who)
        if person.sole:  # nobody else is registered
            return said(borrower, "借阅人")
        accounts = accounts_of(work, borrower)
        gap = missing(card, accounts)
        if not gap and accounts[0].person == person.person:
            raise office.refused(person, "借给本人", subject=number, who="其他有权出借的人")
        late = overdue(work, accounts[0].person, at) if not gap else []
        if any(self._knows(work, person, loan, at) for loan in late):
            gap = "有逾期未还的借阅，归还以前不能再借"
        if gap:
            raise denied(office, person, f"借阅人{gap}", subject=number, act="出借档案")
        return accounts[0].person

    @staticmethod
    def _knows(reader: Reader, person: Person, loan: Document, at: str) -> bool:
        """Whether somebody may know of the file that a loan is of."""
        file = located(reader, loan["file"])
        return file is not None and known(reader, person, file[1], at)

    def _loan(
        self, work: Work, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document]:
        found = entry(work, LOANS, number)
        if found and self._knows(work, person, found[1], at):
            return found
        self.office.note("refused", person, wanted=act)
        raise UnknownFile(number, "借阅")


#: What the line of a loan says by itself.
_IN_THE_LINE = frozenset({"number", "file", "out", "purpose", "by"})


def _item(reader: Reader, item: str) -> str:
    """Return an item's number in its one spelling, if there is one."""
    plain = numbers.read_item(item)
    if not reader.find("items", "number", plain):
        raise UnknownFile(plain, "件")
    return plain


def _due(at: str, days: int | None, longest: int) -> str:
    """Return the end of the day on which a loan must be back."""
    wanted = longest if days is None else days
    if not 0 <= wanted <= longest:
        text = f"最多借 {longest} 天" if longest else "只能在办公室阅看，当天归还"
        raise NotPermitted(f"没有办理：这份档案{text}，请改短期限。")
    day = dt.date.fromisoformat(day_of(at)) + dt.timedelta(days=wanted)
    return moment(dt.datetime.combine(day, dt.time.max, BEIJING))
