"""python-docx by hand: replace ``{name}`` in every paragraph, add the rows with ``add_row``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx

from benchmarks.engines.clock import Document, run


def _fill(document: Document, path: Path) -> None:
    fields = dict(document["data"])
    rows = fields.pop("parts")
    paper: Any = docx.Document(document["template"])
    for paragraph in _paragraphs(paper):
        for piece in paragraph.runs:
            text = piece.text
            if text.startswith("{"):
                piece.text = fields[text[1:-1]]
    table = paper.tables[1]
    for row in rows:
        for cell, value in zip(table.add_row().cells, row.values(), strict=True):
            cell.text = value
    paper.save(str(path))


def _paragraphs(paper: Any) -> Iterator[Any]:
    for section in paper.sections:
        yield from section.header.paragraphs
        yield from section.footer.paragraphs
    yield from paper.paragraphs
    for row in paper.tables[0].rows:
        for cell in dict.fromkeys(row.cells):
            yield from cell.paragraphs


if __name__ == "__main__":
    run(_fill)
