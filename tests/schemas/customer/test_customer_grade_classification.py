"""客户等级分类表: golden lists of the specification, each method, each rule at its edge."""

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

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer import grading_policy
from csdforms.schemas.customer.customer_grade_classification import (
    CustomerGradeClassification,
    GradedCustomer,
)
from csdforms.schemas.fields.grading import Scores
from csdforms.schemas.types import Refused
from csdforms.templates.printing import printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_grade_classification.json").read_text("utf-8")
)
TODAY = dt.date(2026, 7, 10)
CLEAN: set[tuple[str, str]] = set()
Problems = set[tuple[str, str]]

#: The filled monthly list of the specification, in thousands of yuan, in its order.
GOLDEN = [
    131, 66, 54, 48, 44, 39, 37, 34, 28, 28, 27, 27,
    26, 26, 25, 25, 24, 22, 21, 21, 21, 21, 18, 17, 17, 16, 16,
    16, 15, 15, 13, 11, 11, 10, 10, 10, 10, 9, 8, 6, 6, 6, 5,
]  # fmt: skip
HEAD: dict[str, Any] = {
    "form_no": "DJ-1",
    "period_start": "2025-01-01",
    "period_end": "2025-12-31",
    "tax_basis": "含税",
    "grading_method": "累计占比法",
    "prepared_by": "周明",
    "prepared_on": "2026-03-20",
}
SCORED: dict[str, Any] = {
    "grading_method": "综合评分法",
    "criteria": [{"indicator": "销售", "weight": 60}, {"indicator": "回款", "weight": 40}],
}
INDEXED: dict[str, Any] = {"grading_method": "指标等级法"}
MANUAL: dict[str, Any] = {"grading_method": "人工评定"}
VOLUME: dict[str, Any] = {"grading_method": "业务量法"}


