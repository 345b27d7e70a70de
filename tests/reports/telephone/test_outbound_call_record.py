"""呼出记录表 computed: the figures of a period, an agent or a task (manual §5.3), by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.after_sales.sheets import computed
from reports.kept import Memory, item

from csdforms.errors import CsdformsError, InvalidData
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document
from csdforms.reports.telephone.outbound_call_record import charts

FORM = "outbound_call_record"


def call(number: int, customer: str = "李晓岚", day: int = 3, **boxes: Any) -> dict[str, Any]:
    """Return a call that was answered after 10 seconds, lasted a minute and succeeded."""
    return {
        "call_no": f"C-{number}",
        "dialled_at": f"2026-03-{day:02}T10:00:00",
        "customer_name": customer,
        "callee_number": "13900006721",
        "call_purpose": "客户关怀",
        "attempt_no": 1,
        "is_connected": True,
        "answered_at": f"2026-03-{day:02}T10:00:10",
        "ended_at": f"2026-03-{day:02}T10:01:10",
        "talk_content": "问候",
        "call_result": "成功",
        "agent_name": "周明",
        **boxes,
    }


def missed(
    number: int, customer: str = "李晓岚", day: int = 3, reason: str = "忙音", **boxes: Any
) -> dict[str, Any]:
    found = call(number, customer, day, is_connected=False, unconnected_reason=reason, **boxes)
    empty = ("answered_at", "ended_at", "talk_content", "call_result")
    return {name: value for name, value in found.items() if name not in empty}


def ledger(*calls: dict[str, Any], day: int = 3, **boxes: Any) -> Document:
    data = {
        "form_no": f"HC-{day}", "recorded_on": f"2026-03-{day:02}", "prepared_by": "周明",
        "prepared_on": f"2026-03-{day:02}", "calls": list(calls), **boxes,
    }  # fmt: skip
    return item(FORM, data, number=f"ledger-{day}")


def form_of(*sheets: Document, **said: Any) -> Any:
    return computed(FORM, sheets, **said).form


def test_totals_of_several_days_and_what_they_are_divided_by() -> None:
    sheet = computed(
        FORM,
        [
            ledger(
                call(1, "甲", satisfaction="满意"),
                call(2, "乙", call_result="不感兴趣"),
                missed(3, "丙", reason="无效号码"),
                call(4, "丁", call_result="错号"),
            ),
            ledger(call(5, "甲", 4, ended_at="2026-03-04T10:02:10", satisfaction="一般"), day=4),
        ],
        assigned_count=8,
    )
    form: Any = sheet.form
    assert (form.outbound_count, form.executed_count) == (5, 4)
    assert (form.connected_count, form.success_count) == (4, 2)
    assert (form.connect_rate, form.customer_connect_rate) == (Decimal("0.8"), Decimal("0.75"))
    assert (form.success_rate, form.refusal_rate) == (Decimal("0.5"), Decimal("0.25"))
    assert form.invalid_number_rate == Decimal("0.4")  # an invalid and a wrong number
    assert form.avg_talk_seconds == 75  # 60 ＋ 60 ＋ 60 ＋ 120
    assert (form.avg_attempts, form.execution_rate) == (Decimal("1.25"), Decimal("0.5"))
    assert form.satisfaction_rate == Decimal("0.5")
    assert [one.attempt_no for one in form.calls] == [1, 1, 1, 1, 2]
    assert [(one.number, value) for one, value in sheet.cells["success_count"].records()] == [
        ("C-1", 1), ("C-5", 1),
    ]  # fmt: skip
    (chart,) = charts(form)
    assert chart.categories == ["成功", "不感兴趣", "错号", "未接通：无效号码"]
    assert list(chart.series[0].values) == [2, 1, 1, 1]


def test_an_agent_and_a_task_choose_the_calls() -> None:
    sheets = [
        ledger(call(1), call(2, "乙", agent_name="孙倩"), task_no="RW-1"),
        ledger(call(3, "丙", 4), day=4, task_no="RW-2"),
        ledger(call(4, "丁", 5), day=5),
    ]
    assert form_of(*sheets).outbound_count == 4
    assert form_of(*sheets, task_no="RW-1").outbound_count == 2
    with pytest.raises(InvalidData, match=r"task_no.*档案里的记录表上没有"):
        form_of(*sheets, task_no="RW-3")
    form = form_of(*sheets, task_no="RW-1", agent_name="孙倩")
    assert (form.outbound_count, form.task_no, form.agent_name) == (1, "RW-1", "孙倩")


def test_attempts_before_the_period_stay_and_later_ones_are_counted_on() -> None:
    sheets = [
        ledger(missed(1, attempt_no=3), call(2, call_purpose="产品推介")),
        ledger(call(3, day=4), day=4),
    ]
    assert [one.attempt_no for one in form_of(*sheets).calls] == [3, 1, 4]


def test_what_was_done_wrongly_is_reported_and_does_not_stop_the_report() -> None:
    sheet = computed(
        FORM,
        [
            ledger(call(1, do_not_call=True)),
            ledger(call(2, day=4, call_purpose="产品推介"), day=4),
        ],
    )
    assert {finding.path for finding in sheet.findings} == {"calls.2.call_purpose"}


def test_more_customers_than_were_assigned_is_no_report() -> None:
    with pytest.raises(CsdformsError):
        form_of(ledger(call(1, "甲"), call(2, "乙")), assigned_count=1)


def told(sheet: ComputedSheet, cell: str) -> tuple[str, Any]:
    """Return what a cell prints, and the numbers of the calls behind it."""
    explained = explain(sheet, cell)
    return explained.printed, [one.record.number for one in explained.figure.records]


def test_a_result_and_an_agent_name_their_calls() -> None:
    sheet = computed(
        FORM,
        [
            ledger(
                call(1, "甲", satisfaction="满意"),
                call(2, "甲", call_purpose="产品推介", call_result="不感兴趣"),
                missed(3, "乙", agent_name="孙倩"),
                missed(4, "乙", agent_name="孙倩", attempt_no=2),
                call(5, "丙", agent_name="孙倩", ended_at="2026-03-03T10:02:10"),
            )
        ],
    )
    assert told(sheet, "按呼出结果统计/未接通：忙音/件数") == ("2", ["C-3", "C-4"])
    assert told(sheet, "按呼出结果统计/成功/项目") == ("成功", ["C-1", "C-5"])
    assert sheet.cells["by_result.1.share"].value == Decimal("0.4")
    assert told(sheet, "按呼出人统计/孙倩/呼出次数") == ("3", ["C-3", "C-4", "C-5"])
    assert told(sheet, "按呼出人统计/孙倩/成功量") == ("1", ["C-5"])
    busiest: Any = sheet.form.by_agent[0]  # type: ignore[attr-defined]
    assert (busiest.agent_name, busiest.executed_count) == ("孙倩", 2)
    assert (busiest.connect_rate, busiest.avg_talk_seconds) == (Decimal(1) / 3, 120)
    assert explain(sheet, "按呼出人统计/周明/满意率").printed == "100.00%"
    assert explain(sheet, "计入平均值的件数").printed == "通话3件、满意度1件"


def test_what_came_of_a_call_and_which_attempt_it_was_can_be_opened() -> None:
    sheets = [
        ledger(missed(1, attempt_no=3), missed(2, attempt_no=4)),
        ledger(call(3, day=4), day=4),
    ]
    sheet = computed(FORM, sheets)
    assert told(sheet, "呼出明细/C-1/接通与结果") == ("未接通：忙音", [])
    parts = sheet.cells["calls.3.call_outcome"].parts()
    assert [getattr(part, "value", part) for part in parts.values()] == [True, None, "成功"]
    third = sheet.cells["calls.3.attempt_no"]
    first, count = third.parts().values()
    assert (third.value, first.value, count.value) == (5, 3, 2)  # type: ignore[union-attr]
    assert [one.number for one, _ in count.records()] == ["C-1", "C-2"]  # type: ignore[union-attr]
    assert sheet.cells["calls.3.talk_seconds"].value == 60
    assert sheet.cells["calls.1.talk_seconds"].value is None


def test_nobody_was_called() -> None:
    form = form_of()
    assert (form.outbound_count, form.executed_count) == (0, 0)
    assert form.connect_rate is form.success_rate is form.avg_attempts is None
    assert charts(form) == ()


class Masked(Memory):
    """An archive that masks the names of customers."""

    def shown(self, item: Document) -> dict[str, Any]:
        calls = [{**one, "customer_name": "李**"} for one in item["data"]["calls"]]
        return {**item["data"], "calls": calls}


def test_customers_of_one_masked_name_stay_apart() -> None:
    sheets = [ledger(call(1, "李晓岚"), call(2, "李晓红"))]
    form: Any = computed(FORM, memory=Masked(forms=sheets)).form
    assert form.executed_count == 2
    assert [one.customer_name for one in form.calls] == ["李**（1）", "李**（2）"]


def test_who_is_masked_on_the_sheet_is_masked_behind_its_figures() -> None:
    sheet = computed(FORM, memory=Masked(forms=[ledger(call(1, "李晓岚"), call(2, "李晓红"))]))
    opened = [value for _, value in sheet.cells["executed_count"].records()]
    assert opened == ["李**（1）", "李**（2）"]


class PartlyClosed(Memory):
    """An archive of which one ledger may be counted and not read."""

    def shown(self, item: Document) -> Any:
        return {} if item["data"]["form_no"] == "HC-4" else item["data"]


def test_a_ledger_that_may_not_be_read_does_not_say_whom_it_called() -> None:
    about = {"call_purpose": "投诉回访", "related_form": "投诉登记", "satisfaction": "满意"}
    sheets = [
        ledger(call(1)),
        ledger(
            call(2, day=4),
            call(3, day=4, related_no="TS-1", **about),
            call(4, day=4, related_no="TS-2", **about),
            call(5, "李晓红", day=4),
            day=4,
        ),
    ]
    form: Any = computed(FORM, memory=PartlyClosed(forms=sheets)).form
    names = [one.customer_name for one in form.calls]
    assert names == ["李晓岚", "客户（1）", "客户（1）", "客户（1）", "客户（2）"]
    assert [one.attempt_no for one in form.calls] == [1, 1, 1, 2, 1]  # of one purpose, for her
    assert form.executed_count == 3


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 31), st.sampled_from("甲乙丙"), st.booleans()), max_size=8),
    st.randoms(use_true_random=False),
)
def test_any_order_and_any_split_of_the_period(
    days: list[tuple[int, str, bool]], random: Any
) -> None:
    sheets = [
        item(FORM, {**ledger(day=day)["data"], "form_no": f"HC-{number}",
                    "calls": [(call if there else missed)(number, name, day)]})
        for number, (day, name, there) in enumerate(days)
    ]  # fmt: skip

    def values(*pair: int) -> dict[str, Any]:
        period = Period.of(*(dt.date(2026, 3, day) for day in pair))
        cells = computed(FORM, sheets, period=period).cells
        return {path: cell.value for path, cell in cells.items()}

    whole = values(1, 31)
    random.shuffle(sheets)
    assert values(1, 31) == whole
    parts = values(1, 15), values(16, 31)
    for name in ("outbound_count", "connected_count", "success_count"):
        assert sum(part[name] for part in parts) == whole[name]
