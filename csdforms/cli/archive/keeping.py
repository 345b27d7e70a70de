"""``init``, ``alias``, ``verify``, ``anchor``, ``compact``, ``backup``, ``restore``."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.place import maintained, opened, place, place_option
from csdforms.cli.archive.tables import minute
from csdforms.cli.common import json_option, overwrite_option, print_json
from csdforms.errors import DamagedArchive, ExitCode

__all__ = ["alias", "anchor", "backup", "compact", "init", "restore", "verify"]

_SHOWN = 50  # problems; all are in the JSON


@click.command(
    help="新建一个空的档案库，并放入格式说明 README.md。文件夹要是新的或空的。档案库默认加密，"
    "密钥放在本人的密钥文件夹，不在档案库里；丢了密钥，谁也打不开，"
    "请打印恢复单（key recovery）另行保管。"
)
@click.option("--clear", is_flag=True, help="不加密：能读到文件夹的人就能读到全部内容。")
@click.option("--keyring", is_flag=True, help="密钥放进操作系统的密钥串，不写密钥文件。")
@place_option
def init(*, clear: bool, keyring: bool) -> None:
    """Make an archive."""
    from csdforms.archive.archive import Archive

    if clear and keyring:
        raise click.UsageError("--clear 和 --keyring 不能合用。")
    target = place()
    if clear:
        Archive.create(target).close()
        click.echo(f"已新建档案库 {target}，没有加密")
        _warn_of_strangers(target)
        return
    from csdforms.archive.sealing.key_places import RingPlace
    from csdforms.archive.sealing.keys import ArchiveKey, save_key

    key = ArchiveKey.new()
    archive = Archive.create(target, key=key)
    try:
        with archive:
            name = archive.store.archive
            if keyring:
                RingPlace(name, target).save(key)
            else:
                where = save_key(key, name, place=target if "://" in target else Path(target))
    except BaseException:
        if "://" not in target:  # nobody could ever open it
            shutil.rmtree(target, ignore_errors=True)
        raise
    click.echo(f"已新建档案库 {target}，已加密")
    _warn_of_strangers(target)
    click.echo("密钥在操作系统的密钥串里" if keyring else f"密钥文件 {where}")
    click.echo(
        "请打印密钥恢复单（csdforms archive key recovery -o 恢复单.docx），与档案库分开保管："
        "丢了密钥，档案就再也打不开。",
        err=True,
    )


def _warn_of_strangers(target: str) -> None:
    """Say so if the folder is everybody's."""
    from csdforms.archive.standing import is_open_to_all

    if "://" not in target and is_open_to_all(Path(target)):
        click.echo(
            f"提醒：本机的任何人都能进入 {target}。请去掉旁人的权限：chmod -R o= {target}", err=True
        )


@click.command(help="给一份档案登记别号（销售编号、旧编号），以后用它也能找到。")
@click.argument("number", metavar="NUMBER")
@click.argument("other", metavar="OTHER")
@click.option("--reason", default="", help="为什么登记。")
@place_option
def alias(number: str, other: str, *, reason: str) -> None:
    """Let another number find a file."""
    with opened() as archive:
        archive.add_alias(number, other, reason=reason)
    click.echo(f"已登记别号 {other}")


