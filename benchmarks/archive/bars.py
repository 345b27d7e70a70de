"""What the archive is to reach, and whether it did in this run."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.archive.looking_up import CLICK, FIND
from benchmarks.archive.measuring import Measurements
from benchmarks.archive.questions import (
    ADD,
    ADD_AND_FIND,
    BY_NUMBER,
    BY_PHONE,
    BY_USCC,
    THREE,
    TWO,
    UPDATE,
    WHOLE,
)
from benchmarks.archive.running import (
    ARCHIVE,
    SEALED_ARCHIVE,
    SEALED_STORE,
    SQLITE3,
    STORE,
    TINYDB,
    Time,
)
from benchmarks.tables import figure, table

__all__ = ["bars", "price_of_secrecy"]

#: What is asked of a sealed archive and of a clear one.
_SEALED = (BY_NUMBER, BY_PHONE, BY_USCC, TWO, THREE, WHOLE, ADD, ADD_AND_FIND, UPDATE)


class _Bar(NamedTuple):
    """A figure of one of ours, and what it is to be at least or at most."""

    name: str
    limit: float
    value: float | None
    least: bool = False

    @property
    def wanted(self) -> str:
        return f"{'≥' if self.least else '≤'} {self.limit:,g}"

    @property
    def cells(self) -> list[str]:
        if self.value is None:
            return ["", ""]
        met = self.value >= self.limit if self.least else self.value <= self.limit
        return [figure(self.value), "yes" if met else "**no**"]


def bars(found: Measurements, size: int) -> str:
    """Return the table of the bars, with so many records; empty if nothing of ours was measured.

    The store does what the peers do; the archive's acts follow all of its rules besides.
    """
    ours = [name for name in (STORE.name, ARCHIVE.name) if (name, size) in found.uses]
    if not ours:
        return ""
    columns = [list(_kept(found, name, size)) for name in ours]
    rows = [
        [same[0].name, same[0].wanted, *(cell for bar in same for cell in bar.cells)]
        for same in zip(*columns, strict=True)
    ]
    empty = [""] * (2 * len(ours) - 2)
    rows += [[bar.name, bar.wanted, *empty, *bar.cells] for bar in _looked_up(found)]
    headings = [heading for name in ours for heading in (name, "met")]
    return table([f"with {size:,} records", "bar", *headings], rows)


def price_of_secrecy(found: Measurements, size: int) -> str:
    """Return the table of what sealing costs, sealed ÷ clear; empty if it was not measured."""
    pairs = [
        (sealed.name, clear.name)
        for sealed, clear in ((SEALED_STORE, STORE), (SEALED_ARCHIVE, ARCHIVE))
        if (sealed.name, size) in found.uses and (clear.name, size) in found.uses
    ]
    if not pairs:
        return ""
    rows = []
    for act in _SEALED:
        ratios = [
            _over(_wall(found.act(sealed, size, act)), _wall(found.act(clear, size, act)))
            for sealed, clear in pairs
        ]
        rows.append([act, *("" if ratio is None else figure(ratio) for ratio in ratios)])
    return table([f"sealed ÷ clear, {size:,} records", *(clear for _, clear in pairs)], rows)


def _kept(found: Measurements, name: str, size: int) -> Iterator[_Bar]:
    def wall(act: str, engine: str = name) -> float | None:
        return _wall(found.act(engine, size, act))

    sqlite3 = SQLITE3.name
    yield _Bar("add one, TinyDB ÷ it", 10_000, _over(wall(ADD, TINYDB.name), wall(ADD)), least=True)
    yield _Bar("add one, sqlite3 ÷ it", 1, _over(wall(ADD, sqlite3), wall(ADD)), least=True)
    for act in (BY_NUMBER, BY_PHONE, BY_USCC):
        yield _Bar(f"{act}, ms", 0.1, wall(act))
    for act in (TWO, THREE):
        yield _Bar(f"{act}, ms", 2, wall(act))
        yield _Bar(f"{act}, sqlite3 ÷ it", 100, _over(wall(act, sqlite3), wall(act)), least=True)
    loads = [_wall(found.load(engine, size)) for engine in (sqlite3, name)]
    yield _Bar("import, sqlite3 ÷ it", 2, _over(*loads), least=True)
    imports = [load.memory for load in found.loads[name, size]]
    yield _Bar("import, memory over the records, MB", 150, statistics.median(imports))
    uses = [use.memory for use in found.uses[name, size]]
    yield _Bar("in use, peak memory, MB", 150, statistics.median(uses))


def _looked_up(found: Measurements) -> Iterator[_Bar]:
    for title in FIND:
        for name in ("cpu", "wall"):
            ratios = [
                statistics.median(one[name] for one in commands[title])
                / statistics.median(one[name] for one in commands[CLICK])
                for commands in found.commands.values()
                if title in commands
            ]
            if ratios:
                yield _Bar(f"{title}, {name}, ÷ import click, worst", 1.6, max(ratios))


def _wall(time: Time | None) -> float | None:
    return None if time is None else time[1]


def _over(theirs: float | None, ours: float | None) -> float | None:
    return None if theirs is None or ours is None else theirs / ours
