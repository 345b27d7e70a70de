from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import Clock, company, open_company, open_person
from archive.memory_store import MemoryStore
from archive.paper import NUMBER, Paper

from csdforms.archive import backup as backups
from csdforms.archive.archive import Archive
from csdforms.archive.backup import Backup, backup, restore
from csdforms.archive.line import digest_of
from csdforms.archive.store import Act
from csdforms.archive.verifying import anchor_of, verify
from csdforms.errors import (
    ArchiveExists,
    DamagedArchive,
    MissingFile,
    NotPermitted,
    OutputExists,
    UnreadableInput,
)

Members = dict[str, bytes]

MOMENT = "2026-03-05T14:05:09.123456+08:00"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        archive.open_file(company(), form="corporate_customer_profile", document=b"one")
        archive.file(NUMBER, "complaint_register_one", {}, b"two", section="3.2")
        archive.file(NUMBER, "complaint_register_two", {}, section="3.3")
        open_person(archive)
        archive.store.put_file(b"nobody's")
    return folder


@pytest.fixture
def saved(filled: Path, tmp_path: Path) -> Path:
    with Archive.open(filled) as archive:
        return backup(archive.store, tmp_path / "b.zip").path


def content(folder: Path) -> Members:
    """Return an archive's files, without caches and locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("index.", "lock"))
    }


def test_there_and_back(filled: Path, tmp_path: Path) -> None:
    with Archive.open(filled) as archive:
        done = backup(archive.store, tmp_path / "b.zip")
    assert done == Backup(tmp_path / "b.zip", 5, 2, verify(filled).anchor, 1)
    found = restore(done.path, tmp_path / "again")
    assert found == verify(tmp_path / "again", read_data=True)
    assert (found.problems, found.lines, found.documents) == ((), 5, 2)
    before = content(filled)
    alone = digest_of(b"nobody's")
    del before[f"documents/{alone[:2]}/{alone}.docx"]  # no file's, so it stays behind
    assert content(tmp_path / "again") == before
    with Archive.open(tmp_path / "again", actor="zhang") as again:
        assert again.show(NUMBER).card.name == "上海屿泊包装有限公司"
        again.add_alias(NUMBER, "S-1")
    assert verify(tmp_path / "again", anchor=done.anchor).is_sound


def test_the_manifest_proves_every_member(saved: Path) -> None:
    with zipfile.ZipFile(saved) as zipped:
        assert zipped.testzip() is None
        head, *entries = map(json.loads, zipped.read("manifest.jsonl").splitlines())
        members = {name: zipped.read(name) for name in zipped.namelist()}
    del members["manifest.jsonl"]
    assert head["format"] == "csdforms-backup 1"
    assert entries == [[name, len(data), digest_of(data)] for name, data in members.items()]
    assert members["README.md"].startswith("# 客户档案库".encode())


def test_the_same_archive_gives_the_same_backup(filled: Path, saved: Path, tmp_path: Path) -> None:
    with Archive.open(filled) as archive:
        again = backup(archive.store, tmp_path / "again.zip")
    assert again.path.read_bytes() == saved.read_bytes()


def test_nothing_is_overwritten_unasked(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"mine")
    with Archive.open(filled) as archive:
        with pytest.raises(OutputExists):
            backup(archive.store, path)
        assert path.read_bytes() == b"mine"
        backup(archive.store, path, overwrite=True)
    assert restore(path, tmp_path / "again").is_sound


def test_others_may_write_meanwhile(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(filled) as archive, Archive.open(filled, actor="zhang") as other:
        anchor = anchor_of(archive.store)
        raw_lines = archive.store.raw_lines

        def writes() -> object:
            other.file(NUMBER, "f", {"a": "b"}, b"later", section="3.2")
            return raw_lines()

        monkeypatch.setattr(archive.store, "raw_lines", writes)
        done = backup(archive.store, tmp_path / "b.zip")
    assert (done.lines, done.documents, done.anchor) == (5, 2, anchor)
    assert restore(done.path, tmp_path / "again").anchor == anchor


def test_a_compacted_archive(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a", actor="zhang", clock=Clock()) as archive:
        archive.add_alias(open_company(archive), "S-1")
        archive.store.compact(Act("compact", "zhang", MOMENT))
        backup(archive.store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert content(tmp_path / "again") == content(tmp_path / "a")


def test_an_archive_in_a_database_becomes_a_folder(tmp_path: Path) -> None:
    from csdforms.archive.sql import SqlStore

    url = f"sqlite:///{(tmp_path / 'a.sqlite').as_posix()}"
    with Archive.create(url, actor="zhang", clock=Clock()) as archive:
        assert isinstance(archive.store, SqlStore)
        number = open_company(archive)
        archive.file(number, "f", {}, b"paper", section="3.2")
        assert verify(archive.store, read_data=True).problems == ()
        done = backup(archive.store, tmp_path / "b.zip")
    assert restore(done.path, tmp_path / "again").anchor == done.anchor
    with Archive.open(tmp_path / "again", actor="zhang") as again:
        assert again.document(f"{number}/3.2-2026-0001") == b"paper"


# Damaged archives are not backed up


def refused(store: object, path: Path) -> str:
    with pytest.raises(DamagedArchive) as caught:
        backup(store, path)  # type: ignore[arg-type]
    assert not path.exists()
    assert list(path.parent.glob(".csdforms-*")) == []
    return str(caught.value)


def test_a_damaged_document(filled: Path, tmp_path: Path) -> None:
    digest = digest_of(b"two")
    (filled / "documents" / digest[:2] / f"{digest}.docx").write_bytes(b"owt")
    with Archive.open(filled) as archive:
        assert digest in refused(archive.store, tmp_path / "b.zip")


@pytest.mark.parametrize("what", ["changed", "removed", "cut", "blank"])
def test_damaged_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    store = MemoryStore(Act("init", "zhang", "2026-03-05T14:05:09.000000+08:00"))
    archive = Archive(store, actor="zhang", clock=Clock())
    archive.add_alias(open_company(archive), "S-1")
    lines = list(store.raw_lines())
    if what == "changed":
        lines[1] = lines[1].replace(b"KH-F", b"KH-G", 1)
    elif what == "removed":
        del lines[1]
    elif what == "cut":
        del lines[2]
    else:
        lines.insert(1, b"\n")
    monkeypatch.setattr(store, "raw_lines", lambda: iter(lines))
    refused(store, tmp_path / "b.zip")


# What is restored


def test_only_into_a_new_or_empty_folder(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    for place in (folder, folder / "mine.txt"):
        with pytest.raises(ArchiveExists):
            restore(saved, place)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
    (folder / "mine.txt").unlink()
    assert restore(saved, folder).is_sound
    assert [path.name for path in tmp_path.glob(".csdforms-*")] == []


def test_into_a_relative_folder(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert restore(saved, Path("here")).is_sound
    assert (tmp_path / "here" / "journal.jsonl").is_file()


def test_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="备份"):
        restore(tmp_path / "none.zip", tmp_path / "a")


def test_there_is_no_folder_around_it(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="文件夹"):
        restore(saved, tmp_path / "none" / "a")


def failed(path: Path, error: type[Exception] = UnreadableInput) -> str:
    """Restore what cannot be restored; nothing of it is left. Return the words."""
    folder = path.parent / "restored"
    before = set(path.parent.iterdir())
    with pytest.raises(error) as caught:
        restore(path, folder)
    assert set(path.parent.iterdir()) == before
    return str(caught.value)


@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.99])
def test_a_truncated_backup(saved: Path, share: float) -> None:
    raw = saved.read_bytes()
    saved.write_bytes(raw[: int(len(raw) * share)])
    assert "不是完整的备份" in failed(saved)


def test_a_garbled_backup_is_never_restored_wrongly(saved: Path, tmp_path: Path) -> None:
    raw = saved.read_bytes()
    with zipfile.ZipFile(saved) as zipped:
        whole = {name: zipped.read(name) for name in zipped.namelist()}
    del whole["manifest.jsonl"]
    for place in range(0, len(raw), max(1, len(raw) // 150)):
        saved.write_bytes(raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :])
        try:
            restore(saved, tmp_path / "again")
        except UnreadableInput:
            assert not (tmp_path / "again").exists()
        else:  # a byte of the zip that says nothing, such as a member's time
            assert content(tmp_path / "again") == whole
            shutil.rmtree(tmp_path / "again")


def test_a_directory_that_points_out_of_the_file(saved: Path) -> None:
    raw = bytearray(saved.read_bytes())
    raw[-4] ^= 0x55  # the offset of the directory: all places are counted from it
    saved.write_bytes(raw)
    assert "README.md 的位置不在文件里" in failed(saved)


def test_a_size_that_no_disk_holds(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(saved.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 30))
    raw = bytearray(saved.read_bytes())
    entry = int.from_bytes(raw[-6:-2], "little")  # where the directory begins
    raw[entry + 24 : entry + 28] = b"\xfe\xff\xff\xff"
    saved.write_bytes(raw)
    assert "与清单不符" in failed(saved)


def test_a_disk_that_reads_no_more(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise OSError(errno.EIO, "worn")

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fails)
    assert failed(saved, NotPermitted) == f"读不了 {saved}：磁盘读写出错，请检查磁盘或网络。"


def rewritten(path: Path, change: Callable[[Members], object], *, listed: bool = True) -> Path:
    """Write a backup again with other members; ``listed``: with a manifest that fits them."""
    with zipfile.ZipFile(path) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    change(members)
    if listed:
        head = members.pop("manifest.jsonl").splitlines()[0]
        entries = [json.dumps([name, len(it), digest_of(it)]) for name, it in members.items()]
        members["manifest.jsonl"] = b"\n".join([head, *map(str.encode, entries)])
    with zipfile.ZipFile(path, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


DOCUMENT = f"documents/{digest_of(b'two')[:2]}/{digest_of(b'two')}.docx"


def test_a_changed_member(saved: Path) -> None:
    rewritten(saved, lambda members: members.update({DOCUMENT: b"owt"}), listed=False)
    assert f"{DOCUMENT} 与清单不符" in failed(saved)


def test_a_member_of_another_size(saved: Path) -> None:
    rewritten(saved, lambda members: members.update({DOCUMENT: b"a bomb"}), listed=False)
    assert f"{DOCUMENT} 与清单不符" in failed(saved)


def test_a_size_that_is_not_the_listed_one(saved: Path) -> None:
    def lie(members: Members) -> None:
        manifest = members["manifest.jsonl"]
        members["manifest.jsonl"] = manifest.replace(
            f'{DOCUMENT}", 3,'.encode(), f'{DOCUMENT}", 4,'.encode()
        )

    rewritten(saved, lie, listed=False)
    assert f"{DOCUMENT} 与清单不符" in failed(saved)


def test_a_missing_member(saved: Path) -> None:
    rewritten(saved, lambda members: members.pop(DOCUMENT), listed=False)
    assert f"缺少 {DOCUMENT}" in failed(saved)


@pytest.mark.parametrize("name", ["README.md", "journal.jsonl", "manifest.jsonl"])
def test_a_missing_part(saved: Path, name: str) -> None:
    rewritten(saved, lambda members: members.pop(name), listed=False)
    assert f"缺少 {name}" in failed(saved)


def test_a_member_that_is_not_listed(saved: Path) -> None:
    other = f"documents/{digest_of(b'x')[:2]}/{digest_of(b'x')}.docx"
    rewritten(saved, lambda members: members.update({other: b"x"}), listed=False)
    assert f"{other} 不在清单里" in failed(saved)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "C:\\evil",
        "documents/../../evil",
        "documents/ab/evil.docx",
        "index.sqlite",
    ],
)
def test_a_member_that_no_backup_has(saved: Path, name: str) -> None:
    rewritten(saved, lambda members: members.update({name: b"x"}))
    assert "不属于备份的文件" in failed(saved)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as zipped:
        zipped.writestr("README.md", "again")
    assert "README.md 出现了两次" in failed(saved)


def test_a_member_listed_twice(saved: Path) -> None:
    def again(members: Members) -> None:
        members["manifest.jsonl"] += members["manifest.jsonl"].splitlines(keepends=True)[1]

    rewritten(saved, again, listed=False)
    assert "缺少 README.md" in failed(saved)


def test_an_unknown_compression(saved: Path) -> None:
    with zipfile.ZipFile(saved) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_BZIP2) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    assert "不认识的压缩方法" in failed(saved)


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"", "清单读不出来"),
        (b"{}", "清单读不出来"),
        (b"[]", "清单读不出来"),
        (b'{"format":"csdforms-backup 1"}', "清单读不出来"),
        (b'{"format":"csdforms-backup 2","anchor":"1:0"}', "格式比本程序新"),
        (b'{"format":"csdforms-backup 1","anchor":"1:0"}\n7\n', "清单读不出来"),
        (b'{"format":"csdforms-backup 1","anchor":"1:0"}\n["README.md"]\n', "清单读不出来"),
        (b"[" * 999, "清单读不出来"),
    ],
)
def test_a_manifest_out_of_shape(saved: Path, manifest: bytes, words: str) -> None:
    rewritten(saved, lambda it: it.update({"manifest.jsonl": manifest}), listed=False)
    assert words in failed(saved)


def test_a_backup_that_fits_but_lies(saved: Path) -> None:
    def forge(members: Members) -> None:
        members["journal.jsonl"] = members["journal.jsonl"].replace(b'"zhang"', b'"li"', 1)

    assert "备份里的档案有" in failed(rewritten(saved, forge))


def test_a_backup_cut_off_at_the_end(saved: Path) -> None:
    def cut(members: Members) -> None:
        lines = members["journal.jsonl"].splitlines(keepends=True)
        members["journal.jsonl"] = b"".join(lines[:-1])

    assert "末尾被截去" in failed(rewritten(saved, cut))


def test_a_torn_archive_is_backed_up_to_its_last_commit(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "paper")
    paper.add("note")
    paper.lines.append(paper.lines[1][:50])
    with Archive.open(paper.save()) as archive:
        backup(archive.store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert (tmp_path / "again" / "journal.jsonl").read_bytes() == b"".join(paper.lines[:2])


# The system refuses


def test_no_room(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(saved.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert "磁盘已满" in failed(saved, NotPermitted)


def test_a_full_disk(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    assert "磁盘已满" in failed(saved, NotPermitted)


def test_a_backup_that_may_not_be_read(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refused(zipfile.ZipFile):
        def __init__(self, *_: object) -> None:
            raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(zipfile, "ZipFile", Refused)
    assert "读不了" in failed(saved, NotPermitted)


def test_a_folder_that_cannot_be_named(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Path, "rename", refuses)
    assert "没有权限" in failed(saved, NotPermitted)


def test_the_module_loads_nothing_heavy() -> None:
    assert not hasattr(backups, "zipfile")


# The log of access


def test_the_log_goes_with_it(filled: Path, tmp_path: Path) -> None:
    with Archive.open(filled) as archive:
        archive.store.note(Act("show", "li", MOMENT, NUMBER, purpose="回访"))
        done = backup(archive.store, tmp_path / "b.zip")
        expected = list(archive.store.raw_notes())
    assert done.notes == len(expected) == 2
    found = restore(done.path, tmp_path / "again")
    assert (found.notes, found.anchor) == (2, done.anchor)
    with Archive.open(tmp_path / "again") as again:
        assert list(again.store.raw_notes()) == expected
        assert again.store.note(Act("show", "li", MOMENT)) == 3


def test_others_may_note_meanwhile(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(filled) as archive:
        anchor = anchor_of(archive.store)
        raw_notes = archive.store.raw_notes

        def notes() -> object:
            archive.store.note(Act("show", "li", MOMENT))
            return raw_notes()

        monkeypatch.setattr(archive.store, "raw_notes", notes)
        done = backup(archive.store, tmp_path / "b.zip")
    assert (done.notes, done.anchor) == (1, anchor)
    assert restore(done.path, tmp_path / "again").anchor == anchor


def test_an_archive_from_before_there_was_a_log(tmp_path: Path) -> None:
    with Archive.open(Paper(tmp_path / "paper").save()) as archive:
        done = backup(archive.store, tmp_path / "b.zip")
    assert done.notes == 0
    assert "," not in done.anchor
    assert restore(done.path, tmp_path / "again").problems == ()
    assert not (tmp_path / "again" / "access.jsonl").exists()


def test_a_damaged_log_is_not_backed_up(filled: Path, tmp_path: Path) -> None:
    with Archive.open(filled) as archive:
        for count in range(3):
            archive.store.note(Act("show", f"user{count}", MOMENT))
    path = filled / "access.jsonl"
    path.write_bytes(path.read_bytes().replace(b"user1", b"user9"))
    with Archive.open(filled) as archive:
        assert "access.jsonl 第 3 行" in refused(archive.store, tmp_path / "b.zip")


def test_a_log_that_is_cut_off_meanwhile(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(filled) as archive:
        archive.store.note(Act("show", "li", MOMENT))
        lines = list(archive.store.raw_notes())
        monkeypatch.setattr(archive.store, "raw_notes", lambda: iter(lines[:1]))
        assert "末尾的行不见了" in refused(archive.store, tmp_path / "b.zip")


def test_a_backup_without_its_log(saved: Path, tmp_path: Path) -> None:
    poor = tmp_path / "poor.zip"
    with zipfile.ZipFile(saved) as full, zipfile.ZipFile(poor, "w") as zipped:
        for name in full.namelist():
            data = full.read(name)
            if name == "manifest.jsonl":
                lines = data.splitlines(keepends=True)
                data = b"".join(line for line in lines if b"access" not in line)
            if name != "access.jsonl":
                zipped.writestr(name, data)
    with pytest.raises(UnreadableInput, match="查阅日志不见了"):
        restore(poor, tmp_path / "again")
    assert not (tmp_path / "again").exists()
