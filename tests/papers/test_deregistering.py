"""The papers of a deregistration, from the application to the joint check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock, open_person
from archive.deregistration.leaving import (
    AGENT,
    applied,
    checked,
    cleared,
    complain,
    customer,
    engage,
    settle_complaint,
    sign,
    sign_all,
    statement,
)
from archive.secrecy.department import passes
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.archive.store import Act
from csdforms.errors import NotCleared, NotPermitted
from csdforms.papers.printing import paper

DAY = "2026-03-05"
NAME = "上海屿泊包装有限公司"


@pytest.fixture
def number(archive: Archive) -> str:
    """A company's file in a department."""
    opened = customer(archive)
    engage(archive)
    return opened


def line(found: dict[str, Any], code: str) -> dict[str, Any]:
    """Return one line of the joint check."""
    return dict(found["check_rows"][int(code[1:]) - 1])


def test_an_application_says_who_asked_and_why(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    authority = AGENT | {"name": "陈立", "phone": "13900006799"}
    zx = applied(archive, number, authority=authority, balance="0.00", balance_as_of="2026-03-01")
    found = sheet(archive, zx, actor="wang")
    assert (
        found
        | {
            "deregistration_no": "ZX-2026-0001",
            "file_no": number,
            "customer_name": NAME,
            "file_kind": "法人或其他组织",
            "file_level": "内部",
            "confidentiality": "内部",
            "state_before": "在用",
            "trigger": "客户申请销户",
            "deregistration_reason": "不再往来",
            "applicant_kind": "代理人",
            "asker_name": "陈立",
            "asker_phone": "13900006799",
            "asker_verified": True,
            "asker_verified_by": "王敏",
            "authority_no": "授权委托书",
            "authority_until": "2026-12-31",
            "applied_by": "王敏",
            "applied_on": DAY,
            "stopped_on": DAY,
            "decide_by": "2026-03-26",
            "balance_as_of": "2026-03-01",
            "receivable_amount": "0.00",
            "payable_amount": "0.00",
            "settlement_mode": "无未结账款",
            "settlement_note": "已对账，无余额",
        }
        == found
    )
    assert "applied_department" not in found  # where a salesman works is not known
    text = printed(archive, zx, tmp_path / "a.docx", actor="wang")
    assert NAME in text
    assert "王敏" in text
    assert "13900006799" in text


def test_the_firms_own_decision_names_its_document(archive: Archive, number: str) -> None:
    zx = applied(archive, number, "chen", trigger="D7", document="停业决定")
    found = sheet(archive, zx, actor="wang")
    assert found["applicant_kind"] == "本公司"
    assert found["proof_document"] == "停业决定"
    assert found["applied_department"] == "客户服务部"
    assert "authority_no" not in found


def test_what_is_owed_to_the_customer_stands_in_its_own_box(archive: Archive, number: str) -> None:
    said = {"balance": "-80.00", "balance_as_of": DAY, "settlement": "公司退款"}
    found = sheet(archive, applied(archive, number, **said), actor="wang")
    assert (found["receivable_amount"], found["payable_amount"]) == ("0.00", "80.00")
    assert found["settlement_mode"] == "公司退款"
    assert "settlement_note" not in found  # the mode says it already; the pen says the rest


def test_what_the_customer_owes_leaves_the_mode_for_the_pen(archive: Archive, number: str) -> None:
    zx = applied(archive, number, balance="1200.00", balance_as_of=DAY)
    found = sheet(archive, zx, actor="wang")
    assert (found["receivable_amount"], found["payable_amount"]) == ("1200.00", "0.00")
    assert "settlement_mode" not in found


def test_a_write_off_stands_in_the_application(archive: Archive, number: str) -> None:
    zx = checked(archive, number, balance="1200.00", balance_as_of=DAY)
    sign_all(archive, zx, but=("G3",))
    sign(archive, zx, "G3", statement=statement(archive, balance="1200.00"))
    for account in ("qian", "gao"):
        archive.deregistration.write_off(
            zx, "1200.00", document="核字1号", reason="无法收回", actor=account
        )
        found = sheet(archive, zx, "deregistration_application", actor="wang")
        assert ("write_off_ref" in found) == (account == "gao")
    assert found["write_off_amount"] == "1200.00"
    assert found["write_off_ref"] == "核字1号"
    assert found["settlement_mode"] == "按核销决定"


def test_the_opinions_stand_where_they_belong(archive: Archive, number: str) -> None:
    zx = cleared(archive, number, trigger="D5", document="处理决定1号")
    assert "check_rows" in sheet(archive, zx, actor="zhou")
    archive.deregistration.approve(zx, actor="qiang")
    found = sheet(archive, zx, actor="zhou")  # the first of two: the application
    assert found["info_supervisor_opinion"] == {
        "verdict": "同意",
        "opinion_text": "联合核查通过",
        "opinion_by": "周明",
        "opinion_on": DAY,
    }
    said = {"verdict": "同意", "opinion_by": "赵强", "opinion_on": DAY}
    assert found["cs_manager_opinion"] == said
    assert "gm_opinion" not in found
    archive.deregistration.approve(zx, actor="gao")
    found = sheet(archive, zx, actor="zhou")
    assert found["gm_opinion"] == said | {"opinion_by": "高远"}
    assert (found["approved_by"], found["approved_on"]) == ("高远", DAY)


def test_a_refusal_stands_as_an_opinion(archive: Archive, number: str) -> None:
    zx = cleared(archive, number)
    archive.deregistration.refuse(zx, reason="仍有订单", actor="qiang")
    found = sheet(archive, zx, actor="zhou")
    assert found["cs_manager_opinion"] == {
        "verdict": "不同意",
        "opinion_text": "仍有订单",
        "opinion_by": "赵强",
        "opinion_on": DAY,
    }


def test_a_withdrawal_names_day_and_person(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    archive.deregistration.withdraw(zx, reason="继续往来", actor="wang")
    found = sheet(archive, zx, actor="zhou")
    assert (found["revoked_on"], found["revoked_by"]) == (DAY, "王敏")


def test_an_application_that_waited_too_long_says_so(archive: Archive, clock: Clock) -> None:
    number = customer(archive)
    complain(archive, number)
    engage(archive)
    zx = checked(archive, number)
    passes(clock, days=90)
    archive.deregistration.lapse(actor="zhou")
    assert sheet(archive, zx, actor="zhou")["remarks"] == "中止满 90 天"


def test_the_check_shows_what_is_computed_and_who_signed(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    zx = checked(archive, number)
    found = sheet(archive, zx, actor="zhou")
    assert found["check_round"] == "首次核查"
    assert found["check_started_on"] == DAY
    assert len(found["check_rows"]) == 12
    assert line(found, "G1")["computed_finding"] == "没有未结案的投诉"
    assert "computed_finding" not in line(found, "G5")  # the archive knows nothing of it
    assert "line_verdict" not in line(found, "G1")
    assert "info_supervisor_by" not in found
    sign(archive, zx, "G1", text="都已结案")
    sign_all(archive, zx, but=("G1",))
    found = sheet(archive, zx, actor="zhou")
    assert line(found, "G1") == {
        "check_line": "G1投诉",
        "line_owner": "客户投诉主管",
        "computed_finding": "没有未结案的投诉",
        "line_verdict": "无未了",
        "line_statement": "都已结案",
        "line_signed_by": "刘洋",
        "line_signed_on": DAY,
    }
    assert found["balance_as_of"] == DAY
    assert (found["info_supervisor_by"], found["info_supervisor_on"]) == ("周明", DAY)
    assert "刘洋" in printed(archive, zx, tmp_path / "a.docx", actor="zhou")


def test_there_is_no_check_before_it_began(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    with pytest.raises(NotPermitted, match="还没有办到"):
        sheet(archive, zx, "deregistration_check", actor="zhou")


def test_a_balance_of_a_later_day_waits_for_the_conclusion(
    archive: Archive, number: str, clock: Clock
) -> None:
    zx = checked(archive, number)
    passes(clock, days=2)
    sign(archive, zx, "G3")
    assert "balance_as_of" not in sheet(archive, zx, actor="zhou")
    sign_all(archive, zx, but=("G3",))
    found = sheet(archive, zx, actor="zhou")
    assert (found["check_started_on"], found["balance_as_of"]) == (DAY, "2026-03-07")
    assert found["info_supervisor_on"] == "2026-03-07"


def test_a_warranty_passes_with_a_condition(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    sign_all(archive, zx)
    key = archive.store.find("deregistrations", "number", zx)[0]
    with archive.office.writing() as (work, at):
        row = work.get("deregistrations", key) or {}
        work.put(
            "deregistrations",
            key,
            row | {"warranties": [[f"{number}/2.2-2026-0001", "2027-03-05"]]},
        )
        work.record(Act("test", "tests", at))
    row_ = line(sheet(archive, zx, actor="zhou"), "G7")
    assert row_["line_verdict"] == "附条件"
    assert row_["line_statement"] == "保留质保联系，至 2027-03-05"
    assert sheet(archive, zx, "deregistration_application", actor="zhou")["keeps_warranty"]
    archive.deregistration.approve(zx, actor="qiang")


def test_the_suspension_names_every_open_matter(
    archive: Archive, number: str, tmp_path: Path
) -> None:
    complain(archive, number)
    zx = checked(archive, number)
    sign(archive, zx, "G6", clear=False, text="发票未开")
    found = sheet(archive, zx, actor="zhou")
    assert (
        found
        | {
            "suspension_no": "ZX-2026-0001-20260305",
            "deregistration_no": zx,
            "suspended_on": DAY,
            "is_restricted": False,
        }
        == found
    )
    assert found["open_rows"] == [
        {
            "check_line": "G1投诉",
            "open_matters": "投诉 TS-20260305-001 尚未结案",
            "source_refs": ["TS-20260305-001"],
            "line_owner": "客户投诉主管",
        },
        {
            "check_line": "G6会计未了事项",
            "open_matters": "发票未开",
            "line_owner": "财务",
        },
    ]
    rows = sheet(archive, zx, "deregistration_check", actor="zhou")
    one, six = line(rows, "G1"), line(rows, "G6")
    assert (one["line_verdict"], one["source_refs"]) == ("有未了", ["TS-20260305-001"])
    assert "line_signed_by" not in one  # who owns the line has not signed it
    assert (six["open_matters"], six["line_signed_by"]) == ("发票未开", "孙倩")
    assert "TS-20260305-001" in printed(archive, zx, tmp_path / "a.docx", actor="zhou")
    settle_complaint(archive, number)
    sign(archive, zx, "G6")
    archive.deregistration.check(zx, actor="zhou")
    assert sheet(archive, zx, actor="zhou")["check_round"] == "中止后复核"
    with pytest.raises(NotPermitted, match="中止通知书"):
        sheet(archive, zx, "deregistration_suspension", actor="zhou")


def test_a_system_outside_may_call_its_lines_otherwise(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    key = archive.store.find("deregistrations", "number", zx)[0]
    with archive.office.writing() as (work, at):
        row = work.get("deregistrations", key) or {}
        row |= {"state": "suspended", "suspended_at": at}
        row["blockers"] = [["G5", "订单 7 未交", "业务员", ""], ["ERP", "有未清凭证", "财务", "7"]]
        work.put("deregistrations", key, row)
        work.record(Act("test", "tests", at))
    filled = paper(archive, zx, actor="zhou").stored()["open_rows"]
    assert [row.get("check_line") for row in filled] == ["G5订单与借出设备", None]
    assert [row["open_matters"] for row in filled] == ["订单 7 未交", "有未清凭证"]


def test_a_balance_that_is_not_zero_is_its_owners_word(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    sign(archive, zx, "G3", statement=statement(archive, balance="0.01"))
    row = line(sheet(archive, zx, "deregistration_check", actor="zhou"), "G3")
    assert (row["line_verdict"], row["line_signed_by"]) == ("有未了", "孙倩")
    assert row["open_matters"] == "应收款项：余额不为零"


def test_stale_signatures_are_open_but_tell_of_no_matter(
    archive: Archive, number: str, clock: Clock
) -> None:
    zx = cleared(archive, number)
    passes(clock, days=31)
    with pytest.raises(NotCleared):
        archive.deregistration.approve(zx, actor="qiang")
    row = line(sheet(archive, zx, "deregistration_check", actor="zhou"), "G1")
    assert "line_verdict" not in row
    assert "已超过 30 天" in row["computed_finding"]
    assert len(sheet(archive, zx, actor="zhou")["open_rows"]) == 12


def test_a_persons_data_rest_while_it_waits(archive: Archive) -> None:
    number = open_person(archive, confidentiality="内部")
    complain(archive, number)
    engage(archive)
    zx = checked(archive, number, authority=AGENT | {"kind": "self"})
    found = sheet(archive, zx, actor="zhou")
    assert found["is_restricted"] is True
    assert "营销联系一律停止" in found["restricted_scope"]


def test_the_agents_authority_is_a_paper_of_its_own(archive: Archive, number: str) -> None:
    authority = AGENT | {"name": "陈立", "phone": "13900006799"}
    zx = applied(archive, number, authority=authority)
    found = sheet(archive, zx, "authority_letter", actor="wang")
    assert (
        found
        | {
            "authority_no": "授权委托书",
            "file_no": number,
            "principal_name": NAME,
            "proxy_name": "陈立",
            "proxy_phone": "13900006799",
            "authority_matters": ["申请注销"],
            "authority_from": "2026-03-01",
            "authority_until": "2026-12-31",
            "authority_signed_on": "2026-03-01",
            "authority_received_on": DAY,
            "authority_verified_by": "王敏",
        }
        == found
    )


def test_who_asks_himself_has_no_letter_of_authority(archive: Archive, number: str) -> None:
    zx = applied(archive, number, authority=AGENT | {"kind": "self"})
    with pytest.raises(NotPermitted, match="授权委托书"):
        sheet(archive, zx, "authority_letter", actor="wang")
    assert "authority_no" not in sheet(archive, zx, actor="wang")


def test_the_only_keeper_stands_in_every_box(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "sole", actor="zhang", clock=Clock()) as sole:
        number = customer(sole)
        zx = applied(sole, number, "zhang", trigger="D5", document="处理决定1号")
        sole.deregistration.check(zx)
        for code in (f"G{no}" for no in range(1, 13)):
            sign(sole, zx, code, "zhang")
        sole.deregistration.approve(zx)
        found = paper(sole, zx).stored()
        boxes = ("info_supervisor_opinion", "cs_manager_opinion", "gm_opinion")
        assert {found[box]["opinion_by"] for box in boxes} == {"zhang"}
        assert found["applied_department"] == "客户服务部"
