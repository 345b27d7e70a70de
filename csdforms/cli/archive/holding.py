"""``hold``, ``freeze``, ``unfreeze``: what the law, or a manager, keeps as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.custody.records import Freeze, Hold
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import plain, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["freeze", "hold", "unfreeze"]

_hold_argument = click.argument("number", metavar="BQ-…")


@click.group(help="法律保全：由法务设置和解除；在此期间不得删除、销毁，保管期满也继续保管。")
def hold() -> None:
    """Group what concerns legal holds."""


@hold.command("set", help="设置保全：NUMBER 是档案号，写明法院或主管机关的文号；可以同时有几项。")
@number_argument
@click.option("--reference", required=True, help="文书或案件的文号（必须写明）。")
@grounds_option
@paper_option
@json_option
@place_option
def set_(number: str, *, reference: str, reason: str, paper_to: Path | None, as_json: bool) -> None:
    """Set a hold."""
    with opened() as archive:
        done = archive.custody.hold(number, reference, reason=reason)
        _say("已设置保全", done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@hold.command(help="解除一项保全，写明解除的文号；同一档案的其他保全仍然有效。")
@_hold_argument
@click.option("--reference", required=True, help="解除文书的文号（必须写明）。")
@grounds_option
@paper_option
@json_option
@place_option
def lift(number: str, *, reference: str, reason: str, paper_to: Path | None, as_json: bool) -> None:
    """Lift a hold."""
    with opened() as archive:
        done = archive.custody.lift(number, reference, reason=reason)
        _say("已解除保全", done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@hold.command(help="登记复核：经复核，保全继续；一年后再复核。")
@_hold_argument
@grounds_option
@json_option
@place_option
def review(number: str, *, reason: str, as_json: bool) -> None:
    """Note that a hold was looked at."""
    with opened() as archive:
        done = archive.custody.review_hold(number, reason=reason)
        _say("已复核保全", done, as_json=as_json)


@hold.command("list", help="列出有效的保全；写上 NUMBER 只列这份档案的。")
@click.argument("number", metavar="[NUMBER]", default="")
@click.option("--all", "every", is_flag=True, help="已解除的也列出。")
@json_option
@place_option
def list_(number: str, *, every: bool, as_json: bool) -> None:
    """Print holds."""
    with opened() as archive:
        found = archive.custody.holds(number, every=every)
    head = ("编号", "档案", "文号", "设置", "设置人", "复核", "解除")
    print_found(head, found, _row, as_json=as_json)


@click.command(help="冻结档案到 --until 一天（法务或经理）：不变更、不出借，仍可归档。")
@number_argument
@click.option("--until", required=True, metavar="DATE", help="截止日，写作 2026-12-31。")
@grounds_option
@json_option
@place_option
def freeze(number: str, *, until: str, reason: str, as_json: bool) -> None:
    """Freeze a file."""
    with opened() as archive:
        done = archive.custody.freeze(number, until=until, reason=reason)
    _say_freeze(f"已冻结 {done.file}，至 {done.until}", done, as_json=as_json)


@click.command(help="解冻档案：恢复到冻结以前的状态。截止日到了也要办理，不会自动解冻。")
@number_argument
@grounds_option
@json_option
@place_option
def unfreeze(number: str, *, reason: str, as_json: bool) -> None:
    """Unfreeze a file."""
    with opened() as archive:
        done = archive.custody.unfreeze(number, reason=reason)
    _say_freeze(f"已解冻 {done.file}", done, as_json=as_json)


def _say(what: str, done: Hold, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(f"{what} {done.number}：{done.file}")


def _say_freeze(text: str, done: Freeze, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(plain(text))


def _row(one: Hold) -> tuple[str, ...]:
    when = (day_of(one.at), one.by, one.review_on, day_of(one.lifted_at))
    return (one.number, one.file, one.reference, *when)
