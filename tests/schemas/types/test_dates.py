"""Days and times in the spellings of paper, spreadsheets and programs; Beijing time throughout."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from csdforms.schemas.types import Clock, Day, FieldType, Minute, Moment, Month, Refused

DAY = dt.date(2026, 3, 5)
UTC = dt.UTC
at = dt.datetime.fromisoformat
AT = at("2026-03-05 14:05")


@pytest.mark.parametrize(
    "written",
    ["2026-03-05", "2026-3-5", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年03月05日",
     "2026 年 3 月 5 日", "20260305", "２０２６－３－５", "二〇二六年三月五日",
     "二零二六年三月五日", "二○二六年三月五日", " 2026-03-05 ", "2026-03-05 00:00",
     "2026-03-05T00:00:00", "2026-03-04T16:00:00Z", "2026-03-05T00:00:00+08:00", 20260305,
     20260305.0, 46086, 46086.0, Decimal("46086.0"), DAY, at("2026-03-05"),
     at("2026-03-04 16:00+00:00")],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(written: object) -> None:
    day = Day().accept(written)
    assert (day, type(day)) == (DAY, dt.date)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二六年十月十日", dt.date(2026, 10, 10)),
        ("二〇二五年十二月二十五日", dt.date(2025, 12, 25)),
        ("二〇二五年十一月三十日", dt.date(2025, 11, 30)),
        ("2024-2-29", dt.date(2024, 2, 29)),
        (7306, dt.date(1920, 1, 1)),
        (73415, dt.date(2100, 12, 31)),
        (45292, dt.date(2024, 1, 1)),
    ],
)
def test_chinese_numerals_leap_days_and_serials(written: object, day: dt.date) -> None:
    assert Day().accept(written) == day


@pytest.mark.parametrize(
    "written",
    ["26-3-5", "3/5/2026", "5.3.2026", "05-03-2026", "2026-13-01", "2026-02-30", "2025-2-29",
     "2026-03", "2026", "三月二十五六日", "2026年三月二十五六日", "2026-03-055", "202603051",
     "今天", "不详", "", "2026-03-05 14:05", "2026-03-05 24:00", "0226-03-05", "9999-12-31",
     "0000-01-01", "٢٠٢٦-٠٣-٠٥", "2026-03-05 99", "2026-03-05 abc", 2026, 46086.5, 7305, 73416,
     80000, 2026.3, True, None, [2026, 3, 5], 10**400, float("nan"), float("inf"),
     Decimal("NaN"), Decimal("sNaN"), Decimal("1E+400"), at("2026-03-05 14:05"),
     at("2026-03-05 00:00+00:00"), dt.date(226, 3, 5), dt.date.max, dt.time(14, 5)],
)  # fmt: skip
def test_what_is_no_single_day_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Day().accept(written)


@pytest.mark.parametrize("kind", [Moment(), Minute()])
@pytest.mark.parametrize(
    "written",
    ["2026-03-05 14:05", "2026-3-5 14:05", "2026/3/5 14:05:00", "2026年3月5日14:05",
     "2026年3月5日 14时05分", "2026年3月5日14点5分", "2026年3月5日下午2点05分", "2026.3.5 下午2:05",
     "2026年3月5日，14：05", "20260305 14:05", "2026-03-05T14:05", "2026-03-05T14:05:00.250",
     "2026-03-05T06:05:00Z", "2026-03-05T06:05:00.000z", "2026-03-05T14:05+08:00",
     "2026-03-05 01:05 -0500", "二〇二六年三月五日十四时五分", AT,
     at("2026-03-05 06:05+00:00"), 46086.586805555555, Decimal("46086.58680556")],
)  # fmt: skip
def test_a_moment_is_read_in_every_usual_spelling(kind: Moment, written: object) -> None:
    assert kind.accept(written) == AT
    assert kind.accept(written).tzinfo is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-05 24:00", at("2026-03-06")),
        ("2026-12-31 24:00", at("2027-01-01")),
        ("2026-03-05 0:00", at("2026-03-05")),
        ("2026-03-05 14:05:09", at("2026-03-05 14:05:09")),
        ("2026-03-05 14时", at("2026-03-05 14:00")),
        ("2026-03-05 3点半", at("2026-03-05 03:30")),
        ("2026-03-05 下午3点半", at("2026-03-05 15:30")),
        ("2026-03-05 下午3点整", at("2026-03-05 15:00")),
        ("2026-03-05 上午9:30", at("2026-03-05 09:30")),
        ("2026-03-05 中午12点", at("2026-03-05 12:00")),
        ("2026-03-05 中午1点", at("2026-03-05 13:00")),
        ("2026-03-05 下午12:30", at("2026-03-05 12:30")),
        ("2026-03-05 晚上8点", at("2026-03-05 20:00")),
        ("2026-03-05 晚上20:00", at("2026-03-05 20:00")),
        ("2026-03-05 凌晨2点", at("2026-03-05 02:00")),
    ],
)
def test_midnight_halves_and_seconds(written: str, moment: dt.datetime) -> None:
    assert Minute().accept(written) == moment


@pytest.mark.parametrize("written", ["晚上12点", "晚上1点", "上午12:30", "凌晨12点", "上午14:05"])
def test_a_time_that_may_be_one_of_two_is_not_guessed(written: str) -> None:
    with pytest.raises(Refused, match="24 小时制"):
        Moment().accept(f"2026-03-05 {written}")


@pytest.mark.parametrize(
    "written",
    ["2026-03-05 25:00", "2026-03-05 24:01", "2026-03-05 14:60", "2026-03-05 14:05:60",
     "2026-03-05 14", "2026-03-0514:05", "202603051:05", "20260305140500", "2026-03-05 14:05+99:99",
     "2026-03-05 +08:00", "2026-03-05 14:05 CST", "14:05", "2200-01-01 00:00", "1799-12-31 10:00",
     "0001-01-01T00:00:00+14:00", "9999-12-31 24:00", at("9999-12-31 23:59"),
     at("0001-01-01 00:00"), at("0001-01-01 00:00+14:00"), "下午", True, None],
)  # fmt: skip
def test_what_is_no_moment_is_refused(written: object) -> None:
    for kind in (Moment(), Minute()):
        with pytest.raises(Refused):
            kind.accept(written)


@pytest.mark.parametrize("written", ["2026-03-05", DAY, 46086, 46086.0, 20260305, "2026年3月5日"])
def test_a_day_alone_is_a_moment_only_where_the_time_may_be_unknown(written: object) -> None:
    assert Moment().accept(written) == at("2026-03-05")
    with pytest.raises(Refused, match="还要填时刻"):
        Minute().accept(written)


def test_moments_are_printed_as_on_paper() -> None:
    assert Day().show(DAY) == "2026年3月5日"
    assert Moment().show(AT) == "2026年3月5日 14:05"
    assert Moment().show(AT.replace(second=9)) == "2026年3月5日 14:05:09"
    assert Moment().show(at("2026-03-05")) == "2026年3月5日"
    assert Minute().show(at("2026-03-05")) == "2026年3月5日 00:00"


@pytest.mark.parametrize(
    ("written", "time"),
    [("14:05", dt.time(14, 5)), ("14：05", dt.time(14, 5)), ("下午2:05", dt.time(14, 5)),
     ("14时5分", dt.time(14, 5)), ("9点", dt.time(9)), ("0:00", dt.time()), (0.5, dt.time(12)),
     (Decimal("0.75"), dt.time(18)), (dt.time(14, 5, 9, 250), dt.time(14, 5, 9))],
)  # fmt: skip
def test_a_time_of_day_is_read(written: object, time: dt.time) -> None:
    assert Clock().accept(written) == time
    assert Clock().accept(Clock().show(time)) == time


@pytest.mark.parametrize(
    "written",
    ["24:00", "25:00", "14", 14, 1.5, -0.5, 0.9999999, float("nan"), Decimal("NaN"), True, None,
     "", dt.time(14, 5, tzinfo=UTC)],
)  # fmt: skip
def test_what_is_no_time_of_one_day_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Clock().accept(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03",
        "2026-3",
        "2026年3月",
        "2026/3",
        "2026.03",
        "２０２６年３月",
        "二〇二六年三月",
        DAY,
        AT,
    ],
)
def test_a_month_is_read(written: object) -> None:
    assert Month().accept(written) == "2026-03"
    assert Month().show("2026-03") == "2026年3月"


@pytest.mark.parametrize(
    "written", ["2026-13", "2026-00", "2026", "3月", "٢٠٢٦-٠٣", 2026.3, 202603, True, None, ""]
)
def test_what_is_no_month_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Month().accept(written)


@pytest.mark.parametrize("kind", [Day(), Moment(), Minute()], ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("year", [1799, 2200])
def test_years_out_of_reach_are_named(kind: FieldType[dt.date], year: int) -> None:
    with pytest.raises(Refused, match="1800 与 2199"):
        kind.accept(f"{year}-03-05 00:00")


@pytest.mark.parametrize("text", ["46086", "46086.0"])
def test_a_serial_that_arrives_as_text_is_a_day_too(text: str) -> None:
    assert Day().accept(text) == dt.date(2026, 3, 5)


def test_what_ends_may_end_at_twenty_four_hours() -> None:
    assert Clock(ends=True).accept("24:00") == dt.time()
    assert Clock(ends=True).accept("23:59") == dt.time(23, 59)
    with pytest.raises(Refused):
        Clock(ends=True).accept("24:01")


def test_times_and_months_are_published_as_they_are_stored() -> None:
    clock, month = Clock(), Month()
    stored = clock.encode(clock.accept("9:05")), month.encode(month.accept("2026年3月"))
    assert stored == ("09:05:00", "2026-03")
    patterns = [kind.json_schema()["pattern"] for kind in (clock, month)]
    assert all(map(re.fullmatch, patterns, stored))
