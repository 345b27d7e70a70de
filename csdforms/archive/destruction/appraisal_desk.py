"""The register of appraisals: what is due, who may know of one, and who sits in its group."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive.destruction import listing
from csdforms.archive.destruction.records import Appraisal, Due
from csdforms.archive.destruction.retention import is_financial
from csdforms.archive.destruction.schedules import known, schedule
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotAllowedNow

__all__ = ["TABLE", "WHAT", "AppraisalDesk"]

TABLE, WHAT = "appraisals", "鉴定"
_STATES = {"open": "办理中", "closed": "已办结", "cancelled": "已取消"}
_SETTINGS = "settings"


class AppraisalDesk:
    """What all acts of an appraisal have in common.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def due(self, *, actor: str = "") -> list[Due]:
        """Return what need not be kept any more: sealed files, and items with a shorter period.

        What a legal hold keeps is among them, ``held``; so is what has ``matters`` open or items
        that must still be kept, which a group may split.

        Raises:
            NotAuthorised: if he who asks does not appraise.
        """
        person = self._person(actor, "查看期满档案")
        return list(listing.due(self.office.store, person, self.office.moment()))

    def get(self, number: str, *, actor: str = "") -> Appraisal:
        """Return an appraisal.

        Raises:
            UnknownFile: if there is none for him.
        """
        person = self.office.person(actor)
        return Appraisal.of(self._row(self.office.store, person, number, "查看鉴定")[1])

    def all(self, *, actor: str = "") -> Iterator[Appraisal]:
        """Yield the appraisals of which somebody may know, oldest first."""
        person, store = self.office.person(actor), self.office.store
        yield from map(Appraisal.of, known(store, person, store.rows(TABLE)))

    def keep_for_finance(self, *, on: bool, reason: str, actor: str = "") -> None:
        """Decide whether the department keeps for a financial institution (L-反洗钱法 34).

        It holds for files that are sealed from now on: at least ten years for everybody (X17).

        Raises:
            NotAuthorised: if he does not decide in the last instance.
            NotPermitted: if he says no reason.
            NotAllowedNow: if it is so already.
        """
        act = "变更保管期限的设置"
        person = self.office.person(actor)
        self.office.require(person, "condemn_finally", act)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            if is_financial(work) == on:
                raise NotAllowedNow("financial", "已是如此", "变更", "设置")
            work.put(_SETTINGS, 1, (work.get(_SETTINGS, 1) or {}) | {"financial": on})
            detail = {"financial": on}
            work.record(Act("retention-setting", person.account, at, reason=why, detail=detail))

    def _person(self, actor: str, act: str) -> Person:
        person = self.office.person(actor)
        self.office.require(person, "appraise", act)
        return person

    def _row(self, reader: Reader, person: Person, number: str, act: str) -> tuple[int, Document]:
        return schedule(self.office, reader, person, TABLE, number, act=act, what=WHAT)

    def _open(self, work: Work, person: Person, number: str, act: str) -> tuple[int, Document]:
        key, row = self._row(work, person, number, act)
        if row["state"] != "open":
            raise NotAllowedNow(row["number"], _STATES[row["state"]], act, WHAT)
        return key, row

    def _function(self, person: Person, row: Document, act: str) -> str:
        """Return a member's function in the group."""
        for one in row["members"]:
            if one["person"] == person.person:
                return str(one["function"])
        raise self.office.refused(person, act, who="鉴定小组成员")
