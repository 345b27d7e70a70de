"""What settles which bill: receipts that name it, free money, and what the finance system says.

Free is money that names no bill of its customer, and what is more than the bill
(:mod:`csdforms.reports.customer.oldest_first`).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from csdforms.reports.columns import Amounts, Days, Mask, Words
from csdforms.reports.customer.oldest_first import Application, Bill, Payment, oldest_first
from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.money import Receipts, Receivables

__all__ = ["Settlement", "Units"]

Units: TypeAlias = NDArray[np.int64]
_PLACES = 2


class _Settled(NamedTuple):
    """What settles bills: the bill's place, the day since when, how much in fen."""

    place: NDArray[np.intp]
    since: Units
    units: Units


class Settlement:
    """What settles the bills of one customer or of all; days are ordinals, amounts in fen."""

    def __init__(self, bills: Receivables, receipts: Receipts) -> None:
        self.bills = bills
        self.receipts = receipts

    def days(self) -> set[dt.date]:
        """Return the days on which something was settled."""
        settling = (self._said[1], self._named.since, self._freely.since)
        return {dt.date.fromordinal(day) for since in settling for day in since.tolist()}

    def reopening_days(self) -> set[dt.date]:
        """Return the days on which something was taken back from a bill."""
        taken = (settled.since[settled.units < 0] for settled in (self._named, self._freely))
        return {dt.date.fromordinal(day) for since in taken for day in since.tolist()}

    def brought(self, days: Units) -> Units:
        """Return what receipts have settled of each bill by a day of its own."""
        return self._sum(self._named, days) + self.freely(days)

    def freely(self, days: Units) -> Units:
        """Return what free money has settled of each bill by a day of its own."""
        return self._sum(self._freely, days)

    def told(self, days: Units) -> Units:
        """Return what the finance system called settled of each bill by a day of its own."""
        said, told = self._said
        return np.where(told <= days, said, 0)

    def names_none(self, day: dt.date) -> Mask:
        """Tell which receipts name no bill that was written by a day."""
        on = np.append(self.bills.on.ordinals, 0)[self._paid_bill]  # -1 is the last one
        mask: Mask = (self._paid_bill < 0) | (on > day.toordinal())
        return mask

    def _sum(self, settled: _Settled, days: Units) -> Units:
        sums = np.zeros(self.bills.size, np.int64)
        counts = settled.since <= days[settled.place]
        np.add.at(sums, settled.place[counts], settled.units[counts])
        return sums

    @cached_property
    def _named(self) -> _Settled:
        """What receipts settle of the bill that they name."""
        named = np.flatnonzero(self._paid_bill >= 0)
        return _Settled(
            self._paid_bill[named],
            self.receipts.on.ordinals[named].astype(np.int64),
            self.receipts.settled.units[named],
        )

    @cached_property
    def _freely(self) -> _Settled:
        """What is settled by money that names no bill, or is more than it; customer by customer."""
        billed, paid = _by_file(self.bills.file), _by_file(self.receipts.file)
        bills, payments = self._bills(), self._payments()
        found: list[Application] = []
        for file in self.receipts.file.among(np.flatnonzero(self._is_free())):
            found += oldest_first(
                [bills[place] for place in billed.get(file, ())],
                [payments[place] for place in paid[file]],
            )
        columns = np.array(found, np.int64).reshape(len(found), 3)
        return _Settled(columns[:, 0].astype(np.intp), columns[:, 1], columns[:, 2])

    def _is_free(self) -> Mask:
        """Tell which receipts name no bill, or one with more than its amount, or less than 0."""
        named = self._named
        most = np.zeros(self.bills.size + 1, np.int64)  # the last one is none
        np.add.at(most, named.place, np.maximum(named.units, 0))
        is_overpaid = most > np.append(self.bills.amount.units, 0)
        gives_back = self.receipts.settled.units < 0
        mask: Mask = (self._paid_bill < 0) | is_overpaid[self._paid_bill] | gives_back
        return mask

    def _bills(self) -> list[Bill]:
        bills, (said, told) = self.bills, self._said
        columns = (bills.on.ordinals, bills.due_on.ordinals, bills.amount.units, said, told)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [
            Bill(on, due, bills.documents[place]["number"], place, amount, settled, since)
            for place, (on, due, amount, settled, since) in enumerate(rows)
        ]

    def _payments(self) -> list[Payment]:
        receipts = self.receipts
        columns = (receipts.on.ordinals, receipts.settled.units, self._paid_bill)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [Payment(on, amount, None if place < 0 else place) for on, amount, place in rows]

    @cached_property
    def _paid_bill(self) -> NDArray[np.intp]:
        """The place of the bill that each receipt names, -1 if it names none of its customer."""
        named = self.receipts.applied_to
        places = {one["number"]: place for place, one in enumerate(self.bills.documents)}
        found = np.array([places.get(number, -1) for number in (*named.values, "")], np.intp)
        found = found[named.codes]
        owners = {file: code for code, file in enumerate(self.bills.file.values)}
        files = np.array([owners.get(file, -1) for file in (*self.receipts.file.values, "")])
        mine = np.append(self.bills.file.codes, -1)[found] == files[self.receipts.file.codes]
        return np.where(mine, found, -1)

    @cached_property
    def _said(self) -> tuple[Units, Units]:
        """What the finance system says was settled of each bill, and the day since when.

        Without a day it is that of the import; it is never before the bill's.
        """
        documents, bills = self.bills.documents, self.bills
        said = Amounts.of((_amount(one.get("settled_amount")) for one in documents), _PLACES)
        words = [one.get("settled_on") or one.get("at", one["on"]) for one in documents]
        told = np.maximum(Days.of(map(day_of, words)).ordinals, bills.on.ordinals)
        return np.minimum(said.units, bills.amount.units), told.astype(np.int64)


def _by_file(files: Words) -> dict[str | None, list[int]]:
    """Return the places of each file's documents."""
    found: dict[str | None, list[int]] = {}
    for place, code in enumerate(files.codes.tolist()):
        found.setdefault(files.values[code] if code >= 0 else None, []).append(place)
    return found


def _amount(text: str | None) -> Decimal:
    return Decimal(text or 0)
