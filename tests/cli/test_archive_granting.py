"""``archive ask``, ``grant``, ``emergency``, ``lend``, ``permit-export``, ``disclose``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import open_company, open_person, other_company
from archive.secrecy.department import ABSENT, acts, classify, hire
from click.testing import Result
from console import Become, answer

from csdforms.archive.archive import Archive

Run = Callable[..., Result]

WHY = ("--purpose", "客户投诉需回访")

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with an 内部, a 秘密 and a 机密 file, and a department."""
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        numbers = [
            open_company(archive),
            open_person(archive),
            archive.open_file(other_company(), form="corporate_customer_profile").number,
        ]
        classify(archive, numbers[0], 1)
        classify(archive, numbers[1], 2)
        classify(archive, numbers[2], 3, ("赵强",))
        hire(archive)
    return folder


@pytest.fixture
def numbers(prepared: Path) -> dict[str, str]:
    return _numbers(prepared)


def _numbers(place: Path) -> dict[str, str]:
    with Archive.open(place, actor="gao") as archive:
        found = [card["number"] for _, card in archive.store.rows("files")]
    return dict(zip(("open", "secret", "hidden"), found, strict=True))


@pytest.mark.parametrize(
    ("given", "meant"), [("手机", "mobile"), ("mobile", "mobile"), ("全部", "*"), ("all", "*")]
)
def test_a_field_is_named_as_the_sheet_does(
    run: Run, become: Become, numbers: dict[str, str], given: str, meant: str
) -> None:
    become("wang")
    assert run("archive", "ask", numbers["secret"], *WHY, "--field", given).exit_code == 0
    [request] = answer(run("archive", "grants", "--json"))
    assert request["fields"] == [meant]


def test_a_field_that_no_sheet_has_is_a_mistake(run: Run, numbers: dict[str, str]) -> None:
    asked = run("archive", "ask", numbers["secret"], *WHY, "--field", "没有这一栏")
    assert asked.exit_code == 2
    assert "没有叫“没有这一栏”的栏目" in asked.stderr


def test_who_asks_is_granted_what_he_asked_for(
    run: Run, become: Become, numbers: dict[str, str]
) -> None:
    become("wang")
    asked = run("archive", "ask", numbers["secret"], *WHY, "--field", "mobile", "--days", "2")
    assert asked.exit_code == 0
    assert asked.stdout.startswith("已登记申请 SQ-")
    [request] = answer(run("archive", "grants", "--json"))
    assert (request["number"][-5:], request["state"]) == ("-0001", "asked")
    number = request["number"]
    become("zhou")
    said = run("archive", "grant", number)
    assert said.stdout.startswith(f"已批准 {number}：王敏，至 ")
    listed = run("archive", "grants", numbers["secret"])
    assert listed.exit_code == 0
    head, row = listed.stdout.splitlines()
    assert head.split() == [
        "编号",
        "档案号",
        "查阅人",
        "字段",
        "用途",
        "状态",
        "起",
        "止",
        "批准人",
    ]
    assert row.split()[:6] == [
        number, numbers["secret"], "王敏", "mobile", "客户投诉需回访", "有效",
    ]  # fmt: skip
    ended = answer(run("archive", "revoke", number, "--reason", "用毕", "--json"))
    assert ended["state"] == "ended"
    again = run("archive", "revoke", number, "--reason", "用毕")
    assert again.exit_code == 4
    assert "现在没有效力" in again.stderr


def test_who_asks_is_refused(run: Run, become: Become, numbers: dict[str, str]) -> None:
    become("wang")
    number = answer(run("archive", "ask", numbers["secret"], *WHY, "--json"))["number"]
    become("zhou")
    result = run("archive", "grant", number, "--refuse", "--reason", "与岗位无关")
    assert result.stdout == "已答复：不批准。\n"
    become("wang")
    assert "未批准" in run("archive", "grants").stdout
    [request] = answer(run("archive", "grants", "--state", "refused", "--json"))
    assert request["reason"] == "与岗位无关"


def test_a_grant_unasked(run: Run, become: Become, numbers: dict[str, str]) -> None:
    become("zhou")
    given = answer(
        run("archive", "grant", numbers["secret"], "wang", *WHY, "--days", "3", "--json")
    )
    assert (given["reader"], given["fields"], given["by"]) == ("王敏", [], "周明")
    assert "隐去后" in run("archive", "grants").stdout
    default = answer(run("archive", "grant", numbers["secret"], "刘洋", *WHY, "--json"))
    assert default["end"][:10] > default["start"][:10]


