"""The stop-watch of those that keep records: a :class:`Keeper`, and what is asked of it.

Argument: a JSON file with the job. ``records`` names a file of records, one in a line, to be taken
in by a new store in ``folder``. Or ``acts`` lists what a process does with that store: each has the
name of a keeper's method and the arguments of one call after another; it goes on with the next act
when they are used up or ``seconds`` have passed, but not before ``least`` calls. The costs, the
unified codes of the records found, and the peak memory are printed as JSON.

An engine imports what it needs when it opens its store: a new process pays for that too.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["Keeper", "Record", "run"]

Record = dict[str, Any]
Time = tuple[float, float]


class Keeper:
    """One way to keep records, in a folder. A record's key is its place, from 1 on.

    Whatever is written is on the disk when the call returns.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, record: Record) -> Any:
        """Return a record as this store takes it in; this is not timed."""
        return record

    def load(self, records: list[Any]) -> None:
        """Make a new store, take in all records, and close it."""
        raise NotImplementedError

    def index(self) -> None:
        """Make the index, where an import leaves that to the first look-up."""

    def open(self) -> None:
        """Open the store that is there."""
        raise NotImplementedError

    def get(self, key: int, number: str) -> list[Any]:
        """Return the record with a number; the key is the same in fewer signs."""
        raise NotImplementedError

    def by_phone(self, phone: str) -> list[Any]:
        """Return the records with a telephone number."""
        raise NotImplementedError

    def by_uscc(self, uscc: str) -> list[Any]:
        """Return the records with a unified code."""
        raise NotImplementedError

    def by_name(self, text: str) -> list[Any]:
        """Return the records that have this in their name."""
        raise NotImplementedError

    def by_region(self, region: str, grade: str) -> list[Any]:
        """Return the records of a region that have a grade."""
        raise NotImplementedError

    def add(self, record: Record) -> None:
        """Add a record, one more customer."""
        raise NotImplementedError

    def update(self, key: int, number: str, record: Record) -> None:
        """Give a record its new grade, that of ``record``."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of everything."""
        raise NotImplementedError

    def open_and_get(self, key: int, number: str) -> list[Any]:
        """Open the store and look a number up."""
        self.open()
        return self.get(key, number)

    def add_and_find(self, record: Record) -> list[Any]:
        """Add a record and find it by its telephone number."""
        self.add(record)
        return self.by_phone(record["phones"][0])

    @staticmethod
    def uscc(record: Any) -> str:
        """Return the unified code of a record that was found."""
        uscc: str = record["uscc"]
        return uscc


def run(engine: Callable[[Path], Keeper]) -> None:
    """Do the job."""
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    keeper = engine(Path(job["folder"]))
    done = _load(keeper, job["records"]) if "records" in job else _use(keeper, job)
    sys.stdout.write(json.dumps(done) + "\n")


def _load(keeper: Keeper, path: str) -> Record:
    with Path(path).open(encoding="utf-8") as lines:
        records = [keeper.prepare(json.loads(line)) for line in lines]
    before = _memory("VmRSS")
    _, spent = _timed(keeper.load, [records])
    _, index = _timed(keeper.index, [])
    return {"time": spent, "index": index, "memory": _memory("VmHWM") - before}


def _use(keeper: Keeper, job: Record) -> Record:
    acts = {act["name"]: _act(keeper, act, job) for act in job["acts"]}
    return {"acts": acts, "memory": _memory("VmHWM")}


def _act(keeper: Keeper, act: Record, job: Record) -> Record:
    method = getattr(keeper, act["method"])
    times: list[Time] = []
    answers = []
    end = time.perf_counter() + job["seconds"]
    for arguments in act["calls"]:
        found, spent = _timed(method, arguments)
        times.append(spent)
        answers.append([keeper.uscc(record) for record in found or ()])
        if len(times) >= job["least"] and time.perf_counter() > end:
            break
    return {"times": times, "answers": answers}


def _timed(call: Callable[..., Any], arguments: list[Any]) -> tuple[Any, Time]:
    """Return what a call returns, and its CPU and wall time in milliseconds."""
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    found = call(*arguments)
    spent = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
    return found, (spent[0] / 1e6, spent[1] / 1e6)


def _memory(name: str) -> float:
    """Return a figure of the process's memory in MB, nan where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("utf-8")
    except OSError:
        return float("nan")
    kilobytes = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    return int(kilobytes[1]) / 1e3 if kilobytes else float("nan")
