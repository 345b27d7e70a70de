"""客户信用度变更表: what changes, on what grounds, who may allow it, and what follows."""

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
from csdforms.schemas.customer import CustomerCreditChange
from csdforms.schemas.settings import CreditPolicy, Settings, use

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "customer_credit_change.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 20)
D = Decimal
OPINIONS = ("sales_opinion", "finance_opinion", "supervisor_opinion", "gm_opinion")
DONE = (
    *OPINIONS, "approved_by", "approved_on", "system_set_by", "system_set_on", "notified_parties",
)  # fmt: skip
NO_TEMPORARY: dict[str, Any] = dict.fromkeys(("temporary_amount", "temporary_from", "temporary_to"))
#: An upgrade of one step inside the formula, with the manager's approval.
UPGRADE: dict[str, Any] = {
    **copy.deepcopy(SAMPLE),
    **NO_TEMPORARY,
    "change_kind": "等级调整",
    "old_grade": "B",
    "old_limit": "300000.00",
    "new_limit": "500000.00",
    "exposure_amount": "240000.00",
    "utilisation_rate": "80%",
    "repayment_plan": None,
    "gm_opinion": None,
    "approved_by": "赵启明",
    "approved_on": "2026-03-11",
}
#: A downgrade to C.
DOWNGRADE: dict[str, Any] = {
    **copy.deepcopy(UPGRADE),
    "old_grade": "A",
    "new_grade": "C",
    "old_limit": "500000.00",
    "utilisation_rate": "48%",
    "new_limit": "0",
    "new_term_days": 0,
    "new_payment": "款到发货",
    "formula_limit": "0",
    "change_reasons": ["付款延迟"],
    "repayment_plan": [{"repay_on": "2026-04-25", "repay_amount": "240000.00"}],
    "effective_from": "2026-03-11",
}


def found(data: dict[str, Any], **changes: object) -> set[tuple[str, str]]:
    findings = check(CustomerCreditChange, {**data, **changes}, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: object) -> set[tuple[str, str]]:
    return found(copy.deepcopy(SAMPLE), **changes)


def draft(data: dict[str, Any], **changes: object) -> CustomerCreditChange:
    return examine(CustomerCreditChange, {**data, **changes}, today=TODAY)[0]


def terms(form: CustomerCreditChange) -> tuple[Any, ...]:
    return (form.new_grade, form.new_limit, form.new_term_days, form.new_payment)


def said(name: str, **changes: object) -> dict[str, object]:
    return {name: {**SAMPLE[name], **changes}}


def error(*names: str) -> set[tuple[str, str]]:
    return {(name, "error") for name in names}


def test_the_sample_has_no_finding() -> None:
    assert check(CustomerCreditChange, SAMPLE, today=TODAY) == []


def test_an_upgrade_and_a_downgrade_have_no_finding() -> None:
    assert found(UPGRADE) == set()
    assert found(DOWNGRADE) == set()


def test_what_is_stored_reads_back_the_same() -> None:
    for data in (SAMPLE, UPGRADE, DOWNGRADE):
        form = parse(CustomerCreditChange, data, today=TODAY)
        assert parse(CustomerCreditChange, form.stored(), today=TODAY) == form
    assert CustomerCreditChange.model_validate(SAMPLE) == parse(CustomerCreditChange, SAMPLE)


