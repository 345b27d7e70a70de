"""Backups and copies of an archive that are made, and put down (archive.md §7.5, X12)."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from csdforms.archive.backup import Backup, backup
from csdforms.archive.copying import Copied, copy, silent
from csdforms.archive.destruction.backup_register import (
    BACKUPS,
    KeptCopy,
    is_there,
    kept_copies,
    registering,
)
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.secrecy.view import Seen
from csdforms.archive.store import Act, Document
from csdforms.errors import NotAllowedNow, NotPermitted, UnknownFile

__all__ = ["Backups"]


class Backups:
    """Backups and copies of an archive, and the register of them.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def make(
        self, path: Path, *, overwrite: bool = False, actor: str = "", reason: str = ""
    ) -> Backup:
        """Back the archive up (备份) into a file, and put that down.

        Args:
            path: the backup, a .zip.
            overwrite: replace a file that is there.
            actor: who acts.
            reason: why.

        Raises:
            NotAuthorised: if who acts does not maintain the archive.
            DamagedArchive, OutputExists, MissingFile, NotPermitted: as
                :func:`csdforms.archive.backup.backup`.
        """
        person = self._person(actor, "备份档案库")
        with registering(self.office, person, "backup", path, reason=reason):
            return backup(self.office.store, path, overwrite=overwrite)

    def copy(
        self,
        target: Path | str,
        *,
        progress: Callable[[int, int], object] | None = None,
        actor: str = "",
        reason: str = "",
    ) -> Copied:
        """Copy the archive to another place, and put that down.

        Args:
            target: a new folder, or the URL of a database.
            progress: see :func:`csdforms.archive.copying.copy`.
            actor: who acts.
            reason: why.

        Raises:
            NotAuthorised: if who acts does not maintain the archive.
            ArchiveExists, DamagedArchive, NotPermitted, UnreadableInput: as there.
        """
        person = self._person(actor, "复制档案库")
        with registering(self.office, person, "copy", target, reason=reason):
            return copy(self.office.store, target, progress=progress or silent)

    def all(self, *, actor: str = "") -> list[KeptCopy]:
        """Return what is on record, and what became of it.

        Of the files in a bag those are named that he may know of; who destroys is not told of a bag
        without any.

        Raises:
            NotAuthorised: if who acts neither maintains the archive nor destroys.
        """
        person = self.office.person(actor)
        if not person.may("execute"):
            self.office.require(person, "maintain", "查看备份登记")
        store = self.office.store
        seen, told = Seen(store, person), []
        for one in kept_copies(store):
            files = tuple(filter(seen.knows, one.files))
            if files or not one.files or person.may("maintain"):
                told.append(one._replace(files=files))
        return told

    def forget(self, no: int, *, reason: str, actor: str = "") -> None:
        """Put down that a backup is destroyed or overwritten.

        Args:
            no: its number in the register.
            reason: how; kept for good.
            actor: who acts.

        Raises:
            NotAuthorised: if who acts neither maintains the archive nor destroys.
            NotPermitted: without a reason, or if it is there still.
            UnknownFile, NotAllowedNow: if there is none of this number, or it is gone.
        """
        act = "登记备份已销毁"
        self._change(no, act, "backup-gone", actor, {"reason": said(reason, "怎样销毁的")})

    def schedule(self, no: int, due: str, *, reason: str, actor: str = "") -> None:
        """Put down by which day a backup will be gone (轮换).

        Args:
            no: its number in the register.
            due: the day, ``2027-01-31``.
            reason: why not before; kept for good.
            actor: who acts.

        Raises:
            NotAuthorised, UnknownFile, NotAllowedNow: as :meth:`forget`.
            NotPermitted: without a reason, or if the day is none, or over.
        """
        why = said(reason, "轮换的安排")
        with contextlib.suppress(ValueError):
            if dt.date.fromisoformat(due).isoformat() > self.office.today():
                words: Document = {"due": dt.date.fromisoformat(due).isoformat(), "reason": why}
                self._change(no, "登记备份的轮换", "backup-due", actor, words)
                return
        raise NotPermitted("没有登记：轮换的日期应写作 2027-01-31 的样子，而且在今天以后。")

    def _change(self, no: int, act: str, name: str, actor: str, words: Document) -> None:
        person = self.office.person(actor)
        if not person.may("execute"):
            self.office.require(person, "maintain", act)
        with self.office.writing(person) as (work, at):
            row = work.get(BACKUPS, no)
            if row is None:
                raise UnknownFile(str(no), "备份")
            if "gone" in row:
                raise NotAllowedNow(str(no), "已不在", act, "备份")
            if name == "backup-gone":
                if is_there(row["path"]):
                    raise NotPermitted(f"没有登记：{row['path']} 还在，请先销毁它。")
                words = words | {"gone": at}
            work.put(BACKUPS, no, row | words)
            work.record(Act(name, person.account, at, reason=words["reason"], detail={"no": no}))

    def _person(self, actor: str, act: str) -> Person:
        person = self.office.person(actor)
        self.office.require(person, "maintain", act)
        return person
