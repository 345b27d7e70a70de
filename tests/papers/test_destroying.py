"""The papers of destruction: report, proposal, list, record, feedback, certificate."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from archive.custody.keepers import goes_to
from archive.customers import Clock, open_person
from archive.destruction.hands import (
    DELETION,
    GROUP,
    OVER,
    accounted,
    approved,
    begin,
    company_over,
    convened,
    counted,
    destroyed,
    engage,
    person_over,
    proposed,
    reported,
    seal,
    signed,
)
from archive.secrecy.department import notes
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted, UnknownFile

REASON = "保管期满，无保存价值"
COMPANY = "上海屿泊包装有限公司"


@pytest.fixture(autouse=True)
def _outside_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "register"))


def over(archive: Archive, clock: Clock, *, pieces: int = 1) -> tuple[str, str]:
    """Return a company's and a person's file past their retention, and let the staff come."""
    company = company_over(archive, *[f"漏水第 {no} 次" for no in range(pieces)])
    person = person_over(archive, "退货")
    engage(archive)
    goes_to(clock, OVER)
    return company, person


def test_the_group_reports_and_signs(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    company, person = over(archive, clock)
    number = convened(archive, company, person)
    found = sheet(archive, number, actor="zhou")
    assert found["appraisal_no"] == "JD-2037-0001"
    assert (found["convened_on"], found["chain_sound"]) == (OVER, True)
    assert found["appraisal_scope"] == "保管期满的客户档案 2 卷"
    assert found["members"][1] == {
        "function": "档案",
        "member": "董雪",
        "post": "客户信息专员",
    }
    assert found["files"][1] == {
        "archival_no": person,
        "line_title": "个人客户档案",
        "retention": "3年",
        "retention_until": "2029-03-05",
    }
    assert "appraisal_conclusion" not in found
    reported(archive, number, 1, outcome="keep", reason="品牌授权", code="D30")
    reported(archive, number, 2)
    for account in GROUP[:4]:
        archive.appraisals.sign(number, actor=account)
    found = sheet(archive, number, actor="dong")
    assert [one.get("member_signed_on") for one in found["members"]] == [OVER] * 4 + [None]
    archive.appraisals.sign(number, actor=GROUP[4])
    archive.appraisals.close(number, actor="zhou")
    found = sheet(archive, number, actor="zhou")
    assert (
        found["files"][0]
        | {
            "line_title": COMPANY,
            "appraisal_outcome": "续存",
            "outcome_reason": "品牌授权",
            "new_retention": "30年",
            "new_until": "2056-12-31",
        }
        == found["files"][0]
    )
    assert found["files"][1]["appraisal_outcome"] == "销毁"
    assert found["destruction_no"] == "XH-2037-0001"
    assert found["appraisal_conclusion"] == (
        "经逐项鉴定，续存 1 项，销毁 1 项；转入销毁清册 XH-2037-0001 报批。"
    )
    text = printed(archive, number, tmp_path / "a.docx", actor="zhou")
    assert COMPANY in text
    assert "李晓岚" not in text
    assert notes(archive, "paper")[-1]["subject"] == ""


def test_a_split_takes_out_what_is_kept(archive: Archive, clock: Clock) -> None:
    company, _ = over(archive, clock, pieces=2)
    number = convened(archive, company)
    kept = f"{company}/2.9-2026-0001"
    reported(archive, number, outcome="split", reason="质保金未结", keep=[kept], until="2040-12-31")
    listed = signed(archive, number).destruction
    found = sheet(archive, number, actor="zhou")
    assert (found["files"][0]["appraisal_outcome"], found["files"][0]["kept_items"]) == (
        "拆分",
        [kept],
    )
    assert "new_retention" not in found["files"][0]
    found = sheet(archive, listed, "destruction_list", actor="zhou")
    assert found["files"][0]["archival_no"] == f"{company}/2.9-2026-0002"
    assert found["files"][0]["file_level"] == "内部"
    assert found["files"][0]["reason"] == "拆卷，其余留存"
    found = sheet(archive, listed, actor="qiang")
    assert "单件 1 件" in found["destruction_advice"]


def test_what_is_kept_as_a_whole_goes_on_no_list(archive: Archive, clock: Clock) -> None:
    company, _ = over(archive, clock)
    number = convened(archive, company)
    reported(archive, number, outcome="keep", reason="品牌授权", until="2040-12-31")
    signed(archive, number)
    found = sheet(archive, number, actor="zhou")
    assert found["appraisal_conclusion"] == "经逐项鉴定，续存 1 项。"
    assert "destruction_no" not in found
    assert (found["files"][0]["new_retention"], found["files"][0]["new_until"]) == (
        "10年",
        "2040-12-31",
    )


def test_a_list_is_proposed_and_approved(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    company, person = over(archive, clock)
    number = proposed(archive, company, person)
    found = sheet(archive, number, actor="qiang")
    digest = archive.destructions.get(number, actor="qiang").digest
    assert (
        found
        | {
            "destruction_no": "XH-2037-0001",
            "appraisal_no": "JD-2037-0001",
            "file_count": 2,
            "piece_count": 4,
            "list_digest": digest[:16],
            "reason": REASON,
            "advised_by": "周明",
            "advised_on": OVER,
        }
        == found
    )
    assert "档案 2 卷" in found["destruction_advice"]
    assert "cs_manager_opinion" not in found
    archive.destructions.approve(number, actor="qiang")
    goes_to(clock, "2037-01-05")
    archive.destructions.approve(number, actor="gao")
    found = sheet(archive, number, "destruction_proposal", actor="gao")
    assert found["cs_manager_opinion"]["opinion_by"] == "赵强"
    assert found["gm_opinion"]["opinion_on"] == "2037-01-05"
    assert found["approval_until"] == "2037-04-05"
    found = sheet(archive, number, "destruction_list", actor="gao")
    assert (found["listed_by"], found["listed_on"]) == ("周明", OVER)
    assert (found["cs_manager_by"], found["gm_on"]) == ("赵强", "2037-01-05")
    assert found["files"][0] == {
        "archival_no": company,
        "line_title": COMPANY,
        "opened_year": 2026,
        "retention": "10年",
        "retention_until": "2036-12-31",
        "kept_for": "10年0个月",
        "pieces": 2,
        "page_count": 0,
        "copies": 0,
        "file_level": "内部",
        "reason": REASON,
    }
    text = printed(archive, number, tmp_path / "a.docx", "destruction_list", actor="gao")
    assert "个人客户档案" in text
    assert "李晓岚" not in text
    printed(archive, number, tmp_path / "b.docx", actor="gao")
    for form in ("destruction_record", "destruction_feedback", "destruction_certificate"):
        with pytest.raises(NotPermitted):
            sheet(archive, number, form, actor="gao")


def test_reasons_that_no_box_holds_are_left_for_the_pen(archive: Archive, clock: Clock) -> None:
    company, person = over(archive, clock)
    number = convened(archive, company, person)
    reported(archive, number, 1, reason="期" * 150)
    reported(archive, number, 2, reason="满" * 150)
    assert "reason" not in sheet(archive, signed(archive, number).destruction, actor="qiang")


def test_a_list_is_refused(archive: Archive, clock: Clock) -> None:
    number = proposed(archive, over(archive, clock)[0])
    archive.destructions.approve(number, actor="qiang")
    archive.destructions.refuse(number, reason="再保管一年", actor="gao")
    found = sheet(archive, number, actor="qiang")
    assert found["cs_manager_opinion"]["verdict"] == "同意"
    assert found["gm_opinion"]["verdict"] == "不同意"
    assert found["gm_opinion"]["opinion_text"] == "再保管一年"


def test_it_is_carried_out_before_witnesses(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    company, person = over(archive, clock)
    number = counted(archive, company, person)
    found = sheet(archive, number, actor="chen")
    assert (
        found
        | {
            "destruction_place": "档案室",
            "methods": ["化浆", "数据抹除"],
            "witness_one_by": "简明",
            "witness_one_unit": "财务",
            "witness_one_count": 4,
            "witness_one_counted_on": OVER,
            "witness_two_by": "石坚",
            "executor_by": "陈静",
            "approval_until": "2037-04-01",
            "chain_sound": True,
            "file_count": 2,
            "piece_count": 4,
        }
        == found
    )
    assert "witness_two_unit" not in found  # the registry does not say
    assert "destroyed_at" not in found
    assert "course" not in found
    clock.at += dt.timedelta(hours=1)
    archive.destructions.run(number, actor="chen")
    for copy in archive.destructions.get(number, actor="chen").execution["copies"]:
        if not copy["became"]:
            archive.destructions.account(
                number, copy["no"], "explained", note="随轮换", until="2037-03-01", actor="chen"
            )
    archive.destructions.attest(number, actor="jian")
    archive.destructions.attest(number, actor="shi")
    found = sheet(archive, number, actor="shi")
    assert found["begun_at"].startswith(f"{OVER}T13:00")
    assert found["destroyed_at"].startswith(f"{OVER}T13:00")
    assert (found["witness_one_on"], found["witness_two_on"]) == (OVER, OVER)
    assert "清点 4 件" in found["course"]
    assert "executor_on" not in found
    kinds = {one["copy_kind"] for one in found["copies"]}
    assert "索引" in kinds
    assert all(one["became"] in ("已销毁", "限期销毁") for one in found["copies"])
    archive.destructions.finish(number, note="一并清运", actor="chen")
    found = sheet(archive, number, actor="qiang")
    assert (
        found
        | {
            "destruction_result": "全部销毁",
            "file_count": 2,
            "piece_count": 4,
            "pulled_count": 0,
            "register_marked": True,
            "reported_by": "陈静",
            "reported_on": OVER,
            "witness_one_by": "简明",
            "witness_two_by": "石坚",
        }
        == found
    )
    assert found["course"].endswith("一并清运")
    listed = sheet(archive, number, "destruction_list", actor="qiang")
    assert (listed["executor_by"], listed["executor_on"]) == ("陈静", OVER)
    assert listed["destruction_place"] == "档案室"
    for form in ("destruction_record", "destruction_feedback"):
        text = printed(archive, number, tmp_path / f"{form}.docx", form, actor="qiang")
        assert "档案室" in text
        assert "李晓岚" not in text


def test_copies_that_are_left_are_named_with_their_day(archive: Archive, clock: Clock) -> None:
    company, _ = over(archive, clock)
    number = counted(archive, company)
    with archive.office.writing() as (work, at):
        [key] = work.find("destructions", "number", number)
        row: Any = work.get("destructions", key)
        said = {"no": 9, "kind": "tape", "where": "第 1 号备份", "became": "explained"}
        row["execution"]["copies"] = [{**said, "until": "2037-02-01", "said": "随轮换"}]
        row["execution"]["started_at"] = at
        row["lines"][0]["done_at"] = at
        row["report"] = {"by": "周明", "at": at, "note": ""}
        row["state"] = "done"
        work.put("destructions", key, row)
        work.record(Act("test", "tests", at))
    found = sheet(archive, number, actor="qiang")
    assert (found["backups_done"], found["copies_left"]) == (False, "第 1 号备份")
    assert found["copy_until"] == "2037-02-01"
    found = sheet(archive, number, "destruction_record", actor="qiang")
    assert found["copies"] == [
        {
            "copy_kind": "其他",
            "copy_place": "第 1 号备份",
            "became": "限期销毁",
            "copy_note": "随轮换",
            "copy_until": "2037-02-01",
        }
    ]
    assert "executor_on" not in found  # another reported


def test_what_was_pulled_is_said(archive: Archive, clock: Clock) -> None:
    company, person = over(archive, clock)
    number = proposed(archive, company, person)
    archive.custody.hold(company, "案号 1", reason="诉讼", actor="fa")
    for account in ("qiang", "gao"):
        archive.destructions.approve(number, actor=account)
    begin(archive, number)
    for account in ("jian", "shi"):
        archive.destructions.count(number, 2, actor=account)
    archive.destructions.run(number, actor="chen")
    accounted(archive, number)
    for account in ("jian", "shi"):
        archive.destructions.attest(number, actor=account)
    archive.destructions.finish(number, actor="chen")
    found = sheet(archive, number, actor="qiang")
    assert (found["destruction_result"], found["pulled_count"]) == ("部分撤出，其余销毁", 1)
    assert found["pulled_reason"] == "保全 BQ-2037-0001"
    listed = sheet(archive, number, "destruction_list", actor="qiang")
    assert listed["files"][0]["pulled"] == f"{OVER} 保全 BQ-2037-0001"
    assert sheet(archive, number, "destruction_certificate", actor="qiang")["file_no"] == person


@pytest.mark.parametrize("kind", ["company", "person"])
def test_a_certificate_tells_that_it_is_gone_and_nothing_else(
    archive: Archive, clock: Clock, tmp_path: Path, kind: str
) -> None:
    files = dict(zip(("company", "person"), over(archive, clock), strict=True))
    number = destroyed(archive, files[kind])
    title = COMPANY if kind == "company" else "个人客户档案"
    for given in (files[kind], number):
        found = sheet(archive, given, "destruction_certificate", actor="zhou")
        assert (
            found
            | {
                "destruction_no": number,
                "file_no": files[kind],
                "line_title": title,
                "opened_on": "2026-03-05",
                "sealed_on": "2026-03-05",
                "reason": REASON,
                "piece_count": 2,
                "cs_manager_by": "赵强",
                "gm_by": "高远",
                "executor_by": "陈静",
                "witness_one_by": "简明",
                "witness_two_by": "石坚",
                "certificate_on": OVER,
            }
            == found
        )
        assert found["record_anchor"].startswith("日志第 ")
    assert sheet(archive, files[kind], actor="zhou") == found
    text = printed(archive, files[kind], tmp_path / "a.docx", actor="zhou")
    assert title in text
    assert "李晓岚" not in text
    assert notes(archive, "paper")[-1]["subject"] == ""
    for form in ("file_classification_approval", "file_disclosure_approval"):
        with pytest.raises(NotPermitted):
            sheet(archive, files[kind], form, actor="zhou")


def test_a_list_of_several_files_is_certified_file_by_file(archive: Archive, clock: Clock) -> None:
    both = over(archive, clock)
    number = destroyed(archive, *both)
    with pytest.raises(NotPermitted):
        sheet(archive, number, "destruction_certificate", actor="zhou")
    for file in both:
        assert sheet(archive, file, actor="zhou")["file_no"] == file


def test_a_file_that_is_there_is_not_certified_to_be_gone(archive: Archive, clock: Clock) -> None:
    company, _ = over(archive, clock)
    with pytest.raises(NotPermitted):
        sheet(archive, company, "destruction_certificate", actor="zhou")
    number = counted(archive, company)
    archive.destructions.run(number, actor="chen")
    for given in (company, number):  # not yet: the witnesses have not signed
        with pytest.raises(NotPermitted):
            sheet(archive, given, "destruction_certificate", actor="zhou")


def test_who_asks_to_be_deleted_is_proposed_by_his_request(archive: Archive) -> None:
    number = seal(archive, open_person(archive), DELETION)
    engage(archive)
    listed = archive.destructions.propose_deletion(number, "QQ-2026-0001", actor="jie").number
    found = sheet(archive, listed, actor="qiang")
    assert (found["request_no"], found["reason"]) == ("QQ-2026-0001", "应本人请求删除")
    assert "appraisal_no" not in found
    found = sheet(archive, listed, "destruction_list", actor="qiang")
    assert "retention_until" not in found["files"][0]


def test_hidden_and_absent_lists_are_the_same_and_salesmen_print_none(
    archive: Archive, clock: Clock
) -> None:
    number = approved(archive, over(archive, clock)[0])
    with pytest.raises(NotAuthorised):
        sheet(archive, number, actor="wang")
    for unknown, actor in ((number, "low"), ("XH-2037-0009", "qiang"), ("JD-2037-0009", "zhou")):
        with pytest.raises(UnknownFile):
            sheet(archive, unknown, actor=actor)
