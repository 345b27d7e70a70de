"""The layout of the clerk's workbook: its sheets and their headings, for writer and readers alike.

The first sheet has one line per document. Each group of rows has a sheet of its own, whose first
column says to which document a line belongs; for a group inside a group a second one says to which
line of the outer group.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from csdforms.schemas.form import Block, Extra, FieldSpec, Form
from csdforms.schemas.labels import normalise

__all__ = [
    "INSTRUCTIONS",
    "LINE_HEADING",
    "LISTS",
    "Column",
    "Table",
    "columns",
    "link_heading",
    "tables",
]

#: The last sheet, and the hidden one that holds the words of long drop-down lists.
INSTRUCTIONS = "填写说明"
LISTS = "选项"
#: The heading of the column that says to which line of the outer group a line belongs.
LINE_HEADING = "所属行号"

_LONGEST_NAME = 31  # what Excel allows a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field's path from its form or row, and the heading that finds it again."""

    path: tuple[str, ...]
    heading: str
    spec: FieldSpec
    required: bool

    @property
    def key(self) -> str:
        """What the field is called in data: ``legal_representative.name``."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Table:
    """One group of rows, which has a sheet of its own; ``outer`` is the group that holds it."""

    path: tuple[str, ...]
    name: str
    model: type[Block]
    outer: Table | None = None

    @property
    def key(self) -> str:
        """What the group is called in the data of the form, or of the row of the outer group."""
        return ".".join(self.path)

    def is_called(self, sheet: str) -> bool:
        """Whether a sheet of this name holds the group's rows."""
        return normalise(sheet) in (normalise(self.name), normalise(self.key))


def link_heading(form: type[Form]) -> str:
    """Return the heading over the numbers that link lines to their document."""
    return f"所属{form.label_of(form.number)}"


@functools.cache
def columns(block: type[Block]) -> tuple[Column, ...]:
    """Return the columns of a form or row: parts flattened, a form's own number first."""
    found = list(_columns(block))
    if issubclass(block, Form):
        found.sort(key=lambda column: column.path != (block.number,))
    return tuple(found)


def _columns(block: type[Block]) -> Iterator[Column]:
    for spec in block.specs().values():
        if spec.computed or spec.many:
            continue
        if spec.model is None:
            yield Column((spec.name,), spec.label, spec, spec.required)
            continue
        for inner in spec.model.specs().values():
            if not inner.computed and not inner.many:
                required = spec.required and inner.required
                path = (spec.name, inner.name)
                yield Column(path, f"{spec.label}{inner.label}", inner, required)


@functools.cache
def tables(form: type[Form]) -> tuple[Table, ...]:
    """Return the groups of a form, an outer one before those inside it."""
    return tuple(_tables(form, (), (), None))


def _tables(
    block: type[Block], path: tuple[str, ...], labels: tuple[str, ...], outer: Table | None
) -> Iterator[Table]:
    for spec in block.specs().values():
        if spec.computed or spec.model is None or spec.model is Extra:
            continue
        here, named = (*path, spec.name), (*labels, spec.label)
        if spec.many:
            name = _FORBIDDEN.sub("、", "-".join(named))[:_LONGEST_NAME]
            table = Table(here, name, spec.model, outer)
            yield table
            yield from _tables(spec.model, (), named, table)
        else:
            yield from _tables(spec.model, here, named, outer)
