"""售后服务评价表: each way of scoring, the grades, what is proposed, and each check at its edge."""

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

from csdforms.schemas.after_sales.after_sales_evaluation import AfterSalesEvaluation
from csdforms.schemas.after_sales.evaluation_bank import BUSINESS, CUSTOMER, REQUIREMENTS
from csdforms.schemas.after_sales.evaluation_scoring import GRADES
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.masking import Mask, masked

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "after_sales_evaluation.json").read_text("utf-8")
)
TODAY = dt.date(2026, 4, 10)
CLEAN: set[tuple[str, str]] = set()

#: What a customer says of one service; the sheet brings its ten items.
CUSTOMER_SHEET: dict[str, Any] = {
    "evaluation_no": "PJ-1",
    "evaluation_object": "单次服务",
    "object_name": "孙志强",
    "evaluator_type": "客户",
    "evaluated_by": "陈国栋",
    "evaluated_on": "2026-03-06",
    "customer_name": "陈国栋",
    "phone": "13900006732",
    "register_no": "SH-20260304-003",
    "service_on": "2026-03-05",
    "improvement": "按月复查。",
}


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(AfterSalesEvaluation, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def with_item(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["items"][position] |= changes
    return data


def item_problems(position: int, **changes: Any) -> set[tuple[str, str]]:
    """Change one item; return the problems as ``(field of this item, severity)``."""
    prefix = f"items.{position + 1}."
    found = problems_of(with_item(position, **changes))
    return {(path.removeprefix(prefix), severity) for path, severity in found}


def customers(method: str, *marks: Any, **changes: Any) -> dict[str, Any]:
    """A customer's sheet with so many items; a mark is a level, a score, or an item's boxes."""
    items = [
        {"evaluation_item": f"项目{number}"} | (mark if isinstance(mark, dict) else given_as(mark))
        for number, mark in enumerate(marks, start=1)
    ]
    return CUSTOMER_SHEET | {"scoring_method": method, "items": items} | changes


def given_as(mark: Any) -> dict[str, Any]:
    return {"rating_level" if isinstance(mark, str) else "score": mark}


def draft(data: dict[str, Any] | None = None, **changes: Any) -> AfterSalesEvaluation:
    data = copy.deepcopy(SAMPLE if data is None else data) | changes
    return examine(AfterSalesEvaluation, data, today=TODAY)[0]


def filled(data: dict[str, Any] | None = None) -> AfterSalesEvaluation:
    return parse(AfterSalesEvaluation, SAMPLE if data is None else data, today=TODAY)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Required boxes


@pytest.mark.parametrize(
    "name",
    [
        "evaluation_no",
        "evaluation_object",
        "object_name",
        "evaluator_type",
        "evaluated_by",
        "evaluated_on",
    ],
)
def test_the_head_says_who_judges_what(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_scoring_and_grades_have_defaults() -> None:
    sheet = draft(CUSTOMER_SHEET)
    assert (sheet.scoring_method, sheet.grade_standard) == ("五级", "部门标准")


@pytest.mark.parametrize("given", ["五级(5–1)", "五级（5-1）", "五级制", "五级"])
def test_ways_of_scoring_may_bear_their_scores(given: str) -> None:
    assert draft(scoring_method=given).scoring_method == "五级"
    assert draft(scoring_method="四级(10/6/2/0)").scoring_method == "四级"


def test_a_customer_gives_name_and_telephone() -> None:
    assert problems(customer_name=None, phone=None) == CLEAN
    found = problems(customer_name=None, phone=None, evaluator_type="客户")
    assert found == {("customer_name", "error"), ("phone", "error")}


def test_one_service_has_its_register_number_and_no_period() -> None:
    data = customers("五级", 5, 4)
    assert problems_of(data) == CLEAN
    assert problems_of(data | {"register_no": None}) == {("register_no", "error")}
    assert problems(register_no=None) == CLEAN


@pytest.mark.parametrize("judged", ["服务人员", "服务网点", "部门"])
def test_everything_but_one_service_is_judged_over_a_period(judged: str) -> None:
    changes = {"evaluation_object": judged, "period_start": None, "period_end": None}
    assert problems(**changes) == {("period_start", "error"), ("period_end", "error")}


# Days


def test_days_are_in_order() -> None:
    assert problems(service_on="2026-04-02") == CLEAN
    assert problems(service_on="2026-04-03") == {("evaluated_on", "error")}
    assert problems(period_end="2026-04-02") == CLEAN
    assert problems(period_end="2026-04-03") == {("evaluated_on", "error")}
    assert problems(period_start="2026-03-31") == CLEAN
    assert problems(period_start="2026-04-01") == {("period_end", "error")}
    assert problems(object_signed_on="2026-04-01") == {("object_signed_on", "error")}
    assert problems(reviewed_on="2026-04-02") == CLEAN
    assert problems(reviewed_on="2026-04-01") == {("reviewed_on", "error")}


def test_an_evaluation_of_tomorrow_is_doubted() -> None:
    later = {"object_signed_on": None, "reviewed_on": None, "approved_on": None}
    assert problems(evaluated_on="2026-04-10", **later) == CLEAN
    assert problems(evaluated_on="2026-04-11", **later) == {("evaluated_on", "warning")}


def test_who_signed_on_a_day_is_named() -> None:
    assert problems(object_signature=None) == {("object_signature", "error")}
    assert problems(object_signature=None, object_signed_on=None) == CLEAN


# Nobody judges himself, unless he says so


def test_nobody_judges_himself_under_another_heading() -> None:
    assert problems(evaluated_by="孙志强") == {("evaluated_by", "error")}
    assert problems(evaluated_by="孙 志强") == {("evaluated_by", "error")}
    assert problems(evaluated_by="孙志强", evaluator_type="自评") == CLEAN


# Items


def test_without_items_the_sheet_brings_its_own_and_asks_for_scores() -> None:
    assert problems_of(CUSTOMER_SHEET) == {("items", "error")}
    assert [item.evaluation_item for item in draft(CUSTOMER_SHEET).items] == [
        "总体服务质量", "维修质量", "服务态度", "费用合理性", "返修时的态度", "未经同意增加项目",
        "满足客户需要", "工作效率", "价格诚信", "对客户的重视",
    ]  # fmt: skip
    assert len(CUSTOMER) == 10


def test_the_department_judges_two_weighted_categories() -> None:
    items = draft(items=[]).items
    groups = [(item.item_category, item.weight_rate) for item in items]
    assert groups == [("业务工作", Decimal("0.6"))] * 8 + [("售后服务要求", Decimal("0.4"))] * 4
    assert [item.evaluation_item for item in items[8:]] == [
        "上门及时性", "维护品牌形象", "维修单填写与客户签名", "执行制度",
    ]  # fmt: skip
    assert "24 小时" in (items[8].evaluation_criteria or "")
    assert "48 小时" in (items[8].evaluation_criteria or "")
    assert {item.max_score for item in items} == {Decimal(5)}
    assert (len(BUSINESS), len(REQUIREMENTS)) == (8, 4)


def test_proposed_items_of_a_hundred_point_sheet_add_up_to_a_hundred() -> None:
    sheet = draft(items=[], scoring_method="百分制")
    assert sheet.max_score_sum == 100
    assert {item.max_score for item in sheet.items} == {Decimal("7.5"), Decimal(10)}
    assert draft(CUSTOMER_SHEET | {"scoring_method": "百分制"}).max_score_sum == 100


def test_proposed_items_of_four_levels_have_two_with_answers_of_their_own() -> None:
    items = draft(CUSTOMER_SHEET | {"scoring_method": "四级"}).items
    assert {item.max_score for item in items} == {Decimal(10)}
    assert items[8].criteria_and_options == (
        "没有虚报、多收；有过的降等（没有虚报10分、有虚报0分）"
    )
    own = [[option.lowest_score for option in item.options] for item in items if item.options]
    assert own == [[10, 0], [10, 6, 0]]


def test_a_scale_of_its_own_proposes_no_maximum_for_unknown_levels() -> None:
    assert draft(CUSTOMER_SHEET | {"scoring_method": "自定义"}).items[0].max_score is None


def test_an_item_stands_once() -> None:
    found = item_problems(1, evaluation_item="故障判断")
    assert found == {("evaluation_item", "error")}
    assert ("evaluation_item", "error") in item_problems(1, evaluation_item=None)


def test_what_an_item_can_reach_is_more_than_nothing() -> None:
    data = customers("百分制", {"max_score": 100, "score": 80}, {"max_score": 0, "score": 0})
    assert problems_of(data) == {("items.2.max_score", "error")}


def test_a_score_is_not_above_what_the_item_can_reach() -> None:
    data = customers("百分制", {"max_score": 60, "score": 60}, {"max_score": 40, "score": "40.5"})
    assert problems_of(data) == {("items.2.score", "error")}


def test_the_scale_fixes_what_an_item_can_reach() -> None:
    four = customers("四级", 10, {"max_score": 5, "score": 2})
    assert problems_of(four) == {("items.2.max_score", "error")}
    five = customers("五级", 5, {"max_score": 10, "score": 2})
    assert problems_of(five) == {("items.2.max_score", "error")}


def test_a_score_is_needed_except_on_five_levels() -> None:
    assert problems_of(customers("四级", 10, {})) == {("items.2.score", "error")}
    assert item_problems(0, score=None, rating_level=None) == {("score", "error")}
    assert problems_of(customers("五级", 5, {})) == {("items.2.score", "warning")}
    assert problems_of(customers("五级", 5, {"comment": "没有返修"})) == CLEAN


# Levels


@pytest.mark.parametrize(
    ("method", "scores"),
    [
        ("五级", {"很好": 5, "较好": 4, "一般": 3, "差": 2, "很差": 1}),
        ("四级", {"满意": 10, "较满意": 6, "一般": 2, "不满意": 0}),
    ],
)
def test_a_level_gives_its_score_and_a_score_its_level(method: str, scores: dict[str, int]) -> None:
    by_level = filled(customers(method, *scores))
    assert [item.score for item in by_level.items] == list(scores.values())
    by_score = filled(customers(method, *scores.values()))
    assert [item.rating_level for item in by_score.items] == list(scores)


def test_a_score_between_two_levels_has_none() -> None:
    item = filled(customers("五级", Decimal("4.5"))).items[0]
    assert (item.rating_level, item.max_score) == (None, Decimal(5))


@pytest.mark.parametrize(
    ("given", "printed"),
    [("非常满意", "很好"), ("满意", "较好"), ("不满意", "差"), ("非常不满意", "很差")],
)
def test_five_levels_understand_the_words_of_other_sheets(given: str, printed: str) -> None:
    assert filled(customers("五级", given)).items[0].rating_level == printed


def test_level_and_score_agree() -> None:
    assert item_problems(0, rating_level="较好") == {("score", "error")}
    assert item_problems(0, rating_level="满意") == {("score", "error")}
    assert item_problems(0, rating_level="优") == {("rating_level", "error")}
    assert problems_of(customers("四级", "很好", 6)) == {
        ("items.1.rating_level", "error"),
        ("items.1.score", "error"),
    }


def test_a_score_below_the_last_level_is_doubted() -> None:
    assert problems_of(customers("五级", 1, 4)) == CLEAN
    assert problems_of(customers("五级", Decimal("0.5"), 4)) == {("items.1.score", "warning")}


def test_a_hundred_points_have_no_levels_to_agree_with() -> None:
    data = customers("百分制", {"max_score": 100, "score": 80, "rating_level": "良"})
    assert problems_of(data) == CLEAN


OWN = [
    {"等级": "优", "分数下限": 9, "分数上限": 10},
    {"等级": "良", "分数下限": 7, "分数上限": 9},
    {"等级": "差", "分数": 3},
]


def test_a_scale_of_its_own_names_its_levels() -> None:
    assert problems_of(customers("自定义", {"max_score": 10, "score": 8})) == {("levels", "error")}
    good = {"rating_level": "良", "score": 7}
    sheet = filled(customers("自定义", 8, 9, "差", good, levels=OWN))
    assert [item.rating_level for item in sheet.items] == ["良", "优", "差", "良"]
    assert [item.score for item in sheet.items] == [8, 9, 3, 7]
    assert {item.max_score for item in sheet.items} == {Decimal(10)}
    assert sheet.total_score == Decimal("67.5")  # 27 of 40
    assert sheet.level_summary == "优9—10分、良7—9分、差3分"


def test_a_range_does_not_say_the_score() -> None:
    assert ("items.2.score", "error") in problems_of(customers("自定义", 8, "良", levels=OWN))


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ({"等级": "中", "分数下限": 3.5, "分数上限": 7}, CLEAN),
        ({"等级": "中", "分数下限": 6, "分数上限": 5}, {("levels.4.highest_score", "error")}),
        ({"等级": "良", "分数下限": 4, "分数上限": 5}, {("levels.4.rating_level", "error")}),
        ({"等级": "中", "分数下限": 4, "分数上限": 7.5}, {("levels.4.lowest_score", "error")}),
        ({"等级": "中", "分数下限": 3, "分数上限": 4}, {("levels.4.lowest_score", "error")}),
        ({"等级": "中", "分数": 9}, {("levels.4.lowest_score", "error")}),
        ({"等级": "中", "分数": "多"}, {("levels.4.lowest_score", "error")}),
    ],
)
def test_levels_of_its_own_are_apart(level: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert problems_of(customers("自定义", 8, levels=[*OWN, level])) == found


def test_levels_of_its_own_need_that_way_of_scoring() -> None:
    assert problems_of(customers("五级", 4, levels=OWN)) == {("levels", "warning")}


YES_NO = [{"等级": "没有", "分数": 10}, {"等级": "有", "分数": 0}]


def test_an_item_may_have_answers_of_its_own() -> None:
    data = customers("四级", "较满意", {"rating_level": "没有", "options": YES_NO})
    sheet = filled(data)
    assert [item.score for item in sheet.items] == [6, 10]
    assert sheet.items[1].criteria_and_options == "（没有10分、有0分）"
    wrong = customers("四级", "较满意", {"rating_level": "满意", "options": YES_NO, "score": 10})
    assert problems_of(wrong) == {("items.2.rating_level", "error")}


def test_an_answer_is_not_worth_more_than_the_item() -> None:
    options = [{"等级": "没有", "分数": 11}, {"等级": "有", "分数": 0}]
    item = {"score": 0, "max_score": 10, "options": options}
    assert problems_of(customers("四级", 6, item)) == {("items.2.options.1.highest_score", "error")}


def test_answers_of_an_item_are_apart() -> None:
    item = {"score": 10, "options": [*YES_NO, {"等级": "有", "分数": 2}]}
    assert problems_of(customers("四级", 6, item)) == {("items.2.options.3.rating_level", "error")}


# The total


def test_four_levels_add_up_to_a_hundred() -> None:
    assert filled(customers("四级", *["满意"] * 10)).total_score == 100
    mixed = ["满意"] * 5 + ["较满意"] * 3 + ["一般", "不满意"]
    assert filled(customers("四级", *mixed)).total_score == 70  # 50 + 18 + 2 + 0


def test_five_levels_count_the_items_answered() -> None:
    # Σ score ÷ (5 × items answered) × 100
    assert filled(customers("五级", 5, 4, 4, 3)).total_score == 80
    assert filled(customers("五级", 5, 4, {"comment": "没有返修"})).total_score == 90


def test_a_hundred_points_are_added() -> None:
    data = customers("百分制", {"max_score": 60, "score": "51.5"}, {"max_score": 40, "score": 30})
    assert filled(data).total_score == Decimal("81.5")


def test_a_hundred_points_are_a_hundred() -> None:
    short = customers("百分制", {"max_score": 60, "score": 51}, {"max_score": 39, "score": 30})
    assert problems_of(short) == {("items", "error")}


def test_weights_are_those_of_the_categories() -> None:
    sheet = filled()
    lines = sheet.category_scores
    assert [(one.item_category, one.item_count) for one in lines] == [
        ("业务工作", 8),
        ("售后服务要求", 4),
    ]
    assert [(one.max_score, one.score) for one in lines] == [
        (Decimal(40), Decimal(35)),
        (Decimal(20), Decimal(18)),
    ]
    # 35 ÷ (8 × 5) × 60% and 18 ÷ (4 × 5) × 40%
    assert [one.weighted_score for one in lines] == [Decimal("52.5"), Decimal(36)]
    assert sheet.total_score == Decimal("88.5")
    assert (sheet.max_score_sum, sheet.score_sum) == (Decimal(60), Decimal(53))


def test_a_category_names_its_weight_once() -> None:
    data = copy.deepcopy(SAMPLE)
    for position in (*range(1, 8), *range(9, 12)):
        del data["items"][position]["weight_rate"]
    assert problems_of(data) == CLEAN
    assert filled(data).total_score == Decimal("88.5")


def test_a_category_has_one_weight() -> None:
    assert item_problems(1, weight_rate="50%") == {("weight_rate", "error")}


def test_weights_add_up_to_the_whole() -> None:
    def weighted(*weights: str) -> set[tuple[str, str]]:
        items = (
            {"score": 5, "item_category": f"类别{number}", "weight_rate": weight}
            for number, weight in enumerate(weights)
        )
        return problems_of(customers("权重制", *items))

    assert weighted("60%", "40%") == CLEAN
    assert weighted("33.33%", "33.33%", "33.33%") == CLEAN
    assert weighted("60%", "39.99%") == CLEAN
    assert weighted("60%", "39.98%") == {("items", "error")}


def test_weighted_items_need_category_and_weight() -> None:
    data = customers("权重制", {"score": 5, "item_category": "甲", "weight_rate": 1}, 4)
    found = {("items.2.item_category", "error"), ("items.2.weight_rate", "error")}
    assert problems_of(data) == found
    assert [one.item_category for one in draft(data).category_scores] == ["甲", "未分类"]


def test_without_categories_there_are_no_subtotals() -> None:
    assert filled(customers("五级", 5, 4)).category_scores == ()
    grouped = customers("五级", {"score": 4, "item_category": "甲"})
    (line,) = filled(grouped).category_scores
    assert (line.score, line.weighted_score) == (Decimal(4), None)


@pytest.mark.parametrize("method", ["四级", "百分制", "权重制", "自定义"])
def test_a_sheet_with_a_score_missing_has_no_total(method: str) -> None:
    item = {"max_score": 10, "item_category": "甲", "weight_rate": 1}
    sheet = draft(customers(method, item | {"score": 10}, item, levels=OWN))
    assert (sheet.total_score, sheet.evaluation_grade) == (None, None)


def test_without_a_way_of_scoring_there_is_no_total() -> None:
    sheet = draft(scoring_method="随意")
    assert (sheet.total_score, sheet.evaluation_grade) == (None, None)
    assert draft(grade_standard="随意").evaluation_grade is None


def test_a_typed_total_must_agree() -> None:
    assert problems(total_score="88.5", evaluation_grade="优秀") == CLEAN
    assert problems(total_score="88") == {("total_score", "error")}
    assert problems(evaluation_grade="良好") == {("evaluation_grade", "error")}
    assert problems(总测评分="88") == {("total_score", "error")}


# Grades


def total(points: str, standard: str = "部门标准") -> str | None:
    item = {"max_score": 100, "score": points}
    data = customers("百分制", item, grade_standard=standard)
    return filled(data).evaluation_grade


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "优秀"), ("80", "优秀"), ("79.99", "良好"), ("79.5", "良好"), ("60", "良好"),
        ("59.99", "一般"), ("40", "一般"), ("39.99", "不合格"), ("39.5", "不合格"), ("0", "不合格"),
    ],
)  # fmt: skip
def test_the_department_s_grades(points: str, grade: str) -> None:
    assert total(points) == grade


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("95", "五星"), ("94.99", "四星"), ("90", "四星"), ("89.99", "三星"), ("80", "三星"),
        ("79.99", "达标"), ("70", "达标"), ("69.99", "未达标"),
    ],
)  # fmt: skip
def test_the_national_grades(points: str, grade: str) -> None:
    assert total(points, "GB/T 27922—2011") == grade


