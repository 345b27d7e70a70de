"""危险客户统计表: triggers and levels at their thresholds, sums by hand, and each check."""

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
from csdforms.schemas.customer import risk_triggers
from csdforms.schemas.customer.at_risk_customer_statistics import (
    AGES,
    AtRiskCustomerStatistics,
    RiskLine,
)
from csdforms.schemas.customer.risk_triggers import Facts, decide
from csdforms.templates.printing import blank, printed

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "at_risk_customer_statistics.json").read_text("utf-8")
)
TODAY = dt.date(2026, 7, 1)
Problems = set[tuple[str, str]]
CLEAN: Problems = set()
HEAD: dict[str, Any] = {
    "form_no": "WX-1",
    "as_of": "2026-06-25",
    "prepared_by": "周明",
    "prepared_on": "2026-06-25",
}
WORST, RAISED, MIDDLE, LOW, RELEASED = range(5)


def problems_of(data: dict[str, Any]) -> Problems:
    findings = check(AtRiskCustomerStatistics, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> Problems:
    return problems_of(copy.deepcopy(SAMPLE) | changes)


def row_problems(position: int, **changes: Any) -> Problems:
    """What is found when one line is changed, of that line only."""
    data = copy.deepcopy(SAMPLE)
    data["rows"][position] |= changes
    prefix = f"rows.{position + 1}."
    return {
        (path.removeprefix(prefix), severity)
        for path, severity in problems_of(data)
        if path.startswith(prefix)
    }


def line(**values: Any) -> dict[str, Any]:
    return {"customer_no": "KH-1", "customer_name": "某公司", **values}


def sheet(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    return HEAD | {"rows": list(lines)} | head


def filled(*lines: dict[str, Any], **head: Any) -> AtRiskCustomerStatistics:
    return examine(AtRiskCustomerStatistics, sheet(*lines, **head), today=TODAY)[0]


def only(**values: Any) -> RiskLine:
    return filled(line(**values)).rows[0]


def one_problem(**values: Any) -> Problems:
    """What is found of a sheet with one line, of that line."""
    found = problems_of(sheet(line(**values)))
    return {(path.removeprefix("rows.1."), severity) for path, severity in found}


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


# Triggers


@pytest.mark.parametrize(
    ("facts", "code", "level"),
    [
        ({"exposure": 100, "limit": 100}, "T1", None),
        ({"exposure": Decimal("100.01"), "limit": 100}, "T1", "中"),
        ({"exposure": 120, "limit": 100}, "T1", "中"),
        ({"exposure": Decimal("120.01"), "limit": 100}, "T1", "高"),
        ({"exposure": 1, "limit": 0}, "T1", "高"),
        ({"exposure": 0, "limit": 0}, "T1", None),
        ({"utilisation": Decimal("1.0001")}, "T1", "中"),
        ({"overdue_days": 0}, "T2", None),
        ({"overdue_days": 1}, "T2", "低"),
        ({"overdue_days": 30}, "T2", "低"),
        ({"overdue_days": 31}, "T2", "中"),
        ({"overdue_days": 60}, "T2", "中"),
        ({"overdue_days": 61}, "T2", "高"),
        ({"overdue_days": 90}, "T2", "高"),
        ({"overdue_days": 91}, "T2", "极高"),
        ({"overdue_count": 2}, "T3", None),
        ({"overdue_count": 3}, "T3", "高"),
        ({"overdue_count": 3, "complaint_count": 2}, "T4", "高"),
        ({"overdue_count": 2, "complaint_count": 9}, "T4", None),
        ({"complaint_count": 1}, "T4", None),
        ({"sales_trend": "下降", "sales_fall": Decimal("0.3")}, "T6", "中"),
        ({"sales_trend": "停止交易", "sales_fall": Decimal(1)}, "T6", "中"),
        ({"sales_trend": "下降", "sales_fall": Decimal("0.2999")}, "T6", None),
        ({"sales_trend": "上升"}, "T6", None),
        ({"sales_fall": Decimal("0.1")}, "T6", None),
        ({"credit_grade": "C"}, "T7", "高"),
        ({"credit_grade": "A", "earlier_grade": "AAA"}, "T7", "高"),
        ({"credit_grade": "A", "earlier_grade": "AA"}, "T7", None),
        ({"credit_grade": "AA", "earlier_grade": "B"}, "T7", None),
    ],
)
def test_figures_decide_a_trigger(facts: dict[str, Any], code: str, level: str | None) -> None:
    assert decide(Facts(**facts))[code] == level


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"exposure": 100}, "T1"),
        ({"overdue_count": 3}, "T4"),
        ({"complaint_count": 2}, "T4"),
        ({"sales_trend": "下降"}, "T6"),
        ({"sales_fall": Decimal("0.5")}, "T6"),
        ({"credit_grade": "B"}, "T7"),
        ({"earlier_grade": "AAA"}, "T7"),
    ],
)
def test_what_is_not_known_decides_nothing(facts: dict[str, Any], code: str) -> None:
    assert code not in decide(Facts(**facts))
    assert decide(Facts()) == {}


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("T1", "中"), ("T2", "低"), ("T3", "高"), ("T4", "高"), ("T5", "极高"), ("T6", "中"),
        ("T7", "高"), ("T8", "极高"), ("T9", "中"), ("T10", "低"), ("T11", "中"),
    ],
)  # fmt: skip
def test_a_ticked_trigger_gives_its_least_level(code: str, level: str) -> None:
    found = only(triggers=[code])
    assert (found.computed_level, found.risk_level) == (level, level)


