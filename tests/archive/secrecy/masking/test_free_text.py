"""Free text for somebody without the right (archive.md §4.4; M02, M04)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.secrecy.masking.free_text import hide_numbers


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("请打13812341234。", "请打138****1234。"),
        ("138 1234 1234", "138****1234"),
        ("甲13812341234乙13912345678丙", "甲138****1234乙139****5678丙"),
        (
            "由 li@example.com 抄送 wu@example.org 各一",
            "由 l***@example.com 抄送 w***@example.org 各一",
        ),
        ("138-1234-1234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("一三八一二三四一二三四", "138****1234"),
        ("幺三八幺二三四幺二三四", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("021-62345678转8001 找他", "021-****78 找他"),
        ("座机(021)62345678", "座机021-****78"),
        ("致电62345678", "致电****"),
        ("身份证310199198906140023。", "身份证310***********0023。"),
        ("31010519491231002x", "310***********002X"),
        ("老证310199890614002", "老证310***********4002"),
        ("护照号E12345678", "护照号E****"),
        ("卡号6222 0212 3456 7890 123", "卡号****0123"),
        ("li.xiaolan@example.com", "l***@example.com"),
        ("邮箱：ａｂ＠qq．com", "邮箱：a***@qq.com"),
        ("138\u200b1234\u200b1234", "138****1234"),
        ("2026-03-05 13812341234", "****1234"),
        ("3-5 13812341234", "****"),
    ],
)
def test_m04_numbers_in_free_text(given: str, shown: str) -> None:
    assert hide_numbers(given) == shown


@pytest.mark.parametrize(
    "text",
    ["投诉编号 TS-20260305-001", "2026-03-05 14:05 到店", "共 1,409.50 元", "型号 690123456789",
     "一共十二三四件", "", "内容\n两行"],
)  # fmt: skip
def test_what_is_nobodys_number_stays(text: str) -> None:
    assert hide_numbers(text) == text


texts = st.text() | st.text("0123456789*-+()Xx转# @.一〇８abc电话号码", max_size=60)


@given(texts)
def test_m02_masking_a_text_twice_is_masking_it_once(text: str) -> None:
    once = hide_numbers(text)
    assert hide_numbers(once) == once


@given(st.text(), st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text())
def test_m04_no_mobile_survives(before: str, number: str, after: str) -> None:
    assert number not in hide_numbers(f"{before}，{number}，{after}")


def test_long_texts_take_no_time() -> None:
    for sign in ("1", "1 ", "a", "a@", "a.", "a@a.", "一", "138****", "转1", "("):
        hide_numbers(sign * 20_000)