def test_the_grade_is_that_of_the_total_as_printed() -> None:
    assert total("79.995") == "优秀"


def test_every_grade_can_be_printed() -> None:
    kind = AfterSalesEvaluation.specs()["evaluation_grade"].type
    assert kind is not None
    words = {grade for grades in GRADES.values() for grade in grades}
    assert words == set(kind.choices())


@pytest.mark.parametrize(("points", "standard"), [("39.99", "部门标准"), ("69.99", "国家标准")])
def test_who_fails_is_told_how_to_improve(points: str, standard: str) -> None:
    item = {"max_score": 100, "score": points}
    data = customers("百分制", item, grade_standard=standard, improvement=None)
    assert problems_of(data) == {("improvement", "error")}
    assert problems_of(data | {"improvement": "参加培训。"}) == CLEAN
    passed = {"max_score": 100, "score": 70}
    assert problems_of(data | customers("百分制", passed, improvement=None)) == CLEAN


# Service data


def service_problems(**changes: Any) -> set[tuple[str, str]]:
    row = SAMPLE["service_data"][0] | changes
    found = problems(service_data=[row])
    return {(path.removeprefix("service_data.1."), severity) for path, severity in found}


def test_the_rates_are_proposed() -> None:
    rates = ("arrived_on_time_rate", "first_fix_rate", "rework_rate")
    row = {key: value for key, value in SAMPLE["service_data"][0].items() if key not in rates}
    (data,) = draft(service_data=[row]).service_data
    assert data.arrived_on_time_rate == Decimal("0.925")  # 37 of 40 with an appointment
    assert data.first_fix_rate == Decimal("0.9")  # 27 of 30 repairs
    assert data.rework_rate == Decimal(2) / 30


