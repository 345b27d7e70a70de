"""Receipts that name no bill settle the oldest ones first (先到期先冲).

On the day of the receipt they go to the customer's open bills, that with the earliest limit first;
of two with the same limit the one with the lower number. What is left over is an advance (预收): it
settles the customer's next bill on the day of that bill. What was given back is taken from the
advance, or, if there is none, from the next receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple, TypeVar

__all__ = ["Application", "Bill", "Payment", "oldest_first"]


class Bill(NamedTuple):
    """A bill of one customer: days as ordinals, the amount in fen."""

    on: int
    due: int
    number: str
    place: int
    amount: int


class Payment(NamedTuple):
    """A receipt of the same customer: ``place`` is that of the bill it names, None for none."""

    on: int
    amount: int  # negative for what was given back
    place: int | None = None


class Application(NamedTuple):
    """What of a receipt settles which bill, and since when."""

    place: int
    on: int
    amount: int


E = TypeVar("E", Bill, Payment)


def oldest_first(bills: Sequence[Bill], payments: Sequence[Payment]) -> Iterator[Application]:
    """Yield what the receipts that name no bill settle, of one customer, in the order of the days.

    >>> bills = [Bill(1, 40, "A", 0, 100), Bill(5, 20, "B", 1, 50)]
    >>> [one.amount for one in oldest_first(bills, [Payment(10, 120)])]
    [50, 70]
    """
    left: dict[int, int] = {}
    waiting: list[tuple[int, str, int]] = []
    advance = 0
    # Of one day the bills come first: what is paid at once is paid for them.
    days = sorted({one.on for one in bills} | {one.on for one in payments})
    billed, paid = _by_day(bills), _by_day(payments)
    for day in days:
        for bill in billed.get(day, ()):
            left[bill.place] = left.get(bill.place, 0) + bill.amount
            heappush(waiting, (bill.due, bill.number, bill.place))
        for payment in paid.get(day, ()):
            if payment.place is None:
                advance += payment.amount
            else:  # it may be paid before its bill is written
                left[payment.place] = left.get(payment.place, 0) - payment.amount
        while advance > 0 and waiting:
            place = waiting[0][2]
            part = min(advance, left[place])
            if part > 0:
                yield Application(place, day, part)
                left[place] -= part
                advance -= part
            if left[place] > 0:
                break
            heappop(waiting)


def _by_day(events: Sequence[E]) -> dict[int, list[E]]:
    found: dict[int, list[E]] = {}
    for event in events:
        found.setdefault(event.on, []).append(event)
    return found