def test_the_gravest_trigger_gives_the_level_and_all_give_the_types() -> None:
    found = only(triggers="T5、证照过期", max_overdue_days=95)
    assert found.triggers == ("T2", "T5", "T10")
    assert found.computed_level == "极高"
    assert found.risk_types == ("信用风险", "经营风险", "法律合规风险")
    both = only(triggers=["T10"], days_31_60_amount=5)
    assert (both.risk_level, both.risk_types) == ("中", ("信用风险", "法律合规风险"))
    assert only(triggers=["T4", "T11"]).risk_types == ("信用风险", "关系风险")
    assert only(triggers=["T6"]).risk_types == ("经营风险",)
    assert only(triggers=["T8"]).risk_types == ("信用风险", "法律合规风险")
    assert only(triggers=["T11"], risk_types=["供应链风险"]).risk_types == ("供应链风险",)


def test_a_line_without_trigger_has_no_level() -> None:
    found = only(overdue_amount=0, max_overdue_days=0)
    assert (found.triggers, found.computed_level, found.risk_level) == (None, None, None)


def test_days_overdue_follow_from_ages_or_at_least_from_the_amount() -> None:
    assert only(days_61_90_amount=5, days_1_30_amount=7).computed_level == "高"
    assert only(days_over_365_amount=5).computed_level == "极高"
    assert only(not_due_amount=5).computed_level is None
    assert only(overdue_amount=5).computed_level == "低"
    assert only(overdue_amount=0).computed_level is None


def test_a_trigger_that_the_figures_deny_is_wrong() -> None:
    assert row_problems(LOW, triggers=["T1", "T2"]) == {("triggers", "error")}
    assert row_problems(LOW, triggers=["T2"]) == CLEAN
    assert row_problems(LOW, triggers=None) == CLEAN  # T2 is worked out


def test_thresholds_are_the_firms() -> None:
    policy = settings.RiskPolicy(
        utilisation=(Decimal("0.8"), Decimal(1)),
        overdue_days=(8, 31, 61, 91),
        overdue_count=2,
        complaint_count=1,
        sales_fall=Decimal("0.2"),
        grade_steps=1,
        levels={"T3": "中"},
    )
    with settings.use(settings.Settings(risk=policy)):
        found = decide(Facts(81, 100, None, 7, 2, 1, "下降", Decimal("0.2"), "A", "AA"))
        rules = [risk_triggers.standard(code) for code in risk_triggers.CODES]
    assert found == {"T1": "中", "T2": None, "T3": "中", "T4": "高", "T6": "中", "T7": "高"}
    assert rules[0] == ("信用占用额超过额度的80%为中，超过100%为高", "中、高")
    assert rules[1] == ("逾期8天起为低，31天起为中，61天起为高，91天起为极高", "低、中、高、极高")
    assert rules[2] == ("近三个月逾期2次及以上", "中")
    assert rules[7] == ("在不诚信客户名单上", "极高")


