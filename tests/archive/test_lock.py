from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import filelock
import pytest

from csdforms.archive.lock import WriterLock
from csdforms.errors import ArchiveLocked, NotPermitted


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    return WriterLock(tmp_path / "lock")


@pytest.fixture(params=["flock", "filelock"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the lock as each kind of system offers it."""
    if request.param == "filelock":
        monkeypatch.setitem(sys.modules, "fcntl", None)


def test_looking_makes_no_file(lock: WriterLock, tmp_path: Path) -> None:
    assert not lock.held()
    assert list(tmp_path.iterdir()) == []


def test_who_has_it_keeps_all_others_out(lock: WriterLock, tmp_path: Path) -> None:
    other = WriterLock(tmp_path / "lock")
    with lock.hold(0):
        assert lock.held()
        assert other.held()
        for each in (lock, other):
            for timeout in (0.05, 0, -1):
                with pytest.raises(ArchiveLocked) as caught, each.hold(timeout):
                    raise AssertionError
                assert caught.value.place == tmp_path
    assert not lock.held()
    assert not other.held()
    with other.hold(0):
        pass
    with lock.hold(0):
        pass


def test_it_is_let_go_after_an_error(lock: WriterLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold(0):
        raise ZeroDivisionError
    assert not lock.held()


def test_who_waits_gets_it(lock: WriterLock, tmp_path: Path) -> None:
    has_it, got_it = threading.Event(), threading.Event()

    def wait(other: WriterLock) -> None:
        has_it.wait()
        with other.hold(30):
            got_it.set()

    threads = [
        threading.Thread(target=wait, args=(each,))
        for each in (lock, WriterLock(tmp_path / "lock"))
    ]
    for thread in threads:
        thread.start()
    with lock.hold(1):
        has_it.set()
        assert not got_it.wait(0.05)
    for thread in threads:
        thread.join()
    assert got_it.is_set()


def test_it_may_be_let_go_by_another_thread(lock: WriterLock, tmp_path: Path) -> None:
    with contextlib.ExitStack() as holding:
        holding.enter_context(lock.hold(0))
        thread = threading.Thread(target=holding.close)
        thread.start()
        thread.join()
        assert not lock.held()
        with WriterLock(tmp_path / "lock").hold(0):
            pass


@pytest.mark.usefixtures("system")
def test_programs_with_filelock_are_kept_out_and_keep_us_out(
    lock: WriterLock, tmp_path: Path
) -> None:
    theirs = filelock.FileLock(tmp_path / "lock")
    with lock.hold(0), pytest.raises(filelock.Timeout):
        theirs.acquire(timeout=0)
    with theirs.acquire(timeout=0):
        assert lock.held()
        with pytest.raises(ArchiveLocked), lock.hold(0.01):
            raise AssertionError
    assert not lock.held()


def test_who_waits_asks_often(
    lock: WriterLock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with (
        WriterLock(tmp_path / "lock").hold(0),
        pytest.raises(ArchiveLocked),
        lock.hold(0.05),
    ):
        raise AssertionError
    assert len(slept) > 1
    assert set(slept) == {0.005}


def test_a_lock_file_that_was_removed_guards_nothing(
    lock: WriterLock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock
    removed: list[bool] = []

    def removing(file: int, how: int) -> None:
        if not removed:
            removed.append(True)
            (tmp_path / "lock").unlink()
        flock(file, how)

    monkeypatch.setattr(fcntl, "flock", removing)
    with lock.hold(5):
        assert (tmp_path / "lock").exists()
        assert WriterLock(tmp_path / "lock").held()


def test_a_process_that_was_forked_does_not_keep_it(
    lock: WriterLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock
    held: list[int] = []

    def watched(file: int, how: int) -> None:
        held.append(file)
        flock(file, how)

    monkeypatch.setattr(fcntl, "flock", watched)
    with contextlib.ExitStack() as copies:
        with lock.hold(0):
            copies.callback(os.close, os.dup(held[-1]))
        assert not lock.held()


def test_nobody_waits_for_less_than_nothing(lock: WriterLock, tmp_path: Path) -> None:
    asked: list[float] = []

    class Busy:
        def acquire(self, *, timeout: float) -> bool:
            asked.append(timeout)
            return False

    lock._threads = Busy()  # type: ignore[assignment]
    for timeout in (-1, 0, 2.5):
        with pytest.raises(ArchiveLocked) as caught, lock.hold(timeout):
            raise AssertionError
        assert caught.value.place == tmp_path
    assert asked == [0, 0, 2.5]


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("os.open", errno.EACCES, "没有权限"),
        ("os.open", errno.EROFS, "只读"),
        ("fcntl.flock", errno.ENOLCK, "不支持文件锁"),
    ],
)
def test_a_system_that_refuses(
    lock: WriterLock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    call: str,
    number: int,
    words: str,
) -> None:
    def refuse(*_args: Any) -> None:
        raise OSError(number, "")

    (tmp_path / "lock").touch()
    with monkeypatch.context() as patch:
        patch.setattr(call, refuse)
        with pytest.raises(NotPermitted, match=words) as caught, lock.hold(0):
            raise AssertionError
        assert str(tmp_path) in str(caught.value)
        assert lock.held()  # nobody can tell
    assert not lock.held()
