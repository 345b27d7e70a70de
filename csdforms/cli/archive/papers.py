"""``paper``: the papers of what the archive does; and ``--paper``, which an act's command takes."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.options import number_argument
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.common import (
    json_option,
    overwrite_option,
    print_json,
    spoken_warnings,
    templates_option,
)
from csdforms.errors import CsdformsError, NotCleared, OutputExists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from csdforms.archive.archive import Archive

__all__ = ["file_number", "paper", "paper_option", "print_if_wanted", "printed_when_suspended"]

_WORD = ".docx"


def _checked(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """Look at the file before anything is done: the act is not done again for its paper."""
    if path is not None and path.suffix.casefold() != _WORD:
        raise click.BadParameter(f"{path} 应以 {_WORD} 结尾。")
    return path


def _new(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    if _checked(ctx, param, path) is not None and path is not None and path.exists():
        raise OutputExists(path)
    return path


#: ``--paper FILE``: the act's paper is printed right after the act.
paper_option = click.option(
    "--paper",
    "paper_to",
    metavar="FILE",
    type=click.Path(path_type=Path),
    callback=_new,
    help="办完随即打印这一步的文书到 FILE（.docx，还不存在）；以后可用 archive paper 打印。",
)


def print_if_wanted(archive: Archive, number: str, path: Path | None, *, form: str = "") -> None:
    """Print the paper of a proceeding as it stands now, if a file was named for it.

    Args:
        archive: the archive in which the act was done.
        number: the proceeding's number.
        path: what ``--paper`` says.
        form: which paper; by default that of where the proceeding stands.
    """
    if path is None:
        return
    from csdforms.papers.printing import print_paper

    try:
        with spoken_warnings():
            written = print_paper(archive, number, path, form=form)
    except CsdformsError:
        text = f"[提醒] {number} 已经办妥，只是文书没有打印；请用 archive paper {number} 补打。"
        click.echo(text, err=True)
        raise
    click.echo(f"已打印 {written}", err=True)  # what the act itself says may be JSON


def file_number(archive: Archive, number: str) -> str:
    """Return the number of a file that an act was done on, whichever of its numbers was given."""
    from csdforms.archive.lookup import get_file, key_of

    return str(get_file(archive.store, key_of(archive.store, number))["number"])


@contextlib.contextmanager
def printed_when_suspended(
    archive: Archive, number: Callable[[], str], path: Path | None
) -> Iterator[None]:
    """Print the notice of suspension if the act finds something open; it fails all the same.

    Args:
        archive: the archive.
        number: tells the application's number, if it is needed.
        path: what ``--paper`` says.
    """
    try:
        yield
    except NotCleared:
        if path is not None:
            print_if_wanted(archive, number(), path)
        raise


@click.command(
    help="打印档案办理事项的文书，由档案填写，不知道的留空手填。NUMBER 是事项的编号：ZX 注销，"
    "FC 封存，HF 恢复，QQ 个人信息请求，JC 保管检查，BQ 保全，HB 合并，JY 借阅，SQ 查阅，"
    "JD 鉴定，XH 销毁；或是档案号。先登记再生成。"
)
@number_argument
@click.option("--form", metavar="ID", default="", help="哪一种文书；不写就是现在这一步的。")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=_checked,
    help="输出的 .docx；不写就以编号和文书的名称为文件名。",
)
@click.option("--purpose", default="", help="打印的用途，可以不写。")
@click.option("--list", "only_list", is_flag=True, help="只列出这类事项有哪些文书。")
@overwrite_option
@templates_option
@json_option
@place_option
def paper(
    number: str,
    *,
    form: str,
    output: Path | None,
    purpose: str,
    only_list: bool,
    overwrite: bool,
    templates: Path | None,
    as_json: bool,
) -> None:
    """Print a paper of a proceeding, or list which there are."""
    if only_list:
        _list(number, as_json=as_json)
        return
    from csdforms.papers.printing import print_paper

    with opened() as archive, spoken_warnings():
        path = print_paper(
            archive,
            number,
            output,
            form=form,
            purpose=purpose,
            templates=templates,
            overwrite=overwrite,
        )
    if as_json:
        print_json({"number": number, "path": str(path)})
    else:
        click.echo(f"已打印 {path}，已登记。")


def _list(number: str, *, as_json: bool) -> None:
    from csdforms.papers.printing import papers_of
    from csdforms.schemas.catalogue import find

    found = {name: find(name).title() for name in papers_of(number)}
    if as_json:
        print_json([{"form": name, "title": title} for name, title in found.items()])
        return
    for name, title in found.items():
        click.echo(f"{name}  {title}")