@click.command(
    help="核对档案库：逐条验证记录的链，查文档有没有缺少；有错误时退出码是 1。从不改动。"
)
@click.option("--read-data", is_flag=True, help="把每份文档读一遍，与归档时的哈希比对。")
@click.option(
    "--anchor",
    metavar="A",
    help="另行保存的锚（archive anchor 的输出）；没有它，末尾被截去的记录查不出来。",
)
@json_option
@place_option
def verify(*, read_data: bool, anchor: str | None, as_json: bool) -> None:
    """Say everything that is wrong with an archive."""
    from csdforms.archive.verifying import verify as examine

    target = place()
    try:
        with maintained("核对档案库") as archive:
            store = archive.store if "://" in target else Path(target)
            found = examine(store, read_data=read_data, anchor=anchor)
    except DamagedArchive:  # who may verify it is not to be asked of it any more
        if "://" in target:
            raise
        found = examine(Path(target), read_data=read_data, anchor=anchor)
    if as_json:
        print_json(as_data(found) | {"sound": found.is_sound})
    else:
        for problem in found.problems[:_SHOWN]:
            click.echo(f"[{'错误' if problem.is_error else '提醒'}] {problem}")
        if len(found.problems) > _SHOWN:
            click.echo(f"其余 {len(found.problems) - _SHOWN} 处见 --json。")
        click.echo(
            f"{found.lines} 条记录，{found.files} 份档案，{found.items} 件，"
            f"{found.documents} 份文档，查阅日志 {found.notes} 行："
            f"{'完好' if found.is_sound else '有错误'}。"
        )
        click.echo(f"锚 {found.anchor}")
        if not found.is_sound:
            day = minute(found.last_backup)
            click.echo(f"最近一次登记的备份：{day}" if day else "没有登记过备份。")
    raise SystemExit(ExitCode.OK if found.is_sound else ExitCode.INVALID)


@click.command(
    help="输出最后一条记录的锚。抄在别处（邮件、登记簿），以后用 verify --anchor 就能证明"
    "末尾没有被截去。"
)
@json_option
@place_option
def anchor(*, as_json: bool) -> None:
    """Print what proves how far the journal and the log of access went."""
    from csdforms.archive.verifying import anchor_of

    with maintained("输出档案库的锚") as archive:
        last, text = archive.store.last(), anchor_of(archive.store)
        if as_json:
            print_json(
                {
                    "archive": archive.store.archive,
                    "anchor": text,
                    "no": last.no,
                    "hash": last.hash,
                    "at": last.at,
                }
            )
        else:
            click.echo(text)


@click.command(
    help="压缩：去掉已被新版取代、不再需要的登记卡内容和已移去的草稿。版本、件和链都不变，仍可核对。"
)
@place_option
def compact() -> None:
    """Make the journal smaller."""
    with opened() as archive:
        archive.compact()
    click.echo("已压缩。")


@click.command(help="把整个档案库备份成一个 .zip 文件；备份时逐条核对，别人可以继续归档。")
@click.argument("file", type=click.Path(path_type=Path))
@overwrite_option
@json_option
@place_option
def backup(file: Path, *, overwrite: bool, as_json: bool) -> None:
    """Write all of an archive into one file."""
    from csdforms.archive.backup import backup as write
    from csdforms.archive.destruction.backup_register import is_locked
    from csdforms.archive.destruction.backups import Backups

    with maintained("备份档案库", "backup") as archive:
        if is_locked(archive.store):  # the log alone tells of it
            done = write(archive.store, file, overwrite=overwrite)
        else:
            done = Backups(archive.office).make(file, overwrite=overwrite)
    if as_json:
        print_json(as_data(done) | {"path": str(done.path)})
    else:
        click.echo(f"已备份到 {done.path}：{done.lines} 条记录，{done.documents} 份文档。")
        click.echo(f"锚 {done.anchor}")


@click.command(
    help="从备份恢复成一个新的档案库；放到 --archive 指明的文件夹，要是新的或空的。恢复后自动核对；"
    "备份以后依法销毁的档案，恢复时一并重新销毁。"
)
@click.argument("file", type=click.Path(path_type=Path))
@place_option
def restore(file: Path) -> None:
    """Bring an archive back from a backup."""
    from csdforms.archive.backup import restore as bring_back

    target = place()
    if "://" in target:
        text = "恢复到文件夹；之后可用 archive copy 搬进数据库。"
        raise click.BadParameter(text, param_hint="--archive")
    found = bring_back(file, Path(target))
    for problem in found.problems:
        click.echo(f"[提醒] {problem}", err=True)
    click.echo(f"已恢复到 {target}：{found.lines} 条记录，{found.documents} 份文档。")
