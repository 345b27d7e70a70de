"""Destruction (销毁) to its end: copies accounted for, witnesses' signatures, the report (§7.6)."""

from __future__ import annotations

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.accounting import BECAME, open_copies, refresh
from csdforms.archive.destruction.destroyed_register import remember
from csdforms.archive.destruction.listing import card_of_file
from csdforms.archive.destruction.lists import TABLE
from csdforms.archive.destruction.records import Destruction, live
from csdforms.archive.destruction.running import Running
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document
from csdforms.errors import Held, NotAllowedNow, NotPermitted, UnknownFile

__all__ = ["Destructions"]

_EXECUTING = "executing"
_PAIR = 2


class Destructions(Running):
    """The register of lists of destruction, and all that is done with one.

    Args:
        office: the archive's.
    """

    def account(
        self,
        number: str,
        copy: int,
        became: str,
        *,
        note: str = "",
        until: str = "",
        actor: str = "",
    ) -> Destruction:
        """Put down what became of a known copy (X11).

        Args:
            number: the list's, ``XH-2026-0001``.
            copy: the copy's number in the list's ``execution``.
            became: ``destroyed``, ``recalled``, or ``explained``: it is there still.
            note: what is to be said of it; why, if it is there still. Kept for good.
            until: the day by which it will be gone, if it is there still.
            actor: who executes.

        Raises:
            NotAuthorised: if he does not.
            NotPermitted: if a copy that is there still has no reason, or no day to come; if it
                was in the archive itself, and went with the file.
            UnknownFile, NotAllowedNow: if there is no such list or copy, or it is not executed.
        """
        act = "登记副本的去向"
        person = self._person(actor, "execute", act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _EXECUTING)
            meant = next((one for one in row["execution"]["copies"] if one["no"] == copy), None)
            if meant is None:
                raise UnknownFile(f"{row['number']} 第 {copy} 项", "副本")
            if became not in BECAME:
                raise NotPermitted(f"没有登记：去向应是 {'、'.join(BECAME)} 之一。")
            if meant["swept"] and became != meant["became"]:
                raise NotPermitted("没有登记：这一项在本库内，已随档案销毁，不能另记。")
            if became == "explained":
                said(note, "副本尚在的原因")
                if until <= day_of(at):
                    raise NotPermitted("没有登记：请写明最迟哪天销毁，须在今天以后。")
            meant |= {"became": became, "said": note.strip(), "by": person.person, "at": at}
            meant |= {"until": until} if until else {}
            work.put(TABLE, key, row)
            detail = {"list": row["number"], "copy": copy, "became": became}
            work.record(Act("account-copy", person.account, at, detail=detail))
        return Destruction.of(row)

    def attest(self, number: str, *, actor: str = "") -> Destruction:
        """Sign, as a witness, that it was destroyed (监销签字): 已于……销毁.

        Raises:
            NotAuthorised: if he was not named.
            Held: if a line is not done, or a copy not accounted for.
            UnknownFile, NotAllowedNow: if there is no such list for him, or he has signed.
        """
        act = "监销签字"
        person = self._person(actor, "witness", act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _EXECUTING)
            self._require_witness(person, row, act)
            refresh(self.office, work, row)
            _require_done(row)
            signatures = row["execution"]["signatures"]
            if any(one["by"] == person.person for one in signatures):
                raise NotAllowedNow(row["number"], "您已签字", "再次签字", "销毁清册")
            signatures.append({"by": person.person, "at": at, "text": f"已于{day_of(at)}销毁"})
            work.put(TABLE, key, row)
            detail = {"list": row["number"], "files": row["files"]}
            work.record(Act("attest-destruction", person.account, at, detail=detail))
        return Destruction.of(row)

    def finish(self, number: str, *, note: str = "", actor: str = "") -> Destruction:
        """Report back that all is done (反馈): files are 已销毁, the register remembers them.

        Args:
            number: the list's.
            note: what is to be reported besides; kept for good, so no person's name in it.
            actor: who executes.

        Raises:
            NotAuthorised: if he does not.
            Held: if a line is not done, a copy not accounted for, or a witness has not signed.
            UnknownFile, NotAllowedNow: if there is no such list for him, or it is not executed.
        """
        act = "办结销毁"
        person = self._person(actor, "execute", act)
        with self.office.writing(person) as (work, at):
            key, row = self._open(work, person, number, act, _EXECUTING)
            _require_done(row)
            if len(row["execution"]["signatures"]) < _PAIR:
                raise Held(f"没有办结：{row['number']} 还没有由两位监销人签字。")
            lines = live(row)
            files = sorted({line["file"] for line in lines if "item" not in line})
            for file in files:
                card = card_of_file(work, file)
                states.advance(card, "destroy")
                work.put("files", work.find("files", "number", file)[0], card)
            row["report"] = {"by": person.person, "at": at, "files": len(files)}
            row["report"] |= {"items": sum("item" in line for line in lines)}
            row["report"] |= {"pieces": sum(line["items"] for line in lines)}
            row["report"] |= {"pages": sum(line["pages"] for line in lines)}
            row["report"] |= {"note": note.strip()}
            row |= {"state": "done", "finished_at": at}
            work.put(TABLE, key, row)
            detail = {"list": row["number"], "files": row["files"]}
            work.record(Act("finish-destruction", person.account, at, detail=detail))
        remember(self.office.store)
        return Destruction.of(row)


def _require_done(row: Document) -> None:
    """Let pass if every line is done, and every copy accounted for."""
    undone = [str(line["no"]) for line in live(row) if "done_at" not in line]
    if undone:
        raise Held(f"没有办理：{row['number']} 第 {'、'.join(undone)} 行还没有销毁。")
    if rest := open_copies(row):
        open_ones = "、".join(str(copy["no"]) for copy in rest)
        raise Held(f"没有办理：{row['number']} 还有副本没有着落，第 {open_ones} 项。")
