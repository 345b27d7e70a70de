"""The working days by which limits are counted (工作日), as the State Council decides them.

Every November a notice names the next year's public holidays and the weekend days on which people
work instead (调休). Years that are known when the program is made come with it, later ones are
added to the archive, whose own table of a year counts before ours. Of a year without a table only
weekends are known; whoever counts there is told (:meth:`Calendar.warning`).
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import datetime as dt
import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from csdforms.archive.office import Office
from csdforms.archive.secrecy.classifying.periods import weekdays, workdays_later
from csdforms.archive.secrecy.resolving import said
from csdforms.archive.store import Act, Document
from csdforms.errors import NotPermitted

__all__ = ["Calendar", "Year"]

_TABLE = "calendars"
_SHIPPED = Path(__file__).with_name("calendars")
_FIRST, _LAST = 2000, 2099  # years for which there may be a table


class Year(NamedTuple):
    """The working days of a year: what of the usual weeks is different."""

    year: int
    holidays: tuple[str, ...]  # days off, ``2026-10-01``
    workdays: tuple[str, ...]  # weekend days on which people work
    source: str  # the notice that says so
    by: str = ""  # who added it; "": it came with the program
    at: str = ""

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on a day of this year."""
        text = day.isoformat()
        return text in self.workdays or (weekdays(day) and text not in self.holidays)


class Calendar:
    """The working days of an archive.

    Args:
        office: the archive's.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on a day; of a year that is not known, whether it is a weekday."""
        year = self.year(day.year)
        return year.is_workday(day) if year else weekdays(day)

    def after(self, day: str, count: int) -> str:
        """Return the last of so many working days after a day (both ``2026-09-18``)."""
        return workdays_later(day, count, self.is_workday)

    def warning(self, first: str, last: str) -> str:
        """Return what to look at again where a count leaves the years known, "" if it does not.

        Args:
            first: a day, ``2026-12-28``, or a moment.
            last: another.
        """
        years = range(int(first[:4]), int(last[:4]) + 1)
        if unknown := [str(year) for year in years if not self.year(year)]:
            return (
                f"{'、'.join(unknown)} 年的节假日安排还没有录入，期限只扣除了周末；"
                "请用 csdforms archive calendar add 录入后重新核对。"
            )
        return ""

    def year(self, year: int) -> Year | None:
        """Return the table of a year, None if it is not known."""
        own = self._office.store.get(_TABLE, year)
        return _read(own) if own else _shipped(year)

    def years(self) -> tuple[Year, ...]:
        """Return the tables of all years known, in order."""
        known = {int(path.stem) for path in _SHIPPED.glob("*.json")}
        known |= {key for key, _ in self._office.store.rows(_TABLE)}
        return tuple(table for year in sorted(known) if (table := self.year(year)))

    def add(
        self,
        year: int,
        holidays: Iterable[str],
        workdays: Iterable[str],
        source: str,
        *,
        reason: str = "",
        actor: str = "",
    ) -> Year:
        """Add the table of a year, or correct it (录入节假日安排).

        Args:
            year: the year; a day of another year belongs into that one's table.
            holidays: the days off, ``2027-01-01``, weekends in between or not.
            workdays: the weekend days on which people work.
            source: the notice, with its number.
            reason: why, if it corrects another table.
            actor: who acts: who decides on deregistrations, of which the limits depend on it.

        Raises:
            NotAuthorised: if he may not.
            NotPermitted: if a day is none of that year, is both, or is worked anyway; without a
                source or a holiday.
        """
        person = self._office.person(actor)
        self._office.require(person, "agree", "录入节假日安排")
        notice = said(source, "依据的通知")
        off, worked = _days(year, holidays), _days(year, workdays)
        _check(year, off, worked)
        with self._office.writing(person) as (work, at):
            table = Year(year, off, worked, notice, person.person, at)
            work.put(_TABLE, year, table._asdict() | {"holidays": [*off], "workdays": [*worked]})
            detail = {"year": year, "source": notice}
            work.record(Act("calendar", person.account, at, reason=reason, detail=detail))
        return table


@functools.cache
def _shipped(year: int) -> Year | None:
    path = _SHIPPED / f"{year}.json"
    return _read(json.loads(path.read_bytes())) if path.is_file() else None


def _read(table: Document) -> Year:
    days = {name: tuple(table[name]) for name in ("holidays", "workdays")}
    return Year(**{**table, **days})


def _days(year: int, given: Iterable[str]) -> tuple[str, ...]:
    """Return days of a year in order, each once."""
    days = set()
    for text in given:
        if not _is_day_of(year, text):
            raise NotPermitted(
                f"没有办理：日期应写作 {year}-01-01，并且都在 {year} 年；"
                "属于另一年的日子请录入那一年的安排。"
            )
        days.add(text)
    return tuple(sorted(days))


def _is_day_of(year: int, text: object) -> bool:
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        return False
    return day.year == year and text == day.isoformat()


def _check(year: int, holidays: tuple[str, ...], workdays: tuple[str, ...]) -> None:
    """Refuse a table that contradicts itself."""
    if not (_FIRST <= year <= _LAST and holidays):
        raise NotPermitted(f"没有办理：请写明 {_FIRST} 至 {_LAST} 年中某一年的全部放假日期。")
    if both := sorted({*holidays} & {*workdays}):
        raise NotPermitted(f"没有办理：{'、'.join(both)} 既列为放假，又列为上班。")
    if usual := [day for day in workdays if weekdays(dt.date.fromisoformat(day))]:
        raise NotPermitted(f"没有办理：{'、'.join(usual)} 不是周末，不必列为上班。")
