"""``archive create``, ``revise``, ``file``: the way into the archive, through the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support import sample

import csdforms
from csdforms.archive.archive import Archive
from csdforms.errors import NotPermitted
from csdforms.schemas.catalogue import find
from csdforms.schemas.masking import Mask

Run = Callable[..., Result]

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
STATISTICS = "complaint_statistics"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample


@pytest.fixture(autouse=True)
def archive(here: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    assert run("archive", "init").exit_code == 0
    return here / "档案"


@pytest.fixture
def person(run: Run) -> str:
    assert run("archive", "create", PERSON, data(PERSON)).exit_code == 0
    return NUMBER


def data(form: str, **change: object) -> str:
    """Write a form's sample into the current folder; return the file's name."""
    content = {name: value for name, value in (sample(form) | change).items() if value is not None}
    path = Path(f"{form}.json")
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(path)


def count() -> int:
    with Archive.open("档案") as archive:
        return archive.count()


# create


def test_creating_says_the_number(run: Run) -> None:
    result = run("archive", "create", "自然人客户信息资料表", data(PERSON), "--reason", "新客户")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"已建档 {NUMBER}\n"


def test_without_a_number_the_archive_gives_one(run: Run) -> None:
    result = run("archive", "create", COMPANY, data(COMPANY, customer_no=None), "--json")
    said = json.loads(result.stdout_bytes)
    assert said == {"number": said["number"], "warnings": []}
    assert said["number"].startswith("KH-F-")


def test_data_may_be_yaml_or_come_through_a_pipe(run: Run) -> None:
    text = json.dumps(sample(PERSON), ensure_ascii=False)
    Path("a.yaml").write_text(text, "utf-8")
    assert run("archive", "create", PERSON, "a.yaml").exit_code == 0
    again = run("archive", "create", PERSON, "-", stdin=text.encode())
    assert again.exit_code == 1
    assert NUMBER in again.stderr


def test_what_deserves_a_second_look_is_said_apart(run: Run) -> None:
    result = run("archive", "create", COMPANY, data(COMPANY, org_code="12345678-9"))
    assert result.exit_code == 0
    assert result.stderr.startswith("[提醒] 组织机构代码：")
    assert result.stdout == "已建档 KH-F-2026-000236-X\n"


@pytest.mark.usefixtures("person")
def test_a_namesake_waits_for_the_supervisor(run: Run) -> None:
    other = data(PERSON, customer_no=None, id_no="310199198906140031")
    held = run("archive", "create", PERSON, other)
    assert held.exit_code == 5
    assert "--distinct" in held.stderr
    assert count() == 1
    assert run("archive", "create", PERSON, other, "--distinct", "已核对证件").exit_code == 0
    assert count() == 2


def test_a_branch_has_its_head_office(run: Run) -> None:
    run("archive", "create", COMPANY, data(COMPANY))
    branch = data(
        COMPANY,
        customer_no=None,
        customer_name="上海屿泊包装有限公司青浦分公司",
        uscc="91310115MA1K35G688",
    )
    result = run("archive", "create", COMPANY, branch, "--parent", "kh-f-2026-000236-x", "--json")
    assert result.exit_code == 0
    number = json.loads(result.stdout_bytes)["number"]
    assert "总公司：KH-F-2026-000236-X" in run("archive", "show", number).stdout
    assert run("archive", "create", COMPANY, branch, "--parent", "没有").exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("没有的表", "a.json"), 3),
        ((PERSON, "none.json"), 3),
        ((PERSON,), 2),
        ((PERSON, "a.json", "--templates", "none"), 3),
        ((REGISTER, "register.json"), 3),
        ((PERSON, "a.jsonl", "--distinct", "不同"), 2),
        ((PERSON, "a.jsonl", "--parent", NUMBER), 2),
        ((PERSON, "none.jsonl"), 3),
    ],
)
def test_what_cannot_be_created_leaves_the_archive_alone(
    arguments: tuple[str, ...], code: int, run: Run
) -> None:
    Path(data(PERSON)).rename("a.json")
    Path(data(REGISTER)).rename("register.json")
    Path("a.jsonl").write_text("{}\n", "utf-8")
    result = run("archive", "create", *arguments)
    assert result.exit_code == code, result.output
    assert count() == 0


def test_wrong_data_are_named_and_nothing_personal_is_shown(run: Run) -> None:
    result = run("archive", "create", PERSON, data(PERSON, id_no="310199198906140024"))
    assert result.exit_code == 1
    assert "证件号码（id_no）" in result.stderr
    assert "310199198906140024" not in result.output


# create, many


def lines(*rows: dict[str, Any]) -> str:
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    Path("客户.jsonl").write_text(text, "utf-8")
    return "客户.jsonl"


def customer(serial: int, **change: object) -> dict[str, Any]:
    """Return an invented person."""
    body = f"3101991990010{serial:02}00"  # no number of an identity document at all
    return {
        **{key: value for key, value in sample(PERSON).items() if key != "customer_no"},
        "id_type": None,
        "id_no": None,
        "id_valid_from": None,
        "id_valid_until": None,
        "id_issuer": None,
        "customer_name": f"赵{'一二三四五六七八九'[serial]}",
        "mobile": f"139000{body[-5:]}",
        "phone": None,
        "bank_account": None,
        "birthday": None,
        "customer_signature": None,
        **change,
    }


def test_a_file_of_customers_becomes_files_and_a_second_run_skips_them(run: Run) -> None:
    source = lines(customer(1), customer(2))
    result = run("archive", "create", PERSON, source)
    assert result.stdout == "共 2 行：新建档 2 份，已有档案 0 行，待主管核实 0 行，有错 0 行。\n"
    assert result.exit_code == 0
    assert count() == 2


@pytest.mark.usefixtures("person")
def test_rows_that_are_wrong_or_held_are_marked(run: Run) -> None:
    source = lines(
        customer(1),
        customer(2, mobile="12"),
        sample(PERSON),
        customer(3, customer_name="李晓岚", mobile="13900006721"),
    )
    result = run("archive", "create", PERSON, source)
    assert result.exit_code == 1
    said = result.stdout.splitlines()
    assert said[0].startswith("第 2 行 [错误] 手机（mobile）")
    assert said[1].startswith("第 4 行 [错误] 没有建档")
    assert said[2:] == [
        "问题文件：客户_问题.jsonl",
        "共 4 行：新建档 1 份，已有档案 1 行，待主管核实 1 行，有错 1 行。",
    ]
    assert "第 3 行 [提醒] 没有建档" in result.stderr
    again = run("archive", "create", PERSON, source)
    assert "问题文件：客户_问题2.jsonl" in again.stdout
    assert count() == 2


@pytest.mark.usefixtures("person")
def test_rows_held_alone_have_the_exit_code_of_a_decision(run: Run) -> None:
    source = lines(customer(3, customer_name="李晓岚", mobile="13900006721"))
    result = run("archive", "create", PERSON, source, "--json")
    assert result.exit_code == 5
    said = json.loads(result.stdout_bytes)
    assert {key: said[key] for key in said if key != "rows"} == {
        "form": PERSON,
        "total": 1,
        "opened": 0,
        "exists": 0,
        "held": 1,
        "failed": 0,
        "problems": "客户_问题.jsonl",
        "notes": [],
    }
    (row,) = said["rows"]
    assert (row["index"], row["place"], row["status"], row["number"]) == (
        0,
        "第 1 行",
        "held",
        None,
    )
    assert row["findings"][-1]["severity"] == "error"


def test_a_table_is_read_by_its_labels(run: Run) -> None:
    specs = find(PERSON).specs()
    flat = {key: value for key, value in customer(1).items() if isinstance(value, str)}
    flat.pop("customer_grade")
    with Path("客户.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([[specs[name].label for name in flat], flat.values(), ["合计"]])
    result = run("archive", "create", PERSON, "客户.csv")
    assert "合计" in result.stderr  # a line that was skipped is said
    assert "共 1 行" in result.stdout


def test_much_that_is_wrong_is_not_all_printed(run: Run) -> None:
    run("archive", "create", PERSON, lines(*(customer(1, mobile="12") for _ in range(25))))
    result = run("archive", "create", PERSON, "客户.jsonl")
    assert len([line for line in result.stdout.splitlines() if "[错误]" in line]) == 20
    assert "其余见问题文件。" in result.stdout
    run("archive", "create", PERSON, data(PERSON))
    result = run("archive", "create", PERSON, lines(*[sample(PERSON)] * 25))
    assert len([line for line in result.stderr.splitlines() if "没有建档" in line]) == 20
    assert "其余提醒从略" in result.stderr
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)


def test_a_file_without_rows_is_an_error(run: Run) -> None:
    Path("客户.jsonl").write_text("\n\n", "utf-8")
    assert run("archive", "create", PERSON, "客户.jsonl").exit_code == 1
    Path("客户.csv").write_text("客户编号,姓名,手机\n", "utf-8")
    assert run("archive", "create", PERSON, "客户.csv").exit_code == 1


def test_a_disk_that_fills_up_in_between_keeps_what_was_done(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> object:
        raise NotPermitted("磁盘满了。")

    monkeypatch.setattr("csdforms.archive.archive.Archive.open_many", full)
    result = run("archive", "create", PERSON, lines(customer(1)))
    assert result.exit_code == 4
    assert "没有做完，已建的档案都保留" in result.stderr


# revise


def test_a_revision_needs_a_reason(run: Run, person: str) -> None:
    new = data(PERSON, mobile="13900006729", customer_no=None)
    assert run("archive", "revise", person, new).exit_code == 2
    result = run("archive", "revise", person, new, "--reason", "客户换号")
    assert (result.exit_code, result.stdout) == (0, f"已变更 {NUMBER}\n")
    assert "第 2 版，共 2 版" in run("archive", "show", person).stdout
    assert run("archive", "revise", person, new, "--reason", "再来").exit_code == 4
    other = data(PERSON, id_no="310199198906140031")
    assert run("archive", "revise", person, other, "--reason", "换证").exit_code == 4
    proved = run("archive", "revise", person, other, "--reason", "换证", "--evidence", "公安证明")
    assert proved.exit_code == 0
    assert run("archive", "revise", "没有", other, "--reason", "换证").exit_code == 3


# file


def test_filing_data(run: Run, person: str) -> None:
    result = run("archive", "file", person, REGISTER, data(REGISTER))
    assert result.exit_code == 0
    assert result.stdout.startswith(f"已归档 {NUMBER}/3.2-")
    again = run("archive", "file", "auto", "客户投诉登记表一", data(REGISTER))
    assert again.exit_code == 4
    assert "没有重复归档" in again.stderr


@pytest.mark.parametrize("number", ["BM", "bm", "auto", "AUTO"])
def test_the_departments_own_papers(number: str, run: Run) -> None:
    result = run("archive", "file", number, STATISTICS, data(STATISTICS), "--json")
    assert json.loads(result.stdout_bytes)["number"].startswith("BM/3.5-")


@pytest.mark.usefixtures("person")
def test_filing_a_document_of_ours(run: Run) -> None:
    csdforms.fill(REGISTER, sample(REGISTER), "表.DOCX")
    result = run("archive", "file", "auto", "表.DOCX", "--reason", "已签字")
    assert result.exit_code == 0
    number = result.stdout.split()[1]
    taken = run("archive", "document", number, "-o", "-")
    assert taken.stdout_bytes == Path("表.DOCX").read_bytes()


def test_a_masked_copy_is_not_filed(run: Run, person: str) -> None:
    csdforms.fill(REGISTER, sample(REGISTER), "副本.docx", mask=Mask.ALL)
    result = run("archive", "file", person, "副本.docx")
    assert result.exit_code == 1
    assert "--mask none" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("KH-F-2026-000001-4", REGISTER, "a.json"), 3),
        (("KH-F-2026-000001-5", REGISTER, "a.json"), 1),
        (("auto", REGISTER, "a.json"), 3),
        (("auto", "none.docx"), 3),
        (("auto", REGISTER), 2),
        (("auto", "a.docx", "a.json"), 2),
        (("auto",), 2),
        (("auto", "没有的表", "a.json"), 3),
    ],
)
def test_what_cannot_be_filed(arguments: tuple[str, ...], code: int, run: Run) -> None:
    Path(data(REGISTER)).rename("a.json")
    result = run("archive", "file", *arguments)
    assert result.exit_code == code, result.output
