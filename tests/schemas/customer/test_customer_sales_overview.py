"""客户销售资料一览表: the columns of products, sums and rates by hand, each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer.customer_sales_overview import (
    CustomerSalesOverview,
    ListedCustomer,
    ListTotal,
    MonthOfSales,
    YearOfSales,
)
from csdforms.templates.printing import blank, printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_sales_overview.json").read_text("utf-8")
)
TODAY = dt.date(2026, 1, 10)
Problems = set[tuple[str, str]]
CLEAN: Problems = set()

HEAD: dict[str, Any] = {
    "form_no": "XS-1",
    "year": 2025,
    "tax_basis": "含税",
    "prepared_by": "周明",
    "prepared_on": "2026-01-05",
}
ONE = {"customer_no": "KH-1", "customer_name": "甲公司", "region": "上海"}


def problems_of(data: dict[str, Any]) -> Problems:
    findings = check(CustomerSalesOverview, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def filled(data: dict[str, Any]) -> CustomerSalesOverview:
    return parse(CustomerSalesOverview, data, today=TODAY)


def product(name: str, quantity: Any, amount: Any, unit: str | None = None) -> dict[str, Any]:
    sold = {"product_name": name, "sales_quantity": quantity, "sales_amount": amount}
    return sold | {"unit": unit}


def month(number: int, *products: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"month": number, "products": list(products), **more}


def card(*months: dict[str, Any], **head: Any) -> dict[str, Any]:
    """The year of one customer."""
    return HEAD | ONE | {"months": list(months)} | head


def listed(*customers: dict[str, Any], **head: Any) -> dict[str, Any]:
    """The list of customers, each with what a test is about."""
    lines = [
        {"customer_no": f"KH-{number}", "customer_name": "某公司", **line}
        for number, line in enumerate(customers, start=1)
    ]
    return HEAD | {"as_of": "2025-12-31", "customers": lines} | head


def months_of(data: dict[str, Any]) -> tuple[MonthOfSales, ...]:
    return filled(data).months


def year_of(data: dict[str, Any]) -> YearOfSales:
    total = filled(data).year_total
    assert total is not None
    return total


def only(data: dict[str, Any]) -> ListedCustomer:
    return filled(data).customers[0]


def total_of(data: dict[str, Any]) -> ListTotal:
    total = filled(data).list_total
    assert total is not None
    return total


def cells(block: Any, *names: str) -> list[Any]:
    return [getattr(block, name) for name in names]


SOLD = ("sales_quantity", "sales_amount")


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The view


def test_the_view_is_that_of_the_table_that_is_filled() -> None:
    by_month = filled(card(month(1, product("桌", 1, 5))))
    assert (by_month.view, by_month.amount_basis, by_month.collection_basis) == (
        "单户分月",
        "销售净额",
        None,
    )
    by_list = filled(listed({}))
    assert (by_list.view, by_list.amount_basis, by_list.collection_basis) == (
        "客户清单",
        None,
        "按开票",
    )
    assert by_list.months == ()
    assert problems_of(HEAD) == {("view", "error")}


def test_a_card_is_that_of_one_customer() -> None:
    sold = month(1, product("桌", 1, 5))
    anybody = HEAD | {"months": [sold]}
    assert problems_of(anybody) == {
        ("customer_no", "error"),
        ("customer_name", "error"),
        ("region", "warning"),
    }
    assert problems_of(anybody | ONE) == CLEAN


def test_a_card_has_sales() -> None:
    assert problems_of(card(view="单户分月")) == {("months", "error")}
    assert problems_of(card(month(1, total_amount="0"))) == CLEAN


def test_a_list_has_customers_and_its_day() -> None:
    empty = HEAD | {"view": "客户清单"}
    assert problems_of(empty) == {("as_of", "error"), ("customers", "error")}
    assert problems_of(listed({})) == CLEAN


# The year of one customer


def test_all_twelve_months_are_there_and_months_without_sales_are_nothing() -> None:
    data = card(
        month(3, product("桌", 2, "10", "张"), receipts_amount="4"),
        month(1, product("椅", 1, "5")),
    )
    months = months_of(data)
    assert [row.month for row in months] == [*range(1, 13)]
    assert [row.seq for row in months] == [*range(1, 13)]
    assert [row.total_amount for row in months[:4]] == [5, 0, 10, 0]
    assert [row.receipts_amount for row in months[:4]] == [None, 0, 4, 0]
    assert [one.product_name for one in months[5].products] == ["椅", "桌"]
    desk = months[5].product_2
    assert desk is not None
    assert cells(desk, "unit", *SOLD) == ["张", 0, 0]
    assert months[5].product_3 is None


def test_each_product_has_the_same_column_in_every_month() -> None:
    data = card(
        month(1, product("桌", 2, "10"), product("椅", 1, "5")),
        month(2, product("柜", 3, "9"), product("椅", 4, "20"), product("其他", 1, "2")),
    )
    for row in (*months_of(data), year_of(data)):
        names = [
            one and one.product_name
            for one in (row.product_1, row.product_2, row.product_3, row.product_4)
        ]
        assert names == ["桌", "椅", "柜", None]
        assert row.other_products is not None
    second = months_of(data)[1].other_products
    assert second is not None
    assert cells(second, "product_name", *SOLD) == ["其他", 1, 2]
    assert filled(data).rest_products is None


def test_of_more_than_six_products_the_smallest_share_a_column() -> None:
    amounts = {"甲": 10, "乙": 1, "丙": 30, "丁": 40, "戊": 2, "己": 50, "庚": 60, "辛": 70}
    sold = [product(name, 1, amount, "件") for name, amount in amounts.items()]
    data = card(month(1, *sold, product("其他", 5, 100, "件")))
    total = year_of(data)
    columns = (total.product_1, total.product_2, total.product_3, total.product_4,
               total.product_5, total.product_6)  # fmt: skip
    assert [one and one.product_name for one in columns] == ["甲", "丙", "丁", "己", "庚", "辛"]
    assert total.other_products is not None
    assert total.other_products.sales_amount == 103
    assert total.other_products.sales_quantity == 7
    assert filled(data).rest_products == "乙、戊"
    # a column of its own for each of six
    six = card(month(1, *sold[2:]))
    assert (filled(six).rest_products, year_of(six).other_products) == (None, None)


@pytest.mark.parametrize(
    ("units", "quantity"), [(("件", "件"), 3), (("件", "台"), None), ((None, None), None)]
)
def test_quantities_of_different_products_are_added_up_within_one_unit(
    units: tuple[str | None, str | None], quantity: int | None
) -> None:
    big = [product(f"大{number}", 1, 100) for number in range(6)]
    small = product("小1", 1, 1, units[0]), product("小2", 2, 1, units[1])
    rest = year_of(card(month(1, *big, *small))).other_products
    assert rest is not None
    assert cells(rest, *SOLD) == [quantity, 2]


def test_a_product_that_changes_its_unit_has_no_sum() -> None:
    data = card(month(1, product("桌", 2, 10, "张")), month(2, product("桌", 1, 5, "套")))
    assert problems_of(data) == {("months.2.products.1.unit", "warning")}
    desk = year_of(data).product_1
    assert desk is not None
    assert cells(desk, *SOLD, "unit") == [None, 15, None]


def test_the_heading_of_a_column_names_product_and_unit() -> None:
    total = year_of(card(month(1, product("桌", 2, 10, "张"), product("椅", 2, 10))))
    assert total.product_1 is not None
    assert total.product_2 is not None
    assert total.product_1.product_heading == "桌（张）"
    assert total.product_2.product_heading == "椅"


def test_the_year_is_the_sum_of_its_months() -> None:
    data = card(
        month(1, product("桌", 2, "10"), receipts_amount="4"),
        month(12, product("桌", 3, "15"), receipts_amount="6"),
    )
    total = year_of(data)
    assert total.product_1 is not None
    assert cells(total.product_1, *SOLD) == [5, 25]
    assert cells(total, "total_amount", "receipts_amount") == [25, 10]


def test_the_sums_of_the_sample_by_hand() -> None:
    data = copy.deepcopy(SAMPLE)
    del data["year_total"]
    context = printed(filled(data))["year_total"]
    # 349 desks at 1,200; 746 chairs at 450
    assert context["product_1"]["product_heading"] == "办公桌（张）"
    assert context["product_1"]["sales_amount"] == "418,800.00"
    assert context["product_2"]["sales_amount"] == "335,700.00"
    assert context["other_products"]["sales_quantity"] == "82"
    assert (context["total_amount"], context["receipts_amount"]) == ("1,638,600.00", "1,700,000.00")


def year_total(**changes: Any) -> dict[str, Any]:
    return {"year_total": copy.deepcopy(SAMPLE["year_total"]) | changes}


def test_a_typed_year_agrees_with_the_months() -> None:
    found = problems(**year_total(total_amount="1638600.01"))
    assert ("year_total.total_amount", "error") in found
    assert problems(**year_total(receipts_amount="1699999.99")) == {
        ("year_total.receipts_amount", "error")
    }
    for name, bad in (("sales_quantity", 348), ("sales_amount", "418800.01")):
        total = year_total()
        total["year_total"]["products"][0][name] = bad
        assert problems(**total) == {(f"year_total.products.1.{name}", "error")}


def test_a_typed_year_has_the_products_of_the_months() -> None:
    extra = year_total(products=[product("新品", 1, 1)])
    assert problems(**extra) == {("year_total.products.8.product_name", "error")}
    nameless = year_total(products=[product("", 1, 1)])
    assert problems(**nameless) == {("year_total.products.1.product_name", "error")}


def test_a_typed_sum_of_a_month_agrees_with_its_products() -> None:
    sold = product("桌", 2, "10"), product("椅", 1, "5")
    assert problems_of(card(month(1, *sold, total_amount="15"))) == CLEAN
    assert problems_of(card(month(1, *sold, total_amount="15.01"))) == {
        ("months.1.total_amount", "error")
    }


def test_amounts_in_units_of_ten_thousand_may_be_rounded() -> None:
    sold = product("桌", 2, "10000"), product("椅", 1, "5000")
    rounded = card(month(1, *sold, total_amount="15150"), money_unit="万元")
    assert problems_of(rounded) == CLEAN  # two amounts and their sum, 50 yuan each
    rounded["months"][0]["total_amount"] = "15150.01"
    assert problems_of(rounded) == {("months.1.total_amount", "error")}


def test_a_mean_in_units_of_ten_thousand_is_rounded_itself() -> None:
    """1,144,300 yuan in 19 orders are 60,226.32 each, 6.02 in 万元: off by 50 and 50 ÷ 19."""
    sold = {"sales_amount": "1144300", "order_count": 19, "average_order_amount": "60200"}
    total = {"average_order_amount": "60200"}
    assert problems_of(listed(sold, list_total=total, money_unit="万元")) == CLEAN
    far = listed(sold | {"average_order_amount": "60100"}, money_unit="万元")
    assert problems_of(far) == {("customers.1.average_order_amount", "error")}
    assert problems_of(listed(sold)) == {("customers.1.average_order_amount", "error")}


def test_a_figure_whose_base_is_not_noted_is_taken_as_typed() -> None:
    mean = {"net_sales_amount": "100", "average_order_amount": "7"}
    assert problems_of(listed(mean)) == CLEAN
    assert problems_of(listed(mean | {"order_count": 0})) == {
        ("customers.1.average_order_amount", "error")
    }


def test_a_month_stands_once() -> None:
    twice = card(month(1, product("桌", 1, 5)), month(1, product("桌", 1, 5)))
    assert problems_of(twice) == {("months.2.month", "error")}
    unknown = card(month(13, product("桌", 1, 5)))
    assert problems_of(unknown) == {("months.1.month", "error")}


def test_a_product_stands_once_in_a_month() -> None:
    twice = card(month(1, product("桌", 1, 5), product("桌", 1, 5)))
    assert problems_of(twice) == {("months.1.products.2.product_name", "error")}


def test_a_nameless_product_is_not_lost() -> None:
    data = card(month(1, product("", 1, 5), product("桌", 1, 5)))
    assert problems_of(data) == {("months.1.products.1.product_name", "error")}
    draft = examine(CustomerSalesOverview, data, today=TODAY)[0]
    assert draft.months[0].total_amount == 10


# The list


def test_the_figures_of_a_customer_are_worked_out() -> None:
    line = only(
        listed(
            {
                "sales_amount": "1000",
                "return_amount": "-100",
                "order_count": 7,
                "total_sales_amount": "2000",
                "total_receipts_amount": "1500",
            }
        )
    )
    assert line.net_sales_amount == 900
    assert line.average_order_amount == Decimal("128.57")  # 900 ÷ 7
    assert line.collection_rate == Decimal("0.75")
    none = only(listed({"net_sales_amount": "900", "order_count": 0, "total_sales_amount": "1000"}))
    assert (none.average_order_amount, none.collection_rate) == (None, None)


@pytest.mark.parametrize("head", [{"tax_basis": "不含税"}, {"collection_basis": "按到期"}])
def test_a_rate_of_collection_is_taken_as_typed_where_the_sheet_cannot_know(
    head: dict[str, Any],
) -> None:
    amounts = {"total_sales_amount": "2000", "total_receipts_amount": "1500"}
    assert only(listed(amounts, **head)).collection_rate is None
    typed = amounts | {"collection_rate": "0.9"}
    assert problems_of(listed(typed, list_total={"collection_rate": "0.9"}, **head)) == CLEAN


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("net_sales_amount", "1638600.01"),
        ("average_order_amount", "35621.75"),  # 1,638,600 ÷ 46 = 35,621.739
        ("collection_rate", "0.9876"),  # 2,290,000 ÷ 2,318,600 = 98.766 %
    ],
)
def test_a_typed_figure_agrees_with_the_others(name: str, bad: str) -> None:
    customers = copy.deepcopy(SAMPLE["customers"])
    customers[0][name] = bad
    assert (f"customers.1.{name}", "error") in problems(customers=customers)


def test_deals_are_in_order_and_not_after_the_day_of_the_list() -> None:
    days = {"first_deal_on": "2025-12-30", "last_deal_on": "2025-12-31"}
    assert problems_of(listed(days)) == CLEAN
    assert problems_of(listed(days | {"first_deal_on": "2026-01-01"})) >= {
        ("customers.1.last_deal_on", "error")
    }
    assert problems_of(listed(days | {"last_deal_on": "2026-01-01"})) == {
        ("customers.1.last_deal_on", "error")
    }


def test_three_main_products_are_enough() -> None:
    assert problems_of(listed({"main_products": "桌、椅，柜"})) == CLEAN
    assert problems_of(listed({"main_products": "桌、椅、柜、架"})) == {
        ("customers.1.main_products", "warning")
    }


def test_all_that_was_ever_sold_is_not_less_than_the_year() -> None:
    line = {"net_sales_amount": "100"}
    assert problems_of(listed(line | {"total_sales_amount": "100"})) == CLEAN
    assert problems_of(listed(line | {"total_sales_amount": "99.99"})) == {
        ("customers.1.total_sales_amount", "warning")
    }


def test_each_customer_stands_once() -> None:
    assert problems_of(listed({}, {"customer_no": "KH-1"})) == {
        ("customers.2.customer_no", "error")
    }


def test_the_day_belongs_to_the_year_and_is_over() -> None:
    assert problems_of(listed({}, as_of="2025-01-01")) == CLEAN
    assert problems_of(listed({}, as_of="2024-12-31")) == {("as_of", "error")}
    assert problems_of(listed({}, as_of="2026-01-05")) == CLEAN
    assert problems_of(listed({}, as_of="2026-01-06")) == {("as_of", "warning")}
    assert ("as_of", "warning") in problems_of(listed({}, as_of="2026-01-11", prepared_on=None))


def test_the_total_of_the_list_is_worked_out() -> None:
    one = {"sales_amount": "100", "order_count": 3, "contract_count": 1, "return_quantity": 1,
           "total_sales_amount": "100", "total_receipts_amount": "100"}  # fmt: skip
    two = {"sales_amount": "50", "order_count": 2, "sales_quantity": 4,
           "total_sales_amount": "300", "total_receipts_amount": "200"}  # fmt: skip
    total = total_of(listed(one, two, quantity_unit="件"))
    assert total.sales_amount == total.net_sales_amount == 150
    assert (total.order_count, total.contract_count) == (5, 1)
    assert total.average_order_amount == 30
    assert total.collection_rate == Decimal("0.75")
    assert cells(total, "sales_quantity", "return_quantity") == [4, 1]
    assert total_of(listed(one, two)).sales_quantity is None


@pytest.mark.parametrize("name", [*SAMPLE["list_total"]])
def test_the_total_of_the_list_agrees_with_its_lines(name: str) -> None:
    step = {"collection_rate": "0.0001", "average_order_amount": "0.01"}.get(name, "1")
    more = str(Decimal(str(SAMPLE["list_total"][name])) + Decimal(step))
    changed = SAMPLE["list_total"] | {name: more}
    assert (f"list_total.{name}", "error") in problems(list_total=changed)


def test_quantities_of_the_list_are_added_up_within_one_unit() -> None:
    assert problems(quantity_unit=None) == {
        ("list_total.sales_quantity", "warning"),
        ("list_total.return_quantity", "warning"),
    }


# Both tables on one sheet


def test_a_customer_has_the_same_year_in_both_tables() -> None:
    line = {"sales_amount": "100", "return_amount": "10"}
    both = listed(line) | card(month(1, product("桌", 1, "90")))
    assert problems_of(both) == CLEAN
    assert problems_of(both | {"amount_basis": "销售额"}) == {("year_total.total_amount", "error")}
    gross = listed(line) | card(month(1, product("桌", 1, "100")), amount_basis="销售额")
    assert problems_of(gross) == CLEAN
    other = listed(line, customer_no="KH-9") | {"months": both["months"]}
    assert ("year_total.total_amount", "error") not in problems_of(other)


# The sheet


def test_an_empty_sheet_is_a_card_with_its_twelve_months() -> None:
    context = blank(CustomerSalesOverview, {})
    assert [row["month"] for row in context["months"]] == [f"{n}月" for n in range(1, 13)]
    assert {row["total_amount"] for row in context["months"]} == {""}
    assert context["customers"] == []


def test_amounts_in_ten_thousands_are_divided_when_they_are_printed() -> None:
    context = printed(filled(copy.deepcopy(SAMPLE) | {"money_unit": "万元"}))
    assert context["months"][0]["product_1"]["sales_amount"] == "2.40"
    assert context["months"][0]["product_1"]["sales_quantity"] == "20"
    assert context["year_total"]["total_amount"] == "163.86"


def test_what_is_stored_gives_the_same_sheet_again() -> None:
    form = filled(copy.deepcopy(SAMPLE))
    assert filled(form.stored()) == form


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", "0", [], {}, ["x"], [{}], [None], True, "2026-13-45"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    changed = copy.deepcopy(SAMPLE)
    sold = [one for row in changed["months"] for one in row["products"]]
    some = data.draw(st.lists(st.sampled_from(sold), max_size=8))
    totals = changed["year_total"], changed["list_total"]
    blocks = [changed, *changed["months"], *changed["customers"], *totals, *some]
    for block in blocks:
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=4))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, findings = examine(CustomerSalesOverview, changed, today=TODAY)
    printed(draft)
    assert all(finding.message.endswith("。") for finding in findings)
