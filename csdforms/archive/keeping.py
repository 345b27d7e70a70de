"""Keeping customers' files up: profiles changed, forms filed, other numbers, and compacting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.archive import lookup, registering
from csdforms.archive.items import file_item
from csdforms.archive.opening import By, Opening
from csdforms.archive.records import Reader
from csdforms.archive.requests import NewItem, NewVersion, Printed, Receipt
from csdforms.archive.secrecy import probing
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Act, Work
from csdforms.errors import NotPermitted

__all__ = ["Keeping"]

_REVISE, _FILE = "变更资料", "归档"


class Keeping(Opening):
    """Opening files, and keeping them up."""

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
        with (
            probing.watched(self.office, by.person) as guard,
            self.office.writing(by.person) as (work, at),
        ):
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
        with self.office.writing(by.person) as (work, at):
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
        with (
            probing.watched(self.office, by.person) as guard,
            self.office.writing(by.person) as (work, at),
        ):
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

    def _by(self, right: str, act: str, actor: str, purpose: str = "", reason: str = "") -> By:
        """Return who acts, if he has the right to it."""
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return By(person, purpose, reason)

    def _key(self, reader: Reader, person: Person, number: str, act: str) -> int:
        """Return the key of a file that somebody may know of."""
        return listed(self.office, reader, person, number, act=act)[0]

    def _classify(self, work: Work, person: Person, at: str) -> None:
        """Give the newest item the level that was decided for its form."""
        if work.last_key("form_levels"):
            from csdforms.archive.secrecy.classifying.by_form import classify_filed

            item = work.get("items", work.last_key("items"))
            assert item is not None
            classify_filed(work, item, person.account, at)