@pytest.mark.parametrize(
    "name",
    [
        "form_no",
        "change_kind",
        "customer_no",
        "customer_name",
        "salesperson",
        "applied_by",
        "applied_department",
        "applied_on",
        "change_reasons",
        "reason_text",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize("name", ["new_grade", "new_limit", "new_term_days", "new_payment"])
def test_a_first_credit_names_all_its_terms(name: str) -> None:
    first = {"change_kind": "首次授信"} | dict.fromkeys(
        ("old_grade", "old_limit", "old_term_days", "old_payment", "utilisation_rate")
    )
    assert found({**UPGRADE, **first}) == set()
    assert (name, "error") in found({**UPGRADE, **first}, **{name: None})


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("合作起始", "first_deal_on"),
        ("新额度", "new_limit"),
        ("原账期", "old_term_days"),
        ("履约率", "on_time_payment_rate"),
        ("所依据的信用分析表", "analysis_form_no"),
        ("超出", "excess_amount"),
        ("有效期至", "effective_to"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert CustomerCreditChange.labels().find(label) == (name,)


def test_reasons_of_two_words_are_read_and_printed_alike() -> None:
    given = "合作时间长/经营良好、按期付款"
    form = draft(UPGRADE, change_reasons=given)
    assert form.change_reasons == ("合作时间长或经营良好", "按期付款")
    kind = CustomerCreditChange.specs()["change_reasons"].type
    assert kind is not None
    assert kind.accept(kind.show(form.change_reasons)) == form.change_reasons


# Direction


@pytest.mark.parametrize(
    ("old", "new", "direction", "steps"),
    [("B", "A", "升级", 1), ("A", "C", "降级", 2), ("A", "A", "不变", 0), (None, "A", None, None)],
)
def test_direction_and_steps_follow_the_order_of_grades(
    old: str | None, new: str, direction: str | None, steps: int | None
) -> None:
    form = draft(UPGRADE, old_grade=old, new_grade=new)
    assert (form.grade_direction, form.grade_steps) == (direction, steps)


# What changes


def test_what_the_change_is_not_about_stays() -> None:
    none = dict.fromkeys(("new_grade", "new_limit", "new_term_days", "new_payment"))
    assert terms(draft(UPGRADE, change_kind="额度调整", **none)) == ("B", None, 45, "月结")
    assert terms(draft(UPGRADE, change_kind="期限调整", **none)) == ("B", 300_000, None, "月结")
    assert terms(draft(UPGRADE, change_kind="付款方式", **none)) == ("B", 300_000, 45, "月结")
    assert terms(draft(UPGRADE, **none)) == (None, None, 45, "月结")
    assert terms(draft(UPGRADE, change_kind="解冻", **none)) == ("B", None, 45, "月结")


@pytest.mark.parametrize("kind", ["冻结", "取消授信"])
def test_what_is_withdrawn_leaves_no_limit(kind: str) -> None:
    none = dict.fromkeys(("new_grade", "new_limit", "new_term_days"))
    data = {**DOWNGRADE, "change_kind": kind}
    form = draft(data, **none)
    assert terms(form)[:3] == ("A", 0, 45)
    assert found(data, **none, formula_limit=None) == set()
    wrong = {"new_grade": "A", "new_limit": "0.01", "new_term_days": 45, "formula_limit": None}
    assert found(data, **wrong) == error("new_limit")


def test_the_worst_grade_has_no_credit() -> None:
    form = draft(DOWNGRADE, new_limit=None, new_term_days=None)
    assert terms(form) == ("C", 0, 0, "款到发货")
    wrong = {"new_limit": "0.01", "new_term_days": 30, "new_payment": "月结"}
    names = ("new_limit", "new_term_days", "new_payment", "gm_opinion")
    assert found(DOWNGRADE, **wrong) == error(*names)
    assert found(DOWNGRADE, new_payment="预付款") == set()


@pytest.mark.parametrize(("days", "good"), [(29, False), (30, True), (90, True), (91, False)])
def test_terms_keep_within_the_policy(days: int, good: bool) -> None:
    data = {**UPGRADE, "new_term_days": days, "formula_limit": None}
    assert (("new_term_days", "error") not in found(data)) is good


@pytest.mark.parametrize(
    ("kind", "name", "same"),
    [
        ("等级调整", "new_grade", "B"),
        ("额度调整", "new_limit", "300000.00"),
        ("期限调整", "new_term_days", 45),
    ],
)
def test_a_change_changes_what_it_says(kind: str, name: str, same: object) -> None:
    data = {**UPGRADE, "change_kind": kind, "new_term_days": 30, "formula_limit": None}
    data["new_limit"] = "300000.00" if kind == "期限调整" else "310000.00"
    data["new_grade"] = "A"
    assert (name, "error") not in found(data)
    assert (name, "error") in found(data, **{name: same})


def test_something_changes() -> None:
    old = {"new_grade": "A", "new_limit": "500000.00", "old_grade": "A", "old_limit": "500000.00"}
    data = {**UPGRADE, **old, "change_kind": "解冻", "utilisation_rate": "48%"}
    assert found(data) == error("change_kind")
    assert found(data, old_payment="货到付款") == set()
    assert found(data, old_limit="0", utilisation_rate=None) == set()
    assert found(data, new_limit="0", utilisation_rate=None) >= error("new_limit")


def test_a_first_credit_has_none_before_it() -> None:
    assert found(UPGRADE, change_kind="首次授信") == error("old_limit")
    zero = {"change_kind": "首次授信", "old_limit": "0", "utilisation_rate": None}
    assert found(UPGRADE, **zero) == set()
    assert found(UPGRADE, **zero, first_deal_on=None, old_grade=None) == set()
    assert found(UPGRADE, first_deal_on=None) == error("first_deal_on")


@pytest.mark.parametrize("name", ["old_grade", "old_limit", "old_term_days", "old_payment"])
def test_the_old_terms_are_asked_for(name: str) -> None:
    assert (name, "warning") in found(UPGRADE, **{name: None})


@pytest.mark.parametrize("name", ["old_payment", "new_payment"])
def test_another_way_of_payment_is_explained(name: str) -> None:
    assert problems(**{name: "其他", "remarks": None}) == error("remarks")


# A temporary limit


@pytest.mark.parametrize("name", ["temporary_amount", "temporary_from", "temporary_to"])
def test_a_temporary_limit_has_amount_and_term(name: str) -> None:
    assert (name, "error") in problems(**{name: None})
    assert (name, "warning") in found(UPGRADE, **{name: SAMPLE[name]})


def test_a_temporary_limit_ends_after_it_begins() -> None:
    assert problems(temporary_to="2026-03-14") == set()
    assert problems(temporary_to="2026-03-13") == error("temporary_to")
    assert problems(temporary_from="2026-03-12") == error("temporary_from")
    assert ("temporary_amount", "error") in problems(temporary_amount="0")


def test_a_temporary_limit_is_in_force_for_its_term() -> None:
    form = draft(SAMPLE, effective_from=None, effective_to=None)
    assert (form.effective_from, form.effective_to) == (dt.date(2026, 3, 13), dt.date(2026, 6, 30))
    assert ("effective_from", "error") in found(UPGRADE, effective_from=None)


# Grounds


@pytest.mark.parametrize("reason", ["付款延迟", "恶意拖欠", "销售下滑", "资料缺失"])
def test_what_speaks_for_less_does_not_support_more(reason: str) -> None:
    assert found(UPGRADE, change_reasons=[reason]) == {("change_reasons", "warning")}
    assert found(DOWNGRADE, change_reasons=[reason]) == set()


@pytest.mark.parametrize("reason", ["合作时间长", "销售增长", "按期付款", "战略合作"])
def test_what_speaks_for_more_does_not_support_less(reason: str) -> None:
    assert found(DOWNGRADE, change_reasons=[reason]) == {("change_reasons", "warning")}
    assert found(UPGRADE, change_reasons=[reason]) == set()
    frozen = {**DOWNGRADE, "change_kind": "冻结", "new_grade": "A", "formula_limit": None}
    assert found(frozen, change_reasons=[reason]) == {("change_reasons", "warning")}


@pytest.mark.parametrize("reason", ["提供担保", "季节性需要", "客户申请", "定期复评", "其他"])
def test_other_reasons_support_either(reason: str) -> None:
    assert found(UPGRADE, change_reasons=[reason]) == set()
    assert found(DOWNGRADE, change_reasons=[reason]) == set()


def test_no_upgrade_while_something_is_overdue() -> None:
    assert found(UPGRADE, overdue_amount="0.01") == error("new_grade")
    assert found(DOWNGRADE, overdue_amount="0.01") == set()
    assert problems(overdue_amount="0.01") == set()


@pytest.mark.parametrize(
    ("level", "good"), [("低", True), ("中", True), ("高", False), ("极高", False)]
)
def test_no_upgrade_of_a_customer_in_danger(level: str, good: bool) -> None:
    assert found(UPGRADE, risk_level=level) == (set() if good else error("new_grade"))
    assert found(DOWNGRADE, risk_level=level) == set()


def test_a_change_rests_on_an_analysis() -> None:
    assert found(UPGRADE, analysis_form_no=None) == error("analysis_form_no")
    assert problems(analysis_form_no=None) == set()
    frozen = {**DOWNGRADE, "change_kind": "冻结", "analysis_form_no": None}
    assert found(frozen) == set()


def test_an_analysis_grows_old() -> None:
    assert problems(analysed_on="2025-12-10") == set()  # 90 days
    assert problems(analysed_on="2025-12-09") == error("analysed_on")
    assert problems(analysed_on="2026-03-11") == error("applied_on")
    with use(Settings(credit=CreditPolicy(analysis_days=84))):
        assert problems() == error("analysed_on")


def test_open_orders_are_thought_of() -> None:
    assert found(DOWNGRADE, effect_on_open_orders=None) == error("effect_on_open_orders")
    assert found(UPGRADE, effect_on_open_orders=None) == set()


# Figures


def test_a_mean_of_shipping_months_is_no_less_than_a_twelfth() -> None:
    none = {"formula_limit": None}
    assert problems(avg_month_sales_amount="385000.00", **none) == set()
    assert problems(avg_month_sales_amount="384999.99", **none) == error("avg_month_sales_amount")
    year = {"last_twelve_months_amount": "1000000.00"}
    assert problems(avg_month_sales_amount="83333.33", **year, **none) == set()


def test_the_use_of_the_limit_follows_from_the_debt() -> None:
    assert draft(SAMPLE, utilisation_rate=None).utilisation_rate == D("1.284")
    assert problems(utilisation_rate="128.41%") == error("utilisation_rate")
    assert ("utilisation_rate", "error") in found(UPGRADE, old_limit="0")
    assert draft(UPGRADE, old_limit="0", utilisation_rate=None).utilisation_rate is None


def test_what_is_overdue_is_so_since_some_day() -> None:
    assert problems(overdue_amount="0.01", max_overdue_days=0) == error("max_overdue_days")
    assert problems(overdue_amount="0", max_overdue_days=0) == set()


@pytest.mark.parametrize(
    ("grade", "days", "limit"),
    [("AA", 45, "630000.00"), ("A", 45, "504000.00"), ("B", 60, "504000.00"), ("C", 45, "0")],
)
def test_the_formula_gives_the_limit(grade: str, days: int, limit: str) -> None:
    form = draft(SAMPLE, new_grade=grade, new_term_days=days, formula_limit=None)
    assert form.formula_limit == D(limit)


def test_a_typed_formula_is_checked() -> None:
    assert problems(formula_limit="504000.01") == error("formula_limit")
    for limit, good in (
        ("944999.99", False), ("945000.00", True), ("1890000.00", True), ("1890000.01", False),
    ):  # fmt: skip
        data = {**SAMPLE, "new_grade": "AAA", "formula_limit": limit}
        assert (("formula_limit", "error") not in found(data)) is good
    assert draft(SAMPLE, new_grade="AAA", formula_limit=None).formula_limit is None
    assert problems(avg_month_sales_amount=None) == set()


def test_the_season_widens_a_capped_formula() -> None:
    with use(Settings(credit=CreditPolicy(limit_method="月均封顶"))):
        for limit, good in (("210000", True), ("209999", False), ("630000", True)):
            data = {**SAMPLE, "formula_limit": limit}
            assert (("formula_limit", "error") not in found(data)) is good


def test_the_excess_counts_the_temporary_limit() -> None:
    assert draft(SAMPLE).excess_amount == D(196_000)
    assert draft(SAMPLE, temporary_amount=None).excess_amount == 0
    assert draft(UPGRADE, new_limit="504000.01").excess_amount == D("0.01")
    assert draft(UPGRADE, new_limit=None, change_kind="额度调整").excess_amount is None


# What is owed beyond the new limit


def test_what_is_owed_beyond_the_new_limit_is_paid_back() -> None:
    rows = copy.deepcopy(SAMPLE["repayment_plan"])
    rows[1]["repay_amount"] = "61999.99"
    assert problems(repayment_plan=rows) == error("repayment_plan")
    assert problems(repayment_plan=None) == error("repayment_plan")
    rows[1]["repay_on"] = "2026-03-09"
    rows[1]["repay_amount"] = "62000.00"
    assert problems(repayment_plan=rows) == error("repayment_plan.2.repay_on")
    rows[1]["repay_on"] = "2026-03-10"
    assert problems(repayment_plan=rows) == set()
    assert problems(repayment_plan=None, exposure_amount=None, utilisation_rate=None) == set()
    equal = {"exposure_amount": "500000.00", "utilisation_rate": "100%"}
    assert problems(repayment_plan=None, **equal) == set()


# Days


def test_nothing_takes_effect_before_it_is_approved() -> None:
    assert problems(effective_from="2026-03-12") == set()
    assert problems(effective_from="2026-03-11") == error("effective_from")
    bare = {**SAMPLE, **dict.fromkeys(DONE)}
    assert ("effective_from", "error") in found(bare, effective_from="2026-03-09")
    assert problems(effective_to="2026-03-13") == set()
    assert problems(effective_to="2026-03-12") == error("effective_to")
    assert problems(effective_to="长期") == set()


def test_a_downgrade_takes_effect_at_once() -> None:
    assert found(DOWNGRADE, effective_from="2026-03-12") == {("effective_from", "warning")}
    frozen = {**DOWNGRADE, "change_kind": "冻结", "new_grade": "A", "formula_limit": None}
    assert found(frozen, effective_from="2026-03-12") == {("effective_from", "warning")}
    assert found(UPGRADE, effective_from="2026-03-12") == set()


def test_no_application_is_of_tomorrow() -> None:
    bare = {**SAMPLE, **dict.fromkeys(DONE), "analysed_on": None, "repayment_plan": None}
    late = {"exposure_amount": None, "utilisation_rate": None, "effective_from": "2026-03-25"}
    late["temporary_from"] = "2026-03-25"
    assert ("applied_on", "error") not in found(bare, **late, applied_on="2026-03-20")
    assert ("applied_on", "error") in found(bare, **late, applied_on="2026-03-21")
    assert ("system_set_on", "error") in problems(system_set_on="2026-03-21")
    assert ("system_set_on", "error") not in problems(system_set_on="2026-03-20")


# Who decides


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "客户服务部经理"),
        ({"old_grade": "C"}, "总经理"),  # two steps
        ({"old_grade": "A", "new_grade": "AA"}, "总经理"),
        ({"old_grade": "AAA", "new_grade": "AA"}, "客户服务部经理"),
        ({"old_grade": "AA", "new_grade": "AA"}, "客户服务部经理"),
        ({"new_limit": "504000.01"}, "总经理"),  # beyond the formula
        ({"new_limit": "504000.00"}, "客户服务部经理"),
        ({"released_from_register": True}, "总经理"),
        ({"change_kind": "首次授信", "old_grade": None, "new_grade": "AA"}, "总经理"),
        ({"change_kind": "首次授信", "old_grade": None, "new_grade": "A"}, "客户服务部经理"),
        ({"old_grade": None, "new_grade": "AA"}, "客户服务部经理"),
        ({"change_kind": None}, None),
    ],
)
def test_how_far_it_goes_decides_who_approves(changes: dict[str, Any], level: str | None) -> None:
    form = draft({**UPGRADE, "formula_limit": "504000.00"}, **changes)
    assert form.approval_level == level