@pytest.mark.parametrize(
    "arguments",
    [
        ("SQ-2026-0001", "wang"),
        ("KH-F-2026-000001-4",),
        ("SQ-2026-0001", "--purpose", "回访"),
        ("SQ-2026-0001", "--case", "TS-1"),
        ("SQ-2026-0001", "--refuse", "--days", "2"),
        ("KH-F-2026-000001-4", "wang", "--refuse"),
    ],
)
def test_how_grant_is_called(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("archive", "grant", *arguments).exit_code == 2


def test_a_refusal_of_right_ends_with_4(run: Run, become: Become, numbers: dict[str, str]) -> None:
    become("chen")
    result = run("archive", "grant", numbers["open"], "wang", *WHY)
    assert result.exit_code == 4
    assert result.stderr == "错误：没有办理：您无权批准查阅，请找客户信息主管。\n"
    become("zhou")
    result = run("archive", "grant", numbers["open"], "zhou", *WHY)
    assert result.exit_code == 4
    become("nobody")
    assert run("archive", "grants").exit_code == 4


@pytest.mark.parametrize(
    "command",
    [
        ("grant", "wang", *WHY),
        ("ask", *WHY),
        ("lend", "wang", "--pages", "2", *WHY),
        ("emergency", "--reason", "客户家中燃气泄漏，须立即联系"),
        ("grants",),
        ("loans",),
    ],
)
def test_s09_a_hidden_file_is_as_if_absent(
    run: Run, become: Become, prepared: Path, place: Path, command: tuple[str, ...]
) -> None:
    become("zhou")
    name, *rest = command
    told = []
    for number in (_numbers(prepared)["hidden"], ABSENT):
        shutil.rmtree(place)
        shutil.copytree(prepared, place)
        result = run("archive", name, number, *rest)
        told.append((result.exit_code, result.output.replace(number, "…")))
    assert told[0] == told[1]


def test_an_emergency_is_reviewed_by_another(
    run: Run, become: Become, numbers: dict[str, str]
) -> None:
    become("liu")
    said = run(
        "archive", "emergency", numbers["secret"], "--reason", "客户家中燃气泄漏，须立即联系"
    )
    assert said.stdout.startswith("已登记紧急查阅 SQ-")
    number = said.stdout.split()[1].partition("：")[0]
    short = run("archive", "emergency", numbers["secret"], "--reason", "急")
    assert short.exit_code == 4
    become("qiang")
    assert "有效，紧急，待复核" in run("archive", "grants", "--state", "unreviewed").stdout
    assert run("archive", "review", number, "--reason", "看过").exit_code == 2
    done = run("archive", "review", number, "--justified", "--reason", "属实")
    assert done.stdout.startswith(f"已复核 {number}")
    nothing = run("archive", "grants", "--state", "unreviewed")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "", "没有找到。\n")
    assert "有效，紧急 " in run("archive", "grants").stdout
    assert run("archive", "review", number, "--unjustified", "--reason", "不").exit_code == 4


def test_a_loan_out_and_back(run: Run, become: Become, numbers: dict[str, str]) -> None:
    become("chen")
    said = run("archive", "lend", numbers["open"], "王敏", "--pages", "12", *WHY)
    number = said.stdout.split()[1].partition("：")[0]
    assert said.stdout.startswith(f"已借出 {number}：王敏，12 页，")
    held = run("archive", "lend", numbers["open"], "刘洋", "--pages", "12", *WHY)
    assert held.exit_code == 5
    assert "现为“借出”，不能出借" in held.stderr
    [loan] = answer(run("archive", "loans", "--json"))
    assert (loan["number"], loan["state"], loan["pages_back"]) == (number, "out", None)
    assert run("archive", "loans", "--overdue").stderr == "没有找到。\n"
    back = run("archive", "give-back", number, "--pages", "12", "--condition", "完好")
    assert (back.stdout, back.stderr) == (f"已归还 {number}\n", "")
    head, row = run("archive", "loans", "--all").stdout.splitlines()
    assert head.split()[0] == "编号"
    assert "12/12" in row
    assert row.endswith("已还")


def test_s25_missing_pages_are_said(
    run: Run, become: Become, numbers: dict[str, str], place: Path
) -> None:
    become("chen")
    lent = answer(
        run(
            "archive", "lend", numbers["open"], "王敏", "--pages", "12", "--original", *WHY,
            "--json",
        )
    )  # fmt: skip
    assert lent["in_office"]
    said = run("archive", "give-back", lent["number"], "--pages", "10")
    assert said.exit_code == 0
    assert said.stderr == "[提醒] 缺 2 页，已记为事故：请当面告知借阅人王敏，并报告经理。\n"
    with Archive.open(place, actor="gao") as archive:
        assert len(acts(archive, "incident")) == 1


def test_what_is_read_in_the_office_is_said(
    run: Run, become: Become, numbers: dict[str, str]
) -> None:
    become("chen")
    said = run("archive", "lend", numbers["open"], "王敏", "--pages", "1", "--original", *WHY)
    assert "在办公室阅看" in said.stdout
    number = said.stdout.split()[1].partition("：")[0]
    assert answer(run("archive", "give-back", number, "--pages", "1", "--json"))["state"] == "back"


def test_two_persons_permit_an_export(run: Run, become: Become) -> None:
    become("gao")
    asked = ("archive", "permit-export", "王敏", "--credit", "40", "--reason", "年度审计")
    first = run(*asked)
    assert first.exit_code == 0
    assert first.stdout.endswith("还须个人信息保护负责人签。\n")
    become("wang")
    assert run(*asked).exit_code == 4
    become("jie")
    done = answer(run(*asked, "--json"))
    assert done["lacks"] == []
    assert done["records"] == {"credit": 40, "transaction": 249, "other": 2499}
    assert done["signed"] == {"gm": "高远", "dpo": "周洁"}


def test_secrets_are_permitted_by_supervisor_and_manager(run: Run, become: Become) -> None:
    asked = ("archive", "permit-export", "wang", "--level", "秘密", "--reason", "年度审计")
    become("zhou")
    assert "还须客户服务部经理签" in run(*asked).stdout
    become("qiang")
    assert run(*asked).stdout.startswith("已批准：王敏，")


def test_giving_outside(run: Run, become: Become, numbers: dict[str, str], place: Path) -> None:
    become("qiang")
    asked = ("江畔物流有限公司", "--field", "phone", "--purpose", "送货", "--basis", "履行合同")
    assert run("archive", "disclose", numbers["open"], *asked).stdout == (
        "已批准对外提供，并记入日志。\n"
    )
    abroad = run("archive", "disclose", numbers["open"], *asked, "--abroad", "新加坡")
    assert abroad.exit_code == 4
    assert "途径" in abroad.stderr
    assert run("archive", "disclose", numbers["secret"], *asked).exit_code == 4
    with Archive.open(place, actor="gao") as archive:
        [act] = acts(archive, "disclose")
    assert act["detail"]["fields"] == ["phone"]
