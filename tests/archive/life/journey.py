"""The usual way of a file from its draft to its end, by those whose part it is."""

from __future__ import annotations

import datetime as dt

from archive.life.ending import Ending
from archive.life.model import Appraisal, Case, Draft, File, List
from archive.life.rules import LINES, STATES

__all__ = ["Life"]


class Life(Ending):
    """Goes the usual way on from wherever a file is."""

    def opened(self, kind: str, until: str = "ACTIVE", meddler: str = "") -> str:
        """Open a file, or a draft up to a state; return its number."""
        number = self.create("", kind)
        draft = self.drafts[number]
        while draft.state not in (until, "-"):
            number = (meddler and self.draft_on(draft, meddler)) or number
            number = self.draft_on(draft) or number
        return number

    def draft_on(self, draft: Draft, who: str = "") -> str:
        """Take a draft one step on; return the number of the file that it becomes."""
        if draft.state in ("DRAFT", "RETURNED"):
            self.submit(who, draft)
        elif draft.state == "SUBMITTED":
            self.accept(who, draft)
        elif draft.state == "ACCEPTED":
            return self.approve(who, draft)
        return ""

    def on(self, file: File, trigger: str = "D1", who: str = "") -> None:
        """Take a file one step on, to its destruction."""
        if file.state in ("ACTIVE", "DORMANT", "FROZEN"):
            self.apply(who, file, trigger)
        elif case := self.cases.get(file.case):
            self._leave(file, case, who)
        elif file.state == "SEALED" and (file.code == "DEL" or self.is_over(file)):
            self._clear(file)
            if file.code == "DEL":
                self.propose_deletion(who, file)
            else:
                self.convene(who, [file])
        elif file.state == "SEALED" and file.until:
            self.until(file.until)
        elif file.state == "APPRAISAL":
            for row in self.appraisals.values():
                if row.state == "open" and file.number in row.lines.values():
                    self._appraise(row, who)
        elif listed := self.lists.get(file.on):
            self._destroy(listed, who)

    def to(self, file: File, state: str, trigger: str = "D1", meddler: str = "") -> None:
        """Take a file on until it is in a state, or past it: not every way goes through all."""
        for _ in range(80):
            if STATES.index(file.state) >= STATES.index(state):
                return
            if meddler:
                self.on(file, trigger, meddler)
            self.on(file, trigger)
        raise AssertionError(file.state, state)

    def until(self, day: str) -> None:
        """Let it be noon on the day after."""
        after = dt.date.fromisoformat(day) + dt.timedelta(days=1)
        self.clock.at = dt.datetime.combine(after, dt.time(12), self.clock.at.tzinfo)

    def _clear(self, file: File) -> None:
        """Settle what is open."""
        for number, (own, lifted) in self.holds.items():
            if number in file.holds and not lifted:
                assert own
                self.lift("", number)
        for one in self.whole(file):
            for _ in tuple(one.complaints):
                self.close_complaint("", one, "投诉：结案")
        for request in self.requests.values():
            if request.file == file.number and not request.answered and file.code != "DEL":
                self.take_back("", request)
        self._take_back(file)

    def _take_back(self, file: File) -> None:
        """Refuse what was applied for and is not decided."""
        for revival in self.revivals.values():
            if revival.file == file.number and revival.state in ("applied", "checked", "agreed"):
                self.refuse_revival("", revival)
        for merger in self.mergers.values():
            if merger.file == file.number and merger.state == "proposed":
                self.refuse_merger("", merger)

    def _leave(self, file: File, case: Case, who: str) -> None:
        if file.state in ("DEREG_APPLIED", "DEREG_SUSPENDED"):
            self._clear_for(file, case)
            self.check_case(who, case)
        if file.state in ("DEREG_CHECKING", "DEREG_CLEARED"):
            for line in LINES:
                stale = line in case.unsigned(self.today) or line in case.unclear()
                if stale and file.state in ("DEREG_CHECKING", "DEREG_CLEARED"):
                    self.sign_line(who, case, line)
        if file.state == "DEREG_CLEARED":
            self.agree(who, case)
        elif file.state == "DEREG_APPROVED":
            rest = [
                one
                for one in ("account", "signature", "letter", "receipt")
                if one not in case.settled
            ]
            self.settle(who, case, rest[0])
        elif file.state == "SETTLED":
            (
                self.confirm
                if case.stock == (case.stock[0], file.items) and case.stock[0]
                else self.prepare
            )(who, file)

    def _clear_for(self, file: File, case: Case) -> None:
        self._clear(file) if not case.request else None
        if file.state == "DEREG_SUSPENDED":
            for line in sorted(case.unclear()):
                self.sign_line("", case, line)

    def _appraise(self, row: Appraisal, who: str) -> None:
        blank = [no for no in row.lines if no not in row.outcomes]
        if blank:
            self.report(who, row, blank[0])
        elif len(row.signed) < 5:
            self.sign_report(who, row)
        else:
            self.close(who, row)

    def _destroy(self, row: List, who: str) -> None:
        if row.state in ("proposed", "endorsed"):
            self.condemn(who, row)
        elif row.state == "approved":
            self.begin(who, row)
        elif row.state == "counting":
            (self.run if len(row.counts) == 2 else self.count)(who, row)
        elif self._open_copies(row):
            self.account_for(who, row)
        elif len(row.signed) < 2:
            self.attest(who, row)
        else:
            self.finish(who, row)
