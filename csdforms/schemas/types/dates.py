"""Days, moments, times of day and months.

Everything is Beijing time without a zone; a moment that carries a zone is converted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from csdforms.schemas.types.base import FieldType, Refused, fold, text_of

__all__ = ["Clock", "Day", "Minute", "Moment", "Month", "show_day", "show_moment"]

BEIJING = dt.timezone(dt.timedelta(hours=8))
MIDNIGHT = dt.time()

_EXCEL_EPOCH = dt.datetime(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 7_306, 73_415  # 1920-01-01 to 2100-12-31
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_DAY = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<year8>\d{4})(?P<month8>\d{2})(?P<day8>\d{2})"
)
_TIME = re.compile(
    r"(?P<half>上午|早上|下午|晚上|中午|凌晨)?\s*(?P<hour>\d{1,2})"
    r"(?:\s*[:时点]\s*(?:(?P<minute>\d{1,2})(?:\s*[:分]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?"
    r"|(?P<thirty>半)|整)?)"
)
_ZONE = re.compile(r"(?P<zone>Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_CHINESE_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_LONGEST = 60


def show_day(value: dt.date) -> str:
    """Print a day as ``2026年3月5日``."""
    return f"{value.year:04}年{value.month}月{value.day}日"


def show_moment(value: dt.datetime) -> str:
    """Print a moment as ``2026年3月5日 14:05``, with seconds only where there are any."""
    seconds = f":{value.second:02}" if value.second else ""
    return f"{show_day(value)} {value.hour:02}:{value.minute:02}{seconds}"


def _arabic(text: str) -> str:
    """Write 二〇二六年三月十五日 with Arabic digits."""

    def number(match: re.Match[str]) -> str:
        chars = match[0]
        if "十" not in chars:
            return "".join(_CHINESE_DIGITS[char] for char in chars)
        tens, _, ones = chars.partition("十")
        return (_CHINESE_DIGITS.get(tens, "1") if tens else "1") + _CHINESE_DIGITS.get(ones, "0")

    return _CHINESE_NUMBER.sub(number, text)


def _from_serial(number: float) -> dt.datetime:
    """Read a spreadsheet's serial date (days since 1899-12-30) to the second."""
    if not _EXCEL_FIRST <= number <= _EXCEL_LAST + 1:
        raise Refused("不是日期，应写成 2026-03-05 或 2026年3月5日。")
    moment = _EXCEL_EPOCH + dt.timedelta(days=number, milliseconds=500)
    return moment.replace(microsecond=0)


def _read_day(text: str, expected: str) -> tuple[dt.date, str]:
    """Read the day at the start of the text; return it and what follows."""
    match = _DAY.match(text)
    if not match:
        raise Refused(f"应填{expected}。")
    parts = [match["year"] or match["year8"], match["month"] or match["month8"]]
    parts.append(match["day"] or match["day8"])
    try:
        return dt.date(*map(int, parts)), text[match.end() :].lstrip(" T,，")
    except ValueError:
        raise Refused("没有这一天，请核对年月日。") from None


