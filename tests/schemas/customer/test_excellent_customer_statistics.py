"""优秀客户统计表: marks, ranks and awards by hand, conditions and quota at their edges."""

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
from pydantic import ValidationError

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer import award_policy
from csdforms.schemas.customer.award_policy import Candidate
from csdforms.schemas.customer.excellent_customer_statistics import (
    AwardLine,
    ExcellentCustomerStatistics,
)
from csdforms.templates.printing import printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "excellent_customer_statistics.json").read_text("utf-8")
)
TODAY = dt.date(2026, 2, 1)
Problems = set[tuple[str, str]]
CLEAN: Problems = set()
HEAD: dict[str, Any] = {
    "form_no": "YX-1",
    "period_start": "2025-01-01",
    "period_end": "2025-12-31",
    "prepared_by": "周明",
    "prepared_on": "2026-01-15",
}
BEST, SECOND, THIRD, LAST, YOUNG = range(5)
ONE = [{"indicator": "销售净额", "weight": 100}]
NO_CONDITION = "其他条件由部门审定"


def problems_of(data: dict[str, Any]) -> Problems:
    findings = check(ExcellentCustomerStatistics, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def row_problems(position: int, **changes: Any) -> Problems:
    data = copy.deepcopy(SAMPLE)
    data["rows"][position] |= changes
    return problems_of(data)


def own(position: int, **changes: Any) -> Problems:
    """What is found of one line that is changed."""
    prefix = f"rows.{position + 1}."
    found = row_problems(position, **changes)
    return {(path.removeprefix(prefix), severe) for path, severe in found if prefix in path}


def customer(number: int, net: Any, **more: Any) -> dict[str, Any]:
    """A customer who qualifies, judged by sales alone."""
    return {
        "customer_no": f"KH-{number}",
        "customer_name": "某公司",
        "net_sales_amount": net,
        "eligible": True,
    } | more


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    base = {"indicators": ONE, "eligibility": [NO_CONDITION], "rows": list(lines)}
    return HEAD | base | head


def filled(data: dict[str, Any]) -> ExcellentCustomerStatistics:
    return examine(ExcellentCustomerStatistics, data, today=TODAY)[0]


def column(data: dict[str, Any], name: str) -> list[Any]:
    return [getattr(row, name) for row in filled(data).rows]


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Worked out: the sample's figures, by hand

WORKED_OUT = (
    "rank", "cooperation_years", "sales_share", "gross_margin_rate", "indicator_scores",
    "total_score", "eligible", "ineligible_reason", "award_result",
)  # fmt: skip


def test_the_samples_customers_by_the_usual_indicators() -> None:
    data = copy.deepcopy(SAMPLE)
    for row in data["rows"]:
        for name in WORKED_OUT:
            row.pop(name, None)
    for name in ("indicators", "eligibility", "bands"):
        del data[name]
    context = printed(parse(ExcellentCustomerStatistics, data, today=TODAY))
    assert [row["indicator_scores"] for row in context["rows"]] == [
        "30、15、15、19.2、5.67、0",  # one complaint, where others have none
        "15、12、6.82、19.6、10、10",
        "23.07、6、14.68、20、6.67、0",
        "7.69、3、4.89、18、7.67、10",
        "",
    ]
    assert [row["total_score"] for row in context["rows"]] == [
        "84.87", "73.42", "70.42", "51.25", "—",
    ]  # fmt: skip
    assert [row["award_result"] for row in context["rows"]] == [
        "优秀客户", "优秀客户", "入围", "入围", "不予评定",
    ]  # fmt: skip
    assert [row["ineligible_reason"] for row in context["rows"]] == [
        "", "", "", "", "合作不满12个月",
    ]  # fmt: skip


def test_the_samples_figures_are_worked_out() -> None:
    data = copy.deepcopy(SAMPLE)
    for row in data["rows"]:
        for name in set(WORKED_OUT) - {"indicator_scores"}:  # 市场信誉 is marked by hand
            row.pop(name, None)
    for line in data["indicators"]:
        del line["basis"], line["indicator_direction"]
    context = printed(parse(ExcellentCustomerStatistics, data, today=TODAY))
    assert context == printed(parse(ExcellentCustomerStatistics, SAMPLE, today=TODAY))
    assert [row["rank"] for row in context["rows"]] == ["1", "2", "3", "4", ""]
    assert [row["sales_share"] for row in context["rows"]] == [
        "26.77%", "13.39%", "20.59%", "6.86%", "16.67%",
    ]  # fmt: skip
    assert [row["cooperation_years"] for row in context["rows"]] == [
        "1.7", "3.0", "2.0", "2.3", "0.9",
    ]  # fmt: skip
    assert (
        context["awarded"].items()
        >= {
            "customer_count": "2户",
            "customer_share": "6.25%",
            "net_sales_amount": "2,457,900.00",
            "sales_share": "40.16%",
            "gross_profit_amount": "524,352.00",
            "profit_share": "38.00%",
        }.items()
    )


def test_the_default_indicators_and_conditions_are_the_firms() -> None:
    found = filled(sheet(customer(1, 5), indicators=[], eligibility=None))
    assert [(each.indicator, int(each.weight or 0)) for each in found.indicators] == [
        ("销售净额", 30), ("销售增长", 15), ("毛利贡献", 15), ("按期付款率", 20),
        ("合作年限", 10), ("配合度与投诉", 10),
    ]  # fmt: skip
    assert found.eligibility == (
        "客户等级为A或B", "期末无逾期", "危险程度不是高或极高", "不在不诚信名单上", "合作满12个月",
    )  # fmt: skip
    policy = settings.AwardPolicy(
        grades=("A",), cooperation_months=24, indicators={"销售净额": 70, "市场信誉": 30}
    )
    with settings.use(settings.Settings(award=policy)):
        found = filled(sheet(customer(1, 5), indicators=[], eligibility=None))
    assert [each.weight for each in found.indicators] == [70, 30]
    assert found.eligibility is not None
    assert (found.eligibility[0], found.eligibility[4]) == ("客户等级为A", "合作满24个月")
    with pytest.raises(ValidationError):
        settings.AwardPolicy(indicators={"销售净额": 99})


# Marks against the best


@pytest.mark.parametrize(
    ("values", "lower", "marks"),
    [
        ([200, 150, 0], False, ["100", "75", "0"]),
        ([200, -50], False, ["100", "0"]),
        ([-1, -5], False, ["0", "0"]),
        ([0, 0], False, ["0", "0"]),
        ([2, 4, 8], True, ["100", "50", "25"]),
        ([0, 3, 0], True, ["100", "0", "100"]),
        ([None, 3], True, [None, "100"]),
        ([3, 1], False, ["100", "33.33"]),
        ([None], False, [None]),
    ],
)
def test_the_best_has_all_marks_and_the_others_their_share(
    values: list[int | None], lower: bool, marks: list[str | None]
) -> None:
    found = award_policy.relative(values, 100, lower=lower)
    assert found == [None if mark is None else Decimal(mark) for mark in marks]


def test_only_who_qualifies_is_marked() -> None:
    data = sheet(customer(1, 900, eligible=False, ineligible_reason="某"), customer(2, 500))
    assert column(data, "indicator_scores") == [None, ("100",)]


def test_the_firms_own_indicator_is_marked_by_hand() -> None:
    own_ = [{"indicator": "市场信誉", "weight": 30}, {"indicator": "销售净额", "weight": 70}]
    data = sheet(customer(1, 5), indicators=own_)
    assert problems_of(data) == {("rows.1.indicator_scores", "error")}
    data = sheet(customer(1, 5, indicator_scores=[25, 70]), indicators=own_, quota_count=9)
    assert column(data, "total_score") == [95]
    line = customer(1, 5, indicator_scores=[25, 69], award_result="入围")
    assert problems_of(sheet(line, indicators=own_)) == {("rows.1.indicator_scores", "error")}


@pytest.mark.parametrize(
    ("scores", "severity"),
    [
        (["23.07", "6", "14.68", "20", "6.67", "2"], None),
        (["23.07", "6.01", "14.67", "20", "6.67", "2"], "error"),
        (["23.07", "6", "14.68", "20", "6.67"], "error"),
        (["23.07", "6", "14.68", "20", "6.67", "3"], "error"),
        (["A", "A", "A", "A", "A", "A"], "error"),
        (["31", "6", "14.68", "12.07", "6.67", "2"], "error"),
    ],
)
def test_typed_marks_are_those_of_the_method(scores: list[str], severity: str | None) -> None:
    found = {severe for path, severe in own(THIRD, indicator_scores=scores) if "scores" in path}
    assert found == ({severity} if severity else set())


@pytest.mark.parametrize(
    ("unit", "mark", "found"),
    [
        # In 万元 each amount is off by 50 yuan at most: (50 + 0.5 × 50) ÷ 200,000 × 100 = 0.0375.
        ("元", "50.01", True),
        ("万元", "50.04", False),
        ("万元", "50.05", True),
    ],
)
def test_marks_are_as_exact_as_the_amounts_they_rest_on(unit: str, mark: str, found: bool) -> None:
    lines = [
        customer(1, 200_000, award_result="入围"),
        customer(2, 100_000, indicator_scores=[mark], total_score=mark, award_result="入围"),
    ]
    expected = {("rows.2.indicator_scores", "error")} if found else CLEAN
    assert problems_of(sheet(*lines, money_unit=unit)) == expected


@pytest.mark.parametrize(("mark", "found"), [("30.48", True), ("30.50", False), ("30.53", True)])
def test_marks_may_rest_on_rates_before_they_were_rounded(mark: str, found: bool) -> None:
    """30.51 % of 100.00 % are 30.51 marks, give or take 0.0065, each rounded to a hundredth."""
    lines = [
        customer(1, 2, on_time_payment_rate="100%", award_result="入围"),
        customer(2, 1, on_time_payment_rate="30.51%", award_result="入围"),
    ]
    lines[1] |= {"indicator_scores": [mark], "total_score": mark}
    data = sheet(*lines, indicators=[{"indicator": "按期付款率", "weight": 100}])
    assert problems_of(data) == ({("rows.2.indicator_scores", "error")} if found else CLEAN)


def test_fewer_complaints_are_counted_and_not_rounded() -> None:
    lines = [
        customer(1, 2, complaint_count=2, award_result="入围"),
        customer(2, 1, complaint_count=3, award_result="入围"),
    ]
    indicators = [{"indicator": "投诉次数", "weight": 100}]
    for mark, found in (("66.67", CLEAN), ("66.68", {("rows.2.indicator_scores", "error")})):
        lines[1] |= {"indicator_scores": [mark], "total_score": mark}
        assert problems_of(sheet(*lines, indicators=indicators, money_unit="万元")) == found


def test_the_total_is_the_sum_of_the_marks() -> None:
    assert own(LAST, total_score="51.26") == {("total_score", "error")}
    assert own(LAST, indicator_scores=None) == {("indicator_scores", "warning")}
    bands = sheet(customer(1, 5, total_score=80, award_result="入围"), award_method="分档计分")
    assert problems_of(bands) == {("bands", "warning"), ("rows.1.indicator_scores", "warning")}


# Bands


def banded(score: Any, **more: Any) -> Problems:
    bands = [
        {"indicator": "销售净额", "band": "100万元及以上", "score": 100},
        {"indicator": "销售净额", "band": "50万元至100万元", "score": 60},
    ]
    line = customer(1, 5, indicator_scores=[score], award_result="入围")
    return problems_of(sheet(line, **{"award_method": "分档计分", "bands": bands} | more))


def test_a_mark_is_that_of_a_band() -> None:
    assert banded(60) == CLEAN
    assert banded(61) == {("rows.1.indicator_scores", "error")}
    two = [{"indicator": "销售净额", "weight": 60}, {"indicator": "市场信誉", "weight": 40}]
    assert ("bands.1.score", "error") in banded(60, indicators=two)
    other = [{"indicator": "市场信誉", "weight": 100}]
    assert banded(61, indicators=other) == {
        ("bands.1.indicator", "error"),
        ("bands.2.indicator", "error"),
    }
    assert banded(100, award_method="相对最优计分") == {
        ("bands.1.indicator", "warning"),
        ("bands.2.indicator", "warning"),
    }


def test_weights_are_a_hundred_together() -> None:
    indicators = copy.deepcopy(SAMPLE["indicators"])
    indicators[0]["weight"] = "30.5"
    assert ("indicators", "error") in problems(indicators=indicators)
    indicators[0]["weight"] = None
    assert ("indicators.1.weight", "error") in problems(indicators=indicators)
    twice = [{"indicator": "销售净额", "weight": 50}, {"indicator": "销售净额", "weight": 50}]
    assert problems_of(sheet(customer(1, 5, award_result="入围"), indicators=twice)) == {
        ("indicators.2.indicator", "error")
    }


# Conditions


@pytest.mark.parametrize(
    ("place", "candidate", "met"),
    [
        (0, Candidate(grade="B"), True),
        (0, Candidate(grade="C"), False),
        (1, Candidate(overdue=Decimal(0)), True),
        (1, Candidate(overdue=Decimal("0.01")), False),
        (2, Candidate(risk_level="中"), True),
        (2, Candidate(risk_level="高"), False),
        (2, Candidate(risk_level="极高"), False),
        (2, Candidate(), True),
        (3, Candidate(on_register=False), True),
        (3, Candidate(on_register=True), False),
        (4, Candidate(months=12), True),
        (4, Candidate(months=11), False),
        (5, Candidate(total_sales=Decimal("10000000.01")), True),
        (5, Candidate(total_sales=Decimal(10000000)), False),
        (6, Candidate(quality_issue_share=Decimal("0.0099")), True),
        (6, Candidate(quality_issue_share=Decimal("0.01")), False),
    ],
)
def test_a_condition_at_its_edge(place: int, candidate: Candidate, met: bool) -> None:
    assert award_policy.conditions()[place].met(candidate) is met


def test_what_is_not_known_meets_no_condition_and_fails_none() -> None:
    unknown = [each.met(Candidate()) for each in award_policy.conditions()]
    assert unknown == [None, None, True, None, None, None, None]
    assert award_policy.failed(award_policy.usual_conditions(), Candidate()) == ((), False)


def test_vip_conditions_are_at_hand() -> None:
    assert award_policy.vip_conditions() == (
        "累计交易金额超过1000万元",
        "质量问题金额占比低于1%",
        "认同企业文化",
        "出现质量问题后服从配合且态度良好",
    )
    line = customer(1, 5, eligible=None, total_sales_amount=9, quality_issue_share="2%")
    found = filled(sheet(line, eligibility=list(award_policy.vip_conditions())))
    assert found.rows[0].eligible is False
    assert found.rows[0].ineligible_reason == (
        "累计交易金额未超过1000万元；质量问题金额占比不低于1%"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"customer_grade": "C"}, "客户等级不是A或B"),
        ({"overdue_amount": "0.01"}, "期末有逾期"),
        ({"risk_level": "高"}, "危险程度为高或极高"),
        ({"on_register": True}, "列入不诚信名单"),
        ({"first_deal_on": "2025-01-02"}, "合作不满12个月"),
    ],
)
def test_who_fails_a_condition_does_not_qualify(changes: dict[str, Any], reason: str) -> None:
    assert ("eligible", "error") in own(LAST, cooperation_years=None, **changes)
    data = copy.deepcopy(SAMPLE)
    data["rows"][LAST] |= changes | dict.fromkeys((*WORKED_OUT, "eligible"))
    found = filled(data).rows[LAST]
    assert (found.eligible, found.ineligible_reason) == (False, reason)
    assert (found.rank, found.award_result) == (None, "不予评定")


