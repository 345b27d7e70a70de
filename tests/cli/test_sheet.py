"""``csdforms sheet``: the clerk's input workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from python_calamine import CalamineWorkbook

from csdforms.intake.entries import open_entries
from csdforms.schemas.catalogue import find

Run = Callable[..., Result]


def test_sheet_writes_the_workbook_of_a_form(run: Run, here: Path) -> None:
    result = run("sheet", "complaint_register_one", "-o", "录入.xlsx")
    assert (result.exit_code, result.output) == (0, "已生成 录入.xlsx\n")
    entries = open_entries(here / "录入.xlsx", find("complaint_register_one"))
    assert len(entries) == 0


def test_a_form_goes_by_its_title_and_the_file_by_the_forms(run: Run, here: Path) -> None:
    assert run("sheet", "呼入记录表").exit_code == 0
    assert (here / "呼入记录表_录入.xlsx").is_file()


def test_a_file_that_is_there_is_not_overwritten_unasked(run: Run, here: Path) -> None:
    (here / "录入.xlsx").write_bytes(b"old")
    result = run("sheet", "inbound_call_record", "-o", "录入.xlsx")
    assert result.exit_code == 4
    assert (here / "录入.xlsx").read_bytes() == b"old"
    assert run("sheet", "inbound_call_record", "-o", "录入.xlsx", "--overwrite").exit_code == 0
    assert (here / "录入.xlsx").read_bytes()[:2] == b"PK"


def test_a_dash_is_standard_output(run: Run) -> None:
    data = run("sheet", "inbound_call_record", "-o", "-").stdout_bytes
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names[0] == "呼入记录表"


def test_another_suffix_and_an_unknown_form_are_refused(run: Run, here: Path) -> None:
    assert run("sheet", "inbound_call_record", "-o", "录入.xls").exit_code == 2
    assert run("sheet", "no_such_form").exit_code == 3
    assert not list(here.iterdir())
