"""The papers of lending: a loan, the register of a period, missing pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.customers import Clock, change_card
from archive.secrecy.department import classify, hire, notes, opened, passes, second
from papers.sheets import printed, sheet

from csdforms.archive.archive import Archive
from csdforms.errors import InvalidNumber, NotAuthorised, NotPermitted, UnknownFile

WHY = "核对合同附件"


def lent(archive: Archive, number: str, borrower: str = "刘洋", **said: object) -> str:
    return archive.loans.lend(
        number,
        borrower,
        purpose=WHY,
        pages=12,
        actor="qiang",
        **said,  # type: ignore[arg-type]
    ).number


def test_a_loan_goes_out_and_comes_back(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    number = opened(archive, 2)
    hire(archive)
    loan = lent(archive, number, days=2)
    found = sheet(archive, loan, actor="zhou")
    assert found | {
        "loan_no": "JY-2026-0001",
        "borrower": "刘洋",
        "borrower_department": "客户服务部",
        "clearance": "秘密",
        "file_no": number,
        "customer_name": "上海屿泊包装有限公司",
        "file_level": "秘密",
        "loan_form": "复制件",
        "loan_pages": 12,
        "loan_days": 2,
        "loan_purpose": WHY,
        "loan_due_on": "2026-03-07",
        "lent_at": "2026-03-05T14:05",
        "lent_by": "赵强",
        "info_supervisor_opinion": {
            "verdict": "同意",
            "opinion_by": "赵强",
            "opinion_on": "2026-03-05",
        },
    } == {**found, "lent_at": found["lent_at"][:16]}
    assert "returned_at" not in found
    passes(clock, days=1)
    archive.loans.give_back(loan, 12, condition="完好", actor="zhou")
    found = sheet(archive, loan, actor="zhou")
    assert found["returned_at"].startswith("2026-03-06")
    assert (found["pages_back"], found["condition_back"]) == (12, "完好")
    assert found["return_taken_by"] == "周明"
    assert WHY in printed(archive, loan, tmp_path / "a.docx", actor="zhou")
    assert notes(archive, "paper")[-1]["subject"] == number
    [copy] = archive.copies.of(number, actor="zhou")
    assert (copy.item, copy.kind) == (loan, "paper")


def test_an_original_of_an_item_is_read_in_the_office(archive: Archive) -> None:
    number = opened(archive, 1)
    data = {"content": "合同"}
    item = archive.file(number, "order_processing", data, section="3.2", title="订单").number
    hire(archive)
    found = sheet(archive, lent(archive, item, original=True), actor="chen")
    assert (found["item_no"], found["item_title"]) == (item, "订单")
    assert (found["loan_form"], found["in_office"], found["loan_days"]) == ("原件", True, 0)
    assert found["keeper_opinion"]["opinion_by"] == "赵强"


@pytest.mark.parametrize("secrecy", [
    {"level": 3, "on": "2026-03-06", "circle": ["王敏", "赵强"]},
    {"level": 1, "raised": {"level": 2, "at": "2026-03-05T15:00", "due": "2026-03-10"}},
])  # fmt: skip
def test_the_level_of_its_day_is_for_the_pen_once_another_was_decided(
    archive: Archive, clock: Clock, secrecy: dict[str, object]
) -> None:
    number = opened(archive, 1)
    hire(archive)
    loan = lent(archive, number)
    passes(clock, days=1)
    change_card(archive, number, secrecy=secrecy)
    found = sheet(archive, loan, actor="qiang")
    assert found["confidentiality"] in ("秘密", "机密")
    assert "file_level" not in found
    assert "keeper_opinion" not in found


def test_the_only_keeper_signs_no_loan_to_himself(archive: Archive) -> None:
    number = opened(archive, 1)
    loan = archive.loans.lend(number, "zhang", purpose=WHY, pages=1).number
    found = sheet(archive, loan)
    assert found["borrower"] == "zhang"
    assert "lent_by" not in found
    assert "keeper_opinion" not in found
    archive.loans.give_back(loan, 1)
    assert "return_taken_by" not in sheet(archive, loan)


def test_missing_pages_are_an_incident(archive: Archive, clock: Clock, tmp_path: Path) -> None:
    number = opened(archive, 1)
    hire(archive)
    loan = lent(archive, number)
    with pytest.raises(NotPermitted):
        sheet(archive, loan, "file_incident_report", actor="zhou")
    passes(clock, hours=3)
    archive.loans.give_back(loan, 10, actor="zhou")
    found = sheet(archive, loan, "file_incident_report", actor="zhou")
    assert (
        found
        | {
            "incident_kind": "归还缺页",
            "is_confirmed": True,
            "found_by": "周明",
            "loan_no": loan,
            "affected_files": [number],
            "affected_count": 1,
            "file_level": "内部",
            "confidentiality": "机密",
        }
        == found
    )
    assert found["found_at"].startswith("2026-03-05T17:05")
    assert "借出 12 页，归还 10 页，缺少 2 页" in found["incident_course"]
    assert sheet(archive, loan, actor="zhou")["pages_back"] == 10
    text = printed(archive, loan, tmp_path / "a.docx", "file_incident_report", actor="zhou")
    assert "缺少 2 页" in text


def test_the_register_of_a_month_has_what_was_out_in_it(
    archive: Archive, clock: Clock, tmp_path: Path
) -> None:
    first = opened(archive, 1)
    other = second(archive)
    hire(archive)
    early = lent(archive, first)
    passes(clock, days=40)
    archive.loans.give_back(early, 12, actor="qiang")
    late = lent(archive, other, "林涛")
    for period, numbers, as_of in (
        ("JY-2026", [early, late], "2026-04-14"),
        ("JY-2026-03", [early], "2026-03-31"),
        ("jy-2026-04", [early, late], "2026-04-14"),
        ("JY-2026-05", [], "2026-05-01"),
    ):
        found = sheet(archive, period, actor="qiang")
        assert [one["loan_no"] for one in found.get("loans", [])] == (
            numbers if period != "JY-2026-05" else [late]
        )
        assert (found["form_no"], found["as_of"]) == (period.upper(), as_of)
    march, april = (sheet(archive, f"JY-2026-0{month}", actor="qiang") for month in (3, 4))
    assert march["loans"][0]["loan_state"] == "逾期"
    assert [one["loan_state"] for one in april["loans"]] == ["已还", "借出"]
    assert (april["period_start"], april["period_end"]) == ("2026-04-01", "2026-04-30")
    text = printed(archive, "JY-2026", tmp_path / "a.docx", actor="qiang")
    assert early in text
    assert late in text
    assert notes(archive, "paper")[-1]["subject"] == ""


def test_hidden_files_are_in_nobodys_register(archive: Archive) -> None:
    first = opened(archive, 1)
    other = second(archive)
    hire(archive)
    lent(archive, first)
    loan = lent(archive, other, "林涛")
    classify(archive, first, 4, ("高远",))
    found = sheet(archive, "JY-2026", actor="zhou")
    assert [one["loan_no"] for one in found["loans"]] == [loan]


@pytest.mark.parametrize(("number", "form", "error"), [
    ("JY-2026-0009", "", UnknownFile),
    ("JY-2026-13", "", UnknownFile),
    ("JY-2026", "file_loan_approval", NotPermitted),
    ("JY-2026", "file_incident_report", NotPermitted),
    ("JY-2026-0001", "file_loan_register", NotPermitted),
    ("QX-2026-0001", "", InvalidNumber),
])  # fmt: skip
def test_what_is_not_there_is_not_printed(
    archive: Archive, number: str, form: str, error: type[Exception]
) -> None:
    lent_file = opened(archive, 1)
    hire(archive)
    lent(archive, lent_file)
    with pytest.raises(error):
        sheet(archive, number, form, actor="zhou")


def test_a_loan_of_a_hidden_file_is_as_if_absent_and_salesmen_print_none(
    archive: Archive,
) -> None:
    number = opened(archive, 1)
    hire(archive)
    loan = lent(archive, number)
    with pytest.raises(NotAuthorised):
        sheet(archive, loan, actor="wang")
    classify(archive, number, 4, ("高远",))
    with pytest.raises(UnknownFile):
        sheet(archive, loan, actor="zhou")
    assert [one["subject"] for one in notes(archive, "refused")] == ["", number]
