"""How customers pay: which bills were open when, how late each was, and what was due and kept.

A bill is overdue from the day after its limit while something of it is open (F15, F17); what is due
today is not. What is paid by the end of the limit's day is paid in time (F16). What settles which
bill, tells :mod:`csdforms.reports.customer.settlement`.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import numpy as np

from csdforms.reports.columns import Amounts, Mask
from csdforms.reports.customer.settlement import Settlement, Units
from csdforms.reports.figure import Figure, ratio
from csdforms.reports.period import Period
from csdforms.reports.rows import Counts, Rows
from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.money import Receipts, Receivables
from csdforms.schemas.customer.at_risk_customer_statistics import AGES

__all__ = ["OnTime", "PaymentRecord", "age_words"]

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
        self._settlement = Settlement(bills, receipts)

    def of(self, file: str) -> PaymentRecord:
        """Return the payment record of one customer."""
        bills, receipts = self.bills, self.receipts
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

    # What is open

    def open_units(self, days: Units) -> Units:
        """Return what of each bill was open at the end of a day of its own, in fen."""
        settlement = self._settlement
        settled = np.maximum(settlement.brought(days), settlement.told(days))
        is_written = self.bills.on.ordinals <= days
        return np.where(is_written, self.bills.amount.units - settled, 0)

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

    # What is no matter of an open bill

    def without_receipt(self, day: dt.date) -> Amounts:
        """Return what the finance system calls settled of each bill by a day, beyond receipts."""
        days, settlement = self._each(day), self._settlement
        lacking = np.maximum(settlement.told(days) - settlement.brought(days), 0)
        return Amounts(np.where(self.bills.on.until(day), lacking, 0), _PLACES)

    def advances(self, day: dt.date) -> tuple[Counts, Counts]:
        """Return each customer's money for no bill that is written, and what of it settled some.

        The difference is his advance (预收) at the end of a day, negative if he got back more.
        """
        bills, receipts, settlement = self.bills, self.receipts, self._settlement
        free = receipts.on.until(day) & settlement.names_none(day)
        rows = receipts.all().where(free, f"到{day:%Y-%m-%d}为止没有指明已开的应收")
        settled = Amounts(settlement.freely(self._each(day)), _PLACES)
        return (
            rows.by(receipts.file).total(receipts.settled, "金额"),
            bills.all().by(bills.file).total(settled, "没有指明的收款所冲金额"),
        )

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
        since = np.maximum(due, self.bills.on.ordinals)  # it may be written late already
        before = self.open_units(np.maximum(since, start.toordinal() - 1))
        was_late = (before > 0) | (self.open_units(self._each(end)) > 0)
        for day in self._settlement.reopening_days():
            if start <= day <= end:
                was_late |= (due < day.toordinal()) & (self.open_units(self._each(day)) > 0)
        mask: Mask = (due < end.toordinal()) & was_late & self.bills.on.until(end)
        return mask

    def longest_late(self, start: dt.date, end: dt.date) -> Amounts:
        """Return how many days each bill was overdue by its settlement, or by ``end`` if open.

        The settlement is the last one: what was given back opens a bill again. Known of
        the bills that were overdue in the period; it goes through all days on which something was
        settled, so it is meant for one customer.
        """
        until, closed = self._each(end), np.ones(self.bills.size, np.bool_)
        for day in sorted(self._settlement.days(), reverse=True):
            if day <= end:
                closed &= self.bills.on.until(day) & (self.open_units(self._each(day)) == 0)
                until = np.where(closed, day.toordinal(), until)
        late = np.maximum(until - self.bills.due_on.ordinals, 0)
        return Amounts(late, 0, self.late_between(start, end))

    def changing_days(self, start: dt.date, end: dt.date) -> list[dt.date]:
        """Return the first day of a period and those on which something was billed or settled."""
        billed = {day_of(one["on"]) for one in self.bills.documents}
        days = {start} | {day for day in billed | self._settlement.days() if start <= day <= end}
        return sorted(days)

    def _each(self, day: dt.date) -> Units:
        return np.full(self.bills.size, day.toordinal(), np.int64)


def age_words() -> dict[str, str]:
    """Return what each age of debts is called, by its box."""
    return dict(zip(AGES, _AGE_WORDS, strict=True))
