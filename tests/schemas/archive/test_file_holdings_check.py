"""客户档案保管检查表: what was found goes by number, is followed up, and counted."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.archive.custody import checks
from csdforms.schemas.archive.file_holdings_check import FileHoldingsCheck
from csdforms.schemas.fields import custody

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileHoldingsCheck, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileHoldingsCheck.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileHoldingsCheck.specs().keys()


def finding(number: int, **changes: Any) -> set[tuple[str, str]]:
    """The problems of the sample with another finding (counted from 1)."""
    rows = copy.deepcopy(SAMPLE["findings"])
    rows[number - 1] |= changes
    return problems(findings=rows)


def test_the_kinds_of_findings_are_those_of_the_archive() -> None:
    assert {**checks.KINDS, **checks.PHYSICAL} == custody.FINDING_KINDS
    sheet = filled(findings=[{"archival_no": "KH-F-2026-000236-X", "finding_kind": "loan"}])
    assert sheet.findings[0].finding_kind == "借阅逾期"


def test_the_findings_are_counted() -> None:
    sheet = filled()
    counts = (sheet.finding_count, sheet.rectified_count, sheet.unrectified_count)
    assert counts == (3, 2, 1)


def test_a_check_that_found_nothing_is_one() -> None:
    assert problems(findings=[]) == set()


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-01-08", dt.date(2026, 7, 8)),
        ("2025-08-31", dt.date(2026, 2, 28)),
        ("2025-06-15", dt.date(2025, 12, 15)),
        ("2025-12-31", dt.date(2026, 6, 30)),
        ("2025-05-31", dt.date(2025, 11, 30)),
    ],
)
def test_the_next_check_is_half_a_year_later(day: str, following: dt.date) -> None:
    assert filled(inspected_on=day, next_check_on=None).next_check_on == following


def test_the_next_check_is_no_later_than_that() -> None:
    assert problems(next_check_on="2026-07-09") == error("next_check_on")
    assert problems(next_check_on="2026-01-07") == error("next_check_on")


@pytest.mark.parametrize(
    "path",
    ["witnessed_by", "info_supervisor_opinion.opinion_by", "cs_manager_opinion.opinion_by"],
)
def test_who_checks_is_neither_witness_nor_judge(path: str) -> None:
    name, _, inner = path.partition(".")
    assert problems(**{name: {inner: "周明"} if inner else "周明"}) == error(path)


def test_days_follow_each_other() -> None:
    assert problems(info_supervisor_opinion={"opinion_on": "2026-01-07"}) == error(
        "info_supervisor_opinion.opinion_on"
    )
    assert ("inspected_on", "error") in problems(inspected_on="2026-06-02")


def test_no_more_is_looked_at_than_there_is() -> None:
    assert problems(files_looked_at=413) == error("files_looked_at")
    assert problems(files_looked_at=411) == warning("files_looked_at")
    assert problems(files_looked_at=30, inspection_kind="专项检查") == set()


def test_a_broken_chain_is_reported_at_once() -> None:
    assert problems(is_chain_sound=False) == warning("is_chain_sound")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"archival_no": "KH-F-2025-000142-8"}, "archival_no"),
        ({"rectified_by": None}, "rectified_by"),
        ({"rectify_measure": None}, "rectify_measure"),
        ({"rectify_due_on": "2026-01-07", "rectified_on": None}, "rectify_due_on"),
        ({"rectified_on": "2026-01-07"}, "rectified_on"),
        ({"rectified_on": "2026-06-02", "rectify_due_on": None}, "rectified_on"),
    ],
)
def test_a_finding_is_followed_up(changes: dict[str, Any], name: str) -> None:
    found = finding(1, **changes)
    assert (f"findings.1.{name}", "error") in found
    assert found - error(f"findings.1.{name}") <= warning("findings.1.rectify_due_on")


def test_who_puts_it_right_knows_until_when() -> None:
    assert finding(1, rectify_due_on=None) == warning("findings.1.rectify_due_on")
    assert finding(1, rectified_on="2026-02-01") == warning("findings.1.rectified_on")


def test_a_finding_stands_once() -> None:
    rows = copy.deepcopy(SAMPLE["findings"])
    assert problems(findings=[*rows, rows[2]]) == error("findings.4.finding_kind")


def test_half_a_finding_is_named_once() -> None:
    assert finding(3, finding_kind=None) == error("findings.3.finding_kind")
