"""The desk at which drafts are worked on: who has which in his hands, and what all acts share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.drafting import draft as drafts
from csdforms.archive.drafting.draft import DRAFTS
from csdforms.archive.drafting.papers import PaperRules, Problem, paper_problems
from csdforms.archive.duplicates import Guard
from csdforms.archive.office import Office
from csdforms.archive.secrecy import probing
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document, Work
from csdforms.archive.terms import normal
from csdforms.errors import (
    CsdformsError,
    DuplicateCustomer,
    NotAllowedNow,
    NotReady,
    UnknownFile,
)

__all__ = ["Desk"]

_DRAFT = "草稿"

#: Of a draft that is no more: the act that ended it, and what became of it.
_ENDS = {
    "cancel": "退回满三次，已取消",
    "discard": "已撤销",
    "expire": "逾期已删除",
    "reject": "未批准",
}


class Desk:
    """What every act on a draft needs.

    Args:
        office: who acts, and when.
        rules: what the department settled about papers.
    """

    def __init__(self, office: Office, rules: PaperRules | None = None) -> None:
        self.office = office
        self.rules = rules or PaperRules()

    def _person(self, actor: str, right: str, act: str) -> Person:
        person = self.office.person(actor)
        self.office.require(person, right, act)
        return person

    @contextlib.contextmanager
    def _asking(self, person: Person) -> Iterator[Guard]:
        """Watch what a person is told of others' files, and tell those whose drafts he met."""
        with probing.watched(self.office, person) as guard:
            try:
                yield guard
            except DuplicateCustomer as error:
                self._tell((*error.numbers, *guard.hidden), person)
                raise

    def _tell(self, numbers: Iterable[str], person: Person) -> None:
        """Note on drafts that a colleague wanted to begin one for the same customer (U10)."""
        with self.office.writing() as (work, at):
            for number in numbers:
                key, draft = drafts.find(work, number) or (0, {"owner": person.person})
                rivals = draft.get("rivals", [])
                if person.person not in (draft["owner"], *rivals):
                    work.put(DRAFTS, key, draft | {"rivals": [*rivals, person.person]})
                    work.record(Act("rival", person.account, at, number))

    def _draft(self, work: Work, given: str, person: Person, act: str) -> tuple[int, Document]:
        """Return a draft that exists for a person, and whose state allows this act.

        Raises:
            UnknownFile: if there is none.
            NotAllowedNow: if its state does not allow it, or it is no more.
        """
        key, draft = drafts.find(work, given) or (0, None)
        if draft is None or not drafts.sees(person, draft):
            raise self._ended(given, person, act)
        states.require(draft["number"], draft["state"], act, what=_DRAFT)
        return key, draft

    def _ended(self, given: str, person: Person, act: str) -> CsdformsError:
        """Return the refusal where there is no draft; who worked on it learns what became of it."""
        number = normal("number", given)
        self.office.note("refused", person, wanted=f"办理草稿（{act}）")
        lines = list(self.office.store.history(number)) if number.startswith("CG") else []
        # Who only wanted to begin another one need not know of this one.
        worked = any(line.actor == person.account and line.act != "rival" for line in lines)
        if worked and (end := _ENDS.get(lines[-1].act)):
            return NotAllowedNow(lines[-1].subject, end, states.ACTS[act], _DRAFT)
        return UnknownFile(given, _DRAFT)

    def _separate(self, person: Person, draft: Document, act: str, *hands: str) -> None:
        """Refuse whoever had the draft in his hands before, under whatever account."""
        if not person.sole and person.person in [draft.get(hand) for hand in hands]:
            raise self.office.refused(person, act, subject=draft["number"], who="另一位主管或经理")

    def _ready(self, draft: Document, at: str, more: Iterable[Problem] = ()) -> tuple[str, ...]:
        """Refuse a draft with errors, all at once; return the warnings."""
        problems = [*more, *paper_problems(draft, day_of(at), self.rules)]
        if any(problem.is_error for problem in problems):
            raise NotReady(draft["number"], problems)
        return tuple(f"{problem.label}：{problem.message}" for problem in problems)

    def _forget(self, gone: Iterable[Document], person: Person) -> None:
        """Leave nothing on disk of drafts of persons and sole traders that were removed."""
        if any(draft["kind"] != "F" for draft in gone):
            store = self.office.store
            store.compact(Act("compact", person.account, self.office.moment()))
