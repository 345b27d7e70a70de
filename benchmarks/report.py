"""The tables of what was measured, in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from benchmarks.growth import growth
from benchmarks.measurements import Measurements
from benchmarks.paper import difference
from benchmarks.running import CSDFORMS, ENGINES
from benchmarks.tables import figure, table

__all__ = ["report"]

_RATIO = "× csdforms"


def report(found: Measurements, rows: Sequence[int], processes: Sequence[int]) -> str:
    """Return the tables: each number of rows and processes, growth, and what differs."""
    measured = {engine for engine, _, _ in found.runs}.difference(found.notes)
    engines = [engine for engine in ENGINES if engine in measured]
    pieces = []
    for count in rows:
        pieces.append(f"### {count:,} rows\n\n{_alone(found, engines, count, min(processes))}")
        pieces += [
            f"{count:,} rows, {together} processes at once:\n\n"
            + _together(found, engines, count, together, min(processes))
            for together in processes
            if together != min(processes)
        ]
    if len(rows) > 1:
        pieces.append(
            f"### Growth with the rows\n\n{_growth(found, engines, rows, min(processes))}"
        )
    pieces.append("### The same words?\n\n" + "\n".join(_differences(found, engines, rows)))
    if found.notes:
        notes = "\n".join(f"- {engine}: {note}" for engine, note in found.notes.items())
        pieces.append(f"### Left out\n\n{notes}")
    return "\n\n".join(pieces)


def _alone(found: Measurements, engines: Sequence[str], rows: int, processes: int) -> str:
    lines = []
    for engine in engines:
        cpu = found.cpu(engine, rows, processes)
        first = [run.first[0] for runs in found.runs[engine, rows, processes] for run in runs]
        lines.append(
            [
                engine,
                figure(statistics.median(cpu)),
                f"{figure(min(cpu))}–{figure(max(cpu))}",
                figure(statistics.median(found.wall(engine, rows, processes))),
                figure(found.rate(engine, rows, processes)),
                figure(statistics.median(first)),
                _times(found, engine, rows, processes),
            ]
        )
    headings = ["engine", "CPU ms", "of the rounds", "wall ms", "documents/s", "first, CPU ms"]
    return table([*headings, _RATIO], _by_cost(lines))


def _together(
    found: Measurements, engines: Sequence[str], rows: int, processes: int, fewest: int
) -> str:
    lines = [
        [
            engine,
            figure(statistics.median(found.cpu(engine, rows, processes))),
            figure(statistics.median(found.wall(engine, rows, processes))),
            figure(rate := found.rate(engine, rows, processes)),
            f"{rate / found.rate(engine, rows, fewest):.2f}",
            _times(found, engine, rows, processes),
        ]
        for engine in engines
    ]
    headings = ["engine", "CPU ms", "wall ms", "documents/s", f"× {fewest} process"]
    return table([*headings, _RATIO], _by_cost(lines))


def _times(found: Measurements, engine: str, rows: int, processes: int) -> str:
    """Return how many times the CPU time of csdforms an engine takes."""
    ours = found.cpu(CSDFORMS.name, rows, processes)
    if not ours or engine == CSDFORMS.name:
        return ""
    theirs = found.cpu(engine, rows, processes)
    return figure(statistics.median(theirs) / statistics.median(ours))


def _by_cost(lines: list[list[str]]) -> list[list[str]]:
    return sorted(lines, key=lambda line: float(line[1].replace(",", "")))


def _growth(
    found: Measurements, engines: Sequence[str], rows: Sequence[int], processes: int
) -> str:
    counts = sorted(rows)
    lines = []
    for engine in engines:
        costs = [statistics.median(found.cpu(engine, count, processes)) for count in counts]
        steps, fixed, slope, deviation = growth(counts, costs)
        lines.append(
            [
                engine,
                *(figure(1e3 * step) for step in steps),
                f"{steps[-1] / steps[0]:.2f}",
                figure(fixed),
                figure(1e3 * slope),
                f"{deviation:.0%}",
            ]
        )
    spans = [f"µs/row, {low:,}–{high:,}" for low, high in pairwise(counts)]
    fit = ["last ÷ first", "fit: fixed ms", "µs/row", "farthest from fit"]
    return table(["engine", *spans, *fit], lines)


def _differences(found: Measurements, engines: Sequence[str], rows: Sequence[int]) -> Iterator[str]:
    """Say which engines have made documents with other words than csdforms."""
    for engine in engines:
        differs = None
        for count in rows:
            expected = found.words.get((CSDFORMS.name, count), [])
            made = found.words.get((engine, count), [])
            for ours, theirs in zip(expected, made, strict=False):
                differs = differs or difference(theirs, ours)
        if differs:
            yield f"- {engine}: **no**: {differs}"
        elif engine != CSDFORMS.name:
            yield f"- {engine}: the same as csdforms"
