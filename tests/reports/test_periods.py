"""Two parts of a quarter add up to it, in every cell that counts or sums what happened in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from reports import quarter

from csdforms.reports.catalogue import report_of
from csdforms.reports.complaint.dimensions import COLUMNS
from csdforms.reports.computing import compute_from
from csdforms.reports.figure import Figure
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.schemas.complaint.dimensions import MANY_VALUED

CUT = dt.date(2026, 2, 11)
#: Another day where nothing happened before that one.
CUTS = {"after_sales_questionnaire": dt.date(2026, 3, 12)}
COMPLAINTS = (
    "received", "closed_on_time", "closed_late", "open_within", "open_overdue", "verified",
    "partly_verified", "unverified", "pending", "repeat_count", "high_level_count",
    "compensation_amount", "loss_amount", "total_cost", "followed_up", "satisfied",
)  # fmt: skip
#: The form, what is said of it, the group of rows, its additive cells, and those of the head.
ADDITIVE: list[tuple[str, dict[str, Any], str, tuple[str, ...], tuple[str, ...]]] = [
    *(
        ("complaint_statistics", {"dimension": word}, "rows", COMPLAINTS, ("received", "closed"))
        for word in ("投诉类别", "责任部门", "客户", "区域", "处理方式")
    ),
    (
        "return_exchange_summary", {}, "summary_rows",
        ("return_count", "return_quantity", "return_amount", "exchange_count", "exchange_quantity",
         "exchange_amount", "refund_amount", "stock_in_quantity"), (),
    ),
    (
        "customer_gross_profit_ranking", {}, "rows",
        ("net_sales_amount", "cost_amount", "gross_profit_amount"), (),
    ),
    ("customer_grade_classification", {}, "rows", ("net_sales_amount",), ()),
    ("excellent_customer_statistics", {}, "rows", ("net_sales_amount",), ()),
    *(
        ("complaint_analysis", {"pareto_dimension": word}, "pareto", ("case_count", "total_cost"),
         ("unknown_count", "grand_total", "overview.received", "overview.total_cost"))
        for word in ("原因分类", "客户", "处理方式")
    ),
    ("complaint_analysis", {}, "cross_table", ("case_count",), ()),
    *(
        ("complaint_summary", {"top_n": 50}, f"composition_{word}", ("case_count",),
         ("data_quality.missing_department", "data_quality.missing_cause",
          "data_quality.missing_acknowledgement", "data_quality.date_errors"))
        for word in ("category", "department", "channel")
    ),
    ("complaint_case_tracking", {"scope": "期间受理"}, "cases",
     ("compensation_amount", "loss_amount", "overdue_days"), ("received", "closed")),
    ("return_exchange_summary", {"group_by": "责任方"}, "summary_rows",
     ("return_quantity", "exchange_quantity", "refund_only_quantity", "sales_quantity"), ()),
    ("return_exchange_summary", {}, "reason_rows",
     ("return_quantity", "exchange_quantity", "return_exchange_amount"),
     ("total.return_quantity", "total.exchange_amount", "total.refund_amount")),
    ("after_sales_evaluation", {"evaluation_object": "部门"}, "service_data",
     ("service_count", "rated_count", "appointed_count", "arrived_on_time_count", "repair_count",
      "first_fix_count", "rework_count", "complaint_count", "return_exchange_count",
      "charged_amount"), ()),
    ("after_sales_questionnaire", {"survey": "WJ-20260301-001"}, "option_results",
     ("choice_count",), ("results.returned_count", "results.valid_count")),
    ("inbound_call_record", {}, "calls", ("wait_seconds",),
     ("inbound_count", "answered_count", "abandoned_count")),
    ("outbound_call_record", {}, "calls", ("attempt_no",),
     ("outbound_count", "connected_count", "success_count")),
]  # fmt: skip
IDS = ["-".join([name, *map(str, said.values())]) for name, said, *_ in ADDITIVE]


#: The boxes that together say what a row is about.
KEYS = (
    "customer_no", "complaint_no", "dimension_value", "group_value", "product_name",
    "product_model", "row_value", "column_value", "object_name", "reason_category", "question_no",
    "text", "call_no",
)  # fmt: skip


def plain(value: Any) -> Any:
    return getattr(value, "value", value)


def at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data[step]
    return plain(data)


def data_of(form: str, start: dt.date, end: dt.date, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """All stand at the quarter's last day: what became of a case is one, whenever it is asked."""
    period = Period.of(start, end, quarter.END)
    return compute_from(report_of(form), period, Sources(quarter.memory()), said=said)


