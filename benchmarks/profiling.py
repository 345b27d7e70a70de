"""Where the time of csdforms goes: the public steps of one document, each timed by itself."""

from __future__ import annotations

import cProfile
import io
import pstats
import statistics
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import csdforms
from benchmarks import design, records
from benchmarks.service_order import ServiceOrder
from benchmarks.tables import figure, table
from csdforms.files import write_file
from csdforms.templates.filling import print_form
from csdforms.templates.printing import printed

__all__ = ["measure", "slowest"]

_WARM = 3


def measure(rows: Sequence[int], *, documents: int) -> str:
    """Return the CPU time of each step, the median of so many documents."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        design.draw(design.SYNTAXES["jinja"], folder / f"{ServiceOrder.identifier()}.docx")
        columns = [_steps(folder, count, documents) for count in rows]
    lines = [
        [
            step,
            *(figure(column[step]) for column in columns),
            f"{columns[-1][step] / columns[-1]['all']:.0%}",
        ]
        for step in columns[0]
    ]
    headings = [f"{count:,} rows, CPU ms" for count in rows]
    return table(["step", *headings, "share of the last"], lines)


def slowest(rows: int, *, documents: int, functions: int = 25) -> str:
    """Return the functions in which the most time is spent, by cProfile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        design.draw(design.SYNTAXES["jinja"], folder / f"{ServiceOrder.identifier()}.docx")
        data = [records.service_order(seed, rows) for seed in range(documents + 1)]
        csdforms.render(ServiceOrder, data[-1], templates=folder)
        profile = cProfile.Profile()
        with profile:
            for one in data[:-1]:
                csdforms.render(ServiceOrder, one, templates=folder)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(functions)
    return text.getvalue()


def _steps(folder: Path, rows: int, documents: int) -> dict[str, float]:
    times: list[dict[str, float]] = []
    for seed in range(_WARM + documents):
        data = records.service_order(seed, rows)
        clock = [time.process_time_ns()]
        form = csdforms.parse(ServiceOrder, data)
        clock.append(time.process_time_ns())
        printed(form)
        clock.append(time.process_time_ns())
        document = print_form(form, templates=folder)
        clock.append(time.process_time_ns())
        write_file(folder / f"{rows}-{seed}.docx", document)
        clock.append(time.process_time_ns())
        parse, strings, whole, file = ((end - start) / 1e6 for start, end in pairwise(clock))
        times.append(
            {
                "values and rules": parse,
                "printed strings": strings,
                "render, prove, pack": whole - strings,
                "write the file": file,
                "all": parse + whole + file,
            }
        )
    settled = times[_WARM:]
    return {step: statistics.median(one[step] for one in settled) for step in times[0]}
