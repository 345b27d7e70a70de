"""客户注销申请单: who may ask, the account, who decides, and in what order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems
from support import sample

from csdforms.schemas.archive.deregistration_application import DeregistrationApplication
from csdforms.schemas.checking import examine

FORM = "deregistration_application"
#: A person who asks for himself, with nothing open.
PERSON: dict[str, Any] = {
    "file_no": "KH-Z-2025-000128-3",
    "file_kind": "自然人",
    "trigger": "个人申请注销或删除",
    "applicant_kind": "客户",
    "request_no": "QQ-2026-0003",
    "data_wish": "删除",
    "receivable_amount": "0",
    "payable_amount": "0",
    "settlement_mode": "无未结账款",
}
#: An application just made: nobody has said anything.
JUST_MADE: dict[str, Any] = dict.fromkeys(
    (
        "finance_opinion", "info_supervisor_opinion", "cs_manager_opinion", "gm_opinion",
        "applicant_told_on", "approved_by", "approved_on",
    )
)  # fmt: skip
DISSOLVED: dict[str, Any] = {
    "trigger": "D4",
    "applicant_kind": "liquidator",
    "proof_document": "市场监督管理局注销登记通知书",
}
BREACH: dict[str, Any] = {
    "trigger": "D5",
    "applicant_kind": "本公司",
    "proof_document": "违约处理决定2026-02号",
}
#: Nobody knows the balance yet.
UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("balance_as_of", "receivable_amount", "payable_amount", "settlement_mode")
)
#: What a bad debt that was written off looks like.
WRITTEN_OFF: dict[str, Any] = {
    "payable_amount": "0",
    "settlement_mode": "按核销决定",
    "write_off_amount": "12600.00",
    "write_off_ref": "财核字2026-01号",
}


def form(**changes: Any) -> DeregistrationApplication:
    return examine(DeregistrationApplication, sample(FORM) | changes, today=TODAY)[0]


@pytest.mark.parametrize(
    "changes", [{}, PERSON, JUST_MADE, WRITTEN_OFF, DISSOLVED, BREACH, UNKNOWN]
)
def test_a_sound_application_has_no_finding(changes: dict[str, Any]) -> None:
    assert problems(FORM, changes) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = DeregistrationApplication.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


@pytest.mark.parametrize(
    ("changes", "decider"),
    [
        ({"customer_grade": "B"}, "客户服务部经理"),
        ({"customer_grade": "AAA"}, "总经理"),
        ({"customer_grade": "AA"}, "客户服务部经理"),
        ({"customer_grade": None, "is_key_customer": True}, "总经理"),
        ({"customer_grade": None, "file_level": "机密"}, "总经理"),
        ({"customer_grade": None, "trigger": "D5"}, "总经理"),
        ({"customer_grade": None, "trigger": "D8"}, "总经理"),
        ({"customer_grade": None, "trigger": "D6"}, "客户服务部经理"),
        ({"customer_grade": None, **WRITTEN_OFF}, "总经理"),
        ({"trigger": None}, None),
    ],
)
def test_d08_the_general_manager_decides_where_much_hangs_on_it(
    changes: dict[str, Any], decider: str | None
) -> None:
    assert form(**changes).decider == decider


def test_what_the_one_said_who_decides_is_the_approval() -> None:
    proposed = form(approved_by=None, approved_on=None)
    assert (proposed.approved_by, proposed.approved_on) == ("林岚", dt.date(2026, 3, 16))
    managed = form(customer_grade="B", gm_opinion=None, approved_by=None, approved_on=None)
    assert (managed.approved_by, managed.approved_on) == ("赵启明", dt.date(2026, 3, 13))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"trigger": "个人申请注销或删除"}, "trigger"),
        (BREACH | {"applicant_kind": "客户"}, "applicant_kind"),
        (BREACH | {"proof_document": None}, "proof_document"),
        ({"trigger": "D3"}, "applicant_kind"),
        (DISSOLVED | {"applicant_kind": "近亲属"}, "applicant_kind"),
        (DISSOLVED | {"proof_document": None}, "proof_document"),
        ({"receivable_amount": None}, "receivable_amount"),
        ({"payable_amount": None}, "payable_amount"),
        ({"balance_as_of": None}, "balance_as_of"),
        ({"asker_verified": None}, "asker_verified"),
        ({"asker_verified": False}, "asker_verified"),
        ({"authority_no": None}, "authority_no"),
        ({"authority_until": "2026-03-01"}, "authority_until"),
        (PERSON | {"request_no": None}, "request_no"),
        ({"data_wish": "删除"}, "data_wish"),
        ({"settlement_mode": "无未结账款", "settlement_note": None}, "settlement_mode"),
        ({"receivable_amount": "0", "payable_amount": "0"}, "settlement_mode"),
        ({"payable_amount": "0", "settlement_mode": "公司退款"}, "settlement_mode"),
        ({"receivable_amount": "-1", "settlement_mode": "客户付清"}, "settlement_mode"),
        ({"settlement_note": None}, "settlement_note"),
        (WRITTEN_OFF | {"write_off_ref": None}, "write_off_ref"),
        (WRITTEN_OFF | {"write_off_amount": "12600.01"}, "write_off_amount"),
        ({"write_off_amount": "1"}, "write_off_amount"),
        ({"balance_as_of": "2026-01-30"}, "balance_as_of"),
        ({"balance_as_of": "2026-03-03"}, "applied_on"),
        ({"decide_by": "2026-03-01"}, "decide_by"),
        ({"stopped_on": "2026-03-01"}, "stopped_on"),
        ({"cs_manager_opinion.opinion_on": "2026-03-11"}, "cs_manager_opinion.opinion_on"),
        ({"finance_opinion.opinion_on": "2026-03-01"}, "finance_opinion.opinion_on"),
        ({"applicant_told_on": "2026-03-15"}, "applicant_told_on"),
        ({"info_supervisor_opinion": None}, "info_supervisor_opinion"),
        ({"cs_manager_opinion": None}, "cs_manager_opinion"),
        ({"gm_opinion.opinion_by": "赵启明"}, "gm_opinion.opinion_by"),
        ({"revoked_on": "2026-03-05"}, "revoked_by"),
        ({"revoked_on": "2026-03-01", "revoked_by": "周明"}, "revoked_on"),
        ({"deregistration_reason": "★机密"}, "deregistration_reason"),
        ({"file_no": "KH-F-2024-000087-8"}, "file_no"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "error")}


def test_d07_the_applicant_does_not_approve() -> None:
    assert problems(FORM, {"cs_manager_opinion.opinion_by": "周明"}) == {
        ("cs_manager_opinion.opinion_by", "error")
    }


def test_d08_a_key_customer_is_not_deregistered_without_the_general_manager() -> None:
    assert problems(FORM, {"gm_opinion": None}) == {
        ("gm_opinion", "error"),
        ("approved_on", "error"),
    }


def test_d09_a_write_off_needs_its_decision() -> None:
    missing = WRITTEN_OFF | {"write_off_amount": None, "write_off_ref": None}
    assert problems(FORM, missing) == {("write_off_amount", "error"), ("write_off_ref", "error")}


def test_the_balance_may_be_thirty_days_old() -> None:
    assert problems(FORM, {"balance_as_of": "2026-01-31"}) == set()


def test_a_refusal_by_the_one_who_decides_is_no_approval() -> None:
    assert problems(FORM, {"gm_opinion.verdict": "不同意"}) == {("approved_on", "error")}


def test_who_asks_should_be_named() -> None:
    assert problems(FORM, {"asker_name": None}) == {("asker_name", "warning")}
