"""What others do with a draft: accepted, returned, refused, approved (archive.md §3.5, §8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from csdforms.archive import registering, states
from csdforms.archive.actor import day_of
from csdforms.archive.drafting import draft as drafts
from csdforms.archive.drafting.desk import Desk
from csdforms.archive.drafting.draft import DRAFTS
from csdforms.archive.drafting.papers import mark_seen, unseen
from csdforms.archive.duplicates import Strength
from csdforms.archive.lookup import get_file
from csdforms.archive.requests import Printed, Receipt
from csdforms.archive.secrecy.levels import CONFIDENTIAL, effective
from csdforms.archive.secrecy.people import STAFF, persons_named
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted

__all__ = ["Judging"]

_MOST_RETURNS = 3  # with this one a draft is cancelled
_DAYS = dt.timedelta(days=30)  # within which a person's draft is approved, or deleted
_OWNERS = (states.DRAFT, states.RETURNED)  # in the hands of whoever prepared it


class Judging(Desk):
    """Drafts in the hands of those who check and approve them: never whoever prepared them."""

    def accept(
        self,
        number: str,
        *,
        seen: Iterable[str] = (),
        distinct: str = "",
        actor: str = "",
        reason: str = "",
    ) -> Receipt:
        """Accept a draft (验收): complete, correct, consistent, lawful.

        Args:
            number: the draft's number.
            seen: the kinds of papers whose originals he saw himself, now.
            distinct: why this is not the customer of the same name who is on file.
            actor: the account that acts.
            reason: why.

        Raises:
            NotAuthorised: if he may not accept drafts, or prepared this one himself (C18).
            NotPermitted: if he saw what the draft does not have.
            NotReady: if papers are wrong or missing, or nobody says who saw an original.
            DuplicateCustomer: if the customer is, or may be, on file.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is not submitted.
        """
        person = self._person(actor, "check", "验收建档草稿")
        kinds = tuple(seen)
        with self._asking(person) as guard, self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "accept")
            self._separate(person, draft, "验收本人拟的草稿", "owner")
            if unknown := set(kinds) - {paper["kind"] for paper in draft["papers"]}:
                raise NotPermitted(
                    f"没有验收：草稿里没有这些证件材料：{'、'.join(sorted(unknown))}。"
                )
            draft["papers"] = mark_seen(draft["papers"], kinds, person.person, day_of(at))
            warnings = self._ready(draft, at, unseen(draft["papers"]))
            new = drafts.new_file(draft)._replace(distinct=distinct, known=())
            checked = registering.check(work, new, at, guard, draft=draft["number"])
            if alike := [one.number for one in checked.found if one.strength is Strength.STRONG]:
                draft |= {"distinct": distinct, "alike": alike}
            draft |= {"state": states.ACCEPTED, "acceptor": person.person, "accepted": at}
            draft["digest"] = drafts.accepted_digest(draft)
            work.put(DRAFTS, key, draft)
            said = {"seen": list(kinds)}
            who = person.account
            work.record(Act("accept", who, at, draft["number"], reason=reason, detail=said))
        return Receipt(draft["number"], (*warnings, *checked.warnings))

    def return_(
        self, number: str, defects: Mapping[str, str], *, actor: str = "", reason: str = ""
    ) -> Receipt:
        """Return a draft to its owner (退回) with its defects; the third time ends it (C20).

        Args:
            number: the draft's number.
            defects: of each field what is wrong with it, or of each kind of paper.
            actor: the account that acts.
            reason: why.

        Raises:
            NotAuthorised: if he may not accept drafts, or prepared this one himself.
            NotPermitted: if no defects are named.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is not submitted.
        """
        person = self._person(actor, "check", "退回建档草稿")
        if not defects or not all(text.strip() for text in defects.values()):
            raise NotPermitted("没有退回：请逐项写明要补正什么。")
        with self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "return")
            self._separate(person, draft, "退回本人拟的草稿", "owner")
            draft["returns"] += 1
            is_last = draft["returns"] == _MOST_RETURNS
            if is_last:
                work.remove(DRAFTS, key)
            else:
                named = [[field, text.strip()] for field, text in defects.items()]
                draft |= {"state": states.RETURNED, "defects": named}
                work.put(DRAFTS, key, draft)
            act, said = "cancel" if is_last else "return", {"fields": list(defects)}
            work.record(Act(act, person.account, at, draft["number"], reason=reason, detail=said))
        if is_last:
            self._forget([draft], person)
            return Receipt(draft["number"], (f"第 {_MOST_RETURNS} 次退回，草稿已取消。",))
        return Receipt(draft["number"])

    def reject(self, number: str, *, reason: str, actor: str = "") -> Receipt:
        """Refuse a draft for good (否决); it is removed (C21).

        Raises:
            NotAuthorised: if he may not approve drafts, or prepared this one himself.
            NotPermitted: without a reason.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is not submitted.
        """
        person = self._person(actor, "approve", "否决建档草稿")
        if not reason.strip():
            raise NotPermitted("没有否决：请写明理由。")
        with self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "reject")
            self._separate(person, draft, "否决本人拟的草稿", "owner")
            work.remove(DRAFTS, key)
            work.record(Act("reject", person.account, at, draft["number"], reason=reason))
        self._forget([draft], person)
        return Receipt(draft["number"])

    def approve(
        self,
        number: str,
        *,
        document: Printed | None = None,
        distinct: str = "",
        actor: str = "",
        purpose: str = "",
        reason: str = "",
    ) -> Receipt:
        """Approve a draft (审批): the customer gets a file, and its number.

        Args:
            number: the draft's number.
            document: the filled Word file, or what prints it with the number that the file gets.
            distinct: why this is not the customer of the same name who came meanwhile.
            actor: the account that acts.
            purpose: what for.
            reason: why.

        Raises:
            NotAuthorised: if he may not approve it, or had it in his hands before (C19).
            NotPermitted: if it is not what was accepted (C22).
            NotReady: if a paper has expired meanwhile.
            DuplicateCustomer, InvalidNumber: as ``Archive.open_file``.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is not accepted.
        """
        person = self._person(actor, "approve", "审批建档草稿")
        with self._asking(person) as guard, self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "approve")
            if drafts.is_key_customer(draft["data"]) and not person.may("approve_key"):
                raise self.office.refused(
                    person, "审批重点客户的建档", subject=draft["number"], who="总经理"
                )
            self._separate(person, draft, "审批本人经手的草稿", "owner", "acceptor")
            if drafts.accepted_digest(draft) != draft["digest"]:
                raise NotPermitted(
                    f"没有批准：草稿 {draft['number']} 验收后有改动，请否决后重新拟稿。"
                )
            warnings = self._ready(draft, at)
            new = drafts.new_file(draft, document)
            if distinct:
                new = new._replace(distinct=distinct, known=())
            work.remove(DRAFTS, key)
            done = registering.create(work, new, at, self.office.store.put_file, guard)
            hands = {"owner": draft["owner"], "acceptor": draft["acceptor"]}
            hands |= {"approver": person.person}
            self._name_circle(work, done.subject, hands.values())
            said = {"draft": draft["number"], **hands, **done.detail}
            work.record(Act("create", person.account, at, done.subject, purpose, reason, said))
            work.record(Act("approve", person.account, at, draft["number"], reason=reason))
        return Receipt(done.receipt.number, (*warnings, *done.receipt.warnings))

    def _name_circle(self, work: Work, number: str, hands: Iterable[str]) -> None:
        """Let those who opened a file of a high level be its circle, until one is decided.

        Without any, nobody would know of it who could propose who is to read it.
        """
        [key] = work.find("files", "number", number)
        card = get_file(work, key)
        level = effective(card)
        if level < CONFIDENTIAL:
            return
        circle = [
            name
            for name in dict.fromkeys(hands)
            if any(one.clearance >= level for one in persons_named(self.office.store, name))
        ]
        work.put("files", key, card | {"secrecy": {"circle": circle}})

    def expired(self, *, actor: str = "") -> list[str]:
        """Return the drafts of natural persons that were not approved in 30 days.

        Beside them those that nobody can go on with, because their owner has left.

        Raises:
            NotAuthorised: if he may not accept drafts.
        """
        self._person(actor, "check", "清理逾期的草稿")
        return [draft["number"] for _, draft in self._overdue(self.office.today())]

    def expire(self, *, actor: str = "") -> list[str]:
        """Delete them (个人信息保护法 第 47 条); return their numbers.

        Raises:
            NotAuthorised: if he may not accept drafts.
        """
        person = self._person(actor, "check", "清理逾期的草稿")
        with self.office.writing(person) as (work, at):
            overdue = list(self._overdue(day_of(at)))
            for key, draft in overdue:
                work.remove(DRAFTS, key)
                work.record(Act("expire", person.account, at, draft["number"]))
        self._forget([draft for _, draft in overdue], person)
        return [draft["number"] for _, draft in overdue]

    def _overdue(self, today: str) -> Iterator[tuple[int, Document]]:
        first = (dt.date.fromisoformat(today) - _DAYS).isoformat()
        for key, draft in self.office.store.rows(DRAFTS):
            late = draft["kind"] == "Z" and day_of(draft["begun"]) < first
            if late or (draft["state"] in _OWNERS and self._has_left(draft["owner"])):
                yield key, draft

    def _has_left(self, owner: str) -> bool:
        store = self.office.store
        return bool(store.count(STAFF)) and not persons_named(store, owner)