def test_a_year_of_cooperation_is_enough() -> None:
    changes: dict[str, Any] = {"first_deal_on": "2025-01-01", "cooperation_years": "1.0"}
    assert ("eligible", "error") not in own(LAST, **changes)
    changes = {"first_deal_on": None, "cooperation_years": "0.9"}
    assert ("eligible", "error") in own(LAST, **changes)
    changes = {"first_deal_on": None, "cooperation_years": "1.0"}
    assert ("eligible", "error") not in own(LAST, **changes)


def test_who_meets_every_condition_is_not_left_out_silently() -> None:
    found = own(LAST, eligible=False, ineligible_reason="资料不全", rank=None, award_result=None)
    assert found == {("eligible", "warning")}
    assert own(YOUNG, ineligible_reason=None) == CLEAN  # filled in


def test_what_cannot_be_tested_a_person_judges() -> None:
    assert problems_of(sheet(customer(1, 5, eligible=None))) == {("rows.1.eligible", "error")}
    assert own(LAST, overdue_amount=None) == CLEAN  # ticked by hand
    refused = customer(1, 5, eligible=False)
    assert problems_of(sheet(refused)) == {("rows.1.ineligible_reason", "error")}
    assert own(LAST, ineligible_reason="某") == {("ineligible_reason", "warning")}


