"""The papers of a request about personal data (archive.md §6.2): request and answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from csdforms.archive.personal_data.grounds import GROUNDS
from csdforms.archive.personal_data.records import ANSWERED, HELD, KINDS
from csdforms.archive.personal_data.relations import CONTACT, SELF, gap
from csdforms.archive.store import Document
from csdforms.papers.proceedings import Data, Flow, Proceeding, day
from csdforms.schemas.fields.data_rights import (
    AnswerWayWord,
    IdentityCheckWord,
    RequestChannelWord,
)

__all__ = ["FLOWS"]

_LEFT_ALONE = frozenset({"delete", "withdraw_consent"})
_PHONE = re.compile(r"[0-9 +\-()（）]{5,20}")
_IDENTITY = "identity"  # a request that waits for it has no answer, and no box
_EVERYTHING = "本档案中的个人信息"


def _now(case: Proceeding) -> str:
    is_answered = case.row["state"] == ANSWERED
    return "personal_data_answer" if is_answered else "personal_data_request"


def _common(case: Proceeding) -> Data:
    """Return what request and answer both say."""
    row = case.row
    requester = row["requester"]
    return {
        "request_no": case.number,
        "request_received_on": row["received_on"],
        "requester": requester["name"],
        "requester_relation": requester["relation"],
        "customer_name": _subject(case),
        "file_no": case.file,
        "request_kind": row["kind"],
        "request_content": row["asked"],
        "accepted_by": row["taken_by"],
        "marketing_stopped": row["kind"] in _LEFT_ALONE and requester["relation"] != CONTACT,
    }


def _subject(case: Proceeding) -> str:
    """Return whose data they are: the customer's, or those of who asks himself."""
    requester = case.row["requester"]
    if requester["relation"] == CONTACT or (requester["relation"] == SELF and not case.card):
        return str(requester["name"])
    return str(case.card.get("name", ""))


def _request(case: Proceeding) -> Data:
    row = case.row
    requester = row["requester"]
    channel = row["channel"]
    box, way = _contact(requester["contact"])
    return {
        **_common(case),
        "request_channel": channel if channel in get_args(RequestChannelWord) else "其他",
        box: requester["contact"],
        "answer_way": way,
        "authority_paper": requester.get("authority", ""),
        "authority_until": requester.get("authority_until", ""),
        "request_reason": row.get("reason", ""),
        **_identity(case),
        "request_accepted_on": day(row["at"]),
        "request_due_on": row["due"],
    }


def _contact(contact: str) -> tuple[str, str]:
    """Return in which box the place stands to which the answer goes, and how it goes there."""
    if "@" in contact:
        return "email", "电子邮件"
    if _PHONE.fullmatch(contact):
        return "requester_phone", "电话"
    return "address", "邮寄"


def _identity(case: Proceeding) -> Data:
    """Return how it was proven who asks, or what is still to be proven."""
    row, proof = case.row, case.row.get("proof", {})
    how = proof.get("how", "")
    data: Data = {
        "identity_checks": [one for one in get_args(IdentityCheckWord) if one in how],
        "identity_checked_by": proof.get("by", ""),
        "identity_checked_on": day(proof.get("at")),
        "identity_proven": row["state"] != HELD and bool(proof),
    }
    if row["state"] == HELD:
        missing = [] if proof else ["身份证明"]
        missing += filter(None, [gap(row, day(case.at))])
        data["proof_asked_for"] = "、".join(missing)
        data["proof_asked_on"] = row["pauses"][-1]["from"]
    return data


def _answer(case: Proceeding) -> Data:
    row = case.row
    if row["state"] != ANSWERED:
        return {}
    answer, extended = row["answer"], row.get("extended", {})
    channel = answer.get("channel", "")
    return {
        **_common(case),
        "request_due_on": extended.get("from") or row["due"],
        "extended_to": extended.get("to", ""),
        "extension_reason": extended.get("reason", ""),
        "extension_told_on": day(extended.get("at")),
        "request_situations": [one for one in answer["situations"] if one != _IDENTITY],
        "request_outcome": answer["outcome"],
        "answer_reasons": answer["reasons"],
        "answer_grounds": _laws(row),
        **_done(row),
        "deregistration_no": row.get("deregistration", ""),
        "complaint_authority": answer["complain"],
        "dpo_by": answer["by"],
        "dpo_on": day(answer["at"]),
        "answer_way": channel if channel in get_args(AnswerWayWord) else "",
    }


def _laws(row: Document) -> list[str]:
    """Return the articles on which an answer rests, each once."""
    answer = row["answer"]
    said = [KINDS[row["kind"]][1], *(GROUNDS[name].basis for name in answer["grounds"])]
    # A second article of a law goes on without its name, and a box of items ends one at each 、.
    laws = [law for one in said for law in one.replace("、第", "和第").split("、")]
    kept = answer.get("keep", {})
    return list(dict.fromkeys([*laws, *filter(None, [kept.get("law", "")])]))


def _done(row: Document) -> Data:
    """Return what was done at once: what is restricted, and to what; which copies were given."""
    answer = row["answer"]
    done: list[str] = []
    data: Data = {}
    is_left_alone = row["kind"] in _LEFT_ALONE and row["requester"]["relation"] != CONTACT
    if answer["outcome"] in ("granted", "partly") and is_left_alone:
        done.append("停止营销联系")
    if "restricted" in row:
        done.append("限制处理")
        kept = [GROUNDS[name].title for name in answer["grounds"] if not GROUNDS[name].refuses]
        data["restricted_items"] = [_EVERYTHING]
        data["restricted_purpose"] = "；".join(kept)
        data["restricted_until"] = answer.get("keep", {}).get("until", "")
    if exports := row.get("exports"):
        done.append("提供副本")
        data["data_copy_no"] = exports[-1]["copy_no"]
    if done:
        data |= {"measures": "，".join(done), "measures_on": day(answer["at"])}
    return data


FLOWS: Mapping[str, Flow] = {
    "QQ": Flow({"personal_data_request": _request, "personal_data_answer": _answer}, _now)
}
