from __future__ import annotations

import errno
import os
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdforms.archive.disk import Disk
from csdforms.archive.documents import SEALED, Documents, name_of
from csdforms.errors import DamagedArchive, NotPermitted

DOCX = b"PK\x03\x04"


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "documents")


def test_a_file_lies_under_the_hash_of_its_content(documents: Documents, tmp_path: Path) -> None:
    # FIPS 180-4: SHA-256 of "abc"
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert documents.put(b"abc") == digest
    path = tmp_path / "documents" / "ba" / f"{digest}.docx"
    assert path.read_bytes() == b"abc" == documents.get(digest)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_same_content_is_written_once(documents: Documents, tmp_path: Path) -> None:
    digest = documents.put(DOCX)
    path = tmp_path / "documents" / digest[:2] / f"{digest}.docx"
    before = path.stat()
    assert documents.put(DOCX) == digest
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@settings(max_examples=20, deadline=None)
@given(contents=st.sets(st.binary(max_size=50), max_size=8))
def test_all_are_listed_in_ascending_order(
    contents: set[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    documents = Documents(tmp_path_factory.mktemp("archive") / "documents")
    digests = [documents.put(content) for content in contents]
    assert list(documents) == sorted(digests)
    assert {documents.get(digest) for digest in documents} == contents


def test_a_sealed_file_is_called_sealed(documents: Documents, tmp_path: Path) -> None:
    contents = [SEALED + b"\0\1", DOCX, SEALED[:-1]]
    digests = [documents.put(content) for content in contents]
    names = [f"{digest[:2]}/{digest}" for digest in digests]
    endings = [".sealed", ".docx", ".docx"]
    paths = [name + ending for name, ending in zip(names, endings, strict=True)]
    assert list(map(name_of, digests, contents)) == paths
    assert all((tmp_path / "documents" / path).is_file() for path in paths)
    assert [documents.get(digest) for digest in digests] == contents
    assert list(documents) == sorted(digests)
    assert documents.put(contents[0]) == digests[0]
    assert SEALED == b"csdforms-sealed 1\n"


def test_a_sealed_file_that_was_changed_is_noticed(documents: Documents, tmp_path: Path) -> None:
    digest = documents.put(SEALED + b"\0\1")
    path = tmp_path / "documents" / digest[:2] / f"{digest}.sealed"
    path.write_bytes(SEALED + b"\0\2")
    with pytest.raises(DamagedArchive, match=f"{digest} 的内容"):
        documents.get(digest)
    path.unlink()
    with pytest.raises(DamagedArchive, match=f"缺少文件 {digest}"):
        documents.get(digest)


def test_looking_makes_no_folder(documents: Documents, tmp_path: Path) -> None:
    assert list(documents) == []
    with pytest.raises(DamagedArchive, match="缺少文件") as caught:
        documents.get("0" * 64)
    assert caught.value.place == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_strange_files_are_not_listed(documents: Documents, tmp_path: Path) -> None:
    digest = documents.put(DOCX)
    folder = tmp_path / "documents"
    (folder / "Thumbs.db").write_bytes(b"")
    (folder / digest[:2] / f"{digest}-0123.tmp").write_bytes(b"half")
    (folder / digest[:2] / f"{'f' * 64}.docx").write_bytes(b"in the wrong folder")
    (folder / "zz").mkdir()
    assert list(documents) == [digest]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x05", DOCX + b"\n", DOCX[:-1]])
def test_a_changed_file_is_noticed(documents: Documents, tmp_path: Path, content: bytes) -> None:
    digest = documents.put(DOCX)
    path = tmp_path / "documents" / digest[:2] / f"{digest}.docx"
    path.write_bytes(content)
    with pytest.raises(DamagedArchive, match=digest) as caught:
        documents.get(digest)
    assert caught.value.place == tmp_path
    with pytest.raises(DamagedArchive, match=digest):
        documents.put(DOCX)
    assert path.read_bytes() == content  # evidence


@pytest.mark.parametrize("digest", ["", "ab", "../" * 21 + "a", "A" * 64, "０" * 64, "a" * 65])
def test_no_other_name_is_looked_for(documents: Documents, tmp_path: Path, digest: str) -> None:
    reason = "已损坏：文件的校验值应为 64 位十六进制数字。"
    with pytest.raises(DamagedArchive, match=reason) as caught:
        documents.get(digest)
    assert caught.value.place == tmp_path


class FailingDisk(Disk):
    """A disk on which some kinds of operation fail."""

    def __init__(self, *failing: str, number: int = errno.ENOSPC) -> None:
        super().__init__()
        problem = OSError(number, os.strerror(number))

        def fail(*_args: object) -> None:
            raise problem

        for name in failing:
            setattr(self, name, fail)


@pytest.mark.parametrize("failing", ["create", "write", "sync", "replace", "sync_folder"])
def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path: Path, failing: str) -> None:
    documents = Documents(tmp_path / "documents", disk=FailingDisk(failing))
    digest = sha256(DOCX).hexdigest()
    with pytest.raises(NotPermitted, match=rf"^写不了 .+{digest}\.docx：磁盘已满"):
        documents.put(DOCX)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    mended = Documents(tmp_path / "documents")
    assert list(mended) == []
    assert mended.get(mended.put(DOCX)) == DOCX


def test_a_half_written_file_that_cannot_be_removed_is_not_listed(tmp_path: Path) -> None:
    documents = Documents(tmp_path / "documents", disk=FailingDisk("sync", "remove"))
    with pytest.raises(NotPermitted, match="磁盘已满"):
        documents.put(DOCX)
    assert list(documents) == []
    mended = Documents(tmp_path / "documents")
    assert mended.get(mended.put(DOCX)) == DOCX


@pytest.mark.parametrize("came", [True, False])
def test_a_file_in_use_is_left_alone(tmp_path: Path, *, came: bool) -> None:
    class Windows(Disk):
        def replace(self, source: Path, target: Path) -> None:
            if came:
                target.write_bytes(DOCX)  # somebody else, who has it open now
            raise PermissionError(errno.EACCES, "")

    documents = Documents(tmp_path / "documents", disk=Windows())
    if came:
        assert documents.get(documents.put(DOCX)) == DOCX
    else:
        with pytest.raises(NotPermitted):
            documents.put(DOCX)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert left == ([f"{sha256(DOCX).hexdigest()}.docx"] if came else [])


def test_the_names_are_durable_too(tmp_path: Path) -> None:
    class Watching(Disk):
        synced: list[Path] = []  # noqa: RUF012

        def sync_folder(self, folder: Path) -> None:
            self.synced.append(folder)
            super().sync_folder(folder)

    disk = Watching()
    documents = Documents(tmp_path / "documents", disk=disk)
    digest = documents.put(DOCX)
    inner = tmp_path / "documents" / digest[:2]
    assert disk.synced == [tmp_path, tmp_path / "documents", inner]
    documents.put(DOCX)  # perhaps the one who wrote it has not come so far yet
    assert disk.synced[3:] == [inner]


def test_a_refusal_to_read_is_no_damage(documents: Documents, tmp_path: Path) -> None:
    digest = documents.put(DOCX)
    failing = Documents(tmp_path / "documents", disk=FailingDisk("open", number=errno.EACCES))
    with pytest.raises(NotPermitted, match=rf"^读不了 .+{digest}\.docx："):
        failing.get(digest)


def test_a_refusal_to_list_is_said(
    documents: Documents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(NotPermitted) as caught:
        list(documents)
    assert str(caught.value).startswith(f"读不了 {tmp_path / 'documents'}：")


def test_writers_do_not_disturb_each_other(tmp_path: Path) -> None:
    contents = [os.urandom(2000) for _ in range(10)]
    results: list[list[str]] = []

    def put() -> None:
        documents = Documents(tmp_path / "documents")
        results.append([documents.put(content) for content in contents])

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [sha256(content).hexdigest() for content in contents]
    assert results == [expected] * 4
    assert list(Documents(tmp_path / "documents")) == sorted(expected)
