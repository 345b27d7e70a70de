"""Cells that begin like a formula are text in what csdforms writes (M09)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

import csdforms
from csdforms.intake.grid import Grid
from csdforms.intake.marking import rewritten

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|'/C'!A0"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_m09_a_formula_in_a_cell_is_only_text(formula: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rewritten([Grid("表", [["姓名"], [formula]])], {}))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        links = [name for name in book.namelist() if "_rels/sheet" in name]
    assert not re.search("<f[ >]", sheet)
    assert sheet.count('t="s"') == 2
    assert not links


def test_m09_the_library_writes_no_csv() -> None:
    """Where text is all there is, a program would read a formula; so nothing is written so.

    But the wrong rows of an import, where no workbook can be written: see tests/ledgers.
    """
    root = Path(csdforms.__file__).parent
    found = [path for path in root.rglob("*.py") if "csv.writer" in path.read_text("utf-8")]
    assert found == [root / "ledgers" / "error_book.py"]
