from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archive.customers import open_company, other_company
from archive.secrecy.department import classify, hire
from click.testing import Result
from console import Become, answer
from reports.complained import CASES, FORM, complaint

from csdforms.archive.actor import BEIJING
from csdforms.archive.archive import Archive
from csdforms.cli.archive import place as places
from csdforms.cli.report import asking, computing
from csdforms.templates.embedding import carried

pytestmark = pytest.mark.usefixtures("place")

Run = Callable[..., Result]

QUARTER = (FORM, "--from", "2026-01-01", "--to", "2026-03-31", "--dimension", "投诉类别")
NUMBER = "TSTJ-20260331-001"
HIDING = "hiding"


def _moment() -> dt.datetime:
    return dt.datetime(2026, 4, 2, 9, 0, tzinfo=BEIJING)


def _register(archive: Archive, file: str, place: int) -> None:
    archive.file(file, "complaint_register_one", complaint(*CASES[place]), section="3.2")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one keeper with four complaints."""
    folder = tmp_path_factory.mktemp("prepared") / "档案"
    with Archive.create(folder, actor="zhang", clock=_moment) as archive:
        for place in range(len(CASES)):
            _register(archive, "", place)
    return folder


@pytest.fixture
def staffed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Go to an archive of a department, with a 秘密 file in it or without."""

    def go(which: str) -> None:
        folder = tmp_path / which
        folder.mkdir()
        with Archive.create(folder / "档案", actor="zhang", clock=_moment) as archive:
            seen = archive.open_file(other_company(), form="corporate_customer_profile").number
            classify(archive, seen, 1)
            _register(archive, seen, 1)
            if which == HIDING:
                secret = open_company(archive)
                classify(archive, secret, 2)
                _register(archive, secret, 0)
            hire(archive)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")

    return go


# --- the sheets -----------------------------------------------------------------------------------


def test_the_computed_sheets_are_listed(run: Run) -> None:
    said = run("report").stdout
    assert re.search(r"3\.5\s+complaint_statistics\s+客户投诉统计表", said)
    assert "complaint_register_one" not in said
    [row] = [row for row in answer(run("report", "--json")) if row["form"] == FORM]
    assert row == {"form": FORM, "title": "客户投诉统计表", "section": "3.5"}


def test_a_sheet_has_options_of_its_own(run: Run) -> None:
    said = run("report", FORM, "--help").stdout
    assert "--dimension 统计口径" in said
    assert "--base-quantity" in said
    assert said.index("--from") < said.index("--dimension") < said.index("--texts")


def test_a_sheet_is_shown_as_it_is_printed(run: Run) -> None:
    days = ("--from", "2026年1月1日", "--to", "2026.3.31")
    result = run("report", "客户投诉统计表", *days, "--dimension", "投诉类别")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "《客户投诉统计表》"
    assert "期末未结      4" in lines
    assert [line.split()[:3] for line in lines if line.startswith(("产品质量", "合计"))] == [
        ["产品质量", "3", "75.00%"],
        ["合计", "4", "100.00%"],
    ]
    assert "—" in next(line for line in lines if line.startswith("其他"))
    assert "不完整" not in result.output


def test_a_sheet_is_given_as_json(run: Run) -> None:
    said = answer(run("report", *QUARTER, "--json"))
    assert (said["form"], said["number"], said["complete"]) == (FORM, "草稿", True)
    assert said["data"]["rows"][0]["received"] == 3
    assert said["data"]["provenance"]["report_coverage"] == "完整"


def test_texts_come_from_a_file_and_from_options(run: Run) -> None:
    Path("t.yaml").write_text("分析说明: 季度平稳\n", "utf-8")
    said = answer(run("report", *QUARTER, "--texts", "t.yaml", "--json"))
    assert said["data"]["comment"] == "季度平稳"
    said = answer(run("report", *QUARTER, "--texts", "t.yaml", "--set", "分析说明=又", "--json"))
    assert said["data"]["comment"] == "又"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((FORM,), 1, "请写明起止日期（--from、--to）"),
        ((FORM, "--from", "2026-03-31", "--to", "2026-01-01"), 1, "早于开始日期"),
        ((FORM, "--from", "上周"), 2, "--from"),
        ((*QUARTER, "--dimension", "天气"), 1, "统计口径"),
        ((*QUARTER, "--set", "天气=晴"), 1, "没有栏目“天气”"),
        ((*QUARTER, "--set", "本期受理=7"), 1, "是“4”，不能另填“7”"),
        ((*QUARTER, "--texts", "none.json"), 3, "none.json"),
        (
            ("inbound_call_record", *QUARTER[1:5], "--set", "呼入总量=5"),
            1,
            "由表格自动得出，不能另填",
        ),
        ((*QUARTER, "--explain", "天气"), 3, "没有叫“天气”的一格"),
        ((*QUARTER, "-o", "r.doc"), 2, "应以 .docx 结尾"),
        ((*QUARTER, "--xlsx", "r.xls"), 2, "应以 .xlsx 结尾"),
        (("complaint_register_one",), 3, "complaint_register_one"),
        (("没有这张表",), 3, "没有叫“没有这张表”的统计报表"),
        (("explain", NUMBER, "期末未结"), 3, f"没有报表 {NUMBER}"),
        (("verify", "none.docx"), 3, "找不到报表 none.docx"),
        (("verify", "KH-F-2026-000001-4"), 3, "没有报表"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], code: int, words: str, run: Run) -> None:
    result = run("report", *arguments)
    assert (result.exit_code, words in result.stderr) == (code, True), result.output


