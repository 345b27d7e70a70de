"""客户销售信息月报表: its months, what follows in lines and total, checks at their edge."""

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

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer.customer_sales_monthly import (
    CustomerSalesMonthly,
    MonthlyLine,
    MonthlyTotal,
)
from csdforms.templates.printing import printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_sales_monthly.json").read_text("utf-8")
)
TODAY = dt.date(2026, 6, 30)
CLEAN: set[tuple[str, str]] = set()
Problems = set[tuple[str, str]]

HEAD: dict[str, Any] = {
    "form_no": "YB-1",
    "year": 2026,
    "month": 6,
    "tax_basis": "含税",
    "prepared_by": "周明",
    "prepared_on": "2026-06-30",
}
LINE: dict[str, Any] = {"customer_no": "KH-1", "customer_name": "甲公司"}


def problems_of(data: dict[str, Any], today: dt.date = TODAY) -> Problems:
    findings = check(CustomerSalesMonthly, data, today=today)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A sheet of lines that say only what a test is about."""
    rows = [
        {"customer_no": f"KH-{number}", "customer_name": "某公司", **line}
        for number, line in enumerate(lines, start=1)
    ]
    return HEAD | {"rows": rows} | head


def filled(data: dict[str, Any]) -> CustomerSalesMonthly:
    return parse(CustomerSalesMonthly, data, today=TODAY)


def first(**line: Any) -> MonthlyLine:
    return filled(sheet(line)).rows[0]


def total_of(data: dict[str, Any]) -> MonthlyTotal:
    total = filled(data).total
    assert total is not None
    return total


def line_problems(head: dict[str, Any] | None = None, /, **line: Any) -> Problems:
    """Return the problems of a lone line, without those of the total that follows it."""
    found = problems_of(sheet(line, **(head or {})))
    return {
        (path.removeprefix("rows.1."), severity)
        for path, severity in found
        if path.startswith("rows.")
    }


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The month


@pytest.mark.parametrize(
    ("year", "month", "closes_on", "start", "end"),
    [
        (2026, 6, None, "2026-06-01", "2026-06-30"),
        (2026, 6, 25, "2026-05-26", "2026-06-25"),
        (2026, 1, 25, "2025-12-26", "2026-01-25"),
        (2026, 3, 30, "2026-03-01", "2026-03-30"),  # February has no 30th
        (2026, 2, 31, "2026-02-01", "2026-02-28"),
        (2024, 2, 29, "2024-01-30", "2024-02-29"),
    ],
)
def test_a_month_of_sales_runs_from_closing_to_closing(
    year: int, month: int, closes_on: int | None, start: str, end: str
) -> None:
    days = CustomerSalesMonthly.month_of(year, month, closes_on)
    assert [day.isoformat() for day in days] == [start, end]


def test_the_period_is_proposed_from_the_firms_closing_day() -> None:
    plain = filled(sheet({}))
    assert (plain.cut_off_day, plain.period_start) == (None, dt.date(2026, 6, 1))
    with settings.use(settings.Settings(month_closes_on=25)):
        closing = filled(sheet({}))
    assert closing.cut_off_day == 25
    assert (closing.period_start, closing.period_end) == (
        dt.date(2026, 5, 26),
        dt.date(2026, 6, 25),
    )


def test_a_typed_period_is_not_given_a_closing_day() -> None:
    with settings.use(settings.Settings(month_closes_on=25)):
        assert problems_of(sheet({}, period_end="2026-06-30")) == CLEAN


def test_the_period_is_that_of_the_month() -> None:
    assert problems(period_start="2026-05-27") == {("period_start", "warning")}
    assert problems(period_end="2026-06-24") == {("period_start", "warning")}
    assert problems(period_end="2026-07-25", prepared_on=None, reviewed_on=None) >= {
        ("period_end", "error")
    }
    assert ("period_end", "error") in problems(period_start="2026-06-26")
    assert problems(month=None) == {("month", "error")}


def test_a_month_that_is_not_over_is_doubted() -> None:
    assert problems(prepared_on="2026-06-24") == {("period_end", "warning")}
    assert problems(prepared_on="2026-06-25") == CLEAN
    open_month = sheet({}, prepared_on=None)
    assert problems_of(open_month, dt.date(2026, 6, 29)) == {
        ("prepared_on", "error"),
        ("period_end", "warning"),
    }


# One line: what is filled in


def test_net_sales_are_sales_less_returns() -> None:
    assert first(sales_amount="1000", return_amount="150").net_sales_amount == Decimal(850)
    assert first(sales_amount="1000", return_amount="-150").net_sales_amount == Decimal(850)
    assert first(sales_amount="1000").net_sales_amount == Decimal(1000)
    assert first(return_amount="150").net_sales_amount is None


def test_the_rates_of_a_line_are_filled_in() -> None:
    line = first(
        net_sales_amount="120",
        target_amount="160",
        last_month_amount="100",
        last_year_month_amount="80",
    )
    assert line.attainment_rate == Decimal("0.75")
    assert line.month_on_month_rate == Decimal("0.2")
    assert line.year_on_year_rate == Decimal("0.5")


@pytest.mark.parametrize("base", [None, "0", "-5"])
def test_without_a_base_there_is_no_rate(base: str | None) -> None:
    amounts = {"net_sales_amount": "120", "last_month_amount": base, "last_year_month_amount": base}
    line = first(**amounts)
    assert (line.month_on_month_rate, line.year_on_year_rate) == (None, None)
    typed = line_problems(**amounts, month_on_month_rate="0.2")
    # A sheet may print the rate without its base: what nobody can check is no mistake.
    assert typed == (CLEAN if base is None else {("month_on_month_rate", "error")})
    assert first(net_sales_amount="120", target_amount="0").attainment_rate is None


def test_what_is_owed_at_the_end_follows() -> None:
    line = first(
        opening_receivable_amount="1000",
        invoiced_amount="500",
        receipts_amount="300",
        written_off_amount="50",
        offset_amount="20",
    )
    assert line.balance_amount == Decimal(1130)
    assert first(opening_receivable_amount="10", invoiced_amount="5").balance_amount == Decimal(15)
    assert first(invoiced_amount="5").balance_amount is None


def test_net_sales_with_tax_stand_for_missing_invoices() -> None:
    owed = {"opening_receivable_amount": "1000", "sales_amount": "500", "receipts_amount": "300"}
    assert first(**owed).balance_amount == Decimal(1200)
    assert filled(sheet(owed, tax_basis="不含税")).rows[0].balance_amount is None


def test_the_year_to_date_is_known_in_the_first_two_months() -> None:
    amounts = {"net_sales_amount": "120", "last_month_amount": "100"}
    january = {"month": 1, "prepared_on": "2026-06-01"}
    assert filled(sheet(amounts, **january)).rows[0].ytd_sales_amount == Decimal(120)
    assert filled(sheet(amounts, **january | {"month": 2})).rows[0].ytd_sales_amount == Decimal(220)
    assert first(**amounts).ytd_sales_amount is None
    received = {"receipts_amount": "90", "overdue_amount": "10", "overdue_reason": "资金紧张"}
    line = filled(sheet(received, **january)).rows[0]
    assert (line.ytd_receipts_amount, line.collection_rate) == (Decimal(90), Decimal("0.9"))


def test_the_rate_of_collection_has_two_definitions() -> None:
    amounts = {
        "opening_receivable_amount": "600",
        "invoiced_amount": "400",
        "receipts_amount": "250",
        "ytd_receipts_amount": "1500",
        "overdue_amount": "500",
        "overdue_reason": "资金紧张",
    }
    assert first(**amounts).collection_rate == Decimal("0.75")
    billed = filled(sheet(amounts, collection_basis="按开票"))
    assert billed.rows[0].collection_rate == Decimal("0.25")
    none = filled(sheet({"receipts_amount": "250"}, collection_basis="按开票"))
    assert none.rows[0].collection_rate is None


def test_a_rate_of_collection_is_taken_as_typed_where_the_year_is_not_noted() -> None:
    assert line_problems(collection_rate="0.9") == CLEAN
    assert line_problems(collection_rate="0.9", ytd_receipts_amount="100") == {
        ("collection_rate", "error")
    }


# One line: what was typed agrees


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("net_sales_amount", "76800.01"),
        ("balance_amount", "168799.99"),
        ("attainment_rate", "0.8534"),
        ("month_on_month_rate", "-0.2001"),
        ("year_on_year_rate", "0.1999"),
        ("collection_rate", "0.8930"),  # 350,000 / 392,000 is 89.286 %
    ],
)
def test_a_figure_that_does_not_follow_is_found(name: str, bad: str) -> None:
    rows = copy.deepcopy(SAMPLE["rows"])
    rows[1][name] = bad
    assert (f"rows.2.{name}", "error") in problems(rows=rows)


def test_a_rate_may_be_rounded_as_it_is_printed() -> None:
    amounts = {"net_sales_amount": "1", "target_amount": "3"}
    assert line_problems(**amounts, attainment_rate="33.33%") == CLEAN
    assert line_problems(**amounts, attainment_rate="33.3%") == CLEAN
    assert line_problems(**amounts, attainment_rate="33.34%") == {("attainment_rate", "error")}


def test_amounts_in_units_of_ten_thousand_may_be_rounded() -> None:
    head = {"money_unit": "万元"}
    amounts = {"sales_amount": "12.35万", "return_amount": "1.12万"}
    # each of the three may be off by 50 yuan, and the last half of a fen
    assert line_problems(head, **amounts, net_sales_amount="112450.00") == CLEAN
    assert line_problems(head, **amounts, net_sales_amount="112450.01") == {
        ("net_sales_amount", "error")
    }
    assert line_problems(**amounts, net_sales_amount="112450.00") == {("net_sales_amount", "error")}
    rate = {"net_sales_amount": "5000", "target_amount": "10000"}
    # (5000 ± 50) ÷ (10000 ± 50): 0.0075 and half of what is printed last
    assert line_problems(head, **rate, attainment_rate="0.50755") == CLEAN
    assert line_problems(head, **rate, attainment_rate="0.5077") == {("attainment_rate", "error")}
    assert line_problems(**rate, attainment_rate="0.5002") == {("attainment_rate", "error")}


def test_the_months_before_are_part_of_the_year_to_date() -> None:
    amounts = {"net_sales_amount": "120", "last_month_amount": "100", "ytd_sales_amount": "220"}
    head = {"month": 2, "prepared_on": "2026-06-01"}
    assert line_problems(head, **amounts) == CLEAN
    assert line_problems({**head, "month": 1}, **amounts) == {("ytd_sales_amount", "error")}
    assert line_problems({**head, "month": 3}, **amounts) == CLEAN


def test_late_payment_has_a_reason() -> None:
    assert line_problems(overdue_amount="0.01") == {("overdue_reason", "error")}
    assert line_problems(overdue_amount="0") == CLEAN


def test_what_is_late_is_due() -> None:
    late = {"due_amount": "100", "overdue_reason": "资金紧张"}
    assert line_problems(**late, overdue_amount="100") == CLEAN
    assert line_problems(**late, overdue_amount="100.01") == {("overdue_amount", "error")}


def test_more_due_than_owed_is_doubted() -> None:
    assert line_problems(due_amount="100", balance_amount="100") == CLEAN
    assert line_problems(due_amount="100.01", balance_amount="100") == {("due_amount", "warning")}
    assert line_problems(due_amount="0", balance_amount="-100") == CLEAN


# The lines together


def test_each_customer_stands_once_or_once_a_contract() -> None:
    assert problems_of(sheet(LINE, LINE)) == {("rows.2.customer_no", "error")}
    one, two = LINE | {"contract_no": "HT-1"}, LINE | {"contract_no": "HT-2"}
    assert problems_of(sheet(one, two)) == CLEAN
    assert problems_of(sheet(one, one)) == {("rows.2.customer_no", "error")}


@pytest.mark.parametrize("name", ["customer_no", "customer_name"])
def test_a_pasted_total_line_is_told_apart(name: str) -> None:
    assert problems_of(sheet(LINE, {name: "合计"})) == {("rows.2.customer_name", "error")}


# The total line


def test_the_total_line_is_filled_in() -> None:
    one = {"sales_amount": "100", "return_amount": "10", "target_amount": "100",
           "last_month_amount": "60", "last_year_month_amount": "45", "due_amount": "5",
           "ytd_receipts_amount": "300", "overdue_amount": "0"}  # fmt: skip
    two = {"sales_amount": "50", "target_amount": "40", "last_month_amount": "20",
           "last_year_month_amount": "25", "ytd_receipts_amount": "100", "overdue_amount": "100",
           "overdue_reason": "资金紧张"}  # fmt: skip
    total = total_of(sheet(one, two))
    assert total.sales_amount == 150
    assert total.return_amount == 10
    assert total.net_sales_amount == total.target_amount == 140
    assert total.due_amount == 5
    assert total.attainment_rate == 1
    assert total.month_on_month_rate == Decimal("0.75")  # 140 ÷ 80, not the mean of 50 % and 150 %
    assert total.year_on_year_rate == 1
    assert total.collection_rate == Decimal("0.8")  # 400 ÷ 500


def test_a_sheet_without_lines_has_no_total() -> None:
    assert problems_of(HEAD) == {("rows", "error")}


def test_a_base_that_a_line_lacks_gives_the_total_no_rate() -> None:
    lines = {"net_sales_amount": "10", "last_month_amount": "5"}, {"net_sales_amount": "10"}
    total = total_of(sheet(*lines))
    assert (total.last_month_amount, total.month_on_month_rate) == (None, None)
    known = total_of(sheet(lines[0], lines[1] | {"last_month_amount": "0"}))
    assert known.last_month_amount == 5
    assert known.month_on_month_rate == 3


def test_quantities_are_added_up_within_one_unit() -> None:
    lines = {"sales_quantity": 3}, {"sales_quantity": "4.5"}
    assert total_of(sheet(*lines)).sales_quantity is None
    assert total_of(sheet(*lines, quantity_unit="件")).sales_quantity == Decimal("7.5")
    mixed = sheet(*lines, total={"sales_quantity": "7.5"})
    assert problems_of(mixed) == {("total.sales_quantity", "warning")}
    wrong = sheet(*lines, quantity_unit="件", total={"sales_quantity": "7.4"})
    assert problems_of(wrong) == {("total.sales_quantity", "error")}


@pytest.mark.parametrize(
    "name", [name for name in SAMPLE["total"] if name.endswith("_amount")] + ["sales_quantity"]
)
def test_the_total_line_holds_the_sums_of_the_columns(name: str) -> None:
    more = str(Decimal(str(SAMPLE["total"][name])) + Decimal("0.01"))
    assert (f"total.{name}", "error") in problems(total=SAMPLE["total"] | {name: more})


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("attainment_rate", "0.9263"),  # the mean of the six lines
        ("month_on_month_rate", "0.1601"),
        ("year_on_year_rate", "0.6803"),
        ("collection_rate", "0.9671"),
    ],
)
def test_rates_of_the_total_come_from_the_totals(name: str, bad: str) -> None:
    changed = SAMPLE["total"] | {name: bad}
    assert problems(total=changed) == {(f"total.{name}", "error")}


def test_sums_in_units_of_ten_thousand_may_be_rounded() -> None:
    lines = {"net_sales_amount": "1.01万"}, {"net_sales_amount": "1.01万"}
    # two lines and their sum: 150 yuan
    kept = sheet(*lines, money_unit="万元", total={"net_sales_amount": "20350"})
    assert problems_of(kept) == CLEAN
    wrong = sheet(*lines, money_unit="万元", total={"net_sales_amount": "20350.01"})
    assert problems_of(wrong) == {("total.net_sales_amount", "error")}


# The balance brought forward


def difference(**changes: Any) -> list[dict[str, Any]]:
    return [SAMPLE["opening_differences"][0] | changes]


def test_an_opening_difference_is_explained() -> None:
    found = filled(copy.deepcopy(SAMPLE) | {"opening_differences": difference()})
    assert found.opening_differences[0].opening_difference_amount == Decimal(-1200)
    blank = difference(opening_difference_amount=None, difference_reason=None)
    assert problems(opening_differences=blank) == {
        ("opening_differences.1.difference_reason", "error")
    }
    wrong = difference(opening_difference_amount="1200")
    assert problems(opening_differences=wrong) == {
        ("opening_differences.1.opening_difference_amount", "error")
    }


def test_a_difference_that_is_none_is_not_listed() -> None:
    none = difference(last_closing_amount="97500", opening_difference_amount=None)
    assert problems(opening_differences=none) == {
        ("opening_differences.1.opening_difference_amount", "error")
    }


def test_an_opening_difference_is_that_of_a_customer_of_the_sheet() -> None:
    assert problems(opening_differences=difference(customer_no="KH-0")) == {
        ("opening_differences.1.customer_no", "error")
    }
    other = difference(opening_receivable_amount="97500.01", opening_difference_amount=None)
    assert problems(opening_differences=other) == {
        ("opening_differences.1.opening_receivable_amount", "error")
    }
    nobody = difference(customer_no=None)
    assert problems(opening_differences=nobody) == {("opening_differences.1.customer_no", "error")}


# The sheet


def test_amounts_in_ten_thousands_are_divided_when_they_are_printed() -> None:
    data = copy.deepcopy(SAMPLE) | {"money_unit": "万元"}
    context = printed(filled(data))
    line = context["rows"][1]
    assert (line["net_sales_amount"], line["overdue_amount"]) == ("7.68", "4.20")
    assert (line["attainment_rate"], line["sales_quantity"]) == ("85.33%", "64")
    assert context["total"]["balance_amount"] == "51.07"
    assert filled(data).rows[1].net_sales_amount == Decimal(76800)


def test_customers_whom_the_reader_may_not_see_are_counted() -> None:
    context = printed(filled(copy.deepcopy(SAMPLE) | {"withheld_count": "3户"}))
    assert context["withheld_count"] == "3户"


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", [], {}, ["x"], [{}], [None], True, "2026-13-45"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    sheet = copy.deepcopy(SAMPLE)
    for block in (sheet, *sheet["rows"], sheet["total"], *sheet["opening_differences"]):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=6))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, _ = examine(CustomerSalesMonthly, sheet, today=TODAY)
    printed(draft)
