"""客户信用分析表: what a customer's credit rests on, scored to a grade, a limit and a term.

Manual section 4.9. 客户信息专员 fills it in with the salesperson when credit is asked for and at
each periodic review, finance states what is overdue, 客户信息主管 reviews, and the limit decides
who approves. It is what a change of credit (4.10) rests on, and it feeds 4.2 and 4.12.

Sources: credit sheets and credit rules of manufacturers and trading firms; how score, grade,
factor and limit follow from each other stands in ``credit_policy``, the indicators in
``credit_indicators``.

>>> from csdforms.schemas.customer import CustomerCreditAnalysis
>>> CustomerCreditAnalysis.title(), CustomerCreditAnalysis.section
('客户信用分析表', '4.9')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from csdforms.schemas import settings
from csdforms.schemas.customer import credit_score
from csdforms.schemas.customer.annual_accounts import AnnualAccounts
from csdforms.schemas.customer.credit_policy import (
    WITHOUT_CREDIT,
    agreed_terms,
    factor_range,
    grade_of,
    limit_by_formula,
    only_factor,
    steps_up,
    total_of,
)
from csdforms.schemas.days import years_between
from csdforms.schemas.fields import (
    claim,
    complaint,
    credit,
    customer,
    figures,
    improvement,
    sales,
    sheet,
    survey,
)
from csdforms.schemas.figures import WAN, agrees, change_rate, completed, ratio
from csdforms.schemas.form import Part, Record, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    once,
    others,
    requires,
    under,
    warning,
)
from csdforms.schemas.types import Percent
from csdforms.schemas.types.numbers import rounded

_NONE = "无"
_ROLES = credit.CREDIT_ROLE.choices()
_ADVISERS = _ROLES[:2]
_MANAGER: credit.ApproverWord = "客户服务部经理"
_GENERAL_MANAGER: credit.ApproverWord = "总经理"
_show = Percent().show


class PrincipalTraits(Part):
    """The person who runs the business, in the rater's own words."""

    main: ClassVar[str | None] = "experience"

    education: Annotated[survey.Education, PrintedAs("学历")] | None = None
    experience: credit.Experience | None = None
    character: credit.Character | None = None
    conduct: credit.Conduct | None = None


class SoftFacts(Part):
    """What one sees from day to day."""

    trading_habits: credit.TradingHabits | None = None
    payment_practice: credit.PaymentPractice | None = None
    impression: credit.Impression | None = None
    product_status: credit.ProductStatus | None = None
    market_status: credit.MarketStatus | None = None
    credit_standing: credit.CreditStanding | None = None


class FinancialYear(AnnualAccounts):
    """The figures of one year, and the ratios that follow from them."""

    revenue: Annotated[customer.Revenue, PrintedAs("销售收入")] | None = None
    net_profit: customer.NetProfit | None = None
    revenue_growth_rate: Annotated[credit.RevenueGrowthRate, PrintedAs("销售增长率")] | None = None

    @computed
    def debt_asset_ratio(self) -> credit.DebtAssetRatio | None:
        """How much of what the customer has is owed."""
        return ratio(self.total_liabilities, self.total_assets)

    @computed
    def current_ratio(self) -> credit.CurrentRatio | None:
        """Whether what is current covers what falls due."""
        return ratio(self.current_assets, self.current_liabilities)

    @computed
    def quick_ratio(self) -> credit.QuickRatio | None:
        """The same without the stock."""
        if self.current_assets is None or self.inventory is None:
            return None
        return ratio(self.current_assets - self.inventory, self.current_liabilities)


