"""Where the key of a sealed archive is kept: in a key file, or in the system's keyring.

While an archive's key is being changed a place holds two: the key, and beside it the new one. The
new one is saved first; then the archive is given it; then it takes the old one's place. Whenever
that is interrupted, one of the two is the archive's, and :func:`find_key` finds which.

Where an archive is opened without naming its key, it is looked for in this order: the file that the
environment variable ``CSDFORMS_KEY`` names (a path, not an identity), the user's own key file, the
keyring of the operating system.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import os
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeAlias

from csdforms.archive.disk import DISK, refusal
from csdforms.archive.sealing.keys import ArchiveKey, key_path, load_key, read_belonging, save_key
from csdforms.errors import NotPermitted, WrongKey

__all__ = [
    "VARIABLE",
    "FilePlace",
    "Kept",
    "KeyPlace",
    "RingPlace",
    "find_key",
    "kept_key",
]

#: The environment variable that may name a key file.
VARIABLE = "CSDFORMS_KEY"

_SERVICE = "csdforms"  # of the keyring's entries; the name in it is the archive's identity
_NEW = "-new"
_INSTALL = '用系统密钥串存放密钥要先安装附加组件，请运行：pip install "csdforms[keyring]"。'


class FilePlace:
    """A key file; the new key is in a second one beside it.

    Args:
        archive: the archive's identity.
        place: where the archive lies.
        path: the file.
    """

    def __init__(self, archive: str, place: Path | str, path: Path) -> None:
        self._archive = archive
        self._place = place
        self._path = path

    def named(self, *, new: bool = False) -> str:
        """Return what people call it."""
        return f"密钥文件 {self._of(new=new)}"

    def load(self, *, new: bool = False) -> ArchiveKey | None:
        """Return the key, None if there is none.

        Raises:
            WrongKey: if what is there cannot be used, see :func:`.keys.load_key`.
        """
        path = self._of(new=new)
        return load_key(path, self._archive, self._place) if os.path.lexists(path) else None

    def save(self, key: ArchiveKey, *, new: bool = False) -> None:
        """Keep a key, durably.

        Raises:
            NotPermitted: if there is one already, or see :func:`.keys.save_key`.
        """
        save_key(key, self._archive, self._of(new=new), place=self._place)

    def settle(self) -> None:
        """Let the new key take the place of the old one, at one stroke.

        Raises:
            NotPermitted: if the system refuses; then both are there.
        """
        try:
            DISK.replace(self._of(new=True), self._path)
            DISK.sync_folder(self._path.parent)
        except OSError as problem:
            raise refusal(self._path, problem) from None

    def remove(self) -> None:
        """Take the key away; errors as :meth:`settle`."""
        try:
            DISK.remove(self._path)
            DISK.sync_folder(self._path.parent)
        except OSError as problem:
            raise refusal(self._path, problem) from None

    def _of(self, *, new: bool) -> Path:
        return self._path.with_stem(self._path.stem + _NEW) if new else self._path


class RingPlace:
    """The keyring of the operating system; the new key is an entry of its own.

    Args:
        archive: the archive's identity.
        place: where the archive lies.
    """

    def __init__(self, archive: str, place: Path | str) -> None:
        self._archive = archive
        self._place = place

    def named(self, *, new: bool = False) -> str:
        """Return what people call it."""
        return f"系统密钥串里的 {_SERVICE} {self._of(new=new)}"

    def load(self, *, new: bool = False) -> ArchiveKey | None:
        """Return the key, None if there is none, or no keyring, or it stays locked.

        Raises:
            WrongKey: if what is there cannot be used.
        """
        keyring = _keyring()
        if keyring is None:
            return None
        try:
            text: str | None = keyring.get_password(_SERVICE, self._of(new=new))
        except keyring.errors.KeyringError:
            return None
        if text is None:
            return None
        return read_belonging(text, "系统密钥串里的密钥", self._archive, self._place)

    def save(self, key: ArchiveKey, *, new: bool = False) -> None:
        """Keep a key.

        Raises:
            NotPermitted: if ``keyring`` is not installed, the system has none or refuses, or there
                is a key of this archive in it already.
        """
        keyring = _installed()
        name = self._of(new=new)
        try:
            if keyring.get_password(_SERVICE, name) is not None:
                raise NotPermitted("系统密钥串里已有这个档案库的密钥，没有覆盖。")
            keyring.set_password(_SERVICE, name, key.text(self._archive))
        except keyring.errors.KeyringError:
            raise NotPermitted("系统密钥串不能用，或拒绝了写入；请改用密钥文件。") from None

    def settle(self) -> None:
        """Let the new key take the place of the old one.

        Raises:
            NotPermitted: if the keyring refuses; then the new one is there still.
        """
        keyring = _installed()
        key = self.load(new=True)
        assert key is not None
        try:
            keyring.set_password(_SERVICE, self._archive, key.text(self._archive))
            if self.load() == key:
                keyring.delete_password(_SERVICE, self._of(new=True))
        except keyring.errors.KeyringError:
            raise NotPermitted("系统密钥串拒绝了改动；新旧密钥都还在，请稍后再试。") from None

    def remove(self) -> None:
        """Take the key away.

        Raises:
            NotPermitted: if the keyring refuses.
        """
        keyring = _installed()
        try:
            keyring.delete_password(_SERVICE, self._archive)
        except keyring.errors.KeyringError:
            raise NotPermitted("系统密钥串拒绝了改动，密钥还在里面，请稍后再试。") from None

    def _of(self, *, new: bool) -> str:
        return self._archive + _NEW if new else self._archive


KeyPlace: TypeAlias = FilePlace | RingPlace


class Kept(NamedTuple):
    """An archive's key, and where it is kept."""

    key: ArchiveKey
    place: KeyPlace
    is_new: bool = False  # the key was changed, and the old one is there still

    @property
    def where(self) -> str:
        """What people call the place."""
        return self.place.named(new=self.is_new)


