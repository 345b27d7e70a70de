"""Looking things up: files, lists, items, documents, history."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from archive.customers import (
    CORPORATE,
    INDIVIDUAL,
    Clock,
    change_card,
    company,
    open_company,
    open_person,
    other_company,
)
from archive.deregistration.sealed import seal
from archive.memory_store import MemoryStore

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.records import Event, as_data
from csdforms.archive.store import Act
from csdforms.archive.tiny import TinyStore
from csdforms.errors import DamagedArchive, InvalidNumber, UnknownFile


def test_a_file_shows_everything_in_it(archive: Archive) -> None:
    number = open_company(archive)
    first = archive.file(number, "f", {"complaint_no": "TS-1"}, section="3.2").number
    second = archive.file(number, "g", {"complaint_no": "TS-1", "call_no": "HR-1"}, section="3.8")
    shown = archive.show(number, purpose="查阅")
    assert [item.number for item in shown.items] == [first, second.number]
    assert shown.links == {
        "complaint_no": {"TS-1": (first, second.number)},
        "call_no": {"HR-1": (second.number,)},
    }
    assert archive.linked("complaint_no", "ts-1") == shown.items
    assert archive.linked("call_no", "TS-1") == ()


@pytest.mark.parametrize("version", [0, 2, -1])
def test_there_is_no_such_version(archive: Archive, version: Any) -> None:
    number = open_company(archive)
    with pytest.raises(UnknownFile, match="版本"):
        archive.show(number, version)


def test_what_is_shown_cannot_be_changed(archive: Archive) -> None:
    shown = archive.show(open_company(archive))
    with pytest.raises(AttributeError):
        shown.card.state = "SEALED"  # type: ignore[misc]
    shown.profile.data["phone"] = "1"  # type: ignore[index]
    assert archive.show(shown.card.number).profile.data["phone"] == "021-62345678"


@pytest.fixture
def three(archive: Archive, clock: Clock) -> list[str]:
    """A company in Shanghai, another in Hangzhou a month later, and a person."""
    numbers = [
        open_company(archive, region_code="310115", customer_grade="A", opened_on="2026-03-05"),
    ]
    clock.at = clock.at.replace(month=4)
    hangzhou = other_company(
        region_code="330106", customer_grade="B", opened_on="2026-04-01", salesperson="陈立"
    )
    numbers.append(archive.open_file(hangzhou, form=CORPORATE).number)
    numbers.append(open_person(archive, customer_grade="A", confidentiality="机密"))
    change_card(archive, numbers[2], state="DORMANT")
    return numbers


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [0, 1, 2]),
        ({"status": "ACTIVE"}, [0, 1]),
        ({"status": "DORMANT"}, [2]),
        ({"region": "31"}, [0]),
        ({"region": "3301"}, [1]),
        ({"region": "330106"}, [1]),
        ({"grade": "A"}, [0, 2]),
        ({"grade": "A", "status": "ACTIVE"}, [0]),
        ({"grade": "C"}, []),
        ({"period": "2026"}, [0, 1]),
        ({"period": "2026-04"}, [1]),
        ({"salesperson": "陈立"}, [1]),
        ({"level": "机密"}, [2]),
        ({"kind": "Z"}, [2]),
        ({"kind": "F", "region": "31", "grade": "A"}, [0]),
    ],
)
def test_lists(archive: Archive, three: Any, wanted: Any, places: Any) -> None:
    assert [card.number for card in archive.list_files(**wanted)] == [three[n] for n in places]


def test_counting(archive: Archive, three: Any) -> None:
    assert archive.count() == len(three)


def test_lists_of_items(archive: Archive) -> None:
    number = open_company(archive)
    data = [
        {"prepared_on": "2026-01-05"},
        {"prepared_on": "2026-02-05"},
        {"period_start": "2025-12-01"},
    ]
    first = archive.file(number, "f", data[0], section="3.2").number
    second = archive.file(number, "g", data[1], section="3.3").number
    third = archive.file("", "f", data[2], section="3.2").number

    def listed(**wanted: str) -> list[str]:
        return [item.number for item in archive.list_items(**wanted)]

    assert listed() == [first, second, third]
    assert listed(form="f") == [first, third]
    assert listed(period="2026") == [first, second]
    assert listed(period="2026-02") == [second]
    assert listed(form="f", period="2025-12") == [third]
    assert listed(form="h") == []


def test_items_are_asked_for_by_number(archive: Archive) -> None:
    number = open_company(archive)
    wanted = archive.file(number, "f", {"a": "1"}, section="3.2").number
    assert archive.item(wanted.lower()).number == wanted
    with pytest.raises(UnknownFile, match="件"):
        archive.item(f"{wanted[:-1]}2")
    with pytest.raises(InvalidNumber):
        archive.item("3.2-2026")
    with pytest.raises(InvalidNumber):
        archive.document(number)


def test_a_hash_that_nobody_filed_is_unknown(archive: Archive) -> None:
    open_company(archive)
    with pytest.raises(UnknownFile, match="文书 0000"):
        archive.document("0" * 64)


def test_a_document_that_was_filed_and_is_gone_is_damage(archive: Archive) -> None:
    gone = hashlib.sha256(b"gone").hexdigest()
    number = archive.open_file(company(), form=CORPORATE, document=b"gone").number
    item = archive.file(number, "f", {"a": "1"}, b"lost", section="3.2").number
    if isinstance(archive.store, MemoryStore):
        archive.store.kept.clear()
    else:
        assert isinstance(archive.store, TinyStore)
        for path in archive.store.folder.glob("documents/*/*"):
            path.chmod(0o600)
            path.unlink()
    for which in (gone, hashlib.sha256(b"lost").hexdigest(), item):
        with pytest.raises(DamagedArchive):
            archive.document(which)


def test_the_history_of_a_file_is_its_own(archive: Archive) -> None:
    number = open_company(archive)
    open_person(archive)
    archive.file(number, "f", {"a": "1"}, section="3.2")
    assert [event.act for event in archive.history(number)] == ["create", "file"]
    with pytest.raises(UnknownFile):
        next(archive.history("KH-F-2026-000009-X"))


def test_an_act_whose_words_were_destroyed_is_still_told(archive: Archive) -> None:
    number = open_company(archive)
    [line] = archive.store.history(number)
    event = Event.of(line, None)
    assert (event.act, event.subject, event.at) == ("create", number, line.at)
    assert (event.purpose, event.reason, event.detail, event.fields) == ("", "", {}, ())


def test_what_was_taken_out_in_between_is_not_shown(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_company(archive, customer_grade="A")
    archive.file(number, "f", {"complaint_no": "TS-1"}, section="3.2")
    monkeypatch.setattr(archive.store, "get", lambda _table, _key: None)
    assert archive.linked("complaint_no", "TS-1") == ()
    assert list(archive.list_files(grade="A")) == []


def test_a_file_is_plain_data(archive: Archive) -> None:
    number = open_company(archive, customer_no="XS-0017")
    item = archive.file(number, "f", {"call_no": "HR-1"}, section="3.2").number
    data = as_data(archive.show(number))
    assert json.loads(json.dumps(data)) == data
    assert data["card"]["customer_nos"] == ["XS-0017"]
    assert data["profile"]["data"]["customer_no"] == "XS-0017"
    assert [(known["number"], known["links"]) for known in data["items"]] == [
        (item, {"call_no": "HR-1"})
    ]


def test_keys_of_a_later_edition_are_left_out(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, circle=["经理"])
    assert archive.show(number).card.number == number


def test_looking_up_writes_nothing(archive: Archive) -> None:
    number = open_company(archive)
    item = archive.file(number, "f", company(), b"x", section="4.7").number
    before = archive.store.last()
    archive.show(number)
    archive.find("屿泊")
    list(archive.list_files())
    list(archive.list_items())
    archive.linked("complaint_no", "x")
    archive.item(item)
    archive.document(item)
    list(archive.history(number))
    archive.file_for({})
    archive.count()
    assert archive.store.last() == before


class Counting(MemoryStore):
    """A memory store that counts what is read of it."""

    reads = 0

    def get(self, table: str, key: int) -> Any:
        self.reads += 1
        return super().get(table, key)


@pytest.mark.parametrize("act", ["number", "telephone", "code", "show", "seal"])
def test_z10_looking_up_reads_no_more_where_there_are_ten_times_as_many(
    act: str, clock: Clock
) -> None:
    reads = []
    for others in (20, 200):
        store = Counting(Act("init", "founder", moment(clock())))
        archive = Archive(store, actor="founder", clock=clock)
        number = open_company(archive)
        for no in range(others):
            data = {"customer_name": f"第{no}号商行", "mobile": f"139000{no:05}"}
            archive.open_file(data, form=INDIVIDUAL)
        asked = {"number": number, "telephone": "021-62345678", "code": company()["uscc"]}
        if act == "seal":
            seal(archive, number)
        store.reads = 0
        if act == "show":
            assert archive.show(number).card.number == number
        elif act == "seal":
            assert archive.seals.check(number)
        else:
            assert [card.number for card in archive.find(asked[act])] == [number]
        reads.append(store.reads)
    assert reads[0] == reads[1]
