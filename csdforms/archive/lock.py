"""The right to write into an archive: one thread of one process at a time has it.

It is the lock of the package filelock, and keeps programs out that use that on the same file. Where
the system has ``flock``, this calls it directly: the package costs a look-up, which notes itself in
the log, more to import than everything else.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from csdforms.archive.disk import refusal
from csdforms.errors import ArchiveLocked, NotPermitted

__all__ = ["WriterLock"]

_POLL = 0.005  # seconds; a commit takes less than one millisecond
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK}
#: No file behind a link is ours, and none makes us wait for its owner.
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class WriterLock:
    """The lock file of an archive. It is made by the first writer; looking makes nothing.

    The file stays when the lock is free: removing it would split those who wait for it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

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
            file = self._acquire(deadline)
            try:
                yield
            finally:
                _release(file)
        finally:
            self._threads.release()

    def _acquire(self, deadline: float) -> int:
        while True:
            try:
                file = self._locked(_FLAGS | os.O_CREAT)
            except OSError as problem:
                if problem.errno in _NO_LOCKS:
                    raise NotPermitted(
                        f"{self._path.parent} 所在的磁盘不支持文件锁，不能写入。"
                        "请把档案库移到本机磁盘。"
                    ) from None
                raise refusal(self._path, problem) from None
            if file is not None:
                return file
            if time.monotonic() >= deadline:
                raise ArchiveLocked(self._path.parent)
            time.sleep(_POLL)

    def _locked(self, flags: int) -> int | None:
        """Return the lock file, open and locked, or None while somebody else has it."""
        file = os.open(self._path, flags, 0o666)
        try:
            # A file that was removed in between guards nothing.
            if _try_lock(file) and os.fstat(file).st_nlink:
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)
        return None

    def held(self) -> bool:
        """Return, without waiting, whether anybody (we too) has the lock.

        In doubt somebody has: on read-only media nobody can tell.
        """
        if self._threads.locked():
            return True
        try:
            file = self._locked(_FLAGS)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        if file is None:
            return True
        _release(file)
        return False


def _try_lock(file: int) -> bool:
    """Take the lock on an open file, if nobody has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        from filelock import lock_descriptor

        return lock_descriptor(file, blocking=False)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in _BUSY:
            return False
        raise
    return True


def _release(file: int) -> None:
    """Let go of a lock; closing alone would leave it to a process that was forked meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows
        from filelock import unlock_descriptor

        unlock_descriptor(file)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
    os.close(file)
