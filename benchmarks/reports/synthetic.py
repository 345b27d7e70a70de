"""Complaints and sale lines that look like a firm's, by the hundred thousand; nobody is in them.

The same seed gives the same rows, so that engines in different processes work on the same ones.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import numpy as np

from csdforms.reports.columns import Amounts, Days, Words
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.customers import Customer, Customers
from csdforms.reports.sources.sales import KINDS, Sales, SalesColumns

__all__ = ["PERIOD", "complaints", "customers", "sales"]

#: The quarter that the reports are about; rows go back to two years before it.
PERIOD = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))

_FIRST = dt.date(2024, 1, 1)
_CATEGORIES = ("产品质量", "服务质量", "物流交付", "价格与收费", "合同与承诺", "促销活动")
_CAUSES = ("产品设计", "来料", "生产制造", "检验", "运输", "服务人员", None)
_DEPARTMENTS = ("生产部", "质检部", "物流部", "客服部", "销售部", None)
_VALIDITY = ("属实", "部分属实", "不属实", "待核实")
_SATISFACTION = ("非常满意", "满意", "一般", "不满意", "非常不满意", None, None)
_CHANNELS = ("来电", "来访", "电子邮件", "在线客服")
_PRODUCTS = tuple(f"产品{number:02}" for number in range(60))
_SHARE_CLOSED = 0.85
_SHARE_WITHOUT_COST = 0.002
_SHARE_RETURNED = 0.04
_DAY_MINUTES = 24 * 60


def complaints(count: int, seed: int = 8) -> list[ComplaintCase]:
    """Return so many complaint cases of the two years and a quarter up to the period's end."""
    dice = random.Random(seed)  # noqa: S311 - it is a benchmark
    days = (PERIOD[1] - _FIRST).days
    people = max(10, count // 12)
    cases = []
    for number in range(count):
        minutes = dice.randrange(days * _DAY_MINUTES)
        received = dt.datetime.combine(_FIRST, dt.time()) + dt.timedelta(minutes=minutes)
        is_closed = dice.random() < _SHARE_CLOSED
        closed = received + dt.timedelta(days=dice.choice((1, 2, 3, 5, 7, 9, 14)), hours=1)
        cases.append(
            ComplaintCase(
                complaint_no=f"TS-{received:%Y%m%d}-{number:06}",
                received_at=received,
                due_on=received.date() + dt.timedelta(days=dice.choice((1, 3, 7))),
                customer_key=f"C{dice.randrange(people):05}",
                category=dice.choice(_CATEGORIES),
                channel=dice.choice(_CHANNELS),
                level=dice.choice(("低等级", "低等级", "低等级", "高等级")),
                validity=dice.choice(_VALIDITY),
                responsible_department=dice.choice(_DEPARTMENTS),
                cause_category=dice.choice(_CAUSES),
                compensation_amount=Decimal(dice.randrange(0, 200_000)).scaleb(-2),
                loss_amount=Decimal(dice.randrange(0, 90_000)).scaleb(-2),
                satisfaction=dice.choice(_SATISFACTION) if is_closed else None,
                closed_at=closed if is_closed else None,
                closing_type="正常结案" if is_closed else None,
            )
        )
    return cases


def customers(count: int = 400) -> Customers:
    """Return so many customers without any history."""
    opened = dt.date(2020, 1, 1)
    return Customers(
        [
            Customer(f"KH-F-2020-{number:06}", f"客户{number:04}", "法人", "ACTIVE", opened)
            for number in range(count)
        ],
        {},
    )


def sales(count: int, seed: int = 8, people: int = 400) -> Sales:
    """Return so many lines of sales, returns and allowances, some without a cost."""
    dice = np.random.default_rng(seed)
    known = customers(people)
    files = tuple(one.file for one in known)
    first, last = _FIRST.toordinal(), PERIOD[1].toordinal()
    on = np.sort(dice.integers(first, last + 1, count))
    # A few customers buy most.
    owner = (dice.power(0.4, count) * people).astype(np.int32)
    kinds = np.where(dice.random(count) < _SHARE_RETURNED, dice.integers(1, 3, count), 0)
    amount = dice.integers(100, 5_000_000, count)
    cost = (amount * dice.uniform(0.55, 1.05, count)).astype(np.int64)
    documents = max(1, count // 3)
    numbers = tuple(f"XS{number:08}" for number in range(documents))
    none = Words(np.full(count, -1, np.int32), ())
    columns = SalesColumns(
        file=Words(owner, files),
        on=Days(on),
        number=Words(np.arange(count) // 3 % documents, numbers),
        kind=Words(kinds, KINDS),
        contract=none,
        product=Words(dice.integers(0, len(_PRODUCTS), count), _PRODUCTS),
        spec=none,
        unit=Words(np.zeros(count, np.int32), ("件",)),
        salesperson=none,
        quantity=Amounts(dice.integers(1, 200, count)),
        amount=Amounts(amount, 2),
        cost=Amounts(cost, 2, dice.random(count) >= _SHARE_WITHOUT_COST),
        tax_rate=Amounts(np.full(count, 13), 2),
        is_taxed=np.zeros(count, np.bool_),
    )
    return Sales(columns, known)
