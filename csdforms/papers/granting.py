"""The paper of reading: what somebody asks to read, and what he was granted (archive.md §4.3).

Who asks for a file is told nothing of it by his own application: it says what he wrote himself.
Who grants prints the customer's name and the file's level with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from csdforms.archive import numbers
from csdforms.archive.actor import day_of
from csdforms.archive.card import CORPORATE, INDIVIDUAL
from csdforms.archive.office import Office
from csdforms.archive.secrecy.granting.grants import GRANTS, Grant
from csdforms.archive.secrecy.levels import effective
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import known, located
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.store import Document, Store
from csdforms.errors import UnknownFile
from csdforms.papers.people import cleared_for, minute, posts, unit
from csdforms.papers.proceedings import Data, Flow, Proceeding, customer, day, opinion, titles
from csdforms.schemas.catalogue import find

__all__ = ["FLOWS", "labels_of"]

_FORM = "file_access_application"
_ACT = "打印文书"
#: In whose box the opinion stands that decides: by level, or by what the grantor may grant.
_DECIDERS = (
    "info_supervisor_opinion", "info_supervisor_opinion", "info_supervisor_opinion",
    "cs_manager_opinion", "gm_opinion",
)  # fmt: skip
_PERSONS = "KH-Z"
#: What of a request is its reader's own words.
_ASKED = ("number", "reader", "fields", "purpose", "days", "reason", "at", "given")


def labels_of(file: str, fields: Sequence[str]) -> list[str]:
    """Return what the profile of a customer of this kind calls these fields; ``*`` is all of it."""
    if ALL in fields:
        return ["全部内容"]
    specs = find(INDIVIDUAL if file.startswith(_PERSONS) else CORPORATE).specs()
    return [specs[name].label if name in specs else name for name in fields]


def _application(case: Proceeding) -> Data:
    row, store = case.row, case.store
    grant = Grant.of({"from": "", "to": "", "by": "", "file": "", **row}, case.at)
    level = effective(case.card) if case.card else -1
    is_masked, is_whole = not grant.fields, ALL in grant.fields
    manner = "脱敏阅览" if is_masked else "全部明文" if is_whole else "部分内容明文"
    number = grant.file or _plain(row.get("given", ""))
    contents = labels_of(number, grant.fields)
    data: Data = {
        "grant_no": grant.number,
        "applied_by": grant.reader,
        "applied_department": unit(store, grant.reader),
        "job_title": titles(posts(store, grant.reader)),
        "clearance": cleared_for(store, grant.reader, level),
        "file_no": number,
        "case_ref": grant.case,
        "access_purpose": grant.purpose,
        "access_manner": manner,
        "requested_contents": contents,
        "access_days": _days(row),
    }
    if case.card:
        data |= customer(case)
        del data["file_kind"]
    if grant.emergency:
        return data | _emergency(grant, row)
    if grant.by:
        data |= {"granted_contents": contents, "access_from": day(grant.start)}
        end = dt.date.fromisoformat(day_of(grant.start)) + dt.timedelta(days=_days(row) - 1)
        data |= {"access_to": end.isoformat(), "applied_on": _asked_on(store, grant)}
        box = _DECIDERS[level if level >= 0 else row["up_to"]]
        data |= {box: opinion(grant.by, grant.at, text=grant.reason)}
        return data
    data |= {"applied_on": day(grant.at)}
    if said := row.get("refused"):
        box = _DECIDERS[max(level, 0)]
        data |= {box: opinion(said["by"], said["at"], agreed=False, text=said["reason"])}
    return data


def _asked_on(reader: Store, grant: Grant) -> str:
    """Return the day on which somebody asked for what he was granted; "" if he had not asked."""
    for line in reader.history(grant.file):
        if line.act == "ask":
            said = reader.get("acts", line.no)
            if said and said["detail"].get("grant") == grant.number:
                return day_of(line.at)
    return ""


def _emergency(grant: Grant, row: Document) -> Data:
    """Return what is said of a reading at once; who read granted it to himself."""
    data: Data = {"is_emergency": True, "emergency_reason": row["reason"]}
    data |= {"applied_on": day(grant.at), "read_at": minute(grant.start)}
    if seen := grant.reviewed:
        data |= {"emergency_reviewed_by": seen["by"], "is_justified": seen["justified"]}
        data |= {"emergency_reviewed_at": minute(seen["at"])}
    return data


def _days(row: Document) -> int:
    """Return for how many days it is asked, or granted."""
    if not row.get("to"):
        return int(row["days"])
    start, end = (dt.date.fromisoformat(day_of(row[name])) for name in ("from", "to"))
    return (end - start).days


def _plain(given: str) -> str:
    """Return a number as a file bears it, "" of whatever else somebody wrote."""
    return numbers.read(given) if numbers.looks_like(given) else ""  # none was let in wrongly


def _found(office: Office, person: Person, number: str, at: str) -> Proceeding:
    """Return a request or a grant: to who answers it, whole; to its reader, what he may know."""
    store = office.store
    found = entry(store, GRANTS, number.upper())
    row = found[1] if found else {}
    file = located(store, row["file"]) if row.get("file") else None
    knows = file is not None and known(store, person, file[1], at)
    if file and knows and (person.highest("grants") >= 0 or person.may("review")):
        return Proceeding(row["number"], row, file[1], office, person, at)
    if row and row["reader"] == person.person and (knows or not row["by"]):
        own = row if knows else {name: row[name] for name in _ASKED if name in row}
        return Proceeding(row["number"], own, {}, office, person, at)
    office.note("refused", person, subject=row.get("file", ""), wanted=_ACT)
    raise UnknownFile(number, "查阅申请或批准")


FLOWS: Mapping[str, Flow] = {"SQ": Flow({_FORM: _application}, lambda _: _FORM, _found)}
