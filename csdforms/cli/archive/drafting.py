"""``drafts``, ``draft``, ``edit``, ``submit`` … ``approve``, ``void``: from a draft to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.archive.states import STATES
from csdforms.cli.archive.options import grounds_option, reason_option
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.receipts import papers_option, read_papers, say
from csdforms.cli.archive.tables import columns, plain
from csdforms.cli.common import json_option, print_json, spoken_warnings, templates_option

if TYPE_CHECKING:
    from csdforms.archive.drafting.draft import Draft

__all__ = [
    "accept",
    "approve",
    "clear_alarm",
    "discard",
    "draft",
    "drafts",
    "edit",
    "reject",
    "return_",
    "submit",
    "void",
]

_number = click.argument("number", metavar="CG-…")
_distinct = click.option(
    "--distinct", default="", metavar="理由", help="核实过：虽与已有客户同名，确是另一客户。"
)


@click.command(help="列出您拟的草稿，和等您验收或审批的草稿。")
@click.option("--expired", is_flag=True, help="只列三十天内没有批准、应当删除的个人客户草稿。")
@click.option("--delete", is_flag=True, help="与 --expired 合用：删除它们。")
@json_option
@place_option
def drafts(*, expired: bool, delete: bool, as_json: bool) -> None:
    """Print the drafts that wait for whoever asks."""
    if delete and not expired:
        raise click.UsageError("--delete 只与 --expired 合用。")
    with opened() as archive:
        desk = archive.drafts
        if expired:
            numbers = desk.expire() if delete else desk.expired()
            if as_json:
                print_json(numbers)
            else:
                click.echo("\n".join([f"共 {len(numbers)} 份", *numbers]))
            return
        found = desk.waiting()
    if as_json:
        print_json([_listed(one) for one in found])
        return
    if not found:
        click.echo("没有草稿。", err=True)
        return
    head = ("草稿号", "客户名称", "状态", "拟稿人", "退回")
    rows = [(one.number, one.name, _state(one), one.owner, str(one.returns)) for one in found]
    for line in columns(head, rows):
        click.echo(line)


@click.command(help="查阅一份草稿：资料、证件材料、退回时指出的问题。")
@_number
@json_option
@place_option
def draft(number: str, *, as_json: bool) -> None:
    """Print one draft."""
    with opened() as archive:
        one = archive.drafts.show(number)
    if as_json:
        print_json(one._asdict())
        return
    click.echo(f"{one.number}  {plain(one.name)}")
    for label, text in (
        ("状态", _state(one)),
        ("拟稿人", one.owner),
        ("验收人", one.acceptor),
        ("审批", "总经理" if one.is_key else "客户服务部经理"),
        ("总公司", one.parent),
        ("证件材料", "、".join(paper["kind"] for paper in one.papers)),
        ("同时拟稿", "、".join(one.rivals)),
    ):
        if text:
            click.echo(f"  {label}：{plain(text)}")
    for field, text in one.defects:
        click.echo(f"  须补正 {plain(field)}：{plain(text)}")


@click.command(help="修改您拟的草稿：用整份新的 DATA，或新的证件材料清单，或两者。")
@_number
@click.argument("source", metavar="[DATA]", required=False, type=click.Path(allow_dash=True))
@papers_option
@click.option("--parent", metavar="NUMBER", help="分公司建档时，总公司的档案号。")
@reason_option
@json_option
@place_option
def edit(
    number: str,
    source: str | None,
    *,
    papers: str | None,
    parent: str | None,
    reason: str,
    as_json: bool,
) -> None:
    """Change a draft."""
    if source is None and papers is None and parent is None:
        raise click.UsageError("写明改什么：DATA、--papers 或 --parent。")
    from csdforms import filing
    from csdforms.intake import read_data

    data = None if source is None else read_data(source)
    shown = read_papers(papers)
    with opened() as archive:
        receipt = filing.edit(archive, number, data, papers=shown, parent=parent, reason=reason)
    say("已修改草稿", receipt, as_json=as_json)


@click.command(help="提交您拟的草稿，请客户信息主管验收；有问题时一次全部列出。")
@_number
@reason_option
@json_option
@place_option
def submit(number: str, *, reason: str, as_json: bool) -> None:
    """Submit a draft."""
    from csdforms import filing

    with opened() as archive:
        receipt = filing.submit(archive, number, reason=reason)
    say("已提交", receipt, as_json=as_json)


@click.command(help="验收：核对齐全、准确、一致、合法。验收人不能是拟稿人。")
@_number
@click.option("--seen", multiple=True, metavar="种类", help="您看过原件的证件材料，可写多次。")
@_distinct
@reason_option
@json_option
@place_option
def accept(
    number: str, *, seen: tuple[str, ...], distinct: str, reason: str, as_json: bool
) -> None:
    """Accept a draft."""
    with opened() as archive:
        receipt = archive.drafts.accept(number, seen=seen, distinct=distinct, reason=reason)
    say("已验收", receipt, as_json=as_json)


@click.command("return", help="退回草稿，逐项写明要补正什么；第三次退回即取消。")
@_number
@click.option(
    "--defect", "defects", multiple=True, required=True, metavar="字段=说明", help="可写多次。"
)
@reason_option
@json_option
@place_option
def return_(number: str, *, defects: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Return a draft with its defects."""
    named: dict[str, str] = {}
    for defect in defects:
        field, equals, text = defect.partition("=")
        if not (field and equals and text.strip()):
            raise click.BadParameter("应写作 字段=说明。", param_hint="--defect")
        named[field] = text
    with opened() as archive:
        receipt = archive.drafts.return_(number, named, reason=reason)
    say("已退回", receipt, as_json=as_json)


