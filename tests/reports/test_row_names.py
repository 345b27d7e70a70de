"""What rows are called: each by a name that goes with it, wherever it stands."""

from __future__ import annotations

import pytest

from csdforms.reports.row_names import key_of, keys_of, titles_in
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import read


def test_a_row_is_called_by_what_it_is_about() -> None:
    assert key_of({"complaint_no": "TS-1", "seq": 3}) == "TS-1"
    assert key_of({"remarks": "x"}) == ""


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ([{"customer_no": "A"}, {"customer_no": "B"}], ["A", "B"]),
        (
            [
                {"product_name": "沙发", "product_model": "2.1m"},
                {"product_name": "沙发", "product_model": "1.8m"},
                {"product_name": "椅子", "product_model": "1.8m"},
            ],
            ["沙发·2.1m", "沙发·1.8m", "椅子"],
        ),
        ([{"register_no": "SH-1", "unit": "件"}] * 2, ["SH-1·件·1", "SH-1·件·2"]),
        (
            [{"question_no": "3", "key": "A", "text": "会"}, {"question_no": "3", "text": "不会"}],
            ["第3题·A·会", "第3题·不会"],
        ),
        ([{"x": 1}, {"month": 3}, {"x": 1}, "text"], ["1", "3", "3", "4"]),
    ],
)
def test_rows_about_the_same_are_told_apart(rows: list[object], keys: list[str]) -> None:
    assert keys_of(rows) == keys


def test_people_call_rows_as_they_are_printed() -> None:
    months = [{"month": "2026-01", "products": [{"product_name": "沙发"}]}]
    form, _ = read(
        find("customer_sales_overview"), {"months": months, "customers": [{"sales_amount": "1.00"}]}
    )
    titles = dict(titles_in(form))
    assert titles["customers"] == [""]
    assert titles["months.1.products"] == ["沙发"]
