"""What is destroyed by law is really gone, in every kind of archive, and the proof stays."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, open_company, open_person
from archive.destruction.destroyed import (
    KINDS,
    SECRETS,
    created,
    erased,
    item_erased,
    lived,
    place_of,
    reopened,
)
from archive.memory_store import MemoryStore
from archive.sealing.test_byte_hunt import hunted

from csdforms.archive import places, terms
from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup, restore
from csdforms.archive.destruction.destroyed_register import register_path
from csdforms.archive.destruction.erasing import erase_file, is_swept, sweep
from csdforms.archive.disk import Disk
from csdforms.archive.documents import Documents
from csdforms.archive.places import as_kept
from csdforms.archive.sealing.sealer import CLEAR
from csdforms.archive.store import OF_FILE, OWN_TABLES, SCHEDULES, Act
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import anchor_of, verify
from csdforms.archive.who_saw import who_saw
from csdforms.errors import CsdformsError, DamagedArchive, NotPermitted

STOLEN = "档案库自己的登记只增不减"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if "sqlite" in request.param:
        pytest.importorskip("sqlalchemy")
    return str(request.param)


@pytest.fixture(autouse=True)
def _register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "register"))


@pytest.fixture
def life(kind: str, tmp_path: Path, clock: Clock) -> Iterator[tuple[Archive, str]]:
    with created(kind, tmp_path, clock) as archive:
        yield archive, lived(archive)


def problems(archive: Archive, kind: str, tmp_path: Path) -> list[str]:
    """Return what verify says: of the folder as it lies, or of the store."""
    place = place_of(kind, tmp_path)
    source = place if isinstance(place, Path) else archive.store
    return [str(one) for one in verify(source, read_data=True).problems]


def swept(archive: Archive, number: str) -> list[str]:
    return sweep(archive.office, archive.office.person(), erased(archive, number))


def test_every_table_that_names_a_file_is_among_them() -> None:
    named = {table for table, fields in terms._FIELDS.items() for of in fields if "file" in of[:2]}
    assert named - {*SCHEDULES} == {*OF_FILE}
    assert {table for table, fields in CLEAR.items() if "file" in fields} >= {"items", "profiles"}
    assert set(OF_FILE) < OWN_TABLES


def test_nothing_of_the_file_is_found_any_more(life: tuple[Archive, str]) -> None:
    archive, number = life
    store = archive.store
    others = {table: store.count(table) for table in OF_FILE}
    digests = erased(archive, number)
    assert len(digests) == 2
    for table in OF_FILE:
        assert store.find(table, "file", number) == []
        assert 0 < store.count(table) < others[table]
    card = store.get("files", 1)
    assert card is not None
    assert (card["state"], card["name"]) == ("DESTROYED", "")
    assert archive.find("李晓岚") == []
    assert archive.find("13900006721") == []


def test_no_byte_of_it_is_left(life: tuple[Archive, str], kind: str, tmp_path: Path) -> None:
    archive, number = life
    if kind == "folder":
        found = {line.partition(": ")[2] for line in hunted(tmp_path, {*SECRETS})}
        assert found == {*SECRETS}  # the hunt can find all of them
        (tmp_path / "archive" / "torn-7.bin").write_bytes("李晓岚".encode())
        (tmp_path / "archive" / "torn-access-7.bin").write_bytes("李晓岚".encode())
        (tmp_path / "archive" / "journal.jsonl.new").write_bytes("李晓岚".encode())
        aside = next((tmp_path / "archive" / "documents").iterdir()) / "x-1.tmp"
        aside.write_bytes("李晓岚".encode())
        os.utime(aside, (0, 0))
    unreached = swept(archive, number)
    assert hunted(tmp_path, {*SECRETS}) == []
    archive.find("欧阳")  # the caches are made anew
    assert hunted(tmp_path, {*SECRETS}) == []
    assert len(unreached) == 1
    assert problems(archive, kind, tmp_path) == []
    archive.close()
    assert hunted(tmp_path, {*SECRETS}) == []


def test_the_chain_holds_and_only_the_act_itself_keeps_its_words(
    life: tuple[Archive, str], kind: str, tmp_path: Path
) -> None:
    archive, number = life
    before = [line.hash for line in archive.store.lines()]
    anchor = anchor_of(archive.store)
    swept(archive, number)
    assert [line.hash for line in archive.store.lines()][: len(before)] == before
    place = place_of(kind, tmp_path)
    source = place if isinstance(place, Path) else archive.store
    assert verify(source, read_data=True, anchor=anchor).problems == ()
    words = {line.act: archive.store.get("acts", line.no) for line in archive.store.history(number)}
    assert words.pop("destroy") == {"purpose": "", "reason": "", "detail": {"list": "XH-2026-0001"}}
    assert {*words.values()} == {None}
    told = {line.act: archive.store.get("acts", line.no) for line in archive.store.lines()}
    assert told["approve"] is None
    assert told["compact"] is not None
    exports = [
        archive.store.get("acts", line.no) for line in archive.store.lines() if line.act == "export"
    ]
    assert [said["reason"] if said else None for said in exports] == [None, "移交"]


def test_l07_the_log_of_a_destroyed_file_is_readable(life: tuple[Archive, str]) -> None:
    archive, number = life
    office = archive.office
    office.note("show", office.person(), subject=number, purpose="回访")
    erased(archive, number)  # and the words of the acts are still on the disk
    events = list(who_saw(archive.store, number))
    assert [event.purpose for event in events if event.act == "show"] == ["回访"]
    assert {event.act for event in events} >= {"create", "file", "revise", "destroy", "show"}
    sweep(office, office.person())
    assert [event[:5] for event in who_saw(archive.store, number)] == [one[:5] for one in events]
    assert all(not event.reason for event in who_saw(archive.store, number))


def test_the_others_stay_as_they_were(life: tuple[Archive, str]) -> None:
    archive, number = life
    store = archive.store

    def rest() -> dict[str, Any]:
        return {table: store.get(table, 2) for table in (*OF_FILE, "files")}

    other = str((store.get("files", 2) or {})["number"])
    before = rest(), [store.get("acts", line.no) for line in store.history(other)]
    swept(archive, number)
    assert (rest(), [store.get("acts", line.no) for line in store.history(other)]) == before
    kept = store.get("items", 2) or {}
    assert store.get_file(kept["document"]) == b"PK other"
    assert len(list(store.files())) == 1


def test_a_document_that_another_file_has_stays(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number, other = open_person(archive), open_company(archive)
        for one in (number, other):
            archive.file(one, "f", {"a": one}, b"PK the same", section="3.2")
        assert erased(archive, number) == []
        sweep(archive.office, archive.office.person(), list(archive.store.files()))
        assert len(list(archive.store.files())) == 1
        assert verify(tmp_path / "archive", read_data=True).problems == ()


def test_one_item_goes_and_its_file_stays(
    life: tuple[Archive, str], kind: str, tmp_path: Path
) -> None:
    archive, number = life
    store = archive.store
    item = str((store.get("items", 1) or {})["number"])
    with store.writing() as work:
        for table in ("copies", "loans"):
            work.put(table, 3, {**(work.get(table, 1) or {}), "item": item})
        work.record(Act("test", "zhang", store.last().at, number))
    assert len(item_erased(archive, item)) == 1
    sweep(archive.office, archive.office.person())
    assert store.get("items", 1) is None
    assert [store.get(table, 3) for table in ("copies", "loans")] == [None, None]
    assert (store.get("files", 1) or {})["items"] == 0
    assert (store.get("files", 1) or {})["name"] == "李晓岚"
    assert {"file", "create", "revise"} <= {line.act for line in store.history(number)}
    kept = {line.act: store.get("acts", line.no) for line in store.history(number)}
    assert kept["file"] is None  # it was about the item alone
    assert kept["revise"] is not None
    assert hunted(tmp_path, {"漏水三次未修好"}) == []
    assert problems(archive, kind, tmp_path) == []
    swept(archive, number)
    assert problems(archive, kind, tmp_path) == []


def test_a_paper_of_the_department_goes(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        item = archive.file("", "f", {"a": "部门"}, b"PK", section="3.2").number
        item_erased(archive, item)
        sweep(archive.office, archive.office.person())
        assert verify(tmp_path / "archive").problems == ()
        assert list(archive.store.files()) == []


def test_another_tombstone_is_refused(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number = open_person(archive)
        for wrong in (
            {"number": "KH", "state": "DESTROYED"},
            {"number": number, "state": "SEALED"},
        ):
            with archive.store.writing() as work, pytest.raises(ValueError, match="tombstone"):
                erase_file(work, 1, wrong)


def test_a_second_sweep_changes_nothing(life: tuple[Archive, str]) -> None:
    archive, number = life
    kept = as_kept(archive.store)
    assert is_swept(kept)
    digests = erased(archive, number)
    assert not is_swept(kept)
    sweep(archive.office, archive.office.person(), digests)
    assert is_swept(kept)
    lines = list(kept.raw_lines())
    sweep(archive.office, archive.office.person(), digests)
    assert list(kept.raw_lines())[: len(lines)] == lines
    assert register_path(archive.store.archive).read_text().count("\n") == 1


class FailingDisk(Disk):
    """A disk whose n-th change of a file's name fails, and nothing after it."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.EIO, "faulty")

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def replace(self, source: Path, target: Path) -> None:
        self._step()
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._step()
        super().sync_folder(folder)


