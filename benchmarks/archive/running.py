"""Runs the engines that keep records: one process that takes them in, one that works with them."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.archive.questions import Act
from benchmarks.peers import ENVIRONMENTS, ROOT, Environment
from benchmarks.running import EngineFailed

__all__ = [
    "ARCHIVE",
    "ENGINES",
    "SEALED_ARCHIVE",
    "SEALED_STORE",
    "SQLITE3",
    "STORE",
    "TINYDB",
    "Engine",
    "Load",
    "Use",
    "load",
    "use",
]

Time = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to keep records: the program, and where it runs."""

    name: str
    environment: Environment
    program: str
    mode: str = ""

    def command(self, job: Path) -> list[str]:
        """Return what starts the engine with a job."""
        program = ["-m", f"benchmarks.engines.{self.program}", str(job)]
        return [*self.environment.command(), *program, *([self.mode] if self.mode else [])]


_BASE, _KEEPING = ENVIRONMENTS["base"], ENVIRONMENTS["keeping"]

STORE = Engine("csdforms store", _BASE, "keep_with_tiny_store")
ARCHIVE = Engine("csdforms archive", _BASE, "keep_with_archive")
SEALED_STORE = Engine("csdforms store, sealed", _BASE, "keep_with_sealed_store")
SEALED_ARCHIVE = Engine("csdforms archive, sealed", _BASE, "keep_with_archive", "sealed")
SQLITE3 = Engine("sqlite3, JSON", _BASE, "keep_with_sqlite3")
TINYDB = Engine("TinyDB", _KEEPING, "keep_with_tinydb", "json")

ENGINES = {
    engine.name: engine
    for engine in (
        STORE,
        ARCHIVE,
        SEALED_STORE,
        SEALED_ARCHIVE,
        SQLITE3,
        Engine("sqlite-utils", _KEEPING, "keep_with_sqlite_utils"),
        Engine("TinyDB + orjson", _KEEPING, "keep_with_tinydb", "orjson"),
        TINYDB,
    )
}


@dataclass(frozen=True, slots=True)
class Load:
    """An import: CPU and wall milliseconds, MB of memory over the records, MB on the disk.

    ``index`` is what an index made afterwards costs, where that is left to the first look-up.
    """

    time: Time
    index: Time
    memory: float
    size: float


@dataclass(frozen=True, slots=True)
class Use:
    """What a process did: CPU and wall milliseconds of every call, the peak of its memory in MB.

    ``wrong`` has the acts that did not find what they had to.
    """

    times: dict[str, list[Time]]
    memory: float
    wrong: list[str]


def load(engine: Engine, records: Path, folder: Path) -> Load:
    """Let a new process make a store in an empty folder and take the records in.

    Raises:
        EngineFailed: if it ends without a result.
    """
    done = _run(engine, folder, {"records": str(records)})
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Load(_time(done["time"]), _time(done["index"]), done["memory"], size / 1e6)


def use(engine: Engine, folder: Path, acts: Sequence[Act], *, seconds: float, least: int) -> Use:
    """Let a new process work with the store in a folder.

    Args:
        engine: Which.
        folder: Where its store is.
        acts: What it does, in this order.
        seconds: How long it goes on with each of them.
        least: How many calls of each it makes in any case, if there are so many.

    Raises:
        EngineFailed: if it ends without a result.
    """
    listed = [dataclasses.asdict(act) for act in acts]
    done = _run(engine, folder, {"acts": listed, "seconds": seconds, "least": least})
    wrong = [act.name for act in acts if not _is_right(act, done["acts"][act.name]["answers"])]
    times = {name: [_time(one) for one in act["times"]] for name, act in done["acts"].items()}
    return Use(times, done["memory"], wrong)


def _is_right(act: Act, answers: Sequence[Sequence[str]]) -> bool:
    for found, expected in zip(answers, act.expected, strict=False):
        missing = set(expected).difference(found)
        if missing or (len(found) != len(expected) and not act.partly):
            return False
    return True


def _run(engine: Engine, folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    path = folder.with_suffix(".job")
    path.write_text(json.dumps(job | {"folder": str(folder)}, ensure_ascii=False), "utf-8")
    run = subprocess.run(
        engine.command(path),
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if run.returncode:
        lines = run.stderr.strip().splitlines()
        raise EngineFailed(lines[-1] if lines else "no result")
    done: dict[str, Any] = json.loads(run.stdout)
    return done


def _time(spent: Sequence[float]) -> Time:
    cpu, wall = spent
    return cpu, wall
