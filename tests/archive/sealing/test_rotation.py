"""Changing the key: at no moment is there an archive that no kept key opens."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.faulty import FaultyDisk
from archive.hands import engage
from archive.memory_store import MemoryStore
from archive.store_contract import ARCHIVE, CARD, PERSON, put

from archive import memory_store, store_contract
from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup, restore
from csdforms.archive.office import Office
from csdforms.archive.sealing import rotation, sealed_store
from csdforms.archive.sealing.data_keys import KEYS
from csdforms.archive.sealing.key_moving import present_key
from csdforms.archive.sealing.key_places import FilePlace
from csdforms.archive.sealing.keys import ArchiveKey, save_key
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import verify
from csdforms.errors import DamagedArchive, NotAuthorised, NotPermitted, WrongKey

INIT = store_contract.INIT._replace(actor="zhang")
OLD, NEW = ArchiveKey(bytes(range(32))), ArchiveKey(bytes(32))
PROFILE = {"file": CARD["number"], "version": 1, "data": {"phone": "13800138000"}}


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own key file."""
    path = tmp_path / "keys" / "a.key"
    monkeypatch.delenv("CSDFORMS_KEY", raising=False)
    for module in ("key_places", "key_moving"):
        monkeypatch.setattr(f"csdforms.archive.sealing.{module}.key_path", lambda _: path)
    return path


@pytest.fixture
def folder(tmp_path: Path, own: Path) -> Path:
    """A sealed archive with two files; its key is in the user's own key file."""
    folder = tmp_path / "档案"
    save_key(OLD, ARCHIVE, own)
    raw = TinyStore.create(folder, ARCHIVE, INIT)
    with SealedStore.create(raw, INIT, OLD, folder) as store:
        put(store, "files", 1, CARD)
        put(store, "profiles", 1, PROFILE)
        put(store, "files", 2, PERSON)
        put(store, "counters", 2026, {"serial": 2})
        put(store, "files", 2, PERSON | {"short_name": "二"}, "revise")
        item = {"number": f"{PERSON['number']}/8.1.5-2026-0001", "file": PERSON["number"]}
        put(store, "items", 1, item | {"document": store.put_file(b"PK")})
    return folder


def change(folder: Path) -> None:
    """Change the key as the command does."""
    with Archive.open(folder, actor="zhang") as archive:
        kept = present_key(archive.store, folder)
        rotation.rotate(archive.office, rotation.prepared(kept), reason="每年更换")


def everything(folder: Path) -> list[Any]:
    """Return all that is in the archive, opened with what is kept."""
    with Archive.open(folder, actor="zhang") as archive:
        store = archive.store
        said = [store.get("acts", line.no) for line in store.lines() if line.act == "put"]
        rows = [row for table in ("files", "profiles", "items") for row in store.rows(table)]
        files = [store.get_file(row[1]["document"]) for row in store.rows("items")]
        return [said, rows, files, store.find("files", "phone", "13800138000")]


def payloads(folder: Path) -> bytes:
    return (folder / "journal.jsonl").read_bytes()


def test_the_new_key_opens_everything_and_the_old_one_nothing(folder: Path, own: Path) -> None:
    before = everything(folder)
    change(folder)
    assert everything(folder) == before
    with pytest.raises(WrongKey, match="密钥不对"):
        Archive.open(folder, key=OLD)
    beside = own.with_name("a-new.key")
    assert FilePlace(ARCHIVE, folder, own).load() == OLD
    new = FilePlace(ARCHIVE, folder, beside).load()
    assert new not in (None, OLD)
    assert [str(one) for one in verify(folder, read_data=True).problems if one.is_error] == []
    with Archive.open(folder, actor="zhang") as archive:
        kept = present_key(archive.store, folder)
        assert (kept.key, kept.is_new) == (new, True)
        rotation.retire(archive.office, kept)
        assert [line.act for line, _ in archive.store.notes()][-1] == "key-retire"
    assert FilePlace(ARCHIVE, folder, own).load() == new
    assert not beside.exists()
    assert everything(folder) == before


def test_the_act_says_which_keys_and_nobodys_data(folder: Path) -> None:
    with Archive.open(folder, actor="zhang") as archive:
        assert rotation.rotate(archive.office, NEW, reason="每年更换") == 2
    with Archive.open(folder, key=NEW) as archive:
        lines = {line.act: line for line in archive.store.lines()}
        assert (lines["rekey"].actor, lines["rekey"].subject) == ("zhang", "")
        said = archive.store.get("acts", lines["rekey"].no)
        assert said == {
            "purpose": "",
            "reason": "每年更换",
            "detail": {"key_id": NEW.id, "before": OLD.id},
        }
        assert lines["compact"].no == lines["rekey"].no + 1


