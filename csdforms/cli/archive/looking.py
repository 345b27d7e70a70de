"""``show``, ``history``, ``log``, ``document``: what is in a file, and what was done.

Nothing here loads a form, unless its boxes are to be shown under their labels.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from csdforms.cli.archive.meant import fields_meant
from csdforms.cli.archive.place import consulted, place_option, purpose_option
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
@click.option(
    "--unmask",
    "unmasked",
    metavar="字段",
    multiple=True,
    help="要看全文的字段，可写多次：英文名（contacts.mobile）或表上的栏名；all 是全部。",
)
@purpose_option
@json_option
@place_option
def show(
    number: str,
    version: int | None,
    *,
    with_data: bool,
    unmasked: tuple[str, ...],
    purpose: str,
    as_json: bool,
) -> None:
    """Print one file, or one item."""
    fields = fields_meant(unmasked, number)
    with consulted() as archive:
        if _is_item(number):
            item = archive.item(number, purpose=purpose, fields=fields)
            print_item(item, with_data=with_data, as_json=as_json)
        else:
            file = archive.show(number, version, purpose=purpose, fields=fields)
            print_file(file, with_data=with_data, as_json=as_json)


@click.command(help="列出一份档案的全部操作：何时、何人、何事、为何。")
@click.argument("number", metavar="NUMBER")
@purpose_option
@json_option
@place_option
def history(number: str, *, purpose: str, as_json: bool) -> None:
    """Print what was done with a file."""
    with consulted() as archive:
        print_events(archive.history(number, purpose=purpose), as_json=as_json)


@click.command(
    help="列出整个档案库的操作记录，最新的在最后，由审计员查看；写 NUMBER 则列出谁查阅过这个客户的"
    "档案、办过什么，可据以答复客户。"
)
@click.argument("number", metavar="[NUMBER]", required=False)
@click.option("--last", type=click.IntRange(1), default=50, help="最近的几条（50）。")
@click.option("--from", "first", type=click.IntRange(1), help="从第几条起，全部列出。")
@json_option
@place_option
def log(number: str | None, last: int, *, first: int | None, as_json: bool) -> None:
    """Print what was done with the archive, or who has had a customer's data."""
    with consulted() as archive:
        if number:
            print_events(archive.who_saw(number), as_json=as_json)
        else:
            begin = first or max(1, archive.store.last().no - last + 1)
            print_events(archive.log(begin), as_json=as_json)


@click.command(
    help="取出归档的 Word 文档：WHICH 是件号、文档的哈希，或档案号（取资料表）。"
    "与归档时不一致的不给出。文档是全文，只能部分查看的请用 archive print。"
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
@purpose_option
@overwrite_option
@place_option
def document(
    which: str, *, output: Path, version: int | None, purpose: str, overwrite: bool
) -> None:
    """Write a document out of the archive."""
    with consulted() as archive:
        archive.office.to_file |= str(output) != "-"
        wanted = which
        if not _is_item(which) and not _DIGEST.fullmatch(which):
            wanted = archive.show(which, version, purpose=purpose).profile.document
            if not wanted:
                raise UnknownFile(which, "文书")
        content = archive.document(wanted, purpose=purpose)
    write_document(output, content, overwrite=overwrite)


def _is_item(number: str) -> bool:
    return bool(_ITEM.match(number.strip()))
