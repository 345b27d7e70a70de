"""``inspect``, ``sleep``, ``resume``, ``due``: keeping files, and what the calendar asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.custody.checks import KINDS, PHYSICAL
from csdforms.archive.custody.records import Due, Finding, Inspection
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import number_argument, reason_option
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import columns, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["due", "inspect", "resume", "sleep"]

_CALLED = {**KINDS, **PHYSICAL}
_SHELF = "、".join(f"{kind} {title}" for kind, title in PHYSICAL.items())


@click.group(help="保管检查：每半年一次，逐份检查可知悉的档案，发现的问题登记整改。")
def inspect() -> None:
    """Group what concerns checks of the files."""


@inspect.command(
    help=f"检查一次。架上看到的用 --found 登记：--found NUMBER KIND，NUMBER 是档案号或件号，KIND 是"
    f" {_SHELF}。"
)
@click.option(
    "--found",
    type=(str, click.Choice(list(PHYSICAL))),
    multiple=True,
    metavar="N KIND",
    help="查看实物时发现的问题：档案号或件号，和问题的种类；可写多次。",
)
@reason_option
@paper_option
@json_option
@place_option
def run(
    *, found: tuple[tuple[str, str], ...], reason: str, paper_to: Path | None, as_json: bool
) -> None:
    """Check the files."""
    with opened() as archive:
        done = archive.custody.inspect(found, reason=reason)
        _print(done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@inspect.command(help="登记整改：JC-… 的第 NO 项已经解决。")
@click.argument("number", metavar="JC-…")
@click.argument("no", type=int)
@click.option("--how", required=True, help="整改的情况（必须写明）。")
@json_option
@place_option
def rectify(number: str, no: int, *, how: str, as_json: bool) -> None:
    """Note that a finding was put right."""
    with opened() as archive:
        done = archive.custody.rectify(number, no, how=how)
    _print(done, as_json=as_json)


@inspect.command("list", help="列出还有问题没有整改的检查。")
@click.option("--all", "every", is_flag=True, help="全部检查。")
@json_option
@place_option
def list_(*, every: bool, as_json: bool) -> None:
    """Print checks."""
    with opened() as archive:
        found = archive.custody.inspections(every=every)
    if as_json:
        print_json([_data(one) for one in found])
    elif found:
        for one in found:
            _print(one, as_json=False)
    else:
        click.echo("没有待整改的检查。", err=True)


@click.command(
    help="确认休眠：12 个月没有往来的档案。不写 NUMBER 时列出可以休眠的；到期只提议，由主管确认。"
)
@click.argument("number", metavar="[NUMBER]", default="")
@reason_option
@json_option
@place_option
def sleep(number: str, *, reason: str, as_json: bool) -> None:
    """Put a file to sleep, or list those that may be."""
    with opened() as archive:
        if number:
            done = [archive.custody.sleep(number, reason=reason)]
        else:
            done = list(archive.custody.dormant_candidates())
    if number and not as_json:
        click.echo(f"已转为休眠 {done[0].number}")
        return
    head = ("档案号", "最近往来")
    print_found(head, done, tuple, as_json=as_json, nothing="没有久无往来的档案。")


@click.command(
    help="恢复往来：休眠的档案重新使用。须先核实资料：有变化的用 revise 登记新的一版，没有变化的用"
    " --verified 写明怎样核实的。"
)
@number_argument
@click.option("--verified", default="", metavar="方式", help="资料没有变化，是怎样核实的。")
@reason_option
@json_option
@place_option
def resume(number: str, *, verified: str, reason: str, as_json: bool) -> None:
    """Use a dormant file again."""
    with opened() as archive:
        done = archive.custody.resume(number, verified=verified, reason=reason)
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(f"已恢复往来 {done.number}")


@click.command(help="列出到期和待办的事项：本人岗位经办的，在可知悉的档案里。")
@click.option("--kind", default="", metavar="KIND", help="只列一类。")
@json_option
@place_option
def due(*, kind: str, as_json: bool) -> None:
    """Print what is due."""
    from csdforms.archive.custody.due import KINDS as DUE

    def row(one: Due) -> tuple[str, ...]:
        return (one.day, DUE[one.kind][0], one.number, one.file)

    with opened() as archive:
        found = archive.custody.due(kind=kind)
    head = ("日期", "事项", "编号", "档案号")
    print_found(head, found, row, as_json=as_json, nothing="没有到期或待办的事项。")


def _print(one: Inspection, *, as_json: bool) -> None:
    if as_json:
        print_json(_data(one))
        return
    count = sum(finding.state == "open" for finding in one.findings)
    looked_at = f"检查 {one.looked_at} 份，" if one.looked_at else ""
    text = f"{one.number}  {day_of(one.at)}  {one.by}  {looked_at}待整改 {count} 项"
    click.echo(f"{text}，下次 {one.next_on}")
    if one.findings:
        for line in columns(("序号", "档案", "问题", "有关编号", "整改"), map(_row, one.findings)):
            click.echo(line)


def _data(one: Inspection) -> dict[str, object]:
    return {**as_data(one), "state": one.state}


def _row(one: Finding) -> tuple[str, ...]:
    done = f"{day_of(one.rectified_at)} {one.rectified_by}".strip()
    return (str(one.no), one.item or one.file, _CALLED[one.kind], "、".join(one.others), done)
