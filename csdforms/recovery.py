"""The recovery copy of an archive's key: on paper, in an envelope, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csdforms.archive.sealing.key_moving import key_id_of
from csdforms.errors import WrongKey
from csdforms.templates.recovery_sheet import draw_recovery_sheet

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.archive.sealing.keys import ArchiveKey

__all__ = ["recovery_sheet"]

_ACT = "打印密钥恢复单"


def recovery_sheet(archive: Archive, key: ArchiveKey, *, actor: str = "") -> bytes:
    """Return the sheet 档案库密钥恢复单 as a Word document; nothing of it is kept.

    The act is noted (``key-recovery``) before anything is handed out.

    Args:
        archive: the archive, open.
        key: its key.
        actor: who acts.

    Raises:
        NotAuthorised: if who acts does not maintain the archive; noted.
        NotPermitted: if the archive is not sealed, or the note cannot be written.
        WrongKey: if it is not the archive's key.
    """
    office = archive.office
    person = office.person(actor)
    office.require(person, "maintain", _ACT)
    name = archive.store.archive
    if key_id_of(archive.store) != key.id:
        raise WrongKey(name, "密钥不对：这不是本档案库现在的密钥。")
    with office.noted("key-recovery", person, key_id=key.id):
        return draw_recovery_sheet(key.text(name), name, key.id, office.today())
