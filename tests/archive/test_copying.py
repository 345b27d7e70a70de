from __future__ import annotations

import contextlib
import errno
import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import FileIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from archive.faulty import FaultyDisk
from archive.paper import Paper
from archive.store_contract import ARCHIVE, CARD, DOCX, INIT, PERSON, act, put

from csdforms.archive import database, sql
from csdforms.archive.copying import Copied, copy
from csdforms.archive.disk import Disk
from csdforms.archive.following import following
from csdforms.archive.places import open_store
from csdforms.archive.sql import SqlStore
from csdforms.archive.store import Store
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import anchor_of, verify
from csdforms.errors import (
    ArchiveExists,
    DamagedArchive,
    NoArchive,
    NotPermitted,
    UnreadableInput,
)

pytest_plugins = ["archive.postgres"]

NUMBER = "KH-F-2026-000001-4"  # of CARD

on_postgres = pytest.mark.xdist_group("postgres")
PLACES = ["folder", "sqlite", pytest.param("postgres", marks=on_postgres)]

#: Makes a place where nothing is yet: a folder, or a URL.
Places = Callable[[str], Path | str]


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    numbers = itertools.count()

    def new(kind: str) -> Path | str:
        number = next(numbers)
        if kind == "postgres":
            from archive.postgres import Server

            server: Server = request.getfixturevalue("server")
            return server.new_database()
        if kind == "sqlite":
            return f"sqlite:///{tmp_path}/{number}.sqlite"
        return tmp_path / f"archive{number}"

    return new


@contextlib.contextmanager
def archive_at(place: Path | str) -> Iterator[Store]:
    kind = SqlStore if isinstance(place, str) else TinyStore
    with kind.create(place, ARCHIVE, INIT) as store:  # type: ignore[arg-type]
        fill(store)
        yield store


def fill(store: Store) -> None:
    put(store, "files", 1, CARD)
    digest = store.put_file(DOCX)
    store.put_file(b"")
    with store.writing() as work:
        work.put("items", 1, {"number": "1", "file": NUMBER, "document": digest})
        work.record(act("file", NUMBER, reason="归档"))
        work.put("files", 2, PERSON)
        work.put("files", 1, CARD | {"grade": "A"})
        work.record(act("create"))
    store.note(act("show", NUMBER, purpose="回访"))
    store.note(act("find", detail={"files": [NUMBER]}))
    put(store, "scratch", 2026, {"serial": 2})
    with store.writing() as work:
        work.remove("scratch", 2026)
        work.record(act("remove"))


def answers(store: Store) -> list[object]:
    return [
        store.archive,
        list(store.raw_lines()),
        list(store.lines()),
        anchor_of(store),
        list(store.raw_notes()),
        list(store.notes()),
        store.last_note(),
        [list(store.rows(table)) for table in ("acts", "files", "items", "counters")],
        [store.count(table) for table in ("acts", "files", "counters")],
        store.find("files", "name", "张三"),
        store.find("files", "grade", "A"),
        store.find("items", "file", NUMBER),
        store.find_text("files", "星河", 10),
        store.find_text("files", "zhangs", 10),
        list(store.history(NUMBER)),
        [(digest, store.get_file(digest)) for digest in store.files()],
    ]


@pytest.mark.parametrize("there", PLACES)
@pytest.mark.parametrize("here", PLACES)
def test_a_copy_answers_like_the_original(places: Places, here: str, there: str) -> None:
    target = places(there)
    with archive_at(places(here)) as source:
        copied = copy(source, target)
        expected = answers(source)
        assert copied == Copied(ARCHIVE, 6, 2, anchor_of(source), 3)
    with contextlib.closing(open_store(target)) as store:
        assert answers(store) == expected
        with store.writing() as work:
            assert work.last_key("scratch") == 2026
            work.put("files", 3, PERSON)
            work.record(act())
        assert store.find("files", "name", "张三") == [2, 3]
        assert store.last().no == 7
        assert store.note(act("show")) == 4


@pytest.mark.parametrize("there", PLACES)
def test_what_was_destroyed_stays_destroyed(places: Places, there: str) -> None:
    folder = places("folder")
    assert isinstance(folder, Path)
    target, back = places(there), folder.with_name("back")
    with archive_at(folder) as source:
        source.compact(act("compact"))
        copy(source, target)
        expected = answers(source)
    assert b",null]" in (folder / "journal.jsonl").read_bytes()
    with contextlib.closing(open_store(target)) as store:
        assert answers(store) == expected
        copy(store, back)
    for name in ("journal.jsonl", "access.jsonl"):
        assert (back / name).read_bytes() == (folder / name).read_bytes()


