"""售后服务评价表: a service, a service person, an outlet or the department, judged item by item.

Manual section 2.4. Either the customer rates one finished service and the service person hands the
sheet in, or the supervisor judges a person or outlet each month or quarter; the result goes to the
appraisal of performance and into the plan for after-sales service. What is judged says which.

Sources: customers' evaluation sheets with four and with five levels; a department's weighted sheet
with its grades; the grades of GB/T 27922-2011.

>>> from csdforms.schemas.after_sales import AfterSalesEvaluation
>>> AfterSalesEvaluation.title(), AfterSalesEvaluation.number
('售后服务评价表', 'evaluation_no')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Self

from csdforms.schemas.after_sales.evaluation_bank import items_for
from csdforms.schemas.after_sales.evaluation_item import (
    FIVE,
    FOUR,
    HUNDRED,
    SCALES,
    WEIGHTED,
    EvaluationItem,
    Level,
    find,
    levels_text,
)
from csdforms.schemas.after_sales.evaluation_scoring import (
    by_category,
    grade_of,
    total_score,
    weighted_score,
)
from csdforms.schemas.fields import call, customer, evaluation, figures, sales, service, survey
from csdforms.schemas.figures import add_up, agrees, completed, ratio, sum_of
from csdforms.schemas.form import Record, Row, computed
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    error,
    in_order,
    not_future,
    once,
    repeated,
    requires,
    under,
    warning,
)
from csdforms.schemas.types.base import fold

ONE_SERVICE = "单次服务"
OWN = "自定义"
FAILED = ("不合格", "未达标")
#: What an item can reach where the way of scoring fixes it.
_MOST = {FIVE: 5, FOUR: 10}
_FULL = 100


class ServiceData(Row):
    """What a person or outlet achieved in the period; a count left blank is not known."""

    object_name: (
        Annotated[
            evaluation.ObjectName,
            PrintedAs("被评价人/网点", "姓名 工程师 技师 网点 网点名称"),
        ]
        | None
    ) = None
    service_count: evaluation.ServiceCount
    appointed_count: evaluation.AppointedCount | None = None
    arrived_on_time_count: evaluation.ArrivedOnTimeCount | None = None
    arrived_on_time_rate: Annotated[evaluation.ArrivedOnTimeRate, PrintedAs("及时率")] | None = None
    repair_count: evaluation.RepairCount | None = None
    first_fix_count: evaluation.FirstFixCount | None = None
    first_fix_rate: evaluation.FirstFixRate | None = None
    rework_count: evaluation.ReworkCount | None = None
    rework_rate: evaluation.ReworkRate | None = None
    complaint_count: sales.ComplaintCount | None = None
    return_exchange_count: evaluation.ReturnExchangeCount | None = None
    avg_response_hours: evaluation.AvgResponseHours | None = None
    avg_satisfaction: (
        Annotated[
            call.AvgSatisfaction,
            PrintedAs("平均满意度（5分制）", "满意度 客户满意度 满意度得分 满意度评分 平均评分"),
        ]
        | None
    ) = None
    rated_count: evaluation.RatedCount | None = None
    charged_amount: evaluation.ChargedAmount | None = None

    def _rates(self) -> Iterator[tuple[str, Decimal | None]]:
        """Yield the rates whose base stands on the sheet."""
        for rate, part, base in (
            ("arrived_on_time_rate", self.arrived_on_time_count, self.appointed_count),
            ("first_fix_rate", self.first_fix_count, self.repair_count),
            ("rework_rate", self.rework_count, self.repair_count),
        ):
            if part is not None and base is not None:
                yield rate, ratio(part, base)

    def proposed(self) -> Mapping[str, object]:
        """Propose the rates."""
        return {name: rate for name, rate in self._rates() if rate is None or rate <= 1}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield counts above their base, rates and means that cannot be."""
        for name, base in (
            ("appointed_count", "service_count"),
            ("repair_count", "service_count"),
            ("arrived_on_time_count", "appointed_count"),
            ("arrived_on_time_count", "service_count"),
            ("first_fix_count", "repair_count"),
            ("first_fix_count", "service_count"),
            ("rework_count", "repair_count"),
            ("rework_count", "service_count"),
            ("rated_count", "service_count"),
        ):
            part, whole = getattr(self, name), getattr(self, base)
            if part is not None and whole is not None and part > whole:
                yield error(name, f"多于“{self.label_of(base)}”，请核对。")
        for name, rate in self._rates():
            yield from agrees(self, name, rate)
        if self.rated_count == 0 and self.avg_satisfaction is not None:
            yield error("avg_satisfaction", "没有满意度评分，请留空，表上印“—”。")
        rated = self.avg_satisfaction is not None
        because = "填了平均满意度"
        yield from requires(self, "rated_count", when=rated, because=because, severity="warning")


