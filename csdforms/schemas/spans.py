"""Boxes of other sheets that hold two of ours, from … to …: 统计期间 2026年3月1日至31日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from csdforms.schemas.labels import normalise
from csdforms.schemas.types import Refused

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = ["parted"]

_BETWEEN = re.compile(r"\s*(?:至|到|[—–~～]+|--|(?<=\s)-(?=\s))\s*")
_DAY = re.compile(r"(?P<year>\d{4}\s*[-/.年])(?P<month>\s*\d{1,2}\s*[-/.月])\s*\d{1,2}\s*日?")
_TIME = re.compile(r"[^\d\s]{0,2}\s*\d{1,2}\s*[:：时点].*")
_MOST = 80  # what is longer is no pair of days


def parted(model: type[Block], data: Mapping[object, object]) -> Iterator[tuple[object, object]]:
    """Yield the boxes given; one that stands for two as these two, if both can be read."""
    pairs = {normalise(label): pair for label, pair in model.spans.items()}
    for key, value in data.items():
        names = pairs.get(normalise(str(key)))
        free = names is not None and data.keys().isdisjoint(names)
        ends = _ends(value) if free and isinstance(value, str) else None
        if ends and names and _readable(model, names, ends):
            yield from zip(names, ends, strict=True)
        else:
            yield key, value


def _ends(text: str) -> tuple[str, str] | None:
    """Return both ends, the second with the year or the day that it shares with the first."""
    if len(text) > _MOST:
        return None
    pieces = _BETWEEN.split(text.strip())
    if len(pieces) == 1:
        pieces = [piece.strip() for piece in text.split("-")]
    if len(pieces) != len(("from", "to")):
        return None
    first, last = pieces
    day = _DAY.match(first)
    if day and _TIME.fullmatch(last):
        last = f"{day[0]} {last}"
    elif day and re.fullmatch(r"\d{1,2}\s*日?", last):
        last = f"{day['year']}{day['month']}{last}"
    elif day and not _DAY.match(last):
        last = f"{day['year']}{last}"
    return first, last


def _readable(model: type[Block], names: tuple[str, str], ends: tuple[str, str]) -> bool:
    for name, end in zip(names, ends, strict=True):
        kind = model.specs()[name].type
        try:
            assert kind is not None
            kind.accept(end)
        except Refused:
            return False
    return True
