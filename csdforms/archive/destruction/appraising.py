"""Appraisal (鉴定): what becomes of files that need not be kept any more (archive.md §7.1, §7.2).

A group of five persons says of each file or item: keep it longer (with the new period and why),
split it (what is still needed is taken out and kept, the rest goes), or destroy it. When all have
signed the report it is closed: periods are marked, and what is to go stands on a list of its own.

A row of ``appraisals`` is kept for good::

    {"number": "JD-2026-0001", "at": "…", "by": "周明", "state": "open", "files": ["KH-…"],
     "members": [{"function": "information", "person": "周明", "role": "info_supervisor"}, …],
     "lines": [{"no": 1, "file": "KH-…", "kind": "F", "title": "…", "code": "D10", "due": "…",
                "matters": ["G7"], "must_keep": ["KH-…/3.6-2026-0001"], "outcome": "keep",
                "reason": "…", "new_code": "D30", "new_until": "", "kept": [], "by": "…"}],
     "signatures": [{"person": "周明", "function": "information", "at": "…"}],
     "closed_at": "…", "closed_by": "…", "destruction": "XH-2026-0001"}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csdforms.archive.destruction import listing
from csdforms.archive.destruction.appraisal_desk import TABLE, WHAT, AppraisalDesk
from csdforms.archive.destruction.convening import (
    FUNCTIONS,
    require_sound,
    taken_up,
    the_group,
)
from csdforms.archive.destruction.outcomes import apply, require_decided, written
from csdforms.archive.destruction.pulling import put_back
from csdforms.archive.destruction.records import Appraisal, live
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document
from csdforms.errors import Held, NotAllowedNow, NotPermitted, UnknownFile

__all__ = ["FUNCTIONS", "Appraisals"]


class Appraisals(AppraisalDesk):
    """What a group does, from its meeting to the end of its report.

    Args:
        office: the archive's.
    """

    def convene(
        self, numbers: Sequence[str], members: Mapping[str, str], *, actor: str = ""
    ) -> Appraisal:
        """Bring files, and items by themselves, before a group (提交鉴定).

        Args:
            numbers: of files that are past their retention, and of items past their own.
            members: the person or account for each of :data:`FUNCTIONS`, five persons.
            actor: who convenes; one of them.

        Raises:
            NotAuthorised: if he does not appraise, or the group is not five persons of these
                offices who may know of all these files.
            UnknownFile: if he may not know of a file, or there is no such item.
            Held: if there is no registry, a period is not over (X01), a hold is in force, or the
                log's chain is broken (X18).
            NotAllowedNow: if a file's state does not allow it.
        """
        office = self.office
        person = self._person(actor, "提交鉴定")
        if person.sole:
            raise Held("没有提交：鉴定需要五位不同的人员，请先登记人员。")
        require_sound(office)
        with office.writing(person) as (work, at):
            taken = [taken_up(office, work, person, number, at) for number in numbers]
            if not taken:
                raise NotPermitted("没有提交：请写明要鉴定的档案。")
            what = {(card["number"], item["number"] if item else "") for card, item in taken}
            if len(what) < len(taken):
                raise NotPermitted("没有提交：同一卷、件写了两次，请核对。")
            group = the_group(office, work, person, members, [card for card, _ in taken])
            number = next_number(work, TABLE, at)
            lines = []
            for no, (card, item) in enumerate(taken, start=1):
                found = listing.due_of(work, card, item, at)
                line: Document = {"no": no, "file": found.file, "kind": found.kind}
                line |= {"item": found.item} if item else {}
                line |= {"title": found.title, "code": found.code, "due": found.until}
                lines.append(line | {"matters": found.matters, "must_keep": found.kept})
                if not item:
                    work.put("files", work.find("files", "number", found.file)[0], card)
            files = sorted({line["file"] for line in lines})
            row: Document = {"number": number, "at": at, "by": person.person, "state": "open"}
            row |= {"files": files, "members": group, "lines": lines, "signatures": []}
            work.put(TABLE, work.last_key(TABLE) + 1, row)
            detail = {"appraisal": number, "files": files}
            work.record(Act("appraise", person.account, at, detail=detail))
        return Appraisal.of(row)

    def report(
        self,
        number: str,
        line: int,
        outcome: str,
        *,
        reason: str,
        code: str = "",
        until: str = "",
        keep: Sequence[str] = (),
        pages: int = 0,
        remark: str = "",
        actor: str = "",
    ) -> Appraisal:
        """Write what the group says of one line; what was signed before is to be signed again.

        Args:
            number: the appraisal's, ``JD-2026-0001``.
            line: the line's number.
            outcome: ``keep``, ``split`` or ``destroy``.
            reason: why. It is kept for good: it must name no customer who is a person.
            code: the new class of retention, for what is kept: ``D30`` …
            until: its last day, instead of what the class gives.
            keep: the items that a split takes out and keeps.
            pages: how many sheets of paper there are.
            remark: what else the list is to say; likewise for good.
            actor: who writes: a member.

        Raises:
            NotAuthorised: if he is no member.
            NotPermitted: if something is missing, wrong, or names a person.
            Held: if what is open, or must be kept, is to be destroyed (X14).
            UnknownFile, NotAllowedNow: if there is no such appraisal for him, or it is closed.
        """
        with_words = {"outcome": outcome, "reason": said(reason, "理由"), "new_code": code}
        with_words |= {"new_until": until, "remark": remark.strip()}
        act = "填写鉴定报告"
        person = self._person(actor, act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act)
            self._function(person, row, act)
            meant = next((one for one in live(row) if one["no"] == line), None)
            if meant is None:
                raise UnknownFile(f"{row['number']} 第 {line} 行", WHAT)
            meant |= with_words | {"kept": list(keep), "pages": pages, "by": person.person}
            written(work, row, meant, at)
            row["signatures"] = []
            work.put(TABLE, key, row)
            detail = {"appraisal": row["number"], "line": line, "outcome": outcome}
            work.record(Act("appraise-report", person.account, at, meant["file"], detail=detail))
        return Appraisal.of(row)

    def sign(self, number: str, *, actor: str = "") -> Appraisal:
        """Sign the report (签署).

        Raises:
            NotAuthorised: if he is no member.
            Held: if a line says nothing yet.
            UnknownFile, NotAllowedNow: as :meth:`report`; or he has signed already.
        """
        act = "签署鉴定报告"
        person = self._person(actor, act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act)
            function = self._function(person, row, act)
            require_decided(row)
            if any(one["person"] == person.person for one in row["signatures"]):
                raise NotAllowedNow(row["number"], "您已签署", "再次签署", WHAT)
            signature = {"person": person.person, "function": function, "at": at}
            row["signatures"] = [*row["signatures"], signature]
            work.put(TABLE, key, row)
            detail = {"appraisal": row["number"], "function": function}
            work.record(Act("appraise-sign", person.account, at, detail=detail))
        return Appraisal.of(row)

    def close(self, number: str, *, actor: str = "") -> Appraisal:
        """Carry out the report that all have signed (办结): periods marked, the list drawn up.

        Raises:
            NotAuthorised: if he is no member.
            Held: if somebody has not signed, or something has come up in a file that goes.
            UnknownFile, NotAllowedNow: as :meth:`report`.
        """
        act = "办结鉴定"
        person = self._person(actor, act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act)
            self._function(person, row, act)
            require_decided(row)
            signed = {one["person"] for one in row["signatures"]}
            missing = [one["person"] for one in row["members"] if one["person"] not in signed]
            if missing:
                raise Held(f"没有办结：{row['number']} 还没有签署的有{'、'.join(missing)}。")
            listed = apply(work, row, at, person)
            row |= {"state": "closed", "closed_at": at, "closed_by": person.person}
            row |= {"destruction": listed} if listed else {}
            work.put(TABLE, key, row)
            detail = {"appraisal": row["number"], "files": row["files"]}
            detail |= {"list": listed} if listed else {}
            work.record(Act("appraise-close", person.account, at, detail=detail))
        return Appraisal.of(row)

    def cancel(self, number: str, *, reason: str, actor: str = "") -> Appraisal:
        """Give an appraisal up; its files are sealed as before.

        Raises:
            NotAuthorised: if he is no member.
            NotPermitted: if he says no reason.
            UnknownFile, NotAllowedNow: as :meth:`report`.
        """
        act = "取消鉴定"
        person = self._person(actor, act)
        why = said(reason, "取消的理由")
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act)
            self._function(person, row, act)
            for line in live(row):
                if "item" not in line:
                    put_back(work, line["file"], "reprieve")
            row |= {"state": "cancelled", "closed_at": at, "closed_by": person.person}
            work.put(TABLE, key, row)
            detail = {"appraisal": row["number"], "files": row["files"]}
            work.record(Act("appraise-cancel", person.account, at, reason=why, detail=detail))
        return Appraisal.of(row)
