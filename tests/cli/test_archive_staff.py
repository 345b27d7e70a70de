"""``archive staff``: the registry from the command line; who acts is the account (Z07)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from console import Become, answer

from csdforms.archive import actor
from csdforms.archive.archive import Archive
from csdforms.archive.places import create_store
from csdforms.archive.sealing.keys import ArchiveKey
from csdforms.archive.secrecy.staff import Staff
from csdforms.archive.store import Act
from csdforms.cli.archive import staffing

Run = Callable[..., Result]

AT = "2026-03-05T14:05:09.123456+08:00"
STRANGER = "错误：没有办理：您无权使用本档案库，请找系统管理员登记账户。\n"


@pytest.fixture(autouse=True)
def place(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that this process's own account made."""
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    Archive.create(here / "档案").close()
    return here / "档案"


@pytest.fixture(autouse=True)
def account() -> str:
    """The account under which this process really runs."""
    return actor.account()


@pytest.fixture
def department(place: Path, account: str) -> None:
    """This account registers, wu gives roles, li is an information specialist."""
    with Archive.open(place) as archive:
        staff = Staff(archive.office)
        staff.register(account, "张三")
        staff.register("wu", "吴静", ["security_admin"])
        staff.register("li", "李敏")
        staff.change("li", ["info_specialist"], actor="wu")


def rows(result: Result) -> list[list[str]]:
    return [line.split() for line in result.stdout.splitlines()[1:]]


def test_whoami_of_the_only_keeper(run: Run, account: str) -> None:
    result = run("archive", "staff", "whoami")
    assert result.exit_code == 0
    first, person, roles, clearance, rights = result.stdout.splitlines()
    assert (first, person) == (f"账户：{account}", f"姓名：{account}")
    assert (roles, clearance) == ("岗位：单人管理", "涉密等级：绝密")
    assert rights.startswith("可以：拟建客户档案、验收或退回建档、")
    said = answer(run("archive", "staff", "whoami", "--json"))
    assert (said["account"], said["sole"], said["clearance"]) == (account, True, 4)
    assert "consult" in said["rights"]


@pytest.mark.usefixtures("department")
def test_whoami_of_a_clerk(run: Run, become: Become) -> None:
    become("li")
    assert run("archive", "staff", "whoami").stdout.splitlines() == [
        "账户：li",
        "姓名：李敏",
        "岗位：客户信息专员",
        "涉密等级：内部",
        (
            "可以：拟建客户档案、变更客户资料、登记别号、归档、查阅客户档案、提出定密建议、编制统计报表、"
            "导入销售、收款、应收和目标、保管检查、登记个人信息请求、申请注销和恢复、会同封存、参加鉴定、"
            "执行销毁、监销"
        ),
    ]


