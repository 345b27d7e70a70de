"""The half-yearly check of the files (保管检查; archive.md §5, flows.md 4.15).

It goes through the files that the inspector may know of, and adds what he found on the shelf. What
was found stays open until somebody puts it right; the check itself is kept for good, so it names
numbers and kinds alone. A row of the table ``inspections``::

    {"number": "JC-2026-0001", "by": "陈静", "roles": […], "at": "…", "looked_at": 120,
     "files": ["KH-…"], "next_on": "2027-05-22",
     "findings": [{"no": 1, "file": "KH-…", "kind": "loan", "others": ["JY-2026-0003"],
                   "rectified": {"by": …, "roles": …, "at": …}}]}

``files`` are those in which something was found. How a thing was put right stands in the act.
"""

from __future__ import annotations

from collections.abc import Iterable

from csdforms.archive import numbers
from csdforms.archive.actor import day_of
from csdforms.archive.custody.checks import PHYSICAL, found_in
from csdforms.archive.custody.desk import Desk, hand, knows
from csdforms.archive.custody.records import Finding, Inspection
from csdforms.archive.destruction.retention import later
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.classifying import reviewing
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import entry, next_number
from csdforms.archive.secrecy.resolving import known, said, visible
from csdforms.archive.states import DESTROYING, MERGED, is_on_file
from csdforms.archive.store import Act, Document, Work
from csdforms.errors import NotPermitted, UnknownFile

__all__ = ["EVERY", "INSPECTIONS", "Inspecting"]

INSPECTIONS = "inspections"

#: Months until the next check.
EVERY = 6
_ACT, _RECTIFY = "保管检查", "登记整改"
#: What is due on a level, among the kinds of findings.
_ON_LEVELS = frozenset({"confirm", "expire", "review"})


