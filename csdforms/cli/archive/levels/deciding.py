"""``reclassify decide``, ``refuse``, ``confirm``, ``review``, ``due``: what waits for somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.levels.options import (
    circle_option,
    item_option,
    say_decision,
    term_of,
    term_option,
    until_option,
    words_of,
)
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import columns
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["confirm", "decide", "due", "refuse", "review"]

_KINDS = {
    "decide": "待决定",
    "confirm": "待确认",
    "expire": "期限将满",
    "review": "年度复核",
    "recall": "收回副本",
}


@click.command(
    help="决定：按提请定密、降密、延期、解密或变更知悉范围；提请的内容见 reclassify due。写上 LEVEL"
    " 时，提请的若不是这一密级就不办理。提请人不得自行决定。"
)
@number_argument
@click.argument("level", metavar="[LEVEL]", default="")
@item_option
@click.option("--reason", default="", help="理由；不写就是提请的理由。")
@paper_option
@json_option
@place_option
def decide(
    number: str, level: str, *, item: str, reason: str, paper_to: Path | None, as_json: bool
) -> None:
    """Decide as proposed."""
    with opened() as archive:
        done = archive.secrecy.decide(number, level, item=item, reason=reason)
        say_decision(archive, done, as_json=as_json)
        print_if_wanted(archive, done.item or done.number, paper_to)


@click.command(help="不同意所提请的；加 --raised 是不同意提高密级，立即恢复原密级。")
@number_argument
@item_option
@grounds_option
@click.option("--raised", is_flag=True, help="不同意提高密级。")
@json_option
@place_option
def refuse(number: str, *, item: str, reason: str, raised: bool, as_json: bool) -> None:
    """Refuse what was proposed."""
    with opened() as archive:
        done = archive.secrecy.refuse(number, reason=reason, item=item, raised=raised)
        say_decision(archive, done, as_json=as_json)


@click.command(help="确认提高密级（由有权决定的另一人），同时定期限和知悉范围。")
@number_argument
@until_option
@term_option
@circle_option
@item_option
@click.option("--reason", default="", help="理由。")
@click.option("--basis", default="", help="定密依据。")
@json_option
@place_option
def confirm(
    number: str,
    *,
    until: str,
    term: int | None,
    circle: tuple[str, ...],
    item: str,
    reason: str,
    basis: str,
    as_json: bool,
) -> None:
    """Confirm a raise."""
    with opened() as archive:
        done = archive.secrecy.confirm(
            number, until=term_of(until, term), circle=circle, item=item, reason=reason, basis=basis
        )
        say_decision(archive, done, as_json=as_json)


@click.command(help="登记复核：经复核，密级不变（机密、绝密每年一次）。")
@number_argument
@item_option
@grounds_option
@json_option
@place_option
def review(number: str, *, item: str, reason: str, as_json: bool) -> None:
    """Note that a level was reviewed."""
    with opened() as archive:
        done = archive.secrecy.review(number, reason=reason, item=item)
        say_decision(archive, done, as_json=as_json)


@click.command(
    help="列出待办事项：待决定、待确认、30 天内期满、年度复核、待收回的副本。加 --settle 办理到期"
    "的：未延长的解密，未确认的提高恢复原密级。"
)
@click.option("--settle", is_flag=True, help="办理到期的，列出结果。")
@json_option
@place_option
def due(*, settle: bool, as_json: bool) -> None:
    """Print what is due, or settle it."""
    with opened() as archive:
        word = words_of(archive)
        done = archive.secrecy.settle_due() if settle else ()
        matters = () if settle else archive.secrecy.due()
    rows = [(one.marking.mark, one.number, one.item, word(one.level), "", "") for one in done]
    for one in matters:
        where = (one.number, one.item, word(one.level), one.day)
        rows.append((_KINDS[one.kind], *where, _said(one.said, word)))
    if as_json:
        print_json([as_data(one) for one in (*done, *matters)])
    elif rows:
        for line in columns(("事项", "档案号", "件号", "密级", "期限", "提请"), rows):
            click.echo(line)
    else:
        click.echo("没有到期或待办的密级事项。", err=True)


def _said(said: Mapping[str, Any], word: Callable[[int], str]) -> str:
    """Return in one line what is proposed or raised: the level, the term, the circle, who, why."""
    if not said:
        return ""
    parts = [word(said["level"]), said.get("term", ""), "、".join(said.get("circle", ()))]
    parts += [said["by"], said.get("reason", "")]
    return "，".join(filter(None, parts))
