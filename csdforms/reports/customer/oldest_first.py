"""Money that names no bill settles the oldest ones first (先到期先冲).

What a receipt names it settles; what is more than the bill's amount is free, as is a receipt that
names none. Free money first covers what the finance system says was settled (已收金额): it is the
same payment told twice, and where it had gone to other bills it is taken back from those. The rest
goes to the customer's open bills, that with the earliest limit first; of two with the same limit
the one with the lower number. What is left over is an advance (预收): it settles the next bill
on the day of that bill. What was given back is taken from the advance, or, if there is none, from
the next receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple, TypeVar

__all__ = ["Application", "Bill", "Payment", "oldest_first"]


class Bill(NamedTuple):
    """A bill of one customer: days as ordinals, amounts in fen."""

    on: int
    due: int
    number: str
    place: int
    amount: int
    said: int = 0  # settled, as the finance system says, but no more than the amount
    told: int = 0  # since when it says so; not before the day of the bill


class Payment(NamedTuple):
    """A receipt of the same customer: ``place`` is that of the bill it names, None for none."""

    on: int
    amount: int  # negative for what was given back
    place: int | None = None


class Application(NamedTuple):
    """What of the free money settles which bill, and since when; negative where it is taken."""

    place: int
    on: int
    amount: int


E = TypeVar("E", Bill, Payment)


def oldest_first(bills: Sequence[Bill], payments: Sequence[Payment]) -> list[Application]:
    """Return what the free money of one customer settles, in the order of the days.

    >>> bills = [Bill(1, 40, "A", 0, 100), Bill(5, 20, "B", 1, 50)]
    >>> [one.amount for one in oldest_first(bills, [Payment(10, 120)])]
    [50, 70]
    """
    account = _Account(bills)
    written = _by_day(bills, lambda bill: bill.on)
    told = _by_day((bill for bill in bills if bill.said), lambda bill: bill.told)
    paid = _by_day(payments, lambda payment: payment.on)
    for day in sorted({*written, *told, *paid}):
        account.pass_day(day, written.get(day, ()), told.get(day, ()), paid.get(day, ()))
    return account.applied


class _Account:
    """One customer's bills, each by its rank among them, and the money that is left over."""

    def __init__(self, bills: Sequence[Bill]) -> None:
        self._bills = sorted(bills, key=lambda bill: (bill.due, bill.number))
        self._rank = {bill.place: rank for rank, bill in enumerate(self._bills)}
        size = len(bills)
        self._is_written = [False] * size
        self._named, self._given, self._said = [0] * size, [0] * size, [0] * size
        self._advance = 0
        #: Ranks that may be open, may lack what is said, may give free money back (the last ones
        #: first); an entry that is not so any more goes when it comes to the top.
        self._open: list[int] = []
        self._lacking: list[int] = []
        self._giving: list[int] = []
        self.applied: list[Application] = []

    def pass_day(
        self, day: int, bills: Iterable[Bill], told: Iterable[Bill], paid: Iterable[Payment]
    ) -> None:
        """Settle what there is on a day; its bills come first: paid at once is paid for them."""
        changed = set()
        for bill in bills:
            rank = self._rank[bill.place]
            self._is_written[rank] = True
            changed.add(rank)
        new = [self._rank[bill.place] for bill in told]
        for rank in new:
            self._said[rank] = self._bills[rank].said
            changed.add(rank)
        for payment in paid:
            if payment.place is None:
                self._advance += payment.amount
            else:  # it may be paid before its bill is written
                rank = self._rank[payment.place]
                self._named[rank] += payment.amount
                changed.add(rank)
        for rank in sorted(changed):
            if self._is_written[rank]:
                self._move(rank, self._beyond(rank), day)
                heappush(self._open, rank)
                heappush(self._lacking, rank)
                heappush(self._giving, -rank)
        self._take_back(sum(max(self._unsaid(rank), 0) for rank in new), day)
        self._fill(self._lacking, self._unsaid, day)
        self._fill(self._open, self._to_pay, day)

    def _paid(self, rank: int) -> int:
        return self._named[rank] + self._given[rank]

    def _to_pay(self, rank: int) -> int:
        return self._bills[rank].amount - self._paid(rank)

    def _beyond(self, rank: int) -> int:
        """Return what brings a bill to its amount if more was paid, to 0 if more was given back."""
        paid = self._paid(rank)
        return min(max(paid, 0), self._bills[rank].amount) - paid

    def _unsaid(self, rank: int) -> int:
        """Return what of the said settlement no receipt has brought; negative if they are more."""
        return self._said[rank] - self._paid(rank)

    def _take_back(self, wanted: int, day: int) -> None:
        """Free money that went to other bills than the finance system says, the last ones first."""
        while self._advance < wanted and self._giving:
            rank = -self._giving[0]
            free = min(self._given[rank], -self._unsaid(rank))
            part = min(free, wanted - self._advance)
            if part > 0:
                self._move(rank, -part, day)
                heappush(self._open, rank)
            if part < free:
                break
            heappop(self._giving)

    def _fill(self, heap: list[int], lack: Callable[[int], int], day: int) -> None:
        while self._advance > 0 and heap:
            part = min(self._advance, lack(heap[0]))
            if part > 0:
                self._move(heap[0], part, day)
            if lack(heap[0]) > 0:
                break
            heappop(heap)

    def _move(self, rank: int, part: int, day: int) -> None:
        if part:
            self._given[rank] += part
            self._advance -= part
            self.applied.append(Application(self._bills[rank].place, day, part))
            heappush(self._giving, -rank)


def _by_day(events: Iterable[E], day: Callable[[E], int]) -> dict[int, list[E]]:
    found: dict[int, list[E]] = {}
    for event in events:
        found.setdefault(day(event), []).append(event)
    return found
