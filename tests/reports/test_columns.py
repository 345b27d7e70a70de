"""Columns of records: what each record has, exactly, and where there is nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from csdforms.reports.columns import Amounts, Days, ManyWords, Words

_DAYS = [dt.date(2024, 2, 29), None, dt.datetime(2024, 3, 1, 23, 59), dt.date(2023, 12, 31)]


def test_words() -> None:
    words = Words.of(["b", None, "c", "b"], first=("a", "b"))
    assert words.values == ("a", "b", "c")
    assert [words.at(row) for row in range(4)] == ["b", None, "c", "b"]
    assert words.isin("b", "x").tolist() == [True, False, False, True]
    assert words.isin().tolist() == [False] * 4
    assert words.known().tolist() == [True, False, True, True]


def test_several_words_of_a_record() -> None:
    words = ManyWords.of([("a", "b", "a"), None, (), ("b",)], first=("b",))
    assert words.size == 4
    assert words.values == ("b", "a")
    assert [words.at(row) for row in range(4)] == [("a", "b"), (), (), ("b",)]
    assert ManyWords.of([]).size == 0


def test_days() -> None:
    days = Days.of(_DAYS)
    assert [days.at(row) for row in range(4)] == [
        dt.date(2024, 2, 29), None, dt.date(2024, 3, 1), dt.date(2023, 12, 31),
    ]  # fmt: skip
    inside = days.between(dt.date(2023, 12, 31), dt.date(2024, 2, 29))
    assert inside.tolist() == [True, False, False, True]
    assert days.until(dt.date(2024, 2, 28)).tolist() == [False, False, False, True]
    assert days.after(dt.date(2024, 2, 29)).tolist() == [False, False, True, False]
    assert days.known().tolist() == [True, False, True, True]


def test_months_of_days() -> None:
    months = Days.of(_DAYS).months()
    assert [months.at(row) for row in range(4)] == ["2024-02", None, "2024-03", "2023-12"]
    assert len(Days.of([]).months().codes) == 0


def test_amounts_are_exact_with_as_many_decimals_as_needed() -> None:
    amounts = Amounts.of([Decimal("0.10"), None, Decimal("-3.125"), 7])
    assert amounts.places == 3
    assert [amounts.at(row) for row in range(4)] == [
        Decimal("0.1"), None, Decimal("-3.125"), Decimal(7),
    ]  # fmt: skip
    assert amounts.known().tolist() == [True, False, True, True]


def test_whole_amounts_are_whole_numbers() -> None:
    amounts = Amounts.of([1, 2])
    assert [type(amounts.at(row)) for row in range(2)] == [int, int]
    assert amounts.known().tolist() == [True, True]


def test_an_amount_with_more_decimals_than_its_column_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 2 decimals"):
        Amounts.of([Decimal("0.005")], 2)
    assert Amounts.of([Decimal("0.500")], 2).at(0) == Decimal("0.50")


@pytest.mark.parametrize(
    ("least", "above"),
    [
        ("0.99", [True, False, True]),
        ("1.00", [False, False, True]),
        ("1.005", [False, False, True]),  # between two units
        ("1.01", [False, False, False]),
        ("-0.005", [True, False, True]),
    ],
)
def test_amounts_above_a_limit(least: str, above: list[bool]) -> None:
    amounts = Amounts.of([Decimal("1.00"), None, Decimal("1.01")], 2)
    assert amounts.above(Decimal(least)).tolist() == above
