from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from archive.secrecy.department import acts, card, hire, notes, opened

from csdforms.archive.archive import Archive
from csdforms.archive.workdays import Year
from csdforms.errors import NotAuthorised, NotPermitted

#: The notice of the State Council's office of 4 November 2025, as its seven sentences say it.
HOLIDAYS_2026 = (
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
)
WORKED_2026 = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
NEXT: dict[str, Any] = {
    "holidays": ["2027-01-01", "2027-01-02"],
    "workdays": ["2027-01-03"],
    "source": "通知",
}


def days(first: str, last: str) -> set[str]:
    start, end = (dt.date.fromisoformat(f"2026-{day}") for day in (first, last))
    return {(start + dt.timedelta(days=n)).isoformat() for n in range((end - start).days + 1)}


def test_2026_comes_with_the_program(archive: Archive) -> None:
    [year] = archive.calendar.years()
    off = set[str]().union(*(days(*span) for span in HOLIDAYS_2026))
    assert set(year.holidays) == off
    assert len(year.holidays) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert year.workdays == tuple(f"2026-{day}" for day in WORKED_2026)
    assert "国务院办公厅关于2026年部分节假日安排的通知" in year.source
    assert (year.year, year.by, year.at) == (2026, "", "")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-03-05", True),  # a Thursday
        ("2026-03-07", False),  # a Saturday
        ("2026-02-16", False),  # a Monday in the Spring Festival
        ("2026-02-28", True),  # a Saturday on which people work
        ("2026-09-20", True),  # a Sunday on which people work
        ("2026-10-10", True),
        ("2026-10-08", True),
        ("2026-12-31", True),
        ("2027-01-01", True),  # nobody has said yet that it is a holiday
        ("2027-01-02", False),
    ],
)
def test_a_day_is_worked(archive: Archive, day: str, *, worked: bool) -> None:
    assert archive.calendar.is_workday(dt.date.fromisoformat(day)) is worked


def test_all_days_of_2026(archive: Archive) -> None:
    year = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    assert sum(map(archive.calendar.is_workday, year)) == 248


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2026-09-18", 1, "2026-09-20"),  # the Sunday before
        ("2026-09-18", 15, "2026-10-15"),  # two holidays and two days in exchange between
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-03-05", 15, "2026-03-26"),
        ("2026-03-05", 0, "2026-03-05"),
    ],
)
def test_working_days_are_counted(archive: Archive, day: str, count: int, last: str) -> None:
    assert archive.calendar.after(day, count) == last


def test_outside_the_tables_there_is_a_warning(archive: Archive) -> None:
    calendar = archive.calendar
    assert calendar.warning("2026-01-01", "2026-12-31") == ""
    assert "2027 年的节假日安排还没有录入" in calendar.warning("2026-12-28", "2027-01-18")
    assert "2024、2025 年" in calendar.warning("2024-05-01T08:00:00+08:00", "2026-01-01")


def test_a_year_is_added(archive: Archive) -> None:
    added = archive.calendar.add(2027, **NEXT, reason="新的一年")
    at = archive.office.moment()
    expected = Year(2027, ("2027-01-01", "2027-01-02"), ("2027-01-03",), "通知", "zhang", at)
    assert added == archive.calendar.year(2027) == expected
    assert [one.year for one in archive.calendar.years()] == [2026, 2027]
    assert archive.calendar.after("2026-12-31", 1) == "2027-01-03"
    assert archive.calendar.warning("2026-12-28", "2027-01-18") == ""
    [act] = acts(archive, "calendar")
    assert act["detail"] == {"year": 2027, "source": "通知"}
    assert act["reason"] == "新的一年"


def test_the_archives_own_table_counts_before_the_shipped_one(archive: Archive) -> None:
    archive.calendar.add(2026, ["2026-03-06"], [], "临时放假", reason="更正")
    assert not archive.calendar.is_workday(dt.date(2026, 3, 6))
    assert archive.calendar.is_workday(dt.date(2026, 10, 1))
    assert [one.source for one in archive.calendar.years()] == ["临时放假"]


def test_who_decides_on_deregistrations_adds_a_year(archive: Archive) -> None:
    hire(archive)
    assert archive.calendar.add(2027, **NEXT, actor="qiang").by == "赵强"
    assert archive.calendar.add(2027, **NEXT, actor="gao").by == "高远"
    with pytest.raises(NotAuthorised, match="您无权录入节假日安排"):
        archive.calendar.add(2027, **NEXT, actor="zhou")
    assert notes(archive, "refused")[-1]["who"] == "zhou"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": " "}, "请写明依据的通知"),
        ({"holidays": []}, "请写明 2000 至 2099 年"),
        ({"holidays": ["2026-12-31"]}, "都在 2027 年"),
        ({"holidays": ["20270101"]}, "日期应写作 2027-01-01"),
        ({"holidays": ["元旦"]}, "日期应写作"),
        ({"holidays": [20270101]}, "日期应写作"),
        ({"workdays": ["2027-01-02"]}, "2027-01-02 既列为放假，又列为上班"),
        ({"workdays": ["2027-01-04"]}, "2027-01-04 不是周末"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    archive: Archive, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(NotPermitted, match=said):
        archive.calendar.add(2027, **{**NEXT, **changes})
    assert archive.calendar.year(2027) is None
    assert not acts(archive, "calendar")


def test_there_is_no_year_1999(archive: Archive) -> None:
    with pytest.raises(NotPermitted, match="2000 至 2099"):
        archive.calendar.add(1999, ["1999-01-01"], [], "通知")


def test_levels_are_confirmed_in_working_days(archive: Archive) -> None:
    """The calendar counts wherever a limit is one of working days (archive.md §4.2)."""
    number = opened(archive, 1)
    hire(archive)
    archive.calendar.add(2026, ["2026-03-06"], [], "临时放假", actor="qiang")
    archive.secrecy.raise_level(number, "秘密", reason="试", actor="zhou")
    # Three working days after Thursday the 5th, but not on Friday.
    assert card(archive, number)["secrecy"]["raised"]["due"] == "2026-03-11"
