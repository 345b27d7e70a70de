from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive.hands import engage
from support import sample

import csdforms
from csdforms import filing
from csdforms.archive.archive import Archive
from csdforms.errors import (
    AlreadyFiled,
    DuplicateCustomer,
    ForeignItem,
    InvalidData,
    MissingFile,
    NotPermitted,
    NotReady,
    UnknownFile,
    UnreadableInput,
)
from csdforms.intake.entries import open_entries
from csdforms.schemas.catalogue import find
from csdforms.schemas.masking import Mask

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "档案", actor="zhang") as archive:
        yield archive


@pytest.fixture
def person(archive: Archive) -> str:
    return filing.create(archive, PERSON, sample(PERSON)).number


def without_number(form: str) -> dict[str, Any]:
    data = sample(form)
    del data["customer_no"]
    return data


# Opening files


def test_a_file_holds_the_data_and_the_document_that_hides_nothing(archive: Archive) -> None:
    receipt = filing.create(archive, COMPANY, sample(COMPANY), reason="新客户")
    assert receipt.number == "KH-F-2026-000236-X"
    profile = archive.show(receipt.number).profile
    assert profile.data == csdforms.parse(find(COMPANY), sample(COMPANY)).stored()
    assert (profile.form, profile.edition, profile.version) == (COMPANY, "1", 1)
    document = archive.document(profile.document)
    assert document == csdforms.render(COMPANY, sample(COMPANY), mask=Mask.NONE)
    assert csdforms.read_back(document).stored() == profile.data
    assert [event.reason for event in archive.history(receipt.number)] == ["新客户"]


def test_chinese_titles_labels_and_typed_forms_will_do(archive: Archive) -> None:
    data = sample(PERSON)
    data["姓名"] = data.pop("customer_name")
    typed = csdforms.parse(find(PERSON), data)
    assert filing.create(archive, typed).number == NUMBER
    assert filing.create(archive, "法人客户信息资料表", sample(COMPANY)).number[:5] == "KH-F-"


@pytest.mark.parametrize("absent", [None, {"customer_no": ""}, {"客户编号": "  "}])
def test_without_a_number_the_archive_gives_one_and_prints_it(
    archive: Archive, absent: dict[str, object] | None
) -> None:
    receipt = filing.create(archive, COMPANY, {**without_number(COMPANY), **(absent or {})})
    assert receipt.number.endswith("-000001-" + receipt.number[-1])
    profile = archive.show(receipt.number).profile
    assert profile.data["customer_no"] == receipt.number
    form = csdforms.read_back(archive.document(profile.document))
    assert form.reference() == receipt.number
    assert form.stored() == profile.data
    assert [event.act for event in archive.history(receipt.number)] == ["create"]
    assert list(profile.data) == list(csdforms.parse(find(COMPANY), sample(COMPANY)).stored())


def test_a_number_of_the_sales_department_becomes_an_alias(archive: Archive) -> None:
    receipt = filing.create(archive, COMPANY, {**sample(COMPANY), "customer_no": "XS-77"})
    assert archive.show("XS-77").card.number == receipt.number
    assert archive.show("XS-77").profile.data["customer_no"] == "XS-77"


def test_data_with_errors_open_nothing(archive: Archive) -> None:
    with pytest.raises(InvalidData) as refused:
        filing.create(archive, COMPANY, {**without_number(COMPANY), "uscc": "1"})
    assert "uscc" in {finding.path for finding in refused.value.findings}
    assert "customer_no" not in {finding.path for finding in refused.value.findings}
    assert archive.count() == 0


def test_what_deserves_a_second_look_is_said(archive: Archive) -> None:
    data = sample(COMPANY) | {"org_code": "12345678-9"}
    receipt = filing.create(archive, COMPANY, data)
    assert any(text.startswith("组织机构代码：") for text in receipt.warnings)
    again = filing.create(archive, PERSON, sample(PERSON))  # it shares a telephone
    assert any(receipt.number in text for text in again.warnings)


def test_a_customer_on_file_is_refused_and_a_namesake_may_be_distinct(
    archive: Archive, person: str
) -> None:
    namesake = without_number(PERSON) | {"id_no": "310199198906140031"}
    with pytest.raises(DuplicateCustomer) as held:
        filing.create(archive, PERSON, namesake)
    assert not held.value.certain
    receipt = filing.create(archive, PERSON, namesake, distinct="已核对证件原件")
    assert receipt.number != person
    assert archive.count() == 2


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id_no": "310199********0023"}, "id_no"),
        ({"mobile": "139****6721"}, "mobile"),
        ({"customer_name": "李某某"}, "customer_name"),
        ({"customer_name": "李*"}, "customer_name"),
        ({"email": "l***@example.com"}, "email"),
        ({"home_address": "临江市澄湖区****"}, "home_address"),
        (
            {"bank_account": {"bank": "海晏银行", "account_no": "****6786"}},
            "bank_account.account_no",
        ),
        ({"family": [{"name": "周某某", "relation": "配偶"}]}, "family.1.name"),
    ],
)
def test_a_hidden_value_is_never_stored(
    archive: Archive, change: dict[str, object], path: str
) -> None:
    with pytest.raises(InvalidData, match="已隐去") as refused:
        filing.create(archive, PERSON, sample(PERSON) | change)
    assert path in {finding.path for finding in refused.value.findings}
    assert archive.count() == 0


