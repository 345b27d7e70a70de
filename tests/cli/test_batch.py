from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import Result
from lxml import etree
from support import sample

from csdforms.api import fill
from csdforms.cli import main
from csdforms.errors import NotPermitted
from csdforms.schemas.catalogue import find

FORM = "complaint_register_one"
TITLE = "客户投诉登记表一"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Run = Callable[..., Result]


def lines(*entries: dict[str, Any], path: Path = Path("录入.jsonl")) -> str:
    """Write entries as JSON Lines into the current folder; return the file's name."""
    text = "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
    path.write_text(text, "utf-8")
    return str(path)


def entry(number: str, **more: object) -> dict[str, Any]:
    return {**sample(FORM), "complaint_no": number, **more}


def documents(folder: str = "出") -> list[str]:
    return sorted(path.name for path in Path(folder).glob("*.docx"))


def test_a_file_becomes_a_folder_of_documents(run: Run) -> None:
    result = run("batch", FORM, lines(entry("TS-1"), entry("TS-2")), "-o", "出")
    assert result.exit_code == 0
    assert result.stdout == "共 2 行：新生成 2 份，已有 0 份，有错 0 行。\n"
    assert result.stderr == ""  # no progress bar, nothing to remark
    assert sorted(path.name for path in Path("出").iterdir()) == [
        f"{TITLE}_TS-1.docx",
        f"{TITLE}_TS-2.docx",
    ]
    alone = fill(FORM, entry("TS-1"), "alone.docx").read_bytes()
    assert Path("出", f"{TITLE}_TS-1.docx").read_bytes() == alone


def test_a_second_run_keeps_what_there_is(run: Run) -> None:
    run("batch", FORM, lines(entry("TS-1")), "-o", "出")
    result = run("batch", TITLE, lines(entry("TS-1"), entry("TS-2")), "-o", "出", "--jobs", "1")
    assert result.exit_code == 0
    assert result.stdout == "共 2 行：新生成 1 份，已有 1 份，有错 0 行。\n"


def test_rows_with_errors_are_named_and_marked(run: Run) -> None:
    source = lines(entry("TS-1"), entry("TS-2", demand_amount="三百"), entry("TS-3"))
    result = run("batch", FORM, source, "-o", "出")
    assert result.exit_code == 1
    said = result.stdout.splitlines()
    assert said[0].startswith("第 2 行 [错误] 要求金额（demand_amount）：")
    assert said[1:] == [
        f"问题文件：{Path('出', '录入_问题.jsonl')}",
        "共 3 行：新生成 2 份，已有 0 份，有错 1 行。",
    ]
    assert documents() == [f"{TITLE}_TS-1.docx", f"{TITLE}_TS-3.docx"]
    assert "要求金额" in Path("出", "录入_问题.jsonl").read_text("utf-8")


def test_a_marked_copy_that_may_be_in_work_is_left_alone(run: Run) -> None:
    source = lines(entry("TS-1", demand_amount="三百"))
    for _ in range(2):
        run("batch", FORM, source, "-o", "出")
    Path("出", "录入_问题.jsonl").write_text("mended", "utf-8")
    result = run("batch", FORM, source, "-o", "出")
    assert f"问题文件：{Path('出', '录入_问题3.jsonl')}" in result.stdout
    assert Path("出", "录入_问题.jsonl").read_text("utf-8") == "mended"
    result = run("batch", FORM, source, "-o", "出", "--overwrite")
    assert "要求金额" in Path("出", "录入_问题.jsonl").read_text("utf-8")
    assert Path(source).exists()


def test_many_errors_are_not_all_printed(run: Run) -> None:
    wrong = [entry(f"TS-{number}", demand_amount="三百") for number in range(25)]
    result = run("batch", FORM, lines(*wrong), "-o", "出")
    assert len([line for line in result.stdout.splitlines() if "[错误]" in line]) == 20
    assert "其余见问题文件" in result.stdout
    assert "有错 25 行" in result.stdout


def test_warnings_are_told_apart_from_the_result(run: Run) -> None:
    doubtful = [entry(f"TS-{number}", 卷宗号="9") for number in range(25)]
    result = run("batch", FORM, lines(*doubtful), "-o", "出")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert len([line for line in result.stderr.splitlines() if line.startswith("第 ")]) == 20
    assert "共 25 行有提醒" in result.stderr