@pytest.mark.parametrize(
    "changes",
    [{"utilisation": (1, 1)}, {"overdue_days": (1, 31, 30, 91)}, {"levels": {"T1": "高"}}],
)
def test_thresholds_that_overlap_are_no_policy(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings.RiskPolicy(**changes)


# What follows from the amounts


def test_the_samples_figures_are_worked_out() -> None:
    data = copy.deepcopy(SAMPLE)
    worked_out = (
        "balance_amount", "exposure_amount", "utilisation_rate", "over_limit_amount",
        "overdue_amount", "overdue_share", "expected_loss_amount", "risk_types",
    )  # fmt: skip
    for row in data["rows"]:
        for name in (*worked_out, *(("risk_level",) if row is not data["rows"][RAISED] else ())):
            row.pop(name, None)
    for name in ("total", "levels", "level_total"):
        del data[name]
    data["rows"][LOW]["exposure_amount"] = "106000.00"  # 6,000 shipped and not yet billed
    context = printed(parse(AtRiskCustomerStatistics, data, today=TODAY))
    expected = printed(parse(AtRiskCustomerStatistics, SAMPLE, today=TODAY))
    assert context == expected
    rates = [row["utilisation_rate"] for row in context["rows"]]
    assert rates == ["144.17%", "64.00%", "112.53%", "53.00%", "40.00%"]
    assert [row["overdue_share"] for row in context["rows"]] == [
        "72.08%", "0.00%", "13.13%", "3.85%", "0.00%",
    ]  # fmt: skip
    losses = [row["expected_loss_amount"] for row in context["rows"]]
    assert losses == ["15,150.00", "0.00", "1,620.00", "100.00", "0.00"]
    assert [row["computed_level"] for row in context["rows"]] == ["极高", "中", "中", "低", ""]
    assert [row["receivables_share"] for row in context["levels"]] == [
        "13.58%", "5.02%", "26.49%", "15.69%",
    ]  # fmt: skip
    assert context["total"]["balance_amount"] == "395,300.00"
    assert context["level_total"]["balance_amount"] == "387,300.00"
    assert context["level_total"]["receivables_share"] == "60.78%"


def test_a_limit_of_nothing_is_exceeded_by_all_that_is_owed() -> None:
    found = only(balance_amount="500", credit_limit=0)
    assert found.utilisation_rate is None
    assert found.over_limit_amount == 500
    assert found.triggers == ("T1",)
    assert found.computed_level == "高"


def test_an_advance_uses_nothing_of_the_limit() -> None:
    found = only(balance_amount="-500", credit_limit=1000)
    assert found.exposure_amount == 0
    assert found.utilisation_rate == 0


def test_the_share_overdue_is_of_the_contract_or_else_of_the_balance() -> None:
    assert only(overdue_amount=50, balance_amount=200).overdue_share == Decimal("0.25")
    found = only(overdue_amount=50, balance_amount=200, contract_amount=500)
    assert found.overdue_share == Decimal("0.1")
    assert only(overdue_amount=50).overdue_share is None


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("balance_amount", "168800.00", "168800.01"),
        ("overdue_amount", "42000.00", "41999.99"),
        ("utilisation_rate", "1.12538", "1.1254"),  # 1.125333…
        ("over_limit_amount", "18800.00", "18800.01"),
        ("overdue_share", "0.1312", "0.1314"),  # 0.13125
    ],
)
def test_a_typed_figure_agrees_with_the_others(name: str, good: str, bad: str) -> None:
    assert (name, "error") not in row_problems(MIDDLE, **{name: good})
    assert (name, "error") in row_problems(MIDDLE, **{name: bad})


