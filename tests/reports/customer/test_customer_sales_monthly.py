"""客户销售信息月报表 computed: a month worked out by hand, its edges, and what is frozen."""

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
    target,
    values,
)

from csdforms.errors import InvalidData
from csdforms.reports.customer.customer_sales_monthly import charts
from csdforms.reports.period import Period, month_end
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources import Sources
from csdforms.schemas import settings as firm
from csdforms.schemas.customer.customer_sales_monthly import SUMMED

FORM = "customer_sales_monthly"
MARCH = days("2026-03-01", "2026-03-31")
NET, LAST, TO_DATE = "net_sales_amount", "last_month_amount", "ytd_sales_amount"
OWED = (
    "opening_receivable_amount",
    "invoiced_amount",
    "receipts_amount",
    "written_off_amount",
    "offset_amount",
    "balance_amount",
)
FEBRUARY = {
    "form_no": "YB-2",
    "year": 2026,
    "month": 2,
    "tax_basis": "含税",
    "period_end": "2026-02-28",
    "rows": [
        {
            "customer_no": customer_no(1),
            "net_sales_amount": "450.00",
            "ytd_sales_amount": "1450.00",
            "balance_amount": "380.00",
            "overdue_reason": "客户年底资金紧张",
        }
    ],
}


def books() -> Books:
    """One customer's deals, worked out in the tests below."""
    firm_books = Books()
    firm_books.customer(1, salesperson="周明", region_code="330100")
    firm_books.sale(1, "2025-03-15", "400")
    firm_books.sale(1, "2026-01-10", "1000")
    firm_books.sale(1, "2026-02-26", "500")
    firm_books.sale(1, "2026-03-05", "800")
    firm_books.sale(1, "2026-03-20", "50", kind="折让")
    firm_books.sale(1, "2026-03-31", "100", kind="退货")
    old = firm_books.bill(1, "2026-01-10", "2026-02-09", "1000")
    new = firm_books.bill(1, "2026-03-05", "2026-03-31", "800")
    firm_books.receipt(1, "2026-02-15", "600", old)
    firm_books.receipt(1, "2026-03-10", "100", old, "坏账核销")
    firm_books.receipt(1, "2026-03-12", "50", old, "抵扣")
    firm_books.receipt(1, "2026-03-15", "200", new)
    firm_books.receipt(1, "2026-03-16", "30", new, "退款")
    target(firm_books, 1, "2026-03", "1000")
    return firm_books


def monthly(kept: Books, **said: Any) -> ComputedSheet:
    return sheet_of(FORM, MARCH, kept.sources(), **said)


def test_sales_of_the_month_and_what_they_are_compared_to() -> None:
    sheet = monthly(books())
    names = ("sales_amount", "return_amount", NET, LAST, "last_year_month_amount", TO_DATE)
    # 800; 50 + 100; 800 − 150; February 500; March 2025 400; 1,000 + 500 + 650
    assert values(sheet, "rows.1", *names) == money("800", "150", "650", "500", "400", "2150")
    assert values(
        sheet, "rows.1", "month_on_month_rate", "year_on_year_rate", "attainment_rate"
    ) == money("0.3", "0.625", "0.65")


def test_what_was_owed_billed_and_settled() -> None:
    # 1,000 − 600 = 400; + 800; − (200 − 30) − 100 − 50 = 880
    row = values(monthly(books()), "rows.1", *OWED)
    assert row == money("400", "800", "170", "100", "50", "880")


def test_a_bill_is_due_on_its_day_and_overdue_from_the_next_one() -> None:
    # Open: 1,000 − 600 − 100 − 50 = 250, due on 9 February; 800 − 200 + 30 = 630, due on the 31st.
    sheet = monthly(books())
    assert values(sheet, "rows.1", "due_amount", "overdue_amount") == money("880", "250")


def test_what_was_collected_of_what_was_paid_or_is_late() -> None:
    # 600 + 200 − 30 = 770 this year, 250 late
    sheet = monthly(books())
    received, rate = values(sheet, "rows.1", "ytd_receipts_amount", "collection_rate")
    assert (received, rate) == (770, Decimal(770) / 1020)


