"""The archive: customers' files opened, kept up, filled with items, and found again.

It speaks to a :class:`csdforms.archive.store.Store` alone, and knows forms only as what they are
once they are filled in: JSON data, an identifier, a section of the manual, a document's bytes. The
rules are those of archive.md §3 (creation), §5 (keeping) and §10 (the cases that tests cover).

Threads may share an archive. Numbers are read as people write them; a wrong check character is a
wrong number, never an unknown one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from csdforms.archive import lookup, places, registering
from csdforms.archive.actor import Clock, account, moment, now
from csdforms.archive.consulting import Consulting
from csdforms.archive.items import file_item
from csdforms.archive.requests import Done, NewFile, NewItem, NewVersion, Outcome, Printed, Receipt
from csdforms.archive.store import Act, Store, Work
from csdforms.errors import NotPermitted

__all__ = ["Archive"]

_BATCH = 500  # files of a bulk import that are committed together


class _By(NamedTuple):
    """Who acts, what for, and why."""

    actor: str
    purpose: str
    reason: str


class Archive(Consulting):
    """An archive of customers' files; a context manager.

    Args:
        store: where everything is kept.
        actor: who acts, unless an act says otherwise; the account as the system knows it.
        clock: tells the time; the journal's own never goes backwards.
    """

    def __init__(self, store: Store, *, actor: str = "", clock: Clock = now) -> None:
        super().__init__(store)
        self.clock = clock
        self._actor = actor

    @classmethod
    def open(cls, place: Path | str, *, actor: str = "", clock: Clock = now) -> Self:
        """Open the archive in a folder, or at the URL of a database.

        Raises:
            NoArchive: if there is none; nothing is created.
            DamagedArchive: if it is not what was once written.
        """
        store = places.open_store(place, actor=actor, clock=clock)
        return cls(store, actor=actor, clock=clock)

    @classmethod
    def create(cls, place: Path | str, *, actor: str = "", clock: Clock = now) -> Self:
        """Make a new archive in a folder, or in the database at a URL.

        Raises:
            ArchiveExists: if there is something already.
            NotPermitted: if the system refuses.
        """
        act = Act("init", actor or account(), moment(clock()))
        store = places.create_store(place, act, actor=actor, clock=clock)
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
        """Open a customer's file (建档) with the first version of the profile.

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
            DuplicateCustomer: if the customer is, or may be, on file.
            InvalidNumber: if ``customer_no`` cannot be had, or the year's numbers are used up.
            UnknownFile, NotPermitted: if the head office has no file, or is none.
            UnknownForm, UnreadableInput: if it is no profile, or has no name.
        """
        new = NewFile(form, data, edition, document, parent, distinct)
        with self._writing() as (work, at):
            done = registering.create(work, new, at, self.store.put_file)
            work.record(self._act("create", at, done, _By(actor, purpose, reason)))
        return done.receipt

    def open_many(
        self, files: Iterable[NewFile], *, actor: str = "", purpose: str = "", reason: str = ""
    ) -> Iterator[Outcome]:
        """Open files in bulk, some hundred in one commit; yield what became of each row.

        What keeps one row out is reported with it and stops no other. A row is kept for good when
        its outcome is yielded; whoever stops asking stops the import.

        Raises:
            NotPermitted, ArchiveLocked: if the store refuses; what was yielded is kept.
        """
        rows = enumerate(files, start=1)
        while batch := list(islice(rows, _BATCH)):
            outcomes = []
            with self._writing() as (work, at):
                for row, new in batch:
                    try:
                        with self.store.writing():  # a part, which leaves nothing if it is refused
                            done = registering.create(work, new, at, self.store.put_file)
                    except registering.REFUSALS as error:
                        outcomes.append(Outcome(row, None, error))
                    else:
                        work.record(self._act("create", at, done, _By(actor, purpose, reason)))
                        outcomes.append(Outcome(row, done.receipt))
            yield from outcomes

    def revise(
        self,
        number: str,
        data: Mapping[str, Any],
        *,
        reason: str,
        edition: str = "",
        document: bytes | None = None,
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
            AlreadyFiled: if nothing changed; there are no empty versions.
            NotAllowedNow: if the file's state does not allow it.
            NotPermitted: if the reason is missing, or it is another customer.
            ForeignItem: if ``customer_no`` is not this customer's.
            DuplicateCustomer: if the change makes it a customer who is on file already.
        """
        if not reason.strip():
            raise NotPermitted("没有变更：请写明变更理由。")
        new = NewVersion(data, edition, document, evidence, distinct)
        with self._writing() as (work, at):
            done = registering.revise(work, lookup.key_of(work, number), new, self.store.put_file)
            work.record(self._act("revise", at, done, _By(actor, purpose, reason)))
        return done.receipt

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
            AlreadyFiled: if the file has an item of this form with the same data (K02).
            ForeignItem: if the data name another customer by what identifies (K03).
            NotAllowedNow: if the file's state does not allow it (K09).
        """
        new = NewItem(form, data, section, title, edition, document)
        with self._writing() as (work, at):
            key = lookup.key_of(work, number) if number else None
            done = file_item(work, key, new, at, self.store.put_file)
            work.record(self._act("file", at, done, _By(actor, purpose, reason)))
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
            AlreadyFiled: if it does so already.
            DuplicateCustomer: if it is another customer's.
            InvalidNumber: if it is empty, or written like a file number.
            NotAllowedNow: if the file's state does not allow it.
        """
        with self._writing() as (work, at):
            done = registering.add_alias(work, lookup.key_of(work, number), customer_no.strip())
            work.record(self._act("alias", at, done, _By(actor, purpose, reason)))

    def _act(self, name: str, at: str, done: Done, by: _By) -> Act:
        actor = by.actor or self.actor
        return Act(name, actor, at, done.subject, by.purpose, by.reason, done.detail)

    @cached_property
    def actor(self) -> str:
        """Who acts, unless an act says otherwise."""
        return self._actor or account()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[tuple[Work, str]]:
        """Take the writer's lock; it is now, or the last line's moment if that is later."""
        with self.store.writing() as work:
            yield work, max(moment(self.clock()), self.store.last().at)
