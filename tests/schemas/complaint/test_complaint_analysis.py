"""客户投诉分析表: the worked example's ranking and cross table, and each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_analysis import ComplaintAnalysis
from csdforms.schemas.form import Block
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.settings import Settings, use

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_analysis.json").read_text("utf-8")
)
TODAY = dt.date(2024, 7, 5)
CLEAN: set[tuple[str, str]] = set()
JULY_15 = "2024-07-15"
PARETO = ("rank", "share", "cumulative_count", "cumulative_share", "abc_class")
MAKING, TRANSPORT, STAFF, INSPECTION = range(4)


def problems_of(data: Any) -> set[tuple[str, str]]:
    findings = check(ComplaintAnalysis, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def sample(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE) | changes


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(sample(**changes))


def with_row(group: str, position: int, **changes: Any) -> dict[str, Any]:
    data = sample()
    data[group][position] |= changes
    return data


def row_problems(group: str, position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one row; return its own problems."""
    prefix = f"{group}.{position + 1}."
    found = problems_of(with_row(group, position, **changes))
    return {(path.removeprefix(prefix), rank) for path, rank in found if path.startswith(prefix)}


def overview(**changes: Any) -> set[tuple[str, str]]:
    return problems(overview=SAMPLE["overview"] | changes)


def filled(data: dict[str, Any]) -> ComplaintAnalysis:
    return parse(ComplaintAnalysis, data, today=TODAY)


def draft(data: dict[str, Any]) -> ComplaintAnalysis:
    return examine(ComplaintAnalysis, data, today=TODAY)[0]


def without(rows: Iterable[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: cell for name, cell in row.items() if name not in names} for row in rows]


def bare() -> dict[str, Any]:
    """The sample with counts and amounts only: what can be worked out is left empty."""
    data = sample()
    for name in ("as_of", "unknown_count", "grand_total", "repeat_window_days"):
        del data[name]
    del data["overview"]["change_rate"]
    data["pareto"] = without(data["pareto"], *PARETO)
    data["cross_table"] = without(data["cross_table"], "row_total", "column_total")
    data["trend"][1:] = without(data["trend"][1:], "open_end")
    return data


def cause(value: str, count: int, **changes: Any) -> dict[str, Any]:
    return {"dimension_value": value, "case_count": count} | changes


def cell(row: str, column: str, count: int) -> dict[str, Any]:
    return {"row_value": row, "column_value": column, "case_count": count}


def minimal(received: int = 5, **changes: Any) -> dict[str, Any]:
    """A sheet of a few cases that holds nothing but its head and figures."""
    head = {
        "report_no": "TSFX-1",
        "period_start": "2024-06-01",
        "period_end": "2024-06-30",
        "overview": {"received": received},
    }
    return head | changes


def ranked(*rows: dict[str, Any], received: int | None = None, **changes: Any) -> dict[str, Any]:
    """A ranking by product, which has no closed list, of as many cases as were received."""
    known = sum(row["case_count"] for row in rows)
    data = minimal(known if received is None else received, pareto=list(rows))
    return data | {"pareto_dimension": "产品"} | changes


def shown(block: Block, *names: str) -> tuple[str, ...]:
    """Return cells as they are printed, ``—`` where there is none."""
    texts = []
    for name in names:
        kind, value = type(block).specs()[name].type, getattr(block, name)
        assert kind is not None
        texts.append("—" if value is None else kind.show(value))
    return tuple(texts)


def named(found: set[tuple[str, str]], *groups: str) -> set[tuple[str, str]]:
    """Return the problems of some groups, without those of main causes that no measure names."""
    return {
        (path, severity)
        for path, severity in found
        if path.split(".")[0] in groups and (severity == "error" or "dimension" not in path)
    }


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The worked example


def test_the_ranking_is_worked_out_from_the_counts() -> None:
    rows = filled(bare()).pareto
    assert [shown(row, "dimension_value", *PARETO) for row in rows] == [
        ("生产制造", "1", "40.00%", "2", "40.00%", "A"),
        ("运输", "2", "20.00%", "3", "60.00%", "A"),
        ("服务人员", "3", "20.00%", "4", "80.00%", "A"),
        ("检验", "4", "20.00%", "5", "100.00%", "B"),
    ]