class CategoryScore(Row):
    """The items of one category together."""

    item_category: evaluation.ItemCategory
    item_count: evaluation.ItemCount
    max_score: evaluation.MaxScore | None = None
    score: evaluation.Score | None = None
    weight_rate: evaluation.WeightRate | None = None
    weighted_score: evaluation.WeightedScore | None = None


class AfterSalesEvaluation(Record, title="售后服务评价表", section="2.4", number="evaluation_no"):
    """The evaluation of one service, or of a person, an outlet or the department in a period."""

    printed_through = frozenset({"levels"})

    spans = dict.fromkeys(
        (
            "评价期间",
            "测评时段",
            "评价周期",
            "评价时段",
            "评价期",
            "考核周期",
            "考核时段",
            "考核期",
            "评估周期",
        ),
        ("period_start", "period_end"),
    )

    evaluation_no: Annotated[evaluation.EvaluationNo, PrintedAs("编号")]
    evaluation_object: evaluation.EvaluationObject
    object_name: evaluation.ObjectName
    job_title: Annotated[customer.JobTitle, PrintedAs("职位", "岗位 岗位名称")] | None = None
    evaluator_type: evaluation.EvaluatorType
    evaluated_by: evaluation.EvaluatedBy
    evaluated_on: evaluation.EvaluatedOn
    customer_name: customer.CustomerName | None = None
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    register_no: Annotated[service.RegisterNo, PrintedAs("售后服务登记编号")] | None = None
    service_on: service.ServiceOn | None = None
    period_start: (
        Annotated[
            figures.PeriodStart,
            PrintedAs(
                "评价期间起",
                "测评时段起 评价周期 评价时段 评价期 考核周期 考核时段 考核期 考核月份 评估周期",
            ),
        ]
        | None
    ) = None
    period_end: (
        Annotated[
            figures.PeriodEnd, PrintedAs("评价期间止", "测评时段止 评价截止日期 考核截止日期")
        ]
        | None
    ) = None

    scoring_method: evaluation.ScoringMethod = "五级"
    levels: Annotated[
        tuple[Level, ...],
        Group("等级定义", "自定义等级 等级划分 级别定义 等级定义表", at_most=20),
    ] = ()
    items: Annotated[
        tuple[EvaluationItem, ...], Group("评价项目", "评价明细", at_least=1, at_most=200)
    ] = ()
    grade_standard: evaluation.GradeStandard = "部门标准"
    service_data: Annotated[tuple[ServiceData, ...], Group("服务数据", at_most=500)] = ()

    overall_comment: evaluation.OverallComment | None = None
    scoring_basis: evaluation.ScoringBasis | None = None
    self_assessment: evaluation.SelfAssessment | None = None
    open_suggestions: survey.OpenSuggestions | None = None
    improvement: evaluation.Improvement | None = None
    object_signature: evaluation.ObjectSignature | None = None
    object_signed_on: evaluation.ObjectSignedOn | None = None

    # What the sheet works out
    provenance: ProvenanceBox | None = None

    @computed
    def level_summary(self) -> evaluation.LevelSummary | None:
        """The levels that the sheet defines, as they are printed."""
        return levels_text(self.levels) or None

    @computed
    def max_score_sum(self) -> evaluation.MaxScoreSum | None:
        """What all items together can reach."""
        return sum_of(item.max_score for item in self.items)

    @computed
    def score_sum(self) -> evaluation.ScoreSum | None:
        """What all items together reached."""
        return sum_of(item.score for item in self.items)

    @computed
    def category_scores(self) -> Annotated[tuple[CategoryScore, ...], Group("类别小计")]:
        """The sums of each category, in the order of the sheet; nothing without categories."""
        groups = by_category([item.item_category for item in self.items])
        return tuple(
            self._category(name, [self.items[place] for place in places]) for name, places in groups
        )

    def _category(self, name: str, items: Sequence[EvaluationItem]) -> CategoryScore:
        weight = next((item.weight_rate for item in items if item.weight_rate is not None), None)
        scores, most = _scores(items)
        return CategoryScore.empty().model_copy(
            update={
                "item_category": name,
                "item_count": len(items),
                "max_score": sum_of(most),
                "score": sum_of(scores),
                "weight_rate": weight,
                "weighted_score": weighted_score(scores, most, weight)
                if self.scoring_method == WEIGHTED
                else None,
            }
        )

    @computed
    def total_score(
        self,
    ) -> (
        Annotated[
            survey.TotalScore,
            PrintedAs(
                "总分",
                "总测评分 满意度 满意度分 总得分 总评分 总分数 综合得分 综合评分 最终得分 最终评分",
                "考核得分 考核总分 评估得分 考评得分 测评得分 评价得分",
            ),
        ]
        | None
    ):
        """The score out of 100, worked out as the way of scoring says."""
        weighted = [line.weighted_score for line in self.category_scores]
        return total_score(self.scoring_method, *_scores(self.items), weighted)

    @computed
    def evaluation_grade(self) -> evaluation.EvaluationGrade | None:
        """The grade of the total as it is printed, on the scale chosen."""
        return grade_of(self.total_score, self.grade_standard)

    # What the sheet proposes

    def complete(self) -> Self:
        """Propose items where none are given, and in each what follows from level or score."""
        items = self.items or items_for(self.evaluation_object, self.scoring_method)
        weights: dict[str | None, Decimal] = {}
        for item in items:
            if item.weight_rate is not None and item.item_category is not None:
                weights.setdefault(item.item_category, item.weight_rate)
        self._set("items", tuple(self._worked_out(item, weights) for item in items))
        if len(self.service_data) == 1:
            (data,) = self.service_data
            self._set("service_data", (completed(data, {"object_name": self.object_name}),))
        return super().complete()

    def levels_of(self, item: EvaluationItem) -> tuple[Level, ...]:
        """Return the levels that an item may be given: its own, the sheet's, the scale's."""
        if item.options:
            return item.options
        return self.levels if self.scoring_method == OWN else SCALES.get(self.scoring_method, ())

    def _worked_out(
        self, item: EvaluationItem, weights: Mapping[str | None, Decimal]
    ) -> EvaluationItem:
        levels = self.levels_of(item)
        level = find(levels, item.rating_level) if item.rating_level else None
        if level is None and item.rating_level is None and item.score is not None:
            level = _best(levels, item.score)
        if level is not None:
            item = item.model_copy(update={"rating_level": level.rating_level})
        values = {
            "max_score": _most(levels),
            "weight_rate": weights.get(item.item_category),
            "score": level.score if level else None,
        }
        return completed(item, values)

    # What is wrong

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the head, in the items, in the figures and in the conclusions."""
        yield from self._head(today)
        yield from _definitions("levels", self.levels)
        own = self.scoring_method == OWN
        yield from requires(self, "levels", when=own, because="计分方式是“自定义”")
        if self.levels and self.scoring_method not in (None, OWN):
            yield warning("levels", "只有计分方式是“自定义”时才用自己的等级，请核对计分方式。")
        yield from self._items()
        yield from self._whole()
        yield from self._service_data()
        failed = self.evaluation_grade in FAILED
        because = f"评价等级是“{self.evaluation_grade}”"
        yield from requires(self, "improvement", when=failed, because=because)

    def _head(self, today: dt.date) -> Iterator[Problem]:
        yield from in_order(self, "service_on", "evaluated_on")
        yield from in_order(self, "period_start", "period_end", "evaluated_on")
        yield from in_order(self, "evaluated_on", "object_signed_on")
        yield from in_order(self, "evaluated_on", "reviewed_on")
        yield from not_future(self, "evaluated_on", today=today, severity="warning")
        by_customer = self.evaluator_type == "客户"
        because = "评价方是客户"
        yield from requires(self, "customer_name", "phone", when=by_customer, because=because)
        one = self.evaluation_object == ONE_SERVICE
        yield from requires(self, "register_no", when=one, because=f"评价的是{ONE_SERVICE}")
        several = self.evaluation_object not in (None, ONE_SERVICE)
        because = f"评价的是{self.evaluation_object}"
        yield from requires(self, "period_start", "period_end", when=several, because=because)
        oneself = None not in (self.evaluated_by, self.object_name) and _same(
            self.evaluated_by, self.object_name
        )
        if oneself and self.evaluator_type not in (None, "自评"):
            yield error("evaluated_by", "评价人不能是被评价人本人；自己评价的，评价方请选“自评”。")
        signed = self.object_signed_on is not None
        because = "填了被评价人签字日期"
        yield from requires(self, "object_signature", when=signed, because=because)

    def _items(self) -> Iterator[Problem]:
        names = (fold(item.evaluation_item or "") or None for item in self.items)
        for number in repeated(names):
            yield error(f"items.{number}.evaluation_item", "这个评价项目前面已有，请只留一个。")
        blank = all(item.score is None for item in self.items)
        if self.items and blank:
            yield error("items", "请填写各评价项目的得分或等级。")
        for number, item in enumerate(self.items, start=1):
            yield from under(f"items.{number}", self._item(item, blank=blank))

    def _item(self, item: EvaluationItem, *, blank: bool) -> Iterator[Problem]:
        yield from _definitions("options", item.options)
        method = self.scoring_method
        yield from requires(item, "max_score", because="要按分值计分")
        most = _MOST.get(method)
        if most and item.max_score not in (None, most):
            yield error("max_score", f"计分方式是“{method}”，每项分值应是 {most}。")
        if method == WEIGHTED:
            because = "计分方式是“权重制”"
            yield from requires(item, "item_category", "weight_rate", because=because)
        if item.score is None and not blank:
            if method != FIVE:
                yield error("score", "请填写得分；只有五级计分可以有不评的项目。")
            elif item.comment is None:
                yield warning("score", "没有得分，不计入总分；客户没有遇到的，请在说明中写明。")
        yield from self._level(item)

    def _level(self, item: EvaluationItem) -> Iterator[Problem]:
        """The level must be one of the scale, and its score the item's."""
        levels = self.levels_of(item)
        if not levels:
            return
        if item.rating_level is None:
            limits = [one.lowest_score for one in levels if one.lowest_score is not None]
            if item.score is not None and limits and item.score < min(limits):
                yield warning("score", "低于最低一级的分数，请核对。")
            return
        level = find(levels, item.rating_level)
        if level is None:
            words = "、".join(one.rating_level for one in levels if one.rating_level)
            yield error("rating_level", f"不是这种计分方式的等级，应是其中之一：{words}。")
        elif item.score is not None and not level.holds(item.score):
            yield error("score", f"与等级不符：{levels_text([level])}。")

    def _whole(self) -> Iterator[Problem]:
        """What the items must add up to."""
        if self.scoring_method == HUNDRED:
            known = None not in [item.max_score for item in self.items]
            if known and self.max_score_sum != _FULL:
                text = f"百分制的分值合计应是 100，现在是 {self.max_score_sum:f}，请调整各项分值。"
                yield error("items", text)
        elif self.scoring_method == WEIGHTED:
            yield from self._weights()

    def _weights(self) -> Iterator[Problem]:
        weights: dict[str, Decimal] = {}
        for number, item in enumerate(self.items, start=1):
            if item.item_category is None or item.weight_rate is None:
                continue
            weight = weights.setdefault(item.item_category, item.weight_rate)
            if weight != item.weight_rate:
                yield error(f"items.{number}.weight_rate", "同一类别的权重应相同，请核对。")
        categories = {item.item_category for item in self.items}
        if categories == weights.keys() and not add_up([*weights.values()]):
            yield error("items", "各类别的权重之和应是 100%，请核对。")

    def _service_data(self) -> Iterator[Problem]:
        if self.service_data and self.evaluation_object == ONE_SERVICE:
            yield warning("service_data", "评价单次服务时不填服务数据，请核对评价对象类型。")
        yield from once("service_data", self.service_data, "object_name", mend="请合并成一行")
        for number, row in enumerate(self.service_data, start=1):
            missing = requires(row, "object_name", because="有几行服务数据")
            yield from under(f"service_data.{number}", missing)


