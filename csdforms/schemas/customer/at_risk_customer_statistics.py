"""危险客户统计表: the customers at risk, what shows it, how grave it is, and what is done.

Manual section 4.12, flow 4.19. 客户信息专员 prepares it each month and when something happens,
finance gives the ages of debts, 客户信息主管 reviews, the manager approves; a customer at 极高 is
reported the same day. Figures hit triggers (``risk_triggers``), the gravest gives the level; a
person may only raise it.

Sources: lists of risky customers and of overdue debts by age, rules on early warning in trade
credit; sheets on a problem, the remedy and whether it can be carried out.

>>> from csdforms.schemas.customer import AtRiskCustomerStatistics
>>> AtRiskCustomerStatistics.title(), AtRiskCustomerStatistics.section
('危险客户统计表', '4.12')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas import settings
from csdforms.schemas.customer.risk_triggers import (
    CODES,
    LEVELS,
    NAMES,
    Decided,
    Facts,
    decide,
    expected_loss,
    level_of,
    rank,
    standard,
    types_of,
)
from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    MoneyReport,
    column_sums,
    disagreements,
    known,
    once_each,
    quotient,
    signed_sum,
    sums_disagree,
)
from csdforms.schemas.fields import (
    complaint,
    credit,
    customer,
    figures,
    grading,
    handling,
    improvement,
    risk,
    sales,
)
from csdforms.schemas.figures import Number, completed, sum_of
from csdforms.schemas.form import Block, Part, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, not_before, others, requires, under, warning

ZERO = Decimal("0.00")
#: What protects from losing more.
STOPPED = frozenset({"停止发货", "现款现货"})
#: The ages of what is owed, with the first and last day overdue of each.
AGES = {
    "not_due_amount": (0, 0),
    "days_1_30_amount": (1, 30),
    "days_31_60_amount": (31, 60),
    "days_61_90_amount": (61, 90),
    "days_91_180_amount": (91, 180),
    "days_181_365_amount": (181, 365),
    "days_over_365_amount": (366, None),
}
SUMMED = (
    "balance_amount", "exposure_amount", "over_limit_amount", *AGES, "overdue_amount",
    "three_month_sales_amount", "expected_loss_amount",
)  # fmt: skip
COUNTS = ("customer_count", "new_count", "released_count")
MONEY = ("balance_amount", "overdue_amount")


class _Figures(Block):
    """The columns that a customer's line and the total line share."""

    balance_amount: Annotated[sales.BalanceAmount, PrintedAs("应收余额")] | None = None
    exposure_amount: sales.ExposureAmount | None = None
    over_limit_amount: sales.OverLimitAmount | None = None
    not_due_amount: sales.NotDueAmount | None = None
    days_1_30_amount: sales.Days1To30Amount | None = None
    days_31_60_amount: sales.Days31To60Amount | None = None
    days_61_90_amount: sales.Days61To90Amount | None = None
    days_91_180_amount: sales.Days91To180Amount | None = None
    days_181_365_amount: sales.Days181To365Amount | None = None
    days_over_365_amount: sales.DaysOver365Amount | None = None
    overdue_amount: sales.OverdueAmount | None = None
    three_month_sales_amount: risk.ThreeMonthSalesAmount | None = None
    expected_loss_amount: risk.ExpectedLossAmount | None = None


