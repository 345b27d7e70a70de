"""Which file is meant, and what one search box finds."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import (
    CORPORATE,
    INDIVIDUAL,
    change_card,
    company,
    open_company,
    open_person,
    other_company,
    person,
)
from support import sample

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.errors import AmbiguousCustomer, InvalidNumber, UnknownFile


def _found(archive: Archive, text: str, limit: int = 50) -> list[str]:
    return [card.number for card in archive.find(text, limit)]


# --- one search box -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "KH-Z-2026-000001-4",
        "kh z2026 000001 4",
        "XS-0017",
        "居民身份证:310199198906140023",
        "310199198906140023",
        "310199890614002",
        "13900006721",
        "+86 139 0000 6721",
        "6217000000123456786",
        "李晓岚",
        "晓岚",
        "lixiao",
        "lxl",
        " 李晓岚 ",
    ],
)
def test_a_person_is_found_by_anything(archive: Archive, text: str) -> None:
    account = {"account_no": "6217000000123456786"}
    number = open_person(archive, customer_no="XS-0017", bank_account=account)
    open_company(archive)
    assert _found(archive, text) == [number]


@pytest.mark.parametrize("text", ["91310115maxx0y0xxt", "MAXX0Y0X-X", "屿泊", "何一苇", "云帆包装"])
def test_a_company_is_found_by_anything(archive: Archive, text: str) -> None:
    number = open_company(archive, customer_name="上海云帆包装有限公司")
    archive.revise(number, company(contacts=[{"name": "何一苇"}]), reason="更名")
    open_person(archive)
    assert _found(archive, text) == [number]


def test_an_item_and_what_it_is_about_find_the_file(archive: Archive) -> None:
    number = open_person(archive)
    open_company(archive)
    receipt = archive.file(number, "f", {"complaint_no": "TS-20260305-001"}, section="3.2")
    for text in (receipt.number, receipt.number.lower(), "ts-20260305-001"):
        assert _found(archive, text) == [number]


def test_the_departments_papers_find_no_file(archive: Archive) -> None:
    receipt = archive.file("", "f", {"report_no": "TJ-1"}, section="3.9")
    assert _found(archive, receipt.number) == []
    assert _found(archive, "TJ-1") == []


def test_exact_finds_come_first_and_each_once(archive: Archive) -> None:
    longer = open_person(archive, customer_name="张三丰", id_no=None, mobile="13900000001")
    exact = open_person(archive, customer_name="张三", id_no=None, mobile="13900000002")
    assert _found(archive, "张三") == [exact, longer]
    assert _found(archive, "张三", limit=1) == [exact]


def test_nothing_is_found_of_nothing(archive: Archive) -> None:
    open_person(archive)
    assert _found(archive, "") == []
    assert _found(archive, "查无此人") == []


@pytest.mark.parametrize("text", ["KH-F-2026-000001-5", "KH-F-2026-000001-5/3.2-2026-0001"])
def test_c16_a_wrong_check_character_is_a_wrong_number(archive: Archive, text: str) -> None:
    open_company(archive)
    with pytest.raises(InvalidNumber, match="校验码"):
        archive.find(text)


def test_a_number_that_nobody_has_is_not_found(archive: Archive) -> None:
    assert _found(archive, "KH-F-2026-000001-4") == []
    with pytest.raises(UnknownFile):
        archive.show("KH-F-2026-000001-4")


# --- merged files (K06) ---------------------------------------------------------------------------


def test_k06_a_merged_number_leads_to_the_survivor(archive: Archive) -> None:
    old = open_company(archive)
    middle = archive.open_file(other_company(), form=CORPORATE).number
    last = open_person(archive)
    change_card(archive, old, state="MERGED", merged_into=middle)
    change_card(archive, middle, state="MERGED", merged_into=last)
    assert archive.show(old).card.number == last
    assert _found(archive, old) == [last]
    assert [event.act for event in archive.history(old)] == ["create", "test"]
    assert archive.file(last, "f", {"customer_no": old}, section="3.2").warnings == ()


def test_k06_a_ring_of_mergers_ends(archive: Archive) -> None:
    one = open_company(archive)
    other = archive.open_file(other_company(), form=CORPORATE).number
    change_card(archive, one, state="MERGED", merged_into=other)
    change_card(archive, other, state="MERGED", merged_into=one)
    assert archive.show(one).card.number in (one, other)


# --- the file of a sheet --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheet",
    [
        {"customer_no": "KH-F-2026-000001-4"},
        {"customer_no": "xs-0017", "customer_name": "某某"},
        {"file_no": "KH-F-2026-000001-4", "customer_name": "某某"},
        {"uscc": "91310115maxx0y0xxt"},
        {"customer_name": "上海屿泊包装有限责任公司"},
        {"customer_name": "上海云帆包装有限公司"},  # formerly
        {"customer_name": "何一苇", "phone": "021-62345678"},
        {"customer_name": "屿泊包装", "mobile": "13900006723"},
        {"complaint_no": "TS-20260305-001"},
        {"complaint_no": "TS-20260305-001", "customer_name": "李晓岚"},
        {"register_no": "SH-1", "form_no": "X-1"},
    ],
)
def test_a_companys_sheet(archive: Archive, sheet: Any) -> None:
    contacts = [{"name": "何一苇", "mobile": "13900006723"}]
    number = open_company(archive, customer_no="XS-0017", customer_name="上海云帆包装有限公司")
    renamed = company(short_name="屿泊包装", contacts=contacts)
    archive.revise(number, renamed, reason="更名")
    open_person(archive)
    archive.file(number, "f", {"complaint_no": "TS-20260305-001"}, section="3.2")
    archive.file(number, "f", {"register_no": "SH-1"}, section="2.1")
    assert archive.file_for(sheet) == number


@pytest.mark.parametrize(
    "sheet",
    [
        {"id_no": "310199198906140023"},
        {"id_type": "居民身份证", "id_no": "310199890614002"},
        {"customer_name": "李晓岚", "mobile": "139-0000-6721"},
        {"customer_name": "李晓岚", "phone": "13900006721"},
    ],
)
def test_a_persons_sheet(archive: Archive, sheet: Any) -> None:
    open_company(archive)
    number = open_person(archive)
    assert archive.file_for(sheet) == number


@pytest.mark.parametrize(
    "sheet",
    [
        {"customer_name": "李晓岚"},  # of persons the name alone says nothing
        {"customer_name": "李晓岚", "phone": "13900000000"},
        {"customer_name": "查无此人", "phone": "13900006721"},
        {"uscc": "91310199MA0000001A"},
        {"id_no": "E12345678"},
        {"customer_no": "XS-0099"},
        {"customer_no": "XS-0099", "uscc": "91310115MAXX0Y0XXT"},
        {"customer_no": numbers.make("F", 2026, 9)},
    ],
)
def test_a_sheet_of_a_customer_without_a_file(archive: Archive, sheet: Any) -> None:
    open_company(archive)
    open_person(archive)
    with pytest.raises(UnknownFile) as refusal:
        archive.file_for(sheet)
    personal = [sheet.get(box) for box in ("customer_name", "phone", "id_no")]
    assert not any(value and value in str(refusal.value) for value in personal)


def test_a_file_without_a_customer_is_nobodys_sheet(archive: Archive) -> None:
    """Such is the certificate that a file was destroyed: it belongs to the department."""
    assert archive.file_for({"file_no": open_company(archive)}) == ""
    assert archive.file_for({"file_no": "KH-F-2012-000031-1"}) == ""


def test_c16_a_sheet_with_a_wrong_number(archive: Archive) -> None:
    open_company(archive)
    with pytest.raises(InvalidNumber):
        archive.file_for({"customer_no": "KH-F-2026-000001-5", "uscc": "91310115MAXX0Y0XXT"})


def test_two_that_fit_equally_well_are_for_a_person_to_decide(archive: Archive) -> None:
    first = open_person(archive)
    twin = person(id_no="E12345678", id_type="外国护照")
    second = archive.open_file(twin, form=INDIVIDUAL, distinct="父子同名").number
    with pytest.raises(AmbiguousCustomer) as refusal:
        archive.file_for({"customer_name": "李晓岚", "mobile": "13900006721"})
    assert refusal.value.numbers == (first, second)


def test_a_void_file_gets_no_sheets(archive: Archive) -> None:
    change_card(archive, open_company(archive), state="VOID")
    with pytest.raises(UnknownFile):
        archive.file_for({"uscc": "91310115MAXX0Y0XXT"})


@pytest.mark.parametrize(
    "form",
    [
        "complaint_statistics",
        "complaint_case_tracking",
        "customer_sales_monthly",
        "inbound_call_record",
        "return_exchange_summary",
        "telephone_interview_plan",
    ],
)
def test_statistics_and_ledgers_are_the_departments(archive: Archive, form: str) -> None:
    open_person(archive)
    assert archive.file_for(sample(form)) == ""


def test_a_matter_filed_among_the_departments_papers_leads_nowhere(archive: Archive) -> None:
    archive.file("", "f", {"complaint_no": "TS-1"}, section="3.9")
    assert archive.file_for({"complaint_no": "TS-1"}) == ""