def test_another_loss_than_the_rates_give_is_only_doubted() -> None:
    assert row_problems(MIDDLE, expected_loss_amount="1620.01") == {
        ("expected_loss_amount", "warning")
    }
    assert row_problems(MIDDLE, **dict.fromkeys(AGES)) == CLEAN  # no ages, nothing to compare
    half = (0, 0, Decimal("0.5"), 0, 0, 0, 0)
    with settings.use(settings.Settings(risk=settings.RiskPolicy(loss_rates=half))):
        assert only(days_31_60_amount=30, days_1_30_amount=10).expected_loss_amount == 15


def test_amounts_in_units_of_ten_thousand_may_be_rounded() -> None:
    lines = line(not_due_amount=20000, days_31_60_amount=10000, max_overdue_days=20)
    lines |= {"risk_problem": "拖欠", "days_31_60_amount": 10000, "max_overdue_days": 40}
    seven = {"balance_amount": "30400"}  # seven ages and the balance, 50 yuan each
    assert problems_of(sheet(lines | seven, money_unit="万元")) == CLEAN
    eight = {"balance_amount": "30400.01"}
    assert problems_of(sheet(lines | eight, money_unit="万元")) == {
        ("rows.1.balance_amount", "error")
    }


def test_no_money_is_older_than_the_longest_time_overdue() -> None:
    assert ("days_31_60_amount", "error") in row_problems(MIDDLE, max_overdue_days=30)
    assert row_problems(MIDDLE, max_overdue_days=31) == CLEAN
    assert row_problems(MIDDLE, max_overdue_days=60) == CLEAN
    assert ("max_overdue_days", "error") in row_problems(MIDDLE, max_overdue_days=61)
    old = {"not_due_amount": 1, "max_overdue_days": 400}
    assert ("max_overdue_days", "error") in one_problem(**old)
    assert ("max_overdue_days", "error") not in one_problem(**old, days_over_365_amount=1)
    small = line(not_due_amount=90000, max_overdue_days=5)  # less than the last printed digit
    assert "rows.1.max_overdue_days" not in {
        path for path, _ in problems_of(sheet(small, money_unit="万元"))
    }


def test_amount_days_and_times_overdue_go_together() -> None:
    assert ("max_overdue_days", "error") in one_problem(overdue_amount=5, max_overdue_days=0)
    assert ("overdue_amount", "error") in one_problem(overdue_amount=0, max_overdue_days=5)
    assert ("overdue_count", "error") in one_problem(overdue_amount=5, overdue_count=0)
    assert one_problem(overdue_amount=5, max_overdue_days=5, overdue_count=1) == CLEAN
    assert ("overdue_amount", "warning") in one_problem(overdue_amount=6, balance_amount=5)
    assert one_problem(overdue_amount=5, balance_amount=5) == CLEAN
    assert ("overdue_amount", "warning") in one_problem(overdue_amount=1, balance_amount=-5)


def test_the_limit_is_used_by_all_that_is_owed() -> None:
    assert row_problems(LOW, exposure_amount="99999.99") >= {("exposure_amount", "warning")}
    assert ("exposure_amount", "warning") not in row_problems(LOW, exposure_amount="100000")


def test_trend_and_fall_say_the_same() -> None:
    assert row_problems(LOW, sales_fall_rate="0.0001") == {("sales_fall_rate", "warning")}
    assert row_problems(LOW, sales_fall_rate="0") == CLEAN
    assert row_problems(WORST, sales_fall_rate="0") >= {("sales_fall_rate", "warning")}
    assert row_problems(WORST, three_month_sales_amount=1) == {
        ("three_month_sales_amount", "warning")
    }


# The level


