"""售后服务登记表: its rules between boxes, what it proposes, and what it works out."""

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
from csdforms.schemas.after_sales.after_sales_register import AfterSalesRegister
from csdforms.schemas.checking import check, examine, parse
from csdforms.templates.drawing import placed
from csdforms.templates.sheet import Cell, Grid, IfFilled, Opinion
from csdforms.templates.sheets.after_sales_register import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "after_sales_register.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 20)
CLEAN: set[tuple[str, str]] = set()
ITEM = SAMPLE["return_exchange_items"][0]

#: A repair that was just received: what a clerk can know at the counter.
RECEIVED: dict[str, Any] = {
    "register_no": "SH-20260304-003",
    "registered_at": "2026-03-04 14:09",
    "accepted_by": "林小雨",
    "customer_name": "陈国栋",
    "phone": "13900006732",
    "address": "临江市海晏区海棠路16号2幢101室",
    "product_name": "清泉牌油烟机",
    "warranty_status": "保外",
    "service_type": "维修",
    "service_mode": "上门",
    "problem_description": "开机后有异响，风力变小。",
}
#: The same repair done and paid for.
REPAIRED: dict[str, Any] = RECEIVED | {
    "service_person": "吴建平",
    "finished_at": "2026-03-05 10:30",
    "service_measures": "更换电机轴承，清洗风轮。",
    "service_result": "已修复",
    "labor_fee_amount": "80.00",
}


def found(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(AfterSalesRegister, copy.deepcopy(data), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return found(SAMPLE | changes)


def item_problems(**changes: Any) -> set[tuple[str, str]]:
    """Change the line of goods; return its own problems."""
    prefix = "return_exchange_items.1."
    all_found = problems(return_exchange_items=[ITEM | changes])
    return {(path.removeprefix(prefix), severity) for path, severity in all_found}


def draft(data: dict[str, Any]) -> AfterSalesRegister:
    return examine(AfterSalesRegister, copy.deepcopy(data), today=TODAY)[0]


def filled(**changes: Any) -> AfterSalesRegister:
    return parse(AfterSalesRegister, copy.deepcopy(SAMPLE) | changes, today=TODAY)


def test_the_samples_have_no_finding() -> None:
    assert problems() == CLEAN
    assert found(RECEIVED) == CLEAN
    assert found(REPAIRED) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "register_no",
        "registered_at",
        "accepted_by",
        "customer_name",
        "phone",
        "product_name",
        "service_type",
        "service_mode",
        "problem_description",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_the_default_sheet_is_the_26_boxes_of_the_specification() -> None:
    sometimes = {
        cell.path if isinstance(cell, Cell) else cell
        for part in SHEET.parts
        if isinstance(part, Grid)
        for row in part.rows
        if isinstance(row, IfFilled) and not isinstance(row, Opinion)
        for cell in row.cells
    }
    tables = {
        "parts", "parts_fee_amount", "return_exchange_items", "exchanges",
        "items_total.quantity", "items_total.line_amount", "items_total.refund_amount",
    }  # fmt: skip
    signed = {"signed_on", "reviewed_by", "reviewed_on"}
    boxes = {"register_no", "remarks"} | set(placed(SHEET)) - sometimes - tables - signed
    assert boxes == {
        "register_no", "registered_at", "accept_channel", "accepted_by", "customer_name",
        "contact_person", "phone", "address", "product_name", "product_model", "serial_number",
        "purchased_on", "warranty_status", "service_type", "service_mode", "urgency",
        "problem_description", "appointment_at", "service_person", "finished_at",
        "service_measures", "service_result", "total_fee_amount", "satisfaction",
        "customer_signature", "remarks",
    }  # fmt: skip
    assert len(boxes) == 26


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("服务单号", "register_no"),
        ("单据编号", "register_no"),
        ("报修日期", "registered_at"),
        ("单据来源", "accept_channel"),
        ("接单人", "accepted_by"),
        ("顾客姓名", "customer_name"),
        ("顾客手机号", "phone"),
        ("客户联系方式", "phone"),
        ("服务地点", "address"),
        ("商品名称", "product_name"),
        ("设备名称", "product_name"),
        ("产品类型", "product_name"),
        ("型号", "product_model"),
        ("出厂编号", "serial_number"),
        ("SKU编码", "serial_number"),
        ("源单据号", "order_no"),
        ("销售位置", "purchase_place"),
        ("购置日期", "purchased_on"),
        ("保修状态", "warranty_status"),
        ("单据类型", "service_type"),
        ("故障现象", "problem_description"),
        ("客户反馈内容", "problem_description"),
        ("预计上门时间", "appointment_at"),
        ("服务工程师", "service_person"),
        ("工单协助人", "assistants"),
        ("初步诊断结果", "diagnosis"),
        ("维修方案", "service_measures"),
        ("收费金额", "total_fee_amount"),
        ("投诉登记号", "complaint_no"),
        ("来电记录号", "source_call_no"),
    ],
)
def test_the_labels_of_other_sheets_are_known(label: str, name: str) -> None:
    assert AfterSalesRegister.labels().find(label) == (name,)


