"""The store as somebody sees it: a file that is hidden from him, and all in it, is not there.

Whoever looks things up through it can tell nothing of what is hidden, whatever he asks: lists,
searches, counts, limits and errors are those of an archive without it (archive.md §10, S09).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from csdforms.archive import lookup
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import department_card, is_listed
from csdforms.archive.store import Document, Store

__all__ = ["Seen"]

_FILES = "files"
_INSIDE = ("items", "profiles")  # documents of a file; no other table is to be seen


class Seen:
    """The customers' files that somebody may know of, and what is in them.

    It remembers what it saw, so it is for one question only.
    """

    def __init__(self, store: Store, person: Person) -> None:
        self._store = store
        self._person = person
        self._listed: dict[int, bool] = {}

    def get(self, table: str, key: int) -> Document | None:
        """Return a document, or None."""
        document = self._store.get(table, key)
        return document if document and self._shows(table, key, document) else None

    def rows(self, table: str) -> Iterator[tuple[int, Document]]:
        """Return every document of a table with its key, in ascending order."""
        for key, document in self._store.rows(table):
            if self._shows(table, key, document):
                yield key, document

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return self._store.count(table) if self._person.sole else sum(1 for _ in self.rows(table))

    def find(self, table: str, kind: str, value: str) -> list[int]:
        """Return the keys of the documents with exactly this term, in ascending order."""
        return self._visible(table, self._store.find(table, kind, value))

    def find_text(self, table: str, text: str, limit: int) -> list[int]:
        """Return the keys of the documents that have a name with this text in it."""
        if self._person.sole:
            return self._store.find_text(table, text, limit)
        found = self._store.find_text(table, text, self._store.count(table))
        return list(islice((key for key in found if self.get(table, key)), limit))

    def knows(self, number: str) -> bool:
        """Whether there is a file of this number."""
        return bool(self.find(_FILES, "number", number))

    def _visible(self, table: str, keys: list[int]) -> list[int]:
        return keys if self._person.sole else [key for key in keys if self.get(table, key)]

    def _shows(self, table: str, key: int, document: Document) -> bool:
        if self._person.sole:
            return True
        if table == _FILES:
            return self._lists(key, document)
        if table not in _INSIDE:
            return False
        if document["file"]:
            return self.knows(document["file"])
        is_cleared = is_listed(self._person, department_card(document["data"]))
        return is_cleared and all(map(self.knows, document.get("tells_of", ())))

    def _lists(self, key: int, card: Document) -> bool:
        """Whether somebody may know of a file; of a merged one, also of the one where it went."""
        if key not in self._listed:
            self._listed[key] = is_listed(self._person, card)  # where a ring of mergers ends
            if self._listed[key] and (into := card.get("merged_into")):
                next_key = lookup.key_of(self._store, into)
                next_card = lookup.get_file(self._store, next_key)
                self._listed[key] = self._lists(next_key, next_card)
        return self._listed[key]
