"""建档 with separate persons: drafted, submitted, accepted, approved (archive.md §3.5, §8).

One prepares, another one checks, a third one approves: persons, not accounts. Until it is approved
a customer has no file and no file number; a draft that is refused or given up is removed, and of
persons and sole traders nothing of it stays on disk (个人信息保护法 第 47 条).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from csdforms.archive import registering, states
from csdforms.archive.actor import day_of
from csdforms.archive.card import FROM_PROFILE, card_of
from csdforms.archive.drafting import draft as drafts
from csdforms.archive.drafting import voiding
from csdforms.archive.drafting.draft import DRAFTS, Draft
from csdforms.archive.drafting.judging import Judging
from csdforms.archive.drafting.papers import Problem, paper_problems, read_papers
from csdforms.archive.requests import NewFile, Outcome, Receipt
from csdforms.archive.secrecy import probing
from csdforms.archive.secrecy.masking.guard import require_whole
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act, Document
from csdforms.errors import NotReady

__all__ = ["Drafting"]


class Drafting(Judging):
    """Drafts of customers' files: what their owners do, and everybody who sees them."""

    def create(
        self,
        data: Mapping[str, Any],
        *,
        form: str,
        edition: str = "",
        papers: Sequence[Mapping[str, Any]] = (),
        parent: str = "",
        actor: str = "",
        purpose: str = "",
        reason: str = "",
    ) -> Receipt:
        """Begin a draft; return its number.

        Args:
            data: the profile's data, as JSON has them.
            form: the identifier of the profile's form.
            edition: the form's edition.
            papers: what was shown, see :mod:`csdforms.archive.drafting.papers`.
            parent: the number of the head office's file, for a branch.
            actor: the account that acts.
            purpose: what for.
            reason: why.

        Raises:
            NotAuthorised: if he may not prepare files, or asked for too many hidden ones.
            DuplicateCustomer: if the customer is on file, or in another draft.
            InvalidNumber, UnknownFile, UnknownForm, UnreadableInput: as ``Archive.open_file``.
        """
        person = self._person(actor, "draft", "拟建档草稿")
        new = NewFile(form, data, edition, parent=parent)
        shown = read_papers(papers)
        require_whole(data)
        with self._asking(person) as guard, self.office.writing(person) as (work, at):
            checked = registering.check(work, new, at, guard, draft="", later=True)
            number = drafts.next_number(work, int(at[:4]))
            draft = drafts.row(number, new, shown, at, person.person)
            work.put(DRAFTS, work.last_key(DRAFTS) + 1, draft)
            work.record(Act("draft", person.account, at, number, purpose, reason))
        return Receipt(number, checked.warnings)

    def create_many(
        self, files: Iterable[NewFile], *, actor: str = "", purpose: str = "", reason: str = ""
    ) -> Iterator[Outcome]:
        """Begin a draft for each; yield what became of it. What keeps one out stops no other."""
        for number, new in enumerate(files, start=1):
            try:
                receipt = self.create(
                    new.data,
                    form=new.form,
                    edition=new.edition,
                    parent=new.parent,
                    actor=actor,
                    purpose=purpose,
                    reason=reason,
                )
            except registering.REFUSALS as error:
                yield Outcome(number, None, error)
            else:
                yield Outcome(number, receipt)

    def edit(
        self,
        number: str,
        data: Mapping[str, Any] | None = None,
        *,
        edition: str = "",
        papers: Sequence[Mapping[str, Any]] | None = None,
        parent: str | None = None,
        actor: str = "",
        reason: str = "",
    ) -> Receipt:
        """Change one's own draft before it is submitted, or after it was returned.

        What is not given stays as it is.

        Raises:
            NotAuthorised: if it is another one's.
            DuplicateCustomer: as for a new draft.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is submitted.
        """
        person = self._person(actor, "draft", "修改建档草稿")
        shown = None if papers is None else read_papers(papers)
        require_whole(data or {})
        with self._asking(person) as guard, self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "edit")
            self._own(person, draft, "修改他人的草稿")
            new = NewFile(
                draft["form"],
                draft["data"] if data is None else data,
                edition or draft["edition"],
                parent=draft["parent"] if parent is None else parent,
            )
            checked = registering.check(work, new, at, guard, draft=draft["number"], later=True)
            kept = {name: value for name, value in draft.items() if name not in FROM_PROFILE}
            content = drafts.contents(new, draft["papers"] if shown is None else shown)
            work.put(DRAFTS, key, kept | card_of(new.form, new.data) | content)
            work.record(Act("edit", person.account, at, draft["number"], reason=reason))
        return Receipt(draft["number"], checked.warnings)

    def submit(
        self,
        number: str,
        *,
        problems: Iterable[Problem] = (),
        actor: str = "",
        reason: str = "",
    ) -> Receipt:
        """Submit one's own draft, for the first time or again.

        Args:
            number: the draft's number.
            problems: what is wrong with the profile itself; the archive knows no forms.
            actor: the account that acts.
            reason: why.

        Raises:
            NotAuthorised: if it is another one's.
            NotReady: with everything that is wrong (C01).
            DuplicateCustomer: if it is only that the customer is on file.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is submitted already.
        """
        person = self._person(actor, "draft", "提交建档草稿")
        with self._asking(person) as guard, self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "submit")
            self._own(person, draft, "提交他人的草稿")
            found = [*problems, *paper_problems(draft, day_of(at), self.rules)]
            wrong = any(problem.is_error for problem in found)
            new = drafts.new_file(draft)
            try:
                checked = registering.check(work, new, at, guard, draft=draft["number"], later=True)
            except registering.REFUSALS as error:
                if not wrong:
                    raise
                found.append(Problem("", "查重", str(error)))
            if wrong:
                raise NotReady(draft["number"], found)
            draft |= {"state": states.SUBMITTED, "defects": []}
            work.put(DRAFTS, key, draft)
            work.record(Act("submit", person.account, at, draft["number"], reason=reason))
        said = (f"{problem.label}：{problem.message}" for problem in found)
        return Receipt(draft["number"], (*said, *checked.warnings))

    def discard(self, number: str, *, actor: str = "", reason: str = "") -> Receipt:
        """Give up one's own draft; it is removed.

        Raises:
            NotAuthorised: if it is another one's.
            UnknownFile, NotAllowedNow: if there is no such draft, or it is submitted.
        """
        person = self._person(actor, "draft", "撤销建档草稿")
        with self.office.writing(person) as (work, at):
            key, draft = self._draft(work, number, person, "discard")
            self._own(person, draft, "撤销他人的草稿")
            work.remove(DRAFTS, key)
            work.record(Act("discard", person.account, at, draft["number"], reason=reason))
        self._forget([draft], person)
        return Receipt(draft["number"])

    def void(self, number: str, *, reason: str, actor: str = "") -> bool:
        """Propose that a file be void, or confirm it; see :mod:`.voiding`."""
        return voiding.void(self.office, number, reason=reason, actor=actor)

    def clear_alarm(self, person: str, *, reason: str, actor: str = "") -> None:
        """Let somebody ask again; see :func:`csdforms.archive.secrecy.probing.clear`."""
        probing.clear(self.office, person, actor=actor, reason=reason)

    def show(self, number: str, *, actor: str = "", purpose: str = "") -> Draft:
        """Return a draft, to whoever has or had it in his hands.

        Raises:
            UnknownFile: if there is none for him.
        """
        person = self.office.person(actor)
        found = drafts.find(self.office.store, number)
        if found is None or not drafts.sees(person, found[1]):
            raise self._ended(number, person, "show")
        self.office.note(
            "show-draft", person, subject=found[1]["number"], purpose=purpose, fields=["*"]
        )
        return Draft.of(found[1])

    def waiting(self, *, actor: str = "") -> list[Draft]:
        """Return the drafts that exist for somebody: his own, and those whose next step is his."""
        person = self.office.person(actor)
        rows = [draft for _, draft in self.office.store.rows(DRAFTS) if drafts.sees(person, draft)]
        self.office.note("list-drafts", person, files=[draft["number"] for draft in rows])
        return list(map(Draft.of, rows))

    def _own(self, person: Person, draft: Document, act: str) -> None:
        if not person.sole and draft["owner"] != person.person:
            raise self.office.refused(person, act, subject=draft["number"], who="拟稿人")