class RiskLine(_Figures, CustomerLine):
    """One customer: what he owes, what that triggers, what is done."""

    credit_grade: customer.CreditGrade | None = None
    earlier_credit_grade: risk.EarlierCreditGrade | None = None
    credit_limit: customer.CreditLimit | None = None
    credit_term_days: customer.CreditTermDays | None = None
    utilisation_rate: Annotated[sales.UtilisationRate, PrintedAs("使用率")] | None = None
    contract_amount: risk.ContractAmount | None = None
    overdue_share: risk.OverdueShare | None = None
    max_overdue_days: sales.MaxOverdueDays | None = None
    overdue_count: sales.OverdueCount | None = None
    sales_trend: Annotated[risk.SalesTrend, PrintedAs("趋势")] | None = None
    sales_fall_rate: risk.SalesFallRate | None = None
    complaint_count: sales.ComplaintCount | None = None
    triggers: risk.Triggers | None = None
    risk_types: risk.RiskTypes | None = None
    risk_level: credit.RiskLevel | None = None
    previous_level: Annotated[risk.PreviousLevel, PrintedAs("上期")] | None = None
    override_reason: credit.OverrideReason | None = None
    risk_problem: risk.RiskProblem | None = None
    difficulty: risk.Difficulty | None = None
    risk_measures: risk.RiskMeasures | None = None
    measure_note: risk.MeasureNote | None = None
    supply_reason: risk.SupplyReason | None = None
    action_owner: handling.ActionOwner | None = None
    action_due_on: (
        Annotated[
            improvement.ActionDueOn,
            PrintedAs("完成期限", "完成时间 解决期限 处理期限 预计回款日期"),
        ]
        | None
    ) = None
    risk_progress: Annotated[risk.RiskProgress, PrintedAs("进展")] | None = None
    released_on: risk.ReleasedOn | None = None
    handling_result: complaint.HandlingResult | None = None

    @computed
    def computed_level(self) -> risk.ComputedLevel | None:
        """The level of the gravest trigger."""
        return level_of(self.triggers or (), self.decided())

    @property
    def is_released(self) -> bool:
        """Whether the customer leaves the list with this sheet."""
        return self.released_on is not None

    def decided(self) -> Decided:
        """Return the triggers that the figures of the line decide."""
        return decide(
            Facts(
                self.exposure_amount,
                self.credit_limit,
                self.utilisation_rate,
                self._days(),
                self.overdue_count,
                self.complaint_count,
                self.sales_trend,
                self.sales_fall_rate,
                self.credit_grade,
                self.earlier_credit_grade,
            )
        )

    def _days(self) -> int | None:
        """Return the longest time overdue, at least what the ages or the amount show."""
        if self.max_overdue_days is not None:
            return self.max_overdue_days
        ages = self._ages()
        if ages is not None:
            owed = zip(ages, AGES.values(), strict=True)
            return max((first for amount, (first, _) in owed if amount > 0), default=0)
        return None if self.overdue_amount is None else int(self.overdue_amount > 0)

    def _ages(self) -> list[Decimal] | None:
        """Return what is owed by age, a blank being nothing; ``None`` if no age is noted."""
        amounts = [getattr(self, name) for name in AGES]
        if all(amount is None for amount in amounts):
            return None
        return [amount or ZERO for amount in amounts]

    def follows(self, rounding: Decimal) -> dict[str, Exact]:
        """Return the figures that follow from others, where these are known."""
        exact: dict[str, Exact] = {}
        ages = self._ages()
        if ages is not None:
            exact["balance_amount"] = signed_sum(rounding, ages, [])
            exact["overdue_amount"] = signed_sum(rounding, ages[1:], [])
        owed, limit = self.exposure_amount, self.credit_limit
        if owed is not None and limit is not None:
            exact["utilisation_rate"] = quotient(rounding, owed, limit)
            exact["over_limit_amount"] = Exact(max(owed - limit, ZERO), 3 * rounding)
        whole = self.balance_amount if self.contract_amount is None else self.contract_amount
        if self.overdue_amount is not None and whole is not None:
            exact["overdue_share"] = quotient(rounding, self.overdue_amount, whole)
        return exact

    def loss(self, rounding: Decimal) -> Exact:
        """Return what of each age is likely lost, together."""
        ages, rates = self._ages(), settings.current().risk.loss_rates
        if ages is None:
            return Exact(None)
        return Exact(expected_loss(*ages), rounding * (1 + sum(rates)))

    def complete(self) -> Self:
        """Fill in the figures, then the triggers they hit, then what follows from these."""
        for _ in range(3):  # what is owed, what that uses of the limit, by how much
            for name, value in self._figures().items():
                if getattr(self, name) is None:
                    self._set(name, value)
        hit = {code for code, level in self.decided().items() if level}
        hit |= set(self.triggers or ())
        if hit:
            self._set("triggers", tuple(code for code in CODES if code in hit))
        return super().complete()

    def _figures(self) -> dict[str, Number]:
        values = known(self.follows(ZERO) | {"expected_loss_amount": self.loss(ZERO)})
        if self.balance_amount is not None:
            values["exposure_amount"] = max(self.balance_amount, ZERO)
        return values

    def proposed(self) -> Mapping[str, object]:
        """Propose the types of risk and the level."""
        return {
            "risk_types": types_of(self.triggers or ()) or None,
            "risk_level": None if self.is_released else self.computed_level,
        }

    def disagree(self, rounding: Decimal) -> Iterator[Problem]:
        """Yield figures that are not what follows from the others, and ages that cannot be."""
        yield from disagreements(self, self.follows(rounding))
        loss = self.loss(rounding)
        if loss.value is not None:
            for problem in disagreements(self, {"expected_loss_amount": loss}):
                yield replace(problem, severity="warning")
        longest, ages = self.max_overdue_days, self._ages()
        if longest is None or ages is None:
            return
        for (name, (first, last)), amount in zip(AGES.items(), ages, strict=True):
            if first > longest and amount > 0:
                yield error(name, f"最长逾期 {longest} 天，这一段不应有金额，请核对。")
            owing = first <= longest and (last is None or longest <= last)
            if owing and longest and amount <= 0 and not rounding:
                label = self.label_of(name)
                yield error("max_overdue_days", f"“{label}”没有金额，请核对天数和账龄。")

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with the facts, the level, and what is done."""
        yield from self._facts()
        decided = self.decided()
        for code in self.triggers or ():
            if code in decided and decided[code] is None:
                text = f"{code}（{NAMES[code]}）与本行的数不符，请核对触发项和数字。"
                yield error("triggers", text)
        yield from self._level()
        yield from self._action()
        result = self.handling_result is not None
        yield from requires(
            self, "handling_result", when=self.is_released, because="解除要写明处理结果"
        )
        yield from requires(
            self,
            "released_on",
            when=result,
            because="填了处理结果；尚未解除的写在进展里",
            severity="warning",
        )

    def _facts(self) -> Iterator[Problem]:
        """Figures of one customer that contradict each other."""
        overdue, days, owed = self.overdue_amount, self.max_overdue_days, self.balance_amount
        if overdue and days == 0:
            yield error("max_overdue_days", "有逾期金额，最长逾期天数不能是 0。")
        if overdue == 0 and days:
            yield error("overdue_amount", "有逾期天数，逾期金额不能是 0，请核对。")
        if overdue and self.overdue_count == 0:
            yield error("overdue_count", "有逾期金额，逾期次数至少是 1 次。")
        if overdue is not None and owed is not None and overdue > max(owed, ZERO):
            yield warning("overdue_amount", "大于“应收余额”，请核对是否有预收款未冲抵。")
        if None not in (self.exposure_amount, owed) and (self.exposure_amount or ZERO) < (
            owed or ZERO
        ):
            yield warning("exposure_amount", "小于“应收余额”；占用额含应收、已发货未开票和票据。")
        fall, trend = self.sales_fall_rate, self.sales_trend
        if fall is not None and trend is not None and (fall > 0) != (trend in ("下降", "停止交易")):
            yield warning("sales_fall_rate", "与“趋势”不符；降幅只在下降时为正数，请核对。")
        if trend == "停止交易" and self.three_month_sales_amount:
            yield warning("three_month_sales_amount", "趋势是停止交易，却有近三月销售，请核对。")

    def _level(self) -> Iterator[Problem]:
        """The level may be raised above the computed one; less than last time needs a reason."""
        level, least = self.risk_level, self.computed_level
        if self.is_released:
            return
        if level is None:
            yield error("risk_level", "没有触发项：已解除的填解除日期和处理结果，否则写明程度。")
            return
        if rank(level) < rank(least):
            yield error("risk_level", f"测算程度是“{least}”，只能上调，不能调低。")
        lowered = rank(level) < rank(self.previous_level)
        yield from requires(self, "override_reason", when=lowered, because="程度比上期低")
        alone = least is None
        yield from requires(
            self,
            "override_reason",
            when=alone,
            because="没有触发项而列入",
            severity="warning",
        )

    def _action(self) -> Iterator[Problem]:
        """The graver the risk, the more must be said of it and done about it."""
        level, measures = self.risk_level, set(self.risk_measures or ())
        because = f"危险程度为{level}"
        grave = rank(level) >= rank("高")
        yield from requires(self, "risk_problem", when=rank(level) >= rank("中"), because=because)
        yield from requires(
            self, "risk_measures", "action_owner", "action_due_on", when=grave, because=because
        )
        yield from requires(
            self,
            "supply_reason",
            when=level == "极高" and not measures & STOPPED,
            because="极高的客户没有停止发货或现款现货",
        )
        yield from others(self, ("risk_measures", "measure_note"))


class RiskTotal(_Figures, Part):
    """The total line: all customers of the sheet."""

    main = "balance_amount"


class Feasibility(Row):
    """What one of those asked says of a customer's remedy."""

    customer_no: customer.CustomerNo
    customer_name: customer.CustomerName | None = None
    feasibility_role: risk.FeasibilityRole
    judged_by: risk.JudgedBy
    feasibility_view: risk.FeasibilityView


