"""客户投诉处理表: who must approve, what follows from plan and days, each rule at its edge."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.complaint.case_state import required_approvals
from csdforms.schemas.complaint.complaint_handling import ComplaintHandling
from csdforms.templates.sheets.complaint_handling import SHEET

ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "complaint_handling.json").read_text("utf-8")
)
TODAY = dt.date(2026, 3, 10)
CLEAN: set[tuple[str, str]] = set()

EXCHANGE, MONEY, APOLOGY = range(3)
REPLY = ("reply_at", "reply_by", "reply_channel", "reply_content")
RESPONSE = ("customer_response", "customer_opinion", "external_route")
EXECUTION = ("executed_at", "executed_by", "execution_note", "return_exchange_no")
CALL = ("follow_up_at", "follow_up_by", "follow_up_channel", "satisfaction")
CLOSING = ("closing_type", "closed_at", "closed_by", "lessons")
EMPTY: dict[str, Any] = dict.fromkeys(
    (*REPLY, *RESPONSE, *EXECUTION, *CALL, "dissatisfaction_reason", *CLOSING)
)
#: The sample as it is when the plan was approved, and when it is still a plan.
DECIDED = SAMPLE | EMPTY
PLANNED = DECIDED | {"approvals": []}
HIGH = {"level": "高等级", "handler_role": "客户服务部经理"}


def data_with(base: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE if base is None else base) | changes


def problems_of(data: dict[str, Any]) -> set[tuple[str, str]]:
    findings = check(ComplaintHandling, data, today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def problems(**changes: Any) -> set[tuple[str, str]]:
    return problems_of(data_with(**changes))


def with_remedy(position: int, **changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(SAMPLE)
    data["remedies"][position] |= changes
    return data


def with_approval(**changes: Any) -> dict[str, Any]:
    data = copy.deepcopy(DECIDED)
    data["approvals"][0] |= changes
    return data


def draft(data: dict[str, Any]) -> ComplaintHandling:
    return examine(ComplaintHandling, copy.deepcopy(data), today=TODAY)[0]


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def approved(role: str, moment: str, decision: str = "同意") -> dict[str, str]:
    return {
        "approval_role": role,
        "approval_decision": decision,
        "approval_comment": "见会议记录。",
        "approved_by": "何岩",
        "approved_at": moment,
    }


@pytest.mark.parametrize("data", [SAMPLE, DECIDED, PLANNED])
def test_the_sheet_is_in_order_at_each_stage(data: dict[str, Any]) -> None:
    assert problems_of(data) == CLEAN


@pytest.mark.parametrize(
    "name",
    [
        "complaint_no",
        "received_at",
        "urgency",
        "level",
        "category",
        "due_on",
        "customer_name",
        "handler",
        "handler_role",
        "content",
        "demand_types",
        "cause_analysis",
        "remedies",
    ],
)
def test_boxes_that_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


def test_a_customer_without_a_telephone_is_doubted_unless_he_is_anonymous() -> None:
    assert problems(phone=None) == {("phone", "warning")}
    assert problems(phone=None, demand_types=None, customer_name="匿名") == CLEAN


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("承办人", "handler"),
        ("手机号码", "phone"),
        ("改善对策", "corrective_action"),
        ("答复日期", "reply_at"),
        ("回访日期", "follow_up_at"),
        ("总结与改进", "lessons"),
    ],
)
def test_other_labels_find_their_box(label: str, name: str) -> None:
    assert ComplaintHandling.labels().find(label) == (name,)


def test_the_printed_notes_name_no_limit_that_a_firm_may_set() -> None:
    assert not re.search(r"\d", "".join(SHEET.notes))


# Who must approve


@pytest.mark.parametrize(
    ("level", "amount", "dangerous", "roles"),
    [
        ("低等级", None, None, ("责任部门",)),
        (None, "0.00", False, ("责任部门",)),
        ("高等级", "0.00", False, ("责任部门", "客户服务部经理")),
        ("低等级", "1000.00", False, ("责任部门",)),
        ("低等级", "1000.01", False, ("责任部门", "财务部")),
        ("高等级", "1000.01", False, ("责任部门", "财务部", "客户服务部经理")),
        ("高等级", "10000.00", False, ("责任部门", "财务部", "客户服务部经理")),
        ("高等级", "10000.01", False, ("责任部门", "财务部", "客户服务部经理", "总经理")),
        ("高等级", "0.00", True, ("责任部门", "客户服务部经理", "总经理")),
    ],
)
def test_who_must_approve_follows_from_level_amount_and_danger(
    level: str | None, amount: str | None, dangerous: bool | None, roles: tuple[str, ...]
) -> None:
    money = None if amount is None else Decimal(amount)
    assert required_approvals(level, money, safety_related=dangerous) == roles


def test_the_amounts_from_which_more_must_approve_are_settings() -> None:
    with settings.use(settings.Settings(finance_above=Decimal(299), general_manager_above=300)):
        assert draft(SAMPLE).required_approvals == ("责任部门", "财务部")
    with settings.use(settings.Settings(general_manager_above=Decimal("299.99"))):
        assert draft(SAMPLE).required_approvals == ("责任部门", "总经理")


def posts(sheet: ComplaintHandling) -> list[str]:
    return [row.approval_role for row in sheet.approval_chain]


def test_a_line_waits_for_everybody_who_must_approve() -> None:
    sheet = draft(PLANNED | HIGH)
    assert posts(sheet) == ["责任部门", "客户服务部经理"]
    assert [row.approved_by for row in sheet.approval_chain] == [None, None]


def test_a_line_that_is_there_already_is_not_doubled() -> None:
    assert posts(draft(DECIDED)) == ["责任部门"]


def test_the_lines_stand_in_the_order_of_signing() -> None:
    signed = [approved(role, "2026-03-06") for role in ("其他", "总经理", "质量管理部", "责任部门")]
    assert posts(draft(DECIDED | HIGH | {"approvals": signed})) == [
        "责任部门",
        "质量管理部",
        "客户服务部经理",
        "总经理",
        "其他",
    ]


def test_a_post_that_cannot_be_read_comes_last() -> None:
    unread = [approved("董事会", "2026-03-06")]
    assert posts(draft(DECIDED | {"approvals": unread})) == ["责任部门", None]


def test_an_empty_sheet_has_a_line_for_every_post() -> None:
    everybody = ["责任部门", "质量管理部", "财务部", "客户服务部经理", "总经理"]
    assert posts(ComplaintHandling.empty().complete()) == everybody


def test_the_plan_is_decided_when_the_last_of_them_agrees() -> None:
    first = approved("责任部门", "2026-03-06 11:00")
    second = approved("客户服务部经理", "2026-03-06 10:00")
    assert draft(DECIDED).decided_at == at("2026-03-06 11:00")
    assert draft(DECIDED | HIGH).decided_at is None
    assert draft(DECIDED | HIGH | {"approvals": [first, second]}).decided_at == at(
        "2026-03-06 11:00"
    )


@pytest.mark.parametrize("decision", ["不同意", "补充"])
def test_who_does_not_agree_does_not_decide(decision: str) -> None:
    assert draft(with_approval(approval_decision=decision)).decided_at is None
    assert problems_of(with_approval(approval_decision=decision)) == CLEAN


def test_an_approval_without_its_time_does_not_decide() -> None:
    assert draft(with_approval(approved_at=None)).decided_at is None


def test_the_last_word_of_a_post_counts() -> None:
    refused = approved("责任部门", "2026-03-06 09:00", "不同意")
    agreed = approved("责任部门", "2026-03-06 10:00")
    assert draft(DECIDED | {"approvals": [refused, agreed]}).decided_at == at("2026-03-06 10:00")
    assert draft(DECIDED | {"approvals": [agreed, refused]}).decided_at is None


def test_another_post_that_disagrees_is_doubted() -> None:
    other = approved("质量管理部", "2026-03-06 12:00", "不同意")
    approvals = [*SAMPLE["approvals"], other]
    assert problems(approvals=approvals) == {("approvals", "warning")}
    assert problems(approvals=[*SAMPLE["approvals"], other | {"approval_decision": "同意"}]) == (
        CLEAN
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"approved_by": None}, {("approvals.1.approved_by", "error")}),
        ({"approved_at": None}, {("approvals.1.approved_at", "error")}),
        ({"approval_decision": None}, {("approvals.1.approval_decision", "error")}),
        (
            {"approval_decision": None, "approved_at": None},
            {("approvals.1.approval_decision", "error")},
        ),
        (
            {"approval_decision": "不同意", "approval_comment": None},
            {("approvals.1.approval_comment", "error")},
        ),
        (
            {"approval_decision": "补充", "approval_comment": None},
            {("approvals.1.approval_comment", "error")},
        ),
        (
            {"approval_decision": None, "approval_comment": None},
            {("approvals.1.approval_decision", "error")},
        ),
        (dict.fromkeys(("approval_decision", "approval_comment", "approved_at")), CLEAN),
        ({"approval_comment": None}, CLEAN),
        (
            {"approval_role": "其他", "approval_comment": None},
            {("approvals.1.approval_comment", "error")},
        ),
        ({"approved_at": "2026-03-05 14:05"}, CLEAN),
        ({"approved_at": "2026-03-05 14:04"}, {("approvals.1.approved_at", "error")}),
    ],
)
def test_a_word_is_signed_and_explained(
    changes: dict[str, Any], found: set[tuple[str, str]]
) -> None:
    assert problems_of(with_approval(**changes)) == found


def test_nothing_is_answered_carried_out_or_closed_before_all_have_approved() -> None:
    open_case = data_with(**dict.fromkeys(CLOSING), approvals=[])
    assert problems_of(open_case) == {("approvals", "warning")}
    assert problems_of(open_case | dict.fromkeys(REPLY)) == {("approvals", "warning")}
    assert problems(approvals=[]) == {("approvals", "error")}


# The plan


def test_what_the_customer_is_paid_is_the_sum_of_what_is_money() -> None:
    assert draft(SAMPLE).compensation_amount == Decimal("300.00")
    rows = [
        {"remedy_type": "退货退款", "line_amount": "1409.50"},
        {"remedy_type": "赔款", "line_amount": "300.00"},
        {"remedy_type": "折让", "line_amount": "20.00"},
        {"remedy_type": "减免费用", "line_amount": "5.25"},
        {"remedy_type": "维修返工", "line_amount": "80.00"},
    ]
    sheet = draft(SAMPLE | {"remedies": rows})
    assert sheet.compensation_amount == Decimal("1734.75")
    assert sheet.total_cost == Decimal("1820.75")


def test_what_costs_nothing_is_zero_and_what_is_not_planned_unknown() -> None:
    nothing = {"remedies": [SAMPLE["remedies"][APOLOGY]]}
    assert draft(SAMPLE | nothing).compensation_amount == Decimal(0)
    unplanned = draft(SAMPLE | {"remedies": []})
    assert (unplanned.compensation_amount, unplanned.total_cost) == (None, Decimal("86.00"))
    assert draft(SAMPLE | {"remedies": [], "loss_amount": None}).total_cost is None


@pytest.mark.parametrize("kind", ["退货退款", "赔款", "折让", "减免费用"])
def test_what_is_paid_has_its_amount(kind: str) -> None:
    data = with_remedy(APOLOGY, remedy_type=kind)
    assert problems_of(data) == {("remedies.3.line_amount", "error")}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"quantity": 0}, {("remedies.1.quantity", "error")}),
        ({"quantity": "0.5"}, CLEAN),
        ({"done": False}, {("remedies.1.done", "error")}),
        ({"done": True, "done_on": None}, {("remedies.1.done_on", "warning")}),
        ({"done_on": "2026-03-08"}, {("remedies.1.done_on", "warning")}),
        ({"done_on": "2026-03-05"}, CLEAN),
        ({"done_on": "2026-03-04"}, {("remedies.1.done_on", "error")}),
        ({"remedy_due_on": "2026-03-05"}, CLEAN),
        ({"remedy_due_on": "2026-03-04"}, {("remedies.1.remedy_due_on", "error")}),
        ({"bearer": "其他"}, CLEAN),
        ({"bearer": "其他", "remedy_detail": None}, {("remedies.1.remedy_detail", "error")}),
        ({"remedy_type": "其他", "remedy_detail": None}, {("remedies.1.remedy_detail", "error")}),
        ({"remedy_detail": None}, CLEAN),
    ],
)
def test_a_line_of_the_plan_is_whole(changes: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert problems_of(with_remedy(EXCHANGE, **changes)) == found


def test_what_has_a_day_of_completion_is_done() -> None:
    assert draft(SAMPLE).remedies[EXCHANGE].done is True
    undone = draft(with_remedy(EXCHANGE, done_on=None)).remedies[EXCHANGE]
    assert undone.done is None


def test_a_completion_of_tomorrow_is_doubted() -> None:
    tomorrow = {"executed_at": None, "executed_by": None, "execution_note": None}
    data = with_remedy(MONEY, done_on="2026-03-11") | dict.fromkeys((*CLOSING, *CALL)) | tomorrow
    assert problems_of(data) == {("remedies.2.done_on", "warning")}


def test_a_justified_complaint_is_not_merely_refused() -> None:
    refusal = [{"remedy_type": "不予支持"}]
    assert problems(remedies=refusal) == {("remedies", "error")}
    assert problems(remedies=refusal, validity="部分属实") == CLEAN
    both = [*refusal, SAMPLE["remedies"][APOLOGY]]
    assert problems(remedies=both) == CLEAN


def test_a_refusal_needs_its_reason() -> None:
    refusal: dict[str, Any] = {"remedies": [{"remedy_type": "不予支持"}], "validity": "不属实"}
    assert problems(**refusal) == CLEAN
    assert problems(**refusal, plan_reason=None) == {("plan_reason", "error")}


def test_paying_for_what_is_not_justified_is_doubted() -> None:
    assert problems(validity="不属实") == {("remedies", "warning")}
    assert problems(validity="不属实", remedies=[SAMPLE["remedies"][APOLOGY]]) == CLEAN


def test_more_than_the_customer_asked_for_needs_a_reason() -> None:
    assert problems(plan_reason=None) == CLEAN
    assert problems(plan_reason=None, demand_amount="299.99") == {("plan_reason", "error")}
    assert problems(demand_amount="299.99") == CLEAN


def test_more_than_the_limit_needs_a_reason() -> None:
    with settings.use(settings.Settings(finance_above=Decimal(300))):
        assert problems(plan_reason=None) == CLEAN
    with settings.use(settings.Settings(finance_above=Decimal("299.99"))):
        assert problems_of(PLANNED | {"plan_reason": None}) == {("plan_reason", "error")}


# What was found


def test_a_decision_says_whether_the_complaint_is_justified() -> None:
    assert problems(validity=None) == {("validity", "error")}
    assert problems(validity="待核实") == {("validity", "warning")}
    assert problems_of(PLANNED | {"validity": None}) == CLEAN
    assert problems_of(PLANNED | {"validity": "待核实"}) == CLEAN


@pytest.mark.parametrize(
    "name", ["responsible_department", "responsible_person", "corrective_action"]
)
def test_a_justified_complaint_has_somebody_responsible_and_a_countermeasure(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}
    assert problems(**{name: None}, validity="部分属实") == {(name, "error")}
    refused = {"validity": "不属实", "remedies": [SAMPLE["remedies"][APOLOGY]]}
    assert problems(**{name: None}, **refused) == CLEAN


@pytest.mark.parametrize("name", ["action_owner", "action_due_on"])
def test_a_countermeasure_has_its_owner_and_limit(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_a_dangerous_case_is_of_the_high_level_and_the_manager_s() -> None:
    assert problems_of(PLANNED | {"safety_related": True}) == {("level", "error")}
    assert problems_of(PLANNED | HIGH | {"safety_related": True}) == CLEAN
    assert problems_of(PLANNED | {"level": "高等级"}) == {("handler_role", "error")}
    assert problems(handler_role="责任部门负责人") == {("handler_role", "warning")}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("category", "其他", "subcategory"),
        ("demand_types", ["换货", "其他"], "demand_detail"),
        ("reply_channel", "其他", "remarks"),
        ("follow_up_channel", "其他", "remarks"),
        ("closing_type", "其他", "remarks"),
    ],
)
def test_other_needs_its_text(name: str, value: object, text: str) -> None:
    assert problems(**{name: value}, **{text: None}) == {(text, "error")}
    assert problems(**{name: value}) == CLEAN


def test_another_post_of_the_handler_is_explained() -> None:
    doubted = {("handler_role", "warning")}
    assert problems(handler_role="其他") == doubted
    assert problems(handler_role="其他", remarks=None) == doubted | {("remarks", "error")}


# The time line


@pytest.mark.parametrize(
    ("name", "good", "bad", "blamed"),
    [
        ("due_on", "2026-03-05", "2026-03-04", {"due_on"}),
        ("action_due_on", "2026-03-05", "2026-03-04", {"action_due_on"}),
        ("reply_at", "2026-03-06 11:00", "2026-03-06 10:59", {"reply_at"}),
        ("follow_up_at", "2026-03-07 11:30", "2026-03-07 11:29", {"follow_up_at"}),
        ("closed_at", "2026-03-08 10:00", "2026-03-08 09:59", {"closed_at"}),
    ],
)
def test_each_step_follows_the_one_before(name: str, good: str, bad: str, blamed: set[str]) -> None:
    assert problems(**{name: good}) == CLEAN
    assert problems(**{name: bad}) == {(path, "error") for path in blamed}


def test_the_plan_is_not_carried_out_before_it_is_decided() -> None:
    data = data_with(remedies=[{"remedy_type": "解释说明"}], executed_at="2026-03-06 11:00")
    assert problems_of(data) == CLEAN
    assert problems_of(data | {"executed_at": "2026-03-06 10:59"}) == {("executed_at", "error")}


def test_an_answer_before_the_receipt_is_wrong_even_without_a_decision() -> None:
    data = data_with(PLANNED, **{name: SAMPLE[name] for name in REPLY})
    data["reply_at"] = "2026-03-05 14:04"
    assert problems_of(data) == {("reply_at", "error"), ("approvals", "warning")}


def test_days_to_come_are_doubted() -> None:
    assert problems(closed_at="2026-03-10 23:59") == CLEAN
    assert problems(closed_at="2026-03-11 00:01") == {("closed_at", "warning")}
    later: dict[str, Any] = {"due_on": "2026-03-20"} | {"remedies": [{"remedy_type": "换货"}]}
    received = data_with(PLANNED, **later, received_at="2026-03-11 00:01")
    assert problems_of(received) == {("received_at", "warning")}


# The answer, the execution, the call


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (("reply_at",), {"reply_by", "reply_channel", "reply_content"}),
        (("executed_at",), {"executed_by", "execution_note", "return_exchange_no"}),
        (("executed_by",), {"executed_at"}),
        (("execution_note",), {"executed_at"}),
        (("follow_up_at",), {"follow_up_by", "follow_up_channel", "satisfaction"}),
        (("satisfaction",), {"follow_up_at"}),
        (("closed_by", "closing_type"), {"closed_at"}),
    ],
)
def test_boxes_that_come_together(given: tuple[str, ...], missing: set[str]) -> None:
    data = data_with(DECIDED, **{name: SAMPLE[name] for name in given})
    assert problems_of(data) == {(name, "error") for name in missing}


def test_goods_that_moved_have_the_number_of_their_paper() -> None:
    assert problems(return_exchange_no=None) == {("return_exchange_no", "error")}
    still = with_remedy(EXCHANGE, remedy_type="维修返工") | {"return_exchange_no": None}
    assert problems_of(still) == CLEAN


@pytest.mark.parametrize("word", ["不满意", "非常不满意"])
def test_who_is_not_satisfied_is_asked_why(word: str) -> None:
    assert problems(satisfaction=word) == CLEAN
    assert problems(satisfaction=word, dissatisfaction_reason=None) == {
        ("dissatisfaction_reason", "error")
    }
    assert problems(satisfaction="一般", dissatisfaction_reason=None) == CLEAN


def test_the_call_comes_within_its_limit() -> None:
    late = {"closed_at": "2026-03-10 16:30"}
    assert problems(**late, follow_up_at="2026-03-09 23:00") == CLEAN
    assert problems(**late, follow_up_at="2026-03-10 00:30") == {("follow_up_at", "warning")}
    with settings.use(settings.Settings(follow_up_days=1)):
        assert problems() == {("follow_up_at", "warning")}


def test_who_could_not_be_reached_has_no_satisfaction_but_a_reason() -> None:
    reason = {"no_follow_up_reason": "三次拨打无人接听。"}
    assert problems(satisfaction=None, **reason) == CLEAN
    assert problems(**dict.fromkeys(CALL), **reason) == CLEAN
    assert problems(**dict.fromkeys(CALL)) == {("follow_up_at", "error")}


def test_the_customer_is_answered_soon_after_the_approval() -> None:
    assert problems(reply_at="2026-03-07 11:00") == CLEAN  # approved the day before at 11:00
    assert problems(reply_at="2026-03-07 11:01") == {("reply_at", "warning")}
    assert problems(reply_at="2026-03-07") == CLEAN  # of a day without a time the day counts
    with settings.use(settings.Settings(reply_hours=4)):
        assert problems() == CLEAN
    with settings.use(settings.Settings(reply_hours=3)):
        assert problems() == {("reply_at", "warning")}


def test_the_plan_is_carried_out_within_working_days_of_its_approval() -> None:
    late: dict[str, Any] = dict.fromkeys((*CALL, *CLOSING, "dissatisfaction_reason"))
    late |= {"remedies": [{"remedy_type": "解释说明"}]}
    with settings.use(settings.Settings(execution_workdays=1)):  # approved on a Friday
        assert problems(**late, executed_at="2026-03-09 23:59") == CLEAN
        assert problems(**late, executed_at="2026-03-10") == {("executed_at", "warning")}
        promised = {"remedies": [{"remedy_type": "解释说明", "remedy_due_on": "2026-03-10"}]}
        assert problems(**late | promised, executed_at="2026-03-10") == CLEAN


def test_five_working_days_pass_over_the_weekend_and_days_off() -> None:
    friday = dt.date(2026, 3, 6)
    assert settings.Settings().execute_by(friday) == dt.date(2026, 3, 13)
    holiday = settings.Settings(holidays=frozenset({dt.date(2026, 3, 9)}))
    assert holiday.execute_by(friday) == dt.date(2026, 3, 16)


def test_a_case_is_reopened_for_who_is_not_content_under_another_number() -> None:
    again = {"reopened_as": "TS-20260305-001-2"}
    assert problems(**again, satisfaction="不满意") == CLEAN
    assert problems(**again, customer_response="不接受") == CLEAN
    assert problems(**again) == {("reopened_as", "warning")}
    same = {"reopened_as": SAMPLE["complaint_no"], "satisfaction": "不满意"}
    assert problems(**same) == {("reopened_as", "error")}


# The closing


@pytest.mark.parametrize("name", ["closing_type", "closed_by", "reply_at", "customer_response"])
def test_a_closed_case_holds_answer_response_and_how_it_was_closed(name: str) -> None:
    assert problems(**{name: None}) == {(name, "error")}


def test_a_case_closed_normally_was_carried_out() -> None:
    nothing = dict.fromkeys(EXECUTION)
    assert problems(**nothing) == {("executed_at", "error")}
    refusal = {"remedies": [{"remedy_type": "不予支持"}], "validity": "不属实"}
    assert problems(**nothing, **refusal) == CLEAN
    assert problems(**nothing, closing_type="无效关闭") == CLEAN


def test_a_case_with_an_open_remedy_is_not_closed_normally() -> None:
    data = with_remedy(EXCHANGE, done=False, done_on=None)
    assert problems_of(data) == {("remedies.1.done", "error")}
    assert problems_of(data | {"closing_type": "其他"}) == CLEAN


def test_who_refuses_is_told_where_else_to_go() -> None:
    refused = {"customer_response": "不接受", "external_route": None}
    assert problems(**refused) == {("external_route", "error")}
    assert problems(**refused, reopened_as="TS-20260305-001-2") == CLEAN
    assert problems(customer_response="不接受") == CLEAN
    assert problems_of(data_with(DECIDED, customer_response="不接受")) == CLEAN


def test_a_case_that_goes_to_court_says_where() -> None:
    court = {"closing_type": "转仲裁诉讼", "external_route": None}
    assert problems(**court) == {("external_route", "error")}
    assert problems(closing_type="转仲裁诉讼") == CLEAN


def test_a_withdrawn_complaint_skips_steps() -> None:
    skipped: dict[str, Any] = {"remedies": [], "approvals": [], "validity": None}
    skipped |= dict.fromkeys(("cause_analysis", "corrective_action", "action_owner"))
    closing = {name: SAMPLE[name] for name in CLOSING} | {"closing_type": "客户撤诉"}
    assert problems_of(data_with(DECIDED, **skipped, **closing)) == CLEAN


def test_an_anonymous_customer_is_neither_answered_nor_called() -> None:
    silent = dict.fromkeys((*REPLY, *RESPONSE, *CALL, "dissatisfaction_reason"))
    for name in ("匿名", "匿名顾客"):
        assert problems(customer_name=name, **silent) == CLEAN


def test_an_unfounded_complaint_needs_no_call() -> None:
    silent = dict.fromkeys(CALL)
    assert problems(**silent, closing_type="无效关闭") == CLEAN
    assert problems(**silent, closing_type="其他") == {("follow_up_at", "error")}


# How the case stands


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (PLANNED | {"cause_analysis": None}, "已受理"),
        (PLANNED, "调查中"),
        (DECIDED, "处理中"),
        (SAMPLE | dict.fromkeys(CLOSING), "待回访"),
        (SAMPLE, "已结案"),
    ],
)
def test_the_status_is_the_last_step_taken(data: dict[str, Any], status: str) -> None:
    assert draft(data).case_status == status


# complaint_no of the worked example, received, due, closed: its days and its bucket
WORKED = [
    ("2024-06-03", "2024-06-10", "2024-06-08", 5, "及时结案"),
    ("2024-06-05", "2024-06-12", "2024-06-14", 9, "超期结案"),
    ("2024-06-11", "2024-06-21", "2024-06-21", 10, "及时结案"),
    ("2024-06-18", "2024-06-28", None, None, "超期未结"),
    ("2024-06-25", "2024-07-02", None, None, "期限内未结"),
]


@pytest.mark.parametrize(("received", "due", "closed", "days", "bucket"), WORKED)
def test_the_cases_of_the_worked_example(
    received: str, due: str, closed: str | None, days: int | None, bucket: str
) -> None:
    sheet = draft(SAMPLE | {"received_at": received, "due_on": due, "closed_at": closed})
    assert sheet.processing_days == days
    assert sheet.timeliness_as_of(dt.date(2024, 6, 30)) == bucket
    assert sheet.timeliness == (bucket if closed else None)


def test_a_case_closed_later_was_still_open_on_the_day() -> None:
    sheet = parse(ComplaintHandling, SAMPLE, today=TODAY)
    assert sheet.timeliness_as_of(dt.date(2026, 3, 7)) == "期限内未结"
    assert sheet.timeliness_as_of(dt.date(2026, 3, 8)) == "及时结案"


def test_nothing_is_known_of_days_that_are_missing_or_reversed() -> None:
    assert draft(SAMPLE | {"received_at": None}).processing_days is None
    assert draft(SAMPLE | {"received_at": "2026-03-09"}).processing_days is None
    assert draft(SAMPLE | {"due_on": None}).timeliness is None


GARBAGE: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=8), st.integers(-5, 5), st.just([{}]), st.just([{"金额": "x"}])
)


@budget(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(SAMPLE)), GARBAGE))
def test_checking_survives_garbage(changes: dict[str, Any]) -> None:
    sheet, _ = examine(ComplaintHandling, data_with(**changes), today=TODAY)
    for name, spec in type(sheet).specs().items():
        if spec.computed:
            getattr(sheet, name)
