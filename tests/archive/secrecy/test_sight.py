"""Who sees what of a file: clearance and circle and purpose and window (archive.md §4.3)."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import pytest
from archive.memory_store import MemoryStore

from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.roles import ADMINISTRATORS, ROLES
from csdforms.archive.secrecy.sight import (
    ALL,
    EVERYTHING,
    NOTHING,
    Sight,
    department_card,
    is_listed,
    sight,
)
from csdforms.archive.store import Act

AT = "2026-03-05T14:05:09.000000+08:00"
BEFORE = "2026-03-05T14:05:08.999999+08:00"
AFTER = "2026-03-05T14:05:09.000001+08:00"
SINCE = "2026-01-01T00:00:00.000000+08:00"
FILE = "KH-F-2026-000001-4"
OTHER = "KH-F-2026-000002-2"

SALES = Person("wang", "王敏", ("sales",), 4, since=SINCE)


def store(**tables: list[dict[str, Any]]) -> MemoryStore:
    """Return a store with these documents, keyed 1, 2, 3 …"""
    kept = MemoryStore(Act("init", "zhang", SINCE))
    with kept.writing() as work:
        for table, documents in tables.items():
            for key, document in enumerate(documents, start=1):
                work.put(table, key, document)
        work.record(Act("test", "zhang", SINCE))
    return kept


def grant(**changes: Any) -> dict[str, Any]:
    """Return a grant to 王敏 that holds now, for everything in the file."""
    given = {
        "number": "SQ-2026-0001",
        "file": FILE,
        "reader": "王敏",
        "fields": [ALL],
        "purpose": "核对合同",
        "from": AT,
        "to": AFTER,
        "by": "赵强",
        "at": BEFORE,
        "up_to": 4,
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


def card(level: Any, circle: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Return a file's card on which this level was decided."""
    secrecy = {"level": level, "circle": list(circle)}
    return {"number": FILE, "kind": "F", "secrecy": secrecy, **changes}


def case(**changes: Any) -> dict[str, Any]:
    """Return an item of an open complaint that 王敏 filed."""
    return {
        "number": f"{FILE}/3.2-2026-0001",
        "file": FILE,
        "form": "complaint_register_one",
        "data": {},
        "links": {"complaint_no": "TS-1"},
        "filed_at": SINCE,
        "filed_by": "王敏",
        **changes,
    }


# --- the whole grid -------------------------------------------------------------------------------


class Case(NamedTuple):
    """One point of the grid."""

    level: int
    clearance: int
    in_circle: bool
    need: str
    grant: str
    purpose: str
    fields: tuple[str, ...]


NEEDS = ("", "role", "own customer", "own case")
GRANTS = ("", "whole", "phone", "over", "revoked", "another's", "another file", "later")
GRID = [
    Case(*point)
    for point in itertools.product(
        range(5),
        range(-1, 5),
        (False, True),
        NEEDS,
        GRANTS,
        ("", "回访"),
        ((), ("phone",), ("phone", "email"), (ALL,)),
    )
]


WHEN: dict[str, dict[str, Any]] = {
    "whole": {},
    "phone": {"fields": ["phone"]},
    "over": {"from": BEFORE, "to": AT},
    "revoked": {"revoked": BEFORE},
    "another's": {"reader": "李强"},
    "another file": {"file": OTHER},
    "later": {"from": AFTER, "to": "2026-03-06T00:00:00.000000+08:00"},
}


def expected(point: Case) -> Sight:
    """Return what the rule book says."""
    if point.clearance < point.level or (point.level >= 3 and not point.in_circle):
        return NOTHING
    asked = set(point.fields)
    number = "SQ-2026-0001"
    if point.grant == "whole":
        return Sight(listed=True, readable=True, fields=frozenset(asked), grant=number)
    if point.level <= 1 and point.purpose and (point.need or point.grant == "phone"):
        by = number if point.grant == "phone" else ""
        return Sight(listed=True, readable=True, fields=frozenset(asked - {ALL}), grant=by)
    if point.grant == "phone":
        return Sight(listed=True, readable=True, fields=frozenset(asked & {"phone"}), grant=number)
    return Sight(listed=True, readable=False, fields=frozenset())


STORES = {
    (need, name): store(
        grants=[grant(**WHEN[name])] if name else [],
        items=[case()] if need == "own case" else [],
    )
    for need in NEEDS
    for name in ("", *WHEN)
}


