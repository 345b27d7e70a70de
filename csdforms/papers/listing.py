"""The papers of a list of destruction: the proposal with its approvals, the list (§7.3, §7.4)."""

from __future__ import annotations

from csdforms.archive.destruction.records import Line, live
from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.store import Document
from csdforms.papers.executing import BOX, hands, methods, place, totals, what
from csdforms.papers.proceedings import Data, Proceeding, day, opinion

__all__ = ["proposal", "the_list"]


def proposal(case: Proceeding) -> Data:
    """Return why it is to be destroyed, and what the two said who approve."""
    row = case.row
    lines = [Line.of(line) for line in live(row)]
    data = _source(row) | totals(row) | {"list_digest": row["digest"]}
    data |= {
        "destruction_advice": f"建议销毁客户档案销毁清册 {row['number']} 所列的{what(lines)}。",
        "reason": _reasons(lines),
        "methods": methods(row),
        "advised_by": row["by"],
        "advised_on": day(row["at"]),
        "approval_until": row.get("valid_until", ""),
    }
    boxes = ("cs_manager_opinion", "gm_opinion")
    for box, said in zip(boxes, row["approvals"], strict=False):
        data[box] = opinion(said["by"], said["at"])
    if said := row.get("refused"):
        box = boxes[len(row["approvals"])]
        data[box] = opinion(said["by"], said["at"], agreed=False, text=said["reason"])
    return data


def _source(row: Document) -> Data:
    return {
        "destruction_no": row["number"],
        "appraisal_no": row.get("appraisal", ""),
        "request_no": row.get("request", ""),
    }


def _reasons(lines: list[Line]) -> str:
    """Return why, each reason once; "" if that is more than a box holds."""
    said = "；".join(dict.fromkeys(line.reason for line in lines))
    return said if len(said) <= BOX else ""


def the_list(case: Proceeding) -> Data:
    """Return the lines, those that were pulled among them, and the cover."""
    row = case.row
    listed_on = day(row["at"])
    data = _source(row) | {
        "listed_on": listed_on,
        "listed_by": row["by"],
        "list_digest": row["digest"],
        "files": [_listed(line, listed_on) for line in row["lines"]],
    }
    offices = ("cs_manager", "gm")
    for name, said in zip(offices, row["approvals"], strict=False):
        data |= {f"{name}_by": said["by"], f"{name}_on": day(said["at"])}
    return data | hands(case) | place(row)


def _listed(line: Document, listed_on: str) -> Data:
    told = Line.of(line)
    pulled = " ".join(filter(None, (day(line.get("pulled_at")), told.pulled)))
    return {
        "archival_no": told.item or told.file,
        "line_title": told.title,
        "opened_year": int(told.year),
        "retention": told.code,
        # What is split off goes before its own day, and what a person asks for on the same one.
        "retention_until": told.due if told.due < listed_on else "",
        "kept_for": told.kept,
        "pieces": told.items,
        "page_count": told.pages,
        "copies": told.copies,
        "file_level": RANKS[told.level],
        "reason": told.reason,
        "pulled": pulled,
        "note": told.remark,
    }
