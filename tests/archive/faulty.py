"""Disks that fail: at the n-th operation, or by losing power at the n-th operation."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from csdforms.archive.disk import Disk

__all__ = ["PAGE", "FaultyDisk", "PowerCut", "PowerDisk"]

PAGE = 4096


class PowerCut(BaseException):
    """The computer is off: no code of ours runs any more."""


class FaultyDisk(Disk):
    """A disk that fails at its n-th operation, and, if it is ``dead``, at every later one.

    A write that fails has written half. ``operations`` counts; with ``fail_at`` 0 nothing fails.
    """

    def __init__(
        self,
        fail_at: int = 0,
        *,
        error: Callable[[], BaseException] = lambda: OSError(errno.EIO, "faulty"),
        dead: bool = False,
    ) -> None:
        super().__init__()
        self.fail_at = fail_at
        self.error = error
        self.dead = dead
        self.operations = 0

    def arm(self, fail_at: int) -> None:
        """Fail at this operation from now."""
        self.operations, self.fail_at = 0, fail_at

    @property
    def failed(self) -> bool:
        """Whether it came to that."""
        return 0 < self.fail_at <= self.operations

    def _fails(self) -> bool:
        self.operations += 1
        return self.operations == self.fail_at or (self.dead and self.failed)

    def _step(self) -> None:
        if self._fails():
            raise self.error()

    def open(self, path: Path, *, write: bool = False) -> FileIO:
        self._step()
        return super().open(path, write=write)

    def create(self, path: Path) -> FileIO:
        self._step()
        return super().create(path)

    def read(self, file: FileIO, offset: int, size: int) -> bytes:
        self._step()
        return super().read(file, offset, size)

    def write(self, file: FileIO, offset: int, data: bytes | bytearray) -> None:
        if self._fails():
            if self.operations == self.fail_at:
                super().write(file, offset, data[: len(data) // 2])
            raise self.error()
        super().write(file, offset, data)

    def sync(self, file: FileIO) -> None:
        self._step()

    def truncate(self, file: FileIO, size: int) -> None:
        self._step()
        super().truncate(file, size)

    def size(self, file: FileIO) -> int:
        self._step()
        return super().size(file)

    def stat(self, path: Path) -> os.stat_result:
        self._step()
        return super().stat(path)

    def copy_mode(self, source: Path, target: Path) -> None:
        self._step()
        super().copy_mode(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self._step()


class PowerDisk(FaultyDisk):
    """A disk that loses its power at the n-th operation.

    It remembers what it was asked to sync. After :class:`PowerCut` call :meth:`cut`, which leaves
    of everything unsynced what ``choose(n)`` (0 … n-1) says: of each page any state that it had
    since the last sync, any length that the file had, and names old or new.
    """

    def __init__(self, fail_at: int = 0) -> None:
        super().__init__(fail_at, error=PowerCut, dead=True)
        self._states: dict[int, list[bytes]] = {}  # of each file since its last sync
        self._names: list[tuple[Path, Path | None, bytes | None]] = []  # not yet synced

    def _contents(self, file: FileIO) -> bytes:
        return Disk.read(self, file, 0, Disk.size(self, file))

    def _note(self, file: FileIO) -> None:
        self._states[os.fstat(file.fileno()).st_ino].append(self._contents(file))

    def open(self, path: Path, *, write: bool = False) -> FileIO:
        file = super().open(path, write=write)
        self._states.setdefault(os.fstat(file.fileno()).st_ino, [self._contents(file)])
        return file

    def create(self, path: Path) -> FileIO:
        file = super().create(path)
        self._states[os.fstat(file.fileno()).st_ino] = [b""]
        self._names.append((path, None, None))
        return file

    def write(self, file: FileIO, offset: int, data: bytes | bytearray) -> None:
        try:
            super().write(file, offset, data)
        finally:
            self._note(file)

    def truncate(self, file: FileIO, size: int) -> None:
        super().truncate(file, size)
        self._note(file)

    def sync(self, file: FileIO) -> None:
        super().sync(file)
        self._states[os.fstat(file.fileno()).st_ino] = [self._contents(file)]

    def replace(self, source: Path, target: Path) -> None:
        old = target.read_bytes() if target.exists() else None
        super().replace(source, target)
        self._names.append((target, source, old))

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._names.clear()

    def cut(self, folder: Path, choose: Callable[[int], int]) -> None:
        """Leave on the disk what the power cut leaves."""
        for path in folder.iterdir():
            states = self._states.get(path.stat().st_ino)
            if states is not None:
                path.write_bytes(_mixed(states, choose))
        for path, source, old in reversed(self._names):
            if not path.exists() or choose(2):
                continue
            if source is not None:
                path.replace(source)
            else:
                path.unlink()
            if old is not None:
                path.write_bytes(old)
        self._states.clear()
        self._names.clear()


def _mixed(states: list[bytes], choose: Callable[[int], int]) -> bytes:
    """Return a file each of whose pages is as in any of these states."""
    lengths = {len(state) for state in states}
    lengths.update(range(-(-min(lengths) // PAGE) * PAGE, max(lengths), PAGE))
    length = sorted(lengths)[choose(len(lengths))]
    pages = []
    for start in range(0, length, PAGE):
        versions = list(dict.fromkeys(state[start : start + PAGE] for state in states))
        pages.append(versions[choose(len(versions))].ljust(PAGE, b"\0"))
    return b"".join(pages)[:length]
