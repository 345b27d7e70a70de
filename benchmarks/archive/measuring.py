"""Every engine keeps the same customers and is asked the same, in shuffled turns."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import click

from benchmarks.archive import looking_up
from benchmarks.archive.customers import Record, customer
from benchmarks.archive.questions import acts, checks
from benchmarks.archive.running import ARCHIVE, Engine, Load, Time, Use, load, use
from benchmarks.process import Spent
from benchmarks.running import EngineFailed

__all__ = ["Measurements", "measure"]

_LEAST = 2  # calls of one kind in a process
_SYNCS = 50


@dataclass(slots=True)
class Measurements:
    """What each engine did with each number of records, round by round.

    ``wrong`` says what an engine did not find, ``notes`` why it was left out. ``commands`` has the
    whole processes at each number of records, ``sync`` the milliseconds that the disk needs for
    1 kB more in a file.
    """

    sync: float
    loads: dict[tuple[str, int], list[Load]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[tuple[str, int], list[Use]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[str, str] = field(default_factory=dict)
    commands: dict[int, dict[str, list[Spent]]] = field(default_factory=dict)

    def act(self, engine: str, size: int, name: str) -> Time | None:
        """Return the CPU and the wall time of a call: the median of the rounds' medians."""
        rounds = [use.times[name] for use in self.uses.get((engine, size), [])]
        return _median(_median(calls) for calls in rounds) if rounds else None

    def load(self, engine: str, size: int) -> Time | None:
        """Return the CPU and the wall time of an import for each record, its index included."""
        index, loads = self.index(engine, size), self.loads.get((engine, size))
        if not loads or index is None:
            return None
        cpu, wall = _median(load.time for load in loads)
        return cpu / size + index[0], wall / size + index[1]

    def index(self, engine: str, size: int) -> Time | None:
        """Return the CPU and the wall time for each record of an index made afterwards."""
        loads = self.loads.get((engine, size))
        if not loads:
            return None
        cpu, wall = _median(load.index for load in loads)
        return cpu / size, wall / size


def measure(
    engines: Sequence[Engine],
    sizes: Sequence[int],
    *,
    rounds: int,
    seconds: float,
    starts: int,
    folder: Path | None,
) -> Measurements:
    """Let the engines keep so many records, in shuffled turns.

    Args:
        engines: Those that are installed.
        sizes: The numbers of records.
        rounds: How often every engine has its turn with each of them.
        seconds: How long a process goes on with calls of one kind; slow ones make two.
        starts: How often each command is started as a process of its own.
        folder: Where the stores are made: what is durable costs what the disk there costs.
    """
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        found = Measurements(_sync(place / "sync"))
        for size in sizes:
            records = [customer(serial) for serial in range(1, size + 1)]
            _write(place / "records", records)
            for number in range(rounds):
                for engine in _shuffled(engines, number):
                    if engine.name not in found.notes:
                        _turn(found, engine, records, place, number=number, seconds=seconds)
                click.echo(f"{size:,} records: round {number + 1} of {rounds}", err=True)
            kept = place / ARCHIVE.program / "archive"
            if starts and kept.exists():
                found.commands[size] = looking_up.measure(kept, records, starts=starts)
        return found


def _turn(
    found: Measurements,
    engine: Engine,
    records: Sequence[Record],
    place: Path,
    *,
    number: int,
    seconds: float,
) -> None:
    """Let an engine take the records in, work with them, and open its store once more."""
    folder, size = place / engine.program, len(records)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    done = acts(records, seed=number)
    try:
        loaded = load(engine, place / "records", folder)
        _settle()
        used = use(engine, folder, done, seconds=seconds, least=_LEAST)
        again = use(engine, folder, checks(done), seconds=0, least=1)
    except EngineFailed as error:
        found.notes[engine.name] = str(error)
        return
    found.loads[engine.name, size].append(loaded)
    found.uses[engine.name, size].append(used)
    found.wrong[engine.name].update(used.wrong, again.wrong)


def _shuffled(engines: Sequence[Engine], seed: int) -> list[Engine]:
    return Random(seed).sample(engines, len(engines))  # noqa: S311 - repeatable order, no secrets


def _write(path: Path, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _median(times: Iterable[Time]) -> Time:
    cpu, wall = zip(*times, strict=True)
    return statistics.median(cpu), statistics.median(wall)


def _settle() -> None:
    """Let the disk finish what the import left it to do."""
    if hasattr(os, "sync"):
        os.sync()


def _sync(path: Path) -> float:
    """Return how long it takes until the disk has 1 kB more of a file, in milliseconds."""

    def synced() -> Iterator[float]:
        with path.open("wb", buffering=0) as file:
            for _ in range(_SYNCS):
                start = time.perf_counter()
                file.write(bytes(1000))
                os.fsync(file.fileno())
                yield (time.perf_counter() - start) * 1e3

    return statistics.median(synced())
