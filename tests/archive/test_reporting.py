"""What is told of acts and copies about several files: those that one may know of (S09)."""

from __future__ import annotations

import pytest
from archive.customers import open_company, open_person
from archive.secrecy.department import classify, hire

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act, Document

WHY = "核对"


@pytest.fixture
def files(archive: Archive) -> list[str]:
    """Return the numbers of a file that everybody may know of, and of a hidden one."""
    numbers = [open_company(archive), open_person(archive)]
    classify(archive, numbers[0], 1)
    classify(archive, numbers[1], 3, ("高远",))
    hire(archive)
    at = archive.office.moment()
    with archive.store.writing() as work:
        for name, detail in (("merge", {"merger": "HB-2026-0001"}), ("listed", {})):
            said = {**detail, "files": numbers}
            work.record(Act(name, "gao", at, numbers[0], "", "", said))
        work.record(Act("listed", "gao", at, numbers[0], "", "", {"files": numbers[:1]}))
    return numbers


@pytest.mark.parametrize("actor", ["chen", "zhou"])
def test_a_history_tells_of_no_hidden_file(archive: Archive, files: list[str], actor: str) -> None:
    told = [
        (event.act, event.detail["files"])
        for event in archive.history(files[0], purpose=WHY, actor=actor)
        if "files" in event.detail
    ]
    assert told == [("listed", files[:1]), ("listed", files[:1])]


def test_who_knows_of_both_is_told_of_both(archive: Archive, files: list[str]) -> None:
    with archive.store.writing() as work:
        [key] = work.find("files", "number", files[1])
        card = work.get("files", key) or {}
        work.put("files", key, card | {"secrecy": {"level": 1}})
        work.record(Act("test", "tests", archive.store.last().at))
    events = archive.history(files[0], purpose=WHY, actor="chen")
    assert [event.act for event in events if "files" in event.detail] == [
        "merge",
        "listed",
        "listed",
    ]


def test_a_customer_is_not_told_of_other_files(archive: Archive, files: list[str]) -> None:
    for actor in ("jie", "he"):  # who answers requests, and the auditor
        for event in archive.who_saw(files[0], actor=actor):
            assert files[1] not in str(event.detail)


def test_a_bag_is_told_with_the_files_that_one_may_know_of(
    archive: Archive, files: list[str]
) -> None:
    at = archive.office.moment()
    rows: list[Document] = [
        {"at": at, "kind": "bag", "path": "/nowhere/1", "by": "高远", "files": files},
        {"at": at, "kind": "bag", "path": "/nowhere/2", "by": "高远", "files": files[1:]},
        {"at": at, "kind": "backup", "path": "/nowhere/3.zip", "by": "孙立"},
    ]
    with archive.store.writing() as work:
        for key, row in enumerate(rows, start=1):
            work.put("backups", key, row)
        work.record(Act("test", "tests", at))
    told = [(one.no, one.files) for one in archive.backups.all(actor="chen")]
    assert told == [(1, (files[0],)), (3, ())]
    kept = [(one.no, one.files) for one in archive.backups.all(actor="sun")]  # the administrator
    assert kept == [(1, ()), (2, ()), (3, ())]
