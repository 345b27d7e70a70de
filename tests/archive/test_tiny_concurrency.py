"""Several processes and threads on one archive: nothing lost, one chain, nobody waits to read."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.store_contract import ARCHIVE, CARD, INIT, act, put

from csdforms.archive.disk import Disk
from csdforms.archive.tiny import TinyStore
from csdforms.errors import ArchiveLocked, DamagedArchive, NotPermitted

WRITER = """
import sys
from pathlib import Path
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore

folder, me, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with TinyStore.open(folder, actor=me) as store:
    notes = store.database.table("notes")
    for n in range(times):
        with store.writing(timeout=60) as work:
            counter = work.get("counters", 1) or {"serial": 0}
            work.put("counters", 1, {"serial": counter["serial"] + 1})
            work.put("counters", 2, {"serial": counter["serial"] + 1})
            work.record(Act("count", me, "2026-03-05T14:05:09.123456+08:00"))
        notes.insert({"by": me, "n": n})
        notes.insert_multiple([{"by": me, "n": n, "more": m} for m in range(2)])
        print(n, flush=True)
"""
HOLDER = """
import sys, time
from pathlib import Path
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore

store = TinyStore.open(Path(sys.argv[1]))
with store.writing() as work:
    work.put("files", 1, {"name": "lost"})
    work.record(Act("create", "lost", "2026-03-05T14:05:09.123456+08:00"))
    print("inside", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    with TinyStore.create(folder, ARCHIVE, INIT, actor="zhang") as store:
        yield store


def start(code: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def together(*works: Callable[[], None]) -> None:
    """Run these in threads; raise what one of them raises."""
    problems: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001 - a thread's errors are nobody's
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def require_whole(store: TinyStore, writers: int, times: int) -> None:
    """Everything that so many writers wrote is there, once."""
    assert store.get("counters", 1) == {"serial": writers * times}
    notes = store.database.table("notes").all()
    assert [note.doc_id for note in notes] == list(range(1, 3 * writers * times + 1))
    written = sorted((note["by"], note["n"], note.get("more", -1)) for note in notes)
    assert written == sorted(
        (str(me), n, more) for me in range(writers) for n in range(times) for more in (-1, 0, 1)
    )
    numbers = [line.no for line in store.lines()]  # the chain is checked on the way
    assert numbers == list(range(1, 3 * writers * times + 2))


@pytest.mark.parametrize(("writers", "times"), [(2, 40), (8, 6)])
def test_z02_processes_lose_nothing(
    store: TinyStore, folder: Path, writers: int, times: int
) -> None:
    running = [start(WRITER, folder, me, times) for me in range(writers)]
    while any(process.poll() is None for process in running):
        with store.writing(timeout=60) as work:  # and we are in their way
            work.last_key("notes")
        one, two = (store.get("counters", key) for key in (1, 2))
        assert (one or {"serial": 0})["serial"] <= (two or {"serial": 0})["serial"]
    for process in running:
        process.communicate()
    assert [process.returncode for process in running] == [0] * writers
    require_whole(store, writers, times)
    store.close()
    (folder / "index.sqlite").unlink()
    with TinyStore.open(folder) as again:
        require_whole(again, writers, times)


def test_threads_lose_nothing(store: TinyStore, folder: Path) -> None:
    def write(me: int) -> None:
        shared = store if me % 2 else TinyStore.open(folder)
        notes = shared.database.table("notes")
        for n in range(10):
            with shared.writing(timeout=60) as work:
                counter = work.get("counters", 1) or {"serial": 0}
                work.put("counters", 1, {"serial": counter["serial"] + 1})
                work.record(act("count"))
            notes.insert({"by": str(me), "n": n})
            notes.insert_multiple({"by": str(me), "n": n, "more": m} for m in range(2))
        if shared is not store:
            shared.close()

    together(*(lambda me=me: write(me) for me in range(4)))
    require_whole(store, 4, 10)


def test_readers_see_whole_commits_while_others_write_and_compact(
    store: TinyStore, folder: Path
) -> None:
    over = threading.Event()

    def write() -> None:
        try:
            for n in range(1, 60):
                with store.writing() as work:
                    work.put("files", 1, CARD | {"versions": n})
                    work.put("profiles", n, {"file": CARD["number"], "version": n})
                    work.record(act("revise", CARD["number"]))
                if n % 20 == 0:
                    store.compact()
        finally:
            over.set()

    def read() -> None:
        with TinyStore.open(folder) as other:
            last = 0
            while not over.is_set() or not last:
                profiles = other.find("profiles", "file", CARD["number"])
                card = other.get("files", 1)
                again = other.count("profiles")
                version = card["versions"] if card else 0
                assert last <= len(profiles) <= version <= again
                assert profiles == list(range(1, len(profiles) + 1))
                numbers = [line.no for line in other.lines()]
                assert numbers == list(range(1, len(numbers) + 1))
                assert version < len(numbers) <= other.last().no
                last = version

    together(write, read, read)
    assert store.count("profiles") == 59


def test_a_writer_that_waits_too_long_is_told(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    with TinyStore.open(folder) as other, store.writing():
        notes = other.database.table("notes")
        assert other.get("files", 1) == CARD  # reading waits for nobody
        with pytest.raises(ArchiveLocked), other.writing(timeout=0):
            raise AssertionError
        with pytest.raises(ArchiveLocked):
            other.compact(timeout=0)
        with pytest.raises(ArchiveLocked):
            together(lambda: store.compact(timeout=0))
        assert len(notes) == 0
    assert store.last().no == 2


def test_a_writer_killed_inside_leaves_nothing_behind(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    with start(HOLDER, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "inside\n"
        with pytest.raises(ArchiveLocked), store.writing(timeout=0.05):
            raise AssertionError
        holder.kill()
    assert store.get("files", 1) == CARD
    put(store, "files", 2, CARD)
    assert [line.act for line in store.lines()] == ["init", "create", "create"]


def test_what_a_killed_writer_was_told_is_kept(store: TinyStore, folder: Path) -> None:
    told: dict[str, int] = {}
    for key in range(1, 4):
        me = str(key)
        with start(WRITER, folder, me, 100_000) as writer:
            assert writer.stdout is not None
            for _ in range(7):
                writer.stdout.readline()
            writer.kill()
            told[me] = 7 + len(writer.stdout.readlines())
        put(store, "files", key, CARD)
    counter = store.get("counters", 1)
    assert counter is not None
    assert sum(told.values()) <= counter["serial"] <= sum(told.values()) + 3
    notes = [(note["by"], note["n"]) for note in store.database.table("notes")]
    for me, count in told.items():
        assert {(me, n) for n in range(count)} <= set(notes)
        assert [n for by, n in notes if by == me].count(0) == 3
    assert len(list(store.lines())) == store.last().no


# --- media that cannot be written


class ReadOnly(Disk):
    def open(self, path: Path, *, write: bool = False) -> Any:
        if write:
            raise PermissionError(30, "")
        return super().open(path)


def test_looking_up_works_where_nothing_can_be_written(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    store.close()
    (folder / "index.sqlite").unlink(missing_ok=True)
    (folder / "index.sqlite").mkdir()  # so that nobody can write one, not even root
    before = sorted(path.name for path in folder.rglob("*"))
    with TinyStore.open(folder, disk=ReadOnly()) as other:
        assert other.get("files", 1) == CARD
        assert other.find("files", "uscc", CARD["uscc"]) == [1]
        assert other.find_text("files", "星河", 5) == [1]
        assert [line.no for line in other.history(CARD["number"])] == [2]
        with pytest.raises(NotPermitted, match="只读"):
            put(other, "files", 2, CARD)
        assert other.count("files") == 1
    assert sorted(path.name for path in folder.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may everything")
def test_looking_up_works_in_a_folder_that_is_read_only(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    store.close()
    folder.chmod(0o555)
    try:
        with TinyStore.open(folder) as other:
            assert other.get("files", 1) == CARD
            assert other.find_text("files", "星河", 5) == [1]
    finally:
        folder.chmod(0o755)


def test_nothing_is_written_into_a_damaged_archive(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b"this is no line\n")
    before = journal.read_bytes()
    for opened in (store, TinyStore.open(folder)):
        with opened, pytest.raises(DamagedArchive), opened.writing():
            raise AssertionError
    assert journal.read_bytes() == before
