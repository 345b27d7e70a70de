"""Files that are sealed by two persons, and taken back (封存; archive.md §6.4, §6.5).

The first person takes stock of everything in the file, the second one confirms that it is so; at
both moments everything is checked again that could stand in the way. What the inventory says is
proved later by its hash (:mod:`csdforms.archive.deregistration.seal_register`). A deregistration by
mistake is undone within 15 working days.
"""

from __future__ import annotations

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.checking import Partners, ask, recheck, suspend
from csdforms.archive.deregistration.inventory import hash_of, inventory_of
from csdforms.archive.deregistration.records import DEREGISTRATIONS
from csdforms.archive.deregistration.seal_register import SealRegister
from csdforms.archive.deregistration.seals import (
    SEALS,
    Seal,
    as_active,
    pending,
    seal_of,
    sealed,
    signed,
    unsealed,
)
from csdforms.archive.destruction.retention import is_financial
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.outgoing.loans import out_of_file
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import denied, listed, said
from csdforms.archive.store import Act, Document, Work
from csdforms.archive.workdays import Calendar
from csdforms.errors import Held, NotCleared

__all__ = ["UNDO_WITHIN", "Seals"]

#: Working days after the seal within which a mistake is undone.
UNDO_WITHIN = 15

_SEAL, _CONFIRM, _UNDO = "封存", "会同封存", "撤销注销"
_CONSENTS = "原有的同意不因撤销而恢复，须重新告知并取得同意。"


