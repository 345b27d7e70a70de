"""Columns of records, as arrays: words, days, exact amounts.

Money and quantities are whole numbers of their smallest unit, so that sums are exact; days are
ordinals. Every column has one value a record and knows where there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Amounts", "Column", "Days", "Index", "ManyWords", "Mask", "Words"]

Mask: TypeAlias = NDArray[np.bool_]
Index: TypeAlias = NDArray[np.intp]

_NONE = -1
_NO_DAY = 0  # no date has this ordinal


class Words:
    """Texts of which many records share one: a code for each record, -1 for none.

    Args:
        codes: the position of each record's text in ``values``.
        values: the texts, each once.
    """

    def __init__(self, codes: NDArray[Any], values: Sequence[str]) -> None:
        self.codes = codes.astype(np.int32, copy=False)
        self.values = tuple(values)

    @classmethod
    def of(cls, texts: Iterable[str | None], first: Sequence[str] = ()) -> Words:
        """Return the column of these texts; those of a closed list come first, in its order."""
        known = {value: code for code, value in enumerate(first)}
        codes = [_NONE if text is None else known.setdefault(text, len(known)) for text in texts]
        return cls(np.array(codes, np.int32), tuple(known))

    def at(self, row: int) -> str | None:
        """Return the text of a record."""
        code = int(self.codes[row])
        return None if code == _NONE else self.values[code]

    def among(self, rows: Index) -> set[str | None]:
        """Return the texts that these records have, None if one has none."""
        codes = np.unique(self.codes[rows]).tolist()
        return {None if code == _NONE else self.values[code] for code in codes}

    def isin(self, *words: str) -> Mask:
        """Tell which records have one of these texts."""
        among = frozenset(words)
        wanted = [code for code, value in enumerate(self.values) if value in among]
        return np.isin(self.codes, wanted)

    def known(self) -> Mask:
        """Tell which records have a text."""
        mask: Mask = self.codes != _NONE
        return mask


class ManyWords:
    """Texts of which a record may have several.

    Args:
        size: how many records there are.
        rows: for each text of a record the record's place, in ascending order.
        codes: for each of them the text's position in ``values``.
        values: the texts, each once.
    """

    def __init__(
        self, size: int, rows: NDArray[Any], codes: NDArray[Any], values: Sequence[str]
    ) -> None:
        self.size = size
        self.rows = rows.astype(np.intp, copy=False)
        self.codes = codes.astype(np.int32, copy=False)
        self.values = tuple(values)

    @classmethod
    def of(cls, texts: Iterable[Sequence[str] | None], first: Sequence[str] = ()) -> ManyWords:
        """Return the column of these lists of texts; a text counts once for each record."""
        known = {value: code for code, value in enumerate(first)}
        rows: list[int] = []
        codes: list[int] = []
        size = 0
        for size, several in enumerate(texts, start=1):
            for text in dict.fromkeys(several or ()):
                rows.append(size - 1)
                codes.append(known.setdefault(text, len(known)))
        return cls(size, np.array(rows, np.intp), np.array(codes, np.int32), tuple(known))

    def at(self, row: int) -> tuple[str, ...]:
        """Return the texts of a record."""
        first, last = np.searchsorted(self.rows, [row, row + 1])
        return tuple(self.values[code] for code in self.codes[first:last])


class Days:
    """A day for each record, or none."""

    def __init__(self, ordinals: NDArray[Any]) -> None:
        self.ordinals = ordinals.astype(np.int32, copy=False)

    @classmethod
    def of(cls, days: Iterable[dt.date | None]) -> Days:
        """Return the column of these days; of a moment its day."""
        ordinals = [_NO_DAY if day is None else day.toordinal() for day in days]
        return cls(np.array(ordinals, np.int32))

    def at(self, row: int) -> dt.date | None:
        """Return the day of a record."""
        ordinal = int(self.ordinals[row])
        return None if ordinal == _NO_DAY else dt.date.fromordinal(ordinal)

    def between(self, start: dt.date, end: dt.date) -> Mask:
        """Tell which records have a day from ``start`` to ``end``, both included."""
        first, last = start.toordinal(), end.toordinal()
        mask: Mask = (self.ordinals >= first) & (self.ordinals <= last)
        return mask

    def until(self, day: dt.date) -> Mask:
        """Tell which records have a day, and not a later one."""
        mask: Mask = (self.ordinals != _NO_DAY) & (self.ordinals <= day.toordinal())
        return mask

    def after(self, day: dt.date) -> Mask:
        """Tell which records have a later day."""
        mask: Mask = self.ordinals > day.toordinal()
        return mask

    def known(self) -> Mask:
        """Tell which records have a day."""
        mask: Mask = self.ordinals != _NO_DAY
        return mask

    def months(self) -> Words:
        """Return the month of each day, ``2026-03``."""
        days, codes = np.unique(self.ordinals, return_inverse=True)
        texts = [
            None if day == _NO_DAY else dt.date.fromordinal(int(day)).strftime("%Y-%m")
            for day in days
        ]
        small = Words.of(texts)
        return Words(small.codes[codes], small.values)


class Amounts:
    """An exact number for each record, or none.

    Args:
        units: each number times ten to the power of ``places``.
        places: the decimals.
        is_known: tells where there is a number; everywhere by default.
    """

    def __init__(self, units: NDArray[Any], places: int = 0, is_known: Mask | None = None) -> None:
        self.units = units.astype(np.int64, copy=False)
        self.places = places
        self.is_known = is_known

    @classmethod
    def of(cls, values: Iterable[Decimal | int | None], places: int | None = None) -> Amounts:
        """Return the column of these numbers; without ``places`` with as many as they need.

        Raises:
            ValueError: if a number has more decimals.
        """
        given = list(values)
        numbers = [value for value in given if value is not None]
        if places is None:
            places = max((-_exponent(value) for value in numbers), default=0)
        factor = 10**places
        units = [0 if value is None else value * factor for value in given]
        if any(unit != int(unit) for unit in units):
            raise ValueError(f"a number has more than {places} decimals")
        column = np.array([int(unit) for unit in units], np.int64)
        if len(numbers) == len(given):
            return cls(column, places)
        return cls(column, places, np.array([value is not None for value in given], np.bool_))

    def at(self, row: int) -> Decimal | int | None:
        """Return the number of a record."""
        if self.is_known is not None and not self.is_known[row]:
            return None
        return self.number(int(self.units[row]))

    def number(self, units: int) -> Decimal | int:
        """Return so many units as a number."""
        return Decimal(units).scaleb(-self.places) if self.places else units

    def known(self) -> Mask:
        """Tell which records have a number."""
        return np.ones(len(self.units), np.bool_) if self.is_known is None else self.is_known

    def known_at(self, index: Index) -> Index:
        """Return those of some records' places that have a number: what is summed."""
        return index if self.is_known is None else index[self.is_known[index]]

    def above(self, least: Decimal | int) -> Mask:
        """Tell which records have a number greater than this."""
        units = int((Decimal(least).scaleb(self.places)).to_integral_value("ROUND_FLOOR"))
        return self.known() & (self.units > units)


Column: TypeAlias = Words | ManyWords | Days | Amounts


def _exponent(value: Decimal | int) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0
