"""Opening files, new versions, other numbers (archive.md §3, §5; flows 4.14, 4.15)."""

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
from archive.hands import engage

from csdforms.archive import numbers
from csdforms.archive.archive import Archive
from csdforms.archive.requests import Receipt
from csdforms.errors import (
    AlreadyFiled,
    DuplicateCustomer,
    ExitCode,
    ForeignItem,
    InvalidNumber,
    NotAllowedNow,
    NotPermitted,
    UnknownFile,
    UnknownForm,
    UnreadableInput,
)

AT = "2026-03-05T14:05:09.123456+08:00"


def _open(archive: Archive, data: dict[str, Any], form: str = CORPORATE, **how: Any) -> Receipt:
    return archive.open_file(data, form=form, **how)


# --- opening --------------------------------------------------------------------------------------


def test_a_new_file(archive: Archive) -> None:
    receipt = _open(archive, company(region_code="310115"), edition="1", document=b"docx")
    assert (receipt.number, receipt.warnings) == ("KH-F-2026-000001-4", ())
    shown = archive.show(receipt.number)
    card = shown.card
    assert (card.number, card.kind, card.state) == (receipt.number, "F", "ACTIVE")
    assert (card.name, card.uscc, card.region) == (
        "上海屿泊包装有限公司",
        "91310115MAXX0Y0XXT",
        "310115",
    )
    assert (card.created_at, card.versions, card.items, card.customer_nos) == (AT, 1, 0, ())
    profile = shown.profile
    assert (profile.version, profile.form, profile.edition) == (1, CORPORATE, "1")
    assert profile.data == company(region_code="310115") | {"customer_no": receipt.number}
    assert archive.document(profile.document) == b"docx"


def test_the_callers_data_stay_as_they_were(archive: Archive) -> None:
    data = company()
    _open(archive, data)
    assert data == company()


@pytest.mark.parametrize(
    ("data", "form", "kind"),
    [
        (company(), CORPORATE, "F"),
        (company(org_kind="机关"), CORPORATE, "F"),
        (company(org_kind="个体工商户"), CORPORATE, "G"),
        (person(), INDIVIDUAL, "Z"),
    ],
)
def test_the_kind_of_customer_is_in_the_number(
    archive: Archive, data: Any, form: str, kind: str
) -> None:
    assert _open(archive, data, form).number == numbers.make(kind, 2026, 1)


def test_opening_is_recorded(archive: Archive) -> None:
    number = _open(archive, company(), actor="zhang", purpose="新客户", reason="首单").number
    [event] = archive.history(number)
    assert (event.act, event.subject, event.actor, event.at) == ("create", number, "zhang", AT)
    assert (event.purpose, event.reason, event.detail) == ("新客户", "首单", {})


@pytest.mark.parametrize("given", ["KH-F-2025-000236-7", "kh f2025 000236 7"])
def test_a_number_given_out_on_paper_is_honoured(archive: Archive, given: str) -> None:
    number = numbers.make("F", 2025, 236)
    given = given[:-1] + number[-1]
    assert open_company(archive, customer_no=given) == number
    assert archive.show(number).profile.data["customer_no"] == number
    assert archive.show(number).card.customer_nos == ()


def test_numbers_on_paper_are_not_given_out_again(archive: Archive) -> None:
    open_company(archive, customer_no=numbers.make("F", 2026, 2))
    opened = [open_person(archive, id_no=None, mobile=f"1390000000{n}") for n in range(3)]
    assert opened == [numbers.make("Z", 2026, serial) for serial in (1, 3, 4)]


def test_a_number_on_paper_that_another_file_has(archive: Archive) -> None:
    number = open_company(archive)
    with pytest.raises(DuplicateCustomer) as refusal:
        _open(archive, other_company(customer_no=number))
    assert (refusal.value.numbers, refusal.value.by) == ((number,), ("客户编号",))
    assert refusal.value.certain


