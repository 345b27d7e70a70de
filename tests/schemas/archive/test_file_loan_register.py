"""客户档案借阅登记簿: how each loan stands, and loans that should not have been."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_loan_register import FileLoanRegister

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileLoanRegister, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileLoanRegister.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileLoanRegister.specs().keys()


def line(number: int, **changes: Any) -> dict[str, Any]:
    """The sample with another line (counted from 1)."""
    lines = copy.deepcopy(SAMPLE["loans"])
    lines[number - 1] |= changes
    return {"loans": lines}


def in_line(number: int, **changes: Any) -> set[tuple[str, str]]:
    return problems(**line(number, **changes))


def test_the_states_of_the_loans_follow_from_their_days() -> None:
    assert [loan.loan_state for loan in filled().loans] == ["已还", "缺页", "已还", "借出"]
    assert [loan.pages_short for loan in filled().loans] == [0, 1, 0, None]


def test_the_closing_day_is_proposed_and_decides_how_a_loan_stands() -> None:
    sheet = filled(as_of=None, keeper_on="2026-03-31", info_supervisor_on="2026-03-31")
    assert sheet.as_of == dt.date(2026, 3, 31)
    later = filled(as_of="2026-04-03", keeper_on="2026-04-03", info_supervisor_on="2026-04-03")
    assert later.loans[3].loan_state == "逾期"
    assert filled(as_of="2026-03-19").loans[0].loan_state == "已还"


def test_what_came_back_later_was_still_out_on_the_day() -> None:
    sheet = filled(as_of="2026-03-06")
    assert sheet.loans[1].loan_state == "缺页"
    assert filled(as_of="2026-03-05").loans[1].loan_state == "借出"


def test_the_foot_counts_the_lines() -> None:
    sheet = filled()
    counts = (sheet.loan_count, sheet.out_count, sheet.overdue_loan_count, sheet.short_count)
    assert counts == (4, 1, 0, 1)
    late = filled(as_of="2026-04-03", keeper_on="2026-04-03", info_supervisor_on="2026-04-03")
    assert (late.out_count, late.overdue_loan_count) == (1, 1)


def test_an_overdue_loan_is_to_be_called_in() -> None:
    late = {"as_of": "2026-04-03", "keeper_on": "2026-04-03", "info_supervisor_on": "2026-04-03"}
    assert problems(**late) == warning("loans.4.loan_due_on")


def test_a_typed_state_agrees_with_the_days() -> None:
    assert in_line(1, loan_state="借出") == error("loans.1.loan_state")


def test_an_empty_register_is_one() -> None:
    assert problems(loans=[]) == set()


def test_without_a_period_nothing_is_asked_of_the_lines() -> None:
    assert problems(period_end=None, as_of=None) == error("period_end")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"period_end": "2025-12-31", "as_of": "2026-03-20"}, "period_end"),
        ({"keeper_on": "2026-03-19"}, "keeper_on"),
        ({"info_supervisor_on": "2026-03-19"}, "info_supervisor_on"),
        ({"info_supervisor_by": "周明"}, "info_supervisor_by"),
    ],
)
def test_the_head_is_in_order(changes: dict[str, Any], path: str) -> None:
    assert (path, "error") in problems(**changes)


def test_a_loan_stands_once_and_in_its_period() -> None:
    assert in_line(2, loan_no="JY-2026-0003") == error("loans.2.loan_no")
    assert problems(period_start="2026-01-16") == error("loans.1.returned_at")
    assert problems(period_start="2026-01-15") == set()
    assert ("loans.4.lent_at", "error") in problems(period_end="2026-03-18", as_of="2026-03-20")


@pytest.mark.parametrize(
    ("number", "changes", "name"),
    [
        (1, {"loan_due_on": "2026-01-17"}, "loan_due_on"),
        (1, {"loan_due_on": "2026-01-12"}, "loan_due_on"),
        (3, {"loan_due_on": "2026-03-20"}, "loan_due_on"),
        (1, {"file_level": "绝密"}, "file_level"),
        (1, {"pages_back": 7}, "pages_back"),
        (1, {"pages_back": 5}, "incident_no"),
        (1, {"returned_at": "2026-01-13 09:00"}, "returned_at"),
        (1, {"lent_by": "高远"}, "lent_by"),
        (1, {"return_taken_by": "高远"}, "return_taken_by"),
        (1, {"pages_back": None}, "pages_back"),
        (1, {"condition_back": None}, "condition_back"),
        (1, {"return_taken_by": None}, "return_taken_by"),
        (1, {"item_no": "KH-F-2024-000087-7/4.2-2025-0001"}, "item_no"),
        (4, {"pages_back": 8}, "returned_at"),
    ],
)
def test_s24_s25_a_line_that_cannot_be(number: int, changes: dict[str, Any], name: str) -> None:
    assert in_line(number, **changes) == error(f"loans.{number}.{name}")


def test_s24_who_keeps_one_beyond_its_day_gets_no_other() -> None:
    lines = copy.deepcopy(SAMPLE["loans"])
    lines[0] |= {"returned_at": "2026-03-19 15:16"}
    lines[3] |= {"borrower": "高远"}
    assert problems(loans=lines) == error("loans.4.borrower")
    lines[0] |= {"returned_at": "2026-03-19 15:15"}
    assert problems(loans=lines) == set()


def test_what_is_out_cannot_be_lent_again() -> None:
    file = "KH-F-2025-000118-7"
    lines = copy.deepcopy(SAMPLE["loans"])
    lines[0] |= {"returned_at": "2026-03-20 10:00"}
    lines[3] |= {"file_no": file, "item_no": f"{file}/4.2-2025-0001"}
    assert problems(loans=lines) == error("loans.4.file_no")
    lines[3]["item_no"] = f"{file}/4.2-2025-0002"
    assert problems(loans=lines) == set()
    del lines[3]["item_no"]  # the whole file
    assert problems(loans=lines) == error("loans.4.file_no")
    lines[0].pop("item_no")
    lines[3]["item_no"] = f"{file}/4.2-2025-0002"
    assert problems(loans=lines) == error("loans.4.file_no")  # it is out with its file


def test_a_loan_without_a_day_is_named_once() -> None:
    assert in_line(4, lent_at=None) == error("loans.4.lent_at")
