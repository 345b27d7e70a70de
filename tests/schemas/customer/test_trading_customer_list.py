"""交易往来客户一览表: the list against its supplement, each rule at its edge."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from support import sample

from csdforms.schemas.checking import check, examine
from csdforms.schemas.customer.trading_customer_list import TradingCustomerList
from csdforms.schemas.masking import Mask, masked

TODAY = dt.date(2026, 4, 2)
SAMPLE: dict[str, Any] = sample("trading_customer_list")
CUSTOMER = {"customer_no": "KH-1", "customer_name": "海晏家居"}


def problems(**changes: Any) -> set[tuple[str, str]]:
    data = copy.deepcopy(SAMPLE) | changes
    return {(one.path, one.severity) for one in check(TradingCustomerList, data, today=TODAY)}


def changed(group: str, number: int, **changes: Any) -> dict[str, Any]:
    rows = copy.deepcopy(SAMPLE[group])
    rows[number - 1] |= changes
    return {group: rows}


def sheet(**given: Any) -> set[str]:
    head = {"form_no": "YL-1", "as_of": "2026-03-31", "prepared_by": "周明"}
    data = {**head, "prepared_on": "2026-04-01", **given}
    return {one.path for one in check(TradingCustomerList, data, today=TODAY) if one.is_error}


def test_the_sample_has_no_findings() -> None:
    assert problems() == set()


def test_the_customers_are_counted() -> None:
    data = {name: value for name, value in SAMPLE.items() if name != "trading_count"}
    assert examine(TradingCustomerList, data, today=TODAY)[0].trading_count == 4
    assert ("trading_count", "error") in problems(trading_count=3)


def test_a_customer_stands_once() -> None:
    again = [*SAMPLE["customers"], SAMPLE["customers"][0]]
    assert ("customers.5.customer_no", "error") in problems(customers=again, trading_count=5)


def test_nothing_is_later_than_the_list() -> None:
    for box in ("first_deal_on", "last_changed_on"):
        assert problems(**changed("customers", 2, **{box: "2026-03-31"})) == set()
        late = problems(**changed("customers", 2, **{box: "2026-04-01"}))
        assert (f"customers.2.{box}", "error") in late


def test_the_supplement_agrees_with_the_list() -> None:
    out = {"list_changed_on": "2026-03-05", "list_change": "移出", **CUSTOMER}
    entered = {**out, "list_change": "新增"}
    span = {"period_start": "2026-01-01", "period_end": "2026-03-31"}
    assert sheet(changes=[out], **span) == set()
    assert sheet(changes=[out], customers=[CUSTOMER], **span) == {"changes.1.list_change"}
    assert sheet(changes=[entered], **span) == {"changes.1.list_change"}
    assert sheet(changes=[entered], customers=[CUSTOMER], **span) == set()
    # What came later counts: out, and in again.
    assert sheet(changes=[out, entered], customers=[CUSTOMER], **span) == set()


def test_a_change_lies_within_the_days_of_the_supplement() -> None:
    for day in ("2026-01-01", "2026-03-31"):
        assert problems(**changed("changes", 1, list_changed_on=day)) == set()
    for day in ("2025-12-31", "2026-04-01"):
        found = problems(**changed("changes", 1, list_changed_on=day))
        assert ("changes.1.list_changed_on", "error") in found


def test_a_change_says_what_changed() -> None:
    found = problems(**changed("changes", 1, changed_columns=None))
    assert found == {("changes.1.changed_columns", "warning")}
    assert problems(**changed("changes", 2, changed_columns=None)) == set()


def test_spellings_of_offices_are_read() -> None:
    found = examine(TradingCustomerList, changed("changes", 3, list_change="删除") | {})[0]
    assert found.changes[2].list_change == "移出"


def test_a_copy_hides_the_telephones() -> None:
    form = examine(TradingCustomerList, SAMPLE, today=TODAY)[0]
    shown = masked(form, Mask.ALL)
    assert shown.customers[0].phone != form.customers[0].phone
