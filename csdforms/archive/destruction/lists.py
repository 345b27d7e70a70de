"""The register of lists of destruction: whom one exists for, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterator

from csdforms.archive.actor import day_of
from csdforms.archive.destruction.freezing import changed, digest_of_lines
from csdforms.archive.destruction.pulling import pull, put_back, void_approvals
from csdforms.archive.destruction.records import Destruction, Tombstone, live
from csdforms.archive.destruction.schedules import known, schedule
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.states import STATES
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import Held, NotAllowedNow

__all__ = ["TABLE", "ListDesk", "role_with"]

TABLE = "destructions"
_WHAT = "销毁清册"
_STATES = {
    "proposed": "待审批",
    "endorsed": "待终审",
    "approved": "已批准",
    "counting": "清点中",
    "executing": "销毁中",
    "done": "已销毁",
    "refused": "未批准",
    "lapsed": "批准已过期",
    "void": "已全部撤出",
}


class ListDesk:
    """What all acts on lists have in common.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def get(self, number: str, *, actor: str = "") -> Destruction:
        """Return a list, ``XH-2026-0001``; it stays readable for good.

        Raises:
            UnknownFile: if there is none for him.
        """
        person = self.office.person(actor)
        return Destruction.of(self._row(self.office.store, person, number, "查看销毁清册")[1])

    def all(self, *, actor: str = "") -> Iterator[Destruction]:
        """Yield the lists of which somebody may know, oldest first."""
        person, store = self.office.person(actor), self.office.store
        yield from map(Destruction.of, known(store, person, store.rows(TABLE)))

    def tombstone(self, number: str, *, actor: str = "") -> Tombstone:
        """Return what is left of a file that was destroyed.

        Args:
            number: the file's.
            actor: who asks.

        Raises:
            InvalidNumber: if it is written like a file number, but wrongly.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it was not destroyed.
        """
        office, act = self.office, "查看销毁记录"
        person = office.person(actor)
        _, card = listed(office, office.store, person, number, act=act)
        if "tombstone" not in card:
            raise NotAllowedNow(card["number"], STATES[card["state"]].title, act)
        return Tombstone.of(card)

    def _person(self, actor: str, right: str, act: str) -> Person:
        """Return who acts, if he has the right, and others are there to act with him."""
        person = self.office.person(actor)
        self.office.require(person, right, act)
        if person.sole:
            raise Held("没有办理：销毁须有审批人、终审人、执行人和两位监销人，请先登记人员。")
        return person

    def _row(self, reader: Reader, person: Person, number: str, act: str) -> tuple[int, Document]:
        return schedule(self.office, reader, person, TABLE, number, act=act, what=_WHAT)

    def _open(
        self, work: Work, person: Person, number: str, act: str, *allowed: str
    ) -> tuple[int, Document]:
        """Return a list in one of these states."""
        key, row = self._row(work, person, number, act)
        if row["state"] not in allowed:
            raise NotAllowedNow(row["number"], _STATES[row["state"]], act, _WHAT)
        return key, row

    def _recheck(self, work: Work, row: Document, person: Person, at: str) -> str:
        """Return why a list's approval is void now, "" if it stands.

        What is void is written as an act of its own: the caller's must not happen.
        """
        number = row["number"]
        expires = row.get("valid_until", "")
        if expires and day_of(at) > expires:
            why = (
                f"没有办理：{number} 的批准到 {expires} 为止，已过 90 天；各卷恢复封存，重新鉴定。"
            )
            self._lapse(work, row, person, at)
            return why
        moved = {}
        for line in live(row):
            if reason := changed(work, row, line, at):
                moved[line["file"]] = reason
        for file, reason in moved.items():
            pull(work, file, reason, at=at)
        edited = row["digest"] != digest_of_lines(live(row))
        if edited:
            key, row = self._row(work, person, number, "")
            void_approvals(work, row)
            work.put(TABLE, key, row)
        if not moved and not edited:
            return ""
        detail = {"list": number, "files": sorted(moved) or row["files"]}
        work.record(Act("void-approval", person.account, at, detail=detail))
        out = f"撤出 {len(moved)} 卷，" if moved else ""
        return f"没有办理：{number} 编制以后有变动，{out}原批准作废，其余重新报批。"

    def _lapse(self, work: Work, row: Document, person: Person, at: str) -> None:
        """Let the files of a list whose approval is over be sealed as before."""
        key = work.find(TABLE, "number", row["number"])[0]
        files = sorted({line["file"] for line in live(row) if "item" not in line})
        for file in files:
            put_back(work, file, "reprieve")
        row["state"] = "lapsed"
        work.put(TABLE, key, row)
        detail = {"list": row["number"], "files": files}
        work.record(Act("approval-lapsed", person.account, at, detail=detail))


def role_with(person: Person, right: str) -> str:
    """Return the role in which somebody has a right."""
    return next(name for name in person.roles if name in ROLES and right in ROLES[name].rights)
