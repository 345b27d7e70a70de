"""The tables of what keeping costs, in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from math import isnan

from benchmarks.archive.bars import bars, price_of_secrecy
from benchmarks.archive.looking_up import CLICK
from benchmarks.archive.measuring import Measurements
from benchmarks.archive.questions import ACTS
from benchmarks.archive.running import ENGINES, STORE, Time
from benchmarks.tables import figure, table

__all__ = ["report"]

_IMPORT, _INDEX = "import, each record", "index made afterwards"
_CPU, _WALL = 0, 1


def report(found: Measurements, sizes: Sequence[int]) -> str:
    """Return the tables: each number of records, growth, whole processes, bars, answers."""
    engines = [name for name in ENGINES if any((name, size) in found.uses for size in sizes)]
    pieces = [f"1 kB more in a file, until the disk has it: {figure(found.sync)} ms."]
    for size in sizes:
        pieces.append(f"### {size:,} records\n\nWall ms:\n\n{_times(found, engines, size, _WALL)}")
        if STORE.name in engines:
            pieces.append(f"Wall × {STORE.name}:\n\n{_ratios(found, engines, size)}")
        pieces.append(f"CPU ms:\n\n{_times(found, engines, size, _CPU)}")
        pieces.append(f"MB:\n\n{_space(found, engines, size)}")
    if len(sizes) > 1:
        few, many = min(sizes), max(sizes)
        pieces.append(
            f"### Growth\n\nWall time with {many:,} records ÷ with {few:,}:\n\n"
            + _growth(found, engines, few, many)
        )
    if any(found.commands.values()):
        pieces.append(f"### A look-up as a process of its own\n\n{_commands(found)}")
    if judged := bars(found, max(sizes)):
        pieces.append(f"### The bars\n\n{judged}")
    if price := price_of_secrecy(found, max(sizes)):
        pieces.append(f"### The price of secrecy\n\nGoal: at most 2.\n\n{price}")
    pieces.append("### The same answers?\n\n" + "\n".join(_answers(found, engines)))
    if found.notes:
        notes = "\n".join(f"- {name}: {note}" for name, note in found.notes.items())
        pieces.append(f"### Left out\n\n{notes}")
    return "\n\n".join(pieces)


def _cost(found: Measurements, engine: str, size: int, act: str) -> Time | None:
    if act == _INDEX:
        return found.index(engine, size)
    return found.load(engine, size) if act == _IMPORT else found.act(engine, size, act)


def _times(found: Measurements, engines: Sequence[str], size: int, which: int) -> str:
    rows = []
    for act in (_IMPORT, _INDEX, *ACTS):
        costs = [_cost(found, engine, size, act) for engine in engines]
        rows.append([act, *("" if cost is None else figure(cost[which]) for cost in costs)])
    return table(["", *engines], rows)


def _ratios(found: Measurements, engines: Sequence[str], size: int) -> str:
    others = [engine for engine in engines if engine != STORE.name]
    rows = [
        [act, *(_ratio(found, (engine, size), (STORE.name, size), act) for engine in others)]
        for act in (_IMPORT, *ACTS)
    ]
    return table(["", *others], rows)


def _growth(found: Measurements, engines: Sequence[str], few: int, many: int) -> str:
    rows = [
        [act, *(_ratio(found, (engine, many), (engine, few), act) for engine in engines)]
        for act in (_IMPORT, *ACTS)
    ]
    return table(["", *engines], rows)


def _ratio(found: Measurements, one: tuple[str, int], other: tuple[str, int], act: str) -> str:
    """Return how many times the wall time of the other an engine takes."""
    costs = _cost(found, *one, act), _cost(found, *other, act)
    if costs[0] is None or costs[1] is None:
        return ""
    return figure(costs[0][_WALL] / costs[1][_WALL])


def _space(found: Measurements, engines: Sequence[str], size: int) -> str:
    figures: dict[str, list[float]] = {}
    for engine in engines:
        loads, uses = found.loads[engine, size], found.uses[engine, size]
        measured = {
            "import, memory over the records": [load.memory for load in loads],
            "in use, peak memory": [use.memory for use in uses],
            "on the disk": [load.size for load in loads],
        }
        for name, each in measured.items():
            figures.setdefault(name, []).append(statistics.median(each) if each else float("nan"))
    rows = [
        [name, *("" if isnan(value) else figure(value) for value in values)]
        for name, values in figures.items()
    ]
    return table(["", *engines], rows)


def _commands(found: Measurements) -> str:
    rows = []
    for size, commands in found.commands.items():
        for title, starts in commands.items():
            medians = {name: statistics.median(one[name] for one in starts) for name in starts[0]}
            click = {
                name: statistics.median(one[name] for one in commands[CLICK]) for name in medians
            }
            rows.append(
                [
                    title,
                    f"{size:,}",
                    *(figure(medians[name]) for name in ("cpu", "wall", "memory")),
                    *(f"{medians[name] / click[name]:.2f}" for name in ("cpu", "wall")),
                ]
            )
    headings = ["command", "records", "CPU ms", "wall ms", "peak MB"]
    return table([*headings, "CPU × import click", "wall × import click"], rows)


def _answers(found: Measurements, engines: Sequence[str]) -> Iterator[str]:
    for engine in engines:
        wrong = sorted(found.wrong[engine])
        yield f"- {engine}: {'**no**: ' + ', '.join(wrong) if wrong else 'all found what is there'}"
