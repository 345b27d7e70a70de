"""Boxes that hold two of ours: a span is parted only where both ends can be read."""

from __future__ import annotations

import datetime as dt

import pytest

from csdforms.schemas.after_sales import AfterSalesEvaluation, ReturnExchangeSummary
from csdforms.schemas.after_sales.outlet import Outlet
from csdforms.schemas.checking import check, examine
from csdforms.schemas.form import Block
from csdforms.schemas.spans import parted
from csdforms.schemas.telephone import TelephoneInterviewPlan, TelephoneRecord
from csdforms.schemas.telephone.telephone_interview_plan import Interviewee

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    "written",
    [
        "2026年3月1日至2026年3月31日", "2026年3月1日至3月31日", "2026年3月1日至31日",
        "2026-3-1至2026-3-31", "2026-03-01 到 2026-03-31", "2026-03-01 - 2026-03-31",
        "2026.3.1-3.31", "2026/3/1—2026/3/31", "2026.3.1～2026.3.31", " 20260301--20260331 ",
    ],
)  # fmt: skip
def test_a_period_in_one_box_is_read_as_its_two_days(written: str) -> None:
    sheet, _ = examine(ReturnExchangeSummary, {"统计起止日期": written})
    assert (sheet.period_start, sheet.period_end) == (FIRST, LAST)


@pytest.mark.parametrize(
    "written", ["2026年3月", "三月至四月", "2026-3-1-2026-3-31", "2026-3-1", "至", "", "3" * 100, 7]
)
def test_what_is_no_span_is_left_as_it_is(written: object) -> None:
    assert list(parted(ReturnExchangeSummary, {"统计期间": written})) == [("统计期间", written)]


@pytest.mark.parametrize(
    ("model", "label", "names"),
    [
        (ReturnExchangeSummary, "统计起止日期", ("period_start", "period_end")),
        (AfterSalesEvaluation, "评价期间", ("period_start", "period_end")),
        (AfterSalesEvaluation, "测评时段", ("period_start", "period_end")),
        (TelephoneInterviewPlan, "访谈起止日期", ("period_start", "period_end")),
        (Outlet, "合作起止日期", ("contract_start", "contract_end")),
    ],
)
def test_the_specification_prints_one_label_for_two_days(
    model: type[Block], label: str, names: tuple[str, str]
) -> None:
    parts = list(parted(model, {label: "2026.3.1至2026.3.31"}))
    assert parts == list(zip(names, ("2026.3.1", "2026.3.31"), strict=True))


def test_hours_in_one_box_are_opening_and_closing_time() -> None:
    assert dict(parted(Outlet, {"营业时间": "9:00-18:00"})) == {
        "opens_at": "9:00",
        "closes_at": "18:00",
    }
    assert list(parted(Outlet, {"营业时间": "周一至周五 9:00-18:00"})) == [
        ("营业时间", "周一至周五 9:00-18:00")
    ]
    assert dict(parted(Interviewee, {"时段": "9:00至9:15"})) == {
        "slot_start": "9:00",
        "slot_end": "9:15",
    }


def test_the_end_of_a_call_is_on_its_day() -> None:
    sheet, _ = examine(TelephoneRecord, {"起讫时间": "2026年3月4日9:05至9:12"})
    assert sheet.called_at == dt.datetime(2026, 3, 4, 9, 5)
    assert sheet.ended_at == dt.datetime(2026, 3, 4, 9, 12)


def test_a_span_and_its_days_must_agree() -> None:
    data = {"统计起止日期": "2026-3-1至2026-3-31", "开始日期": "2026-3-2"}
    found = {(each.path, each.severity) for each in check(ReturnExchangeSummary, data)}
    assert ("period_start", "error") in found
    named: dict[object, object] = {
        "统计起止日期": "2026-3-1至2026-3-31",
        "period_start": "2026-3-2",
    }
    assert dict(parted(ReturnExchangeSummary, named)) == named
