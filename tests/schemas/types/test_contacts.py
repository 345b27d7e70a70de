"""Telephone numbers, e-mail addresses and postcodes as they are really written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.schemas import settings
from csdforms.schemas.types import Email, Phone, Postcode, Refused

GOLDEN = [
    ("13800138000", "13800138000"),
    ("17000000000", "17000000000"),
    ("19900000000", "19900000000"),
    ("138 0013 8000", "13800138000"),
    ("１３８００１３８０００", "13800138000"),
    ("0086-13800138000", "13800138000"),
    ("(86)13800138000", "13800138000"),
    ("+86 138 0013 8000", "13800138000"),
    ("手机：13800138000", "13800138000"),
    (13800138000, "13800138000"),
    (13800138000.0, "13800138000"),
    ("010-62345678", "010-62345678"),
    ("(0755)8888-8888", "0755-88888888"),
    ("（021）62345678", "021-62345678"),
    ("021—62345678", "021-62345678"),
    ("021 6234-5678", "021-62345678"),
    ("86-21-62345678", "021-62345678"),
    ("400-050-0827", "400-050-0827"),
    ("8008208820", "800-820-8820"),
    ("86 400 050 0827", "400-050-0827"),
    ("010-62345678 ext 8001", "010-62345678转8001"),
    ("010-62345678#8001", "010-62345678转8001"),
    ("021-62345678转8001", "021-62345678转8001"),
    ("021-62345678 分机：8001", "021-62345678转8001"),
    ("010-62345678-8001", "010-62345678转8001"),
    ("400-050-0827转1", "400-050-0827转1"),
    ("13800138000/021-62345678", "13800138000 / 021-62345678"),
    ("13800138000、021-62345678转8001", "13800138000 / 021-62345678转8001"),
    ("13800138000；021-62345678", "13800138000 / 021-62345678"),
    ("13800138000，021-62345678", "13800138000 / 021-62345678"),
    ("13800138000或021-62345678", "13800138000 / 021-62345678"),
    ("13800138000\n021-62345678", "13800138000 / 021-62345678"),
    ("+852 2345 6789", "+852 2345 6789"),
    ("852 2345 6789", "+852 2345 6789"),
    ("852-23456789转12", "+852 2345 6789转12"),
    ("853 2888 1234", "+853 2888 1234"),
    ("886 2 2345 6789", "+886 2 2345 6789"),
    ("+1 650-253-0000", "+1 650-253-0000"),
    ("12315", "12315"),
    ("95588", "95588"),
    ("10086", "10086"),
    ("110", "110"),
    ("95105105", "95105105"),
    ("138****8888", "138****8888"),
    ("****5678", "****5678"),
]


@pytest.mark.parametrize(("written", "kept"), GOLDEN)
def test_a_telephone_number_is_kept_in_one_spelling(written: object, kept: str) -> None:
    assert Phone().accept(written) == kept
    assert Phone().accept(kept) == kept
    assert Phone().doubt(kept) is None


@pytest.mark.parametrize("written", ["62345678", "6234567", "6234-5678", "62345678-801"])
def test_a_local_number_is_kept_but_doubted(written: str) -> None:
    kept = Phone().accept(written)
    assert Phone().accept(kept) == kept
    assert "区号" in (Phone().doubt(kept) or "")


def test_the_second_number_is_doubted_too() -> None:
    assert Phone().doubt(Phone().accept("13800138000/62345678"))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "138001380001",
        "1380013800",
        "0852-23456789",
        "852 2345 678",
        "张三13800138000",
        "13800138000张三",
        "1-800-FLOWERS",
        "13800138000/021-62345678/021-62345679",
        "13800138000/",
        "٢٣٤٥٦٧٨",
        "****",
        "无",
        "1" * 81,
        True,
        None,
        float("inf"),
        ["13800138000"],
    ],
)
def test_what_is_no_telephone_number_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Phone().accept(written)


def test_words_may_stand_instead_where_a_form_allows_them() -> None:
    assert Phone(words=("隐藏号码",)).accept("隐藏号码") == "隐藏号码"
    with pytest.raises(Refused):
        Phone().accept("隐藏号码")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13900006721", "139****6721"),
        ("021-62345678转8001", "****5678"),
        ("13900006721 / 021-62345678", "139****6721 / ****5678"),
        ("+852 2345 6789", "****6789"),
        ("+1 650-253-0000", "****0000"),
        ("95588", "95588"),
        ("138****8888", "138****8888"),
    ],
)
def test_a_masked_number_shows_its_end_and_is_accepted_again(number: str, shown: str) -> None:
    assert Phone().mask(number) == shown
    assert Phone().accept(shown) == shown


@given(st.text("0123456789+-()/、转 *", max_size=40))
def test_what_is_accepted_once_is_accepted_unchanged(written: str) -> None:
    try:
        kept = Phone().accept(written)
    except Refused:
        return
    assert Phone().accept(kept) == kept
    masked = Phone().mask(kept)
    assert Phone().accept(masked) == masked


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("name@example.com", "name@example.com"),
        ("ｎａｍｅ＠ｅｘａｍｐｌｅ.com", "name@example.com"),
        (" name@EXAMPLE.com ", "name@example.com"),
        ("n***@example.com", "n***@example.com"),
    ],
)
def test_a_mail_address_is_kept(written: str, kept: str) -> None:
    assert Email().accept(written) == kept
    assert Email().accept(Email().mask(kept)) == "n***@example.com"


@pytest.mark.parametrize("written", ["name", "name@", "@example.com", "*@", "a b@example.com", 5])
def test_what_is_no_mail_address_is_refused(written: object) -> None:
    with pytest.raises(Refused):
        Email().accept(written)


def test_a_mail_address_has_at_most_100_characters() -> None:
    domain = "a" * 40 + "." + "b" * 40 + ".com"
    assert Email().accept("x" * 14 + "@" + domain)
    with pytest.raises(Refused):
        Email().accept("x" * 15 + "@" + domain)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("200120", "200120"),
        ("２００１２０", "200120"),
        ("200 120", "200120"),
        (10010, "010010"),
        (200120.0, "200120"),
    ],
)
def test_a_postcode_is_six_digits(written: object, kept: str) -> None:
    assert Postcode().accept(written) == kept


@pytest.mark.parametrize("written", ["000000", "20012", "2001200", "上海", "٢00120", "", None, 0])
def test_other_postcodes_are_refused(written: object) -> None:
    with pytest.raises(Refused):
        Postcode().accept(written)


def test_a_local_number_takes_the_area_code_of_the_settings() -> None:
    with settings.use(settings.Settings(default_area_code="021")):
        assert Phone().accept("6234 5678") == "021-62345678"
    assert Phone().accept("6234 5678") == "62345678"
