"""What is looked up into a file on disk is an export (archive.md §10, Z08)."""

from __future__ import annotations

import pytest
from archive.customers import Clock, open_company, open_person
from archive.memory_store import MemoryStore
from archive.secrecy.department import acts, classify, hire, notes

from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.bulk import TIERS
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised

PURPOSE = "回访"


@pytest.fixture
def archive(clock: Clock) -> Archive:
    store = MemoryStore(Act("init", "founder", moment(clock())))
    return Archive(store, actor="founder", clock=clock)


def kept(archive: Archive) -> list[tuple[str, str, dict[str, int]]]:
    rows = (copy for _, copy in archive.store.rows("copies"))
    return [(copy["file"], copy.get("item", ""), copy["records"]) for copy in rows]


def records(credit: int = 0, other: int = 0) -> dict[str, int]:
    return {"credit": credit, "transaction": 0, "other": other}


def test_z08_a_file_an_item_and_a_list_are_counted_before_they_are_shown(archive: Archive) -> None:
    number = open_company(archive)
    item = archive.file(number, "complaint_register_one", {}, section="3.2").number
    archive.show(number)
    assert kept(archive) == []  # on a screen
    archive.office.to_file = True
    archive.show(number)
    archive.item(item)
    archive.find("屿泊")
    list(archive.list_files())
    archive.find("没有这个客户")
    assert kept(archive) == [
        (number, "", records(other=2)),  # the profile and the item
        (number, item, records(other=1)),
        ("", "", records(other=1)),
        ("", "", records(other=1)),
    ]
    assert [one["subject"] for one in acts(archive, "export")] == [number, number, "", ""]
    assert [one["detail"].get("files") for one in acts(archive, "export")][2:] == [[number]] * 2


def test_m13_who_carries_too_much_away_sees_nothing(archive: Archive) -> None:
    number = open_person(archive)
    classify(archive, number, 1)
    hire(archive)
    archive.office.to_file = True
    with archive.store.writing() as work:
        full = {"file": number, "reader": "周明", "kind": "export", "copy_no": 1}
        day = archive.office.today()
        work.put(
            "copies",
            1,
            full | {"at": day, "day": day, "records": records(TIERS.credit - 1, TIERS.other - 1)},
        )
        work.record(Act("test", "tests", archive.office.moment()))
    with pytest.raises(NotAuthorised, match="一天内带出这么多记录"):
        list(archive.list_files(actor="zhou"))
    assert "list" not in [line.act for line, _ in archive.store.notes()]
    assert notes(archive, "refused")