def find_key(archive: str, place: Path | str, key_id: str = "") -> ArchiveKey:
    """Find the key of an archive where it may be kept; args and errors as :func:`kept_key`."""
    return kept_key(archive, place, key_id).key


def kept_key(archive: str, place: Path | str, key_id: str = "") -> Kept:
    """Find the key of an archive, and where it is kept.

    Args:
        archive: the archive's identity.
        place: where it lies.
        key_id: its key's :attr:`~.keys.ArchiveKey.id`, which tells a new key from an old one.

    Raises:
        WrongKey: if there is none, or what is there cannot be used: nothing else is tried then.
    """
    if named := os.environ.get(VARIABLE):
        kept = _kept(FilePlace(archive, place, Path(named)), key_id)
        if kept is None:
            raise WrongKey(place, f"找不到密钥文件 {named}。")
        return kept
    path = key_path(archive)
    for where in (FilePlace(archive, place, path), RingPlace(archive, place)):
        kept = _kept(where, key_id)
        if kept is not None:
            return kept
    raise WrongKey(
        place,
        f"档案库已加密，而找不到密钥：环境变量 {VARIABLE} 没有指明密钥文件，{path} 不存在，"
        "系统密钥串里也没有。请把密钥文件放回原处，或用纸质备份恢复"
        "（csdforms archive key restore）。",
    )


def _kept(where: KeyPlace, key_id: str) -> Kept | None:
    """Return the key at a place: the new one if the archive has that, else the one in use."""
    key = where.load()
    if key is not None and key_id in ("", key.id):
        return Kept(key, where)
    new = where.load(new=True)
    if new is not None and (key is None or new.id == key_id):
        return Kept(new, where, is_new=True)
    return None if key is None else Kept(key, where)


def _installed() -> ModuleType:
    keyring = _keyring()
    if keyring is None:
        raise NotPermitted(_INSTALL)
    return keyring


def _keyring() -> ModuleType | None:
    try:
        import keyring.errors
    except ImportError:
        return None
    return keyring
