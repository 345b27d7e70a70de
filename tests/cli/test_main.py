"""What holds for every command: help, exit codes, consoles, and no traceback for a mistake."""

from __future__ import annotations

import errno
import importlib.metadata
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from support import IDENTIFIERS, sample

from csdforms import errors
from csdforms.cli import main
from csdforms.cli.forms import form

Run = Callable[..., Result]

FORM = "complaint_register_one"


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield how each command below a group is called."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


COMMANDS = [(), *commands(main)]


def command_line(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command line in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "csdforms", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, env={**os.environ, **environment}
    )


def written(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# The program as a whole


def test_the_whole_way_in_processes_of_their_own(here: Path) -> None:
    example = command_line("example", FORM, "-o", "示例 一.json")
    assert (example.returncode, example.stderr) == (0, b"")
    filled = command_line("fill", FORM, "示例 一.json", "-o", "表 一.docx")
    assert (filled.returncode, filled.stderr) == (0, b"")
    assert (here / "表 一.docx").read_bytes().startswith(b"PK")


def test_data_in_document_out_through_pipes() -> None:
    done = command_line("fill", FORM, "-", "-o", "-", stdin=json.dumps(sample(FORM)).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"PK")


def test_a_process_ends_with_the_exit_code_and_no_traceback() -> None:
    done = command_line("check", "nothing", "none.json", PYTHONIOENCODING="utf-8")
    assert done.returncode == 3
    assert done.stderr.decode("utf-8").startswith("错误：没有叫“nothing”的表单。")


def test_the_version_is_the_packages(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.split()[-1] == importlib.metadata.version("csdforms")


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_helps(command: tuple[str, ...], option: str, run: Run) -> None:
    result = run(*command, option)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "Usage:" in result.stdout


def test_every_command_and_option_has_chinese_help() -> None:
    def is_chinese(text: str | None) -> bool:
        return any("\u4e00" <= char <= "\u9fff" for char in text or "")

    for path in COMMANDS:
        command: click.Command = main
        for name in path:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), name) or main
        assert is_chinese(command.help), path
        for option in command.params:
            if isinstance(option, click.Option):
                assert is_chinese(option.help), f"{path} {option.name}"


def test_the_shell_completes_the_names_of_forms() -> None:
    context = click.Context(form)
    found = form.params[0].shell_complete(context, "complaint_register_o")
    assert [item.value for item in found] == [FORM]


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("forms",), 0),
        (("check", FORM, "empty.json"), 1),
        (("template", "check", "empty.json", "--form", FORM), 1),
        (("nothing",), 2),
        (("form",), 2),
        (("forms", "--nothing"), 2),
        (("template", "check", "empty.json"), 2),
        (("form", "nothing"), 3),
        (("check", FORM, "none.json"), 3),
        (("template", "check", "none.docx", "--form", FORM), 3),
        (("blank", FORM, "-o", "none/a.docx"), 3),
        (("--settings", "none.toml", "forms"), 3),
        (("blank", FORM, "-o", "there.docx"), 4),
        (("blank", FORM, "-o", "blank.pdf"), 2),
        (("example", FORM, "-o", "folder"), 4),
        (("--settings", "folder", "forms"), 4),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, run: Run, here: Path) -> None:
    (here / "empty.json").write_text("{}", "utf-8")
    (here / "there.docx").touch()
    (here / "folder").mkdir()
    before = written(here)
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert written(here) == before


def test_exit_codes_are_the_documented_ones() -> None:
    documented = {"OK": 0, "INVALID": 1, "USAGE": 2, "NOT_FOUND": 3, "NOT_PERMITTED": 4}
    documented |= {"HELD": 5, "NO_ARCHIVE": 10, "LOCKED": 11, "WRONG_KEY": 12}
    assert {code.name: code.value for code in errors.ExitCode} == documented


# Mistakes: the file, what is in it, the exit code, and a word of the message

DEEP = b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
MISTAKES = {
    "an empty file": ("a.json", b"", 1, "里面没有内容"),
    "an empty yaml file": ("a.yaml", b"\n", 1, "里面没有内容"),
    "broken json": ("a.json", b'{"a": 1\n"b": 2}', 1, "第 2 行第 1 列"),
    "broken yaml": ("a.yaml", b"a: 1\n b: 2\n", 1, "第 2 行第 3 列"),
    "a yaml key that is a list": ("a.yaml", b"? [a]\n: 1\n", 1, "栏目名称应是文字"),
    "a yaml alias": ("a.yaml", b"a: &x 1\nb: *x\n", 1, "别名"),
    "a json list": ("a.json", b"[1]", 1, "最外层"),
    "deep nesting": ("a.json", DEEP, 1, "嵌套太深"),
    "deep yaml nesting": ("a.yaml", DEEP, 1, "嵌套太深"),
    "a huge number": ("a.json", b'{"a": 1e999999999}', 1, "太大或太小"),
    "an even huger number": ("a.json", b'{"a": 1e99999999999999999999}', 1, "太大或太小"),
    "endless digits": ("a.json", b'{"a": ' + b"1" * 100_000 + b"}", 1, "太大或太小"),
    "no number": ("a.json", b'{"a": NaN}', 1, "不能有 NaN"),
    "a key given twice": ("a.json", b'{"a": 1, "a": 2}', 1, "写了两次"),
    "binary rubbish": ("a.json", bytes(range(255, -1, -1)), 1, "另存为 UTF-8"),
    "a control character": ("a.yaml", b"a: \x00", 1, "控制字符"),
    "a word file": ("a.docx", b"PK", 1, ".yaml"),
}


