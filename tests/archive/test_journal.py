from __future__ import annotations

import errno
import itertools
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from csdforms.archive import reading
from csdforms.archive.disk import Disk, refusal
from csdforms.archive.journal import START, Entry, Journal, Position
from csdforms.archive.line import NO_HASH, decode, document, encode, offsets
from csdforms.archive.reading import Reader
from csdforms.archive.store import Act, Change, Line
from csdforms.errors import (
    ArchiveExists,
    DamagedArchive,
    NoArchive,
    NotPermitted,
    UnreadableInput,
)

AT = "2026-03-05T14:05:09.123456+08:00"
UUID = "01234567-89ab-cdef-0123-456789abcdef"
INIT = Act("init", "zhang", AT)
ACT = Act("create", "zhang", AT, "KH-F-2026-000001-4")


def entry(key: int, name: str = "张三") -> Entry:
    return ACT, [("files", key, {"name": name})]


class Lock:
    """A lock that the test holds by saying so."""

    held = True

    def __call__(self) -> bool:
        return self.held


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal.create(path, UUID, INIT, Lock()) as journal:
        journal.refresh()
        yield journal


@pytest.fixture
def reader(journal: Journal, path: Path) -> Iterator[Reader]:
    assert journal.path == path
    with Reader(path, Lock()) as reader:
        yield reader


def names(reader: Reader) -> list[str]:
    reader.refresh()
    return [json.loads(raw)[3]["document"]["name"] for line, _, raw in reader.scan() if line.no > 1]


def set_lock(reader: Reader, *, held: bool) -> None:
    assert isinstance(reader._lock_held, Lock)
    reader._lock_held.held = held


def test_a_new_journal_has_one_line(journal: Journal, path: Path) -> None:
    [(line, offset, raw)] = journal.scan()
    assert path.read_bytes() == raw
    assert (line.no, line.act, line.prev, offset) == (1, "init", NO_HASH, 0)
    assert journal.end == Position(1, line.hash, len(raw))
    assert journal.archive == UUID
    assert json.loads(raw)[0]["format"] == "csdforms-archive 1"
    assert sorted(path.parent.iterdir()) == [path]


def test_nothing_is_overwritten(journal: Journal, path: Path) -> None:
    old = path.read_bytes()
    with pytest.raises(ArchiveExists) as caught:
        Journal.create(journal.path, UUID, INIT, Lock())
    assert caught.value.place == path.parent
    assert path.read_bytes() == old


def test_what_was_appended_is_read(journal: Journal, reader: Reader, path: Path) -> None:
    assert reader.end == START
    assert reader.grown()
    assert reader.refresh() == journal.end
    assert not reader.grown()
    [(line, places)] = journal.append([entry(1)])
    assert reader.grown()
    assert reader.refresh() == journal.end == Position(2, line.hash, path.stat().st_size)
    assert not reader.grown()
    assert not journal.grown()
    [_, (read, offset, raw)] = reader.scan()
    assert read == line
    assert [offset + place for place in offsets(line, raw)] == places
    change = line.changes[1]
    assert document(reader.read(places[1], change.size)) == {"name": "张三"}
    assert reader.line(offset, 2) == line


def test_the_given_salts_are_used(path: Path) -> None:
    salts = (f"{count:032x}" for count in itertools.count(1))
    with Journal.create(path, UUID, INIT, Lock(), salt=salts.__next__) as journal:
        journal.append([entry(1)])
        journal.rewrite(lambda _line, _change: True, [entry(2)])
    given_out = [json.loads(line)[2]["salt"] for line in path.read_bytes().splitlines()]
    assert [int(salt) for salt in given_out] == [1, 2, 4]


def test_a_commit_of_several_lines(journal: Journal, reader: Reader) -> None:
    written = journal.append([entry(key) for key in range(1, 4)])
    assert [(line.no, line.more) for line, _ in written] == [(2, True), (3, True), (4, False)]
    reader.refresh()
    assert [line for line, _, _ in reader.scan()][1:] == [line for line, _ in written]
    middle = next(offset for line, offset, _ in reader.scan() if line.no == 3)
    place = Position(2, written[0][0].hash, middle)
    assert [line.no for line, _, _ in reader.scan(place)] == [3, 4]
    assert list(reader.scan(reader.end)) == []


