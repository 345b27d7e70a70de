"""Complaints and sale lines that look like a firm's, by the hundred thousand; nobody is in them.

The same seed gives the same rows, so that engines in different processes work on the same ones.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from csdforms.reports.columns import Amounts, Days, Words
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.customers import Customer, Customers, History
from csdforms.reports.sources.kept import Document
from csdforms.reports.sources.sales import KINDS, Sales, SalesColumns

__all__ = ["PERIOD", "books", "complaints", "customers", "followed", "peopled", "sales"]

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

# What only some sheets look at.
_PARTIES = ("总店", "一分店", "二分店", "安装队", "承运商")
_HANDLERS = tuple(f"承办人{number:02}" for number in range(12))
_CLOSINGS = ("正常结案", "正常结案", "正常结案", "客户撤诉", "无效关闭")
_SHARE_TOLD = 0.9
_SHARE_AGAIN = 0.02
_MOST_MINUTES = 3000  # until the customer is told
_REGIONS = ("110105", "310115", "320500", "330100", "330200", "440300", "510100", None)
_GRADES = ("A", "B", "C", None)
#: Of forty customers one came in the last two months, one buys nothing since last summer, one only
#: gives back this year, and one has no file.
_OF = 40
_NEW, _LEFT, _RETURNING, _UNKNOWN = 7, 9, 11, 13
_WITHOUT_COST = (3, 143)
_CAME, _WENT, _GIVES_BACK = dt.date(2026, 2, 3), dt.date(2025, 7, 1), dt.date(2026, 1, 1)
_PAID = ("收款", "收款", "收款", "坏账核销", "抵扣")


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


def followed(cases: Sequence[ComplaintCase], seed: int = 8) -> list[ComplaintCase]:
    """Return the cases with what the statistics by category never ask for.

    Who handled them, about which product or whom they are, how far they came, and that some
    customers are not known, have complained before, or take the complaint back.
    """
    dice = random.Random(f"followed {seed}")  # noqa: S311 - it is a benchmark
    found = []
    for case in cases:
        told = case.received_at + dt.timedelta(minutes=dice.randrange(_MOST_MINUTES))
        told = min(told, case.closed_at or told)
        steps = sorted(dice.choices(range(9), k=3))
        begun, decided, done = (case.received_at + dt.timedelta(days=step) for step in steps)
        came = 3 if case.closed_at is not None else dice.randrange(4)  # steps taken
        is_known, about_goods = dice.random() < _SHARE_TOLD, dice.random() < _SHARE_TOLD
        key = case.customer_key if is_known else None
        settled = decided if came > 1 else None
        found.append(
            replace(
                case,
                customer_key=key,
                customer_name=None if key is None else f"客户{key}",
                product_name=dice.choice(_PRODUCTS) if about_goods else None,
                complained_party=None if about_goods else dice.choice(_PARTIES),
                handler=dice.choice((*_HANDLERS, None)),
                acknowledged_at=told if dice.random() < _SHARE_TOLD else None,
                repeat_no=dice.choice((1, 2, 3)) if dice.random() < _SHARE_AGAIN else None,
                investigation_started_on=begun.date() if came > 0 else None,
                decided_at=settled,
                settled_at=settled,
                compensation_amount=case.compensation_amount if settled else None,
                loss_amount=case.loss_amount if settled else None,
                follow_up_at=case.closed_at if case.satisfaction else None,
                executed_at=done if came > 2 else None,  # noqa: PLR2004 - the third step
                closing_type=dice.choice(_CLOSINGS) if case.closed_at else None,
            )
        )
    return found


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
        code=none,
        product=Words(dice.integers(0, len(_PRODUCTS), count), _PRODUCTS),
        spec=none,
        unit=Words(np.zeros(count, np.int32), ("件",)),
        quantity=Amounts(dice.integers(1, 200, count)),
        amount=Amounts(amount, 2),
        cost=Amounts(cost, 2, dice.random(count) >= _SHARE_WITHOUT_COST),
        tax_rate=Amounts(np.full(count, 13), 2),
        is_taxed=np.zeros(count, np.bool_),
    )
    return Sales(columns, known)


def peopled(lines: Sales, seed: int = 8) -> Sales:
    """Return the lines as bought by people with a history, under contracts, some wholly returned.

    Their customers move, rest, go and are graded; some come late, leave early, only give back, or
    have no file; only of two customers costs are missing. What one of them buys, and gives back,
    in a day is one document.
    """
    dice = np.random.default_rng(seed)
    columns = lines.columns
    on, size = columns.on.ordinals, lines.size
    owner, kind = columns.file.codes.copy(), columns.kind.codes
    kin = owner % _OF
    away = (kin == _NEW) & (on < _CAME.toordinal())
    away |= (kin == _LEFT) & (on >= _WENT.toordinal())
    away |= (kin == _RETURNING) & (on >= _GIVES_BACK.toordinal()) & (kind == 0)
    owner[away] += 1
    owner %= len(columns.file.values)
    is_known = columns.cost.known() | ~np.isin(owner, _WITHOUT_COST)
    _, documents = np.unique(owner.astype(np.int64) * (1 << 20) + on, return_inverse=True)
    contracts = dice.integers(-1, 3, size)
    return Sales(
        replace(
            columns,
            file=Words(owner, columns.file.values),
            cost=Amounts(columns.cost.units, columns.cost.places, is_known),
            number=Words(documents, tuple(f"XS{one:08}" for one in range(documents.max() + 1))),
            contract=Words(
                np.where(contracts < 0, -1, owner * 3 + contracts),
                tuple(f"HT{one:05}" for one in range(3 * len(columns.file.values))),
            ),
        ),
        _people(columns.file.values, seed),
    )


def _people(files: Sequence[str], seed: int) -> Customers:
    """Return the customers of these files with their histories."""
    dice = random.Random(f"people {seed}")  # noqa: S311 - it is a benchmark
    found = []
    for number, file in enumerate(files):
        kin, rests = number % _OF, dice.random()
        is_sealed = number % (2 * _OF) == _LEFT
        opened = dt.date(2015, 1, 1) + dt.timedelta(days=dice.randrange(4100))
        if kin == _NEW:
            opened = _CAME + dt.timedelta(days=dice.randrange(50))
        moved = _FIRST + dt.timedelta(days=dice.randrange(820))
        left = _WENT + dt.timedelta(days=dice.randrange(270))
        graded = [
            (day, (grade, f"DJ-{day:%Y%m%d}-001"))
            for day in (dt.date(2025, 6, 30), dt.date(2025, 12, 31))
            if kin != _NEW and (grade := dice.choice(_GRADES)) is not None
        ]
        homes = [(day, dice.choice(_REGIONS)) for day in (opened, moved) if day >= opened]
        if kin == _UNKNOWN:
            continue
        found.append(
            Customer(
                file,
                f"客户{number:04}",
                "法人",
                "SEALED" if is_sealed else "ACTIVE",
                opened,
                ended_on=left if is_sealed else None,
                dormant_since=left if not is_sealed and rests > _SHARE_TOLD else None,
                profiles=History((day, {"region_code": home}) for day, home in homes),
                grades=History(graded),
            )
        )
    return Customers(found, {})


def books(people: Customers, count: int, seed: int = 8) -> tuple[list[Document], list[Document]]:
    """Return so many bills of the customers, and what settles them; every receipt names its bill.

    Customers are billed at random, whatever they bought.
    """
    dice = random.Random(f"books {seed}")  # noqa: S311 - it is a benchmark
    files = [customer.file for customer in people]
    bills, receipts = list[Document](), list[Document]()
    for number in range(count):
        file, name = dice.choice(files), f"YS{number:06}"
        day = _FIRST + dt.timedelta(days=dice.randrange(830))
        cents, term = dice.randrange(100, 5_000_000), dice.choice((30, 60, 90))
        bill = {"number": name, "file": file, "on": day.isoformat()}
        bill |= {"due_on": (day + dt.timedelta(days=term)).isoformat(), "amount": _yuan(cents)}
        bills.append(bill)
        for part in range(dice.choice((0, 1, 1, 2))):
            paid_on = day + dt.timedelta(days=dice.randrange(120))
            paid = cents if dice.random() < _SHARE_CLOSED else cents // 2
            cents -= paid
            told = [(dice.choice(_PAID), paid_on, paid)]
            if dice.random() < _SHARE_RETURNED:
                told.append(("退款", paid_on + dt.timedelta(days=9), paid // 2))
            receipts += [
                {"number": f"SK{number:06}-{part}-{kind}", "file": file, "on": on.isoformat()}
                | {"amount": _yuan(amount), "kind": kind, "applied_to": name}
                for kind, on, amount in told
                if amount
            ]
    return bills, receipts


def _yuan(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))
