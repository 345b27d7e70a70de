"""Days, moments, times of day and months.

Everything is Beijing time without a zone; a moment that carries a zone is converted.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from decimal import Decimal
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, text_of
from csdforms.schemas.types.disclosure import Disclosure

__all__ = ["Clock", "Day", "Minute", "Moment", "Month", "show_day", "show_moment"]

BEIJING = dt.timezone(dt.timedelta(hours=8))
MIDNIGHT = dt.time()

#: Years outside are slips of the pen (0226 for 2026).
_YEARS = range(1800, 2200)
_EXCEL_EPOCH = dt.datetime(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 7_306, 73_415  # 1920-01-01 to 2100-12-31
_DAY_SECONDS = 86_400
_SIXTY = frozenset(range(60))
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_DAY = re.compile(
    r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d{2})(\d{2}))(?:\s*日|(?!\d))",
    re.ASCII,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_TIME = re.compile(
    r"(?P<half>上午|早上|下午|晚上|中午|凌晨)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*"
    r"(?:(?P<minute>\d{1,2})(?:\s*[:分]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?"
    r"|(?P<thirty>半)|整)?",
    re.ASCII,
)
#: The hours that each part of the day may mean; 晚上12点 means none of them for certain.
_HALVES = {
    "凌晨": range(6),
    "早上": range(4, 12),
    "上午": range(12),
    "中午": range(11, 14),
    "下午": range(12, 24),
    "晚上": range(17, 24),
}
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)
#: 2026-03-05 or 2026/03/05, and that with 14:05 or 14:05:00 behind it.
_PLAIN_DAY = re.compile(r"(?:1[89]|2[01])\d\d([-/])\d\d\1\d\d", re.ASCII)
_PLAIN_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_PLAIN_MOMENT = re.compile(rf"{_PLAIN_DAY.pattern}[ T]{_PLAIN_CLOCK.pattern}", re.ASCII)
_PLAIN_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


@functools.lru_cache(maxsize=1024)  # the days of a batch recur
def show_day(value: dt.date) -> str:
    """Print a day as ``2026年3月5日``."""
    return f"{value.year:04}年{value.month}月{value.day}日"


def show_moment(value: dt.datetime) -> str:
    """Print a moment as ``2026年3月5日 14:05``, with seconds only where there are any."""
    seconds = f":{value.second:02}" if value.second else ""
    return f"{show_day(value)} {value.hour:02}:{value.minute:02}{seconds}"


def _text(given: object, expected: str) -> str:
    """Return what was given as text, 二〇二六年三月十五日 with Arabic digits."""
    text = _CHINESE_TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", text_of(given, expected))
    return text.translate(_CHINESE)


def _read(  # noqa: PLR0911 - one way out for each spelling
    given: object, expected: str
) -> tuple[dt.date, dt.timedelta | None]:
    """Read a day, and the time since its midnight if one is given (24:00 is a whole day)."""
    if isinstance(given, dt.datetime):
        return _apart(given)
    if isinstance(given, dt.date):
        return _sensible(given), None
    if isinstance(given, (int, float, Decimal)) and not isinstance(given, bool):
        return _from_number(given, expected)
    text = _text(given, expected)
    if _SERIAL.fullmatch(text) and float(text) < _EXCEL_LAST + 1:
        return _from_number(Decimal(text), expected)
    match = _DAY.match(text)
    if not match:
        raise Refused(f"应填{expected}。")
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise Refused("没有这一天，请核对年月日。") from None
    _sensible(date)
    rest = text[match.end() :].lstrip(" T,")
    if not rest:
        return date, None
    zone = _ZONE.search(rest)
    if not zone:
        return date, _read_time(rest, expected)
    moment = dt.datetime.combine(date, MIDNIGHT) + _read_time(rest[: zone.start()], expected)
    try:
        offset = dt.datetime.strptime(zone[0].upper(), "%z").tzinfo
    except ValueError:
        raise Refused("时区写法不对，北京时间是 +08:00。") from None
    return _apart(moment.replace(tzinfo=offset))


def _sensible(date: dt.date) -> dt.date:
    if date.year not in _YEARS:
        raise Refused(f"年份应在 {_YEARS.start} 与 {_YEARS.stop - 1} 之间，请核对。")
    return date


def _apart(moment: dt.datetime) -> tuple[dt.date, dt.timedelta]:
    """Return the day of a moment in Beijing, and the time since its midnight, to the second."""
    _sensible(moment)
    if moment.tzinfo is not None:
        moment = moment.astimezone(BEIJING).replace(tzinfo=None)
    midnight = dt.datetime.combine(moment, MIDNIGHT)
    return midnight.date(), moment.replace(microsecond=0) - midnight


def _from_number(given: Decimal | float, expected: str) -> tuple[dt.date, dt.timedelta | None]:
    """Read 20260305, or a spreadsheet's serial date (days since 1899-12-30) to the second."""
    number = _float(given)
    whole = number.is_integer()
    if whole and _EXCEL_LAST < number < 10**8:
        return _read(str(int(number)), expected)
    if not _EXCEL_FIRST <= number < _EXCEL_LAST + 1:
        raise Refused("不是日期，应写成 2026-03-05 或 2026年3月5日。")
    day, time = _apart(_EXCEL_EPOCH + dt.timedelta(seconds=round(number * _DAY_SECONDS)))
    return day, None if whole else time


def _float(given: Decimal | float) -> float:
    try:
        return float(given)
    except (OverflowError, ValueError):
        return math.nan


