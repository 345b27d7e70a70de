"""The arithmetic of credit: score → grade → factor → limit → term, and how scores come about.

The figures (bands, factors, terms) are those of ``settings.current().credit``. A score is worked
out by one of four scorers: ``banded``, ``proportional``, ``deduct`` and ``manual``; the scores of
several raters are joined by ``figures.mean`` or ``figures.weighted_mean``.

>>> grade_of(Decimal("89.5")), grade_of(Decimal(95), knocked_out=True)
('AA', 'C')
>>> limit_by_formula("A", Decimal(100_000), 60)
Decimal('160000.00')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from csdforms.schemas import settings
from csdforms.schemas.fields.credit import CREDIT_GRADES, CreditGradeWord, DirectionWord
from csdforms.schemas.form import Block
from csdforms.schemas.rules import Problem, error
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "WITHOUT_CREDIT",
    "agreed_terms",
    "banded",
    "deduct",
    "direction_of",
    "factor_range",
    "grade_of",
    "limit_by_formula",
    "limit_range",
    "manual",
    "only_factor",
    "proportional",
    "steps_up",
    "term_range",
    "total_of",
]

Number = Decimal | int
Bound = TypeVar("Bound", int, Decimal)

#: The last grade: no limit, the customer pays first.
WITHOUT_CREDIT: CreditGradeWord = "C"
#: No better one for new customers and those whose papers are incomplete.
_CAP: CreditGradeWord = "A"
_PAID_FIRST = ("预付款", "款到发货")
_PLACES = 2
_DAYS_OF_MONTH = 30


# Scores


def banded(value: Number, bands: Mapping[Bound, Number]) -> Decimal:
    """Return the points of the highest band that a value reaches; below all bands none.

    ``bands`` names the points of each lower bound, which belongs to its band.

    >>> banded(5, {10: 5, 5: 4, 3: 3})
    Decimal('4')
    """
    reached = [bound for bound in bands if value >= bound]
    return Decimal(bands[max(reached)]) if reached else Decimal(0)


def proportional(actual: Number, standard: Number, full: Number) -> Decimal:
    """Return actual ÷ standard × full marks, no more than full marks and no less than none.

    >>> proportional(11, 12, 5)
    Decimal('4.58')
    """
    share = min(max(Decimal(actual) / Decimal(standard), Decimal(0)), Decimal(1))
    return rounded(share * full, _PLACES)


def deduct(
    actual: Number, standard: Number, full: Number, *, per_point: Number, floor: Number
) -> Decimal:
    """Return full marks less ``per_point`` for each point short of the standard.

    Below ``floor`` there are none. What is better when it is lower goes in with its sign changed.

    >>> deduct(90, 100, 6, per_point=Decimal("0.12"), floor=50)
    Decimal('4.80')
    """
    if actual < floor:
        return Decimal(0)
    short = max(Decimal(standard) - Decimal(actual), Decimal(0))
    return rounded(max(full - short * per_point, Decimal(0)), _PLACES)


def manual(tick: str, points: Mapping[str, Number]) -> Decimal | None:
    """Return the points of the word that was ticked, ``None`` for another word.

    >>> manual("好", {"很好": 5, "好": 4})
    Decimal('4')
    """
    return Decimal(points[tick]) if tick in points else None


def total_of(scores: Iterable[tuple[Decimal | None, Decimal | None]]) -> Decimal | None:
    """Return the total of scores, each given with its full marks; ``None`` if there is none.

    Where the policy leaves indicators without data out, the others are counted as the hundred.

    >>> total_of([(Decimal(6), Decimal(10)), (Decimal(8), Decimal(10)), (None, Decimal(80))])
    Decimal('14.00')
    """
    known = [(score, full) for score, full in scores if score is not None]
    if not known:
        return None
    total = sum((score for score, _ in known), Decimal(0))
    if settings.current().credit.missing_score == "不计":
        whole = sum((full for _, full in known if full is not None), Decimal(0))
        total = total * 100 / whole if whole else total
    return rounded(total, _PLACES)


# Grades


def grade_of(score: Decimal, *, knocked_out: bool = False, capped: bool = False) -> CreditGradeWord:
    """Return the grade of a score; a knock-out makes it C, a cap leaves it at A at best."""
    if knocked_out:
        return WITHOUT_CREDIT
    bands = settings.current().credit.bands.items()
    reached: list[CreditGradeWord] = [grade for grade, least in bands if score >= least]
    grade = min(reached, key=CREDIT_GRADES.index, default=WITHOUT_CREDIT)
    return max(grade, _CAP, key=CREDIT_GRADES.index) if capped else grade


def steps_up(old: str | None, new: str | None) -> int | None:
    """Return by how many grades a change goes up, negative where it goes down.

    >>> steps_up("B", "AA"), steps_up("A", "C"), steps_up(None, "A")
    (2, -2, None)
    """
    if old is None or new is None:
        return None
    return CREDIT_GRADES.index(old) - CREDIT_GRADES.index(new)


def direction_of(old: str | None, new: str | None) -> DirectionWord | None:
    """Return whether a change of grade is 升级, 降级 or 不变."""
    steps = steps_up(old, new)
    if steps is None:
        return None
    return "升级" if steps > 0 else "降级" if steps < 0 else "不变"


# Limit and term


def factor_range(grade: str) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest factor of a grade; C has none."""
    factors = settings.current().credit.factors.items()
    return next((limits for name, limits in factors if name == grade), (Decimal(0), Decimal(0)))