def _read_time(text: str, expected: str) -> tuple[dt.time, int]:
    """Read a time of day; return it and the days to add (24:00 is the next day's 0:00)."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise Refused(f"应填{expected}。")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    second = int(match["second"] or 0)
    if match["thirty"]:
        minute = 30
    if match["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    elif match["half"] in {"上午", "凌晨"} and hour == 12:
        hour = 0
    if (hour, minute, second) == (24, 0, 0):
        return MIDNIGHT, 1
    try:
        return dt.time(hour, minute, second), 0
    except ValueError:
        raise Refused("没有这个时刻，请核对时和分。") from None


def _local(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is not None:
        moment = moment.astimezone(BEIJING).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _text(given: object, expected: str) -> str:
    text = _arabic(text_of(given, expected))
    if len(text) > _LONGEST:
        raise Refused(f"应填{expected}。")
    return text


class Day(FieldType[dt.date]):
    """A day, printed ``2026年3月5日``.

    Accepts 2026-3-5, 2026/3/5, 2026.3.5, 20260305, 二〇二六年三月五日 and Excel serials; a time of
    day other than midnight is refused rather than dropped.
    """

    kind: ClassVar[str] = "日期"
    _expected = "日期，例如 2026-03-05 或 2026年3月5日"

    def accept(self, given: object) -> dt.date:
        if isinstance(given, dt.datetime):
            return self._only_day(_local(given))
        if isinstance(given, dt.date):
            return given
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            if isinstance(given, int) and given > _EXCEL_LAST:
                return _read_day(str(given), self._expected)[0]
            return self._only_day(_from_serial(given))
        day, rest = _read_day(_text(given, self._expected), self._expected)
        if rest:
            time, days = _read_time(rest, self._expected)
            return self._only_day(dt.datetime.combine(day, time) + dt.timedelta(days=days))
        return day

    @staticmethod
    def _only_day(moment: dt.datetime) -> dt.date:
        if moment.time() != MIDNIGHT:
            raise Refused("这一栏只填日期，不填时刻。")
        return moment.date()

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
    _expected = "日期和时间，例如 2026-03-05 14:05"
    needs_time = False

    def accept(self, given: object) -> dt.datetime:
        if isinstance(given, dt.datetime):
            return _local(given)
        if isinstance(given, dt.date):
            return self._with_time(given)
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            if isinstance(given, int) and given > _EXCEL_LAST:
                return self._with_time(_read_day(str(given), self._expected)[0])
            if isinstance(given, int):
                return self._with_time(_from_serial(given).date())
            return _from_serial(given)
        return self._read(_text(given, self._expected))

    def _read(self, text: str) -> dt.datetime:
        day, rest = _read_day(text, self._expected)
        if not rest:
            return self._with_time(day)
        zone = _ZONE.search(rest)
        clock, days = _read_time(rest[: zone.start()] if zone else rest, self._expected)
        moment = dt.datetime.combine(day, clock) + dt.timedelta(days=days)
        if zone:
            offset = dt.datetime.strptime(zone["zone"].upper(), "%z").tzinfo
            moment = _local(moment.replace(tzinfo=offset))
        return moment

    def _with_time(self, day: dt.date) -> dt.datetime:
        if self.needs_time:
            raise Refused("还要填时刻，例如 2026-03-05 14:05。")
        return dt.datetime.combine(day, MIDNIGHT)

    def show(self, value: dt.datetime) -> str:
        return show_day(value) if value.time() == MIDNIGHT else show_moment(value)

    def encode(self, value: dt.datetime) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class Minute(Moment):
    """A moment whose time of day must be given; midnight prints as ``00:00``."""

    needs_time = True

    def show(self, value: dt.datetime) -> str:
        return show_moment(value)


class Clock(FieldType[dt.time]):
    """A time of day, printed ``14:05``."""

    kind: ClassVar[str] = "时刻"
    _expected = "时刻，例如 14:05"

    def accept(self, given: object) -> dt.time:
        if isinstance(given, dt.time):
            return given.replace(microsecond=0, tzinfo=None)
        if isinstance(given, float) and 0 <= given < 1:  # a spreadsheet's fraction of a day
            return (_EXCEL_EPOCH + dt.timedelta(seconds=round(given * 86_400))).time()
        time, days = _read_time(_text(given, self._expected), self._expected)
        if days:
            raise Refused("24:00 请写成次日的 0:00。")
        return time

    def show(self, value: dt.time) -> str:
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"

    def encode(self, value: dt.time) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "time"}


class Month(FieldType[str]):
    """A month, held as ``2026-03`` and printed ``2026年3月``."""

    kind: ClassVar[str] = "月份"

    def accept(self, given: object) -> str:
        if isinstance(given, (dt.date, dt.datetime)):
            return f"{given:%Y-%m}"
        match = _MONTH.fullmatch(fold(given)) if isinstance(given, str) else None
        if not match or not 1 <= int(match[2]) <= 12:
            raise Refused("应填月份，例如 2026-03 或 2026年3月。")
        return f"{match[1]}-{int(match[2]):02}"

    def show(self, value: str) -> str:
        return f"{value[:4]}年{int(value[5:])}月"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
