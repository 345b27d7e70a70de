"""客户档案监销记录: the counts, two witnesses, the copies, the days."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.destruction_record import DestructionRecord
from csdforms.schemas.checking import examine, parse

FORM = "destruction_record"


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()
    assert parse(DestructionRecord, sample(FORM)).count_equal is True


def test_nobody_counted_yet() -> None:
    form, _ = examine(DestructionRecord, sample(FORM) | {"witness_one_count": None})
    assert form.count_equal is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"witness_one_count": 20}, "witness_one_count"),
        ({"witness_two_count": 22}, "witness_two_count"),
        ({"chain_sound": False}, "chain_sound"),
        ({"witness_two_by": "孙倩"}, "witness_two_by"),
        ({"witness_two_by": "周明"}, "witness_two_by"),
        ({"approved_by": "顾言"}, "witness_two_by"),
        (
            {"witness_one_unit": "客户服务部", "witness_two_unit": "客户服务部"},
            "witness_two_unit",
        ),
        ({"witness_one_counted_on": "2026-03-13"}, "begun_at"),
        ({"destroyed_at": "2026-03-12 13:59"}, "destroyed_at"),
        ({"executor_on": "2026-03-11"}, "executor_on"),
        ({"approval_until": "2026-03-11"}, "begun_at"),
        ({"copies.3.copy_note": None}, "copies.3.copy_note"),
        ({"copies.3.copy_until": None}, "copies.3.copy_until"),
        ({"copies.3.copy_until": "2026-03-12"}, "copies.3.copy_until"),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)


def test_the_last_day_of_an_approval_is_in_time() -> None:
    assert problems(FORM, {"approval_until": "2026-03-12"}) == set()


def test_a_count_that_differs_says_so() -> None:
    form, _ = examine(DestructionRecord, sample(FORM) | {"witness_one_count": 20})
    assert form.count_equal is False