def test_a_writer_opens_a_file_once(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def watched(path: Path, *, write: bool = False) -> FileIO:
        if write:
            opened.append(path)
        return Disk.open(journal._disk, path, write=write)

    monkeypatch.setattr(journal._disk, "open", watched)
    for key in range(1, 4):
        journal.append([entry(key)])
    assert opened == [path]
    journal.rewrite(newest_only)
    opened.clear()
    for key in range(1, 4):
        journal.append([entry(key)])
    assert opened == [path]  # another file by now


def test_a_commit_of_nothing_writes_nothing(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = path.read_bytes()
    monkeypatch.setattr(journal._disk, "write", None)
    assert journal.append([]) == []
    assert path.read_bytes() == old


def test_a_long_commit_goes_out_in_pieces(
    journal: Journal, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def counted(file: FileIO, offset: int, data: bytes) -> None:
        sizes.append(len(data))
        Disk.write(journal._disk, file, offset, data)

    monkeypatch.setattr(journal._disk, "write", counted)
    old = journal.end.offset
    written = journal.append([entry(key, "长" * 400_000) for key in range(1, 5)])
    # each line is longer than a chunk; the very last newline comes alone
    assert len(sizes) == 5
    assert sizes[-1] == 1
    assert sum(sizes) == journal.end.offset - old
    assert names(reader) == ["长" * 400_000] * 4
    assert reader.end == journal.end
    assert reader.at(reader.end)
    third = written[2][0]
    offset = next(offset for line, offset, _ in reader.scan() if line.no == 5)
    assert reader.at(Position(third.no, third.hash, offset))


def test_at_tells_whether_a_line_still_ends_there(journal: Journal, reader: Reader) -> None:
    journal.append([entry(1)])
    first = journal.end
    journal.append([entry(2)])
    reader.refresh()
    assert reader.at(START)
    assert reader.at(first)
    assert not reader.at(first._replace(no=3))
    assert not reader.at(first._replace(hash=NO_HASH))
    assert not reader.at(first._replace(offset=first.offset - 1))
    assert not reader.at(first._replace(offset=first.offset + 10**6))
    assert not reader.at(Position(1, first.hash, 3))
    data = bytearray(reader.path.read_bytes())
    data[first.offset - 9] ^= 1
    reader.path.write_bytes(data)
    assert not reader.at(first)


def test_a_reader_goes_on_where_it_stopped(journal: Journal, reader: Reader) -> None:
    for key in range(1, 6):
        journal.append([entry(key)])
        before = reader.end
        reader.refresh()
        assert len(list(reader.scan(before))) == (2 if key == 1 else 1)


def test_a_look_reads_the_end_only(
    journal: Journal, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append([entry(key) for key in range(1, 2000)])
    read = 0

    def counted(file: FileIO, offset: int, size: int) -> bytes:
        nonlocal read
        read += size
        return Disk.read(reader._disk, file, offset, size)

    monkeypatch.setattr(reader._disk, "read", counted)
    assert reader.refresh() == journal.end
    assert read < 10_000 < journal.end.offset


# --- whole lines without their newline ----------------------------------------------------------


def test_a_line_without_newline_counts_when_its_writer_is_dead(
    journal: Journal, reader: Reader, path: Path
) -> None:
    old = journal.end
    [(line, _)] = journal.append([entry(1)])
    os.truncate(path, path.stat().st_size - 1)
    assert reader.refresh() == old
    assert reader.grown(), "its writer may die without writing anything more"
    set_lock(reader, held=False)
    assert reader.refresh() == Position(2, line.hash, path.stat().st_size + 1)
    assert not reader.grown()
    assert names(reader) == ["张三"]
    assert [raw[-2:] for _, _, raw in reader.scan()] == [b"]\n"] * 2
    assert reader.line(old.offset, 2) == line
    assert reader.at(reader.end)
    # the next writer takes the lock, and has not yet completed the newline
    set_lock(reader, held=True)
    reader._seen = -1
    assert reader.refresh().no == 2


def test_who_made_a_journal_asks_the_lock_too(journal: Journal, path: Path) -> None:
    with Journal(path, Lock()) as second:
        second.append([entry(1)])
    os.truncate(path, path.stat().st_size - 1)
    assert journal.refresh().no == 1
    set_lock(journal, held=False)
    assert journal.refresh() == second.end


def test_a_line_that_was_taken_back_does_not_count(
    journal: Journal, reader: Reader, path: Path
) -> None:
    old = journal.end
    journal.append([entry(1)])
    os.truncate(path, path.stat().st_size - 1)

    def probe() -> bool:
        os.truncate(path, old.offset)
        return False

    reader._lock_held = probe
    assert reader.refresh() == old


def test_the_next_writer_completes_the_newline(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with Journal(path, Lock()) as second:
        second.recover()
        assert path.read_bytes() == whole
        assert second.end == journal.end
        assert not second.grown()
        second.recover()
        assert path.read_bytes() == whole
        second.append([entry(2)])
    assert sorted(path.parent.iterdir()) == [path]


def test_the_newline_comes_after_the_line_is_on_the_disk(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("write", "sync"):
        monkeypatch.setattr(journal._disk, name, spy(getattr(journal._disk, name), asked))
    journal.append([entry(1)])
    assert asked == ["write", "sync", "write"]
    # its writer may have died before its sync
    os.truncate(path, path.stat().st_size - 1)
    with Journal(path, Lock()) as second:
        asked.clear()
        second.recover()
    assert asked == ["sync", "write"]


def spy(method: Callable[..., Any], asked: list[str]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        asked.append(method.__name__)
        return method(*args)

    return call


# --- torn tails ---------------------------------------------------------------------------------


def torn(path: Path) -> list[tuple[str, bytes]]:
    return [(file.name, file.read_bytes()) for file in sorted(path.parent.glob("torn-*"))]


def test_a_torn_tail_is_passed_over_and_saved(journal: Journal, path: Path) -> None:
    old = path.read_bytes()
    end = journal.end
    journal.append([entry(1), entry(2)])
    whole = path.read_bytes()
    for size in range(len(old) + 1, len(whole) - 1, 7):
        path.write_bytes(whole[:size])
        with Journal(path, Lock()) as second:
            assert second.refresh() == end
            assert second.grown()
            assert [line.no for line, _, _ in second.scan()] == [1]
            second.recover()
            assert not second.grown()
        assert path.read_bytes() == old
        assert torn(path) == [(f"torn-{len(old)}.bin", whole[len(old) : size])]
        (path.parent / f"torn-{len(old)}.bin").unlink()


def test_a_torn_tail_is_on_the_disk_before_it_is_cut_off(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with path.open("ab") as file:
        file.write(b"[{")
    asked: list[str] = []
    for name in ("create", "write", "sync", "sync_folder", "truncate"):
        monkeypatch.setattr(journal._disk, name, spy(getattr(journal._disk, name), asked))
    journal.recover()
    assert asked == ["create", "write", "sync", "sync_folder", "truncate", "sync"]


@pytest.mark.parametrize("method", ["create", "write", "sync", "sync_folder"])
def test_a_torn_tail_that_cannot_be_saved_is_not_cut_off(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with path.open("ab") as file:
        file.write(b"[{")
    data = path.read_bytes()

    def refuse(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(journal._disk, method, refuse)
    with pytest.raises(NotPermitted, match="磁盘已满"):
        journal.recover()
    assert path.read_bytes() == data
    # no half of it is left; whole it may stay when only its name is not certain
    assert [saved for _, saved in torn(path)] == ([b"[{"] if method == "sync_folder" else [])
    monkeypatch.undo()
    journal.append([entry(1)])
    assert names(journal) == ["张三"]


def test_no_torn_tail_overwrites_another(journal: Journal, path: Path) -> None:
    end = journal.end.offset
    for rubbish in (b"[", b"[{", b'[{"no"'):
        with path.open("ab") as file:
            file.write(rubbish)
        journal.append([])
    assert torn(path) == [
        (f"torn-{end}-2.bin", b"[{"),
        (f"torn-{end}-3.bin", b'[{"no"'),
        (f"torn-{end}.bin", b"["),
    ]


@pytest.mark.parametrize("lost", [2, 9])
def test_a_line_that_was_written_is_never_taken_for_torn(
    journal: Journal, reader: Reader, path: Path, lost: int
) -> None:
    journal.append([entry(1)])
    reader.refresh()
    os.truncate(path, path.stat().st_size - lost)
    for _ in range(2):
        with pytest.raises(DamagedArchive, match="第 2 行已损坏：已写入的内容不见了。") as caught:
            reader.refresh()
        assert (caught.value.place, caught.value.line) == (path.parent, 2)


def lose(data: bytes, start: int, end: int) -> bytes:
    return data[:start] + bytes(end - start) + data[end:]


def test_lost_sectors_of_an_unfinished_commit_are_torn(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    old, end = path.read_bytes(), journal.end
    journal.append([entry(key, "名" * 400) for key in range(1, 6)])
    unfinished = path.read_bytes()[:-1]
    for lost in (
        lose(unfinished, 2048, 4096),
        lose(unfinished, len(old), 2048),
        lose(unfinished, 4096, len(unfinished)),
        lose(lose(unfinished, 1536, 2048), 3072, 4608),
    ):
        path.write_bytes(lost)
        with Journal(path, Lock()) as second:
            assert second.refresh() == end
            second.recover()
            assert second.end == end
        assert path.read_bytes() == old
    assert len(torn(path)) == 4


def test_a_newline_lost_with_what_came_behind_it(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    old, end = path.read_bytes(), journal.end
    journal.append([entry(key, "名" * 400) for key in range(1, 6)])
    path.write_bytes(lose(path.read_bytes()[:-1], len(old) - 1, 4096))
    with Journal(path, lambda: False) as second:
        assert second.refresh() == end
        assert [raw[-2:] for _, _, raw in second.scan()] == [b"]\n"] * 2
        second.recover()
        assert second.end == end
        assert path.read_bytes() == old
    assert torn(path)[0][0] == f"torn-{len(old) - 1}.bin"


def test_lost_sectors_of_a_finished_commit_are_damage(journal: Journal, path: Path) -> None:
    journal.append([entry(key, "名" * 400) for key in range(1, 6)])
    path.write_bytes(lose(path.read_bytes(), 2048, 4096))
    old = path.read_bytes()
    with Journal(path, Lock()) as second:
        # what stands at the end is in order; who reads it all notices
        second.refresh()
        with pytest.raises(DamagedArchive) as caught:
            list(second.scan())
        assert caught.value.line == 2
    # the end is not in order either: it is looked at from the beginning
    path.write_bytes(old + b"\n")
    with Journal(path, Lock()) as second:
        reason = "第 2 行已损坏：内容缺失，而后面还有完整的内容。"
        with pytest.raises(DamagedArchive, match=reason) as caught:
            second.recover()
        assert (caught.value.place, caught.value.line) == (path.parent, 2)


def test_a_single_zero_is_damage(journal: Journal, path: Path) -> None:
    journal.append([entry(1, "名" * 400)])
    path.write_bytes(lose(path.read_bytes(), 1000, 1001))
    with Journal(path, Lock()) as second:
        with pytest.raises(DamagedArchive, match="第 2 行已损坏：里面混有空字节。") as caught:
            second.recover()
        assert (caught.value.place, caught.value.line) == (path.parent, 2)


# --- damage -------------------------------------------------------------------------------------


def verify(path: Path, anchor: tuple[int, str]) -> None:
    """Read it all as a verification does."""
    with Reader(path, lambda: False) as reader:
        end = reader.refresh()
        lines = [line for line, _, _ in reader.scan()]
        assert lines[-1].no == end.no
        if (end.no, end.hash) != anchor:
            raise DamagedArchive(path, "anchor")


def test_any_changed_byte_of_the_journal_is_noticed(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    journal.append([entry(2), entry(3)])
    data = path.read_bytes()
    anchor = journal.end[:2]
    verify(path, anchor)
    for place in range(len(data)):
        changed = bytes([0 if place % 3 == 0 else data[place] ^ 1])
        path.write_bytes(data[:place] + changed + data[place + 1 :])
        # alone the zero in place of the last newline changes nothing
        if changed != b"\0" or place < len(data) - 1:
            with pytest.raises((DamagedArchive, UnreadableInput)):
                verify(path, anchor)


def test_removed_swapped_repeated_and_cut_lines_are_noticed(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    journal.append([entry(2), entry(3)])
    journal.append([entry(4)])
    lines = path.read_bytes().splitlines(keepends=True)
    anchor = journal.end[:2]
    for changed in [
        *([*lines[:gone], *lines[gone + 1 :]] for gone in range(len(lines))),
        *(
            [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
            for at in range(len(lines) - 1)
        ),
        *([*lines[:at], lines[at], lines[at], *lines[at + 1 :]] for at in range(len(lines))),
        *([*lines[:at], lines[at][:cut], *lines[at + 1 :]] for at in range(5) for cut in (9, -9)),
        *([*lines[:at], lines[at].strip(), *lines[at + 1 :]] for at in range(4)),
        [*lines, b"\n"],
        [*lines, b"x"],
        [],
    ]:
        path.write_bytes(b"".join(changed))
        with pytest.raises(DamagedArchive):
            verify(path, anchor)


def test_a_whole_line_of_another_chain_is_no_torn_tail(
    journal: Journal, tmp_path: Path, path: Path
) -> None:
    other = tmp_path / "other.jsonl"
    with Journal.create(other, UUID, INIT, Lock()) as second:
        second.append([entry(1)])
    with path.open("ab") as file:
        file.write(other.read_bytes().splitlines()[1])
    with pytest.raises(DamagedArchive, match="第 2 行已损坏：与上一行接不上。") as caught:
        journal.recover()
    assert caught.value.place == path.parent


def test_nothing_is_written_behind_damage(journal: Journal, path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"rubbish\n")
    data = path.read_bytes()
    for act in (journal.recover, journal.refresh, lambda: journal.append([entry(1)])):
        with pytest.raises(DamagedArchive) as caught:
            act()
        assert (caught.value.place, caught.value.line) == (path.parent, 2)
    assert path.read_bytes() == data
    assert [line.no for line, _, _ in journal.scan()] == [1]


def test_a_reader_that_read_half_of_a_new_beginning_reads_again(
    journal: Journal, reader: Reader, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = reader.refresh()
    journal.append([entry(1)])
    good = path.read_bytes()
    path.write_bytes(good[: old.offset + 300] + b"{}]\n")
    judged = Reader._follow

    def slow(self: Reader, *args: Any, **more: Any) -> None:
        try:
            judged(self, *args, **more)
        finally:
            path.write_bytes(good)

    monkeypatch.setattr(Reader, "_follow", slow)
    assert reader.refresh() == journal.end


def test_a_file_that_shrinks_while_it_is_read(journal: Journal, reader: Reader, path: Path) -> None:
    journal.append([entry(1)])
    reader.refresh()
    [_, (_, offset, raw)] = reader.scan()
    os.truncate(path, offset)
    looks: list[tuple[Callable[[], object], str]] = [
        (lambda: list(reader.scan()), "第 2 行已损坏：后面的内容不见了。"),
        (lambda: reader.read(offset, len(raw)), "已损坏：日志文件比应有的短。"),
        (lambda: reader.line(offset, 2), "第 2 行已损坏：读不出行头。"),
    ]
    for look, words in looks:
        with pytest.raises(DamagedArchive, match=words) as caught:
            look()
        assert caught.value.place == path.parent


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", DamagedArchive, "读不出行头"),
        (b"[{", DamagedArchive, "读不出行头"),
        (
            b'[{"format":"csdforms-archive 2","x',
            UnreadableInput,
            r"journal\.jsonl：格式比本程序新，请升级 csdforms$",
        ),
        (b"\n", DamagedArchive, "第 1 行"),
    ],
)
def test_what_is_no_journal(path: Path, content: bytes, error: type[Exception], words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        Journal(path, Lock())
    assert str(path.parent) in str(caught.value)


def test_a_journal_says_whose_it_is(path: Path) -> None:
    path.write_bytes(encode(1, INIT, (), NO_HASH)[0])
    with pytest.raises(DamagedArchive, match="第 1 行已损坏：缺少档案库标识。") as caught:
        Journal(path, Lock())
    assert (caught.value.place, caught.value.line) == (path.parent, 1)


def test_no_journal(path: Path, journal: Journal) -> None:
    with pytest.raises(NoArchive):
        Journal(path.with_name("other"), Lock())
    path.unlink()
    with pytest.raises(NoArchive) as caught:
        journal.grown()
    assert caught.value.place == path.parent


# --- commits in flight --------------------------------------------------------------------------


def test_commits_in_flight_are_read_once_and_not_returned(
    journal: Journal, reader: Reader, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = reader.refresh()
    journal.append([entry(key) for key in range(1, 101)])
    lines = path.read_bytes().splitlines(keepends=True)
    decoded = 0

    def counted(*args: Any) -> Line:
        nonlocal decoded
        decoded += 1
        return decode(*args)

    monkeypatch.setattr(reading, "decode", counted)
    path.write_bytes(lines[0])
    for line in lines[1:-1]:
        with path.open("ab") as file:
            file.write(line)
        assert reader.refresh() == end
        assert reader.refresh() == end
    assert decoded < 6 * 100
    with path.open("ab") as file:
        file.write(lines[-1])
    assert reader.refresh() == journal.end


def test_a_commit_in_flight_that_was_taken_back(
    journal: Journal, reader: Reader, path: Path
) -> None:
    end = journal.end
    journal.append([entry(key) for key in range(1, 5)])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:4]))
    assert reader.refresh() == end
    os.truncate(path, end.offset)
    assert reader.refresh() == end
    assert not reader.grown()
    assert names(reader) == []


def test_another_line_in_the_place_of_the_last_one_is_damage(
    journal: Journal, reader: Reader, path: Path
) -> None:
    old = path.read_bytes()
    journal.append([entry(1)])
    end = reader.refresh()
    path.write_bytes(old)  # the same file, as if somebody had copied another one over it
    with Journal(path, Lock()) as second:
        second.append([entry(1, "别人的名字")])
    with pytest.raises(DamagedArchive):
        reader.refresh()
    assert reader.end == end


def test_a_commit_that_was_taken_back_and_another_in_its_place(
    journal: Journal, reader: Reader, path: Path
) -> None:
    reader.refresh()
    old = path.read_bytes()
    journal.append([entry(key) for key in range(1, 9)])
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6]))
    assert reader.refresh().no == 1
    assert reader._flying is not None
    path.write_bytes(old)
    with Journal(path, Lock()) as second:
        second.append([entry(1, "别人")])
        second.append([entry(2, "别人"), entry(3, "别人"), entry(4, "又" * 999)])
    with path.open("ab") as file:
        file.truncate(path.stat().st_size - 9)
    assert names(reader) == ["别人"]


# --- failures -----------------------------------------------------------------------------------


def test_an_error_among_the_entries_takes_all_back(journal: Journal, path: Path) -> None:
    old = path.read_bytes()

    def entries() -> Iterator[Entry]:
        for key in range(1, 5):
            yield entry(key, "长" * 400_000)
        raise KeyError

    with pytest.raises(KeyError):
        journal.append(entries())
    assert path.read_bytes() == old
    with pytest.raises(UnreadableInput):
        journal.append([entry(1), entry(2, "\ud800")])
    assert path.read_bytes() == old
    journal.append([entry(1)])
    assert names(journal) == ["张三"]


def test_z03_a_disk_that_is_full_in_the_middle_of_a_long_commit(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = path.read_bytes()

    def full(file: FileIO, offset: int, data: bytes) -> None:
        Disk.write(journal._disk, file, offset, data[:1000])
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(journal._disk, "write", full)
    with pytest.raises(NotPermitted) as caught:
        journal.append([entry(key, "长" * 400_000) for key in range(1, 4)])
    assert str(caught.value).startswith(f"写不了 {path}：磁盘已满。")
    assert path.read_bytes() == old


def test_an_error_of_the_one_who_is_told_takes_all_back(journal: Journal, path: Path) -> None:
    old = path.read_bytes()

    def told(_line: Line, _places: list[int]) -> None:
        raise NotPermitted("nein")

    with pytest.raises(NotPermitted, match="nein"):
        journal.commit([entry(1)], told)
    assert path.read_bytes() == old


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_that_may_only_be_read(journal: Journal, path: Path) -> None:
    if os.geteuid() == 0:
        journal._disk = ReadOnly()
    path.chmod(0o444)
    with pytest.raises(NotPermitted, match="没有权限，或文件正被别的程序占用。原有内容没有改动"):
        journal.append([entry(1)])
    assert names(journal) == []


class ReadOnly(Disk):
    def open(self, path: Path, *, write: bool = False) -> FileIO:
        if write:
            raise PermissionError(errno.EACCES, "Permission denied")
        return super().open(path)


def test_reasons() -> None:
    path = Path("journal.jsonl")
    for number, words in [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.EINVAL, "这种磁盘不支持可靠写入，请换到本机磁盘"),
    ]:
        text = str(refusal(path, OSError(number, "x")))
        assert text == f"写不了 journal.jsonl：{words}。原有内容没有改动，排除后请重做这一步。"
    assert "：Weird。" in str(refusal(path, OSError(9999, "Weird")))
    assert "：系统拒绝。" in str(refusal(path, OSError()))


# --- rewriting ----------------------------------------------------------------------------------


def newest_only(line: Line, change: Change) -> bool:
    return change.table != "files" or line.no > 2


def test_rewriting_blanks_payloads_and_keeps_every_header(
    journal: Journal, reader: Reader, path: Path
) -> None:
    journal.append([entry(1, "旧名")])
    journal.append([entry(1, "新名"), entry(2, "另一个")])
    reader.refresh()
    old = [(line, offset, raw) for line, offset, raw in reader.scan()]
    known = reader.end
    place = old[1][1] + offsets(old[1][0], old[1][2])[1]
    path.chmod(0o640)
    (path.parent / "journal.jsonl.new").write_bytes(b"left behind by a crash")
    journal.rewrite(newest_only, [(Act("compact", "zhang", AT), [])])
    assert sorted(path.parent.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640 or os.name == "nt"
    assert journal.generation == 1
    # who has the old one open goes on
    assert document(reader.read(place, old[1][0].changes[1].size)) == {"name": "旧名"}
    assert list(reader.scan()) == old
    # until it looks
    assert reader.grown()
    assert reader.refresh() == journal.end
    assert reader.generation == 1
    assert not reader.at(known)
    new = list(reader.scan())
    assert [line for line, _, _ in new[:4]] == [line for line, _, _ in old]
    assert new[4][0].act == "compact"
    assert "旧名".encode() not in path.read_bytes()
    assert new[1][2] == old[1][2][: offsets(old[1][0], old[1][2])[1]] + b"null]\n"
    assert [raw for _, _, raw in new[2:4]] == [raw for _, _, raw in old[2:]]
    journal.append([entry(3)])
    assert reader.refresh().no == 6


def test_a_long_journal_is_rewritten_in_pieces(journal: Journal, path: Path) -> None:
    journal.append([entry(key, "长" * 400_000) for key in range(1, 4)])
    data = path.read_bytes()
    journal.rewrite(lambda _line, _change: True)
    assert path.read_bytes() == data


def test_a_damaged_journal_is_not_rewritten(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    journal.append([entry(2)])
    data = bytearray(path.read_bytes())
    data[1500 % len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedArchive):
        journal.rewrite(newest_only)
    assert path.read_bytes() == data
    assert sorted(path.parent.iterdir()) == [path]


def test_a_copy_that_is_not_right_is_not_taken(journal: Journal, path: Path) -> None:
    journal.append([entry(1)])
    data = path.read_bytes()
    answers = iter([True, True, True, True, True, False])
    with pytest.raises(DamagedArchive, match="第 2 行已损坏：写出的副本与原文不符。") as caught:
        journal.rewrite(lambda _line, _change: next(answers))
    assert (caught.value.place, caught.value.line) == (path.parent, 2)
    assert path.read_bytes() == data
    assert sorted(path.parent.iterdir()) == [path]


def test_a_copy_that_lost_its_end_is_not_taken(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append([entry(1)])
    data = path.read_bytes()

    def forgetful(file: FileIO, offset: int, data: bytes) -> None:
        Disk.write(journal._disk, file, offset, data[: data.index(b"\n") + 1])

    monkeypatch.setattr(journal._disk, "write", forgetful)
    with pytest.raises(DamagedArchive, match="写出的副本与原文不符") as caught:
        journal.rewrite(lambda _line, _change: True)
    assert caught.value.line == 2
    assert path.read_bytes() == data
    assert sorted(path.parent.iterdir()) == [path]


def test_a_rewriting_says_when_it_cannot_read(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append([entry(1)])
    data = path.read_bytes()

    def refuse(*_args: Any) -> None:
        raise OSError(errno.EIO, "")

    def create(path: Path) -> FileIO:
        monkeypatch.setattr(journal._disk, "read", refuse)
        return Disk.create(journal._disk, path)

    monkeypatch.setattr(journal._disk, "create", create)
    with pytest.raises(NotPermitted, match=r"^读不了 .+journal\.jsonl：磁盘读写出错"):
        journal.rewrite(newest_only)
    assert path.read_bytes() == data


@pytest.mark.parametrize(("method", "times"), [("create", 1), ("write", 2), ("replace", 1)])
def test_a_rewriting_that_the_disk_refuses(
    path: Path, monkeypatch: pytest.MonkeyPatch, method: str, times: int
) -> None:
    disk = Disk()
    calls = itertools.count(1)

    def refuse(*args: Any) -> Any:
        if next(calls) < times:
            return getattr(Disk, method)(disk, *args)
        raise OSError(errno.ENOSPC, "")

    with Journal.create(path, UUID, INIT, Lock(), disk=disk) as journal:
        journal.append([entry(1)])
        data = path.read_bytes()
        monkeypatch.setattr(disk, method, refuse)
        with pytest.raises(NotPermitted, match=r"journal\.jsonl.*：磁盘已满"):
            journal.rewrite(newest_only, [(Act("compact", "zhang", AT), [])])
    assert next(calls) == times + 1
    assert path.read_bytes() == data
    assert sorted(path.parent.iterdir()) == [path]


class Windows(Disk):
    """Renames nothing over a file that is open."""

    def __init__(self, is_open: Callable[[], bool]) -> None:
        super().__init__()
        self.is_open = is_open

    def replace(self, source: Path, target: Path) -> None:
        if target.exists() and self.is_open():
            raise PermissionError(errno.EACCES, "Access is denied")
        super().replace(source, target)


def test_windows_renames_when_nobody_has_it_open(path: Path) -> None:
    handles: list[FileIO] = []
    disk = Windows(lambda: any(not file.closed for file in handles))
    with Journal.create(path, UUID, INIT, Lock(), disk=disk) as journal:
        handles = journal._handles
        journal.append([entry(1, "旧名")])
        journal.rewrite(newest_only)
        assert journal.generation == 1
        journal.append([entry(2)])
        assert "旧名".encode() not in path.read_bytes()
        # another program has it open
        disk.is_open = lambda: True
        data = path.read_bytes()
        with pytest.raises(NotPermitted, match="文件正被别的程序占用"):
            journal.rewrite(lambda _line, _change: False)
        assert path.read_bytes() == data
        journal.append([entry(3)])
        assert journal.end.no == 4


def test_a_journal_put_in_the_place_of_a_newer_one(
    journal: Journal, reader: Reader, path: Path
) -> None:
    old = path.read_bytes()
    journal.append([entry(1)])
    reader.refresh()
    backup = path.with_name("backup")
    backup.write_bytes(old)
    backup.replace(path)
    for _ in range(2):
        with pytest.raises(DamagedArchive, match="第 2 行已损坏：已写入的内容不见了。") as caught:
            reader.refresh()
        assert (caught.value.place, caught.value.line) == (path.parent, 2)


def test_a_journal_of_another_archive_in_its_place(
    journal: Journal, reader: Reader, path: Path
) -> None:
    reader.refresh()
    other = path.with_name("other")
    with Journal.create(other, UUID[::-1], INIT, Lock()) as second:
        second.append([entry(1)])
    other.replace(path)
    for look in (reader.refresh, reader.refresh, lambda: journal.append([entry(1)])):
        with pytest.raises(DamagedArchive, match="已损坏：日志被换成了另一个档案库的。") as caught:
            look()
        assert caught.value.place == path.parent


# --- the system ---------------------------------------------------------------------------------


def test_without_the_calls_that_windows_lacks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pread", raising=False)
    monkeypatch.delattr(os, "fdatasync", raising=False)
    with Journal.create(path, UUID, INIT, Lock()) as journal:
        journal.append([entry(1)])
        assert names(journal) == ["张三"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EACCES, errno.EIO])
def test_a_folder_that_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "refused")

    name = "open" if number == errno.EACCES else "fsync"
    monkeypatch.setattr(os, name, refuse)
    if number == errno.EIO:
        with pytest.raises(OSError, match="refused"):
            Disk().sync_folder(tmp_path)
    else:
        Disk().sync_folder(tmp_path)


def test_a_short_write_is_continued(tmp_path: Path) -> None:
    class Short(FileIO):
        def write(self, data: Any) -> int:
            return super().write(data[:3])

    with Short(tmp_path / "file", "w+b") as file:
        Disk().write(file, 0, b"0123456789")
        Disk().write(file, 10, bytearray(b"abcdefgh"))
        Disk().truncate(file, 17)
        assert Disk().read(file, 0, 100) == b"0123456789abcdefg"


# --- at the same time ---------------------------------------------------------------------------


def test_readers_see_whole_commits_only(journal: Journal, path: Path) -> None:
    lock = threading.Lock()
    done = threading.Event()
    problems: list[BaseException] = []

    def read() -> None:
        try:
            with Reader(path, lock.locked) as reader:
                last = 0
                while not done.is_set():
                    before = reader.end
                    end = reader.refresh()
                    assert end.no >= last
                    assert end.no % 5 == 1
                    last = end.no
                    assert len(list(reader.scan(before))) == end.no - before.no
        except BaseException as problem:  # noqa: BLE001  (told to the test below)
            problems.append(problem)

    def failing(key: int) -> Iterator[Entry]:
        yield from (entry(key) for _ in range(3))
        raise KeyError

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for key in range(1, 61):
        with lock:
            journal.append([entry(key, "名" * 300)] * 5)
        if key % 4 == 0:
            with lock, pytest.raises(KeyError):
                journal.append(failing(key))
    done.set()
    for thread in threads:
        thread.join()
    assert not problems
    assert journal.end.no == 301
