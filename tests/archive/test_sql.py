from __future__ import annotations

import contextlib
import importlib
import random
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from archive.paper import Paper
from archive.store_contract import ARCHIVE, CARD, DOCX, INIT, PERSON, act, put

from csdforms.archive import (
    database,
    names,
    sql,
    sql_compacting,
    sql_names,
    sql_writer,
    tiny_work,
)
from csdforms.archive.actor import account
from csdforms.archive.following import following
from csdforms.archive.sql import SqlStore
from csdforms.archive.verifying import verify
from csdforms.errors import (
    ArchiveExists,
    ArchiveLocked,
    CsdformsError,
    DamagedArchive,
    NoArchive,
    NotPermitted,
    UnreadableInput,
)

if TYPE_CHECKING:  # pytest wants to be the first to import it
    from archive.postgres import Server

pytest_plugins = ["archive.postgres"]

NUMBER = "KH-F-2026-000001-4"  # of CARD

on_postgres = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=on_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        place: str = request.getfixturevalue("database")
        return place
    return sqlite(tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    with SqlStore.create(url, ARCHIVE, INIT) as opened:
        yield opened


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[SqlStore]:
    with SqlStore.create(sqlite(tmp_path), ARCHIVE, INIT) as opened:
        yield opened


@pytest.fixture
def big(database: str) -> Iterator[SqlStore]:
    with SqlStore.create(database, ARCHIVE, INIT) as opened:
        yield opened


def sqlite(folder: Path, options: str = "") -> str:
    return f"sqlite:///{folder / 'archive.sqlite'}{options}"


def tamper(store: SqlStore, statement: str) -> None:
    with store._database._engine.begin() as connection:
        connection.exec_driver_sql(statement)


class TestOpening:
    def test_a_look_makes_no_database(self, tmp_path: Path) -> None:
        with pytest.raises(NoArchive, match=r"archive\.sqlite 里没有档案库"):
            SqlStore.open(sqlite(tmp_path))
        assert list(tmp_path.iterdir()) == []

    @on_postgres
    def test_an_empty_database_has_no_archive(self, database: str) -> None:
        with pytest.raises(NoArchive):
            SqlStore.open(database)

    def test_tables_without_lines_are_no_archive(self, store: SqlStore, url: str) -> None:
        tamper(store, "delete from line")
        with pytest.raises(NoArchive):
            SqlStore.open(url)

    def test_another_file_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "archive.sqlite").write_text("这是一封信。" * 100, encoding="utf-8")
        with pytest.raises(DamagedArchive, match="不是数据库"):
            SqlStore.open(sqlite(tmp_path))

    def test_nothing_is_written_over(self, store: SqlStore, url: str) -> None:
        put(store, "files", 1, CARD)
        for _ in range(2):
            with pytest.raises(ArchiveExists):
                SqlStore.create(url, ARCHIVE, INIT)
        assert store.get("files", 1) == CARD

    def test_other_tables_are_nobodys_business(self, tmp_path: Path) -> None:
        with contextlib.closing(sa.create_engine(sqlite(tmp_path)).raw_connection()) as other:
            other.cursor().execute("create table customer (no int)")
        with SqlStore.create(sqlite(tmp_path), ARCHIVE, INIT) as store:
            assert store.archive == ARCHIVE

    def test_a_damaged_beginning(self, store: SqlStore, url: str) -> None:
        raw = next(store.raw_lines())
        with store._database._engine.begin() as connection:
            connection.execute(sa.update(database.line).values(raw=raw.replace(b"li", b"mi")))
        with pytest.raises(DamagedArchive, match="第 1 行"):
            SqlStore.open(url)

    def test_a_format_to_come(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(sql, "FORMAT", "csdforms-archive 2")
            SqlStore.create(url, ARCHIVE, INIT).close()
        with pytest.raises(UnreadableInput, match="升级"):
            SqlStore.open(url)

    @pytest.mark.parametrize(
        "given",
        ["postgresql", "postgresql://host:port/x", "://", "sqlite://", "sqlite:///:memory:"],
    )
    def test_what_is_no_place_for_an_archive(self, given: str) -> None:
        with pytest.raises(UnreadableInput, match="数据库地址"):
            SqlStore.open(given)

    @pytest.mark.parametrize("given", ["nosuch://host/x", "mssql+pyodbc://host/x"])
    def test_an_unknown_database(self, given: str) -> None:
        with pytest.raises(UnreadableInput, match="驱动"):
            SqlStore.open(given)

    def test_the_usual_name_of_postgresql(self) -> None:
        for given in ("postgres://host/x", "postgresql://host/x"):
            place = database.Database(given)
            assert place._engine.driver == "psycopg"
            assert place.place == "postgresql://host/x"

    def test_how_to_install_what_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "csdforms.archive.database")
        monkeypatch.setitem(sys.modules, "sqlalchemy", None)
        with pytest.raises(UnreadableInput, match=r"csdforms\[sql\]"):
            importlib.import_module("csdforms.archive.database")


