"""Deregistration (注销): application, joint check, approval, settlement (archive.md §6; flow 4.17).

It is not destruction: what follows the settlement is the seal
(:mod:`csdforms.archive.deregistration.sealing_off`), and the retention begins. Two tracks are kept
apart: a request about personal data is answered in its own time
(:mod:`csdforms.archive.personal_data`); an application may join it, and then neither waits for the
other's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.archive.deregistration import applying, deciding, settling, signing
from csdforms.archive.deregistration.checking import Partners
from csdforms.archive.deregistration.desk import Desk
from csdforms.archive.deregistration.records import Application
from csdforms.archive.office import Office
from csdforms.archive.secrecy.resolving import located

__all__ = ["Deregistration"]


class Deregistration:
    """The register of applications for deregistration.

    All acts raise:
        NotAuthorised: if whoever acts has no right to it, or had another hand in it; noted.
        UnknownFile: if there is no such file or application for him; noted.
        NotAllowedNow: if the state does not allow it.
        NotPermitted: if something is missing, or cannot be so; without a reason.

    Whatever act meets an application that was suspended for 90 days ends it first.

    Args:
        office: the archive's.
        partners: systems outside (ERP …) that are asked at each check, by name; what one of them
            fails to answer stands in the way (D25).
    """

    def __init__(self, office: Office, partners: Partners | None = None) -> None:
        self._desk = Desk(office, partners or {})

    def apply(
        self,
        number: str,
        trigger: str,
        *,
        reason: str,
        settlement: str,
        balance: str = "",
        balance_as_of: str = "",
        authority: Mapping[str, Any] | None = None,
        document: str = "",
        request: str = "",
        applied_on: str = "",
        actor: str = "",
    ) -> Application:
        """Apply for the deregistration of a customer (申请注销); new business stops at once.

        Args:
            number: the file's number.
            trigger: ``D1`` to ``D8``, see :data:`~.triggers.TRIGGERS`; what is something else
                (重复, 误建, 休眠, 冻结) is refused with what to do instead.
            reason: why.
            settlement: how the account is to be settled.
            balance: what the customer owes as far as is known, ``1200.00``; below zero it is owed
                to him, and a refund must be proven before the file is sealed.
            balance_as_of: the day of that balance, ``2026-11-20``.
            authority: who asks in the customer's name, see :mod:`~.authority`.
            document: what proves the trigger: a decision, a certificate, a court's number.
            request: the request about personal data that is joined, ``QQ-2026-0001``; D2 needs one.
            applied_on: the day of the application, ``2026-11-22``; "" is today.
            actor: who acts.
        """
        return applying.apply(
            self._desk,
            number,
            trigger,
            reason=reason,
            settlement=settlement,
            balance=balance,
            balance_as_of=balance_as_of,
            authority=authority,
            document=document,
            request=request,
            applied_on=applied_on,
            actor=actor,
        )

    def check(self, number: str, *, actor: str = "") -> Application:
        """Begin the joint check, or look again (联合核查); all that is open is named at once.

        With anything open the application is ``suspended``; when that is settled, the next look
        lets it go on, and with the last fresh signature it is ``cleared``.

        Args:
            number: the application's, ``ZX-2026-0001``.
            actor: who leads the check; not the applicant.
        """
        return signing.check(self._desk, number, actor=actor)

    def sign(
        self,
        number: str,
        line: str,
        *,
        clear: bool,
        text: str = "",
        statement: Mapping[str, Any] | None = None,
        actor: str = "",
    ) -> Application:
        """Sign a line of the joint check (签署); a line that is not clear suspends at once.

        A signature holds for 30 days. What the archive knows to be open cannot be signed away.

        Args:
            number: the application's.
            line: ``G1`` to ``G12``.
            clear: whether nothing is open.
            text: what is open, or what is to be said.
            statement: of G3 and G4 the statement of account, see :mod:`~.joint_check`.
            actor: who signs: an owner of the line.

        Raises:
            NotCleared: if the archive knows that something is open in this line; the application
                is suspended all the same.
        """
        return signing.sign(
            self._desk, number, line, clear=clear, text=text, statement=statement, actor=actor
        )

    def write_off(
        self, number: str, amount: str, *, document: str, reason: str, actor: str = ""
    ) -> Application:
        """Sign the decision to write off what the customer owes (核销): finance and gm together.

        G3 passes then, if exactly this is the balance, and the general manager decides finally.

        Args:
            number: the application's.
            amount: what is written off, ``1200.00``.
            document: the decision's number.
            reason: why.
            actor: who signs.
        """
        return signing.write_off(
            self._desk, number, amount, document=document, reason=reason, actor=actor
        )

    def approve(self, number: str, *, reason: str = "", actor: str = "") -> Application:
        """Approve (批准注销): the manager; where §6.4 asks for him, then the general manager.

        The applicant, who led the check, and the two who approve are different persons.

        Args:
            number: the application's.
            reason: what is to be said.
            actor: who approves.

        Raises:
            NotCleared: if something is open now, or a signature is stale; it is not approved, and
                suspended.
        """
        return deciding.approve(self._desk, number, reason=reason, actor=actor)

    def refuse(self, number: str, *, reason: str, actor: str = "") -> Application:
        """Refuse an application (否决); the file is what it was before."""
        return deciding.refuse(self._desk, number, reason=reason, actor=actor)

    def settle(
        self,
        number: str,
        step: str,
        *,
        document: str,
        on: str = "",
        how: str = "",
        actor: str = "",
    ) -> Application:
        """Put down one paper of the settlement (结清); with the last one it is ``settled``.

        Args:
            number: the application's.
            step: ``account``, ``refund`` (where money is owed to the customer), ``signature`` (the
                head of the department signs the letter), ``letter``, ``receipt``.
            document: the paper's number.
            on: its day, ``2026-11-22``; "" is today.
            how: how it was sent, paid or received.
            actor: who acts.
        """
        return settling.settle(
            self._desk, number, step, document=document, on=on, how=how, actor=actor
        )

    def withdraw(self, number: str, *, reason: str, actor: str = "") -> Application:
        """Take an application back (撤回), at any time before the seal; see :meth:`refuse`."""
        return applying.withdraw(self._desk, number, reason=reason, actor=actor)

    def lapse(self, *, actor: str = "") -> list[Application]:
        """End the applications that were suspended for 90 days; return them."""
        return deciding.lapse(self._desk, actor=actor)

    def set_final(self, *, on: bool, reason: str, actor: str = "") -> None:
        """Settle whether the general manager decides finally on all deregistrations."""
        deciding.set_final(self._desk, on=on, reason=reason, actor=actor)

    def applications(
        self, *, file: str = "", overdue_only: bool = False, every: bool = False, actor: str = ""
    ) -> Iterator[Application]:
        """Return the applications that run, oldest first.

        Args:
            file: only those of this file.
            overdue_only: only those that should be decided by now, or end for having waited.
            every: also those that are over.
            actor: who asks: whoever has to do with deregistrations.
        """
        desk = self._desk
        person, at = desk.office.person(actor), desk.office.moment()
        desk.require_reader(person, "查看注销申请")
        meant = located(desk.office.store, file) if file else None
        for case in desk.cases(person, at):
            if file and (meant is None or meant[0] != case.place):
                continue
            one = desk.handed(case.row, at)
            is_late = one.overdue or desk.is_over(case.row, at)
            if (every or not one.ended_at) and (is_late or not overdue_only):
                yield one

    def application(self, number: str, *, actor: str = "") -> Application:
        """Return one application with its reason and settlement; noted in the log."""
        desk = self._desk
        act = "查看注销申请"
        person, at = desk.office.person(actor), desk.office.moment()
        desk.require_reader(person, act)
        case = desk.case(desk.office.store, person, number, at=at, act=act)
        detail = {"application": case.row["number"]}
        desk.office.note("show-deregistration", person, subject=case.row["file"], **detail)
        return desk.handed(case.row, at, whole=True)
