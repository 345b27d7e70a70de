"""客户等级分类表 computed: the customers of a period by grade (manual §4.2).

Listed is who has an open file on the last day, or bought in the period. What people judge by (marks
or letters of each indicator, 大客户, 不诚信名单) is typed and holds on until another is typed; a
grade that somebody gives otherwise needs his reason and holds for this list alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.bought import Trade, sales_of, trade_in
from csdforms.reports.customer.grade_sums import KEY, OTHER, Standing, as_figure, movement, summary
from csdforms.reports.customer.graded_rows import SHEET, graded_rows
from csdforms.reports.customer.grading import Standard, standard_of
from csdforms.reports.customer.ranking import sum_whole
from csdforms.reports.figure import Figure, Record, given, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.schemas.customer.customer_grade_classification import CustomerGradeClassification

__all__ = ["REPORT", "charts", "compute"]


def compute(request: Request) -> Data:
    """Return the graded customers, and once all are: the sums by grade, who came and went."""
    basis, sales = sales_of(request)
    trade, standard = trade_in(sales, request.period), standard_of(request)
    rows = graded_rows(request, trade, standard)
    data: dict[str, Any] = {
        "period_start": request.period.start,
        "period_end": request.period.end,
        "tax_basis": basis,
        "money_unit": request.option("money_unit"),
        "next_review_on": request.option("next_review_on"),
        **standard.boxes,
    }
    if rows:
        total = _total(trade, standard, rows)
        summed = sum(row["net_sales_amount"].number() for row in rows)
        request.require(summed == total["net_sales_amount"].value, "各户销售净额之和不等于合计")
        data |= {"rows": rows, "total": total}
        if all(as_figure(row.get("customer_grade")).value for row in rows):
            data["summary"] = summary(standard.names, rows, total)
            data |= movement(standard.names, _standings(request, rows))
    return {name: value for name, value in data.items() if value is not None}


def _total(trade: Trade, standard: Standard, rows: list[dict[str, Any]]) -> dict[str, Figure]:
    net = trade.lines.total(trade.sales.net, "销售净额（销售－退货－折让）")
    profit = sum_whole(
        "各户毛利之和；有成本不全的客户时不出数", [row["gross_profit_amount"] for row in rows]
    )
    amount = profit if standard.amount == "毛利" else net
    return {
        "customer_count": worked("客户数", len, 各户=[row["net_sales_amount"] for row in rows]),
        "net_sales_amount": net,
        "gross_profit_amount": profit,
        "gross_margin_rate": ratio("毛利 ÷ 销售净额", 毛利=profit, 销售净额=net),
        "measure_share": ratio("合计 ÷ 合计", 合计=amount, 总额=amount),
    }


def _standings(request: Request, rows: list[dict[str, Any]]) -> list[Standing]:
    """Return grade and class of each customer on the last list and on this one."""
    customers = request.sources.customers
    last: dict[str, Mapping[str, Any]] = {}
    for former in request.last.get("rows", ()):
        customer = customers.of(former.get("customer_no"))
        if customer is not None:  # whom the reader may know of
            last[customer.file] = former
    found = []
    for row in rows:
        was = last.pop(row["customer_no"], row)
        now = as_figure(row.get("customer_grade"))
        found.append(Standing(row["previous_grade"], _class_of(was), now, _class_of(row)))
    for file, was in last.items():
        before = given(was.get("customer_grade"), f"上期{SHEET}", Record(SHEET, "", file))
        gone = given(None, "本期没有这一户")
        found.append(Standing(before, _class_of(was), gone, OTHER))
    return found


def _class_of(row: Mapping[str, Any]) -> str:
    return KEY if row.get("key_account_kind") else OTHER


def charts(form: CustomerGradeClassification) -> tuple[Chart, ...]:
    """Return the share of each grade in the customers and in the sales."""
    lines = [line for line in form.summary if line.customer_count]
    if not lines:
        return ()
    return (
        Chart(
            "各等级客户占比",
            [line.customer_grade for line in lines],
            [
                Series("户数占比", [line.customer_share for line in lines], percent=True),
                Series("销售额占比", [line.sales_share for line in lines], percent=True),
            ],
        ),
    )


REPORT = Report(
    form="customer_grade_classification",
    letters="DJ",
    compute=compute,
    boxes=(
        "grading_method", "policy_name", "grading_basis", "keep_ties", "tax_basis", "money_unit",
        "next_review_on",
    ),
    charts=charts,
)  # fmt: skip
