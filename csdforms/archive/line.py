"""One line of the journal: how it is written, and how it is read and checked.

``[{header},"<hash>",<payload>,<payload>…]``, UTF-8, a line feed behind it. The hash is that of the
header's bytes; the header holds the digest and the length of every payload and the hash of the
line before. A payload may be blanked to ``null`` later, and the chain of hashes still holds.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from csdforms.archive.store import Act, Change, Document, Line
from csdforms.errors import DamagedArchive, UnreadableInput

__all__ = [
    "BLANK",
    "NO_HASH",
    "as_json",
    "blanked",
    "decode",
    "digest_of",
    "document",
    "encode",
    "header",
    "is_beginning",
    "new_salt",
    "offsets",
]

#: What stands before line 1.
NO_HASH = "0" * 64

#: A payload that was destroyed, or a document that was removed.
BLANK = b"null"

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_text = json.encoder.encode_basestring
_FLAT = {str, int, float, bool, type(None)}
_MORE = ',"more":true'

#: Levels of a document; deeper ones might not be readable from every place of a program.
_DEEPEST = 100

# A header holds no object, and a quotation mark inside a string has a backslash before it: this
# can stand nowhere in a header but at its end.
_HEADER_END = re.compile(rb'\},"([0-9a-f]{64})"')


def new_salt() -> str:
    """Return 32 hex digits, so that nobody can guess a payload from its digest."""
    return os.urandom(16).hex()


def encode(
    no: int,
    act: Act,
    changes: Iterable[tuple[str, int, Document | None]],
    prev: str,
    *,
    more: bool = False,
    extras: Mapping[str, str] | None = None,
    salt: Callable[[], str] = new_salt,
) -> tuple[bytes, Line, list[int]]:
    """Return a line as it is to be written, newline included.

    Args:
        no: The line's number.
        act: Who does what; its purpose, reason and detail become the first payload, ``acts``.
        changes: Table, key and document (None: removed), in the order in which they are kept.
        prev: The hash of the line before.
        more: The commit goes on in the next line.
        extras: What stands in front of the number, in line 1 only.
        salt: Gives 32 hex digits for every payload.

    Returns:
        The bytes, the line, and where in the bytes the payload of each of the line's changes is.

    Raises:
        UnreadableInput: if a document holds what JSON cannot keep: NaN, half a character, itself.
        TypeError: if a document holds other objects, keys that are no text, or a key is no
            positive number; a fault of the program.
    """
    kept = {"purpose": act.purpose, "reason": act.reason, "detail": dict(act.detail)}
    recorded, payloads, listed = [], [], []
    for table, key, content in (("acts", no, kept), *changes):
        if type(key) is not int or key < 1:
            raise TypeError(f"the key of a document is a positive int, not {type(key).__name__}")
        if content is None:
            payload, digest, quoted = BLANK, None, "null"
        else:
            payload = _payload(content, salt)
            digest = sha256(payload).hexdigest()
            quoted = f'"{digest}"'
        payloads.append(payload)
        recorded.append(Change(table, key, digest, len(payload)))
        listed.append(f"[{_text(table)},{key},{quoted},{len(payload)}]")
    front = "".join([f"{_text(name)}:{_text(value)}," for name, value in (extras or {}).items()])
    head = _utf8(
        f'{{{front}"no":{no},"at":{_text(act.at)},"actor":{_text(act.actor)},'
        f'"act":{_text(act.name)},"subject":{_text(act.subject)},"changes":[{",".join(listed)}]'
        f'{_MORE if more else ""},"prev":"{prev}"}}'
    )
    line = Line(
        no, act.at, act.actor, act.name, act.subject, tuple(recorded), more, prev, digest_of(head)
    )
    start = b'[%b,"%b",' % (head, line.hash.encode())
    places, place = [], len(start)
    for payload in payloads:
        places.append(place)
        place += len(payload) + 1
    return start + b",".join(payloads) + b"]\n", line, places


def as_json(content: Document) -> bytes:
    """Return a document as a payload has it; errors as :func:`encode`."""
    _require_plain(content, 1)
    try:
        text = _json(content)
    except ValueError:  # the system's words would repeat the value
        raise _unkept() from None
    return _utf8(text)


def _payload(content: Document, salt: Callable[[], str]) -> bytes:
    return b'{"salt":"%b","document":%b}' % (salt().encode(), as_json(content))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise _unkept() from None


def _unkept() -> UnreadableInput:
    reason = "里面有不能保存的值（NaN、无穷大、过长的整数或半个字符）"
    return UnreadableInput("要归档的内容", reason)


def _require_plain(value: Any, depth: int) -> None:
    """Refuse keys that JSON would silently turn into text, and what nobody could read back."""
    if depth > _DEEPEST:
        raise UnreadableInput("要归档的内容", f"层次超过 {_DEEPEST} 层")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"the keys of a document are str, not {type(key).__name__}")
        value = value.values()
    for inner in value:
        if type(inner) not in _FLAT and isinstance(inner, (dict, list, tuple)):
            _require_plain(inner, depth + 1)


def header(raw: bytes) -> dict[str, Any]:
    """Return the header of a line that :func:`decode` has found in order."""
    fields: dict[str, Any] = json.loads(_checked_header(raw)[0])
    return fields


def decode(raw: bytes, place: Path | str, no: int) -> Line:
    """Return a line after checking it: form, hash, and the digest of every payload.

    Args:
        raw: The line as it stands, newline included.
        place: The archive, and
        no: the number that is expected; both for the error only.

    Raises:
        DamagedArchive: if anything about it is not as it was written.
    """
    try:
        line, end = _checked(raw)
    except _Wrong as wrong:
        raise DamagedArchive(place, wrong.reason, no) from None
    if raw[end:] != b"\n":
        raise DamagedArchive(place, "行尾多出了内容", no)
    return line


def is_beginning(raw: bytes) -> bool:
    """Return whether this can be the beginning of a line whose end was never written."""
    try:
        _checked(raw)
    except _Wrong as wrong:
        return wrong.short
    return False


class _Wrong(Exception):
    """A line is not as it was written; or, if ``short``, not yet whole."""

    def __init__(self, reason: str, *, short: bool = False) -> None:
        self.reason = reason
        self.short = short


def _checked(raw: bytes) -> tuple[Line, int]:
    """Return a line and where it ends, after checking all that is there."""
    head, hash_, place = _checked_header(raw)
    line = _line(head, hash_)
    for change in line.changes:
        start, end = place + 1, place + 1 + change.size
        if raw.startswith(b",null", place):
            place = start + len(BLANK)
        elif len(raw) < end:
            raise _Wrong("内容不全", short=b",".startswith(raw[place:start]))
        elif raw[place:start] != b"," or sha256(raw[start:end]).hexdigest() != change.digest:
            raise _Wrong(f"内容（{change.table} {change.key}）与行头里的校验值不符")
        else:
            place = end
    if raw[place : place + 1] != b"]":
        raise _Wrong("行尾不对", short=place == len(raw))
    return line, place + 1


def _checked_header(raw: bytes) -> tuple[bytes, str, int]:
    """Return a line's header, its hash, and where both end."""
    found = _HEADER_END.search(raw)
    if found is None or not raw.startswith(b"[{"):
        raise _Wrong("读不出行头", short=found is None and b"[{".startswith(raw[:2]))
    head = raw[1 : found.start() + 1]
    hash_ = sha256(head).hexdigest()
    if hash_.encode() != found[1]:
        raise _Wrong("行头与它的校验值不符")
    return head, hash_, found.end()


