"""客户档案鉴定报告: five functions, each file's outcome with what it needs, nobody named."""

from __future__ import annotations

from typing import Any

import pytest
from schemas.archive.papers import problems
from support import sample

from csdforms.schemas.archive.appraisal_report import AppraisalReport
from csdforms.schemas.checking import parse

FORM = "appraisal_report"


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


def test_the_outcomes_are_counted() -> None:
    form = parse(AppraisalReport, sample(FORM))
    counts = (form.line_count, form.keep_count, form.split_count, form.destroy_count)
    assert counts == (5, 1, 1, 3)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"chain_sound": False}, "chain_sound"),
        ({"members.5.function": "法务"}, "members.5.function"),
        ({"members.5.function": "法务"}, "members"),
        ({"members.5.member": "顾言"}, "members.5.member"),
        ({"members.1.member_signed_on": "2026-01-07"}, "members.1.member_signed_on"),
        ({"members.1.member_signed_on": "2026-01-17"}, "members.1.member_signed_on"),
        ({"group_head_on": "2026-01-07"}, "group_head_on"),
        ({"destruction_no": None}, "destruction_no"),
        ({"files.1.retention_until": "2026-01-08"}, "files.1.retention_until"),
        ({"files.2.archival_no": "KH-F-2012-000031-1"}, "files.2.archival_no"),
        ({"files.2.line_title": "李小红"}, "files.2.line_title"),
        ({"files.1.matters_open": "G1"}, "files.1.appraisal_outcome"),
        ({"files.3.kept_items": None}, "files.3.kept_items"),
        ({"files.4.new_retention": None}, "files.4.new_retention"),
        ({"files.4.new_until": None}, "files.4.new_until"),
        ({"files.4.new_until": "2025-12-30"}, "files.4.new_until"),
        ({"files.1.new_until": "2035-12-31"}, "files.1.new_retention"),
        (
            {"files.5.appraisal_outcome": "拆分", "files.5.kept_items": ["件"]},
            "files.5.appraisal_outcome",
        ),
        ({"appraisal_conclusion": "期满★"}, "appraisal_conclusion"),
    ],
)
def test_what_breaks_a_rule_is_found(changes: dict[str, Any], where: str) -> None:
    assert (where, "error") in problems(FORM, changes)


def test_what_is_kept_for_ever_has_no_last_day() -> None:
    assert problems(FORM, {"files.4.new_retention": "永久", "files.4.new_until": None}) == set()


def test_a_report_that_is_not_signed_has_no_list_yet() -> None:
    unsigned = {"destruction_no": None, "group_head_by": None, "group_head_on": None}
    assert problems(FORM, unsigned) == set()


def test_who_leads_the_group_is_in_it() -> None:
    assert problems(FORM, {"group_head_by": "赵启明"}) == {("group_head_by", "warning")}