def test_who_does_not_qualify_is_neither_ranked_nor_named() -> None:
    assert own(YOUNG, rank=5) == {("rank", "error")}
    assert own(YOUNG, award_result="入围") == {("award_result", "error")}
    assert ("award_result", "error") in own(YOUNG, award_result="优秀客户")


# Ranks and the quota


def test_ranks_share_a_place_and_skip() -> None:
    lines = [customer(1, 9), customer(2, 9), customer(3, 5)]
    assert column(sheet(*lines), "rank") == [1, 1, 3]
    assert column(sheet(*lines, tie_rule="中国式排名"), "rank") == [1, 1, 2]
    assert column(sheet(*lines, tie_rule="顺序"), "rank") == [1, 2, 3]
    assert own(THIRD, rank=2) == {("rank", "error")}
    assert ("rows.1.rank", "error") not in problems(tie_rule="某")


def test_a_tie_is_broken_by_margin_then_sales_then_number() -> None:
    marks = {"indicator_scores": [80], "award_result": "入围"}
    head = {
        "award_method": "分档计分",
        "bands": [{"indicator": "销售净额", "band": "中", "score": 80}],
    }
    lines = [
        customer(4, 50, gross_profit_amount=10, **marks),
        customer(3, 90, gross_profit_amount=9, **marks),
        customer(2, 80, gross_profit_amount=8, **marks),
        customer(1, 200, **marks),
        customer(5, 200, **marks),
    ]
    assert problems_of(sheet(*lines, **head)) == CLEAN
    for place in range(4):
        swapped = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
        assert problems_of(sheet(*swapped, **head)) == {("rows", "warning")}


