"""Applications: triggers, authority, states, and taken back (archive.md §6.1, §8; D10–D12 …)."""

from __future__ import annotations

from typing import Any

import pytest
from archive.customers import Clock, change_card, open_person
from archive.deregistration.leaving import (
    AGENT,
    SAID,
    applied,
    approved,
    checked,
    cleared,
    customer,
    engage,
    in_memory,
    put,
    row_of,
    state_of,
)
from archive.secrecy.department import acts, card, notes, passes

from csdforms.archive.archive import Archive
from csdforms.archive.deregistration.authority import AUTHORITIES, is_child
from csdforms.archive.deregistration.triggers import OTHERWISE, TRIGGERS
from csdforms.errors import NotAllowedNow, NotAuthorised, NotPermitted, UnknownFile

SELF = {"kind": "self", "document": "居民身份证", "holder_seen_by": "王敏"}
DATED = {"document": "证明", "issued_on": "2026-03-01", "holder_seen_by": "王敏"}


@pytest.fixture
def archive(clock: Clock) -> Archive:
    return in_memory(clock)


@pytest.fixture
def number(archive: Archive) -> str:
    number = customer(archive)
    engage(archive)
    return number


@pytest.fixture
def person(archive: Archive) -> str:
    number = open_person(archive, confidentiality="内部")
    engage(archive)
    return number


def _request(archive: Archive, file: str, **changes: Any) -> str:
    row = {"number": "QQ-2026-0001", "file": file, "kind": "delete", "state": "open", **changes}
    put(archive, "personal_requests", **row)
    return "QQ-2026-0001"


def test_an_application_stops_new_business_and_papers_still_come_in(
    archive: Archive, number: str
) -> None:
    done = archive.deregistration.apply(
        number.lower(), "d1", balance="-80.00", authority=AGENT, actor="wang", **SAID
    )
    assert (done.number, done.file, done.state) == ("ZX-2026-0001", number, "applied")
    assert (done.applicant, done.due, done.overdue) == ("王敏", "2026-03-26", False)
    assert state_of(archive, number) == "DEREG_APPLIED"
    assert card(archive, number)["deregistration"] == done.number
    row = row_of(archive, done.number)
    assert row["authority"] == AGENT
    assert row["owed"] is True
    assert (row["before"], row["balance"], row["applied_on"]) == ("ACTIVE", "-80.00", "2026-03-05")
    with pytest.raises(NotAllowedNow):
        archive.loans.lend(number, "王敏", purpose="看", pages=1, actor="chen")
    with pytest.raises(NotAllowedNow):
        archive.revise(number, {}, reason="改", actor="chen")
    archive.file(number, "f", {"a": "1"}, section="5.1", actor="chen")
    [act] = acts(archive, "deregister")
    assert act["detail"] == {"application": done.number, "state": "applied", "trigger": "D1"}
    assert "不再往来" not in repr(done)


@pytest.mark.parametrize("account", ["liu", "qiang", "gao", "qian"])
def test_only_who_may_apply(archive: Archive, number: str, account: str) -> None:
    with pytest.raises(NotAuthorised):
        applied(archive, number, actor=account)
    assert state_of(archive, number) == "ACTIVE"


@pytest.mark.parametrize("missing", ["reason", "settlement"])
def test_a_reason_and_the_way_of_settlement(archive: Archive, number: str, missing: str) -> None:
    with pytest.raises(NotPermitted, match="请写明"):
        applied(archive, number, **{missing: " "})


@pytest.mark.parametrize("balance", ["很多", "NaN", "1e20"])
def test_a_balance_is_an_amount(archive: Archive, number: str, balance: str) -> None:
    with pytest.raises(NotPermitted, match="余额"):
        applied(archive, number, balance=balance)


def test_what_the_papers_need_is_kept(archive: Archive, number: str) -> None:
    asker = {"name": "李明", "phone": "021-62345678"}
    with pytest.raises(NotPermitted, match="余额的截止日还没有到"):
        applied(archive, number, balance="1.50", balance_as_of="2026-03-06")
    given: dict[str, Any] = {"balance": "1.50"}
    given |= {"balance_as_of": "2026-02-28", "authority": {**AGENT, **asker}}
    row = row_of(archive, applied(archive, number, **given))
    assert (row["balance"], row["balance_as_of"]) == ("1.50", "2026-02-28")
    assert row["authority"] == {**AGENT, **asker}
    assert "owed" not in row


# Triggers