@pytest.mark.parametrize("option", [(), ("--json",)])
@pytest.mark.usefixtures("department")
def test_whoami_tells_a_stranger_his_own_account_and_nothing_else(
    run: Run, become: Become, option: tuple[str, ...]
) -> None:
    become("nobody")
    result = run("archive", "staff", "whoami", *option)
    assert (result.exit_code, result.stderr) == (4, STRANGER)
    assert result.stdout == ("" if option else "账户：nobody\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("add", "li", "李敏"),
        ("add", "missing", "某"),
        ("roles", "li", "--role", "gm"),
        ("roles", "missing", "--role", "gm"),
        ("leave", "li", "--reason", "离职"),
        ("leave", "missing", "--reason", "离职"),
    ],
)
@pytest.mark.usefixtures("department")
def test_a_stranger_hears_one_sentence_whatever_he_asks(
    run: Run, become: Become, arguments: tuple[str, ...]
) -> None:
    become("nobody")
    result = run("archive", "staff", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (4, "", STRANGER)


@pytest.mark.parametrize("name", ["USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER"])
@pytest.mark.usefixtures("department")
def test_z07_no_variable_changes_who_acts(
    run: Run, account: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "wu")
    assert answer(run("archive", "staff", "whoami", "--json"))["account"] == account
    assert run("archive", "staff", "roles", "li", "--role", "gm").exit_code == 4


@pytest.mark.parametrize("command", list(staffing.staff.commands))
@pytest.mark.parametrize("option", ["--user", "--actor", "--as"])
def test_z07_no_option_says_who_acts(run: Run, command: str, option: str) -> None:
    result = run("archive", "staff", command, option, "wu")
    assert result.exit_code == 2
    assert "No such option" in result.stderr


def test_the_end_of_the_sole_time_must_be_meant(run: Run, account: str) -> None:
    result = run("archive", "staff", "add", "li", "李敏")
    assert result.exit_code == 2
    assert "单人管理即告结束" in result.stderr
    assert rows(run("archive", "staff", "list"))[0][:3] == [account, account, "单人管理"]
    result = run("archive", "staff", "add", account, "张三", "--separate")
    assert (result.exit_code, result.stdout) == (0, f"已登记 {account}（张三）：系统管理员\n")
    result = run("archive", "staff", "add", "li", "李敏", "--reason", "入职")
    assert (result.exit_code, result.stdout) == (0, "已登记 li（李敏）：（未授岗位）\n")
    assert [row[:3] for row in rows(run("archive", "staff", "list"))] == [
        [account, "张三", "系统管理员"],
        ["li", "李敏", "（未授岗位）"],
    ]


@pytest.mark.usefixtures("department")
def test_roles_are_given_by_identifier_or_title(run: Run, become: Become) -> None:
    become("wu")
    result = run(
        "archive", "staff", "roles", "li", "--role", "sales", "--role", "客户信息主管",
        "--clearance", "内部", "--reason", "升任",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (
        0,
        "已授予 li（李敏）：客户信息主管、业务员，涉密等级内部\n",
    )
    *_, entry = answer(run("archive", "staff", "list", "--json"))
    assert (entry["roles"], entry["clearance"]) == (["info_supervisor", "sales"], 1)
    assert run("archive", "staff", "roles", "li", "--clearance", "机密").exit_code == 0
    *_, entry = answer(run("archive", "staff", "list", "--json"))
    assert (entry["roles"], entry["clearance"]) == (["info_supervisor", "sales"], 3)


@pytest.mark.usefixtures("department")
def test_what_roles_needs(run: Run, become: Become) -> None:
    become("wu")
    result = run("archive", "staff", "roles", "li")
    assert result.exit_code == 2
    assert "请用 --role 写明岗位" in result.stderr
    assert run("archive", "staff", "roles", "li", "--clearance", "最高").exit_code == 2
    result = run("archive", "staff", "roles", "li", "--role", "皇帝")
    assert result.exit_code == 1
    assert "没有“皇帝”这个岗位" in result.stderr
    result = run("archive", "staff", "roles", "missing", "--role", "gm")
    assert (result.exit_code, result.stderr) == (
        3,
        "错误：没有登记账户 missing，或其人已离岗。用 csdforms archive staff list 查看。\n",
    )


def test_the_table_of_roles_needs_no_archive(run: Run) -> None:
    result = run("archive", "--archive", "没有", "staff", "roles")
    assert result.exit_code == 0
    table = {row[0]: row[1:] for row in rows(result)}
    assert table["gm"][:2] == ["总经理", "绝密"]
    assert table["auditor"] == ["安全审计员", "无", "查看谁查阅过某客户的档案、查看日志"]


@pytest.mark.usefixtures("department")
def test_a_leaver(run: Run) -> None:
    assert run("archive", "staff", "leave", "li").exit_code == 2
    result = run("archive", "staff", "leave", "li", "--reason", "离职")
    assert (result.exit_code, result.stdout) == (0, "已离岗 li（李敏）：客户信息专员\n")
    *_, row = rows(run("archive", "staff", "list"))
    assert row[:4] == ["li", "李敏", "客户信息专员", "内部"]
    assert len(row) == 8, "no moment of leaving"


@pytest.mark.usefixtures("department")
def test_the_list_shows_old_entries_on_demand(run: Run) -> None:
    assert [row[0] for row in rows(run("archive", "staff", "list"))][1:] == ["wu", "li"]
    assert [row[0] for row in rows(run("archive", "staff", "list", "--all"))][1:] == [
        "wu",
        "li",
        "li",
    ]


@pytest.mark.usefixtures("department")
def test_a_clerk_lists_himself(run: Run, become: Become) -> None:
    become("li")
    (entry,) = answer(run("archive", "staff", "list", "--json"))
    assert (entry["account"], entry["person"], entry["roles"]) == (
        "li",
        "李敏",
        ["info_specialist"],
    )


@pytest.mark.usefixtures("department")
def test_the_folders_owner_takes_over(
    run: Run, become: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    become("new")
    with monkeypatch.context() as patch:
        patch.setattr("csdforms.archive.secrecy.staff.owns", lambda _: False)
        result = run("archive", "staff", "take-over", "何川", "--reason", "换电脑")
    assert (result.exit_code, result.stderr) == (4, "错误：没有办理：您无权接管本档案库。\n")
    result = run("archive", "staff", "take-over", "何川", "--reason", "换电脑")
    assert (result.exit_code, result.stdout) == (0, "已接管 new（何川）：系统管理员\n")
    assert run("archive", "staff", "take-over", "何川").exit_code == 2
    become("li")
    assert "接管" in run("archive", "staff", "list").stdout


def test_whoever_reaches_a_database_takes_over(run: Run, here: Path, become: Become) -> None:
    url = f"sqlite:///{here / '库.sqlite'}"
    Archive.create(url, actor="zhang").close()
    become("new")
    result = run("archive", "staff", "take-over", "何川", "--reason", "换", "--archive", url)
    assert (result.exit_code, result.stdout) == (0, "已接管 new（何川）：单人管理\n")


def test_a_sealed_archive_is_taken_over_with_its_key(
    run: Run, here: Path, become: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ArchiveKey.new()
    store = create_store(here / "密", Act("init", "zhang", AT), key=key)
    text = key.text(store.archive)
    store.close()
    monkeypatch.setattr("csdforms.archive.sealing.key_places.find_key", lambda *_: key)
    become("new")
    command = ("archive", "--archive", "密", "staff", "take-over", "何川", "--reason", "换电脑")
    result = run(*command)
    assert result.exit_code == 2
    assert "请用 --key 指明密钥文件" in result.stderr
    other = ArchiveKey.new().text(store.archive)
    result = run(*command, "--key", "-", stdin=other)
    assert (result.exit_code, result.stderr) == (4, "错误：没有办理：您无权接管本档案库。\n")
    Path("密钥.txt").write_text(text, "utf-8")
    result = run(*command, "--key", "密钥.txt")
    assert (result.exit_code, result.stdout) == (0, "已接管 new（何川）：单人管理\n")


@pytest.mark.usefixtures("department")
def test_a_name_cannot_move_the_cursor(run: Run, place: Path) -> None:
    with Archive.open(place) as archive, archive.store.writing() as work:
        entry = archive.store.get("staff", 2) or {}
        work.put("staff", 2, entry | {"person": "\x1b[31m吴", "roles": ["emperor"]})
        work.record(archive.store.act("test"))  # type: ignore[attr-defined]
    result = run("archive", "staff", "list")
    assert "\x1b" not in result.stdout
    assert "emperor" in result.stdout
