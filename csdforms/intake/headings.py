"""Finds the line of headings in a table that people made, and the field that each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from csdforms.intake.grid import CellError, Grid, letters
from csdforms.schemas.form import Block, FieldSpec
from csdforms.schemas.labels import normalise
from csdforms.schemas.matching import match

__all__ = ["Heading", "HeadingLine", "find_headings", "resolved"]

_FIRST_ROWS = 20  # titles, notes and blank lines above the headings
_LONGEST = 60  # what is longer is a sentence
_MARKS = re.compile(r"^\s*[*＊]+|[*＊]+\s*$|[(（【\[]\s*(?:必填|选填|必填项|选填项)\s*[)）】\]]")
#: Line breaks and blanks that only make a heading fit its column.
_SPACES = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")

How = Literal["known", "foreign", "unknown"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over one column, and what it means.

    A foreign heading is in other words than the form's; whether it means the field is decided
    value by value when the data are checked.
    """

    column: int
    text: str
    path: tuple[str, ...] = ()
    spec: FieldSpec | None = None
    how: How = "unknown"

    @property
    def place(self) -> str:
        """The column as people call it."""
        return f"{letters(self.column)} 列"


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """Where the headings of a table stand (the last row of them), and how well they fit."""

    row: int
    texts: Mapping[int, str]
    fit: int


def find_headings(grid: Grid, block: type[Block], *others: str) -> HeadingLine | None:
    """Return the line among the first that has most headings of a block, if any has.

    ``others`` are headings that the block itself does not know. Two lines are taken together where
    a heading spans several columns and the names of these stand below it.
    """
    links = frozenset(map(normalise, others))
    candidates = list(_candidates(grid))
    best: HeadingLine | None = None
    for row, texts in candidates:
        known = sum(
            normalise(text) in links or _known(block, text) is not None
            for text in set(texts.values())
        )
        if known and (best is None or known > best.fit):
            best = HeadingLine(row, texts, known)
    if best is not None and 2 * best.fit >= len(best.texts):
        return best
    for row, texts in candidates:  # in words of their own
        fit = sum(heading.how != "unknown" for heading in resolved(block, texts))
        if 2 * fit >= len(texts) and fit > (best.fit if best else 1):
            best = HeadingLine(row, texts, fit)
    return best


def _candidates(grid: Grid) -> Iterator[tuple[int, dict[int, str]]]:
    for row in range(min(_FIRST_ROWS, len(grid.rows))):
        texts = _texts(grid.filled(row))
        if not texts:
            continue
        yield row, {column: cleaned(text) for column, text in texts.items()}
        spans = [area for area in grid.merged if area[0] == area[2] == row and area[1] < area[3]]
        below = _texts(grid.filled(row + 1)) if spans and row + 1 < len(grid.rows) else {}
        if below:
            yield row + 1, _two_lines(texts, below, spans)


def _texts(cells: Sequence[tuple[int, Any]]) -> dict[int, str]:
    """Return the cells of a line if all of them may be headings."""
    if any(not isinstance(text, str) or isinstance(text, CellError) for _, text in cells):
        return {}
    return {column: text for column, text in cells if len(text) <= _LONGEST}


def _two_lines(
    upper: Mapping[int, str], lower: Mapping[int, str], spans: Sequence[tuple[int, int, int, int]]
) -> dict[int, str]:
    over = {
        column: upper[first]
        for _, first, _, last in spans
        if first in upper
        for column in range(first, last + 1)
    }
    return {
        column: cleaned(f"{over.get(column, '')}{lower[column]}")
        if column in lower
        else cleaned(upper[column])
        for column in sorted(upper.keys() | lower.keys())
        if column in lower or column not in over
    }


def cleaned(text: str) -> str:
    """Return a heading without the marks of required columns and without line breaks."""
    return _SPACES.sub("", " ".join(_MARKS.sub("", text).split()))


def resolved(block: type[Block], texts: Mapping[int, str]) -> list[Heading]:
    """Return what the headings of a table mean, column by column."""
    foreign = match(block, list(texts.values()))
    headings = []
    for column, text in texts.items():
        path: Sequence[str] | None = _known(block, text)
        how: How = "known"
        if path is None:
            how = "foreign"
            path = (foreign[text].field or "").split(".")
        spec = _spec_at(block, path)
        if spec is None and how == "foreign":
            headings.append(Heading(column, text))
        else:
            headings.append(Heading(column, text, tuple(path), spec, how))
    return headings


def _known(block: type[Block], text: str) -> tuple[str, ...] | None:
    """Return the path of the field that a heading names; both, where it stands for two."""
    for label, (first, _) in block.spans.items():
        if normalise(label) == normalise(text):
            return (first,)
    return block.labels().find(text)


def _spec_at(block: type[Block], path: Sequence[str]) -> FieldSpec | None:
    """Return the field at a path, ``None`` if it is none or lies in rows, which are elsewhere."""
    spec: FieldSpec | None = None
    inner: type[Block] | None = block
    for step in path:
        if inner is None or step not in inner.specs() or (spec is not None and spec.many):
            return None
        spec = inner.specs()[step]
        inner = spec.model
    return spec
