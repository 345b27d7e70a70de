"""The results page: each command's tables stand in it between two comments."""

from __future__ import annotations

import re

import click

from benchmarks.peers import ROOT

__all__ = ["publish"]

_PAGE = ROOT / "docs" / "benchmarks.md"


def publish(name: str, text: str, *, save: bool) -> None:
    """Print the tables of a command, and put them into the results page if asked to."""
    click.echo(text)
    if save:
        page = _PAGE.read_text("utf-8")
        between = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = between.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page)
        _PAGE.write_text(page, "utf-8", newline="\n")
        click.echo(f"saved in {_PAGE.relative_to(ROOT).as_posix()}", err=True)
