"""A request as it comes in: what must be said in it, and about which files it can be (§6.2)."""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from typing import NamedTuple

from csdforms.archive.personal_data.records import KINDS
from csdforms.archive.personal_data.relations import CONTACT, RELATIONS, SELF
from csdforms.archive.secrecy.masking.free_text import hide_numbers
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.states import is_on_file
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = ["NewRequest", "checked"]

_CHANNEL = "来访"


class NewRequest(NamedTuple):
    """What somebody asks."""

    kind: str  # see KINDS
    requester: str  # his name
    contact: str  # where the answer goes
    asked: str  # in his words
    relation: str = SELF
    file: str = ""  # the file's number; "": not on file, or not known to whoever takes it
    proof: str = ""  # how he proved who he is: what was seen, never its numbers
    authority: str = ""  # what proves in whose name he asks
    authority_until: str = ""  # the last day for which that holds
    channel: str = _CHANNEL
    received_on: str = ""  # today, unless it came before
    reason: str = ""  # why he asks, if he says so; nobody must

    def __repr__(self) -> str:
        return f"NewRequest({self.kind!r}, {self.relation!r})"


def checked(new: NewRequest, card: Document | None, day: str) -> Document:
    """Return what a request's document says of it.

    Args:
        new: the request.
        card: the card of its file, None if it has none.
        day: today.

    Raises:
        NotPermitted: if something is missing; if it is of the future; if such a relation is not one
            to such a file; if the file is no more; if the proof repeats a number (L-PIPL 6: no more
            data than are needed).
    """
    if new.kind not in KINDS or new.relation not in RELATIONS:
        raise NotPermitted(
            f"没有登记：请求事项应是 {'、'.join(KINDS)} 之一，"
            f"请求人身份应是 {'、'.join(RELATIONS)} 之一。"
        )
    if card:
        _check_file(card, new.relation)
    received = new.received_on or day
    if received > day:
        raise NotPermitted("没有登记：收到日期晚于今天，请核对。")
    for text in (new.proof, new.authority):
        if hide_numbers(text) != text:
            raise NotPermitted(
                "没有登记：核验身份只写看过什么、怎样核对，不抄写证件、电话和账户号码。"
            )
    requester = {
        "name": said(new.requester, "请求人"),
        "contact": said(new.contact, "答复送达的联系方式"),
        "relation": new.relation,
        "authority": new.authority.strip(),
        "authority_until": new.authority_until.strip(),
    }
    document: Document = {
        "kind": new.kind,
        "requester": {name: value for name, value in requester.items() if value},
        "asked": said(new.asked, "请求的内容"),
        "channel": new.channel.strip() or _CHANNEL,
        "received_on": received,
        "clock": {"workdays": 0, "days": 0},
        "due": "",
        "outer": "",
        "pauses": [],
        "versions": card["versions"] if card else 0,
    }
    return document | ({"reason": new.reason.strip()} if new.reason.strip() else {})


def _check_file(card: Document, relation: str) -> None:
    number, known = card["number"], RELATIONS[relation]
    if not is_on_file(card["state"]):
        raise NotPermitted(
            f"没有登记：档案 {number} 已不在档。请不写档案号登记，答复时说明本单位已没有其资料。"
        )
    if card["kind"] in known.files:
        return
    advice = (
        f"个人就其在单位档案里的信息提出请求的，请以 {CONTACT} 登记"
        if relation == SELF
        else "请核对请求人身份和档案号"
    )
    raise NotPermitted(f"没有登记：档案 {number} 不能由“{known.title}”提出请求。{advice}。")
