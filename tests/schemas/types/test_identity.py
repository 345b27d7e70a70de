"""Numbers of bodies and persons, codes of places and trades: the standards' own examples."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from csdforms.schemas.types import BankAccount, IdNumber, IndustryCode, Refused, RegionCode, Uscc
from csdforms.schemas.types.identity import (
    PROVINCES,
    full_id_number,
    id_card_problem,
    is_organisation_code,
    region_name,
    uscc_kind,
)
from csdforms.schemas.types.industries import DIVISIONS, SECTIONS, division_name

TODAY = dt.date(2026, 3, 20)
PUBLISHED = "91110000600037341L"


def with_check(body: str) -> str:
    return body + mod_11_2.calc_check_digit(body)


@pytest.mark.parametrize(
    "code",
    [
        PUBLISHED,
        "91310115MA1K3A7B55",
        "52440300MJ12345618",
        "12110000400000018T",
        "N2370102MF1234567B",
        "Y1110000MB0000019T",
        "A1110000MC0000012U",
    ],
)
def test_a_sound_unified_code_is_kept_without_doubt(code: str) -> None:
    assert Uscc().accept(code) == code
    assert Uscc().doubt(code) is None


@pytest.mark.parametrize(
    "written",
    [
        "91110000600037341l",
        "９１１１００００６０００３７３４１Ｌ",
        "9111 0000 6000-37341L",
        f" {PUBLISHED}\n",
    ],
)
def test_a_unified_code_is_tidied(written: str) -> None:
    assert Uscc().accept(written) == PUBLISHED


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("91110000600037341M", "校验码"),
        ("91110000600037341", "现有 17 位"),
        ("9111000060003734IL", "不含字母"),
        ("9111000060003734OL", "不含字母"),
        ("01110000600037341L", "写法不对"),
        ("Y2110000MB0000019T", "写法不对"),
        ("9111A000600037341L", "写法不对"),
        ("٩1110000600037341L", "写法不对"),
        ("", "现有 0 位"),
        (9.1110000600037e17, "以文本形式"),
        (None, "应填"),
    ],
)
def test_a_wrong_unified_code_is_refused_with_a_sentence(written: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        Uscc().accept(written)


def test_the_inner_organisation_code_and_the_division_are_only_doubted() -> None:
    from stdnum.cn.uscc import calc_check_digit

    inner = "911100006000373421"[:17]
    division = "91990000600037341"
    assert "主体标识码" in (Uscc().doubt(inner + calc_check_digit(inner)) or "")
    assert "行政区划" in (Uscc().doubt(division + calc_check_digit(division)) or "")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("91", "企业"),
        ("92", "个体工商户"),
        ("93", "农民专业合作社"),
        ("11", "机关"),
        ("12", "事业单位"),
        ("13", "群众团体"),
        ("51", "社会团体"),
        ("N2", "村级集体经济组织"),
        ("19", None),
        ("Y1", None),
        ("A1", None),
    ],
)
def test_the_first_two_characters_tell_the_kind_of_body(start: str, kind: str | None) -> None:
    assert uscc_kind(start + PUBLISHED[2:]) == kind


def test_organisation_codes_carry_a_check_character() -> None:
    assert is_organisation_code("600037341")
    assert is_organisation_code("60003734-1")
    assert not is_organisation_code("600037342")
    assert not is_organisation_code("60003734")


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "810000199001010019",
        "820000199001010029",
        "830000199001010039",
        "911840199001010018",
        "210111196001010018",
        "440304196501010030",
        with_check("81010119900101001"),
        with_check("11010519000101001"),
        with_check("11010520260320001"),
    ],
)
def test_a_sound_identity_number_has_no_problem(number: str) -> None:
    assert id_card_problem(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("110105194912310021", "校验码"),
        ("110101199002300014", "出生日期不存在"),
        (with_check("11010518991231001"), "合理范围"),
        (with_check("11010520260321001"), "合理范围"),
        (with_check("11010520990101001"), "合理范围"),
        (with_check("11010519491231000"), "顺序码"),
        (with_check("99010519491231002")[:17] + "0", "校验码"),
        (with_check("01010519491231002"), "省份代码"),
        ("1101051949123100X2", "18 位"),
        ("1101051949123100", "18 位"),
        ("", "18 位"),
        ("110105491231002", "改填 18 位"),
    ],
)
def test_a_wrong_identity_number_is_told_what_is_wrong(number: str, said: str) -> None:
    assert said in (id_card_problem(number, TODAY) or "")


def test_fifteen_digits_pass_only_as_legacy_and_are_converted() -> None:
    assert full_id_number("110105491231002") == "11010519491231002X"
    assert id_card_problem("110105491231002", TODAY, legacy=True) is None
    assert "出生日期不存在" in (id_card_problem("110105490230002", TODAY, legacy=True) or "")


def test_a_masked_identity_number_is_left_alone() -> None:
    masked = IdNumber().mask("11010519491231002X")
    assert masked == "110105********002X"
    assert id_card_problem(masked, TODAY) is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("Ｅ１２３４５６７８", "E12345678"),
        ("A123456（7）", "A123456(7)"),
        (110105194912310021, "110105194912310021"),
    ],
)
def test_document_numbers_are_only_tidied(written: object, kept: str) -> None:
    assert IdNumber().accept(written) == kept


@pytest.mark.parametrize("written", ["1234", "1" * 31, "张三12345", "*" * 31, 1.1010519491231e17])
def test_what_is_no_document_number_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        IdNumber().accept(written)


@given(st.from_regex(r"[0-9A-Z()]{5,30}", fullmatch=True))
def test_a_masked_document_number_is_accepted_again(number: str) -> None:
    masked = IdNumber().mask(number)
    assert IdNumber().accept(masked) == masked


@given(st.from_regex(r"[0-9A-Z]{8,32}", fullmatch=True))
def test_a_masked_account_is_accepted_again(number: str) -> None:
    masked = BankAccount().mask(number)
    assert masked == f"****{number[-4:]}"
    assert BankAccount().accept(masked) == masked


@pytest.mark.parametrize(
    "written", ["1234567", "1" * 33, "6222 张三", 6.2220000000001e18, "****123"]
)
def test_what_is_no_account_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        BankAccount().accept(written)


@pytest.mark.parametrize("prefix", PROVINCES)
def test_any_six_digits_under_a_province_are_a_division(prefix: str) -> None:
    assert RegionCode().accept(f"{prefix}9999") == f"{prefix}9999"


@pytest.mark.parametrize("written", ["990000", "31011", "3101155", "上海", "", None, "٣10115"])
def test_other_division_codes_are_refused(written: object) -> None:
    with pytest.raises(Refused):
        RegionCode().accept(written)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("310115", "上海市浦东新区"),
        ("440304", "广东省福田区"),
        ("320400", "江苏省常州市"),
        ("310000", "上海市"),
        ("810000", "香港特别行政区"),
        ("139999", "河北省"),
    ],
)
def test_a_division_is_named_as_far_as_known(code: str, name: str) -> None:
    printed = RegionCode().faces()["words"](code)
    assert region_name(code) == name
    assert printed == f"{code}（{name}）"
    assert RegionCode().accept(printed) == code


def test_a_division_that_there_never_was_has_no_name() -> None:
    assert region_name("990000") == ""


def test_an_empty_division_prints_nothing() -> None:
    assert RegionCode().faces()["words"](None) == ""


def test_there_are_20_sections_and_97_divisions() -> None:
    assert "".join(SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert [code[1:] for code in DIVISIONS] == [f"{number:02}" for number in range(1, 98)]


@pytest.mark.parametrize(
    ("letter", "first", "last"),
    [
        ("A", 1, 5), ("B", 6, 12), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 52),
        ("G", 53, 60), ("H", 61, 62), ("I", 63, 65), ("J", 66, 69), ("K", 70, 70), ("L", 71, 72),
        ("M", 73, 75), ("N", 76, 79), ("O", 80, 82), ("P", 83, 83), ("Q", 84, 85), ("R", 86, 90),
        ("S", 91, 96), ("T", 97, 97),
    ],
)  # fmt: skip
def test_the_letter_of_an_industry_agrees_with_its_division(
    letter: str, first: int, last: int
) -> None:
    for number in range(100):
        code = f"{letter}{number:02}"
        if first <= number <= last:
            assert IndustryCode().accept(code) == code
        else:
            with pytest.raises(Refused, match="大类"):
                IndustryCode().accept(code)


@pytest.mark.parametrize("written", ["c3521", "Ｃ３５２１", " C3521 "])
def test_an_industry_code_is_tidied(written: str) -> None:
    assert IndustryCode().accept(written) == "C3521"
    assert division_name("C3521") == "专用设备制造业"


@pytest.mark.parametrize("written", ["3521", "C3", "C35211", "U3521", "制造业", None])
def test_other_industry_codes_are_refused(written: object) -> None:
    with pytest.raises(Refused):
        IndustryCode().accept(written)
