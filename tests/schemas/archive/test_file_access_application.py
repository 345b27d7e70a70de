"""客户档案查阅申请单: who may read what, for how long, and who looks at an emergency."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_access_application import FileAccessApplication

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileAccessApplication, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileAccessApplication.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileAccessApplication.specs().keys()


#: The ordinary case: granted first, read afterwards.
ORDINARY: dict[str, Any] = {
    "is_emergency": False, "emergency_reason": None, "emergency_reviewed_by": None,
    "emergency_reviewed_at": None, "is_justified": None, "read_at": "2026-03-07 09:00",
}  # fmt: skip


def ordinary(**changes: Any) -> set[tuple[str, str]]:
    return problems(**(ORDINARY | changes))


def test_a_reading_that_is_no_emergency_has_no_finding() -> None:
    assert ordinary() == set()


@pytest.mark.parametrize(
    ("level", "decider"),
    [
        ("公开", "客户信息主管"),
        ("内部", "客户信息主管"),
        ("秘密", "客户信息主管"),
        ("机密", "客户服务部经理"),
        ("绝密", "总经理"),
    ],
)
def test_who_grants_follows_from_the_level(level: str, decider: str) -> None:
    assert filled(file_level=level, clearance="绝密").decider == decider


def test_of_an_unknown_level_nobody_is_named_and_nothing_granted() -> None:
    sheet = filled(file_level=None, granted_contents=None, access_from=None, access_to=None)
    assert sheet.decider is None
    assert (sheet.granted_contents, sheet.access_from, sheet.access_to) == (None, None, None)


def test_what_is_granted_is_what_was_asked_for_from_the_consent_on() -> None:
    sheet = filled(granted_contents=None, access_from=None, access_to=None)
    assert sheet.granted_contents == ("联系地址", "手机")
    assert sheet.access_from == dt.date(2026, 3, 7)
    assert sheet.access_to == dt.date(2026, 3, 9)  # three days, the first included


def test_nothing_is_proposed_without_consent() -> None:
    said = {"verdict": "不同意", "opinion_text": "与本案无关"}
    sheet = filled(cs_manager_opinion=said, granted_contents=None, access_from=None, access_to=None)
    assert sheet.granted_contents is None


def test_s02_who_is_not_cleared_does_not_read() -> None:
    assert ordinary(clearance="秘密") == error("clearance")
    assert ordinary(clearance="绝密") == set()


@pytest.mark.parametrize("manner", ["部分内容明文", "全部明文"])
def test_open_text_is_asked_for_item_by_item(manner: str) -> None:
    without = {"requested_contents": None, "granted_contents": None}
    assert ordinary(access_manner=manner, **without) == error("requested_contents")
    assert ordinary(access_manner="脱敏阅览", **without) == set()


@pytest.mark.parametrize(
    "name",
    ["unit_head_opinion", "info_supervisor_opinion", "cs_manager_opinion", "gm_opinion"],
)
def test_s08_nobody_grants_himself(name: str) -> None:
    assert ordinary(**{name: {"opinion_by": "李楠"}}) == error(f"{name}.opinion_by")


def test_the_reader_is_not_his_own_witness_or_reviewer() -> None:
    assert problems(accompanied_by="李楠") == error("accompanied_by")
    assert problems(emergency_reviewed_by="李楠") == error("emergency_reviewed_by")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"unit_head_opinion": {"opinion_on": "2026-03-05"}}, "unit_head_opinion.opinion_on"),
        ({"cs_manager_opinion": {"opinion_on": "2026-03-05"}}, "cs_manager_opinion.opinion_on"),
        ({"access_from": "2026-03-06"}, "access_from"),
        ({"access_to": "2026-03-06"}, "access_to"),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert (path, "error") in ordinary(**changes)


def test_s01_nothing_is_read_before_it_is_granted() -> None:
    done = ("granted_contents", "access_from", "access_to", "read_at")
    assert ordinary(cs_manager_opinion=None) == error(*done)
    refused = {"verdict": "不同意", "opinion_text": "与本案无关"}
    assert ordinary(cs_manager_opinion=refused) == error(*done)


def test_reading_lasts_thirty_days_at_the_most() -> None:
    assert ordinary(access_days=30, access_to="2026-04-05") == set()
    assert ordinary(access_days=30, access_to="2026-04-06") == error("access_to")
    assert ordinary(access_days=31) == error("access_days")


def test_no_more_is_granted_than_was_asked_for() -> None:
    assert ordinary(access_to="2026-03-09") == set()
    assert ordinary(access_to="2026-03-10") == error("access_to")
    assert ordinary(granted_contents=["证件号码"]) == error("granted_contents")


def test_s03_nothing_is_read_outside_the_window() -> None:
    assert ordinary(read_at="2026-03-06 23:59") == error("read_at")
    assert ordinary(read_at="2026-03-08 23:59") == set()
    assert ordinary(read_at="2026-03-09 00:01") == error("read_at")


def test_a_reading_has_its_keeper_and_the_highest_level_a_witness() -> None:
    assert ordinary(keeper_by=None) == error("keeper_by")
    assert ordinary(accompanied_by=None) == set()
    top = {"file_level": "绝密", "clearance": "绝密", "accompanied_by": None}
    assert ordinary(**top) == error("accompanied_by")


def test_s26_an_emergency_has_its_reason_and_is_reviewed_in_24_hours() -> None:
    assert problems(emergency_reason=None) == error("emergency_reason")
    assert problems(read_at=None) == error("read_at")
    assert problems(emergency_reviewed_by=None) == error("emergency_reviewed_by")
    assert problems(is_justified=None) == error("is_justified")
    late = warning("emergency_reviewed_at")
    assert problems(emergency_reviewed_at="2026-03-07 08:40") == set()
    assert problems(emergency_reviewed_at="2026-03-07 08:41") == late
    assert problems(emergency_reviewed_at="2026-03-06 08:39") == error("emergency_reviewed_at")


def test_what_is_no_emergency_needs_no_review() -> None:
    names = ("emergency_reason", "emergency_reviewed_by", "emergency_reviewed_at")
    assert problems(is_emergency=False, read_at="2026-03-07 09:00") == warning(*names)
