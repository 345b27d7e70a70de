"""``archive staff``: who may act in the archive: accounts, persons, roles, clearances.

Who acts is the account that the operating system tells: there is no option and no variable for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.archive.records import as_data
from csdforms.archive.secrecy.levels import RANKS
from csdforms.archive.secrecy.roles import RIGHTS, ROLES
from csdforms.cli.archive.place import opened, place, place_option
from csdforms.cli.archive.tables import columns, minute, plain
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from csdforms.archive.archive import Archive
    from csdforms.archive.secrecy.staff import Entry

__all__ = ["staff"]


_reason_option = click.option("--reason", default="", help="为什么，记入日志。")
_role_option = click.option(
    "--role",
    "roles",
    metavar="ROLE",
    multiple=True,
    help="岗位，写标识或中文名称，可写多次；archive staff roles 列出全部岗位。",
)


@click.group(help="人员登记：账户、岗位、涉密等级、离岗、接管。操作人是登录系统的账户，不能另报。")
def staff() -> None:
    """Group what concerns the staff registry."""


@staff.command(
    name="list",
    help="列出登记的人员。系统管理员、安全保密管理员、安全审计员看到全部，其他人只看到自己。",
)
@click.option("--all", "every", is_flag=True, help="也列出已改岗的旧登记。")
@json_option
@place_option
def list_staff(*, every: bool, as_json: bool) -> None:
    """List the registry."""
    with opened() as archive:
        entries = archive.staff.list()
    if not every:
        entries = tuple({(entry.account, entry.person): entry for entry in entries}.values())
    if as_json:
        print_json([as_data(entry) for entry in entries])
        return
    head = ("账户", "姓名", "岗位", "涉密等级", "登记于", "离岗于", "备注")
    for line in columns(head, map(_row, entries)):
        click.echo(line)


@staff.command(
    help="登记一个账户（系统管理员）。岗位另由安全保密管理员授予；只有首位安全保密管理员、首位安全"
    "审计员在这里用 --role 指定。单人管理的档案库首次登记后，原管理人只任系统管理员，不再办理业务，"
    "不能恢复；请先登记本人的账户和姓名，并加 --separate。"
)
@click.argument("account", metavar="ACCOUNT")
@click.argument("person", metavar="PERSON")
@_role_option
@click.option("--separate", is_flag=True, help="确认结束单人管理，从此分岗办理。")
@_reason_option
@place_option
def add(account: str, person: str, *, roles: tuple[str, ...], separate: bool, reason: str) -> None:
    """Register an account."""
    with opened() as archive:
        if archive.office.person().sole and not separate:
            raise click.UsageError(
                "登记后单人管理即告结束：您只任系统管理员，不能再看客户档案，也不能恢复。"
                "确认请加 --separate。"
            )
        entry = archive.staff.register(account, person, roles, reason=reason)
    _confirm("已登记", entry)


@staff.command(
    help="授予账户岗位和涉密等级（安全保密管理员）：写出改后的全部岗位。改岗后，原先批准的查阅即告终止。"
    "不写 ACCOUNT 则列出全部岗位。"
)
@click.argument("account", metavar="[ACCOUNT]", required=False)
@_role_option
@click.option(
    "--clearance", type=click.Choice(RANKS), help="最高可知悉的密级；不写则按岗位，见岗位表。"
)
@_reason_option
@place_option
def roles(
    account: str | None, *, roles: tuple[str, ...], clearance: str | None, reason: str
) -> None:
    """Give roles, or list them."""
    if account is None:
        rows = [
            (name, role.title, _level(role.clearance), _can(role.rights))
            for name, role in ROLES.items()
        ]
        for line in columns(("标识", "岗位", "涉密等级", "可以"), rows):
            click.echo(line)
        return
    if not roles and clearance is None:
        raise click.UsageError("请用 --role 写明岗位，或用 --clearance 写明涉密等级。")
    level = None if clearance is None else RANKS.index(clearance)
    with opened() as archive:
        entry = archive.staff.change(account, roles or None, level, reason=reason)
    _confirm("已授予", entry, f"，涉密等级{_level(entry.clearance)}")


@staff.command(help="办理离岗（系统管理员）：该人的全部账户、授权即时失效。")
@click.argument("account", metavar="ACCOUNT")
@click.option("--reason", required=True, help="为什么，记入日志。")
@place_option
def leave(account: str, *, reason: str) -> None:
    """Strike a leaver off."""
    with opened() as archive:
        for entry in archive.staff.leave(account, reason=reason):
            _confirm("已离岗", entry)


@staff.command(
    name="take-over",
    short_help="接管：系统管理员的账户都不能用了，接任系统管理员。",
    help="接管：系统管理员的账户都不能用了（换了电脑、账户已删）时，由持有档案库的人接任系统管理员。"
    "加密的档案库凭密钥；没有加密的，凭对文件夹的所有权，因为所有者本来就能改写其中的文件。接管记入日志，人人可见；"
    "接管人不因此看到任何客户。单人管理的档案库，接管人成为唯一的管理人。",
)
@click.argument("person", metavar="PERSON")
@click.option(
    "--key", type=click.Path(path_type=Path), help="加密档案库的密钥文件或抄本；- 为键盘输入。"
)
@click.option("--reason", required=True, help="为什么，记入日志。")
@place_option
def take_over(person: str, *, key: Path | None, reason: str) -> None:
    """Become system administrator where none can act any more."""
    with opened() as archive:
        entry = archive.staff.take_over(person, proof=_proof(archive, key), reason=reason)
    _confirm("已接管", entry)


@staff.command(help="显示系统告知的账户，以及它在本档案库里是谁、可以做什么。")
@json_option
@place_option
def whoami(*, as_json: bool) -> None:
    """Say who acts."""
    with opened() as archive:
        if not as_json:
            click.echo(f"账户：{plain(archive.office.account())}")
        me = archive.office.person()
    if as_json:
        print_json(as_data(me) | {"rights": sorted(me.rights)})
        return
    click.echo(f"姓名：{plain(me.person)}")
    click.echo(f"岗位：{'单人管理' if me.sole else _titles(me.roles)}")
    click.echo(f"涉密等级：{_level(me.clearance)}")
    click.echo(f"可以：{_can(me.rights)}")


def _proof(archive: Archive, key: Path | None) -> Callable[[], bool]:
    """Return what shows that the archive is in the hands of whoever takes it over."""
    from csdforms.archive.places import is_url
    from csdforms.archive.sealing.sealed_store import SealedStore
    from csdforms.archive.secrecy.staff import holds_key, owns

    if isinstance(archive.store, SealedStore):
        if key is None:
            raise click.UsageError("档案库已加密，请用 --key 指明密钥文件；--key - 从键盘输入。")
        with click.open_file(str(key), encoding="utf-8-sig", errors="replace") as given:
            text = given.read()
        return lambda: holds_key(archive.store, text)
    where = place()
    # Who has the password of a database can write there whatever the registry says.
    return lambda: is_url(where) or owns(Path(where))


def _confirm(done: str, entry: Entry, more: str = "") -> None:
    click.echo(f"{done} {plain(entry.account)}（{plain(entry.person)}）：{_row(entry)[2]}{more}")


def _row(entry: Entry) -> tuple[str, ...]:
    remark = f"{minute(entry.took_over)} 接管" if entry.took_over else ""
    return (
        entry.account,
        entry.person,
        "单人管理" if entry.sole else _titles(entry.roles),
        _level(entry.clearance),
        minute(entry.since),
        minute(entry.left),
        remark,
    )


def _titles(roles: Iterable[str]) -> str:
    return (
        "、".join(ROLES[role].title if role in ROLES else role for role in roles) or "（未授岗位）"
    )


def _level(clearance: int) -> str:
    return RANKS[clearance] if clearance in range(len(RANKS)) else "无"


def _can(rights: Iterable[str]) -> str:
    return "、".join(words for right, words in RIGHTS.items() if right in rights) or "（无）"
