"""Looking things up (查阅): nothing here writes, but the log of who saw what.

Every call takes who asks (``actor``, the account; by default who opened the archive), what for
(``purpose``), and where data are handed out, which fields he wants to see unmasked (``fields``:
English names as in ``contacts.mobile``, or ``*``). What he sees of a file is one rule,
:func:`csdforms.archive.secrecy.sight.sight`; a file that is hidden from him is as if absent
everywhere, and what he may not see whole is masked. All of it is noted before it is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from csdforms.archive import lookup, numbers
from csdforms.archive.actor import day_of
from csdforms.archive.records import Card, CustomerFile, Item, Reader
from csdforms.archive.reporting import Reporting
from csdforms.archive.secrecy.inquiry import Inquiry
from csdforms.archive.secrecy.levels import level_shown
from csdforms.archive.secrecy.sight import ALL
from csdforms.archive.states import CLOSED, DESTROYED
from csdforms.archive.store import Document
from csdforms.archive.usable import is_open_to
from csdforms.errors import AmbiguousCustomer, ClosedFile, UnknownFile

__all__ = ["Consulting"]

_KEPT = ("items", "profiles")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OFF_THE_BOOKS = CLOSED | {DESTROYED}
_READ, _DOCUMENT, _PAPER = "查阅档案", "取出文书", "文书"


class Consulting(Reporting):
    """What can be asked of an archive.

    Every method raises NotAuthorised if who asks is not registered, or has left; and, as archive.md
    §4.5 demands, NotPermitted, ArchiveLocked or DamagedArchive if it cannot be noted.
    """

    def show(
        self,
        number: str,
        version: int | None = None,
        *,
        actor: str = "",
        purpose: str = "",
        fields: Collection[str] = (),
    ) -> CustomerFile:
        """Return a customer's file: card, profile (the newest version) and all items.

        The number of a file that was merged into another leads there (K06), and its items stand
        behind the survivor's own; a customer's number at the sales department, or its old one, does
        as well as the file's own.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file for him, or no such version.
            NotAuthorised: if he may not read it, or not all the fields that he asks for.
            ClosedFile: if it is closed to this purpose, or destroyed by law.
        """
        ask = Inquiry(self.office, actor, purpose, fields)
        card = ask.card_of(number, _READ)
        look = ask.read(card, _READ)
        file, wanted = card["number"], card["versions"] if version is None else version
        with ask.noted("show", file, look, version=wanted):
            for profile in _having(self.store, "profiles", "file", file):
                if profile["version"] == wanted:
                    files = lookup.files_of(self.store, file)
                    items = [
                        item for one in files for item in _having(self.store, "items", "file", one)
                    ]
                    return CustomerFile(
                        ask.card(card, look),
                        ask.profile(profile, card, look),
                        tuple(ask.item(item, card, look) for item in items),
                    )
            if gone := card.get("tombstone"):
                day, told = day_of(card["destroyed_at"]), f"见销毁清册 {gone['list']}"
                raise ClosedFile(file, f"的档案已于 {day} 依法销毁，{told}。")
            raise UnknownFile(f"{file} 第 {wanted} 版", "档案版本")

    def find(self, text: str, limit: int = 50, *, actor: str = "", purpose: str = "") -> list[Card]:
        """Return the cards that one search box finds, exact finds first.

        A number of the file, of an item, of a complaint or another matter; a customer number, a
        unified code, an identity document, a telephone, an account; a part of a name, its pinyin or
        initials. What is found by what is hidden from him is shown as it stands in lists: masked.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            NotAuthorised: if he searches so often that he seems to try customers out (Z12).
        """
        ask = Inquiry(self.office, actor, purpose)
        ask.refuse_trying_out()
        cards = lookup.search(ask.seen, text, limit)
        ask.note_search(card["number"] for card in cards)
        return [ask.card(card) for card in cards]

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
            status: the state, ``ACTIVE``; without one, sealed and destroyed files are left out.
            region: the code of a province (2 digits), a city (4) or a county (6).
            grade: the customer's grade.
            period: the year or month of opening, ``2026`` or ``2026-03``.
            salesperson: who looks after the customer.
            level: the level of secrecy that counts, ``内部``.
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
            "kind": kind,
        }
        ask = Inquiry(self.office, actor, purpose)
        cards = _matching(ask, "files", wanted)
        if not status:
            cards = (card for card in cards if card["state"] not in _OFF_THE_BOOKS)
        if level:
            cards = (card for card in cards if level_shown(card) == level)
        return (ask.card(card) for card in ask.hits("list", cards, "number"))

    def list_items(
        self, *, form: str = "", period: str = "", actor: str = "", purpose: str = ""
    ) -> Iterator[Item]:
        """Return the items of a form, or of a year or month, in the order of filing.

        Of those that he may not read now their boxes are left out.
        """
        ask = Inquiry(self.office, actor, purpose)
        items = _matching(ask, "items", {"form": form, "period": period})
        return _listed(ask, items)

    def linked(
        self, name: str, value: str, *, actor: str = "", purpose: str = ""
    ) -> tuple[Item, ...]:
        """Return the items that share a number: ``linked("complaint_no", "TS-20260305-001")``.

        Of those that he may not read now their boxes are left out.
        """
        ask = Inquiry(self.office, actor, purpose)
        return tuple(_listed(ask, _matching(ask, "items", {f"link:{name}": value})))

    def item(
        self,
        number: str,
        *,
        actor: str = "",
        purpose: str = "",
        fields: Collection[str] = (),
    ) -> Item:
        """Return one item.

        Raises:
            InvalidNumber: if it is no item number.
            UnknownFile: if there is none of this number for him.
            NotAuthorised: if he may not read it, or not all the fields that he asks for.
        """
        ask = Inquiry(self.office, actor, purpose, fields)
        item = self._item(ask, number, _READ)
        card = ask.owner(item)
        look = ask.read(card, _READ)
        with ask.noted("show", item["file"], look, item=item["number"]):
            return ask.item(item, card, look)

    def document(self, which: str, *, actor: str = "", purpose: str = "") -> bytes:
        """Return a filled document as it was filed, by its hash or by its item's number.

        It is whole, so it is for those alone who may see everything in it; for others there is the
        printed copy.

        Raises:
            InvalidNumber: if it is neither.
            UnknownFile: if there is no such item or hash for him, or the item has no document.
            NotAuthorised: if he may not see everything in it.
            ClosedFile: if its file is closed to this purpose.
            DamagedArchive: if the document is missing, or is not what was filed.
        """
        ask = Inquiry(self.office, actor, purpose, (ALL,))
        owners = self._owners(ask, which)
        if not any(owner.get("document") for owner in owners):
            raise UnknownFile(which, _PAPER)
        for owner in owners:
            card = ask.owner(owner)
            look = ask.look(card)
            if look.shows((ALL,)):
                with ask.noted("document", card["number"], look, item=owner.get("number", "")):
                    return self.store.get_file(owner["document"])
        card = ask.owner(owners[0])
        if not is_open_to(card, ask.purpose):
            raise ask.closed(card, _DOCUMENT)
        raise ask.refused(card, f"{_DOCUMENT}原件；可用 csdforms archive print 印出可看的内容")

    def file_for(self, data: Mapping[str, Any], *, actor: str = "", purpose: str = "") -> str:
        """Return the number of the file a filled form belongs to, "" for the department's own.

        Raises:
            InvalidNumber: if its customer number is written like a file number, but wrongly.
            UnknownFile: if it names a customer who has no file that he may know of.
            AmbiguousCustomer: if it may belong to several.
            NotAuthorised: if he searches so often that he seems to try customers out.
        """
        ask = Inquiry(self.office, actor, purpose)
        ask.refuse_trying_out()
        found: tuple[str, ...] = ()
        try:
            file = lookup.file_of(ask.seen, data)
            found = (file,) if file else ()
        except AmbiguousCustomer as error:
            found = error.numbers
            raise
        finally:
            ask.note_search(found)
        return file

    def _item(self, ask: Inquiry, number: str, act: str) -> Document:
        """Return the document of an item."""
        plain = numbers.read_item(number)
        if found := _having(ask.seen, "items", "number", plain):
            return found[0]
        hidden = _having(self.store, "items", "number", plain)
        if not hidden:
            lookup.in_vain(self.store, gets=3, finds=1)
        raise ask.absent({"number": hidden[0]["file"] if hidden else ""}, plain, act, "件")

    def _owners(self, ask: Inquiry, which: str) -> list[Document]:
        """Return the items and versions that he may know of with a document."""
        if not _DIGEST.fullmatch(which):
            return [self._item(ask, which, _DOCUMENT)]
        kept = _with_document(self.store, which)
        if owners := _with_document(ask.seen, which):
            return owners
        raise ask.absent({"number": kept[0]["file"] if kept else ""}, which, _DOCUMENT, _PAPER)


def _having(reader: Reader, table: str, kind: str, value: str) -> list[Document]:
    """Return the documents with a term, in the order in which they came."""
    keys = reader.find(table, kind, value)
    return [document for key in keys if (document := reader.get(table, key))]


def _with_document(reader: Reader, digest: str) -> list[Document]:
    """Return the items and versions of profiles that were filed with a document."""
    return [kept for table in _KEPT for kept in _having(reader, table, "document", digest)]


def _listed(ask: Inquiry, items: Iterator[Document]) -> Iterator[Item]:
    for item in ask.hits("list", items, "file"):
        card = ask.owner(item)
        yield ask.item(item, card, ask.look(card))


def _matching(ask: Inquiry, table: str, wanted: Mapping[str, str]) -> Iterator[Document]:
    """Yield the documents with all these terms that he may know of; without any, all."""
    store = ask.office.store
    sets = [set(store.find(table, kind, text)) for kind, text in wanted.items() if text]
    if not sets:
        yield from (document for _, document in ask.seen.rows(table))
        return
    for key in sorted(set.intersection(*sets)):
        if document := ask.seen.get(table, key):
            yield document
