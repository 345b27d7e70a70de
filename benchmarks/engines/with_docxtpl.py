"""docxtpl (or rust-docxtpl, which bears the same name), in the way that the last argument names.

``readme``: the three lines of its README. ``escaped``: the same with ``autoescape``, without which
``&`` and ``<`` in the data damage the document. ``reused``: one template object for all documents.
"""

import sys
from pathlib import Path

from docxtpl import DocxTemplate

from benchmarks.engines.clock import Document, run


def _readme(document: Document, path: Path) -> None:
    template = DocxTemplate(document["template"])
    template.render(document["data"])
    template.save(str(path))


def _escaped(document: Document, path: Path) -> None:
    template = DocxTemplate(document["template"])
    template.render(document["data"], autoescape=True)
    template.save(str(path))


_templates: dict[str, DocxTemplate] = {}


def _reused(document: Document, path: Path) -> None:
    name = document["template"]
    template = _templates.get(name) or _templates.setdefault(name, DocxTemplate(name))
    template.render(document["data"], autoescape=True)
    template.save(str(path))


if __name__ == "__main__":
    run({"readme": _readme, "escaped": _escaped, "reused": _reused}[sys.argv[4]])
