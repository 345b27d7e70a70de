"""Where complaints gather: who and what comes back, and which cases take longest (manual §3.6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from csdforms.reports.columns import Words
from csdforms.reports.complaint.dimensions import CUSTOMER, names
from csdforms.reports.complaint.measures import carried_in, received_in
from csdforms.reports.complaint.written_lines import written_lines
from csdforms.reports.figure import given
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.complaint_case import case_key

__all__ = ["longest_cases", "repeat_customers", "repeat_objects"]

_AGAIN = 2  # complaints from which on somebody comes back


def repeat_customers(request: Request, top_n: int) -> list[dict[str, Any]]:
    """Return the customers with several complaints in the period, those with most first."""
    return _repeats(request, request.sources.cases.customer, CUSTOMER, "customer_name", top_n)


def repeat_objects(request: Request, top_n: int) -> list[dict[str, Any]]:
    """Return the products (or who was complained of) with several complaints in the period."""
    return _repeats(request, request.sources.cases.object, "产品", "complained_party", top_n)


def longest_cases(request: Request, top_n: int) -> list[dict[str, Any]]:
    """Return the cases that took longest, open ones as of the report's day.

    Of those that the tracking sheet lists: received in the period, or open when it began; the
    reason of a delay is what the last tracking sheet says that has one for the case.
    """
    cases, period = request.sources.cases, request.period
    days, is_closed = cases.days_taken(period.as_of), cases.closed(period.as_of)
    listed = np.union1d(received_in(cases, period).index, carried_in(cases, period).index)
    places = listed[np.argsort(-days.units[listed], kind="stable")][:top_n].tolist()
    written = written_lines(request.sources.kept, period.as_of)
    rows = []
    for place in places:
        case, record = cases.cases[place], cases.record(place)
        one = Rows(cases, np.array([place], np.intp), f"投诉 {case.complaint_no}")
        entered = "读自投诉登记表"
        row: dict[str, Any] = {
            "complaint_no": given(case.complaint_no, entered, record),
            "category": given(case.category, entered, record),
            "cycle_days": one.greatest(days, "天数（受理到结案，未结的到截止日期）"),
            "is_open": given(
                not is_closed[place], f"到{period.as_of:%Y-%m-%d}是否尚未结案", record
            ),
        }
        reason = written.get(case_key(case.complaint_no), {}).get("delay_reason")
        if reason is not None:
            row["delay_reason"] = reason
        rows.append(row)
    return rows


def _repeats(
    request: Request, words: Words, dimension: str, box: str, top_n: int
) -> list[dict[str, Any]]:
    cases = request.sources.cases
    groups = received_in(cases, request.period).by(words)
    cost = cases.cost_by(request.period.as_of)
    counts, costs = groups.count(), groups.total(cost, "费用")
    again = [word for word in groups.words(_AGAIN) if word is not None]
    called = names(request, dimension, again)
    again.sort(key=lambda word: (-counts[word].number(), -costs[word].number(), called[word]))
    rows = []
    for word in again[:top_n]:
        group = groups[word]
        rows.append(
            {
                box: called[word],
                "complaint_count": counts[word],
                "categories": group.listed(cases.category, "投诉类别"),
                "first_on": group.first(cases.received_on, "受理日期"),
                "last_on": group.last(cases.received_on, "受理日期"),
                "total_cost": costs[word],
            }
        )
    return rows
