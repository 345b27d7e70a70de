"""交易往来客户一览表 computed: who is in trade, and what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from reports.customer.trading import card, computed, period, profile
from reports.kept import Memory, item

from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document

QUARTER = period("2026-01-01", "2026-03-31")
ONE, TWO = "KH-F-2024-000001-1", "KH-F-2024-000002-2"
ADDRESS = {"office_address": "临江市海晏区云帆路1号"}


def listed(memory: Memory, **said: Any) -> ComputedSheet:
    return computed("trading_customer_list", QUARTER, memory, **said)


def rows(sheet: ComputedSheet) -> list[str]:
    form: Any = sheet.form
    return [row.customer_no for row in form.customers]


def changes(sheet: ComputedSheet) -> list[tuple[str, str, str]]:
    form: Any = sheet.form
    return [(str(row.list_changed_on), row.list_change, row.customer_no) for row in form.changes]


def test_customers_in_trade_stand_by_number() -> None:
    sheet = listed(Memory(files=[card(TWO), card(ONE)]), list_copy_no=3)
    form: Any = sheet.form
    assert rows(sheet) == [ONE, TWO]
    assert (form.trading_count, form.list_copy_no) == (2, 3)
    assert changes(sheet) == []


def test_what_the_profile_said_on_that_day_is_printed() -> None:
    contacts = [
        {"name": "甲", "phone": "021-62345670"},
        {"name": "乙", "is_main": True, "mobile": "13900006721"},
    ]
    first = {**ADDRESS, "short_name": "海晏", "main_products": "纸箱", "salesperson": "陈立"}
    credit = {"credit_grade": "A", "credit_limit": "300000.00"}
    data: dict[str, Any] = {**first, **credit, "contacts": contacts, "first_deal_on": "2024-05-08"}
    profiles = [profile(ONE, **data), profile(ONE, "2026-04-02", **{**data, "short_name": "新"})]
    form: Any = listed(Memory(files=[card(ONE)], profiles=profiles)).form
    row = form.customers[0]
    assert (row.contact_person, row.phone, row.short_name) == ("乙", "13900006721", "海晏")
    assert (row.address, row.main_products, row.salesperson) == (
        "临江市海晏区云帆路1号",
        "纸箱",
        "陈立",
    )
    assert (row.first_deal_on, row.credit_grade) == (dt.date(2024, 5, 8), "A")
    assert (str(row.credit_limit), row.last_changed_on) == ("300000.00", dt.date(2020, 1, 1))


def test_credit_is_that_of_the_last_sheet_that_set_it() -> None:
    change = {"form_no": "XB-1", "customer_no": ONE, "approved_on": "2026-01-30",
              "effective_from": "2026-02-01",
              "new_grade": "AA", "new_limit": "500000.00"}  # fmt: skip
    memory = Memory(
        files=[card(ONE)], profiles=[profile(ONE, credit_grade="A", credit_limit="1.00")],
        forms=[item("customer_credit_change", change, file=ONE)],
    )  # fmt: skip
    form: Any = listed(memory).form
    assert (form.customers[0].credit_grade, str(form.customers[0].credit_limit)) == (
        "AA",
        "500000.00",
    )


def test_who_sleeps_or_has_left_is_taken_out() -> None:
    asleep = card(ONE, state="DORMANT", dormant_since="2026-02-10")
    sealed = card(TWO, state="SEALED", sealed={"at": "2026-03-31T10:00:00+08:00"})
    sheet = listed(Memory(files=[asleep, sealed]))
    assert rows(sheet) == []
    assert changes(sheet) == [("2026-02-10", "移出", ONE), ("2026-03-31", "移出", TWO)]


def test_who_left_afterwards_was_in_trade() -> None:
    sealed = card(TWO, state="SEALED", sealed={"at": "2026-04-01T10:00:00+08:00"})
    sheet = listed(Memory(files=[sealed]))
    assert (rows(sheet), changes(sheet)) == ([TWO], [])


@pytest.mark.parametrize("state", ["DRAFT", "ACCEPTED", "REJECTED", "VOID", "MERGED"])
def test_a_file_that_was_never_opened_is_not_in_trade(state: str) -> None:
    sheet = listed(Memory(files=[card(ONE, state=state, opened_on="2026-02-01")]))
    assert (rows(sheet), changes(sheet)) == ([], [])


@pytest.mark.parametrize("state", ["ACTIVE", "FROZEN", "DEREG_APPLIED", "SETTLED"])
def test_until_it_is_sealed_a_file_is_in_trade(state: str) -> None:
    sheet = listed(Memory(files=[card(ONE, state=state, opened_on="2026-02-01")]))
    assert (rows(sheet), changes(sheet)) == ([ONE], [("2026-02-01", "新增", ONE)])


@pytest.mark.parametrize(
    ("since", "sealed", "found"),
    [
        ("2025-05-01", "2026-03-10", []),  # he left last year
        ("2026-01-05", "2026-03-10", [("2026-01-05", "移出", ONE)]),
        (None, "2026-03-10", [("2026-03-10", "移出", ONE)]),
    ],
)
def test_who_left_is_taken_out_once(since: str | None, sealed: str, found: Any) -> None:
    left = card(ONE, state="SEALED", sealed={"at": f"{sealed}T09:00"}, dormant_since=since)
    assert changes(listed(Memory(files=[left]))) == found


def test_who_came_and_left_in_the_period_stands_there_twice() -> None:
    days = {"opened_on": "2026-01-10", "dormant_since": "2026-03-20"}
    sheet = listed(Memory(files=[card(ONE, state="DORMANT", **days)]))
    assert changes(sheet) == [("2026-01-10", "新增", ONE), ("2026-03-20", "移出", ONE)]


def test_a_limit_that_only_a_change_set_is_shown() -> None:
    change = {"form_no": "XB-1", "customer_no": ONE, "approved_on": "2026-01-30",
              "effective_from": "2026-02-01", "new_limit": "500000.00"}  # fmt: skip
    forms = [item("customer_credit_change", change, file=ONE)]
    form: Any = listed(Memory(files=[card(ONE)], profiles=[profile(ONE)], forms=forms)).form
    assert form.customers[0].credit_limit == 500_000


def test_a_number_that_nobody_would_take_now_stops_no_list() -> None:
    profiles: list[tuple[str, Document]] = [profile(ONE, phone="0571-8800001")]
    form: Any = listed(Memory(files=[card(ONE)], profiles=profiles)).form
    assert form.customers[0].phone is None


def test_new_and_changed_customers_stand_in_the_supplement() -> None:
    profiles = [
        profile(ONE, **ADDRESS),
        profile(ONE, "2026-01-01", office_address="别处", prepared_by="林小雨"),
        profile(ONE, "2026-03-02", office_address="别处", prepared_by="周明"),  # nothing to tell
    ]
    memory = Memory(files=[card(ONE), card(TWO, opened_on="2026-03-31")], profiles=profiles)
    sheet = listed(memory)
    assert changes(sheet) == [("2026-01-01", "变更", ONE), ("2026-03-31", "新增", TWO)]
    form: Any = sheet.form
    assert form.changes[0].changed_columns == ("办公地址",)


class Guarded(Memory):
    """An archive in which nothing of a file may be read."""

    def profile_shown(self, file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}


def test_what_may_not_be_read_is_left_out() -> None:
    data = {**ADDRESS, "short_name": "海晏", "credit_limit": "1.00", "credit_grade": "A"}
    profiles: list[tuple[str, Document]] = [profile(ONE, **data)]
    form: Any = listed(Guarded(files=[card(ONE)], profiles=profiles)).form
    row = form.customers[0]
    assert (row.customer_no, row.credit_grade) == (ONE, "A")
    assert (row.address, row.short_name, row.credit_limit) == (None, None, None)


def test_remarks_hold_until_others_are_written() -> None:
    last = {"customers": [{"customer_no": ONE, "remarks": "战略协议"}]}
    memory = Memory(files=[card(ONE)])
    form: Any = computed("trading_customer_list", QUARTER, memory, last=last).form
    assert form.customers[0].remarks == "战略协议"
