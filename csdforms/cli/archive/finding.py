"""``find``, ``list``: which files there are.

Apart from what is in them: the look-up that is asked for all day loads no more than it needs.
"""

from __future__ import annotations

import click

from csdforms.archive.states import STATES
from csdforms.cli.archive.place import consulted, place_option
from csdforms.cli.archive.printing import print_cards, print_items
from csdforms.cli.common import json_option
from csdforms.errors import ExitCode

__all__ = ["find", "list_files"]


@click.command(
    help="在一个框里查找：档案号、件号、客户编号、投诉编号、统一社会信用代码、证件号、电话、账号，"
    "或名称里的字、拼音、首字母（zhangs、zs）。没有找到时退出码是 3。"
)
@click.argument("text")
@click.option("--limit", type=click.IntRange(1), default=50, help="最多列出几份（50）。")
@json_option
@place_option
def find(text: str, limit: int, *, as_json: bool) -> None:
    """Print the files that a text finds."""
    with consulted() as archive:
        cards = archive.find(text, limit)
    print_cards(cards, as_json=as_json)
    if not as_json and len(cards) == limit:
        click.echo(f"只列出前 {limit} 份，请写得更具体，或加大 --limit。", err=True)
    if not cards:
        raise SystemExit(ExitCode.NOT_FOUND)


@click.command(
    "list", help="按状态、地区、等级、建档年月列出档案；写 --form 则列出归档的这种表单。"
)
@click.option("--status", default="", help="状态，例如 在用 或 ACTIVE。")
@click.option("--region", default="", help="行政区划代码：省 2 位、市 4 位、县 6 位。")
@click.option("--grade", default="", help="客户等级。")
@click.option("--period", default="", help="年或年月，例如 2026 或 2026-03。")
@click.option("--form", "name", default="", metavar="ID", help="表单的标识或中文名。")
@json_option
@place_option
def list_files(
    status: str, region: str, grade: str, period: str, *, name: str, as_json: bool
) -> None:
    """Print the files, or the items of a form, to which all this applies."""
    if name and (status or region or grade):
        raise click.UsageError("--form 只能与 --period 合用。")
    with consulted() as archive:
        if name:
            from csdforms.schemas.catalogue import find as find_form

            form = find_form(name).identifier()
            print_items(archive.list_items(form=form, period=period), as_json=as_json)
            return
        codes = {state.title: code for code, state in STATES.items()}
        state = codes.get(status, status.upper())
        if state and state not in STATES:
            raise click.BadParameter(f"应是 {'、'.join(codes)} 之一。", param_hint="--status")
        cards = archive.list_files(status=state, region=region, grade=grade, period=period)
        print_cards(cards, as_json=as_json)