def test_the_level_may_only_be_raised() -> None:
    assert row_problems(MIDDLE, risk_level="低") == {("risk_level", "error")}
    assert row_problems(MIDDLE, risk_level="中") == CLEAN
    assert row_problems(MIDDLE, risk_level="高") == CLEAN


def test_a_level_lower_than_last_time_needs_a_reason() -> None:
    assert row_problems(LOW, previous_level="中") == {("override_reason", "error")}
    assert row_problems(LOW, previous_level="中", override_reason="已付清大部分") == CLEAN


def test_who_hits_no_trigger_is_released_or_kept_for_a_reason() -> None:
    assert one_problem() == {("risk_level", "error")}
    assert one_problem(risk_level="低") == {("override_reason", "warning")}
    assert one_problem(risk_level="低", override_reason="观察一期") == CLEAN
    assert one_problem(released_on="2026-06-20", handling_result="已付清") == CLEAN


def test_a_release_has_its_result() -> None:
    assert row_problems(RELEASED, handling_result=None) == {("handling_result", "error")}
    assert row_problems(LOW, handling_result="已付清") == {("released_on", "warning")}
    assert row_problems(RELEASED, released_on="2026-06-26") == {("released_on", "warning")}
    assert row_problems(RELEASED, released_on="2026-06-25") == CLEAN
    assert row_problems(WORST, released_on="2026-06-20", handling_result="诉讼") == CLEAN


def test_the_graver_the_more_must_be_said_and_done() -> None:
    assert row_problems(MIDDLE, risk_problem=None) == {("risk_problem", "error")}
    assert row_problems(LOW, risk_problem=None) == CLEAN
    grave = ("risk_measures", "action_owner", "action_due_on")
    assert row_problems(RAISED, **dict.fromkeys(grave)) == {(name, "error") for name in grave}
    assert row_problems(MIDDLE, **dict.fromkeys(grave)) == CLEAN


def test_the_gravest_get_no_more_goods_on_credit_without_a_reason() -> None:
    assert row_problems(WORST, risk_measures=["诉讼"]) == {("supply_reason", "error")}
    assert row_problems(WORST, risk_measures=["诉讼"], supply_reason="保全期间维持") == CLEAN
    assert row_problems(WORST, risk_measures="☑现款现货") == CLEAN
    assert row_problems(WORST, risk_measures="停止供货") == CLEAN
    assert row_problems(RAISED, risk_measures=["诉讼"], supply_reason=None) == CLEAN


def test_another_measure_is_explained() -> None:
    assert row_problems(LOW, risk_measures=["其他"], measure_note=None) == {
        ("measure_note", "error")
    }
    assert row_problems(LOW, risk_measures=["其他"]) == CLEAN


# The sheet


def test_each_customer_stands_once() -> None:
    assert ("rows.2.customer_no", "error") in problems_of(
        sheet(line(triggers=["T2"]), line(triggers=["T2"]))
    )


def test_the_sheet_is_as_of_a_day_gone_by() -> None:
    assert problems(as_of="2026-06-26") == {("as_of", "warning")}
    assert problems(as_of="2026-06-20") == CLEAN
    unsigned = sheet(prepared_on=None, as_of="2026-07-02")
    assert ("as_of", "warning") in problems_of(unsigned)


@pytest.mark.parametrize("name", sorted(SAMPLE["total"]))
def test_the_total_is_the_sum_of_the_lines(name: str) -> None:
    wrong = SAMPLE["total"] | {name: "1.00"}
    assert (f"total.{name}", "error") in problems(total=wrong)


def test_customers_at_risk_owe_no_more_than_all() -> None:
    without: dict[str, Any] = {"levels": [], "level_total": None}
    assert problems(total_receivables_amount="395299.99", **without) == {
        ("total_receivables_amount", "warning")
    }
    assert problems(total_receivables_amount="395300", **without) == CLEAN


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("customer_count", 2),
        ("balance_amount", "86500.01"),
        ("overdue_amount", "86499.99"),
        ("receivables_share", "0.1359"),
        ("new_count", 1),
        ("released_count", 1),
    ],
)
def test_the_summary_is_that_of_the_lines(name: str, wrong: object) -> None:
    levels = copy.deepcopy(SAMPLE["levels"])
    levels[0][name] = wrong
    assert ("levels.1." + name, "error") in problems(levels=levels)
    total = SAMPLE["level_total"] | {name: 9 if name.endswith("count") else "0.99"}
    assert ("level_total." + name, "error") in problems(level_total=total)


