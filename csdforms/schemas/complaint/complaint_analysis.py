"""客户投诉分析表: why complaints arise, and what is done about it.

Manual section 3.6. The quality or customer-service supervisor compiles it each month or quarter
after the statistics; the review meeting discusses it, and the next one checks its measures. The
figures come from the cases; here they are completed (ranks, shares, classes, totals) and checked.
Causes and measures are written.

Sources: complaint analyses of service and manufacturing companies (排列图, cross tables of type
and status, repeated complaints of the same customer), their lists of measures.

>>> from csdforms.schemas.complaint import ComplaintAnalysis
>>> ComplaintAnalysis.title(), ComplaintAnalysis.section
('客户投诉分析表', '3.6')
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Self

from csdforms.schemas import settings
from csdforms.schemas.complaint.case_tables import (
    LongestCase,
    RepeatCustomer,
    RepeatObject,
    longest,
    repeats,
)
from csdforms.schemas.complaint.cross_table import (
    CrossCell,
    CrossLine,
    blank_cells,
    check_cells,
    complete_cells,
    count_cells,
    print_cells,
)
from csdforms.schemas.complaint.dimensions import MANY_VALUED, UNKNOWN
from csdforms.schemas.complaint.pareto import (
    ParetoRow,
    check_pareto,
    complete_pareto,
    of_class_a,
    ranked_rows,
)
from csdforms.schemas.complaint.report_period import due_after, months, period
from csdforms.schemas.fields import complaint, figures, handling, improvement, sheet
from csdforms.schemas.figures import agrees, change_rate, completed, plus
from csdforms.schemas.form import Part, Report, Row, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, requires, warning

#: Rates over the complaints of the period.
_RATES = ("close_rate", "on_time_rate", "verified_rate", "repeat_rate", "satisfaction_rate")


class Overview(Part):
    """The figures of the period."""

    main = "received"

    received: Annotated[figures.Received, PrintedAs("受理件数", "投诉总数 投诉总量")]
    prev_received: figures.PrevReceived | None = None
    change_rate: Annotated[figures.ChangeRate, PrintedAs("环比")] | None = None
    close_rate: figures.CloseRate | None = None
    on_time_rate: figures.OnTimeRate | None = None
    verified_rate: figures.VerifiedRate | None = None
    repeat_rate: figures.RepeatRate | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None
    total_cost: figures.TotalCost | None = None

    def proposed(self) -> Mapping[str, object]:
        """Propose the change against the period before."""
        return {"change_rate": change_rate(self.received, self.prev_received)}

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a wrong change, and rates over no complaints at all."""
        yield from agrees(self, "change_rate", change_rate(self.received, self.prev_received))
        if self.received == 0:
            for name in _RATES:
                yield from agrees(self, name, None)


class TrendRow(Row):
    """One month: what came in, what was closed, what was left."""

    report_month: figures.ReportMonth
    received: Annotated[figures.Received, PrintedAs("受理", "件数")]
    closed: Annotated[figures.Closed, PrintedAs("结案")] | None = None
    open_end: figures.OpenEnd | None = None
    avg_days: figures.AvgDays | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield mean days of no closed case."""
        if self.closed == 0 and self.avg_days is not None:
            yield warning("avg_days", "当月没有结案的投诉，请留空，表上印“—”。")


class MeasureRow(Row):
    """A problem, its cause, what is done about it, and whether that helped."""

    main_problem: improvement.MainProblem
    cause_analysis: Annotated[complaint.CauseAnalysis, PrintedAs("原因分析", "产生原因")]
    analysis_tool: complaint.AnalysisTool | None = None
    measure: improvement.Measure
    measure_kind: improvement.MeasureKind | None = None
    responsible_department: complaint.ResponsibleDepartment
    action_owner: (
        Annotated[handling.ActionOwner, PrintedAs("责任人", "负责人 担当 执行人")] | None
    ) = None
    action_due_on: Annotated[improvement.ActionDueOn, PrintedAs("完成期限", "完成时间 完成日期")]
    expected_effect: Annotated[improvement.ExpectedEffect, PrintedAs("预期效果", "目标")] | None = (
        None
    )
    measure_status: Annotated[improvement.MeasureStatus, PrintedAs("进展")] | None = None
    effect_verified_on: improvement.EffectVerifiedOn | None = None
    effect_verified_by: improvement.EffectVerifiedBy | None = None
    verification: improvement.Verification | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is missing of a verification, and one that the status does not know of."""
        done = self.measure_status == "已验证"
        because = "进展是“已验证”"
        yield from requires(self, "verification", "effect_verified_on", when=done, because=because)
        yield from requires(
            self, "effect_verified_by", when=done, because=because, severity="warning"
        )
        if not done and self.measure_status is not None and self.effect_verified_on is not None:
            yield warning("measure_status", "填了验证日期，验证通过的请改为“已验证”。")