def problems_of(data: dict[str, Any], today: dt.date = TODAY) -> Problems:
    findings = check(CustomerGradeClassification, data, today=today)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_row(number: int, **changes: Any) -> dict[str, Any]:
    rows = copy.deepcopy(SAMPLE["rows"])
    rows[number - 1] |= changes
    return {"rows": rows}


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A sheet of customers that say only what a test is about."""
    rows = [
        {"customer_no": f"KH-{number:03}", "customer_name": "某公司", **line}
        for number, line in enumerate(lines, start=1)
    ]
    return HEAD | {"rows": rows} | head


def filled(data: dict[str, Any]) -> CustomerGradeClassification:
    return parse(CustomerGradeClassification, data, today=TODAY)


def rows(*lines: dict[str, Any], **head: Any) -> tuple[GradedCustomer, ...]:
    return examine(CustomerGradeClassification, sheet(*lines, **head), today=TODAY)[0].rows


def grades(*lines: dict[str, Any], **head: Any) -> list[str | None]:
    return [row.system_grade for row in rows(*lines, **head)]


def amounts(*values: object) -> list[dict[str, Any]]:
    return [{"net_sales_amount": str(value)} for value in values]


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# By cumulative share: the golden list


def golden(**head: Any) -> CustomerGradeClassification:
    return filled(sheet(*amounts(*(value * 1000 for value in GOLDEN)), **head))


def test_the_golden_list_is_graded_as_it_was() -> None:
    form = golden()
    assert form.policy_name == "ABC分类（55%/85%）"
    assert [row.system_grade for row in form.rows] == ["A"] * 12 + ["B"] * 15 + ["C"] * 16
    assert [row.customer_grade for row in form.rows] == ["A"] * 12 + ["B"] * 15 + ["C"] * 16
    assert form.total is not None
    assert (form.total.customer_count, form.total.net_sales_amount) == (43, Decimal(1_040_000))
    assert check(form, today=TODAY) == []


def test_the_golden_list_has_its_running_sums() -> None:
    form = golden()
    lines = printed(form)["rows"]
    found = [(line["cumulative_amount"], line["cumulative_share"]) for line in lines]
    assert found[11] == ("563,000.00", "54.13%")
    assert found[26] == ("879,000.00", "84.52%")
    assert found[42] == ("1,040,000.00", "100.00%")
    assert form.rows[0].measure_share == Decimal(131_000) / 1_040_000
    ranks = [row.rank for row in form.rows]
    assert ranks[7:13] == [8, 9, 9, 11, 11, 13]
    assert ranks[24:28] == [24, 26, 26, 26]


def test_a_line_through_a_tie_splits_it_unless_ties_are_kept() -> None:
    split = [row.system_grade for row in golden().rows]
    assert [split[place] for place in (25, 26, 27)] == ["B", "B", "C"]  # all three sold 16
    kept = [row.system_grade for row in golden(keep_ties="是").rows]
    assert kept == ["A"] * 12 + ["B"] * 16 + ["C"] * 15


def test_the_golden_list_is_summed_up_by_grade() -> None:
    a, b, c = golden().summary
    assert (a.customer_grade, a.customer_count, a.net_sales_amount) == ("A", 12, Decimal(563_000))
    assert (b.customer_grade, b.customer_count, b.net_sales_amount) == ("B", 15, Decimal(316_000))
    assert (c.customer_grade, c.customer_count, c.net_sales_amount) == ("C", 16, Decimal(161_000))
    assert a.customer_share == Decimal(12) / 43
    assert a.sales_share == Decimal(563) / 1040


def test_a_golden_figure_that_contradicts_its_running_sum_is_found() -> None:
    """One printed amount of the original, 10,000 in row 42, is 6,000 by its running total."""
    lines = amounts(*(value * 1000 for value in GOLDEN))
    lines[41] |= {"net_sales_amount": "10000", "cumulative_amount": "1035000"}
    assert ("rows.42.cumulative_amount", "error") in problems_of(sheet(*lines))


@pytest.mark.parametrize("running", ["cumulative_amount", "cumulative_share"])
def test_the_golden_list_stands_in_its_own_order_within_ties(running: str) -> None:
    """Numbers fall where the sheet counts on: which of three 16 is C, the running sums say."""
    total, sum_, lines = sum(GOLDEN), 0, amounts(*(value * 1000 for value in GOLDEN))
    for place, (line, value) in enumerate(zip(lines, GOLDEN, strict=True)):
        sum_ += value
        line["customer_no"] = f"KH-{99 - place}"
        line["system_grade"] = "A" if place < 12 else "B" if place < 27 else "C"
        share = f"{sum_ * 100 / total:.2f}%"
        line[running] = sum_ * 1000 if running == "cumulative_amount" else share
    assert problems_of(sheet(*lines)) == CLEAN
    del lines[0][running]
    assert problems_of(sheet(*lines)) == CLEAN
    del lines[27][running]  # one of the three: they stand by number, the last one is B
    assert ("rows.28.system_grade", "error") in problems_of(sheet(*lines))


def test_a_list_without_amounts_is_taken_as_it_is() -> None:
    typed = {"rank": 1, "system_grade": "A", "measure_share": "60%", "cumulative_share": "60%"}
    other = {"rank": 2, "system_grade": "C", "measure_share": "40%", "gross_margin_rate": "9%"}
    assert problems_of(sheet(typed, other)) == CLEAN
    known = sheet(typed | {"net_sales_amount": "60"}, other)
    assert {("rows.2.rank", "error"), ("rows.2.system_grade", "error")} <= problems_of(known)


def test_a_grade_without_customers_sold_nothing() -> None:
    lines: list[dict[str, Any]] = [
        {"customer_grade": "A", "customer_count": 1, "net_sales_amount": "100"},
        {"customer_grade": "B", "customer_count": 0, "net_sales_amount": "0"},
        {"customer_grade": "C", "customer_count": 0, "net_sales_amount": "0"},
    ]
    assert problems_of(sheet(*amounts(100), summary=lines)) == CLEAN
    lines[2]["net_sales_amount"] = "0.01"
    assert problems_of(sheet(*amounts(100), summary=lines)) == {
        ("summary.3.net_sales_amount", "error")
    }
    noted = sheet({"customer_grade": "A"}, summary=lines)
    assert ("summary.1.net_sales_amount", "error") not in problems_of(noted)


def test_other_limits_of_the_shares_are_data() -> None:
    assert grades(*amounts(80, 15, 5)) == ["A", "C", "C"]
    assert grades(*amounts(80, 15, 5), policy_name="abc_80_95") == ["A", "B", "C"]
    own = [
        {"customer_grade": "甲", "share_up_to": "0.8"},
        {"customer_grade": "乙", "share_up_to": "0.9"},
        {"customer_grade": "丙", "share_up_to": "0.95"},
        {"customer_grade": "丁", "share_up_to": "1"},
    ]
    assert grades(*amounts(80, 10, 5, 5), policy_name="自定", thresholds=own) == [*"甲乙丙丁"]


def test_the_first_customer_is_always_of_the_best_grade() -> None:
    assert grades(*amounts(900, 50, 50)) == ["A", "C", "C"]


def test_a_loss_keeps_its_sign() -> None:
    best, loss = rows(*amounts(150, -50))
    assert (best.measure_share, loss.measure_share) == (Decimal("1.5"), Decimal("-0.5"))
    assert (best.cumulative_share, loss.cumulative_share) == (Decimal("1.5"), Decimal(1))
    assert (best.system_grade, loss.system_grade) == ("A", "C")


def test_without_any_sales_there_are_no_shares() -> None:
    row = rows(*amounts(0))[0]
    assert (row.measure_share, row.cumulative_share) == (None, None)


def test_a_customer_without_figures_is_neither_ranked_nor_graded() -> None:
    known, unknown = rows({"net_sales_amount": "10"}, {})
    assert (known.rank, known.system_grade) == (1, "A")
    assert (unknown.rank, unknown.system_grade, unknown.cumulative_amount) == (None, None, None)
    found = problems_of(sheet({"net_sales_amount": "10"}, {}))
    assert found == {("rows.2.customer_grade", "error")}


def test_equal_customers_stand_by_margin_then_sales_then_number() -> None:
    lines = (
        {"net_sales_amount": "100", "gross_margin_rate": "0.2"},
        {"net_sales_amount": "100", "gross_profit_amount": "30"},
        {"net_sales_amount": "100"},
        {"net_sales_amount": "100", "gross_margin_rate": "0.2"},
    )
    found = rows(*lines)
    assert [row.rank for row in found] == [1, 1, 1, 1]
    assert [row.cumulative_amount for row in found] == [200, 100, 400, 300]


def test_customers_may_be_graded_by_profit() -> None:
    lines = (
        {"net_sales_amount": "900", "gross_profit_amount": "40"},
        {"net_sales_amount": "100", "gross_profit_amount": "60"},
    )
    first, second = rows(*lines, grading_basis="毛利")
    assert (first.rank, second.rank) == (2, 1)
    assert (first.measure_share, second.measure_share) == (Decimal("0.4"), Decimal("0.6"))
    assert (first.cumulative_amount, second.cumulative_share) == (Decimal(100), Decimal("0.6"))
    assert (first.gross_margin_rate, first.system_grade) == (Decimal(40) / 900, "C")


# By marks


def test_marks_are_added_up_and_graded() -> None:
    def scored(*scores: object) -> dict[str, Any]:
        return {"indicator_scores": list(scores), "net_sales_amount": "1"}

    found = rows(scored(60, 20), scored(40, 39.99), scored(30, 30), scored(20, 20),
                 scored("19.5", "20"), **SCORED)  # fmt: skip
    assert [row.total_score for row in found] == [80, Decimal("79.99"), 60, 40, Decimal("39.5")]
    assert [row.system_grade for row in found] == ["A", "B", "B", "C", "D"]
    assert [row.rank for row in found] == [1, 2, 3, 4, 5]


def test_marks_alone_may_be_noted_without_their_parts() -> None:
    assert grades({"total_score": "80"}, {"total_score": "40"}, **SCORED) == ["A", "C"]
    assert ("rows.1.total_score", "error") in problems_of(sheet({}, **SCORED))


def test_the_total_is_that_of_the_marks() -> None:
    good = problems_of(sheet({"indicator_scores": "50、30", "total_score": "80"}, **SCORED))
    assert good == CLEAN
    bad = problems_of(sheet({"indicator_scores": "50、30", "total_score": "80.01"}, **SCORED))
    assert bad == {("rows.1.total_score", "error")}


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ("60、40", CLEAN),
        ("60.01、39", {("rows.1.indicator_scores", "error")}),
        ("60、40、0", {("rows.1.indicator_scores", "error")}),
        ("60", {("rows.1.indicator_scores", "error")}),
        ("60、A", {("rows.1.indicator_scores", "error"), ("rows.1.total_score", "error")}),
    ],
)
def test_each_indicator_has_one_mark_up_to_its_weight(scores: str, found: Problems) -> None:
    errors = problems_of(sheet({"indicator_scores": scores, "customer_grade": "A"}, **SCORED))
    graded = {problem for problem in errors if problem[0] != "rows.1.override_reason"}
    assert graded == found


def test_marks_above_a_weight_that_is_missing_are_not_judged() -> None:
    head = SCORED | {"criteria": [{"indicator": "销售", "weight": 100}, {"indicator": "回款"}]}
    found = problems_of(sheet({"indicator_scores": "50、30"}, **head))
    assert found == {("criteria.2.weight", "error")}


def test_weights_are_a_hundred_together() -> None:
    changed = copy.deepcopy(SAMPLE["criteria"])
    changed[0]["weight"] = "29.5"
    assert problems(criteria=changed) == {("criteria", "error")}
    changed[0]["weight"] = 31
    assert problems(criteria=changed) == {("criteria", "error")}


@pytest.mark.parametrize("head", [SCORED, INDEXED])
def test_marks_and_indices_need_indicators(head: dict[str, Any]) -> None:
    data = sheet({"total_score": 80, "indicator_scores": "A", "customer_grade": "A"}, **head)
    data |= {"criteria": [], "policy_name": "自定", "thresholds": SAMPLE["thresholds"]}
    assert ("criteria", "error") in problems_of(data)


def test_an_indicator_stands_once() -> None:
    changed = copy.deepcopy(SAMPLE["criteria"])
    changed[1]["indicator"] = "销售总额"
    assert problems(criteria=changed) == {("criteria.2.indicator", "error")}


# By volume


def test_volume_is_graded_by_the_year() -> None:
    lines = [
        *amounts("1000万", "999.99万", "500万", "499.99万", "0"),
        {"net_sales_amount": "600万"},
    ]
    lines[5] |= {"legal_kind": "自然人"}
    found = rows(*lines, **VOLUME)
    assert [row.system_grade for row in found] == ["A", "B", "B", "C", "D", "D"]
    assert examine(CustomerGradeClassification, sheet(**VOLUME))[0].grading_basis == "业务量"


def test_volume_needs_a_whole_year() -> None:
    lines = amounts("1000万")
    assert problems_of(sheet(*lines, **VOLUME)) == CLEAN
    assert problems_of(sheet(*lines, **VOLUME, period_start="2025-01-02")) == {
        ("period_end", "warning")
    }
    leap = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    assert problems_of(sheet(*lines, **VOLUME, **leap)) == CLEAN
    half = sheet(*lines, **VOLUME, period_start=None)
    assert problems_of(half) == {("period_start", "error")}


# By indices


def test_indices_are_graded_by_those_that_lead() -> None:
    def rated(letters: str) -> dict[str, Any]:
        return {"indicator_scores": list(letters)}

    found = rows(rated("AAABBC"), rated("AABAAA"), rated("BBBCCC"), rated("BBCCCC"), **INDEXED)
    assert [row.system_grade for row in found] == ["A", "B", "B", "C"]
    form = examine(CustomerGradeClassification, sheet(**INDEXED))[0]
    assert [line.indicator for line in form.criteria] == [
        "销售总额", "销售价格", "货款回收", "订单计划性", "产品满足度", "沟通一致性",
    ]  # fmt: skip


def test_where_no_leading_index_is_rated_all_of_them_tell() -> None:
    assert grading_policy.by_letters("AA", ["甲", "乙"]) == "A"
    assert grading_policy.by_letters("AB", ["甲", "乙"]) == "B"


def test_indices_are_letters() -> None:
    good = sheet({"indicator_scores": "A、A、A、B、B、C"}, **INDEXED)
    assert problems_of(good) == CLEAN
    for scores in ("90、80、70、60、50、40", "A、A、A、B、B、60"):
        bad = sheet({"indicator_scores": scores, "customer_grade": "A"}, **INDEXED)
        assert ("rows.1.indicator_scores", "error") in problems_of(bad)
    missing = sheet({"customer_grade": "A"}, **INDEXED)
    assert problems_of(missing) == {("rows.1.indicator_scores", "error")}
    short = sheet({"indicator_scores": "A、A", "customer_grade": "A"}, **INDEXED)
    assert problems_of(short) == {("rows.1.indicator_scores", "error")}


def test_a_grade_that_the_standard_does_not_know_is_not_given_by_indices() -> None:
    only = [{"customer_grade": "B级"}, {"customer_grade": "C级"}]
    head = INDEXED | {"policy_name": "自定", "thresholds": only, "criteria": [{"indicator": "甲"}]}
    assert grades({"indicator_scores": "A"}, {"indicator_scores": "B"}, **head) == [None, "B级"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("25、18.50、20分", ("25", "18.5", "20")),
        ([30, 12.5, Decimal(8)], ("30", "12.5", "8")),
        (["a", "B级", "Ｃ类"], ("A", "B", "C")),
    ],
)
def test_marks_are_read_as_they_are_written(given: object, read: tuple[str, ...]) -> None:
    assert Scores().accept(given) == read


@pytest.mark.parametrize("given", ["优", "D", "-1", "25.123", "1000", "A+", [None]])
def test_what_is_no_mark_is_refused(given: object) -> None:
    with pytest.raises(Refused):
        Scores().accept(given)


# By hand


def test_by_hand_everybody_is_graded_by_a_person() -> None:
    form = examine(CustomerGradeClassification, sheet(**MANUAL))[0]
    assert [line.customer_grade for line in form.thresholds] == ["A", "B", "C", "D", "E"]
    assert problems_of(sheet({"customer_grade": "E"}, **MANUAL)) == CLEAN
    assert problems_of(sheet({}, **MANUAL)) == {("rows.1.customer_grade", "error")}
    assert problems_of(sheet({"customer_grade": "F"}, **MANUAL)) == {
        ("rows.1.customer_grade", "error")
    }


# The standard


def test_a_named_policy_fills_in_the_grades() -> None:
    form = filled(sheet(*amounts(1), policy_name="ABC分类（80%/95%）"))
    assert [(line.customer_grade, line.share_up_to) for line in form.thresholds] == [
        ("A", Decimal("0.80")), ("B", Decimal("0.95")), ("C", 1),
    ]  # fmt: skip
    assert [line["grade_bound"] for line in printed(form)["thresholds"]] == [
        "累计占比≤80.00%", "累计占比≤95.00%", "累计占比≤100.00%",
    ]  # fmt: skip


def test_a_policy_of_another_method_fills_in_nothing() -> None:
    form, findings = examine(
        CustomerGradeClassification, sheet(*amounts(1), policy_name="score_80_60_40"), today=TODAY
    )
    assert form.thresholds == ()
    assert ("thresholds", "error") in {(found.path, found.severity) for found in findings}


def test_bounds_are_printed_in_words() -> None:
    bounds = [
        {"customer_grade": "A", "amount_from": "1000万"},
        {"customer_grade": "B", "amount_from": "0.01", "lowest_score": "60"},
        {"customer_grade": "C"},
    ]
    form = examine(CustomerGradeClassification, {"thresholds": bounds}, today=TODAY)[0]
    words = [line.grade_bound for line in form.thresholds]
    assert words == ["1,000万元及以上", "60分及以上；0.01元及以上", None]


def own(*bounds: str | None, name: str = "share_up_to") -> dict[str, Any]:
    lines = [
        {"customer_grade": grade, name: bound} for grade, bound in zip("ABCD", bounds, strict=False)
    ]
    return {"policy_name": "自定", "thresholds": lines}


def test_shares_rise_to_the_whole() -> None:
    one = amounts(1)
    assert problems_of(sheet(*one, **own("0.5", "0.8", "1"))) == CLEAN
    assert problems_of(sheet(*one, **own("0.5", "0.8", None))) == CLEAN
    assert problems_of(sheet(*one, **own("0.5", "0.5", "1"))) == {
        ("thresholds.2.share_up_to", "error")
    }
    assert problems_of(sheet(*one, **own("0.5", "0.8", "0.99"))) == {
        ("thresholds.3.share_up_to", "error")
    }
    missing = sheet(*one, **own("0.5", None, "1"))
    assert ("thresholds.2.share_up_to", "error") in problems_of(missing)


def test_marks_and_volumes_fall() -> None:
    scored = sheet({"total_score": "90"}, **SCORED)
    assert problems_of(scored | own("80", "60", "0", name="lowest_score")) == CLEAN
    assert problems_of(scored | own("80", "80", name="lowest_score")) == {
        ("thresholds.2.lowest_score", "error")
    }
    volume = sheet(*amounts("1000万"), **VOLUME)
    assert problems_of(volume | own("500万", "600万", name="amount_from")) == {
        ("thresholds.2.amount_from", "error")
    }


def test_a_grade_stands_once_in_the_standard() -> None:
    lines = [{"customer_grade": "A"}, {"customer_grade": "A"}]
    head = MANUAL | {"policy_name": "自定", "thresholds": lines}
    found = problems_of(sheet({"customer_grade": "A"}, **head))
    assert found == {("thresholds.2.customer_grade", "error")}


def test_where_a_grade_has_no_name_nobody_is_graded() -> None:
    lines = [{"share_up_to": "0.5"}, {"customer_grade": "B", "share_up_to": "1"}]
    assert grades(*amounts(1), policy_name="自定", thresholds=lines) == [None]


def test_the_standard_has_a_name() -> None:
    assert problems(policy_name=None) == {("policy_name", "error")}


def test_a_sheet_without_method_is_not_graded() -> None:
    found = problems_of(sheet({"customer_grade": "A"}, grading_method=None))
    assert found == {("grading_method", "error"), ("policy_name", "error")}


# The grade of a customer


def test_another_grade_needs_a_reason() -> None:
    assert problems(**with_row(6, override_reason=None)) == {("rows.6.override_reason", "error")}
    assert problems(**with_row(7, override_reason="无")) == {("rows.7.override_reason", "warning")}


def test_a_grade_is_one_of_the_standard() -> None:
    found = problems(
        **with_row(9, customer_grade="E", override_reason="无"), summary=[], movement=[]
    )
    assert found == {("rows.9.customer_grade", "error")}


def test_grades_are_spelled_as_in_the_standard() -> None:
    row = rows({"net_sales_amount": 1, "customer_grade": "A级", "previous_grade": "C类"})[0]
    assert (row.customer_grade, row.previous_grade, row.grade_change) == ("A", "C", "升级")


def test_a_dishonest_customer_has_the_lowest_grade() -> None:
    lines = amounts(90, 10)
    lines[0]["on_register"] = "是"
    assert [row.customer_grade for row in rows(*lines)] == ["C", "C"]
    lines[0] |= {"customer_grade": "B", "override_reason": "已还清"}
    assert problems_of(sheet(*lines)) >= {("rows.1.customer_grade", "error")}
    lines[0] |= {"customer_grade": "暂不评级", "history_months": 1}
    assert ("rows.1.customer_grade", "error") not in problems_of(sheet(*lines))
    assert filled(sheet(*lines)).register_note == "KH-001，只评最低等级"
    lines[0]["on_register"] = "否"
    assert filled(sheet(*lines)).register_note is None
    assert [row.system_grade for row in rows(*lines)] == ["A", "C"]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (None, "B", "新评"),
        ("暂不评级", "B", "新评"),
        ("B", "B", "不变"),
        ("C", "B", "升级"),
        ("A", "B", "降级"),
        ("特级", "B", None),
        ("A", "暂不评级", None),
        ("A", "X", None),
    ],
)
def test_the_change_follows_from_both_grades(
    before: str | None, now: str, change: str | None
) -> None:
    row = rows({"customer_grade": now, "previous_grade": before}, **MANUAL)[0]
    assert row.grade_change == change


def test_a_typed_change_is_checked() -> None:
    assert problems(**with_row(3, grade_change="不变")) == {("rows.3.grade_change", "error")}
    unknown = sheet(
        {"customer_grade": "A", "previous_grade": "特级", "grade_change": "不变"}, **MANUAL
    )
    assert problems_of(unknown) == CLEAN


@pytest.mark.parametrize(
    ("months", "found"),
    [
        (2, CLEAN),
        (3, {("rows.2.customer_grade", "error")}),
        (None, {("rows.2.history_months", "warning")}),
    ],
)
def test_only_a_new_customer_may_be_left_without_a_grade(
    months: int | None, found: Problems
) -> None:
    new = {"customer_grade": "暂不评级", "history_months": months, "net_sales_amount": 1}
    assert problems_of(sheet(*amounts(99), new)) == found


def test_how_new_a_customer_must_be_is_a_setting() -> None:
    data = sheet({"customer_grade": "暂不评级", "history_months": 5, "net_sales_amount": 1})
    with settings.use(settings.Settings(grading_months=6)):
        assert problems_of(data) == CLEAN


def test_who_is_not_graded_did_not_move() -> None:
    line = {"customer_grade": "暂不评级", "history_months": 1, "grade_change": "降级"}
    assert problems_of(sheet(line)) == {("rows.1.grade_change", "error")}


def test_a_counted_list_says_that_somebody_still_waits_for_a_grade() -> None:
    counted = {"computed_at": "2026-04-02T09:00:00", "archive_head": "0" * 64}
    waits = {"customer_grade": None, "net_sales_amount": 1}
    data = sheet(*amounts(99), waits, grading_method="综合评分法", provenance=counted)
    assert ("summary", "warning") in problems_of(data)


# Figures and ranks as typed


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("measure_share", "0.1057"),
        ("cumulative_amount", "1046000.01"),
        ("cumulative_share", "0.6588"),
        ("gross_margin_rate", "0.2601"),
        ("rank", 4),
        ("system_grade", "A"),
    ],
)
def test_typed_figures_are_checked(name: str, bad: object) -> None:
    """Customer 3: 168,000 of 1,588,000 is 10.58 %; 1,046,000 is 65.87 %; 43,680 is 26 %."""
    found = problems(**with_row(3, **{name: bad}))
    more = {("rows.3.override_reason", "error")} if name == "system_grade" else CLEAN
    order = {("rows", "warning")} if name == "rank" and bad == 5 else CLEAN
    assert found == {(f"rows.3.{name}", "error")} | more | order


def test_a_rank_without_a_measure_is_left_blank() -> None:
    lines = (*amounts(5), {"rank": 2, "customer_grade": "C"})
    assert problems_of(sheet(*lines)) == {("rows.2.rank", "error")}


def test_where_amounts_are_rounded_ranks_are_only_doubted() -> None:
    lines = ({"net_sales_amount": "2万", "rank": 2}, {"net_sales_amount": "2万", "rank": 1})
    head = {"money_unit": "万元", "keep_ties": "是"}
    found = problems_of(sheet(*lines, **head))
    assert found == {("rows.1.rank", "warning"), ("rows", "warning")}


def test_rounded_amounts_are_checked_as_closely_as_they_are_printed() -> None:
    """Two customers and the running sum are each off by 50 yuan at most."""
    lines = amounts("1.01万", "1.01万")
    lines[1] |= {"cumulative_amount": "20350"}
    good = sheet(*lines, money_unit="万元", keep_ties="是")
    assert problems_of(good) == CLEAN
    lines[1] |= {"cumulative_amount": "20350.01"}
    bad = sheet(*lines, money_unit="万元", keep_ties="是")
    assert problems_of(bad) == {("rows.2.cumulative_amount", "error")}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("customer_count", 10),
        ("net_sales_amount", "1588000.01"),
        ("gross_profit_amount", "404643.99"),
        ("gross_margin_rate", "0.2549"),
        ("measure_share", "0.9999"),
    ],
)
def test_the_total_is_that_of_all_customers(name: str, bad: object) -> None:
    """404,644 of 1,588,000 is 25.48 %."""
    total = SAMPLE["total"] | {name: bad}
    assert (f"total.{name}", "error") in problems(total=total)


def test_profits_are_summed_up_where_all_are_known() -> None:
    lines = ({"net_sales_amount": 10, "gross_profit_amount": 2}, {"net_sales_amount": 5})
    total = filled(sheet(*lines)).total
    assert total is not None
    assert (total.net_sales_amount, total.gross_profit_amount) == (Decimal(15), None)


def test_shares_that_do_not_add_up_are_doubted() -> None:
    lines = (*amounts(60, 40), {"customer_grade": "C"})
    data = sheet(*lines[:2], total={"net_sales_amount": "200"})
    assert ("rows", "warning") in problems_of(data)
    assert ("rows", "warning") not in problems_of(sheet(*lines))


def test_customers_stand_by_grade_and_rank() -> None:
    swapped = copy.deepcopy(SAMPLE["rows"])
    swapped[2], swapped[3] = swapped[3], swapped[2]
    assert problems(rows=swapped) == {("rows", "warning")}
    last = copy.deepcopy(SAMPLE["rows"])
    last[5], last[6] = last[6], last[5]
    assert problems(rows=last) == {("rows", "warning")}


def test_each_customer_stands_once() -> None:
    row = {"customer_no": "KH-1", "net_sales_amount": 1}
    assert problems_of(sheet(row, row, keep_ties="是")) == {("rows.2.customer_no", "error")}
    pasted = problems_of(sheet(*amounts(1), {"customer_no": "合计", "customer_grade": "C"}))
    assert pasted == {("rows.2.customer_name", "error")}


# Head


def test_the_period_is_in_order_and_over() -> None:
    assert problems(period_start="2026-07-01") == {("period_end", "error")}
    early = {"prepared_on": "2026-06-29"}
    assert problems(**early) == {("period_end", "warning")}
    assert problems(prepared_on="2026-06-30") == CLEAN


def test_the_next_review_lies_ahead() -> None:
    assert problems(next_review_on="2026-06-30") == {("next_review_on", "error")}
    assert problems(next_review_on="2026-07-01") == CLEAN
    assert problems(next_review_on=None) == CLEAN


@pytest.mark.parametrize(
    ("method", "basis", "ok"),
    [
        ("累计占比法", "毛利", True),
        ("累计占比法", "综合得分", False),
        ("综合评分法", "毛利", False),
        ("业务量法", "销售净额", True),
        ("业务量法", "毛利", False),
        ("人工评定", "毛利", True),
    ],
)
def test_each_method_has_its_measures(method: str, basis: str, ok: bool) -> None:
    data = sheet(*amounts(1), grading_method=method, grading_basis=basis)
    assert (("grading_basis", "error") not in problems_of(data)) is ok


def test_ties_are_kept_by_cumulative_share_only() -> None:
    assert problems(keep_ties="是") == {("keep_ties", "warning")}


# Summary and movement


def test_a_typed_summary_is_checked() -> None:
    """B: four customers, 928,800 of 1,588,000."""
    assert [line["customer_count"] for line in SAMPLE["summary"]] == [1, 4, 3, 1]
    for name, bad in (
        ("customer_count", 5),
        ("customer_share", "0.4445"),
        ("net_sales_amount", "928800.01"),
        ("sales_share", "0.5850"),
    ):
        lines = copy.deepcopy(SAMPLE["summary"])
        lines[1][name] = bad
        assert problems(summary=lines) == {(f"summary.2.{name}", "error")}


def test_a_typed_summary_names_each_grade_once() -> None:
    lines = SAMPLE["summary"]
    assert problems(summary=lines[:3]) == {("summary", "error")}
    assert problems(summary=[*lines, lines[0]]) == {("summary.5.customer_grade", "error")}
    other = {"customer_grade": "E", "customer_count": 0}
    assert problems(summary=[*lines, other]) == {("summary.5.customer_grade", "error")}
    nameless = problems(summary=[*lines, {"customer_count": 1}])
    assert nameless == {("summary.5.customer_grade", "error")}


def test_a_summary_is_filled_in_from_its_grades() -> None:
    form = filled(copy.deepcopy(SAMPLE) | {"summary": [{"customer_grade": x} for x in "ABCD"]})
    assert [line.customer_count for line in form.summary] == [1, 4, 3, 1]
    assert form.summary[1].net_sales_amount == 928_800


def moved(number: int = 4, /, **changes: Any) -> dict[str, Any]:
    lines = copy.deepcopy(SAMPLE["movement"])
    for name in ("current_count", "net_change"):
        lines[number - 1].pop(name)
    lines[number - 1] |= changes
    return {"movement": lines, "movement_total": None}


def test_the_movement_is_worked_out() -> None:
    form = filled(copy.deepcopy(SAMPLE) | moved())
    line = form.movement[3]  # 3 + 2 - 2
    assert (line.current_count, line.net_change) == (3, 0)
    total = form.movement_total
    assert total is not None
    assert (total.opening_count, total.new_count, total.lost_count) == (8, 4, 3)
    assert (total.current_count, total.net_change) == (9, 1)


def test_a_typed_movement_is_checked() -> None:
    total = {"movement_total": SAMPLE["movement_total"]}
    assert problems(**moved(net_change=1) | total) == {
        ("movement.4.net_change", "error"),
        ("movement_total.net_change", "error"),
    }
    assert ("movement.4.current_count", "error") in problems(**moved(current_count=4))
    assert ("movement.4.lost_count", "error") in problems(**moved(lost_count=6))
    assert ("movement.4.lost_count", "error") not in problems(**moved(lost_count=5))
    total = SAMPLE["movement_total"] | {"new_count": 5, "current_count": 10, "net_change": 2}
    assert problems(movement_total=total) == {
        ("movement_total.new_count", "error"),
        ("movement_total.current_count", "error"),
        ("movement_total.net_change", "error"),
    }


def test_what_there_is_now_is_what_the_sheet_lists() -> None:
    more = moved(opening_count=4)
    assert problems(**more) == {("movement.4.current_count", "error")}
    assert problems(**more, withheld_count=1) == CLEAN
    empty = moved(opening_count=None)
    assert problems(**empty) == CLEAN


def test_the_movement_names_each_grade_and_class_once() -> None:
    assert ("movement.4.customer_grade", "error") in problems(**moved(customer_grade="B"))
    assert problems(**moved(customer_grade="E")) == {("movement.4.customer_grade", "error")}
    assert problems(**moved(customer_grade="合计")) == {("movement.4.customer_grade", "error")}
    assert problems(**moved(account_class=None)) == {("movement.4.account_class", "error")}


def test_the_movement_may_name_who_is_too_new_for_a_grade() -> None:
    new = {"customer_grade": "暂不评级", "account_class": "普通客户"}
    counts = {"opening_count": 0, "new_count": 0, "lost_count": 0}
    lines = [*copy.deepcopy(SAMPLE["movement"]), new | counts]
    assert problems(movement=lines) == CLEAN
    lines[-1] |= {"new_count": 1, "current_count": 1}  # nobody on the list is
    found = problems(movement=lines, movement_total=None)
    assert found == {(f"movement.{len(lines)}.current_count", "error")}


# The sheet


def test_amounts_in_ten_thousands_are_divided_when_they_are_printed() -> None:
    form = filled(copy.deepcopy(SAMPLE) | {"money_unit": "万元"})
    context = printed(form)
    assert context["rows"][0]["net_sales_amount"] == "49.80"
    assert context["total"]["net_sales_amount"] == "158.80"
    assert form.rows[0].net_sales_amount == 498_000


def test_a_policy_is_found_by_its_name() -> None:
    assert grading_policy.find(None) is None
    assert grading_policy.find("别的") is None
    found = grading_policy.find("score_80_60_40")
    assert found is not None
    assert [grade.bound for grade in found.grades] == [80, 60, 40, None]
    assert grading_policy.usual("没有的") is None


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", [], {}, ["x"], [{}], [None], True, "2026-13-45", "累计占比法", "A"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    form = copy.deepcopy(SAMPLE)
    form["grading_method"] = data.draw(
        st.sampled_from(["累计占比法", "综合评分法", "业务量法", "指标等级法", "人工评定"])
    )
    groups = ("thresholds", "criteria", "rows", "summary", "movement")
    blocks = [form, form["total"], form["movement_total"]]
    for block in (*blocks, *(row for group in groups for row in form[group])):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=5))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, _ = examine(CustomerGradeClassification, form, today=TODAY)
    printed(draft)
