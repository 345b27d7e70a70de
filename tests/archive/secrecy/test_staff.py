"""The staff registry (archive.md §3.5, §4.3, §9): S07, S08, S27, S30, C19."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from archive.customers import Clock, open_company

from csdforms.archive.archive import Archive
from csdforms.archive.places import create_store
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.secrecy.people import STAFF, Registry, is_current
from csdforms.archive.secrecy.staff import Entry, Staff, holds_key, owns
from csdforms.archive.store import Act
from csdforms.errors import (
    InvalidStaff,
    NotAuthorised,
    NotPermitted,
    UnknownAccount,
    UnreadableInput,
)

AT = "2026-03-05T14:05:09.123456+08:00"
STRANGER = "没有办理：您无权使用本档案库，请找系统管理员登记账户。"


@pytest.fixture
def staff(archive: Archive) -> Staff:
    """The registry of an archive that zhang made, and keeps alone."""
    return Staff(archive.office)


@pytest.fixture
def department(staff: Staff) -> Staff:
    """The registry of a department: zhang registers, wu gives roles, shen reads the log."""
    staff.register("zhang", "张三")
    staff.register("wu", "吴静", ["security_admin"])
    staff.register("shen", "沈岩", ["auditor"])
    for account, person, role in (
        ("li", "李敏", "info_specialist"),
        ("zhao", "赵强", "cs_manager"),
        ("qian", "钱进", "gm"),
    ):
        staff.register(account, person)
        staff.change(account, [role], actor="wu")
    return staff


def notes(archive: Archive) -> list[tuple[str, str, str]]:
    """Return actor, act and what was wanted of the refusals noted."""
    return [
        (line.actor, line.act, said["detail"]["wanted"])
        for line, said in archive.store.notes()
        if line.act == "refused"
    ]


def current(staff: Staff, **by: str) -> Iterator[Entry]:
    return (entry for entry in staff.list(**by) if not entry.left)


# The end of the sole time


def test_the_first_registration_makes_the_keeper_system_administrator_and_nothing_else(
    archive: Archive, staff: Staff
) -> None:
    number = open_company(archive)
    lines = archive.store.last().no
    assert staff.register("li", "李敏", reason="入职") == Entry("li", "李敏", (), -1, AT)
    line = archive.store.last()
    assert (line.no, line.act, line.actor, line.subject) == (
        lines + 1,
        "staff-register",
        "zhang",
        "",
    )
    assert [change.table for change in line.changes if change.table != "acts"] == [STAFF] * 2
    me = archive.office.person()
    assert (me.person, me.roles, me.clearance, me.sole) == ("zhang", ("system_admin",), -1, False)
    assert me.rights == {"staff", "maintain"}
    assert [entry.account for entry in staff.list()] == ["zhang", "li"]
    assert number


def test_the_keeper_may_register_himself_first_with_his_name(
    archive: Archive, staff: Staff
) -> None:
    entry = staff.register("zhang", "张三")
    assert entry == Entry("zhang", "张三", ("system_admin",), -1, AT)
    assert staff.list() == (entry,)
    assert archive.office.person().person == "张三"
    with pytest.raises(NotPermitted, match="账户 zhang 已经登记过"):
        staff.register("zhang", "张三")


def test_the_keeper_may_say_that_he_is_system_administrator(staff: Staff) -> None:
    assert staff.register("zhang", "张三", ["系统管理员"]).roles == ("system_admin",)


@pytest.mark.parametrize("role", ["security_admin", "auditor", "gm"])
def test_the_keeper_gives_himself_no_second_role(archive: Archive, staff: Staff, role: str) -> None:
    with pytest.raises(NotAuthorised):
        staff.register("zhang", "张三", ["system_admin", role])
    assert archive.office.person().sole


def test_what_is_refused_does_not_end_the_sole_time(archive: Archive, staff: Staff) -> None:
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        staff.register("li", "李敏", ["gm"])
    with pytest.raises(NotAuthorised, match="让同一人兼任系统管理员、安全审计员"):
        staff.register("li", "Ｚhang", ["auditor"])  # the keeper's own name, spelt otherwise
    with pytest.raises(UnknownAccount, match="没有登记账户 li"):
        staff.change("li", ["gm"])
    with pytest.raises(UnknownAccount):
        staff.leave("zhang")
    assert archive.office.person().sole
    assert archive.store.count(STAFF) == 0


def test_the_sole_keeper_is_listed(staff: Staff) -> None:
    assert staff.list() == (Entry("zhang", "zhang", (), 4, AT, sole=True),)


# The first administrators


def test_the_system_administrator_names_the_first_of_each(staff: Staff) -> None:
    staff.register("zhang", "张三")
    assert staff.register("wu", "吴静", ["安全保密管理员"]).roles == ("security_admin",)
    assert staff.register("shen", "沈岩", ["auditor"]).roles == ("auditor",)
    for role in ("security_admin", "auditor", "system_admin"):
        with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
            staff.register("he", "何川", [role])


def test_the_first_may_be_registered_already(staff: Staff) -> None:
    staff.register("wu", "吴静")
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        staff.change("wu", ["gm"])
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        staff.change("wu", clearance=0)
    assert staff.change("wu", ["security_admin"]).roles == ("security_admin",)
    staff.register("shen", "沈岩")
    assert staff.change("shen", ["auditor"]).roles == ("auditor",)
    with pytest.raises(NotAuthorised):
        staff.change("shen", ["security_admin"])


def test_the_first_was_named_even_if_he_has_left(archive: Archive, department: Staff) -> None:
    department.leave("wu")
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        department.register("he", "何川", ["security_admin"])
    assert Registry(archive.store).person("he") is None


def test_nobody_names_himself_security_administrator_too(staff: Staff) -> None:
    staff.register("zhang", "张三")
    with pytest.raises(NotAuthorised, match="为本人授予岗位"):
        staff.change("zhang", ["security_admin"])


# Rights


@pytest.mark.parametrize("actor", ["wu", "shen", "li", "zhao", "qian"])
def test_only_the_system_administrator_registers_and_strikes_off(
    archive: Archive, department: Staff, actor: str
) -> None:
    with pytest.raises(NotAuthorised, match="没有办理：您无权登记账户。"):
        department.register("he", "何川", actor=actor)
    with pytest.raises(NotAuthorised, match="没有办理：您无权办理离岗。"):
        department.leave("qian", actor=actor)
    assert notes(archive) == [(actor, "refused", "登记账户"), (actor, "refused", "办理离岗")]


@pytest.mark.parametrize("actor", ["zhang", "shen", "li", "zhao", "qian"])
def test_only_the_security_administrator_gives_roles(
    archive: Archive, department: Staff, actor: str
) -> None:
    with pytest.raises(NotAuthorised, match="授予岗位和涉密等级，请找安全保密管理员"):
        department.change("li", ["gm"], actor=actor)
    assert notes(archive) == [(actor, "refused", "授予岗位和涉密等级")]


@pytest.mark.parametrize("account", ["nobody", "he", "wu"])
def test_a_stranger_and_a_leaver_hear_the_same_sentence(
    archive: Archive, department: Staff, account: str
) -> None:
    department.register("he", "何川")
    department.leave("he")
    department.register("yu", "于海")
    department.change("yu", ["security_admin"], actor="wu")
    department.leave("wu")
    for act in (
        lambda: department.register("x", "某", actor=account),
        lambda: department.change("li", ["gm"], actor=account),
        lambda: department.change("missing", ["gm"], actor=account),
        lambda: department.leave("li", actor=account),
        lambda: department.list(actor=account),
    ):
        with pytest.raises(NotAuthorised) as refused:
            act()
        assert str(refused.value) == STRANGER
    assert notes(archive) == [(account, "refused", "使用本档案库")] * 5


def test_a_registered_account_without_roles_may_do_nothing(
    archive: Archive, department: Staff
) -> None:
    department.register("he", "何川")
    he = archive.office.person("he")
    assert (he.rights, he.is_audience, he.clearance) == (frozenset(), False, -1)


# Roles and clearances


@pytest.mark.parametrize(
    ("roles", "clearance"),
    [
        (["sales"], 1),
        (["业务员", "客户信息主管"], 2),
        (["cs_manager", "info_supervisor"], 3),
        (["gm"], 4),
        (["auditor"], -1),
        ([], -1),
    ],
)
def test_the_clearance_is_the_highest_that_the_roles_bring(
    department: Staff, roles: list[str], clearance: int
) -> None:
    assert department.change("li", roles, actor="wu").clearance == clearance


def test_a_clearance_is_given_apart_and_roles_stay(department: Staff) -> None:
    entry = department.change("li", clearance=3, actor="wu")
    assert (entry.roles, entry.clearance) == (("info_specialist",), 3)
    assert department.change("li", clearance=-1, actor="wu").clearance == -1
    assert department.change("li", ["gm"], 2, actor="wu").clearance == 2
    assert department.change("li", ["sales"], actor="wu").clearance == 1, "that of gm stayed"


@pytest.mark.parametrize("clearance", [5, -2, True, "秘密", 1.0])
def test_an_unknown_clearance_is_refused(department: Staff, clearance: Any) -> None:
    with pytest.raises(InvalidStaff, match="没有这个涉密等级"):
        department.change("li", clearance=clearance, actor="wu")


def test_who_sees_no_customer_is_cleared_for_nothing(department: Staff) -> None:
    for account, roles in (("shen", None), ("li", ["auditor"]), ("li", [])):
        with pytest.raises(InvalidStaff, match="没有业务岗位的账户不能有涉密等级"):
            department.change(account, roles, 1, actor="wu")


def test_s08_nobody_changes_his_own_roles_or_clearance(archive: Archive, department: Staff) -> None:
    with pytest.raises(NotAuthorised, match="为本人授予岗位和涉密等级，请找另一位安全保密管理员"):
        department.change("wu", ["gm"], actor="wu")
    department.register("wu2", "吴 静")
    with pytest.raises(NotAuthorised, match="为本人"):
        department.change("wu2", ["security_admin"], actor="wu")
    assert notes(archive) == [("wu", "refused", "为本人授予岗位和涉密等级")] * 2


@pytest.mark.parametrize(
    ("account", "roles"),
    [
        ("shen", ["auditor", "system_admin"]),
        ("shen", ["auditor", "sales"]),
        ("li", ["info_specialist", "security_admin"]),
        ("zhang", ["system_admin", "gm"]),
    ],
)
def test_administrators_are_nothing_besides(
    department: Staff, account: str, roles: list[str]
) -> None:
    with pytest.raises(NotAuthorised, match="让同一人兼任"):
        department.change(account, roles, actor="wu")


def test_c19_s30_a_person_is_counted_over_all_his_accounts(
    archive: Archive, department: Staff
) -> None:
    department.register("shen2", "沈岩")
    department.register("zhang2", " 张　三 ")
    with pytest.raises(NotAuthorised, match="兼任客户服务部经理、安全审计员"):
        department.change("shen2", ["cs_manager"], actor="wu")
    with pytest.raises(NotAuthorised, match="兼任系统管理员、安全保密管理员"):
        department.change("zhang2", ["security_admin"], actor="wu")
    department.register("li2", "李敏")
    department.change("li2", ["cs_manager"], actor="wu")
    first, second = archive.office.person("li"), archive.office.person("li2")
    assert first.person == second.person == "李敏"


def test_a_role_that_ended_is_not_counted(department: Staff) -> None:
    department.change("li", ["auditor"], actor="wu")
    assert department.change("li", ["sales"], actor="wu").roles == ("sales",)


def test_every_change_is_a_line_and_no_entry_is_overwritten(
    archive: Archive, department: Staff
) -> None:
    before = [document for _, document in archive.store.rows(STAFF)]
    entry = department.change("li", ["sales"], actor="wu", reason="调岗")
    after = [document for _, document in archive.store.rows(STAFF)]
    old = next(document for document in before if document["roles"] == ["info_specialist"])
    assert len(after) == len(before) + 1
    assert old | {"left": AT} in after
    assert after[-1] == entry.document
    line = archive.store.last()
    kept = archive.store.get("acts", line.no) or {}
    assert (line.act, line.actor, kept["reason"]) == ("staff-change", "wu", "调岗")
    assert kept["detail"]["entries"] == [old | {"left": AT}, entry.document]


@pytest.mark.usefixtures("department")
def test_entries_are_numbered_without_a_gap(archive: Archive) -> None:
    keys = [key for key, _ in archive.store.rows(STAFF)]
    assert keys == list(range(1, len(keys) + 1))


def test_accounts_names_and_roles_must_be_some(department: Staff) -> None:
    for account in ("", " ", " li", "li\n", "l\x00i", "l*", "l" * 257):
        with pytest.raises(InvalidStaff, match="账户"):
            department.register(account, "何川")
    said = "^没有登记：账户名里有控制字符或星号；请照系统里的账户名填写。$"
    with pytest.raises(InvalidStaff, match=said):
        department.register("l*", "何川")
    for name in ("", " \t", "何*", "何\u200b川", "——", "何" * 61):
        with pytest.raises(InvalidStaff, match="姓名"):
            department.register("he", name)
    with pytest.raises(InvalidStaff, match="没有“皇帝”这个岗位；岗位有客户信息专员、"):
        department.register("he", "何川", ["皇帝"])
    with pytest.raises(InvalidStaff, match="没有“皇帝”这个岗位"):
        department.change("li", ["皇帝"], actor="wu")
    assert department.register("l" * 256, "何" * 60).person == "何" * 60


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("何 川", "何川"),
        ("Ｌi  Min", "Li Min"),
        ("何川（二）", "何川(二)"),
        ("阿凡提·买买提", "阿凡提·买买提"),
    ],
)
def test_a_name_is_kept_in_one_spelling(department: Staff, given: str, kept: str) -> None:
    assert department.register("he", given).person == kept
    assert department.register("he2", given).person == kept


def test_an_account_is_registered_once(department: Staff) -> None:
    with pytest.raises(NotPermitted, match="账户 li 已经登记过"):
        department.register("li", "何川")


@pytest.mark.parametrize("act", ["change", "leave"])
def test_an_unknown_account(department: Staff, act: str) -> None:
    with pytest.raises(UnknownAccount) as unknown:
        getattr(department, act)("missing", actor={"change": "wu", "leave": "zhang"}[act])
    assert unknown.value.account == "missing"


# Leavers


def test_s07_a_leaver_loses_all_accounts_at_once(archive: Archive, department: Staff) -> None:
    department.register("li2", "李敏")
    department.change("li2", ["sales"], actor="wu")
    ended = department.leave("li", reason="离职")
    left = archive.store.last().at
    assert [(entry.account, entry.left) for entry in ended] == [("li", left), ("li2", left)]
    for account in ("li", "li2"):
        assert Registry(archive.store).person(account) is None
        with pytest.raises(NotAuthorised) as refused:
            archive.office.person(account)
        assert str(refused.value) == STRANGER
    assert archive.store.last().act == "staff-leave"


def test_s07_grants_of_a_leaver_do_not_come_back_even_while_the_clock_stands_still(
    archive: Archive, department: Staff
) -> None:
    granted = archive.office.moment()
    assert is_current(archive.office.person("li"), granted)
    department.leave("li")
    department.register("li", "李敏")
    department.change("li", ["info_specialist"], actor="wu")
    back = archive.office.person("li")
    assert not is_current(back, granted)
    assert is_current(back, archive.office.moment()), "a new grant must hold"


def test_s07_grants_of_a_transferred_person_end(archive: Archive, department: Staff) -> None:
    granted = archive.office.moment()
    department.change("li", clearance=2, actor="wu")
    department.change("li", ["info_specialist"], actor="wu")
    assert is_current(archive.office.person("li"), granted), "the same post"
    department.change("li", ["sales"], actor="wu")
    moved = archive.office.person("li")
    assert not is_current(moved, granted)
    assert is_current(moved, archive.office.moment())


def test_an_account_that_goes_to_another_person_brings_nothing_along(
    archive: Archive, department: Staff
) -> None:
    department.leave("li")
    department.register("li", "何川")
    he = archive.office.person("li")
    assert (he.person, he.roles, he.clearance) == ("何川", (), -1)


def test_the_last_system_administrator_cannot_leave(archive: Archive, department: Staff) -> None:
    department.register("zhang2", "张三")
    with pytest.raises(NotPermitted, match="最后一位系统管理员"):
        department.leave("zhang")
    with pytest.raises(NotPermitted, match="最后一位系统管理员"):
        department.change("zhang", ["gm"], actor="wu")
    assert archive.office.person().may("staff")
    department.register("he", "何川")
    department.change("he", ["system_admin"], actor="wu")
    assert department.leave("zhang", reason="离职")
    with pytest.raises(NotAuthorised):
        department.list()
    with pytest.raises(NotPermitted, match="最后一位系统管理员"):
        department.leave("he", actor="he")


def test_a_system_administrator_may_get_another_post_when_there_is_a_second(
    department: Staff,
) -> None:
    department.register("he", "何川")
    department.change("he", ["system_admin"], actor="wu")
    assert department.change("zhang", ["gm"], actor="wu").roles == ("gm",)


# Who may list


@pytest.mark.parametrize("actor", ["zhang", "wu", "shen"])
def test_administrators_and_the_auditor_list_everybody(department: Staff, actor: str) -> None:
    accounts = {entry.account for entry in current(department, actor=actor)}
    assert accounts == {"zhang", "wu", "shen", "li", "zhao", "qian"}


def test_everybody_else_lists_himself(department: Staff) -> None:
    department.register("li2", "李敏")
    assert [entry.account for entry in current(department, actor="li")] == ["li", "li2"]


@pytest.mark.usefixtures("department")
def test_s27_the_registry_gives_an_administrator_no_right_to_read(archive: Archive) -> None:
    for account in ("zhang", "wu", "shen"):
        me = archive.office.person(account)
        assert not me.is_audience
        with pytest.raises(NotAuthorised):
            archive.office.require(me, "consult", "查阅档案")


# Taking over


def yes() -> bool:
    return True


def test_a_take_over_is_refused_without_proof(archive: Archive, department: Staff) -> None:
    with pytest.raises(NotAuthorised) as refused:
        department.take_over("何川", proof=lambda: False, actor="he")
    assert str(refused.value) == "没有办理：您无权接管本档案库。"
    assert notes(archive) == [("he", "refused", "接管本档案库")]
    assert Registry(archive.store).person("he") is None


def test_a_take_over_gives_the_system_administrators_rights_and_nothing_else(
    archive: Archive, department: Staff
) -> None:
    entry = department.take_over("何川", proof=yes, actor="he", reason="换电脑")
    assert (entry.roles, entry.clearance, entry.took_over, entry.sole) == (
        ("system_admin",),
        -1,
        AT,
        False,
    )
    he = archive.office.person("he")
    assert he.rights == {"staff", "maintain"}
    assert not he.is_audience
    line = archive.store.last()
    kept = archive.store.get("acts", line.no) or {}
    assert (line.act, line.actor, kept["reason"]) == ("take-over", "he", "换电脑")
    assert archive.office.person("zhang").may("staff"), "others stay what they are"


def test_everybody_registered_sees_who_took_over(department: Staff) -> None:
    department.take_over("何川", proof=yes, actor="he")
    for actor in ("zhang", "shen", "li"):
        assert "he" in {entry.account for entry in current(department, actor=actor)}


def test_who_took_over_names_administrators_where_there_is_none_any_more(
    department: Staff,
) -> None:
    department.take_over("何川", proof=yes, actor="he")
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        department.register("yu", "于海", ["security_admin"], actor="he")
    department.leave("wu", actor="he")
    assert department.register("yu", "于海", ["security_admin"], actor="he").roles
    with pytest.raises(NotAuthorised, match="请找安全保密管理员"):
        department.register("lu", "陆远", ["security_admin"], actor="he")


def test_who_takes_over_is_nothing_besides(archive: Archive, department: Staff) -> None:
    department.take_over("李敏", proof=yes, actor="li")
    assert archive.office.person("li").roles == ("system_admin",)
    with pytest.raises(NotAuthorised, match="让同一人兼任客户服务部经理、系统管理员"):
        department.take_over("赵强", proof=yes, actor="zhao2")
    with pytest.raises(NotPermitted, match="账户 qian 登记在另一人名下"):
        department.take_over("赵强", proof=yes, actor="qian")


def test_a_system_administrator_may_take_over(department: Staff) -> None:
    department.leave("wu")
    department.take_over("张三", proof=yes)
    assert department.register("yu", "于海", ["security_admin"]).roles == ("security_admin",)


def test_an_archive_of_one_keeper_gets_another_keeper(archive: Archive, staff: Staff) -> None:
    entry = staff.take_over("张三", proof=yes, actor="zhang-pc2")
    assert (entry.roles, entry.clearance, entry.sole, entry.took_over) == ((), 4, True, AT)
    me = archive.office.person("zhang-pc2")
    assert (me.sole, me.person, me.highest("grants")) == (True, "张三", 4)
    with pytest.raises(NotAuthorised):
        archive.office.person("zhang")
    assert staff.take_over("张三", proof=yes, actor="zhang").sole
    with pytest.raises(NotAuthorised):
        archive.office.person("zhang-pc2")
    assert [entry.account for entry in staff.list(actor="zhang")] == ["zhang-pc2", "zhang"]
    with pytest.raises(NotPermitted, match="您已是本档案库唯一的管理人"):
        staff.take_over("张三", proof=yes, actor="zhang")


def test_a_keeper_who_took_over_may_begin_separation(archive: Archive, staff: Staff) -> None:
    staff.take_over("张三", proof=yes, actor="pc2")
    with pytest.raises(NotPermitted, match="最后一位系统管理员"):
        staff.leave("pc2", actor="pc2")
    with pytest.raises(NotAuthorised, match="为本人"):
        staff.change("pc2", ["gm"], actor="pc2")
    staff.register("li", "李敏", actor="pc2")
    me = archive.office.person("pc2")
    assert (me.sole, me.person, me.roles) == (False, "张三", ("system_admin",))
    with pytest.raises(NotAuthorised):
        archive.office.person("zhang")


def test_a_keeper_who_took_over_may_register_himself(archive: Archive, staff: Staff) -> None:
    staff.take_over("张三", proof=yes, actor="pc2")
    assert staff.register("pc2", "张三", actor="pc2").roles == ("system_admin",)
    assert not archive.office.person("pc2").sole


def test_in_a_sealed_archive_whoever_has_the_key_takes_over(tmp_path: Path) -> None:
    key, other = ArchiveKey.new(), ArchiveKey.new()
    act = Act("init", "zhang", AT)
    store = create_store(tmp_path / "archive", act, key=key)
    with Archive(store, actor="zhang", clock=Clock()) as archive:
        identity = store.archive
        assert holds_key(store, key.text(identity))
        assert not holds_key(store, other.text(identity))
        assert not holds_key(store, key.text(str(UUID(int=7))))
        with pytest.raises(UnreadableInput):
            holds_key(store, "没有密钥")
        staff = Staff(archive.office)
        staff.register("zhang", "张三")
        staff.take_over("何川", proof=lambda: holds_key(store, key.text(identity)), actor="he")
        assert archive.office.person("he").roles == ("system_admin",)
        assert Registry(store).person("nobody") is None


def test_a_key_does_not_open_an_archive_in_clear(archive: Archive) -> None:
    assert not holds_key(archive.store, ArchiveKey.new().text(archive.store.archive))


def test_the_folders_owner_and_root_may_take_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path.stat().st_uid
    for number, passes in ((mine, True), (0, True), (mine + 4711, False)):
        monkeypatch.setattr(os, "getuid", lambda number=number: number)
        assert owns(tmp_path) is passes


def test_on_windows_who_may_write_in_the_folder_may_take_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        patch.setattr(os, "access", lambda *asked: asked != (tmp_path, os.W_OK))
        answer = owns(tmp_path)
    assert answer is False
