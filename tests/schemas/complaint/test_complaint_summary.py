"""客户投诉总结表: the worked example's figures and cases, and each check at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.complaint_summary import ComplaintSummary
from csdforms.schemas.complaint.indicators import IndicatorLine, IndicatorRow
from csdforms.schemas.fields.indicator import Figure
from csdforms.schemas.masking import Mask, masked
from csdforms.schemas.types import Refused

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_summary.json").read_text("utf-8")
)
TODAY = dt.date(2024, 7, 5)
CLEAN: set[tuple[str, str]] = set()
COMPOSITIONS = ["composition_category", "composition_department", "composition_channel"]
INDICATORS = [row["indicator_name"] for row in SAMPLE["indicators"]]


def problems_of(data: Any) -> set[tuple[str, str]]:
    findings = check(ComplaintSummary, data, today=TODAY)
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


def filled(data: dict[str, Any]) -> ComplaintSummary:
    return parse(ComplaintSummary, data, today=TODAY)


def draft(data: dict[str, Any]) -> ComplaintSummary:
    return examine(ComplaintSummary, data, today=TODAY)[0]


def minimal(*indicators: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A sheet that holds nothing but its head, some indicators and what must be written."""
    head = {
        "report_no": "TSZJ-1",
        "period_kind": "月",
        "period_start": "2024-06-01",
        "period_end": "2024-06-30",
        "overall_assessment": "本期无投诉。",
        "next_plan": SAMPLE["next_plan"][:1],
    }
    return head | {"indicators": list(indicators)} | changes


def line(name: str, current: Any = None, previous: Any = None, **changes: Any) -> dict[str, Any]:
    cells = {"indicator_name": name, "current_value": current, "previous_value": previous}
    return cells | changes


def indicator(data: dict[str, Any], name: str) -> IndicatorRow:
    return next(row for row in draft(data).indicators if row.indicator_name == name)


def printed(data: dict[str, Any], name: str) -> IndicatorLine:
    return next(row for row in draft(data).indicator_lines if row.indicator_name == name)


def of(data: dict[str, Any], name: str) -> set[tuple[str, str]]:
    """Return the problems of one indicator."""
    rows = draft(data).indicators
    number = next(i for i, row in enumerate(rows, start=1) if row.indicator_name == name)
    prefix = f"indicators.{number}."
    return {
        (path.removeprefix(prefix), rank)
        for path, rank in problems_of(data)
        if path.startswith(prefix)
    }


def alone(name: str, current: Any = None, previous: Any = None, **cells: Any) -> Any:
    """Return the problems of an indicator that stands alone."""
    return of(minimal(line(name, current, previous, **cells)), name)


def changed(name: str, **changes: Any) -> dict[str, Any]:
    return with_row("indicators", INDICATORS.index(name), **changes)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# The worked example


def test_the_flow_and_the_cost_of_a_case_are_worked_out() -> None:
    data = minimal(
        line("受理件数", 8, 6),
        line("本期结案", 6, 5),
        line("期末未结", None, 2),
        line("赔付金额", "1780.00", "620.00"),
        line("损失金额", "3410.00", "980.00"),
        base_quantity=4000,
        base_unit="订单",
    )
    shown = {
        name: (row.current_text, row.change_text)
        for name in ("受理件数", "期末未结", "费用合计", "件均费用", "投诉率")
        for row in [printed(data, name)]
    }
    assert shown == {
        "受理件数": ("8", "+33.33%"),
        "期末未结": ("4", "+100.00%"),
        "费用合计": ("5,190.00", "+224.38%"),  # 3590 of 1600
        "件均费用": ("648.75", "+143.28%"),  # 648.75 against 266.666…
        "投诉率": ("0.20%", "—"),
    }
    assert problems_of(data) == {(name, "warning") for name in COMPOSITIONS}


