"""法人客户信息资料表: its rules at their boundaries, and what it proposes."""

from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn.uscc import calc_check_digit

from csdforms.schemas import settings
from csdforms.schemas.checking import check, examine, parse
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.customer.corporate_customer_profile import Contact, FinanceYear
from csdforms.schemas.masking import Mask, masked

TODAY = dt.date(2026, 3, 20)
ROOT = Path(__file__).parents[3]
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "examples" / "corporate_customer_profile.json").read_text("utf-8")
)
#: Its region is 310115, its inner organisation code MAXX0Y0XX.
USCC = "91310115MAXX0Y0XXT"


def changed(**changes: object) -> dict[str, Any]:
    """Return the sample with changes; ``None`` leaves a box empty."""
    return {**copy.deepcopy(SAMPLE), **changes}


def problems(**changes: object) -> set[tuple[str, str]]:
    """Return the findings of the changed sample as paths with their severity."""
    findings = check(CorporateCustomerProfile, changed(**changes), today=TODAY)
    return {(finding.path, finding.severity) for finding in findings}


def draft(**changes: object) -> CorporateCustomerProfile:
    return examine(CorporateCustomerProfile, changed(**changes), today=TODAY)[0]


def row(group: str, number: int = 0, **changes: object) -> dict[str, object]:
    """Return the changes that put other values into one row of the sample."""
    rows = copy.deepcopy(SAMPLE[group])
    rows[number] |= changes
    return {group: rows}


def part(name: str, **changes: object) -> dict[str, object]:
    return {name: {**SAMPLE[name], **changes}}


def code(start: str) -> str:
    """Return a sound unified code with these first characters and the sample's body."""
    body = start + USCC[len(start) : 17]
    return body + calc_check_digit(body)


def test_the_sample_has_no_finding() -> None:
    assert check(CorporateCustomerProfile, SAMPLE, today=TODAY) == []


def test_the_sample_reads_the_same_in_plain_pydantic() -> None:
    assert CorporateCustomerProfile.model_validate(SAMPLE) == parse(
        CorporateCustomerProfile, SAMPLE, today=TODAY
    )


def test_what_is_stored_reads_back_the_same() -> None:
    form = parse(CorporateCustomerProfile, SAMPLE, today=TODAY)
    assert parse(CorporateCustomerProfile, form.stored(), today=TODAY) == form


def test_the_class_says_what_the_manual_says() -> None:
    form = CorporateCustomerProfile
    assert (form.title(), form.section, form.number) == ("法人客户信息资料表", "4.7", "customer_no")
    assert form.identifier() == "corporate_customer_profile"


def test_the_sheet_is_secret_unless_it_says_otherwise() -> None:
    assert draft().confidentiality == "秘密"
    assert draft(confidentiality="机密").confidentiality == "机密"


@pytest.mark.parametrize(
    "name",
    [
        "customer_no",
        "customer_name",
        "org_kind",
        "office_address",
        "phone",
        "business_scope",
        "contacts",
        "salesperson",
        "opened_on",
        "prepared_by",
        "prepared_on",
    ],
)
def test_a_required_box_must_be_filled(name: str) -> None:
    assert (name, "error") in problems(**{name: None})


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("注册名称", "customer_name"),
        ("纳税人识别号", "uscc"),
        ("所有制", "ownership"),
        ("企业类型", "legal_form"),
        ("原营业执照注册号", "old_licence_no"),
        ("注册日期", "established_on"),
        ("经营期限至", "term_to"),
        ("发证机关", "registration_authority"),
        ("住所", "registered_address"),
        ("负责人", "legal_representative"),
        ("经办人", "authorised_agent"),
        ("出资人", "shareholders"),
        ("分支机构", "affiliates"),
        ("建档(填表)人", "prepared_by"),
        ("填表人", "prepared_by"),
        ("责任业务员", "salesperson"),
        ("客户名称/单位", "customer_name"),
        ("办公电话", "phone"),
        ("营业收入", "annual_revenue"),
    ],
)
def test_other_labels_find_their_box(label: str, path: str) -> None:
    assert CorporateCustomerProfile.labels().find(label) == (path,)


def test_a_part_is_found_by_both_labels() -> None:
    labels = CorporateCustomerProfile.labels()
    assert labels.find("法定代表人证件号码") == ("legal_representative", "id_no")
    assert labels.find("授权经办人电话") == ("authorised_agent", "phone")
    assert labels.find("法定代表人手机号码") == ("legal_representative", "phone")


def test_a_contact_has_a_mobile_besides_the_telephone() -> None:
    labels = Contact.labels()
    assert labels.find("手机号码") == labels.find("移动电话") == ("mobile",)
    assert labels.find("办公电话") == ("phone",)


