"""How lists of destruction, and what is left of files, are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.records import as_data
from csdforms.archive.secrecy.levels import RANKS
from csdforms.cli.archive.tables import columns, minute, plain
from csdforms.cli.common import print_json

if TYPE_CHECKING:
    from csdforms.archive.destruction.records import Destruction, Line, Tombstone

__all__ = ["print_destruction", "print_tombstone", "summary"]

_STATES = {
    "proposed": "待审批",
    "endorsed": "待终审",
    "approved": "已批准",
    "counting": "清点中",
    "executing": "销毁中",
    "done": "已销毁",
    "refused": "未批准",
    "lapsed": "批准已过期",
    "void": "已全部撤出",
}


def print_destruction(one: Destruction, *, as_json: bool) -> None:
    """Print a list, with its approvals and how far it was carried out."""
    if as_json:
        print_json(as_data(one))
        return
    grounds = one.appraisal or one.request
    text = f"{one.number}  {_STATES[one.state]}  {day_of(one.at)} {one.by}提出，依据 {grounds}"
    click.echo(plain(text))
    click.echo(f"  共 {len(one.lines)} 行 {one.total} 件，清册哈希 {one.digest}")
    for approval in one.approvals:
        click.echo(plain(f"  批准：{approval['by']}，{minute(approval['at'])}"))
    if one.valid_until:
        click.echo(f"  批准有效至 {one.valid_until}")
    head = ("行", "档案或件", "题名", "年度", "期限", "保管至", "已保管", "件", "密级", "备注")
    for line in columns(head, map(_line, one.lines)):
        click.echo(line)
    _print_execution(one)
    if next_ := _next(one):
        click.echo(f"  下一步：{next_}")


def print_tombstone(one: Tombstone, *, as_json: bool) -> None:
    """Print what is left of a file."""
    if as_json:
        print_json(as_data(one))
        return
    click.echo(plain(f"{one.number}  {one.name or '个人客户，姓名不留'}"))
    click.echo(f"  建档 {one.created}，封存 {one.sealed}，销毁 {one.destroyed}，清册 {one.list}")
    approvers, witnesses = "、".join(one.approvers), "、".join(one.witnesses)
    click.echo(plain(f"  批准：{approvers}；执行：{one.executor}；监销：{witnesses}"))


def _print_execution(one: Destruction) -> None:
    said = one.execution
    if not said:
        return
    witnesses = "、".join(each["person"] for each in said["witnesses"])
    click.echo(plain(f"  执行：{said['executor']}，{said['place']}，{said['method']}"))
    counted = len(said["counts"])
    signed = len(said["signatures"])
    click.echo(plain(f"  监销：{witnesses}；已清点 {counted} 人，已签字 {signed} 人"))
    for copy in said["copies"]:
        became = copy["became"] or "没有着落"
        why = "，".join(filter(None, (copy["said"], copy["until"] and f"最迟 {copy['until']}")))
        text = f"{_BECAME.get(became, became)}{f'（{why}）' if why else ''}"
        click.echo(plain(f"  副本 {copy['no']}：{copy['where']}：{text}"))
    for sentence in said.get("unreached", ()):
        click.echo(plain(f"  [提醒] {sentence}"), err=True)


def _next(one: Destruction) -> str:
    """Return what is to be done next, and by whom."""
    said = one.execution
    if one.state == "counting" and len(said["counts"]) == len(said["witnesses"]):
        return "执行人执行（destroy run）"
    if one.state == "executing":
        if any(not line.done_at and not line.pulled for line in one.lines):
            return "执行人继续执行（destroy run）"
        if any(not copy["became"] for copy in said["copies"]):
            return "执行人逐项登记没有着落的副本（destroy account）"
        if len(said["signatures"]) < len(said["witnesses"]):
            return "监销人签字（destroy witness --after）"
        return "执行人办结（destroy finish）"
    return _NEXT.get(one.state, "")


_NEXT = {
    "proposed": "客户服务部经理审批（destroy approve）",
    "endorsed": "总经理终审（destroy approve）",
    "approved": "执行人指定监销人（destroy begin）",
    "counting": "监销人清点（destroy witness --before --count 件数）",
}
_BECAME = {
    "destroyed": "已销毁",
    "recalled": "已收回",
    "explained": "已说明",
    "unreadable": "已无法解读",
}


def _line(one: Line) -> tuple[str, ...]:
    done = one.done_at and f"已于 {day_of(one.done_at)} 销毁"
    said = "，".join(filter(None, (one.remark, one.pulled and f"撤出：{one.pulled}", done)))
    what, level = one.item or one.file, RANKS[one.level]
    span = (one.year, one.code, one.due, one.kept)
    return (str(one.no), what, one.title, *span, str(one.items), level, said)


def summary(one: Destruction) -> tuple[str, ...]:
    """Return a list as a row of the table of lists."""
    size = (str(len(one.lines)), str(one.total))
    grounds = one.appraisal or one.request
    return (
        one.number, day_of(one.at), one.by, _STATES[one.state], *size, one.valid_until, grounds,
    )  # fmt: skip
