"""Lines with one number are one document, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from csdforms.ledgers.lines import Lines
from csdforms.schemas.types.base import fold

__all__ = ["Row", "grouped"]

#: A row with its place.
Row: TypeAlias = tuple[int, Sequence[Any]]


def grouped(lines: Lines, names: Sequence[str]) -> Iterator[list[Row]]:
    """Yield the rows of each document; what says no number stands for itself.

    The file is gone through twice, so that only documents in several pieces wait in memory.
    """
    last = _scattered(lines, names)
    waiting: dict[str, list[Row]] = {}
    group: list[Row] = []
    before = ""
    for row, cells in lines.rows():
        key = _key(lines, cells, names)
        if key in last:
            waiting.setdefault(key, []).append((row, cells))
            if row == last[key]:
                yield waiting.pop(key)
            continue
        if group and (key != before or not key):
            yield group
            group = []
        group.append((row, cells))
        before = key
    if group:
        yield group


def _scattered(lines: Lines, names: Sequence[str]) -> dict[str, int]:
    """Return the last row of each document whose rows do not follow one another."""
    last: dict[str, int] = {}
    seen: set[int] = set()
    before = ""
    for row, cells in lines.rows():
        key = _key(lines, cells, names)
        known = hash(key)  # if two have the same, one of them waits without need
        if key in last or (key and key != before and known in seen):
            last[key] = row
        seen.add(known)
        before = key
    return last


def _key(lines: Lines, cells: Sequence[Any], names: Sequence[str]) -> str:
    return "".join(fold(lines.said(cells, *names)).split()).upper()
