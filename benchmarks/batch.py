"""Many documents from one workbook, with one process and with two."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import csdforms
from benchmarks import records
from benchmarks.shipped import example
from benchmarks.tables import figure, table
from csdforms.schemas.types import Day, Moment, Name, Phone, Text

__all__ = ["measure", "write_workbook"]

#: How often the memory of the processes is looked at, in seconds.
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class _Result:
    seconds: float
    documents: int
    peaks: list[float]


def measure(identifier: str, *, documents: int, jobs: Sequence[int]) -> str:
    """Make so many documents from one workbook with each number of processes; return the table."""
    form = csdforms.find(identifier)
    results: dict[int, _Result] = {}
    with tempfile.TemporaryDirectory() as name:
        workbook = Path(name) / f"{form.identifier()}.xlsx"
        write_workbook(workbook, form, documents)
        for number in jobs:
            folder = Path(name) / f"jobs-{number}"
            folder.mkdir()
            results[number] = _batch(form.identifier(), workbook, folder, number)
            click.echo(f"--jobs {number}: {results[number].seconds:.0f} s", err=True)
    fewest = results[min(jobs)]
    rows = [
        [
            f"--jobs {number}",
            f"{result.documents:,}",
            figure(result.seconds),
            figure(result.documents / result.seconds),
            f"{fewest.seconds / result.seconds:.2f}",
            ", ".join(map(figure, result.peaks)),
        ]
        for number, result in results.items()
    ]
    headings = ["", "documents", "wall s", "documents/s", f"× --jobs {min(jobs)}"]
    return table([*headings, "peak MB of each process"], rows)


def write_workbook(path: Path, form: type[csdforms.Form], documents: int) -> None:
    """Write a workbook with the form's example in every line, each with values of its own.

    What a line of a workbook cannot hold, groups of rows, is left out.
    """
    import xlsxwriter

    specs = form.specs()
    data = {name: value for name, value in example(form).items() if specs[name].type is not None}
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(form.title())
        sheet.write_row(0, 0, [specs[name].label for name in data])
        for row in range(1, documents + 1):
            line = _varied(form, data, row)
            sheet.write_row(row, 0, [_cell(value) for value in line.values()])


def _varied(form: type[csdforms.Form], data: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return the example under another number, of other people, on other days, in other words."""
    person, phone = records.person(number), records.phone(number)
    earlier = dt.timedelta(days=number % 700)
    line = dict(data)
    for name, value in data.items():
        kind = form.specs()[name].type
        if isinstance(kind, Name):
            line[name] = person
        elif isinstance(kind, Phone):
            line[name] = phone
        elif isinstance(kind, (Day, Moment)):
            moment = dt.datetime.fromisoformat(value) - earlier
            line[name] = moment.isoformat(" ", "minutes")[: len(value)]  # a day stays a day
        elif type(kind) is Text:
            line[name] = f"{value}（记录 {number}）"
    line[form.number] = f"{data[form.number]}-{number:05}"
    return line


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else value


def _batch(identifier: str, workbook: Path, folder: Path, jobs: int) -> _Result:
    command = [sys.executable, "-m", "csdforms", "batch", identifier, str(workbook)]
    command += ["-o", str(folder), "--jobs", str(jobs)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peaks: dict[int, float] = {}
    watch = threading.Thread(target=_watch, args=(process, peaks))
    watch.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    watch.join()
    if process.returncode:
        raise click.ClickException(errors.decode("utf-8", "replace").strip())
    made = sum(1 for _ in folder.glob("**/*.docx"))
    return _Result(seconds, made, sorted(peaks.values(), reverse=True))


def _watch(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    """Note the peak memory of a process and its children while it runs, in MB; Linux tells."""
    while process.poll() is None:
        for number in _family(process.pid):
            try:
                status = Path(f"/proc/{number}/status").read_text("utf-8")
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    peaks[number] = int(line.split()[1]) / 1e3
        time.sleep(_PAUSE)


def _family(number: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield number
    for tasks in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            children = tasks.read_text("utf-8").split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))
