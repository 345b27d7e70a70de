"""Who may be named an excellent customer, and how customers are marked against the best of them.

A condition is known by its words: what a sheet demands in other words a person judges. Numbers are
those of ``settings.current().award``.

>>> relative([Decimal(200), Decimal(150), None], 30)
[Decimal('30.00'), Decimal('22.50'), None]
>>> relative([Decimal(0), Decimal(2)], 10, lower=True)
[Decimal('10.00'), Decimal('0.00')]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from csdforms.schemas import settings
from csdforms.schemas.figures import WAN, ratio
from csdforms.schemas.labels import normalise
from csdforms.schemas.types import Quantity
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "MEASURES",
    "Candidate",
    "basis_of",
    "conditions",
    "cooperation_years",
    "failed",
    "is_lower_better",
    "months_between",
    "moved_by",
    "quota",
    "relative",
    "usual_conditions",
    "vip_conditions",
    "within",
]

Number = Decimal | int

#: What an indicator measures: the field of the line, and whether less of it is better.
MEASURES = {
    "销售净额": ("net_sales_amount", False),
    "销售增长": ("year_on_year_rate", False),
    "毛利贡献": ("gross_profit_amount", False),
    "毛利率": ("gross_margin_rate", False),
    "回款金额": ("receipts_amount", False),
    "回款率": ("collection_rate", False),
    "按期付款率": ("on_time_payment_rate", False),
    "合作年限": ("cooperation_years", False),
    "配合度与投诉": ("complaint_count", True),
    "投诉次数": ("complaint_count", True),
    "质量问题金额占比": ("quality_issue_share", True),
}
GRAVE = ("高", "极高")
_PLACES = 2
_DAYS_OF_YEAR = Decimal("365.25")
_MONTHS = 12


class Candidate(NamedTuple):
    """What conditions are tested on."""

    grade: str | None = None
    overdue: Decimal | None = None
    risk_level: str | None = None
    on_register: bool | None = None
    months: Number | None = None
    total_sales: Decimal | None = None
    quality_issue_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in words, whether a customer meets it (if that is known), and why not."""

    words: str
    met: Callable[[Candidate], bool | None]
    reason: str


def conditions() -> tuple[Condition, ...]:
    """Return the conditions that can be tested, the usual five first, then those for VIPs."""
    policy = settings.current().award
    grades = "或".join(policy.grades)
    total = Quantity().show(policy.total_amount / WAN).replace(",", "")
    share = Quantity().show(policy.quality_issue_share * 100)
    months = policy.cooperation_months
    return (
        Condition(
            f"客户等级为{grades}",
            lambda one: None if one.grade is None else one.grade in policy.grades,
            f"客户等级不是{grades}",
        ),
        Condition(
            "期末无逾期",
            lambda one: None if one.overdue is None else one.overdue == 0,
            "期末有逾期",
        ),
        Condition(
            "危险程度不是高或极高",
            lambda one: one.risk_level not in GRAVE,  # who is on no list is at no risk
            "危险程度为高或极高",
        ),
        Condition(
            "不在不诚信名单上",
            lambda one: None if one.on_register is None else not one.on_register,
            "列入不诚信名单",
        ),
        Condition(
            f"合作满{months}个月",
            lambda one: None if one.months is None else one.months >= months,
            f"合作不满{months}个月",
        ),
        Condition(
            f"累计交易金额超过{total}万元",
            lambda one: None if one.total_sales is None else one.total_sales > policy.total_amount,
            f"累计交易金额未超过{total}万元",
        ),
        Condition(
            f"质量问题金额占比低于{share}%",
            lambda one: (
                None
                if one.quality_issue_share is None
                else one.quality_issue_share < policy.quality_issue_share
            ),
            f"质量问题金额占比不低于{share}%",
        ),
    )


_USUAL = 5
_JUDGED = ("认同企业文化", "出现质量问题后服从配合且态度良好")


def usual_conditions() -> tuple[str, ...]:
    """Return the conditions of a sheet that names none."""
    return tuple(each.words for each in conditions()[:_USUAL])


def vip_conditions() -> tuple[str, ...]:
    """Return the conditions for VIP customers; the last two a person judges.

    >>> vip_conditions()[0]
    '累计交易金额超过1000万元'
    """
    return (*(each.words for each in conditions()[_USUAL:]), *_JUDGED)


