"""``archive appraise`` and ``archive destroy``: a file's end by the command line alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import change_card, open_company, open_person
from archive.destruction.hands import engage, item, seal
from archive.secrecy.department import hire
from click.testing import Result
from console import Become, answer

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

PAST = {"code": "D10", "from": "2010-12-31", "until": "2020-12-31"}
ASKED = {"code": "DEL", "from": "2026-01-05", "until": "2026-01-05"}
GROUP = (
    "--information", "周明", "--archivist", "董雪", "--finance", "蔡文", "--legal", "罗法",
    "--secrecy", "周洁",
)  # fmt: skip
WITNESSES = ("--witness", "简明", "--witness", "石坚", "--place", "档案室", "--method", "碎浆")
WHY = ("--reason", "保管期满，无保存价值")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a company past its retention, and a person who asks to be deleted."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        number = open_company(archive)
        item(archive, number, "换锁")
        item(archive, number, "换窗")
        seal(archive, number, PAST)
        seal(archive, open_person(archive), ASKED)
        engage(archive)
        hire(archive, {"sun": ("孙立", ["system_admin"], -1)})
    return folder


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test remember what it destroys itself: they begin with copies of one archive."""
    monkeypatch.setenv("CSDFORMS_DESTROYED", str(tmp_path / "destroyed"))


@pytest.fixture
def numbers(prepared: Path) -> list[str]:
    with Archive.open(prepared, actor="gao") as archive:
        return [card["number"] for _, card in archive.store.rows("files")]


@pytest.fixture
def go(run: Run, become: Become) -> Callable[..., Any]:
    """Run a command of a group under an account; return what it answers."""

    def answered(account: str, *args: str, exit_code: int = 0) -> Any:
        become(account)
        result = run("archive", *args, "--json")
        if exit_code:
            assert result.exit_code == exit_code, result.output
            return result.stderr
        return answer(result)

    return answered


def test_a_file_goes_to_its_end(
    run: Run, become: Become, go: Callable[..., Any], numbers: list[str]
) -> None:
    company = numbers[0]
    due = go("zhou", "appraise", "list")
    assert [one["file"] for one in due] == numbers
    appraisal = go("zhou", "appraise", "open", company, *GROUP)["number"]
    assert "第 1 行还没有结论" in go("fa", "appraise", "sign", appraisal, exit_code=5)
    go("zhou", "appraise", "report", appraisal, "1", "destroy", *WHY, "--remark", "无纸质")
    for account in ("zhou", "dong", "cai", "fa", "jie"):
        go(account, "appraise", "sign", appraisal)
    closed = go("zhou", "appraise", "close", appraisal)
    listed = closed["destruction"]
    assert listed.startswith("XH-")
    assert run("archive", "appraise", "show", appraisal).stdout.endswith(
        f"已列入销毁清册 {listed}，待审批。\n"
    )
    assert [one["number"] for one in go("zhou", "appraise", "list", "--reports")] == [appraisal]

    assert go("qiang", "destroy", "approve", listed)["state"] == "endorsed"
    assert "您无权" in go("chen", "destroy", "approve", listed, exit_code=4)
    assert go("gao", "destroy", "approve", listed)["state"] == "approved"
    assert go("chen", "destroy", "begin", listed, *WITNESSES)["state"] == "counting"
    assert "没有由两位监销人清点" in go("chen", "destroy", "run", listed, exit_code=5)
    go("jian", "destroy", "witness", listed, "--before", "--count", "3")
    go("shi", "destroy", "witness", listed, "--before", "--count", "3")
    state = go("chen", "destroy", "run", listed)
    assert state["lines"][0]["done_at"]
    [copy] = state["execution"]["copies"]
    assert (copy["kind"], copy["became"]) == ("index", "destroyed")
    go("chen", "destroy", "account", listed, "1", "destroyed", "--note", "已核对")
    go("jian", "destroy", "witness", listed, "--after")
    assert "还没有由两位监销人签字" in go("chen", "destroy", "finish", listed, exit_code=5)
    go("shi", "destroy", "witness", listed, "--after")
    assert go("chen", "destroy", "finish", listed)["state"] == "done"
    become("gao")
    shown = run("archive", "destroy", "show", listed).stdout
    for text in ("已销毁", "批准：赵强", "批准：高远", "执行：陈静", "监销：简明、石坚", "无纸质"):
        assert text in shown
    assert listed in run("archive", "destroy", "list").stdout
    result = run("archive", "show", company, "--purpose", "审计")
    assert (result.exit_code, "依法销毁" in result.stderr) == (5, True)
    stone = go("gao", "destroy", "show", company)
    assert (stone["list"], stone["witnesses"]) == (listed, ["简明", "石坚"])
    shown = run("archive", "destroy", "show", company).stdout
    assert f"封存 2026-03-05，销毁 {stone['destroyed']}，清册 {listed}" in shown
    become("sun")
    assert run("archive", "verify").exit_code == 0


def test_deletion_on_request_and_a_refusal(
    run: Run, go: Callable[..., Any], numbers: list[str]
) -> None:
    listed = go("jie", "destroy", "propose", numbers[1], "QQ-2026-0001")
    assert (listed["request"], listed["lines"][0]["title"]) == ("QQ-2026-0001", "个人客户档案")
    assert go("qiang", "destroy", "list") == [listed]
    refused = go("qiang", "destroy", "refuse", listed["number"], "--reason", "补充材料")
    assert refused["state"] == "refused"
    shown = run("archive", "destroy", "show", listed["number"]).stdout
    assert "依据 QQ-2026-0001" in shown


