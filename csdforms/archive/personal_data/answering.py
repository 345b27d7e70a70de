"""Answering a request: in time, with reasons and their law, by somebody who did not take it (§6.2).

What the answer may be follows from the situations: what nothing stands in the way of is deleted,
what cannot be deleted is restricted, and nobody refuses a consent to be taken back (L-PIPL 15, 16,
47, 50). A line of its own, which is about no file and tells of nobody, outlives the file and proves
that the request was answered (L-PIPL 56).
"""

from __future__ import annotations

from collections.abc import Collection

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.personal_data.answers import Case, NewAnswer, require_allowed
from csdforms.archive.personal_data.desk import ANSWER, Desk, act_of, require_state
from csdforms.archive.personal_data.grounds import COMPLAIN
from csdforms.archive.personal_data.records import (
    ANSWERED,
    HELD,
    KINDS,
    OPEN,
    REQUESTS,
    WITHDRAWN,
    Request,
)
from csdforms.archive.personal_data.relations import CONTACT
from csdforms.archive.personal_data.restricting import set_restricted
from csdforms.archive.personal_data.situations import SITUATIONS, situations
from csdforms.archive.store import Act, Document

__all__ = ["give"]

_ACT = "答复个人信息请求"


def give(office: Office, number: str, answer: NewAnswer, *, actor: str = "") -> Request:
    """Answer a request (答复); whatever must only be stored from now on is restricted at once.

    Args:
        office: the archive's.
        number: the request's, ``QQ-2026-0001``.
        answer: the answer.
        actor: who answers: the person in charge of personal data, not he who took the request.

    Raises:
        NotAuthorised: if he has no right to it, or took it himself.
        UnknownFile: if there is no such request for him.
        NotAllowedNow: if it is answered, or who asks has not proven who he is: that is no ground
            for refusing; it may only be closed as withdrawn.
        NotPermitted: if the answer lacks reasons or grounds, or the law does not allow it.
        Held: if something must be done first: the profile changed, the deregistration checked.
    """
    person = office.person(actor)
    office.require(person, ANSWER, _ACT)
    desk = Desk(office)
    with office.writing(person) as (work, at):
        key, row = desk.row(work, person, number, at, _ACT)
        require_state(row, (HELD, OPEN) if answer.outcome == WITHDRAWN else (OPEN,), "答复")
        if row["taken_by"] == person.person and not person.sole:
            who = "另一位个人信息保护负责人"
            raise office.refused(person, "答复本人受理的请求", subject=row["file"], who=who)
        card = desk.card_of(work, row)
        found = situations(work, row, card, at=at, keep_until=answer.keep_until)
        require_allowed(Case(work, row, card, answer, found))
        implied = [SITUATIONS[name].ground for name in found] if answer.outcome == "partly" else []
        grounds = list(dict.fromkeys([*answer.grounds, *filter(None, implied)]))
        row["answer"] = _document(answer, found, grounds)
        row["answer"] |= {"by": person.person, "roles": list(person.roles), "at": at}
        row["state"] = ANSWERED
        if card and answer.outcome in ("granted", "partly"):
            _act_on_card(row, card, person.person, at)
            desk.put_card(work, card)
        work.put(REQUESTS, key, row)
        outcome = answer.outcome
        work.record(act_of("answer-request", person, at, row, outcome=outcome, grounds=grounds))
        work.record(Act("request-record", person.account, at, detail=_stripped(row)))
    return Request.of(row, day_of(at), whole=True)


def _act_on_card(row: Document, card: Document, by: str, at: str) -> None:
    """Let the file's card say what follows from an answer that was not a refusal."""
    number, contact = row["number"], row["requester"]["relation"] == CONTACT
    if row["kind"] == "delete" and not contact:
        row.pop("released", None)
        row["restricted"] = {"reason": KINDS["delete"][0], "by": by, "at": at}
        set_restricted(card, number)
    elif row["kind"] == "delete":
        row["kept_versions"] = card["versions"] - 1
    elif row["kind"] == "withdraw_consent" and not contact:
        card["consent_withdrawn"] = [*card.get("consent_withdrawn", ()), number]


def _document(answer: NewAnswer, found: Collection[str], grounds: list[str]) -> Document:
    document: Document = {
        "outcome": answer.outcome,
        "situations": list(found),
        "grounds": grounds,
        "reasons": answer.reasons.strip(),
        "complain": COMPLAIN,
    }
    document |= {"channel": answer.channel.strip()} if answer.channel.strip() else {}
    if answer.keep_until:
        document["keep"] = {"law": answer.law.strip(), "until": answer.keep_until}
    return document


def _stripped(row: Document) -> Document:
    """Return what may be known of a request for good: nothing that tells of a person or a file."""
    answer = row["answer"]
    return {
        "request": row["number"],
        "kind": row["kind"],
        "received_on": row["received_on"],
        "answered_on": day_of(answer["at"]),
        "due": row["due"],
        "extended": "extended" in row,
        "outcome": answer["outcome"],
        "grounds": answer["grounds"],
        "files": [],
    }