def test_cases_of_no_known_cause_are_not_in_the_shares() -> None:
    sheet = filled(bare())
    assert shown(sheet, "known_count", "known_cost", "unknown_count") == ("5", "5,190.00", "3件")
    assert sheet.main_causes == ("生产制造", "运输", "服务人员")


def test_change_closing_day_and_window_are_proposed() -> None:
    sheet = filled(bare())
    assert shown(sheet.overview, "change_rate") == ("33.33%",)
    assert sheet.as_of == dt.date(2024, 6, 30)
    assert sheet.repeat_window_days == 90
    with use(Settings(repeat_window_days=60)):
        assert filled(bare()).repeat_window_days == 60


def test_the_cross_table_has_its_totals() -> None:
    sheet = filled(bare())
    assert sheet.grand_total == 8
    totals = {one.row_value: one.row_total for one in sheet.cross_table}
    assert totals == {"产品质量": 4, "服务质量": 2, "物流交付": 1, "价格与收费": 1}
    totals = {one.column_value: one.column_total for one in sheet.cross_table}
    assert totals == {"生产部": 2, "质检部": 1, "客服部": 1, "物流部": 1, "未认定": 3}


def lines(sheet: ComplaintAnalysis) -> list[list[str | None]]:
    names = ["cross_head", *(f"cross_cell_{number}" for number in range(1, 7)), "cross_total"]
    return [[getattr(line, name) for name in names] for line in sheet.cross_lines]


def test_the_cross_table_is_printed_as_a_table() -> None:
    assert lines(filled(bare())) == [
        ["投诉类别＼责任部门", "生产部", "质检部", "客服部", "物流部", "未认定", None, "合计"],
        ["产品质量", "2", "1", "0", "0", "1", None, "4"],
        ["服务质量", "0", "0", "1", "0", "1", None, "2"],
        ["物流交付", "0", "0", "0", "1", "0", None, "1"],
        ["价格与收费", "0", "0", "0", "0", "1", None, "1"],
        ["合计", "2", "1", "1", "1", "3", None, "8"],
    ]


def test_the_trend_carries_what_was_left_open() -> None:
    assert [row.open_end for row in filled(bare()).trend] == [2, 1, 2, 1, 2, 4]


def test_what_is_worked_out_has_no_finding() -> None:
    assert problems_of(bare()) == CLEAN


# The head


