"""What the archive knows to be open (archive.md §6.3, G1–G12; D01, D23)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from archive.customers import Clock, change_card, open_person, other_company
from archive.deregistration.leaving import complain, customer, in_memory, put
from archive.secrecy.department import card

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.findings import open_matters
from csdforms.archive.deregistration.ledgers import Ledgers, ReturnLine
from csdforms.archive.deregistration.warranties import Warranty, running

CORPORATE = "corporate_customer_profile"
SERVICE = {"register_no": "SH-20260305-004"}


def _found(archive: Archive, number: str) -> list[Blocker]:
    return open_matters(archive.store, card(archive, number), at=archive.office.moment())


def _lines(archive: Archive, number: str) -> list[tuple[str, str]]:
    return [(one.line, one.source) for one in _found(archive, number)]


def _service(archive: Archive, number: str, **said: Any) -> None:
    data = {**SERVICE, **said}
    archive.file(number, "after_sales_register", data, section="2.2")


def _ledger(archive: Archive, *rows: Any) -> None:
    data = {"detail_rows": list(rows)}
    archive.file("", "return_exchange_summary", data, section="2.3")


def _line(**changes: Any) -> dict[str, Any]:
    row = {"register_no": "TH-0007", "customer_name": "上海屿泊包装有限公司"}
    return row | {"return_status": "已收货"} | changes


def _other(archive: Archive, **changes: Any) -> str:
    data = other_company(confidentiality="内部", **changes)
    return archive.open_file(data, form=CORPORATE).number


def _analysis(archive: Archive, file: str, guarantor: str, form_no: str = "XF-1") -> None:
    data = {"form_no": form_no, "guarantee": {"guarantee_kind": "保证", "guarantor": guarantor}}
    archive.file(file, "customer_credit_analysis", data, section="4.9")


@pytest.fixture
def archive(clock: Clock) -> Archive:
    return in_memory(clock)


@pytest.fixture
def number(archive: Archive) -> str:
    return customer(archive)


def test_of_a_new_file_nothing_is_open(archive: Archive, number: str) -> None:
    assert _found(archive, number) == []


# G1


def test_g1_a_complaint_until_it_is_closed_and_when_it_is_reopened(
    archive: Archive, number: str
) -> None:
    complain(archive, number)
    assert _found(archive, number) == [
        Blocker("G1", "投诉 TS-20260305-001 尚未结案", "客户投诉主管", "TS-20260305-001")
    ]
    data = {"complaint_no": "ts-20260305-001", "closed_at": "2026-03-05 10:00"}
    archive.file(number, "complaint_handling", data, section="3.8")
    assert _found(archive, number) == []
    archive.cases.reopen(number, "TS-20260305-001", reason="新的事实")
    assert _lines(archive, number) == [("G1", "TS-20260305-001")]


def test_g1_an_external_complaint_and_one_that_only_a_call_tells_of(
    archive: Archive, number: str
) -> None:
    data = {"complaint_no": "TS-2", "channel": "12315"}
    archive.file(number, "complaint_register_two", data, section="3.3")
    archive.file(number, "inbound_call_record", {"complaint_no": "TS-3"}, section="5.2")
    assert _lines(archive, number) == [("G1", "TS-2"), ("G1", "TS-3")]


def test_g1_a_complaint_without_a_number_cannot_be_known_to_be_closed(
    archive: Archive, number: str
) -> None:
    archive.file(number, "complaint_register_one", {"content": "漏水"}, section="3.2")
    assert _lines(archive, number) == [("G1", f"{number}/3.2-2026-0001")]


def test_g1_counts_the_files_that_were_merged_into_this_one(archive: Archive, number: str) -> None:
    other = _other(archive)
    complain(archive, other)
    change_card(archive, number, absorbed=[other])
    change_card(archive, other, state="MERGED", merged_into=number)
    assert _lines(archive, number) == [("G1", "TS-20260305-001")]
    closing = {"complaint_no": "TS-20260305-001", "closed_at": "2026-03-05 10:00"}
    archive.file(number, "complaint_handling", closing, section="3.8")
    assert _found(archive, number) == []


# G2


def test_g2_a_service_until_it_is_closed_or_cancelled(archive: Archive, number: str) -> None:
    _service(archive, number, service_status="处理中")
    assert _found(archive, number) == [
        Blocker("G2", "售后服务 SH-20260305-004 尚未关闭", "售后服务主管", "SH-20260305-004")
    ]
    _service(archive, number, service_status="已取消")
    assert _found(archive, number) == []


def test_g2_a_line_of_a_ledger_that_names_the_customer(archive: Archive, number: str) -> None:
    _ledger(archive, _line(), "not a row", _line(register_no="TH-0008", customer_name="别家"))
    assert _found(archive, number) == [
        Blocker("G2", "退换货 TH-0007 尚未办结", "售后服务主管", "TH-0007")
    ]
    _ledger(archive, _line(return_status="已完成"))  # the next month's
    assert _found(archive, number) == []


def test_g2_of_a_return_the_register_in_the_file_knows_better(
    archive: Archive, number: str
) -> None:
    _ledger(archive, _line(register_no="SH-20260305-004"))
    _service(archive, number, service_status="已关闭")
    assert _found(archive, number) == []


def test_g2_people_of_one_name_are_told_apart_by_the_telephone(archive: Archive) -> None:
    number = open_person(archive, confidentiality="内部")
    _ledger(archive, _line(customer_name="李晓岚", phone="13811112222"))
    assert _found(archive, number) == []
    _ledger(archive, _line(customer_name="李晓岚", phone="+86 139 0000 6721"))
    assert _lines(archive, number) == [("G2", "TH-0007")]
    _ledger(archive, _line(customer_name="李晓岚"))
    assert _lines(archive, number) == [("G2", "TH-0007")]


def test_what_was_read_once_serves_for_many_files(archive: Archive, number: str) -> None:
    _ledger(archive, _line())
    ledgers = Ledgers(archive.store)
    at = archive.office.moment()
    found = open_matters(archive.store, card(archive, number), at=at, ledgers=ledgers)
    assert [one.line for one in found] == ["G2"]
    assert [repr(line) for line in ledgers.returns] == ["ReturnLine('TH-0007')"]
    assert "13900006721" not in repr(
        ReturnLine("1", "李晓岚", frozenset({"13900006721"}), is_done=True)
    )


# G7


@pytest.mark.parametrize(
    ("bought", "months", "until"),
    [
        ("2025-03-06", 12, "2026-03-06"),
        ("2025-03-05", 12, "2026-03-05"),  # its last day
        ("2025-08-31", 6 + 12, "2027-02-28"),
        ("2024-12-31", 38, "2028-02-29"),
    ],
)
def test_g7_a_warranty_is_a_link_and_bars_nothing(
    archive: Archive, number: str, bought: str, months: int, until: str
) -> None:
    _service(
        archive, number, service_status="已关闭", purchased_on=bought, warranty_period_months=months
    )
    at = archive.office.moment()
    assert running(archive.store, card(archive, number), at=at) == (
        Warranty(f"{number}/2.2-2026-0001", until),
    )
    assert _found(archive, number) == []


@pytest.mark.parametrize(
    ("bought", "months"),
    [("2025-03-04", 12), ("去年", 12), ("2025-03-06", "十二"), ("9999-01-01", 12), (None, 12)],
)
def test_g7_a_warranty_that_is_over_or_cannot_be_read(
    archive: Archive, number: str, bought: Any, months: Any
) -> None:
    _service(archive, number, purchased_on=bought, warranty_period_months=months)
    archive.file(number, "f", {"a": "1"}, section="5.1")
    assert running(archive.store, card(archive, number), at=archive.office.moment()) == ()


# G8


def test_g8_legal_holds(archive: Archive, number: str) -> None:
    change_card(archive, number, holds=["BQ-2026-0001", "BQ-2026-0002"])
    assert _lines(archive, number) == [("G8", "BQ-2026-0001"), ("G8", "BQ-2026-0002")]


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({}, True),
        ({"until": "2026-03-05"}, True),  # its last day
        ({"until": "2026-03-04"}, False),
        ({"roles": ["cs_manager"]}, False),
        ({"ended": {"by": "方正"}}, False),
    ],
)
def test_g8_a_freeze_by_the_legal_department(
    archive: Archive, number: str, changes: dict[str, Any], held: bool
) -> None:
    row = {"file": number, "until": "2026-12-31", "roles": ["legal"], **changes}
    put(archive, "freezes", **row)
    assert [one.line for one in _found(archive, number)] == ["G8"] * held


# G9


def test_g9_loans_and_printed_copies(archive: Archive, number: str) -> None:
    loan = archive.loans.lend(number, "王敏", purpose="对账", pages=3)
    copy = {"file": number, "reader": "王敏", "copy_no": 1, "at": archive.office.moment()}
    put(archive, "copies", kind="print", **copy)
    put(archive, "copies", kind="print", item=f"{number}/3.2-2026-0001", **copy)
    put(archive, "copies", kind="export", **copy)
    put(archive, "copies", kind="print", recalled=archive.office.moment(), **copy)
    assert _found(archive, number) == [
        Blocker("G9", f"借阅 {loan.number} 尚未归还", "客户信息专员", loan.number),
        Blocker("G9", f"{number} 的印件第 1 份尚未收回", "客户信息专员", number),
        Blocker(
            "G9",
            f"{number}/3.2-2026-0001 的印件第 1 份尚未收回",
            "客户信息专员",
            f"{number}/3.2-2026-0001",
        ),
    ]
    archive.loans.give_back(loan.number, 3)
    assert len(_found(archive, number)) == 2


# G10


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ({}, True),
        ({"supervisor_opinion": {"verdict": "同意"}}, True),
        ({"supervisor_opinion": {"verdict": "不同意"}}, False),
        ({"gm_opinion": {"verdict": "不同意"}}, False),
        ({"approved_on": "2026-03-12"}, False),
    ],
)
def test_g10_a_change_of_credit_until_it_is_decided(
    archive: Archive, number: str, said: dict[str, Any], is_open: bool
) -> None:
    data = {"form_no": "XB-20260310-001"}
    archive.file(number, "customer_credit_change", data, section="4.10")
    assert _lines(archive, number) == [("G10", "XB-20260310-001")]
    archive.file(number, "customer_credit_change", data | {"remarks": "二"} | said, section="4.10")
    assert _lines(archive, number) == [("G10", "XB-20260310-001")] * is_open


@pytest.mark.parametrize(
    "changes",
    [
        {"secrecy": {"level": 1, "proposed": {"kind": "lower"}}},
        {"secrecy": {"level": 1, "raised": {"level": 2}}},
        {"secrecy": {"level": 1, "items": {"KH-1/3.2-2026-0001": {"proposed": {}}}}},
        {"voiding": {"by": "周明"}},
    ],
)
def test_g10_proposals_on_the_card(archive: Archive, number: str, changes: dict[str, Any]) -> None:
    change_card(archive, number, **changes)
    assert [one.line for one in _found(archive, number)] == ["G10"]


@pytest.mark.parametrize(
    ("table", "states", "over"),
    [
        ("changes", ["open"], "confirmed"),
        ("mergers", ["proposed"], "refused"),
        ("revivals", ["applied", "checked", "agreed"], "revived"),
        ("deregistrations", ["applied", "suspended", "cleared"], "withdrawn"),
    ],
)
def test_g10_what_the_registers_wait_for(
    archive: Archive, number: str, table: str, states: list[str], over: str
) -> None:
    for serial, state in enumerate([*states, over], start=1):
        put(archive, table, number=f"XX-{serial}", file=number, state=state)
    assert _lines(archive, number) == [("G10", f"XX-{n + 1}") for n in range(len(states))]
    if table == "deregistrations":
        change_card(archive, number, deregistration="XX-1")
        assert ("G10", "XX-1") not in _lines(archive, number)


# G11


def test_g11_requests_about_personal_data_until_they_are_answered(
    archive: Archive, number: str
) -> None:
    for serial, state in enumerate(("held", "open", "answered"), start=1):
        put(archive, "personal_requests", number=f"QQ-{serial}", file=number, state=state)
    assert _lines(archive, number) == [("G11", "QQ-1"), ("G11", "QQ-2")]
    joined = {"number": "ZX-1", "file": number, "state": "checking", "request": "QQ-2"}
    put(archive, "deregistrations", **joined)
    change_card(archive, number, deregistration="ZX-1")
    assert _lines(archive, number) == [("G11", "QQ-1")]


# G12


@pytest.mark.parametrize(
    ("state", "lives"),
    [
        ("ACTIVE", True),
        ("DORMANT", True),
        ("DEREG_APPLIED", True),
        ("SEALED", False),
        ("MERGED", False),
        ("VOID", False),
        ("DESTROYED", False),
    ],
)
def test_d23_a_parent_with_live_branches(
    archive: Archive, number: str, state: str, lives: bool
) -> None:
    branch = archive.open_file(
        other_company(confidentiality="内部"), form=CORPORATE, parent=number
    ).number
    change_card(archive, branch, state=state)
    found = _found(archive, number)
    assert found == [Blocker("G12", "分支机构的档案仍在用", "客户信息主管")] * lives
    assert branch not in repr(found)


def test_d23_a_guarantor_of_another_customer(archive: Archive, number: str) -> None:
    other = _other(archive)
    archive.file(other, "customer_credit_analysis", {"guarantee": "无"}, section="4.9")
    assert _found(archive, number) == []
    _analysis(archive, other, " 上海屿泊包装有限公司 ")
    found = _found(archive, number)
    assert found == [Blocker("G12", "为其他客户提供的担保尚未解除", "客户信息主管")]
    assert other not in repr(found)
    change_card(archive, other, state="SEALED")
    assert _found(archive, number) == []
    change_card(archive, other, state="ACTIVE")
    _analysis(archive, other, "别家", "XF-2")  # the guarantee was released since
    assert _found(archive, number) == []


def test_d23_under_a_former_name_but_not_for_himself_nor_for_a_person_of_the_same_name(
    archive: Archive, number: str
) -> None:
    change_card(archive, number, former_names=["屿泊纸业"])
    other, person = _other(archive), open_person(archive, confidentiality="内部")
    _analysis(archive, number, "上海屿泊包装有限公司")
    _analysis(archive, other, "李晓岚")
    assert _found(archive, number) == _found(archive, person) == []
    _analysis(archive, other, "屿泊纸业", "XF-2")
    assert [one.line for one in _found(archive, number)] == ["G12"]


def test_nothing_is_told_of_values(archive: Archive, number: str) -> None:
    makers: list[Callable[[], None]] = [
        lambda: complain(archive, number),
        lambda: _service(archive, number),
        lambda: _ledger(archive, _line(phone="13900006721")),
    ]
    for make in makers:
        make()
    text = repr(_found(archive, number))
    assert "屿泊" not in text
    assert "13900006721" not in text