def sums(found: list[Mapping[str, Any]], group: str, name: str) -> dict[str, Decimal]:
    """Return the sum of a cell by what its row is about; what is 0 is left out."""
    total: dict[str, Decimal] = {}
    for data in found:
        for row in data.get(group, ()):
            value = plain(row.get(name))
            key = "/".join(str(plain(row.get(box, ""))) for box in KEYS)
            total[key] = total.get(key, Decimal(0)) + Decimal(value or 0)
    return {key: value for key, value in total.items() if value}


@pytest.mark.parametrize(("form", "said", "group", "names", "head"), ADDITIVE, ids=IDS)
def test_two_parts_of_a_period_are_the_whole(
    form: str, said: dict[str, Any], group: str, names: tuple[str, ...], head: tuple[str, ...]
) -> None:
    cut = CUTS.get(form, CUT)
    after = cut + dt.timedelta(days=1)
    whole = data_of(form, quarter.START, quarter.END, said)
    parts = [data_of(form, quarter.START, cut, said), data_of(form, after, quarter.END, said)]
    counted = 0
    lacking = {
        "/".join(str(plain(row.get(box, ""))) for box in KEYS)
        for data in (whole, *parts)
        for row in data.get(group, ())
        if "gross_profit_amount" in names and plain(row.get("gross_profit_amount")) is None
    }
    for name in names:
        once, twice = sums([whole], group, name), sums(parts, group, name)
        for key in lacking if name != "net_sales_amount" else ():  # a missing cost is no sum (F5)
            once.pop(key, None)
            twice.pop(key, None)
        assert twice == once, name
        counted += len(once)
    assert counted
    for name in head:
        assert sum(at(data, name) for data in parts) == at(whole, name), name


def test_what_is_left_open_is_what_the_next_part_begins_with() -> None:
    said = {"dimension": "投诉类别"}
    report = report_of("complaint_statistics")
    first, second = (
        compute_from(report, Period.of(start, end), Sources(quarter.memory()), said=said)
        for start, end in (
            (quarter.START, CUT),
            (CUT + dt.timedelta(days=1), quarter.END),
        )
    )
    assert plain(first["open_end"]) == plain(second["opening"]) > 0


def test_the_months_of_a_year_add_up_to_what_it_has_brought_so_far() -> None:
    months = [
        data_of("customer_sales_monthly", month.start, month.end, {})
        for month in Period.of(quarter.START, quarter.END).months()
    ]
    name, year = "net_sales_amount", "ytd_sales_amount"
    assert sums(months, "rows", name) == sums(months[-1:], "rows", year) != {}
    assert sum(at(data, f"total.{name}") for data in months) == at(months[-1], f"total.{year}")
    # What one month leaves owing is what the next one begins with.
    for month, following in pairwise(months):
        before = sums([month], "rows", "balance_amount")
        assert before == sums([following], "rows", "opening_receivable_amount") != {}


