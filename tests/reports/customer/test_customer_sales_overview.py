"""客户销售资料一览表 computed: the year of one customer, and of all, worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.customer.books import Books, customer_no
from reports.ledgers import (
    YEAR,
    days,
    document,
    money,
    random_books,
    sheet_of,
    shuffled,
    values,
)

from csdforms.errors import InvalidData
from csdforms.reports.customer.customer_sales_overview import charts
from csdforms.reports.explaining import explain
from csdforms.reports.sheet import ComputedSheet

FORM = "customer_sales_overview"
WHOLE = days(f"{YEAR}-01-01", f"{YEAR}-12-31")


def line(product: str, amount: str, quantity: str = "1", unit: str = "张", **rest: Any) -> Any:
    return {
        "product_name": product,
        "amount": amount,
        "quantity": quantity,
        "unit": unit,
        **rest,
    }


def books() -> Books:
    """Two customers; the first one's year is worked out below."""
    kept = Books()
    kept.customer(1, region_code="330100", salesperson="周明", credit_grade="A")
    kept.customer(2)
    kept.sale(1, "2024-06-01", "900", contract_no="HT-1")
    document(kept, 1, "2026-01-15", line("办公桌", "1000", "10"), line("办公椅", "300", "6"))
    document(kept, 1, "2026-01-20", line("办公桌", "200", "2", contract_no="HT-2"))
    document(kept, 1, "2026-03-02", line("办公桌", "100", "1", kind="退货"))
    wholly = line("文件柜", "80", "1"), line("文件柜", "80", "1", kind="退货")
    document(kept, 1, "2026-03-09", *wholly)
    document(kept, 1, "2026-03-10", line("办公椅", "50", "1", contract_no="HT-2"))
    kept.bill(1, "2024-06-01", "2024-07-01", "900")
    kept.bill(1, "2026-01-31", "2026-02-28", "1450")
    kept.receipt(1, "2024-07-01", "900", "YS0001")
    kept.receipt(1, "2026-02-20", "1000", "YS0002")
    kept.receipt(1, "2026-03-01", "50", "YS0002", "退款")
    kept.receipt(1, "2026-03-05", "10", "YS0002", "坏账核销")
    kept.sale(2, "2026-05-05", "2000", quantity="1", unit="张", product_name="展柜")
    return kept


def one(kept: Books, number: int = 1, **said: Any) -> ComputedSheet:
    return sheet_of(FORM, WHOLE, kept.sources(), customer_no=customer_no(number), **said)


def listed(kept: Books, **said: Any) -> ComputedSheet:
    return sheet_of(FORM, WHOLE, kept.sources(), **said)


# One customer by month


def test_a_year_has_twelve_months_and_a_column_for_each_product() -> None:
    form: Any = one(books()).form
    assert [row.month for row in form.months] == list(range(1, 13))
    assert [column.product_name for column in form.months[0].products] == [
        "办公桌",  # 1,100
        "办公椅",  # 350
        "文件柜",  # nothing left
    ]


def test_what_was_sold_of_each_product_and_paid() -> None:
    sheet = one(books())
    names = ("sales_quantity", "sales_amount")
    assert values(sheet, "months.1.products.1", *names) == money("12", "1200")
    assert values(sheet, "months.3.products.1", *names) == money("-1", "-100")
    assert values(sheet, "months.2", "total_amount", "receipts_amount") == money("0", "1000")
    assert values(sheet, "months.3", "total_amount", "receipts_amount") == money("-50", "-50")
    assert values(sheet, "year_total.products.1", *names) == money("11", "1100")
    assert values(sheet, "year_total", "total_amount", "receipts_amount") == money("1450", "950")


def test_gross_sales_leave_out_what_came_back() -> None:
    sheet = one(books(), amount_basis="销售额")
    # 1,000 + 300 + 200 + 80 + 50
    assert values(sheet, "year_total", "total_amount") == money("1630")


def test_months_after_the_last_day_have_nothing() -> None:
    when = days(f"{YEAR}-01-01", f"{YEAR}-01-31")
    sheet = sheet_of(FORM, when, books().sources(), customer_no=customer_no(1))
    form: Any = sheet.form
    assert form.as_of == dt.date(YEAR, 1, 31)
    assert values(sheet, "year_total", "total_amount", "receipts_amount") == money("1500", "0")