class ComplaintAnalysis(Report, title="客户投诉分析表", section="3.6", number="report_no"):
    """Why the complaints of a period arose, and the measures against their causes."""

    report_no: Annotated[figures.ReportNo, PrintedAs("编号")]
    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    pareto_dimension: figures.ParetoDimension = "原因分类"
    cross_row: figures.CrossRow = "投诉类别"
    cross_column: figures.CrossColumn = "责任部门"
    case_statuses: complaint.CaseStatuses | None = None
    top_n: figures.TopN = 5
    trend_months: figures.TrendMonths = 6
    repeat_window_days: figures.RepeatWindowDays | None = None

    overview: Annotated[Overview, Label("概况", "总体情况")]
    pareto: Annotated[tuple[ParetoRow, ...], Group("原因排列", "排列表 帕累托表")] = ()
    unknown_count: figures.UnknownCount | None = None
    cross_table: Annotated[tuple[CrossCell, ...], Group("交叉分析", "交叉表", at_most=1000)] = ()
    grand_total: figures.GrandTotal | None = None
    trend: Annotated[tuple[TrendRow, ...], Group("趋势", "月度趋势", at_most=60)] = ()
    repeat_customers: Annotated[tuple[RepeatCustomer, ...], Group("重复投诉客户")] = ()
    repeat_objects: Annotated[
        tuple[RepeatObject, ...], Group("重复投诉对象", "集中投诉对象 重复投诉产品")
    ] = ()
    longest_cases: Annotated[
        tuple[LongestCase, ...], Group("处理时间最长的案件", "最长案件 拖期案件")
    ] = ()
    measures: Annotated[tuple[MeasureRow, ...], Group("原因分析与改进措施", "改进措施 措施")] = ()
    previous_measures: Annotated[
        tuple[MeasureRow, ...], Group("上期措施验证", "上期措施 上期改进措施")
    ] = ()
    conclusion: improvement.Conclusion | None = None
    provenance: ProvenanceBox | None = None

    prepared_by: Annotated[sheet.PreparedBy, PrintedAs("分析人")] | None = None

    @computed
    def known_count(self) -> figures.KnownCount | None:
        """How many cases stand in the ranking."""
        rows = ranked_rows(self.pareto)
        return plus(*(row.case_count for _, row in rows)) if rows else None

    @computed
    def known_cost(self) -> figures.KnownCost | None:
        """What they cost together."""
        rows = ranked_rows(self.pareto)
        return plus(*(row.total_cost for _, row in rows)) if rows else None

    @computed
    def main_causes(self) -> figures.MainCauses | None:
        """The values of class A."""
        rows = [row for _, row in ranked_rows(self.pareto)]
        return of_class_a([row.dimension_value for row in rows], [row.abc_class for row in rows])

    @computed
    def cross_lines(self) -> Annotated[tuple[CrossLine, ...], Group("交叉分析表")]:
        """The cross table as it is printed; before anything is counted, room to write it."""
        if self.cases() is None and not self.cross_table:
            return blank_cells()
        corner = f"{self.cross_row}＼{self.cross_column}"
        return print_cells(self.cross_table, corner, self.grand_total)

    def cases(self) -> int | None:
        """Return the number of complaints received, N."""
        return self.overview.received if self.overview else None

    def hidden_names(self) -> Iterator[str]:
        """Yield the customers' names where cases are counted by customer."""
        for dimension, values in (
            (self.pareto_dimension, [row.dimension_value for row in self.pareto]),
            (self.cross_row, [cell.row_value for cell in self.cross_table]),
            (self.cross_column, [cell.column_value for cell in self.cross_table]),
        ):
            if dimension == "客户":
                yield from (value for value in values if value not in UNKNOWN)

    def complete(self) -> Self:
        """Spell the values as printed, then fill in ranks, shares, classes and totals."""
        self._set("pareto", complete_pareto(self.pareto, self.pareto_dimension))
        cells = complete_cells(self.cross_table, self.cross_row, self.cross_column)
        self._set("cross_table", cells)
        self._set("trend", _carried(self.trend))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the closing day, the cases that are not in the ranking, the grand total."""
        unknown = self._unknown()
        return {
            "as_of": self.period_end,
            "repeat_window_days": settings.current().repeat_window_days,
            "unknown_count": unknown if unknown is not None and unknown >= 0 else None,
            "grand_total": self._cells(),
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the sections contradict themselves or each other."""
        yield from period(self)
        yield from check_pareto("pareto", self.pareto, self.pareto_dimension)
        yield from self._known()
        yield from self._cross()
        yield from self._trend()
        yield from longest(self.longest_cases, self.top_n)
        days = (self.period_start, self.period_end)
        yield from repeats(
            self.repeat_customers,
            self.repeat_objects,
            self.top_n,
            cases=self.cases(),
            period=days,
        )
        yield from self._measures()

    # The ranking

    def _main_rows(self) -> Iterator[tuple[int, ParetoRow]]:
        """Yield the rows of class A with their numbers."""
        for place, row in ranked_rows(self.pareto):
            if row.abc_class == "A" and row.dimension_value is not None:
                yield place + 1, row

    def _unknown(self) -> int | None:
        """Return how many cases the ranking leaves out, where each case stands in it once."""
        cases = self.cases()
        if self.pareto_dimension == MANY_VALUED or cases is None:
            return None
        if not self.pareto:
            return cases
        return None if self.known_count is None else cases - self.known_count

    def _known(self) -> Iterator[Problem]:
        """The cases in the ranking and those left out are all cases; so are their costs."""
        if self.cases() and not self.pareto:
            counted = "本期的投诉都还没有认定原因，原因排列没有统计。"
            typed = "本期有投诉，请填原因排列。"
            yield warning("pareto", typed if self.provenance is None else counted)
        unknown = self._unknown()
        if unknown is None:
            return
        if unknown < 0:
            yield error("pareto", f"各项件数之和多于受理件数 {self.cases()}，请核对。")
        elif self.unknown_count is not None and self.unknown_count != unknown:
            text = f"受理件数减去排列的件数是 {unknown}，未认定件数应与此相等，请核对。"
            yield error("unknown_count", text)
        cost, known_cost = self.overview.total_cost, self.known_cost
        if cost is None or known_cost is None:
            return
        if known_cost > cost:
            yield error("overview.total_cost", "少于原因排列的费用之和，请核对。")
        elif unknown == 0 and known_cost < cost:
            text = "没有未认定的案件，应等于原因排列的费用之和，请核对。"
            yield error("overview.total_cost", text)

    # The cross table

    def _cells(self) -> int | None:
        return count_cells(self.cross_table, self.cross_row, self.cross_column)

    def _cross(self) -> Iterator[Problem]:
        if self.cross_row is not None and self.cross_row == self.cross_column:
            yield error("cross_column", "与交叉行口径相同，请另选一个口径。")
        yield from check_cells("cross_table", self.cross_table, self.cross_row, self.cross_column)
        if (cells := self._cells()) is not None:
            yield from agrees(self, "grand_total", cells)
        cases = self.cases()
        if cases is None or self.grand_total is None:
            return
        if self.grand_total > cases:
            yield error("grand_total", f"多于受理件数 {cases}，请核对。")
        elif self.grand_total < cases and self.case_statuses is None:
            text = f"少于受理件数 {cases}；只计部分状态的，请填“计入的案件状态”。"
            yield error("grand_total", text)

    # The trend

    def _trend(self) -> Iterator[Problem]:
        for number, (before, row) in enumerate(itertools.pairwise(self.trend), start=2):
            path = f"trend.{number}"
            if None in (before.report_month, row.report_month):
                continue
            if row.report_month != _next_month(before.report_month):
                yield error(f"{path}.report_month", "应是上一行的下一个月，请核对。")
            elif (left := _left(before, row)) is not None:
                if left < 0:
                    yield error(f"{path}.closed", "多于上月未结与当月受理之和，请核对。")
                elif row.open_end != left:
                    text = f"上月期末未结＋受理－结案＝{left}，期末未结应与此相等，请核对。"
                    yield error(f"{path}.open_end", text)
        if self.trend and self.trend_months not in (None, len(self.trend)):
            text = f"应列 {self.trend_months} 个月，现有 {len(self.trend)} 个月，请核对。"
            yield warning("trend", text)
        if self.trend and self.period_start is not None and self.period_end is not None:
            yield from self._own_months(self.period_start, self.period_end)

    def _own_months(self, start: dt.date, end: dt.date) -> Iterator[Problem]:
        """The trend ends with the period, or where its data end, and counts the same cases."""
        own = months(start, end if self.as_of is None else min(end, self.as_of))
        last = self.trend[-1].report_month
        if own and last is not None and last != own[-1]:
            text = "最后一个月应是统计期间的最后一个月（期间尚未结束的是截止日期的月份），请核对。"
            yield warning("trend", text)
        rows = [row for row in self.trend if row.report_month in own]
        whole = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
        received = plus(*(row.received for row in rows))
        comparable = whole and rows and len(rows) == len(own) and received is not None
        if comparable and self.cases() not in (None, received):
            text = f"本期各月受理之和是 {received}，应等于受理件数 {self.cases()}，请核对。"
            yield error("trend", text)

    # The measures

    def _measures(self) -> Iterator[Problem]:
        for number, row in enumerate(self.measures, start=1):
            path = f"measures.{number}.action_due_on"
            yield from due_after(path, row.action_due_on, self.period_end)
        named = [f"{row.main_problem}{row.cause_analysis}" for row in self.measures]
        for number, cause in self._main_rows():
            if not any(cause.dimension_value in text for text in named):
                text = "这是主要原因（A类），改进措施的主要问题或原因分析中应写到它。"
                yield warning(f"pareto.{number}.dimension_value", text)


def _carried(rows: Sequence[TrendRow]) -> tuple[TrendRow, ...]:
    """Return the months with what was left at the end of each, where that follows."""
    done: list[TrendRow] = []
    for row in rows:
        left = _left(done[-1], row) if done else None
        known = {"open_end": left} if left is not None and left >= 0 else {}
        done.append(completed(row, known))
    return tuple(done)


def _left(before: TrendRow, row: TrendRow) -> int | None:
    """Return what is open at the end of a month, by the flow of cases."""
    closed = None if row.closed is None else -row.closed
    return plus(before.open_end, row.received, closed)


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