def test_stars_in_a_customers_own_words_are_no_hidden_value(archive: Archive) -> None:
    receipt = filing.create(archive, PERSON, sample(PERSON) | {"needs": "要五星*级的，急*急*"})
    assert archive.show(receipt.number).profile.data["needs"] == "要五星*级的，急*急*"


# Where several persons work

PAPERS = [
    {"kind": kind, "copy_at": "客户处"}
    for kind in ("营业执照", "法定代表人身份证明", "授权委托书", "经办人身份证明")
]


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Callable[[str], Archive]]:
    """Return the archive as somebody opens it."""
    place = tmp_path / "多人"
    with Archive.create(place, actor="zhang") as archive, contextlib.ExitStack() as stack:
        engage(archive)
        yield lambda actor: stack.enter_context(Archive.open(place, actor=actor))


def test_a_profile_becomes_a_draft_and_its_document_bears_the_number(
    staffed: Callable[[str], Archive],
) -> None:
    mine = staffed("min")
    data = without_number(COMPANY) | {"confidentiality": "内部"}
    receipt = filing.create(mine, COMPANY, data, papers=PAPERS, reason="新客户")
    assert receipt.number == f"CG-{mine.office.today()[:4]}-0001"
    assert mine.drafts.show(receipt.number).data["customer_no"] == ""
    filing.edit(mine, receipt.number, data | {"fax": "021-62345670"})
    filing.edit(mine, receipt.number, papers=PAPERS)
    filing.submit(mine, receipt.number)
    staffed("fang").drafts.accept(receipt.number)
    boss = staffed("ming")
    number = filing.approve(boss, receipt.number, reason="同意").number
    profile = boss.store.get("profiles", 1) or {}
    back = csdforms.read_back(boss.store.get_file(profile["document"]))
    assert back.stored() == profile["data"]
    assert (profile["data"]["customer_no"], profile["data"]["fax"]) == (number, "021-62345670")
    assert profile["papers"] == PAPERS


def test_c03_c07_wrong_numbers_make_no_draft(staffed: Callable[[str], Archive]) -> None:
    mine = staffed("min")
    for form, wrong in (
        (COMPANY, {"uscc": "91310115MAXX0Y0XXA"}),  # one wrong character
        (COMPANY, {"uscc": "9131O115MAXX0Y0XXT"}),  # a letter O
        (PERSON, {"id_no": "310199198902300026"}),  # 30 February
        (PERSON, {"id_no": "310199209906140025"}),  # born in the future
    ):
        with pytest.raises(InvalidData):
            filing.create(mine, form, without_number(form) | wrong)
    assert mine.store.count("drafts") == 0


@pytest.mark.parametrize(
    ("uscc", "message"),
    [("91310115MAXX0Y0XXA", "校验"), ("9131O115MAXX0Y0XXT", "字母")],
)
def test_c03_a_wrong_character_is_told_from_a_wrong_check_digit(
    archive: Archive, uscc: str, message: str
) -> None:
    with pytest.raises(InvalidData, match=message):
        filing.create(archive, COMPANY, without_number(COMPANY) | {"uscc": uscc})


def test_c04_a_unified_code_in_any_spelling_is_kept_in_one(archive: Archive) -> None:
    data = without_number(COMPANY) | {"uscc": "９１３１０１１５ maxx0y0xxt"}
    number = filing.create(archive, COMPANY, data).number
    assert archive.show(number).card.uscc == "91310115MAXX0Y0XXT"


def test_c06_a_small_x_is_the_same_identity_number(archive: Archive) -> None:
    body = "31019919890614004"
    data = without_number(PERSON) | {"birthday": None, "gender": None, "id_no": f"{body}x"}
    filing.create(archive, PERSON, data | {"customer_name": "甲", "mobile": "13900000000"})
    with pytest.raises(DuplicateCustomer):
        filing.create(archive, PERSON, data | {"id_no": f"{body}X"})


def test_c01_a_profile_that_went_wrong_meanwhile_is_said_with_the_papers(
    staffed: Callable[[str], Archive],
) -> None:
    mine = staffed("min")
    data = without_number(COMPANY) | {"confidentiality": "内部"}
    number = filing.create(mine, COMPANY, data).number
    day = dt.date(2026, 3, 1)  # a clock that was set back: opened on a day to come
    with pytest.raises(NotReady) as refusal:
        filing.submit(mine, number, today=day)
    labels = {problem.label for problem in refusal.value.problems if problem.is_error}
    assert {"建档日期", "营业执照或登记证书", "授权委托书"} <= labels


