"""What was copied out of an archive as a whole: backups, bags, copies, each on record (§7.5, X12).

Documents of the table ``backups``::

    {"at": "2026-11-22T…", "kind": "backup", "path": "/mnt/backup/2026-11-22.zip", "by": "陈静",
     "anchor": "812:…", "key_id": "…", "files": ["KH-…"], "due": "2027-01-31", "reason": "…",
     "gone": "2027-02-01T…"}

``kind`` is ``backup``, ``bag`` or ``copy``; ``files`` are those in a bag; ``key_id`` is the key of
a sealed archive; ``due`` is the day by which it will be overwritten or destroyed; ``gone`` is the
moment from which it is not there any more. It is put down before anything is written, so that a
backup holds its own record, and taken back if that fails. Kept for good.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.places import as_kept, is_url
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document, Store
from csdforms.errors import CsdformsError

__all__ = [
    "BACKUPS",
    "GONE",
    "OPEN",
    "UNREADABLE",
    "KeptCopy",
    "is_locked",
    "is_there",
    "kept_copies",
    "registering",
]

BACKUPS = "backups"

#: It is not there any more; nobody has the key that opens it; it is there.
GONE, UNREADABLE, OPEN = "gone", "unreadable", "open"

_KEYS = "keys"
_RETIRED = "key-retire"  # the note that says that an old key was given up
_TITLES = {"backup": "备份", "bag": "移交包", "copy": "复制的档案库"}


class KeptCopy(NamedTuple):
    """A copy of the archive, or of files of it, that is on record."""

    no: int
    kind: str  # backup, bag, copy
    path: str
    at: str
    by: str
    state: str  # gone, unreadable, open
    note: str = ""  # why it is in this state
    due: str = ""  # the day by which it will be gone
    gone: str = ""  # the moment from which it is
    files: tuple[str, ...] = ()  # in a bag

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        return _TITLES[self.kind]


@contextlib.contextmanager
def registering(
    office: Office,
    person: Person,
    kind: str,
    path: Path | str,
    *,
    files: Sequence[str] = (),
    reason: str = "",
) -> Iterator[int]:
    """Put down a copy, and let the block write it; yield its number. If that fails, it says so.

    Args:
        office: the archive's.
        person: who makes it; that he may is for the caller to see.
        kind: backup, bag or copy.
        path: where it is to be.
        files: the numbers of the files in it, if it is not the whole archive.
        reason: why.
    """
    store = office.store
    key_id = str((as_kept(store).get(_KEYS, 1) or {}).get("key_id", ""))
    with office.writing(person) as (work, at):
        no = work.last_key(BACKUPS) + 1
        row: Document = {"at": at, "kind": kind, "path": _named(path), "by": person.person}
        row |= {"anchor": store.last().anchor}
        row |= {"key_id": key_id} if key_id and kind != "bag" else {}
        row |= {"files": list(files)} if files else {}
        work.put(BACKUPS, no, row)
        detail = {"no": no, "kind": kind}
        work.record(Act("backup", person.account, at, reason=reason, detail=detail))
    try:
        yield no
    except BaseException as problem:
        why = type(problem).__name__
        with contextlib.suppress(CsdformsError), office.writing() as (work, at):
            work.put(BACKUPS, no, row | {"gone": at, "reason": f"没有做成（{why}）"})
            detail = {"no": no}
            work.record(Act("backup-failed", person.account, at, reason=why, detail=detail))
        raise


def kept_copies(store: Store) -> Iterator[KeptCopy]:
    """Yield all copies on record, oldest first, each as it is now.

    A backup that was overwritten by a later one is gone; so is one that is not in its folder any
    more. Of a folder or database that cannot be reached nobody knows. One of a sealed archive is
    unreadable when its key was changed since and given up; a bag is never sealed.
    """
    rows = list(store.rows(BACKUPS))
    last = {row["path"]: no for no, row in rows if "gone" not in row}
    retired = _retirements(store) if rows else []
    for no, row in rows:
        state, note = _state(row, retired, overwritten=last.get(row["path"], no) != no)
        yield KeptCopy(
            no,
            row["kind"],
            row["path"],
            row["at"],
            row["by"],
            state,
            note,
            row.get("due", ""),
            row.get("gone", ""),
            tuple(row.get("files", ())),
        )


def _state(row: Document, retired: list[tuple[str, str]], *, overwritten: bool) -> tuple[str, str]:
    """Return the state of a copy, and why it is so."""
    if "gone" in row:
        return GONE, f"{day_of(row['gone'])} 登记：{row['reason']}"
    if overwritten:
        return GONE, "已被后来的备份覆盖"
    there = is_there(row["path"])
    if there is False:
        return GONE, "原来的位置已没有这个文件"
    if "key_id" in row and any(at > row["at"] and key != row["key_id"] for at, key in retired):
        return UNREADABLE, "档案库的密钥已更换，旧密钥已销毁；留有旧恢复单的须一并销毁"
    return OPEN, row.get("reason", "" if there else "所在的位置现在查不到")


def _retirements(store: Store) -> list[tuple[str, str]]:
    """Return when an old key was given up, and which key was the new one."""
    return [
        (line.at, str(said["detail"].get("key_id", "")))
        for line, said in store.notes()
        if line.act == _RETIRED
    ]


def is_there(path: str) -> bool | None:
    """Whether something is at a place; None if nobody can tell from here."""
    if is_url(path):
        return None
    place = Path(path)
    try:
        return place.exists() if place.parent.is_dir() else None
    except OSError:
        return None


def is_locked(store: Store) -> bool:
    """Whether a sealed archive was opened without its key: then nothing can be put down."""
    return as_kept(store) is store and store.get(_KEYS, 1) is not None


def _named(path: Path | str) -> str:
    """Return a place as it is put down: absolute, or a URL without a password."""
    if not is_url(path):
        return str(Path(path).absolute())
    from csdforms.archive.database import Database

    return Database(str(path)).place
