"""The papers of sealing and reviving: the inventory, the application."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock, open_company
from archive.customers import person as natural
from archive.deregistration.sealed import WHY, apply, checked, fresh, seal, settle
from archive.secrecy.department import card, hire, opened_person, passes, register
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.inventory import strike_off
from csdforms.archive.store import Act
from csdforms.papers.printing import paper

DAY = "2026-03-05"
NAME = "上海屿泊包装有限公司"


@pytest.fixture
def number(archive: Archive) -> str:
    """A company's file in a department, with one item."""
    opened = open_company(archive, confidentiality="内部")
    data = {"complaint_no": "TS-20260305-001", "closed_at": "2026-03-05 10:00"}
    archive.file(opened, "complaint_handling", data, section="3.8", title="客户投诉处理表")
    hire(archive)
    return opened


def test_the_inventory_lists_what_two_persons_sealed(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    seal(archive, number)
    found = sheet(archive, "FC-2026-0001", actor="chen")
    assert (
        found
        | {
            "seal_no": "FC-2026-0001",
            "deregistration_no": "ZX-2026-0001",
            "file_no": number,
            "customer_name": NAME,
            "file_kind": "法人或其他组织",
            "volume_no": 1,
            "file_level": "内部",
            "trigger": "客户申请销户",
            "deregistration_agreed_on": DAY,
            "seal_check_passed": True,
            "loans_out": 0,
            "copies_out": 0,
            "sealed_on": DAY,
            "retention": "10年",
            "retention_from": "2026-12-31",
            "retention_until": card(archive, number)["retention"]["until"],
            "undo_by": "2026-03-26",
            "sealer_by": "周明",
            "sealer_on": DAY,
            "second_sealer_by": "陈静",
            "second_sealer_on": DAY,
        }
        == found
    )
    profile, item = found["item_rows"]
    assert (profile["listed_no"], profile["item_title"]) == ("1", "法人客户信息资料表")
    assert (item["listed_no"], item["item_title"]) == (
        f"{number}/3.8-2026-0001",
        "客户投诉处理表",
    )
    [kept] = archive.seals.seals(actor="zhou")
    assert kept.digest.startswith(found["inventory_digest"])
    text = printed(archive, "FC-2026-0001", tmp_path / "a.docx", actor="chen")
    assert NAME in text
    assert f"{number}/3.8-2026-0001" in text
    assert archive.seals.check(number, actor="chen").sound  # the paper is no part of the file


def test_stock_that_was_only_taken_waits_for_the_second_person(
    archive: Archive, number: str
) -> None:
    settle(archive, number)
    archive.seals.prepare(number, actor="zhou")
    found = sheet(archive, "FC-2026-0001", actor="zhou")
    assert (found["sealer_by"], found["retention"]) == ("周明", "10年")
    for box in ("sealed_on", "second_sealer_by", "undo_by", "retention_from"):
        assert box not in found


def test_who_took_stock_on_another_day_signs_by_hand(
    archive: Archive, number: str, clock: Clock
) -> None:
    settle(archive, number)
    archive.seals.prepare(number, actor="zhou")
    passes(clock, days=2)
    archive.seals.confirm(number, actor="chen")
    found = sheet(archive, "FC-2026-0001", actor="zhou")
    assert (found["sealed_on"], found["second_sealer_on"]) == ("2026-03-07", "2026-03-07")
    assert "sealer_on" not in found


def test_an_item_that_is_gone_by_law_is_noted(archive: Archive, number: str) -> None:
    seal(archive, number)
    item = f"{number}/3.8-2026-0001"
    with archive.office.writing() as (work, at):
        strike_off(work, card(archive, number), [item], "XH-2026-0001")
        work.record(Act("test", "tests", at))
    found = sheet(archive, "FC-2026-0001", actor="zhou")
    assert found["remarks"] == f"{item} 已按 XH-2026-0001 销毁"


def test_a_revival_is_applied_for_checked_and_agreed(
    archive: Archive, number: str, clock: Clock, tmp_path: Path
) -> None:
    seal(archive, number)
    passes(clock, days=3)
    hf = apply(archive, number)
    found = sheet(archive, hf, actor="wang")
    assert (
        found
        | {
            "revival_no": "HF-2026-0001",
            "file_no": number,
            "customer_name": NAME,
            "file_level": "内部",
            "deregistration_no": "ZX-2026-0001",
            "trigger": "客户申请销户",
            "seal_no": "FC-2026-0001",
            "sealed_on": DAY,
            "retention_until": card(archive, number)["retention"]["until"],
            "revival_reason": WHY,
            "applied_by": "王敏",
            "applied_on": "2026-03-08",
            "fresh_papers": ["营业执照", "法定代表人身份证明", "开票资料"],
            "credit_after": "按新客户，不给信用",
        }
        == found
    )
    assert "papers_seen_by" not in found
    assert WHY in printed(archive, hf, tmp_path / "a.docx", actor="wang")
    archive.revivals.check(hf, seen=["营业执照"], actor="zhou")
    found = sheet(archive, hf, actor="zhou")
    assert (found["papers_seen_by"], found["papers_seen_on"]) == ("周明", "2026-03-08")
    assert found["duplicate_result"] == "无重复"
    assert found["info_supervisor_opinion"]["opinion_by"] == "周明"
    archive.revivals.agree(hf, actor="qiang")
    found = sheet(archive, hf, actor="zhou")
    assert found["cs_manager_opinion"] == {
        "verdict": "同意",
        "opinion_by": "赵强",
        "opinion_on": "2026-03-08",
    }
    assert (found["new_volume_no"], found["revived_on"]) == (2, "2026-03-08")
    assert found["revived_by"] == "赵强"
    assert "retention_until" not in found  # the file is in use


def test_the_second_volume_has_its_own_inventory(archive: Archive, number: str) -> None:
    seal(archive, number)
    archive.revivals.agree(checked(archive, number), actor="qiang")
    seal(archive, number)
    first = sheet(archive, "FC-2026-0001", actor="zhou")
    second = sheet(archive, "FC-2026-0002", actor="zhou")
    assert (first["volume_no"], second["volume_no"]) == (1, 2)
    assert first["retention"] == second["retention"] == "10年"
    assert second["deregistration_no"] == "ZX-2026-0002"


def test_after_a_breach_the_general_manager_agrees_last(archive: Archive, number: str) -> None:
    seal(archive, number, "D5")
    hf = checked(archive, number)
    archive.revivals.agree(hf, actor="qiang")
    assert "gm_opinion" not in sheet(archive, hf, actor="zhou")
    archive.revivals.agree_finally(hf, actor="gao")
    found = sheet(archive, hf, actor="zhou")
    assert found["gm_opinion"]["opinion_by"] == "高远"
    assert found["cs_manager_opinion"]["opinion_by"] == "赵强"


def test_the_general_manager_may_agree_in_a_managers_place(archive: Archive, number: str) -> None:
    seal(archive, number)
    hf = checked(archive, number)
    archive.revivals.agree(hf, actor="gao")
    filled = with_a_gap(archive, hf)
    assert filled["gm_opinion"]["opinion_by"] == "高远"
    assert "cs_manager_opinion" not in filled


def test_a_refusal_stands_where_it_was_decided(archive: Archive, number: str) -> None:
    seal(archive, number)
    hf = checked(archive, number)
    archive.revivals.refuse(hf, reason="资料不实", actor="qiang")
    found = sheet(archive, hf, actor="zhou")
    assert found["cs_manager_opinion"]["verdict"] == "不同意"
    assert found["cs_manager_opinion"]["opinion_text"] == "资料不实"


def test_a_withdrawal_is_a_remark(archive: Archive, number: str) -> None:
    seal(archive, number)
    hf = apply(archive, number)
    archive.revivals.refuse(hf, reason="不再需要", actor="wang")
    found = sheet(archive, hf, actor="wang")
    assert found["remarks"] == "2026-03-05 申请人撤回：不再需要"


def test_a_person_is_told_and_asked_anew(archive: Archive, clock: Clock) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    register(archive, "lan", "兰芳", ["sales"], 2)
    seal(archive, number)
    passes(clock, days=3)
    hf = apply(archive, number, data=natural(), papers=fresh("2026-03-08"))
    found = sheet(archive, hf, actor="wang")
    assert found["notice_again_on"] == found["consent_again_on"] == "2026-03-08"
    assert found["consent_version"] == "2026-01-01"


def with_a_gap(archive: Archive, number: str) -> dict[str, dict[str, str]]:
    """Return a paper that a rule of the form contradicts: it asks for the manager first."""
    return paper(archive, number, actor="zhou").stored()