@pytest.mark.parametrize(
    "wrong",
    [
        "KH-F-2026-000236-1",  # C16: the check character
        numbers.make("Z", 2026, 236),
        numbers.make("F", 2027, 1),
        "KH-F-2026-236",
    ],
)
def test_c16_a_number_that_cannot_be_had(archive: Archive, wrong: str) -> None:
    before = archive.store.last()
    with pytest.raises(InvalidNumber):
        open_company(archive, customer_no=wrong)
    assert archive.store.last() == before


def test_any_other_number_is_an_alias(archive: Archive) -> None:
    number = open_company(archive, customer_no="  XS-0017 ")
    shown = archive.show("xs-0017")
    assert number == "KH-F-2026-000001-4"
    assert (shown.card.number, shown.card.customer_nos) == (number, ("XS-0017",))
    assert shown.profile.data["customer_no"] == "  XS-0017 "


def test_c23_an_old_number_that_another_file_has(archive: Archive) -> None:
    number = open_company(archive, customer_no="XS-0017")
    with pytest.raises(DuplicateCustomer) as refusal:
        _open(archive, other_company(customer_no="ｘｓ-0017"))
    assert (refusal.value.numbers, refusal.value.by) == ((number,), ("客户编号",))


@pytest.mark.parametrize("state", ["VOID", "REJECTED"])
def test_c13_numbers_of_void_files_stay_burnt_but_the_customer_may_come_again(
    archive: Archive, state: str
) -> None:
    first = open_company(archive, customer_no="XS-0017")
    change_card(archive, first, state=state)
    second = open_company(archive, customer_no="XS-0017")
    assert second == numbers.make("F", 2026, 2)
    assert archive.show("XS-0017").card.number == second
    with pytest.raises(DuplicateCustomer):
        _open(archive, other_company(customer_no=first))


def test_u01_a_certain_duplicate_is_refused(archive: Archive) -> None:
    number = open_company(archive)
    before = archive.store.last()
    with pytest.raises(DuplicateCustomer) as refusal:
        _open(archive, company(customer_name="另一名称"), distinct="不同", document=b"x")
    assert refusal.value.numbers == (number,)
    assert archive.store.last() == before
    assert list(archive.store.files()) == []


def test_u04_a_strong_duplicate_needs_a_decision(archive: Archive) -> None:
    number = open_company(archive)
    twin = other_company(customer_name="上海屿泊包装有限责任公司")
    with pytest.raises(DuplicateCustomer) as refusal:
        _open(archive, twin)
    assert refusal.value.exit_code == ExitCode.HELD
    receipt = _open(archive, twin, distinct="核对过执照，住所不同")
    [warning] = receipt.warnings
    assert number in warning
    [event] = archive.history(receipt.number)
    assert event.detail == {"distinct": "核对过执照，住所不同", "alike": [number]}


def test_u07_a_weak_duplicate_is_a_warning(archive: Archive) -> None:
    number = open_person(archive)
    receipt = _open(archive, person(customer_name="李晓峰", id_no="E123"), INDIVIDUAL)
    assert receipt.warnings == (f"联系电话与档案 {number} 相同，请核对是否同一客户。",)
    [event] = archive.history(receipt.number)
    assert event.detail == {}


def test_u06_a_branch_has_a_file_of_its_own(archive: Archive) -> None:
    parent = open_company(archive)
    branch = other_company(customer_name="上海屿泊包装有限公司", phone="021-62345678")
    receipt = _open(archive, branch, parent="khf20260000014")
    assert receipt.warnings == ()
    assert archive.show(receipt.number).card.parent == parent


def test_u06_the_head_office_must_be_an_organisation_on_file(archive: Archive) -> None:
    person_number = open_person(archive)
    with pytest.raises(UnknownFile):
        _open(archive, company(), parent=person_number)
    with pytest.raises(UnknownFile):
        _open(archive, company(), parent=numbers.make("F", 2026, 9))
    void = open_company(archive)
    change_card(archive, void, state="VOID")
    with pytest.raises(UnknownFile):
        _open(archive, other_company(), parent=void)


