"""客户投诉统计表 computed: the complaints of a period by one dimension (manual §3.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from csdforms.reports.columns import ManyWords, Words
from csdforms.reports.complaint.measures import flow, line_figures, matrix, received_in
from csdforms.reports.figure import Figure, change, given, ratio, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.rows import Counts, Groups
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.schemas import figures
from csdforms.schemas.complaint.dimensions import MANY_VALUED, UNKNOWN, words
from csdforms.schemas.figures import WAN

__all__ = ["COLUMNS", "REPORT", "compute", "named"]

_MONTH = "月份"
_CUSTOMER = "客户"
_UNFILLED, _UNDECIDED = UNKNOWN
#: The column of the cases for each dimension, and what a case without a value is called.
COLUMNS: Mapping[str, tuple[Callable[[Cases], Words | ManyWords], str]] = {
    "投诉类别": (lambda cases: cases.category, _UNFILLED),
    "细类": (lambda cases: cases.subcategory, _UNFILLED),
    "投诉方式": (lambda cases: cases.channel, _UNFILLED),
    "投诉等级": (lambda cases: cases.level, _UNFILLED),
    "情节": (lambda cases: cases.severity, _UNFILLED),
    "责任部门": (lambda cases: cases.department, _UNDECIDED),
    "责任人": (lambda cases: cases.person, _UNDECIDED),
    _CUSTOMER: (lambda cases: cases.customer, _UNFILLED),
    "客户类别": (lambda cases: cases.customer_kind, _UNFILLED),
    "区域": (lambda cases: cases.region, _UNFILLED),
    "产品": (lambda cases: cases.product, _UNFILLED),
    _MONTH: (lambda cases: cases.month, _UNFILLED),
    "原因分类": (lambda cases: cases.cause, _UNDECIDED),
    MANY_VALUED: (lambda cases: cases.remedy, _UNDECIDED),
}


def compute(request: Request) -> Data:
    """Return the matrix, its total line, and the flow of cases below it."""
    cases, period = request.sources.cases, request.period
    dimension = request.option("dimension")
    column = COLUMNS[dimension][0](cases)
    received = received_in(cases, period)
    before = received_in(cases, period.last_year() if dimension == _MONTH else period.before())
    groups = received.by(column)
    found, earlier = matrix(cases, groups, period.as_of), before.by(column).count()
    whole = matrix(cases, received.together(), period.as_of)
    total = whole["received"]["合计"]
    rows: list[dict[str, Any]] = [
        {
            "dimension_value": _name(cases, dimension, word),
            **_line(line_figures(found, word), _earlier(earlier, dimension, word), total),
        }
        for word in _lines(request, groups, found["received"], dimension, cases)
    ]
    data: dict[str, Any] = {
        "period_start": period.start,
        "period_end": period.end,
        "as_of": period.as_of,
        "dimension": dimension,
        "rows": rows,
        "total": _line(line_figures(whole, "合计"), before.count("上期受理"), total),
        **flow(request, cases),
    }
    if not isinstance(column, ManyWords):
        counted = sum(row["received"].value for row in rows)
        request.require(counted == total.value, "各项受理件数之和不等于受理总数")
    if (base := request.option("base_quantity")) is not None:
        data |= {"base_quantity": base, "base_unit": request.option("base_unit")}
        data |= per_base(total, base)
    return data


def per_base(total: Figure, base: Any) -> dict[str, Figure]:
    """Return the rate of complaints, as a share and per ten thousand."""
    rate = worked("受理件数 ÷ 投诉率基数", _divided, 受理件数=total, 基数=base)
    return {
        "complaint_rate": rate,
        "complaints_per_ten_thousand": worked("投诉率 × 10000", _in_wan, 投诉率=rate),
    }


def named(cases: Cases, dimension: str, word: str) -> str:
    """Return what a value of a dimension is called: a customer by his name."""
    if dimension != _CUSTOMER:
        return word
    place = int(cases.customer.codes.tolist().index(cases.customer.values.index(word)))
    return cases.cases[place].customer_name or word


def _line(line: Mapping[str, Figure], before: Figure, total: Figure) -> Mapping[str, Figure]:
    return {
        **line,
        "share": ratio("受理件数 ÷ 受理总数", 受理件数=line["received"], 受理总数=total),
        "prev_received": before,
        "change_rate": change(
            "（受理件数－上期件数）÷ 上期件数", 受理件数=line["received"], 上期件数=before
        ),
    }


def _lines(
    request: Request, groups: Groups, counts: Counts, dimension: str, cases: Cases
) -> Iterator[str | None]:
    """Yield the values in the order of printing: a closed list whole, an open one by count."""
    closed: Sequence[str] = words(dimension)
    if dimension == _MONTH:
        closed = [f"{month.start:%Y-%m}" for month in request.period.months()]
    there = groups.words()
    if closed:
        yield from closed
    else:
        known = [word for word in there if word is not None]
        yield from sorted(
            known, key=lambda word: (-counts[word].number(), named(cases, dimension, word))
        )
    if None in there:
        yield None


def _name(cases: Cases, dimension: str, word: str | None) -> str:
    return COLUMNS[dimension][1] if word is None else named(cases, dimension, word)


def _earlier(counts: Counts, dimension: str, word: str | None) -> Figure:
    """Return the count of the period before; of a month that of the same month last year."""
    if dimension == _MONTH and word is not None:
        word = f"{int(word[:4]) - 1}{word[4:]}"
    return counts.get(word) or given(0, "上期没有这一项")


def _divided(count: Any, base: Any) -> Any:
    return figures.ratio(count, base)


def _in_wan(rate: Any) -> Any:
    return None if rate is None else rate * WAN


REPORT = Report(
    form="complaint_statistics",
    letters="TSTJ",
    compute=compute,
    boxes=("dimension", "base_quantity", "base_unit"),
)