@pytest.mark.parametrize("name", ["report_no", "period_start", "period_end"])
def test_the_head_needs_number_and_period(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_the_figures_of_the_period_are_needed() -> None:
    assert problems(overview=None) == {("overview", "error")}
    assert ("overview.received", "error") in overview(received=None)


def test_one_number_stands_for_the_cases_received() -> None:
    assert filled(minimal() | {"overview": 3}).overview.received == 3


def test_the_period_does_not_end_before_it_starts() -> None:
    assert ("period_end", "error") in problems_of(minimal(0, period_start="2024-07-01"))
    assert problems_of(minimal(0, period_start="2024-06-30")) == CLEAN


def test_the_closing_day_is_not_before_the_period_and_doubted_within() -> None:
    assert problems(as_of="2024-05-31") == {("as_of", "error")}
    assert problems(as_of="2024-06-29") == {("as_of", "warning")}


def test_the_sheet_knows_its_usual_dimensions() -> None:
    sheet = filled(minimal())
    found = (sheet.pareto_dimension, sheet.cross_row, sheet.cross_column)
    assert found == ("原因分类", "投诉类别", "责任部门")
    assert (sheet.top_n, sheet.trend_months) == (5, 6)


# The figures of the period


def test_the_change_is_against_the_period_before() -> None:
    assert overview(change_rate="0.33335") == CLEAN
    assert overview(change_rate="0.3334") == {("overview.change_rate", "error")}
    assert overview(prev_received=0) == {("overview.change_rate", "error")}


@pytest.mark.parametrize(
    "name", ["close_rate", "on_time_rate", "verified_rate", "repeat_rate", "satisfaction_rate"]
)
def test_over_no_complaints_there_is_no_rate(name: str) -> None:
    assert problems_of(minimal(0)) == CLEAN
    data = minimal(overview={"received": 0, name: "0"})
    assert problems_of(data) == {(f"overview.{name}", "error")}


# The ranking


def test_most_cases_stand_first() -> None:
    assert named(problems_of(ranked(cause("餐桌", 3), cause("沙发", 2))), "pareto") == CLEAN
    found = problems_of(ranked(cause("沙发", 2), cause("餐桌", 3)))
    assert named(found, "pareto") == {("pareto.2.case_count", "error")}


def test_of_as_many_cases_what_cost_more_stands_first() -> None:
    def found(first: str | None, second: str | None) -> set[tuple[str, str]]:
        rows = cause("沙发", 1, total_cost=first), cause("餐桌", 1, total_cost=second)
        return {one for one in problems_of(ranked(*rows)) if "measures" not in one[0]}

    wrong = ("pareto.2.total_cost", "warning")
    assert wrong in found("10", "10.01")
    assert wrong not in found("10.01", "10")
    assert wrong not in found(None, "10.01")
    assert wrong not in found("10", None)


def test_of_as_much_cost_the_names_decide() -> None:
    measures = [measure(main_problem="沙发和餐桌")]
    sofa, table = cause("沙发", 1, total_cost="5"), cause("餐桌", 1, total_cost="5")
    assert problems_of(ranked(sofa, table, measures=measures)) == CLEAN  # 沙 is before 餐
    found = problems_of(ranked(table, sofa, measures=measures))
    assert found == {("pareto.2.dimension_value", "warning")}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("rank", 2, 3),
        ("share", "0.20005", "0.2001"),
        ("cumulative_count", 3, 4),
        ("cumulative_share", "0.59995", "0.5999"),
        ("abc_class", "A", "B"),
    ],
)
def test_typed_cells_of_the_ranking_agree(name: str, good: Any, bad: Any) -> None:
    assert row_problems("pareto", TRANSPORT, **{name: good}) == CLEAN
    assert (name, "error") in row_problems("pareto", TRANSPORT, **{name: bad})


def test_the_class_goes_by_the_share_before_the_row() -> None:
    def classes(*counts: int) -> list[str | None]:
        rows = [cause(f"产品{number}", count) for number, count in enumerate(counts)]
        return [row.abc_class for row in draft(ranked(*rows)).pareto]

    assert classes(79, 15, 5, 1) == ["A", "A", "B", "C"]  # before them: 0, 79, 94, 99 of 100
    assert classes(79, 16, 4, 1) == ["A", "A", "C", "C"]  # 95 is no longer below
    assert classes(80, 14, 5, 1) == ["A", "B", "B", "C"]  # nor is 80
    assert classes(80, 15, 5) == ["A", "B", "C"]
    assert classes(3) == ["A"]


def test_a_value_stands_in_the_ranking_once() -> None:
    found = problems_of(with_row("pareto", TRANSPORT, dimension_value="生产"))
    assert ("pareto.2.dimension_value", "error") in found  # another spelling of 生产制造


@pytest.mark.parametrize("value", ["合计", "未认定", "未填"])
def test_totals_and_unknown_cases_have_no_rank(value: str) -> None:
    assert ("dimension_value", "error") in row_problems("pareto", INSPECTION, dimension_value=value)


@pytest.mark.parametrize("value", ["合计", "未认定"])
def test_a_line_that_has_no_rank_leaves_the_others_as_they_are(value: str) -> None:
    data = bare()
    data["pareto"].append(cause(value, 5))
    assert problems_of(data) == {("pareto.5.dimension_value", "error")}
    sheet = draft(data)
    assert (sheet.known_count, sheet.unknown_count) == (5, 3)
    assert [row.abc_class for row in sheet.pareto] == ["A", "A", "A", "B", None]
    data["pareto"].insert(0, data["pareto"].pop())
    assert problems_of(data) == {("pareto.1.dimension_value", "error")}


def test_costs_are_found_by_the_label_of_the_column() -> None:
    row = {"项目": "运输", "次数": 1, "费用": "140.00"}
    assert draft(minimal(1, pareto=[row])).known_cost == 140


def test_what_nobody_complained_of_has_no_rank() -> None:
    assert ("case_count", "error") in row_problems("pareto", INSPECTION, case_count=0)


