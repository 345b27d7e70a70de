"""Numbers given out, none of them twice (archive.md §3.1; C13 to C17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from archive.memory_store import MemoryStore, MemoryWork
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive import numbers, serials
from csdforms.archive.store import Act
from csdforms.errors import InvalidNumber

AT = "2026-03-05T14:05:09.123456+08:00"


@pytest.fixture
def work() -> Iterator[MemoryWork]:
    with MemoryStore(Act("init", "zhang", AT)).writing() as work:
        yield work
        work.record(Act("test", "zhang", AT))


def _open(work: MemoryWork, number: str) -> None:
    work.put("files", work.last_key("files") + 1, {"number": number})


def test_numbers_run_through_all_kinds(work: MemoryWork) -> None:
    given_out = [serials.allocate(work, kind, 2026) for kind in "FGZF"]
    assert given_out == [
        "KH-F-2026-000001-4",
        "KH-G-2026-000002-2",
        "KH-Z-2026-000003-0",
        "KH-F-2026-000004-9",
    ]


def test_every_year_begins_anew(work: MemoryWork) -> None:
    serials.allocate(work, "F", 2026)
    assert serials.allocate(work, "F", 2027) == numbers.make("F", 2027, 1)
    assert serials.allocate(work, "F", 2026) == numbers.make("F", 2026, 2)


def test_numbers_on_paper_are_skipped_whatever_their_kind(work: MemoryWork) -> None:
    for kind, serial in (("Z", 2), ("F", 3), ("G", 5)):
        number = numbers.make(kind, 2026, serial)
        serials.check_free(work, number, kind, 2026)
        serials.claim(work, number)
        _open(work, number)
    allocated = [serials.allocate(work, "F", 2026) for _ in range(3)]
    assert allocated == [numbers.make("F", 2026, serial) for serial in (1, 4, 6)]


def test_c15_the_last_number_of_a_year(work: MemoryWork) -> None:
    work.put("counters", 2026, {"serial": 999_998})
    assert serials.allocate(work, "F", 2026) == numbers.make("F", 2026, 999_999)
    with pytest.raises(InvalidNumber, match="用完"):
        serials.allocate(work, "F", 2026)
    assert work.get("counters", 2026) == {"serial": 999_999}


def test_a_number_of_another_kind_is_refused(work: MemoryWork) -> None:
    with pytest.raises(InvalidNumber) as caught:
        serials.check_free(work, "KH-F-2026-000001-4", "Z", 2026)
    assert str(caught.value) == (
        "档案号 KH-F-2026-000001-4 不对："
        "首字母应是 Z（F 单位，G 个体工商户，Z 个人），请核对客户类别。"
    )


def test_a_number_of_a_year_to_come_is_refused(work: MemoryWork) -> None:
    number = numbers.make("F", 2027, 7)
    with pytest.raises(InvalidNumber) as caught:
        serials.check_free(work, number, "F", 2026)
    assert str(caught.value) == f"档案号 {number} 不对：年份还没有到，请核对。"


def test_a_year_of_which_nothing_is_known_has_its_first_number_free(work: MemoryWork) -> None:
    serials.check_free(work, numbers.make("F", 2025, 1), "F", 2026)
    serials.claim(work, numbers.make("F", 2026, 5))  # counted, but none given out in order
    serials.check_free(work, numbers.make("F", 2026, 1), "F", 2026)
    number = f"KH-F-2026-000000-{numbers.check_character('2026000000')}"
    with pytest.raises(InvalidNumber, match="已经用过"):  # they begin with 1
        serials.check_free(work, number, "F", 2026)


def test_c13_a_burnt_number_stays_burnt(work: MemoryWork) -> None:
    for _ in range(7):
        serials.allocate(work, "F", 2026)
    number = numbers.make("F", 2026, 7)
    with pytest.raises(InvalidNumber) as caught:
        serials.check_free(work, number, "F", 2026)
    assert str(caught.value) == (
        f"档案号 {number} 不对：这个号已经用过，不再使用；请留空，由档案库给出新号。"
    )
    serials.check_free(work, numbers.make("F", 2026, 8), "F", 2026)


def test_a_serial_that_another_kind_has_is_not_free(work: MemoryWork) -> None:
    _open(work, numbers.make("G", 2026, 7))
    with pytest.raises(InvalidNumber, match="已经用过"):
        serials.check_free(work, numbers.make("F", 2026, 7), "F", 2026)


def test_a_lower_number_on_paper_does_not_lower_the_highest(work: MemoryWork) -> None:
    serials.claim(work, numbers.make("F", 2026, 9))
    serials.claim(work, numbers.make("F", 2026, 5))
    assert work.get("counters", 2026) == {"highest": 9}


def test_items_are_counted_by_section_and_year_on_their_files_card(work: MemoryWork) -> None:
    work.put("files", 1, {"number": "KH-F-2026-000001-4", "items": 0})
    wanted = [("3.2", 2026), ("3.2", 2026), ("4.7", 2026), ("3.2", 2027)]
    given_out = [serials.next_item(work, 1, section, year) for section, year in wanted]
    assert given_out == [
        "KH-F-2026-000001-4/3.2-2026-0001",
        "KH-F-2026-000001-4/3.2-2026-0002",
        "KH-F-2026-000001-4/4.7-2026-0001",
        "KH-F-2026-000001-4/3.2-2027-0001",
    ]
    card = work.get("files", 1)
    assert card is not None
    assert card["items"] == 4
    assert card["serials"] == {"3.2-2026": 2, "4.7-2026": 1, "3.2-2027": 1}


def test_the_departments_papers_are_counted_with_the_year(work: MemoryWork) -> None:
    serials.allocate(work, "F", 2026)
    wanted = [("3.9", 2026), ("3.9", 2026), ("3.9", 2027)]
    given_out = [serials.next_item(work, None, section, year) for section, year in wanted]
    assert given_out == ["BM/3.9-2026-0001", "BM/3.9-2026-0002", "BM/3.9-2027-0001"]
    assert work.get("counters", 2026) == {"serial": 1, "serials": {"3.9": 2}}


def test_too_many_items_of_a_year(work: MemoryWork) -> None:
    work.put("counters", 2026, {"serials": {"3.9": 9_999}})
    with pytest.raises(InvalidNumber, match="用完"):
        serials.next_item(work, None, "3.9", 2026)
    assert work.get("counters", 2026) == {"serials": {"3.9": 9_999}}


@given(st.lists(st.tuples(st.sampled_from("FGZ"), st.none() | st.integers(1, 12)), max_size=20))
def test_no_serial_is_given_out_twice(wishes: Any) -> None:
    with MemoryStore(Act("init", "zhang", AT)).writing() as work:
        given_out = []
        for kind, serial in wishes:
            if serial is None:
                number = serials.allocate(work, kind, 2026)
            else:
                number = numbers.make(kind, 2026, serial)
                try:
                    serials.check_free(work, number, kind, 2026)
                except InvalidNumber:
                    continue
                serials.claim(work, number)
            _open(work, number)
            given_out.append(number[5:])
        work.record(Act("test", "zhang", AT))
    assert len(set(given_out)) == len(given_out)
