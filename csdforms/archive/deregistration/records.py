"""Applications for deregistration (注销申请) as they are kept and handed out.

A document of the table ``deregistrations``, which is destroyed with the file::

    {"number": "ZX-2026-0001", "file": "KH-…", "trigger": "D1", "reason": "…", "at": "2026-…",
     "balance": "0.00", "balance_as_of": "2026-11-20", "settlement": "…", "document": "…",
     "request": "QQ-2026-0001", "applicant": "王敏", "roles": ["sales"], "authority": {…},
     "applied_on": "2026-11-22", "before": "ACTIVE", "state": "checking", "owed": true,
     "checks": [{"by": "周明", "roles": […], "at": "…"}], "lines": {"G1": {…}, …},
     "blockers": [["G1", "投诉 TS-… 尚未结案", "客户投诉主管", "TS-…"], …],
     "suspended_at": "…", "warranties": [["KH-…/2.2-2026-0001", "2027-03-05"], …],
     "write_off": {"amount": "…", "document": "…", "reason": "…", "signed": {"finance": {…},
                   "gm": {…}}, "decided_at": "…"},
     "approvals": [{"step": "agree", "by": "赵强", "role": "cs_manager", "at": "…"}],
     "settled": {"account": {"by": …, "role": …, "at": …, "document": …, "on": …, "how": …}, …},
     "ended_at": "…", "ended": {"by": "…", "role": "…", "reason": "…"}}

``before`` is the state to which the file goes back. ``owed`` is there once it was said that money
is owed to the customer. ``lines`` are those of
:mod:`csdforms.archive.deregistration.joint_check`, ``authority`` that of
:mod:`csdforms.archive.deregistration.authority`. What may be absent: ``balance`` and its day,
``document``, ``request``, ``authority``, and everything from ``owed`` on but ``checks``, ``lines``,
``blockers`` and ``approvals``.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import NamedTuple, Self

from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.joint_check import LINES, is_fresh
from csdforms.archive.secrecy.classifying.periods import days_later
from csdforms.archive.store import Document

__all__ = [
    "DECISION_WITHIN",
    "DEREGISTRATIONS",
    "LAPSES_AFTER",
    "STATES",
    "Application",
    "Signature",
    "lapses_on",
]

DEREGISTRATIONS = "deregistrations"

#: Working days from the application to the decision.
DECISION_WITHIN = 15
#: Days after which a suspended application ends by itself.
LAPSES_AFTER = 90

STATES: Mapping[str, str] = {
    "applied": "已申请",
    "checking": "核查中",
    "suspended": "中止",
    "cleared": "核查通过",
    "approved": "已批准",
    "settled": "已结清",
    "sealed": "已封存",
    "withdrawn": "已撤回",
    "refused": "未批准",
    "lapsed": "逾期终止",
}
_UNDECIDED = frozenset({"applied", "checking", "suspended", "cleared"})


class Signature(NamedTuple):
    """A line of the joint check as it is signed."""

    line: str
    by: str
    at: str
    clear: bool
    is_fresh: bool


class Application(NamedTuple):
    """An application as it is handed out; it says nothing of amounts."""

    number: str
    file: str
    trigger: str
    state: str
    applicant: str
    at: str
    due: str  # the day by which it is to be decided
    overdue: bool
    blockers: tuple[Blocker, ...] = ()
    signatures: tuple[Signature, ...] = ()
    unsigned: tuple[str, ...] = ()  # the lines without a fresh signature
    approvals: tuple[tuple[str, str, str], ...] = ()  # step, who, when
    settled: tuple[str, ...] = ()  # the steps of the settlement that are done
    lapses_on: str = ""  # while it is suspended
    request: str = ""  # the request about personal data that it joins
    ended_at: str = ""
    reason: str = ""  # this and the settlement only where one application is shown
    settlement: str = ""
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Application({self.number!r}, {self.file!r}, {self.state!r})"

    @classmethod
    def of(cls, row: Document, at: str, due: str, *warnings: str, whole: bool = False) -> Self:
        """Read a document of the archive as it stands at a moment; ``whole`` with what is said."""
        signed = {
            code: Signature(code, one["by"], one["at"], one["clear"], is_fresh(one, at))
            for code, one in sorted(row["lines"].items(), key=lambda line: int(line[0][1:]))
        }
        fresh = {code for code, one in signed.items() if one.is_fresh}
        return cls(
            number=row["number"],
            file=row["file"],
            trigger=row["trigger"],
            state=row["state"],
            applicant=row["applicant"],
            at=row["at"],
            due=due,
            overdue=row["state"] in _UNDECIDED and day_of(at) > due,
            blockers=tuple(Blocker(*one) for one in row["blockers"]),
            signatures=tuple(signed.values()),
            unsigned=tuple(line.code for line in LINES if line.code not in fresh),
            approvals=tuple((one["step"], one["by"], one["at"]) for one in row["approvals"]),
            settled=tuple(row.get("settled", ())),
            lapses_on=lapses_on(row),
            request=row.get("request", ""),
            ended_at=row.get("ended_at", ""),
            reason=row["reason"] if whole else "",
            settlement=row["settlement"] if whole else "",
            warnings=tuple(filter(None, warnings)),
        )


def lapses_on(row: Document) -> str:
    """Return the day on which an application ends by itself, "" if it does not wait."""
    if row["state"] != "suspended":
        return ""
    return days_later(day_of(row["suspended_at"]), LAPSES_AFTER)