# Proposed


def test_the_ordinary_case_is_not_urgent() -> None:
    assert draft(RECEIVED).urgency == "一般"
    assert draft(RECEIVED | {"urgency": "常规"}).urgency == "一般"
    assert draft(RECEIVED | {"urgency": "加急"}).urgency == "紧急"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "待派工"),
        ({"service_person": "吴建平"}, "已派工"),
        ({"dispatched_at": "2026-03-04 15:00"}, "已派工"),
        ({"arrived_at": "2026-03-05 09:00"}, "处理中"),
        ({"finished_at": "2026-03-05 10:30"}, "已完工"),
        ({"finished_at": "2026-03-05 10:30", "closed_on": "2026-03-06"}, "已关闭"),
        ({"service_person": "吴建平", "service_result": "客户取消"}, "已取消"),
    ],
)
def test_the_status_is_proposed_by_what_is_filled(changes: dict[str, Any], status: str) -> None:
    assert draft(RECEIVED | changes).service_status == status
    assert draft(RECEIVED | changes | {"service_status": "待配件"}).service_status == "待配件"


@pytest.mark.parametrize(
    ("purchased_on", "months", "suggested"),
    [
        ("2025-03-05", 12, "保内"),  # the last day
        ("2025-03-04", 12, "保外"),
        ("2025-03-04", 24, "保内"),
        ("2025-03-05", None, None),
        (None, 12, None),
    ],
)
def test_the_warranty_is_suggested(
    purchased_on: str | None, months: int | None, suggested: str | None
) -> None:
    dates = {"purchased_on": purchased_on, "warranty_period_months": months}
    assert draft(SAMPLE | dates | {"warranty_status": None}).warranty_status == suggested


@pytest.mark.parametrize(
    ("purchased_on", "months", "last"),
    [
        ("2025-01-31", 1, dt.date(2025, 2, 28)),
        ("2024-01-31", 1, dt.date(2024, 2, 29)),
        ("2024-02-29", 12, dt.date(2025, 2, 28)),
        ("2025-12-15", 1, dt.date(2026, 1, 15)),
        ("2025-11-30", 13, dt.date(2026, 12, 30)),
        ("2025-11-30", 0, dt.date(2025, 11, 30)),
    ],
)
def test_a_warranty_ends_on_the_same_day_or_the_last_of_the_month(
    purchased_on: str, months: int, last: dt.date
) -> None:
    dates = {"purchased_on": purchased_on, "warranty_period_months": months}
    assert draft(SAMPLE | dates).warranty_ends_on() == last


@pytest.mark.parametrize(
    ("name", "kind"),
    [("临江市新港装饰工程有限公司", "单位"), ("海晏区第一小学", "单位"), ("陈国栋", None)],
)
def test_a_company_is_told_by_its_name(name: str, kind: str | None) -> None:
    assert draft(RECEIVED | {"customer_name": name}).customer_kind == kind


def test_what_costs_something_is_charged() -> None:
    assert draft(RECEIVED).is_charged is False
    assert draft(REPAIRED).is_charged is True


