"""``archive key``: the key of a sealed archive: where it is, its recovery copy, its change.

The key itself is shown nowhere but on the recovery copy, and is never an argument of a command:
those can be read by everybody on the same computer.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.place import opened, place, place_option
from csdforms.cli.common import json_option, overwrite_option, print_json, write_document
from csdforms.errors import NotPermitted, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csdforms.archive.sealing.key_places import Kept
    from csdforms.archive.store import Store

__all__ = ["key"]


@click.group(
    help="加密档案库的密钥：在哪里、恢复单（纸质备份）、从恢复单恢复、更换、移入或移出系统密钥串。"
)
def key() -> None:
    """Group what concerns the key."""


@key.command(help="显示档案库现在用的密钥的编号，以及它放在哪里；从不显示密钥本身。")
@json_option
@place_option
def show(*, as_json: bool) -> None:
    """Say which key the archive has, and where it is."""
    with _kept_store() as (store, _):
        kept = _kept(store)
        waiting = kept.is_new or kept.place.load(new=True) is not None
        facts = {"archive": store.archive, "key_id": kept.key.id, "where": kept.where}
    if as_json:
        print_json(facts | {"changing": waiting})
        return
    click.echo(f"档案库标识：{facts['archive']}")
    click.echo(f"密钥编号：{facts['key_id']}")
    click.echo(f"存放：{facts['where']}")
    if kept.is_new:
        click.echo("旧密钥还在；新的恢复单封存后，请运行 csdforms archive key retire。")
    elif waiting:
        click.echo("更换没有做完，新密钥还没有启用：请再运行 csdforms archive key rotate。")


@key.command(
    short_help="打印密钥恢复单：密钥的纸质备份。",
    help="生成密钥恢复单（.docx）：密钥的纸质备份，供打印、两人封存。打印后立即删除文件："
    "谁有它，谁就能打开档案库。",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="输出文件；- 表示标准输出。",
)
@overwrite_option
@place_option
def recovery(*, output: Path, overwrite: bool) -> None:
    """Draw the recovery copy."""
    from csdforms.archive.places import as_kept, named_place
    from csdforms.archive.sealing.keys import is_inside
    from csdforms.recovery import recovery_sheet

    with opened() as archive:
        where = named_place(as_kept(archive.store), place())
        if is_inside(output, where):
            raise NotPermitted("没有生成：恢复单不能放在档案库的文件夹里，请换个地方。")
        sheet = recovery_sheet(archive, _kept(archive.store).key)
    with _private():
        write_document(output, sheet, overwrite=overwrite)
    if str(output) != "-":
        click.echo("打印、两人封存后请立即删除这个文件，并清空打印机的任务记录。", err=True)


@key.command(
    short_help="从恢复单或密钥文件恢复密钥。",
    help="从恢复单或密钥文件恢复密钥，存成只有本人能读的密钥文件。在终端上逐行键入，不显示；"
    "也可从标准输入送入。密钥不能写在命令后面：同一台电脑上的人都看得到命令。",
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="密钥文件，或抄好的文本。",
)
@place_option
def restore(*, source: Path | None) -> None:
    """Bring the key back."""
    from csdforms.archive.sealing.key_moving import restore_key

    with _kept_store() as (store, where):
        text = source.read_text("utf-8-sig", "replace") if source else _typed()
        kept = restore_key(store, where, text, str(source) if source else "密钥")
    click.echo(f"已恢复密钥 {kept.key.id}：{kept.where}")
    if kept.is_new:
        click.echo("旧密钥还在原处；不再需要时请运行 csdforms archive key retire。")


@key.command(
    short_help="更换密钥（系统管理员）。",
    help="更换密钥（系统管理员）：先存好新密钥，再用它重新封装全部文件密钥，内容不重新加密。换好后打印并"
    "封存新的恢复单，再运行 key retire。更换前的备份仍要用旧密钥打开。",
)
@click.option("--reason", default="", help="为什么，记入日志。")
@place_option
def rotate(*, reason: str) -> None:
    """Change the key."""
    from csdforms.archive.sealing import rotation

    with opened() as archive:
        archive.office.require(archive.office.person(), "maintain", rotation.ACT)
        kept = _kept(archive.store)
        new = rotation.prepared(kept)
        files = rotation.rotate(archive.office, new, reason=reason)
    click.echo(f"已更换密钥：{files} 份档案改用新密钥 {new.id}")
    click.echo(kept.place.named(new=True))
    click.echo(
        f"旧密钥 {kept.key.id} 还在原处。请打印并封存新的恢复单（csdforms archive key recovery），"
        "把新密钥交给其他办理人（csdforms archive key restore），"
        "再运行 csdforms archive key retire。更换前的备份仍要用旧密钥打开，"
        "旧恢复单随那些备份保管。",
        err=True,
    )


@key.command(
    short_help="更换收尾：删去旧密钥。",
    help="更换收尾：新密钥取代旧密钥的位置，旧密钥从这台电脑上删去。先封存好新的恢复单。"
    "更换前的备份以后只有凭旧的恢复单才打得开。",
)
@place_option
def retire() -> None:
    """Give the old key up."""
    from csdforms.archive.sealing import rotation

    with opened() as archive:
        kept = _kept(archive.store)
        rotation.retire(archive.office, kept)
    click.echo(f"已收尾：{kept.place.named()} 现在是密钥 {kept.key.id}，旧密钥已删去。")


@key.command(
    short_help="把密钥移入或移出系统密钥串。",
    help="移动本人的密钥：--keyring 移入操作系统的密钥串，--file 移回密钥文件。新处读得回来，"
    "才从原处删去。",
)
@click.option("--keyring", "into", flag_value="keyring", help="移入系统密钥串。")
@click.option("--file", "into", flag_value="file", help="移回本人的密钥文件。")
@place_option
def move(*, into: str | None) -> None:
    """Move the key."""
    from csdforms.archive.sealing.key_moving import move_key

    if into is None:
        raise click.UsageError("请写明移到哪里：--keyring 或 --file。")
    with _kept_store() as (store, where):
        kept = move_key(store, where, into_keyring=into == "keyring")
    click.echo(f"已移动：密钥 {kept.key.id} 现在在{kept.where}")


@contextlib.contextmanager
def _kept_store() -> Iterator[tuple[Store, Path | str]]:
    """Open the archive as it is kept, without its key; yield it, and where it lies."""
    from csdforms.archive.places import named_place, open_kept

    with contextlib.closing(open_kept(place())) as store:
        yield store, named_place(store, place())


def _kept(store: Store) -> Kept:
    """Return the archive's key, and where it is kept."""
    from csdforms.archive.places import as_kept, named_place
    from csdforms.archive.sealing.key_moving import present_key

    return present_key(as_kept(store), named_place(as_kept(store), place()))


@contextlib.contextmanager
def _private() -> Iterator[None]:
    """Let what is written be readable for its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _typed() -> str:
    """Return the key as it is typed, hidden and line by line, or as it comes in."""
    from csdforms.archive.sealing.key_text import LINES

    if not sys.stdin.isatty():
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")

    return "\n".join(_typed_line(number) for number in range(1, LINES + 1))


def _typed_line(number: int) -> str:
    """Ask for a line until it is right."""
    from csdforms.archive.sealing.key_text import signs_of

    def checked(line: str) -> str:
        try:
            signs_of(number, line)
        except UnreadableInput as wrong:
            raise click.UsageError(str(wrong)) from None
        return line

    words = f"密钥第 {number} 行（四组和校验位，键入时不显示）"
    return str(click.prompt(words, hide_input=True, err=True, value_proc=checked))
