"""Processing that is restricted (限制处理): only storing and protecting, nothing else (L-PIPL 47).

A request's number in ``restricted`` on a file's card restricts it; what that means for readers,
lists and forms, others say (D18). Several requests may restrict one file; each ends by itself.
"""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data.desk import ANSWER, Desk, act_of
from csdforms.archive.personal_data.records import REQUESTS, Request
from csdforms.archive.personal_data.relations import CONTACT
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = ["release", "restrict", "set_restricted"]

_KEY = "restricted"


def set_restricted(card: Document, number: str) -> None:
    """Restrict a file because of a request; twice is once."""
    card[_KEY] = list(dict.fromkeys([*card.get(_KEY, ()), number]))


def restrict(office: Office, number: str, *, reason: str, actor: str = "") -> Request:
    """Restrict a file before its request is answered: what is in dispute is only stored meanwhile.

    Args:
        office: the archive's.
        number: the request's.
        reason: why.
        actor: who decides: the person in charge of personal data.

    Raises:
        NotAuthorised: if he has no right to it.
        UnknownFile: if there is no such request for him.
        NotPermitted: without a reason; if the request has no file, is a company's contact person's,
            or restricts it already.
    """
    act = "限制处理个人信息"
    person = office.person(actor)
    office.require(person, ANSWER, act)
    why = said(reason, "限制处理的理由")
    desk = Desk(office)
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, act)
        card = desk.card_of(work, row)
        if card is None:
            raise NotPermitted(f"没有办理：{row['number']} 没有注明档案，没有可限制处理的资料。")
        if row["requester"]["relation"] == CONTACT:
            raise NotPermitted("没有办理：单位档案不因联系人的请求限制处理，请变更单位资料。")
        if row["number"] in card.get(_KEY, ()):
            raise NotPermitted(f"没有办理：{row['number']} 已限制处理。")
        set_restricted(card, row["number"])
        row.pop("released", None)
        row[_KEY] = {"reason": why, "by": person.person, "at": at}
        desk.put_card(work, card)
        work.put(REQUESTS, key, row)
        work.record(act_of("restrict", person, at, row, reason=why))
    return Request.of(row, day_of(at), whole=True)


def release(office: Office, number: str, *, reason: str, actor: str = "") -> Request:
    """End the restriction of a file because of a request; that nobody calls him stays.

    Args:
        office: the archive's.
        number: the request's.
        reason: why: what was open is settled, or who asked takes the request back.
        actor: who decides.

    Raises:
        NotAuthorised: if he has no right to it.
        UnknownFile: if there is no such request for him.
        NotPermitted: without a reason, or if it restricts nothing.
    """
    act = "解除限制处理"
    person = office.person(actor)
    office.require(person, ANSWER, act)
    why = said(reason, "解除的理由")
    desk = Desk(office)
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, act)
        card = desk.card_of(work, row) or {}
        left = [one for one in card.get(_KEY, ()) if one != row["number"]]
        if len(left) == len(card.get(_KEY, ())):
            raise NotPermitted(f"没有办理：{row['number']} 没有限制处理。")
        card.pop(_KEY)
        card |= {_KEY: left} if left else {}
        row["released"] = {"reason": why, "by": person.person, "at": at}
        desk.put_card(work, card)
        work.put(REQUESTS, key, row)
        work.record(act_of("release-restriction", person, at, row, reason=why))
    return Request.of(row, day_of(at), whole=True)
