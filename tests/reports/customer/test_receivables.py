"""What customers owe: the identity of the balance (F14), what is due (F15), both rates (F16)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from reports.customer.books import Books, customer_no
from reports.ledgers import YEAR, days, money, random_books

from csdforms.reports.customer.receivables import Balances, Due, on_billed, on_due, unbilled
from csdforms.reports.figure import Figure, given
from csdforms.reports.request import Request
from csdforms.schemas.catalogue import find

MINE = customer_no(1)
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


def test_goods_are_not_billed_until_a_bill_names_them() -> None:
    kept = Books()
    first = kept.sale(1, "2026-01-02", "10")
    kept.sale(1, "2026-01-03", "5", kind="退货")
    second = kept.sale(1, "2026-01-04", "20")
    sources = kept.sources()
    assert unbilled(sources.sales, sources.receivables, dt.date(2026, 1, 31)) is None
    kept.bill(1, "2026-01-31", "2026-02-28", "10", sale_no=first)
    kept.bill(1, "2026-02-01", "2026-02-28", "20", sale_no=second)
    sources = kept.sources()
    for day, left in ((dt.date(2026, 1, 31), "20"), (dt.date(2026, 2, 1), "0")):
        rows = unbilled(sources.sales, sources.receivables, day)
        assert rows is not None
        assert rows.total(sources.sales.net, "金额").value == Decimal(left)


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
