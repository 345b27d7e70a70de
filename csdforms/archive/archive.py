"""The archive: customers' files opened, kept up, filled with items, and found again.

It speaks to a :class:`csdforms.archive.store.Store` alone, and knows forms only as what they are
once they are filled in: JSON data, an identifier, a section of the manual, a document's bytes. The
rules are those of archive.md §3 (creation), §5 (keeping) and §10 (the cases that tests cover).

Every act begins with who acts, and what he may do: the only keeper of an archive everything, those
in its registry what their roles say, with the files that they may know of (archive.md §4.3).

Threads may share an archive. Numbers are read as people write them; a wrong check character is a
wrong number, never an unknown one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from csdforms.archive import lookup, places, probing, registering
from csdforms.archive.actor import Clock, account, moment, now
from csdforms.archive.consulting import Consulting
from csdforms.archive.items import file_item
from csdforms.archive.office import Office
from csdforms.archive.parts import Parts
from csdforms.archive.records import Reader
from csdforms.archive.requests import Done, NewFile, NewItem, NewVersion, Outcome, Printed, Receipt
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Act, Document, Store, Work
from csdforms.archive.whole import require_whole
from csdforms.errors import NotPermitted, UnknownFile

if TYPE_CHECKING:
    from csdforms.archive.sealing.keys import ArchiveKey

__all__ = ["Archive"]

_REVISE, _FILE = "变更资料", "归档"
_BATCH = 500  # files of a bulk import that are committed together


class _By(NamedTuple):
    """Who acts, what for, and why."""

    person: Person
    purpose: str
    reason: str

    def act(self, name: str, at: str, done: Done) -> Act:
        """Return the act that says what was done."""
        account = self.person.account
        return Act(name, account, at, done.subject, self.purpose, self.reason, done.detail)


class Archive(Consulting, Parts):
    """An archive of customers' files; a context manager.

    Args:
        store: where everything is kept.
        actor: who acts, unless an act says otherwise; the account as the system knows it.
        clock: tells the time; the journal's own never goes backwards.
    """

    def __init__(self, store: Store, *, actor: str = "", clock: Clock = now) -> None:
        super().__init__(Office(store, actor=actor, clock=clock))

    @classmethod
    def open(
        cls,
        place: Path | str,
        *,
        actor: str = "",
        clock: Clock = now,
        key: ArchiveKey | None = None,
    ) -> Self:
        """Open the archive in a folder, or at the URL of a database.

        ``key`` is that of a sealed one; without it, it is looked for where keys are kept.

        Raises:
            NoArchive: if there is none; nothing is created.
            WrongKey: if it is sealed, and the key is missing or another one.
            DamagedArchive: if it is not what was once written.
        """
        store = places.open_store(place, actor=actor, clock=clock, key=key)
        return cls(store, actor=actor, clock=clock)

    @classmethod
    def create(
        cls,
        place: Path | str,
        *,
        actor: str = "",
        clock: Clock = now,
        key: ArchiveKey | None = None,
    ) -> Self:
        """Make a new archive in a folder, or in the database at a URL; a key seals it.

        Raises:
            ArchiveExists: if there is something already.
            NotPermitted: if the system refuses.
        """
        act = Act("init", actor or account(), moment(clock()))
        store = places.create_store(place, act, actor=actor, clock=clock, key=key)
        return cls(store, actor=actor, clock=clock)

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Acts

    def open_file(
        self,
        data: Mapping[str, Any],
        *,
        form: str,
        edition: str = "",
        document: Printed | None = None,
        parent: str = "",
        distinct: str = "",
        actor: str = "",
        purpose: str = "",
        reason: str = "",
    ) -> Receipt:
        """Open a customer's file (建档) with the first version of the profile, all in one hand.

        Only where one person keeps the whole archive; elsewhere files are opened by
        :attr:`drafts`.

        A file number given out on paper (``customer_no``) is honoured if it is free; any other
        customer number becomes an alias; without one, the new number goes into the data.

        Args:
            data: the profile's data, as JSON has them.
            form: the identifier of the profile's form.
            edition: the form's edition.
            document: the filled Word file, or what prints it with the number that the file gets.
            parent: the number of the head office's file, for a branch.
            distinct: why this is not the customer of the same name who is on file.
            actor: who acts.
            purpose: what for.
            reason: why.

        Raises:
            NotAuthorised: if there is a registry of staff.
            DuplicateCustomer: if the customer is, or may be, on file.
            InvalidNumber: if ``customer_no`` cannot be had, or the year's numbers are used up.
            UnknownFile, NotPermitted: if the head office has no file, or is none.
            UnknownForm, UnreadableInput: if it is no profile, has no name, or hides a value.
        """
        new = NewFile(form, data, edition, document, parent, distinct)
        by = self._keeper(actor, purpose, reason)
        require_whole(data)
        with self.office.writing() as (work, at):
            done = registering.create(work, new, at, self.store.put_file)
            work.record(by.act("create", at, done))
        return done.receipt

    def open_many(
        self, files: Iterable[NewFile], *, actor: str = "", purpose: str = "", reason: str = ""
    ) -> Iterator[Outcome]:
        """Open files in bulk, some hundred in one commit; yield what became of each row.

        What keeps one row out is reported with it and stops no other. A row is kept for good when
        its outcome is yielded; whoever stops asking stops the import.

        Raises:
            NotAuthorised: if there is a registry of staff; see :meth:`open_file`.
            NotPermitted, ArchiveLocked: if the store refuses; what was yielded is kept.
        """
        by = self._keeper(actor, purpose, reason)
        return self._open_many(by, enumerate(files, start=1))

    def _open_many(self, by: _By, rows: Iterator[tuple[int, NewFile]]) -> Iterator[Outcome]:
        while batch := list(islice(rows, _BATCH)):
            outcomes = []
            with self.office.writing() as (work, at):
                for row, new in batch:
                    try:
                        require_whole(new.data)
                        with self.store.writing():  # a part, which leaves nothing if it is refused
                            done = registering.create(work, new, at, self.store.put_file)
                    except registering.REFUSALS as error:
                        outcomes.append(Outcome(row, None, error))
                    else:
                        work.record(by.act("create", at, done))
                        outcomes.append(Outcome(row, done.receipt))
            yield from outcomes

    def revise(
        self,
        number: str,
        data: Mapping[str, Any],
        *,
        reason: str,
        edition: str = "",
        document: Printed | None = None,
        evidence: str = "",
        distinct: str = "",
        actor: str = "",
        purpose: str = "",
    ) -> Receipt:
        """Add a new version of a customer's profile (变更); the old ones stay.

        Args:
            number: the file's number.
            data: the whole profile, as JSON has it; ``customer_no`` may be left out.
            reason: why it changes; a change without a reason is refused.
            edition: the form's edition.
            document: the filled Word file.
            evidence: what proves that a new unified code or identity document is the same
                customer's; without it, another code means another file (§5).
            distinct: why this is not the customer of the same name who is on file.
            actor: who acts.
            purpose: what for.

        Raises:
            NotAuthorised: if who acts has no right to it.
            UnknownFile: if there is no such file for him.
            AlreadyFiled: if nothing changed; there are no empty versions.
            NotAllowedNow: if the file's state does not allow it.
            NotPermitted: if the reason is missing, or it is another customer.
            ForeignItem: if ``customer_no`` is not this customer's.
            DuplicateCustomer: if the change makes it a customer who is on file already.
            UnreadableInput: if the data hide a value.
        """
        if not reason.strip():
            raise NotPermitted("没有变更：请写明变更理由。")
        new = NewVersion(data, edition, document, evidence, distinct)
        by = self._by("keep", _REVISE, actor, purpose, reason)
        require_whole(data)
        with probing.watched(self.office, by.person) as guard, self.office.writing() as (work, at):
            key = self._key(work, by.person, number, _REVISE)
            done = registering.revise(work, key, new, self.store.put_file, guard)
            work.record(by.act("revise", at, done))
        return done.receipt

    def to_revise(self, number: str, *, actor: str = "") -> tuple[str, str]:
        """Return what a change of a profile must know of it: its form, the customer's number in it.

        Raises:
            NotAuthorised, UnknownFile, InvalidNumber: as :meth:`revise`.
        """
        by = self._by("keep", _REVISE, actor)
        key = self._key(self.store, by.person, number, _REVISE)
        card = lookup.get_file(self.store, key)
        profile = self.store.get(
            "profiles", self.store.find("profiles", "file", card["number"])[-1]
        )
        assert profile is not None
        return str(profile["form"]), str(profile["data"]["customer_no"])

    def file(
        self,
        number: str,
        form: str,
        data: Mapping[str, Any],
        document: bytes | None = None,
        *,
        section: str,
        title: str = "",
        edition: str = "",
        actor: str = "",
        purpose: str = "",
        reason: str = "",
    ) -> Receipt:
        """File a form (归档) as an item of a customer's file; return the item's number.

        Args:
            number: the file's number; "" files it among the department's own papers (BM).
            form: the form's identifier.
            data: its data, as JSON has them.
            document: the filled Word file.
            section: the form's section of the manual.
            title: the form's title.
            edition: the form's edition.
            actor: who acts.
            purpose: what for.
            reason: why.

        Raises:
            NotAuthorised: if who acts has no right to it.
            UnknownFile: if there is no such file for him.
            AlreadyFiled: if the file has an item of this form with the same data (K02).
            ForeignItem: if the data name another customer by what identifies (K03).
            NotAllowedNow: if the file's state does not allow it (K09).
            UnreadableInput: if the data hide a value.
        """
        new = NewItem(form, data, section, title, edition, document)
        by = self._by("file", _FILE, actor, purpose, reason)
        person = by.person
        require_whole(data)
        with self.office.writing() as (work, at):
            key = self._key(work, person, number, _FILE) if number else None
            done = file_item(
                work,
                key,
                new,
                at,
                self.store.put_file,
                by=person.person,
                sees=lambda card: is_listed(person, card),
            )
            work.record(by.act("file", at, done))
            self._classify(work, person, at)
        return done.receipt

    def add_alias(
        self,
        number: str,
        customer_no: str,
        *,
        actor: str = "",
        purpose: str = "",
        reason: str = "",
    ) -> None:
        """Let another number find a customer's file: the sales department's, or an old one.

        Raises:
            NotAuthorised: if who acts has no right to it.
            UnknownFile: if there is no such file for him.
            AlreadyFiled: if it does so already.
            DuplicateCustomer: if it is another customer's.
            InvalidNumber: if it is empty, or written like a file number.
            NotAllowedNow: if the file's state does not allow it.
        """
        act = "登记别号"
        by = self._by("keep", act, actor, purpose, reason)
        with probing.watched(self.office, by.person) as guard, self.office.writing() as (work, at):
            key = self._key(work, by.person, number, act)
            done = registering.add_alias(work, key, customer_no.strip(), guard)
            work.record(by.act("alias", at, done))

    def compact(self, *, actor: str = "", reason: str = "") -> None:
        """Blank what was superseded or removed, see :meth:`csdforms.archive.store.Store.compact`.

        Raises:
            NotAuthorised: if who acts does not maintain the archive.
        """
        person = self._by("maintain", "压缩档案库", actor).person
        self.store.compact(Act("compact", person.account, self.office.moment(), reason=reason))

    # Who acts

    def _by(self, right: str, act: str, actor: str, purpose: str = "", reason: str = "") -> _By:
        """Return who acts, if he has the right to it."""
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return _By(person, purpose, reason)

    def _keeper(self, actor: str, purpose: str, reason: str) -> _By:
        """Return who acts, if he is the only keeper."""
        person = self.office.person(actor)
        if not person.sole:
            raise self.office.refused(person, "不经草稿、验收和审批直接建档")
        return _By(person, purpose, reason)

    def _key(self, reader: Reader, person: Person, number: str, act: str) -> int:
        """Return the key of a file that somebody may know of."""
        key, card = 0, Document()
        try:
            key = lookup.key_of(reader, number)
            card = lookup.get_file(reader, key)
        except UnknownFile:
            pass
        if not (key and is_listed(person, card)):
            self.office.note("refused", person, subject=str(card.get("number", "")), wanted=act)
            raise UnknownFile(number)
        return key

    def _classify(self, work: Work, person: Person, at: str) -> None:
        """Give the newest item the level that was decided for its form."""
        if work.last_key("form_levels"):
            from csdforms.archive.secrecy.by_form import classify_filed

            item = work.get("items", work.last_key("items"))
            assert item is not None
            classify_filed(work, item, person.account, at)
