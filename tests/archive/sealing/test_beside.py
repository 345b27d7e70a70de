"""Backups, copies and proofs of a sealed archive are made of what is sealed, and need no key."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import CORPORATE, Clock, company, open_person

from csdforms.archive.archive import Archive
from csdforms.archive.backup import backup, restore
from csdforms.archive.copying import copy
from csdforms.archive.places import as_kept, create_store, open_store
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.store import Act, Store
from csdforms.archive.verifying import verify

KEY = ArchiveKey(bytes(range(32)))
DOCX = b"PK\x03\x04 a document"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    init = Act("init", "zhang", "2026-03-05T14:05:09.123456+08:00")
    with Archive(create_store(folder, init, key=KEY), actor="zhang", clock=Clock()) as archive:
        number = archive.open_file(company(), form=CORPORATE, document=DOCX).number
        open_person(archive)
        archive.file(number, "complaint_handling", {"complaint_no": "TS-1"}, DOCX, section="4.1")
        archive.revise(number, company(phone="021-62345679"), reason="换号")
    return folder


def documents(store: Store) -> list[bytes]:
    """Return what the profiles and items mention, opened."""
    kept = [row for table in ("profiles", "items") for _, row in store.rows(table)]
    return [store.get_file(row["document"]) for row in kept if "document" in row]


def test_as_kept_is_what_lies_beneath(folder: Path) -> None:
    store = open_store(folder, key=KEY)
    assert isinstance(store, SealedStore)
    assert as_kept(store) is store.raw
    assert as_kept(store.raw) is store.raw
    store.close()


def test_a_sealed_archive_is_verified_with_and_without_its_key(folder: Path) -> None:
    store = open_store(folder, key=KEY)
    for source in (folder, store, as_kept(store)):
        found = verify(source, read_data=True)
        assert found.problems == ()
        assert (found.files, found.items, found.documents) == (2, 1, 2)
    store.close()


def test_a_backup_is_sealed_and_comes_back(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    store = open_store(folder, key=KEY)
    for source in (store, as_kept(store)):
        made = backup(source, path, overwrite=True)
        assert made.documents == 2
        assert DOCX not in path.read_bytes()
    store.close()
    restored = tmp_path / "restored"
    assert restore(path, restored).is_sound
    names = sorted(each.name for each in restored.glob("documents/*/*"))
    assert names == sorted(each.name for each in folder.glob("documents/*/*"))
    assert all(name.endswith(".sealed") for name in names)
    again = open_store(restored, key=KEY)
    assert documents(again) == [DOCX, DOCX]
    again.close()


@pytest.mark.parametrize("url", [False, True])
def test_a_copy_is_sealed_and_opens_with_the_same_key(
    folder: Path, tmp_path: Path, url: bool
) -> None:
    target = f"sqlite:///{tmp_path}/copy.sqlite" if url else tmp_path / "copy"
    source = open_store(folder, key=KEY)
    copy(source, target)
    copied = open_store(target, key=KEY)
    assert list(copied.raw_lines()) == list(source.raw_lines())
    assert documents(copied) == documents(source) == [DOCX, DOCX]
    assert copied.find_text("files", "lxl", 9) == source.find_text("files", "lxl", 9) == [2]
    assert verify(copied, read_data=True).problems == ()
    copied.close()
    source.close()
