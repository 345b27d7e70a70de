"""``print``, ``copies``, ``recall``: numbered copies on paper, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.meant import fields_meant
from csdforms.cli.archive.options import number_argument
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import minute, print_found
from csdforms.cli.common import (
    json_option,
    overwrite_option,
    spoken_warnings,
    templates_option,
)

if TYPE_CHECKING:
    from csdforms.archive.secrecy.outgoing.copy_register import Copy

__all__ = ["copies", "print_copy", "recall"]

_KINDS = {"print": "打印", "export": "导出", "paper": "文书"}


@click.command(
    "print",
    help="打印一份档案的资料表，或一件归档的表单（NUMBER 是档案号或件号）：按打印人的权限重新填写，"
    "无权看的内容隐去；每份有编号、密级、阅件人和时间，先登记再生成。",
)
@number_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="输出的 .docx；不写就以编号为文件名。"
)
@click.option("--purpose", required=True, help="打印的用途，必填。")
@click.option(
    "--unmask",
    "fields",
    metavar="栏目",
    multiple=True,
    help="要打印原文的栏目，按表上的写法或写英文名，可写多次；all 是全部。",
)
@click.option("--version", type=click.IntRange(1), help="资料表的第几版；不写就是最新一版。")
@overwrite_option
@templates_option
@place_option
def print_copy(
    number: str,
    *,
    output: Path | None,
    purpose: str,
    fields: tuple[str, ...],
    version: int | None,
    overwrite: bool,
    templates: Path | None,
) -> None:
    """Write a copy as a Word document."""
    from csdforms.copies import print_copy as written

    with opened() as archive, spoken_warnings():
        path = written(
            archive,
            number,
            output,
            purpose=purpose,
            fields=fields_meant(fields, number),
            version=version,
            templates=templates,
            overwrite=overwrite,
        )
    click.echo(f"已打印 {path}，副本已登记。")


@click.command(help="列出一份档案（NUMBER）的副本登记：打印和导出过几份、给谁、是否收回。")
@number_argument
@json_option
@place_option
def copies(number: str, *, as_json: bool) -> None:
    """Print the copies of a file."""
    with opened() as archive:
        found = archive.copies.of(number)
    head = ("编号", "第几份", "方式", "阅件人", "时间", "收回")
    print_found(head, found, _row, as_json=as_json, nothing="没有副本。")


@click.command(help="登记打印的副本已经收回或销毁：NUMBER 是档案号或件号，COPY 是第几份。")
@number_argument
@click.argument("copy_no", metavar="COPY", type=click.IntRange(1))
@click.option("--reason", required=True, help="为什么收回，或已怎样处理。")
@place_option
def recall(number: str, copy_no: int, *, reason: str) -> None:
    """Put down that a copy is back."""
    with opened() as archive:
        copy = archive.copies.recall(number, copy_no, reason=reason)
    click.echo(f"已收回 {copy.item or copy.file} 第 {copy.copy_no} 份副本。")


def _row(copy: Copy) -> tuple[str, ...]:
    moments = minute(copy.at), minute(copy.recalled)
    what = copy.item or copy.file
    return (what, str(copy.copy_no), _KINDS[copy.kind], copy.reader, *moments)
