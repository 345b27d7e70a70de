"""``backups``: backups and other copies of the archive, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import minute, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from csdforms.archive.destruction.backup_register import KeptCopy

__all__ = ["backups"]

_KINDS = {"backup": "备份", "bag": "移交包", "copy": "复制"}
_STATES = {"gone": "已不在", "unreadable": "已打不开", "open": "还在"}


@click.group(help="备份登记：备份、移交包和复制的档案库，各在哪里，是否还在；销毁档案前逐一落实。")
def backups() -> None:
    """Group what concerns the register of backups."""


@backups.command("list", help="列出登记的备份、移交包和复制的档案库。")
@json_option
@place_option
def list_(*, as_json: bool) -> None:
    """Print the register."""
    with opened() as archive:
        found = archive.backups.all()
    head = ("序号", "种类", "位置", "时间", "经手人", "状态", "说明", "轮换")
    print_found(head, found, _row, as_json=as_json, nothing="没有登记的备份。")


@backups.command(help="登记一份备份（NO 是序号）已经销毁或覆盖。")
@click.argument("no", metavar="NO", type=click.IntRange(1))
@click.option("--reason", required=True, help="怎样销毁的；永久保存。")
@json_option
@place_option
def forget(no: int, *, reason: str, as_json: bool) -> None:
    """Put down that a backup is gone."""
    with opened() as archive:
        archive.backups.forget(no, reason=reason)
    _say(no, f"已登记：第 {no} 号备份已销毁。", as_json=as_json)


@backups.command(help="登记一份备份（NO 是序号）最迟哪天轮换（覆盖或销毁）。")
@click.argument("no", metavar="NO", type=click.IntRange(1))
@click.option("--due", metavar="日期", required=True, help="最迟哪天，如 2027-01-31。")
@click.option("--reason", required=True, help="轮换的安排；永久保存。")
@json_option
@place_option
def rotate(no: int, *, due: str, reason: str, as_json: bool) -> None:
    """Put down by which day a backup will be gone."""
    with opened() as archive:
        archive.backups.schedule(no, due, reason=reason)
    _say(no, f"已登记：第 {no} 号备份最迟 {due} 轮换。", as_json=as_json)


def _say(no: int, text: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"no": no})
    else:
        click.echo(text)


def _row(one: KeptCopy) -> tuple[str, ...]:
    what = str(one.no), _KINDS[one.kind], one.path, minute(one.at), one.by
    return (*what, _STATES[one.state], one.note, day_of(one.due) if one.due else "")
