"""``merge``, ``unmerge``, ``mergers``, ``refuse-merge``, ``inform``: files of one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.custody.records import Merger
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["inform", "merge", "mergers", "refuse_merge", "unmerge"]

_merger_argument = click.argument("number", metavar="HB-…")
_STATES = {"proposed": "待确认", "merged": "已合并", "undone": "已撤销", "refused": "未同意"}


@click.command(
    help="把档案 NUMBER 并入 INTO：客户信息主管和客户服务部经理一人提请、另一人用同样的命令确认。"
    "两份档案的代码或证件号码须相同；经登记的吸收合并写明登记文件。密级、保管期限从严，保全、限制"
    "处理、勿扰一并带过去。"
)
@number_argument
@click.argument("into", metavar="INTO")
@click.option("--absorption", default="", metavar="文件", help="吸收合并的登记文件。")
@grounds_option
@paper_option
@json_option
@place_option
def merge(
    number: str, into: str, *, absorption: str, reason: str, paper_to: Path | None, as_json: bool
) -> None:
    """Merge two files."""
    with opened() as archive:
        done = archive.custody.merge(number, into, reason=reason, absorption=absorption)
        what = "已合并" if done.state == "merged" else "已提请合并，待另一人确认"
        _say(f"{what} {done.number}：{done.file} 并入 {done.into}", done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@click.command(help="撤销合并 HB-…：合并后 30 天内，也由两人办理；两份档案恢复原状。")
@_merger_argument
@grounds_option
@paper_option
@json_option
@place_option
def unmerge(number: str, *, reason: str, paper_to: Path | None, as_json: bool) -> None:
    """Undo a merger."""
    with opened() as archive:
        done = archive.custody.unmerge(number, reason=reason)
        what = "已撤销合并" if done.state == "undone" else "已提请撤销合并，待另一人确认"
        _say(f"{what} {done.number}：{done.file}", done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@click.command("refuse-merge", help="不同意提请的合并或撤销合并，或撤回本人的提请。")
@_merger_argument
@grounds_option
@json_option
@place_option
def refuse_merge(number: str, *, reason: str, as_json: bool) -> None:
    """Refuse a merger, or its undoing."""
    with opened() as archive:
        done = archive.custody.refuse_merger(number, reason=reason)
    _say(f"已退回 {done.number}", done, as_json=as_json)


@click.command(help="登记：因吸收合并更换了处理者，已告知档案中的个人（个人信息保护法第22条）。")
@_merger_argument
@click.option("--how", required=True, help="告知的方式和时间（必须写明）。")
@json_option
@place_option
def inform(number: str, *, how: str, as_json: bool) -> None:
    """Note that people were told."""
    with opened() as archive:
        done = archive.custody.inform(number, how=how)
    _say(f"已登记告知 {done.number}", done, as_json=as_json)


@click.command(help="列出待确认的合并和撤销合并。")
@click.option("--all", "every", is_flag=True, help="已办结的也列出。")
@json_option
@place_option
def mergers(*, every: bool, as_json: bool) -> None:
    """Print mergers."""
    with opened() as archive:
        found = archive.custody.mergers(every=every)
    head = ("编号", "档案", "并入", "状态", "提请人", "合并", "可撤销至")
    print_found(head, found, _row, as_json=as_json)


def _say(text: str, done: Merger, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(done))
        return
    for warning in done.warnings:
        click.echo(f"[提醒] {warning}", err=True)
    click.echo(text)


def _row(one: Merger) -> tuple[str, ...]:
    state = "待撤销" if one.undo_proposed_by else _STATES[one.state]
    days = (day_of(one.merged_at), one.undo_until)
    return (one.number, one.file, one.into, state, one.by, *days)
