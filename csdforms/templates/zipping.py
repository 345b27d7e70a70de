"""Word files put together from parts that lie ready and parts that are new.

What a template always holds is compressed once; a document copies it as it lies. The same parts
give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from struct import Struct
from types import ModuleType

fast_zlib: ModuleType
try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # no wheel for this machine: the same files, somewhat slower and other bytes
    fast_zlib = zlib

__all__ = ["Frame", "frame_of"]

_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_OFFSET = Struct("<L")
_VERSION = 20
_UTF_8 = 0x800
_EPOCH = 0x21  # 1980-01-01 00:00, the first day that a zip knows
_STORED, _DEFLATED = 0, 8
_SMALL = 600  # bytes that are not worth compressing
_LARGE = 4096  # bytes from which on a better level pays
_FASTEST, _FAST, _BEST = 1 if fast_zlib is zlib else 0, 2, 9  # zlib's 0 packs nothing

#: A part in a zip: its local header with the data, and its line in the directory.
_Record = tuple[bytes, bytes]


class Frame:
    """The parts of a document in their order: what lies ready, and the names of what is new."""

    def __init__(self, records: Iterable[tuple[str, _Record | None]]) -> None:
        self.records = tuple(records)
        self._named = [(name, name.encode(), record) for name, record in self.records]

    def fill(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the file with these new parts."""
        pieces: list[bytes] = []
        directory: list[bytes] = []
        at = 0
        for name, encoded, record in self._named:
            content, line = record or _record(name, parts[name], best=False)
            pieces.append(content)
            directory += (line, _OFFSET.pack(at), encoded)
            at += len(content)
        lines = b"".join(directory)
        count = len(self._named)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(lines), at, 0)
        return b"".join((*pieces, lines, end))


def frame_of(parts: Mapping[str, bytes], new: Iterable[str], first: str) -> Frame:
    """Return the frame of these parts, with ``new`` ones to come; ``first`` leads the file."""
    names = sorted({*parts, *new}, key=lambda name: (name != first, name))
    fresh = set(new)
    return Frame(
        (name, None if name in fresh else _record(name, parts[name], best=True)) for name in names
    )


def _record(name: str, data: bytes, *, best: bool) -> _Record:
    if len(data) < _SMALL:
        method, packed = _STORED, data
    elif best:
        method, packed = _DEFLATED, zlib.compress(data, _BEST, wbits=-zlib.MAX_WBITS)
    else:
        level = _FAST if len(data) >= _LARGE else _FASTEST
        method, packed = _DEFLATED, fast_zlib.compress(data, level, -zlib.MAX_WBITS)
    encoded = name.encode()
    flags = 0 if name.isascii() else _UTF_8
    common = (
        flags,
        method,
        0,
        _EPOCH,
        fast_zlib.crc32(data),
        len(packed),
        len(data),
        len(encoded),
        0,
    )
    local = _LOCAL.pack(b"PK\3\4", _VERSION, *common)
    line = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, 0, 0)
    return local + encoded + packed, line[: -_OFFSET.size]
