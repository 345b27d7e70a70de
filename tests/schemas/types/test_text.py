"""Text boxes: what may stand in them, what is refused by name, what is doubted."""

from __future__ import annotations

import pytest

from csdforms.schemas.types import Address, FieldType, Items, Line, Name, Refused, Text

TYPES: list[FieldType[str]] = [Text(), Line(), Name(), Address()]


@pytest.mark.parametrize(
    ("sign", "code"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\t", "U+0009"),
        ("\x0b", "U+000B"),
        ("\x0c", "U+000C"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\ufdd0", "U+FDD0"),
        ("\ufffe", "U+FFFE"),
        ("\uffff", "U+FFFF"),
        ("\U0001fffe", "U+1FFFE"),
        ("\U0010ffff", "U+10FFFF"),
    ],
)
@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.kind)
def test_what_no_paper_can_carry_is_refused_by_its_code(
    kind: FieldType[str], sign: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        kind.accept(f"漏水{sign}三次")
    assert code in str(refused.value)
    assert "第 3 个字符" in str(refused.value)
    assert "漏水" not in str(refused.value)


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\ufffe", "\u2028"])
def test_a_forbidden_sign_in_one_of_several_items_is_refused(sign: str) -> None:
    with pytest.raises(Refused):
        Items().accept(["购物小票", f"照片{sign}4张"])


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u202a", "\u202e", "\u2066", "\u2069", "\u2060",
     "\ufeff", "\u061c", "\u00ad"],
)  # fmt: skip
def test_signs_that_nobody_sees_are_kept_but_doubted(sign: str) -> None:
    written = f"张{sign}三"
    for kind in TYPES:
        assert kind.accept(written) == written
        assert "看不见" in (kind.doubt(written) or "")
    assert "看不见" in (Items().doubt(("小票", written)) or "")


@pytest.mark.parametrize(
    "text",
    [
        "漏水 3 次",
        "换货，退货？",
        "a<b>&c</w:t>",
        "{{ 1+1 }}",
        "../../etc",
        "𠜎",
        "①",
        "é",
        "☑",
        "“”",
    ],
)
def test_printable_text_is_kept_as_it_is(text: str) -> None:
    for kind in TYPES:
        assert kind.accept(text) == text
        assert kind.doubt(text) is None


def test_line_ends_are_made_one_kind_and_the_edges_trimmed() -> None:
    assert Text().accept(" \u3000第一行\r\n第二行\r第三行\n\n") == "第一行\n第二行\n第三行"


@pytest.mark.parametrize("kind", [Line(), Name(), Address()], ids=lambda kind: kind.kind)
def test_a_box_of_one_line_takes_no_second(kind: Line) -> None:
    with pytest.raises(Refused, match="一行"):
        kind.accept("第一行\n第二行")
    assert kind.accept("只有一行\n") == "只有一行"


@pytest.mark.parametrize("empty", ["", "  ", "\n", "\u3000", "\u2003", None])
def test_nothing_is_no_text(empty: str | None) -> None:
    for kind in TYPES:
        with pytest.raises(Refused):
            kind.accept(empty)
    with pytest.raises(Refused):
        Items().accept(empty)


@pytest.mark.parametrize("given", [1.5, 20260305001.0, True, ["甲"], {"a": 1}, b"text"])
def test_what_is_no_text_is_refused_rather_than_spelled(given: object) -> None:
    for kind in TYPES:
        with pytest.raises(Refused):
            kind.accept(given)


def test_a_whole_number_is_text_as_typed() -> None:
    assert Line().accept(20260305001) == "20260305001"
    with pytest.raises(Refused):
        Line().accept(10**5000)


def test_the_length_is_counted_in_characters_and_said() -> None:
    assert Line(3).accept("甲乙丙") == "甲乙丙"
    with pytest.raises(Refused, match="最多 3 个字，现有 4 个字"):
        Line(3).accept("甲乙丙丁")
    with pytest.raises(Refused, match="至少写 10 个字"):
        Text(at_least=10).accept("太短")


@pytest.mark.parametrize(
    "given",
    ["小票、照片、录音", "小票；照片;录音", "小票\n照片\n\n录音", ["小票", "照片", "录音"],
     ["小票、照片", " 录音 "], ("小票", "照片", "录音")],
)  # fmt: skip
def test_several_items_come_as_a_list_or_with_signs_between(given: object) -> None:
    assert Items().accept(given) == ("小票", "照片", "录音")


@pytest.mark.parametrize("given", [["小票", 1.5], ["小票", None], [["小票"]], {"小票": 1}, True])
def test_items_that_are_no_text_are_refused(given: object) -> None:
    with pytest.raises(Refused):
        Items().accept(given)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Name(), "李晓岚", "李某某"),
        (Name(), "匿名", "匿名"),
        (Address(), "临江市海晏区新港路88号", "临江市海晏区****"),
        (Address(), "临江市", "临****"),
        (Line(personal=True), "临江市海晏区新港路88号", "临江市海晏区****"),
        (Line(), "家电部", "家电部"),
    ],
)
def test_a_masked_text_shows_its_beginning_and_stays_masked(
    kind: Line, value: str, shown: str
) -> None:
    assert kind.mask(value) == shown
    assert kind.mask(shown) == shown
    assert kind.accept(shown) == shown
