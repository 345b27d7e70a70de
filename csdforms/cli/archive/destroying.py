"""``archive destroy``: lists of destruction: approved, carried out before witnesses (销毁)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place, place_option
from csdforms.cli.archive.printing_destruction import print_destruction, print_tombstone, summary
from csdforms.cli.archive.tables import print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["destroy"]

_PERMANENT = "清册永久保存：不得写个人客户的姓名、号码。"

_number_argument = click.argument("number", metavar="XH-…")


@click.group(
    help="销毁：清册经客户服务部经理、总经理两级批准，由执行人在两位监销人监督下执行，事前清点，事后"
    "签字。批准 90 天内有效。销毁不能恢复；注销不是销毁，见 archive deregister。"
)
def destroy() -> None:
    """Group what concerns destruction."""


@destroy.command(name="list", help="列出销毁清册。")
@json_option
@place_option
def list_lists(*, as_json: bool) -> None:
    """List the lists of destruction."""
    with opened() as archive:
        found = list(archive.destructions.all())
    head = ("编号", "日期", "提出人", "状态", "行数", "件数", "批准有效至", "依据")
    print_found(head, found, summary, as_json=as_json)


@destroy.command(
    help="查看一份销毁清册、它的审批、执行和副本的去向；写已销毁的档案号 KH-…，看它留下的记录。"
)
@click.argument("number", metavar="XH-…|KH-…")
@json_option
@place_option
def show(number: str, *, as_json: bool) -> None:
    """Print a list, or what is left of a file."""
    from csdforms.archive.numbers import looks_like

    if looks_like(number):
        with opened() as archive:
            stone = archive.destructions.tombstone(number)
        print_tombstone(stone, as_json=as_json)
        return
    with opened() as archive:
        found = archive.destructions.get(number)
    print_destruction(found, as_json=as_json)


@destroy.command(
    help="应本人请求提请删除个人档案：FILE 已为此封存，REQUEST 是请求编号 QQ-…；编成一行的清册。"
)
@click.argument("file", metavar="FILE")
@click.argument("request", metavar="REQUEST")
@paper_option
@json_option
@place_option
def propose(file: str, request: str, *, paper_to: Path | None, as_json: bool) -> None:
    """Propose that a person's data be destroyed on request."""
    with opened() as archive:
        done = archive.destructions.propose_deletion(file, request)
        print_destruction(done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to, form="destruction_list")


@destroy.command(
    help="批准销毁清册：先由客户服务部经理，再由总经理；提出人和鉴定小组成员不能批准。"
)
@_number_argument
@paper_option
@json_option
@place_option
def approve(number: str, *, paper_to: Path | None, as_json: bool) -> None:
    """Approve a list."""
    with opened() as archive:
        done = archive.destructions.approve(number)
        print_destruction(done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@destroy.command(help="否决销毁清册：各卷恢复封存。")
@_number_argument
@click.option("--reason", required=True, help=f"理由（必须写明）。{_PERMANENT}")
@json_option
@place_option
def refuse(number: str, *, reason: str, as_json: bool) -> None:
    """Refuse a list."""
    with opened() as archive:
        done = archive.destructions.refuse(number, reason=reason)
    print_destruction(done, as_json=as_json)


@destroy.command(help="开始：执行人指定两位监销人、地点和方式。监销人清点相符以前不销毁任何东西。")
@_number_argument
@click.option(
    "--witness",
    "witnesses",
    metavar="PERSON",
    multiple=True,
    required=True,
    help="监销人，写两次；不能是执行人、提出人或审批人，至少一位来自部门以外。",
)
@click.option("--place", "where", required=True, help="地点。")
@click.option("--method", required=True, help="方式：电子清除，纸质碎浆或粉碎；不得作废品出售。")
@json_option
@place_option
def begin(
    number: str, *, witnesses: tuple[str, ...], where: str, method: str, as_json: bool
) -> None:
    """Name the witnesses."""
    with opened() as archive:
        done = archive.destructions.begin(number, witnesses, place=where, method=method)
    print_destruction(done, as_json=as_json)


@destroy.command(help="监销人：事前清点（--before --count），事后签字（--after）。")
@_number_argument
@click.option("--before/--after", required=True, help="事前清点，或事后签字。")
@click.option("--count", type=int, help="清点的件数（资料版本和件），须与清册相符，不符即停止。")
@json_option
@place_option
def witness(number: str, *, before: bool, count: int | None, as_json: bool) -> None:
    """Count before, sign after."""
    if before != (count is not None):
        raise click.UsageError("事前清点请加 --count 写明件数；事后签字不写。")
    with opened() as archive:
        if count is not None:
            done = archive.destructions.count(number, count)
        else:
            done = archive.destructions.attest(number)
    print_destruction(done, as_json=as_json)


@destroy.command(help="执行：逐行销毁，不能恢复。中断以后再次运行，从没有销毁的行继续。")
@_number_argument
@json_option
@place_option
def run(number: str, *, as_json: bool) -> None:
    """Destroy what is on a list."""
    with opened() as archive:
        done = archive.destructions.run(number)
    print_destruction(done, as_json=as_json)


def _copies(_ctx: click.Context, _param: click.Parameter, given: str) -> list[int]:
    """Return the numbers that ``7`` means, or ``7-9,12``."""
    found: list[int] = []
    for part in given.replace("、", ",").replace("，", ",").split(","):
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not dash)):
            raise click.BadParameter("副本的序号写作 7，或 7-9，或 7,9。")
        found += range(int(first), int(last or first) + 1)
    return found


@destroy.command(
    help="登记已知副本的去向：COPY 是 destroy show 里副本的序号；去向相同的几份一起写，如 7-9,12。"
)
@_number_argument
@click.argument("copies", metavar="COPY", callback=_copies)
@click.argument("became", type=click.Choice(["destroyed", "recalled", "explained", "unreadable"]))
@click.option("--note", default="", help=f"说明；还在的须写明原因。{_PERMANENT}")
@click.option("--until", default="", metavar="YYYY-MM-DD", help="还在的，最迟哪天销毁。")
@json_option
@place_option
def account(
    number: str, copies: list[int], became: str, *, note: str, until: str, as_json: bool
) -> None:
    """Put down what became of copies."""
    with opened() as archive:
        for copy in copies:
            done = archive.destructions.account(number, copy, became, note=note, until=until)
    print_destruction(done, as_json=as_json)


@destroy.command(help="办结：各行已销毁、副本都有着落、两位监销人已签字以后，各卷记为已销毁。")
@_number_argument
@click.option("--note", default="", help=f"反馈单的说明。{_PERMANENT}")
@paper_option
@json_option
@place_option
def finish(number: str, *, note: str, paper_to: Path | None, as_json: bool) -> None:
    """Finish a destruction."""
    with opened() as archive:
        done = archive.destructions.finish(number, note=note)
        print_destruction(done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@destroy.command(
    help="恢复了较早的备份以后，把其后已依法销毁的档案重新销毁；由负责维护档案库的人员办理。"
)
@json_option
@place_option
def again(*, as_json: bool) -> None:
    """Destroy again what a backup brought back."""
    import contextlib

    from csdforms.archive.destruction.again import destroy_again
    from csdforms.archive.office import Office
    from csdforms.archive.places import open_store

    with contextlib.closing(open_store(place(), restored=True)) as store:
        numbers = destroy_again(Office(store))
    if as_json:
        print_json(numbers)
        return
    click.echo(f"重新销毁了 {len(numbers)} 份。")
    for number in numbers:
        click.echo(f"  {number}")