def test_x09_a_sweep_that_breaks_off_is_brought_to_its_end(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FailingDisk()
    whole = TinyStore.__init__

    def on_that_disk(store: TinyStore, folder: Path, **given: Any) -> None:
        whole(store, folder, **{**given, "disk": disk})

    monkeypatch.setattr(TinyStore, "__init__", on_that_disk)
    broken = 0
    for step in range(1, 60):
        folder = tmp_path / str(step)
        folder.mkdir()
        with created("folder", folder, clock) as archive:
            number = open_person(archive)
            archive.file(
                number, "f", {"a": "漏水三次未修好"}, "PK 文书正文绝不外传".encode(), section="3.2"
            )
        with reopened("folder", folder, clock) as archive:
            erased(archive, number)
            disk.left = step
            with contextlib.suppress(CsdformsError):
                sweep(archive.office, archive.office.person())
            done, disk.left = disk.left > 0, 0
            found = verify(folder / "archive", read_data=True)
            assert found.is_sound
            sweep(archive.office, archive.office.person())
            assert verify(folder / "archive", read_data=True).problems == ()
            assert hunted(folder, {*SECRETS}) == []
            assert list(archive.store.files()) == []
        if done:
            break
        broken += 1
    assert done
    assert broken >= 8


def test_x09_an_erasing_that_breaks_off_leaves_the_file(life: tuple[Archive, str]) -> None:
    archive, number = life
    before = archive.store.last()
    with contextlib.suppress(ZeroDivisionError), archive.office.writing() as (work, at):
        erase_file(work, 1, {"number": number, "state": "DESTROYED", "destroyed_at": at})
        raise ZeroDivisionError
    assert archive.store.last() == before
    assert archive.find("李晓岚") != []


def test_a_backup_between_two_steps_holds_what_is_there(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number = lived(archive)
        archive.store.drop_files(erased(archive, number))  # and then the computer went off
        done = backup(archive.store, tmp_path / "a.zip")
    assert done.documents == 1
    assert restore(tmp_path / "a.zip", tmp_path / "b").problems == ()


def _remove(archive: Archive, table: str, act: Act) -> None:
    with archive.store.writing() as work:
        work.remove(table, 1)
        work.record(act)


def _start(tmp_path: Path, clock: Clock) -> None:
    """Open an archive, and look for what is in it."""
    with reopened("folder", tmp_path, clock) as archive:
        archive.store.last()
        archive.find("李晓岚")
        archive.find("上海屿泊")


@pytest.mark.parametrize("table", ["destructions", "appraisals", "files", "backups", "acts"])
def test_x13_list_and_tombstone_cannot_be_deleted(
    life: tuple[Archive, str],
    kind: str,
    tmp_path: Path,
    table: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive, number = life
    store = archive.store
    swept(archive, number)
    with store.writing() as work:
        for name in ("destructions", "appraisals", "backups"):
            work.put(name, 1, {"number": "XH-2026-0001", "files": [number], "at": store.last().at})
        work.record(Act("test", "zhang", store.last().at))
    last = store.last()
    for name in ("remove", "destroy"):
        refused = ValueError if table == "acts" else NotPermitted
        with pytest.raises(refused):
            _remove(archive, table, Act(name, "zhang", last.at, number))
    assert store.last() == last
    if table == "acts":
        return
    monkeypatch.setattr("csdforms.archive.tiny_work.may_remove", lambda *_: True)
    with store.writing() as work:
        work.remove(table, 1)
        work.record(Act("destroy", "zhang", last.at, number))
    assert any("档案只增不减" in one for one in problems(archive, kind, tmp_path))


def test_x13_tinydb_cannot_delete_them_either(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        swept(archive, lived(archive))
        database = archive.store.database  # type: ignore[attr-defined]
        for table in ("files", "destructions", "appraisals", "backups"):
            with pytest.raises(NotPermitted):
                database.table(table).remove(doc_ids=[1])


def test_x08_a_direct_delete_is_refused_or_detected(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "archive" / "journal.jsonl"
    with created("folder", tmp_path, clock) as archive:
        open_person(archive)
        open_company(archive)
        database = archive.store.database  # type: ignore[attr-defined]
        for change in (lambda: database.table("files").truncate(), database.drop_tables):
            with pytest.raises(NotPermitted):
                change()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for changed in (
        whole.replace("李晓岚".encode(), "李晓风".encode()),
        b"".join(lines[:1] + lines[2:]),
        b"".join(lines[:-1]) + lines[-1].replace(b'"state":"ACTIVE"', b'"state":"SEALED"'),
    ):
        path.write_bytes(changed)
        assert not verify(tmp_path / "archive").is_sound
        with pytest.raises(DamagedArchive):
            _start(tmp_path, clock)
    path.write_bytes(whole)
    assert verify(tmp_path / "archive").is_sound


def test_a_removal_in_the_line_of_another_file_is_an_error(
    life: tuple[Archive, str], kind: str, tmp_path: Path
) -> None:
    archive, number = life
    with archive.store.writing() as work:
        work.remove("items", 2)  # the other customer's
        work.record(Act("destroy", "zhang", archive.store.last().at, number))
    assert any("销毁的是另一份档案" in one for one in problems(archive, kind, tmp_path))


def test_what_comes_back_into_a_destroyed_file_is_an_error(
    life: tuple[Archive, str], kind: str, tmp_path: Path
) -> None:
    archive, number = life
    card = archive.store.get("files", 1) or {}
    swept(archive, number)
    with archive.store.writing() as work:
        work.put("files", 1, card)
        work.put("grants", 9, {"file": number})
        work.record(Act("test", "zhang", archive.store.last().at, number))
    found = problems(archive, kind, tmp_path)
    assert any("登记卡又有了内容" in one for one in found)
    assert any("属于已销毁的档案" in one for one in found)


def test_a_tombstone_without_an_act_is_an_error(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number = open_person(archive)
        with archive.store.writing() as work:
            work.put("files", 1, (work.get("files", 1) or {}) | {"state": "DESTROYED"})
            work.record(Act("test", "zhang", archive.store.last().at, number))
        assert any("没有销毁的记录" in one for one in problems(archive, "folder", tmp_path))


def test_in_memory_it_is_the_same(clock: Clock) -> None:
    store = MemoryStore(Act("init", "zhang", "2026-03-05T14:05:09.000000+08:00"))
    archive = Archive(store, actor="zhang", clock=clock)
    number = lived(archive)
    assert swept(archive, number) == ["内存"]
    assert verify(store, read_data=True).problems == ()
    assert not any("李晓岚".encode() in raw for raw in store.raw_lines())
    assert len(store.kept) == 1


def test_the_disk_may_refuse(tmp_path: Path) -> None:
    disk = FailingDisk()
    documents = Documents(tmp_path / "documents", disk=disk)
    (tmp_path / "documents" / "ab").mkdir(parents=True)
    disk.left = 1
    with pytest.raises(NotPermitted, match="磁盘读写出错"):
        documents.remove("ab" * 32)
    documents.remove("ab" * 32)
    documents.remove("cd" * 32)


def test_an_open_archive_goes_on_after_a_sweep_of_another_process(
    life: tuple[Archive, str], kind: str, tmp_path: Path, clock: Clock
) -> None:
    archive, number = life
    with reopened(kind, tmp_path, clock) as other:
        assert other.find("李晓岚") != []
        swept(archive, number)
        assert other.find("李晓岚") == []
        assert other.store.count("files") == 2
        assert places.is_url(place_of(kind, tmp_path)) == ("sqlite" in kind)
