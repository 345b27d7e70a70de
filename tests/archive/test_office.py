"""Where an act begins: who acts, with what right, at what moment (archive.md §4.5, §9)."""

from __future__ import annotations

import datetime as dt

import pytest
from archive.customers import Clock

from csdforms.archive.actor import account
from csdforms.archive.archive import Archive
from csdforms.archive.office import Office
from csdforms.archive.secrecy.staff import Staff
from csdforms.archive.store import Act
from csdforms.errors import NotAuthorised, NotPermitted

AT = "2026-03-05T14:05:09.123456+08:00"


def test_who_acts_is_the_act_s_actor_or_the_office_s(archive: Archive) -> None:
    assert archive.office.person().account == "zhang"
    Staff(archive.office).register("li", "李敏")
    assert archive.office.person().account == "zhang"
    assert archive.office.person("li").person == "李敏"
    assert archive.office.account("li") == "li"


@pytest.mark.parametrize("name", ["USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER"])
def test_z07_without_an_actor_it_is_the_account_of_the_process(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "zhang")
    office = Office(archive.store)
    assert office.account() == account() != "zhang"
    with pytest.raises(NotAuthorised):
        office.person()


def test_l04_a_stranger_is_refused_with_one_sentence_and_noted(archive: Archive) -> None:
    with pytest.raises(NotAuthorised) as refused:
        archive.office.person("li")
    assert str(refused.value) == "没有办理：您无权使用本档案库，请找系统管理员登记账户。"
    assert refused.value.exit_code == 4
    *_, (line, said) = archive.store.notes()
    assert (line.act, line.actor, line.subject) == ("refused", "li", "")
    assert (said["detail"]["wanted"], said["detail"]["roles"]) == ("使用本档案库", [])


def test_l04_who_lacks_a_right_is_refused_and_noted(archive: Archive) -> None:
    staff = Staff(archive.office)
    staff.register("zhang", "张三")
    me = archive.office.person()
    archive.office.require(me, "staff", "登记账户")
    with pytest.raises(NotAuthorised) as refused:
        archive.office.require(me, "void", "作废档案", subject="KH-F-2026-000001-4")
    assert str(refused.value) == "没有办理：您无权作废档案。"
    assert (refused.value.act, refused.value.who) == ("作废档案", "")
    *_, (line, said) = archive.store.notes()
    assert (line.act, line.actor, line.subject) == ("refused", "zhang", "KH-F-2026-000001-4")
    assert said["detail"]["roles"] == ["system_admin"]


def test_l01_a_refusal_that_cannot_be_noted_is_a_refusal(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: object, _act: Act, **_: object) -> int:
        raise NotPermitted("磁盘已满。")

    monkeypatch.setattr(type(archive.store), "note", full)
    with pytest.raises(NotPermitted, match="磁盘已满"):
        archive.office.person("li")


def test_s07_a_leaver_is_out_in_the_next_act_of_an_office_that_knew_him(
    archive: Archive,
) -> None:
    staff, other = Staff(archive.office), Office(archive.store, actor="li")
    staff.register("li", "李敏")
    assert other.person().person == "李敏"
    staff.leave("li")
    with pytest.raises(NotAuthorised):
        other.person()


def test_a_clock_that_is_set_back_does_not_bring_the_past_again(
    archive: Archive, clock: Clock
) -> None:
    assert (archive.office.moment(), archive.office.today()) == (AT, "2026-03-05")
    clock.at += dt.timedelta(days=-400)
    assert archive.office.moment() == AT
    with archive.office.writing() as (work, at):
        assert at == AT
        work.record(Act("test", "zhang", at))
    clock.at += dt.timedelta(days=401)
    assert archive.office.today() == "2026-03-06"


def test_who_changed_meanwhile_is_sent_to_whoever_registers(archive: Archive) -> None:
    before = archive.office.person("")._replace(clearance=1)
    with pytest.raises(NotAuthorised) as refused:
        archive.office.still(before)
    assert str(refused.value) == "没有办理：您无权以变更前的身份继续办理，请找系统管理员核对登记。"
