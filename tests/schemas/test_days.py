"""The arithmetic of days: whole days and years, nothing that ends before it begins."""

from __future__ import annotations

import datetime as dt

import pytest

from csdforms.schemas.days import day_of, days_between, years_between

DAY = dt.date(2024, 6, 3)
EVENING = dt.datetime.fromisoformat("2024-06-03 23:00")


def test_a_moment_belongs_to_its_day() -> None:
    assert day_of(EVENING) == day_of(DAY) == DAY


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (EVENING, dt.date(2024, 6, 4), 1),
        (DAY, EVENING, 0),
        (EVENING, DAY, 0),
        (dt.date(2024, 6, 4), EVENING, None),
        (None, DAY, None),
        (DAY, None, None),
    ],
)
def test_days_are_those_of_the_calendar(
    start: dt.date | None, end: dt.date | None, days: int | None
) -> None:
    assert days_between(start, end) == days


def test_years_are_whole_ones() -> None:
    start = dt.date(2018, 6, 12)
    assert years_between(start, dt.date(2026, 6, 11)) == 7
    assert years_between(start, dt.date(2026, 6, 12)) == 8
    assert years_between(start, dt.date(2017, 1, 1)) == 0