def test_typed_rates_agree_as_far_as_they_are_printed() -> None:
    assert service_problems(rework_rate="6.67%") == CLEAN
    assert service_problems(rework_rate="6.66%") == {("rework_rate", "error")}
    assert service_problems(arrived_on_time_rate="91.9%") == {("arrived_on_time_rate", "error")}
    assert service_problems(first_fix_rate="91%") == {("first_fix_rate", "error")}


def test_a_rate_whose_base_is_not_on_the_sheet_is_taken_as_it_is() -> None:
    assert service_problems(repair_count=None, first_fix_rate="80%") == CLEAN


def test_a_rate_of_nothing_stays_empty() -> None:
    none = {"repair_count": 0, "first_fix_count": 0, "rework_count": 0}
    assert service_problems(**none, first_fix_rate=None, rework_rate=None) == CLEAN
    assert service_problems(**none, rework_rate=None) == {("first_fix_rate", "error")}


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("appointed_count", "service_count"),
        ("repair_count", "service_count"),
        ("arrived_on_time_count", "appointed_count"),
        ("first_fix_count", "repair_count"),
        ("rework_count", "repair_count"),
        ("rated_count", "service_count"),
    ],
)
def test_a_part_is_not_more_than_its_base(name: str, base: str) -> None:
    rates = dict.fromkeys(("arrived_on_time_rate", "first_fix_rate", "rework_rate"))
    whole = SAMPLE["service_data"][0][base]
    assert (name, "error") not in service_problems(**rates, **{name: whole})
    assert (name, "error") in service_problems(**rates, **{name: whole + 1})


