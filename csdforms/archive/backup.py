"""One file that holds a whole archive, and the way back.

A backup is a zip of what the archive's folder holds, without what is cache, and of a manifest: a
line of JSON for each member with its size and SHA-256, and one with the anchor of the last lines.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from csdforms.archive.access_log import ACCESS
from csdforms.archive.disk import DISK, refusal, unreadable
from csdforms.archive.documents import name_of
from csdforms.archive.following import following
from csdforms.archive.line import BLANK, NO_HASH, decode, document, offsets
from csdforms.archive.office import Office
from csdforms.archive.places import as_kept, format_text, open_kept, open_store
from csdforms.archive.reading import JOURNAL
from csdforms.archive.store import Line, Store
from csdforms.archive.verifying import Problem, Verification, verify
from csdforms.errors import (
    ArchiveExists,
    CsdformsError,
    DamagedArchive,
    MissingFile,
    RestoredArchive,
    UnreadableInput,
)
from csdforms.files import new_file

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

__all__ = ["Backup", "backup", "new_folder", "restore"]

_FORMAT = "csdforms-backup 1"
_README, _MANIFEST = "README.md", "manifest.jsonl"
_DOCUMENT = re.compile(r"documents/([0-9a-f]{2})/\1[0-9a-f]{62}\.(?:docx|sealed)")
_WITH_DOCUMENTS = ("profiles", "items")
_NAMES = frozenset({_README, JOURNAL, _MANIFEST})  # and, but for older archives, the log of access
_LONGEST = 1000  # bytes of a line of the manifest
_BLOCK = 1 << 20
_STORED, _DEFLATED = 0, 8  # how a zip calls them
_ENCRYPTED = 1
_UNIX = 3  # who made it; the same on every system


class Backup(NamedTuple):
    """What was backed up."""

    path: Path
    lines: int
    documents: int
    anchor: str  # of the last lines; keep it elsewhere
    notes: int  # lines of the log of access


def backup(store: Store, path: Path, *, overwrite: bool = False) -> Backup:
    """Write all that an archive holds into one file; others may go on writing meanwhile.

    Every line and document is checked on its way; a backup of a damaged archive would take the
    place of a good one.

    Args:
        store: the archive.
        path: the backup, a .zip.
        overwrite: replace a file that is there.

    Raises:
        DamagedArchive: if a line or a document is not as it was written.
        OutputExists, MissingFile, NotPermitted: see :func:`csdforms.files.new_file`; what was
            there is untouched.
    """
    from zipfile import ZipFile

    store = as_kept(store)
    last, last_note = store.last(), store.last_note()
    digests: dict[tuple[str, int], str] = {}
    with new_file(path, overwrite=overwrite) as file, ZipFile(file, "w") as zipped:
        pack = _Packer(zipped, last.at)
        pack.add(_README, [format_text()], _DEFLATED)
        pack.add(JOURNAL, _journal(store, last, digests), _DEFLATED)
        if last_note is not None:
            pack.add(ACCESS, _log(store, last_note), _DEFLATED)
        for digest in sorted({*digests.values()}):
            content = store.get_file(digest)
            pack.add(f"documents/{name_of(digest, content)}", [content], _STORED)
        anchor = last.anchor + (f",{last_note.anchor}" if last_note else "")
        pack.add_manifest(store.archive, anchor)
    kept = len({*digests.values()})
    return Backup(path, last.no, kept, anchor, last_note.no if last_note else 0)


def restore(path: Path, folder: Path) -> Verification:
    """Make an archive of a backup, byte for byte what was backed up, and verify it.

    Args:
        path: the backup.
        folder: where the archive is to be; a new folder, or an empty one.

    What was destroyed by law since the backup was made is destroyed again (X12), if the key of a
    sealed archive is here; else the archive stays blocked until that is done.

    Returns:
        What verifying the restored archive found; there is no error in it. What was destroyed
        again, or is still to be, is said among the problems.

    Raises:
        MissingFile: if there is no backup, or no folder around the new one.
        ArchiveExists: if there is something in the folder.
        UnreadableInput: if the backup is not whole, was changed, or holds what no backup holds.
        NotPermitted: if the system refuses, or the disk has no room.

    Whatever it raises, nothing is left behind.
    """
    if not path.is_file():
        raise MissingFile(path, "备份")
    with new_folder(folder) as aside:
        with _opened(path) as zipped:
            anchor = _Unpacker(path, zipped, aside).unpack()
        verification = _verified(path, aside, anchor)
        if said := _destroy_again(aside):
            verification = _verified(path, aside, anchor)
            problems = (Problem(said, is_error=False), *verification.problems)
            verification = verification._replace(problems=problems)
    return verification


def _verified(path: Path, folder: Path, anchor: str) -> Verification:
    verification = verify(folder, anchor=anchor)
    errors = [str(problem) for problem in verification.problems if problem.is_error]
    if errors:
        raise UnreadableInput(str(path), f"备份里的档案有 {len(errors)} 处错误：{errors[0]}")
    return verification


def _destroy_again(folder: Path) -> str:
    """Destroy again what was destroyed since the backup was made; return what is to be said."""
    from csdforms.archive.destruction.again import destroy_again
    from csdforms.archive.destruction.destroyed_register import require_current

    with contextlib.closing(open_kept(folder)) as kept:
        try:
            require_current(kept, folder)
        except RestoredArchive as error:
            count = len(error.numbers)
        else:
            return ""
    try:
        with contextlib.closing(open_store(folder, restored=True)) as store:
            destroy_again(Office(store))
    except CsdformsError:
        return (
            f"备份里有 {count} 份（件）档案已依法销毁，现在没有能重新销毁，档案库暂不能查阅："
            "请由系统管理员运行 csdforms archive destroy again。"
        )
    return f"备份里有 {count} 份（件）档案已依法销毁，已按原清册重新销毁。"


def _journal(store: Store, last: Line, digests: dict[tuple[str, int], str]) -> Iterator[bytes]:
    """Return the lines up to the last one, checked, and note the documents that they mention."""
    before = NO_HASH
    for no, raw in enumerate(store.raw_lines(), start=1):
        line = decode(raw, store.archive, no)
        if line.prev != before:
            raise DamagedArchive(store.archive, "与上一行接不上", no)
        for change, start in zip(line.changes, offsets(line, raw), strict=True):
            if change.table in _WITH_DOCUMENTS:
                blank = raw.startswith(BLANK, start)
                kept = {} if blank else document(raw[start : start + change.size]) or {}
                name = (change.table, change.key)
                digests.pop(name, None)  # what was taken out is not there any more
                digests.update({name: kept["document"]} if "document" in kept else {})
        yield raw
        before = line.hash
        if before == last.hash:
            return
    raise DamagedArchive(store.archive, "末尾的行不见了", last.no)


def _log(store: Store, last: Line) -> Iterator[bytes]:
    """Return the lines of the log of access up to the last one, checked."""
    for raw, line in following(store.raw_notes(), f"{store.archive}（查阅日志）"):
        yield raw
        if line.hash == last.hash:
            return
    raise DamagedArchive(f"{store.archive}（查阅日志）", "末尾的行不见了", last.no)


class _Packer:
    """Writes members, and notes what the manifest says of each."""

    def __init__(self, zipped: ZipFile, at: str) -> None:
        self._zipped = zipped
        # Not the present moment: an archive that did not change gives the same backup.
        year, month, day, hour, minute, second = (int(part) for part in re.findall(r"\d+", at)[:6])
        self._moment = (year, month, day, hour, minute, second)
        self._entries: list[tuple[str, int, str]] = []

    def add(self, name: str, chunks: Iterable[bytes], method: int) -> None:
        """Write a member, piece by piece."""
        from zipfile import ZipInfo

        info = ZipInfo(name, self._moment)
        info.compress_type, info.create_system, info.external_attr = method, _UNIX, 0o600 << 16
        size, digest = 0, sha256()
        with self._zipped.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._entries.append((name, size, digest.hexdigest()))

    def add_manifest(self, archive: str, anchor: str) -> None:
        """Write what proves the others whole."""
        head = {"format": _FORMAT, "archive": archive, "anchor": anchor}
        lines = (json.dumps(line).encode() + b"\n" for line in [head, *self._entries])
        self.add(_MANIFEST, lines, _DEFLATED)


class _Unpacker:
    """Writes the members of a backup into a folder, each checked; trusts nothing it reads."""

    def __init__(self, path: Path, zipped: ZipFile, folder: Path) -> None:
        self._path = path
        self._zipped = zipped
        self._folder = folder
        self._members: dict[str, ZipInfo] = {}

    def unpack(self) -> str:
        """Write everything, and return the anchor."""
        size = self._path.stat().st_size
        for info in self._zipped.infolist():
            name = info.filename
            if name not in {*_NAMES, ACCESS} and not _DOCUMENT.fullmatch(name):
                raise _Wrong(f"里面有不属于备份的文件 {name!r}")
            if name in self._members:
                raise _Wrong(f"{name} 出现了两次")
            if info.flag_bits & _ENCRYPTED or info.compress_type not in (_STORED, _DEFLATED):
                raise _Wrong(f"{name} 加了密，或用了不认识的压缩方法")
            if not 0 <= info.header_offset < size:
                raise _Wrong(f"{name} 的位置不在文件里")
            self._members[name] = info
        if missing := _NAMES - self._members.keys():
            raise _Wrong(f"缺少 {'、'.join(sorted(missing))}")
        anchor, digests = self._listed(self._members.pop(_MANIFEST))
        for name, digest in digests.items():
            if self._write(self._members[name]) != digest:
                raise _Wrong(f"{name} 与清单不符，被改动过")
        return anchor

    def _listed(self, manifest: ZipInfo) -> tuple[str, dict[str, str]]:
        """Return the anchor and each member's SHA-256; all of them are there, and room for them.

        What the zip says of sizes counts only once the manifest, read to its checksum, agrees.
        """
        digests: dict[str, str] = {}
        needed = 0
        with self._reading(manifest) as lines:
            anchor = _anchor(lines.readline(_LONGEST))
            while line := lines.readline(_LONGEST):
                name, size, digest = _entry(line)
                if name not in self._members or name in digests:
                    raise _Wrong(f"缺少 {name}")
                if self._members[name].file_size != size:
                    raise _Wrong(f"{name} 与清单不符，被改动过")
                digests[name] = digest
                needed += size
        if unlisted := self._members.keys() - digests.keys():
            raise _Wrong(f"{min(unlisted)} 不在清单里")
        if needed > shutil.disk_usage(self._folder).free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return anchor, digests

    def _write(self, info: ZipInfo) -> str:
        """Write a member durably, and return its SHA-256."""
        path = self._folder / info.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = sha256()
        with path.open("xb") as file:
            for block in self._blocks(info):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest()

    def _blocks(self, info: ZipInfo) -> Iterator[bytes]:
        with self._reading(info) as member:
            while block := member.read(_BLOCK):
                yield block

    @contextlib.contextmanager
    def _reading(self, info: ZipInfo) -> Iterator[IO[bytes]]:
        """Open a member; a disk that refuses is told of the backup, not of the new archive."""
        try:
            with self._zipped.open(info) as member:
                yield member
        except OSError as problem:
            raise unreadable(self._path, problem) from None


class _Wrong(Exception):
    """What is wrong with a backup."""


def _anchor(line: bytes) -> str:
    """Return the anchor in a manifest's first line."""
    head = json.loads(line)
    if head["format"] != _FORMAT:
        raise _Wrong("清单不是本程序的格式，或格式比本程序新")
    return str(head["anchor"])


