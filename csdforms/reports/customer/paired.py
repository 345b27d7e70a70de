"""Sums of lines by two columns at once: what each customer bought in each region, of each product.

A line that has no word in one of the columns belongs to no pair.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from csdforms.reports.columns import Amounts, Words
from csdforms.reports.figure import Figure
from csdforms.reports.rows import Rows

__all__ = ["totals_of_pairs"]

_AND = "，"  # stands in no file's number


def totals_of_pairs(
    lines: Rows, files: Words, others: Words, amounts: Amounts, said: str
) -> Iterator[tuple[str, str, Figure]]:
    """Yield each customer's file with each word that his lines have, and the sum of a column."""
    width = len(others.values) + 1
    pairs = (files.codes.astype(np.int64) + 1) * width + others.codes + 1
    known, places = np.unique(pairs[lines.index], return_inverse=True)
    found = [divmod(pair, width) for pair in known.tolist()]
    words = [
        (files.values[file - 1], others.values[other - 1])
        for file, other in found
        if file and other
    ]
    is_pair = np.array([bool(file and other) for file, other in found], np.bool_)
    numbers = np.where(is_pair, np.cumsum(is_pair) - 1, -1)
    codes = np.full(len(files.codes), -1, np.int32)
    codes[lines.index] = numbers[places]
    sums = lines.by(Words(codes, [_AND.join(pair) for pair in words])).total(amounts, said)
    return ((file, other, sums[_AND.join((file, other))]) for file, other in words)
