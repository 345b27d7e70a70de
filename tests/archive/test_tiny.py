from __future__ import annotations

import contextlib
import datetime as dt
import errno
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.store_contract import ARCHIVE, CARD, INIT, PERSON, act, put
from tinydb import where
from tinydb.table import Document

from csdforms.archive.disk import Disk
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore
from csdforms.errors import ArchiveExists, DamagedArchive, NoArchive, NotPermitted, UnreadableInput

NOON = dt.datetime(2026, 3, 5, 12, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(folder: Path) -> Iterator[TinyStore]:
    with TinyStore.create(folder, ARCHIVE, INIT, actor="zhang", clock=lambda: NOON) as store:
        yield store


# --- opening and creating


def test_looking_makes_no_archive(folder: Path) -> None:
    with pytest.raises(NoArchive):
        TinyStore.open(folder)
    assert not folder.exists()


def test_looking_makes_no_lock(store: TinyStore, folder: Path) -> None:
    with TinyStore.open(folder) as other:
        assert other.get("files", 1) is None
        assert other.find_text("files", "张", 1) == []
    assert {path.name for path in folder.iterdir()} <= {
        "access.jsonl",
        "index.sqlite",
        "journal.jsonl",
    }
    put(store, "files", 1, CARD)
    assert (folder / "lock").exists()


def test_a_new_archive_wants_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"mine")
    with pytest.raises(ArchiveExists):
        TinyStore.create(tmp_path, ARCHIVE, INIT)
    with pytest.raises(ArchiveExists):
        TinyStore.create(tmp_path / "文件", ARCHIVE, INIT)
    assert [path.name for path in tmp_path.iterdir()] == ["文件"]
    with pytest.raises(NotPermitted):
        TinyStore.create(tmp_path / "文件" / "archive", ARCHIVE, INIT)
    TinyStore.create(tmp_path / "a" / "b", ARCHIVE, INIT).close()
    with TinyStore.open(tmp_path / "a" / "b") as store:
        assert store.archive == ARCHIVE


def test_a_refused_archive_leaves_an_empty_folder(folder: Path) -> None:
    class Full(Disk):
        def write(self, *_args: object) -> None:
            raise OSError(errno.ENOSPC, "")

    with pytest.raises(NotPermitted, match="磁盘已满"):
        TinyStore.create(folder, ARCHIVE, INIT, disk=Full())
    assert [path.name for path in folder.iterdir() if path.suffix != ".new"] == []


