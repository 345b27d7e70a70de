"""Whoever asks for customers that he may not see learns nothing (archive.md §3.4, leak guard)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from archive.customers import CORPORATE, Clock, company, open_company, other_company
from archive.hands import drafted, engage, inner

from csdforms.archive import numbers, registering
from csdforms.archive.archive import Archive
from csdforms.archive.drafting.drafting import Drafting
from csdforms.archive.requests import NewFile
from csdforms.archive.store import Act
from csdforms.errors import (
    DuplicateCustomer,
    ExitCode,
    InvalidNumber,
    NotAuthorised,
    UnknownFile,
)

_SECRET = {"confidentiality": "机密"}
_AT = "2026-03-05T14:05:09.123456+08:00"
_TOLD = "没有办理：该客户已在档，请联系客户信息主管。"


@pytest.fixture
def hidden(archive: Archive) -> str:
    """The number of a file that no clerk may see."""
    return open_company(archive, **_SECRET)


@pytest.fixture
def drafts(archive: Archive, hidden: str) -> Drafting:
    assert hidden
    return engage(archive)


def _acts(archive: Archive, act: str) -> list[dict[str, Any]]:
    """Return what the log of access says of each act of this name."""
    return [
        said["detail"] | {"who": line.actor}
        for line, said in archive.store.notes()
        if line.act == act
    ]


@pytest.mark.parametrize(
    "shared",
    [
        {},  # the unified code: certain
        {"uscc": "92310199MAXX0Y0XXA", "customer_name": "别的厂", "phone": "1"},
        {"uscc": None, "phone": "1"},  # the name: strong
    ],
)
def test_u08_a_match_above_ones_clearance_is_answered_by_one_sentence(
    archive: Archive, drafts: Drafting, hidden: str, shared: dict[str, Any]
) -> None:
    with pytest.raises(DuplicateCustomer) as refusal:
        drafted(drafts, **shared)
    error = refusal.value
    assert str(error) == _TOLD
    assert (error.numbers, error.by, error.certain, error.advice) == ((), (), False, "")
    assert error.exit_code == ExitCode.HELD
    assert hidden not in repr(vars(error))
    [noted] = _acts(archive, "probe")
    assert (noted["who"], noted["files"]) == ("min", [hidden])
    assert archive.store.count("drafts") == 0


def test_u08_a_weak_match_is_not_even_a_warning(archive: Archive, drafts: Drafting) -> None:
    receipt = drafts.create(
        inner(**(other_company() | {"phone": "021-62345678"})), form=CORPORATE, actor="min"
    )
    assert receipt.warnings == ()
    assert _acts(archive, "probe") == []


def test_u08_an_alias_or_number_of_a_hidden_file(archive: Archive) -> None:
    hidden = open_company(archive, customer_no="XS-0017", **_SECRET)
    drafts = engage(archive)
    with pytest.raises(DuplicateCustomer) as refusal:
        drafted(drafts, **other_company(customer_no="XS-0017"))
    assert str(refusal.value) == _TOLD
    # Its own number is used up, as a void file's is.
    with pytest.raises(InvalidNumber, match="已经用过") as used:
        drafted(drafts, **other_company(customer_no=hidden))
    assert len(_acts(archive, "probe")) == 1
    assert "档案" not in str(used.value).replace("档案号", "").replace("档案库", "")


def test_u08_a_number_that_a_hidden_file_had_in_another_archive(archive: Archive) -> None:
    before = numbers.make("F", 2024, 7)
    number = open_company(archive, **_SECRET)
    with archive.store.writing() as work:
        card = work.get("files", 1) or {}
        work.put("files", 1, card | {"customer_nos": [before]})
        work.record(Act("test", "tests", archive.store.last().at, number))
    drafts = engage(archive)
    with pytest.raises(DuplicateCustomer) as refusal:
        drafted(drafts, **other_company(customer_no=before))
    assert str(refusal.value) == _TOLD


def test_u08_a_hidden_head_office_is_as_if_absent(drafts: Drafting, hidden: str) -> None:
    for parent in (hidden, numbers.make("F", 2026, 999)):
        with pytest.raises(UnknownFile) as refusal:
            drafts.create(inner(**other_company()), form=CORPORATE, parent=parent, actor="min")
        assert str(refusal.value) == str(UnknownFile(parent))


def test_u08_whoever_may_see_it_is_told(archive: Archive) -> None:
    number = open_company(archive, confidentiality="秘密")
    drafts = engage(archive)
    with pytest.raises(DuplicateCustomer, match=number):
        drafted(drafts, actor="fang")  # cleared for 秘密
    with pytest.raises(DuplicateCustomer, match="请联系客户信息主管"):
        drafted(drafts, actor="min")


@pytest.mark.usefixtures("hidden")
def test_u08_what_is_seen_is_told_and_says_nothing_of_what_is_not(archive: Archive) -> None:
    seen = open_company(archive, **other_company(confidentiality="内部"))
    drafts = engage(archive)
    with pytest.raises(DuplicateCustomer) as refusal:
        drafted(drafts, uscc="91310199MA0000001A", phone="1")  # the hidden one's name
    assert refusal.value.numbers == (seen,)
    assert _acts(archive, "probe") == []


def test_u08_a_draft_that_becomes_a_hidden_customer_by_an_edit(drafts: Drafting) -> None:
    seen = drafted(drafts, **other_company())
    with pytest.raises(DuplicateCustomer) as refusal:
        drafts.edit(
            seen,
            inner(**(other_company() | {"customer_name": "上海屿泊包装有限公司"})),
            actor="min",
        )
    assert str(refusal.value) == _TOLD


def test_u08_a_supervisor_does_not_decide_on_what_he_cannot_see(archive: Archive) -> None:
    drafts = engage(archive)
    number = drafted(drafts, uscc="91310199MA0000001A", phone="1")
    drafts.submit(number, actor="min")
    with archive.store.writing() as work:  # a secret namesake comes meanwhile
        registering.create(work, NewFile(CORPORATE, company(**_SECRET)), _AT, lambda _: "")
        work.record(Act("create", "zhang", _AT))
    with pytest.raises(DuplicateCustomer) as refusal:
        drafts.accept(number, seen=["营业执照"], distinct="两家", actor="fang")
    assert str(refusal.value) == _TOLD


@pytest.mark.usefixtures("hidden")
def test_u08_a_change_into_a_hidden_customer(archive: Archive) -> None:
    number = open_company(archive, **other_company(confidentiality="内部"))
    engage(archive)
    data = inner(**other_company(phone="1")) | {"customer_name": "上海屿泊包装有限公司"}
    with pytest.raises(DuplicateCustomer) as refusal:
        archive.revise(number, data, reason="更名", actor="min")
    assert str(refusal.value) == _TOLD
    assert len(_acts(archive, "probe")) == 1


def test_u09_the_tenth_probe_of_a_day_sets_off_an_alarm(
    archive: Archive, drafts: Drafting, clock: Clock
) -> None:
    for probe in range(1, 10):
        with pytest.raises(DuplicateCustomer):
            drafted(drafts)
        assert len(_acts(archive, "probe")) == probe
    assert _acts(archive, "alarm") == []
    with pytest.raises(DuplicateCustomer):
        drafted(drafts)
    assert [alarm["probes"] for alarm in _acts(archive, "alarm")] == [10]
    # From now on he asks nothing more, hit or miss, on whatever day.
    clock.at += dt.timedelta(days=2)
    for data in ({}, other_company()):
        with pytest.raises(NotAuthorised, match="客户信息主管核查"):
            drafted(drafts, **data)
    assert len(_acts(archive, "probe")) == 10
    assert drafted(drafts, actor="qiang", **other_company())  # he alone


def test_u09_a_supervisor_looks_and_he_may_go_on(archive: Archive, drafts: Drafting) -> None:
    for _ in range(10):
        with pytest.raises(DuplicateCustomer):
            drafted(drafts)
    with pytest.raises(UnknownFile):
        drafts.clear_alarm("李强", reason="核查过", actor="fang")
    drafts.clear_alarm("王敏", reason="录入旧客户，已说明", actor="fang")
    line = archive.store.last()
    assert (line.act, line.actor) == ("clear-alarm", "fang")
    with pytest.raises(DuplicateCustomer):
        drafted(drafts)  # counted anew
    assert drafted(drafts, **other_company())


def test_u09_nobody_clears_his_own_alarm(drafts: Drafting) -> None:
    for _ in range(10):
        with pytest.raises(DuplicateCustomer):
            drafted(drafts, actor="fang")
    with pytest.raises(NotAuthorised, match="本人"):
        drafts.clear_alarm("王芳", reason="没事", actor="fang")
    drafts.clear_alarm("王芳", reason="核查过", actor="yun")


def test_u09_every_day_is_counted_by_itself(
    archive: Archive, drafts: Drafting, clock: Clock
) -> None:
    for day in range(2):
        clock.at += dt.timedelta(days=day)
        for _ in range(9):
            with pytest.raises(DuplicateCustomer):
                drafted(drafts)
    assert _acts(archive, "alarm") == []


def test_the_sole_keeper_is_told_everything(archive: Archive, hidden: str) -> None:
    with pytest.raises(DuplicateCustomer, match=hidden):
        archive.drafts.create(company(), form=CORPORATE)
    with pytest.raises(UnknownFile):
        archive.drafts.clear_alarm("zhang", reason="没有")
