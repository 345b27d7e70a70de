"""A list of destruction is approved by two persons, and for ninety days (archive.md §7.4).

First the department's manager, then the general manager; neither proposed it or sat in the group
that appraised. Both approve what the list's digest freezes: whatever is changed afterwards makes
the approval void.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.destruction.lists import TABLE, ListDesk, role_with
from csdforms.archive.destruction.outcomes import require_anonymous
from csdforms.archive.destruction.proposing import draw_up_deletion
from csdforms.archive.destruction.pulling import put_back
from csdforms.archive.destruction.records import Destruction, live
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.secrecy.resolving import listed, said
from csdforms.archive.store import Act, Document
from csdforms.errors import Held

__all__ = ["Approving", "approvers", "makers"]

_VALID = dt.timedelta(days=90)
_MANAGER = "cs_manager"
_PROPOSED, _ENDORSED, _APPROVED = "proposed", "endorsed", "approved"
#: The two steps: the right, what a refusal calls it, and whose it is.
_STEPS = (
    ("condemn", "审批销毁清册", "客户服务部经理"),
    ("condemn_finally", "终审销毁清册", "总经理"),
)


class Approving(ListDesk):
    """Lists in the hands of those who approve them."""

    def propose_deletion(self, file: str, request: str, *, actor: str = "") -> Destruction:
        """Propose that a person's data be destroyed because he asks for it (§7.8).

        Args:
            file: the number of the file, sealed for deletion.
            request: the request's, ``QQ-2026-0001``.
            actor: who answers requests.

        Raises:
            NotAuthorised: if he does not.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it is not sealed.
            Held: if there is no registry, or it may only be restricted.
        """
        act = "提请删除"
        person = self._person(actor, "answer_request", act)
        request = request.strip().upper()
        with self.office.writing(person) as (work, at):
            _, card = listed(self.office, work, person, file, act=act)
            number = draw_up_deletion(work, card, at, person, request=request)
            detail = {"list": number, "request": request}
            work.record(Act("propose-deletion", person.account, at, card["number"], detail=detail))
            row = self._row(work, person, number, act)[1]
        return Destruction.of(row)

    def approve(self, number: str, *, actor: str = "") -> Destruction:
        """Approve a list as it is frozen (批准): the first step, or the last.

        Args:
            number: the list's, ``XH-2026-0001``.
            actor: who approves.

        Raises:
            NotAuthorised: if the step is not his, or he had a hand in the list.
            Held: if something on it has changed since (X03): what changed is taken off, and the
                rest is to be approved anew.
            UnknownFile, NotAllowedNow: if there is no such list for him, or it is decided already.
        """
        right, act, _ = _STEPS[0]
        person = self._person(actor, right, act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _PROPOSED, _ENDORSED)
            step = len(row["approvals"])
            self._require_apart(work, person, row, step)
            void = self._recheck(work, row, person, at)
            if not void:
                right, last = _STEPS[step][0], step == len(_STEPS) - 1
                approval: Document = {"by": person.person, "role": role_with(person, right)}
                approval |= {"at": at, "step": step + 1, "digest": row["digest"]}
                row["approvals"] = [*row["approvals"], approval]
                row["state"] = _APPROVED if last else _ENDORSED
                if last:
                    today = dt.date.fromisoformat(day_of(at))
                    row["valid_until"] = (today + _VALID).isoformat()
                files = sorted({line["file"] for line in live(row) if "item" not in line})
                for file in files:
                    card = card_of_file(work, file)
                    if last:
                        states.advance(card, "condemn")
                        work.put("files", work.find("files", "number", file)[0], card)
                    else:
                        states.require(file, card["state"], "endorse")
                work.put(TABLE, key, row)
                detail: dict[str, Any] = {"list": row["number"], "files": row["files"]}
                detail |= {"digest": row["digest"]}
                name = "condemn" if last else "endorse-destruction"
                work.record(Act(name, person.account, at, detail=detail))
        if void:
            raise Held(void)
        return Destruction.of(row)

    def refuse(self, number: str, *, reason: str, actor: str = "") -> Destruction:
        """Refuse a list (否决); its files are sealed as before.

        Args:
            number: the list's.
            reason: why; kept for good, so no person's name in it.
            actor: who would approve.

        Raises:
            NotAuthorised, UnknownFile, NotAllowedNow: as :meth:`approve`.
            NotPermitted: without a reason.
        """
        right, act, _ = _STEPS[0]
        person = self._person(actor, right, act)
        why = said(reason, "否决的理由")
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _PROPOSED, _ENDORSED)
            self._require_apart(work, person, row, len(row["approvals"]))
            for file in row["files"]:
                require_anonymous(card_of_file(work, file), why)
            for file in {line["file"] for line in live(row) if "item" not in line}:
                put_back(work, file, "spare")
            row |= {"state": "refused", "refused": {"by": person.person, "at": at, "reason": why}}
            work.put(TABLE, key, row)
            detail = {"list": row["number"], "files": row["files"]}
            work.record(Act("refuse-destruction", person.account, at, reason=why, detail=detail))
        return Destruction.of(row)

    def _require_apart(self, reader: Reader, person: Person, row: Document, step: int) -> None:
        """Let somebody pass whose step it is, and who had no hand in the list before."""
        right, act, who = _STEPS[step]
        # One general manager is all there is: the first step would leave nobody for the last.
        if not person.may(right) or (step == 0 and _MANAGER not in person.roles):
            raise self.office.refused(person, act, who=who)
        if person.person in makers(reader, row) | approvers(row):
            raise self.office.refused(person, f"{act}（本人提出、鉴定或已审批过）", who=who)


def makers(reader: Reader, row: Document) -> set[str]:
    """Return who proposed a list, and who sat in the group that appraised."""
    found = entry(reader, "appraisals", row.get("appraisal", ""))
    group = {one["person"] for one in found[1]["members"]} if found else set()
    return {row["by"], *group}


def approvers(row: Document) -> set[str]:
    """Return who approved a list as it stands."""
    return {one["by"] for one in row["approvals"]}
