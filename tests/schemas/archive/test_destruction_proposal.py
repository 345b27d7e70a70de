"""客户档案销毁建议书: its ground, two approvers who did not propose it, ninety days."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.destruction_proposal import DestructionProposal
from csdforms.schemas.checking import parse

FORM = "destruction_proposal"


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"appraisal_no": None}, "appraisal_no"),
        ({"request_no": "QQ-2026-0001"}, "request_no"),
        ({"appraisal_no": None, "request_no": "QQ-2026-0001"}, "file_count"),
        ({"cs_manager_opinion.opinion_by": "沈静"}, "cs_manager_opinion.opinion_by"),
        ({"gm_opinion.opinion_by": "沈静"}, "gm_opinion.opinion_by"),
        ({"gm_opinion.opinion_by": "赵启明"}, "gm_opinion.opinion_by"),
        ({"cs_manager_opinion": None}, "cs_manager_opinion"),
        ({"cs_manager_opinion.opinion_on": "2026-01-18"}, "cs_manager_opinion.opinion_on"),
        ({"gm_opinion.opinion_on": "2026-01-19"}, "gm_opinion.opinion_on"),
        ({"approval_until": "2026-04-23"}, "approval_until"),
        ({"advised_on": "2026-04-01"}, "advised_on"),
        ({"reason": "期满★"}, "reason"),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)


def test_what_was_refused_is_not_approved() -> None:
    refused = {"gm_opinion.verdict": "不同意"}
    assert {("approval_until", "error"), ("approved_on", "error")} <= problems(FORM, refused)


def test_ninety_days_from_the_final_approval_are_proposed() -> None:
    data = sample(FORM) | {"approval_until": None, "approved_by": None, "approved_on": None}
    form = parse(DestructionProposal, data)
    assert str(form.approval_until) == "2026-04-22"  # 22 January and 90 days
    assert (form.approved_by, str(form.approved_on)) == ("林岚", "2026-01-22")


def test_nothing_is_proposed_before_it_is_decided() -> None:
    names = ("gm_opinion", "approval_until", "approved_by", "approved_on")
    form = parse(DestructionProposal, sample(FORM) | dict.fromkeys(names))
    assert form.approval_until is None


def test_on_request_one_file_is_enough() -> None:
    changes = {"appraisal_no": None, "request_no": "QQ-2026-0001", "file_count": 1}
    assert problems(FORM, changes) == set()
