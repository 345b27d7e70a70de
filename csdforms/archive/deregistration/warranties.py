"""Products of a customer that are under warranty (保修期内): they bar no deregistration (§6.3, G7).

Whoever signs the line may let them pass; the papers stay readable under their purpose, so that a
customer is served after the seal, too (D22).
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csdforms.archive.actor import day_of
from csdforms.archive.card import text_of
from csdforms.archive.records import Reader

__all__ = ["Warranty", "running"]

_FORM = "after_sales_register"
_MONTHS = 12


class Warranty(NamedTuple):
    """The link to what proves a warranty."""

    item: str  # the number of the item
    until: str  # its last day


def running(reader: Reader, card: Mapping[str, Any], *, at: str) -> tuple[Warranty, ...]:
    """Return the warranties that run on a day, by the sheets of service that are filed.

    Args:
        reader: the store, or the work under the writer's lock.
        card: the card of the file.
        at: the moment.
    """
    files = (card["number"], *card.get("absorbed", ()))
    found = (one for file in files for one in _of(reader, file))
    return tuple(one for one in found if one.until >= day_of(at))


def _of(reader: Reader, file: str) -> Iterator[Warranty]:
    for key in reader.find("items", "file", file):
        item = reader.get("items", key)
        if item and item["form"] == _FORM:
            months = item["data"].get("warranty_period_months")
            bought = text_of(item["data"].get("purchased_on"))
            if isinstance(months, int) and (until := _later(bought, months)):
                yield Warranty(item["number"], until)


def _later(day: str, months: int) -> str:
    """Return the day so many months later, at the latest the last one of that month; "" if none."""
    try:
        start = dt.date.fromisoformat(day)
        years, month = divmod(start.month - 1 + months, _MONTHS)
        year, month = start.year + years, month + 1
        last = calendar.monthrange(year, month)[1]
        return start.replace(year=year, month=month, day=min(start.day, last)).isoformat()
    except (OverflowError, ValueError):
        return ""
