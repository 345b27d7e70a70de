"""Backups and other copies are on record before they are there, and known when a file goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock, open_company, open_person
from archive.destruction.destroyed import KEY, created, erased, lived
from archive.secrecy.department import hire

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.backup import restore
from csdforms.archive.bags import export_bag
from csdforms.archive.destruction import backup_register as module
from csdforms.archive.destruction.backup_register import (
    BACKUPS,
    GONE,
    OPEN,
    UNREADABLE,
    KeptCopy,
    is_locked,
)
from csdforms.archive.destruction.erasing import sweep
from csdforms.archive.destruction.known_copies import SWEPT, KnownCopy, known_copies
from csdforms.archive.places import open_kept
from csdforms.archive.store import Act
from csdforms.errors import (
    ArchiveExists,
    NotAllowedNow,
    NotAuthorised,
    NotPermitted,
    OutputExists,
    UnknownFile,
)


@pytest.fixture(autouse=True)
def _register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "register"))


def known(archive: Archive, number: str) -> list[tuple[str, str]]:
    found = known_copies(archive.office, archive.store, number)
    return [(one.kind, one.state) for one in found]


def states(archive: Archive) -> list[str]:
    return [one.state for one in archive.backups.all()]


def test_a_backup_holds_its_own_record(tmp_path: Path, archive: Archive, clock: Clock) -> None:
    open_person(archive)
    last = archive.store.last().anchor
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        done = archive.backups.make(Path("a.zip"), reason="每周")
    [kept] = archive.backups.all()
    assert kept == KeptCopy(
        1, "backup", str(tmp_path / "a.zip"), moment(clock()), "zhang", OPEN, "", "", "", ()
    )
    assert kept.title == "备份"
    row = archive.store.get(BACKUPS, 1) or {}
    assert row["anchor"] == last
    assert "key_id" not in row
    assert done.lines == archive.store.last().no
    said = archive.store.get("acts", done.lines) or {}
    assert (said["reason"], said["detail"]) == ("每周", {"no": 1, "kind": "backup"})


def test_a_restored_backup_knows_of_itself(tmp_path: Path, clock: Clock) -> None:
    with created("folder", tmp_path, clock) as archive:
        archive.backups.make(tmp_path / "a.zip")
    restore(tmp_path / "a.zip", tmp_path / "b")
    with Archive.open(tmp_path / "b", actor="zhang") as back:
        assert states(back) == [OPEN]


def test_what_fails_is_taken_back(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    with pytest.raises(OutputExists):
        archive.backups.make(tmp_path / "a.zip")
    [kept] = archive.backups.all()
    assert (kept.state, kept.gone) == (GONE, archive.office.moment())
    assert kept.note.endswith("登记：没有做成（OutputExists）")
    assert archive.store.last().act == "backup-failed"
    with pytest.raises(NotAllowedNow):
        archive.backups.forget(1, reason="x")


def test_the_record_may_fail_and_nothing_is_written(tmp_path: Path, archive: Archive) -> None:
    hire(archive)
    with pytest.raises(NotAuthorised):
        archive.backups.make(tmp_path / "a.zip", actor="wang")
    with pytest.raises(NotAuthorised):
        archive.backups.copy(tmp_path / "b", actor="wang")
    with pytest.raises(NotAuthorised):
        archive.backups.all(actor="wang")
    with pytest.raises(NotAuthorised):
        archive.backups.forget(1, reason="x", actor="wang")
    assert not (tmp_path / "a.zip").exists()
    assert archive.store.count(BACKUPS) == 0
    archive.backups.make(tmp_path / "a.zip", actor="sun")
    assert archive.backups.all(actor="sun")[0].by == "孙立"


def test_what_became_of_them(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "disk"
    inner.mkdir()
    archive.backups.make(inner / "a.zip")
    archive.backups.make(inner / "a.zip", overwrite=True)
    assert [(one.state, one.note) for one in archive.backups.all()] == [
        (GONE, "已被后来的备份覆盖"),
        (OPEN, ""),
    ]
    with pytest.raises(NotPermitted, match="还在"):
        archive.backups.forget(2, reason="粉碎")
    inner.rename(tmp_path / "unplugged")
    kept = archive.backups.all()[1]
    assert (kept.state, kept.note) == (OPEN, "所在的位置现在查不到")
    (tmp_path / "unplugged").rename(inner)
    archive.backups.schedule(2, "2027-01-31", reason="每季轮换")
    kept = archive.backups.all()[1]
    assert (kept.state, kept.due, kept.note) == (OPEN, "2027-01-31", "每季轮换")
    for due in ("2026-01-31", "明年", "2026-03-05"):
        with pytest.raises(NotPermitted, match="轮换的日期"):
            archive.backups.schedule(2, due, reason="x")
    (inner / "a.zip").unlink()
    assert archive.backups.all()[1].state == GONE
    archive.backups.forget(2, reason="粉碎")
    assert archive.backups.all()[1].note.endswith("登记：粉碎")
    for no, reason, error in (
        (9, "x", UnknownFile),
        (2, "x", NotAllowedNow),
        (2, " ", NotPermitted),
    ):
        with pytest.raises(error):
            archive.backups.forget(no, reason=reason)

    def refuse(_: Path) -> bool:
        raise OSError

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert module.is_there("/mnt/x") is None


def test_copies_are_on_record(tmp_path: Path, archive: Archive) -> None:
    told: list[int] = []
    archive.backups.copy(tmp_path / "b", progress=lambda done, _: told.append(done))
    assert told
    with pytest.raises(ArchiveExists):
        archive.backups.copy(tmp_path / "b")
    pytest.importorskip("sqlalchemy")
    archive.backups.copy(f"sqlite:///{tmp_path}/c.db", reason="迁移")
    found = archive.backups.all()
    assert [one.kind for one in found] == ["copy"] * 3
    assert [one.state for one in found] == [OPEN, GONE, OPEN]
    assert found[2].path.startswith("sqlite:///")
    archive.backups.forget(3, reason="库已删除")  # nobody can tell from here
    assert states(archive) == [OPEN, GONE, GONE]


def test_a_bag_is_known_of_the_files_in_it(tmp_path: Path, archive: Archive) -> None:
    pytest.importorskip("bagit")
    number, other = open_person(archive), open_company(archive)
    export_bag(archive, tmp_path / "bag", [number])
    [kept] = archive.backups.all()
    assert (kept.kind, kept.files, kept.state) == ("bag", (number,), OPEN)
    assert known(archive, number)[-1] == ("bag", OPEN)
    assert ("bag", OPEN) not in known(archive, other)


def test_known_copies_before_and_after(tmp_path: Path, clock: Clock) -> None:
    with created("sealed", tmp_path, clock) as archive:
        number = lived(archive)
        with archive.store.writing() as work:
            loan = {"number": "JY-2026-0001", "file": number, "borrower": "王敏"}
            work.put("loans", 3, loan)
            work.put("loans", 1, loan | {"back": archive.office.moment()})
            copy = {"file": number, "reader": "王敏", "kind": "print", "copy_no": 2}
            work.put("copies", 3, copy | {"at": "2026-03-05", "recalled": "2026-03-06T"})
            work.record(Act("test", "zhang", archive.store.last().at, number))
        archive.backups.make(tmp_path / "a.zip")
        found = known_copies(archive.office, archive.store, number)
        assert [(one.kind, one.state) for one in found] == [
            ("document", SWEPT),
            ("document", SWEPT),
            ("index", SWEPT),
            ("key", SWEPT),
            ("print", OPEN),
            ("print", GONE),
            ("loan", OPEN),
            ("backup", OPEN),
        ]
        assert not any("李晓岚" in one.where + one.note for one in found)
        assert isinstance(found[0], KnownCopy)
        with archive.office.writing() as (work, _):
            assert known_copies(archive.office, work, number) == found
        erased(archive, number)
        sweep(archive.office, archive.office.person())
        assert known(archive, number) == [("backup", OPEN)]


def test_a_changed_key_makes_old_backups_unreadable(tmp_path: Path, clock: Clock) -> None:
    with created("sealed", tmp_path, clock) as archive:
        archive.backups.make(tmp_path / "a.zip")
        row = archive.store.get(BACKUPS, 1) or {}
        assert row["key_id"] == KEY.id
        office = archive.office
        office.note("key-retire", office.person(), key_id=KEY.id)
        assert states(archive) == [OPEN]
        clock.at = clock.at.replace(hour=15)
        office.note("key-retire", office.person(), key_id="another")
        [kept] = archive.backups.all()
        assert (kept.state, "旧恢复单" in kept.note) == (UNREADABLE, True)
        archive.backups.make(tmp_path / "b.zip")
        assert states(archive) == [UNREADABLE, OPEN]


def test_a_backup_without_the_key_is_known_from_the_log(tmp_path: Path, clock: Clock) -> None:
    with created("sealed", tmp_path, clock) as archive:
        number = open_person(archive)
        assert not is_locked(archive.store)
    raw = open_kept(tmp_path / "archive")
    assert is_locked(raw)
    raw.note(Act("backup", "root", moment(clock())))
    raw.close()
    with Archive.open(tmp_path / "archive", actor="zhang", key=KEY, clock=clock) as archive:
        found = known_copies(archive.office, archive.store, number)
        assert (found[-1].kind, found[-1].state) == ("backup", OPEN)
        assert "root 在没有密钥时所做" in found[-1].where
