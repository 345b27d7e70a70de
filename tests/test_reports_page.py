"""The page about computed sheets, ``docs/reports.md``: followed line by line, and complete."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from transcript import Command, Desk, read

from csdforms.archive.secrecy.roles import RIGHTS, ROLES
from csdforms.cli import main
from csdforms.cli.importing import group
from csdforms.ledgers.kinds import KINDS
from csdforms.reports.catalogue import REPORTS, report_of
from csdforms.reports.request import Report
from csdforms.schemas.catalogue import find

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reports.md").read_text("utf-8")
HERE = "样例库"


@pytest.fixture(autouse=True)
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where the page begins: in a clone, beside a copy of the sample archive."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSDFORMS_ARCHIVE", HERE)
    for name in ("CSDFORMS_KEY", "CSDFORMS_TEMPLATES", "CSDFORMS_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    left_out = shutil.ignore_patterns("index.sqlite*", "*lock")
    shutil.copytree(ROOT / "archive", HERE, ignore=left_out)
    shutil.copytree(ROOT / "examples" / "ledgers", "examples/ledgers")


def test_every_line_of_the_page_is_what_the_command_says(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, followed, wrong = Desk(monkeypatch), 0, []
    for step in read(PAGE):
        said = desk.follow(step)
        if isinstance(step, Command):
            followed += 1
            if desk.exit_code != step.exit_code or not step.is_said(said):
                wrong.append(f"{step.line}\n{said}[{desk.exit_code}]")
    assert wrong == []
    assert followed == len(re.findall(r"^\$ csdforms ", PAGE, re.MULTILINE)) > 15


def test_the_program_of_the_page_runs() -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(program, "docs/reports.md", "exec"), {})  # noqa: S102 - our own text


def test_every_computed_sheet_stands_in_the_table_with_the_days_it_asks_for() -> None:
    for name in REPORTS:
        form, days = find(name), "某一天" if report_of(name).of_day else "一段期间"
        start, end = re.escape(f"| {form.section} | `{name}` | {form.title()} |"), f"| {days} |"
        assert re.search(rf"^{start}.*{re.escape(end)}$", PAGE, re.MULTILINE), name


def test_the_table_of_duties_says_who_may_compile_and_import() -> None:
    for right in ("report", "ledger"):
        [told] = re.findall(rf"^\| {RIGHTS[right]} \| (.*) \|$", PAGE, re.MULTILINE)
        assert told.split("、") == [one.title for one in ROLES.values() if right in one.rights]
    assert "总经理没有" in PAGE
    able = {one.title for one in ROLES.values() if {"report", "file"} <= one.rights}
    assert able == {one.title for one in ROLES.values() if "report" in one.rights} - {"总经理"}


def test_the_sheets_without_a_chart_are_named() -> None:
    without = Report.__dataclass_fields__["charts"].default
    bare = [find(name).title() for name in REPORTS if report_of(name).charts is without]
    assert bare == ["交易往来客户一览表"]
    assert f"除{bare[0]}外" in PAGE


@pytest.mark.parametrize("table", KINDS)
def test_the_headings_that_are_read_are_those_of_the_page(table: str) -> None:
    assert table in group.commands
    [row] = re.findall(rf"^\| `import {table}` \|[^|]*\|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE)
    required, others = (cell.strip().split("、") if cell.strip() else [] for cell in row)
    specs = KINDS[table].block.specs().values()
    boxes = [spec for spec in specs if spec.type is not None]
    assert required == [spec.label for spec in boxes if spec.required]
    assert others == [spec.label for spec in boxes if not spec.required]


def test_options_that_the_page_names_are_options() -> None:
    commands = (["import", "sales"], ["report", "complaint_statistics"])
    helps = [CliRunner().invoke(main, [*words, "--help"]).output for words in commands]
    named = set(re.findall(r"--[a-z][a-z-]*", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    assert {"--update", "--all-or-nothing", "--as-of", "--texts"} <= named
    assert named <= set(re.findall(r"--[a-z][a-z-]*", "".join(helps)))
