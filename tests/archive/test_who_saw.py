from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock, open_company, open_person
from archive.memory_store import MemoryStore
from archive.store_contract import act

from csdforms.archive.archive import Archive
from csdforms.archive.line import blanked
from csdforms.archive.records import Event
from csdforms.archive.store import Act, Change, Line
from csdforms.archive.tiny import TinyStore
from csdforms.archive.verifying import verify
from csdforms.archive.who_saw import who_saw

ONE, TWO = "KH-F-2026-000001-4", "KH-Z-2026-000002-2"


def at(minute: int) -> str:
    return f"2026-03-05T14:{minute:02}:00.000000+08:00"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(Act("init", "zhang", at(0)))


def write(store: MemoryStore, name: str, subject: str, minute: int) -> None:
    with store.writing() as work:
        work.record(Act(name, "zhang", at(minute), subject, reason=f"{name} {minute}"))


def seen(store: MemoryStore, number: str) -> list[tuple[str, str]]:
    return [(event.act, event.at[14:16]) for event in who_saw(store, number)]


def test_readings_and_acts_in_order_of_time(store: MemoryStore) -> None:
    write(store, "create", ONE, 1)
    store.note(Act("show", "li", at(2), ONE, "回访"))
    write(store, "revise", ONE, 3)
    store.note(Act("print", "wang", at(4), ONE))
    write(store, "file", TWO, 5)
    store.note(Act("show", "wang", at(6), TWO))
    write(store, "alias", ONE, 7)
    assert seen(store, ONE) == [
        ("create", "01"),
        ("show", "02"),
        ("revise", "03"),
        ("print", "04"),
        ("alias", "07"),
    ]
    assert seen(store, TWO) == [("file", "05"), ("show", "06")]
    assert seen(store, "KH-F-2026-000009-X") == []


def test_what_an_event_says(store: MemoryStore) -> None:
    write(store, "create", ONE, 1)
    detail = {"fields": ["mobile"], "grant": "SQ-2026-0001"}
    store.note(Act("show", "li", at(2), ONE, "回访", "客户来电", detail))
    assert list(who_saw(store, ONE)) == [
        Event(2, at(1), "zhang", "create", ONE, "", "create 1", {}),
        Event(2, at(2), "li", "show", ONE, "回访", "客户来电", detail),
    ]


def test_the_note_comes_before_the_act_of_the_same_moment(store: MemoryStore) -> None:
    write(store, "file", ONE, 1)
    store.note(Act("print", "li", at(1), ONE))
    assert [name for name, _ in seen(store, ONE)] == ["print", "file"]


def test_finds_and_items_that_name_the_file(store: MemoryStore) -> None:
    store.note(Act("find", "li", at(1), detail={"files": [TWO, ONE]}))
    store.note(Act("document", "li", at(2), detail={"item": f"{ONE}/3.2-2026-0001"}))
    store.note(Act("find", "li", at(3), detail={"files": [TWO]}))
    store.note(Act("find", "li", at(4), detail={"files": []}))
    assert seen(store, ONE) == [("find", "01"), ("document", "02")]


def test_a_customer_is_told_of_no_other(store: MemoryStore) -> None:
    store.note(Act("find", "li", at(1), detail={"files": [TWO, ONE], "wanted": "查找"}))
    [event] = who_saw(store, ONE)
    assert event.detail == {"files": [ONE], "wanted": "查找"}


def test_a_number_that_begins_like_another(store: MemoryStore) -> None:
    store.note(Act("document", "li", at(1), detail={"item": f"{ONE}0/3.2-2026-0001"}))
    assert seen(store, ONE) == []


def test_l07_the_log_of_a_destroyed_file_is_still_readable(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        number = open_company(archive)
        other = open_person(archive)
        archive.store.note(act("show", number, purpose="回访"))
        store = archive.store
        assert isinstance(store, TinyStore)

        def keep(line: Line, change: Change) -> bool:
            return line.subject != number or change.table == "counters"

        destroyed = Act("destroy", "zhang", archive.office.moment(), number)
        with store._lock.hold(1):
            store._committed.journal.rewrite(keep, [(destroyed, [])])
        raws = list(store.raw_lines())
        assert all(
            blanked(line, raw, keep) == raw
            for raw, line in zip(raws, store.lines(), strict=True)
            if line.act != "destroy"
        )
        purposes = {event.act: event.purpose for event in who_saw(store, number)}
        assert purposes.keys() == {"create", "show", "destroy"}
        assert purposes["show"] == "回访"
        store.note(act("show", other))
        assert verify(folder).problems == ()
