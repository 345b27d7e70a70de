"""From a profile to the register card."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import CORPORATE, INDIVIDUAL, company, person
from hypothesis import given
from hypothesis import strategies as st
from support import sample

from csdforms.archive.card import FROM_PROFILE, card_of, identity
from csdforms.errors import UnknownForm, UnreadableInput


def test_the_sample_company() -> None:
    assert card_of(CORPORATE, sample(CORPORATE)) == {
        "kind": "F",
        "name": "上海屿泊包装有限公司",
        "short_name": "屿泊包装",
        "names": [
            "Shanghai Yubo Packaging Co., Ltd.",
            "沈屿舟",
            "顾泊宁",
            "陆知秋",
            "何一苇",
        ],
        "uscc": "91310115MAXX0Y0XXT",
        "org_code": "MAXX0Y0XX",
        "phones": [
            "02162345678转8001",
            "13900006723",
            "02162345681",
            "13900006724",
            "02162345682",
            "13900006722",
        ],
        "accounts": ["6000000000012345678", "6000000000087654321"],
        "region": "310115",
        "grade": "B",
        "salesperson": "陈立",
        "opened_on": "2026-03-12",
    }


def test_the_sample_person() -> None:
    assert card_of(INDIVIDUAL, sample(INDIVIDUAL)) == {
        "kind": "Z",
        "name": "李晓岚",
        "names": ["Li Xiaolan"],
        "ids": ["居民身份证:310199198906140023"],
        "phones": ["13900006721", "02162345678"],
        "accounts": ["6217000000123456786"],
        "region": "310199",
        "grade": "B",
        "salesperson": "陈立",
        "opened_on": "2025-04-21",
    }


def test_codes_of_bodies_are_not_a_persons() -> None:
    assert "uscc" not in card_of(INDIVIDUAL, person(uscc="91310115MAXX0Y0XXT"))
    assert "org_code" not in card_of(INDIVIDUAL, person(org_code="MAXX0Y0XX"))


def test_c24_a_sole_trader_is_a_kind_of_its_own() -> None:
    assert card_of(CORPORATE, company(org_kind="个体工商户"))["kind"] == "G"


def test_a_representatives_document_is_not_the_companys() -> None:
    given = company(legal_representative={"name": "沈屿舟", "id_no": "310199197804120035"})
    assert "ids" not in card_of(CORPORATE, given)
    assert "ids" not in card_of(CORPORATE, company(id_no="310199197804120035"))


@pytest.mark.parametrize(
    "given",
    [
        "91310115MAXX0Y0XXT",
        "91310115maxx0y0xxt",
        "９１３１０１１５MAXX0Y0XXT",
        " 91310115 MAXX0Y0XXT",
    ],
)
def test_c04_a_unified_code_in_any_spelling(given: str) -> None:
    card = card_of(CORPORATE, company(uscc=given))
    assert (card["uscc"], card["org_code"]) == ("91310115MAXX0Y0XXT", "MAXX0Y0XX")


def test_the_organisation_code_of_old_papers() -> None:
    assert card_of(CORPORATE, company(uscc=None, org_code="maxx0y0x-x"))["org_code"] == "MAXX0Y0XX"


def test_the_unified_code_says_the_organisation_code_best() -> None:
    assert card_of(CORPORATE, company(org_code="00000000-0"))["org_code"] == "MAXX0Y0XX"


@pytest.mark.parametrize(
    ("kind", "number", "known"),
    [
        ("居民身份证", "310199198906140023", "居民身份证:310199198906140023"),
        ("居民身份证", "310199 890614 002", "居民身份证:310199198906140023"),  # C05
        ("临时身份证", "310199198906140023", "居民身份证:310199198906140023"),
        (None, "310199890614002", "居民身份证:310199198906140023"),
        ("居民身份证", "11010519491231002x", "居民身份证:11010519491231002X"),  # C06
        ("外国护照", "e12345678", "外国护照:E12345678"),
        ("外国护照", "310199890614002", "外国护照:310199890614002"),
        ("居民身份证", "3101**********0023", ""),
        ("居民身份证", "", ""),
        ("居民身份证", None, ""),
    ],
)
def test_c05_c06_one_person_one_document(kind: str, number: str, known: str) -> None:
    assert identity(kind, number) == known


def test_what_is_masked_is_not_known() -> None:
    card = card_of(INDIVIDUAL, person(id_no="3101**********0023", mobile="139****6721"))
    assert card == {"kind": "Z", "name": "李晓岚"}


def test_masked_accounts_and_codes_are_not_known() -> None:
    masked = company(
        uscc="9131**********0XXT", bank_accounts=[{"account_no": "************5678"}], phone=None
    )
    assert card_of(CORPORATE, masked) == {"kind": "F", "name": "上海屿泊包装有限公司"}


def test_the_customers_own_names_are_not_repeated() -> None:
    given = company(short_name="屿泊", invoice_title="上海屿泊包装有限公司", chairman="屿泊")
    assert "names" not in card_of(CORPORATE, given)


def test_several_telephones_in_one_box() -> None:
    card = card_of(CORPORATE, company(phone="021-62345678 / 62345679"))
    assert card["phones"] == ["02162345678", "62345679"]


def test_a_guardian_is_asked_for_and_can_be_called() -> None:
    card = card_of(INDIVIDUAL, person(guardian={"name": "李建国", "phone": "13900006799"}))
    assert card["names"] == ["李建国"]
    assert card["phones"] == ["13900006721", "13900006799"]


def test_the_level_is_what_the_form_proposes() -> None:
    assert card_of(INDIVIDUAL, person(confidentiality="机密"))["level"] == "机密"


@pytest.mark.parametrize("name", [None, "", "  ", 7])
def test_no_card_without_a_name(name: str) -> None:
    with pytest.raises(UnreadableInput, match="客户名称"):
        card_of(CORPORATE, company(customer_name=name))


def test_only_a_profile_makes_a_card() -> None:
    with pytest.raises(UnknownForm) as refusal:
        card_of("complaint_register_one", company())
    assert refusal.value.nearest == (CORPORATE, INDIVIDUAL)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
_BOXES = st.sampled_from(
    ["phone", "mobile", "contacts", "uscc", "org_code", "id_no", "id_type", "bank_accounts",
     "bank_account", "guardian", "legal_representative", "short_name", "region_code"]
)  # fmt: skip


@given(st.dictionaries(_BOXES, _JSON), st.sampled_from([CORPORATE, INDIVIDUAL]))
def test_whatever_the_boxes_hold_there_is_a_card_of_texts(boxes: Any, form: str) -> None:
    card = card_of(form, {**boxes, "customer_name": "某某"})
    assert set(card) <= FROM_PROFILE
    for value in card.values():
        assert value
        assert isinstance(value, str) or all(isinstance(text, str) and text for text in value)
