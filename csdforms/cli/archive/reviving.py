"""``deregister revive``: sealed customers who come back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.archive.deregistration.revivals import STATES
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.receipts import papers_option, read_papers
from csdforms.cli.archive.tables import minute, print_found
from csdforms.cli.common import json_option, print_json, spoken_warnings, templates_option

if TYPE_CHECKING:
    from csdforms.archive.deregistration.revivals import Revival

__all__ = ["revive"]

_application = click.argument("number", metavar="HF-…")


@click.group(
    help="恢复封存的客户：申请、核对、批准，强制清退的还要终审；同号新卷，同意和信用都从头来。"
)
def revive() -> None:
    """Group what concerns revivals."""


@revive.command(
    help="申请恢复：NUMBER 是档案号，DATA 是现在的整份资料（.json、.yaml）。须有新的证件材料，"
    "自然人须有新的告知同意。正在鉴定或列入销毁清册的，先从中撤出。"
)
@number_argument
@click.argument("source", metavar="DATA", type=click.Path(allow_dash=True))
@papers_option
@click.option("--evidence", default="", help="换证换号的凭证。")
@grounds_option
@paper_option
@json_option
@place_option
def apply(
    number: str,
    source: str,
    *,
    papers: str | None,
    evidence: str,
    reason: str,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Apply for a revival."""
    from csdforms import filing
    from csdforms.intake import read_data

    data, shown = read_data(source), read_papers(papers) or []
    with opened() as archive:
        done = filing.apply_for_revival(
            archive, number, data, papers=shown, reason=reason, evidence=evidence
        )
        print_if_wanted(archive, done.number, paper_to)
    _say(done, as_json=as_json)


@revive.command(help="核对恢复申请的资料和证件材料，不是申请人。")
@_application
@click.option("--seen", multiple=True, metavar="种类", help="看过原件的材料，可多次使用。")
@click.option("--distinct", default="", metavar="理由", help="虽与已有客户同名，确是另一客户。")
@json_option
@place_option
def check(number: str, *, seen: tuple[str, ...], distinct: str, as_json: bool) -> None:
    """Check an application."""
    with opened() as archive:
        _say(archive.revivals.check(number, seen=seen, distinct=distinct), as_json=as_json)


@revive.command(
    help="批准恢复，不是申请人和核对人；因违约或依命令注销的，再由总经理用 --final 终审。"
)
@_application
@click.option("--final", is_flag=True, help="终审。")
@templates_option
@json_option
@place_option
def agree(number: str, *, final: bool, templates: Path | None, as_json: bool) -> None:
    """Agree to a revival."""
    from csdforms import filing

    with opened() as archive, spoken_warnings():
        done = filing.agree_to_revival(archive, number, final=final, templates=templates)
    _say(done, as_json=as_json)


@revive.command(help="否决恢复申请；申请人本人办理的，就是撤回。")
@_application
@grounds_option
@json_option
@place_option
def refuse(number: str, *, reason: str, as_json: bool) -> None:
    """Refuse a revival, or withdraw one's own."""
    with opened() as archive:
        _say(archive.revivals.refuse(number, reason=reason), as_json=as_json)


@revive.command("list", help="列出待办的恢复申请。")
@click.option("--all", "every", is_flag=True, help="也列出已办结的。")
@json_option
@place_option
def list_(*, every: bool, as_json: bool) -> None:
    """List the applications."""
    with opened() as archive:
        found = list(archive.revivals.revivals(every=every))
    head = ("申请号", "档案号", "状态", "申请人", "申请时间")
    print_found(head, found, _row, as_json=as_json)


def _say(revival: Revival, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(revival))
        return
    for warning in revival.warnings:
        click.echo(f"[提醒] {warning}", err=True)
    volume = f"，现为第 {revival.volume} 卷" if revival.volume else ""
    click.echo(f"{revival.number} {STATES[revival.state]}，档案号 {revival.file}{volume}")


def _row(revival: Revival) -> tuple[str, ...]:
    state = STATES[revival.state]
    return (revival.number, revival.file, state, revival.applicant, minute(revival.at))
