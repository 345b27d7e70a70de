"""How customers pay: which bills were open when, how late each was, and what was due and kept.

A bill is overdue from the day after its limit while something of it is open (F15, F17); what is due
today is not. What is paid by the end of the limit's day is paid in time (F16). A receipt that names
no bill settles the customer's oldest ones (:mod:`csdforms.reports.customer.oldest_first`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from csdforms.reports.columns import Amounts, Days, Mask, Words
from csdforms.reports.customer.oldest_first import Application, Bill, Payment, oldest_first
from csdforms.reports.figure import Figure, ratio
from csdforms.reports.period import Period
from csdforms.reports.rows import Counts, Rows
from csdforms.reports.sources import Sources
from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.money import Receipts, Receivables
from csdforms.schemas.customer.at_risk_customer_statistics import AGES

__all__ = ["OnTime", "PaymentRecord", "age_words", "record_of", "whole_record"]

Units: TypeAlias = NDArray[np.int64]
_PLACES = 2
_AGE_WORDS = (
    "未到期", "逾期1—30天", "逾期31—60天", "逾期61—90天", "逾期91—180天", "逾期181—365天",
    "逾期超过365天",
)  # fmt: skip


class OnTime:
    """What fell due in a period and how much of it was paid in time, by count and by amount."""

    def __init__(self, record: PaymentRecord, period: Period) -> None:
        bills, last = record.bills, min(period.end, period.as_of)
        days = f"{period.start:%Y-%m-%d}至{last:%Y-%m-%d}到期"
        self.due = bills.all().where(bills.due_on.between(period.start, last), days)
        self.kept = self.due.where(record.open_when_due == 0, "到期日前付清")
        paid = bills.amount.units - record.open_when_due
        self.amount, self.paid = bills.amount, Amounts(paid, _PLACES)

    def figures(self) -> tuple[Figure, Figure]:
        """Return how many bills were due, and how many of them were paid in time."""
        return self.due.count(), self.kept.count()

    def rate(self, basis: str) -> Figure:
        """Return the share that was paid in time, 按笔数 or 按金额; none if nothing was due."""
        if basis == "按金额":
            paid = self.due.total(self.paid, "按期付清金额")
            due = self.due.total(self.amount, "应收金额")
            return ratio("按期付清金额 ÷ 到期金额", 按期金额=paid, 到期金额=due)
        due, kept = self.figures()
        return ratio("按期笔数 ÷ 到期笔数", 按期笔数=kept, 到期笔数=due)

    def counts(self, record: PaymentRecord) -> tuple[Counts, Counts]:
        """Return the same counts of each customer."""
        file = record.bills.file
        return self.due.by(file).count(), self.kept.by(file).count()


class PaymentRecord:
    """The bills of one customer or of all, with what settles them."""

    def __init__(self, bills: Receivables, receipts: Receipts) -> None:
        self.bills = bills
        self.receipts = receipts

    # What is open

    def open_units(self, days: Units) -> Units:
        """Return what of each bill was open at the end of a day of its own, in fen."""
        settled = np.zeros(self.bills.size, np.int64)
        places, since, units = self._applied
        counts = since <= days[places]
        np.add.at(settled, places[counts], units[counts])
        said, told = self._said
        settled = np.maximum(settled, np.where(told <= days, said, 0))
        left = np.maximum(self.bills.amount.units - settled, 0)
        return np.where(self.bills.on.ordinals <= days, left, 0)

    def open_on(self, day: dt.date) -> Amounts:
        """Return what of each bill was open at the end of a day."""
        return Amounts(self.open_units(self._each(day)), _PLACES)

    def still_open(self, day: dt.date) -> tuple[Rows, Amounts]:
        """Return the bills that were open at the end of a day, and what of them was."""
        amounts = self.open_on(day)
        return self.bills.all().where(amounts.units > 0, f"{day:%Y-%m-%d}未付清"), amounts

    @cached_property
    def open_when_due(self) -> Units:
        """What of each bill was open at the end of the day by which it was to be paid."""
        due = np.maximum(self.bills.due_on.ordinals, self.bills.on.ordinals)
        return self.open_units(due.astype(np.int64))

    # How late

    def late_days(self, day: dt.date) -> Amounts:
        """Return how many days each open bill was overdue on a day, 0 if it was not."""
        days = np.maximum(day.toordinal() - self.bills.due_on.ordinals.astype(np.int64), 0)
        return Amounts(days, 0, self.open_on(day).units > 0)

    def ages(self, day: dt.date) -> dict[str, Mask]:
        """Tell of each age of debts which open bills have it: a partition of these (F17)."""
        late = self.late_days(day)
        return {
            name: late.known()
            & (late.units >= first)
            & (late.units <= (np.iinfo(np.int64).max if last is None else last))
            for name, (first, last) in AGES.items()
        }

    def late_between(self, start: dt.date, end: dt.date) -> Mask:
        """Tell which bills were overdue on some day of a period."""
        due = self.bills.due_on.ordinals.astype(np.int64)
        before = self.open_units(np.maximum(due, start.toordinal() - 1))
        was_late = (before > 0) | (self.open_units(self._each(end)) > 0)
        mask: Mask = (due < end.toordinal()) & was_late & self.bills.on.until(end)
        return mask

    def longest_late(self, start: dt.date, end: dt.date) -> Amounts:
        """Return how many days each bill was overdue by its settlement, or by ``end`` if open.

        Known of the bills that were overdue in the period; it goes through all days on which
        something was settled, so it is meant for one customer.
        """
        until = self._each(end)
        for day in sorted(self._settling_days(), reverse=True):
            if day <= end:
                closed = self.bills.on.until(day) & (self.open_units(self._each(day)) == 0)
                until = np.where(closed, day.toordinal(), until)
        late = np.maximum(until - self.bills.due_on.ordinals, 0)
        return Amounts(late, 0, self.late_between(start, end))

    def changing_days(self, start: dt.date, end: dt.date) -> list[dt.date]:
        """Return the first day of a period and those on which something was billed or settled."""
        billed = {day_of(one["on"]) for one in self.bills.documents}
        days = {start} | {day for day in billed | self._settling_days() if start <= day <= end}
        return sorted(days)

    def _settling_days(self) -> set[dt.date]:
        ordinals = {*self._said[1].tolist(), *self._applied[1].tolist()}
        return {dt.date.fromordinal(ordinal) for ordinal in ordinals}

    def _each(self, day: dt.date) -> Units:
        return np.full(self.bills.size, day.toordinal(), np.int64)

    @cached_property
    def _applied(self) -> tuple[NDArray[np.intp], Units, Units]:
        """What settles which bill: its place, the day since when, how much in fen."""
        places, on = self._paid_bill, self.receipts.on.ordinals.astype(np.int64)
        named = np.flatnonzero(places >= 0)
        others = list(self._oldest_first())
        more = np.array(others, np.int64).reshape(len(others), 3)
        return (
            np.concatenate((places[named], more[:, 0].astype(np.intp))),
            np.concatenate((on[named], more[:, 1])),
            np.concatenate((self.receipts.settled.units[named], more[:, 2])),
        )

    def _oldest_first(self) -> Iterator[Application]:
        """Yield what receipts settle that name no bill, customer by customer."""
        bills, receipts, places = self.bills, self.receipts, self._paid_bill
        billed, paid = _by_file(bills.file), _by_file(receipts.file)
        for file in receipts.file.among(np.flatnonzero(places < 0)):
            yield from oldest_first(
                [
                    Bill(
                        int(bills.on.ordinals[place]),
                        int(bills.due_on.ordinals[place]),
                        bills.documents[place]["number"],
                        place,
                        int(bills.amount.units[place]),
                    )
                    for place in billed.get(file, ())
                ],
                [
                    Payment(
                        int(receipts.on.ordinals[place]),
                        int(receipts.settled.units[place]),
                        int(places[place]) if places[place] >= 0 else None,
                    )
                    for place in paid[file]
                ],
            )

    @cached_property
    def _paid_bill(self) -> NDArray[np.intp]:
        """The place of the bill that each receipt names, -1 if it names none."""
        named = self.receipts.applied_to
        places = {one["number"]: place for place, one in enumerate(self.bills.documents)}
        found = np.array([places.get(number, -1) for number in (*named.values, "")], np.intp)
        return found[named.codes]

    @cached_property
    def _said(self) -> tuple[Units, Units]:
        """What the finance system says was settled of each bill, and the day since when."""
        documents = self.bills.documents
        said = Amounts.of((_amount(one.get("settled_amount")) for one in documents), _PLACES)
        words = [one.get("settled_on") or one.get("at", one["on"]) for one in documents]
        return said.units, Days.of(map(day_of, words)).ordinals.astype(np.int64)


def whole_record(sources: Sources) -> PaymentRecord:
    """Return the payment record of all customers."""
    return PaymentRecord(sources.receivables, sources.receipts)


def record_of(sources: Sources, file: str) -> PaymentRecord:
    """Return the payment record of one customer."""
    bills, receipts = sources.receivables, sources.receipts
    return PaymentRecord(
        Receivables(
            [bills.documents[place] for place in np.flatnonzero(bills.file.isin(file))],
            bills.customers,
        ),
        Receipts(
            [receipts.documents[place] for place in np.flatnonzero(receipts.file.isin(file))],
            receipts.customers,
        ),
    )


def age_words() -> dict[str, str]:
    """Return what each age of debts is called, by its box."""
    return dict(zip(AGES, _AGE_WORDS, strict=True))


def _by_file(files: Words) -> dict[str | None, list[int]]:
    """Return the places of each file's documents."""
    found: dict[str | None, list[int]] = {}
    for place, code in enumerate(files.codes.tolist()):
        found.setdefault(files.values[code] if code >= 0 else None, []).append(place)
    return found


def _amount(text: str | None) -> Decimal:
    return Decimal(text or 0)
