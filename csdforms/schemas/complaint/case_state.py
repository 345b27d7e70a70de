"""How one complaint stands: how far it has come, how long it took, whether within its limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from csdforms.schemas import settings
from csdforms.schemas.fields.complaint import CaseStatusWord
from csdforms.schemas.fields.handling import TimelinessWord
from csdforms.schemas.fields.tracking import EffectWord, HandlingKindWord, LightWord

__all__ = [
    "AGAIN",
    "NOT_AGAIN",
    "PAID",
    "compensation",
    "decided_at",
    "handling_kind",
    "light",
    "overdue_days",
    "required_approvals",
    "solved",
    "status",
    "timeliness",
]

#: Whether a complaint came back in a month after its closing.
AGAIN: EffectWord = "复发"
NOT_AGAIN: EffectWord = "未复发"

#: The remedies that the customer is paid, or need not pay for.
PAID = ("退货退款", "赔款", "折让", "减免费用")


def compensation(remedies: Iterable[tuple[str | None, Decimal | None]]) -> Decimal | None:
    """Return what a plan pays the customer: the amounts of its remedies, each with its type.

    >>> compensation([("赔款", Decimal("200.00")), ("换货", Decimal("80.00"))]), compensation([])
    (Decimal('200.00'), None)
    """
    rows = list(remedies)
    paid = [amount for kind, amount in rows if kind in PAID and amount is not None]
    return sum(paid, Decimal(0)) if rows else None


def required_approvals(
    level: str | None, compensation_amount: Decimal | None, *, safety_related: bool | None
) -> tuple[str, ...]:
    """Return who must approve a plan, in the order in which they sign.

    A merchant's case needs nobody else: the department in charge of him signs as 责任部门.

    >>> required_approvals("高等级", Decimal(0), safety_related=False)
    ('责任部门', '客户服务部经理')
    """
    limits = settings.current()
    amount = compensation_amount or Decimal(0)
    needed = {
        "责任部门": True,
        "财务部": amount > limits.finance_above,
        "客户服务部经理": level == "高等级",
        "总经理": amount > limits.general_manager_above or bool(safety_related),
    }
    return tuple(role for role, must in needed.items() if must)


def decided_at(
    required: Iterable[str], approvals: Mapping[str | None, tuple[str | None, dt.datetime | None]]
) -> dt.datetime | None:
    """Return when the last of those who must approve did so, None while one has not.

    Args:
        required: who must, see :func:`required_approvals`.
        approvals: the last word of each post: decision, moment.
    """
    last: dt.datetime | None = None
    for role in required:
        decision, moment = approvals.get(role, (None, None))
        if decision != "同意" or moment is None:
            return None
        last = moment if last is None else max(last, moment)
    return last


def status(
    *,
    closed_at: dt.datetime | None,
    executed_at: dt.datetime | None,
    decided_at: dt.datetime | None,
    investigated: bool,
) -> CaseStatusWord:
    """Return how far a case has come, by the last step that was taken.

    >>> status(closed_at=None, executed_at=None, decided_at=None, investigated=True)
    '调查中'
    """
    if closed_at is not None:
        return "已结案"
    if executed_at is not None:
        return "待回访"
    if decided_at is not None:
        return "处理中"
    return "调查中" if investigated else "已受理"


def timeliness(
    due_on: dt.date | None, closed_on: dt.date | None, as_of: dt.date
) -> TimelinessWord | None:
    """Return whether a case was closed in time, or still can be, as it stood on a day.

    A case that is closed after ``as_of`` was still open then.

    >>> timeliness(dt.date(2024, 6, 12), dt.date(2024, 6, 14), dt.date(2024, 6, 30))
    '超期结案'
    >>> timeliness(dt.date(2024, 6, 12), dt.date(2024, 6, 14), dt.date(2024, 6, 12))
    '期限内未结'
    """
    if due_on is None:
        return None
    if closed_on is not None and closed_on <= as_of:
        return "及时结案" if closed_on <= due_on else "超期结案"
    return "期限内未结" if as_of <= due_on else "超期未结"


def overdue_days(due_on: dt.date | None, closed_on: dt.date | None, as_of: dt.date) -> int | None:
    """Return by how many days a case was closed after its limit, or is open after it, on a day.

    >>> overdue_days(dt.date(2024, 6, 12), dt.date(2024, 6, 14), dt.date(2024, 6, 30))
    2
    """
    if due_on is None:
        return None
    closed = closed_on is not None and closed_on <= as_of
    end = closed_on if closed and closed_on is not None else as_of
    return max(0, (end - due_on).days)


def light(
    due_on: dt.date | None, warning_on: dt.date | None, closed_on: dt.date | None, as_of: dt.date
) -> LightWord | None:
    """Return the light of an open case on a day: red after its limit, yellow from the warning on.

    >>> light(dt.date(2024, 7, 2), dt.date(2024, 6, 27), None, dt.date(2024, 6, 30))
    '黄'
    """
    closed = closed_on is not None and closed_on <= as_of
    if closed or due_on is None or warning_on is None:
        return None
    if as_of > due_on:
        return "红"
    return "黄" if as_of >= warning_on else "绿"


def handling_kind(category: str | None) -> HandlingKindWord | None:
    """Return who sees to a case of a category: quality, or the service desk."""
    if category is None:
        return None
    return "品质" if category == "产品质量" else "客服"


def solved(*effects: str | None) -> bool | None:
    """Whether a complaint never came back; unknown before all months have passed without.

    >>> solved("未复发", "未复发", "未复发"), solved("复发", None), solved("未复发", None)
    (True, False, None)
    """
    if AGAIN in effects:
        return False
    return True if all(effect == NOT_AGAIN for effect in effects) else None
