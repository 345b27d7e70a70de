"""The tables around a list of graded customers: standard, indicators, summary, gains and losses."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, ClassVar, TypeVar

from csdforms.schemas.customer.sales_sheet import Exact, column_sums, disagreements
from csdforms.schemas.fields import credit, customer, evaluation, grading, sales, survey
from csdforms.schemas.figures import TOTALS, WAN, Number, pasted_total, plus, sums_agree
from csdforms.schemas.form import Block, Part, Row, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, once, repeated, requires, under
from csdforms.schemas.types import Percent, Quantity

__all__ = [
    "BOUNDS",
    "BY_AMOUNT",
    "BY_INDEX",
    "BY_SCORE",
    "BY_SHARE",
    "COUNTS",
    "Criterion",
    "GradeStandard",
    "GradeSummary",
    "Movement",
    "MovementTotal",
    "problems_of_criteria",
    "problems_of_movement",
    "problems_of_standards",
    "problems_of_summary",
    "rows_of",
]

BY_SHARE, BY_SCORE = "累计占比法", "综合评分法"
BY_AMOUNT, BY_INDEX = "业务量法", "指标等级法"
R = TypeVar("R", bound=Row)

#: The bound that a grade needs by each method.
BOUNDS = {BY_SHARE: "share_up_to", BY_SCORE: "lowest_score", BY_AMOUNT: "amount_from"}
COUNTS = ("opening_count", "new_count", "lost_count", "current_count", "net_change")
_HUNDRED = 100


class GradeStandard(Row):
    """A grade: where it begins, what it means, how its customers are served."""

    printed_through: ClassVar[frozenset[str]] = frozenset(BOUNDS.values())

    customer_grade: Annotated[customer.CustomerGrade, PrintedAs("等级")]
    share_up_to: grading.ShareUpTo | None = None
    lowest_score: evaluation.LowestScore | None = None
    amount_from: grading.AmountFrom | None = None
    grade_meaning: grading.GradeMeaning | None = None
    service_policy: grading.ServicePolicy | None = None

    @computed
    def grade_bound(self) -> grading.GradeBound | None:
        """Where the grade begins, in words."""
        bounds = []
        if self.share_up_to is not None:
            bounds.append(f"累计占比≤{Percent().show(self.share_up_to)}")
        if self.lowest_score is not None:
            bounds.append(f"{Quantity().show(self.lowest_score)}分及以上")
        if self.amount_from is not None:
            wan, rest = divmod(self.amount_from, WAN)
            shown = f"{Quantity().show(self.amount_from)}元" if rest else f"{wan:,f}万元"
            bounds.append(f"{shown}及以上")
        return "；".join(bounds) or None


class Criterion(Row):
    """An indicator by which customers are judged, with its weight and how it is marked."""

    indicator: Annotated[credit.Indicator, PrintedAs("评定指数", "评定指标")]
    basis: Annotated[credit.Basis, PrintedAs("评定内容")] | None = None
    weight: survey.Weight | None = None
    scorer: credit.Scorer | None = None


class GradeSummary(Row):
    """The customers of one grade together."""

    customer_grade: customer.CustomerGrade
    customer_count: Annotated[sales.CustomerCount, PrintedAs("户数")] | None = None
    customer_share: sales.CustomerShare | None = None
    net_sales_amount: Annotated[sales.NetSalesAmount, PrintedAs("销售额")] | None = None
    sales_share: sales.SalesShare | None = None


class _Counts(Block):
    """The columns that a line of the movement and its total share."""

    opening_count: Annotated[grading.OpeningCount, PrintedAs("原有")] | None = None
    new_count: Annotated[sales.NewCount, PrintedAs("新增")] | None = None
    lost_count: Annotated[sales.LostCount, PrintedAs("减少")] | None = None
    current_count: Annotated[grading.CurrentCount, PrintedAs("现有")] | None = None
    net_change: grading.NetChange | None = None

    def follows(self) -> dict[str, Number | None]:
        """Return what there are now, and by how much they are more than before."""
        net = plus(self.new_count, None if self.lost_count is None else -self.lost_count)
        return {"current_count": plus(self.opening_count, net), "net_change": net}

    def proposed(self) -> Mapping[str, object]:
        """Propose what follows from those before, gained and lost."""
        exact = self.follows()
        now = exact["current_count"]
        return exact if now is None or now >= 0 else {}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield counts that contradict each other."""
        exact = self.follows()
        now = exact["current_count"]
        if now is not None and now < 0:
            yield error("lost_count", "多于原有与新增之和，请核对。")
            return
        for name, hint in (("current_count", "原有＋新增－减少"), ("net_change", "新增－减少")):
            typed, found = getattr(self, name), exact[name]
            if None not in (typed, found) and typed != found:
                yield error(name, f"{hint}＝{found}，应与此相等，请核对。")


