from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive import terms as module
from csdforms.archive.terms import guess, normal, phones, terms, texts

CARD = {
    "number": "KH-F-2026-000001-4",
    "kind": "F",
    "state": "在册",
    "name": "上海华联（集团）有限责任公司",
    "former_names": ["华联ＡＢＣ"],
    "short_name": "华联",
    "names": ["Hualian", "张三"],
    "customer_nos": ["xs 007", "老—12"],
    "uscc": "91310115MAXX0Y0XXT",
    "ids": ["居民身份证:310199890614002", "护照:e123 456"],
    "phones": ["021-62345678转8001", "138****8888"],
    "accounts": ["6222 0210 0000"],
    "region": "310115",
    "grade": "a",
    "salesperson": "王 芳",
    "level": "内部",
    "opened_on": "2026-03-05",
    "parent": "khf20260002 36x",
    "items": 3,
}
CARD_TERMS = {
    ("number", "KH-F-2026-000001-4"),
    ("kind", "F"),
    ("state", "在册"),
    ("name", "上海华联(集团)有限公司"),
    ("loose_name", "上海华联(集团)有限公司"),
    ("former_name", "华联abc"),
    ("loose_name", "华联abc"),
    ("customer_no", "XS007"),
    ("customer_no", "老-12"),
    ("uscc", "91310115MAXX0Y0XXT"),
    ("org_code", "MAXX0Y0XX"),
    ("id", "居民身份证:310199198906140023"),
    ("id", "310199198906140023"),
    ("id", "护照:E123456"),
    ("id", "E123456"),
    ("phone", "02162345678转8001"),
    ("phone", "02162345678"),
    ("account", "622202100000"),
    ("region", "31"),
    ("region", "3101"),
    ("region", "310115"),
    ("grade", "A"),
    ("salesperson", "王芳"),
    ("level", "内部"),
    ("opened", "2026"),
    ("opened", "2026-03"),
    ("parent", "KH-F-2026-000236-X"),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from([*CARD, "org_code", "file", "form", "period", "links", "digest"])


def test_a_card_is_found_by_all_that_it_says() -> None:
    found = list(terms("files", CARD))
    assert set(found) == CARD_TERMS
    assert len(found) == len(CARD_TERMS)
    assert list(texts("files", CARD)) == [
        "上海华联（集团）有限责任公司",
        "华联",
        "华联ＡＢＣ",
        "Hualian",
        "张三",
    ]


def test_an_organisation_code_is_found_with_and_without_a_unified_code() -> None:
    assert set(terms("files", {"org_code": "maxx0y0x-x"})) == {("org_code", "MAXX0Y0XX")}
    both = {"org_code": "MAXX0Y0XX", "uscc": "91310115MAXX0Y0XXT"}
    assert list(terms("files", both)) == [
        ("uscc", "91310115MAXX0Y0XXT"),
        ("org_code", "MAXX0Y0XX"),
    ]


def test_an_item_is_found_by_its_file_form_period_and_links() -> None:
    item = {
        "number": "KH-F-2026-000001-4/3.2-2026-0001",
        "file": "KH-F-2026-000001-4",
        "form": "complaint_register_one",
        "period": "2026-03",
        "digest": "ab",
        "document": "cd",
        "links": {"complaint_no": "ts-20260305－001", "none": "", "list": ["a", 1]},
    }
    assert set(terms("items", item)) == {
        ("number", "KH-F-2026-000001-4/3.2-2026-0001"),
        ("file", "KH-F-2026-000001-4"),
        ("form", "complaint_register_one"),
        ("period", "2026"),
        ("period", "2026-03"),
        ("digest", "ab"),
        ("document", "cd"),
        ("link:complaint_no", "TS-20260305-001"),
        ("link:list", "A"),
        ("link", "TS-20260305-001"),
        ("link", "A"),
    }
    assert list(texts("items", item)) == []


def test_a_version_of_a_profile_is_found_by_its_file_and_other_documents_not_at_all() -> None:
    assert list(terms("profiles", {"file": "KH-F-2026-000001-4", "version": 1})) == [
        ("file", "KH-F-2026-000001-4")
    ]
    assert list(terms("acts", CARD)) == []
    assert list(texts("acts", CARD)) == []


def test_an_act_is_found_by_the_files_that_it_names() -> None:
    detail = {"files": ["KH-F-2026-000001-4", "kh-z-2026-000002-2", 3], "item": "KH"}
    found = list(terms("acts", {"purpose": "回访", "reason": "", "detail": detail}))
    assert found == [("file", "KH-F-2026-000001-4"), ("file", "KH-Z-2026-000002-2")]
    assert list(terms("acts", {"detail": {"files": 3}})) == []
    assert list(terms("acts", {"detail": None})) == []
    assert list(terms("notes", {"detail": detail})) == []


def test_what_is_sealed_is_found_by_its_digests() -> None:
    sealed = {"number": "KH-F-2026-000001-4", "terms": ["AAAA", "BBBB", "AAAA"], "sealed": "…"}
    number = ("number", "KH-F-2026-000001-4")
    digests = [("sealed", "AAAA"), ("sealed", "BBBB")]
    assert list(terms("files", sealed)) == [number, *digests]
    assert list(terms("notes", sealed)) == digests
    sealed.pop("sealed")
    assert list(terms("files", sealed)) == [number]


@given(st.sampled_from(["files", "items", "profiles", "acts"]), st.dictionaries(FIELDS, ANYTHING))
def test_a_document_may_hold_anything(table: str, document: dict[str, Any]) -> None:
    for kind, value in terms(table, document):
        assert value
        assert normal(kind, value) == value
    assert all(isinstance(text, str) for text in texts(table, document))


@given(st.sampled_from(sorted(module._RULES)), st.text(max_size=30))
def test_normal_values_are_final(kind: str, value: str) -> None:
    assert normal(kind, normal(kind, value)) == normal(kind, value)


@pytest.mark.parametrize(
    ("given_phone", "numbers"),
    [
        ("13800138000", ["13800138000"]),
        ("138 0013-8000", ["13800138000"]),
        ("+86 13800138000", ["13800138000"]),
        ("0086-13800138000", ["13800138000"]),
        ("8613800138000", ["13800138000"]),
        ("013800138000", ["13800138000"]),
        ("021-62345678转8001", ["02162345678转8001"]),
        ("０２１－６２３４５６７８", ["02162345678"]),
        ("02162345678", ["02162345678"]),
        ("(021)62345678 ext. 12", ["02162345678转12"]),
        ("+86 21 6234 5678", ["02162345678"]),
        ("010-62345678-8001", ["01062345678转8001"]),
        ("400-050-0827", ["4000500827"]),
        ("400-050-0827-3", ["4000500827转3"]),
        ("+86 400 050 0827", ["4000500827"]),
        ("95588", ["95588"]),
        ("62345678", ["62345678"]),
        ("+852 2345 6789", ["85223456789"]),
        ("00852-23456789", ["85223456789"]),
        ("13800138000 / 021-62345678", ["13800138000", "02162345678"]),
        ("隐藏号码", []),
        ("138****8888", []),
        ("", []),
    ],
)
def test_telephone_numbers_are_spelt_alike(given_phone: str, numbers: list[str]) -> None:
    assert phones(given_phone) == numbers


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "021-62345678转8001", "０２１－６２３４５６７８转８００１"),
        ("id", "310199890614002", "310199198906140023"),
        ("id", "31019919890614002x", "３１０１９９１９８９０６１４００２Ｘ"),
        ("id", "居民身份证:310199890614002", "居民身份证：310199 19890614 0023"),
        ("uscc", "91310115maxx0y0xxt", "91310115-MAXX0Y0X-XT"),
        ("account", "6222 0210-0000", "622202100000"),
        ("customer_no", "xs—007", "XS-007"),
        ("number", "khf20260000014", "KH-F-2026-000001-4"),
        ("number", "khf20260000014／3.2-2026-0001", "KH-F-2026-000001-4/3.2-2026-0001"),
        ("link:complaint_no", "ts－1", "TS-1"),
        ("name", "华联（上海）有限责任公司", "华联(上海)有限公司"),
        ("loose_name", "Α", "a"),
    ],
)
def test_spellings_of_one_thing_meet(kind: str, one: str, other: str) -> None:
    assert normal(kind, one) == normal(kind, other)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", "KH-F-2026-000001-5", "KH-F-2026-000001-5"),
        ("number", "乱写", "乱写"),
        ("id", "310199891314002", "310199891314002"),
        ("id", "护照:310199890614002", "护照:310199890614002"),
        ("state", "在 册", "在 册"),
        ("customer_no", "x" * 300, "X" * 200),
        ("customer_no", "-" * 300, "-" * 200),
    ],
)
def test_what_follows_no_rule_stays_as_it_is(kind: str, value: str, expected: str) -> None:
    assert normal(kind, value) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kh f 2026 000001 4", ("number", "KH-F-2026-000001-4")),
        ("KH-F-2026-000001-4/3.2-2026-0001", ("number", "KH-F-2026-000001-4/3.2-2026-0001")),
        ("BM/3.2-2026-0001", ("number", "BM/3.2-2026-0001")),
        ("91310115maxx0y0xxt", ("uscc", "91310115MAXX0Y0XXT")),
        ("MAXX0Y0X-X", ("org_code", "MAXX0Y0XX")),
        ("310199 890614 002", ("id", "310199198906140023")),
        ("TS-1", ("customer_no", "TS-1")),
        ("张三", ("name", "张三")),
    ],
)
def test_one_box_takes_everything_the_likeliest_first(text: str, first: tuple[str, str]) -> None:
    assert guess(text)[0] == first


def test_one_box_tries_what_else_it_may_be() -> None:
    assert guess("021-62345678") == [
        ("id", "02162345678"),
        ("phone", "02162345678"),
        ("account", "02162345678"),
        ("customer_no", "021-62345678"),
        ("link", "021-62345678"),
        ("name", "021-62345678"),
        ("former_name", "021-62345678"),
    ]
    assert guess("") == guess("  ") == []


def test_a_wrong_file_number_is_no_number() -> None:
    assert "number" not in dict(guess("KH-F-2026-000001-"))


@given(st.sampled_from(sorted(CARD_TERMS)))
def test_what_a_document_says_is_found_when_it_is_typed_again(term: tuple[str, str]) -> None:
    kind, value = term
    assert normal(kind, value) == value
    if kind in ("number", "uscc", "org_code", "phone", "account", "customer_no", "name"):
        assert term in guess(value)
