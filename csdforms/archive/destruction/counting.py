"""Before a list is carried out: the executor names two witnesses, and both count (§7.5).

Nothing is destroyed yet. If what a witness counts is not what the list says, everything stops.
"""

from __future__ import annotations

from collections.abc import Sequence

from csdforms.archive.destruction.approving import Approving, approvers
from csdforms.archive.destruction.convening import require_sound
from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.destruction.lists import TABLE, role_with
from csdforms.archive.destruction.records import Destruction, counted
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.resolving import accounts_of, denied, missing, said
from csdforms.archive.secrecy.roles import ROLES
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import Held, NotAllowedNow

__all__ = ["Counting"]

_APPROVED, _COUNTING = "approved", "counting"
_PAIR = 2
_EXECUTOR = "执行人"


class Counting(Approving):
    """Lists that the executor takes up, and two witnesses count."""

    def begin(
        self,
        number: str,
        witnesses: Sequence[str],
        *,
        place: str,
        method: str,
        actor: str = "",
    ) -> Destruction:
        """Name the witnesses, place and method (开始); nothing is destroyed yet.

        Args:
            number: the list's, ``XH-2026-0001``.
            witnesses: two persons, or accounts of theirs.
            place: where.
            method: how: paper pulped or shredded, never sold; data erased.
            actor: the executor.

        Raises:
            NotAuthorised: if he does not execute, or approved the list.
            NotPermitted: if the witnesses are not two others, of whom one is from outside the
                department, or place or method are missing (X04).
            Held: if there is no registry, the log's chain is broken (X18), the approval is over
                (X06), or something on the list has changed since (X03).
            UnknownFile, NotAllowedNow: if there is no such list for him, or it is not approved.
        """
        act = "执行销毁"
        person = self._person(actor, "execute", act)
        where, how = said(place, "地点"), said(method, "方式")
        require_sound(self.office)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _APPROVED)
            if person.person in approvers(row):
                raise self.office.refused(person, "执行本人审批的清册", who=_EXECUTOR)
            void = self._recheck(work, row, person, at)
            if not void:
                named = self._witnesses(work, person, row, witnesses)
                row["execution"] = {"executor": person.person, "begun_at": at, "place": where}
                row["execution"] |= {"method": how, "witnesses": named}
                row["execution"] |= {"counts": [], "copies": [], "signatures": []}
                row["state"] = _COUNTING
                work.put(TABLE, key, row)
                detail = {"list": row["number"], "files": row["files"]}
                detail["witnesses"] = [one["person"] for one in named]
                work.record(Act("begin-destruction", person.account, at, detail=detail))
        if void:
            raise Held(void)
        return Destruction.of(row)

    def count(self, number: str, pieces: int, *, actor: str = "") -> Destruction:
        """Put down what a witness counted before (清点); it must be what the list says (X05).

        If it is not, everything stops: the executor finds out why, and begins again.

        Args:
            number: the list's.
            pieces: how many pieces (件) there are: versions of profiles, and items.
            actor: the witness.

        Raises:
            NotAuthorised: if he was not named.
            Held: if it is another number.
            UnknownFile, NotAllowedNow: if there is no such list for him, or he has counted.
        """
        act = "清点"
        person = self._person(actor, "witness", act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _COUNTING)
            execution = row["execution"]
            self._require_witness(person, row, act)
            if any(one["by"] == person.person for one in execution["counts"]):
                raise NotAllowedNow(row["number"], "您已清点", "再次清点", "销毁清册")
            equal = pieces == counted(row)
            execution["counts"].append(
                {"by": person.person, "at": at, "pieces": pieces, "equal": equal}
            )
            if not equal:
                row["stopped"] = [*row.get("stopped", []), row.pop("execution")]
                row["state"] = _APPROVED
            work.put(TABLE, key, row)
            detail = {"list": row["number"], "pieces": pieces, "equal": equal}
            work.record(Act("count-destruction", person.account, at, detail=detail))
        if not equal:
            raise Held(
                f"停止销毁：{row['number']} 清册为 {counted(row)} 件，清点为 {pieces} 件。"
                "请查明原因后重新开始。"
            )
        return Destruction.of(row)

    def _witnesses(
        self, work: Work, person: Person, row: Document, named: Sequence[str]
    ) -> list[Document]:
        """Return the two witnesses, if they may be.

        Neither executor, proposer nor approver, two persons, both cleared for all files, one of
        them of no office inside the department (X04).
        """
        found: list[Document] = []
        gap = "" if len(named) == _PAIR else "须为两位"
        for who in named:
            accounts = [one for one in accounts_of(work, who) if one.may("witness")]
            gap = gap or ("" if accounts else "没有登记，或不是监销人")
            for file in row["files"] if not gap else ():
                gap = gap or missing(card_of_file(work, file), accounts)
            if not gap:
                every = [role for one in accounts_of(work, who) for role in one.roles]
                outside = not any(ROLES[role].inside for role in every if role in ROLES)
                found.append({"person": accounts[0].person, "outside": outside})
                found[-1]["role"] = role_with(accounts[0], "witness")
        persons = {one["person"] for one in found}
        if not gap and len(persons) < _PAIR:
            gap = "须是两位不同的人员"
        if not gap and persons & {person.person, row["by"], *approvers(row)}:
            gap = "不能是执行人、提出人或审批人"
        if not gap and not any(one["outside"] for one in found):
            gap = "至少一位来自部门以外"
        if gap:
            raise denied(self.office, person, f"监销人{gap}", subject="", act="指定监销人")
        return found

    def _require_witness(self, person: Person, row: Document, act: str) -> None:
        """Let a named witness pass."""
        if person.person not in {one["person"] for one in row["execution"]["witnesses"]}:
            raise self.office.refused(person, act, who="这份清册的监销人")
