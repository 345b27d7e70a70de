"""The keys with which an archive is sealed: one a file, one for the rest, one to look up with.

Every customer's file has a data key, which stands wrapped on its card (``key``): once the card's
payloads are blanked, nothing opens its profiles, items and acts any more, in no backup that is
without the card. Everything else, the log of access too, is under the archive's own data key. The
look-up key does not depend on the archive's key either, so that rotating this one wraps the others
anew and touches nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from csdforms.archive.compacting import is_tombstone
from csdforms.archive.records import Reader
from csdforms.archive.sealing.envelope import BrokenSeal, about, new_key, open_text, seal_text
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.store import Document
from csdforms.errors import DamagedArchive, WrongKey

__all__ = ["KEYS", "DataKeys"]

#: The table of an archive's own keys, wrapped: its document 1 makes it a sealed archive.
KEYS = "keys"

_MOST = 20_000  # data keys in memory
_OWN, _LOOK_UP = "data", "look_up"


class DataKeys:
    """Unwraps the keys of an archive. Threads may share it.

    Args:
        archive: the archive's identity.
        place: where it lies, for errors.
        record: the document 1 of :data:`KEYS`.
        key: the archive's key.

    Raises:
        WrongKey: if it is another archive's key.
        DamagedArchive: if the wrapped keys are not what was written.
    """

    def __init__(self, archive: str, place: Path | str, record: Document, key: ArchiveKey) -> None:
        self._archive = archive
        self._place = place
        self._record = record
        self._key = key.secret
        self._known: dict[str, tuple[str, bytes]] = {}  # each file's data key, wrapped and bare
        if record.get("key_id") != key.id:
            raise WrongKey(
                place,
                "密钥不对：这不是本档案库现在的密钥。密钥更换过的，请用新的密钥恢复单运行 "
                "csdforms archive key restore。",
            )
        try:
            self.own, self.look_up = (
                open_text(self._key, about(archive, KEYS, name), record.get(name))
                for name in (_OWN, _LOOK_UP)
            )
        except BrokenSeal:
            raise DamagedArchive(place, "封装的密钥被改动过") from None

    @staticmethod
    def new_record(archive: str, key: ArchiveKey) -> Document:
        """Return the document 1 of :data:`KEYS` for a new archive."""
        return _record(archive, key, new_key(), new_key())

    def rewrapped_record(self, key: ArchiveKey) -> Document:
        """Return the document 1 of :data:`KEYS` with the same keys, wrapped in a new one."""
        return _record(self._archive, key, self.own, self.look_up)

    def rewrapped_card(self, reader: Reader, kept: Document, key: ArchiveKey) -> Document:
        """Return a card as it is kept, its data key wrapped in a new one.

        What is sealed stays: the wrapped key is not bound to it.

        Raises:
            DamagedArchive: if the card's key is not what was written.
            WrongKey: if the archive has another key now.
        """
        bare = self._unwrapped(reader, kept)
        return kept | {"key": seal_text(key.secret, self._bound(kept), bare)}

    def require_current(self, reader: Reader) -> None:
        """Let nobody write with a key that was changed meanwhile.

        Raises:
            WrongKey: if the archive has another key now.
        """
        if reader.get(KEYS, 1) != self._record:
            raise WrongKey(self._place, "密钥已经更换，请用新密钥重新打开。")

    def for_card(self, reader: Reader, number: int, card: Document) -> tuple[str, bytes]:
        """Return the data key of a card to be written, wrapped and bare.

        It is the one that the file has; a new file gets a new one, and so does a file that is
        destroyed, once, or else its card would go on keeping the key of what was destroyed.
        """
        old = reader.get("files", number)
        if old is not None and old.get("number") == card.get("number"):
            ends = is_tombstone(card) and not is_tombstone(old)
            if not ends:
                return old["key"], self._unwrapped(reader, old)
        key = new_key()
        return seal_text(self._key, self._bound(card), key), key

    def is_destroyed(self, reader: Reader, file: str) -> bool:
        """Whether a file's own data key was destroyed with it."""
        cards = (reader.get("files", key) for key in reader.find("files", "number", file))
        return any(card is not None and is_tombstone(card) for card in cards)

    def for_writing(self, reader: Reader, file: str) -> bytes:
        """Return the key for what is about a file; without a card it is the archive's own."""
        return self._of_card(reader, file) or self.own

    def for_reading(self, reader: Reader, table: str, kept: Document, file: str) -> Iterator[bytes]:
        """Yield the keys with which it may have been sealed, likeliest first."""
        if table == "files":
            yield self._unwrapped(reader, kept)
            return
        known = self._known.get(file)
        if known is not None:
            yield known[1]
        key = self._of_card(reader, file)
        if key is not None:
            yield key
        yield self.own  # it came before its card

    def _of_card(self, reader: Reader, file: str) -> bytes | None:
        for key in reader.find("files", "number", file) if file else ():
            card = reader.get("files", key)
            if card is not None:
                return self._unwrapped(reader, card)
        return None

    def _unwrapped(self, reader: Reader, card: Document) -> bytes:
        number, wrapped = str(card.get("number")), str(card.get("key"))
        known = self._known.get(number)
        if known is not None and known[0] == wrapped:
            return known[1]
        try:
            key = open_text(self._key, self._bound(card), wrapped)
        except BrokenSeal:
            self.require_current(reader)
            raise DamagedArchive(self._place, f"档案 {number} 的密钥被改动过") from None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[number] = wrapped, key
        return key

    def _bound(self, card: Document) -> bytes:
        return about(self._archive, "files", card.get("number"))


def _record(archive: str, key: ArchiveKey, own: bytes, look_up: bytes) -> Document:
    bare = {_OWN: own, _LOOK_UP: look_up}
    wrapped = {name: seal_text(key.secret, about(archive, KEYS, name), bare[name]) for name in bare}
    return {"key_id": key.id, **wrapped}
