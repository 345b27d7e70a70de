"""Years of account, periods in months, and last days that may be open."""

from __future__ import annotations

import datetime as dt

import pytest

from csdforms.schemas.types import Refused
from csdforms.schemas.types.terms import Months, Until, Year


@pytest.mark.parametrize("written", [2025, 2025.0, "2025", "2025年", "2025年度", "２０２５"])
def test_a_year_is_printed_without_separators_and_accepted_again(written: object) -> None:
    assert Year().accept(written) == 2025
    assert Year().show(2025) == "2025年"
    assert Year().accept(Year().show(2025)) == 2025


@pytest.mark.parametrize("written", ["25", "1899", "2101", "2025-03", 2025.5, None, "去年"])
def test_what_is_no_year_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Year().accept(written)


@pytest.mark.parametrize(
    ("written", "months"),
    [(18, 18), (18.0, 18), ("18", 18), ("18个月", 18), ("18月", 18), ("1年", 12), ("１ 年", 12),
     ("一年", 12), ("两年", 24), ("十年", 120), ("3周年", 36), ("1年半", 18), ("0年", 0)],
)  # fmt: skip
def test_a_period_is_read_in_months_though_it_is_written_in_years(
    written: object, months: int
) -> None:
    assert Months(0, 600).accept(written) == months
    assert Months(0, 600).accept(Months().show(months)) == months


@pytest.mark.parametrize("written", ["51年", 601, "半年多", "1年2", "年", "3天", 1.5, None, True])
def test_what_is_no_period_in_months_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Months(0, 600).accept(written)


@pytest.mark.parametrize("written", ["长期", "长期有效", "永久", " 长期 ", "9999-12-31"])
def test_an_open_end_is_no_day(written: str) -> None:
    assert Until().accept(written) is None


def test_another_end_is_a_day() -> None:
    assert Until().accept("2048年6月11日") == dt.date(2048, 6, 11)
    with pytest.raises(Refused):
        Until().accept("不详")
