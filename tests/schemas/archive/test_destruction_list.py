"""客户档案销毁清册: nobody is named in it, the totals, the hands, the days."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.destruction_list import DestructionList
from csdforms.schemas.checking import parse

FORM = "destruction_list"
HANDS = ("cs_manager_by", "gm_by", "executor_by", "witness_one_by", "witness_two_by")


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


def test_the_totals_leave_out_what_was_pulled_off() -> None:
    form = parse(DestructionList, sample(FORM))
    # files whole: lines 1 and 2; pieces 9 + 4 + 7 + 1; pages 31 + 7 + 24 + 2
    assert (form.file_count, form.piece_count, form.list_pages) == (2, 21, 64)


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("KH-Z-2019-000452-9", "张三"),
        ("KH-Z-2019-000452-9", "个人客户档案（张三）"),
        ("KH-G-2013-000077-X", "张三百货店"),
    ],
)
def test_a_persons_file_is_called_by_its_kind_alone(number: str, title: str) -> None:
    changes = {"files.2.archival_no": number, "files.2.line_title": title}
    assert problems(FORM, changes) == {("files.2.line_title", "error")}


@pytest.mark.parametrize("title", ["个体工商户档案", "个体工商户档案·3.2"])
def test_a_sole_traders_file_is_a_persons(title: str) -> None:
    changes = {"files.2.archival_no": "KH-G-2019-000452-9", "files.2.line_title": title}
    assert problems(FORM, changes) == set()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"appraisal_no": None}, "appraisal_no"),
        ({"appraisal_no": None, "request_no": "QQ-2026-0001"}, "files"),
        ({"files.2.archival_no": "KH-F-2012-000031-1"}, "files.2.archival_no"),
        ({"files.1.retention_until": "2026-01-19"}, "files.1.retention_until"),
        ({"cs_manager_on": "2026-01-18"}, "cs_manager_on"),
        ({"gm_on": "2026-01-19"}, "gm_on"),
        ({"gm_on": "2025-12-11", "cs_manager_on": None}, "destroyed_at"),
        ({"executor_on": "2026-03-11"}, "executor_on"),
        ({"witness_two_on": "2026-03-11"}, "witness_two_on"),
        ({"gm_by": "赵启明"}, "gm_by"),
        ({"listed_by": "林岚"}, "gm_by"),
        ({"witness_two_by": "孙倩"}, "witness_two_by"),
        ({"witness_one_by": "周明"}, "witness_one_by"),
        ({"witness_one_by": "赵启明"}, "witness_one_by"),
        ({"executor_by": "沈静"}, "executor_by"),
        (
            {"witness_one_unit": "客户服务部", "witness_two_unit": "客户服务部"},
            "witness_two_unit",
        ),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)


def test_one_witness_may_be_of_the_department() -> None:
    assert problems(FORM, {"witness_one_unit": "客户服务部"}) == set()


def test_an_approval_holds_for_ninety_days() -> None:
    days = {"listed_on": "2025-12-01", "group_head_on": None, "cs_manager_on": "2025-12-12"}
    days |= {"files": sample(FORM)["files"][1:2]}
    assert problems(FORM, days | {"gm_on": "2025-12-12"}) == set()
    assert problems(FORM, days | {"cs_manager_on": "2025-12-11", "gm_on": "2025-12-11"}) == {
        ("destroyed_at", "error")
    }


@pytest.mark.parametrize("name", HANDS)
def test_what_was_destroyed_has_everybodys_hand(name: str) -> None:
    assert (name, "error") in problems(FORM, {name: None})


def test_a_list_just_drawn_up_has_no_finding() -> None:
    later = [name for name in sample(FORM) if name.startswith(("gm", "cs_", "exec", "witness"))]
    later += ["methods", "destruction_place", "destroyed_at"]
    assert problems(FORM, dict.fromkeys(later)) == set()
