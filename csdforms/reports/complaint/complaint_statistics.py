"""客户投诉统计表 computed: the complaints of a period by one dimension (manual §3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.columns import ManyWords, Words
from csdforms.reports.complaint.dimensions import MONTH, column, names, ordered
from csdforms.reports.complaint.measures import flow, line_figures, matrix, received_in
from csdforms.reports.figure import Figure, change, ratio, worked
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Report, Request
from csdforms.schemas import figures
from csdforms.schemas.complaint import ComplaintStatistics
from csdforms.schemas.complaint.dimensions import words
from csdforms.schemas.figures import WAN

__all__ = ["REPORT", "compute", "per_base"]

#: More values than these nobody tells apart in a chart.
_CHARTED = 15
_WITH_RATE = 10  # with more values each has few cases, and their rates say little


def compute(request: Request) -> Data:
    """Return the matrix, its total line, and the flow of cases below it.

    Dimension ``月份`` is compared to the same months of the year before.
    """
    cases, period = request.sources.cases, request.period
    dimension = request.option("dimension", "投诉类别")
    former_period = period.last_year() if dimension == MONTH else period.before()
    by, by_then = (column(cases, dimension, one.as_of) for one in (period, former_period))
    if dimension == MONTH:
        by = by_then = _with_months(by, period)
    received, before = received_in(cases, period), received_in(cases, former_period)
    groups, former = received.by(by), before.by(by_then)
    found, earlier = matrix(cases, groups, period.as_of), former.count()
    whole = matrix(cases, received.together(), period.as_of)
    total = whole["received"]["合计"]
    # What only the period before had is listed as well: else its column would not add up.
    there = [*_closed(dimension, period), *groups.words()]
    there += former.words() if dimension != MONTH else []
    there = there or [None]
    called = names(request, dimension, there)
    rows: list[dict[str, Any]] = [
        {
            "dimension_value": called[word],
            **_line(line_figures(found, word), earlier[_former(dimension, word)], total),
        }
        for word in ordered(dimension, there, found["received"], called)
    ]
    data: dict[str, Any] = {
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        "dimension": dimension,
        "rows": rows,
        "total": _line(line_figures(whole, "合计"), before.count(), total),
        **flow(request, cases),
    }
    if not isinstance(by, ManyWords):
        counted = sum(row["received"].value for row in rows)
        request.require(counted == total.value, "各项受理件数之和不等于受理总数")
    if (base := request.option("base_quantity")) is not None:
        data |= {"base_quantity": base, "base_unit": request.option("base_unit")}
        data |= per_base(total, base)
    return data


def per_base(total: Figure, base: Any) -> dict[str, Figure]:
    """Return the rate of complaints over a typed base, as a share and per ten thousand."""
    rate = worked("受理件数 ÷ 投诉率基数", figures.ratio, 受理件数=total, 投诉率基数=base)
    return {
        "complaint_rate": rate,
        "complaints_per_ten_thousand": worked("投诉率 × 10000", _in_wan, 投诉率=rate),
    }


def _closed(dimension: str, period: Period) -> Sequence[str | None]:
    """Return the values that have a line whether there are cases or not."""
    if dimension == MONTH:
        return [f"{month.start:%Y-%m}" for month in period.months()]
    return words(dimension)


def _line(line: Mapping[str, Figure], before: Figure, total: Figure) -> Mapping[str, Figure]:
    return {
        **line,
        "share": ratio("受理件数 ÷ 受理总数", 受理件数=line["received"], 受理总数=total),
        "prev_received": before,
        "change_rate": change(
            "（受理件数－上期件数）÷ 上期件数", 受理件数=line["received"], 上期件数=before
        ),
    }


def _former(dimension: str, word: str | None) -> str | None:
    """Return what a value is compared to: itself, a month to the same one last year."""
    return f"{int(word[:4]) - 1:04}{word[4:]}" if word and dimension == MONTH else word


def _with_months(by: Words | ManyWords, period: Period) -> Words:
    """Return the column of months with those in which nothing was received."""
    assert isinstance(by, Words)
    months = _closed(MONTH, period)
    former = [_former(MONTH, month) for month in months]
    return Words(by.codes, tuple(dict.fromkeys(filter(None, [*by.values, *months, *former]))))


def _in_wan(rate: Any) -> Any:
    return None if rate is None else rate * WAN


def _charts(form: ComplaintStatistics) -> Sequence[Chart]:
    """Return the cases received by value, and how many were closed in time."""
    rows = [row for row in form.rows if row.received]
    if not rows:
        return ()
    if len(rows) > _WITH_RATE and form.dimension != MONTH:
        first = rows[:_CHARTED]
        words = [row.dimension_value for row in first]
        counts = (Series("受理件数", [row.received for row in first]),)
        shown = "" if len(first) == len(rows) else f"，前{_CHARTED}项"
        return (Chart(f"投诉件数（按{form.dimension}{shown}）", words, counts, "bar", unit="件"),)
    return (
        Chart(
            f"投诉件数与及时率（按{form.dimension}）",
            [row.dimension_value for row in rows],
            (
                Series("受理件数", [row.received for row in rows]),
                Series(
                    "及时率",
                    [row.on_time_rate for row in rows],
                    drawing="line",
                    second=True,
                    percent=True,
                ),
            ),
            unit="件",
        ),
    )


REPORT = Report(
    form="complaint_statistics",
    letters="TSTJ",
    compute=compute,
    boxes=("dimension", "base_quantity", "base_unit"),
    charts=_charts,
)
