"""A figure: its value, how it comes about, and the records behind it.

Whoever computes a sheet puts figures where its cells are. A figure is counted from records
(:mod:`csdforms.reports.rows` makes those) or worked out from other figures; either way it can be
opened down to the records, and :meth:`Figure.again` works it out once more from what is found
there, so that what explains a cell is known to add up to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

from csdforms.schemas import figures
from csdforms.schemas.types.numbers import rounded

__all__ = [
    "Figure",
    "Given",
    "Part",
    "Record",
    "Value",
    "Worked",
    "across",
    "change",
    "given",
    "if_any",
    "less",
    "line_by_line",
    "mean",
    "minus",
    "plus",
    "ratio",
    "to_the_cent",
    "worked",
]

Value: TypeAlias = Decimal | int | str | bool | dt.date | tuple[str, ...] | None


class Record(NamedTuple):
    """What is behind a figure: a case, a line of a sale … It tells nothing of the customer.

    ``number`` is what people call it by, ``items`` are the numbers of the archive's items that it
    was read from, ``file`` is the customer's file, "" for the department's own papers.
    """

    kind: str
    number: str
    file: str = ""
    items: tuple[str, ...] = ()
    on: dt.date | None = None


class Figure:
    """A cell's value that the archive gives; it is never changed.

    ``value`` is exact, and ``None`` where there is none (a denominator of 0): it prints as “—”.
    ``formula`` says in Chinese what is counted or how it is worked out. A sheet has thousands of
    figures, most of which nobody opens: what is behind one is looked up when it is asked for.
    """

    __slots__ = ("formula", "value")

    def __init__(self, value: Value, formula: str) -> None:
        self.value = value
        self.formula = formula

    def again(self) -> Value:
        """Work the value out once more from what is behind it, each record or part by itself."""
        raise NotImplementedError

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield the records that count by themselves, each with what it contributes."""
        return iter(())

    def parts(self) -> Mapping[str, Part]:
        """Return the figures that it is worked out from, by what the formula calls them."""
        return {}

    def number(self) -> Decimal | int:
        """Return the value of a figure that is always a number."""
        assert isinstance(self.value, Decimal | int)
        return self.value

    def __repr__(self) -> str:
        return f"Figure({self.formula!r})"  # its value may tell of a customer


#: What figures are worked out from: one, a column of them, or a plain value such as a threshold.
Part: TypeAlias = Figure | Sequence[Figure] | Value


class Worked(Figure):
    """A figure that is worked out from others."""

    __slots__ = ("_function", "_parts")

    def __init__(
        self, value: Value, formula: str, function: Callable[..., Any], parts: Mapping[str, Part]
    ) -> None:
        self.value = value
        self.formula = formula
        self._function = function
        self._parts = parts

    def again(self) -> Value:
        """Work it out from its parts, each of which is worked out once more."""
        value: Value = self._function(*map(_again, self.parts().values()))
        return value

    def parts(self) -> Mapping[str, Part]:
        """Return its parts."""
        return self._parts


class _OfLine(Worked):
    """A figure that is worked out from the same line of other columns."""

    __slots__ = ("_place",)

    def __init__(
        self,
        value: Value,
        formula: str,
        function: Callable[..., Any],
        parts: Mapping[str, Part],
        place: int,
    ) -> None:
        self.value = value
        self.formula = formula
        self._function = function
        self._parts = parts
        self._place = place

    def parts(self) -> Mapping[str, Part]:
        return {
            name: part[self._place] if isinstance(part, list) else part
            for name, part in self._parts.items()
        }


