"""Both engines compute the same sheets from the same rows, in fresh processes, in turns."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.growth import growth
from benchmarks.peers import ROOT
from benchmarks.running import EngineFailed
from benchmarks.tables import figure, table

__all__ = ["ENGINES", "SHEETS", "Found", "measure", "report"]

ENGINES = ("csdforms", "duckdb")
#: Each sheet with the rows that it is computed from.
SHEETS = {
    "complaints": "客户投诉统计表 by category: 16 counts and sums of six lines",
    "sales": "客户销售毛利排名表: sums, margins, ranks of two quarters, 400 customers",
}
_COMPUTED = 7  # times in a process


@dataclass(frozen=True, slots=True)
class Turn:
    """What one process took: milliseconds and megabytes; ``cells`` is a digest of its answer."""

    load: float
    first: float
    median: float
    megabytes: float
    more: float
    cells: str


@dataclass(slots=True)
class Found:
    """The turns of each engine by sheet and number of rows."""

    turns: dict[tuple[str, str, int], list[Turn]] = field(default_factory=lambda: defaultdict(list))

    def median(self, engine: str, sheet: str, size: int, name: str) -> float:
        """Return the median of the turns."""
        turns = self.turns[engine, sheet, size]
        return float(statistics.median(getattr(turn, name) for turn in turns))

    def agree(self, sheet: str, size: int) -> bool:
        """Whether both gave the same cells each time."""
        cells = {turn.cells for one in ENGINES for turn in self.turns[one, sheet, size]}
        return len(cells) == 1


def measure(sizes: Sequence[int], *, rounds: int, most_complaints: int) -> Found:
    """Let each engine have its turns."""
    found = Found()
    for _ in range(rounds):
        for sheet in SHEETS:
            for size in sizes:
                if sheet == "complaints" and size > most_complaints:
                    continue
                for engine in ENGINES:
                    found.turns[engine, sheet, size].append(_turn(engine, sheet, size))
    return found


def report(found: Found) -> str:
    """Return the tables in Markdown."""
    texts = []
    for sheet, words in SHEETS.items():
        sizes = sorted({size for _, one, size in found.turns if one == sheet})
        lines = [_line(found, sheet, size) for size in sizes]
        headings = (
            "rows", "csdforms ms", "DuckDB ms", "÷ DuckDB", "first", "DuckDB first", "MB",
            "DuckDB MB", "same cells",
        )  # fmt: skip
        texts.append(f"### {words}\n\n{table(headings, lines)}")
        if len(sizes) > 1:
            costs = [found.median("csdforms", sheet, size, "median") for size in sizes]
            steps, fixed, slope, _ = growth(sizes, costs)
            each = ", ".join(f"{step * 1e6:,.0f}" for step in steps)
            texts.append(
                f"A row costs csdforms {each} ns between these sizes; the line nearest to all is "
                f"{fixed:.1f} ms and {slope * 1e6:,.0f} ns a row."
            )
    return "\n\n".join(texts)


def _line(found: Found, sheet: str, size: int) -> list[str]:
    ours, theirs = (
        {name: found.median(engine, sheet, size, name) for name in ("median", "first", "megabytes")}
        for engine in ENGINES
    )
    return [
        f"{size:,}",
        figure(ours["median"]),
        figure(theirs["median"]),
        figure(ours["median"] / theirs["median"]),
        figure(ours["first"]),
        figure(theirs["first"]),
        figure(ours["megabytes"]),
        figure(theirs["megabytes"]),
        "yes" if found.agree(sheet, size) else "**no**",
    ]


def _turn(engine: str, sheet: str, size: int) -> Turn:
    command = [sys.executable, "-m", "benchmarks.reports.engine", engine, sheet, str(size)]
    done = subprocess.run(
        [*command, str(_COMPUTED)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise EngineFailed(done.stderr.strip().rpartition("\n")[2])
    return Turn(**json.loads(done.stdout))
