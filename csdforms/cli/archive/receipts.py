"""What is said when something was kept, and the file of papers that comes with a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.common import print_json
from csdforms.errors import UnreadableInput

if TYPE_CHECKING:
    from csdforms.archive.requests import Receipt

__all__ = ["papers_option", "read_papers", "say"]

papers_option = click.option(
    "--papers",
    metavar="FILE",
    help="证件材料清单（.json、.yaml）：种类: {number, issuer, valid_to, copy_at …}。",
)


def read_papers(source: str | None) -> list[dict[str, Any]] | None:
    """Return the papers that a file lists by their kinds, None without a file."""
    if source is None:
        return None
    from csdforms.intake import read_data

    papers = []
    for kind, paper in read_data(source).items():
        if not isinstance(paper, dict):
            raise UnreadableInput(source, f"“{kind}”下面应是一组“栏目: 内容”。")
        papers.append({"kind": kind, **paper})
    return papers


def say(what: str, receipt: Receipt, *, as_json: bool) -> None:
    """Say what was done, and what should be looked at again."""
    if as_json:
        print_json({"number": receipt.number, "warnings": list(receipt.warnings)})
        return
    for warning in receipt.warnings:
        click.echo(f"[提醒] {warning}", err=True)
    click.echo(f"{what} {receipt.number}")
