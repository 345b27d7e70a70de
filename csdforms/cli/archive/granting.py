"""``ask``, ``grant``, ``revoke``, ``grants``, ``emergency``, ``review``: who may read what.

What is said is the same whether a file is hidden from whoever asks, or is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.meant import fields_meant
from csdforms.cli.archive.options import grounds_option, number_argument, reason_option
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import minute, plain, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from csdforms.archive.secrecy.granting.grants import Grant

__all__ = ["ask", "emergency", "grant", "grants", "review", "revoke"]

_STATES = {"asked": "待批", "refused": "未批准", "granted": "有效", "ended": "已结束"}
_UNREVIEWED = "unreviewed"
_REQUEST = "SQ"


def _fields(help_text: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    return click.option("--field", "fields", metavar="栏目", multiple=True, help=help_text)


@click.command(
    help="申请查阅一份档案：写明用途、看哪些字段、看几天。无论有没有这份档案、您能否知悉，答复都一样。"
)
@number_argument
@click.option("--purpose", required=True, help="查阅用途（必须写明）。")
@_fields("要看原文的栏目，按表上的写法或写英文名，可写多次；all 是全部；不写则只看隐去后的内容。")
@click.option("--days", type=int, default=1, help="看几天，最多 30（1）。")
@reason_option
@paper_option
@json_option
@place_option
def ask(
    number: str,
    *,
    purpose: str,
    fields: tuple[str, ...],
    days: int,
    reason: str,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Ask to read a file."""
    with opened() as archive:
        request = archive.grants.ask(
            number, purpose=purpose, fields=fields_meant(fields, number), days=days, reason=reason
        )
        if as_json:
            print_json({"number": request})
        else:
            click.echo(f"已登记申请 {request}，请等候批准。用 csdforms archive grants 查看。")
        print_if_wanted(archive, request, paper_to)


@click.command(
    help="批准查阅：WHICH 是申请号 SQ-…，可以批得比申请的少，或加 --refuse 不批；WHICH 是档案号时"
    "不经申请直接批给 READER（登记的姓名或账户），须写 --purpose。不能批给本人。"
)
@click.argument("which", metavar="WHICH")
@click.argument("reader", metavar="[READER]", required=False)
@click.option("--purpose", default="", help="查阅用途；批准申请时就是申请的用途。")
@_fields("可看原文的栏目，按表上的写法或写英文名，可写多次；all 是全部；批准申请时不写就照申请。")
@click.option("--days", type=int, help="几天，最多 30；批准申请时不写就照申请，否则是 1。")
@click.option("--from", "start", default="", metavar="DAY", help="从哪一天起，例如 2026-03-05。")
@click.option("--case", default="", metavar="NO", help="限于办理这一案件期间，例如投诉编号。")
@click.option("--refuse", is_flag=True, help="不批准；--reason 写明理由。")
@reason_option
@paper_option
@json_option
@place_option
def grant(
    which: str,
    reader: str | None,
    *,
    purpose: str,
    fields: tuple[str, ...],
    days: int | None,
    start: str,
    case: str,
    refuse: bool,
    reason: str,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Grant or refuse what somebody asked for, or grant unasked."""
    is_request = which.strip().upper().startswith(_REQUEST)
    if is_request == (reader is not None) or (is_request and (purpose or case)):
        raise click.UsageError("写 SQ-…（申请号），或档案号、查阅人和 --purpose。")
    if refuse and (reader is not None or fields or days or start):
        raise click.UsageError("--refuse 只与申请号和 --reason 合用。")
    fields = tuple(fields_meant(fields, which))
    with opened() as archive:
        granting = archive.grants
        if refuse:
            granting.refuse(which, reason=reason)
            click.echo("已答复：不批准。")
            print_if_wanted(archive, which, paper_to)
            return
        if reader is None:
            done = granting.approve(
                which, fields=fields or None, days=days, start=start, reason=reason
            )
        else:
            done = granting.grant(
                which,
                reader,
                purpose=purpose,
                fields=fields,
                days=1 if days is None else days,
                start=start,
                case=case,
                reason=reason,
            )
        _say("已批准", done, as_json=as_json)
        print_if_wanted(archive, done.number, paper_to)


@click.command(help="撤销一项查阅批准，即时失效；查阅人也可以自己撤销。")
@click.argument("number", metavar="SQ-…")
@grounds_option
@json_option
@place_option
def revoke(number: str, *, reason: str, as_json: bool) -> None:
    """End a grant."""
    with opened() as archive:
        done = archive.grants.revoke(number, reason=reason)
    _say("已撤销", done, as_json=as_json)


@click.command(
    help="紧急查阅：危及生命安全时，有权的主管不经批准立即查阅，24 小时有效；当即报警，24 小时内"
    "由他人复核。"
)
@number_argument
@click.option("--reason", required=True, help="发生了什么（至少 10 个字）。")
@json_option
@place_option
def emergency(number: str, *, reason: str, as_json: bool) -> None:
    """Read at once."""
    with opened() as archive:
        done = archive.grants.emergency(number, reason=reason)
    _say("已登记紧急查阅", done, as_json=as_json)


@click.command(help="复核一次紧急查阅：是否属实。不属实的即时失效。不能复核本人的。")
@click.argument("number", metavar="SQ-…")
@click.option("--justified/--unjustified", "justified", default=None, help="属实，或不属实。")
@grounds_option
@json_option
@place_option
def review(number: str, *, justified: bool | None, reason: str, as_json: bool) -> None:
    """Look at an emergency reading afterwards."""
    if justified is None:
        raise click.UsageError("请写 --justified（属实）或 --unjustified（不属实）。")
    with opened() as archive:
        done = archive.grants.review(number, justified=justified, reason=reason)
    _say("已复核", done, as_json=as_json)


@click.command(help="列出查阅申请和批准：本人的；有权批准或复核的人还看到他人的。")
@click.argument("number", metavar="[NUMBER]", default="")
@click.option(
    "--state",
    type=click.Choice([*_STATES, _UNREVIEWED]),
    help="待批、未批准、有效、已结束，或尚未复核的紧急查阅。",
)
@json_option
@place_option
def grants(number: str, *, state: str | None, as_json: bool) -> None:
    """Print requests and grants."""
    with opened() as archive:
        found = list(archive.grants.grants(file=number, state=state or ""))
    head = ("编号", "档案号", "查阅人", "字段", "用途", "状态", "起", "止", "批准人")
    print_found(head, found, _row, as_json=as_json)


def _row(one: Grant) -> tuple[str, ...]:
    state = _STATES[one.state]
    if one.emergency:
        state += "，紧急" if one.reviewed else "，紧急，待复核"
    fields = "、".join(one.fields) or "隐去后"
    return (
        one.number,
        one.file,
        one.reader,
        fields,
        one.purpose,
        state,
        minute(one.start),
        minute(one.end),
        one.by,
    )


def _say(what: str, done: Grant, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(plain(f"{what} {done.number}：{done.reader}，至 {minute(done.end)}"))