def test_the_revenue_of_a_year_is_that_year_s() -> None:
    assert FinanceYear.labels().find("营业收入") == ("revenue",)


def test_a_name_alone_stands_for_the_person() -> None:
    person = draft(legal_representative="沈屿舟").legal_representative
    assert person is not None
    assert (person.name, person.id_no) == ("沈屿舟", None)


# The unified code and the register


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("企业法人", "91"),
        ("非法人企业", "91"),
        ("外国(地区)企业", "91"),
        ("个体工商户", "92"),
        ("农民专业合作社", "93"),
        ("机关", "11"),
        ("事业单位", "12"),
        ("社会团体", "13"),
        ("社会团体", "51"),
        ("农村集体经济组织", "N1"),
        ("农村集体经济组织", "N2"),
        ("农村集体经济组织", "N3"),
        ("其他", "52"),
        ("其他", "91"),
        ("企业法人", "19"),
        ("机关", "A1"),
        ("事业单位", "Y1"),
    ],
)
def test_a_code_that_fits_the_kind_of_body_or_does_not_tell_passes(kind: str, start: str) -> None:
    assert problems(org_kind=kind, uscc=code(start)) == set()


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("企业法人", "92"),
        ("企业法人", "52"),
        ("个体工商户", "91"),
        ("农民专业合作社", "91"),
        ("机关", "12"),
        ("事业单位", "11"),
        ("社会团体", "91"),
        ("农村集体经济组织", "93"),
        ("外国(地区)企业", "93"),
    ],
)
def test_a_code_of_another_kind_of_body_is_an_error(kind: str, start: str) -> None:
    assert problems(org_kind=kind, uscc=code(start)) == {("uscc", "error")}


@pytest.mark.parametrize("kind", ["企业法人", "个体工商户", "机关", "农村集体经济组织"])
def test_a_mainland_body_needs_its_code(kind: str) -> None:
    assert problems(org_kind=kind, uscc=None) == {("uscc", "error")}


@pytest.mark.parametrize("kind", ["外国(地区)企业", "其他"])
def test_other_bodies_need_no_code(kind: str) -> None:
    assert problems(org_kind=kind, uscc=None) == set()


def test_a_wrong_check_character_is_an_error() -> None:
    assert problems(uscc="91310115MAXX0Y0XXA") == {("uscc", "error")}


@pytest.mark.parametrize("region", ["310115", "310000", "310100"])
def test_the_region_agrees_when_one_lies_in_the_other(region: str) -> None:
    assert problems(region_code=region) == set()


def test_a_code_of_a_wider_registrar_agrees() -> None:
    assert problems(uscc=code("91310000")) == set()
    assert problems(uscc=code("91100000")) == set()


@pytest.mark.parametrize("region", ["310104", "320500", "320000"])
def test_a_body_that_moved_is_only_a_warning(region: str) -> None:
    assert problems(region_code=region) == {("region_code", "warning")}


def test_the_older_numbers_are_looked_at() -> None:
    assert problems(old_licence_no="310115000123456", org_code="MAXX0Y0X-X") == set()
    assert problems(old_licence_no="31011500012345") == {("old_licence_no", "warning")}
    assert problems(org_code="MAXX0Y0X1") == {("org_code", "warning")}
    assert problems(org_code="600037341") == {("org_code", "warning")}
    assert problems(org_code="MAXX0Y0") == {("org_code", "warning")}


def test_a_registration_type_has_three_or_four_digits() -> None:
    assert problems(registration_type="1130") == set()
    assert problems(registration_type="173") == set()
    assert problems(registration_type="11300") == {("registration_type", "warning")}


def test_another_ownership_is_written_out() -> None:
    assert problems(ownership="其他") == {("ownership_other", "error")}
    assert problems(ownership="其他", ownership_other="混合所有制") == set()


def test_another_legal_form_is_explained() -> None:
    assert problems(legal_form="其他", remarks=None) == {("remarks", "error")}
    assert problems(legal_form="其他", remarks="股份合作制。") == set()


def test_paid_in_capital_above_the_registered_one_is_a_warning() -> None:
    assert problems(paid_in_capital="10000000.00") == set()
    assert problems(paid_in_capital="10000000.01") == {("paid_in_capital", "warning")}


# Days


@pytest.mark.parametrize("name", ["established_on", "first_deal_on", "opened_on"])
def test_no_day_is_after_today(name: str) -> None:
    assert (name, "error") not in problems(**{name: "2026-03-20"})
    assert (name, "error") in problems(**{name: "2026-03-21"})


def test_the_first_deal_is_not_before_the_establishment() -> None:
    assert problems(first_deal_on="2018-06-12") == set()
    assert problems(first_deal_on="2018-06-11") == {("first_deal_on", "error")}


