"""``archive print``, ``copies``, ``recall``: numbered copies on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from support import sample

from csdforms import filing
from csdforms.archive.archive import Archive

Run = Callable[..., Result]

PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample


@pytest.fixture(autouse=True)
def archive(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDFORMS_ARCHIVE", "档案")
    with Archive.create(here / "档案") as opened:
        filing.create(opened, PERSON, sample(PERSON))
        filing.file_form(opened, NUMBER, REGISTER, sample(REGISTER))
    return here / "档案"


def test_a_copy_is_printed_listed_and_taken_back(run: Run, here: Path) -> None:
    printed = run("archive", "print", NUMBER, "--purpose", "客户来函核对")
    assert printed.exit_code == 0
    assert printed.stdout == f"已打印 {NUMBER}.docx，副本已登记。\n"
    assert (here / f"{NUMBER}.docx").read_bytes()[:2] == b"PK"
    again = run(
        "archive", "print", NUMBER, "--purpose", "再印", "-o", "二.docx", "--unmask", "mobile",
        "--version", "1",
    )  # fmt: skip
    assert again.exit_code == 0
    back = run("archive", "recall", NUMBER, "1", "--reason", "用毕销毁")
    assert back.stdout == f"已收回 {NUMBER} 第 1 份副本。\n"
    lines = run("archive", "copies", NUMBER).stdout.splitlines()
    assert lines[0].split() == ["编号", "第几份", "方式", "阅件人", "时间", "收回"]
    assert [line.split()[:3] for line in lines[1:]] == [
        [NUMBER, "1", "打印"],
        [NUMBER, "2", "打印"],
    ]
    entries = json.loads(run("archive", "copies", NUMBER, "--json").stdout_bytes)
    assert [(entry["copy_no"], bool(entry["recalled"])) for entry in entries] == [
        (1, True),
        (2, False),
    ]


def test_m07_an_item_is_printed_under_its_number(run: Run, here: Path) -> None:
    item = f"{NUMBER}/3.2-2026-0001"
    assert run("archive", "print", item, "--purpose", "核对").exit_code == 0
    assert [path.name for path in here.glob("*.docx")] == [f"{NUMBER}_3.2-2026-0001.docx"]
    assert item in run("archive", "copies", NUMBER).stdout


def test_a_purpose_must_be_named(run: Run) -> None:
    assert run("archive", "print", NUMBER).exit_code == 2
    refused = run("archive", "print", NUMBER, "--purpose", " ")
    assert refused.exit_code == 4
    assert "打印用途" in refused.stderr


def test_nothing_is_overwritten_unless_it_is_said(run: Run, here: Path) -> None:
    (here / "副本.docx").write_text("")
    printing = ("archive", "print", NUMBER, "--purpose", "核对", "-o", "副本.docx")
    assert run(*printing).exit_code == 4
    assert run(*printing, "--overwrite").exit_code == 0


def test_without_copies_there_is_nothing_to_list(run: Run) -> None:
    listed = run("archive", "copies", NUMBER)
    assert (listed.stdout, listed.stderr) == ("", "没有副本。\n")
    assert run("archive", "recall", NUMBER, "1", "--reason", "收回").exit_code == 3
    assert run("archive", "copies", "KH-Z-2025-000999-0").exit_code in (1, 3)
