"""自然人客户信息资料表: its rules at their boundaries, what it proposes, and what paper hides."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer import IndividualCustomerProfile
from csdforms.schemas.masking import Mask, masked

TODAY = dt.date(2026, 3, 20)
ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "individual_customer_profile.json").read_text("utf-8")
)
CLEAN: set[tuple[str, str]] = set()
FIRST_GENERATION = "110105491231002"
CONVERTED = "11010519491231002X"
HONG_KONG, MACAO, TAIWAN = "810000199001010019", "820000199001010029", "830000199001010039"
PERMANENT = "911840199001010018"


def changed(**changes: object) -> dict[str, Any]:
    """Return the sample with changes; ``None`` leaves a box empty."""
    return {**copy.deepcopy(SAMPLE), **changes}


def problems(**changes: object) -> set[tuple[str, str]]:
    """Return the findings of the changed sample as paths with their severity."""
    findings = check(IndividualCustomerProfile, changed(**changes), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def draft(**changes: object) -> IndividualCustomerProfile:
    return examine(IndividualCustomerProfile, changed(**changes), today=TODAY)[0]


def part(name: str, **changes: object) -> dict[str, object]:
    return {name: {**SAMPLE[name], **changes}}


def document(kind: str | None, number: str | None, **changes: object) -> dict[str, object]:
    """Return the changes to another document, with nothing that the old one said."""
    person = {"birthday": None, "gender": None, "nationality": None, "id_valid_from": None}
    return {**person, "id_type": kind, "id_no": number, **changes}


def born(day: str, **changes: object) -> dict[str, object]:
    """Return the changes to a customer of another age, without document, family or deals."""
    removed = dict.fromkeys(
        ("id_type", "id_no", "id_valid_from", "id_valid_until", "id_issuer", "first_deal_on")
    )
    return {**removed, "birthday": day, **changes}


def test_the_sample_has_no_finding() -> None:
    assert check(IndividualCustomerProfile, SAMPLE, today=TODAY) == []


def test_the_sample_reads_the_same_in_plain_pydantic() -> None:
    assert IndividualCustomerProfile.model_validate(SAMPLE) == parse(
        IndividualCustomerProfile, SAMPLE, today=TODAY
    )


def test_what_is_stored_reads_back_the_same() -> None:
    form = parse(IndividualCustomerProfile, SAMPLE, today=TODAY)
    assert parse(IndividualCustomerProfile, form.stored(), today=TODAY) == form


def test_the_class_says_what_the_manual_says() -> None:
    form = IndividualCustomerProfile
    assert (form.title(), form.section, form.kind) == ("自然人客户信息资料表", "4.8", "资料")
    assert (form.identifier(), form.number) == ("individual_customer_profile", "customer_no")


def test_the_sheet_is_secret_unless_it_says_otherwise() -> None:
    assert draft(confidentiality=None).confidentiality == "秘密"
    assert draft(confidentiality="机密").confidentiality == "机密"


@pytest.mark.parametrize(
    "name", ["customer_no", "customer_name", "consent", "opened_on", "prepared_by", "prepared_on"]
)
def test_a_required_box_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    "name",
    [
        "name_pinyin", "ethnicity", "id_valid_from", "id_valid_until", "id_issuer", "phone",
        "home_address", "habitual_address", "region_code", "postcode", "contact_preference",
        "do_not_call", "occupation", "company", "family", "first_deal_on", "last_deal_on",
        "total_sales_amount", "customer_grade", "credit_grade", "member_no", "points",
        "preferred_products", "needs", "bank_account", "customer_signature", "source",
        "salesperson", "attachments", "remarks",
    ],
)  # fmt: skip
def test_what_the_purpose_does_not_need_may_stay_empty(name: str) -> None:
    assert problems(**{name: None}) == CLEAN


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("姓名", "customer_name"),
        ("客户姓名", "customer_name"),
        ("拼音", "name_pinyin"),
        ("年龄", "age"),
        ("生日", "birthday"),
        ("出生日期", "birthday"),
        ("身份证号", "id_no"),
        ("证件类型", "id_type"),
        ("有效期限", None),
        ("发证机关", "id_issuer"),
        ("座机", "phone"),
        ("手机号", "mobile"),
        ("微信号", "wechat"),
        ("户籍地址", "home_address"),
        ("现住址", "habitual_address"),
        ("联系地址", "habitual_address"),
        ("免打扰", "do_not_call"),
        ("单位地址", "company_address"),
        ("文化程度", "education_level"),
        ("收入", "income_level"),
        ("家庭成员", "family"),
        ("累计消费", "total_sales_amount"),
        ("会员编号", "member_no"),
        ("监护人", "guardian"),
        ("责任人", "salesperson"),
        ("建档人", "prepared_by"),
    ],
)
def test_other_labels_find_their_box(label: str, path: str | None) -> None:
    assert IndividualCustomerProfile.labels().find(label) == (path and (path,))


def test_a_part_is_found_by_both_labels() -> None:
    labels = IndividualCustomerProfile.labels()
    assert labels.find("监护人身份证号") == ("guardian", "id_no")
    assert labels.find("监护人同意日期") == ("guardian", "consented_on")
    assert labels.find("紧急联系人手机") == ("emergency_contact", "phone")
    assert labels.find("授权目的") == ("consent", "consent_purpose")
    assert labels.find("授权方式") == ("consent", "consent_method")
    assert labels.find("银行账户开户行") == ("bank_account", "bank")


def test_a_single_value_stands_for_a_part() -> None:
    form = draft(emergency_contact="周以衡", guardian="李建民", bank_account="6217000000123456786")
    assert form.emergency_contact
    assert form.emergency_contact.name == "周以衡"
    assert form.guardian
    assert form.guardian.name == "李建民"
    assert form.bank_account
    assert form.bank_account.account_no == "6217000000123456786"


# The document


def test_a_document_is_its_kind_and_its_number() -> None:
    assert problems(id_type=None) == {("id_type", "error")}
    assert problems(id_no=None) == {("id_no", "error")}
    without = {"id_valid_from": None, "id_valid_until": None, "id_issuer": None}
    assert problems(id_type=None, id_no=None, **without) == CLEAN


@pytest.mark.parametrize("name", ["id_valid_from", "id_valid_until", "id_issuer"])
def test_what_a_document_says_needs_its_kind(name: str) -> None:
    nothing = dict.fromkeys(("id_type", "id_no", "id_valid_from", "id_valid_until", "id_issuer"))
    assert problems(**{**nothing, name: SAMPLE[name]}) == {("id_type", "error")}


@pytest.mark.parametrize(
    ("kind", "number", "gender", "birthday"),
    [
        ("居民身份证", CONVERTED, "女", dt.date(1949, 12, 31)),
        ("临时身份证", "210111196001010018", "男", dt.date(1960, 1, 1)),
        ("户口簿", "440304196501010030", "男", dt.date(1965, 1, 1)),
        ("港澳居民居住证", HONG_KONG, "男", dt.date(1990, 1, 1)),
        ("港澳居民居住证", MACAO, "女", dt.date(1990, 1, 1)),
        ("台湾居民居住证", TAIWAN, "男", dt.date(1990, 1, 1)),
        ("外国人永久居留身份证", PERMANENT, "男", dt.date(1990, 1, 1)),
    ],
)
def test_an_identity_number_tells_birthday_and_gender(
    kind: str, number: str, gender: str, birthday: dt.date
) -> None:
    changes = document(kind, number, first_deal_on="2025-04-19")
    assert problems(**changes) == CLEAN
    form = draft(**changes)
    assert (form.gender, form.birthday) == (gender, birthday)


@pytest.mark.parametrize(
    "number",
    [
        "310199198906140024",  # check digit
        "110101199002300014",  # 30 February
        "31019919890614002",
        "840000199001010017",
        FIRST_GENERATION,
    ],
)
def test_a_wrong_identity_number_is_an_error(number: str) -> None:
    assert problems(id_no=number) == {("id_no", "error")}


def test_a_wrong_identity_number_proposes_nothing() -> None:
    form = draft(**document("居民身份证", "310199198906140024"))
    assert (form.birthday, form.gender) == (None, None)


def test_an_identity_number_of_somebody_not_born_yet_is_an_error() -> None:
    body = "31019920260321002"
    changes = {
        **document("居民身份证", body + mod_11_2.calc_check_digit(body)),
        "guardian": "李建民",
    }
    assert ("id_no", "error") in problems(**changes)
    assert ("birthday", "error") in problems(**changes)


def test_other_documents_have_numbers_of_their_own() -> None:
    for kind in ("军人身份证件", "武警身份证件", "中国护照", "港澳居民来往内地通行证"):
        assert problems(id_type=kind, id_no="H12345678") == CLEAN
    assert problems(id_type="外国护照", id_no="H12345678", nationality="新加坡") == CLEAN
    old_card = {"id_type": "外国人永久居留身份证", "id_no": "USA310072012345"}
    assert problems(nationality="美国", **old_card) == CLEAN


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("居民身份证", HONG_KONG),
        ("户口簿", TAIWAN),
        ("临时身份证", PERMANENT),
        ("港澳居民居住证", CONVERTED),
        ("港澳居民居住证", TAIWAN),
        ("台湾居民居住证", MACAO),
        ("台湾居民居住证", PERMANENT),
    ],
)
def test_a_number_of_another_kind_of_card_is_an_error(kind: str, number: str) -> None:
    assert problems(**document(kind, number)) == {("id_type", "error")}


def test_the_number_agrees_with_birthday_and_gender() -> None:
    assert problems(birthday="1989-06-15") == {("birthday", "error")}
    assert problems(gender="男") == {("gender", "warning")}
    assert problems(gender="未知") == CLEAN
    assert problems(gender="男", birthday="1989-06-15", id_no="310199********0023") == CLEAN


@pytest.mark.parametrize(
    ("kind", "nationality", "expected"),
    [
        ("居民身份证", "中华人民共和国", CLEAN),
        ("居民身份证", "美国", {("nationality", "warning")}),
        ("中国护照", "美国", {("nationality", "warning")}),
        ("台湾居民来往大陆通行证", "中国台湾", CLEAN),
        ("台湾居民来往大陆通行证", "美国", {("nationality", "warning")}),
        ("港澳居民来往内地通行证", "英国", CLEAN),
        ("外国护照", "中国", {("nationality", "warning")}),
        ("外国护照", "chn", {("nationality", "warning")}),
        ("外国人永久居留身份证", "中国", {("nationality", "warning")}),
        ("外国护照", "美国", CLEAN),
        ("其他", "美国", CLEAN),
        ("其他", "中国", CLEAN),
        (None, "美国", CLEAN),
    ],
)
def test_nationality_agrees_with_the_document(
    kind: str | None, nationality: str, expected: set[tuple[str, str]]
) -> None:
    if kind is None:
        changes = born("1989-06-14", nationality=nationality)
    elif kind == "居民身份证":
        changes = {"nationality": nationality}
    else:
        changes = {"id_type": kind, "id_no": "H12345678", "nationality": nationality}
    assert problems(**changes) == expected


def test_nationality_is_chinese_unless_the_document_is_foreign() -> None:
    assert draft(nationality=None).nationality == "中国"
    assert draft(**born("1989-06-14", nationality=None)).nationality == "中国"
    assert draft(**document("外国护照", "H12345678")).nationality is None
    assert draft(**document("其他", "H12345678")).nationality is None
    assert IndividualCustomerProfile.empty().complete().nationality is None


def test_another_kind_of_document_is_named() -> None:
    other = {"id_type": "其他", "id_no": "H12345678"}
    assert problems(**other, remarks="海员证。") == CLEAN
    assert problems(**other, remarks=None) == {("remarks", "warning")}


def test_a_first_generation_number_passes_in_old_files_only() -> None:
    changes = document("居民身份证", FIRST_GENERATION)
    assert problems(**changes) == {("id_no", "error")}
    with settings.use(settings.Settings(old_identity_cards=True)):
        assert problems(**changes) == CLEAN
        form = draft(**changes)
        assert form.id_no == FIRST_GENERATION
        assert (form.birthday, form.gender) == (dt.date(1949, 12, 31), "女")
        assert form.duplicate_keys()[0] == f"居民身份证 {CONVERTED}"
        assert problems(**document("居民身份证", "110105491331002")) == {("id_no", "error")}


def test_a_document_is_valid_until_its_last_day() -> None:
    assert problems(id_valid_until="2026-03-20") == CLEAN
    assert problems(id_valid_until="2026-03-19") == {("id_valid_until", "warning")}
    assert problems(id_valid_until="长期") == CLEAN
    assert draft(id_valid_until="长期").id_valid_until is None


def test_a_document_is_issued_after_birth_and_before_it_ends() -> None:
    assert problems(id_valid_from="1989-06-14") == CLEAN
    assert problems(id_valid_from="1989-06-13") == {("id_valid_from", "error")}
    assert problems(id_valid_from="2026-03-20", id_valid_until="2026-03-20") == CLEAN
    later = problems(id_valid_from="2026-03-20", id_valid_until="2026-03-19")
    assert ("id_valid_until", "error") in later


# Days and age


@pytest.mark.parametrize("name", ["id_valid_from", "last_deal_on", "opened_on"])
def test_no_day_is_after_today(name: str) -> None:
    assert problems(**{name: "2026-03-20"}) == CLEAN
    assert problems(**{name: "2026-03-21"}) == {(name, "error")}


def test_the_first_deal_is_not_after_the_last() -> None:
    assert problems(first_deal_on="2026-02-26") == CLEAN
    assert problems(first_deal_on="2026-02-27") == {("last_deal_on", "error")}
    assert problems(first_deal_on="2026-03-20", last_deal_on=None) == CLEAN
    assert problems(first_deal_on="2026-03-21", last_deal_on=None) == {("first_deal_on", "error")}


def test_a_birthday_is_past() -> None:
    child = {"guardian": {"name": "李建民", "consented_on": "2026-03-20"}}
    assert problems(**born("2026-03-20", **child)) == CLEAN
    assert problems(**born("2026-03-21", **child)) == {("birthday", "error")}


def test_a_birthday_of_the_family_is_past() -> None:
    def family(day: str) -> list[dict[str, object]]:
        return [{**SAMPLE["family"][0], "birthday": day}]

    assert problems(family=family("2026-03-20")) == CLEAN
    assert problems(family=family("2026-03-21")) == {("family.1.birthday", "error")}
    assert problems(family=[{"relation": "配偶"}]) == {("family.1.name", "error")}


@pytest.mark.parametrize(
    ("birthday", "filled_in", "age"),
    [
        ("1989-06-14", "2026-06-13", 36),
        ("1989-06-14", "2026-06-14", 37),
        ("2000-02-29", "2026-02-28", 25),
        ("2000-02-29", "2026-03-01", 26),
        ("2026-03-12", "2026-03-12", 0),
        ("2026-03-13", "2026-03-12", None),
    ],
)
def test_the_age_is_that_of_the_day_of_filling_in(
    birthday: str, filled_in: str, age: int | None
) -> None:
    assert draft(**born(birthday, prepared_on=filled_in)).age == age


def test_the_age_is_worked_out_and_not_stored() -> None:
    assert "age" not in draft().stored()
    assert draft(**born("")).age is None
    assert draft(prepared_on=None).age is None
    assert problems(age="36岁") == CLEAN
    findings = check(IndividualCustomerProfile, changed(age=37), today=TODAY)
    assert [(finding.path, finding.given) for finding in findings] == [("age", None)]
    assert "36" not in findings[0].message


# How the customer is reached

REACHED_BY = ("phone", "mobile", "email", "wechat")


def test_the_customer_can_be_reached_somehow() -> None:
    nothing = {**dict.fromkeys(REACHED_BY), "contact_preference": None}
    assert problems(**nothing) == {("mobile", "error")}
    for name in REACHED_BY:
        assert problems(**{**nothing, name: SAMPLE[name]}) == CLEAN


@pytest.mark.parametrize(
    ("preference", "needed"),
    [
        ("电话", ("mobile", "phone")),
        ("短信", ("mobile",)),
        ("微信", ("wechat",)),
        ("邮件", ("email",)),
        ("上门", ("habitual_address", "home_address")),
    ],
)
def test_the_preferred_way_is_known(preference: str, needed: tuple[str, ...]) -> None:
    assert problems(contact_preference=preference) == CLEAN
    unknown = dict.fromkeys(needed)
    missing = problems(contact_preference=preference, **unknown)
    assert missing == {(needed[0], "warning")}
    last = {**unknown, needed[-1]: SAMPLE[needed[-1]]}
    assert problems(contact_preference=preference, **last) == CLEAN


def test_who_wants_no_calls_does_not_prefer_them() -> None:
    assert problems(do_not_call=True) == {("contact_preference", "warning")}
    assert problems(do_not_call=True, contact_preference="微信") == CLEAN
    assert problems(do_not_call=True, contact_preference=None) == CLEAN


# Children

GUARDIAN = {"name": "李建民", "id_no": CONVERTED, "phone": "13900006798"}


def test_under_fourteen_a_guardian_consents() -> None:
    # The sheet is filled in on 12 March 2026.
    assert problems(**born("2012-03-12")) == CLEAN
    assert problems(**born("2012-03-13")) == {("guardian", "error")}
    consenting = {**GUARDIAN, "consented_on": "2025-04-19"}
    assert problems(**born("2012-03-13", guardian=consenting)) == CLEAN
    assert problems(**born("2012-03-13", guardian=GUARDIAN)) == {("guardian.consented_on", "error")}


def test_without_the_day_of_filling_in_the_age_of_today_counts() -> None:
    missing = {("prepared_on", "error")}
    assert problems(**born("2012-03-20", prepared_on=None)) == missing
    assert problems(**born("2012-03-21", prepared_on=None)) == {*missing, ("guardian", "error")}


def test_a_grown_up_may_have_a_guardian_too() -> None:
    assert problems(guardian=GUARDIAN) == CLEAN
    assert problems(guardian={**GUARDIAN, "name": None}) == {("guardian.name", "error")}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("H12345678", CLEAN),
        (None, CLEAN),
        ("110105********002X", CLEAN),
        ("110105194912310021", {("guardian.id_no", "error")}),
        (FIRST_GENERATION, {("guardian.id_no", "error")}),
    ],
)
def test_a_guardian_s_identity_number_is_sound(
    number: str | None, expected: set[tuple[str, str]]
) -> None:
    assert problems(guardian={**GUARDIAN, "id_no": number}) == expected
    with settings.use(settings.Settings(old_identity_cards=True)):
        assert problems(guardian={**GUARDIAN, "id_no": FIRST_GENERATION}) == CLEAN


def test_a_guardian_s_consent_is_not_still_to_come() -> None:
    assert problems(guardian={**GUARDIAN, "consented_on": "2026-03-20"}) == CLEAN
    late = problems(guardian={**GUARDIAN, "consented_on": "2026-03-21"})
    assert late == {("guardian.consented_on", "error")}


# Consent


@pytest.mark.parametrize("name", ["consent_purpose", "consent_items"])
def test_a_consent_says_for_what_and_of_which_data(name: str) -> None:
    assert problems(**part("consent", **{name: None})) == {(f"consent.{name}", "error")}


@pytest.mark.parametrize("name", ["consented_on", "consent_method"])
def test_a_consent_can_be_proved(name: str) -> None:
    assert problems(**part("consent", **{name: None})) == {(f"consent.{name}", "error")}
    other = part("consent", legal_basis="订立或履行合同", **{name: None})
    assert problems(**other) == CLEAN


def test_consent_is_the_usual_ground() -> None:
    consent = draft(**part("consent", legal_basis=None)).consent
    assert consent.legal_basis == "个人同意"
    assert IndividualCustomerProfile.empty().complete().consent is None


def test_a_consent_comes_before_the_file() -> None:
    assert problems(**part("consent", consented_on="2025-04-21")) == CLEAN
    late = problems(**part("consent", consented_on="2025-04-22"))
    assert late == {("consent.consented_on", "warning")}
    assert problems(opened_on=None) == {("opened_on", "error")}


def test_no_consent_is_given_or_withdrawn_tomorrow() -> None:
    tomorrow = "2026-03-21"
    assert ("consent.consented_on", "error") in problems(**part("consent", consented_on=tomorrow))
    assert ("consent.withdrawn_on", "error") in problems(**part("consent", withdrawn_on=tomorrow))


def test_a_withdrawn_consent_is_a_warning() -> None:
    withdrawn = {("consent.withdrawn_on", "warning")}
    assert problems(**part("consent", withdrawn_on="2026-03-20")) == withdrawn
    assert problems(**part("consent", withdrawn_on="2025-04-19")) == withdrawn
    before = problems(**part("consent", withdrawn_on="2025-04-18"))
    assert before == {*withdrawn, ("consent.withdrawn_on", "error")}


def test_a_bank_account_needs_a_consent_of_its_own() -> None:
    silent = part("consent", separate_consent_items=None)
    assert problems(**silent) == {("consent.separate_consent_items", "error")}
    assert problems(**silent, bank_account=None) == CLEAN


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        ("身份证正反面照片", {("consent.separate_consent_items", "warning")}),
        ("护照复印件", {("consent.separate_consent_items", "warning")}),
        ("证件原件核验记录", CLEAN),
        ("小票照片", CLEAN),
    ],
)
def test_a_picture_of_a_document_needs_a_consent_of_its_own(
    attachment: str, expected: set[tuple[str, str]]
) -> None:
    silent = part("consent", separate_consent_items=None)
    assert problems(**silent, bank_account=None, attachments=[attachment]) == expected
    assert problems(attachments=[attachment]) == CLEAN


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("6217000000123456786", CLEAN),
        ("6217000000123456787", {("bank_account.account_no", "warning")}),
        ("6217000000123450", {("bank_account.account_no", "warning")}),
        ("123456789012345", CLEAN),  # a passbook
        ("****6786", CLEAN),
    ],
)
def test_a_card_number_has_its_check_digit(number: str, expected: set[tuple[str, str]]) -> None:
    assert problems(**part("bank_account", account_no=number)) == expected


def test_a_bank_account_has_its_number() -> None:
    missing = problems(**part("bank_account", account_no=None))
    assert missing == {("bank_account.account_no", "error")}


# What paper hides, and what is the same customer


def test_paper_hides_numbers_and_telephones_and_keeps_the_name() -> None:
    contact = {"name": "周以衡", "phone": "13900006799"}
    form = draft(
        id_no=CONVERTED, mobile="13800138000", emergency_contact=contact, guardian=GUARDIAN
    )
    shown = masked(form, Mask.IDS)
    assert (shown.id_no, shown.mobile) == ("110105********002X", "138****8000")
    assert shown.phone == "****5678"
    assert shown.emergency_contact
    assert shown.emergency_contact.phone == "139****6799"
    assert shown.guardian
    assert shown.guardian.phone == "139****6798"
    assert shown.guardian.id_no == "110105********002X"
    assert shown.bank_account
    assert shown.bank_account.account_no == "****6786"
    assert (shown.customer_name, shown.home_address) == (form.customer_name, form.home_address)
    assert form.mobile == "13800138000"  # the form itself is untouched


def test_a_copy_for_others_has_neither_birthday_nor_age() -> None:
    shown = masked(draft(), Mask.ALL)
    assert (shown.birthday, shown.age, shown.family[0].birthday) == (None, None, None)
    assert shown.wechat == "lanl****"
    assert shown.customer_name == "李某某"


def test_findings_never_repeat_personal_data() -> None:
    changes = {"id_no": "310199198906140024", "mobile": "1390000672", "birthday": "1989-06-15"}
    for finding in check(IndividualCustomerProfile, changed(**changes), today=TODAY):
        assert "3101991989" not in str(finding)
        assert "1390000672" not in str(finding)
        assert "1989" not in str(finding)


def test_two_sheets_of_one_customer_share_a_key() -> None:
    keys = draft().duplicate_keys()
    assert keys == ("居民身份证 310199198906140023", "李晓岚 13900006721")
    assert draft(customer_name="李 晓岚", id_no="310199********0023").duplicate_keys() == keys[1:]
    assert draft(id_type="中国护照", id_no="E12345678").duplicate_keys()[0] == "中国护照 E12345678"
    assert draft(id_type=None, mobile=None).duplicate_keys() == ()
    assert draft(id_no=None, customer_name=None).duplicate_keys() == ()


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "—", "其他", "居民身份证", "外国护照", HONG_KONG, "2026-03-09", "9999-12-31", "长期",
     -1, 0, "1e9", True, [], [None], [{}], {}, {"name": "李建民", "id_no": 5}, ["身份证照片"],
     {"consent_purpose": "回访"}, {"account_no": "x"}, [{"birthday": "2999-01-01"}]]
)  # fmt: skip


@hypothesis_settings(max_examples=50, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(list(IndividualCustomerProfile.specs())), JUNK))
def test_checking_survives_whatever_is_missing_or_garbage(changes: dict[str, Any]) -> None:
    findings = check(IndividualCustomerProfile, copy.deepcopy(SAMPLE) | changes, today=TODAY)
    assert all(finding.message.endswith("。") for finding in findings)
