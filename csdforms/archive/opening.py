"""Customers' files opened by the only keeper of an archive, one at a time and in bulk (建档).

Where several people work, files are opened by way of drafts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from csdforms.archive import registering
from csdforms.archive.office import Office
from csdforms.archive.requests import Done, NewFile, Outcome, Printed, Receipt
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Store

__all__ = ["By", "Opening"]

_BATCH = 500  # files of a bulk import that are committed together


class By(NamedTuple):
    """Who acts, what for, and why."""

    person: Person
    purpose: str
    reason: str

    def __repr__(self) -> str:
        return f"By({self.person!r})"

    def act(self, name: str, at: str, done: Done) -> Act:
        """Return the act that says what was done."""
        account = self.person.account
        return Act(name, account, at, done.subject, self.purpose, self.reason, done.detail)


class Opening:
    """Opening files."""

    office: Office
    store: Store

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
        with self.office.writing(by.person) as (work, at):
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

    def _open_many(self, by: By, rows: Iterator[tuple[int, NewFile]]) -> Iterator[Outcome]:
        while batch := list(islice(rows, _BATCH)):
            outcomes = []
            with self.office.writing(by.person) as (work, at):
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

    def _keeper(self, actor: str, purpose: str, reason: str) -> By:
        """Return who acts, if he is the only keeper."""
        person = self.office.person(actor)
        if not person.sole:
            raise self.office.refused(person, "不经草稿、验收和审批直接建档")
        return By(person, purpose, reason)
