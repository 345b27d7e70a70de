"""How one customer bought and paid: the figures on which his credit analysis rests (F15–F20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from csdforms.reports.customer.credit_terms import terms_on, turns
from csdforms.reports.customer.payment_record import OnTime, PaymentRecord
from csdforms.reports.customer.shipped import Shipments, exposure, shipments
from csdforms.reports.figure import Figure, to_the_cent, worked
from csdforms.reports.period import Period, months_before
from csdforms.reports.sources import Sources
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.sales import Sales

__all__ = ["bought", "paid"]

_YEAR = 11  # months before that of the last day


def bought(sales: Sales, file: str, end: dt.date) -> dict[str, Figure]:
    """Return the sales of twelve months of the calendar, up to a day, and their mean (F19).

    The mean is over months in which something was shipped; returns and allowances count against
    the amount.
    """
    start = months_before(end.replace(day=1), _YEAR)
    mine = sales.all().where(
        sales.file.isin(file) & sales.on.between(start, end), f"{start:%Y-%m-%d}至{end:%Y-%m-%d}"
    )
    net = mine.total(sales.net, "销售净额")
    months = mine.where(sales.is_sale, "有发货").distinct(sales.month, "月份")
    return {
        "last_twelve_months_amount": net,
        "shipping_months": months,
        "avg_month_sales_amount": to_the_cent(
            "近12月销售额 ÷ 有发货月数，保留到分", 销售额=net, 月数=months
        ),
    }


def paid(sources: Sources, customer: Customer, period: Period, basis: str) -> dict[str, Figure]:
    """Return what fell due and was paid in time, how late and how much the rest was."""
    end, record = min(period.end, period.as_of), sources.payments.of(customer.file)
    due = OnTime(record, period)
    counts = due.figures()
    days = f"{period.start:%Y-%m-%d}至{end:%Y-%m-%d}逾期过"
    late_days = record.longest_late(period.start, end)
    late = record.bills.all().where(late_days.known(), days)
    overdue, amounts = record.still_open(period.as_of)
    balances = [_balance(record, day) for day in record.changing_days(period.start, end)]
    overdue = overdue.where(record.late_days(period.as_of).above(0), "已逾期")
    return {
        "due_count": counts[0],
        "on_time_count": counts[1],
        "on_time_payment_rate": due.rate(basis),
        "max_overdue_days": worked(
            "最长逾期天数，没有逾期为0",
            lambda days: days or 0,
            最长=late.greatest(late_days, "天数"),
        ),
        "overdue_amount": overdue.total(amounts, "未付金额"),
        "max_balance_amount": max(balances, key=lambda one: one.number()),
        **_over_limit(record, shipments(sources, end, customer.file), customer, period.start, end),
    }


def _over_limit(
    record: PaymentRecord,
    shipped: Shipments | None,
    customer: Customer,
    start: dt.date,
    end: dt.date,
) -> dict[str, Figure]:
    """Return how often what a customer had in use went beyond his limit, if he had any (F20)."""
    days = {*record.changing_days(start, end), *turns(customer, start, end)}
    if shipped is not None:
        days |= shipped.days(start, end)
    in_order = sorted(days)
    limits = [terms_on(customer, day).limit for day in in_order]
    if all(limit.value is None for limit in limits):
        return {}
    used = [_used(record, shipped, day) for day in in_order]
    formula = "信用占用额由不超过当日额度变为超过的次数"
    return {"over_limit_count": worked(formula, _times_over, 占用额=used, 额度=limits)}


def _used(record: PaymentRecord, shipped: Shipments | None, day: dt.date) -> Figure:
    balance = _balance(record, day)
    if shipped is None:
        return balance
    rows, amounts = shipped.unbilled(day)
    return exposure(balance, rows.total(amounts, "未开票金额"))


def _balance(record: PaymentRecord, day: dt.date) -> Figure:
    rows, amounts = record.still_open(day)
    return rows.total(amounts, "未付金额")


def _times_over(used: Sequence[Any], limits: Sequence[Any]) -> int:
    """Return how often the amount in use goes beyond the limit; beyond an unknown one never."""
    above = [
        limit is not None and amount > limit for amount, limit in zip(used, limits, strict=True)
    ]
    return sum(now and not before for before, now in zip([False, *above], above, strict=False))
