"""``archive`` as a program: its help, its exit codes, consoles, and what a look-up loads."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from support import sample

from csdforms.archive.actor import account
from csdforms.archive.archive import Archive
from csdforms.cli import main
from csdforms.cli.archive import _MODULES, archive
from csdforms.errors import ArchiveLocked

Run = Callable[..., Result]

PERSON = "individual_customer_profile"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample
STRANGE = "李😀岚"  # GBK has no 😀


DOCS = (Path(__file__).parents[2] / "docs" / "archive.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def place(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    with Archive.create(here / "档案", actor=account()) as opened:  # other processes work on it
        opened.open_file(sample(PERSON), form=PERSON)
        opened.open_file({"customer_name": STRANGE}, form=PERSON)
    return here / "档案"


def command_line(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real command line in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "csdforms", "archive", *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_every_reading_command_has_json_and_every_command_may_name_its_archive() -> None:
    reading = {"find", "history", "list", "log", "show", "verify", "anchor"}
    for name, command in _commands(archive):
        options = {option for param in command.params for option in param.opts}
        assert "--archive" in options, name
        assert name not in reading or "--json" in options, name


def _commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands of a group, and those of the groups in it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command)
        else:
            yield name, command


@pytest.mark.parametrize("line", re.findall(r"^\$ csdforms archive (.+)$", DOCS, re.MULTILINE))
def test_every_command_in_the_docs_is_one(line: str) -> None:
    words = shlex.split(line.replace("\\", "/"))
    root = click.Context(main, **main.context_settings)  # commands take -h from there, once
    with archive.make_context("archive", words, parent=root) as context:
        name, *rest = [*context._protected_args, *context.args]
        command = archive.get_command(context, name)
        assert command is not None, name
        command.make_context(name, rest, parent=context).close()


def test_every_command_is_in_the_docs() -> None:
    assert [
        name for name in _MODULES if not re.search(rf"\barchive [^\n]*\b{name}\b|`{name}`", DOCS)
    ] == []


def test_the_program_in_the_docs_runs() -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    exec(compile(program, "docs/archive.md", "exec"), {})  # noqa: S102 - our own text


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    assert run("archive", "没有").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "records"),
    [
        (("show", NUMBER, "--purpose", "回访"), {"credit": 1, "transaction": 0, "other": 0}),
        (("find", "李"), {"credit": 0, "transaction": 0, "other": 2}),
        (("list", "--json"), {"credit": 0, "transaction": 0, "other": 2}),
    ],
)
def test_z08_what_is_redirected_into_a_file_is_an_export(
    place: Path, arguments: tuple[str, ...], records: dict[str, int]
) -> None:
    command = [sys.executable, "-W", "error", "-m", "csdforms", "archive", *arguments]
    subprocess.run(command, stdout=subprocess.PIPE, check=True)  # another program, or a pager
    with Archive.open(place) as archive:
        assert archive.store.count("copies") == 0
    with Path("结果.txt").open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    assert Path("结果.txt").stat().st_size > 0
    with Archive.open(place) as archive:
        [(_, copy)] = archive.store.rows("copies")
        assert (copy["kind"], copy["records"]) == ("export", records)
        assert archive.store.last().act == "export"


def test_z08_a_document_that_is_taken_out_is_an_export(place: Path) -> None:
    with Archive.open(place, actor=account()) as archive:
        filed = archive.file(NUMBER, "complaint_register_one", {}, b"docx", section="3.2").number
    assert command_line("document", filed, "-o", "件.docx").returncode == 0
    with Archive.open(place) as archive:
        [(_, copy)] = archive.store.rows("copies")
        assert (copy["item"], copy["kind"]) == (filed, "export")


def test_z11_chinese_stays_chinese_on_a_gbk_console() -> None:
    done = command_line("find", "李", PYTHONIOENCODING="gbk:strict")
    assert (done.returncode, done.stderr) == (0, b"")
    head, *rows = done.stdout.decode("gbk").splitlines()
    assert head.split()[:2] == ["档案号", "客户名称"]
    assert rows[0].split()[:3] == [NUMBER, "李晓岚", "在用"]
    assert rows[1].split()[1] == "李?岚"


def test_columns_stand_below_each_other_on_a_gbk_console() -> None:
    lines = command_line("list", PYTHONIOENCODING="gbk:strict").stdout.splitlines()
    at = lines[0].index("状态".encode("gbk"))  # in GBK, as on a terminal, a character is two wide
    assert lines[1].index("在用".encode("gbk")) == at


def test_json_is_utf_8_on_a_gbk_console() -> None:
    done = command_line("find", "李", "--json", PYTHONIOENCODING="gbk:strict")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))[1]["name"] == STRANGE


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "KH-F-2026-000001-5"), 1),
        (("find", "没有的人"), 3),
        (("--archive", "没有", "find", "李"), 10),
    ],
)
def test_a_process_ends_with_the_exit_code(arguments: tuple[str, ...], code: int) -> None:
    done = command_line(*arguments, PYTHONIOENCODING="utf-8")
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_a_writer_that_waits_in_vain_is_told_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> object:
        raise ArchiveLocked("档案")

    monkeypatch.setattr("csdforms.archive.archive.Archive.add_alias", locked)
    result = run("archive", "alias", NUMBER, "XS-77")
    assert result.exit_code == 11
    assert "请稍后再试" in result.stderr


def test_looking_something_up_loads_no_form() -> None:
    code = f"""
import sys
from csdforms.cli import main
for command in ("find lxl", "find 李晓", "show {NUMBER}", "list --grade B", "history {NUMBER}",
                "log", "anchor"):
    try:
        main(["archive", *command.split()])
    except SystemExit as ended:
        assert not ended.code, command
heavy = {{"pydantic", "docxtpl", "docx", "lxml", "jinja2", "sqlalchemy", "filelock", "pypinyin"}}
ours = {{"csdforms.schemas", "csdforms.templates", "csdforms.intake", "csdforms.filing"}}
print(sorted((heavy | ours) & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipe")
def test_a_reader_who_stops_listening_is_no_traceback() -> None:
    command = [sys.executable, "-m", "csdforms", "archive", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
