"""Which archive a command works on: the one named, or the user's own."""

from __future__ import annotations

import contextlib
import functools
import gc
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csdforms.archive.archive import Archive
    from csdforms.archive.consulting import Consulting

__all__ = ["PLACE_HELP", "consulted", "opened", "place", "place_option", "remember"]

PLACE_HELP = (
    "档案库所在的文件夹，或数据库的 URL；也可用环境变量 CSDFORMS_ARCHIVE 指定。"
    "都不写就用本人的数据文件夹。"
)


def remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    """Keep what an option says for whoever asks for the :func:`place`."""
    if value is not None:
        ctx.obj = value


#: ``--archive`` behind a command, as it may stand before it.
place_option = click.option(
    "--archive", metavar="PLACE", expose_value=False, callback=remember, help=PLACE_HELP
)


def place() -> str:
    """Return the folder or URL of the archive that is meant; nothing is created."""
    named = click.get_current_context().obj
    if named:
        return str(named)
    from csdforms.archive.places import default_place

    return str(default_place())


def opened() -> Archive:
    """Return the archive, open for any act."""
    from csdforms.archive.archive import Archive

    return Archive.open(place())


@functools.cache
def _freeze() -> None:
    """Keep what was imported, once: looking for garbage in modules costs a tenth of a look-up."""
    gc.freeze()


@contextlib.contextmanager
def consulted() -> Iterator[Consulting]:
    """Open the archive for looking things up; that loads less."""
    from csdforms.archive.consulting import Consulting
    from csdforms.archive.places import open_store

    _freeze()
    with contextlib.closing(open_store(place())) as store:
        yield Consulting(store)
