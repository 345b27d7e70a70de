"""The papers of a file itself: its level proposed and decided, what is given to others."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock
from archive.secrecy.department import STAFF, card, hire, notes, opened, opened_person, passes
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted, UnknownFile, UnknownForm

WHY, BASIS = "含报价和账期", "定密目录第3项"


def test_a_level_is_proposed_and_decided(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    number = opened(archive, 1)
    hire(archive)
    with pytest.raises(NotPermitted):
        sheet(archive, number, actor="chen")
    archive.secrecy.propose(number, 2, reason=WHY, basis=BASIS, actor="chen")
    found = sheet(archive, number, actor="chen")
    assert (
        found
        | {
            "classifying_kind": "定密",
            "file_no": number,
            "customer_name": "上海屿泊包装有限公司",
            "file_kind": "法人或其他组织",
            "file_level": "内部",
            "proposed_level": "秘密",
            "proposed_until": "2029-03-05",
            "classifying_reason": WHY,
            "classifying_basis": BASIS,
            "applied_by": "陈静",
            "applied_department": "客户服务部",
            "applied_on": "2026-03-05",
        }
        == found
    )
    assert "decided_level" not in found
    assert "cs_manager_opinion" not in found
    passes(clock, days=1)
    archive.secrecy.decide(number, actor="qiang")
    found = sheet(archive, number, actor="qiang")
    assert found["file_level"] == "内部"
    assert (found["decided_level"], found["decided_until"]) == ("秘密", "2029-03-06")
    assert found["effective_from"] == "2026-03-06"
    assert found["cs_manager_opinion"] == {
        "verdict": "同意",
        "opinion_by": "赵强",
        "opinion_on": "2026-03-06",
    }
    assert found["recalled_count"] == 0
    assert BASIS in printed(archive, number, tmp_path / "a.docx", actor="qiang")
    assert notes(archive, "paper")[-1]["subject"] == number


def test_a_confidential_level_names_its_circle_and_is_the_general_managers(
    archive: Archive,
) -> None:
    number = opened(archive, 2)
    hire(archive)
    archive.secrecy.propose(
        number, 3, until="5年", circle=["赵强", "高远"], reason=WHY, basis=BASIS, actor="qiang"
    )
    archive.secrecy.decide(number, reason="按目录", actor="gao")
    found = sheet(archive, number, actor="gao")
    assert found["circle"] == ["赵强", "高远"]
    assert found["gm_opinion"]["opinion_text"] == "按目录"
    assert found["decided_until"] == "2031-03-05"
    with pytest.raises(UnknownFile):
        sheet(archive, number, actor="chen")


def test_a_refused_proposal_changes_nothing(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.secrecy.propose(number, 2, reason=WHY, basis=BASIS, actor="chen")
    archive.secrecy.refuse(number, reason="目录中没有", actor="qiang")
    found = sheet(archive, number, actor="chen")
    assert found["cs_manager_opinion"]["verdict"] == "不同意"
    assert found["cs_manager_opinion"]["opinion_text"] == "目录中没有"
    assert "decided_level" not in found
    assert "effective_from" not in found


def test_a_raise_is_confirmed(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.secrecy.raise_level(number, 2, reason="涉诉", actor="zhou")
    found = sheet(archive, number, actor="zhou")
    assert (found["classifying_kind"], found["file_level"]) == ("提高密级", "内部")
    assert (found["applied_by"], found["confirm_due_on"]) == ("周明", "2026-03-10")
    assert "effective_from" not in found
    archive.secrecy.confirm(number, basis=BASIS, actor="qiang")
    found = sheet(archive, number, actor="zhou")
    assert (found["file_level"], found["decided_level"]) == ("内部", "秘密")
    assert (found["classifying_basis"], found["decided_until"]) == (BASIS, "2029-03-05")


def test_a_raise_that_fell_back_has_no_paper_any_more(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.secrecy.raise_level(number, 2, reason="涉诉", actor="zhou")
    passes(clock, days=30)
    archive.secrecy.settle_due(actor="qiang")
    with pytest.raises(NotPermitted):
        sheet(archive, number, actor="zhou")


def test_a_lower_level_and_a_longer_term(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    archive.secrecy.propose(number, 2, reason=WHY, basis=BASIS, actor="chen")
    archive.secrecy.decide(number, actor="qiang")
    archive.secrecy.extend(number, "2031-12-31", reason="合同延长", actor="zhou")
    archive.secrecy.decide(number, actor="qiang")
    found = sheet(archive, number, actor="qiang")
    assert (found["classifying_kind"], found["decided_until"]) == ("延长保密期限", "2031-12-31")
    assert found["classified_until"] == "2029-03-05"
    archive.secrecy.lower(number, 1, reason="已公开报价", actor="zhou")
    found = sheet(archive, number, actor="qiang")
    assert (found["classifying_kind"], found["file_level"]) == ("降低密级", "秘密")
    assert found["proposed_level"] == "内部"
    assert "proposed_until" not in found


def test_what_nobody_proposed_about_this_file_is_no_paper_of_it(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    at = archive.office.moment()
    with archive.store.writing() as work:  # a class of forms was decided, and a grant refused
        work.record(Act("classify", "qiang", at, number, detail={"level": 2, "before": 1}))
        work.record(Act("refuse", "qiang", at, number, detail={"grant": "SQ-2026-0001"}))
    with pytest.raises(NotPermitted):
        sheet(archive, number, actor="chen")


def test_an_item_has_a_paper_of_its_own(archive: Archive, tmp_path: Path) -> None:
    number = opened(archive, 1)
    data = {"content": "合同"}
    item = archive.file(number, "order_processing", data, section="3.2", title="订单").number
    hire(archive)
    archive.secrecy.propose(number, 2, reason=WHY, basis=BASIS, item=item, actor="chen")
    archive.secrecy.propose(number, 2, reason="全卷", basis=BASIS, actor="chen")
    found = sheet(archive, item, actor="chen")
    assert (found["item_no"], found["item_title"]) == (item, "订单")
    assert (found["file_level"], found["classifying_reason"]) == ("内部", WHY)
    assert sheet(archive, number, actor="chen")["classifying_reason"] == "全卷"
    assert item in printed(archive, item, tmp_path / "a.docx", actor="chen")
    assert archive.copies.of(number, actor="qiang")[0].item == item


def test_the_only_keeper_leaves_the_proposer_for_the_pen(archive: Archive) -> None:
    number = opened(archive, 1)
    archive.secrecy.propose(number, 2, reason=WHY, basis=BASIS)
    archive.secrecy.decide(number)
    found = sheet(archive, number)
    assert "applied_by" not in found
    assert found["cs_manager_opinion"]["opinion_by"] == "zhang"


def test_who_proposes_no_level_prints_none_of_these(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive)
    with pytest.raises(NotAuthorised):
        sheet(archive, number, actor="lin")
    with pytest.raises(UnknownForm):
        sheet(archive, number, "file_hold_notice", actor="chen")


def test_what_is_given_to_others_of_a_person(archive: Archive, tmp_path: Path) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    form = "file_disclosure_approval"
    with pytest.raises(NotPermitted):
        sheet(archive, number, form, actor="qiang")
    archive.disclosures.disclose(
        number, "临江市公安局", ["mobile"], purpose="协助调查", basis="履行法定义务",
        duty="刑事诉讼法第54条", actor="qiang",
    )  # fmt: skip
    found = sheet(archive, number, form, actor="qiang")
    assert (
        found
        | {
            "file_no": number,
            "customer_name": "李晓岚",
            "file_kind": "自然人",
            "file_level": "内部",
            "receiver": "临江市公安局",
            "given_purpose": "协助调查",
            "legal_basis": "履行法定义务",
            "legal_duty": "刑事诉讼法第54条",
            "cs_manager_opinion": {
                "verdict": "同意",
                "opinion_by": "赵强",
                "opinion_on": "2026-03-05",
            },
        }
        == found
    )
    assert len(found["given_contents"]) == 1
    assert found["given_contents"] != ["mobile"]
    assert "basis_note" not in found
    text = printed(archive, number, tmp_path / "a.docx", form, actor="qiang")
    assert "临江市公安局" in text
    assert "李晓岚" in text


def test_what_goes_abroad_of_a_company_says_how(archive: Archive) -> None:
    number = opened(archive, 1)
    hire(archive, {**STAFF})
    archive.disclosures.disclose(
        number, "Tidewater Ltd", ["*"], purpose="联合供货", basis="合同约定", contract="HT-7",
        abroad="新加坡", path="标准合同 BZ-2026-3", reason="本次项目", actor="gao",
    )  # fmt: skip
    found = sheet(archive, number, "file_disclosure_approval", actor="gao")
    assert (found["is_abroad"], found["country"]) == (True, "新加坡")
    assert (found["export_path"], found["export_path_ref"]) == ("标准合同", "BZ-2026-3")
    assert found["basis_note"] == "合同约定；本次项目"
    assert "legal_basis" not in found
    assert found["gm_opinion"]["opinion_by"] == "高远"
    assert found["given_contents"] == ["全部内容"]
    assert card(archive, number)["name"] == found["customer_name"]