def test_importing_the_store_is_cheap() -> None:
    code = (
        "import sys, csdforms.archive.tiny\n"
        "heavy = {'filelock', 'pypinyin', 'pydantic', 'sqlalchemy', 'docx', 'uuid', 'click'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# --- TinyDB's own calls


def test_a_call_that_writes_is_an_act(store: TinyStore) -> None:
    notes = store.database.table("notes")
    assert notes.insert({"text": "电话已回"}) == 1
    line = store.last()
    assert (line.no, line.act, line.actor, line.subject) == (2, "write", "zhang", "")
    assert line.at == "2026-03-05T12:00:00.000000+08:00"
    assert [(change.table, change.key) for change in line.changes] == [("acts", 2), ("notes", 1)]
    assert store.get("acts", 2) == {"purpose": "", "reason": "", "detail": {}}


def test_the_account_of_the_process_acts_by_default(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csdforms.archive.actor.account", lambda: "uid-1000")
    with TinyStore.open(folder) as other:
        other.database.insert({})
    assert store.last().actor == "uid-1000"


def test_a_call_that_changes_nothing_writes_nothing(store: TinyStore) -> None:
    notes = store.database.table("notes")
    notes.insert({"a": [1], "b": True})
    notes.update({"a": [1]})
    notes.update(lambda _note: None, where("a").exists())
    notes.remove(where("a") == [2])
    notes.remove(doc_ids=[7])
    notes.insert_multiple([])
    store.database.drop_table("letters")
    assert store.last().no == 2
    notes.update({"b": 1})  # equal in Python, not in JSON
    assert store.last().no == 3
    assert str(notes.get(doc_id=1)) == "{'a': [1], 'b': 1}"


def test_ids_are_never_used_again(store: TinyStore, folder: Path) -> None:
    notes = store.database.table("notes")
    assert notes.insert_multiple([{}, {}, {}]) == [1, 2, 3]
    assert notes.remove(doc_ids=[3]) == [3]
    assert notes.insert({}) == 4
    notes.truncate()
    with TinyStore.open(folder) as other:
        assert other.database.table("notes").insert({}) == 5
    assert notes.insert(Document({}, doc_id=40)) == 40
    assert notes.insert({}) == 41
    assert [note.doc_id for note in notes] == [5, 40, 41]


def test_ids_of_many(store: TinyStore) -> None:
    notes = store.database.table("notes")
    given = [Document({}, doc_id=2), {}, Document({}, doc_id=9), {}]
    assert notes.insert_multiple(given) == [2, 3, 9, 10]
    for again in ([Document({}, doc_id=9)], [{}, Document({}, doc_id=11)]):
        with pytest.raises(ValueError, match="already exists"):
            notes.insert_multiple(again)
        assert len(notes) == 4
        with pytest.raises(ValueError, match="already exists"), store.writing():
            notes.insert_multiple(again)


def test_many_are_one_commit_of_several_lines(store: TinyStore) -> None:
    notes = store.database.table("notes")
    assert notes.insert_multiple({"n": n} for n in range(250)) == list(range(1, 251))
    lines = list(store.lines(2))
    assert [line.more for line in lines] == [True, True, False]
    assert [len(line.changes) - 1 for line in lines] == [100, 100, 50]
    assert {(line.act, line.at) for line in lines} == {("write", lines[0].at)}
    assert [note["n"] for note in notes] == list(range(250))
    assert notes.insert_multiple([{}] * 200) == list(range(251, 451))
    assert store.last().no == 6


@pytest.mark.parametrize("bad", [7, {"n": float("nan")}, {1: "a key"}, {"n": object()}])
def test_many_are_written_all_or_none(store: TinyStore, bad: Any) -> None:
    notes = store.database.table("notes")
    many: list[Any] = [{"n": n} for n in range(250)]
    with pytest.raises((ValueError, TypeError, UnreadableInput)):
        notes.insert_multiple([*many, bad])
    assert (len(notes), store.last().no, notes.insert({})) == (0, 1, 1)


def test_many_may_come_from_the_table_itself(store: TinyStore) -> None:
    notes = store.database.table("notes")
    notes.insert_multiple({"n": n} for n in range(150))
    notes.insert_multiple({"n": note["n"], "of": note.doc_id} for note in notes)
    assert len(notes) == 300
    assert notes.get(doc_id=300) == {"n": 149, "of": 150}


def test_nothing_else_is_written_while_many_are(store: TinyStore) -> None:
    notes = store.database.table("notes")

    def meddling() -> Iterator[dict[str, int]]:
        yield {"n": 1}
        notes.insert({"n": 2})
        raise AssertionError

    with pytest.raises(RuntimeError, match="being committed"):
        notes.insert_multiple(meddling())
    assert (len(notes), store.last().no) == (0, 1)


def test_the_tables_of_the_archive_are_its_own(store: TinyStore) -> None:
    put(store, "files", 1, CARD)
    files = store.database.table("files")
    assert files.get(doc_id=1) == CARD
    for write in (
        lambda: files.insert({}),
        lambda: files.insert_multiple([{}]),
        lambda: files.update({"state": "VOID"}),
        lambda: files.update_multiple([({"state": "VOID"}, where("state") == "ACTIVE")]),
        lambda: files.upsert({}, where("state") == "ACTIVE"),
        lambda: files.remove(where("state") == "ACTIVE"),
        files.truncate,
        lambda: store.database.table("acts").insert({}),
        lambda: store.database.drop_table("files"),
        store.database.drop_tables,
    ):
        with pytest.raises(NotPermitted, match="由档案库自己登记"):
            write()
    assert store.last().no == 2
    assert store.get("files", 1) == CARD


def test_tables_are_listed_and_dropped(store: TinyStore) -> None:
    database = store.database
    database.insert({"a": 1})
    database.table("notes").insert_multiple([{}, {}])
    assert database.tables() == {"_default", "notes"}
    assert repr(database.table("notes")).startswith("<JournalTable name='notes', total=2")
    database.drop_table("notes")
    assert database.tables() == {"_default"}
    database.drop_tables()
    assert database.tables() == set()
    assert len(database) == 0
    assert [line.act for line in store.lines(2)] == ["write"] * 4


def test_opening_a_table_changes_nothing(store: TinyStore) -> None:
    store.database.table("notes").insert({})
    with TinyStore.open(store.folder) as other:
        notes = other.database.table("notes", persist_empty=True, cache_size=30)
        assert len(notes) == 1  # TinyDB's own would have emptied it


def test_a_storage_takes_whole_tables(store: TinyStore) -> None:
    storage = store.database.storage
    storage.write({"notes": {"3": {"n": 3}, "4": {"n": 4}}, "letters": {"1": {}}})
    assert store.last().no == 2
    data = storage.read()
    assert data is not None
    assert {name: dict(rows) for name, rows in data.items()} == {
        "letters": {"1": {}},
        "notes": {"3": {"n": 3}, "4": {"n": 4}},
    }
    assert "7" not in data["notes"]
    assert "x" not in data["notes"]
    storage.write({"notes": {"4": {"n": 5}}, "letters": data["letters"]})
    assert list(store.rows("notes")) == [(4, {"n": 5})]
    assert list(store.rows("letters")) == [(1, {})]


def test_whoever_overrides_a_table_changes_it_as_usual(store: TinyStore) -> None:
    notes = store.database.table("notes")
    notes.insert_multiple([{"n": 1}, {"n": 2}])

    def change(rows: Any) -> None:
        assert rows.setdefault(7, {"n": 7}) == {"n": 7}
        assert rows.pop(1) == {"n": 1}
        assert rows.pop(1, None) is None
        assert (len(rows), list(rows), "7" in rows) == (2, [2, 7], False)
        rows[2]["n"] = 3
        rows[7] = {"n": 8}

    notes._update_table(change)
    assert [(note.doc_id, note["n"]) for note in notes] == [(2, 3), (7, 8)]


def test_results_are_the_callers_own(store: TinyStore) -> None:
    notes = store.database.table("notes")
    notes.insert({"tags": ["a"]})
    for found in (notes.all()[0], notes.search(where("tags").any(["a"]))[0], notes.get(doc_id=1)):
        assert isinstance(found, Document)
        found["tags"].append("b")
    assert notes.all() == [{"tags": ["a"]}]


def test_closing_the_database_closes_the_store(folder: Path) -> None:
    with TinyStore.create(folder, ARCHIVE, INIT).database as database:
        database.insert({"a": 1})
    with TinyStore.open(folder) as store, store.database as database:
        assert database.all() == [{"a": 1}]


# --- a block of writing


def test_tinydb_joins_the_block_of_its_thread(store: TinyStore) -> None:
    notes = store.database.table("notes")
    with store.writing() as work:
        work.put("files", 1, CARD)
        assert notes.insert({"n": 1}) == 1
        assert notes.insert_multiple([{"n": 2}, Document({"n": 9}, doc_id=9), {"n": 10}]) == [
            2,
            9,
            10,
        ]
        assert notes.update({"x": 1}, where("n") == 2) == [2]
        assert notes.remove(where("n") == 1) == [1]
        assert [dict(note) for note in notes] == [{"n": 2, "x": 1}, {"n": 9}, {"n": 10}]
        assert (len(notes), store.database.tables()) == (3, {"files", "notes"})
        assert store.get("files", 1) == CARD
        assert store.find("files", "kind", "F") == [1]
        assert store.database.table("files").search(where("kind") == "F") == [CARD]
        work.record(act("note"))
    line = store.last()
    assert (line.no, line.act) == (2, "note")
    assert [(change.table, change.key) for change in line.changes] == [
        ("acts", 2),
        ("files", 1),
        ("notes", 1),
        ("notes", 2),
        ("notes", 9),
        ("notes", 10),
    ]
    assert [change.digest is None for change in line.changes] == [False] * 2 + [True] + [False] * 3


def test_an_inner_block_that_fails_leaves_nothing_behind(store: TinyStore) -> None:
    put(store, "files", 1, CARD)
    with store.writing() as work:
        work.put("files", 1, CARD | {"name": "甲"})
        work.record(act("first"))
        work.put("files", 2, PERSON)
        with contextlib.suppress(ZeroDivisionError), store.writing() as inner:
            inner.put("files", 1, CARD | {"name": "乙"})
            inner.put("files", 3, PERSON | {"name": "丙"})
            inner.record(act("lost"))
            assert work.find("files", "name", "丙") == [3]
            assert work.last_key("acts") == 4
            raise ZeroDivisionError
        assert work.find("files", "name", "丙") == []
        assert work.find("files", "name", "甲") == [1]
        assert work.find("files", "name", "张三") == [2]
        assert work.last_key("acts") == 3
        assert work.get("acts", 4) is None
        with store.writing() as inner:
            assert inner.record(act("second")) == 4
    assert [line.act for line in store.lines(3)] == ["first", "second"]
    assert store.find("files", "name", "张三") == [2]
    assert store.get("files", 1) == CARD | {"name": "甲"}
    assert store.count("files") == 2


def test_a_document_put_twice_in_an_act_is_one_change(store: TinyStore) -> None:
    with store.writing() as work:
        work.put("files", 1, CARD)
        work.put("files", 1, PERSON)
        work.record(act())
    assert [change.table for change in store.last().changes] == ["acts", "files"]
    assert store.get("files", 1) == PERSON


def test_what_is_not_there_cannot_be_removed(store: TinyStore) -> None:
    with store.writing() as work:
        work.remove("files", 1)
        work.record(act())
        assert work.keys("acts") == [1, 2]
        assert work.count("acts") == 2
    assert [change.table for change in store.last().changes] == ["acts"]


def test_a_work_that_is_over_takes_nothing(store: TinyStore) -> None:
    with store.writing() as work:
        work.record(act())
    for write in (
        lambda: work.put("files", 1, CARD),
        lambda: work.record(act()),
    ):
        with pytest.raises(RuntimeError, match="committed"):
            write()


def test_what_an_act_says_is_taken_as_it_is_now(store: TinyStore) -> None:
    detail = {"fields": ["name"]}
    with store.writing() as work:
        work.record(Act("revise", "zhang", INIT.at, detail=detail))
        detail["fields"].append("uscc")
        assert work.get("acts", 2) == {"purpose": "", "reason": "", "detail": {"fields": ["name"]}}
    assert store.get("acts", 2) == {"purpose": "", "reason": "", "detail": {"fields": ["name"]}}


def test_a_document_that_holds_itself_is_refused(store: TinyStore) -> None:
    endless: dict[str, Any] = {}
    endless["self"] = endless
    with pytest.raises(UnreadableInput):
        put(store, "files", 1, endless)
    with pytest.raises(UnreadableInput):
        store.database.insert(endless)
    assert store.last().no == 1


def test_a_key_beyond_every_index_is_not_there(store: TinyStore) -> None:
    assert store.get("files", 2**70) is None
    assert store.get("files", -1) is None
    assert store.database.get(doc_ids=[2**70, 0, 1]) == []
    with pytest.raises(TypeError):
        put(store, "files", 2**47, CARD)


# --- a disk that fails


def test_a_full_disk_leaves_the_old_state_and_the_next_write_works(folder: Path) -> None:
    class Full(Disk):
        full = False

        def write(self, *args: Any) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "")
            super().write(*args)

    disk = Full()
    with TinyStore.create(folder, ARCHIVE, INIT, disk=disk) as store:
        notes = store.database.table("notes")
        notes.insert({"n": 1})
        before = list(store.raw_lines())
        disk.full = True
        for write in (
            lambda: notes.insert({"n": 2}),
            lambda: notes.insert_multiple({"n": n} for n in range(300)),
            lambda: put(store, "files", 1, CARD),
            lambda: store.put_file(b"PK"),
        ):
            with pytest.raises(NotPermitted, match="磁盘已满"):
                write()
        assert list(store.raw_lines()) == before
        assert notes.all() == [{"n": 1}]
        disk.full = False
        assert notes.insert({"n": 2}) == 2
        put(store, "files", 1, CARD)
        assert store.get_file(store.put_file(b"PK")) == b"PK"


# --- damage


def change(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def test_a_changed_document_is_damage_with_its_line(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    put(store, "files", 3, CARD)
    assert store.count("files") == 3
    change(folder / "journal.jsonl", "张三".encode(), "李四".encode())
    for opened in (store, TinyStore.open(folder)):
        with contextlib.closing(opened):
            with pytest.raises(DamagedArchive) as caught:
                opened.get("files", 2)
            assert caught.value.line == 3
            assert "李四" not in str(caught.value)
            assert opened.get("files", 1) == CARD
            with pytest.raises(DamagedArchive):
                list(opened.lines())


def test_a_changed_line_is_damage_in_the_history(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 1, CARD)
    assert len(list(store.history(CARD["number"]))) == 2
    change(folder / "journal.jsonl", b'"no":2,', b'"no":7,')
    with pytest.raises(DamagedArchive) as caught:
        store.history(CARD["number"])
    assert caught.value.line == 2
    with pytest.raises(DamagedArchive):
        store.lines(3)


# --- the index


def test_a_lost_index_loses_nothing(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    expected = (CARD, [2], [1], 2)
    for spoilt in (None, b"not a database", b""):
        store.close()
        (folder / "index.sqlite").unlink(missing_ok=True)
        if spoilt is not None:
            (folder / "index.sqlite").write_bytes(spoilt)
        with TinyStore.open(folder) as other:
            assert expected == (
                other.get("files", 1),
                other.find("files", "name", "张三"),
                other.find_text("files", "xinghe", 9),
                other.count("files"),
            )
            assert not other.index_ahead


@pytest.mark.parametrize("spoil", ["remove", "overwrite", "overwrite after a checkpoint"])
def test_an_index_that_is_spoilt_in_use_loses_nothing(
    store: TinyStore, folder: Path, spoil: str
) -> None:
    with store.writing() as work:
        for key in range(1, 400):
            work.put("files", key, CARD | {"uscc": f"91110000MA01ABC{key:03d}"})
        work.record(act())
    assert store.count("files") == 399
    if spoil == "overwrite after a checkpoint":
        with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as index:
            index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in folder.glob("index.sqlite*"):
        if spoil == "remove":
            path.unlink()
        elif path.suffix == ".sqlite":
            with path.open("r+b") as file:
                file.write(b"\xff" * path.stat().st_size)
    for key in range(1, 400, 7):
        assert store.find("files", "uscc", f"91110000MA01ABC{key:03d}") == [key]
        assert store.get("files", key) == CARD | {"uscc": f"91110000MA01ABC{key:03d}"}
    put(store, "files", 400, PERSON)
    assert store.find("files", "name", "张三") == [400]
    assert not store.index_ahead


def test_a_foreign_index_is_made_anew(store: TinyStore, folder: Path, tmp_path: Path) -> None:
    with TinyStore.create(tmp_path / "other", ARCHIVE, INIT) as other:
        put(other, "files", 5, PERSON)
        assert other.count("files") == 1
    put(store, "files", 1, CARD)
    store.close()
    (tmp_path / "other" / "index.sqlite").replace(folder / "index.sqlite")
    with TinyStore.open(folder) as again:
        assert list(again.rows("files")) == [(1, CARD)]
        assert again.get("files", 5) is None
        assert again.index_ahead  # same identity, other lines: somebody wrote the journal anew


def test_an_index_that_points_elsewhere_is_made_anew(store: TinyStore, folder: Path) -> None:
    for key in (1, 2, 3):
        put(store, "files", key, CARD | {"names": [str(key)]})
    assert store.count("files") == 3
    store.close()
    for statement in (
        "UPDATE document SET offset = 5",
        "UPDATE document SET offset = 1000000",
        "UPDATE line SET offset = offset + 7",
        "UPDATE line SET offset = 0",
        "DELETE FROM line",
    ):
        with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as index, index:
            index.execute(statement)
        with TinyStore.open(folder) as again:
            assert again.get("files", 3) == CARD | {"names": ["3"]}
            assert [line.no for line in again.lines(3)] == [3, 4]
            assert again.last().no == 4
            assert not again.index_ahead


def test_an_index_that_is_always_wrong_is_said_so(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "files", 1, CARD)
    monkeypatch.setattr("csdforms.archive.index.Index.locate", lambda *_: (5, 5, "0" * 64))
    with pytest.raises(DamagedArchive, match=r"index\.sqlite"):
        store.get("files", 1)


@pytest.mark.parametrize("rewritten", [False, True])
def test_a_journal_that_was_cut_off_is_noticed_by_the_index(
    store: TinyStore, folder: Path, *, rewritten: bool
) -> None:
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    assert store.count("files") == 2
    assert not store.index_ahead
    store.close()
    journal = folder / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:2]))
    with TinyStore.open(folder) as other:
        if rewritten:
            put(other, "files", 2, CARD)
        assert other.index_ahead
        assert other.count("files") == 1 + rewritten
        assert other.index_ahead  # it stays known


def test_a_stale_index_is_brought_up_to_date(store: TinyStore, folder: Path) -> None:
    put(store, "files", 1, CARD)
    assert store.count("files") == 1
    store.close()
    old = (folder / "index.sqlite").read_bytes()
    with TinyStore.open(folder) as other:
        put(other, "files", 2, PERSON)
        other.database.table("notes").insert_multiple({"n": n} for n in range(12_000))
        assert other.count("files") == 2
    (folder / "index.sqlite").write_bytes(old)
    with TinyStore.open(folder) as other:
        assert other.find("files", "name", "张三") == [2]
        assert other.count("notes") == 12_000
        assert not other.index_ahead


# --- compacting


def test_compacting_blanks_what_is_superseded_and_keeps_the_proof(
    store: TinyStore, folder: Path
) -> None:
    notes = store.database.table("notes")
    for n in range(20):
        put(store, "files", 1, CARD | {"names": [f"第 {n} 名"]})
        put(store, "profiles", n + 1, {"file": CARD["number"], "version": n})
        put(store, "counters", 2026, {"serial": n})
        notes.upsert(Document({"n": n}, doc_id=1))
    notes.remove(doc_ids=[1])
    notes.insert({"kept": True})
    lines = list(store.lines())
    everything = [list(store.rows(table)) for table in ("files", "profiles", "counters", "notes")]
    size = (folder / "journal.jsonl").stat().st_size
    store.compact()
    assert [list(store.rows(table)) for table in ("files", "profiles", "counters", "notes")] == (
        everything
    )
    assert list(store.lines())[:-1] == lines
    assert (store.last().act, store.last().actor) == ("compact", "zhang")
    assert (folder / "journal.jsonl").stat().st_size < size
    text = (folder / "journal.jsonl").read_text(encoding="utf-8")
    assert "第 19 名" in text
    assert "第 18 名" not in text
    assert text.count('"serial":') == 1
    assert text.count('"version":') == 20
    assert text.count('"n":') == 0
    assert store.count("acts") == len(lines) + 1
    assert not store.index_ahead
    put(store, "files", 2, PERSON)
    assert store.find("files", "name", "张三") == [2]


def test_others_notice_that_a_journal_was_compacted(store: TinyStore, folder: Path) -> None:
    with TinyStore.open(folder) as other:
        for n in range(5):
            put(store, "files", 1, CARD | {"names": [str(n)]})
        put(store, "files", 2, PERSON)
        assert other.get("files", 2) == PERSON
        rows = other.rows("files")
        assert next(rows) == (1, CARD | {"names": ["4"]})
        store.compact()
        assert other.last().act == "compact"
        assert list(rows) == [(2, PERSON)]
        assert other.last().act == "compact"
        assert not other.index_ahead
        put(other, "files", 3, PERSON)
        assert store.count("files") == 3


def test_a_reader_of_the_old_file_reads_again(
    store: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between asking the index and reading, the journal is replaced."""
    for n in range(5):
        put(store, "files", 1, CARD | {"names": [str(n)]})
    assert store.count("files") == 1
    journal = store._committed.journal
    read = journal.read

    def compact_first(offset: int, size: int) -> bytes:
        monkeypatch.setattr(journal, "read", read)
        with TinyStore.open(folder) as other:
            other.compact()
        journal.refresh()
        return read(offset, size)

    monkeypatch.setattr(journal, "read", compact_first)
    assert store.get("files", 1) == CARD | {"names": ["4"]}


def test_a_reader_asks_again_if_the_index_was_emptied_meanwhile(
    store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "files", 1, CARD)
    index = store._committed._index
    locate = index.locate

    def forget_first(table: str, key: int) -> tuple[int, int, str] | None:
        monkeypatch.setattr(index, "locate", locate)
        index.forget()
        return locate(table, key)

    monkeypatch.setattr(index, "locate", forget_first)
    assert store.get("files", 1) == CARD


def test_an_archive_is_not_compacted_in_the_middle_of_a_work(store: TinyStore) -> None:
    with store.writing(), pytest.raises(RuntimeError, match="middle"):
        store.compact()


def test_compacting_an_empty_archive(store: TinyStore) -> None:
    store.compact()
    assert [line.act for line in store.lines()] == ["init", "compact"]


def test_c21_nothing_of_a_removed_draft_is_left_in_the_folder(
    store: TinyStore, folder: Path
) -> None:
    for key in range(1, 41):  # enough of them to get past the rows that wait
        put(store, "drafts", key, {"number": "CG", "name": "独孤求败", "phones": ["13912345678"]})
    assert len(store.find("drafts", "phone", "13912345678")) == 40
    with store.writing() as work:
        for key in range(1, 41):
            work.remove("drafts", key)
        work.record(act("reject"))
    assert store.find("drafts", "phone", "13912345678") == []
    store.compact()
    assert store.count("drafts") == 0
    store.close()
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert ARCHIVE.encode() in content
    phone = b"13912345678"
    for text in ("独孤".encode(), "求".encode(), b"dugu", phone, phone.hex().encode()):
        assert text not in content


def test_a_work_passes_over_documents_that_are_not_there(store: TinyStore) -> None:
    with store.writing() as work:
        work.put("files", 2, CARD)
        assert [key for key, _ in work.each("files", [1, 2, 3])] == [2]
        work.record(act("create"))