def test_a_line_of_goods_is_that_of_the_sheet_unless_it_says_otherwise() -> None:
    names = ("returned_on", "product_name", "product_model", "batch_no")
    line = {name: value for name, value in ITEM.items() if name not in names}
    own = filled(return_exchange_items=[line]).return_exchange_items[0]
    assert (own.returned_on, own.product_name) == (dt.date(2026, 3, 6), "清泉牌台式净水器")
    assert own.product_model == "QS-300"
    other = {"product_name": "滤芯", "returned_on": "2026-03-05"}
    foreign = filled(return_exchange_items=[line | other]).return_exchange_items[0]
    assert (foreign.product_name, foreign.product_model) == ("滤芯", None)
    assert foreign.returned_on == dt.date(2026, 3, 5)
    same = {"product_name": "清泉牌台式净水器"}
    assert filled(return_exchange_items=[line | same]).return_exchange_items[0].product_model


def test_before_the_work_is_done_the_day_of_a_return_is_that_of_the_receipt() -> None:
    line = {name: value for name, value in ITEM.items() if name != "returned_on"}
    sheet = draft(RECEIVED | {"return_exchange_items": [line]})
    assert sheet.return_exchange_items[0].returned_on == dt.date(2026, 3, 4)
    nothing = draft({"return_exchange_items": [line]})
    assert nothing.return_exchange_items[0].returned_on is None


def test_whose_fault_a_return_is_stays_open_by_default() -> None:
    line = {name: value for name, value in ITEM.items() if name != "responsible_party"}
    assert filled(return_exchange_items=[line]).return_exchange_items[0].responsible_party == "待定"


# Worked out


def test_fees_and_parts_add_up() -> None:
    parts = [
        {"part_name": "轴承", "quantity": "2", "unit_price": "35.50"},
        {"part_name": "铜管", "quantity": "2.5", "unit_price": "12.35"},  # 30.875
        {"part_name": "螺钉", "quantity": 4, "unit_price": "0"},
        {"part_name": "客户自备密封圈", "quantity": 1},
    ]
    fees = {
        "labor_fee_amount": "80.00",
        "travel_fee_amount": "30.00",
        "inspection_fee_amount": "20.00",
        "other_fee_amount": "5.00",
    }
    sheet = draft(REPAIRED | fees | {"parts": parts})
    amounts = [part.line_amount for part in sheet.parts]
    assert amounts == [Decimal("71.00"), Decimal("30.88"), Decimal("0.00"), None]
    assert sheet.parts_fee_amount == Decimal("101.88")
    assert sheet.total_fee_amount == Decimal("236.88")


def test_without_any_fee_the_total_is_zero_and_parts_without_price_have_no_sum() -> None:
    sheet = draft(RECEIVED | {"parts": [{"part_name": "轴承", "quantity": 1}]})
    assert sheet.parts_fee_amount is None
    assert sheet.total_fee_amount == Decimal("0.00")


def test_an_amount_beyond_any_box_is_left_empty() -> None:
    most = {"part_name": "轴承", "quantity": "1", "unit_price": "99999999999999.99"}
    assert draft({"parts": [most]}).parts[0].line_amount == Decimal("99999999999999.99")
    assert draft({"parts": [most | {"quantity": "2"}]}).parts[0].line_amount is None


def test_a_typed_amount_must_agree() -> None:
    part = {"part_name": "轴承", "quantity": 2, "unit_price": "35.50", "line_amount": "71.00"}
    assert found(REPAIRED | {"parts": [part]}) == CLEAN
    assert found(REPAIRED | {"parts": [part | {"line_amount": "71.01"}]}) == {
        ("parts.1.line_amount", "error")
    }


def test_hours_run_from_receipt_to_arrival_to_the_end() -> None:
    sheet = filled()
    assert sheet.response_hours == Decimal("18.5")  # 15:20 to 9:50 the next day
    assert sheet.service_duration_hours == Decimal("1.5")


@pytest.mark.parametrize("arrived_at", [None, "2026-03-06", "2026-03-05 15:00"])
def test_without_times_in_order_there_are_no_hours(arrived_at: str | None) -> None:
    assert draft(SAMPLE | {"arrived_at": arrived_at}).response_hours is None


