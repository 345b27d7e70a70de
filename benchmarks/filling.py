"""The first table: every engine fills the same orders, in turns, in fresh processes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import click

import csdforms
from benchmarks import design, records
from benchmarks.measurements import Measurements
from benchmarks.paper import words
from benchmarks.running import CSDFORMS, Engine, EngineFailed, run
from benchmarks.service_order import ServiceOrder
from csdforms.templates.printing import printed

__all__ = ["measure"]

#: How many documents a process makes at most, and how many rows they have together.
_MOST, _ROWS = 400, 40_000
_LEAST = 3
#: So many documents of each engine are read and compared.
_COMPARED = 3


def measure(
    engines: Sequence[Engine],
    rows: Sequence[int],
    processes: Sequence[int],
    *,
    rounds: int,
    seconds: float,
    most: int = _MOST,
) -> Measurements:
    """Let the engines fill orders of so many rows, in shuffled turns.

    Args:
        engines: Those that are installed.
        rows: The lines of parts in an order.
        processes: How many processes fill at the same time.
        rounds: How often every engine has its turn with every number of rows and processes.
        seconds: How long a turn lasts, if there are documents enough.
        most: How many documents a process makes at most.
    """
    found = Measurements()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in rows:
            _write_documents(folder, count, most)
        for number in range(rounds):
            # Engines that are compared run one after the other: the clock drifts with the load.
            for count in _shuffled(rows, number):
                for together in processes:
                    for engine in _shuffled(engines, number):
                        if engine.name not in found.notes:
                            documents = folder / _name(engine, count)
                            _turn(found, engine, documents, (count, together), seconds)
            click.echo(f"round {number + 1} of {rounds}", err=True)
    return found


def _shuffled(items: Sequence[Any], seed: int) -> list[Any]:
    return Random(seed).sample(items, len(items))  # noqa: S311 - repeatable order, no secrets


def _write_documents(folder: Path, rows: int, most: int) -> None:
    """Write the templates, and the documents that each kind of engine is to make."""
    count = max(_LEAST, min(most, _ROWS // max(rows, 1)))
    raw = [records.service_order(seed, rows) for seed in range(count)]
    strings = [_strings(data) for data in raw]
    for name, syntax in design.SYNTAXES.items():
        template = folder / name / f"{ServiceOrder.identifier()}.docx"
        if not template.exists():
            template.parent.mkdir()
            design.draw(syntax, template)
        _write(folder / f"{name}-{rows}.json", template, strings)
    template = folder / CSDFORMS.syntax / f"{ServiceOrder.identifier()}.docx"
    _write(folder / _name(CSDFORMS, rows), template, raw)


def _name(engine: Engine, rows: int) -> str:
    """Return the name of the file with the documents that an engine is to make."""
    return f"{'raw' if engine.raw else engine.syntax}-{rows}.json"


def _write(path: Path, template: Path, records: Iterable[dict[str, Any]]) -> None:
    form = ServiceOrder.identifier()
    documents = [{"template": str(template), "form": form, "data": data} for data in records]
    path.write_text(json.dumps(documents, ensure_ascii=False), "utf-8")


def _strings(data: dict[str, Any]) -> dict[str, Any]:
    """Return what csdforms prints of an order, as far as the paper has a place for it."""
    context = printed(csdforms.parse(ServiceOrder, data))
    lines = [{name: line[name] for name in design.COLUMNS} for line in context[design.GROUP]]
    return {**{name: context[name] for name in design.FIELDS}, design.GROUP: lines}


def _turn(
    found: Measurements, engine: Engine, documents: Path, key: tuple[int, int], seconds: float
) -> None:
    """Let an engine make documents; ``key`` is their number of rows, and that of processes."""
    rows, processes = key
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(number) for number in range(processes)]
        for folder in folders:
            folder.mkdir()
        try:
            runs = run(engine, documents, seconds, folders)
        except EngineFailed as problem:
            found.notes[engine.name] = f"failed: {problem}"
            return
        if (engine.name, rows) not in found.words:
            made = sorted(folders[0].iterdir())[:_COMPARED]
            found.words[engine.name, rows] = [words(path) for path in made]
    found.runs[engine.name, rows, processes].append(runs)
