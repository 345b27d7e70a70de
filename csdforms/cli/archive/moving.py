"""``export``, ``import``, ``copy``: files out of one archive and into another, and all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.place import maintained, opened, place_option, purpose_option
from csdforms.cli.common import json_option, print_json
from csdforms.errors import ExitCode

if TYPE_CHECKING:
    from csdforms.archive.bags import Moved

__all__ = ["copy", "export", "import_bag"]


@click.command(
    help="把若干份档案（不写 NUMBER 就是可见的全部）连同文档写成一个 BagIt 包，供移交；部门件"
    "不在内。包里内容完整，只有获准查看全文的人可以导出。"
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
@click.option("--organization", default="", metavar="单位", help="移交单位，写入包的说明。")
@purpose_option
@json_option
@place_option
def export(
    folder: Path, numbers: tuple[str, ...], *, organization: str, purpose: str, as_json: bool
) -> None:
    """Write customers' files into a bag."""
    from csdforms.archive.bags import export_bag

    with opened() as archive:
        exported = export_bag(
            archive, folder, numbers or None, organization=organization, purpose=purpose
        )
    if as_json:
        print_json({"folder": str(folder), "numbers": exported})
    else:
        click.echo(f"已导出 {len(exported)} 份档案到 {folder}")


@click.command(
    "import",
    help="把 BagIt 包里的档案移入：先核对整个包，再一份一份地像新客户一样查重、编号；"
    "已有的不重复移入。",
)
@click.argument("bag", metavar="BAG", type=click.Path(path_type=Path))
@click.option(
    "--distinct", default="", metavar="理由", help="主管核实过：包里与已有客户同名的确是另一客户。"
)
@click.option("--reason", default="", help="为什么移入。")
@json_option
@place_option
def import_bag(bag: Path, *, distinct: str, reason: str, as_json: bool) -> None:
    """Take the files of a bag in."""
    from csdforms.archive.bags import import_bag as take_in

    with opened() as archive:
        moved = list(take_in(bag, archive, distinct=distinct, reason=reason))
    if as_json:
        print_json([_described(one) for one in moved])
    else:
        for one in moved:
            for warning in one.receipt.warnings if one.receipt else ():
                click.echo(f"[提醒] {one.number} {warning}", err=True)
            said = f"→ {one.receipt}" if one.receipt else f"未移入：{one.error}"
            click.echo(f"{one.number} {said}")
        taken = sum(one.receipt is not None for one in moved)
        click.echo(f"共 {len(moved)} 份：移入 {taken} 份，未移入 {len(moved) - taken} 份。")
    codes = [getattr(one.error, "exit_code", ExitCode.INVALID) for one in moved if one.error]
    raise SystemExit(min(codes, default=ExitCode.OK))  # data that are wrong before a decision


@click.command(help="把整个档案库搬到新的文件夹或数据库（PostgreSQL 等），两端逐条核对；原库不动。")
@click.option("--to", "target", metavar="PLACE", required=True, help="新的文件夹，或数据库的 URL。")
@json_option
@place_option
def copy(target: str, *, as_json: bool) -> None:
    """Copy an archive to another place."""
    from csdforms.archive.copying import copy as carry
    from csdforms.archive.destruction.backup_register import is_locked
    from csdforms.archive.destruction.backups import Backups

    with maintained("复制档案库", "copy") as archive:
        if is_locked(archive.store):  # the log alone tells of it
            done = carry(archive.store, target)
        else:
            done = Backups(archive.office).copy(target)
    if as_json:
        print_json(as_data(done))
    else:
        click.echo(f"已复制到 {target}：{done.lines} 条记录，{done.files} 份文档，两端一致。")
        click.echo(f"锚 {done.anchor}")


def _described(one: Moved) -> dict[str, object]:
    return {
        "number": one.number,
        "new_number": one.receipt.number if one.receipt else None,
        "warnings": list(one.receipt.warnings) if one.receipt else [],
        "error": str(one.error) if one.error else None,
    }
