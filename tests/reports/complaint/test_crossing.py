"""The cross table: what cannot be crossed, and values that look like others together."""

from __future__ import annotations

from typing import Any

import pytest
from reports.cases import case, computed, shown, sources_of

from csdforms.errors import InvalidData


@pytest.mark.parametrize("dimension", ["处理方式", "投诉类别"])
def test_nothing_is_crossed_with_itself(dimension: str) -> None:
    some = case("T1", "2024-06-03", "2024-06-10", remedy_types=("赔款", "换货"))
    with pytest.raises(InvalidData, match="与交叉行口径相同"):
        computed(
            "complaint_analysis", sources_of([some]), cross_row=dimension, cross_column=dimension
        )


def test_values_that_look_the_same_together_are_counted_apart() -> None:
    def about(number: str, product: str, detail: str) -> Any:
        return case(number, "2024-06-03", "2024-06-10", product_name=product, subcategory=detail)

    cases = [about("1", "A", "B × C"), about("2", "A × B", "C"), about("3", "A × B", "C")]
    sheet = computed("complaint_analysis", sources_of(cases), cross_row="产品", cross_column="细类")
    found = shown(sheet, "cross_table", "row_value", "column_value", "case_count")
    assert sorted(found) == [
        ("A", "B × C", "1"),
        ("A", "C", "0"),
        ("A × B", "B × C", "0"),
        ("A × B", "C", "2"),
    ]
