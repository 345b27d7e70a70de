"""Sets of records: what is counted of them, group by group, and what can be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csdforms.reports.columns import Amounts, Days, ManyWords, Words
from csdforms.reports.figure import Figure, Record
from csdforms.reports.rows import Rows, Table

_WORDS = Words.of(["a", "b", None, "a", "c"])
_MANY = ManyWords.of([("a", "b"), (), ("b",), ("a",), None])
_AMOUNTS = Amounts.of([Decimal("0.10"), Decimal("0.20"), Decimal(5), None, Decimal("-1.05")], 2)
_DAYS = Days.of([dt.date(2024, 6, day) if day else None for day in (3, 1, 0, 2, 0)])
_EVEN = np.array([True, False, True, False, True])


class _Five(Table):
    unit = "件投诉"

    def __init__(self) -> None:
        super().__init__(5, lambda place: Record("投诉", f"TS-{place}"))


def _all() -> Rows:
    return _Five().all()


def _values(figures: Mapping[str | None, Figure]) -> dict[str | None, Any]:
    for figure in figures.values():
        assert figure.again() == figure.value
    return {word: figure.value for word, figure in figures.items()}


def _numbers(figure: Figure) -> list[str]:
    return [record.number for record, _ in figure.records()]


def test_rows_are_counted_and_narrowed() -> None:
    rows = _all().where(_EVEN, "双号").where(_AMOUNTS.known(), "有金额")
    count = rows.count()
    assert (count.value, count.again(), len(rows)) == (3, 3, 3)
    assert count.formula == "全部投诉，双号，有金额的投诉件数"
    assert _numbers(count) == [record.number for record in rows.records()]
    assert _numbers(count) == ["TS-0", "TS-2", "TS-4"]


def test_what_is_measured_of_all_rows() -> None:
    rows = _all()
    for figure, value in (
        (rows.total(_AMOUNTS, "金额"), Decimal("4.25")),
        (rows.greatest(_AMOUNTS, "金额"), Decimal(5)),
        (rows.distinct(_WORDS, "类别"), 3),
        (rows.listed(_WORDS, "类别"), ("a", "b", "c")),
        (rows.first(_DAYS, "日期"), dt.date(2024, 6, 1)),
        (rows.last(_DAYS, "日期"), dt.date(2024, 6, 3)),
    ):
        assert figure.value == value
        assert figure.again() == value


def test_what_is_measured_of_no_rows() -> None:
    rows = _all().where(np.zeros(5, np.bool_), "没有")
    assert rows.count().value == 0
    assert rows.total(_AMOUNTS, "金额").value == 0
    assert rows.distinct(_WORDS, "类别").value == 0
    for figure in (
        rows.greatest(_AMOUNTS, "金额"),
        rows.first(_DAYS, "日期"),
        rows.last(_DAYS, "日期"),
    ):
        assert figure.value is None
        assert figure.again() is None
    assert rows.listed(_WORDS, "类别").value == ()
    assert rows.by(_WORDS).words() == []


def test_what_a_figure_is_made_of_is_only_what_is_known() -> None:
    total = _all().total(_AMOUNTS, "金额")
    assert [(record.number, value) for record, value in total.records()] == [
        ("TS-0", Decimal("0.10")),
        ("TS-1", Decimal("0.20")),
        ("TS-2", Decimal(5)),
        ("TS-4", Decimal("-1.05")),
    ]


def test_groups() -> None:
    groups = _all().by(_WORDS)
    assert groups.words() == ["a", "b", "c", None]
    assert groups.words(at_least=2) == ["a"]
    assert [one.number for one in groups["a"].records()] == ["TS-0", "TS-3"]
    assert groups.count().get("x") is None
    assert len(groups.count()) == 4
    assert _values(groups.count()) == {"a": 2, "b": 1, "c": 1, None: 1}
    assert _values(groups.total(_AMOUNTS, "金额")) == {
        "a": Decimal("0.10"),
        "b": Decimal("0.20"),
        "c": Decimal("-1.05"),
        None: Decimal(5),
    }
    greatest = _values(groups.greatest(_AMOUNTS, "金额"))
    assert greatest["c"] == Decimal("-1.05")
    first = _values(groups.first(_DAYS, "日期"))
    assert (first["a"], first["c"]) == (dt.date(2024, 6, 2), None)
    last = _values(groups.last(_DAYS, "日期"))
    assert (last["a"], last["c"]) == (dt.date(2024, 6, 3), None)
    other = Words.of(["x", "y", "y", "y", None])
    assert _values(groups.distinct(other, "其他")) == {"a": 2, "b": 1, "c": 0, None: 1}
    assert _numbers(groups.count()["a"]) == ["TS-0", "TS-3"]
    assert _numbers(groups.count()[None]) == ["TS-2"]


def test_groups_are_narrowed_and_keep_the_empty_ones() -> None:
    groups = _all().by(_WORDS).where(_EVEN, "双号")
    assert _values(groups.count()) == {"a": 1, "b": 0, "c": 1, None: 1}
    assert groups.words() == ["a", "c", None]
    assert _numbers(groups.counted("双号").count()) == ["TS-0", "TS-2", "TS-4"]
    assert len(groups.rows) == 3


def test_a_record_with_several_words_stands_in_each_group() -> None:
    groups = _all().by(_MANY)
    assert _values(groups.count()) == {"a": 2, "b": 2, None: 2}
    assert _numbers(groups.count()["b"]) == ["TS-0", "TS-2"]
    assert _numbers(groups.count()[None]) == ["TS-1", "TS-4"]
    assert _numbers(groups.counted("各组").count()) == [f"TS-{place}" for place in range(5)]
    some = _all().where(_EVEN, "双号").by(_MANY)
    assert _values(some.count()) == {"a": 1, "b": 2, None: 1}


def test_a_total_line_is_one_group() -> None:
    assert _values(_all().together().count()) == {"合计": 5, None: 0}


def test_each_group_that_has_records_is_measured() -> None:
    found = _all().by(_WORDS).each(lambda rows: rows.last(_DAYS, "日期"))
    assert _values(found) == {
        "a": dt.date(2024, 6, 3),
        "b": dt.date(2024, 6, 1),
        "c": None,
        None: None,
    }


@pytest.mark.parametrize("greatest", [10**3, 2**52, 2**61])
def test_sums_are_exact_however_great(greatest: int) -> None:
    table = Table(4, lambda place: Record("条", str(place)))
    amounts = Amounts.of([greatest, greatest - 1, -greatest, 1])
    words = Words.of(["a", "a", "b", "b"])
    sums = _values(table.all().by(words).total(amounts, "数"))
    assert sums == {"a": 2 * greatest - 1, "b": 1 - greatest, None: 0}
    assert table.all().total(amounts, "数").value == greatest


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.none() | st.decimals(-9, 9, places=2)))
)
def test_groups_are_a_partition(records: list[tuple[str | None, Decimal | None]]) -> None:
    table = Table(len(records), lambda place: Record("条", str(place)))
    amounts = Amounts.of((amount for _, amount in records), 2)
    groups = table.all().by(Words.of((word for word, _ in records), ("a", "b")))
    counts, sums = groups.count(), groups.total(amounts, "金额")
    for word in ("a", "b", None):
        mine = [amount for own, amount in records if own == word]
        assert counts[word].value == counts[word].again() == len(mine)
        total = sum((amount for amount in mine if amount is not None), Decimal(0))
        assert sums[word].value == sums[word].again() == total
    places = sorted(int(one.number) for count in counts.values() for one, _ in count.records())
    assert places == list(range(len(records)))