def only_factor(grade: str | None) -> Decimal | None:
    """Return the factor of a grade that leaves no choice, ``None`` for others."""
    if grade is None:
        return None
    low, high = factor_range(grade)
    return low if low == high else None


def term_range() -> tuple[int, int]:
    """Return the shortest and the longest term that the policy allows, in days."""
    policy = settings.current().credit
    shortest, longest = policy.term_days
    if policy.limit_method == "月均封顶":
        longest = policy.capped_term_days
    return min(shortest, longest), longest


def limit_by_formula(
    grade: str | None,
    month_sales: Decimal | None,
    term_days: int | None,
    factor: Decimal | None = None,
    season_rate: Decimal | None = None,
) -> Decimal | None:
    """Return the limit that follows from a customer's monthly sales, ``None`` if it does not.

    By 等级系数 it is monthly sales × months of term × factor (a month has 30 days); ``factor`` is
    needed where the grade leaves a choice. By 月均封顶 it is the monthly sales, changed by the
    season's rate.
    """
    if grade == WITHOUT_CREDIT:
        return Decimal("0.00")
    if grade is None or month_sales is None:
        return None
    month_sales = max(month_sales, Decimal(0))  # returns may exceed sales
    if settings.current().credit.limit_method == "月均封顶":
        return rounded(month_sales * (1 + (season_rate or 0)), _PLACES)
    factor = only_factor(grade) if factor is None else factor
    if term_days is None or factor is None:
        return None
    return rounded(month_sales * term_days * factor / _DAYS_OF_MONTH, _PLACES)


def limit_range(
    grade: str | None, month_sales: Decimal | None, term_days: int | None
) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest limit that the policy's choices allow, if there is one.

    >>> limit_range("AAA", Decimal(100_000), 30)
    (Decimal('150000.00'), Decimal('300000.00'))
    """
    season = settings.current().credit.season_share
    ends = zip(factor_range(grade or WITHOUT_CREDIT), (-season, season), strict=True)
    low, high = (
        limit_by_formula(grade, month_sales, term_days, factor, rate) for factor, rate in ends
    )
    return None if low is None or high is None else (low, high)


def agreed_terms(block: Block, prefix: str) -> Iterator[Problem]:
    """Yield what the policy forbids of a form's grade, limit, term and payment with this prefix."""
    grade, limit, term, payment = (
        getattr(block, f"{prefix}_{name}") for name in ("grade", "limit", "term_days", "payment")
    )
    if grade == WITHOUT_CREDIT:
        if limit:
            yield error(f"{prefix}_limit", "C 级客户不给信用，额度应为 0。")
        if term:
            yield error(f"{prefix}_term_days", "C 级客户不给信用，期限应为 0 天。")
        if payment is not None and payment not in _PAID_FIRST:
            yield error(f"{prefix}_payment", "C 级客户应先付款：预付款或款到发货。")
        return
    shortest, longest = term_range()
    if term is not None and (term or limit) and not shortest <= term <= longest:
        text = f"信用期限应在 {shortest} 天至 {longest} 天之间；不给信用的额度和期限都填 0。"
        yield error(f"{prefix}_term_days", text)