def test_a_namesake_is_not_the_clerks_decision(staffed: Callable[[str], Archive]) -> None:
    with pytest.raises(NotPermitted, match="验收时认定"):
        filing.create(staffed("min"), COMPANY, without_number(COMPANY), distinct="两家")


def test_the_sole_keeper_keeps_no_list_of_papers(archive: Archive) -> None:
    with pytest.raises(NotPermitted, match="一人管理"):
        filing.create(archive, COMPANY, without_number(COMPANY), papers=PAPERS)


def test_rows_become_drafts(staffed: Callable[[str], Archive]) -> None:
    mine = staffed("min")
    first, second, *_ = list(filing.create_many(mine, COMPANY, rows()[1:3]))
    assert (first.status, first.number[:3]) == ("opened", "CG-")
    assert (second.status, second.number) == ("exists", first.number)


# Many at once


def rows() -> list[dict[str, Any]]:
    good = without_number(COMPANY)
    return [
        good | {"uscc": "1"},
        good,
        good,
        sample(COMPANY) | {"customer_name": "上海屿泊包装公司二厂", "uscc": "91310115MA1K35G688"},
        good | {"uscc": "91310115MA1K4BHL9J"},
        good | {"legal_representative": {"name": "沈某某"}},
    ]


def test_of_many_each_row_has_its_outcome(archive: Archive) -> None:
    done = list(filing.create_many(archive, COMPANY, rows()))
    assert [one.index for one in done] == [0, 1, 2, 3, 4, 5]
    assert [one.status for one in done] == [
        "failed",
        "opened",
        "exists",
        "opened",
        "held",
        "failed",
    ]
    assert done[2].number == done[1].number
    assert done[3].number == "KH-F-2026-000236-X"
    assert done[3].findings[-1].severity == "warning"  # the telephone is the other's
    assert not done[4].number
    assert done[4].findings[-1].is_error
    assert done[0].place == "第 1 份"
    for one in (done[1], done[3]):
        profile = archive.show(one.number).profile
        form = csdforms.read_back(archive.document(profile.document))
        assert form.stored() == profile.data
        assert (form.reference(), profile.version) == (one.number, 1)
    assert archive.count() == 2


