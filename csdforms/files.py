"""Writing files so that nothing is lost, and naming them so that every system takes the name."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from csdforms.errors import MissingFile, NotPermitted, OutputExists

__all__ = ["safe_name", "write_file"]

_LONGEST = 120  # UTF-16 units, so that a path stays below 260 on Windows
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.IGNORECASE)


def safe_name(text: str) -> str:
    """Return a file name for this text: one name, no path, allowed on every system.

    >>> safe_name("通知单_../TS:1")
    '通知单_.._TS_1'
    """
    name = unicodedata.normalize("NFC", text)
    name = _FORBIDDEN.sub("_", "".join(char for char in name if char.isprintable()))
    name = name.strip(" .")
    if not name or _RESERVED.match(name):
        name = f"_{name}"
    while len(name.encode("utf-16-le")) > 2 * _LONGEST:
        name = name[:-1]
    return name.rstrip(" .")


def write_file(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
    """Write a file whole or not at all: aside first, then renamed; return its path.

    Raises:
        OutputExists: if it is there already and ``overwrite`` is false, or is a symbolic link.
        MissingFile: if its folder does not exist.
        NotPermitted: if the system refuses, or the disk is full; what was there is untouched.
    """
    if path.is_symlink() or (path.exists() and not overwrite):
        raise OutputExists(path)
    if not path.parent.is_dir():
        raise MissingFile(path.parent, "文件夹")
    aside: str | None = None
    try:
        handle, aside = tempfile.mkstemp(prefix=".csdforms-", suffix=".tmp", dir=path.parent)
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, 0o666 & ~_umask())
        os.replace(aside, path)
    except OSError as problem:
        if aside is not None:
            with contextlib.suppress(OSError):
                os.unlink(aside)
        reason = problem.strerror or "系统拒绝"
        text = f"写不了 {path}（{reason}），原有文件没有改动。文件若正在 Word 中打开，请先关闭。"
        raise NotPermitted(text) from None
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
