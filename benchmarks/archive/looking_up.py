"""One look-up, a whole process: what a clerk waits for who types ``csdforms archive find``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.archive.customers import Record, trade_name
from benchmarks.process import Spent, csdforms_command, spent

__all__ = ["CLICK", "FIND", "PASS", "measure"]

PASS, CLICK = "python -c pass", 'python -c "import click"'
#: The commands that are to cost little more than ``import click``.
FIND = ("csdforms archive find, 2 characters", "csdforms archive find, telephone")


def measure(archive: Path, records: Sequence[Record], *, starts: int) -> dict[str, list[Spent]]:
    """Start each command so many times, in turns, and return what each start has spent."""
    if sys.platform == "win32":
        click.echo("Windows does not tell what a process has spent in the end.", err=True)
        return {}
    asked = len(records) // 2
    texts = trade_name(asked), records[asked - 1]["phones"][0]
    find = [*csdforms_command(), "archive", "find", "--archive", str(archive)]
    commands = {
        PASS: [sys.executable, "-c", "pass"],
        CLICK: [sys.executable, "-c", "import click"],
        **{title: [*find, text] for title, text in zip(FIND, texts, strict=True)},
    }
    found: dict[str, list[Spent]] = {title: [] for title in commands}
    for number in range(starts + 1):
        for title, command in commands.items():
            measured = spent(command)
            if number:  # the first warms the caches of files
                found[title].append(measured)
    return found
