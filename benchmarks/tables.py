"""Tables in Markdown, padded so that they read well on a terminal too."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["figure", "table"]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; all columns but the first hold figures and are set to the right.

    Example:
        >>> print(table(["engine", "ms"], [["docxtpl", "71.0"]]))
        | engine  |   ms |
        | ------- | ---: |
        | docxtpl | 71.0 |
    """
    widths = [max(3, *map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [headings, rule, *rows]
    return "\n".join(
        "| " + " | ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) + " |"
        for line in lines
    )


def figure(value: float) -> str:
    """Return a figure with three digits that count.

    Example:
        >>> figure(0.37123), figure(71.04), figure(1234.5)
        ('0.371', '71.0', '1,234')
    """
    for places, limit in ((3, 1), (2, 10), (1, 100)):
        if abs(value) < limit:
            return f"{value:.{places}f}"
    return f"{value:,.0f}"
