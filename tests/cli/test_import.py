"""``csdforms import``: counts, codes, the error workbook, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from archive.customers import open_company
from click.testing import Result

from csdforms.archive.archive import Archive

Run = Callable[..., Result]
HEADINGS = "收款单号,客户编号,收款日期,收款金额"


@pytest.fixture
def file(here: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A customer's file in an archive on which commands work."""
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    with Archive.create(here / "档案", actor="zhang") as archive:
        return open_company(archive)


def receipts(*rows: str) -> str:
    Path("收款.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", "utf-8")
    return "收款.csv"


def test_counts_are_printed_and_the_same_again_changes_nothing(run: Run, file: str) -> None:
    path = receipts(f"SK-1,{file},2026-03-05,100", f"SK-2,{file},2026-03-05,100")
    done = run("import", "receipts", path)
    assert done.exit_code == 0
    assert done.stdout == "共 2 行、2 张单据：新增 2 张，未变 0 张，更新 0 张，错误 0 张。\n"
    assert "未变 2 张" in run("import", "receipts", path).stdout
    log = run("archive", "history", file, "--purpose", "核对")
    assert log.exit_code == 0


def test_what_is_wrong_goes_into_a_workbook(run: Run, file: str) -> None:
    path = receipts(f"SK-1,{file},2026-03-05,100", "SK-2,C-无,2026-03-05,100")
    done = run("import", "receipts", path)
    assert done.exit_code == 1
    assert "B3 [错误] 客户编号：没有这位客户的档案；这一栏写档案号，或登记过的别号。" in done.stdout
    assert "问题文件：收款_问题.xlsx" in done.stdout
    assert Path("收款_问题.xlsx").is_file()
    again = run("import", "receipts", path, "--errors", "收款_问题.xlsx")
    assert (again.exit_code, again.stderr) == (
        4,
        "错误：已有文件 收款_问题.xlsx，没有覆盖。请换个文件名。\n",
    )
    assert run("import", "receipts", path, "--errors", "a.txt").exit_code == 2
    assert run("import", "receipts", path, "--errors", "错.csv").exit_code == 1
    assert "客户编号：没有这位客户的档案；这一栏写档案号，或登记过的别号。" in Path(
        "错.csv"
    ).read_text("utf-8-sig")


def test_json_tells_all_and_a_dry_run_writes_nothing(run: Run, file: str) -> None:
    path = receipts(f"SK-1,{file},2026-03-05,100", "SK-2,C-无,2026-03-05,100")
    done = run("import", "receipts", path, "--json", "--dry-run")
    said = json.loads(done.stdout)
    assert done.exit_code == 1
    assert {name: said[name] for name in ("table", "written", "rows", "documents")} == {
        "table": "receipts", "written": False, "rows": 2, "documents": 2,
    }  # fmt: skip
    assert {name: said[name] for name in ("new", "same", "updated", "wrong")} == {
        "new": 1, "same": 0, "updated": 0, "wrong": 1,
    }  # fmt: skip
    assert said["problems"] is None
    assert said["errors"] == [
        {
            "place": "B3",
            "label": "客户编号",
            "message": "没有这位客户的档案；这一栏写档案号，或登记过的别号。",
        }
    ]
    assert sorted(one.name for one in Path().iterdir()) == ["收款.csv", "档案"]


def test_a_change_needs_the_word_and_all_or_nothing_means_it(run: Run, file: str) -> None:
    run("import", "receipts", receipts(f"SK-1,{file},2026-03-05,100"))
    path = receipts(f"SK-1,{file},2026-03-05,90", f"SK-2,{file},2026-03-05,100")
    done = run("import", "receipts", path, "--all-or-nothing")
    assert done.exit_code == 1
    assert "没有导入。核对结果：共 2 行、2 张单据：新增 1 张" in done.stdout
    assert "已导入，内容不同" in done.stdout
    done = run("import", "receipts", path, "--update", "--all-or-nothing")
    assert "新增 1 张，未变 0 张，更新 1 张，错误 0 张" in done.stdout


@pytest.mark.usefixtures("file")
def test_many_errors_are_cut_and_notes_go_to_the_other_stream(run: Run) -> None:
    rows = [f"SK-{n},C-无,2026-03-05,1" for n in range(25)]
    done = run("import", "receipts", receipts(*rows, "合计,,,25"))
    assert done.stdout.count("[错误]") == 20
    assert "其余见问题文件。" in done.stdout
    assert "[提醒] 第 27 行是合计，没有当作数据。" in done.stderr
    done = run("import", "receipts", receipts(*rows), "--dry-run")
    assert "其余从略" in done.stdout


def test_an_empty_table_and_a_warning(run: Run, file: str) -> None:
    assert run("import", "receipts", receipts()).exit_code == 1
    head = "销售单号,客户编号,日期,品名,数量,单价,金额"
    Path("s.csv").write_text(f"{head}\nXS-1,{file},2026-03-05,纸箱,2,5,11\n", "utf-8")
    done = run("import", "sales", "s.csv", "--archive", "档案")
    assert "G2 [提醒] 金额：与“数量”乘“单价”不符，请核对。" in done.stderr
    assert done.exit_code == 0


def test_the_help_says_what_each_command_imports(run: Run) -> None:
    said = run("import", "--help").stdout
    for what in ("销售单（", "收款单（", "应收单（", "销售目标（"):
        assert f"导入{what}" in said