def test_a_folder_is_whole(places: Places, tmp_path: Path) -> None:
    with archive_at(places("sqlite")) as source:
        copy(source, tmp_path / "new" / "archive")
    folder = tmp_path / "new" / "archive"
    digest = sha256(DOCX).hexdigest()
    assert (folder / "documents" / digest[:2] / f"{digest}.docx").read_bytes() == DOCX
    assert (folder / "README.md").read_text("utf-8").strip()
    assert [path.name for path in folder.parent.iterdir()] == ["archive"]
    assert verify(folder, read_data=True).anchor.startswith("6:")


def test_an_empty_folder_will_do(places: Places, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with archive_at(places("sqlite")) as source:
        copy(source, tmp_path / "empty")
    TinyStore.open(tmp_path / "empty").close()


@pytest.mark.parametrize("there", PLACES)
def test_nothing_is_written_over(places: Places, there: str) -> None:
    target = places(there)
    with archive_at(target) as other, archive_at(places("sqlite")) as source:
        put(other, "files", 9, PERSON)
        before = list(other.raw_lines())
        with pytest.raises(ArchiveExists):
            copy(source, target)
        assert list(other.raw_lines()) == before


def test_a_file_is_no_folder(places: Places, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"x")
    with archive_at(places("sqlite")) as source, pytest.raises(ArchiveExists):
        copy(source, tmp_path / "letter")
    assert (tmp_path / "letter").read_bytes() == b"x"


def test_how_far_it_is(places: Places) -> None:
    told: list[tuple[int, int]] = []
    with archive_at(places("folder")) as source:
        copy(source, places("sqlite"), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 11) for done in range(1, 12)]


def test_what_is_written_meanwhile_stays_behind(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "_PAGE", 1)
    target = places("folder")
    with archive_at(places("sqlite")) as source:
        before = list(source.raw_lines())

        def write_on(done: int, _: int) -> None:
            if done == 2:
                put(source, "files", 8, PERSON)

        assert copy(source, target, progress=write_on).lines == 6
        assert source.last().no == 7
    with contextlib.closing(open_store(target)) as store:
        assert list(store.raw_lines()) == before


def test_an_unknown_place(places: Places) -> None:
    with archive_at(places("folder")) as source, pytest.raises(UnreadableInput):
        copy(source, "nosuch://host/x")


