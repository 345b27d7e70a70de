"""Looking into an archive where several people work: ``--purpose``, ``--unmask``, ``log``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import Clock
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer
from support import sample

from csdforms import filing
from csdforms.archive.archive import Archive

Run = Callable[..., Result]

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample
FIRM = "KH-F-2026-000236-X"
ABSENT = "KH-F-2026-000009-X"
MOBILE = "13900006721"

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with an internal person, a secret company, and a whole department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang", clock=Clock()) as archive:
        filing.create(archive, PERSON, sample(PERSON))
        filing.create(archive, COMPANY, sample(COMPANY))
        filing.file_form(archive, NUMBER, REGISTER, sample(REGISTER))
        classify(archive, NUMBER, 1)
        classify(archive, FIRM, 3)
        hire(archive)
    return folder


@pytest.fixture
def act_as(become: Become) -> Become:
    """Let the commands run under an account, chen's unless a test says otherwise."""
    become("chen")
    return become


@pytest.mark.usefixtures("act_as")
@pytest.mark.parametrize(
    "command",
    [
        ("show", "N"),
        ("show", "N", "--purpose", "回访", "--json"),
        ("show", "N", "--version", "2"),
        ("show", "N/3.2-2026-0001"),
        ("history", "N"),
        ("document", "N", "-o", "a.docx"),
        ("document", "N/3.2-2026-0001", "-o", "a.docx"),
        ("file", "N", REGISTER, "a.json"),
        ("revise", "N", "a.json", "--reason", "x"),
        ("alias", "N", "XS-1"),
        ("export", "bag", "N"),
        ("find", "N"),
    ],
)
def test_s09_a_hidden_file_and_an_absent_one_are_answered_alike(
    run: Run, command: tuple[str, ...]
) -> None:
    Path("a.json").write_text(json.dumps(sample(REGISTER)), "utf-8")
    said = []
    for number in (FIRM, ABSENT):
        result = run("archive", *(word.replace("N", number) for word in command))
        texts = [text.replace(number, "N") for text in (result.stdout, result.stderr)]
        said.append((result.exit_code, *texts))
    assert said[0] == said[1]
    assert said[0][0] in (3, 4)


@pytest.mark.usefixtures("act_as")
def test_what_is_shown_is_masked(run: Run) -> None:
    result = run("archive", "show", NUMBER, "--data", "--purpose", "回访")
    assert (result.exit_code, result.stderr) == (
        0,
        "部分内容已隐去（*）。确需查看的，用 --unmask 写明字段。\n",
    )
    assert "李**" in result.stdout
    listed = [run("archive", "list").stdout, run("archive", "find", MOBILE).stdout]
    shown = run("archive", "show", NUMBER, "--purpose", "回访", "--json").stdout
    item = run("archive", "show", f"{NUMBER}/3.2-2026-0001", "--data", "--purpose", "回访")
    assert item.stderr == result.stderr
    for text in (result.stdout, shown, item.stdout, *listed):
        for value in (MOBILE, "李晓岚", "310199198906140023", FIRM, "屿泊包装有限"):
            assert value not in text
    assert NUMBER in listed[1]


@pytest.mark.usefixtures("act_as")
@pytest.mark.parametrize("field", ["mobile", "手机", "移动电话"])
def test_a_field_is_unmasked_by_its_name_or_label(run: Run, field: str) -> None:
    shown = answer(run("archive", "show", NUMBER, "--unmask", field, "--purpose", "回访", "--json"))
    assert shown["profile"]["data"]["mobile"] == MOBILE
    assert shown["profile"]["data"]["customer_name"] == "李**"
    assert shown["card"]["masked"] is True


@pytest.mark.usefixtures("act_as")
def test_fields_of_items_and_of_groups_are_found_by_their_labels(run: Run) -> None:
    item = f"{NUMBER}/3.2-2026-0001"
    label = ("--unmask", "客户名称", "--unmask", "phone", "--purpose", "回访", "--json")
    data = answer(run("archive", "show", item, *label))["data"]
    assert (data["customer_name"], data["phone"]) == ("李晓岚", sample(REGISTER)["phone"])
    group = ("--unmask", "家庭情况姓名", "--purpose", "回访", "--json")
    data = answer(run("archive", "show", NUMBER, *group))["profile"]["data"]
    assert data["family"][0]["name"] == "周以衡"
    unknown = run("archive", "show", NUMBER, "--unmask", "没有这一栏", "--purpose", "回访")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    for number in (FIRM, "XS-77"):
        assert run("archive", "show", number, "--unmask", "手机").exit_code in (2, 3)


@pytest.mark.usefixtures("act_as")
def test_what_may_not_be_seen_is_refused_in_a_sentence(run: Run) -> None:
    for command, words in (
        (("show", NUMBER), "不写明用途"),
        (("show", NUMBER, "--unmask", "all", "--purpose", "回访"), "原文"),
        (("history", NUMBER), "不写明用途"),
        (("document", f"{NUMBER}/3.2-2026-0001", "-o", "a.docx"), "archive print"),
        (("log",), "查看日志"),
        (("log", NUMBER), "谁查阅过"),
        (("verify",), "核对档案库"),
    ):
        result = run("archive", *command)
        assert (result.exit_code, result.stdout) == (4, ""), command
        assert words in result.stderr
    assert not Path("a.docx").exists()


def test_the_log_is_for_the_auditor_and_tells_who_saw(run: Run, act_as: Become) -> None:
    run("archive", "show", NUMBER, "--purpose", "回访", "--unmask", "mobile")
    run("archive", "history", NUMBER, "--purpose", "核对")
    act_as("he")
    assert "建档" in run("archive", "log").stdout
    said = run("archive", "log", NUMBER)
    assert said.exit_code == 0
    for words in ("chen", "查阅", "用途：回访", "查阅沿革", "归档"):
        assert words in said.stdout
    events = answer(run("archive", "log", NUMBER, "--json"))
    [shown] = [event for event in events if event["act"] == "show"]
    assert shown["detail"]["fields"] == ["mobile"]
    assert MOBILE not in said.stdout
    assert run("archive", "log", ABSENT).exit_code == 3
    assert run("archive", "show", NUMBER, "--purpose", "审计").exit_code == 3


def test_who_is_not_registered_gets_nowhere(run: Run, act_as: Become) -> None:
    act_as("zhang")  # who made the archive, and was not registered
    for command in (("list",), ("find", "李"), ("show", NUMBER), ("log",), ("anchor",)):
        result = run("archive", *command)
        assert (result.exit_code, result.stdout) == (4, "")
        assert "系统管理员" in result.stderr


def test_s06_a_case_is_closed_and_reopened(run: Run, act_as: Become) -> None:
    case = (NUMBER, "TS-20260305-001")
    act_as("liu")
    assert run("archive", "close-case", *case).exit_code == 2
    closed = run("archive", "close-case", *case, "--reason", "客户撤诉")
    assert (closed.exit_code, closed.stdout) == (0, "已结案 TS-20260305-001\n")
    assert run("archive", "close-case", *case, "--reason", "客户撤诉").exit_code == 5
    reopened = run("archive", "reopen-case", *case, "--reason", "新的事实")
    assert (reopened.exit_code, reopened.stdout) == (0, "已重新立案 TS-20260305-001\n")
    act_as("chen")
    assert run("archive", "reopen-case", *case, "--reason", "x").exit_code == 4
    for number in (FIRM, ABSENT):
        assert run("archive", "close-case", number, "TS-1", "--reason", "x").exit_code == 3
