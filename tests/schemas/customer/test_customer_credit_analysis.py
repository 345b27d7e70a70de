"""客户信用分析表: from facts to score, from score to grade, limit and term, and who decides."""

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
from csdforms.schemas.customer import CustomerCreditAnalysis
from csdforms.schemas.customer.credit_indicators import INDICATORS
from csdforms.schemas.settings import CreditPolicy, Settings, use

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_credit_analysis.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 20)
D = Decimal


def changed(**changes: object) -> dict[str, Any]:
    return {**copy.deepcopy(SAMPLE), **changes}


def problems(**changes: object) -> set[tuple[str, str]]:
    findings = check(CustomerCreditAnalysis, changed(**changes), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def draft(**changes: object) -> CustomerCreditAnalysis:
    return examine(CustomerCreditAnalysis, changed(**changes), today=TODAY)[0]


def scored(number: int, **changes: object) -> list[dict[str, Any]]:
    """Return the score rows with changes in one of them, counted from 1."""
    rows = copy.deepcopy(SAMPLE["score_rows"])
    rows[number - 1] |= changes
    return list(rows)


def said(number: int, **changes: object) -> list[dict[str, Any]]:
    rows = copy.deepcopy(SAMPLE["opinions"])
    rows[number - 1] |= changes
    return list(rows)


def opinion(role: str, day: str = "2026-03-18") -> dict[str, Any]:
    return {"opinion_role": role, "opinion_text": "同意。", "opinion_by": "林岚", "opinion_on": day}


WITH_GM = [*SAMPLE["opinions"], opinion("总经理")]
#: One indicator of a firm's own that makes the whole score.
SIMPLE = {"indicator": "综合评定", "max_score": 100, "actual_value": "合议"}


def score_of(score: str, **changes: object) -> dict[str, object]:
    """Return the changes that leave one row with this score, and nothing that follows from it."""
    blank = {"suggested_grade": None, "factor_rate": None, "suggested_limit": None}
    return {**blank, "score_rows": [{**SIMPLE, "score": score}], **changes}


def test_the_sample_has_no_finding() -> None:
    assert check(CustomerCreditAnalysis, SAMPLE, today=TODAY) == []


def test_what_is_stored_reads_back_the_same() -> None:
    form = parse(CustomerCreditAnalysis, SAMPLE, today=TODAY)
    assert parse(CustomerCreditAnalysis, form.stored(), today=TODAY) == form
    assert CustomerCreditAnalysis.model_validate(SAMPLE) == form


@pytest.mark.parametrize(
    "name",
    [
        "form_no",
        "customer_no",
        "customer_name",
        "analysis_kind",
        "analysed_on",
        "period_start",
        "period_end",
        "suggested_term_days",
        "suggested_payment",
        "conclusion",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("评估日期", "analysed_on"),
        ("营业项目", "business_scope"),
        ("创业日期", "established_on"),
        ("开始交易日期", "first_deal_on"),
        ("资本额", "registered_capital"),
        ("帐簿组织", "bookkeeping"),
        ("履约率", "on_time_payment_rate"),
        ("现信用等级", "credit_grade"),
        ("合计得分", "total_score"),
        ("调整理由", "override_reason"),
        ("分析结论", "conclusion"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert CustomerCreditAnalysis.labels().find(label) == (name,)


# Days


def test_the_analysis_follows_the_period_it_judges() -> None:
    assert problems(period_end="2026-03-16") == set()
    assert problems(period_end="2026-03-17") == {("analysed_on", "error")}
    assert problems(period_start="2026-02-28") == set()
    assert ("period_end", "error") in problems(period_start="2026-03-01")


def test_the_customer_is_founded_deals_and_is_analysed_in_this_order() -> None:
    assert ("first_deal_on", "error") in problems(established_on="2024-05-09")
    assert ("first_deal_on", "error") not in problems(established_on="2024-05-08")
    assert ("analysed_on", "error") in problems(first_deal_on="2026-03-17")


def test_the_analysis_is_not_of_tomorrow() -> None:
    assert ("analysed_on", "error") not in problems(analysed_on="2026-03-20")
    assert ("analysed_on", "error") in problems(analysed_on="2026-03-21")


# Sales, payments, accounts


def test_the_mean_is_taken_over_months_with_shipments() -> None:
    assert draft(avg_month_sales_amount=None).avg_month_sales_amount == D("420000.00")
    assert draft(avg_month_sales_amount=None, shipping_months=0).avg_month_sales_amount is None
    assert problems(avg_month_sales_amount="420000.01") == {("avg_month_sales_amount", "error")}
    assert ("avg_month_sales_amount", "error") not in problems(
        avg_month_sales_amount="420000.01", shipping_months=None
    )


def test_a_mean_that_does_not_come_out_even_is_rounded() -> None:
    form = draft(avg_month_sales_amount=None, last_twelve_months_amount="4620000.05")
    assert form.avg_month_sales_amount == D("420000.00")  # 420000.0045…
    assert parse(CustomerCreditAnalysis, form.stored(), today=TODAY) == form


def test_the_rate_of_payments_on_time_is_worked_out_by_count() -> None:
    assert draft(on_time_payment_rate=None).on_time_payment_rate == D(23) / D(24)
    assert draft(on_time_payment_rate=None, due_count=0, on_time_count=0).on_time_payment_rate is (
        None
    )
    assert problems(on_time_payment_rate="95.84%") == {
        ("on_time_payment_rate", "error"),
        ("score_rows.8.actual_value", "warning"),
    }
    assert problems(due_count=23, on_time_count=24) == {("on_time_count", "error")}
    assert ("on_time_count", "error") not in problems(due_count=24, on_time_count=24)


def test_the_rate_by_amount_is_taken_as_it_is() -> None:
    by_amount = {"on_time_basis": "按金额", "score_rows": scored(8, actual_value="97%")}
    assert draft(on_time_payment_rate=None, **by_amount).on_time_payment_rate is None
    by_amount["score_rows"] = scored(8, actual_value="97%", score="14.55")
    assert problems(on_time_payment_rate="97%", **by_amount) == set()


def test_what_is_overdue_is_so_since_some_day() -> None:
    never = {"max_overdue_days": 0, "score_rows": scored(9, actual_value="0天", score="10")}
    assert problems(**never) == set()
    assert problems(overdue_amount="0.01", **never) == {("max_overdue_days", "error")}
    assert problems(overdue_amount="0.01") == set()


def test_a_debt_beyond_the_limit_is_an_excess() -> None:
    none = {"over_limit_count": 0, "score_rows": scored(10, actual_value="0次", score="5")}
    assert problems(**none) == {("over_limit_count", "warning")}
    assert problems(max_balance_amount="500000.00", **none) == set()
    assert problems(max_balance_amount=None, **none) == set()


# The figures of a year


def years(number: int = 2, **changes: object) -> dict[str, object]:
    rows = copy.deepcopy(SAMPLE["finance_years"])
    rows[number - 1] |= changes
    return {"finance_years": rows}


def test_the_ratios_follow_from_the_balance_sheet() -> None:
    year = draft().finance_years[1]
    assert year.debt_asset_ratio == D(29_200_000) / D(52_350_000)
    assert year.current_ratio == D("1.5")
    assert year.quick_ratio == D(25_750_000) / D(22_600_000)
    assert draft(**years(inventory=None)).finance_years[1].quick_ratio is None
    assert draft(**years(current_liabilities="0")).finance_years[1].current_ratio is None


def test_growth_compares_with_the_year_before() -> None:
    first, second = draft().finance_years
    assert first.revenue_growth_rate is None
    assert second.revenue_growth_rate == D(7_100_000) / D(79_300_000)
    assert problems(**years(revenue_growth_rate="8.95%")) == set()
    assert problems(**years(revenue_growth_rate="8.96%")) == {
        ("finance_years.2.revenue_growth_rate", "error")
    }
    assert problems(**years(1, revenue_growth_rate="50%")) == set()


def test_each_year_stands_once_and_is_not_to_come() -> None:
    assert ("finance_years.2.year", "error") in problems(**years(year=2024))
    assert ("finance_years.2.year", "error") in problems(**years(year=2027))
    assert ("finance_years.2.year", "error") not in problems(**years(year=2026))


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("current_assets", "48600000.00"),
        ("current_liabilities", "27900000.00"),
        ("inventory", "31200000.00"),
        ("receivables", "31200000.00"),
    ],
)
def test_a_part_is_not_larger_than_its_whole(name: str, whole: str) -> None:
    assert problems(**years(1, **{name: whole})) == set()
    more = whole.removesuffix("0") + "1"
    assert problems(**years(1, **{name: more})) == {(f"finance_years.1.{name}", "warning")}


# The score table


def test_an_empty_table_gets_the_default_indicators() -> None:
    form = draft(score_rows=None)
    assert [row.indicator for row in form.score_rows] == [known.name for known in INDICATORS]
    assert [row.seq for row in form.score_rows] == list(range(1, 17))
    assert sum(row.max_score or 0 for row in form.score_rows) == 100


def test_figures_from_the_boxes_above_are_scored() -> None:
    found = {row.indicator: row for row in draft(score_rows=None).score_rows}
    told = {name: (row.actual_value, row.score) for name, row in found.items() if row.actual_value}
    assert told == {
        "经营年限": ("7年", 4),
        "合作年限": ("1年", 2),
        "订单稳定性": ("11个月", D("4.58")),
        "按期付款率": ("95.83%", D("14.37")),
        "最长逾期天数": ("6天", 6),
        "超额度次数": ("1次", 3),
        "注册(实缴)资本": ("1000万元", 5),
        "资产负债率": ("55.78%", 8),
        "流动比率": ("150%", 6),
        "速动比率": ("113.94%", 5),
    }


def test_a_sheet_without_any_mark_is_told_so_once() -> None:
    bare = dict.fromkeys(
        [
            "established_on", "first_deal_on", "shipping_months", "on_time_payment_rate",
            "due_count", "max_overdue_days", "over_limit_count", "registered_capital",
            "finance_years", "score_rows",
        ]
    )  # fmt: skip
    assert problems(**bare) == {("score_rows", "error")}
    form = draft(**bare)
    assert (form.total_score, form.computed_grade) == (None, None)


def test_what_has_no_data_scores_as_the_policy_says() -> None:
    rows = scored(6, actual_value=None, score=None)
    nothing = {"shipping_months": None, "score_rows": rows}
    path = "score_rows.6"
    form = draft(**nothing)
    assert (form.score_rows[5].score, form.total_score) == (D(0), D("80.37"))
    assert form.score_rows[5].score_note == "无资料，按零分计"
    assert problems(**nothing) == set()
    with use(Settings(credit=CreditPolicy(missing_score="六成"))):
        form = draft(**nothing)
        assert (form.score_rows[5].score, form.total_score) == (D(3), D("83.37"))
        assert problems(**nothing) == set()
    with use(Settings(credit=CreditPolicy(missing_score="不计"))):
        form = draft(**nothing)
        assert form.score_rows[5].score is None
        assert form.total_score == D("84.60")  # 80.37 of 95
        assert problems(**nothing) == {(f"{path}.score", "warning")}


def test_full_marks_make_a_hundred() -> None:
    own = {"indicator": "厂房面积", "actual_value": "1万", "score": "3"}
    rows = SAMPLE["score_rows"]
    assert ("score_rows", "error") in problems(score_rows=[*rows, {**own, "max_score": 5}])
    replaced = [*rows[1:], {**own, "max_score": 5}]
    assert ("score_rows", "error") not in problems(score_rows=replaced)
    assert ("score_rows", "error") in problems(score_rows=rows[1:])
    assert ("score_rows.16.max_score", "error") in problems(score_rows=[*rows[1:], own])


def test_marks_are_not_beyond_the_full_ones() -> None:
    assert ("score_rows.1.score", "error") not in problems(**score_of("100"))
    assert ("score_rows.1.score", "error") in problems(**score_of("100.01"))


def test_marks_follow_from_the_value_unless_a_note_says_why_not() -> None:
    assert problems(score_rows=scored(1, score="3.99")) == {("score_rows.1.score", "error")}
    assert problems(score_rows=scored(1, score="3", score_note="两次更名")) == set()


def test_a_firm_s_own_basis_or_marks_are_its_own() -> None:
    own = {"basis": "按股东年限", "max_score": 5, "score": "1"}
    assert problems(score_rows=scored(1, **own)) == set()
    rows = scored(1, score="9", max_score=10)
    rows[1] |= {"max_score": 0, "score": 0}
    assert problems(score_rows=rows) == set()


def test_a_mark_has_its_ground_and_a_value_its_mark() -> None:
    rows = scored(3, actual_value=None)
    assert problems(score_rows=rows) == {("score_rows.3.actual_value", "warning")}
    rows = scored(3, actual_value="尚可", score=None)
    assert problems(score_rows=rows, total_score=None) == {("score_rows.3.score", "error")}


def test_the_table_and_the_boxes_above_tell_the_same() -> None:
    path = ("score_rows.1.actual_value", "warning")
    assert problems(score_rows=scored(1, actual_value="8年")) == {path}
    assert problems(score_rows=scored(1, actual_value="七年整")) == set()
    assert problems(score_rows=scored(1, actual_value="7")) == set()


def test_each_indicator_stands_once() -> None:
    rows = scored(2, indicator="经营年限", actual_value="7年")
    assert ("score_rows.2.indicator", "error") in problems(score_rows=rows)


def test_a_row_needs_its_indicator() -> None:
    rows = scored(3, indicator=None, max_score=5)
    assert problems(score_rows=rows) == {("score_rows.3.indicator", "error")}
    rows[3] = {**rows[3], "indicator": None, "max_score": 5}
    found = problems(score_rows=rows)
    assert found == {("score_rows.3.indicator", "error"), ("score_rows.4.indicator", "error")}


# Score to grade


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "AAA"), ("89.5", "AA"), ("80", "AA"), ("79.99", "A"), ("60", "B"), ("59.99", "C")],
)
def test_the_grade_follows_from_the_score(score: str, grade: str) -> None:
    assert draft(**score_of(score)).computed_grade == grade
    assert draft(**score_of(score)).suggested_grade == grade


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({"knock_outs": ["被诉货款"]}, "C"),
        ({"knock_outs": ["出口业务"], "missing_items": ["审计报告"]}, "C"),
        ({"missing_items": ["审计报告"]}, "A"),
        ({"analysis_kind": "首次"}, "A"),
        ({"knock_outs": None, "missing_items": None}, "AAA"),
        ({"knock_outs": ["无"], "missing_items": ["无"]}, "AAA"),
    ],
)
def test_a_knock_out_and_what_is_unproved_hold_the_grade_down(
    changes: dict[str, object], grade: str
) -> None:
    assert draft(**score_of("95"), **changes).computed_grade == grade


