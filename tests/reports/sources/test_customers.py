"""Customers with their history: what held on a day, and where merged files went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from reports.customer.books import Books, customer_no

from csdforms.reports.sources.customers import Customers, History

FIRST, SECOND, THIRD = (customer_no(number) for number in (1, 2, 3))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def merged() -> Books:
    """The first went into the second, that into the third."""
    kept = Books()
    for number in (1, 2, 3):
        kept.customer(number)
    for place, into in ((0, SECOND), (1, THIRD)):
        kept.files[place] = {**kept.files[place], "merged_into": into}
    return kept


def customers(kept: Books) -> Customers:
    return kept.sources().customers


def test_what_held_on_a_day_is_the_last_word_before_it() -> None:
    history = History(
        [(day("2026-02-01"), "乙"), (day("2026-01-01"), "甲"), (day("2026-02-01"), "丙")]
    )
    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")
    assert [history.on(day(text)) for text in days] == [None, "甲", "甲", "丙"]


def test_merged_files_are_found_where_they_went() -> None:
    found = customers(merged())
    assert [one.file for one in found] == [THIRD]
    for number in (FIRST, SECOND, THIRD):
        customer = found.of(number)
        assert customer is not None
        assert customer.file == THIRD
    assert found.of("KH-X") is None
    assert found.of(None) is None


def test_what_sheets_set_of_a_merged_file_holds_where_it_went() -> None:
    kept = merged()
    change = {"approved_on": "2026-01-01", "effective_from": "2026-01-01", "new_grade": "AA"}
    kept.form("customer_credit_change", 1, change)
    rows = [{"customer_no": SECOND, "customer_grade": "B"}]
    kept.form("customer_grade_classification", None, {"period_end": "2026-03-31", "rows": rows})
    customer: Any = customers(kept).of(THIRD)
    assert customer.credits.on(day("2026-01-01"))[0]["new_grade"] == "AA"
    assert [customer.grade(day(text)) for text in ("2026-03-30", "2026-03-31")] == [None, "B"]


def test_credit_that_nobody_approved_sets_nothing() -> None:
    kept = Books()
    kept.customer(1, "2025-01-01", credit_grade="B")
    change = {"effective_from": "2026-01-01", "new_grade": "AA"}
    kept.form("customer_credit_change", 1, change)  # refused, or not decided yet
    customer: Any = customers(kept).of(customer_no(1))
    assert customer.credits.on(day("2026-06-01")) is None


def test_a_file_that_went_round_in_a_circle_ends_somewhere() -> None:
    kept = merged()
    kept.files[2] = {**kept.files[2], "merged_into": FIRST}
    assert customers(kept).of(FIRST) is None


def test_before_the_first_profile_the_first_one_speaks() -> None:
    kept = Books()
    kept.customer(1, "2026-01-01", region_code="330100", salesperson="甲", customer_grade="C")
    customer: Any = customers(kept).of(FIRST)
    before = day("2020-01-01")
    assert (customer.region(before), customer.salesperson(before)) == ("330100", "甲")
    assert customer.grade(before) == "C"


def test_a_customer_is_found_by_his_own_number() -> None:
    kept = Books()
    kept.customer(1)
    kept.files[0] = {**kept.files[0], "customer_nos": ["C-7"]}
    customer: Any = customers(kept).of("C-7")
    assert customer.file == FIRST
    assert "第1公司" not in repr(customer)