def test_a_branch_of_a_merged_company_belongs_to_the_survivor(archive: Archive) -> None:
    merged = open_company(archive)
    survivor = _open(archive, other_company()).number
    change_card(archive, merged, state="MERGED", merged_into=survivor)
    branch = company(customer_name="分公司", uscc="91310199MA0000777A", phone="1")
    assert archive.show(_open(archive, branch, parent=merged).number).card.parent == survivor


@pytest.mark.parametrize(
    ("data", "form", "error"),
    [
        (company(customer_name=""), CORPORATE, UnreadableInput),
        (company(), "complaint_register_one", UnknownForm),
    ],
)
def test_what_is_no_profile_opens_no_file(
    archive: Archive, data: Any, form: str, error: Any
) -> None:
    with pytest.raises(error):
        _open(archive, data, form)
    assert archive.count() == 0
    assert open_company(archive) == "KH-F-2026-000001-4"


# --- new versions ---------------------------------------------------------------------------------


def test_k01_a_new_version_overwrites_nothing(archive: Archive) -> None:
    number = open_company(archive)
    first = archive.show(number).profile
    receipt = archive.revise(
        number,
        company(phone="021-62340000", fax="021-1"),
        reason="电话变更",
        actor="zhang",
        edition="2",
        document=b"docx",
    )
    assert (receipt.number, receipt.warnings) == (number, ())
    shown = archive.show(number)
    assert (shown.profile.version, shown.profile.edition) == (2, "2")
    assert shown.profile.data == company(phone="021-62340000", fax="021-1", customer_no=number)
    assert archive.document(shown.profile.document) == b"docx"
    assert archive.show(number, version=1).profile == first
    assert (shown.card.versions, shown.card.phones) == (2, ("02162340000",))
    event = list(archive.history(number))[-1]
    assert (event.act, event.actor, event.reason) == ("revise", "zhang", "电话变更")
    assert event.fields == ("phone", "fax")
    assert event.detail == {
        "version": 2,
        "fields": {"phone": ["021-62345678", "021-62340000"], "fax": [None, "021-1"]},
    }


def test_a_box_that_is_emptied_leaves_the_card(archive: Archive) -> None:
    number = open_company(archive, customer_grade="A", short_name="屿泊")
    archive.revise(number, company(short_name="屿泊"), reason="等级取消")
    card = archive.show(number).card
    assert (card.grade, card.short_name) == ("", "屿泊")
    assert list(archive.list_files(grade="A")) == []
    event = list(archive.history(number))[-1]
    assert event.detail["fields"] == {"customer_grade": ["A", None]}


def test_former_names_are_kept(archive: Archive) -> None:
    number = open_company(archive)
    names = ["上海云帆包装有限公司", "上海望塔包装有限公司", "上海屿泊包装有限公司"]
    for name in names:
        archive.revise(number, company(customer_name=name), reason="更名")
    card = archive.show(number).card
    assert card.name == "上海屿泊包装有限公司"
    assert card.former_names == ("上海云帆包装有限公司", "上海望塔包装有限公司")
    assert [card.number for card in archive.find("云帆包装")] == [number]


def test_what_the_archive_itself_keeps_survives_a_new_version(archive: Archive) -> None:
    number = open_company(archive, customer_no="XS-0017")
    archive.file(number, "f", {"a": "1"}, section="3.2")
    change_card(archive, number, hold="法务 2026-3")
    archive.revise(number, company(customer_no="XS-0017", fax="1"), reason="补传真")
    [key] = archive.store.find("files", "number", number)
    document = archive.store.get("files", key)
    assert document is not None
    assert document["hold"] == "法务 2026-3"
    assert document["customer_nos"] == ["XS-0017"]
    assert (document["items"], document["created_at"]) == (1, AT)
    assert archive.file(number, "f", {"a": "2"}, section="3.2").number.endswith("-0002")


def test_no_empty_versions(archive: Archive) -> None:
    number = open_company(archive)
    before = archive.store.last()
    for same in (company(), company(customer_no=number)):
        with pytest.raises(AlreadyFiled):
            archive.revise(number, same, reason="重报")
    assert archive.store.last() == before


def test_a_signed_copy_of_the_same_data_is_a_new_version(archive: Archive) -> None:
    number = open_company(archive)
    archive.revise(number, company(), reason="补签字件", document=b"signed")
    assert archive.show(number).card.versions == 2