def test_a_knock_out_needs_no_score() -> None:
    nothing = score_of("1", knock_outs=["恶意拖欠"])
    nothing["score_rows"] = [SIMPLE]
    assert draft(**nothing).computed_grade == "C"


def test_a_typed_total_or_grade_must_be_the_computed_one() -> None:
    assert problems(合计得分="84.95", 测算等级="AA") == set()
    assert problems(合计得分="85") == {("total_score", "error")}
    assert problems(测算等级="AAA") == {("computed_grade", "error")}


def test_another_grade_than_the_computed_one_needs_a_reason() -> None:
    lower = {"suggested_grade": "A", "factor_rate": "80%", "suggested_limit": "504000.00"}
    assert problems(**lower) == {("override_reason", "error")}
    assert problems(**lower, override_reason="旺季曾超额度。") == set()


def test_a_better_grade_is_the_general_manager_s() -> None:
    better = {
        "suggested_grade": "AAA",
        "factor_rate": "150%",
        "factor_reason": "签有战略协议。",
        "suggested_limit": "945000.00",
        "override_reason": "母公司提供保证。",
    }
    assert draft(**better).approval_level == "总经理"
    assert problems(**better) == {("opinions", "error")}
    assert problems(**better, opinions=WITH_GM) == set()


def test_none_stands_alone() -> None:
    out = {"knock_outs": ["出口业务", "无"], "override_reason": "货款已投保。"}
    assert problems(**out, opinions=WITH_GM) == {("knock_outs", "error")}


