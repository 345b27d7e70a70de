"""Lines one behind the other: each in order, and each joined to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from csdforms.archive.line import NO_HASH, decode
from csdforms.archive.store import Line
from csdforms.errors import DamagedArchive

__all__ = ["following"]


def following(
    lines: Iterable[bytes], place: Path | str, first: int = 1
) -> Iterator[tuple[bytes, Line]]:
    """Yield lines as they stand and what they say, after checking them.

    Args:
        lines: The lines as they stand, newline included.
        place: The archive, for errors.
        first: The number of the first of them.

    Raises:
        DamagedArchive: with the line's number, if one is not as it was written, or does not follow
            the one before.
    """
    prev = NO_HASH if first == 1 else None
    for no, raw in enumerate(lines, start=first):
        line = decode(raw, place, no)
        if line.no != no:
            raise DamagedArchive(place, f"这里的行号是 {line.no}，有行被删去、插入或调换", no)
        if prev not in (None, line.prev):
            raise DamagedArchive(place, "接不上前一行", no)
        prev = line.hash
        yield raw, line
