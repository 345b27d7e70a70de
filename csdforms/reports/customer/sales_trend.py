"""How a customer's sales went in the last three months: the trend, and by how much they fell (T6).

A month is one of the calendar where the day is its last, else it runs from one day to the same of
the next month. Each of the three is compared to the one before it, so four are looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from csdforms.reports.customer.turnover import of_file, turnover_in
from csdforms.reports.figure import Figure, plus, worked
from csdforms.reports.period import month_end, months_before
from csdforms.reports.sources.sales import Sales
from csdforms.schemas.figures import ratio

__all__ = ["SalesTrend", "fall", "month_windows", "three_months", "trend"]

_MONTHS = 4
_NAMES = ("前月", "第一月", "第二月", "第三月")
_ONE = dt.timedelta(days=1)
_FALLING = ("下降", "停止交易")


def month_windows(day: dt.date, months: int = _MONTHS) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last days of the months up to a day, the earliest first.

    >>> month_windows(dt.date(2026, 6, 30), 2)[0]
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))
    >>> month_windows(dt.date(2026, 6, 25), 2)[0]
    (datetime.date(2026, 4, 26), datetime.date(2026, 5, 25))
    """
    ends = [months_before(day, back) for back in range(months, -1, -1)]
    if month_end(day) == day:
        ends = [month_end(end) for end in ends]
    return [(before + _ONE, end) for before, end in pairwise(ends)]


def three_months(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the three months up to a day."""
    return month_windows(day, 3)[0][0], day


def trend(*months: Decimal) -> str | None:
    """Return the trend of four months, none if there was nothing in any of them.

    Sales that fell to nothing and stay there are falling.

    >>> trend(100, 90, 80, 60), trend(100, 90, 95, 60), trend(100, 50, 0, 0), trend(100, 0, 0, 0)
    ('下降', '持平', '下降', '停止交易')
    """
    before, *three = months
    if not any(months):
        return None
    if not any(three):
        return "停止交易"
    if all(later < earlier or later == 0 for earlier, later in pairwise(months)):
        return "下降"
    return "上升" if three[-1] > before else "持平"


def fall(trend_: str | None, *months: Decimal) -> Decimal | None:
    """Return by which share the last of four months is below the first, if sales are falling.

    Where they do not fall month by month, or rise, there is no fall to measure.
    """
    return ratio(months[0] - months[-1], months[0]) if trend_ in _FALLING else None


class SalesTrend:
    """The sales of all customers in the last months."""

    def __init__(self, sales: Sales, day: dt.date) -> None:
        self._months = [turnover_in(sales, *month).nets for month in month_windows(day)]

    def of(self, file: str) -> Mapping[str, Figure]:
        """Return a customer's three months, their trend and their fall."""
        months: dict[str, Any] = {
            name: of_file(month, file, "没有销售")
            for name, month in zip(_NAMES, self._months, strict=True)
        }
        three = {name: months[name] for name in _NAMES[1:]}
        way = worked("三个月逐月下降、停止交易、上升或持平", trend, **months)
        return {
            "three_month_sales_amount": plus("近三个月销售净额之和", **three),
            "sales_trend": way,
            "sales_fall_rate": worked(
                "（前月－第三月）÷ 前月，只在逐月下降或停止交易时", fall, 趋势=way, **months
            ),
        }