def test_what_was_collected_of_what_was_billed() -> None:
    sheet = monthly(books(), collection_basis="按开票")
    assert values(sheet, "rows.1", "collection_rate") == [Decimal(170) / 1200]


def test_who_got_more_back_than_he_paid_has_a_negative_rate() -> None:
    kept = Books()
    kept.customer(1)
    kept.bill(1, "2026-01-01", "2026-01-31", "500")
    kept.receipt(1, "2026-03-02", "100", kind="退款")
    assert values(monthly(kept), "rows.1", "collection_rate") == [Decimal(-100) / 400]


@pytest.mark.parametrize("way", ["said", "settings", "period"])
def test_a_month_may_run_from_the_26th_to_the_25th(way: str) -> None:
    when = days("2026-02-26", "2026-03-25") if way == "period" else MARCH
    said: dict[str, Any] = {"cut_off_day": 25} if way == "said" else {}
    closes_on = 25 if way == "settings" else None
    with firm.use(firm.Settings(month_closes_on=closes_on)):
        sheet = sheet_of(FORM, when, books().sources(), **said)
    form: Any = sheet.form
    found = (form.period_start.isoformat(), form.period_end.isoformat(), form.cut_off_day)
    assert found == ("2026-02-26", "2026-03-25", 25)
    # 500 + 800 − 50; nothing from 26 January to 25 February; 1,000 + 1,250
    assert values(sheet, "rows.1", NET, LAST, TO_DATE) == money("1250", "0", "2250")
    assert values(sheet, "rows.1", "month_on_month_rate") == [None]


def test_a_year_of_such_months_starts_on_26_december() -> None:
    kept = Books()
    kept.customer(1)
    kept.sale(1, "2025-12-25", "1")
    kept.sale(1, "2025-12-26", "10")
    when = days("2025-12-26", "2026-01-25")
    assert values(sheet_of(FORM, when, kept.sources()), "rows.1", NET, LAST, TO_DATE) == money(
        "10", "1", "10"
    )


def test_a_closed_month_stays_as_it_was_filed() -> None:
    sheet = monthly(books(), last=FEBRUARY)
    # 1,450 + 650, though 1,500 are booked by now
    assert values(sheet, "rows.1", LAST, TO_DATE) == money("450", "2100")


def test_an_opening_that_differs_from_the_last_closing_has_a_row() -> None:
    sheet = monthly(books(), last=FEBRUARY)
    names = ("last_closing_amount", "opening_receivable_amount", "opening_difference_amount")
    assert values(sheet, "opening_differences.1", *names) == money("380", "400", "20")
    assert "opening_differences.1.difference_reason" in {one.path for one in sheet.findings}


def late() -> Books:
    """Somebody not on February's sheet, of whom 77 were booked for February afterwards."""
    kept = books()
    kept.customer(2)
    kept.sale(2, "2026-02-20", "77")
    kept.bill(2, "2026-02-20", "2026-04-20", "77")
    kept.sale(2, "2026-03-20", "10")
    return kept


@pytest.mark.parametrize("coverage", [None, "完整"])
def test_who_is_not_on_a_closed_sheet_had_nothing_then(coverage: str | None) -> None:
    said = {} if coverage is None else {"provenance": {"report_coverage": coverage}}
    sheet = monthly(late(), last=FEBRUARY | said)
    form: Any = sheet.form
    assert [row.customer_no for row in form.rows] == [customer_no(1), customer_no(2)]
    assert values(sheet, "rows.2", LAST, TO_DATE) == money("0", "10")
    assert values(sheet, "total", LAST, TO_DATE) == money("450", "2110")  # 450; 1,450 + 650 + 10
    names = ("last_closing_amount", "opening_receivable_amount", "opening_difference_amount")
    assert values(sheet, "opening_differences.2", *names) == money("0", "77", "77")


