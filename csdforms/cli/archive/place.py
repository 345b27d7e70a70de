"""Which archive a command works on: the one named, or the user's own."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from csdforms.cli.lazy_group import importing
from csdforms.errors import WrongKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csdforms.archive.archive import Archive
    from csdforms.archive.consulting import Consulting

__all__ = [
    "PLACE_ENV",
    "PLACE_HELP",
    "consulted",
    "goes_into_a_file",
    "maintained",
    "opened",
    "place",
    "place_option",
    "purpose_option",
    "remember",
]

PLACE_ENV = "CSDFORMS_ARCHIVE"
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


#: ``--purpose``: what somebody looks into a file for.
purpose_option = click.option(
    "--purpose", default="", metavar="用途", help="查阅的用途，记入查阅日志。"
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
    """Look no more into what was imported, from now on."""
    gc.freeze()


@contextlib.contextmanager
def consulted() -> Iterator[Consulting]:
    """Open the archive for looking things up; that loads less."""
    with importing():
        from csdforms.archive.consulting import Consulting
        from csdforms.archive.office import Office
        from csdforms.archive.places import open_store

        kept = open_store(place())
    _freeze()
    with contextlib.closing(kept) as store:
        office = Office(store)
        office.to_file = goes_into_a_file()
        yield Consulting(office)


def goes_into_a_file() -> bool:
    """Whether what is printed is redirected into a file on disk; that is an export."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):  # a console without a descriptor, or none
        return False


@contextlib.contextmanager
def maintained(act: str, note: str = "") -> Iterator[Consulting]:
    """Open the archive for who looks after it without reading any file in it.

    ``note`` is the act's name in the log of access, if something leaves the archive. Copies and
    proofs of a sealed archive need no key; but without it nobody's rights can be read, so that then
    it is the owner of the folder who passes, or whoever has a database's password.

    Raises:
        NotAuthorised: if who runs the command has no right to this act; noted.
        WrongKey: if the key is missing, and the folder is another's.
    """
    from csdforms.archive.store import Act

    with contextlib.ExitStack() as closing:
        try:
            archive = closing.enter_context(consulted())
        except WrongKey:
            if not _is_own():
                raise
            archive = closing.enter_context(_kept_only())
            office = archive.office
            if note:
                office.store.note(Act(note, office.account(), office.moment()))
        else:
            person = archive.office.person()
            archive.office.require(person, "maintain", act)
            if note:
                closing.enter_context(archive.office.noted(note, person))
        yield archive


@contextlib.contextmanager
def _kept_only() -> Iterator[Consulting]:
    """Open a sealed archive without its key, as it is kept."""
    from csdforms.archive.consulting import Consulting
    from csdforms.archive.office import Office
    from csdforms.archive.places import open_kept

    with contextlib.closing(open_kept(place())) as store:
        yield Consulting(Office(store))


def _is_own() -> bool:
    """Whether the archive lies in this account's own folder, or in a database it could open."""
    from csdforms.archive.places import is_url
    from csdforms.archive.secrecy.staff import owns

    return is_url(place()) or owns(Path(place()))
