"""What is read out of the ledgers of calls: as their forms read them, each call once."""

from __future__ import annotations

import datetime as dt

from reports.kept import Memory, item

from csdforms.reports.sources import Sources
from csdforms.reports.sources.calls import Calls


def calls(*ledgers: dict[str, object]) -> Calls:
    forms = [
        item(str(one.pop("form")), one, number=f"item-{number}")
        for number, one in enumerate(ledgers)
    ]
    return Sources(Memory(forms=forms)).calls


def test_a_line_takes_number_and_agent_from_the_head_and_a_call_counts_once() -> None:
    lines = [
        {"called_at": "2026-03-02 10:00", "caller_number": "隐藏号码", "call_status": "未接"},
        {"called_at": "2026-03-02 09:00", "caller_number": "隐藏号码", "call_status": "处理中"},
    ]
    head = {
        "form": "inbound_call_record", "form_no": "HR-1", "recorded_on": "2026-03-02",
        "agent_name": "周明",
    }  # fmt: skip
    found = calls({**head, "calls": lines[:1]}, {**head, "calls": lines}).inbound
    assert [one.number for one in found.calls] == ["HR-1-02", "HR-1-01"]  # in order of time
    assert found.agent.values == ("周明",)
    # Without time of answer the status tells.
    assert found.marked(lambda one: one.is_answered).tolist() == [True, False]
    record = found.record(0)
    assert (record.kind, record.items, record.on) == ("来电", ("item-1",), dt.date(2026, 3, 2))
    assert repr(found.calls[0]) == "Noted('HR-1-02')"


def test_a_computed_ledger_repeats_what_was_counted_and_is_no_source() -> None:
    line = {"called_at": "2026-03-02 10:00", "caller_number": "隐藏号码", "call_status": "未接"}
    head = {"form": "inbound_call_record", "form_no": "HR-1", "recorded_on": "2026-03-02"}
    again = {**head, "form_no": "HRTJ-1", "provenance": {"coverage": "完整"}}
    found = calls({**head, "calls": [line]}, {**again, "calls": [line, line]}).inbound
    assert [one.number for one in found.calls] == ["HR-1-01"]


def test_customers_and_tasks_of_outgoing_calls() -> None:
    line = {
        "dialled_at": "2026-03-02 10:00", "callee_number": "13900006721", "is_connected": False,
        "call_purpose": "客户关怀", "unconnected_reason": "忙音",
    }  # fmt: skip
    found = calls(
        {
            "form": "outbound_call_record", "form_no": "HC-1", "task_no": "RW-1",
            "calls": [
                {**line, "customer_name": "李 晓岚"}, {**line, "customer_name": "李晓岚"},
                {**line, "customer_name": "王芳", "customer_no": "K-1"},
            ],
        }
    ).outbound  # fmt: skip
    assert found.customer.values == ("李晓岚", "K-1")
    assert found.task.values == ("RW-1",)
    assert found.record(2).number == "HC-1-03"
