"""Where archives lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, open_company
from platformdirs import user_data_path

from csdforms.archive import places
from csdforms.archive.archive import Archive
from csdforms.archive.sealing.key_places import VARIABLE
from csdforms.archive.sealing.keys import ArchiveKey, save_key
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.archive.store import Act
from csdforms.errors import ArchiveExists, NoArchive, NotPermitted, WrongKey
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
    with Archive.open(place, actor="zhang", clock=clock) as archive:
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


# --- sealed archives

INIT = Act("init", "zhang", "2026-03-05T14:05:09.123456+08:00")
KEY, OTHER = ArchiveKey(bytes(range(32))), ArchiveKey(bytes(32))


def put(place: Any, key: ArchiveKey | None = None) -> None:
    with SealedOrNot(place, key) as store, store.writing() as work:
        work.put("files", 1, {"number": "KH-Z-2026-000002-2", "name": "张三"})
        work.record(INIT._replace(name="create"))


class SealedOrNot:
    """A store that is closed at the end of the block."""

    def __init__(self, place: Any, key: ArchiveKey | None) -> None:
        self.store = places.open_store(place, key=key)

    def __enter__(self) -> Any:
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()


@pytest.fixture(params=["folder", "url"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "url":
        return f"sqlite:///{tmp_path / 'archive.db'}"
    return tmp_path / "archive"


def test_an_archive_with_a_key_is_sealed(place: Path | str) -> None:
    store = places.create_store(place, INIT, key=KEY)
    assert isinstance(store, SealedStore)
    store.close()
    put(place, KEY)
    with SealedOrNot(place, KEY) as store:
        assert isinstance(store, SealedStore)
        assert store.find("files", "name", "张三") == [1]
        assert store.find_text("files", "zs", 9) == [1]
        assert [line.act for line in store.lines()] == ["init", "seal", "create"]
        assert "张三".encode() not in b"".join(store.raw_lines())


def test_a_folder_is_named_by_a_text_as_well(tmp_path: Path) -> None:
    places.create_store(str(tmp_path / "a"), INIT, key=KEY).close()
    put(str(tmp_path / "a"), KEY)
    assert (tmp_path / "a" / "README.md").is_file()


def test_without_a_key_an_archive_is_clear(place: Path | str) -> None:
    places.create_store(place, INIT).close()
    put(place)
    with SealedOrNot(place, None) as store:
        assert not isinstance(store, SealedStore)
    with pytest.raises(WrongKey, match="没有加密"):
        places.open_store(place, key=KEY)


def test_a_sealed_archive_asks_for_its_key(
    place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.delenv(VARIABLE, raising=False)
    store = places.create_store(place, INIT, key=KEY)
    before = list(store.raw_lines())
    store.close()
    with pytest.raises(WrongKey, match="找不到密钥") as missing:
        places.open_store(place)
    with pytest.raises(WrongKey, match="密钥不对") as wrong:
        places.open_store(place, key=OTHER)
    assert missing.value.exit_code == wrong.value.exit_code == 12
    assert str(missing.value.place).endswith(("archive", "archive.db"))
    save_key(KEY, store.archive)
    with SealedOrNot(place, None) as found:
        assert list(found.raw_lines()) == before
        assert isinstance(found, SealedStore)


def test_a_password_in_a_url_is_in_no_error() -> None:
    class Kept:
        place = "postgresql://li:***@host/archive"

    named = places.named_place(Kept(), "postgresql://li:geheim@host/archive")  # type: ignore[arg-type]
    assert named == Kept.place


def test_an_archive_that_cannot_be_sealed_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    close = places_store().close

    def refuse(*_: Any) -> None:
        raise NotPermitted("no room")

    monkeypatch.setattr(SealedStore, "create", refuse)
    monkeypatch.setattr(places_store(), "close", lambda self: closed.append(close(self)))
    with pytest.raises(NotPermitted, match="no room"):
        places.create_store(tmp_path / "archive", INIT, key=KEY)
    assert closed == [None]


def places_store() -> Any:
    from csdforms.archive.tiny import TinyStore

    return TinyStore
