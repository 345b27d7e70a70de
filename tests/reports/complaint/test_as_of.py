"""A sheet stands at its day: what happened later does not move it (A.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from reports.cases import JUNE, computed, shown
from reports.kept import Memory, item

from csdforms.reports.period import Period
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document

_NUMBER = "TS-20240628-001"
_SUMMARY = {
    "overall_assessment": "平稳",
    "next_plan": [{"measure": "回访", "action_owner": "周明", "action_due_on": "2024-07-10"}],
}


def sheet(form: str, **boxes: Any) -> Document:
    return item(f"complaint_{form}", {"complaint_no": _NUMBER, **boxes}, number=form)


#: What was known at the end of June, and how it went on: told on 07-01, approved on 07-02, asked on
#: 07-03, closed on 07-04, reported on 07-05.
ENTERED: dict[str, Any] = {
    "received_at": "2024-06-28T09:00",
    "due_on": "2024-07-05",
    "category": "产品质量",
    "level": "低等级",
    "customer_no": "C1",
}
THEN = [sheet("register_one", **ENTERED), sheet("handling", remedies=[], handler="周明")]
LATER = [
    sheet("register_one", **ENTERED, acknowledged_at="2024-07-01T09:00"),
    sheet(
        "handling",
        handler="周明",
        remedies=[{"remedy_type": "赔款", "line_amount": "500.00"}],
        loss_amount="40.00",
        approvals=[
            {
                "approval_role": "责任部门",
                "approval_decision": "同意",
                "approved_at": "2024-07-02T09:00",
            }
        ],
        executed_at="2024-07-02T15:00",
        execution_note="已付款",
        follow_up_at="2024-07-03T09:00",
        satisfaction="满意",
        closed_at="2024-07-04T09:00",
        closing_type="正常结案",
    ),
    sheet(
        "handling_report",
        report_on="2024-07-05",
        report_title="一起漏水投诉",
        summary="接头渗漏",
        root_cause="垫圈老化",
    ),
]


def cells(form: str, items: Sequence[Document], period: Period = JUNE, **said: Any) -> Any:
    texts = _SUMMARY if form == "complaint_summary" else None
    found = computed(form, Sources(Memory(forms=items)), period=period, texts=texts, **said)
    return {path: figure.value for path, figure in found.cells.items()}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("complaint_statistics", {"dimension": "投诉类别"}),
        ("complaint_statistics", {"dimension": "处理方式"}),
        ("complaint_analysis", {}),
        ("complaint_analysis", {"pareto_dimension": "处理方式", "cross_row": "处理方式"}),
        ("complaint_case_tracking", {}),
        ("complaint_summary", {"by_handler": True}),
    ],
)
def test_june_is_the_same_in_june_and_in_july(form: str, said: dict[str, Any]) -> None:
    assert cells(form, LATER, **said) == cells(form, [*THEN, *LATER], **said)
    assert cells(form, LATER, **said) == cells(form, THEN, **said)


@pytest.mark.parametrize(
    ("day", "paid", "asked", "hours"),
    [
        (30, (0, 0), 0, None),
        (1, (0, 0), 0, 72),  # from 06-28 09:00 to 07-01 09:00
        (2, (500, 40), 0, 72),
        (3, (500, 40), 1, 72),
    ],
)
def test_each_thing_counts_from_its_own_day(
    day: int, paid: tuple[int, int], asked: int, hours: int | None
) -> None:
    as_of = dt.date(2024, 6 if day == 30 else 7, day)
    period = Period.of(JUNE.start, JUNE.end, as_of)
    found = cells("complaint_statistics", LATER, period, dimension="处理方式")
    names = ("compensation_amount", "loss_amount", "followed_up", "satisfied")
    assert tuple(found[f"total.{name}"] for name in names) == (*paid, asked, asked)
    sheet_ = computed(
        "complaint_summary", Sources(Memory(forms=LATER)), period=period, texts=_SUMMARY
    )
    form: Any = sheet_.form
    indicators = {row.indicator_name: row.current_value for row in form.indicators}
    assert indicators["平均受理确认时长"] == hours
    assert form.data_quality.missing_acknowledgement == (1 if hours is None else 0)
    tracked: Any = computed(
        "complaint_case_tracking", Sources(Memory(forms=LATER)), period=period
    ).form
    (line,) = tracked.cases
    assert (line.compensation_amount or 0, line.loss_amount or 0) == paid
    assert line.satisfaction == ("满意" if asked else None)
    by_remedy = computed(
        "complaint_statistics", Sources(Memory(forms=LATER)), period=period, dimension="处理方式"
    )
    counted = {row[0]: row[1] for row in shown(by_remedy, "rows", "dimension_value", "received")}
    assert (counted["赔款"], counted.get("未认定", "0")) == (("1", "0") if paid[0] else ("0", "1"))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (1, (None, None, None)),
        (2, (None, "赔款", "已付款")),
        (5, ("一起漏水投诉", "赔款", "已付款")),
    ],
)
def test_a_case_is_told_as_far_as_it_went(day: int, told: tuple[str | None, ...]) -> None:
    period = Period.of(JUNE.start, JUNE.end, dt.date(2024, 7, day))
    sources = Sources(Memory(forms=LATER))
    found: Any = computed("complaint_summary", sources, period=period, texts=_SUMMARY).form
    (row,) = found.typical_cases
    assert row.case_title == (told[0] or "产品质量")  # without a report what it is about
    assert (row.case_handling, row.handling_result) == told[1:]


@pytest.mark.parametrize(("day", "asked"), [(4, 0), (5, 1)])
def test_what_only_the_report_says_of_satisfaction_counts_from_its_day(
    day: int, asked: int
) -> None:
    told = sheet("handling_report", report_on="2024-07-05", satisfaction="满意")
    period = Period.of(JUNE.start, JUNE.end, dt.date(2024, 7, day))
    found = cells("complaint_statistics", [THEN[0], told], period, dimension="投诉类别")
    assert (found["total.followed_up"], found["total.satisfied"]) == (asked, asked)


def test_the_period_before_stands_at_its_own_last_day() -> None:
    july = Period.of(dt.date(2024, 7, 1), dt.date(2024, 7, 31))
    sheet_: Any = computed(
        "complaint_summary", Sources(Memory(forms=LATER)), period=july,
        texts={**_SUMMARY, "next_plan": [{**_SUMMARY["next_plan"][0],  # type: ignore[dict-item]
                                          "action_due_on": "2024-08-10"}]},
    ).form  # fmt: skip
    before = {row.indicator_name: row.previous_value for row in sheet_.indicators}
    assert (before["受理件数"], before["赔付金额"], before["满意率"]) == (1, 0, None)
    assert before["平均受理确认时长"] is None


def test_the_trend_of_a_running_year_ends_where_its_data_end() -> None:
    year = Period.of(dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2024, 6, 30))
    entered = {**ENTERED, "received_at": "2024-02-05T09:00"}
    sheet_ = computed(
        "complaint_analysis", Sources(Memory(forms=[sheet("register_one", **entered)])), period=year
    )
    assert shown(sheet_, "trend", "report_month", "received", "open_end") == [
        ("2024年1月", "0", "0"),
        ("2024年2月", "1", "1"),
        ("2024年3月", "0", "1"),
        ("2024年4月", "0", "1"),
        ("2024年5月", "0", "1"),
        ("2024年6月", "0", "1"),
    ]
    assert not [finding for finding in sheet_.findings if finding.path == "trend"]
