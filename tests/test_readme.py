"""What the READMEs show is run as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import FORMS

from csdforms.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FOR_CLERKS = (ROOT / "README.zh-CN.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[list[str]]:
    """Return the arguments of every csdforms command in the text, in order."""
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    lines += re.findall(r"`(csdforms [^`]+)`", text)
    lines = [line for line in lines if line.startswith("csdforms ") and "…" not in line]
    found = [shlex.split(line, comments=True) for line in lines]
    return [words[1:] for words in found]


def test_commands_of_the_readme_run_in_the_order_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    shown = commands(README)
    assert len(shown) > 8
    for words in shown:
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (words, result.output)


def test_commands_for_clerks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "模板").mkdir()
    shown = commands(FOR_CLERKS)
    assert len(shown) > 8
    runner = CliRunner()
    assert (
        runner.invoke(main, ["example", "complaint_register_one", "-o", "数据.json"]).exit_code == 0
    )
    for words in shown:
        again = ["--overwrite"] if words[0] == "fill" else []
        result = runner.invoke(main, [*words, *again])
        assert result.exit_code == 0, (words, result.output)


def test_programs_of_the_readme_run() -> None:
    programs = blocks(README, "python")
    assert programs
    for program in programs:
        exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - our own text


def test_example_data_for_clerks_are_understood(tmp_path: Path) -> None:
    (data,) = blocks(FOR_CLERKS, "yaml")
    path = tmp_path / "data.yaml"
    path.write_text(data, "utf-8")
    result = CliRunner().invoke(main, ["check", "complaint_register_one", str(path)])
    assert "表上没有这一栏" not in result.output
    assert "应" not in "".join(
        re.findall(r"（(?:received_at|demand_amount|phone)）.*", result.output)
    )


def test_settings_for_clerks_are_settings(tmp_path: Path) -> None:
    (data,) = blocks(FOR_CLERKS, "toml")
    path = tmp_path / "settings.toml"
    path.write_text(data, "utf-8")
    assert CliRunner().invoke(main, ["--settings", str(path), "forms"]).exit_code == 0


def test_every_form_stands_in_the_table_of_forms() -> None:
    for form in FORMS:
        assert f"| {form.section} | `{form.identifier()}` | {form.title()} |" in README


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "<!-- test -->" in script
    assert README.count("<!-- test -->") == 1
    assert 'pip install -q -e ".[dev]"' in README.split("<!-- test -->")[1]
