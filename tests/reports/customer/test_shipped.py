"""What went out and is not billed (F20), by hand from documents and the bills that name them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from reports.customer.books import Books, customer_no, sheet
from reports.ledgers import document

from csdforms.errors import InvalidData
from csdforms.reports.catalogue import report_of
from csdforms.reports.customer.shipped import unbilled

MINE = customer_no(1)
MARCH = dt.date(2026, 3, 31)


def left(kept: Books, day: dt.date = MARCH) -> Decimal:
    found = unbilled(kept.sources(), day)
    assert found is not None
    assert found[MINE].again() == found[MINE].value
    return Decimal(found[MINE].number())


def billed() -> Books:
    """Books in which bills name sales since the first of March."""
    kept = Books()
    number = kept.sale(1, "2026-03-01", "1")
    kept.bill(1, "2026-03-01", "2026-04-01", "1", sale_no=number)
    return kept


def test_goods_are_not_billed_until_a_bill_names_them() -> None:
    kept = Books()
    first = kept.sale(1, "2026-01-02", "10")
    kept.sale(1, "2026-01-03", "5", kind="退货")
    second = kept.sale(1, "2026-01-04", "20")
    assert unbilled(kept.sources(), dt.date(2026, 1, 31)) is None
    kept.bill(1, "2026-01-31", "2026-02-28", "10", sale_no=first)
    kept.bill(1, "2026-02-01", "2026-02-28", "20", sale_no=second)
    assert left(kept, dt.date(2026, 1, 31)) == 20
    assert left(kept, dt.date(2026, 2, 1)) == 0


def test_what_a_document_takes_back_itself_is_taken_off() -> None:
    """100 went out; 30 came back and 5 were allowed on the same document."""
    kept = billed()
    document(
        kept, 1, "2026-03-05",
        {"amount": "100"}, {"kind": "退货", "amount": "30"}, {"kind": "折让", "amount": "5"},
    )  # fmt: skip
    assert left(kept) == 65


def test_a_bill_of_a_part_leaves_the_rest() -> None:
    """Bills of 400 and 250 for 1,000 leave 350; one of more than the document leaves nothing."""
    kept = billed()
    part, whole = kept.sale(1, "2026-03-02", "1000"), kept.sale(1, "2026-03-02", "10")
    kept.bill(1, "2026-03-02", "2026-04-01", "400", sale_no=part)
    kept.bill(1, "2026-03-20", "2026-04-01", "250", sale_no=part)
    kept.bill(1, "2026-03-20", "2026-04-01", "12", sale_no=whole)
    assert left(kept, dt.date(2026, 3, 19)) == 610  # and the whole of the other one
    assert left(kept) == 350


def test_only_what_is_not_billed_whole_is_behind_the_sum() -> None:
    kept = billed()
    number = kept.sale(1, "2026-03-02", "10")
    found = unbilled(kept.sources(), MARCH)
    assert found is not None
    assert [(record.number, value) for record, value in found[MINE].records()] == [(number, 10)]


def test_goods_that_go_out_later_are_not_out_yet() -> None:
    kept = billed()
    kept.sale(1, "2026-03-10", "7")
    assert [left(kept, dt.date(2026, 3, day)) for day in (9, 10)] == [0, 7]


def test_it_is_with_tax_on_a_sheet_without() -> None:
    """113 with tax stand beside receivables of 113 with tax, also where sales are 100 each."""
    kept = billed()
    kept.ledgers["sales"].clear()
    kept.ledgers["receivables"].clear()
    kept.customer(1)
    number = kept.sale(1, "2026-03-01", "113", tax_rate="0.13")
    kept.bill(1, "2026-03-01", "2026-04-01", "113", sale_no=number)
    kept.sale(1, "2026-03-05", "100", tax_rate="0.13", tax_included=False)
    found = sheet(
        report_of("customer_sales_monthly"), kept, "2026-03-01", "2026-03-31",
        said={"tax_basis": "不含税"},
    )  # fmt: skip
    names = ("net_sales_amount", "balance_amount", "shipped_not_invoiced_amount")
    assert [found.cells[f"rows.1.{name}"].value for name in names] == [200, 113, 113]


def test_goods_without_a_tax_rate_cannot_be_told() -> None:
    kept = billed()
    kept.sale(1, "2026-03-05", "100", tax_included=False)
    with pytest.raises(InvalidData, match="没有税率"):
        unbilled(kept.sources(), MARCH)
    assert left(kept, dt.date(2026, 3, 4)) == 0


def test_what_is_not_billed_is_in_use_on_the_sheet_of_risks() -> None:
    """Limit 90: 70 of a document with a return, 600 not billed of 1,000, and bills of 401."""
    kept = billed()
    kept.customer(1, credit_limit="90")
    document(kept, 1, "2026-03-05", {"amount": "100"}, {"kind": "退货", "amount": "30"})
    part = kept.sale(1, "2026-03-02", "1000")
    kept.bill(1, "2026-03-02", "2026-04-01", "400", sale_no=part)
    found = sheet(report_of("at_risk_customer_statistics"), kept, "2026-03-01", "2026-03-31")
    names = ("balance_amount", "exposure_amount", "over_limit_amount")
    assert [found.cells[f"rows.1.{name}"].value for name in names] == [401, 1071, 981]
