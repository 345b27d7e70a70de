"""Files at their end: appraised, listed, approved, destroyed before witnesses (archive.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from archive.life.leaving import Leaving
from archive.life.model import Appraisal, File, List, days, years
from archive.life.rules import INSIDE, MEMBERS, PERSONS, ROLES, may
from archive.life.world import SAME

__all__ = ["Ending"]

_GROUP = {PERSONS[one] for one in MEMBERS.values()}
_RUNS = ("proposed", "endorsed", "approved", "counting", "executing")


class Ending(Leaving):
    """What is done to files that need not be kept any more."""

    # --- the group --------------------------------------------------------------------------------

    def convene(self, account: str, files: Sequence[File], secrecy: str = "jie") -> str:
        who = self._of_group(account)
        fits = bool(files) and all(
            one.state == "SEALED" and self.is_over(one) and not one.holds for one in files
        )
        group = MEMBERS | {"secrecy": secrecy}
        fits = (
            fits
            and secrecy == "jie"
            and PERSONS[who] in _GROUP
            and len(files) == len({one.number for one in files})
        )
        numbers = [one.number for one in files]
        done = self.act(
            "convene",
            fits and may(who, "appraise"),
            lambda: self.archive.appraisals.convene(numbers, group, actor=who),
        )
        if done is None:
            return ""
        lines = dict(enumerate(numbers, start=1))
        self.appraisals[done.number] = Appraisal(done.number, lines)
        for one in files:
            one.state = "APPRAISAL"
        return done.number

    def report(self, account: str, row: Appraisal, line: int, outcome: str = "destroy") -> None:
        who = self._of_group(account)
        file = self.files[row.lines.get(line, next(iter(self.files)))]
        fits: bool | None = row.state == "open" and line in row.lines and self._member(who)
        kept = outcome == "keep"
        until = years(self.today, 5) if kept else ""
        if fits and not kept and (file.holds or self.open_lines(file)):
            fits = False
        if self.act(
            "report",
            None if fits and self._may_be_kept(file) else fits,
            lambda: self.archive.appraisals.report(
                row.number, line, outcome, reason="期满", until=until, actor=who
            ),
        ):
            row.outcomes[line] = until or "destroy"
            row.signed = set()

    def sign_report(self, account: str, row: Appraisal) -> None:
        rest = [one for one in MEMBERS.values() if PERSONS[one] not in row.signed]
        who = {"": (rest or ["zhou"])[0], SAME: "zhou2"}.get(account, account)
        fits = row.state == "open" and self._member(who) and {*row.outcomes} >= {*row.lines}
        if self.act(
            "sign-report",
            fits and PERSONS[who] not in row.signed,
            lambda: self.archive.appraisals.sign(row.number, actor=who),
        ):
            row.signed.add(PERSONS[who])

    def close(self, account: str, row: Appraisal) -> None:
        who = self._of_group(account)
        going = [one for no, one in row.lines.items() if row.outcomes.get(no) == "destroy"]
        bad = any(self.open_lines(self.files[one]) for one in going)
        fits: bool | None = row.state == "open" and self._member(who) and not bad
        fits = fits and {*row.outcomes} >= {*row.lines} and row.signed == _GROUP
        if fits and any(self._may_be_kept(self.files[one]) for one in going):
            fits = None
        done = self.act("close", fits, lambda: self.archive.appraisals.close(row.number, actor=who))
        if done is None:
            return
        row.state = "closed"
        for no, number in row.lines.items():
            file = self.files[number]
            if number in going:
                file.state, file.changed, file.on = "DESTROY_PROPOSED", False, done.destruction
            else:
                file.state, file.until = "SEALED", row.outcomes[no]
        if done.destruction:
            makers = _GROUP | {PERSONS[who]}
            self.lists[done.destruction] = List(done.destruction, going, makers, PERSONS[who])

    def cancel(self, account: str, row: Appraisal) -> None:
        who = self._of_group(account)
        if self.act(
            "cancel",
            row.state == "open" and self._member(who),
            lambda: self.archive.appraisals.cancel(row.number, reason="改期", actor=who),
        ):
            row.state = "cancelled"
            for number in row.lines.values():
                self.files[number].state = "SEALED"

    def propose_deletion(self, account: str, file: File) -> None:
        """Propose that a person's data go because he asks for it (§7.8)."""
        who = self.who(account, "answer")
        asked = [one.number for one in self.requests.values() if one.file == file.number]
        joined = self.cases[file.seal.case].request if file.seal else ""
        request = joined or (asked or ["QQ-2026-9999"])[0]
        fits = file.state == "SEALED" and file.code == "DEL" and not file.holds
        fits = fits and not self.open_lines(file, but=request) and may(who, "answer")
        done = self.act(
            "propose-deletion",
            None if fits and self._may_be_kept(file) else fits,
            lambda: self.archive.destructions.propose_deletion(file.number, request, actor=who),
        )
        if done:
            file.state, file.changed, file.on = "DESTROY_PROPOSED", False, done.number
            person = PERSONS[who]
            self.lists[done.number] = List(
                done.number, [file.number], {person}, person, request=request
            )

    @staticmethod
    def _of_group(account: str) -> str:
        """Return who acts for the group; the supervisor's other account is not of it."""
        return {"": "zhou", SAME: "zhou2"}.get(account, account)

    @staticmethod
    def _member(who: str) -> bool:
        """Whether he sits in the group; the other account of a member has not the right."""
        return PERSONS[who] in _GROUP and may(who, "appraise")

    def _may_be_kept(self, file: File) -> bool:
        """Whether there may be papers in it with periods of their own (X16)."""
        return any(one.items for one in self.whole(file))

    # --- the list ---------------------------------------------------------------------------------

    def pulled(self, file: File) -> None:
        """Take a file off its appraisal or list (X02, X03); the rest waits for approval anew."""
        for one in self.appraisals.values():
            lines = {no: number for no, number in one.lines.items() if number != file.number}
            if one.state == "open" and lines != one.lines:
                one.lines, one.signed = lines, set()
                one.outcomes = {no: said for no, said in one.outcomes.items() if no in lines}
                one.state = "open" if lines else "cancelled"
        row = self.lists.get(file.on)
        file.on = ""
        if file.state in ("APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"):
            file.state = "SEALED"
            if row:
                row.files.remove(file.number)
                self._anew(row)

    def _anew(self, row: List) -> None:
        """Let a list wait for its approvals again."""
        row.approvals, row.until, row.witnesses, row.counts = [], "", set(), set()
        row.state = "proposed" if row.files else "void"
        for number in row.files:
            self.files[number].state = "DESTROY_PROPOSED"

    def _on_list(
        self, name: str, row: List, fits: bool, call: Callable[[], Any], *, last: bool = True
    ) -> object:
        """Do something with a list, if it still stands: it is looked at again each time.

        ``last``: whether nothing is asked after that look.
        """
        listed = [self.files[one] for one in row.files]
        changed = [one for one in listed if one.changed or self.open_lines(one, but=row.request)]
        over = bool(row.until) and self.today > row.until
        void = fits and (over or bool(changed))
        done = self.act(name, fits and not void and last, call, leaves=void)
        if void and over:
            for one in row.files:
                self.files[one].state, self.files[one].on = "SEALED", ""
            row.state = "lapsed"
        elif void:
            for file in changed:
                self.pulled(file)
        return done

    def condemn(self, account: str, row: List) -> None:
        second = bool(row.approvals)
        who = self.who(
            account, "condemn", row.makers | {*row.approvals}, "gm" if second else "cs_manager"
        )
        fits = row.state in ("proposed", "endorsed")
        fits = fits and may(who, "condemn finally" if second else "condemn")
        fits = fits and PERSONS[who] not in row.makers | {*row.approvals}
        if self._on_list(
            "condemn",
            row,
            fits,
            lambda: self.archive.destructions.approve(row.number, actor=who),
        ):
            row.approvals.append(PERSONS[who])
            row.state = "approved" if second else "endorsed"
            if second:
                row.until = days(self.today, 90)
                for one in row.files:
                    self.files[one].state = "DESTROY_APPROVED"

    def spare(self, account: str, row: List) -> None:
        second = bool(row.approvals)
        who = self.who(
            account, "condemn", row.makers | {*row.approvals}, "gm" if second else "cs_manager"
        )
        fits = row.state in ("proposed", "endorsed")
        fits = fits and may(who, "condemn finally" if second else "condemn")
        fits = fits and PERSONS[who] not in row.makers | {*row.approvals}
        if self.act(
            "spare",
            fits,
            lambda: self.archive.destructions.refuse(row.number, reason="再留", actor=who),
        ):
            row.state = "refused"
            for one in row.files:
                self.files[one].state, self.files[one].on = "SEALED", ""

    def begin(self, account: str, row: List, witnesses: Sequence[str] = ("jian", "qian")) -> None:
        """Name the witnesses: two others, one from outside the department (X04)."""
        who = self.who(account, "execute")
        named = [PERSONS[one] for one in witnesses]
        fits = row.state == "approved" and may(who, "execute")
        good = len(named) == 2 == len({*named} - {PERSONS[who], row.by, *row.approvals})
        # A witness is a person: whatever account of his is named, all his offices count.
        offices = [{ROLES[a] for a, p in PERSONS.items() if p == one} for one in named]
        good = good and all(any(self._witnesses(r) for r in mine) for mine in offices)
        good = good and any(not mine & INSIDE for mine in offices)
        if self._on_list(
            "begin",
            row,
            fits,
            lambda: self.archive.destructions.begin(
                row.number, witnesses, place="档案室", method="碎浆", actor=who
            ),
            last=good,
        ):
            row.state, row.executor = "counting", PERSONS[who]
            row.witnesses, row.counts, row.signed = {*named}, set(), set()

    @staticmethod
    def _witnesses(role: str) -> bool:
        return any(may(one, "witness") for one in ROLES if ROLES[one] == role)

    def count(self, account: str, row: List, *, wrong: bool = False) -> None:
        who = self._next(account, row.witnesses - row.counts, row.counts)
        fits = row.state == "counting" and PERSONS[who] in row.witnesses - row.counts
        fits = fits and may(who, "witness")
        pieces = self.archive.destructions.get(row.number, actor="ma").total
        done = self.act(
            "count",
            fits and not wrong,
            lambda: self.archive.destructions.count(row.number, pieces + wrong, actor=who),
            leaves=fits and wrong,
        )
        if done:
            row.counts.add(PERSONS[who])
        elif fits:
            row.state = "approved"  # everything stops (X05)

    def run(self, account: str, row: List) -> None:
        who = self.who(account, "execute", row.witnesses)
        fits = row.state == "counting" and may(who, "execute")
        fits = fits and len(row.counts) == 2 and PERSONS[who] not in row.witnesses
        again = row.state == "executing" and may(who, "execute")
        if again:
            return
        if self._on_list(
            "run", row, fits, lambda: self.archive.destructions.run(row.number, actor=who)
        ):
            row.state = "executing"
            for one in row.files:
                for file in self.whole(self.files[one]):
                    file.state = "MERGED" if file.into else "DESTROYING"
                    file.holds, file.restricted, file.quiet = set(), set(), set()
                    file.code = file.until = ""
                    if file.into:
                        file.items, file.complaints = 0, set()

    def account_for(self, account: str, row: List) -> None:
        who = self.who(account, "execute")
        copies = self.archive.destructions.get(row.number, actor="ma").execution.get("copies", [])
        for copy in [one for one in copies if not one["became"]][:1]:
            self.act(
                "account",
                row.state == "executing" and may(who, "execute"),
                lambda no=copy["no"]: self.archive.destructions.account(  # type: ignore[misc]
                    row.number, no, "destroyed", actor=who
                ),
            )

    def attest(self, account: str, row: List) -> None:
        who = self._next(account, row.witnesses - row.signed, row.signed)
        fits = row.state == "executing" and PERSONS[who] in row.witnesses - row.signed
        fits = fits and may(who, "witness") and not self._open_copies(row)
        if self.act(
            "attest",
            fits,
            lambda: self.archive.destructions.attest(row.number, actor=who),
        ):
            row.signed.add(PERSONS[who])

    def finish(self, account: str, row: List) -> None:
        who = self.who(account, "execute")
        fits = row.state == "executing" and may(who, "execute") and len(row.signed) == 2
        if self.act(
            "finish",
            fits and not self._open_copies(row),
            lambda: self.archive.destructions.finish(row.number, actor=who),
        ):
            row.state = "done"
            for one in row.files:
                self.files[one].state = "DESTROYED"

    def _open_copies(self, row: List) -> bool:
        copies = self.archive.destructions.get(row.number, actor="ma").execution.get("copies", [])
        return any(not one["became"] for one in copies)

    @staticmethod
    def _next(account: str, rest: set[str], done: set[str]) -> str:
        """Return who acts: a witness who has not yet, or one who has."""
        if account not in ("", SAME):
            return account
        persons = rest if account == "" else done
        mine = [one for one in PERSONS if PERSONS[one] in persons and may(one, "witness")]
        return (mine or ["jian"])[0]

    def listed(self) -> list[List]:
        """Return the lists that run."""
        return [one for one in self.lists.values() if one.state in _RUNS]
