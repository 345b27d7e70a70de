"""Customers with their history: where each belonged, and how he was graded, on any day.

Who moved to another region or was graded anew is counted where he was when something happened, so
that last year's report stays what it was (A.1). Profiles say where he
belongs; grades are set by the sheets that decide them: 客户等级分类表, 客户信用度变更表.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csdforms.archive import states
from csdforms.reports.sources.kept import Document, Kept

__all__ = ["Customer", "Customers", "History", "day_of", "read"]

_GRADES, _CREDIT = "customer_grade_classification", "customer_credit_change"
_KINDS = {"F": "法人", "G": "个体工商户", "Z": "自然人"}


#: States of files that were never opened, or that are another's by now.
_NEVER_OPENED = frozenset({
    states.DRAFT, states.SUBMITTED, states.RETURNED, states.ACCEPTED, states.REJECTED, states.VOID,
    states.MERGED,
})  # fmt: skip


class History:
    """What held from which day on; a later word about the same day counts."""

    def __init__(self, words: Iterable[tuple[dt.date, Any]] = ()) -> None:
        self._days: list[dt.date] = []
        self._values: list[Any] = []
        for day, value in sorted(words, key=lambda word: word[0]):
            self._days.append(day)
            self._values.append(value)

    def on(self, day: dt.date) -> Any:
        """Return what held on a day, None before the first word."""
        place = bisect_right(self._days, day)
        return self._values[place - 1] if place else None

    @property
    def first(self) -> Any:
        """Return what held first, None if nothing ever did."""
        return self._values[0] if self._values else None

    def __iter__(self) -> Iterator[tuple[dt.date, Any]]:
        return zip(self._days, self._values, strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Customer:
    """A customer's file, with what its card says as lists show it."""

    file: str
    name: str
    kind: str
    state: str
    opened_on: dt.date
    ended_on: dt.date | None = None  # sealed or destroyed
    dormant_since: dt.date | None = None
    #: The customer's own numbers beside the file's.
    numbers: tuple[str, ...] = ()
    #: The data of the profile's versions, masked nowhere: for figures, not for print.
    profiles: History = field(default_factory=History)
    #: Grades and credit with the number of the sheet that set them: ``(value, form_no)``.
    grades: History = field(default_factory=History)
    credits: History = field(default_factory=History)

    def __repr__(self) -> str:
        return f"Customer({self.file!r})"

    @property
    def was_opened(self) -> bool:
        """Whether the file was approved at all; one that is sealed or destroyed was."""
        return self.state not in _NEVER_OPENED

    def is_open(self, day: dt.date) -> bool:
        """Whether the file was open on a day: approved by then, and not sealed yet."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.was_opened and self.opened_on <= day and not ended

    def said(self, box: str, day: dt.date) -> Any:
        """Return what the profile said in a box on a day, the first version's before that."""
        data: Mapping[str, Any] = self.profiles.on(day) or self.profiles.first or {}
        return data.get(box)

    def region(self, day: dt.date) -> str | None:
        """Return the division code (GB/T 2260) on a day."""
        code = self.said("region_code", day)
        return None if code is None else str(code)

    def salesperson(self, day: dt.date) -> str | None:
        """Return who looked after the customer on a day."""
        person = self.said("salesperson", day)
        return None if person is None else str(person)

    def grade(self, day: dt.date) -> str | None:
        """Return the grade on a day: as a sheet set it, else as the profile says."""
        found = self.grades.on(day)
        value = found[0] if found else self.said("customer_grade", day)
        return None if value is None else str(value)


class Customers:
    """All customers that somebody may count, by the number of their file."""

    def __init__(self, customers: Sequence[Customer], merged: Mapping[str, str]) -> None:
        self._by_file = {customer.file: customer for customer in customers}
        self._merged = merged
        self._by_number = {number: one for one in customers for number in one.numbers}

    def __iter__(self) -> Iterator[Customer]:
        return iter(self._by_file.values())

    def __len__(self) -> int:
        return len(self._by_file)

    def of(self, number: str | None) -> Customer | None:
        """Return a customer by his file's number, of a merged one where it went, or by his own."""
        if not number:
            return None
        number = _where(number, self._merged)
        return self._by_file.get(number) or self._by_number.get(number)


def read(kept: Kept) -> Customers:
    """Read the customers that somebody may count."""
    profiles: dict[str, list[tuple[dt.date, Any]]] = {}
    for day, version in kept.versions():
        profiles.setdefault(version["file"], []).append((day_of(day), version["data"]))
    cards = list(kept.cards())
    merged = {card["number"]: card["merged_into"] for card in cards if card.get("merged_into")}
    by_number = {
        number: card["number"] for card in cards for number in card.get("customer_nos", ())
    }
    grades = _set_by(kept.items(_GRADES), by_number, merged, _graded)
    credits_ = _set_by(kept.items(_CREDIT), by_number, merged, _credited)
    customers = [
        Customer(
            file=card["number"],
            name=card["name"],
            kind=_KINDS.get(card["kind"]) or card["kind"],
            state=card["state"],
            opened_on=day_of(card.get("opened_on") or card["created_at"]),
            ended_on=_ended(card),
            dormant_since=_day(card.get("dormant_since")),
            numbers=tuple(card.get("customer_nos", ())),
            profiles=History(profiles.get(card["number"], ())),
            grades=History(grades.get(card["number"], ())),
            credits=History(credits_.get(card["number"], ())),
        )
        for card in cards
        if card["number"] not in merged
    ]
    return Customers(customers, merged)


def _set_by(
    items: Iterable[Document], by_number: Mapping[str, str], merged: Mapping[str, str], words: Any
) -> dict[str, Any]:
    """Return what sheets set, by file: that of a merged one holds where it went."""
    found: dict[str, list[tuple[dt.date, Any]]] = {}
    for item in items:
        for number, day, value in words(item):
            file = _where(by_number.get(number, number), merged)
            found.setdefault(file, []).append((day_of(day), value))
    return found


def _where(number: str, merged: Mapping[str, str]) -> str:
    """Return where a file went by being merged, perhaps several times."""
    seen = {number}
    while (into := merged.get(number)) and into not in seen:
        number = into
        seen.add(number)
    return number


def _graded(item: Document) -> Iterator[tuple[str, str, Any]]:
    """Yield the grades that a sheet gives, each from the last day of its period on."""
    data = item["data"]
    for row in data.get("rows", ()):
        grade, number = row.get("customer_grade") or row.get("grade"), row.get("customer_no")
        if grade and number:
            yield number, data["period_end"], (grade, data.get("form_no", ""))


def _credited(item: Document) -> Iterator[tuple[str, str, Any]]:
    """Yield the credit that a sheet sets, once it is approved, from the day it takes effect."""
    data = item["data"]
    number = item["file"] or data.get("customer_no")
    day = data.get("effective_from") or data.get("applied_on")
    if number and day and data.get("approved_on"):
        yield number, day, ({**data}, data.get("form_no", ""))


def _ended(card: Document) -> dt.date | None:
    sealed = card.get("sealed")
    at = sealed["at"] if isinstance(sealed, Mapping) else card.get("destroyed_at")
    return _day(at)


def _day(text: Any) -> dt.date | None:
    return day_of(text) if text else None


def day_of(text: str) -> dt.date:
    """Return the day of a day or moment as the archive writes them."""
    return dt.date.fromisoformat(text[:10])
