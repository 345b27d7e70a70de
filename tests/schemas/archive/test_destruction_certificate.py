"""客户档案销毁证明: nobody is named in it, the hands and the days agree."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems

FORM = "destruction_certificate"


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"file_no": "KH-Z-2019-000452-9"}, "line_title"),
        ({"opened_on": "2015-11-21"}, "sealed_on"),
        ({"sealed_on": "2026-03-13"}, "destroyed_at"),
        ({"certificate_on": "2026-03-11"}, "certificate_on"),
        ({"gm_by": "赵启明"}, "gm_by"),
        ({"witness_two_by": "孙倩"}, "witness_two_by"),
        ({"witness_one_by": "周明"}, "witness_one_by"),
        ({"executor_by": "林岚"}, "executor_by"),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)


def test_a_persons_file_is_called_by_its_kind_alone() -> None:
    changes = {"file_no": "KH-Z-2019-000452-9", "line_title": "个人客户档案"}
    assert problems(FORM, changes) == set()
