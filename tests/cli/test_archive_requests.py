"""``archive request``: what people ask of their own data, from its taking to its answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import open_person
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

WHO = ("--name", "李晓岚", "--contact", "13900006721", "--asked", "请办理。")
PROVEN = ("--proof", "看过身份证件原件")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with a person's file, and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        classify(archive, open_person(archive), 1)
        hire(archive)
    return folder


@pytest.fixture
def file(prepared: Path) -> str:
    with Archive.open(prepared, actor="chen") as archive:
        return str(next(card["number"] for _, card in archive.store.rows("files")))


@pytest.fixture
def take(run: Run, become: Become, file: str) -> Callable[..., str]:
    """Take a request as 陈静; return its number."""

    def taken(kind: str, *more: str) -> str:
        become("chen")
        given = ("request", "take", kind, *WHO, "--file", file, *more, "--json")
        return str(answer(run("archive", *given))["number"])

    return taken


def request(run: Run, *arguments: str, exit_code: int = 0) -> str:
    result = run("archive", "request", *arguments)
    assert result.exit_code == exit_code, result.output
    return result.output


def test_a_request_from_its_taking_to_its_export(
    run: Run, become: Become, file: str, here: Path, take: Callable[..., str]
) -> None:
    number = take("copy", *PROVEN)
    become("jie")
    assert f"已答复 {number}" in request(run, "answer", number, "granted", "--reasons", "见附件。")
    assert "登记为第 1 份副本" in request(run, "export", number, "本人.json")
    data = json.loads((here / "本人.json").read_text("utf-8"))
    assert (data["file"], data["profile"]["customer_name"]) == (file, "李晓岚")
    request(run, "export", number, "本人.json", exit_code=4)  # it is there already
    again = answer(
        run("archive", "request", "export", number, "本人.json", "--overwrite", "--json")
    )
    assert again == {"request": number, "copy_no": 2, "path": "本人.json"}
    shown = request(run, "show", number)
    assert "答复：同意。见附件。" in shown
    assert answer(run("archive", "request", "show", number, "--json"))["outcome"] == "granted"


def test_what_is_not_said_is_asked_for(run: Run, become: Become, file: str) -> None:
    become("chen")
    arguments = ("archive", "request", "take", "read", "--file", file, *PROVEN)
    result = run(*arguments, stdin="李晓岚\n13900006721\n看我的资料\n")
    assert result.exit_code == 0, result.output
    assert "已受理 QQ-" in result.output
    assert "以前答复" in result.output


def test_who_is_not_proven_is_asked_for_a_proof(run: Run, take: Callable[..., str]) -> None:
    number = take("read")
    assert "期限 身份证明后起算" in request(run, "show", number)
    assert "身份未证明：请其证明，不多收资料；不是拒绝" in request(run, "show", number)
    assert f"已核验 {number}" in request(run, "identify", number, *PROVEN)
    assert "待证明身份" in request(run, "identify", number, "--ask", "签名不符，请补")
    request(run, "identify", number, "--ask", "签名", *PROVEN, exit_code=2)


def test_the_term_is_extended_and_the_list_shows_it(
    run: Run, become: Become, take: Callable[..., str]
) -> None:
    number = take("explain", *PROVEN)
    become("jie")
    told = ("--told", "电话告知", "--reason", "调取旧系统")
    assert f"已延期 {number}" in request(run, "extend", number, *told)
    request(run, "extend", number, *told, exit_code=4)
    [listed] = answer(run("archive", "request", "list", "--json"))
    assert (listed["number"], listed["extended"], listed["requester"]) == (number, True, "")
    assert "解释处理规则  办理中" in request(run, "list")
    assert "没有找到" in request(run, "list", "--overdue")
    request(run, "answer", number, "granted", "--reasons", "见告知书。")
    assert "没有找到" in request(run, "list")
    assert "已答复" in request(run, "list", listed["file"], "--all")


def test_what_cannot_be_deleted_is_restricted(
    run: Run, become: Become, take: Callable[..., str]
) -> None:
    number = take("delete", *PROVEN)
    become("jie")
    request(run, "answer", number, "granted", "--reasons", "好。", exit_code=5)
    request(run, "restrict", number, "--reason", "核查期间")
    request(run, "release", number, "--reason", "核查完毕")
    term = ("--law", "电子商务法第31条", "--keep-until", "2039-01-01")
    arguments = ("answer", number, "partly", "--reasons", "依法保存。", *term)
    done = answer(run("archive", "request", *arguments, "--json"))
    assert (done["restricted"], done["situations"]) == (True, ["retention"])
    assert "已解除限制处理" in request(run, "release", number, "--reason", "期满")


def test_the_department_s_own_term(run: Run, become: Become, take: Callable[..., str]) -> None:
    become("jie")
    assert "已规定：10 个工作日" in request(run, "term", "10", "--reason", "更快")
    said = answer(run("archive", "request", "term", "5", "--reason", "更快", "--json"))
    assert said == {"request_workdays": 5}
    assert take("read", *PROVEN)


def test_who_may_not(run: Run, become: Become, take: Callable[..., str]) -> None:
    number = take("explain", *PROVEN)
    request(run, "answer", number, "granted", "--reasons", "好。", exit_code=4)
    become("gao")
    request(run, "list", exit_code=4)
    become("jie")
    request(run, "show", "QQ-2026-0999", exit_code=3)
