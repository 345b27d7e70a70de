"""优秀客户统计表 computed: who qualifies, how each is marked, who is named (manual §4.11).

Everybody who bought something in the period stands on the sheet; who does not qualify stands below
the others with the reason, without marks and rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.award_lines import AwardLines, qualified
from csdforms.reports.customer.award_marks import (
    BANDS,
    band_rows,
    bands_said,
    marks,
    marks_written,
)
from csdforms.reports.customer.former_sheets import awards
from csdforms.reports.customer.ranking import Sold, sum_known, sum_of_marks, sum_whole
from csdforms.reports.customer.said_customers import files_said
from csdforms.reports.figure import Figure, across, given, ratio, worked
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.reports.sources.sales import TAXED
from csdforms.schemas.customer.award_policy import quota, usual_conditions, within
from csdforms.schemas.customer.excellent_customer_statistics import (
    EXCELLENT,
    REFUSED,
    SHORTLISTED,
    ExcellentCustomerStatistics,
)
from csdforms.schemas.customer.sales_sheet import precedence
from csdforms.schemas.fields import sales
from csdforms.schemas.figures import ranks
from csdforms.schemas.types import Items, choice_of

__all__ = ["REPORT", "compute"]

_KINDS = {1: "月", 3: "季"}
_CHARTED = 20  # bars that can be told apart
_HEAD = (
    "period_kind", "policy_name", "award_method", "tie_rule", "quota_count", "quota_share",
    "take_ties", "money_unit", "eligibility",
)  # fmt: skip
_EXCLUDED = Option(
    "excluded", "不符合条件客户", Items(60), help="按须人工判断的条件不符合的客户编号"
)
_REGISTER = Option("on_register", "不诚信名单客户", Items(60), help="在不诚信名单上的客户编号")
_BASIS = Option("tax_basis", "含税口径", choice_of(sales.TaxBasis), TAXED, "金额是否含税")


def compute(request: Request) -> Data:
    """Return those who qualify in the order of their marks, the others below, and all together."""
    period, bands = request.period, bands_said(request)
    wanted = request.option("eligibility") or usual_conditions()
    found = AwardLines(request, files_said(request, _REGISTER))
    excluded = files_said(request, _EXCLUDED)
    data: dict[str, Any] = {
        **{name: value for name in _HEAD if (value := request.option(name)) is not None},
        "period_kind": request.said.get("period_kind") or _kind(period),
        "period_start": period.start,
        "period_end": period.end,
        "eligibility": wanted,
    }
    if bands:
        data["bands"] = band_rows(bands)
    lines = found.all()
    if not lines:
        return data
    scope = _scope(found, lines)
    for line in lines:
        line["sales_share"] = ratio(
            "销售净额 ÷ 全部销售额", 本户=line["net_sales_amount"], 全部=scope["net_sales_amount"]
        )
        line["eligible"], line["ineligible_reason"] = qualified(
            wanted, line, period.end, excluded=line["customer_no"] in excluded
        )
    running = [line for line in lines if line["eligible"].value]
    refused = [line for line in lines if not line["eligible"].value]
    counted = marks(request.option("award_method"), bands, running)
    scored = marks_written(request, running) if counted is None else counted
    former = awards(request.sources, period.end.year)
    if scored is not None:
        running = _ranked(request, running, scored, scope["customer_count"])
        for line in running:
            line["consecutive_years"] = _consecutive(line, former)
            if counted is None:  # somebody types them
                line["indicator_scores"] = line["indicator_scores"].value
        data["awarded"] = _together(running, scope)
    for line in refused:
        line["award_result"] = worked("不符合条件的", _refused, 符合条件=line["eligible"])
    summed = sum(line["net_sales_amount"].value for line in lines)
    request.require(summed == scope["net_sales_amount"].value, "各户销售额之和不等于全部销售额")
    return data | {"rows": [*running, *sorted(refused, key=_by_sales)], "scope": scope}


def _kind(period: Period) -> str:
    return _KINDS.get(len(period.months()), "年") if period.is_months else "年"


def _ranked(
    request: Request,
    lines: Sequence[dict[str, Any]],
    scored: Sequence[Figure],
    customers: Figure,
) -> list[dict[str, Any]]:
    """Return those who qualify with marks, rank and award, in their order."""
    for line, own in zip(lines, scored, strict=True):
        line["indicator_scores"] = own
        line["total_score"] = worked("各项得分之和", sum_of_marks, 各项得分=own)
    order = sorted(lines, key=_precedence)
    totals = [line["total_score"] for line in order]
    tie = request.option("tie_rule")
    places = across(f"按总分从高到低的名次（{tie}）", partial(ranks, tie=tie), 各户总分=totals)
    quota_ = worked(
        "名额；按比例的，是全部客户数×比例，至少一户",
        quota,
        名额=request.option("quota_count"),
        比例=request.option("quota_share"),
        全部客户数=customers,
    )
    ties = bool(request.option("take_ties"))
    how = "全部入选" if ties else "都不入选"
    named = across(
        f"总分在名额之内的为优秀客户，名额线上并列的{how}",
        partial(_awarded, take_ties=ties),
        各户总分=totals,
        名额=quota_,
    )
    for line, place, award in zip(order, places, named, strict=True):
        line["rank"], line["award_result"] = place, award
    return order


def _scope(found: AwardLines, lines: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """Return all customers who bought something, together."""
    bought = found.trade.lines
    return {
        "customer_count": bought.distinct(found.trade.sales.file, "客户"),
        "net_sales_amount": bought.total(found.trade.sales.net, "销售净额"),
        "gross_profit_amount": sum_whole(
            "各户毛利之和，有一户成本不全就没有", [line["gross_profit_amount"] for line in lines]
        ),
    }


def _together(lines: Sequence[Mapping[str, Any]], scope: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return those who are named, together, and their share of all."""
    named = [line for line in lines if line["award_result"].value == EXCELLENT]
    nets = [line["net_sales_amount"] for line in named]
    count = worked("评定结果为优秀客户的户数，各户以销售净额列出", len, 优秀客户=nets)
    net = sum_known("各优秀客户的销售净额之和", nets)
    profit = sum_known(
        "各优秀客户的毛利之和，成本不全的不计", [line["gross_profit_amount"] for line in named]
    )
    return {
        "customer_count": count,
        "customer_share": _share(count, scope["customer_count"]),
        "net_sales_amount": net,
        "sales_share": _share(net, scope["net_sales_amount"]),
        "gross_profit_amount": profit,
        "profit_share": _share(profit, scope["gross_profit_amount"]),
    }


