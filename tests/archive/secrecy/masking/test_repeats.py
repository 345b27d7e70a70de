"""What is hidden in its own box is hidden where other boxes repeat it."""

from __future__ import annotations

import pytest

from csdforms.archive.secrecy.masking.repeats import Repeats


@pytest.mark.parametrize(
    ("hidden", "text", "shown"),
    [
        (("name", "李 晓岚", "李***"), "李晓岚和李 晓岚", "李***和李***"),
        (("name", "李", "*"), "李子", "李子"),  # one character is part of any word
        (("hidden", "汉族", "****"), "汉族", "汉族"),
        (("hidden", "某某中学", "****"), "毕业于某某中学", "毕业于****"),
        (("phone", "021-62345678转8001", "021-****78"), "62345678", "021-****78"),
        (("phone", "62345678 / 87654321", "****78 / ****21"), "87654321", "****78 / ****21"),
        (("birth", "1989-06-04", "1989"), "1989年6月4日、1989.06.04、19890604", "1989、1989、1989"),
        (("phone", "400-123 / 400-456", "**** / ****"), "拨400-456", "拨**** / ****"),
        (("birth", "小时候", "****"), "1989-06-04", "1989-06-04"),
        (("amount", "120000.00", "****"), "12万、120,000、120000.00元", "12万、****、****元"),
        (("amount", "1250000", "****"), "125万元", "****元"),
        (("amount", "1200", "****"), "01200、1200.5、1,200", "01200、****.5、****"),
        (("amount", "10000", "****"), "1.00万", "****"),
        (("amount", "0.50", "****"), "0.50元", "****元"),
        (("hidden", "8888号房", "****"), "18888号房、8888号房", "18888号房、****"),
        (("hidden", "甲座88", "****"), "甲座888、甲座88", "甲座888、****"),
        (("amount", "多", "****"), "1200", "1200"),
        (("amount", "NaN", "****"), "NaNN", "NaNN"),
        (("name", "李**", "李**"), "李**", "李**"),
    ],
)
def test_how_else_it_is_written(hidden: tuple[str, str, str], text: str, shown: str) -> None:
    assert Repeats([hidden], ()).hide(text) == shown


def test_the_longest_comes_first() -> None:
    repeats = Repeats([("name", "李晓", "李*"), ("name", "李晓岚", "李**")], ())
    assert repeats.hide("李晓岚与李晓") == "李**与李*"


def test_what_is_public_is_hidden_nowhere() -> None:
    repeats = Repeats([("name", "海尔", "海*")], ["海尔", None])
    assert repeats.hide("海尔") == "海尔"


def test_an_open_value_is_hidden_if_another_box_hides_it() -> None:
    repeats = Repeats([("name", "张三", "张*")], ())
    assert repeats.of("张三", "张三") == "张*"
    assert repeats.of("李四", "李四") == "李四"
    assert repeats.of("张三", "张*") == "张*"
