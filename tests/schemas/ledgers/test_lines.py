"""Lines of ledgers: what they propose, and the rules between their boxes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from csdforms.schemas.ledgers.line import tax_in
from csdforms.schemas.ledgers.receipt import Receipt
from csdforms.schemas.ledgers.receivable import Receivable
from csdforms.schemas.ledgers.sale_line import SaleLine
from csdforms.schemas.ledgers.target import Target

TODAY = dt.date(2026, 3, 31)
HEAD = {"number": "XS-1", "customer_no": "C-1", "on": "2026-03-05"}


def said(block: Any) -> list[tuple[str, str]]:
    return [(one.path, one.severity) for one in block.rules(TODAY)]


def sale(**boxes: object) -> SaleLine:
    return SaleLine.model_validate({**HEAD, "product_name": "纸箱", "amount": "10.00", **boxes})


@pytest.mark.parametrize(
    ("boxes", "problems"),
    [
        ({}, []),
        ({"quantity": "2", "unit_price": "5"}, []),
        ({"quantity": "3", "unit_price": "3.33"}, []),  # 9.99: the price is rounded
        ({"quantity": "2", "unit_price": "5.1"}, [("amount", "warning")]),
        ({"quantity": "2", "unit_price": "4.42", "tax_rate": "13%"}, []),  # 8.84 and 1.15 of tax
        ({"quantity": "2", "unit_price": "5.65", "tax_rate": "13"}, []),  # 11.30 with tax
        ({"amount": "-10", "quantity": "-2", "unit_price": "5"}, []),
        ({"amount": "-10", "kind": "销售"}, [("amount", "error")]),
        ({"quantity": "-2"}, [("quantity", "error")]),
        ({"amount": "-10", "quantity": "2", "kind": "退货"}, [("amount", "error")]),
        ({"kind": "折让", "quantity": "2", "unit_price": "50"}, []),
        ({"on": "2026-04-01"}, [("on", "error")]),
        ({"tax_rate": "1"}, []),  # the levy rate of small taxpayers
        ({"tax_rate": "1.13"}, [("tax_rate", "warning")]),
    ],
)
def test_a_line_of_a_sale(boxes: dict[str, object], problems: list[tuple[str, str]]) -> None:
    assert said(sale(**boxes)) == problems


def test_the_sign_says_what_a_line_is_if_nothing_else_does() -> None:
    assert sale().kind == "销售"
    assert sale(amount="-10").kind == "退货"
    assert sale(amount="-10", kind="折让").kind == "折让"
    receipt = {**HEAD, "amount": "-1"}
    assert Receipt.model_validate(receipt).kind == "退款"
    assert Receipt.model_validate(receipt | {"amount": "1"}).kind == "收款"


def test_a_line_that_could_not_be_read_is_judged_as_far_as_it_goes() -> None:
    for block in (SaleLine, Receipt, Receivable, Target):
        assert said(block.empty().complete()) == []


@pytest.mark.parametrize(
    ("rate", "fraction"), [("13%", "0.13"), ("0.13", "0.13"), ("13", "0.13"), ("0.5%", "0.005")]
)
def test_a_tax_rate_as_bookkeepers_write_it(rate: str, fraction: str) -> None:
    assert str(sale(tax_rate=rate).tax_rate) == fraction


@pytest.mark.parametrize("rate", ["130%", "-1%", "x", "100"])
def test_what_is_no_tax_rate(rate: str) -> None:
    with pytest.raises(ValidationError):
        sale(tax_rate=rate)


def test_only_money_given_back_may_have_a_minus() -> None:
    receipt = Receipt.model_validate({**HEAD, "amount": "-1", "kind": "收款"})
    assert said(receipt) == [("amount", "error")]


def test_a_bill_falls_due_after_its_day_and_is_settled_up_to_its_amount() -> None:
    bill = {**HEAD, "due_on": "2026-04-05", "amount": "100"}
    assert said(Receivable.model_validate(bill)) == []
    assert said(Receivable.model_validate(bill | {"due_on": "2026-03-04"})) == [("due_on", "error")]
    assert said(Receivable.model_validate(bill | {"settled_amount": "100"})) == []
    red = Receivable.model_validate(bill | {"amount": "-100"})
    assert said(red) == [("amount", "error")]
    over = Receivable.model_validate(bill | {"settled_amount": "100.01"})
    assert said(over) == [("settled_amount", "error")]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026/3/27 10:30:00", dt.date(2026, 3, 27)),
        (dt.datetime(2026, 3, 27, 23, 59, 59), dt.date(2026, 3, 27)),
        ("2026-03-27", dt.date(2026, 3, 27)),
        ("2026年3月27日 24:00", dt.date(2026, 3, 27)),
        ("2026-03-27T20:00:00Z", dt.date(2026, 3, 27)),
        (46108.999995, dt.date(2026, 3, 27)),
        (46108, dt.date(2026, 3, 27)),
    ],
)
def test_the_time_of_booking_is_left_out(given: object, day: dt.date) -> None:
    assert sale(on=given).on == day
    assert Receipt.model_validate({**HEAD, "amount": "1", "on": given}).on == day


@pytest.mark.parametrize(
    "given",
    ["2026-05", "2026年5月", 202605, "202605", "2026-05-01", "20260501", dt.date(2026, 5, 1)],
)
def test_a_month_as_systems_export_it(given: object) -> None:
    target = {"customer_no": "C-1", "month": given, "amount": "1"}
    assert Target.model_validate(target).month == "2026-05"


@pytest.mark.parametrize(
    "given", ["2026", 202613, 2026.5, "五月", True, "2026-05-32", "20265", 260501]
)
def test_what_is_no_month(given: object) -> None:
    with pytest.raises(ValidationError, match="月份，例如"):
        Target.model_validate({"customer_no": "C-1", "month": given, "amount": "1"})


def test_all_is_in_yuan() -> None:
    assert sale(currency="CNY").currency == "人民币"
    with pytest.raises(ValidationError, match="人民币"):
        sale(currency="USD")


@pytest.mark.parametrize(
    ("headings", "implied"),
    [
        ({"amount": "金额", "unit_price": "含税单价"}, None),
        ({"amount": "价税合计"}, "含税"),
        ({"amount": "金额（含税）", "tax_included": "是否含税"}, "含税"),
        ({"amount": "无税金额"}, "不含税"),
        ({"amount": "金额", "unit_price": "不含税单价"}, "不含税"),
        ({"amount": "金额", "unit_price": "不含税单价", "tax_included": "含税"}, None),
        *(
            ({"amount": f"金额（{word}）"}, "不含税")
            for word in ("未含税", "非含税", "税前", "不含增值税", "除税")
        ),
        ({"amount": "金额（含增值税）"}, "含税"),
    ],
)
def test_a_heading_says_whether_tax_is_in_an_amount(
    headings: dict[str, str], implied: str | None
) -> None:
    assert SaleLine.implied(headings).get("tax_included") == implied
    assert Receipt.implied(headings) == {}
    assert SaleLine.is_surer("amount", headings["amount"]) == (tax_in(headings["amount"]) == "含税")
    assert not Receivable.is_surer("amount", "价税合计")
