"""Figures: worked out from others, read off, and worked out once more."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from csdforms.reports.figure import (
    Figure,
    Record,
    across,
    change,
    given,
    line_by_line,
    mean,
    minus,
    plus,
    ratio,
    worked,
)
from csdforms.schemas import figures


def _of(value: int | None) -> Figure:
    return given(value, "件数")


@pytest.mark.parametrize(
    ("parts", "value"),
    [((1, 8), Decimal("0.125")), ((0, 4), Decimal(0)), ((1, 0), None), ((None, 2), None)],
)
def test_a_ratio_is_exact_and_none_where_it_divides_by_nothing(
    parts: tuple[int | None, int | None], value: Decimal | None
) -> None:
    for make in (ratio, mean):
        figure = make("前 ÷ 后", 前=_of(parts[0]), 后=_of(parts[1]))
        assert figure.value == value
        assert figure.again() == value


@pytest.mark.parametrize(
    ("now", "before", "value"), [(8, 6, Decimal(2) / 6), (0, 4, Decimal(-1)), (3, 0, None)]
)
def test_a_change(now: int, before: int, value: Decimal | None) -> None:
    assert change("环比", 本期=_of(now), 上期=_of(before)).value == value


def test_sums_and_differences_are_none_where_a_part_is() -> None:
    assert plus("和", a=_of(1), b=_of(2), c=_of(3)).value == 6
    assert minus("差", a=_of(6), b=_of(2), c=_of(3)).value == 1
    assert plus("和", a=_of(1), b=_of(None)).value is None
    assert minus("差", a=_of(None), b=_of(1)).value is None
    assert minus("差", a=_of(1), b=_of(None)).value is None


def test_a_figure_tells_its_parts_by_what_the_formula_calls_them() -> None:
    one, two = _of(1), _of(2)
    figure = worked(
        "一与二之和", lambda first, others: first + sum(others), 一=one, 其余=[two, two]
    )
    assert figure.value == figure.again() == 5
    assert figure.parts() == {"一": one, "其余": [two, two]}
    assert not list(figure.records())


def test_a_figure_that_is_read_off_tells_where() -> None:
    record = Record("客户资料", "F-1", "F-1", ("F-1",), dt.date(2024, 6, 1))
    figure = given("A", "读自客户资料", record)
    assert list(figure.records()) == [(record, "A")]
    assert figure.again() == "A"
    assert figure.parts() == {}


def test_a_column_out_of_columns() -> None:
    column = across("排名", figures.ranks, 件数=[_of(3), _of(5), _of(None), _of(3)])
    assert [figure.value for figure in column] == [2, 1, None, 2]
    assert [figure.again() for figure in column] == [2, 1, None, 2]
    assert across("排名", figures.ranks, 件数=[]) == []


def test_a_column_line_by_line() -> None:
    counts, whole = [_of(1), _of(3), _of(None)], _of(4)
    column = line_by_line("占比", figures.ratio, 件数=counts, 合计=whole)
    assert [figure.value for figure in column] == [Decimal("0.25"), Decimal("0.75"), None]
    assert [figure.again() for figure in column] == [Decimal("0.25"), Decimal("0.75"), None]
    assert column[1].parts() == {"件数": counts[1], "合计": whole}
    assert not list(column[1].records())
    assert line_by_line("占比", figures.ratio, 件数=[], 合计=whole) == []


def test_a_figure_counts_by_itself_what_it_is() -> None:
    figure = Figure(1, "件数")
    assert (list(figure.records()), figure.parts()) == ([], {})
    with pytest.raises(NotImplementedError):
        figure.again()


def test_what_is_worked_out_once_more_comes_from_the_parts() -> None:
    class Wrong(Figure):
        def again(self) -> int:
            return 7

    part = Wrong(6, "件数")
    assert plus("和", a=part, b=_of(1)).value == 7
    assert plus("和", a=part, b=_of(1)).again() == 8


def test_a_figure_does_not_show_its_value() -> None:
    assert repr(given("李晓岚", "读自登记表")) == "Figure('读自登记表')"