class Seals(SealRegister):
    """The register of seals, and the acts that write it.

    All acts raise:
        NotAuthorised: if whoever acts has no right to it, or had the other hand in it; noted.
        UnknownFile: if there is no such file for him; noted.
        NotAllowedNow: if the file's state does not allow it.

    Args:
        office: the archive's.
        partners: the systems outside that are asked, by name.
    """

    def __init__(self, office: Office, *, partners: Partners | None = None) -> None:
        super().__init__(office)
        self._partners = partners or {}

    def prepare(self, number: str, *, actor: str = "") -> Seal:
        """Take stock of a settled file that is to be sealed (清点); the only keeper seals it.

        Args:
            number: the file's number.
            actor: the first of the two persons.

        Raises:
            Held: if anything is on loan (D19).
            NotCleared: if something is open, or a signature is stale by now (D05); the
                deregistration waits again, and that is kept.
        """
        office = self.office
        person = self._who("seal", _SEAL, actor)
        asked = self._ask(person, number)
        with office.writing(person) as (work, at):
            key, card = listed(office, work, person, number, act=_SEAL)
            states.require(card["number"], card["state"], "prepare-seal")
            open_now = self._open(work, person, card, asked, at)
            if not open_now:
                seal_key, row = pending(work, card)
                inventory = inventory_of(work, card)
                row |= {
                    "number": row.get("number") or next_number(work, SEALS, at),
                    "file": card["number"],
                    "deregistration": card["deregistration"],
                    "state": "prepared",
                    "inventory": inventory,
                    "digest": hash_of(card["number"], inventory),
                    "prepared": signed(person, at),
                }
                work.put(SEALS, seal_key, row)
                detail = {"seal": row["number"], "papers": len(inventory)}
                act = Act("prepare-seal", person.account, at, card["number"], detail=detail)
                work.record(act)
                if person.sole:
                    self._seal(work, person, key, card, at)
                    row = seal_of(work, card)[1]
        if open_now:
            raise NotCleared(card["number"], open_now, act=_SEAL)
        return Seal.of(row)

    def confirm(self, number: str, *, actor: str = "") -> Seal:
        """Seal a file of which another person took stock (会同封存), if it is all still so.

        Args:
            number: the file's number.
            actor: the second of the two persons.

        Raises:
            Held: if nobody took stock, if the file has changed since, or anything is on loan.
            NotCleared: as :meth:`prepare`.
        """
        office = self.office
        person = self._who("second_seal", _CONFIRM, actor)
        asked = self._ask(person, number)
        with office.writing(person) as (work, at):
            key, card = listed(office, work, person, number, act=_CONFIRM)
            file = card["number"]
            states.require(file, card["state"], "seal")
            _, row = pending(work, card)
            if not row:
                raise Held(f"没有封存：档案 {file} 还没有清点，请先由客户信息主管清点。")
            if row["prepared"]["by"] == person.person and not person.sole:
                raise office.refused(person, _CONFIRM, subject=file, who="清点人以外的一人")
            open_now = self._open(work, person, card, asked, at)
            if not open_now:
                self._seal(work, person, key, card, at)
                row = seal_of(work, card)[1]
        if open_now:
            raise NotCleared(file, open_now, act=_SEAL)
        return Seal.of(row)

    def undo(self, number: str, *, reason: str, actor: str = "") -> Seal:
        """Take a seal back that was a mistake (撤销注销): the customer is on the books again.

        Everything is as before, but for the consents, which ended with the seal.

        Args:
            number: the file's number.
            reason: what the mistake was.
            actor: who decides; neither of the two who sealed it.

        Raises:
            NotPermitted: without a reason, or later than 15 working days (D21).
        """
        office = self.office
        person = self._who("agree", _UNDO, actor)
        why = said(reason, "误办的情况")
        calendar = Calendar(office)
        with office.writing(person) as (work, at):
            key, card = listed(office, work, person, number, act=_UNDO)
            file = card["number"]
            states.require(file, card["state"], "undo")
            seal_key, row = seal_of(work, card)
            if person.person in (row["prepared"]["by"], row["sealed"]["by"]) and not person.sole:
                raise office.refused(person, _UNDO, subject=file, who="没有经手封存的经理")
            last = calendar.after(card["sealed"]["day"], UNDO_WITHIN)
            if day_of(at) > last:
                text = f"封存已超过 {UNDO_WITHIN} 个工作日（到 {last} 为止），请办理恢复"
                raise denied(office, person, text, subject=file, act=_UNDO)
            states.advance(card, "undo")
            unsealed(work, card, row)
            as_active(card)
            work.put("files", key, card)
            row |= {"state": "undone", "undone": signed(person, at) | {"reason": why}}
            work.put(SEALS, seal_key, row)
            detail = {"seal": row["number"]}
            work.record(Act("undo", person.account, at, file, "", why, detail))
        return Seal.of(row, _CONSENTS, calendar.warning(row["sealed"]["at"], last))

    def _ask(self, person: Person, number: str) -> tuple[Blocker, ...]:
        """Ask the systems outside about a file of which somebody may know."""
        if not self._partners:
            return ()
        card = listed(self.office, self.office.store, person, number, act=_SEAL)[1]
        return ask(self._partners, card["number"])

    def _open(
        self, work: Work, person: Person, card: Document, asked: tuple[Blocker, ...], at: str
    ) -> tuple[Blocker, ...]:
        """Return what stands in the way of the seal; the application then waits again (D05)."""
        file = card["number"]
        if out := sum(1 for _ in out_of_file(work, file)):
            raise Held(f"没有封存：档案 {file} 还有 {out} 件借出未还，请先收回。")
        key, row = _application(work, card["deregistration"])
        if found := recheck(work, row, card, at=at, asked=asked):
            suspend(row, card, found, at=at)
            work.put(DEREGISTRATIONS, key, row)
            work.put("files", work.find("files", "number", file)[0], card)
            detail = {"application": row["number"], "state": row["state"]}
            detail["lines"] = list(dict.fromkeys(one.line for one in found))
            work.record(Act("suspend-deregistration", person.account, at, file, detail=detail))
        return found

    def _seal(self, work: Work, person: Person, key: int, card: Document, at: str) -> None:
        """Seal a file of which stock was taken, and end the application."""
        file = card["number"]
        seal_key, row = pending(work, card)
        if hash_of(file, inventory_of(work, card)) != row["digest"]:
            raise Held(f"没有封存：档案 {file} 清点以后有变动，请重新清点。")
        dereg_key, application = _application(work, card["deregistration"])
        trigger, financial = application["trigger"], is_financial(work)
        states.advance(card, "seal")
        sealed(card, row, signed(person, at), trigger, financial=financial)
        work.put("files", key, card)
        work.put(SEALS, seal_key, row)
        work.put(DEREGISTRATIONS, dereg_key, application | {"state": "sealed", "ended_at": at})
        detail = {"seal": row["number"], "deregistration": application["number"]}
        detail |= {"digest": row["digest"], "papers": len(row["inventory"])}
        work.record(Act("seal-file", person.account, at, file, detail=detail))


def _application(reader: Reader, number: str) -> tuple[int, Document]:
    found = entry(reader, DEREGISTRATIONS, number)
    assert found is not None
    return found