def test_without_numpy_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from csdforms.cli import main\n"
        "main(sys.argv[1:], prog_name='csdforms')"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, "report", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")  # noqa: PLW1510

    done = run(*QUARTER)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'pip install "csdforms[reports]"' in done.stderr
    assert "Traceback" not in done.stderr
    done = run(FORM, "--help")
    assert done.returncode == 0
    assert "--from" in done.stdout
    assert run().returncode == 0


# --- issued, explained, verified ------------------------------------------------------------------


def test_a_report_goes_its_whole_way(run: Run) -> None:
    result = run("report", *QUARTER, "-o", "r.docx", "--xlsx", "--purpose", "例会")
    assert result.exit_code == 0, result.output
    assert f"已出表 {NUMBER}，件号 BM/3.5-2026-0001，已生成 r.docx。" in result.stdout
    assert Path(f"{NUMBER}-客户投诉统计表.xlsx").read_bytes()[:2] == b"PK"
    assert carried(Path("r.docx").read_bytes())[1]["report_no"] == NUMBER

    told = run("report", "explain", "r.docx", "产品质量/受理件数").stdout
    assert "产品质量/受理件数（rows.产品质量.received）：3" in told
    assert "报表上是 3，没有变。" in told
    assert re.search(r"投诉\s+TS-20260203-001\s+BM/3\.2-2026-0001\s+2026-02-03\s+1", told)
    assert "核对：明细合计等于这一格。" in told
    data = answer(run("report", "explain", NUMBER, "产品质量/占比", "--json"))
    assert (data["value"], data["then"], data["changed"]) == ("0.75", "75.00%", False)

    same = run("report", "verify", "r.docx")
    assert same.exit_code == 0
    assert f"{NUMBER}：各格数字与档案相符。" in same.stdout

    with Archive.open("档案", actor="zhang") as archive:
        new = complaint("TS-20260305-009", "2026-03-05", "服务质量")
        archive.file("", "complaint_register_one", new, section="3.2")
    result = run("report", "verify", NUMBER)
    assert result.exit_code == 1
    assert re.search(r"服务质量/受理件数\s+rows\.服务质量\.received\s+1\s+2\n", result.stdout)
    assert answer(run("report", "verify", NUMBER, "--json"), 1)["same"] is False
    told = run("report", "explain", NUMBER, "期末未结").stdout
    assert "报表上是 4，已经变了。" in told


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (b"75.00%", b"99.00%", 1, r"rows\.产品质量\.share\s+75\.00%\s+99\.00%\n"),
        (b"<w:tag ", b"<w:alias ", 0, "纸面没有核对：这份文档里已找不到各格的位置"),
    ],
)
def test_a_document_that_was_typed_over(
    run: Run, old: bytes, new: bytes, code: int, said: str
) -> None:
    assert run("report", *QUARTER, "-o", "r.docx").exit_code == 0
    with zipfile.ZipFile("r.docx") as package, zipfile.ZipFile("改.docx", "w") as other:
        for name in package.namelist():
            content = package.read(name)
            text = name == "word/document.xml"
            other.writestr(name, content.replace(old, new) if text else content)
    result = run("report", "verify", "改.docx")
    assert result.exit_code == code
    assert re.search(said, result.stdout)
    assert f"{NUMBER}：各格数字与档案相符。" in result.stdout


def test_a_sheet_in_json_is_explained_too(run: Run) -> None:
    Path("r.json").write_bytes(run("report", *QUARTER, "--json").stdout_bytes)
    assert answer(run("report", "explain", "r.json", "期末未结", "--json"))["then"] == "4"
    assert run("report", "verify", "r.json").exit_code == 0


def test_a_cell_is_explained_at_once(run: Run) -> None:
    told = run("report", *QUARTER, "--explain", "产品质量/占比").stdout
    assert "精确值：0.75" in told
    assert "  受理件数 = 3：" in told
    assert "《客户投诉统计表》" not in told


