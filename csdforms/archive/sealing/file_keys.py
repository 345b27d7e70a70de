"""The keys of sealed files: each travels in the document that mentions its file."""

from __future__ import annotations

from csdforms.archive.records import Reader
from csdforms.archive.sealing.sealer import Sealer
from csdforms.archive.store import Document

__all__ = ["FileKeys"]

_MENTIONING = ("items", "profiles")


class FileKeys:
    """Where a file's key is: with what mentions the file, or until then in memory."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._new: dict[str, str] = {}  # of files that nothing mentions for good yet

    def keep(self, digest: str, key: str) -> None:
        """Remember the key of a file that was just stored."""
        self._new[digest] = key

    def of(self, reader: Reader, digest: str) -> str:
        """Return the key of a file, "" if nothing here mentions it."""
        return self._new.get(digest) or self._mentioning(reader, digest)

    def mentioned(self, reader: Reader, table: str, document: Document) -> str:
        """Return the key that belongs into a document, "" if it mentions no file."""
        digest = document.get("document")
        if table not in _MENTIONING or not isinstance(digest, str):
            return ""
        return self.of(reader, digest)

    def settle(self, reader: Reader) -> None:
        """Forget the keys that are written now with what mentions their files."""
        for digest in list(self._new):
            if any(reader.find(table, "document", digest) for table in _MENTIONING):
                self._new.pop(digest, None)

    def _mentioning(self, reader: Reader, digest: str) -> str:
        for table in _MENTIONING:
            for number in reader.find(table, "document", digest):
                kept = reader.get(table, number)
                if kept is not None:
                    key = self._sealer.open(reader, table, number, kept)[1]
                    if key:
                        return key
        return ""
