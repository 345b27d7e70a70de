"""The note of an act: what it says, and that no act happens without it (archive.md §4.5)."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Iterator
from importlib import metadata

import pytest
from archive.memory_store import MemoryStore

from csdforms.archive import office as module
from csdforms.archive.actor import moment
from csdforms.archive.office import Office
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Act
from csdforms.errors import ArchiveLocked, NotPermitted, UnknownFile

AT = "2026-03-05T14:05:09.123456+08:00"
NUMBER = "KH-F-2026-000001-4"
LI = Person("li", "李", ("info_specialist",), 1)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(Act("init", "zhang", AT))


@pytest.fixture
def office(store: MemoryStore) -> Office:
    return Office(store, actor="zhang")


def test_a_note_says_all_that_is_asked_for(office: Office, store: MemoryStore) -> None:
    before = moment(office.clock())
    about = {"subject": NUMBER, "purpose": "回访", "reason": "客户来电"}
    number = office.note("show", LI, **about, fields=["mobile"], grant="SQ-2026-0001")
    [_, (line, said)] = store.notes()
    assert (line.no, line.act, line.actor, line.subject) == (number, "show", "li", NUMBER)
    assert before <= line.at <= moment(office.clock())
    detail = said["detail"]
    assert (said["purpose"], said["reason"]) == ("回访", "客户来电")
    assert (detail["fields"], detail["grant"]) == (["mobile"], "SQ-2026-0001")
    assert (detail["person"], detail["roles"]) == ("李", ["info_specialist"])
    assert detail["host"] == platform.node()
    assert detail["tool"] == f"csdforms {metadata.version('csdforms')}"


def test_the_ticks_of_the_clock_that_nobody_sets_rise(office: Office, store: MemoryStore) -> None:
    for _ in range(3):
        office.note("find", LI)
    ticks = [said["detail"]["ticks"] for line, said in store.notes() if line.act == "find"]
    assert all(type(tick) is int for tick in ticks)
    assert ticks == sorted(set(ticks))


def test_the_host_where_the_system_is_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "uname")
    assert module._host() == socket.gethostname()


@pytest.mark.parametrize("refusal", [NotPermitted("磁盘已满"), ArchiveLocked("here")])
def test_l01_without_its_note_an_act_does_not_happen(
    office: Office, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    def refuse(_: Act) -> int:
        raise refusal

    monkeypatch.setattr(store, "note", refuse)
    with pytest.raises(type(refusal)), office.noted("show", LI, subject=NUMBER):
        raise AssertionError("it happened")


def test_an_act_that_succeeds_has_one_note(office: Office, store: MemoryStore) -> None:
    with office.noted("show", LI, subject=NUMBER, purpose="回访", fields=["mobile"]) as number:
        assert [line.act for line, _ in store.notes()] == ["init", "show"]  # before it is done
    [_, (line, said)] = store.notes()
    assert (line.no, line.subject, said["purpose"]) == (number, NUMBER, "回访")
    assert said["detail"]["fields"] == ["mobile"]


@pytest.mark.parametrize("error", [UnknownFile("张三"), KeyboardInterrupt()])
def test_l05_an_act_that_fails_after_its_note_gets_another(
    office: Office, store: MemoryStore, error: BaseException
) -> None:
    with (
        pytest.raises(type(error)) as raised,
        office.noted("show", LI, subject=NUMBER, purpose="回访", files=[NUMBER]),
    ):
        raise error
    assert raised.value is error
    [_, (first, _), (second, said)] = store.notes()
    assert (second.act, second.actor, second.subject) == ("failed", "li", NUMBER)
    assert said["detail"]["of"] == first.no
    assert said["detail"]["problem"] == type(error).__name__
    assert (said["purpose"], said["detail"]["files"]) == ("回访", [NUMBER])
    assert "张三" not in str(said)


def test_l05_the_error_goes_on_even_if_that_cannot_be_noted(
    office: Office, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Act) -> int:
        raise NotPermitted("磁盘已满")

    def fail() -> None:
        with office.noted("show", LI):
            monkeypatch.setattr(store, "note", refuse)
            raise UnknownFile(NUMBER)

    with pytest.raises(UnknownFile):
        fail()


def test_who_stops_reading_early_has_not_failed(office: Office, store: MemoryStore) -> None:
    def each() -> Iterator[int]:
        with office.noted("list", LI):
            yield from range(10)

    running = each()
    assert next(running) == 0
    running.close()  # type: ignore[attr-defined]
    assert [line.act for line, _ in store.notes()] == ["init", "list"]
