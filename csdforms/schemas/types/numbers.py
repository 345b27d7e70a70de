"""Numbers: whole numbers, quantities, money and percentages."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, text_of
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["Average", "Integer", "Money", "Percent", "Quantity", "Rate", "in_words", "rounded"]

#: A number with optional sign, thousands separators, and a unit in words behind it (3台).
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([^\d\s.,]{0,4})", re.ASCII)
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|¥|￥)\s*|\s*(?:元整|圆整|元|圆)$", re.IGNORECASE)
#: Units that may stand behind a number; 3万, 3%, 3个月, 3打 and 3人左右 are no 3.
_UNIT = r"[^%‰万亿千百十打双对年月周天日时分秒余多半约左右+\-*/=]*"
_PLAIN_DIGITS = 12  # what shortcuts look at has no more of them: fewer than any type takes
_PLAIN_LIMIT = 10**_PLAIN_DIGITS
_PLAIN_WHOLE = re.compile(rf"[0-9]{{1,{_PLAIN_DIGITS}}}")
_CENT = Decimal("0.01")
_THOUSAND = len("1000")  # from here on, commas stand between the digits
_DIGITS_LIMIT = 28  # decimal arithmetic is exact up to here
_WHOLE_LIMIT = 18


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up, as on paper; negative amounts away from zero, and there is no ``-0.00``."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def _decimal(given: object, expected: str, *, unit: str = "") -> Decimal:
    """Read a number; ``unit`` says which words may follow it (a pattern), none by default."""
    if isinstance(given, Decimal):
        value = given
    elif isinstance(given, float):
        value = Decimal(str(given))
    else:
        match = _NUMBER.fullmatch(text_of(given, expected))
        if not match or not re.fullmatch(unit, match[2]):
            raise Refused(f"应填{expected}。")
        value = Decimal(match[1].replace(",", ""))
    if not value.is_finite():
        raise Refused(f"应填{expected}。")
    if not -_DIGITS_LIMIT <= value.adjusted() < _WHOLE_LIMIT:
        raise Refused(f"数字太大或太小，整数部分最多 {_WHOLE_LIMIT} 位。")
    if len(value.as_tuple().digits) > _DIGITS_LIMIT:
        raise Refused(f"数字太长，最多 {_DIGITS_LIMIT} 位。")
    return value + 0  # there is no -0


def _digits(given: object) -> str:
    """Return what is no text as Python prints it, if that may be digits."""
    kind = type(given)
    if kind is float or kind is Decimal:
        return str(given)
    # The largest whole numbers Python does not print.
    return str(given) if type(given) is int and 0 <= given < _PLAIN_LIMIT else ""


class _Number(FieldType[Decimal]):
    """What the decimal types share: bounds and places."""

    deciding = FieldType.deciding | {"within"}
    places: int
    #: Whether more decimals than are printed are taken.
    rounds: ClassVar[bool] = False
    #: Whether a value has two decimals in any case.
    cents: ClassVar[bool] = False

    def __init__(self, low: Decimal | int | None = 0, high: Decimal | int | None = None) -> None:
        self.low = low
        self.high = high

    def within(self, value: Decimal) -> Decimal:
        if self.low is not None and value < self.low:
            raise Refused(f"不能小于 {self.low}。")
        if self.high is not None and value > self.high:
            raise Refused(f"不能大于 {self.high}。")
        return value

    @functools.cached_property
    def _pattern(self) -> str:
        """What an everyday number looks like: digits, a point, not more digits than it takes."""
        places = _PLAIN_DIGITS if self.rounds else self.places
        part = rf"(?:\.[0-9]{{1,{places}}})?" if places else ""
        return f"[0-9]{{1,{_PLAIN_DIGITS}}}{part}"

    @functools.cached_property
    def plain(self) -> Callable[[object], Decimal | None]:
        # One function for each box, since it reads every cell of a column: what is looked up
        # here once need not be looked up there.
        low, high, cents = self.low, self.high, self.cents
        is_plain = re.compile(self._pattern).fullmatch

        def plain(given: object) -> Decimal | None:
            text = given if type(given) is str else _digits(given)
            if not is_plain(text):
                return None
            value = Decimal(text)
            if cents and text[-3:-2] != ".":
                value = value.quantize(_CENT)
            if low and value < low:  # there is no sign
                return None
            return None if high is not None and value > high else value

        return plain

    def plain_column(self, given: Sequence[Any]) -> Sequence[Decimal] | None:
        if not set(map(type, given)) <= {str, float}:
            return super().plain_column(given)
        texts = list(map(str, given))
        if not self._is_plain_column("\n".join(texts)):
            return super().plain_column(given)
        values = list(map(Decimal, texts))
        if self.cents and any(text[-3:-2] != "." for text in texts):
            values = [value.quantize(_CENT) for value in values]
        below = self.low and min(values) < self.low
        above = self.high is not None and max(values) > self.high
        return None if below or above else values

    @functools.cached_property
    def _is_plain_column(self) -> Callable[[str], object]:
        return re.compile(f"(?:{self._pattern}\n)*{self._pattern}").fullmatch

    def encode(self, value: Decimal) -> str:
        text = str(value)
        return format(value, "f") if "E" in text else text

    def json_schema(self) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "number"}
        if self.low is not None:
            number["minimum"] = float(self.low)
        if self.high is not None:
            number["maximum"] = float(self.high)
        return {"anyOf": [number, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}


class Money(_Number):
    """An amount in yuan (CNY) with at most two decimals, printed ``1,409.50``.

    Accepts ``￥1,409.50元`` and ``3.5万元``. The face ``words`` prints 大写金额 after the rules for
    bank notes (人民币 directly before, 整 after 元).
    """

    kind: ClassVar[str] = "金额（元）"
    disclosure = Disclosure.AMOUNT
    places = 2
    cents = True

    def accept(self, given: object) -> Decimal:
        if isinstance(given, str):
            given = _CURRENCY.sub("", _CURRENCY.sub("", text_of(given, "金额")))
        factor = Decimal(1)
        if isinstance(given, str) and given[-1:] in {"万", "亿"}:
            factor = Decimal(10_000 if given[-1] == "万" else 100_000_000)
            given = given[:-1].rstrip()
        value = _decimal(given, "金额，例如 1,409.50") * factor
        if value != rounded(value, 2):
            raise Refused("金额最多两位小数（到分）。")
        if abs(value) >= Decimal(10) ** 14:
            raise Refused("金额太大，整数部分最多 14 位。")
        return self.within(rounded(value, 2))

    plain = _Number.plain
    plain_column = _Number.plain_column

    def show(self, value: Decimal) -> str:
        text = str(value)
        # What has two decimals already need not be rounded; -0.00 must lose its sign.
        if text[-3:-2] != "." or text[0] == "-":
            return f"{rounded(value, 2):,.2f}"
        return text if len(text) < len("1000.00") else f"{value:,}"

    def faces(self) -> Mapping[str, Callable[[Decimal | None], str]]:
        return {"words": lambda value: "" if value is None else in_words(value)}


class Quantity(_Number):
    """A count or measure that may have decimals; a unit behind it (``3台``) is let go."""

    kind: ClassVar[str] = "数量"
    disclosure = Disclosure.OPEN

    def __init__(
        self,
        low: Decimal | int | None = 0,
        high: Decimal | int | None = None,
        *,
        places: int = 4,
        unit: str = "",
    ) -> None:
        super().__init__(low, high)
        self.places = places
        self.unit = unit  # the only one that may be typed behind the number, is not printed

    def accept(self, given: object) -> Decimal:
        value = _decimal(
            given, "数字，例如 3 或 2.5", unit=f"(?:{self.unit})?" if self.unit else _UNIT
        )
        if value != rounded(value, self.places):
            raise Refused(f"最多 {self.places} 位小数。")
        return self.within(value)

    plain = _Number.plain
    plain_column = _Number.plain_column

    def show(self, value: Decimal) -> str:
        text = str(value)
        if len(text) < _THOUSAND and text.isdecimal():
            return text
        whole, _, part = f"{rounded(value, self.places):,f}".partition(".")
        part = part.rstrip("0")
        return f"{whole}.{part}" if part else whole


class Average(_Number):
    """A mean with a fixed number of decimals, rounded half up; a mean of nothing prints ``—``."""

    kind: ClassVar[str] = "平均值"
    disclosure = Disclosure.OPEN
    rounds = True
    absent: ClassVar[str] = "—"

    def __init__(
        self, places: int = 1, *, low: int = 0, high: int | None = None, unit: str = ""
    ) -> None:
        super().__init__(low, high)
        self.places = places
        self.unit = unit  # may be typed behind the number, is not printed

    def accept(self, given: object) -> Decimal:
        return self.within(_decimal(given, "数字，例如 6.4", unit=f"(?:{self.unit})?"))

    plain = _Number.plain
    plain_column = _Number.plain_column

    def show(self, value: Decimal) -> str:
        return f"{rounded(value, self.places):,f}"


class Percent(_Number):
    """A share or rate: a fraction in the data (``0.0523``), ``5.23%`` on paper.

    A bare number is the fraction, as the published schema says; with ``%`` it is the percentage.
    """

    kind: ClassVar[str] = "百分比"
    disclosure = Disclosure.OPEN
    places = 4
    rounds = True

    def accept(self, given: object) -> Decimal:
        text = text_of(given, "百分比").rstrip() if isinstance(given, str) else given
        if isinstance(text, str) and text.endswith("%"):
            return self.within(_decimal(text[:-1].rstrip(), "百分比，例如 5.23%") / 100)
        value = _decimal(text, "百分比，例如 5.23% 或 0.0523")
        if self.high is not None and value > self.high:
            raise Refused(f"应在 0 与 1 之间；若是百分之 {value}，请写成 {value}%。")
        return self.within(value)

    plain = _Number.plain
    plain_column = _Number.plain_column

    def show(self, value: Decimal) -> str:
        return f"{rounded(value * 100, 2):,f}%"


class Rate(Percent):
    """A percentage that follows from other figures; where it divides by nothing it prints ``—``."""

    absent: ClassVar[str] = "—"


class Integer(FieldType[int]):
    """A whole number; ``3.0`` from a spreadsheet and ``3件`` are 3."""

    kind: ClassVar[str] = "整数"
    disclosure = Disclosure.OPEN

    def __init__(self, low: int | None = 0, high: int | None = None, *, unit: str = "") -> None:
        self.low = low
        self.high = high
        self.unit = unit

    def accept(self, given: object) -> int:
        value = _decimal(given, "整数", unit=f"(?:{self.unit})?" if self.unit else _UNIT)
        if value != value.to_integral_value():
            raise Refused("应填整数，不能有小数。")
        if self.low is not None and value < self.low:
            raise Refused(f"不能小于 {self.low}。")
        if self.high is not None and value > self.high:
            raise Refused(f"不能大于 {self.high}。")
        return int(value)

    def plain(self, given: object) -> int | None:
        text = given if type(given) is str else _digits(given).removesuffix(".0")
        if not _PLAIN_WHOLE.fullmatch(text):
            return None
        value = int(text)
        if self.low and value < self.low:
            return None
        return None if self.high is not None and value > self.high else value

    def show(self, value: int) -> str:
        return f"{value:,}{self.unit}"

    def json_schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "integer"}
        if self.low is not None:
            schema["minimum"] = self.low
        if self.high is not None:
            schema["maximum"] = self.high
        return schema


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def in_words(amount: Decimal) -> str:
    """Return an amount in yuan as 大写金额, as the payment rules for bank notes want it.

    人民币 stands directly before the figure; 整 follows 元, nothing follows 角 or 分; a zero
    between figures is one 零.

    >>> in_words(Decimal("16409.02"))
    '人民币壹万陆仟肆佰零玖元零贰分'
    """
    amount = rounded(amount, 2)
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = _integer_in_words(yuan) + "元" if yuan else ""
    if jiao:
        if yuan and yuan % 10 == 0:
            words += "零"
        words += f"{_DIGITS[jiao]}角"
    if fen:
        words += ("零" if yuan and not jiao else "") + f"{_DIGITS[fen]}分"
    if not cents:
        words = (words or "零元") + "整"
    return f"人民币{'负' if amount < 0 else ''}{words}"


def _integer_in_words(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            words = _integer_in_words(high) + name
            if low:
                words += ("零" if low < unit // 10 else "") + _integer_in_words(low)
            return words
    return _DIGITS[number]
