"""100,000 complaints on the sheets 3.6, 3.11 and 3.12, cell by cell beside DuckDB.

What DuckDB is asked stands in ``in_duckdb/complaints.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

import duckdb
import pytest
from reports.in_duckdb import complaints as in_sql
from reports.in_duckdb.asking import Row, rows
from reports.in_duckdb.comparing import assert_ratio, cells, days_of, given, plain, share

from benchmarks.reports.synthetic import PERIOD, complaints, followed
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.complaint_cases import Cases

Asked: TypeAlias = tuple[Sources, duckdb.DuckDBPyConnection]

#: It stands at a later day than its last one: what was closed in between is closed.
QUARTER = Period.of(*PERIOD, dt.date(2026, 4, 10))
#: It is not over yet.
RUNNING = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 18))
#: It is made of no whole months.
BROKEN = Period.of(dt.date(2026, 1, 15), dt.date(2026, 2, 20))

#: What is counted for each rate: its part, and its whole (A.5).
RATES = {
    "close_rate": ("closed", "received"),
    "on_time_rate": ("in_time", "was_due"),
    "overdue_rate": ("late", "received"),
    "verified_rate": ("verified", "judged"),
    "repeat_rate": ("repeats", "received"),
    "high_level_share": ("high", "received"),
    "follow_up_rate": ("reached", "asked"),
    "satisfaction_rate": ("satisfied", "answered"),
    "avg_ack_hours": ("told_minutes", "told"),
    "avg_days": ("closed_days", "closed"),
    "cost_per_case": ("cost", "received"),
}
INDICATORS = {
    "受理件数": "received",
    "本期结案": "closed_then",
    "期末未结": "open_end",
    "结案率": "close_rate",
    "及时率": "on_time_rate",
    "超期率": "overdue_rate",
    "平均受理确认时长": "avg_ack_hours",
    "平均处理天数": "avg_days",
    "属实率": "verified_rate",
    "重复投诉率": "repeat_rate",
    "高等级占比": "high_level_share",
    "回访率": "follow_up_rate",
    "满意率": "satisfaction_rate",
    "赔付金额": "compensation",
    "损失金额": "loss",
    "费用合计": "cost",
    "件均费用": "cost_per_case",
}


@pytest.fixture(scope="module")
def cases() -> list[ComplaintCase]:
    return followed(complaints(100_000))


@pytest.fixture(scope="module")
def told(cases: list[ComplaintCase]) -> Asked:
    """The complaints here and there."""
    return given(cases=Cases(cases)), in_sql.load_cases(cases)


def assert_rate(figure: Any, name: str, line: Row) -> None:
    part, whole = RATES[name]
    assert_ratio(figure, line[part], line[whole], 60 if name == "avg_ack_hours" else 1)


def assert_gathered(data: Mapping[str, Any], ask: Callable[[str], list[Row]]) -> None:
    """Who and what comes back, and which cases take longest, is the same."""
    for group, box, column in (
        ("repeat_customers", "customer_name", "customer_name"),
        ("repeat_objects", "complained_party", "object"),
    ):
        theirs = ask(in_sql.returning(column))
        assert len(data[group]) == len(theirs)
        for ours, line in zip(data[group], theirs, strict=True):
            found = cells(ours)
            assert found.pop(box) == line.pop("name")
            assert sorted(found.pop("categories")) == sorted(line.pop("categories"))
            assert found == line
    assert [cells(one) for one in data["longest_cases"]] == ask(in_sql.LONGEST)


@pytest.mark.xdist_group("independent complaints")
@pytest.mark.parametrize(
    ("period", "said", "columns"),
    [
        (QUARTER, {}, ("cause", "category", "department")),
        (RUNNING, {"pareto_dimension": "责任部门"}, ("department", "category", "department")),
        (
            BROKEN,
            {
                "pareto_dimension": "产品",
                "cross_row": "产品",
                "cross_column": "月份",
                "case_statuses": ("处理中", "已结案"),
                "top_n": 40,
                "trend_months": 24,
            },
            ("product", "product", "month"),
        ),
    ],
    ids=["quarter", "running month", "broken period by product"],
)
def test_100000_complaints_are_analysed_alike(
    told: Asked, period: Period, said: dict[str, Any], columns: tuple[str, str, str]
) -> None:
    sources, database = told
    data = compute_from(report_of("complaint_analysis"), period, sources, said=said)
    asked = {
        **days_of(period),
        "statuses": said.get("case_statuses"),
        "months": said.get("trend_months", 6),
        "top_n": said.get("top_n", 5),
        "no_row": "未填",
        "no_column": "未认定",
    }
    ask = partial(rows, database, said=asked)

    (now,) = ask(in_sql.OVERVIEW)
    (former,) = rows(database, in_sql.OVERVIEW, days_of(period.before()))
    overview = data["overview"]
    for name in ("close_rate", "on_time_rate", "verified_rate", "repeat_rate", "satisfaction_rate"):
        assert_rate(overview[name], name, now)
    assert plain(overview["received"]) == now["received"]
    assert plain(overview["total_cost"]) == now["cost"]
    assert plain(overview["prev_received"]) == former["received"]
    growth = now["received"] - former["received"]
    assert plain(overview["change_rate"]) == share(growth, former["received"])

    ranking = ask(in_sql.pareto(columns[0]))
    assert len(data["pareto"]) == len(ranking)
    for ours, theirs in zip(data["pareto"], ranking, strict=True):
        assert cells(ours) == {
            "rank": theirs["place"],
            "dimension_value": theirs["value"],
            "case_count": theirs["cases"],
            "share": share(theirs["cases"], theirs["whole"]),
            "cumulative_count": theirs["running"],
            "cumulative_share": share(theirs["running"], theirs["whole"]),
            "total_cost": theirs["cost"],
            "abc_class": theirs["abc"],
        }
    assert plain(data["unknown_count"]) == ranking[0]["unknown"]

    crossed = ask(in_sql.crossed(*columns[1:]))
    ours = {(one["row_value"], one["column_value"]): cells(one) for one in data["cross_table"]}
    assert ours.keys() == {(one["line"], one["head"]) for one in crossed}
    for theirs in crossed:
        found = ours[theirs["line"], theirs["head"]]
        totals = found["row_total"], found["column_total"]
        assert (found["case_count"], *totals) == (
            theirs["cases"],
            theirs["line_total"],
            theirs["head_total"],
        ), theirs
    assert plain(data["grand_total"]) == crossed[0]["whole"]

    trend = ask(in_sql.TREND)
    assert len(data["trend"]) == len(trend)
    for ours, theirs in zip(data["trend"], trend, strict=True):
        for name in ("report_month", "received", "closed", "open_end"):
            assert plain(ours[name]) == theirs[name]
        assert_ratio(ours["avg_days"], theirs["closed_days"], theirs["closed"])
        assert_ratio(ours["satisfaction_rate"], theirs["satisfied"], theirs["answered"])

    assert_gathered(data, ask)


@pytest.mark.xdist_group("independent complaints")
@pytest.mark.parametrize("period", [QUARTER, RUNNING, BROKEN], ids=["quarter", "running", "broken"])
def test_100000_complaints_are_summed_up_alike(told: Asked, period: Period) -> None:
    sources, database = told
    said = {"top_n": 5, "by_handler": True, "base_quantity": Decimal(40_000), "base_unit": "订单"}
    data = compute_from(report_of("complaint_summary"), period, sources, said=said)
    ask = partial(rows, database, said=days_of(period) | {"top_n": 5})
    (now,), (former,) = (
        rows(database, in_sql.OVERVIEW, days_of(one)) for one in (period, period.before())
    )
    found = {row["indicator_name"]: row for row in data["indicators"]}
    assert found.keys() == {*INDICATORS, "投诉率"}
    for name, indicator in INDICATORS.items():
        row = found[name]
        current, previous = plain(row["current_value"]), plain(row["previous_value"])
        if indicator in RATES:
            assert_rate(row["current_value"], indicator, now)
            assert_rate(row["previous_value"], indicator, former)
        else:
            assert (current, previous) == (now[indicator], former[indicator])
        change = current - previous
        points = name.endswith(("率", "占比"))
        assert plain(row["indicator_change"]) == (change if points else share(change, previous))
    assert_ratio(found["投诉率"]["current_value"], now["received"], 40_000)

    for group, column in (
        ("composition_category", "category"),
        ("composition_department", "department"),
        ("composition_channel", "channel"),
    ):
        counted = ask(in_sql.composed(column))
        listed = sorted(
            (one for one in counted if one["value"]), key=lambda one: (-one["cases"], one["value"])
        )
        lines = [(one["value"], one["cases"], one["before"]) for one in listed[:5]]
        if rest := listed[5:]:
            sums = (sum(one[name] for one in rest) for name in ("cases", "before"))
            lines.append(("其余", *sums))
        lines += [
            ("未认定", one["cases"], one["before"]) for one in counted if one["value"] is None
        ]
        assert [cells(one) for one in data[group]] == [
            {
                "dimension_value": value,
                "case_count": count,
                "share": share(count, now["received"]),
                "change_rate": share(count - before, before),
            }
            for value, count, before in lines
        ]

    handlers = ask(in_sql.HANDLERS)
    assert len(data["handlers"]) == len(handlers)
    for ours, theirs in zip(data["handlers"], handlers, strict=True):
        assert ours["handler"] == theirs["handler"]
        assert plain(ours["case_count"]) == theirs["received"]
        for name in ("avg_ack_hours", "avg_days", "overdue_rate", "satisfaction_rate"):
            assert_rate(ours[name], name, theirs)
    assert cells(data["data_quality"]) == ask(in_sql.QUALITY)[0]
    typical = ask(in_sql.TYPICAL)
    assert [cells(ours, *typical[0]) for ours in data["typical_cases"]] == typical
    assert_gathered(data, ask)


@pytest.mark.xdist_group("independent complaints")
def test_few_complaints_are_all_told_alike(cases: list[ComplaintCase]) -> None:
    """Of 4,000 the lists have room for whoever came twice, and for cases that cost nothing yet."""
    some = cases[:4000]
    sources, database = given(cases=Cases(some)), in_sql.load_cases(some)
    for period in (QUARTER, RUNNING):
        data = compute_from(report_of("complaint_summary"), period, sources, said={"top_n": 100})
        ask = partial(rows, database, said=days_of(period) | {"top_n": 100})
        assert_gathered(data, ask)
        typical = ask(in_sql.TYPICAL)
        assert [cells(ours, *typical[0]) for ours in data["typical_cases"]] == typical


@pytest.mark.xdist_group("independent complaints")
@pytest.mark.parametrize(
    ("scope", "period"),
    [
        ("未结案件", RUNNING),
        ("期间受理", QUARTER),
        ("期间受理+期初未结", BROKEN),
        ("全部", RUNNING),
    ],
)
def test_4000_complaints_are_tracked_alike(
    cases: list[ComplaintCase], scope: str, period: Period
) -> None:
    """A sheet has room for 5,000 lines."""
    some = cases[:4000]
    sources, database = given(cases=Cases(some)), in_sql.load_cases(some)
    report = report_of("complaint_case_tracking")
    data = compute_from(report, period, sources, said={"scope": scope})
    theirs = rows(database, in_sql.tracking(scope), days_of(period))
    assert len(theirs) > 400
    assert [plain(one["complaint_no"]) for one in data["cases"]] == [
        one["complaint_no"] for one in theirs
    ]
    for name in ("new_cases", "followed_cases", "closed_cases"):
        own = [line["complaint_no"] for line in theirs if line.pop(name)]
        assert list(plain(data[name]) or ()) == own, name
    for ours, line in zip(data["cases"], theirs, strict=True):
        assert cells(ours, *line) == line
    (now,) = rows(database, in_sql.OVERVIEW, days_of(period))
    (overdue,) = rows(database, in_sql.OVERDUE, days_of(period))
    assert cells(data, "opening", "received", "closed", "open_end", "open_overdue") == {
        "opening": now["opening"],
        "received": now["received"],
        "closed": now["closed_then"],
        "open_end": now["open_end"],
        **overdue,
    }
    assert_rate(data["on_time_rate"], "on_time_rate", now)