def test_the_triggers_are_those_of_the_rules() -> None:
    assert list(TRIGGERS) == [f"D{n}" for n in range(1, 9)]
    assert [one.code for one in TRIGGERS.values() if one.is_final] == ["D5", "D8"]


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("重复", "合并"),
        ("duplicate", "合并"),
        ("误建", "作废"),
        ("mistake", "作废"),
        ("休眠", "D3"),
        ("freeze", "冻结"),
    ],
)
def test_what_is_no_deregistration_is_said_to_be_something_else(
    archive: Archive, number: str, word: str, advice: str
) -> None:
    assert set(OTHERWISE) == {"重复", "误建", "休眠", "冻结"}
    with pytest.raises(NotPermitted, match=f"不是注销事由.*{advice}"):
        applied(archive, number, trigger=word)


def test_an_unknown_trigger(archive: Archive, number: str) -> None:
    with pytest.raises(NotPermitted, match="D8 法院"):
        applied(archive, number, trigger="D9")


@pytest.mark.parametrize("trigger", ["D4", "D5", "D6", "D7", "D8"])
def test_what_proves_a_trigger(archive: Archive, number: str, trigger: str) -> None:
    kind = {"D4": "liquidator", "D8": "authority"}.get(trigger, "")
    given: dict[str, Any] = {"trigger": trigger, "authority": {**DATED, "kind": kind}}
    with pytest.raises(NotPermitted, match=f"{trigger} 要写明"):
        applied(archive, number, **given)
    zx = applied(archive, number, document="文号 1", **given)
    assert row_of(archive, zx)["document"] == "文号 1"


def test_d3_dormant_for_twelve_months_more(archive: Archive, number: str, clock: Clock) -> None:
    change_card(archive, number, state="DORMANT", dormant_since="2025-03-06")
    with pytest.raises(NotPermitted, match="满 12 个月"):
        applied(archive, number, trigger="D3")
    passes(clock, days=1)
    applied(archive, number, trigger="D3")


def test_d3_a_contract_that_ended(archive: Archive, number: str) -> None:
    with pytest.raises(NotPermitted, match="到期不续的合同"):
        applied(archive, number, trigger="D3")
    applied(archive, number, trigger="D3", document="合同 HT-2024-7")


def test_d2_joins_the_request_about_personal_data(archive: Archive, person: str) -> None:
    with pytest.raises(NotPermitted, match="请先登记"):
        applied(archive, person, trigger="D2", authority=SELF)
    with pytest.raises(UnknownFile):
        applied(archive, person, trigger="D2", authority=SELF, request="QQ-2026-0001")
    _request(archive, person)
    zx = applied(archive, person, trigger="D2", authority=SELF, request="qq-2026-0001")
    assert row_of(archive, zx)["request"] == "QQ-2026-0001"
    [key] = archive.store.find("personal_requests", "number", "QQ-2026-0001")
    assert (archive.store.get("personal_requests", key) or {})["deregistration"] == zx
    done = archive.deregistration.check(zx, actor="zhou")
    assert done.state == "checking"  # what is joined does not stand in the way
    assert done.request == "QQ-2026-0001"


@pytest.mark.parametrize("changes", [{"kind": "read"}, {"state": "answered"}])
def test_d2_another_request_cannot_be_joined(
    archive: Archive, person: str, changes: dict[str, str]
) -> None:
    _request(archive, person, **changes)
    with pytest.raises(NotPermitted, match="已经答复"):
        applied(archive, person, trigger="D2", authority=SELF, request="QQ-2026-0001")


def test_d2_somebody_elses_request(archive: Archive, person: str) -> None:
    _request(archive, "KH-Z-2026-000099-9")
    with pytest.raises(UnknownFile, match="request list"):
        applied(archive, person, trigger="D2", authority=SELF, request="QQ-2026-0001")


def test_d2_is_no_reason_to_deregister_a_company(archive: Archive, number: str) -> None:
    with pytest.raises(NotPermitted, match="联系人"):
        applied(archive, number, trigger="D2", authority=SELF, request="QQ-2026-0001")


# Authority