class Movement(_Counts, Row):
    """Customers of one grade gained and lost since the last sheet, 大客户 apart from others."""

    customer_grade: customer.CustomerGrade
    account_class: grading.AccountClass


class MovementTotal(_Counts, Part):
    """The sums of the movement."""

    main = "current_count"


def problems_of_standards(
    method: str | None, standards: Sequence[GradeStandard]
) -> Iterator[Problem]:
    """Yield grades that are not each once, the best first, with the bound that the method needs."""
    if not standards and method is not None:
        yield error("thresholds", "请列出各等级的标准，从高到低。")
    yield from once("thresholds", standards, "customer_grade")
    bound = BOUNDS.get(method or "")
    if bound is None or not standards:
        return
    for number, standard in enumerate(standards[:-1], start=1):
        problems = requires(standard, bound, because=f"{method}要有界限")
        yield from under(f"thresholds.{number}", problems)
    values = [getattr(standard, bound) for standard in standards]
    rising = method == BY_SHARE
    for number, (above, value) in enumerate(itertools.pairwise(values), start=2):
        if None not in (above, value) and (value <= above if rising else value >= above):
            how = "大于" if rising else "小于"
            path = f"thresholds.{number}.{bound}"
            yield error(path, f"应{how}上一等级的界限，请核对。")
    if rising and values[-1] not in (None, 1):
        yield error(f"thresholds.{len(values)}.{bound}", "最后一级应到 100%，请核对。")


def problems_of_criteria(method: str | None, criteria: Sequence[Criterion]) -> Iterator[Problem]:
    """Yield indicators that stand twice, and weights that are not a hundred together."""
    if not criteria and method in (BY_SCORE, BY_INDEX):
        yield error("criteria", f"{method}要有评定指标，这一栏不能空着。")
    yield from once("criteria", criteria, "indicator")
    for number, criterion in enumerate(criteria, start=1):
        scored = method == BY_SCORE
        because = "综合评分法的权重就是满分"
        problems = requires(criterion, "weight", when=scored, because=because)
        yield from under(f"criteria.{number}", problems)
    total = plus(*(criterion.weight for criterion in criteria))
    if method == BY_SCORE and criteria and total not in (None, _HUNDRED):
        shown = Quantity().show(Decimal(total or 0))
        yield error("criteria", f"各项权重之和应是 100，现在是 {shown}，请核对。")


def problems_of_movement(
    lines: Sequence[Movement],
    total: MovementTotal | None,
    grades: Collection[str],
    listed: Mapping[tuple[str, str], int] | None,
) -> Iterator[Problem]:
    """Yield lines that stand twice or do not count what the sheet lists, and wrong sums.

    ``listed`` says how many customers of each grade and class there are, where all are listed.
    """
    keys = [(line.customer_grade, line.account_class) for line in lines]
    again = set(repeated(keys))
    for number, (line, key) in enumerate(zip(lines, keys, strict=True), start=1):
        path = f"movement.{number}"
        if line.customer_grade in TOTALS:
            yield pasted_total(f"{path}.customer_grade")
        elif None in key:
            continue
        elif grades and line.customer_grade not in grades:
            text = f"不在等级标准内，应是：{'、'.join(grades)}。"
            yield error(f"{path}.customer_grade", text)
        elif number in again:
            yield error(f"{path}.customer_grade", "这个等级和客户层次前面已有一行，请合并。")
        elif listed is not None:
            count = listed.get(key, 0)
            if line.current_count not in (None, count):
                text = f"客户明细里有 {count} 户，现有户数应与此相等，请核对。"
                yield error(f"{path}.current_count", text)
    if lines and total is not None:
        yield from sums_agree(total, column_sums(lines, (), COUNTS), "movement_total")


def problems_of_summary(
    lines: Sequence[GradeSummary], worked: Mapping[str, Mapping[str, Exact]]
) -> Iterator[Problem]:
    """Yield grades that are not each once, and figures that the customers do not add up to."""
    names = [line.customer_grade for line in lines]
    again = set(repeated(names))
    yield from once("summary", lines, "customer_grade", mend="请合并成一行")
    for number, (line, name) in enumerate(zip(lines, names, strict=True), start=1):
        path = f"summary.{number}"
        if name in worked and number not in again:
            yield from under(path, disagreements(line, worked[name]))
        elif name is not None and name not in worked and worked and number not in again:
            yield error(f"{path}.customer_grade", "客户明细里没有这个等级，请删去这一行。")
    missing = [name for name in worked if name not in names]
    if lines and missing:
        yield error("summary", f"缺少等级 {'、'.join(missing)}，请补一行。")


def rows_of(model: type[R], lines: Iterable[Mapping[str, object]]) -> tuple[R, ...]:
    """Return rows with these values, numbered."""
    return tuple(
        model.empty().model_copy(update={**values, "seq": number})
        for number, values in enumerate(lines, start=1)
    )
