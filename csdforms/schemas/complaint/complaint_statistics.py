"""客户投诉统计表: the complaints of a period, counted by one dimension.

Manual section 3.5. 客服专员 compiles it each month, the manager reviews it, the units concerned get
a copy. Figures come from the cases; here they are completed (total line, rates) and checked:
whatever can be worked out from other cells must agree with them. A count left blank is 0.

Sources: complaint statistics of service and manufacturing companies; the split of cases into
closed in time, closed late, open within the limit and overdue.

>>> from csdforms.schemas.complaint import ComplaintStatistics
>>> ComplaintStatistics.title(), ComplaintStatistics.number
('客户投诉统计表', 'report_no')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from csdforms.schemas.complaint.dimensions import CLOSED, MANY_VALUED, UNKNOWN, spelled, words
from csdforms.schemas.complaint.report_period import months, period
from csdforms.schemas.fields import complaint, figures
from csdforms.schemas.figures import (
    TOTALS,
    WAN,
    add_up,
    agrees,
    change_rate,
    completed,
    pasted_total,
    plus,
    ratio,
    sum_of,
    sums_agree,
    weighted_mean,
)
from csdforms.schemas.form import Block, Part, Report, Row
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, repeated, requires, under, warning

TIMELINESS = ("closed_on_time", "closed_late", "open_within", "open_overdue")
VALIDITY = ("verified", "partly_verified", "unverified", "pending")
COUNTS = (*TIMELINESS, *VALIDITY, "repeat_count", "high_level_count", "followed_up", "satisfied")
MONEY = ("compensation_amount", "loss_amount")
SUMMED = ("received", "prev_received", *COUNTS, *MONEY, "total_cost")


class _Figures(Block):
    """The columns that a line of the matrix and the total line share."""

    received: (
        Annotated[
            figures.Received,
            PrintedAs(
                "受理件数",
                "件数 数量 次数 起数 投诉次数 投诉量 发生件数 本月件数 本期件数",
            ),
        ]
        | None
    ) = None
    share: figures.Share | None = None
    prev_received: figures.PrevReceived | None = None
    change_rate: figures.ChangeRate | None = None
    closed_on_time: figures.ClosedOnTime | None = None
    closed_late: figures.ClosedLate | None = None
    open_within: figures.OpenWithin | None = None
    open_overdue: figures.OpenOverdue | None = None
    close_rate: figures.CloseRate | None = None
    on_time_rate: figures.OnTimeRate | None = None
    verified: figures.Verified | None = None
    partly_verified: figures.PartlyVerified | None = None
    unverified: figures.Unverified | None = None
    pending: figures.Pending | None = None
    repeat_count: figures.RepeatCount | None = None
    high_level_count: figures.HighLevelCount | None = None
    compensation_amount: complaint.CompensationAmount | None = None
    loss_amount: complaint.LossAmount | None = None
    total_cost: figures.TotalCost | None = None
    avg_days: figures.AvgDays | None = None
    followed_up: figures.FollowedUp | None = None
    satisfied: figures.Satisfied | None = None
    satisfaction_rate: figures.SatisfactionRate | None = None

    def closed(self) -> int | None:
        """Return how many of the cases received are closed."""
        return plus(self.closed_on_time, self.closed_late)

    def follows(self) -> Mapping[str, Decimal | int | None]:
        """Return what follows from the counts and amounts of the same line."""
        due = plus(self.closed_on_time, self.closed_late, self.open_overdue)
        return {
            "change_rate": change_rate(self.received, self.prev_received),
            "close_rate": ratio(self.closed(), self.received),
            "on_time_rate": ratio(self.closed_on_time, due),
            "satisfaction_rate": ratio(self.satisfied, self.followed_up),
            "total_cost": plus(self.compensation_amount, self.loss_amount),
        }

    def proposed(self) -> Mapping[str, object]:
        """Propose what follows from the other cells."""
        return self.follows()

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where the cells of one line contradict each other."""
        for name, exact in self.follows().items():
            yield from agrees(self, name, exact)
        for names in (TIMELINESS, VALIDITY):
            parts = plus(*(getattr(self, name) for name in names))
            if None not in (parts, self.received) and parts != self.received:
                labels = "、".join(self.label_of(name) for name in names)
                yield error(
                    names[0],
                    f"{labels}四项之和是 {parts}，应等于受理件数 {self.received}，请核对。",
                )
        for name, most in (
            ("repeat_count", "received"),
            ("high_level_count", "received"),
            ("followed_up", "received"),
            ("satisfied", "followed_up"),
        ):
            part, whole = getattr(self, name), getattr(self, most)
            if part is not None and whole is not None and part > whole:
                yield error(name, f"多于“{self.label_of(most)}”，请核对。")
        if self.closed() == 0 and self.avg_days is not None:
            yield error("avg_days", "没有结案的投诉，请留空，表上印“—”。")
        elif self.closed() and self.avg_days is None:
            yield warning("avg_days", "有结案的投诉，请填平均处理天数。")


