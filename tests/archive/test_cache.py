from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from csdforms.archive import cache as module
from csdforms.archive.cache import Cache, transaction
from csdforms.errors import NotPermitted

Opening: TypeAlias = Callable[..., Cache]
Work: TypeAlias = Callable[[sqlite3.Connection], Any]


def is_ours(database: sqlite3.Connection) -> bool:
    return bool(database.execute("PRAGMA user_version").fetchone() == (7,))


def make(database: sqlite3.Connection) -> None:
    database.execute("DROP TABLE IF EXISTS foreign_table")
    database.execute("CREATE TABLE number(value INTEGER)")
    database.execute("PRAGMA user_version = 7")


def put(*values: int) -> Work:
    def work(database: sqlite3.Connection) -> Any:
        with transaction(database):
            database.executemany("INSERT INTO number VALUES (?)", ((value,) for value in values))

    return work


def numbers(database: sqlite3.Connection) -> list[int]:
    return [value for (value,) in database.execute("SELECT value FROM number ORDER BY value")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "索引 #1%.sqlite"


@pytest.fixture
def opened(path: Path) -> Iterator[Opening]:
    """A way to open caches that are closed at the end; a lost one gets the number 99."""
    caches: list[Cache] = []

    def opening(**options: Any) -> Cache:
        cache = Cache(path, is_ours, make, lambda: cache.do(put(99)), **options)
        caches.append(cache)
        return cache

    yield opening
    for cache in caches:
        cache.close()


def test_a_cache_is_made_when_it_is_needed_and_kept(opened: Opening, path: Path) -> None:
    cache = opened()
    assert not path.exists()
    cache.do(put(1))
    assert path.exists()
    assert opened().do(numbers) == [1]
    cache.close()
    cache.close()
    cache.do(put(2))
    assert opened().do(numbers) == [1, 2]
    assert not cache.in_memory


@pytest.mark.skipif(sys.platform == "win32", reason="it has no groups of users")
@pytest.mark.parametrize("mask", [0o007, 0o022])
def test_a_group_that_may_write_beside_it_may_write_it(
    opened: Opening, path: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        cache = opened()
        cache.do(put(1))
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
        log = path.with_name(f"{path.name}-wal")
        assert stat.S_IMODE(log.stat().st_mode) == 0o666 & ~mask
    finally:
        os.umask(before)


def test_of_a_failed_transaction_nothing_is_left(opened: Opening) -> None:
    cache = opened()

    def failing(database: sqlite3.Connection) -> Work:
        with transaction(database):
            database.execute("INSERT INTO number VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.do(failing)
    assert cache.do(numbers) == []
    assert not cache.in_memory


def test_another_program_s_file_is_made_ours(opened: Opening, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE foreign_table(x)")
    assert opened().do(numbers) == []


def test_what_another_process_makes_first_is_not_made_again(path: Path) -> None:
    answers = iter([False, True])

    def refuse(*_: object) -> None:
        pytest.fail("nothing is to be done")

    cache = Cache(path, lambda _: next(answers), refuse, refuse)
    assert cache.do(lambda _: "used") == "used"
    cache.close()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 99])
def test_what_is_no_database_is_thrown_away(opened: Opening, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    cache = opened()
    cache.do(put(1))
    assert not cache.in_memory
    assert opened().do(numbers) == [1]


def test_what_cannot_be_thrown_away_is_left(
    opened: Opening, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"no database at all" * 100)
    monkeypatch.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(PermissionError))
    cache = opened()
    cache.do(put(1))
    assert cache.do(numbers) == [1]
    assert cache.in_memory


def test_a_damaged_page_is_noticed_in_use_and_all_is_filled_again(
    opened: Opening, path: Path
) -> None:
    cache = opened()
    cache.do(put(*range(10_000)))
    cache.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    assert cache.do(numbers) == [99]
    assert not cache.in_memory
    assert opened().do(numbers) == [99]


def failing(times: int, problem: sqlite3.Error) -> Work:
    left = iter(range(times))

    def work(database: sqlite3.Connection) -> Any:
        if next(left, None) is not None:
            raise problem
        return numbers(database)

    return work


def test_a_file_that_is_damaged_twice_is_left_for_memory(opened: Opening) -> None:
    cache = opened()
    cache.do(put(1))
    assert cache.do(failing(2, sqlite3.DatabaseError())) == [99]
    assert cache.in_memory


def test_what_fails_in_memory_too_is_an_error_at_last(opened: Opening) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        opened().do(failing(3, sqlite3.DatabaseError()))


def test_a_file_that_refuses_goes_on_in_memory_with_what_it_had(opened: Opening) -> None:
    cache = opened()
    cache.do(put(1))
    assert cache.do(failing(1, sqlite3.OperationalError("disk is full"))) == [1, 99]
    assert cache.in_memory
    assert opened().do(numbers) == [1]
    assert cache.do(failing(1, sqlite3.OperationalError("no such table"))) == [99]


def test_a_file_that_cannot_be_copied_is_begun_anew(opened: Opening) -> None:
    cache = opened()

    def work(database: sqlite3.Connection) -> Any:
        if not cache.in_memory:
            database.close()  # so that nothing can be read from it either
            raise sqlite3.OperationalError
        return numbers(database)

    assert cache.do(work) == [99]


def test_a_locked_file_is_not_waited_for_long(
    opened: Opening, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    opened().do(put(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        cache = opened()
        assert cache.do(numbers) == [1]  # readers do not wait
        cache.do(put(2))
        assert cache.do(numbers) == [1, 2, 99]
        assert cache.in_memory
        other.execute("ROLLBACK")
    assert opened().do(numbers) == [1]


def test_a_folder_that_is_not_there_is_no_obstacle(opened: Opening, path: Path) -> None:
    shutil.rmtree(path.parent)
    cache = opened()
    cache.do(put(1))
    assert cache.do(numbers) == [1]
    assert cache.in_memory


def test_without_a_write_ahead_log_it_lives_in_memory(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_value", lambda *_: "delete")
    cache = opened()
    cache.do(put(1))
    assert cache.do(numbers) == [1]
    assert cache.in_memory


def test_a_file_that_is_not_to_be_written_is_copied(opened: Opening, path: Path) -> None:
    opened().do(put(1))
    before = path.read_bytes()
    cache = opened(writable=False)
    assert cache.do(numbers) == [1]
    assert not cache.in_memory
    cache.do(put(2))
    assert cache.do(numbers) == [1, 2, 99]
    assert cache.in_memory
    assert path.read_bytes() == before


def test_what_is_not_to_be_written_is_not_made_either(opened: Opening, path: Path) -> None:
    cache = opened(writable=False)
    assert cache.do(numbers) == []
    assert not path.exists()
    path.write_bytes(b"no database at all" * 100)
    assert opened(writable=False).do(numbers) == []
    assert path.read_bytes() == b"no database at all" * 100


def test_a_file_on_read_only_media_is_read_if_nobody_writes_it(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = opened()
    cache.do(put(1))
    monkeypatch.setattr(Cache, "_connected", lambda _: (_ for _ in ()).throw(_refused()))
    assert opened().do(numbers) == []  # its log is open: half of it might be missing
    cache.close()
    copied = opened()
    assert copied.do(numbers) == [1]
    assert copied.in_memory


def _refused() -> sqlite3.OperationalError:
    return sqlite3.OperationalError("unable to open database file")


def test_threads_share_a_cache(opened: Opening) -> None:
    cache = opened()
    barrier = threading.Barrier(8)

    def work(value: int) -> Any:
        barrier.wait()
        cache.do(put(value))
        return value in cache.do(numbers)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))
    assert cache.do(numbers) == list(range(8))


def test_two_caches_of_one_file_see_what_the_other_adds(opened: Opening) -> None:
    one, other = opened(), opened()
    one.do(put(1))
    assert other.do(numbers) == [1]
    other.do(put(2))
    assert one.do(numbers) == [1, 2]


def test_a_file_is_discarded_with_all_beside_it(
    opened: Opening, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = opened()
    cache.do(put(1))
    assert {one.name for one in path.parent.iterdir()} > {path.name}
    cache.discard()
    assert list(path.parent.iterdir()) == []
    assert cache.do(numbers) == []

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(NotPermitted, match="写不了"):
            cache.discard()
