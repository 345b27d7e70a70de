"""优秀客户统计表: who may be named, how each is marked, who is named, and what he gets.

Manual section 4.11. 客户信息专员 prepares it once a year (or each quarter) from 4.2, 4.5, 4.6 and
4.12, 客户信息主管 reviews it, 客户服务部经理 or 总经理 approves. Conditions and marks stand in
``award_policy``; conditions, indicators and weights are data of the sheet.

Sources: score sheets for dealers (a band is ticked, or the best has a hundred and the others their
share of it), schemes for judging customers, conditions for VIP customers.

>>> from csdforms.schemas.customer import ExcellentCustomerStatistics
>>> ExcellentCustomerStatistics.title(), ExcellentCustomerStatistics.section
('优秀客户统计表', '4.11')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Self

from csdforms.schemas import settings
from csdforms.schemas.customer.award_policy import (
    GRAVE,
    MEASURES,
    Candidate,
    basis_of,
    cooperation_years,
    failed,
    is_lower_better,
    months_between,
    moved_by,
    quota,
    relative,
    usual_conditions,
    within,
)
from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    MoneyReport,
    disagreements,
    known,
    once_each,
    period,
    precedence,
    quotient,
)
from csdforms.schemas.fields import (
    award,
    credit,
    customer,
    evaluation,
    figures,
    grading,
    sales,
    survey,
)
from csdforms.schemas.fields.indicator import IndicatorDirection
from csdforms.schemas.figures import agrees, completed, ranks, ratio, sum_of
from csdforms.schemas.form import Part, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    not_before,
    once,
    others,
    requires,
    under,
    warning,
)
from csdforms.schemas.types import Average, Money, Quantity, Rate

EXCELLENT, SHORTLISTED, REFUSED = "优秀客户", "入围", "不予评定"
BY_BANDS, BY_BEST = "分档计分", "相对最优计分"
_MONTHS = 12
_HUNDRED = 100
_HALF_MARK = Decimal("0.005")


class AwardIndicator(Row):
    """What customers are judged by, and for how many marks."""

    indicator: credit.Indicator
    weight: Annotated[survey.Weight, PrintedAs("权重（满分）", "满分 分值")] | None = None
    indicator_direction: Annotated[IndicatorDirection, PrintedAs("方向")] | None = None
    basis: Annotated[credit.Basis, PrintedAs("计分说明")] | None = None

    def is_lower_better(self) -> bool:
        """Return whether less is better."""
        return self.indicator_direction == "越低越好"

    def proposed(self) -> Mapping[str, object]:
        """Propose which way the indicator counts."""
        lower = is_lower_better(self.indicator)
        return {"indicator_direction": "越低越好" if lower else "越高越好"}


class ScoreBand(Row):
    """A band of an indicator that may be ticked, and its marks."""

    indicator: credit.Indicator
    band: award.Band
    score: Annotated[evaluation.Score, PrintedAs("分值")]


class AwardLine(CustomerLine):
    """One customer: his year, whether he qualifies, his marks, what he is named."""

    rank: sales.Rank | None = None
    customer_grade: Annotated[customer.CustomerGrade, PrintedAs("客户等级", "等级 级别")] | None = (
        None
    )
    credit_grade: customer.CreditGrade | None = None
    first_deal_on: customer.FirstDealOn | None = None
    cooperation_years: sales.CooperationYears | None = None
    net_sales_amount: (
        Annotated[
            sales.NetSalesAmount,
            PrintedAs(
                "销售额",
                "销售金额 销售总额 交易额 交易金额 成交额 成交金额 采购额 采购金额 年采购额",
            ),
        ]
        | None
    ) = None
    sales_share: Annotated[sales.SalesShare, PrintedAs("占比")] | None = None
    year_on_year_rate: (
        Annotated[sales.YearOnYearRate, PrintedAs("增长率", "增幅 增长幅度")] | None
    ) = None
    gross_profit_amount: sales.GrossProfitAmount | None = None
    gross_margin_rate: sales.GrossMarginRate | None = None
    receipts_amount: Annotated[sales.ReceiptsAmount, PrintedAs("回款")] | None = None
    on_time_payment_rate: sales.OnTimePaymentRate | None = None
    collection_rate: sales.CollectionRate | None = None
    overdue_amount: sales.OverdueAmount | None = None
    total_sales_amount: sales.TotalSalesAmount | None = None
    risk_level: credit.RiskLevel | None = None
    on_register: award.OnRegister | None = None
    complaint_count: sales.ComplaintCount | None = None
    quality_issue_share: award.QualityIssueShare | None = None
    indicator_scores: Annotated[grading.IndicatorScores, PrintedAs("各项得分")] | None = None
    total_score: (
        Annotated[survey.TotalScore, PrintedAs("总分", "得分 评分 总得分 综合得分 综合评分")] | None
    ) = None
    eligible: award.Eligible | None = None
    ineligible_reason: award.IneligibleReason | None = None
    recommended_by: award.RecommendedBy | None = None
    recommendation: award.Recommendation | None = None
    award_result: award.AwardResult | None = None
    rewards: award.Rewards | None = None
    reward_note: award.RewardNote | None = None
    consecutive_years: award.ConsecutiveYears | None = None

    @property
    def is_awarded(self) -> bool:
        """Whether the customer is named."""
        return self.award_result == EXCELLENT

    def candidate(self, until: dt.date | None) -> Candidate:
        """Return what the conditions are tested on."""
        months: Decimal | int | None = months_between(self.first_deal_on, until)
        if months is None and self.cooperation_years is not None:
            months = self.cooperation_years * _MONTHS
        return Candidate(
            self.customer_grade,
            self.overdue_amount,
            self.risk_level,
            self.on_register,
            months,
            self.total_sales_amount,
            self.quality_issue_share,
        )

    def marks(self) -> list[Decimal] | None:
        """Return the marks for each indicator, ``None`` if they are not all numbers."""
        if self.indicator_scores is None or any(one.isalpha() for one in self.indicator_scores):
            return None
        return [Decimal(one) for one in self.indicator_scores]

    def proposed(self) -> Mapping[str, object]:
        """Propose the sum of the marks."""
        marks = self.marks()
        return {"total_score": None if marks is None else sum(marks, Decimal(0))}

    def follows(self, head: ExcellentCustomerStatistics) -> dict[str, Exact]:
        """Return the figures that follow from others, where these are known."""
        off, net, profit = head.rounding(), self.net_sales_amount, self.gross_profit_amount
        exact: dict[str, Exact] = {}
        if net is not None and profit is not None:
            exact["gross_margin_rate"] = quotient(off, profit, net)
        if net is not None and head.scope is not None and head.scope.net_sales_amount is not None:
            exact["sales_share"] = quotient(off, net, head.scope.net_sales_amount)
        years = cooperation_years(self.first_deal_on, head.period_end)
        if years is not None:
            exact["cooperation_years"] = Exact(years, Decimal("0.05"))
        return exact

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a score, an award or a reward that contradicts what stands beside it."""
        marks = self.marks()
        if marks is not None:
            yield from agrees(self, "total_score", sum(marks, Decimal(0)))
        refused = self.eligible is False
        yield from requires(self, "ineligible_reason", when=refused, because="不符合条件")
        if self.eligible and self.ineligible_reason is not None:
            yield warning("ineligible_reason", "符合条件的客户不填不符合原因，请核对。")
        if refused and self.rank is not None:
            yield error("rank", "不符合条件的客户不排名次，请留空。")
        if refused and self.award_result in (EXCELLENT, SHORTLISTED):
            yield error("award_result", "不符合条件的客户只能是“不予评定”。")
        yield from self._honoured()

    def _honoured(self) -> Iterator[Problem]:
        """Who is named is at no grave risk and on no register; only he gets a reward."""
        if self.is_awarded and self.risk_level in GRAVE:
            yield error("award_result", "危险程度为高或极高的客户不能评为优秀客户。")
        if self.is_awarded and self.on_register:
            yield error("award_result", "不诚信名单上的客户不能评为优秀客户。")
        named = self.is_awarded
        yield from requires(
            self,
            "recommendation",
            "rewards",
            when=named,
            because="评为优秀客户",
            severity="warning",
        )
        if self.recommendation is not None:
            yield from requires(self, "recommended_by", because="有推荐理由，应写明推荐人")
        if self.rewards is not None and self.award_result in (SHORTLISTED, REFUSED):
            yield warning("rewards", "没有评为优秀客户，请核对是否给奖励。")
        yield from others(self, ("rewards", "reward_note"))
        if named and self.consecutive_years == 0:
            yield error("consecutive_years", "连同本年计算，获评的至少是 1 年。")


