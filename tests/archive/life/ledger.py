"""What the journal itself proves: that no two hands of one act were one person's (archive.md §7).

Whoever acts is taken from the lines, and who he is from the list of the staff; nothing of the
model's own memory is used here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from archive.life.rules import INSIDE, PERSONS, ROLES

from csdforms.archive.archive import Archive
from csdforms.archive.store import Line

__all__ = ["Ledger"]


class Ledger:
    """Reads each line once, as it is written."""

    def __init__(self, archive: Archive) -> None:
        self.read = archive.store.last().no
        self.moment = ""
        #: By what a line is about and the part that somebody has in it: the persons.
        self.hands: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.roles: dict[tuple[str, str], set[str]] = defaultdict(set)

    def take(self, archive: Archive) -> list[str]:
        """Read the lines that are new; return the names of their acts."""
        store = archive.store
        names = []
        for line in store.lines(self.read + 1):
            assert self.moment <= line.at, "time goes forward"
            self.read, self.moment = line.no, line.at
            names.append(line.act)
            self._judge(line, store.get("acts", line.no) or {})
        return names

    def _judge(self, line: Line, said: dict[str, Any]) -> None:
        detail: dict[str, Any] = said.get("detail", {})
        person, role = PERSONS[line.actor], ROLES[line.actor]
        part = getattr(self, "_" + line.act.replace("-", "_"), None)
        if part is not None:
            part(line, detail, person, role)

    def _part(self, about: str, part: str, person: str, *apart: str) -> None:
        """Note a part in something, and that nobody has another one beside it."""
        for other in apart:
            assert person not in self.hands[about, other], f"{about}: {part} is {other}, {person}"
        self.hands[about, part].add(person)

    # --- opened: maker, checker, approver (§3.5) --------------------------------------------------

    def _draft(self, line: Line, _: Any, person: str, role: str) -> None:
        self._part(line.subject, "maker", person)

    def _accept(self, line: Line, _: Any, person: str, role: str) -> None:
        assert role == "info_supervisor"
        self._part(line.subject, "checker", person, "maker")

    def _approve(self, line: Line, _: Any, person: str, role: str) -> None:
        assert role in ("cs_manager", "gm")
        self._part(line.subject, "approver", person, "maker", "checker")
        assert self.hands[line.subject, "checker"]

    # --- kept: two persons of two offices (§5, §8) ------------------------------------------------

    def _pair(self, about: str, step: str, person: str, role: str) -> None:
        if step == "first":
            self.hands[about, "pair"] = {person}
            self.roles[about, "pair"] = {role}
            return
        assert person not in self.hands[about, "pair"]
        assert self.roles[about, "pair"] | {role} == {"info_supervisor", "cs_manager"}

    def _propose_void(self, line: Line, _: Any, person: str, role: str) -> None:
        self._pair(f"void {line.subject}", "first", person, role)

    def _void(self, line: Line, _: Any, person: str, role: str) -> None:
        self._pair(f"void {line.subject}", "second", person, role)

    def _propose_merge(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._pair(detail["merger"], "first", person, role)

    def _merge(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._pair(detail["merger"], "second", person, role)

    def _propose_unmerge(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._pair(f"undo {detail['merger']}", "first", person, role)

    def _unmerge(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._pair(f"undo {detail['merger']}", "second", person, role)

    def _hold(self, line: Line, _: Any, person: str, role: str) -> None:
        assert role == "legal"

    _lift_hold = _hold

    # --- deregistered (§6.4): applicant, who led the check, approvers; two who seal ---------------

    def _deregister(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["application"], "applicant", person)

    def _check_deregistration(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["application"], "checker", person, "applicant")

    def _agree_deregistration(self, line: Line, detail: Any, person: str, role: str) -> None:
        about = detail["application"]
        self._part(about, detail["step"], person, "applicant", "checker")
        assert not self.hands[about, "agree"] & self.hands[about, "agree_finally"]
        assert role == "gm" or detail["step"] == "agree"

    def _suspend_deregistration(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._void_approvals(detail)

    def _sign_deregistration(self, line: Line, detail: Any, person: str, role: str) -> None:
        if detail["state"] == "suspended":
            self._void_approvals(detail)

    def _void_approvals(self, detail: Any) -> None:
        for step in ("agree", "agree_finally"):
            self.hands.pop((detail["application"], step), None)

    def _prepare_seal(self, line: Line, detail: Any, person: str, role: str) -> None:
        self.hands[detail["seal"], "first"] = {person}

    def _seal_file(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["seal"], "second", person, "first")
        assert self.hands[detail["deregistration"], "agree"], "approved by nobody"

    def _undo(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["seal"], "undone", person, "first", "second")

    def _apply_revival(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["revival"], "applicant", person)

    def _check_revival(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["revival"], "checker", person, "applicant")

    def _agree_revival(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["revival"], "agreed", person, "applicant", "checker")

    def _revive(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["revival"], "last", person, "applicant", "checker", "agreed")

    # --- destroyed (§7): the group, two approvers, the executor, two witnesses --------------------

    def _appraise_sign(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["appraisal"], "group", person)

    def _appraise_report(self, line: Line, detail: Any, person: str, role: str) -> None:
        self.hands.pop((detail["appraisal"], "group"), None)

    def _appraise_close(self, line: Line, detail: Any, person: str, role: str) -> None:
        if "list" in detail:
            group = self.hands[detail["appraisal"], "group"]
            assert len(group) == 5
            self.hands[detail["list"], "maker"] = group | {person}

    def _propose_deletion(self, line: Line, detail: Any, person: str, role: str) -> None:
        self._part(detail["list"], "maker", person)

    def _endorse_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        self.hands[detail["list"], "approver"] = set()
        self._part(detail["list"], "approver", person, "maker")

    def _condemn(self, line: Line, detail: Any, person: str, role: str) -> None:
        assert role == "gm"
        self._part(detail["list"], "approver", person, "maker", "approver")
        assert len(self.hands[detail["list"], "approver"]) == 2

    def _begin_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        about = detail["list"]
        for part in ("executor", "counted", "attested", "witness"):
            self.hands.pop((about, part), None)
        self._part(about, "executor", person, "approver")
        for witness in detail["witnesses"]:
            self._part(about, "witness", witness, "approver", "executor", "witness")
        assert len(self.hands[about, "witness"]) == 2
        inside = {PERSONS[one] for one in PERSONS if ROLES[one] in INSIDE}
        assert self.hands[about, "witness"] - inside, "one from outside the department"

    def _count_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        assert person in self.hands[detail["list"], "witness"]
        if detail["equal"]:
            self._part(detail["list"], "counted", person, "counted")

    def _start_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        about = detail["list"]
        self._part(about, "runner", person, "approver", "witness")
        assert len(self.hands[about, "counted"]) == len(self.hands[about, "approver"]) == 2

    def _attest_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        about = detail["list"]
        assert person in self.hands[about, "witness"]
        self._part(about, "attested", person, "attested", "approver", "runner")

    def _finish_destruction(self, line: Line, detail: Any, person: str, role: str) -> None:
        about = detail["list"]
        self._part(about, "finisher", person, "approver", "witness")
        assert len(self.hands[about, "attested"]) == 2