@pytest.mark.parametrize("name", ["arrived_on_time_count", "first_fix_count", "rework_count"])
def test_without_its_base_a_part_is_not_more_than_the_services(name: str) -> None:
    bases = {"appointed_count": None, "repair_count": None}
    assert service_problems(**bases, **{name: 46}) == CLEAN
    assert service_problems(**bases, **{name: 47}) == {(name, "error")}


def test_mean_satisfaction_lies_between_the_marks_and_states_its_base() -> None:
    assert service_problems(avg_satisfaction="5") == CLEAN
    assert service_problems(avg_satisfaction="5.01") == {("avg_satisfaction", "error")}
    assert service_problems(avg_satisfaction="1") == CLEAN
    assert service_problems(avg_satisfaction="0.99") == {("avg_satisfaction", "error")}
    assert service_problems(rated_count=None) == {("rated_count", "warning")}
    assert service_problems(rated_count=0) == {("avg_satisfaction", "error")}
    assert service_problems(rated_count=0, avg_satisfaction=None) == CLEAN


def test_one_line_of_service_data_is_that_of_who_is_judged() -> None:
    assert service_problems(object_name=None) == CLEAN
    row = SAMPLE["service_data"][0]
    both = [row, row | {"object_name": "刘洋"}]
    assert problems(service_data=both) == CLEAN
    assert problems(service_data=[row, row]) == {("service_data.2.object_name", "error")}
    assert problems(service_data=[row, row | {"object_name": None}]) == {
        ("service_data.2.object_name", "error")
    }