def _entry(line: bytes) -> tuple[str, int, str]:
    name, size, digest = json.loads(line)
    return str(name), int(size), str(digest)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """Open a backup; whatever is wrong with it becomes one clear error."""
    from zipfile import BadZipFile, ZipFile

    try:
        try:
            zipped = ZipFile(path)
        except OSError as problem:
            raise unreadable(path, problem) from None
        with zipped:
            yield zipped
    except _Wrong as wrong:
        raise UnreadableInput(str(path), f"{wrong}，没有恢复。") from None
    except (BadZipFile, EOFError, zlib.error, NotImplementedError):
        raise UnreadableInput(
            str(path), "不是完整的备份，可能没有写完或已损坏，没有恢复。"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableInput(str(path), "备份的清单读不出来，没有恢复。") from None


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to be filled; it gets its name at the end of the block, or disappears.

    Raises:
        ArchiveExists: if there is something in the folder, or under its name.
        MissingFile: if there is no folder around it.
        NotPermitted: if the system refuses, or the disk is full.
    """
    folder = folder.absolute()
    aside = folder.with_name(f".csdforms-{os.urandom(8).hex()}.tmp")
    try:
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            raise ArchiveExists(folder)
        aside.mkdir(mode=0o700)
        try:
            yield aside
            for inner in (*aside.rglob("*/"), aside):
                DISK.sync_folder(inner)
            if folder.is_dir():
                folder.rmdir()  # not every system puts a folder in another's place
            aside.rename(folder)
            DISK.sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except CsdformsError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(folder.parent, "文件夹") from None
    except OSError as problem:
        raise refusal(folder, problem) from None