def test_d12_nobody_without_authority(archive: Archive, number: str) -> None:
    for given in (None, {}, {"kind": "friend"}, {**AGENT, "kind": "guardian"}):
        with pytest.raises(NotPermitted, match="agent 代理人"):
            applied(archive, number, authority=given)
    for missing in ("document", "holder_seen_by"):
        with pytest.raises(NotPermitted, match="看过什么"):
            applied(archive, number, authority={**AGENT, missing: ""})


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"issued_on": "2026-03-06"}, "疑为不实"),  # tomorrow
        ({"issued_on": "2026-02-30"}, "日期应写作"),
        ({"issued_on": ""}, "签发日期"),
        ({"issued_on": "2026-03-01", "valid_to": "2026-02-28"}, "疑为不实"),
        ({"issued_on": "2026-01-01", "valid_to": "2026-03-04"}, "过期"),
    ],
)
def test_d12_forged_or_odd_dates_of_an_authority(
    archive: Archive, number: str, changes: dict[str, str], match: str
) -> None:
    with pytest.raises(NotPermitted, match=match):
        applied(archive, number, authority={**AGENT, **changes})
    assert state_of(archive, number) == "ACTIVE"


def test_d12_issued_after_the_application(archive: Archive, number: str) -> None:
    with pytest.raises(NotPermitted, match="疑为不实"):
        applied(archive, number, applied_on="2026-02-28")
    with pytest.raises(NotPermitted, match="还没有到"):
        applied(archive, number, applied_on="2026-03-06")
    with pytest.raises(NotPermitted, match="写作"):
        applied(archive, number, applied_on="昨天")
    zx = applied(archive, number, applied_on="2026-03-01")
    assert row_of(archive, zx)["applied_on"] == "2026-03-01"


def test_d12_the_firm_itself_needs_no_authority(archive: Archive, number: str) -> None:
    given: dict[str, Any] = {"document": "停业决定", **SAID}
    with pytest.raises(NotPermitted, match="不写授权"):
        archive.deregistration.apply(number, "D7", authority=AGENT, actor="wang", **given)
    zx = archive.deregistration.apply(number, "D7", actor="wang", **given).number
    assert "authority" not in row_of(archive, zx)


@pytest.mark.parametrize("by_profile", [True, False])
def test_d17_for_a_child_its_guardian_asks(
    archive: Archive, clock: Clock, by_profile: bool
) -> None:
    child: dict[str, Any] = {"id_no": "310199201203060024"}  # fourteen tomorrow
    if by_profile:
        child = {"id_no": None, "birthday": "2012-03-06"}
    number = open_person(archive, confidentiality="内部", **child)
    engage(archive)
    with pytest.raises(NotPermitted, match="未满 14 周岁"):
        applied(archive, number, authority=SELF)
    guardian = {**DATED, "kind": "guardian"}
    zx = applied(archive, number, authority=guardian)
    archive.deregistration.withdraw(zx, reason="再想想", actor="wang")
    passes(clock, days=1)
    applied(archive, number, authority=SELF)


def test_d17_who_is_a_child_as_far_as_the_file_tells() -> None:
    assert not is_child({"kind": "Z"}, "", "2026-03-05")
    assert not is_child({"kind": "Z", "ids": ["护照:E123"]}, "未知", "2026-03-05")
    assert not is_child({"kind": "F"}, "2020-01-01", "2026-03-05")
    assert set(AUTHORITIES) >= {name for one in TRIGGERS.values() for name in one.authorities}


def test_d4_of_somebody_dead_a_near_relative_asks(archive: Archive, person: str) -> None:
    given = {"trigger": "D4", "document": "死亡证明"}
    with pytest.raises(NotPermitted, match="near_relative"):
        applied(archive, person, authority=SELF, **given)
    applied(archive, person, authority={**DATED, "kind": "near_relative"}, **given)


# States


def test_d10_a_second_application_while_one_runs(archive: Archive, number: str) -> None:
    applied(archive, number)
    with pytest.raises(NotAllowedNow, match="申请注销"):
        applied(archive, number, actor="chen")
    assert len(list(archive.deregistration.applications(actor="zhou"))) == 1


@pytest.mark.parametrize(
    "state", ["DRAFT", "SUBMITTED", "VOID", "MERGED", "REJECTED", "SEALED", "DESTROYED"]
)
def test_d24_these_cannot_be_deregistered(archive: Archive, number: str, state: str) -> None:
    change_card(archive, number, state=state)
    with pytest.raises(NotAllowedNow, match="不能申请注销"):
        applied(archive, number)
    assert state_of(archive, number) == state


def test_a_file_that_he_may_not_see_is_as_if_absent(archive: Archive) -> None:
    number = customer(archive, confidentiality="机密")
    engage(archive)
    for given in (number, "KH-F-2026-000099-7"):
        with pytest.raises(UnknownFile) as refusal:
            applied(archive, given)
        assert str(refusal.value) == str(UnknownFile(given))


# Taken back