def test_old_wraps_are_blanked(folder: Path) -> None:
    raw = TinyStore.open(folder)
    wraps = [str(raw.get("files", number)["key"]) for number in (1, 2)]  # type: ignore[index]
    record = raw.get(KEYS, 1) or {}
    wraps += [record["data"], record["look_up"]]
    raw.close()
    assert all(wrap.encode() in payloads(folder) for wrap in wraps)
    change(folder)
    assert not [wrap for wrap in wraps if wrap.encode() in payloads(folder)]


def test_what_is_sealed_stays_as_it_is(folder: Path) -> None:
    """Neither a payload nor a stored file is sealed anew: only keys are wrapped."""
    raw = TinyStore.open(folder)
    before = [raw.get("files", number)["sealed"] for number in (1, 2)]  # type: ignore[index]
    documents = {path: path.read_bytes() for path in (folder / "documents").rglob("*.sealed")}
    raw.close()
    change(folder)
    raw = TinyStore.open(folder)
    assert [raw.get("files", number)["sealed"] for number in (1, 2)] == before  # type: ignore[index]
    assert documents == {path: path.read_bytes() for path in documents}
    raw.close()


def test_a_backup_made_before_needs_the_old_key(folder: Path, tmp_path: Path) -> None:
    with Archive.open(folder, actor="zhang") as archive:
        backup(archive.store, tmp_path / "a.zip")
    change(folder)
    restore(tmp_path / "a.zip", tmp_path / "旧")
    with Archive.open(tmp_path / "旧", key=OLD) as archive:
        assert archive.store.get("files", 1) == CARD
    with pytest.raises(WrongKey):
        Archive.open(tmp_path / "旧", key=NEW)


def test_many_cards_are_several_lines_of_one_commit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_store, "_MANY", 1)
    with Archive.open(folder, actor="zhang") as archive:
        before = archive.store.last().no
        assert rotation.rotate(archive.office, NEW) == 2
    with Archive.open(folder, key=NEW) as archive:
        lines = list(archive.store.lines(before + 1))
        assert [line.act for line in lines] == ["rekey", "rekey", "rekey", "compact"]
        assert [line.more for line in lines] == [True, True, False, False]
        assert archive.store.get("files", 2) == PERSON | {"short_name": "二"}


def test_a_card_that_was_removed_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_store, "may_remove", lambda *_: True)  # of an older edition
    raw = MemoryStore(INIT, ARCHIVE)
    store = SealedStore.create(raw, INIT, OLD, "memory")
    put(store, "files", 1, CARD)
    put(store, "files", 2, PERSON)
    with store.writing() as work:
        work.remove("files", 1)
        work.record(INIT._replace(name="remove"))
    assert rotation.rotate(Office(store, actor="zhang"), NEW) == 1
    assert [card for _, card in SealedStore(raw, NEW, "memory").rows("files")] == [PERSON]


