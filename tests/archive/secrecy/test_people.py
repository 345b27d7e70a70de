"""Accounts, persons, and what their roles let them do (archive.md §4.3, §9; S07, S08, S30, Z07)."""

from __future__ import annotations

import os
from typing import Any

import pytest
from archive.memory_store import MemoryStore

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.people import (
    STAFF,
    Person,
    Registry,
    is_current,
    login,
    persons_named,
)
from csdforms.archive.secrecy.roles import RIGHTS
from csdforms.archive.store import Act, Document

AT = "2026-03-05T14:05:09.123456+08:00"
LATER = "2026-03-05T14:05:09.123457+08:00"


def enter(archive: Archive, key: int, **changes: Any) -> None:
    """Write an entry of the registry by hand."""
    entry: Document = {
        "account": "li",
        "person": "李敏",
        "roles": ["info_specialist"],
        "clearance": 1,
        "since": AT,
    }
    with archive.store.writing() as work:
        work.put(STAFF, key, entry | changes)
        work.record(Act("test", "tests", AT))


def test_without_a_registry_whoever_made_the_archive_does_everything(archive: Archive) -> None:
    sole = Registry(archive.store).person("zhang")
    assert sole is not None
    assert (sole.account, sole.person, sole.sole, sole.clearance) == ("zhang", "zhang", True, 4)
    assert sole.rights == frozenset(RIGHTS)
    assert [sole.highest(power) for power in ("decides", "grants", "lends")] == [4, 4, 4]
    assert sole.is_audience
    assert Registry(archive.store).person("li") is None


def test_with_the_first_entry_the_sole_keeper_is_nobody_unless_he_is_registered(
    archive: Archive,
) -> None:
    enter(archive, 1)
    assert Registry(archive.store).person("zhang") is None
    found = Registry(archive.store).person("li")
    assert found == Person("li", "李敏", ("info_specialist",), 1, since=AT)
    assert found is not None
    assert not found.sole


def test_s07_who_left_is_nobody_in_the_very_next_call(archive: Archive) -> None:
    enter(archive, 1)
    registry = Registry(archive.store)
    assert registry.person("li") is not None
    enter(archive, 1, left=LATER)
    assert registry.person("li") is None
    assert persons_named(archive.store, "李敏") == []
    enter(archive, 2, since=LATER, roles=["sales"])
    found = registry.person("li")
    assert found is not None
    assert found.roles == ("sales",)


def test_s07_what_was_granted_before_he_came_back_is_not_his() -> None:
    back = Person("li", "李敏", ("sales",), 1, since=LATER)
    assert not is_current(back, AT)
    assert is_current(back, LATER)
    assert is_current(Person("zhang", "zhang", (), 4, sole=True), AT)


def test_the_founder_is_remembered_and_an_empty_registry_is_asked_once_an_act(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Registry(archive.store)
    assert registry.person("zhang")
    for name in ("lines", "find", "get"):
        monkeypatch.delattr(type(archive.store), name)
    assert registry.person("zhang")
    assert registry.person("li") is None


def test_a_registry_that_has_begun_is_not_counted_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(archive, 1)
    registry = Registry(archive.store)
    assert registry.person("li")
    monkeypatch.delattr(type(archive.store), "count")
    assert registry.person("li")


def test_c19_a_person_with_two_accounts_is_one_person(archive: Archive) -> None:
    enter(archive, 1)
    enter(archive, 2, account="li2", roles=["cs_manager"], clearance=3)
    first, second = persons_named(archive.store, "李敏")
    assert (first.account, second.account) == ("li", "li2")
    assert first.person == second.person
    assert persons_named(archive.store, "王敏") == []


def test_capitals_count_unless_this_is_windows(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(archive, 1)
    assert Registry(archive.store).person("Li") is None
    assert login("Li") == "Li"
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        written = login("Straße")
    assert written == "straße"


def test_on_windows_the_founder_is_who_he_was_however_he_logs_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore(Act("init", "Zhang", AT))
    assert Registry(store).person("zhang") is None
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        found = Registry(store).person("ZHANG")
    assert found is not None
    assert (found.account, found.sole) == ("zhang", True)


def test_rights_and_powers_are_those_of_all_roles() -> None:
    both = Person("li", "李敏", ("info_specialist", "info_supervisor"), 2)
    assert both.may("draft")
    assert both.may("check")
    assert not both.may("approve")
    assert [both.highest(power) for power in ("decides", "grants", "lends")] == [1, 2, 2]
    assert both.is_audience
    assert not both.is_administrator


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_s27_an_administrator_and_an_auditor_see_no_customer(role: str) -> None:
    person = Person("li", "李敏", (role,), -1)
    assert person.is_administrator
    assert not person.is_audience
    assert [person.highest(power) for power in ("decides", "grants", "lends")] == [-1, -1, -1]
    assert not person.rights & {"consult", "draft", "file", "print", "export", "emergency"}
    assert not person._replace(roles=(role, "gm")).is_audience  # as nobody may be registered


@pytest.mark.parametrize("roles", [(), ("emperor",)])
def test_without_a_known_role_nothing_is_allowed(roles: tuple[str, ...]) -> None:
    person = Person("li", "李敏", roles, 4)
    assert person.rights == frozenset()
    assert not person.is_audience
    assert person.highest("grants") == -1


def test_an_unknown_role_beside_a_known_one_gives_nothing() -> None:
    person = Person("li", "李敏", ("emperor", "sales"), 1)
    assert person.rights == {"draft", "file", "deregister", "notify"}
    assert person.is_audience


def test_what_an_entry_does_not_say_is_not_given() -> None:
    person = Person.of({"account": "li", "person": "李敏", "roles": []})
    assert person == Person("li", "李敏", (), -1, sole=False, since="")