def seen(point: Case) -> Sight:
    role = "info_specialist" if point.need == "role" else "sales"
    person = Person("wang", "王敏", (role,), point.clearance, since=SINCE)
    file = card(point.level, ("王敏",) if point.in_circle else ("赵强",))
    if point.need == "own customer":
        file["salesperson"] = "王敏"
    reader = STORES[point.need, point.grant]
    return sight(reader, person, file, at=AT, purpose=point.purpose, fields=point.fields)


def test_the_whole_grid() -> None:
    assert [point for point in GRID if seen(point) != expected(point)] == []


def test_the_grid_has_every_answer() -> None:
    kinds = {(one.listed, one.readable, one.fields) for one in map(expected, GRID)}
    nothing: frozenset[str] = frozenset()
    assert {(False, False, nothing), (True, False, nothing)} < kinds
    assert {(True, True, frozenset(fields)) for fields in ([], ["phone"], [ALL])} < kinds


# --- one by one -----------------------------------------------------------------------------------


def test_the_only_keeper_sees_everything() -> None:
    keeper = Person("zhang", "zhang", (), 4, sole=True)
    assert sight(store(), keeper, card(4), at=AT) == EVERYTHING
    assert sight(store(), keeper, {}, at=AT) == EVERYTHING


def test_s01_clearance_without_need() -> None:
    manager = Person("wang", "王敏", ("finance",), 4, since=SINCE)
    for level in (0, 1, 2):
        look = sight(store(), manager, card(level), at=AT, purpose="随便看看")
        assert (look.listed, look.readable) == (True, False)


def test_s02_need_without_clearance() -> None:
    person = Person("wang", "王敏", ("info_specialist",), 1, since=SINCE)
    reader = store(grants=[grant()])
    file = card(2, salesperson="王敏")
    assert sight(reader, person, file, at=AT, purpose="回访") == NOTHING


def test_s03_a_grant_that_expired_a_second_ago() -> None:
    reader = store(grants=[grant(to=AFTER)])
    assert sight(reader, SALES, card(2), at=AT).readable
    assert not sight(reader, SALES, card(2), at=AFTER).readable
    assert not sight(reader, SALES, card(2), at=BEFORE).readable


def test_s04_a_grant_for_another_file_or_field() -> None:
    reader = store(grants=[grant(file=OTHER), grant(fields=["phone"])])
    look = sight(reader, SALES, card(2), at=AT, fields=("phone", "id_no"))
    assert look.fields == {"phone"}
    assert not look.shows(("id_no",))
    assert not sight(reader, SALES, card(2, number="KH-F-2026-000003-0"), at=AT).readable


def test_s05_a_grant_that_was_passed_to_a_colleague() -> None:
    colleague = SALES._replace(account="li", person="李强")
    assert not sight(store(grants=[grant()]), colleague, card(2), at=AT).readable


def test_a_grant_goes_with_the_person_not_the_account() -> None:
    other = SALES._replace(account="wang2")
    assert sight(store(grants=[grant()]), other, card(2), at=AT).readable


def test_s06_a_grant_ends_with_its_case() -> None:
    reader = store(grants=[grant(case="TS-1")], items=[case()])
    assert sight(reader, SALES, card(2), at=AT).readable
    closing = case(form="complaint_handling", data={"closed_at": "2026-03-01T09:00"})
    closed = store(grants=[grant(case="TS-1")], items=[case(), closing])
    assert not sight(closed, SALES, card(2), at=AT).readable
    assert not sight(store(grants=[grant(case="TS-1")]), SALES, card(2), at=AT).readable


def test_s07_whoever_comes_back_or_is_transferred_has_no_old_grant() -> None:
    reader = store(grants=[grant()])
    assert not sight(reader, SALES._replace(since=AT), card(2), at=AT).readable
    assert sight(reader, SALES._replace(since=BEFORE), card(2), at=AT).readable


def test_s10_one_secret_item_makes_the_file_secret() -> None:
    secrecy = {"level": 1, "items": {f"{FILE}/3.2-2026-0001": {"level": 3}}, "circle": ["赵强"]}
    file = {"number": FILE, "secrecy": secrecy}
    assert sight(store(), SALES, file, at=AT, purpose="回访") == NOTHING
    manager = SALES._replace(person="赵强")
    assert sight(store(), manager, file, at=AT).listed


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_s27_an_administrator_or_auditor_sees_no_file(role: str, level: int) -> None:
    for roles in ((role,), (role, "gm"), ("gm", role)):
        administrator = Person("wang", "王敏", roles, 4, since=SINCE)
        reader = store(grants=[grant()])
        file = card(level, ("王敏",), salesperson="王敏")
        assert sight(reader, administrator, file, at=AT, purpose="维护", fields=(ALL,)) == NOTHING