class CreditOpinion(Row):
    """What one of those asked says, and his signature."""

    opinion_role: credit.CreditRole
    opinion_text: Annotated[credit.OpinionText, PrintedAs("意见")] | None = None
    opinion_by: Annotated[complaint.OpinionBy, PrintedAs("签字", "姓名")] | None = None
    opinion_on: Annotated[claim.OpinionOn, PrintedAs("日期")] | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield an opinion without a name and day, and a signature under nothing."""
        given = self.opinion_text is not None
        yield from requires(self, "opinion_by", "opinion_on", when=given, because="填了意见")
        signed = self.opinion_by is not None or self.opinion_on is not None
        yield from requires(self, "opinion_text", when=signed, because="签了字")


class Guarantee(Part):
    """What secures the credit."""

    main: ClassVar[str | None] = "guarantee_kind"

    guarantee_kind: credit.GuaranteeKind
    guarantor: credit.Guarantor | None = None
    guaranteed_amount: credit.GuaranteedAmount | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a guarantee that nobody gives."""
        given = self.guarantee_kind not in (None, _NONE)
        because = "有担保"
        yield from requires(self, "guarantor", "guaranteed_amount", when=given, because=because)


class CustomerCreditAnalysis(Record, title="客户信用分析表", section="4.9"):
    """One customer on one day: facts, score, grade, and what credit is suggested."""

    form_no: sheet.FormNo
    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName
    analysis_kind: credit.AnalysisKind
    analysed_on: credit.AnalysedOn
    period_start: Annotated[figures.PeriodStart, PrintedAs("评估期间起", "评估开始日期")]
    period_end: Annotated[figures.PeriodEnd, PrintedAs("评估期间止", "评估结束日期")]

    operating_mode: credit.OperatingMode | None = None
    business_scope: Annotated[customer.BusinessScope, PrintedAs("营业项目")] | None = None
    established_on: Annotated[customer.EstablishedOn, PrintedAs("创业日期")] | None = None
    first_deal_on: Annotated[customer.FirstDealOn, PrintedAs("开始交易日期")] | None = None
    sales_area: credit.SalesArea | None = None
    registered_capital: Annotated[customer.RegisteredCapital, PrintedAs("资本额")] | None = None
    employees: Annotated[customer.Employees, PrintedAs("员工数")] | None = None
    premises: credit.Premises | None = None
    principal_traits: (
        Annotated[PrincipalTraits, Label("负责人情况", "负责人 经营者情况 经营者 企业负责人")]
        | None
    ) = None
    bank_credit: credit.BankCredit | None = None
    peer_view: credit.PeerView | None = None
    neighbour_view: credit.NeighbourView | None = None
    bookkeeping: credit.Bookkeeping | None = None
    payment_attitude: credit.PaymentAttitude | None = None
    soft_facts: Annotated[SoftFacts, Label("日常了解", "日常观察")] | None = None
    finance_years: Annotated[
        tuple[FinancialYear, ...], Group("财务指标", "财务数据 财务状况", at_most=20)
    ] = ()

    last_twelve_months_amount: sales.LastTwelveMonthsAmount | None = None
    shipping_months: sales.ShippingMonths | None = None
    avg_month_sales_amount: sales.AvgMonthSalesAmount | None = None
    expected_month_sales_amount: credit.ExpectedMonthSalesAmount | None = None
    on_time_basis: credit.OnTimeBasis = "按笔数"
    due_count: credit.DueCount | None = None
    on_time_count: credit.OnTimeCount | None = None
    on_time_payment_rate: Annotated[sales.OnTimePaymentRate, PrintedAs("履约率")] | None = None
    max_overdue_days: sales.MaxOverdueDays | None = None
    overdue_amount: sales.OverdueAmount | None = None
    max_balance_amount: credit.MaxBalanceAmount | None = None
    over_limit_count: credit.OverLimitCount | None = None
    credit_grade: (
        Annotated[
            customer.CreditGrade,
            PrintedAs("现信用等级", "现有信用等级 原信用等级 原等级 信用评级"),
        ]
        | None
    ) = None
    credit_limit: (
        Annotated[
            customer.CreditLimit,
            PrintedAs("现信用额度", "现额度 现有信用额度 原信用额度 原额度"),
        ]
        | None
    ) = None
    credit_term_days: (
        Annotated[
            customer.CreditTermDays,
            PrintedAs("现信用期限", "现期限 现账期 原信用期限 原账期"),
        ]
        | None
    ) = None

    score_rows: Annotated[
        tuple[credit_score.ScoreRow, ...], Group("评分表", "评分 信用评分表", at_most=100)
    ] = ()
    knock_outs: credit.KnockOuts | None = None
    missing_items: credit.MissingItems | None = None

    suggested_grade: credit.SuggestedGrade
    override_reason: Annotated[credit.OverrideReason, PrintedAs("调整理由")] | None = None
    factor_rate: credit.FactorRate | None = None
    factor_reason: credit.FactorReason | None = None
    season_rate: credit.SeasonRate | None = None
    suggested_limit: credit.SuggestedLimit
    suggested_term_days: credit.SuggestedTermDays
    suggested_payment: credit.SuggestedPayment
    guarantee: Annotated[Guarantee, Label("担保情况", "担保")] | None = None
    conclusion: Annotated[
        improvement.Conclusion,
        PrintedAs(
            "分析结论",
            "评估结论 评价结论 调查结论 综合评价 综合评语 综合意见 评估意见 总体评价 总评",
        ),
    ]
    opinions: Annotated[
        tuple[CreditOpinion, ...],
        Group("各方意见", "意见 业务/财务/审批意见 各部门意见 会签意见", at_most=10),
    ] = ()
    confidentiality: sheet.Confidentiality = "秘密"
    provenance: ProvenanceBox | None = None

    @computed
    def total_score(
        self,
    ) -> Annotated[survey.TotalScore, PrintedAs("合计得分", "综合得分 总得分 评估总分")] | None:
        """The marks of all indicators, out of a hundred."""
        return total_of((row.score, row.max_score) for row in self.score_rows)

    @computed
    def computed_grade(self) -> credit.ComputedGrade | None:
        """The grade of the score, unless a knock-out or missing papers say otherwise."""
        knocked_out = something(self.knock_outs)
        if self.total_score is None and not knocked_out:
            return None
        unproved = self.analysis_kind == "首次" or something(self.missing_items)
        return grade_of(self.total_score or Decimal(0), knocked_out=knocked_out, capped=unproved)

    @computed
    def formula_limit(self) -> credit.FormulaLimit | None:
        """The limit that the formula gives for the suggested grade and term."""
        return self._formula(self.suggested_grade, self.suggested_term_days)

    @computed
    def approval_level(self) -> credit.ApprovalLevel | None:
        """Who decides: the general manager where it goes beyond score, formula or amount."""
        return approver_of(
            self.computed_grade, self.suggested_grade, self.suggested_limit, self.formula_limit
        )

    def month_sales(self) -> Decimal | None:
        """Return the monthly sales that the limit rests on: known ones, or those expected."""
        known = self.avg_month_sales_amount
        return self.expected_month_sales_amount if known is None else known

    def _formula(self, grade: str | None, term_days: int | None) -> Decimal | None:
        return limit_by_formula(
            grade, self.month_sales(), term_days, self.factor_rate, self.season_rate
        )

    def complete(self) -> Self:
        """Fill in what follows from the boxes above, then the score table, then what rests on it.

        An empty table gets the default indicators, an empty list of opinions those who sign.
        """
        super().complete()
        self._set("finance_years", tuple(self._grown(row) for row in self.finance_years))
        self._set("score_rows", credit_score.filled(self.score_rows, self._found()))
        super().complete()
        if not self.opinions:
            roles = _ROLES[:-1] if self.approval_level == _MANAGER else _ROLES
            blank = CreditOpinion.empty()
            rows = (blank.model_copy(update={"opinion_role": role}) for role in roles)
            self._set("opinions", tuple(rows))
        return super().complete()

    def _grown(self, row: FinancialYear) -> FinancialYear:
        return completed(row, {"revenue_growth_rate": self._growth(row)})

    def _growth(self, row: FinancialYear) -> Decimal | None:
        """Return how the sales of a year compare with the year before, if that is on the sheet."""
        before = {other.year: other.revenue for other in self.finance_years}
        return None if row.year is None else change_rate(row.revenue, before.get(row.year - 1))

    def _found(self) -> credit_score.Figures:
        """Return the figures above that default indicators judge, in their units."""
        years = [row for row in self.finance_years if row.year is not None]
        latest = max(years, key=lambda row: row.year, default=FinancialYear.empty())
        capital = self.registered_capital
        return {
            "经营年限": _years(self.established_on, self.analysed_on),
            "合作年限": _years(self.first_deal_on, self.analysed_on),
            "订单稳定性": self.shipping_months,
            "按期付款率": _percent(self.on_time_payment_rate),
            "最长逾期天数": self.max_overdue_days,
            "超额度次数": self.over_limit_count,
            "注册(实缴)资本": None if capital is None else capital / WAN,
            "资产负债率": _percent(latest.debt_asset_ratio),
            "流动比率": _percent(latest.current_ratio),
            "速动比率": _percent(latest.quick_ratio),
        }

    def proposed(self) -> Mapping[str, object]:
        """Propose means and rates, and the grade, factor and limit that follow from the score."""
        average = ratio(self.last_twelve_months_amount, self.shipping_months)
        grade = self.suggested_grade or self.computed_grade
        values: dict[str, object] = {
            "avg_month_sales_amount": None if average is None else rounded(average, 2),
            "suggested_grade": self.computed_grade,
            "factor_rate": only_factor(grade),
        }
        if self.on_time_basis == "按笔数":
            values["on_time_payment_rate"] = ratio(self.on_time_count, self.due_count)
        if grade == WITHOUT_CREDIT:
            values["suggested_term_days"] = 0
        values["suggested_limit"] = self._formula(grade, self.suggested_term_days)
        return values

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield the cross-field problems of the sheet."""
        yield from in_order(self, "period_start", "period_end", "analysed_on")
        yield from in_order(self, "established_on", "first_deal_on", "analysed_on")
        yield from not_future(self, "analysed_on", today=today)
        yield from self._dealings()
        yield from credit_score.problems(self.score_rows, self._found())
        yield from self._suggested()
        yield from self._limit()
        yield from self._said()

    def _dealings(self) -> Iterator[Problem]:
        """Yield figures of sales, payments and accounts that contradict each other."""
        average = ratio(self.last_twelve_months_amount, self.shipping_months)
        if None not in (self.last_twelve_months_amount, self.shipping_months):
            yield from agrees(self, "avg_month_sales_amount", average)
        due, on_time = self.due_count, self.on_time_count
        if due is not None and on_time is not None:
            if on_time > due:
                yield error("on_time_count", "多于“到期笔数”，请核对。")
            elif self.on_time_basis == "按笔数":
                yield from agrees(self, "on_time_payment_rate", ratio(on_time, due))
        if self.overdue_amount and self.max_overdue_days == 0:
            yield error("max_overdue_days", "有逾期金额，最长逾期天数不能是 0。")
        highest, limit = self.max_balance_amount, self.credit_limit
        above = highest is not None and limit is not None and highest > limit
        if above and self.over_limit_count == 0:
            yield warning("over_limit_count", "最高欠款大于现信用额度，却没有超额度，请核对。")
        doubled = list(once("finance_years", self.finance_years, "year"))
        yield from doubled
        if doubled:
            return
        for number, row in enumerate(self.finance_years, start=1):
            growth = self._growth(row)
            if growth is not None:
                found = agrees(row, "revenue_growth_rate", growth)
                yield from under(f"finance_years.{number}", found)

    def _suggested(self) -> Iterator[Problem]:
        """Yield a grade, terms or papers that lack their ground."""
        computed_grade, grade = self.computed_grade, self.suggested_grade
        if None not in (computed_grade, grade) and grade != computed_grade:
            because = f"建议等级不是测算等级“{computed_grade}”"
            yield from requires(self, "override_reason", because=because)
        if something(self.knock_outs) and _NONE in (self.knock_outs or ()):
            yield error("knock_outs", "勾了“无”，又勾了否决项，请只留一种。")
        yield from others(self, ("knock_outs", "remarks"), ("suggested_payment", "remarks"))
        yield from agreed_terms(self, "suggested")

    def _limit(self) -> Iterator[Problem]:
        """Yield a limit without sales to rest on, and what is wrong with its factors."""
        grade = self.suggested_grade
        if not self.suggested_limit or grade in (None, WITHOUT_CREDIT):
            return
        first = self.analysis_kind == "首次"
        name = "expected_month_sales_amount" if first else "avg_month_sales_amount"
        missing = self.month_sales() is None
        yield from requires(self, name, when=missing, because="信用额度由月均销售额算出")
        if first and self.first_deal_on is None:
            yield warning("suggested_limit", "首笔交易一般不给信用，请确认。")
        policy = settings.current().credit
        if policy.limit_method == "月均封顶":
            if self.season_rate is not None and abs(self.season_rate) > policy.season_share:
                yield error("season_rate", f"季节调整不得超过上下 {_show(policy.season_share)}。")
            return
        if self.season_rate is not None:
            yield warning("season_rate", "现行办法不按季节调整额度，这一栏不起作用。")
        low, high = factor_range(grade)
        if self.factor_rate is None or not low <= self.factor_rate <= high:
            limits = f"{_show(low)} 至 {_show(high)} 之间" if low < high else _show(low)
            yield error("factor_rate", f"{grade} 级的系数应是 {limits}，请填写。")
        because = "系数是在幅度内选定的"
        yield from requires(self, "factor_reason", when=low < high, because=because)

    def _said(self) -> Iterator[Problem]:
        """Yield opinions that are missing, given twice, or not in the order of the flow."""
        rows = {row.opinion_role: row for row in self.opinions if row.opinion_role is not None}
        if len(rows) < sum(row.opinion_role is not None for row in self.opinions):
            yield error("opinions", "同一方的意见填了两行，请合并成一行。")
        needed = (*_ADVISERS, self.approval_level or _MANAGER)
        if lacking := [role for role in needed if role not in rows]:
            yield error("opinions", f"审批权限要求有{'、'.join(lacking)}的意见，请加上这一行。")
        asked = [rows[role] for role in _ROLES if role in rows]
        for before, after in pairwise(asked):
            path = f"opinions.{self.opinions.index(after) + 1}.opinion_on"
            if after.opinion_on is None:
                continue
            if before.opinion_on is None:
                yield error(
                    path, f"{before.opinion_role}尚未签署意见，请按业务、财务、审批的顺序。"
                )
            elif after.opinion_on < before.opinion_on:
                yield error(path, f"早于{before.opinion_role}意见的日期，请核对。")


def approver_of(
    computed_grade: str | None, grade: str | None, limit: Decimal | None, formula: Decimal | None
) -> credit.ApproverWord | None:
    """Return who decides on what is suggested: the general manager beyond score, formula, amount.

    >>> approver_of("B", "B", Decimal(9_000), Decimal(9_000))
    '客户服务部经理'
    >>> approver_of("B", "A", Decimal(9_000), Decimal(9_000))
    '总经理'
    """
    if grade is None or limit is None:
        return None
    better = (steps_up(computed_grade, grade) or 0) > 0
    above = limit > settings.current().credit.general_manager_above
    over = formula is not None and limit > formula
    return _GENERAL_MANAGER if better or above or over else _MANAGER


def something(items: tuple[str, ...] | None) -> bool:
    """Whether a list names anything; 无 says that somebody looked and found nothing."""
    return bool(set(items or ()) - {_NONE})


def _years(start: dt.date | None, end: dt.date | None) -> int | None:
    return None if start is None or end is None else years_between(start, end)


def _percent(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate * 100
