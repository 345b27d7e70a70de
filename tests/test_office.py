"""Every sheet as LibreOffice prints it: it converts, and takes the pages it should take."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support import FORMS, sample

from csdforms.schemas.form import Form
from csdforms.templates.filling import render, render_blank
from csdforms.templates.locating import declared_sheet

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("office"),
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdfinfo")),
        reason="needs LibreOffice Writer (soffice) and poppler (pdfinfo)",
    ),
]

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Return the page count of every document, all converted in one go."""
    folder = tmp_path_factory.mktemp("office")
    for form in FORMS:
        name = form.identifier()
        data = sample(name)
        (folder / f"{name}.docx").write_bytes(render(form, data))
        (folder / f"{name}-blank.docx").write_bytes(render_blank(form))
        (folder / f"{name}-many.docx").write_bytes(render_blank(form, rows=40))
        (folder / f"{name}-none.docx").write_bytes(render_blank(form, rows=0))
    convert(folder)
    return {pdf.stem: count(pdf) for pdf in folder.glob("*.pdf")}


def convert(folder: Path) -> None:
    documents = sorted(str(path) for path in folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *documents], check=True, capture_output=True, timeout=300)


def count(pdf: Path) -> int:
    info = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True)
    match: Any = re.search(r"Pages:\s+(\d+)", info.stdout)
    return int(match[1])


@every_form
def test_sample_takes_the_declared_pages(form: type[Form], pages: dict[str, int]) -> None:
    assert pages[form.identifier()] == declared_sheet(form).pages


@every_form
def test_blank_sheet_takes_the_declared_pages(form: type[Form], pages: dict[str, int]) -> None:
    assert pages[f"{form.identifier()}-blank"] == declared_sheet(form).blank_pages


@every_form
def test_no_lines_and_forty_lines_convert(form: type[Form], pages: dict[str, int]) -> None:
    few, many = pages[f"{form.identifier()}-none"], pages[f"{form.identifier()}-many"]
    assert 1 <= few <= declared_sheet(form).blank_pages <= many
