"""客户信用分析表 computed: one customer's dealings, accounts and score (manual §4.9).

The archive gives what was bought, paid and owed, the accounts in the profile, and the marks of the
indicators that follow from them. What a person judges (ticks, knock-outs, views) is typed, and
holds until another is typed; grade, factor, term and limit follow unless somebody writes others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.customer.credit_terms import PROFILE, profile_record, terms_on
from csdforms.reports.customer.dealings import bought, paid
from csdforms.reports.customer.said_customers import customer_asked
from csdforms.reports.customer.scoring import Facts, score_rows
from csdforms.reports.customer.suggestion import suggested
from csdforms.reports.figure import Figure, Record, change, given
from csdforms.reports.request import Data, Option, Report, Request
from csdforms.reports.sources.customers import Customer, day_of
from csdforms.reports.sources.sales import TAXED
from csdforms.schemas.customer.customer_credit_analysis import CustomerCreditAnalysis, FinancialYear
from csdforms.schemas.fields import sales
from csdforms.schemas.types import choice_of

__all__ = ["REPORT", "compute"]

#: What somebody typed in the last analysis and that holds until another is typed.
_KEPT = (
    "operating_mode", "business_scope", "sales_area", "employees", "premises", "bank_credit",
    "peer_view", "neighbour_view", "bookkeeping", "payment_attitude", "knock_outs",
    "missing_items", "guarantee",
)  # fmt: skip
#: Empty boxes, and lists in which somebody looked and found nothing: he must look again.
_ANEW = (None, ["无"])
_ACCOUNTS = tuple(
    name
    for name in FinancialYear.specs()
    if name not in ("seq", "year", "revenue_growth_rate", *FinancialYear.plan().numbered)
)


def compute(request: Request) -> Data:
    """Return the analysis of one customer, as far as the archive knows him."""
    customer, period = (
        customer_asked(request, "请写明分析哪个客户（--customer-no）。"),
        request.period,
    )
    sources, end = request.sources, period.counted_to
    lines = sources.sales.based(request.option("tax_basis", TAXED))
    dealings = bought(lines, customer.file, end)
    payments = paid(sources, customer, period, request.option("on_time_basis"))
    terms = terms_on(customer, period.as_of)
    analysed_on = period.as_of
    profile = _profile(customer, analysed_on)
    if "first_deal_on" not in profile:
        mine = lines.all().where(lines.file.isin(customer.file) & lines.is_sale, "本客户的销售")
        first = mine.first(lines.on, "日期")
        profile |= {} if first.value is None else {"first_deal_on": first}
    years = _accounts(customer, analysed_on)
    facts = Facts(
        analysed_on,
        profile.get("established_on"),
        profile.get("first_deal_on"),
        dealings["shipping_months"],
        payments["on_time_payment_rate"],
        payments["max_overdue_days"],
        payments.get("over_limit_count"),
        profile.get("registered_capital"),
        _scale(customer, analysed_on),
        years,
    )
    known = {"credit_grade": terms.grade, "credit_limit": terms.limit}
    known |= {"credit_term_days": terms.term_days}
    kind = "定期" if request.last or dealings["shipping_months"].value else "首次"
    data: dict[str, Any] = {
        **{name: request.last[name] for name in _KEPT if request.last.get(name) not in _ANEW},
        "customer_no": customer.file,
        "customer_name": customer.name,
        "analysis_kind": request.option("analysis_kind", kind),
        "analysed_on": analysed_on,
        "period_start": period.start,
        "period_end": end,
        "on_time_basis": request.option("on_time_basis"),
        **profile,
        **dealings,
        **payments,
        **{name: figure for name, figure in known.items() if figure.value is not None},
        "score_rows": score_rows(request, facts, customer.file),
    }
    if years:
        data["finance_years"] = years
    return data | suggested(request, data, terms.term_days)


def _profile(customer: Customer, day: dt.date) -> dict[str, Figure]:
    """Return what the profile says of the customer in days and amounts."""
    record, source = profile_record(customer), f"读自{PROFILE}"
    found = {
        "established_on": customer.said("established_on", day),
        "first_deal_on": customer.said("first_deal_on", day),
        "registered_capital": customer.said("registered_capital", day),
    }
    return {
        name: given(
            Decimal(value) if name == "registered_capital" else day_of(value), source, record
        )
        for name, value in found.items()
        if value is not None
    }


def _scale(customer: Customer, day: dt.date) -> Figure | None:
    scale = customer.said("scale", day)
    source = f"读自{PROFILE}的企业规模"
    return None if scale is None else given(scale, source, profile_record(customer))


def _accounts(customer: Customer, day: dt.date) -> list[dict[str, Any]]:
    """Return the accounts that the profile holds, oldest first, with the growth of sales (F11)."""
    record = profile_record(customer)
    years: list[dict[str, Any]] = []
    rows = [row for row in customer.said("finance_years", day) or () if row.get("year")]
    for row in sorted(rows, key=lambda row: int(row["year"])):
        year = _account(row, record)
        before = years[-1] if years else {}
        follows = before.get("year") == int(row["year"]) - 1
        if follows and "revenue" in year and "revenue" in before:
            year["revenue_growth_rate"] = change(
                "（本年销售收入－上年）÷ 上年", 本年=year["revenue"], 上年=before["revenue"]
            )
        years.append(year)
    return years


def _account(row: Mapping[str, Any], record: Record) -> dict[str, Any]:
    source = f"读自{PROFILE}的{row['year']}年财务数据"
    amounts = {
        name: given(Decimal(row[name]), source, record)
        for name in _ACCOUNTS
        if row.get(name) is not None
    }
    return {"year": int(row["year"]), **amounts}


def charts(form: CustomerCreditAnalysis) -> tuple[Chart, ...]:
    """Return the score of each group of indicators beside its full marks."""
    groups = list(dict.fromkeys(row.indicator_group or "其他" for row in form.score_rows))
    rows = {
        group: [row for row in form.score_rows if (row.indicator_group or "其他") == group]
        for group in groups
    }
    full = [sum((row.max_score or Decimal(0) for row in rows[one]), Decimal(0)) for one in groups]
    score = [sum((row.score or Decimal(0) for row in rows[one]), Decimal(0)) for one in groups]
    if not groups:
        return ()
    series = (Series("得分", score), Series("满分", full))
    return (Chart("各类指标得分", groups, series, unit="分"),)


REPORT = Report(
    form="customer_credit_analysis",
    letters="XYFX",
    compute=compute,
    boxes=("customer_no", "analysis_kind", "on_time_basis"),
    options=(
        Option("tax_basis", "含税口径", choice_of(sales.TaxBasis), TAXED, "近12月销售额是否含税"),
    ),
    charts=charts,
)
