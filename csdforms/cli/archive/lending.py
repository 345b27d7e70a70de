"""``lend``, ``give-back``, ``loans``: paper and sealed copies that leave the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.actor import day_of
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import number_argument, reason_option
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import plain, print_found
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from csdforms.archive.secrecy.outgoing.loans import Loan

__all__ = ["give_back", "lend", "loans"]

_STATES = {"out": "借出", "overdue": "逾期", "back": "已还", "short": "缺页"}


@click.command(
    help="出借一份档案或一件：NUMBER 是档案号或件号，BORROWER 是登记的姓名或账户。公开、内部、秘密"
    "最多借 3 天；机密和原件只在办公室阅看，当天归还；绝密不外借。"
)
@number_argument
@click.argument("borrower", metavar="BORROWER")
@click.option("--pages", type=int, required=True, help="借出的页数，当面点清。")
@click.option("--purpose", required=True, help="借阅用途（必须写明）。")
@click.option("--days", type=int, help="借几天；0 是当天归还；不写就是允许的最长时间。")
@click.option("--original", is_flag=True, help="借的是原件。")
@reason_option
@paper_option
@json_option
@place_option
def lend(
    number: str,
    borrower: str,
    *,
    pages: int,
    purpose: str,
    days: int | None,
    original: bool,
    reason: str,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Lend a file's papers."""
    with opened() as archive:
        loan = archive.loans.lend(
            number,
            borrower,
            purpose=purpose,
            pages=pages,
            days=days,
            original=original,
            reason=reason,
        )
        _say_lent(loan, as_json=as_json)
        print_if_wanted(archive, loan.number, paper_to)


def _say_lent(loan: Loan, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(loan))
        return
    where = "，在办公室阅看" if loan.in_office else ""
    text = f"已借出 {loan.number}：{loan.borrower}，{loan.pages} 页{where}，{day_of(loan.due)} 归还"
    click.echo(plain(text))


@click.command("give-back", help="办理归还：NUMBER 是借阅号 JY-…，写明点清的页数。缺页的记为事故。")
@click.argument("number", metavar="JY-…")
@click.option("--pages", type=int, required=True, help="归还的页数，当面点清；遗失写 0。")
@click.option("--condition", default="", help="是否完好。")
@click.option("--reason", default="", help="说明。")
@paper_option
@json_option
@place_option
def give_back(
    number: str, *, pages: int, condition: str, reason: str, paper_to: Path | None, as_json: bool
) -> None:
    """Take back what was lent."""
    with opened() as archive:
        loan = archive.loans.give_back(number, pages, condition=condition, reason=reason)
        _say_back(loan, pages, as_json=as_json)
        form = "file_incident_report" if loan.state == "short" else ""
        print_if_wanted(archive, loan.number, paper_to, form=form)


def _say_back(loan: Loan, pages: int, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(loan))
        return
    click.echo(f"已归还 {loan.number}")
    if loan.state == "short":
        short = loan.pages - pages
        text = f"[提醒] 缺 {short} 页，已记为事故：请当面告知借阅人{loan.borrower}，并报告经理。"
        click.echo(plain(text), err=True)


@click.command(help="列出借出未还的：本人的；出借档案的人看到全部。")
@click.argument("number", metavar="[NUMBER]", default="")
@click.option("--overdue", is_flag=True, help="只列逾期的，用来催还。")
@click.option("--all", "every", is_flag=True, help="已归还的也列出。")
@json_option
@place_option
def loans(number: str, *, overdue: bool, every: bool, as_json: bool) -> None:
    """Print loans."""
    with opened() as archive:
        found = list(archive.loans.loans(file=number, overdue_only=overdue, every=every))
    head = ("编号", "档案", "借阅人", "用途", "页数", "借出", "应还", "归还", "状态")
    print_found(head, found, _row, as_json=as_json)


def _row(one: Loan) -> tuple[str, ...]:
    pages = str(one.pages) if one.pages_back is None else f"{one.pages_back}/{one.pages}"
    days = (day_of(moment) for moment in (one.out, one.due, one.back))
    what = one.item or one.file
    return (one.number, what, one.borrower, one.purpose, pages, *days, _STATES[one.state])
