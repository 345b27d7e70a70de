from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from csdforms.archive.numbers import (
    check_character,
    compact,
    item_number,
    looks_like,
    make,
    read,
    read_item,
)
from csdforms.errors import InvalidNumber

SERIALS = st.integers(1, 999_999)
YEARS = st.integers(1000, 9999)


@pytest.mark.parametrize(
    ("kind", "year", "serial", "number"),
    [
        ("F", 2026, 1, "KH-F-2026-000001-4"),
        ("F", 2026, 236, "KH-F-2026-000236-X"),
        ("Z", 2025, 128, "KH-Z-2025-000128-3"),
        ("G", 2026, 999_999, "KH-G-2026-999999-" + mod_11_2.calc_check_digit("2026999999")),
    ],
)
def test_a_number_is_kind_year_serial_and_check_character(
    kind: str, year: int, serial: int, number: str
) -> None:
    assert make(kind, year, serial) == number
    assert read(number) == number


@given(st.text("0123456789", min_size=1, max_size=20))
def test_the_check_character_is_that_of_iso_7064(digits: str) -> None:
    assert check_character(digits) == mod_11_2.calc_check_digit(digits)


def test_used_up_serials_are_a_clear_error() -> None:
    with pytest.raises(InvalidNumber) as caught:
        make("F", 2026, 1_000_000)
    assert str(caught.value) == (
        "档案号 KH-F-2026-1000000 不对：2026 年的流水号已用完（最多 999999 个），本年不能再建档。"
    )


@pytest.mark.parametrize(
    ("kind", "year", "serial"), [("X", 2026, 1), ("F", 2026, 0), ("F", 2026, -1), ("F", 12026, 1)]
)
def test_what_is_no_kind_year_or_serial_makes_no_number(kind: str, year: int, serial: int) -> None:
    with pytest.raises(InvalidNumber) as caught:
        make(kind, year, serial)
    assert str(caught.value) == (
        f"档案号 KH-{kind}-{year}-{serial} 不对："
        "应写作 KH-F-2026-000001-4 的样子，类别是 F、G 或 Z，年份四位，流水号从 1 起。"
    )


@pytest.mark.parametrize(
    "given_number",
    [
        "kh-f-2026-000236-x",
        "ＫＨ－Ｆ－２０２６－０００２３６－Ｘ",
        "KHF2026000236X",
        "KH F 2026 000236 X",
        " KH-F—2026–000236_X\n",
        "KH-F-2026-000 236-x",
    ],
)
def test_spellings_of_a_number_are_read_as_one(given_number: str) -> None:
    assert looks_like(given_number)
    assert read(given_number) == "KH-F-2026-000236-X"


def test_a_wrong_number_is_said_as_it_was_given() -> None:
    for given_number, reason in [
        ("kh-f-2026-000236-1", "校验码不对，请对照档案逐位核对。"),
        ("kh-f-236", "应写作 KH-F-2026-000001-4 的样子，请对照档案核对。"),
    ]:
        with pytest.raises(InvalidNumber) as caught:
            read(given_number)
        assert str(caught.value) == f"档案号 {given_number} 不对：{reason}"


@given(st.sampled_from("FGZ"), YEARS, SERIALS, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_a_wrong_number(
    kind: str, year: int, serial: int, place: int, digit: int
) -> None:
    number = compact(make(kind, year, serial))
    wrong = f"{number[: 3 + place]}{digit}{number[4 + place :]}"
    if wrong == number:
        assert read(wrong) == make(kind, year, serial)
    else:
        assert looks_like(wrong)
        with pytest.raises(InvalidNumber, match="校验码不对"):
            read(wrong)


@pytest.mark.parametrize(
    "text", ["", "张三", "KH-F-2026", "KH-X-2026-000001-4", "KH-F-2026-00001-4", "a" * 100_000]
)
def test_what_has_another_form_is_no_number(text: str) -> None:
    with pytest.raises(InvalidNumber, match="应写作") as caught:
        read(text)
    assert len(caught.value.given) <= 100


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("KH-F-2026-000001-5", True),
        ("KH-F-20", True),
        ("KH-X-2026-000001-4", True),
        ("KH2026000001-4", True),
        ("KH2019-0007", False),
        ("KH", False),
        ("TS-20260305-001", False),
        ("021-62345678", False),
        ("张三", False),
        ("KH-F-2026-000001-4/3.2-2026-0001", False),
    ],
)
def test_what_is_meant_as_a_file_number_is_told_from_other_things(text: str, meant: bool) -> None:
    assert looks_like(text) is meant


def test_an_item_number_is_that_of_its_file_with_section_year_and_sequence() -> None:
    number = item_number("KH-F-2026-000001-4", "3.2", 2026, 1)
    assert number == "KH-F-2026-000001-4/3.2-2026-0001"
    assert item_number("BM", "3.10", 2026, 9999) == "BM/3.10-2026-9999"
    with pytest.raises(InvalidNumber) as caught:
        item_number("BM", "3.10", 2026, 10_000)
    assert str(caught.value) == (
        "档案号 BM/3.10-2026-10000 不对：这种表单当年的件号已用完（最多 9999 件）。"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("kh-f-2026-000001-4/3.2-2026-0001", "KH-F-2026-000001-4/3.2-2026-0001"),
        ("KHF20260000014／３.２—２０２６—０００１", "KH-F-2026-000001-4/3.2-2026-0001"),
        (" bm / 3.10 - 2026-0001", "BM/3.10-2026-0001"),
    ],
)
def test_spellings_of_an_item_number_are_read_as_one(text: str, number: str) -> None:
    assert read_item(text) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("KH-F-2026-000001-5/3.2-2026-0001", "校验码不对"),
        ("KH-F-2026-000001-4/3.2-2026-1", "件号应写作"),
        ("KH-F-2026-000001-4", "件号应写作"),
        ("/3.2-2026-0001", "件号应写作"),
        ("ABC/3.2-2026-0001", "应写作"),
        ("BM/KH-F-2026-000001-4/3.2-2026-0001", "应写作 KH-F-2026-000001-4 的样子"),
    ],
)
def test_a_wrong_item_number_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidNumber, match=f"不对：{reason}"):
        read_item(text)


def test_a_wrong_item_number_is_said_as_it_was_given() -> None:
    with pytest.raises(InvalidNumber) as caught:
        read_item("kh-f-2026-000001-4/3.2-1")
    assert str(caught.value) == (
        "档案号 kh-f-2026-000001-4/3.2-1 不对："
        "件号应写作 KH-F-2026-000001-4/3.2-2026-0001 的样子，请核对。"
    )


def test_what_nobody_can_see_is_not_shown_in_the_error() -> None:
    with pytest.raises(InvalidNumber) as caught:
        read("KH\u202e-1\x00")
    assert caught.value.given == "KH-1"
