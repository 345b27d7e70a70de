"""Changes that another person confirms (变更复核; archive.md §5, §4.3; K04).

Where persons are separate, a change of a key field, and every change of an 绝密 file, waits as a
row of the table ``changes``; a change of the name, the unified code or the identity document needs
evidence. Confirmed, it becomes the next version, in both names::

    {"number": "BG-2026-0001", "file": "KH-…", "form": "…", "edition": "…", "data": {…},
     "fields": ["客户名称"], "version": 1, "evidence": "…", "reason": "…", "purpose": "…",
     "distinct": "…", "by": "陈静", "roles": […], "at": "…", "state": "open|confirmed|refused",
     "decided": {"by": …, "roles": …, "at": …, "reason": "…", "version": 2}}

``version`` is the one from which it starts out, ``data`` the whole profile as it is to be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from csdforms.archive.custody.desk import Desk, hand, knows
from csdforms.archive.custody.records import Change
from csdforms.archive.lookup import get_file
from csdforms.archive.opening import By
from csdforms.archive.records import Profile, Reader
from csdforms.archive.requests import Done, NewVersion, Receipt, Waiting
from csdforms.archive.revising import KEY_FIELDS, Revision, check_revision, put_revision
from csdforms.archive.secrecy.inquiry import Inquiry
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.probing import watched
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import located, said
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import Held, NotAllowedNow, NotPermitted

__all__ = ["CHANGES", "Changing", "Printer", "propose", "require_none"]

CHANGES = "changes"

#: Prints the document of a version, given its form, its edition and its data.
Printer: TypeAlias = Callable[[str, str, Mapping[str, Any]], bytes]

_OPEN = "open"
_STATES = {_OPEN: "待复核", "confirmed": "已复核", "refused": "已退回"}
#: What needs evidence when it changes.
_PROVED = frozenset(label for name, label in KEY_FIELDS.items() if name != "accounts")


def require_none(reader: Reader, number: str) -> None:
    """Refuse a change of a file of which another one waits.

    Raises:
        Held: if there is one.
    """
    for key in reader.find(CHANGES, "file", number):
        row = reader.get(CHANGES, key)
        if row and row["state"] == _OPEN:
            raise Held(f"没有办理：档案 {number} 的变更 {row['number']} 正待复核，请先复核或退回。")


def propose(work: Work, by: By, revision: Revision, new: NewVersion, at: str) -> Done:
    """Let a change wait for another person; the caller records the act.

    Raises:
        NotPermitted: if it needs evidence and has none.
    """
    file = revision.card["number"]
    unproved = [label for label in revision.changed if label in _PROVED]
    if unproved and not new.evidence.strip():
        raise NotPermitted(
            f"没有变更：{'、'.join(unproved)}是关键资料，请写明变更的凭证（--evidence）。"
        )
    row: Document = {"number": next_number(work, CHANGES, at), "file": file, "state": _OPEN}
    row |= {name: revision.profile[name] for name in ("form", "edition", "data")}
    row |= {"fields": list(revision.changed), "version": revision.card["versions"] - 1}
    row |= {"evidence": new.evidence, "distinct": new.distinct, "purpose": by.purpose}
    row |= hand(by.person, at, reason=by.reason)
    work.put(CHANGES, work.last_key(CHANGES) + 1, row)
    what = "、".join(revision.changed) or "绝密档案"
    text = f"{what}的变更须另一人复核：已提请 {row['number']}，复核后生效。"
    detail = {"change": row["number"], "fields": list(revision.changed)}
    return Done(Waiting(file, (text, *revision.warnings)), file, detail)


class Changing(Desk):
    """Changes that wait."""

    def changes(
        self, file: str = "", *, every: bool = False, actor: str = ""
    ) -> tuple[Change, ...]:
        """Return the changes that wait, oldest first, of files of which he may know.

        What is to change is told by the names of the fields alone.

        Args:
            file: only those of this file.
            every: also those that were confirmed or refused.
            actor: who asks.

        Raises:
            NotAuthorised: if he neither keeps profiles up nor confirms their changes.
        """
        person, at = self._reader(actor), self.office.moment()
        store = self.office.store
        meant = located(store, file) if file else None
        return tuple(
            Change.of(row)
            for _, row in store.rows(CHANGES)
            if (every or row["state"] == _OPEN)
            and (not file or (meant is not None and row["file"] == meant[1]["number"]))
            and knows(store, person, row["file"], at)
        )

    def show_change(
        self, number: str, *, purpose: str = "", fields: Collection[str] = (), actor: str = ""
    ) -> tuple[Change, Profile]:
        """Return a change, and the profile as it is to be; masked as the file itself would be.

        Raises:
            NotAuthorised: if he may not read the file, or not all the fields that he asks for.
            UnknownFile: if there is no such change for him.
        """
        act = "查看变更"
        self._reader(actor)
        ask = Inquiry(self.office, actor, purpose, fields)
        store = self.office.store
        _, row = self.entry(store, ask.person, CHANGES, number, at=ask.at, act=act)
        card = ask.card_of(row["file"], act)
        look = ask.read(card, act)
        with ask.noted("show-change", row["file"], look, change=row["number"]):
            version = {"version": row["version"] + 1, "document": ""}
            return Change.of(row), ask.profile(row | version, card, look)

    def confirm_change(
        self, number: str, *, printer: Printer | None = None, reason: str = "", actor: str = ""
    ) -> Receipt:
        """Confirm a change: the profile gets its next version.

        Everything that was looked at when it was proposed is looked at again.

        Args:
            number: the change's, ``BG-2026-0001``.
            printer: prints the version's document, under the writer's lock.
            reason: what is to be said of it.
            actor: who confirms; not who proposed it.

        Raises:
            NotAuthorised: if he may not, or proposed it himself.
            UnknownFile: if there is no such change for him.
            NotAllowedNow: if it is decided already, or the file's state does not allow it.
            NotPermitted: if the profile has a newer version since.
            DuplicateCustomer, ForeignItem: as :meth:`csdforms.archive.keeping.Keeping.revise`.
        """
        act = "复核变更"
        person = self.person("confirm_change", act, actor)
        with watched(self.office, person) as guard, self.office.writing(person) as (work, at):
            place, row = self._open(work, person, number, at, act)
            if row["by"] == person.person and not person.sole:
                raise self.office.refused(
                    person, "复核本人提请的变更", subject=row["file"], who="另一位有权复核的人"
                )
            [key] = work.find("files", "number", row["file"])
            if get_file(work, key)["versions"] != row["version"]:
                raise NotPermitted(
                    f"没有办理：提请 {row['number']} 以后资料已有新的一版，请退回后重新提请。"
                )
            said = {name: row[name] for name in ("evidence", "distinct")}
            new = NewVersion(row["data"], row["edition"], _document(row, printer), **said)
            revision = check_revision(work, key, new._replace(verified=True), guard)
            done = put_revision(work, key, revision, new, self.office.store.put_file)
            version = revision.card["versions"]
            row["state"] = "confirmed"
            row["decided"] = hand(person, at, reason=reason) | {"version": version}
            work.put(CHANGES, place, row)
            detail = {**done.detail, "change": row["number"]}
            detail |= {"proposed_by": row["by"], "confirmed_by": person.person}
            why = row["reason"]
            work.record(Act("revise", person.account, at, row["file"], row["purpose"], why, detail))
        return done.receipt

    def refuse_change(self, number: str, *, reason: str, actor: str = "") -> Change:
        """Refuse a change, or take back one's own; nothing of it comes into the profile.

        Raises:
            NotAuthorised: if he may not confirm it, and did not propose it.
            NotPermitted: without a reason.
            UnknownFile: if there is no such change for him.
            NotAllowedNow: if it is decided already.
        """
        act = "退回变更"
        person = self._reader(actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            place, row = self._open(work, person, number, at, act)
            if row["by"] != person.person and not person.may("confirm_change"):
                raise self.office.refused(person, act, subject=row["file"])
            row |= {"state": "refused", "decided": hand(person, at, reason=why)}
            work.put(CHANGES, place, row)
            detail = {"change": row["number"]}
            work.record(Act("refuse-change", person.account, at, row["file"], "", why, detail))
        return Change.of(row)

    def _reader(self, actor: str) -> Person:
        person = self.office.person(actor)
        if not person.may("keep"):
            self.office.require(person, "confirm_change", "查看变更")
        return person

    def _open(
        self, work: Work, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document]:
        place, row = self.entry(work, person, CHANGES, number, at=at, act=act)
        if row["state"] != _OPEN:
            raise NotAllowedNow(row["number"], _STATES[row["state"]], "复核", "变更")
        return place, row


def _document(row: Document, printer: Printer | None) -> Callable[[str], bytes] | None:
    """Return what prints the version's document, None if nobody does."""
    if printer is None:
        return None
    return lambda _number: printer(row["form"], row["edition"], row["data"])
