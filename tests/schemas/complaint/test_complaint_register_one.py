"""客户投诉登记表一: its rules between boxes, its proposal and its computed boxes."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
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
    "signed_on": None,
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
        ("acknowledged_by_channel", "remarks"),
        ("handler_role", "remarks"),
    ],
)
def test_other_needs_its_text(name: str, text: str) -> None:
    base = {"customer_signature": None, "signed_on": None}
    doubted = {("handler_role", "warning")} if name == "handler_role" else CLEAN
    assert problems(**base, **{name: "其他", text: None}) == {(text, "error")} | doubted
    assert problems(**base, **{name: "其他", text: "另有说明"}) == doubted


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
    unsigned = dict.fromkeys(("customer_signature", "signed_on"))
    assert problems(customer_name="匿名", **unsigned, **nothing) == CLEAN


def test_a_named_customer_wants_something() -> None:
    assert problems(demand_types=None) == {("demand_types", "error")}


def test_a_complaint_about_goods_names_them() -> None:
    assert problems(product_name=None) == {("product_name", "error")}
    assert problems(product_name=None, complained_party_kind="服务") == CLEAN


@pytest.mark.parametrize(
    "label", ["联系电话", "办公电话", "手机", "手机号", "手机号码", "顾客手机号", "移动电话"]
)
def test_the_one_telephone_answers_to_the_labels_of_mobiles(label: str) -> None:
    assert ComplaintRegisterOne.labels().find(label) == ("phone",)


def test_goods_may_be_called_equipment_and_the_customer_a_unit() -> None:
    labels = ComplaintRegisterOne.labels()
    assert labels.find("设备名称") == ("product_name",)
    assert labels.find("客户名称/单位") == ("customer_name",)


def test_only_a_visitor_signs() -> None:
    assert problems(channel="来电") == {("customer_signature", "warning")}
    assert problems(channel="来电", customer_signature=None, signed_on=None) == CLEAN


def test_a_day_of_signing_needs_its_signature() -> None:
    assert problems(customer_signature=None) == {("customer_signature", "error")}
    assert problems(customer_signature=None, signed_on=None) == CLEAN
    assert problems(signed_on=None) == CLEAN


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


@pytest.mark.parametrize("role", ["客户服务部经理", "责任部门负责人", "其他"])
def test_the_low_level_is_handled_on_the_floor(role: str) -> None:
    assert problems(handler_role=role) == {("handler_role", "warning")}
    assert problems(handler_role="客服专员") == CLEAN


@pytest.mark.parametrize("grade", ["低", "中", "高"])
def test_three_grades_are_not_mapped_silently(grade: str) -> None:
    assert problems(level=grade) == {("level", "error")}


@pytest.mark.parametrize(
    "serious",
    [
        {"severity": "严重"},
        {"safety_related": True},
        {"repeat_no": 2},
        {"demand_amount": "10000.01"},
        REFERRED,
    ],
)
def test_a_serious_case_is_proposed_for_the_high_level(serious: dict[str, Any]) -> None:
    ungraded = {"level": None, "handler_role": "客户服务部经理"}
    assert filled(**ungraded, **serious).level == "高等级"


def test_an_ordinary_case_is_graded_by_a_person() -> None:
    ordinary = {"repeat_no": 1, "demand_amount": "10000.00"}
    assert problems(level=None, **ordinary) == {("level", "error")}
    assert problems(repeat_no=2) == CLEAN  # a proposal, no rule


@pytest.mark.parametrize("name", ["external_ref", "external_due_on"])
def test_a_case_from_an_authority_has_its_number_and_limit(name: str) -> None:
    assert problems(**REFERRED) == CLEAN
    assert problems(**REFERRED | {name: None}) == {(name, "error")}


def test_the_limit_keeps_the_authority_s() -> None:
    assert problems(**REFERRED | {"external_due_on": "2026-03-08"}) == CLEAN
    assert problems(**REFERRED | {"external_due_on": "2026-03-07"}) == {("due_on", "error")}


@pytest.mark.parametrize(
    ("name", "spelling", "word"),
    [
        ("channel", "电话投诉", "来电"),
        ("channel", "E-mail", "电子邮件"),
        ("category", "质量问题", "产品质量"),
        ("severity", "轻", "轻微"),
        ("urgency", "急", "紧急"),
        ("handler_role", "客服", "客服专员"),
    ],
)
def test_the_spellings_of_clerks_are_understood(name: str, spelling: str, word: str) -> None:
    draft, _ = examine(ComplaintRegisterOne, {name: spelling}, today=TODAY)
    assert getattr(draft, name) == word


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


@pytest.mark.parametrize(
    ("external_due_on", "due_on"),
    [
        ("2026-03-07", dt.date(2026, 3, 7)),
        ("2026-03-09", dt.date(2026, 3, 8)),
        (None, dt.date(2026, 3, 8)),
    ],
)
def test_the_limit_proposed_keeps_the_authority_s(
    external_due_on: str | None, due_on: dt.date
) -> None:
    changes = REFERRED | {"external_due_on": external_due_on, "due_on": None}
    draft, _ = examine(ComplaintRegisterOne, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    assert draft.due_on == due_on


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
    expected = {("acknowledged_at", "warning")} if late else CLEAN
    assert problems(acknowledged_at=acknowledged_at) == expected


@pytest.mark.parametrize(
    ("received_at", "acknowledged_at", "late"),
    [
        ("2026-03-05 14:05", "2026-03-06", False),
        ("2026-03-05 14:05", "2026-03-07", True),
        ("2026-03-05", "2026-03-06 23:59", False),
        ("2026-03-05", "2026-03-07 00:01", True),
    ],
)
def test_without_a_time_the_acknowledgement_is_late_by_days(
    received_at: str, acknowledged_at: str, late: bool
) -> None:
    changes = {"received_at": received_at, "acknowledged_at": acknowledged_at}
    assert filled(**changes).is_acknowledged_late is late
    with settings.use(settings.Settings(acknowledge_hours=12)):
        assert filled(**changes).is_acknowledged_late is True


def test_the_hours_of_the_acknowledgement_are_a_setting() -> None:
    with settings.use(settings.Settings(acknowledge_hours=0)):
        assert filled().is_acknowledged_late is True


def test_a_copy_for_the_unit_hides_name_and_telephone() -> None:
    sheet = filled()
    assert (sheet.masked_name, sheet.masked_phone) == ("李某某", "139****6721")
    unsigned = dict.fromkeys(("customer_signature", "signed_on", "phone"))
    nobody = filled(customer_name="匿名", **unsigned)
    assert (nobody.masked_name, nobody.masked_phone) == ("匿名", None)


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just({"x": [1]})
)


@budget(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE))
def test_checking_survives_garbage(changes: dict[str, Any]) -> None:
    sheet, _ = examine(ComplaintRegisterOne, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    assert sheet.is_acknowledged_late in (None, False, True)
