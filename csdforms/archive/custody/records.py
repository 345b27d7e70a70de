"""What custody hands out: holds, freezes, changes that wait, mergers, checks, what is due.

They name numbers, kinds and members of the staff, and no customer; where somebody wrote a reason,
it is not shown in a traceback or a log.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from typing import Any, NamedTuple, Self

from csdforms.archive.store import Document

__all__ = [
    "Change",
    "Dormant",
    "Due",
    "Finding",
    "Freeze",
    "Hold",
    "Inspection",
    "Merger",
]


class Hold(NamedTuple):
    """A legal hold (法律保全) on a file."""

    number: str
    file: str
    reference: str  # the document of the court or authority, or of the case
    reason: str
    by: str
    at: str
    review_on: str  # the day by which it is to be looked at again
    lifted_at: str = ""
    lifted_by: str = ""
    lift_reference: str = ""
    lift_reason: str = ""

    def __repr__(self) -> str:
        return f"Hold({self.number!r}, {self.file!r}, lifted={bool(self.lifted_at)})"

    @classmethod
    def of(cls, row: Document) -> Self:
        """Read a row."""
        lifted = row.get("lifted", {})
        said = {f"lift_{name}": lifted[name] for name in ("reference", "reason") if name in lifted}
        over = {f"lifted_{name}": lifted[name] for name in ("at", "by") if name in lifted}
        return cls(**_known(cls, row), **said, **over)


class Freeze(NamedTuple):
    """A file that is frozen (冻结), and until when."""

    file: str
    reason: str
    until: str
    by: str
    at: str
    ended_at: str = ""
    ended_by: str = ""

    def __repr__(self) -> str:
        return f"Freeze({self.file!r}, until={self.until!r})"

    @classmethod
    def of(cls, row: Document) -> Self:
        """Read a row."""
        over = {f"ended_{name}": row["ended"][name] for name in ("at", "by") if "ended" in row}
        return cls(**_known(cls, row), **over)


class Change(NamedTuple):
    """A change of a profile that waits, or waited, for another person (变更复核)."""

    number: str
    file: str
    state: str  # open, confirmed, refused
    fields: tuple[str, ...]  # labels of the key fields; none: another edit of an 绝密 file
    evidence: str
    reason: str
    by: str
    at: str
    decided_by: str = ""
    decided_at: str = ""

    def __repr__(self) -> str:
        return f"Change({self.number!r}, {self.file!r}, {self.state!r})"

    @classmethod
    def of(cls, row: Document) -> Self:
        """Read a row."""
        decided = row.get("decided", {})
        said = {f"decided_{name}": decided[name] for name in ("by", "at") if name in decided}
        return cls(**_known(cls, row) | {"fields": tuple(row["fields"])}, **said)


class Merger(NamedTuple):
    """Two files of one customer that become one (合并), or are to."""

    number: str
    file: str  # the one that goes
    into: str  # the one that stays
    state: str  # proposed, merged, undone, refused
    ground: str  # what they share: uscc, org_code, id; or absorption
    paper: str  # of the registered absorption
    reason: str
    by: str
    at: str
    merged_at: str = ""
    merged_by: str = ""
    undo_until: str = ""  # the last day on which it can be undone
    undo_proposed_by: str = ""
    to_inform: bool = False  # the people in the file must be told who holds their data now
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Merger({self.number!r}, {self.file!r}, {self.into!r}, {self.state!r})"

    @classmethod
    def of(cls, row: Document, warnings: tuple[str, ...] = ()) -> Self:
        """Read a row."""
        merged = row.get("merged", {})
        said = {f"merged_{name}": merged[name] for name in ("by", "at") if name in merged}
        said["undo_proposed_by"] = row.get("undoing", {}).get("by", "")
        said["to_inform"] = bool(merged) and "inform" in row and "informed" not in row
        return cls(**_known(cls, row), **said, warnings=warnings)


class Finding(NamedTuple):
    """One thing that a check found in a file."""

    no: int
    file: str
    kind: str
    item: str = ""
    others: tuple[str, ...] = ()  # files, loans … that it is about
    state: str = "open"  # open, rectified
    rectified_by: str = ""
    rectified_at: str = ""

    @classmethod
    def of(cls, finding: Document) -> Self:
        """Read a finding."""
        done = finding.get("rectified", {})
        said = {f"rectified_{name}": done[name] for name in ("by", "at") if name in done}
        known = _known(cls, finding) | {"others": tuple(finding.get("others", ()))}
        return cls(**known, state="rectified" if done else "open", **said)


class Inspection(NamedTuple):
    """A check of the files (保管检查)."""

    number: str
    by: str
    at: str
    looked_at: int  # how many files; 0 for others than who checked: they may know of fewer
    findings: tuple[Finding, ...]
    next_on: str  # the day of the next one

    @property
    def state(self) -> str:
        """Return ``open`` as long as something is to be rectified."""
        return "open" if any(one.state == "open" for one in self.findings) else "closed"


class Dormant(NamedTuple):
    """A file without dealings, which somebody may put to sleep (休眠)."""

    number: str
    last: str  # the day of the last dealings


class Due(NamedTuple):
    """One thing that the calendar asks for."""

    kind: str
    number: str  # of the file, or of the matter
    file: str  # "": about no single file
    day: str  # its day; "" if there is none


def _known(record: type[Any], row: Document) -> dict[str, Any]:
    return {name: row[name] for name in record._fields if name in row and name != "state"} | (
        {"state": row["state"]} if "state" in record._fields and "state" in row else {}
    )
