"""``reclassify raise``, ``lower``, ``release``, ``extend``, ``circle``: a level is to change."""

from __future__ import annotations

import click

from csdforms.cli.archive.levels.options import (
    item_option,
    level_argument,
    say_decision,
    say_proposal,
    term_of,
    term_option,
    until_option,
)
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.common import json_option

__all__ = ["circle", "extend", "lower", "raise_", "release"]


@click.command(
    name="raise", help="提高密级：立即生效，原来的查阅批准终止；3 个工作日内须确认，否则恢复。"
)
@number_argument
@level_argument
@item_option
@grounds_option
@json_option
@place_option
def raise_(number: str, level: str, *, item: str, reason: str, as_json: bool) -> None:
    """Raise a level at once."""
    with opened() as archive:
        done = archive.secrecy.raise_level(number, level, reason=reason, item=item)
        say_decision(archive, done, as_json=as_json)


@click.command(help="申请降低密级；由原定密人或其上级决定。申请过查阅的人不得办理。")
@number_argument
@level_argument
@item_option
@grounds_option
@json_option
@place_option
def lower(number: str, level: str, *, item: str, reason: str, as_json: bool) -> None:
    """Apply for a lower level."""
    with opened() as archive:
        archive.secrecy.lower(number, level, reason=reason, item=item)
        say_proposal(archive, number, item, as_json=as_json)


@click.command(help="申请提前解密；个人客户的档案解密后为内部。")
@number_argument
@item_option
@grounds_option
@json_option
@place_option
def release(number: str, *, item: str, reason: str, as_json: bool) -> None:
    """Apply for the release."""
    with opened() as archive:
        archive.secrecy.release(number, reason=reason, item=item)
        say_proposal(archive, number, item, as_json=as_json)


@click.command(help="申请延长保密期限；须在期满前提出，期满后只能重新定密。")
@number_argument
@until_option
@term_option
@item_option
@grounds_option
@json_option
@place_option
def extend(
    number: str, *, until: str, term: int | None, item: str, reason: str, as_json: bool
) -> None:
    """Apply for a longer term."""
    end = term_of(until, term)
    if not end:
        raise click.UsageError("请用 --until 或 --term 写明新的期限。")
    with opened() as archive:
        archive.secrecy.extend(number, end, reason=reason, item=item)
        say_proposal(archive, number, item, as_json=as_json)


@click.command(help="申请变更知悉范围：NAME 是今后可以知悉的全部人员。")
@number_argument
@click.argument("names", metavar="NAME…", nargs=-1, required=True)
@grounds_option
@json_option
@place_option
def circle(number: str, names: tuple[str, ...], *, reason: str, as_json: bool) -> None:
    """Apply for another circle of readers."""
    with opened() as archive:
        archive.secrecy.change_circle(number, names, reason=reason)
        say_proposal(archive, number, "", as_json=as_json)
