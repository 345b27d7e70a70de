from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from support import part, parts, sample

from csdforms.schemas.catalogue import find
from csdforms.templates.locating import shipped_template

Run = Callable[..., Result]

FORM = "complaint_register_one"
TITLE = "客户投诉登记表一"


def restyled(*changes: tuple[str, str]) -> bytes:
    """Return the shipped template as a department might have changed it in Word."""
    contents = parts(shipped_template(find(FORM)).read_bytes())
    body = contents["word/document.xml"].decode("utf-8")
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {**contents, "word/document.xml": body.encode("utf-8")}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def own(here: Path) -> Path:
    """Return the department's folder with a template whose title reads otherwise."""
    folder = here / "部门 模板"
    folder.mkdir()
    (folder / f"{FORM}.docx").write_bytes(restyled((f">{TITLE}<", ">海晏家居投诉单<")))
    return folder


def title(document: bytes) -> str:
    words = "".join(part(document).itertext())
    return "own" if "海晏家居投诉单" in words else "shipped" if TITLE in words else "none"


def test_export_gives_the_shipped_template(run: Run, here: Path) -> None:
    assert run("template", "export", FORM, "-o", "模板 一.docx").exit_code == 0
    assert (here / "模板 一.docx").read_bytes() == shipped_template(find(FORM)).read_bytes()


def test_export_is_named_so_that_it_is_found_as_the_departments_own(run: Run, here: Path) -> None:
    assert run("template", "export", TITLE).exit_code == 0
    assert [path.name for path in here.iterdir()] == [f"{FORM}.docx"]


def test_export_overwrites_nothing_unasked(run: Run, here: Path) -> None:
    (here / "own.docx").write_bytes(b"mine")
    assert run("template", "export", FORM, "-o", "own.docx").exit_code == 4
    assert (here / "own.docx").read_bytes() == b"mine"
    assert run("template", "export", FORM, "-o", "own.docx", "--overwrite").exit_code == 0
    assert (here / "own.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("command", [("fill", FORM, "-"), ("blank", FORM)])
def test_the_departments_own_template_wins(
    command: tuple[str, ...], run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.dumps(sample(FORM))
    assert title(run(*command, "-o", "-", stdin=data).stdout_bytes) == "shipped"
    asked = run(*command, "-o", "-", "--templates", str(own), stdin=data)
    assert title(asked.stdout_bytes) == "own"
    monkeypatch.setenv("CSDFORMS_TEMPLATES", str(own))
    assert title(run(*command, "-o", "-", stdin=data).stdout_bytes) == "own"


def test_a_form_without_an_own_template_takes_the_shipped_one(run: Run, own: Path) -> None:
    form = "complaint_handling_notice"
    result = run("blank", form, "-o", "-", "--templates", str(own))
    assert "客户投诉处理通知单" in "".join(part(result.stdout_bytes).itertext())


def test_a_missing_template_folder_is_not_found(run: Run, here: Path) -> None:
    result = run("blank", FORM, "--templates", "没有")
    assert result.exit_code == 3
    assert "没有" in result.stderr
    assert list(here.iterdir()) == []


def test_filling_tells_what_the_template_does_not_print(run: Run, own: Path) -> None:
    (own / f"{FORM}.docx").write_bytes(restyled(("{{ occurred_place }}", "")))
    data = json.dumps(sample(FORM))
    result = run("fill", FORM, "-", "-o", "-", "--templates", str(own), stdin=data)
    assert result.exit_code == 0
    assert "[提醒]" in result.stderr
    assert "occurred_place" in result.stderr


def test_a_broken_own_template_stops_filling(run: Run, own: Path, here: Path) -> None:
    (own / f"{FORM}.docx").write_bytes(restyled(("{{ occurred_place }}", "{{ occured_place }}")))
    data = json.dumps(sample(FORM))
    result = run("fill", FORM, "-", "--templates", str(own), stdin=data)
    assert result.exit_code == 1
    assert "occured_place" in result.stderr
    assert list(here.iterdir()) == [own]


def test_check_finds_no_error_in_a_shipped_template(run: Run) -> None:
    result = run("template", "check", str(shipped_template(find(FORM))), "--form", FORM)
    assert result.exit_code == 0
    assert "错误 0 处" in result.stdout


def test_check_names_the_wrong_tag_its_cell_and_the_nearest_field(run: Run, here: Path) -> None:
    (here / "own.docx").write_bytes(restyled(("{{ occurred_place }}", "{{ occured_place }}")))
    result = run("template", "check", "own.docx", "--form", TITLE)
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("[错误]")]
    assert "表格" in line
    assert "occured_place" in line
    assert "是不是 occurred_place" in line


def test_check_json_says_the_same(run: Run, here: Path) -> None:
    (here / "own.docx").write_bytes(restyled(("{{ occurred_place }}", "{{ occured_place }}")))
    result = run("template", "check", "own.docx", "--form", FORM, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout_bytes.decode("utf-8"))
    assert (report["form"], report["valid"], report["errors"]) == (FORM, False, 1)
    (error,) = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert set(error) == {"where", "tag", "message", "severity"}
    assert error["tag"] == "{{ occured_place }}"


@pytest.mark.parametrize("rubbish", [b"", b"\x00\xff" * 500, b"PK\x03\x04 not a zip", b"{}"])
@pytest.mark.parametrize("command", ["check", "blank"])
def test_rubbish_is_no_template(
    rubbish: bytes, command: str, run: Run, here: Path, own: Path
) -> None:
    (own / f"{FORM}.docx").write_bytes(rubbish)
    arguments = {
        "check": ("template", "check", str(own / f"{FORM}.docx"), "--form", FORM),
        "blank": ("blank", FORM, "--templates", str(own)),
    }
    result = run(*arguments[command])
    assert result.exit_code == 1
    assert "不是完好的 .docx" in result.output
    assert list(here.iterdir()) == [own]


@pytest.mark.parametrize("name", ["没有.docx", "."])
def test_check_of_a_missing_template_is_not_found(name: str, run: Run) -> None:
    result = run("template", "check", name, "--form", FORM)
    assert result.exit_code == 3
    assert "模板" in result.stderr


def test_a_template_warning_is_told_without_python_around_it(run: Run, own: Path) -> None:
    contents = parts(restyled())
    contents["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="file:///C:/x.dotx" TargetMode="External"/>'
        b"</Relationships>"
    )
    with zipfile.ZipFile(own / f"{FORM}.docx", "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    for arguments in (
        ("blank", FORM, "-o", "-", "--templates", str(own)),
        ("template", "check", str(own / f"{FORM}.docx"), "--form", FORM, "--json"),
    ):
        result = run(*arguments)
        assert result.exit_code == 0
        assert result.stderr.startswith("[提醒] 模板 ")
        assert "Warning" not in result.stderr