class _Item(Row):
    dimension_value: Annotated[
        figures.DimensionValue,
        PrintedAs(
            "项目",
            "类别 分类 类型 投诉类别 投诉类型 投诉种类 投诉项目 问题类型 不良项目 不良类别 统计项",
        ),
    ]


class StatisticsRow(_Figures, _Item):
    """One value of the dimension."""

    received: Annotated[
        figures.Received,
        PrintedAs(
            "受理件数",
            "件数 数量 次数 起数 投诉次数 投诉量 发生件数 本月件数 本期件数",
        ),
    ]

    def complete(self) -> Self:
        """Take counts and amounts left blank as 0, then fill in what follows from them."""
        for name in COUNTS:
            if getattr(self, name) is None:
                self._set(name, 0)
        for name in MONEY:
            if getattr(self, name) is None:
                self._set(name, Decimal("0.00"))
        return super().complete()

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong in the line; a pasted total line is told apart at once."""
        if self.dimension_value in TOTALS:
            yield pasted_total("dimension_value")
        else:
            yield from super().rules(today)


class StatisticsTotal(_Figures, Part):
    """The total line: sums of the columns, and rates worked out from these sums."""

    main = "received"


class ComplaintStatistics(Report, title="客户投诉统计表", section="3.5", number="report_no"):
    """Complaints of a period by category, unit, product or another dimension."""

    report_no: Annotated[figures.ReportNo, PrintedAs("编号")]
    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    as_of: Annotated[figures.AsOf, PrintedAs("截止日期")] | None = None
    dimension: figures.Dimension
    rows: Annotated[tuple[StatisticsRow, ...], Group("统计明细", "明细", at_least=1)] = ()
    total: Annotated[StatisticsTotal, Label("合计", "总计")] | None = None
    opening: figures.Opening | None = None
    received: (
        Annotated[
            figures.Received,
            PrintedAs("本期受理", "投诉总数 投诉总件数 投诉总量 受理总数 本月投诉总数"),
        ]
        | None
    ) = None
    closed: Annotated[figures.Closed, PrintedAs("本期结案")] | None = None
    open_end: figures.OpenEnd | None = None
    base_quantity: (
        Annotated[figures.BaseQuantity, PrintedAs("投诉率基数", "客流量 总出货量")] | None
    ) = None
    base_unit: figures.BaseUnit | None = None
    complaint_rate: figures.ComplaintRate | None = None
    complaints_per_ten_thousand: figures.ComplaintsPerTenThousand | None = None
    comment: figures.Comment | None = None
    provenance: ProvenanceBox | None = None

    def cases(self) -> int | None:
        """Return the number of distinct cases, N."""
        known = self.total.received if self.total else None
        return self.received if known is None else known

    def _lines(self) -> tuple[StatisticsRow, ...]:
        """Return the lines that count, without a total line that was pasted among them."""
        return tuple(row for row in self.rows if row.dimension_value not in TOTALS)

    def hidden_names(self) -> tuple[str, ...]:
        """Return the customers' names where cases are counted by customer."""
        values = (row.dimension_value for row in self.rows if self.dimension == "客户")
        return tuple(value for value in values if value not in (None, *UNKNOWN))

    def complete(self) -> Self:
        """Spell the values as printed, sum up the columns, and fill in the shares."""
        rows = tuple(self._spelled(row) for row in self.rows)
        self._set("rows", rows)
        lines = self._lines()
        if lines and self.dimension != MANY_VALUED:
            self._set("total", completed(self.total or StatisticsTotal(), _sums(lines)))
        cases = self.cases()
        shared = (completed(row, {"share": ratio(row.received, cases)}) for row in rows)
        self._set("rows", tuple(shared))
        if self.total:
            share = ratio(self.total.received, cases)
            self._set("total", completed(self.total, {"share": share}))
        return super().complete()

    def proposed(self) -> Mapping[str, object]:
        """Propose the closing date, the flow of cases and the rate of complaints."""
        cases = self.cases()
        end = plus(self.opening, cases if self.received is None else self.received)
        left = plus(end, None if self.closed is None else -self.closed)
        return {
            "as_of": self.period_end,
            "received": cases,
            "open_end": left if left is not None and left >= 0 else None,
            "complaint_rate": ratio(cases, self.base_quantity),
            "complaints_per_ten_thousand": self._per_ten_thousand(),
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, matrix, total line and flow contradict each other."""
        yield from period(self)
        yield from self._values()
        yield from self._shares()
        if self.dimension != MANY_VALUED:
            yield from self._total_line()
        elif self.cases() is None:
            yield error("total", "按处理方式统计时，请填合计的受理件数（每件投诉只算一次）。")
        yield from self._flow()
        cases = self.cases()
        yield from agrees(self, "complaint_rate", ratio(cases, self.base_quantity))
        yield from agrees(self, "complaints_per_ten_thousand", self._per_ten_thousand())
        given = self.base_quantity is not None
        because = "填了投诉率基数"
        yield from requires(self, "base_unit", when=given, because=because, severity="warning")

    def _values(self) -> Iterator[Problem]:
        """Each value of the dimension once; of a closed list all, also those without a case."""
        known = self._words()
        values = [row.dimension_value for row in self.rows]
        again = set(repeated(values))
        for number, value in enumerate(values, start=1):
            path = f"rows.{number}.dimension_value"
            if number in again:
                yield error(path, "这个项目前面已有一行，请合并成一行。")
            elif known and value not in (None, *known, *UNKNOWN, *TOTALS):
                yield error(path, f"不属于统计口径“{self.dimension}”，应是：{'、'.join(known)}。")
        yield from self._order(known)
        missing = [word for word in known if word not in values]
        if missing and self.rows:
            yield warning("rows", f"缺少 {'、'.join(missing)}；没有投诉的项目也列出，件数填 0。")

    def _order(self, known: tuple[str, ...]) -> Iterator[Problem]:
        """The values in the order of their list, cases without a value last."""
        values = [row.dimension_value for row in self._lines()]
        counted = [value for value in values if value not in UNKNOWN]
        if values[: len(counted)] != counted:
            yield warning("rows", f"“{'”和“'.join(UNKNOWN)}”请列在最后。")
        places = [known.index(value) for value in counted if value in known]
        if places != sorted(places):
            yield warning("rows", f"请按统计口径的次序排列：{'、'.join(known)}。")

    def _words(self) -> tuple[str, ...]:
        """Return the values that the sheet should list, nothing for an open dimension."""
        if self.dimension != "月份":
            return words(self.dimension)
        if self.period_start is None or self.period_end is None:
            return ()
        kind = CLOSED[self.dimension]
        return tuple(kind.show(month) for month in months(self.period_start, self.period_end))

    def _shares(self) -> Iterator[Problem]:
        cases = self.cases()
        for number, row in enumerate(self.rows, start=1):
            if row.received is not None:
                if self.dimension == MANY_VALUED and cases is not None and row.received > cases:
                    yield error(f"rows.{number}.received", "多于合计的受理件数，请核对。")
                share = ratio(row.received, cases)
                yield from under(f"rows.{number}", agrees(row, "share", share))
        lines = self._lines()
        if self.dimension != MANY_VALUED and not add_up([row.share for row in lines]):
            yield warning("rows", "各项占比之和不是 100%，请核对。")

    def _total_line(self) -> Iterator[Problem]:
        lines = self._lines()
        if self.total is None or not lines:
            return
        sums = _sums(lines)
        yield from sums_agree(self.total, {name: sums[name] for name in SUMMED})
        yield from self._of_total("share", ratio(self.total.received, self.cases()))
        if sums["avg_days"] is not None:
            # Each line's mean is itself rounded to one decimal.
            yield from self._of_total("avg_days", sums["avg_days"], Decimal("0.05"))

    def _of_total(self, name: str, exact: Decimal | None, *inputs: Decimal) -> Iterator[Problem]:
        assert self.total is not None
        yield from under("total", agrees(self.total, name, exact, inputs=inputs))

    def _flow(self) -> Iterator[Problem]:
        cases = self.cases()
        if None not in (self.received, cases) and self.received != cases:
            yield error("received", f"应等于合计的受理件数 {cases}，请核对。")
        if self.opening is None or self.received is None or self.closed is None:
            return
        left = self.opening + self.received - self.closed
        if left < 0:
            yield error("closed", "多于期初未结与本期受理之和，请核对。")
        elif self.open_end is not None and self.open_end != left:
            yield error(
                "open_end", f"期初未结＋本期受理－本期结案＝{left}，期末未结应与此相等，请核对。"
            )

    def _per_ten_thousand(self) -> Decimal | None:
        rate = ratio(self.cases(), self.base_quantity)
        return None if rate is None else rate * WAN

    def _spelled(self, row: StatisticsRow) -> StatisticsRow:
        """Return the row with the value of a closed dimension as it is printed."""
        if row.dimension_value is None:
            return row
        value = spelled(self.dimension, row.dimension_value)
        return row.model_copy(update={"dimension_value": value})


def _sums(rows: tuple[StatisticsRow, ...]) -> dict[str, Any]:
    """Return what the total line should hold: sums, and the mean days weighed by closed cases."""
    sums: dict[str, Any] = {name: sum_of(getattr(row, name) for row in rows) for name in SUMMED}
    if any(row.prev_received is None for row in rows):
        sums["prev_received"] = None  # a change against part of a period would mislead
    sums["avg_days"] = weighted_mean((row.avg_days, row.closed() or 0) for row in rows)
    return sums
