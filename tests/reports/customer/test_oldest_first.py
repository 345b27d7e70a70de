"""Receipts that name no bill: the oldest are settled first, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from reports.kept import Memory

from csdforms.reports.customer.oldest_first import Application, Bill, Payment, oldest_first
from csdforms.reports.customer.payment_record import PaymentRecord
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


def test_what_is_more_than_a_named_bill_goes_to_the_oldest() -> None:
    """150 for A of 100: the other 50 settle half of B."""
    bills = [Bill(1, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100)]
    assert settled(bills, [Payment(5, 150, place=0)]) == [
        Application(0, 5, -50),
        Application(1, 5, 50),
    ]


def test_it_is_more_from_the_day_of_the_bill_on() -> None:
    bills = [Bill(10, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100)]
    assert settled(bills, [Payment(5, 150, place=0)]) == [
        Application(0, 10, -50),
        Application(1, 10, 50),
    ]


def test_a_named_receipt_frees_what_an_unnamed_one_had_settled() -> None:
    bills = [Bill(1, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100)]
    assert settled(bills, [Payment(5, 100), Payment(6, 100, place=0)]) == [
        Application(0, 5, 100),
        Application(0, 6, -100),
        Application(1, 6, 100),
    ]


def test_a_bill_that_a_refund_opens_is_settled_again() -> None:
    bills = [Bill(1, 20, "A", 0, 100)]
    payments = [Payment(5, 100, place=0), Payment(6, -40, place=0), Payment(7, 40)]
    assert settled(bills, payments) == [Application(0, 7, 40)]


def test_a_refund_of_what_was_never_paid_is_taken_from_the_next_receipt() -> None:
    """Of 100 nothing was paid, and 30 were given back: 50 leave 100 + 30 − 50 = 80."""
    bills = [Bill(1, 20, "A", 0, 100)]
    payments = [Payment(5, -30, place=0), Payment(6, 50)]
    assert settled(bills, payments) == [Application(0, 5, 30), Application(0, 6, 20)]


def test_what_finance_calls_settled_is_covered_first() -> None:
    """60 of B, says finance, and a receipt of 100 comes: 60 are those, 40 go to A, the oldest."""
    bills = [Bill(1, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100, said=60, told=6)]
    assert settled(bills, [Payment(6, 100)]) == [Application(1, 6, 60), Application(0, 6, 40)]
    assert settled(bills, [Payment(8, 100)]) == [Application(1, 8, 60), Application(0, 8, 40)]


def test_what_finance_says_later_is_taken_from_the_bills_that_had_it() -> None:
    """100 went to A and 20 to C, the last one; then finance says 70 of B: 20 of C, 50 of A.

    A is open again: what comes then is for it.
    """
    bills = [
        Bill(1, 20, "A", 0, 100),
        Bill(2, 30, "B", 1, 100, said=70, told=9),
        Bill(1, 40, "C", 2, 20),
    ]
    assert settled(bills, [Payment(1, 120), Payment(12, 30)]) == [
        Application(0, 1, 100),
        Application(2, 1, 20),
        Application(2, 9, -20),
        Application(0, 9, -50),
        Application(1, 9, 70),
        Application(0, 12, 30),
    ]


def test_what_finance_says_of_a_bill_stays_until_a_receipt_names_it() -> None:
    """100 of A are said, and 100 came. C cannot have them before 60 come that name A."""
    bills = [
        Bill(1, 20, "A", 0, 200, said=100, told=2),
        Bill(1, 30, "B", 1, 50, said=50, told=5),
        Bill(1, 40, "C", 2, 100, said=10, told=8),
    ]
    payments = [Payment(3, 100), Payment(6, 60, place=0), Payment(7, 50, place=1)]
    assert settled(bills, payments) == [
        Application(0, 3, 100),
        Application(0, 8, -10),
        Application(2, 8, 10),
    ]


def test_what_a_receipt_names_is_not_covered_again() -> None:
    bills = [Bill(1, 20, "A", 0, 100), Bill(1, 30, "B", 1, 100, said=60, told=6)]
    payments = [Payment(6, 60, place=1), Payment(6, 100)]
    assert settled(bills, payments) == [Application(0, 6, 100)]


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
    return Sources(Memory(ledgers={"receivables": rows, "receipts": paid})).payments


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
