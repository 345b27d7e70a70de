"""产品退换货汇总表 computed: what came back in a period, by product or otherwise (manual §2.3).

Every line of goods of a register that was not cancelled counts on its day of return. Returns,
exchanges and refunds without return are counted apart; an exchange is worth the goods taken back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from csdforms.reports.after_sales.return_groups import (
    EXCHANGE,
    RETURN,
    summary_rows,
    total_line,
)
from csdforms.reports.after_sales.return_lines import (
    detail_rows,
    detail_total,
    reason_rows,
    reason_total,
)
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.returned_goods import Returns
from csdforms.schemas.after_sales.return_exchange_summary import PRODUCT, ReturnExchangeSummary
from csdforms.schemas.figures import cumulative, ratio
from csdforms.schemas.types import Flag

__all__ = ["REPORT", "charts", "compute", "period_type"]

_WEEK = 7
#: What a period of so many whole months is called, if it begins where such periods begin.
_MONTHS = {1: "月", 3: "季", 12: "年"}
_OTHER = "自定义"
_DETAIL = Option(
    "detail", "打印明细", Flag(), default=True, help="是否附退换货明细；超过表格行数上限的不附"
)


def compute(request: Request) -> Data:
    """Return the summary, its total line, the lines behind it, and the reasons."""
    period, group_by = request.period, request.option("group_by")
    lines, counted = _counted(request)
    back = counted.where(lines.action.isin(RETURN, EXCHANGE), "退货或换货")
    rows = summary_rows(request, lines, counted, group_by)
    reasons = reason_rows(lines, back)
    data: dict[str, Any] = {
        "period_type": period_type(period),
        "period_start": period.start,
        "period_end": period.end,
        "group_by": group_by,
        "summary_rows": rows,
        "total": total_line(rows),
        "reason_rows": reasons,
    }
    both = sum(data["total"][name].number() for name in ("return_quantity", "exchange_quantity"))
    whole = back.total(lines.quantity, "数量")
    request.require(both == whole.value, "各项退货、换货数量之和不等于全部退货、换货数量")
    if reasons:
        data["reason_total"] = reason_total(reasons)
    if (brand := request.option("brand")) is not None:
        data["brand"] = brand
    group = request.model.specs()["detail_rows"].group
    assert group is not None
    if request.option(_DETAIL.name, _DETAIL.default) and 0 < len(counted) <= group.at_most:
        data["detail_rows"] = detail_rows(request, lines, counted)
        data["detail_total"] = detail_total(lines, counted)
    if measures := request.last.get("improvement_measures"):
        data["improvement_measures"] = measures
    return data


def period_type(period: Period) -> str:
    """Return what a period is called: 日, 周, 月, 季, 年, or 自定义."""
    if period.start == period.end:
        return "日"
    if period.is_months:
        months = len(period.months())
        begins = (period.start.month - 1) % months == 0
        return _MONTHS.get(months, _OTHER) if begins else _OTHER
    days = (period.end - period.start).days + 1
    return "周" if days == _WEEK and period.start.isoweekday() == 1 else _OTHER


def _counted(request: Request) -> tuple[Returns, Rows]:
    """Return the lines that count, in a table of their own: later ones decide nothing in it."""
    start, end, as_of = request.period
    last = min(end, as_of)
    known, brand = request.sources.returns, request.option("brand")
    mask = known.on.between(start, last)
    said = f"{start:%Y-%m-%d}至{last:%Y-%m-%d}退换"
    if brand is not None:
        mask, said = mask & known.brand.isin(brand), f"{said}，品牌是{brand}"
    lines = known.only(mask)
    return lines, lines.all().where(np.ones(len(lines), np.bool_), said)


def charts(form: ReturnExchangeSummary) -> tuple[Chart, ...]:
    """Return the reasons in a Pareto chart, and the rate of return of each product."""
    return (*_pareto(form), *_by_product(form))


def _pareto(form: ReturnExchangeSummary) -> tuple[Chart, ...]:
    ranked = sorted(form.reason_rows, key=lambda row: -row.quantity())
    running = cumulative([row.quantity() for row in ranked])
    if not running or not running[-1]:
        return ()
    quantities = Series("退换数量", [row.quantity() for row in ranked])
    share = [ratio(one, running[-1]) for one in running]
    line = Series("累计占比", share, "line", second=True, percent=True)
    return (Chart("退换原因", [row.reason_category for row in ranked], [quantities, line]),)


def _by_product(form: ReturnExchangeSummary) -> tuple[Chart, ...]:
    known = [row for row in form.summary_rows if row.return_rate is not None]
    if form.group_by != PRODUCT or not known:
        return ()
    names = ["　".join(filter(None, (row.product_name, row.product_model))) for row in known]
    rates = Series("退货率", [row.return_rate for row in known], percent=True)
    return (Chart("各产品退货率", names, [rates], "bar"),)


REPORT = Report(
    form="return_exchange_summary",
    letters="TH",
    compute=compute,
    boxes=("group_by", "brand"),
    options=(_DETAIL,),
    charts=charts,
)
