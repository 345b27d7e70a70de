"""Somebody's own data for himself: whole, without other people's, registered (L-PIPL 45)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from archive.customers import INDIVIDUAL, change_card, company, person
from archive.personal_data.asking import CONTACT, answered, company_on_file, row, taken
from archive.secrecy.department import acts, classify, hire, notes

from csdforms.archive.archive import Archive
from csdforms.archive.personal_data.own import contact_of, own_of
from csdforms.archive.personal_data.portability import Portable
from csdforms.archive.store import Act
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted

FAMILY = {"name": "周以衡", "relation": "配偶", "job_title": "馆员", "birthday": "1987-11-02"}
WHOLE: dict[str, Any] = {
    "birthday": "1989-06-14",
    "email": "lixiaolan@example.com",
    "wechat": "lanlan_hy",
    "habitual_address": "临江市海晏区新港路88号3幢502室",
    "family": [FAMILY],
    "bank_account": {"account_name": "李晓岚", "account_no": "6217000000123456786"},
    "needs": "找周以衡，13900006722。",
    "salesperson": "陈立",
    "total_sales_amount": "18640.50",
}
COMPLAINT = {
    "complaint_no": "TS-20260305-001",
    "customer_name": "李晓岚",
    "mobile": "13900006721",
    "account_holder": "李建国",
    "account_phone": "13900006722",
    "problem": "净水器漏水，请联系李建国 13900006722。",
}


def a_file(archive: Archive) -> str:
    """Open a person's file with much in it."""
    number = archive.open_file(person(**WHOLE), form=INDIVIDUAL).number
    archive.file(number, "complaint_handling_notice", COMPLAINT, section="3.10", title="通知单")
    classify(archive, number, 2)
    hire(archive)
    return number


def exported(archive: Archive, file: str, kind: str = "copy", **changes: Any) -> Portable:
    number = taken(archive, kind, actor="zhou", file=file, **changes).number
    answered(archive, number, "granted")
    return archive.personal_requests.export(number, actor="jie")


def test_his_own_data_are_whole(archive: Archive) -> None:
    done = exported(archive, a_file(archive))
    profile = done.data["profile"]
    own = {**person(), **WHOLE, "customer_no": done.file}
    for name in ("customer_name", "id_no", "mobile", "birthday", "email", "wechat",
                 "habitual_address", "bank_account", "total_sales_amount"):  # fmt: skip
        assert profile[name] == own[name], name
    [item] = done.data["items"]
    assert (item["title"], item["data"]["customer_name"]) == ("通知单", "李晓岚")
    assert item["data"]["mobile"] == "13900006721"


def test_other_people_are_masked(archive: Archive) -> None:
    done = exported(archive, a_file(archive))
    text = json.dumps(done.data, ensure_ascii=False)
    for secret in ("周以衡", "13900006722", "1987-11-02", "馆员", "李建国"):
        assert secret not in text, secret
    assert "他人的个人信息已隐去" in done.data["note"]


def test_it_is_a_copy_on_record(archive: Archive) -> None:
    file = a_file(archive)
    done = exported(archive, file)
    [copy] = archive.copies.of(file, actor="zhou")
    assert (copy.kind, copy.copy_no, copy.reader) == ("export", 1, "周洁")
    assert done.copy_no == done.data["copy_no"] == 1
    [note] = notes(archive, "export")
    assert (note["subject"], note["purpose"]) == (file, f"答复 {done.request}")
    [act] = acts(archive, "export")
    assert act["detail"] == {"request": done.request, "copy_no": 1}
    assert [one["copy_no"] for one in row(archive, done.request)["exports"]] == [1]
    again = archive.personal_requests.export(done.request, actor="jie")
    assert again.copy_no == 2
    assert "李晓岚" not in repr(done)


