"""Approved, refused, ended by time (archive.md §6.4, §8; D05, D07, D08)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock, change_card
from archive.deregistration.leaving import (
    applied,
    checked,
    cleared,
    complain,
    customer,
    engage,
    in_memory,
    row_of,
    settle_complaint,
    sign_all,
    state_of,
)
from archive.secrecy.department import acts, card, notes, passes, register

from csdforms.archive.archive import Archive
from csdforms.errors import ExitCode, NotAllowedNow, NotAuthorised, NotCleared, NotPermitted

DOCUMENT = {"document": "处理决定 5 号"}


@pytest.fixture
def archive(clock: Clock) -> Archive:
    return in_memory(clock)


@pytest.fixture
def number(archive: Archive) -> str:
    number = customer(archive)
    engage(archive)
    return number


def test_the_manager_approves(archive: Archive, number: str) -> None:
    zx = cleared(archive, number)
    done = archive.deregistration.approve(zx, reason="同意", actor="qiang")
    assert done.state == "approved"
    assert done.approvals == (("agree", "赵强", archive.office.moment()),)
    assert row_of(archive, zx)["approvals"][0]["role"] == "cs_manager"
    assert state_of(archive, number) == "DEREG_APPROVED"
    [act] = acts(archive, "agree-deregistration")
    assert act["detail"] == {"application": zx, "state": "approved", "step": "agree"}


def test_the_general_manager_may_where_no_final_word_is_asked_for(
    archive: Archive, number: str
) -> None:
    zx = cleared(archive, number)
    assert archive.deregistration.approve(zx, actor="gao").state == "approved"


def test_only_what_is_cleared_and_only_by_a_manager(archive: Archive, number: str) -> None:
    zx = checked(archive, number)
    for act in ("approve", "refuse"):
        with pytest.raises(NotAllowedNow, match="注销核查"):
            getattr(archive.deregistration, act)(zx, reason="理由", actor="qiang")
        with pytest.raises(NotAuthorised):
            getattr(archive.deregistration, act)(zx, reason="理由", actor="zhou")


# D05


def test_d05_a_complaint_between_check_and_approval_suspends(archive: Archive, number: str) -> None:
    zx = cleared(archive, number)
    complain(archive, number)
    with pytest.raises(NotCleared, match="还有 1 项未了") as refusal:
        archive.deregistration.approve(zx, actor="qiang")
    assert refusal.value.exit_code == ExitCode.HELD
    assert [one.line for one in refusal.value.blockers] == ["G1"]
    assert state_of(archive, number) == "DEREG_SUSPENDED"  # that is committed
    row = row_of(archive, zx)
    assert (row["state"], row["approvals"]) == ("suspended", [])
    assert acts(archive, "suspend-deregistration")[0]["detail"]["lines"] == ["G1"]
    settle_complaint(archive, number)
    assert archive.deregistration.check(zx, actor="zhou").state == "cleared"
    assert archive.deregistration.approve(zx, actor="qiang").state == "approved"


def test_d05_between_the_two_approvals_both_are_asked_again(archive: Archive, number: str) -> None:
    zx = cleared(archive, number, trigger="D5", **DOCUMENT)
    archive.deregistration.approve(zx, actor="qiang")
    complain(archive, number)
    with pytest.raises(NotCleared):
        archive.deregistration.approve(zx, actor="gao")
    settle_complaint(archive, number)
    archive.deregistration.check(zx, actor="zhou")
    with pytest.raises(NotAuthorised, match="先批准"):
        archive.deregistration.approve(zx, actor="gao")
    archive.deregistration.approve(zx, actor="qiang")
    assert archive.deregistration.approve(zx, actor="gao").state == "approved"


def test_d05_a_signature_that_went_stale_since(archive: Archive, number: str, clock: Clock) -> None:
    zx = cleared(archive, number)
    passes(clock, days=30)
    second = clock.at
    passes(clock, days=1)
    with pytest.raises(NotCleared, match="重新签署") as refusal:
        archive.deregistration.approve(zx, actor="qiang")
    assert len(refusal.value.blockers) == 12
    sign_all(archive, zx)
    assert state_of(archive, number) == "DEREG_CLEARED"
    assert second < clock.at


def test_d05_on_the_thirtieth_day_they_hold(archive: Archive, number: str, clock: Clock) -> None:
    zx = cleared(archive, number)
    passes(clock, days=30)
    assert archive.deregistration.approve(zx, actor="qiang").state == "approved"


# D07


def test_d07_the_applicant_does_not_approve(archive: Archive, number: str) -> None:
    register(archive, "wang2", "王敏", ["cs_manager"], 3)
    zx = cleared(archive, number)
    for act in ("approve", "refuse"):
        with pytest.raises(NotAuthorised, match="经手"):
            getattr(archive.deregistration, act)(zx, reason="理由", actor="wang2")
    assert state_of(archive, number) == "DEREG_CLEARED"
    assert notes(archive, "refused")[-1]["subject"] == number


def test_d07_who_led_the_check_does_not_approve(archive: Archive, number: str) -> None:
    zx = cleared(archive, number)
    with pytest.raises(NotAuthorised, match="没有经手这项申请的人"):
        archive.deregistration.approve(zx, actor="zhou2")


def test_d07_who_approved_does_not_approve_finally(archive: Archive, number: str) -> None:
    register(archive, "qiang2", "赵强", ["gm"], 4)
    zx = cleared(archive, number, trigger="D5", **DOCUMENT)
    archive.deregistration.approve(zx, actor="qiang")
    for account in ("qiang", "qiang2"):
        with pytest.raises(NotAuthorised):
            archive.deregistration.approve(zx, actor=account)
    assert archive.deregistration.approve(zx, actor="gao").state == "approved"


# D08


def _final(archive: Archive, number: str, **changes: Any) -> None:
    """Carry an application to its approval, which the manager alone cannot give."""
    given: dict[str, Any] = changes
    zx = cleared(archive, number, **given)
    with pytest.raises(NotAuthorised, match="客户服务部经理先批准"):
        archive.deregistration.approve(zx, actor="gao")
    done = archive.deregistration.approve(zx, actor="qiang")
    assert done.state == "cleared"
    assert state_of(archive, number) == "DEREG_CLEARED"
    register(archive, "bao", "包正", ["cs_manager"], 4)
    with pytest.raises(NotAuthorised, match="总经理"):
        archive.deregistration.approve(zx, actor="bao")
    with pytest.raises(NotAllowedNow):
        archive.deregistration.settle(zx, "account", document="对账单", actor="qian")
    done = archive.deregistration.approve(zx, actor="gao")
    assert done.state == "approved"
    assert [step for step, *_ in done.approvals] == ["agree", "agree_finally"]
    assert row_of(archive, zx)["approvals"][1]["role"] == "gm"


@pytest.mark.parametrize("grade", ["A", "AA级", "AAA", "重点客户"])
def test_d08_a_key_customer_not_without_the_general_manager(
    archive: Archive, number: str, grade: str
) -> None:
    change_card(archive, number, grade=grade)
    _final(archive, number)


@pytest.mark.parametrize("trigger", ["D5", "D8"])
def test_d08_forced_removal_not_without_the_general_manager(
    archive: Archive, number: str, trigger: str
) -> None:
    authority = {
        "kind": "authority",
        "document": "协助执行通知书",
        "issued_on": "2026-03-01",
        "holder_seen_by": "王敏",
    }
    _final(archive, number, trigger=trigger, authority=authority, **DOCUMENT)


def test_d08_a_confidential_file_not_without_the_general_manager(archive: Archive) -> None:
    from archive.deregistration.leaving import STAFF

    number = customer(archive)
    engage(archive)
    for account, (person, roles, _) in STAFF.items():
        register(archive, account, person, roles, 3 if "gm" not in roles else 4)
    circle = [person for person, *_ in STAFF.values()]
    change_card(archive, number, secrecy={"level": 3, "circle": [*circle, "包正"]})
    _final(archive, number)


def test_d08_after_a_write_off_not_without_the_general_manager(
    archive: Archive, number: str
) -> None:
    zx = checked(archive, number)
    for account in ("qian", "gao"):
        archive.deregistration.write_off(
            zx, "1.00", document="核 1", reason="无法收回", actor=account
        )
    sign_all(archive, zx)
    assert archive.deregistration.approve(zx, actor="qiang").state == "cleared"
    assert archive.deregistration.approve(zx, actor="gao").state == "approved"


def test_d08_by_the_firms_own_rule(archive: Archive, number: str) -> None:
    part = archive.deregistration
    with pytest.raises(NotAuthorised):
        part.set_final(on=True, reason="一律终审", actor="qiang")
    with pytest.raises(NotPermitted, match="理由"):
        part.set_final(on=True, reason="", actor="gao")
    with pytest.raises(NotPermitted, match="已是这样"):
        part.set_final(on=False, reason="取消", actor="gao")
    part.set_final(on=True, reason="一律终审", actor="gao")
    _final(archive, number)
    part.set_final(on=False, reason="取消", actor="gao")
    assert [act["detail"] for act in acts(archive, "deregistration-setting")] == [
        {"deregistration_final": True},
        {"deregistration_final": False},
    ]


def test_d08_an_ordinary_customer_needs_the_manager_alone(archive: Archive, number: str) -> None:
    change_card(archive, number, grade="B")
    zx = cleared(archive, number)
    assert archive.deregistration.approve(zx, actor="qiang").state == "approved"


# Refused


@pytest.mark.parametrize("state", ["ACTIVE", "DORMANT"])
def test_refused_with_a_reason_the_file_is_what_it_was(
    archive: Archive, number: str, state: str
) -> None:
    change_card(archive, number, state=state)
    was = card(archive, number)
    zx = cleared(archive, number)
    with pytest.raises(NotPermitted, match="不批准的理由"):
        archive.deregistration.refuse(zx, reason=" ", actor="qiang")
    done = archive.deregistration.refuse(zx, reason="仍有合同", actor="qiang")
    assert done.state == "refused"
    assert card(archive, number) == was
    assert row_of(archive, zx)["ended"] == {
        "by": "赵强",
        "role": "cs_manager",
        "reason": "仍有合同",
    }
    with pytest.raises(NotAllowedNow, match="未批准"):
        archive.deregistration.approve(zx, actor="qiang")


# Time


def _suspended(archive: Archive, number: str) -> str:
    zx = applied(archive, number)
    complain(archive, number)
    archive.deregistration.check(zx, actor="zhou")
    return zx


def test_after_90_days_suspended_it_ends(archive: Archive, number: str, clock: Clock) -> None:
    change_card(archive, number, state="DORMANT")
    zx = _suspended(archive, number)
    part = archive.deregistration
    passes(clock, days=89)
    assert part.lapse(actor="zhou") == []
    [one] = part.applications(actor="zhou")
    assert one.lapses_on == "2026-06-03"
    passes(clock, days=1)
    [late] = part.applications(overdue_only=True, actor="zhou")
    assert late.number == zx
    with pytest.raises(NotAuthorised):
        part.lapse(actor="wang")
    [done] = part.lapse(actor="zhou")
    assert (done.state, done.ended_at) == ("lapsed", archive.office.moment())
    assert state_of(archive, number) == "DORMANT"
    assert "deregistration" not in card(archive, number)
    assert row_of(archive, zx)["ended"]["by"] == ""
    assert part.lapse(actor="zhou") == []


def test_any_act_on_it_ends_it_first(archive: Archive, number: str, clock: Clock) -> None:
    zx = _suspended(archive, number)
    passes(clock, days=90)
    with pytest.raises(NotAllowedNow, match="逾期终止"):
        archive.deregistration.withdraw(zx, reason="不办了", actor="wang")
    assert state_of(archive, number) == "ACTIVE"
    assert row_of(archive, zx)["state"] == "lapsed"
    assert len(acts(archive, "lapse-deregistration")) == 1
