"""The papers of keeping: checks, holds, mergers."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.custody.keepers import engage, goes_to
from archive.customers import CORPORATE, Clock, change_card, other_company
from archive.secrecy.department import classify, notes, opened
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, UnknownFile

CASE = "（2026）沪01民初1号"
WHY = "同一客户建了两份"


def test_a_hold_is_notified_and_then_lifted(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    number = opened(archive, 2)
    custody = engage(archive)
    hold = custody.hold(number, CASE, reason="货款诉讼", actor="fang").number
    found = sheet(archive, hold, actor="fang")
    assert (
        found
        | {
            "hold_no": "BQ-2026-0001",
            "hold_action": "设置保全",
            "file_no": number,
            "customer_name": "上海屿泊包装有限公司",
            "file_level": "秘密",
            "confidentiality": "秘密",
            "hold_reference": CASE,
            "hold_reason": "货款诉讼",
            "hold_scope": ["整卷"],
            "hold_on": "2026-03-05",
            "hold_review_on": "2027-03-05",
            "legal_by": "方正",
            "legal_on": "2026-03-05",
        }
        == found
    )
    assert "lifted_by" not in found
    goes_to(clock, "2026-04-07")
    custody.lift(hold, "调解书", reason="已履行", actor="fang")
    found = sheet(archive, hold, "file_hold_notice", actor="fang")
    assert found["hold_action"] == "解除保全"
    assert (found["lift_reference"], found["lift_reason"]) == ("调解书", "已履行")
    assert (found["lifted_by"], found["lifted_on"]) == ("方正", "2026-04-07")
    text = printed(archive, hold, tmp_path / "a.docx", actor="fang")
    assert "上海屿泊包装有限公司" in text
    assert CASE in text
    assert "调解书" in text


def test_a_hold_that_was_reviewed_says_when_it_is_due_again(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 1)
    custody = engage(archive)
    hold = custody.hold(number, CASE, reason="货款诉讼", actor="fang").number
    goes_to(clock, "2027-03-01")
    custody.review_hold(hold, reason="仍在诉讼", actor="fang")
    assert sheet(archive, hold, actor="fang")["hold_review_on"] == "2028-03-01"


def test_only_legal_prints_a_hold_and_only_of_a_file_it_may_know(archive: Archive) -> None:
    number = opened(archive, 1)
    custody = engage(archive)
    hold = custody.hold(number, CASE, reason="货款诉讼", actor="fang").number
    with pytest.raises(NotAuthorised):
        sheet(archive, hold, actor="chen")
    classify(archive, number, 4, ("高远",))
    for unknown in (hold, "BQ-2026-0099"):
        with pytest.raises(UnknownFile):
            sheet(archive, unknown, actor="fang")
    assert len(notes(archive, "refused")) == 3


def twins(archive: Archive) -> tuple[str, str]:
    """Open two files of one company."""
    found: list[str] = []
    for name in ("临江市望塔五金厂", "望塔五金经营部"):
        data = other_company(customer_name=name, uscc=None, phone=f"0571-880000{len(found)}")
        number = archive.open_file(data, form=CORPORATE).number
        change_card(archive, number, uscc="91310115MAXX0Y0XXT")
        classify(archive, number, 1)
        found.append(number)
    return found[0], found[1]


def test_a_merger_is_proposed_confirmed_and_undone(
    archive: Archive, clock: Clock, tmp_path: Path
) -> None:
    gone, stays = twins(archive)
    classify(archive, gone, 2)
    change_card(archive, gone, do_not_call=True)
    custody = engage(archive)
    hold = custody.hold(gone, CASE, reason="货款诉讼", actor="fang").number
    merger = custody.merge(gone, stays, reason=WHY, actor="zhou").number
    said = {
        "verdict": "同意",
        "opinion_text": WHY,
        "opinion_by": "周明",
        "opinion_on": "2026-03-05",
    }
    lines = [
        {
            "merger_aspect": "密级",
            "survivor_state": "内部",
            "other_state": "秘密",
            "result_state": "秘密",
        },
        {"merger_aspect": "保管期限"},
        {
            "merger_aspect": "法律保全",
            "survivor_state": "无",
            "other_state": f"有，{hold}",
            "result_state": f"有，{hold}",
        },
        {
            "merger_aspect": "限制处理",
            "survivor_state": "无",
            "other_state": "无",
            "result_state": "无",
        },
        {
            "merger_aspect": "谢绝来电",
            "survivor_state": "无",
            "other_state": "有",
            "result_state": "有",
        },
    ]
    found = sheet(archive, merger, actor="zhou")
    assert (
        found
        | {
            "merger_no": "HB-2026-0001",
            "file_no": stays,
            "customer_name": "望塔五金经营部",
            "file_kind": "法人或其他组织",
            "uscc": "91310115MAXX0Y0XXT",
            "merged_file_no": gone,
            "merged_customer_name": "临江市望塔五金厂",
            "merged_uscc": "91310115MAXX0Y0XXT",
            "merger_ground": "统一社会信用代码相同",
            "merger_reason": WHY,
            "carried_over": lines,
            "info_supervisor_opinion": said,
            "applied_on": "2026-03-05",
            "confidentiality": "秘密",
        }
        == found
    )
    assert "merged_on" not in found
    assert "applied_by" not in found
    goes_to(clock, "2026-03-06")
    custody.merge(gone, stays, reason="属实", actor="qiang")
    custody.lift(hold, "调解书", reason="已履行", actor="fang")
    found = sheet(archive, merger, actor="qiang")
    assert found["carried_over"] == lines  # as it was
    assert found["cs_manager_opinion"]["opinion_by"] == "赵强"
    assert (found["merged_by"], found["merged_on"]) == ("赵强", "2026-03-06")
    assert found["undo_until"] == "2026-04-05"
    assert "望塔五金经营部" in printed(archive, merger, tmp_path / "a.docx", actor="zhou")
    goes_to(clock, "2026-03-09")
    custody.unmerge(merger, reason="认错", actor="qiang")
    custody.unmerge(merger, reason="确是两家", actor="zhou")
    found = sheet(archive, merger, actor="zhou")
    assert (found["undone_by"], found["undone_on"]) == ("周明", "2026-03-09")
    assert found["undo_reason"] == "确是两家"


def test_a_merger_that_is_refused_says_who_refused(archive: Archive) -> None:
    gone, stays = twins(archive)
    custody = engage(archive)
    merger = custody.merge(gone, stays, reason=WHY, actor="qiang").number
    custody.refuse_merger(merger, reason="不是同一家", actor="zhou")
    found = sheet(archive, merger, actor="zhou")
    assert found["cs_manager_opinion"]["verdict"] == "同意"
    assert found["info_supervisor_opinion"]["verdict"] == "不同意"
    assert found["info_supervisor_opinion"]["opinion_text"] == "不是同一家"


def test_a_proposal_that_is_taken_back_is_not_refused_by_anybody(archive: Archive) -> None:
    gone, stays = twins(archive)
    custody = engage(archive)
    merger = custody.merge(gone, stays, reason=WHY, actor="qiang").number
    custody.refuse_merger(merger, reason="写错", actor="qiang")
    assert "info_supervisor_opinion" not in sheet(archive, merger, actor="zhou")


def test_an_absorption_shows_its_paper_and_that_people_were_told(archive: Archive) -> None:
    numbers: list[str] = []
    for name in ("临江市望塔五金厂", "临江建材有限公司"):
        data = other_company(customer_name=name, uscc=None, phone=f"0571-880000{len(numbers)}")
        numbers.append(archive.open_file(data, form=CORPORATE).number)
        classify(archive, numbers[-1], 1)
        kept = {"code": "D10", "from": "2025-12-31", "until": "2035-12-31"}
        change_card(archive, numbers[-1], retention=kept if len(numbers) == 1 else {})
    custody = engage(archive)
    named = {"reason": WHY, "absorption": "合并登记通知书 2026-7"}
    custody.merge(numbers[0], numbers[1], **named, actor="zhou")
    merger = custody.merge(numbers[0], numbers[1], **named, actor="qiang").number
    custody.inform(merger, how="短信逐一告知", actor="zhou")
    found = sheet(archive, merger, actor="zhou")
    assert found["merger_ground"] == "吸收合并"
    assert found["merger_proof"] == "合并登记通知书 2026-7"
    assert (found["informed_on"], found["informed_how"]) == ("2026-03-05", "短信逐一告知")
    kept_for = found["carried_over"][1]
    assert kept_for["other_state"] == kept_for["result_state"] == "10年，至2035-12-31"


def test_the_only_keeper_leaves_the_second_opinion_for_the_pen(archive: Archive) -> None:
    gone, stays = twins(archive)
    merger = archive.custody.merge(gone, stays, reason=WHY).number
    found = sheet(archive, merger)
    assert found["applied_by"] == "zhang"
    assert "merged_on" not in found
    assert "info_supervisor_opinion" not in found


def test_a_merger_is_none_of_him_who_knows_only_one_of_the_files(archive: Archive) -> None:
    gone, stays = twins(archive)
    custody = engage(archive)
    merger = custody.merge(gone, stays, reason=WHY, actor="zhou").number
    classify(archive, stays, 4, ("高远",))
    with pytest.raises(UnknownFile):
        sheet(archive, merger, actor="zhou")


def test_a_check_lists_what_was_found_and_put_right(archive: Archive, tmp_path: Path) -> None:
    number = opened(archive, 1)
    custody = engage(archive)
    shelf = [(number, "faded"), (number, "faded"), (number, "misplaced")]
    check = custody.inspect(shelf, actor="chen")
    custody.rectify(check.number, 3, how="放回原处", actor="zhou")
    found = sheet(archive, check.number, actor="chen")
    assert found["inspection_no"] == "JC-2026-0001"
    assert (found["inspected_on"], found["inspected_by"]) == ("2026-03-05", "陈静")
    assert (found["files_looked_at"], found["next_check_on"]) == (1, "2026-09-05")
    kinds = [one["finding_kind"] for one in found["findings"]]
    assert kinds == ["字迹褪变", "错放", "没有登记证件材料"]
    assert found["findings"][0] == {"archival_no": number, "finding_kind": "字迹褪变"}
    assert found["findings"][1] == {
        "archival_no": number,
        "finding_kind": "错放",
        "rectified_by": "周明",
        "rectified_on": "2026-03-05",
    }
    assert number in printed(archive, check.number, tmp_path / "a.docx", actor="chen")
    assert notes(archive, "paper")[-1]["subject"] == ""


def test_a_check_tells_others_neither_how_many_files_nor_hidden_ones(archive: Archive) -> None:
    gone, stays = twins(archive)
    custody = engage(archive)
    check = custody.inspect(actor="zhou").number
    found = sheet(archive, check, actor="zhou")
    others = {one["archival_no"]: one.get("related_numbers") for one in found["findings"]}
    assert others[gone] == [stays]
    assert "files_looked_at" not in sheet(archive, check, actor="chen")


def test_a_check_names_no_twin_that_is_hidden_by_now(archive: Archive) -> None:
    gone, stays = twins(archive)
    custody = engage(archive)
    check = custody.inspect(actor="zhou").number
    with archive.store.writing() as work:
        inspection = work.get("inspections", 1) or {}
        said = {"no": 9, "file": gone, "kind": "seal", "others": ["FC-2026-0001", stays]}
        work.put("inspections", 1, inspection | {"files": [gone], "findings": [said]})
        work.record(Act("test", "tests", archive.store.last().at))
    classify(archive, stays, 4, ("高远",))
    found = sheet(archive, check, actor="zhou")
    assert found["findings"][0]["related_numbers"] == ["FC-2026-0001"]
