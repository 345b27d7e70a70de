"""How long items are kept by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_company, open_person
from archive.destruction.hands import item
from archive.secrecy.department import card

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.archive.destruction.item_retention import (
    PERIODS,
    is_item_over,
    item_until,
    must_be_kept,
    period_of,
)
from csdforms.archive.destruction.listing import item_of

NO = "TS-20260301-001"


def last(archive: Archive, file: str, number: str) -> str | None:
    """Return the last day for which an item is kept."""
    found = item_of(archive.store, number)
    assert found is not None
    return item_until(archive.store, card(archive, file), found)


def test_x16_the_periods_are_those_of_the_rules() -> None:
    found = {(one.title, one.years, one.months, one.is_duty) for one in PERIODS.values()}
    assert found == {
        ("投诉案卷 5 年", 5, 0, True),
        ("外呼证据 6 个月", 0, 6, True),
        ("个人信用资料 5 年", 5, 0, False),
        ("个人信息处理记录 3 年", 3, 0, False),
    }
    assert all(one.basis for one in PERIODS.values())


@pytest.mark.parametrize(
    ("form", "data", "until"),
    [
        ("outbound_call_record", {"called_at": "2026-02-28T09:00"}, "2026-08-28"),
        ("outbound_call_record", {"called_at": "2025-08-31T09:00"}, "2026-02-28"),
        ("outbound_call_record", {}, "2026-09-05"),
        ("complaint_handling", {}, "2031-03-05"),
        ("customer_credit_change", {}, "2031-03-05"),
        ("personal_data_answer", {}, "2029-03-05"),
        ("after_sales_register", {}, None),
        ("inbound_call_record", {"called_at": "2026-02-28T09:00"}, None),
    ],
)
def test_x16_how_long_an_item_of_a_person_is_kept(
    archive: Archive, form: str, data: Any, until: str | None
) -> None:
    file = open_person(archive)
    number = item(archive, file, "内容", form, **data)
    assert last(archive, file, number) == until


def test_credit_data_of_an_organisation_have_no_period(archive: Archive) -> None:
    file = open_company(archive)
    number = item(archive, file, "授信", "customer_credit_change")
    assert last(archive, file, number) is None
    assert period_of({"kind": "G"}, "customer_credit_change") is not None
    found = item_of(archive.store, number) or {}
    assert not is_item_over(archive.store, card(archive, file), found, "2099-01-01")


def test_a_complaint_counts_from_the_end_of_its_case(archive: Archive, clock: Clock) -> None:
    file = open_person(archive)
    first = item(archive, file, "登记", "complaint_register_one", complaint_no=NO)
    assert last(archive, file, first) == ""
    found = item_of(archive.store, first) or {}
    whole = card(archive, file)
    assert must_be_kept(archive.store, whole, found, "2099-01-01")
    assert not is_item_over(archive.store, whole, found, "2099-01-01")
    clock.at = dt.datetime(2026, 4, 10, 9, tzinfo=BEIJING)
    closing = item(
        archive, file, "结案", "complaint_handling", complaint_no=NO, closed_at="2026-04-09T17:00"
    )
    assert last(archive, file, first) == last(archive, file, closing) == "2031-04-10"
    clock.at = dt.datetime(2026, 5, 1, 9, tzinfo=BEIJING)
    archive.cases.reopen(file, NO, reason="新证据")
    assert last(archive, file, first) == ""
    clock.at = dt.datetime(2026, 6, 1, 9, tzinfo=BEIJING)
    archive.cases.close(file, NO, reason="办结")
    assert last(archive, file, first) == "2031-06-01"
    assert must_be_kept(archive.store, whole, found, "2031-06-01")
    assert not must_be_kept(archive.store, whole, found, "2031-06-02")
    assert is_item_over(archive.store, whole, found, "2031-06-02")


def test_x16_what_is_kept_no_longer_is_no_duty_to_keep(archive: Archive) -> None:
    file = open_person(archive)
    credit = item_of(archive.store, item(archive, file, "授信", "customer_credit_change")) or {}
    answer = item_of(archive.store, item(archive, file, "答复", "personal_data_answer")) or {}
    plain = item_of(archive.store, item(archive, file, "换锁")) or {}
    for one in (credit, answer, plain):
        assert not must_be_kept(archive.store, card(archive, file), one, "2026-03-06")


def test_x15_what_was_decided_about_an_item_counts(archive: Archive) -> None:
    file = open_person(archive)
    number = item(archive, file, "换锁")
    kept = {number: {"until": "2028-12-31", "reason": "索赔", "appraisal": "JD-2026-0001"}}
    change_card(archive, file, kept_items=kept)
    found = item_of(archive.store, number) or {}
    assert last(archive, file, number) == "2028-12-31"
    assert must_be_kept(archive.store, card(archive, file), found, "2028-12-31")
    assert not must_be_kept(archive.store, card(archive, file), found, "2029-01-01")
