"""In whose name somebody asks, and what that takes: one table (archive.md §6.2; L-PIPL 31, 45, 49).

What proves the relation is a paper that was seen, never a copy of more data than were asked for at
the registration. Without it most requests wait; that of an agent is refused, with the reason.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import NamedTuple

from csdforms.archive.personal_data.records import KINDS
from csdforms.archive.store import Document

__all__ = ["AGENT", "CONTACT", "NEAR_RELATIVE", "RELATIONS", "SELF", "Relation", "gap"]

SELF, GUARDIAN, NEAR_RELATIVE = "self", "guardian", "near_relative"
AGENT, CONTACT = "agent", "contact_person"

_ALL = frozenset(KINDS)
_PEOPLE, _BODIES = "ZG", "FG"


class Relation(NamedTuple):
    """In whose name somebody asks."""

    title: str
    basis: str
    files: str  # the kinds of file that it may be about
    needs: str = ""  # what proves it, besides who he is
    waits: bool = True  # whether the request waits for that; otherwise it is refused
    kinds: frozenset[str] = _ALL  # what may be asked for


RELATIONS: Mapping[str, Relation] = {
    SELF: Relation("本人", "个人信息保护法第44条", _PEOPLE),
    GUARDIAN: Relation("监护人", "个人信息保护法第31条、民法典第23条", "Z", "监护关系证明"),
    NEAR_RELATIVE: Relation(
        "近亲属",
        "个人信息保护法第49条",
        _PEOPLE,
        "死亡证明、亲属关系证明和自身合法、正当利益的说明",
        kinds=frozenset({"read", "copy", "correct", "delete"}),
    ),
    AGENT: Relation("代理人", "民法典第165条", _PEOPLE, "本人的授权委托书", waits=False),
    CONTACT: Relation("单位联系人", "个人信息保护法第44条", _BODIES),
}


def gap(row: Document, day: str) -> str:
    """Return what is missing of the proof of the relation on a day, "" if nothing is.

    An authority that has run out is none (D12).
    """
    requester = row["requester"]
    needs = RELATIONS[requester["relation"]].needs
    until = requester.get("authority_until", "")
    return needs if needs and (not requester.get("authority") or "" < until < day) else ""
