"""Sets of records, and what is counted from them: all groups at once, each figure to be opened.

A table's subclass names its columns (:mod:`csdforms.reports.sources`). From a table come sets of
rows, narrowed by masks over the whole table, and grouped by a column of words::

    received = cases.all().where(cases.received_on.between(start, end), "受理日期在统计期间内")
    counts = received.by(cases.category).count()   # {"产品质量": Figure, …, None: Figure}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TypeAlias, TypeVar

import numpy as np

from csdforms.reports.columns import Amounts, Days, Index, ManyWords, Mask, Words
from csdforms.reports.figure import Figure, Record, Value, if_any, worked

__all__ = ["Counts", "Groups", "Rows", "Table"]

#: The figures of all groups by their words; None is the group without one.
Counts: TypeAlias = Mapping[str | None, Figure]
C = TypeVar("C", bound="Table")

_EXACT = 2**53  # up to here a float is an exact whole number
_LEAST = -(2**63)  # less than any amount


class Table:
    """Records of one kind in columns; a subclass has the columns as attributes.

    Args:
        size: how many records.
        record: tells of the record at a place who it is.
    """

    #: What its records are called, with their measure word: 件投诉, 行销售明细.
    unit = "条记录"

    def __init__(self, size: int, record: Callable[[int], Record]) -> None:
        self.size = size
        self.record = record

    def __len__(self) -> int:
        return self.size

    def all(self) -> Rows:
        """Return all records."""
        return Rows(self, np.arange(self.size, dtype=np.intp), f"全部{self.unit[1:]}")


class Rows:
    """Some records of a table.

    Args:
        table: the table.
        index: their places, or what finds them when they are asked for.
        said: which they are, in Chinese, as formulas say it.
    """

    def __init__(self, table: Table, index: Index | Callable[[], Index], said: str) -> None:
        self.table = table
        self.said = said
        self._index = index

    @property
    def index(self) -> Index:
        """Return the places of the records in the table, in ascending order."""
        if callable(self._index):
            self._index = self._index()
        return self._index

    def __len__(self) -> int:
        return len(self.index)

    def where(self, mask: Mask, said: str) -> Rows:
        """Return those of the records for which a mask over the whole table holds."""
        return Rows(self.table, self.index[mask[self.index]], f"{self.said}，{said}")

    def records(self) -> Iterator[Record]:
        """Yield who the records are."""
        return (self.table.record(int(place)) for place in self.index)

    def by(self, words: Words | ManyWords) -> Groups:
        """Return the records grouped by a column; by several words, each stands in each group."""
        if isinstance(words, Words):
            return Groups(self, self.index, words.codes[self.index], words.values)
        is_mine = np.zeros(self.table.size, np.bool_)
        is_mine[self.index] = True
        pairs = np.flatnonzero(is_mine[words.rows])
        is_mine[words.rows] = False
        none = np.flatnonzero(is_mine)
        index = np.concatenate((words.rows[pairs], none))
        codes = np.concatenate((words.codes[pairs], np.full(len(none), -1, np.int32)))
        return Groups(self, index, codes, words.values)

    def together(self, word: str = "合计") -> Groups:
        """Return the records as one group: a total line is measured as the lines above it."""
        codes = np.zeros(len(self.index), np.int32)
        return Groups(self, self.index, codes, (word,))

    def count(self, said: str = "") -> Figure:
        """Return how many records there are."""
        formula = f"{said or self.said}的{self.table.unit[1:]}{self.table.unit[0]}数"
        return _Counted(len(self), formula, self)

    def total(self, amounts: Amounts, said: str) -> Figure:
        """Return the sum of a column; what is not known adds nothing."""
        units = amounts.units[amounts.known_at(self.index)]
        value = amounts.number(_sum(units))
        return _Summed(value, f"{self.said}的{said}之和", self, amounts)

    def total_if_any(self, amounts: Amounts, said: str) -> Figure:
        """Return the sum of what is known of a column, none if nothing is."""
        known = self.where(amounts.known(), f"有{said}")
        return worked(
            f"{said}之和；都没有的不出数",
            if_any,
            合计=known.total(amounts, said),
            有数的=known.count(),
        )

    def distinct(self, words: Words, said: str) -> Figure:
        """Return how many different words a column has."""
        codes = np.unique(words.codes[self.index])
        value = int(np.count_nonzero(codes >= 0))
        return _Distinct(value, f"{self.said}的不同{said}个数", self, words)

    def listed(self, words: Words, said: str) -> Figure:
        """Return the different words of a column, in the column's order."""
        codes = np.unique(words.codes[self.index]).tolist()
        value = tuple(words.values[code] for code in codes if code >= 0)
        return _Listed(value, f"{self.said}的不同{said}", self, words)

    def first(self, days: Days, said: str) -> Figure:
        """Return the earliest day of a column, none if there is none."""
        return self._day(days, min, f"{self.said}的最早{said}")

    def last(self, days: Days, said: str) -> Figure:
        """Return the latest day of a column, none if there is none."""
        return self._day(days, max, f"{self.said}的最晚{said}")

    def greatest(self, amounts: Amounts, said: str) -> Figure:
        """Return the greatest number of a column, none if there is none."""
        units = amounts.units[amounts.known_at(self.index)]
        value = amounts.number(int(units.max())) if len(units) else None
        return _Extreme(value, f"{self.said}的最大{said}", self, amounts, max)

    def _day(self, days: Days, choose: Callable[..., int], formula: str) -> Figure:
        ordinals = days.ordinals[self.index]
        ordinals = ordinals[ordinals > 0]
        place = int(ordinals.min() if choose is min else ordinals.max()) if len(ordinals) else 0
        value = Days(np.array([place])).at(0)
        return _Extreme(value, formula, self, days, choose)


