"""Receipts that name no bill: the oldest are settled first, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from reports.kept import Memory

from csdforms.reports.customer.oldest_first import Application, Bill, Payment, oldest_first
from csdforms.reports.customer.payment_record import PaymentRecord, whole_record
from csdforms.reports.sources import Sources

FILE = "KH-F-2024-000001-1"
JANUARY = dt.date(2026, 1, 1)


def settled(bills: list[Bill], payments: list[Payment]) -> list[Application]:
    return list(oldest_first(bills, payments))


def test_the_earliest_limit_comes_first() -> None:
    """A 100 due on the 40th, B 50 due on the 20th: 120 pay B whole, and 70 of A."""
    bills = [Bill(1, 40, "A", 0, 100), Bill(5, 20, "B", 1, 50)]
    assert settled(bills, [Payment(10, 120)]) == [Application(1, 10, 50), Application(0, 10, 70)]


def test_of_two_with_one_limit_the_lower_number_comes_first() -> None:
    bills = [Bill(1, 20, "B", 0, 10), Bill(1, 20, "A", 1, 10)]
    assert settled(bills, [Payment(2, 10)]) == [Application(1, 2, 10)]


def test_an_advance_settles_the_next_bill_on_its_day() -> None:
    bills = [Bill(15, 30, "A", 0, 20)]
    assert settled(bills, [Payment(10, 50)]) == [Application(0, 15, 20)]


def test_a_bill_that_is_named_is_not_settled_twice() -> None:
    bills = [Bill(1, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100)]
    payments = [Payment(5, 100, place=0), Payment(6, 40)]
    assert settled(bills, payments) == [Application(1, 6, 40)]


def test_what_was_paid_before_its_bill_was_written_counts() -> None:
    bills = [Bill(10, 20, "A", 0, 100)]
    assert settled(bills, [Payment(5, 60, place=0), Payment(11, 100)]) == [Application(0, 11, 40)]


def test_what_was_given_back_is_taken_from_the_next_receipt() -> None:
    bills = [Bill(1, 20, "A", 0, 100)]
    payments = [Payment(2, -30), Payment(3, 50)]
    assert settled(bills, payments) == [Application(0, 3, 20)]


def record(bills: list[tuple[int, int, int]], receipts: list[tuple[int, int]]) -> PaymentRecord:
    """Bills (day, days to pay, yuan) and receipts (day, yuan); day 0 is the first of January."""

    def day(number: int) -> str:
        return (JANUARY + dt.timedelta(days=number)).isoformat()

    common: dict[str, Any] = {"file": FILE, "by": "导入", "source": "x.csv"}
    rows = [
        {**common, "number": f"YS-{place:03}", "on": day(on), "at": day(on),
         "due_on": day(on + term), "amount": str(amount)}
        for place, (on, term, amount) in enumerate(bills)
    ]  # fmt: skip
    paid = [
        {**common, "number": f"SK-{place:03}", "on": day(on), "at": day(on), "kind": "收款",
         "amount": str(amount)}
        for place, (on, amount) in enumerate(receipts)
    ]  # fmt: skip
    return whole_record(Sources(Memory(ledgers={"receivables": rows, "receipts": paid})))


def open_on(kept: PaymentRecord, number: int) -> list[Decimal]:
    amounts = kept.open_on(JANUARY + dt.timedelta(days=number))
    return [Decimal(str(amounts.at(place))) for place in range(kept.bills.size)]


def test_what_is_open_falls_on_the_day_of_the_receipt() -> None:
    kept = record([(0, 40, 100), (5, 15, 50)], [(10, 120)])
    assert open_on(kept, 9) == [100, 50]
    assert open_on(kept, 10) == [30, 0]


def test_an_advance_is_there_when_the_bill_comes() -> None:
    kept = record([(0, 10, 100), (20, 10, 60)], [(5, 130)])
    assert open_on(kept, 19) == [0, 0]
    assert open_on(kept, 20) == [0, 30]
    assert kept.open_when_due.tolist() == [0, 3000]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(1, 500)), max_size=8),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 700)), max_size=8),
    st.integers(0, 100),
)
def test_what_is_open_is_what_is_owed(
    bills: list[tuple[int, int, int]], receipts: list[tuple[int, int]], number: int
) -> None:
    """Where no receipt names a bill, open bills and balance are one; an advance opens none."""
    billed = sum(amount for on, _, amount in bills if on <= number)
    paid = sum(amount for on, amount in receipts if on <= number)
    assert sum(open_on(record(bills, receipts), number)) == max(billed - paid, 0)