@pytest.mark.parametrize(
    "said", [{"provenance": {"report_coverage": "不完整"}}, {"withheld_count": 1}]
)
def test_a_sheet_without_everybody_says_nothing_of_the_others(said: dict[str, Any]) -> None:
    sheet = monthly(late(), last=FEBRUARY | said)
    assert values(sheet, "rows.2", LAST, TO_DATE) == money("77", "87")
    assert len(sheet.form.opening_differences) == 1  # type: ignore[attr-defined]


def test_an_opening_that_is_the_last_closing_has_no_row() -> None:
    rows = [{**FEBRUARY["rows"][0], "balance_amount": "400.00"}]  # type: ignore[index]
    form: Any = monthly(books(), last={**FEBRUARY, "rows": rows}).form
    assert form.opening_differences == ()


def test_a_report_of_another_month_freezes_nothing() -> None:
    sheet = monthly(books(), last={**FEBRUARY, "month": 1})
    form: Any = sheet.form
    assert form.opening_differences == ()
    assert values(sheet, "rows.1", LAST, TO_DATE) == money("500", "2150")


@pytest.mark.parametrize(
    ("as_of", "made", "last"),
    [
        ("2026-02-20", "2026-03-01", "500"),
        ("2026-02-28", "2026-02-20", "500"),  # made before the month's end
        ("2026-02-28", "2026-02-28", "450"),
        ("2026-03-05", "2026-03-05", "450"),
    ],
)
def test_a_sheet_of_part_of_a_month_freezes_nothing(as_of: str, made: str, last: str) -> None:
    days = f"统计开始日期=2026-02-10；统计结束日期=2026-02-28；数据截至={as_of}"
    month = {"period_start": "2026-02-01", "period_end": "2026-02-28"}
    told = {"report_options": days, "computed_at": f"{made}T09:00:00"}
    filed = {**FEBRUARY, **month, "provenance": told}
    assert values(monthly(books(), last=filed), "rows.1", LAST) == money(last)


def test_the_last_month_is_found_among_the_filed_sheets() -> None:
    kept = books()
    kept.form(FORM, None, FEBRUARY)
    sheet = monthly(kept, last={**FEBRUARY, "month": 3})
    assert values(sheet, "rows.1", LAST) == money("450")


def test_sales_on_another_basis_of_tax_are_not_taken_over() -> None:
    sheet = monthly(books(), last={**FEBRUARY, "tax_basis": "不含税"}, tax_basis="含税")
    form: Any = sheet.form
    assert values(sheet, "rows.1", LAST, TO_DATE) == money("500", "2150")
    assert len(form.opening_differences) == 1  # balances are with tax on every sheet


def test_the_reason_for_late_payment_holds_until_it_is_paid() -> None:
    form: Any = monthly(books(), last=FEBRUARY).form
    assert form.rows[0].overdue_reason == "客户年底资金紧张"
    paid = books()
    paid.receipt(1, "2026-03-20", "250", "YS0001")
    form = monthly(paid, last=FEBRUARY).form
    assert form.rows[0].overdue_reason is None


def test_what_no_bill_names_is_shipped_and_not_invoiced() -> None:
    kept = Books()
    kept.customer(1)
    kept.sale(1, "2026-01-01", "7")  # before bills named sales
    billed = kept.sale(1, "2026-01-05", "100")
    kept.sale(1, "2026-03-10", "40")
    later = kept.sale(1, "2026-03-31", "50")
    kept.bill(1, "2026-01-31", "2026-02-28", "100", sale_no=billed)
    kept.bill(1, "2026-04-01", "2026-04-30", "50", sale_no=later)  # not by the end of March
    sheet = monthly(kept)
    assert values(sheet, "rows.1", "shipped_not_invoiced_amount") == money("90")


def test_where_bills_name_no_sales_it_is_not_known() -> None:
    assert "rows.1.shipped_not_invoiced_amount" not in monthly(books()).cells


def test_customers_with_a_figure_stand_on_the_sheet_and_no_others() -> None:
    kept = books()
    for number in (2, 3, 4):
        kept.customer(number)
    target(kept, 2, "2026-03", "300")
    kept.sale(3, "2026-04-01", "9")  # after the month
    kept.bill(4, "2025-06-01", "2025-07-01", "20")
    form: Any = monthly(kept).form
    assert [row.customer_no for row in form.rows] == [customer_no(n) for n in (1, 2, 4)]
    assert form.rows[1].attainment_rate == 0
    assert form.total.target_amount is None  # the fourth has none


