"""Where archives lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, open_company
from platformdirs import user_data_path

from csdforms.archive import places
from csdforms.archive.archive import Archive
from csdforms.errors import ArchiveExists, NoArchive, NotPermitted
from csdforms.shipped import shared_folder


def test_the_default_place_is_the_users_own_and_nothing_is_made() -> None:
    place = places.default_place()
    assert place == user_data_path("csdforms", appauthor=False) / "archive"


@pytest.mark.parametrize("url", [False, True])
def test_an_archive_is_made_opened_and_found_again(tmp_path: Path, url: bool) -> None:
    place = f"sqlite:///{tmp_path / 'archive.db'}" if url else tmp_path / "archive"
    clock = Clock()
    with Archive.create(place, actor="zhang", clock=clock) as archive:
        identity = archive.store.archive
        number = open_company(archive)
    with Archive.open(place, clock=clock) as archive:
        assert archive.store.archive == identity
        assert archive.show(number).card.number == number
        first = next(archive.store.lines())
    assert (first.no, first.act, first.actor) == (1, "init", "zhang")
    assert first.at == "2026-03-05T14:05:09.123456+08:00"


def test_a_folder_is_also_named_by_a_text(tmp_path: Path) -> None:
    place = str(tmp_path / "档案")
    Archive.create(place).close()
    with Archive.open(place) as archive:
        assert archive.count() == 0


def test_every_archive_has_an_identity_of_its_own(tmp_path: Path) -> None:
    identities = set()
    for name in "ab":
        with Archive.create(tmp_path / name) as archive:
            identities.add(archive.store.archive)
    assert len(identities) == 2


@pytest.mark.parametrize("url", [False, True])
def test_no_archive_is_made_by_looking(tmp_path: Path, url: bool) -> None:
    place = f"sqlite:///{tmp_path / 'archive.db'}" if url else tmp_path / "archive"
    with pytest.raises(NoArchive):
        Archive.open(place)
    assert list(tmp_path.iterdir()) == []


def test_a_plain_file_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive"
    path.write_bytes(b"a")
    with pytest.raises(NoArchive) as refused:
        Archive.open(path)
    assert refused.value.exit_code == 10
    assert path.read_bytes() == b"a"


def test_a_url_is_told_from_a_folder() -> None:
    assert places.is_url("postgresql://user@host/archive")
    assert not places.is_url("C:\\档案")
    assert not places.is_url(Path("archive"))


@pytest.mark.parametrize("url", [False, True])
def test_no_archive_is_made_over_another(tmp_path: Path, url: bool) -> None:
    place = f"sqlite:///{tmp_path / 'archive.db'}" if url else tmp_path / "archive"
    with Archive.create(place) as archive:
        number = open_company(archive)
    with pytest.raises(ArchiveExists, match="空的数据库。" if url else "空的文件夹。"):
        Archive.create(place)
    with Archive.open(place) as archive:
        assert archive.show(number).card.number == number


def test_the_format_lies_beside_the_archive(tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive").close()
    text = (tmp_path / "archive" / "README.md").read_bytes()
    assert text == (shared_folder("archive") / "README.md").read_bytes()


def test_an_installed_package_has_the_format_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "format.md"
    inside.write_bytes(b"format")
    monkeypatch.setattr(places, "_FORMAT", inside)
    assert places.format_text() == b"format"


def test_an_archive_whose_format_cannot_be_written_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise NotPermitted("no room")

    monkeypatch.setattr("csdforms.files.write_file", refuse)
    with pytest.raises(NotPermitted, match="no room"):
        Archive.create(tmp_path / "archive")