def test_other_words_are_explained() -> None:
    out = {
        "knock_outs": ["其他"],
        "suggested_grade": "C",
        "factor_rate": "0%",
        "suggested_limit": "0",
        "suggested_term_days": 0,
        "suggested_payment": "预付款",
        "remarks": None,
    }
    assert problems(**out) == {("remarks", "error")}
    assert problems(**{**out, "remarks": "主要设备被查封。"}) == set()
    assert problems(suggested_payment="其他", remarks=None) == {("remarks", "error")}


# Grade to limit and term


@pytest.mark.parametrize(
    ("score", "factor", "limit"),
    [("85", "1", "630000.00"), ("75", "0.8", "504000.00"), ("65", "0.6", "378000.00")],
)
def test_factor_and_limit_follow_from_the_grade(score: str, factor: str, limit: str) -> None:
    form = draft(**score_of(score))
    assert (form.factor_rate, form.formula_limit) == (D(factor), D(limit))
    assert form.suggested_limit == D(limit)


def test_the_factor_lies_in_the_range_of_its_grade() -> None:
    assert problems(factor_rate="99.99%") == {("factor_rate", "error"), ("opinions", "error")}
    aaa = score_of("95", factor_reason="签有战略协议。", opinions=WITH_GM)
    for factor, bad in (("149.99%", True), ("150%", False), ("300%", False), ("300.01%", True)):
        assert (("factor_rate", "error") in problems(**{**aaa, "factor_rate": factor})) is bad
    assert ("factor_rate", "error") in problems(**{**aaa, "suggested_limit": "1"})
    chosen = {**aaa, "factor_rate": "200%", "factor_reason": None}
    assert problems(**chosen) == {("factor_reason", "error")}
    assert draft(**chosen).formula_limit == D("1260000.00")