def _line(head: bytes, hash_: str) -> Line:
    """Return the line that a header describes; its hash is right, its form may still be wrong."""
    try:
        fields = json.loads(head.decode())
        changes = [Change(*change) for change in fields["changes"]]
        words = [fields[name] for name in ("at", "actor", "act", "subject", "prev")]
        no, more = fields["no"], fields.get("more", False)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise _Wrong("行头的格式不对") from None
    right = set(map(type, words)) == {str} and type(no) is int and type(more) is bool
    for change in changes:
        right = right and type(change.table) is str and type(change.key) is int
        right = right and type(change.size) is int and change.size >= len(BLANK)
    if not right:
        raise _Wrong("行头的格式不对")
    at, actor, act, subject, prev = words
    return Line(no, at, actor, act, subject, tuple(changes), more, prev, hash_)


def offsets(line: Line, raw: bytes) -> list[int]:
    """Return where in a line the payload of each of its changes is.

    What stands there is as long as the change says, or :data:`BLANK`.
    """
    places, end = [], len(raw) - len(b"]\n")
    for change in reversed(line.changes):
        # No other payload ends like this one: they all end with a brace.
        start = end - (len(BLANK) if raw.endswith(BLANK, 0, end) else change.size)
        places.append(start)
        end = start - len(b",")
    places.reverse()
    return places


def blanked(line: Line, raw: bytes, keep: Callable[[Line, Change], bool]) -> bytes:
    """Return a line without the payloads that need not be kept; header and hash stay."""
    places = offsets(line, raw)
    parts = [raw[: places[0] - 1]]
    for change, start in zip(line.changes, places, strict=True):
        gone = raw.startswith(BLANK, start) or not keep(line, change)
        parts.append(BLANK if gone else raw[start : start + change.size])
    return b",".join(parts) + b"]\n"


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return sha256(data).hexdigest()


def document(payload: bytes) -> Document | None:
    """Return the document in a payload; None if it was removed or destroyed."""
    kept = json.loads(payload)
    return None if kept is None else kept["document"]