def test_a_score_that_is_missing_has_no_rank() -> None:
    line = customer(1, None, rank=1, award_result="入围")
    assert problems_of(sheet(line)) == {
        ("rows.1.rank", "error"),
        ("rows.1.indicator_scores", "error"),
    }


@pytest.mark.parametrize(
    ("scores", "places", "ties", "named"),
    [
        ([9, 8, 7], 2, True, [True, True, False]),
        ([9, 8, 8], 2, True, [True, True, True]),
        ([9, 8, 8], 2, False, [True, False, False]),
        ([9, 9, 8], 2, False, [True, True, False]),
        ([9, None, 8], None, True, [True, False, True]),
    ],
)
def test_a_tie_on_the_line_is_taken_all_or_none(
    scores: list[int | None], places: int | None, ties: bool, named: list[bool]
) -> None:
    values = [None if score is None else Decimal(score) for score in scores]
    assert award_policy.within(values, places, take_ties=ties) == named


def test_the_quota_is_a_number_or_a_share_of_all_customers() -> None:
    assert award_policy.quota(None, Decimal("0.1"), 39) == 3
    assert award_policy.quota(None, Decimal("0.1"), 5) == 1
    assert award_policy.quota(None, None, 5) is None
    assert problems(quota_share="5%") == {("quota_share", "error")}
    assert problems(quota_count=None, quota_share="6.25%") == CLEAN  # two of 32
    assert ("rows.2.award_result", "error") in problems(quota_count=None, quota_share="6%")
    assert ("quota_share", "error") in problems(quota_count=None, quota_share="6.25%", scope=None)
    lines = [customer(number, 10 - number) for number in (1, 2, 3)]
    assert column(sheet(*lines), "award_result") == ["优秀客户"] * 3


