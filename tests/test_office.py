"""Every sheet as LibreOffice prints it: it converts, and takes the pages it should take."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from support import FORMS, sample

from csdforms.schemas.form import Form
from csdforms.templates.filling import render, render_blank
from csdforms.templates.locating import declared_sheet
from csdforms.templates.package import read_package, write_package

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("office"),
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdfinfo")),
        reason="needs LibreOffice Writer (soffice) and poppler (pdfinfo)",
    ),
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = "◆"

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


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """Return how many lines each document's tables have, and how many of them are printed."""
    folder = tmp_path_factory.mktemp("lines")
    drawn: dict[str, int] = {}
    for form in FORMS:
        name = form.identifier()
        documents = {
            name: render(form, sample(name)),
            f"{name}-blank": render_blank(form),
            f"{name}-many": render_blank(form, rows=17),
        }
        for stem, document in documents.items():
            marked, drawn[stem] = with_marks(document)
            (folder / f"{stem}.docx").write_bytes(marked)
    convert(folder)
    return {pdf.stem: (drawn[pdf.stem], marks(pdf)) for pdf in folder.glob("*.pdf")}


def with_marks(document: bytes) -> tuple[bytes, int]:
    """Return a document with a mark in each line of its tables, and the number of marks."""
    package = read_package(document, "document")
    tree = etree.fromstring(package["word/document.xml"])
    number = 0
    for row in tree.iter(f"{W}tr"):
        tags = [tag.get(f"{W}val", "") for tag in row.iter(f"{W}tag")]
        text = row.find(f".//{W}sdtContent//{W}t")
        if tags and re.match(r"\w+\.\d+\.", tags[0]) and text is not None:
            text.text = MARK
            number += 1
    package["word/document.xml"] = etree.tostring(tree)
    return write_package(package), number


def marks(pdf: Path) -> int:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    return text.stdout.decode("utf-8").count(MARK)


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


@every_form
def test_no_line_of_a_table_is_lost_on_its_way_to_paper(
    form: type[Form], lines: dict[str, tuple[int, int]]
) -> None:
    # LibreOffice can drop lines of a table that begins low on its page, see drawing.py.
    for variant in ("", "-blank", "-many"):
        drawn, printed = lines[form.identifier() + variant]
        assert printed == drawn, variant
