"""What keeping and deregistration do with a file, by those who may know of it: a few courses.

A course is what was begun with a file; each is what the archive's own acts make of it, so that one
that meets something open ends where these acts end it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from archive.customers import change_card
from archive.deregistration.sealed import settle
from archive.hands import NOTICE

from csdforms.archive.archive import Archive
from csdforms.archive.destruction.convening import FUNCTIONS
from csdforms.archive.destruction.listing import due_of, line_of
from csdforms.archive.destruction.proposing import draw_up
from csdforms.archive.lookup import get_file, key_of
from csdforms.archive.personal_data.taking import NewRequest
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.states import APPRAISAL
from csdforms.archive.store import Act, Document
from csdforms.errors import CsdformsError

__all__ = ["COURSES", "PROCEEDERS", "asked", "proceed"]

#: Who does these things, beside those who open a file: account, person, role.
PROCEEDERS = {
    "in-sales": ("何内四", "sales"),
    "in-legal": ("何内五", "legal"),
    "in-finance": ("何内六", "finance"),
    "in-dpo": ("何内七", "dpo"),
    "in-complaints": ("何内八", "complaint_supervisor"),
    "in-service": ("何内九", "after_sales_supervisor"),
}
_SIGNED = {"G1": "in-complaints", "G2": "in-service", "G5": "in-sales", "G8": "in-legal"}
_PAST = {"code": "D10", "from": "2010-12-31", "until": "2020-12-31"}
_AUTHORITY = {"kind": "agent", "document": "授权委托书", "issued_on": "2026-03-01"}
_AUTHORITY |= {"valid_to": "2026-12-31", "holder_seen_by": "何内四"}


def asked(number: str, kind: str = "delete") -> NewRequest:
    """Return what a customer asks of his data, or what an agent asks for a company's."""
    relation = "self" if number.startswith("KH-Z") else "contact_person"
    return NewRequest(
        kind, "求见人", "来人自取", "请办理。", relation, file=number, proof="看过证件原件",
        authority="授权书", authority_until="2036-12-31",
    )  # fmt: skip


def proceed(archive: Archive, number: str, course: str) -> None:
    """Let a file go a course, as far as it may."""
    with contextlib.suppress(CsdformsError):
        COURSES[course](archive, number)


def _kept(archive: Archive, number: str) -> None:
    """A hold, a request, and a change that waits."""
    archive.custody.hold(number, "法院函号", reason="诉讼保全中", actor="in-legal")
    archive.personal_requests.take(asked(number), actor="in-clerk")
    _change(archive, number)


def _change(archive: Archive, number: str) -> None:
    [*_, last] = archive.store.find("profiles", "file", number)
    data = (archive.store.get("profiles", last) or {})["data"]
    newer = {**data, "customer_name": f"{data['customer_name']}新"}
    archive.revise(number, newer, reason="来电", evidence="证件", actor="in-clerk")


def _frozen(archive: Archive, number: str) -> None:
    archive.personal_requests.take(asked(number, "correct"), actor="in-clerk")
    archive.custody.freeze(number, until="2026-03-08", reason="核实", actor="in-chief")


def _leaving(archive: Archive, number: str) -> None:
    """An application that is checked, and signed by a few."""
    given: dict[str, Any] = {"reason": "不再往来", "settlement": "无余额"}
    given |= {"authority": _AUTHORITY} if number.startswith("KH-F") else {"document": "决定"}
    trigger = "D1" if number.startswith("KH-F") else "D6"
    application = archive.deregistration.apply(number, trigger, actor="in-sales", **given).number
    archive.deregistration.check(application, actor="in-head")
    for line, actor in _SIGNED.items():
        archive.deregistration.sign(application, line, clear=line != "G5", text="无", actor=actor)


def _much(archive: Archive, number: str) -> None:
    """All that goes on with a file that is not sealed."""
    _kept(archive, number)
    _leaving(archive, number)


def _sealed(archive: Archive, number: str) -> None:
    with archive.office.writing() as (work, at):
        next_number(work, "deregistrations", at)
        work.record(Act("test", "tests", at))
    settle(archive, number, settlement="无余额", applied_on=archive.office.today(), checks=[])
    archive.seals.prepare(number, actor="in-head")
    archive.seals.confirm(number, actor="in-clerk")


def _reviving(archive: Archive, number: str) -> None:
    """A sealed file whose revival is applied for."""
    _sealed(archive, number)
    [*_, last] = archive.store.find("profiles", "file", number)
    profile = archive.store.get("profiles", last) or {}
    identity = {"kind": "身份证件", "number": profile["data"].get("id_no", ""), "need": "实名登记"}
    identity |= {"seen_by": "何内四", "seen_on": archive.office.today()}
    papers = profile.get("papers", [NOTICE, identity])
    archive.revivals.apply(
        number, profile["data"], papers=papers, reason="恢复供货", actor="in-sales"
    )


def _over(archive: Archive, number: str) -> None:
    """A sealed file past its retention."""
    _sealed(archive, number)
    change_card(archive, number, retention=_PAST)


def _appraised(archive: Archive, number: str) -> None:
    """A sealed file past its retention that is before a group."""
    _over(archive, number)
    change_card(archive, number, state=APPRAISAL)
    with archive.office.writing() as (work, at):
        card = get_file(work, key_of(work, number))
        found = due_of(work, card, None, at)
        line: Document = {"no": 1, "file": number, "kind": found.kind, "title": found.title}
        line |= {"code": found.code, "due": found.until, "matters": [], "must_keep": []}
        group = {"information": "何内二", "archive": "何内一", "finance": "何内六"}
        group |= {"legal": "何内五", "secrecy": "何内七"}
        row: Document = {"number": next_number(work, "appraisals", at), "at": at, "by": "何内二"}
        row |= {"state": "open", "files": [number], "lines": [line], "signatures": []}
        row["members"] = [
            {"function": one, "person": who, "role": FUNCTIONS[one][1]}
            for one, who in group.items()
        ]
        work.put("appraisals", work.last_key("appraisals") + 1, row)
        work.record(Act("appraise", "in-head", at, detail={"files": [number]}))


def _listed(archive: Archive, number: str) -> None:
    """A sealed file past its retention on a list that is approved."""
    _over(archive, number)
    change_card(archive, number, state=APPRAISAL)
    person = archive.office.person("in-head")
    with archive.office.writing() as (work, at):
        card = get_file(work, key_of(work, number))
        line = line_of(work, card, None, at, reason="保管期满")
        listed = draw_up(work, [line], at, person, appraisal="JD-2025-0001")
        said = {"files": [number], "list": listed}
        work.record(Act("appraise-close", "in-head", at, detail=said))
    archive.destructions.approve(listed, actor="in-chief")
    archive.destructions.approve(listed, actor="gm")


#: By name what is begun with a file.
COURSES: Mapping[str, Callable[[Archive, str], None]] = {
    "": lambda _archive, _number: None,
    "kept": _kept,
    "frozen": _frozen,
    "leaving": _leaving,
    "much": _much,
    "sealed": _sealed,
    "reviving": _reviving,
    "over": _over,
    "appraised": _appraised,
    "listed": _listed,
}
