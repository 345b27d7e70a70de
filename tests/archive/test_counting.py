"""What a report counts: for whom, of which files, and that it is noted before anything is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from archive.customers import Clock, change_card, company, open_company, open_person
from archive.secrecy.department import classify, hire, notes, passes

from csdforms.archive.archive import Archive
from csdforms.archive.counting import Counting
from csdforms.archive.ledgers.requests import NewDocument
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.errors import NotAuthorised
from csdforms.reports.sources.customers import read

FORM = "customer_sales_overview"
SHEET = "complaint_handling"


def counting(archive: Archive, actor: str = "", **said: object) -> Counting:
    return Counting(archive.office, FORM, actor=actor, said=said)


def sold(archive: Archive, file: str, number: str) -> None:
    data = {"on": "2026-03-01", "lines": [{"kind": "销售", "amount": "1.00"}]}
    archive.ledgers.take("sales", [NewDocument(number, file, data)], source="销售.csv")


def filled(archive: Archive) -> tuple[str, str]:
    """Open two files, each with an item, a sale and a profile; the department has an item too."""
    first, second = open_company(archive), open_person(archive)
    for number in (first, second, ""):
        archive.file(number, SHEET, {"complaint_content": f"来电{number}"}, section="3.2")
    sold(archive, first, "XS-1")
    sold(archive, second, "XS-2")
    return first, second


def told(one: Counting) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return of which files there are cards, items, sales and versions."""
    return (
        [card["number"] for card in one.cards()],
        [item["file"] for item in one.items(SHEET)],
        [sale["file"] for sale in one.ledger("sales")],
        [version["file"] for _, version in one.versions()],
    )


def test_the_sole_keeper_counts_all_and_knows_that_it_is_all(archive: Archive) -> None:
    first, second = filled(archive)
    one = counting(archive)
    assert one.is_complete
    both = [first, second]
    assert told(one) == (both, [*both, ""], both, both)
    assert (one.person, one.today, one.at) == ("zhang", "2026-03-05", "2026-03-05T14:05")


def test_who_may_not_see_a_file_counts_without_it(archive: Archive) -> None:
    first, second = filled(archive)
    classify(archive, first, 3, ("高远",))
    classify(archive, second, 1)
    hire(archive)
    one = counting(archive, "chen")
    assert told(one) == ([second], [second, ""], [second], [second])
    assert not one.is_complete
    assert one.person == "陈静"
    assert one.level == "内部"


def test_the_level_is_the_highest_of_what_was_handed_out(archive: Archive) -> None:
    first, second = filled(archive)
    classify(archive, first, 2)
    classify(archive, second, 1)
    hire(archive)
    one = counting(archive, "zhou")
    assert one.level == "内部"
    sales = one.ledger("sales")
    next(sales)
    assert one.level == "秘密"
    assert not one.is_complete


def test_who_may_not_compile_reports_is_refused_and_it_is_noted(archive: Archive) -> None:
    filled(archive)
    hire(archive)
    with pytest.raises(NotAuthorised):
        counting(archive, "lin")
    [note] = notes(archive, "refused")
    assert note["who"] == "lin"
    assert not notes(archive, "report")


def test_it_is_noted_before_anything_is_handed_out(archive: Archive) -> None:
    filled(archive)
    before = archive.store.last().anchor
    one = counting(archive, period="2026-03")
    [note] = notes(archive, "report")
    assert note["purpose"] == "编制统计报表"
    assert (note["detail"]["form"], note["detail"]["period"]) == (FORM, "2026-03")
    assert (one.head, one.is_current) == (before, True)
    open_company(archive, uscc=None, customer_name="新来的工厂", phone="0571-8800009")
    assert not one.is_current