def test_a_large_limit_is_the_general_manager_s_when_it_rises() -> None:
    with use(Settings(credit=CreditPolicy(general_manager_above=D(500_000)))):
        assert draft(UPGRADE).approval_level == "客户服务部经理"
        assert draft(UPGRADE, new_limit="500000.01").approval_level == "总经理"
        kept = {"old_limit": "500000.01", "new_limit": "500000.01"}
        assert draft(UPGRADE, **kept).approval_level == "客户服务部经理"
        first = {"old_limit": None, "new_limit": "500000.01"}
        assert draft(UPGRADE, **first).approval_level == "总经理"


def test_the_approval_is_the_decider_s() -> None:
    none = {"approved_by": None, "approved_on": None}
    form = draft(SAMPLE, **none)
    assert (form.approved_by, form.approved_on) == ("林岚", dt.date(2026, 3, 12))
    form = draft(UPGRADE, **none)
    assert (form.approved_by, form.approved_on) == ("赵启明", dt.date(2026, 3, 11))
    refused = said("supervisor_opinion", verdict="不同意")
    assert draft(UPGRADE, **none, **refused).approved_on is None


def test_a_change_under_way_waits_for_finance() -> None:
    bare = {**SAMPLE, **dict.fromkeys(DONE)}
    assert found(bare) == {("finance_opinion", "warning")}
    assert found(bare, finance_opinion=SAMPLE["finance_opinion"]) == set()


