from __future__ import annotations

import contextlib
import errno
import threading
from pathlib import Path
from typing import Any

import filelock
import pytest

from csdforms.archive.lock import WriterLock
from csdforms.errors import ArchiveLocked, NotPermitted


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    return WriterLock(tmp_path / "lock")


def refuse(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def acquire(*_args: Any, **_options: Any) -> None:
        raise problem

    monkeypatch.setattr(filelock.FileLock, "acquire", acquire)


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


def test_who_waits_asks_often_and_who_looks_asks_once(
    lock: WriterLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, float]] = []
    acquire = filelock.FileLock.acquire

    def watched(self: filelock.FileLock, **options: Any) -> Any:
        asked.append(options)
        return acquire(self, **options)

    monkeypatch.setattr(filelock.FileLock, "acquire", watched)
    with lock.hold(0):
        pass
    assert not lock.held()
    assert asked == [{"timeout": 0, "poll_interval": 0.005}, {"timeout": 0}]


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
    ("problem", "words"),
    [
        (PermissionError(errno.EACCES, ""), "没有权限"),
        (OSError(errno.EROFS, ""), "只读"),
        (NotImplementedError("flock"), "不支持文件锁"),
    ],
)
def test_a_system_that_refuses(
    lock: WriterLock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    words: str,
) -> None:
    (tmp_path / "lock").touch()
    refuse(monkeypatch, problem)
    with pytest.raises(NotPermitted, match=words) as caught, lock.hold(0):
        raise AssertionError
    assert str(tmp_path) in str(caught.value)
    assert lock.held()  # nobody can tell
