"""The papers of lending: a loan, the register of a year's or a month's, pages that are missing.

Rules: archive.md §4.3, §4.6, §5. Besides a loan's own number there is that of a period,
``JY-2026`` or ``JY-2026-03``, for the register of what was lent in it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping

from csdforms.archive.actor import day_of
from csdforms.archive.lookup import get_file
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.levels import (
    CONFIDENTIAL,
    HIGHEST,
    RANKS,
    effective,
    entry_of,
    items_of,
)
from csdforms.archive.secrecy.outgoing.lending import Lending
from csdforms.archive.secrecy.outgoing.loans import LOANS, Loan
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located
from csdforms.archive.store import Document
from csdforms.errors import UnknownFile
from csdforms.papers.people import cleared_for, minute, unit
from csdforms.papers.proceedings import Data, Flow, Proceeding, customer, day, opinion

__all__ = ["FLOWS"]

_LOAN, _REGISTER, _INCIDENT = "file_loan_approval", "file_loan_register", "file_incident_report"
_ACT = "打印文书"
_PERIOD = re.compile("JY-([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
#: In whose box the opinion stands that decides, by level.
_DECIDERS = (
    "keeper_opinion", "keeper_opinion", "info_supervisor_opinion", "cs_manager_opinion",
)  # fmt: skip


def _loan(case: Proceeding) -> Data:
    loan = Loan.of(case.row, case.at)
    level = _level_then(case.store, loan)
    data = customer(case) | _line(case.store, loan, level)
    del data["file_kind"]  # this sheet does not ask
    if loan.item:
        data["item_title"] = _title(case.store, loan.item)
    data |= {"clearance": cleared_for(case.store, loan.borrower, level)}
    data |= {"in_office": loan.in_office, "loan_days": _days(loan)}
    if level >= 0 and loan.borrower != loan.by:
        data[_DECIDERS[level]] = opinion(loan.by, loan.out)
    return data


def _line(reader: Reader, loan: Loan, level: int) -> Data:
    """Return what both the sheet of a loan and its line in the register say."""
    data: Data = {
        "loan_no": loan.number,
        "file_no": loan.file,
        "item_no": loan.item,
        "file_level": RANKS[level] if level >= 0 else "",
        "loan_form": "原件" if loan.original else "复制件",
        "loan_pages": loan.pages,
        "borrower": loan.borrower,
        "borrower_department": unit(reader, loan.borrower),
        "loan_purpose": loan.purpose,
        "loan_due_on": day(loan.due),
    }
    if loan.borrower != loan.by:  # the only keeper's own: another signs
        data |= {"lent_at": minute(loan.out), "lent_by": loan.by}
    if loan.back:
        data |= {"returned_at": minute(loan.back), "pages_back": loan.pages_back}
        data |= {"condition_back": loan.condition}
        data |= {"return_taken_by": loan.taken_by if loan.taken_by != loan.borrower else ""}
    return data


def _level_then(reader: Reader, loan: Loan) -> int:
    """Return the level on which a file was lent, -1 if another one was decided since.

    A loan is allowed, and for so long, by the level of its day; a register says that, not today's.
    """
    card = _card(reader, loan.file)
    level = effective(card)
    for said in (entry_of(card), *items_of(card).values()):
        decided, raised = said.get("on", ""), said.get("raised", {}).get("at", "")
        if decided > day_of(loan.out) or raised > loan.out:
            return -1
    return level if level < HIGHEST else -1  # none is lent


def _card(reader: Reader, number: str) -> Document:
    return get_file(reader, reader.find("files", "number", number)[0])


def _title(reader: Reader, item: str) -> str:
    found = reader.get("items", reader.find("items", "number", item)[0])
    return str(found["title"]) if found else ""


def _days(loan: Loan) -> int:
    """Return for how many days it was lent."""
    out, due = (dt.date.fromisoformat(day_of(moment)) for moment in (loan.out, loan.due))
    return (due - out).days


# The register


def _register(case: Proceeding) -> Data:
    """Return the loans of a period, those that were out when it began among them."""
    match = _PERIOD.fullmatch(case.number)
    if match is None:
        return {}
    first, last = _ends(match)
    out = Lending(case.office).loans(every=True, actor=case.person.account)
    lines = [
        _line(case.store, loan, _level_then(case.store, loan))
        for loan in out
        if day_of(loan.out) <= last and (not loan.back or day_of(loan.back) >= first)
    ]
    data: Data = {"form_no": case.number, "period_start": first, "period_end": last}
    return data | {"as_of": min(max(day_of(case.at), first), last), "loans": lines}


def _ends(match: re.Match[str]) -> tuple[str, str]:
    """Return the first and the last day of a year or a month."""
    year, month = int(match[1]), int(match[2] or 0)
    if not month:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"


# Pages that did not come back


def _incident(case: Proceeding) -> Data:
    """Return the sheet on missing pages; it is 机密 itself."""
    loan = Loan.of(case.row, case.at)
    if loan.state != "short" or not case.card:
        return {}
    short = loan.pages - (loan.pages_back or 0)
    course = (
        f"借阅 {loan.number} 归还时当面清点：借出 {loan.pages} 页，归还 {loan.pages_back} 页，"
        f"缺少 {short} 页。"
    )
    return {
        "incident_kind": "归还缺页",
        "is_confirmed": True,
        "found_at": minute(loan.back),
        "found_by": loan.taken_by,
        "found_how": "归还时清点页数",
        "incident_place": "借阅归还",
        "incident_course": course,
        "loan_no": loan.number,
        "affected_files": [loan.file],
        "affected_count": 1,
        "file_level": RANKS[effective(case.card)],
        "confidentiality": RANKS[max(CONFIDENTIAL, effective(case.card))],
    }


# Which exist for whom


def _found(office: Office, person: Person, number: str, at: str) -> Proceeding:
    """Return a loan of a file of which somebody may know, or a period of the register."""
    plain = number.upper()
    if _PERIOD.fullmatch(plain):
        return Proceeding(plain, {}, {}, office, person, at)
    store = office.store
    found = entry(store, LOANS, plain)
    file = located(store, found[1]["file"]) if found else None
    if found and file and known(store, person, file[1], at):
        row = found[1]
        return Proceeding(row["number"], row, _card(store, row["file"]), office, person, at)
    office.note("refused", person, subject=found[1]["file"] if found else "", wanted=_ACT)
    raise UnknownFile(number, "借阅")


def _now(case: Proceeding) -> str:
    return _LOAN if case.row else _REGISTER


def _of_loan(case: Proceeding) -> Data:
    return _loan(case) if case.row else {}


def _of_incident(case: Proceeding) -> Data:
    return _incident(case) if case.row else {}


FLOWS: Mapping[str, Flow] = {
    "JY": Flow({_LOAN: _of_loan, _REGISTER: _register, _INCIDENT: _of_incident}, _now, _found)
}
