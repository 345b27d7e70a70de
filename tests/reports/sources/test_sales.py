"""The lines of sales: signs, bases of tax, and who belonged where when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from reports.customer.books import Books, customer_no
from reports.ledgers import document, money

from csdforms.errors import InvalidData
from csdforms.reports.sources.sales import TAXED, UNTAXED, Sales


def lines(*given: dict[str, Any]) -> Sales:
    kept = Books()
    kept.customer(1)
    document(kept, 1, "2026-01-01", *given)
    return kept.sources().sales


def column(sales: Sales, name: str) -> list[Any]:
    amounts = getattr(sales, name)
    return [amounts.at(place) for place in range(len(sales))]


def test_returns_and_allowances_take_away() -> None:
    sales = lines(
        {"amount": "10", "cost_amount": "6", "quantity": "2"},
        {"amount": "5", "cost_amount": "3", "quantity": "1", "kind": "退货"},
        {"amount": "1", "kind": "折让", "quantity": "1"},
        {"amount": "4", "quantity": "1"},
    )
    assert column(sales, "net") == money("10", "-5", "-1", "4")
    assert column(sales, "cost") == [6, -3, None, None]
    assert column(sales, "quantity") == [2, -1, 0, 1]
    assert sales.lacks_cost.tolist() == [False, False, False, True]  # an allowance moves no goods


def test_amounts_without_tax_are_rounded_half_up_to_the_cent() -> None:
    sales = lines(
        {"amount": "113", "tax_rate": "0.13", "cost_amount": "56.5"},
        {"amount": "100", "tax_rate": "0.13"},  # 88.4955…
        {"amount": "0.01", "tax_rate": "1"},  # 0.005
        {"amount": "106", "tax_rate": "0.06"},
        {"amount": "7", "tax_included": False},  # needs no rate
    ).based(UNTAXED)
    assert column(sales, "amount") == money("100", "88.50", "0.01", "100", "7")
    assert sales.cost.at(0) == 50
    assert sales.cost.at(1) is None


def test_amounts_with_tax() -> None:
    sales = lines(
        {"amount": "100", "tax_rate": "0.13", "tax_included": False},
        {"amount": "9.99"},
    ).based(TAXED)
    assert column(sales, "amount") == money("113", "9.99")


def test_lines_on_the_basis_already_stay_as_they_are() -> None:
    sales = lines({"amount": "1"})
    assert sales.based(TAXED) is sales


def test_only_sums_with_a_line_that_lacks_its_rate_are_refused() -> None:
    sales = lines(
        {"amount": "113", "tax_rate": "0.13", "cost_amount": "56.5"},
        {"amount": "123456.78", "cost_amount": "9876.54"},
        {"amount": "0", "kind": "折让"},  # nothing is nothing on either basis
        {"amount": "22.6", "tax_rate": "0.13", "kind": "退货"},
        {"amount": "55.55", "kind": "退货"},
    ).based(UNTAXED)
    rated = np.array([True, False, True, True, False])
    good = sales.all().where(rated, "有税率")
    assert good.total(sales.net, "净额").value == 80  # 100 - 0 - 20
    assert good.total(sales.cost, "成本").value == 50
    assert good.by(sales.file).total(sales.net, "净额")[customer_no(1)].value == 80
    sums: list[tuple[str, Callable[[], Any]]] = [
        ("有 2 行", lambda: sales.all().total(sales.net, "净额")),
        ("有 2 行", lambda: sales.all().by(sales.file).total(sales.net, "净额")),
        ("有 1 行", lambda: sales.all().where(sales.is_sale, "").total(sales.amount, "金额")),
        ("有 1 行", lambda: sales.all().total(sales.cost, "成本")),
    ]
    for said, total in sums:
        with pytest.raises(InvalidData, match=f"{said}没有税率.*不能换算成不含税.*XS0001") as why:
            total()
        assert "123456" not in str(why.value)
    assert sales.all().where(rated, "有税率").count().value == 3


def test_an_allowance_has_no_cost() -> None:
    sales = lines(
        {"amount": "100", "cost_amount": "60"},
        {"amount": "30", "cost_amount": "18", "kind": "退货"},
        {"amount": "20", "cost_amount": "12", "kind": "折让"},
    )
    assert sales.all().total(sales.cost, "成本").value == 42  # 60 - 18; an allowance moves no goods


def test_a_customer_counts_where_he_was_on_the_day() -> None:
    kept = Books()
    kept.customer(1, salesperson="甲")
    kept.profiles.append(("2026-02-01", {**kept.profiles[0][1], "data": {"salesperson": "乙"}}))
    kept.sale(1, "2026-01-31", "1")
    kept.sale(1, "2026-02-01", "1")
    kept.sale(2, "2026-02-02", "1")  # nobody's file
    sales = kept.sources().sales
    people = sales.of_customer(lambda customer, day: customer.salesperson(day))
    assert [people.at(place) for place in range(3)] == ["甲", "乙", None]


def test_records_tell_document_and_day() -> None:
    record = lines({"amount": "1", "kind": "退货"}).record(0)
    assert (record.kind, record.number, record.on) == ("退货", "XS0001", dt.date(2026, 1, 1))


def test_lines_stand_in_the_order_of_days_then_numbers() -> None:
    kept = Books()
    for on in ("2026-03-01", "2026-01-01", "2026-01-01"):
        kept.sale(1, on, "1")
    sales = kept.sources().sales
    assert [sales.number.at(place) for place in range(3)] == ["XS0002", "XS0003", "XS0001"]
    assert sales.month.at(2) == "2026-03"
    assert sales.amount.number(100) == Decimal(1)
