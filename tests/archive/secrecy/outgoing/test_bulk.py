"""How much somebody may carry away in a day, and releases of more."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from archive.customers import Clock
from archive.secrecy.department import STAFF, acts, hire, notes, opened, passes, register

from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.outgoing.bulk import TIERS, Records, count, records_of, require_within
from csdforms.archive.secrecy.outgoing.releasing import Releasing, titles
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted
from csdforms.schemas.catalogue import identifiers

DAY = "2026-03-05"
WHY = "年度审计"


@pytest.fixture
def office(archive: Archive) -> Archive:
    opened(archive, 1)
    hire(archive)
    return archive


@pytest.fixture
def releases(office: Archive) -> Releasing:
    return Releasing(office.office)


def carry(archive: Archive, account: str = "wang", *, level: int = 0, **records: int) -> None:
    """Print or export, as whoever registers copies does it."""
    person = archive.office.person(account)
    with archive.office.writing() as (work, at):
        require_within(archive.office, person, Records(**records), level=level)
        copy = {"file": "", "reader": person.person, "kind": "print", "at": at, "day": at[:10]}
        work.put("copies", work.last_key("copies") + 1, copy | {"records": records})
        work.record(Act("print", account, at))


# M13


@pytest.mark.parametrize(("kind", "tier"), [("credit", 25), ("transaction", 250), ("other", 2500)])
def test_m13_one_below_the_tier_is_allowed_and_the_tier_is_blocked(
    office: Archive, kind: str, tier: int
) -> None:
    def carried(records: int) -> None:
        carry(office, "wang", level=0, **{kind: records})

    with pytest.raises(NotAuthorised, match="请找总经理和个人信息保护负责人批准") as refusal:
        carried(tier)
    assert refusal.value.exit_code == 4
    assert notes(office, "refused")[-1]["who"] == "wang"
    carried(tier - 1)
    with pytest.raises(NotAuthorised, match="您无权在一天内带出这么多记录"):
        carried(1)
    assert count(office.store, "王敏", DAY) == Records(**{kind: tier - 1})


def test_m13_24_ok_25_blocked() -> None:
    assert Records(25, 250, 2500) == TIERS


def test_m13_split_over_several_exports_the_same_day_still_counts(office: Archive) -> None:
    for _ in range(24):
        carry(office, credit=1)
    with pytest.raises(NotAuthorised):
        carry(office, credit=1)
    carry(office, transaction=249, other=2499)
    assert count(office.store, "王敏", DAY) == Records(24, 249, 2499)


def test_m13_each_person_counts_by_himself_under_all_his_accounts(office: Archive) -> None:
    carry(office, "qiang", credit=20)
    carry(office, "wang", credit=24)
    with pytest.raises(NotAuthorised):
        carry(office, "qiang2", credit=5)
    carry(office, "qiang2", credit=4)


def test_m13_the_next_day_in_beijing_resets(office: Archive, clock: Clock) -> None:
    clock.at = dt.datetime(2026, 3, 5, 15, 59, 59, tzinfo=dt.UTC)
    carry(office, credit=24)
    passes(clock, seconds=1)  # midnight in Beijing
    carry(office, credit=24)
    assert count(office.store, "王敏", "2026-03-06") == Records(24)


def test_m13_the_clock_set_back_does_not(office: Archive, clock: Clock) -> None:
    carry(office, credit=24)
    passes(clock, days=-1)
    with pytest.raises(NotAuthorised):
        carry(office, credit=1)


def test_m13_two_at_once_do_not_both_slip_through(office: Archive) -> None:
    refused = []

    def work() -> None:
        try:
            carry(office, credit=13)
        except NotAuthorised:
            refused.append(1)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert count(office.store, "王敏", DAY) == Records(13)


def test_m13_nor_do_two_processes(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "档案", actor="zhang") as first:
        hire(first)
        day = first.office.today()
        with Archive.open(tmp_path / "档案") as second:
            both_read = threading.Barrier(2)
            refused = []

            def work(archive: Archive) -> None:
                both_read.wait()
                try:
                    carry(archive, credit=13)
                except NotAuthorised:
                    refused.append(archive)

            threads = [threading.Thread(target=work, args=[one]) for one in (first, second)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(refused) == 1
            assert count(second.store, "王敏", day) == Records(13)


def test_one_keeper_is_not_held_up(archive: Archive) -> None:
    opened(archive, 1)
    carry(archive, "zhang", level=4, credit=1000)


# Releases


def release(
    releases: Releasing, actor: str, person: str = "王敏", **changes: Any
) -> tuple[str, ...]:
    """Sign; return which signatures are missing."""
    asked = {"records": Records(credit=40), "reason": WHY}
    return releases.release(person, **{**asked, "actor": actor, **changes}).lacks


def test_two_persons_release_more_for_a_person_a_day_and_an_amount(
    office: Archive, releases: Releasing, clock: Clock
) -> None:
    assert release(releases, "gao") == ("dpo",)
    with pytest.raises(NotAuthorised):
        carry(office, credit=25)
    assert release(releases, "jie", "wang") == ()
    assert office.store.count("releases") == 1
    carry(office, credit=40, other=2499)
    for more in ({"credit": 1}, {"other": 1}):
        with pytest.raises(NotAuthorised):
            carry(office, "wang", level=0, **more)
    with pytest.raises(NotAuthorised):
        carry(office, "liu", credit=25)
    passes(clock, days=1)
    with pytest.raises(NotAuthorised):
        carry(office, credit=25)
    first, last = acts(office, "release")
    assert (first["who"], first["reason"], first["subject"]) == ("gao", WHY, "")
    assert last["detail"] == {
        "person": "王敏",
        "day": DAY,
        "level": 1,
        "records": {"credit": 40, "transaction": 0, "other": 0},
        "signed": {"gm": "高远", "dpo": "周洁"},
        "at": "2026-03-05T14:05:09.123456+08:00",
        "by": "周洁",
    }


def test_other_amounts_are_other_releases(office: Archive, releases: Releasing) -> None:
    release(releases, "gao")
    assert release(releases, "jie", records=Records(credit=41)) == ("gm",)
    assert release(releases, "jie", day="2026-03-06") == ("gm",)
    assert release(releases, "jie", "刘洋") == ("gm",)
    assert release(releases, "jie", level=3) == ("gm",)
    assert office.store.count("releases") == 5
    assert release(releases, "jie") == ()


def test_s30_two_signatures_are_two_persons(office: Archive, releases: Releasing) -> None:
    register(office, "gao2", "高远", ["dpo"], 4)
    release(releases, "gao")
    with pytest.raises(NotAuthorised, match="您无权一人签两次"):
        release(releases, "gao2")
    register(office, "gao", "高远", ["gm", "dpo"], 4)
    with pytest.raises(NotAuthorised, match="您无权一人签两次"):
        release(releases, "gao")
    assert release(releases, "jie") == ()


def test_a_role_signs_once(office: Archive, releases: Releasing) -> None:
    register(office, "fu", "傅副总", ["gm"], 4)
    release(releases, "gao")
    with pytest.raises(NotPermitted, match="您这一岗位已有人签过"):
        release(releases, "fu")


def test_s08_nobody_releases_himself(releases: Releasing) -> None:
    with pytest.raises(NotAuthorised, match="您无权批准本人导出"):
        release(releases, "gao", "高远")


@pytest.mark.parametrize("account", sorted(set(STAFF) - {"gao", "jie"}))
def test_others_do_not_release(releases: Releasing, account: str) -> None:
    with pytest.raises(NotAuthorised, match="请找总经理和个人信息保护负责人"):
        release(releases, account)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "请写明批准的理由"),
        ({"person": "赵四"}, "导出人没有登记"),
        ({"records": Records(24, 249, 2499)}, "不用批准"),
        ({"day": "2026-03-04"}, "这一天已经过去"),
        ({"day": "明天"}, "日期应写作"),
        ({"level": 4}, "绝密档案不得导出"),
    ],
)
def test_what_is_not_released(releases: Releasing, changes: Any, sentence: str) -> None:
    with pytest.raises(NotPermitted, match=sentence):
        release(releases, "gao", **changes)


# Exports above 内部


def test_secrets_are_exported_on_the_release_of_supervisor_and_manager(
    office: Archive, releases: Releasing
) -> None:
    carry(office, level=1, other=1)
    with pytest.raises(NotAuthorised, match="导出秘密档案，请找客户信息主管和客户服务部经理批准"):
        carry(office, level=2, other=1)
    secrets: dict[str, Any] = {"level": 2, "records": Records(other=10)}
    assert release(releases, "zhou", **secrets) == ("cs_manager",)
    with pytest.raises(NotAuthorised):
        carry(office, level=2, other=1)
    assert release(releases, "qiang", **secrets) == ()
    carry(office, level=2, other=1)
    with pytest.raises(NotAuthorised, match="导出机密档案，请找总经理和个人信息保护负责人批准"):
        carry(office, level=3, other=1)
    with pytest.raises(NotAuthorised, match="这么多记录"):
        carry(office, level=2, credit=25)


def test_a_release_of_a_higher_level_holds_for_a_lower_one(
    office: Archive, releases: Releasing
) -> None:
    for account in ("gao", "jie"):
        release(releases, account, level=3, records=Records(credit=30))
    carry(office, level=2, credit=15)
    carry(office, level=3, credit=15)
    with pytest.raises(NotAuthorised):
        carry(office, level=3, credit=1)


def test_a_release_of_an_amount_holds_for_no_level(office: Archive, releases: Releasing) -> None:
    for account in ("gao", "jie"):
        release(releases, account)
    carry(office, credit=30)
    with pytest.raises(NotAuthorised, match="导出秘密档案"):
        carry(office, level=2, credit=1)


def test_top_secrets_are_never_exported(office: Archive) -> None:
    with pytest.raises(NotPermitted, match="绝密档案不得导出"):
        carry(office, level=4, other=1)
    assert notes(office, "refused")[-1]["detail"]["wanted"] == "导出绝密档案"


def test_what_roles_are_called() -> None:
    assert titles(("gm", "dpo")) == "总经理和个人信息保护负责人"


# What counts as what


@pytest.mark.parametrize(
    ("form", "data", "records"),
    [
        ("customer_credit_analysis", {"customer_name": "甲"}, Records(credit=1)),
        ("inbound_call_record", {}, Records(transaction=1)),
        ("complaint_handling", {"content": "破损"}, Records(other=1)),
        ("no_such_form", {}, Records(credit=1)),
        (
            "customer_sales_monthly",
            {"rows": [{"customer_name": "甲"}, {"customer_no": "1"}, {"remarks": "合计"}]},
            Records(transaction=2),
        ),
        (
            "at_risk_customer_statistics",
            {"rows": [{"customer_name": "甲"}] * 25, "levels": [{"customer_count": 3}]},
            Records(credit=25),
        ),
        ("individual_customer_profile", {"mobile": "13800138000"}, Records(other=1)),
        (
            "individual_customer_profile",
            {"bank_account": {"account_no": "6222020000000000"}},
            Records(credit=1),
        ),
        (
            "individual_customer_profile",
            {"bank_account": {"account_no": "****0000"}},
            Records(other=1),
        ),
        (
            "corporate_customer_profile",
            {"bank_accounts": [], "credit_limit": None},
            Records(other=1),
        ),
        ("corporate_customer_profile", {"credit_limit": "100000"}, Records(credit=1)),
        ("complaint_handling_notice", {"account_ref": "****"}, Records(other=1)),
        ("customer_sales_monthly", {"rows": ["甲", {"phone": "1"}]}, Records(transaction=1)),
    ],
)
def test_what_a_form_carries(form: str, data: Any, records: Records) -> None:
    assert records_of(form, data) == records


def test_every_form_is_known() -> None:
    known = {form: records_of(form, {}) for form in identifiers()}
    credit = {form for form, records in known.items() if records.credit}
    assert credit == {
        "customer_credit_analysis",
        "customer_credit_change",
        "trading_customer_list",
        "at_risk_customer_statistics",
        "account_statement",
        "deregistration_application",
        "deregistration_letter",
        "deregistration_receipt",
    }


def test_records_add_up() -> None:
    assert Records(1, 2, 3).plus(Records(4, 5, 6)) == Records(5, 7, 9)
    assert Records.of({"credit": 2}) == Records(credit=2)
    assert not Records(other=1).within(Records())