TIMELINESS = ("closed_on_time", "closed_late", "open_within", "open_overdue")
VALIDITY = ("verified", "partly_verified", "unverified", "pending")
AGEING = (
    "not_due_amount", "days_1_30_amount", "days_31_60_amount", "days_61_90_amount",
    "days_91_180_amount", "days_181_365_amount", "days_over_365_amount",
)  # fmt: skip
#: The form, what is said of it, the buckets, and the cells that have each record once: groups
#: of rows with their cells, and cells of the head.
PARTITIONS: list[tuple[str, dict[str, Any], tuple[str, ...], tuple[str, ...]]] = [
    *(
        ("complaint_statistics", {"dimension": word}, tuple(f"rows.{name}" for name in names),
         ("total.received",))
        for word in COLUMNS if word != MANY_VALUED
        for names in (("received",), TIMELINESS, VALIDITY)
    ),
    *(
        ("complaint_analysis", {"pareto_dimension": word}, ("pareto.case_count", "unknown_count"),
         ("overview.received",))
        for word in COLUMNS if word != MANY_VALUED
    ),
    ("complaint_analysis", {}, ("cross_table.case_count",), ("grand_total",)),
    ("return_exchange_summary", {},
     ("reason_rows.return_quantity", "reason_rows.exchange_quantity"),
     ("total.return_quantity", "total.exchange_quantity")),
    *(
        ("return_exchange_summary", {"group_by": word},
         ("summary_rows.return_quantity", "summary_rows.exchange_quantity"),
         ("reason_rows.return_quantity", "reason_rows.exchange_quantity"))
        for word in ("产品", "客户", "退换原因", "责任方", "地区", "渠道")
    ),
    ("customer_region_classification", {}, ("regions.customer_count",), ("total.customer_count",)),
    ("at_risk_customer_statistics", {}, tuple(f"rows.{name}" for name in AGEING),
     ("rows.balance_amount",)),
    ("inbound_call_record", {}, ("answered_count", "abandoned_count"), ("inbound_count",)),
]  # fmt: skip


def behind(figure: Figure) -> Iterator[tuple[str, ...]]:
    """Yield the records behind a figure and its parts, each as often as it counts."""
    yield from ((record.kind, record.number, str(value)) for record, value in figure.records())
    for part in figure.parts().values():
        for one in part if isinstance(part, list) else [part]:
            if isinstance(one, Figure):
                yield from behind(one)


def found_in(data: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the records behind these cells: of a group's rows, of a part, of the head."""
    figures: list[Figure] = []
    for name in names:
        group, _, box = name.rpartition(".")
        blocks = data[group] if group else [data]
        blocks = blocks if isinstance(blocks, list) else [blocks]
        figures += [block[box or name] for block in blocks]
    return sorted(record for figure in figures for record in behind(figure))


@pytest.mark.parametrize(
    ("form", "said", "buckets", "whole"),
    PARTITIONS,
    ids=["-".join([form, *said.values(), buckets[0]]) for form, said, buckets, _ in PARTITIONS],
)
def test_every_record_stands_in_one_bucket(
    form: str, said: dict[str, Any], buckets: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    data = data_of(form, quarter.START, quarter.END, said)
    found = found_in(data, buckets)
    assert found == found_in(data, whole)
    assert found


def test_every_customer_has_one_grade_and_one_level_of_risk() -> None:
    grades = data_of("customer_grade_classification", quarter.START, quarter.END, {})
    graded = Counter(plain(row["customer_grade"]) for row in grades["rows"])
    counted = {
        plain(row["customer_grade"]): plain(row["customer_count"]) for row in grades["summary"]
    }
    assert {word: count for word, count in counted.items() if count} == graded
    assert graded.total() == at(grades, "total.customer_count") == quarter.CUSTOMERS
    risks = data_of("at_risk_customer_statistics", quarter.START, quarter.END, {})
    levels = Counter(plain(row["risk_level"]) for row in risks["rows"])
    told = {plain(row["risk_level"]): plain(row["customer_count"]) for row in risks["levels"]}
    assert {word: count for word, count in told.items() if count} == levels
    assert at(risks, "level_total.customer_count") == len(risks["rows"])
