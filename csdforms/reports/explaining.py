"""A cell opened: how its figure comes about, and the figures and records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csdforms.reports.addressing import Addresses, address_of, find_cell, title_of
from csdforms.reports.figure import Figure, Part, Record, Value
from csdforms.reports.filed import FiledReport, recomputed
from csdforms.reports.sheet import ComputedSheet, at

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = [
    "Contribution",
    "Explained",
    "Explanation",
    "explain",
    "explain_filed",
    "printed_at",
]

_DEEP = 2


@dataclass(frozen=True, slots=True, repr=False)
class Contribution:
    """A record behind a figure, and what it contributes."""

    record: Record
    value: Value

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        kind, number, file, items, on = self.record
        return {
            "kind": kind,
            "number": number,
            "file": file,
            "items": list(items),
            "on": None if on is None else on.isoformat(),
            "contributes": _plain(self.value),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Explained:
    """A figure opened: its exact value, how it comes about, and what is behind it.

    ``parts`` are opened two levels deep; ``records`` are those that count by themselves. A column
    of figures is one part, of which the value says how many they are; its parts are the figures.
    """

    name: str
    value: Value
    formula: str
    parts: tuple[Explained, ...]
    records: tuple[Contribution, ...]
    is_column: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON; exact numbers are texts."""
        return {
            "name": self.name,
            "value": _plain(self.value),
            "formula": self.formula,
            "parts": [part.as_data() for part in self.parts],
            "records": [record.as_data() for record in self.records],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """Why a cell says what it says.

    ``adds_up`` tells whether what is behind it makes the figure when it is worked out again. Of a
    report that is filed, ``then`` is what it printed and ``has_changed`` whether that differs from
    ``printed``, what the archive gives now; both are None for whoever may not compare them.
    """

    address: str
    figure: Explained
    printed: str
    adds_up: bool
    is_complete: bool
    then: str | None = None
    has_changed: bool | None = None

    def __repr__(self) -> str:
        return f"Explanation({self.figure.formula!r})"  # addresses and values tell of customers

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON; exact numbers are texts."""
        return {
            "address": self.address,
            "printed": self.printed,
            **self.figure.as_data(),
            "adds_up": self.adds_up,
            "complete": self.is_complete,
            "then": self.then,
            "changed": self.has_changed,
        }


def explain(sheet: ComputedSheet, cell: str) -> Explanation:
    """Return why a cell of a computed sheet says what it says.

    Args:
        sheet: The sheet.
        cell: The cell's name, see :mod:`csdforms.reports.addressing`.

    Raises:
        UnknownCell: if the sheet has no computed cell of this name, or several.
    """
    path = find_cell(sheet, cell)
    figure = sheet.cells[path]
    return Explanation(
        address=address_of(sheet, path),
        figure=_opened(title_of(sheet, path), figure, _DEEP),
        printed=printed_at(sheet, path),
        adds_up=figure.again() == figure.value,
        is_complete=sheet.is_complete,
    )


def explain_filed(
    archive: Archive, which: str, cell: str, *, actor: str = "", purpose: str = ""
) -> tuple[ComputedSheet, Explanation]:
    """Return a report counted anew by whoever asks, and why a cell of it says what it says.

    Args:
        archive: The archive.
        which: The report's number, its item number, or a .docx or .json file made by csdforms.
        cell: The cell's name.
        actor: Who asks.
        purpose: What for.

    Raises:
        UnknownFile: if there is no such report for him.
        UnknownCell: if it has no such cell, or several, as he may count.
        MissingFile, NotPermitted, UnreadableInput: if a file cannot be read.
        NotAuthorised: if he may not compile reports; noted.
    """
    filed = FiledReport.of(archive, which, actor=actor, purpose=purpose)
    sheet = recomputed(archive, filed, actor=actor, purpose=purpose)
    told = explain(sheet, cell)
    if not filed.may_compare(archive, actor):
        return sheet, told
    path = find_cell(sheet, cell)
    steps = Addresses(sheet.whole).of(path)
    kept = Addresses(filed.whole).value(steps)
    has_changed = kept != at(sheet.whole, path)
    return sheet, replace(told, then=filed.printed(sheet, steps), has_changed=has_changed)


def printed_at(sheet: ComputedSheet, path: str) -> str:
    """Return what a cell prints."""
    return str(at(sheet.printed, path))


def _opened(name: str, figure: Figure, deep: int) -> Explained:
    parts = _parts(figure, deep) if deep else ()
    records = tuple(Contribution(*one) for one in figure.records())
    return Explained(name, figure.value, figure.formula, tuple(parts), records)


def _parts(figure: Figure, deep: int) -> Iterator[Explained]:
    for name, part in figure.parts().items():
        if isinstance(part, Figure):
            yield _opened(name, part, deep - 1)
        elif isinstance(part, list):
            column = tuple(_column(part, deep - 1))
            yield Explained(name, len(part), f"共 {len(part)} 项", column, (), is_column=True)
        else:
            yield Explained(name, _value(part), "给定", (), ())


def _column(parts: Sequence[Any], deep: int) -> Iterator[Explained]:
    """Yield the figures of a column; their records are those of their own cells."""
    for number, part in enumerate(parts if deep else (), start=1):
        if isinstance(part, Figure):
            yield Explained(f"第 {number} 项", part.value, part.formula, (), ())


def _value(part: Part) -> Value:
    return part if isinstance(part, Decimal | int | str | dt.date | tuple) else None


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal | dt.date):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