def test_finance_is_not_skipped() -> None:
    bare = {**SAMPLE, **dict.fromkeys(DONE)}
    for name in ("supervisor_opinion", "gm_opinion"):
        assert found(bare, **{name: SAMPLE[name]}) == error("finance_opinion")
    assert problems(finance_opinion=None) == error("finance_opinion")


def test_nothing_is_approved_without_whoever_decides() -> None:
    assert problems(gm_opinion=None) == error("gm_opinion")
    assert found(UPGRADE, supervisor_opinion=None) == error("supervisor_opinion")
    set_only = {"approved_by": None, "approved_on": None, "gm_opinion": None}
    assert problems(**set_only) == error("gm_opinion", "approved_on")


def test_what_was_refused_is_not_carried_out() -> None:
    refused = said("gm_opinion", verdict="不同意", opinion_text="暂缓。")
    assert problems(**refused) == error("approved_on")
    none = {"approved_by": None, "approved_on": None}
    assert problems(**refused, **none) == error("system_set_on", "approved_on")
    rest = {"system_set_by": None, "system_set_on": None, "notified_parties": None}
    assert problems(**refused, **none, **rest) == set()


@pytest.mark.parametrize("name", ["supervisor_opinion", "gm_opinion"])
@pytest.mark.parametrize("who", ["周明", "陈立"])
def test_nobody_approves_his_own_application_or_customer(name: str, who: str) -> None:
    changes = said(name, opinion_by=who)
    assert problems(**changes) == error(f"{name}.opinion_by")
    assert problems(approved_by=who) == error("approved_by")
    assert problems(applied_by="何平", salesperson="吴越", **changes) == set()


