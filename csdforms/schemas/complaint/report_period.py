"""The period of a complaint report: its first and last day, and the day its data stand at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csdforms.schemas.rules import Problem, error, in_order, not_before, warning

if TYPE_CHECKING:
    from csdforms.schemas.form import Form

__all__ = ["due_after", "is_whole", "kind_of", "months", "period"]

_MONTHS = {"月": 1, "季": 3, "年": 12}
_WEEK = 7
#: The kinds of periods with the most days of each.
_KINDS: Mapping[str, int] = {"周": _WEEK, "月": 31, "季": 92, "年": 366}


def period(sheet: Form) -> Iterator[Problem]:
    """Yield where the days of a report contradict each other."""
    days: Any = sheet  # every report has them
    yield from in_order(sheet, "period_start", "period_end")
    if not not_before(days.as_of, days.period_start):
        yield error("as_of", "早于统计期间的第一天，请核对。")
    elif not not_before(days.as_of, days.period_end):
        yield warning("as_of", "统计期间尚未结束，数据只到这一天，请确认。")


def due_after(path: str, due_on: dt.date | None, period_end: dt.date | None) -> Iterator[Problem]:
    """Yield a problem for a measure that was due before the report could ask for it."""
    if due_on is not None and period_end is not None and due_on <= period_end:
        yield error(path, "应晚于统计期间的最后一天，请核对。")


def is_whole(kind: str, start: dt.date, end: dt.date) -> bool:
    """Whether these are the first and last day of one week, month, quarter or year.

    >>> is_whole("季", dt.date(2024, 4, 1), dt.date(2024, 6, 30))
    True
    """
    if kind == "周":
        return (end - start).days == _WEEK - 1
    length = _MONTHS[kind]
    next_day = end + dt.timedelta(days=1)
    spanned = _month(next_day) - _month(start)
    begins = start.day == 1 and (start.month - 1) % length == 0
    return begins and next_day.day == 1 and spanned == length


def kind_of(start: dt.date, end: dt.date) -> str:
    """Return what a period is called; one that is nothing whole by the shortest it fits in.

    >>> kind_of(dt.date(2024, 6, 1), dt.date(2024, 6, 30))
    '月'
    >>> kind_of(dt.date(2024, 6, 1), dt.date(2024, 6, 20))
    '月'
    """
    whole = [kind for kind in _KINDS if is_whole(kind, start, end)]
    length = (end - start).days + 1
    fitting = [kind for kind, days in _KINDS.items() if length <= days]
    return next(iter([*whole, *fitting]), "年")


def months(start: dt.date, end: dt.date) -> tuple[str, ...]:
    """Return the months that a period touches.

    >>> months(dt.date(2023, 12, 15), dt.date(2024, 1, 31))
    ('2023-12', '2024-01')
    """
    return tuple(
        f"{month // 12:04}-{month % 12 + 1:02}" for month in range(_month(start), _month(end) + 1)
    )


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
