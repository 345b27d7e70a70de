"""The log of access in a folder: durable, chained, and never in a reader's way."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive.faulty import FaultyDisk, PowerCut, PowerDisk
from archive.paper import UUID, Paper
from archive.store_contract import ARCHIVE, AT, CARD, INIT, act, put

from csdforms.archive import access_log
from csdforms.archive.access_log import AccessLog, act_of
from csdforms.archive.line import NO_HASH, blanked
from csdforms.archive.lock import WriterLock
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import verify
from csdforms.errors import ArchiveLocked, DamagedArchive, NotPermitted, UnreadableInput

NOTER = """
import sys
from pathlib import Path
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore

folder, me, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with TinyStore.open(folder) as store:
    for n in range(times):
        act = Act("show", me, "2026-03-05T14:05:09.123456+08:00", detail={"n": n})
        print(store.note(act, timeout=60), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    with TinyStore.create(folder, ARCHIVE, INIT) as store:
        yield store


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive from before there was a log."""
    return Paper(tmp_path / "old").save()


def numbers(store: TinyStore) -> list[int]:
    return [line.no for line, _ in store.notes()]


# Nothing is handed out that is not noted


def test_l01_no_note_counts_that_the_disk_did_not_take(folder: Path) -> None:
    disk = FaultyDisk(error=lambda: OSError(errno.ENOSPC, "full"))
    with TinyStore.create(folder, ARCHIVE, INIT, disk=disk) as store:
        kept = 1
        for step in range(1, 100):
            disk.arm(step)
            try:
                store.note(act("show"))
            except NotPermitted as refusal:
                assert "磁盘已满" in str(refusal)  # noqa: PT017 - the last one succeeds
            else:
                break
            disk.arm(0)
            assert len(numbers(store)) == kept
            store.note(act("show"))  # what is broken now and then works again
            kept += 1
        assert 3 < step < 30
        disk.arm(0)
        assert numbers(store) == list(range(1, kept + 2))
    assert verify(folder).problems == ()


def test_l01_no_note_without_its_lock(store: TinyStore, folder: Path) -> None:
    with (
        WriterLock(folder / "access.lock").hold(1),
        pytest.raises(ArchiveLocked),
    ):
        store.note(act("show"), timeout=0.05)
    assert numbers(store) == [1]
    assert store.note(act("show")) == 2


def test_l01_no_note_where_nothing_can_be_written(store: TinyStore, folder: Path) -> None:
    (folder / "access.lock").mkdir()  # what is no file cannot be locked
    with pytest.raises(NotPermitted):
        store.note(act("show"))
    assert numbers(store) == [1]


def test_what_was_noted_survives_a_power_cut(tmp_path: Path) -> None:
    for step in range(1, 40):
        folder = tmp_path / str(step)
        disk = PowerDisk()
        noted = 1
        with TinyStore.create(folder, ARCHIVE, INIT, disk=disk) as store:
            store.note(act("show"))
            noted += 1
            disk.arm(step)
            try:
                for _ in range(2):
                    store.note(act("show"))
                    noted += 1
            except PowerCut:
                pass
        disk.cut(folder, (step * 7).__mod__)
        with TinyStore.open(folder) as store:
            assert numbers(store)[:noted] == list(range(1, noted + 1))
            assert len(numbers(store)) <= noted + 1  # written, and nobody was told
            store.note(act("show"))
        assert verify(folder).is_sound


# Who reads waits for nobody


def test_a_note_does_not_wait_for_who_writes(store: TinyStore, folder: Path) -> None:
    with TinyStore.open(folder) as other, store.writing() as work:
        work.put("files", 1, CARD)
        assert other.note(act("show"), timeout=0) == 2
        work.record(act())
    assert store.last().no == 2


def test_who_writes_does_not_wait_for_a_note(store: TinyStore, folder: Path) -> None:
    with WriterLock(folder / "access.lock").hold(1):
        put(store, "files", 1, CARD)
        assert numbers(store) == [1]  # and the log can be read


@pytest.mark.parametrize(("processes", "times"), [(2, 20), (8, 5)])
def test_l06_processes_note_at_once_in_one_chain(
    store: TinyStore, folder: Path, processes: int, times: int
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", NOTER, str(folder), str(me), str(times)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for me in range(processes)
    ]
    told = []
    for process in running:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        told += list(map(int, out.split()))
    notes = list(store.notes())
    assert sorted(told) == [line.no for line, _ in notes][1:]
    said = sorted((line.actor, kept["detail"]["n"]) for line, kept in notes[1:])
    assert said == sorted((str(me), n) for me in range(processes) for n in range(times))
    assert [line.prev for line, _ in notes] == [
        NO_HASH,
        *(line.hash for line, _ in notes[:-1]),
    ]
    assert verify(folder).problems == ()


# The beginning


def test_z05_an_archive_from_before_there_was_a_log(old: Path) -> None:
    with TinyStore.open(old) as store:
        assert store.last_note() is None
        assert list(store.notes()) == []
        assert list(store.raw_notes()) == []
        assert not (old / "access.jsonl").exists()  # looking makes nothing
        assert store.note(act("show", purpose="回访")) == 2
        (begun, said), (line, _) = store.notes()
        assert (begun.act, begun.actor, begun.at) == ("init", "zhang", AT)
        assert said == {"purpose": "", "reason": "", "detail": {}}
        assert line.act == "show"
    first = json.loads((old / "access.jsonl").read_bytes().splitlines()[0])[0]
    assert (first["format"], first["archive"]) == ("csdforms-access 1", UUID)
    assert verify(old).problems == ()


def test_a_log_that_somebody_else_began_meanwhile(old: Path) -> None:
    with TinyStore.open(old) as one, TinyStore.open(old) as two:
        assert one.last_note() is two.last_note() is None
        assert [one.note(act("show")), two.note(act("show"))] == [2, 3]


def test_a_log_that_was_taken_away(store: TinyStore, folder: Path) -> None:
    store.note(act("show"))
    (folder / "access.jsonl").unlink()
    with TinyStore.open(folder) as again:
        for each in (store, again):  # one of them had it open
            for attempt in (
                lambda each=each: each.note(act("show")),
                lambda each=each: list(each.notes()),
                each.last_note,
            ):
                with pytest.raises(DamagedArchive, match="查阅日志不见了"):
                    attempt()
    assert not (folder / "access.jsonl").exists()
    assert store.get("files", 1) is None  # the archive itself can be read


def test_another_archives_log(folder: Path, old: Path) -> None:
    TinyStore.create(folder, ARCHIVE, INIT).close()
    with TinyStore.open(old) as other:
        other.note(act("show"))
    (folder / "access.jsonl").write_bytes((old / "access.jsonl").read_bytes())
    with (
        TinyStore.open(folder) as again,
        pytest.raises(DamagedArchive, match="另一个档案库"),
    ):
        again.note(act("show"))


def test_a_journal_in_the_place_of_the_log(store: TinyStore, folder: Path) -> None:
    (folder / "access.jsonl").write_bytes((folder / "journal.jsonl").read_bytes())
    with TinyStore.open(folder) as again, pytest.raises(UnreadableInput):
        again.note(act("show"))
    assert store.last().no == 1


# The end


def test_a_torn_tail_is_saved_and_cut_off(store: TinyStore, folder: Path) -> None:
    store.note(act("show"))
    path = folder / "access.jsonl"
    whole = path.read_bytes()
    torn = whole.splitlines(keepends=True)[1].replace(b'"no":2', b'"no":3')[:20]
    path.write_bytes(whole + torn)
    with TinyStore.open(folder) as again:
        assert numbers(again) == [1, 2]
        [found] = [problem for problem in verify(folder).problems if not problem.is_error]
        assert str(found).startswith("查阅日志末尾有 20 字节的残片")
        assert again.note(act("show")) == 3
    assert (folder / f"torn-access-{len(whole)}.bin").read_bytes() == torn
    assert verify(folder).problems == ()


def test_a_note_that_lacks_nothing_but_its_newline(store: TinyStore, folder: Path) -> None:
    store.note(act("show", "KH-1"))
    path = folder / "access.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    with TinyStore.open(folder) as again:
        last = again.last_note()
        assert last is not None
        assert (last.no, last.subject) == (2, "KH-1")
        assert again.note(act("show")) == 3
        assert numbers(again) == [1, 2, 3]


def test_damage_at_the_end_lets_nobody_read_on(store: TinyStore, folder: Path) -> None:
    store.note(act("show"))
    path = folder / "access.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"zhang"', b'"wangw"'))
    with TinyStore.open(folder) as again, pytest.raises(DamagedArchive, match=r"access.jsonl.*2"):
        again.note(act("show"))


# Reading from a number on


def test_a_line_is_found_without_reading_all_before_it(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "_NEAR", 400)
    for count in range(2, 40):
        store.note(act("show", purpose="回访" * (count * 37 % 90)))
    store.note(act("show", purpose="很长" * 20_000))  # this one fills the middle of the file
    store.note(act("show"))
    for first in range(1, 43):
        assert [line.no for line, _ in store.notes(first)] == list(range(first, 42))
    log = AccessLog(folder, ARCHIVE, str)
    journal = log._looked()
    assert journal is not None
    assert journal.near(38).no > 30
    log.close()


def test_damage_in_the_middle_has_its_number(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "_NEAR", 400)
    for _ in range(30):
        store.note(act("show"))
    path = folder / "access.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for number in range(12, 20):
        lines[number - 1] = lines[number - 1].replace(b'"zhang"', b'"wangw"')
    path.write_bytes(b"".join(lines))
    with TinyStore.open(folder) as again:
        with pytest.raises(DamagedArchive) as raised:
            list(again.notes(30))
        assert raised.value.line == 12
        assert "第 12 行" in str(raised.value)


def test_a_blanked_note_says_nothing(store: TinyStore) -> None:
    store.note(act("show", purpose="回访"))
    line = store.last_note()
    assert line is not None
    raw = list(store.raw_notes())[-1]
    assert act_of(line, raw)["purpose"] == "回访"
    assert act_of(line, blanked(line, raw, lambda *_: False)) == {
        "purpose": "",
        "reason": "",
        "detail": {},
    }


def test_a_log_can_be_used_again_after_it_was_closed(folder: Path) -> None:
    begins = AccessLog.create(_made(folder), ARCHIVE, INIT)
    assert begins.startswith("1:")
    log = AccessLog(folder, ARCHIVE, lambda: begins)
    assert log.note(act("show"), 1) == 2
    log.close()
    log.close()
    assert log.note(Act("find", "li", AT), 1) == 3
    log.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
