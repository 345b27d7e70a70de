"""What makes a customer one at risk: eleven triggers, what hits each, what level follows.

Seven triggers follow from figures, where these are known; the others a person ticks. Thresholds and
levels are those of ``settings.current().risk``.

>>> decide(Facts(exposure=130, limit=100, overdue_days=0))
{'T1': '高', 'T2': None}
>>> level_of(["T1", "T5"], {"T1": "中"}), level_of([], {})
('极高', None)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from csdforms.schemas import settings
from csdforms.schemas.customer.credit_policy import WITHOUT_CREDIT, steps_up
from csdforms.schemas.fields.credit import RISK_LEVEL, RiskLevelWord
from csdforms.schemas.types import Quantity
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "CODES",
    "LEVELS",
    "NAMES",
    "Facts",
    "decide",
    "expected_loss",
    "level_of",
    "rank",
    "standard",
    "types_of",
]

Number = Decimal | int
#: What is known of triggers: the level of one that is hit, ``None`` for one that is not.
Decided = Mapping[str, RiskLevelWord | None]

#: The least grave first.
LEVELS: tuple[RiskLevelWord, ...] = ("低", "中", "高", "极高")
assert RISK_LEVEL.choices() == LEVELS

NAMES = {
    "T1": "余额超信用额度",
    "T2": "逾期",
    "T3": "三个月内逾期三次",
    "T4": "逾期且投诉",
    "T5": "责令停业、被诉、被执行",
    "T6": "销售连续下滑",
    "T7": "信用降级",
    "T8": "不诚信名单",
    "T9": "关联企业涉诉",
    "T10": "证照过期、资料缺失",
    "T11": "关系风险",
}
CODES = tuple(NAMES)
_CREDIT, _BUSINESS, _LAW, _RELATION = "信用风险", "经营风险", "法律合规风险", "关系风险"
_TYPES = {
    "T1": (_CREDIT,),
    "T2": (_CREDIT,),
    "T3": (_CREDIT,),
    "T4": (_CREDIT, _RELATION),
    "T5": (_BUSINESS, _LAW),
    "T6": (_BUSINESS,),
    "T7": (_CREDIT,),
    "T8": (_CREDIT, _LAW),
    "T9": (_LAW,),
    "T10": (_LAW,),
    "T11": (_RELATION,),
}
_SHRINKING = ("下降", "停止交易")


class Facts(NamedTuple):
    """What is known of a customer, in yuan, days and times within three months."""

    exposure: Number | None = None
    limit: Number | None = None
    utilisation: Decimal | None = None
    overdue_days: int | None = None
    overdue_count: int | None = None
    complaint_count: int | None = None
    sales_trend: str | None = None
    sales_fall: Decimal | None = None
    credit_grade: str | None = None
    earlier_grade: str | None = None


def decide(facts: Facts) -> Decided:
    """Return the triggers that the facts decide: hit at a level, or not hit.

    One whose facts are not known is left out. Of a limit of 0 everything owed is too much.
    """
    policy = settings.current().risk
    found: dict[str, RiskLevelWord | None] = {}
    owed, limit = facts.exposure, facts.limit
    if owed is None or limit is None:
        owed, limit = facts.utilisation, 1
    if owed is not None:
        above = [owed > limit * share for share in policy.utilisation]
        found["T1"] = _highest(above, LEVELS[1:3])
    days = facts.overdue_days
    if days is not None:
        found["T2"] = _highest([days >= least for least in policy.overdue_days], LEVELS)
    often = _reaches(facts.overdue_count, policy.overdue_count)
    annoyed = _reaches(facts.complaint_count, policy.complaint_count)
    falling = None if facts.sales_trend is None else facts.sales_trend in _SHRINKING
    for code, hit in (
        ("T3", often),
        ("T4", _both(often, annoyed)),
        ("T6", _both(falling, _reaches(facts.sales_fall, policy.sales_fall))),
        ("T7", _downgraded(facts, policy.grade_steps)),
    ):
        if hit is not None:
            found[code] = policy.levels[code] if hit else None
    return found


def level_of(codes: Iterable[str], decided: Decided) -> RiskLevelWord | None:
    """Return the highest level of triggers.

    One that was ticked counts at its least level, unless the figures deny it.
    """
    levels = [decided.get(code, _levels(code)[0]) for code in codes]
    return max(levels, key=rank, default=None)


def rank(level: RiskLevelWord | None) -> int:
    """Return the place of a level for comparison, the least grave first; none is below all."""
    return -1 if level is None else LEVELS.index(level)


def types_of(codes: Collection[str]) -> tuple[str, ...]:
    """Return the types of risk that triggers stand for, in their printed order.

    >>> types_of(["T4", "T5"])
    ('信用风险', '经营风险', '法律合规风险', '关系风险')
    """
    named = {kind for code in codes for kind in _TYPES[code]}
    return tuple(kind for kind in (_CREDIT, _BUSINESS, _LAW, _RELATION) if kind in named)


def expected_loss(*ages: Decimal) -> Decimal:
    """Return what is likely lost of what is owed, given by age, as the policy's rates have it.

    >>> expected_loss(Decimal(90_000), Decimal(10_000))
    Decimal('100.00')
    """
    rates = settings.current().risk.loss_rates
    owed = zip(ages, rates, strict=False)
    return rounded(sum((max(amount, Decimal(0)) * rate for amount, rate in owed), Decimal(0)), 2)


def standard(code: str) -> tuple[str, str]:
    """Return what hits a trigger, and the level or levels that follow, in words."""
    policy = settings.current().risk
    first, second = map(_percent, policy.utilisation)
    low, medium, high, highest = policy.overdue_days
    rules = {
        "T1": f"信用占用额超过额度的{first}为中，超过{second}为高",
        "T2": f"逾期{low}天起为低，{medium}天起为中，{high}天起为高，{highest}天起为极高",
        "T3": f"近三个月逾期{policy.overdue_count}次及以上",
        "T4": f"达到T3，且近三个月投诉{policy.complaint_count}次及以上",
        "T5": "被责令停业整改、因货款被诉或被强制执行",
        "T6": f"销售连续三个月下降，累计降幅{_percent(policy.sales_fall)}及以上",
        "T7": f"信用等级为C，或半年内下降{policy.grade_steps}级及以上",
        "T8": "在不诚信客户名单上",
        "T9": "关联企业出现T5的情形",
        "T10": "营业执照等证照过期，或缺少关键资料",
        "T11": "关键联系人离职，或失去联系30天",
    }
    return rules[code], "、".join(_levels(code))


def _percent(share: Decimal) -> str:
    return f"{Quantity().show(share * 100)}%"


def _levels(code: str) -> Sequence[RiskLevelWord]:
    if code == "T1":
        return LEVELS[1:3]
    return LEVELS if code == "T2" else (settings.current().risk.levels[code],)


def _highest(reached: Sequence[bool], levels: Sequence[RiskLevelWord]) -> RiskLevelWord | None:
    """Return the level of the last threshold that is reached."""
    count = sum(reached)
    return levels[count - 1] if count else None


def _reaches(value: Number | None, least: Number) -> bool | None:
    return None if value is None else value >= least


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Whether both hold; one that does not decides, whatever the other is."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _downgraded(facts: Facts, steps: int) -> bool | None:
    if facts.credit_grade == WITHOUT_CREDIT:
        return True
    up = steps_up(facts.earlier_grade, facts.credit_grade)
    return None if up is None else -up >= steps
