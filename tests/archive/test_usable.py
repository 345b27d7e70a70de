from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from archive.customers import CORPORATE, change_card, open_company, other_company
from archive.deregistration.sealed import seal
from archive.secrecy.department import card, classify, hire, notes, opened, opened_person, second

import csdforms
from csdforms import filing
from csdforms.archive.archive import Archive
from csdforms.archive.usable import PURPOSES, is_open_to, named, refusal
from csdforms.errors import ClosedFile, NotAllowedNow, NotAuthorised
from csdforms.schemas.catalogue import contents
from csdforms.schemas.checking import examine
from csdforms.schemas.form import Form
from csdforms.shipped import shared_folder

TODAY = dt.date(2026, 11, 20)
COMPLAINT = {"complaint_no": "TS-20260305-001", "complaint_content": "包装破损"}
SERVICE = {"register_no": "FW-1", "customer_no": ""}
CLOSED = ["SEALED", "APPRAISAL", "DESTROY_PROPOSED", "DESTROY_APPROVED"]


def sample(name: str) -> dict[str, Any]:
    path = shared_folder("examples") / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def with_number(name: str, number: str) -> dict[str, Any]:
    """Return a form's sample in which the first customer is this one."""
    data = sample(name)
    where = next(named(data)).path.split(".")
    block: Any = data
    for step in where[:-1]:
        block = block[int(step) - 1] if step.isdigit() else block[step]
    block[where[-1]] = number
    return data


#: The forms of the manual whose sample names a customer by number; the archive's own may.
WITH_NUMBER = [
    entry.identifier
    for entry in contents()
    if not entry.section.startswith("6.") and any(named(sample(entry.identifier)))
]


def test_there_are_forms_with_a_customers_number() -> None:
    assert {"complaint_register_one", "customer_sales_monthly", CORPORATE} <= set(WITH_NUMBER)
    assert len(WITH_NUMBER) >= 12


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_d26_a_deregistered_number_is_refused_in_any_form(archive: Archive, name: str) -> None:
    number = open_company(archive)
    seal(archive, number)
    form = csdforms.find(name)
    data = with_number(name, number)
    refused = filing.unusable(archive, read(form, data))
    assert refused, name
    assert refused[0].path.endswith("customer_no")
    assert "已注销封存" in refused[0].message
    assert "恢复往来的，请申请恢复" in refused[0].message
    with pytest.raises(ClosedFile) as caught:
        archive.file("", name, data, section=form.section)
    assert caught.value.number == number
    assert caught.value.exit_code == 5


def read(form: type[Form], data: dict[str, Any]) -> Form:
    """Return a form with these data, whatever else is wrong with them."""
    return examine(form, data, today=TODAY)[0]


@pytest.mark.parametrize("name", ["complaint_analysis", "service_outlet_distribution"])
def test_d26_nor_alone_in_any_other_box(archive: Archive, name: str) -> None:
    number = open_company(archive)
    seal(archive, number)
    data = sample(name) | {"remark": f" {number.replace('-', '')} "}
    with pytest.raises(ClosedFile):
        archive.file("", name, data, section="3.6")


