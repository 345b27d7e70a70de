"""``deregister check|sign|write-off|approve|refuse|settle``: what owners and deciders do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.deregistration.joint_check import LINES, line_of
from csdforms.archive.deregistration.settling import STEPS
from csdforms.cli.archive.deregistering import (
    document_option,
    number_of_application,
    print_application,
)
from csdforms.cli.archive.options import grounds_option, reason_option
from csdforms.cli.archive.papers import (
    paper_option,
    print_if_wanted,
    printed_when_suspended,
)
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.common import json_option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["approve", "check", "refuse", "settle", "sign", "write_off"]


@click.command(
    help="联合核查：逐项列出未了事项；有未了的，注销中止（退出码 5）。了结以后再核查一次；"
    "各项签署齐全、没有过期的，核查通过。"
)
@number_of_application
@paper_option
@json_option
@place_option
def check(number: str, *, paper_to: Path | None, as_json: bool) -> None:
    """Begin the joint check, or look again."""
    with opened() as archive:
        done = archive.deregistration.check(number)
        print_if_wanted(archive, done.number, paper_to)
    print_application(done, as_json=as_json, held=done.state == "suspended")


@click.command(
    help="签署核查事项，30 天有效。LINE："
    + "，".join(f"{one.code} {one.title}（{one.owner}）" for one in LINES)
    + "。G3、G4 要写明与客户对账的余额、币种、截止日。档案库查得到的未了事项，不能签作没有。"
)
@number_of_application
@click.argument("line", metavar="LINE")
@click.option("--open", "is_open", is_flag=True, help="有未了事项；用 --text 写明，注销随即中止。")
@click.option("--text", default="", help="未了的是什么，或其他说明。")
@click.option("--balance", metavar="金额", help="对账单的余额，如 0.00。")
@click.option("--currency", default="CNY", show_default=True, help="对账单的币种。")
@click.option("--as-of", metavar="日期", help="对账单的截止日。")
@click.option("--agreed/--not-agreed", default=False, help="客户是否核对同意了余额。")
@json_option
@place_option
def sign(
    number: str,
    line: str,
    *,
    is_open: bool,
    text: str,
    balance: str | None,
    currency: str,
    as_of: str | None,
    agreed: bool,
    as_json: bool,
) -> None:
    """Sign a line of the joint check."""
    given = {"balance": balance, "currency": currency, "as_of": as_of, "agreed": agreed}
    statement = given if line_of(line).statement or balance is not None else None
    with opened() as archive:
        done = archive.deregistration.sign(
            number, line, clear=not is_open, text=text, statement=statement
        )
    print_application(done, as_json=as_json)


@click.command("write-off", help="核销客户所欠的余额：财务和总经理各签一次，另由总经理终审。")
@number_of_application
@click.argument("amount", metavar="金额")
@document_option
@grounds_option
@json_option
@place_option
def write_off(number: str, amount: str, *, document: str, reason: str, as_json: bool) -> None:
    """Sign the decision to write off a debt."""
    with opened() as archive:
        done = archive.deregistration.write_off(number, amount, document=document, reason=reason)
    print_application(done, as_json=as_json)


@click.command(
    help="批准注销：客户服务部经理；重点客户、机密以上、核销、D5、D8 再由总经理终审。"
    "批准时重新核查，有新的未了事项就中止（退出码 5）。"
)
@number_of_application
@reason_option
@paper_option
@json_option
@place_option
def approve(number: str, *, reason: str, paper_to: Path | None, as_json: bool) -> None:
    """Approve an application."""
    with opened() as archive, printed_when_suspended(archive, lambda: number, paper_to):
        done = archive.deregistration.approve(number, reason=reason)
        print_if_wanted(archive, done.number, paper_to)
    print_application(done, as_json=as_json)


@click.command(help="不批准注销：写明理由，书面告知申请人；档案恢复原来的状态。")
@number_of_application
@grounds_option
@paper_option
@json_option
@place_option
def refuse(number: str, *, reason: str, paper_to: Path | None, as_json: bool) -> None:
    """Refuse an application."""
    with opened() as archive:
        done = archive.deregistration.refuse(number, reason=reason)
        print_if_wanted(archive, done.number, paper_to)
    print_application(done, as_json=as_json)


@click.command(
    help="登记结清的凭据，一次一项；齐全后即为结清，可以封存。STEP："
    + "，".join(f"{name} {one.title}（{one.who}）" for name, one in STEPS.items())
    + "。应退客户款项的，才要 refund。"
)
@number_of_application
@click.argument("step", metavar="STEP", type=click.Choice(list(STEPS)))
@document_option
@click.option("--on", default="", metavar="日期", help="凭据的日期；默认今天。")
@click.option("--how", default="", help="怎样送达、支付或收到。")
@paper_option
@json_option
@place_option
def settle(number: str, step: str, *, paper_to: Path | None, as_json: bool, **said: str) -> None:
    """Put down a paper of the settlement."""
    with opened() as archive:
        done = archive.deregistration.settle(number, step, **said)
        print_if_wanted(archive, done.number, paper_to)
    print_application(done, as_json=as_json)
