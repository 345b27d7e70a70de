"""For how long what may be lent, and how a loan stands (archive.md §4.3, S24, S25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csdforms.schemas.days import day_of
from csdforms.schemas.fields import access
from csdforms.schemas.rules import Problem, error

__all__ = ["longest", "pages", "pages_short", "state", "term"]

_TOP, _CONFIDENTIAL, _ORIGINAL = "绝密", "机密", "原件"
_LONGEST = 3


def longest(level: str | None, form: str | None) -> int:
    """Return for how many days a file may be out; 0: it is back the same day."""
    return 0 if level == _CONFIDENTIAL or form == _ORIGINAL else _LONGEST


def term(
    level: str | None, form: str | None, lent_at: dt.datetime | None, due_on: dt.date | None
) -> Iterator[Problem]:
    """Yield what must not be lent at all, and a day of return that is too late."""
    if level == _TOP:
        yield error("file_level", "绝密档案不外借，请改填查阅申请单。")
    if lent_at is None or due_on is None:
        return
    days = (due_on - day_of(lent_at)).days
    most = longest(level, form)
    if days < 0:
        yield error("loan_due_on", "早于“借出时间”，请核对两处的日期和时间。")
    elif days > most:
        text = f"最多借 {most} 天" if most else "原件和机密档案当天归还"
        yield error("loan_due_on", f"{text}，请改早应还日期。")


def pages(out: int | None, back: int | None) -> Iterator[Problem]:
    """Yield more pages than went out."""
    if out is not None and back is not None and back > out:
        yield error("pages_back", "多于“借出页数”，请重新清点。")


def pages_short(out: int | None, back: int | None) -> int | None:
    """Return how many pages are missing, None while it is not back or nobody counted."""
    return None if out is None or back is None else max(out - back, 0)


def state(
    returned_at: dt.datetime | None,
    due_on: dt.date | None,
    short: int | None,
    as_of: dt.date,
) -> access.LoanStateWord:
    """Return how a loan stands on a day."""
    if returned_at is not None:
        return "缺页" if short else "已还"
    return "逾期" if due_on is not None and due_on < as_of else "借出"
