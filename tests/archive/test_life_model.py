"""Files through all 22 states of their life (archive.md §8), by whoever it is, at whatever time.

A model in plain Python (:mod:`archive.life`), written from the rules, says of every act whether it
may pass and what comes of it. After each the archive is compared with it: no way is gone that the
rules do not have, nothing is lost, the hands that must differ are different persons', by the
journal; what is held is not destroyed, and what is refused writes nothing.

``CSDFORMS_LIFE=2000`` lets it go through so many lives instead of a few.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from archive.customers import Clock
from archive.life.journey import Life
from archive.life.rules import ACCOUNTS, LINES, STATES
from archive.life.world import SAME
from archive.memory_store import MemoryStore
from hypothesis import settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.store import Act

_T = TypeVar("_T")

#: Mostly somebody whose part it is, so that files get on; often enough anybody.
actors = st.one_of(st.sampled_from(["", "", SAME]), st.sampled_from(["", "", *ACCOUNTS]))
#: Mostly an act that is of use now; often enough any.
sure = st.sampled_from([True, True, True, False])
kinds = st.sampled_from("FFGZ")
places = st.integers(0, 11)
triggers = st.sampled_from(["D1", "D1", "D5", "D7", "D2"])
purposes = st.sampled_from(["", "投诉：复核"])

#: The acts on each kind of thing, with the states in which they are of use.
DRAFTS = {
    "submit": "DRAFT RETURNED",
    "edit": "DRAFT RETURNED",
    "discard": "DRAFT RETURNED",
    "send_back": "SUBMITTED",
    "accept": "SUBMITTED",
    "reject": "SUBMITTED ACCEPTED",
    "approve": "ACCEPTED",
}
FILES = {
    "void": "ACTIVE",
    "sleep": "ACTIVE",
    "resume": "DORMANT",
    "freeze": "ACTIVE DORMANT",
    "unfreeze": "FROZEN",
    "hold": "ACTIVE MERGED SETTLED APPRAISAL DESTROY_PROPOSED DESTROY_APPROVED DESTROYING",
    "take": "ACTIVE FROZEN SETTLED SEALED MERGED",
    "prepare": "SETTLED",
    "confirm": "SETTLED",
    "undo": "SEALED",
    "apply_revival": "SEALED APPRAISAL DESTROY_PROPOSED DESTROY_APPROVED",
    "propose_deletion": "SEALED",
}
CASES = {
    "check_case": "DEREG_APPLIED DEREG_CHECKING DEREG_SUSPENDED DEREG_CLEARED",
    "agree": "DEREG_CLEARED",
    "refuse": "DEREG_CLEARED",
    "withdraw": "DEREG_APPLIED SETTLED",
    "write_off": "DEREG_CHECKING DEREG_SUSPENDED DEREG_CLEARED",
}
REVIVALS = {
    "step_revival": "applied checked agreed",
    "skip_check": "applied",
    "skip_last": "checked",
    "refuse_revival": "applied checked agreed",
}
LISTS = {
    "condemn": "proposed endorsed",
    "spare": "proposed endorsed",
    "begin": "approved",
    "count": "counting",
    "run": "counting",
    "account_for": "executing",
    "attest": "executing",
    "finish": "executing",
}


#: Witnesses, most of whom are none: of the department alone, one twice, approvers, the executor.
PAIRS = [tuple(pair.split()) for pair in (
    "bai yun", "ma yun", "jian jian", "jian gao", "jian qiang", "jian ma", "jian zhou", "jie fang",
    "jian", "qian jian fang",
)]  # fmt: skip


def in_memory(clock: Clock) -> Archive:
    return Archive(MemoryStore(Act("init", "sun", moment(clock()))), actor="sun", clock=clock)


class LifeModel(RuleBasedStateMachine):
    """Do something to some file; it comes out as the rules say."""

    #: What all lives together have reached.
    reached: ClassVar[Counter[str]] = Counter()
    passed: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        clock = Clock()
        self.world = Life(self.archive(clock), clock)
        self.steps = 0

    def archive(self, clock: Clock) -> Archive:
        return in_memory(clock)

    def teardown(self) -> None:
        world = self.world
        world.verify()
        target(float(len(world.reached)), label="states")
        for mine, all_lives in (
            (world.reached, type(self).reached),
            (world.passed, type(self).passed),
            (world.refused, type(self).refused),
        ):
            all_lives.update(mine)

    @initialize(
        lives=st.lists(
            st.tuples(kinds, triggers, st.sampled_from([*["ACTIVE", "SEALED"] * 4, *STATES[7:18]])),
            min_size=2,
            max_size=4,
        ),
        drafts=st.lists(st.sampled_from(["SUBMITTED", "SUBMITTED", "ACCEPTED"]), max_size=2),
        meddler=st.one_of(st.sampled_from(["", SAME, SAME]), st.sampled_from(ACCOUNTS)),
    )
    def begin_somewhere(self, lives: Any, drafts: list[str], meddler: str) -> None:
        """Let there be files in several states, each brought there by the acts themselves."""
        world = self.world
        for kind, given, state in lives:
            trigger = given
            file = world.files[world.opened(kind, meddler=meddler)]
            if trigger == "D2":
                world.take("", file)
                trigger = "D2" if kind != "F" else "D1"
            world.to(file, state, trigger, meddler)
        for state in drafts:
            world.opened("F", state)
        world.check()

    # --- anybody does anything --------------------------------------------------------------------

    @precondition(lambda self: self.world.customers < 8)
    @rule(who=actors, kind=kinds)
    def create(self, who: str, kind: str) -> None:
        self.world.create(who, kind)

    @precondition(lambda self: self.world.drafts)
    @rule(who=actors, place=places, act=places, fits=sure)
    def with_a_draft(self, who: str, place: int, act: int, fits: bool) -> None:
        drafts = self.world.drafts.values()
        some = [one for one in drafts if one.state not in ("-", "REJECTED")] if fits else []
        draft = (some or [*drafts])[place % len(some or drafts)]
        getattr(self.world, _act(DRAFTS, draft.state, act, fits))(who, draft)

    @rule(who=actors)
    def drafts_expire(self, who: str) -> None:
        self.world.expire(who)

    @precondition(lambda self: self.world.files)
    @rule(who=actors, place=places, act=places, fits=sure)
    def with_a_file(self, who: str, place: int, act: int, fits: bool) -> None:
        file = self.files[place % len(self.files)]
        getattr(self.world, _act(FILES, file.state, act, fits))(who, file)

    @precondition(lambda self: self.in_use)
    @rule(who=actors, place=places, act=places)
    def with_a_file_in_use(self, who: str, place: int, act: int) -> None:
        file = self.in_use[place % len(self.in_use)]
        getattr(self.world, _act(FILES, file.state, act, fits=True))(who, file)

    @precondition(lambda self: self.in_use)
    @rule(who=actors, place=places, months=st.sampled_from([11, 12, 13]))
    def rests(self, who: str, place: int, months: int) -> None:
        """Let nothing happen for a year, or nearly."""
        self.world.passes(days=31 * months - 6)
        self.world.sleep(who, self.in_use[place % len(self.in_use)])

    @precondition(lambda self: any(one.seal for one in self.files))
    @rule(who=actors, place=places, act=places)
    def with_a_sealed_file(self, who: str, place: int, act: int) -> None:
        sealed = [one for one in self.files if one.seal]
        file = sealed[place % len(sealed)]
        getattr(self.world, _act(FILES, file.state, act, fits=True))(who, file)

    @precondition(lambda self: self.world.files)
    @rule(who=actors, place=places, purpose=purposes, closes=st.booleans())
    def complain(self, who: str, place: int, purpose: str, closes: bool) -> None:
        if file := _one([one for one in self.files if not one.into], place):
            (self.world.close_complaint if closes else self.world.complain)(who, file, purpose)

    @precondition(lambda self: self.world.files)
    @rule(who=actors, place=places, trigger=triggers)
    def apply(self, who: str, place: int, trigger: str) -> None:
        if file := _one(self.files, place, ("ACTIVE", "DORMANT", "FROZEN", "SEALED", "MERGED")):
            self.world.apply(who, file, trigger)

    @precondition(lambda self: self.world.cases)
    @rule(who=actors, place=places, act=places, fits=sure)
    def with_an_application(self, who: str, place: int, act: int, fits: bool) -> None:
        case = self.cases[place % len(self.cases)]
        state = self.world.files[case.file].state
        getattr(self.world, _act(CASES, state, act, fits))(who, case)

    @precondition(lambda self: self.world.cases)
    @rule(
        who=actors,
        place=places,
        line=st.sampled_from(sorted(LINES)),
        clear=st.booleans(),
        balance=st.sampled_from(["0.00", "12.00"]),
    )
    def sign(self, who: str, place: int, line: str, clear: bool, balance: str) -> None:
        if case := _one(self.cases, place):
            balance = balance if line == "G3" else "0.00"
            self.world.sign_line(who, case, line, clear=clear, balance=balance)

    @precondition(lambda self: self.world.cases)
    @rule(who=actors, place=places, step=st.sampled_from(["account", "signature", "letter"]))
    def settle(self, who: str, place: int, step: str) -> None:
        if case := _one(self.cases, place):
            self.world.settle(who, case, step)

    @rule(who=actors)
    def applications_lapse(self, who: str) -> None:
        self.world.lapse(who)

    @precondition(lambda self: len(self.in_use) > 1)
    @rule(who=actors, other=actors, place=places, apart=st.integers(1, 3), fits=sure)
    def merge(self, who: str, other: str, place: int, apart: int, fits: bool) -> None:
        """Propose it, and confirm it: with the same account twice, with that of another."""
        some = [one for one in self.in_use if one.kind != "Z"] if fits else []
        some = some if len(some) > 1 else self.files
        one, last = some[place % len(some)], some[(place + apart) % len(some)]
        for actor in (who, other):
            self.world.merge(actor, one, last)

    @precondition(lambda self: self.world.mergers)
    @rule(who=actors, place=places, refused=st.booleans(), twice=st.booleans())
    def with_a_merger(self, who: str, place: int, refused: bool, twice: bool) -> None:
        if row := _one([*self.world.mergers.values()], place):
            for actor in (who, "")[: 1 + twice]:
                (self.world.refuse_merger if refused else self.world.unmerge)(actor, row)

    @precondition(lambda self: self.world.holds)
    @rule(who=actors, place=places)
    def lift(self, who: str, place: int) -> None:
        self.world.lift(who, [*self.world.holds][place % len(self.world.holds)])

    @precondition(lambda self: self.world.requests)
    @rule(who=actors, place=places, act=st.sampled_from(["restrict", "release", "take_back"]))
    def with_a_request(self, who: str, place: int, act: str) -> None:
        getattr(self.world, act)(who, _one([*self.world.requests.values()], place))

    @precondition(lambda self: self.world.revivals)
    @rule(who=actors, place=places, act=places, fits=sure)
    def with_a_revival(self, who: str, place: int, act: int, fits: bool) -> None:
        rows = [*self.world.revivals.values()]
        running = [one for one in rows if one.state in ("applied", "checked", "agreed")]
        row = (running or rows)[place % len(running or rows)]
        if self.world.files[row.file].state != "DESTROYED":  # it is gone with the file
            getattr(self.world, _act(REVIVALS, row.state, act, fits))(who, row)

    @precondition(lambda self: self.world.files)
    @rule(
        who=actors,
        some=st.lists(places, min_size=1, max_size=3),
        secrecy=st.sampled_from(["jie", "jie", "jie", "jian", "zhou"]),
    )
    def convene(self, who: str, some: list[int], secrecy: str) -> None:
        over = [one for one in self.files if one.state == "SEALED" and self.world.is_over(one)]
        chosen = [_one(over or self.files, place) for place in some]
        files = {one.number: one for one in chosen if one}
        self.world.convene(who, [*files.values()], secrecy)

    @precondition(lambda self: self.world.appraisals)
    @rule(
        who=actors,
        place=places,
        act=st.sampled_from(["sign_report", "sign_report", "close", "cancel"]),
    )
    def with_an_appraisal(self, who: str, place: int, act: str) -> None:
        getattr(self.world, act)(who, _one([*self.world.appraisals.values()], place))

    @precondition(lambda self: self.world.appraisals)
    @rule(who=actors, place=places, no=st.integers(1, 3), keeps=st.booleans())
    def report(self, who: str, place: int, no: int, keeps: bool) -> None:
        row = _one([*self.world.appraisals.values()], place)
        assert row is not None
        self.world.report(who, row, no, "keep" if keeps else "destroy")

    @precondition(lambda self: self.world.lists)
    @rule(who=actors, place=places, act=places, fits=sure)
    def with_a_list(self, who: str, place: int, act: int, fits: bool) -> None:
        some = self.world.listed() or [*self.world.lists.values()]
        row = some[place % len(some)]
        getattr(self.world, _act(LISTS, row.state, act, fits))(who, row)

    @precondition(lambda self: self.world.lists)
    @rule(
        who=actors,
        place=places,
        witnesses=st.one_of(
            st.sampled_from(PAIRS), st.lists(st.sampled_from(ACCOUNTS), max_size=3)
        ),
        wrong=st.booleans(),
    )
    def with_witnesses(self, who: str, place: int, witnesses: Sequence[str], wrong: bool) -> None:
        row = _one([*self.world.listed()] or [*self.world.lists.values()], place)
        assert row is not None
        if row.state == "counting":
            self.world.count(who, row, wrong=wrong)
        else:
            self.world.begin(who, row, witnesses)

    # --- things get on, and time goes by ----------------------------------------------------------

    @precondition(lambda self: self.world.files)
    @rule(who=actors, place=places, steps=st.integers(1, 5), trigger=triggers)
    def goes_on(self, who: str, place: int, steps: int, trigger: str) -> None:
        """Let the right people take a file on its usual way, and somebody else meddle."""
        over = ("ACTIVE", "DORMANT", "FROZEN", "DESTROYED", "VOID", "MERGED")
        alive = [
            one
            for one in self.files
            if one.state not in over and (one.state != "SEALED" or self.world.is_over(one))
        ]
        if file := _one(alive, place):
            for _ in range(steps):
                if who:
                    self.world.on(file, "D1" if trigger == "D2" else trigger, who)
                self.world.on(file, "D1" if trigger == "D2" else trigger)

    @precondition(lambda self: any(one.seal for one in self.files))
    @rule(who=st.lists(actors, min_size=4, max_size=4), place=places)
    def comes_back(self, who: list[str], place: int) -> None:
        """Let a sealed customer be revived, whoever does each step of it."""
        world = self.world
        file = _one([one for one in self.files if one.seal], place)
        assert file is not None
        world.apply_revival(who[0], file)
        rows = [one for one in world.revivals.values() if one.file == file.number]
        for actor in who[1:] if rows else ():
            world.step_revival(actor, rows[-1])

    @precondition(lambda self: any(one.state == "SETTLED" for one in self.files))
    @rule(who=st.lists(actors, min_size=3, max_size=3), place=places, days=st.integers(0, 70))
    def sealed_by_mistake(self, who: list[str], place: int, days: int) -> None:
        """Let a file be sealed, and that be undone some days later."""
        settled = [one for one in self.files if one.state == "SETTLED"]
        file = settled[place % len(settled)]
        self.world.prepare(who[0], file)
        self.world.confirm(who[1], file)
        self.world.passes(days=days)
        self.world.undo(who[2], file)

    @rule(time=st.sampled_from([
        {"hours": 5}, {"hours": 20}, {"days": 1}, {"days": 2}, {"days": 14}, {"days": 31},
        {"days": 91}, {"days": -1}, {"days": -40},
    ]))  # fmt: skip
    def time_passes(self, time: dict[str, float]) -> None:
        self.world.passes(**time)

    @precondition(lambda self: any(one.until for one in self.world.files.values()))
    @rule(place=places, early=st.booleans())
    def retention_ends(self, place: int, early: bool) -> None:
        sealed = _one([one for one in self.files if one.until], place)
        if sealed and sealed.until >= self.world.today:
            self.world.until(sealed.until)
            self.world.passes(days=-1 if early else 0)

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def it_is_as_the_rules_say(self) -> None:
        self.world.check()
        self.steps += 1
        if self.steps % 10 == 0:
            self.world.verify()

    @property
    def files(self) -> list[Any]:
        return [*self.world.files.values()]

    @property
    def in_use(self) -> list[Any]:
        return [one for one in self.files if one.state in ("ACTIVE", "DORMANT", "FROZEN")]

    @property
    def cases(self) -> list[Any]:
        """The applications, those that run first."""
        running = [one for one in self.world.cases.values() if self._runs(one)]
        return running or [*self.world.cases.values()]

    def _runs(self, case: Any) -> bool:
        return self.world.files[case.file].case == str(case.number)


def _one(some: list[_T], place: int, states: tuple[str, ...] = ()) -> _T | None:
    """Return one of these; of those in the states, if there are any."""
    fitting = [one for one in some if getattr(one, "state", "") in states] or some
    return fitting[place % len(fitting)] if fitting else None


def _act(acts: dict[str, str], state: str, place: int, fits: bool) -> str:
    """Return the name of an act; one of those that are of use in a state, if there are any."""
    fitting = [name for name, states in acts.items() if state in states.split()] if fits else []
    names = fitting or sorted(acts)
    return names[place % len(names)]


_LIVES = int(os.environ.get("CSDFORMS_LIFE", "0"))

TestLifeModel = LifeModel.TestCase
TestLifeModel.settings = settings(
    max_examples=_LIVES or 14, stateful_step_count=40 if _LIVES else 20
)


class OnDisk(LifeModel):
    """The same in a folder."""

    def archive(self, clock: Clock) -> Archive:
        self.folder = Path(tempfile.mkdtemp())
        return Archive.create(self.folder / "archive", actor="sun", clock=clock)

    def teardown(self) -> None:
        super().teardown()
        self.world.archive.close()
        shutil.rmtree(self.folder)


TestLifeModelOnDisk = OnDisk.TestCase
TestLifeModelOnDisk.settings = settings(max_examples=_LIVES // 20 or 1, stateful_step_count=15)


@pytest.fixture(params=["memory", "tiny"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """An archive with the department, in memory and in a folder."""
    clock = Clock()
    if request.param == "memory":
        yield Life(in_memory(clock), clock)
        return
    with Archive.create(tmp_path / "archive", actor="sun", clock=clock) as archive:
        yield Life(archive, clock)


def test_one_department_goes_through_all_22_states(world: Life) -> None:
    def seen() -> None:
        world.check()
        world.verify()

    number = world.opened("Z", "SUBMITTED")
    draft = world.drafts[number]
    world.send_back("", draft)
    world.draft_on(draft)
    world.reject("", draft)
    seen()
    for _ in range(2):  # one is made void, one is merged into the next
        world.opened("F")
    void, gone = world.files.values()
    world.void("", void)
    world.void("", void)
    last = world.files[world.opened("F")]
    world.merge("", gone, last)
    world.merge("", gone, last)
    seen()
    world.passes(days=366)
    world.sleep("", last)
    world.freeze("", last)
    world.unfreeze("", last)
    world.resume("", last)
    world.complain("", last)
    world.apply("", last)
    world.check_case("", world.cases[last.case])
    assert last.state == "DEREG_SUSPENDED"
    seen()
    world.to(last, "SEALED")
    seen()
    world.apply_revival("", last)
    for _ in range(2):
        world.step_revival("", world.revivals["HF-2027-0001"])
    assert last.state == "ACTIVE"
    world.passes(days=2)
    person = world.files[world.opened("Z")]
    world.to(person, "DESTROYED")
    seen()
    assert {*world.reached} - {"-"} == {*STATES}


def test_the_rules_know_22_states() -> None:
    assert len(STATES) == 22


def test_that_nobody_calls_him_outlasts_a_seal_and_a_merger(world: Life) -> None:
    one, other = (world.files[world.opened("G")] for _ in range(2))
    world.to(one, "SEALED")
    world.take("", one)
    world.undo("", one)
    assert one.quiet
    world.check()
    world.merge("", one, other)
    world.merge("", one, other)
    world.take("", other)
    for _ in range(2):
        world.unmerge("", world.mergers["HB-2026-0001"])
    assert (one.state, other.state) == ("ACTIVE", "ACTIVE")
    assert other.quiet
    world.check()


def test_a_proposal_to_make_void_that_nobody_confirmed_keeps_no_file(world: Life) -> None:
    file = world.files[world.opened("F")]
    world.void("", file)
    world.passes(days=16)
    world.to(file, "SEALED")
    world.check()


def test_who_was_revived_does_not_sleep_at_once(world: Life) -> None:
    file = world.files[world.opened("F")]
    world.to(file, "SEALED")
    world.passes(days=400)
    world.apply_revival("", file)
    for row in [*world.revivals.values()] * 2:
        world.step_revival("", row)
    world.sleep("", file)
    assert file.state == "ACTIVE"
    world.check()