class Groups:
    """Records grouped by words.

    Args:
        rows: the records.
        index: their places; several times where a record stands in several groups.
        codes: the group of each place, -1 for none.
        values: the words of the groups.
    """

    def __init__(
        self,
        rows: Rows,
        index: Index,
        codes: np.ndarray[tuple[int], np.dtype[np.int32]],
        values: tuple[str, ...],
    ) -> None:
        self.rows = rows
        self.index = index
        self.codes = codes
        self.values = values

    def __getitem__(self, word: str | None) -> Rows:
        """Return the records of one group; they are looked for when they are needed."""
        return self._rows(self._places[word], word)

    @cached_property
    def _places(self) -> Mapping[str | None, int]:
        return {**{word: code for code, word in enumerate(self.values)}, None: -1}

    def words(self, at_least: int = 1) -> list[str | None]:
        """Return the words of the groups that have so many records, None last if it is one."""
        there = np.bincount(self.codes + 1, minlength=len(self.values) + 1)
        found: list[str | None] = [
            value for code, value in enumerate(self.values, start=1) if there[code] >= at_least
        ]
        return [*found, None] if there[0] >= at_least else found

    def where(self, mask: Mask, said: str) -> Groups:
        """Return the groups with those of their records for which a mask over the table holds."""
        kept = mask[self.index]
        rows = Rows(
            self.rows.table, lambda: np.unique(self.index[kept]), f"{self.rows.said}，{said}"
        )
        return Groups(rows, self.index[kept], self.codes[kept], self.values)

    def count(self, said: str = "") -> Counts:
        """Return how many records each group has, 0 as well."""
        unit = self.rows.table.unit
        formula = f"{said or self.rows.said}的{unit[1:]}{unit[0]}数"
        counts = np.bincount(self.codes + 1, minlength=len(self.values) + 1).tolist()
        return _Each(
            self._places,
            lambda code, word: _Counted(counts[code + 1], formula, self._find(code, word)),
        )

    def total(self, amounts: Amounts, said: str) -> Counts:
        """Return the sum of a column in each group; what is not known adds nothing."""
        index, codes = amounts.known_at(self.index), self.codes
        if amounts.is_known is not None:
            codes = codes[amounts.is_known[self.index]]
        sums = _sums(codes + 1, amounts.units[index], len(self.values) + 1)
        formula = f"{self.rows.said}的{said}之和"
        return _Each(
            self._places,
            lambda code, word: _Summed(
                amounts.number(sums[code + 1]), formula, self._find(code, word), amounts
            ),
        )

    def distinct(self, words: Words, said: str) -> Counts:
        """Return how many different words another column has in each group."""
        other = words.codes[self.index]
        known = other >= 0
        width = len(words.values) or 1
        pairs = np.unique((self.codes[known].astype(np.int64) + 1) * width + other[known])
        counts = np.bincount(pairs // width, minlength=len(self.values) + 1).tolist()
        formula = f"{self.rows.said}的不同{said}个数"
        return _Each(
            self._places,
            lambda code, word: _Distinct(counts[code + 1], formula, self._find(code, word), words),
        )

    def greatest(self, amounts: Amounts, said: str) -> Counts:
        """Return the greatest number of a column in each group, none if there is none."""
        known = amounts.known()[self.index]
        best = np.full(len(self.values) + 1, _LEAST)
        np.maximum.at(best, self.codes[known] + 1, amounts.units[self.index[known]])
        formula = f"{self.rows.said}的最大{said}"
        return _Each(
            self._places,
            lambda code, word: _Extreme(
                None if best[code + 1] == _LEAST else amounts.number(int(best[code + 1])),
                formula,
                self._find(code, word),
                amounts,
                max,
            ),
        )

    def first(self, days: Days, said: str) -> Counts:
        """Return the earliest day of a column in each group, none if there is none."""
        known = days.known()[self.index]
        best = np.full(len(self.values) + 1, _EXACT)
        np.minimum.at(best, self.codes[known] + 1, days.ordinals[self.index[known]])
        formula = f"{self.rows.said}的最早{said}"
        return _Each(
            self._places,
            lambda code, word: _Extreme(
                None if best[code + 1] == _EXACT else dt.date.fromordinal(int(best[code + 1])),
                formula,
                self._find(code, word),
                days,
                min,
            ),
        )

    def last(self, days: Days, said: str) -> Counts:
        """Return the latest day of a column in each group, none if there is none."""
        best = np.zeros(len(self.values) + 1, np.int32)
        np.maximum.at(best, self.codes + 1, days.ordinals[self.index])
        formula = f"{self.rows.said}的最晚{said}"
        return _Each(
            self._places,
            lambda code, word: _Extreme(
                dt.date.fromordinal(int(best[code + 1])) if best[code + 1] else None,
                formula,
                self._find(code, word),
                days,
                max,
            ),
        )

    def each(self, measure: Callable[[Rows], Figure]) -> Counts:
        """Return what is measured of the records of each group that has some."""
        return {word: measure(self[word]) for word in self.words()}

    def _find(self, code: int, word: str | None) -> Callable[[], Rows]:
        """Return what finds the records of a group, for a figure that is opened."""
        return partial(self._rows, code, word)

    def _rows(self, code: int, word: str | None) -> Rows:
        said = f"{self.rows.said}，{'没有归类' if word is None else word}"
        return Rows(self.rows.table, lambda: self.index[self.codes == code], said)

    def counted(self, said: str) -> Rows:
        """Return the records of all groups, each once, called so."""
        return Rows(self.rows.table, lambda: np.unique(self.index), said)


class _Each(Mapping[str | None, Figure]):
    """The figures of all groups, each made when it is first asked for: there may be very many."""

    def __init__(
        self, places: Mapping[str | None, int], make: Callable[[int, str | None], Figure]
    ) -> None:
        self._places = places
        self._make = make
        self._made: dict[str | None, Figure] = {}

    def __getitem__(self, word: str | None) -> Figure:
        if word not in self._made:
            self._made[word] = self._make(self._places[word], word)
        return self._made[word]

    def __iter__(self) -> Iterator[str | None]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _OfRows(Figure):
    """A figure that is counted from records; those of a group are looked for when it is opened."""

    __slots__ = ("_rows",)

    def __init__(self, value: Value, formula: str, rows: Rows | Callable[[], Rows]) -> None:
        self.value = value
        self.formula = formula
        self._rows = rows

    @property
    def rows(self) -> Rows:
        return self._rows() if callable(self._rows) else self._rows

    def _each(self, at: Callable[[int], Value]) -> Iterator[tuple[Record, Value]]:
        rows = self.rows
        for place in rows.index.tolist():
            value = at(place)
            if value is not None:
                yield rows.table.record(place), value


class _Counted(_OfRows):
    __slots__ = ()

    def again(self) -> Value:
        return sum(1 for _ in self.rows.index)

    def records(self) -> Iterator[tuple[Record, Value]]:
        return self._each(lambda _: 1)


class _Summed(_OfRows):
    __slots__ = ("_amounts",)

    def __init__(
        self, value: Value, formula: str, rows: Rows | Callable[[], Rows], amounts: Amounts
    ) -> None:
        super().__init__(value, formula, rows)
        self._amounts = amounts

    def again(self) -> Value:
        zero = self._amounts.number(0)
        values = (self._amounts.at(place) for place in self.rows.index.tolist())
        return sum((value for value in values if value is not None), zero)

    def records(self) -> Iterator[tuple[Record, Value]]:
        return self._each(self._amounts.at)


class _Distinct(_OfRows):
    __slots__ = ("_words",)

    def __init__(
        self, value: Value, formula: str, rows: Rows | Callable[[], Rows], words: Words
    ) -> None:
        super().__init__(value, formula, rows)
        self._words = words

    def again(self) -> Value:
        return len({self._words.at(place) for place in self.rows.index.tolist()} - {None})

    def records(self) -> Iterator[tuple[Record, Value]]:
        return self._each(self._words.at)


class _Listed(_Distinct):
    __slots__ = ()

    def again(self) -> Value:
        found = {self._words.at(place) for place in self.rows.index.tolist()}
        return tuple(word for word in self._words.values if word in found)


class _Extreme(_OfRows):
    __slots__ = ("_choose", "_column")

    def __init__(
        self,
        value: Value,
        formula: str,
        rows: Rows | Callable[[], Rows],
        column: Amounts | Days,
        choose: Callable[..., Value],
    ) -> None:
        super().__init__(value, formula, rows)
        self._column = column
        self._choose = choose

    def again(self) -> Value:
        return self._choose((value for _, value in self.records()), default=None)

    def records(self) -> Iterator[tuple[Record, Value]]:
        return self._each(self._column.at)


def _sum(units: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """Return an exact sum."""
    if not len(units) or int(np.abs(units).max()) < 2**62 // len(units):
        return int(units.sum())
    return sum(units.tolist())


def _sums(
    codes: np.ndarray[tuple[int], np.dtype[np.int32]],
    units: np.ndarray[tuple[int], np.dtype[np.int64]],
    size: int,
) -> list[int]:
    """Return the exact sum of the units of each code."""
    if not len(units):
        return [0] * size
    if int(np.abs(units).max()) < _EXACT // len(units):
        return [int(one) for one in np.bincount(codes, units, size).tolist()]
    if int(np.abs(units).max()) < 2**62 // len(units):
        sums = np.zeros(size, np.int64)
        np.add.at(sums, codes, units)
        return [int(one) for one in sums.tolist()]
    exact = [0] * size
    for code, unit in zip(codes.tolist(), units.tolist(), strict=True):
        exact[code] += unit
    return exact