def test_more_than_six_products_share_a_column() -> None:
    kept = Books()
    kept.customer(1)
    products = [line(f"产品{place}", str(100 - place)) for place in range(1, 9)]
    document(kept, 1, "2026-02-01", *products)
    form: Any = one(kept).form
    assert form.months[1].product_6.product_name == "产品6"
    assert form.rest_products == "产品7、产品8"
    assert form.months[1].other_products.sales_amount == 93 + 92


def test_columns_of_a_page_are_opened_as_the_products_are() -> None:
    kept = Books()
    kept.customer(1)
    products = [line(f"货架{place}", str(100 - place), "2") for place in range(1, 9)]
    document(kept, 1, "2026-02-01", *products)
    sheet = one(kept)
    cells = sheet.cells
    assert cells["months.2.product_6.sales_amount"] is cells["months.2.products.6.sales_amount"]
    rest = cells["months.2.other_products.sales_amount"]
    assert [part.value for part in rest.parts()["各产品"]] == [93, 92]  # type: ignore[union-attr]
    assert values(sheet, "year_total.other_products", "sales_quantity", "sales_amount") == [4, 185]
    assert explain(sheet, "全年合计/产品1/销售金额").printed == "99.00"
    assert explain(sheet, "2/产品1/销售金额").figure.records[0].value == 99


def test_products_in_several_units_share_a_column_without_a_quantity() -> None:
    kept = Books()
    kept.customer(1)
    products = [line(f"产品{place}", str(100 - place)) for place in range(1, 8)]
    document(kept, 1, "2026-02-01", *products)
    alone = one(kept).cells
    names = [f"months.2.{column}.sales_quantity" for column in ("other_products", "products.7")]
    assert alone[names[0]] is alone[names[1]]
    document(kept, 1, "2026-03-01", line("清洗剂", "1", "3", "桶"))
    assert names[0] not in one(kept).cells


def test_more_products_than_a_sheet_takes_are_counted_together() -> None:
    kept = Books()
    kept.customer(1)
    document(kept, 1, "2026-02-01", *(line(f"产品{place:03}", "1") for place in range(205)))
    form: Any = one(kept).form
    *_, rest = form.months[1].products
    assert (len(form.months[1].products), rest.product_name) == (200, "其他")
    assert (rest.sales_amount, rest.sales_quantity) == (6, 6)


def test_quantities_of_a_product_in_two_units_are_not_added() -> None:
    kept = Books()
    kept.customer(1)
    document(kept, 1, "2026-01-01", line("纸", "10", "1", "箱"))
    document(kept, 1, "2026-02-01", line("纸", "2", "1", "包"), line("笔", "1", "5", "支"))
    sheet = one(kept)
    assert "months.1.products.1.sales_quantity" not in sheet.cells
    assert values(sheet, "months.2.products.2", "sales_quantity") == [5]
    assert not [found for found in sheet.findings if "products" in found.path]


@pytest.mark.parametrize("said", [{"view": "单户分月"}, {"customer_no": customer_no(9)}])
def test_the_year_of_nobody_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidData, match="客户"):
        sheet_of(FORM, WHOLE, books().sources(), **said)


# All customers


def test_the_line_of_a_customer() -> None:
    kept = books()
    sheet = listed(kept)
    names = ("sales_amount", "return_amount", "net_sales_amount", "total_sales_amount")
    # 1,630; 100 + 80; 1,450; and 900 of 2024
    assert values(sheet, "customers.2", *names) == money("1630", "180", "1450", "2350")
    # 12 + 6 + 1 + 1 − 1 − 1; 1 + 1
    assert values(sheet, "customers.2", "sales_quantity", "return_quantity") == [18, 2]
    # 900 + 1,000 − 50; and 10 written off
    owed = values(sheet, "customers.2", "total_receipts_amount", "balance_amount")
    assert owed == money("1850", "490")
    assert values(sheet, "customers.2", "contract_count", "first_deal_on", "last_deal_on") == [
        1,
        dt.date(2024, 6, 1),
        dt.date(2026, 3, 10),
    ]
    assert values(sheet, "customers.2", "main_products") == ["办公桌、办公椅"]
    assert values(sheet, "customers.2", "salesperson") == ["周明"]


def test_an_order_that_came_back_whole_does_not_count() -> None:
    sheet = listed(books())
    # Two in January and one in March; the return of another document takes none away.
    assert values(sheet, "customers.2", "order_count", "average_order_amount") == [
        3,
        Decimal("483.33"),  # 1,450 ÷ 3
    ]


