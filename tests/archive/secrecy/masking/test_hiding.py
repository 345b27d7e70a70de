"""How each kind of value is shown to somebody without the right (archive.md §4.4; M01–M03)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.secrecy.masking import hiding

TODAY = "2026-11-22"

KINDS: dict[str, Callable[[str], str]] = {
    "name": hiding.name,
    "phone": hiding.phone,
    "identity": hiding.identity,
    "account": hiding.account,
    "email": hiding.email,
    "address": hiding.address,
    "birth": lambda value: hiding.birth(value, TODAY),
}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("李", "*"),
        ("张三", "张*"),
        ("李晓岚", "李**"),
        ("司马相如", "司***"),
        ("欧阳修", "欧**"),
        ("阿凡提·买买提", "阿******"),
        ("John Smith", "J*********"),
        (" 李晓岚 ", "李**"),
        ("匿名", "匿名"),
    ],
)
def test_m01_names_keep_their_first_character(name: str, shown: str) -> None:
    assert hiding.name(name) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("13812341234", "138****1234"),
        ("021-62345678", "021-****78"),
        ("0571-8800001", "0571-****01"),
        ("62345678", "****78"),
        ("400-050-0827", "400-****27"),
    ],
)
def test_m01_telephones(given: str, shown: str) -> None:
    assert hiding.phone(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("310199198906140023", "310***********0023"),
        ("31010519491231002x", "310***********002X"),
        ("310199 19890614 0023", "310***********0023"),
        ("310199890614002", "310***********4002"),
        ("E12345678", "***********"),
        ("12345678901", "***********"),
        ("123456789012", "123***********9012"),
        ("H0123456789", "***********"),
        ("310*******0023", "***********"),
        ("", "***********"),
    ],
)
def test_m01_numbers_of_documents_never_show_the_first_six(given: str, shown: str) -> None:
    assert hiding.identity(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [("6222021234567890123", "****0123"), ("6222 0212 3456 7890", "****7890"),
     ("12345678", "****5678"), ("1234567", "****"), ("", "****"), ("6222****0123", "****")],
)  # fmt: skip
def test_m01_accounts_keep_the_last_four(given: str, shown: str) -> None:
    assert hiding.account(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [("li.xiaolan@example.com", "l***@example.com"), ("a@qq.com", "***@qq.com"),
     ("ａｂ＠qq.com", "a***@qq.com"), ("nobody", "****"), ("@qq.com", "****"), ("a@", "****")],
)  # fmt: skip
def test_m01_mail_keeps_the_first_character_and_the_domain(given: str, shown: str) -> None:
    assert hiding.email(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("上海市浦东新区屿泊路 88 号", "上海市浦东新区****"),
        ("上海 浦东新区屿泊路", "上海浦东新区****"),
        ("北京市朝阳区望京小区 3 号楼", "北京市朝阳区****"),
        ("江苏省苏州市昆山市前进路 1 号", "江苏省苏州市昆山市****"),
        ("江苏省昆山市玉山镇", "江苏省昆山市****"),
        ("山东省济南市市中区经七路", "山东省济南市市中区****"),
        ("广东省东莞市长安镇振安中路小区", "广东省东莞市****"),
        ("内蒙古自治区锡林郭勒盟正蓝旗上都镇", "内蒙古自治区锡林郭勒盟正蓝旗****"),
        ("香港特别行政区九龙弥敦道", "香港特别行政区****"),
        ("浙江省台州市路桥区路北街道", "浙江省台州市路桥区****"),
        ("浦东新区张江路 8 号", "浦东新区****"),
        ("张江路 88 号", "****"),
        ("长安小区 3 号", "****"),
        ("义乌小商品市场 3 街", "****"),
        ("12 Main Street", "****"),
        ("", "****"),
    ],
)
def test_m01_addresses_end_with_the_district(given: str, shown: str) -> None:
    assert hiding.address(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("1989-06-14", "1989"),
        ("1989年6月14日", "1989"),
        ("19890614", "1989"),
        ("2012-11-22", "2012"),  # fourteen today
        ("2012-11-23", "****"),  # tomorrow
        ("2020-01-01", "****"),
        ("1989", "1989"),
        ("2020", "****"),
        ("去年", "****"),
    ],
)
def test_m01_of_birthdays_the_year_and_of_children_nothing(given: str, shown: str) -> None:
    assert hiding.birth(given, TODAY) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("12315", "****"),
        ("1", "****"),
        ("+86 138 1234 1234", "138****1234"),
        ("0086-138-1234-1234", "138****1234"),
        ("86 13812341234", "138****1234"),
        ("+86 21 6234 5678", "021-****78"),
        ("１３８１２３４１２３４", "138****1234"),
        ("一三八一二三四一二三四", "138****1234"),
        ("021-62345678转8001", "021-****78"),
        ("010-62345678-8001", "010-****78"),
        ("(021)62345678", "021-****78"),
        ("13812341234 / 021-62345678转8001", "138****1234 / 021-****78"),
        ("13812341234，13912341234", "138****1234 / 139****1234"),
        ("+852 2345 6789", "****89"),
        ("隐藏号码", "****"),
        ("1381234*234", "****"),
    ],
)
def test_m03_short_phones_and_other_spellings(given: str, shown: str) -> None:
    assert hiding.phone(given) == shown


values = st.text() | st.text("0123456789*-+()X转 /@.市区县张三上海一〇８abc", max_size=40)


@pytest.mark.parametrize("kind", KINDS)
@given(values)
def test_m02_masking_twice_is_masking_once(kind: str, value: str) -> None:
    once = KINDS[kind](value)
    assert KINDS[kind](once) == once


@pytest.mark.parametrize("kind", KINDS)
def test_long_values_take_no_time(kind: str) -> None:
    for value in ("1" * 100_000, "a@" * 50_000, "市区" * 50_000, "- " * 50_000):
        KINDS[kind](value)


@pytest.mark.parametrize(
    "name",
    ["上海屿泊包装有限公司", "临江市望塔五金厂", "浦东新区张三小吃店", "屿泊包装（临江）有限公司",
     "某某投资管理中心（有限合伙）", "Foo Trading Ltd", "Shanghai Yubo Packaging Co., Ltd."],
)  # fmt: skip
def test_names_of_bodies_are_known(name: str) -> None:
    assert hiding.is_body(name)


@pytest.mark.parametrize(
    "name",
    ["张三", "李会", "欧阳店", "阿凡提·买买提社", "某某公司 张三", "某公司、张三", "某公司(张三)",
     "John Smith", "公司", "李**公司", ""],
)  # fmt: skip
def test_who_is_no_body_for_certain_is_none(name: str) -> None:
    assert not hiding.is_body(name)


def test_the_plain_spelling_keeps_every_place() -> None:
    given = "电话：１３８－〇〇壹㎏①\u200b\u3000，X"
    assert hiding.plain(given) == "电话:138-001㎏1  ,X"
    assert len(hiding.plain(given)) == len(given)


@pytest.mark.parametrize(
    ("sign", "known"),
    [
        ("\u1680", " "),  # a space of another script
        ("\u200b", " "),  # no width
        ("\u0301", " "),  # an accent over a digit
        ("—", "-"),
        ("５", "5"),
        ("٥", "5"),
        ("五", "5"),
        ("Ａ", "A"),
        ("㎏", "㎏"),  # two signs are no longer each where it was
    ],
)
def test_signs_between_and_instead_of_digits_are_known(sign: str, known: str) -> None:
    assert hiding.plain(f"1{sign}2") == f"1{known}2"


def test_of_the_shortest_number_two_figures_are_shown() -> None:
    shortest = "1" * (hiding._SHORTEST_PHONE - 2) + "23"
    assert hiding.phone(shortest) == "****23"
    assert hiding.phone(shortest[1:]) == "****"