def test_d26_a_profile_is_not_opened_under_it(archive: Archive) -> None:
    number = open_company(archive)
    seal(archive, number)
    data = other_company(customer_no=number)
    profile = sample(CORPORATE) | {"customer_no": number}
    with pytest.raises(ClosedFile, match="已注销封存"):
        filing.create(archive, CORPORATE, profile, today=TODAY)
    with pytest.raises(csdforms.CsdformsError, match="原档案已封存，请按恢复程序办理"):
        archive.open_file(data, form=CORPORATE)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("DESTROYED", "已销毁"),
        ("VOID", "已作废"),
        *[(state, "已注销封存") for state in CLOSED],
        ("DESTROYING", "已注销封存"),
    ],
)
def test_why_a_number_is_refused(archive: Archive, state: str, said: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    error = refusal(archive.store, number, "telephone_record")
    assert error is not None
    assert said in str(error)
    assert "上海屿泊" not in str(error)


@pytest.mark.parametrize("state", ["ACTIVE", "DORMANT", "FROZEN", "DEREG_CHECKING", "SETTLED"])
def test_who_is_on_the_books_is_named_as_ever(archive: Archive, state: str) -> None:
    number = open_company(archive)
    change_card(archive, number, state=state)
    assert refusal(archive.store, number, "telephone_record") is None


def test_a_merged_number_is_refused_and_the_survivor_named(archive: Archive) -> None:
    number = open_company(archive)
    survivor = second(archive)
    change_card(archive, number, state="MERGED", merged_into=survivor, customer_nos=["C-1"])
    error = refusal(archive.store, number, "telephone_record")
    assert f"已并入 {survivor}，请改填 {survivor}" in str(error)
    # What others call the customer leads to where he is now.
    assert refusal(archive.store, "C-1", "telephone_record") is None
    change_card(archive, survivor, state="SEALED")
    assert "已注销封存" in str(refusal(archive.store, "C-1", "telephone_record"))


@pytest.mark.parametrize("given", ["C-9", "KH-F-2026-000001-5", "合计", "KH-F-2026-000099-8"])
def test_a_number_of_nobody_is_not_ours_to_refuse(archive: Archive, given: str) -> None:
    assert refusal(archive.store, given, "telephone_record") is None


#: Word, form, whether it passes.
_USES = [
    ("投诉：TS-1 复查", "complaint_register_one", True),
    ("投诉", "complaint_handling_report", True),
    ("投诉", "outbound_call_record", True),
    ("投诉", "complaint_statistics", False),
    ("投诉", "customer_sales_monthly", False),
    ("保修 FW-1", "after_sales_register", True),
    ("保修", "complaint_register_one", False),
    ("恢复", CORPORATE, True),
    ("个人信息请求 QQ-1", "inbound_call_record", True),
    ("审计", "complaint_register_one", False),
    ("财务", "customer_credit_change", False),
    ("关于投诉", "complaint_register_one", False),
    ("", "complaint_register_one", False),
]


@pytest.mark.parametrize(("purpose", "form", "passes"), _USES)
def test_what_a_closed_number_is_still_used_for(
    archive: Archive, purpose: str, form: str, *, passes: bool
) -> None:
    number = open_company(archive)
    seal(archive, number)
    assert (refusal(archive.store, number, form, purpose) is None) is passes


def test_the_archives_own_papers_are_about_closed_customers(archive: Archive) -> None:
    number = open_company(archive)
    seal(archive, number)
    assert refusal(archive.store, number, "sealing_inventory", section="6.18") is None
    data = {"customer_no": number}
    with pytest.raises(ClosedFile):  # put into the file, they need a purpose like the others
        archive.file(number, "sealing_inventory", data, section="6.18")
    item = archive.file(number, "sealing_inventory", data, section="6.18", purpose="审计：归卷")
    assert item.number == f"{number}/6.18-2026-0001"


def test_d18_restricted_data_are_in_no_report_call_list_or_template(archive: Archive) -> None:
    number = opened_person(archive, 1)
    change_card(archive, number, restricted=["QQ-2026-0001"])
    rows = {"rows": [{"customer_no": number}]}
    for name in (
        "customer_sales_monthly",
        "telephone_interview_plan",
        "at_risk_customer_statistics",
    ):
        with pytest.raises(ClosedFile, match="限制处理"):
            archive.file("", name, rows, section="4.5")
    with pytest.raises(ClosedFile, match="只能为保修、投诉、财务、法务、恢复、个人信息请求填写"):
        archive.file(number, "outbound_call_record", {"customer_no": number}, section="5.3")
    with pytest.raises(ClosedFile):
        archive.revise(number, {"customer_name": "李晓岚"}, reason="改电话")
    said = {"section": "3.2", "purpose": "投诉：原有的一件"}
    archive.file(number, "complaint_register_one", COMPLAINT, **said)  # type: ignore[arg-type]


def test_who_does_not_want_calls_is_on_no_call_list(archive: Archive) -> None:
    number = open_company(archive)
    change_card(archive, number, do_not_call=True)
    rows = {"rows": [{"customer_no": number}]}
    with pytest.raises(ClosedFile, match="已要求不再致电"):
        archive.file("", "telephone_interview_plan", rows, section="5.5")
    assert refusal(archive.store, number, "outbound_call_record") is None


def test_k09_filing_into_a_sealed_file_for_what_remains_alone(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    seal(archive, number)
    with pytest.raises(ClosedFile, match="请在用途（--purpose）的开头写明"):
        archive.file(number, "complaint_register_one", COMPLAINT, section="3.2", actor="liu")
    assert notes(archive, "refused")[-1]["subject"] == number
    said = {"section": "3.2", "actor": "liu", "purpose": "投诉：封存前的质量"}
    receipt = archive.file(number, "complaint_register_one", COMPLAINT, **said)  # type: ignore[arg-type]
    assert receipt.number == f"{number}/3.2-2026-0001"
    assert [line.act for line in archive.store.history(number)][-1] == "file-closed"
    change_card(archive, number, state="DESTROYING")
    data = COMPLAINT | {"complaint_no": "TS-2"}
    with pytest.raises(NotAllowedNow):
        archive.file(number, "complaint_register_one", data, **said)  # type: ignore[arg-type]


def test_d06_a_complaint_reopened_after_the_seal(archive: Archive) -> None:
    number = opened(archive, 1)
    data = COMPLAINT | {"handler": "林涛", "closed_at": "2026-03-05T10:00"}
    archive.file(number, "complaint_handling", data, section="3.8")
    hire(archive)
    seal(archive, number)
    with pytest.raises(NotAuthorised):  # no case of his own is open
        archive.show(number, actor="lin", purpose="投诉：TS-20260305-001")
    archive.cases.reopen(number, "TS-20260305-001", reason="客户再次来信", actor="liu")
    shown = archive.show(number, actor="lin", purpose="投诉：TS-20260305-001")
    assert shown.card.state == card(archive, number)["state"] == "SEALED"
    with pytest.raises(ClosedFile):
        archive.show(number, actor="lin", purpose="回访")


def test_d22_a_warranty_customer_is_served_after_the_seal(archive: Archive) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    seal(archive, number)
    service = {"register_no": "FW-1", "customer_no": number, "customer_name": "李晓岚"}
    said = {"section": "2.2", "actor": "lin", "purpose": "保修：FW-1"}
    receipt = archive.file(number, "after_sales_register", service, **said)  # type: ignore[arg-type]
    assert receipt.number == f"{number}/2.2-2026-0001"
    assert archive.show(number, actor="lin", purpose="保修：FW-1").items
    assert card(archive, number)["state"] == "SEALED"


# Reading


@pytest.mark.parametrize("word", list(PURPOSES))
def test_a_sealed_file_is_read_for_these_purposes(archive: Archive, word: str) -> None:
    number = opened(archive, 1)
    hire(archive)
    seal(archive, number)
    assert archive.show(number, actor="chen", purpose=f"{word}：某事").card.number == number


@pytest.mark.parametrize("purpose", ["", "回访", "销售分析"])
def test_a_sealed_file_is_read_for_no_other(archive: Archive, purpose: str) -> None:
    number = opened(archive, 1)
    item = archive.file(number, "complaint_handling", COMPLAINT, b"PK", section="3.8").number
    change_card(archive, number, state="SEALED")
    for actor in ("", "chen"):  # the only keeper, and one of a department
        if actor:
            hire(archive)
        with pytest.raises(ClosedFile):
            archive.show(number, actor=actor, purpose=purpose)
        with pytest.raises(ClosedFile):
            archive.history(number, actor=actor, purpose=purpose)
        with pytest.raises(ClosedFile):
            archive.item(item, actor=actor, purpose=purpose)
        with pytest.raises(ClosedFile):
            archive.document(item, actor=actor, purpose=purpose)
        with (
            pytest.raises(ClosedFile),
            archive.copies.printing(number, purpose=purpose or "看看", actor=actor),
        ):
            pass
        assert [one.data for one in archive.list_items(actor=actor)] == [{}]
    assert notes(archive, "refused")[-1]["subject"] == number


def test_restricted_data_are_not_read_for_an_audit(archive: Archive) -> None:
    number = opened_person(archive, 1)
    change_card(archive, number, restricted=["QQ-2026-0001"])
    hire(archive)
    with pytest.raises(ClosedFile):
        archive.show(number, actor="chen", purpose="审计")
    assert archive.show(number, actor="chen", purpose="法务：应诉").card.number == number
    assert not is_open_to({"state": "SEALED", "restricted": ["x"]}, "索赔")


def test_a_grant_for_another_purpose_opens_no_sealed_file(archive: Archive) -> None:
    number = opened(archive, 2)
    hire(archive)
    grants = [
        archive.grants.grant(number, "王敏", purpose=purpose, actor="qiang")
        for purpose in ("年度回访", "投诉：TS-1")
    ]
    seal_without(archive, number)
    assert archive.show(number, actor="wang").card.number == number
    archive.grants.revoke(grants[1].number, reason="办完", actor="qiang")
    with pytest.raises(ClosedFile):
        archive.show(number, actor="wang")


def seal_without(archive: Archive, number: str) -> None:
    change_card(archive, number, state="SEALED")


def test_in_an_emergency_a_sealed_file_is_read(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    seal_without(archive, number)
    archive.grants.emergency(number, reason="客户突发疾病，需联系家属", actor="liu")
    assert archive.show(number, actor="liu").card.number == number


def test_sealed_files_are_in_no_list_unless_asked_for(archive: Archive) -> None:
    number = opened(archive, 1)
    other = second(archive)
    hire(archive)
    seal(archive, number)
    listed = [one.number for one in archive.list_files(actor="chen")]
    assert listed == [other]
    assert [one.number for one in archive.list_files(status="SEALED", actor="chen")] == [number]
    assert [one.number for one in archive.find("上海屿泊", actor="chen")] == [number]
    change_card(archive, other, state="DESTROYED")
    assert list(archive.list_files(actor="chen")) == []


# Looking numbers up, for what is only printed


def test_what_is_looked_up_is_noted_once(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    form = read(csdforms.find("inbound_call_record"), {"customer_no": number})
    archive.office.account("chen")
    filing.require_usable(Archive(archive.store, actor="chen"), form, purpose="回访")
    [note] = notes(archive, "find")
    assert (note["who"], note["purpose"], note["detail"]["files"]) == ("chen", "回访", [number])
    nobody = read(csdforms.find("inbound_call_record"), {})
    filing.require_usable(Archive(archive.store, actor="chen"), nobody)
    assert len(notes(archive, "find")) == 1


def test_of_a_hidden_file_nothing_is_told(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    seal(archive, number)
    classify(archive, number, 4, ("高远",))
    form = read(csdforms.find("inbound_call_record"), {"customer_no": number})
    mine = Archive(archive.store, actor="chen")
    filing.require_usable(mine, form)
    assert filing.unusable(mine, form) == []
    archive.file("", "inbound_call_record", {"customer_no": number}, section="5.2", actor="chen")
    with pytest.raises(NotAuthorised):
        filing.require_usable(Archive(archive.store, actor="nobody"), form)


def test_what_a_named_number_is_says_nothing_of_it() -> None:
    assert "KH-F" not in repr(next(named({"customer_no": "KH-F-2026-000001-4"})))
    found = [one.path for one in named({"rows": [{"customer_no": "C-1"}, {"x": 3}], "y": "z"})]
    assert found == ["rows.1.customer_no"]