def test_a_value_belongs_to_its_dimension() -> None:
    assert row_problems("pareto", INSPECTION, dimension_value="飞碟") == {
        ("dimension_value", "error")
    }
    assert problems_of(minimal(0, pareto_dimension="月份", pareto=[])) == CLEAN
    months = ranked(cause("2024-06", 1), cause("六月", 1), pareto_dimension="月份")
    found = named(problems_of(months), "pareto")
    assert found == {("pareto.2.dimension_value", "error")}


def test_ranked_and_unknown_cases_are_all_cases() -> None:
    assert problems(unknown_count=2) == {("unknown_count", "error")}
    assert problems(unknown_count=4) == {("unknown_count", "error")}
    rows = cause("餐桌", 3), cause("沙发", 2)
    assert ("pareto", "error") not in problems_of(ranked(*rows, received=5))
    assert ("pareto", "error") in problems_of(ranked(*rows, received=4))
    assert draft(ranked(*rows, received=4)).unknown_count is None


def test_without_a_ranking_all_cases_are_unknown_which_is_doubted() -> None:
    assert filled(minimal(5)).unknown_count == 5
    assert problems_of(minimal(5)) == {("pareto", "warning")}
    assert problems_of(minimal(0)) == CLEAN


def test_the_ranked_cases_do_not_cost_more_than_all() -> None:
    assert overview(total_cost="5190.01") == CLEAN  # the unknown ones cost something
    assert overview(total_cost="5189.99") == {("overview.total_cost", "error")}
    assert overview(total_cost=None) == CLEAN


def test_without_unknown_cases_the_costs_are_equal() -> None:
    def found(cost: str) -> set[tuple[str, str]]:
        data = ranked(cause("餐桌", 2, total_cost="9"))
        data["overview"]["total_cost"] = cost
        return named(problems_of(data), "overview")

    assert found("9") == CLEAN
    assert found("9.01") == {("overview.total_cost", "error")}


def test_a_count_that_is_missing_leaves_the_ranking_open() -> None:
    data = bare()
    data["pareto"][STAFF]["case_count"] = None
    found = problems_of(data)
    assert found == {("pareto.3.case_count", "error")}
    sheet = draft(data)
    assert (sheet.known_count, sheet.unknown_count, sheet.pareto[0].share) == (None, None, None)


def test_a_value_that_is_missing_is_said_once() -> None:
    assert row_problems("pareto", MAKING, dimension_value=None) == {("dimension_value", "error")}
    assert draft(with_row("pareto", MAKING, dimension_value=None)).main_causes == (
        "运输",
        "服务人员",
    )


def test_where_cases_count_several_times_nothing_is_left_over() -> None:
    rows = [cause("赔礼道歉", 4, total_cost="9"), cause("换货", 3, total_cost="9")]
    data = ranked(*rows, received=5, pareto_dimension="处理方式")
    assert named(problems_of(data), "pareto", "unknown_count", "overview") == CLEAN
    assert draft(data).unknown_count is None


def test_a_main_cause_asks_for_a_measure() -> None:
    assert problems_of(with_row("measures", 1, cause_analysis="装卸时磕碰。")) == CLEAN
    data = with_row("measures", 1, cause_analysis="装卸时磕碰。", main_problem="大件破损")
    assert problems_of(data) == {("pareto.2.dimension_value", "warning")}
    assert problems(measures=[]) == {
        ("pareto.1.dimension_value", "warning"),
        ("pareto.2.dimension_value", "warning"),
        ("pareto.3.dimension_value", "warning"),
    }


# The cross table


def crossed(*cells: dict[str, Any], received: int | None = None, **changes: Any) -> Any:
    counts = sum(one["case_count"] for one in cells)
    data = minimal(counts if received is None else received, cross_table=list(cells))
    return data | {"cross_row": "产品", "cross_column": "区域"} | changes


def cross_problems(data: Any) -> set[tuple[str, str]]:
    return named(problems_of(data), "cross_table", "cross_column", "grand_total")


@pytest.mark.parametrize("name", ["row_total", "column_total"])
def test_typed_totals_of_the_cross_table_agree(name: str) -> None:
    right = SAMPLE["cross_table"][0][name]
    assert row_problems("cross_table", 0, **{name: right + 1}) == {(name, "error")}