class Scope(Part):
    """All customers among whom the best are sought."""

    main = "customer_count"

    customer_count: Annotated[sales.CustomerCount, PrintedAs("全部客户数")] | None = None
    net_sales_amount: Annotated[sales.NetSalesAmount, PrintedAs("全部销售额")] | None = None
    gross_profit_amount: Annotated[sales.GrossProfitAmount, PrintedAs("全部毛利")] | None = None


class Awarded(Part):
    """Those who are named, together, and their share of all."""

    main = "customer_count"

    customer_count: Annotated[sales.CustomerCount, PrintedAs("优秀客户数")] | None = None
    customer_share: Annotated[sales.CustomerShare, PrintedAs("户数占比")] | None = None
    net_sales_amount: Annotated[sales.NetSalesAmount, PrintedAs("销售额合计")] | None = None
    sales_share: Annotated[sales.SalesShare, PrintedAs("销售额占比")] | None = None
    gross_profit_amount: Annotated[sales.GrossProfitAmount, PrintedAs("毛利合计")] | None = None
    profit_share: Annotated[sales.ProfitShare, PrintedAs("毛利占比")] | None = None


class ExcellentCustomerStatistics(MoneyReport, title="优秀客户统计表", section="4.11"):
    """The best customers of a year."""

    period_kind: Annotated[figures.PeriodKind, PrintedAs("评选周期", "周期")] = "年"
    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    policy_name: Annotated[sales.PolicyName, PrintedAs("评选办法")] | None = None
    award_method: Annotated[award.AwardMethod, PrintedAs("计分办法")] = "相对最优计分"
    tie_rule: sales.TieRule = "并列跳号"
    quota_count: award.QuotaCount | None = None
    quota_share: award.QuotaShare | None = None
    take_ties: award.TakeTies = True
    eligibility: award.Eligibility | None = None
    withheld_count: grading.WithheldCount | None = None
    indicators: Annotated[
        tuple[AwardIndicator, ...], Group("评分指标", "评价指标 指标及权重", at_most=20)
    ] = ()
    bands: Annotated[tuple[ScoreBand, ...], Group("分档标准", "档次标准", at_most=100)] = ()
    rows: Annotated[tuple[AwardLine, ...], Group("客户明细", "明细 参评客户", at_least=1)] = ()
    scope: Annotated[Scope, Label("全部客户", "参评范围")] | None = None
    provenance: ProvenanceBox | None = None

    @computed
    def awarded(self) -> Annotated[Awarded, Label("获评客户", "优秀客户合计")] | None:
        """Those who are named, together, and their share of all."""
        named = [row for row in self.rows if row.is_awarded]
        if not self.rows:
            return None
        whole = self.scope or Scope.empty()
        net = sum_of(row.net_sales_amount for row in named)
        profit = sum_of(row.gross_profit_amount for row in named)
        values = {
            "customer_count": len(named),
            "customer_share": ratio(len(named), whole.customer_count),
            "net_sales_amount": net,
            "sales_share": ratio(net, whole.net_sales_amount),
            "gross_profit_amount": profit,
            "profit_share": ratio(profit, whole.gross_profit_amount),
        }
        return Awarded.empty().model_copy(update=values)

    # Filling in

    def complete(self) -> Self:
        """Fill in conditions, indicators and figures, then who qualifies, marks, ranks, awards."""
        super().complete()
        if not self.indicators:
            blank = AwardIndicator.empty()
            weights = settings.current().award.indicators.items()
            found = (
                blank.model_copy(update={"indicator": name, "weight": Decimal(weight)}).complete()
                for name, weight in weights
            )
            self._set("indicators", tuple(found))
        self._set("indicators", tuple(self._explained(each) for each in self.indicators))
        lines = (completed(row, known(row.follows(self))) for row in self.rows)
        self._set("rows", tuple(completed(row, self._qualified(row)) for row in lines))
        scores = self._scores()
        lines = (
            completed(row, {"indicator_scores": _written(own)})
            for row, own in zip(self.rows, scores, strict=True)
        )
        self._set("rows", tuple(lines))
        self._set("rows", tuple(self._placed()))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the usual conditions."""
        return {"eligibility": usual_conditions()}

    def _explained(self, each: AwardIndicator) -> AwardIndicator:
        """Return the indicator with how it is marked: against the best, or by its bands."""
        if self._is_banded(each.indicator):
            return completed(each, {"basis": "按分档标准"})
        if not self._is_relative(each.indicator) or each.weight is None:
            return each
        return completed(each, {"basis": basis_of(each.weight, lower=each.is_lower_better())})

    def _is_relative(self, name: str | None) -> bool:
        """Whether an indicator is marked against the best; others are marked by hand."""
        return self.award_method == BY_BEST and name in MEASURES

    def _is_banded(self, name: str | None) -> bool:
        bands = [band.indicator for band in self.bands]
        return name is not None and name in bands and not self._is_relative(name)

    def _qualified(self, row: AwardLine) -> dict[str, object]:
        """Return whether a customer qualifies, as far as the conditions can be tested."""
        reasons, complete = failed(self.eligibility or (), row.candidate(self.period_end))
        if reasons:
            return {"eligible": False, "ineligible_reason": "；".join(reasons)}
        return {"eligible": True} if complete else {}

    def _placed(self) -> Iterator[AwardLine]:
        """Yield the lines with rank and award."""
        places, inside = self._ranks(), self._within()
        for row, place, named in zip(self.rows, places, inside, strict=True):
            found: dict[str, object] = {"rank": place}
            if row.eligible is False:
                found["award_result"] = REFUSED
            elif place is not None:
                found["award_result"] = EXCELLENT if named else SHORTLISTED
            yield completed(row, found)

    # What follows from the lines together; by position

    def _scores(self) -> list[list[Decimal | None]]:
        """Return the marks of each customer against the best of those who qualify."""
        scores: list[list[Decimal | None]] = [[] for _ in self.rows]
        if self.award_method != BY_BEST:
            return scores
        running = [place for place, row in enumerate(self.rows) if row.eligible]
        for each in self.indicators:
            measure = MEASURES.get(each.indicator)
            values = [
                None if measure is None else getattr(self.rows[place], measure[0])
                for place in running
            ]
            marks = relative(values, each.weight or 0, lower=each.is_lower_better())
            for place, mark in zip(running, marks, strict=True):
                scores[place].append(mark)
        return scores

    def _moved(self) -> list[list[Decimal]]:
        """Return by how much the rounding of what they rest on may have moved the marks."""
        moved: list[list[Decimal]] = [[] for _ in self.rows]
        if self.award_method != BY_BEST:
            return moved
        running = [place for place, row in enumerate(self.rows) if row.eligible]
        for each in self.indicators:
            name = MEASURES.get(each.indicator, (None,))[0]
            values = [None if name is None else getattr(self.rows[one], name) for one in running]
            half = self._half_printed(name)
            found = moved_by(values, each.weight or 0, half, lower=each.is_lower_better())
            for place, off_by in zip(running, found, strict=True):
                moved[place].append(off_by)
        return moved

    def _half_printed(self, name: str | None) -> Decimal:
        """Return half a unit of the last digit that a column prints; counts and yuan are exact."""
        kind = AwardLine.specs()[name].type if name else None
        if isinstance(kind, (Rate, Average)):
            return Decimal(5).scaleb(-kind.places - 1)
        return self.rounding() if isinstance(kind, Money) else Decimal(0)

    def _ranked(self) -> list[Decimal | None]:
        """Return the score of each customer who is ranked."""
        return [row.total_score if row.eligible else None for row in self.rows]

    def _order(self) -> list[int]:
        """Return the positions in the order of the ranking, those who are not ranked last."""
        scores = self._ranked()

        def key(place: int) -> tuple[Any, ...]:
            score = scores[place]
            return (1,) if score is None else (0, -score, *precedence(self.rows[place]))

        return sorted(range(len(self.rows)), key=key)

    def _ranks(self) -> list[int | None]:
        order, scores = self._order(), self._ranked()
        places = ranks([scores[place] for place in order], self.tie_rule)
        found = dict(zip(order, places, strict=True))
        return [found[place] for place in range(len(order))]

    def _places(self) -> int | None:
        """Return how many may be named."""
        customers = self.scope.customer_count if self.scope else None
        return quota(self.quota_count, self.quota_share, customers)

    def _within(self) -> list[bool]:
        return within(self._ranked(), self._places(), take_ties=bool(self.take_ties))

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, indicators, marks, ranks and awards contradict each other."""
        yield from self._head(today)
        yield from self._weights()
        yield from self._bands()
        yield from once_each("rows", self.rows)
        for number, row in enumerate(self.rows, start=1):
            yield from under(f"rows.{number}", self._figures(row))
            yield from under(f"rows.{number}", self._condition(row))
        yield from self._marks()
        yield from self._ranking()
        yield from self._awards()

    def _head(self, today: dt.date) -> Iterator[Problem]:
        yield from period(self, today)
        if self.quota_count is not None and self.quota_share is not None:
            yield error("quota_share", "名额和名额比例只填一项。")
        unknown = self.quota_share is not None and self._places() is None
        if unknown:
            yield error("quota_share", "按比例定名额，请填“全部客户”的全部客户数。")
        listed, scope = len(self.rows), self.scope
        if scope is not None and scope.customer_count is not None and scope.customer_count < listed:
            yield error("scope.customer_count", f"少于表内的 {listed} 户，请核对。")

    def _weights(self) -> Iterator[Problem]:
        """Each indicator once, its weight known, all weights a hundred."""
        yield from once("indicators", self.indicators, "indicator")
        for number, each in enumerate(self.indicators, start=1):
            path = f"indicators.{number}"
            yield from under(path, requires(each, "weight", because="每项指标都有权重"))
        weights = [each.weight for each in self.indicators if each.weight is not None]
        if len(weights) == len(self.indicators) and sum(weights) != _HUNDRED:
            total = Quantity().show(sum(weights, Decimal(0)))
            yield error("indicators", f"各项权重之和应是 {_HUNDRED}，现在是 {total}，请核对。")

    def _bands(self) -> Iterator[Problem]:
        """Bands belong to an indicator and give no more than its weight."""
        if self.award_method == BY_BANDS and not self.bands:
            yield warning("bands", "分档计分请列出各项指标的分档标准。")
        weights = {each.indicator: each.weight for each in self.indicators}
        for number, band in enumerate(self.bands, start=1):
            if band.indicator is not None and band.indicator not in weights:
                yield error(f"bands.{number}.indicator", "评分指标里没有这一项，请核对。")
            if self._is_relative(band.indicator):
                text = "这一项按相对最优计分，不用分档，请核对计分办法。"
                yield warning(f"bands.{number}.indicator", text)
            weight = weights.get(band.indicator)
            if None not in (weight, band.score) and band.score > (weight or 0):
                yield error(f"bands.{number}.score", "超过该项指标的权重（满分），请核对。")

    def _figures(self, row: AwardLine) -> Iterator[Problem]:
        yield from disagreements(row, row.follows(self))
        if not not_before(self.period_end, row.first_deal_on):
            yield error("first_deal_on", "晚于“统计结束日期”，请核对。")

    def _condition(self, row: AwardLine) -> Iterator[Problem]:
        """Who qualifies meets every condition that can be tested."""
        reasons, complete = failed(self.eligibility or (), row.candidate(self.period_end))
        if row.eligible and reasons:
            yield error("eligible", f"{'；'.join(reasons)}，应填“否”。")
        elif row.eligible is None:
            yield error("eligible", "有的条件缺数据或须人工判断，请补填，或写明是否符合。")
        elif row.eligible is False and complete and not reasons:
            yield warning("eligible", "按表内的数各项条件都符合，请核对。")

    def _marks(self) -> Iterator[Problem]:
        """One mark for each indicator, not above its weight, and as the method gives it."""
        worked, moved = self._scores(), self._moved()
        for number, row in enumerate(self.rows, start=1):
            path = f"rows.{number}.indicator_scores"
            marks = row.marks()
            if row.eligible and row.indicator_scores is None:
                total = row.total_score is not None
                text = "没有各项得分，请填写。"
                yield warning(path, text) if total else error(path, text)
            if row.indicator_scores is None:
                continue
            if marks is None:
                yield error(path, "每项填分数，不填字母。")
            elif len(marks) != len(self.indicators):
                text = f"评分指标有 {len(self.indicators)} 项，这里有 {len(marks)} 项，请核对。"
                yield error(path, text)
            else:
                yield from self._each_mark(path, marks, worked[number - 1], moved[number - 1])

    def _each_mark(
        self,
        path: str,
        marks: Sequence[Decimal],
        worked: Sequence[Decimal | None],
        moved: Sequence[Decimal],
    ) -> Iterator[Problem]:
        exact, off = worked or [None] * len(marks), moved or [Decimal(0)] * len(marks)
        for place, (each, mark, found, off_by) in enumerate(
            zip(self.indicators, marks, exact, off, strict=True), start=1
        ):
            bands = [band.score for band in self.bands if band.indicator == each.indicator]
            if each.weight is not None and mark > each.weight:
                yield error(path, f"第 {place} 项超过权重（满分），请核对。")
            elif found is not None and abs(mark - found) > off_by + (
                2 * _HALF_MARK if off_by else _HALF_MARK
            ):
                shown = Quantity().show(found)
                text = f"第 {place} 项按相对最优计分应是 {shown} 分，请核对。"
                yield error(path, text)
            elif self._is_banded(each.indicator) and mark not in bands:
                yield error(path, f"第 {place} 项不是分档标准里的分值，请核对。")

    def _ranking(self) -> Iterator[Problem]:
        if self.tie_rule is None:
            return
        for number, (row, place) in enumerate(zip(self.rows, self._ranks(), strict=True), start=1):
            if row.eligible and row.rank is not None and row.rank != place:
                hint = "没有总分，应留空" if place is None else f"按总分应是“{place}”"
                yield error(f"rows.{number}.rank", f"{hint}，请核对。")
        if self._order() != list(range(len(self.rows))):
            yield warning(
                "rows",
                "请按名次排列；总分相同的按毛利率、销售额从高到低，再按客户编号；不符合条件的列在最后。",
            )

    def _awards(self) -> Iterator[Problem]:
        """Who is named is within the quota; who has the same score is named with him."""
        inside, scores = self._within(), self._ranked()
        least = min(
            (
                score
                for row, score in zip(self.rows, scores, strict=True)
                if row.is_awarded and score is not None
            ),
            default=None,
        )
        for number, (row, named) in enumerate(zip(self.rows, inside, strict=True), start=1):
            path, score = f"rows.{number}.award_result", scores[number - 1]
            yield from under(
                f"rows.{number}",
                requires(row, "award_result", when=score is not None, because="有总分"),
            )
            if row.is_awarded and row.eligible and not named:
                yield error(path, "在名额之外，请核对名额和并列的处理。")
            if row.award_result in (None, EXCELLENT) or score is None or least is None:
                continue
            if score == least:
                yield error(path, "与入选的客户同分，应一并入选或都不入选。")
            elif score > least:
                yield warning(path, "总分高于入选的客户而未入选，请确认。")


def _written(marks: Sequence[Decimal | None]) -> tuple[str, ...] | None:
    """Return marks as they are kept, nothing if one could not be worked out."""
    known_marks = [mark for mark in marks if mark is not None]
    if not known_marks or len(known_marks) < len(marks):
        return None
    return tuple(Quantity().show(mark) for mark in known_marks)
