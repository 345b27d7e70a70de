"""``request list``, ``show``, ``export``: requests about personal data that are looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.archive.personal_data.records import KINDS, OUTCOMES, STATES
from csdforms.archive.personal_data.relations import RELATIONS
from csdforms.archive.records import as_data
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import plain, print_found
from csdforms.cli.common import json_option, overwrite_option, print_json
from csdforms.errors import OutputExists

if TYPE_CHECKING:
    from csdforms.archive.personal_data.records import Request

__all__ = ["export", "list_requests", "number_argument", "show", "state_of"]

#: The number of a request.
number_argument = click.argument("number", metavar="QQ-…")


@click.command(
    name="list", help="列出未答复的请求，最急的在前；不显示请求人。不写 NUMBER 就是全部。"
)
@click.argument("number", metavar="[NUMBER]", default="")
@click.option("--overdue", is_flag=True, help="只列逾期的。")
@click.option("--all", "every", is_flag=True, help="已答复的也列出。")
@json_option
@place_option
def list_requests(number: str, *, overdue: bool, every: bool, as_json: bool) -> None:
    """List requests."""
    with opened() as archive:
        found = list(
            archive.personal_requests.requests(file=number, overdue_only=overdue, every=every)
        )
    head = ("编号", "档案", "事项", "状态", "收到", "期限", "结果", "注销申请")
    print_found(head, found, _row, as_json=as_json)


@click.command(help="查看一项请求：谁、要求什么、情形和答复；记入查阅日志。")
@number_argument
@json_option
@place_option
def show(number: str, *, as_json: bool) -> None:
    """Print one request."""
    from csdforms.archive.personal_data.situations import SITUATIONS

    with opened() as archive:
        one = archive.personal_requests.show(number)
    if as_json:
        print_json(as_data(one))
        return
    relation = RELATIONS[one.relation].title
    lines = [
        f"{one.number} {KINDS[one.kind][0]} {state_of(one)}",
        f"请求人：{one.requester}（{relation}），{one.contact}",
        f"内容：{one.asked}",
        f"收到 {one.received_on}，期限 {one.due or '身份证明后起算'}",
        *(
            f"情形：{SITUATIONS[name].title}：{SITUATIONS[name].personal}"
            for name in one.situations
        ),
        *([f"答复：{OUTCOMES[one.outcome]}。{one.reasons}"] if one.outcome else []),
    ]
    for line in lines:
        click.echo(plain(line))


@click.command(
    help="把请求人本人的信息写成 JSON 文件，供其查阅、复制或转移；他人的信息隐去，登记为副本。"
)
@number_argument
@click.argument("output", type=click.Path(path_type=Path))
@overwrite_option
@json_option
@place_option
def export(number: str, output: Path, *, overwrite: bool, as_json: bool) -> None:
    """Write somebody's own data into a file."""
    from csdforms.files import new_file

    if output.exists() and not overwrite:  # before a copy is registered
        raise OutputExists(output)
    with opened() as archive, new_file(output, overwrite=overwrite) as file:
        done = archive.personal_requests.export(number)
        text = json.dumps(as_data(done)["data"], ensure_ascii=False, indent=2) + "\n"
        file.write(text.encode())
    if as_json:
        print_json({"request": done.request, "copy_no": done.copy_no, "path": str(output)})
    else:
        click.echo(f"已生成 {output}，登记为第 {done.copy_no} 份副本")


def state_of(one: Request) -> str:
    """Return what a request is, in words."""
    return "逾期" if one.overdue else STATES[one.state]


def _row(one: Request) -> tuple[str, ...]:
    outcome = OUTCOMES.get(one.outcome, "")
    what = KINDS[one.kind][0]
    due = one.due if one.state == "open" else one.answered_on
    numbers = (one.number, one.file)
    return (*numbers, what, state_of(one), one.received_on, due, outcome, one.deregistration)
