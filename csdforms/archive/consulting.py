"""Looking things up (查阅): nothing here writes.

Every call takes who asks and what for. They are not recorded yet; the rules of secrecy will.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.archive import lookup, numbers
from csdforms.archive.records import Card, CustomerFile, Event, Item, Profile
from csdforms.archive.store import Store
from csdforms.errors import DamagedArchive, UnknownFile

__all__ = ["Consulting"]

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Consulting:
    """What can be asked of an archive, by anybody who may read it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def show(
        self, number: str, version: int | None = None, *, actor: str = "", purpose: str = ""
    ) -> CustomerFile:
        """Return a customer's file: card, profile (the newest version) and all items.

        The number of a file that was merged into another leads there (K06); a customer's number at
        the sales department, or its old one, does as well as the file's own.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file, or no such version.
        """
        key = lookup.survivor(self.store, lookup.key_of(self.store, number))
        card = Card.of(lookup.get_file(self.store, key))
        profiles = [Profile.of(data) for data in self._having("profiles", "file", card.number)]
        wanted = card.versions if version is None else version
        for profile in profiles:
            if profile.version == wanted:
                items = tuple(map(Item.of, self._having("items", "file", card.number)))
                return CustomerFile(card, profile, items)
        raise UnknownFile(f"{card.number} 第 {wanted} 版", "档案版本")

    def find(self, text: str, limit: int = 50, *, actor: str = "", purpose: str = "") -> list[Card]:
        """Return the cards that one search box finds, exact finds first.

        A number of the file, of an item, of a complaint or another matter; a customer number, a
        unified code, an identity document, a telephone, an account; a part of a name, its pinyin or
        initials.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
        """
        return [Card.of(card) for card in lookup.search(self.store, text, limit)]

    def list_files(
        self,
        *,
        status: str = "",
        region: str = "",
        grade: str = "",
        period: str = "",
        salesperson: str = "",
        level: str = "",
        kind: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> Iterator[Card]:
        """Return the cards of the files to which all this applies, oldest first.

        Args:
            status: the state, ``ACTIVE``.
            region: the code of a province (2 digits), a city (4) or a county (6).
            grade: the customer's grade.
            period: the year or month of opening, ``2026`` or ``2026-03``.
            salesperson: who looks after the customer.
            level: the secrecy that the profile proposes.
            kind: F, G or Z.
            actor: who asks.
            purpose: what for.
        """
        wanted = {
            "state": status,
            "region": region,
            "grade": grade,
            "opened": period,
            "salesperson": salesperson,
            "level": level,
            "kind": kind,
        }
        return (Card.of(card) for card in self._matching("files", wanted))

    def list_items(
        self, *, form: str = "", period: str = "", actor: str = "", purpose: str = ""
    ) -> Iterator[Item]:
        """Return the items of a form, or of a year or month, in the order of filing."""
        return map(Item.of, self._matching("items", {"form": form, "period": period}))

    def linked(
        self, name: str, value: str, *, actor: str = "", purpose: str = ""
    ) -> tuple[Item, ...]:
        """Return the items that share a number: ``linked("complaint_no", "TS-20260305-001")``."""
        return tuple(map(Item.of, self._having("items", f"link:{name}", value)))

    def item(self, number: str, *, actor: str = "", purpose: str = "") -> Item:
        """Return one item.

        Raises:
            InvalidNumber: if it is no item number.
            UnknownFile: if there is none of this number.
        """
        plain = numbers.read_item(number)
        for item in self._having("items", "number", plain):
            return Item.of(item)
        raise UnknownFile(plain, "件")

    def document(self, which: str, *, actor: str = "", purpose: str = "") -> bytes:
        """Return a filled document, by its hash or by its item's number.

        Raises:
            InvalidNumber: if it is neither.
            UnknownFile: if there is no such item or hash, or the item has no document.
            DamagedArchive: if the document is missing, or is not what was filed.
        """
        if _DIGEST.fullmatch(which):
            try:
                return self.store.get_file(which)
            except DamagedArchive:
                if self._mentions(which):
                    raise
                raise UnknownFile(which, "文书") from None
        digest = self.item(which).document
        if not digest:
            raise UnknownFile(which, "文书")
        return self.store.get_file(digest)

    def history(self, number: str, *, actor: str = "", purpose: str = "") -> Iterator[Event]:
        """Return what was done with a file, oldest first; a merged one has its own history."""
        card = lookup.get_file(self.store, lookup.key_of(self.store, number))
        for line in self.store.history(card["number"]):
            yield Event.of(line, self.store.get("acts", line.no))

    def file_for(self, data: Mapping[str, Any], *, actor: str = "", purpose: str = "") -> str:
        """Return the number of the file a filled form belongs to, "" for the department's own.

        Raises:
            InvalidNumber: if its customer number is written like a file number, but wrongly.
            UnknownFile: if it names a customer who has no file.
            AmbiguousCustomer: if it may belong to several.
        """
        return lookup.file_of(self.store, data)

    def count(self) -> int:
        """Return how many customers' files there are."""
        return self.store.count("files")

    def _mentions(self, digest: str) -> bool:
        """Return whether an item or a version of a profile has this document; that may be slow."""
        return bool(self.store.find("items", "document", digest)) or any(
            profile.get("document") == digest for _, profile in self.store.rows("profiles")
        )

    def _having(self, table: str, kind: str, value: str) -> Iterator[dict[str, Any]]:
        """Yield the documents with a term, in the order in which they came."""
        for key in self.store.find(table, kind, value):
            if document := self.store.get(table, key):
                yield document

    def _matching(self, table: str, wanted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Yield the documents with all these terms; without any, all."""
        sets = [set(self.store.find(table, kind, text)) for kind, text in wanted.items() if text]
        if not sets:
            yield from (document for _, document in self.store.rows(table))
            return
        for key in sorted(set.intersection(*sets)):
            if document := self.store.get(table, key):
                yield document
