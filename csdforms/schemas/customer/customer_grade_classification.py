"""客户等级分类表: the customers of a period, graded by sales, marks, volume or indices.

Manual section 4.2. 客户信息专员 prepares it each quarter or once a year by 31 March, 客户信息主管
reviews it, the manager approves; new customers are graded when their file is opened. A person may
grade otherwise than the figures do, with a reason. It feeds 4.11, 4.12 and how often a customer is
visited. The policies and their arithmetic stand in ``grading_policy``.

Sources: ABC lists of trading firms, grading rules by marks, by yearly volume and by indices, and
the table of customers gained and lost.

>>> from csdforms.schemas.customer import CustomerGradeClassification
>>> CustomerGradeClassification.title(), CustomerGradeClassification.section
('客户等级分类表', '4.2')
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from csdforms.schemas import settings
from csdforms.schemas.customer import grading_policy
from csdforms.schemas.customer.grade_tables import (
    BOUNDS,
    BY_AMOUNT,
    BY_INDEX,
    BY_SCORE,
    BY_SHARE,
    COUNTS,
    Criterion,
    GradeStandard,
    GradeSummary,
    Movement,
    MovementTotal,
    problems_of_criteria,
    problems_of_movement,
    problems_of_standards,
    problems_of_summary,
    rows_of,
)
from csdforms.schemas.customer.sales_sheet import (
    UNKNOWN,
    CustomerLine,
    Exact,
    MoneyReport,
    as_counted,
    column_sums,
    disagreements,
    known,
    once_each,
    period,
    precedence,
    quotient,
    sums_disagree,
    unlike,
)
from csdforms.schemas.fields import award, credit, customer, figures, grading, sales, survey
from csdforms.schemas.figures import (
    Number,
    add_up,
    agrees,
    completed,
    cumulative,
    ranks,
    ratio,
    sum_of,
)
from csdforms.schemas.form import Block, Part, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    Severity,
    error,
    requires,
    under,
    warning,
)

#: What stands for the grade of a customer who is too new for one.
UNGRADED = "暂不评级"
#: What each method grades by; the first is proposed.
BASES = {
    BY_SHARE: ("销售净额", "毛利"),
    BY_SCORE: ("综合得分",),
    BY_AMOUNT: ("业务量", "销售净额"),
}
_YEAR = range(365, 367)


class _Figures(Block):
    """The columns that a customer's line and the total line share."""

    net_sales_amount: (
        Annotated[
            sales.NetSalesAmount,
            PrintedAs(
                "销售额",
                "业务量 销售总额 销售金额 交易额 成交额 成交金额 年销售额 年交易额 采购额 采购金额",
            ),
        ]
        | None
    ) = None
    gross_profit_amount: sales.GrossProfitAmount | None = None
    measure_share: Annotated[grading.MeasureShare, PrintedAs("占比")] | None = None
    gross_margin_rate: sales.GrossMarginRate | None = None

    def margin(self, rounding: Decimal) -> dict[str, Exact]:
        """Return the profit of each yuan sold, where the profit is known."""
        if self.gross_profit_amount is None:
            return {}
        exact = quotient(rounding, self.gross_profit_amount, self.net_sales_amount)
        return {"gross_margin_rate": exact}


