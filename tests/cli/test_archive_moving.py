"""``archive export``, ``import``, ``copy``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from console import answer
from support import sample

from csdforms import filing
from csdforms.archive.archive import Archive

Run = Callable[..., Result]

COMPANY = "corporate_customer_profile"
PERSON = "individual_customer_profile"
REGISTER = "complaint_register_one"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample
FIRM = "KH-F-2026-000236-X"

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "档案"
    with Archive.create(folder, actor="zhang") as archive:
        filing.create(archive, PERSON, sample(PERSON))
        filing.create(archive, COMPANY, sample(COMPANY))
        filing.file_form(archive, NUMBER, REGISTER, sample(REGISTER))
    return folder


def test_files_go_out_and_into_another_archive(run: Run) -> None:
    out = run("archive", "export", "移交", "--organization", "海晏家居")
    assert (out.exit_code, out.stdout) == (0, "已导出 2 份档案到 移交\n")
    assert run("archive", "export", "移交").exit_code == 4
    run("archive", "init", "--archive", "新库")
    taken = run("archive", "import", "移交", "--archive", "新库", "--reason", "机构合并")
    assert taken.exit_code == 0
    assert taken.stdout.splitlines()[-1] == "共 2 份：移入 2 份，未移入 0 份。"
    assert f"{NUMBER} → {NUMBER}" in taken.stdout
    assert "客户投诉登记表一" in run("archive", "show", NUMBER, "--archive", "新库").stdout
    assert run("archive", "verify", "--read-data", "--archive", "新库").exit_code == 0


def test_some_files_go_out(run: Run) -> None:
    said = answer(run("archive", "export", "移交", FIRM.lower(), "--json"))
    assert said == {"folder": "移交", "numbers": [FIRM]}
    assert run("archive", "export", "再来", "没有").exit_code == 3
    assert not Path("再来").exists()


def test_who_is_on_file_is_not_taken_in_again(run: Run) -> None:
    run("archive", "export", "移交", NUMBER)
    again = run("archive", "import", "移交")
    assert again.exit_code == 1
    assert f"{NUMBER} 未移入：" in again.stdout
    assert again.stdout.splitlines()[-1] == "共 1 份：移入 0 份，未移入 1 份。"
    (one,) = answer(run("archive", "import", "移交", "--json"), 1)
    assert set(one) == {"number", "new_number", "warnings", "error"}
    assert (one["number"], one["new_number"]) == (NUMBER, None)
    assert one["error"]


def test_what_deserves_a_second_look_is_said(run: Run) -> None:
    run("archive", "export", "移交", FIRM)
    run("archive", "init", "--archive", "新库")
    namesake = {**sample(PERSON), "mobile": "13900006723"}  # the company's contact has it too
    Path("a.json").write_text(json.dumps(namesake), "utf-8")
    assert run("archive", "create", PERSON, "a.json", "--archive", "新库").exit_code == 0
    taken = run("archive", "import", "移交", "--archive", "新库")
    assert taken.exit_code == 0
    assert taken.stderr.startswith(f"[提醒] {FIRM} ")


def test_a_bag_that_was_changed_is_refused_whole(run: Run) -> None:
    run("archive", "export", "移交")
    next(Path("移交", "data").rglob("*.docx")).write_bytes(b"PK")
    run("archive", "init", "--archive", "新库")
    assert run("archive", "import", "移交", "--archive", "新库").exit_code == 1
    assert run("archive", "list", "--archive", "新库").stdout == ""
    assert run("archive", "import", "没有").exit_code == 3


def test_an_archive_is_copied_to_a_folder_and_to_a_database(run: Run, here: Path) -> None:
    pytest.importorskip("sqlalchemy")
    copied = run("archive", "copy", "--to", "副本")
    assert copied.exit_code == 0
    assert copied.stdout.startswith("已复制到 副本：5 条记录，3 份文档，两端一致。\n锚 5:")
    assert run("archive", "copy", "--to", "副本").exit_code == 4
    assert run("archive", "copy").exit_code == 2
    url = f"sqlite:///{(here / 'a.db').as_posix()}"
    said = answer(run("archive", "copy", "--to", url, "--json"))
    assert (said["lines"], said["files"]) == (8, 3)
    there = run("archive", "anchor", "--archive", url).stdout.strip()
    assert said["anchor"].split(",")[0] == there.split(",")[0]  # that it was asked is noted there
    assert NUMBER in run("archive", "--archive", url, "find", "李晓岚").stdout