def test_the_worst_grade_has_no_credit() -> None:
    form = draft(**score_of("50", suggested_term_days=None))
    assert (form.factor_rate, form.suggested_limit) == (D(0), D(0))
    assert form.suggested_term_days == 0
    found = problems(**score_of("50", suggested_limit="1", suggested_term_days=30))
    assert found == {
        ("suggested_limit", "error"),
        ("suggested_term_days", "error"),
        ("suggested_payment", "error"),
        ("opinions", "error"),
    }
    for payment in ("预付款", "款到发货"):
        none = score_of("50", suggested_term_days=0, suggested_payment=payment)
        assert problems(**none) == set()


@pytest.mark.parametrize(("days", "good"), [(29, False), (30, True), (90, True), (91, False)])
def test_terms_keep_within_the_policy(days: int, good: bool) -> None:
    found = problems(suggested_term_days=days, suggested_limit=None)
    assert (("suggested_term_days", "error") not in found) is good


def test_no_credit_has_no_term() -> None:
    assert problems(suggested_term_days=0, suggested_limit="0") == set()
    assert ("suggested_term_days", "error") in problems(suggested_term_days=0)


def test_a_limit_above_the_formula_is_the_general_manager_s() -> None:
    assert draft().approval_level == "客户服务部经理"
    assert draft(suggested_limit="630000.01").approval_level == "总经理"
    assert problems(suggested_limit="630000.01") == {("opinions", "error")}
    assert problems(suggested_limit="630000.01", opinions=WITH_GM) == set()
    assert draft(suggested_grade=None, score_rows=[SIMPLE]).approval_level is None