def test_service_data_need_the_number_of_services() -> None:
    assert ("service_count", "error") in service_problems(service_count=None)


def test_one_service_has_no_service_data() -> None:
    assert problems(evaluation_object="单次服务") == {("service_data", "warning")}


# A copy for other eyes


def test_a_masked_copy_hides_the_customer() -> None:
    copied = masked(filled(customers("五级", 5)), Mask.ALL)
    assert (copied.customer_name, copied.evaluated_by) == ("陈某某", "陈某某")
    assert copied.phone == "139****6732"
    assert copied.object_name == "孙志强"


# Drafts


@given(
    st.dictionaries(
        st.sampled_from(sorted(AfterSalesEvaluation.model_fields)),
        st.one_of(st.none(), st.just("？"), st.just([{"score": "多"}, {"等级": "优"}, {}])),
    ),
    st.dictionaries(
        st.sampled_from(sorted({*SAMPLE["items"][0], "options"})),
        st.one_of(st.none(), st.just("？"), st.just([{"等级": None, "分数": 3}])),
    ),
    st.sampled_from(["五级", "四级", "百分制", "权重制", "自定义"]),
)
@hypothesis_settings(max_examples=50, deadline=None)
def test_whatever_is_missing_or_garbage_is_told_not_raised(
    changes: dict[str, Any], item: dict[str, Any], method: str
) -> None:
    data = with_item(0, **item) | {"scoring_method": method, "levels": OWN} | changes
    check(AfterSalesEvaluation, data, today=TODAY)