def test_hours_that_do_not_come_out_even_are_rounded_on_paper() -> None:
    sheet = filled(arrived_at="2026-03-05 17:30")
    kind = AfterSalesRegister.specs()["response_hours"].type
    assert kind is not None
    assert kind.show(sheet.response_hours) == "2.17"  # 130 minutes


@pytest.mark.parametrize(
    ("price", "difference"), [("1409.50", "0.00"), ("1600.00", "190.50"), ("1200.00", "-209.50")]
)
def test_dearer_goods_are_paid_for_and_cheaper_ones_paid_back(price: str, difference: str) -> None:
    sheet = filled(return_exchange_items=[ITEM | {"replacement_unit_price": price}])
    assert sheet.return_exchange_items[0].price_difference_amount == Decimal(difference)


def test_only_an_exchange_with_both_prices_has_a_difference() -> None:
    for change in (
        {"return_action": "返修"},
        {"unit_price": None},
        {"replacement_quantity": None},
    ):
        sheet = draft(SAMPLE | {"return_exchange_items": [ITEM | change]})
        assert sheet.return_exchange_items[0].price_difference_amount is None


def test_the_lines_of_goods_are_summed_and_exchanges_listed() -> None:
    refund = ITEM | {
        "return_action": "退货",
        "quantity": 3,
        "unit_price": "20.00",
        "refund_amount": "55.00",
        "replacement_product_name": None,
    }
    sheet = draft(SAMPLE | {"return_exchange_items": [ITEM, refund]})
    assert sheet.items_total.quantity == Decimal(4)
    assert sheet.items_total.line_amount == Decimal("1469.50")
    assert sheet.items_total.refund_amount == Decimal("55.00")
    assert [item.seq for item in sheet.exchanges] == [1]
    assert draft(RECEIVED).items_total.quantity is None


def test_goods_given_out_are_listed_whatever_the_line_is_called() -> None:
    line = ITEM | {"return_action": "返修"}
    assert len(draft(SAMPLE | {"return_exchange_items": [line]}).exchanges) == 1


# Days and moments


def test_nothing_is_registered_before_it_happens() -> None:
    later = RECEIVED | {"registered_at": "2026-03-20 23:59"}
    assert found(later) == CLEAN
    assert found(RECEIVED | {"registered_at": "2026-03-21 00:01"}) == {("registered_at", "error")}


def test_a_purchase_after_the_receipt_is_only_doubted() -> None:
    assert found(RECEIVED | {"purchased_on": "2026-03-04"}) == CLEAN
    assert found(RECEIVED | {"purchased_on": "2026-03-05"}) == {("registered_at", "warning")}


def test_an_appointment_is_not_before_the_receipt() -> None:
    assert found(RECEIVED | {"appointment_at": "2026-03-04 14:09"}) == CLEAN
    assert found(RECEIVED | {"appointment_at": "2026-03-04 14:08"}) == {("appointment_at", "error")}


@pytest.mark.parametrize(
    ("name", "edge", "too_early"),
    [
        ("dispatched_at", "2026-03-05 15:20", "2026-03-05 15:19"),
        ("arrived_at", "2026-03-05 16:00", "2026-03-05 15:59"),
        ("finished_at", "2026-03-06 09:50", "2026-03-06 09:49"),
        ("closed_on", "2026-03-06", "2026-03-05"),
        ("signed_on", "2026-03-05", "2026-03-04"),
        ("follow_up_on", "2026-03-06", "2026-03-05"),
    ],
)
def test_a_case_goes_forward(name: str, edge: str, too_early: str) -> None:
    assert problems(**{name: edge}) == CLEAN
    assert problems(**{name: too_early}) == {(name, "error")}


def test_of_a_case_without_end_of_work_the_call_follows_the_closing() -> None:
    answered = REPAIRED | {
        "service_result": "未解决",
        "finished_at": None,
        "closed_on": "2026-03-06",
    }
    assert found(answered | {"follow_up_on": "2026-03-06"}) == CLEAN
    assert found(answered | {"follow_up_on": "2026-03-05"}) == {("follow_up_on", "error")}


# The customer and the request