def _scores(items: Sequence[EvaluationItem]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Return what items reached, and what they can reach."""
    return [item.score for item in items], [item.max_score for item in items]


def _definitions(path: str, levels: Sequence[Level]) -> Iterator[Problem]:
    """Yield levels of one name, and ranges that overlap; they may touch."""
    for number in repeated(fold(level.rating_level or "") or None for level in levels):
        yield error(f"{path}.{number}.rating_level", "这个等级前面已有，请只留一个。")
    for number, level in enumerate(levels, start=1):
        for other in levels[: number - 1]:
            if _overlap(level, other):
                yield error(f"{path}.{number}.lowest_score", "分数与前面的等级重叠，请核对。")
                break


def _overlap(one: Level, other: Level) -> bool:
    """Whether two levels share scores; ranges may touch, then the better level holds."""
    if None in (one.lowest_score, one.highest_score, other.lowest_score, other.highest_score):
        return False
    low = max(one.lowest_score, other.lowest_score)
    high = min(one.highest_score or 0, other.highest_score or 0)
    single = one.score is not None or other.score is not None
    return low < high or (single and low == high)


def _best(levels: Sequence[Level], score: Decimal) -> Level | None:
    """Return the best level that a score belongs to."""
    fitting = [level for level in levels if level.lowest_score is not None and level.holds(score)]
    return max(fitting, key=lambda level: level.lowest_score, default=None)


def _most(levels: Sequence[Level]) -> Decimal | None:
    scores = (level.highest_score for level in levels if level.highest_score is not None)
    return max(scores, default=None)


def _same(one: str, other: str) -> bool:
    return "".join(fold(one).split()) == "".join(fold(other).split())
