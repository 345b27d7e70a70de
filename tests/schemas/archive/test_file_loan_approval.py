"""客户档案借阅审批表: what may be lent to whom, until when, and how it comes back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error

from csdforms.schemas.archive.file_loan_approval import FileLoanApproval

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileLoanApproval, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileLoanApproval.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileLoanApproval.specs().keys()


#: A copy of a 秘密 file, out for three days.
COPY: dict[str, Any] = {
    "file_level": "秘密", "in_office": False, "loan_days": 3, "loan_due_on": "2026-03-22",
}  # fmt: skip


def test_a_copy_may_be_out_for_three_days() -> None:
    assert problems(**COPY) == set()
    assert problems(**(COPY | {"loan_days": 4})) == error("loan_days")
    assert problems(**(COPY | {"loan_due_on": "2026-03-23"})) == error("loan_due_on")


@pytest.mark.parametrize(
    ("level", "decider"),
    [
        ("公开", "客户信息专员"),
        ("内部", "客户信息专员"),
        ("秘密", "客户信息主管"),
        ("机密", "客户服务部经理"),
    ],
)
def test_who_lends_follows_from_the_level(level: str, decider: str) -> None:
    assert filled(file_level=level).decider == decider


def test_s24_the_highest_level_is_not_lent() -> None:
    assert problems(file_level="绝密", clearance="绝密") == error("file_level")
    assert FileLoanApproval.draft(FileLoanApproval.plan().defaults
                                  | {"file_level": "绝密"}).decider is None  # fmt: skip


@pytest.mark.parametrize("changes", [{"file_level": "机密"}, {"loan_form": "原件"}])
def test_originals_and_confidential_ones_are_back_the_same_day(changes: dict[str, Any]) -> None:
    data = COPY | changes
    assert problems(**data) == error("loan_days", "in_office", "loan_due_on")
    same_day = {"in_office": True, "loan_days": 0, "loan_due_on": "2026-03-19"}
    assert problems(**(data | same_day)) == set()


@pytest.mark.parametrize(
    ("level", "form", "days", "due"),
    [
        ("秘密", "复制件", 3, dt.date(2026, 3, 22)),
        ("秘密", "原件", 0, dt.date(2026, 3, 19)),
        ("机密", "复制件", 0, dt.date(2026, 3, 19)),
    ],
)
def test_term_and_place_are_proposed(level: str, form: str, days: int, due: dt.date) -> None:
    data = {"file_level": level, "loan_form": form}
    sheet = filled(**data, loan_days=None, in_office=None, loan_due_on=None)
    assert (sheet.loan_days, sheet.loan_due_on, sheet.in_office) == (days, due, days == 0)


def test_a_shorter_loan_is_due_earlier() -> None:
    assert filled(**(COPY | {"loan_days": 1, "loan_due_on": None})).loan_due_on == dt.date(
        2026, 3, 20
    )


def test_the_borrower_is_cleared_for_the_file() -> None:
    assert problems(clearance="秘密") == error("clearance")


def test_an_item_is_of_the_file() -> None:
    assert problems(item_no="KH-Z-2025-000128-3/3.2-2026-0001") == error("item_no")


@pytest.mark.parametrize(
    "path",
    [
        "unit_head_opinion",
        "keeper_opinion",
        "info_supervisor_opinion",
        "cs_manager_opinion",
    ],
)
def test_the_borrower_decides_nothing(path: str) -> None:
    assert problems(**{path: {"opinion_by": "陈立"}}) == error(f"{path}.opinion_by")


@pytest.mark.parametrize("path", ["lent_by", "return_taken_by"])
def test_the_borrower_hands_out_and_counts_nothing(path: str) -> None:
    assert problems(**{path: "陈立"}) == error(path)


@pytest.mark.parametrize("said", [None, {"verdict": "不同意", "opinion_text": "无此必要"}])
def test_nothing_goes_out_before_the_one_who_decides_says_yes(said: dict[str, str] | None) -> None:
    assert problems(cs_manager_opinion=said) == error("lent_at", "lent_by")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"cs_manager_opinion": {"opinion_on": "2026-03-18"}}, "cs_manager_opinion.opinion_on"),
        ({"returned_at": "2026-03-19 13:59"}, "returned_at"),
        ({"loan_due_on": "2026-03-18"}, "loan_due_on"),
        ({"returned_at": "2026-06-02 09:00"}, "returned_at"),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)


def test_a_loan_has_who_handed_it_out() -> None:
    assert problems(lent_by=None) == error("lent_by")


@pytest.mark.parametrize("name", ["lent_at", "pages_back", "condition_back", "return_taken_by"])
def test_a_return_is_noted_whole(name: str) -> None:
    assert problems(**{name: None}) == error(name)


def test_s25_missing_pages_are_an_incident() -> None:
    assert filled().pages_short == 0
    assert filled(pages_back=11, incident_no="XL-2026-002").pages_short == 1
    assert problems(pages_back=11) == error("incident_no")
    assert problems(pages_back=13) == error("pages_back")
    assert filled(pages_back=None, returned_at=None, condition_back=None,
                  return_taken_by=None).pages_short is None  # fmt: skip
