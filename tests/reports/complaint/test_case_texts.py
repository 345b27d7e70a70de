"""What the sheets of a case say in words, on the tracking sheet (manual §3.11)."""

from __future__ import annotations

from reports.cases import computed, shown
from reports.kept import Memory, item

from csdforms.reports.sources import Sources


def test_the_last_step_of_a_moment_is_the_one_written_last() -> None:
    steps = ("登记受理", "2024-06-03T09:00"), ("方案执行", "2024-06-05T10:00"), (
        "回访", "2024-06-05T10:00",
    )  # fmt: skip
    head = {"complaint_no": "T1"}
    entered = {"received_at": "2024-06-03T09:00", "due_on": "2024-06-10", "category": "产品质量",
               "level": "低等级"}  # fmt: skip
    log = [{"step": step, "handled_at": at} for step, at in steps]
    rounds = [
        {"round_no": 1, "started_on": "2024-06-03", "root_cause": "包装不牢"},
        {"round_no": 2, "started_on": "2024-06-04"},
    ]
    forms = [
        item("complaint_register_one", {**head, **entered}, number="R"),
        item("complaint_handling_log", {**head, "entries": log}, number="L"),
        *(item("complaint_investigation", {**head, **one}, number="I") for one in rounds),
    ]
    sheet = computed("complaint_case_tracking", Sources(Memory(forms=forms)))
    # And the root cause is that of the last round that found one.
    assert shown(sheet, "cases", "current_step", "root_cause") == [("回访", "包装不牢")]
