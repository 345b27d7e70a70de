"""客户档案合并审批表: only one customer, nothing lost, the stricter wins, two decide."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import Paper, error, warning

from csdforms.schemas.archive.file_merge_approval import FileMergeApproval

TODAY = dt.date(2026, 6, 1)
PAPER = Paper(FileMergeApproval, TODAY)
SAMPLE, with_changes = PAPER.sample, PAPER.with_changes
problems, filled = PAPER.problems, PAPER.filled


def test_the_sample_has_no_finding() -> None:
    assert problems() == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = FileMergeApproval.empty()
    boxes = {problem.path.split(".")[0] for problem in blank.complete().rules(TODAY)}
    assert boxes <= FileMergeApproval.specs().keys()


UNDONE = {"undone_on": "2026-04-16", "undone_by": "王芳", "undo_reason": "经查不是同一主体。"}


def carried(aspect: str, **changes: Any) -> set[tuple[str, str]]:
    """The problems of the sample with another line about a matter."""
    rows = copy.deepcopy(SAMPLE["carried_over"])
    row = next(row for row in rows if row["merger_aspect"] == aspect)
    row |= changes
    return problems(carried_over=rows)


def place(aspect: str) -> str:
    aspects = [row["merger_aspect"] for row in SAMPLE["carried_over"]]
    return f"carried_over.{aspects.index(aspect) + 1}"


def test_a_file_is_not_merged_into_itself() -> None:
    assert problems(merged_file_no=SAMPLE["file_no"]) == error("merged_file_no")


def test_k05_two_codes_are_two_customers() -> None:
    assert problems(merged_uscc="91110000600037341L") == error("merged_uscc")
    assert problems(merged_uscc=None) == error("merged_uscc")
    assert problems(uscc=None) == error("uscc")


def test_an_absorption_joins_two_codes_but_no_persons() -> None:
    absorbed = {"merger_ground": "absorption", "merged_uscc": "91110000600037341L"}
    assert problems(**absorbed) == set()
    assert problems(**absorbed, merged_file_kind="自然人") == error("merger_ground")


def test_after_an_absorption_people_are_told_who_holds_their_data() -> None:
    absorbed = {"merger_ground": "吸收合并", "informed_on": None, "informed_how": None}
    assert problems(**absorbed) == warning("informed_on", "informed_how")
    assert problems(informed_on=None, informed_how=None) == set()


@pytest.mark.parametrize(
    ("aspect", "one", "two", "result", "fits"),
    [
        ("密级", "内部", "绝密", "绝密", True),
        ("密级", "内部", "绝密", "机密", False),
        ("密级", "秘密，至2028-06-30", "内部", "秘密", True),
        ("保管期限", "永久", "30年", "永久", True),
        ("保管期限", "永久", "30年", "30年", False),
        ("保管期限", "3年", "10年", "30年", True),
        ("法律保全", "无", "有", "有", True),
        ("法律保全", "无", "有", "无", False),
        ("限制处理", "有", "无", "无", False),
        ("谢绝来电", "有", "有", "无", False),
    ],
)
def test_s28_the_stricter_wins(aspect: str, one: str, two: str, result: str, fits: bool) -> None:
    found = carried(aspect, survivor_state=one, other_state=two, result_state=result)
    assert found == (set() if fits else error(f"{place(aspect)}.result_state"))


@pytest.mark.parametrize("name", ["survivor_state", "other_state", "result_state"])
def test_what_is_compared_begins_with_its_word(name: str) -> None:
    assert carried("法律保全", **{name: "BQ-2026-0002"}) == error(f"{place('法律保全')}.{name}")
    assert carried("密级", **{name: None}) == error(f"{place('密级')}.{name}")


def test_without_what_it_was_a_result_is_compared_with_nothing() -> None:
    found = carried("密级", survivor_state=None, other_state=None, result_state="秘密")
    assert f"{place('密级')}.result_state" not in {path for _, path in found}


@pytest.mark.parametrize("aspect", ["密级", "保管期限", "法律保全", "限制处理", "谢绝来电"])
def test_nothing_that_must_carry_over_is_passed_over(aspect: str) -> None:
    rows = [row for row in SAMPLE["carried_over"] if row["merger_aspect"] != aspect]
    assert problems(carried_over=rows) == error("carried_over")


def test_a_matter_stands_once() -> None:
    rows = [*SAMPLE["carried_over"], SAMPLE["carried_over"][0]]
    assert problems(carried_over=rows) == error("carried_over.9.merger_aspect")


def test_open_business_does_not_vanish() -> None:
    path = f"{place('在途业务')}.result_state"
    assert carried("在途业务", result_state="无") == error(path)
    none = {"survivor_state": "无", "other_state": "无", "result_state": "无"}
    assert carried("在途业务", **none) == set()


def test_two_people_decide_and_neither_is_the_applicant() -> None:
    for name in ("info_supervisor_opinion", "cs_manager_opinion"):
        assert problems(**{name: {"opinion_by": "周明"}}) == error(f"{name}.opinion_by")
    path = "cs_manager_opinion.opinion_by"
    assert problems(cs_manager_opinion={"opinion_by": "王芳"}) == error(path)


@pytest.mark.parametrize("name", ["info_supervisor_opinion", "cs_manager_opinion"])
def test_nothing_is_merged_before_both_say_yes(name: str) -> None:
    assert problems(**{name: None}) == error("merged_on")
    refused = {"verdict": "不同意", "opinion_text": "证明不足"}
    assert problems(**{name: refused}) == error("merged_on")


def test_a_merger_can_be_undone_for_thirty_days() -> None:
    assert filled(undo_until=None).undo_until == dt.date(2026, 4, 16)
    assert problems(undo_until="2026-04-17") == error("undo_until")
    assert problems(**UNDONE) == set()
    assert problems(**UNDONE | {"undone_on": "2026-04-17"}) == error("undone_on")
    assert problems(**UNDONE | {"undone_by": None}) == error("undone_by")
    assert problems(**UNDONE | {"undo_reason": None}) == error("undo_reason")


def test_what_was_never_merged_is_not_undone() -> None:
    assert problems(**UNDONE, merged_on=None, merged_by=None, undo_until=None) == error("merged_on")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"applied_on": "2026-03-17"}, "info_supervisor_opinion.opinion_on"),
        ({"cs_manager_opinion": {"opinion_on": "2026-03-15"}}, "cs_manager_opinion.opinion_on"),
        ({"merged_on": "2026-03-16", "undo_until": "2026-04-15"}, "merged_on"),
        ({"undo_until": "2026-03-16"}, "undo_until"),
        (UNDONE | {"undone_on": "2026-03-16"}, "undone_on"),
        ({"merged_by": None}, "merged_by"),
    ],
)
def test_days_follow_each_other(changes: dict[str, Any], path: str) -> None:
    assert problems(**changes) == error(path)
