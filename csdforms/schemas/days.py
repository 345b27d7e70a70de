"""The arithmetic of days that several forms need."""

from __future__ import annotations

import datetime as dt

__all__ = ["day_of", "days_between", "years_between"]


def day_of(value: dt.date) -> dt.date:
    """Return the day of a day or moment."""
    return value.date() if isinstance(value, dt.datetime) else value


def days_between(start: dt.date | None, end: dt.date | None) -> int | None:
    """Return the calendar days from one day or moment to another, ``None`` if it is earlier.

    >>> days_between(dt.datetime(2024, 6, 3, 17, 0), dt.date(2024, 6, 8))
    5
    """
    if start is None or end is None:
        return None
    days = (day_of(end) - day_of(start)).days
    return days if days >= 0 else None


def years_between(start: dt.date, end: dt.date) -> int:
    """Return how many whole years lie between two days, 0 where the end comes first.

    >>> years_between(dt.date(2018, 6, 12), dt.date(2026, 6, 11))
    7
    """
    before = (end.month, end.day) < (start.month, start.day)
    return max(end.year - start.year - before, 0)
