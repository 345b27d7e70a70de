"""Tick boxes: words, their other spellings, and whole rows of boxes as they stand on paper."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.types import Choice, Choices, Flag, Refused

CHANNEL = Choice(Literal["来电", "来访", "信函", "其他"], also={"电话": "来电", "12315": "其他"})
DEMANDS = Choices(Literal["退货", "换货", "赔款"], also={"退款": "退货"})
LEGAL = Choice(Literal["有限公司", "股份公司(上市)"])


@pytest.mark.parametrize(
    "written",
    ["来访", " 来访 ", "来 访", "来\u3000访", "☑来访", "□来电 ☑来访 □信函 □其他", "□来电☑来访",
     "☐来电 ☒来访", "√来访", "□来电 ✓ 来访 □信函", "■来访　□来电", "□来电、☑来访、□其他____",
     "□来电\n☑来访\n□信函"],
)  # fmt: skip
def test_one_word_is_read_from_a_word_or_a_ticked_row(written: str) -> None:
    assert CHANNEL.accept(written) == "来访"


@pytest.mark.parametrize(
    ("written", "word"), [("电话", "来电"), (12315, "其他"), ("１２３１５", "其他")]
)
def test_other_spellings_mean_a_word(written: object, word: str) -> None:
    assert CHANNEL.accept(written) == word


def test_brackets_of_either_width_are_the_same() -> None:
    assert LEGAL.accept("股份公司（上市）") == "股份公司(上市)"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("☑来电 ☑来访", "只能勾选一项"),
        ("来电√ 来访", "选项前面"),
        ("来电√ 来访□", "选项前面"),
        ("√来电 来访√", "选项前面"),
        ("√", "选项前面"),
        ("□来电 □来访", "没有勾选"),
        ("☑微信", "其中之一"),
        ("其他（微信）", "其中之一"),
        ("来电来访", "其中之一"),
        ("", "其中之一"),
        (None, "其中之一"),
        (True, "其中之一"),
        (1.0, "其中之一"),
        (["来电"], "其中之一"),
        pytest.param(10**5000, "其中之一", id="huge"),
    ],
)
def test_what_names_no_single_word_is_refused(written: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        CHANNEL.accept(written)


@pytest.mark.parametrize("written", ["低", "中", "高", "中等级", "一般", "高/中", "低（中）"])
def test_a_grade_of_the_old_three_is_never_mapped(written: str) -> None:
    level: Any = ComplaintRegisterOne.specs()["level"].type
    assert level.accept("高等级") == "高等级"
    with pytest.raises(Refused, match="低等级、高等级"):
        level.accept(written)


@pytest.mark.parametrize(
    "written",
    ["换货、退货", "退货,换货", "退货，换货", "退货;换货", "退货/换货", "退货 换货", "退货\n换货",
     ["换货", "退货"], ("退货", "换货", "退货"), ["退款", "换货", ""], "☑退货 ☑换货 □赔款",
     "☑ 换货　☑ 退货", "☒退款☒换货☐赔款"],
)  # fmt: skip
def test_several_words_come_in_the_printed_order_each_once(written: object) -> None:
    assert DEMANDS.accept(written) == ("退货", "换货")


@pytest.mark.parametrize(
    "written", ["", "、", [], [""], "修理", "退货、修理", "□退货 □换货", 5, True, None, {"退货": 1}]
)
def test_several_words_must_all_be_known(written: object) -> None:
    with pytest.raises(Refused):
        DEMANDS.accept(written)


def test_the_row_of_boxes_is_printed_whole_and_read_again() -> None:
    assert CHANNEL.faces()["boxes"]("来访") == "□来电 ☑来访 □信函 □其他"
    assert CHANNEL.faces()["boxes"](None) == "□来电 □来访 □信函 □其他"
    assert DEMANDS.faces()["boxes"](("退货", "赔款")) == "☑退货 □换货 ☑赔款"
    assert DEMANDS.faces()["boxes"](None) == "□退货 □换货 □赔款"
    assert DEMANDS.accept("☑退货 □换货 ☑赔款") == ("退货", "赔款")


def test_a_long_row_of_boxes_is_broken_between_boxes_and_read_again() -> None:
    words = Choice(Literal["来电", "来访", "在线客服", "社交媒体", "监管转办", "其他"])
    assert words.faces()["boxes2"]("来访") == ("□来电 ☑来访 □在线客服\n□社交媒体 □监管转办 □其他")
    assert words.faces()["boxes3"](None) == ("□来电 □来访\n□在线客服 □社交媒体\n□监管转办 □其他")
    assert words.accept(words.faces()["boxes2"]("监管转办")) == "监管转办"
    assert set(DEMANDS.faces()) == {"boxes"}


def test_a_spelling_cannot_mean_two_words() -> None:
    with pytest.raises(TypeError, match="电话"):
        Choice(Literal["来电", "电话"], also={"电话": "来电"})
    with pytest.raises(TypeError, match="来函"):
        Choice(Literal["来电"], also={"信": "来函"})
    with pytest.raises(TypeError):
        Choice(str)


@pytest.mark.parametrize(
    ("written", "value"),
    [(True, True), (False, False), ("是", True), ("否", False), ("有", True), ("无", False),
     ("√", True), ("×", False), (1, True), (0, False), ("TRUE", True), ("No", False),
     ("☑是 □否", True), ("□是 ☑否", False), ("☒是☐否", True), ("√是", True), ("□", False)],
)  # fmt: skip
def test_yes_and_no_are_read(written: object, value: bool) -> None:
    assert Flag().accept(written) is value


@pytest.mark.parametrize(
    "written", ["", "不详", 2, 1.5, None, [], "☑是 ☑否", "□是 □否", "是√ 否", "是否", float("nan")]
)
def test_what_is_neither_yes_nor_no_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Flag().accept(written)


def test_a_box_may_have_words_of_its_own_for_yes_and_no() -> None:
    charged = Flag(yes=("收费",), no=("免费", "不收费"))
    written = ("收费", "免费", "不收费", "是", "否", "☑收费 □免费", "□收费 ☑免费")
    assert [charged.accept(word) for word in written] == [
        True, False, False, True, False, True, False,
    ]  # fmt: skip
    with pytest.raises(Refused):
        Flag().accept("收费")


def test_yes_and_no_are_printed() -> None:
    boxes = Flag().faces()["boxes"]
    printed = [boxes(value) for value in (True, False, None)]
    assert printed == ["☑是 □否", "□是 ☑否", "□是 □否"]
    assert [Flag().show(value) for value in (True, False)] == ["是", "否"]
