"""Writing files so that nothing is lost, and naming them so that every system takes the name."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, BinaryIO

from csdforms.errors import CsdformsError, MissingFile, NotPermitted, OutputExists

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["new_file", "safe_name", "write_file"]

_MOST_UNITS = 120  # of UTF-16, so that a path stays below 260 on Windows
_MOST_BYTES = 255  # of UTF-8, what Linux allows a name
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE
)


def safe_name(text: str, suffix: str = "") -> str:
    """Return a file name for this text: one name, no path, allowed on every system.

    >>> safe_name("通知单_../TS:1", ".docx")
    '通知单_.._TS_1.docx'
    """
    printable = "".join(char for char in text if char.isprintable())
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", printable)).strip(" .")
    if not name or _RESERVED.match(name):
        name = f"_{name}"
    name = name[:_MOST_UNITS]
    while _is_too_long(name + suffix):
        name = name[:-1]
    return name.rstrip(" .") + suffix


def _is_too_long(name: str) -> bool:
    return len(name.encode("utf-16-le")) > 2 * _MOST_UNITS or len(name.encode()) > _MOST_BYTES


def write_file(path: Path, data: bytes, *, overwrite: bool = False, durable: bool = True) -> Path:
    """Write a file whole or not at all, see :func:`new_file`; return its path."""
    with new_file(path, overwrite=overwrite, durable=durable) as file:
        file.write(data)
    return path


@contextlib.contextmanager
def new_file(path: Path, *, overwrite: bool = False, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all: aside first, renamed at the end of the block.

    ``durable`` waits until the disk holds the data, so that a power cut leaves no empty file; who
    writes thousands and looks at them again afterwards may go without.

    Raises:
        OutputExists: if it is there already and ``overwrite`` is false.
        MissingFile: if its folder does not exist.
        NotPermitted: if it is a folder, a link or a device, if the system refuses, or the disk is
            full; what was there is untouched.
    """
    try:
        exists = _look(path)
        # Batches write thousands of files: pathlib would take longer than the system itself.
        folder = os.path.dirname(path)  # noqa: PTH120
        aside = os.path.join(folder, f".csdforms-{os.urandom(8).hex()}.tmp")  # noqa: PTH118
        try:
            with open(aside, "xb") as file:  # noqa: PTH123
                yield file
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            if exists:
                import shutil  # which takes longer to import than a file to write

                shutil.copymode(path, aside)  # who could not read it still cannot
            if overwrite:
                os.replace(aside, path)  # noqa: PTH105
            else:
                _name(aside, path)
        except BaseException:
            _discard(aside)
            raise
    except CsdformsError:
        raise
    except FileExistsError:
        raise OutputExists(path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(path.parent, "文件夹") from None
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        text = f"写不了 {path}（{reason}），原有文件没有改动。若正在 Word、Excel 中打开，请先关闭。"
        raise NotPermitted(text) from None


def _look(path: Path) -> bool:
    """Return whether a file is there; refuse what is no plain file."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISREG(mode):
        return True
    if path.is_dir():
        raise NotPermitted(f"{path} 是文件夹，请写出文件名。")
    raise NotPermitted(f"{path} 是链接或设备，不是普通文件，没有改动。请换个文件名。")


def _name(aside: str, path: Path) -> None:
    """Give a file a name that nobody has; a second link does it at one stroke."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:  # a stick or a share without links
        with contextlib.ExitStack() as undo:
            path.touch(exist_ok=False)
            undo.callback(_discard, path)
            os.replace(aside, path)  # noqa: PTH105
            undo.pop_all()
    else:
        os.unlink(aside)  # noqa: PTH108


def _discard(path: Path | str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108
