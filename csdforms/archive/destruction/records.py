"""What the archive hands out of appraisals and lists of destruction; no person's data stand in it.

An organisation's name does, and words of the group; a traceback or a log shows neither.
Both are permanent, and so is every word in them: personal files are called by number and kind.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from csdforms.archive.actor import day_of
from csdforms.archive.store import Document

__all__ = ["Appraisal", "Destruction", "Due", "Line", "Outcome", "Tombstone", "counted", "live"]


class Due(NamedTuple):
    """A file, or an item in one, that need not be kept any more."""

    file: str
    item: str  # "": the whole file
    kind: str  # F 单位, G 个体工商户, Z 个人
    title: str
    level: int
    code: str  # of its retention; of an item, what its period is called
    until: str  # the last day for which it had to be kept
    held: bool  # a legal hold is in force: it cannot be appraised
    matters: tuple[str, ...] = ()  # what is open in it: it cannot be destroyed as a whole
    kept: tuple[str, ...] = ()  # items in it that must still be kept by themselves

    def __repr__(self) -> str:
        return f"Due({self.file!r}, {self.item!r}, {self.until!r})"


class Line(NamedTuple):
    """One line of the list of destruction (销毁清册)."""

    no: int
    file: str
    item: str
    kind: str
    title: str
    year: str
    code: str
    due: str  # 应保管至
    kept: str  # 已保管期限
    pages: int
    items: int
    copies: int
    level: int
    reason: str
    remark: str = ""
    pulled: str = ""  # why it was taken off the list
    done_at: str = ""  # when it was destroyed

    def __repr__(self) -> str:
        return f"Line({self.no}, {self.file!r}, {self.item!r})"

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read a line as it is kept."""
        return cls(
            **{"item": "", **{name: document[name] for name in cls._fields & document.keys()}}
        )


class Outcome(NamedTuple):
    """One line of an appraisal: what the group says of a file or an item."""

    no: int
    file: str
    item: str
    kind: str
    title: str
    code: str
    due: str
    matters: tuple[str, ...]
    must_keep: tuple[str, ...]
    outcome: str = ""  # keep, split, destroy
    reason: str = ""
    new_code: str = ""
    new_until: str = ""
    kept: tuple[str, ...] = ()  # the items that a split takes out and keeps
    pages: int = 0
    remark: str = ""
    pulled: str = ""

    def __repr__(self) -> str:
        return f"Outcome({self.no}, {self.file!r}, {self.item!r}, {self.outcome!r})"

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read a line as it is kept."""
        known = {"item": "", **{name: document[name] for name in cls._fields & document.keys()}}
        for name in ("matters", "must_keep", "kept"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


class Appraisal(NamedTuple):
    """A group's appraisal (鉴定), and its report."""

    number: str
    at: str
    by: str
    state: str  # open, closed, cancelled
    members: Mapping[str, str]  # function: person
    lines: tuple[Outcome, ...]
    signatures: Mapping[str, str]  # person: moment
    closed_at: str = ""
    destruction: str = ""  # the list that came of it, XH-…

    @classmethod
    def of(cls, row: Document) -> Self:
        """Read a row."""
        return cls(
            row["number"],
            row["at"],
            row["by"],
            row["state"],
            {one["function"]: one["person"] for one in row["members"]},
            tuple(map(Outcome.of, row["lines"])),
            {one["person"]: one["at"] for one in row["signatures"]},
            row.get("closed_at", ""),
            row.get("destruction", ""),
        )


class Destruction(NamedTuple):
    """A list of destruction (销毁清册), and how far it has come."""

    number: str
    at: str
    by: str
    state: str
    digest: str  # SHA-256 of the lines that stand
    lines: tuple[Line, ...]
    total: int  # 件, what the witnesses count
    appraisal: str
    request: str
    approvals: tuple[Mapping[str, Any], ...]
    valid_until: str  # of the approval, "" before it
    execution: Mapping[str, Any]  # executor, witnesses, counts, copies, signatures
    finished_at: str

    def __repr__(self) -> str:
        return f"Destruction({self.number!r}, {self.state!r})"

    @classmethod
    def of(cls, row: Document) -> Self:
        """Read a row."""
        return cls(
            row["number"],
            row["at"],
            row["by"],
            row["state"],
            row["digest"],
            tuple(map(Line.of, row["lines"])),
            counted(row),
            row.get("appraisal", ""),
            row.get("request", ""),
            tuple(row["approvals"]),
            row.get("valid_until", ""),
            row.get("execution", {}),
            row.get("finished_at", ""),
        )


class Tombstone(NamedTuple):
    """What is left of a file that was destroyed; ``name`` and ``uscc`` of an organisation alone."""

    number: str
    kind: str
    state: str
    name: str
    uscc: str
    created: str
    sealed: str
    destroyed: str
    list: str
    approvers: tuple[str, ...]
    executor: str
    witnesses: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Tombstone({self.number!r}, {self.destroyed!r})"

    @classmethod
    def of(cls, card: Document) -> Self:
        """Read a card."""
        said = card["tombstone"]
        return cls(
            card["number"],
            card["kind"],
            card["state"],
            card["name"],
            card.get("uscc", ""),
            said["created"],
            said["sealed"],
            day_of(card["destroyed_at"]),
            said["list"],
            tuple(said["approvers"]),
            said["executor"],
            tuple(said["witnesses"]),
        )


def live(row: Document) -> list[Document]:
    """Return the lines that were not taken off."""
    return [line for line in row["lines"] if "pulled" not in line]


def counted(row: Document) -> int:
    """Return how many pieces (件) a list has: versions of profiles, and items."""
    return sum(line["items"] for line in live(row))
