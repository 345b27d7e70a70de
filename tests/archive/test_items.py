"""Filing forms as items (归档): K02, K03, K09."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock, change_card, open_company, open_person, other_company
from hypothesis import given
from hypothesis import strategies as st
from support import sample

from csdforms.archive.archive import Archive
from csdforms.archive.items import digest_of
from csdforms.archive.requests import Receipt
from csdforms.errors import (
    AlreadyFiled,
    ClosedFile,
    ForeignItem,
    InvalidNumber,
    UnknownFile,
    UnreadableInput,
)

SHEET = {"complaint_no": "TS-20260305-001", "received_at": "2026-03-05T09:10"}


def _file(
    archive: Archive, number: str, form: str = "complaint_handling", **boxes: object
) -> Receipt:
    return archive.file(number, form, {**SHEET, **boxes}, section="3.8", title="客户投诉处理表")


def test_an_item_is_kept_as_it_is(archive: Archive) -> None:
    number = open_company(archive)
    data = sample("complaint_handling") | {"customer_name": "上海屿泊包装有限公司"}
    receipt = archive.file(
        number, "complaint_handling", data, b"docx", section="3.8", title="标题", edition="1"
    )
    assert str(receipt) == f"{number}/3.8-2026-0001"
    item = archive.item(receipt.number)
    assert (item.number, item.file, item.form) == (receipt.number, number, "complaint_handling")
    assert (item.section, item.title, item.edition) == ("3.8", "标题", "1")
    assert item.data == data
    assert item.digest == digest_of(data)
    assert item.links["complaint_no"] == "TS-20260305-001"
    assert item.filed_at == "2026-03-05T14:05:09.123456+08:00"
    assert item.period == "2026-03"
    assert (item.filed_by, item.masked) == ("zhang", False)
    assert archive.document(receipt.number) == b"docx"
    assert archive.document(item.document) == b"docx"


def test_filing_is_recorded_with_its_reason_but_without_values(archive: Archive) -> None:
    number = open_company(archive)
    receipt = archive.file(
        number, "f", SHEET, section="3.8", actor="zhang", purpose="结案", reason="存档"
    )
    event = list(archive.history(number))[-1]
    assert (event.act, event.actor, event.purpose, event.reason) == (
        "file",
        "zhang",
        "结案",
        "存档",
    )
    assert event.detail == {"item": receipt.number, "form": "f", "title": ""}
    assert archive.show(number).card.items == 1


def test_an_item_without_a_document(archive: Archive) -> None:
    receipt = _file(archive, open_company(archive))
    assert archive.item(receipt.number).document == ""
    with pytest.raises(UnknownFile, match="文书"):
        archive.document(receipt.number)


def test_k02_the_same_content_is_filed_once(archive: Archive) -> None:
    number = open_company(archive)
    first = _file(archive, number).number
    before = archive.store.last()
    turned = dict(reversed(SHEET.items()))
    with pytest.raises(AlreadyFiled) as refusal:
        archive.file(number, "complaint_handling", turned, b"x", section="3.8")
    assert refusal.value.number == first
    assert archive.store.last() == before


def test_k02_other_forms_and_other_files_may_say_the_same(archive: Archive) -> None:
    number = open_company(archive)
    other = archive.open_file(other_company(), form="corporate_customer_profile").number
    _file(archive, number)
    assert _file(archive, other).number == f"{other}/3.8-2026-0001"
    assert _file(archive, number, form="complaint_handling_log").number.endswith("-0002")


@pytest.mark.parametrize("written", ["KH-F-2026-000001-4", "kh f2026 000001 4", "A-17", " a－17 "])
def test_a_sheet_that_names_its_customer_in_any_way(archive: Archive, written: str) -> None:
    number = open_company(archive, customer_no="A-17")
    assert _file(archive, number, customer_no=written).warnings == ()


@pytest.mark.parametrize(
    ("boxes", "label"),
    [
        ({"customer_no": "KH-F-2026-000002-2"}, "客户编号"),  # another customer's
        ({"customer_no": "KH-F-2026-000009-X"}, "客户编号"),  # nobody's
        ({"customer_no": "B-99"}, "客户编号"),
        ({"file_no": "KH-F-2026-000002-2"}, "档案号"),
        ({"uscc": "91310199MA0000001A"}, "统一社会信用代码"),
        ({"uscc": "91310199MA0000009Z"}, "统一社会信用代码"),
    ],
)
def test_k03_an_item_of_another_customer(archive: Archive, boxes: Any, label: str) -> None:
    number = open_company(archive)
    archive.open_file(other_company(), form="corporate_customer_profile")
    before = archive.store.last()
    with pytest.raises(ForeignItem) as refusal:
        archive.file(number, "f", {**SHEET, **boxes}, b"secret", section="3.8")
    assert refusal.value.by == (label,)
    assert archive.store.last() == before
    assert list(archive.store.files()) == []


def test_k03_everything_that_differs_is_named(archive: Archive) -> None:
    number = open_company(archive)
    with pytest.raises(ForeignItem) as refusal:
        _file(archive, number, customer_no="B-99", uscc="91310199MA0000001A")
    assert refusal.value.by == ("客户编号", "统一社会信用代码")
    assert "B-99" not in str(refusal.value)


def test_k03_a_code_that_only_another_file_has(archive: Archive) -> None:
    number = open_company(archive, uscc=None)
    archive.open_file(other_company(), form="corporate_customer_profile")
    with pytest.raises(ForeignItem):
        _file(archive, number, uscc="91310199MA0000001A")
    assert _file(archive, number, uscc="91310115MAXX0Y0XXT").warnings == ()


def test_k03_a_persons_document(archive: Archive) -> None:
    number = open_person(archive)
    assert _file(archive, number, id_type="居民身份证", id_no="310199890614002").warnings == ()
    with pytest.raises(ForeignItem) as refusal:
        _file(archive, number, id_type="居民身份证", id_no="310199197804120035")
    assert refusal.value.by == ("证件号码",)


def test_a_document_on_a_companys_sheet_is_somebody_elses(archive: Archive) -> None:
    open_person(archive)
    company_number = open_company(archive)
    assert _file(archive, company_number, id_no="310199198906140023").warnings == ()


def test_a_wrong_number_is_a_wrong_number(archive: Archive) -> None:
    number = open_company(archive)
    with pytest.raises(InvalidNumber):
        _file(archive, number, customer_no="KH-F-2026-000001-5")
    with pytest.raises(InvalidNumber):
        _file(archive, "KH-F-2026-000001-5")
    with pytest.raises(UnknownFile):
        _file(archive, "KH-F-2026-000002-2")


def test_another_name_is_a_warning(archive: Archive) -> None:
    number = open_company(archive, contacts=[{"name": "何一苇"}], short_name="屿泊包装")
    for known in ("上海屿泊包装有限责任公司", "何一苇", "屿泊 包装"):
        assert _file(archive, number, customer_name=known).warnings == ()
    [warning] = _file(archive, number, customer_name="某某").warnings
    assert number in warning
    assert "某某" not in warning


def test_k09_nothing_comes_into_a_sealed_file(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, state="SEALED")
    with pytest.raises(ClosedFile, match="已注销封存"):
        _file(archive, number)
    assert archive.count() == 1
    assert archive.show(number, purpose="审计").items == ()


def test_papers_of_no_customer_are_the_departments(archive: Archive) -> None:
    data = sample("complaint_statistics")
    assert archive.file_for(data) == ""
    receipt = archive.file("", "complaint_statistics", data, section="3.9")
    assert receipt.number == "BM/3.9-2026-0001"
    item = archive.item("bm／3.9-2026-0001")
    assert (item.file, item.data) == ("", data)
    with pytest.raises(AlreadyFiled):
        archive.file("", "complaint_statistics", data, section="3.9")
    assert archive.count() == 0


def test_c14_the_year_of_an_item_is_that_of_filing(archive: Archive, clock: Clock) -> None:
    number = open_company(archive)
    clock.at = clock.at.replace(year=2027)
    assert _file(archive, number).number == f"{number}/3.8-2027-0001"


def test_half_a_character_is_refused_and_nothing_is_written(archive: Archive) -> None:
    number = open_company(archive)
    before = archive.store.last()
    with pytest.raises(UnreadableInput):
        _file(archive, number, remarks="\ud800")
    assert archive.store.last() == before
    assert _file(archive, number).number.endswith("-0001")


_DATA = st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4), max_size=5)


@given(_DATA, _DATA)
def test_digests_are_equal_if_and_only_if_the_data_are(left: Any, right: Any) -> None:
    assert (digest_of(left) == digest_of(right)) == (left == right)
    assert digest_of(dict(reversed(left.items()))) == digest_of(left)


def test_a_digest_written_down() -> None:
    # sha256sum of {"a":"张","b":2}
    expected = "6f3cf5e1e95425e03d012a80af6d892e6841547c2ea676c8db464f413b00cfc1"
    assert digest_of({"b": 2, "a": "张"}) == expected
