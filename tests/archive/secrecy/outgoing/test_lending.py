"""Loans of paper and sealed copies."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock, change_card
from archive.secrecy.department import (
    ABSENT,
    acts,
    classify,
    hire,
    leave,
    notes,
    opened,
    passes,
    register,
    second,
)

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.lending import Lending
from csdforms.archive.secrecy.outgoing.loans import Loan, is_out, out_of_file, overdue
from csdforms.archive.states import STATES
from csdforms.errors import InvalidNumber, NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

WHY = "核对合同附件"
NOW = "2026-03-05T14:05:09.123456+08:00"


@pytest.fixture
def loans(archive: Archive) -> Lending:
    return Lending(archive.office)


@pytest.fixture
def number(archive: Archive) -> str:
    """Return the number of an 内部 file in a department with separate persons."""
    number = opened(archive, 1)
    item(archive, number, "1")
    item(archive, number, "2")
    hire(archive)
    return number


def item(archive: Archive, number: str, what: str) -> str:
    return str(archive.file(number, "complaint_handling", {"content": what}, section="3.6"))


def lend(loans: Lending, number: str, borrower: str = "王敏", **changes: Any) -> Loan:
    return loans.lend(number, borrower, **{"purpose": WHY, "pages": 12, "actor": "chen", **changes})


def due(day: str) -> str:
    return f"{day}T23:59:59.999999+08:00"


def test_a_loan_is_registered(archive: Archive, loans: Lending, number: str) -> None:
    loan = lend(loans, number, "wang", reason="会计要求")
    assert loan == Loan(
        number="JY-2026-0001",
        file=number,
        borrower="王敏",
        purpose=WHY,
        pages=12,
        out=NOW,
        due=due("2026-03-08"),
        by="陈静",
        state="out",
    )
    assert archive.store.get("loans", 1) == {
        "number": "JY-2026-0001",
        "file": number,
        "borrower": "王敏",
        "purpose": WHY,
        "pages": 12,
        "out": NOW,
        "due": due("2026-03-08"),
        "by": "陈静",
    }
    [act] = acts(archive, "lend")
    assert (act["subject"], act["who"], act["purpose"], act["reason"]) == (
        number, "chen", WHY, "会计要求",
    )  # fmt: skip
    assert act["detail"] == {
        "loan": "JY-2026-0001",
        "borrower": "王敏",
        "pages": 12,
        "due": due("2026-03-08"),
    }


@pytest.mark.parametrize(
    ("level", "lender", "original", "last"),
    [
        (0, "chen", False, "2026-03-08"),
        (1, "chen", False, "2026-03-08"),
        (1, "chen", True, "2026-03-05"),
        (2, "zhou", False, "2026-03-08"),
        (2, "zhou", True, "2026-03-05"),
        (3, "qiang", False, "2026-03-05"),
        (3, "qiang", True, "2026-03-05"),
    ],
)
def test_how_long_by_level(
    archive: Archive, loans: Lending, level: int, lender: str, *, original: bool, last: str
) -> None:
    number = opened(archive, level, ("赵强", "王敏"))
    hire(archive)
    register(archive, "wang", "王敏", ["sales"], 3)
    loan = lend(loans, number, actor=lender, original=original)
    assert loan.due == due(last)
    assert loan.original == original
    assert loan.in_office == (last == "2026-03-05")


@pytest.mark.parametrize(
    ("level", "account", "who"),
    [(2, "chen", "客户信息主管"), (3, "zhou", "客户服务部经理"), (1, "wang", "客户信息专员")],
)
def test_who_lends_on_which_level(
    archive: Archive, loans: Lending, level: int, account: str, who: str
) -> None:
    number = opened(archive, level, ("周明", "刘洋"))
    hire(archive)
    register(archive, "chen", "陈静", ["info_specialist"], 3)
    register(archive, "zhou", "周明", ["info_supervisor"], 3)
    with pytest.raises(NotAuthorised, match=f"您无权出借.*请找{who}"):
        lend(loans, number, "liu", actor=account)
    assert archive.store.count("loans") == 0


def test_s24_a_loan_over_three_days(loans: Lending, number: str) -> None:
    for days in (4, -1):
        with pytest.raises(NotPermitted, match="最多借 3 天"):
            lend(loans, number, days=days)
    with pytest.raises(NotPermitted, match="当天归还"):
        lend(loans, number, days=1, original=True)
    assert lend(loans, number, days=3).due == due("2026-03-08")


def test_a_loan_may_be_shorter(loans: Lending, number: str) -> None:
    assert lend(loans, number, days=0).due == due("2026-03-05")


def test_s24_a_second_loan_while_one_is_overdue(
    archive: Archive, loans: Lending, clock: Clock
) -> None:
    number, other = opened(archive, 1), second(archive)
    hire(archive)
    lend(loans, number, days=0)
    clock.at = clock.at.replace(hour=23, minute=59, second=59, microsecond=999999)
    assert [loan.state for loan in loans.loans(actor="chen")] == ["out"]
    assert not overdue(archive.store, "王敏", archive.office.moment())
    passes(clock, microseconds=1)
    with pytest.raises(NotPermitted, match="借阅人有逾期未还的借阅"):
        lend(loans, other)
    assert lend(loans, other, "刘洋").number == "JY-2026-0002"
    loans.give_back("JY-2026-0001", 12, actor="chen")
    loans.give_back("JY-2026-0002", 12, actor="chen")
    assert lend(loans, other).number == "JY-2026-0003"


def test_s24_a_second_loan_in_time_is_no_matter(archive: Archive, loans: Lending) -> None:
    number, other = opened(archive, 1), second(archive)
    hire(archive)
    lend(loans, number)
    assert lend(loans, other).borrower == "王敏"


def test_s24_what_is_out_is_not_lent_on(archive: Archive, loans: Lending, number: str) -> None:
    lend(loans, number, "chen", actor="zhou")
    with pytest.raises(NotAllowedNow, match="现为“借出”，不能出借") as refusal:
        lend(loans, number, actor="chen")  # who has borrowed it
    assert refusal.value.exit_code == 5
    assert archive.store.count("loans") == 1


@pytest.mark.parametrize(
    ("first", "then", "may"),
    [
        ("", "/3.6-2026-0001", False),
        ("/3.6-2026-0001", "", False),
        ("/3.6-2026-0001", "／3.6-2026-0001", False),
        ("/3.6-2026-0001", "/3.6-2026-0002", True),
    ],
)
def test_s24_a_file_is_out_with_its_items(
    archive: Archive, loans: Lending, number: str, first: str, then: str, *, may: bool
) -> None:
    loan = lend(loans, number + first)
    assert loan.item == (number + first if first else "")
    if may:
        assert lend(loans, number + then).item == number + then
        return
    with pytest.raises(NotAllowedNow):
        lend(loans, number + then)
    loans.give_back(loan.number, 12, actor="zhou")
    assert not is_out(archive.store, number, "")
    lend(loans, number + then)
    assert [one["number"] for one in out_of_file(archive.store, number)] == ["JY-2026-0002"]


def test_s24_top_secrets_are_not_lent(archive: Archive, loans: Lending) -> None:
    number = opened(archive, 4, ("赵强", "王敏"))
    with pytest.raises(NotPermitted, match="绝密档案不外借"):
        lend(loans, number, actor="")
    hire(archive)
    register(archive, "qiang", "赵强", ["cs_manager"], 4)
    register(archive, "wang", "王敏", ["sales"], 4)
    with pytest.raises(NotPermitted, match="绝密档案不外借"):
        lend(loans, number, actor="qiang")
    with pytest.raises(NotAuthorised, match="您无权出借档案"):
        lend(loans, number, actor="gao")
    assert archive.store.count("loans") == 0


@pytest.mark.parametrize(
    ("borrower", "sentence"),
    [("赵四", "没有登记"), ("lin", "涉密等级低于秘密"), ("孙立", "岗位不能查阅")],
)
def test_the_borrower_must_be_registered_and_cleared(
    archive: Archive, loans: Lending, borrower: str, sentence: str
) -> None:
    number = opened(archive, 2)
    hire(archive)
    with pytest.raises(NotPermitted, match=f"借阅人.*{sentence}"):
        lend(loans, number, borrower, actor="zhou")


def test_the_borrower_of_a_confidential_file_stands_in_its_circle(
    archive: Archive, loans: Lending
) -> None:
    number = opened(archive, 3, ("赵强",))
    hire(archive)
    with pytest.raises(NotPermitted, match="借阅人不在这份档案的知悉范围内"):
        lend(loans, number, "高远", actor="qiang")


def test_who_has_left_borrows_nothing(archive: Archive, loans: Lending, number: str) -> None:
    leave(archive, "wang")
    for name in ("王敏", "wang"):
        with pytest.raises(NotPermitted, match="没有登记"):
            lend(loans, number, name)


def test_s08_nobody_lends_to_himself(archive: Archive, loans: Lending, number: str) -> None:
    with pytest.raises(NotAuthorised, match="借给本人"):
        lend(loans, number, "陈静")
    with pytest.raises(NotAuthorised, match="借给本人"):
        lend(loans, number, "qiang2", actor="qiang")
    assert len(notes(archive, "refused")) == 2


@pytest.mark.parametrize("state", sorted(set(STATES) - {"ACTIVE", "DORMANT"}))
def test_s24_frozen_checked_and_closed_files_are_not_lent(
    archive: Archive, loans: Lending, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    with pytest.raises(NotAllowedNow, match=f"“{STATES[state].title}”，不能出借"):
        lend(loans, number)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"purpose": ""}, "请写明借阅用途"), ({"pages": 0}, "请写明借出的页数")],
)
def test_a_loan_says_what_for_and_how_much(
    loans: Lending, number: str, changes: Any, sentence: str
) -> None:
    with pytest.raises(NotPermitted, match=sentence):
        lend(loans, number, **changes)


def test_an_item_must_be_in_the_file(loans: Lending, number: str) -> None:
    with pytest.raises(UnknownFile, match=r"没有件 .*0009"):
        lend(loans, f"{number}/3.6-2026-0009")
    with pytest.raises(InvalidNumber):
        lend(loans, f"{number}/第一件")


def test_s09_a_file_that_the_lender_may_not_know_of_is_as_if_absent(
    archive: Archive, loans: Lending
) -> None:
    number = opened(archive, 3, ("赵强",))
    hire(archive)
    errors = []
    for given in (number, ABSENT):
        with pytest.raises(UnknownFile) as refusal:
            lend(loans, given)
        errors.append(str(refusal.value).replace(given, "…"))
    assert errors[0] == errors[1]
    assert [note["subject"] for note in notes(archive, "refused")] == [number, ""]


# Giving back


def test_a_loan_comes_back(archive: Archive, loans: Lending, number: str, clock: Clock) -> None:
    lend(loans, number)
    passes(clock, days=1)
    loan = loans.give_back("jy-2026-0001", 12, condition="完好", actor="zhou", reason="用毕")
    assert (loan.state, loan.pages_back, loan.taken_by, loan.condition) == (
        "back", 12, "周明", "完好",
    )  # fmt: skip
    assert loan.back == "2026-03-06T14:05:09.123456+08:00"
    [act] = acts(archive, "give-back")
    assert (act["subject"], act["reason"]) == (number, "用毕")
    assert act["detail"] == {"loan": "JY-2026-0001", "pages": 12, "pages_back": 12}
    assert acts(archive, "incident") == []
    with pytest.raises(NotPermitted, match="JY-2026-0001 已经归还"):
        loans.give_back("JY-2026-0001", 12, actor="zhou")


@pytest.mark.parametrize("pages", [11, 0])
def test_s25_fewer_pages_are_an_incident(
    archive: Archive, loans: Lending, number: str, pages: int
) -> None:
    lend(loans, number)
    loan = loans.give_back("JY-2026-0001", pages, actor="chen", reason="缺最后一页")
    assert loan.state == "short"
    [incident] = acts(archive, "incident")
    assert (incident["subject"], incident["reason"]) == (number, "缺最后一页")
    assert incident["detail"] == {
        "loan": "JY-2026-0001",
        "borrower": "王敏",
        "pages": 12,
        "pages_back": pages,
        "level": 3,
    }
    [alarm] = notes(archive, "alarm")
    assert (alarm["subject"], alarm["detail"]["loan"]) == (number, "JY-2026-0001")
    assert [one.state for one in loans.loans(every=True, actor="wang")] == ["short"]


@pytest.mark.parametrize("pages", [13, -1])
def test_more_pages_than_went_out_are_counted_again(
    archive: Archive, loans: Lending, number: str, pages: int
) -> None:
    lend(loans, number)
    with pytest.raises(NotPermitted, match="应为 0 至 12"):
        loans.give_back("JY-2026-0001", pages, actor="chen")
    assert acts(archive, "give-back") == []


def test_who_takes_back(archive: Archive, loans: Lending, number: str) -> None:
    lend(loans, number, "陈静", actor="zhou")
    with pytest.raises(NotAuthorised, match="您无权办理归还，请找客户信息专员"):
        loans.give_back("JY-2026-0001", 12, actor="wang")
    with pytest.raises(NotAuthorised, match="您无权清点本人的借阅"):
        loans.give_back("JY-2026-0001", 12, actor="chen")
    with pytest.raises(UnknownFile, match="没有借阅 JY-2026-0002"):
        loans.give_back("JY-2026-0002", 12, actor="zhou")
    classify(archive, number, 3, ("赵强",))
    with pytest.raises(UnknownFile, match="没有借阅 JY-2026-0001"):
        loans.give_back("JY-2026-0001", 12, actor="zhou")
    assert loans.give_back("JY-2026-0001", 12, actor="qiang").state == "back"


def test_one_keeper_lends_to_anybody_and_takes_back(archive: Archive, loans: Lending) -> None:
    number = opened(archive, 2)
    assert loans.lend(number, "王敏（财务部）", purpose=WHY, pages=2).by == "zhang"
    assert loans.give_back("JY-2026-0001", 2).state == "back"
    assert loans.lend(number, "zhang", purpose=WHY, pages=2).borrower == "zhang"
    assert loans.give_back("JY-2026-0002", 1).state == "short"
    with pytest.raises(NotPermitted, match="请写明借阅人"):
        loans.lend(number, " ", purpose=WHY, pages=2)


# Lists


def test_who_sees_which_loans(archive: Archive, loans: Lending, clock: Clock) -> None:
    number, other = opened(archive, 1), second(archive)
    hire(archive)
    lend(loans, number, days=0)
    lend(loans, other, "刘洋", days=2)

    def files(**which: Any) -> list[str]:
        return [loan.file for loan in loans.loans(**{"actor": "chen", **which})]

    assert files() == [number, other]
    assert files(actor="wang") == [number]
    assert files(actor="lin") == []
    assert files(actor="he") == []
    assert files(file=other) == [other]
    assert files(file=ABSENT) == []
    assert files(overdue_only=True) == []
    passes(clock, days=1)
    assert files(overdue_only=True) == [number]
    loans.give_back("JY-2026-0001", 12, actor="chen")
    assert files() == [other]
    assert files(every=True) == [number, other]
    classify(archive, number, 2)
    assert files(every=True) == [other]
    assert files(every=True, actor="wang") == [number]
    classify(archive, number, 3, ("赵强",))
    assert files(every=True, actor="wang") == []
    assert files(every=True, file=number, actor="wang") == []
