"""Sealed customers who come back (恢复): same number, new volume (archive.md §6.7, §8).

One applies with the whole profile anew, another one checks it, a third one agrees; where the
customer was removed for a breach or on an order, the general manager agrees last. Nothing comes
back by itself: no consent, no credit, and no customer by calling or ordering.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csdforms.archive import revising, states
from csdforms.archive.actor import day_of
from csdforms.archive.deregistration.new_volume import ProfilePrinter, begin
from csdforms.archive.deregistration.records import DEREGISTRATIONS
from csdforms.archive.deregistration.revival_desk import APPLY, WHAT, RevivalDesk, require_state
from csdforms.archive.deregistration.revival_rules import (
    FINAL,
    profile_of,
    require_in_time,
    require_papers,
    require_single,
)
from csdforms.archive.deregistration.revivals import (
    OPEN_STATES,
    REVIVALS,
    STATES,
    Revival,
    of_file,
)
from csdforms.archive.deregistration.seals import seal_of, signed
from csdforms.archive.destruction.pulling import pull
from csdforms.archive.drafting.papers import mark_seen, read_papers
from csdforms.archive.secrecy import probing
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import listed, said
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotAllowedNow

__all__ = ["Revivals"]

#: Of each state that waits: the right that the next step needs, what that is called, its act.
_NEXT = {
    "applied": ("lead_check", "核对恢复申请", "check-revival"),
    "checked": ("agree", "批准恢复", "agree-revival"),
    "agreed": ("agree_finally", "终审恢复", "agree-revival"),
}
_AFTER = {"applied": "checked", "checked": "agreed"}


class Revivals(RevivalDesk):
    """The register of revivals, and the acts that write it.

    All acts raise:
        NotAuthorised: if whoever acts has no right to it, or had another hand in it; noted.
        UnknownFile: if there is no such file or application for him; noted.
        NotAllowedNow: if the file's state, or the application's, does not allow it.
        Held: if the retention is over and nobody extended it, or the customer has another file.
        NotReady: if papers are missing, wrong, or older than the seal.

    Args:
        office: the archive's.
    """

    def apply(
        self,
        number: str,
        data: Mapping[str, Any],
        *,
        papers: Iterable[Mapping[str, Any]],
        reason: str,
        edition: str = "",
        evidence: str = "",
        actor: str = "",
    ) -> Revival:
        """Apply for a sealed customer's revival (申请恢复), on the customer's own request.

        A file that is being appraised, or on a list of destruction, is taken off it at once: the
        approval of the list is void, and only then the application is decided (R04).

        Args:
            number: the file's number.
            data: the whole profile, as it is today; what it says of credit is left out (R06).
            papers: what was shown, with a person's new consent; see
                :mod:`csdforms.archive.drafting.papers`.
            reason: why.
            edition: the edition of the profile's form.
            evidence: what proves that a new unified code or document is the same customer's.
            actor: who applies.

        Raises:
            NotPermitted: without a reason; if it is another customer, or says another level.
            UnreadableInput: if the data hide a value, or a paper is none.
        """
        person = self._who("deregister", APPLY, actor)
        why = said(reason, "恢复的理由")
        require_whole(data)
        shown = read_papers(papers)
        with (
            probing.watched(self.office, person) as guard,
            self.office.writing(person) as (work, at),
        ):
            key, card = listed(self.office, work, person, number, act=APPLY)
            file, was = card["number"], card["state"]
            if was not in states.REVIVABLE:
                states.require(file, was, "revive")
            for one in of_file(work, file):
                if one["state"] in OPEN_STATES:
                    raise NotAllowedNow(one["number"], STATES[one["state"]], "重复申请", WHAT)
            seal = seal_of(work, card)[1]
            if was == states.SEALED:
                require_in_time(card, at)
            row = {
                "number": next_number(work, REVIVALS, at),
                "file": file,
                "state": "applied",
                "applicant": person.person,
                "roles": list(person.roles),
                "at": at,
                "reason": why,
                "evidence": evidence,
                "seal": seal["number"],
                "trigger": _trigger(work, seal),
                "was": was,
                "profile": profile_of(revising.latest_profile(work, file), data, edition),
                "papers": shown,
                "steps": [],
            }
            require_papers(row, card, at, seen=False)
            warnings = require_single(work, key, card, row, guard)
            if was != states.SEALED:
                pull(work, file, f"恢复申请 {row['number']}", at=at)
            work.put(REVIVALS, work.last_key(REVIVALS) + 1, row)
            detail = {"revival": row["number"], "was": was}
            work.record(Act("apply-revival", person.account, at, file, "", why, detail))
        return Revival.of(row, *warnings)

    def check(
        self, number: str, *, seen: Iterable[str] = (), distinct: str = "", actor: str = ""
    ) -> Revival:
        """Say that the profile and the papers of an application are in order (核对).

        Args:
            number: the application's, ``HF-2026-0001``.
            seen: the kinds of the papers whose originals he has seen.
            distinct: why this is not the customer of the same name who is on file.
            actor: who checks; not who applied.
        """
        return self._step("applied", number, actor, seen=seen, distinct=distinct)

    def agree(
        self, number: str, *, printer: ProfilePrinter | None = None, actor: str = ""
    ) -> Revival:
        """Agree to a revival (批准): the customer is back, unless the general manager decides.

        Args:
            number: the application's.
            printer: prints the profile, if that makes the customer come back.
            actor: who agrees; not who applied or checked.
        """
        return self._step("checked", number, actor, printer=printer)

    def agree_finally(
        self, number: str, *, printer: ProfilePrinter | None = None, actor: str = ""
    ) -> Revival:
        """Agree last, where the customer was removed for a breach or on an order (终审; R03)."""
        return self._step("agreed", number, actor, printer=printer)

    def refuse(self, number: str, *, reason: str, actor: str = "") -> Revival:
        """Refuse a revival (否决), as whoever has the next step; the applicant withdraws it."""
        person = self.office.person(actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            key, row = self._row(work, person, number, "否决恢复")
            own = row["applicant"] == person.person
            right, act, _ = _NEXT.get(row["state"], ("agree", "否决恢复", ""))
            if not own:
                self.office.require(person, right, act, subject=row["file"])
            require_state(row, OPEN_STATES, "否决")
            row |= {"state": "withdrawn" if own else "refused", "ended_at": at}
            row["steps"].append({"step": row["state"], **signed(person, at), "reason": why})
            del row["profile"]
            work.put(REVIVALS, key, row)
            name = "withdraw-revival" if own else "refuse-revival"
            detail = {"revival": row["number"]}
            work.record(Act(name, person.account, at, row["file"], "", why, detail))
        return Revival.of(row)

    def _step(
        self,
        state: str,
        number: str,
        actor: str,
        *,
        seen: Iterable[str] = (),
        distinct: str = "",
        printer: ProfilePrinter | None = None,
    ) -> Revival:
        """Take an application from one state to the next, after everything was checked again."""
        right, act, name = _NEXT[state]
        person = self._who(right, act, actor)
        with (
            probing.watched(self.office, person) as guard,
            self.office.writing(person) as (work, at),
        ):
            key, row = self._row(work, person, number, act)
            require_state(row, (state,), act)
            hands = {row["applicant"], *(step["by"] for step in row["steps"])}
            if person.person in hands and not person.sole:
                raise self.office.refused(person, act, subject=row["file"], who="另一位经办人")
            file_key, card = listed(self.office, work, person, row["file"], act=act)
            states.require(card["number"], card["state"], "revive")
            require_in_time(card, at)
            row["papers"] = mark_seen(row["papers"], seen, person.person, day_of(at))
            row |= {"distinct": distinct} if distinct else {}
            require_papers(row, card, at, seen=True)
            warnings = require_single(work, file_key, card, row, guard)
            row["steps"].append({"step": name, **signed(person, at)})
            if state == "agreed" or (state == "checked" and row["trigger"] not in FINAL):
                name, keep = "revive", self.office.store.put_file
                found = begin(work, file_key, row, at, keep=keep, guard=guard, printer=printer)
                warnings = tuple(dict.fromkeys((*warnings, *found)))
            else:
                row["state"] = _AFTER[state]
            work.put(REVIVALS, key, row)
            detail = {"revival": row["number"]}
            detail |= {one: row[one] for one in ("version", "volume") if one in row}
            work.record(Act(name, person.account, at, row["file"], "", row["reason"], detail))
        return Revival.of(row, *warnings)


def _trigger(work: Work, seal: Document) -> str:
    """Return why the file was deregistered."""
    found = entry(work, DEREGISTRATIONS, seal["deregistration"])
    assert found is not None
    return str(found[1]["trigger"])
