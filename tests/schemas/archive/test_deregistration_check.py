"""客户注销联合核查表: twelve lines, each signed and fresh, and what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from schemas.archive.papers import TODAY, problems
from support import sample

from csdforms.schemas.archive.deregistration_check import DeregistrationCheck
from csdforms.schemas.checking import examine
from csdforms.schemas.fields.deregistration import CHECK_LINE

FORM = "deregistration_check"
LINES = CHECK_LINE.choices()


def form(*verdicts: str | None, **changes: Any) -> DeregistrationCheck:
    """The sample with other verdicts, line by line."""
    data = sample(FORM) | changes
    for row, verdict in zip(data["check_rows"], verdicts, strict=False):
        row["line_verdict"] = verdict
    return examine(DeregistrationCheck, data, today=TODAY)[0]


def test_the_sample_has_no_finding() -> None:
    assert problems(FORM, {}) == set()


def test_a_blank_sheet_runs_all_rules() -> None:
    blank = DeregistrationCheck.empty().complete()
    assert {problem.path for problem in blank.rules(TODAY)} <= blank.specs().keys()


def test_there_are_twelve_lines_each_with_its_owner() -> None:
    assert len(LINES) == 12
    rows = [{"check_line": f"G{number}"} for number in range(1, 13)]
    owners = [row.line_owner for row in form(check_rows=rows).check_rows]
    assert owners == [
        "客户投诉主管", "售后服务主管", "财务", "财务", "业务员", "财务",
        "业务员、售后服务主管", "法务", "客户信息专员", "客户信息主管", "个人信息保护负责人",
        "客户信息主管",
    ]  # fmt: skip


@pytest.mark.parametrize("place", range(12), ids=LINES)
def test_d01_each_line_alone_suspends_and_is_named(place: int) -> None:
    verdicts = ["无未了"] * 12
    verdicts[place] = "有未了"
    checked = form(*verdicts)
    assert (checked.joint_check_result, checked.open_line_count) == ("中止", 1)
    assert checked.open_lines == LINES[place]


def test_d02_several_open_lines_are_all_named() -> None:
    checked = form()
    assert (checked.joint_check_result, checked.open_lines) == ("中止", "G1投诉、G4应退款项")


def test_passed_is_only_what_is_signed_in_full() -> None:
    clear = ["无未了"] * 12
    assert (form(*clear).joint_check_result, form(*clear).open_line_count) == ("通过", 0)
    half = form(*clear[:11], None)
    assert (half.joint_check_result, half.open_line_count, half.open_lines) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"check_rows.1.open_matters": None}, "check_rows.1.open_matters"),
        ({"check_rows.2.open_matters": "退货一件"}, "check_rows.2.open_matters"),
        ({"check_rows.2.line_signed_by": None}, "check_rows.2.line_signed_by"),
        ({"check_rows.2.line_signed_on": None}, "check_rows.2.line_signed_on"),
        ({"check_rows.2.line_verdict": None}, "check_rows.2.line_verdict"),
        ({"check_rows.7.line_statement": None}, "check_rows.7.line_statement"),
        ({"check_rows.5.line_verdict": "附条件"}, "check_rows.5.line_verdict"),
        ({"check_rows.2.line_signed_on": "2026-03-02"}, "check_rows.2.line_signed_on"),
        ({"check_rows.2.line_signed_on": "2026-03-06"}, "check_rows.2.line_signed_on"),
        ({"info_supervisor_by": None}, "info_supervisor_by"),
        ({"info_supervisor_on": None}, "info_supervisor_on"),
        ({"balance_as_of": None}, "balance_as_of"),
        ({"balance_as_of": "2026-03-06"}, "balance_as_of"),
        ({"remarks": "★"}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(changes: dict[str, Any], where: str) -> None:
    assert problems(FORM, changes) == {(where, "error")}


def test_d04_a_statement_of_account_is_stale_after_thirty_days() -> None:
    assert problems(FORM, {"balance_as_of": "2026-02-03"}) == set()
    assert problems(FORM, {"balance_as_of": "2026-02-02"}) == {("balance_as_of", "error")}


def test_a_signature_is_stale_after_thirty_days() -> None:
    late = {"info_supervisor_on": "2026-04-03", "balance_as_of": "2026-03-15"}
    today = dt.date(2026, 4, 30)
    found = problems(FORM, late | {"check_rows.9.line_signed_on": "2026-03-04"}, today)
    assert found == set()
    found = problems(FORM, late, today)  # 周明 signed on the third
    assert found == {("check_rows.9.line_signed_on", "error")}


def test_a_line_that_is_missing_or_stands_twice() -> None:
    rows = sample(FORM)["check_rows"]
    assert problems(FORM, {"check_rows": rows[:11]}) == {("check_rows", "error")}
    twice = [*rows[:11], rows[0]]
    assert problems(FORM, {"check_rows": twice}) == {
        ("check_rows", "error"),
        ("check_rows.12.check_line", "error"),
    }


def test_nothing_is_concluded_before_every_line_is_signed() -> None:
    rows = sample(FORM)["check_rows"]
    for row in rows:
        row |= {"line_verdict": "无未了", "open_matters": None}
    rows[11] |= dict.fromkeys(("line_verdict", "line_signed_by", "line_signed_on"))
    assert problems(FORM, {"check_rows": rows}) == {("info_supervisor_on", "error")}


def test_another_owner_than_the_rule_has_is_only_doubted() -> None:
    changes = {"check_rows.1.line_owner": "客户投诉专员"}
    assert problems(FORM, changes) == {("check_rows.1.line_owner", "warning")}
