"""What customers owe: the identity of the balance (F14), what is due (F15), both rates (F16)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from reports.customer.books import Books, customer_no
from reports.ledgers import YEAR, days, money, random_books

from csdforms.reports.customer.receivables import Balances, Due, on_billed, on_due, paid_in
from csdforms.reports.figure import Figure, given
from csdforms.reports.request import Request
from csdforms.schemas.catalogue import find

MINE = customer_no(1)
_CENT = Decimal("0.01")
SIGNS = {"收款": -1, "坏账核销": -1, "抵扣": -1, "退款": 1}


def balances(kept: Books, start: dt.date, end: dt.date) -> Balances:
    period = days(start.isoformat(), end.isoformat())
    return Balances(Request(find("customer_sales_monthly"), period, kept.sources()), start, end)


def march(kept: Books) -> list[object]:
    found = balances(kept, dt.date(2026, 3, 1), dt.date(2026, 3, 31)).of(MINE)
    assert [one.again() for one in found] == [one.value for one in found]
    return [one.value for one in found]


def amount(value: int) -> Figure:
    return given(Decimal(value), "金额")


def test_each_kind_of_receipt_has_its_column() -> None:
    kept = Books()
    kept.bill(1, "2026-02-28", "2026-03-31", "1000")
    kept.bill(1, "2026-03-31", "2026-04-30", "500")
    kept.bill(1, "2026-04-01", "2026-04-30", "9999")
    kept.receipt(1, "2026-02-28", "100")
    kept.receipt(1, "2026-03-01", "300")
    kept.receipt(1, "2026-03-02", "40", kind="退款")
    kept.receipt(1, "2026-03-03", "70", kind="坏账核销")
    kept.receipt(1, "2026-03-31", "8", kind="抵扣")
    # 900 + 500 − (300 − 40) − 70 − 8
    assert march(kept) == money("900", "500", "260", "70", "8", "1062")


def test_paid_in_advance_is_a_negative_balance() -> None:
    kept = Books()
    kept.receipt(1, "2026-03-10", "50")
    assert march(kept) == money("0", "0", "50", "0", "0", "-50")


def test_a_customer_without_documents_owes_nothing() -> None:
    assert march(Books()) == [0] * 6


def test_due_on_the_day_and_overdue_after_it() -> None:
    kept = Books()
    for due_on, billed in (("2026-03-30", "1"), ("2026-03-31", "20"), ("2026-04-01", "300")):
        kept.bill(1, "2026-03-01", due_on, billed)
    found = Due(kept.sources(), dt.date(2026, 3, 31))
    assert (found.due(MINE).value, found.overdue(MINE).value) == (21, 1)


def test_what_is_paid_later_was_still_overdue() -> None:
    kept = Books()
    bill = kept.bill(1, "2026-01-01", "2026-01-31", "100")
    kept.receipt(1, "2026-03-31", "60", bill)
    kept.receipt(1, "2026-04-01", "40", bill)
    assert Due(kept.sources(), dt.date(2026, 3, 30)).overdue(MINE).value == 100
    assert Due(kept.sources(), dt.date(2026, 3, 31)).overdue(MINE).value == 40
    assert Due(kept.sources(), dt.date(2026, 4, 1)).overdue(MINE).value == 0


def test_rates_of_collection() -> None:
    assert on_billed(amount(300), amount(900), amount(300)).value == Decimal("0.25")
    assert on_due(amount(300), amount(100)).value == Decimal("0.75")
    nothing = amount(0)
    assert (on_billed(nothing, nothing, nothing).value, on_due(nothing, nothing).value) == (
        None,
        None,
    )


def owed(kept: Books, day: dt.date) -> tuple[object, ...]:
    """Return what he owes (F14), what is due and overdue (F15)."""
    due = Due(kept.sources(), day)
    closing = balances(kept, day, day).of(MINE).closing.value
    return closing, due.due(MINE).value, due.overdue(MINE).value


def test_what_is_more_than_the_named_bill_settles_another() -> None:
    """Two bills of 100; 150 that name the first leave 50 of the second."""
    kept = Books()
    first = kept.bill(1, "2026-01-01", "2026-02-01", "100")
    kept.bill(1, "2026-01-02", "2026-02-02", "100")
    kept.receipt(1, "2026-03-01", "150", first)
    assert owed(kept, dt.date(2026, 3, 31)) == (50, 50, 50)


def test_a_payment_that_is_told_twice_counts_once() -> None:
    """Finance says B is settled, the receipt of the same 100 names none: A is still owed."""
    kept = Books()
    kept.bill(1, "2026-01-01", "2026-02-01", "100")
    kept.bill(1, "2026-01-02", "2026-02-02", "100", settled_amount="100", settled_on="2026-03-01")
    kept.receipt(1, "2026-03-01", "100")
    assert owed(kept, dt.date(2026, 3, 31)) == (100, 100, 100)
    # 200 + 0 − 100
    assert march(kept) == money("200", "0", "100", "0", "0", "100")


def test_what_finance_calls_settled_was_received_if_there_is_no_receipt() -> None:
    kept = Books()
    bill = kept.bill(
        1, "2026-01-01", "2026-02-01", "100", settled_amount="70", settled_on="2026-03-10"
    )
    assert owed(kept, dt.date(2026, 3, 9)) == (100, 100, 100)
    assert owed(kept, dt.date(2026, 3, 10)) == (30, 30, 30)
    assert march(kept) == money("100", "0", "70", "0", "0", "30")
    kept.receipt(1, "2026-03-20", "60", bill)  # these are 60 of the 70
    assert march(kept) == money("100", "0", "70", "0", "0", "30")
    sources = kept.sources()
    april = paid_in(sources, dt.date(2026, 4, 1), dt.date(2026, 4, 30))
    assert april[MINE].value == 0
    assert paid_in(sources, dt.date(2026, 4, 1), dt.date(2026, 3, 9))[MINE].value == 0
    late = paid_in(sources, dt.date(2026, 3, 11), dt.date(2026, 3, 31))
    assert late[MINE].value == late[MINE].again() == 0  # 60 came that were told before


def test_what_finance_says_of_a_bill_holds_from_the_day_of_the_bill() -> None:
    """100 came for A; the bill B of the tenth of March was settled on the first, says finance."""
    kept = Books()
    kept.bill(1, "2026-01-01", "2026-02-01", "100")
    kept.bill(1, "2026-03-10", "2026-04-10", "100", settled_amount="100", settled_on="2026-03-01")
    kept.receipt(1, "2026-02-20", "100")
    assert owed(kept, dt.date(2026, 3, 9)) == (0, 0, 0)
    assert owed(kept, dt.date(2026, 3, 10)) == (100, 100, 100)


def test_a_receipt_that_names_a_bill_of_somebody_else_settles_his_own() -> None:
    kept = Books()
    other = kept.bill(2, "2026-01-01", "2026-02-01", "100")
    kept.bill(1, "2026-01-01", "2026-02-01", "100")
    kept.receipt(1, "2026-01-15", "100", other)
    day = dt.date(2026, 3, 31)
    assert owed(kept, day) == (0, 0, 0)
    assert Due(kept.sources(), day).overdue(customer_no(2)).value == 100


def test_given_back_without_having_been_paid_is_owed_too() -> None:
    kept = Books()
    bill = kept.bill(1, "2026-01-01", "2026-02-01", "100")
    kept.receipt(1, "2026-01-10", "30", bill, "退款")
    # the bill is open with 100; the 30 are taken from what comes next
    assert owed(kept, dt.date(2026, 3, 1)) == (130, 100, 100)
    kept.receipt(1, "2026-03-02", "50")
    assert owed(kept, dt.date(2026, 3, 2)) == (80, 80, 80)


@settings(max_examples=25, deadline=None)
@drawn(random_books(), st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)), st.integers(0, 200))
def test_the_identity_holds_for_any_ledgers(kept: Books, start: dt.date, length: int) -> None:
    end = start + dt.timedelta(days=length)
    found = balances(kept, start, end)
    for number in (1, 2, 3):
        file = customer_no(number)
        billed = [one for one in kept.ledgers["receivables"] if one["file"] == file]
        paid = [one for one in kept.ledgers["receipts"] if one["file"] == file]
        for figure, day in (
            (found.of(file).opening, start - dt.timedelta(days=1)),
            (found.of(file).closing, end),
        ):
            until = day.isoformat()
            owed = sum(Decimal(one["amount"]) for one in billed if one["on"] <= until)
            settled = [
                SIGNS[one["kind"]] * Decimal(one["amount"]) for one in paid if one["on"] <= until
            ]
            assert figure.value == owed + sum(settled)
            assert figure.again() == figure.value


@settings(max_examples=25, deadline=None)
@drawn(random_books(), st.data(), st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)))
def test_what_is_owed_is_what_is_open_less_the_advance(
    kept: Books, more: st.DataObject, day: dt.date
) -> None:
    """Also where finance calls bills settled, whole or in part, on whatever day."""
    shares = st.sampled_from(["0", "0.5", "1"]).map(Decimal)
    days_ = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))
    kept.ledgers["receivables"] = [
        {
            **bill,
            "settled_amount": str((Decimal(bill["amount"]) * more.draw(shares)).quantize(_CENT)),
            "settled_on": more.draw(days_).isoformat(),
        }
        for bill in kept.ledgers["receivables"]
    ]
    sources = kept.sources()
    record = sources.payments
    rows, amounts = record.still_open(day)
    assert np.all(amounts.units >= 0)
    assert np.all(amounts.units <= record.bills.amount.units)
    open_ = rows.by(record.bills.file).total(amounts, "未付金额")
    free, applied = record.advances(day)
    found = balances(kept, dt.date(YEAR, 1, 1), day)
    for file in map(customer_no, (1, 2, 3)):
        left, given_, used = (counts.get(file) for counts in (open_, free, applied))
        advance = (given_.number() if given_ else 0) - (used.number() if used else 0)
        owed_ = left.number() if left else 0
        assert found.of(file).closing.value == owed_ - advance
        assert record.of(file).open_on(day).units.sum() == owed_ * 100
