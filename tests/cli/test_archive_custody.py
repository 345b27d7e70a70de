"""``archive hold``, ``freeze``, ``merge``, ``changes``, ``inspect``, ``sleep``, ``due``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import CORPORATE, change_card, company
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer
from support import sample

import csdforms
from csdforms.archive.archive import Archive

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("place")

LEGAL = {"fang": ("方正", ["legal"], 3)}


def profile(**changes: Any) -> dict[str, Any]:
    """Return the profile of the sample company, without a number."""
    data = {**sample(CORPORATE), "confidentiality": "内部", **changes}
    return {name: value for name, value in data.items() if name != "customer_no"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with two files of one company, opened long ago, and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    long_ago = dt.datetime(2020, 3, 5, 9)
    with Archive.create(folder, actor="zhang", clock=lambda: long_ago) as archive:
        first = archive.open_file(profile(), form=CORPORATE).number
        data = company(customer_name="屿泊包装经营部", uscc=None, phone="021-62345670")
        second = archive.open_file(data, form=CORPORATE).number
        change_card(archive, second, uscc=profile()["uscc"])
        for number in (first, second):
            classify(archive, number, 1)
        hire(archive)
        hire(archive, LEGAL)
    return folder


@pytest.fixture
def numbers(prepared: Path) -> list[str]:
    with Archive.open(prepared, actor="gao") as archive:
        return [card["number"] for _, card in archive.store.rows("files")]


def test_k07_legal_holds_and_lifts(run: Run, become: Become, numbers: list[str]) -> None:
    why = ("--reference", "（2026）1号", "--reason", "诉讼")
    become("zhou")
    assert run("archive", "hold", "set", numbers[0], *why).exit_code == 4
    become("fang")
    done = run("archive", "hold", "set", numbers[0], *why)
    assert done.exit_code == 0
    hold = done.stdout.split()[1].split("：")[0]
    assert done.stdout == f"已设置保全 {hold}：{numbers[0]}\n"
    [listed] = answer(run("archive", "hold", "list", numbers[0], "--json"))
    assert (listed["number"], listed["reference"]) == (hold, "（2026）1号")
    assert hold in run("archive", "hold", "list").stdout
    assert run("archive", "hold", "review", hold, "--reason", "续").stdout.startswith("已复核保全")
    assert answer(run("archive", "hold", "lift", hold, *why, "--json"))["lifted_by"] == "方正"
    assert "没有找到" in run("archive", "hold", "list").stderr
    assert hold in run("archive", "hold", "list", "--all").stdout


def test_a_file_is_frozen_and_unfrozen(run: Run, become: Become, numbers: list[str]) -> None:
    become("qiang")
    until = ("--until", "2099-12-31", "--reason", "核查")
    assert run("archive", "freeze", numbers[0], *until).stdout == (
        f"已冻结 {numbers[0]}，至 2099-12-31\n"
    )
    assert run("archive", "freeze", numbers[0], *until).exit_code == 5
    assert run("archive", "unfreeze", numbers[0], "--reason", "查清").stdout == (
        f"已解冻 {numbers[0]}\n"
    )
    assert answer(run("archive", "freeze", numbers[0], *until, "--json"))["until"] == "2099-12-31"


def test_files_are_merged_by_two_and_parted_again(
    run: Run, become: Become, numbers: list[str]
) -> None:
    become("zhou")
    order = ("archive", "merge", numbers[1], numbers[0], "--reason", "同一客户")
    assert "待另一人确认" in run(*order).stdout
    assert run(*order).exit_code == 4
    assert "待确认" in run("archive", "mergers").stdout
    become("qiang")
    done = answer(run(*order, "--json"))
    assert done["state"] == "merged"
    merger = done["number"]
    shown = run("archive", "show", numbers[1], "--purpose", "核对")
    assert shown.stdout.startswith(numbers[0])
    why = ("archive", "unmerge", merger, "--reason", "认错")
    assert "待另一人确认" in run(*why).stdout
    assert "待撤销" in run("archive", "mergers").stdout
    assert run("archive", "refuse-merge", merger, "--reason", "再看").stdout == (
        f"已退回 {merger}\n"
    )
    assert run("archive", "inform", merger, "--how", "短信").exit_code == 4
    run(*why)
    become("zhou")
    assert run(*why).stdout == f"已撤销合并 {merger}：{numbers[1]}\n"
    assert answer(run("archive", "mergers", "--all", "--json"))[0]["state"] == "undone"


def test_an_absorption_reminds_of_the_people(
    run: Run, become: Become, place: Path, numbers: list[str]
) -> None:
    with Archive.open(place, actor="gao") as archive:
        change_card(archive, numbers[1], uscc="91310199MA0000001A", org_code="MA0000001")
    order = ("archive", "merge", numbers[1], numbers[0], "--reason", "吸收合并")
    become("zhou")
    assert run(*order).exit_code == 4
    assert run(*order, "--absorption", "通知书 8 号").exit_code == 0
    become("qiang")
    done = run(*order)
    assert "个人信息保护法第22条" in done.stderr
    merger = done.stdout.split()[1].split("：")[0]
    become("zhou")
    assert run("archive", "inform", merger, "--how", "短信").stdout == f"已登记告知 {merger}\n"


def test_k04_a_change_waits_for_another_person(
    run: Run, become: Become, here: Path, numbers: list[str]
) -> None:
    data = profile(customer_name="上海屿泊新材料有限公司")
    (here / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    order = ("archive", "revise", numbers[0], "data.json", "--reason", "更名")
    become("chen")
    assert run(*order).exit_code == 4
    done = run(*order, "--evidence", "变更登记通知书")
    assert done.exit_code == 0, done.output
    assert done.stdout == f"已提请变更 {numbers[0]}\n"
    assert "客户名称的变更须另一人复核" in done.stderr
    [change] = answer(run("archive", "changes", "list", "--json"))
    number = change["number"]
    assert "待复核" in run("archive", "changes", "list", numbers[0]).stdout
    assert run("archive", "changes", "confirm", number).exit_code == 4
    become("zhou")
    why = ("--purpose", "复核")
    shown = run("archive", "changes", "show", number, *why)
    assert "上海屿泊新材料有限公司" in shown.stdout
    assert "部分内容已隐去" in shown.stderr
    whole = answer(run("archive", "changes", "show", number, *why, "--unmask", "phone", "--json"))
    assert whole["profile"]["data"]["phone"] == profile()["phone"]
    assert run("archive", "changes", "confirm", number).stdout == f"已变更 {numbers[0]}\n"
    with Archive.open(here / "档案", actor="zhou") as archive:
        digest = archive.show(numbers[0], purpose="核对").profile.document
        assert csdforms.read_back(archive.store.get_file(digest)).stored()["customer_name"] == (
            "上海屿泊新材料有限公司"
        )


def test_a_change_is_rejected(run: Run, become: Become, here: Path, numbers: list[str]) -> None:
    data = profile(customer_name="又一名称有限公司")
    (here / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    become("chen")
    order = ("archive", "revise", numbers[0], "data.json", "--reason", "更名", "--evidence", "凭证")
    assert run(*order).exit_code == 0
    assert run(*order).exit_code == 5
    [change] = answer(run("archive", "changes", "list", "--json"))
    reject = ("archive", "changes", "reject", change["number"], "--reason", "不符")
    become("zhou")
    assert run(*reject).stdout == f"已退回 {change['number']}：{numbers[0]}\n"
    assert run(*reject).exit_code == 5
    [change] = answer(run("archive", "changes", "list", "--all", "--json"))
    assert change["state"] == "refused"
    become("chen")
    assert run(*order).exit_code == 0
    [again] = answer(run("archive", "changes", "list", "--json"))
    again_out = answer(
        run("archive", "changes", "reject", again["number"], "--reason", "撤回", "--json")
    )
    assert again_out["decided_by"] == "陈静"


def test_files_are_checked_and_put_right(run: Run, become: Become, numbers: list[str]) -> None:
    become("chen")
    assert "没有待整改的检查" in run("archive", "inspect", "list").stderr
    done = run("archive", "inspect", "run", "--found", numbers[0], "damaged")
    assert done.exit_code == 0
    assert "检查 2 份" in done.stdout
    assert "破损" in done.stdout
    [check] = answer(run("archive", "inspect", "list", "--json"))
    assert (check["state"], check["findings"][0]["kind"]) == ("open", "damaged")
    put_right = ("archive", "inspect", "rectify", check["number"], "1", "--how", "已修裱", "--json")
    assert answer(run(*put_right))["findings"][0]["rectified_by"] == "陈静"
    assert check["number"] in run("archive", "inspect", "list").stdout
    assert run("archive", "inspect", "run", "--found", numbers[0], "wet").exit_code == 2
    with_none = run("archive", "inspect", "rectify", check["number"], "99", "--how", "已修")
    assert with_none.exit_code == 3


def test_a_check_without_findings_prints_no_table(
    run: Run, become: Become, place: Path, numbers: list[str]
) -> None:
    with Archive.open(place, actor="gao") as archive:
        for number in numbers:
            change_card(archive, number, state="VOID")
    become("chen")
    assert run("archive", "inspect", "run").stdout.count("\n") == 1


def test_k08_dormancy_is_proposed_and_confirmed(
    run: Run, become: Become, numbers: list[str]
) -> None:
    become("zhou")
    listed = answer(run("archive", "sleep", "--json"))
    assert [one["number"] for one in listed] == numbers
    assert numbers[0] in run("archive", "sleep").stdout
    assert run("archive", "sleep", numbers[0]).stdout == f"已转为休眠 {numbers[0]}\n"
    assert answer(run("archive", "sleep", numbers[1], "--json"))[0]["last"] == "2020-03-05"
    assert "没有久无往来" in run("archive", "sleep").stderr
    assert run("archive", "resume", numbers[0]).exit_code == 5
    again = run("archive", "resume", numbers[0], "--verified", "电话核对")
    assert again.stdout == f"已恢复往来 {numbers[0]}\n"
    resumed = answer(run("archive", "resume", numbers[1], "--verified", "走访", "--json"))
    assert resumed["number"] == numbers[1]


def test_what_is_due(run: Run, become: Become) -> None:
    become("zhou")
    listed = answer(run("archive", "due", "--json"))
    assert {one["kind"] for one in listed} == {"inspection", "dormant"}
    assert "确认休眠" in run("archive", "due", "--kind", "dormant").stdout
    assert run("archive", "due", "--kind", "weather").exit_code == 4
    become("wang")
    assert "没有到期或待办" in run("archive", "due").stderr
