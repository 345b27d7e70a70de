"""The archive and the model of it side by side, and what must hold after every act."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from archive.customers import Clock
from archive.life.ledger import Ledger
from archive.life.model import Appraisal, Case, Draft, File, List, Merger, Request, Revival
from archive.life.rules import ACCOUNTS, PERSONS, ROLES, STAFF, STATES, WAYS, WHO
from archive.secrecy.department import hire

from csdforms.archive.archive import Archive
from csdforms.archive.verifying import verify
from csdforms.errors import CsdformsError

__all__ = ["SAME", "Base"]

#: Stands for an account of somebody who had another hand in it.
SAME = "="

_T = TypeVar("_T")


class Base:
    """What all acts share: who acts, what comes of it, and what the archive says then."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self.archive, self.clock = archive, clock
        hire(archive, STAFF)
        self.ledger = Ledger(archive)
        self.drafts: dict[str, Draft] = {}
        self.ended: dict[str, str] = {}  # drafts that are no more, and how
        self.files: dict[str, File] = {}
        self.holds: dict[str, tuple[str, bool]] = {}  # file, whether it was lifted
        self.cases: dict[str, Case] = {}
        self.mergers: dict[str, Merger] = {}
        self.requests: dict[str, Request] = {}
        self.revivals: dict[str, Revival] = {}
        self.appraisals: dict[str, Appraisal] = {}
        self.lists: dict[str, List] = {}
        self.customers = 0
        self.turn = 0
        #: The states that were seen, and the acts that passed or were refused.
        self.reached: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.before = self.states()

    @property
    def today(self) -> str:
        """The archive's day: a clock set back does not bring it back."""
        return self.archive.office.today()

    def passes(self, **time: float) -> None:
        """Let time pass; or be set back."""
        self.clock.at += dt.timedelta(**time)

    def act(
        self,
        name: str,
        may: bool | None,
        call: Callable[[], _T],
        *,
        leaves: bool | None = False,
    ) -> _T | None:
        """Do something; return what came of it, None if it was refused.

        Args:
            name: what is done, of :data:`~.rules.WAYS`, or something that changes no state.
            may: whether the rules let it pass; None: the model does not know.
            call: does it.
            leaves: whether it leaves something though it is refused: that a deregistration waits,
                or is over, or that a list is void.
        """
        store = self.archive.store
        last = store.last()
        cards = self.cards()
        result, error = None, None
        try:
            result = call()
        except CsdformsError as problem:
            error = problem
        self.judge(name, cards)
        if error is not None:
            self.refused[name] += 1
            assert may is not True, f"{name} was refused: {error}"
            assert leaves is None or (store.last() != last) is leaves, f"{name}: {error}"
            return None
        self.passed[name] += 1
        assert may is not False, f"{name} passed"
        assert store.last() != last, name
        return result

    def judge(self, name: str, cards: dict[str, dict[str, Any]]) -> None:
        """Let pass what the archive did to the states of all files, if the rules have such ways."""
        self.ledger.take(self.archive)
        now, ways = self.states(), WAYS.get(name, frozenset()) | WAYS["lapse"]
        assert self.before.keys() <= now.keys(), "nothing is lost"
        for number, state in now.items():
            was = self.before.get(number, "-")
            assert state == was or (was, state) in ways, f"{name}: {number} {was} -> {state}"
            if state != was:
                self.reached[state] += 1
            if state != was and state in ("DESTROYING", "DESTROYED"):
                assert not cards[number].get("holds"), "what is held is not destroyed"
        self.before = now

    def cards(self) -> dict[str, dict[str, Any]]:
        """Return the cards as they are kept."""
        return {card["number"]: card for _, card in self.archive.store.rows("files")}

    def states(self) -> dict[str, str]:
        """Return the states of all files and drafts, by the archive: "-" for a draft that is gone.

        That a draft was not approved is in the journal alone, nothing of it is kept.
        """
        store = self.archive.store
        found = {number: card["state"] for number, card in self.cards().items()}
        waiting = {draft["number"]: draft["state"] for _, draft in store.rows("drafts")}
        for number in self.drafts.keys() | waiting.keys():
            if number not in waiting and number not in self.ended:
                acts = [line.act for line in store.history(number)]
                self.ended[number] = "REJECTED" if acts[-1] == "reject" else "-"
        return found | self.ended | waiting

    def check(self) -> None:
        """Compare the archive with the model."""
        now = self.states()
        assert set(now.values()) <= {*STATES, "-"}
        files = {one.number: one.state for one in self.files.values()}
        drafts = {one.number: one.state for one in self.drafts.values()}
        assert now == files | drafts
        for number, card in self.cards().items():
            file = self.files[number]
            if file.state in ("DESTROYING", "DESTROYED"):
                assert "tombstone" in card or file.into
                assert not card.get("items")
                continue
            assert set(card.get("holds", ())) == file.holds, number
            assert set(card.get("restricted", ())) == file.restricted, number
            assert bool(card.get("do_not_call")) == bool(file.quiet), number
            retention = card.get("retention", {})
            assert (retention.get("code", ""), retention.get("until", "")) == (
                file.code,
                file.until,
            ), number
            assert card.get("deregistration", "") == file.case
            assert card.get("merged_into", "") == file.into
            assert card.get("absorbed", []) == file.absorbed

    def verify(self) -> None:
        """Let the chain prove itself."""
        report = verify(self.archive.store)
        assert report.is_sound, report.problems

    # --- who ------------------------------------------------------------------------------------

    def who(self, account: str, what: str, apart: Collection[str] = (), office: str = "") -> str:
        """Return who acts: the account itself, for "" one whose business it is.

        Args:
            account: the account; "" for one who may, :data:`SAME` for one who had a hand in it.
            what: of :data:`~.rules.WHO`.
            apart: the persons who had another hand in it.
            office: the role that it should be, if several may.
        """
        if account not in ("", SAME):
            return account
        fitting = [one for one in ACCOUNTS if ROLES[one] in ({office} if office else WHO[what])]
        if account == SAME:  # somebody who had a hand in it, if that can be
            wrong = [one for one in ACCOUNTS if PERSONS[one] in apart]
            wrong = [one for one in wrong if ROLES[one] in WHO[what]] or wrong
            wrong = [one for one in wrong if ROLES[one] == office] or wrong
            return next(iter(wrong), fitting[0])
        self.turn += 1  # not always the same one
        good = [one for one in fitting if PERSONS[one] not in apart] or fitting
        return good[self.turn % len(good)]

    def survivor(self, file: File) -> File:
        """Return the file into which one was merged, itself if it was not."""
        while file.into:
            file = self.files[file.into]
        return file

    def whole(self, file: File) -> list[File]:
        """Return a file with all that were merged into it."""
        return [file, *(self.files[number] for number in file.absorbed)]
