"""``close-case``, ``reopen-case``: with a case, the need of whoever handles it ends or returns."""

from __future__ import annotations

import click

from csdforms.cli.archive.options import number_argument
from csdforms.cli.archive.place import opened, place_option

__all__ = ["close_case", "reopen_case"]

_case = click.argument("case", metavar="CASE")


@click.command(
    "close-case",
    help="结案：NUMBER 是档案号，CASE 是投诉、报修或来电的编号。结案后，因办案而能查阅的人"
    "不再能查阅。",
)
@number_argument
@_case
@click.option("--reason", required=True, help="为什么结案（必须写明）。")
@place_option
def close_case(number: str, case: str, *, reason: str) -> None:
    """Close a case that no form closes."""
    with opened() as archive:
        archive.cases.close(number, case, reason=reason)
    click.echo(f"已结案 {case}")


@click.command("reopen-case", help="重新立案：有了新的事实，由主管办理；原办案人又能查阅。")
@number_argument
@_case
@click.option("--reason", required=True, help="为什么重新立案（必须写明）。")
@place_option
def reopen_case(number: str, case: str, *, reason: str) -> None:
    """Reopen a case."""
    with opened() as archive:
        archive.cases.reopen(number, case, reason=reason)
    click.echo(f"已重新立案 {case}")
