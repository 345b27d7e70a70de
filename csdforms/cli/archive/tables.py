"""Tables for a terminal, where a Chinese character is as wide as two Latin ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from csdforms.archive.records import as_data
from csdforms.cli.common import print_json

__all__ = ["columns", "cut", "minute", "plain", "print_found", "width"]

_GAP = "  "
_MINUTE = 16  # characters of a moment up to its minutes

T = TypeVar("T")


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width("KH 客户")
    7
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table: its columns stand below each other, a gap between them."""
    table = [list(head), *([plain(cell) for cell in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [_line(row, widths) for row in table]


def plain(cell: str) -> str:
    """Return what a cell shows: nothing in it may move the cursor or turn the line around."""
    if cell.isprintable():
        return cell
    return "".join(char if char.isprintable() else " " for char in cell)


def cut(cell: str, most: int) -> str:
    """Return a cell that takes no more columns than this; what was left out shows.

    >>> cut("上海屿泊包装有限公司", 11)
    '上海屿泊…'
    """
    if width(cell) <= most:
        return cell
    while width(cell) > most - width("……"):
        cell = cell[:-1]
    return cell + "…"


def minute(moment: str) -> str:
    """Return a moment to its minute, ``2026-03-05 14:05``."""
    return moment[:_MINUTE].replace("T", " ")


def print_found(
    head: Sequence[str],
    found: Sequence[T],
    row: Callable[[T], Sequence[str]],
    *,
    as_json: bool,
    nothing: str = "没有找到。",
) -> None:
    """Print records as a table, or as JSON; say so if there are none."""
    if as_json:
        print_json([as_data(one) for one in found])
    elif found:
        for line in columns(head, map(row, found)):
            click.echo(line)
    else:
        click.echo(nothing, err=True)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True))
    return _GAP.join(padded).rstrip()


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
