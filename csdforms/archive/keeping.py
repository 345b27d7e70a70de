"""Keeping customers' files up: profiles changed, forms filed, other numbers, and compacting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.archive import lookup, registering, revising
from csdforms.archive.card import INDIVIDUAL
from csdforms.archive.items import file_item
from csdforms.archive.opening import By, Opening
from csdforms.archive.records import Reader
from csdforms.archive.requests import Done, NewItem, NewVersion, Printed, Receipt
from csdforms.archive.secrecy import probing
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.states import CLOSED, require
from csdforms.archive.store import Act, Work
from csdforms.archive.usable import require_usable
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

        Where persons are separate, a change of the name, the unified code, the identity document
        or a bank account, and every change of an 绝密 file, waits until another person confirms it
        (K04): the receipt is then a :class:`~csdforms.archive.requests.Waiting`, see
        :meth:`csdforms.archive.custody.changing.Changing.confirm_change`. Its document is printed
        only then, so bytes that are given now are not kept.

        Args:
            number: the file's number.
            data: the whole profile, as JSON has it; ``customer_no`` may be left out.
            reason: why it changes; a change without a reason is refused.
            edition: the form's edition.
            document: the filled Word file.
            evidence: what proves that a new unified code or identity document is the same
                customer's; without it, another code means another file (§5). A new name needs
                one as well, where persons are separate.
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
            ClosedFile: if its data may only be stored, and this is none of the purposes; noted.
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
            card = lookup.get_file(work, key)
            require(card["number"], card["state"], "revise")
            require_usable(self.office, by, _REVISE, card, form=INDIVIDUAL)
            revision = revising.check_revision(work, key, new, guard)
            act, done = "propose-change", self._hand_over(work, by, revision, new, at)
            if done is None:
                done = revising.put_revision(work, key, revision, new, self.store.put_file)
                act = "revise"
            work.record(by.act(act, at, done))
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
            ClosedFile: if the file is closed to this form and purpose, or the form names another
                customer whose file is; noted.
            UnreadableInput: if the data hide a value.
        """
        new = NewItem(form, data, section, title, edition, document)
        by = self._by("file", _FILE, actor, purpose, reason)
        person = by.person
        require_whole(data)
        with self.office.writing(by.person) as (work, at):
            key = self._key(work, person, number, _FILE) if number else None
            card = lookup.get_file(work, key) if key else None
            require_usable(self.office, by, _FILE, card, form=form, section=section, data=data)
            done = file_item(
                work,
                key,
                new,
                at,
                self.store.put_file,
                by=person.person,
                sees=lambda card: is_listed(person, card),
            )
            is_closed = card is not None and card["state"] in CLOSED
            work.record(by.act("file-closed" if is_closed else "file", at, done))
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

    @staticmethod
    def _hand_over(
        work: Work, by: By, revision: revising.Revision, new: NewVersion, at: str
    ) -> Done | None:
        """Let a change wait for another person's hand, if it needs one (K04)."""
        if by.person.sole:
            return None
        from csdforms.archive.custody.changing import propose, require_none

        require_none(work, revision.card["number"])
        return propose(work, by, revision, new, at) if revision.needs_another else None

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