def test_totals_are_sums_and_their_rates_follow_from_sums() -> None:
    kept = books()
    kept.customer(2)
    kept.sale(2, "2026-03-01", "350")
    target(kept, 2, "2026-03", "250")
    sheet = monthly(kept)
    # 650 + 350 of 1,000 + 250; against February's 500
    assert values(sheet, "total", NET, "attainment_rate", "month_on_month_rate") == money(
        "1000", "0.8", "1"
    )


def test_quantities_add_up_within_one_unit() -> None:
    kept = Books()
    kept.customer(1)
    document(kept, 1, "2026-03-01", {"amount": "10", "quantity": "5", "unit": "张"})
    back = {"kind": "退货", "amount": "4", "quantity": "2", "unit": "张"}
    document(kept, 1, "2026-03-02", back, {"kind": "折让", "amount": "1", "quantity": "1"})
    assert values(monthly(kept), "rows.1", "sales_quantity") == [3]  # an allowance is no goods
    document(kept, 1, "2026-03-03", {"amount": "1", "quantity": "1", "unit": "箱"})
    assert "rows.1.sales_quantity" not in monthly(kept).cells


def test_taxed_and_untaxed_lines_come_to_one_basis() -> None:
    kept = Books()
    kept.customer(1)
    kept.sale(1, "2026-03-01", "113", tax_rate="0.13")
    kept.sale(1, "2026-03-01", "50", tax_included=False)
    assert values(monthly(kept, tax_basis="不含税"), "rows.1", NET) == money("150")
    with pytest.raises(InvalidData, match=r"1 行没有税率.*XS0002"):  # no rate to add tax with
        monthly(kept, tax_basis="含税")


def test_an_old_line_without_a_rate_is_no_concern_of_this_month() -> None:
    kept = books()
    kept.sale(2, "2019-03-05", "50", tax_included=False)
    assert values(monthly(kept, tax_basis="含税"), "rows.1", NET) == money("650")


def test_an_empty_archive_has_no_lines() -> None:
    sheet = monthly(Books())
    form: Any = sheet.form
    assert (form.rows, form.total) == ((), None)
    assert charts(form) == ()


def test_the_chart_shows_sales_and_targets() -> None:
    form: Any = monthly(books()).form
    (chart,) = charts(form)
    assert chart.categories == ["第1公司"]
    assert [list(one.values) for one in chart.series] == [money("650"), money("1000")]


@settings(max_examples=12, deadline=None)
@given(random_books(), st.integers(2, 12), st.randoms(use_true_random=False))
def test_of_any_books(kept: Books, month: int, random: Random) -> None:
    """The order of documents is nothing; a month goes on where the one before ended."""

    def of(number: int, kept: Sources) -> ComputedSheet:
        start = dt.date(YEAR, number, 1)
        return sheet_of(FORM, Period.of(start, month_end(start)), kept)

    def lines(sheet: ComputedSheet, *names: str) -> dict[str, list[Any]]:
        form: Any = sheet.form
        return {row.customer_no: [getattr(row, name) for name in names] for row in form.rows}

    before, now = of(month - 1, kept.sources()), of(month, kept.sources())
    again = of(month, shuffled(kept, random))
    assert {path: cell.value for path, cell in again.cells.items()} == {
        path: cell.value for path, cell in now.cells.items()
    }
    nothing = [Decimal(0)] * 3
    earlier = lines(before, TO_DATE, NET, "balance_amount")
    for file, found in lines(now, TO_DATE, NET, LAST, "opening_receivable_amount").items():
        to_date, net, last, opening = found
        assert [to_date - net, last, opening] == earlier.get(file, nothing)
    form: Any = now.form
    for name in SUMMED if form.total is not None else ():
        shown = [getattr(row, name) for row in form.rows]
        if None not in shown:
            assert getattr(form.total, name) == sum(shown)
