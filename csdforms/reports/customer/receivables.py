"""What each customer owed, was billed and paid in some days: F14–F16.

A balance is what the ledgers come to: all that was billed less all that settles it, whatever bill
it names, and less what the finance system says was settled (已收金额) beyond that. So it is what is
open of the bills less what was paid in advance. What is due or overdue is what is open of the bills
(:mod:`csdforms.reports.customer.payment_record`, which also has the ages, F17).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.reports.customer.turnover import of_file
from csdforms.reports.figure import Figure, minus, plus, ratio
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts
from csdforms.reports.sources import Sources

__all__ = ["Balance", "Balances", "Due", "on_billed", "on_due", "paid_in"]

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
        sources = request.sources
        bills, receipts, record = sources.receivables, sources.receipts, sources.payments
        self._request, before = request, start - _ONE
        self._billed_before, self._settled_before = _until(sources, before)
        self._billed_then, _ = _until(sources, end)
        owed, amounts = record.still_open(end)
        self._open = owed.by(bills.file).total(amounts, "未付金额")
        self._free, self._applied = record.advances(end)
        days = f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
        billed = bills.all().where(bills.on.between(start, end), f"{days}开票")
        self._billed = billed.by(bills.file).total(bills.amount, "金额")
        self._paid = paid_in(sources, start, end)
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
            InconsistentReport: if what he owes at the end is not what is open less his advance.
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
        then = minus(
            "未付清的应收款－预收",
            未付=of_file(self._open, file, _NO_BILL),
            预收=minus(
                "没有指明已开的应收的收款－其中所冲金额",
                收款=of_file(self._free, file, _NO_RECEIPT),
                所冲=of_file(self._applied, file, _NO_BILL),
            ),
        )
        self._request.require(
            closing.value == then.value,
            "期初应收＋本期开票－收款－坏账核销－抵扣 不等于未付清的应收款减预收",
        )
        return Balance(opening, billed, receipts, written_off, offset, closing)


class Due:
    """What of the open bills was due, and what was overdue, at the end of a day (F15)."""

    def __init__(self, sources: Sources, day: dt.date) -> None:
        record = sources.payments
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


def paid_in(sources: Sources, start: dt.date | None, end: dt.date) -> Counts:
    """Return the money each customer paid from one day to another, less what he got back.

    Without a first day it is all that he ever paid. What the finance system says was settled
    (已收金额) and no receipt has brought is money as well; when its receipt comes, it is that.
    """
    receipts = sources.receipts
    days = f"到{end:%Y-%m-%d}为止" if start is None else f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
    money = receipts.on.between(start or dt.date.min, end) & receipts.kind.isin("收款", "退款")
    paid = receipts.all().where(money, f"{days}的收款和退款")
    found = paid.by(receipts.file).total(receipts.paid, "金额")
    then = _without_receipt(sources, end)
    before: Counts = {} if start is None else _without_receipt(sources, min(start - _ONE, end))
    more = {file: _more(before, then, file) for file in {*before, *then} if file}
    return _together(found, more)


def on_billed(receipts: Figure, opening: Figure, billed: Figure) -> Figure:
    """Return 回款率 按开票: what was paid of all that was owed or billed (F16)."""
    whole = plus("期初应收＋本期开票", 期初应收=opening, 本期开票=billed)
    return ratio("收款 ÷（期初应收＋本期开票）", 收款=receipts, 应收=whole)


def on_due(receipts: Figure, overdue: Figure) -> Figure:
    """Return 回款率 按到期: what was paid this year, of that and what is late (F16)."""
    whole = plus("本年收款＋逾期金额", 本年收款=receipts, 逾期金额=overdue)
    return ratio("本年收款 ÷（本年收款＋逾期金额）", 本年收款=receipts, 应收=whole)


def _until(sources: Sources, day: dt.date) -> tuple[Counts, Counts]:
    """Return what each customer was billed up to a day, and what settles it."""
    bills, receipts = sources.receivables, sources.receipts
    billed = bills.all().where(bills.on.until(day), f"到{day:%Y-%m-%d}为止开票")
    settled = receipts.all().where(receipts.on.until(day), f"到{day:%Y-%m-%d}为止结算")
    found = settled.by(receipts.file).total(receipts.settled, "金额（收款、核销、抵扣，减退款）")
    more = _without_receipt(sources, day)
    return billed.by(bills.file).total(bills.amount, "金额"), _together(found, more)


def _without_receipt(sources: Sources, day: dt.date) -> Counts:
    """Return what was settled without a receipt up to a day, of the customers who have any."""
    record, bills = sources.payments, sources.receivables
    amounts = record.without_receipt(day)
    rows = bills.all().where(amounts.units > 0, f"到{day:%Y-%m-%d}为止已收而没有收款单")
    grouped = rows.by(bills.file)
    totals = grouped.total(amounts, "已收金额减去收款单冲的金额")
    return {file: totals[file] for file in grouped.words()}


def _more(before: Counts, then: Counts, file: str) -> Figure:
    none = "没有收款单的已收金额为0"
    return minus(
        "期末没有收款单的已收金额－期初",
        期末=of_file(then, file, none),
        期初=of_file(before, file, none),
    )


def _together(found: Counts, more: Mapping[Any, Figure]) -> Counts:
    """Return what receipts come to, with what was settled without one."""
    if not more:
        return found
    sums: dict[str | None, Figure] = {
        file: plus(
            "收款单＋没有收款单的已收金额", 收款单=of_file(found, file, _NO_RECEIPT), 已收=one
        )
        for file, one in more.items()
    }
    return {**found, **sums}


def _owed(billed: Counts, settled: Counts, file: str) -> Figure:
    return minus(
        "以前开票－以前结算",
        以前开票=of_file(billed, file, _NO_BILL),
        以前结算=of_file(settled, file, _NO_RECEIPT),
    )
