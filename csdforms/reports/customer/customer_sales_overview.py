"""客户销售资料一览表 computed: a year of one customer, or of all in a list (manual §4.4).

The year is that in which the period ends, counted up to its last day, or to the day at which the
data stand if that is earlier. With ``customer_no`` it is the year of that customer by month and
product, else the list.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.bought import sales_of
from csdforms.reports.customer.year_by_month import year_by_month
from csdforms.reports.customer.year_in_list import year_in_list
from csdforms.reports.request import Data, Report, Request
from csdforms.schemas.customer.customer_sales_overview import BY_MONTH, LIST, CustomerSalesOverview

__all__ = ["REPORT", "charts", "compute"]

_CHARTED = 20  # bars that can be told apart


def compute(request: Request) -> Data:
    """Return the table that is asked for, with its total line.

    Raises:
        InvalidData: if the year of one customer is asked for, and not whose.
    """
    basis, sales = sales_of(request)
    view = request.option("view", BY_MONTH if request.option("customer_no") else LIST)
    day = min(request.period.end, request.period.as_of)
    if view == BY_MONTH:
        table = year_by_month(request, sales, day)
    else:
        table = year_in_list(request, sales, basis, day)
    data: dict[str, Any] = {
        "view": view,
        "year": day.year,
        "as_of": day,
        "money_unit": request.option("money_unit"),
        "tax_basis": basis,
        **table,
    }
    return {name: value for name, value in data.items() if value not in (None, [])}


def charts(form: CustomerSalesOverview) -> tuple[Chart, ...]:
    """Return the months of the customer, or the customers of the list by their net sales."""
    if form.view == BY_MONTH:
        begun = form.months[: _begun(form)]
        months = [f"{row.month}月" for row in begun]
        sold = Series("销售", [row.total_amount for row in begun])
        paid = Series("回款", [row.receipts_amount for row in begun])
        return (Chart("各月销售与回款", months, (sold, paid), unit="元"),) if months else ()
    rows = [row for row in form.customers if row.net_sales_amount][:_CHARTED]
    if not rows:
        return ()
    names, nets = [row.customer_name for row in rows], [row.net_sales_amount for row in rows]
    return (
        Chart("本年客户销售净额排名", names, (Series("销售净额", nets),), drawing="bar", unit="元"),
    )


def _begun(form: CustomerSalesOverview) -> int:
    """Return how many months of the sheet's year have begun on its day."""
    day = form.as_of
    return day.month if day is not None and day.year == form.year else len(form.months)


def _days(data: Data) -> tuple[dt.date, dt.date]:
    """Return the days of the year that are counted."""
    return dt.date(data["year"], 1, 1), data["as_of"]


REPORT = Report(
    form="customer_sales_overview",
    letters="XS",
    compute=compute,
    boxes=("view", "customer_no", "amount_basis", "collection_basis", "tax_basis", "money_unit"),
    charts=charts,
    days=_days,
)
