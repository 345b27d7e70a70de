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
from typing import Any, NamedTuple, Protocol, TypeAlias

from csdforms.schemas import figures

__all__ = [
    "Figure",
    "Given",
    "OfParts",
    "Part",
    "Record",
    "Value",
    "Work",
    "across",
    "change",
    "given",
    "mean",
    "minus",
    "plus",
    "ratio",
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


class Work(Protocol):
    """How a figure comes about."""

    def again(self) -> Value:
        """Work the value out once more, from each record or part by itself."""

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield the records that count, each with what it contributes."""

    def parts(self) -> Mapping[str, Part]:
        """Return the figures that it is worked out from, by what the formula calls them."""


class Figure:
    """A cell's value that the archive gives; it is never changed.

    ``value`` is exact, and ``None`` where there is none (a denominator of 0): it prints as “—”.
    ``formula`` says in Chinese what is counted or how it is worked out.
    """

    __slots__ = ("formula", "value", "work")

    def __init__(self, value: Value, formula: str, work: Work) -> None:
        self.value = value
        self.formula = formula
        self.work = work

    def again(self) -> Value:
        """Work the value out once more from what is behind it."""
        return self.work.again()

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield the records that count by themselves, each with what it contributes."""
        return self.work.records()

    def parts(self) -> Mapping[str, Part]:
        """Return the figures that it is worked out from, by what the formula calls them."""
        return self.work.parts()

    def number(self) -> Decimal | int:
        """Return the value of a figure that is always a number."""
        assert isinstance(self.value, Decimal | int)
        return self.value

    def __repr__(self) -> str:
        return f"Figure({self.formula!r})"  # its value may tell of a customer


#: What figures are worked out from: one, a column of them, or a plain value such as a threshold.
Part: TypeAlias = Figure | Sequence[Figure] | Value


class OfParts:
    """A figure that is worked out from others."""

    def __init__(self, function: Callable[..., Any], parts: Mapping[str, Part]) -> None:
        self._function = function
        self._parts = parts

    def again(self) -> Value:
        """Work it out from its parts, each of which is worked out once more."""
        return self._worked([_again(part) for part in self._parts.values()])

    def first(self) -> Value:
        """Work it out from its parts as they are."""
        parts = self._parts.values()
        # Nearly all are figures, and there are thousands of them on a sheet.
        values = [part.value if type(part) is Figure else _value(part) for part in parts]
        return self._worked(values)

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield nothing: the records are those of its parts."""
        return iter(())

    def parts(self) -> Mapping[str, Part]:
        """Return its parts."""
        return self._parts

    def _worked(self, values: Sequence[Any]) -> Value:
        value: Value = self._function(*values)
        return value


class Given:
    """A figure that is read off from records as it stands there, such as a customer's grade."""

    def __init__(self, value: Value, records: Sequence[Record]) -> None:
        self._value = value
        self._records = records

    def again(self) -> Value:
        """Return it."""
        return self._value

    def records(self) -> Iterator[tuple[Record, Value]]:
        """Yield the records that say so."""
        return ((record, self._value) for record in self._records)

    def parts(self) -> Mapping[str, Part]:
        """Return nothing."""
        return {}


def worked(formula: str, function: Callable[..., Any], **parts: Part) -> Figure:
    """Return what a function makes of the values of these figures, in their order.

    >>> two = given(2, "件数")
    >>> worked("件数的两倍", lambda count: count * 2, 件数=two).value
    4
    """
    work = OfParts(function, parts)
    return Figure(work.first(), formula, work)


def across(formula: str, function: Callable[..., Any], **parts: Part) -> list[Figure]:
    """Return a column that follows from whole columns: ranks, running sums, classes.

    It is worked out once for all lines; opened, a figure works its own line out again.

    >>> counts = [given(1, "件数"), given(3, "件数")]
    >>> [one.value for one in across("按件数排名", figures.ranks, 件数=counts)]
    [2, 1]
    """
    values: Any = OfParts(function, parts).first()
    return [
        Figure(value, formula, OfParts(partial(_at, function, place), parts))
        for place, value in enumerate(values)
    ]


def _at(function: Callable[..., Any], place: int, *columns: Any) -> Any:
    return function(*columns)[place]


def given(value: Value, formula: str, *records: Record) -> Figure:
    """Return a figure that is read off from records as it stands there."""
    return Figure(value, formula, Given(value, records))


def ratio(formula: str, **parts: Figure) -> Figure:
    """Return the first figure divided by the second; none if that is not positive."""
    assert len(parts) == len(("dividend", "divisor"))
    return worked(formula, figures.ratio, **parts)


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
    return worked(formula, _minus, **parts)


def _minus(first: Any, *others: Any) -> Any:
    if first is None or None in others:
        return None
    return first - sum(others)


def _again(part: Part) -> Any:
    if isinstance(part, Figure):
        return part.again()
    return [_again(one) for one in part] if isinstance(part, list) else part


def _value(part: Part) -> Any:
    if isinstance(part, Figure):
        return part.value
    return [_value(one) for one in part] if isinstance(part, list) else part