def test_json_says_everything(run: Run) -> None:
    source = lines(entry("TS-1"), entry("TS-2", demand_amount="三百"))
    run("batch", FORM, lines(entry("TS-1")), "-o", "出")
    lines(entry("TS-1"), entry("TS-2", demand_amount="三百"), entry("TS-3"))
    result = run("batch", FORM, source, "-o", "出", "--json", "--merge", "合订.docx")
    assert result.exit_code == 1
    said = json.loads(result.stdout_bytes.decode("utf-8"))
    assert {key: said[key] for key in said if key != "rows"} == {
        "form": FORM,
        "total": 3,
        "made": 1,
        "kept": 1,
        "failed": 1,
        "problems": str(Path("出", "录入_问题.jsonl")),
        "merged": "合订.docx",
        "notes": [],
    }
    assert [row["status"] for row in said["rows"]] == ["kept", "failed", "made"]
    assert [row["index"] for row in said["rows"]] == [0, 1, 2]
    assert [row["place"] for row in said["rows"]] == ["第 1 行", "第 2 行", "第 3 行"]
    assert said["rows"][2]["path"] == str(Path("出", f"{TITLE}_TS-3.docx"))
    assert said["rows"][1]["path"] is None
    assert said["rows"][1]["findings"][0]["path"] == "demand_amount"
    assert said["rows"][1]["findings"][0]["given"] == "三百"


def table(*entries: dict[str, Any]) -> list[list[str]]:
    """Return entries as the rows of a table, under the labels that the form prints."""
    specs = find(FORM).specs()
    head = [specs[name].label for name in entries[0]]
    rows = (one.values() for one in entries)
    return [head, *(["、".join(v) if isinstance(v, list) else str(v) for v in row] for row in rows)]


def test_a_table_in_gbk_with_a_total_below(run: Run) -> None:
    rows = [*table(entry("TS-1"), entry("TS-2", demand_amount="三百")), ["合计"]]
    with Path("录入.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows(rows)
    result = run("batch", FORM, "录入.csv", "-o", "出")
    assert result.exit_code == 1
    assert result.stdout.startswith("第 3 行 [错误] 要求金额")
    assert "[提醒] 第 4 行是合计" in result.stderr
    assert documents() == [f"{TITLE}_TS-1.docx"]


def test_a_workbook_comes_back_marked_and_is_mended(run: Run) -> None:
    with xlsxwriter.Workbook("录入.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table(entry("TS-1"), entry("TS-2", demand_amount="三百"))):
            sheet.write_row(number, 0, row)
    result = run("batch", FORM, "录入.xlsx", "-o", "出")
    assert result.exit_code == 1
    marked = Path("出", "录入_问题.xlsx")
    assert zipfile.is_zipfile(marked)
    again = run("batch", FORM, str(marked), "-o", "出")
    assert again.exit_code == 1
    assert "已有 1 份，有错 1 行" in again.stdout
    assert "录入_问题2.xlsx" in again.stdout
    before = marked.read_bytes()
    over = run("batch", FORM, str(marked), "-o", "出", "--overwrite")  # but not the input
    assert "录入_问题2.xlsx" in over.stdout
    assert marked.read_bytes() == before
    assert sorted(path.name for path in Path("出").glob("*.xlsx")) == [
        "录入_问题.xlsx",
        "录入_问题2.xlsx",
    ]


def test_one_file_to_print_holds_the_documents_of_the_run_in_order(run: Run) -> None:
    source = lines(entry("TS-2"), entry("TS-3", demand_amount="三百"), entry("TS-1"))
    result = run("batch", FORM, source, "-o", "出", "--merge", "出/合订.docx")
    assert f"合订文件：{Path('出', '合订.docx')}" in result.stdout
    with zipfile.ZipFile(Path("出", "合订.docx")) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/header")]
        headers = [
            "".join(map(str, etree.fromstring(archive.read(name)).itertext())) for name in names
        ]
        body = etree.fromstring(archive.read("word/document.xml"))
    assert len(list(body.iter(f"{W}sectPr"))) == 2
    assert [header.rpartition("：")[2] for header in headers] == ["TS-2", "TS-1"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["-o", "-"], 2, "应是文件夹"),
        (["-o", "出", "--merge", "合订.pdf"], 2, ".docx 结尾"),
        (["-o", "出", "--merge", "没有/合订.docx"], 3, "找不到文件夹"),
        (["-o", "出", "--merge", "有.docx"], 4, "已有文件"),
        (["-o", "没有/出"], 3, "找不到文件夹"),
        (["-o", "有.docx"], 4, "不是文件夹"),
        (["-o", "出", "--templates", "没有"], 3, "模板文件夹"),
        ([], 2, "-o"),
    ],
)
def test_odd_targets_are_refused_before_the_work(
    options: list[str], code: int, words: str, run: Run
) -> None:
    Path("有.docx").write_bytes(b"there")
    result = run("batch", FORM, lines(entry("TS-1")), *options)
    assert result.exit_code == code
    assert words in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["录入.jsonl", "有.docx"]