@click.command(help="审批：给客户建档，给出档案号。审批人不能是拟稿人或验收人。")
@_number
@_distinct
@reason_option
@templates_option
@json_option
@place_option
def approve(
    number: str, *, distinct: str, reason: str, templates: Path | None, as_json: bool
) -> None:
    """Approve a draft."""
    from csdforms import filing

    with opened() as archive, spoken_warnings():
        receipt = filing.approve(
            archive, number, distinct=distinct, reason=reason, templates=templates
        )
    say("已建档", receipt, as_json=as_json)


@click.command(help="否决草稿；个人客户的草稿随即彻底删除。")
@_number
@grounds_option
@json_option
@place_option
def reject(number: str, *, reason: str, as_json: bool) -> None:
    """Refuse a draft for good."""
    with opened() as archive:
        receipt = archive.drafts.reject(number, reason=reason)
    say("已否决", receipt, as_json=as_json)


@click.command(help="撤销您拟的草稿；个人客户的草稿随即彻底删除。")
@_number
@reason_option
@json_option
@place_option
def discard(number: str, *, reason: str, as_json: bool) -> None:
    """Give a draft up."""
    with opened() as archive:
        receipt = archive.drafts.discard(number, reason=reason)
    say("已撤销", receipt, as_json=as_json)


@click.command(
    help="作废误建的档案（建档 15 天内、没有归档的件）：客户信息主管和客户服务部经理先后各办一次。"
)
@click.argument("number", metavar="KH-…")
@grounds_option
@place_option
def void(number: str, *, reason: str) -> None:
    """Void a file, or propose it."""
    with opened() as archive:
        is_void = archive.drafts.void(number, reason=reason)
    click.echo(f"已作废 {number}" if is_void else f"已提请作废 {number}，等另一人确认")


@click.command("clear-alarm", help="核查之后，让因多次查到无权知悉的客户而停办的人继续办理。")
@click.argument("person", metavar="PERSON")
@grounds_option
@place_option
def clear_alarm(person: str, *, reason: str) -> None:
    """Let somebody ask again."""
    with opened() as archive:
        archive.drafts.clear_alarm(person, reason=reason)
    click.echo(f"已解除 {person} 的查重警报")


def _state(one: Draft) -> str:
    return STATES[one.state].title


def _listed(one: Draft) -> dict[str, Any]:
    names = ("number", "name", "kind", "state", "owner", "returns", "begun", "acceptor")
    return {name: getattr(one, name) for name in names}