def test_who_was_given_his_data_is_told(archive: Archive) -> None:
    file = a_file(archive)
    archive.disclosures.disclose(
        file,
        "清泉安装部",
        ["mobile"],
        purpose="上门安装",
        basis="合同",
        consent="同意书",
        actor="gao",
    )
    change_card(archive, file, retention={"code": "P3"})
    done = exported(archive, file)
    assert done.data["given_to"] == [
        {
            "day": "2026-03-05",
            "purpose": "上门安装",
            "to": "清泉安装部",
            "fields": ["mobile"],
            "basis": "合同",
        }
    ]
    assert done.data["kept"] == {"code": "P3"}


def test_d16_a_contact_person_gets_what_is_his_alone(archive: Archive) -> None:
    file = company_on_file(
        archive,
        chairman="陈立",
        legal_representative={"name": "孙宁", "phone": "13900006788"},
        authorised_agent={"name": "陈立", "phone": "13900006799"},
    )
    paper = {"customer_name": "上海屿泊包装有限公司", "mobile": "13900006799", "problem": "漏水"}
    archive.file(file, "complaint_handling_notice", paper, section="3.10", actor="chen")
    plain = {"customer_name": "上海屿泊包装有限公司", "problem": "缺货"}
    archive.file(file, "complaint_handling_notice", plain, section="3.10", actor="chen")
    done = exported(archive, file, relation="contact_person", requester="陈立")
    assert done.data["profile"] == {
        "chairman": "陈立",
        "contacts": [CONTACT],
        "authorised_agent": {"name": "陈立", "phone": "13900006799"},
    }
    [item] = done.data["items"]
    assert item["data"] == {"mobile": "13900006799"}
    assert done.data["given_to"] == []


@pytest.mark.parametrize(
    ("kind", "outcome", "grounds"),
    [("explain", "granted", ()), ("read", "refused", ("secrecy",))],
)
def test_only_what_was_asked_for_and_granted(
    archive: Archive, kind: str, outcome: str, grounds: tuple[str, ...]
) -> None:
    file = a_file(archive)
    number = taken(archive, kind, actor="zhou", file=file).number
    with pytest.raises(NotAllowedNow):
        archive.personal_requests.export(number, actor="jie")
    answered(archive, number, outcome, *grounds)
    with pytest.raises(NotPermitted, match="已同意"):
        archive.personal_requests.export(number, actor="jie")
    with pytest.raises(NotAuthorised):
        archive.personal_requests.export(number, actor="zhou")
    assert archive.store.count("copies") == 0


def test_it_counts_towards_what_one_may_carry_away(archive: Archive) -> None:
    file = a_file(archive)
    number = taken(archive, "copy", actor="zhou", file=file).number
    answered(archive, number, "granted")
    used = {"file": file, "reader": "周洁", "kind": "export", "copy_no": 7}
    used |= {"at": archive.office.moment(), "day": archive.office.today()}
    with archive.store.writing() as work:
        work.put("copies", 1, used | {"records": {"credit": 24}})
        work.record(Act("test", "tests", archive.office.moment()))
    with pytest.raises(NotAuthorised):
        archive.personal_requests.export(number, actor="jie")
    assert "exports" not in row(archive, number)


def test_a_form_of_another_edition_shows_what_is_surely_his() -> None:
    form = {"form": INDIVIDUAL, "edition": "99", "data": {**person(), "family": [FAMILY]}}
    shown = own_of(form, {"李晓岚", "13900006721"}, "Z", "2026-03-05")
    assert shown == {"customer_name": "李晓岚", "mobile": "13900006721"}
    unknown = {"form": "some_form", "edition": "", "data": {"name": "李晓岚", "block": {"a": 1}}}
    assert own_of(unknown, {"李晓岚"}, "Z", "2026-03-05") == {}
    assert contact_of(unknown, {"李晓岚"}) == {}


def test_what_is_no_row_is_not_shown() -> None:
    form = {"form": INDIVIDUAL, "edition": "", "data": {"family": ["周以衡"], "consent": "口头"}}
    shown = own_of(form, set(), "Z", "2026-03-05")
    assert "周以衡" not in str(shown)
    assert "口头" not in str(shown)


def test_a_company_profile_of_somebody_else_says_nothing_of_him() -> None:
    form = {"form": "corporate_customer_profile", "edition": "", "data": company()}
    assert contact_of(form, {"陈立"}) == {}
