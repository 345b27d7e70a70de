"""``deregister seal``, ``seals``, ``check-seal``, ``inventory``, ``undo``: two persons seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import (
    paper_option,
    print_if_wanted,
    printed_when_suspended,
)
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import columns, minute, print_found
from csdforms.cli.common import json_option, print_json
from csdforms.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from csdforms.archive.archive import Archive
    from csdforms.archive.deregistration.seals import Seal, SealCheck
    from csdforms.archive.store import Document

__all__ = ["check_seal", "inventory", "seal", "seals", "undo"]

_STATES = {"prepared": "已清点", "sealed": "已封存", "undone": "已撤销", "revived": "已恢复"}


@click.command(
    help="封存已结清的档案：NUMBER 是档案号。由客户信息主管清点，再由第二人用 --confirm 会同封存；"
    "两次都重新核查，有未了事项的，注销转为中止（退出码 5）。一人管理的档案库一次办完。"
)
@number_argument
@click.option("--confirm", is_flag=True, help="第二人核对清单，会同封存。")
@paper_option
@json_option
@place_option
def seal(number: str, *, confirm: bool, paper_to: Path | None, as_json: bool) -> None:
    """Seal a file, or take stock of it."""
    with (
        opened() as archive,
        printed_when_suspended(archive, lambda: _application(archive, number), paper_to),
    ):
        act = archive.seals.confirm if confirm else archive.seals.prepare
        done = act(number)
        print_if_wanted(archive, done.number, paper_to)
    _say(done, as_json=as_json)


@click.command(help="列出封存的档案。")
@json_option
@place_option
def seals(*, as_json: bool) -> None:
    """List the seals."""
    with opened() as archive:
        found = list(archive.seals.seals())
    head = ("封存号", "档案号", "注销号", "件数", "清点", "会同", "封存时间")
    print_found(head, found, _row, as_json=as_json)


@click.command(
    help="核对封存：封存清单的哈希和清单里的每一件是否还和封存时一样；NUMBER 是档案号，不写就核对"
    "全部。不符的记警报，退出码 1。"
)
@click.argument("number", metavar="NUMBER", required=False)
@json_option
@place_option
def check_seal(number: str | None, *, as_json: bool) -> None:
    """Look at a seal again, or at all."""
    with opened() as archive:
        found = [archive.seals.check(number)] if number else list(archive.seals.check_all())
    print_found(("封存号", "档案号", "结果"), found, _found, as_json=as_json)
    raise SystemExit(ExitCode.OK if all(one.sound for one in found) else ExitCode.INVALID)


@click.command(help="列出一份封存档案的封存清单：件号、表单、密级和哈希，不含内容。")
@number_argument
@json_option
@place_option
def inventory(number: str, *, as_json: bool) -> None:
    """Print a sealed file's inventory."""
    with opened() as archive:
        found = archive.seals.inventory(number)
    if as_json:
        print_json(found)
        return
    for line in columns(("件号", "题名", "密级", "SHA-256"), map(_entry, found)):
        click.echo(line)


@click.command(
    help="撤销误办的注销：NUMBER 是档案号。封存后 15 个工作日内，由没有经手封存的经理办理；"
    "原有的同意不因此恢复。"
)
@number_argument
@grounds_option
@json_option
@place_option
def undo(number: str, *, reason: str, as_json: bool) -> None:
    """Take a seal back."""
    with opened() as archive:
        _say(archive.seals.undo(number, reason=reason), as_json=as_json)


def _application(archive: Archive, number: str) -> str:
    """Return the number of the application that runs for a file."""
    return next(archive.deregistration.applications(file=number)).number


def _say(seal: Seal, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(seal))
        return
    for warning in seal.warnings:
        click.echo(f"[提醒] {warning}", err=True)
    then = "请第二人核对清单，用 deregister seal --confirm 会同封存。"
    click.echo(
        f"{_STATES[seal.state]} {seal.file}，封存号 {seal.number}，{seal.papers} 件。"
        + (then if seal.state == "prepared" else "")
    )


def _row(seal: Seal) -> tuple[str, ...]:
    people = (str(seal.papers), seal.prepared_by, seal.sealed_by, minute(seal.sealed_at))
    return (seal.number, seal.file, seal.deregistration, *people)


def _found(check: SealCheck) -> tuple[str, ...]:
    wrong = "、".join(check.differing) or "清单"
    return (check.number, check.file, "相符" if check.sound else f"不符：{wrong}")


def _entry(entry: Document) -> tuple[str, ...]:
    number, title = entry["number"], entry.get("title", "")
    if number.isdigit():  # a version of the profile
        from csdforms.schemas.catalogue import find

        number, title = f"资料第 {number} 版", title or find(entry["form"]).title()
    return (number, title, entry["level"], entry["digest"])
