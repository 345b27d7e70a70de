"""Rules on a case that several complaint sheets share (X1 to X6 of the chapter).

They take plain values, or the sheet and the names of its boxes: a sheet need not hold them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csdforms.schemas import settings
from csdforms.schemas.rules import Problem, error, not_after, not_before, requires, warning

if TYPE_CHECKING:
    from csdforms.schemas.form import Block

__all__ = [
    "OTHER",
    "REFERRED",
    "acknowledged_late",
    "acknowledgement",
    "close_by",
    "grading",
    "not_in_the_future",
    "others",
    "referral",
    "rejection",
    "sample",
]

OTHER = "其他"
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
    """Whether the customer was told of the acceptance after the limit.

    Where only the day of one of them is known, days are compared.
    """
    if acknowledged_at is None or received_at is None:
        return None
    hours = settings.current().acknowledge_hours
    if dt.time() in (acknowledged_at.time(), received_at.time()):
        return (acknowledged_at.date() - received_at.date()).days * 24 > hours
    return acknowledged_at - received_at > dt.timedelta(hours=hours)


def acknowledgement(*, late: bool | None) -> Iterator[Problem]:
    """Yield a doubt where the customer was told too late."""
    if late:
        hours = settings.current().acknowledge_hours
        text = f"晚于受理告知时限（受理后 {hours} 小时内），请核对两处的时间。"
        yield warning("acknowledged_at", text)


def not_in_the_future(sheet: Block, name: str, today: dt.date) -> Iterator[Problem]:
    """Yield a doubt about a day or moment after the day of checking."""
    if not not_before(today, getattr(sheet, name)):
        yield warning(name, "晚于今天，请核对年份和日期。")


def others(sheet: Block, *pairs: tuple[str, str]) -> Iterator[Problem]:
    """X3: every 其他 needs its text; each pair names the choice and where it is explained."""
    for name, text in pairs:
        chosen = getattr(sheet, name)
        # Tick boxes for several words hold a tuple of them.
        other = OTHER in chosen if isinstance(chosen, tuple) else chosen == OTHER
        because = f"“{sheet.label_of(name)}”选了“{OTHER}”"
        yield from requires(sheet, text, when=other, because=because)


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
