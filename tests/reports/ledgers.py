"""Ledger documents of a small firm: targets, sheets of them, and books full of random ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st
from reports.customer.books import Books, customer_no
from reports.kept import Memory

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import DRAFT, compute_from
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.schemas.catalogue import find

YEAR = 2026
_DAYS = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))
_CENTS = st.integers(1, 10**8).map(lambda cents: str(Decimal(cents) / 100))


def target(books: Books, number: int, month: str, amount: str) -> None:
    """Plan a customer's sales of a month."""
    documents = books.ledgers["targets"]
    documents.append(
        {
            "number": f"{customer_no(number)}/{month}",
            "file": customer_no(number),
            "on": f"{month}-01",
            "amount": amount,
            "at": f"{month}-01T09:00",
            "by": "周明",
            "source": "计划",
        }
    )


def document(books: Books, number: int, on: str, *lines: Mapping[str, Any]) -> str:
    """Add a sales document of several lines."""
    name = books.sale(number, on, "0")
    plain = {"kind": "销售", "product_name": "货架", "tax_included": True}
    books.ledgers["sales"][-1]["lines"] = [{**plain, **line} for line in lines]  # type: ignore[index]
    return name


def days(start: str, end: str) -> Period:
    return Period.of(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def sheet_of(
    form: str,
    period: Period,
    kept: Sources,
    *,
    last: Mapping[str, Any] | None = None,
    **said: Any,
) -> ComputedSheet:
    """Return the sheet; each of its figures must come out the same when it is opened."""
    report, model = report_of(form), find(form)
    data = compute_from(report, period, kept, said=said, last=last)
    head = {model.number: DRAFT, "prepared_by": "周明", "prepared_on": period.as_of}
    sheet = judged(report, model, {**head, **data}, today=period.as_of)
    for path, figure in sheet.cells.items():
        assert figure.again() == figure.value, path
    return sheet


def values(sheet: ComputedSheet, row: str, *names: str) -> list[Any]:
    """Return the values of these figures of a row, such as ``rows.1``."""
    return [sheet.cells[f"{row}.{name}"].value for name in names]


def money(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@st.composite
def random_books(draw: st.DrawFn) -> Books:
    """Three customers and up to thirty documents of each ledger in one year."""
    books = Books()
    for number in (1, 2, 3):
        books.customer(number)
    customers = st.integers(1, 3)
    for number, on, kind, amount in draw(
        st.lists(
            st.tuples(customers, _DAYS, st.sampled_from(["销售", "退货", "折让"]), _CENTS),
            max_size=30,
        )
    ):
        books.sale(number, on.isoformat(), amount, kind=kind)
    bills = [
        books.bill(number, on.isoformat(), due.isoformat(), amount)
        for number, on, due, amount in draw(
            st.lists(st.tuples(customers, _DAYS, _DAYS, _CENTS), max_size=30)
        )
    ]
    kinds = st.sampled_from(["收款", "退款", "坏账核销", "抵扣"])
    named = st.sampled_from(["", *bills])
    for number, on, amount, kind, bill in draw(
        st.lists(st.tuples(customers, _DAYS, _CENTS, kinds, named), max_size=30)
    ):
        books.receipt(number, on.isoformat(), amount, bill, kind)
    return books


def shuffled(books: Books, random: Random) -> Sources:
    """Return what reports count of the same documents in another order."""
    ledgers = {name: random.sample(all_, len(all_)) for name, all_ in books.ledgers.items()}
    return Sources(Memory(books.forms, ledgers, books.files, books.profiles))
