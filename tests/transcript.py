"""Transcripts of the command line in a page of the documentation, and how they are run.

A page tells a story in blocks::

    <!-- 2026-11-23 09:00 -->

    ```console
    wangmin$ csdforms archive submit CG-2026-0001
    已提交 CG-2026-0001
    ```

The account that acts stands before ``$``. Below a command stands all that it prints; ``…`` stands
for any words in a line, and alone in a line for any lines. A command that ends otherwise than with
0 says so behind ``# 退出码``. What is typed when it asks stands behind ``: ``. Where no account
stands before ``$``, it is the reader's. A block of YAML or CSV whose first line is ``# 资料.yaml``
is that file; ``<!-- 删去 资料.docx -->`` deletes one. The clock stands where the last comment set
it, and goes on by a minute with every command.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from console import run_as

from csdforms.archive import actor
from csdforms.cli import main
from csdforms.schemas import checking

__all__ = ["Command", "Deleted", "Desk", "Written", "read"]

_PIECE = re.compile(
    r"<!-- (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d) -->"
    r"|<!-- 删去 (?P<gone>[^>]+) -->"
    r"|```console\n(?P<console>.*?)\n```"
    r"|```(?:csv|yaml)\n# (?P<name>[^\n]+)\n(?P<text>.*?)\n```",
    re.DOTALL,
)
_PROMPT = re.compile(r"(?P<account>\w*)\$ csdforms (?P<rest>.*)")
_READER = "reader"
_EXIT = re.compile(r"\s+# 退出码 (\d+)$")


class Command(NamedTuple):
    """One command of a page, and what it must say."""

    line: str  # as the page has it, on one line
    account: str
    arguments: tuple[str, ...]
    at: dt.datetime
    exit_code: int
    expected: tuple[str, ...]

    @property
    def typed(self) -> str:
        """What is typed when the command asks."""
        answers = (line.partition(": ") for line in self.expected)
        return "".join(f"{answer}\n" for _, colon, answer in answers if colon)

    def is_said(self, output: str) -> bool:
        """Whether the output is what the page says."""
        return re.fullmatch("".join(map(_pattern, self.expected)), _plain(output)) is not None


class Written(NamedTuple):
    """A file that the page gives."""

    name: str
    text: str


class Deleted(NamedTuple):
    """Files that somebody deletes by hand."""

    names: tuple[str, ...]


def read(page: str) -> Iterator[Command | Deleted | Written]:
    """Yield the commands and files of a page in their order."""
    at = dt.datetime.min
    for piece in _PIECE.finditer(page):
        if piece["at"]:
            at = dt.datetime.strptime(piece["at"], "%Y-%m-%d %H:%M").replace(tzinfo=actor.BEIJING)
        elif piece["gone"]:
            yield Deleted(tuple(piece["gone"].split()))
        elif piece["name"]:
            yield Written(piece["name"], piece["text"] + "\n")
        else:
            for command in _commands(piece["console"], at):
                yield command
                at = command.at + dt.timedelta(minutes=1)


def _commands(block: str, at: dt.datetime) -> Iterator[Command]:
    line, expected = "", list[str]()
    for one in [*re.sub(r"\\\n\s*", "", block).splitlines(), "$ csdforms"]:
        if "$ csdforms" not in one:
            expected.append(one)
            continue
        if line:
            yield _command(line, at, expected)
            at += dt.timedelta(minutes=1)
        line, expected = one, []


def _command(line: str, at: dt.datetime, expected: list[str]) -> Command:
    said = _PROMPT.fullmatch(line)
    assert said, f"no command: {line}"
    code = _EXIT.search(said["rest"])
    arguments = shlex.split(_EXIT.sub("", said["rest"]))
    exit_code = int(code[1]) if code else 0
    return Command(
        line, said["account"] or _READER, tuple(arguments), at, exit_code, tuple(expected)
    )


def _plain(text: str) -> str:
    """Return an output as it is compared: how wide a column is says nothing."""
    return "".join(" ".join(line.split()) + "\n" for line in text.splitlines() if line.strip())


def _pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*"
    return ".*".join(map(re.escape, _plain(line).strip().split("…"))) + r"\n"


class Desk:
    """Where a page is followed: the working folder, one clock, many accounts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.at = dt.datetime.min
        reader = checking._Reader
        monkeypatch.setattr(
            checking, "_Reader", lambda _today, **how: reader(self.at.date(), **how)
        )
        monkeypatch.setattr(actor, "dt", self)  # it asks for dt.datetime.now(zone)

    @property
    def datetime(self) -> Desk:
        """Stand in for ``datetime.datetime``."""
        return self

    def now(self, _zone: dt.tzinfo) -> dt.datetime:
        """Tell the time of the page."""
        return self.at

    def follow(self, step: Command | Deleted | Written) -> str:
        """Do what the page says next; return what came of it."""
        if isinstance(step, Written):
            Path(step.name).write_text(step.text, "utf-8")
            return ""
        if isinstance(step, Deleted):
            for name in step.names:
                Path(name).unlink()
            return ""
        self.at = step.at
        run_as(step.account, self._patch)
        result = CliRunner().invoke(main, step.arguments, input=step.typed, catch_exceptions=False)
        self.exit_code = result.exit_code
        return result.output
