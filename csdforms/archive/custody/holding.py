"""Legal holds (法律保全): set and lifted by the legal department alone (archive.md §5, K07).

A hold overrides every end of a retention, every deletion and every destruction: a file that is
being appraised, or stands on a list of destruction, is pulled back at once. The card says which
holds are in force (``holds``); a row of the table ``holds``::

    {"number": "BQ-2026-0001", "file": "KH-…", "reference": "（2026）沪01民初1号", "reason": "…",
     "by": "方正", "roles": ["legal"], "at": "…", "review_on": "2027-11-22",
     "reviewed": [{"by": …, "roles": …, "at": …, "reason": "…"}],
     "lifted": {"by": …, "roles": …, "at": …, "reference": "…", "reason": "…"}}
"""

from __future__ import annotations

from csdforms.archive.actor import day_of
from csdforms.archive.custody.desk import Desk, hand, knows
from csdforms.archive.custody.records import Hold
from csdforms.archive.lookup import files_of, get_file, line_of_mergers
from csdforms.archive.secrecy.classifying.periods import years_later
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.secrecy.resolving import known, located, said, visible
from csdforms.archive.states import require
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted

__all__ = ["HOLDS", "Holding"]

HOLDS = "holds"

_LIFT = "解除法律保全"

#: Who else may know that there is a hold, because of his work: its check, a merger, a decision.
_READERS = ("hold", "inspect", "merge", "agree", "answer_request", "appraise")


class Holding(Desk):
    """The register of legal holds."""

    def hold(self, number: str, reference: str, *, reason: str, actor: str = "") -> Hold:
        """Set a hold on a file; several may be in force at once, each with its own number.

        Args:
            number: the file's number.
            reference: the number of the court's or authority's document, or of the case.
            reason: why.
            actor: who acts: the legal department.

        Raises:
            NotAuthorised: if it is anybody else.
            NotPermitted: without a reference or a reason.
            UnknownFile: if there is no such file for him.
            NotAllowedNow: if it is being destroyed, or is no file any more.
        """
        act = "设置法律保全"
        person = self.person("hold", act, actor)
        ref, why = said(reference, "保全的文号"), said(reason, "理由")
        with self.office.writing(person) as (work, at):
            key, card = visible(self.office, work, person, number, at=at, act=act)
            require(card["number"], card["state"], "hold")
            row: Document = {"number": next_number(work, HOLDS, at), "file": card["number"]}
            row |= {"reference": ref, "reason": why, **hand(person, at)}
            row["review_on"] = years_later(day_of(at), 1)
            card["holds"] = [*card.get("holds", []), row["number"]]
            work.put(HOLDS, work.last_key(HOLDS) + 1, row)
            work.put("files", key, card)
            self._pull(work, card, row["number"], at)
            work.record(_act("hold", person, at, row, why))
        return Hold.of(row)

    def lift(self, number: str, reference: str, *, reason: str, actor: str = "") -> Hold:
        """Lift a hold; the others on the same file stay.

        Args:
            number: the hold's, ``BQ-2026-0001``.
            reference: the number of the document that ends it.
            reason: why.
            actor: who acts: the legal department (K07).

        Raises:
            NotAuthorised: if it is anybody else.
            NotPermitted: without a reference or a reason, or if it is lifted already.
            UnknownFile: if there is no such hold for him.
        """
        person = self.person("hold", _LIFT, actor)
        ref, why = said(reference, "解除保全的文号"), said(reason, "理由")
        with self.office.writing(person) as (work, at):
            key, row = self._in_force(work, person, number, at, _LIFT)
            row["lifted"] = hand(person, at, reference=ref, reason=why)
            work.put(HOLDS, key, row)
            [own] = work.find("files", "number", row["file"])
            for file in dict.fromkeys(line_of_mergers(work, own)):
                card = get_file(work, file)
                if left := [one for one in card.get("holds", []) if one != row["number"]]:
                    card["holds"] = left
                else:
                    card.pop("holds", None)
                work.put("files", file, card)
            work.record(_act("lift-hold", person, at, row, why))
        return Hold.of(row)

    def review_hold(self, number: str, *, reason: str, actor: str = "") -> Hold:
        """Note that a hold was looked at and stays; it is due again in a year.

        Raises:
            NotAuthorised, NotPermitted, UnknownFile: as :meth:`lift`.
        """
        act = "复核法律保全"
        person = self.person("hold", act, actor)
        why = said(reason, "理由")
        with self.office.writing(person) as (work, at):
            key, row = self._in_force(work, person, number, at, act)
            row["reviewed"] = [*row.get("reviewed", []), hand(person, at, reason=why)]
            row["review_on"] = years_later(day_of(at), 1)
            work.put(HOLDS, key, row)
            work.record(_act("review-hold", person, at, row, why))
        return Hold.of(row)

    def holds(self, file: str = "", *, every: bool = False, actor: str = "") -> tuple[Hold, ...]:
        """Return the holds in force on files of which he may know, oldest first.

        Args:
            file: only those on this file.
            every: also those that were lifted.
            actor: who asks.

        Raises:
            NotAuthorised: if it is not his business.
        """
        person, at = self.office.person(actor), self.office.moment()
        store = self.office.store
        if not any(map(person.may, _READERS)):
            raise self.office.refused(person, "查看法律保全")
        meant = located(store, file) if file else None
        is_known = meant is not None and known(store, person, meant[1], at)
        files = files_of(store, meant[1]["number"]) if meant and is_known else []
        return tuple(
            Hold.of(row)
            for _, row in store.rows(HOLDS)
            if (every or "lifted" not in row)
            and (not file or row["file"] in files)
            and knows(store, person, row["file"], at)
        )

    def _in_force(
        self, work: Work, person: Person, number: str, at: str, act: str
    ) -> tuple[int, Document]:
        key, row = self.entry(work, person, HOLDS, number, at=at, act=act)
        if "lifted" in row:
            raise NotPermitted(f"没有办理：保全 {row['number']} 已经解除。")
        return key, row

    @staticmethod
    def _pull(work: Work, card: Document, number: str, at: str) -> None:
        """Take the file off any list of destruction (X02)."""
        from csdforms.archive.destruction.pulling import pull

        pull(work, card["number"], f"保全 {number}", at=at)


def _act(name: str, person: Person, at: str, row: Document, why: str) -> Act:
    return Act(name, person.account, at, row["file"], "", why, {"hold": row["number"]})
