"""客户区域分类表 computed: the customers by sales region, and what each came to (manual §4.3).

Customers are listed where they are on the day; sales count where the customer was when he bought,
so that last year's regions stay what they were (option 区域归属时点). Listed is who has an open
file and is not dormant, and who bought this year or last. Growth compares like periods: this year
up to the day with the same months of last year. Address and telephone are those of the profile, as
its reader may know them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.bought import sales_of, trade_in
from csdforms.reports.customer.contact import contact_on
from csdforms.reports.customer.credit_terms import profile_record
from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.region_sums import (
    RegionSheet,
    customer_share,
    growth,
    region_lines,
    shares,
    total_line,
)
from csdforms.reports.customer.regions import Regions
from csdforms.reports.figure import given
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.schemas.checking import examine
from csdforms.schemas.customer.customer_region_classification import (
    CustomerRegionClassification,
    RegionCustomer,
)
from csdforms.schemas.fields.sales import TaxBasisWord
from csdforms.schemas.types import Choice

__all__ = ["REPORT", "charts", "compute"]

_AT_SALE = "交易日"
_ATTRIBUTE = Option(
    "attribute_as_of",
    "区域归属时点",
    Choice(Literal["交易日", "截止日"]),
    _AT_SALE,
    help="销售额按客户成交时（交易日）还是截止日所在的区域统计",
)
_TAX = Option("tax_basis", "含税口径", Choice(TaxBasisWord), help="含税（默认）或不含税")
_KEPT = ("business_kind", "distance_km")


def compute(request: Request) -> Data:
    """Return the customers by region, the regions, and the whole firm."""
    day = request.period.as_of
    head = {
        "region_level": request.option("region_level", request.last.get("region_level") or "省"),
        "scheme": request.texts.get("scheme") or request.last.get("scheme") or (),
    }
    draft, _ = examine(CustomerRegionClassification, head)
    _, sales = sales_of(request)
    now = Period.of(day.replace(month=1, day=1), day)
    year = Period.of(day.replace(year=day.year - 1, month=1, day=1), dt.date(day.year - 1, 12, 31))
    last, base, this = (trade_in(sales, period) for period in (year, now.last_year(), now))
    regions = Regions(draft.region_level, draft.scheme)
    at_sale = request.option(_ATTRIBUTE.name, _ATTRIBUTE.default) == _AT_SALE
    sheet = RegionSheet(request, day, regions, sales, (last, base, this), at_sale)
    data: dict[str, Any] = {
        "as_of": day,
        "year": day.year,
        "money_unit": request.option("money_unit"),
        **{name: value for name, value in draft.stored().items() if name in head},
    }
    lines, members = region_lines(sheet)
    if lines:
        total = total_line(sheet, lines)
        for line in lines:
            line.update(shares(line, total) | customer_share(line, total))
        data["rows"] = [
            row | shares(row, total)
            for name in members
            for row in _rows(sheet, name, members[name])
        ]
        data |= {"regions": lines, "total": total | shares(total, total)}
        data["total"] |= customer_share(total, total)
    return {name: value for name, value in data.items() if value is not None}


def _rows(sheet: RegionSheet, region: str, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the customers of a region."""
    customers = sheet.request.sources.customers
    kept = sheet.request.kept("rows", "customer_no", *_KEPT)
    for file in files:
        customer, amounts = customers.of(file), sheet.amounts(file)
        row: dict[str, Any] = {**named(customers, file), **read_off(customers, file, sheet.day)}
        row |= {**kept.get(file, {}), **amounts, **growth(amounts)}
        row["region"] = region
        if customer is not None:
            row |= contact_on(sheet.request, customer, sheet.day, RegionCustomer)
            record = profile_record(customer)
            if (code := customer.region(sheet.day)) is not None:
                row["region_code"] = given(code, f"{sheet.day:%Y-%m-%d}有效的行政区划", record)
            for word, since in (("已注销", customer.ended_on), ("休眠", customer.dormant_since)):
                if since is not None and since <= sheet.day:
                    row.setdefault("remarks", given(word, "读自档案卡片的状态", record))
        yield row


def charts(form: CustomerRegionClassification) -> tuple[Chart, ...]:
    """Return the sales of each region, this year beside the same months of last year."""
    lines = [line for line in form.regions if line.ytd_sales_amount or line.last_year_ytd_amount]
    if not lines:
        return ()
    return (
        Chart(
            "各区域销售额",
            [line.region for line in lines],
            [
                Series("上年同期", [line.last_year_ytd_amount for line in lines]),
                Series("今年累计", [line.ytd_sales_amount for line in lines]),
            ],
            unit="元",
        ),
    )


REPORT = Report(
    form="customer_region_classification",
    letters="QY",
    compute=compute,
    boxes=("region_level", "money_unit"),
    options=(_ATTRIBUTE, _TAX),
    of_day=True,
    charts=charts,
)
