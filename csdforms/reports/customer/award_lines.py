"""What customers are judged by who may be named excellent: their year, and who qualifies (4.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from csdforms.reports.customer.bought import Trade, sales_of, trade_in
from csdforms.reports.customer.credit_terms import PROFILE, profile_record, terms_on
from csdforms.reports.customer.former_sheets import ON_REGISTER, last_analyses, last_levels
from csdforms.reports.customer.listing import named, read_off
from csdforms.reports.customer.payment_record import OnTime
from csdforms.reports.customer.receivables import Balance, Balances, Due
from csdforms.reports.customer.turnover import of_file, turnover_in
from csdforms.reports.figure import Figure, Record, change, given, plus, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.sources.customers import day_of
from csdforms.schemas.customer.award_policy import (
    Candidate,
    conditions,
    cooperation_years,
    failed,
    months_between,
)
from csdforms.schemas.labels import normalise

__all__ = ["AwardLines", "qualified"]

_ZERO = Decimal("0.00")
_FAULTY = ("商品质量问题", "批量进货检验不合格")
#: The boxes that the conditions are tested on, with their names in formulas.
_TESTED = {
    "customer_grade": "客户等级",
    "overdue_amount": "逾期金额",
    "risk_level": "危险程度",
    "on_register": "不诚信名单",
    "first_deal_on": "首次交易日期",
    "total_sales_amount": "累计销售",
    "quality_issue_share": "质量问题占比",
}


class AwardLines:
    """What is counted of all customers for a period; each one's line is made of it."""

    def __init__(self, request: Request, on_register: set[str]) -> None:
        sources, period = request.sources, request.period
        start, end = period.start, period.counted_to
        self._request, self._said = request, on_register
        basis, sales = sales_of(request)
        self.basis = basis
        self.trade: Trade = trade_in(sales, period)
        self._last_year = trade_in(sales, period.last_year())
        ever, self._sold = turnover_in(sales, None, end), turnover_in(sales, start, end)
        self._total, self._first = ever.nets, ever.first_sale
        self._balances, self._open = Balances(request, start, end), Due(sources, end)
        record = sources.payments
        self._due, self._kept = OnTime(record, period).counts(record)
        cases = sources.cases
        received = cases.all().where(cases.received_on.between(start, end), "本期受理")
        self._complaints = received.by(cases.customer).count()
        returns = sources.returns
        faulty = returns.on.between(start, end) & returns.reason.isin(*_FAULTY)
        back = returns.all().where(faulty, "本期因质量问题退换")
        self._faulty = back.by(returns.file).total(returns.amount, "金额")
        self._levels = last_levels(sources, period.as_of)
        self._analyses = last_analyses(sources, period.as_of)

    def all(self) -> list[dict[str, Any]]:
        """Return the lines of the customers who bought something in the period."""
        return [self._line(file) for file in sorted(self.trade.found)]

    def _line(self, file: str) -> dict[str, Any]:
        customers, end = self._request.sources.customers, self._request.period.end
        customer, bought = customers.of(file), self.trade.of(file)
        first, balance = self._first_deal(file), self._balances.of(file)
        cells: dict[str, Figure] = {
            **read_off(customers, file, end),
            "first_deal_on": first,
            "cooperation_years": worked(
                "（期末－首次交易日期＋1）÷ 365.25", partial(_years, end), 首次交易=first
            ),
            "net_sales_amount": bought.net,
            "year_on_year_rate": change(
                "（本期－上年同期）÷ 上年同期", 本期=bought.net, 同期=self._last_year.of(file).net
            ),
            "gross_profit_amount": bought.profit,
            "gross_margin_rate": bought.margin,
            "receipts_amount": balance.receipts,
            "on_time_payment_rate": ratio(
                "按期笔数 ÷ 到期笔数",
                按期=self._kept.get(file) or given(0, "没有按期付清的"),
                到期=self._due.get(file) or given(0, "没有到期的"),
            ),
            "collection_rate": _collection(balance),
            "overdue_amount": self._open.overdue(file),
            "total_sales_amount": of_file(self._total, file, "没有销售"),
            "on_register": self._on_register(file),
            "complaint_count": self._complaints.get(file) or given(0, "本期没有投诉"),
            "quality_issue_share": worked(
                "质量问题退换金额 ÷ 销售额，最多100%",
                _share,
                退换=of_file(self._faulty, file, "没有质量问题退换"),
                销售额=of_file(self._sold.gross, file, "没有销售"),
            ),
        }
        if customer is not None:
            cells["credit_grade"] = terms_on(customer, end).grade
        if file in self._levels:
            cells["risk_level"] = self._levels[file]
        return {**named(customers, file), **cells}

    def _first_deal(self, file: str) -> Figure:
        """Return the first deal: what the profile says, else the first sale of the ledger."""
        customer, end = self._request.sources.customers.of(file), self._request.period.end
        said = customer.said("first_deal_on", end) if customer else None
        if customer is not None and said is not None and day_of(said) <= end:
            return given(day_of(said), f"读自{PROFILE}", profile_record(customer))
        return self._first.get(file) or given(None, "没有销售")

    def _on_register(self, file: str) -> Figure:
        analysis = self._analyses.get(file)
        is_said = file in self._said
        source, records = "档案里没有列入不诚信名单的记载", list[Record]()
        is_knocked_out = analysis is not None and ON_REGISTER in analysis.named("knock_outs")
        if is_said:
            source = "编表时写明在不诚信名单上"
        elif analysis is not None and is_knocked_out:
            source, records = "最近一次客户信用分析表的否决项", [analysis.record]
        return given(is_said or is_knocked_out, source, *records)


def qualified(
    conditions_: Sequence[str], line: Mapping[str, Any], end: dt.date, *, excluded: bool
) -> tuple[Figure, Figure]:
    """Return whether a customer qualifies, and why not.

    A condition for which the archive has no figure is not met; one that a person judges is met
    unless he is named as excluded.
    """
    parts = {label: line.get(name) or given(None, "没有资料") for name, label in _TESTED.items()}
    reason = worked(
        "不符合的评选条件", partial(_reasons, tuple(conditions_), end, excluded), **parts
    )
    return worked("各项评选条件都符合", lambda why: why is None, 不符合原因=reason), reason


def _reasons(named_: Sequence[str], end: dt.date, excluded: bool, *values: Any) -> str | None:
    grade, overdue, level, listed, first, total, faulty = values
    one = Candidate(grade, overdue, level, listed, months_between(first, end), total, faulty)
    reasons, _ = failed(named_, one)
    wanted = {normalise(words) for words in named_}
    unknown = [
        f"“{each.words}”缺资料"
        for each in conditions()
        if normalise(each.words) in wanted and each.met(one) is None
    ]
    judged = ["人工判断不符合"] if excluded else []
    return "；".join([*reasons, *unknown, *judged]) or None


def _collection(balance: Balance) -> Figure:
    owed = plus("期初应收＋本期开票", 期初=balance.opening, 开票=balance.billed)
    formula = "收款 ÷（期初应收＋本期开票），不小于0"
    return worked(formula, _collected, 收款=balance.receipts, 应收=owed)


def _years(end: dt.date, first: dt.date | None) -> Decimal | None:
    return cooperation_years(first, end)


def _share(faulty: Decimal, sold: Decimal) -> Decimal | None:
    return min(faulty / sold, Decimal(1)) if sold > 0 else None


def _collected(got: Decimal, owed: Decimal) -> Decimal | None:
    return max(got, _ZERO) / owed if owed > 0 else None