class Inspecting(Desk):
    """Checking files."""

    def inspect(
        self, found: Iterable[tuple[str, str]] = (), *, reason: str = "", actor: str = ""
    ) -> Inspection:
        """Check the files of which he may know; the next check is due half a year later.

        Args:
            found: what he saw on the shelf: the number of a file or an item, and a kind, see
                :data:`csdforms.archive.custody.checks.PHYSICAL`.
            reason: what is to be said of it.
            actor: who checks.

        Raises:
            NotAuthorised: if it is not his work.
            NotPermitted: if a kind is none.
            UnknownFile: if a file or an item does not exist for him.
        """
        person = self.person("inspect", _ACT, actor)
        shelf = list(found)
        if wrong := sorted({kind for _, kind in shelf} - PHYSICAL.keys()):
            kinds = "、".join(PHYSICAL)
            raise NotPermitted(f"没有办理：{'、'.join(wrong)} 不是检查项，可写 {kinds}。")
        with self.office.writing(person) as (work, at):
            seen = [self._seen(work, person, given, kind, at) for given, kind in shelf]
            levels = reviewing.due(self.office, person)
            on_levels = {one.number for one in levels if one.kind in _ON_LEVELS}
            cards = list(self._cards(work, person, at))
            for card in cards:
                file = card["number"]
                seen += ({"file": file, **one} for one in found_in(work, person, card, at))
                if file in on_levels:
                    seen.append({"file": file, "kind": "term"})
            findings = [{"no": no, **one} for no, one in enumerate(seen, start=1)]
            files = list(dict.fromkeys(one["file"] for one in findings))
            row = {"number": next_number(work, INSPECTIONS, at), **hand(person, at)}
            row |= {"looked_at": len(cards), "files": files, "findings": findings}
            row["next_on"] = later(day_of(at), months=EVERY)
            work.put(INSPECTIONS, work.last_key(INSPECTIONS) + 1, row)
            detail = {"inspection": row["number"], "findings": len(findings), "files": files}
            work.record(Act("inspect", person.account, at, "", "", reason, detail))
        return _inspection(row, tuple(map(Finding.of, findings)))

    def rectify(self, number: str, no: int, *, how: str, actor: str = "") -> Inspection:
        """Note that a thing that was found has been put right (整改).

        Args:
            number: the check's, ``JC-2026-0001``.
            no: the finding's number in it.
            how: what was done; it is kept with the file, not with the check.
            actor: who acts.

        Raises:
            NotAuthorised: if it is not his work.
            NotPermitted: without saying how, or if it is put right already.
            UnknownFile: if there is no such finding for him.
        """
        person = self.person("inspect", _RECTIFY, actor)
        done = said(how, "整改的情况")
        with self.office.writing(person) as (work, at):
            place, row = entry(work, INSPECTIONS, number) or (0, {"findings": []})
            mine = {one["no"]: one for one in row["findings"]}
            if no not in mine or not knows(work, person, mine[no]["file"], at):
                self.office.note("refused", person, wanted=_RECTIFY)
                raise UnknownFile(f"{number} 第 {no} 项", _ACT)
            if "rectified" in mine[no]:
                raise NotPermitted(f"没有办理：{row['number']} 第 {no} 项已经整改。")
            mine[no]["rectified"] = hand(person, at)
            work.put(INSPECTIONS, place, row)
            detail = {"inspection": row["number"], "no": no}
            file = mine[no]["file"]
            work.record(Act("rectify", person.account, at, file, "", done, detail))
        return self._shown(self.office.store, person, row, at)

    def inspections(self, *, every: bool = False, actor: str = "") -> tuple[Inspection, ...]:
        """Return the checks with something to put right, oldest first; ``every``: all of them.

        Of each only the findings in files of which he may know.

        Raises:
            NotAuthorised: if he neither checks files nor decides on customers.
        """
        person, at = self.office.person(actor), self.office.moment()
        if not person.may("inspect"):
            self.office.require(person, "approve", "查看保管检查")
        store = self.office.store
        shown = (self._shown(store, person, row, at) for _, row in store.rows(INSPECTIONS))
        return tuple(one for one in shown if every or one.state == "open")

    def _seen(self, work: Work, person: Person, given: str, kind: str, at: str) -> Document:
        """Return as a finding what somebody saw on the shelf."""
        file, _, rest = given.replace("／", "/").partition("/")
        number = visible(self.office, work, person, file, at=at, act=_ACT)[1]["number"]
        if not rest:
            return {"file": number, "kind": kind}
        item = numbers.read_item(given)
        if not work.find("items", "number", item):
            raise UnknownFile(item, "件")
        return {"file": number, "kind": kind, "item": item}

    @staticmethod
    def _cards(work: Work, person: Person, at: str) -> Iterable[Document]:
        """Yield the files that are kept here and of which he may know."""
        for key in range(1, work.last_key("files") + 1):
            card = work.get("files", key)
            if card and _is_kept(card["state"]) and known(work, person, card, at):
                yield card

    @staticmethod
    def _shown(reader: Reader, person: Person, row: Document, at: str) -> Inspection:
        """Return a check with what he may know of: no other file, nor how many there are."""
        findings = []
        for one in row["findings"]:
            if knows(reader, person, one["file"], at):
                others = [
                    other
                    for other in one.get("others", ())
                    if not numbers.looks_like(other) or knows(reader, person, other, at)
                ]
                findings.append(Finding.of({**one, "others": others}))
        own = person.sole or row["by"] == person.person
        return _inspection(row | ({} if own else {"looked_at": 0}), tuple(findings))


def _is_kept(state: str) -> bool:
    """Whether a file of this state lies here by itself."""
    return is_on_file(state) and state not in (MERGED, DESTROYING)


def _inspection(row: Document, findings: tuple[Finding, ...]) -> Inspection:
    """Return a check as it is handed out."""
    return Inspection(
        row["number"], row["by"], row["at"], row["looked_at"], findings, row["next_on"]
    )
