"""Printing out of the archive, and the copies that are out (archive.md §4.3, S21, M06, M13).

A copy is in the log and in the register before it exists. Who prints what he may read:

| level | who | copies |
|---|---|---|
| 0–1 | who reads it | numbered |
| 2 秘密 | who has the right ``print``: the general manager, or his delegate | numbered |
| 3 机密 | the general manager | numbered, recalled when the level changes |
| 4 绝密 | the general manager | one; another when that is back |
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.inquiry import GRANTOR
from csdforms.archive.secrecy.levels import CONFIDENTIAL, HIGHEST, SECRET
from csdforms.archive.secrecy.masking.masks import disclosed
from csdforms.archive.secrecy.outgoing.bulk import records_of, require_within
from csdforms.archive.secrecy.outgoing.copy_register import Copy, CopyRegister, of_file, of_form
from csdforms.archive.secrecy.outgoing.sources import Source, source_of
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import denied, said, visible
from csdforms.archive.secrecy.sight import ALL, sight
from csdforms.archive.store import Act
from csdforms.archive.usable import closed, is_open_to
from csdforms.errors import CsdformsError, NotAllowedNow, UnknownFile

__all__ = ["Copies", "Printout"]

_PRINT = "打印档案"
_MANAGER = "gm"
_WHO = "总经理"


class Printout(NamedTuple):
    """What is to be printed for somebody: nothing in it that he may not see."""

    number: str  # of the file or item
    form: str
    edition: str
    data: Mapping[str, Any]
    mark: str  # of the level, as it stands on paper
    copy_no: int
    reader: str
    at: str

    def __repr__(self) -> str:
        return f"Printout({self.number!r}, copy_no={self.copy_no})"


class Copies:
    """Printed copies and exports.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    @contextlib.contextmanager
    def printing(
        self,
        number: str,
        *,
        purpose: str,
        fields: Collection[str] = (),
        version: int | None = None,
        path: Path | None = None,
        actor: str = "",
    ) -> Iterator[Printout]:
        """Register a printed copy, and let the block make it; yield what is on it.

        The log and the register have it before the block begins. If the block fails, both say so:
        the number is used up, and the copy does not count as out.

        Args:
            number: the file's number, for its profile, or an item's.
            purpose: what for.
            fields: the names of the fields to be printed unmasked, or ``*``; see ``disclosed``.
            version: which version of the profile; the newest by default.
            path: where it is written on disk, if it is.
            actor: who prints.

        Raises:
            NotAuthorised: if he may not read it, or not print on this level, or has printed and
                exported as much today as one may.
            NotPermitted: if the purpose is missing, if it is 绝密 and a copy of it is out, or if
                the log cannot be written.
            InvalidNumber: if it is written like a number, but wrongly.
            UnknownFile: if there is no such file, item or version for him.
        """
        office = self.office
        person = office.person(actor)
        what_for = said(purpose, "打印用途")
        with contextlib.ExitStack() as noted:
            with office.writing(person) as (work, at):
                source = source_of(office, work, person, number, version=version, at=at, act=_PRINT)
                shown = self._shown(work, person, source, fields, at=at, purpose=what_for)
                self._require_right(work, person, source)
                data = disclosed(
                    source.form,
                    source.data,
                    shown,
                    kind=source.kind,
                    edition=source.edition,
                    today=day_of(at),
                )
                records = records_of(source.form, data)
                require_within(office, person, records)
                register = CopyRegister(work, person, at)
                key, copy = register.add(source.file, source.item, "print", records, path=path)
                detail: dict[str, Any] = {
                    "item": source.item,
                    "copy_no": copy.copy_no,
                    "fields": sorted(shown),
                }
                subject = source.file
                noted.enter_context(
                    office.noted("print", person, subject=subject, purpose=what_for, **detail)
                )
                work.record(Act("print", person.account, at, subject, what_for, "", detail))
                mark = source.mark(work, copy.copy_no)
            out = source.number, source.form, source.edition, data, mark
            try:
                yield Printout(*out, copy.copy_no, person.person, at)
            except BaseException as problem:
                kind = type(problem).__name__  # never its words
                with contextlib.suppress(CsdformsError), office.writing() as (work, at):
                    CopyRegister(work, person, at).recall(key, "print-failed", kind)
                raise

    def of(self, number: str, *, actor: str = "") -> Sequence[Copy]:
        """Return the copies of a file and of its items, those that are out and those that were.

        Args:
            number: the file's number.
            actor: who asks.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file for him.
        """
        office = self.office
        person, at = office.person(actor), office.moment()
        _, card = visible(office, office.store, person, number, at=at, act="查看副本登记")
        return [copy for _, copy in of_file(office.store, card["number"])]

    def recall(self, number: str, copy_no: int, *, reason: str, actor: str = "") -> Copy:
        """Put down that a printed copy is back, or destroyed (收回).

        Args:
            number: the file's number, or an item's.
            copy_no: which copy.
            reason: why, or what became of it.
            actor: who takes it back.

        Raises:
            NotAuthorised: if he has not the right ``print``.
            NotPermitted: if the reason is missing.
            NotAllowedNow: if it is back already, or was no print.
            InvalidNumber: if the number is written like one, but wrongly.
            UnknownFile: if there is no such file, item or copy for him.
        """
        office, act = self.office, "收回副本"
        person = office.person(actor)
        office.require(person, "print", act)
        why = said(reason, "收回的理由")
        with office.writing(person) as (work, at):
            source = source_of(office, work, person, number, version=None, at=at, act=act)
            which = f"{source.number} 第 {copy_no} 份"
            for key, copy in of_form(work, source.file, source.item):
                if copy.copy_no == copy_no:
                    if not copy.is_on_paper:
                        state = "已收回" if copy.recalled else "已导出"
                        raise NotAllowedNow(which, state, "收回", "副本")
                    return CopyRegister(work, person, at).recall(key, "recall", why)
        raise UnknownFile(which, "副本")

    def _shown(
        self,
        reader: Reader,
        person: Person,
        source: Source,
        fields: Collection[str],
        *,
        at: str,
        purpose: str,
    ) -> frozenset[str]:
        """Return what of a form is printed unmasked for somebody, if he may read it."""
        if source.card is not None:
            seen = sight(reader, person, source.card, at=at, purpose=purpose, fields=fields)
            if seen.readable and seen.shows(fields):
                return seen.fields
            if not is_open_to(source.card, purpose):
                self.office.note(
                    "refused", person, subject=source.file, purpose=purpose, wanted=_PRINT
                )
                raise closed(source.card)
        elif person.may("consult") and (person.sole or ALL not in fields):
            return frozenset({ALL} if person.sole else fields)
        who = GRANTOR if source.card is not None else ""
        raise self.office.refused(person, _PRINT, subject=source.file, who=who)

    def _require_right(self, reader: Reader, person: Person, source: Source) -> None:
        """Let somebody pass who may print on this level."""
        level, manages = source.level, person.sole or _MANAGER in person.roles
        allowed = person.may("print") if level < CONFIDENTIAL else manages
        if level >= SECRET and not allowed:
            raise self.office.refused(person, _PRINT, subject=source.file, who=_WHO)
        if level == HIGHEST:
            copies = of_form(reader, source.file, source.item)
            if any(copy.is_on_paper for _, copy in copies):
                sentence = "绝密件只印一份，这一份还没有收回"
                raise denied(self.office, person, sentence, subject=source.file, act=_PRINT)
