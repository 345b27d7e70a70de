"""What each customer owed, was billed and paid in some days: F14–F16, and what is not billed yet.

A balance is what the ledgers come to: all that was billed less all that settles it, whatever bill
it names. What is due or overdue is what is open of the bills
(:mod:`csdforms.reports.customer.payment_record`, which also has the ages, F17).
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np

from csdforms.reports.customer.payment_record import whole_record
from csdforms.reports.customer.turnover import of_file
from csdforms.reports.figure import Figure, minus, plus, ratio
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts, Rows
from csdforms.reports.sources import Sources
from csdforms.reports.sources.money import Receipts, Receivables
from csdforms.reports.sources.sales import Sales

__all__ = ["Balance", "Balances", "Due", "on_billed", "on_due", "paid_in", "unbilled"]

_ONE = dt.timedelta(days=1)
_NO_BILL, _NO_RECEIPT = "没有开票", "没有收款"


class Balance(NamedTuple):
    """What a customer owed, what changed it, and what he owes then (F14); in yuan, with tax."""

    opening: Figure
    billed: Figure
    receipts: Figure
    written_off: Figure
    offset: Figure
    closing: Figure


class Balances:
    """What customers owed before the first day of a period, and what changed it up to the last."""

    def __init__(self, request: Request, start: dt.date, end: dt.date) -> None:
        bills, receipts = request.sources.receivables, request.sources.receipts
        self._request, before = request, start - _ONE
        self._billed_before, self._settled_before = _until(bills, receipts, before)
        self._billed_then, self._settled_then = _until(bills, receipts, end)
        days = f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
        billed = bills.all().where(bills.on.between(start, end), f"{days}开票")
        self._billed = billed.by(bills.file).total(bills.amount, "金额")
        self._paid = paid_in(receipts, start, end)
        settled = receipts.all().where(receipts.on.between(start, end), days).by(receipts.file)
        self._written_off, self._offset = (
            settled.where(receipts.kind.isin(kind), kind).total(receipts.amount, "金额")
            for kind in ("坏账核销", "抵扣")
        )

    def files(self) -> set[str]:
        """Return the customers who were ever billed, or ever paid."""
        known = {*self._billed, *self._paid}
        return {file for file in known if file is not None}

    def billed_until(self, file: str) -> Figure:
        """Return what a customer was ever billed, up to the last day."""
        return of_file(self._billed_then, file, _NO_BILL)

    def of(self, file: str) -> Balance:
        """Return a customer's balance.

        Raises:
            InconsistentReport: if what he owes at the end does not follow from what he owed.
        """
        opening = _owed(self._billed_before, self._settled_before, file)
        billed = of_file(self._billed, file, _NO_BILL)
        receipts = of_file(self._paid, file, _NO_RECEIPT)
        written_off = of_file(self._written_off, file, "没有坏账核销")
        offset = of_file(self._offset, file, "没有抵扣")
        closing = minus(
            "期初应收＋本期开票－收款－坏账核销－抵扣",
            期初加开票=plus("期初应收＋本期开票", 期初应收=opening, 本期开票=billed),
            收款=receipts,
            坏账核销=written_off,
            抵扣=offset,
        )
        then = _owed(self._billed_then, self._settled_then, file)
        self._request.require(
            closing.value == then.value,
            "期初应收＋本期开票－收款－坏账核销－抵扣 不等于期末应收",
        )
        return Balance(opening, billed, receipts, written_off, offset, closing)


class Due:
    """What of the open bills was due, and what was overdue, at the end of a day (F15)."""

    def __init__(self, sources: Sources, day: dt.date) -> None:
        record = whole_record(sources)
        bills = record.bills
        owed, amounts = record.still_open(day)
        until, late = bills.due_on.until(day), bills.due_on.until(day - _ONE)
        self._due = owed.where(until, "已到期").by(bills.file).total(amounts, "未付金额")
        self._overdue = owed.where(late, "已逾期").by(bills.file).total(amounts, "未付金额")

    def due(self, file: str) -> Figure:
        """Return what was due, that of the same day as well."""
        return of_file(self._due, file, _NO_BILL)

    def overdue(self, file: str) -> Figure:
        """Return what was overdue: due before that day."""
        return of_file(self._overdue, file, _NO_BILL)


def paid_in(receipts: Receipts, start: dt.date | None, end: dt.date) -> Counts:
    """Return the money each customer paid from one day to another, less what he got back.

    Without a first day it is all that he ever paid.
    """
    days = f"到{end:%Y-%m-%d}为止" if start is None else f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
    money = receipts.on.between(start or dt.date.min, end) & receipts.kind.isin("收款", "退款")
    paid = receipts.all().where(money, f"{days}的收款和退款")
    return paid.by(receipts.file).total(receipts.paid, "金额")


def on_billed(receipts: Figure, opening: Figure, billed: Figure) -> Figure:
    """Return 回款率 按开票: what was paid of all that was owed or billed (F16)."""
    whole = plus("期初应收＋本期开票", 期初应收=opening, 本期开票=billed)
    return ratio("收款 ÷（期初应收＋本期开票）", 收款=receipts, 应收=whole)


def on_due(receipts: Figure, overdue: Figure) -> Figure:
    """Return 回款率 按到期: what was paid this year, of that and what is late (F16)."""
    whole = plus("本年收款＋逾期金额", 本年收款=receipts, 逾期金额=overdue)
    return ratio("本年收款 ÷（本年收款＋逾期金额）", 本年收款=receipts, 应收=whole)


def unbilled(sales: Sales, bills: Receivables, day: dt.date) -> Rows | None:
    """Return the sales that no bill up to a day names: 货发但未开发票.

    What came back is a matter of its own document, and takes nothing from what went out unbilled.
    Documents from before the first one that a bill names are no matter of it: by then bills did
    not name any. None if no bill ever named one: then it cannot be told.
    """
    named = _named(bills, bills.sale.known())
    first = sales.on.ordinals[sales.number.isin(*named)]
    if not len(first):
        return None
    since = dt.date.fromordinal(int(first.min()))
    billed = sales.number.isin(*_named(bills, bills.on.until(day)))
    days = f"{since:%Y-%m-%d}至{day:%Y-%m-%d}发货而未开票"
    return sales.all().where(sales.on.between(since, day) & sales.is_sale & ~billed, days)


def _until(bills: Receivables, receipts: Receipts, day: dt.date) -> tuple[Counts, Counts]:
    """Return what each customer was billed up to a day, and what settles it."""
    billed = bills.all().where(bills.on.until(day), f"到{day:%Y-%m-%d}为止开票")
    settled = receipts.all().where(receipts.on.until(day), f"到{day:%Y-%m-%d}为止结算")
    return (
        billed.by(bills.file).total(bills.amount, "金额"),
        settled.by(receipts.file).total(receipts.settled, "金额（收款、核销、抵扣，减退款）"),
    )


def _owed(billed: Counts, settled: Counts, file: str) -> Figure:
    return minus(
        "以前开票－以前结算",
        以前开票=of_file(billed, file, _NO_BILL),
        以前结算=of_file(settled, file, _NO_RECEIPT),
    )


def _named(bills: Receivables, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> set[str]:
    """Return the sales documents that some bills name."""
    codes = np.unique(bills.sale.codes[mask])
    return {bills.sale.values[code] for code in codes.tolist() if code >= 0}
