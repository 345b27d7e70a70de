"""The key of a sealed archive, and its file: never in the archive's own folder.

A key file belongs to its owner alone and is never overwritten; where a key is looked for:
:mod:`.key_places`.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Self

from csdforms.archive.disk import DISK, refusal
from csdforms.archive.sealing import key_text
from csdforms.archive.sealing.envelope import KEY_SIZE, new_key
from csdforms.errors import NotPermitted, UnreadableInput, WrongKey

__all__ = [
    "ArchiveKey",
    "is_inside",
    "key_path",
    "load_key",
    "read_belonging",
    "read_key",
    "save_key",
]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LABEL = b"csdforms key id\0"


class ArchiveKey:
    """The key that wraps all keys of an archive; it shows nothing of itself.

    Args:
        secret: its 32 bytes.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_SIZE:
            raise ValueError("an archive's key has 32 bytes")
        self._secret = secret

    @classmethod
    def new(cls) -> Self:
        """Return a new key."""
        return cls(new_key())

    @property
    def secret(self) -> bytes:
        """Its bytes, for those who wrap keys."""
        return self._secret

    @property
    def id(self) -> str:
        """What tells keys apart, and says nothing of them: 16 hex digits."""
        return sha256(_LABEL + self._secret).hexdigest()[:16]

    def text(self, archive: str) -> str:
        """Return the key as text for a file or for paper, see :mod:`.key_text`."""
        return key_text.written(self._secret, archive)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ArchiveKey) and hmac.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return "<ArchiveKey>"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")


def read_key(text: str, source: str = "密钥") -> tuple[ArchiveKey, str]:
    """Return the key that a text holds, and the identity of its archive.

    Raises:
        UnreadableInput: if anything in it is wrong; says in which line.
    """
    secret, archive = key_text.read(text, source)
    return ArchiveKey(secret), archive


def key_path(archive: str) -> Path:
    """Return where the user's own key file of an archive is; nothing is made."""
    from platformdirs import user_config_path

    return user_config_path("csdforms", appauthor=False) / "keys" / f"{archive}.key"


def save_key(
    key: ArchiveKey, archive: str, path: Path | None = None, *, place: Path | str = ""
) -> Path:
    """Write a key file that its owner alone may read; return where it is.

    Args:
        key: the key.
        archive: the archive's identity.
        path: where; the user's own place for keys by default.
        place: the archive, into whose folder no key belongs.

    Raises:
        NotPermitted: if there is a file already, it would be in the archive's folder, or the
            system refuses.
    """
    path = path or key_path(archive)
    if is_inside(path, place):
        raise NotPermitted(f"没有写密钥文件：{path} 在档案库的文件夹里，钥匙不能和锁放在一起。")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(key.text(archive).encode())
                file.flush()
                os.fsync(number)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        DISK.sync_folder(path.parent)
    except FileExistsError:
        raise NotPermitted(f"已有密钥文件 {path}，没有覆盖。") from None
    except OSError as problem:
        raise refusal(path, problem) from None
    return path


def load_key(path: Path, archive: str, place: Path | str) -> ArchiveKey:
    """Read a key file.

    Args:
        path: the file.
        archive: the identity of the archive to be opened.
        place: that archive, for the error, and because no key may be in its folder.

    Raises:
        WrongKey: if the file is not there, cannot be read, is not whole, is another archive's,
            lies in the archive's folder, or others than its owner may read it.
    """
    if is_inside(path, place):
        raise WrongKey(place, f"密钥文件 {path} 放在档案库的文件夹里，请移到别处再指明。")
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        raise WrongKey(place, f"找不到密钥文件 {path}。") from None
    except OSError:
        raise WrongKey(place, f"读不了密钥文件 {path}，请检查它的权限。") from None
    if os.name == "posix" and mode & _OTHERS:
        raise WrongKey(place, f"密钥文件 {path} 别人也能读，请先运行：chmod 600 {path}")
    return read_belonging(text, str(path), archive, place)


def read_belonging(text: str, source: str, archive: str, place: Path | str) -> ArchiveKey:
    """Return the key that a text holds, if it is this archive's.

    Raises:
        WrongKey: if it is none, or another archive's.
    """
    try:
        key, owner = read_key(text, source)
    except UnreadableInput as problem:
        raise WrongKey(place, f"{problem}请从纸质备份恢复密钥。") from None
    if owner != archive:
        raise WrongKey(place, f"{source} 是另一个档案库（{owner}）的密钥。")
    return key


def is_inside(path: Path, place: Path | str) -> bool:
    """Whether a file lies in an archive's folder."""
    return isinstance(place, Path) and path.resolve().is_relative_to(place.resolve())