def test_a_term_begins_with_the_establishment_and_ends_after_it() -> None:
    assert problems(term_from="2018-06-11") == {("term_from", "warning")}
    assert problems(term_from="2030-01-01", term_to="2030-01-01") == set()
    assert problems(term_from="2030-01-01", term_to="2029-12-31") == {("term_to", "error")}


@pytest.mark.parametrize("name", ["term_to", "licence_valid_until"])
def test_what_has_expired_is_a_warning(name: str) -> None:
    assert problems(**{name: "2026-03-20"}) == set()
    assert problems(**{name: "2026-03-19"}) == {(name, "warning")}


@pytest.mark.parametrize("open_end", [None, "", "长期"])
def test_an_open_term_is_no_finding(open_end: str | None) -> None:
    assert problems(term_to=open_end, licence_valid_until=open_end) == set()
    assert draft(term_to=open_end).term_to is None


# Persons


@pytest.mark.parametrize("name", ["legal_representative", "authorised_agent"])
@pytest.mark.parametrize(
    "kind", ["居民身份证", "临时身份证", "户口簿", "港澳居民居住证", "台湾居民居住证"]
)
def test_identity_cards_obey_the_identity_rule(name: str, kind: str) -> None:
    assert problems(**part(name, id_type=kind)) == set()
    wrong = part(name, id_type=kind, id_no="310199197804120036")
    assert problems(**wrong) == {(f"{name}.id_no", "error")}


@pytest.mark.parametrize(
    "kind", ["中国护照", "外国护照", "军人身份证件", "港澳居民来往内地通行证", "其他"]
)
def test_other_documents_are_only_tidied(kind: str) -> None:
    assert problems(**part("legal_representative", id_type=kind, id_no="E12345678")) == set()


def test_permanent_residence_cards_obey_the_rule_that_fits_their_length() -> None:
    kind = "外国人永久居留身份证"
    for number, expected in (
        ("USA310072012345", set()),
        ("911840199001010018", set()),
        ("911840199001010019", {("legal_representative.id_no", "error")}),
    ):
        changes = part("legal_representative", id_type=kind, id_no=number)
        assert problems(**changes) == expected


def test_a_first_generation_number_must_be_replaced() -> None:
    changes = part("legal_representative", id_no="110105491231002")
    assert problems(**changes) == {("legal_representative.id_no", "error")}
    with settings.use(settings.Settings(old_identity_cards=True)):
        assert problems(**changes) == set()
        wrong = part("legal_representative", id_no="110105491331002")
        assert problems(**wrong) == {("legal_representative.id_no", "error")}


def test_a_masked_copy_passes() -> None:
    assert problems(**part("legal_representative", id_no="310199********0035")) == set()


def test_a_number_needs_its_kind_of_document() -> None:
    changes = part("legal_representative", id_type=None)
    assert problems(**changes) == {("legal_representative.id_type", "error")}


def test_an_expired_document_is_a_warning() -> None:
    path = "authorised_agent.id_valid_until"
    assert problems(**part("authorised_agent", id_valid_until="2026-03-20")) == set()
    assert problems(**part("authorised_agent", id_valid_until="2026-03-19")) == {(path, "warning")}


def test_a_chinese_document_proposes_chinese_nationality() -> None:
    def nationality(kind: str | None, given: str | None = None) -> str | None:
        changes = part("legal_representative", id_type=kind, nationality=given)
        person = draft(**changes).legal_representative
        assert person is not None
        return person.nationality

    assert nationality("居民身份证") == "中国"
    assert nationality("外国护照") is None
    assert nationality(None) is None
    assert nationality("居民身份证", "新加坡") == "新加坡"


def test_only_a_sole_trader_may_leave_out_the_legal_representative() -> None:
    assert problems(legal_representative=None) == {("legal_representative", "error")}
    sole_trader = {"org_kind": "个体工商户", "uscc": code("92")}
    assert problems(legal_representative=None, **sole_trader) == set()


def test_findings_never_repeat_personal_data() -> None:
    changes = part("legal_representative", id_no="310199197804120036", phone="1390000672")
    for finding in check(CorporateCustomerProfile, changed(**changes), today=TODAY):
        assert "3101991978" not in str(finding)
        assert "1390000672" not in str(finding)


def test_exactly_one_contact_is_the_main_one() -> None:
    assert problems(**row("contacts", is_main=False)) == {("contacts", "error")}
    assert problems(**row("contacts", is_main=None)) == {("contacts", "error")}
    assert problems(**row("contacts", 1, is_main=True)) == {("contacts", "error")}
    assert problems(**row("contacts", 1, is_main=None)) == set()


def test_a_single_contact_is_the_main_one_unless_said_otherwise() -> None:
    single = {key: value for key, value in SAMPLE["contacts"][1].items() if key != "is_main"}
    assert problems(contacts=[single]) == set()
    assert draft(contacts=[single]).contacts[0].is_main is True
    assert problems(contacts=[{**single, "is_main": False}]) == {("contacts", "error")}