class _LevelFigures(Block):
    """The columns that a level and all levels together share."""

    customer_count: Annotated[sales.CustomerCount, PrintedAs("户数")] | None = None
    balance_amount: Annotated[sales.BalanceAmount, PrintedAs("应收余额")] | None = None
    overdue_amount: sales.OverdueAmount | None = None
    receivables_share: risk.ReceivablesShare | None = None
    new_count: Annotated[sales.NewCount, PrintedAs("本期新增")] | None = None
    released_count: Annotated[risk.ReleasedCount, PrintedAs("本期解除")] | None = None

    def share(self, head: AtRiskCustomerStatistics) -> dict[str, Exact]:
        """Return the share of all that the firm is owed, where that is known."""
        whole = head.total_receivables_amount
        if whole is None:
            return {}
        lines = len(head.rows) + 1
        share = quotient(head.rounding(), self.balance_amount, whole, of_part=lines)
        return {"receivables_share": share}


class LevelLine(_LevelFigures, Row):
    """The customers of one level."""

    risk_level: credit.RiskLevel


class LevelTotal(_LevelFigures, Part):
    """The customers of all levels."""

    main = "customer_count"


class TriggerStandard(Row):
    """A trigger in words, and how many customers it hit."""

    trigger_code: Annotated[risk.TriggerCode, PrintedAs("触发项")]
    trigger_name: Annotated[risk.TriggerName, PrintedAs("名称")]
    trigger_rule: risk.TriggerRule
    trigger_level: Annotated[risk.TriggerLevel, PrintedAs("程度")]
    customer_count: Annotated[sales.CustomerCount, PrintedAs("触发户数")] | None = None