def test_a_large_limit_is_the_general_manager_s() -> None:
    with use(Settings(credit=CreditPolicy(general_manager_above=D(630_000)))):
        assert draft().approval_level == "客户服务部经理"
    with use(Settings(credit=CreditPolicy(general_manager_above=D("629999.99")))):
        assert draft().approval_level == "总经理"


def test_a_new_customer_s_limit_rests_on_expected_sales() -> None:
    new = score_of(
        "75",
        analysis_kind="首次",
        last_twelve_months_amount=None,
        shipping_months=None,
        avg_month_sales_amount=None,
    )
    assert problems(**new) >= {("suggested_limit", "error")}
    assert ("expected_month_sales_amount", "error") in problems(**{**new, "suggested_limit": "1"})
    form = draft(**new, expected_month_sales_amount="100000.00", suggested_term_days=60)
    assert form.suggested_limit == D("160000.00")
    assert problems(**new, expected_month_sales_amount="100000.00") == set()
    first = {**new, "expected_month_sales_amount": "100000.00", "first_deal_on": None}
    assert problems(**first) == {("suggested_limit", "warning")}


def test_a_limit_needs_sales_to_rest_on() -> None:
    none = {"last_twelve_months_amount": None, "avg_month_sales_amount": None}
    assert problems(**none) == {("avg_month_sales_amount", "error")}


