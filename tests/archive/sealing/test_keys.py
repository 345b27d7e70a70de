from __future__ import annotations

import os
import pickle
import stat
import sys
import types
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import pytest
from platformdirs import user_config_path

from csdforms.archive.sealing.key_places import VARIABLE, RingPlace, find_key
from csdforms.archive.sealing.keys import ArchiveKey, key_path, load_key, read_key, save_key
from csdforms.errors import ExitCode, NotPermitted, UnreadableInput, WrongKey

ARCHIVE = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e11"
OTHER = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e12"
KEY = ArchiveKey(bytes(range(32)))
PLACE = "档案库"


def save_to_keyring(key: ArchiveKey, archive: str) -> None:
    RingPlace(archive, PLACE).save(key)


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory; ``locked`` lets nobody in."""

    priority = 1

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ring:
    """A home of our own, and a keyring that nobody else has."""
    monkeypatch.setattr(
        "platformdirs.user_config_path", lambda *_, **__: tmp_path / "config" / "csdforms"
    )
    monkeypatch.delenv(VARIABLE, raising=False)
    ring = Ring()
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    monkeypatch.setattr(keyring, "set_password", ring.set_password)
    return ring


def test_a_key_shows_nothing_of_itself() -> None:
    shown = f"{KEY} {KEY!r} {KEY.id}"
    assert shown == f"<ArchiveKey> <ArchiveKey> {KEY.id}"
    assert KEY.secret.hex() not in shown
    with pytest.raises(TypeError, match=r"^a key is not pickled$"):
        pickle.dumps(KEY)


def test_a_key_has_a_name() -> None:
    from hashlib import sha256

    assert KEY.id == sha256(b"csdforms key id\0" + bytes(range(32))).hexdigest()[:16]
    assert ArchiveKey(bytes(range(32))) == KEY
    assert hash(ArchiveKey(bytes(range(32)))) == hash(KEY)
    assert ArchiveKey.new() != ArchiveKey.new() != KEY != "key"


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_has_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match=r"^an archive's key has 32 bytes$"):
        ArchiveKey(bytes(size))


def test_a_key_travels_on_paper() -> None:
    assert read_key(KEY.text(ARCHIVE)) == (KEY, ARCHIVE)
    with pytest.raises(UnreadableInput, match=r"^读不懂 密钥："):
        read_key("")


# --- key files


def test_the_users_own_place_is_by_the_customs_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    expected = user_config_path("csdforms", appauthor=False) / "keys" / f"{ARCHIVE}.key"
    assert key_path(ARCHIVE) == expected


def test_a_key_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = save_key(KEY, ARCHIVE)
    assert path == key_path(ARCHIVE) == tmp_path / f"config/csdforms/keys/{ARCHIVE}.key"
    assert path.read_text() == KEY.text(ARCHIVE)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert load_key(path, ARCHIVE, PLACE) == KEY


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = save_key(KEY, ARCHIVE, tmp_path / "a.key")
    with pytest.raises(NotPermitted, match="已有密钥文件"):
        save_key(ArchiveKey.new(), ARCHIVE, path)
    assert load_key(path, ARCHIVE, PLACE) == KEY


def test_no_key_lies_in_the_archives_folder(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    inside = folder / "keys" / "a.key"
    with pytest.raises(NotPermitted, match="在档案库的文件夹里"):
        save_key(KEY, ARCHIVE, inside, place=folder)
    assert not folder.exists()
    save_key(KEY, ARCHIVE, inside)
    with pytest.raises(WrongKey, match="移到别处") as refused:
        load_key(inside, ARCHIVE, folder)
    assert refused.value.exit_code is ExitCode.WRONG_KEY
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(WrongKey, match="移到别处"):
        load_key(tmp_path / "link" / "keys" / "a.key", ARCHIVE, folder)
    assert load_key(inside, ARCHIVE, tmp_path / "other") == KEY


def test_a_key_file_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotPermitted, match="磁盘已满"):
        save_key(KEY, ARCHIVE, tmp_path / "a.key")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="rights are the folder's there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = save_key(KEY, ARCHIVE, tmp_path / "a.key")
    path.chmod(mode)
    with pytest.raises(WrongKey, match=f"chmod 600 {path}$"):
        load_key(path, ARCHIVE, PLACE)
    path.chmod(0o400)
    assert load_key(path, ARCHIVE, PLACE) == KEY


def test_rights_are_not_asked_where_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_key(KEY, ARCHIVE, tmp_path / "a.key")
    path.chmod(0o644)
    monkeypatch.setattr("csdforms.archive.sealing.keys.os.name", "nt")
    assert load_key(path, ARCHIVE, PLACE) == KEY


def test_a_half_written_key_file_is_refused(tmp_path: Path) -> None:
    text = KEY.text(ARCHIVE).encode()
    path = tmp_path / "a.key"
    path.touch(0o600)
    for content in (b"", text[:20], text[:90], text[:-3], b"\xff\xfe" + text, text * 2):
        path.write_bytes(content)
        with pytest.raises(WrongKey, match="读不懂"):
            load_key(path, ARCHIVE, PLACE)
        assert path.read_bytes() == content


def test_another_archives_key_is_refused(tmp_path: Path) -> None:
    path = save_key(KEY, OTHER, tmp_path / "a.key")
    said = f"^打不开档案库 {PLACE}：{path} 是另一个档案库（{OTHER}）的密钥。$"
    with pytest.raises(WrongKey, match=said):
        load_key(path, ARCHIVE, PLACE)


def test_a_key_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongKey, match="找不到密钥文件"):
        load_key(tmp_path / "a.key", ARCHIVE, PLACE)
    with pytest.raises(WrongKey, match="读不了密钥文件"):
        load_key(tmp_path, ARCHIVE, PLACE)


# --- where a key is looked for


def test_a_key_is_looked_for_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ring: Ring
) -> None:
    first, second, third = (ArchiveKey.new() for _ in range(3))
    save_to_keyring(third, ARCHIVE)
    assert ring.entries == {("csdforms", ARCHIVE): third.text(ARCHIVE)}
    assert find_key(ARCHIVE, PLACE) == third
    save_key(second, ARCHIVE)
    assert find_key(ARCHIVE, PLACE) == second
    named = save_key(first, ARCHIVE, tmp_path / "named.key")
    monkeypatch.setenv(VARIABLE, str(named))
    assert find_key(ARCHIVE, PLACE) == first


def test_what_is_there_and_wrong_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_key(KEY, OTHER, key_path(ARCHIVE))
    with pytest.raises(WrongKey, match="另一个档案库"):
        find_key(ARCHIVE, PLACE)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(WrongKey, match="nowhere"):
        find_key(ARCHIVE, PLACE)


def test_a_missing_key_is_told_with_every_place(ring: Ring) -> None:
    for locked in (False, True):
        ring.locked = locked
        with pytest.raises(WrongKey) as refused:
            find_key(ARCHIVE, PLACE)
        words = str(refused.value)
        assert words.startswith(f"打不开档案库 {PLACE}：档案库已加密，而找不到密钥")
        assert VARIABLE in words
        assert str(key_path(ARCHIVE)) in words
        assert "密钥串" in words
        assert refused.value.exit_code == 12


def test_a_wrong_entry_of_the_keyring_is_refused(ring: Ring) -> None:
    ring.entries["csdforms", ARCHIVE] = KEY.text(OTHER)
    with pytest.raises(WrongKey, match="系统密钥串里的密钥 是另一个档案库"):
        find_key(ARCHIVE, PLACE)


def test_a_keyring_is_not_overwritten(ring: Ring) -> None:
    save_to_keyring(KEY, ARCHIVE)
    with pytest.raises(NotPermitted, match="没有覆盖"):
        save_to_keyring(ArchiveKey.new(), ARCHIVE)
    assert find_key(ARCHIVE, PLACE) == KEY
    ring.locked = True
    with pytest.raises(NotPermitted, match="请改用密钥文件"):
        save_to_keyring(KEY, ARCHIVE)


def test_without_the_library_the_keyring_is_asked_for_by_name_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modules: dict[str, Any] = {"keyring": types.ModuleType("keyring"), "keyring.errors": None}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(NotPermitted, match=r'pip install "csdforms\[keyring\]"'):
        save_to_keyring(KEY, ARCHIVE)
    with pytest.raises(WrongKey, match="找不到密钥"):
        find_key(ARCHIVE, PLACE)