def test_entries_of_a_file_say_where_they_stand(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "客户.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in (without_number(PERSON), {"姓名": 1})]
    path.write_text("\n".join([lines[0], "{", lines[1]]), "utf-8")
    form = find(PERSON)
    done = list(filing.create_many(archive, form, open_entries(path, form)))
    assert [(one.place, one.status) for one in done] == [
        ("第 1 行", "opened"),
        ("第 2 行", "failed"),
        ("第 3 行", "failed"),
    ]
    assert len(done[1].findings) == 1


def test_nothing_is_done_before_the_first_outcome_is_asked_for(archive: Archive) -> None:
    filing.create_many(archive, PERSON, [sample(PERSON)])
    assert archive.count() == 0


# New versions


def test_a_revision_is_a_new_version_with_its_document(archive: Archive, person: str) -> None:
    data = without_number(PERSON) | {"mobile": "13900006729"}
    receipt = filing.revise(archive, person, data, reason="客户换号")
    file = archive.show(person)
    assert (receipt.number, file.card.versions, file.profile.version) == (person, 2, 2)
    assert file.profile.data["customer_no"] == person
    assert csdforms.read_back(archive.document(file.profile.document)).stored() == file.profile.data
    assert archive.show(person, 1).profile.data["mobile"] == "13900006721"


def test_a_revision_that_changes_nothing_is_none(archive: Archive, person: str) -> None:
    with pytest.raises(AlreadyFiled):
        filing.revise(archive, person, sample(PERSON), reason="核对")


def test_a_revision_with_errors_or_hidden_values_is_refused(archive: Archive, person: str) -> None:
    for change in ({"id_no": "1"}, {"mobile": "139****6721"}):
        with pytest.raises(InvalidData):
            filing.revise(archive, person, sample(PERSON) | change, reason="变更")
    with pytest.raises(NotPermitted):
        filing.revise(archive, person, sample(PERSON) | {"remarks": "有变"}, reason=" ")
    with pytest.raises(UnknownFile):
        filing.revise(archive, "KH-F-2026-000001-4", sample(PERSON), reason="变更")
    assert archive.show(person).card.versions == 1


# Items


def test_a_form_is_filed_with_its_data_and_document(archive: Archive, person: str) -> None:
    receipt = filing.file_form(archive, person, "客户投诉登记表一", sample(REGISTER))
    item = archive.item(receipt.number)
    form = find(REGISTER)
    assert item.number.startswith(f"{NUMBER}/3.2-")
    assert (item.form, item.section, item.title) == (REGISTER, form.section, form.title())
    assert item.data == csdforms.parse(form, sample(REGISTER)).stored()
    assert item.links["complaint_no"] == "TS-20260305-001"
    document = archive.document(item.number)
    assert csdforms.read_back(document).stored() == item.data


def test_the_customer_is_found_by_what_the_sheet_says(archive: Archive, person: str) -> None:
    other = {**sample(REGISTER), "customer_name": "赵六", "phone": "13900000000"}
    other.pop("customer_no", None)
    with pytest.raises(UnknownFile):
        filing.file_form(archive, None, REGISTER, other)
    assert filing.file_form(archive, None, REGISTER, sample(REGISTER)).number.startswith(person)
    statistics = "complaint_statistics"  # about no customer
    assert filing.file_form(archive, None, statistics, sample(statistics)).number[:3] == "BM/"
    with pytest.raises(AlreadyFiled):
        filing.file_form(archive, "", statistics, sample(statistics))


def test_a_form_of_another_customer_is_refused(archive: Archive, person: str) -> None:
    other = filing.create(archive, COMPANY, sample(COMPANY)).number
    analysis = "customer_credit_analysis"
    with pytest.raises(ForeignItem):
        filing.file_form(archive, person, analysis, sample(analysis))
    assert archive.show(person).card.items == 0
    assert filing.file_form(archive, other, analysis, sample(analysis)).number.startswith(other)


def test_where_the_customer_asked_for_secrecy_only_the_paper_is_masked(
    archive: Archive, person: str
) -> None:
    notice = "complaint_handling_notice"
    data = sample(notice) | {"keep_confidential": True}
    form = csdforms.parse(find(notice), data)
    assert form.least_mask() is Mask.ALL
    item = archive.item(filing.file_form(archive, person, notice, data).number)
    assert item.data == form.stored()
    assert csdforms.read_back(archive.document(item.number)).stored() != item.data


# Documents


def filled(path: Path, form: str, mask: Mask, **change: object) -> Path:
    return csdforms.fill(form, sample(form) | change, path, mask=mask)


def test_a_filled_document_is_filed_as_it_stands(
    archive: Archive, person: str, tmp_path: Path
) -> None:
    path = filled(tmp_path / "表.docx", REGISTER, Mask.IDS)  # it holds no such number
    receipt = filing.file_document(archive, None, path, reason="签字后归档")
    assert receipt.number.startswith(person)
    assert archive.document(receipt.number) == path.read_bytes()
    assert (
        archive.item(receipt.number).data
        == csdforms.parse(find(REGISTER), sample(REGISTER)).stored()
    )
    with pytest.raises(AlreadyFiled):
        filing.file_form(archive, person, REGISTER, sample(REGISTER))


@pytest.mark.parametrize(
    ("form", "mask"), [(REGISTER, Mask.ALL), (PERSON, Mask.IDS), (PERSON, Mask.ALL)]
)
def test_a_copy_that_hides_something_is_refused(
    archive: Archive, person: str, tmp_path: Path, form: str, mask: Mask
) -> None:
    path = filled(tmp_path / "副本.docx", form, mask)
    with pytest.raises(UnreadableInput, match="隐去内容的副本"):
        filing.file_document(archive, person, path)
    assert archive.show(person).card.items == 0


def test_a_copy_that_hides_something_in_a_text_only_is_refused(
    archive: Archive, tmp_path: Path
) -> None:
    path = filled(
        tmp_path / "副本.docx",
        "complaint_statistics",
        Mask.IDS,
        remarks="来电人证件 310199198906140023，请核对。",
    )
    with pytest.raises(UnreadableInput, match="备注"):
        filing.file_document(archive, "", path)


def test_what_is_no_document_of_ours_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        filing.file_document(archive, "", tmp_path / "没有.docx")
    with pytest.raises(NotPermitted, match="读不了"):
        filing.file_document(archive, "", tmp_path)
    path = tmp_path / "别的.docx"
    path.write_bytes(csdforms.render_blank(REGISTER))
    with pytest.raises(UnreadableInput, match="没有 csdforms 表单的数据"):
        filing.file_document(archive, "", str(path))
    path.write_bytes(b"PK")
    with pytest.raises(csdforms.CsdformsError):
        filing.file_document(archive, "", path)


def test_changed_data_in_a_document_are_noticed(
    archive: Archive, person: str, tmp_path: Path
) -> None:
    path = filled(tmp_path / "表.docx", REGISTER, Mask.NONE)
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"300.00", b"900.00"))
    path.write_bytes(target.getvalue())
    with pytest.raises(UnreadableInput, match="校验值不符"):
        filing.file_document(archive, person, path)
