"""Importing (导入): what other systems tell of customers, each document once.

A document is known by its own number. Told again it is the same, or another one: that is refused
unless it is meant to be mended; then the old version stays in the journal. Nothing is ever
overwritten in silence, and no document goes from one customer to another.

The tables (``store.LEDGERS``), each document ``{"number", "file", "on", …, "at", "by", "source"}``:

- sales: ``lines``, each with kind, product_name, amount …;
- receipts: amount, kind, method, applied_to;
- receivables: due_on, amount, settled_amount, settled_on, contract_no, sale_no;
- targets: amount; the number is that of the file and the month, ``KH-…/2026-03``.

Amounts are texts, never negative. Of a hidden customer nobody is told anything: neither that he is
there, nor that a document of his has this number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableSet, Sequence
from itertools import islice
from typing import Any

from csdforms.archive import lookup
from csdforms.archive.ledgers.requests import NewDocument, Taken
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.view import Seen
from csdforms.archive.store import LEDGERS, Act, Document, Work
from csdforms.archive.usable import refusal
from csdforms.errors import CsdformsError, InvalidNumber, UnknownFile

__all__ = ["Ledgers"]

_ACT = "导入账目"
_LINE = 500  # documents in one line of the journal: what lies in one is read at once
_TARGETS = "targets"
_MONTH = len("2026-03")
#: What of a kept document is about the import, or found again in another way.
_OWN = ("number", "file", "at", "by", "source")

_UNKNOWN = "没有这位客户的档案；这一栏写档案号，或登记过的别号。"
_MISSPELT = "客户编号像档案号，但写错了，请核对。"
_CHANGED = "已导入，内容不同；要以这次的为准，请用 --update。"
_TWICE = "同一文件里，这位客户这个月已另有一行，只能有一行。"
_MOVED = "这个单据号已导入，记在另一位客户名下，请核对客户编号。"


class Ledgers:
    """Importing sales, receipts, receivables and targets."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def take(
        self,
        table: str,
        documents: Sequence[NewDocument],
        *,
        source: str,
        update: bool = False,
        dry_run: bool = False,
        actor: str = "",
        purpose: str = "",
        told: MutableSet[str] | None = None,
    ) -> list[Taken]:
        """Import documents in one commit; return what became of each, in their order.

        What is wrong with one stops no other.

        Args:
            table: ``sales``, ``receipts``, ``receivables`` or ``targets``.
            documents: some thousand at most; they are committed together.
            source: the base name of the file they come from.
            update: whether a document that is known may be replaced by a new version.
            dry_run: whether only to say what would become of them.
            actor: who acts.
            purpose: what for.
            told: which targets the same file told before; grows. A customer may be called by
                several numbers: what is told twice is wrong, never an update.

        Raises:
            NotAuthorised: if who acts has no right to it; noted.
            NotPermitted, ArchiveLocked: if the store refuses; then nothing was imported.
        """
        assert table in LEDGERS
        person = self.office.person(actor)
        self.office.require(person, "ledger", _ACT)
        files = _Files(self.office, person, table, purpose, set() if told is None else told)
        try:
            if dry_run:
                return [files.judged(self.office.store, one, update)[0] for one in documents]
            with self.office.writing(person) as (work, at):
                own = {"at": at, "by": person.person or person.account, "source": source}
                return list(_taken(work, files, documents, own, update=update, purpose=purpose))
        finally:
            files.note()


