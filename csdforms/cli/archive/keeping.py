"""``init``, ``alias``, ``verify``, ``anchor``, ``compact``, ``backup``, ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from csdforms.archive.records import as_data
from csdforms.cli.archive.place import consulted, opened, place, place_option
from csdforms.cli.common import json_option, overwrite_option, print_json
from csdforms.errors import ExitCode, NotPermitted

__all__ = ["alias", "anchor", "backup", "compact", "init", "restore", "verify"]

_SHOWN = 50  # problems; all are in the JSON


@click.command(help="新建一个空的档案库，并放入格式说明 README.md。文件夹要是新的或空的。")
@place_option
def init() -> None:
    """Make an archive."""
    from csdforms.archive.archive import Archive

    target = place()
    with Archive.create(target):
        click.echo(f"已新建档案库 {target}")


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
    if "://" in target:
        with consulted() as archive:
            found = examine(archive.store, read_data=read_data, anchor=anchor)
    else:
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
            f"{found.documents} 份文档：{'完好' if found.is_sound else '有错误'}。"
        )
        click.echo(f"锚 {found.anchor}")
    raise SystemExit(ExitCode.OK if found.is_sound else ExitCode.INVALID)


@click.command(
    help="输出最后一条记录的锚。抄在别处（邮件、登记簿），以后用 verify --anchor 就能证明"
    "末尾没有被截去。"
)
@json_option
@place_option
def anchor(*, as_json: bool) -> None:
    """Print what proves how far the journal went."""
    with consulted() as archive:
        last = archive.store.last()
        if as_json:
            print_json(
                {
                    "archive": archive.store.archive,
                    "anchor": last.anchor,
                    "no": last.no,
                    "hash": last.hash,
                    "at": last.at,
                }
            )
        else:
            click.echo(last.anchor)


@click.command(help="压缩：去掉已被新版取代、不再需要的登记卡内容。版本、件和链都不变，仍可核对。")
@place_option
def compact() -> None:
    """Make the journal smaller."""
    from csdforms.archive.tiny import TinyStore

    with opened() as archive:
        if not isinstance(archive.store, TinyStore):
            raise NotPermitted("数据库里的档案库不需要压缩，没有改动。")
        archive.store.compact()
    click.echo("已压缩。")


@click.command(help="把整个档案库备份成一个 .zip 文件；备份时逐条核对，别人可以继续归档。")
@click.argument("file", type=click.Path(path_type=Path))
@overwrite_option
@json_option
@place_option
def backup(file: Path, *, overwrite: bool, as_json: bool) -> None:
    """Write all of an archive into one file."""
    from csdforms.archive.backup import backup as write

    with consulted() as archive:
        done = write(archive.store, file, overwrite=overwrite)
    if as_json:
        print_json(as_data(done) | {"path": str(done.path)})
    else:
        click.echo(f"已备份到 {done.path}：{done.lines} 条记录，{done.documents} 份文档。")
        click.echo(f"锚 {done.anchor}")


@click.command(
    help="从备份恢复成一个新的档案库；放到 --archive 指明的文件夹，要是新的或空的。恢复后自动核对。"
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
    click.echo(f"已恢复到 {target}：{found.lines} 条记录，{found.documents} 份文档。")