@pytest.mark.parametrize("command", ["check", "fill"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_bad_data_file_is_one_sentence(mistake: str, command: str, run: Run, here: Path) -> None:
    name, content, code, word = MISTAKES[mistake]
    (here / name).write_bytes(content)
    result = run(command, FORM, name)
    assert result.exit_code == code
    assert word in result.stderr
    assert result.stderr.startswith("错误：")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert written(here) == {name: content}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_files_of_windows_editors_are_read(encoding: str, run: Run, here: Path) -> None:
    text = json.dumps(sample(FORM), ensure_ascii=False)
    (here / "a.json").write_bytes(text.encode(encoding))
    assert run("check", FORM, "a.json").exit_code == 0


def test_a_folder_is_no_data_file(run: Run, here: Path) -> None:
    (here / "a.json").mkdir()
    result = run("check", FORM, "a.json")
    assert result.exit_code == 1
    assert "文件夹" in result.stderr


def test_an_unknown_field_in_set_is_named(run: Run, here: Path) -> None:
    stdin = json.dumps(sample(FORM))
    result = run("fill", FORM, "-", "--set", "投诉等及=高等级", stdin=stdin)
    assert result.exit_code == 1
    assert "投诉等级" in result.stderr
    assert written(here) == {}


@pytest.mark.parametrize("values", [["一"] * 3, 3, True, {"a": {"b": []}}, [[[]]], "", None, -1.5])
@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_wrong_kind_of_value_in_every_field_is_no_traceback(
    identifier: str, values: object, run: Run
) -> None:
    data = dict.fromkeys(sample(identifier), values)
    result = run("check", identifier, "-", stdin=json.dumps(data))
    assert result.exit_code == 1
    assert "错误" in result.stdout


@pytest.mark.parametrize(
    "toml", [b"close_days = 3", b"x = 1", b"= 1", b"\xff\xfe", b"sign_hours = -1"]
)
def test_bad_settings_are_one_sentence(toml: bytes, run: Run, here: Path) -> None:
    (here / "a.toml").write_bytes(toml)
    result = run("--settings", "a.toml", "forms")
    assert result.exit_code == 1
    assert result.stderr.startswith("错误：读不懂 a.toml")
    assert result.stdout == ""


def test_a_disk_that_fails_is_no_traceback(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    result = run("blank", FORM)
    assert result.exit_code == 4
    assert "Input/output error" in result.stderr
    assert written(here) == {}


def test_a_template_that_may_not_be_read_is_no_traceback(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "own.docx").write_bytes(b"PK")

    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("template", "check", "own.docx", "--form", FORM)
    assert result.exit_code == 4
    assert result.stderr == "错误：系统拒绝读写 own.docx（Permission denied）。\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipe")
@pytest.mark.parametrize("arguments", [("forms",), ("schema", FORM)])
def test_a_reader_who_stops_listening_is_no_traceback(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "csdforms", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


# Consoles

STRANGE = json.dumps({**sample(FORM), "channel": "☑𠜎"}).encode()


@pytest.mark.parametrize("encoding", ["gbk:strict", "cp1252:strict"])
def test_a_console_that_lacks_a_character_prints_another(encoding: str) -> None:
    done = command_line("check", FORM, "-", stdin=STRANGE, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    text = done.stdout.decode(encoding.partition(":")[0])
    assert "channel" in text
    assert "??" in text


def test_z11_chinese_stays_chinese_on_a_gbk_console() -> None:
    done = command_line("check", FORM, "-", stdin=STRANGE, PYTHONIOENCODING="gbk:strict")
    assert "[错误] 投诉方式（channel）" in done.stdout.decode("gbk")


def test_json_is_utf_8_on_a_gbk_console() -> None:
    done = command_line("check", FORM, "-", "--json", stdin=STRANGE, PYTHONIOENCODING="gbk:strict")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "☑𠜎" in json.loads(done.stdout.decode("utf-8"))["findings"][0]["given"]


def test_help_and_mistakes_print_on_a_strict_console() -> None:
    for arguments, code in ((("--help",), 0), (("☑",), 2), (("form", "☑𠜎"), 3)):
        done = command_line(*arguments, PYTHONIOENCODING="ascii:strict")
        assert done.returncode == code
        assert b"Traceback" not in done.stderr


def test_output_streams_that_are_no_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    words = io.StringIO()
    monkeypatch.setattr(sys, "stdout", words)
    with pytest.raises(SystemExit) as ended:
        main(["forms"])
    assert ended.value.code == 0
    assert FORM in words.getvalue()
