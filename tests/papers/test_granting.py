"""The paper of reading: what is asked, granted, refused, read at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock
from archive.secrecy.department import (
    ABSENT,
    STAFF,
    classify,
    hire,
    notes,
    opened,
    opened_person,
    passes,
)
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.errors import UnknownFile

WHY = "处理售后争议"


def ask(archive: Archive, number: str, *fields: str, days: int = 3, actor: str = "wang") -> str:
    return archive.grants.ask(number, purpose=WHY, fields=fields, days=days, actor=actor)


def test_an_application_is_granted(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    number = opened(archive, 2)
    hire(archive)
    request = ask(archive, number, "phone", "uscc", actor="liu")
    found = sheet(archive, request, actor="zhou")
    assert (
        found
        | {
            "grant_no": "SQ-2026-0001",
            "applied_by": "刘洋",
            "applied_department": "客户服务部",
            "job_title": "客户投诉主管",
            "clearance": "秘密",
            "applied_on": "2026-03-05",
            "file_no": number,
            "customer_name": "上海屿泊包装有限公司",
            "file_level": "秘密",
            "access_purpose": WHY,
            "access_manner": "部分内容明文",
            "access_days": 3,
        }
        == found
    )
    assert "统一社会信用代码" in found["requested_contents"]
    assert "granted_contents" not in found
    passes(clock, days=1)
    archive.grants.approve(request, days=2, fields=["phone"], reason="属实", actor="zhou")
    found = sheet(archive, request, actor="zhou")
    assert found["applied_on"] == "2026-03-05"
    assert found["granted_contents"] == found["requested_contents"]
    assert (found["access_from"], found["access_to"]) == ("2026-03-06", "2026-03-07")
    assert found["info_supervisor_opinion"] == {
        "verdict": "同意",
        "opinion_text": "属实",
        "opinion_by": "周明",
        "opinion_on": "2026-03-06",
    }
    own = sheet(archive, request, actor="liu")
    assert own["info_supervisor_opinion"]["opinion_by"] == "周明"
    assert "customer_name" not in own
    assert "file_level" not in own
    text = printed(archive, request, tmp_path / "a.docx", actor="zhou")
    assert "上海屿泊包装有限公司" in text
    assert notes(archive, "paper")[-1]["subject"] == number


def test_a_refusal_says_why(archive: Archive) -> None:
    number = opened(archive, 3, ("王敏", "赵强"))
    hire(archive, {**STAFF, "wang": ("王敏", ["sales"], 3)})
    request = ask(archive, number)
    archive.grants.refuse(request, reason="不需要", actor="qiang")
    found = sheet(archive, request, actor="qiang")
    assert found["access_manner"] == "脱敏阅览"
    assert found["cs_manager_opinion"]["verdict"] == "不同意"
    assert found["cs_manager_opinion"]["opinion_text"] == "不需要"
    assert found["applied_department"] == "业务员"


@pytest.mark.parametrize("fields", [("*",), ("mobile", "no_such_box")])
def test_an_application_for_a_hidden_file_is_that_for_an_absent_one(
    archive: Archive, tmp_path: Path, fields: tuple[str, ...]
) -> None:
    number = opened(archive, 4, ("高远",))
    hire(archive)
    first, then = ask(archive, number, *fields), ask(archive, ABSENT, *fields)
    one, other = (sheet(archive, request, actor="wang") for request in (first, then))
    assert one.pop("grant_no") == first
    assert other.pop("grant_no") == then
    assert (one.pop("file_no"), other.pop("file_no")) == (number, ABSENT)
    assert one == other
    assert one["access_manner"] == ("全部明文" if fields == ("*",) else "部分内容明文")
    for request in (first, then):
        printed(archive, request, tmp_path / f"{request}.docx", actor="wang")
        assert notes(archive, "paper")[-1]["subject"] == ""
    assert not archive.copies.of(number, actor="gao")
    for request in (first, then, "SQ-2026-0099"):
        with pytest.raises(UnknownFile):
            sheet(archive, request, actor="liu")


@pytest.mark.parametrize("given", ["XG-0037", "李晓岚"])
def test_another_number_is_no_file_number(archive: Archive, given: str) -> None:
    opened_person(archive, 1)
    hire(archive)
    assert "file_no" not in sheet(archive, ask(archive, given), actor="wang")


def test_a_grant_that_nobody_asked_for_has_no_day_of_asking(archive: Archive) -> None:
    number = opened_person(archive, 1)
    hire(archive)
    grant = archive.grants.grant(
        number, "王敏", purpose=WHY, fields=["mobile"], days=5, actor="zhou"
    ).number
    found = sheet(archive, grant, actor="zhou")
    assert "applied_on" not in found
    assert found["requested_contents"] == ["手机"] or len(found["requested_contents"]) == 1
    assert found["access_days"] == 5
    classify(archive, number, 4, ("高远",))
    with pytest.raises(UnknownFile):
        sheet(archive, grant, actor="wang")


def test_an_emergency_is_reviewed(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 2)
    hire(archive)
    grant = archive.grants.emergency(
        number, reason="客户仓库起火，须立即通知联系人", actor="liu"
    ).number
    found = sheet(archive, grant, actor="zhou")
    assert found["is_emergency"] is True
    assert "emergency_reviewed_by" not in found
    assert found["emergency_reason"] == "客户仓库起火，须立即通知联系人"
    assert found["read_at"].startswith("2026-03-05T14:05")
    passes(clock, hours=2)
    archive.grants.review(grant, justified=True, reason="属实", actor="qiang")
    found = sheet(archive, grant, actor="jie")
    assert (found["emergency_reviewed_by"], found["is_justified"]) == ("赵强", True)
    assert found["emergency_reviewed_at"].startswith("2026-03-05T16:05")


def test_the_day_of_asking_is_that_of_this_request(archive: Archive, clock: Clock) -> None:
    number = opened(archive, 2)
    hire(archive)
    ask(archive, number, actor="liu")
    passes(clock, days=1)
    second = ask(archive, number, actor="liu")
    passes(clock, days=1)
    archive.grants.approve(second, actor="zhou")
    assert sheet(archive, second, actor="zhou")["applied_on"] == "2026-03-06"
