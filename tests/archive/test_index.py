from __future__ import annotations

import contextlib
import itertools
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdforms.archive import index as module
from csdforms.archive import names, terms
from csdforms.archive.index import Entry, Index, Placed, Seen
from csdforms.archive.store import Line

START = Seen(0, "0" * 64, 0)
SUBJECTS = ("", "KH-F-2026-000001-4", "KH-Z-2025-000128-3")
PEOPLE = ("张三", "张四", "李单", "Yubo Ltd", "上海华联有限责任公司", "（）", "")
CARDS = st.fixed_dictionaries(
    {"name": st.sampled_from(PEOPLE)},
    optional={
        "names": st.lists(st.sampled_from(PEOPLE), max_size=2),
        "grade": st.sampled_from("AB"),
        "phones": st.just(["021-62345678转8001"]),
        "items": st.integers(0, 3),
    },
)
PUTS = st.lists(
    st.tuples(
        st.sampled_from(["files", "files", "notes", "items"]),
        st.integers(1, 6),
        st.none() | CARDS | st.just({}),
    ),
    max_size=4,
)
COMMITS = st.lists(st.tuples(st.sampled_from(SUBJECTS), PUTS), max_size=8)
TERMS = [
    ("grade", "A"),
    ("grade", "C"),
    ("name", "张三"),
    ("name", "上海华联有限公司"),
    ("phone", "02162345678"),
    ("phone", "021"),
]
QUERIES = ["张", "zs", "zhangs", "lishan", "lidan", "yu", "lt", "华联", "有限公", "责任", "不", ""]


def line_of(no: int, subject: str, prev: str, digest: str) -> Line:
    return Line(no, "", "", "", subject, changes=(), more=False, prev=prev, hash=digest)


def journal(commits: Any, before: Any = ()) -> list[Entry]:
    """Return the entries of lines that put and remove these documents."""
    entries = list(before)
    for subject, puts in commits:
        last = entries[-1] if entries else None
        no = last.line.no + 1 if last else 1
        start = last.end if last else 0
        placed = [
            Placed(
                table,
                key,
                start + place,
                10 + place,
                f"{no:060}{place:04}" if card is not None else None,
                card,
            )
            for place, (table, key, card) in enumerate(puts)
        ]
        prev = last.line.hash if last else START.hash
        line = line_of(no, subject, prev, f"{no:x}".rjust(64, "a"))
        entries.append(Entry(line, start, start + 100, placed))
    return entries


