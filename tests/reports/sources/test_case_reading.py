"""Whose sheets make one case, what counts of them, and whose case it is (A.5)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from reports.kept import Memory, item

from csdforms.reports.sources import Sources
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.reports.sources.kept import Document

_NUMBER, _PHONE = "TS-20240603-001", "13800000000"
_SPELLINGS = (
    "ts-20240603-001",
    "ＴＳ－20240603－001",
    "TS 20240603 001".replace(" ", " - "),
    "TS—20240603—001",
)


def register(number: str = _NUMBER, day: str = "2024-06-03", **boxes: Any) -> Document:
    data = {
        "complaint_no": number,
        "received_at": f"{day}T09:00",
        "due_on": "2024-06-30",
        "category": "产品质量",
        "level": "低等级",
        **boxes,
    }
    return item("complaint_register_one", data, number=f"R/{number}", file=boxes.pop("file", ""))


def sheet(form: str, number: str = _NUMBER, **boxes: Any) -> Document:
    return item(f"complaint_{form}", {"complaint_no": number, **boxes}, number=f"{form}/{number}")


def read(*items: Document, **more: Any) -> Cases:
    return Sources(Memory(forms=items, **more)).cases


def one(*items: Document) -> ComplaintCase:
    (found,) = read(*items).cases
    return found


def card(number: str, *numbers: str) -> Document:
    return {
        "number": number,
        "name": "甲",
        "kind": "Z",
        "state": "在档",
        "created_at": "2024-01-01",
        "customer_nos": numbers,
    }


@pytest.mark.parametrize("spelled", _SPELLINGS)
def test_a_number_is_the_same_however_it_was_spelled(spelled: str) -> None:
    found = one(register(), sheet("handling", spelled, closed_at="2024-06-08T09:00"))
    assert (found.complaint_no, found.closed_on) == (_NUMBER, dt.date(2024, 6, 8))


@pytest.mark.parametrize("spelled", ["c001", "Ｃ001", "C 001"])
def test_a_customer_is_the_same_however_his_number_was_spelled(spelled: str) -> None:
    pair = (
        register("T1", customer_no="C001"),
        register("T2", "2024-06-11", customer_no=spelled),
    )
    assert read(*pair).repeats.tolist() == [False, True]
    filed = read(*pair, files=[card("Z-1", spelled)])
    assert [found.file for found in filed.cases] == ["Z-1", "Z-1"]


def plan(*words: tuple[str, str], **boxes: Any) -> Document:
    """Return a plan that pays 5000 and costs 10 besides, with what 责任部门 and 财务部 said."""
    approvals = [
        {"approval_role": role, "approval_decision": word, "approved_at": "2024-06-05T09:00"}
        for role, word in words
    ]
    remedies = [{"remedy_type": "赔款", "line_amount": "5000.00"}]
    return sheet("handling", remedies=remedies, loss_amount="10.00", approvals=approvals, **boxes)


_ALL = (("责任部门", "同意"), ("财务部", "同意"), ("总经理", "同意"))


@pytest.mark.parametrize(
    ("handled", "settled_on"),
    [
        (plan(), None),
        (plan(("责任部门", "不同意")), None),
        (plan(_ALL[0], ("财务部", "不同意")), None),
        (plan(*_ALL), "2024-06-05"),
        (plan(*_ALL, executed_at="2024-06-07T09:00"), "2024-06-05"),
        (plan(executed_at="2024-06-07T09:00", closed_at="2024-06-08T09:00"), "2024-06-07"),
        (plan(closed_at="2024-06-08T09:00"), "2024-06-08"),
    ],
)
def test_nothing_is_paid_before_it_is_decided(handled: Document, settled_on: str | None) -> None:
    found = one(register(), handled)
    paid = (found.compensation_amount, found.loss_amount, found.remedy_types)
    if settled_on is None:
        assert (found.settled_at, paid) == (None, (None, None, ()))
        assert found.total_cost == 0
    else:
        assert found.settled_at is not None
        assert found.settled_at.date() == dt.date.fromisoformat(settled_on)
        assert paid == (Decimal(5000), Decimal(10), ("赔款",))


_FIRST = sheet(
    "investigation", round_no=1, started_on="2024-06-05", validity="属实",
    cause_category="运输", responsible_department="物流部", severity="严重",
)  # fmt: skip


def test_a_second_round_takes_back_only_what_it_found_otherwise() -> None:
    begun = sheet("investigation", round_no=2, started_on="2024-06-20")
    ended = sheet("investigation", round_no=2, started_on="2024-06-20", validity="不属实")
    for first, second in ((_FIRST, begun), (begun, _FIRST)):
        found = one(register(), first, second)
        assert (found.validity, found.cause_category) == ("属实", "运输")
        assert (found.responsible_department, found.severity) == ("物流部", "严重")
        assert found.investigation_started_on == dt.date(2024, 6, 5)
    for items in ((_FIRST, begun, ended), (ended, _FIRST)):
        found = one(register(), *items)
        assert (found.validity, found.cause_category) == ("不属实", "运输")


def test_of_one_round_the_sheet_filed_last_counts() -> None:
    again = sheet("investigation", started_on="2024-06-06", validity="部分属实")  # 1 by default
    found = one(register(), _FIRST, again)
    assert (found.validity, found.cause_category) == ("部分属实", None)
    assert found.investigation_started_on == dt.date(2024, 6, 6)


def test_a_case_is_under_investigation_from_the_first_round_on() -> None:
    second = sheet("investigation", round_no=2, started_on="2024-06-20")
    cases = read(register(), _FIRST, second)
    days = [dt.date(2024, 6, day) for day in (4, 5, 15, 30)]
    assert [cases.status(day).at(0) for day in days] == ["已受理", "调查中", "调查中", "调查中"]


def test_the_last_step_of_closing_in_the_log_closes_a_case() -> None:
    entries = [
        {"step": "结案", "handled_at": "2024-06-05T10:00"},
        {"step": "结案", "handled_at": "2024-06-09T10:00"},
        {"step": "归档", "handled_at": "2024-06-10T10:00"},
    ]
    found = one(register(), sheet("handling_log", entries=entries))
    assert found.closed_on == dt.date(2024, 6, 9)


def test_who_gives_only_his_telephone_is_the_customer_who_calls_from_it() -> None:
    first = register("T1", customer_no="C1", phone=_PHONE)
    again = register("T2", "2024-06-11", phone=_PHONE)
    cases = read(first, again)
    assert [found.customer_key for found in cases.cases] == ["C1", "C1"]
    assert cases.repeats.tolist() == [False, True]
    # Two customers call from there: nobody knows which of them it was.
    other = register("T3", "2024-06-04", customer_no="C2", phone=_PHONE)
    cases = read(first, again, other)
    assert [found.customer_key for found in cases.cases] == ["C1", "C2", _PHONE]
    assert cases.repeats.tolist() == [False, False, False]
    # Nobody knows more than the telephone.
    cases = read(register("T1", phone=_PHONE), again)
    assert cases.repeats.tolist() == [False, True]


def test_who_gives_only_his_telephone_is_counted_where_his_file_says() -> None:
    profile = ("2024-01-01", {"file": "Z-1", "version": 1, "form": "",
                              "data": {"region_code": "110105"}})  # fmt: skip
    first = item("complaint_register_one", register("T1", phone=_PHONE)["data"], file="Z-1")
    again = register("T2", "2024-06-11", phone=_PHONE)
    cases = read(again, first, files=[card("Z-1")], profiles=[profile])
    assert [(found.file, found.region) for found in cases.cases] == [("Z-1", "110105")] * 2
