"""The Word files of an archive, each kept once, under the SHA-256 of its content.

``documents/ab/ab…cdef.docx``: a file is written aside, flushed to the disk and renamed, and never
touched again, until it is destroyed by law. Its name proves its content. A sealed one is called
``.sealed``; its name proves what is stored, for which nobody needs a key.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from csdforms.archive.disk import DISK, Disk, refusal, unreadable
from csdforms.errors import DamagedArchive

__all__ = ["SEALED", "Documents", "name_of"]

#: What a sealed file begins with.
SEALED = b"csdforms-sealed 1\n"

_SUFFIXES = (".docx", ".sealed")
_NAME = re.compile(r"([0-9a-f]{64})\.(?:docx|sealed)")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_IN_THE_MAKING = 600  # seconds; no file takes that long to write


def name_of(digest: str, content: bytes) -> str:
    """Return the path of a file below the archive's documents: ``ab/ab…cdef.docx``."""
    return f"{digest[:2]}/{digest}{_SUFFIXES[content.startswith(SEALED)]}"


class Documents:
    """The files in a folder ``documents``; any number of threads and processes may add to it."""

    def __init__(self, folder: Path, *, disk: Disk = DISK) -> None:
        self._folder = folder
        self._disk = disk
        self._durable: set[Path] = set()  # folders whose own names are known to be on the disk

    def put(self, content: bytes) -> str:
        """Keep a file, once; return its digest when the disk holds it.

        Raises:
            NotPermitted: if the disk is full or refuses.
            DamagedArchive: if a file of this name is there and has other content.
        """
        digest = sha256(content).hexdigest()
        path = self._folder / name_of(digest, content)
        try:
            self._make_folders(path.parent)
            if not path.exists():
                self._write(path, content)
            self._disk.sync_folder(path.parent)
        except OSError as problem:
            raise refusal(path, problem) from None
        self.get(digest)
        return digest

    def _make_folders(self, inner: Path) -> None:
        for folder in (self._folder, inner):
            if folder not in self._durable:
                folder.mkdir(exist_ok=True)
                self._disk.sync_folder(folder.parent)
                self._durable.add(folder)

    def _write(self, path: Path, content: bytes) -> None:
        aside = path.with_name(f"{path.stem}-{os.urandom(8).hex()}.tmp")
        try:
            with self._disk.create(aside) as file:
                self._disk.write(file, 0, content)
                self._disk.sync(file)
            self._rename(aside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                self._disk.remove(aside)
            raise

    def _rename(self, aside: Path, path: Path) -> None:
        """Give a file its name. If somebody came in between, he has written the same."""
        try:
            self._disk.replace(aside, path)
        except PermissionError:  # Windows: while somebody reads the one that is there
            if not path.exists():
                raise
            self._disk.remove(aside)

    def get(self, digest: str) -> bytes:
        """Return a file's content.

        Raises:
            DamagedArchive: if there is none, or its content is not what its name says.
            NotPermitted: if the system refuses to read it.
        """
        place = self._folder.parent
        if not _DIGEST.fullmatch(digest):
            raise DamagedArchive(place, "文件的校验值应为 64 位十六进制数字")
        content = self._read(digest)
        if sha256(content).hexdigest() != digest:
            raise DamagedArchive(place, f"文件 {digest} 的内容与它的校验值不符")
        return content

    def _read(self, digest: str) -> bytes:
        for suffix in _SUFFIXES:
            path = self._folder / digest[:2] / f"{digest}{suffix}"
            try:
                with self._disk.open(path) as file:
                    return self._disk.read(file, 0, self._disk.size(file))
            except FileNotFoundError:
                continue
            except OSError as problem:
                raise unreadable(path, problem) from None
        raise DamagedArchive(self._folder.parent, f"缺少文件 {digest}")

    def remove(self, digest: str) -> None:
        """Delete a file for good; that it is not there is no error.

        Raises:
            NotPermitted: if the system refuses.
        """
        inner = self._folder / digest[:2]
        try:
            for suffix in _SUFFIXES:
                self._disk.remove(inner / f"{digest}{suffix}")
            if inner.is_dir():
                self._disk.sync_folder(inner)
        except OSError as problem:
            raise refusal(inner, problem) from None

    def leftovers(self) -> Iterator[Path]:
        """Return what writers left behind that died in the middle of a file, some time ago."""
        before = time.time() - _IN_THE_MAKING
        for folder in self._names(self._folder):
            for name in self._names(self._folder / folder):
                path = self._folder / folder / name
                if path.suffix == ".tmp" and path.stat().st_mtime < before:
                    yield path

    def __iter__(self) -> Iterator[str]:
        """Return the digests of all files in ascending order."""
        for folder in self._names(self._folder):
            for name in self._names(self._folder / folder):
                match = _NAME.fullmatch(name)
                if match and match[1].startswith(folder):
                    yield match[1]

    def _names(self, folder: Path) -> list[str]:
        try:
            return sorted(path.name for path in folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as problem:
            raise unreadable(folder, problem) from None
