"""Case-bound access: a clerk sees the customer's data only while his own case is open (S06)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock
from archive.secrecy.department import ABSENT, acts, classify, hire, notes, opened, passes

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.granting.cases import is_open, open_cases
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

REGISTER = ("complaint_register_one", "3.2")
HANDLING = ("complaint_handling", "3.8")

pytestmark = pytest.mark.parametrize("archive", ["memory"], indirect=True)


@pytest.fixture
def number(archive: Archive) -> str:
    number = opened(archive, 1)
    hire(archive)
    return number


def filed(
    archive: Archive, number: str, actor: str, what: tuple[str, str] = REGISTER, **data: Any
) -> str:
    form, section = what
    return archive.file(number, form, data, section=section, actor=actor).number


def mine(archive: Archive, number: str, person: str) -> list[str]:
    return list(open_cases(archive.store, person, number))


def reads(archive: Archive, number: str, actor: str) -> bool:
    try:
        archive.show(number, actor=actor, purpose="处理投诉")
    except NotAuthorised:
        return False
    return True


def test_s06_a_closed_case_ends_access(archive: Archive, number: str, clock: Clock) -> None:
    assert not reads(archive, number, "liu")
    filed(archive, number, "liu", complaint_no="TS-1")
    assert reads(archive, number, "liu")
    assert not reads(archive, number, "lin")
    passes(clock, hours=1)
    filed(archive, number, "chen", HANDLING, complaint_no="ts-1", closed_at="2026-03-05T15:00")
    assert not reads(archive, number, "liu")


def test_s06_a_clerk_who_is_named_as_handler_has_the_case(archive: Archive, number: str) -> None:
    filed(archive, number, "chen", complaint_no="TS-1", assigned_handler="林涛")
    filed(archive, number, "chen", ("telephone_record", "2.2"), call_no="HR-1", remarks="刘洋")
    assert mine(archive, number, "林涛") == ["TS-1"]
    assert mine(archive, number, "刘洋") == []
    assert mine(archive, number, "陈静") == ["TS-1", "HR-1"]


@pytest.mark.parametrize(
    ("form", "data", "closes"),
    [
        ("complaint_handling", {"closed_at": "2026-03-05T15:00"}, True),
        ("complaint_handling", {"closed_at": ""}, False),
        ("complaint_handling", {"decided_at": "2026-03-05T15:00"}, False),
        ("complaint_handling_log", {"closed_at": "2026-03-05T15:00"}, True),
        ("complaint_handling_report", {"closed_at": "2026-03-05T15:00"}, True),
        ("complaint_handling_report", {"report_status": "已关闭"}, True),
        ("complaint_handling_report", {"report_status": "跟踪中"}, False),
        ("complaint_investigation", {"closed_at": "2026-03-05T15:00"}, False),
        ("after_sales_register", {"service_status": "已关闭", "register_no": "SH-1"}, False),
    ],
)
def test_what_closes_a_complaint(
    archive: Archive, number: str, form: str, data: dict[str, str], closes: bool
) -> None:
    filed(archive, number, "liu", complaint_no="TS-1")
    filed(archive, number, "chen", (form, "3.8"), complaint_no="TS-1", **data)
    assert is_open(archive.store, "TS-1", number) is not closes


@pytest.mark.parametrize(
    ("data", "closes"),
    [
        ({"closed_on": "2026-03-05"}, True),
        ({"service_status": "已关闭"}, True),
        ({"service_status": "已取消"}, True),
        ({"service_status": "待回访"}, False),
    ],
)
def test_what_closes_a_service(
    archive: Archive, number: str, data: dict[str, str], closes: bool
) -> None:
    boxes = {"register_no": "SH-1", "complaint_no": "TS-9", **data}
    filed(archive, number, "lin", ("after_sales_register", "2.2"), **boxes)
    assert is_open(archive.store, "SH-1", number) is not closes
    assert mine(archive, number, "林涛") == ([] if closes else ["SH-1"])


@pytest.mark.parametrize(
    ("status", "closes"), [("已办结", True), ("无需办理", True), ("办理中", False)]
)
def test_what_closes_a_call(archive: Archive, number: str, status: str, closes: bool) -> None:
    boxes = {"call_no": "HR-1", "complaint_no": "TS-9", "record_status": status}
    filed(archive, number, "lin", ("telephone_record", "5.2"), **boxes)
    assert mine(archive, number, "林涛") == ([] if closes else ["HR-1"])


def test_a_case_of_another_file_is_no_case(archive: Archive, number: str) -> None:
    filed(archive, number, "liu", complaint_no="TS-1")
    assert is_open(archive.store, "ts-1", number)
    assert not is_open(archive.store, "TS-2", number)
    assert not is_open(archive.store, "TS-1", ABSENT)
    assert not is_open(archive.store, "TS-1", "")
    assert mine(archive, "", "刘洋") == []


def test_the_departments_papers_make_no_case(archive: Archive, number: str) -> None:
    filed(archive, "", "liu", complaint_no="TS-1")
    filed(archive, number, "liu", remarks="无编号")
    assert mine(archive, number, "刘洋") == []


def test_a_case_is_closed_and_reopened_by_acts(archive: Archive, number: str, clock: Clock) -> None:
    filed(archive, number, "lin", ("complaint_register_one", "3.2"), complaint_no="TS-1")
    archive.cases.close(number, "ts-1", reason="客户撤诉", actor="lin")
    assert mine(archive, number, "林涛") == []
    archive.cases.reopen(number, "TS-1", reason="新的事实", actor="liu")
    assert mine(archive, number, "林涛") == ["TS-1"]
    passes(clock, minutes=1)
    filed(archive, number, "chen", HANDLING, complaint_no="TS-1", closed_at="2026-03-05T15:00")
    assert mine(archive, number, "林涛") == []
    [closed], [reopened] = acts(archive, "close-case"), acts(archive, "reopen-case")
    assert (closed["subject"], closed["who"], closed["reason"]) == (number, "lin", "客户撤诉")
    assert closed["detail"] == reopened["detail"] == {"case": "TS-1"}


def test_only_his_own_or_a_supervisor_closes_a_case(archive: Archive, number: str) -> None:
    filed(archive, number, "liu", complaint_no="TS-1")
    for actor in ("lin", "chen"):
        with pytest.raises(NotAuthorised):
            archive.cases.close(number, "TS-1", reason="x", actor=actor)
    with pytest.raises(NotAuthorised):
        archive.cases.reopen(number, "TS-1", reason="x", actor="lin")
    assert [one["subject"] for one in notes(archive, "refused")] == [number] * 3
    archive.cases.close(number, "TS-1", reason="已答复", actor="zhou")
    assert mine(archive, number, "刘洋") == []


def test_a_case_is_closed_once_and_reopened_once(archive: Archive, number: str) -> None:
    filed(archive, number, "liu", complaint_no="TS-1")
    with pytest.raises(NotAllowedNow, match="办理中"):
        archive.cases.reopen(number, "TS-1", reason="x", actor="liu")
    archive.cases.close(number, "TS-1", reason="x", actor="liu")
    with pytest.raises(NotAllowedNow, match="已结案"):
        archive.cases.close(number, "TS-1", reason="x", actor="liu")


def test_a_case_that_is_not_there(archive: Archive, number: str) -> None:
    with pytest.raises(UnknownFile, match="案件"):
        archive.cases.close(number, "TS-1", reason="x", actor="liu")
    with pytest.raises(NotPermitted, match="理由"):
        archive.cases.close(number, "TS-1", reason=" ", actor="liu")


@pytest.mark.parametrize("level", [2, 3])
def test_s09_a_hidden_file_has_no_cases(archive: Archive, level: int) -> None:
    number = opened(archive, 1)
    hire(archive)
    filed(archive, number, "lin", complaint_no="TS-1")
    classify(archive, number, level)
    said = []
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile) as refusal:
            archive.cases.close(given, "TS-1", reason="x", actor="lin")
        said.append(str(refusal.value).replace(given, ""))
    assert said[0] == said[1]
    refused = notes(archive, "refused")
    assert [one["subject"] for one in refused] == [number, ""]
    assert [one["detail"]["wanted"] for one in refused] == ["结案", "结案"]
