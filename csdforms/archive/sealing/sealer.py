"""What of an archive is sealed, with which key, and how it is found all the same.

A document is sealed whole (``sealed``). In clear stay copies of what the machine and the chain
need, see :data:`CLEAR`, and the counters. Everything is sealed whatever its level, because the
journal never forgets: a file raised to 秘密 later would leave its clear past behind.

Who looks for a value asks for its keyed digest (``terms``): without the key nobody can try out
telephone numbers. Equal values of a table have equal digests: that two cards share one of some
twenty values can be seen, not which kind of value it is, nor what it says.

Bound to every sealing are the archive, the table, the key number and what stands in clear beside
it: what was moved, or changed there, does not open.
"""

from __future__ import annotations

import functools
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from csdforms.archive.documents import SEALED
from csdforms.archive.line import as_json
from csdforms.archive.records import Reader
from csdforms.archive.sealing.data_keys import KEYS, DataKeys
from csdforms.archive.sealing.envelope import (
    BrokenSeal,
    about,
    new_key,
    open_text,
    opened,
    seal,
    seal_text,
)
from csdforms.archive.store import LEDGERS, PROCEEDINGS, SCHEDULES, Act, Document
from csdforms.archive.terms import normal, terms
from csdforms.errors import DamagedArchive

__all__ = ["CLEAR", "Sealer"]

_FOUND = ("number", "file", "state")
#: What stays in clear of each table, and is found as in a clear archive. ``document`` is the digest
#: of what is stored, sealed, so that whoever verifies or makes a backup needs no key.
CLEAR: Mapping[str, tuple[str, ...]] = {
    "files": (
        "number",
        "kind",
        "state",
        "created_at",
        "versions",
        "items",
        "serials",
        "parent",
        "merged_into",
        "destroyed_at",
    ),
    "profiles": ("file", "version", "document"),
    "items": ("number", "file", "document"),
    "acts": ("file",),  # those that the detail names as ``files``
    **dict.fromkeys(
        ("alarms", "cases", "copies", "drafts", "grants", "loans", "releases", "staff"), _FOUND
    ),
    **dict.fromkeys((*LEDGERS, *PROCEEDINGS), _FOUND),
    **dict.fromkeys(SCHEDULES, ("number", "files", "state")),
    "backups": ("at",),
}

#: The tables that are not sealed at all.
_OPEN = frozenset({"calendars", "counters", KEYS})
_WITH_DOCUMENT = frozenset({"items", "profiles"})
#: The tables of which each document is sealed with the key of its file.
_OWN_KEY = _WITH_DOCUMENT | {*LEDGERS, *PROCEEDINGS}
_NUMBER = re.compile(r"KH-[FGZ]-[0-9]{4}-[0-9]{6}-[0-9X]")
_TERM = 12  # bytes of a digest
_EMPTY: Document = {"purpose": "", "reason": "", "detail": {}}
_NOT_BOUND = frozenset({"key", "sealed"})