def test_a_customer_who_only_gave_back_has_no_order_and_no_mean() -> None:
    kept = Books()
    kept.customer(1)
    kept.sale(1, "2026-01-01", "10", kind="退货")
    found = values(listed(kept), "customers.1", "order_count", "average_order_amount")
    assert found == [0, None]


def test_the_rate_of_collection_by_each_basis() -> None:
    kept = books()
    rate = ["collection_rate"]
    assert values(listed(kept), "customers.2", *rate) == [Decimal(1850) / 2350]
    for invoice in kept.ledgers["sales"]:
        for sold in invoice["lines"]:
            sold["tax_rate"] = "0.13"
    untaxed = listed(kept, tax_basis="不含税")  # what was billed is with tax: 900 + 1,450
    assert values(untaxed, "customers.2", *rate) == [Decimal(1850) / 2350]
    # 1,000 − 50 this year; 1,450 − 1,000 + 50 − 10 late
    due = listed(kept, collection_basis="按到期")
    assert values(due, "customers.2", *rate) == [Decimal(950) / 1440]


def test_credit_is_that_of_the_sheets_of_change_now_and_a_year_before() -> None:
    kept = books()
    for day, grade in (("2025-06-01", "B"), ("2026-02-01", "AA")):
        change = {"approved_on": day, "effective_from": day, "new_grade": grade}
        kept.form("customer_credit_change", 1, change)
    names = ("credit_grade", "last_year_credit_grade")
    assert values(listed(kept), "customers.2", *names) == ["AA", "B"]


def test_who_was_no_customer_then_had_no_credit() -> None:
    kept = Books()
    kept.customer(1, "2026-02-01", credit_grade="A")
    kept.sale(1, "2026-03-01", "1")
    sheet = listed(kept)
    assert values(sheet, "customers.1", "credit_grade") == ["A"]
    assert "customers.1.last_year_credit_grade" not in sheet.cells


def test_who_did_nothing_and_owes_nothing_is_not_listed() -> None:
    kept = Books()
    for number in (1, 2, 3):
        kept.customer(number)
    kept.sale(1, "2025-12-31", "5")
    kept.bill(2, "2025-12-31", "2026-01-31", "5")
    kept.receipt(3, "2026-04-01", "5")
    form: Any = listed(kept).form
    assert [row.customer_no for row in form.customers] == [customer_no(2), customer_no(3)]


def test_the_total_line() -> None:
    sheet = listed(books())
    names = ("net_sales_amount", "order_count", "average_order_amount", "balance_amount")
    # 1,450 + 2,000 in 3 + 1 orders
    assert values(sheet, "list_total", *names) == money("3450", "4", "862.50", "490")
    assert values(sheet, "list_total", "sales_quantity") == [19]


def test_an_empty_archive_gives_an_empty_list() -> None:
    form: Any = listed(Books()).form
    assert (form.view, form.customers) == ("客户清单", ())
    assert charts(form) == ()


def test_charts_show_the_months_and_the_ranking() -> None:
    form: Any = one(books()).form
    (chart,) = charts(form)
    assert chart.categories[0] == "1月"
    assert list(chart.series[0].values)[:3] == money("1500", "0", "-50")
    form = listed(books()).form
    (chart,) = charts(form)
    assert list(chart.series[0].values) == money("2000", "1450")


def test_months_that_have_not_begun_are_not_drawn() -> None:
    form: Any = one(books()).form
    march = form.model_copy(update={"as_of": dt.date(form.year, 3, 1)})
    (chart,) = charts(march)
    assert chart.categories == ["1月", "2月", "3月"]
    (chart,) = charts(form.model_copy(update={"as_of": dt.date(form.year + 1, 1, 31)}))
    assert len(chart.categories) == 12


@settings(max_examples=10, deadline=None)
@given(random_books(), st.randoms(use_true_random=False))
def test_of_any_books(kept: Books, random: Random) -> None:
    """Both views agree, and the order of documents is nothing."""
    sheet = listed(kept)
    again = sheet_of(FORM, WHOLE, shuffled(kept, random))
    assert {path: cell.value for path, cell in again.cells.items()} == {
        path: cell.value for path, cell in sheet.cells.items()
    }
    form: Any = sheet.form
    for row in form.customers:
        year: Any = sheet_of(FORM, WHOLE, kept.sources(), customer_no=row.customer_no).form
        assert year.year_total.total_amount == row.net_sales_amount
        assert year.year_total.receipts_amount == row.total_receipts_amount
