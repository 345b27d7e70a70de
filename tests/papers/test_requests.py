"""The papers of requests about personal data: request and answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock
from archive.personal_data.asking import (
    answered,
    company_on_file,
    person_on_file,
    taken,
)
from archive.secrecy.department import hire, passes
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.errors import NotPermitted

DAY = "2026-03-05"


def test_a_request_says_who_asks_for_what_and_how_that_was_proven(
    archive: Archive, tmp_path: Path
) -> None:
    number = person_on_file(archive)
    done = taken(archive, file=number, reason="不再使用")
    found = sheet(archive, done.number, actor="chen")
    assert (
        found
        | {
            "request_no": "QQ-2026-0001",
            "request_channel": "来访",
            "request_received_on": DAY,
            "requester": "李晓岚",
            "requester_relation": "本人",
            "requester_phone": "13900006721",
            "answer_way": "电话",
            "customer_name": "李晓岚",
            "file_no": number,
            "confidentiality": "内部",
            "request_kind": "删除、注销",
            "request_content": "请办理。",
            "request_reason": "不再使用",
            "identity_checks": ["看过身份证件原件"],
            "identity_proven": True,
            "identity_checked_by": "陈静",
            "identity_checked_on": DAY,
            "marketing_stopped": True,
            "accepted_by": "陈静",
            "request_accepted_on": DAY,
            "request_due_on": done.due,
        }
        == found
    )
    assert "13900006721" in printed(archive, done.number, tmp_path / "a.docx", actor="chen")


@pytest.mark.parametrize(
    ("contact", "box", "way"),
    [
        ("li@example.cn", "email", "电子邮件"),
        ("上海市静安区某路1号", "address", "邮寄"),
        ("021-6234 5600", "requester_phone", "电话"),
    ],
)
def test_the_contact_stands_in_the_box_of_its_kind(
    archive: Archive, contact: str, box: str, way: str
) -> None:
    number = person_on_file(archive)
    done = taken(archive, "copy", file=number, contact=contact, channel="传真")
    found = sheet(archive, done.number, actor="chen")
    assert (found[box].replace(" ", ""), found["answer_way"]) == (contact.replace(" ", ""), way)
    assert found["request_channel"] == "其他"
    assert found["marketing_stopped"] is False


def test_what_is_not_proven_is_asked_for(archive: Archive, clock: Clock) -> None:
    number = person_on_file(archive)
    done = taken(archive, file=number, proof="")
    found = sheet(archive, done.number, actor="chen")
    assert found["identity_proven"] is False
    assert (found["proof_asked_for"], found["proof_asked_on"]) == ("身份证明", DAY)
    assert "request_due_on" not in found
    passes(clock, days=1)
    other = taken(archive, file=number, relation="guardian", requester="李明")
    found = sheet(archive, other.number, actor="chen")
    assert (found["proof_asked_for"], found["proof_asked_on"]) == ("监护关系证明", "2026-03-06")
    assert found["customer_name"] == "李晓岚"


def test_who_is_not_on_file_is_the_one_whose_data_are_asked_for(archive: Archive) -> None:
    hire(archive)
    found = sheet(archive, taken(archive, "read").number, actor="chen")
    assert found["customer_name"] == "李晓岚"
    assert "file_no" not in found
    agent = taken(archive, "read", relation="agent", requester="王五", authority="委托书")
    assert "customer_name" not in sheet(archive, agent.number, actor="chen")


def test_a_companys_contact_person_is_the_subject(archive: Archive) -> None:
    number = company_on_file(archive)
    done = taken(archive, file=number, relation="contact_person", requester="陈立")
    found = sheet(archive, done.number, actor="chen")
    assert (found["customer_name"], found["requester_relation"]) == ("陈立", "单位联系人")
    assert found["marketing_stopped"] is False


def test_there_is_no_answer_before_it_is_given(archive: Archive) -> None:
    done = taken(archive, file=person_on_file(archive))
    with pytest.raises(NotPermitted, match="个人信息请求答复书"):
        sheet(archive, done.number, "personal_data_answer", actor="jie")


def test_an_answer_says_what_is_kept_for_what_and_by_which_law(
    archive: Archive, tmp_path: Path
) -> None:
    number = person_on_file(archive)
    data = {"complaint_no": "TS-20260305-001"}
    archive.file(number, "complaint_register_one", data, section="3.2", actor="liu")
    qq = taken(archive, file=number).number
    keep: dict[str, Any] = {"law": "会计法第23条", "keep_until": "2031-12-31"}
    answered(archive, qq, "partly", "statute", channel="邮寄", **keep)
    found = sheet(archive, qq, actor="jie")
    assert (
        found
        | {
            "request_no": qq,
            "request_outcome": "部分同意",
            "answer_reasons": "依法办理。",
            "request_situations": ["法定保存期限未届满", "投诉或服务未办结"],
            "answer_grounds": [
                "个人信息保护法第47条",
                "网络数据安全管理条例第23条",
                "个人信息保护法第47条第二款",
                "个人信息保护法第13条第一款第二项",
                "会计法第23条",
            ],
            "measures": "停止营销联系，限制处理",
            "measures_on": DAY,
            "restricted_until": "2031-12-31",
            "marketing_stopped": True,
            "dpo_by": "周洁",
            "dpo_on": DAY,
            "answer_way": "邮寄",
            "accepted_by": "陈静",
        }
        == found
    )
    assert "只用于办理该事项" in found["restricted_purpose"]
    assert "第65条" in found["complaint_authority"]
    text = printed(archive, qq, tmp_path / "a.docx", actor="jie")
    assert "李晓岚" in text
    assert "2031-12-31" in text or "2031年12月31日" in text


def test_an_extension_stands_beside_the_first_term(archive: Archive) -> None:
    qq = taken(archive, "copy", file=person_on_file(archive)).number
    first = sheet(archive, qq, actor="jie")["request_due_on"]
    archive.personal_requests.extend(qq, reason="资料较多", told="电话告知", actor="jie")
    answered(archive, qq, "granted")
    archive.personal_requests.export(qq, actor="jie")
    found = sheet(archive, qq, actor="jie")
    assert (found["request_due_on"], found["extension_reason"]) == (first, "资料较多")
    assert found["extended_to"] > first
    assert found["extension_told_on"] == DAY
    assert (found["measures"], found["data_copy_no"]) == ("提供副本", 1)


def test_a_refusal_names_the_law_and_does_nothing(archive: Archive) -> None:
    qq = taken(archive, "correct", file=person_on_file(archive)).number
    answered(archive, qq, "refused", "accurate", channel="当面交给本人")
    found = sheet(archive, qq, actor="jie")
    assert found["request_outcome"] == "不同意"
    assert found["answer_grounds"] == ["个人信息保护法第46条"]
    for box in ("measures", "restricted_items", "answer_way"):
        assert box not in found


def test_two_articles_of_one_law_stay_together(archive: Archive) -> None:
    qq = taken(archive, "read", file=person_on_file(archive)).number
    answered(archive, qq, "refused", "secrecy")
    found = sheet(archive, qq, actor="jie")
    assert found["answer_grounds"] == ["个人信息保护法第45条", "个人信息保护法第18条和第45条"]


def test_who_withdraws_before_he_proved_himself_is_answered_too(archive: Archive) -> None:
    qq = taken(archive, file=person_on_file(archive), proof="").number
    answered(archive, qq, "withdrawn")
    found = sheet(archive, qq, actor="jie")
    assert found["request_outcome"] == "请求人撤回"
    assert "measures" not in found
