"""``show``, ``history``, ``log``, ``document``: what is in a file, and what was done.

Nothing here loads a form, unless its boxes are to be shown under their labels.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from csdforms.archive.records import Event
from csdforms.cli.archive.place import consulted, place_option
from csdforms.cli.archive.printing import print_events, print_file, print_item
from csdforms.cli.common import json_option, overwrite_option, write_document
from csdforms.errors import UnknownFile

__all__ = ["document", "history", "log", "show"]

_ITEM = re.compile(r"(?:KH|BM).*[/／]", re.IGNORECASE)
_DIGEST = re.compile("[0-9a-f]{64}")


@click.command(help="查阅一份档案：登记卡、资料的一版、归档的件；NUMBER 是件号时只看这一件。")
@click.argument("number", metavar="NUMBER")
@click.option("--version", type=click.IntRange(1), help="资料的第几版；不写就是最新一版。")
@click.option("--data", "with_data", is_flag=True, help="逐栏列出所填的内容。")
@json_option
@place_option
def show(number: str, version: int | None, *, with_data: bool, as_json: bool) -> None:
    """Print one file, or one item."""
    with consulted() as archive:
        if _is_item(number):
            print_item(archive.item(number), with_data=with_data, as_json=as_json)
        else:
            print_file(archive.show(number, version), with_data=with_data, as_json=as_json)


@click.command(help="列出一份档案的全部操作：何时、何人、何事、为何。")
@click.argument("number", metavar="NUMBER")
@json_option
@place_option
def history(number: str, *, as_json: bool) -> None:
    """Print what was done with a file."""
    with consulted() as archive:
        print_events(archive.history(number), as_json=as_json)


@click.command(help="列出整个档案库的操作记录，最新的在最后。")
@click.option("--last", type=click.IntRange(1), default=50, help="最近的几条（50）。")
@click.option("--from", "first", type=click.IntRange(1), help="从第几条起，全部列出。")
@json_option
@place_option
def log(last: int, *, first: int | None, as_json: bool) -> None:
    """Print what was done with the archive."""
    with consulted() as archive:
        store = archive.store
        begin = first or max(1, store.last().no - last + 1)
        lines = store.lines(begin)
        events = (Event.of(line, store.get("acts", line.no)) for line in lines)
        print_events(events, as_json=as_json)


@click.command(
    help="取出归档的 Word 文档：WHICH 是件号、文档的哈希，或档案号（取资料表）。"
    "与归档时不一致的不给出。"
)
@click.argument("which", metavar="WHICH")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="输出文件；- 表示标准输出。",
)
@click.option("--version", type=click.IntRange(1), help="资料表的第几版。")
@overwrite_option
@place_option
def document(which: str, *, output: Path, version: int | None, overwrite: bool) -> None:
    """Write a document out of the archive."""
    with consulted() as archive:
        wanted = which
        if not _is_item(which) and not _DIGEST.fullmatch(which):
            wanted = archive.show(which, version).profile.document
            if not wanted:
                raise UnknownFile(which, "文书")
        content = archive.document(wanted)
    write_document(output, content, overwrite=overwrite)


def _is_item(number: str) -> bool:
    return bool(_ITEM.match(number.strip()))