@pytest.mark.parametrize("state", ["ACTIVE", "DORMANT", "FROZEN"])
@pytest.mark.parametrize("reach", [applied, checked, cleared, approved])
def test_d11_a_withdrawal_restores_the_earlier_state(
    archive: Archive, number: str, state: str, reach: Any
) -> None:
    before = {"frozen": {"until": "2026-12-31", "by": "赵强", "before": "ACTIVE"}}
    change_card(archive, number, state=state, **(before if state == "FROZEN" else {}))
    was = card(archive, number)
    zx = reach(archive, number)
    done = archive.deregistration.withdraw(zx, reason="客户改变主意", actor="chen")
    assert done.state == "withdrawn"
    assert card(archive, number) == was
    row = row_of(archive, zx)
    assert row["ended"]["by"] == "陈静"
    assert row["ended_at"] == archive.office.moment()
    with pytest.raises(NotAllowedNow, match=f"注销申请 {zx} 现为“已撤回”"):
        archive.deregistration.check(zx, actor="zhou")
    with pytest.raises(NotAllowedNow):
        archive.deregistration.withdraw(zx, reason="再撤", actor="wang")
    assert applied(archive, number) == "ZX-2026-0002"
    with pytest.raises(NotAllowedNow):  # it is the other one that runs
        archive.deregistration.withdraw(zx, reason="再撤", actor="wang")


def test_not_after_the_seal_and_not_by_anybody(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    with pytest.raises(NotAuthorised):
        archive.deregistration.withdraw(zx, reason="不办了", actor="lin")
    with pytest.raises(NotPermitted, match="撤回的理由"):
        archive.deregistration.withdraw(zx, reason="", actor="wang")
    change_card(archive, number, state="SEALED")
    with pytest.raises(NotAllowedNow, match="封存"):
        archive.deregistration.withdraw(zx, reason="不办了", actor="wang")


# Lists


def test_lists_and_their_limits(archive: Archive, number: str, clock: Clock) -> None:
    zx = applied(archive, number)
    part = archive.deregistration
    passes(clock, days=21)  # 26 March, the fifteenth working day
    assert list(part.applications(overdue_only=True, actor="zhou")) == []
    passes(clock, days=1)
    [late] = part.applications(overdue_only=True, file=number, actor="qian")
    assert (late.number, late.overdue, late.due) == (zx, True, "2026-03-26")
    part.withdraw(zx, reason="不办了", actor="wang")
    assert list(part.applications(actor="zhou")) == []
    [over] = part.applications(every=True, actor="zhou")
    assert (over.state, over.overdue) == ("withdrawn", False)
    assert list(part.applications(every=True, file="KH-F-2026-000099-7", actor="zhou")) == []
    for account in ("lin", "lin"):
        with pytest.raises(NotAuthorised):
            list(part.applications(actor=account))


def test_only_applications_of_files_of_which_one_may_know(archive: Archive) -> None:
    number = customer(archive)
    other = open_person(archive, confidentiality="内部")
    engage(archive)
    zx = applied(archive, number)
    applied(archive, other, authority=SELF)
    change_card(archive, number, secrecy={"level": 3, "circle": ["方正"]})
    part = archive.deregistration
    assert [one.file for one in part.applications(actor="zhou")] == [other]
    assert list(part.applications(file=number, actor="zhou")) == []
    assert len(list(part.applications(actor="gao"))) == 2  # its level is his to decide
    for given in (zx, "ZX-2026-0099"):
        for act in (part.check, part.application):
            with pytest.raises(UnknownFile) as refusal:
                act(given, actor="zhou")
            assert str(refusal.value) == str(UnknownFile(given, "注销申请"))


def test_one_is_shown_with_its_reason_and_noted(archive: Archive, number: str) -> None:
    zx = applied(archive, number)
    one = archive.deregistration.application(zx.lower(), actor="qian")
    assert (one.reason, one.settlement) == (SAID["reason"], SAID["settlement"])
    [note] = notes(archive, "show-deregistration")
    assert (note["subject"], note["who"]) == (number, "qian")
    with pytest.raises(NotAuthorised):
        archive.deregistration.application(zx, actor="lin")


def test_a_limit_beyond_the_known_holidays_is_said_to_be_uncertain(
    archive: Archive, number: str, clock: Clock
) -> None:
    passes(clock, days=300)
    zx = applied(archive, number, authority={**AGENT, "valid_to": ""})
    one = archive.deregistration.application(zx, actor="wang")
    assert "2027 年的节假日" in one.warnings[0]
