"""Which files were destroyed by law, told outside the archive (archive.md §10, X12).

A backup that is restored knows nothing of what was destroyed since; its journal simply ends before.
So every destruction is also put down in a register beside the archives, ``<UUID>.jsonl`` in the
user's own data folder, or in the one that the environment names; several computers may share it::

    {"archive": "…", "file": "KH-Z-2026-000001-6", "list": "XH-2037-0001", "destroyed_at": "…",
     "no": 812, "hash": "…"}

``file`` is the number of a file, or of a single item; ``no`` and ``hash`` are those of the line
that destroyed it. Nothing in it tells of anybody. Lines are only added; one that was cut short by a
crash does not count, and is written again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from csdforms.archive.disk import DISK, refusal, unreadable
from csdforms.archive.store import Store
from csdforms.errors import RestoredArchive

__all__ = ["VARIABLE", "Remembered", "lacking", "register_path", "remember", "require_current"]

#: Names the folder of the registers.
VARIABLE = "CSDFORMS_DESTROYED"

_DESTROY = "destroy"
_TAIL = 4096  # bytes; a line has fewer than 400


class Remembered(NamedTuple):
    """One line of the register."""

    archive: str
    file: str
    list: str
    destroyed_at: str
    no: int
    hash: str


def register_path(archive: str) -> Path:
    """Return where the register of an archive is; nothing is made."""
    folder = os.environ.get(VARIABLE)
    return (Path(folder) if folder else _user_data() / "destroyed") / f"{archive}.jsonl"


def _user_data() -> Path:
    """Return the user's data folder, as platformdirs says; asking that takes as long as a look-up.

    Raises:
        RuntimeError: if there is no home.
    """
    if sys.platform == "linux":
        home = os.environ.get("XDG_DATA_HOME", "").strip()
        return (Path(home) if home else Path.home() / ".local" / "share") / "csdforms"
    from platformdirs import user_data_path

    return user_data_path("csdforms", appauthor=False)


def remember(store: Store) -> int:
    """Put down every destruction of an archive that the register does not know; return how many.

    Raises:
        NotPermitted: if the register cannot be read or written; call it again then.
    """
    path = register_path(store.archive)
    known = {entry.hash for entry in _entries(path)}
    new = []
    for line in store.lines():
        if line.act == _DESTROY and line.hash not in known:
            said = store.get("acts", line.no) or {"detail": {}}
            of = str(said["detail"].get("list", ""))
            new.append(Remembered(store.archive, line.subject, of, line.at, line.no, line.hash))
    if new:
        _add(path, new)
    return len(new)


def require_current(store: Store, place: Path | str) -> None:
    """Let an archive pass that knows of all that was destroyed in it; usually that is one stat.

    Raises:
        RestoredArchive: if it is an older state, in which is what was destroyed by law since.
        NotPermitted: if the register cannot be read.
    """
    path = register_path(store.archive)
    last = _last(path)
    if last is None or _has(store, last):
        return
    if missing := lacking(store):
        raise RestoredArchive(place, [entry.file for entry in missing])


def lacking(store: Store) -> list[Remembered]:
    """Return the destructions that the register knows and an archive's journal does not.

    What was destroyed anew in a restored archive, it knows.

    Raises:
        NotPermitted: if the register cannot be read.
    """
    newest = {entry.file: entry for entry in _entries(register_path(store.archive))}
    return [
        entry
        for entry in newest.values()
        if not _has(store, entry)
        and not any(line.act == _DESTROY for line in store.history(entry.file))
    ]


def _has(store: Store, entry: Remembered) -> bool:
    """Whether a journal has the line that the register names; then it has all before it, too."""
    if store.last().no < entry.no:
        return False
    line = next(store.lines(entry.no), None)
    return line is not None and line.hash == entry.hash


def _entries(path: Path) -> Iterator[Remembered]:
    yield from _read(_content(path))


def _last(path: Path) -> Remembered | None:
    """Return the last line; None if there is no register."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise unreadable(path, problem) from None
    found = list(_read(_content(path, max(0, size - _TAIL))))
    return found[-1] if found else None


def _content(path: Path, start: int = 0) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as problem:
        raise unreadable(path, problem) from None


def _read(content: bytes) -> Iterator[Remembered]:
    """Yield the whole lines; what a crash cut short is none."""
    for raw in content.split(b"\n")[:-1]:
        try:
            entry = Remembered(**json.loads(raw))
        except (ValueError, TypeError):
            continue
        yield entry


def _add(path: Path, entries: list[Remembered]) -> None:
    """Add lines, durably: at one stroke, so that two who add at once do not mix theirs."""
    lines = "".join(f"{json.dumps(entry._asdict(), ensure_ascii=False)}\n" for entry in entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        with os.fdopen(number, "r+b", buffering=0) as file:
            content = _content(path)
            torn = b"" if content.endswith(b"\n") or not content else b"\n"
            file.write(torn + lines.encode())
            os.fsync(number)
        DISK.sync_folder(path.parent)
    except OSError as problem:
        raise refusal(path, problem) from None
