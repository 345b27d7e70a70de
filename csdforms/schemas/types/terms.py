"""Terms: a year of account, a period in months, the last day of what may have no end."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, fold, text_of
from csdforms.schemas.types.dates import Day
from csdforms.schemas.types.disclosure import Disclosure
from csdforms.schemas.types.numbers import Integer

__all__ = ["Months", "Until", "Year"]

_YEAR = re.compile(r"([0-9]{4})\s*(?:年度?)?")
_FIRST, _LAST = 1900, 2100
_YEARS = re.compile(r"(?:([0-9]{1,2})|([一两二三四五六七八九十]))\s*(?:年(半)?|周年)")
_NUMERALS = {"两": 2, **{word: number for number, word in enumerate("一二三四五六七八九十", 1)}}
_OPEN = frozenset({"长期", "永久", "无固定期限", "长期有效", "9999-12-31"})


class Year(FieldType[int]):
    """A calendar year of account, printed ``2025年``."""

    kind: ClassVar[str] = "年度"
    disclosure = Disclosure.OPEN

    def accept(self, given: object) -> int:
        match = _YEAR.fullmatch(text_of(given, "年度，例如 2025").removesuffix(".0"))
        if not match or not _FIRST <= int(match[1]) <= _LAST:
            raise Refused("应填四位年度，例如 2025 或 2025年。")
        return int(match[1])

    def show(self, value: int) -> str:
        return f"{value}年"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": _FIRST, "maximum": _LAST}


class Months(Integer):
    """A period in months, printed ``12个月``; years are turned into months (1年, 两年, 1年半)."""

    kind: ClassVar[str] = "月数"

    def __init__(self, low: int | None = 0, high: int | None = None) -> None:
        super().__init__(low, high, unit="个?月")

    def accept(self, given: object) -> int:
        years = _YEARS.fullmatch(fold(given)) if isinstance(given, str) else None
        if years is None:
            return super().accept(given)
        number = int(years[1]) if years[1] else _NUMERALS[years[2]]
        return super().accept(12 * number + (6 if years[3] else 0))

    plain = Integer.plain

    def show(self, value: int) -> str:
        return f"{value:,}个月"


class Until(Day):
    """The last day of a term or document; 长期 means that there is none, and leaves it empty."""

    kind: ClassVar[str] = "截止日期"

    def accept(self, given: object) -> dt.date:
        if isinstance(given, str) and fold(given) in _OPEN:
            return None  # type: ignore[return-value]  # such boxes are always optional
        return super().accept(given)

    plain = Day.plain

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [super().json_schema(), {"const": "长期"}]}