def test_long_texts_are_cut_on_the_screen(run: Run) -> None:
    said = run("report", *QUARTER).stdout
    assert "全文见" not in said
    long = "核" * 60
    measure = {"main_problem": "来料", "cause_analysis": long, "measure": "抽检"}
    Path("文字.json").write_text(json.dumps({"measures": [measure]}), "utf-8")
    analysis = ("complaint_analysis", "--from", "2026-01-01", "--to", "2026-03-31")
    done = run("report", *analysis, "--texts", "文字.json")
    assert "核…" in done.stdout
    assert long not in done.stdout
    assert done.stdout.endswith("太长的文字以“…”略去，全文见 --json、--xlsx 或 -o。\n")
    assert long in run("report", *analysis, "--texts", "文字.json", "--json").stdout


def test_the_help_lists_the_dimensions(run: Run) -> None:
    assert "投诉类别、细类" in "".join(run("report", FORM, "--help").stdout.split())


def test_many_records_are_cut_on_the_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_MOST", 2)
    told = run("report", *QUARTER, "--explain", "产品质量/受理件数").stdout
    assert "另有 1 条" in told
    assert "TS-20260302-001" not in told


def test_json_beside_a_document_is_json_alone(run: Run) -> None:
    result = run("report", *QUARTER, "-o", "r.docx", "--xlsx", "r.xlsx", "--json")
    assert answer(result)["number"] == NUMBER
    assert "已出表" in result.stderr


def test_a_workbook_that_is_there_is_kept_and_nothing_issued(run: Run) -> None:
    Path("r.xlsx").write_bytes(b"mine")
    result = run("report", *QUARTER, "-o", "r.docx", "--xlsx", "r.xlsx")
    assert result.exit_code == 4
    assert not Path("r.docx").exists()
    assert run("report", *QUARTER, "-o", "r.docx", "--xlsx", "r.xlsx", "--overwrite").exit_code == 0


@pytest.mark.parametrize("arguments", [QUARTER, (*QUARTER, "--explain", "期末未结")])
def test_what_goes_into_a_file_is_registered(
    arguments: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (places, computing, asking):
        monkeypatch.setattr(module, "goes_into_a_file", lambda: True)
    assert run("report", *arguments).exit_code == 0
    with Archive.open("档案", actor="zhang") as archive:
        [copy] = [copy for _, copy in archive.store.rows("copies")]
    assert copy["kind"] == "export"


# --- who sees what --------------------------------------------------------------------------------


def _said(result: Result) -> str:
    """Return what a command says, without the moment and the state of the archive."""
    text = re.sub(r"\d+:[0-9a-f]{64}", "HEAD", result.stdout)
    text = re.sub(r"取数时间.*", "", text)
    return f"{result.exit_code}{text}{result.stderr}"


@pytest.mark.parametrize(
    "arguments",
    [
        QUARTER,
        (*QUARTER[:-1], "客户"),
        (*QUARTER, "--explain", "产品质量/受理件数"),
        (*QUARTER, "--explain", "产品质量/受理"),
        (*QUARTER[:-1], "客户", "--explain", "上海屿泊包装有限公司/受理件数"),
        (*QUARTER, "-o", "c.docx"),
        ("explain", "TSTJ-20260331-002", "期末未结"),
        ("verify", "TSTJ-20260331-002"),
        ("verify", "BM/3.5-2026-0001"),
    ],
)
def test_s09_a_report_says_nothing_of_a_hidden_file(
    arguments: tuple[str, ...], run: Run, staffed: Callable[[str], None], become: Become
) -> None:
    answers = []
    for which in ("plain", HIDING):
        staffed(which)
        become("chen")
        answers.append(_said(run("report", *arguments)))
        shutil.rmtree("档案")
    assert answers[0] == answers[1]


def test_two_readers_count_what_each_may_know_of(
    run: Run, staffed: Callable[[str], None], become: Become
) -> None:
    staffed(HIDING)
    become("zhou")
    result = run("report", *QUARTER, "-o", "z.docx", "--json")
    assert answer(result)["data"]["received"] == 2
    assert "统计范围不完整" in result.stderr
    become("chen")
    for command in ("explain", "verify"):
        for which in (NUMBER, "BM/3.5-2026-0001"):
            more: Any = ("期末未结",) if command == "explain" else ()
            result = run("report", command, which, *more)
            assert (result.exit_code, result.stdout) == (3, "")
    assert run("report", "verify", "z.docx").exit_code == 4
    assert NUMBER not in run("archive", "list", "--form", FORM).output
    assert run("archive", "find", NUMBER).stdout == ""
    mine = answer(run("report", *QUARTER, "-o", "c.docx", "--json"))
    assert (mine["data"]["received"], mine["number"]) == (1, "TSTJ-20260331-002")
    become("zhou")
    assert answer(run("report", "verify", NUMBER, "--json"))["same"] is True
    assert (
        json.loads(run("report", "explain", "z.docx", "期末未结", "--json").stdout)["then"] == "2"
    )


def test_who_may_not_count_is_told_so(
    run: Run, staffed: Callable[[str], None], become: Become
) -> None:
    staffed(HIDING)
    become("lin")
    result = run("report", *QUARTER)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "您无权编制统计报表" in result.stderr
