"""Terms, and working days (archive.md §4.1, §4.2)."""

from __future__ import annotations

import datetime as dt

import pytest

from csdforms.archive.secrecy.classifying.periods import (
    days_later,
    end_of,
    workdays_later,
    years_later,
)
from csdforms.errors import NotPermitted

TODAY = "2026-11-22"  # a Sunday


@pytest.mark.parametrize(
    ("level", "end"), [(2, "2029-11-22"), (3, "2031-11-22"), (4, "2036-11-22")]
)
def test_the_usual_terms_are_three_five_and_ten_years(level: int, end: str) -> None:
    assert end_of("", level, TODAY) == end


@pytest.mark.parametrize("level", [0, 1])
def test_what_is_internal_has_no_term(level: int) -> None:
    assert end_of("", level, TODAY) == end_of("长期", level, TODAY) == ""
    with pytest.raises(NotPermitted, match="没有保密期限"):
        end_of("2030-12-31", level, TODAY)


def test_a_term_is_a_day_or_years_or_for_ever() -> None:
    assert end_of("2030-12-31", 3, TODAY) == "2030-12-31"
    assert end_of("20301231", 3, TODAY) == "2030-12-31"
    assert end_of("8年", 3, TODAY) == "2034-11-22"
    assert end_of("长期", 4, TODAY) == ""
    assert end_of(TODAY, 2, TODAY) == TODAY


@pytest.mark.parametrize("term", ["2026-11-21", "1999-01-01"])
def test_no_decision_works_backwards(term: str) -> None:
    with pytest.raises(NotPermitted, match="已经过去"):
        end_of(term, 2, TODAY)


@pytest.mark.parametrize("term", ["明年", "0年", "100年", "5", "2030-13-01", "2030-02-30"])
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(NotPermitted, match="保密期限应写作"):
        end_of(term, 2, TODAY)


@pytest.mark.parametrize(
    ("day", "years", "end"),
    [
        ("2028-02-29", 3, "2031-02-28"),
        ("2028-02-29", 4, "2032-02-29"),
        ("2027-02-28", 1, "2028-02-28"),
        ("2096-02-29", 4, "2100-02-28"),
    ],
)
def test_years_after_the_29th_of_february(day: str, years: int, end: str) -> None:
    assert years_later(day, years) == end


def test_days_go_over_the_end_of_the_month() -> None:
    assert days_later("2026-11-22", 30) == "2026-12-22"


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-11-23", "2026-11-26"),  # Monday: until Thursday
        ("2026-11-20", "2026-11-25"),  # Friday: the weekend does not count
        ("2026-11-22", "2026-11-25"),  # Sunday
    ],
)
def test_three_working_days(day: str, last: str) -> None:
    assert workdays_later(day, 3) == last


def test_a_calendar_knows_of_holidays() -> None:
    holidays = {dt.date(2026, 10, day) for day in range(1, 8)}

    def is_workday(day: dt.date) -> bool:
        return day.weekday() < 5 and day not in holidays

    assert workdays_later("2026-09-30", 3, is_workday) == "2026-10-12"