class TestErrors:
    def test_no_secret_is_told(self) -> None:
        given = "postgresql://zhang:geheim@127.0.0.1:1/archiv?password=geheim"
        with pytest.raises(NotPermitted) as caught:
            SqlStore.open(given)
        assert str(caught.value) == (
            "数据库 postgresql://127.0.0.1:1/archiv 不能用：连不上数据库，"
            "请检查地址、用户名和密码，并确认数据库正在运行。"
        )
        assert "geheim" not in "".join(traceback.format_exception(caught.value))

    @on_postgres
    def test_an_unknown_user(self, server: Server) -> None:
        with pytest.raises(NotPermitted, match="用户名和密码"):
            SqlStore.open(server.url("public").replace("postgres@", "nobody@"))

    KILL = "select pg_terminate_backend(pid) from pg_locks where mode = 'RowShareLock'"

    @on_postgres
    def test_a_connection_that_breaks_in_the_middle(self, big: SqlStore) -> None:
        def write() -> None:
            with big.writing() as work:
                work.put("files", 1, CARD)
                work.record(act())
                tamper(big, self.KILL)

        with pytest.raises(NotPermitted, match="可能已经写入"):
            write()
        assert big.last().no == 1
        put(big, "files", 1, CARD)
        assert big.last().no == 2

    @on_postgres
    def test_a_connection_that_broke_while_it_idled(self, big: SqlStore, server: Server) -> None:
        assert big.last().no == 1
        server.disconnect_all()
        assert big.last().no == 1

    @on_postgres
    def test_a_database_that_may_only_be_read(self, big: SqlStore, database: str) -> None:
        read_only = f"{database}%20-cdefault_transaction_read_only%3Don"
        with SqlStore.open(read_only) as store:
            with pytest.raises(NotPermitted, match="只读"):
                put(store, "files", 1, CARD)
            assert store.last().no == 1

    def test_a_file_that_may_only_be_read(self, lite: SqlStore, tmp_path: Path) -> None:
        put(lite, "files", 1, CARD)
        read_only = f"sqlite:///file:{tmp_path}/archive.sqlite?mode=ro&uri=true"
        with SqlStore.open(read_only) as store:
            with pytest.raises(NotPermitted, match="只读"):
                put(store, "files", 2, PERSON)
            with pytest.raises(NotPermitted, match="只读"):
                store.put_file(DOCX)
            assert store.get("files", 1) == CARD

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(NotPermitted, match="打不开数据库文件"):
            SqlStore.create(sqlite(tmp_path / "no"), ARCHIVE, INIT)

    def test_a_full_disk(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with SqlStore.create(sqlite(tmp_path), ARCHIVE, INIT) as store:
            put(store, "files", 1, CARD)
        with monkeypatch.context() as patch:
            patch.setattr(
                database,
                "_prepare_sqlite",
                lambda connection, _: connection.execute("pragma max_page_count = 20"),
            )
            with SqlStore.open(sqlite(tmp_path)) as store:
                with pytest.raises(NotPermitted, match="磁盘已满"):
                    store.put_file(bytes(10**6))
                assert store.get("files", 1) == CARD
        with SqlStore.open(sqlite(tmp_path)) as store:
            assert list(store.files()) == []
            put(store, "files", 2, PERSON)
            assert store.last().no == 3

    def test_a_table_that_was_dropped(self, store: SqlStore) -> None:
        tamper(store, "drop table term")
        with pytest.raises(NotPermitted, match="错误代码") as caught:
            store.find("files", "name", "张三")
        assert "张三" not in str(caught.value.__context__)

    def test_a_database_that_does_not_answer(self, lite: SqlStore) -> None:
        with pytest.raises(NotPermitted, match="没有应答"), lite._database.reading():
            raise sa.exc.TimeoutError("QueuePool limit")

    @on_postgres
    def test_who_goes_round_the_lock_writes_no_line_twice(
        self, big: SqlStore, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csdforms.archive.database.Database._lock", lambda *_: None)
        with SqlStore.open(database) as other:

            def write_both() -> None:
                with big.writing() as work:
                    work.record(act())
                    put(other, "files", 1, CARD)

            with pytest.raises(ArchiveLocked):
                write_both()
            assert [line.subject for line in big.lines()] == ["", NUMBER]


class TestWriters:
    CODE = """
import sys
from csdforms.archive.sql import SqlStore
from csdforms.archive.store import Act
with SqlStore.open(sys.argv[1]) as store:
    for _ in range(8):
        with store.writing(timeout=60) as work:
            counter = work.get("counters", 2026) or {"serial": 0}
            work.put("counters", 2026, {"serial": counter["serial"] + 1})
            work.put("items", work.last_key("items") + 1, {"number": "x"})
            work.record(Act("count", "zhang", "2026-03-05T14:05:09.123456+08:00"))
"""
    DYING = """
import os, sys
from csdforms.archive.sql import SqlStore
from csdforms.archive.store import Act
store = SqlStore.open(sys.argv[1])
with store.writing() as work:
    work.put("files", 1, {"number": "x"})
    work.record(Act("create", "zhang", "2026-03-05T14:05:09.123456+08:00"))
    work.finish()
    os._exit(9)
"""

    def test_processes_take_turns(self, store: SqlStore, url: str) -> None:
        command = [sys.executable, "-W", "error", "-c", self.CODE, url]
        writers = [subprocess.Popen(command) for _ in range(3)]
        assert [writer.wait(60) for writer in writers] == [0, 0, 0]
        assert store.get("counters", 2026) == {"serial": 24}
        assert [line.no for line in store.lines()] == list(range(1, 26))
        assert store.count("items") == 24

    def test_nothing_is_left_of_a_writer_that_died(self, store: SqlStore, url: str) -> None:
        command = [sys.executable, "-c", self.DYING, url]
        assert subprocess.run(command, timeout=60, check=False).returncode == 9
        assert store.last().no == 1
        assert store.get("files", 1) is None
        put(store, "files", 1, CARD)
        assert store.last().no == 2

    def test_the_lock_is_waited_for_no_longer_than_said(self, store: SqlStore, url: str) -> None:
        with SqlStore.open(url) as other, store.writing() as work:
            work.record(act())
            with pytest.raises(ArchiveLocked), other.writing(timeout=0):
                raise AssertionError

    def test_a_part_leaves_nothing_behind(self, store: SqlStore) -> None:
        with store.writing() as work:
            work.put("files", 1, CARD)
            with contextlib.suppress(ZeroDivisionError), store.writing() as part:
                part.put("files", 2, PERSON)
                part.record(act())
                raise ZeroDivisionError
            with store.writing() as part:
                part.put("files", 3, PERSON)
            work.record(act())
        assert [key for key, _ in store.rows("files")] == [1, 3]
        assert store.last().no == 2

    def test_a_work_lists_what_is_committed_with_its_own(self, store: SqlStore) -> None:
        put(store, "drafts", 3, CARD)
        put(store, "drafts", 1, PERSON)
        with store.writing() as work:
            assert (work.tables(), work.keys("drafts"), work.count("drafts")) == (
                ["acts", "drafts"],
                [1, 3],
                2,
            )
            work.remove("drafts", 3)
            work.put("items", 1, {"number": "a"})
            assert (work.tables(), work.keys("drafts"), work.count("drafts")) == (
                ["acts", "drafts", "items"],
                [1],
                1,
            )
            work.record(act())

    def test_a_file_goes_with_the_work_that_put_it(self, store: SqlStore) -> None:
        with contextlib.suppress(ZeroDivisionError), store.writing():
            store.put_file(DOCX)
            raise ZeroDivisionError
        assert list(store.files()) == []

    def test_a_large_work_is_written_in_portions(
        self, store: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sql_writer, "_MANY", 7)
        monkeypatch.setattr(tiny_work, "may_remove", lambda *_: True)
        with store.writing() as work:
            for key in range(1, 31):
                work.put("files", key, PERSON | {"name": f"客户{key}"})
                work.put("counters", 2026, {"serial": key})
                work.record(act())
            work.put("files", 5, PERSON | {"name": "王五"})
            work.remove("files", 6)
            work.record(act())
        assert store.get("counters", 2026) == {"serial": 30}
        assert store.count("files") == 29
        assert store.find("files", "name", "客户5") == []
        assert store.find_text("files", "王五", 10) == [5]
        assert [line.more for line in store.lines()] == [False, *[True] * 30, False]

    def test_an_old_name_and_a_new_one_at_once(self, store: SqlStore) -> None:
        put(store, "files", 1, PERSON)
        put(store, "files", 1, PERSON | {"name": "张三丰", "former_names": ["张三"]})
        put(store, "files", 1, PERSON | {"name": "张三丰", "former_names": ["张三"], "grade": "A"})
        assert store.find("files", "former_name", "张三") == [1]
        assert store.find("files", "name", "张三") == []
        assert store.find_text("files", "三丰", 10) == [1]


class TestTampering:
    @pytest.fixture(autouse=True)
    def _filled(self, store: SqlStore) -> None:
        put(store, "files", 1, CARD)
        put(store, "files", 2, PERSON)

    @staticmethod
    def rewrite(store: SqlStore, no: int, old: bytes, new: bytes) -> None:
        raw = next(store.raw_lines(no))
        assert old in raw
        changed = sa.update(database.line).where(database.line.c.no == no)
        with store._database._engine.begin() as connection:
            connection.execute(changed.values(raw=raw.replace(old, new)))

    @pytest.mark.parametrize(("old", "new"), [(b"zhang", b"wangX"), ("星".encode(), "银".encode())])
    def test_a_changed_line(self, store: SqlStore, old: bytes, new: bytes) -> None:
        self.rewrite(store, 2, old, new)
        with pytest.raises(DamagedArchive) as caught:
            list(store.lines())
        assert caught.value.line == 2
        with pytest.raises(DamagedArchive):
            list(store.history(NUMBER))

    def test_a_missing_line(self, store: SqlStore) -> None:
        tamper(store, "delete from line where no = 2")
        with pytest.raises(DamagedArchive, match="第 2 行"):
            list(store.lines())

    def test_a_line_from_elsewhere(self, store: SqlStore, tmp_path: Path) -> None:
        with SqlStore.create(f"sqlite:///{tmp_path}/other.sqlite", ARCHIVE, INIT) as other:
            put(other, "files", 1, CARD)
            foreign = next(other.raw_lines(2))
        with store._database._engine.begin() as connection:
            changed = sa.update(database.line).where(database.line.c.no == 2)
            connection.execute(changed.values(raw=foreign))
        with pytest.raises(DamagedArchive, match="接不上前一行"):
            list(store.lines())

    def test_nothing_is_written_behind_a_changed_line(self, store: SqlStore) -> None:
        self.rewrite(store, 3, b"zhang", b"wangX")
        with pytest.raises(DamagedArchive):
            store.last()
        with pytest.raises(DamagedArchive), store.writing():
            raise AssertionError
        assert len(list(store.raw_lines())) == 3

    def test_a_changed_document(self, store: SqlStore) -> None:
        tamper(store, "update document set payload = replace(payload, '张三', '李四')")
        assert store.get("files", 1) == CARD
        with pytest.raises(DamagedArchive, match="第 3 行"):
            store.get("files", 2)
        with pytest.raises(DamagedArchive):
            list(store.rows("files"))

    def test_an_emptied_document(self, store: SqlStore) -> None:
        digest = "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"  # of null
        tamper(store, f"update document set payload = 'null', digest = '{digest}'")  # noqa: S608
        with pytest.raises(DamagedArchive):
            store.get("files", 2)

    def test_a_changed_file(self, store: SqlStore) -> None:
        digest = store.put_file(DOCX)
        with store._database._engine.begin() as connection:
            connection.execute(sa.update(database.file).values(content=b"other"))
        with pytest.raises(DamagedArchive, match="校验值"):
            store.get_file(digest)


class TestFinding:
    SURNAMES = "张李王赵单解曾区查盖"
    OTHERS = "三四伟芳秀英强磊洋艳海恒泰华东盛丰润长重行"
    ENDS = ("有限公司", "有限责任公司", "贸易行", "Trading Co., Ltd", "")

    def test_as_by_comparing_every_name(
        self, store: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.compare(store, monkeypatch)

    @on_postgres
    def test_likewise_where_there_is_no_index(
        self, big: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(big._database._engine.dialect, "name", "cockroachdb")
        self.compare(big, monkeypatch)

    def compare(self, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sql_names, "_PAGE", 7)
        monkeypatch.setattr(sql_names, "_WINDOW", 50)
        known = self.some_names()
        with store.writing() as work:
            for key, name in known.items():
                work.put("files", key, PERSON | {"name": name})
            work.record(act())
        texts = [
            "张",
            "zs",
            "zhang",
            "zh",
            "chang",
            "公司",
            "有限公司",
            "ltd",
            "tradi",
            "z",
            "·",
            "",
        ]
        texts += [name[1:3] for name in known.values()]
        for text in texts:
            query = names.Query(text)
            expected = [key for key, name in known.items() if query.matches(names.searched(name))]
            assert store.find_text("files", text, 1000) == expected, text
        assert store.find_text("files", "公司", 3) == store.find_text("files", "公司", 1000)[:3]
        assert any(len(name) > 10 for name in known.values())

    def some_names(self) -> dict[int, str]:
        chance = random.Random(5)  # noqa: S311 - the same in every run
        known: dict[int, str] = {}
        key = 0
        for _ in range(40):
            key += chance.choice([1, 2, 30])
            first = chance.choice(self.SURNAMES)
            rest = "".join(chance.choices(self.OTHERS, k=chance.randint(1, 4)))
            known[key] = first + rest + chance.choice(self.ENDS)
        return known

    def test_no_key_is_left_out(self, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sql_names, "_WINDOW", 1)
        with store.writing() as work:
            for key in range(1, 31):
                work.put("files", key, PERSON)
            work.record(act())
        assert store.find_text("files", "张三", 100) == list(range(1, 31))

    def test_the_pieces_of_a_name_are_not_the_name(self, store: SqlStore) -> None:
        put(store, "files", 1, PERSON | {"name": "恒泰与泰华"})
        assert store.find_text("files", "恒泰华", 10) == []
        assert store.find_text("files", "恒泰", 10) == [1]

    @pytest.mark.parametrize(
        "text", ["长" * 500, "长" * 200, "short", "空\0字", "\ud800", "零\u200b宽"]
    )
    def test_what_is_long_or_odd(self, store: SqlStore, text: str) -> None:
        assert store.find("items", "form", text) == []
        assert store.find_text("files", text, 10) == []
        assert list(store.history(text)) == []
        if text.isprintable() or "\u200b" in text:
            put(store, "items", 1, {"number": text, "form": text})
            assert store.find("items", "form", text) == [1]
            assert len(list(store.history(text))) == 1
            assert store.last().subject == text

    def test_keys_that_nothing_can_have(self, store: SqlStore) -> None:
        for key in (0, -1, 2**63, 2**80):
            assert store.get("files", key) is None

    def test_a_name_that_cannot_be_a_file(self, store: SqlStore) -> None:
        with pytest.raises(DamagedArchive, match="缺少文件"):
            store.get_file("\0")

    def test_page_by_page(self, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sql, "_PAGE", 2)
        for key in range(1, 6):
            put(store, "files", key, CARD)
        digests = sorted(store.put_file(bytes([n])) for n in range(5))
        assert [key for key, _ in store.rows("files")] == [1, 2, 3, 4, 5]
        assert [line.no for line in store.lines()] == [1, 2, 3, 4, 5, 6]
        assert [line.no for line in store.history(NUMBER)] == [2, 3, 4, 5, 6]
        assert list(store.files()) == digests

    def test_who_reads_slowly_keeps_nobody_from_writing(self, lite: SqlStore) -> None:
        for key in range(1, 4):
            put(lite, "files", key, CARD)
        with lite._database.reading() as connection:
            slowly = connection.execute(sa.select(database.line.c.no))
            assert slowly.fetchone() == (1,)
            with lite.writing(timeout=0.05) as work:
                work.record(act())
            assert slowly.fetchall() == [(2,), (3,), (4,)]

    def test_who_stops_reading_keeps_nothing_open(self, lite: SqlStore) -> None:
        lines = lite.raw_lines()
        next(lines)
        with lite.writing(timeout=0.05) as work:
            work.record(act())
        assert len(list(lines)) == 0


def test_every_error_is_one_of_ours() -> None:
    for kind in (sa.exc.ProgrammingError, sa.exc.DataError, sa.exc.InternalError):
        place = database.Database("postgresql://host/x")
        with pytest.raises(CsdformsError), place._refusing():
            raise kind("select 'geheim'", {}, Exception("geheim"))


class TestLog:
    """What the contract does not ask of every store."""

    @pytest.fixture(params=["without a table", "with an empty table"])
    def old(self, request: pytest.FixtureRequest, url: str, tmp_path: Path) -> str:
        """An archive from before there was a log, or a copy of one."""
        lines = following(Paper(tmp_path / "paper").lines, "paper")
        with SqlStore.receive(url, lines, []) as store:
            if request.param == "without a table":
                tamper(store, "drop table note")
        return url

    def test_an_archive_from_before_there_was_a_log(self, old: str) -> None:
        with SqlStore.open(old) as store:
            assert store.last_note() is None
            assert list(store.notes()) == []
            assert store.note(act("show")) == 2
            [(begun, _), (line, _)] = store.notes()
            assert (begun.act, begun.actor, line.act) == ("init", account(), "show")
            assert verify(store).problems == ()

    def test_its_log_begins_before_who_writes(self, old: str) -> None:
        with SqlStore.open(old) as store:
            with contextlib.suppress(ZeroDivisionError), store.writing():
                assert store.note(act("refused")) == 2
                raise ZeroDivisionError
            assert [line.act for line, _ in store.notes()] == ["init", "refused"]

    def test_its_log_is_begun_once(self, old: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with SqlStore.open(old) as one, SqlStore.open(old) as two:
            with monkeypatch.context() as patch:
                patch.setattr(
                    two._log, "is_there", lambda: False
                )  # it looked before the other began
                assert one.note(act("show")) == 2
                assert two.note(act("show")) == 3
            assert [line.no for line, _ in two.notes()] == [1, 2, 3]

    @pytest.mark.parametrize("statement", ["drop table note", "delete from note"])
    def test_a_log_that_was_taken_away(self, url: str, store: SqlStore, statement: str) -> None:
        tamper(store, statement)
        with SqlStore.open(url) as again:
            for attempt in (
                lambda: again.note(act("show")),
                lambda: list(again.notes()),
                again.last_note,
            ):
                with pytest.raises(DamagedArchive, match="查阅日志不见了"):
                    attempt()
            assert again.get("files", 1) is None

    def test_a_log_that_is_emptied_under_our_hands(self, store: SqlStore) -> None:
        store.note(act("show"))
        tamper(store, "delete from note")
        with pytest.raises(DamagedArchive, match="查阅日志不见了"):
            store.note(act("show"))

    def test_a_damaged_line(self, store: SqlStore) -> None:
        store.note(act("show"))
        raw = list(store.raw_notes())[1]
        with store._database._engine.begin() as connection:
            changed = sa.update(database.note).where(database.note.c.no == 2)
            connection.execute(changed.values(raw=raw.replace(b"zhang", b"wangw")))
        with pytest.raises(DamagedArchive, match=r"查阅日志.*第 2 行"):
            store.note(act("show"))
        with pytest.raises(DamagedArchive, match=r"查阅日志.*第 2 行"):
            list(store.notes())

    @on_postgres
    def test_a_note_does_not_wait_for_who_writes(self, big: SqlStore, database: str) -> None:
        with SqlStore.open(database) as other, big.writing() as work:
            assert other.note(act("show"), timeout=0.05) == 2
            assert big.note(act("refused")) == 3
            assert [line.no for line, _ in other.notes()] == [1, 2, 3]  # at once
            work.record(act())

    def test_l01_where_there_is_one_writer_a_note_waits_its_turn(
        self, lite: SqlStore, tmp_path: Path
    ) -> None:
        with SqlStore.open(sqlite(tmp_path)) as other:
            with lite.writing() as work:
                with pytest.raises(ArchiveLocked):
                    other.note(act("show"), timeout=0.05)
                work.record(act())
            assert other.note(act("show")) == 2

    def test_l01_a_log_that_cannot_be_written(self, lite: SqlStore) -> None:
        tamper(lite, "create trigger t before insert on note begin select raise(fail, 'x'); end")
        with pytest.raises(CsdformsError):
            lite.note(act("show"))

        def refuse() -> None:
            with lite.writing() as work:
                work.put("files", 1, CARD)
                work.record(act())
                lite.note(act("refused"))

        with pytest.raises(CsdformsError):
            refuse()
        tamper(lite, "drop trigger t")
        assert [line.no for line, _ in lite.notes()] == [1]
        assert lite.last().no == 1


class TestCompacting:
    def test_c21_nothing_of_it_is_left_in_the_file(self, tmp_path: Path) -> None:
        with SqlStore.create(sqlite(tmp_path), ARCHIVE, INIT) as store:
            put(store, "drafts", 1, {"name": "独孤求败", "mobile": "13912345678"})
            with store.writing() as work:
                work.remove("drafts", 1)
                work.record(act("reject"))
            store.compact(act("compact"))
            assert verify(store).problems == ()
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert ARCHIVE.encode() in content
        for text in ("独孤求败", "dugu", "13912345678"):
            assert text.encode() not in content

    def test_a_long_journal(self, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sql_compacting, "_PAGE", 2)
        for count in range(7):
            put(store, "files", 1, CARD | {"grade": str(count)})
        store.compact(act("compact"))
        assert b"".join(store.raw_lines()).count(b'"grade"') == 1
        assert store.get("files", 1) == CARD | {"grade": "6"}

    def test_what_the_database_was_not_made_for(self, lite: SqlStore) -> None:
        lite._database._engine.dialect.name = "other"
        lite._database.wipe()