def test_what_is_wrong_is_said_before_something_else_fails(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotPermitted("磁盘满了。")

    source = lines(entry("TS-1"), entry("TS-2", demand_amount="三百"))
    monkeypatch.setattr("csdforms.templates.merging.merge", full)
    result = run("batch", FORM, source, "-o", "出", "--merge", "合订.docx")
    assert result.exit_code == 4
    assert result.stdout.startswith("第 2 行 [错误] 要求金额")
    assert "共 2 行：新生成 1 份" in result.stdout
    assert "没有做完：1 份文档已在 出" in result.stderr
    monkeypatch.setattr("csdforms.intake.lines.write_file", full)
    result = run("batch", FORM, source, "-o", "出")
    assert result.exit_code == 4
    assert result.stdout.startswith("第 2 行 [错误] 要求金额")


def test_a_line_that_cannot_be_read_is_named_once(run: Run) -> None:
    source = lines(entry("TS-1"))
    with Path(source).open("a", encoding="utf-8") as file:
        file.write('{"投诉编号": TS-2}\n[]\n')
    result = run("batch", FORM, source, "-o", "出")
    assert result.stdout.splitlines()[:2] == [
        "第 2 行 [错误] 第 10 列不合 JSON 写法，请检查引号、逗号和括号。",
        "第 3 行 [错误] 每行应是一个 JSON 对象：{“栏目”: “内容”, …}。",
    ]


def test_a_file_without_entries_is_an_error(run: Run) -> None:
    Path("录入.jsonl").write_text("\n\n", "utf-8")
    result = run("batch", FORM, "录入.jsonl", "-o", "出")
    assert result.exit_code == 1
    assert "录入.jsonl" in result.stderr


def test_unknown_forms_and_files_are_not_found(run: Run) -> None:
    assert run("batch", "没有的表", lines(entry("TS-1")), "-o", "出").exit_code == 3
    assert run("batch", FORM, "没有.jsonl", "-o", "出").exit_code == 3
    assert not Path("出").exists()


def test_copies_for_other_eyes(run: Run) -> None:
    run("batch", FORM, lines(entry("TS-1")), "-o", "出", "--mask", "all")
    assert documents() == [f"{TITLE}_TS-1_隐名副本.docx"]


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    screen = Terminal(io.BytesIO(), "gbk")  # as Chinese Windows has it
    monkeypatch.setattr("sys.stderr", screen)
    with pytest.raises(SystemExit) as ended:
        main(["batch", FORM, lines(entry("TS-1"), entry("TS-2")), "-o", "出"])
    assert ended.value.code == 0
    screen.seek(0)
    shown = screen.read()
    assert "批量填写" in shown
    assert "100%" in shown


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.usefixtures("heard_ctrl_c")
def test_ctrl_c_ends_it_and_the_next_run_goes_on() -> None:
    source = lines(*(entry(f"TS-{number}") for number in range(20_000)))  # no machine is that fast
    command = [sys.executable, "-m", "csdforms", "batch", FORM, source, "-o", "出", "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as process:
        while process.poll() is None and len(documents()) < 20:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == b""
    assert "再运行同一命令即可继续" in said.decode()
    assert "Traceback" not in said.decode()
    made = list(Path("出").iterdir())
    assert 20 <= len(made) < 20_000
    assert all(zipfile.is_zipfile(path) for path in made)
