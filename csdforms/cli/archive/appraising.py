"""``archive appraise``: files past their retention, and what a group says of them (鉴定)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.retention import CLASSES
from csdforms.archive.records import as_data
from csdforms.archive.secrecy.levels import RANKS
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import columns, plain, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from csdforms.archive.destruction.records import Appraisal, Due, Outcome

__all__ = ["appraise"]

_OUTCOMES = {"": "未定", "keep": "延长", "split": "拆卷", "destroy": "销毁"}
_STATES = {"open": "办理中", "closed": "已办结", "cancelled": "已取消"}
_FUNCTIONS = {
    "information": "信息（客户信息主管）",
    "archive": "档案（客户信息专员）",
    "finance": "财务",
    "legal": "法务",
    "secrecy": "保密（个人信息保护负责人）",
}
_PERMANENT = "鉴定报告永久保存：不得写个人客户的姓名、号码。"

_number_argument = click.argument("number", metavar="JD-…")


@click.group(
    help="鉴定期满档案：列出期满的，由信息、档案、财务、法务、保密五方组成小组，逐件写明延长、拆卷"
    "或销毁，全体签署后办结。要销毁的自动列入销毁清册。"
)
def appraise() -> None:
    """Group what concerns appraisals."""


@appraise.command(name="list", help="列出期满的档案，和保管期限更短、已经期满的件。")
@click.option("--reports", is_flag=True, help="改为列出鉴定报告。")
@json_option
@place_option
def list_due(*, reports: bool, as_json: bool) -> None:
    """List what is due, or the appraisals."""
    with opened() as archive:
        if reports:
            rows = list(archive.appraisals.all())
        else:
            due = archive.appraisals.due()
    if reports:
        head = ("编号", "提交", "召集人", "状态", "卷件", "销毁清册")
        print_found(head, rows, _summary, as_json=as_json)
        return
    head = ("档案或件", "题名", "密级", "期限", "保管至", "备注")
    print_found(head, due, _due, as_json=as_json, nothing="没有期满的档案。")


@appraise.command(
    name="open",
    help="提交鉴定：NUMBER 是档案号或件号，可写多个；五方各指定一人，须是不同的人。",
)
@click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True)
@click.option("--information", required=True, metavar="PERSON", help="信息一方：客户信息主管。")
@click.option("--archivist", required=True, metavar="PERSON", help="档案一方：客户信息专员。")
@click.option("--finance", required=True, metavar="PERSON", help="财务一方。")
@click.option("--legal", required=True, metavar="PERSON", help="法务一方。")
@click.option("--secrecy", required=True, metavar="PERSON", help="保密一方：个人信息保护负责人。")
@json_option
@place_option
def convene(numbers: tuple[str, ...], archivist: str, *, as_json: bool, **members: str) -> None:
    """Bring files before a group."""
    with opened() as archive:
        done = archive.appraisals.convene(numbers, {"archive": archivist, **members})
    _print(done, as_json=as_json)


@appraise.command(help=f"写明一行的结论。{_PERMANENT}写过以后，已签署的须重新签署。")
@_number_argument
@click.argument("line", metavar="行", type=int)
@click.argument("outcome", type=click.Choice(["keep", "split", "destroy"]))
@click.option("--reason", required=True, help=f"理由（必须写明）。{_PERMANENT}")
@click.option("--code", default="", help="新的保管期限：Y 永久、D30、D10、P3。")
@click.option("--until", default="", metavar="YYYY-MM-DD", help="或写明保管到哪天。")
@click.option("--keep", multiple=True, metavar="件号", help="拆卷时留存的件，可写多次。")
@click.option("--pages", type=int, default=0, help="纸质页数。")
@click.option("--remark", default="", help=f"清册备注。{_PERMANENT}")
@json_option
@place_option
def report(
    number: str,
    line: int,
    outcome: str,
    *,
    reason: str,
    code: str,
    until: str,
    keep: tuple[str, ...],
    pages: int,
    remark: str,
    as_json: bool,
) -> None:
    """Write what the group says of a line."""
    with opened() as archive:
        done = archive.appraisals.report(
            number,
            line,
            outcome,
            reason=reason,
            code=code,
            until=until,
            keep=keep,
            pages=pages,
            remark=remark,
        )
    _print(done, as_json=as_json)


@appraise.command(help="签署鉴定报告：小组每人各签一次。")
@_number_argument
@json_option
@place_option
def sign(number: str, *, as_json: bool) -> None:
    """Sign the report."""
    with opened() as archive:
        done = archive.appraisals.sign(number)
    _print(done, as_json=as_json)


@appraise.command(help="办结鉴定：延长的标明新期限，要销毁的列入销毁清册待审批。")
@_number_argument
@paper_option
@json_option
@place_option
def close(number: str, *, paper_to: Path | None, as_json: bool) -> None:
    """Carry out a report that all have signed."""
    with opened() as archive:
        done = archive.appraisals.close(number)
        _print(done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@appraise.command(help="取消鉴定：各卷恢复封存。")
@_number_argument
@click.option("--reason", required=True, help="理由（必须写明）。")
@json_option
@place_option
def cancel(number: str, *, reason: str, as_json: bool) -> None:
    """Give an appraisal up."""
    with opened() as archive:
        done = archive.appraisals.cancel(number, reason=reason)
    _print(done, as_json=as_json)


@appraise.command(help="查看一份鉴定报告。")
@_number_argument
@json_option
@place_option
def show(number: str, *, as_json: bool) -> None:
    """Print an appraisal."""
    with opened() as archive:
        found = archive.appraisals.get(number)
    _print(found, as_json=as_json)


@appraise.command(
    help="决定是否按金融机构保管（反洗钱法第34条，至少 10 年），由总经理决定；以后封存的档案适用，"
    "已封存的不变。"
)
@click.option("--on/--off", required=True, help="按金融机构保管，或不按。")
@click.option("--reason", required=True, help="理由（必须写明）。")
@place_option
def financial(*, on: bool, reason: str) -> None:
    """Set whether the department keeps for a financial institution."""
    with opened() as archive:
        archive.appraisals.keep_for_finance(on=on, reason=reason)
    click.echo("以后封存的档案按金融机构保管。" if on else "以后封存的档案不按金融机构保管。")


def _print(one: Appraisal, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(one))
        return
    click.echo(plain(f"{one.number}  {_STATES[one.state]}  {day_of(one.at)} {one.by}提交"))
    for function, person in one.members.items():
        when = day_of(one.signatures.get(person, "")) or "未签署"
        click.echo(plain(f"  {_FUNCTIONS[function]}：{person}，{when}"))
    head = ("行", "档案或件", "题名", "期限", "保管至", "结论", "说明")
    for line in columns(head, map(_outcome, one.lines)):
        click.echo(line)
    if one.destruction:
        click.echo(f"已列入销毁清册 {one.destruction}，待审批。")
    if one.state == "open":
        click.echo(f"下一步：{_next(one)}")


def _next(one: Appraisal) -> str:
    """Return what is to be done next, and by whom."""
    if any(not line.outcome and not line.pulled for line in one.lines):
        return "逐行写明结论（appraise report）"
    if len(one.signatures) < len(one.members):
        return "小组成员签署（appraise sign）"
    return "召集人办结（appraise close）"


def _class(code: str) -> str:
    """Return a class of retention in words."""
    return CLASSES[code].title if code in CLASSES else code


def _outcome(one: Outcome) -> tuple[str, ...]:
    new = " ".join(filter(None, (one.new_code, one.new_until)))
    open_ones = "、".join((*one.matters, *one.must_keep))
    parts = [one.reason, new and f"新期限 {new}", one.kept and f"留存 {'、'.join(one.kept)}"]
    parts += [open_ones and f"未了 {open_ones}", one.pulled and f"撤出：{one.pulled}"]
    said = "，".join(part for part in parts if part)
    what = one.item or one.file
    term = (_class(one.code), one.due)
    return (str(one.no), what, one.title, *term, _OUTCOMES[one.outcome], said)


def _due(one: Due) -> tuple[str, ...]:
    open_ones = "、".join((*one.matters, *one.kept))
    said = "法律保全" if one.held else open_ones and f"未了 {open_ones}"
    term = (_class(one.code), one.until)
    return (one.item or one.file, one.title, RANKS[one.level], *term, said)


def _summary(one: Appraisal) -> tuple[str, ...]:
    size = str(len(one.lines))
    return (one.number, day_of(one.at), one.by, _STATES[one.state], size, one.destruction)
