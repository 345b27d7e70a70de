"""What the engines have measured, and its medians."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.running import Run

__all__ = ["Measurements"]


@dataclass(slots=True)
class Measurements:
    """The runs of each engine by rows and processes; ``words`` of its first documents.

    ``notes`` says why an engine was left out.
    """

    runs: dict[tuple[str, int, int], list[list[Run]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    words: dict[tuple[str, int], list[list[str]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def cpu(self, engine: str, rows: int, processes: int) -> list[float]:
        """Return the median CPU time of a document in each round, in milliseconds."""
        rounds = self.runs.get((engine, rows, processes), [])
        return [statistics.median(run.cpu for run in together) for together in rounds]

    def wall(self, engine: str, rows: int, processes: int) -> list[float]:
        """Return the median wall time of a document in each round, in milliseconds."""
        rounds = self.runs.get((engine, rows, processes), [])
        return [statistics.median(run.wall for run in together) for together in rounds]

    def rate(self, engine: str, rows: int, processes: int) -> float:
        """Return the documents a second of all processes together, the median of the rounds."""
        rounds = self.runs.get((engine, rows, processes), [])
        return statistics.median(sum(run.rate for run in together) for together in rounds)
