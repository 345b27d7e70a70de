"""Tables of cases that analysis and summary share: the longest, and what comes back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from csdforms.schemas.fields import complaint, customer, figures, sales
from csdforms.schemas.form import Block, Row
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_before, once, warning

__all__ = [
    "LongestCase",
    "RepeatCustomer",
    "RepeatObject",
    "longest",
    "ranked",
    "repeats",
]

_AGAIN = 2  # what came once is no repeat


class LongestCase(Row):
    """A case that took long: closed after so many days, or open for so many."""

    complaint_no: complaint.ComplaintNo
    category: complaint.Category | None = None
    cycle_days: Annotated[complaint.CycleDays, PrintedAs("天数")]
    is_open: Annotated[complaint.IsOpen, PrintedAs("是否未结")] | None = None
    delay_reason: Annotated[complaint.DelayReason, PrintedAs("拖期原因")] | None = None


class _Repeats(Block):
    """What is known of several complaints that belong together."""

    complaint_count: Annotated[sales.ComplaintCount, PrintedAs("次数")]
    categories: complaint.Categories | None = None
    first_on: Annotated[complaint.FirstOn, PrintedAs("首次日期")] | None = None
    last_on: Annotated[complaint.LastOn, PrintedAs("末次日期")] | None = None
    total_cost: Annotated[figures.TotalCost, PrintedAs("费用", "损失")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a count that is no repeat, and days in the wrong order."""
        if self.complaint_count is not None and self.complaint_count < _AGAIN:
            yield error("complaint_count", "只列本期投诉两次及以上的，请删去这一行。")
        yield from in_order(self, "first_on", "last_on")


class _Customer(Row):
    customer_name: Annotated[customer.CustomerName, PrintedAs("客户")]


class RepeatCustomer(_Repeats, _Customer):
    """A customer who complained more than once in the period."""


class _Object(Row):
    complained_party: Annotated[complaint.ComplainedParty, PrintedAs("产品或投诉对象", "对象")]


class RepeatObject(_Repeats, _Object):
    """A product, shop or unit that was complained of more than once in the period."""


def ranked(
    path: str, rows: Sequence[Row], name: str, top_n: int | None = None
) -> Iterator[Problem]:
    """Yield a doubt where rows do not stand greatest first, or are more than were to be listed."""
    values = [value for row in rows if (value := getattr(row, name)) is not None]
    if values != sorted(values, reverse=True):
        yield warning(path, f"请按“{type(rows[0]).label_of(name)}”从多到少排列。")
    if top_n is not None and len(rows) > top_n:
        yield warning(path, f"共 {len(rows)} 行，多于列示项数 {top_n}，请只留前 {top_n} 行。")


def longest(rows: Sequence[LongestCase], top_n: int | None) -> Iterator[Problem]:
    """Yield what is wrong in the table of the longest cases."""
    yield from once("longest_cases", rows, "complaint_no")
    yield from ranked("longest_cases", rows, "cycle_days", top_n)


def repeats(
    customers: Sequence[RepeatCustomer],
    objects: Sequence[RepeatObject],
    top_n: int | None,
    *,
    cases: int | None,
    period: tuple[dt.date | None, dt.date | None],
) -> Iterator[Problem]:
    """Yield what is wrong in the tables of repeats."""
    for path, rows, name in (
        ("repeat_customers", customers, "customer_name"),
        ("repeat_objects", objects, "complained_party"),
    ):
        yield from once(path, rows, name)
        yield from ranked(path, rows, "complaint_count", top_n)
        yield from _within(path, rows, cases, period)


def _within(
    path: str,
    rows: Sequence[RepeatCustomer | RepeatObject],
    cases: int | None,
    period: tuple[dt.date | None, dt.date | None],
) -> Iterator[Problem]:
    """Yield the repeats that lie outside the period, or are more than all its cases."""
    start, end = period
    for number, row in enumerate(rows, start=1):
        if not not_before(row.first_on, start):
            yield error(f"{path}.{number}.first_on", "早于统计期间的第一天，请核对。")
        if not not_before(end, row.last_on):
            yield error(f"{path}.{number}.last_on", "晚于统计期间的最后一天，请核对。")
        if cases is not None and row.complaint_count is not None and row.complaint_count > cases:
            yield error(f"{path}.{number}.complaint_count", "多于本期受理件数，请核对。")