def test_what_is_kept_longer_split_and_given_up(
    run: Run, become: Become, go: Callable[..., Any], numbers: list[str]
) -> None:
    company = numbers[0]
    with Archive.open("档案", actor="zhou") as archive:
        items = [one["number"] for _, one in archive.store.rows("items")]
    go("zhou", "appraise", "open", company, *GROUP)
    become("zhou")
    shown = run("archive", "appraise", "show", "JD-2026-0001").stdout
    assert "未签署" in shown
    assert "未定" in shown
    split = ("--until", "2039-12-31", "--keep", items[0], "--reason", "索赔未了")
    result = run("archive", "appraise", "report", "JD-2026-0001", "1", "split", *split)
    assert f"索赔未了，新期限 2039-12-31，留存 {items[0]}" in result.stdout
    long = ("--code", "D30", "--reason", "重要合同")
    result = run("archive", "appraise", "report", "JD-2026-0001", "1", "keep", *long)
    assert "新期限 D30" in result.stdout
    cancelled = go("zhou", "appraise", "cancel", "JD-2026-0001", "--reason", "补材料")
    assert cancelled["state"] == "cancelled"
    table = run("archive", "appraise", "list", "--reports").stdout
    assert "已取消" in table
    due = run("archive", "appraise", "list").stdout
    assert "2020-12-31" in due
    assert "上海屿泊包装有限公司" in due


def test_a_held_file_is_listed_as_such(run: Run, become: Become, numbers: list[str]) -> None:
    with Archive.open("档案", actor="zhou") as archive:
        key = archive.store.find("files", "number", numbers[0])[0]
        seal(archive, numbers[0], PAST, holds=["BQ-2026-0001"])
        assert key
    become("zhou")
    assert "法律保全" in run("archive", "appraise", "list").stdout


def test_what_was_taken_off_and_what_is_left_open_is_told(
    run: Run, become: Become, go: Callable[..., Any], numbers: list[str]
) -> None:
    company = numbers[0]
    go("zhou", "appraise", "open", company, *GROUP)
    go("zhou", "appraise", "report", "JD-2026-0001", "1", "destroy", *WHY)
    for account in ("zhou", "dong", "cai", "fa", "jie"):
        go(account, "appraise", "sign", "JD-2026-0001")
    listed = go("zhou", "appraise", "close", "JD-2026-0001")["destruction"]
    with Archive.open("档案", actor="zhou") as archive:
        change_card(archive, company, secrecy={"level": 2})
    refusal = go("qiang", "destroy", "approve", listed, exit_code=5)
    assert "撤出 1 卷，原批准作废" in refusal
    become("qiang")
    shown = run("archive", "destroy", "show", listed).stdout
    assert "已全部撤出" in shown
    assert "撤出：清册编制以后档案有变动" in shown


def test_counting_and_signing_are_not_mixed_up(run: Run, become: Become) -> None:
    become("jian")
    for args in (("--before",), ("--after", "--count", "3")):
        result = run("archive", "destroy", "witness", "XH-2026-0001", *args)
        assert result.exit_code == 2
        assert "事前清点请加 --count" in result.stderr
    assert run("archive", "destroy", "show", "XH-2026-0001").exit_code == 3


@pytest.mark.parametrize("copies", ["", "a", "7-", "7-b", "7,,9"])
def test_copies_are_meant_by_their_numbers(run: Run, become: Become, copies: str) -> None:
    become("chen")
    result = run("archive", "destroy", "account", "XH-2026-0001", copies, "destroyed")
    assert (result.exit_code, "7-9" in result.stderr) == (2, True)


def test_the_setting_of_a_financial_institution(run: Run, become: Become) -> None:
    become("gao")
    result = run("archive", "appraise", "financial", "--on", "--reason", "持牌")
    assert result.stdout == "以后封存的档案按金融机构保管。\n"
    result = run("archive", "appraise", "financial", "--off", "--reason", "不再持牌")
    assert result.stdout == "以后封存的档案不按金融机构保管。\n"


def test_x12_a_restored_backup_is_destroyed_again(
    run: Run, become: Become, go: Callable[..., Any], prepared: Path, numbers: list[str]
) -> None:
    listed = go("jie", "destroy", "propose", numbers[1], "QQ-2026-0001")["number"]
    for account in ("qiang", "gao"):
        go(account, "destroy", "approve", listed)
    go("chen", "destroy", "begin", listed, *WITNESSES)
    for account in ("jian", "shi"):
        go(account, "destroy", "witness", listed, "--before", "--count", "1")
    go("chen", "destroy", "run", listed)
    become("chen")
    result = run("archive", "destroy", "show", listed)
    assert "已签字 0 人" in result.stdout
    shutil.rmtree("档案")
    shutil.copytree(prepared, "档案")
    assert "已依法销毁" in go("gao", "find", numbers[1], exit_code=5)
    become("sun")
    assert run("archive", "destroy", "again").stdout == f"重新销毁了 1 份。\n  {numbers[1]}\n"
    assert go("gao", "destroy", "list") == []


def test_nothing_is_to_be_destroyed_again(run: Run, become: Become, go: Callable[..., Any]) -> None:
    assert go("sun", "destroy", "again") == []
    assert run("archive", "destroy", "again").stdout == "重新销毁了 0 份。\n"
    become("chen")
    assert run("archive", "destroy", "again").exit_code == 4
