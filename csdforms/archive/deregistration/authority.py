"""In whose name a deregistration is asked for (身份和授权): proven, and in force (§8; D12, D17).

What was seen is put down, never a number of it::

    {"kind": "agent", "document": "授权委托书", "issued_on": "2026-11-01",
     "valid_to": "2026-12-31", "holder_seen_by": "陈静", "name": "…", "phone": "…"}

``name`` and ``phone`` of who asks may be left out, and so may the days where none are needed.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.deregistration.triggers import Trigger
from csdforms.archive.store import Document
from csdforms.errors import NotPermitted

__all__ = ["AUTHORITIES", "Authority", "is_child", "read_authority"]

_PERSON = "Z"
_OF_AGE = 14  # L-PIPL 28, 31
_CARD = "居民身份证:"
_BIRTH = slice(6, 14)  # of an identity number
_LONGEST = 200


class Authority(NamedTuple):
    """In what position somebody asks for a customer."""

    title: str
    kinds: str  # of files: F, G, Z
    #: Whether its document is issued on a day, and may end.
    is_dated: bool = True


AUTHORITIES: Mapping[str, Authority] = {
    "self": Authority("本人、法定代表人", "FGZ", is_dated=False),
    "agent": Authority("代理人", "FGZ"),
    "guardian": Authority("监护人", "Z"),
    "near_relative": Authority("近亲属", "Z"),
    "liquidator": Authority("清算组、破产管理人", "FG"),
    "authority": Authority("法院、机关", "FGZ"),
}
_BOXES = ("document", "holder_seen_by")
_MORE = ("name", "phone")
_DAYS = ("issued_on", "valid_to")


def read_authority(
    given: Mapping[str, Any] | None,
    trigger: Trigger,
    card: Mapping[str, Any],
    *,
    applied_on: str,
    birthday: str = "",
) -> Document:
    """Return an authority as it is kept, ``{}`` where the firm itself decides.

    Args:
        given: the authority; ``kind`` is one of :data:`AUTHORITIES`.
        trigger: the trigger of the application.
        card: the card of the file.
        applied_on: the day of the application, ``2026-11-22``.
        birthday: the customer's, as the profile says it.

    Raises:
        NotPermitted: if there is none and one is needed, or it does not fit, or its days are such
            as no true document has: issued after the application, or over by then (D12).
    """
    if not trigger.authorities:
        if given is not None:
            raise NotPermitted(f"没有申请：{trigger.code} 由本公司决定，不写授权。")
        return {}
    said = dict(given or {})
    kind = str(said.get("kind", ""))
    if kind not in trigger.authorities or card["kind"] not in AUTHORITIES[kind].kinds:
        fit = [
            f"{name} {AUTHORITIES[name].title}"
            for name in trigger.authorities
            if card["kind"] in AUTHORITIES[name].kinds
        ]
        raise NotPermitted(
            f"没有申请：{trigger.code} 要核实由谁提出：{'、'.join(fit)}；"
            "无权代客户提出的，不予受理，请告知理由。"
        )
    if is_child(card, birthday, applied_on) and kind not in ("guardian", "authority"):
        raise NotPermitted(f"没有申请：客户未满 {_OF_AGE} 周岁，由监护人提出（guardian）。")
    kept: Document = {"kind": kind}
    for name in _BOXES:
        text = said.get(name, "")
        if not (isinstance(text, str) and 0 < len(text.strip()) <= _LONGEST):
            raise NotPermitted("没有申请：请写明看过什么证明文件，由谁核对了持有人。")
        kept[name] = text.strip()
    kept |= {name: str(said[name]).strip() for name in _MORE if said.get(name)}
    return kept | _days(said, is_dated=AUTHORITIES[kind].is_dated, applied_on=applied_on)


def is_child(card: Mapping[str, Any], birthday: str, day: str) -> bool:
    """Whether the customer is a person under 14 on a day, as far as the file tells (L-PIPL 31)."""
    if card["kind"] != _PERSON:
        return False
    cards = [one.removeprefix(_CARD) for one in card.get("ids", ()) if one.startswith(_CARD)]
    born = _day(birthday) or (_day(cards[0][_BIRTH]) if cards else None)
    if born is None:
        return False
    today = dt.date.fromisoformat(day)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age < _OF_AGE


def _days(said: Mapping[str, Any], *, is_dated: bool, applied_on: str) -> Document:
    """Return the days of an authority, if they are those of a document that holds."""
    kept: Document = {}
    for name in _DAYS:
        text = str(said.get(name) or "")
        if text and not (day := _day(text)):
            raise NotPermitted("没有申请：授权的日期应写作 2026-03-05 的样子。")
        if text and day:
            kept[name] = day.isoformat()
    issued, ends = kept.get("issued_on", ""), kept.get("valid_to", "")
    if is_dated and not issued:
        raise NotPermitted("没有申请：请写明授权文件的签发日期。")
    if issued > applied_on or (ends and issued > ends):
        raise NotPermitted(
            "没有申请：授权文件的签发日期晚于申请或有效期，疑为不实，请核对原件后再办。"
        )
    if ends and ends < applied_on:
        raise NotPermitted("没有申请：授权已经过期，请补办后再申请。")
    return kept


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
