"""By when a request must be answered: working days that count only while the identity is proven.

Fifteen working days, or as many as the department has set for itself, and never more than thirty
days in all, also when the term is extended (GB/T 35273-2020, 8.7). While somebody is asked for a
proof of who he is, both stand still; then they go on where they stopped (archive.md §6.2).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from csdforms.archive.records import Reader
from csdforms.archive.store import Document

if TYPE_CHECKING:
    from csdforms.archive.workdays import Calendar

__all__ = ["OUTER_DAYS", "WORKDAYS", "answer_workdays", "resume", "stop"]

WORKDAYS = 15
OUTER_DAYS = 30


def answer_workdays(reader: Reader) -> int:
    """Return how many working days the department gives itself, never more than fifteen.

    It is ``request_workdays`` of the archive's settings.
    """
    return int((reader.get("settings", 1) or {}).get("request_workdays", WORKDAYS))


def resume(row: Document, calendar: Calendar, day: str, workdays: int) -> None:
    """Let the clock of a request begin on a day, or go on.

    Args:
        row: the request, which is changed: ``clock``, ``due``, ``outer``.
        calendar: the working days.
        day: the day; it does not count itself (Civil Code 201).
        workdays: how many there are in all.
    """
    clock = row["clock"]
    clock["since"] = day
    row["outer"] = _later(day, OUTER_DAYS - clock["days"])
    left = workdays - clock["workdays"]
    row["due"] = min(calendar.after(day, left) if left > 0 else day, row["outer"])


def stop(row: Document, calendar: Calendar, day: str) -> None:
    """Let the clock of a request stand from a day on."""
    clock = row["clock"]
    passed = _days(clock.pop("since"), day)
    clock["days"] += len(passed)
    clock["workdays"] += sum(map(calendar.is_workday, passed))
    row["due"] = row["outer"] = ""


def _later(day: str, count: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=count)).isoformat()


def _days(first: str, last: str) -> list[dt.date]:
    """Return the days after the first one, up to the last."""
    start, end = map(dt.date.fromisoformat, (first, last))
    return [start + dt.timedelta(days=count) for count in range(1, (end - start).days + 1)]
