"""呼入记录表 computed: the figures of a period (manual §5.2), by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.after_sales.sheets import computed
from reports.kept import Memory, item

from csdforms.errors import InvalidData
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.sources.kept import Document
from csdforms.reports.telephone.inbound_call_record import charts

FORM = "inbound_call_record"


def call(number: int, day: int = 2, **boxes: Any) -> dict[str, Any]:
    """Return a call at 9:00:00 that was answered 10 seconds later and talked over for a minute."""
    return {
        "call_no": f"C-{number}",
        "called_at": f"2026-03-{day:02}T09:00:00",
        "caller_number": "13900006721",
        "answered_at": f"2026-03-{day:02}T09:00:10",
        "ended_at": f"2026-03-{day:02}T09:01:10",
        "call_category": "咨询",
        "call_content": "问安装",
        "handling_method": "当场答复",
        "handling_result": "已答",
        "call_status": "已办结",
        "agent_name": "周明",
        **boxes,
    }


def lost(number: int, day: int = 2, **boxes: Any) -> dict[str, Any]:
    return {
        "call_no": f"C-{number}",
        "called_at": f"2026-03-{day:02}T10:00:00",
        "caller_number": "13900006722",
        "call_status": "未接",
        **boxes,
    }


def ledger(*calls: dict[str, Any], day: int = 2) -> Document:
    data = {
        "form_no": f"HR-{day}", "recorded_on": f"2026-03-{day:02}", "prepared_by": "周明",
        "prepared_on": f"2026-03-{day:02}", "calls": list(calls),
    }  # fmt: skip
    return item(FORM, data, number=f"ledger-{day}")


def form_of(*sheets: Document, **said: Any) -> Any:
    return computed(FORM, sheets, **said).form


def test_totals_of_several_days_and_what_they_rest_on() -> None:
    sheet = computed(
        FORM,
        [
            ledger(
                call(1, wait_seconds=6, satisfaction="非常满意"),
                call(2, answered_at="2026-03-02T09:00:20", satisfaction="一般"),
                call(3, answered_at="2026-03-02T09:00:21"),
                lost(4, wait_seconds=30),
            ),
            ledger(call(5, 3, call_status="处理中", call_category="报修"), day=3),
        ],
    )
    form: Any = sheet.form
    assert (form.inbound_count, form.answered_count, form.abandoned_count) == (5, 4, 1)
    assert form.answer_rate == Decimal("0.8")
    assert form.service_level_rate == Decimal("0.6")  # 20 seconds are in time, 21 are not
    assert form.avg_wait_seconds == 18  # of the two that say so
    assert form.avg_response_seconds == Decimal(61) / 4  # 10 ＋ 20 ＋ 21 ＋ 10
    assert form.avg_talk_seconds == Decimal(219) / 4  # 60 ＋ 50 ＋ 49 ＋ 60
    assert form.first_resolution_rate == Decimal("0.75")
    assert form.avg_satisfaction == 4
    assert form.prompt_reply_rate is None
    (answered, value) = next(sheet.cells["answered_count"].records())
    assert (answered.kind, answered.number, answered.items, value) == (
        "来电", "C-1", ("ledger-2",), 1,
    )  # fmt: skip
    (chart,) = charts(form)
    assert chart.categories == ["咨询", "报修", "未接"]
    assert list(chart.series[0].values) == [3, 1, 1]


def test_a_promised_reply_is_prompt_within_twenty_four_hours_of_the_call() -> None:
    promised: dict[str, Any] = {"handling_method": "登记后回复", "call_status": "待回访"}
    form = form_of(
        ledger(
            call(1, **promised, replied_at="2026-03-03T09:00:00"),
            call(2, **promised, replied_at="2026-03-03T09:01:00"),
            call(3, **promised),
            call(4),
        )
    )
    assert form.prompt_reply_rate == Decimal(1) / 3


def test_the_period_the_agent_and_the_last_filing_decide_what_counts() -> None:
    sheets = [
        ledger(call(1)), ledger(call(2, 31, agent_name="孙倩"), day=31),
        item(FORM, {
            "form_no": "HR-4", "recorded_on": "2026-04-01",
            "calls": [{**call(3), "called_at": "2026-04-01T09:00:00",
                       "answered_at": None, "ended_at": None}],
        }),
        ledger(call(1, call_category="报修")),
    ]  # fmt: skip
    form = form_of(*sheets)
    assert [(one.call_no, one.call_category) for one in form.calls] == [
        ("C-1", "报修"), ("C-2", "咨询"),
    ]  # fmt: skip
    assert form_of(*sheets, agent_name="孙倩").inbound_count == 1
    with pytest.raises(InvalidData, match=r"agent_name.*档案里的记录表上没有"):
        form_of(*sheets, agent_name="孙茜")
    assert form_of(agent_name="孙茜").inbound_count == 0  # nobody is on file yet
    early = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 30))
    assert form_of(*sheets, period=early).inbound_count == 1


def told(sheet: ComputedSheet, cell: str) -> tuple[str, Any]:
    """Return what a cell prints, and the numbers of the calls behind it."""
    explained = explain(sheet, cell)
    return explained.printed, [one.record.number for one in explained.figure.records]


def test_a_category_an_hour_and_an_agent_name_their_calls() -> None:
    sheet = computed(
        FORM,
        [
            ledger(
                call(1),
                call(2, agent_name="孙倩", satisfaction="满意"),
                lost(3),
                call(4, 3, agent_name="孙倩", call_status="处理中", ended_at="2026-03-03T09:03:10"),
                call(5, 3, agent_name="孙倩", call_category="报修"),
                call(6, 3, agent_name="孙倩", call_category=None, called_at="2026-03-03T10:00:00",
                     answered_at=None, ended_at=None),
            )
        ],
    )  # fmt: skip
    assert told(sheet, "按来电类型统计/咨询/件数") == ("3", ["C-1", "C-2", "C-4"])
    assert told(sheet, "按来电类型统计/报修/件数") == ("1", ["C-5"])
    assert told(sheet, "按来电类型统计/未接/件数") == ("1", ["C-3"])
    assert told(sheet, "按来电类型统计/未填/项目") == ("未填", ["C-6"])
    assert told(sheet, "按时段统计/10:00—10:59/件数") == ("2", ["C-3", "C-6"])
    shares = [sheet.cells[f"by_category.{number}.share"].value for number in range(1, 5)]
    # 3/6 and three times 1/6, which is 16.67 %: the hundredth too much comes off the largest.
    assert [str(share) for share in shares] == ["0.4999", "0.1667", "0.1667", "0.1667"]
    # 孙倩 answered four: 60, 180 and 60 seconds are known, and two of them were settled.
    assert told(sheet, "按接听人统计/孙倩/接听量") == ("4", ["C-2", "C-4", "C-5", "C-6"])
    busiest: Any = sheet.form.by_agent[0]  # type: ignore[attr-defined]
    assert (busiest.agent_name, busiest.avg_talk_seconds) == ("孙倩", 100)
    assert (busiest.first_resolution_rate, busiest.avg_satisfaction) == (Decimal("0.75"), 4)
    rate = sheet.cells["by_agent.1.first_resolution_rate"]
    settled: Any = rate.parts()["当场答复且已办结"]
    assert [record.number for record, _ in settled.records()] == ["C-2", "C-5", "C-6"]
    assert told(sheet, "按接听人统计/未填/未接量") == ("1", ["C-3"])


def test_how_long_a_call_took_follows_from_its_moments() -> None:
    sheet = computed(FORM, [ledger(call(1), lost(2), call(3, answered_at=None))])
    waited = sheet.cells["calls.1.response_seconds"]
    moments = {name: str(part.value) for name, part in waited.parts().items()}  # type: ignore[union-attr]
    assert waited.value == 10
    assert moments == {"来电时间": "2026-03-02 09:00:00", "接听时间": "2026-03-02 09:00:10"}
    assert sheet.cells["calls.1.talk_seconds"].value == 60
    assert sheet.cells["calls.2.response_seconds"].value is None
    assert explain(sheet, "计入平均值的件数").printed == "等待0件、响应1件、通话1件、满意度0件"


def test_hours_of_a_shift_follow_its_first_call() -> None:
    late = call(1, 2, called_at="2026-03-02T23:10:00", answered_at=None, ended_at=None)
    early = call(2, 3, called_at="2026-03-03T01:10:00", answered_at=None, ended_at=None)
    data = {**ledger(late, early)["data"], "shift": "晚班"}
    sheet = computed(FORM, [item(FORM, data)])
    hours = [sheet.cells[f"by_hour.{number}.dimension_value"].value for number in (1, 2)]
    assert hours == ["23:00—23:59", "01:00—01:59"]


def test_nobody_called() -> None:
    sheet = computed(FORM)
    form: Any = sheet.form
    assert (form.inbound_count, form.answered_count) == (0, 0)
    assert form.answer_rate is form.avg_wait_seconds is form.avg_satisfaction is None
    assert [finding.path for finding in sheet.findings] == ["calls"]
    assert charts(form) == ()


class Closed(Memory):
    """An archive that lets count what it does not let read."""

    def shown(self, item: Document) -> dict[str, Any]:
        return {}


def test_what_may_not_be_read_is_counted_and_not_shown() -> None:
    sheet = computed(FORM, memory=Closed(forms=[ledger(call(1), lost(2))]))
    form: Any = sheet.form
    assert (form.inbound_count, form.answer_rate) == (2, Decimal("0.5"))
    assert {one.caller_number for one in form.calls} == {"隐藏号码"}
    assert [one.call_content for one in form.calls] == [None, None]


DAYS = st.integers(1, 31)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_any_order_and_any_split_of_the_period(days: list[tuple[int, bool]], random: Any) -> None:
    sheets = [
        item(FORM, {**ledger(day=day)["data"], "form_no": f"HR-{number}",
                    "calls": [call(number, day) if taken else lost(number, day)]})
        for number, (day, taken) in enumerate(days)
    ]  # fmt: skip

    def values(sheet: ComputedSheet) -> dict[str, Any]:
        return {path: cell.value for path, cell in sheet.cells.items()}

    whole = values(computed(FORM, sheets))
    random.shuffle(sheets)
    assert values(computed(FORM, sheets)) == whole
    parts = [
        values(computed(FORM, sheets, period=Period.of(dt.date(2026, 3, a), dt.date(2026, 3, b))))
        for a, b in ((1, 15), (16, 31))
    ]
    for name in ("inbound_count", "answered_count", "abandoned_count"):
        assert sum(part[name] for part in parts) == whole[name]


@pytest.mark.parametrize("day", ["2026-03-02", None])
def test_a_sheet_by_hand_needs_its_day_or_its_period(day: str | None) -> None:
    from csdforms.schemas.checking import check
    from csdforms.schemas.telephone import InboundCallRecord

    data = {**ledger(call(1))["data"], "recorded_on": day}
    found = {one.path for one in check(InboundCallRecord, data, today=dt.date(2026, 4, 1))}
    assert found == (set() if day else {"recorded_on"})
    over = {**data, "recorded_on": None, "period_start": "2026-03-03", "period_end": "2026-03-31"}
    found = {one.path for one in check(InboundCallRecord, over, today=dt.date(2026, 4, 1))}
    assert found == {"calls.1.called_at"}


def test_a_call_that_was_struck_out_of_its_ledger_counts_no_more() -> None:
    first, again = ledger(call(1), call(2), lost(3)), ledger(call(1), lost(3))
    form = form_of(first, again)
    assert [one.call_no for one in form.calls] == ["C-1", "C-3"]
    moved = form_of(ledger(call(1)), ledger(call(1, called_at="2026-03-02T08:59:00")))
    assert [one.called_at.minute for one in moved.calls] == [59]


def test_agents_who_give_the_same_numbers_lose_no_call() -> None:
    one, other = ledger(call(1), call(2)), ledger(call(1), day=3)
    other["data"]["calls"][0] |= {
        "called_at": "2026-03-03T09:00:00",
        "answered_at": None,
        "ended_at": None,
    }
    form = form_of(one, other)
    assert [call.call_no for call in form.calls] == ["C-2", "HR-2-C-1", "HR-3-C-1"]


def test_a_call_that_stands_in_two_ledgers_counts_once() -> None:
    other = ledger(call(1))
    other["data"]["agent_name"] = "周明"
    assert form_of(ledger(call(1), call(2)), other).inbound_count == 2
