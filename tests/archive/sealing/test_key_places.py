"""Where keys are kept, two of them while one takes the other's place; how they are moved."""

from __future__ import annotations

import os
import stat
import sys
import types
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import pytest
from archive.memory_store import MemoryStore
from archive.store_contract import ARCHIVE, INIT

from csdforms.archive.disk import Disk
from csdforms.archive.sealing import key_places
from csdforms.archive.sealing.key_moving import key_id_of, move_key, present_key, restore_key
from csdforms.archive.sealing.key_places import FilePlace, RingPlace, find_key, kept_key
from csdforms.archive.sealing.keys import ArchiveKey, save_key
from csdforms.archive.sealing.sealed_store import SealedStore
from csdforms.errors import NotPermitted, UnreadableInput, WrongKey

KEY, NEW = ArchiveKey(bytes(range(32))), ArchiveKey(bytes(32))
OTHER_ARCHIVE = ARCHIVE[:-1] + "9"
PLACE = "memory"


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory; ``locked`` lets nobody change anything, ``deaf`` keeps nothing."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[str, str] = {}
        self.locked = self.deaf = False

    def get_password(self, service: str, username: str) -> str | None:
        assert service == "csdforms"
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise keyring.errors.PasswordSetError
        if not self.deaf:
            self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.locked:
            raise keyring.errors.PasswordDeleteError
        del self.entries[username]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    monkeypatch.delenv("CSDFORMS_KEY", raising=False)
    ring = Ring()
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(ring, name))
    return ring


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own key file, which is not there yet."""
    path = tmp_path / "keys" / "a.key"
    for module in ("key_places", "key_moving"):
        monkeypatch.setattr(f"csdforms.archive.sealing.{module}.key_path", lambda _: path)
    return path


@pytest.fixture
def store() -> SealedStore:
    return SealedStore.create(MemoryStore(INIT, ARCHIVE), INIT, KEY, PLACE)


@pytest.fixture(params=["file", "ring"])
def place(request: pytest.FixtureRequest, own: Path) -> FilePlace | RingPlace:
    if request.param == "file":
        return FilePlace(ARCHIVE, PLACE, own)
    return RingPlace(ARCHIVE, PLACE)


# --- two keys at one place


def test_a_place_keeps_two_keys_apart(place: FilePlace | RingPlace) -> None:
    assert place.load() is place.load(new=True) is None
    place.save(KEY)
    place.save(NEW, new=True)
    assert (place.load(), place.load(new=True)) == (KEY, NEW)
    for new in (False, True):
        with pytest.raises(NotPermitted, match="没有覆盖"):
            place.save(NEW, new=new)
    assert place.named() != place.named(new=True)


def test_the_archives_key_is_found_whichever_it_is(place: FilePlace | RingPlace) -> None:
    place.save(KEY)
    place.save(NEW, new=True)
    assert (kept_key(ARCHIVE, PLACE, KEY.id).key, find_key(ARCHIVE, PLACE)) == (KEY, KEY)
    kept = kept_key(ARCHIVE, PLACE, NEW.id)
    assert (kept.key, kept.is_new, kept.where) == (NEW, True, place.named(new=True))
    kept = kept_key(ARCHIVE, PLACE, "0" * 16)  # what is there is told to be wrong by who opens it
    assert (kept.key, kept.is_new, kept.where) == (KEY, False, place.named())


def test_a_new_key_alone_is_found(place: FilePlace | RingPlace) -> None:
    place.save(NEW, new=True)
    assert find_key(ARCHIVE, PLACE, NEW.id) == find_key(ARCHIVE, PLACE) == NEW


def test_a_new_key_that_is_torn_is_in_nobodys_way(own: Path) -> None:
    save_key(KEY, ARCHIVE, own)
    own.with_name("a-new.key").touch(0o600)
    assert find_key(ARCHIVE, PLACE, KEY.id) == KEY


def test_the_new_key_takes_the_place_of_the_old_one(place: FilePlace | RingPlace) -> None:
    place.save(KEY)
    place.save(NEW, new=True)
    place.settle()
    assert (place.load(), place.load(new=True)) == (NEW, None)


def test_a_named_key_file_has_its_new_one_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "u盘" / "b.key"
    monkeypatch.setenv("CSDFORMS_KEY", str(named))
    with pytest.raises(WrongKey, match="找不到密钥文件"):
        find_key(ARCHIVE, PLACE, KEY.id)
    save_key(KEY, ARCHIVE, named)
    save_key(NEW, ARCHIVE, named.with_name("b-new.key"))
    assert find_key(ARCHIVE, PLACE, NEW.id) == NEW


def test_a_key_file_that_cannot_be_changed_keeps_both_keys(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = FilePlace(ARCHIVE, PLACE, own)
    place.save(KEY)
    place.save(NEW, new=True)

    def refuse(*_: Any) -> None:
        raise OSError(13, "no")

    monkeypatch.setattr(Disk, "replace", refuse)
    monkeypatch.setattr(Disk, "remove", refuse)
    with pytest.raises(NotPermitted):
        place.settle()
    with pytest.raises(NotPermitted):
        place.remove()
    assert (place.load(), place.load(new=True)) == (KEY, NEW)


def test_a_keyring_that_refuses_keeps_both_keys(ring: Ring) -> None:
    place = RingPlace(ARCHIVE, PLACE)
    place.save(KEY)
    place.save(NEW, new=True)
    ring.deaf = True
    place.settle()
    assert (place.load(), place.load(new=True)) == (KEY, NEW)
    ring.locked = True
    with pytest.raises(NotPermitted, match="新旧密钥都还在"):
        place.settle()
    with pytest.raises(NotPermitted, match="还在里面"):
        place.remove()
    assert (place.load(), place.load(new=True)) == (KEY, NEW)


# --- the present key


def test_the_present_key_needs_no_key_to_be_known(store: SealedStore, own: Path) -> None:
    assert key_id_of(store) == key_id_of(store.raw) == KEY.id
    with pytest.raises(WrongKey, match="找不到密钥"):
        present_key(store, PLACE)
    save_key(NEW, ARCHIVE, own)
    with pytest.raises(WrongKey, match=f"编号是 {KEY.id}，这一把是 {NEW.id}"):
        present_key(store, PLACE)


def test_a_clear_archive_has_no_key() -> None:
    with pytest.raises(NotPermitted, match="没有加密"):
        key_id_of(MemoryStore(INIT, ARCHIVE))


# --- from paper


LINES = KEY.text(ARCHIVE).splitlines()


@pytest.mark.parametrize(
    "text",
    [
        KEY.text(ARCHIVE),
        KEY.text(ARCHIVE).lower(),
        "\n".join(LINES[2:]),
        "\n".join(line[1:] for line in LINES[2:]),
        "".join(f"{line.replace(' ', '')}\n\n" for line in LINES[2:]),
    ],
    ids=["whole", "small letters", "four lines", "without numbers", "without spaces"],
)
def test_a_key_comes_back_from_paper(store: SealedStore, own: Path, text: str) -> None:
    kept = restore_key(store, PLACE, text)
    assert (kept.key, kept.is_new) == (KEY, False)
    assert find_key(ARCHIVE, PLACE, KEY.id) == KEY
    assert restore_key(store, PLACE, text).key == KEY  # once more is no harm
    if os.name == "posix":
        assert stat.S_IMODE(own.stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_what_was_typed_wrongly_is_found_in_its_line(
    store: SealedStore, own: Path, number: int
) -> None:
    lines = LINES[2:]
    lines[number - 1] = lines[number - 1][:5] + ("A" if lines[number - 1][5] != "A" else "B") * 2
    wrong = "\n".join(lines)
    with pytest.raises(UnreadableInput, match=f"密钥第 {number} 行") as refused:
        restore_key(store, PLACE, wrong)
    assert not own.exists()
    assert not [group for line in lines for group in line.split()[1:5] if group in str(refused)]


def test_a_key_that_is_not_this_archives_is_refused(store: SealedStore, own: Path) -> None:
    with pytest.raises(WrongKey, match=f"另一个档案库（{OTHER_ARCHIVE}）"):
        restore_key(store, PLACE, KEY.text(OTHER_ARCHIVE))
    with pytest.raises(WrongKey, match=f"编号是 {KEY.id}，这一把是 {NEW.id}"):
        restore_key(store, PLACE, NEW.text(ARCHIVE))
    assert not own.exists()


def test_beside_an_old_key_the_restored_one_is_the_new_one(store: SealedStore, own: Path) -> None:
    save_key(NEW, ARCHIVE, own)
    for _ in range(2):
        kept = restore_key(store, PLACE, KEY.text(ARCHIVE))
        assert kept.is_new
    assert present_key(store, PLACE).is_new
    kept.place.settle()
    assert find_key(ARCHIVE, PLACE) == KEY


def test_a_key_file_that_is_damaged_is_to_be_put_away_first(store: SealedStore, own: Path) -> None:
    own.parent.mkdir()
    own.touch(0o600)
    with pytest.raises(NotPermitted, match="请先把它改名或移走"):
        restore_key(store, PLACE, KEY.text(ARCHIVE))
    assert own.read_bytes() == b""


def test_a_named_key_file_is_where_the_key_comes_back(
    store: SealedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDFORMS_KEY", str(tmp_path / "b.key"))
    restore_key(store, PLACE, KEY.text(ARCHIVE))
    assert find_key(ARCHIVE, PLACE, KEY.id) == KEY
    with pytest.raises(NotPermitted, match="请先取消这个变量"):
        move_key(store, PLACE, into_keyring=True)


# --- into the keyring and back


def test_a_key_is_moved_into_the_keyring_and_back(
    store: SealedStore, own: Path, ring: Ring
) -> None:
    save_key(KEY, ARCHIVE, own)
    for _ in range(2):
        kept = move_key(store, PLACE, into_keyring=True)
        assert kept.where == f"系统密钥串里的 csdforms {ARCHIVE}"
        assert not own.exists()
        assert list(ring.entries) == [ARCHIVE]
        assert present_key(store, PLACE).key == KEY
    for _ in range(2):
        kept = move_key(store, PLACE, into_keyring=False)
        assert kept.where == f"密钥文件 {own}"
        assert not ring.entries
        assert present_key(store, PLACE).key == KEY


def test_a_move_that_was_interrupted_is_brought_to_its_end(
    store: SealedStore, own: Path, ring: Ring
) -> None:
    save_key(KEY, ARCHIVE, own)
    RingPlace(ARCHIVE, PLACE).save(KEY)
    move_key(store, PLACE, into_keyring=True)
    assert (own.exists(), list(ring.entries)) == (False, [ARCHIVE])


def test_the_key_stays_where_it_is_unless_the_new_place_gives_it_back(
    store: SealedStore, own: Path, ring: Ring
) -> None:
    save_key(KEY, ARCHIVE, own)
    ring.deaf = True
    with pytest.raises(NotPermitted, match="读不回来"):
        move_key(store, PLACE, into_keyring=True)
    ring.locked = True
    with pytest.raises(NotPermitted, match="请改用密钥文件"):
        move_key(store, PLACE, into_keyring=True)
    assert present_key(store, PLACE).where == f"密钥文件 {own}"


def test_another_key_in_the_keyring_is_left_alone(
    store: SealedStore, own: Path, ring: Ring
) -> None:
    RingPlace(ARCHIVE, PLACE).save(NEW)
    save_key(KEY, ARCHIVE, own)
    move_key(store, PLACE, into_keyring=False)
    assert ring.entries == {ARCHIVE: NEW.text(ARCHIVE)}
    with pytest.raises(NotPermitted, match="没有覆盖"):
        move_key(store, PLACE, into_keyring=True)


def test_nothing_is_moved_in_the_middle_of_a_change(store: SealedStore, own: Path) -> None:
    place = FilePlace(ARCHIVE, PLACE, own)
    place.save(KEY, new=True)
    with pytest.raises(NotPermitted, match="还没有收尾"):
        move_key(store, PLACE, into_keyring=True)
    place.save(NEW)
    with pytest.raises(NotPermitted, match="还没有收尾"):
        move_key(store, PLACE, into_keyring=True)


def test_without_the_library_the_keyring_is_asked_for(
    store: SealedStore, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_key(KEY, ARCHIVE, own)
    modules: dict[str, Any] = {"keyring": types.ModuleType("keyring"), "keyring.errors": None}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(NotPermitted, match=r'pip install "csdforms\[keyring\]"'):
        move_key(store, PLACE, into_keyring=True)
    assert key_places.find_key(ARCHIVE, PLACE) == KEY
