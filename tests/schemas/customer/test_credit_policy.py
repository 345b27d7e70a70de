"""The arithmetic of credit: the bands, factors, scorers and terms of the specification."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from csdforms.schemas.customer import credit_policy as policy
from csdforms.schemas.customer.credit_indicators import INDICATORS, find
from csdforms.schemas.settings import CreditPolicy, Settings, use

D = Decimal
AVERAGE = D(100_000)


def under(**figures: Any) -> Any:
    """Put a credit policy with these figures in force."""
    return use(Settings(credit=CreditPolicy(**figures)))


# Score to grade


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", "AAA"),
        ("90", "AAA"),
        ("89.5", "AA"),
        ("80", "AA"),
        ("79.99", "A"),
        ("70", "A"),
        ("69.99", "B"),
        ("60", "B"),
        ("59.99", "C"),
        ("59", "C"),
        ("0", "C"),
    ],
)
def test_bands_are_half_open_and_include_their_lower_bound(score: str, grade: str) -> None:
    assert policy.grade_of(D(score)) == grade


def test_a_knock_out_is_stronger_than_any_score() -> None:
    assert policy.grade_of(D(100), knocked_out=True) == "C"
    assert policy.grade_of(D(100), knocked_out=True, capped=True) == "C"


@pytest.mark.parametrize(("score", "grade"), [("95", "A"), ("80", "A"), ("70", "A"), ("69", "B")])
def test_the_unproved_are_not_above_a(score: str, grade: str) -> None:
    assert policy.grade_of(D(score), capped=True) == grade


def test_a_firm_may_move_a_band() -> None:
    with under(bands={"AAA": 95}):
        assert policy.grade_of(D("94.9")) == "AA"
        assert policy.grade_of(D(80)) == "AA"


@pytest.mark.parametrize(
    ("old", "new", "steps", "direction"),
    [
        ("A", "AAA", 2, "升级"),
        ("B", "A", 1, "升级"),
        ("AAA", "C", -4, "降级"),
        ("A", "A", 0, "不变"),
        (None, "A", None, None),
        ("A", None, None, None),
    ],
)
def test_steps_follow_the_order_of_grades(
    old: str | None, new: str | None, steps: int | None, direction: str | None
) -> None:
    assert policy.steps_up(old, new) == steps
    assert policy.direction_of(old, new) == direction


# Grade to limit and term


@pytest.mark.parametrize(
    ("grade", "factor", "limit"),
    [
        ("AAA", "1.5", "300000.00"),
        ("AAA", "3", "600000.00"),
        ("AAA", None, None),
        ("AA", None, "200000.00"),
        ("A", None, "160000.00"),
        ("B", None, "120000.00"),
        ("C", None, "0.00"),
        (None, "1", None),
    ],
)
def test_the_limit_is_sales_by_term_by_factor(
    grade: str | None, factor: str | None, limit: str | None
) -> None:
    given = None if factor is None else D(factor)
    expected = None if limit is None else D(limit)
    assert policy.limit_by_formula(grade, AVERAGE, 60, given) == expected


def test_a_month_of_the_term_has_thirty_days() -> None:
    assert policy.limit_by_formula("AA", AVERAGE, 30) == D("100000.00")
    assert policy.limit_by_formula("AA", AVERAGE, 45) == D("150000.00")
    assert policy.limit_by_formula("AA", D("99999.99"), 50) == D("166666.65")


def test_without_sales_or_term_there_is_no_limit() -> None:
    assert policy.limit_by_formula("AA", None, 30) is None
    assert policy.limit_by_formula("AA", AVERAGE, None) is None
    assert policy.limit_by_formula("C", None, None) == 0
    assert policy.limit_by_formula("AA", D(-5), 30) == 0


def test_the_other_method_caps_the_limit_at_the_monthly_sales_of_the_season() -> None:
    with under(limit_method="月均封顶"):
        assert policy.limit_by_formula("B", AVERAGE, 30) == AVERAGE
        assert policy.limit_by_formula("B", AVERAGE, 30, None, D("0.5")) == D(150_000)
        assert policy.limit_by_formula("AAA", AVERAGE, None, None, D("-0.5")) == D(50_000)
        assert policy.limit_by_formula("C", AVERAGE, 30) == 0
        assert policy.term_range() == (30, 30)
    with under(limit_method="月均封顶", term_days=(10, 60)):
        assert policy.term_range() == (10, 30)


def test_terms_are_thirty_to_ninety_days() -> None:
    assert policy.term_range() == (30, 90)


@pytest.mark.parametrize(
    ("grade", "low", "high", "only"),
    [
        ("AAA", "1.5", "3", None),
        ("AA", "1", "1", "1"),
        ("A", "0.8", "0.8", "0.8"),
        ("B", "0.6", "0.6", "0.6"),
        ("C", "0", "0", "0"),
    ],
)
def test_each_grade_has_its_factor(grade: str, low: str, high: str, only: str | None) -> None:
    assert policy.factor_range(grade) == (D(low), D(high))
    assert policy.only_factor(grade) == (None if only is None else D(only))
    assert policy.only_factor(None) is None


@pytest.mark.parametrize(
    "figures",
    [
        {"bands": {"AA": 90}},
        {"bands": {"B": 0}},
        {"bands": {"C": 10}},
        {"bands": 5},
        {"factors": {"B": (1, "0.5")}},
        {"factors": {"B": (-1, 1)}},
        {"term_days": (90, 30)},
        {"missing_score": "满分"},
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(figures: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CreditPolicy(**figures)


# Scorers


def test_banded_gives_the_points_of_the_highest_band_reached() -> None:
    bands = {10: 5, 5: 4, 3: 3}
    points = [policy.banded(years, bands) for years in (11, 10, 9, 5, 3, 2)]
    assert points == [5, 5, 4, 4, 3, 0]
    assert policy.banded(D("4.9"), bands) == 3


def test_proportional_is_capped_at_full_marks_and_at_none() -> None:
    assert policy.proportional(90, 100, 15) == D("13.5")
    assert policy.proportional(120, 100, 15) == 15
    assert policy.proportional(-5, 100, 15) == 0


@pytest.mark.parametrize(
    ("ratio", "points"),
    [("120", "6"), ("100", "6"), ("99", "5.88"), ("90", "4.80"), ("50", "0"), ("49.99", "0")],
)
def test_deduct_takes_off_for_each_point_short(ratio: str, points: str) -> None:
    """The quick ratio of the specification: 6 marks from 100 % on, 0.12 less a point."""
    assert policy.deduct(D(ratio), 100, 6, per_point=D("0.12"), floor=50) == D(points)


def test_deduct_gives_nothing_below_the_floor_and_never_less() -> None:
    assert policy.deduct(79, 100, 6, per_point=D("0.12"), floor=80) == 0
    assert policy.deduct(80, 100, 6, per_point=D("0.12"), floor=80) == D("3.60")
    assert policy.deduct(10, 100, 6, per_point=D("0.12"), floor=0) == 0


def test_manual_gives_the_points_of_the_tick() -> None:
    assert policy.manual("好", {"很好": 5, "好": 4}) == 4
    assert policy.manual("尚可", {"很好": 5, "好": 4}) is None


def test_the_total_is_the_sum_of_what_is_known() -> None:
    assert policy.total_of([(D(6), D(10)), (D("8.5"), D(10)), (None, D(80))]) == D("14.5")
    assert policy.total_of([(None, D(80))]) is None


def test_what_has_no_data_may_be_left_out_of_the_hundred() -> None:
    with under(missing_score="不计"):
        assert policy.total_of([(D(6), D(10)), (D(8), D(10)), (None, D(80))]) == 70
        assert policy.total_of([(D(6), None)]) == 6


# The default indicators


def test_the_default_indicators_make_a_hundred_in_three_groups() -> None:
    groups: dict[str, int] = {}
    for indicator in INDICATORS:
        groups[indicator.group] = groups.get(indicator.group, 0) + indicator.full
    assert groups == {"品质特性": 35, "信用履约率": 35, "资本状况": 30}
    assert len(INDICATORS) == 16


def test_the_best_value_gets_full_marks_and_the_standard_is_it() -> None:
    for indicator in INDICATORS:
        standard = indicator.standard.replace("5千万元", "5000万元")
        assert indicator.points(standard) == indicator.full, indicator.name


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("经营年限", "9年", "4"),
        ("经营年限", "0", "0"),
        ("企业性质与规模", "小型", "3"),
        ("管理者信誉", "差", "1"),
        ("行业地位", "较弱", "1"),
        ("合作年限", "2年", "3"),
        ("订单稳定性", "11个月", "4.58"),
        ("沟通配合", "很差", "0"),
        ("按期付款率", "95.83%", "14.37"),
        ("最长逾期天数", "1天", "6"),
        ("最长逾期天数", "30天", "6"),
        ("最长逾期天数", "31天", "3"),
        ("最长逾期天数", "60天", "3"),
        ("最长逾期天数", "61天", "0"),
        ("超额度次数", "2次", "1"),
        ("超额度次数", "3次", "0"),
        ("呆坏账与诉讼", "已了结", "2"),
        ("注册（实缴）资本", "1,000万元", "5"),
        ("注册(实缴)资本", "999万元", "4"),
        ("注册(实缴)资本", "99.9", "1"),
        ("资产负债率", "60%", "8"),
        ("资产负债率", "70%", "6"),
        ("资产负债率", "100.01%", "0"),
        ("流动比率", "140%", "5.40"),
        ("流动比率", "49.99%", "0"),
        ("速动比率", "90%", "4"),
        ("盈利状况", "亏损", "0"),
    ],
)
def test_an_indicator_turns_a_value_into_marks(name: str, value: str, points: str) -> None:
    indicator = find(name)
    assert indicator is not None
    assert indicator.points(value) == D(points)


@pytest.mark.parametrize(
    ("name", "value"),
    [("经营年限", "约七年"), ("经营年限", "7个月"), ("管理者信誉", "尚可"), ("流动比率", "1.5倍")],
)
def test_a_value_that_does_not_tell_gives_no_marks(name: str, value: str) -> None:
    indicator = find(name)
    assert indicator is not None
    assert indicator.points(value) is None


def test_a_tick_is_no_figure_and_other_indicators_are_unknown() -> None:
    tick = find("管理者信誉")
    assert tick is not None
    assert tick.figure("5") is None
    assert find("厂房面积") is None
    assert find(None) is None