def card(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def one_by_one(*cards: Any) -> Any:
    return [("", [("files", key, each)]) for key, each in enumerate(cards, start=1)]


@contextlib.contextmanager
def opened(path: Path, entries: Any = (), archive: str = "甲", **options: Any) -> Iterator[Index]:
    """An index that can fill itself again from these entries."""
    with Index(path, archive, lambda index: index.add(entries), **options) as index:
        yield index


@pytest.fixture(params=["full text", "full text at once", "plain at once"])
def path(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if "at once" in request.param:
        monkeypatch.setattr(module, "_WAITING", 0)
    if "plain" in request.param:
        monkeypatch.setattr(module, "has_full_text", lambda: False)
    return tmp_path / "index.sqlite"


def assert_holds(index: Index, entries: Any) -> None:
    """Whether the index says of everything what the lines say."""
    newest: dict[tuple[str, int], Placed] = {}
    last: dict[str, int] = {}
    for entry in entries:
        for each in entry.documents:
            newest[each.table, each.key] = each
            last[each.table] = max(last.get(each.table, 0), each.key)
    there = {place: each for place, each in newest.items() if each.document is not None}
    known = {place: each.document or {} for place, each in there.items()}
    end = entries[-1] if entries else None
    assert index.seen == (Seen(end.line.no, end.line.hash, end.end) if end else START)
    assert index.tables() == sorted(last)
    for table in ("files", "notes", "items", "none"):
        keys = sorted(key for name, key in there if name == table)
        assert index.keys(table) == keys
        assert index.count(table) == len(keys)
        assert index.last_key(table) == last.get(table, 0)
        for key in range(8):
            each = there.get((table, key))
            expected = each and (each.offset, each.size, each.digest)
            assert index.locate(table, key) == expected
        for kind, value in TERMS:
            assert index.find(table, kind, value) == [
                key for key in keys if (kind, value) in terms.terms(table, known[table, key])
            ]
        for text, limit in itertools.product(QUERIES, (1, 9)):
            query = names.Query(text)
            assert (
                index.find_text(table, text, limit)
                == [
                    key
                    for key in keys
                    if query.matches(names.searched(*terms.texts(table, known[table, key])))
                ][:limit]
            )
    for subject in (*SUBJECTS, "other"):
        places = [entry.offset for entry in entries if entry.line.subject == subject]
        assert index.history(subject) == places
    for entry in entries:
        assert index.line(entry.line.no) == entry.offset
    assert index.line(len(entries) + 1) is None


@given(
    commits=COMMITS,
    cuts=st.lists(st.integers(0, 8), max_size=3),
    waiting=st.sampled_from([0, 2, 32]),
)
@settings(max_examples=50, deadline=None)
@pytest.mark.parametrize("full_text", [True, False])
def test_the_index_says_what_the_journal_says(
    full_text: bool,
    commits: Any,
    cuts: list[int],
    waiting: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    entries = journal(commits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_WAITING", waiting)
        if not full_text:
            patch.setattr(module, "has_full_text", lambda: False)
        with opened(tmp_path_factory.mktemp("index") / "index.sqlite") as index:
            for cut in (*sorted(cuts), len(entries)):
                index.add(entries[:cut])
            assert_holds(index, entries)


def test_an_index_is_found_again_and_brought_up_to_date(path: Path) -> None:
    entries = journal([*one_by_one(card("张三"), card("李四")), ("", [("files", 1, None)])])
    with opened(path) as index:
        index.add(entries[:2])
    with opened(path) as index:
        assert_holds(index, entries[:2])
        index.add(entries)
        assert_holds(index, entries)
        assert not index.in_memory


def test_what_does_not_join_on_is_left_out(path: Path) -> None:
    entries = journal(one_by_one(card("张三"), card("李四"), card("王五")))
    with opened(path) as index:
        index.add(entries[1:])
        assert_holds(index, [])
        index.add(entries[:1])
        index.add([entries[2]])
        assert_holds(index, entries[:1])
        other = journal(one_by_one(card("赵六"), card("钱七")))[1]
        index.add([other._replace(line=line_of(2, "", "b" * 64, "c" * 64))])
        assert_holds(index, entries[:1])


def test_many_lines_are_added_in_several_transactions(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    entries = journal(one_by_one(*map(card, ("张三", "李四", "王五", "赵六", "张三"))))
    given_out: list[int] = []

    def lines() -> Iterator[Entry]:
        for entry in entries:
            given_out.append(entry.line.no)
            yield entry

    with opened(path) as index:
        index.add(lines())
        assert_holds(index, entries)
        given_out.clear()
        index.forget()
        index.add(itertools.islice(lines(), 1, None))
        assert given_out == [1, 2, 3]  # the rest would not join on either


def test_a_new_version_takes_the_place_of_the_old_one(path: Path) -> None:
    old, new = card("张三", grade="A"), card("李四", grade="B")
    entries = journal([*one_by_one(old), *one_by_one(new), *one_by_one(dict(new, items=1))])
    with opened(path) as index:
        index.add(entries[:1])
        index.add(entries[1:2])
        assert index.find_text("files", "zs", 9) == []
        assert index.find("files", "grade", "A") == []
        index.add(entries[2:])
        assert index.find_text("files", "ls", 9) == index.find("files", "grade", "B") == [1]
        assert index.locate("files", 1) == (200, 10, f"{3:060}0000")


def test_a_few_changed_documents_wait_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.sqlite"
    monkeypatch.setattr(module, "_WAITING", 2)
    cards = one_by_one(*map(card, ("张三", "李四", "王五")))
    changes = [
        ("", [("files", 1, card("赵六")), ("files", 2, None)]),
        ("", [("files", 1, card("钱七"))]),
        ("", [("files", 4, card("孙八"))]),
    ]
    entries = journal([*cards, *changes])
    with opened(path) as index, contextlib.closing(sqlite3.connect(path)) as database:
        for count, waiting in enumerate((1, 2, 0, 2, 2, 0), start=1):
            index.add(entries[count - 1 : count])
            assert database.execute("SELECT count(*) FROM waiting").fetchone() == (waiting,)
            assert_holds(index, entries[:count])


def test_a_document_that_is_found_by_nothing_any_more_keeps_its_place(path: Path) -> None:
    entries = journal([*one_by_one(card("张三")), *one_by_one({})])
    with opened(path) as index:
        index.add(entries)
        index.add(journal(one_by_one(card("张三")), entries))
        index.add(journal([*one_by_one(card("张三")), *one_by_one({})], entries))
        assert index.find("files", "name", "张三") == []
        assert index.locate("files", 1) is not None


def test_names_of_other_tables_are_not_found(path: Path) -> None:
    with opened(path) as index:
        index.add(journal([("", [("items", 1, card("张三")), ("files", 2, card("张三"))])]))
        assert index.find_text("files", "张三", 9) == [2]
        assert index.find_text("items", "张三", 9) == []
        assert index.find_text("notes", "张三", 9) == []


def test_terms_differ_by_every_sign_of_table_kind_and_value(path: Path) -> None:
    with opened(path) as index:
        index.add(journal(one_by_one(card("张三", state="a b"), card("张三", state="A b"))))
        assert index.find("files", "state", "a b") == [1]
        assert index.find("files", "state", "A b") == [2]
        assert index.find("items", "state", "a b") == index.find("files", "level", "a b") == []
        assert index.find("files", "state", "\ud800") == []


def test_an_index_of_another_archive_or_another_kind_is_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = journal(one_by_one(card("张三")))
    with opened(path) as index:
        index.add(entries)
    with opened(path, archive="乙") as index:
        assert_holds(index, [])
        index.add(entries)
    with opened(path, archive="乙") as index:
        assert_holds(index, entries)
        index.forget()
        assert_holds(index, [])
    monkeypatch.setattr(module, "_VERSION", module._VERSION + 2)
    with opened(path, archive="乙") as index:
        assert_holds(index, [])
        index.add(entries)
        assert_holds(index, entries)
        assert not index.in_memory


def test_an_index_made_with_full_text_is_made_anew_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.sqlite"
    entries = journal(one_by_one(card("张三")))
    with opened(path) as index:
        index.add(entries)
    monkeypatch.setattr(module, "has_full_text", lambda: False)
    with opened(path) as index:
        assert_holds(index, [])
        index.add(entries)
        assert_holds(index, entries)


def test_a_damaged_index_fills_itself_again(path: Path) -> None:
    entries = journal(one_by_one(*(card(f"张{name}") for name in "三四五六七八九十" * 40)))
    with opened(path, entries) as index:
        index.add(entries)
        index.close()
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * (size - 8192))
        assert index.find_text("files", "zhangs", 9) == [1, 2, 8, 9, 10, 16, 17, 18, 24]
        assert_holds(index, entries)
        assert not index.in_memory


def test_an_index_that_may_not_be_written_is_completed_in_memory(path: Path) -> None:
    entries = journal(one_by_one(card("张三"), card("李四")))
    with opened(path) as index:
        index.add(entries[:1])
    before = path.read_bytes()
    with opened(path, entries, writable=False) as index:
        assert_holds(index, entries[:1])
        index.add(entries)
        assert_holds(index, entries)
        assert index.in_memory
    assert path.read_bytes() == before


def test_a_look_up_of_known_characters_does_not_need_the_dictionary(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = journal(one_by_one(card("张三李"), card("李三"), card("李三张")))
    with opened(path) as index:
        index.add(entries[:1])
    monkeypatch.setattr(names, "readings", None)
    with opened(path) as index:
        assert index.find_text("files", "zsl", 9) == [1]
        index.add(entries[1:2])
        assert index.find_text("files", "lisan", 9) == [2]
        monkeypatch.undo()
        index.forget()  # with what it knew of the characters
        index.add(entries)
        assert index.find_text("files", "lsz", 9) == [3]


def test_a_table_s_keys_may_be_any_size(path: Path) -> None:
    with opened(path) as index:
        index.add(journal([("", [("files", 2**40, card("张三")), ("notes", 2**60, {"a": 1})])]))
        assert index.find_text("files", "zs", 9) == index.find("files", "name", "张三") == [2**40]
        assert index.keys("notes") == [2**60]


def test_threads_fill_and_read_one_index(path: Path) -> None:
    entries = journal(one_by_one(*(card(name) for name in PEOPLE * 20)))
    with opened(path) as index:
        barrier = threading.Barrier(4)

        def work(_: object) -> Any:
            barrier.wait()
            for entry in range(0, len(entries), 7):
                index.add(entries[entry : entry + 10])
                index.find_text("files", "zs", 9)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
        assert_holds(index, entries)


def test_two_indexes_of_one_file_add_the_same_lines_once(path: Path) -> None:
    entries = journal(one_by_one(*(card(name) for name in PEOPLE * 20)))
    with opened(path) as one, opened(path) as other:
        for start in range(0, len(entries), 10):
            first, second = (one, other) if start % 20 else (other, one)
            first.add(entries[start : start + 10])
            second.add(entries[start : start + 20])
        assert_holds(one, entries)
        assert_holds(other, entries)
        one.forget()
        assert_holds(other, [])
        other.add(entries)
        assert_holds(one, entries)


def test_processes_may_make_one_index_at_once(tmp_path: Path) -> None:
    script = """
import pathlib, sys
sys.path[:0] = ["tests/archive"]
import test_index
entries = test_index.journal(test_index.one_by_one(*map(test_index.card, test_index.PEOPLE * 30)))
with test_index.opened(pathlib.Path(sys.argv[1]), entries) as index:
    for start in range(0, len(entries), 20):
        index.add(entries[start:start + 20])
    test_index.assert_holds(index, entries)
    assert not index.in_memory
"""
    command = [sys.executable, "-c", script, str(tmp_path / "index.sqlite")]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    entries = journal(one_by_one(*map(card, PEOPLE * 30)))
    with opened(tmp_path / "index.sqlite") as index:
        assert_holds(index, entries)


def test_full_text_search_is_looked_for() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        options = {name for (name,) in database.execute("PRAGMA compile_options")}
    assert module.has_full_text() is ("ENABLE_FTS5" in options)
