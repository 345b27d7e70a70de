"""Rules on a case that several complaint sheets share (X1, X2, X4 to X6 of the chapter).

They take plain values, or the sheet and the names of its boxes: a sheet need not hold them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from csdforms.schemas import settings
from csdforms.schemas.rules import Problem, error, not_after, requires, warning

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = [
    "REFERRED",
    "acknowledged_late",
    "acknowledgement",
    "close_by",
    "grading",
    "high_level",
    "is_anonymous",
    "later",
    "referral",
    "rejection",
    "sample",
]

REFERRED = "监管转办"
#: Who handles a complaint of the low level.
_LOW_LEVEL_ROLES = ("客服专员", "楼层经理")


def close_by(
    received_at: dt.datetime | None, urgency: str | None, external_due_on: dt.date | None = None
) -> dt.date | None:
    """Return the day proposed to close a case: by its urgency, not after the authority's limit."""
    days = [external_due_on]
    if received_at is not None and urgency is not None:
        days.append(settings.current().close_by(received_at, urgency))
    return min((day for day in days if day is not None), default=None)


def acknowledged_late(
    received_at: dt.datetime | None, acknowledged_at: dt.datetime | None
) -> bool | None:
    """Whether the customer was told of the acceptance after the limit."""
    return later(received_at, acknowledged_at, settings.current().acknowledge_hours)


def later(start: dt.datetime | None, end: dt.datetime | None, hours: int) -> bool | None:
    """Whether something was done more than so many hours after it could be.

    Where only the day of one of them is known, days are compared.
    """
    if start is None or end is None:
        return None
    if dt.time() in (start.time(), end.time()):
        return (end.date() - start.date()).days * 24 > hours
    return end - start > dt.timedelta(hours=hours)


def acknowledgement(*, late: bool | None) -> Iterator[Problem]:
    """Yield a doubt where the customer was told too late."""
    if late:
        hours = settings.current().acknowledge_hours
        text = f"晚于受理告知时限（受理后 {hours} 小时内），请核对两处的时间。"
        yield warning("acknowledged_at", text)


def grading(
    *,
    level: str | None,
    severity: str | None,
    safety_related: bool | None = None,
    handler_role: str | None = None,
) -> Iterator[Problem]:
    """X4 and X6: a grave or dangerous case is of the high level, which the manager handles."""
    if level == "低等级":
        if severity == "严重" or safety_related:
            yield error("level", "情节严重或涉及人身安全的投诉应定为“高等级”。")
        if handler_role not in (None, *_LOW_LEVEL_ROLES):
            yield warning("handler_role", "低等级投诉一般由客服专员或楼层经理承办。")
    elif level == "高等级" and handler_role not in (None, "客户服务部经理"):
        yield error("handler_role", "高等级投诉应由“客户服务部经理”承办。")


def high_level(
    *,
    severity: str | None,
    safety_related: bool | None,
    repeat_no: int | None,
    channel: str | None,
    demand_amount: Decimal | None,
) -> str | None:
    """Propose the high level for a serious case; any other a person grades.

    Serious is what is grave or dangerous, comes again or from an authority, or claims more than
    the manager may grant.
    """
    dear = demand_amount is not None and demand_amount > settings.current().general_manager_above
    again = repeat_no is not None and repeat_no > 1
    serious = severity == "严重" or safety_related or again or channel == REFERRED or dear
    return "高等级" if serious else None


def is_anonymous(customer_name: str | None) -> bool:
    """Whether the customer did not give a name: 匿名, 匿名顾客."""
    return customer_name is not None and "匿名" in customer_name


def rejection(sheet: Block, nature: str | None) -> Iterator[Problem]:
    """Yield the reason that is missing where a complaint was not accepted."""
    because = "投诉性质是“无效投诉”"
    yield from requires(sheet, "reject_reason", when=nature == "无效投诉", because=because)


def referral(sheet: Block, channel: str | None) -> Iterator[Problem]:
    """Yield what a case handed on by an authority must hold: its number, and its limit kept."""
    because = f"投诉方式是“{REFERRED}”"
    referred = channel == REFERRED
    yield from requires(sheet, "external_ref", "external_due_on", when=referred, because=because)
    yield from not_after(sheet, "due_on", "external_due_on")


def sample(*, received: bool | None, quantity: int | None) -> Iterator[Problem]:
    """Yield a contradiction between the boxes on the customer's sample."""
    if quantity is not None and not received:
        yield error("sample_received", "填了样品数量，应勾选“是”；没有收到样品的，数量请留空。")
