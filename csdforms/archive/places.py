"""Where an archive lies: in a folder (TinyDB on a journal), or in a database, by its URL."""

from __future__ import annotations

from pathlib import Path

from csdforms.archive.actor import Clock, now
from csdforms.archive.store import Act, Store
from csdforms.errors import NoArchive

__all__ = ["create_store", "default_place", "format_text", "is_url", "open_store"]

_FORMAT = Path(__file__).with_name("format.md")
_README = "README.md"


def default_place() -> Path:
    """Return the user's own archive folder, by the customs of the system; nothing is created."""
    from platformdirs import user_data_path

    return user_data_path("csdforms", appauthor=False) / "archive"


def open_store(place: Path | str, *, actor: str = "", clock: Clock = now) -> Store:
    """Open what lies at a place.

    ``actor`` and ``clock`` are for what callers write through TinyDB itself.

    Raises:
        NoArchive: if there is no archive; nothing is created.
        DamagedArchive: if it is not what was once written.
    """
    if is_url(place):
        from csdforms.archive.sql import SqlStore

        return SqlStore.open(str(place))
    from csdforms.archive.tiny import TinyStore

    folder = Path(place)
    if folder.is_file():
        raise NoArchive(folder)
    return TinyStore.open(folder, actor=actor, clock=clock)


def create_store(place: Path | str, act: Act, *, actor: str = "", clock: Clock = now) -> Store:
    """Make a new archive, whose first line is this act; a folder also gets the format's text.

    Raises:
        ArchiveExists: if there is something already.
        NotPermitted: if the system refuses.
    """
    from uuid import uuid4

    archive = str(uuid4())
    if is_url(place):
        from csdforms.archive.sql import SqlStore

        return SqlStore.create(str(place), archive, act)
    from csdforms.archive.tiny import TinyStore
    from csdforms.files import write_file

    folder = Path(place)
    store = TinyStore.create(folder, archive, act, actor=actor, clock=clock)
    try:
        write_file(folder / _README, format_text())
    except BaseException:
        store.close()
        raise
    return store


def format_text() -> bytes:
    """Return the specification of the format, which every archive in a folder has beside it."""
    if _FORMAT.is_file():
        return _FORMAT.read_bytes()
    from csdforms.shipped import shared_folder

    return (shared_folder("archive") / _README).read_bytes()


def is_url(place: Path | str) -> bool:
    """Whether a place is a database's; anything else is a folder."""
    return isinstance(place, str) and "://" in place
