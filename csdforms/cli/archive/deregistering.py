"""``deregister``: a customer leaves the books, from the application to the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.authority import AUTHORITIES
from csdforms.archive.deregistration.joint_check import LINES
from csdforms.archive.deregistration.records import STATES
from csdforms.archive.deregistration.settling import STEPS
from csdforms.archive.deregistration.triggers import TRIGGERS
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import plain, print_found
from csdforms.cli.common import json_option, print_json
from csdforms.cli.lazy_group import LazyGroup
from csdforms.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from csdforms.archive.deregistration.records import Application

__all__ = ["deregister", "document_option", "number_of_application", "print_application"]

_HERE = "csdforms.cli.archive.deregistering"
_STEPS = "csdforms.cli.archive.deregistration_steps"
_SEALS = "csdforms.cli.archive.sealing_off"
#: The commands of the group, and where each stands.
_MODULES: dict[str, str] = {
    **dict.fromkeys(("check-seal", "inventory", "seal", "seals", "undo"), _SEALS),
    "revive": "csdforms.cli.archive.reviving",
    **dict.fromkeys(("always-final", "apply", "lapse", "list", "show", "withdraw"), _HERE),
    **dict.fromkeys(("approve", "check", "refuse", "settle", "sign", "write-off"), _STEPS),
}

number_of_application = click.argument("number", metavar="ZX-…")
document_option = click.option("--document", default="", help="文件的名称或文号。")


@click.group(
    cls=LazyGroup,
    modules=_MODULES,
    help="客户注销：申请、联合核查、审批、结清、封存；也可撤回、撤销和恢复。注销不是销毁。",
)
def deregister() -> None:
    """Group what concerns deregistration."""


@click.command(
    help="申请注销：NUMBER 是档案号，TRIGGER 是事由："
    + "，".join(f"{one.code} {one.title}" for one in TRIGGERS.values())
    + "。重复建档、误建、休眠、冻结都不是注销。申请后停办新业务。"
)
@number_argument
@click.argument("trigger", metavar="TRIGGER")
@grounds_option
@click.option("--settlement", required=True, help="账款怎样结清（必须写明）。")
@click.option("--balance", default="", metavar="金额", help="已知的余额；应退客户的写负数。")
@click.option("--balance-as-of", default="", metavar="日期", help="余额的截止日。")
@document_option
@click.option("--request", default="", metavar="QQ-…", help="并入的个人信息请求；D2 必须写明。")
@click.option("--applied-on", default="", metavar="日期", help="申请的日期；默认今天。")
@click.option(
    "--by",
    "kind",
    type=click.Choice(list(AUTHORITIES)),
    help="由谁提出："
    + "，".join(f"{name} {one.title}" for name, one in AUTHORITIES.items())
    + "。",
)
@click.option("--authority", "paper", default="", help="身份或授权的证明文件；不抄写号码。")
@click.option("--issued-on", default="", metavar="日期", help="授权的签发日期。")
@click.option("--valid-to", default="", metavar="日期", help="授权的截止日期。")
@click.option("--seen-by", default="", help="由谁核对了持有人。")
@click.option("--with-asker", is_flag=True, help="询问提出人的姓名和电话，不写在命令行里。")
@paper_option
@json_option
@place_option
def apply(
    number: str,
    trigger: str,
    *,
    kind: str | None,
    paper: str,
    issued_on: str,
    valid_to: str,
    seen_by: str,
    with_asker: bool,
    paper_to: Path | None,
    as_json: bool,
    **said: str,
) -> None:
    """Apply for a deregistration."""
    given = {"kind": kind, "document": paper, "holder_seen_by": seen_by}
    given |= {"issued_on": issued_on, "valid_to": valid_to}
    if with_asker:
        given |= {"name": click.prompt("提出人的姓名"), "phone": click.prompt("提出人的电话")}
    authority = given if kind else None
    with opened() as archive:
        done = archive.deregistration.apply(number, trigger, authority=authority, **said)
        print_if_wanted(archive, done.number, paper_to)
    print_application(done, as_json=as_json)


@click.command(help="撤回注销申请：封存以前都可以；档案恢复原来的状态。")
@number_of_application
@grounds_option
@json_option
@place_option
def withdraw(number: str, *, reason: str, as_json: bool) -> None:
    """Take an application back."""
    with opened() as archive:
        done = archive.deregistration.withdraw(number, reason=reason)
    print_application(done, as_json=as_json)


@click.command(help="终止中止满 90 天的注销申请；档案恢复原来的状态。")
@json_option
@place_option
def lapse(*, as_json: bool) -> None:
    """End what waited too long."""
    with opened() as archive:
        done = archive.deregistration.lapse()
    print_found(_HEAD, done, _row, as_json=as_json, nothing="没有逾期的。")


@click.command("always-final", help="规定所有注销都由总经理终审，或取消这项规定（--off）。")
@click.option("--on/--off", "on", default=True, help="规定，或取消。")
@grounds_option
@place_option
def always_final(*, on: bool, reason: str) -> None:
    """Settle whether the general manager decides on all."""
    with opened() as archive:
        archive.deregistration.set_final(on=on, reason=reason)
    click.echo("已规定：注销都由总经理终审" if on else "已取消：注销按规则审批")


@click.command("list", help="列出办理中的注销申请；15 个工作日内应作决定，逾期的有标记。")
@click.argument("number", metavar="[NUMBER]", default="")
@click.option("--overdue", is_flag=True, help="只列逾期的。")
@click.option("--all", "every", is_flag=True, help="已经结束的也列出。")
@json_option
@place_option
def list_(number: str, *, overdue: bool, every: bool, as_json: bool) -> None:
    """Print applications."""
    with opened() as archive:
        found = list(
            archive.deregistration.applications(file=number, overdue_only=overdue, every=every)
        )
    print_found(_HEAD, found, _row, as_json=as_json)


@click.command(help="显示一项注销申请：理由、未了事项、签署和审批。")
@number_of_application
@json_option
@place_option
def show(number: str, *, as_json: bool) -> None:
    """Print one application."""
    with opened() as archive:
        one = archive.deregistration.application(number)
    print_application(one, as_json=as_json)
    if not as_json:
        click.echo(plain(f"理由：{one.reason}"))
        click.echo(plain(f"结算：{one.settlement}"))


_HEAD = ("编号", "档案", "事由", "状态", "申请人", "申请", "应决定", "未了", "未签")


def _row(one: Application) -> tuple[str, ...]:
    due = f"{one.due} 逾期" if one.overdue else one.due
    lines = "、".join(dict.fromkeys(each.line for each in one.blockers))
    unsigned = "、".join(one.unsigned) if one.state in ("checking", "suspended") else ""
    state = STATES[one.state]
    first = day_of(one.at)
    return (one.number, one.file, one.trigger, state, one.applicant, first, due, lines, unsigned)


def print_application(one: Application, *, as_json: bool, held: bool = False) -> None:
    """Print an application; exit with 5 if it is held by what is open."""
    if as_json:
        print_json(as_data(one))
    else:
        _print_plain(one)
    if held:
        click.get_current_context().exit(int(ExitCode.HELD))


def _print_plain(one: Application) -> None:
    click.echo(plain(f"{one.number} {one.file} {one.trigger}：{STATES[one.state]}"))
    for each in one.blockers:
        click.echo(plain(f"  未了 {each}"))
    if one.unsigned and one.state in ("checking", "suspended"):
        click.echo(f"  待签 {_by_owner(one.unsigned)}")
    for step, who, at in one.approvals:
        text = "终审" if step == "agree_finally" else "批准"
        click.echo(plain(f"  {text} {who} {day_of(at)}"))
    if one.lapses_on:
        click.echo(plain(f"  {one.lapses_on} 前不了结的，申请终止"))
    if next_ := _next(one):
        click.echo(f"  {next_}")
    for warning in one.warnings:
        click.echo(plain(f"[提醒] {warning}"), err=True)


def _by_owner(codes: tuple[str, ...]) -> str:
    """Return lines of the joint check by who signs them."""
    owners: dict[str, list[str]] = {}
    for line in LINES:
        if line.code in codes:
            owners.setdefault(line.owner, []).append(line.code)
    return "；".join(f"{owner} {'、'.join(lines)}" for owner, lines in owners.items())


def _next(one: Application) -> str:
    """Return what is to be done next, and by whom, where the state alone does not say it."""
    if one.state == "applied":
        return f"请客户信息主管组织联合核查（deregister check），{one.due} 以前作出决定"
    if one.state == "cleared":
        who = "总经理终审" if one.approvals else "客户服务部经理审批"
        return f"请{who}（deregister approve），{one.due} 以前作出决定"
    if one.state == "settled":
        return f"请客户信息主管清点封存（deregister seal {one.file}）"
    if one.state == "approved":
        left = [name for name in STEPS if name not in one.settled]
        # Whether something is to be paid back is known for sure when all else is done.
        left = [name for name in left if name != "refund"] or left
        return "待结清 " + "、".join(f"{name} {STEPS[name].title}" for name in left)
    return ""
