"""What the commands on levels share: arguments, options, and how they say what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.records import as_data
from csdforms.cli.common import print_json

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.secrecy.classifying.consequences import Decision

__all__ = [
    "basis_option",
    "circle_option",
    "item_option",
    "level_argument",
    "say_decision",
    "say_proposal",
    "term_of",
    "term_option",
    "until_option",
    "words_of",
]


level_argument = click.argument("level", metavar="LEVEL")
item_option = click.option("--item", default="", metavar="NUMBER", help="件号：只为这一件。")
basis_option = click.option("--basis", required=True, help="定密依据：制度、目录的哪一项。")
until_option = click.option(
    "--until", default="", metavar="DAY", help="保密期限的末日（2030-12-31），或“长期”。"
)
term_option = click.option("--term", type=click.IntRange(1, 99), metavar="YEARS", help="期限几年。")
circle_option = click.option(
    "--circle",
    multiple=True,
    metavar="NAME",
    help="知悉范围中的一人，可多次写；机密、绝密必须写。",
)


def term_of(until: str, years: int | None) -> str:
    """Return the term that two options say together."""
    if until and years:
        raise click.UsageError("--until 和 --term 只写一个。")
    return f"{years}年" if years else until


def words_of(archive: Archive) -> Callable[[int], str]:
    """Return how the archive calls its levels."""
    from csdforms.archive.secrecy.classifying.labels import marking_settings

    settings = marking_settings(archive.store)
    return lambda level: settings.word(level) or "公开"


def say_proposal(archive: Archive, number: str, item: str, *, as_json: bool) -> None:
    """Say that something was proposed; in a one-person office it is decided at once."""
    if archive.office.person().sole:
        say_decision(archive, archive.secrecy.decide(number, item=item), as_json=as_json)
    elif as_json:
        print_json({"number": number, "item": item, "proposed": True})
    else:
        click.echo(f"已提请 {item or number}，待另一人用 reclassify decide 决定。")


def say_decision(archive: Archive, done: Decision, *, as_json: bool) -> None:
    """Say what holds now: the mark to strike, the mark beside it, the copies to recall."""
    if as_json:
        print_json(as_data(done))
        return
    click.echo(f"{done.item or done.number} 现为{words_of(archive)(done.level)}")
    if done.marking.struck != done.marking.mark:
        click.echo(f"  划去：{done.marking.struck}")
        click.echo(f"  改标：{done.marking.mark}")
    for copy in done.recall:
        click.echo(f"  收回：第 {copy.copy_no} 份，{copy.reader}，{day_of(copy.at)}")
