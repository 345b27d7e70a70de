"""A key as text, for a file and for paper: what is copied wrongly is found, and where.

Four numbered lines of sixteen signs (base32, RFC 4648) with a check character each (ISO 7064
MOD 37-2), which finds every single wrong sign and every two that changed places. What the four
lines say holds a digest over the key and the archive's identity as well, so that a wrong identity,
and what escapes a line's check, is found.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from hashlib import sha256

from csdforms.archive.sealing.envelope import KEY_SIZE
from csdforms.errors import UnreadableInput

__all__ = ["LINES", "TITLE", "read", "signs_of", "written"]

#: The first line.
TITLE = "csdforms-key 1"
_IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: The lines of the key itself, below the title and the identity.
LINES = 4
_SIGNS = 16  # of a line
_GROUP = 4
_DIGEST = 8  # bytes

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_MOD_37_2 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"


def written(key: bytes, archive: str) -> str:
    """Return a key as text, with the archive's identity, a UUID."""
    signs = base64.b32encode(key + _digest(key, archive)).decode()
    lines = [signs[start : start + _SIGNS] for start in range(0, len(signs), _SIGNS)]
    shown = [
        f"{number} {' '.join(map(''.join, zip(*[iter(line)] * _GROUP, strict=True)))} "
        f"{_check(number, line)}"
        for number, line in enumerate(lines, start=1)
    ]
    return "\n".join([TITLE, archive, *shown, ""])


def read(text: str, source: str = "密钥") -> tuple[bytes, str]:
    """Return the key, and the identity of its archive.

    Capitals, width and spaces do not count; empty lines and those that begin with ``#`` neither.

    Args:
        text: what :func:`written` gave, typed or from a file.
        source: what the error calls it.

    Raises:
        UnreadableInput: if anything in it is wrong; says in which line, and never what it holds.
    """
    given = (unicodedata.normalize("NFKC", line).strip() for line in text.splitlines())
    lines = [line for line in given if line and not line.startswith("#")]
    if not lines or _compact(lines[0]) != _compact(TITLE):
        raise UnreadableInput(source, f"不是本程序的密钥：首行应为 {TITLE}。")
    if len(lines) != LINES + 2:
        raise UnreadableInput(
            source, f"不完整：应有档案库标识和 {LINES} 行密钥，而标题下有 {len(lines) - 1} 行。"
        )
    archive = _compact(lines[1]).lower()
    if not _IDENTITY.fullmatch(archive):
        raise UnreadableInput(source, "档案库标识（标题下一行）抄错了，请逐字核对。")
    signs = "".join(
        signs_of(number, line, source) for number, line in enumerate(lines[2:], start=1)
    )
    both = base64.b32decode(signs)
    key = both[:KEY_SIZE]
    if both[KEY_SIZE:] != _digest(key, archive):
        raise UnreadableInput(source, "档案库标识与密钥不是一起的，请核对标识和每一行。")
    return key, archive


def signs_of(number: int, line: str, source: str = "密钥") -> str:
    """Return the signs of one line; its number in front may be left out.

    Raises:
        UnreadableInput: if it is not right.
    """
    compact = _compact(unicodedata.normalize("NFKC", line))
    if len(compact) == _SIGNS + 1:
        compact = f"{number}{compact}"
    signs, check = compact[1:-1], compact[-1:]
    right = compact.startswith(str(number)) and len(signs) == _SIGNS and set(signs) <= set(_BASE32)
    if not right or check != _check(number, signs):
        raise UnreadableInput(source, f"密钥第 {number} 行抄错了，请逐字核对。")
    return signs


def _compact(line: str) -> str:
    return "".join(line.split()).upper()


def _check(number: int, signs: str) -> str:
    """Return the check character of a line and its number (ISO 7064 MOD 37-2)."""
    remainder = 0
    for sign in f"{number}{signs}":
        remainder = (remainder + _MOD_37_2.index(sign)) * 2 % 37
    return _MOD_37_2[(1 - remainder) % 37]


def _digest(key: bytes, archive: str) -> bytes:
    return sha256(b"csdforms key text\0" + archive.encode() + b"\0" + key).digest()[:_DIGEST]