def test_the_season_changes_a_capped_limit_only() -> None:
    assert problems(season_rate="50%") == {("season_rate", "warning")}
    capped = {"suggested_term_days": 30, "suggested_limit": "630000.00", "factor_rate": None}
    with use(Settings(credit=CreditPolicy(limit_method="月均封顶"))):
        assert problems(season_rate="50%", **capped) == set()
        assert draft(season_rate="50%", **capped).formula_limit == D("630000.00")
        assert ("season_rate", "error") in problems(season_rate="-50.01%", **capped)
        assert problems(**capped) == {("opinions", "error")}  # 420,000 is the cap
        assert ("suggested_term_days", "error") in problems(
            **{**capped, "suggested_term_days": 31}, season_rate="50%"
        )


def test_a_guarantee_is_given_by_somebody() -> None:
    assert problems(guarantee="无") == set()
    assert problems(guarantee={"guarantee_kind": "抵押"}) == {
        ("guarantee.guarantor", "error"),
        ("guarantee.guaranteed_amount", "error"),
    }
    assert problems(guarantee={"guarantor": "某公司"}) == {("guarantee.guarantee_kind", "error")}


# Who says what


def test_those_who_sign_are_named_in_advance() -> None:
    roles = [row.opinion_role for row in draft(opinions=None).opinions]
    assert roles == ["业务", "财务", "客户服务部经理"]
    roles = [row.opinion_role for row in draft(opinions=None, suggested_limit="1000000").opinions]
    assert roles == ["业务", "财务", "客户服务部经理", "总经理"]
    assert problems(opinions=None) == set()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_nobody_is_passed_over(number: int) -> None:
    rows = [row for row in SAMPLE["opinions"] if row is not SAMPLE["opinions"][number - 1]]
    assert problems(opinions=rows) == {("opinions", "error")}


def test_an_opinion_is_signed_whole() -> None:
    assert problems(opinions=said(3, opinion_by=None)) == {("opinions.3.opinion_by", "error")}
    assert problems(opinions=said(3, opinion_on=None)) == {("opinions.3.opinion_on", "error")}
    assert problems(opinions=said(3, opinion_text=None)) == {("opinions.3.opinion_text", "error")}
    assert problems(opinions=said(1, opinion_role=None)) == {
        ("opinions.1.opinion_role", "error"),
        ("opinions", "error"),
    }


def test_opinions_come_in_the_order_of_the_flow() -> None:
    assert problems(opinions=said(3, opinion_on="2026-03-17")) == set()
    assert problems(opinions=said(3, opinion_on="2026-03-16")) == {
        ("opinions.3.opinion_on", "error")
    }
    unsigned = said(2, opinion_text=None, opinion_by=None, opinion_on=None)
    assert problems(opinions=unsigned) == {("opinions.3.opinion_on", "error")}
    assert problems(opinions=[*unsigned[:2], {"opinion_role": "客户服务部经理"}]) == set()
    assert problems(opinions=list(reversed(SAMPLE["opinions"]))) == set()


def test_one_side_has_one_opinion() -> None:
    assert ("opinions", "error") in problems(opinions=[*SAMPLE["opinions"], opinion("财务")])


def test_findings_never_repeat_personal_data() -> None:
    traits = {**SAMPLE["principal_traits"], "experience": "沈某"}
    for finding in check(
        CustomerCreditAnalysis, changed(principal_traits=traits, knock_outs=["其他"]), today=TODAY
    ):
        assert "沈某" not in str(finding)


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "？", -1, 10**30, [], {}, [{}], [None], "2026-13-01", True]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE))
def test_checking_survives_any_garbage(changes: dict[str, object]) -> None:
    check(CustomerCreditAnalysis, changed(**changes), today=TODAY)


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.integers(1, 16), st.dictionaries(st.sampled_from(["indicator", "basis", "max_score",
       "actual_value", "score"]), GARBAGE))  # fmt: skip
def test_checking_survives_garbage_in_the_table(number: int, changes: dict[str, object]) -> None:
    check(CustomerCreditAnalysis, changed(score_rows=scored(number, **changes)), today=TODAY)
