"""Moving an archive over: from a folder into a database, back, or to another place of its kind.

The journal, the log of access, and the files.

The lines are copied as they stand, so that the copy proves as much as the original. A copy is read
back and compared before anybody can take it for an archive: a database gets it in one transaction,
a folder under another name first.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from csdforms.archive.access_log import ACCESS
from csdforms.archive.disk import DISK, Disk, refusal
from csdforms.archive.documents import Documents
from csdforms.archive.following import following
from csdforms.archive.places import as_kept, format_text, is_url
from csdforms.archive.reading import JOURNAL
from csdforms.archive.store import Line, Store
from csdforms.errors import ArchiveExists, CsdformsError, DamagedArchive
from csdforms.files import write_file

__all__ = ["Copied", "copy", "silent"]

T = TypeVar("T")

#: A line as it stands, and what it says.
_Checked = Iterable[tuple[bytes, Line]]


class Copied(NamedTuple):
    """What was copied."""

    archive: str  # the archive's own identity; the copy has the same
    lines: int
    files: int
    anchor: str  # of the last lines, there as here
    notes: int  # lines of the log of access


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def copy(
    source: Store,
    target: Path | str,
    *,
    progress: Callable[[int, int], object] = silent,
    disk: Disk = DISK,
) -> Copied:
    """Copy an archive to a new or empty folder, or into the database at a URL.

    Every line is checked as it comes, and all is read back at the far end. What is committed while
    the copy is made stays behind: compare the anchors before leaving the old archive.

    Args:
        source: The archive. It is only read.
        target: A folder, or a URL such as ``postgresql://user@host/database``.
        progress: Called with how many lines and files are done, and how many there are.
        disk: The file operations.

    Raises:
        ArchiveExists: if there is something already.
        DamagedArchive: if the archive, or the copy, is not as it was written; there is no copy.
        NotPermitted: if the target refuses; there is no copy.
        UnreadableInput: if the URL is none, or what its database needs is not installed.
    """
    source = as_kept(source)
    last, last_note = source.last(), source.last_note()
    noted = last_note.no if last_note else 0
    digests = list(source.files())
    done = _Counter(progress, last.no + noted + len(digests))
    lines = done.each(following(islice(source.raw_lines(), last.no), f"{source.archive}（来源）"))
    log = following(islice(source.raw_notes(), noted), f"{source.archive}（来源的查阅日志）")
    notes = done.each(log)
    files = done.each(source.get_file(digest) for digest in digests)
    if is_url(target):
        from csdforms.archive.sql import SqlStore

        SqlStore.receive(str(target), lines, files, notes).close()
    else:
        chains = {JOURNAL: lines, **({ACCESS: notes} if noted else {})}
        _fill_folder(Path(target), chains, files, disk)
    anchor = last.anchor + (f",{last_note.anchor}" if last_note else "")
    return Copied(source.archive, last.no, len(digests), anchor, noted)


class _Counter:
    """Tells how far it is."""

    def __init__(self, progress: Callable[[int, int], object], total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """Pass things on, and count those that the other side is done with."""
        for thing in things:
            yield thing
            self._done += 1
            self._progress(self._done, self._total)


def _fill_folder(
    target: Path, chains: Mapping[str, _Checked], files: Iterable[bytes], disk: Disk
) -> None:
    """Make an archive's folder under another name, read it back, and rename it."""
    aside = target.with_name(f".csdforms-{os.urandom(8).hex()}.tmp")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise ArchiveExists(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as undo:
            aside.mkdir()
            undo.callback(shutil.rmtree, aside, ignore_errors=True)
            written = {name: _write(aside / name, lines, disk) for name, lines in chains.items()}
            documents = Documents(aside / "documents", disk=disk)
            digests = [documents.put(content) for content in files]
            write_file(aside / "README.md", format_text())
            for name, digest in written.items():
                _read_back(aside / name, digest, disk)
            for digest in digests:
                documents.get(digest)
            disk.sync_folder(aside)
            if target.exists():
                target.rmdir()  # it is empty; Windows renames onto nothing that is there
            disk.replace(aside, target)
            undo.pop_all()
        disk.sync_folder(target.parent)
    except OSError as problem:
        if isinstance(problem, CsdformsError):
            raise
        raise refusal(target, problem) from None


def _write(path: Path, lines: _Checked, disk: Disk) -> str:
    """Write the lines; return the SHA-256 of them all."""
    written = sha256()
    with disk.create(path) as file:
        end = 0
        for raw, _ in lines:
            disk.write(file, end, raw)
            written.update(raw)
            end += len(raw)
        disk.sync(file)
    return written.hexdigest()


def _read_back(path: Path, written: str, disk: Disk) -> None:
    """Check the chain in a new journal, and that it is what was written."""
    there = sha256()
    with disk.open(path) as file, BufferedReader(file) as journal:
        for raw, _ in following(journal, path.parent):
            there.update(raw)
    if there.hexdigest() != written:
        raise DamagedArchive(path.parent, "读回的内容与写入的不同，请换一个磁盘")
