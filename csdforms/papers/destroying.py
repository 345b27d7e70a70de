"""The papers of destruction, from the group's report to the certificate (archive.md §7).

They are kept for good, as the lists are: of a person's file they have the number and the kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.appraising import Appraisals
from csdforms.archive.destruction.destroying import Destructions
from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.destruction.records import live
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Store
from csdforms.papers.appraising import report
from csdforms.papers.executing import feedback, methods, record
from csdforms.papers.listing import proposal, the_list
from csdforms.papers.people import minute
from csdforms.papers.proceedings import Data, Flow, Proceeding

__all__ = ["FLOWS", "certificate"]

_REPORT = "appraisal_report"
_PROPOSAL, _LIST = "destruction_proposal", "destruction_list"
_RECORD, _FEEDBACK = "destruction_record", "destruction_feedback"
_CERTIFICATE = "destruction_certificate"
_DONE = "done"


def certificate(case: Proceeding) -> Data:
    """Return what is certified of a file that was destroyed, or of the only one on a list."""
    card = case.card
    if not card:
        files = [line["file"] for line in live(case.row) if "item" not in line]
        card = card_of_file(case.store, files[0]) if len(files) == 1 else {}
    stone = card.get("tombstone")
    found = entry(case.store, "destructions", stone["list"]) if stone else None
    if not stone or not found or found[1]["state"] != _DONE:
        return {}
    row = found[1]
    line = next(one for one in live(row) if one["file"] == card["number"] and "item" not in one)
    managers = dict(zip(("cs_manager_by", "gm_by"), stone["approvers"], strict=True))
    return {
        "destruction_no": row["number"],
        "file_no": card["number"],
        "line_title": line["title"],
        "opened_on": stone["created"],
        "sealed_on": stone["sealed"],
        "destroyed_at": minute(line["done_at"]),
        "reason": line["reason"],
        "methods": methods(row),
        "piece_count": line["items"],
        "list_digest": row["digest"],
        "record_anchor": _anchor(case.store, card["number"]),
        **managers,
        "executor_by": stone["executor"],
        "witness_one_by": stone["witnesses"][0],
        "witness_two_by": stone["witnesses"][1],
        "certificate_on": day_of(case.at),
    }


def _anchor(store: Store, file: str) -> str:
    """Return the journal's line by which the file was destroyed, with its hash."""
    line = [one for one in store.history(file) if one.act == "destroy"][-1]
    return f"日志第 {line.no} 条 {line.hash}"


def _found_appraisal(office: Office, person: Person, number: str, at: str) -> Proceeding:
    plain = number.upper()
    Appraisals(office).get(plain, actor=person.account)
    return _of(office, person, "appraisals", plain, at)


def _found_list(office: Office, person: Person, number: str, at: str) -> Proceeding:
    plain = number.upper()
    Destructions(office).get(plain, actor=person.account)
    return _of(office, person, "destructions", plain, at)


def _of(office: Office, person: Person, table: str, number: str, at: str) -> Proceeding:
    found = entry(office.store, table, number)
    assert found is not None  # it was handed out
    return Proceeding(found[1]["number"], found[1], {}, office, person, at)


def _now(case: Proceeding) -> str:
    if case.row["state"] == _DONE:
        return _FEEDBACK
    return _RECORD if "execution" in case.row else _PROPOSAL


FLOWS: Mapping[str, Flow] = {
    "JD": Flow({_REPORT: report}, lambda _: _REPORT, _found_appraisal),
    "XH": Flow(
        {
            _PROPOSAL: proposal,
            _LIST: the_list,
            _RECORD: record,
            _FEEDBACK: feedback,
            _CERTIFICATE: certificate,
        },
        _now,
        _found_list,
    ),
}
