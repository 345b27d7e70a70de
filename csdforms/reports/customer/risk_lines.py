"""The line of a customer at risk: what he owes and since when, what that triggers, how grave it is.

Amounts are with tax, as bills are. What is shipped and not billed counts as owed (F20).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from csdforms.reports.customer.credit_terms import best_grade, terms_on
from csdforms.reports.customer.listing import read_off
from csdforms.reports.customer.payment_record import age_words
from csdforms.reports.customer.sales_trend import SalesTrend, three_months
from csdforms.reports.customer.shipped import exposure, unbilled
from csdforms.reports.customer.turnover import of_file
from csdforms.reports.figure import Figure, given, ratio, worked
from csdforms.reports.period import months_before
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.sales import TAXED
from csdforms.schemas.customer.risk_triggers import (
    CODES,
    Facts,
    decide,
    expected_loss,
    level_of,
    rank,
)

__all__ = ["RiskLines", "Triggered"]

_ZERO = Decimal("0.00")
_HALF_YEAR = 6
#: The facts that decide triggers: box of the line, name in formulas; in the order of ``Facts``.
_FACTS = {
    "exposure_amount": "信用占用额",
    "credit_limit": "信用额度",
    "utilisation_rate": "额度使用率",
    "max_overdue_days": "最长逾期天数",
    "overdue_count": "近三月逾期次数",
    "complaint_count": "近三月投诉",
    "sales_trend": "销售趋势",
    "sales_fall_rate": "三月累计降幅",
    "credit_grade": "信用等级",
    "earlier_credit_grade": "半年内最高信用等级",
}


class RiskLines:
    """What is counted of all customers on a day; each one's line is made of it."""

    def __init__(self, request: Request) -> None:
        sources, self._day = request.sources, request.period.as_of
        self._customers = sources.customers
        record, file = sources.payments, sources.receivables.file
        start, _ = three_months(self._day)
        sales = sources.sales.based(TAXED)
        owed, amounts = record.still_open(self._day)
        late = record.late_days(self._day)
        self.owed = owed.total(amounts, "未付金额")
        self._balance = owed.by(file).total(amounts, "未付金额")
        words = age_words()
        self._ages: Mapping[str, Counts] = {
            name: owed.where(mask, words[name]).by(file).total(amounts, "未付金额")
            for name, mask in record.ages(self._day).items()
        }
        overdue = owed.where(late.above(0), "已逾期")
        self._overdue = overdue.by(file).total(amounts, "未付金额")
        self._longest = owed.by(file).greatest(late, "逾期天数")
        often = record.late_between(start, self._day)
        said = f"{start:%Y-%m-%d}至{self._day:%Y-%m-%d}逾期过"
        self._often = record.bills.all().where(often, said).by(file).count()
        cases = sources.cases
        complained = cases.received_on.between(start, self._day)
        self._complaints = cases.all().where(complained, "近三个月受理").by(cases.customer).count()
        self._shipped: Counts = unbilled(sources, self._day) or {}
        self._trend = SalesTrend(sales, self._day)

    def owes(self, file: str) -> bool:
        """Whether a customer has bills that are not paid."""
        return of_file(self._balance, file, "没有未付清的应收款").number() > 0

    def of(self, customer: Customer) -> dict[str, Figure]:
        """Return a customer's figures; what is not known is left out."""
        file, day = customer.file, self._day
        terms = terms_on(customer, day)
        none = "没有未付清的应收款"
        balance, overdue = of_file(self._balance, file, none), of_file(self._overdue, file, none)
        ages = {name: of_file(counts, file, none) for name, counts in self._ages.items()}
        shipped = of_file(self._shipped, file, "没有已发货未开票")
        owed = exposure(balance, shipped)
        limit = terms.limit
        words = age_words()
        line = {
            **_place(read_off(self._customers, file, day)),
            "credit_grade": terms.grade,
            "earlier_credit_grade": best_grade(customer, months_before(day, _HALF_YEAR), day),
            "credit_limit": limit,
            "credit_term_days": terms.term_days,
            "balance_amount": balance,
            "exposure_amount": owed,
            "utilisation_rate": ratio("信用占用额 ÷ 信用额度", 占用额=owed, 额度=limit),
            **ages,
            "overdue_amount": overdue,
            "overdue_share": ratio("逾期金额 ÷ 应收余额", 逾期=overdue, 余额=balance),
            "max_overdue_days": worked(
                "最长逾期天数，没有未付清的为0",
                lambda days: days or 0,
                最长=of_file(self._longest, file, none),
            ),
            "overdue_count": self._often.get(file) or given(0, "近三个月没有逾期"),
            "complaint_count": self._complaints.get(file) or given(0, "近三个月没有投诉"),
            **self._trend.of(file),
            "expected_loss_amount": worked(
                "各账龄的金额×损失率之和",
                expected_loss,
                **{words[name]: figure for name, figure in ages.items()},
            ),
        }
        if limit.value is not None:
            line["over_limit_amount"] = worked(
                "信用占用额超过额度的部分", _beyond, 占用额=owed, 额度=limit
            )
        empty_rates = ("overdue_share", "utilisation_rate")  # — where there is nothing to divide by
        return {
            name: figure
            for name, figure in line.items()
            if figure.value is not None or name in empty_rates
        }


class Triggered:
    """The triggers that a customer hits, and the level that follows."""

    def __init__(
        self, line: Mapping[str, Figure], judged: Mapping[str, Figure], raised: str | None
    ) -> None:
        facts = {label: line.get(name) or given(None, "没有资料") for name, label in _FACTS.items()}
        parts: dict[str, Any] = {**facts, "判断": [judged[code] for code in sorted(judged)]}
        self.triggers = worked("各项数字达到的触发标准，和已知的触发项", _hit, **parts)
        computed = worked("触发项中最高的程度", _level, **facts, 触发项=self.triggers)
        self.computed_level = self.level = computed
        if raised is not None:
            at_least = given(raised, "编表时上调的程度")
            self.level = worked("测算程度，上调的按上调", _graver, 测算程度=computed, 上调=at_least)


def _hit(*values: Any) -> tuple[str, ...] | None:
    *facts, judged = values
    hit = {code for code, level in decide(Facts(*facts)).items() if level} | set(judged)
    return tuple(code for code in CODES if code in hit) or None


def _level(*values: Any) -> str | None:
    *facts, codes = values
    return level_of(codes or (), decide(Facts(*facts)))


def _graver(computed: Any, raised: Any) -> Any:
    return max(computed, raised, key=rank)


def _beyond(owed: Decimal, limit: Decimal) -> Decimal:
    return max(owed - limit, _ZERO)


def _place(cells: Mapping[str, Figure]) -> dict[str, Figure]:
    return {name: cells[name] for name in ("region", "salesperson") if name in cells}