@pytest.mark.parametrize("roles", [(), ("boss",), ("",)])
def test_who_has_no_role_that_we_know_sees_nothing(roles: tuple[str, ...]) -> None:
    nobody = Person("wang", "王敏", roles, 4, since=SINCE)
    assert sight(store(grants=[grant()]), nobody, card(0), at=AT, purpose="回访") == NOTHING


@pytest.mark.parametrize("level", [None, "", "核心", -1, 5, 2.0, [], {"a": 1}])
def test_s31_an_unknown_level_is_the_highest(level: Any) -> None:
    cleared = SALES._replace(clearance=3)
    assert sight(store(), cleared, card(level, ("王敏",)), at=AT, purpose="回访") == NOTHING
    assert sight(store(), SALES, card(level), at=AT, purpose="回访") == NOTHING
    assert sight(store(), SALES, card(level, ("王敏",)), at=AT).listed


@pytest.mark.parametrize("secrecy", [None, "某级", [], {"level": 3, "circle": "王敏李强"}])
def test_what_is_said_of_a_file_in_an_unknown_shape_closes_it(secrecy: Any) -> None:
    cleared = SALES._replace(clearance=3)
    file = {"number": FILE, "level": "内部", "secrecy": secrecy}
    assert not is_listed(cleared, file)
    assert sight(store(grants=[grant()]), cleared, file, at=AT, purpose="回访") == NOTHING


def test_before_a_decision_the_profiles_level_counts() -> None:
    person = SALES._replace(clearance=2)
    assert is_listed(person, {"number": FILE, "level": "秘密"})
    assert not is_listed(person, {"number": FILE, "level": "机密"})
    assert not is_listed(person, {"number": FILE})


@pytest.mark.parametrize("purpose", ["", "  "])
def test_without_a_purpose_there_is_no_reading(purpose: str) -> None:
    person = SALES._replace(roles=("info_specialist",))
    assert not sight(store(), person, card(1), at=AT, purpose=purpose, fields=("phone",)).readable


def test_a_grant_without_a_purpose_is_none() -> None:
    assert not sight(store(grants=[grant(purpose=" ")]), SALES, card(2), at=AT).readable


def test_an_emergency_takes_the_place_of_the_grant_alone() -> None:
    roles = ("complaint_supervisor",)
    reader = store(grants=[grant(emergency=True, by="王敏", up_to=3)])
    person = Person("wang", "王敏", roles, 3, since=SINCE)
    assert sight(reader, person, card(2), at=AT, fields=("phone",)).fields == {"phone"}
    assert sight(reader, person, card(3, ("王敏",)), at=AT).readable
    assert sight(reader, person, card(3), at=AT) == NOTHING
    assert sight(reader, person, card(4, ("王敏",)), at=AT) == NOTHING


def test_of_several_grants_the_one_that_shows_most_counts() -> None:
    several = [
        grant(fields=["email"]),
        grant(number="SQ-2026-0002", fields=["phone", "email"]),
        grant(number="SQ-2026-0003", fields=["phone"]),
    ]
    look = sight(store(grants=several), SALES, card(2), at=AT, fields=("phone", "email"))
    assert (look.grant, sorted(look.fields)) == ("SQ-2026-0002", ["email", "phone"])


def test_every_role_that_may_see_customers_finds_what_is_internal() -> None:
    for name, role in ROLES.items():
        person = Person("wang", "王敏", (name,), role.clearance, since=SINCE)
        assert is_listed(person, card(1)) is (name not in ADMINISTRATORS), name


def test_everything_is_shown_by_everything() -> None:
    assert EVERYTHING.shows(("phone", ALL))
    assert not NOTHING.shows(("phone",))
    assert Sight(listed=True, readable=True, fields=frozenset({"a", "b"})).shows(("a", "b"))


def test_a_paper_of_the_department_is_read_for_a_purpose_by_who_gives_grants() -> None:
    paper = department_card({"confidentiality": "秘密"})
    assert paper["number"] == ""
    head = Person("zhao", "赵强", ("gm",), 4, since=SINCE)
    shown = sight(store(), head, paper, at=AT, purpose="复核", fields=["mobile", ALL])
    assert shown == Sight(listed=True, readable=True, fields=frozenset({"mobile"}))
    for person, purpose in ((head, ""), (head, " "), (SALES, "复核")):
        seen = sight(store(), person, paper, at=AT, purpose=purpose)
        assert (seen.listed, seen.readable) == (True, False)