class Sealer:
    """Seals what an archive keeps, and opens it. Threads may share it.

    Args:
        archive: the archive's identity.
        place: where it lies, for errors.
        keys: the data keys, and the look-up key.
    """

    def __init__(self, archive: str, place: Path | str, keys: DataKeys) -> None:
        self._archive = archive
        self._place = place
        self._keys = keys

    # Documents

    def seal(
        self, reader: Reader, table: str, number: int, document: Document, file_key: str = ""
    ) -> Document:
        """Return a document as it is kept.

        Args:
            reader: the store, or the work that is being written, as it is kept.
            table: where it belongs.
            number: its key there.
            document: what it says.
            file_key: what opens the file that the document mentions.

        Raises:
            UnreadableInput, TypeError: see :func:`csdforms.archive.line.encode`.
        """
        if table in _OPEN:
            return document
        kept = {name: document[name] for name in CLEAR.get(table, ()) if name in document}
        if table == "files":
            kept["key"], key = self._keys.for_card(reader, number, document)
        else:
            key = self._keys.for_writing(reader, _file_of(table, document))
        found = {
            self.digest(table, kind, value)
            for kind, value in terms(table, document)
            if not self.is_clear(table, kind)
        }
        if found:
            kept["terms"] = sorted(found)  # in no order that tells the kinds
        content = as_json(document | {"document_key": file_key} if file_key else document)
        kept["sealed"] = seal_text(key, self._bound(table, number, kept), content)
        return kept

    def open(self, reader: Reader, table: str, number: int, kept: Document) -> tuple[Document, str]:
        """Return a document, and what opens the file that it mentions.

        Raises:
            DamagedArchive: if it is not what was sealed, or not here.
            WrongKey: if the archive has another key now.
        """
        if table in _OPEN:
            return kept, ""
        if table == "acts":
            return self._open_act(reader, table, number, kept), ""
        document = self._opened(reader, table, number, kept, _file_of(table, kept))
        file_key = document.pop("document_key", "") if table in _WITH_DOCUMENT else ""
        return document, file_key

    # Acts

    def seal_act(self, reader: Reader, act: Act, number: int) -> Act:
        """Return an act as it is kept.

        Args:
            reader: as for :meth:`seal`.
            act: who does what; why and how is sealed.
            number: the number of its line, 0 if that is not known before it is written.
        """
        clear: Document = {"no": number} if number else {}
        if _is_file_number(act.subject):
            clear["subject"] = act.subject
        files = act.detail.get("files")
        if isinstance(files, list) and all(map(_is_file_number, files)):
            clear["files"] = files
        said = {"purpose": act.purpose, "reason": act.reason, "detail": dict(act.detail)}
        key = self._keys.for_writing(reader, clear.get("subject", ""))
        clear["sealed"] = seal_text(key, self._bound("acts", number, clear), as_json(said))
        return act._replace(purpose="", reason="", detail=clear)

    def seal_note(self, act: Act) -> Act:
        """Return a note as it is kept: under the archive's own key, for it outlives the file."""
        said = {"purpose": act.purpose, "reason": act.reason, "detail": dict(act.detail)}
        clear = {"sealed": seal_text(self._keys.own, self._bound("notes", 0, {}), as_json(said))}
        return act._replace(purpose="", reason="", detail=clear)

    def open_note(self, reader: Reader, number: int, kept: Document) -> Document:
        """Return what a note says; errors as :meth:`open`."""
        return self._open_act(reader, "notes", number, kept)

    def _open_act(self, reader: Reader, table: str, number: int, kept: Document) -> Document:
        detail = kept["detail"]
        # The first lines were written before there was a key; an empty one says nothing.
        if "sealed" not in detail and (number == 1 or kept == _EMPTY):
            return kept
        bound = detail.get("no", 0)
        if bound not in (0, number):
            raise self._damaged(table, number)
        subject = detail.get("subject", "")
        try:
            return self._opened(reader, table, bound, detail, subject)
        except DamagedArchive:
            if self._keys.is_destroyed(reader, subject):  # its key is gone; the words go after it
                return dict(_EMPTY)
            raise

    # Files

    def seal_file(self, content: bytes) -> tuple[bytes, str]:
        """Return a file as it is stored, and the new key that opens it."""
        key = new_key()
        return SEALED + seal(key, self._bound_file, content), b64encode(key).decode()

    def open_file(self, stored: bytes, key: str, digest: str) -> bytes:
        """Return what :meth:`seal_file` sealed.

        Raises:
            DamagedArchive: if it is not that.
        """
        try:
            return opened(b64decode(key), self._bound_file, stored.removeprefix(SEALED))
        except (BrokenSeal, ValueError):
            raise DamagedArchive(
                self._place, f"文件 {digest} 打不开，它或它的密钥被改动过"
            ) from None

    @property
    def _bound_file(self) -> bytes:
        return about(self._archive, "document")

    # Names

    def seal_names(self, content: bytes, version: str) -> bytes:
        """Seal the index of names; what it is made with is bound to it."""
        return seal(self._keys.own, about(self._archive, "names", version), content)

    def open_names(self, sealed: bytes, version: str) -> bytes:
        """Return the index of names; raise BrokenSeal if it is any other."""
        return opened(self._keys.own, about(self._archive, "names", version), sealed)

    # Looking up

    def term(self, table: str, kind: str, value: str) -> tuple[str, str]:
        """Return the kind and the value that are asked for in the store beneath."""
        if self.is_clear(table, kind):
            return kind, value
        return "sealed", self.digest(table, kind, value)

    @staticmethod
    def is_clear(table: str, kind: str) -> bool:
        """Whether a kind of term is found in clear: it is called as the field is."""
        return kind in CLEAR.get(table, ())

    def digest(self, table: str, kind: str, value: str) -> str:
        """Return what stands for a value among the terms of a document."""
        text = _field(table, kind) + normal(kind, value).encode("utf-8", "surrogatepass")
        return b64encode(blake2b(text, digest_size=_TERM, key=self._keys.look_up).digest()).decode()

    def _opened(
        self, reader: Reader, table: str, number: int, kept: Document, file: str
    ) -> Document:
        bound = self._bound(table, number, kept)
        for key in self._keys.for_reading(reader, table, kept, file):
            try:
                document: Document = json.loads(open_text(key, bound, kept.get("sealed")).decode())
            except BrokenSeal:
                continue
            return document
        raise self._damaged(table, number)

    def _damaged(self, table: str, number: int) -> DamagedArchive:
        return DamagedArchive(self._place, f"密封的内容（{table} {number}）打不开，被改动或移动过")

    def _bound(self, table: str, number: int, kept: Document) -> bytes:
        clear = {name: value for name, value in kept.items() if name not in _NOT_BOUND}
        return about(self._archive, table, number, clear)


def _file_of(table: str, document: Document) -> str:
    """Return the number of the file with whose key a document is sealed."""
    file = document.get("file") if table in _OWN_KEY else ""
    return file if isinstance(file, str) else ""


def _is_file_number(given: object) -> bool:
    return isinstance(given, str) and _NUMBER.fullmatch(given) is not None


@functools.lru_cache(maxsize=1000)
def _field(table: str, kind: str) -> bytes:
    return json.dumps([table, kind]).encode()