def test_a_masked_copy_has_no_birthday() -> None:
    assert masked(draft(), Mask.ALL).contacts[0].birthday is None
    assert masked(draft(), Mask.IDS).contacts[0].birthday == dt.date(1985, 11, 3)


def test_a_birthday_is_past() -> None:
    assert problems(**row("contacts", birthday="2026-03-20")) == set()
    assert problems(**row("contacts", birthday="2026-03-21")) == {("contacts.1.birthday", "error")}


def test_certificates_end_after_they_begin_and_expire() -> None:
    path = "certificates.1.valid_until"
    assert problems(**row("certificates", valid_until="2026-03-20")) == set()
    assert problems(**row("certificates", valid_until="2026-03-19")) == {(path, "warning")}
    assert (path, "error") in problems(**row("certificates", valid_until="2024-01-07"))
    assert problems(**row("certificates", valid_until="长期")) == set()


# Money


@pytest.mark.parametrize(
    ("rate", "owners", "found"),
    [
        ("14.29%", 7, False),  # a seventh each, together 100.03 %
        ("16.7%", 6, False),  # a sixth each, together 100.2 %
        ("14.30%", 7, False),  # the same as 14.3 %
        ("14.31%", 7, True),
        ("17%", 6, True),
    ],
)
def test_equal_shares_are_rounded(rate: str, owners: int, found: bool) -> None:
    shareholders = [{"shareholder_name": "某公司", "holding_rate": rate}] * owners
    expected = {("shareholders", "error")} if found else set()
    assert problems(shareholders=shareholders) == expected


def test_shares_add_up_to_at_most_the_whole() -> None:
    assert problems(**row("shareholders", 1, holding_rate="35%")) == set()
    assert problems(**row("shareholders", 1, holding_rate="20%")) == set()
    assert problems(**row("shareholders", 1, holding_rate="35.01%")) == {("shareholders", "error")}
    assert problems(**row("shareholders", 1, holding_rate=None)) == set()


def test_a_body_has_one_basic_account() -> None:
    assert problems(**row("bank_accounts", 1, account_kind="基本存款账户")) == {
        ("bank_accounts", "warning")
    }


def test_each_year_stands_once_and_is_not_to_come() -> None:
    assert problems(**row("finance_years", year="2026年")) == set()
    assert problems(**row("finance_years", year=2025)) == {("finance_years.2.year", "error")}
    assert problems(**row("finance_years", year=2027)) == {("finance_years.1.year", "error")}


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("current_assets", "48600000.00"),
        ("current_liabilities", "27900000.00"),
        ("inventory", "31200000.00"),
        ("receivables", "31200000.00"),
    ],
)
def test_a_part_is_not_larger_than_its_whole(name: str, whole: str) -> None:
    assert problems(**row("finance_years", 0, **{name: whole})) == set()
    more = whole.removesuffix("0") + "1"
    assert problems(**row("finance_years", 0, **{name: more})) == {
        (f"finance_years.1.{name}", "warning")
    }


def test_losses_are_figures_too() -> None:
    losses = row("finance_years", profit_total="-1.00", net_profit="-1.00")
    assert problems(net_assets="-0.01", **losses) == set()
    assert problems(annual_revenue="-0.01") == {("annual_revenue", "error")}


# What the sheet proposes


def test_invoice_data_come_from_the_register() -> None:
    form = draft(invoice_title=None, invoice_tax_no=None, invoice_address_phone=None)
    assert form.invoice_title == "上海屿泊包装有限公司"
    assert form.invoice_tax_no == USCC
    assert form.invoice_address_phone == "上海市浦东新区云帆路168号 021-62345678转8001"
    assert draft(invoice_title="屿泊包装").invoice_title == "屿泊包装"
    assert draft(invoice_address_phone=None, registered_address=None).invoice_address_phone is None


def test_the_trade_is_named_after_its_code() -> None:
    assert draft(industry_name=None).industry_name == "造纸和纸制品业"
    assert draft(industry_name=None, industry_code=None).industry_name is None
    assert draft(currency=None).currency == "人民币"


def test_two_sheets_of_one_customer_share_a_key() -> None:
    first = draft(customer_name="屿泊包装（上海）有限公司")
    second = draft(customer_name="屿泊包装(上海) 有限公司", uscc=None)
    assert first.duplicate_keys()[0] == USCC
    assert first.duplicate_keys()[1:] == second.duplicate_keys()
    assert draft(phone="021-62345600", uscc=None).duplicate_keys() != second.duplicate_keys()
    assert draft(customer_name=None, uscc=None).duplicate_keys() == ()
