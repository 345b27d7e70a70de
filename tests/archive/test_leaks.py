"""For who may not know of a file, an archive with it is in every word an archive without it (S09).

``CSDFORMS_LEAKS`` says over how many pairs of archives; the suite takes a few.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import inspect
import itertools
import json
import os
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from archive.customers import CORPORATE
from archive.leaking import (
    Hidden,
    Pair,
    Visible,
    accounts,
    clone,
    numbers_in,
    numbers_of,
    pair,
    told,
    without_new_numbers,
)
from archive.memory_store import MemoryStore, MemoryWork
from archive.probes import EXEMPT, PARTS, PROBES, files
from archive.probes_of_proceedings import Try
from archive.proceeding import COURSES
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import csdforms.archive
from csdforms.archive import numbers
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.bags import export_bag, import_bag
from csdforms.archive.store import Act
from csdforms.errors import CsdformsError

PAIRS = int(os.environ.get("CSDFORMS_LEAKS", "5"))

VISIBLE = st.lists(
    st.builds(
        Visible,
        kind=st.sampled_from("FZ"),
        level=st.integers(0, 2),
        items=st.integers(0, 2),
        state=st.sampled_from(["ACTIVE", "ACTIVE", "DORMANT", "VOID"]),  # a course freezes
        alias=st.booleans(),
        shares=st.sampled_from(["", "phone", "surname", "complaint", "document"]),
        granted=st.booleans(),
        lent=st.booleans(),
        course=st.sampled_from(list(COURSES)),
    ),
    min_size=2,
    max_size=3,
)
HIDDEN = st.builds(
    Hidden,
    kind=st.sampled_from("FZ"),
    level=st.integers(2, 4),
    items=st.integers(0, 2),
    revised=st.booleans(),
    granted=st.booleans(),
    lent=st.booleans(),
    copied=st.booleans(),
    drafted=st.booleans(),
    case_closed=st.booleans(),
    days=st.sampled_from([0, 1, 5, 100, 400]),
    course=st.sampled_from(list(COURSES)),
    is_branch=st.booleans(),
    merges=st.booleans(),
)

#: The customer is there: who would open his file again is told to ask, and no more (U08).
NEUTRAL = "没有办理：该客户已在档，请联系客户信息主管。"
_OF_CHECKS = {
    f"deregistration.{act}"
    for act in ("check", "sign", "write_off", "approve", "application", "applications")
}
#: What may be said of a hidden file, and by which acts.
ALLOWED = {
    NEUTRAL: {
        "drafts.create", "drafts.create_many", "drafts.edit", "revise", "add_alias",
    },
    # A number is given once: that of a hidden file is burnt like that of a void one.
    "这个号已经用过，不再使用": {"drafts.create", "drafts.create_many", "drafts.edit"},
    # Nobody leaves whose branches stay, or whose guarantees: that there is one, not which (D11).
    "分支机构的档案仍在用": _OF_CHECKS,
}  # fmt: skip
#: Functions that are about the archive as a whole, for those alone whom it is entrusted to.
ENTRUSTED = {"auditor": {"log", "who_saw"}, "system_admin": {"backups.copy", "backups.make"}}


class Answer(NamedTuple):
    """What came of one call."""

    said: str
    lines: int  # that the journal grew by
    notes: int  # likewise, the log of access


def asked(store: MemoryStore, at: dt.datetime, name: str, actor: str, what: Try) -> Answer:
    """Call a function; return all that its caller can see."""
    archive = Archive(store, actor=actor, clock=lambda: at)
    lines, notes = len(store.written), len(store.noted)
    part, dot, function = name.rpartition(".")
    call = getattr(PARTS[part + dot](archive), function)
    said = told(_outcome(lambda: call(*what.args, **what.named)))
    text = json.dumps(said, ensure_ascii=False)
    return Answer(text, len(store.written) - lines, len(store.noted) - notes)


def _outcome(call: Callable[[], Any]) -> Any:
    try:
        result = call()
        if isinstance(result, contextlib.AbstractContextManager):
            with result as inner:
                return told(inner)
        return list(result) if isinstance(result, Iterator) else result
    except (CsdformsError, ValueError, TypeError) as error:
        return error


def compared(both: Pair, name: str, actor: str, what: Try) -> str:
    """Ask both archives the same; return how their answers differ, "" if they do not."""
    stores = clone(both.without), clone(both.having)
    given = numbers_of(both.without) | numbers_in(what)
    answers = [asked(store, both.at, name, actor, what) for store in stores]
    first, second = (without_new_numbers(one.said, given) for one in answers)
    if any(sentence in second and name in acts for sentence, acts in ALLOWED.items()):
        return ""
    where = f"{name}{what} of {actor}"
    if first != second:
        return f"{where}\n  without: {first}\n  having: {second}"
    if answers[0][1:] != answers[1][1:]:
        return f"{where}\n  lines, notes: {answers[0][1:]} {answers[1][1:]}"
    for after, again in afterwards(both) if answers[0].lines else ():
        later = [asked(store, both.at, after, actor, again).said for store in stores]
        first, second = (without_new_numbers(said, given) for said in later)
        if first != second:
            return f"{after}{again} after {where}\n  without: {first}\n  having: {second}"
    return ""


def afterwards(both: Pair) -> Iterator[tuple[str, Try]]:
    """Yield what is looked at again after an act."""
    for name in ("list_files", "list_items", "drafts.waiting", "loans.loans", "custody.due"):
        yield name, Try((), {})
    for number in ("", *files(both)):
        yield "grants.grants", Try((), {"file": number})


def leaks(both: Pair, readers: list[str]) -> Iterator[str]:
    for actor in readers:
        for name, probes in PROBES.items():
            if name in ENTRUSTED.get(actor, ()):
                continue
            for what in probes(both):
                if said := compared(both, name, actor, what):
                    yield said


@settings(max_examples=PAIRS, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(visible=VISIBLE, hidden=HIDDEN, which=st.integers(0, 99))
def test_s09_an_archive_with_a_hidden_file_is_one_without_it(
    visible: list[Visible], hidden: Hidden, which: int
) -> None:
    both = pair(visible, hidden)
    readers = both.readers
    assert list(leaks(both, [readers[which % len(readers)]])) == []


# --- every function is asked ----------------------------------------------------------------------


def _public(part: object) -> set[str]:
    names = {name for name in dir(type(part)) if not name.startswith("_")}
    return {name for name in names if callable(getattr(type(part), name))}


def test_every_public_function_is_asked(both: Pair) -> None:
    archive = Archive(both.without, actor="gm")
    found = {f"{path}{name}" for path, reach in PARTS.items() for name in _public(reach(archive))}
    assert found == {*PROBES, *EXEMPT}
    assert not PROBES.keys() & EXEMPT.keys()


#: Classes that work for an archive, and that nobody calls but its parts.
WITHIN = {
    "Consulting": "what Archive is, for looking things up",
    "Inquiry": "one question of Consulting",
    "Counting": "what a report counts, asked as Counted",
    "_Files": "the customers for whom one import of Ledgers asks",
    "Watch": "what a guard remembers of one person",
    "Asked": "who asks Dues what is due",
    "Desk": "what the parts that keep a register begin with",
}


def test_every_part_of_an_archive_is_asked(both: Pair) -> None:
    archive = Archive(both.without, actor="gm")
    parts = {base for reach in PARTS.values() for base in type(reach(archive)).__mro__}
    assert {kind.__name__ for kind in _working() - parts} == WITHIN.keys() - {"Consulting"}


def _working() -> set[type]:
    """Return the classes of the package that are made for an office."""
    modules = pkgutil.walk_packages(csdforms.archive.__path__, "csdforms.archive.")
    kinds = {
        kind
        for module in modules
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if kind.__module__.startswith("csdforms.archive") and kind.__init__ is not object.__init__
    }
    return {kind for kind in kinds if next(iter(_parameters(kind)), "") == "office"}


def _parameters(kind: type) -> list[str]:
    try:
        return list(inspect.signature(kind).parameters)
    except ValueError:  # one of the interpreter's own
        return []


# --- the hunt finds leaks -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both() -> Pair:
    visible = [
        Visible("F", 1, 2, "ACTIVE", alias=True, shares="", granted=True, lent=False),
        Visible("Z", 1, 1, "ACTIVE", alias=False, shares="surname", granted=False, lent=False),
        Visible("F", 1, 0, "DORMANT", alias=False, shares="phone", granted=True, lent=False),
    ]
    done = ("revised", "granted", "lent", "copied", "drafted", "case_closed")
    yes: dict[str, Any] = {**dict.fromkeys(done, True)}
    return pair(visible, Hidden("Z", 3, items=2, days=5, **yes))


def test_all_roles_but_the_general_manager_are_readers(both: Pair) -> None:
    assert set(accounts()) - set(both.readers) == {"gm"}


#: What would be a leak: a guard that lets everything pass, and a function that tells of it.
PLANTED = {
    ("csdforms.archive.secrecy.view.Seen._shows", "find"),
    ("csdforms.archive.secrecy.view.Seen._shows", "file_for"),
    ("csdforms.archive.secrecy.resolving.is_listed", "file"),
    ("csdforms.archive.secrecy.resolving.known", "loans.lend"),
    ("csdforms.archive.secrecy.granting.asking.known", "grants.grants"),
    ("csdforms.archive.secrecy.outgoing.lending.Lending._knows", "loans.lend"),
    ("csdforms.archive.secrecy.outgoing.lending.Lending._knows", "loans.loans"),
    ("csdforms.archive.secrecy.classifying.reviewing.known", "secrecy.due"),
    ("csdforms.archive.secrecy.probing.Watch.sees", "drafts.create"),
    ("csdforms.archive.keeping.is_listed", "file"),
}
#: Likewise of what is done with a hidden file; who is told, and the course that the file goes.
PLANTED_OF_COURSES = {
    ("csdforms.archive.custody.desk.knows", "custody.lift", "legal", "kept"),
    ("csdforms.archive.custody.matters.knows", "custody.due", "info_specialist", "listed"),
    ("csdforms.archive.custody.due.knows", "custody.due", "info_specialist", "kept"),
    ("csdforms.archive.custody.holding.knows", "custody.holds", "legal", "kept"),
    ("csdforms.archive.custody.changing.knows", "custody.changes", "info_supervisor", "kept"),
    ("csdforms.archive.custody.inspecting.knows", "custody.inspections", "info_supervisor", ""),
    ("csdforms.archive.custody.merging.knows", "custody.mergers", "info_supervisor", ""),
    (
        "csdforms.archive.custody.dormancy.known",
        "custody.dormant_candidates",
        "info_supervisor",
        "",
    ),
    ("csdforms.archive.personal_data.desk.known", "personal_requests.requests", "dpo", "kept"),
    ("csdforms.archive.personal_data.desk.known", "personal_requests.answer", "dpo", "kept"),
    (
        "csdforms.archive.deregistration.desk.known",
        "deregistration.applications",
        "info_supervisor",
        "leaving",
    ),
    (
        "csdforms.archive.deregistration.desk.known",
        "deregistration.check",
        "info_supervisor",
        "leaving",
    ),
    ("csdforms.archive.deregistration.seal_register.is_listed", "seals.seals", "sales", "sealed"),
    (
        "csdforms.archive.deregistration.revival_desk.is_listed",
        "revivals.revivals",
        "sales",
        "reviving",
    ),
    ("csdforms.archive.destruction.listing.is_listed", "appraisals.due", "finance", "over"),
    ("csdforms.archive.destruction.schedules.is_listed", "appraisals.all", "finance", "appraised"),
    ("csdforms.archive.destruction.schedules.is_listed", "destructions.all", "finance", "listed"),
}


@pytest.mark.parametrize(("guard", "name"), sorted(PLANTED))
def test_the_hunt_finds_what_a_missing_guard_lets_out(
    both: Pair, monkeypatch: pytest.MonkeyPatch, guard: str, name: str
) -> None:
    monkeypatch.setattr(guard, lambda *_, **__: True)
    found = [compared(both, name, "info_supervisor", what) for what in PROBES[name](both)]
    if (guard, name) == ("csdforms.archive.secrecy.granting.asking.known", "grants.grants"):
        ask = Try((both.hidden.file,), {"purpose": "办理"})
        found.append(compared(both, "grants.ask", "info_supervisor", ask))
    assert any(found)


@pytest.mark.parametrize(("guard", "name", "actor", "course"), sorted(PLANTED_OF_COURSES))
def test_the_hunt_finds_what_a_missing_guard_lets_out_of_a_proceeding(
    monkeypatch: pytest.MonkeyPatch, guard: str, name: str, actor: str, course: str
) -> None:
    visible = Visible("F", 1, 0, "ACTIVE", alias=False, shares="", granted=False, lent=False)
    no: dict[str, Any] = {**dict.fromkeys(("revised", "granted", "lent", "drafted"), False)}
    days = 400 if name == "custody.dormant_candidates" else 1
    no |= {"copied": not course, "merges": not course, "case_closed": False, "course": course}
    hidden = Hidden("F", 3, 0, days=days, **no)
    two = pair([visible, visible._replace(kind="Z")], hidden)
    monkeypatch.setattr(guard, lambda *_, **__: True)
    assert any(compared(two, name, actor, what) for what in PROBES[name](two))


def test_the_hunt_finds_the_numbers_of_lines(both: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csdforms.archive.reporting.counted", lambda events: events)
    for actor, name in (("info_supervisor", "history"), ("dpo", "who_saw")):
        assert any(compared(both, name, actor, what) for what in PROBES[name](both))


# --- what takes as long ---------------------------------------------------------------------------

WORK = ("get", "find", "find_text", "rows", "count", "note", "put", "record")


@pytest.mark.parametrize("actor", ["info_specialist", "info_supervisor", "cs_manager", "sales"])
def test_s09_a_hidden_number_costs_the_work_of_an_absent_one(
    both: Pair, monkeypatch: pytest.MonkeyPatch, actor: str
) -> None:
    done: Counter[str] = Counter()
    for kind, name in itertools.product((MemoryStore, MemoryWork), WORK):
        if name in vars(kind):
            monkeypatch.setattr(kind, name, _counting(name, vars(kind)[name], done))
    absent = numbers.make("Z", 2026, 900)
    other = {both.hidden.file: absent, both.hidden.item: f"{absent}/3.2-2026-0001"}
    tried = set()
    for name, probes in PROBES.items():
        for what in probes(both):
            if name == "find" or not {*map(str, what.args[:1])} & other.keys():
                continue
            counts = []
            for number in (what.args[0], other[what.args[0]]):
                done.clear()
                same = what._replace(args=(number, *what.args[1:]))
                asked(clone(both.having), both.at, name, actor, same)
                counts.append(dict(done))
            assert counts[0] == counts[1], (name, what)
            tried.add(name)
    assert len(tried) > 25


def _counting(name: str, method: Callable[..., Any], done: Counter[str]) -> Callable[..., Any]:
    def counted(*args: Any, **named: Any) -> Any:
        done[name] += 1
        return method(*args, **named)

    return counted


# --- files that come in with a bag ----------------------------------------------------------------


def test_u08_a_bag_with_a_hidden_customer_is_answered_by_the_neutral_sentence(
    both: Pair, tmp_path: Path
) -> None:
    other = Archive(MemoryStore(Act("init", "zhang", moment(both.at))), actor="zhang")
    facts = both.hidden
    for place, said in enumerate(({"uscc": facts.uscc}, {"phone": facts.phone}, {})):
        opened = other.open_file({"customer_name": f"别处{place}有限公司", **said}, form=CORPORATE)
    other.add_alias(opened.number, facts.alias)
    export_bag(other, tmp_path / "bag")
    store = clone(both.having)
    with store.writing() as work:  # another general manager, who is in no circle
        entry = {"account": "gm2", "person": "另一位总经理", "roles": ["gm"], "clearance": 4}
        work.put("staff", work.last_key("staff") + 1, {**entry, "since": moment(both.at)})
        work.record(Act("staff", "zhang", moment(both.at)))
    importing = Archive(store, actor="gm2", clock=lambda: both.at)
    moved = list(import_bag(tmp_path / "bag", importing))
    # Whose other number is the hidden one's is refused as well; the same telephone says nothing.
    assert [str(one.error) for one in moved] == [str(None), str(None), NEUTRAL]
    hits = [said for line, said in store.notes() if line.act == "probe"]
    assert {tuple(hit["detail"]["files"]) for hit in hits} == {(both.hidden.file,)}
    assert facts.file not in repr(told(moved))
