"""Whether the archive still gives the figures of a report, and which cells changed since.

A document is asked, too, whether the numbers on its paper are those of its data, whose hash tells
if they were changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csdforms.reports.addressing import Addresses, title_of
from csdforms.reports.filed import FiledReport, recomputed
from csdforms.reports.paper import Retyped, numbers_on
from csdforms.reports.sheet import ComputedSheet, at

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.store import Store

__all__ = ["ChangedCell", "Verification", "verify"]

_ACT = "核对他人编制的报表"
_WHO = "编制人本人"
_DIGITS = 18  # of the number of a line: a file may say anything
#: What filing a report and copying it writes.
_REGISTERS = ("acts", "copies", "counters")


@dataclass(frozen=True, slots=True, repr=False)
class ChangedCell:
    """A cell that says something else now; both as they are printed."""

    address: str
    title: str
    then: str
    now: str

    def as_data(self) -> dict[str, str]:
        """Return it as plain JSON."""
        return {
            "address": self.address,
            "title": self.title,
            "then": self.then,
            "now": self.now,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Verification:
    """What became of a report's figures.

    ``same_head``: nothing was written into the archive since, but the report itself and copies.
    ``came`` and ``went`` are what the rows are called that the sheet has now and had not, and the
    other way round. ``item`` is its number in the archive, "" of a file that does not say what is
    filed there: then nothing vouches for what people wrote on it. ``on_paper`` are how many numbers
    of a document were compared with its data, ``retyped`` those that differ.
    """

    number: str
    item: str
    same_head: bool
    changed: tuple[ChangedCell, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    on_paper: int | None = None
    retyped: tuple[Retyped, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the archive still gives the same figures."""
        return not (self.changed or self.came or self.went)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "number": self.number,
            "item": self.item,
            "same": self.is_same,
            "same_head": self.same_head,
            "changed": [cell.as_data() for cell in self.changed],
            "came": list(self.came),
            "went": list(self.went),
            "on_paper": self.on_paper,
            "retyped": [one._asdict() for one in self.retyped],
        }


def verify(archive: Archive, which: str, *, actor: str = "", purpose: str = "") -> Verification:
    """Compute a report once more and compare: its compiler may, and the archive's only keeper.

    Args:
        archive: The archive.
        which: The report's number, its item number, or a .docx or .json file made by csdforms.
        actor: Who asks.
        purpose: What for.

    Raises:
        UnknownFile: if there is no such report for him.
        NotAuthorised: if another one compiled it, who sees other files; noted.
        MissingFile, NotPermitted: if a file cannot be read.
        UnreadableInput: if a file was not made by csdforms, or its data were changed since.
        InconsistentReport: if the figures contradict each other now.
    """
    filed = FiledReport.of(archive, which, actor=actor, purpose=purpose)
    if not filed.may_compare(archive, actor):
        person = archive.office.person(actor)
        raise archive.office.refused(person, _ACT, who=_WHO)
    same_head = _is_unchanged(archive.store, filed)
    paper = None if filed.paper is None else list(numbers_on(filed.paper, filed))
    sheet = recomputed(archive, filed, actor=actor, purpose=purpose)
    now, then = Addresses(sheet.whole), Addresses(filed.whole)
    groups = {path.partition(".")[0] for path in sheet.cells}
    rows_now, rows_then = set(_rows(now, groups)), set(_rows(then, groups))
    return Verification(
        number=filed.number,
        item=filed.item,
        same_head=same_head,
        changed=tuple(_changed(sheet, filed, now, then, rows_now - rows_then)),
        came=tuple(_title(filed, row) for row in _rows(now, groups) if row not in rows_then),
        went=tuple(_title(filed, row) for row in _rows(then, groups) if row not in rows_now),
        on_paper=None if paper is None else len(paper),
        retyped=tuple(one for one in paper or () if not one.is_same),
    )


def _is_unchanged(store: Store, filed: FiledReport) -> bool:
    """Whether the archive stands where it stood, but for the report itself and for copies."""
    number = filed.head.partition(":")[0]
    is_one = number.isdecimal() and len(number) <= _DIGITS
    lines = store.lines(int(number)) if is_one else iter(())
    first = next(lines, None)
    if first is None or first.anchor != filed.head:
        return False
    own = set(store.find("items", "number", filed.item)) if filed.item else set()
    return all(
        change.table in _REGISTERS or (change.table == "items" and change.key in own)
        for line in lines
        for change in line.changes
    )


def _changed(
    sheet: ComputedSheet, filed: FiledReport, now: Addresses, then: Addresses, came: set[str]
) -> Iterator[ChangedCell]:
    """Yield the cells that differ, in rows that are on both sheets."""
    for path in sheet.cells:
        steps = now.of(path)
        if ".".join(steps[:2]) not in came and then.value(steps) != at(sheet.whole, path):
            printed = filed.printed(sheet, steps), str(at(sheet.printed, path))
            yield ChangedCell(".".join(steps), title_of(sheet, path), *printed)


def _title(filed: FiledReport, row: str) -> str:
    group, _, name = row.partition(".")
    return f"{filed.form.label_of(group)}/{name}"


def _rows(sheet: Addresses, groups: set[str]) -> Iterator[str]:
    """Yield the addresses of the rows that are computed."""
    for name, rows in sheet.data.items():
        if name in groups and isinstance(rows, list) and rows and isinstance(rows[0], Mapping):
            yield from (f"{name}.{row}" for row in sheet.rows(rows))
