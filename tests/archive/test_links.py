"""What ties sheets together, and the month they belong to."""

from __future__ import annotations

from typing import Any

import pytest
from support import IDENTIFIERS, sample

from csdforms.archive.links import links_of, period_of

AT = "2026-05-01T00:00:00.000000+08:00"
CASE = (
    "complaint_register_one",
    "complaint_handling",
    "complaint_handling_log",
    "complaint_handling_notice",
)


@pytest.mark.parametrize("form", CASE)
def test_the_sheets_of_a_complaint_share_its_number(form: str) -> None:
    assert links_of(sample(form))["complaint_no"] == "TS-20260305-001"


def test_a_complaint_leads_to_the_call_it_came_by() -> None:
    links = links_of(sample("complaint_register_one"))
    assert links == {
        "complaint_no": "TS-20260305-001",
        "call_no": "HR-20260304-017",
        "order_no": "XS-20260226-0457",
    }


def test_a_credit_change_leads_to_its_analysis_only_if_it_has_no_number_itself() -> None:
    assert links_of({"analysis_form_no": "XF-1"}) == {"form_no": "XF-1"}
    assert links_of({"analysis_form_no": "XF-1", "form_no": "XB-1"})["form_no"] == "XB-1"


def test_neither_persons_nor_rows_nor_numbers_of_order_are_links() -> None:
    boxes = {"customer_no": "A-1", "id_no": "E1", "agent_no": "8003", "repeat_no": 1, "round_no": 2}
    assert links_of({**boxes, "cases": [{"complaint_no": "TS-1"}], "call_no": " "}) == {}


@pytest.mark.parametrize(
    ("data", "month"),
    [
        ({"received_at": "2026-03-30T09:10", "prepared_on": "2026-04-02"}, "2026-03"),
        ({"period_start": "2026-02-01", "prepared_on": "2026-03-02"}, "2026-02"),
        ({"prepared_on": "2026-04-02"}, "2026-04"),
        ({"prepared_on": "2026年4月2日"}, "2026-05"),
        ({"prepared_on": "2026-13-01"}, "2026-05"),
        ({"prepared_on": "2026-04"}, "2026-05"),
        ({"prepared_on": None}, "2026-05"),
        ({}, "2026-05"),
    ],
)
def test_the_month_is_the_sheets_own(data: Any, month: str) -> None:
    assert period_of(data, AT) == month


@pytest.mark.parametrize("form", IDENTIFIERS)
def test_every_form_has_a_day_of_its_own(form: str) -> None:
    assert period_of(sample(form), "1999-01-01T00:00:00.000000+08:00") != "1999-01"
