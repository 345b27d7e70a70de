"""What is being written into a sealed archive: sealed on its way in, opened on its way out."""

from __future__ import annotations

from csdforms.archive.sealing.file_keys import FileKeys
from csdforms.archive.sealing.sealer import Sealer
from csdforms.archive.store import Act, Document, Work

__all__ = ["SealedWork"]


class SealedWork:
    """A :class:`csdforms.archive.store.Work` around the one of the store beneath."""

    def __init__(self, raw: Work, sealer: Sealer, file_keys: FileKeys) -> None:
        self._raw = raw
        self._sealer = sealer
        self._file_keys = file_keys

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, its newest version, or None."""
        kept = self._raw.get(table, key)
        return None if kept is None else self._sealer.open(self._raw, table, key, kept)[0]

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        return self._raw.find(table, *self._sealer.term(table, kind, value))

    def last_key(self, table: str) -> int:
        """Return the highest key that the table ever had, 0 for none."""
        return self._raw.last_key(table)

    def put(self, table: str, key: int, document: Document) -> None:
        """Add a document, or a new version of it.

        Raises:
            UnreadableInput, TypeError: see :func:`csdforms.archive.line.encode`.
        """
        file_key = self._file_keys.mentioned(self._raw, table, document)
        self._raw.put(table, key, self._sealer.seal(self._raw, table, key, document, file_key))

    def remove(self, table: str, key: int) -> None:
        """Take a document out; its versions stay in the journal."""
        self._raw.remove(table, key)

    def record(self, act: Act) -> int:
        """Close a line: everything put since the last one is this act's; return its number."""
        number = self._raw.last_key("acts") + 1
        return self._raw.record(self._sealer.seal_act(self._raw, act, number))
