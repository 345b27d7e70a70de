"""How a cost grows with the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["growth"]


def growth(rows: Sequence[int], costs: Sequence[float]) -> tuple[list[float], float, float, float]:
    """Return the cost of a row between each two numbers of rows, and the straight line.

    The line, its fixed cost and its cost of a row, comes nearest to all the costs in relative
    terms; the last figure is by what share of itself a cost is off it at most.

    Example:
        >>> growth([10, 200, 2000], [3.0, 22.0, 202.0])
        ([0.1, 0.1], 2.0, 0.1, 0.0)
    """
    steps = [
        (dear - cheap) / (more - few)
        for (few, cheap), (more, dear) in pairwise(zip(rows, costs, strict=True))
    ]
    # Least squares of (fixed + slope * rows - cost) / cost.
    weights = [1 / cost**2 for cost in costs]
    ones = sum(weights)
    x = sum(w * r for w, r in zip(weights, rows, strict=True))
    xx = sum(w * r * r for w, r in zip(weights, rows, strict=True))
    y = sum(w * c for w, c in zip(weights, costs, strict=True))
    xy = sum(w * r * c for w, r, c in zip(weights, rows, costs, strict=True))
    slope = (ones * xy - x * y) / (ones * xx - x * x)
    fixed = (y - slope * x) / ones
    off = max(abs(fixed + slope * r - c) / c for r, c in zip(rows, costs, strict=True))
    return [round(step, 9) for step in steps], round(fixed, 9), round(slope, 9), round(off, 9)
