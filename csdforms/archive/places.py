"""Where an archive lies: in a folder (TinyDB on a journal), or in a database, by its URL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.archive.actor import Clock, now
from csdforms.archive.destruction.destroyed_register import require_current
from csdforms.archive.store import Act, Store
from csdforms.errors import NoArchive, WrongKey

if TYPE_CHECKING:
    from csdforms.archive.sealing.keys import ArchiveKey

__all__ = [
    "SEAL",
    "as_kept",
    "create_store",
    "default_place",
    "format_text",
    "is_url",
    "named_place",
    "open_kept",
    "open_store",
]

#: The act of the second line of a sealed archive, which is known by it without an index.
SEAL = "seal"

_FORMAT = Path(__file__).with_name("format.md")
_README = "README.md"


def default_place() -> Path:
    """Return the user's own archive folder, by the customs of the system; nothing is created."""
    from platformdirs import user_data_path

    return user_data_path("csdforms", appauthor=False) / "archive"


def open_store(
    place: Path | str,
    *,
    actor: str = "",
    clock: Clock = now,
    key: ArchiveKey | None = None,
    restored: bool = False,
) -> Store:
    """Open what lies at a place.

    Args:
        place: a folder, or the URL of a database.
        actor: who acts when callers write through TinyDB itself.
        clock: tells the time then.
        key: the key of a sealed archive; without one it is looked for where it may be kept
            (:func:`csdforms.archive.sealing.key_places.find_key`).
        restored: also what was restored from a backup, and holds what was destroyed by law since:
            for those who destroy it again (``destruction.again``), and for nothing else.

    Raises:
        RestoredArchive: if it holds such files.
        NoArchive: if there is no archive; nothing is created.
        WrongKey: if the archive is sealed, and its key is missing or another one; or if a key is
            given, and the archive is not sealed.
        DamagedArchive: if it is not what was once written.
    """
    raw = open_kept(place, actor=actor, clock=clock)
    try:
        if not restored:
            require_current(raw, named_place(raw, place))
        return _unlocked(raw, place, key)
    except BaseException:
        raw.close()
        raise


def open_kept(place: Path | str, *, actor: str = "", clock: Clock = now) -> Store:
    """Open an archive as it is kept, what is sealed sealed: that needs no key.

    Args, Raises: as :func:`open_store`.
    """
    if is_url(place):
        from csdforms.archive.sql import SqlStore

        return SqlStore.open(str(place))
    from csdforms.archive.tiny import TinyStore

    folder = Path(place)
    if folder.is_file():
        raise NoArchive(folder)
    return TinyStore.open(folder, actor=actor, clock=clock)


def _unlocked(raw: Store, place: Path | str, key: ArchiveKey | None) -> Store:
    """Return what opens a sealed archive, and any other as it is."""
    lines = raw.lines()
    next(lines)
    second = next(lines, None)
    named = named_place(raw, place)
    if second is None or second.act != SEAL:
        if key is not None:
            raise WrongKey(named, "给出了密钥，但这个档案库没有加密。")
        return raw
    from csdforms.archive.sealing.data_keys import KEYS
    from csdforms.archive.sealing.key_places import find_key
    from csdforms.archive.sealing.sealed_store import SealedStore

    if key is None:
        record = raw.get(KEYS, 1) or {}
        key = find_key(raw.archive, named, str(record.get("key_id", "")))
    return SealedStore(raw, key, named)


def named_place(raw: Store, place: Path | str) -> Path | str:
    """Return a place as errors may name it: a folder, or a URL without its password."""
    return str(getattr(raw, "place", "")) if is_url(place) else Path(place)


def create_store(
    place: Path | str,
    act: Act,
    *,
    actor: str = "",
    clock: Clock = now,
    key: ArchiveKey | None = None,
) -> Store:
    """Make a new archive, whose first line is this act; a folder also gets the format's text.

    Args:
        place: a new or empty folder, or the URL of a database that has no archive.
        act: who makes it, "init".
        actor: who acts when callers write through TinyDB itself.
        clock: tells the time then.
        key: seals the archive, for good; keep it (:mod:`csdforms.archive.sealing.keys`).

    Raises:
        ArchiveExists: if there is something already.
        NotPermitted: if the system refuses.
    """
    raw = _created(place, act, actor, clock)
    try:
        if not is_url(place):
            from csdforms.files import write_file

            write_file(Path(place) / _README, format_text())
        if key is None:
            return raw
        from csdforms.archive.sealing.sealed_store import SealedStore

        return SealedStore.create(raw, act, key, named_place(raw, place))
    except BaseException:
        raw.close()
        raise


def _created(place: Path | str, act: Act, actor: str, clock: Clock) -> Store:
    """Make an archive that is not sealed yet."""
    from uuid import uuid4

    archive = str(uuid4())
    if is_url(place):
        from csdforms.archive.sql import SqlStore

        return SqlStore.create(str(place), archive, act)
    from csdforms.archive.tiny import TinyStore

    return TinyStore.create(Path(place), archive, act, actor=actor, clock=clock)


def format_text() -> bytes:
    """Return the specification of the format, which every archive in a folder has beside it."""
    if _FORMAT.is_file():
        return _FORMAT.read_bytes()
    from csdforms.shipped import shared_folder

    return (shared_folder("archive") / _README).read_bytes()


def as_kept(store: Store) -> Store:
    """Return a store as it keeps things, what is sealed sealed: copies and proofs need no key."""
    kept: Store = getattr(store, "raw", store)
    return kept


def is_url(place: Path | str) -> bool:
    """Whether a place is a database's; anything else is a folder."""
    return isinstance(place, str) and "://" in place