@pytest.mark.parametrize("name", OPINIONS)
def test_an_opinion_is_signed(name: str) -> None:
    assert f"{name}.opinion_by" in {path for path, _ in problems(**said(name, opinion_by=None))}
    assert f"{name}.opinion_on" in {path for path, _ in problems(**said(name, opinion_on=None))}


def test_a_refusal_or_condition_is_put_into_words() -> None:
    path = "finance_opinion.opinion_text"
    assert problems(**said("finance_opinion", opinion_text=None)) == error(path)
    refused = said("finance_opinion", verdict="不同意", opinion_text=None)
    assert problems(**refused) == error(path)
    assert problems(**said("finance_opinion", verdict="同意", opinion_text=None)) == set()
    assert problems(**said("finance_opinion", verdict=None)) == error("finance_opinion.verdict")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("sales_opinion", "2026-03-10", "2026-03-09"),
        ("finance_opinion", "2026-03-10", "2026-03-09"),
        ("supervisor_opinion", "2026-03-11", "2026-03-10"),
        ("gm_opinion", "2026-03-11", "2026-03-10"),
    ],
)
def test_opinions_come_in_the_order_of_the_flow(name: str, good: str, bad: str) -> None:
    assert problems(**said(name, opinion_on=good)) == set()
    assert (f"{name}.opinion_on", "error") in problems(**said(name, opinion_on=bad))


