"""客户投诉登记表二: goods with their totals, the claim, the chain of opinions, the case's rules."""

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
from csdforms.schemas.complaint.complaint_register_one import ComplaintRegisterOne
from csdforms.schemas.complaint.complaint_register_two import ComplaintRegisterTwo

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_register_two.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 20)
CLEAN: set[tuple[str, str]] = set()
CLAIMS = (
    "claim_compensation_amount",
    "claim_discount_rate",
    "claim_discount_amount",
    "claim_return_quantity",
    "claim_return_amount",
    "claim_other",
)
REFERRED = {
    "channel": "监管转办",
    "external_ref": "海市监转〔2026〕21号",
    "external_due_on": "2026-03-20",
}


def problems(**changes: Any) -> set[tuple[str, str]]:
    findings = check(ComplaintRegisterTwo, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def filled(**changes: Any) -> ComplaintRegisterTwo:
    return parse(ComplaintRegisterTwo, copy.deepcopy(SAMPLE) | changes, today=TODAY)


def items(number: int, **changes: Any) -> dict[str, Any]:
    """The goods of the sample with one line changed."""
    lines = copy.deepcopy(SAMPLE["items"])
    lines[number - 1] |= changes
    return {"items": lines}


def opinions(number: int, **changes: Any) -> dict[str, Any]:
    """The opinions of the sample with one line changed."""
    lines = copy.deepcopy(SAMPLE["opinions"])
    lines[number - 1] |= changes
    return {"opinions": lines}


def claimed(**changes: Any) -> dict[str, Any]:
    """A claim of nothing but these."""
    return dict.fromkeys(CLAIMS) | changes


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


def test_a_sheet_just_taken_down_has_no_opinions_yet() -> None:
    with settings.use(settings.Settings(general_manager_above=Decimal(10_000))):
        assert problems(opinions=[]) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "complaint_no",
        "received_at",
        "urgency",
        "first_responder",
        "customer_name",
        "contact_person",
        "phone",
        "order_no",
        "items",
        "quality_exception",
        "content",
        "severity",
        "assigned_department",
        "assigned_handler",
        "handler_role",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize("name", ["product_name", "unit", "delivered_quantity"])
def test_columns_that_must_be_filled(name: str) -> None:
    assert ("items.2." + name, "error") in problems(**items(2, **{name: None}))


def test_an_opinion_names_its_department() -> None:
    changes = opinions(7, opinion_unit=None)
    assert problems(**changes) == {("opinions.7.opinion_unit", "error")}


def test_defaults_are_those_of_the_ordinary_case() -> None:
    sheet = filled(
        **dict.fromkeys(("channel", "category", "customer_kind", "nature")),
        **dict.fromkeys(("keep_confidential", "safety_related")),
    )
    assert (sheet.channel, sheet.category, sheet.nature) == ("来电", "产品质量", "有效投诉")
    assert (sheet.customer_kind, sheet.keep_confidential, sheet.safety_related) == (
        "单位",
        False,
        False,
    )


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("经办人", "prepared_by"),
        ("承办人", "assigned_handler"),
        ("投诉日期", "received_at"),
        ("订单编号", "order_no"),
        ("合同编号", "order_no"),
        ("供应商", "manufacturing_unit"),
        ("发货日期", "shipped_on"),
        ("索赔合计", "demand_amount"),
        ("附件", "attachments"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintRegisterTwo.labels().find(label) == (name,)


def test_what_both_registers_hold_is_named_alike() -> None:
    one, two = ComplaintRegisterOne.specs(), ComplaintRegisterTwo.specs()
    case = {
        "complaint_no", "received_at", "channel", "customer_no", "customer_name", "customer_kind",
        "category", "subcategory", "level", "severity", "urgency", "due_on", "acknowledged_at",
        "content", "order_no", "amount_involved", "demand_amount", "repeat_no", "first_responder",
        "assigned_handler", "handler_role", "keep_confidential", "nature", "safety_related",
    }  # fmt: skip
    assert case <= one.keys() & two.keys()


# The goods


def test_the_goods_are_added_up() -> None:
    sheet = filled()
    assert sheet.total_delivered_quantity == 1000
    assert sheet.total_defective_quantity == 48
    assert sheet.amount_involved == Decimal("28110.00")
    assert sheet.defect_rate == Decimal("0.048")
    assert [item.defect_rate for item in sheet.items] == [
        Decimal("0.084"),
        Decimal("0.02"),
        Decimal(0),
    ]


def test_quantities_of_different_units_are_not_added_up() -> None:
    sheet = filled(**items(2, unit="箱"))
    assert (sheet.total_delivered_quantity, sheet.total_defective_quantity) == (None, None)
    assert sheet.defect_rate is None
    assert sheet.amount_involved == Decimal("28110.00")
    kind = ComplaintRegisterTwo.specs()["total_delivered_quantity"].type
    assert kind is not None
    assert kind.absent == "—"


def test_without_goods_there_are_no_totals() -> None:
    draft, _ = examine(ComplaintRegisterTwo, copy.deepcopy(SAMPLE) | {"items": []}, today=TODAY)
    assert (draft.total_delivered_quantity, draft.amount_involved) == (None, None)


def test_the_amount_of_a_line_is_proposed() -> None:
    line = filled(**items(2, line_amount=None)).items[1]
    assert line.line_amount == Decimal("3750.00")
    half = {"delivered_quantity": "2.5", "unit_price": "0.01", "line_amount": None}
    assert filled(**items(3, **half, defective_quantity=None)).items[2].line_amount == Decimal(
        "0.03"
    )


def test_without_a_price_there_is_no_amount() -> None:
    unpriced = [item | {"unit_price": None, "line_amount": None} for item in SAMPLE["items"]]
    sheet = filled(items=unpriced)
    assert (sheet.items[0].line_amount, sheet.amount_involved) == (None, None)


def test_an_amount_is_quantity_times_price_as_closely_as_prices_are_rounded() -> None:
    # 300 pieces at a price rounded by at most half a cent, and half a cent of the amount itself
    for amount, found in (
        ("3751.50", CLEAN),
        ("3751.51", {("items.2.line_amount", "error")}),
        ("3748.49", {("items.2.line_amount", "error")}),
    ):
        assert problems(**items(2, line_amount=amount), claim_discount_rate=None) == found


def test_nothing_delivered_is_no_delivery() -> None:
    changes = {"unit_price": None, "defective_quantity": None}
    assert problems(**items(3, delivered_quantity="0.5", **changes)) == CLEAN
    assert problems(**items(3, delivered_quantity=0, **changes)) == {
        ("items.3.delivered_quantity", "error")
    }


def test_no_more_is_defective_than_was_delivered() -> None:
    assert problems(**items(3, defective_quantity=200)) == CLEAN
    assert problems(**items(3, defective_quantity=201)) == {("items.3.defective_quantity", "error")}


def test_goods_are_made_before_they_are_shipped() -> None:
    assert problems(**items(1, produced_on="2026-02-25")) == CLEAN
    assert problems(**items(1, produced_on="2026-02-26")) == {("items.1.produced_on", "error")}


def test_goods_are_made_before_the_complaint() -> None:
    unknown: dict[str, Any] = {"shipped_on": None}
    assert problems(**unknown, **items(1, produced_on="2026-03-09")) == CLEAN
    assert problems(**unknown, **items(1, produced_on="2026-03-10")) == {
        ("items.1.produced_on", "error")
    }


@pytest.mark.parametrize(
    ("shipped_on", "days"), [("2026-02-25", 12), ("2026-03-09", 0), (None, None)]
)
def test_days_since_the_shipment(shipped_on: str | None, days: int | None) -> None:
    made = [item | {"produced_on": None} for item in SAMPLE["items"]]
    assert filled(shipped_on=shipped_on, items=made).days_since_shipment == days


def test_the_shipment_is_not_after_the_complaint() -> None:
    assert problems(shipped_on="2026-03-09") == CLEAN
    assert problems(shipped_on="2026-03-10") == {("shipped_on", "error")}
    changes = copy.deepcopy(SAMPLE) | {"shipped_on": "2026-03-10"}
    draft, _ = examine(ComplaintRegisterTwo, changes, today=TODAY)
    assert draft.days_since_shipment is None


# The claim


def test_the_claim_is_added_up() -> None:
    # 2800.00 + 1405.50 + 1671.00
    assert filled().demand_amount == Decimal("5876.50")


def test_a_claim_without_money_has_no_sum() -> None:
    assert filled(**claimed(claim_other="补发合格品。")).demand_amount is None


def test_the_discount_in_money_is_proposed_from_its_rate() -> None:
    assert filled(claim_discount_amount=None).claim_discount_amount == Decimal("1405.50")


def test_a_discount_on_unpriced_goods_is_not_worked_out() -> None:
    unpriced = [item | {"unit_price": None, "line_amount": None} for item in SAMPLE["items"]]
    assert filled(claim_discount_amount=None, items=unpriced).claim_discount_amount is None


def test_a_discount_that_is_not_its_rate_is_doubted() -> None:
    assert problems(claim_discount_amount="1405.51") == {("claim_discount_amount", "warning")}
    assert problems(claim_discount_amount="1405.51", claim_discount_rate=None) == CLEAN


@pytest.mark.parametrize("name", CLAIMS)
def test_something_is_claimed(name: str) -> None:
    assert problems(**claimed(**{name: SAMPLE[name]})) == CLEAN
    assert problems(**claimed()) == {("claim_compensation_amount", "error")}


def test_no_more_is_returned_than_was_delivered() -> None:
    assert problems(claim_return_quantity=1000) == CLEAN
    assert problems(claim_return_quantity=1001) == {("claim_return_quantity", "error")}
    assert problems(claim_return_quantity=1001, **items(2, unit="箱")) == CLEAN


def test_a_return_of_nothing_is_none() -> None:
    assert problems(claim_return_quantity=0) == {("claim_return_quantity", "error")}
    assert problems(claim_return_quantity=1) == CLEAN


def test_more_claimed_than_the_goods_cost_is_doubted_at_the_low_level() -> None:
    low = {"level": "低等级", "handler_role": "客服专员"}
    assert problems(**low, **claimed(claim_compensation_amount="28110.00")) == CLEAN
    above = claimed(claim_compensation_amount="28110.01")
    assert problems(**low, **above) == {("demand_amount", "warning")}
    assert problems(**above) == CLEAN


def test_nobody_types_another_sum() -> None:
    assert problems(demand_amount="5876.50") == CLEAN
    assert problems(demand_amount="5876.00") == {("demand_amount", "error")}


# The opinions


def test_the_chain_is_printed_whole_and_in_order() -> None:
    given_lines = [
        {"opinion_unit": "其他", "unit_opinion": "无异议。", "opinion_by": "白露"},
        {"opinion_unit": "经理", "unit_opinion": "同意。", "opinion_by": "陈卫东"},
        {"opinion_unit": "采购", "unit_opinion": "同意。", "opinion_by": "韩柏"},
    ]
    chain = filled(opinions=given_lines).opinion_chain
    assert [line.opinion_unit for line in chain] == [
        "经办人", "分店/销售部", "采购部", "质量管理部", "财务部", "经理", "总经理", "其他",
    ]  # fmt: skip
    assert [line.opinion_by for line in chain] == [
        None, None, "韩柏", None, None, "陈卫东", None, "白露",
    ]  # fmt: skip


def test_a_blank_sheet_names_the_departments() -> None:
    units = [line.opinion_unit for line in ComplaintRegisterTwo.empty().opinion_chain]
    assert units == [
        "经办人", "分店/销售部", "采购部", "质量管理部", "财务部", "经理", "总经理",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["unit_opinion", "opinion_on"])
def test_an_opinion_is_signed(name: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("unit_opinion", "opinion_on", "opinion_by"))
    assert problems(**opinions(3, **nothing)) == CLEAN
    given_box = nothing | {name: SAMPLE["opinions"][2][name]}
    assert problems(**opinions(3, **given_box)) == {("opinions.3.opinion_by", "error")}


def test_each_signs_after_those_before_him() -> None:
    assert problems(**opinions(6, opinion_on="2026-03-10")) == CLEAN
    assert problems(**opinions(6, opinion_on="2026-03-09")) == {
        ("opinions.6.opinion_on", "warning")
    }


def test_the_order_of_the_lines_does_not_matter() -> None:
    lines = list(reversed(SAMPLE["opinions"]))
    assert problems(opinions=lines) == CLEAN
    late = copy.deepcopy(lines)
    late[0]["opinion_on"] = "2026-03-10"  # the general manager before the manager
    assert problems(opinions=late) == {("opinions.1.opinion_on", "warning")}


def test_a_department_outside_the_chain_signs_when_it_will() -> None:
    other = {"opinion_unit": "其他", "opinion_by": "白露", "opinion_on": "2026-03-09"}
    lines = [*SAMPLE["opinions"], other]
    assert problems(opinions=lines) == CLEAN
    assert problems(opinions=lines, remarks=None) == {("remarks", "error")}


def test_nobody_signs_before_the_complaint() -> None:
    assert problems(**opinions(1, opinion_on="2026-03-08")) == {("opinions.1.opinion_on", "error")}


def test_a_large_claim_is_for_the_general_manager() -> None:
    undecided = {"opinions": SAMPLE["opinions"][:6]}
    at_limit = claimed(claim_compensation_amount="10000.00")
    above = claimed(claim_compensation_amount="10000.01")
    assert problems(**at_limit, **undecided) == CLEAN
    assert problems(**above, **undecided) == {("opinions", "warning")}
    assert problems(**above) == CLEAN
    unsigned = opinions(7, unit_opinion=None, opinion_by=None, opinion_on=None)
    assert problems(**above, **unsigned) == {("opinions", "warning")}


def test_the_manager_s_limit_is_a_setting() -> None:
    with settings.use(settings.Settings(general_manager_above=Decimal("5876.49"))):
        assert problems(opinions=[]) == {("opinions", "warning")}


# The case, as on 登记表一


def test_the_acknowledgement_is_not_before_the_complaint() -> None:
    assert problems(acknowledged_at="2026-03-09 10:20") == CLEAN
    assert problems(acknowledged_at="2026-03-09 10:19") == {("acknowledged_at", "error")}


@pytest.mark.parametrize(
    ("acknowledged_at", "late"),
    [("2026-03-10 10:20", False), ("2026-03-10 10:21", True), (None, None)],
)
def test_an_acknowledgement_after_a_day_is_late(
    acknowledged_at: str | None, late: bool | None
) -> None:
    assert filled(acknowledged_at=acknowledged_at).is_acknowledged_late is late
    expected = {("acknowledged_at", "warning")} if late else CLEAN
    assert problems(acknowledged_at=acknowledged_at) == expected


def test_the_limit_is_not_before_the_complaint() -> None:
    assert problems(due_on="2026-03-09") == CLEAN
    assert problems(due_on="2026-03-08") == {("due_on", "error")}


def test_a_reply_wanted_before_the_complaint_is_doubted() -> None:
    assert problems(expected_reply_on="2026-03-09") == CLEAN
    assert problems(expected_reply_on="2026-03-08") == {("expected_reply_on", "warning")}


def test_a_complaint_of_tomorrow_is_doubted() -> None:
    later = dict.fromkeys(("acknowledged_at", "expected_reply_on", "due_on", "opinions"))
    assert problems(received_at="2026-03-20 23:59", **later) == CLEAN
    assert problems(received_at="2026-03-21 00:01", **later) == {("received_at", "warning")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("channel", "channel_other"),
        ("category", "subcategory"),
        ("acknowledged_by_channel", "remarks"),
        ("handler_role", "remarks"),
    ],
)
def test_other_needs_its_text(name: str, text: str) -> None:
    doubted = {("handler_role", "error")} if name == "handler_role" else CLEAN
    assert problems(**{name: "其他", text: None}) == {(text, "error")} | doubted
    assert problems(**{name: "其他", text: "另有说明"}) == doubted


def test_a_person_s_complaint_goes_on_the_other_sheet() -> None:
    assert problems(customer_kind="个人") == {("customer_kind", "error")}


def test_only_a_sample_received_has_a_quantity() -> None:
    assert problems(sample_received=False) == {("sample_received", "error")}
    assert problems(sample_received=None) == {("sample_received", "error")}
    assert problems(sample_received=False, sample_quantity=None) == CLEAN
    assert problems(sample_quantity=None) == CLEAN


def test_a_complaint_not_accepted_needs_its_reason() -> None:
    assert problems(nature="无效投诉") == {("reject_reason", "error")}
    assert problems(nature="无效投诉", reject_reason="不属本公司货品。") == CLEAN


@pytest.mark.parametrize("grave", [{"severity": "严重"}, {"safety_related": True}])
def test_a_grave_or_dangerous_case_is_of_the_high_level(grave: dict[str, Any]) -> None:
    assert problems(**grave) == CLEAN
    low = {"level": "低等级", "handler_role": "客服专员"}
    assert problems(**low) == CLEAN
    assert problems(**grave, **low) == {("level", "error")}


@pytest.mark.parametrize("role", ["客服专员", "楼层经理", "责任部门负责人"])
def test_the_high_level_goes_to_the_manager(role: str) -> None:
    assert problems(handler_role=role) == {("handler_role", "error")}


def test_the_low_level_is_not_for_the_manager() -> None:
    assert problems(level="低等级") == {("handler_role", "warning")}


@pytest.mark.parametrize("name", ["external_ref", "external_due_on"])
def test_a_case_from_an_authority_has_its_number_and_limit(name: str) -> None:
    assert problems(**REFERRED) == CLEAN
    assert problems(**REFERRED | {name: None}) == {(name, "error")}


def test_the_limit_keeps_the_authority_s() -> None:
    assert problems(**REFERRED | {"external_due_on": "2026-03-12"}) == CLEAN
    assert problems(**REFERRED | {"external_due_on": "2026-03-11"}) == {("due_on", "error")}


@pytest.mark.parametrize(
    ("urgency", "due_on"),
    [
        ("一般", dt.date(2026, 3, 16)),
        ("紧急", dt.date(2026, 3, 12)),
        ("特急", dt.date(2026, 3, 10)),
    ],
)
def test_the_limit_is_proposed_by_urgency(urgency: str, due_on: dt.date) -> None:
    assert filled(urgency=urgency, due_on=None).due_on == due_on


def test_the_limit_proposed_keeps_the_authority_s() -> None:
    earlier = REFERRED | {"external_due_on": "2026-03-11", "due_on": None}
    assert filled(**earlier).due_on == dt.date(2026, 3, 11)
    assert filled(**earlier | {"external_due_on": "2026-03-13"}).due_on == dt.date(2026, 3, 12)


def test_the_first_asked_is_the_clerk_unless_another_is_named() -> None:
    assert filled().prepared_by == "许嘉文"
    assert filled(prepared_by=None).prepared_by == "周明"


@pytest.mark.parametrize(
    ("counts", "most"), [((1, 2, 1), 2), ((None, None, 3), 3), ((None, None, None), None)]
)
def test_the_greatest_count_says_how_often_it_was_complained_of(
    counts: tuple[int | None, ...], most: int | None
) -> None:
    names = ("repeat_same_order", "repeat_same_product", "repeat_same_fault")
    assert filled(**dict(zip(names, counts, strict=True))).repeat_no == most


# Whatever comes

JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "—", "其他", "严重", "监管转办", "2026-03-09", "9999-12-31", -1, 0, "1e9", True,
     [], [None], [{}], {}, [{"opinion_unit": "总经理", "opinion_on": "2026-01-01"}],
     [{"unit": "只", "delivered_quantity": 0, "defective_quantity": 3}], [{"unit_price": "x"}]]
)  # fmt: skip


@hypothesis_settings(max_examples=50, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(list(ComplaintRegisterTwo.specs())), JUNK))
def test_checking_survives_whatever_is_missing_or_garbage(changes: dict[str, Any]) -> None:
    findings = check(ComplaintRegisterTwo, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    assert all(finding.message.endswith("。") for finding in findings)


ORDINARY: dict[str, Any] = {
    "level": None,
    "severity": "一般",
    "repeat_same_order": 1,
    "repeat_same_product": 1,
    "repeat_same_fault": 1,
    "claim_compensation_amount": "300.00",
    "claim_discount_rate": None,
    "claim_discount_amount": None,
    "claim_return_amount": None,
}


def test_a_person_grades_an_ordinary_case_and_a_serious_one_is_proposed() -> None:
    assert ("level", "error") in problems(**ORDINARY)
    assert filled(**ORDINARY | {"repeat_same_fault": 2}).level == "高等级"
    limit = {"claim_compensation_amount": "10000.00"}
    assert ("level", "error") in problems(**ORDINARY | limit)
    assert filled(**ORDINARY | {"claim_compensation_amount": "10000.01"}).level == "高等级"
