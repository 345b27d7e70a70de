"""A fault at every operation, a full disk, and power cuts: nothing acknowledged is ever lost."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest
from archive.faulty import PAGE, FaultyDisk, PowerCut, PowerDisk
from hypothesis import given, settings
from hypothesis import strategies as st

from csdforms.archive.journal import Entry, Journal
from csdforms.archive.store import Act, Change, Line
from csdforms.errors import CsdformsError, NotPermitted

AT = "2026-03-05T14:05:09.123456+08:00"
UUID = "01234567-89ab-cdef-0123-456789abcdef"
INIT = Act("init", "zhang", AT)
ACT = Act("create", "zhang", AT, "KH-F-2026-000001-4")


def held() -> bool:
    return True


def entries(first: int, count: int, size: int = 3000) -> list[Entry]:
    return [
        (ACT, [("files", key, {"no": key, "text": "名" * (size // 3)})])
        for key in range(first, first + count)
    ]


def kept(folder: Path) -> list[int]:
    """Return what a reader finds after a crash, and make sure that a writer finds the same."""
    with Journal(folder / "journal.jsonl", lambda: False) as journal:
        journal.refresh()
        found = [json.loads(raw)[3]["document"]["no"] for _, _, raw in _lines(journal)]
        journal.recover()
        assert [json.loads(raw)[3]["document"]["no"] for _, _, raw in _lines(journal)] == found
        journal.append(entries(999, 1))
    with Journal(folder / "journal.jsonl", lambda: True) as journal:
        journal.refresh()
        again = [json.loads(raw)[3]["document"]["no"] for _, _, raw in _lines(journal)]
    assert again == [*found, 999]
    return found


def _lines(journal: Journal) -> Iterator[tuple[Line, int, bytes]]:
    return (found for found in journal.scan() if found[0].act == "create")


def faults(
    folder: Path, act: Callable[[Journal], object], disk: FaultyDisk, *, cut: int = 0
) -> Iterator[tuple[bool, bool]]:
    """Do something again and again from the same state, with a fault at every n-th operation.

    Gives each time whether it was acknowledged, and whether the fault came.
    """
    original = folder / "original"
    original.mkdir()
    with Journal.create(original / "journal.jsonl", UUID, INIT, held) as journal:
        journal.append(entries(1, 2))
    os.truncate(journal.path, journal.path.stat().st_size - cut)
    for fail_at in range(1, 200):
        work = folder / "work"
        shutil.copytree(original, work)
        acknowledged, said = False, ""
        disk.arm(fail_at)
        try:
            with Journal(work / "journal.jsonl", held, disk=disk) as journal:
                act(journal)
                acknowledged = True
        except CsdformsError as problem:
            said = str(problem)
        assert acknowledged or str(work / "journal.jsonl") in said
        yield acknowledged, disk.failed
        shutil.rmtree(work)
        if not disk.failed:
            return
    raise AssertionError("it never ends")


@pytest.mark.parametrize("dead", [False, True])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_a_fault_at_every_operation_of_a_commit(tmp_path: Path, number: int, dead: bool) -> None:
    disk = FaultyDisk(error=lambda: OSError(number, "faulty"), dead=dead)
    failures = 0
    for acknowledged, failed in faults(tmp_path, lambda j: j.append(entries(3, 3)), disk):
        found = kept(tmp_path / "work")
        assert found in ([1, 2], [1, 2, 3, 4, 5])
        assert not acknowledged or found == [1, 2, 3, 4, 5]
        if not dead and not acknowledged:
            assert found == [1, 2], "a disk that works again lets it be taken back"
        failures += failed
    assert failures > 8


@pytest.mark.parametrize("dead", [False, True])
@pytest.mark.parametrize(("cut", "expected"), [(1, [1, 2]), (100, [])])
def test_a_fault_at_every_operation_of_a_recovery(
    tmp_path: Path, dead: bool, cut: int, expected: list[int]
) -> None:
    disk = FaultyDisk(dead=dead)
    for acknowledged, failed in faults(tmp_path, Journal.recover, disk, cut=cut):
        assert acknowledged or failed
        assert kept(tmp_path / "work") == expected


@pytest.mark.parametrize("dead", [False, True])
@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_a_fault_at_every_operation_of_a_rewriting(tmp_path: Path, number: int, dead: bool) -> None:
    disk = FaultyDisk(error=lambda: OSError(number, "faulty"), dead=dead)

    def keep(_line: Line, change: Change) -> bool:
        return change.table != "acts"

    act: list[Entry] = [(Act("compact", "zhang", AT), [])]
    old = None
    for acknowledged, failed in faults(tmp_path, lambda j: j.rewrite(keep, act), disk):
        path = tmp_path / "work" / "journal.jsonl"
        old = old or (tmp_path / "original" / "journal.jsonl").read_bytes()
        data = path.read_bytes()
        assert data == old or (b'"act":"compact"' in data and data.count(b",null,") == 2)
        assert not acknowledged or data != old
        assert failed or acknowledged
        assert kept(tmp_path / "work") == [1, 2]


@pytest.mark.parametrize("dead", [False, True])
def test_a_fault_at_every_operation_of_a_creation(tmp_path: Path, dead: bool) -> None:
    for fail_at in range(1, 100):
        folder = tmp_path / str(fail_at)
        folder.mkdir()
        path = folder / "journal.jsonl"
        disk = FaultyDisk(fail_at, dead=dead)
        said = str(path)
        try:
            Journal.create(path, UUID, INIT, held, disk=disk).close()
        except CsdformsError as problem:
            assert disk.failed
            said = str(problem)
        assert str(path) in said
        if not path.exists():
            Journal.create(path, UUID, INIT, held).close()
        assert kept(folder) == []
        if not disk.failed:
            return
    raise AssertionError("it never ends")


def test_a_full_disk_keeps_the_old_state_and_then_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FaultyDisk(error=lambda: OSError(errno.ENOSPC, "No space left on device"))
    with Journal.create(tmp_path / "journal.jsonl", UUID, INIT, held, disk=disk) as journal:
        journal.append(entries(1, 2))
        data = journal.path.read_bytes()
        end = journal.end

        def full(file: FileIO, offset: int, data: bytes | bytearray) -> None:
            disk.arm(1)
            FaultyDisk.write(disk, file, offset, data)

        monkeypatch.setattr(disk, "write", full)
        for _ in range(3):
            with pytest.raises(NotPermitted, match="磁盘已满。原有内容没有改动"):
                journal.append(entries(3, 1))
            assert journal.path.read_bytes() == data
            assert journal.refresh() == end
        monkeypatch.undo()
        disk.arm(0)
        journal.append(entries(3, 1))
    assert kept(tmp_path) == [1, 2, 3]


# --- power cuts ---------------------------------------------------------------------------------


@contextlib.contextmanager
def power(disk: PowerDisk, folder: Path, data: st.DataObject) -> Iterator[None]:
    """Run the block until the power goes; at its end at the latest."""
    with killed():
        yield
    disk.cut(folder, lambda count: data.draw(st.integers(0, count - 1)))


def killed() -> contextlib.AbstractContextManager[None]:
    """Run the block until the process is killed; what it wrote stays, and is synced or not."""
    return contextlib.suppress(PowerCut)


@settings(deadline=None)
@given(st.data())
def test_a_power_cut_that_keeps_any_pages(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "journal.jsonl"
        Journal.create(path, UUID, INIT, held).close()
        disk = PowerDisk()
        # What a killed writer left without syncing it counts, yet the power may still take it.
        sure: list[int] = []
        found: list[int] = []
        for _ in range(3):
            disk.arm(data.draw(st.integers(5, 60)))
            possible = [sure, found]
            cut = data.draw(st.booleans())
            end = power(disk, folder, data) if cut else killed()
            with end, Journal(path, held, disk=disk) as journal:
                journal.recover()
                possible = [found]
                for _ in range(data.draw(st.integers(0, 4))):
                    count = data.draw(st.integers(1, 4))
                    size = data.draw(st.sampled_from([10, 1000, PAGE, 3 * PAGE]))
                    key = len(possible[-1]) + 1
                    possible.append([*possible[-1], *range(key, key + count)])
                    journal.append(entries(key, count, size))
                    del possible[0]
            found = numbers(path)
            assert found in possible
            sure = found if cut else possible[0]
        assert kept(folder) == found


def numbers(path: Path) -> list[int]:
    with Journal(path, lambda: False) as journal:
        journal.refresh()
        return [json.loads(raw)[3]["document"]["no"] for _, _, raw in _lines(journal)]


def test_what_was_refused_does_not_come_back_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.jsonl"
    Journal.create(path, UUID, INIT, held).close()
    disk = PowerDisk()

    def full(file: FileIO, offset: int, data: bytes | bytearray) -> None:
        if data == b"\n":
            raise OSError(errno.ENOSPC, "")
        PowerDisk.write(disk, file, offset, data)

    with Journal(path, held, disk=disk) as journal:
        journal.append(entries(1, 2))
        monkeypatch.setattr(disk, "write", full)
        with pytest.raises(NotPermitted):
            journal.append(entries(3, 1))
    # The power takes nothing that was written, if only it may: the longest file, the first pages.
    lengths = iter([True])
    disk.cut(tmp_path, lambda count: count - 1 if next(lengths, False) else 0)
    assert kept(tmp_path) == [1, 2]


@settings(deadline=None)
@given(st.data())
def test_a_power_cut_in_the_middle_of_a_recovery(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "journal.jsonl"
        with Journal.create(path, UUID, INIT, held) as journal:
            journal.append(entries(1, 2))
            end = journal.end.offset
            journal.append(entries(3, 2))
        size = data.draw(st.integers(end - 1, path.stat().st_size - 2))
        with path.open("r+b") as file:
            file.truncate(size)
        disk = PowerDisk(data.draw(st.integers(1, 25)))
        with power(disk, folder, data), Journal(path, held, disk=disk) as journal:
            journal.recover()
        assert kept(folder) == [1, 2]


@settings(deadline=None)
@given(st.data())
def test_a_power_cut_in_the_middle_of_a_rewriting(data: st.DataObject) -> None:
    def keep(line: Line, change: Change) -> bool:
        return (line.no, change.table) != (2, "acts")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "journal.jsonl"
        with Journal.create(path, UUID, INIT, held) as journal:
            journal.append(entries(1, 3))
        disk = PowerDisk(data.draw(st.integers(1, 60)))
        rewritten = False
        with power(disk, folder, data), Journal(path, held, disk=disk) as journal:
            journal.rewrite(keep)
            rewritten = True
            journal.append(entries(4, 1))
        assert not rewritten or b",null," in path.read_bytes()
        assert kept(folder) in ([1, 2, 3], [1, 2, 3, 4])


@settings(deadline=None)
@given(st.data())
def test_a_power_cut_in_the_middle_of_a_creation(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "journal.jsonl"
        disk = PowerDisk(data.draw(st.integers(1, 12)))
        created = False
        with power(disk, folder, data), Journal.create(path, UUID, INIT, held, disk=disk):
            created = True
        assert path.exists() or not created
        if not path.exists():
            Journal.create(path, UUID, INIT, held).close()
        assert kept(folder) == []