def test_what_was_once_may_come_back(archive: Archive) -> None:
    number = open_company(archive)
    archive.revise(number, company(fax="1"), reason="补")
    archive.revise(number, company(), reason="撤")
    assert archive.show(number).card.versions == 3


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_change_needs_a_reason(archive: Archive, reason: str) -> None:
    number = open_company(archive)
    with pytest.raises(NotPermitted, match="理由"):
        archive.revise(number, company(fax="1"), reason=reason)


@pytest.mark.parametrize(
    ("form", "old", "new", "label"),
    [
        (CORPORATE, company(), company(uscc="91310199MA0000001A"), "统一社会信用代码"),
        (CORPORATE, company(), company(uscc=None), "统一社会信用代码"),
        (INDIVIDUAL, person(), person(id_no="310199197804120035"), "证件号码"),
        (INDIVIDUAL, person(), person(id_no=None), "证件号码"),
    ],
)
def test_another_code_is_another_customer_unless_proved(
    archive: Archive, form: str, old: Any, new: Any, label: str
) -> None:
    number = _open(archive, old, form).number
    with pytest.raises(NotPermitted, match=label):
        archive.revise(number, new, reason="换证")
    archive.revise(number, new, reason="换证", evidence="登记机关换照通知书")
    assert list(archive.history(number))[-1].detail["evidence"] == "登记机关换照通知书"


def test_c05_the_longer_form_of_a_number_is_no_other_number(archive: Archive) -> None:
    number = open_person(archive, id_no="310199890614002")
    archive.revise(number, person(), reason="换二代证")
    assert archive.show(number).card.ids == ("居民身份证:310199198906140023",)


def test_a_code_may_be_added(archive: Archive) -> None:
    number = open_company(archive, uscc=None)
    archive.revise(number, company(), reason="补代码")
    assert archive.show(number).card.uscc == "91310115MAXX0Y0XXT"


def test_another_kind_of_body_is_another_customer(archive: Archive) -> None:
    number = open_company(archive)
    with pytest.raises(NotPermitted, match="另建新档"):
        archive.revise(number, company(org_kind="个体工商户"), reason="改", evidence="有")


@pytest.mark.parametrize("foreign", ["XS-0099", "KH-F-2026-000002-2"])
def test_c17_the_number_cannot_be_edited(archive: Archive, foreign: str) -> None:
    number = open_company(archive)
    _open(archive, other_company())
    with pytest.raises(ForeignItem) as refusal:
        archive.revise(number, company(customer_no=foreign), reason="改号")
    assert refusal.value.by == ("客户编号",)


def test_a_change_into_another_customer_is_refused(archive: Archive) -> None:
    other = _open(archive, other_company()).number
    number = open_company(archive, uscc=None)
    with pytest.raises(DuplicateCustomer) as refusal:
        archive.revise(number, company(uscc="91310199MA0000001A"), reason="补代码")
    assert refusal.value.numbers == (other,)


def test_a_new_name_that_another_has_needs_a_decision_once(archive: Archive) -> None:
    other = _open(archive, other_company()).number
    number = open_company(archive)
    same_name = {"customer_name": "临江市望塔五金厂"}
    with pytest.raises(DuplicateCustomer) as refusal:
        archive.revise(number, company(**same_name), reason="更名")
    assert not refusal.value.certain
    archive.revise(number, company(**same_name), reason="更名", distinct="注册地不同")
    assert list(archive.history(number))[-1].detail["alike"] == [other]
    receipt = archive.revise(number, company(**same_name, fax="1"), reason="补传真")
    assert receipt.warnings == ()


def test_a_warning_that_becomes_more_is_heard(archive: Archive) -> None:
    open_person(archive)
    number = open_person(archive, customer_name="李晓峰", id_no=None)
    with pytest.raises(DuplicateCustomer):
        archive.revise(number, person(id_no=None), reason="更名")


