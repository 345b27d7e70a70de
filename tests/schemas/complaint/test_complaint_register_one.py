"""客户投诉登记表一: its rules between boxes, its proposal and its computed boxes."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from csdforms.schemas import settings
from csdforms.schemas.checking import check, parse
from csdforms.schemas.complaint.complaint_register_one import ComplaintRegisterOne

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_register_one.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()
REFERRED = {
    "channel": "监管转办",
    "customer_signature": None,
    "external_ref": "海市监转〔2026〕17号",
    "external_due_on": "2026-03-20",
}


def problems(**changes: Any) -> set[tuple[str, str]]:
    data = copy.deepcopy(SAMPLE) | changes
    findings = check(ComplaintRegisterOne, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def filled(**changes: Any) -> ComplaintRegisterOne:
    return parse(ComplaintRegisterOne, copy.deepcopy(SAMPLE) | changes, today=TODAY)


def test_the_sample_has_no_finding() -> None:
    assert problems() == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "complaint_no",
        "received_at",
        "channel",
        "reception_unit",
        "first_responder",
        "customer_name",
        "complained_party_kind",
        "complained_party",
        "category",
        "content",
        "level",
        "severity",
        "assigned_department",
        "assigned_handler",
        "handler_role",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_defaults_are_those_of_the_ordinary_case() -> None:
    names = "customer_kind", "complainant_type", "nature", "urgency"
    sheet = filled(**dict.fromkeys((*names, "keep_confidential", "safety_related", "repeat_no")))
    assert [getattr(sheet, name) for name in names] == ["个人", "顾客", "有效投诉", "一般"]
    assert (sheet.keep_confidential, sheet.safety_related, sheet.repeat_no) == (False, False, 1)


# Days and moments


def test_the_event_is_not_after_its_receipt() -> None:
    assert problems(occurred_at="2026-03-05 14:05") == CLEAN
    assert problems(occurred_at="2026-03-05 14:06") == {("received_at", "error")}
    assert problems(occurred_at="2026-03-05") == CLEAN  # a day without time is compared as a day


def test_the_acknowledgement_is_not_before_the_receipt() -> None:
    assert problems(acknowledged_at="2026-03-05 14:05") == CLEAN
    assert problems(acknowledged_at="2026-03-05 14:04") == {("acknowledged_at", "error")}


def test_the_purchase_is_not_after_the_receipt() -> None:
    assert problems(purchased_on="2026-03-05") == CLEAN
    assert problems(purchased_on="2026-03-06") == {("received_at", "error")}


def test_the_limit_is_not_before_the_receipt() -> None:
    assert problems(due_on="2026-03-05") == CLEAN
    assert problems(due_on="2026-03-04") == {("due_on", "error")}


def test_a_reply_wanted_before_the_receipt_is_doubted() -> None:
    assert problems(expected_reply_on="2026-03-05") == CLEAN
    assert problems(expected_reply_on="2026-03-04") == {("expected_reply_on", "warning")}


def test_the_customer_does_not_sign_before_the_receipt() -> None:
    assert problems(signed_on="2026-03-04") == {("signed_on", "error")}


def test_a_receipt_of_tomorrow_is_doubted() -> None:
    later = dict.fromkeys(("acknowledged_at", "signed_on", "expected_reply_on", "reviewed_on"))
    later |= {"due_on": "2026-03-20"}
    assert problems(received_at="2026-03-10 23:59", **later) == CLEAN
    assert problems(received_at="2026-03-11 00:01", **later) == {("received_at", "warning")}


# Every 其他 is explained


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("channel", "channel_other"),
        ("category", "subcategory"),
        ("complainant_type", "remarks"),
        ("handler_role", "remarks"),
    ],
)
def test_other_needs_its_text(name: str, text: str) -> None:
    base = {"customer_signature": None}
    assert problems(**base, **{name: "其他", text: None}) == {(text, "error")}
    assert problems(**base, **{name: "其他", text: "另有说明"}) == CLEAN


def test_another_demand_needs_its_text() -> None:
    changes = {"demand_types": ["换货", "其他"]}
    assert problems(**changes, demand_detail=None) == {("demand_detail", "error")}
    assert problems(**changes) == CLEAN


# The complainant


def test_the_customer_can_be_reached_one_way() -> None:
    ways: dict[str, Any] = dict.fromkeys(("phone", "email", "address"))
    assert problems(**ways) == {("phone", "error")}
    for name in ways:
        assert problems(**ways | {name: SAMPLE[name]}) == CLEAN


def test_an_anonymous_customer_needs_no_address_and_no_demand() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("phone", "email", "address", "demand_types"))
    assert problems(customer_name="匿名", customer_signature=None, **nothing) == CLEAN


def test_a_named_customer_wants_something() -> None:
    assert problems(demand_types=None) == {("demand_types", "error")}


def test_a_complaint_about_goods_names_them() -> None:
    assert problems(product_name=None) == {("product_name", "error")}
    assert problems(product_name=None, complained_party_kind="服务") == CLEAN


def test_only_a_visitor_signs() -> None:
    assert problems(channel="来电") == {("customer_signature", "warning")}
    assert problems(channel="来电", customer_signature=None, signed_on=None) == CLEAN


def test_the_content_says_something() -> None:
    assert problems(content="十个字的投诉内容吗。") == CLEAN
    assert problems(content="不足十个字的内容") == {("content", "error")}


# The assessment


def test_a_complaint_not_accepted_needs_its_reason() -> None:
    assert problems(nature="无效投诉") == {("reject_reason", "error")}
    assert problems(nature="无效投诉", reject_reason="不属本店商品。") == CLEAN


@pytest.mark.parametrize("grave", [{"severity": "严重"}, {"safety_related": True}])
def test_a_grave_or_dangerous_case_is_of_the_high_level(grave: dict[str, Any]) -> None:
    assert problems(**grave) == {("level", "error")}
    assert problems(**grave, level="高等级", handler_role="客户服务部经理") == CLEAN


def test_the_high_level_goes_to_the_manager() -> None:
    assert problems(level="高等级") == {("handler_role", "error")}


def test_the_low_level_seldom_goes_to_the_manager() -> None:
    assert problems(handler_role="客户服务部经理") == {("handler_role", "warning")}


def test_three_grades_are_not_mapped_silently() -> None:
    assert problems(level="中") == {("level", "error")}


@pytest.mark.parametrize("name", ["external_ref", "external_due_on"])
def test_a_case_from_an_authority_has_its_number_and_limit(name: str) -> None:
    assert problems(**REFERRED) == CLEAN
    assert problems(**REFERRED | {name: None}) == {(name, "error")}


def test_the_limit_keeps_the_authority_s() -> None:
    assert problems(**REFERRED | {"external_due_on": "2026-03-08"}) == CLEAN
    assert problems(**REFERRED | {"external_due_on": "2026-03-07"}) == {
        ("external_due_on", "error")
    }


# The boxes that every sheet shares


def test_reviews_follow_in_order() -> None:
    assert problems(prepared_by="周明", prepared_on="2026-03-06") == {("reviewed_on", "error")}
    assert problems(approved_by="陈卫东", approved_on="2026-03-04") == {("approved_on", "error")}


@pytest.mark.parametrize(
    ("name", "detail", "value"),
    [
        ("prepared_by", "prepared_on", "2026-03-05"),
        ("reviewed_by", "review_opinion", "同意。"),
        ("approved_by", "approval_opinion", "同意。"),
    ],
)
def test_an_opinion_or_day_has_its_person(name: str, detail: str, value: str) -> None:
    changes = {"reviewed_by": None, "reviewed_on": None} | {detail: value}
    assert problems(**changes) == {(name, "error")}


# Proposed and computed


@pytest.mark.parametrize(
    ("urgency", "due_on"),
    [("一般", dt.date(2026, 3, 12)), ("紧急", dt.date(2026, 3, 8)), ("特急", dt.date(2026, 3, 6))],
)
def test_the_limit_is_proposed_by_urgency(urgency: str, due_on: dt.date) -> None:
    assert filled(urgency=urgency, due_on=None).due_on == due_on


def test_the_days_of_the_limit_are_a_setting() -> None:
    with settings.use(settings.Settings(close_days={"一般": 10})):
        assert filled(urgency="一般", due_on=None).due_on == dt.date(2026, 3, 15)


@pytest.mark.parametrize(
    ("acknowledged_at", "late"),
    [("2026-03-06 14:05", False), ("2026-03-06 14:06", True), (None, None)],
)
def test_an_acknowledgement_after_a_day_is_late(
    acknowledged_at: str | None, late: bool | None
) -> None:
    assert filled(acknowledged_at=acknowledged_at).is_acknowledged_late is late


def test_the_hours_of_the_acknowledgement_are_a_setting() -> None:
    with settings.use(settings.Settings(acknowledge_hours=0)):
        assert filled().is_acknowledged_late is True


def test_a_copy_for_the_unit_hides_name_and_telephone() -> None:
    sheet = filled()
    assert (sheet.masked_name, sheet.masked_phone) == ("李某某", "139****6721")
    nobody = filled(customer_name="匿名", customer_signature=None, phone=None)
    assert (nobody.masked_name, nobody.masked_phone) == ("匿名", None)
