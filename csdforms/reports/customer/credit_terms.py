"""What credit a customer has on a day: as the sheets of change (4.10) set it, else as his profile.

A credit analysis (4.9) only suggests; nothing holds before a sheet of change decides it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.sources.customers import Customer, day_of
from csdforms.schemas.fields.credit import CREDIT_GRADES

__all__ = ["PROFILE", "CreditTerms", "best_grade", "profile_record", "terms_on", "turns"]

PROFILE = "客户资料"
_CHANGE = "客户信用度变更表"


class CreditTerms(NamedTuple):
    """Grade, limit in yuan and term in days; none where nothing is known."""

    grade: Figure
    limit: Figure
    term_days: Figure


def terms_on(customer: Customer, day: dt.date) -> CreditTerms:
    """Return what holds on a day; a temporary limit stands on top of the limit while it lasts."""
    found = customer.credits.on(day)
    if found is None:
        names = ("credit_grade", "credit_limit", "credit_term_days")
        record, source = profile_record(customer), f"读自{PROFILE}"
        grade, limit, term = (customer.said(name, day) for name in names)
    else:
        data, number = found
        record = Record(_CHANGE, number, customer.file)
        source = f"读自{day:%Y-%m-%d}有效的{_CHANGE}"
        grade, limit, term = (data.get(f"new_{name}") for name in ("grade", "limit", "term_days"))
        if limit is not None:
            limit = Decimal(limit) + _temporary(data, day)
    return CreditTerms(
        given(grade, source, record),
        given(None if limit is None else Decimal(limit), source, record),
        given(None if term is None else int(term), source, record),
    )


def best_grade(customer: Customer, start: dt.date, end: dt.date) -> Figure:
    """Return the best grade that held on any day from one to another, both included."""
    days = sorted({start, *turns(customer, start, end)})
    held = [terms_on(customer, day).grade for day in days]
    known = [grade for grade in held if grade.value in CREDIT_GRADES]
    return min(known, key=lambda grade: CREDIT_GRADES.index(str(grade.value)), default=held[0])


def turns(customer: Customer, start: dt.date, end: dt.date) -> set[dt.date]:
    """Return the days of a period on which other terms may begin to hold."""
    days = {day for history in (customer.credits, customer.profiles) for day, _ in history}
    for _, (data, _) in customer.credits:
        first, last = data.get("temporary_from"), data.get("temporary_to")
        days |= set() if first is None else {day_of(first)}
        days |= set() if last is None else {day_of(last) + dt.timedelta(days=1)}
    return {day for day in days if start <= day <= end}


def profile_record(customer: Customer) -> Record:
    """Return the record of a customer's profile."""
    return Record(PROFILE, customer.file, customer.file)


def _temporary(data: Mapping[str, Any], day: dt.date) -> Decimal:
    start, end = data.get("temporary_from"), data.get("temporary_to")
    if start is None or end is None or not day_of(start) <= day <= day_of(end):
        return Decimal(0)
    return Decimal(data.get("temporary_amount") or 0)
