"""The half-yearly check of the files (archive.md §5, flows.md 4.15)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from archive.custody.keepers import KEEPERS, engage, goes_to, row
from archive.customers import CORPORATE, Clock, change_card, open_person, other_company
from archive.hands import PAPERS, PERSONAL
from archive.secrecy.department import (
    ABSENT,
    acts,
    card,
    classify,
    opened,
    second,
)

from csdforms.archive import registering
from csdforms.archive.archive import Archive
from csdforms.archive.custody.custody import Custody
from csdforms.archive.deregistration.inventory import inventory_of
from csdforms.archive.requests import NewFile
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted, UnknownFile


@pytest.fixture
def number(archive: Archive) -> str:
    number = opened(archive, 1)
    papers(archive, number, PAPERS)
    return number


@pytest.fixture
def custody(archive: Archive, number: str) -> Custody:
    assert number  # it is opened while there is one keeper
    return engage(archive)


def papers(archive: Archive, number: str, shown: list[dict[str, Any]]) -> None:
    """Let a file have been opened with these papers."""
    key = archive.store.find("profiles", "file", number)[0]
    with archive.store.writing() as work:
        profile = work.get("profiles", key) or {}
        work.put("profiles", key, profile | {"papers": shown})
        work.record(Act("test", "tests", archive.office.moment(), number))


def found(custody: Custody, actor: str = "chen") -> list[tuple[str, str, str, tuple[str, ...]]]:
    done = custody.inspect(actor=actor)
    return [(one.file, one.kind, one.item, one.others) for one in done.findings]


def test_a_file_in_order_has_no_findings(archive: Archive, custody: Custody) -> None:
    done = custody.inspect(reason="上半年", actor="chen")
    assert (done.number, done.by, done.looked_at, done.findings) == (
        "JC-2026-0001",
        "陈静",
        1,
        (),
    )
    assert (done.state, done.next_on) == ("closed", "2026-09-05")
    [said] = acts(archive, "inspect")
    assert said["detail"] == {"inspection": "JC-2026-0001", "findings": 0, "files": []}
    [due] = custody.due(kind="inspection", actor="chen")
    assert due.day == "2026-09-05"


def test_before_the_first_one_half_a_year_counts_from_the_beginning(custody: Custody) -> None:
    [due] = custody.due(kind="inspection", actor="chen")
    assert due.day == "2026-09-05"


@pytest.mark.usefixtures("number")
def test_a_file_without_papers_or_a_level(archive: Archive) -> None:
    """Nobody but the only keeper, or a leader, knows of a file whose level nobody decided."""
    other = opened_later(archive)
    done = archive.custody.inspect()
    assert [(one.file, one.kind) for one in done.findings] == [
        (other, "level"),
        (other, "no_papers"),
    ]


def opened_later(archive: Archive) -> str:
    """Open another file, without a level, whoever acts."""
    with archive.store.writing() as work:
        at = archive.office.moment()
        new = NewFile(CORPORATE, other_company())
        done = registering.create(work, new, at, archive.store.put_file)
        work.record(Act("create", "tests", at, done.subject))
    return done.receipt.number


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        ([{**PAPERS[0], "valid_to": "2026-03-04"}, *PAPERS[1:]], ["papers"]),
        ([{**PAPERS[0], "valid_to": "2026-03-20"}, *PAPERS[1:]], ["expiring"]),
        (PAPERS[:1], ["papers"]),
    ],
)
def test_papers_that_are_missing_expired_or_expiring(
    archive: Archive, custody: Custody, number: str, shown: Any, kinds: list[str]
) -> None:
    papers(archive, number, shown)
    assert [one[1] for one in found(custody)] == kinds


def test_a_consent_of_an_older_text(archive: Archive) -> None:
    number = open_person(archive)
    classify(archive, number, 1)
    papers(archive, number, [{**PERSONAL[0], "version": "2025-01-01"}, PERSONAL[1]])
    assert found(engage(archive)) == [(number, "consent", "", ())]


def test_dates_that_cannot_be(archive: Archive, custody: Custody, number: str) -> None:
    box = {"received_at": "2026-05-01T09:00"}
    item = archive.file(number, "f", box, section="3.2", actor="chen").number
    change_card(archive, number, opened_on="2026-03-06")
    assert found(custody) == [(number, "dates", "", ()), (number, "dates", item, ())]


def test_what_is_out_and_late(
    archive: Archive, custody: Custody, clock: Clock, number: str
) -> None:
    loan = archive.loans.lend(number, "王敏", purpose="核对", pages=2, actor="zhou").number
    copy = {"file": number, "reader": "王敏", "kind": "print", "copy_no": 1, "at": ""}
    with archive.store.writing() as work:
        work.put("copies", 1, copy | {"day": "2026-03-05", "records": {}})
        work.record(Act("test", "tests", archive.office.moment()))
    assert found(custody) == [(number, "copies", "", ())]
    goes_to(clock, "2026-03-10")
    assert found(custody) == [(number, "loan", "", (loan,)), (number, "copies", "", ())]


def test_a_level_near_its_end(archive: Archive, custody: Custody, number: str) -> None:
    change_card(archive, number, secrecy={"level": 1, "until": "2026-03-20"})
    assert found(custody) == [(number, "term", "", ())]


def test_duplicates_that_came_since_as_far_as_he_may_know(
    archive: Archive, custody: Custody, number: str
) -> None:
    other = opened_later(archive)
    papers(archive, other, PAPERS)
    change_card(archive, other, uscc=card(archive, number)["uscc"], secrecy={"level": 1})
    assert found(custody) == [
        (number, "duplicate", "", (other,)),
        (other, "duplicate", "", (number,)),
    ]
    [kept] = custody.inspections(actor="chen")
    assert (kept.looked_at, len(kept.findings)) == (2, 2)
    classify(archive, other, 4, ("高远",))
    [kept] = custody.inspections(actor="zhou")
    assert (kept.looked_at, [one.others for one in kept.findings]) == (0, [()])
    assert found(custody) == []


def test_a_seal_that_differs(archive: Archive, custody: Custody, number: str) -> None:
    inventory = inventory_of(archive.store, card(archive, number))
    with archive.store.writing() as work:
        seal = {"number": "FC-2026-0001", "file": number, "inventory": inventory}
        work.put("seals", 1, seal)
        work.record(Act("test", "tests", archive.office.moment()))
    sealed = {"number": "FC-2026-0001", "at": "", "day": "2026-03-05", "deregistration": "ZX"}
    change_card(archive, number, state="SEALED", sealed=sealed)
    assert found(custody) == []
    papers(archive, number, PAPERS[:0])
    inventory[0]["digest"] = "0" * 64
    with archive.store.writing() as work:
        work.put("seals", 1, seal | {"inventory": inventory})
        work.record(Act("test", "tests", archive.office.moment()))
    papers(archive, number, PAPERS)
    assert found(custody) == [(number, "seal", "", ("FC-2026-0001", "1"))]


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("state", ["MERGED", "VOID", "DESTROYING", "DESTROYED"])
def test_what_does_not_lie_here_is_not_checked(
    archive: Archive, custody: Custody, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    assert custody.inspect(actor="chen").looked_at == 0


def test_what_was_seen_on_the_shelf_is_put_right(
    archive: Archive, custody: Custody, number: str
) -> None:
    item = archive.file(number, "f", {"a": "1"}, section="3.2", actor="chen").number
    shelf = [(number, "damaged"), (item.lower(), "missing")]
    done = custody.inspect(shelf, actor="chen")
    assert [(one.no, one.kind, one.item, one.state) for one in done.findings] == [
        (1, "damaged", "", "open"),
        (2, "missing", item, "open"),
    ]
    assert [one.number for one in custody.due(kind="rectify", actor="chen")] == [
        "JC-2026-0001#1",
        "JC-2026-0001#2",
    ]
    assert custody.inspections(actor="qiang")[0].number == "JC-2026-0001"
    custody.rectify("jc-2026-0001", 1, how="已修裱", actor="zhou")
    assert [one.number for one in custody.due(kind="rectify", actor="chen")] == ["JC-2026-0001#2"]
    with pytest.raises(NotPermitted, match="已经整改"):
        custody.rectify("JC-2026-0001", 1, how="又", actor="zhou")
    assert custody.rectify("JC-2026-0001", 2, how="已找到", actor="chen").state == "closed"
    assert custody.inspections(actor="chen") == ()
    [kept] = custody.inspections(every=True, actor="chen")
    assert [one.rectified_by for one in kept.findings] == ["周明", "陈静"]
    assert [(one["subject"], one["reason"]) for one in acts(archive, "rectify")] == [
        (number, "已修裱"),
        (number, "已找到"),
    ]
    assert "已修裱" not in json.dumps(row(archive, "inspections"), ensure_ascii=False)


def test_what_cannot_be_a_finding(custody: Custody, number: str) -> None:
    with pytest.raises(NotPermitted, match="wet"):
        custody.inspect([(number, "wet")], actor="chen")
    for absent in (ABSENT, f"{number}/3.2-2026-0009"):
        with pytest.raises(UnknownFile):
            custody.inspect([(absent, "damaged")], actor="chen")
    custody.inspect([(number, "damaged")], actor="chen")
    for check, no in (("JC-2026-0001", 2), ("JC-2026-0009", 1)):
        with pytest.raises(UnknownFile, match=f"{check} 第 {no} 项"):
            custody.rectify(check, no, how="已修", actor="chen")
    with pytest.raises(NotPermitted, match="整改的情况"):
        custody.rectify("JC-2026-0001", 1, how=" ", actor="chen")


def test_a_check_tells_of_no_file_that_is_hidden(
    archive: Archive, custody: Custody, number: str
) -> None:
    custody.inspect([(number, "damaged")], actor="chen")
    classify(archive, number, 4, ("高远",))
    assert custody.inspect(actor="chen").looked_at == 0
    assert [*custody.due(kind="rectify", actor="chen"), *custody.inspections(actor="chen")] == []
    with pytest.raises(UnknownFile):
        custody.rectify("JC-2026-0001", 1, how="已修", actor="chen")


@pytest.mark.parametrize("archive", ["memory"], indirect=True)
@pytest.mark.parametrize("who", sorted(set(KEEPERS) - {"chen", "zhou"}))
def test_nobody_else_checks(custody: Custody, who: str) -> None:
    with pytest.raises(NotAuthorised, match="保管检查"):
        custody.inspect(actor=who)
    with pytest.raises(NotAuthorised, match="登记整改"):
        custody.rectify("JC-2026-0001", 1, how="已修", actor=who)
    if who not in ("qiang", "zhou2", "gao"):
        with pytest.raises(NotAuthorised, match="查看保管检查"):
            custody.inspections(actor=who)


def test_a_merged_file_is_looked_at_with_its_survivor(archive: Archive, number: str) -> None:
    other = second(archive)
    change_card(archive, other, uscc=card(archive, number)["uscc"])
    archive.custody.merge(other, number, reason="同一客户")
    assert archive.custody.inspect().looked_at == 1