class _Files:
    """The customers' files that somebody may know of, each looked up once."""

    def __init__(
        self, office: Office, person: Person, table: str, purpose: str, told: MutableSet[str]
    ) -> None:
        self.person = person
        self.table = table
        self._told = told
        self._office = office
        self._purpose = purpose
        self._seen = Seen(office.store, person)
        self._found: dict[str, str | CsdformsError] = {}
        self._last: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._is_refused = False

    def judged(
        self, reader: Reader, new: NewDocument, update: bool
    ) -> tuple[Taken, int | None, Document]:
        """Return what is to become of a document, its key if it is known, and what to keep."""
        file = self._file(new.customer)
        if not isinstance(file, str):
            return Taken("wrong", _said(file), of_customer=True), None, {}
        number = new.number
        if self.table == _TARGETS:
            number = f"{file}/{new.data['on'][:_MONTH]}"
            if number in self._told:
                return Taken("wrong", _TWICE), None, {}
            self._told.add(number)
        document = {"number": number, "file": file, **new.data}
        key, kept = self._kept(reader, number)
        if kept is None:
            return Taken("new"), None, document
        if self._survivor(kept["file"]) != file:
            return Taken("wrong", _MOVED), None, {}
        document["file"] = kept["file"]  # where it lies, also behind a merger
        if _told(kept) == new.data:
            return Taken("same"), key, document
        return Taken("updated") if update else Taken("wrong", _CHANGED), key, document

    def note(self) -> None:
        """Note, once for all, that customers were asked for who are hidden or absent."""
        if self._is_refused:
            files = sorted(self._hidden)
            purpose = self._purpose
            self._office.note("refused", self.person, purpose=purpose, wanted=_ACT, files=files)

    def _file(self, given: str) -> str | CsdformsError:
        """Return the number of a customer's file, of a merged one where it went, or why not."""
        if given not in self._found:
            self._found[given] = self._look(given)
        return self._found[given]

    def _look(self, given: str) -> str | CsdformsError:
        try:
            card = _card(self._seen, given)
        except InvalidNumber as error:
            return error
        except UnknownFile as error:
            self._refuse(given)
            return error
        refused = refusal(self._seen, card, self.table, self._purpose)
        return refused or str(card["number"])

    def _refuse(self, given: str) -> None:
        self._is_refused = True
        try:
            self._hidden.add(_card(self._office.store, given)["number"])
        except UnknownFile:
            lookup.in_vain(self._office.store, gets=3)

    def _kept(self, reader: Reader, number: str) -> tuple[int | None, Document | None]:
        """Return the document with this number as far as he may know of it."""
        for key in reader.find(self.table, "number", number):
            kept = reader.get(self.table, key)
            if kept is not None and self._survivor(kept["file"]):
                return key, kept
        return None, None

    def _survivor(self, file: str) -> str:
        """Return where the file with this number went, "" if it is hidden."""
        if file not in self._last:
            keys = self._seen.find("files", "number", file)
            last = lookup.survivor(self._seen, keys[0]) if keys else None
            self._last[file] = lookup.get_file(self._seen, last)["number"] if last else ""
        return self._last[file]


def _card(reader: Reader, given: str) -> Document:
    return lookup.get_file(reader, lookup.survivor(reader, lookup.key_of(reader, given)))


def _said(error: CsdformsError) -> str:
    if isinstance(error, UnknownFile):
        return _UNKNOWN
    return _MISSPELT if isinstance(error, InvalidNumber) else str(error)


def _told(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in _OWN}


def _taken(
    work: Work,
    files: _Files,
    documents: Sequence[NewDocument],
    own: Mapping[str, str],
    *,
    update: bool,
    purpose: str,
) -> Iterator[Taken]:
    """Put documents, some hundred in a line; yield what became of each."""
    rest = iter(documents)
    while batch := list(islice(rest, _LINE)):
        counts = {"new": 0, "updated": 0}
        for new in batch:
            taken, key, document = files.judged(work, new, update)
            if taken.status in counts:
                counts[taken.status] += 1
                key = key or work.last_key(files.table) + 1
                work.put(files.table, key, {**document, **own})
            yield taken
        if any(counts.values()):
            said = {"table": files.table, "source": own["source"], **counts}
            account = files.person.account
            work.record(Act("import-ledger", account, own["at"], purpose=purpose, detail=said))
