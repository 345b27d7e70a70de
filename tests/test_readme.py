"""What the READMEs show is run as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
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


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the keys that ``archive init`` makes out of the user's own folder."""
    for name in ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def copy_sample_archive(folder: Path) -> None:
    """Do what ``cp -R archive …`` does in a clone."""
    left_out = shutil.ignore_patterns("index.sqlite*", "*lock")
    shutil.copytree(ROOT / "archive", folder, ignore=left_out)


def test_commands_of_the_readme_run_in_the_order_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    for name in ("individual_customer_profile", "complaint_register_one"):
        example = tmp_path / "examples" / f"{name}.json"
        example.parent.mkdir(exist_ok=True)
        example.write_bytes((ROOT / "examples" / f"{name}.json").read_bytes())
    shutil.copytree(ROOT / "examples" / "ledgers", tmp_path / "examples" / "ledgers")
    copy_sample_archive(tmp_path / "sample")
    (place,) = re.findall(r"^export CSDFORMS_ARCHIVE=(\S+)$", README, re.MULTILINE)
    monkeypatch.setenv("CSDFORMS_ARCHIVE", place)
    shown = commands(README)
    assert len(shown) > 8
    for words in shown:
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (words, result.output)


def test_commands_for_clerks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "模板").mkdir()
    shutil.copytree(ROOT / "examples" / "ledgers", tmp_path / "examples" / "ledgers")
    copy_sample_archive(tmp_path / "样例库")
    shown = commands(FOR_CLERKS)
    assert len(shown) > 8
    runner = CliRunner()
    for form, name in (("complaint_register_one", "数据"), ("individual_customer_profile", "资料")):
        assert runner.invoke(main, ["example", form, "-o", f"{name}.json"]).exit_code == 0
    for words in shown:
        again = ["--overwrite"] if words[0] == "fill" else []
        result = runner.invoke(main, [*words, *again])
        assert result.exit_code == 0, (words, result.output)


@pytest.mark.parametrize("text", [README, FOR_CLERKS])
def test_the_first_line_fills_files_and_finds(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it but the installation, which the wheel's tests do."""
    line = next(line for block in blocks(text, "sh") for line in block.splitlines())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "库")
    assert 'CSDFORMS_ARCHIVE="$(mktemp -d)/archive"' in line
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    outputs = []
    for command in line.split(" && "):
        if command.startswith("csdforms "):
            result = CliRunner().invoke(main, shlex.split(command)[1:])
            assert result.exit_code == 0, (command, result.output)
            outputs.append(result.output)
    assert "KH-Z-2025-000128-3  李晓岚" in outputs[-1]
    assert outputs[-2].startswith("已归档 KH-Z-2025-000128-3/3.2-")


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
