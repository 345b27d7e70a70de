"""The period of a report: its days, the day its data stand at, and what it is compared to."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple, Self

__all__ = ["Period", "month_end", "months_before"]

_MONTHS = 12
_ONE = dt.timedelta(days=1)


class Period(NamedTuple):
    """From ``start`` to ``end``, both included, as it stood on ``as_of``."""

    start: dt.date
    end: dt.date
    as_of: dt.date

    @classmethod
    def of(cls, start: dt.date, end: dt.date, as_of: dt.date | None = None) -> Self:
        """Return the period; without another day it stands as on its last one."""
        return cls(start, end, end if as_of is None else as_of)

    @property
    def counted_to(self) -> dt.date:
        """Its last day of which something is known."""
        return min(self.end, self.as_of)

    @property
    def is_months(self) -> bool:
        """Whether it is made of whole months."""
        return self.start.day == 1 and (self.end + _ONE).day == 1

    def before(self) -> Self:
        """Return the period of the same length just before, as it stood on its own last day.

        >>> Period.of(dt.date(2024, 6, 1), dt.date(2024, 6, 30)).before()[:2]
        (datetime.date(2024, 5, 1), datetime.date(2024, 5, 31))
        """
        end = self.start - _ONE
        if self.is_months:
            months = (self.end.year - self.start.year) * _MONTHS + self.end.month
            return type(self)(months_before(self.start, months - self.start.month + 1), end, end)
        return type(self)(end - (self.end - self.start), end, end)

    def last_year(self) -> Self:
        """Return the same period of the year before, as it stood on its own last day."""
        end = months_before(self.end, _MONTHS)
        if self.is_months:
            end = month_end(end)
        return type(self)(months_before(self.start, _MONTHS), end, end)

    def months(self) -> list[Self]:
        """Return the months that it touches, cut at its ends; each as it stood on its last day."""
        found = []
        start = self.start
        while start <= self.end:
            end = min(month_end(start), self.end)
            found.append(type(self)(start, end, end))
            start = end + _ONE
        return found


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months earlier, or the last one of that month.

    >>> months_before(dt.date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
