"""Names of a sealed archive: found as in a clear one, and nothing of them on the disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import pytest
from archive.memory_store import MemoryStore
from archive.store_contract import ARCHIVE, CARD, INIT, PERSON, act, put
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import memory_store
from csdforms.archive import tiny_work
from csdforms.archive.sealing import name_index as module
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.name_index import NAMES
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.store import Document
from csdforms.archive.tiny import TinyStore
from csdforms.errors import DamagedArchive

KEY = ArchiveKey(bytes(range(32)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    SealedStore.create(TinyStore.create(folder, ARCHIVE, INIT), INIT, KEY, folder).close()
    return folder


@pytest.fixture
def opening(folder: Path) -> Iterator[Any]:
    """Open the archive of the folder, as another process would."""
    with ExitStack() as stores:
        yield lambda: stores.enter_context(SealedStore(TinyStore.open(folder), KEY, folder))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the file down after every line."""
    monkeypatch.setattr(module, "_BEHIND", 1)


def person(key: int, name: str) -> Document:
    return PERSON | {"number": f"KH-Z-2026-{key:06}-2", "name": name}


def counting(store: SealedStore, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return where the numbers of the lines go that the index reads."""
    read: list[int] = []
    raw_lines = store.raw.raw_lines

    def lines(first: int = 1) -> Iterator[bytes]:
        for no, line in enumerate(raw_lines(first), start=first):
            read.append(no)
            yield line

    monkeypatch.setattr(store.raw, "raw_lines", lines)
    return read


def test_many_names_of_few_lines_are_written_down(opening: Any, folder: Path) -> None:
    """A bulk import puts many files into one line; not every process is to read them anew."""
    for count in (255, 1):
        with opening() as store:
            first = store.count("files") + 1
            with store.writing() as work:
                for key in range(first, first + count):
                    work.put("files", key, person(key, "张三"))
                work.record(INIT)
            assert len(store.find_text("files", "张三", 999)) == first + count - 1
            assert (folder / "names.sealed").exists() == (count == 1)


# --- the same finds as in a clear archive

names = st.text(st.sampled_from("张三丰单曾解行长江河有限公司责任abYu ·-()（）0１"), max_size=8)
texts = st.one_of(
    st.text(st.sampled_from("张三丰单曾河有限yubazhngsj1 "), max_size=4),
    st.sampled_from(["zhangsan", "zs", "shan", "chan", "zeng", "xing", "hang", "yx", "y", ""]),
)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[int, Document | None]]:
    """What is put into which card, None to take it out."""
    card = st.builds(
        lambda name, short, former: {"name": name, "short_name": short, "former_names": former},
        names,
        names,
        st.lists(names, max_size=2),
    )
    return draw(st.lists(st.tuples(st.integers(1, 6), st.none() | card), min_size=1, max_size=12))


@settings(deadline=None, max_examples=60)
@given(lives(), st.lists(texts, min_size=1, max_size=6), st.integers(1, 4), st.data())
def test_names_are_found_as_in_a_clear_archive(
    life: list[tuple[int, Document | None]], asked: list[str], limit: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:  # a store of an older edition could take cards out
        patch.setattr(memory_store, "may_remove", lambda *_: True)
        _compare(life, asked, limit, data)


def _compare(
    life: list[tuple[int, Document | None]], asked: list[str], limit: int, data: st.DataObject
) -> None:
    clear = MemoryStore(INIT, ARCHIVE)
    sealed = SealedStore.create(MemoryStore(INIT, ARCHIVE), INIT, KEY, "memory")
    for key, card in life:
        for store in (clear, sealed):
            with store.writing() as work:
                if card is None:
                    work.remove("files", key)
                else:
                    work.put("files", key, card | {"number": f"KH-Z-2026-{key:06}-2"})
                work.record(act())
        if data.draw(st.booleans()):
            for text in asked:
                assert sealed.find_text("files", text, limit) == clear.find_text(
                    "files", text, limit
                )
    for text in asked:
        assert sealed.find_text("files", text, 99) == clear.find_text("files", text, 99), text


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("full_text", [True, False])
def test_with_and_without_full_text_search(
    opening: Any, monkeypatch: pytest.MonkeyPatch, full_text: bool
) -> None:
    monkeypatch.setattr(module, "has_full_text", lambda: full_text)
    for store in (opening(), opening()):
        key = store.count("files") + 1
        put(store, "files", key, person(key, "张三"))
        put(store, "files", 1, person(1, "李四"))
        put(store, "files", 1, person(1, "张三丰"))
        assert store.find_text("files", "zs", 9) == list(range(1, key + 1))
        assert store.find_text("files", "lisi", 9) == []


def test_no_other_table_has_names(opening: Any) -> None:
    store = opening()
    put(store, "drafts", 1, PERSON)
    assert store.find_text("drafts", "张三", 9) == []


# --- kept from one process to the next


@pytest.mark.usefixtures("at_once")
def test_a_new_process_reads_only_what_is_new(
    opening: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "张", 9) == [1]
    put(store, "files", 2, person(2, "张四"))
    other = opening()
    read = counting(other, monkeypatch)
    assert other.find_text("files", "张", 9) == [1, 2]
    assert read == [4]
    assert other.find_text("files", "zhang", 9) == [1, 2]
    assert read == [4]
    assert [path.name for path in folder.iterdir() if "names" in path.name] == [NAMES]


@pytest.mark.usefixtures("at_once")
def test_how_characters_are_read_is_kept_with_it(
    opening: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    store.find_text("files", "张", 9)
    monkeypatch.setattr("csdforms.archive.names.readings", None)
    other = opening()
    put(other, "files", 2, person(2, "三张"))
    assert other.find_text("files", "sz", 9) == [2]


def test_a_few_lines_are_not_written_down(opening: Any, folder: Path) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "张", 9) == [1]
    assert not (folder / NAMES).exists()


def test_many_lines_are_written_down_once(opening: Any, folder: Path) -> None:
    store = opening()
    with store.writing() as work:
        for key in range(1, 300):
            work.put("files", key, person(key, "张三"))
            work.record(act())
    assert store.find_text("files", "zs", 3) == [1, 2, 3]
    written = (folder / NAMES).read_bytes()
    put(store, "files", 300, person(300, "张三"))
    for each in (store, opening()):
        assert len(each.find_text("files", "zs", 999)) == 300
        assert (folder / NAMES).read_bytes() == written


@pytest.mark.usefixtures("at_once")
def test_what_is_no_use_is_made_anew_without_a_word(opening: Any, folder: Path) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "zs", 9) == [1]
    sealed = (folder / NAMES).read_bytes()
    foreign = module._MAGIC + os.urandom(len(sealed))
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for content in (b"", b"SQLite format 3\0", sealed[:50], sealed[:-1], foreign, flipped):
        (folder / NAMES).write_bytes(content)
        assert opening().find_text("files", "zs", 9) == [1]
        assert len((folder / NAMES).read_bytes()) == len(sealed)
    (folder / NAMES).unlink()
    (folder / NAMES).mkdir()
    assert opening().find_text("files", "zs", 9) == [1]
    assert [path.name for path in folder.iterdir() if "names" in path.name] == [NAMES]


@pytest.mark.usefixtures("at_once")
def test_another_archives_names_are_not_taken_over(
    opening: Any, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    raw = TinyStore.create(other, ARCHIVE[:-1] + "2", INIT)
    with SealedStore.create(raw, INIT, KEY, other) as foreign:
        put(foreign, "files", 1, person(1, "李四"))
        assert foreign.find_text("files", "ls", 9) == [1]
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    (folder / NAMES).write_bytes((other / NAMES).read_bytes())
    assert store.find_text("files", "ls", 9) == []
    assert store.find_text("files", "zs", 9) == [1]


@pytest.mark.usefixtures("at_once")
def test_an_index_of_a_version_to_come_is_made_anew(
    opening: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    store.find_text("files", "zs", 9)
    monkeypatch.setattr(sqlite3, "sqlite_version", "9.0")
    other = opening()
    read = counting(other, monkeypatch)
    assert other.find_text("files", "zs", 9) == [1]
    assert read == [1, 2, 3]


@pytest.mark.usefixtures("at_once")
def test_a_journal_that_was_put_back_makes_the_index_anew(opening: Any, folder: Path) -> None:
    """Somebody restored an older copy of the archive, and left the cache in its place."""
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    old = (folder / "journal.jsonl").read_bytes()
    for key in (2, 3):
        put(store, "files", key, person(key, "张三"))
    assert store.find_text("files", "zs", 9) == [1, 2, 3]
    (folder / "journal.jsonl").write_bytes(old)
    assert opening().find_text("files", "zs", 9) == [1]
    put(opening(), "files", 2, person(2, "李四"))
    store = opening()
    assert store.find_text("files", "zs", 9) == [1]
    assert store.find_text("files", "ls", 9) == [2]


# --- what was taken out


def test_what_was_taken_out_is_taken_out_of_the_file(
    opening: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiny_work, "may_remove", lambda *_: True)
    store = opening()
    with store.writing() as work:
        for key in range(1, 300):
            work.put("files", key, person(key, "张三"))
            work.record(act())
    store.find_text("files", "zs", 1)
    before = (folder / NAMES).read_bytes()
    with store.writing() as work:
        work.remove("files", 7)
        work.record(act("remove"))
    found = store.find_text("files", "zs", 999)
    assert len(found) == 298
    assert 7 not in found
    assert (folder / NAMES).read_bytes() != before
    other = opening()
    other.raw.raw_lines = None  # nothing is read again
    assert other.find_text("files", "zs", 999) == found


def test_after_a_destruction_the_index_is_made_anew(opening: Any, folder: Path) -> None:
    """The card's payloads may be blank then, though no line has changed the card."""
    store = opening()
    with store.writing() as work:
        for key in range(1, 300):
            work.put("files", key, person(key, f"张三{key}"))
            work.record(act())
    assert store.find_text("files", "张三7", 1) == [7]
    written = (folder / NAMES).read_bytes()
    with store.raw._lock.hold(1):
        store.raw._committed.journal.rewrite(
            lambda _line, change: (change.table, change.key) != ("files", 7),
            [(act("destroy"), [])],
        )
    for each in (store, opening()):
        assert 7 not in each.find_text("files", "zs", 999)
        assert len(each.find_text("files", "zs", 999)) == 298
    assert (folder / NAMES).read_bytes() != written
    put(store, "files", 8, person(8, "李四"))
    assert store.find_text("files", "ls", 9) == [8]


# --- in the middle of things


def test_what_is_not_committed_is_not_found(opening: Any) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    with suppress(ZeroDivisionError), store.writing() as work:
        work.put("files", 1, person(1, "李四"))
        work.put("files", 2, person(2, "张三"))
        assert store.find_text("files", "zs", 9) == [1]
        assert store.find_text("files", "ls", 9) == []
        raise ZeroDivisionError
    assert store.find_text("files", "zs", 9) == [1]


def test_a_card_that_does_not_open_is_told_each_time() -> None:
    raw = MemoryStore(INIT, ARCHIVE)
    store = SealedStore.create(raw, INIT, KEY, "memory")
    put(store, "files", 1, person(1, "张三"))
    put(raw, "files", 2, person(2, "张三"))  # not sealed: not ours
    for _ in range(2):
        with pytest.raises(DamagedArchive):
            store.find_text("files", "zs", 9)
    put(store, "files", 3, CARD)
    with pytest.raises(DamagedArchive):
        store.find_text("files", "zs", 9)


@pytest.mark.usefixtures("at_once")
def test_a_file_that_cannot_be_written_is_no_error(
    opening: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def refuse(_path: Path, _content: bytes) -> int:
        raise OSError(30, "read-only")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "zs", 9) == [1]
    assert not (folder / NAMES).exists()


@pytest.mark.usefixtures("at_once")
def test_a_sqlite_that_cannot_be_written_out_keeps_no_file(
    opening: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(module, "_SERIALIZES", False)
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "zs", 9) == [1]
    assert not (folder / NAMES).exists()


@pytest.mark.usefixtures("at_once")
def test_the_file_is_no_database(opening: Any, folder: Path) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    store.find_text("files", "zs", 9)
    with closing(sqlite3.connect(folder / NAMES)) as database, pytest.raises(sqlite3.DatabaseError):
        database.execute("SELECT * FROM found")


def test_a_closed_store_opens_its_index_again(opening: Any) -> None:
    store = opening()
    put(store, "files", 1, person(1, "张三"))
    assert store.find_text("files", "zs", 9) == [1]
    store._names.close()
    store._names.close()
    assert store.find_text("files", "zs", 9) == [1]
