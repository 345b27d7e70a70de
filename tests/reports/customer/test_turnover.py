"""What customers bought and gave back: F1–F3, F18, and how periods add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.books import Books, customer_no
from reports.ledgers import YEAR, document, money, random_books

from csdforms.reports.customer.turnover import (
    Turnover,
    fully_returned,
    of_file,
    one_unit,
    turnover_in,
)

MINE = customer_no(1)
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)


def turnover(kept: Books, start: dt.date = FIRST, end: dt.date = LAST) -> Turnover:
    return turnover_in(kept.sources().sales, start, end)


def sale(amount: str, **rest: Any) -> dict[str, Any]:
    return {"amount": amount, **rest}


def test_the_first_and_the_last_day_count() -> None:
    kept = Books()
    for on in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"):
        kept.sale(1, on, "10")
    march = turnover(kept, dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert march.gross[MINE].value == 20


def test_net_sales_are_sales_less_returns_and_allowances() -> None:
    kept = Books()
    kept.sale(1, "2026-01-01", "100.10")
    kept.sale(1, "2026-01-02", "30.05", kind="退货")
    kept.sale(1, "2026-01-03", "0.05", kind="折让")
    found = turnover(kept)
    figures = found.gross[MINE], found.returns[MINE], found.net(MINE), found.nets[MINE]
    assert [one.value for one in figures] == money("100.10", "30.10", "70.00", "70.00")
    assert [one.again() for one in figures] == [one.value for one in figures]


def test_a_customer_without_lines_has_nothing() -> None:
    kept = Books()
    kept.sale(2, "2026-01-01", "5")
    found = turnover(kept)
    assert (found.net(MINE).value, of_file(found.nets, MINE, "没有销售").value) == (0, 0)
    assert found.files() == {customer_no(2)}


def test_quantities_go_down_by_returns_and_not_by_allowances() -> None:
    kept = Books()
    kept.sale(1, "2026-01-01", "100", quantity="10.5", unit="吨")
    kept.sale(1, "2026-01-02", "20", kind="退货", quantity="2", unit="吨")
    kept.sale(1, "2026-01-03", "5", kind="折让", quantity="3", unit="吨")
    found = turnover(kept)
    assert [found.quantity[MINE].value, found.returned_quantity[MINE].value] == money("8.5", "2")


def test_documents_count_once_and_not_if_all_came_back() -> None:
    kept = Books()
    document(kept, 1, "2026-01-01", sale("10"), sale("20"))
    document(kept, 1, "2026-01-02", sale("10"), sale("10", kind="退货"))  # wholly
    document(kept, 1, "2026-01-03", sale("10"), sale("9.99", kind="退货"))
    document(kept, 1, "2026-01-04", sale("10"), sale("10", kind="折让"))  # the goods stayed
    document(kept, 1, "2026-01-05", sale("0"))  # a sample
    document(kept, 1, "2026-01-06", sale("10", kind="退货"))
    found = turnover(kept)
    assert found.documents[MINE].value == 4
    lost = fully_returned(found.sales)
    assert {found.sales.number.at(place) for place in range(10) if lost[place]} == {
        "XS0002",
        "XS0006",
    }


def test_first_and_last_sale() -> None:
    kept = Books()
    for on, kind in (("01-02", "退货"), ("01-05", "销售"), ("05-01", "销售"), ("06-01", "折让")):
        kept.sale(1, f"{YEAR}-{on}", "1", kind=kind)
    found = turnover(kept)
    days = found.first_sale[MINE].value, found.last_sale[MINE].value
    assert days == (dt.date(YEAR, 1, 5), dt.date(YEAR, 5, 1))


def test_contracts_are_counted_once() -> None:
    kept = Books()
    for contract in ("HT-1", "HT-1", "HT-2", None):
        kept.sale(1, "2026-01-05", "1", **({"contract_no": contract} if contract else {}))
    assert turnover(kept).contracts[MINE].value == 2


def test_a_unit_is_that_of_all_quantities() -> None:
    kept = Books()
    kept.sale(1, "2026-01-01", "1", quantity="1", unit="张")
    kept.sale(1, "2026-01-02", "1")  # without a quantity
    found = turnover(kept)
    assert one_unit(found.sales, found.lines) == "张"
    kept.sale(1, "2026-01-03", "1", quantity="1")
    found = turnover(kept)
    assert one_unit(found.sales, found.lines) is None


def test_the_unit_of_an_allowance_does_not_count() -> None:
    kept = Books()
    kept.sale(1, "2026-01-01", "100", quantity="10", unit="台")
    kept.sale(1, "2026-01-02", "20", kind="折让", quantity="1", unit="次")
    found = turnover(kept)
    assert one_unit(found.sales, found.lines) == "台"
    assert found.quantity[MINE].value == 10


@settings(max_examples=20, deadline=None)
@given(random_books(), st.dates(dt.date(YEAR, 1, 2), LAST))
def test_two_parts_of_a_period_come_to_the_whole(kept: Books, cut: dt.date) -> None:
    whole = turnover(kept)
    before, after = turnover(kept, FIRST, cut - dt.timedelta(days=1)), turnover(kept, cut, LAST)
    for name in ("gross", "returns", "nets", "documents"):
        for file, figure in getattr(whole, name).items():
            parts = [getattr(part, name)[file].value for part in (before, after)]
            assert figure.value == sum(parts)
            assert figure.again() == figure.value


def test_an_allowance_gives_no_goods_back() -> None:
    kept = Books()
    kept.customer(1)
    lines = [
        {"kind": kind, "product_name": "货架", "quantity": count, "amount": amount,
         "tax_included": True}
        for kind, count, amount in (
            ("销售", "10", "1000"), ("退货", "1", "100"), ("折让", "9", "900"),
        )
    ]  # fmt: skip
    kept.ledgers["sales"].append(
        {"number": "XS1", "file": customer_no(1), "on": "2026-03-05", "lines": lines, "at": "",
         "by": "", "source": ""}
    )  # fmt: skip
    sales = kept.sources().sales.based("含税")
    found = turnover_in(sales, dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert found.documents[customer_no(1)].value == 1
