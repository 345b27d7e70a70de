"""How one complaint stands: how far it has come, how long it took, whether within its limit."""

from __future__ import annotations

import datetime as dt

from csdforms.schemas.fields.complaint import CaseStatusWord
from csdforms.schemas.fields.handling import TimelinessWord

__all__ = ["status", "timeliness"]


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