class AtRiskCustomerStatistics(MoneyReport, title="危险客户统计表", section="4.12"):
    """Customers at risk on one day: facts, level, remedy."""

    as_of: figures.AsOf
    policy_name: Annotated[sales.PolicyName, PrintedAs("预警标准")] | None = None
    total_receivables_amount: risk.TotalReceivablesAmount | None = None
    withheld_count: grading.WithheldCount | None = None
    rows: Annotated[tuple[RiskLine, ...], Group("客户明细", "明细 危险客户明细")] = ()
    total: Annotated[RiskTotal, Label("合计", "总计")] | None = None
    feasibility: Annotated[
        tuple[Feasibility, ...], Group("可行性判定", "对策可行性判定 可行性意见")
    ] = ()
    levels: Annotated[
        tuple[LevelLine, ...], Group("按危险程度汇总", "汇总 程度汇总", at_most=4)
    ] = ()
    level_total: Annotated[LevelTotal, Label("按危险程度汇总合计", "汇总合计")] | None = None
    provenance: ProvenanceBox | None = None

    @computed
    def empty_note(self) -> sales.EmptyNote | None:
        """What the sheet says where nobody is at risk."""
        return None if self.rows else "本期没有危险客户"

    @computed
    def standards(self) -> Annotated[tuple[TriggerStandard, ...], Group("触发项说明")]:
        """The triggers as they are set, and how many customers each hit."""
        lines = []
        for code, name in NAMES.items():
            rule, level = standard(code)
            values: dict[str, object] = {
                "trigger_code": code,
                "trigger_name": name,
                "trigger_rule": rule,
                "trigger_level": level,
            }
            if self.rows:
                values["customer_count"] = sum(code in (row.triggers or ()) for row in self.rows)
            lines.append(TriggerStandard.empty().model_copy(update=values))
        return tuple(lines)

    def complete(self) -> Self:
        """Fill in the total line and the summary by level."""
        super().complete()
        if self.rows:
            sums = column_sums(self.rows, SUMMED)
            self._set("total", completed(self.total or RiskTotal.empty(), sums))
            if not self.levels:
                blank = LevelLine.empty()
                found = (blank.model_copy(update={"risk_level": word}) for word in LEVELS[::-1])
                self._set("levels", tuple(found))
            lines = (completed(line, self._of_level(line.risk_level)) for line in self.levels)
            self._set("levels", tuple(completed(line, known(line.share(self))) for line in lines))
            all_ = completed(self.level_total or LevelTotal.empty(), self._level_sums())
            self._set("level_total", completed(all_, known(all_.share(self))))
        return super().complete()

    def _of_level(self, level: str | None) -> dict[str, Number | None]:
        """Return the figures of one level; who is released counts at the level that he had."""
        listed = [row for row in self.rows if row.risk_level == level and not row.is_released]
        released = [
            row
            for row in self.rows
            if row.is_released and (row.previous_level or row.risk_level) == level
        ]
        return {
            **{name: sum_of(getattr(row, name) for row in listed) or ZERO for name in MONEY},
            "customer_count": len(listed),
            "new_count": sum(row.previous_level is None for row in listed),
            "released_count": len(released),
        }

    def _level_sums(self) -> dict[str, Number | None]:
        return column_sums(self.levels, (*COUNTS, *MONEY))

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, customers, total, remedies and summary contradict each other."""
        if not not_before(self.prepared_on or today, self.as_of):
            yield warning("as_of", "统计截止日期晚于制表日期，请确认。")
        yield from once_each("rows", self.rows)
        for number, row in enumerate(self.rows, start=1):
            yield from under(f"rows.{number}", row.disagree(self.rounding()))
            if not not_before(self.as_of, row.released_on):
                yield warning(f"rows.{number}.released_on", "晚于统计截止日期，应列在下一期。")
        yield from self._sums()
        yield from self._feasible()
        yield from self._summary()

    def _sums(self) -> Iterator[Problem]:
        if self.total is None:
            return
        off, lines = self.rounding(), len(self.rows)
        sums = column_sums(self.rows, SUMMED)
        yield from under("total", sums_disagree(off, self.total, sums, lines))
        owed, whole = self.total.balance_amount, self.total_receivables_amount
        if owed is not None and whole is not None and owed > whole + off:
            text = "小于表内客户应收余额的合计，请核对其他客户是否有预收款。"
            yield warning("total_receivables_amount", text)

    def _feasible(self) -> Iterator[Problem]:
        """A judgement is on a customer of this sheet."""
        numbers = {row.customer_no for row in self.rows}
        for number, note in enumerate(self.feasibility, start=1):
            if note.customer_no is not None and note.customer_no not in numbers:
                path = f"feasibility.{number}.customer_no"
                yield error(path, "客户明细里没有这个客户，请核对编号。")

    def _summary(self) -> Iterator[Problem]:
        """Each level once, with the figures of its customers; all of them below."""
        words = [line.risk_level for line in self.levels]
        if len(set(words)) < len(words):
            yield error("levels", "同一危险程度填了两行，请合并成一行。")
            return
        off, lines = self.rounding(), len(self.rows)
        for number, line in enumerate(self.levels, start=1):
            if line.risk_level is not None:
                sums = sums_disagree(off, line, self._of_level(line.risk_level), lines)
                yield from under(f"levels.{number}", sums)
            yield from under(f"levels.{number}", disagreements(line, line.share(self)))
        held = {row.risk_level for row in self.rows if not row.is_released}
        if missing := [word for word in LEVELS[::-1] if word in held and word not in words]:
            yield error("levels", f"缺少“{'”“'.join(missing)}”一行，请加上。")
        if self.level_total is not None:
            sums = sums_disagree(off, self.level_total, self._level_sums(), len(self.levels))
            yield from under("level_total", sums)
            share = self.level_total.share(self)
            yield from under("level_total", disagreements(self.level_total, share))
