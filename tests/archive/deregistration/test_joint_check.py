"""The joint check: computed, signed, suspended, cleared (archive.md §6.3; D01–D04, D09, D25)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from archive.customers import Clock, change_card, other_company
from archive.deregistration.leaving import (
    OWNERS,
    applied,
    checked,
    cleared,
    complain,
    customer,
    engage,
    in_memory,
    put,
    row_of,
    settle_complaint,
    sign,
    sign_all,
    state_of,
    statement,
)
from archive.secrecy.department import acts, card, passes

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.checking import recheck
from csdforms.archive.deregistration.deregistration import Deregistration
from csdforms.archive.deregistration.joint_check import LINES, line_of
from csdforms.errors import (
    ExitCode,
    NotAllowedNow,
    NotAuthorised,
    NotCleared,
    NotPermitted,
)


@pytest.fixture
def archive(clock: Clock) -> Archive:
    return in_memory(clock)


@pytest.fixture
def number(archive: Archive) -> str:
    return customer(archive)


def _service(archive: Archive, number: str) -> None:
    data = {"register_no": "SH-1", "service_status": "处理中"}
    archive.file(number, "after_sales_register", data, section="2.2")


def _lend(archive: Archive, number: str) -> None:
    archive.loans.lend(number, "王敏", purpose="对账", pages=1)


def _credit(archive: Archive, number: str) -> None:
    archive.file(number, "customer_credit_change", {"form_no": "XB-1"}, section="4.10")


def _branch(archive: Archive, number: str) -> None:
    data = other_company(confidentiality="内部")
    archive.open_file(data, form="corporate_customer_profile", parent=number)


#: What makes each line that the archive computes itself open.
MAKERS: dict[str, Callable[[Archive, str], None]] = {
    "G1": complain,
    "G2": _service,
    "G8": lambda archive, number: change_card(archive, number, holds=["BQ-2026-0001"]),
    "G9": _lend,
    "G10": _credit,
    "G11": lambda archive, number: put(
        archive, "personal_requests", number="QQ-1", file=number, state="open"
    ),
    "G12": _branch,
}


def test_the_lines_are_those_of_the_rules() -> None:
    assert [line.code for line in LINES] == [f"G{n}" for n in range(1, 13)]
    assert [line.code for line in LINES if line.statement] == ["G3", "G4"]
    assert line_of(" g7 ").owners == ("sales", "after_sales_supervisor")
    with pytest.raises(NotPermitted, match="G1 至 G12"):
        line_of("G13")


@pytest.mark.parametrize("line", MAKERS)
def test_d01_each_blocker_that_the_archive_knows_alone(
    archive: Archive, number: str, line: str
) -> None:
    MAKERS[line](archive, number)
    engage(archive)
    zx = applied(archive, number)
    done = archive.deregistration.check(zx, actor="zhou")
    assert (done.state, state_of(archive, number)) == ("suspended", "DEREG_SUSPENDED")
    assert {one.line for one in done.blockers} == {line}
    assert row_of(archive, zx)["suspended_at"] == archive.office.moment()
    if line != "G1":  # nobody signs it away
        with pytest.raises(NotCleared) as refusal:
            sign(archive, zx, line)
        assert {one.line for one in refusal.value.blockers} == {line}
        assert line not in row_of(archive, zx)["lines"]


@pytest.mark.parametrize("line", OWNERS)
def test_d01_each_blocker_that_its_owner_signs_alone(
    archive: Archive, number: str, line: str
) -> None:
    engage(archive)
    zx = checked(archive, number)
    done = sign(archive, zx, line, clear=False, text="李某还欠着货款")
    assert (done.state, state_of(archive, number)) == ("suspended", "DEREG_SUSPENDED")
    assert [one.line for one in done.blockers] == [line]
    assert row_of(archive, zx)["lines"][line]["text"] == "李某还欠着货款"
    assert "李某" not in repr(done) + str(done.blockers[0])
    done = sign(archive, zx, line)  # settled since
    assert (done.state, done.blockers) == ("checking", ())
    assert "suspended_at" not in row_of(archive, zx)


def test_d02_several_are_all_named(archive: Archive, number: str) -> None:
    for line in ("G12", "G9", "G2", "G1"):
        MAKERS[line](archive, number)
    engage(archive)
    zx = checked(archive, number)
    sign(archive, zx, "G3", statement=statement(archive, balance="0.01"))
    done = archive.deregistration.check(zx, actor="yun")
    assert [one.line for one in done.blockers] == ["G1", "G2", "G3", "G9", "G12"]
    assert acts(archive, "check-deregistration")[-1]["detail"]["lines"] == [
        "G1",
        "G2",
        "G3",
        "G9",
        "G12",
    ]
    [shown] = archive.deregistration.applications(actor="qian")
    assert shown.blockers == done.blockers


def test_checked_again_when_it_is_settled(archive: Archive, number: str, clock: Clock) -> None:
    complain(archive, number)
    engage(archive)
    zx = checked(archive, number)
    first = row_of(archive, zx)["suspended_at"]
    passes(clock, days=1)
    assert archive.deregistration.check(zx, actor="zhou").state == "suspended"
    assert row_of(archive, zx)["suspended_at"] == first
    settle_complaint(archive, number)
    done = archive.deregistration.check(zx, actor="zhou")
    assert (done.state, done.blockers, done.lapses_on) == ("checking", (), "")
    assert [one["by"] for one in row_of(archive, zx)["checks"]] == ["周明"] * 3


def test_the_last_fresh_signature_clears(archive: Archive, number: str) -> None:
    engage(archive)
    zx = checked(archive, number)
    sign_all(archive, zx, but=("G8",))
    [one] = archive.deregistration.applications(actor="fang")
    assert (one.state, one.unsigned) == ("checking", ("G8",))
    done = sign(archive, zx, "G8")
    assert (done.state, done.unsigned) == ("cleared", ())
    assert state_of(archive, number) == "DEREG_CLEARED"
    assert [one.line for one in done.signatures] == [line.code for line in LINES]
    assert row_of(archive, zx)["lines"]["G8"]["roles"] == ["legal"]
    with pytest.raises(NotAuthorised):
        sign(archive, zx, "G3", actor="wang")


def test_a_blocker_after_the_clearance_suspends_at_once(archive: Archive, number: str) -> None:
    engage(archive)
    zx = cleared(archive, number)
    assert sign(archive, zx, "G5", clear=False, text="有一单未发").state == "suspended"
    assert sign(archive, zx, "G5").state == "cleared"


def test_a_clear_signature_on_what_is_open_suspends_and_is_not_kept(
    archive: Archive, number: str
) -> None:
    engage(archive)
    zx = checked(archive, number)
    complain(archive, number)
    with pytest.raises(NotCleared, match="没有签署") as refusal:
        sign(archive, zx, "G1")
    assert refusal.value.exit_code == ExitCode.HELD
    assert state_of(archive, number) == "DEREG_SUSPENDED"
    assert row_of(archive, zx)["lines"] == {}
    assert sign(archive, zx, "G1", clear=False, text="在办").state == "suspended"


@pytest.mark.parametrize("account", ["qian", "lin", "qiang"])
def test_only_an_owner_signs(archive: Archive, number: str, account: str) -> None:
    engage(archive)
    zx = checked(archive, number)
    with pytest.raises(NotAuthorised, match="客户投诉主管"):
        sign(archive, zx, "G1", actor=account)


def test_either_owner_signs_and_what_is_open_is_said(archive: Archive, number: str) -> None:
    engage(archive)
    zx = applied(archive, number)
    with pytest.raises(NotAllowedNow, match="不能签署核查"):
        sign(archive, zx, "G7")
    archive.deregistration.check(zx, actor="zhou")
    with pytest.raises(NotPermitted, match="未了的是什么"):
        sign(archive, zx, "G7", clear=False)
    sign(archive, zx, "G7", actor="wang")
    sign(archive, zx, "G7", actor="mei")
    assert row_of(archive, zx)["lines"]["G7"]["by"] == "吴梅"


def test_g7_a_warranty_passes_with_a_link(archive: Archive, number: str) -> None:
    data = {"register_no": "SH-1", "service_status": "已关闭", "purchased_on": "2026-01-05"}
    data |= {"warranty_period_months": 12}  # type: ignore[dict-item]
    archive.file(number, "after_sales_register", data, section="2.2")
    engage(archive)
    zx = cleared(archive, number)
    assert row_of(archive, zx)["warranties"] == [[f"{number}/2.2-2026-0001", "2027-01-05"]]


# The statement of account


@pytest.mark.parametrize("line", ["G3", "G4"])
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"balance": "0.01"}, "余额不为零"),
        ({"balance": "-0.01"}, "余额不为零"),
        ({"currency": "USD"}, "不是人民币"),
        ({"agreed": False}, "未经客户核对同意"),  # zero because it was never compared
    ],
)
def test_d03_only_an_agreed_zero_in_yuan_is_clear(
    archive: Archive, number: str, line: str, changes: dict[str, Any], word: str
) -> None:
    engage(archive)
    zx = checked(archive, number)
    done = sign(archive, zx, line, statement=statement(archive, **changes))
    assert done.state == "suspended"
    [one] = done.blockers
    assert (one.line, one.owner) == (line, "财务")
    assert word in one.text
    assert "0.01" not in one.text
    assert row_of(archive, zx).get("owed", False) == (line == "G4" and "balance" in changes)


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"balance": None},
        {"balance": 0},
        {"balance": "零"},
        {"balance": "NaN"},
        {"balance": "1e15"},
        {"as_of": "上月"},
        {"agreed": None},
    ],
)
def test_d03_what_is_unknown_is_no_zero(archive: Archive, number: str, given: Any) -> None:
    engage(archive)
    zx = checked(archive, number)
    wrong = given if given is None else statement(archive, **given)
    with pytest.raises(NotPermitted, match="没有对过账的不能算作零"):
        sign(archive, zx, "G3", statement=wrong)
    with pytest.raises(NotPermitted, match="没有对过账"):
        sign(archive, zx, "G3", statement={"balance": "0.00"})
    assert row_of(archive, zx)["lines"] == {}


def test_d03_zero_is_zero_however_it_is_written(archive: Archive, number: str) -> None:
    engage(archive)
    zx = checked(archive, number)
    for balance in ("0", "-0.00", "0.000"):
        given = statement(archive, balance=balance, currency=" cny ")
        assert sign(archive, zx, "G3", statement=given).blockers == ()


def test_a_statement_neither_ahead_nor_where_none_is_asked(archive: Archive, number: str) -> None:
    engage(archive)
    zx = checked(archive, number)
    with pytest.raises(NotPermitted, match="还没有到"):
        sign(archive, zx, "G3", statement=statement(archive, as_of="2026-03-06"))
    with pytest.raises(NotPermitted, match="不用写对账单"):
        sign(archive, zx, "G6", statement=statement(archive))


@pytest.mark.parametrize(("as_of", "fresh"), [("2026-02-03", True), ("2026-02-02", False)])
def test_d04_a_statement_31_days_old_is_stale(
    archive: Archive, number: str, as_of: str, fresh: bool
) -> None:
    engage(archive)
    zx = checked(archive, number)
    sign_all(archive, zx, but=("G3",))
    done = sign(archive, zx, "G3", statement=statement(archive, as_of=as_of))
    assert done.state == ("cleared" if fresh else "checking")
    assert done.unsigned == (() if fresh else ("G3",))


def test_d04_a_signature_goes_stale_after_30_days(
    archive: Archive, number: str, clock: Clock
) -> None:
    engage(archive)
    zx = checked(archive, number)
    sign_all(archive, zx, but=("G8",))
    passes(clock, days=31)
    done = sign(archive, zx, "G8")
    assert done.state == "checking"
    assert done.unsigned == tuple(code for code in OWNERS if code != "G8")
    sign_all(archive, zx)
    assert state_of(archive, number) == "DEREG_CLEARED"


def test_whoever_decides_is_told_everything_that_stands_in_the_way(
    archive: Archive, number: str, clock: Clock
) -> None:
    engage(archive)
    zx = checked(archive, number)
    sign(archive, zx, "G8")
    complain(archive, number)
    passes(clock, days=31)
    said = Blocker("G5", "有未清订单", "业务员")
    row, file = row_of(archive, zx), card(archive, number)
    found = recheck(archive.store, row, file, at=archive.office.moment(), asked=[said])
    assert [one.line for one in found] == ["G1", "G5", *(line.code for line in LINES)]
    texts = [one.text for one in found]
    assert texts[2] == "投诉：尚未签署"
    assert texts[9] == "保全、诉讼、案件：签署或对账单已超过 30 天，请重新签署"


# Written off


def _owing(archive: Archive, number: str) -> str:
    zx = checked(archive, number)
    sign_all(archive, zx, but=("G3",))
    sign(archive, zx, "G3", statement=statement(archive, balance="120.50"))
    return zx


def _write_off(archive: Archive, zx: str, actor: str, **changes: str) -> str:
    given = {"amount": "120.50", "document": "核销字 3 号", "reason": "无法收回", **changes}
    amount = given.pop("amount")
    return archive.deregistration.write_off(
        zx, amount, document=given["document"], reason=given["reason"], actor=actor
    ).state


def test_d09_a_debt_is_written_off_by_a_decision_of_two(archive: Archive, number: str) -> None:
    engage(archive)
    zx = _owing(archive, number)
    assert state_of(archive, number) == "DEREG_SUSPENDED"
    assert _write_off(archive, zx, "qian") == "suspended"  # one is no decision
    with pytest.raises(NotAuthorised, match="一人签两次"):
        _write_off(archive, zx, "qian")
    assert _write_off(archive, zx, "gao") == "cleared"
    decision = row_of(archive, zx)["write_off"]
    assert {role: one["by"] for role, one in decision["signed"].items()} == {
        "finance": "孙倩",
        "gm": "高远",
    }
    assert decision["document"] == "核销字 3 号"


def test_d09_of_another_amount_or_of_what_is_owed_to_the_customer(
    archive: Archive, number: str
) -> None:
    engage(archive)
    zx = _owing(archive, number)
    _write_off(archive, zx, "qian")
    assert _write_off(archive, zx, "gao", amount="120.40") == "suspended"
    assert set(row_of(archive, zx)["write_off"]["signed"]) == {"gm"}  # it is another decision
    assert _write_off(archive, zx, "qian", amount="120.40") == "suspended"
    sign(archive, zx, "G4", statement=statement(archive, balance="120.40"))
    done = sign(archive, zx, "G3", statement=statement(archive, balance="120.40"))
    assert [one.line for one in done.blockers] == ["G4"]


def test_d09_who_may_and_what_is_said(archive: Archive, number: str) -> None:
    from archive.secrecy.department import register

    engage(archive)
    zx = _owing(archive, number)
    with pytest.raises(NotAuthorised, match="财务和总经理"):
        _write_off(archive, zx, "qiang")
    for amount in ("0", "-1", "多", "Infinity"):
        with pytest.raises(NotPermitted, match="大于零"):
            _write_off(archive, zx, "qian", amount=amount)
    for missing in ("document", "reason"):
        with pytest.raises(NotPermitted, match="请写明"):
            _write_off(archive, zx, "qian", **{missing: ""})
    _write_off(archive, zx, "gao")
    register(archive, "gao2", "高山", ["gm"], 4)
    with pytest.raises(NotPermitted, match="已有人签过"):
        _write_off(archive, zx, "gao2")


def test_a_write_off_ahead_of_the_statement(archive: Archive, number: str) -> None:
    engage(archive)
    zx = checked(archive, number)
    for actor in ("gao", "qian"):
        assert _write_off(archive, zx, actor) == "checking"
    sign_all(archive, zx, but=("G3",))
    done = sign(archive, zx, "G3", statement=statement(archive, balance="120.50"))
    assert done.state == "cleared"


# Systems outside


def test_d25_a_system_that_fails_is_a_blocker(archive: Archive, number: str) -> None:
    def fails(_: str) -> Iterable[Blocker]:
        raise RuntimeError("密码错误 at 10.0.0.1")

    asked: list[str] = []

    def knows(file: str) -> Iterable[Blocker]:
        asked.append(file)
        return [Blocker("G3", "有未清账项", "财务"), Blocker("X1", "其他", "信息部")]

    engage(archive)
    zx = applied(archive, number)
    part = Deregistration(archive.office, {"ERP": fails, "账务": knows})
    done = part.check(zx, actor="zhou")
    assert done.state == "suspended"
    assert [(one.line, one.text) for one in done.blockers] == [
        ("G3", "有未清账项"),
        ("G5", "系统 ERP 没有完成核查，按未了事项处理"),
        ("X1", "其他"),
    ]
    assert asked == [number]
    assert "10.0.0.1" not in repr(row_of(archive, zx))
    with pytest.raises(NotCleared):
        part.sign(zx, "G5", clear=True, actor="wang")
    assert Deregistration(archive.office).check(zx, actor="zhou").state == "checking"


# The leader


def test_the_applicant_does_not_lead_the_check(archive: Archive, number: str) -> None:
    engage(archive)
    zx = applied(archive, number, actor="zhou")
    with pytest.raises(NotAuthorised):
        archive.deregistration.check(zx, actor="zhou")
    with pytest.raises(NotAuthorised):
        archive.deregistration.check(zx, actor="wang")
    assert archive.deregistration.check(zx, actor="yun").state == "checking"


def test_the_only_keeper_does_it_all(archive: Archive, number: str) -> None:
    from archive.deregistration.leaving import AGENT, SAID

    part = archive.deregistration
    zx = part.apply(number, "D1", authority=AGENT, **SAID).number
    part.check(zx)
    for line in LINES:
        given = statement(archive) if line.statement else None
        part.sign(zx, line.code, clear=True, statement=given)
    assert state_of(archive, number) == "DEREG_CLEARED"
    given = statement(archive, balance="5.00")
    assert part.sign(zx, "G3", clear=True, statement=given).state == "suspended"
    assert part.write_off(zx, "5", document="核 1", reason="小额").state == "cleared"
    assert part.approve(zx).approvals == (
        ("agree", "zhang", archive.office.moment()),
        ("agree_finally", "zhang", archive.office.moment()),
    )
    assert state_of(archive, number) == "DEREG_APPROVED"
