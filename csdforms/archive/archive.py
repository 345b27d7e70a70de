"""The archive: customers' files opened, kept up, filled with items, and found again.

It speaks to a :class:`csdforms.archive.store.Store` alone, and knows forms only as what they are
once they are filled in: JSON data, an identifier, a section of the manual, a document's bytes. The
rules are those of archive.md §3 (creation), §5 (keeping) and §10 (the cases that tests cover).

Every act begins with who acts, and what he may do: the only keeper of an archive everything, those
in its registry what their roles say, with the files that they may know of (archive.md §4.3).

Threads may share an archive. Numbers are read as people write them; a wrong check character is a
wrong number, never an unknown one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from csdforms.archive import places
from csdforms.archive.actor import Clock, account, moment, now
from csdforms.archive.consulting import Consulting
from csdforms.archive.keeping import Keeping
from csdforms.archive.office import Office
from csdforms.archive.parts import Parts
from csdforms.archive.store import Act, Store

if TYPE_CHECKING:
    from csdforms.archive.sealing.keys import ArchiveKey

__all__ = ["Archive"]


class Archive(Consulting, Keeping, Parts):
    """An archive of customers' files; a context manager.

    Args:
        store: where everything is kept.
        actor: who acts, unless an act says otherwise; the account as the system knows it.
        clock: tells the time; the journal's own never goes backwards.
    """

    def __init__(self, store: Store, *, actor: str = "", clock: Clock = now) -> None:
        super().__init__(Office(store, actor=actor, clock=clock))

    @classmethod
    def open(
        cls,
        place: Path | str,
        *,
        actor: str = "",
        clock: Clock = now,
        key: ArchiveKey | None = None,
        restored: bool = False,
    ) -> Self:
        """Open the archive in a folder, or at the URL of a database.

        ``key`` is that of a sealed one; without it, it is looked for where keys are kept.
        ``restored`` is for those who destroy again what a backup brought back.

        Raises:
            RestoredArchive: if it holds files that were destroyed by law since it was backed up.
            NoArchive: if there is none; nothing is created.
            WrongKey: if it is sealed, and the key is missing or another one.
            DamagedArchive: if it is not what was once written.
        """
        store = places.open_store(place, actor=actor, clock=clock, key=key, restored=restored)
        return cls(store, actor=actor, clock=clock)

    @classmethod
    def create(
        cls,
        place: Path | str,
        *,
        actor: str = "",
        clock: Clock = now,
        key: ArchiveKey | None = None,
    ) -> Self:
        """Make a new archive in a folder, or in the database at a URL; a key seals it.

        Raises:
            ArchiveExists: if there is something already.
            NotPermitted: if the system refuses.
        """
        act = Act("init", actor or account(), moment(clock()))
        store = places.create_store(place, act, actor=actor, clock=clock, key=key)
        return cls(store, actor=actor, clock=clock)

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