def test_awards_stay_within_the_quota() -> None:
    assert problems(quota_count=1) == {("rows.2.award_result", "error")}
    fewer = {"award_result": "入围", "rewards": None}
    assert row_problems(SECOND, **fewer) == CLEAN
    assert row_problems(BEST, **fewer) == {("rows.1.award_result", "warning")}  # passed over


def test_who_has_the_same_score_is_named_too() -> None:
    lines = [customer(1, 9, award_result="优秀客户"), customer(2, 9, award_result="入围")]
    assert ("rows.2.award_result", "error") in problems_of(sheet(*lines))


def test_every_ranked_customer_has_a_result() -> None:
    assert row_problems(LAST, award_result="很好") == {("rows.4.award_result", "error")}
    assert column(SAMPLE, "award_result")[LAST] == "入围"


def test_nobody_is_named_who_is_at_grave_risk_or_on_the_register() -> None:
    named: dict[str, Any] = {
        "award_result": "优秀客户",
        "recommendation": "某",
        "recommended_by": "某",
    }
    named |= {"rewards": ["表彰"]}
    grave = sheet(customer(1, 5, risk_level="高", **named))
    assert problems_of(grave) == {("rows.1.award_result", "error")}
    assert problems_of(sheet(customer(1, 5, risk_level="中", **named))) == CLEAN
    listed = sheet(customer(1, 5, on_register=True, **named))
    assert problems_of(listed) == {("rows.1.award_result", "error")}