class TestFailing:
    @pytest.mark.parametrize("there", PLACES)
    @pytest.mark.parametrize("at", [1, 4, 7, 10])
    def test_whoever_gives_up_leaves_no_archive(
        self, places: Places, tmp_path: Path, there: str, at: int
    ) -> None:
        target = places(there)

        def give_up(done: int, _: int) -> None:
            if done == at:
                raise KeyboardInterrupt

        with archive_at(places("folder")) as source:
            with pytest.raises(KeyboardInterrupt):
                copy(source, target, progress=give_up)
            with pytest.raises(NoArchive):
                open_store(target)
            assert not list(tmp_path.glob(".csdforms-*"))
            copy(source, target)
            expected = answers(source)
        with contextlib.closing(open_store(target)) as store:
            assert answers(store) == expected

    DYING = """
import os, sys
from csdforms.archive.copying import copy
from csdforms.archive.following import following
from csdforms.archive.places import open_store
target = sys.argv[2] if "://" in sys.argv[2] else __import__("pathlib").Path(sys.argv[2])
copy(open_store(sys.argv[1]), target, progress=lambda done, _: done == 7 and os._exit(9))
"""

    @pytest.mark.parametrize("there", PLACES)
    def test_a_process_that_dies_leaves_no_archive(self, places: Places, there: str) -> None:
        here, target = places("folder"), places(there)
        with archive_at(here) as source:
            command = [sys.executable, "-c", self.DYING, str(here), str(target)]
            assert subprocess.run(command, timeout=60, check=False).returncode == 9
            with pytest.raises(NoArchive):
                open_store(target)
            copy(source, target)
        open_store(target).close()

    @pytest.mark.parametrize("there", PLACES)
    def test_a_damaged_archive_is_not_copied(self, places: Places, there: str) -> None:
        target = places(there)
        with archive_at(places("sqlite")) as source:
            assert isinstance(source, SqlStore)
            raw = next(source.raw_lines(3))
            with source._database._engine.begin() as connection:
                changed = sa.update(database.line).where(database.line.c.no == 3)
                connection.execute(changed.values(raw=raw.replace(b"zhang", b"wangX")))
            with pytest.raises(DamagedArchive, match=r"来源.*第 3 行"):
                copy(source, target)
        with pytest.raises(NoArchive):
            open_store(target)

    @pytest.mark.parametrize("there", PLACES)
    def test_a_changed_document_is_not_copied(self, places: Places, there: str) -> None:
        target = places(there)
        with archive_at(places("folder")) as source:
            digest = sha256(DOCX).hexdigest()
            folder = source.folder  # type: ignore[attr-defined]
            (folder / "documents" / digest[:2] / f"{digest}.docx").write_bytes(b"other")
            with pytest.raises(DamagedArchive):
                copy(source, target)
        with pytest.raises(NoArchive):
            open_store(target)

    def test_every_operation_of_the_disk_may_fail(self, places: Places, tmp_path: Path) -> None:
        with archive_at(places("sqlite")) as source:
            expected = answers(source)
            fail_at = 0
            while True:
                fail_at += 1
                target = tmp_path / f"copy{fail_at}"
                disk = FaultyDisk(fail_at, error=lambda: OSError(errno.ENOSPC, "full"))
                try:
                    copy(source, target, disk=disk)
                except NotPermitted as error:
                    assert "磁盘已满" in str(error)  # noqa: PT017 - the last time there is none
                else:
                    break
                assert not list(tmp_path.glob(".csdforms-*"))
                if target.exists():  # all was there but the proof of its name
                    with TinyStore.open(target) as whole:
                        assert answers(whole) == expected
        assert fail_at > 10
        assert disk.operations < fail_at

    def test_a_folder_that_cannot_be(self, places: Places, tmp_path: Path) -> None:
        (tmp_path / "letter").write_bytes(b"x")
        with archive_at(places("sqlite")) as source, pytest.raises(NotPermitted):
            copy(source, tmp_path / "letter" / "archive")

    def test_a_disk_that_forgets(self, places: Places) -> None:
        class Forgetful(Disk):
            def write(self, file: FileIO, offset: int, data: bytes | bytearray) -> None:
                if b'"act":"remove"' not in data:
                    super().write(file, offset, data)

        target = places("folder")
        with archive_at(places("sqlite")) as source, pytest.raises(DamagedArchive, match="读回"):
            copy(source, target, disk=Forgetful())
        with pytest.raises(NoArchive):
            open_store(target)

    def test_a_database_that_forgets(self, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
        target = places("sqlite")

        def one_short(*given: object) -> Iterator[object]:
            lines = list(following(*given))  # type: ignore[arg-type]
            return iter(lines[:-1])

        monkeypatch.setattr("csdforms.archive.sql_receiving.following", one_short)
        with archive_at(places("folder")) as source, pytest.raises(DamagedArchive, match="读回"):
            copy(source, target)
        monkeypatch.undo()
        with pytest.raises(NoArchive):
            open_store(target)


@pytest.mark.parametrize("there", PLACES)
def test_an_archive_from_before_there_was_a_log(places: Places, tmp_path: Path, there: str) -> None:
    target = places(there)
    with TinyStore.open(Paper(tmp_path / "paper").save()) as source:
        copied = copy(source, target)
        assert (copied.notes, copied.anchor) == (0, source.last().anchor)
    with contextlib.closing(open_store(target)) as store:
        assert store.last_note() is None
        assert store.note(act("show")) == 2
        copy(store, tmp_path / "back")
    assert verify(tmp_path / "back").notes == 2


@pytest.mark.parametrize("there", PLACES)
def test_a_damaged_log_is_not_copied(places: Places, there: str) -> None:
    folder, target = places("folder"), places(there)
    assert isinstance(folder, Path)
    with archive_at(folder):
        pass
    path = folder / "access.jsonl"
    path.write_bytes(path.read_bytes().replace("回访".encode(), "投诉".encode()))
    with TinyStore.open(folder) as source, pytest.raises(DamagedArchive, match=r"access.*第 2 行"):
        copy(source, target)
    with pytest.raises(NoArchive):
        open_store(target)