def _read_time(text: str, expected: str) -> dt.timedelta:
    """Read a time of day as the time since midnight; 24:00 is a whole day."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise Refused(f"应填{expected}。")
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["thirty"]:
        minute = 30
    if match["half"]:
        hours = [each for each in (hour, hour + 12) if each in _HALVES[match["half"]]]
        if not hours:
            raise Refused("说不清是几点，请按 24 小时制填写，例如 14:05。")
        hour = hours[0]
    time = dt.timedelta(hours=hour, minutes=minute, seconds=second)
    if not {minute, second} <= _SIXTY or time > dt.timedelta(days=1):
        raise Refused("没有这个时刻，请核对时和分。")
    return time


class Day(FieldType[dt.date]):
    """A day, printed ``2026年3月5日``.

    Accepts 2026-3-5, 2026/3/5, 2026.3.5, 20260305, 二〇二六年三月五日 and Excel serials; a time of
    day other than midnight is refused rather than dropped.
    """

    kind: ClassVar[str] = "日期"

    def __init__(self, *, personal: bool = False) -> None:
        self.personal = personal
        self.disclosure = Disclosure.BIRTH if personal else Disclosure.OPEN

    def mask(self, value: dt.date) -> dt.date | None:
        return None if self.personal else value

    def accept(self, given: object) -> dt.date:
        day, time = _read(given, "日期，例如 2026-03-05 或 2026年3月5日")
        if time:
            raise Refused("这一栏只填日期，不填时刻。")
        return day

    def plain(self, given: object) -> dt.date | None:
        if type(given) is dt.date:
            return given if given.year in _YEARS else None
        if type(given) is not str or not _PLAIN_DAY.fullmatch(given):
            return None
        try:
            return dt.date.fromisoformat(given.replace("/", "-"))
        except ValueError:
            return None

    def show(self, value: dt.date) -> str:
        return show_day(value)

    def encode(self, value: dt.date) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class Moment(FieldType[dt.datetime]):
    """A day with its time where it is known: midnight means that only the day was given.

    Printed ``2026年3月5日 14:05``, or the day alone.
    """

    kind: ClassVar[str] = "日期和时间"
    disclosure = Disclosure.OPEN
    needs_time = False

    def accept(self, given: object) -> dt.datetime:
        day, time = _read(given, "日期和时间，例如 2026-03-05 14:05")
        if time is None and self.needs_time:
            raise Refused("还要填时刻，例如 2026-03-05 14:05。")
        return dt.datetime.combine(day, MIDNIGHT) + (time or dt.timedelta())

    def plain(self, given: object) -> dt.datetime | None:
        if type(given) is dt.datetime:
            whole = given.tzinfo is None and not given.microsecond and not given.fold
            return given if whole and given.year in _YEARS else None
        if type(given) is not str or not _PLAIN_MOMENT.fullmatch(given):
            return None
        try:
            return dt.datetime.fromisoformat(given.replace("/", "-"))
        except ValueError:
            return None

    def show(self, value: dt.datetime) -> str:
        return show_day(value) if value.time() == MIDNIGHT else show_moment(value)

    def encode(self, value: dt.datetime) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        # No ``format``: a date-time of JSON Schema must carry its zone.
        pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"
        return {"type": "string", "pattern": pattern, "description": "北京时间，不带时区"}


class Minute(Moment):
    """A moment whose time of day must be given; midnight prints as ``00:00``."""

    needs_time = True

    def show(self, value: dt.datetime) -> str:
        return show_moment(value)


class Clock(FieldType[dt.time]):
    """A time of day, printed ``14:05``; where something ends, 24:00 may stand for midnight."""

    kind: ClassVar[str] = "时刻"
    disclosure = Disclosure.OPEN
    _expected = "时刻，例如 14:05"

    def __init__(self, *, ends: bool = False) -> None:
        self.ends = ends

    def accept(self, given: object) -> dt.time:
        if isinstance(given, dt.time) and given.tzinfo is None:
            return given.replace(microsecond=0)
        if isinstance(given, (float, Decimal)) and 0 <= (part := _float(given)) < 1:
            time = dt.timedelta(seconds=round(part * _DAY_SECONDS))  # a spreadsheet's part of a day
        else:
            time = _read_time(_text(given, self._expected), self._expected)
        if time.days and not self.ends:
            raise Refused("24:00 请写成次日的 0:00。")
        return (_EXCEL_EPOCH + time).time()

    def plain(self, given: object) -> dt.time | None:
        if type(given) is dt.time:
            whole = given.tzinfo is None and not given.microsecond and not given.fold
            return given if whole else None
        if type(given) is not str or not _PLAIN_CLOCK.fullmatch(given):
            return None
        return dt.time.fromisoformat(given)

    def show(self, value: dt.time) -> str:
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"

    def encode(self, value: dt.time) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$", "description": "北京时间"}


class Month(FieldType[str]):
    """A month, held as ``2026-03`` and printed ``2026年3月``."""

    kind: ClassVar[str] = "月份"
    disclosure = Disclosure.OPEN
    _expected = "月份，例如 2026-03 或 2026年3月"

    def accept(self, given: object) -> str:
        if isinstance(given, dt.date):
            return f"{given.year:04}-{given.month:02}"
        # As a number 2026.1 may be January or October.
        text = _text(given, self._expected) if isinstance(given, str) else ""
        match = _MONTH.fullmatch(text)
        if not match or int(match[2]) not in range(1, 13):
            raise Refused(f"应填{self._expected}。")
        return f"{match[1]}-{int(match[2]):02}"

    def plain(self, given: object) -> str | None:
        return given if type(given) is str and _PLAIN_MONTH.fullmatch(given) else None

    def show(self, value: str) -> str:
        return f"{value[:4]}年{int(value[5:])}月"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