def test_an_award_has_its_grounds_and_its_reward() -> None:
    assert own(BEST, recommendation=None) == {("recommendation", "warning")}
    assert own(BEST, rewards=None) == {("rewards", "warning")}
    assert own(BEST, recommended_by=None) == {("recommended_by", "error")}
    assert own(THIRD, rewards=["礼品"]) == {("rewards", "warning")}
    assert own(BEST, rewards=["其他"], reward_note=None) == {("reward_note", "error")}
    assert own(BEST, rewards=["其他"]) == CLEAN
    assert own(BEST, consecutive_years=0) == {("consecutive_years", "error")}


# Figures and head


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("gross_margin_rate", "0.2", "0.2001"),
        ("sales_share", "0.13387", "0.1338"),  # 0.133873
        ("cooperation_years", "3.0", "3.2"),
    ],
)
def test_a_typed_figure_agrees_with_the_others(name: str, good: str, bad: str) -> None:
    assert (name, "error") not in own(SECOND, **{name: good})
    assert (name, "error") in own(SECOND, **{name: bad})


def test_the_first_deal_is_no_later_than_the_period() -> None:
    changes: dict[str, Any] = {"cooperation_years": None, "first_deal_on": "2026-01-01"}
    assert ("first_deal_on", "error") in own(YOUNG, **changes)
    changes["first_deal_on"] = "2025-12-31"
    assert own(YOUNG, **changes) == CLEAN


def test_the_head_is_consistent() -> None:
    assert ("period_end", "error") in problems(period_start="2026-01-01")
    assert ("period_end", "warning") in problems(prepared_on="2025-12-30")
    scope = SAMPLE["scope"]
    assert problems(scope=scope | {"customer_count": 4}) == {("scope.customer_count", "error")}
    assert problems(scope=scope | {"customer_count": 5}) == CLEAN
    assert problems(scope={"customer_count": None}) == CLEAN


def test_each_customer_stands_once_and_somebody_stands() -> None:
    lines = [customer(1, 9, award_result="入围"), customer(1, 5, award_result="入围")]
    assert problems_of(sheet(*lines)) == {("rows.2.customer_no", "error")}
    assert problems_of(sheet()) == {("rows", "error")}
    assert filled(sheet()).awarded is None


def test_shares_of_an_unknown_whole_are_unknown() -> None:
    found = filled(sheet(customer(1, 9))).awarded
    assert found is not None
    assert (found.customer_count, found.customer_share, found.sales_share) == (1, None, None)


def test_every_field_of_a_line_has_its_column() -> None:
    from csdforms.templates.sheet import Table
    from csdforms.templates.sheets.excellent_customer_statistics import SHEET

    columns = {
        column.path
        for part in SHEET.parts
        if isinstance(part, Table) and part.group == "rows"
        for column in part.columns
    }
    assert columns == AwardLine.specs().keys() - {"seq", "extra"}


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", "0", [], {}, ["x"], [{}], [None], True, "2026-13-45", "A、B"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    changed = copy.deepcopy(SAMPLE)
    changed["bands"] = [{"indicator": "销售净额", "band": "高", "score": 30}]
    blocks = (*changed["rows"], *changed["indicators"], *changed["bands"], changed["scope"])
    for block in (changed, *blocks):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=6))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, findings = examine(ExcellentCustomerStatistics, changed, today=TODAY)
    printed(draft)
    assert all(finding.message.endswith("。") for finding in findings)
