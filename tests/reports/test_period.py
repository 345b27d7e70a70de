"""Periods of reports: those before, those last year, their months."""

from __future__ import annotations

import datetime as dt

import pytest

from csdforms.reports.period import Period, month_end, months_before


def _period(text: str) -> Period:
    return Period.of(*(dt.date.fromisoformat(day) for day in text.split()))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2024-06-01 2024-06-30", "2024-05-01 2024-05-31"),  # a month
        ("2024-03-01 2024-03-31", "2024-02-01 2024-02-29"),
        ("2024-01-01 2024-03-31", "2023-10-01 2023-12-31"),  # a quarter
        ("2024-01-01 2024-12-31", "2023-01-01 2023-12-31"),  # a year
        ("2024-06-10 2024-06-16", "2024-06-03 2024-06-09"),  # a week
        ("2024-06-15 2024-06-15", "2024-06-14 2024-06-14"),  # a day
        ("2024-06-01 2024-06-29", "2024-05-03 2024-05-31"),  # no whole month
    ],
)
def test_the_period_of_the_same_length_just_before(period: str, before: str) -> None:
    assert _period(period).before() == _period(before)


@pytest.mark.parametrize(
    ("period", "last_year"),
    [
        ("2024-06-01 2024-06-30", "2023-06-01 2023-06-30"),
        ("2024-02-01 2024-02-29", "2023-02-01 2023-02-28"),
        ("2025-02-01 2025-02-28", "2024-02-01 2024-02-29"),  # whole months stay whole
        ("2024-02-10 2024-02-29", "2023-02-10 2023-02-28"),
        ("2024-06-10 2024-06-16", "2023-06-10 2023-06-16"),
    ],
)
def test_the_same_period_of_the_year_before(period: str, last_year: str) -> None:
    found = _period(period).last_year()
    assert found[:2] == _period(last_year)[:2]


def test_an_earlier_period_stands_as_on_its_own_last_day() -> None:
    period = Period.of(dt.date(2024, 6, 1), dt.date(2024, 6, 30), dt.date(2024, 7, 15))
    assert period.as_of == dt.date(2024, 7, 15)
    assert period.before().as_of == dt.date(2024, 5, 31)


def test_the_months_of_a_period_are_cut_at_its_ends() -> None:
    months = _period("2023-12-15 2024-02-10").months()
    assert months == [
        _period("2023-12-15 2023-12-31"),
        _period("2024-01-01 2024-01-31"),
        _period("2024-02-01 2024-02-10"),
    ]
    assert _period("2024-06-01 2024-06-30").months() == [_period("2024-06-01 2024-06-30")]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-01-15", 1, "2023-12-15"),
        ("2024-01-31", 14, "2022-11-30"),
        ("2024-12-01", 12, "2023-12-01"),
        ("2024-06-30", 0, "2024-06-30"),
    ],
)
def test_months_before_a_day(day: str, months: int, before: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months).isoformat() == before


def test_the_end_of_a_month() -> None:
    assert month_end(dt.date(2024, 2, 1)) == dt.date(2024, 2, 29)
    assert month_end(dt.date(2024, 12, 31)) == dt.date(2024, 12, 31)
