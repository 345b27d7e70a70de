"""客户投诉分析表: ranking, cross table, trend, what gathers, and measures taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from reports.cases import JUNE, JUNE_CASES, case, computed, items_of, printed, shown, sources_of
from reports.kept import Memory, item
from reports.uncounted import uncounted

from csdforms.reports.catalogue import report_of
from csdforms.reports.complaint.dimensions import COLUMNS
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.schemas import settings

_FORM = "complaint_analysis"
_RANKED = (
    "rank", "dimension_value", "case_count", "share", "cumulative_count", "cumulative_share",
    "total_cost", "abc_class",
)  # fmt: skip
_BOTH = pytest.mark.parametrize(
    "sources",
    [sources_of(), Sources(Memory(forms=items_of()))],
    ids=["cases", "sheets"],
)


@_BOTH
def test_the_worked_example(sources: Sources) -> None:
    sheet = computed(_FORM, sources)
    # 运输 stands before the others that came once: it cost 140.00
    assert [" ".join(row) for row in shown(sheet, "pareto", *_RANKED)] == [
        "1 生产制造 2 40.00% 2 40.00% 5,050.00 A",
        "2 运输 1 20.00% 3 60.00% 140.00 A",
        "3 服务人员 1 20.00% 4 80.00% 0.00 A",
        "4 检验 1 20.00% 5 100.00% 0.00 B",
    ]
    assert printed(sheet.form, "unknown_count") == "3件"
    overview = sheet.form.overview  # type: ignore[attr-defined]
    assert {name: printed(overview, name) for name in type(overview).model_fields} == {
        "received": "8",
        "prev_received": "6",
        "change_rate": "33.33%",
        "close_rate": "62.50%",
        "on_time_rate": "66.67%",
        "verified_rate": "83.33%",
        "repeat_rate": "25.00%",
        "satisfaction_rate": "50.00%",
        "total_cost": "5,190.00",
    }
    assert {finding.path for finding in sheet.findings} == {
        f"pareto.{place}.dimension_value"
        for place in (1, 2, 3)  # no measure names them yet
    }


@_BOTH
def test_the_cross_table_of_the_worked_example(sources: Sources) -> None:
    sheet = computed(_FORM, sources)
    names = ("cross_head", *(f"cross_cell_{number}" for number in range(1, 6)), "cross_total")
    assert [" ".join(row) for row in shown(sheet, "cross_lines", *names)] == [
        "投诉类别＼责任部门 生产部 客服部 物流部 质检部 未认定 合计",
        "产品质量 2 0 0 1 1 4",
        "服务质量 0 1 0 0 1 2",
        "物流交付 0 0 1 0 0 1",
        "价格与收费 0 0 0 0 1 1",
        "合计 2 1 1 1 3 8",
    ]
    numbers = [record.number for record, _ in sheet.cells["cross_table.1.case_count"].records()]
    assert numbers == ["TS-20240603-001", "TS-20240611-001"]


@_BOTH
def test_what_the_ranking_comes_to_can_be_opened(sources: Sources) -> None:
    sheet = computed(_FORM, sources)
    cells = sheet.cells
    found = [cells[name].value for name in ("known_count", "known_cost", "main_causes")]
    assert found == [5, Decimal("5190.00"), ("生产制造", "运输", "服务人员")]
    assert cells["pareto.1.share"].parts()["各项件数之和"] is cells["known_count"]
    assert cells["known_cost"].parts()["费用"] == [
        cells[f"pareto.{row}.total_cost"] for row in (1, 2, 3, 4)
    ]
    told = explain(sheet, "交叉分析/产品质量·生产部/件数")
    assert told.address == "cross_table.产品质量·生产部.case_count"
    numbers = [one.record.number for one in told.figure.records]
    assert numbers == ["TS-20240603-001", "TS-20240611-001"]


def test_main_causes_are_spelled_as_they_are_printed() -> None:
    sheet = computed(_FORM, sources_of(), pareto_dimension="月份")
    assert sheet.cells["main_causes"].value == ("2024年6月",)


@pytest.mark.parametrize("dimension", ["处理方式", "客户", "月份"])
def test_every_number_can_be_opened_by_any_dimension(dimension: str) -> None:
    said: dict[str, Any] = {"pareto_dimension": dimension, "cross_row": dimension}
    assert not uncounted(computed(_FORM, sources_of(), **said))


def test_only_cases_of_some_statuses_are_crossed() -> None:
    sheet = computed(_FORM, sources_of(), case_statuses=("已结案",), cross_column="投诉等级")
    names = ("cross_head", "cross_cell_1", "cross_cell_2", "cross_total")
    assert [" ".join(row) for row in shown(sheet, "cross_lines", *names)] == [
        "投诉类别＼投诉等级 低等级 高等级 合计",
        "产品质量 1 1 2",
        "服务质量 1 0 1",
        "物流交付 1 0 1",
        "价格与收费 1 0 1",
        "合计 4 1 5",
    ]


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ({}, "已受理"),
        ({"investigation_started_on": dt.date(2024, 6, 5)}, "调查中"),
        ({"decided_at": dt.datetime(2024, 6, 6, 8)}, "处理中"),
        ({"executed_at": dt.datetime(2024, 6, 30, 20)}, "待回访"),
        ({"executed_at": dt.datetime(2024, 7, 1, 8)}, "已受理"),  # on the 30th it was not
        ({"closed": "2024-06-30"}, "已结案"),
        ({"closed": "2024-07-01"}, "已受理"),
    ],
)
def test_how_far_a_case_had_come_on_the_day(steps: dict[str, Any], status: str) -> None:
    cases = [case("TS-1", "2024-06-03", "2024-06-10", **steps)]
    sheet = computed(_FORM, sources_of(cases), case_statuses=(status,))
    assert printed(sheet.form, "grand_total") == "1件"


def test_a_case_with_several_remedies_is_crossed_in_each() -> None:
    cases = [
        case("TS-1", "2024-06-03", "2024-06-10", remedy_types=("换货", "赔款")),
        case("TS-2", "2024-06-04", "2024-06-11", remedy_types=("换货",), level="高等级"),
    ]
    for row, column in (("处理方式", "投诉等级"), ("投诉等级", "处理方式")):
        sheet = computed(_FORM, sources_of(cases), cross_row=row, cross_column=column)
        boxes = ("row_value", "column_value", "case_count", "row_total", "column_total")
        found = {
            frozenset(cells[:2]): (cells[2], frozenset(cells[3:]))
            for cells in shown(sheet, "cross_table", *boxes)
        }
        assert found == {
            frozenset({"换货", "低等级"}): ("1", frozenset({"2", "1"})),
            frozenset({"换货", "高等级"}): ("1", frozenset({"2", "1"})),
            frozenset({"赔款", "低等级"}): ("1", frozenset({"1"})),
            frozenset({"赔款", "高等级"}): ("0", frozenset({"1"})),
        }
        assert printed(sheet.form, "grand_total") == "2件"


def test_a_great_cross_table_has_only_the_cells_in_which_there_are_cases() -> None:
    cases = [
        case(
            f"TS-{number:02}", "2024-06-03", "2024-06-10",
            product_name=f"P{number:02}", responsible_department=f"D{number:02}",
        )
        for number in range(40)
    ]  # fmt: skip
    sheet = computed(_FORM, sources_of(cases), cross_row="产品", cross_column="责任部门")
    cells = shown(sheet, "cross_table", "row_value", "column_value", "case_count")
    assert cells == [(f"P{number:02}", f"D{number:02}", "1") for number in range(40)]


@_BOTH
def test_the_trend_of_the_worked_example(sources: Sources) -> None:
    sheet = computed(_FORM, sources, trend_months=3)
    names = ("report_month", "received", "closed", "open_end", "avg_days", "satisfaction_rate")
    assert [" ".join(row) for row in shown(sheet, "trend", *names)] == [
        "2024年4月 0 0 0 — —",
        "2024年5月 6 4 2 4.8 —",  # (5 + 6 + 4 + 4) / 4 = 4.75
        "2024年6月 8 6 4 8.2 50.00%",  # (5 + 9 + 5 + 10 + 3 + 17) / 6 = 8.17
    ]


def test_a_trend_has_as_many_months_as_its_form_says() -> None:
    months = [row[0] for row in shown(computed(_FORM, sources_of()), "trend", "report_month")]
    assert (months[0], months[-1], len(months)) == ("2024年1月", "2024年6月", 6)


def test_a_running_month_of_the_trend_ends_with_the_day_it_stands_at() -> None:
    period = Period.of(JUNE.start, JUNE.end, dt.date(2024, 6, 10))
    sheet = computed(_FORM, sources_of(), period=period)
    (*_, june) = shown(sheet, "trend", "received", "closed", "open_end")
    assert june == ("3", "2", "3")  # until then: 3 came in, 06-06 and 06-08 closed


@_BOTH
def test_who_comes_back_in_the_worked_example(sources: Sources) -> None:
    names = ("customer_name", "complaint_count", "categories", "first_on", "last_on", "total_cost")
    assert shown(computed(_FORM, sources), "repeat_customers", *names) == [
        ("C001", "2次", "产品质量", "2024年6月3日", "2024年6月11日", "5,050.00"),
        ("C002", "2次", "服务质量", "2024年6月5日", "2024年6月28日", "0.00"),
    ]
    (one,) = shown(computed(_FORM, sources, top_n=1), "repeat_customers", "customer_name")
    assert one == ("C001",)


def test_what_comes_back_is_a_product_or_else_who_was_complained_of() -> None:
    cases = [
        case("TS-1", "2024-06-03", "2024-06-10", product_name="净水器", complained_party="甲店"),
        case("TS-2", "2024-06-04", "2024-06-11", product_name="净水器", category="服务质量"),
        case("TS-3", "2024-06-05", "2024-06-12", complained_party="甲店"),
        case("TS-4", "2024-06-06", "2024-06-13", complained_party="甲店", cost=("1.00", "0.50")),
        case("TS-5", "2024-06-07", "2024-06-14"),
        case("TS-6", "2024-06-08", "2024-06-15"),
    ]
    names = ("complained_party", "complaint_count", "categories", "total_cost")
    assert shown(computed(_FORM, sources_of(cases)), "repeat_objects", *names) == [
        ("甲店", "2次", "产品质量", "1.50"),
        ("净水器", "2次", "产品质量、服务质量", "0.00"),
    ]


def _tracking(as_of: str, **reasons: str) -> dict[str, Any]:
    lines = [
        {"complaint_no": number.replace("_", "-"), "delay_reason": reason}
        for number, reason in reasons.items()
    ]
    return item("complaint_case_tracking", {"as_of": as_of, "cases": lines}, number=as_of)  # type: ignore[return-value]


def test_the_longest_cases_with_the_reason_that_was_last_written() -> None:
    forms = [
        _tracking("2024-06-21", TS_20240528_001="等配件", TS_20240618_001="客户出差"),
        _tracking("2024-06-14", TS_20240528_001="未联系上客户"),  # filed later, stands earlier
        _tracking("2024-07-05", TS_20240618_001="以后的事"),
        item("complaint_case_tracking", {"as_of": "2024-06-28", "cases": []}),
    ]
    sheet = computed(_FORM, sources_of(memory=Memory(forms=forms)))
    names = ("complaint_no", "category", "cycle_days", "is_open", "delay_reason")
    assert shown(sheet, "longest_cases", *names) == [
        ("TS-20240528-001", "服务质量", "33天", "是", "等配件"),  # carried in and still open
        ("TS-20240520-001", "产品质量", "17天", "否", "—"),
        ("TS-20240618-001", "产品质量", "12天", "是", "客户出差"),
        ("TS-20240611-001", "产品质量", "10天", "否", "—"),
        ("TS-20240605-001", "服务质量", "9天", "否", "—"),
    ]


@pytest.mark.parametrize(("days", "rate"), [(7, "0.00%"), (8, "12.50%"), (23, "25.00%")])
def test_the_window_within_which_a_complaint_is_a_repeat(days: int, rate: str) -> None:
    sheet = computed(_FORM, sources_of(), repeat_window_days=days)
    assert printed(sheet.form.overview, "repeat_rate") == rate  # type: ignore[attr-defined]


def test_the_window_is_that_of_the_settings_by_default() -> None:
    with settings.use(settings.Settings(repeat_window_days=8)):
        sheet = computed(_FORM, sources_of(JUNE_CASES))
    assert sheet.form.repeat_window_days == 8  # type: ignore[attr-defined]
    assert printed(sheet.form.overview, "repeat_rate") == "12.50%"  # type: ignore[attr-defined]


def _measure(problem: str, status: str) -> Mapping[str, Any]:
    return {
        "seq": 1,
        "main_problem": problem,
        "cause_analysis": "作业指导书不全",
        "measure": "补写并培训",
        "responsible_department": "生产部",
        "action_due_on": "2024-06-20",
        "measure_status": status,
    }


def test_measures_that_nobody_verified_are_taken_over() -> None:
    last = {
        "as_of": "2024-05-31",
        "measures": [_measure("五月的问题", "已完成"), _measure("已解决的问题", "已验证")],
        "previous_measures": [_measure("四月的问题", "进行中"), _measure("旧问题", "已验证")],
    }
    sheet = computed(_FORM, sources_of(), last=last)
    names = ("main_problem", "measure_status", "action_due_on")
    assert shown(sheet, "previous_measures", *names) == [
        ("四月的问题", "进行中", "2024年6月20日"),
        ("五月的问题", "已完成", "2024年6月20日"),
    ]
    assert not sheet.form.measures  # type: ignore[attr-defined]


@pytest.mark.parametrize("dimension", COLUMNS)
@_BOTH
def test_every_dimension_is_ranked_and_crossed(sources: Sources, dimension: str) -> None:
    other = "投诉等级" if dimension != "投诉等级" else "投诉方式"
    said: dict[str, Any] = {
        "pareto_dimension": dimension,
        "cross_row": dimension,
        "cross_column": other,
    }
    sheet = computed(_FORM, sources, **said)
    assert not [finding for finding in sheet.findings if finding.is_error]
    assert printed(sheet.form, "grand_total") == "8件"


def test_no_complaint_at_all() -> None:
    sheet = computed(_FORM, Sources(Memory()))
    overview = sheet.form.overview  # type: ignore[attr-defined]
    names = ("received", "change_rate", "close_rate", "verified_rate", "repeat_rate", "total_cost")
    assert [printed(overview, name) for name in names] == ["0", "—", "—", "—", "—", "0.00"]
    groups = ("pareto", "cross_table", "repeat_customers", "repeat_objects", "longest_cases")
    assert not any(getattr(sheet.form, group) for group in groups)
    assert not report_of(_FORM).charts(sheet.form)


def test_the_charts_show_the_ranking_and_the_trend() -> None:
    sheet = computed(_FORM, sources_of(), trend_months=2)
    ranking, trend = report_of(_FORM).charts(sheet.form)
    assert ranking.categories == ["生产制造", "运输", "服务人员", "检验"]
    counts, share = ranking.series
    assert counts.values == [2, 1, 1, 1]
    assert share.values == [Decimal(part) for part in ("0.4", "0.6", "0.8", "1")]
    assert share.second
    assert [(series.name, series.values) for series in trend.series] == [
        ("受理", [6, 8]),
        ("结案", [4, 6]),
        ("期末未结", [2, 4]),
    ]
