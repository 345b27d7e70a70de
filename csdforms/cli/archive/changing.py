"""``changes``: changes of a profile that another person confirms (变更复核)."""

from __future__ import annotations

from pathlib import Path

import click

from csdforms.archive.actor import day_of
from csdforms.archive.custody.records import Change
from csdforms.archive.records import as_data
from csdforms.cli.archive.meant import fields_meant
from csdforms.cli.archive.options import grounds_option
from csdforms.cli.archive.place import opened, place_option, purpose_option
from csdforms.cli.archive.receipts import say
from csdforms.cli.archive.tables import print_found
from csdforms.cli.common import json_option, print_json, spoken_warnings, templates_option

__all__ = ["changes"]

_change_argument = click.argument("number", metavar="BG-…")
_STATES = {"open": "待复核", "confirmed": "已复核", "refused": "已退回"}
_HEAD = ("编号", "档案", "状态", "关键资料", "提请人", "提请", "理由")


@click.group(
    help="变更复核：名称、统一社会信用代码、证件号码、银行账户的变更，和绝密档案的任何变更，由"
    "另一人复核后生效。"
)
def changes() -> None:
    """Group what concerns changes that wait."""


@changes.command("list", help="列出待复核的变更；写上 NUMBER 只列这份档案的。")
@click.argument("number", metavar="[NUMBER]", default="")
@click.option("--all", "every", is_flag=True, help="已复核、已退回的也列出。")
@json_option
@place_option
def list_(number: str, *, every: bool, as_json: bool) -> None:
    """Print changes."""
    with opened() as archive:
        found = archive.custody.changes(number, every=every)
    print_found(_HEAD, found, _row, as_json=as_json)


@changes.command(help="查看一项变更：资料变更后的样子，与查阅档案一样隐去。")
@_change_argument
@purpose_option
@click.option("--unmask", "unmasked", metavar="字段", multiple=True, help="要看全文的字段。")
@json_option
@place_option
def show(number: str, *, purpose: str, unmasked: tuple[str, ...], as_json: bool) -> None:
    """Print a change, and the profile as it is to be."""
    from csdforms.cli.archive.printing import print_profile

    fields = fields_meant(unmasked, number)
    with opened() as archive:
        change, profile = archive.custody.show_change(number, purpose=purpose, fields=fields)
    if as_json:
        print_json({"change": as_data(change), "profile": profile._asdict()})
        return
    print_found(_HEAD, [change], _row, as_json=False)
    print_profile(profile)


@changes.command(help="复核：变更生效，成为新的一版，文书此时印出。提请人不得自行复核。")
@_change_argument
@click.option("--reason", default="", help="复核的说明。")
@templates_option
@json_option
@place_option
def confirm(number: str, *, reason: str, templates: Path | None, as_json: bool) -> None:
    """Confirm a change."""
    from csdforms import filing

    with opened() as archive, spoken_warnings():
        receipt = filing.confirm_change(archive, number, reason=reason, templates=templates)
    say("已变更", receipt, as_json=as_json)


@changes.command(help="退回一项变更，或撤回本人提请的。")
@_change_argument
@grounds_option
@json_option
@place_option
def reject(number: str, *, reason: str, as_json: bool) -> None:
    """Refuse a change."""
    with opened() as archive:
        done = archive.custody.refuse_change(number, reason=reason)
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(f"已退回 {done.number}：{done.file}")


def _row(one: Change) -> tuple[str, ...]:
    what = (_STATES[one.state], "、".join(one.fields), one.by, day_of(one.at), one.reason)
    return (one.number, one.file, *what)