class Given(Figure):
    """A figure that is read off from records as it stands there, such as a customer's grade."""

    __slots__ = ("_records",)

    def __init__(self, value: Value, formula: str, records: Sequence[Record]) -> None:
        self.value = value
        self.formula = formula
        self._records = records

    def again(self) -> Value:
        """Return it."""
        return self.value

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield the records that say so."""
        return ((record, self.value) for record in self._records)


def worked(formula: str, function: Callable[..., Any], **parts: Part) -> Figure:
    """Return what a function makes of the values of these figures, in their order.

    >>> two = given(2, "件数")
    >>> worked("件数的两倍", lambda count: count * 2, 件数=two).value
    4
    """
    return Worked(function(*map(_value, parts.values())), formula, function, parts)


def across(formula: str, function: Callable[..., Any], **parts: Part) -> list[Figure]:
    """Return a column that follows from whole columns: ranks, running sums, classes.

    It is worked out once for all lines; opened, a figure works its own line out again.

    >>> counts = [given(1, "件数"), given(3, "件数")]
    >>> [one.value for one in across("按件数排名", figures.ranks, 件数=counts)]
    [2, 1]
    """
    values = function(*map(_value, parts.values()))
    return [
        Worked(value, formula, partial(_at, function, place), parts)
        for place, value in enumerate(values)
    ]


def line_by_line(formula: str, function: Callable[..., Any], **parts: Part) -> list[Figure]:
    """Return a column of which each line follows from the same line of other columns.

    A part that is a list is a column; any other is the same on every line.

    >>> whole = given(4, "合计")
    >>> counts = [given(1, "件数"), given(3, "件数")]
    >>> [str(one.value) for one in line_by_line("占比", figures.ratio, 件数=counts, 合计=whole)]
    ['0.25', '0.75']
    """
    columns = [
        _value(part) if isinstance(part, list) else repeat(_value(part)) for part in parts.values()
    ]
    return [
        _OfLine(value, formula, function, parts, place)
        for place, value in enumerate(map(function, *columns))
    ]


def _at(function: Callable[..., Any], place: int, *columns: Any) -> Any:
    return function(*columns)[place]


def given(value: Value, formula: str, *records: Record) -> Figure:
    """Return a figure that is read off from records as it stands there."""
    return Given(value, formula, records)


def ratio(formula: str, **parts: Figure) -> Figure:
    """Return the first figure divided by the second; none if that is not positive."""
    assert len(parts) == len(("dividend", "divisor"))
    return worked(formula, figures.ratio, **parts)


def to_the_cent(formula: str, **parts: Figure) -> Figure:
    """Return the first figure divided by the second, to the cent; none as :func:`ratio` is."""
    return worked(formula, _cents_each, **parts)


def mean(formula: str, **parts: Figure) -> Figure:
    """Return a sum divided by a count: the same as :func:`ratio`, called by its name."""
    return ratio(formula, **parts)


def change(formula: str, **parts: Figure) -> Figure:
    """Return by how much the first figure is greater than the second, as a share of that."""
    return worked(formula, figures.change_rate, **parts)


def plus(formula: str, **parts: Figure) -> Figure:
    """Return the sum of figures; none if one of them is none."""
    return worked(formula, figures.plus, **parts)


def minus(formula: str, **parts: Figure) -> Figure:
    """Return the first figure less the others; none if one of them is none."""
    return worked(formula, less, **parts)


def less(first: Any, *others: Any) -> Any:
    """Return a number less others; none if one of them is none."""
    if first is None or None in others:
        return None
    return first - sum(others)


def _cents_each(amount: Any, count: Any) -> Any:
    exact = figures.ratio(amount, count)
    return None if exact is None else rounded(exact, 2)


def if_any(value: Any, count: int) -> Any:
    """Return a number, none if nothing was counted that makes it."""
    return value if count else None


def _again(part: Part) -> Any:
    if isinstance(part, Figure):
        return part.again()
    return [_again(one) for one in part] if isinstance(part, list) else part


def _value(part: Part) -> Any:
    if isinstance(part, Figure):
        return part.value
    if isinstance(part, list):  # a column, with thousands of figures
        return [one.value if isinstance(one, Figure) else one for one in part]
    return part