def test_the_grand_total_is_that_of_the_cells_and_of_all_cases() -> None:
    assert problems(grand_total=7) == {("grand_total", "error")}
    cells = cell("餐桌", "东区", 2), cell("沙发", "西区", 1)
    assert cross_problems(crossed(*cells)) == CLEAN
    assert cross_problems(crossed(*cells, received=2)) == {("grand_total", "error")}
    assert cross_problems(crossed(*cells, received=4)) == {("grand_total", "error")}


def test_a_cross_table_of_some_statuses_leaves_cases_out() -> None:
    cells = cell("餐桌", "东区", 2), cell("沙发", "西区", 1)
    some = {"case_statuses": "待回访、已结案"}
    assert cross_problems(crossed(*cells, received=4, **some)) == CLEAN
    assert cross_problems(crossed(*cells, received=2, **some)) == {("grand_total", "error")}


def test_row_and_column_count_by_different_things() -> None:
    data = crossed(cell("餐桌", "东区", 1), cross_column="产品")
    assert cross_problems(data) == {("cross_column", "error")}


def test_two_cells_do_not_mean_the_same() -> None:
    data = crossed(cell("餐桌", "东区", 1), cell("餐桌", "东区", 2))
    assert cross_problems(data) == {("cross_table.2.column_value", "error")}


def test_a_pasted_total_of_the_cross_table_is_told_apart() -> None:
    for name in ("row_value", "column_value"):
        assert (name, "error") in row_problems("cross_table", 6, **{name: "合计"})


def test_cells_belong_to_their_dimensions() -> None:
    assert (("row_value"), "error") in row_problems("cross_table", 6, row_value="心情")
    data = crossed(cell("餐桌", "短信", 1), cell("餐桌", "飞鸽", 1), cross_column="投诉方式")
    assert cross_problems(data) == {("cross_table.2.column_value", "error")}


def test_other_spellings_of_a_cell_are_the_same_value() -> None:
    data = crossed(cell("物流", "东区", 1), cell("物流交付", "东区", 1), cross_row="投诉类别")
    assert cross_problems(data) == {("cross_table.2.column_value", "error")}


def test_cells_that_are_missing_leave_the_totals_open() -> None:
    for name in ("row_value", "column_value", "case_count"):
        data = bare()
        data["cross_table"][0][name] = None
        assert (f"cross_table.1.{name}", "error") in problems_of(data)
    assert draft(data).grand_total is None
    assert lines(draft(data))[1] == ["产品质量", None, "1", "0", "0", "1", None, None]


def test_a_cell_takes_no_boxes_of_its_own() -> None:
    assert ("cross_table.1", "error") in problems_of(with_row("cross_table", 0, 颜色="红"))


def test_a_case_with_several_remedies_stands_in_several_cells() -> None:
    cells = cell("换货", "东区", 3), cell("赔款", "东区", 3)
    data = crossed(*cells, received=4, cross_row="处理方式")
    assert cross_problems(data) == CLEAN
    assert draft(data).grand_total is None
    assert draft(data).cross_table[0].row_total is None
    assert cross_problems(data | {"grand_total": 4}) == CLEAN
    assert cross_problems(data | {"grand_total": 5}) == {("grand_total", "error")}


def test_many_columns_stand_below_each_other() -> None:
    areas = [cell("餐桌", f"{number}区", 1) for number in range(1, 8)]
    assert lines(draft(crossed(*areas))) == [
        ["产品＼区域", "1区", "2区", "3区", "4区", "5区", "6区", "合计"],
        ["餐桌", "1", "1", "1", "1", "1", "1", "7"],
        ["合计", "1", "1", "1", "1", "1", "1", "7"],
        ["产品＼区域", "7区", None, None, None, None, None, "合计"],
        ["餐桌", "1", None, None, None, None, None, "7"],
        ["合计", "1", None, None, None, None, None, "7"],
    ]


def test_cases_of_no_known_value_stand_last() -> None:
    cells = cell("未填", "东区", 1), cell("餐桌", "未填", 1), cell("餐桌", "西区", 1)
    heads = [line[0] for line in lines(draft(crossed(*cells)))]
    assert heads == ["产品＼区域", "餐桌", "未填", "合计"]
    assert lines(draft(crossed(*cells)))[0][1:4] == ["东区", "西区", "未填"]