def _share(part: Figure, whole: Figure) -> Figure:
    return ratio("优秀客户 ÷ 全部客户", 优秀客户=part, 全部客户=whole)


def _consecutive(line: Mapping[str, Any], former: Mapping[str, Figure]) -> Figure:
    before = former.get(line["customer_no"]) or given(0, "上年没有获评")
    return worked(
        "获评的为上年为止连续获评年数＋1，没有获评的为0",
        lambda award, years: years + 1 if award == EXCELLENT else 0,
        评定结果=line["award_result"],
        上年为止=before,
    )


def _awarded(totals: Sequence[Decimal], places: int | None, *, take_ties: bool) -> list[str]:
    inside = within(totals, places, take_ties=take_ties)
    return [EXCELLENT if one else SHORTLISTED for one in inside]


def _refused(eligible: object) -> str | None:
    return None if eligible else REFUSED


def _sold(line: Mapping[str, Any]) -> Sold:
    names = ("net_sales_amount", "gross_profit_amount", "gross_margin_rate")
    return Sold(line["customer_no"], *(line[name].value for name in names))


def _precedence(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Put the best first; what decides between equals is what decides on every ranking (F9)."""
    return -line["total_score"].value, *precedence(_sold(line))


def _by_sales(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return -line["net_sales_amount"].value, line["customer_no"]


def charts(form: ExcellentCustomerStatistics) -> tuple[Chart, ...]:
    """Return the marks of the first customers as bars."""
    ranked = [row for row in form.rows if row.rank is not None][:_CHARTED]
    if not ranked:
        return ()
    names = [row.customer_name for row in ranked]
    scores = Series("总分", [row.total_score for row in ranked])
    return (Chart("客户总分排名", names, (scores,), drawing="bar", unit="分"),)


REPORT = Report(
    form="excellent_customer_statistics",
    letters="YXKH",
    compute=compute,
    boxes=_HEAD,
    options=(BANDS, _EXCLUDED, _REGISTER, _BASIS),
    charts=charts,
)
