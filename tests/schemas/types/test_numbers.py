"""Numbers as clerks, spreadsheets and other programs write them; 大写金额 by the rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from csdforms.schemas.types import Average, FieldType, Integer, Money, Percent, Quantity, Refused
from csdforms.schemas.types.numbers import in_words, rounded

NUMBERS: list[FieldType[Decimal] | FieldType[int]] = [
    Money(),
    Quantity(),
    Average(),
    Percent(),
    Integer(),
]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("￥1,409.50元", "1409.50"),
        ("¥1409.5", "1409.50"),
        ("１，４０９．５０", "1409.50"),
        ("1,409.50元整", "1409.50"),
        ("人民币1409.50元", "1409.50"),
        ("RMB 1,409.50", "1409.50"),
        ("cny 1409.5", "1409.50"),
        (" 1409.50 圆 ", "1409.50"),
        ("3.5万元", "35000.00"),
        ("3.5 万", "35000.00"),
        ("1.2亿元", "120000000.00"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        (1409.5, "1409.50"),
        (1409, "1409.00"),
        (0.1, "0.10"),
        (Decimal("1409.500"), "1409.50"),
        ("99999999999999.99", "99999999999999.99"),
    ],
)
def test_an_amount_is_read_in_every_usual_spelling(written: object, yuan: str) -> None:
    assert str(Money().accept(written)) == yuan


@pytest.mark.parametrize(
    "written",
    ["1409.505", 1409.505, 0.1 + 0.2, Decimal("0.001"), "1.2345678万", "1e3", "1,40", "1.409,50",
     "1 409", "12,34.5", "-1", "100000000000000", 1e15, "一千", "约100元", "100-200", "3台", "",
     "元", "万", "1万亿", True, None, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"),
     Decimal("Infinity"), Decimal("1E+400"), Decimal("1E-400"), 10**400, [1], "1" * 35, "10²",
     "①"],
)  # fmt: skip
def test_what_is_no_exact_amount_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Money().accept(written)


def test_an_amount_may_be_negative_only_where_that_makes_sense() -> None:
    assert Money(None).accept("-35.20元") == Decimal("-35.20")
    with pytest.raises(Refused, match="不能小于 0"):
        Money().accept("-35.20元")


def test_an_amount_is_printed_with_separators_and_two_decimals() -> None:
    assert Money().show(Decimal("1234567.5")) == "1,234,567.50"
    assert Money(None).show(Decimal("-1234.5")) == "-1,234.50"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # The rules on bank notes (支付结算办法, annex 1) and their examples.
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        # By the same rules.
        ("0.5", "人民币伍角"),
        ("0.05", "人民币伍分"),
        ("0", "人民币零元整"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("1005", "人民币壹仟零伍元整"),
        ("10005", "人民币壹万零伍元整"),
        ("100000", "人民币壹拾万元整"),
        ("100000000", "人民币壹亿元整"),
        ("100005000", "人民币壹亿零伍仟元整"),
        ("1500000000000", "人民币壹万伍仟亿元整"),
        ("-300", "人民币负叁佰元整"),
    ],
)
def test_an_amount_in_words_follows_the_rules_on_bank_notes(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words
    assert Money(None).faces()["words"](Decimal(amount)) == words


def test_an_empty_amount_has_no_words() -> None:
    assert Money().faces()["words"](None) == ""


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        ("3台", "3", "3"),
        ("３ 台", "3", "3"),
        ("2.50kg", "2.50", "2.5"),
        ("1,200件", "1200", "1,200"),
        (2.5, "2.5", "2.5"),
        (3, "3", "3"),
        ("0.0001", "0.0001", "0.0001"),
    ],
)
def test_a_quantity_may_carry_its_unit(written: object, value: str, shown: str) -> None:
    assert Quantity().accept(written) == Decimal(value)
    assert Quantity().show(Decimal(value)) == shown


@pytest.mark.parametrize(
    "written", ["3万", "3千件", "3%", "3‰", "1/2", "½", "3-5", "5²", "0.00001", "3+2", "三台", "-1"]
)
def test_what_would_change_a_quantity_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        Quantity().accept(written)


def test_a_quantity_takes_no_more_decimals_than_its_box() -> None:
    assert Quantity(0, 100, places=1, unit="年").accept("6.5年") == Decimal("6.5")
    with pytest.raises(Refused, match="最多 1 位小数"):
        Quantity(0, 100, places=1).accept("6.55")
    with pytest.raises(Refused, match="不能大于 100"):
        Quantity(0, 100, places=1).accept(101)


@pytest.mark.parametrize(
    ("written", "value"),
    [("5.23%", "0.0523"), ("５．２３％", "0.0523"), ("5.23 %", "0.0523"), ("0.0523", "0.0523"),
     (0.0523, "0.0523"), ("100%", "1"), (1, "1"), (0, "0"), (Decimal("0.65"), "0.65")],
)  # fmt: skip
def test_a_percentage_is_a_fraction_in_the_data(written: object, value: str) -> None:
    assert Percent(0, 1).accept(written) == Decimal(value)


@pytest.mark.parametrize("written", ["5.23", 5.23, 65, "65"])
def test_a_bare_number_over_one_is_no_share(written: object) -> None:
    with pytest.raises(Refused, match=f"请写成 {written}%"):
        Percent(0, 1).accept(written)


@pytest.mark.parametrize("written", ["101%", "-1%", "%", "5.23‰", "5%%", "百分之五", True, None])
def test_what_is_no_share_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Percent(0, 1).accept(written)


def test_a_change_may_be_negative_and_over_one() -> None:
    assert Percent(None).accept("-12.5%") == Decimal("-0.125")
    assert Percent(None).accept("250%") == Decimal("2.5")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.0523", "5.23%"), ("0.65", "65.00%"), ("0.66665", "66.67%"), ("-0.00001", "0.00%"),
     ("12.5", "1,250.00%")],
)  # fmt: skip
def test_a_percentage_is_printed_with_two_decimals(value: str, shown: str) -> None:
    assert Percent().show(Decimal(value)) == shown


def test_a_mean_is_rounded_half_up_when_printed_and_not_before() -> None:
    exact = Average(1).accept("6.45")
    assert exact == Decimal("6.45")
    assert Average(1).show(exact) == "6.5"
    assert Average(1, unit="天").accept("6.5天") == Decimal("6.5")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3件", 3),
        (3.0, 3),
        ("3.0", 3),
        ("1,200", 1200),
        ("５", 5),
        (Decimal("1E+2"), 100),
        ("0", 0),
    ],
)
def test_a_whole_number_is_read(written: object, value: int) -> None:
    number = Integer().accept(written)
    assert (number, type(number)) == (value, int)


@pytest.mark.parametrize(
    "written", [3.5, "3.5", "3万", "2026-03", True, None, "", "٣٫٥", "-1", Decimal("1E+999999999")]
)
def test_what_is_no_whole_number_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Integer().accept(written)


@pytest.mark.parametrize("kind", [Average(), Percent()])
def test_a_figure_longer_than_arithmetic_is_exact_is_refused(kind: FieldType[Decimal]) -> None:
    third = "0." + "3" * 28
    assert str(kind.accept(third)) == third
    for longer in (third + "3", Decimal(third + "3")):
        with pytest.raises(Refused, match="最多 28 位"):
            kind.accept(longer)


def test_a_whole_number_stays_in_its_bounds_and_prints_its_unit() -> None:
    seconds = Integer(0, 86_400, unit="秒")
    assert seconds.show(1200) == "1,200秒"
    with pytest.raises(Refused, match="不能大于 86400"):
        seconds.accept(86_401)


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.125", 2, "0.13"), ("1.005", 2, "1.01"),
     ("-0.001", 2, "0.00")],
)  # fmt: skip
def test_rounding_is_half_up_as_on_paper(value: str, places: int, result: str) -> None:
    assert str(rounded(Decimal(value), places)) == result


@pytest.mark.parametrize("kind", NUMBERS, ids=lambda kind: kind.kind)
@pytest.mark.parametrize("junk", [True, None, [], {}, b"1", "", "abc", "٣", "0x10", "1_000"])
def test_no_number_is_made_of_something_else(
    kind: FieldType[Decimal] | FieldType[int], junk: object
) -> None:
    with pytest.raises(Refused):
        kind.accept(junk)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Integer(unit="天"), "3个月"),
        (Integer(unit="天"), "1年"),
        (Integer(unit="秒"), "2分钟"),
        (Integer(), "2周"),
        (Integer(), "1打"),
        (Integer(), "120余人"),
        (Integer(), "10件左右"),
        (Quantity(unit="年"), "6个月"),
        (Quantity(), "2年半"),
        (Average(unit="天"), "84小时"),
    ],
)
def test_a_number_with_another_unit_is_another_number(kind: FieldType[Any], written: str) -> None:
    with pytest.raises(Refused):
        kind.accept(written)


@pytest.mark.parametrize("written", ["45天", "45 天", "45", "45.0"])
def test_the_unit_of_the_box_may_be_typed(written: str) -> None:
    assert Integer(unit="天").accept(written) == 45


def test_a_number_without_bounds_is_published_without_them() -> None:
    assert Integer(None).json_schema() == {"type": "integer"}
