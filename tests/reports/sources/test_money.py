"""Bills, receipts and targets as tables: signs, and whose they are."""

from __future__ import annotations

import datetime as dt

from reports.customer.books import Books, customer_no
from reports.ledgers import money, target


def test_refunds_give_back_and_write_offs_are_no_money() -> None:
    kept = Books()
    for on, kind in enumerate(("收款", "退款", "坏账核销", "抵扣"), start=1):
        kept.receipt(1, f"2026-01-0{on}", f"{on}", kind=kind)
    receipts = kept.sources().receipts
    paid = [receipts.paid.at(place) for place in range(4)]
    settled = [receipts.settled.at(place) for place in range(4)]
    assert (paid, settled) == (money("1", "-2", "0", "0"), money("1", "-2", "3", "4"))
    assert receipts.record(1)[:3] == ("收款", "SK0002", customer_no(1))


def test_documents_of_a_merged_file_are_those_of_where_it_went() -> None:
    kept = Books()
    kept.customer(1)
    kept.customer(2)
    kept.files[1] = {**kept.files[1], "merged_into": customer_no(1)}
    kept.bill(2, "2026-01-01", "2026-01-31", "5", sale_no="XS0001")
    bills = kept.sources().receivables
    assert (bills.file.at(0), bills.sale.at(0)) == (customer_no(1), "XS0001")
    assert bills.due_on.at(0) == dt.date(2026, 1, 31)


def test_documents_stand_in_the_order_of_their_days() -> None:
    kept = Books()
    kept.bill(1, "2026-02-01", "2026-02-28", "1")
    kept.bill(1, "2026-01-01", "2026-02-28", "1")
    bills = kept.sources().receivables
    assert [bills.record(place).number for place in range(2)] == ["YS0002", "YS0001"]


def test_a_target_has_its_month() -> None:
    kept = Books()
    target(kept, 1, "2026-03", "10.50")
    targets = kept.sources().targets
    assert targets.month.at(0) == "2026-03"
    assert targets.amount.at(0) == money("10.50")[0]