def test_a_company_names_somebody_to_speak_to() -> None:
    company = RECEIVED | {"customer_name": "临江市新港装饰工程有限公司"}
    assert found(company) == {("contact_person", "error")}
    assert found(company | {"contact_person": "孙浩"}) == CLEAN
    assert found(RECEIVED | {"customer_kind": "单位"}) == {("contact_person", "error")}
    assert found(company | {"customer_kind": "个人"}) == CLEAN


def test_a_visit_needs_an_address() -> None:
    assert found(RECEIVED | {"address": None}) == {("address", "error")}
    assert found(RECEIVED | {"address": None, "service_mode": "送修"}) == CLEAN


def test_another_service_says_which() -> None:
    other = RECEIVED | {"service_type": "其他"}
    assert found(other) == {("service_type_other", "error")}
    assert found(other | {"service_type_other": "移机"}) == CLEAN


def test_a_day_of_signing_needs_its_signature() -> None:
    assert problems(customer_signature=None) == {("customer_signature", "error")}
    assert problems(customer_signature=None, signed_on=None) == CLEAN


def test_the_warranty_is_stated_where_it_cannot_be_suggested() -> None:
    assert found(RECEIVED | {"warranty_status": None}) == {("warranty_status", "error")}


@pytest.mark.parametrize(
    ("purchased_on", "typed", "doubted"),
    [
        ("2025-03-05", "保外", True),
        ("2025-03-05", "保内", False),
        ("2025-03-03", "保内", True),
        ("2025-03-03", "延保", False),
        ("2025-03-03", "不适用", False),
        (None, "保内", False),
    ],
)
def test_another_warranty_than_suggested_is_explained(
    purchased_on: str | None, typed: str, doubted: bool
) -> None:
    case = RECEIVED | {
        "purchased_on": purchased_on,
        "warranty_period_months": 12,
        "warranty_status": typed,
    }
    assert found(case) == ({("warranty_status", "warning")} if doubted else CLEAN)
    assert found(case | {"remarks": "发票日期为准。"}) == CLEAN


# How far the case has come


def test_whoever_is_sent_is_named() -> None:
    sent = {"dispatched_at": "2026-03-04 15:00"}
    assert found(RECEIVED | sent) == {("service_person", "error")}
    assert found(RECEIVED | sent | {"service_person": "吴建平"}) == CLEAN


@pytest.mark.parametrize("status", ["已派工", "处理中", "待配件"])
def test_a_case_on_its_way_names_the_service_person(status: str) -> None:
    assert found(RECEIVED | {"service_status": status}) == {("service_person", "error")}
    assert found(RECEIVED | {"service_status": status, "service_person": "吴建平"}) == CLEAN


@pytest.mark.parametrize("status", ["待派工", "已取消"])
def test_a_case_not_on_its_way_needs_nobody(status: str) -> None:
    assert found(RECEIVED | {"service_status": status}) == CLEAN


@pytest.mark.parametrize("status", ["已完工", "待回访", "已关闭"])
@pytest.mark.parametrize(
    "name", ["service_person", "service_measures", "service_result", "finished_at"]
)
def test_finished_work_is_described(status: str, name: str) -> None:
    closed = {"service_status": status, "closed_on": "2026-03-06"}
    assert found(REPAIRED | closed) == CLEAN
    assert found(REPAIRED | closed | {name: None}) == {(name, "error")}


@pytest.mark.parametrize("mode", ["电话指导", "远程", "其他"])
def test_advice_may_come_from_whoever_took_the_call(mode: str) -> None:
    closed = {"service_status": "已关闭", "closed_on": "2026-03-06", "service_person": None}
    assert found(REPAIRED | closed | {"service_mode": mode}) == CLEAN
    assert found(REPAIRED | closed | {"service_mode": "送修"}) == {("service_person", "error")}


@pytest.mark.parametrize("result", ["未解决", "客户取消"])
def test_a_case_closed_without_anybody_sent_names_nobody(result: str) -> None:
    closed = {"service_status": "已关闭", "closed_on": "2026-03-06", "service_result": result}
    nobody = {"service_person": None, "finished_at": None}
    assert found(REPAIRED | closed | nobody) == CLEAN
    sent = {"dispatched_at": "2026-03-04 15:00"}
    assert found(REPAIRED | closed | nobody | sent) == {("service_person", "error")}


