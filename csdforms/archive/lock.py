"""The right to write into an archive: one thread of one process at a time has it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.archive.disk import refusal
from csdforms.errors import ArchiveLocked, NotPermitted

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["WriterLock"]

_POLL = 0.005  # seconds; a commit takes less than one millisecond


class WriterLock:
    """The lock file of an archive. It is made by the first writer; looking makes nothing.

    The file stays when the lock is free: removing it would split those who wait for it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: BaseFileLock | None = None

    @contextlib.contextmanager
    def hold(self, timeout: float) -> Iterator[None]:
        """Be the only writer until the block ends.

        Raises:
            ArchiveLocked: if another thread or process keeps the lock longer than so many seconds.
            NotPermitted: if the system refuses.
        """
        deadline = time.monotonic() + timeout
        if not self._threads.acquire(timeout=max(0.0, timeout)):
            raise ArchiveLocked(self._path.parent)
        try:
            file = self._acquire(max(0.0, deadline - time.monotonic()))
            try:
                yield
            finally:
                file.release()
        finally:
            self._threads.release()

    def _acquire(self, timeout: float) -> BaseFileLock:
        from filelock import Timeout

        if self._file is None:
            self._file = self._new()
        try:
            self._file.acquire(timeout=timeout, poll_interval=_POLL)
        except Timeout:
            raise ArchiveLocked(self._path.parent) from None
        except NotImplementedError:
            raise NotPermitted(
                f"{self._path.parent} 所在的磁盘不支持文件锁，不能写入。请把档案库移到本机磁盘。"
            ) from None
        except OSError as problem:
            raise refusal(self._path, problem) from None
        return self._file

    def _new(self) -> BaseFileLock:
        from filelock import FileLock

        return FileLock(self._path, thread_local=False)

    def held(self) -> bool:
        """Return, without waiting, whether anybody (we too) has the lock.

        In doubt somebody has: on read-only media nobody can tell.
        """
        if self._threads.locked():
            return True
        if not self._path.exists():
            return False
        lock = self._new()
        try:
            lock.acquire(timeout=0)
        except (OSError, NotImplementedError):
            return True
        lock.release()
        return False