def test_an_empty_sheet_has_room_for_a_cross_table() -> None:
    empty = lines(ComplaintAnalysis.empty())
    assert len(empty) == 7
    assert (empty[0][0], empty[0][-1], empty[-1][0]) == ("项目", "合计", "合计")
    assert lines(filled(minimal(0))) == []


# The trend


def test_months_follow_each_other() -> None:
    assert ("trend.2.report_month", "error") in problems_of(
        with_row("trend", 1, report_month="2024-03")
    )
    year = [
        {"report_month": "2023-12", "received": 1, "closed": 1, "open_end": 0},
        {"report_month": "2024-01", "received": 0, "closed": 0},
    ]
    data = minimal(0, trend=year, trend_months=2)
    january = {"period_start": "2024-01-01", "period_end": "2024-01-31"}
    assert problems_of(data | january) == CLEAN
    assert filled(data | january).trend[1].open_end == 0


def test_what_is_left_of_a_month_follows_from_the_month_before() -> None:
    assert problems_of(with_row("trend", 5, open_end=5)) == {("trend.6.open_end", "error")}
    assert row_problems("trend", 5, closed=10, open_end=None) == CLEAN
    assert row_problems("trend", 5, closed=11, open_end=None) == {("closed", "error")}


def test_a_gap_in_the_flow_is_not_guessed() -> None:
    data = with_row("trend", 4, closed=None, open_end=None)
    assert problems_of(data) == CLEAN
    assert filled(data).trend[4].open_end is None
    assert row_problems("trend", 4, report_month=None) == {("report_month", "error")}


def test_mean_days_go_with_closed_cases() -> None:
    data = minimal(0, trend_months=1)
    june = {"report_month": "2024-06", "received": 0, "closed": 0}
    assert problems_of(data | {"trend": [june]}) == CLEAN
    found = problems_of(data | {"trend": [june | {"avg_days": "1.0"}]})
    assert found == {("trend.1.avg_days", "warning")}


def test_the_trend_has_its_months_and_ends_with_the_period() -> None:
    assert problems(trend=SAMPLE["trend"][1:]) == {("trend", "warning")}
    assert problems(trend_months=7) == {("trend", "warning")}
    assert problems(trend_months=5, trend=SAMPLE["trend"][:5]) == {("trend", "warning")}
    assert problems(trend=[]) == CLEAN


def test_the_months_of_the_period_hold_its_cases() -> None:
    data = with_row("trend", 5, received=9, closed=7)
    assert problems_of(data) == {("trend", "error")}
    assert problems_of(data | {"period_start": "2024-06-02"}) == CLEAN  # no whole month
    two = {"period_start": "2024-05-01", "repeat_customers": [], "repeat_objects": []}
    assert problems(**two) == {("trend", "error")}  # 6 and 8 cases are not 8


# What came again, what took long


@pytest.mark.parametrize("group", ["repeat_customers", "repeat_objects"])
def test_only_what_came_twice_is_listed(group: str) -> None:
    assert row_problems(group, 1, complaint_count=1) == {("complaint_count", "error")}
    assert row_problems(group, 0, complaint_count=8) == CLEAN
    assert row_problems(group, 0, complaint_count=9) == {("complaint_count", "error")}


@pytest.mark.parametrize("group", ["repeat_customers", "repeat_objects"])
def test_repeats_lie_in_the_period(group: str) -> None:
    assert row_problems(group, 0, first_on="2024-06-01", last_on="2024-06-30") == CLEAN
    assert row_problems(group, 0, first_on="2024-05-31") == {("first_on", "error")}
    assert row_problems(group, 0, last_on="2024-07-01") == {("last_on", "error")}
    assert row_problems(group, 0, first_on="2024-06-20") == {("last_on", "error")}


def test_a_customer_and_a_case_are_listed_once() -> None:
    assert row_problems("repeat_customers", 1, customer_name="沈丽华") == {
        ("customer_name", "error")
    }
    assert row_problems("repeat_customers", 1, customer_name=None) == {("customer_name", "error")}
    assert row_problems("longest_cases", 1, complaint_no="TS-20240618-001") == {
        ("complaint_no", "error")
    }