def test_a_branch_may_take_its_head_offices_telephone(archive: Archive) -> None:
    parent = open_company(archive)
    branch = _open(archive, other_company(), parent=parent).number
    receipt = archive.revise(branch, other_company(phone="021-62345678"), reason="并线")
    assert receipt.warnings == ()


@pytest.mark.parametrize("state", ["SEALED", "MERGED", "SUBMITTED", "FROZEN"])
def test_only_files_in_use_are_revised(archive: Archive, state: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    with pytest.raises(NotAllowedNow):
        archive.revise(number, company(fax="1"), reason="补")


def test_revising_needs_a_file(archive: Archive) -> None:
    with pytest.raises(UnknownFile):
        archive.revise("KH-F-2026-000001-4", company(), reason="补")
    with pytest.raises(InvalidNumber):
        archive.revise("KH-F-2026-000001-5", company(), reason="补")


# --- other numbers --------------------------------------------------------------------------------


def test_an_alias_finds_the_file(archive: Archive) -> None:
    number = open_company(archive)
    archive.add_alias(number, " XS-0017 ", actor="zhang", reason="销售部编号")
    archive.add_alias(number, "老档 88")
    assert archive.show(number).card.customer_nos == ("XS-0017", "老档 88")
    for given in ("xs－0017", "老档88"):
        assert archive.show(given).card.number == number
        assert [card.number for card in archive.find(given)] == [number]
    _, event, _ = archive.history(number)
    assert (event.act, event.actor, event.reason) == ("alias", "zhang", "销售部编号")
    assert event.detail == {"customer_no": "XS-0017"}


def test_an_alias_is_one_customers(archive: Archive) -> None:
    number = open_company(archive, customer_no="XS-0017")
    other = _open(archive, other_company()).number
    with pytest.raises(AlreadyFiled):
        archive.add_alias(number, "xs-0017")
    with pytest.raises(DuplicateCustomer) as refusal:
        archive.add_alias(other, "XS-0017")
    assert refusal.value.numbers == (number,)


@pytest.mark.parametrize("alias", ["", "  ", "KH-F-2026-000002-2", "khf20260000029"])
def test_an_alias_is_no_file_number_and_not_empty(archive: Archive, alias: str) -> None:
    number = open_company(archive)
    with pytest.raises(InvalidNumber):
        archive.add_alias(number, alias)


def test_a_sealed_file_gets_no_alias(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, state="SEALED")
    with pytest.raises(NotAllowedNow):
        archive.add_alias(number, "XS-0017")


# --- who acts -------------------------------------------------------------------------------------


def test_u11_a_new_file_refers_to_the_destroyed_one_of_the_same_organisation(
    archive: Archive,
) -> None:
    before = open_company(archive)
    change_card(archive, before, state="DESTROYED")
    receipt = _open(archive, company())
    assert receipt.warnings == (f"该单位原档案 {before} 已销毁，新档案已注明其号。",)
    assert (archive.store.get("files", 2) or {})["predecessor"] == before


def test_u11_a_person_comes_back_unrecognised(archive: Archive) -> None:
    before = open_person(archive)
    change_card(archive, before, state="DESTROYED")
    receipt = _open(archive, person(), INDIVIDUAL)
    assert receipt.warnings == ()
    assert before not in str(archive.store.get("files", 2))


def test_u08_an_alias_of_a_hidden_file_is_not_told(archive: Archive) -> None:
    hidden = open_company(archive, customer_no="XS-1", confidentiality="机密")
    number = open_company(archive, **other_company(confidentiality="内部"))
    engage(archive)
    with pytest.raises(DuplicateCustomer) as refusal:
        archive.add_alias(number, "XS-1", actor="min")
    assert (refusal.value.numbers, refusal.value.by) == ((), ())
    assert hidden not in str(refusal.value)


def test_a_version_is_printed_only_if_something_changed(archive: Archive) -> None:
    number = open_company(archive)
    with pytest.raises(AlreadyFiled):
        archive.revise(number, company(), reason="更正", document=str.encode)
    archive.revise(number, company(fax="1"), reason="更正", document=str.encode)
    assert archive.document(archive.show(number).profile.document) == number.encode()
