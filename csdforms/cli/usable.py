"""``--archive`` of the commands that print: whom the archive has closed is named in no form."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from csdforms.cli.archive.place import PLACE_ENV, consulted, remember
from csdforms.errors import NoArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csdforms.archive.consulting import Consulting

__all__ = ["archive_option", "looking_up", "purpose_option"]

archive_option = click.option(
    "--archive",
    metavar="PLACE",
    envvar=PLACE_ENV,
    expose_value=False,
    callback=remember,
    help="核对客户编号用的档案库（文件夹或数据库的 URL）；也可用环境变量 CSDFORMS_ARCHIVE 指定。"
    "数据里写有已注销、已合并或限制处理的客户编号时不生成。不指定就不核对。",
)
purpose_option = click.option(
    "--purpose",
    default="",
    metavar="用途",
    help="为什么用到已注销的客户：以投诉、保修、财务、法务等开头；核对档案库时记入查阅日志。",
)


@contextlib.contextmanager
def looking_up() -> Iterator[Consulting | None]:
    """Open the archive that the command names, None if it names none.

    The environment may name one that is to be made yet.
    """
    context = click.get_current_context()
    if context.obj is None:
        yield None
        return
    with contextlib.ExitStack() as opened:
        try:
            archive = opened.enter_context(consulted())
        except NoArchive:
            if context.get_parameter_source("archive") is not ParameterSource.ENVIRONMENT:
                raise
            archive = None
        yield archive