def test_the_most_and_the_longest_stand_first() -> None:
    rows = SAMPLE["repeat_objects"]
    assert problems(repeat_objects=rows[::-1]) == {("repeat_objects", "warning")}
    rows = SAMPLE["longest_cases"]
    assert problems(longest_cases=[rows[1], rows[0]]) == {("longest_cases", "warning")}
    assert problems_of(with_row("longest_cases", 0, cycle_days=None)) == {
        ("longest_cases.1.cycle_days", "error")
    }


def test_no_more_are_listed_than_the_head_says() -> None:
    assert problems(top_n=5) == CLEAN
    assert problems(top_n=4) == {("longest_cases", "warning")}
    assert problems(top_n=1) == {
        ("longest_cases", "warning"),
        ("repeat_customers", "warning"),
        ("repeat_objects", "warning"),
    }


# Measures


def measure(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = copy.deepcopy(SAMPLE["measures"][0])
    return row | changes


@pytest.mark.parametrize(
    "name",
    ["main_problem", "cause_analysis", "measure", "responsible_department", "action_due_on"],
)
def test_a_measure_says_what_why_who_and_when(name: str) -> None:
    assert row_problems("measures", 0, **{name: None}) == {(name, "error")}


def test_a_measure_is_due_after_the_period() -> None:
    assert row_problems("measures", 0, action_due_on="2024-07-01") == CLEAN
    assert row_problems("measures", 0, action_due_on="2024-06-30") == {("action_due_on", "error")}
    assert problems_of(with_row("previous_measures", 0, action_due_on="2024-06-01")) == CLEAN
    assert problems_of(sample(period_end=None, as_of=None)) == {("period_end", "error")}


def test_a_verified_measure_says_with_what_result() -> None:
    previous = "previous_measures"
    assert row_problems(previous, 0, verification=None) == {("verification", "error")}
    assert row_problems(previous, 0, effect_verified_on=None) == {("effect_verified_on", "error")}
    assert row_problems(previous, 0, effect_verified_by=None) == {("effect_verified_by", "warning")}


def test_the_status_knows_of_the_verification() -> None:
    assert row_problems("previous_measures", 0, measure_status="已完成") == {
        ("measure_status", "warning")
    }
    assert row_problems("previous_measures", 0, measure_status=None) == CLEAN
    assert row_problems("measures", 0, measure_status="已完成") == CLEAN


def test_measures_are_numbered() -> None:
    assert [row.seq for row in filled(bare()).measures] == [1, 2, 3]


# A copy for other eyes


def test_a_masked_copy_hides_customers_wherever_they_are_counted() -> None:
    rows = [cause("李晓岚", 2), cause("赵敏", 1)]
    cells = [cell("李晓岚", "未填", 2), cell("赵敏", "东区", 1)]
    by_customer = {"pareto_dimension": "客户", "cross_row": "客户", "cross_column": "区域"}
    data = minimal(3, pareto=rows, cross_table=cells, **by_customer)
    sheet = masked(filled(data), Mask.ALL)
    assert [row.dimension_value for row in sheet.pareto] == ["李某某", "赵某某"]
    assert [line[0] for line in lines(sheet)][1:3] == ["李某某", "赵某某"]
    assert [row.customer_name for row in masked(filled(sample()), Mask.ALL).repeat_customers] == [
        "沈某某",
        "顾某某",
    ]
    product = masked(filled(data | {"pareto_dimension": "产品"}), Mask.ALL)
    assert product.pareto[0].dimension_value == "李某某"  # the cross table still names her


# Whatever comes

GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "心情", -1, "2024-02-30", [], [{}], {"x": 1}, [["a"]], "合计"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.data())
def test_checking_survives_boxes_that_are_missing_or_garbage(data: st.DataObject) -> None:
    shaken = sample()
    boxes = [(shaken, name) for name in shaken]
    boxes += [
        (row, name)
        for group in shaken.values()
        if isinstance(group, list) and isinstance(group[0], dict)
        for row in group
        for name in row
    ]
    for block, name in data.draw(st.lists(st.sampled_from(boxes), max_size=12)):
        block[name] = data.draw(GARBAGE)
    assert all(path is not None for path, _ in problems_of(shaken))