def test_a_database_is_given_another_key(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    with Archive.create(url, actor="zhang", key=OLD) as archive:
        put(archive.store, "files", 1, CARD)
        assert rotation.rotate(archive.office, NEW) == 1
    with pytest.raises(WrongKey, match="密钥不对"):
        Archive.open(url, key=OLD)
    with Archive.open(url, key=NEW) as archive:
        assert archive.store.get("files", 1) == CARD
        assert archive.store.find("files", "name", CARD["name"]) == [1]


# --- interruptions


STEPS = {
    "before the new key is saved": "csdforms.archive.sealing.key_places.save_key",
    "before the commit": "csdforms.archive.sealing.sealed_store.SealedStore.rekey",
    "before the old wraps are blanked": "csdforms.archive.sealing.sealed_store.SealedStore.compact",
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_killed_at_any_step_a_kept_key_opens_and_the_command_comes_to_its_end(
    folder: Path, own: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = everything(folder)
    with TinyStore.open(folder) as raw:
        wrap = str(raw.get("files", 1)["key"])  # type: ignore[index]

    def kill(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(step, kill)
        with pytest.raises(Killed):
            change(folder)
    assert everything(folder) == before
    with Archive.open(folder, actor="zhang") as archive:
        changed = present_key(archive.store, folder).is_new
    if not changed:
        change(folder)
    assert everything(folder) == before
    with Archive.open(folder, actor="zhang") as archive:
        rotation.retire(archive.office, present_key(archive.store, folder))
    assert everything(folder) == before
    assert wrap.encode() not in payloads(folder)
    assert os.listdir(own.parent) == ["a.key"]  # noqa: PTH208


def test_a_disk_that_fails_at_any_operation_leaves_an_archive_that_opens(
    folder: Path, own: Path
) -> None:
    before = everything(folder)
    place = FilePlace(ARCHIVE, folder, own)
    place.save(NEW, new=True)
    at = 0
    while True:
        at += 1
        disk = FaultyDisk(dead=True)
        raw = TinyStore.open(folder, disk=disk)
        current = present_key(raw, folder).key
        other = NEW if current == OLD else OLD  # forth and back, so that each try is a change
        store = SealedStore(raw, current, folder)
        disk.arm(at)
        try:
            rotation.rotate(Office(store, actor="zhang"), other)
        except (NotPermitted, DamagedArchive):
            assert disk.failed
        failed = disk.failed
        disk.arm(0)
        store.close()
        assert everything(folder) == before, at
        if not failed:
            break
    assert at > 5
    assert [str(one) for one in verify(folder, read_data=True).problems if one.is_error] == []


def test_a_new_key_that_was_never_used_is_taken_again(folder: Path, own: Path) -> None:
    place = FilePlace(ARCHIVE, folder, own)
    place.save(NEW, new=True)
    change(folder)
    with Archive.open(folder) as archive:
        assert present_key(archive.store, folder).key == NEW


def test_a_new_key_that_was_half_written_is_not_used(folder: Path, own: Path) -> None:
    torn = own.with_name("a-new.key")
    torn.touch(0o600)
    before = payloads(folder)
    with pytest.raises(NotPermitted, match="请删去后再试"):
        change(folder)
    assert payloads(folder) == before
    torn.unlink()
    change(folder)


def test_a_place_that_forgets_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FilePlace, "save", lambda *_, **__: None)
    before = payloads(folder)
    with pytest.raises(NotPermitted, match="写入后读不回来"):
        change(folder)
    assert payloads(folder) == before


def test_nothing_is_changed_twice_before_it_is_brought_to_its_end(folder: Path) -> None:
    change(folder)
    before = payloads(folder)
    with pytest.raises(NotPermitted, match="上一次更换还没有收尾"):
        change(folder)
    assert payloads(folder) == before


def test_a_change_that_never_began_is_not_brought_to_its_end(folder: Path, own: Path) -> None:
    with Archive.open(folder, actor="zhang") as archive:
        with pytest.raises(NotPermitted, match="没有更换下来的旧密钥"):
            rotation.retire(archive.office, present_key(archive.store, folder))
        FilePlace(ARCHIVE, folder, own).save(NEW, new=True)
        with pytest.raises(NotPermitted, match="新密钥还没有启用"):
            rotation.retire(archive.office, present_key(archive.store, folder))
    assert FilePlace(ARCHIVE, folder, own).load() == OLD


def test_who_changes_the_key_meanwhile_is_told(folder: Path) -> None:
    with (
        Archive.open(folder, actor="zhang") as first,
        Archive.open(folder, actor="zhang") as second,
    ):
        rotation.rotate(first.office, NEW)
        with pytest.raises(WrongKey, match="密钥已经更换"):
            rotation.rotate(second.office, ArchiveKey.new())
    with Archive.open(folder, key=NEW) as archive:
        assert archive.store.get("files", 1) == CARD


def test_the_same_key_is_no_change(folder: Path) -> None:
    with (
        Archive.open(folder, actor="zhang") as archive,
        pytest.raises(NotPermitted, match="这就是档案库现在的密钥"),
    ):
        rotation.rotate(archive.office, OLD)


def test_a_clear_archive_has_no_key_to_change(tmp_path: Path) -> None:
    with (
        Archive.create(tmp_path / "a", actor="zhang") as archive,
        pytest.raises(NotPermitted, match="没有加密"),
    ):
        rotation.rotate(archive.office, NEW)


# --- who may


@pytest.mark.parametrize("account", ["min", "zong", "jian"])
def test_only_who_maintains_the_archive_changes_its_key(folder: Path, account: str) -> None:
    with Archive.open(folder, actor="zhang") as archive:
        engage(archive)
        before = payloads(folder)
        with pytest.raises(NotAuthorised, match="更换档案库的密钥"):
            rotation.rotate(archive.office, NEW, actor=account)
        assert payloads(folder) == before
        assert [line.act for line, _ in archive.store.notes()][-1] == "refused"


def test_everybody_gives_up_his_own_old_key(
    folder: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(folder, actor="zhang") as archive:
        engage(archive)
    with Archive.open(folder, actor="zhang") as archive, archive.store.writing() as work:
        work.put(
            "staff",
            99,
            {
                "account": "wei",
                "person": "魏",
                "roles": ["system_admin"],
                "clearance": -1,
                "since": INIT.at,
            },
        )
        work.record(INIT._replace(name="staff"))
    with Archive.open(folder, actor="wei") as archive:
        new = rotation.prepared(present_key(archive.store, folder))
        rotation.rotate(archive.office, new)
    monkeypatch.setattr(SealedStore, "compact", _forbidden())
    with Archive.open(folder, actor="min") as archive:
        rotation.retire(archive.office, present_key(archive.store, folder))
    assert FilePlace(ARCHIVE, folder, own).load() == new


def _forbidden() -> Callable[..., None]:
    def forbidden(*_: Any) -> None:
        raise AssertionError("he has no right to compact")

    return forbidden
