"""Who asks, and in whose name: proven, or doubted (archive.md §6.2; no more data than needed)."""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data import deadlines
from csdforms.archive.personal_data.desk import Desk, act_of, require_state
from csdforms.archive.personal_data.records import HELD, OPEN, REQUESTS, Request
from csdforms.archive.personal_data.taking import NewRequest, checked
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = ["doubt", "identify"]


def identify(
    office: Office,
    number: str,
    *,
    proof: str = "",
    authority: str = "",
    authority_until: str = "",
    file: str = "",
    actor: str = "",
) -> Request:
    """Put down that it is proven who asks, in whose name, and which file it is about.

    The clock begins, or goes on where it stopped.

    Args:
        office: the archive's.
        number: the request's, ``QQ-2026-0001``.
        proof: how he proved who he is: what was seen, never its numbers.
        authority: what proves in whose name he asks.
        authority_until: the last day for which that holds.
        file: the number of the file, if the request has none yet.
        actor: who saw it.

    Raises:
        NotAuthorised: if he neither takes requests nor answers them.
        UnknownFile: if there is no such request, or file, for him.
        NotAllowedNow: if it is answered.
        NotPermitted: if nothing is said, the proof repeats a number, or it has a file already.
    """
    act = "核验请求人身份"
    person = office.person(actor)
    desk = Desk(office)
    desk.require_either(person, act)
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, act)
        require_state(row, (HELD, OPEN), "核验身份")
        if not (proof.strip() or authority.strip() or file.strip()):
            raise NotPermitted("没有办理：请写明如何核验了身份、凭什么代为请求，或属于哪份档案。")
        if file and row["file"]:
            raise NotPermitted(f"没有办理：{row['number']} 已注明档案号。")
        card = desk.card(work, person, file, at, act)[1] if file else desk.card_of(work, row)
        again = checked(_again(row, proof, authority, authority_until), card, day_of(at))
        row["requester"] = again["requester"]
        if file and card:
            row |= {"file": card["number"], "versions": card["versions"]}
        if proof.strip():
            row["proof"] = {"how": proof.strip(), "by": person.person, "at": at}
        if row["state"] == HELD:
            desk.start(work, row, at, day_of(at))
        desk.stop_marketing(work, row)
        work.put(REQUESTS, key, row)
        work.record(act_of("identify-request", person, at, row))
    return Request.of(row, day_of(at), whole=True)


def doubt(office: Office, number: str, *, reason: str, actor: str = "") -> Request:
    """Ask for a proof of the identity: the clock stands until there is one; that is no refusal.

    Args:
        office: the archive's.
        number: the request's.
        reason: what is in doubt, and what he was asked for.
        actor: who doubts.

    Raises:
        NotAuthorised: if he neither takes requests nor answers them.
        UnknownFile: if there is no such request for him.
        NotAllowedNow: if it waits for that already, or is answered.
        NotPermitted: without a reason.
    """
    act = "要求请求人证明身份"
    person = office.person(actor)
    desk = Desk(office)
    desk.require_either(person, act)
    why = said(reason, "对什么有疑问，请其补什么")
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, act)
        require_state(row, (OPEN,), act)
        row.pop("proof", None)
        row["state"] = HELD
        deadlines.stop(row, desk.calendar, day_of(at))
        row["pauses"].append({"from": day_of(at), "why": why, "by": person.person})
        work.put(REQUESTS, key, row)
        work.record(act_of("doubt-request", person, at, row, reason=why))
    return Request.of(row, day_of(at), whole=True)


def _again(row: Document, proof: str, authority: str, until: str) -> NewRequest:
    """Return a request with what is known of it now."""
    requester = row["requester"]
    return NewRequest(
        row["kind"],
        requester["name"],
        requester["contact"],
        row["asked"],
        requester["relation"],
        proof=proof,
        authority=authority or requester.get("authority", ""),
        authority_until=until or requester.get("authority_until", ""),
        received_on=row["received_on"],
    )
