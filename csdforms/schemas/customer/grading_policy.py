"""How customers are graded: the policies of real regimes, and the arithmetic of each method.

A policy is data: its grades, best first, and where each begins. Bands are half open, the lower
bound belongs to them: of 60 and 80 points, 80 is A and 79.99 is B. By cumulative share a customer
counts with his own share, and the first one is always of the best grade.

>>> [grade.name for grade in find("abc_80_95").grades]
['A', 'B', 'C']
>>> by_share([60, 25, 10, 5], [Decimal("0.80"), Decimal("0.95")])
(0, 1, 1, 2)
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from csdforms.schemas.fields.grading import GradingMethodWord
from csdforms.schemas.figures import Number, abc_classes

__all__ = ["LEADING", "Grade", "Policy", "by_bound", "by_letters", "by_share", "find", "usual"]

#: The indices in which a customer of grade A leads.
LEADING = ("销售总额", "销售价格", "货款回收")


class Grade(NamedTuple):
    """One grade: its name, what it means, and its bound (a share, points or yuan)."""

    name: str
    meaning: str
    bound: Decimal | None = None


class Policy(NamedTuple):
    """A way of grading, as a firm lays it down."""

    identifier: str
    name: str
    method: GradingMethodWord
    grades: tuple[Grade, ...]
    indicators: tuple[str, ...] = ()


def _by_share(a: str, b: str) -> tuple[Grade, ...]:
    return (
        Grade("A", "重点客户", Decimal(a)),
        Grade("B", "主要客户", Decimal(b)),
        Grade("C", "一般客户", Decimal(1)),
    )


#: The first one of a method is its usual one.
POLICIES = (
    Policy("abc_55_85", "ABC分类（55%/85%）", "累计占比法", _by_share("0.55", "0.85")),
    Policy("abc_80_95", "ABC分类（80%/95%）", "累计占比法", _by_share("0.80", "0.95")),
    Policy(
        "score_80_60_40",
        "综合评分（80/60/40分）",
        "综合评分法",
        (
            Grade("A", "关键客户", Decimal(80)),
            Grade("B", "重要客户", Decimal(60)),
            Grade("C", "一般客户", Decimal(40)),
            Grade("D", "普通客户"),
        ),
    ),
    Policy(
        "amount_1000_500",
        "年业务量（1,000万/500万元）",
        "业务量法",
        (
            Grade("A", "按期付款，无违约，愿长期合作", Decimal(10_000_000)),
            Grade("B", "无违约", Decimal(5_000_000)),
            Grade("C", "信誉良好，无违法行为", Decimal("0.01")),
            Grade("D", "未曾交易，或为自然人"),
        ),
    ),
    Policy(
        "index_abc",
        "指标ABC评级",
        "指标等级法",
        (
            Grade("A", "价格、回款、销量领先"),
            Grade("B", "各项居中"),
            Grade("C", "多数指标落后"),
        ),
        (*LEADING, "订单计划性", "产品满足度", "沟通一致性"),
    ),
    Policy(
        "five_level",
        "五级分类",
        "人工评定",
        (
            Grade("A", "重要客户"),
            Grade("B", "主要客户"),
            Grade("C", "普通客户"),
            Grade("D", "需关注，转入预警"),
            Grade("E", "拟淘汰"),
        ),
    ),
)


def find(name: str | None) -> Policy | None:
    """Return the policy of this name or identifier, if it is one of these."""
    found = (policy for policy in POLICIES if name in (policy.identifier, policy.name))
    return next(found, None)


def usual(method: str | None) -> Policy | None:
    """Return the usual policy of a method."""
    return next((policy for policy in POLICIES if policy.method == method), None)


# By position in the list of grades: 0 is the best


def by_share(
    values: Sequence[Number], bounds: Sequence[Decimal], *, keep_ties: bool = False
) -> tuple[int, ...]:
    """Return the grade of values in ranked order, by cumulative share.

    ``bounds`` are those of all grades but the last, which takes the rest. With ``keep_ties`` equal
    values share the better grade.
    """
    beyond = [0] * len(values)
    for bound in bounds:
        for place, found in enumerate(abc_classes(values, bound, bound, keep_ties=keep_ties)):
            beyond[place] += found != "A"
    return tuple(beyond)


def by_bound(value: Number, bounds: Sequence[Decimal]) -> int:
    """Return the grade of a value; ``bounds`` are where all grades but the last begin.

    >>> [by_bound(value, [80, 60, 40]) for value in (80, Decimal("79.99"), 40, 39)]
    [0, 1, 2, 3]
    """
    return sum(value < bound for bound in bounds)


def by_letters(letters: Sequence[str], indicators: Sequence[str | None]) -> str:
    """Return the grade of a customer whose indices are rated A, B or C.

    A leads in price, collection and volume (where none of these is rated, in all); C lags in more
    than half of all.

    >>> by_letters("AAABBB", (*LEADING, "甲", "乙", "丙")), by_letters("BCC", LEADING)
    ('A', 'C')
    """
    rated = list(zip(indicators, letters, strict=True))
    leading = [letter for indicator, letter in rated if indicator in LEADING] or letters
    if all(letter == "A" for letter in leading):
        return "A"
    return "C" if list(letters).count("C") * 2 > len(letters) else "B"