def failed(named: Iterable[str], one: Candidate) -> tuple[tuple[str, ...], bool]:
    """Return why a customer does not qualify, and whether every condition could be tested."""
    known = {normalise(each.words): each for each in conditions()}
    reasons: list[str] = []
    complete = True
    for words in named:
        condition = known.get(normalise(words))
        met = None if condition is None else condition.met(one)
        complete = complete and met is not None
        if condition is not None and met is False:
            reasons.append(condition.reason)
    return tuple(reasons), complete


def is_lower_better(name: str | None) -> bool:
    """Return whether less of what an indicator measures is better."""
    return name in MEASURES and MEASURES[name][1]


def basis_of(weight: Number, *, lower: bool) -> str:
    """Return in words how an indicator is marked against the best.

    >>> basis_of(10, lower=True)
    '最少÷本户×10分，最少为0时0得满分'
    """
    marks = f"{Quantity().show(Decimal(weight))}分"
    return f"最少÷本户×{marks}，最少为0时0得满分" if lower else f"本户÷最高×{marks}"


def relative(
    values: Sequence[Number | None], weight: Number, *, lower: bool = False
) -> list[Decimal | None]:
    """Return the marks of each against the best, who gets them all; what is unknown has none.

    Where nobody is above 0 there are no marks; where less is better, nothing at all is the best.
    """
    known = [Decimal(value) for value in values if value is not None]
    best = (min if lower else max)(known, default=Decimal(0))
    return [None if one is None else _marks(Decimal(one), best, weight, lower) for one in values]


def _marks(value: Decimal, best: Decimal, weight: Number, lower: bool) -> Decimal:
    if lower:
        share = Decimal(1) if value == best else best / value
    else:
        share = max(value, Decimal(0)) / best if best > 0 else Decimal(0)
    return rounded(share * weight, _PLACES)


def moved_by(
    values: Sequence[Number | None], weight: Number, half: Decimal, *, lower: bool = False
) -> list[Decimal]:
    """Return by how much marks against the best may be off, where values are off by ``half``.

    >>> moved_by([Decimal(200), Decimal(150)], 30, Decimal(1))
    [Decimal('0.3'), Decimal('0.2625')]
    """
    known = [Decimal(value) for value in values if value is not None]
    best = (min if lower else max)(known, default=Decimal(0))
    found = []
    for one in values:
        part, whole = (best, one or 0) if lower else (max(one or 0, 0), best)
        share = ratio(part, whole)
        found.append(Decimal(0) if share is None else weight * half * (1 + share) / whole)
    return found


def cooperation_years(first: dt.date | None, until: dt.date | None) -> Decimal | None:
    """Return the years between two days with one decimal, ``None`` if they are not in order.

    >>> cooperation_years(dt.date(2024, 1, 1), dt.date(2025, 12, 31))
    Decimal('2.0')
    """
    if first is None or until is None or first > until:
        return None
    return rounded(((until - first).days + 1) / _DAYS_OF_YEAR, 1)


def months_between(first: dt.date | None, until: dt.date | None) -> int | None:
    """Return the whole months from the first day to the end of the last, ``None`` if unknown.

    >>> months_between(dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    12
    """
    if first is None or until is None:
        return None
    after = until + dt.timedelta(days=1)
    months = (after.year - first.year) * _MONTHS + after.month - first.month
    return months - (after.day < first.day)


def quota(count: int | None, share: Decimal | None, customers: int | None) -> int | None:
    """Return how many may be named: so many, or this share of all customers, at least one.

    >>> quota(None, Decimal("0.05"), 59), quota(3, None, None)
    (2, 3)
    """
    if count is not None or share is None or customers is None:
        return count
    return max(int(share * customers), 1)


def within(scores: Sequence[Decimal | None], places: int | None, *, take_ties: bool) -> list[bool]:
    """Return which scores are within the quota; those tied on its line are taken all or none.

    >>> within([Decimal(9), Decimal(8), Decimal(8), None], 2, take_ties=False)
    [True, False, False, False]
    """
    found = []
    for score in scores:
        better = sum(other is not None and score is not None and other > score for other in scores)
        last = better + scores.count(score)
        reached = places is None or (better < places if take_ties else last <= places)
        found.append(score is not None and reached)
    return found
