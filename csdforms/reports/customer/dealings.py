"""How one customer bought and paid: the figures on which his credit analysis rests (F15–F20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from csdforms.reports.customer.credit_terms import terms_on
from csdforms.reports.customer.payment_record import OnTime, PaymentRecord
from csdforms.reports.figure import Figure, ratio, worked
from csdforms.reports.period import Period, months_before
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.sales import Sales
from csdforms.schemas.types.numbers import rounded

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
    exact = ratio("近12月销售额 ÷ 有发货月数", 销售额=net, 月数=months)
    return {
        "last_twelve_months_amount": net,
        "shipping_months": months,
        "avg_month_sales_amount": worked("近12月销售额 ÷ 有发货月数，保留到分", _cents, 平均=exact),
    }


def paid(
    record: PaymentRecord, customer: Customer, period: Period, basis: str
) -> dict[str, Figure]:
    """Return what fell due and was paid in time, how late and how much the rest was."""
    end = min(period.end, period.as_of)
    due = OnTime(record, period)
    counts = due.figures()
    days = f"{period.start:%Y-%m-%d}至{end:%Y-%m-%d}逾期过"
    late_days = record.longest_late(period.start, end)
    late = record.bills.all().where(late_days.known(), days)
    overdue, amounts = record.still_open(period.as_of)
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
        **_balances(record, customer, period.start, end),
    }


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else rounded(amount, 2)


def _balances(
    record: PaymentRecord, customer: Customer, start: dt.date, end: dt.date
) -> dict[str, Figure]:
    """Return the highest balance of a period, and how often it went beyond the limit (F20)."""
    changed = {day for day, _ in customer.credits if start <= day <= end}
    days = sorted({*record.changing_days(start, end), *changed})
    balances = [_balance(record, day) for day in days]
    limits = [terms_on(customer, day).limit for day in days]
    highest = max(balances, key=lambda one: one.number(), default=_balance(record, end))
    over: Figure | None = None
    if any(limit.value is not None for limit in limits):
        over = worked("余额由不超过当日额度变为超过的次数", _times_over, 余额=balances, 额度=limits)
    found = {"max_balance_amount": highest}
    return found if over is None else {**found, "over_limit_count": over}


def _balance(record: PaymentRecord, day: dt.date) -> Figure:
    rows, amounts = record.still_open(day)
    return rows.total(amounts, "未付金额")


def _times_over(balances: Sequence[Any], limits: Sequence[Any]) -> int:
    """Return how often a balance goes beyond the limit; where none is known it does not."""
    above = [
        limit is not None and balance > limit
        for balance, limit in zip(balances, limits, strict=True)
    ]
    return sum(now and not before for before, now in zip([False, *above], above, strict=False))
