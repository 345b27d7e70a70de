"""A restored backup brings nothing back that was destroyed by law (X12)."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import closing
from pathlib import Path

import pytest
from archive.customers import Clock, open_company, open_person
from archive.destruction.destroyed import (
    KEY,
    KINDS,
    LIST,
    SECRETS,
    created,
    erased,
    item_erased,
    lived,
    place_of,
    reopened,
)
from archive.hands import engage
from archive.sealing.test_byte_hunt import hunted
from platformdirs import user_data_path

from csdforms.archive import places
from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup, restore
from csdforms.archive.copying import copy
from csdforms.archive.destruction.again import destroy_again
from csdforms.archive.destruction.destroyed_register import (
    Remembered,
    lacking,
    register_path,
    remember,
    require_current,
)
from csdforms.archive.destruction.erasing import sweep
from csdforms.archive.office import Office
from csdforms.archive.sealing.keys import save_key
from csdforms.archive.verifying import verify
from csdforms.errors import NotAuthorised, NotPermitted, RestoredArchive


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "register"))
    return tmp_path / "register"


def swept(archive: Archive, number: str) -> None:
    erased(archive, number)
    sweep(archive.office, archive.office.person())


def test_x12_a_restored_backup_is_destroyed_again(
    tmp_path: Path, clock: Clock, account: str, register: Path
) -> None:
    assert account
    with created("folder", tmp_path, clock) as archive:
        number = lived(archive)
        open_person(archive, customer_name="王五", id_no="310199197703150045", mobile="13700004321")
        backup(archive.store, tmp_path / "old.zip")
        swept(archive, number)
    found = restore(tmp_path / "old.zip", tmp_path / "back")
    assert [str(one) for one in found.problems] == [
        "备份里有 1 份（件）档案已依法销毁，已按原清册重新销毁。"
    ]
    assert hunted(tmp_path / "back", {*SECRETS}) == []
    assert hunted(register, {*SECRETS}) == []
    with Archive.open(tmp_path / "back", actor="zhang", clock=clock) as back:
        card = back.store.get("files", 1) or {}
        assert (card["state"], card["tombstone"]["list"]) == ("DESTROYED", LIST)
        [line] = [one for one in back.store.history(number) if one.act == "destroy"]
        assert (back.store.get("acts", line.no) or {})["detail"]["list"] == LIST
        assert len(back.find("王五")) == 1
        lines = back.store.last().no
        assert destroy_again(back.office) == []
        assert back.store.last().no == lines
    with reopened("folder", tmp_path, clock) as archive:  # the first one is as good as ever
        assert archive.store.count("files") == 3
    assert verify(tmp_path / "back", read_data=True).problems == ()


@pytest.mark.parametrize("kind", KINDS)
def test_x12_an_older_state_is_blocked_until_it_is_destroyed_again(
    kind: str, tmp_path: Path, clock: Clock
) -> None:
    if "sqlite" in kind:
        pytest.importorskip("sqlalchemy")
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    with created(kind, new, clock) as archive:
        number = lived(archive)
        item = (archive.store.get("items", 2) or {})["number"]
        copy(archive.store, place_of(kind, old))
        swept(archive, number)
        item_erased(archive, item)
        sweep(archive.office, archive.office.person())
    with pytest.raises(RestoredArchive, match="2 份档案已依法销毁") as caught:
        reopened(kind, old, clock)
    assert caught.value.numbers == (number, item)
    assert "李晓岚" not in str(caught.value)
    with reopened(kind, old, clock, restored=True) as back:
        assert destroy_again(back.office) == [number, item]
        assert back.find("李晓岚") == []
        assert verify(back.store, read_data=True).problems == ()
        assert hunted(old, {*SECRETS, "别的客户的事"} - {"别的客户的事"}) == []
    with reopened(kind, old, clock) as back:
        assert lacking(back.store) == []
        assert back.store.get("items", 2) is None


def test_x12_broken_off_it_is_brought_to_its_end(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number = lived(archive)
        copy(archive.store, tmp_path / "old")
        swept(archive, number)
    with Archive.open(tmp_path / "old", actor="zhang", clock=clock, restored=True) as back:
        erased(back, number)  # and then the computer went off
    with Archive.open(tmp_path / "old", actor="zhang", clock=clock) as back:
        assert destroy_again(back.office) == []
        assert hunted(tmp_path / "old", {*SECRETS}) == []


def test_x12_a_number_that_the_backup_never_gave_out_is_burnt(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        copy(archive.store, tmp_path / "old")
        number = open_person(archive)
        swept(archive, number)
    with Archive.open(tmp_path / "old", actor="zhang", clock=clock, restored=True) as back:
        assert destroy_again(back.office) == [number]
        with back.store.writing() as work:  # on paper it is refused, and nobody else gets the list
            assert (work.get("counters", 2026) or {})["destructions"] == 1
        with pytest.raises(ValueError, match="已经用过"):
            back.open_file(
                {"customer_name": "钱七", "customer_no": number},
                form="individual_customer_profile",
            )
        assert verify(tmp_path / "old").problems == ()


def test_x12_without_the_key_it_stays_blocked(
    tmp_path: Path, clock: Clock, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert account
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with created("sealed", tmp_path, clock) as archive:
        number = lived(archive)
        backup(archive.store, tmp_path / "old.zip")
        swept(archive, number)
        name = archive.store.archive
    found = restore(tmp_path / "old.zip", tmp_path / "back")
    assert "现在没有能重新销毁" in str(found.problems[0])
    with pytest.raises(RestoredArchive):
        Archive.open(tmp_path / "back", key=KEY)
    save_key(KEY, name)
    found = restore(tmp_path / "old.zip", tmp_path / "again")
    assert "已按原清册重新销毁" in str(found.problems[0])
    Archive.open(tmp_path / "again", key=KEY).close()


def test_only_who_maintains_destroys_again(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        engage(archive)
        with pytest.raises(NotAuthorised):
            destroy_again(archive.office, actor="nobody")


def test_nothing_is_known_of_other_archives(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        assert remember(archive.store) == 0
        assert not register_path(archive.store.archive).exists()
        swept(archive, lived(archive))
        assert remember(archive.store) == 0
    (tmp_path / "b").mkdir()
    with created("folder", tmp_path / "b", clock) as other:
        assert lacking(other.store) == []


def test_a_line_that_was_cut_short_does_not_count(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number, other = open_person(archive), open_company(archive)
        copy(archive.store, tmp_path / "old")
        swept(archive, number)
        path = register_path(archive.store.archive)
        path.write_bytes(path.read_bytes()[:-9])
        require_current(archive.store, "here")
        swept(archive, other)
    kept = [json.loads(line) for line in path.read_bytes().splitlines()[1:]]
    assert [line["file"] for line in kept] == [number, other]
    assert set(kept[0]) == {*Remembered._fields}
    assert kept[0]["list"] == LIST
    with pytest.raises(RestoredArchive), closing(places.open_store(tmp_path / "old")):
        pass


def test_a_journal_of_the_same_length_is_another_one(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        number = open_person(archive)
        copy(archive.store, tmp_path / "old")
        swept(archive, number)
    with Archive.open(tmp_path / "old", clock=clock, actor="zhang", restored=True) as back:
        for name in ("S-1", "S-2", "S-3"):
            back.add_alias(number, name)
    with pytest.raises(RestoredArchive):
        places.open_store(tmp_path / "old")


def test_a_register_that_cannot_be_read_or_written(
    tmp_path: Path, clock: Clock, register: Path
) -> None:
    with created("folder", tmp_path, clock) as archive:
        name = archive.store.archive
        register.mkdir()
        (register / f"{name}.jsonl").mkdir()
        with pytest.raises(NotPermitted, match="读不了"):
            require_current(archive.store, "here")
        (register / f"{name}.jsonl").rmdir()
        register.rmdir()
        register.write_text("no folder")
        with pytest.raises(NotPermitted, match="读不了"):
            require_current(archive.store, "here")
        erased(archive, open_person(archive))
        with pytest.raises(NotPermitted):
            sweep(archive.office, archive.office.person())


def test_a_register_that_is_read_only(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "no")

    with created("folder", tmp_path, clock) as archive:
        erased(archive, open_person(archive))
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", refuse)
            with pytest.raises(NotPermitted, match="写不了"):
                remember(archive.store)
        assert remember(archive.store) == 1


def test_where_the_register_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert register_path("a") == tmp_path / "register" / "a.jsonl"
    monkeypatch.delenv("CSDFORMS_DESTROYED")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    usual = user_data_path("csdforms", appauthor=False) / "destroyed" / "a.jsonl"
    assert register_path("a") == usual
    monkeypatch.setattr(sys, "platform", "win32")
    assert register_path("a") == usual
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert register_path("a") == tmp_path / "csdforms" / "destroyed" / "a.jsonl"


def test_an_office_without_a_register_costs_one_look(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with created("folder", tmp_path, clock) as archive:
        monkeypatch.setattr(type(archive.store), "lines", None)
        monkeypatch.setattr(type(archive.store), "last", None)
        require_current(archive.store, "here")
        assert isinstance(archive.office, Office)