def test_typical_cases_stand_in_the_order_in_which_they_are_chosen() -> None:
    data = sample()
    for row in data["typical_cases"]:
        del row["chosen_because"]
    assert problems_of(data) == CLEAN
    assert [(row.complaint_no, row.chosen_because) for row in filled(data).typical_cases] == [
        ("TS-20240611-001", "高等级，费用 4,700.00 元"),
        ("TS-20240618-001", "高等级"),
        ("TS-20240603-001", "费用 350.00 元"),
        ("TS-20240607-001", "费用 140.00 元"),
        ("TS-20240605-001", "用时 9 天"),
    ]


def test_shares_are_of_all_cases() -> None:
    data = sample()
    for row in data["composition_category"]:
        del row["share"]
    shares = [row.share for row in filled(data).composition_category]
    assert shares == [Decimal("0.5"), Decimal("0.25"), Decimal("0.125"), Decimal("0.125")]


# The head


@pytest.mark.parametrize(
    "name", ["report_no", "period_kind", "period_start", "period_end", "overall_assessment"]
)
def test_head_and_judgement_are_needed(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_a_summary_plans_something() -> None:
    assert problems(next_plan=[]) == {("next_plan", "error")}


def test_the_data_stand_at_the_end_of_the_period_unless_it_is_said() -> None:
    assert filled(minimal()).as_of == dt.date(2024, 6, 30)
    assert problems(as_of="2024-06-29") == {("as_of", "warning")}
    assert problems(as_of="2024-05-31") == {("as_of", "error")}


@pytest.mark.parametrize(
    ("kind", "start", "end", "whole"),
    [
        ("周", "2024-06-24", "2024-06-30", True),
        ("周", "2024-06-23", "2024-06-30", False),
        ("月", "2024-02-01", "2024-02-29", True),
        ("月", "2024-02-01", "2024-02-28", False),
        ("月", "2024-02-02", "2024-03-01", False),
        ("季", "2024-04-01", "2024-06-30", True),
        ("季", "2024-03-01", "2024-05-31", False),
        ("季", "2024-04-01", "2024-05-31", False),
        ("年", "2024-01-01", "2024-12-31", True),
        ("年", "2023-07-01", "2024-06-30", False),
    ],
)
def test_the_period_is_what_it_is_called(kind: str, start: str, end: str, whole: bool) -> None:
    plan = [SAMPLE["next_plan"][0] | {"action_due_on": "2025-01-31"}]
    data = minimal(period_kind=kind, period_start=start, period_end=end, next_plan=plan)
    assert problems_of(data) == (CLEAN if whole else {("period_kind", "warning")})


def test_a_complaint_rate_has_its_base() -> None:
    assert problems(base_quantity=None, base_unit=None) == {("base_quantity", "error")}
    assert problems(base_unit=None) == {("base_unit", "warning")}


# The indicators


def test_every_indicator_is_printed_in_its_place() -> None:
    for sheet in (
        filled(minimal(line("满意率", "50%"), line("受理件数", 8))),
        filled(sample()),
        ComplaintSummary.empty(),
    ):
        assert [row.indicator_name for row in sheet.indicator_lines] == INDICATORS
    assert len(filled(minimal(line("满意率", "50%"))).indicators) == 1


def test_an_indicator_stands_in_one_line() -> None:
    data = sample()
    data["indicators"].append(line("受理"))
    assert problems_of(data) == {("indicators.19.indicator_name", "error")}
    assert ("indicators.1.indicator_name", "error") in problems_of(minimal(line("心情", 1)))


@pytest.mark.parametrize(
    ("given_value", "accepted"),
    [
        ("8件", "8"),
        ("6.4 天", "6.4"),
        ("5.5小时", "5.5"),
        ("5,190.00元", "5190.00"),
        ("66.67%", "0.6667"),
        ("-4.17个百分点", "-0.0417"),
        ("+8.33百分点", "0.0833"),
        (0.625, "0.625"),
    ],
)
def test_figures_are_read_in_their_units(given_value: object, accepted: str) -> None:
    assert Figure().accept(given_value) == Decimal(accepted)
    assert Figure().accept(Figure().show(Decimal(accepted))) == Decimal(accepted)


@pytest.mark.parametrize("garbage", ["很多", "8个月", "", None, [8]])
def test_what_is_no_figure_is_refused(garbage: object) -> None:
    with pytest.raises(Refused, match="应填数字"):
        Figure().accept(garbage)


def test_each_indicator_prints_in_its_unit() -> None:
    rows = {str(row.indicator_name): row for row in filled(sample()).indicator_lines}
    assert {name: (row.indicator_unit, row.current_text) for name, row in rows.items()} == {
        "受理件数": ("件", "8"),
        "本期结案": ("件", "6"),
        "期末未结": ("件", "4"),
        "结案率": ("%", "62.50%"),
        "及时率": ("%", "66.67%"),
        "超期率": ("%", "25.00%"),
        "平均受理确认时长": ("小时", "5.5"),
        "平均处理天数": ("天", "6.4"),
        "属实率": ("%", "83.33%"),
        "重复投诉率": ("%", "25.00%"),
        "高等级占比": ("%", "25.00%"),
        "回访率": ("%", "100.00%"),
        "满意率": ("%", "50.00%"),
        "赔付金额": ("元", "1,780.00"),
        "损失金额": ("元", "3,410.00"),
        "费用合计": ("元", "5,190.00"),
        "件均费用": ("元", "648.75"),
        "投诉率": ("%", "0.20%"),
    }


def test_what_a_filled_line_lacks_prints_a_dash_an_empty_line_prints_nothing() -> None:
    row = printed(minimal(line("满意率", None, "66.67%")), "满意率")
    assert (row.current_text, row.previous_text, row.change_text) == ("—", "66.67%", "—")
    empty = printed(minimal(), "满意率")
    assert (empty.current_text, empty.change_text, empty.target_text) == (None, None, None)
    target = printed(minimal(line("满意率", target_value="85%")), "满意率")
    assert (target.current_text, target.target_text) == (None, "85.00%")


def test_a_line_without_its_indicator_is_said_and_not_printed() -> None:
    data = minimal(line("", 1, target_value=1))
    assert problems_of(data) == {("indicators.1.indicator_name", "error")}
    assert draft(data).indicators[0].is_met is None
    assert [row.indicator_name for row in draft(data).indicator_lines] == INDICATORS


def test_boxes_of_its_own_are_printed_with_the_indicator() -> None:
    row = printed(minimal(line("满意率", "50%") | {"口径": "已回访"}), "满意率")
    assert [(box.label, box.value) for box in row.extra] == [("口径", "已回访")]


def test_rates_change_by_points_and_everything_else_by_percent() -> None:
    def change(name: str, current: object, previous: object) -> tuple[Decimal | None, str | None]:
        data = minimal(line(name, current, previous))
        return indicator(data, name).indicator_change, printed(data, name).change_text

    assert change("结案率", "62.50%", "66.67%") == (Decimal("-0.0417"), "-4.17个百分点")
    assert change("平均处理天数", "6.4", "5.5")[1] == "+16.36%"
    assert change("受理件数", 8, 0) == (None, "—")


def test_a_typed_change_agrees() -> None:
    wrong = {("indicator_change", "error")}
    assert alone("受理件数", 8, 6, indicator_change="0.33338") == CLEAN
    assert alone("受理件数", 8, 6, indicator_change="0.3334") == wrong
    assert alone("受理件数", 8, 0, indicator_change="0") == wrong
    assert alone("受理件数", 8, indicator_change="0") == wrong


def test_rounded_figures_leave_the_change_some_room() -> None:
    wrong = {("indicator_change", "error")}
    # Two rates rounded to 0.01 points, and the change too.
    assert alone("满意率", "0.5", "0.6667", indicator_change="-0.16655") == CLEAN
    assert alone("满意率", "0.5", "0.6667", indicator_change="-0.1665") == wrong
    # 16.36%, and 0.05 more or less of both figures: 0.05/5.5 + 0.05×6.4/5.5² = 1.97%.
    assert alone("平均处理天数", "6.4", "5.5", indicator_change="0.1833") == CLEAN
    assert alone("平均处理天数", "6.4", "5.5", indicator_change="0.1834") == wrong
    assert alone("平均处理天数", "6.4", "5.5", indicator_change="0.1440") == CLEAN
    assert alone("平均处理天数", "6.4", "5.5", indicator_change="0.1439") == wrong


@pytest.mark.parametrize("name", ["current_value", "previous_value", "target_value"])
def test_figures_are_what_their_unit_can_be(name: str) -> None:
    wrong = {(name, "error")}
    assert alone("平均处理天数", **{name: "0"}) == CLEAN
    assert alone("平均处理天数", **{name: "-0.1"}) == wrong
    assert alone("受理件数", **{name: "8.5"}) == wrong
    assert alone("满意率", **{name: "1"}) == CLEAN
    assert alone("满意率", **{name: "1.0001"}) == wrong
    assert alone("投诉率", previous="1.2") == CLEAN  # more complaints than orders


@pytest.mark.parametrize(
    ("name", "reached", "missed"),
    [("结案率", "0.9000", "0.8999"), ("超期率", "0.9000", "0.9001"), ("平均处理天数", "0.9", "1")],
)
def test_a_target_is_met_in_the_direction_that_is_better(
    name: str, reached: str, missed: str
) -> None:
    def met(current: str | None) -> bool | None:
        return indicator(minimal(line(name, current, target_value="0.9")), name).is_met

    assert (met(reached), met(missed), met(None)) == (True, False, None)
    assert indicator(minimal(line(name, reached)), name).is_met is None


def test_targets_are_compared_as_they_are_printed() -> None:
    row = line("及时率", "0.66666", target_value="66.67%")
    assert indicator(minimal(row), "及时率").is_met is True


def test_the_stated_direction_counts() -> None:
    row = line("本期结案", 6, target_value=5, indicator_direction="越低越好")
    assert indicator(minimal(row), "本期结案").is_met is False
    assert indicator(minimal(line("本期结案", 6)), "本期结案").indicator_direction == "越高越好"


def test_a_typed_verdict_is_compared() -> None:
    assert problems_of(changed("受理件数", is_met="否")) == CLEAN
    assert problems_of(changed("受理件数", is_met="是")) == {("indicators.1.is_met", "error")}


def test_the_flow_of_cases_adds_up() -> None:
    def flow(left: int, closed: int = 6) -> Any:
        rows = line("受理件数", 8), line("本期结案", closed), line("期末未结", left, 2)
        return of(minimal(*rows), "期末未结")

    wrong = {("current_value", "error")}
    assert (flow(4), flow(5)) == (CLEAN, wrong)
    assert (flow(0, closed=10), flow(0, closed=11)) == (CLEAN, wrong)
    assert alone("期末未结", 4, 2) == CLEAN


def test_nothing_left_is_a_figure_too() -> None:
    rows = line("受理件数", 8), line("本期结案", 10), line("期末未结", None, 2)
    assert indicator(minimal(*rows), "期末未结").current_value == 0
    rows = line("受理件数", 8), line("本期结案", 11), line("期末未结", None, 2)
    assert indicator(minimal(*rows), "期末未结").current_value is None


@pytest.mark.parametrize("period", ["current_value", "previous_value"])
def test_costs_add_up_in_both_periods(period: str) -> None:
    def costs(total: str, mean: str) -> Any:
        rows = {"受理件数": 3, "赔付金额": "60", "损失金额": "40.00", "费用合计": total}
        lines = [line(name) | {period: value} for name, value in rows.items()]
        data = minimal(*lines, line("件均费用") | {period: mean})
        return of(data, "费用合计"), of(data, "件均费用")

    wrong = {(period, "error")}
    assert costs("100.00", "33.33") == (CLEAN, CLEAN)
    assert costs("100.00", "33.34") == (CLEAN, wrong)
    assert costs("100.01", "33.34") == (wrong, CLEAN)


def test_the_complaint_rate_is_of_the_base() -> None:
    assert problems_of(changed("投诉率", current_value="0.00204", indicator_change=None)) == CLEAN
    found = problems_of(changed("投诉率", current_value="0.0021", indicator_change=None))
    assert found == {("indicators.18.current_value", "error")}


@pytest.mark.parametrize("name", ["结案率", "超期率", "重复投诉率", "高等级占比", "件均费用"])
def test_over_no_complaints_there_is_no_share_and_no_mean(name: str) -> None:
    rows = line("受理件数", 0, 0), line(name, "0", "0")
    expected = {("current_value", "error"), ("previous_value", "error")}
    assert of(minimal(*rows), name) == expected
    assert of(minimal(rows[0], line(name)), name) == CLEAN
    assert of(minimal(line("受理件数", 0, 0), line("满意率", "0")), "满意率") == CLEAN


def test_figures_of_any_size_are_survived() -> None:
    big, small = "999999999999999", "0.00000001"
    for name in INDICATORS:
        rows = [
            line(one, small, big) if one == name else line(one, big, small) for one in INDICATORS
        ]
        data = minimal(*rows, base_quantity="0.0001")
        assert problems_of(data)
        assert len(draft(data).indicator_lines) == len(INDICATORS)
    assert alone("赔付金额", "9999999999999999") == {("current_value", "error")}
    assert alone("赔付金额", "0.000000001") == {("current_value", "error")}


# A period without complaints


def test_a_period_without_complaints_is_a_valid_summary() -> None:
    data = minimal(line("受理件数", 0, 6), line("赔付金额", 0), line("损失金额", 0))
    assert problems_of(data) == CLEAN
    sheet = filled(data)
    assert sheet.no_complaints == "本期无投诉"
    assert printed(data, "费用合计").current_text == "0.00"
    assert printed(data, "件均费用").current_text is None
    assert filled(sample()).no_complaints is None


def test_the_written_part_is_needed_even_then() -> None:
    data = minimal(line("受理件数", 0), overall_assessment=None, next_plan=[])
    assert problems_of(data) == {("overall_assessment", "error"), ("next_plan", "error")}


# The composition


@pytest.mark.parametrize("group", COMPOSITIONS)
def test_the_parts_are_all_cases(group: str) -> None:
    data = with_row(group, 0, case_count=5, share=None)
    if group == "composition_category":
        data["main_problems"] = []
    assert (group, "error") in problems_of(data)
    assert problems(**{group: [], "main_problems": []}) == {(group, "warning")}


def test_a_typed_share_agrees() -> None:
    assert row_problems("composition_channel", 0, share="0.50005") == CLEAN
    assert row_problems("composition_channel", 0, share="0.5001") == {("share", "error")}


def test_a_part_stands_in_one_line_and_belongs_to_its_dimension() -> None:
    wrong = {("dimension_value", "error")}
    assert row_problems("composition_channel", 3, dimension_value="电话") == wrong  # is 来电
    assert row_problems("composition_channel", 3, dimension_value="飞鸽") == wrong
    assert row_problems("composition_department", 3, dimension_value="飞鸽部") == CLEAN
    assert row_problems("composition_channel", 3, dimension_value="合计") == wrong


def parts(*rows: tuple[str, int]) -> set[tuple[str, str]]:
    counts = [{"dimension_value": value, "case_count": count} for value, count in rows]
    quality = {"data_quality": None, "top_n": 5}
    return problems(composition_department=counts, **quality)


def test_most_cases_stand_first_and_the_rest_last() -> None:
    assert parts(("甲部", 4), ("乙部", 2), ("其余", 1), ("未认定", 1)) == CLEAN
    doubt = {("composition_department", "warning")}
    assert parts(("乙部", 2), ("甲部", 4), ("其余", 1), ("未认定", 1)) == doubt
    assert parts(("甲部", 4), ("其余", 1), ("乙部", 2), ("未认定", 1)) == doubt
    assert parts(("未填", 5), ("甲部", 3)) == doubt


def test_no_more_parts_are_listed_than_the_head_says() -> None:
    five = [(f"{number}部", 1) for number in range(1, 6)]
    assert parts(*five, ("其余", 3)) == CLEAN
    doubt = {("composition_department", "warning")}
    assert parts(*five, ("6部", 1), ("其余", 2)) == doubt


def test_without_the_number_of_cases_parts_have_no_share() -> None:
    data = minimal(composition_channel=[{"dimension_value": "来电", "case_count": 3}])
    assert problems_of(data) == CLEAN
    assert filled(data).composition_channel[0].share is None


def test_parts_that_are_missing_are_said_once() -> None:
    for name in ("dimension_value", "case_count"):
        assert row_problems("composition_department", 0, **{name: None}) == {(name, "error")}


# Cases


def test_a_typical_case_is_told_once() -> None:
    rows = SAMPLE["typical_cases"]
    assert problems(typical_cases=[rows[0], rows[0]]) == {("typical_cases.2.complaint_no", "error")}


@pytest.mark.parametrize("name", ["complaint_no", "case_title", "story"])
def test_a_typical_case_has_number_title_and_story(name: str) -> None:
    assert row_problems("typical_cases", 0, **{name: None}) == {(name, "error")}


def test_high_levels_then_costs_then_days_come_first() -> None:
    doubt = {("typical_cases", "warning")}
    rows = SAMPLE["typical_cases"]
    assert problems(typical_cases=[rows[2], rows[1]]) == doubt
    assert problems(typical_cases=[rows[3], rows[2]]) == doubt
    assert problems(typical_cases=[rows[4], rows[3]]) == doubt
    short = rows[4] | {"complaint_no": "TS-20240614-001", "cycle_days": 3}
    assert problems(typical_cases=[short, rows[4]]) == doubt
    assert problems(typical_cases=[rows[4], short]) == CLEAN


def test_cases_of_old_sheets_have_no_weight() -> None:
    row = {"complaint_no": "TS-1", "case_title": "沙发塌陷", "story": "坐垫塌陷。"}
    sheet = filled(sample(typical_cases=[row]))
    assert sheet.typical_cases[0].chosen_because is None


def test_no_more_cases_are_told_than_the_head_says() -> None:
    assert problems(top_n=4) == {("typical_cases", "warning")}
    assert ("longest_cases", "warning") in problems(top_n=2)
    assert problems(top_n=None) == CLEAN


def test_repeats_and_long_cases_are_checked_as_in_the_analysis() -> None:
    assert row_problems("repeat_customers", 0, first_on="2024-05-31") == {("first_on", "error")}
    assert row_problems("repeat_objects", 0, complaint_count=9) == {("complaint_count", "error")}
    assert row_problems("longest_cases", 1, complaint_no="TS-20240618-001") == {
        ("complaint_no", "error")
    }


# Handlers


def test_handlers_stand_once_the_busiest_first() -> None:
    assert problems(handlers=SAMPLE["handlers"][::-1]) == {("handlers", "warning")}
    assert row_problems("handlers", 1, handler="刘倩") == {("handler", "error")}


def test_handlers_have_no_more_cases_than_there_were() -> None:
    assert problems_of(with_row("handlers", 1, case_count=3)) == CLEAN
    assert problems_of(with_row("handlers", 1, case_count=4)) == {("handlers", "error")}
    assert problems_of(with_row("handlers", 1, case_count=2)) == CLEAN  # not all were assigned


# The quality of the data


def quality(**changes: Any) -> set[tuple[str, str]]:
    return problems(data_quality=SAMPLE["data_quality"] | changes)


def test_no_case_is_closed_before_it_was_received() -> None:
    assert quality(date_errors=0) == CLEAN
    assert quality(date_errors=1) == {("data_quality.date_errors", "error")}


def test_no_more_cases_lack_something_than_there_are() -> None:
    assert quality(missing_acknowledgement=8) == CLEAN
    assert quality(missing_acknowledgement=9) == {("data_quality.missing_acknowledgement", "error")}
    assert problems_of(minimal(data_quality={"missing_cause": 9})) == CLEAN  # of how many?


def test_cases_without_a_department_are_those_of_the_composition() -> None:
    assert quality(missing_department=2) == {("data_quality.missing_department", "error")}
    assert quality(missing_department=None) == CLEAN
    assert problems(composition_department=[]) == {("composition_department", "warning")}
    data = sample(data_quality={"missing_department": 1})
    data["composition_department"][-1]["case_count"] = None
    found = problems_of(data)
    assert found == {("composition_department.5.case_count", "error")}


# Problems and measures


def test_a_problem_that_is_a_category_has_its_cases() -> None:
    data = with_row("main_problems", 1, case_count=None)
    assert filled(data).main_problems[1].case_count == 2
    assert row_problems("main_problems", 1, case_count=3) == {("case_count", "error")}


def test_a_problem_of_another_kind_has_any_number_of_cases() -> None:
    assert filled(with_row("main_problems", 0, case_count=None)).main_problems[0].case_count is None
    assert row_problems("main_problems", 0, case_count=8) == CLEAN
    assert row_problems("main_problems", 0, case_count=9) == {("case_count", "error")}
    assert row_problems("main_problems", 1, category="设备设施", case_count=1) == CLEAN
    assert row_problems("main_problems", 1, category=None, case_count=8) == CLEAN


def test_problems_are_counted_where_the_cases_are_known() -> None:
    row = {"main_problem": "店员答复不一", "case_count": 99}
    assert problems_of(minimal(main_problems=[row])) == CLEAN
    assert problems_of(minimal(main_problems=[{"case_count": 1}])) == {
        ("main_problems.1.main_problem", "error")
    }


@pytest.mark.parametrize("name", ["measure", "action_owner", "action_due_on"])
def test_a_plan_says_what_who_and_when(name: str) -> None:
    assert row_problems("next_plan", 0, **{name: None}) == {(name, "error")}


def test_the_plan_is_for_the_time_after_the_period() -> None:
    assert row_problems("next_plan", 0, action_due_on="2024-07-01") == CLEAN
    assert row_problems("next_plan", 0, action_due_on="2024-06-30") == {("action_due_on", "error")}


def test_a_measure_taken_is_named() -> None:
    assert row_problems("measures_done", 0, measure=None) == {("measure", "error")}


# The leader's comment


def test_a_comment_is_signed() -> None:
    wrong = {("commented_by", "error")}
    assert problems(commented_by=None, commented_on=None) == wrong
    assert problems(commented_by=None, leader_comment=None) == wrong
    assert problems(commented_by=None, leader_comment=None, commented_on=None) == CLEAN


def test_a_comment_comes_after_the_summary() -> None:
    assert problems(commented_on="2024-07-02") == CLEAN
    assert problems(commented_on="2024-07-01") == {("commented_on", "error")}


# A copy for other eyes


def test_a_masked_copy_hides_the_customers() -> None:
    sheet = masked(filled(sample()), Mask.ALL)
    assert [row.customer_name for row in sheet.repeat_customers] == ["沈某某", "顾某某"]
    assert sheet.handlers[0].handler == "刘倩"


# Whatever comes

GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "心情", -1, 0, "2024-02-30", [], [{}], {"x": 1}, [["a"]], "合计"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.data())
def test_checking_survives_boxes_that_are_missing_or_garbage(data: st.DataObject) -> None:
    shaken = sample()
    boxes = [(shaken, name) for name in shaken]
    boxes += [
        (row, name)
        for group in shaken.values()
        if isinstance(group, list)
        for row in group
        for name in row
    ]
    boxes += [(shaken["data_quality"], name) for name in shaken["data_quality"]]
    for block, name in data.draw(st.lists(st.sampled_from(boxes), max_size=12)):
        block[name] = data.draw(GARBAGE)
    assert all(path is not None for path, _ in problems_of(shaken))
