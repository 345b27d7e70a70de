"""Customers who leave the books: deregistered, sealed, and back again (archive.md §6, §8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.life.keeping import Keeping
from archive.life.model import Case, File, Revival, Seal, days, years
from archive.life.opening import papers_of, profile_of
from archive.life.rules import DEREGISTERING, PERSONS, ROLES, may

__all__ = ["STEPS", "Leaving"]

STEPS = ("account", "signature", "letter", "receipt")
_AFTER = {"letter": "signature", "receipt": "letter"}
_OVER = ("APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED")
_SELF = {"kind": "self", "document": "身份证件", "holder_seen_by": "王敏"}


class Leaving(Keeping):
    """What is done on the way out, and back."""

    # --- the joint check --------------------------------------------------------------------------

    def open_lines(self, file: File, *, but: str = "") -> set[str]:
        """Return the lines of §6.3 that the archive knows to be open; ``but``: a joined request."""
        numbers = {one.number for one in self.whole(file)}
        found = {"G1"} if any(one.complaints for one in self.whole(file)) else set()
        role, until = file.frozen
        found |= {"G8"} if file.holds or (role == "legal" and until >= self.today) else set()
        waits = file.voiding[0] and self.today <= days(file.created, 15) and not file.items
        waits = waits or any(
            one.file in numbers and one.state == "proposed" for one in self.mergers.values()
        )
        waits = waits or any(
            one.file in numbers and one.state in ("applied", "checked", "agreed")
            for one in self.revivals.values()
        )
        found |= {"G10"} if waits else set()
        asked = (
            one
            for one in self.requests.values()
            if one.file in numbers and not one.answered and one.number != but
        )
        return found | ({"G11"} if any(asked) else set())

    def blocked(self, case: Case) -> set[str]:
        return self.open_lines(self.files[case.file], but=case.request) | case.unclear()

    def suspend(self, case: Case) -> None:
        file = self.files[case.file]
        if file.state != "DEREG_SUSPENDED":
            file.state, case.since = "DEREG_SUSPENDED", self.today
        case.approvals, case.settled = [], set()

    def follow(self, case: Case) -> None:
        """Let an application go where the joint check leads."""
        file = self.files[case.file]
        if self.blocked(case):
            self.suspend(case)
            return
        if file.state == "DEREG_SUSPENDED":
            file.state, case.since = "DEREG_CHECKING", ""
        if file.state == "DEREG_CHECKING" and not case.unsigned(self.today):
            file.state = "DEREG_CLEARED"

    def _on_case(
        self,
        name: str,
        case: Case,
        may_he: bool | None,
        fits: bool,
        call: Callable[[], Any],
        *,
        waits: bool = False,
    ) -> object:
        """Do something with an application, unless it has waited for too long.

        Args:
            name: what is done.
            case: the application.
            may_he: whether it is his business at all.
            fits: whether the rules let it pass.
            call: does it.
            waits: whether it is refused now, and the application suspended for it.
        """
        if may_he and case.is_over(self.today):
            assert self.act(name, may=False, call=call, leaves=True) is None
            self.end(case)
            return None
        waits = bool(may_he) and fits and waits
        passes = bool(may_he) and fits and not waits
        done = self.act(name, passes, call, leaves=waits)
        if waits:
            self.suspend(case)
        return done

    def end(self, case: Case) -> None:
        """Let the file be what it was before."""
        file = self.files[case.file]
        file.state, file.case, case.since = case.before, "", ""

    def _runs(self, case: Case, *states: str) -> bool:
        file = self.files[case.file]
        return file.case == case.number and file.state in states

    # --- deregistration ---------------------------------------------------------------------------

    def apply(self, account: str, file: File, trigger: str = "D1") -> None:
        who = self.who(account, "apply")
        asked = [
            one.number
            for one in self.requests.values()
            if one.file == file.number and not one.answered
        ]
        request = asked[0] if trigger == "D2" and asked else ""
        fits = trigger != "D2" or (bool(request) and file.kind != "F")
        fits = fits and file.state in ("ACTIVE", "DORMANT", "FROZEN")
        given: dict[str, Any] = {"reason": "不再往来", "settlement": "已对账", "request": request}
        given |= {"authority": _SELF} if trigger in ("D1", "D2") else {"document": "决定一号"}
        done = self.act(
            "deregister",
            fits and may(who, "apply"),
            lambda: self.archive.deregistration.apply(file.number, trigger, actor=who, **given),
        )
        if done:
            self.cases[done.number] = Case(
                done.number, file.number, trigger, PERSONS[who], file.state, request
            )
            file.state, file.case = "DEREG_APPLIED", done.number

    def check_case(self, account: str, case: Case) -> None:
        who, file = self.who(account, "check", [case.applicant]), self.files[case.file]
        fits = self._runs(case, *DEREGISTERING[:4]) and PERSONS[who] != case.applicant
        if self._on_case(
            "check",
            case,
            may(who, "check"),
            fits,
            lambda: self.archive.deregistration.check(case.number, actor=who),
        ):
            case.checks.append(PERSONS[who])
            if file.state == "DEREG_APPLIED":
                file.state = "DEREG_CHECKING"
            self.follow(case)

    def sign_line(
        self, account: str, case: Case, line: str, *, clear: bool = True, balance: str = "0.00"
    ) -> None:
        who = self.who(account, line)
        file, day = self.files[case.file], self.today
        said: dict[str, Any] = {"clear": clear, "text": "" if clear else "未了"}
        if line in ("G3", "G4"):
            said["statement"] = {
                "balance": balance,
                "currency": "CNY",
                "as_of": day,
                "agreed": True,
            }
        known = self.open_lines(file, but=case.request)
        if self._on_case(
            "sign",
            case,
            may(who, line),
            self._runs(case, *DEREGISTERING[1:4]),
            lambda: self.archive.deregistration.sign(case.number, line, actor=who, **said),
            waits=clear and line in known,
        ):
            owed = balance if line == "G3" else "0.00"
            case.lines[line], case.signed[line] = (PERSONS[who], clear, owed), day
            self.follow(case)

    def write_off(self, account: str, case: Case) -> None:
        """Sign that a debt of 12.00 is written off: finance and the general manager (D09)."""
        free = next((one for one in ("finance", "gm") if one not in case.written), "gm")
        who = self.who(account, "write off", office=free)
        fits = self._runs(case, *DEREGISTERING[1:4]) and PERSONS[who] != case.applicant
        fits = fits and len(case.written) < 2 and ROLES[who] not in case.written
        if len(case.written) == 2:
            return
        if self._on_case(
            "sign",
            case,
            may(who, "write off"),
            fits,
            lambda: self.archive.deregistration.write_off(
                case.number, "12.00", document="决定三号", reason="无法收回", actor=who
            ),
        ):
            case.written[ROLES[who]] = PERSONS[who]
            if self.files[case.file].state == "DEREG_SUSPENDED":
                self.follow(case)

    def agree(self, account: str, case: Case) -> None:
        hands = [case.applicant, *case.checks, *case.approvals]
        second = bool(case.approvals)
        who = self.who(account, "agree", hands, "gm" if second else "cs_manager")
        fits = self._runs(case, "DEREG_CLEARED") and PERSONS[who] not in hands
        fits = fits and (ROLES[who] == "gm" or not second)
        fits = fits and (not case.final or second or ROLES[who] == "cs_manager")
        if self._on_case(
            "agree",
            case,
            may(who, "agree"),
            fits,
            lambda: self.archive.deregistration.approve(case.number, actor=who),
            waits=bool(self.blocked(case) | case.unsigned(self.today)),
        ):
            case.approvals.append(PERSONS[who])
            if second or not case.final:
                self.files[case.file].state = "DEREG_APPROVED"

    def refuse(self, account: str, case: Case) -> None:
        hands = [case.applicant, *case.checks, *case.approvals]
        who = self.who(account, "agree", hands)
        if self._on_case(
            "refuse",
            case,
            may(who, "agree"),
            self._runs(case, "DEREG_CLEARED") and PERSONS[who] not in hands,
            lambda: self.archive.deregistration.refuse(case.number, reason="仍要往来", actor=who),
        ):
            self.end(case)

    def withdraw(self, account: str, case: Case) -> None:
        who = self.who(account, "apply")
        if self._on_case(
            "withdraw",
            case,
            may(who, "apply"),
            self._runs(case, *DEREGISTERING),
            lambda: self.archive.deregistration.withdraw(case.number, reason="不办了", actor=who),
        ):
            self.end(case)

    def settle(self, account: str, case: Case, step: str) -> None:
        who = self.who(account, step)
        fits = self._runs(case, "DEREG_APPROVED") and step not in case.settled
        fits = fits and (step not in _AFTER or _AFTER[step] in case.settled)
        if self._on_case(
            "settle",
            case,
            may(who, step),
            fits,
            lambda: self.archive.deregistration.settle(
                case.number, step, document="一号", actor=who
            ),
        ):
            case.settled.add(step)
            if case.settled >= {*STEPS}:
                self.files[case.file].state = "SETTLED"

    def lapse(self, account: str) -> None:
        who = self.who(account, "check")
        over = [
            one
            for one in self.cases.values()
            if one.is_over(self.today) and self._runs(one, "DEREG_SUSPENDED")
        ]
        if over or not may(who, "check"):
            call = self.archive.deregistration.lapse
            if self.act("lapse", may(who, "check"), lambda: call(actor=who)):
                for one in over:
                    self.end(one)

    # --- the seal ---------------------------------------------------------------------------------

    def prepare(self, account: str, file: File) -> None:
        who = self.who(account, "prepare")
        case = self.cases.get(file.case)
        fits = file.state == "SETTLED" and may(who, "prepare")
        if self._at_seal(
            "prepare", file, fits, lambda: self.archive.seals.prepare(file.number, actor=who)
        ):
            assert case is not None
            case.stock = (PERSONS[who], self._pieces(file))

    def confirm(self, account: str, file: File) -> None:
        case = self.cases.get(file.case)
        first, pieces = case.stock if case else ("", 0)
        who = self.who(account, "confirm", [first])
        fits = file.state == "SETTLED" and may(who, "confirm")
        fits = fits and bool(first) and PERSONS[who] != first
        same = pieces == self._pieces(file)
        if not self._at_seal(
            "seal",
            file,
            fits,
            lambda: self.archive.seals.confirm(file.number, actor=who),
            same=same,
        ):
            return
        assert case is not None
        today = self.today
        file.state, file.case = "SEALED", ""
        file.seal = Seal((first, PERSONS[who]), today, case.number)
        file.quiet.add(case.number)
        if file.kind == "F":
            file.code, file.until = "D10", f"{int(today[:4]) + 10}-12-31"
        elif case.trigger == "D2" and file.kind == "Z":
            file.code, file.until = "DEL", today
        else:
            file.code, file.until = "P3", years(today, 3)
        if file.kind != "F":
            file.restricted.add(case.number)

    def _at_seal(
        self,
        name: str,
        file: File,
        fits: bool,
        call: Callable[[], Any],
        *,
        same: bool = True,
    ) -> object:
        """Check everything again (D05): what came up lets the application wait."""
        case = self.cases.get(file.case)
        waits = fits and bool(case and (self.blocked(case) | case.unsigned(self.today)))
        done = self.act(name, fits and not waits and same, call, leaves=waits)
        if waits and case:
            self.suspend(case)
        return done

    def _pieces(self, file: File) -> int:
        return file.items

    def undo(self, account: str, file: File) -> None:
        seal = file.seal
        who = self.who(account, "agree", seal.hands if seal else ())
        fits: bool | None = file.state == "SEALED" and seal is not None and may(who, "agree")
        if fits and seal:
            fits = PERSONS[who] not in seal.hands and self.today <= days(seal.day, 60)
            if fits and self.today > days(seal.day, 15):
                fits = None  # fifteen working days: the calendar has tests of its own
        if self.act(
            "undo",
            fits,
            lambda: self.archive.seals.undo(file.number, reason="误办", actor=who),
        ):
            self._in_use(file)
            file.touched = self.today

    def _in_use(self, file: File) -> None:
        """Let the seal be off; what was frozen before is so again."""
        assert file.seal is not None
        file.state, file.before = ("FROZEN", "ACTIVE") if file.frozen[0] else ("ACTIVE", "")
        for mine in (file.quiet, file.restricted):
            mine.discard(file.seal.case)
        file.seal, file.code, file.until = None, "", ""

    # --- back again -------------------------------------------------------------------------------

    def is_over(self, file: File) -> bool:
        """Whether a file need not be kept any more; on its last day it must (X01)."""
        return file.code == "DEL" or self.today > file.until != ""

    def apply_revival(self, account: str, file: File) -> None:
        who, today = self.who(account, "apply", office="sales"), self.today
        open_one = any(
            one.file == file.number and one.state in ("applied", "checked", "agreed")
            for one in self.revivals.values()
        )
        in_time = file.state in _OVER or (file.state == "SEALED" and not self.is_over(file))
        fits: bool | None = in_time and not open_one and may(who, "apply")
        done = self.act(
            "apply-revival",
            None if fits and file.absorbed else fits,  # its former names may be another's
            lambda: self.archive.revivals.apply(
                file.number,
                profile_of(file.kind, file.no),
                papers=papers_of(file.kind, today),
                reason="恢复供货",
                actor=who,
            ),
        )
        if done and file.seal:
            trigger = self.cases[file.seal.case].trigger
            self.revivals[done.number] = Revival(done.number, file.number, trigger, [PERSONS[who]])
            self.pulled(file)

    def step_revival(self, account: str, row: Revival, step: str = "") -> None:
        """Check it, agree to it, or agree last; "": whatever is next."""
        called = {"applied": "check", "checked": "agree", "agreed": "agree finally"}
        step = step or called.get(row.state, "check")
        who, file = self.who(account, step, row.hands), self.files[row.file]
        fits: bool | None = called.get(row.state) == step and may(who, step)
        fits = fits and PERSONS[who] not in row.hands
        fits = fits and file.state == "SEALED" and not self.is_over(file)
        if fits and file.absorbed:
            fits = None
        call = getattr(self.archive.revivals, step.replace(" ", "_"))
        if self.act("revive", fits, lambda: call(row.number, actor=who)):
            row.hands.append(PERSONS[who])
            if step == "check" or (step == "agree" and row.trigger == "D5"):
                row.state = {"check": "checked", "agree": "agreed"}[step]
                return
            row.state = "revived"
            self._in_use(file)
            file.last = self.today

    def skip_check(self, account: str, row: Revival) -> None:
        """Agree to what nobody may have checked."""
        self.step_revival(account, row, "agree")

    def skip_last(self, account: str, row: Revival) -> None:
        """Agree last to what is not the general manager's, or not yet."""
        self.step_revival(account, row, "agree finally")

    def refuse_revival(self, account: str, row: Revival) -> None:
        called = {"applied": "check", "checked": "agree", "agreed": "agree finally"}
        who = self.who(account, called.get(row.state, "agree"))
        fits = row.state in called and (PERSONS[who] == row.hands[0] or may(who, called[row.state]))
        if self.act(
            "refuse-revival",
            fits,
            lambda: self.archive.revivals.refuse(row.number, reason="不妥", actor=who),
        ):
            row.state = "refused"