@pytest.mark.parametrize("result", ["未解决", "客户取消"])
def test_a_case_closed_without_the_work_has_no_end_of_work(result: str) -> None:
    closed = {"service_status": "已关闭", "closed_on": "2026-03-06", "finished_at": None}
    assert found(REPAIRED | closed | {"service_result": result}) == CLEAN


def test_a_closed_case_has_its_day() -> None:
    assert found(REPAIRED | {"service_status": "已关闭"}) == {("closed_on", "error")}


@pytest.mark.parametrize(("word", "charged"), [("收费", True), ("有偿", True), ("免费", False)])
def test_whether_it_is_charged_may_be_said_in_words(word: str, charged: bool) -> None:
    fee = {"labor_fee_amount": "80.00" if charged else None}
    case = parse(AfterSalesRegister, RECEIVED | fee | {"is_charged": word}, today=TODAY)
    assert case.is_charged is charged


def test_a_case_that_became_a_complaint_names_it() -> None:
    passed_on = REPAIRED | {"service_result": "转投诉"}
    assert found(passed_on) == {("complaint_no", "error")}
    assert found(passed_on | {"complaint_no": "TS-20260305-001"}) == CLEAN


# Fees


def test_what_is_charged_costs_something() -> None:
    free = REPAIRED | {"labor_fee_amount": None, "approved_by": "陈卫东"}
    assert found(free | {"is_charged": True}) == {("is_charged", "error")}
    assert found(free | {"is_charged": True, "labor_fee_amount": "0.01"}) == CLEAN
    assert found(free | {"is_charged": False}) == CLEAN


def test_a_fee_is_waived_by_somebody() -> None:
    waived = REPAIRED | {"is_charged": False}
    assert found(waived) == {("is_charged", "error")}
    assert found(waived | {"approved_by": "陈卫东"}) == CLEAN


def test_a_fee_under_warranty_is_explained() -> None:
    covered = REPAIRED | {"warranty_status": "保内"}
    assert found(covered) == {("remarks", "error")}
    assert found(covered | {"remarks": "人为损坏，客户同意付费。"}) == CLEAN
    assert found(covered | {"labor_fee_amount": "0.00"}) == CLEAN


def test_free_work_outside_the_warranty_is_approved() -> None:
    free = REPAIRED | {"labor_fee_amount": None}
    assert found(free) == {("approved_by", "warning")}
    assert found(free | {"approved_by": "陈卫东"}) == CLEAN
    assert found(free | {"service_type": "技术咨询"}) == CLEAN
    assert found(free | {"warranty_status": "延保"}) == CLEAN
    assert found(free | {"finished_at": None}) == CLEAN


# Returns and exchanges


@pytest.mark.parametrize("service", ["退货", "换货", "仅退款"])
def test_a_return_lists_its_goods(service: str) -> None:
    changes = {"service_type": service, "return_exchange_items": None}
    assert problems(**changes) == {("return_exchange_items", "error")}


def test_another_service_may_go_without_goods() -> None:
    assert problems(service_type="维修", return_exchange_items=None) == CLEAN


@pytest.mark.parametrize("service", ["退货", "换货"])
def test_a_return_is_approved_before_it_is_finished(service: str) -> None:
    unsigned: dict[str, Any] = dict.fromkeys(("approved_by", "approved_on", "approval_opinion"))
    finished = unsigned | {"service_type": service}
    assert problems(**finished) == {("approved_by", "error")}
    assert problems(**finished, service_status="处理中") == {("approved_by", "warning")}


def test_a_large_refund_is_approved() -> None:
    unsigned: dict[str, Any] = dict.fromkeys(("approved_by", "approved_on", "approval_opinion"))
    refund = unsigned | {"service_type": "仅退款"}
    line = ITEM | {"return_action": "仅退款", "refund_amount": "1000.00"}
    more = line | {"refund_amount": "1000.01"}
    assert problems(**refund, return_exchange_items=[line]) == CLEAN
    assert problems(**refund, return_exchange_items=[more]) == {("approved_by", "error")}
    with settings.use(settings.Settings(return_approval_amount=Decimal(999))):
        assert problems(**refund, return_exchange_items=[line]) == {("approved_by", "error")}


