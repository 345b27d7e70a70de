"""客户档案销毁处理反馈单: the result and what was pulled off agree; what is left has a day."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems

FORM = "destruction_feedback"


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


def test_everything_destroyed_has_no_finding() -> None:
    done = {
        "destruction_result": "全部销毁",
        "pulled_count": 0,
        "pulled_reason": None,
        "backups_done": True,
    }
    assert problems(FORM, done) == set()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"destruction_result": "全部销毁"}, "destruction_result"),
        ({"pulled_count": 0}, "destruction_result"),
        ({"pulled_reason": None}, "pulled_reason"),
        ({"register_marked": False}, "register_marked"),
        ({"copies_left": None}, "copies_left"),
        ({"copy_until": None}, "copy_until"),
        ({"copy_until": "2026-03-11"}, "copy_until"),
        ({"reported_on": "2026-03-11"}, "reported_on"),
        ({"cs_manager_opinion.opinion_on": "2026-03-12"}, "cs_manager_opinion.opinion_on"),
        ({"witness_two_by": "孙倩"}, "witness_two_by"),
        ({"witness_one_by": "周明"}, "witness_one_by"),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)
