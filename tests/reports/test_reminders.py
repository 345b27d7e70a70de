"""What whoever asks for a sheet is told of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from reports.complained import empty

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute
from csdforms.reports.period import Period
from csdforms.reports.reminders import reminders
from csdforms.schemas.catalogue import find

GRADES = "customer_grade_classification"
APRIL = Period.of(dt.date(2026, 4, 1), dt.date(2026, 4, 30))


@pytest.mark.parametrize(
    ("form", "start", "as_of", "told"),
    [
        ("customer_sales_overview", "2026-04-01", None, "2026年1月1日至2026年4月30日"),
        ("customer_sales_overview", "2026-04-01", "2026-04-20", "2026年1月1日至2026年4月20日"),
        ("customer_sales_overview", "2026-01-01", None, None),
        ("customer_sales_monthly", "2026-02-01", None, "2026年4月1日至2026年4月30日"),
        ("customer_sales_monthly", "2026-04-01", None, None),
        ("customer_sales_monthly", "2026-04-01", "2026-04-20", None),
        ("complaint_statistics", "2026-04-03", None, None),
    ],
)
def test_other_days_than_those_asked_for(
    form: str, start: str, as_of: str | None, told: str | None
) -> None:
    begin, until = dt.date.fromisoformat(start), dt.date.fromisoformat(as_of) if as_of else None
    sheet = compute(empty(), form, start=begin, end=APRIL.end, as_of=until)
    found = [one for one in sheet.findings if one.label == "统计期间"]
    assert [one.message for one in found] == (
        [f"这张表统计的是{told}，不是所写的起止日期。"] if told else []
    )
    assert not any(one.is_error for one in found)


@pytest.mark.parametrize(
    ("said", "last", "is_told"),
    [
        ({}, {"grading_method": "综合评分法", "form_no": "DJ-1"}, True),
        ({"grading_method": "综合评分法"}, {"grading_method": "综合评分法"}, False),
        ({}, {"grading_method": "销售额法"}, False),
        ({}, {}, False),
    ],
)
def test_what_holds_on_from_the_last_sheet(
    said: dict[str, Any], last: dict[str, Any], is_told: bool
) -> None:
    data = {"grading_method": "综合评分法", "tax_basis": "含税"}
    last = {"tax_basis": "含税", **last}
    report = report_of(GRADES)
    found = [
        one.message
        for one in reminders(report, find(GRADES), APRIL, said=said, last=last, data=data)
    ]
    text = "同上一份（DJ-1）一样是“综合评分法”；要改，写 --grading-method。"
    assert found == ([text] if is_told else [])