class GradedCustomer(_Figures, CustomerLine):
    """One customer: his figures, his grade, and who he is."""

    printed_through: ClassVar[frozenset[str]] = frozenset({"on_register"})

    salesperson: Annotated[customer.Salesperson, PrintedAs("业务负责人")] | None = None
    rank: sales.Rank | None = None
    cumulative_amount: (
        Annotated[sales.CumulativeAmount, PrintedAs("累计金额", "累计销售额")] | None
    ) = None
    cumulative_share: sales.CumulativeShare | None = None
    collection_rate: sales.CollectionRate | None = None
    indicator_scores: grading.IndicatorScores | None = None
    total_score: (
        Annotated[
            survey.TotalScore,
            PrintedAs("综合得分", "得分 评分 总得分 合计得分 综合评分 评估得分"),
        ]
        | None
    ) = None
    system_grade: grading.SystemGrade | None = None
    customer_grade: (
        Annotated[
            customer.CustomerGrade,
            PrintedAs(
                "客户等级",
                "等级 级别 评定等级 评级 类别 分类 客户分类 ABC分类 ABC类别",
            ),
        ]
        | None
    ) = None
    previous_grade: grading.PreviousGrade | None = None
    grade_change: Annotated[grading.GradeChange, PrintedAs("变动")] | None = None
    override_reason: credit.OverrideReason | None = None
    key_account_kind: grading.KeyAccountKind | None = None
    legal_kind: Annotated[grading.LegalKind, PrintedAs("客户类型")] | None = None
    industry_name: customer.IndustryName | None = None
    contact_person: customer.ContactPerson | None = None
    job_title: customer.JobTitle | None = None
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系方式", *customer.MOBILE_LABELS)] | None
    ) = None
    address: Annotated[customer.PostalAddress, PrintedAs("公司地址")] | None = None
    history_months: grading.HistoryMonths | None = None
    on_register: award.OnRegister | None = None

    def marks(self) -> list[Decimal] | None:
        """Return the marks for each indicator, nothing if one is a letter."""
        if self.indicator_scores is None or not all(
            score[0].isdecimal() for score in self.indicator_scores
        ):
            return None
        return [Decimal(score) for score in self.indicator_scores]

    def letters(self) -> list[str] | None:
        """Return the letters for each indicator, nothing if one is a number."""
        if self.indicator_scores is None or not all(
            score.isalpha() for score in self.indicator_scores
        ):
            return None
        return list(self.indicator_scores)

    def proposed(self) -> Mapping[str, object]:
        """Propose the sum of the marks."""
        marks = self.marks()
        return {"total_score": None if marks is None else sum(marks, Decimal(0))}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a total that is not the sum of the marks."""
        marks = self.marks()
        if marks is not None:
            yield from agrees(self, "total_score", sum(marks, Decimal(0)))


class ClassificationTotal(_Figures, Part):
    """The total line: all customers of the sheet."""

    main = "net_sales_amount"

    customer_count: Annotated[sales.CustomerCount, PrintedAs("户数")] | None = None


class CustomerGradeClassification(MoneyReport, title="客户等级分类表", section="4.2"):
    """Customers by grade, the best first."""

    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    tax_basis: sales.TaxBasis
    grading_method: grading.GradingMethod
    policy_name: sales.PolicyName | None = None
    grading_basis: grading.GradingBasis | None = None
    keep_ties: grading.KeepTies = False
    next_review_on: grading.NextReviewOn | None = None
    withheld_count: grading.WithheldCount | None = None
    thresholds: Annotated[
        tuple[GradeStandard, ...], Group("等级标准", "分级标准明细 等级划分标准", at_most=20)
    ] = ()
    criteria: Annotated[
        tuple[Criterion, ...], Group("评定指标", "评价指标 指标及权重", at_most=30)
    ] = ()
    rows: Annotated[tuple[GradedCustomer, ...], Group("客户明细", "明细", at_least=1)] = ()
    total: Annotated[ClassificationTotal, Label("合计", "总计")] | None = None
    summary: Annotated[tuple[GradeSummary, ...], Group("等级汇总", "汇总", at_most=30)] = ()
    movement: Annotated[tuple[Movement, ...], Group("客户增减", "客户增减变动", at_most=40)] = ()
    movement_total: Annotated[MovementTotal, Label("客户增减合计")] | None = None
    provenance: ProvenanceBox | None = None

    @computed
    def register_note(self) -> grading.RegisterNote | None:
        """The customers who are on the register of the dishonest, by number."""
        numbers = [row.customer_no for row in self.rows if row.on_register and row.customer_no]
        return f"{'、'.join(numbers)}，只评最低等级" if numbers else None

    # Filling in

    def complete(self) -> Self:
        """Fill in the policy, the figures of each customer, ranks, grades and sums."""
        super().complete()
        self._take_policy()
        off = self.rounding()
        rows = (completed(row, known(row.margin(off))) for row in self.rows)
        self._set("rows", tuple(self._spelled(row) for row in rows))
        if self.rows:
            total = completed(self.total or ClassificationTotal.empty(), self._sums())
            total = completed(total, known(total.margin(off)))
            self._set("total", total)
            self._set("total", completed(total, known(self._share_of(total))))
        self._set("rows", tuple(self._graded()))
        worked = self._summarised()
        given = self.summary or rows_of(GradeSummary, ({"customer_grade": name} for name in worked))
        lines = (completed(row, known(worked.get(row.customer_grade, {}))) for row in given)
        self._set("summary", tuple(lines))
        if self.movement:
            sums = column_sums(self.movement, (), COUNTS)
            self._set(
                "movement_total", completed(self.movement_total or MovementTotal.empty(), sums)
            )
        return self

    def proposed(self) -> Mapping[str, object]:
        """Propose what the method grades by, and its usual policy where no grades are laid down."""
        usual = None if self.thresholds else grading_policy.usual(self.grading_method)
        bases = BASES.get(self.grading_method, ("销售净额",))
        return {
            "grading_basis": bases[0] if self.grading_method else None,
            "policy_name": usual and usual.name,
        }

    def _take_policy(self) -> None:
        """Take grades and indicators from a policy that is only named."""
        policy = grading_policy.find(self.policy_name)
        if policy is None or policy.method != self.grading_method:
            return
        if not self.thresholds:
            bound = BOUNDS.get(policy.method)
            grades = (
                {"customer_grade": grade.name, "grade_meaning": grade.meaning}
                | ({bound: grade.bound} if bound else {})
                for grade in policy.grades
            )
            self._set("thresholds", rows_of(GradeStandard, grades))
        if not self.criteria:
            indicators = ({"indicator": indicator} for indicator in policy.indicators)
            self._set("criteria", rows_of(Criterion, indicators))

    def _spelled(self, row: GradedCustomer) -> GradedCustomer:
        """Return the row with its grades as the standard spells them: A, not A级."""
        spelled = {_bare(name): name for name in self._names()}
        changes = {}
        for name in ("customer_grade", "previous_grade", "system_grade"):
            grade = getattr(row, name)
            if grade is not None and _bare(grade) in spelled:
                changes[name] = spelled[_bare(grade)]
        return row.model_copy(update=changes)

    def _graded(self) -> Iterator[GradedCustomer]:
        """Yield the customers with their shares, ranks and grades."""
        worked, places, grades = self._worked(), self._ranks(), self._system_grades()
        for position, given in enumerate(self.rows):
            found = known(worked[position])
            own = {"rank": places[position], "system_grade": grades[position]}
            row = completed(completed(given, found), own)
            row = completed(row, {"customer_grade": row.system_grade})
            yield completed(row, {"grade_change": self._change(row)})

    # What follows from the customers together; by position

    def _names(self) -> list[str]:
        """Return the names of the grades, the best first."""
        return [standard.customer_grade for standard in self.thresholds if standard.customer_grade]

    def _amount(self) -> str:
        """Return the field whose shares are shown."""
        return "gross_profit_amount" if self.grading_basis == "毛利" else "net_sales_amount"

    def _measures(self) -> list[Decimal | None]:
        """Return what each customer is ranked by."""
        name = "total_score" if self.grading_basis == "综合得分" else self._amount()
        return [getattr(row, name) for row in self.rows]

    def _order(self) -> list[int]:
        """Return the positions in the order of the ranking; what is not ranked comes last.

        Equals stand as the running sums of a typed sheet count them.
        """
        measures, name = self._measures(), self._amount()
        running = [row.cumulative_amount for row in self.rows]
        if not any(running):
            running = [row.cumulative_share for row in self.rows]
        counted = as_counted(measures, [getattr(row, name) for row in self.rows], running)

        def key(position: int) -> tuple[Any, ...]:
            measure = measures[position]
            then = (counted[position], *precedence(self.rows[position]))
            return (1, *then) if measure is None else (0, -measure, *then)

        return sorted(range(len(self.rows)), key=key)

    def _ranks(self) -> tuple[int | None, ...]:
        return ranks(self._measures())

    def _worked(self) -> list[dict[str, Exact]]:
        """Return margin, share and running sums of each customer, these in the ranked order."""
        off, order, name = self.rounding(), self._order(), self._amount()
        whole = getattr(self.total, name) if self.total else None
        found = [row.margin(off) | self._share_of(row) for row in self.rows]
        counted = [position for position in order if getattr(self.rows[position], name) is not None]
        running = cumulative([getattr(self.rows[position], name) for position in counted])
        lines = len(self.rows) + 1
        for count, (position, amount) in enumerate(zip(counted, running, strict=True), start=1):
            share = quotient(off, amount, whole, of_part=count, of_whole=lines)
            found[position] |= {
                "cumulative_amount": Exact(amount, off * (count + 1)),
                "cumulative_share": share,
            }
        return found

    def _share_of(self, line: _Figures) -> dict[str, Exact]:
        whole = getattr(self.total, self._amount()) if self.total else None
        part = getattr(line, self._amount())
        lines = len(self.rows) + 1
        return {"measure_share": quotient(self.rounding(), part, whole, of_whole=lines)}

    def _system_grades(self) -> list[str | None]:
        """Return the grade of each customer, where there is one: for the dishonest the last."""
        names, grades = self._names(), self._by_method()
        return [
            names[-1] if row.on_register and names else grade
            for row, grade in zip(self.rows, grades, strict=True)
        ]

    def _by_method(self) -> list[str | None]:
        """Return the grade that the method gives each customer, where it gives one."""
        names = self._names()
        if self.grading_method == BY_INDEX:
            return [self._by_letters(row, names) for row in self.rows]
        bound = BOUNDS.get(self.grading_method or "")
        bounds = [getattr(standard, bound) for standard in self.thresholds[:-1]] if bound else []
        grades: list[str | None] = [None] * len(self.rows)
        if not bound or len(names) <= len(bounds) or None in bounds:
            return grades
        if self.grading_method == BY_SHARE:
            return self._by_share(names, bounds)
        for position, row in enumerate(self.rows):
            value = row.total_score if self.grading_method == BY_SCORE else row.net_sales_amount
            if self.grading_method == BY_AMOUNT and row.legal_kind == "自然人":
                grades[position] = names[-1]
            elif value is not None:
                grades[position] = names[grading_policy.by_bound(value, bounds)]
        return grades

    def _by_share(self, names: Sequence[str], bounds: Sequence[Decimal]) -> list[str | None]:
        measures = self._measures()
        counted = [(place, measures[place]) for place in self._order()]
        values = [(place, value) for place, value in counted if value is not None]
        found = grading_policy.by_share(
            [value for _, value in values], bounds, keep_ties=bool(self.keep_ties)
        )
        grades: list[str | None] = [None] * len(self.rows)
        for (place, _), grade in zip(values, found, strict=True):
            grades[place] = names[grade]
        return grades

    def _by_letters(self, row: GradedCustomer, names: Sequence[str]) -> str | None:
        letters = row.letters()
        if letters is None or len(letters) != len(self.criteria):
            return None
        indicators = [criterion.indicator for criterion in self.criteria]
        grade = grading_policy.by_letters(letters, indicators)
        return next((name for name in names if _bare(name) == grade), None)

    def _change(self, row: GradedCustomer) -> str | None:
        """Return how the grade moved since the last sheet; nothing where grades do not compare."""
        return grade_change(self._names(), row.customer_grade, row.previous_grade)

    def _summarised(self) -> dict[str, dict[str, Exact]]:
        """Return the number and the sales of the customers of each grade, once all have one."""
        off = self.rounding()
        whole = self.total.net_sales_amount if self.total else None
        graded = [row.customer_grade for row in self.rows if row.customer_grade is not None]
        found: dict[str, dict[str, Exact]] = {}
        if not graded or len(graded) < len(self.rows):
            return found
        for name in dict.fromkeys([*self._names(), *graded]):
            own = [row.net_sales_amount for row in self.rows if row.customer_grade == name]
            amount, parts = sum_of(own) if own else Decimal("0.00"), len(own) + 1
            share = quotient(off, amount, whole, of_part=parts, of_whole=len(self.rows) + 1)
            found[name] = {
                "customer_count": Exact(len(own)),
                "customer_share": Exact(ratio(len(own), len(self.rows))),
                "net_sales_amount": UNKNOWN if amount is None else Exact(amount, off * parts),
                "sales_share": share,
            }
        return found

    def _listed(self) -> Counter[tuple[str, str]] | None:
        """Return how many customers of each grade and class there are, if all are listed."""
        if self.withheld_count:
            return None
        return Counter(
            (row.customer_grade, "大客户" if row.key_account_kind else "普通客户")
            for row in self.rows
            if row.customer_grade is not None
        )

    def _sums(self) -> dict[str, Number | None]:
        sums = column_sums(self.rows, ["net_sales_amount"], ["gross_profit_amount"])
        return sums | {"customer_count": len(self.rows)}

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, standards, customers and sums contradict each other."""
        yield from self._head(today)
        yield from problems_of_standards(self.grading_method, self.thresholds)
        yield from problems_of_criteria(self.grading_method, self.criteria)
        yield from once_each("rows", self.rows)
        for number, row in enumerate(self.rows, start=1):
            yield from under(f"rows.{number}", self._scores(row))
            yield from under(f"rows.{number}", self._grade(row))
        yield from self._figures()
        yield from self._ranking()
        yield from problems_of_summary(self.summary, self._summarised())
        names = self._names()
        grades = (*names, UNGRADED) if names else ()
        total, listed = self.movement_total, self._listed()
        yield from problems_of_movement(self.movement, total, grades, listed)
        if self.provenance is not None and not self.summary and self.rows:
            text = "还有客户没有评定等级，等级汇总和客户增减等都评定了才统计。"
            yield warning("summary", text)

    def _head(self, today: dt.date) -> Iterator[Problem]:
        yield from period(self, today)
        start, end = self.period_start, self.period_end
        later = self.next_review_on
        if later is not None and end is not None and later <= end:
            yield error("next_review_on", "应晚于“统计结束日期”，请核对。")
        bases = BASES.get(self.grading_method, ())
        if bases and self.grading_basis not in (None, *bases):
            words = "或“".join(f"{base}”" for base in bases)
            yield error("grading_basis", f"{self.grading_method}应以“{words}为依据，请核对。")
        days = (end - start).days + 1 if start is not None and end is not None else None
        if self.grading_method == BY_AMOUNT and days is not None and days not in _YEAR:
            yield warning("period_end", "业务量按年计算，统计期间却不是一年，请确认。")
        if self.keep_ties and self.grading_method not in (None, BY_SHARE):
            yield warning("keep_ties", "只在累计占比法时有用，请核对分级方法。")
        yield from requires(self, "policy_name", because="分级应依据统一的标准")

    def _scores(self, row: GradedCustomer) -> Iterator[Problem]:
        """The marks of a customer: one for each indicator, of the right kind, not above it."""
        scored = self.grading_method == BY_SCORE
        if scored:
            yield from requires(row, "total_score", because="综合评分法要有得分")
        elif self.grading_method == BY_INDEX:
            yield from requires(row, "indicator_scores", because="指标等级法要有各项等级")
        given, needed = len(row.indicator_scores or ()), len(self.criteria)
        if not given or not needed:
            return
        if given != needed:
            text = f"评定指标有 {needed} 项，这里有 {given} 项，请核对。"
            yield error("indicator_scores", text)
            return
        if scored and row.marks() is None:
            yield error("indicator_scores", "综合评分法每项填分数，不填字母。")
        elif self.grading_method == BY_INDEX and row.letters() is None:
            yield error("indicator_scores", "指标等级法每项填 A、B 或 C。")
        pairs = zip(row.marks() or (), self.criteria, strict=False)
        over = [
            str(place)
            for place, (mark, criterion) in enumerate(pairs, start=1)
            if criterion.weight is not None and mark > criterion.weight
        ]
        if over:
            yield error(
                "indicator_scores", f"第 {'、'.join(over)} 项超过该项权重（满分），请核对。"
            )

    def _grade(self, row: GradedCustomer) -> Iterator[Problem]:
        """The grade of a customer: one of the standard's, or with a reason; its change."""
        names, grade = self._names(), row.customer_grade
        if grade == UNGRADED:
            yield from self._left_out(row)
            return
        yield from requires(row, "customer_grade", because="每个客户都要评定等级")
        if grade is None:
            return
        if names and grade not in names:
            yield error("customer_grade", f"不在等级标准内，应是：{'、'.join(names)}。")
            return
        if row.on_register and names and grade != names[-1]:
            text = f"不诚信名单上的客户只能评为最低等级“{names[-1]}”。"
            yield error("customer_grade", text)
        raised = row.system_grade is not None and grade != row.system_grade
        because = "客户等级与系统等级不同"
        yield from requires(row, "override_reason", when=raised, because=because)
        if row.override_reason is not None and grade == row.system_grade:
            yield warning("override_reason", "等级没有调整，请核对。")
        change = self._change(row)
        if row.grade_change is not None and change is not None and row.grade_change != change:
            yield error("grade_change", f"按上期等级和客户等级应是“{change}”，请核对。")

    @staticmethod
    def _left_out(row: GradedCustomer) -> Iterator[Problem]:
        """A customer may be left without a grade while he is new."""
        least = settings.current().grading_months
        because = f"暂不评级限于往来不满 {least} 个月的客户"
        yield from requires(row, "history_months", because=because, severity="warning")
        if row.history_months is not None and row.history_months >= least:
            yield error("customer_grade", f"往来已满 {least} 个月，请评定等级。")
        if row.grade_change is not None:
            yield error("grade_change", "暂不评级的客户没有等级变动，请留空。")

    def _figures(self) -> Iterator[Problem]:
        """Shares and running sums, the total line, and shares that do not add up."""
        off, worked = self.rounding(), self._worked()
        for number, row in enumerate(self.rows, start=1):
            yield from under(f"rows.{number}", disagreements(row, worked[number - 1]))
        if self.total is not None and self.rows:
            yield from under("total", sums_disagree(off, self.total, self._sums(), len(self.rows)))
            exact = self.total.margin(off) | self._share_of(self.total)
            yield from under("total", disagreements(self.total, exact))
        if not add_up([row.measure_share for row in self.rows]):
            yield warning("rows", "各行占比之和不是 100%，请核对。")

    def _ranking(self) -> Iterator[Problem]:
        """Ranks and grades as typed; where amounts are rounded they are only doubted."""
        exact = self.rounding() == 0 or self.grading_basis == "综合得分"
        severity: Severity = "error" if exact else "warning"
        places, grades = self._ranks(), self._system_grades()
        # Without a single figure nothing says that a rank is wrong, nor a grade that rests on one.
        measured = any(measure is not None for measure in self._measures())
        graded = measured or self.grading_method not in BASES
        for number, row in enumerate(self.rows, start=1):
            for name, typed, found, told in (
                ("rank", row.rank, places[number - 1], measured),
                ("system_grade", row.system_grade, grades[number - 1], graded),
            ):
                if told:
                    yield from unlike(f"rows.{number}.{name}", typed, found, severity)
        names = self._names()
        order = [
            (
                names.index(row.customer_grade) if row.customer_grade in names else len(names),
                row.rank or len(self.rows) + 1,
            )
            for row in self.rows
        ]
        if order != sorted(order):
            yield warning("rows", "请按等级从高到低排列，同一等级按名次排列，暂不评级的列在最后。")


def grade_change(names: Sequence[str], now: str | None, before: str | None) -> str | None:
    """Return how a grade moved; ``names`` are the grades, the best first."""
    if now not in names:
        return None
    if before in (None, UNGRADED):
        return "新评"
    if before not in names:
        return None
    moved = names.index(before) - names.index(now)
    return "升级" if moved > 0 else "降级" if moved < 0 else "不变"


def _bare(grade: str) -> str:
    """Return a grade without the word for it: A级 and A类 are A."""
    return grade.removesuffix("级").removesuffix("类").removesuffix("客户")
