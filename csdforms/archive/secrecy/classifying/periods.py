"""Terms of secrecy, reviews and the days allowed for a confirmation (archive.md §4.1, §4.2).

Days are Beijing days written ``2026-11-22``; the earlier one is the smaller text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

from csdforms.archive.secrecy.levels import INTERNAL, RANKS
from csdforms.errors import NotPermitted

__all__ = [
    "CONFIRM_WITHIN",
    "FOREVER",
    "Workdays",
    "days_later",
    "end_of",
    "weekdays",
    "workdays_later",
    "years_later",
]

#: Says whether people work on a day.
Workdays: TypeAlias = Callable[[dt.date], bool]

#: What a term without an end is called.
FOREVER = "长期"

#: Working days in which a raise must be confirmed.
CONFIRM_WITHIN = 3

#: Years of a term by level, unless the decision names another; 公开 and 内部 have none.
_YEARS = {2: 3, 3: 5, 4: 10}
_SATURDAY = 5
_TERM = re.compile("([1-9][0-9]?)年")


def weekdays(day: dt.date) -> bool:
    """Whether a day is none of the weekend; holidays need a calendar."""
    return day.weekday() < _SATURDAY


def workdays_later(day: str, count: int, is_workday: Workdays = weekdays) -> str:
    """Return the last of so many working days after a day.

    >>> workdays_later("2026-11-20", 3)  # a Friday
    '2026-11-25'
    """
    at = dt.date.fromisoformat(day)
    while count:
        at += dt.timedelta(days=1)
        count -= is_workday(at)
    return at.isoformat()


def days_later(day: str, count: int) -> str:
    """Return the day so many days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=count)).isoformat()


def years_later(day: str, years: int) -> str:
    """Return the same day so many years later, after 29 February the 28th.

    >>> years_later("2028-02-29", 3)
    '2031-02-28'
    """
    at = dt.date.fromisoformat(day)
    try:
        return at.replace(year=at.year + years).isoformat()
    except ValueError:  # there is no such day in that year
        return at.replace(year=at.year + years, day=28).isoformat()


def end_of(term: str, level: int, today: str) -> str:
    """Return the last day of a term that begins today, "" for one without an end.

    Args:
        term: its last day, ``2030-12-31``; or ``5年``; or ``长期``; "" is the level's usual one.
        level: the level; 公开 and 内部 have no term.
        today: the day of the decision; no decision works backwards.

    Raises:
        NotPermitted: if it is none of these, or does not lie ahead.
    """
    if level <= INTERNAL:
        if term not in ("", FOREVER):
            raise NotPermitted(f"没有办理：{RANKS[level]}没有保密期限，请不要写期限。")
        return ""
    if term == FOREVER:
        return ""
    if not term:
        return years_later(today, _YEARS[level])
    if years := _TERM.fullmatch(term):
        return years_later(today, int(years[1]))
    try:
        end = dt.date.fromisoformat(term).isoformat()
    except ValueError:
        text = f"没有办理：保密期限应写作 2030-12-31、5年或{FOREVER}，请改写。"
        raise NotPermitted(text) from None
    if end < today:
        raise NotPermitted("没有办理：保密期限已经过去，请写今天以后的日期。")
    return end