# Carrying out


def test_the_system_is_set_after_the_approval() -> None:
    assert problems(system_set_on="2026-03-12") == set()
    assert problems(system_set_on="2026-03-11") == error("system_set_on")
    assert problems(system_set_by=None) == error("system_set_by")
    assert problems(system_set_on=None) == error("system_set_on")


def test_all_three_sides_are_told() -> None:
    rows = SAMPLE["notified_parties"]
    assert problems(notified_parties=rows[:2]) == {("notified_parties", "warning")}
    waiting = {"system_set_by": None, "system_set_on": None}
    assert problems(notified_parties=None, **waiting) == set()


def test_a_notification_is_noted_whole_and_follows_the_approval() -> None:
    def told(**changes: object) -> list[dict[str, Any]]:
        return [{**SAMPLE["notified_parties"][0], **changes}, *SAMPLE["notified_parties"][1:]]

    path = "notified_parties.1"
    assert problems(notified_parties=told(notified_on="2026-03-12")) == set()
    early = told(notified_on="2026-03-11")
    assert problems(notified_parties=early) == error(f"{path}.notified_on")
    assert problems(notified_parties=told(notified_by=None)) == error(f"{path}.notified_by")
    assert problems(notified_parties=told(notified_on=None)) == error(f"{path}.notified_on")


def test_findings_never_repeat_a_name() -> None:
    changes = said("gm_opinion", opinion_by="陈立")
    for finding in check(CustomerCreditChange, {**SAMPLE, **changes}, today=TODAY):
        assert "陈立" not in str(finding)


GARBAGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "？", -1, 10**30, [], {}, [{}], [None], "2026-13-01", "1900-01-01", True]
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([SAMPLE, UPGRADE, DOWNGRADE]),
    st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE),
)
def test_checking_survives_any_garbage(data: dict[str, Any], changes: dict[str, object]) -> None:
    check(CustomerCreditChange, {**data, **changes}, today=TODAY)
