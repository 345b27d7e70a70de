"""Requests about personal data as they are kept and handed out (archive.md §5, §6.2).

A document of the table ``personal_requests``::

    {"number": "QQ-2026-0001", "file": "KH-Z-…", "kind": "delete", "state": "held|open|answered",
     "requester": {"name": "…", "contact": "…", "relation": "self", "authority": "…",
                   "authority_until": "2026-12-31"},
     "asked": "…", "channel": "来访", "reason": "…", "at": "2026-11-22T…", "taken_by": "陈静",
     "received_on": "2026-11-22", "proof": {"how": "…", "by": "陈静", "at": "…"},
     "clock": {"since": "2026-11-22", "workdays": 0, "days": 0}, "due": "2026-12-11",
     "outer": "2026-12-22", "pauses": [{"from": "…", "to": "…", "why": "…", "by": "…"}],
     "extended": {"from": "…", "to": "…", "reason": "…", "told": "…", "by": "…", "at": "…"},
     "versions": 1, "kept_versions": 2, "deregistration": "ZX-2026-0001",
     "answer": {"outcome": "partly", "situations": ["debt"], "grounds": ["settling"],
                "reasons": "…", "keep": {"law": "…", "until": "2031-12-31"}, "channel": "…",
                "by": "周洁", "roles": ["dpo"], "at": "…"},
     "restricted": {"reason": "…", "by": "周洁", "at": "…"},
     "released": {"reason": "…", "by": "周洁", "at": "…"},
     "exports": [{"copy_no": 1, "by": "周洁", "at": "…"}]}

``file`` is "" for somebody who is not on file; ``versions`` is how many versions the profile had
when the request came, ``kept_versions`` how many of a company's still name a contact person who was
taken out. While the proof of identity is missing, the request is ``held``, the clock stands (no
``since``), and ``due`` and ``outer`` are "". What may be absent: ``reason``, ``authority``,
``authority_until``, and everything from ``proof`` on but ``clock``, ``due``, ``outer``, ``pauses``
and ``versions``. The application for deregistration that joins a request puts its number there.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import NamedTuple, Self

from csdforms.archive.store import Document

__all__ = [
    "ANSWERED",
    "HELD",
    "KINDS",
    "OPEN",
    "OUTCOMES",
    "REQUESTS",
    "STATES",
    "WITHDRAWN",
    "Request",
]

REQUESTS = "personal_requests"

#: What may be asked for, and the law that gives the right to it.
KINDS: Mapping[str, tuple[str, str]] = {
    "read": ("查阅", "个人信息保护法第45条"),
    "copy": ("复制", "个人信息保护法第45条"),
    "correct": ("更正、补充", "个人信息保护法第46条"),
    "delete": ("删除、注销", "个人信息保护法第47条、网络数据安全管理条例第23条"),
    "withdraw_consent": ("撤回同意", "个人信息保护法第15条"),
    "explain": ("解释处理规则", "个人信息保护法第48条"),
    "transfer": ("转移", "个人信息保护法第45条、网络数据安全管理条例第25条"),
}

HELD, OPEN, ANSWERED = "held", "open", "answered"
STATES: Mapping[str, str] = {HELD: "待证明身份", OPEN: "办理中", ANSWERED: "已答复"}

WITHDRAWN = "withdrawn"
OUTCOMES: Mapping[str, str] = {
    "granted": "同意",
    "partly": "部分同意",
    "refused": "不同意",
    WITHDRAWN: "申请人撤回",
}


class Request(NamedTuple):
    """A request as it is handed out; in lists it says nothing of who asks, and of what he says."""

    number: str
    file: str  # "": somebody who is not on file
    kind: str
    state: str  # held, open, answered
    relation: str
    received_on: str
    due: str  # "" while the identity is not proven
    overdue: bool
    taken_by: str
    extended: bool = False
    outcome: str = ""
    answered_on: str = ""
    restricted: bool = False  # whether its file's data may only be stored because of it
    deregistration: str = ""
    situations: tuple[str, ...] = ()
    requester: str = ""
    contact: str = ""
    asked: str = ""
    reasons: str = ""  # of the answer

    def __repr__(self) -> str:
        return f"Request({self.number!r}, {self.kind!r}, {self.state!r})"

    @classmethod
    def of(cls, row: Document, day: str, *, whole: bool = False) -> Self:
        """Read a document as it stands on a day; ``whole`` with who asks, and what is said."""
        answer = row.get("answer", {})
        said = (
            {
                "requester": row["requester"]["name"],
                "contact": row["requester"]["contact"],
                "asked": row["asked"],
                "reasons": answer.get("reasons", ""),
            }
            if whole
            else {}
        )
        return cls(
            number=row["number"],
            file=row["file"],
            kind=row["kind"],
            state=row["state"],
            relation=row["requester"]["relation"],
            received_on=row["received_on"],
            due=row["due"],
            overdue=row["state"] == OPEN and day > row["due"],
            taken_by=row["taken_by"],
            extended="extended" in row,
            outcome=answer.get("outcome", ""),
            answered_on=answer.get("at", "")[:10],
            restricted="restricted" in row and "released" not in row,
            deregistration=row.get("deregistration", ""),
            situations=tuple(answer.get("situations", ())),
            **said,
        )
