"""The report of the group that appraises (鉴定报告; archive.md §7.2)."""

from __future__ import annotations

from csdforms.archive.destruction.convening import FUNCTIONS
from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.destruction.records import Outcome, live
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Document
from csdforms.papers.proceedings import Data, Proceeding, day

__all__ = ["report"]

_KEEP, _SPLIT, _DESTROY = "keep", "split", "destroy"


def report(case: Proceeding) -> Data:
    """Return what the group says of each file or item, and who signed it."""
    row = case.row
    lines = [Outcome.of(line) for line in live(row)]
    signed = {one["person"]: day(one["at"]) for one in row["signatures"]}
    data: Data = {
        "appraisal_no": row["number"],
        "convened_on": day(row["at"]),
        "appraisal_scope": _scope(lines),
        "chain_sound": True,  # else nothing is brought before a group (X18)
        "members": [
            {
                "function": FUNCTIONS[one["function"]][0],
                "member": one["person"],
                "post": ROLES[one["role"]].title,
                "member_signed_on": signed.get(one["person"], ""),
            }
            for one in row["members"]
        ],
        "files": [_appraised(case.store, row, line) for line in lines],
        "destruction_no": row.get("destruction", ""),
    }
    if row["state"] == "closed":
        words = {_KEEP: "续存", _SPLIT: "拆分", _DESTROY: "销毁"}
        said = [line.outcome for line in lines]
        told = "，".join(f"{words[one]} {said.count(one)} 项" for one in words if one in said)
        listed = f"；转入销毁清册 {row['destruction']} 报批" if "destruction" in row else ""
        data["appraisal_conclusion"] = f"经逐项鉴定，{told}{listed}。"
    return data


def _scope(lines: list[Outcome]) -> str:
    files, items = (sum(bool(one.item) == apart for one in lines) for apart in (False, True))
    told = [f"保管期满的客户档案 {files} 卷"] if files else []
    told += [f"单独到期的件 {items} 件"] if items else []
    return "、".join(told)


def _appraised(reader: Reader, row: Document, line: Outcome) -> Data:
    data: Data = {
        "archival_no": line.item or line.file,
        "line_title": line.title,
        "retention": line.code,
        "retention_until": line.due,
        "appraisal_outcome": line.outcome,
        "outcome_reason": line.reason,
        "kept_items": line.kept,
    }
    if line.outcome != _DESTROY:  # what goes was free of them when the report was closed
        data["matters_open"] = "、".join(line.matters)
    if line.outcome == _KEEP:
        data |= {"new_retention": line.new_code or line.code}
        data |= {"new_until": line.new_until or _new_end(reader, row, line)}
    return data


def _new_end(reader: Reader, row: Document, line: Outcome) -> str:
    """Return until when a file is kept by this report, "" if it does not stand on the card."""
    retention = card_of_file(reader, line.file).get("retention", {})
    return str(retention["until"]) if retention.get("appraisal") == row["number"] else ""