def test_the_released_count_at_the_level_they_had() -> None:
    rows = copy.deepcopy(SAMPLE["rows"])
    rows[RELEASED] |= {"previous_level": None, "risk_level": "中"}
    found = filled(*rows)
    assert [(each.risk_level, each.released_count) for each in found.levels] == [
        ("极高", 0), ("高", 0), ("中", 1), ("低", 0),
    ]  # fmt: skip
    assert [each.receivables_share for each in found.levels] == [None] * 4


def test_every_level_with_customers_stands_once_in_the_summary() -> None:
    levels = SAMPLE["levels"]
    assert problems(levels=levels[:3], level_total=None) == {("levels", "error")}
    assert problems(levels=[*levels[:3], levels[0]], level_total=None) == {("levels", "error")}
    unread = [*levels[:3], levels[3] | {"risk_level": "很低"}]
    assert ("levels.4.risk_level", "error") in problems(levels=unread)
    rows = SAMPLE["rows"][:3]
    assert problems(rows=rows, levels=levels[:3], level_total=None, total=None) == CLEAN


def test_a_judgement_is_on_a_customer_of_the_sheet() -> None:
    note = SAMPLE["feasibility"][0]
    assert problems(feasibility=[note | {"customer_no": "KH-9"}]) == {
        ("feasibility.1.customer_no", "error")
    }
    assert problems(feasibility=[note | {"customer_no": None}]) == {
        ("feasibility.1.customer_no", "error")
    }
    assert problems(feasibility=[note | {"feasibility_role": "业务员"}]) == CLEAN


def test_a_period_without_customers_at_risk_says_so() -> None:
    assert problems_of(sheet()) == CLEAN
    assert filled().empty_note == "本期没有危险客户"
    assert filled(line(triggers=["T2"])).empty_note is None


def test_the_standard_is_printed_and_who_hit_it_is_counted() -> None:
    standards = parse(AtRiskCustomerStatistics, SAMPLE, today=TODAY).standards
    assert [each.trigger_code for each in standards] == list(risk_triggers.CODES)
    assert [each.customer_count for each in standards] == [2, 3, 1, 1, 1, 2, 1, 0, 1, 1, 0]
    empty = blank(AtRiskCustomerStatistics, {"rows": 1})
    assert empty["standards"][4]["trigger_name"] == "责令停业、被诉、被执行"
    assert empty["standards"][4]["customer_count"] == ""


def test_every_field_of_a_line_has_its_column() -> None:
    from csdforms.templates.sheet import Table
    from csdforms.templates.sheets.at_risk_customer_statistics import SHEET

    columns = {
        column.path
        for part in SHEET.parts
        if isinstance(part, Table) and part.group == "rows"
        for column in part.columns
    }
    assert columns == RiskLine.specs().keys() - {"extra"}


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "垃圾", "-1", "0", [], {}, ["x"], [{}], [None], True, "2026-13-45", "T1"]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_any_part_of_the_sheet_may_be_missing_or_garbage(data: st.DataObject) -> None:
    changed = copy.deepcopy(SAMPLE)
    parts = (changed["total"], changed["level_total"])
    for block in (changed, *changed["rows"], *changed["levels"], *changed["feasibility"], *parts):
        names = data.draw(st.sets(st.sampled_from(sorted(block)), max_size=6))
        block.update({name: data.draw(GARBAGE) for name in sorted(names)})
    draft, findings = examine(AtRiskCustomerStatistics, changed, today=TODAY)
    printed(draft)
    assert all(finding.message.endswith("。") for finding in findings)