def test_goods_are_more_than_none() -> None:
    none = {"received_quantity": None, "stock_in_quantity": None, "quantity": 0}
    assert item_problems(**none) == {("quantity", "error")}
    assert found(REPAIRED | {"parts": [{"part_name": "轴承", "quantity": 0}]}) == {
        ("parts.1.quantity", "error")
    }


def test_no_more_is_received_than_given_nor_stored_than_received() -> None:
    assert item_problems(quantity=3, received_quantity=3, stock_in_quantity=3) == CLEAN
    assert item_problems(quantity=3, received_quantity=4) == {("received_quantity", "error")}
    over = item_problems(quantity=3, received_quantity=2, stock_in_quantity=3)
    assert over == {("stock_in_quantity", "error")}
    unknown = item_problems(quantity=3, received_quantity=None, stock_in_quantity=4)
    assert unknown == {("stock_in_quantity", "error")}


def test_another_reason_is_explained() -> None:
    assert item_problems(reason_category="其他", reason_detail=None) == {("reason_detail", "error")}
    assert item_problems(reason_category="其他") == CLEAN


@pytest.mark.parametrize("action", ["退货", "仅退款"])
def test_money_paid_back_is_stated(action: str) -> None:
    line = {"return_action": action, "reason_category": "协议退货"}
    assert item_problems(**line, refund_amount=None) == {("refund_amount", "error")}
    assert item_problems(**line) == CLEAN


@pytest.mark.parametrize("name", ["replacement_product_name", "replacement_quantity"])
def test_an_exchange_says_what_is_given_out(name: str) -> None:
    assert item_problems(**{name: None}) == {(name, "error")}
    assert item_problems(**{name: None}, return_action="返修") == CLEAN


def test_an_exchange_of_priced_goods_has_both_prices() -> None:
    assert item_problems(replacement_unit_price=None) == {("replacement_unit_price", "warning")}
    assert item_problems(replacement_unit_price=None, unit_price=None) == CLEAN


@pytest.mark.parametrize(
    ("action", "reason", "last_day"),
    [
        ("退货", "商品质量问题", "2026-03-05"),
        ("换货", "商品质量问题", "2026-03-13"),
        ("退货", "七日无理由", "2026-03-05"),
    ],
)
def test_a_return_after_the_legal_term_is_hinted_at(
    action: str, reason: str, last_day: str
) -> None:
    line = {"return_action": action, "reason_category": reason}
    assert item_problems(**line, returned_on=last_day) == CLEAN
    after = (dt.date.fromisoformat(last_day) + dt.timedelta(days=1)).isoformat()
    assert item_problems(**line, returned_on=after) == {("returned_on", "warning")}


def test_other_returns_have_no_legal_term() -> None:
    line = {"return_action": "退货", "reason_category": "协议退货", "returned_on": "2026-03-19"}
    assert item_problems(**line) == CLEAN


def test_without_the_day_of_the_purchase_no_term_runs() -> None:
    line = ITEM | {"return_action": "退货", "returned_on": "2026-03-19"}
    unknown = {"purchased_on": None, "warranty_status": "保内"}
    assert problems(**unknown, return_exchange_items=[line]) == CLEAN


# Whatever comes


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_checking_survives_boxes_that_are_missing_or_garbage(data: st.DataObject) -> None:
    junk: st.SearchStrategy[Any] = st.sampled_from(
        [None, "", "乱写", -1, 10**17, "99999999999999.99", [], [{}], {"a": 1}]
    )
    line_junk: st.SearchStrategy[Any] = st.sampled_from(
        [None, "乱写", "-3", 10**17, "99999999999999.99", "2026-02-30"]
    )
    line = {name: data.draw(st.one_of(st.just(value), line_junk)) for name, value in ITEM.items()}
    sheet: dict[str, Any] = {
        name: data.draw(st.one_of(st.just(value), junk)) for name, value in SAMPLE.items()
    }
    sheet["return_exchange_items"] = [line, ITEM]
    form, _ = examine(AfterSalesRegister, sheet, today=TODAY)
    for name, spec in AfterSalesRegister.specs().items():
        if spec.computed:
            getattr(form, name)
