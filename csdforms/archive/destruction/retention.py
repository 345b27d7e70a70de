"""How long a customer's file is kept (保管期限; archive.md §6.6): a table, and the days it gives.

What counts for a file stands on its card from the day on which it is sealed::

    {"code": "D10", "from": "2026-12-31", "until": "2036-12-31"}

``until`` is the last day of keeping, "" without an end; a term of years ends on the day of the same
date, and where the month has none, on its last day (Civil Code 201, 202). A change of this table
does not act on a file that is sealed already, only a decision does (X17): it marks the new period
there, with ``reason`` and ``appraisal``.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from csdforms.archive.records import Reader
from csdforms.archive.store import Document

__all__ = [
    "CLASSES",
    "DELETION",
    "Class",
    "extended",
    "is_financial",
    "is_over",
    "later",
    "longer_of",
    "retention_of",
    "until",
]

DELETION = "DEL"
_FOREVER, _LONG, _USUAL, _PERSON = "Y", "D30", "D10", "P3"


class Class(NamedTuple):
    """A class of retention."""

    title: str
    years: int | None  # None: without an end
    basis: str


#: The classes, and on what each rests.
CLASSES: Mapping[str, Class] = {
    _FOREVER: Class("永久", None, "企业档案管理规定第28条"),
    _LONG: Class("30 年", 30, "企业档案管理规定第28条"),
    _USUAL: Class("10 年", 10, "企业档案管理规定第28条"),
    _PERSON: Class("3 年", 3, "个人信息保护法第19条、民法典第188条"),
    DELETION: Class("应请求删除", 0, "个人信息保护法第47条"),
}

_ORGANISATION, _TRADER, _NATURAL = "F", "G", "Z"
#: A person asks to be deleted.
_REQUESTED = "D2"
#: The settings of the archive; ``financial``: the department keeps for a financial institution.
_SETTINGS = "settings"


def retention_of(
    card: Mapping[str, Any], sealed_on: str, trigger: str, *, financial: bool = False
) -> Document:
    """Return what a card says of its file's retention, once that is sealed.

    An organisation's counts from 31 December of that year, ten years, a key customer's thirty. A
    person's, and a sole trader's, who is one (Civil Code 54), counts from the day itself, three
    years: there are no ten for persons. A person who asks to be deleted is not kept at all, unless
    a statute asks for it (L-PIPL 47).

    Args:
        card: the file's card.
        sealed_on: the day, ``2026-11-22``.
        trigger: why it was deregistered, ``D1`` to ``D8``.
        financial: whether the department keeps for a financial institution: then at least ten years
            from the end of the relation, for everybody (L-反洗钱法 34), see :func:`is_financial`.
    """
    if card.get("kind") == _ORGANISATION:
        return _period(_LONG if _is_key(card) else _USUAL, f"{sealed_on[:4]}-12-31")
    if financial:
        return _period(_USUAL, sealed_on)
    if trigger == _REQUESTED and card.get("kind") == _NATURAL:
        return _period(DELETION, sealed_on)
    return _period(_PERSON, sealed_on)


def extended(
    retention: Mapping[str, Any], code: str, last: str, *, reason: str, appraisal: str
) -> Document:
    """Return a retention for which a longer period was decided, with the decision (X15).

    Args:
        retention: what the card says now.
        code: the new class; "" leaves the old one.
        last: the last day of keeping; "" for what the class gives, from the same day on.
        reason: why.
        appraisal: the report that says so, ``JD-2026-0001``.
    """
    new = _period(code or retention["code"], retention["from"])
    if last:
        new["until"] = last
    return new | {"reason": reason, "appraisal": appraisal}


def until(card: Mapping[str, Any]) -> str:
    """Return the last day for which a file is kept, "" without an end."""
    return str(card["retention"]["until"])


def is_over(card: Mapping[str, Any], day: str) -> bool:
    """Whether a file need not be kept any more on a day; on the last day it must (X01).

    A file without a retention is not sealed, and kept.
    """
    retention = card.get("retention")
    if not retention:
        return False
    return retention["code"] == DELETION or (bool(retention["until"]) and day > retention["until"])


def longer_of(a: Mapping[str, Any] | None, b: Mapping[str, Any] | None) -> Document | None:
    """Return the longer of two retentions, None if there is neither: the stricter one wins."""
    given = [dict(one) for one in (a, b) if one]
    return max(given, key=_rank, default=None)


def later(day: str, *, years: int = 0, months: int = 0) -> str:
    """Return the day on which a term ends that begins on a day.

    >>> later("2028-02-29", years=3), later("2026-08-31", months=6)
    ('2031-02-28', '2027-02-28')
    """
    start = dt.date.fromisoformat(day)
    whole = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).isoformat()


def is_financial(reader: Reader) -> bool:
    """Whether it was decided that the department keeps for a financial institution."""
    return bool((reader.get(_SETTINGS, 1) or {}).get("financial"))


def _period(code: str, start: str) -> Document:
    years = CLASSES[code].years
    return {
        "code": code,
        "from": start,
        "until": "" if years is None else later(start, years=years),
    }


def _is_key(card: Mapping[str, Any]) -> bool:
    """Whether it is the file of a key customer."""
    from csdforms.archive.drafting.draft import is_key_customer

    return is_key_customer({"customer_grade": card.get("grade", "")})


def _rank(retention: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """Return what is greater for what is kept longer."""
    return (not retention["until"], retention["code"] != DELETION, retention["until"])