def test_closed_files_count_and_nothing_is_read_out_of_them(archive: Archive) -> None:
    first, second = filled(archive)
    change_card(archive, first, state="SEALED", sealed={"at": "2026-02-01T00:00:00"})
    change_card(archive, second, state="DESTROYED", destroyed_at="2026-03-01")
    one = counting(archive)
    cards = {card["number"]: card for card in one.cards()}
    assert cards[first]["state"] == "SEALED"
    assert cards[first]["sealed"] == {"at": "2026-02-01T00:00:00"}
    assert cards[second]["destroyed_at"] == "2026-03-01"
    assert [sale["file"] for sale in one.ledger("sales")] == [first, second]
    classify(archive, first, 1)
    hire(archive)
    other = counting(archive, "zhou")
    own = next(item for item in other.items(SHEET) if item["file"] == first)
    assert other.shown(own) == {}


def test_what_is_shown_is_masked_as_for_any_reader(archive: Archive) -> None:
    first, _ = filled(archive)
    one = counting(archive)
    item = next(item for item in one.items(SHEET) if item["file"] == first)
    assert one.shown(item) == {"complaint_content": f"来电{first}"}
    classify(archive, first, 1)
    hire(archive)
    other = counting(archive, "chen")
    item = next(item for item in other.items(SHEET) if item["file"] == first)
    assert other.shown(item) != one.shown(item)


def test_a_version_holds_from_its_day_and_the_first_from_the_opening(
    archive: Archive, clock: Clock
) -> None:
    file = open_company(archive, region_code="310115")
    passes(clock, days=100)
    archive.revise(file, company(region_code="320102"), reason="迁址")
    days = [(day, version["version"]) for day, version in counting(archive).versions()]
    assert days == [("2026-03-05", 1), ("2026-06-13", 2)]


def test_who_moves_in_the_year_is_counted_where_he_was(archive: Archive, clock: Clock) -> None:
    first = company(region_code="310115", salesperson="王敏", customer_grade="B")
    file = archive.open_file(first, form="corporate_customer_profile").number
    passes(clock, days=100)
    later = first | {"region_code": "320102", "salesperson": "李强", "customer_grade": "A"}
    archive.revise(file, later, reason="迁址")
    customer = read(counting(archive)).of(file)
    assert customer is not None
    before, on, after = dt.date(2026, 6, 12), dt.date(2026, 6, 13), dt.date(2026, 12, 31)
    said = [
        (customer.region(day), customer.salesperson(day), customer.grade(day))
        for day in (dt.date(2026, 1, 1), before, on, after)
    ]
    old, new = ("310115", "王敏", "B"), ("320102", "李强", "A")
    assert said == [old, old, new, new]


@pytest.mark.parametrize("kind", ["sealed", "sqlite"])
def test_other_stores_are_counted_alike(kind: str, tmp_path: Path, clock: Clock) -> None:
    key = ArchiveKey.new() if kind == "sealed" else None
    place = f"sqlite:///{tmp_path.as_posix()}/a.db" if kind == "sqlite" else tmp_path / "a"
    with Archive.create(place, actor="zhang", clock=clock, key=key) as archive:
        first, second = filled(archive)
        both = [first, second]
        assert told(counting(archive)) == (both, [*both, ""], both, both)
        classify(archive, first, 3, ("高远",))
        classify(archive, second, 1)
        hire(archive)
        assert told(counting(archive, "zhou"))[2] == [second]


def test_a_profile_is_shown_as_he_may_read_it_now(archive: Archive) -> None:
    first, second = open_company(archive), open_person(archive)
    one = counting(archive)
    for file in (first, second):
        [data] = [version["data"] for _, version in one.versions() if version["file"] == file]
        assert one.profile_shown(file, data) == data
    classify(archive, first, 1)
    classify(archive, second, 2)
    hire(archive)
    other = counting(archive, "zhou")
    assert other.profile_shown(second, {"customer_name": "李晓岚"}) == {}
    shown = other.profile_shown(first, {"phone": "021-62345678"})
    assert shown.get("phone") != "021-62345678"
