"""The few file operations on which the archive's promises rest, in one place.

Whatever the journal asks of the system goes through a :class:`Disk`, so that tests can put one
that fails, or loses its power, in its place.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from io import FileIO
from pathlib import Path

from csdforms.errors import NotPermitted

__all__ = ["DISK", "Disk", "refusal", "unreadable"]

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过这个磁盘允许的大小",
    errno.ENOENT: "文件夹或文件不见了",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限，或文件正被别的程序占用",
    errno.EPERM: "没有权限，或文件正被别的程序占用",
    errno.EIO: "磁盘读写出错，请检查磁盘或网络",
    errno.EINVAL: "这种磁盘不支持可靠写入，请换到本机磁盘",
    errno.ENOTSUP: "这种磁盘不支持可靠写入，请换到本机磁盘",
}


def refusal(path: Path, problem: OSError) -> NotPermitted:
    """Return the error that tells the archivist why the system refused to write."""
    return NotPermitted(
        f"写不了 {path}：{_reason(problem)}。原有内容没有改动，排除后请重做这一步。"
    )


def unreadable(path: Path, problem: OSError) -> NotPermitted:
    """Return the error that tells the archivist why the system refused to read."""
    return NotPermitted(f"读不了 {path}：{_reason(problem)}。")


def _reason(problem: OSError) -> str:
    return _REASONS.get(problem.errno or 0) or problem.strerror or "系统拒绝"


class Disk:
    """Files as the operating system keeps them; every method may raise OSError."""

    def __init__(self) -> None:
        self._seeking = threading.Lock()

    def open(self, path: Path, *, write: bool = False) -> FileIO:
        """Open a file that is there, for reading, or for reading and writing."""
        return path.open("r+b" if write else "rb", buffering=0)

    def create(self, path: Path) -> FileIO:
        """Make a file that is not there yet, for reading and writing."""
        return path.open("x+b", buffering=0)

    def read(self, file: FileIO, offset: int, size: int) -> bytes:
        """Return ``size`` bytes from ``offset``, fewer at the file's end; threads may share it."""
        if not hasattr(os, "pread"):  # Windows
            with self._seeking:
                file.seek(offset)
                return file.read(size)
        return os.pread(file.fileno(), size, offset)

    def write(self, file: FileIO, offset: int, data: bytes | bytearray) -> None:
        """Write all of ``data`` at ``offset``."""
        file.seek(offset)
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]

    def sync(self, file: FileIO) -> None:
        """Wait until the disk holds what was written."""
        getattr(os, "fdatasync", os.fsync)(file.fileno())

    def truncate(self, file: FileIO, size: int) -> None:
        """Cut a file off."""
        file.truncate(size)

    def size(self, file: FileIO) -> int:
        """Return how long a file is."""
        return os.fstat(file.fileno()).st_size

    def copy_mode(self, source: Path, target: Path) -> None:
        """Let those read a file who may read the other."""
        target.chmod(stat.S_IMODE(source.stat().st_mode))

    def stat(self, path: Path) -> os.stat_result:
        """Return a file's size and identity."""
        return path.stat()

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another's name, at one stroke."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the disk holds the names in a folder, where the system can do that."""
        try:
            number = os.open(folder, os.O_RDONLY)
        except PermissionError:  # Windows opens no folders, and keeps their names by itself
            return
        try:
            os.fsync(number)
        except OSError as problem:
            if problem.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some shares cannot either
                raise
        finally:
            os.close(number)


#: The computer's own.
DISK = Disk()
